/* planner.c - build a planner, and find the paths of one person with it. */
#include "path/planner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/audience.h"
#include "path/miss.h"

enum { MOST_PATHS = 1000 };

/* ---------------------------------------------------------------- options */

static rung_status check_options(const rung_planner_options *o, rung_error *error)
{
    if (o->size != sizeof *o)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_planner_new: options of size %zu, expected %zu (set them with "
                         "RUNG_PLANNER_OPTIONS_INIT)",
                         o->size, sizeof *o);
    const struct {
        const char *name;
        double value, low, high;
    } numbers[] = {
        {"prefer", (double)(int)o->prefer, 0, RUNG_PREFER_FEWEST},
        {"order", (double)(int)o->order, 0, RUNG_ORDER_SCORE},
        {"top", (double)o->top, 1, 1e6},
        {"paths", (double)o->paths, 1, MOST_PATHS},
        {"steps", (double)o->steps, 1, RUNG_MOST_STEPS},
        {"years", o->years, 0, 100},
        {"discount", o->discount, 0, 1},
        {"wage_fall", o->wage_fall, 0, 1},
        {"dwell of an unknown zone", o->dwell[0], 0, 5200},
        {"dwell of zone 1", o->dwell[1], 0, 5200},
        {"dwell of zone 2", o->dwell[2], 0, 5200},
        {"dwell of zone 3", o->dwell[3], 0, 5200},
        {"dwell of zone 4", o->dwell[4], 0, 5200},
        {"dwell of zone 5", o->dwell[5], 0, 5200},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!(numbers[i].value >= numbers[i].low && numbers[i].value <= numbers[i].high))
            return rung_fail(error, RUNG_BAD_ARGUMENT, "%s: found %.9g, expected %.9g..%.9g",
                             numbers[i].name, numbers[i].value, numbers[i].low, numbers[i].high);
    return RUNG_OK;
}

/* ---------------------------------------------------------------- start and end */

static rung_status make_searchers(rung_planner *p, rung_error *error)
{
    unsigned threads = p->matcher->threads;
    rung_status status = RUNG_OK;
    p->searcher = rung_array(threads, sizeof *p->searcher);
    p->pool = rung_array(1, sizeof *p->pool);
    if (!p->searcher || !p->pool || !rung_pool_make(p->pool, threads, sizeof(unsigned)))
        return rung_fail_memory(error, "the searches of a planner");
    void *piece[threads];
    for (unsigned i = 0; i < threads; i++) {
        piece[i] = rung_pool_borrow(p->pool);
        *(unsigned *)piece[i] = i;
        if (status == RUNG_OK)
            status = rung_searcher_new(p, &p->searcher[i], error);
    }
    for (unsigned i = 0; i < threads; i++)
        rung_pool_return(p->pool, piece[i]);
    return status;
}

static rung_status build(rung_planner *p, rung_error *error)
{
    const rung_rules *viable = &p->matcher->rules;
    const rung_planner_options *o = &p->options;
    rung_terrain *t = &p->terrain;
    rung_moves_rules rules = {.theta = viable->theta,
                              .essential = viable->essential,
                              .wage_fall = o->wage_fall,
                              .zone_step = viable->zone_step,
                              .dwell = o->dwell,
                              .threads = p->matcher->threads};
    t->prefer = o->prefer;
    t->effort = o->effort;
    t->steps = o->steps + 1; /* a miss may be looked for one step further */
    rung_status status = rung_moves_make(&t->moves, p->matcher, &rules, error);
    if (status == RUNG_OK)
        status = rung_courses_make(&t->courses, &t->moves, error);
    if (status == RUNG_OK)
        status = rung_horizon_make(&t->horizon, o->years, o->discount, error);
    return status == RUNG_OK ? make_searchers(p, error) : status;
}

/* Paths are made of skills, and people on them have no vectors. */
static rung_status check_matcher(const rung_matcher *m, rung_target_order order, rung_error *error)
{
    if (m->catalog->requirements.count == 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "%s: no role has skills, expected some, of which paths are made",
                         m->catalog->folder);
    if (order == RUNG_ORDER_SCORE && rung_matcher_embeds(m))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "order: found score with profile %s, which uses the signal embedding, "
                         "expected a profile without it",
                         m->profile.name);
    return RUNG_OK;
}

