/* oracle.h - the answers by definition: MODEL's sections 2 to 5 in plain loops, from nothing but
 * the public header. It shares no code with the engine. */
#ifndef RUNG_TEST_ORACLE_H
#define RUNG_TEST_ORACLE_H

#include "rung.h"

typedef struct oracle_options {
    double beta[RUNG_SIGNAL_COUNT];
    bool viable, desirable;
    double theta, essential, wage_growth, wage_floor;
    int zone_step;
} oracle_options;

/* What is worked out once for a catalog. */
typedef struct oracle {
    const rung_catalog *catalog;
    size_t skills, roles;
    rung_requirement *asked;  /* roles x skills */
    double *mean, *deviation; /* skills */
    double *flow, *related;   /* roles x roles, as the catalog's folder has them */
    struct oracle_feature *feature;
    size_t features;
    double *moved;       /* roles: the sum of flows out of it */
    double *known;       /* roles x skills: standardised levels of knowledge, 0 of other skills */
    double usual[2];     /* mean logarithms of employment and openings */
    double people;       /* mean employment */
    const float *vector; /* of the person asked about, given by the test; NULL: none */
} oracle;

oracle oracle_make(const rung_catalog *catalog);
void oracle_free(oracle *o);

double oracle_readiness(const oracle *o, const float *levels, uint32_t role);
double oracle_transfer(const oracle *o, const float *levels, uint32_t current, uint32_t role);
double oracle_similarity(const oracle *o, const float *levels, uint32_t role);
double oracle_embedding(const oracle *o, uint32_t role);
double oracle_score(const oracle *o, const oracle_options *options, const float *levels,
                    uint32_t current, uint32_t role);

/* The top hits of one person, the rest RUNG_NONE. */
void oracle_match(const oracle *o, const oracle_options *options, const float *levels,
                  uint32_t current, rung_hit *hits, size_t top);

/* The options of a shipped profile. */
oracle_options oracle_profile(const rung_catalog *catalog, const char *name);

#endif
