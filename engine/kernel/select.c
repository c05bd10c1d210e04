/* select.c - find the roles that could be in a person's top k, without sorting. */
#include "kernel/select.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"

/* With two-sided margins m on every value, let t be the k-th largest value. At least k scores are
 * t - m or more, so a score below that is not among the top k, and a value below t - 2m cannot
 * belong to a score that is. */

/* Set the threshold, and with it the value from which on roles are candidates. Ruled out roles, at
 * -INFINITY, never are. */
static void set_threshold(rung_select *s, float threshold)
{
    /* Float arithmetic rounds: widen by more than it can be off. */
    double cut = (double)threshold - 2.000001 * (double)s->margin;
    cut -= 1e-6 * fabs(cut);
    s->threshold = threshold;
    s->cut = cut > -(double)FLT_MAX ? nextafterf((float)cut, -INFINITY) : -FLT_MAX;
}

void rung_select_begin(rung_select *select, size_t top, float margin, rung_candidate *candidate,
                       size_t room)
{
    *select = (rung_select){.top = top, .room = room, .margin = margin, .candidate = candidate};
    set_threshold(select, -INFINITY);
}

static void swap(rung_candidate *a, rung_candidate *b)
{
    rung_candidate c = *a;
    *a = *b;
    *b = c;
}

/* Move the k-th largest value (k from 1) of candidates to place k - 1, none smaller before it:
 * Hoare's FIND (Communications of the ACM 4, 1961). */
static void partition(rung_candidate *c, size_t count, size_t k)
{
    ptrdiff_t low = 0, high = (ptrdiff_t)count - 1, place = (ptrdiff_t)k - 1;
    while (low < high) {
        float pivot = c[low + (high - low) / 2].value;
        ptrdiff_t i = low, j = high;
        while (i <= j) {
            while (c[i].value > pivot)
                i++;
            while (c[j].value < pivot)
                j--;
            if (i <= j)
                swap(&c[i++], &c[j--]);
        }
        if (place <= j)
            high = j;
        else if (place >= i)
            low = i;
        else
            return;
    }
}

/* Raise the threshold by what has been collected and drop what falls below. */
static void tighten(rung_select *s)
{
    if (s->count <= s->top)
        return;
    partition(s->candidate, s->count, s->top);
    float kth = s->candidate[s->top - 1].value;
    if (kth > s->threshold)
        set_threshold(s, kth);
    size_t kept = s->top;
    for (size_t i = s->top; i < s->count; i++)
        if (s->candidate[i].value >= s->cut)
            s->candidate[kept++] = s->candidate[i];
    s->count = kept;
}

static void push(rung_select *s, float value, uint32_t role)
{
    if (s->count == s->room) {
        tighten(s);
        if (value < s->cut)
            return;
        /* Little room won: the same work would come again and again. */
        if (s->count > s->room - s->room / 4) {
            s->overflow = true;
            return;
        }
    }
    s->candidate[s->count++] = (rung_candidate){value, role};
}

enum { LANES = 128 };

/* Lanes whose best is at least value. */
RUNG_VECTORS static size_t lanes_reaching(const float best[LANES], float value)
{
    int32_t count = 0;
    for (size_t lane = 0; lane < LANES; lane++)
        count += best[lane] >= value;
    return (size_t)count;
}

/* The best of each lane. */
RUNG_VECTORS static void find_best(float best[LANES], const float *values, size_t count)
{
    for (size_t lane = 0; lane < LANES; lane++)
        best[lane] = values[lane];
    for (size_t i = LANES; i + LANES <= count; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            best[lane] = best[lane] > values[i + lane] ? best[lane] : values[i + lane];
}

/* A first threshold for little: what top of many lanes' best values reach, at least top values
 * do. Halving finds it nearly as high as can be; candidates make it exact later. */
static float lane_threshold(const float *values, size_t count, size_t top)
{
    enum { HALVINGS = 12 };
    float best[LANES], low = INFINITY, high = -INFINITY;
    if (count < LANES || top > LANES / 2)
        return -INFINITY;
    find_best(best, values, count);
    for (size_t lane = 0; lane < LANES; lane++) {
        if (best[lane] > -INFINITY && best[lane] < low)
            low = best[lane];
        if (best[lane] > high)
            high = best[lane];
    }
    size_t reaching = lanes_reaching(best, low);
    if (reaching < top)
        return -INFINITY;
    for (int i = 0; i < HALVINGS && reaching > top; i++) {
        float middle = low / 2 + high / 2;
        size_t found = lanes_reaching(best, middle);
        if (found >= top) {
            low = middle;
            reaching = found;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Collect what is not below the cut, which rises on the way when room gets short. */
RUNG_VECTORS static void collect(rung_select *s, const float *values, size_t count, uint32_t first)
{
    enum { STEP = 16 };
    size_t i = 0;
    for (; i + STEP <= count && !s->overflow; i += STEP) {
        float cut = s->cut;
        uint32_t reaching = 0; /* a bit for each */
        for (size_t j = 0; j < STEP; j++)
            reaching |= (uint32_t)(values[i + j] >= cut) << j;
        for (; reaching && !s->overflow; reaching &= reaching - 1) {
            size_t at = i + (size_t)__builtin_ctz(reaching);
            if (values[at] >= s->cut)
                push(s, values[at], first + (uint32_t)at);
        }
    }
    for (; i < count && !s->overflow; i++)
        if (values[i] >= s->cut)
            push(s, values[i], first + (uint32_t)i);
}

void rung_select_panel(rung_select *s, const float *values, size_t count, uint32_t first)
{
    enum { ENOUGH = 32 };
    if (s->overflow)
        return;
    if (s->threshold == -INFINITY)
        set_threshold(s, lane_threshold(values, count, s->top));
    collect(s, values, count, first);
    /* A few too many cost less than finding out which; the end does so once. */
    if (!s->overflow && s->count > 2 * s->top + ENOUGH)
        tighten(s);
}

static double margin_of(const rung_margins *m, uint32_t role)
{
    return m->person + m->blur * (double)m->slack[role] + m->length * (double)m->norm[role];
}

void rung_select_end(rung_select *s, const rung_margins *margins, uint32_t *roles, uint32_t *count)
{
    if (s->overflow) {
        *count = RUNG_EVERYTHING;
        return;
    }
    /* The k-th largest of the values each less its own margin is what k scores surely reach. */
    float sure = -INFINITY;
    if (s->count > s->top) {
        for (size_t i = 0; i < s->count; i++) {
            rung_candidate *c = &s->candidate[i];
            double low = (double)c->value - margin_of(margins, c->role);
            c->value = nextafterf((float)low, -INFINITY);
        }
        partition(s->candidate, s->count, s->top);
        sure = s->candidate[s->top - 1].value;
    }
    uint32_t n = 0;
    for (size_t i = 0; i < s->count; i++) {
        const rung_candidate *c = &s->candidate[i];
        double high = (double)c->value + 2.000001 * margin_of(margins, c->role);
        /* Not a number is no proof that a role is out. */
        if (!(high + 1e-6 * fabs(high) < (double)sure))
            roles[n++] = c->role;
    }
    *count = n;
}
