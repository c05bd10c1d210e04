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

/* Into functions of several instruction sets, to be compiled for each. */
#define INLINE inline __attribute__((always_inline))

enum { FEW = 512, STEP = 16, MOST_LANES = 128 };

static INLINE size_t count_reaching(const float *values, size_t count, float least)
{
    int32_t reaching = 0;
    for (size_t i = 0; i < count; i++)
        reaching += values[i] >= least;
    return (size_t)reaching;
}

/* The smallest value that is not below least, and the largest of all. */
static INLINE void find_ends(const float *values, size_t count, float least, float *low,
                             float *high)
{
    float smallest[STEP], largest[STEP];
    for (size_t j = 0; j < STEP; j++) {
        smallest[j] = INFINITY;
        largest[j] = -INFINITY;
    }
    for (size_t i = 0; i < count; i += STEP)
        for (size_t j = 0; j < STEP; j++) {
            float v = values[i + j], reaching = v >= least ? v : INFINITY;
            smallest[j] = reaching < smallest[j] ? reaching : smallest[j];
            largest[j] = v > largest[j] ? v : largest[j];
        }
    *low = smallest[0];
    *high = largest[0];
    for (size_t j = 1; j < STEP; j++) {
        *low = smallest[j] < *low ? smallest[j] : *low;
        *high = largest[j] > *high ? largest[j] : *high;
    }
}

/* A value that at least k of count values reach, nearly always the k-th largest, and -INFINITY
 * where fewer are larger than that: found by halving, which needs no branches on values. count is
 * a multiple of STEP; none is NAN. */
static INLINE float halve(const float *values, size_t count, size_t k)
{
    enum { HALVINGS = 20 };
    float low, high, kth;
    find_ends(values, count, -FLT_MAX, &low, &high);
    size_t reaching = count_reaching(values, count, low);
    if (reaching < k)
        return -INFINITY;
    for (int i = 0; i < HALVINGS && reaching > k; i++) {
        float middle = low / 2 + high / 2;
        size_t found = count_reaching(values, count, middle);
        reaching = found >= k ? found : reaching;
        low = found >= k ? middle : low;
        high = found >= k ? high : middle;
    }
    find_ends(values, count, low, &kth, &high);
    return kth;
}

RUNG_VECTORS static float kth_of_few(const rung_candidate *c, size_t count, size_t k)
{
    float value[FEW];
    for (size_t i = 0; i < count; i++)
        value[i] = c[i].value > -INFINITY ? c[i].value : -INFINITY; /* nor NAN */
    for (; count % STEP; count++)
        value[count] = -INFINITY;
    return halve(value, count, k);
}

/* A value that at least k of count values reach, k from 1 to count. Changes the order. */
static float kth_largest(rung_candidate *c, size_t count, size_t k)
{
    if (count <= FEW)
        return kth_of_few(c, count, k);
    partition(c, count, k);
    return c[k - 1].value;
}

/* Raise the threshold by what has been collected and drop what falls below. */
static void tighten(rung_select *s)
{
    if (s->count <= s->top)
        return;
    float kth = kth_largest(s->candidate, s->count, s->top);
    if (kth > s->threshold)
        set_threshold(s, kth);
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        rung_candidate c = s->candidate[i];
        s->candidate[kept] = c;
        kept += c.value >= s->cut;
    }
    s->count = kept;
}

void rung_select_give_up(rung_select *s)
{
    s->overflow = true;
    s->cut = INFINITY;
}

void rung_select_push_full(rung_select *s, float value, uint32_t role)
{
    if (s->overflow)
        return;
    tighten(s);
    if (value < s->cut)
        return;
    /* Little room won: the same work would come again and again. */
    if (s->count > s->room - s->room / 4)
        rung_select_give_up(s);
    else
        s->candidate[s->count++] = (rung_candidate){value, role};
}

/* What top of many lanes' best values reach, at least top values do. */
static INLINE float best_of_lanes(const float *values, size_t count, size_t top, size_t lanes)
{
    float best[MOST_LANES];
    for (size_t lane = 0; lane < lanes; lane++)
        best[lane] = values[lane];
    for (size_t i = lanes; i + lanes <= count; i += lanes)
        for (size_t lane = 0; lane < lanes; lane++)
            best[lane] = best[lane] > values[i + lane] ? best[lane] : values[i + lane];
    return halve(best, lanes, top);
}

/* A first threshold for little; candidates make it exact later. */
RUNG_VECTORS static float lane_threshold(const float *values, size_t count, size_t top)
{
    enum { LANES = MOST_LANES / 2 };
    if (count >= LANES && top <= LANES / 4)
        return best_of_lanes(values, count, top, LANES);
    if (count >= MOST_LANES && top <= MOST_LANES / 2)
        return best_of_lanes(values, count, top, MOST_LANES);
    return -INFINITY;
}

/* Collect what is not below the cut, which rises on the way when room gets short. */
RUNG_VECTORS static void collect(rung_select *s, const float *values, size_t count, uint32_t first)
{
    size_t i = 0;
    for (; i + STEP <= count && !s->overflow; i += STEP) {
        float cut = s->cut;
        uint32_t reaching = 0; /* a bit for each */
        for (size_t j = 0; j < STEP; j++)
            reaching |= (uint32_t)(values[i + j] >= cut) << j;
        for (; reaching; reaching &= reaching - 1) {
            size_t at = i + (size_t)__builtin_ctz(reaching);
            rung_select_push(s, values[at], first + (uint32_t)at);
        }
    }
    for (; i < count && !s->overflow; i++)
        if (values[i] >= s->cut)
            rung_select_push(s, values[i], first + (uint32_t)i);
}

void rung_select_settle(rung_select *s)
{
    enum { ENOUGH = 32 };
    /* A few too many cost less than finding out which; the end does so once. */
    if (!s->overflow && s->count > 2 * s->top + ENOUGH)
        tighten(s);
}

void rung_select_look(rung_select *s, const float *values, size_t count)
{
    if (s->threshold == -INFINITY && !s->overflow)
        set_threshold(s, lane_threshold(values, count, s->top));
}

void rung_select_panel(rung_select *s, const float *values, size_t count, uint32_t first)
{
    if (s->overflow)
        return;
    rung_select_look(s, values, count);
    collect(s, values, count, first);
    rung_select_settle(s);
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
            c->value = (float)(low - 1e-7 * fabs(low) - (double)FLT_MIN); /* rounded down */
        }
        sure = kth_largest(s->candidate, s->count, s->top);
    }
    uint32_t n = 0;
    for (size_t i = 0; i < s->count; i++) {
        const rung_candidate *c = &s->candidate[i];
        double high = (double)c->value + 2.000001 * margin_of(margins, c->role);
        roles[n] = c->role;
        /* Not a number is no proof that a role is out. */
        n += !(high + 1e-6 * fabs(high) < (double)sure);
    }
    *count = n;
}
