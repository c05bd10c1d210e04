/* bounds.c - what no path can do better, so that a search need not look at what cannot be among
 * the best. Every bound here errs on the side of looking. */
#include <math.h>
#include <string.h>

#include "base/vector.h"
#include "path/place.h"

/* ---------------------------------------------------------------- programs */

/* The week in which a program can be over at the earliest: somebody who lacks what it asks for
 * first needs another program that teaches it, or a role that asks for it. */
static int64_t earliest(const rung_search *s, size_t program)
{
    const rung_courses *c = &s->terrain->courses;
    const float *asks = c->requires + program * c->stride;
    int64_t longest = 0;
    for (size_t d = 0; d < c->stride; d++) {
        if (s->levels[d] >= asks[d])
            continue;
        int64_t shortest = c->role_weeks[program * c->stride + d];
        for (size_t p = 0; p < c->count; p++)
            if (rung_in_set(s->allowed, p) && c->teaches[p * c->stride + d] >= asks[d] &&
                c->weeks[p] < shortest)
                shortest = c->weeks[p];
        longest = shortest > longest ? shortest : longest;
    }
    return longest == INT64_MAX ? INT64_MAX : longest + c->weeks[program];
}

void rung_bounds_person(rung_search *s)
{
    const rung_courses *c = &s->terrain->courses;
    memcpy(s->ceiling, s->levels, c->stride * sizeof *s->ceiling);
    s->programs = s->conditions = false;
    s->least_weeks = s->least_cost = INT64_MAX;
    for (int z = 0; z < RUNG_ZONES; z++)
        s->open_weeks[z] = s->open_from[z] = INT64_MAX;
    for (size_t p = 0; p < c->count; p++) {
        int opens = c->catalog->program[p].opens_zone;
        int64_t from = rung_in_set(s->allowed, p) ? earliest(s, p) : INT64_MAX;
        if (from == INT64_MAX)
            continue;
        s->programs = true;
        s->conditions |= c->conditional[p];
        s->least_weeks = c->weeks[p] < s->least_weeks ? c->weeks[p] : s->least_weeks;
        s->least_cost = c->cost[p] < s->least_cost ? c->cost[p] : s->least_cost;
        rung_course_take(c, p, s->ceiling);
        for (int z = 1; z <= opens; z++) {
            s->open_weeks[z] = c->weeks[p] < s->open_weeks[z] ? c->weeks[p] : s->open_weeks[z];
            s->open_from[z] = from < s->open_from[z] ? from : s->open_from[z];
        }
    }
}

/* ---------------------------------------------------------------- stops */

/* No admissible way leads through a role of a higher wage. */
static double highest_wage(const rung_search *s, uint32_t target)
{
    const rung_moves *m = &s->terrain->moves;
    double cap = m->catalog->role[target].wage;
    if (isnan(cap) || rung_aside(s, RUNG_RULE_WAGE) || s->quest.wage_fall >= 1)
        return m->highest_wage;
    for (size_t i = 1; i < s->quest.steps; i++)
        cap /= 1 - s->quest.wage_fall;
    return cap * (1 + 1e-12);
}

/* What each role as a stop lifts readiness for a goal by, from the ceiling on. */
static void measure_lifts(rung_search *s, size_t goal)
{
    const rung_moves *m = &s->terrain->moves;
    uint32_t role = s->goal[goal].role;
    float base = (float)rung_move_readiness(m, s->ceiling, role), most = 0;
    rung_moves_lift(m, role, s->ceiling, s->lift_row);
    for (size_t i = 0; i < m->enterable; i++) {
        float rise = s->lift_row[m->order[i]] - base;
        s->lifts[m->order[i] * RUNG_PANEL_LANES + goal] = rise;
        most = rise > most ? rise : most;
    }
    s->base[goal] = base;
    s->rise[goal] = most;
}

static void measure_goal(rung_search *s, size_t goal)
{
    rung_goal *g = &s->goal[goal];
    g->wage_cap = highest_wage(s, g->role);
    g->zone = rung_aside(s, RUNG_RULE_ZONE) ? 0 : s->terrain->moves.catalog->role[g->role].job_zone;
    if (s->quest.steps > 2)
        measure_lifts(s, goal);
}

