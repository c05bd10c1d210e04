/* sets.c - the sets of programs that make one move viable: each as small as it can be. */
#include <stdlib.h>
#include <string.h>

#include "path/place.h"
#include "path/route.h"

/* What a set for one move is chosen from. */
typedef struct choice {
    const rung_place *at;
    uint32_t role;
    const rung_option *option;
    size_t count;
    bool ahead;   /* some can be taken before this move and not after it */
    size_t tries; /* left, where sets are for any target; SIZE_MAX where they are for these */
    bool failed;  /* there were too many tries */
} choice;

/* Whether a program can be taken before a move into role, but not in role itself any more. */
static bool last_chance(const rung_search *s, size_t program, uint32_t role)
{
    return !s->aim && !rung_aside(s, RUNG_RULE_AUDIENCE) &&
           !rung_course_admits(&s->terrain->courses, program, role);
}

/* ---------------------------------------------------------------- what there is to choose */

/* The place after one more program, but for the levels. */
static rung_place after_program(const rung_search *s, const rung_place *at, const rung_option *o)
{
    rung_place next = rung_after_program(s, at, o->offer->program);
    next.ahead |= o->last_chance;
    return next;
}

/* What each program adds to the person's readiness for role today, which is more than it adds
 * later. */
static const double *adds_today(rung_search *s, uint32_t role)
{
    const rung_courses *c = &s->terrain->courses;
    double *adds = s->adds + role * c->count;
    if (s->adds_for[role] != s->person) {
        s->adds_for[role] = s->person;
        for (size_t p = 0; p < c->count; p++)
            adds[p] = rung_course_adds(c, s->terrain->moves.demand, p, s->levels, role);
    }
    return adds;
}

/* The least that programs can take to add so much to readiness, if a part of one could be taken for
 * a part of its price: dearest last. INT64_MAX where they do not add as much. option[..].rest is
 * what each adds. */
static int64_t least_price(rung_option *option, size_t count, const int64_t *price, double missing)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i; k-- > 0;) { /* by what is added for the price */
            rung_option a = option[k], b = option[k + 1];
            if (a.rest * (double)price[b.offer->program] >=
                b.rest * (double)price[a.offer->program])
                break;
            option[k] = b;
            option[k + 1] = a;
        }
    }
    for (size_t i = 0; i < count; i++) {
        double part = option[i].rest < missing ? 1 : missing / option[i].rest;
        sum += part * (double)price[option[i].offer->program];
        missing -= option[i].rest;
        if (missing <= 0)
            return (int64_t)(sum * (1 - 1e-9));
    }
    return INT64_MAX;
}

/* Whether programs that add enough to readiness, all together, leave a path worth looking for. */
static bool may_do(const rung_search *s, const rung_place *at, uint32_t role, rung_option *option,
                   size_t count)
{
    const rung_courses *c = &s->terrain->courses;
    double missing = s->quest.theta - 2 * s->terrain->moves.slack - rung_reach_now(s, at, role);
    if (missing <= 0)
        return true;
    rung_place after = *at;
    int64_t weeks = least_price(option, count, c->weeks, missing);
    if (weeks == INT64_MAX)
        return false;
    after.weeks += weeks;
    after.cost += least_price(option, count, c->cost, missing);
    for (int z = after.opened + 1; z < RUNG_ZONES && rung_may_open(s, z); z++)
        after.opened = z; /* some of them may open zones */
    return rung_worth_trying(s, &after, role);
}

bool rung_sets_may_do(rung_search *s, const rung_place *at, uint32_t role)
{
    const double *adds = adds_today(s, role);
    rung_option *option = s->options;
    size_t count = 0;
    if (at->steps > 0)
        return true; /* it is asked when they are listed */
    for (size_t i = 0; i < s->offer_count[0]; i++) {
        rung_option o = {.offer = &s->offers[i], .rest = adds[s->offers[i].program]};
        rung_place after = rung_after_offer(s, at, o.offer);
        if (o.rest > 0 && rung_worth_trying(s, &after, role))
            option[count++] = o;
    }
    return may_do(s, at, role, option, count);
}

/* List the programs that may serve a move into role from here, the most useful first, each with
 * what it adds to readiness at most: all of them, or those that alone leave a path worth looking
 * for. */
static size_t list_options(rung_search *s, const rung_place *at, uint32_t role, bool all,
                           rung_option *option)
{
    const rung_courses *c = &s->terrain->courses;
    const rung_offer *offer = s->offers + at->steps * c->count;
    const float *levels = rung_levels_at(s, at);
    size_t count = 0;
    for (size_t k = 0; k < s->offer_count[at->steps]; k++) {
        size_t p = offer[k].program;
        rung_option o = {.offer = &offer[k], .last_chance = last_chance(s, p, role)};
        rung_place after = rung_after_offer(s, at, o.offer);
        if (!all && !rung_worth_trying(s, &after, role))
            continue;
        o.rest = rung_course_adds(c, s->terrain->moves.demand, p, levels, role);
        if (!(o.rest > 0 || c->catalog->program[p].opens_zone > at->opened ||
              ((o.last_chance || c->feeds[p]) && rung_course_raises(c, p, levels)) ||
              rung_course_essential(c, &s->terrain->moves, p, levels, role)))
            continue;
        size_t i = count++;
        for (; i > 0 && option[i - 1].rest < o.rest; i--)
            option[i] = option[i - 1];
        option[i] = o;
    }
    return count;
}

