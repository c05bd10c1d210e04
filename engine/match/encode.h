/* encode.h - people and roles as vectors whose product is the score's part that depends on
 * levels (MODEL, section 3). */
#ifndef RUNG_MATCH_ENCODE_H
#define RUNG_MATCH_ENCODE_H

#include <math.h>

#include "kernel/kernel.h"
#include "match/score.h"

/* The vector has up to five parts, each there only where the profile uses it:
 *   readiness   a thermometer of the person's levels; the role's carries weights and beta
 *   transfer    a thermometer of the role's levels; the person's carries weights and beta
 *   similarity  standardised levels over their length, beta on the person's side
 *   embedding   the catalog's vectors over their lengths, beta on the person's side
 *   centre      one entry that moves readiness to the middle of its error
 * A thermometer of skill d has the steps 1 .. steps[d], as many as the most that any role asks
 * for; beyond them nothing is added to any product. */
typedef struct rung_encoder {
    const rung_scorer *scorer;
    double grid;
    uint32_t *steps;   /* skills */
    size_t columns;    /* sum of steps */
    size_t dimensions; /* of the whole vector */
    float *rows;       /* roles x dimensions; NULL where rows are sparse */
    float *slack;      /* roles: half the error of readiness for a person off the grid */
    bool readiness, transfer, similarity, embedding;
    struct rung_sparse_code *sparse; /* encode_sparse.h; NULL where rows are dense */
} rung_encoder;

/* With sparse rows where the scorer's demand is sparse, else with dense ones. */
rung_status rung_encoder_make(rung_encoder *encoder, const rung_scorer *scorer, double grid,
                              unsigned threads, rung_error *error);
void rung_encoder_free(rung_encoder *encoder);

/* Part of step t (from 1) that u steps fill. */
static inline double rung_clip_step(double u, uint32_t t)
{
    double part = u - (double)(t - 1);
    return part < 0 ? 0 : part > 1 ? 1 : part;
}

/* f(1-f) for the fraction f of u. */
static inline double rung_off_grid(double u)
{
    double f = u - floor(u);
    return f * (1 - f);
}

/* Write a person's vector, and what encoding it may have cost (kernel.h). */
void rung_encode(const rung_encoder *encoder, const rung_subject *subject, float *row, float *slack,
                 float *blur);

#endif
