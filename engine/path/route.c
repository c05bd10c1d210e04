/* route.c - walk along a route. */
#include "path/route.h"

#include <math.h>
#include <string.h>

/* ---------------------------------------------------------------- without a program */

/* Take what is left of a step's programs, always the first in the catalog that can be taken. */
static void take_all(rung_search *s, uint32_t role, size_t from, size_t to, int *opened)
{
    const rung_courses *c = &s->terrain->courses;
    size_t roles = s->terrain->moves.demand->roles;
    bool audience = !(s->quest.aside & RUNG_RULE_AUDIENCE);
    for (bool more = true; more;) {
        size_t best = to;
        for (size_t i = from; i < to; i++) {
            size_t p = s->route[i] - roles;
            if (s->left[i] && (best == to || p < s->route[best] - roles) &&
                (!audience || rung_course_admits(c, p, role)) && rung_course_open(c, p, s->trial))
                best = i;
        }
        more = best < to;
        if (more) {
            size_t p = s->route[best] - roles;
            int opens = c->catalog->program[p].opens_zone;
            s->left[best] = false;
            rung_course_take(c, p, s->trial);
            *opened = opens > *opened ? opens : *opened;
        }
    }
}

/* Whether the route stays admissible without the program at the place skip. */
static bool holds_without(rung_search *s, size_t length, size_t skip)
{
    const rung_moves *m = &s->terrain->moves;
    size_t roles = m->demand->roles, begin = 0;
    unsigned aside = s->quest.aside;
    uint32_t role = s->role;
    int opened = 0;
    memcpy(s->trial, s->levels, m->demand->stride * sizeof *s->trial);
    for (size_t i = 0; i < length; i++) {
        s->left[i] = i != skip;
        if (s->route[i] >= roles)
            continue;
        uint32_t next = s->route[i];
        take_all(s, role, begin, i, &opened);
        begin = i + 1;
        if (begin > skip && /* moves before it stay as they are */
            (!((aside & RUNG_RULE_ZONE) || rung_move_in_zone(m, role, next, opened)) ||
             rung_move_readiness(m, s->trial, next) < s->quest.theta ||
             (!(aside & RUNG_RULE_ESSENTIAL) && rung_move_essentials_short(m, s->trial, next))))
            return false;
        const float *asked = m->demand->level + next * m->demand->stride;
        for (size_t k = 0; k < m->demand->stride; k++)
            s->trial[k] = s->trial[k] > asked[k] ? s->trial[k] : asked[k];
        role = next;
    }
    return true;
}

/* Whether the programs of the last step but the one at the place skip do as well. */
static bool step_does_without(rung_search *s, size_t begin, size_t row, size_t skip, uint32_t from,
                              uint32_t to)
{
    const rung_moves *m = &s->terrain->moves;
    const rung_courses *c = &s->terrain->courses;
    size_t roles = m->demand->roles, count = s->length - begin;
    unsigned aside = s->quest.aside;
    int opened = 0;
    for (size_t i = 0; i < begin; i++)
        if (s->route[i] >= roles && c->catalog->program[s->route[i] - roles].opens_zone > opened)
            opened = c->catalog->program[s->route[i] - roles].opens_zone;
    memcpy(s->trial, s->rows + row * c->stride, c->stride * sizeof *s->trial);
    for (size_t i = begin; i < begin + count; i++)
        s->left[i] = i != skip;
    take_all(s, from, begin, begin + count, &opened);
    for (size_t i = begin; i < begin + count; i++)
        if (s->left[i] && !s->aim && !(aside & RUNG_RULE_AUDIENCE) &&
            !rung_course_admits(c, s->route[i] - roles, to))
            return false;
    return ((aside & RUNG_RULE_ZONE) || rung_move_in_zone(m, from, to, opened)) &&
           rung_move_readiness(m, s->trial, to) >= s->quest.theta &&
           ((aside & RUNG_RULE_ESSENTIAL) || !rung_move_essentials_short(m, s->trial, to));
}

