/* path_oracle.c - upskilling paths by definition, in plain loops over everything there is. */
#include "path_oracle.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The rules that a search may put aside, in the order in which a miss names them. */
static const unsigned rules_in_order[] = {RUNG_RULE_AUDIENCE,  RUNG_RULE_STEPS,
                                          RUNG_RULE_WAGE,      RUNG_RULE_ZONE,
                                          RUNG_RULE_ESSENTIAL, RUNG_RULE_READINESS};
enum { RULES = sizeof rules_in_order / sizeof *rules_in_order };

/* A search for the paths to one target. */
typedef struct search {
    const path_oracle *o;
    const rung_person *person;
    uint32_t target;
    unsigned aside; /* rules that do not count */
    double theta, wage_fall;
    size_t most; /* steps */
    path_route route;
    path_list found;
    bool measure;            /* find no path, but ... */
    double weakest, current; /* ... the highest least readiness of all paths; the one so far */
    unsigned least, fall;    /* and the least of the deepest falls in wage of each, in millionths */
} search;

/* A person on the way. */
typedef struct moment {
    float level[PATH_SKILLS];
    uint32_t role;
    double wage; /* the last one known, else NAN */
    int opened;  /* the highest zone that a program has opened */
    unsigned taken;
} moment;

path_oracle *path_oracle_make(const rung_catalog *catalog, const rung_matcher_options *matcher,
                              const rung_planner_options *planner)
{
    path_oracle *o = calloc(1, sizeof *o);
    o->base = oracle_make(catalog);
    o->options = *planner;
    o->theta = matcher->theta - matcher->theta / 4194304; /* nearly is enough */
    o->essential = matcher->essential - matcher->essential / 4194304;
    o->zone_step = matcher->zone_step;
    o->programs = rung_catalog_programs(catalog);
    if (o->programs > PATH_PROGRAMS || o->base.skills > PATH_SKILLS)
        abort();
    for (uint32_t p = 0; p < o->programs; p++) {
        o->program[p] = rung_catalog_program(catalog, p);
        rung_catalog_program_levels(catalog, p, o->teaches[p], o->requires[p]);
    }
    o->weeks = (size_t)floor(52 * planner->years + 0.5);
    o->factor = calloc(o->weeks + 1, sizeof *o->factor);
    for (size_t w = 0; w < o->weeks; w++)
        o->factor[w] = pow(1 + planner->discount, -(double)w / 52);
    return o;
}

void path_oracle_free(path_oracle *o)
{
    oracle_free(&o->base);
    free(o->factor);
    free(o);
}

/* ---------------------------------------------------------------- what is allowed */

static rung_role role_of(const path_oracle *o, uint32_t role)
{
    return rung_catalog_role(o->base.catalog, role);
}

static double wage_of(const path_oracle *o, uint32_t role)
{
    return role == RUNG_NONE ? NAN : role_of(o, role).wage;
}

static void raise_levels(const path_oracle *o, moment *now, const float *levels)
{
    for (size_t d = 0; d < o->base.skills; d++)
        if (levels[d] > now->level[d])
            now->level[d] = levels[d];
}

static bool has_column(const rung_person *person, const rung_condition *condition)
{
    for (size_t i = 0; i < person->column_count; i++)
        if (strcmp(person->columns[i].name, condition->column) == 0 &&
            strcmp(person->columns[i].value, condition->value) == 0)
            return true;
    return false;
}

static bool is_meant(const search *s, const moment *now, const rung_program *program)
{
    rung_role role = role_of(s->o, now->role);
    for (size_t i = 0; i < program->conditions; i++) {
        const rung_condition *c = &program->audience[i];
        bool holds = strcmp(c->column, "role") == 0
                         ? now->role != RUNG_NONE && strcmp(role.id, c->value) == 0
                     : strcmp(c->column, "family") == 0
                         ? now->role != RUNG_NONE && strcmp(role.family, c->value) == 0
                         : has_column(s->person, c);
        if (!holds)
            return false;
    }
    return true;
}

static bool may_take(const search *s, const moment *now, uint32_t p)
{
    for (size_t d = 0; d < s->o->base.skills; d++)
        if (now->level[d] < s->o->requires[p][d])
            return false;
    return s->aside & RUNG_RULE_AUDIENCE || is_meant(s, now, &s->o->program[p]);
}

