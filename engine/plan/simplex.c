/* simplex.c - the linear program behind a plan, by the primal simplex method with generalized upper
 * bounds. */
#include "plan/simplex.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* In units of about 1. */
static const double worth = 1e-9;       /* a profit that is one */
static const double least_pivot = 1e-7; /* an entry of a column to divide by */
static const double leeway = 1e-9;      /* by which a value may fall below 0 for a better pivot */

enum { REBUILD_AFTER = 400, REMADE = 3 };

/* ---------------------------------------------------------------- columns */

static double value_of(const rung_simplex *s, uint32_t group, uint32_t option)
{
    const rung_knapsack *k = s->knapsack;
    if (option == RUNG_NONE)
        return 0;
    return (double)k->value[k->first[group] + option] / s->value_unit;
}

/* Add a way's entries to the column at s->entry, sign times. */
static size_t add_way(rung_simplex *s, size_t count, uint32_t group, uint32_t option, double sign)
{
    const rung_knapsack *k = s->knapsack;
    if (option == RUNG_NONE)
        return count;
    uint32_t way = k->way[k->first[group] + option];
    for (size_t i = k->way_first[way]; i < k->way_first[way + 1]; i++) {
        const rung_share *share = &k->share[i];
        double amount = sign * (double)share->amount / s->row_unit[share->row];
        size_t at = 0;
        while (at < count && s->entry[at].row != share->row)
            at++;
        if (at == count)
            s->entry[count++] = (rung_column_entry){share->row, 0};
        s->entry[at].amount += amount;
    }
    return count;
}

/* The column of an option of a group beside its key. */
static size_t column_of(rung_simplex *s, rung_basic variable)
{
    if (variable.group == RUNG_SLACK) {
        s->entry[0] = (rung_column_entry){variable.option, 1};
        return 1;
    }
    size_t count = add_way(s, 0, variable.group, variable.option, 1);
    return add_way(s, count, variable.group, s->key[variable.group], -1);
}

/* What one more of a variable would bring at the prices there are. */
static double profit_of(rung_simplex *s, rung_basic variable, size_t entries)
{
    double profit = 0;
    if (variable.group != RUNG_SLACK)
        profit = value_of(s, variable.group, variable.option) -
                 value_of(s, variable.group, s->key[variable.group]);
    for (size_t e = 0; e < entries; e++)
        profit -= s->entry[e].amount * s->basis.price[s->entry[e].row];
    return profit;
}

/* ---------------------------------------------------------------- keys */

/* So many people take an option, or with a number below 0 leave it, for good. */
static void settle(rung_simplex *s, uint32_t group, uint32_t option, int64_t people)
{
    const rung_knapsack *k = s->knapsack;
    if (option == RUNG_NONE)
        return;
    uint32_t way = k->way[k->first[group] + option];
    for (size_t i = k->way_first[way]; i < k->way_first[way + 1]; i++)
        s->rest[k->share[i].row] -= people * k->share[i].amount;
}

static void set_key(rung_simplex *s, uint32_t group, uint32_t option)
{
    settle(s, group, s->key[group], -(int64_t)s->knapsack->people[group]);
    s->key[group] = option;
    settle(s, group, option, s->knapsack->people[group]);
}

/* How many take the key. */
static double key_value(const rung_simplex *s, uint32_t group)
{
    double value = s->knapsack->people[group];
    for (size_t i = 0; s->beside[group] > 0 && i < s->basis.rows; i++)
        if (s->basis.basic[i].group == group)
            value -= s->basis.value[i];
    return value;
}

/* The basic one at a position becomes the key of its group, and the key basic. */
static void swap_key(rung_simplex *s, size_t position)
{
    rung_basic *basic = &s->basis.basic[position];
    uint32_t option = basic->option, group = basic->group;
    double value = key_value(s, group);
    size_t count = 0;
    for (size_t i = 0; i < s->basis.rows; i++)
        if (i != position && s->basis.basic[i].group == group)
            s->same[count++] = i;
    rung_basis_swap(&s->basis, position, s->same, count);
    basic->option = s->key[group];
    s->basis.value[position] = value;
    set_key(s, group, option);
}

