/* logit.h - conditional logit: weights of signals under which what was chosen is most likely
 * (D. McFadden 1974, Conditional logit analysis of qualitative choice behavior). */
#ifndef RUNG_LEARN_LOGIT_H
#define RUNG_LEARN_LOGIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* Who chose what. The options of origin o are rows first[o] .. first[o + 1] - 1. */
typedef struct rung_choices {
    size_t origins, signals;
    const size_t *first; /* origins + 1 */
    const double *value; /* rows x signals */
    const double *share; /* rows: the share of the origin's choices; they add up to 1 */
} rung_choices;

typedef struct rung_logit {
    const rung_choices *choices;
    const bool *used;    /* origins; NULL: all */
    const double *scale; /* signals: what makes one step of each alike; 0: it stays out */
    double penalty;      /* of half the sum of squares of scaled weights */
    unsigned threads;
} rung_logit;

/* The weights that maximise the mean over origins of sum(share * ln softmax(score)) less the
 * penalty, by L-BFGS. beta: signals; what stands there is where the search starts. The same bytes
 * for any number of threads. NO_MEMORY, or BAD_DATA where the search does not come to an end. */
rung_status rung_logit_fit(const rung_logit *logit, double *beta, rung_error *error);

/* sum(share * ln softmax(score)) of one origin; score is scratch for its rows. */
double rung_logit_likelihood(const rung_choices *choices, size_t origin, const double *beta,
                             double *score);

/* The standard deviation of each signal over the rows of the origins that are used; 0 where it does
 * not vary. */
void rung_choices_deviations(const rung_choices *choices, const bool *used, double *deviation);

#endif
