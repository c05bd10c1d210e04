/* search.c - the best paths of one person to her targets: step by step, move by move. */
#include "path/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "path/place.h"
#include "path/route.h"

/* ---------------------------------------------------------------- answers */

int rung_found_compare(const rung_found *a, const rung_found *b)
{
    int order = rung_key_compare(a->key, b->key);
    for (size_t i = 0; order == 0 && i < a->length && i < b->length; i++)
        order = (a->route[i] > b->route[i]) - (a->route[i] < b->route[i]);
    return order;
}

/* Keep a path where it is among the best. The place behind the last one found is always free: its
 * memory takes the route. */
static void offer(rung_search *s, rung_goal *goal, const rung_found *path)
{
    uint32_t *route = goal->found[goal->count].route;
    size_t i = goal->count;
    for (size_t k = 0; k < goal->count; k++)
        if (rung_found_compare(path, &goal->found[k]) == 0)
            return; /* found before */
    while (i > 0 && rung_found_compare(path, &goal->found[i - 1]) < 0) {
        goal->found[i] = goal->found[i - 1];
        i--;
    }
    goal->found[i] = *path;
    goal->found[i].route = route;
    memcpy(route, path->route, path->length * sizeof *route);
    goal->count += goal->count < s->quest.most;
    if (s->quest.told)
        s->shared_limit = s->quest.told(s->quest.context, goal->role, path->key);
    for (size_t g = 0; g < s->quest.targets; g++) {
        rung_goal *each = &s->goal[g];
        each->limit = s->shared_limit;
        if (each->count == s->quest.most &&
            rung_key_compare(each->found[each->count - 1].key, each->limit) < 0)
            each->limit = each->found[each->count - 1].key;
    }
    rung_bounds_limits(s);
}

/* The goal aimed at is entered from here: keep the path where it is good enough. */
static void arrive(rung_search *s, const rung_place *at)
{
    double wage;
    rung_goal *goal = &s->goal[s->aim - s->goal];
    rung_found path = {.route = s->route, .length = s->length + 1};
    path.figures = (rung_figures){at->weeks, at->cost, 0, at->steps + 1};
    path.figures.gain =
        rung_worth(s, at, goal->role, &wage) - (double)at->cost / RUNG_TICKS_PER_COIN;
    path.key = rung_key_of(s->terrain->prefer, &path.figures);
    if (rung_key_compare(path.key, goal->limit) > 0)
        return;
    s->route[s->length] = goal->role;
    if (!at->ahead || rung_route_minimal(s, path.length))
        offer(s, goal, &path);
}

/* ---------------------------------------------------------------- one move */

/* Levels allow the move into role. */
static bool ready(rung_search *s, const rung_place *at, uint32_t role)
{
    const rung_moves *m = &s->terrain->moves;
    rung_count_effort(s);
    return (at->steps > 0 && m->granted[at->role * m->demand->roles + role]) ||
           rung_reach_ready(s, at, role);
}

/* Whether the move is worth trying after the shortest and the cheapest program. */
static bool worth_programs(const rung_search *s, const rung_place *at, uint32_t role)
{
    rung_place later = *at;
    later.weeks += s->least_weeks;
    later.cost += s->least_cost;
    for (int z = later.opened + 1; z < RUNG_ZONES && rung_may_open(s, z); z++)
        later.opened = z; /* it may be the one that opens a zone */
    return rung_worth_trying(s, &later, role);
}

static void enter(rung_search *s, const rung_place *at, uint32_t role);

/* Enter role after the programs of a set. */
static void enter_after(rung_search *s, const rung_place *at, const rung_program_set *set,
                        uint32_t role)
{
    const rung_courses *c = &s->terrain->courses;
    size_t roles = s->terrain->moves.demand->roles;
    rung_place next = rung_after_set(at, set);
    if (!rung_worth_trying(s, &next, role))
        return;
    float *levels = s->rows + next.row * c->stride;
    memcpy(levels, rung_levels_at(s, at), c->stride * sizeof *levels);
    for (size_t i = 0; i < set->count; i++) {
        uint32_t token = s->set_tokens[set->first + i];
        size_t p = token - roles;
        rung_course_take(c, p, levels);
        s->taken[p / 64] |= 1ULL << (p % 64);
        s->route[s->length++] = token;
    }
    enter(s, &next, role);
    while (s->length > at->begin) {
        size_t p = s->route[--s->length] - roles;
        s->taken[p / 64] &= ~(1ULL << (p % 64));
    }
}

