/* people_levels.h - the three ways in which a folder gives people's levels. */
#ifndef RUNG_DATA_PEOPLE_LEVELS_H
#define RUNG_DATA_PEOPLE_LEVELS_H

#include "data/catalog.h"
#include "data/csv.h"
#include "data/npy.h"

/* A level that no row gives. */
#define RUNG_MISSING (-1.0f)

typedef enum rung_levels_kind {
    RUNG_LEVELS_NONE, /* people.csv names roles alone */
    RUNG_LEVELS_LONG, /* people_skills.csv, in the order of people.csv */
    RUNG_LEVELS_WIDE, /* level:SKILL_ID columns of people.csv */
    RUNG_LEVELS_NPY   /* people.npy */
} rung_levels_kind;

typedef struct rung_levels {
    const rung_catalog *catalog;
    rung_levels_kind kind;
    rung_csv *people; /* people.csv, at the row of the person asked for */
    rung_csv *rows;   /* long */
    size_t person_column, skill_column, level_column;
    bool pending; /* rows stands at a row that nobody has taken yet */
    uint32_t next_skill;
    uint32_t *skill_of_column; /* wide; RUNG_NONE for other columns */
    rung_npy npy;
    uint64_t taken;  /* rows of the npy file */
    uint32_t *given; /* NULL, or room for the skills whose levels rows gave */
} rung_levels;

/* Find out which way dir uses; where it has vectors, it need not have one. people must outlive
 * levels. */
rung_status rung_levels_open(rung_levels *levels, const rung_catalog *catalog, const char *dir,
                             rung_csv *people, bool has_vectors, rung_error *error);
/* Write the levels of the person on the current row of people.csv; RUNG_MISSING where no row gives
 * one. *given counts those that are given. Where levels->given is set, those are written alone,
 * over an out of RUNG_MISSING, and named there, unless a NumPy file gives all. */
rung_status rung_levels_next(rung_levels *levels, rung_slice id, float *out, size_t *given,
                             rung_error *error);
/* After the last person: no row may be left over. */
rung_status rung_levels_end(rung_levels *levels, rung_error *error);
double rung_levels_fraction(const rung_levels *levels);
void rung_levels_close(rung_levels *levels);

#endif
