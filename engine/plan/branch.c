/* branch.c - branch and bound over the open part of a plan: each node a linear program, divided
 * people are made whole one after another. */
#include "plan/branch.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Somebody takes an option, or then does not. */
typedef struct decision {
    uint32_t person, option; /* of the core */
    bool taken;
} decision;

typedef struct tree {
    const rung_branch_limits *limits;
    rung_core *core;
    rung_simplex simplex;
    rung_prices prices, lowest;
    rung_whole trial, best;
    decision *decision;
    size_t decisions, room;
    int64_t base;   /* value of those who have decided */
    int64_t leaves; /* the highest bound of what was not looked into further */
    uint64_t nodes;
    bool ended; /* at a limit */
} tree;

/* ---------------------------------------------------------------- decisions */

static void put_person(tree *t, const decision *d, int64_t sign)
{
    rung_core *c = t->core;
    size_t o = c->first[d->person] + d->option;
    for (size_t s = c->way_first[c->way[o]]; s < c->way_first[c->way[o] + 1]; s++)
        c->most[c->share[s].row] -= sign * c->share[s].amount;
    c->people[d->person] = sign < 0;
    t->base += sign * c->value[o];
}

static void ban(tree *t, const decision *d, bool banned)
{
    t->core->banned[t->core->first[d->person] + d->option] = banned;
}

static bool decide(tree *t, decision d)
{
    if (!rung_grow((void **)&t->decision, &t->room, t->decisions + 1, sizeof *t->decision))
        return false;
    t->decision[t->decisions++] = d;
    put_person(t, &d, 1);
    return true;
}

/* To the next open branch; false where there is none. */
static bool back(tree *t)
{
    while (t->decisions > 0) {
        decision *d = &t->decision[t->decisions - 1];
        if (d->taken) {
            put_person(t, d, -1);
            d->taken = false;
            ban(t, d, true);
            return true;
        }
        ban(t, d, false);
        t->decisions--;
    }
    return false;
}

/* ---------------------------------------------------------------- one node */

/* A bound that is no more than this much above the best plan is good enough. */
static bool good_enough(const tree *t, int64_t bound)
{
    double best = (double)(t->best.value + t->core->settled);
    return bound <= t->best.value || (double)(bound - t->best.value) <= t->limits->gap * best;
}

/* Keep a plan of the undecided, with the decided where they are. */
static void keep_if_better(tree *t)
{
    if (t->trial.value + t->base <= t->best.value)
        return;
    rung_whole_copy(&t->best, &t->trial);
    for (size_t i = 0; i < t->decisions; i++) {
        const decision *d = &t->decision[i];
        if (d->taken)
            t->best.taken[t->core->first[d->person] + d->option] = 1;
    }
    t->best.value = t->trial.value + t->base;
}

/* The bound of this node; the simplex ends at its optimum unless that is good enough before. */
static int64_t bound_node(tree *t)
{
    const rung_knapsack *k = &t->core->knapsack;
    int64_t lowest = INT64_MAX;
    size_t pivots = 1;
    rung_simplex_start(&t->simplex, &t->prices);
    while (pivots > 0) {
        pivots = rung_simplex_round(&t->simplex);
        rung_prices_set(&t->prices, k, rung_simplex_prices(&t->simplex));
        int64_t bound = rung_prices_bound(&t->prices, k) + t->base;
        if (bound < lowest) {
            lowest = bound;
            rung_prices_copy(&t->lowest, &t->prices);
        }
        if (good_enough(t, lowest))
            break;
    }
    rung_prices_copy(&t->prices, &t->lowest);
    return lowest;
}

/* The option that most of a divided person takes; false where nobody is divided. */
static bool find_divided(const tree *t, decision *d)
{
    const rung_basis *b = &t->simplex.basis;
    const rung_simplex *s = &t->simplex;
    const double hair = 1e-6;
    double most = 0;
    for (size_t i = 0; i < b->rows; i++) {
        uint32_t group = b->basic[i].group;
        if (group == RUNG_SLACK || !(b->value[i] > hair && b->value[i] < 1 - hair))
            continue;
        double key = 1;
        for (size_t j = 0; j < b->rows; j++)
            if (b->basic[j].group == group)
                key -= b->value[j];
        if (b->basic[i].option != RUNG_NONE && b->value[i] > most) {
            most = b->value[i];
            *d = (decision){group, b->basic[i].option, true};
        }
        if (s->key[group] != RUNG_NONE && key > most) {
            most = key;
            *d = (decision){group, s->key[group], true};
        }
    }
    return most > 0;
}