static void take(const search *s, moment *now, uint32_t p)
{
    raise_levels(s->o, now, s->o->teaches[p]);
    now->taken |= 1u << p;
    if (s->o->program[p].opens_zone > now->opened)
        now->opened = s->o->program[p].opens_zone;
}

/* Take what can be taken of a set, always the lowest program that can be taken now, and list it in
 * order where it is asked for. Returns what is left of the set. */
static unsigned take_set(const search *s, moment *now, unsigned set, path_step *step)
{
    for (uint32_t p = 0; p < s->o->programs;) {
        if (!(set & 1u << p) || !may_take(s, now, p)) {
            p++;
            continue;
        }
        take(s, now, p);
        set &= ~(1u << p);
        if (step)
            step->program[step->programs++] = p;
        p = 0;
    }
    return set;
}

static bool zone_is_in_reach(const search *s, const moment *now, uint32_t role)
{
    int from = role_of(s->o, now->role).job_zone, to = role_of(s->o, role).job_zone;
    return s->aside & RUNG_RULE_ZONE || now->role == RUNG_NONE || from == 0 || to == 0 ||
           to <= from + s->o->zone_step || now->opened >= to;
}

static bool wage_is_enough(const search *s, const moment *now, uint32_t role)
{
    double wage = wage_of(s->o, role);
    return s->aside & RUNG_RULE_WAGE || isnan(wage) || isnan(now->wage) ||
           wage >= (1 - s->wage_fall) * now->wage;
}