/* ---------------------------------------------------------------- values */

/* Work out the values of what is basic from the limits. */
static void find_values(rung_simplex *s)
{
    rung_basis *b = &s->basis;
    memset(b->value, 0, b->rows * sizeof *b->value);
    for (size_t r = 0; r < b->rows; r++) {
        double rest = (double)s->rest[r] / s->row_unit[r];
        for (size_t i = 0; i < b->rows && rest != 0; i++)
            b->value[i] += rest * b->inverse[r * b->rows + i];
    }
}

/* Put a basic variable back where a slack stands that it can take the place of. */
static bool bring_back(rung_simplex *s, rung_basic variable)
{
    rung_basis *b = &s->basis;
    size_t entries = column_of(s, variable), best = SIZE_MAX;
    double profit = profit_of(s, variable, entries);
    rung_basis_change(b, s->entry, entries);
    for (size_t i = 0; i < b->rows; i++)
        if (b->basic[i].group == RUNG_SLACK && s->same[b->basic[i].option] == 0 &&
            (best == SIZE_MAX || fabs(b->change[i]) > fabs(b->change[best])))
            best = i;
    if (best == SIZE_MAX || fabs(b->change[best]) < least_pivot)
        return false;
    rung_basis_pivot(b, best, profit);
    b->basic[best] = variable;
    return true;
}

/* Work the inverse out anew; false where rounding has made the basis singular. */
static bool rebuild(rung_simplex *s)
{
    rung_basis *b = &s->basis;
    size_t count = 0;
    memset(s->same, 0, b->rows * sizeof *s->same); /* rows whose slack stays */
    for (size_t i = 0; i < b->rows; i++)
        if (b->basic[i].group == RUNG_SLACK)
            s->same[b->basic[i].option] = 1;
        else
            s->kept[count++] = b->basic[i];
    rung_basis_reset(b);
    bool good = true;
    for (size_t i = 0; i < count && good; i++)
        good = bring_back(s, s->kept[i]);
    if (good)
        find_values(s);
    s->since_rebuilt = 0;
    return good;
}

/* ---------------------------------------------------------------- one pivot */

/* How fast keys shrink as variable grows, into s->shrink; touched groups are those of basics. */
static void find_shrink(rung_simplex *s, rung_basic variable)
{
    const rung_basis *b = &s->basis;
    for (size_t i = 0; i < b->rows; i++)
        if (b->basic[i].group != RUNG_SLACK)
            s->shrink[b->basic[i].group] -= b->change[i];
    if (variable.group != RUNG_SLACK)
        s->shrink[variable.group] += 1;
}

static void clear_shrink(rung_simplex *s, rung_basic variable)
{
    const rung_basis *b = &s->basis;
    for (size_t i = 0; i < b->rows; i++)
        if (b->basic[i].group != RUNG_SLACK)
            s->shrink[b->basic[i].group] = 0;
    if (variable.group != RUNG_SLACK)
        s->shrink[variable.group] = 0;
}

/* What stops a variable from growing. */
typedef struct stop {
    double step, pivot;
    size_t position; /* of what leaves; SIZE_MAX: a key */
    uint32_t group;  /* whose key */
    bool found;
} stop;

/* Something with a value shrinks so fast. least is how far the first of all lets it go, with some
 * leeway: among those that stop it no later, the largest pivot is the safest. */
static void offer(stop *best, double least, double value, double speed, size_t position,
                  uint32_t group)
{
    double step = value > 0 ? value / speed : 0;
    if (step > least || (best->found && speed <= best->pivot))
        return;
    *best = (stop){step, speed, position, group, true};
}

/* Of keys, each once: that of the entering group, and that of each basic one at its first
 * position. */
static bool is_first(const rung_simplex *s, size_t position, uint32_t entering)
{
    uint32_t group = s->basis.basic[position].group;
    if (group == RUNG_SLACK || group == entering)
        return false;
    for (size_t i = 0; i < position && s->beside[group] > 1; i++)
        if (s->basis.basic[i].group == group)
            return false;
    return true;
}

