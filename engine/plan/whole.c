/* whole.c - a plan in whole people that keeps to every limit. */
#include "plan/whole.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* ---------------------------------------------------------------- steps */

static int64_t value_of(const rung_whole *w, size_t group, uint32_t option)
{
    const rung_knapsack *k = w->knapsack;
    return option == RUNG_NONE ? 0 : k->value[k->first[group] + option];
}

/* Add what an option takes of each row to left, people times. */
static void give_back(rung_whole *w, size_t group, uint32_t option, int64_t people)
{
    const rung_knapsack *k = w->knapsack;
    if (option == RUNG_NONE)
        return;
    uint32_t way = k->way[k->first[group] + option];
    for (size_t i = k->way_first[way]; i < k->way_first[way + 1]; i++)
        w->left[k->share[i].row] += people * k->share[i].amount;
}

static uint32_t *place_of(const rung_whole *w, size_t group, uint32_t option)
{
    return option == RUNG_NONE ? &w->staying[group] : &w->taken[w->knapsack->first[group] + option];
}

static void take(rung_whole *w, size_t group, uint32_t from, uint32_t to, uint32_t people)
{
    *place_of(w, group, from) -= people;
    *place_of(w, group, to) += people;
    give_back(w, group, from, people);
    give_back(w, group, to, -(int64_t)people);
    w->value += (value_of(w, group, to) - value_of(w, group, from)) * people;
}

void rung_whole_change(rung_whole *w, size_t group, uint32_t from, uint32_t to)
{
    take(w, group, from, to, 1);
}

/* What an option takes of a row. */
static int64_t amount_of(const rung_whole *w, size_t group, uint32_t option, uint32_t row)
{
    const rung_knapsack *k = w->knapsack;
    if (option == RUNG_NONE)
        return 0;
    uint32_t way = k->way[k->first[group] + option];
    for (size_t i = k->way_first[way]; i < k->way_first[way + 1]; i++)
        if (k->share[i].row == row)
            return k->share[i].amount;
    return 0;
}

