/* targets.c - the targets that suit one person best: those that can be entered now are worth what
 * they are; all others are looked at in the order of the best that they could be worth, until the
 * next could not be among the best any more. */
#include "path/targets.h"

#include <math.h>
#include <stdlib.h>

/* When a first role is entered: at once, or after a program. */
enum { NOW, TRAINED, WAYS };

/* What is known of the person before any search. */
typedef struct outlook {
    const rung_terrain *terrain;
    rung_search *search;
    size_t steps;
    double wage; /* today's, or NAN */
    double theta;
    double stop_wage[WAYS][RUNG_ZONES];   /* the highest wage of a first stop so far, or NAN */
    int64_t stop_weeks[WAYS][RUNG_ZONES]; /* the shortest stay in one */
    int64_t first_weeks; /* no second step, and no first one after a program, starts before */
} outlook;

static double wage_of(const outlook *o, uint32_t role)
{
    double wage = o->terrain->moves.catalog->role[role].wage;
    return isnan(wage) ? o->wage : wage;
}

static int compare(const void *a, const void *b)
{
    const rung_prospect *x = a, *y = b;
    int order = rung_key_compare(x->key, y->key);
    return order ? order : (x->role > y->role) - (x->role < y->role);
}

/* Put a target among the best where it belongs there. */
static void rank(rung_targets_scratch *t, size_t *count, rung_prospect target)
{
    size_t i = *count;
    while (i > 0 && compare(&target, &t->best[i - 1]) < 0) {
        t->best[i] = t->best[i - 1];
        i--;
    }
    t->best[i] = target;
    *count += *count < t->most;
}

static rung_key worst(const rung_targets_scratch *t, size_t count)
{
    return count < t->most ? RUNG_KEY_WORST : t->best[count - 1].key;
}

/* ---------------------------------------------------------------- bounds */

static outlook look(rung_search *search, size_t steps)
{
    const rung_terrain *t = search->terrain;
    outlook o = {.terrain = t,
                 .search = search,
                 .steps = steps,
                 .wage =
                     search->role == RUNG_NONE ? NAN : t->moves.catalog->role[search->role].wage,
                 .theta = t->moves.theta - t->moves.slack};
    for (int way = 0; way < WAYS; way++)
        for (int z = 0; z < RUNG_ZONES; z++) {
            o.stop_wage[way][z] = NAN;
            o.stop_weeks[way][z] = INT64_MAX;
        }
    return o;
}

/* Whether a role could be entered as the first, with whatever programs. */
static bool may_be_first(const outlook *o, const rung_targets_scratch *t, uint32_t role)
{
    const rung_moves *m = &o->terrain->moves;
    const rung_search *s = o->search;
    return role != s->role && (double)t->reach[role] >= o->theta &&
           rung_move_in_zone(m, s->role, role, s->start_opens) &&
           rung_move_pays(m, o->wage, role, m->wage_fall);
}

static void count_first_stop(outlook *o, const rung_targets_scratch *t, uint32_t role)
{
    const rung_moves *m = &o->terrain->moves;
    int zone = m->catalog->role[role].job_zone;
    bool now = (double)t->fit[role] >= o->theta && rung_move_in_zone(m, o->search->role, role, 0);
    int way = now ? NOW : TRAINED;
    double wage = wage_of(o, role), *best = &o->stop_wage[way][zone];
    if (m->dwell[role] < o->stop_weeks[way][zone])
        o->stop_weeks[way][zone] = m->dwell[role];
    if (isnan(*best) || wage > *best)
        *best = wage;
}

/* The tick at which programs that are begun now can have opened a zone. */
static int64_t opening(const rung_search *s, int zone, int64_t now)
{
    if (s->open_weeks[zone] == INT64_MAX)
        return INT64_MAX;
    int64_t weeks = now + s->open_weeks[zone];
    return weeks > s->open_from[zone] ? weeks : s->open_from[zone];
}

/* The tick at which target can be entered at the earliest by somebody who may leave a role of a
 * zone now. */
static int64_t entry(const outlook *o, int zone, int wanted, int64_t now, bool more_stops)
{
    const rung_moves *m = &o->terrain->moves;
    if (zone == 0 || wanted == 0 || wanted <= zone + m->zone_step)
        return now;
    int64_t tick = opening(o->search, wanted, now);
    if (more_stops && m->zone_dwell[wanted] != INT64_MAX && now + m->zone_dwell[wanted] < tick)
        tick = now + m->zone_dwell[wanted];
    return tick;
}

