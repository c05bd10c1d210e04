/* scalar.c - the kernel that is the definition of correct: plain loops. */
#include "kernel/dense.h"

static bool runs(void)
{
    return true;
}

static void product(const rung_dense *dense, const rung_query *query, size_t first, size_t count,
                    float *scores)
{
    size_t dimensions = dense->targets.dimensions;
    for (size_t i = 0; i < query->people; i++) {
        const float *person = query->rows + i * dimensions;
        for (size_t r = 0; r < count; r++) {
            const float *role = dense->targets.rows + (first + r) * dimensions;
            double sum = (double)scores[i * RUNG_PANEL + r];
            for (size_t k = 0; k < dimensions; k++)
                sum += (double)person[k] * (double)role[k];
            scores[i * RUNG_PANEL + r] = (float)sum;
        }
    }
}

static void propose(const void *packed, const rung_query *query, void *scratch,
                    rung_proposals *proposals)
{
    rung_dense_propose(packed, query, scratch, proposals, product);
}

const rung_kernel rung_kernel_scalar = {
    .name = "scalar",
    .needs = "nothing",
    .runs = runs,
    .pack = rung_dense_pack,
    .unpack = rung_dense_unpack,
    .scratch = rung_dense_scratch,
    .propose = propose,
};