/* Whether limits allow one to change; a row that is exceeded already may not get worse. */
static bool fits(const rung_whole *w, size_t group, uint32_t from, uint32_t to)
{
    const rung_knapsack *k = w->knapsack;
    if (to == RUNG_NONE)
        return true;
    uint32_t way = k->way[k->first[group] + to];
    for (size_t i = k->way_first[way]; i < k->way_first[way + 1]; i++) {
        int64_t left = w->left[k->share[i].row], more = k->share[i].amount;
        if (more > (left > 0 ? left : 0) &&
            more - amount_of(w, group, from, k->share[i].row) > (left > 0 ? left : 0))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- lists of steps */

static int by_loss(const void *a, const void *b)
{
    const rung_step *x = a, *y = b;
    if (x->loss != y->loss)
        return x->loss < y->loss ? -1 : 1;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

static rung_step step_of(const rung_whole *w, size_t group, uint32_t from, uint32_t to)
{
    return (rung_step){
        .loss = rung_prices_profit(w->prices, w->knapsack, group, from) -
                rung_prices_profit(w->prices, w->knapsack, group, to),
        .gain = value_of(w, group, to) - value_of(w, group, from),
        .group = (uint32_t)group,
        .from = from,
        .to = to,
    };
}

/* Keep a step in the list; where most are there, the worse half is dropped first. */
static void keep(rung_whole *w, rung_step step, size_t most)
{
    if (w->steps >= 2 * most) {
        qsort(w->step, w->steps, sizeof *w->step, by_loss);
        w->steps = most;
    }
    if (!rung_grow((void **)&w->step, &w->steps_room, w->steps + 1, sizeof *w->step)) {
        w->memory_short = true;
        return;
    }
    w->step[w->steps++] = step;
}

typedef bool (*wanted)(const rung_whole *whole, const rung_step *step, uint32_t row);

/* The most promising steps from what those of a group take now, into w->step, best first. */
static void list_steps(rung_whole *w, wanted want, uint32_t row, size_t most)
{
    const rung_knapsack *k = w->knapsack;
    w->steps = 0;
    for (size_t g = 0; g < k->groups; g++) {
        uint32_t options = (uint32_t)(k->first[g + 1] - k->first[g]);
        for (uint32_t f = 0; f <= options; f++) {
            uint32_t from = f == options ? RUNG_NONE : f;
            for (uint32_t t = 0; *place_of(w, g, from) > 0 && t <= options; t++) {
                uint32_t to = t == options ? RUNG_NONE : t;
                if (t == f || (to != RUNG_NONE && !rung_knapsack_allows(k, k->first[g] + to)))
                    continue;
                rung_step step = step_of(w, g, from, to);
                if (want(w, &step, row))
                    keep(w, step, most);
            }
        }
    }
    if (w->steps > 0)
        qsort(w->step, w->steps, sizeof *w->step, by_loss);
    if (w->steps > most)
        w->steps = most;
}

/* ---------------------------------------------------------------- rounding */

static bool frees(const rung_whole *w, const rung_step *step, uint32_t row)
{
    return amount_of(w, step->group, step->from, row) > amount_of(w, step->group, step->to, row) &&
           fits(w, step->group, step->from, step->to);
}

/* Free rows that are exceeded, each step the one that loses least. */
static void repair(rung_whole *w)
{
    enum { AT_A_TIME = 64 };
    for (uint32_t r = 0; r < w->knapsack->rows; r++)
        while (w->left[r] < 0 && !w->memory_short) {
            list_steps(w, frees, r, AT_A_TIME);
            if (w->steps == 0)
                return; /* nobody takes anything of it: there is nothing to exceed */
            for (size_t i = 0; i < w->steps && w->left[r] < 0; i++) {
                const rung_step *s = &w->step[i];
                if (*place_of(w, s->group, s->from) > 0 && fits(w, s->group, s->from, s->to))
                    take(w, s->group, s->from, s->to, 1);
            }
        }
}

void rung_whole_clear(rung_whole *w)
{
    const rung_knapsack *k = w->knapsack;
    memset(w->taken, 0, k->first[k->groups] * sizeof *w->taken);
    for (size_t g = 0; g < k->groups; g++)
        w->staying[g] = k->people[g];
    for (size_t r = 0; r < k->rows; r++)
        w->left[r] = k->most[r];
    w->value = 0;
}

void rung_whole_round(rung_whole *w, const rung_simplex *simplex, const rung_prices *prices)
{
    const rung_knapsack *k = w->knapsack;
    const rung_basis *b = &simplex->basis;
    w->prices = prices;
    rung_whole_clear(w);
    for (size_t g = 0; g < k->groups; g++)
        if (simplex->key[g] != RUNG_NONE && k->people[g] > 0)
            take(w, g, RUNG_NONE, simplex->key[g], k->people[g]);
    for (size_t i = 0; i < b->rows; i++) {
        if (b->basic[i].group == RUNG_SLACK || !(b->value[i] > 0))
            continue;
        uint32_t group = b->basic[i].group, key = simplex->key[group];
        double whole = floor(b->value[i] + 1e-6);
        uint32_t there = *place_of(w, group, key);
        take(w, group, key, b->basic[i].option, whole < there ? (uint32_t)whole : there);
    }
    repair(w);
}

/* ---------------------------------------------------------------- improving */

static bool improves(const rung_whole *w, const rung_step *step, uint32_t row)
{
    (void)row;
    return step->gain > 0 && fits(w, step->group, step->from, step->to);
}

void rung_whole_fill(rung_whole *w, const rung_prices *prices)
{
    enum { AT_A_TIME = 4096 };
    w->prices = prices;
    for (bool more = true; more && !w->memory_short;) {
        list_steps(w, improves, 0, AT_A_TIME);
        more = w->steps > 0;
        for (size_t i = 0; i < w->steps; i++) {
            const rung_step *s = &w->step[i];
            while (*place_of(w, s->group, s->from) > 0 && fits(w, s->group, s->from, s->to))
                take(w, s->group, s->from, s->to, 1);
        }
    }
}

/* Any step at all: alone those that improve and fit are taken already. */
static bool any(const rung_whole *w, const rung_step *step, uint32_t row)
{
    (void)w;
    (void)step;
    (void)row;
    return true;
}

static bool can_take(const rung_whole *w, const rung_step *s)
{
    return *place_of(w, s->group, s->from) > 0;
}

/* Take the first where that, with one that is looked for, improves the plan. */
static bool try_pairs(rung_whole *w, size_t first)
{
    rung_step a = w->step[first];
    if (!can_take(w, &a))
        return false;
    int64_t before = w->value;
    take(w, a.group, a.from, a.to, 1);
    if (w->value > before && fits(w, a.group, RUNG_NONE, RUNG_NONE)) {
        bool good = true;
        for (size_t r = 0; r < w->knapsack->rows; r++)
            good &= w->left[r] >= 0;
        if (good)
            return true;
    }
    for (size_t i = 0; i < w->steps; i++) {
        const rung_step *b = &w->step[i];
        if (w->value + b->gain <= before || !can_take(w, b))
            continue;
        take(w, b->group, b->from, b->to, 1);
        bool good = true;
        for (size_t r = 0; r < w->knapsack->rows && good; r++)
            good = w->left[r] >= 0;
        if (good)
            return true;
        take(w, b->group, b->to, b->from, 1);
    }
    take(w, a.group, a.to, a.from, 1);
    return false;
}

void rung_whole_pairs(rung_whole *w, const rung_prices *prices, size_t most_steps)
{
    w->prices = prices;
    for (bool more = true; more && !w->memory_short;) {
        list_steps(w, any, 0, most_steps);
        more = false;
        for (size_t i = 0; i < w->steps; i++)
            more |= try_pairs(w, i);
        if (more)
            rung_whole_fill(w, prices);
    }
}

/* ---------------------------------------------------------------- start and end */

void rung_whole_copy(rung_whole *to, const rung_whole *from)
{
    const rung_knapsack *k = from->knapsack;
    memcpy(to->taken, from->taken, k->first[k->groups] * sizeof *to->taken);
    memcpy(to->staying, from->staying, k->groups * sizeof *to->staying);
    memcpy(to->left, from->left, k->rows * sizeof *to->left);
    to->value = from->value;
}

rung_status rung_whole_make(rung_whole *w, const rung_knapsack *k, rung_error *error)
{
    *w = (rung_whole){.knapsack = k};
    w->taken = rung_array(k->first[k->groups], sizeof *w->taken);
    w->staying = rung_array(k->groups, sizeof *w->staying);
    w->left = rung_array(k->rows, sizeof *w->left);
    if (w->taken && w->staying && w->left)
        return RUNG_OK;
    rung_whole_free(w);
    return rung_fail_memory(error, "a plan");
}

void rung_whole_free(rung_whole *w)
{
    free(w->taken);
    free(w->staying);
    free(w->left);
    free(w->step);
    *w = (rung_whole){0};
}
