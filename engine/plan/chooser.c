/* chooser.c - choose who takes which option: prices by the simplex method, on a sample first, then
 * a plan in whole people, then a better one. */
#include "plan/chooser.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"

enum {
    SAMPLE = 16,       /* a sample has one group of so many; and so has its own sample */
    LEAST = 4096,      /* groups that are worth a sample */
    PAIR_STEPS = 1500, /* most promising steps that are tried in pairs */
    CORE_PEOPLE = 2000,
    CORE_NODES = 4000,
    CORE_PIVOTS = 400000,
};

double rung_plan_gap(int64_t value, int64_t bound)
{
    return bound > value && bound > 0 ? (double)(bound - value) / (double)bound : 0;
}

static bool is_over(void *context)
{
    rung_chooser *c = context;
    c->ended |= c->problem->seconds > 0 && rung_clock() - c->started > c->problem->seconds;
    return c->ended;
}

static rung_status ask(const rung_chooser *c, rung_error *error)
{
    const rung_plan_problem *p = c->problem;
    if (p->progress && p->progress(p->context, 0, 1))
        return rung_fail(error, RUNG_CANCELLED, "the plan was cancelled");
    return RUNG_OK;
}

/* ---------------------------------------------------------------- prices */

/* Round after round until the best value with people divided is found, or as good as that;
 * c->prices are those with the lowest bound. */
static rung_status find_prices(rung_chooser *c, rung_error *error)
{
    const rung_knapsack *k = &c->knapsack;
    const double near = 0.1 * c->problem->gap > 1e-9 ? 0.1 * c->problem->gap : 1e-9;
    rung_status status = RUNG_OK;
    size_t pivots = 1;
    c->bound = INT64_MAX;
    while (status == RUNG_OK && pivots > 0) {
        pivots = rung_simplex_round(&c->simplex);
        rung_prices_set(&c->trial, k, rung_simplex_prices(&c->simplex));
        int64_t bound = rung_prices_bound(&c->trial, k);
        if (bound < c->bound) {
            c->bound = bound;
            rung_prices_copy(&c->prices, &c->trial);
        }
        status = ask(c, error);
        if ((double)c->bound - rung_simplex_value(&c->simplex) <= near * (double)c->bound ||
            is_over(c))
            break;
    }
    return status;
}

static uint64_t people_of(const rung_plan_problem *p, size_t group)
{
    return p->people ? p->people[group] : 1;
}

/* Leave one group of so many, and of limits the same share. */
static void take_sample(rung_chooser *c, size_t one_of, int64_t *most)
{
    const rung_plan_problem *p = c->problem;
    uint64_t all = 0, sample = 0;
    for (size_t g = 0; g < p->groups; g++) {
        bool in = g % one_of == one_of / 2;
        c->people[g] = in ? (uint32_t)people_of(p, g) : 0;
        sample += c->people[g];
        all += people_of(p, g);
    }
    for (size_t r = 0; r < c->knapsack.rows; r++)
        most[r] = all == 0 ? c->rows.most[r] : (int64_t)((__int128)c->rows.most[r] * sample / all);
}

/* Prices from a sample of a sample ..., each the start of the next. */
static rung_status price_samples(rung_chooser *c, rung_error *error)
{
    int64_t *most = rung_array(c->knapsack.rows, sizeof *most);
    size_t one_of = 1;
    rung_status status = most ? RUNG_OK : rung_fail_memory(error, "the prices of a plan");
    while (c->knapsack.groups / one_of > LEAST)
        one_of *= SAMPLE;
    for (; status == RUNG_OK && one_of > 1; one_of /= SAMPLE) {
        take_sample(c, one_of, most);
        c->knapsack.most = most;
        rung_simplex_start(&c->simplex, c->priced ? &c->prices : NULL);
        status = find_prices(c, error);
        c->priced = true;
    }
    free(most);
    for (size_t g = 0; g < c->knapsack.groups; g++)
        c->people[g] = (uint32_t)people_of(c->problem, g);
    c->knapsack.most = c->rows.most;
    return status;
}

/* ---------------------------------------------------------------- plans */

static rung_status improve(rung_chooser *c, rung_error *error)
{
    rung_branch_limits limits = {.people = CORE_PEOPLE,
                                 .nodes = CORE_NODES,
                                 .pivots = CORE_PIVOTS,
                                 .gap = c->problem->gap,
                                 .asked = is_over,
                                 .context = c};
    rung_whole_fill(&c->whole, &c->prices);
    if (rung_plan_gap(c->whole.value, c->bound) > c->problem->gap && !is_over(c))
        rung_whole_pairs(&c->whole, &c->prices, PAIR_STEPS);
    if (c->whole.memory_short)
        return rung_fail_memory(error, "a plan");
    if (rung_plan_gap(c->whole.value, c->bound) > c->problem->gap && !is_over(c))
        return rung_branch(&c->whole, &c->prices, &c->bound, &limits, error);
    return RUNG_OK;
}

rung_status rung_chooser_run(rung_chooser *c, int64_t budget, int64_t places, rung_error *error)
{
    rung_status status = RUNG_OK;
    c->rows.most[0] = c->rows.limit[0].most = budget;
    c->rows.most[1] = c->rows.limit[1].most = places;
    c->started = rung_clock();
    c->ended = false;
    if (!c->priced)
        status = price_samples(c, error);
    if (status != RUNG_OK)
        return status;
    rung_simplex_start(&c->simplex, c->priced ? &c->prices : NULL);
    status = find_prices(c, error);
    c->priced = true;
    if (status != RUNG_OK)
        return status;
    rung_whole_round(&c->whole, &c->simplex, &c->prices);
    return improve(c, error);
}

/* ---------------------------------------------------------------- start and end */

rung_status rung_chooser_make(rung_chooser *c, const rung_plan_problem *p, rung_error *error)
{
    *c = (rung_chooser){.problem = p};
    rung_status status = rung_rows_make(&c->rows, p, error);
    if (status != RUNG_OK)
        return status;
    c->people = rung_array(p->groups, sizeof *c->people);
    if (!c->people) {
        rung_chooser_free(c);
        return rung_fail_memory(error, "a plan");
    }
    for (size_t g = 0; g < p->groups; g++)
        c->people[g] = (uint32_t)people_of(p, g);
    c->knapsack = (rung_knapsack){.groups = p->groups,
                                  .people = c->people,
                                  .first = p->first,
                                  .way = p->way,
                                  .value = p->value,
                                  .ways = p->ways,
                                  .way_first = c->rows.way_first,
                                  .share = c->rows.share,
                                  .rows = c->rows.rows,
                                  .most = c->rows.most,
                                  .threads = rung_threads(p->threads)};
    status = rung_simplex_make(&c->simplex, &c->knapsack, error);
    if (status == RUNG_OK)
        status = rung_prices_make(&c->prices, &c->knapsack, error);
    if (status == RUNG_OK)
        status = rung_prices_make(&c->trial, &c->knapsack, error);
    if (status == RUNG_OK)
        status = rung_whole_make(&c->whole, &c->knapsack, error);
    if (status != RUNG_OK)
        rung_chooser_free(c);
    return status;
}

void rung_chooser_free(rung_chooser *c)
{
    rung_rows_free(&c->rows);
    free(c->people);
    rung_simplex_free(&c->simplex);
    rung_prices_free(&c->prices);
    rung_prices_free(&c->trial);
    rung_whole_free(&c->whole);
    *c = (rung_chooser){0};
}
