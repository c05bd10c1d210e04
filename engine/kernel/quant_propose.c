/* quant_propose.c - people as 8-bit digits, the bound on the error of the digits' product, and the
 * roles that it leaves. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/vector.h"
#include "kernel/quant.h"

enum { LANES = 16, LINE = 64 };
/* Entries of a range outside of these are not made digits of. */
static const float smallest = 1e-30f, largest = 1e30f;
/* Scores that could come near the end of floats are not computed. */
static const double too_large = 1e37;

/* ---------------------------------------------------------------- people */

/* Figures of a person's group: upper bounds. */
typedef struct figures {
    double length; /* of the row */
    double error;  /* length of what the digits miss */
    double change; /* sum of |entry - next entry|, where 0 follows the last */
} figures;

/* The least and the most of 0 and the entries. */
RUNG_VECTORS static void find_range(const float *row, size_t count, float *low, float *high)
{
    float least[LANES] = {0}, most[LANES] = {0};
    size_t k = 0;
    for (; k + LANES <= count; k += LANES)
#pragma omp simd
        for (size_t j = 0; j < LANES; j++) {
            least[j] = row[k + j] < least[j] ? row[k + j] : least[j];
            most[j] = row[k + j] > most[j] ? row[k + j] : most[j];
        }
    for (; k < count; k++) {
        least[0] = row[k] < least[0] ? row[k] : least[0];
        most[0] = row[k] > most[0] ? row[k] : most[0];
    }
    *low = *high = 0;
    for (size_t j = 0; j < LANES; j++) {
        *low = least[j] < *low ? least[j] : *low;
        *high = most[j] > *high ? most[j] : *high;
    }
}

/* Sums of one lane in units of the scale. */
typedef struct sums {
    float error[LANES], square[LANES], change[LANES];
} sums;

static inline uint8_t put_digit(sums *s, size_t lane, float entry, float next, float units,
                                int32_t zero, int32_t most)
{
    float t = entry * units;
    int32_t digit = (int32_t)(t + (float)zero + 0.5f);
    digit = digit < 0 ? 0 : digit > most ? most : digit;
    float d = t - (float)(digit - zero);
    s->error[lane] += d * d;
    s->square[lane] += t * t;
    s->change[lane] += fabsf(t - next * units);
    return (uint8_t)digit;
}

/* Write digits of entries and sum up what they miss. */
RUNG_VECTORS static void put_digits(sums *s, const float *row, size_t count, float units,
                                    int32_t zero, int32_t most, uint8_t *digits)
{
    size_t k = 0;
    for (; k + LANES < count; k += LANES)
        for (size_t j = 0; j < LANES; j++)
            digits[k + j] = put_digit(s, j, row[k + j], row[k + j + 1], units, zero, most);
    for (; k < count; k++)
        digits[k] = put_digit(s, 0, row[k], k + 1 < count ? row[k + 1] : 0, units, zero, most);
}

static double total(const float lane[LANES])
{
    double sum = 0;
    for (size_t j = 0; j < LANES; j++)
        sum += (double)lane[j];
    return sum;
}

/* No digits: all of the row is error. */
static figures leave_out(const float *row, size_t count, uint8_t *digits)
{
    double sum = 0;
    for (size_t k = 0; k < count; k++)
        sum += (double)row[k] * (double)row[k];
    memset(digits, 0, count);
    double length = sqrt(sum) * (1 + 1e-9);
    return (figures){length, length, INFINITY};
}

/* In units of the scale an entry is t(1 + x), |x| < 2^-22, where t is the float computed; its
 * digit's error t - digit is exact or as good. Sums of n floats are within n 2^-24 of themselves.
 * Both are covered below, whatever the order of the sums. */