static stop find_stop(rung_simplex *s, rung_basic variable)
{
    const rung_basis *b = &s->basis;
    stop best = {.step = INFINITY};
    double least = INFINITY;
    uint32_t own = variable.group;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < b->rows; i++) {
            double speed = b->change[i];
            if (speed > least_pivot && pass == 0)
                least = fmin(least, (fmax(b->value[i], 0) + leeway) / speed);
            else if (speed > least_pivot)
                offer(&best, least, b->value[i], speed, i, RUNG_SLACK);
            if (!is_first(s, i, own))
                continue;
            uint32_t group = b->basic[i].group;
            speed = s->shrink[group];
            if (speed > least_pivot && pass == 0)
                least = fmin(least, (fmax(key_value(s, group), 0) + leeway) / speed);
            else if (speed > least_pivot)
                offer(&best, least, key_value(s, group), speed, SIZE_MAX, group);
        }
        if (own == RUNG_SLACK || !(s->shrink[own] > least_pivot))
            continue;
        if (pass == 0)
            least = fmin(least, (fmax(key_value(s, own), 0) + leeway) / s->shrink[own]);
        else
            offer(&best, least, key_value(s, own), s->shrink[own], SIZE_MAX, own);
    }
    return best;
}

static void take_position(rung_simplex *s, size_t position, rung_basic variable, double profit,
                          double step)
{
    rung_basis *b = &s->basis;
    if (b->basic[position].group != RUNG_SLACK)
        s->beside[b->basic[position].group]--;
    rung_basis_pivot(b, position, profit);
    b->basic[position] = variable;
    b->value[position] = step;
    if (variable.group != RUNG_SLACK)
        s->beside[variable.group]++;
}

/* A key has run out: one of its group takes its place. */
static void replace_key(rung_simplex *s, const stop *last, rung_basic variable, double profit)
{
    rung_basis *b = &s->basis;
    if (s->beside[last->group] == 0) { /* the entering one itself */
        set_key(s, variable.group, variable.option);
        return;
    }
    size_t position = SIZE_MAX;
    for (size_t i = 0; i < b->rows; i++)
        if (b->basic[i].group == last->group &&
            (position == SIZE_MAX || b->value[i] > b->value[position]))
            position = i;
    swap_key(s, position);
    size_t entries = column_of(s, variable);
    rung_basis_change(b, s->entry, entries);
    if (fabs(b->change[position]) < least_pivot * 1e-3) {
        s->lost = true;
        return;
    }
    take_position(s, position, variable, profit, last->step);
}

/* Let a variable that would bring a profit grow as far as it can; false where it would not. */
static bool enter(rung_simplex *s, rung_basic variable)
{
    rung_basis *b = &s->basis;
    size_t entries = column_of(s, variable);
    double profit = profit_of(s, variable, entries);
    if (!(profit > worth))
        return false;
    rung_basis_change(b, s->entry, entries);
    find_shrink(s, variable);
    stop last = find_stop(s, variable);
    clear_shrink(s, variable);
    if (!last.found) {
        s->lost = true;
        return false;
    }
    for (size_t i = 0; i < b->rows; i++)
        b->value[i] -= last.step * b->change[i];
    if (last.position != SIZE_MAX)
        take_position(s, last.position, variable, profit, last.step);
    else
        replace_key(s, &last, variable, profit);
    s->value += profit * last.step;
    s->pivots++;
    if (++s->since_rebuilt >= REBUILD_AFTER && !rebuild(s))
        s->lost = true;
    return true;
}

/* Slacks whose price has fallen below 0 come back. */
static void enter_slacks(rung_simplex *s)
{
    rung_basis *b = &s->basis;
    for (size_t tries = 0; tries < b->rows && !s->lost; tries++) {
        size_t lowest = 0;
        for (size_t r = 1; r < b->rows; r++)
            if (b->price[r] < b->price[lowest])
                lowest = r;
        if (b->rows == 0 || !(b->price[lowest] < -worth) ||
            !enter(s, (rung_basic){RUNG_SLACK, (uint32_t)lowest}))
            return;
    }
}

