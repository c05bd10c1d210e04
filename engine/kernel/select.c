/* select.c - find the roles that could be in a person's top k, without sorting. */
#include "kernel/select.h"

#include <float.h>
#include <math.h>

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

/* A first threshold for little: the k-th largest of many lanes' maxima is reached by k values. */
static float lane_threshold(const float *values, size_t count, size_t top)
{
    enum { LANES = 128 };
    float best[LANES];
    if (count < LANES || top > LANES / 2)
        return -INFINITY;
    for (size_t lane = 0; lane < LANES; lane++)
        best[lane] = values[lane];
    size_t i = LANES;
    for (; i + LANES <= count; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            best[lane] = best[lane] > values[i + lane] ? best[lane] : values[i + lane];
    rung_candidate lanes[LANES];
    for (size_t lane = 0; lane < LANES; lane++)
        lanes[lane] = (rung_candidate){best[lane], 0};
    partition(lanes, LANES, top);
    return lanes[top - 1].value;
}

void rung_select_panel(rung_select *s, const float *values, size_t count, uint32_t first)
{
    enum { STEP = 16 };
    if (s->overflow)
        return;
    if (s->threshold == -INFINITY)
        set_threshold(s, lane_threshold(values, count, s->top));
    size_t i = 0;
    for (; i + STEP <= count && !s->overflow; i += STEP) {
        float cut = s->cut;
        int any = 0;
        for (size_t j = 0; j < STEP; j++)
            any |= values[i + j] >= cut;
        for (size_t j = 0; any && j < STEP && !s->overflow; j++)
            if (values[i + j] >= s->cut)
                push(s, values[i + j], first + (uint32_t)(i + j));
    }
    for (; i < count && !s->overflow; i++)
        if (values[i] >= s->cut)
            push(s, values[i], first + (uint32_t)i);
    if (!s->overflow)
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