RUNG_VECTORS static void add_lifts(float *sum, const float *lift, float times)
{
    for (size_t g = 0; g < RUNG_PANEL_LANES; g++)
        sum[g] += times * lift[g];
}

uint32_t rung_goals_within(const rung_search *s, uint32_t role, size_t more)
{
    float sum[RUNG_PANEL_LANES];
    uint32_t goals = 0;
    if (s->quest.steps < 3)
        return (1u << s->quest.targets) - 1;
    memcpy(sum, s->base, sizeof sum);
    add_lifts(sum, s->rise, (float)more);
    add_lifts(sum, s->lifts + role * RUNG_PANEL_LANES, 1);
    for (size_t i = 0; i < s->length; i++)
        if (s->route[i] < s->terrain->moves.demand->roles)
            add_lifts(sum, s->lifts + s->route[i] * RUNG_PANEL_LANES, 1);
    double least = s->quest.theta - 4 * (double)s->quest.steps * s->terrain->moves.slack;
    for (size_t g = 0; g < s->quest.targets; g++)
        goals |= (uint32_t)((double)sum[g] >= least && s->goal[g].role != role) << g;
    return goals;
}

/* Whether a stop in role may serve some goal. */
static bool serves(const rung_search *s, uint32_t role)
{
    double wage = s->terrain->moves.catalog->role[role].wage;
    uint32_t goals = role == s->role ? 0 : rung_goals_within(s, role, s->quest.steps - 2);
    for (size_t i = 0; i < s->quest.targets; i++)
        if (goals >> i & 1 && role != s->goal[i].role && !(wage > s->goal[i].wage_cap))
            return true;
    return false;
}

/* A stop of use: note what it means for all paths that make stops. */
static void count_stop(rung_search *s, uint32_t role, size_t group)
{
    const rung_moves *m = &s->terrain->moves;
    const rung_role *r = &m->catalog->role[role];
    int64_t dwell = m->dwell[role];
    s->stops[s->stop_first[group + 1]++] = role;
    s->stop_dwell = dwell < s->stop_dwell ? dwell : s->stop_dwell;
    for (int z = 0; z < RUNG_ZONES; z++) {
        bool leads = r->job_zone == 0 || z <= r->job_zone + m->zone_step;
        if (leads && dwell < s->last_dwell[z])
            s->last_dwell[z] = dwell;
        if (z >= r->job_zone && r->wage > s->reach_wage[z])
            s->reach_wage[z] = r->wage;
    }
}

void rung_bounds_limits(rung_search *s)
{
    for (int z = 0; z < RUNG_ZONES; z++)
        s->zone_goals[z].any = false;
    for (size_t i = 0; i < s->quest.targets; i++) {
        const rung_goal *g = &s->goal[i];
        rung_zone_goals *z = &s->zone_goals[g->zone];
        if (!z->any || g->wage_cap > z->wage_cap)
            z->wage_cap = g->wage_cap;
        if (!z->any || rung_key_compare(g->limit, z->limit) > 0)
            z->limit = g->limit;
        z->any = true;
    }
}

void rung_bounds_quest(rung_search *s)
{
    const rung_moves *m = &s->terrain->moves;
    s->stop_dwell = INT64_MAX;
    memset(s->stop_first, 0, sizeof s->stop_first);
    for (int z = 0; z < RUNG_ZONES; z++) {
        s->reach_wage[z] = 0;
        s->last_dwell[z] = INT64_MAX;
    }
    for (size_t i = 0; i < s->quest.targets; i++)
        measure_goal(s, i);
    rung_bounds_limits(s);
    if (s->quest.steps < 2)
        return;
    for (size_t group = 0, i = 0; group < RUNG_GROUPS; group++) {
        s->stop_first[group + 1] = s->stop_first[group];
        for (size_t end = i + m->group_count[group]; i < end; i++)
            if (serves(s, m->order[i]))
                count_stop(s, m->order[i], group);
    }
}

