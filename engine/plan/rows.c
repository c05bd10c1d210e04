/* rows.c - a problem's limits as rows, and what ways take of them; and whether a problem makes
 * sense at all. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/knapsack.h"

/* Values and costs beyond this would let sums of all people leave whole numbers of 64 bits. */
enum { MOST_DIGITS = 15 };
static const int64_t most_value = 1000000000000000, most_sum = INT64_MAX / 4;

/* ---------------------------------------------------------------- what makes sense */

static rung_status check_limit(const char *name, size_t index, int64_t most, rung_error *error)
{
    if (most < 0 && index == SIZE_MAX)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "%s: found %lld, expected 0 or more", name,
                         (long long)most);
    if (most < 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "%s %zu: found %lld, expected 0 or more", name,
                         index, (long long)most);
    return RUNG_OK;
}

static rung_status check_limits(const rung_plan_problem *p, rung_error *error)
{
    rung_status status = check_limit("budget", SIZE_MAX, p->budget, error);
    if (status == RUNG_OK)
        status = check_limit("places", SIZE_MAX, p->places, error);
    for (size_t i = 0; status == RUNG_OK && p->seats && i < p->programs; i++)
        status = check_limit("seats of program", i, p->seats[i], error);
    for (size_t i = 0; status == RUNG_OK && p->openings && i < p->roles; i++)
        status = check_limit("openings of role", i, p->openings[i], error);
    return status;
}

static rung_status check_ways(const rung_plan_problem *p, rung_error *error)
{
    for (size_t w = 0; w < p->ways; w++) {
        if (p->cost[w] < 0 || p->cost[w] > most_value)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "cost of way %zu: found %lld, expected 0..1e%d", w,
                             (long long)p->cost[w], MOST_DIGITS);
        if (p->target[w] != RUNG_NONE && p->target[w] >= p->roles)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "target of way %zu: found %u, expected less than %zu or RUNG_NONE", w,
                             p->target[w], p->roles);
        if (p->first_program[w + 1] < p->first_program[w])
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "first_program of way %zu: found %zu, expected no less than %zu",
                             w + 1, p->first_program[w + 1], p->first_program[w]);
        for (size_t i = p->first_program[w]; i < p->first_program[w + 1]; i++) {
            if (p->program[i] >= p->programs)
                return rung_fail(error, RUNG_BAD_ARGUMENT,
                                 "program of way %zu: found %u, expected less than %zu", w,
                                 p->program[i], p->programs);
            for (size_t k = p->first_program[w]; k < i; k++)
                if (p->program[k] == p->program[i])
                    return rung_fail(error, RUNG_BAD_ARGUMENT,
                                     "program of way %zu: found %u twice, expected it once", w,
                                     p->program[i]);
        }
    }
    return RUNG_OK;
}

static rung_status check_groups(const rung_plan_problem *p, rung_error *error)
{
    __int128 sum = 0, costs = 0;
    for (size_t g = 0; g < p->groups; g++) {
        int64_t best = 0, dearest = 0;
        if (p->first[g + 1] < p->first[g] || p->first[g + 1] - p->first[g] >= RUNG_NONE)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "first of group %zu: found %zu, expected no less than %zu", g + 1,
                             p->first[g + 1], p->first[g]);
        for (size_t o = p->first[g]; o < p->first[g + 1]; o++) {
            if (p->way[o] >= p->ways)
                return rung_fail(error, RUNG_BAD_ARGUMENT,
                                 "way of option %zu: found %u, expected less than %zu", o,
                                 p->way[o], p->ways);
            if (p->value[o] < -most_value || p->value[o] > most_value)
                return rung_fail(error, RUNG_BAD_ARGUMENT,
                                 "value of option %zu: found %lld, expected -1e%d..1e%d", o,
                                 (long long)p->value[o], MOST_DIGITS, MOST_DIGITS);
            best = p->value[o] > best ? p->value[o] : best;
            dearest = p->cost[p->way[o]] > dearest ? p->cost[p->way[o]] : dearest;
        }
        sum += (__int128)best * (p->people ? p->people[g] : 1);
        costs += (__int128)dearest * (p->people ? p->people[g] : 1);
    }
    if (costs > most_sum)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "costs: found a sum of highest ones beyond %lld, expected less",
                         (long long)most_sum);
    if (sum > most_sum)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "values: found a sum of best ones beyond %lld, expected less",
                         (long long)most_sum);
    return RUNG_OK;
}

rung_status rung_problem_check(const rung_plan_problem *p, rung_error *error)
{
    if (p->groups >= RUNG_NONE || p->ways >= RUNG_NONE || p->first[0] != 0 ||
        p->first_program[0] != 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_plan_choose: found %zu groups and %zu ways, first and first_program "
                         "from %zu and %zu, expected less than 4294967295 and from 0",
                         p->groups, p->ways, p->first[0], p->first_program[0]);
    if (!(p->gap >= 0 && p->gap <= 1) || !(p->seconds >= 0))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "gap, seconds: found %.9g and %.9g, expected 0..1 and 0 or more", p->gap,
                         p->seconds);
    rung_status status = check_limits(p, error);
    if (status == RUNG_OK)
        status = check_ways(p, error);
    return status == RUNG_OK ? check_groups(p, error) : status;
}