/* ---------------------------------------------------------------- rounds */

static void find_tolls(rung_simplex *s)
{
    const rung_knapsack *k = s->knapsack;
    for (size_t w = 0; w < k->ways; w++) {
        s->toll[w] = 0;
        for (size_t i = k->way_first[w]; i < k->way_first[w + 1]; i++)
            s->toll[w] += (double)k->share[i].amount / s->row_unit[k->share[i].row] *
                          s->basis.price[k->share[i].row];
    }
}

/* The best of a group's options but its key at these tolls, staying among them, and what it brings
 * beyond the key. */
static void find_other(rung_simplex *s, size_t g)
{
    const rung_knapsack *k = s->knapsack;
    size_t first = k->first[g];
    uint32_t key = s->key[g], other = RUNG_NONE;
    double best = key == RUNG_NONE ? -INFINITY : 0, own = 0;
    for (size_t o = first; o < k->first[g + 1]; o++) {
        double profit = (double)k->value[o] / s->value_unit - s->toll[k->way[o]];
        if (o - first == key) {
            own = profit;
        } else if (profit > best && rung_knapsack_allows(k, o)) {
            best = profit;
            other = (uint32_t)(o - first);
        }
    }
    s->other[g] = other;
    s->other_profit[g] = k->people[g] > 0 ? best - own : -INFINITY;
}

static void find_others(rung_simplex *s)
{
    const rung_knapsack *k = s->knapsack;
    find_tolls(s);
#pragma omp parallel for schedule(static)                                                          \
    num_threads((int)k->threads) if (rung_knapsack_is_large(k))
    for (size_t g = 0; g < k->groups; g++)
        find_other(s, g);
}

static int by_profit(const void *a, const void *b)
{
    const rung_candidate *x = a, *y = b;
    if (x->profit != y->profit)
        return x->profit > y->profit ? -1 : 1;
    return (x->group > y->group) - (x->group < y->group);
}

/* A pivot where a group's other option is better than its key; false where it is not. */
static bool improve(rung_simplex *s, uint32_t group)
{
    rung_basic variable = {group, s->other[group]};
    if (!(s->other_profit[group] > worth) || !enter(s, variable))
        return false;
    enter_slacks(s);
    return true;
}

/* Again and again those who are nearest to a change, without a look at all others. */
static void settle_nearest(rung_simplex *s, size_t count)
{
    enum { SWEEPS = 100 };
    bool more = true;
    for (int sweep = 0; sweep < SWEEPS && more && !s->lost; sweep++) {
        more = false;
        find_tolls(s);
        for (size_t i = 0; i < count && !s->lost; i++) {
            find_other(s, s->candidate[i].group);
            more |= improve(s, s->candidate[i].group);
        }
    }
}

size_t rung_simplex_round(rung_simplex *s)
{
    enum { NEAREST = 2000 };
    const double near = 0.05;
    const rung_knapsack *k = s->knapsack;
    size_t count = 0;
    uint64_t before = s->pivots;
    if (s->lost)
        return 0;
    enter_slacks(s);
    find_others(s);
    for (size_t g = 0; g < k->groups; g++)
        if (s->other_profit[g] > -near)
            s->candidate[count++] = (rung_candidate){s->other_profit[g], (uint32_t)g};
    if (count > 0)
        qsort(s->candidate, count, sizeof *s->candidate, by_profit);
    for (size_t i = 0; i < count && s->candidate[i].profit > worth && !s->lost; i++)
        improve(s, s->candidate[i].group);
    if (s->pivots > before)
        settle_nearest(s, count < NEAREST ? count : NEAREST);
    return (size_t)(s->pivots - before);
}

/* ---------------------------------------------------------------- start and end */

static bool fits(const rung_simplex *s, size_t group, uint32_t option)
{
    const rung_knapsack *k = s->knapsack;
    uint32_t way = k->way[k->first[group] + option];
    for (size_t i = k->way_first[way]; i < k->way_first[way + 1]; i++)
        if (k->share[i].amount > s->rest[k->share[i].row] / k->people[group])
            return false;
    return true;
}

