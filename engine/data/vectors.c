/* vectors.c - vectors of roles or people, from somebody's model, in a NumPy file. */
#include "data/vectors.h"

#include <math.h>
#include <stdio.h>

#include "base/vector.h"

rung_status rung_vectors_open(rung_vectors *vectors, const char *path, const char *what,
                              rung_error *error)
{
    char shape[64];
    snprintf(shape, sizeof shape, "(%s, 1 to %d dimensions)", what, RUNG_MOST_DIMENSIONS);
    *vectors = (rung_vectors){.npy.file = -1};
    rung_status status = rung_npy_open(&vectors->npy, path, shape, error);
    if (status != RUNG_OK)
        return status;
    uint64_t columns = vectors->npy.columns;
    if (columns >= 1 && columns <= RUNG_MOST_DIMENSIONS)
        return RUNG_OK;
    rung_vectors_close(vectors);
    return rung_fail(error, RUNG_BAD_DATA, "%s: found %llu columns, expected 1 to %d dimensions",
                     path, (unsigned long long)columns, RUNG_MOST_DIMENSIONS);
}

/* Whether all are finite: then 0 times each is 0, and else NAN. */
RUNG_VECTORS static bool are_finite(const float *row, size_t count)
{
    enum { LANES = 16 };
    float lane[LANES] = {0}, sum = 0;
    size_t k = 0;
    for (; k + LANES <= count; k += LANES)
        for (size_t j = 0; j < LANES; j++)
            lane[j] += 0 * row[k + j];
    for (; k < count; k++)
        sum += 0 * row[k];
    for (size_t j = 0; j < LANES; j++)
        sum += lane[j];
    return sum == 0;
}

static rung_status check(const rung_vectors *v, const float *row, uint64_t number,
                         rung_error *error)
{
    size_t columns = (size_t)v->npy.columns, k = 0;
    if (are_finite(row, columns))
        return RUNG_OK;
    while (isfinite(row[k]))
        k++;
    return rung_fail(error, RUNG_BAD_DATA,
                     "%s: row %llu, column %zu: found %.9g, expected a finite number", v->npy.path,
                     (unsigned long long)number, k + 1, (double)row[k]);
}

rung_status rung_vectors_read(rung_vectors *v, float *out, size_t rows, size_t stride,
                              rung_error *error)
{
    size_t columns = (size_t)v->npy.columns;
    /* One call where rows lie one behind the other. */
    size_t step = stride == columns ? rows : 1;
    rung_status status = RUNG_OK;
    for (size_t r = 0; r < rows && status == RUNG_OK; r += step)
        status = rung_npy_read(&v->npy, out + r * stride, step, error);
    for (size_t r = 0; r < rows && status == RUNG_OK; r++)
        status = check(v, out + r * stride, v->taken + r + 1, error);
    v->taken += rows;
    return status;
}

rung_status rung_vectors_end(rung_vectors *v, rung_error *error)
{
    return rung_npy_end(&v->npy, error);
}

void rung_vectors_close(rung_vectors *v)
{
    rung_npy_close(&v->npy);
}