/* The least whole millionths by which the wage may fall when this role can be entered. */
static unsigned fall_into(const search *s, const moment *now, uint32_t role)
{
    search own = *s;
    unsigned low = 0, high = 1000000;
    own.aside = 0;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        own.wage_fall = middle / 1e6;
        if (wage_is_enough(&own, now, role))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static bool essentials_are_there(const search *s, const moment *now, uint32_t role)
{
    for (uint32_t d = 0; d < s->o->base.skills && !(s->aside & RUNG_RULE_ESSENTIAL); d++) {
        rung_requirement asked = s->o->base.asked[role * s->o->base.skills + d];
        if (asked.essential && (double)now->level[d] < s->o->essential * (double)asked.level)
            return false;
    }
    return true;
}

static bool may_move(const search *s, const moment *now, uint32_t role, double *readiness)
{
    if (!zone_is_in_reach(s, now, role) || !wage_is_enough(s, now, role) ||
        !essentials_are_there(s, now, role))
        return false;
    *readiness = oracle_readiness(&s->o->base, now->level, role);
    return s->aside & RUNG_RULE_READINESS || *readiness >= s->theta;
}

static void enter(const search *s, moment *now, uint32_t role)
{
    now->role = role;
    if (!isnan(wage_of(s->o, role)))
        now->wage = wage_of(s->o, role);
}

static void dwell(const search *s, moment *now)
{
    float asked[PATH_SKILLS];
    rung_catalog_levels(s->o->base.catalog, now->role, asked);
    raise_levels(s->o, now, asked);
}

static moment today(const path_oracle *o, const rung_person *person)
{
    moment now = {.role = person->current_role, .wage = wage_of(o, person->current_role)};
    memcpy(now.level, person->levels, o->base.skills * sizeof *now.level);
    return now;
}

static unsigned set_of(const path_step *step)
{
    unsigned set = 0;
    for (size_t i = 0; i < step->programs; i++)
        set |= 1u << step->program[i];
    return set;
}

/* Whether these roles can be entered with these sets of programs, one before each; all of a set
 * have to be taken where it is said so. */
static bool leads_on(const search *s, const path_route *route, const unsigned *set, bool all)
{
    moment now = today(s->o, s->person);
    for (size_t i = 0; i < route->steps; i++) {
        double readiness;
        unsigned left = take_set(s, &now, set[i], NULL);
        if ((all && left != 0) || !may_move(s, &now, route->step[i].role, &readiness))
            return false;
        enter(s, &now, route->step[i].role);
        dwell(s, &now);
    }
    return true;
}

/* Whether a step's program can be left out, or put off to the next step. */
static bool does_without(const search *s, const path_route *route, size_t step, uint32_t p)
{
    unsigned set[PATH_STEPS];
    for (size_t i = 0; i < route->steps; i++)
        set[i] = set_of(&route->step[i]);
    set[step] &= ~(1u << p);
    if (leads_on(s, route, set, false))
        return true;
    if (step + 1 == route->steps)
        return false;
    set[step + 1] |= 1u << p;
    return leads_on(s, route, set, true);
}

static bool needs_every_program(const search *s, const path_route *route)
{
    for (size_t i = 0; i < route->steps; i++)
        for (size_t k = 0; k < route->step[i].programs; k++)
            if (does_without(s, route, i, route->step[i].program[k]))
                return false;
    return true;
}

/* ---------------------------------------------------------------- figures */

static int64_t whole(double value, double unit)
{
    return llround(value * unit);
}

/* What week after week brings over today's wage, less the cost, in cents. */
static int64_t gain_of(const path_oracle *o, const rung_person *person, const path_route *route)
{
    double today = wage_of(o, person->current_role), base = isnan(today) ? 0 : today, sum = 0;
    for (size_t w = 0; w < o->weeks; w++) {
        double wage = base;
        for (size_t i = 0; i < route->steps; i++)
            if ((int64_t)w * 1000000 >= route->step[i].enters && !isnan(route->step[i].wage))
                wage = route->step[i].wage;
        sum += (wage - base) / 52 * o->factor[w];
    }
    return llround((sum - (double)route->cost / 10000) * 100);
}

/* Everything about a route but its roles, programs and readiness. */
static void work_out(const path_oracle *o, const rung_person *person, path_route *route)
{
    int64_t week = 0;
    route->cost = 0;
    for (size_t i = 0; i < route->steps; i++) {
        path_step *step = &route->step[i];
        step->starts = week;
        step->cost = 0;
        for (size_t k = 0; k < step->programs; k++) {
            week += whole(o->program[step->program[k]].weeks, 1e6);
            step->cost += whole(o->program[step->program[k]].cost, 1e4);
        }
        step->enters = route->weeks = week;
        step->wage = wage_of(o, step->role);
        route->cost += step->cost;
        week += whole(o->options.dwell[role_of(o, step->role).job_zone], 1e6);
    }
    route->gain = gain_of(o, person, route);
}

static int order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int path_oracle_compare(const path_oracle *o, const path_route *a, const path_route *b)
{
    int weeks = order(a->weeks, b->weeks), cost = order(a->cost, b->cost);
    int steps = order((int64_t)a->steps, (int64_t)b->steps);
    switch (o->options.prefer) {
    case RUNG_PREFER_GAIN:
        return a->gain != b->gain ? order(b->gain, a->gain) : weeks;
    case RUNG_PREFER_FASTEST:
        return weeks ? weeks : cost;
    case RUNG_PREFER_CHEAPEST:
        return cost ? cost : weeks;
    default:
        return steps ? steps : weeks;
    }
}

/* Programs and roles as they follow each other; a program counts from MANY on. */
static size_t entries(const path_route *route, uint64_t *entry)
{
    const uint64_t many = (uint64_t)1 << 32;
    size_t count = 0;
    for (size_t i = 0; i < route->steps; i++) {
        for (size_t k = 0; k < route->step[i].programs; k++)
            entry[count++] = many + route->step[i].program[k];
        entry[count++] = route->step[i].role;
    }
    return count;
}

static int compare_routes(const path_route *a, const path_route *b)
{
    uint64_t left[PATH_STEPS + PATH_PROGRAMS], right[PATH_STEPS + PATH_PROGRAMS];
    size_t n = entries(a, left), m = entries(b, right);
    for (size_t i = 0; i < n && i < m; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return order((int64_t)n, (int64_t)m);
}

char *path_route_text(const path_route *route, char *text, size_t size)
{
    size_t used = 0;
    *text = '\0';
    for (size_t i = 0; i < route->steps; i++)
        for (size_t k = 0; k <= route->step[i].programs && used < size; k++) {
            bool move = k == route->step[i].programs;
            used += (size_t)snprintf(text + used, size - used, "%s%s%u", used ? " " : "",
                                     move ? ">r" : "+p",
                                     move ? route->step[i].role : route->step[i].program[k]);
        }
    return text;
}

/* ---------------------------------------------------------------- every path */

static void keep(search *s)
{
    if (s->measure) {
        s->weakest = s->current > s->weakest ? s->current : s->weakest;
        s->least = s->fall < s->least ? s->fall : s->least;
        return;
    }
    if (!needs_every_program(s, &s->route))
        return;
    work_out(s->o, s->person, &s->route);
    path_list *list = &s->found;
    if ((list->count & (list->count - 1)) == 0) /* room is a power of two */
        list->at = realloc(list->at, (list->count ? 2 * list->count : 1) * sizeof *list->at);
    list->at[list->count++] = s->route;
}

static bool was_there(const search *s, uint32_t role)
{
    for (size_t i = 0; i < s->route.steps; i++)
        if (s->route.step[i].role == role)
            return true;
    return role == s->person->current_role;
}

static void walk(search *s, const moment *now);

static void try_role(search *s, const moment *ready, path_step step, const moment *before)
{
    double weakest = s->current;
    unsigned deepest = s->fall, fall;
    if (!role_of(s->o, step.role).rated || was_there(s, step.role) ||
        !may_move(s, ready, step.role, &step.readiness))
        return;
    step.readiness_before = oracle_readiness(&s->o->base, before->level, step.role);
    fall = fall_into(s, ready, step.role);
    s->current = step.readiness < weakest ? step.readiness : weakest;
    s->fall = fall > deepest ? fall : deepest;
    s->route.step[s->route.steps++] = step;
    if (step.role == s->target) {
        keep(s);
    } else if (s->route.steps < s->most) {
        moment next = *ready;
        enter(s, &next, step.role);
        dwell(s, &next);
        walk(s, &next);
    }
    s->route.steps--;
    s->current = weakest;
    s->fall = deepest;
}

/* Every set of programs not yet taken, then every role. */
static void walk(search *s, const moment *now)
{
    for (unsigned set = 0; set < 1u << s->o->programs; set++) {
        moment ready = *now;
        path_step step = {.role = 0};
        if (set & now->taken || take_set(s, &ready, set, &step) != 0)
            continue;
        for (step.role = 0; step.role < s->o->base.roles; step.role++)
            if (s->route.steps + 1 < s->most || step.role == s->target)
                try_role(s, &ready, step, now);
    }
}

static void run(search *s)
{
    moment now = today(s->o, s->person);
    s->route = (path_route){.target = s->target};
    s->weakest = -INFINITY;
    s->current = INFINITY;
    s->least = UINT_MAX;
    s->fall = 0;
    s->most = s->o->options.steps + (s->aside & RUNG_RULE_STEPS ? 1 : 0);
    walk(s, &now);
}

static int by_rank(const void *a, const void *b, void *context)
{
    int better = path_oracle_compare(context, a, b);
    return better ? better : compare_routes(a, b);
}

static void sort_paths(const path_oracle *o, path_list *list)
{
    if (list->count > 1)
        qsort_r(list->at, list->count, sizeof *list->at, by_rank, (void *)(uintptr_t)o);
    for (size_t i = 0; i < list->count; i++)
        list->at[i].rank = i + 1;
}

static path_list all_without(const path_oracle *o, const rung_person *person, uint32_t target,
                             unsigned aside, double theta, double wage_fall)
{
    search s = {.o = o,
                .person = person,
                .target = target,
                .aside = aside,
                .theta = theta,
                .wage_fall = wage_fall};
    run(&s);
    sort_paths(o, &s.found);
    return s.found;
}

path_list path_oracle_all(const path_oracle *o, const rung_person *person, uint32_t target)
{
    return all_without(o, person, target, 0, o->theta, o->options.wage_fall);
}

/* ---------------------------------------------------------------- misses */

static bool way_without(const path_oracle *o, const rung_person *person, path_miss *miss,
                        unsigned aside)
{
    const unsigned measured = RUNG_RULE_READINESS | RUNG_RULE_WAGE;
    search s = {.o = o,
                .person = person,
                .target = miss->target,
                .aside = aside,
                .theta = o->theta,
                .wage_fall = o->options.wage_fall,
                .measure = true};
    run(&s);
    if (isinf(s.weakest))
        return false;
    if (aside & RUNG_RULE_READINESS) {
        s.theta = s.weakest;
        s.aside &= ~(unsigned)RUNG_RULE_READINESS;
        run(&s);
    }
    if (aside & RUNG_RULE_WAGE)
        s.wage_fall = s.least / 1e6;
    path_list list = all_without(o, person, miss->target, aside & ~measured, s.theta, s.wage_fall);
    if (list.count > 0) {
        miss->rules = aside;
        miss->theta = s.theta;
        miss->wage_fall = s.wage_fall;
        miss->path = list.at[0];
    }
    free(list.at);
    return miss->rules != 0;
}

/* Sets of `more` rules besides those in aside, from the rule `first` on, in order. */
static bool try_sets(const path_oracle *o, const rung_person *person, path_miss *miss,
                     unsigned aside, size_t first, size_t more)
{
    if (more == 0)
        return way_without(o, person, miss, aside);
    for (size_t i = first; i < RULES; i++)
        if (try_sets(o, person, miss, aside | rules_in_order[i], i + 1, more - 1))
            return true;
    return false;
}

static path_miss miss_of(const path_oracle *o, const rung_person *person, uint32_t target)
{
    path_miss miss = {.target = target};
    if (target == person->current_role)
        miss.rules = RUNG_RULE_CURRENT;
    else if (!role_of(o, target).rated)
        miss.rules = RUNG_RULE_UNRATED;
    for (size_t size = 1; size <= RULES && miss.rules == 0; size++)
        try_sets(o, person, &miss, 0, 0, size);
    return miss;
}

/* ---------------------------------------------------------------- targets */

/* Whether the target of best path a, in place i of those asked for, stands before that of b. */
static bool stands_before(const path_oracle *o, const double *score, const path_route *a,
                          const path_route *b)
{
    if (o->options.order == RUNG_ORDER_SCORE) {
        if (score[a->target] != score[b->target])
            return score[a->target] > score[b->target];
    } else if (path_oracle_compare(o, a, b) != 0) {
        return path_oracle_compare(o, a, b) < 0;
    }
    return a->target < b->target;
}

static void rank_targets(const path_oracle *o, const double *score, path_list *lists, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && stands_before(o, score, lists[k].at, lists[k - 1].at); k--) {
            path_list swap = lists[k];
            lists[k] = lists[k - 1];
            lists[k - 1] = swap;
        }
}

static path_list take_best(const path_oracle *o, const path_list *lists, size_t count)
{
    path_list out = {calloc(count * o->options.paths + 1, sizeof *out.at), 0};
    for (size_t t = 0; t < count; t++)
        for (size_t i = 0; i < lists[t].count && i < o->options.paths; i++) {
            lists[t].at[i].target_rank = t + 1;
            out.at[out.count++] = lists[t].at[i];
        }
    return out;
}

/* Whether a target that is found has a figure to be ranked by: the gain of a role without a wage is
 * not known. */
static bool is_compared(const path_oracle *o, const rung_person *person, uint32_t role)
{
    return o->options.prefer != RUNG_PREFER_GAIN || o->options.order != RUNG_ORDER_FIGURE ||
           isnan(wage_of(o, person->current_role)) || !isnan(wage_of(o, role));
}

path_answer path_oracle_find(const path_oracle *o, const rung_person *person, const double *score,
                             const uint32_t *target, size_t targets)
{
    size_t tried = targets ? targets : o->base.roles, reached = 0;
    path_list *lists = calloc(tried, sizeof *lists);
    path_answer answer = {.miss = calloc(tried, sizeof *answer.miss)};
    for (size_t i = 0; i < tried; i++) {
        uint32_t role = targets ? target[i] : (uint32_t)i;
        path_list list = {0};
        if (role != person->current_role && role_of(o, role).rated &&
            (targets || is_compared(o, person, role)))
            list = path_oracle_all(o, person, role);
        if (list.count > 0)
            lists[reached++] = list;
        else if (targets)
            answer.miss[answer.misses++] = miss_of(o, person, role);
    }
    rank_targets(o, score, lists, reached);
    bool cut = targets == 0 && reached > o->options.top;
    answer.paths = take_best(o, lists, cut ? o->options.top : reached);
    for (size_t i = 0; i < reached; i++)
        free(lists[i].at);
    free(lists);
    return answer;
}

void path_answer_free(path_answer *answer)
{
    free(answer->paths.at);
    free(answer->miss);
}

/* ---------------------------------------------------------------- a path of the engine */

static bool near(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-9;
}

static const char *figures_differ(const path_route *route, const rung_path *path)
{
    for (size_t i = 0; i < path->steps; i++) {
        const rung_path_step *got = &path->step[i];
        const path_step *step = &route->step[i];
        if (!near(got->starts, (double)step->starts / 1e6) ||
            !near(got->enters, (double)step->enters / 1e6))
            return "a step's weeks";
        if (!near(got->cost, (double)step->cost / 1e4) || !near(got->wage, step->wage))
            return "a step's cost or wage";
        if (!near(got->readiness_before, step->readiness_before) ||
            !near(got->readiness, step->readiness))
            return "a step's readiness";
    }
    if (!near(path->weeks, (double)route->weeks / 1e6))
        return "weeks";
    if (!near(path->cost, (double)route->cost / 1e4))
        return "cost";
    if (!near(path->gain, (double)route->gain / 100))
        return "gain";
    return near(path->readiness, route->step[route->steps - 1].readiness) ? NULL : "readiness";
}

const char *path_oracle_objects(const path_oracle *o, const rung_person *person,
                                const rung_path *path)
{
    search s = {.o = o,
                .person = person,
                .target = path->target,
                .theta = o->theta,
                .wage_fall = o->options.wage_fall};
    moment now = today(o, person);
    if (path->steps == 0 || path->steps > o->options.steps)
        return "the number of steps";
    for (size_t i = 0; i < path->steps; i++) {
        const rung_path_step *got = &path->step[i];
        path_step step = {.role = got->role};
        unsigned set = 0;
        for (size_t k = 0; k < got->programs; k++) {
            if (got->program[k] >= o->programs || (now.taken | set) & 1u << got->program[k])
                return "a program taken twice, or none";
            set |= 1u << got->program[k];
        }
        if (got->role >= o->base.roles || !role_of(o, got->role).rated || was_there(&s, got->role))
            return "a role that cannot be entered";
        step.readiness_before = oracle_readiness(&o->base, now.level, got->role);
        if (take_set(&s, &now, set, &step) != 0)
            return "a program that cannot be taken";
        if (got->programs > 0 &&
            memcmp(step.program, got->program, got->programs * sizeof *step.program) != 0)
            return "the order of programs";
        if (!may_move(&s, &now, got->role, &step.readiness))
            return "a move that is not allowed";
        enter(&s, &now, got->role);
        dwell(&s, &now);
        s.route.step[s.route.steps++] = step;
    }
    if (path->step[path->steps - 1].role != path->target)
        return "the last role";
    if (!needs_every_program(&s, &s.route))
        return "a program that can be left out or put off";
    work_out(o, person, &s.route);
    return figures_differ(&s.route, path);
}

/* ---------------------------------------------------------------- orders */

/* The first of all orders of a set in which each program can be taken when its turn comes. */
static bool first_order(const search *s, const moment *now, unsigned set, path_step *step)
{
    if (set == 0)
        return true;
    for (uint32_t p = 0; p < s->o->programs; p++) {
        if (!(set & 1u << p) || !may_take(s, now, p))
            continue;
        moment next = *now;
        take(s, &next, p);
        step->program[step->programs++] = p;
        if (first_order(s, &next, set & ~(1u << p), step))
            return true;
        step->programs--;
    }
    return false;
}

bool path_oracle_orders_hold(const path_oracle *o, const rung_person *person)
{
    search s = {.o = o, .person = person};
    moment now = today(o, person);
    for (unsigned set = 0; set < 1u << o->programs; set++) {
        moment ready = now;
        path_step lowest = {0}, first = {0};
        bool taken = take_set(&s, &ready, set, &lowest) == 0;
        if (taken != first_order(&s, &now, set, &first))
            return false;
        if (taken &&
            (lowest.programs != first.programs ||
             memcmp(lowest.program, first.program, first.programs * sizeof *first.program) != 0))
            return false;
    }
    return true;
}