static figures quantise(const float *row, size_t count, int most, float *scale, int32_t *zero,
                        uint8_t *digits)
{
    float low, high;
    sums s = {{0}, {0}, {0}};
    find_range(row, count, &low, &high);
    *scale = 0;
    *zero = 0;
    if (!(high - low > smallest && high - low < largest))
        return leave_out(row, count, digits);
    /* With a sign, the zero takes up to half a digit at the ends. */
    *scale = low < 0 ? (high - low) / (float)(most - 1) : high / (float)most;
    *zero = (int32_t)(-low / *scale + 0.5f);
    *zero = *zero > most ? most : *zero;
    put_digits(&s, row, count, 1 / *scale, *zero, most, digits);
    double unit = (double)*scale, more = 1 + (double)(count + LANES) * 0x1p-23;
    double length = sqrt(total(s.square) * more);
    return (figures){.length = unit * length * (1 + 0x1p-20),
                     .error = unit * (sqrt(total(s.error) * more) + 0x1p-21 * length),
                     .change =
                         unit * (total(s.change) * more + 0x1p-20 * sqrt((double)count) * length)};
}

/* ---------------------------------------------------------------- bound */

/* For one group, with a the person's row and b the role's less the centre, a' and b' what the
 * digits stand for, and e = b - b':
 *     a.b - a'.b' = (a - a').b' + a.e.
 * By Cauchy and Schwarz the first is at most |a - a'||b'|, and the second at most |a||e|. Also,
 * with E(k) the sum of the first k entries of e, and a(n + 1) = 0,
 *     a.e = sum a(k) (E(k) - E(k - 1)) = sum (a(k) - a(k + 1)) E(k),
 * which is at most the sum of |a(k) - a(k + 1)| times the largest |E(k)|: a thermometer changes
 * twice a skill, and the roles' digits keep E below half a digit (quant.c). The smaller counts.
 *
 * Rounding: a'.b' is scale * scale * integer. The integer is exact, converting it, the product of
 * the scales and the fused addition to the score cost 2^-24 each, of terms whose sizes are below
 * |a'||b'| each and bias_size; a score of so many groups is within (groups + 3) 2^-24 of their sum,
 * a little more for second orders. That vectors and biases were rounded to float costs 2^-23 |a||b|
 * and 2^-24 bias_size. Below, 2^-23 and eight more groups cover all of it. What underflows in an
 * entry, a scale or a product is below 2^-149, integers below 2^31: dimensions * groups * 2^-116
 * covers them.
 *
 * A role's own figures are at most its share of the largest, and so is its error; the bound on
 * rounding is the same for all. */
static rung_margins margins_of(const rung_quant *q, const rung_query *query, size_t person,
                               const figures *f)
{
    double error = 0, size = q->targets.bias_size, lengths = 1;
    for (size_t g = 0; g < q->groups; g++) {
        const rung_quant_group *group = &q->group[g];
        double near = f[g].length * group->error;
        if (group->drift * f[g].change < near)
            near = group->drift * f[g].change;
        error += f[g].error * group->product + near;
        size += f[g].length * group->length + (f[g].length + f[g].error) * group->product;
        lengths += f[g].length + group->length;
    }
    double rounding = ((double)q->groups + 8) * 0x1p-23 * size +
                      (double)q->targets.dimensions * (double)q->groups * 0x1p-116 * lengths;
    return (rung_margins){.person = (double)query->slack[person] + rounding +
                                    (size < too_large ? 0 : INFINITY),
                          .blur = (double)query->blur[person],
                          .length = error * (1 + 1e-9),
                          .slack = q->targets.slack,
                          .norm = q->share};
}

/* ---------------------------------------------------------------- propose */

/* Where things lie in the scratch. */
typedef struct workplace {
    rung_quant_people people;
    figures *figures; /* groups */
    float *scores;    /* RUNG_BLOCK x RUNG_PANEL, or biases that are not kept elsewhere */
    rung_candidate *candidates;
} workplace;

static size_t whole_lines(size_t bytes)
{
    return (bytes + LINE - 1) / LINE * LINE;
}

/* base may be NULL to measure. The bytes that it takes. */
static size_t lay_out(const rung_quant *q, size_t room, workplace *w, char *base)
{
    const struct {
        void **place;
        size_t bytes;
    } parts[] = {
        {(void **)&w->people.digits, RUNG_BLOCK * q->steps * RUNG_QUANT_STEP},
        {(void **)&w->people.scale, RUNG_BLOCK * q->groups * sizeof(float)},
        {(void **)&w->people.zero, RUNG_BLOCK * q->groups * sizeof(int32_t)},
        {(void **)&w->figures, q->groups * sizeof(figures)},
        {(void **)&w->scores, RUNG_BLOCK * RUNG_PANEL * sizeof(float)},
        {(void **)&w->candidates, RUNG_BLOCK * room * sizeof(rung_candidate)},
    };
    size_t used = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (base)
            *parts[i].place = base + used;
        used += whole_lines(parts[i].bytes);
    }
    return used;
}

