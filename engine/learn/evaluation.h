/* evaluation.h - an evaluation with all that it owns. */
#ifndef RUNG_LEARN_EVALUATION_H
#define RUNG_LEARN_EVALUATION_H

#include "learn/groups.h"
#include "data/moves.h"

/* The result comes first, so that it stands for all. */
typedef struct rung_evaluation_parts {
    rung_evaluation result; /* points to what follows */
    rung_mobility mobility;
    rung_groups groups;
    char **ranker;
    double *value;
    rung_estimate *estimate;
    rung_wage_rise *rise;
    unsigned threads;
} rung_evaluation_parts;

/* A ranker's measures of an origin. */
static inline double *rung_evaluation_row(const rung_evaluation_parts *parts, size_t ranker,
                                          size_t origin)
{
    return parts->value + (ranker * parts->mobility.origins + origin) * RUNG_MEASURE_COUNT;
}

/* Fill the estimates in from the values (estimates.c). */
rung_status rung_evaluation_estimate(rung_evaluation_parts *parts, rung_error *error);

#endif
