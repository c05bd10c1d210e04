/* bootstrap.h - how far a mean over origins may be from that of others like them. */
#ifndef RUNG_LEARN_BOOTSTRAP_H
#define RUNG_LEARN_BOOTSTRAP_H

#include "base/status.h"

/* Figures of origins, a row each; NAN where an origin has none. */
typedef struct rung_figures {
    const double *value; /* rows x columns */
    size_t rows, columns;
} rung_figures;

/* Draws are numbered, draw n of the stream that key names (data/synth/draws.h), so that a result
 * depends on neither machine nor threads. */
typedef struct rung_resampling {
    size_t resamples;
    uint64_t key;
    unsigned threads;
} rung_resampling;

/* The stream that a seed and a number name. */
uint64_t rung_resampling_key(uint64_t seed, uint64_t number);

/* The mean of each column, and the percentile interval of 95 % over resamples of rows: draw
 * resample x rows + i brought to 0..rows-1 is the i-th row of a resample. The ends are as many
 * places from the ends of all means in order: of 10,000 the 251st and the 9,750th. */
rung_status rung_bootstrap(const rung_figures *figures, const rung_resampling *how,
                           rung_estimate *estimate, rung_error *error);

/* For each column, the chance that rows with random signs have a mean as far from 0: the sign of
 * row i is bit i % 64 of draw resample x ceil(rows / 64) + i / 64, and the signs that there are
 * count as one more resample. */
rung_status rung_flip_signs(const rung_figures *figures, const rung_resampling *how, double *p,
                            rung_error *error);

#endif
