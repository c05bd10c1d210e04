/* quant.c - roles as 8-bit digits: groups of columns, a centre, a scale for each role and group,
 * and how far from the rows that is. All figures are measured on the digits as they are, so that
 * the bound holds whatever was chosen. */
#include "kernel/quant.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* Columns are looked at in windows; a group's digits must not overflow: 255 * 127 * 2^15 < 2^31. */
enum { WINDOW = 16, MOST_COLUMNS = 1 << 15, MOST_GROUPS = 8, MOST_ROLE_DIGIT = 127 };
/* Windows whose largest entries differ by more do not share a scale. */
static const double alike = 8;
/* Below this, digits are zero and all of the row is error. */
static const double tiny = 1e-30;

static inline double larger(double a, double b)
{
    return a > b ? a : b;
}

static inline double smaller(double a, double b)
{
    return a < b ? a : b;
}

/* ---------------------------------------------------------------- groups */

typedef struct window {
    double size;
    bool negative;
} window;

static window look(const rung_targets *t, size_t column)
{
    window w = {0};
    for (size_t r = 0; r < t->roles; r++)
        for (size_t k = column; k < t->dimensions && k < column + WINDOW; k++) {
            double entry = (double)t->rows[r * t->dimensions + k];
            w.size = larger(w.size, fabs(entry));
            w.negative |= entry < 0;
        }
    return w;
}

/* Where groups begin; alike windows in a row make one. Returns how many, or one too many. */
static size_t find_groups(const rung_targets *t, size_t *begin)
{
    size_t count = 0;
    double low = 0, high = 0;
    bool negative = false;
    for (size_t column = 0; column < t->dimensions; column += WINDOW) {
        window w = look(t, column);
        double least = w.size > 0 && (low == 0 || w.size < low) ? w.size : low;
        double most = larger(high, w.size);
        bool fits = count > 0 &&
                    (w.size == 0 || high == 0 || (most <= alike * least && w.negative == negative));
        if (fits && column - begin[count - 1] < MOST_COLUMNS) {
            low = least;
            high = most;
            negative |= w.negative;
            continue;
        }
        if (count == MOST_GROUPS)
            return MOST_GROUPS + 1;
        begin[count++] = column;
        low = high = w.size;
        negative = w.negative;
    }
    return count;
}

static rung_status make_groups(rung_quant *q, rung_error *error)
{
    size_t begin[MOST_GROUPS] = {0}, dimensions = q->targets.dimensions;
    size_t count = find_groups(&q->targets, begin), even = 0;
    if (count > MOST_GROUPS) { /* a jumble: even parts */
        even = (dimensions / MOST_GROUPS / WINDOW + 1) * WINDOW;
        even = even < MOST_COLUMNS ? even : MOST_COLUMNS;
        count = (dimensions + even - 1) / even;
    }
    count += count == 0;
    q->group = rung_array(count, sizeof *q->group);
    if (!q->group)
        return rung_fail_memory(error, "the roles of a kernel");
    q->groups = count;
    size_t step = RUNG_QUANT_STEP * q->shape.align;
    for (size_t g = 0; g < count; g++) {
        rung_quant_group *group = &q->group[g];
        size_t end = g + 1 == count ? dimensions : even ? (g + 1) * even : begin[g + 1];
        group->column = even ? g * even : begin[g];
        group->columns = end - group->column;
        group->step = q->steps;
        group->steps = group->columns ? (group->columns + step - 1) / step * q->shape.align : 1;
        q->steps += group->steps;
    }
    return RUNG_OK;
}

/* ---------------------------------------------------------------- one group */

/* Columns of one group of all roles. */
typedef struct columns {
    const rung_targets *targets;
    size_t first, count;
    double *centre, *best, *most; /* count */
    bool smooth;                  /* neighbours are alike, as in a thermometer */
} columns;

static double entry_of(const columns *c, size_t role, size_t k)
{
    return (double)c->targets->rows[role * c->targets->dimensions + c->first + k];
}

/* The scales that a centre leads to, added up. */
static double spread(const columns *c, const double *centre)
{
    double sum = 0;
    for (size_t r = 0; r < c->targets->roles; r++) {
        double most = 0;
        for (size_t k = 0; k < c->count; k++)
            most = larger(most, fabs(entry_of(c, r, k) - centre[k]));
        sum += most;
    }
    return sum;
}

