/* cohort_problem.c - what fixed people leave, and the problem of all others in arrays. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plan/cohort.h"

/* ---------------------------------------------------------------- fixed people */

static rung_status take_one(int64_t *left, const char *what, const char *id, rung_error *error)
{
    if (*left == RUNG_UNLIMITED)
        return RUNG_OK;
    if (--*left < 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "fix: found more people fixed to '%s' than there are %s of it", id, what);
    return RUNG_OK;
}

/* Take what a fixed person needs off the limits. */
static rung_status take_route(rung_cohort *h, const rung_fixed_person *p, rung_error *error)
{
    const rung_catalog *c = h->catalog;
    const uint32_t *token = h->fixed.token + p->token;
    bool trained = false;
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < p->length && status == RUNG_OK; i++)
        if (token[i] >= c->roles) {
            size_t program = token[i] - c->roles;
            trained = true;
            status = take_one(&h->limits.seats[program], "seats", c->program[program].id, error);
        }
    h->fixed_trained += trained;
    h->fixed_value += p->value;
    if (__builtin_add_overflow(h->fixed_cost, p->cost, &h->fixed_cost))
        return rung_fail(error, RUNG_BAD_ARGUMENT, "fix: found costs that no number can hold");
    if (status == RUNG_OK) {
        uint32_t target = token[p->length - 1];
        status = take_one(&h->limits.openings[target], "openings", c->role[target].id, error);
    }
    return status;
}

static rung_status take_fixed(rung_cohort *h, rung_error *error)
{
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < h->fixed.count && status == RUNG_OK; i++)
        if (h->fixed.person[i].length > 0)
            status = take_route(h, &h->fixed.person[i], error);
    if (status == RUNG_OK && h->fixed_cost > h->budget)
        status = rung_fail(error, RUNG_BAD_ARGUMENT,
                           "fix: found people fixed to paths that cost %.9g together, expected at "
                           "most the budget of %.9g",
                           rung_ticks_to_coins(h->fixed_cost), h->job->budget);
    if (status == RUNG_OK && h->fixed_trained > h->places)
        status = rung_fail(error, RUNG_BAD_ARGUMENT,
                           "fix: found %lld people fixed to paths with programs, expected at most "
                           "%lld, as many as places",
                           (long long)h->fixed_trained, (long long)h->places);
    return status;
}

/* ---------------------------------------------------------------- the problem */

static rung_status make_arrays(rung_cohort *h, rung_error *error)
{
    const rung_routes *r = &h->options.routes;
    const uint32_t roles = (uint32_t)h->catalog->roles;
    size_t tokens = r->count > 0 ? r->first[r->count] : 0, at = 0;
    h->first_program = rung_array(r->count + 1, sizeof *h->first_program);
    h->target = rung_array(r->count, sizeof *h->target);
    h->program = rung_array(tokens, sizeof *h->program);
    if (!h->first_program || !h->target || !h->program)
        return rung_fail_memory(error, "the options of people");
    for (size_t w = 0; w < r->count; w++) {
        h->first_program[w] = at;
        h->target[w] = r->token[r->first[w + 1] - 1];
        for (size_t i = r->first[w]; i < r->first[w + 1]; i++)
            if (r->token[i] >= roles)
                h->program[at++] = r->token[i] - roles;
    }
    h->first_program[r->count] = at;
    return RUNG_OK;
}

static bool ask(void *context, uint64_t people, double fraction)
{
    const rung_cohort *h = context;
    (void)people;
    (void)fraction;
    return h->job->progress && h->job->progress(h->job->context, h->summary->people.people, 1);
}

rung_status rung_cohort_pose(rung_cohort *h, rung_error *error)
{
    static const size_t nobody[1];
    const rung_options *o = &h->options;
    rung_status status = take_fixed(h, error);
    if (status == RUNG_OK)
        status = make_arrays(h, error);
    if (status != RUNG_OK)
        return status;
    h->problem = (rung_plan_problem)RUNG_PLAN_PROBLEM_INIT;
    rung_plan_problem *p = &h->problem;
    p->groups = o->lists;
    p->people = o->people;
    p->first = o->lists > 0 ? o->first : nobody;
    p->way = o->way;
    p->value = o->value;
    p->ways = o->routes.count;
    p->cost = o->routes.cost;
    p->target = h->target;
    p->first_program = h->first_program;
    p->program = h->program;
    p->programs = h->catalog->programs;
    p->roles = h->catalog->roles;
    p->seats = h->limits.seats;
    p->openings = h->limits.openings;
    p->gap = h->job->gap;
    p->seconds = h->job->seconds;
    p->threads = h->planner->matcher->threads;
    p->progress = ask;
    p->context = h;
    status = rung_problem_check(p, error);
    return status == RUNG_OK ? rung_chooser_make(&h->chooser, p, error) : status;
}
