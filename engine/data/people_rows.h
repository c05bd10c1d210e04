/* people_rows.h - the levels of a batch of people as rows, where few of the skills that there are
 * have one. */
#ifndef RUNG_DATA_PEOPLE_ROWS_H
#define RUNG_DATA_PEOPLE_ROWS_H

#include "data/people_levels.h"

typedef struct rung_people_rows {
    const rung_catalog *catalog;
    float *level;    /* skills: one person's, RUNG_MISSING between people */
    uint32_t *given; /* skills: those that the person's rows gave */
    size_t *first;   /* people + 1 of the batch */
    size_t people_room;
    uint32_t *row_skill; /* the batch */
    float *row_level;
    size_t rows, room;
} rung_people_rows;

rung_status rung_people_rows_make(rung_people_rows *rows, const rung_catalog *catalog,
                                  rung_error *error);
void rung_people_rows_free(rung_people_rows *rows);

/* Take person number i of a batch over from rows->level: the count levels named in rows->given, or
 * with given false all of them. What is missing is taken from role where how says so, as
 * people.c does for dense rows; RUNG_NONE: from none. *imputed tells whether something was. */
rung_status rung_people_rows_take(rung_people_rows *rows, size_t i, bool given, size_t count,
                                  uint32_t role, rung_impute how, bool *imputed, rung_error *error);

#endif