/* ---------------------------------------------------------------- from a place on */

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The tick at which programs taken from now on can have opened a zone. */
static int64_t opening(const rung_search *s, const rung_place *at, int zone)
{
    if (!rung_may_open(s, zone))
        return INT64_MAX;
    int64_t from_here = at->weeks + s->open_weeks[zone];
    return from_here > s->open_from[zone] ? from_here : s->open_from[zone];
}

/* The highest zone that can be entered at once; all of them where that is not known. */
static int zone_in_reach(const rung_search *s, const rung_place *at)
{
    const rung_moves *m = &s->terrain->moves;
    int zone = at->role == RUNG_NONE ? 0 : m->catalog->role[at->role].job_zone;
    if (zone == 0 || rung_aside(s, RUNG_RULE_ZONE))
        return RUNG_ZONES - 1;
    zone += m->zone_step;
    zone = zone > at->opened ? zone : at->opened;
    return zone < RUNG_ZONES ? zone : RUNG_ZONES - 1;
}

/* The highest gain of a path from here, with stops to come, that enters a goal at the tick entry or
 * later; no wage on the way is above wage_cap. */
static double highest_gain(const rung_search *s, const rung_place *at, size_t stops, int reach,
                           int64_t entry, double wage_cap)
{
    const rung_horizon *h = &s->terrain->horizon;
    double wage = isnan(at->wage) ? 0 : at->wage;
    double gain = at->worth - (double)at->cost / RUNG_TICKS_PER_COIN;
    if (stops > 0) { /* the best stop in reach at once; what is beyond it takes longer */
        double middle = s->reach_wage[reach] < wage_cap ? s->reach_wage[reach] : wage_cap;
        if (reach < RUNG_ZONES - 1)
            entry = sooner(entry, opening(s, at, reach + 1));
        if (stops > 1 && s->stop_dwell != INT64_MAX)
            entry = sooner(entry, at->weeks + s->stop_dwell);
        if (middle > wage) {
            gain += (middle - wage) * rung_tail(h, at->weeks);
            wage = middle;
        }
    }
    if (wage_cap > wage)
        gain += (wage_cap - wage) * rung_tail(h, entry);
    return gain;
}

/* Whether a path from here with so many stops to come may reach goals in a zone well enough. */
static bool may_reach(const rung_search *s, const rung_place *at, size_t stops, int zone,
                      double wage_cap, rung_key limit)
{
    int reach = zone_in_reach(s, at);
    int64_t entry = at->weeks;
    if (zone > reach) {
        entry = opening(s, at, zone);
        if (stops > 0 && s->last_dwell[zone] != INT64_MAX)
            entry = sooner(entry, at->weeks + s->last_dwell[zone]);
        if (entry == INT64_MAX)
            return false;
    }
    rung_figures best = {.weeks = entry, .cost = at->cost, .steps = at->steps + 1};
    if (s->terrain->prefer == RUNG_PREFER_GAIN)
        best.gain = highest_gain(s, at, stops, reach, entry, wage_cap);
    return rung_key_may_reach(s->terrain->prefer, &best, limit);
}

bool rung_promising(const rung_search *s, const rung_place *at)
{
    for (int z = 0; z < RUNG_ZONES; z++)
        if (s->zone_goals[z].any && may_reach(s, at, s->quest.steps - at->steps - 1, z,
                                              s->zone_goals[z].wage_cap, s->zone_goals[z].limit))
            return true;
    return false;
}

bool rung_promising_last(const rung_search *s, const rung_place *at, const rung_goal *goal)
{
    return may_reach(s, at, 0, goal->zone, goal->wage_cap, goal->limit);
}

bool rung_worth_trying(const rung_search *s, const rung_place *at, uint32_t role)
{
    if (s->aim)
        return rung_promising_last(s, at, s->aim);
    rung_place next = rung_after_stop_at_best(s, at, role);
    if (next.steps + 1 < s->quest.steps)
        return rung_promising(s, &next);
    for (uint32_t left = at->goals; left > 0; left &= left - 1) {
        int g = __builtin_ctz(left);
        if (g < (int)s->quest.targets && rung_promising_last(s, &next, &s->goal[g]))
            return true;
    }
    return false;
}