/* The highest gain of a path to target whose first stop is of a zone. */
static double gain_through(const outlook *o, int way, int zone, uint32_t target)
{
    const rung_moves *m = &o->terrain->moves;
    const rung_horizon *h = &o->terrain->horizon;
    double first = o->stop_wage[way][zone], last = wage_of(o, target);
    bool more = o->steps > 2;
    int64_t in = way == NOW ? 0 : o->search->least_weeks;
    int64_t out = in + o->stop_weeks[way][zone];
    int64_t when = entry(o, zone, m->catalog->role[target].job_zone, out, more);
    if (when == INT64_MAX)
        return -INFINITY;
    double gain = (first - o->wage) * rung_tail(h, in);
    if (more) { /* a second stop may pay as much as the best in its reach, from then on */
        int reach = zone == 0 ? RUNG_ZONES - 1 : zone + m->zone_step;
        int64_t beyond = o->steps > 3 ? out : when;
        if (reach < RUNG_ZONES - 1 && opening(o->search, reach + 1, out) < beyond)
            beyond = opening(o->search, reach + 1, out);
        double middle = m->zone_wage[reach < RUNG_ZONES ? reach : RUNG_ZONES - 1];
        middle = middle < last ? middle : last;
        if (middle > first) {
            gain += (middle - first) * rung_tail(h, out);
            first = middle;
        }
        when = beyond;
    }
    return gain + (last - first) * rung_tail(h, when);
}

/* The highest gain that a target which cannot be entered now could bring; -INFINITY when it cannot
 * be reached. Wages never fall on the way, and first stops that pay more than target have not been
 * counted yet. */
static double most_gain(const outlook *o, uint32_t target, bool after_programs)
{
    const rung_moves *m = &o->terrain->moves;
    double most = -INFINITY;
    if (after_programs && o->search->programs) {
        int64_t when = o->search->least_weeks;
        if (!rung_move_in_zone(m, o->search->role, target, o->search->start_opens))
            when = INT64_MAX;
        else if (!rung_move_in_zone(m, o->search->role, target, 0))
            when = opening(o->search, m->catalog->role[target].job_zone, 0);
        if (when != INT64_MAX)
            most = (wage_of(o, target) - o->wage) * rung_tail(&o->terrain->horizon, when);
    }
    for (int way = 0; way < WAYS && o->steps > 1; way++)
        for (int z = 0; z < RUNG_ZONES; z++)
            if (!isnan(o->stop_wage[way][z])) {
                double gain = gain_through(o, way, z, target);
                most = gain > most ? gain : most;
            }
    return most;
}

/* The same where wages may fall on the way or are not all known. */
static double loose_gain(const outlook *o)
{
    double today = isnan(o->wage) ? 0 : o->wage;
    return (o->terrain->moves.highest_wage - today) * o->terrain->horizon.tail[0];
}

static bool gain_is_simple(const outlook *o)
{
    return o->terrain->moves.wage_fall == 0 && !isnan(o->wage);
}

/* ---------------------------------------------------------------- candidates */

bool rung_targets_compared(const rung_terrain *terrain, uint32_t current, uint32_t role)
{
    const rung_role *roles = terrain->moves.catalog->role;
    return terrain->prefer != RUNG_PREFER_GAIN || current == RUNG_NONE ||
           isnan(roles[current].wage) || !isnan(roles[role].wage);
}

/* Enter a target now, without programs: no path to it is better, since wages do not fall. */
static bool direct_is_best(const outlook *o, uint32_t role, rung_prospect *target)
{
    double wage = o->terrain->moves.catalog->role[role].wage;
    if (o->terrain->prefer == RUNG_PREFER_GAIN && (!gain_is_simple(o) || isnan(wage)))
        return false;
    rung_figures now = {.steps = 1};
    if (o->terrain->prefer == RUNG_PREFER_GAIN)
        now.gain = 0 + (wage - o->wage) * o->terrain->horizon.tail[0] - 0;
    *target = (rung_prospect){rung_key_of(o->terrain->prefer, &now), role, true};
    return true;
}

static rung_key best_key(const outlook *o, const rung_targets_scratch *t, uint32_t role)
{
    rung_figures best = {.weeks = o->first_weeks, .steps = 1};
    if (o->terrain->prefer == RUNG_PREFER_GAIN) {
        bool simple = gain_is_simple(o) && !isnan(o->terrain->moves.catalog->role[role].wage);
        best.gain = simple ? most_gain(o, role, (double)t->reach[role] >= o->theta) : loose_gain(o);
        if (best.gain == -INFINITY)
            return RUNG_KEY_WORST;
    }
    return rung_key_bound(o->terrain->prefer, &best);
}

/* Fill best with targets that can be entered now, and open with those that bounds leave. */
static size_t sort_out(outlook *o, rung_targets_scratch *t, size_t *count)
{
    const rung_moves *m = &o->terrain->moves;
    size_t open = 0;
    rung_panel_fit(&m->panel, o->search->levels, t->fit);
    rung_panel_fit(&m->panel, o->search->start, t->reach);
    for (size_t i = 0; i < m->enterable; i++) {
        uint32_t r = t->by_wage[i];
        rung_prospect target;
        if (r == o->search->role || !rung_targets_compared(o->terrain, o->search->role, r))
            continue;
        if ((double)t->fit[r] >= o->theta && rung_search_direct(o->search, r) &&
            direct_is_best(o, r, &target))
            rank(t, count, target);
        else
            t->open[open++].role = r;
    }
    o->first_weeks = o->search->least_weeks;
    for (size_t i = 0; i < m->enterable; i++) {
        uint32_t r = t->by_wage[i];
        if (o->steps > 1 && m->dwell[r] < o->first_weeks && may_be_first(o, t, r))
            o->first_weeks = m->dwell[r];
    }
    return open;
}

