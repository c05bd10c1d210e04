/* embedding.c - how alike two vectors of somebody's model are: the signal embedding.
 *
 * Entries are floats: their products are exact in double, from 1e-90 to 1e77, and so neither sums
 * of squares nor products of lengths leave the numbers, whatever the vectors. */
#include "match/embedding.h"

#include <math.h>
#include <stdlib.h>

#include "base/vector.h"
#include "match/demand.h"

/* Encoded people whose entries add up to more could make products that floats do not hold: those of
 * roles are at most 1. */
static const double most = 1e30;

/* The inner product, in the lanes of demand.h; stride is a whole number of them. */
RUNG_VECTORS static double product(const float *a, const float *b, size_t stride)
{
    double lane[RUNG_LANES] = {0};
    for (size_t k = 0; k < stride; k += RUNG_LANES)
        for (size_t j = 0; j < RUNG_LANES; j++)
            lane[j] += (double)a[k + j] * (double)b[k + j];
    return rung_lanes_sum(lane);
}

/* The power of two above the largest entry. */
static double unit_of(const rung_embedding *e, size_t roles)
{
    float largest = 0;
    for (size_t i = 0; i < roles * e->stride; i++)
        largest = fmaxf(largest, fabsf(e->vector[i]));
    int exponent;
    frexp((double)largest, &exponent);
    return largest > 0 ? ldexp(1, exponent) : 1;
}

rung_status rung_embedding_make(rung_embedding *embedding, const rung_catalog *catalog,
                                rung_error *error)
{
    rung_embedding *e = embedding;
    *e = (rung_embedding){.vector = catalog->vector,
                          .dimensions = catalog->dimensions,
                          .stride = catalog->vector_stride,
                          .likeness = catalog->likeness,
                          .unit = 1};
    if (!e->vector)
        return RUNG_OK;
    e->length = rung_array(catalog->roles, sizeof *e->length);
    if (!e->length)
        return rung_fail_memory(error, "the lengths of vectors");
    for (size_t r = 0; r < catalog->roles; r++)
        e->length[r] = rung_embedding_length(e, e->vector + r * e->stride);
    if (e->likeness == RUNG_PRODUCT)
        e->unit = unit_of(e, catalog->roles);
    return RUNG_OK;
}

void rung_embedding_free(rung_embedding *embedding)
{
    free(embedding->length);
    *embedding = (rung_embedding){0};
}

double rung_embedding_length(const rung_embedding *e, const float *vector)
{
    return e->likeness == RUNG_COSINE ? sqrt(product(vector, vector, e->stride)) : 1;
}

double rung_embedding_value(const rung_embedding *e, const float *vector, double length,
                            uint32_t role)
{
    double lengths = length * e->length[role];
    return lengths > 0 ? product(vector, e->vector + role * e->stride, e->stride) / lengths : 0;
}

/* ---------------------------------------------------------------- encode */

/* Of the sizes of a vector's entries. */
RUNG_VECTORS static double sum_of(const float *vector, size_t stride)
{
    double lane[RUNG_LANES] = {0};
    for (size_t k = 0; k < stride; k += RUNG_LANES)
        for (size_t j = 0; j < RUNG_LANES; j++)
            lane[j] += fabs((double)vector[k + j]);
    return rung_lanes_sum(lane);
}

double rung_embedding_role_factor(const rung_embedding *e, uint32_t role)
{
    double length = e->length[role];
    return length > 0 ? 1 / (length * e->unit) : 0;
}

/* An entry that becomes a float is off by 2^-24 of itself, which kernels know, or where that is
 * more by 2^-150. */
double rung_embedding_factor(const rung_embedding *e, const float *vector, double length,
                             double beta, double *missed)
{
    double factor = length > 0 ? beta * e->unit / length : 0;
    double sum = fabs(factor) * sum_of(vector, e->stride) * (1 + 1e-9);
    if (sum > most) {
        *missed = INFINITY;
        return 0;
    }
    *missed += 0x1p-149 * (sum + (double)e->dimensions);
    return factor;
}
