/* person.h - make people up, one at a time, each from nothing but a seed and a number. */
#ifndef RUNG_DATA_SYNTH_PERSON_H
#define RUNG_DATA_SYNTH_PERSON_H

#include "data/synth/roles.h"

/* What all people of a population have in common. */
typedef struct rung_population {
    const rung_catalog *catalog;
    rung_employed employed;
    uint64_t seed;
    double on_grid;      /* share of people with levels on the grid */
    uint32_t steps;      /* the highest level on the grid, in steps of it */
    uint32_t hundredths; /* the highest level off the grid */
} rung_population;

/* A level above 0, in steps of the grid or in hundredths. */
typedef struct rung_synth_level {
    uint32_t skill, amount;
} rung_synth_level;

typedef struct rung_synth_person {
    uint64_t number; /* from 0 */
    uint32_t role;
    uint32_t tenure; /* tenths of a year */
    uint32_t site;   /* from 1 */
    const char *employment, *gender, *age_band;
    bool on_grid;
    rung_synth_level *level; /* by skill; the caller's, with room for all skills */
    size_t levels;
} rung_synth_person;

/* Make up person number; only person->level is looked at before. */
void rung_synth_draw(const rung_population *population, uint64_t number, rung_synth_person *person);

#endif
