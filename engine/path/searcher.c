/* searcher.c - one thread's way to one person's paths: choose targets, search each, put the
 * answer together. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/audience.h"
#include "match/topk.h"
#include "path/planner.h"

/* ---------------------------------------------------------------- noting what is found */

static bool note_miss(rung_searcher *s, uint32_t target, unsigned rules)
{
    if (!rung_grow((void **)&s->missed, &s->missed_room, s->missed_count + 1, sizeof *s->missed))
        return false;
    s->missed[s->missed_count++] =
        (rung_missed){.target = target, .rules = rules, .path = SIZE_MAX};
    return true;
}

/* Keep the paths that the search found to a goal, or note that there are none. */
static bool note_goal(rung_searcher *s, const rung_goal *goal, bool proven)
{
    if (goal->count == 0)
        return note_miss(s, goal->role, s->search.stopped ? RUNG_RULE_EFFORT : 0);
    if (!rung_grow((void **)&s->reached, &s->reached_room, s->reached_count + 1,
                   sizeof *s->reached))
        return false;
    s->reached[s->reached_count++] = (rung_reached){.target = goal->role,
                                                    .key = goal->found[0].key,
                                                    .first = s->kept_count,
                                                    .count = goal->count};
    for (size_t i = 0; i < goal->count; i++)
        if (!rung_searcher_keep(s, &goal->found[i], proven))
            return false;
    return true;
}

/* Search targets that are rated and not the current role. */
static bool search_targets(rung_searcher *s, const uint32_t *target, size_t targets, bool proven)
{
    const rung_planner_options *o = &s->planner->options;
    for (size_t i = 0; i < targets; i += RUNG_GOALS) {
        rung_quest quest = {.target = target + i,
                            .targets = targets - i < RUNG_GOALS ? targets - i : RUNG_GOALS,
                            .most = o->paths,
                            .limit = RUNG_KEY_WORST,
                            .steps = o->steps,
                            .theta = s->planner->terrain.moves.theta,
                            .wage_fall = s->planner->terrain.moves.wage_fall};
        rung_search_run(&s->search, &quest);
        s->ended |= s->search.stopped;
        for (size_t g = 0; g < quest.targets; g++)
            if (!note_goal(s, &s->search.goal[g], proven && !s->search.stopped))
                return false;
    }
    return true;
}

/* ---------------------------------------------------------------- targets that are given */

static int by_key(const void *a, const void *b)
{
    const rung_reached *x = a, *y = b;
    int order = rung_key_compare(x->key, y->key);
    return order ? order : (x->target > y->target) - (x->target < y->target);
}

static int by_score(const void *a, const void *b)
{
    const rung_reached *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->target > y->target) - (x->target < y->target);
}

/* Put misses in the order in which the targets were given. */
static void order_misses(rung_searcher *s, const uint32_t *target, size_t targets)
{
    for (size_t i = 0, done = 0; i < targets && done < s->missed_count; i++)
        for (size_t k = done; k < s->missed_count; k++)
            if (s->missed[k].target == target[i]) {
                rung_missed found = s->missed[k];
                s->missed[k] = s->missed[done];
                s->missed[done++] = found;
                break;
            }
}

static bool search_given(rung_searcher *s, const uint32_t *target, size_t targets)
{
    const rung_matcher *m = s->planner->matcher;
    size_t open = 0;
    for (size_t i = 0; i < targets; i++) {
        bool current = target[i] == s->search.role;
        if (!current && m->demand.asked[target[i]] > 0)
            s->target[open++] = target[i];
        else if (!note_miss(s, target[i], current ? RUNG_RULE_CURRENT : RUNG_RULE_UNRATED))
            return false;
    }
    if (!search_targets(s, s->target, open, true))
        return false;
    order_misses(s, target, targets);
    bool scored = s->planner->options.order == RUNG_ORDER_SCORE;
    rung_subject subject;
    if (scored)
        rung_subject_make(&subject, &m->scorer, s->level, s->standard, s->search.role);
    for (size_t i = 0; scored && i < s->reached_count; i++)
        s->reached[i].score = rung_score(&m->scorer, &subject, s->reached[i].target);
    if (s->reached_count > 0)
        qsort(s->reached, s->reached_count, sizeof *s->reached, scored ? by_score : by_key);
    return true;
}

/* ---------------------------------------------------------------- targets that are found */

static bool search_by_figure(rung_searcher *s)
{
    bool complete;
    size_t count = rung_targets_find(&s->targets, &s->search, s->planner->options.steps, &complete);
    s->ended |= !complete;
    for (size_t i = 0; i < count; i++)
        s->target[i] = s->targets.best[i].role;
    bool good = search_targets(s, s->target, count, complete);
    s->missed_count = 0; /* nobody asked for them */
    return good;
}

