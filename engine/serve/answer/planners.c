/* planners.c - planners for the options that asks name, the last few of them kept. */
#include "serve/answer/planners.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/status.h"

typedef struct entry {
    struct entry *next;
    const rung_matcher *matcher;
    rung_planner_options options;
    rung_planner *planner;
    size_t users;
    bool listed; /* else it ends with its last user */
} entry;

struct rung_planners {
    pthread_mutex_t lock;
    entry *first; /* asked for last; those that are listed, then others in use */
};

static bool same_options(const rung_planner_options *a, const rung_planner_options *b)
{
    bool same = a->prefer == b->prefer && a->order == b->order && a->top == b->top &&
                a->paths == b->paths && a->steps == b->steps && a->years == b->years &&
                a->discount == b->discount && a->wage_fall == b->wage_fall &&
                a->effort == b->effort;
    for (size_t i = 0; i < sizeof a->dwell / sizeof *a->dwell; i++)
        same &= a->dwell[i] == b->dwell[i];
    return same;
}

rung_planners *rung_planners_new(void)
{
    rung_planners *p = calloc(1, sizeof *p);
    if (p)
        pthread_mutex_init(&p->lock, NULL);
    return p;
}

static void free_entry(entry *e)
{
    if (e)
        rung_planner_free(e->planner);
    free(e);
}

void rung_planners_free(rung_planners *planners)
{
    if (!planners)
        return;
    for (entry *e = planners->first, *next; e; e = next) {
        next = e->next;
        free_entry(e);
    }
    pthread_mutex_destroy(&planners->lock);
    free(planners);
}

/* Under the lock: the entry for these options, moved to the front and taken; or NULL. */
static entry *find(rung_planners *p, const rung_matcher *matcher,
                   const rung_planner_options *options)
{
    for (entry **at = &p->first; *at; at = &(*at)->next) {
        entry *e = *at;
        if (!e->listed || e->matcher != matcher || !same_options(&e->options, options))
            continue;
        *at = e->next;
        e->next = p->first;
        p->first = e;
        e->users++;
        return e;
    }
    return NULL;
}

/* Under the lock: strike those beyond the number kept off the list; out go those that nobody
 * uses, to be ended outside the lock. */
static entry *trim(rung_planners *p)
{
    entry *out = NULL;
    size_t listed = 0;
    for (entry **at = &p->first; *at;) {
        entry *e = *at;
        e->listed = e->listed && ++listed <= RUNG_PLANNERS_KEPT;
        if (e->listed || e->users > 0) {
            at = &e->next;
            continue;
        }
        *at = e->next;
        e->next = out;
        out = e;
    }
    return out;
}

static void free_entries(entry *e)
{
    for (entry *next; e; e = next) {
        next = e->next;
        free_entry(e);
    }
}

static rung_status make_entry(entry **made, const rung_matcher *matcher,
                              const rung_planner_options *options, rung_error *error)
{
    entry *e = calloc(1, sizeof *e);
    *made = NULL;
    if (!e)
        return rung_fail_memory(error, "a planner");
    *e = (entry){.matcher = matcher, .options = *options, .users = 1, .listed = true};
    rung_status status = rung_planner_new(&e->planner, matcher, options, error);
    if (status == RUNG_OK)
        *made = e;
    else
        free_entry(e);
    return status;
}

rung_status rung_planners_take(rung_planners *planners, const rung_matcher *matcher,
                               const rung_planner_options *options, const rung_planner **planner,
                               rung_error *error)
{
    entry *made, *out;
    *planner = NULL;
    pthread_mutex_lock(&planners->lock);
    entry *e = find(planners, matcher, options);
    pthread_mutex_unlock(&planners->lock);
    if (e) {
        *planner = e->planner;
        return RUNG_OK;
    }
    rung_status status = make_entry(&made, matcher, options, error);
    if (status != RUNG_OK)
        return status;
    pthread_mutex_lock(&planners->lock);
    e = find(planners, matcher, options); /* somebody else may have been faster */
    if (!e) {
        made->next = planners->first;
        planners->first = e = made;
        made = NULL;
    }
    out = trim(planners);
    pthread_mutex_unlock(&planners->lock);
    free_entry(made);
    free_entries(out);
    *planner = e->planner;
    return RUNG_OK;
}

void rung_planners_give_back(rung_planners *planners, const rung_planner *planner)
{
    pthread_mutex_lock(&planners->lock);
    for (entry *e = planners->first; e; e = e->next)
        if (e->planner == planner)
            e->users--;
    entry *out = trim(planners);
    pthread_mutex_unlock(&planners->lock);
    free_entries(out);
}

size_t rung_planners_count(rung_planners *planners)
{
    size_t count = 0;
    pthread_mutex_lock(&planners->lock);
    for (entry *e = planners->first; e; e = e->next)
        count++;
    pthread_mutex_unlock(&planners->lock);
    return count;
}
