/* pairs.h - read a file whose rows join two roles, perhaps with a weight. */
#ifndef RUNG_DATA_PAIRS_H
#define RUNG_DATA_PAIRS_H

#include "data/catalog.h"

/* A row. Roles that the catalog lacks have numbers from its count of roles on. */
typedef struct rung_pair {
    uint32_t from, to;
    uint64_t line;
    double weight; /* 1 where there is no such column */
} rung_pair;

/* Rows by from, then to. */
typedef struct rung_pairs {
    rung_pair *pair;
    size_t count, room;
} rung_pairs;

/* Columns by name; weight may be NULL. */
typedef struct rung_pair_columns {
    const char *from, *to, *weight;
} rung_pair_columns;

/* Read a file with the first set of columns, of those that end with {NULL}, whose from it has, or
 * else with the last. most is the largest weight. A second row of the same two is BAD_DATA.
 * On failure *pairs is all zeros. */
rung_status rung_pairs_read(rung_pairs *pairs, const rung_catalog *catalog, const char *path,
                            const rung_pair_columns *columns, double most, rung_error *error);
void rung_pairs_free(rung_pairs *pairs);

#endif
