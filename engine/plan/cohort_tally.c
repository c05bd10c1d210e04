/* cohort_tally.c - who goes which way in a plan, and what that takes of every limit. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plan/cohort.h"

double rung_ticks_to_coins(int64_t ticks)
{
    return ticks == RUNG_UNLIMITED ? INFINITY : (double)ticks / RUNG_TICKS_PER_COIN;
}

double rung_plan_units(rung_plan_value value)
{
    switch (value) {
    case RUNG_PLAN_READINESS:
        return RUNG_READINESS_PARTS;
    case RUNG_PLAN_PEOPLE:
        return 1;
    case RUNG_PLAN_GAIN:
        break;
    }
    return 100;
}

/* ---------------------------------------------------------------- who */

/* Of those who share a list, the first ones take its first options. */
static bool choose_people(rung_cohort *h)
{
    const rung_options *o = &h->options;
    uint32_t *left = rung_array(h->problem.first[o->lists] + 1, sizeof *left);
    size_t *at = rung_array(o->lists, sizeof *at);
    if (left && at) {
        memcpy(left, h->chooser.whole.taken, h->problem.first[o->lists] * sizeof *left);
        for (size_t i = 0; i < o->count; i++) {
            uint32_t list = o->list[i];
            if (list == RUNG_NONE)
                continue;
            size_t first = o->first[list], end = o->first[list + 1];
            while (first + at[list] < end && left[first + at[list]] == 0)
                at[list]++;
            bool goes = first + at[list] < end;
            h->choice[i] = goes ? (uint32_t)at[list] : RUNG_NONE;
            left[first + at[list]] -= goes; /* one more place than options, for those who stay */
        }
        for (size_t i = 0; i < h->fixed.count; i++)
            h->choice[h->fixed.person[i].person] = (uint32_t)i;
    }
    bool good = left && at;
    free(left);
    free(at);
    return good;
}

/* ---------------------------------------------------------------- how much */

/* Count people on a route. */
static void count_route(rung_cohort *h, const uint32_t *token, size_t length, int64_t cost,
                        int64_t people)
{
    const uint32_t roles = (uint32_t)h->catalog->roles;
    bool trained = false;
    for (size_t i = 0; i < length; i++)
        if (token[i] >= roles) {
            rung_given *seat = &h->seats[token[i] - roles];
            seat->taken += people;
            seat->cost += people * h->planner->terrain.courses.cost[token[i] - roles];
            trained = true;
        }
    h->openings[token[length - 1]].taken += people;
    h->all[0].taken += people * cost;
    h->all[1].taken += trained ? people : 0;
    h->summary->placed += (uint64_t)people;
}

/* People of a list who stay wait for what would be worth most to them. */
static void count_waiting(rung_cohort *h, size_t list)
{
    const rung_options *o = &h->options;
    uint32_t waiting = h->chooser.whole.staying[list];
    size_t best = o->first[list];
    if (o->first[list] == o->first[list + 1])
        return;
    h->summary->with_options += o->people[list];
    h->summary->waiting += waiting;
    for (size_t i = best; i < o->first[list + 1]; i++)
        best = o->value[i] > o->value[best] ? i : best;
    uint32_t way = o->way[best];
    for (size_t i = h->first_program[way]; i < h->first_program[way + 1]; i++)
        h->seats[h->program[i]].waiting += waiting;
    h->openings[h->target[way]].waiting += waiting;
    h->all[1].waiting += h->first_program[way + 1] > h->first_program[way] ? waiting : 0;
}

static void count_all(rung_cohort *h)
{
    const rung_options *o = &h->options;
    const rung_routes *r = &o->routes;
    for (size_t g = 0; g < o->lists; g++) {
        count_waiting(h, g);
        for (size_t i = o->first[g]; i < o->first[g + 1]; i++)
            if (h->chooser.whole.taken[i] > 0)
                count_route(h, r->token + r->first[o->way[i]], rung_routes_length(r, o->way[i]),
                            r->cost[o->way[i]], h->chooser.whole.taken[i]);
    }
    for (size_t i = 0; i < h->fixed.count; i++) {
        const rung_fixed_person *p = &h->fixed.person[i];
        if (p->length == 0)
            continue;
        count_route(h, h->fixed.token + p->token, p->length, p->cost, 1);
        h->summary->with_options++;
    }
}

/* ---------------------------------------------------------------- limits and prices */

static int64_t with_fixed(int64_t left, int64_t fixed)
{
    return left == RUNG_UNLIMITED ? left : left + fixed;
}