static bool room_for(const tree *t, const decision *d)
{
    const rung_core *c = t->core;
    size_t way = c->way[c->first[d->person] + d->option];
    for (size_t s = c->way_first[way]; s < c->way_first[way + 1]; s++)
        if (c->share[s].amount > c->most[c->share[s].row])
            return false;
    return true;
}

/* Look at a node; true where it is divided further. */
static bool look(tree *t, decision *d)
{
    enum { STEPS = 60 };
    int64_t bound = bound_node(t);
    if (!good_enough(t, bound)) {
        rung_whole_round(&t->trial, &t->simplex, &t->prices);
        rung_whole_fill(&t->trial, &t->prices);
        if (t->nodes % 8 == 0)
            rung_whole_pairs(&t->trial, &t->prices, STEPS);
        keep_if_better(t);
    }
    if (!good_enough(t, bound) && find_divided(t, d))
        return true;
    t->leaves = bound > t->leaves ? bound : t->leaves;
    return false;
}

static bool is_over(const tree *t)
{
    const rung_branch_limits *l = t->limits;
    return t->nodes >= l->nodes || t->simplex.pivots >= l->pivots ||
           (l->asked && l->asked(l->context)) || t->trial.memory_short;
}

static bool walk(tree *t)
{
    for (bool open = true; open; t->nodes++) {
        decision next = {0};
        t->ended = is_over(t);
        if (t->ended)
            return true;
        if (!look(t, &next)) {
            open = back(t);
        } else if (room_for(t, &next)) {
            open = decide(t, next);
            if (!open)
                return false;
        } else { /* nobody can: ban it, with nothing to come back to */
            if (!decide(t, next))
                return false;
            put_person(t, &next, -1);
            t->decision[t->decisions - 1].taken = false;
            ban(t, &next, true);
        }
    }
    return true;
}

/* ---------------------------------------------------------------- start and end */

/* The plan that the core was made of. */
static void start_best(tree *t)
{
    const rung_core *c = t->core;
    rung_whole_clear(&t->best);
    for (size_t i = 0; i < c->knapsack.groups; i++)
        for (size_t o = c->first[i]; o < c->first[i + 1]; o++)
            if (c->option[o] == c->taken[i])
                rung_whole_change(&t->best, i, RUNG_NONE, (uint32_t)(o - c->first[i]));
}

static rung_status make_tree(tree *t, const rung_prices *prices, rung_error *error)
{
    const rung_knapsack *k = &t->core->knapsack;
    rung_status status = rung_simplex_make(&t->simplex, k, error);
    if (status == RUNG_OK)
        status = rung_prices_make(&t->prices, k, error);
    if (status == RUNG_OK)
        status = rung_prices_make(&t->lowest, k, error);
    if (status == RUNG_OK)
        status = rung_whole_make(&t->trial, k, error);
    if (status == RUNG_OK)
        status = rung_whole_make(&t->best, k, error);
    if (status != RUNG_OK)
        return status;
    start_best(t);
    for (size_t r = 0; r < k->rows; r++)
        t->simplex.price[r] = rung_prices_of(prices, t->core->row[r]);
    rung_prices_set(&t->prices, k, t->simplex.price);
    return RUNG_OK;
}

rung_status rung_branch(rung_whole *whole, const rung_prices *prices, int64_t *bound,
                        const rung_branch_limits *limits, rung_error *error)
{
    rung_core core;
    tree t = {.limits = limits, .core = &core, .leaves = INT64_MIN};
    rung_status status = rung_core_make(&core, whole, prices, *bound, limits->people, error);
    if (status != RUNG_OK)
        return status;
    status = make_tree(&t, prices, error);
    if (status == RUNG_OK && (!walk(&t) || t.trial.memory_short))
        status = rung_fail_memory(error, "the search for a better plan");
    if (status == RUNG_OK) {
        rung_core_apply(&core, &t.best, whole);
        int64_t leaves = t.leaves + core.settled;
        leaves = leaves > whole->value ? leaves : whole->value;
        if (!t.ended && core.complete && leaves < *bound)
            *bound = leaves;
    }
    rung_simplex_free(&t.simplex);
    rung_prices_free(&t.prices);
    rung_prices_free(&t.lowest);
    rung_whole_free(&t.trial);
    rung_whole_free(&t.best);
    free(t.decision);
    rung_core_free(&core);
    return status;
}