/* Roles in the order of their scores, each searched until enough have a path. */
static bool search_by_score(rung_searcher *s)
{
    const rung_matcher *m = s->planner->matcher;
    const rung_moves *moves = &s->planner->terrain.moves;
    rung_subject subject;
    rung_topk topk = {.hit = s->hits, .room = moves->enterable};
    bool complete = true;
    rung_subject_make(&subject, &m->scorer, s->level, s->standard, s->search.role);
    for (size_t i = 0; i < moves->enterable; i++)
        if (moves->order[i] != s->search.role)
            rung_topk_offer(&topk, rung_score(&m->scorer, &subject, moves->order[i]),
                            moves->order[i]);
    rung_topk_sort(&topk);
    for (size_t i = 0; i < topk.count && s->reached_count < s->planner->options.top; i++) {
        if (!search_targets(s, &s->hits[i].role, 1, complete))
            return false;
        complete &= !s->search.stopped;
        s->missed_count = 0; /* nobody asked for it */
    }
    return true;
}

/* ---------------------------------------------------------------- all of it */

static bool explain_misses(rung_searcher *s)
{
    for (size_t i = 0; i < s->missed_count && !s->search.cancelled; i++) {
        s->missed[i].reason = s->text.length;
        if (s->explain && !rung_searcher_explain(s, &s->missed[i]))
            return false;
        rung_put_char(&s->text, '\0');
    }
    return true;
}

rung_status rung_planner_find(const rung_planner *planner, rung_searcher *s, const float *levels,
                              uint32_t current_role, const uint64_t *admits, const uint32_t *target,
                              size_t targets, const rung_paths **found, rung_error *error)
{
    memcpy(s->level, levels, planner->matcher->demand.skills * sizeof *levels);
    if (!admits) {
        rung_audience_admit(planner->matcher->catalog, NULL, 0, s->admits);
        admits = s->admits;
    }
    s->kept_count = s->routes_length = s->reached_count = s->missed_count = 0;
    s->text.length = 0;
    s->text.failed = s->search.memory_short = s->search.cancelled = s->ended = false;
    rung_search_person(&s->search, s->level, current_role, admits);
    bool good = targets > 0                                  ? search_given(s, target, targets)
                : planner->options.order == RUNG_ORDER_SCORE ? search_by_score(s)
                                                             : search_by_figure(s);
    if (!good || !explain_misses(s) || s->search.memory_short)
        return rung_fail_memory(error, "the paths of a person");
    if (s->search.cancelled)
        return rung_fail(error, RUNG_CANCELLED, "the search for paths was cancelled");
    rung_status status = rung_searcher_pack(s, error);
    *found = s->paths;
    return status;
}

/* ---------------------------------------------------------------- start and end */

rung_status rung_searcher_new(const rung_planner *planner, rung_searcher **searcher,
                              rung_error *error)
{
    const rung_demand *d = &planner->matcher->demand;
    rung_searcher *s = rung_array(1, sizeof *s);
    *searcher = s;
    if (!s)
        return rung_fail_memory(error, "a search for paths");
    s->planner = planner;
    s->explain = true;
    s->level = rung_array(d->stride, sizeof *s->level);
    s->walk = rung_array(d->stride, sizeof *s->walk);
    s->standard = rung_array(d->stride, sizeof *s->standard);
    s->admits = rung_array(planner->terrain.courses.words, sizeof *s->admits);
    s->hits = rung_array(d->roles, sizeof *s->hits);
    s->target = rung_array(d->roles, sizeof *s->target);
    rung_status status = RUNG_OK;
    if (!s->level || !s->walk || !s->standard || !s->admits || !s->hits || !s->target)
        status = rung_fail_memory(error, "a search for paths");
    if (status == RUNG_OK)
        status = rung_search_make(&s->search, &planner->terrain, planner->options.paths, error);
    if (status == RUNG_OK)
        status = rung_targets_make(&s->targets, &planner->terrain, planner->options.top, error);
    if (status != RUNG_OK) {
        rung_searcher_free(s);
        *searcher = NULL;
    }
    return status;
}

void rung_searcher_free(rung_searcher *searcher)
{
    if (!searcher)
        return;
    rung_search_free(&searcher->search);
    rung_targets_free(&searcher->targets);
    free(searcher->level);
    free(searcher->walk);
    free(searcher->standard);
    free(searcher->admits);
    free(searcher->hits);
    free(searcher->target);
    free(searcher->kept);
    free(searcher->routes);
    free(searcher->reached);
    free(searcher->missed);
    rung_buffer_free(&searcher->text);
    rung_paths_free(searcher->paths);
    free(searcher);
}
