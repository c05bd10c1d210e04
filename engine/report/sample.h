/* sample.h - a few people, chosen by nothing but a hash of their ids. */
#ifndef RUNG_REPORT_SAMPLE_H
#define RUNG_REPORT_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { RUNG_SAMPLE_HITS = 3, RUNG_SAMPLE_GAPS = 5 };

/* A person, and what is told of her. */
typedef struct rung_sampled {
    uint64_t order; /* XXH3 of the id */
    char *id;
    uint32_t role;
    rung_hit hit[RUNG_SAMPLE_HITS]; /* RUNG_NONE beyond the last */
    rung_explanation why;           /* of the first hit */
    rung_gap gap[RUNG_SAMPLE_GAPS];
    size_t gaps;
    rung_path path;  /* a copy; steps is 0 without one */
    uint32_t *token; /* of a plan: programs and roles, as in plan/routes.h */
    size_t tokens;
} rung_sampled;

/* Those whose order is least, by order: the same ones however people are divided up. Start from all
 * zeros, but for most. */
typedef struct rung_sample {
    rung_sampled *person;
    size_t count, most;
} rung_sample;

/* A place for the person of this id, or NULL where she is not among them (*status is RUNG_OK) or
 * memory is short. Who drops out is ended. */
rung_sampled *rung_sample_take(rung_sample *sample, const char *id, rung_status *status,
                               rung_error *error);
/* A copy of a path for a person of the sample. */
rung_status rung_sample_path(rung_sampled *person, const rung_path *path, rung_error *error);
void rung_sample_free(rung_sample *sample);

#endif
