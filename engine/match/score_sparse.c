/* score_sparse.c - the scorer's sums where roles ask for few of the skills that there are.
 *
 * Readiness and transfer add weight * min(level, asked): no term is negative, and where a role has
 * no row it is 0, so its rows are enough (demand.h). The product of standardised levels has a term
 * for every skill, but where a role has no row its side is demand->zero, the same for all roles:
 * several roles share one walk over the products of the subject's side with that, and each puts
 * its own terms in their place as they come. Each lane then adds the same terms in the same order
 * as a walk over dense rows. */
#include "match/score_sparse.h"

#include <math.h>
#include <string.h>

#include "base/vector.h"

double rung_sparse_covered(const rung_demand *d, uint32_t role, const float *level, bool asked)
{
    double lane[RUNG_LANES] = {0};
    for (const rung_need *row = d->row + d->first[role]; row < d->row + d->first[role + 1]; row++) {
        float there = level[row->skill];
        float less = asked && !(there < row->level) ? row->level : there;
        lane[row->skill % RUNG_LANES] += (double)row->importance * (double)less;
    }
    return rung_lanes_sum(lane);
}

/* Rows of role and of the subject's current role, side by side. */
static double used_looked_up(const rung_demand *d, const rung_subject *subject, uint32_t role)
{
    double lane[RUNG_LANES] = {0};
    const rung_need *own = d->row + d->first[subject->current_role];
    const rung_need *own_end = d->row + d->first[subject->current_role + 1];
    for (const rung_need *row = d->row + d->first[role]; row < d->row + d->first[role + 1]; row++) {
        while (own < own_end && own->skill < row->skill)
            own++;
        if (own == own_end)
            break;
        float there = subject->level[row->skill];
        float less = there < row->level ? there : row->level;
        if (own->skill == row->skill)
            lane[row->skill % RUNG_LANES] += (double)own->importance * (double)less;
    }
    return rung_lanes_sum(lane);
}

double rung_sparse_used(const rung_demand *d, const rung_subject *subject, uint32_t role)
{
    if (!subject->weight)
        return used_looked_up(d, subject, role);
    double lane[RUNG_LANES] = {0};
    for (const rung_need *row = d->row + d->first[role]; row < d->row + d->first[role + 1]; row++) {
        float there = subject->level[row->skill];
        float less = there < row->level ? there : row->level;
        lane[row->skill % RUNG_LANES] += (double)subject->weight[row->skill] * (double)less;
    }
    return rung_lanes_sum(lane);
}

/* ---------------------------------------------------------------- subjects */

static double sum_brought(const rung_person_rows *rows, const float *weight)
{
    double lane[RUNG_LANES] = {0};
    for (size_t i = 0; i < rows->count; i++)
        lane[rows->skill[i] % RUNG_LANES] +=
            (double)weight[rows->skill[i]] * (double)rows->level[i];
    return rung_lanes_sum(lane);
}

static void put_weights(const rung_scorer *scorer, const rung_person_rows *rows, float *weight,
                        uint32_t current_role)
{
    const rung_demand *d = scorer->demand;
    if (current_role == RUNG_NONE || !(d->asked[current_role] > 0)) {
        for (size_t i = 0; i < rows->count; i++)
            weight[rows->skill[i]] = 1;
        return;
    }
    const rung_need *own = d->row + d->first[current_role];
    const rung_need *end = d->row + d->first[current_role + 1];
    for (size_t i = 0; i < rows->count && own < end; i++) {
        while (own < end && own->skill < rows->skill[i])
            own++;
        if (own < end && own->skill == rows->skill[i])
            weight[rows->skill[i]] = own->importance;
    }
}

RUNG_VECTORS static double length_of(const double *standard, size_t stride)
{
    double lane[RUNG_LANES] = {0};
    for (size_t s = 0; s < stride; s += RUNG_LANES)
        for (size_t j = 0; j < RUNG_LANES; j++)
            lane[j] += standard[s + j] * standard[s + j];
    return sqrt(rung_lanes_sum(lane));
}

void rung_subject_begin(rung_subject *subject, const rung_scorer *scorer,
                        const rung_person_rows *rows, bool similar, float *level, float *weight,
                        double *standard, uint32_t current_role)
{
    const rung_demand *d = scorer->demand;
    for (size_t i = 0; i < rows->count; i++) {
        uint32_t s = rows->skill[i];
        level[s] = rows->level[i];
        if (similar)
            standard[s] = rung_standard(d, s, rows->level[i]);
    }
    put_weights(scorer, rows, weight, current_role);
    *subject = (rung_subject){.level = level,
                              .weight = weight,
                              .standard = standard,
                              .length = similar ? length_of(standard, d->stride) : 0,
                              .brought = sum_brought(rows, weight),
                              .current_role = current_role};
}

