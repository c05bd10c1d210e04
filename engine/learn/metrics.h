/* metrics.h - how well one ranking foretells one origin's moves (MODEL, section 9). */
#ifndef RUNG_LEARN_METRICS_H
#define RUNG_LEARN_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "rung.h"

/* A role in its place. */
typedef struct rung_ranked {
    double score; /* -INFINITY where the rules exclude it */
    uint32_t role;
} rung_ranked;

/* What an origin's moves say. */
typedef struct rung_truth {
    const double *gain;  /* roles: the share of moves that lead there, 0 without one */
    const double *share; /* those above 0, in any order ... */
    size_t shares;       /* ... and how many */
} rung_truth;

/* Put roles into their order: higher score first, and among equals by catalog order. */
void rung_ranked_sort(rung_ranked *ranked, size_t count);

/* The measures of roles in this order. */
void rung_measure_all(const rung_ranked *ranked, size_t count, const rung_truth *truth,
                      double measure[RUNG_MEASURE_COUNT]);

#endif
