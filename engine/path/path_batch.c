/* path_batch.c - a batch of people searched by threads, and the rows of each in order. */
#include "path/path_batch.h"

#include <stdlib.h>
#include <time.h>

#include "base/delivery.h"
#include "data/people.h"
#include "match/rows.h"
#include "match/watch.h"
#include "path/miss.h"
#include "path/path_rows.h"

enum { WRITE_AT = 1 << 20 }; /* bytes gathered before they are written */

/* Seconds between two reports while a batch is searched. */
static const double pause_between_reports = 0.05;

/* ---------------------------------------------------------------- one person, and all alike */

/* Whether somebody has no level at all and an unrated role, which cannot be taken for her levels.
 */
static bool is_bare(const rung_path_batch *b, const float *levels, uint32_t role)
{
    const rung_catalog *c = b->planner->matcher->catalog;
    if (b->job->impute == RUNG_IMPUTE_NONE || role == RUNG_NONE || c->role[role].rated)
        return false;
    for (size_t d = 0; d < c->skills; d++)
        if (levels[d] > 0)
            return false;
    return true;
}

/* Roles among which targets are looked for. */
static size_t count_sought(const rung_path_batch *b, uint32_t role)
{
    const rung_terrain *t = &b->planner->terrain;
    bool scored = b->planner->options.order == RUNG_ORDER_SCORE;
    size_t count = 0;
    for (size_t i = 0; b->job->targets == 0 && i < t->moves.enterable; i++)
        count += t->moves.order[i] != role &&
                 (scored || rung_targets_compared(t, role, t->moves.order[i]));
    return count;
}

static void put_person(const rung_path_batch *b, rung_path_worker *w, const rung_batch *people,
                       size_t i, const rung_paths *found)
{
    const rung_catalog *c = b->planner->matcher->catalog;
    char name[RUNG_NAME_ROOM];
    rung_path_rows rows = {.catalog = c,
                           .format = b->job->format,
                           .person = rung_delivery_name(&b->job->delivery, people->id[i], name),
                           .note = rung_levels_note(b->reader, b->skipped + i, b->job->impute),
                           .ended = w->searcher->ended,
                           .years = b->planner->options.years,
                           .horizon = b->planner->terrain.horizon.weeks,
                           .current_role = people->current_role[i],
                           .levels = people->levels + i * c->skills,
                           .paths = found,
                           .level = w->level,
                           .text = &w->scratch};
    if (rows.format == RUNG_FORMAT_TEXT) {
        rows.bare = is_bare(b, rows.levels, rows.current_role);
        rows.sought = found->count == 0 ? count_sought(b, rows.current_role) : 0;
    }
    rung_path_place *p = &b->place[i];
    *p = (rung_path_place){(unsigned)(w - b->worker), w->rows.length, 0, w->misses.length, 0};
    rung_put_paths(&w->rows, &rows);
    if (b->job->misses)
        rung_put_misses(&w->misses, &rows);
    p->rows_end = w->rows.length;
    p->misses_end = w->misses.length;
    w->with_path += found->count > 0;
    w->paths += found->count;
    if (b->job->targets == 0)
        w->ended += found->count == 0 && w->searcher->ended;
    for (size_t k = 0; k < found->misses && b->job->targets > 0; k++) {
        w->missed++;
        w->ended += found->miss[k].rules == RUNG_RULE_EFFORT;
    }
    for (size_t k = 0; k < found->count; k++)
        w->unproven += !found->path[k].proven;
}

/* Whether reasons may hold what a person has in a column. */
static bool tells_columns(const rung_path_worker *w, const rung_paths *found)
{
    for (size_t i = 0; w->searcher->explain && i < found->misses; i++)
        if (found->miss[i].rules & RUNG_RULE_AUDIENCE)
            return true;
    return false;
}