void rung_subject_end(const rung_scorer *scorer, const rung_person_rows *rows, float *level,
                      float *weight, double *standard)
{
    for (size_t i = 0; i < rows->count; i++) {
        uint32_t s = rows->skill[i];
        level[s] = weight[s] = 0;
        standard[s] = scorer->demand->zero[s];
    }
}

/* ---------------------------------------------------------------- products */

/* Most roles whose products are made together: their sums are in registers. */
enum { SHEAF = 12 };

typedef double lanes __attribute__((vector_size(RUNG_LANES * sizeof(double))));
typedef int64_t places __attribute__((vector_size(RUNG_LANES * sizeof(int64_t))));

/* A walk over the groups of eight skills. */
typedef struct walk {
    const rung_demand *demand;
    const double *own; /* the subject's side */
    const rung_need *row[SHEAF], *end[SHEAF];
    uint32_t next[SHEAF]; /* the group of the next row; RUNG_NONE behind the last */
    double *sums;         /* SHEAF x RUNG_LANES */
} walk;

static inline void find_next(walk *w, size_t r)
{
    w->next[r] =
        w->row[r] < w->end[r] ? w->row[r]->skill / (uint32_t)RUNG_LANES : (uint32_t)RUNG_NONE;
}

/* The next group in which a role has a row, or the end. */
static inline size_t next_group(const walk *w, size_t groups)
{
    uint32_t next = RUNG_NONE;
    for (size_t r = 0; r < SHEAF; r++)
        next = w->next[r] < next ? w->next[r] : next;
    return next < groups ? next : groups;
}

/* Terms of one group for one role: its own stand in the place of the usual ones. */
static inline __attribute__((always_inline)) void put_own(walk *w, size_t r, size_t group,
                                                          lanes *terms)
{
    static const places order = {0, 1, 2, 3, 4, 5, 6, 7};
    for (; w->next[r] == group; find_next(w, r)) {
        const rung_need *row = w->row[r]++;
        double own = w->own[row->skill] * w->demand->row_standard[row - w->demand->row];
        lanes everywhere = {own, own, own, own, own, own, own, own};
        places here = order == (int64_t)(row->skill % RUNG_LANES);
        *terms = (lanes)(((places)everywhere & here) | ((places)*terms & ~here));
    }
}

static inline void usual_terms(const walk *w, size_t group, lanes *terms)
{
    lanes own, zero;
    memcpy(&own, w->own + group * RUNG_LANES, sizeof own);
    memcpy(&zero, w->demand->zero + group * RUNG_LANES, sizeof zero);
    *terms = own * zero;
}

/* count is the same at every place that calls this, so that sums stay in registers. */
static inline __attribute__((always_inline)) void walk_groups(walk *w, const size_t count)
{
    lanes sum[SHEAF] = {0}, usual;
    size_t groups = w->demand->stride / RUNG_LANES, g = 0;
    for (;;) {
        for (size_t next = next_group(w, groups); g < next; g++) {
            usual_terms(w, g, &usual);
            for (size_t r = 0; r < count; r++)
                sum[r] += usual;
        }
        if (g == groups)
            break;
        usual_terms(w, g, &usual);
        for (size_t r = 0; r < count; r++) {
            lanes term = usual;
            if (w->next[r] == g)
                put_own(w, r, g, &term);
            sum[r] += term;
        }
        g++;
    }
    memcpy(w->sums, sum, sizeof sum);
}

RUNG_VECTORS static void walk_four(walk *w)
{
    walk_groups(w, 4);
}

RUNG_VECTORS static void walk_eight(walk *w)
{
    walk_groups(w, 8);
}

RUNG_VECTORS static void walk_all(walk *w)
{
    walk_groups(w, SHEAF);
}

void rung_sparse_products(const rung_demand *d, const rung_subject *subject, const uint32_t *roles,
                          size_t count, double *product)
{
    for (size_t from = 0; from < count; from += SHEAF) {
        double sums[SHEAF * RUNG_LANES];
        walk w = {.demand = d, .own = subject->standard, .sums = sums};
        size_t some = count - from < SHEAF ? count - from : SHEAF;
        for (size_t r = 0; r < SHEAF; r++) {
            uint32_t role = roles[from + (r < some ? r : 0)];
            w.row[r] = d->row + d->first[role];
            w.end[r] = r < some ? d->row + d->first[role + 1] : w.row[r];
            find_next(&w, r);
        }
        if (some <= 4)
            walk_four(&w);
        else if (some <= 8)
            walk_eight(&w);
        else
            walk_all(&w);
        for (size_t r = 0; r < some; r++)
            product[from + r] = rung_lanes_sum(sums + r * RUNG_LANES);
    }
}
