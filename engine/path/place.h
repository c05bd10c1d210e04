/* place.h - what the parts of a search share: where somebody stands on a path, and what each part
 * does for the others. */
#ifndef RUNG_PATH_PLACE_H
#define RUNG_PATH_PLACE_H

#include "path/search.h"

/* In a role, when a step begins or after some of its programs. */
typedef struct rung_place {
    uint32_t role;
    size_t row;   /* her levels */
    size_t begin; /* where the step's programs begin in the route */
    size_t steps; /* done */
    int opened;   /* the highest zone that programs have opened */
    bool plain;   /* no program was taken on the way */
    bool ahead;   /* some were taken for a later step, while they could be */
    int64_t weeks, cost;
    double wage;    /* the last one known, NAN before */
    double worth;   /* of the rises in wage so far */
    uint32_t goals; /* a bit for each that may still be reached from here */
} rung_place;

static inline const float *rung_levels_at(const rung_search *s, const rung_place *at)
{
    return s->rows + at->row * s->terrain->moves.demand->stride;
}

static inline bool rung_aside(const rung_search *s, rung_rule rule)
{
    return (s->quest.aside & rule) != 0;
}

/* Whether zone and wage allow the move into role. */
static inline bool rung_allowed(const rung_search *s, const rung_place *at, uint32_t role)
{
    const rung_moves *m = &s->terrain->moves;
    return (rung_aside(s, RUNG_RULE_ZONE) || rung_move_in_zone(m, at->role, role, at->opened)) &&
           (rung_aside(s, RUNG_RULE_WAGE) || rung_move_pays(m, at->wage, role, s->quest.wage_fall));
}

/* Whether levels do. */
static inline bool rung_levels_suffice(const rung_search *s, const float *levels, uint32_t role)
{
    const rung_moves *m = &s->terrain->moves;
    return rung_move_readiness(m, levels, role) >= s->quest.theta &&
           (rung_aside(s, RUNG_RULE_ESSENTIAL) || !rung_move_essentials_short(m, levels, role));
}

/* Somebody may want the search to end: ask every so many tries, counted or not. */
static inline void rung_ask(rung_search *s)
{
    enum { BETWEEN = 1024 };
    if (++s->unasked < BETWEEN)
        return;
    s->unasked = 0;
    s->cancelled |= s->asked && s->asked(s->asked_context);
    s->stopped |= s->cancelled;
}

/* Note one more move tried; the search stops at the limit of effort. */
static inline void rung_count_effort(rung_search *s)
{
    rung_ask(s);
    s->tried++;
    s->stopped |= s->terrain->effort > 0 && s->tried > s->terrain->effort * s->quest.targets;
}

/* The place after the programs of a set, but for the levels. */
static inline rung_place rung_after_set(const rung_place *at, const rung_program_set *set)
{
    rung_place next = *at;
    next.row++;
    next.plain &= set->count == 0;
    next.ahead = set->ahead;
    next.weeks = set->weeks;
    next.cost = set->cost;
    next.opened = set->opened;
    return next;
}

/* The place after one more program, but for the levels. */
static inline rung_place rung_after_program(const rung_search *s, const rung_place *at,
                                            size_t program)
{
    const rung_courses *c = &s->terrain->courses;
    int opens = c->catalog->program[program].opens_zone;
    rung_place next = *at;
    next.row++;
    next.plain = false;
    next.weeks += c->weeks[program];
    next.cost += c->cost[program];
    next.opened = opens > at->opened ? opens : at->opened;
    return next;
}

/* place.c */

/* The worth of rises in wage once role is entered from here, and the wage then. */
double rung_worth(const rung_search *s, const rung_place *at, uint32_t role, double *wage);
/* The place after role has been entered and worked in for its weeks, but for the levels. */
rung_place rung_after_stop(const rung_search *s, const rung_place *at, uint32_t role);
/* The same where role is entered from here or later: a lower wage counts the less the later it
 * comes. */
rung_place rung_after_stop_at_best(const rung_search *s, const rung_place *at, uint32_t role);

/* bounds.c */

/* What programs can do for the person at most. */
void rung_bounds_person(rung_search *s);
/* What stops can do for the target at most, and which are of use. */
void rung_bounds_quest(rung_search *s);
/* A goal's limit has changed. */
void rung_bounds_limits(rung_search *s);
/* Whether a path from here to some goal could still be among the best. */
bool rung_promising(const rung_search *s, const rung_place *at);
/* The same for a last move to one goal. */
bool rung_promising_last(const rung_search *s, const rung_place *at, const rung_goal *goal);
/* A bit for each goal for which readiness can be reached after the stops so far, role, and more
 * stops to come. */
uint32_t rung_goals_within(const rung_search *s, uint32_t role, size_t more);
/* Whether the programs that admit the person may open a zone. */
static inline bool rung_may_open(const rung_search *s, int zone)
{
    return s->open_weeks[zone] != INT64_MAX;
}

/* Whether a move into role from here, or later, could lead to a path among the best. */
bool rung_worth_trying(const rung_search *s, const rung_place *at, uint32_t role);

/* reach.c */

/* What programs bring before the first move. */
void rung_reach_person(rung_search *s);
/* Set up the panel of goals. */
void rung_reach_quest(rung_search *s);
/* Fill the rows of the step that begins here. */
void rung_reach_survey(rung_search *s, const rung_place *at);
/* Whether a program teaches as much of a skill as another, closed one asks for and levels lack. */
bool rung_may_open_program(const rung_search *s, const float *levels, size_t program,
                           size_t closed);
/* The place after an offer and what comes before it, but for the levels. */
rung_place rung_after_offer(const rung_search *s, const rung_place *at, const rung_offer *offer);
/* Readiness for role where a step begins, within slack. On the last step role is the goal aimed at;
 * so below. */
double rung_reach_now(const rung_search *s, const rung_place *at, uint32_t role);
/* Whether levels suffice for role where a step begins. */
bool rung_reach_ready(const rung_search *s, const rung_place *at, uint32_t role);
/* Whether they may after programs that leave some path worth looking for. */
bool rung_reach_may(const rung_search *s, const rung_place *at, uint32_t role);
/* A bit for each goal that could be entered after a last stop in role, if it were made from here,
 * with all programs, and still be among the best. */
uint32_t rung_goals_after(rung_search *s, const rung_place *at, const rung_place *next,
                          uint32_t role);

/* sets.c */

/* Whether programs that leave a path worth looking for add enough to readiness, all together. */
bool rung_sets_may_do(rung_search *s, const rung_place *at, uint32_t role);
/* Called for a set of programs, which stands behind the route and brings somebody from at to next
 * with their levels: it makes the move into role viable. */
typedef void (*rung_chosen)(rung_search *s, const rung_place *at, const rung_place *next,
                            uint32_t role);
/* Call chosen for each set in which no program could be left out or put off to the next step; those
 * that are worth a look. With tries, for all of them whatever the targets; false when that took
 * more tries. */
bool rung_choose_sets(rung_search *s, const rung_place *at, uint32_t role, size_t tries,
                      rung_chosen chosen);

/* kept.c */

/* The sets for a first move, found once for a person; NULL where there are too many to keep, or the
 * quest has rules of its own. */
const rung_kept_sets *rung_sets_kept(rung_search *s, const rung_place *at, uint32_t role);

#endif