static void consider(columns *c, double *least)
{
    double sum = spread(c, c->centre);
    if (!(sum < *least))
        return;
    *least = sum;
    for (size_t k = 0; k < c->count; k++)
        c->best[k] = c->centre[k];
}

/* The best of no centre, the mean, and the middle of each column's range. */
static void choose_centre(columns *c)
{
    double least = INFINITY;
    for (size_t k = 0; k < c->count; k++)
        c->centre[k] = c->best[k] = 0;
    consider(c, &least);
    for (size_t r = 0; r < c->targets->roles; r++) /* row by row, as they lie in memory */
        for (size_t k = 0; k < c->count; k++)
            c->centre[k] += entry_of(c, r, k);
    for (size_t k = 0; k < c->count; k++)
        c->centre[k] /= (double)c->targets->roles;
    consider(c, &least);
    for (size_t k = 0; k < c->count; k++) {
        c->centre[k] = INFINITY; /* the least, at first */
        c->most[k] = -INFINITY;
    }
    for (size_t r = 0; r < c->targets->roles; r++)
        for (size_t k = 0; k < c->count; k++) {
            c->centre[k] = smaller(c->centre[k], entry_of(c, r, k));
            c->most[k] = larger(c->most[k], entry_of(c, r, k));
        }
    for (size_t k = 0; k < c->count; k++)
        c->centre[k] = c->centre[k] / 2 + c->most[k] / 2;
    consider(c, &least);
}

/* Whether rounding should carry its error on to the next column: that keeps sums over neighbours
 * right, at the price of larger single errors. */
static bool is_smooth(const columns *c)
{
    double changes = 0, lengths = 0;
    for (size_t r = 0; r < c->targets->roles; r++) {
        double squares = 0;
        for (size_t k = 0; k < c->count; k++) {
            double entry = entry_of(c, r, k), next = k + 1 < c->count ? entry_of(c, r, k + 1) : 0;
            changes += fabs(entry - next);
            squares += entry * entry;
        }
        lengths += sqrt(squares);
    }
    return changes < 0.5 * sqrt((double)c->count) * lengths;
}

/* ---------------------------------------------------------------- digits */

typedef struct figures {
    double length, product, error, drift;
} figures;

static float scale_of(const columns *c, size_t role)
{
    double most = 0;
    for (size_t k = 0; k < c->count; k++)
        most = larger(most, fabs(entry_of(c, role, k) - c->best[k]));
    /* Half a digit is left for an error carried on. */
    return most > tiny ? nextafterf((float)(most / (MOST_ROLE_DIGIT - 0.5)), INFINITY) : 0;
}

/* Digits of one role's columns into out, which has RUNG_QUANT_STEP of each width * 4 bytes. */
static figures write_digits(const columns *c, size_t role, float scale, size_t width, int8_t *out,
                            int32_t *total)
{
    double squares = 0, product = 0, errors = 0, carried = 0, off = 0, drift = 0, centre = 0;
    *total = 0;
    for (size_t k = 0; k < c->count; k++) {
        double entry = entry_of(c, role, k), aim = entry - c->best[k];
        double digit = scale > 0 ? rint(aim / (double)scale + (c->smooth ? carried : 0)) : 0;
        digit = larger(-MOST_ROLE_DIGIT, smaller(MOST_ROLE_DIGIT, digit));
        double error = aim - (double)scale * digit;
        if (scale > 0)
            carried += aim / (double)scale - digit;
        off += error;
        drift = larger(drift, fabs(off));
        squares += entry * entry;
        centre += c->best[k] * c->best[k];
        product += digit * digit;
        errors += error * error;
        *total += (int32_t)digit;
        out[k / RUNG_QUANT_STEP * width * RUNG_QUANT_STEP + k % RUNG_QUANT_STEP] = (int8_t)digit;
    }
    /* Doubles round, too: more than all of that together. */
    double slop = 0x1p-48 * (double)c->count * (sqrt(squares) + sqrt(centre));
    return (figures){.length = sqrt(squares) * (1 + 1e-9),
                     .product = (double)scale * sqrt(product) * (1 + 1e-9),
                     .error = sqrt(errors) * (1 + 1e-9) + slop,
                     .drift = drift * (1 + 1e-9) + slop};
}