static void set_limits(rung_cohort *h)
{
    int64_t *seats = h->limits.seats, *openings = h->limits.openings;
    h->all[0].most = h->budget;
    h->all[1].most = h->places;
    for (size_t i = 0; i < h->catalog->programs; i++)
        h->seats[i].most = seats[i];
    for (size_t i = 0; i < h->catalog->roles; i++)
        h->openings[i].most = openings[i];
    for (size_t i = 0; i < h->fixed.count; i++) {
        const rung_fixed_person *p = &h->fixed.person[i];
        for (size_t k = 0; k < p->length; k++) {
            uint32_t token = h->fixed.token[p->token + k];
            rung_given *given = token >= h->catalog->roles ? &h->seats[token - h->catalog->roles]
                                : k + 1 == p->length       ? &h->openings[token]
                                                           : NULL;
            if (given)
                given->most = with_fixed(given->most, 1);
        }
    }
}

static double price_of(const rung_cohort *h, size_t row)
{
    double price = rung_prices_of(&h->chooser.prices, row) / rung_plan_units(h->job->value);
    return h->chooser.rows.limit[row].kind == RUNG_LIMIT_BUDGET ? price * RUNG_TICKS_PER_COIN
                                                                : price;
}

static void set_prices(rung_cohort *h)
{
    const rung_rows *rows = &h->chooser.rows;
    for (size_t r = 0; r < rows->rows; r++) {
        const rung_limit *limit = &rows->limit[r];
        rung_given *given = limit->kind == RUNG_LIMIT_SEATS      ? &h->seats[limit->which]
                            : limit->kind == RUNG_LIMIT_OPENINGS ? &h->openings[limit->which]
                                                                 : &h->all[limit->kind];
        given->price = price_of(h, r);
        h->summary->seats_bind += limit->kind == RUNG_LIMIT_SEATS && given->price > 0;
        h->summary->openings_bind += limit->kind == RUNG_LIMIT_OPENINGS && given->price > 0;
    }
}

/* ---------------------------------------------------------------- sums */

static void set_summary(rung_cohort *h)
{
    rung_plan_summary *s = h->summary;
    const rung_options *o = &h->options;
    double units = rung_plan_units(h->job->value);
    s->fixed = h->fixed.count;
    s->lists = o->lists;
    s->routes = o->routes.count;
    s->options = o->readiness_count;
    s->trained = (uint64_t)h->all[1].taken;
    s->value = (double)(h->chooser.whole.value + h->fixed_value) / units;
    s->bound = (double)(h->chooser.bound + h->fixed_value) / units;
    s->gap =
        rung_plan_gap(h->chooser.whole.value + h->fixed_value, h->chooser.bound + h->fixed_value);
    s->cost = rung_ticks_to_coins(h->all[0].taken);
    s->budget_price = h->all[0].price;
    s->place_price = h->all[1].price;
    s->ended = h->chooser.ended && s->gap > h->job->gap;
    s->least_cost = INFINITY;
    for (size_t w = 0; w < o->routes.count; w++)
        if (o->routes.cost[w] > 0)
            s->least_cost = fmin(s->least_cost, rung_ticks_to_coins(o->routes.cost[w]));
    for (size_t i = h->catalog->programs; i-- > 0;)
        if (h->seats[i].most == 0) {
            s->seatless++;
            s->seatless_program = (uint32_t)i;
        }
}

rung_status rung_cohort_tally(rung_cohort *h, rung_error *error)
{
    h->choice = rung_array(h->options.count, sizeof *h->choice);
    h->seats = rung_array(h->catalog->programs, sizeof *h->seats);
    h->openings = rung_array(h->catalog->roles, sizeof *h->openings);
    h->all = rung_array(2, sizeof *h->all);
    if (!h->choice || !h->seats || !h->openings || !h->all || !choose_people(h))
        return rung_fail_memory(error, "a plan");
    count_all(h);
    set_limits(h);
    set_prices(h);
    set_summary(h);
    return RUNG_OK;
}

void rung_cohort_sum(const rung_cohort *h, rung_plan_point *point)
{
    const rung_options *o = &h->options;
    double units = rung_plan_units(h->job->value);
    int64_t cost = h->fixed_cost;
    point->placed = 0;
    point->trained = (uint64_t)h->fixed_trained;
    for (size_t i = 0; i < h->problem.first[o->lists]; i++) {
        uint32_t taken = h->chooser.whole.taken[i], way = o->way[i];
        point->placed += taken;
        point->trained += h->first_program[way + 1] > h->first_program[way] ? taken : 0;
        cost += taken * o->routes.cost[way];
    }
    for (size_t i = 0; i < h->fixed.count; i++)
        point->placed += h->fixed.person[i].length > 0;
    point->cost = rung_ticks_to_coins(cost);
    point->value = (double)(h->chooser.whole.value + h->fixed_value) / units;
    point->bound = (double)(h->chooser.bound + h->fixed_value) / units;
    point->gap =
        rung_plan_gap(h->chooser.whole.value + h->fixed_value, h->chooser.bound + h->fixed_value);
    point->budget_price = price_of(h, 0);
    point->place_price = price_of(h, 1);
}
