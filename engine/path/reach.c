/* reach.c - who is ready for what: readiness for all roles or goals at once, as things stand and
 * after every program that can be taken. */
#include <string.h>

#include "path/place.h"

/* ---------------------------------------------------------------- programs */

/* Whether some of the roles lets a program be taken. */
static bool admitted(const rung_search *s, size_t program, const uint32_t *role, size_t roles)
{
    for (size_t i = 0; i < roles; i++)
        if (rung_course_admits(&s->terrain->courses, program, role[i]))
            return true;
    return rung_aside(s, RUNG_RULE_AUDIENCE);
}

/* Whether a program is left and leaves a path worth looking for. */
static bool worth_price(const rung_search *s, const rung_place *at, size_t program)
{
    rung_place after = rung_after_program(s, at, program);
    return !rung_in_set(s->taken, program) && rung_promising(s, &after);
}

/* Raise levels to those after every program that can be taken in some of the roles, one opening
 * another: where a place is given, only those that are left and worth their price. The highest zone
 * that they open. */
static int take_all(const rung_search *s, float *levels, const uint32_t *role, size_t roles,
                    const rung_place *at)
{
    const rung_courses *c = &s->terrain->courses;
    int opened = 0;
    for (bool more = true; more;) {
        more = false;
        for (size_t p = 0; p < c->count; p++) {
            int opens = c->catalog->program[p].opens_zone;
            if (!rung_in_set(s->allowed, p) || !rung_course_open(c, p, levels) ||
                !(opens > opened || rung_course_raises(c, p, levels)) ||
                !admitted(s, p, role, roles) || (at && !worth_price(s, at, p)))
                continue;
            rung_course_take(c, p, levels);
            opened = opens > opened ? opens : opened;
            more |= c->feeds[p];
        }
    }
    return opened;
}

void rung_reach_person(rung_search *s)
{
    memcpy(s->start, s->levels, s->terrain->courses.stride * sizeof *s->start);
    s->start_opens = take_all(s, s->start, &s->role, 1, NULL);
}

/* The least that opens a program that is closed to levels: for each skill that it asks for some
 * other program. False when nothing here does. */
static bool price_of_opening(const rung_search *s, const rung_place *at, const float *levels,
                             rung_offer *offer)
{
    const rung_courses *c = &s->terrain->courses;
    int64_t weeks = 0, cost = 0;
    for (size_t i = c->first_asked[offer->program]; i < c->first_asked[offer->program + 1]; i++) {
        const rung_course_level *asked = &c->asked[i];
        int64_t least_weeks = INT64_MAX, least_cost = INT64_MAX;
        if (levels[asked->skill] >= asked->level)
            continue;
        for (size_t p = 0; p < c->count; p++) {
            if (p == offer->program || c->teaches[p * c->stride + asked->skill] < asked->level ||
                rung_in_set(s->taken, p) || !rung_in_set(s->allowed, p) ||
                !admitted(s, p, &at->role, 1))
                continue;
            least_weeks = c->weeks[p] < least_weeks ? c->weeks[p] : least_weeks;
            least_cost = c->cost[p] < least_cost ? c->cost[p] : least_cost;
        }
        if (least_weeks == INT64_MAX)
            return false;
        weeks = least_weeks > weeks ? least_weeks : weeks;
        cost = least_cost > cost ? least_cost : cost;
        offer->closed = true;
    }
    offer->weeks += weeks;
    offer->cost += cost;
    return true;
}

bool rung_may_open_program(const rung_search *s, const float *levels, size_t program, size_t closed)
{
    const rung_courses *c = &s->terrain->courses;
    const float *teaches = c->teaches + program * c->stride;
    for (size_t k = c->first_asked[closed]; k < c->first_asked[closed + 1]; k++)
        if (levels[c->asked[k].skill] < c->asked[k].level &&
            teaches[c->asked[k].skill] >= c->asked[k].level)
            return program != closed;
    return false;
}

/* Whether a program may open some closed one. */
static bool opens_some(const rung_search *s, size_t program, const float *levels,
                       const rung_offer *offer, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (offer[i].closed && rung_may_open_program(s, levels, program, offer[i].program))
            return true;
    return false;
}

/* List the programs that can be taken in the step that begins here. */
static void list_offers(rung_search *s, const rung_place *at, const float *height)
{
    const rung_courses *c = &s->terrain->courses;
    rung_offer *offer = s->offers + at->steps * c->count;
    const float *levels = rung_levels_at(s, at);
    size_t count = 0;
    for (size_t p = 0; p < c->count; p++) {
        offer[count] = (rung_offer){.program = p, .weeks = c->weeks[p], .cost = c->cost[p]};
        count += rung_in_set(s->allowed, p) && !rung_in_set(s->taken, p) &&
                 admitted(s, p, &at->role, 1) && rung_course_open(c, p, height) &&
                 price_of_opening(s, at, levels, &offer[count]);
    }
    for (size_t i = 0; i < count; i++)
        offer[i].opener =
            c->feeds[offer[i].program] && opens_some(s, offer[i].program, levels, offer, count);
    s->offer_count[at->steps] = count;
}

/* ---------------------------------------------------------------- where a step begins */

static bool last_step(const rung_search *s, const rung_place *at)
{
    return at->steps + 1 == s->quest.steps;
}