static void pack_group(rung_quant *q, size_t g, columns *c, figures *each)
{
    rung_quant_group *group = &q->group[g];
    size_t width = q->shape.width;
    c->first = group->column;
    c->count = group->columns;
    choose_centre(c);
    c->smooth = is_smooth(c);
    for (size_t r = 0; r < q->targets.roles; r++) {
        size_t strip = r / width, lane = r % width;
        size_t place = (strip * q->groups + g) * width + lane;
        int8_t *out =
            q->digits + ((strip * q->steps + group->step) * width + lane) * RUNG_QUANT_STEP;
        q->scale[place] = scale_of(c, r);
        each[r] = write_digits(c, r, q->scale[place], width, out, &q->sum[place]);
        group->length = larger(group->length, each[r].length);
        group->product = larger(group->product, each[r].product);
        group->error = larger(group->error, each[r].error);
        group->drift = larger(group->drift, each[r].drift);
    }
}

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

/* What a role's figures are of the largest, at most. */
static void measure_shares(rung_quant *q, size_t g, const figures *each)
{
    const rung_quant_group *group = &q->group[g];
    for (size_t r = 0; r < q->targets.roles; r++) {
        double most =
            larger(ratio(each[r].product, group->product),
                   larger(ratio(each[r].error, group->error), ratio(each[r].drift, group->drift)));
        q->share[r] = fmaxf(q->share[r], nextafterf((float)most, INFINITY));
    }
}

/* ---------------------------------------------------------------- all */

static rung_status pack_all(rung_quant *q, rung_error *error)
{
    const rung_targets *t = &q->targets;
    size_t width = q->shape.width, strips = (t->roles + width - 1) / width, lanes, cells;
    rung_status status = make_groups(q, error);
    if (status != RUNG_OK)
        return status;
    if (__builtin_mul_overflow(strips * width, q->steps, &cells) ||
        __builtin_mul_overflow(strips * width, q->groups, &lanes))
        return rung_fail_memory(error, "the roles of a kernel");
    q->digits = rung_array(cells, RUNG_QUANT_STEP);
    q->scale = rung_array(lanes, sizeof *q->scale);
    q->sum = rung_array(lanes, sizeof *q->sum);
    q->share = rung_array(t->roles, sizeof *q->share);
    figures *each = rung_array(t->roles, sizeof *each);
    columns c = {.targets = t,
                 .centre = rung_array(t->dimensions, sizeof *c.centre),
                 .best = rung_array(t->dimensions, sizeof *c.best),
                 .most = rung_array(t->dimensions, sizeof *c.most)};
    if (!q->digits || !q->scale || !q->sum || !q->share || !each || !c.centre || !c.best || !c.most)
        status = rung_fail_memory(error, "the roles of a kernel");
    for (size_t g = 0; g < q->groups && status == RUNG_OK; g++) {
        pack_group(q, g, &c, each);
        measure_shares(q, g, each);
    }
    for (size_t r = 0; r < t->roles; r++)
        q->widest_slack = larger(q->widest_slack, (double)t->slack[r]);
    free(each);
    free(c.centre);
    free(c.best);
    free(c.most);
    return status;
}

rung_status rung_quant_pack(void **packed, const rung_targets *targets,
                            const rung_quant_shape *shape, rung_error *error)
{
    rung_quant *q = rung_array(1, sizeof *q);
    *packed = NULL;
    if (!q)
        return rung_fail_memory(error, "the roles of a kernel");
    *q = (rung_quant){.targets = *targets, .shape = *shape};
    rung_status status = pack_all(q, error);
    if (status == RUNG_OK)
        *packed = q;
    else
        rung_quant_unpack(q);
    return status;
}

void rung_quant_unpack(void *packed)
{
    rung_quant *q = packed;
    if (!q)
        return;
    free(q->group);
    free(q->digits);
    free(q->scale);
    free(q->sum);
    free(q->share);
    free(q);
}
