/* ranker.h - rank roles for somebody in a role of the catalog, by a profile or a baseline. */
#ifndef RUNG_LEARN_RANKER_H
#define RUNG_LEARN_RANKER_H

#include "learn/baselines.h"
#include "learn/metrics.h"
#include "match/matcher.h"

typedef struct rung_ranker {
    const rung_catalog *catalog;
    rung_baseline baseline; /* or NULL: */
    rung_matcher *matcher;
} rung_ranker;

/* One thread's scratch. */
typedef struct rung_ranker_scratch {
    double *score; /* roles */
    float *own;    /* skills, rounded up to whole lanes */
    float *level;  /* as many: those in effect */
    double *standard;
    float *vector; /* dimensions, rounded up to whole cache lines */
} rung_ranker_scratch;

/* A baseline by its name, or else a profile by its own or its file; options may be NULL. */
rung_status rung_ranker_open(rung_ranker *ranker, const rung_catalog *catalog, const char *name,
                             const rung_matcher_options *options, rung_error *error);
void rung_ranker_close(rung_ranker *ranker);

/* False when memory is short; what was made stays to be freed. */
bool rung_ranker_scratch_make(rung_ranker_scratch *scratch, const rung_catalog *catalog);
void rung_ranker_scratch_free(rung_ranker_scratch *scratch);

/* Put roles into the order in which they are ranked for somebody in role origin, with its levels
 * and vector. */
void rung_ranker_rank(const rung_ranker *ranker, const rung_ranker_scratch *scratch,
                      uint32_t origin, const uint32_t *roles, size_t count, rung_ranked *ranked);

#endif