/* Give the open targets the best key that each could have, and drop those that are too bad. */
static size_t estimate(outlook *o, rung_targets_scratch *t, size_t open, size_t count)
{
    const rung_moves *m = &o->terrain->moves;
    size_t kept = 0, next = 0;
    for (size_t i = 0; i < open; i++) {
        uint32_t role = t->open[i].role;
        double wage = wage_of(o, role);
        for (; next < m->enterable && !(wage_of(o, t->by_wage[next]) > wage); next++)
            if (may_be_first(o, t, t->by_wage[next]))
                count_first_stop(o, t, t->by_wage[next]);
        rung_prospect target = {best_key(o, t, role), role, false};
        if (rung_key_compare(target.key, RUNG_KEY_WORST) < 0 &&
            rung_key_compare(target.key, worst(t, count)) <= 0)
            t->open[kept++] = target;
    }
    qsort(t->open, kept, sizeof *t->open, compare);
    return kept;
}

/* Who is told of paths while several targets are searched together. */
typedef struct contest {
    rung_targets_scratch *scratch;
    size_t *count;
} contest;

/* Put a target's better path in its place among the best. */
static rung_key told(void *context, uint32_t role, rung_key key)
{
    const contest *c = context;
    rung_targets_scratch *t = c->scratch;
    size_t i = 0;
    while (i < *c->count && t->best[i].role != role)
        i++;
    if (i < *c->count) {
        for (; i + 1 < *c->count; i++)
            t->best[i] = t->best[i + 1];
        --*c->count;
    }
    rank(t, c->count, (rung_prospect){key, role, true});
    return worst(t, *c->count);
}

size_t rung_targets_find(rung_targets_scratch *scratch, rung_search *search, size_t steps,
                         bool *complete)
{
    outlook o = look(search, steps);
    size_t count = 0;
    size_t open = sort_out(&o, scratch, &count);
    *complete = true;
    if (o.first_weeks == INT64_MAX && search->terrain->prefer != RUNG_PREFER_GAIN)
        return count; /* no programs, and no stop on the way */
    open = estimate(&o, scratch, open, count);
    contest all = {scratch, &count};
    for (size_t i = 0; i < open;) {
        uint32_t target[RUNG_GOALS];
        rung_quest quest = {.target = target,
                            .most = 1,
                            .limit = worst(scratch, count),
                            .theta = search->terrain->moves.theta,
                            .wage_fall = search->terrain->moves.wage_fall,
                            .told = told,
                            .context = &all};
        for (; i < open && quest.targets < RUNG_GOALS; i++)
            if (rung_key_compare(scratch->open[i].key, quest.limit) <= 0)
                target[quest.targets++] = scratch->open[i].role;
        if (quest.targets == 0)
            break;
        quest.steps = steps;
        rung_search_run(search, &quest);
        *complete &= !search->stopped;
    }
    return count;
}

/* ---------------------------------------------------------------- start and end */

typedef struct waged {
    double wage;
    uint32_t role;
} waged;

static int by_wage(const void *a, const void *b)
{
    const waged *x = a, *y = b;
    if (x->wage != y->wage)
        return x->wage < y->wage ? -1 : 1;
    return (x->role > y->role) - (x->role < y->role);
}

static bool order_by_wage(rung_targets_scratch *t, const rung_moves *m)
{
    waged *list = rung_array(m->enterable, sizeof *list);
    if (!list)
        return false;
    for (size_t i = 0; i < m->enterable; i++) {
        double wage = m->catalog->role[m->order[i]].wage;
        list[i] = (waged){isnan(wage) ? 0 : wage, m->order[i]};
    }
    qsort(list, m->enterable, sizeof *list, by_wage);
    for (size_t i = 0; i < m->enterable; i++)
        t->by_wage[i] = list[i].role;
    free(list);
    return true;
}

rung_status rung_targets_make(rung_targets_scratch *scratch, const rung_terrain *terrain,
                              size_t most, rung_error *error)
{
    const rung_moves *m = &terrain->moves;
    *scratch = (rung_targets_scratch){.most = most};
    scratch->fit = rung_array(m->panel.lanes, sizeof *scratch->fit);
    scratch->reach = rung_array(m->panel.lanes, sizeof *scratch->reach);
    scratch->open = rung_array(m->demand->roles, sizeof *scratch->open);
    scratch->best = rung_array(most + 1, sizeof *scratch->best);
    scratch->by_wage = rung_array(m->demand->roles, sizeof *scratch->by_wage);
    if (scratch->fit && scratch->reach && scratch->open && scratch->best && scratch->by_wage &&
        order_by_wage(scratch, m))
        return RUNG_OK;
    rung_targets_free(scratch);
    return rung_fail_memory(error, "the targets of a search");
}

void rung_targets_free(rung_targets_scratch *scratch)
{
    free(scratch->fit);
    free(scratch->reach);
    free(scratch->open);
    free(scratch->best);
    free(scratch->by_wage);
    *scratch = (rung_targets_scratch){0};
}
