/* fit.h - what the steps of a fit share (fit.c). */
#ifndef RUNG_LEARN_FIT_H
#define RUNG_LEARN_FIT_H

#include "data/moves.h"
#include "learn/logit.h"
#include "match/matcher.h"

/* The signals of every pair of an origin and a role that is ranked for it. */
typedef struct rung_fit_table {
    const rung_catalog *catalog;
    const rung_mobility *moves;
    rung_signal signal[RUNG_SIGNAL_COUNT]; /* of each column */
    size_t signals;
    size_t *first;  /* origins + 1 */
    uint32_t *role; /* rows */
    double *value;  /* rows x signals */
    double *share;  /* rows: of the origin's moves */
    unsigned threads;
} rung_fit_table;

/* All columns; those of inflow from all moves. */
rung_status rung_fit_table_make(rung_fit_table *table, const rung_catalog *catalog,
                                const rung_mobility *moves, const rung_fit_job *job,
                                rung_error *error);
void rung_fit_table_free(rung_fit_table *table);
/* Make the columns of inflow anew from the moves of origins that skip does not mark; of each origin
 * without its own. */
rung_status rung_fit_table_learn(rung_fit_table *table, const bool *skip, rung_error *error);

/* BAD_ARGUMENT when the profile or its moves would take the place of what the job reads. */
rung_status rung_fit_spare(const rung_catalog *catalog, const rung_fit_job *job, rung_error *error);

/* Write the profile and its moves, both or none. */
rung_status rung_fit_write(const rung_fit_table *table, const rung_fit_job *job,
                           const rung_fit_summary *summary, rung_error *error);

#endif
