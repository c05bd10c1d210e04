/* dense.h - what kernels that compute dense products of floats share: norms, the bound on their
 * rounding, and the selection from panels of scores. */
#ifndef RUNG_KERNEL_DENSE_H
#define RUNG_KERNEL_DENSE_H

#include "kernel/kernel.h"
#include "kernel/select.h"

/* Roles as a dense kernel keeps them. */
typedef struct rung_dense {
    rung_targets targets;
    float *norm; /* roles: an upper bound on the length of the row */
    double widest_norm, widest_slack;
} rung_dense;

rung_status rung_dense_pack(void **packed, const rung_targets *targets, rung_error *error);
void rung_dense_unpack(void *packed);

/* Bytes for a block of scores and the candidates of its people. */
size_t rung_dense_scratch(const void *packed, size_t room);

/* Writes the scores of a query's people and the roles first .. first + count - 1: person i's at
 * scores + i * RUNG_PANEL, where their biases stand before. */
typedef void (*rung_dense_product)(const rung_dense *dense, const rung_query *query, size_t first,
                                   size_t count, float *scores);

/* propose() of a dense kernel, around its product. The product may round in any order: in single
 * precision or better, without overflow, its error is within the bound used here. */
void rung_dense_propose(const rung_dense *dense, const rung_query *query, void *scratch,
                        rung_proposals *proposals, rung_dense_product product);

#endif
