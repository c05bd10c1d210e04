/* harvest.c - search a batch of people for their options, by threads. */
#include "plan/harvest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/threads.h"

/* Seconds between two reports. */
static const double pause_between_reports = 0.05;

/* ---------------------------------------------------------------- one person */

uint32_t rung_readiness_parts(double readiness)
{
    return (uint32_t)floor(readiness * RUNG_READINESS_PARTS + 0.5);
}

int64_t rung_plan_value_of(rung_plan_value value, int64_t gain, uint32_t readiness, uint32_t before)
{
    switch (value) {
    case RUNG_PLAN_READINESS:
        return (int64_t)readiness - (int64_t)before;
    case RUNG_PLAN_PEOPLE:
        return 1;
    case RUNG_PLAN_GAIN:
        break;
    }
    return gain;
}

static bool add_way(const rung_harvest *h, rung_reaper *r, const rung_kept *kept, uint32_t target,
                    double readiness)
{
    const rung_searcher *s = r->searcher;
    if (!rung_grow((void **)&r->way, &r->way_room, r->ways + 1, sizeof *r->way) ||
        !rung_grow((void **)&r->token, &r->token_room, r->tokens + kept->length, sizeof *r->token))
        return false;
    rung_way *way = &r->way[r->ways++];
    *way = (rung_way){.token = r->tokens,
                      .length = kept->length,
                      .cost = kept->figures.cost,
                      .weeks = kept->figures.weeks,
                      .gain = rung_cents(kept->figures.gain),
                      .readiness = rung_readiness_parts(readiness)};
    uint32_t before = 0;
    if (h->value == RUNG_PLAN_READINESS)
        before =
            rung_readiness_parts(rung_move_readiness(&h->planner->terrain.moves, s->level, target));
    way->value = rung_plan_value_of(h->value, way->gain, way->readiness, before);
    memcpy(r->token + r->tokens, s->routes + kept->route, kept->length * sizeof *r->token);
    r->tokens += kept->length;
    r->unproven += !kept->proven;
    return true;
}

/* Search for somebody who is like nobody before her. */
static rung_status search(const rung_harvest *h, rung_reaper *r, const rung_batch *people,
                          uint32_t person)
{
    const rung_searcher *s = r->searcher;
    const rung_paths *found;
    size_t skills = h->planner->matcher->catalog->skills, path = 0;
    rung_status status = rung_planner_find(
        h->planner, r->searcher, people->levels + person * skills, people->current_role[person],
        people->admits ? people->admits + person * people->admit_words : NULL, NULL, 0, &found,
        &r->error);
    rung_sheaf *sheaf = &h->sheaf[person];
    *sheaf = (rung_sheaf){(unsigned)(r - h->reaper), r->ways, 0};
    for (size_t i = 0; i < s->reached_count && status == RUNG_OK; i++)
        for (size_t k = 0; k < s->reached[i].count && status == RUNG_OK; k++, path++)
            if (!add_way(h, r, &s->kept[s->reached[i].first + k], s->reached[i].target,
                         found->path[path].readiness))
                status = rung_fail_memory(&r->error, "the options of people");
    sheaf->count = r->ways - sheaf->first;
    return status;
}

/* ---------------------------------------------------------------- all of them */

/* What threads share. */
typedef struct progress {
    size_t groups, taken, done, people;
    unsigned threads;
    bool stop;
    rung_harvest_report report;
    void *context;
    double reported;
    rung_status status;
    rung_error *error;
} progress;

static bool is_stopped(void *context)
{
    const progress *shared = context;
    bool stop;
#pragma omp atomic read
    stop = shared->stop;
    return stop;
}

static void stop_all(progress *shared)
{
#pragma omp atomic write
    shared->stop = true;
}

/* The same by the thread that started it, which reports. */
static bool report_and_look(void *context)
{
    progress *shared = context;
    if (rung_clock() - shared->reported > pause_between_reports && !is_stopped(shared)) {
        size_t done;
#pragma omp atomic read
        done = shared->done;
        size_t people = (size_t)((double)shared->people * (double)done / (double)shared->groups);
        shared->status = shared->report(shared->context, people, shared->people, shared->error);
        shared->reported = rung_clock();
        if (shared->status != RUNG_OK)
            stop_all(shared);
    }
    return is_stopped(shared);
}