void rung_simplex_start(rung_simplex *s, const rung_prices *prices)
{
    const rung_knapsack *k = s->knapsack;
    s->lost = false;
    s->since_rebuilt = 0;
    s->value = 0;
    memset(s->beside, 0, k->groups * sizeof *s->beside);
    for (size_t r = 0; r < k->rows; r++)
        s->rest[r] = k->most[r];
    for (size_t g = 0; g < k->groups; g++) {
        s->key[g] = RUNG_NONE;
        uint32_t option = RUNG_NONE;
        if (prices && k->people[g] > 0)
            rung_prices_best(prices, k, g, &option);
        if (option == RUNG_NONE || !fits(s, g, option))
            continue;
        set_key(s, (uint32_t)g, option);
        s->value += value_of(s, (uint32_t)g, option) * k->people[g];
    }
    rung_basis_reset(&s->basis);
    find_values(s);
}

double rung_simplex_value(const rung_simplex *s)
{
    return s->value * s->value_unit;
}

const double *rung_simplex_prices(rung_simplex *s)
{
    for (size_t r = 0; r < s->basis.rows; r++)
        s->price[r] = s->basis.price[r] * s->value_unit / s->row_unit[r];
    return s->price;
}

/* Units that make values and amounts about 1. */
static size_t find_units(rung_simplex *s)
{
    const rung_knapsack *k = s->knapsack;
    size_t widest = 0;
    s->value_unit = 1;
    for (size_t o = 0; o < k->first[k->groups]; o++)
        s->value_unit = fmax(s->value_unit, (double)k->value[o]);
    for (size_t r = 0; r < k->rows; r++)
        s->row_unit[r] = 1;
    for (size_t w = 0; w < k->ways; w++) {
        size_t width = k->way_first[w + 1] - k->way_first[w];
        widest = width > widest ? width : widest;
        for (size_t i = k->way_first[w]; i < k->way_first[w + 1]; i++) {
            double *unit = &s->row_unit[k->share[i].row];
            *unit = fmax(*unit, (double)k->share[i].amount);
        }
    }
    return 2 * widest + 1;
}

rung_status rung_simplex_make(rung_simplex *s, const rung_knapsack *k, rung_error *error)
{
    *s = (rung_simplex){.knapsack = k};
    rung_status status = rung_basis_make(&s->basis, k->rows, error);
    if (status != RUNG_OK)
        return status;
    s->row_unit = rung_array(k->rows, sizeof *s->row_unit);
    s->key = rung_array(k->groups, sizeof *s->key);
    s->beside = rung_array(k->groups, sizeof *s->beside);
    s->rest = rung_array(k->rows, sizeof *s->rest);
    s->toll = rung_array(k->ways, sizeof *s->toll);
    s->shrink = rung_array(k->groups, sizeof *s->shrink);
    s->other_profit = rung_array(k->groups, sizeof *s->other_profit);
    s->other = rung_array(k->groups, sizeof *s->other);
    s->candidate = rung_array(k->groups, sizeof *s->candidate);
    s->same = rung_array(k->rows, sizeof *s->same);
    s->price = rung_array(k->rows, sizeof *s->price);
    s->kept = rung_array(k->rows, sizeof *s->kept);
    if (s->row_unit)
        s->entry = rung_array(find_units(s), sizeof *s->entry);
    if (s->entry && s->key && s->beside && s->rest && s->toll && s->shrink && s->other_profit &&
        s->other && s->candidate && s->same && s->price && s->kept)
        return RUNG_OK;
    rung_simplex_free(s);
    return rung_fail_memory(error, "the prices of a plan");
}

void rung_simplex_free(rung_simplex *s)
{
    rung_basis_free(&s->basis);
    free(s->row_unit);
    free(s->key);
    free(s->beside);
    free(s->rest);
    free(s->toll);
    free(s->shrink);
    free(s->other_profit);
    free(s->other);
    free(s->candidate);
    free(s->entry);
    free(s->same);
    free(s->price);
    free(s->kept);
    *s = (rung_simplex){0};
}