bool rung_route_needed(rung_search *search, size_t begin, size_t row, uint32_t from, uint32_t to)
{
    const rung_courses *c = &search->terrain->courses;
    size_t roles = search->terrain->moves.demand->roles;
    for (size_t i = begin; i < search->length; i++) {
        bool last_chance = !search->aim && !(search->quest.aside & RUNG_RULE_AUDIENCE) &&
                           !rung_course_admits(c, search->route[i] - roles, to);
        if (!last_chance && step_does_without(search, begin, row, i, from, to))
            return false;
    }
    return true;
}

void rung_route_reduce(rung_search *search, size_t begin, size_t row, uint32_t from, uint32_t to)
{
    for (size_t i = search->length; i-- > begin;)
        if (step_does_without(search, begin, row, i, from, to)) {
            memmove(search->route + i, search->route + i + 1,
                    (search->length - i - 1) * sizeof *search->route);
            search->length--;
        }
}

/* Taking more programs never hurts a move, so it is enough to look at one left out at a time. */
bool rung_route_minimal(rung_search *search, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (search->route[i] >= search->terrain->moves.demand->roles &&
            holds_without(search, length, i))
            return false;
    return true;
}

/* ---------------------------------------------------------------- step by step */

rung_walk rung_walk_begin(const rung_search *search, const rung_found *found, float *levels)
{
    const rung_catalog *c = search->terrain->moves.catalog;
    memcpy(levels, search->levels, search->terrain->courses.stride * sizeof *levels);
    return (rung_walk){.entered = RUNG_NONE,
                       .terrain = search->terrain,
                       .route = found->route,
                       .length = found->length,
                       .levels = levels,
                       .role = search->role,
                       .payer = search->role,
                       .wage = search->role == RUNG_NONE ? NAN : c->role[search->role].wage};
}

/* Work in the role entered last until the next step starts. */
static void dwell(rung_walk *w)
{
    const rung_moves *m = &w->terrain->moves;
    uint32_t role = w->entered;
    const float *asked = m->demand->level + role * m->demand->stride;
    double wage = m->catalog->role[role].wage;
    w->weeks += m->dwell[role];
    for (size_t k = 0; k < m->demand->stride; k++)
        w->levels[k] = w->levels[k] > asked[k] ? w->levels[k] : asked[k];
    w->role = role;
    w->payer = isnan(wage) ? w->payer : role;
    w->wage = isnan(wage) ? w->wage : wage;
}

bool rung_walk_next(rung_walk *walk, rung_leg *leg)
{
    const rung_moves *m = &walk->terrain->moves;
    const rung_courses *c = &walk->terrain->courses;
    size_t roles = m->demand->roles, end = walk->at;
    if (walk->at == walk->length)
        return false;
    while (walk->route[end] >= roles)
        end++;
    if (walk->entered != RUNG_NONE)
        dwell(walk);
    *leg = (rung_leg){.role = walk->route[end],
                      .program = walk->route + walk->at,
                      .programs = end - walk->at,
                      .starts = walk->weeks,
                      .from = walk->role,
                      .wage = walk->wage,
                      .payer = walk->payer};
    leg->readiness_before = rung_move_readiness(m, walk->levels, leg->role);
    for (size_t i = 0; i < leg->programs; i++) {
        size_t p = leg->program[i] - roles;
        int opens = c->catalog->program[p].opens_zone;
        rung_course_take(c, p, walk->levels);
        walk->opened = opens > walk->opened ? opens : walk->opened;
        walk->weeks += c->weeks[p];
        leg->cost += c->cost[p];
    }
    leg->enters = walk->weeks;
    leg->opened = walk->opened;
    leg->readiness = rung_move_readiness(m, walk->levels, leg->role);
    leg->essentials_short = rung_move_essentials_short(m, walk->levels, leg->role);
    walk->entered = leg->role;
    walk->at = end + 1;
    return true;
}
