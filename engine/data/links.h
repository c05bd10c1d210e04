/* links.h - rows that join two things, such as a role and a skill, grouped by the first. */
#ifndef RUNG_DATA_LINKS_H
#define RUNG_DATA_LINKS_H

#include <stdint.h>

#include "base/status.h"

/* One row of a file that joins from and to. kind tells apart rows that may stand beside each
 * other for the same two, such as what a program teaches and what it asks for. */
typedef struct rung_link {
    uint32_t from, to;
    uint32_t line;
    uint8_t kind, flag;
    float value, weight;
} rung_link;

/* Rows in the order of from, then to, then kind; those of i are first[i] .. first[i+1]. Start from
 * all zeros, add rows in any order, then group once. */
typedef struct rung_links {
    rung_link *link;
    size_t count, room;
    size_t *first;
} rung_links;

/* False when memory is short. */
bool rung_links_add(rung_links *links, rung_link link);

/* Sort by counting: linear in the rows. When two rows have the same from, to and kind, *again is
 * the one that comes later in its file, else NULL. */
rung_status rung_links_group(rung_links *links, size_t froms, size_t tos, const rung_link **again,
                             uint32_t *earlier_line, rung_error *error);

/* The row that joins from and to with this kind, or NULL. */
const rung_link *rung_links_find(const rung_links *links, uint32_t from, uint32_t to, uint8_t kind);
void rung_links_free(rung_links *links);

#endif
