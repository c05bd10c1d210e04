/* moves_oracle.h - observed moves by chance, and what a ranking of roles is worth by definition, in
 * plain loops. It shares no code with the engine. */
#ifndef RUNG_TEST_MOVES_ORACLE_H
#define RUNG_TEST_MOVES_ORACLE_H

#include "rung.h"

/* Moves between the roles of a catalog, roles x roles. */
typedef struct observed {
    size_t roles;
    double *weight; /* 0: none */
    bool *excluded;
    const char *moves, *exclude; /* as files that say so, of strangers and to themselves, too */
} observed;

/* Make them up, and write the files; observed_free() ends it. */
observed observed_make(const rung_catalog *catalog, uint64_t *seed);
void observed_free(observed *o);

/* The share of moves from a role to each that counts; false where there is none. */
bool observed_shares(const observed *o, const rung_catalog *catalog, uint32_t from, bool upward,
                     double *share);

/* Measures of roles by their scores: NAN is not ranked at all, -INFINITY ruled out. */
void oracle_measure(const double *score, const double *share, size_t roles,
                    double measure[RUNG_MEASURE_COUNT]);

/* The score of a baseline for somebody in role from. */
double oracle_baseline(const rung_catalog *catalog, const char *name, uint32_t from, uint32_t to);

#endif
