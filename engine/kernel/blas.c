/* blas.c - the kernel that proposes by OpenBLAS's single-precision matrix product. */
#include <cblas.h>

#include "kernel/dense.h"

static bool runs(void)
{
    return true;
}

/* The bias already stands in scores, so the product adds to it. Called by one thread of many; an
 * OpenBLAS built with OpenMP then keeps each product on its own thread. */
static void product(const rung_dense *dense, const rung_query *query, size_t first, size_t count,
                    float *scores)
{
    int dimensions = (int)dense->targets.dimensions;
    if (dimensions == 0)
        return;
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)query->people, (int)count, dimensions,
                1.0f, query->rows, dimensions,
                dense->targets.rows + first * dense->targets.dimensions, dimensions, 1.0f, scores,
                RUNG_PANEL);
}

static void propose(const void *packed, const rung_query *query, void *scratch,
                    rung_proposals *proposals)
{
    rung_dense_propose(packed, query, scratch, proposals, product);
}

const char *rung_blas_version(void)
{
    return openblas_get_config();
}

const rung_kernel rung_kernel_blas = {
    .name = "blas",
    .needs = "OpenBLAS",
    .runs = runs,
    .pack = rung_dense_pack,
    .unpack = rung_dense_unpack,
    .scratch = rung_dense_scratch,
    .propose = propose,
};