static void enter_chosen(rung_search *s, const rung_place *at, const rung_place *next,
                         uint32_t role)
{
    (void)at;
    if (rung_worth_trying(s, next, role))
        enter(s, next, role);
}

/* Enter role after every set of programs in which none could be left out or put off to the next
 * step. */
static void try_sets(rung_search *s, const rung_place *at, uint32_t role)
{
    const rung_kept_sets *kept = rung_sets_kept(s, at, role);
    if (!kept)
        rung_choose_sets(s, at, role, 0, enter_chosen);
    for (size_t i = 0; kept && i < kept->count && !s->stopped; i++) {
        rung_count_effort(s);
        enter_after(s, at, &s->sets[kept->first + i], role);
    }
}

/* Try the move into role, with programs before it where they are needed. */
static void try_move(rung_search *s, const rung_place *at, uint32_t role)
{
    const rung_moves *m = &s->terrain->moves;
    int zone = m->catalog->role[role].job_zone;
    if (!(rung_aside(s, RUNG_RULE_WAGE) || rung_move_pays(m, at->wage, role, s->quest.wage_fall)) ||
        !(rung_aside(s, RUNG_RULE_ZONE) || rung_may_open(s, zone) ||
          rung_move_in_zone(m, at->role, role, at->opened)))
        return;
    bool now = rung_allowed(s, at, role) && ready(s, at, role);
    if (now && (s->aim || !s->conditions))
        enter(s, at, role);
    else if (s->programs && (now || (worth_programs(s, at, role) && rung_reach_may(s, at, role) &&
                                     rung_sets_may_do(s, at, role))))
        try_sets(s, at, role);
}

/* ---------------------------------------------------------------- the search */

static bool visited(const rung_search *s, uint32_t role)
{
    for (size_t i = 0; i < s->length; i++)
        if (s->route[i] == role)
            return true;
    return false;
}

/* Whether zones let stops of a group be entered from here. */
static bool group_in_zone(const rung_search *s, const rung_place *at, size_t group)
{
    const rung_moves *m = &s->terrain->moves;
    int zone = (int)group;
    int here = at->role == RUNG_NONE ? 0 : m->catalog->role[at->role].job_zone;
    return group == 0 || group == RUNG_GROUPS - 1 || rung_aside(s, RUNG_RULE_ZONE) || here == 0 ||
           zone <= here + m->zone_step || zone <= at->opened || rung_may_open(s, zone);
}

static void try_stops(rung_search *s, const rung_place *at)
{
    size_t more = s->quest.steps - at->steps - 2; /* stops that may follow this one */
    bool falling = s->terrain->prefer != RUNG_PREFER_GAIN ||
                   (s->quest.wage_fall == 0 && !rung_aside(s, RUNG_RULE_WAGE) && !isnan(at->wage));
    rung_place from = *at;
    for (size_t group = 0; group < RUNG_GROUPS; group++) {
        if (!group_in_zone(s, at, group))
            continue;
        for (size_t i = s->stop_first[group]; i < s->stop_first[group + 1] && !s->stopped; i++) {
            uint32_t role = s->stops[i];
            rung_place next = rung_after_stop_at_best(s, at, role);
            if (!rung_promising(s, &next)) {
                if (falling && group < RUNG_GROUPS - 1)
                    break; /* those behind it pay less for as long a stay */
                continue;
            }
            if (visited(s, role) || !rung_reach_may(s, at, role))
                continue;
            if (more == 0)
                from.goals = rung_goals_after(s, at, &next, role);
            if (more == 0 ? from.goals != 0 : rung_goals_within(s, role, more) != 0)
                try_move(s, &from, role);
        }
    }
}