static void work(const rung_harvest *h, rung_reaper *r, const rung_batch *people, progress *shared,
                 rung_asked asked)
{
    r->status = RUNG_OK;
    r->ways = r->tokens = 0;
    r->searcher->search.asked = asked;
    r->searcher->search.asked_context = shared;
    while (!asked(shared)) {
        size_t mine;
#pragma omp atomic capture
        mine = shared->taken++;
        if (mine >= shared->groups)
            return;
        r->status = search(h, r, people, h->unique.list[mine]);
#pragma omp atomic update
        shared->done++;
        if (r->status != RUNG_OK)
            stop_all(shared);
    }
}

static rung_status search_all(rung_harvest *h, const rung_batch *people, rung_harvest_report report,
                              void *context, rung_error *error)
{
    rung_features features = {.levels = people->levels,
                              .role = people->current_role,
                              .admits = people->admits,
                              .skills = h->planner->matcher->catalog->skills,
                              .words = people->admit_words};
    progress shared = {.groups = rung_unique_find(&h->unique, &features, people->people),
                       .people = people->people,
                       .report = report,
                       .context = context,
                       .reported = rung_clock(),
                       .error = error};
#pragma omp parallel num_threads((int)h->threads)
    {
        unsigned me;
        rung_asked asked = is_stopped;
#pragma omp atomic capture
        me = shared.threads++;
#pragma omp master
        asked = report_and_look;
        work(h, &h->reaper[me], people, &shared, asked);
    }
    rung_status status = shared.status;
    for (unsigned t = 0; t < h->threads && status == RUNG_OK; t++) {
        const rung_reaper *r = &h->reaper[t];
        if (r->status == RUNG_OK || r->status == RUNG_CANCELLED)
            continue; /* whoever is cancelled is so because of another's failure */
        status = r->status;
        if (error)
            *error = r->error;
    }
    return status;
}

static rung_status add_person(rung_harvest *h, const rung_batch *people, size_t i,
                              rung_options *options, rung_error *error)
{
    const rung_sheaf *sheaf = &h->sheaf[h->unique.first[i]];
    const rung_reaper *r = &h->reaper[sheaf->reaper];
    uint32_t roles = (uint32_t)h->planner->matcher->catalog->roles;
    if (!rung_grow((void **)&h->own, &h->own_room, sheaf->count + 1, sizeof *h->own))
        return rung_fail_memory(error, "the options of people");
    if (sheaf->count > 0)
        memcpy(h->own, r->way + sheaf->first, sheaf->count * sizeof *h->own);
    return rung_options_add(options, people->id[i], h->own, sheaf->count, r->token, roles)
               ? RUNG_OK
               : rung_fail_memory(error, "the options of people");
}

rung_status rung_harvest_batch(rung_harvest *h, const rung_batch *people, rung_fixed *fixed,
                               rung_options *options, rung_harvest_report report, void *context,
                               rung_error *error)
{
    rung_status status = search_all(h, people, report, context, error);
    for (size_t i = 0; i < people->people && status == RUNG_OK; i++) {
        bool is_fixed = false;
        status = rung_fixed_meet(fixed, h->planner, h->reaper[0].searcher, people, i, h->value,
                                 &is_fixed, error);
        if (status != RUNG_OK)
            break;
        if (!is_fixed)
            status = add_person(h, people, i, options, error);
        else if (!rung_options_add_fixed(options, people->id[i]))
            status = rung_fail_memory(error, "the options of people");
    }
    return status;
}

/* ---------------------------------------------------------------- start and end */

rung_status rung_harvest_make(rung_harvest *h, const rung_planner *planner, rung_plan_value value,
                              size_t most, rung_error *error)
{
    rung_status status = RUNG_OK;
    h->planner = planner;
    h->value = value;
    h->threads = planner->matcher->threads;
    h->sheaf = rung_array(most, sizeof *h->sheaf);
    h->unique_bytes = rung_array(rung_unique_bytes(most), 1);
    h->reaper = rung_array(h->threads, sizeof *h->reaper);
    if (!h->sheaf || !h->unique_bytes || !h->reaper)
        return rung_fail_memory(error, "a batch of people");
    h->unique = rung_unique_lay(h->unique_bytes, most);
    for (unsigned t = 0; t < h->threads && status == RUNG_OK; t++) {
        status = rung_searcher_new(planner, &h->reaper[t].searcher, error);
        if (status == RUNG_OK)
            h->reaper[t].searcher->explain = false;
    }
    return status;
}

void rung_harvest_free(rung_harvest *h)
{
    for (unsigned t = 0; h->reaper && t < h->threads; t++) {
        rung_searcher_free(h->reaper[t].searcher);
        free(h->reaper[t].way);
        free(h->reaper[t].token);
    }
    free(h->reaper);
    free(h->sheaf);
    free(h->unique_bytes);
    free(h->own);
    *h = (rung_harvest){0};
}