/* ---------------------------------------------------------------- rows */

/* How many of a row all people together could take, and as a row where that is beyond its limit. */
typedef struct demand {
    int64_t *people;          /* ways: who have it */
    __int128 *program, *role; /* by program and role */
} demand;

static void add_row(rung_rows *rows, rung_limit_kind kind, size_t which, int64_t most)
{
    rows->limit[rows->rows] = (rung_limit){kind, (uint32_t)which, most};
    rows->most[rows->rows++] = most;
}

/* Rows of limits that may bind; budget and places always have one, since they may be changed. */
static void find_rows(rung_rows *rows, const rung_plan_problem *p, const demand *d,
                      uint32_t *row_of_program, uint32_t *row_of_role)
{
    add_row(rows, RUNG_LIMIT_BUDGET, 0, p->budget);
    add_row(rows, RUNG_LIMIT_PLACES, 0, p->places);
    for (size_t i = 0; i < p->programs; i++) {
        row_of_program[i] = RUNG_NONE;
        if (!p->seats || p->seats[i] == RUNG_UNLIMITED || d->program[i] <= p->seats[i])
            continue;
        row_of_program[i] = (uint32_t)rows->rows;
        add_row(rows, RUNG_LIMIT_SEATS, i, p->seats[i]);
    }
    for (size_t i = 0; i < p->roles; i++) {
        row_of_role[i] = RUNG_NONE;
        if (!p->openings || p->openings[i] == RUNG_UNLIMITED || d->role[i] <= p->openings[i])
            continue;
        row_of_role[i] = (uint32_t)rows->rows;
        add_row(rows, RUNG_LIMIT_OPENINGS, i, p->openings[i]);
    }
}

static void count_demand(const rung_plan_problem *p, demand *d)
{
    for (size_t g = 0; g < p->groups; g++)
        for (size_t o = p->first[g]; o < p->first[g + 1]; o++)
            d->people[p->way[o]] += p->people ? p->people[g] : 1;
    for (size_t w = 0; w < p->ways; w++) {
        for (size_t i = p->first_program[w]; i < p->first_program[w + 1]; i++)
            d->program[p->program[i]] += d->people[w];
        if (p->target[w] != RUNG_NONE)
            d->role[p->target[w]] += d->people[w];
    }
}

static void fill_shares(rung_rows *rows, const rung_plan_problem *p, const uint32_t *row_of_program,
                        const uint32_t *row_of_role)
{
    size_t at = 0;
    for (size_t w = 0; w < p->ways; w++) {
        rows->way_first[w] = at;
        if (p->cost[w] > 0)
            rows->share[at++] = (rung_share){0, p->cost[w]};
        if (p->first_program[w + 1] > p->first_program[w])
            rows->share[at++] = (rung_share){1, 1};
        for (size_t i = p->first_program[w]; i < p->first_program[w + 1]; i++)
            if (row_of_program[p->program[i]] != RUNG_NONE)
                rows->share[at++] = (rung_share){row_of_program[p->program[i]], 1};
        if (p->target[w] != RUNG_NONE && row_of_role[p->target[w]] != RUNG_NONE)
            rows->share[at++] = (rung_share){row_of_role[p->target[w]], 1};
    }
    rows->way_first[p->ways] = at;
}

rung_status rung_rows_make(rung_rows *rows, const rung_plan_problem *p, rung_error *error)
{
    size_t most = 2 + p->programs + p->roles;
    demand d = {.people = rung_array(p->ways, sizeof *d.people),
                .program = rung_array(p->programs, sizeof *d.program),
                .role = rung_array(p->roles, sizeof *d.role)};
    uint32_t *numbers = rung_array(p->programs + p->roles, sizeof *numbers);
    *rows = (rung_rows){0};
    rows->limit = rung_array(most, sizeof *rows->limit);
    rows->most = rung_array(most, sizeof *rows->most);
    rows->way_first = rung_array(p->ways + 1, sizeof *rows->way_first);
    rows->share = rung_array(3 * p->ways + p->first_program[p->ways], sizeof *rows->share);
    bool good = d.people && d.program && d.role && numbers && rows->limit && rows->most &&
                rows->way_first && rows->share;
    if (good) {
        count_demand(p, &d);
        find_rows(rows, p, &d, numbers, numbers + p->programs);
        fill_shares(rows, p, numbers, numbers + p->programs);
    }
    free(d.people);
    free(d.program);
    free(d.role);
    free(numbers);
    if (good)
        return RUNG_OK;
    rung_rows_free(rows);
    return rung_fail_memory(error, "the limits of a plan");
}

void rung_rows_free(rung_rows *rows)
{
    free(rows->limit);
    free(rows->most);
    free(rows->way_first);
    free(rows->share);
    *rows = (rung_rows){0};
}
