/* sparse_index.h - roles by column: for each column the roles that have an entry in it. */
#ifndef RUNG_KERNEL_SPARSE_INDEX_H
#define RUNG_KERNEL_SPARSE_INDEX_H

#include "kernel/kernel.h"

/* A role's entry in a column. */
typedef struct rung_posting {
    uint32_t role;
    float value;
} rung_posting;

typedef struct rung_sparse_index {
    rung_targets targets;
    size_t *first;         /* dimensions + 1: where a column's postings begin */
    rung_posting *posting; /* by column, then role */
    uint32_t *full;        /* dimensions: the row of entries that most roles have, or RUNG_NONE */
    float *entries;        /* full columns x stride: their entries, one for each role */
    size_t stride;
    float *norm; /* roles: an upper bound on the length of the row */
    double widest_norm, widest_slack;
} rung_sparse_index;

rung_status rung_sparse_index_make(rung_sparse_index **index, const rung_targets *targets,
                                   rung_error *error);
void rung_sparse_index_free(rung_sparse_index *index);

#endif