/* Search for the first of those who are alike and write the rows of all; how many they are. */
static size_t serve(const rung_path_batch *b, rung_path_worker *w, const rung_batch *people,
                    uint32_t first)
{
    const rung_paths *found;
    const uint64_t *admits = people->admits ? people->admits + first * people->admit_words : NULL;
    size_t skills = b->planner->matcher->catalog->skills, served = 0;
    w->status = rung_planner_find(b->planner, w->searcher, people->levels + first * skills,
                                  people->current_role[first], admits, b->job->target,
                                  b->job->targets, &found, &w->error);
    bool own = w->status == RUNG_OK && tells_columns(w, found);
    for (uint32_t i = first; w->status == RUNG_OK && i != RUNG_NONE; i = b->next[i], served++) {
        rung_columns columns = {0};
        if (own) {
            columns.count = rung_people_columns(b->reader, b->skipped + i, &columns.column);
            w->status = rung_searcher_retell(w->searcher, &columns, &found, &w->error);
        }
        if (w->status == RUNG_OK)
            put_person(b, w, people, i, found);
        rung_report *report = b->job->report;
        if (w->status == RUNG_OK && report)
            w->status = report->watch->found(report, people, i, found, &w->error);
    }
    if (w->status != RUNG_OK)
        return 0;
    if (w->rows.failed || w->misses.failed)
        w->status = rung_fail_memory(&w->error, "the rows of a batch");
    return served;
}

/* ---------------------------------------------------------------- all people */

/* Chain those who are alike, in their order; how many are like nobody before them. */
static size_t group(rung_path_batch *b, const rung_batch *people)
{
    rung_features features = {.levels = people->levels,
                              .role = people->current_role,
                              .admits = people->admits,
                              .skills = b->planner->matcher->catalog->skills,
                              .words = people->admit_words};
    size_t groups = rung_unique_find(&b->unique, &features, people->people);
    for (size_t i = 0; i < people->people; i++)
        b->next[i] = RUNG_NONE;
    for (size_t i = people->people; i-- > 0;) { /* each goes right behind the first */
        uint32_t first = b->unique.first[i];
        if (first != i) {
            b->next[i] = b->next[first];
            b->next[first] = (uint32_t)i;
        }
    }
    return groups;
}

/* What threads share while they search. */
typedef struct progress {
    size_t groups, people, taken, done;
    unsigned threads;
    bool stop;
    /* of the thread that started the search */
    rung_path_report report;
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

static size_t count_done(const progress *shared)
{
    size_t done;
#pragma omp atomic read
    done = shared->done;
    return done;
}

/* The same by the thread that started the search, which reports. */
static bool report_and_look(void *context)
{
    progress *shared = context;
    if (rung_clock() - shared->reported > pause_between_reports && !is_stopped(shared)) {
        shared->status =
            shared->report(shared->context, count_done(shared), shared->people, shared->error);
        shared->reported = rung_clock();
        if (shared->status != RUNG_OK)
            stop_all(shared);
    }
    return is_stopped(shared);
}

/* Serve groups until none is left or somebody failed. */
static void work(const rung_path_batch *b, rung_path_worker *w, const rung_batch *people,
                 progress *shared, rung_asked asked)
{
    w->status = RUNG_OK;
    w->rows.length = w->misses.length = 0;
    w->searcher->search.asked = asked;
    w->searcher->search.asked_context = shared;
    while (!asked(shared)) {
        size_t mine;
#pragma omp atomic capture
        mine = shared->taken++;
        if (mine >= shared->groups)
            return;
        size_t served = serve(b, w, people, b->unique.list[mine]);
#pragma omp atomic update
        shared->done += served;
        if (w->status != RUNG_OK)
            stop_all(shared);
    }
}

/* Others are still searching; what they do can be long. */
static void wait_for_others(progress *shared)
{
    const struct timespec nap = {.tv_nsec = 50000};
    while (count_done(shared) < shared->people && !report_and_look(shared))
        nanosleep(&nap, NULL);
}

rung_status rung_path_batch_search(rung_path_batch *b, const rung_batch *people,
                                   rung_path_report report, void *context, rung_error *error)
{
    progress shared = {.groups = group(b, people),
                       .people = people->people,
                       .report = report,
                       .context = context,
                       .reported = rung_clock(),
                       .error = error};
#pragma omp parallel num_threads((int)b->threads)
    {
        unsigned me;
        bool started = false;
#pragma omp atomic capture
        me = shared.threads++;
#pragma omp master
        started = true;
        work(b, &b->worker[me], people, &shared, started ? report_and_look : is_stopped);
        if (started)
            wait_for_others(&shared);
    }
    rung_status status = shared.status;
    for (unsigned t = 0; t < b->threads && status == RUNG_OK; t++) {
        const rung_path_worker *w = &b->worker[t];
        if (w->status == RUNG_OK || w->status == RUNG_CANCELLED)
            continue; /* whoever is cancelled is so because of another's failure */
        status = w->status;
        if (error)
            *error = w->error;
    }
    return status;
}

/* ---------------------------------------------------------------- rows in order */

/* Write what has gathered once that is least bytes or more. */
static rung_status pass_on(rung_path_batch *b, rung_sink *sink, size_t least, rung_error *error)
{
    if (b->gathered.failed)
        return rung_fail_memory(error, "the rows of a batch");
    if (b->gathered.length < least)
        return RUNG_OK;
    rung_status status = rung_sink_write(sink, b->gathered.at, b->gathered.length, error);
    b->gathered.length = 0;
    return status;
}

static rung_status gather(rung_path_batch *b, rung_sink *sink, const rung_buffer *from, size_t at,
                          size_t end, rung_error *error)
{
    if (at < end)
        rung_put(&b->gathered, from->at + at, end - at);
    return pass_on(b, sink, WRITE_AT, error);
}

rung_status rung_path_batch_write(rung_path_batch *b, size_t people, rung_sink *rows,
                                  rung_sink *misses, rung_error *error)
{
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < people && status == RUNG_OK && b->job->misses; i++) {
        const rung_path_place *p = &b->place[i];
        status = gather(b, misses, &b->worker[p->worker].misses, p->misses, p->misses_end, error);
    }
    if (status == RUNG_OK && b->job->misses)
        status = pass_on(b, misses, 0, error);
    for (size_t i = 0; i < people && status == RUNG_OK; i++) {
        const rung_path_place *p = &b->place[i];
        status = gather(b, rows, &b->worker[p->worker].rows, p->rows, p->rows_end, error);
    }
    return status == RUNG_OK ? pass_on(b, rows, 0, error) : status;
}

