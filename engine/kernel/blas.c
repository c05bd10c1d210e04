/* blas.c - the kernel that proposes by OpenBLAS's single-precision matrix product. */
#include <cblas.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#include "kernel/dense.h"

static bool runs(void)
{
    return true;
}

/* Whoever calls has split the work already: each product stays on the thread that asks for it. An
 * OpenBLAS built with OpenMP takes as many threads as a region begun here would get, and one where
 * threads work in parallel already. In a region of one thread that number is a task's own, so that
 * to set it concerns neither this thread's other work nor anybody else's. */
static void multiply_alone(const rung_query *query, const float *roles, int count, int dimensions,
                           float *scores)
{
#pragma omp parallel num_threads(1)
    {
#ifdef _OPENMP
        omp_set_num_threads(1);
#endif
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)query->people, count, dimensions,
                    1.0f, query->rows, dimensions, roles, dimensions, 1.0f, scores, RUNG_PANEL);
    }
}

/* The bias already stands in scores, so the product adds to it. */
static void product(const rung_dense *dense, const rung_query *query, size_t first, size_t count,
                    float *scores)
{
    const rung_targets *t = &dense->targets;
    if (t->dimensions > 0)
        multiply_alone(query, t->rows + first * t->dimensions, (int)count, (int)t->dimensions,
                       scores);
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