/* ---------------------------------------------------------------- choosing */

/* Put the chosen programs behind the route in the order that always takes the first in the catalog
 * that can be taken; false when the turn of some never comes. */
static bool line_up(rung_search *s, const rung_place *at, size_t chosen)
{
    const rung_courses *c = &s->terrain->courses;
    size_t roles = s->terrain->moves.demand->roles, *left = s->chosen + at->begin + chosen;
    memcpy(left, s->chosen + at->begin, chosen * sizeof *left);
    memcpy(s->trial, rung_levels_at(s, at), c->stride * sizeof *s->trial);
    for (size_t waiting = chosen; waiting > 0; waiting--) {
        size_t best = waiting;
        for (size_t i = 0; i < waiting; i++)
            if ((best == waiting || left[i] < left[best]) && rung_course_open(c, left[i], s->trial))
                best = i;
        if (best == waiting) {
            s->length = at->begin;
            return false;
        }
        rung_course_take(c, left[best], s->trial);
        s->route[s->length++] = (uint32_t)(roles + left[best]);
        left[best] = left[waiting - 1];
    }
    return true;
}

/* Keep the programs behind the route, which bring somebody to next. */
static void keep(rung_search *s, const rung_place *at, const rung_place *next)
{
    size_t count = s->length - at->begin;
    if (!rung_grow((void **)&s->sets, &s->sets_room, s->set_count + 1, sizeof *s->sets) ||
        !rung_grow((void **)&s->set_tokens, &s->set_tokens_room, s->set_token_count + count,
                   sizeof *s->set_tokens)) {
        s->memory_short = s->stopped = true;
        return;
    }
    if (count > 0)
        memcpy(s->set_tokens + s->set_token_count, s->route + at->begin,
               count * sizeof *s->set_tokens);
    s->sets[s->set_count++] = (rung_program_set){.first = s->set_token_count,
                                                 .count = count,
                                                 .weeks = next->weeks,
                                                 .cost = next->cost,
                                                 .opened = next->opened,
                                                 .ahead = next->ahead};
    s->set_token_count += count;
}

/* The programs chosen make the move viable: keep them, if they can be taken and each is needed.
 * Whether they can be taken. */
static bool use(rung_search *s, const choice *all, const rung_place *next, size_t chosen)
{
    const rung_place *at = all->at;
    bool taken = line_up(s, at, chosen);
    if (taken && rung_route_needed(s, at->begin, at->row, at->role, all->role))
        keep(s, at, next);
    s->length = at->begin;
    return taken;
}

/* Choose among the options from i on, after those that brought her to next. */
static void choose(rung_search *s, choice *all, const rung_place *next, size_t chosen, size_t i)
{
    const rung_terrain *t = s->terrain;
    const float *levels = rung_levels_at(s, next);
    double readiness = rung_move_readiness(&t->moves, levels, all->role);
    bool can = false, taken = false;
    bool any = all->tries != SIZE_MAX;
    if (any) {
        rung_ask(s);
        all->failed |= --all->tries == 0;
    } else {
        rung_count_effort(s);
    }
    if (s->stopped || all->failed)
        return;
    if (readiness >= s->quest.theta && rung_allowed(s, next, all->role) &&
        (rung_aside(s, RUNG_RULE_ESSENTIAL) ||
         !rung_move_essentials_short(&t->moves, levels, all->role))) {
        can = true;
        taken = use(s, all, next, chosen);
        if (taken && !all->ahead)
            return; /* more would be for nothing */
    }
    for (; i < all->count && !s->stopped && !all->failed; i++) {
        const rung_option *o = &all->option[i];
        if (!can && readiness + o->rest < s->quest.theta - t->moves.slack)
            return; /* all that is left, together, is not enough */
        if (taken && !o->last_chance && !t->courses.feeds[o->offer->program])
            continue; /* more would be for nothing */
        rung_place after = after_program(s, next, o);
        if (!any && !rung_worth_trying(s, &after, all->role))
            continue;
        float *risen = s->rows + after.row * t->courses.stride;
        memcpy(risen, levels, t->courses.stride * sizeof *risen);
        rung_course_take(&t->courses, o->offer->program, risen);
        s->chosen[all->at->begin + chosen] = o->offer->program;
        s->taken[o->offer->program / 64] |= 1ULL << (o->offer->program % 64);
        choose(s, all, &after, chosen + 1, i + 1);
        s->taken[o->offer->program / 64] &= ~(1ULL << (o->offer->program % 64));
    }
}

bool rung_choose_sets(rung_search *s, const rung_place *at, uint32_t role, size_t tries)
{
    size_t programs = s->terrain->courses.count;
    rung_option *option = s->options + (at->steps + 1) * programs, *priced = s->options;
    choice all = {.at = at, .role = role, .option = option, .tries = tries ? tries : SIZE_MAX};
    all.count = list_options(s, at, role, tries > 0, option);
    memcpy(priced, option, all.count * sizeof *priced);
    if (tries == 0 && !may_do(s, at, role, priced, all.count))
        return true;
    for (size_t i = all.count; i-- > 0;) {
        all.ahead |= option[i].last_chance;
        if (i + 1 < all.count)
            option[i].rest += option[i + 1].rest; /* and all behind it */
    }
    choose(s, &all, at, 0, 0);
    return !all.failed;
}
