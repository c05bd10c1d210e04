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
    bool ahead;      /* some can be taken before this move and not after it */
    uint64_t closed; /* a bit for each option that others must open, of the first 64 */
    bool chains;     /* closed ones may open closed ones, or there are too many to tell */
    rung_chosen chosen;
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

/* What programs cost by the figure that ranks paths first. */
static const int64_t *price_of(const rung_search *s)
{
    const rung_courses *c = &s->terrain->courses;
    return s->terrain->prefer == RUNG_PREFER_CHEAPEST ? c->cost : c->weeks;
}

/* Whether a adds more for its price than b; what adds nothing comes last, whatever its price. */
static bool serves_better(const rung_option *a, const rung_option *b, const int64_t *price)
{
    if (a->adds == 0 || b->adds == 0)
        return a->adds > 0 && b->adds == 0;
    return a->adds * (double)price[b->offer->program] > b->adds * (double)price[a->offer->program];
}

/* The least that programs can take to add so much to readiness, if a part of one could be taken for
 * a part of its price: dearest last. INT64_MAX where they do not add as much. */
static int64_t least_price(rung_option *option, size_t count, const int64_t *price, double missing)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i; k-- > 0;) { /* by what is added for the price */
            rung_option a = option[k], b = option[k + 1];
            if (!serves_better(&b, &a, price))
                break;
            option[k] = b;
            option[k + 1] = a;
        }
    }
    for (size_t i = 0; i < count; i++) {
        double part = option[i].adds < missing ? 1 : missing / option[i].adds;
        sum += part * (double)price[option[i].offer->program];
        missing -= option[i].adds;
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
        rung_option o = {.offer = &s->offers[i], .adds = adds[s->offers[i].program]};
        rung_place after = rung_after_offer(s, at, o.offer);
        if (o.adds > 0 && rung_worth_trying(s, &after, role))
            option[count++] = o;
    }
    return may_do(s, at, role, option, count);
}

/* List the programs that may serve a move into role from here, those first that add most for their
 * price: all of them, or those that alone leave a path worth looking
 * for. */
static size_t list_options(rung_search *s, const rung_place *at, uint32_t role, bool all,
                           rung_option *option)
{
    const rung_courses *c = &s->terrain->courses;
    const rung_offer *offer = s->offers + at->steps * c->count;
    const float *levels = rung_levels_at(s, at);
    const int64_t *price = price_of(s);
    size_t count = 0;
    for (size_t k = 0; k < s->offer_count[at->steps]; k++) {
        size_t p = offer[k].program;
        rung_option o = {.offer = &offer[k], .last_chance = last_chance(s, p, role)};
        rung_place after = rung_after_offer(s, at, o.offer);
        if (!all && !rung_worth_trying(s, &after, role))
            continue;
        o.adds = rung_course_adds(c, s->terrain->moves.demand, p, levels, role);
        o.essential = rung_course_essential(c, &s->terrain->moves, p, levels, role);
        if (!(o.adds > 0 || o.essential || o.offer->opener ||
              c->catalog->program[p].opens_zone > at->opened ||
              (o.last_chance && rung_course_raises(c, p, levels))))
            continue;
        size_t i = count++;
        for (; i > 0 && serves_better(&o, &option[i - 1], price); i--)
            option[i] = option[i - 1];
        option[i] = o;
    }
    return count;
}

/* ---------------------------------------------------------------- choosing */

/* Put programs behind the route in the order that always takes the first in the catalog that can be
 * taken; false when the turn of some never comes. Behind the list there is room for another. */
