/* basis.c - the working basis: its inverse, and how it changes. */
#include "plan/basis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

rung_status rung_basis_make(rung_basis *b, size_t rows, rung_error *error)
{
    size_t square;
    *b = (rung_basis){.rows = rows};
    if (__builtin_mul_overflow(rows, rows, &square))
        return rung_fail_memory(error, "the prices of a plan");
    b->basic = rung_array(rows, sizeof *b->basic);
    b->value = rung_array(rows, sizeof *b->value);
    b->inverse = rung_array(square, sizeof *b->inverse);
    b->price = rung_array(rows, sizeof *b->price);
    b->change = rung_array(rows, sizeof *b->change);
    b->pivot_row = rung_array(rows, sizeof *b->pivot_row);
    if (b->basic && b->value && b->inverse && b->price && b->change && b->pivot_row)
        return RUNG_OK;
    rung_basis_free(b);
    return rung_fail_memory(error, "the prices of a plan");
}

void rung_basis_free(rung_basis *b)
{
    free(b->basic);
    free(b->value);
    free(b->inverse);
    free(b->price);
    free(b->change);
    free(b->pivot_row);
    *b = (rung_basis){0};
}

void rung_basis_reset(rung_basis *b)
{
    memset(b->inverse, 0, b->rows * b->rows * sizeof *b->inverse);
    for (size_t r = 0; r < b->rows; r++) {
        b->basic[r] = (rung_basic){RUNG_SLACK, (uint32_t)r};
        b->inverse[r * b->rows + r] = 1;
        b->price[r] = 0;
    }
}

void rung_basis_change(rung_basis *b, const rung_column_entry *column, size_t entries)
{
    memset(b->change, 0, b->rows * sizeof *b->change);
    for (size_t e = 0; e < entries; e++) {
        const double *from = b->inverse + column[e].row * b->rows;
        double amount = column[e].amount;
        for (size_t i = 0; i < b->rows; i++)
            b->change[i] += amount * from[i];
    }
}

void rung_basis_pivot(rung_basis *b, size_t position, double profit)
{
    enum { TINY = 50 }; /* what rounding leaves of a zero */
    double pivot = b->change[position];
    for (size_t r = 0; r < b->rows; r++) {
        double *column = b->inverse + r * b->rows;
        if (column[position] == 0)
            continue;
        double entry = column[position] / pivot;
        for (size_t i = 0; i < b->rows; i++)
            column[i] -= b->change[i] * entry;
        column[position] = fabs(entry) < ldexp(1, -TINY) ? 0 : entry;
        b->price[r] += profit * column[position];
    }
}

void rung_basis_swap(rung_basis *b, size_t position, const size_t *same, size_t count)
{
    for (size_t r = 0; r < b->rows; r++) {
        double *column = b->inverse + r * b->rows, sum = column[position];
        for (size_t i = 0; i < count; i++)
            sum += column[same[i]];
        column[position] = -sum;
    }
}