rung_status rung_planner_new(rung_planner **planner, const rung_matcher *matcher,
                             const rung_planner_options *options, rung_error *error)
{
    static const rung_planner_options usual = RUNG_PLANNER_OPTIONS_INIT;
    if (planner)
        *planner = NULL;
    if (!planner || !matcher)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_planner_new: a place for the planner and a matcher are needed");
    if (matcher->stand_ins.first)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_planner_new: found a matcher with adjacency, expected one without: "
                         "ways are made of levels that people have");
    rung_status status = check_options(options ? options : &usual, error);
    if (status == RUNG_OK)
        status = check_matcher(matcher, options ? options->order : usual.order, error);
    if (status != RUNG_OK)
        return status;
    rung_planner *p = rung_array(1, sizeof *p);
    if (!p)
        return rung_fail_memory(error, "a planner");
    p->matcher = matcher;
    p->options = options ? *options : usual;
    if (p->options.top > matcher->demand.roles)
        p->options.top = matcher->demand.roles;
    status = build(p, error);
    if (status != RUNG_OK) {
        rung_planner_free(p);
        return status;
    }
    *planner = p;
    return RUNG_OK;
}

void rung_planner_free(rung_planner *planner)
{
    if (!planner)
        return;
    for (unsigned i = 0; planner->searcher && i < planner->matcher->threads; i++)
        rung_searcher_free(planner->searcher[i]);
    free(planner->searcher);
    if (planner->pool)
        rung_pool_free(planner->pool);
    free(planner->pool);
    rung_moves_free(&planner->terrain.moves);
    rung_courses_free(&planner->terrain.courses);
    rung_horizon_free(&planner->terrain.horizon);
    free(planner);
}

/* ---------------------------------------------------------------- one person, for anybody */

rung_status rung_targets_check(const rung_catalog *catalog, const uint32_t *target, size_t targets,
                               rung_error *error)
{
    for (size_t i = 0; i < targets; i++) {
        if (target[i] >= catalog->roles)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "target %zu: found %u, expected less than %zu, the number of roles", i,
                             target[i], catalog->roles);
        for (size_t k = 0; k < i; k++)
            if (target[k] == target[i])
                return rung_fail(error, RUNG_BAD_ARGUMENT,
                                 "target %zu: found '%s' again, expected each target once", i,
                                 catalog->role[target[i]].id);
    }
    return RUNG_OK;
}

static rung_status check_person(const rung_planner *planner, const rung_person *person,
                                const uint32_t *target, size_t targets, rung_error *error)
{
    const rung_catalog *c = planner->matcher->catalog;
    for (size_t d = 0; d < c->skills; d++)
        if (!(person->levels[d] >= 0 && (double)person->levels[d] <= c->scale.levels))
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "rung_find_paths: skill %zu ('%s'): found %.9g, expected a number in "
                             "0..%.9g",
                             d, c->skill[d].id, (double)person->levels[d], c->scale.levels);
    if (person->current_role != RUNG_NONE && person->current_role >= c->roles)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_find_paths: found current role %u, expected less than %zu or "
                         "RUNG_NONE",
                         person->current_role, c->roles);
    for (size_t i = 0; i < person->column_count; i++)
        if (!person->columns[i].name || !person->columns[i].value)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "rung_find_paths: column %zu: found no name or no value, expected "
                             "both",
                             i);
    return rung_targets_check(c, target, targets, error);
}

rung_status rung_find_paths(const rung_planner *planner, const rung_person *person,
                            const uint32_t *target, size_t targets, rung_paths **paths,
                            rung_error *error)
{
    if (paths)
        *paths = NULL;
    if (!planner || !person || !person->levels || !paths || (targets > 0 && !target) ||
        (person->column_count > 0 && !person->columns))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_find_paths: a planner, a person with levels and, where they are "
                         "counted, columns, the targets and a place for the paths are needed");
    rung_status status = check_person(planner, person, target, targets, error);
    if (status != RUNG_OK)
        return status;
    unsigned *number = rung_pool_borrow(planner->pool);
    rung_searcher *s = planner->searcher[*number];
    const rung_paths *found;
    rung_audience_admit(planner->matcher->catalog, person->columns, person->column_count,
                        s->admits);
    status = rung_planner_find(planner, s, person->levels, person->current_role, s->admits, target,
                               targets, &found, error);
    if (status == RUNG_OK && person->column_count > 0) {
        rung_columns columns = {person->columns, person->column_count};
        status = rung_searcher_retell(s, &columns, &found, error);
    }
    if (status == RUNG_OK) {
        *paths = s->paths; /* the caller's now */
        s->paths = NULL;
        s->paths_bytes = 0;
    }
    rung_pool_return(planner->pool, number);
    return status;
}