/* ---------------------------------------------------------------- start and end */

static rung_status make_workers(rung_path_batch *b, rung_error *error)
{
    size_t skills = b->planner->matcher->catalog->skills;
    rung_status status = RUNG_OK;
    b->threads = b->job->person ? 1 : b->planner->matcher->threads;
    b->worker = rung_array(b->threads, sizeof *b->worker);
    if (!b->worker)
        return rung_fail_memory(error, "the threads of a search");
    for (unsigned t = 0; t < b->threads && status == RUNG_OK; t++) {
        rung_path_worker *w = &b->worker[t];
        w->level = rung_array(skills, sizeof *w->level);
        w->rows.spreadsheet_safe = w->misses.spreadsheet_safe = b->job->delivery.spreadsheet_safe;
        status = w->level ? rung_searcher_new(b->planner, &w->searcher, error)
                          : rung_fail_memory(error, "the threads of a search");
        if (status == RUNG_OK) /* reasons take long to find: only where they are written */
            w->searcher->explain = rung_path_job_explains(b->job);
    }
    return status;
}

bool rung_path_job_explains(const rung_path_job *job)
{
    return job->misses || job->format != RUNG_FORMAT_CSV || (job->report && job->targets > 0);
}

rung_status rung_path_batch_make(rung_path_batch *b, const rung_planner *planner,
                                 const rung_path_job *job, size_t most, rung_error *error)
{
    b->planner = planner;
    b->job = job;
    b->next = rung_array(most, sizeof *b->next);
    b->place = rung_array(most, sizeof *b->place);
    b->unique_bytes = rung_array(rung_unique_bytes(most), 1);
    if (!b->next || !b->place || !b->unique_bytes)
        return rung_fail_memory(error, "a batch of paths");
    b->unique = rung_unique_lay(b->unique_bytes, most);
    return make_workers(b, error);
}

void rung_path_batch_free(rung_path_batch *b)
{
    for (unsigned t = 0; b->worker && t < b->threads; t++) {
        rung_searcher_free(b->worker[t].searcher);
        rung_buffer_free(&b->worker[t].rows);
        rung_buffer_free(&b->worker[t].misses);
        rung_buffer_free(&b->worker[t].scratch);
        free(b->worker[t].level);
    }
    free(b->worker);
    free(b->next);
    free(b->place);
    free(b->unique_bytes);
    rung_buffer_free(&b->gathered);
}
