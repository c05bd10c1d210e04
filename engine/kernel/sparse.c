/* sparse.c - the kernel that proposes by an inverted index: for each entry of a person the roles
 * that share its column, and one score for each role, in cache. What it does grows with the
 * entries that people and roles share, not with the columns that there are. */
#include <math.h>

#include "base/vector.h"
#include "kernel/select.h"
#include "kernel/sparse_index.h"

enum { AHEAD = 4 }; /* entries whose postings are fetched while others are added */

static bool runs(void)
{
    return true;
}

static rung_status pack(void **packed, const rung_targets *targets, rung_error *error)
{
    return rung_sparse_index_make((rung_sparse_index **)packed, targets, error);
}

static void unpack(void *packed)
{
    rung_sparse_index_free(packed);
}

static size_t scratch_bytes(const void *packed, size_t room)
{
    const rung_sparse_index *x = packed;
    return x->stride * sizeof(float) + room * sizeof(rung_candidate);
}

RUNG_VECTORS static void add_full(float *scores, const float *entries, size_t count, float value)
{
    for (size_t r = 0; r < count; r++)
        scores[r] += value * entries[r];
}

/* Add what one entry of the person contributes. */
static inline void add_entry(const rung_sparse_index *x, uint32_t column, float value,
                             float *scores)
{
    if (x->full[column] != RUNG_NONE) {
        add_full(scores, x->entries + x->full[column] * x->stride, x->stride, value);
        return;
    }
    const rung_posting *end = x->posting + x->first[column + 1];
    for (const rung_posting *p = x->posting + x->first[column]; p < end; p++)
        scores[p->role] += value * p->value;
}

/* What the person's row is, as far as the bound asks. */
typedef struct row_extent {
    size_t entries;
    double square; /* of the length */
} row_extent;

static inline void add_extent(row_extent *extent, float value)
{
    extent->entries++;
    extent->square += (double)value * (double)value;
}

/* Add the person's entries to scores, where the biases stand. */
static row_extent add_row(const rung_sparse_index *x, const rung_query *query, size_t person,
                          float *scores)
{
    row_extent extent = {0};
    const rung_sparse_rows *rows = &query->sparse;
    if (rows->first) {
        size_t end = rows->first[person + 1];
        for (size_t i = rows->first[person]; i < end; i++) {
            if (i + AHEAD < end)
                __builtin_prefetch(x->posting + x->first[rows->entry[i + AHEAD].column]);
            add_extent(&extent, rows->entry[i].value);
            add_entry(x, rows->entry[i].column, rows->entry[i].value, scores);
        }
        return extent;
    }
    const float *row = query->rows + person * x->targets.dimensions;
    for (size_t k = 0; k < x->targets.dimensions; k++)
        if (row[k] != 0) {
            add_extent(&extent, row[k]);
            add_entry(x, (uint32_t)k, row[k], scores);
        }
    return extent;
}

/* The bound of dense kernels (dense.c), with as many terms as the person has entries: a score adds
 * at most one product for each of them, whichever roles share the column, and what is left out is
 * 0. So n of them, the bias and the rounding of vectors and bias to float cost at most
 * (n + 8) 2^-23 of |person||role| + |bias|, for the sum over shared columns of |a||b| is at most
 * the product of the whole lengths. The last term covers products that underflow. */
static rung_margins margins_of(const rung_sparse_index *x, const rung_query *query, size_t person,
                               const row_extent *extent)
{
    double share = ((double)extent->entries + 8) * 0x1p-23;
    return (rung_margins){.person = (double)query->slack[person] + share * x->targets.bias_size +
                                    (double)extent->entries * 0x1p-126,
                          .blur = (double)query->blur[person],
                          .length = share * sqrt(extent->square) * (1 + 1e-9),
                          .slack = x->targets.slack,
                          .norm = x->norm};
}

static void propose(const void *packed, const rung_query *query, void *scratch,
                    rung_proposals *proposals)
{
    const rung_sparse_index *x = packed;
    size_t roles = x->targets.roles;
    float *scores = scratch;
    rung_candidate *candidates = (rung_candidate *)(scores + x->stride);
    for (size_t i = 0; i < query->people; i++) {
        rung_select select;
        query->bias(query->context, query->key[i], 0, roles, scores);
        for (size_t r = roles; r < x->stride; r++)
            scores[r] = 0;
        row_extent extent = add_row(x, query, i, scores);
        rung_margins margins = margins_of(x, query, i, &extent);
        double widest =
            margins.person + margins.blur * x->widest_slack + margins.length * x->widest_norm;
        rung_select_begin(&select, query->top, nextafterf((float)widest, INFINITY), candidates,
                          proposals->room);
        for (size_t first = 0; first < roles; first += RUNG_PANEL)
            rung_select_panel(&select, scores + first,
                              roles - first < RUNG_PANEL ? roles - first : RUNG_PANEL,
                              (uint32_t)first);
        rung_select_end(&select, &margins, proposals->roles + i * proposals->room,
                        &proposals->count[i]);
    }
}

const rung_kernel rung_kernel_sparse = {
    .name = "sparse",
    .needs = "nothing",
    .runs = runs,
    .pack = pack,
    .unpack = unpack,
    .scratch = scratch_bytes,
    .propose = propose,
    .sparse = true,
};