size_t rung_quant_scratch(const void *packed, size_t room)
{
    workplace measured;
    return lay_out(packed, room, &measured, NULL);
}

static rung_margins prepare(const rung_quant *q, const rung_query *query, workplace *w,
                            size_t person)
{
    const float *row = query->rows + person * q->targets.dimensions;
    uint8_t *digits = w->people.digits + person * q->steps * RUNG_QUANT_STEP;
    for (size_t g = 0; g < q->groups; g++) {
        const rung_quant_group *group = &q->group[g];
        size_t place = person * q->groups + g, count = group->columns;
        uint8_t *out = digits + group->step * RUNG_QUANT_STEP;
        w->figures[g] = quantise(row + group->column, count, q->shape.most, &w->people.scale[place],
                                 &w->people.zero[place], out);
        memset(out + count, 0, group->steps * RUNG_QUANT_STEP - count);
    }
    return margins_of(q, query, person, w->figures);
}

/* Where a person's biases of count roles stand, in room where they are not kept; roles that the
 * last strip lacks are ruled out. */
static void find_bias(const rung_quant *q, const rung_query *query, rung_quant_panel *panel,
                      size_t person, size_t count, float *room)
{
    uint32_t key = query->key[person];
    size_t before = (panel->strips - 1) * q->shape.width, whole = before + q->shape.width;
    const float *kept = query->kept ? query->kept(query->context, key, panel->first, count) : NULL;
    if (!kept)
        query->bias(query->context, key, panel->first, count, room);
    else if (count < whole)
        memcpy(room + before, kept + before, (count - before) * sizeof *room);
    for (size_t k = count; k < whole; k++)
        room[k] = -INFINITY;
    panel->bias[person] = kept ? kept : room;
    panel->last[person] = (kept && count == whole ? kept : room) + before;
}

/* All scores of the first panel are written down, for a first cut; of the others most are compared
 * and forgotten. */
static void propose_panel(const rung_quant *q, const rung_query *query, const workplace *w,
                          rung_select *select, size_t first, rung_quant_product product)
{
    size_t left = q->targets.roles - first, width = q->shape.width;
    size_t count = left < RUNG_PANEL ? left : RUNG_PANEL;
    rung_quant_panel panel = {.first = first, .strips = (count + width - 1) / width};
    panel.scores = first == 0 ? w->scores : NULL;
    panel.select = select;
    for (size_t i = 0; i < query->people; i++)
        find_bias(q, query, &panel, i, count, w->scores + i * RUNG_PANEL);
    product(q, &w->people, &panel);
}

void rung_quant_propose(const rung_quant *q, const rung_query *query, void *scratch,
                        rung_proposals *proposals, rung_quant_product product)
{
    workplace w;
    rung_select select[RUNG_BLOCK];
    rung_margins margins[RUNG_BLOCK];
    lay_out(q, proposals->room, &w, scratch);
    w.people.people = query->people;
    for (size_t i = 0; i < query->people; i++) {
        margins[i] = prepare(q, query, &w, i);
        double widest = margins[i].person + margins[i].blur * q->widest_slack + margins[i].length;
        rung_select_begin(&select[i], query->top, nextafterf((float)widest, INFINITY),
                          w.candidates + i * proposals->room, proposals->room);
        if (!(widest < too_large))
            rung_select_give_up(&select[i]);
    }
    size_t stride = q->steps * RUNG_QUANT_STEP; /* tiles read the digits of a whole block */
    memset(w.people.digits + query->people * stride, 0, (RUNG_BLOCK - query->people) * stride);
    for (size_t first = 0; first < q->targets.roles; first += RUNG_PANEL)
        propose_panel(q, query, &w, select, first, product);
    for (size_t i = 0; i < query->people; i++)
        rung_select_end(&select[i], &margins[i], proposals->roles + i * proposals->room,
                        &proposals->count[i]);
}