static void try_goals(rung_search *s, const rung_place *at)
{
    for (size_t g = 0; g < s->quest.targets && !s->stopped; g++) {
        const rung_goal *goal = &s->goal[g];
        if (!(at->goals >> g & 1) || !rung_promising_last(s, at, goal) || visited(s, goal->role))
            continue;
        s->aim = goal;
        if (rung_reach_may(s, at, goal->role))
            try_move(s, at, goal->role);
        s->aim = NULL;
    }
}

/* A step begins. */
static void visit(rung_search *s, const rung_place *at)
{
    if (s->stopped || !rung_promising(s, at))
        return;
    rung_reach_survey(s, at);
    try_goals(s, at);
    if (at->steps + 1 < s->quest.steps)
        try_stops(s, at);
}

static void enter(rung_search *s, const rung_place *at, uint32_t role)
{
    const rung_demand *d = s->terrain->moves.demand;
    if (s->aim) {
        arrive(s, at);
        return;
    }
    rung_place next = rung_after_stop(s, at, role);
    if (!rung_promising(s, &next))
        return;
    const float *before = rung_levels_at(s, at), *asked = d->level + role * d->stride;
    float *after = s->rows + next.row * d->stride;
    for (size_t i = 0; i < d->stride; i++)
        after[i] = before[i] > asked[i] ? before[i] : asked[i];
    s->route[s->length++] = role;
    next.begin = s->length;
    visit(s, &next);
    s->length--;
}

/* ---------------------------------------------------------------- a person, a quest */

void rung_search_person(rung_search *search, const float *levels, uint32_t role,
                        const uint64_t *admits)
{
    size_t roles = search->terrain->moves.demand->roles;
    search->levels = levels;
    search->role = role;
    search->admits = search->allowed = admits;
    search->set_count = search->set_token_count = 0;
    if (++search->person == 0) { /* numbers start again: forget what is known */
        memset(search->kept_sets, 0, roles * sizeof *search->kept_sets);
        memset(search->adds_for, 0, roles * sizeof *search->adds_for);
        search->person = 1;
    }
    rung_bounds_person(search);
    rung_reach_person(search);
}

static rung_place start_of(const rung_search *s)
{
    rung_place start = {.role = s->role, .plain = true, .wage = NAN, .goals = UINT32_MAX};
    if (s->role != RUNG_NONE)
        start.wage = s->terrain->moves.catalog->role[s->role].wage;
    memcpy(s->rows, s->levels, s->terrain->courses.stride * sizeof *s->rows);
    return start;
}

/* Look for paths of at most so many steps. */
static void look(rung_search *s, size_t steps)
{
    s->quest.steps = steps;
    for (size_t g = 0; g < s->quest.targets; g++)
        s->goal[g].count = 0;
    rung_bounds_quest(s);
    rung_place start = start_of(s);
    visit(s, &start);
}

void rung_search_run(rung_search *search, const rung_quest *quest)
{
    const uint64_t *allowed =
        quest->aside & RUNG_RULE_AUDIENCE ? search->terrain->courses.everyone : search->admits;
    search->quest = *quest;
    if (search->allowed != allowed) {
        search->allowed = allowed;
        rung_bounds_person(search);
        rung_reach_person(search);
    }
    for (size_t g = 0; g < quest->targets; g++) {
        search->goal[g].role = quest->target[g];
        search->goal[g].count = 0;
        search->goal[g].limit = quest->limit;
    }
    rung_reach_quest(search);
    search->shared_limit = quest->limit;
    search->aim = NULL;
    search->length = 0;
    search->tried = 0;
    search->stopped = search->cancelled;
    /* What is found with few steps sets limits that cut the search with more of them short. */
    for (size_t steps = quest->steps < 2 ? 1 : 2; steps <= quest->steps; steps++)
        if (!search->stopped)
            look(search, steps);
}

bool rung_search_direct(rung_search *search, uint32_t role)
{
    const rung_moves *m = &search->terrain->moves;
    search->quest = (rung_quest){.targets = 1, .theta = m->theta, .wage_fall = m->wage_fall};
    rung_place start = start_of(search);
    return rung_allowed(search, &start, role) && rung_levels_suffice(search, search->levels, role);
}

/* ---------------------------------------------------------------- start and end */