static bool line_up(rung_search *s, const rung_place *at, size_t *program, size_t count)
{
    const rung_courses *c = &s->terrain->courses;
    size_t roles = s->terrain->moves.demand->roles, *left = program + count;
    if (count > 0)
        memcpy(left, program, count * sizeof *left);
    memcpy(s->trial, rung_levels_at(s, at), c->stride * sizeof *s->trial);
    for (size_t waiting = count; waiting > 0; waiting--) {
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

/* Use those of the programs behind the route that are needed. They would be found later too; but a
 * path that is known early cuts the search short. */
static void use_part(rung_search *s, const choice *all, size_t *room)
{
    const rung_place *at = all->at;
    size_t roles = s->terrain->moves.demand->roles, count = 0;
    rung_place next = *at;
    rung_route_reduce(s, at->begin, at->row, at->role, all->role);
    for (size_t i = at->begin; i < s->length; i++) {
        room[count] = s->route[i] - roles;
        next = rung_after_program(s, &next, room[count++]);
    }
    s->length = at->begin;
    if (line_up(s, at, room, count))
        all->chosen(s, at, &next, all->role);
}

/* The programs chosen make the move viable: use them, if they can be taken and each is needed.
 * Whether they can be taken. */
static bool use(rung_search *s, const choice *all, const rung_place *next, size_t chosen)
{
    const rung_place *at = all->at;
    size_t *program = s->chosen + at->begin;
    bool taken = line_up(s, at, program, chosen);
    if (taken && rung_route_needed(s, at->begin, at->row, at->role, all->role))
        all->chosen(s, at, next, all->role);
    else if (taken && s->aim && s->aim->count < s->quest.most)
        use_part(s, all, program + chosen);
    s->length = at->begin;
    return taken;
}

/* Whether options from i on that add what is missing to readiness leave a path worth looking for,
 * if a part of one could be taken for a part of its price. */
static bool worth_missing(const rung_search *s, const choice *all, const rung_place *next, size_t i,
                          double missing)
{
    const int64_t *price = price_of(s);
    double sum = 0;
    for (; i < all->count && missing > 0; i++) {
        double adds = all->option[i].adds;
        sum += (adds < missing ? 1 : missing / adds) * (double)price[all->option[i].offer->program];
        missing -= adds;
    }
    if (missing > 0)
        return false;
    rung_place after = *next;
    *(price == s->terrain->courses.cost ? &after.cost : &after.weeks) +=
        (int64_t)(sum * (1 - 1e-9));
    for (int z = after.opened + 1; z < RUNG_ZONES && rung_may_open(s, z); z++)
        after.opened = z; /* some of them may open zones */
    return rung_worth_trying(s, &after, all->role);
}

/* What the programs chosen so far leave to be done. */
typedef struct lack {
    bool levels, zone;
    uint64_t opening; /* closed options that are chosen */
    double missing;   /* to readiness, at least */
} lack;

static bool enough(const rung_search *s, const choice *all, const float *levels)
{
    const rung_moves *m = &s->terrain->moves;
    return rung_aside(s, RUNG_RULE_ESSENTIAL) || !rung_move_essentials_short(m, levels, all->role);
}

static lack look_at(const rung_search *s, const choice *all, const rung_place *next)
{
    const rung_moves *m = &s->terrain->moves;
    const float *levels = rung_levels_at(s, next);
    double readiness = rung_move_readiness(m, levels, all->role);
    lack l = {.missing = s->quest.theta - m->slack - readiness,
              .zone = !rung_allowed(s, next, all->role)};
    l.levels = readiness < s->quest.theta || !enough(s, all, levels);
    for (size_t i = 0; i < all->count && i < 64; i++)
        if (all->closed >> i & 1 && rung_in_set(s->taken, all->option[i].offer->program))
            l.opening |= 1ULL << i;
    return l;
}

/* Whether an option may serve what is lacking, but for opening others. */
static bool serves_itself(const rung_search *s, const choice *all, const lack *l, size_t i)
{
    const rung_option *o = &all->option[i];
    const rung_catalog *c = s->terrain->moves.catalog;
    return (l->levels && (o->adds > 0 || o->essential)) || o->last_chance ||
           (l->zone && c->program[o->offer->program].opens_zone >= c->role[all->role].job_zone);
}

static bool serves(const rung_search *s, const choice *all, const lack *l, size_t i)
{
    uint64_t opens = all->option[i].opens;
    if (serves_itself(s, all, l, i) || (opens & l->opening) ||
        (all->chains && all->option[i].offer->opener))
        return true;
    for (uint64_t left = opens; left > 0; left &= left - 1) {
        size_t k = (size_t)__builtin_ctzll(left); /* it may still be chosen */
        if (k > i && serves_itself(s, all, l, k))
            return true;
    }
    return false;
}

/* Note which options open which. */
static void find_openers(const rung_search *s, choice *all, rung_option *option)
{
    const float *levels = rung_levels_at(s, all->at);
    all->chains = all->count > 64;
    for (size_t i = 0; i < all->count && i < 64; i++)
        all->closed |= (uint64_t)option[i].offer->closed << i;
    for (size_t i = 0; i < all->count; i++) {
        const rung_offer *o = option[i].offer;
        for (uint64_t left = o->opener ? all->closed : 0; left > 0; left &= left - 1) {
            size_t k = (size_t)__builtin_ctzll(left);
            if (rung_may_open_program(s, levels, o->program, option[k].offer->program))
                option[i].opens |= 1ULL << k;
        }
        all->chains |= o->closed && option[i].opens > 0;
    }
}

static void choose(rung_search *s, choice *all, const rung_place *next, size_t chosen, size_t i);

/* Choose an option too. */
static void choose_with(rung_search *s, choice *all, const rung_place *next, size_t chosen,
                        size_t i)
{
    const rung_courses *c = &s->terrain->courses;
    size_t program = all->option[i].offer->program;
    rung_place after = after_program(s, next, &all->option[i]);
    if (all->tries == SIZE_MAX && !rung_worth_trying(s, &after, all->role))
        return;
    float *risen = s->rows + after.row * c->stride;
    memcpy(risen, rung_levels_at(s, next), c->stride * sizeof *risen);
    rung_course_take(c, program, risen);
    s->chosen[all->at->begin + chosen] = program;
    s->taken[program / 64] |= 1ULL << (program % 64);
    choose(s, all, &after, chosen + 1, i + 1);
    s->taken[program / 64] &= ~(1ULL << (program % 64));
}

/* Count one more try; false when there have been enough. */
static bool may_try(rung_search *s, choice *all)
{
    if (all->tries == SIZE_MAX) {
        rung_count_effort(s);
    } else {
        rung_ask(s);
        all->failed |= --all->tries == 0;
    }
    return !s->stopped && !all->failed;
}

/* Choose among the options from i on, after those that brought her to next. */
static void choose(rung_search *s, choice *all, const rung_place *next, size_t chosen, size_t i)
{
    if (!may_try(s, all))
        return;
    lack l = look_at(s, all, next);
    if (!l.levels && !l.zone && use(s, all, next, chosen)) {
        if (!all->ahead)
            return; /* more would be for nothing */
        l.opening = 0;
    }
    if (all->tries == SIZE_MAX && l.missing > 0 && chosen > 0 &&
        !worth_missing(s, all, next, i, l.missing))
        return;
    for (; i < all->count && !s->stopped && !all->failed; i++) {
        if (l.missing > all->option[i].rest)
            return; /* all that is left, together, is not enough */
        if (serves(s, all, &l, i))
            choose_with(s, all, next, chosen, i);
    }
}

bool rung_choose_sets(rung_search *s, const rung_place *at, uint32_t role, size_t tries,
                      rung_chosen chosen)
{
    size_t programs = s->terrain->courses.count;
    rung_option *option = s->options + (at->steps + 1) * programs, *priced = s->options;
    choice all = {.at = at,
                  .role = role,
                  .option = option,
                  .chosen = chosen,
                  .tries = tries ? tries : SIZE_MAX};
    all.count = list_options(s, at, role, tries > 0, option);
    memcpy(priced, option, all.count * sizeof *priced);
    if (tries == 0 && !may_do(s, at, role, priced, all.count))
        return true;
    for (size_t i = all.count; i-- > 0;) {
        all.ahead |= option[i].last_chance;
        option[i].rest = option[i].adds + (i + 1 < all.count ? option[i + 1].rest : 0);
    }
    find_openers(s, &all, option);
    choose(s, &all, at, 0, 0);
    return !all.failed;
}
