/* beside.h - rows of results read beside the people whose they are, one row ahead. */
#ifndef RUNG_PLAN_BESIDE_H
#define RUNG_PLAN_BESIDE_H

#include "data/records.h"

/* Start from all zeros; end it even when opening fails. */
typedef struct rung_beside {
    rung_records *rows;
    const rung_delivery *delivery; /* whose rename turns ids of people.csv into those of the rows */
    bool more;                     /* there is a row that nobody has taken */
    rung_slice person;             /* what the rows call the person at hand */
    rung_buffer id;                /* scratch, for renaming */
    char name[RUNG_NAME_ROOM];
} rung_beside;

/* Open rows whose first field is the person's id. */
rung_status rung_beside_open(rung_beside *beside, const char *path, const rung_record_field *fields,
                             size_t count, const rung_delivery *delivery, rung_error *error);
void rung_beside_close(rung_beside *beside);

/* Go on to the next person of people.csv; id lives until the one after. */
rung_status rung_beside_begin(rung_beside *beside, rung_slice id, rung_error *error);
/* Whether the row at hand is this person's. */
bool rung_beside_has(const rung_beside *beside);
/* Go on to the next row. */
rung_status rung_beside_advance(rung_beside *beside, rung_error *error);
/* After the last person: BAD_DATA where a row is left, which says whether the file people has the
 * person. */
rung_status rung_beside_end(rung_beside *beside, const char *people, rung_error *error);

#endif