/* Everything that a search keeps in memory of its own, but for what grows. */
typedef struct array {
    void **place;
    size_t count, size;
} array;

enum { ARRAYS = 24 };

/* Rows of levels: today's, and for each step one after its set and one after its role, with the
 * programs that are being chosen. No route is longer. */
static size_t deepest(const rung_terrain *terrain)
{
    return 2 * terrain->steps + terrain->courses.count + 2;
}

static void list_arrays(rung_search *s, array list[ARRAYS])
{
    const rung_moves *m = &s->terrain->moves;
    size_t stride = m->demand->stride, roles = m->demand->roles, lanes = m->panel.lanes;
    size_t programs = s->terrain->courses.count, words = s->terrain->courses.words;
    size_t depth = deepest(s->terrain), paths = RUNG_GOALS * (s->most + 1);
    const array all[ARRAYS] = {
        {(void **)&s->ceiling, stride, sizeof *s->ceiling},
        {(void **)&s->trial, stride, sizeof *s->trial},
        /* one for each stop, and one for the set before it even where that is empty */
        {(void **)&s->rows, depth, stride * sizeof *s->rows},
        {(void **)&s->lifts, roles, RUNG_PANEL_LANES * sizeof *s->lifts},
        {(void **)&s->lift_row, lanes, sizeof *s->lift_row},
        {(void **)&s->stops, roles, sizeof *s->stops},
        {(void **)&s->taken, words, sizeof *s->taken},
        {(void **)&s->route, depth, sizeof *s->route},
        {(void **)&s->left, depth, sizeof *s->left},
        {(void **)&s->chosen, 3 * depth, sizeof *s->chosen},
        {(void **)&s->options, s->terrain->steps + 1, programs * sizeof *s->options},
        {(void **)&s->adds, roles, programs * sizeof *s->adds},
        {(void **)&s->adds_for, roles, sizeof *s->adds_for},
        {(void **)&s->start, stride, sizeof *s->start},
        {(void **)&s->heights, s->terrain->steps, stride * sizeof *s->heights},
        {(void **)&s->fits, s->terrain->steps, lanes * sizeof *s->fits},
        {(void **)&s->reaches, s->terrain->steps, lanes * sizeof *s->reaches},
        {(void **)&s->offers, s->terrain->steps, programs * sizeof *s->offers},
        {(void **)&s->offer_count, s->terrain->steps, sizeof *s->offer_count},
        {(void **)&s->goal_panel.need, m->panel.skills, RUNG_PANEL_LANES * sizeof(float)},
        {(void **)&s->goal_panel.share, m->panel.skills, RUNG_PANEL_LANES * sizeof(float)},
        {(void **)&s->kept_sets, roles, sizeof *s->kept_sets},
        {(void **)&s->found, paths, sizeof *s->found},
        {(void **)&s->routes, paths, depth * sizeof *s->routes},
    };
    memcpy(list, all, sizeof all);
}

rung_status rung_search_make(rung_search *search, const rung_terrain *terrain, size_t most,
                             rung_error *error)
{
    array list[ARRAYS];
    *search = (rung_search){.terrain = terrain, .most = most};
    list_arrays(search, list);
    for (int i = 0; i < ARRAYS; i++) {
        *list[i].place = rung_array(list[i].count, list[i].size);
        if (!*list[i].place) {
            rung_search_free(search);
            return rung_fail_memory(error, "a search for paths");
        }
    }
    search->goal_panel.skills = terrain->moves.panel.skills;
    search->goal_panel.lanes = RUNG_PANEL_LANES;
    size_t depth = deepest(terrain);
    for (size_t i = 0; i < RUNG_GOALS * (most + 1); i++)
        search->found[i].route = search->routes + i * depth;
    for (size_t g = 0; g < RUNG_GOALS; g++) {
        search->goal[g].found = search->found + g * (most + 1);
    }
    return RUNG_OK;
}

void rung_search_free(rung_search *search)
{
    array list[ARRAYS];
    if (!search->terrain)
        return;
    list_arrays(search, list);
    for (int i = 0; i < ARRAYS; i++)
        free(*list[i].place);
    free(search->sets);
    free(search->set_tokens);
    *search = (rung_search){0};
}
