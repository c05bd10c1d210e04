/* audience.h - which programs admit a person, by the person's columns. */
#ifndef RUNG_DATA_AUDIENCE_H
#define RUNG_DATA_AUDIENCE_H

#include "data/catalog.h"
#include "data/csv.h"

/* A condition that a column of a table has to meet. */
typedef struct rung_audience_check {
    uint32_t program;
    size_t column;
    rung_slice value; /* the catalog's */
} rung_audience_check;

/* The audiences of a catalog's programs, ready for the rows of one table. Start from all zeros. */
typedef struct rung_audience {
    size_t words;   /* of bits, for each row */
    uint64_t *open; /* words: programs whose audience names no column that the table lacks */
    rung_audience_check *check;
    size_t checks;
    size_t closed;             /* programs that are not open: */
    uint32_t closed_program;   /* the first of them, */
    const char *closed_column; /* and the column that is not there, the catalog's text; or NULL */
} rung_audience;

/* Words that hold a bit for each program: bit p % 64 of word p / 64 is program p's. */
size_t rung_audience_words(const rung_catalog *catalog);

/* Find the columns that audiences name. The catalog must outlive audience. */
rung_status rung_audience_open(rung_audience *audience, const rung_catalog *catalog,
                               const rung_csv *people, rung_error *error);
/* Set the bits of the programs whose audience the current row of people meets, and no others. A
 * value has to be the same text; conditions on role and family are left aside. */
void rung_audience_row(const rung_audience *audience, const rung_csv *people, uint64_t *bits);
void rung_audience_close(rung_audience *audience);

/* The same for columns by name; where two have the same name, the first counts. */
void rung_audience_admit(const rung_catalog *catalog, const rung_column *columns, size_t count,
                         uint64_t *bits);

/* What a condition is about. */
bool rung_condition_on_role(const rung_condition *condition);
bool rung_condition_on_family(const rung_condition *condition);
bool rung_condition_on_column(const rung_condition *condition);

/* What somebody has in a column, or NULL; where two have the same name, the first counts. */
const char *rung_column_value(const rung_column *columns, size_t count, const char *name);

/* Whether somebody in current_role, which may be RUNG_NONE, meets a program's conditions on role
 * and family. */
bool rung_audience_role_allows(const rung_catalog *catalog, uint32_t program,
                               uint32_t current_role);

#endif
