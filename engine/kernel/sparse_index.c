/* sparse_index.c - roles by column: for each column the roles that have an entry in it. */
#include "kernel/sparse_index.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* Where this share of the roles has an entry, adding all entries in order is faster. */
enum { FULL_FROM = 8 };

/* Calls take for each entry that is not 0. */
static void walk_row(const rung_targets *t, size_t role,
                     void (*take)(void *context, size_t role, uint32_t column, float value),
                     void *context)
{
    if (t->sparse.first)
        for (size_t i = t->sparse.first[role]; i < t->sparse.first[role + 1]; i++)
            take(context, role, t->sparse.entry[i].column, t->sparse.entry[i].value);
    else
        for (size_t k = 0; k < t->dimensions; k++)
            if (t->rows[role * t->dimensions + k] != 0)
                take(context, role, (uint32_t)k, t->rows[role * t->dimensions + k]);
}

static void walk(rung_sparse_index *index,
                 void (*take)(void *context, size_t role, uint32_t column, float value))
{
    for (size_t r = 0; r < index->targets.roles; r++)
        walk_row(&index->targets, r, take, index);
}

static void count_entry(void *context, size_t role, uint32_t column, float value)
{
    (void)role, (void)value;
    ((rung_sparse_index *)context)->first[column + 1]++;
}

/* first[column] runs ahead while entries are placed; place_all() brings it back. */
static void place_entry(void *context, size_t role, uint32_t column, float value)
{
    rung_sparse_index *x = context;
    if (x->full[column] == RUNG_NONE)
        x->posting[x->first[column]++] = (rung_posting){(uint32_t)role, value};
    else
        x->entries[x->full[column] * x->stride + role] = value;
}

static void add_square(void *context, size_t role, uint32_t column, float value)
{
    (void)role, (void)column;
    *(double *)context += (double)value * (double)value;
}

/* Where each column's postings begin; columns that most roles have get a row of their own. How
 * many rows. */
static size_t lay_columns(rung_sparse_index *x)
{
    size_t full = 0, roles = x->targets.roles, begin = 0;
    for (size_t k = 0; k < x->targets.dimensions; k++) {
        size_t count = x->first[k + 1];
        bool is_full = count > roles / FULL_FROM;
        x->full[k] = is_full ? (uint32_t)full++ : RUNG_NONE;
        x->first[k] = begin; /* first[k + 1] still counts */
        begin += is_full ? 0 : count;
    }
    x->first[x->targets.dimensions] = begin;
    return full;
}

static void place_all(rung_sparse_index *x)
{
    walk(x, place_entry);
    for (size_t k = x->targets.dimensions; k > 0; k--)
        x->first[k] = x->first[k - 1];
    x->first[0] = 0;
}

static void measure_rows(rung_sparse_index *x)
{
    for (size_t r = 0; r < x->targets.roles; r++) {
        double sum = 0;
        walk_row(&x->targets, r, add_square, &sum);
        x->norm[r] = nextafterf((float)(sqrt(sum) * (1 + 1e-9)), INFINITY);
        x->widest_norm = fmax(x->widest_norm, (double)x->norm[r]);
        x->widest_slack = fmax(x->widest_slack, (double)x->targets.slack[r]);
    }
}

static bool build(rung_sparse_index *x)
{
    enum { LANES = 16 };
    size_t dimensions = x->targets.dimensions, cells;
    x->first = rung_array(dimensions + 1, sizeof *x->first);
    x->full = rung_array(dimensions, sizeof *x->full);
    x->norm = rung_array(x->targets.roles, sizeof *x->norm);
    x->stride = (x->targets.roles + LANES - 1) / LANES * LANES;
    if (!x->first || !x->full || !x->norm)
        return false;
    walk(x, count_entry);
    if (__builtin_mul_overflow(lay_columns(x), x->stride, &cells))
        return false;
    x->posting = rung_array(x->first[dimensions], sizeof *x->posting);
    x->entries = rung_array(cells, sizeof *x->entries);
    if (!x->posting || !x->entries)
        return false;
    place_all(x);
    measure_rows(x);
    return true;
}

rung_status rung_sparse_index_make(rung_sparse_index **index, const rung_targets *targets,
                                   rung_error *error)
{
    rung_sparse_index *x = rung_array(1, sizeof *x);
    if (x)
        x->targets = *targets;
    if (!x || !build(x)) {
        rung_sparse_index_free(x);
        *index = NULL;
        return rung_fail_memory(error, "the roles of a kernel");
    }
    *index = x;
    return RUNG_OK;
}

void rung_sparse_index_free(rung_sparse_index *index)
{
    if (!index)
        return;
    free(index->first);
    free(index->posting);
    free(index->full);
    free(index->entries);
    free(index->norm);
    free(index);
}