void rung_reach_survey(rung_search *s, const rung_place *at)
{
    const rung_courses *c = &s->terrain->courses;
    const rung_panel *panel = last_step(s, at) ? &s->goal_panel : &s->terrain->moves.panel;
    size_t lanes = s->terrain->moves.panel.lanes;
    const float *levels = rung_levels_at(s, at);
    float *height = s->heights + at->steps * c->stride, *fit = s->fits + at->steps * lanes;
    float *reach = s->reaches + at->steps * lanes;
    memcpy(height, at->steps == 0 ? s->start : levels, c->stride * sizeof *height);
    rung_panel_fit(panel, levels, fit);
    if (s->programs && at->steps > 0) /* sets for first moves are kept for other targets too */
        take_all(s, height, &at->role, 1, at);
    list_offers(s, at, height);
    if (memcmp(height, levels, c->stride * sizeof *height) == 0)
        memcpy(reach, fit, panel->lanes * sizeof *reach);
    else
        rung_panel_fit(panel, height, reach);
}

rung_place rung_after_offer(const rung_search *s, const rung_place *at, const rung_offer *offer)
{
    rung_place after = rung_after_program(s, at, offer->program);
    after.weeks = at->weeks + offer->weeks;
    after.cost = at->cost + offer->cost;
    for (int z = after.opened + 1; offer->closed && z < RUNG_ZONES && rung_may_open(s, z); z++)
        after.opened = z;
    return after;
}

/* Whether zones allow the move into role, or do after a program that can be taken here and leaves a
 * path worth looking for. */
static bool in_zone(const rung_search *s, const rung_place *at, uint32_t role)
{
    const rung_catalog *c = s->terrain->moves.catalog;
    const rung_offer *offer = s->offers + at->steps * s->terrain->courses.count;
    if (rung_aside(s, RUNG_RULE_ZONE) ||
        rung_move_in_zone(&s->terrain->moves, at->role, role, at->opened))
        return true;
    for (size_t i = 0; i < s->offer_count[at->steps]; i++) {
        rung_place after = rung_after_offer(s, at, &offer[i]);
        if (c->program[offer[i].program].opens_zone >= c->role[role].job_zone &&
            rung_worth_trying(s, &after, role))
            return true;
    }
    return false;
}

/* The lane of role in the rows of a step. */
static size_t lane(const rung_search *s, const rung_place *at, uint32_t role)
{
    return last_step(s, at) ? (size_t)(s->aim - s->goal) : role;
}

double rung_reach_now(const rung_search *s, const rung_place *at, uint32_t role)
{
    return (double)s->fits[at->steps * s->terrain->moves.panel.lanes + lane(s, at, role)];
}

bool rung_reach_ready(const rung_search *s, const rung_place *at, uint32_t role)
{
    double fit = rung_reach_now(s, at, role), slack = s->terrain->moves.slack;
    if (fit < s->quest.theta - slack)
        return false;
    if (fit < s->quest.theta + slack)
        return rung_levels_suffice(s, rung_levels_at(s, at), role);
    return rung_aside(s, RUNG_RULE_ESSENTIAL) ||
           !rung_move_essentials_short(&s->terrain->moves, rung_levels_at(s, at), role);
}

bool rung_reach_may(const rung_search *s, const rung_place *at, uint32_t role)
{
    const rung_moves *m = &s->terrain->moves;
    double reach = (double)s->reaches[at->steps * m->panel.lanes + lane(s, at, role)];
    return reach >= s->quest.theta - m->slack && in_zone(s, at, role) &&
           (rung_aside(s, RUNG_RULE_ESSENTIAL) ||
            !rung_move_essentials_short(m, s->heights + at->steps * s->terrain->courses.stride,
                                        role));
}

/* ---------------------------------------------------------------- goals */

void rung_reach_quest(rung_search *s)
{
    const rung_panel *all = &s->terrain->moves.panel;
    for (size_t k = 0; k < all->skills; k++)
        for (size_t g = 0; g < s->quest.targets; g++) {
            size_t from = rung_panel_place(all, k, s->goal[g].role);
            s->goal_panel.need[k * RUNG_PANEL_LANES + g] = all->need[from];
            s->goal_panel.share[k * RUNG_PANEL_LANES + g] = all->share[from];
        }
}

/* Of some goals those for which she is ready after a stop in role and all programs that are worth
 * their price then. */
static uint32_t ready_goals(rung_search *s, const rung_place *at, const rung_place *next,
                            uint32_t role, uint32_t goals)
{
    const rung_moves *m = &s->terrain->moves;
    const float *levels = rung_levels_at(s, at),
                *asked = m->demand->level + role * m->demand->stride;
    const uint32_t roles[] = {at->role, role};
    float fit[RUNG_PANEL_LANES];
    int opened = next->opened;
    for (size_t i = 0; i < m->demand->stride; i++)
        s->trial[i] = levels[i] > asked[i] ? levels[i] : asked[i];
    if (s->programs) {
        int opens = take_all(s, s->trial, roles, 2, next);
        opened = opens > opened ? opens : opened;
    }
    rung_panel_fit(&s->goal_panel, s->trial, fit);
    for (uint32_t left = goals; left > 0; left &= left - 1) {
        int g = __builtin_ctz(left);
        uint32_t goal = s->goal[g].role;
        if ((double)fit[g] < s->quest.theta - m->slack ||
            !(rung_aside(s, RUNG_RULE_ZONE) || rung_move_in_zone(m, role, goal, opened)) ||
            !(rung_aside(s, RUNG_RULE_ESSENTIAL) ||
              !rung_move_essentials_short(m, s->trial, goal)) ||
            !rung_promising_last(s, next, &s->goal[g]))
            goals &= ~(1u << g);
    }
    return goals;
}

uint32_t rung_goals_after(rung_search *s, const rung_place *at, const rung_place *next,
                          uint32_t role)
{
    uint32_t goals = rung_goals_within(s, role, 0);
    return goals ? ready_goals(s, at, next, role, goals) : 0;
}
