/* dense.c - what kernels that compute dense products of floats share. */
#include "kernel/dense.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* An upper bound on the length of a row. */
static double length_of(const float *row, size_t dimensions)
{
    double sum = 0;
    for (size_t k = 0; k < dimensions; k++)
        sum += (double)row[k] * (double)row[k];
    return sqrt(sum) * (1 + 1e-9);
}

rung_status rung_dense_pack(void **packed, const rung_targets *targets, rung_error *error)
{
    rung_dense *dense = rung_array(1, sizeof *dense);
    float *norm = rung_array(targets->roles, sizeof *norm);
    *packed = dense;
    if (!dense || !norm) {
        free(dense);
        free(norm);
        *packed = NULL;
        return rung_fail_memory(error, "the roles of a kernel");
    }
    *dense = (rung_dense){.targets = *targets, .norm = norm};
    for (size_t r = 0; r < targets->roles; r++) {
        double length = length_of(targets->rows + r * targets->dimensions, targets->dimensions);
        norm[r] = nextafterf((float)length, INFINITY);
        dense->widest_norm = fmax(dense->widest_norm, (double)norm[r]);
        dense->widest_slack = fmax(dense->widest_slack, (double)targets->slack[r]);
    }
    return RUNG_OK;
}

void rung_dense_unpack(void *packed)
{
    rung_dense *dense = packed;
    if (dense)
        free(dense->norm);
    free(dense);
}

size_t rung_dense_scratch(const void *packed, size_t room)
{
    (void)packed;
    return RUNG_BLOCK * (RUNG_PANEL * sizeof(float) + room * sizeof(rung_candidate));
}

/* A sum of n products in floats of unit roundoff u, in any order, fused or not, is within
 * n u / (1 - n u) of sum |a||b| <= |a||b| (Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd ed., section 3.1). 2^-23 is 2u, which covers the denominator up to 4 million
 * dimensions; eight dimensions more cover the bias and that vectors and bias were rounded to
 * float; the last term covers products that underflow. */
static rung_margins margins_of(const rung_dense *dense, const rung_query *query, size_t person)
{
    const rung_targets *t = &dense->targets;
    double share = ((double)t->dimensions + 8) * 0x1p-23;
    double length = length_of(query->rows + person * t->dimensions, t->dimensions);
    return (rung_margins){.person = (double)query->slack[person] + share * t->bias_size +
                                    (double)t->dimensions * 0x1p-126,
                          .blur = (double)query->blur[person],
                          .length = share * length,
                          .slack = t->slack,
                          .norm = dense->norm};
}

void rung_dense_propose(const rung_dense *dense, const rung_query *query, void *scratch,
                        rung_proposals *proposals, rung_dense_product product)
{
    const rung_targets *t = &dense->targets;
    float *scores = scratch;
    rung_candidate *candidates = (rung_candidate *)(scores + RUNG_BLOCK * RUNG_PANEL);
    rung_select select[RUNG_BLOCK];
    rung_margins margins[RUNG_BLOCK];
    for (size_t i = 0; i < query->people; i++) {
        margins[i] = margins_of(dense, query, i);
        double widest = margins[i].person + margins[i].blur * dense->widest_slack +
                        margins[i].length * dense->widest_norm;
        rung_select_begin(&select[i], query->top, nextafterf((float)widest, INFINITY),
                          candidates + i * proposals->room, proposals->room);
    }
    for (size_t first = 0; first < t->roles; first += RUNG_PANEL) {
        size_t count = t->roles - first < RUNG_PANEL ? t->roles - first : RUNG_PANEL;
        for (size_t i = 0; i < query->people; i++)
            query->bias(query->context, query->key[i], first, count, scores + i * RUNG_PANEL);
        product(dense, query, first, count, scores);
        for (size_t i = 0; i < query->people; i++)
            rung_select_panel(&select[i], scores + i * RUNG_PANEL, count, (uint32_t)first);
    }
    for (size_t i = 0; i < query->people; i++)
        rung_select_end(&select[i], &margins[i], proposals->roles + i * proposals->room,
                        &proposals->count[i]);
}
