/* path_stream.c - find paths for everybody in a folder: people stream in, rows stream out. */
#include <stdlib.h>
#include <unistd.h>

#include "base/delivery.h"
#include "data/people.h"
#include "match/inputs.h"
#include "match/watch.h"
#include "path/path_batch.h"
#include "path/path_rows.h"

enum { USUAL_BATCH = 16384, LARGEST_BATCH = 1 << 20 };

typedef struct stream {
    const rung_planner *planner;
    const rung_path_job *job;
    rung_path_summary *summary;
    rung_people *people;
    rung_sink sink, misses;
    rung_path_batch batch;
    size_t most;               /* people of a batch */
    rung_people_totals before; /* what was read before this batch */
    bool begun;                /* the headers are written */
} stream;

/* done of the people of this batch are done. */
static rung_status report_progress(void *context, size_t done, size_t of, rung_error *error)
{
    const stream *s = context;
    rung_people_totals now = rung_people_total(s->people);
    uint64_t people = done < of ? s->before.people + done : now.people;
    double share = done < of ? (double)done / (double)of : 1;
    double fraction = s->before.fraction + share * (now.fraction - s->before.fraction);
    if (s->job->progress && s->job->progress(s->job->context, people, fraction))
        return rung_fail(error, RUNG_CANCELLED, "cancelled after %llu people",
                         (unsigned long long)people);
    return RUNG_OK;
}

/* What comes before the first row waits for it: bad input at the start then leaves no output, on
 * stdout neither. Misses go first, since rows on stdout cannot be taken back. */
static rung_status begin(stream *s, rung_error *error)
{
    const char *header = rung_path_rows_header(s->job->format), *misses = rung_misses_header();
    if (s->begun)
        return RUNG_OK;
    s->begun = true;
    rung_status status = RUNG_OK;
    if (s->job->misses)
        status = rung_sink_write(&s->misses, misses, strlen(misses), error);
    return status == RUNG_OK ? rung_sink_write(&s->sink, header, strlen(header), error) : status;
}

/* Leave the person of this id alone in the batch; false when it does not hold her. */
static bool pick_person(stream *s, rung_batch *batch, const char *id)
{
    size_t skills = s->planner->matcher->catalog->skills;
    for (size_t i = 0; i < batch->people; i++)
        if (strcmp(batch->id[i], id) == 0) {
            s->batch.skipped = i;
            *batch = (rung_batch){.people = 1,
                                  .id = batch->id + i,
                                  .current_role = batch->current_role + i,
                                  .levels = batch->levels + i * skills,
                                  .admits =
                                      batch->admits ? batch->admits + i * batch->admit_words : NULL,
                                  .admit_words = batch->admit_words};
            return true;
        }
    return false;
}

/* Search and write what was read. */
static rung_status take_batch(stream *s, const rung_batch *batch, rung_error *error)
{
    double start = rung_clock();
    rung_status status = rung_path_batch_search(&s->batch, batch, report_progress, s, error);
    double searched = rung_clock();
    if (status == RUNG_OK)
        status = begin(s, error);
    if (status == RUNG_OK)
        status = rung_path_batch_write(&s->batch, batch->people, &s->sink, &s->misses, error);
    s->summary->searched += batch->people;
    s->summary->seconds_searching += searched - start;
    s->summary->seconds_writing += rung_clock() - searched;
    return status;
}

static rung_status run(stream *s, rung_error *error)
{
    const char *person = s->job->person;
    bool more = true, found = false;
    rung_status status = RUNG_OK;
    while (status == RUNG_OK && more && !found) {
        rung_batch batch;
        double start = rung_clock();
        status = rung_people_next(s->people, s->most, &batch, error);
        s->summary->seconds_reading += rung_clock() - start;
        if (status != RUNG_OK)
            break;
        more = batch.people > 0;
        found = person && pick_person(s, &batch, person);
        if (!person || found)
            status = take_batch(s, &batch, error);
        if (status == RUNG_OK)
            status = report_progress(s, 1, 1, error);
        s->before = rung_people_total(s->people);
    }
    char shown[64];
    if (status == RUNG_OK && person && !found)
        status = rung_fail(error, RUNG_BAD_ARGUMENT,
                           "person: found '%s', expected an id of %s/people.csv",
                           rung_quote(shown, person, strlen(person)), s->job->people);
    return status;
}

/* ---------------------------------------------------------------- start and end */

/* Nothing that is read may be written, and nothing twice. */
static rung_status check_places(const stream *s, rung_error *error)
{
    const rung_path_job *job = s->job;
    const rung_matcher *m = s->planner->matcher;
    rung_status status = rung_inputs_spare(m, job->people, "output", job->output, error);
    if (status == RUNG_OK)
        status = rung_inputs_spare(m, job->people, "misses", job->misses, error);
    if (status == RUNG_OK && job->misses)
        status = rung_outputs_differ("misses", job->misses, job->output, job->descriptor, error);
    return status;
}

static rung_status begin_report(const stream *s, rung_error *error)
{
    rung_watched job = {
        .matcher = s->planner->matcher, .planner = s->planner, .path = s->job, .people = s->people};
    return s->job->report ? s->job->report->watch->begin(s->job->report, &job, error) : RUNG_OK;
}

static rung_status open_sinks(stream *s, rung_error *error)
{
    const rung_path_job *job = s->job;
    rung_status status = job->output
                             ? rung_sink_open(&s->sink, job->output, error)
                             : rung_sink_descriptor(&s->sink, job->descriptor, "stdout", error);
    if (status == RUNG_OK && job->misses)
        status = rung_sink_open(&s->misses, job->misses, error);
    return status;
}

/* All files or none, as far as renames can do that. */
static rung_status close_sinks(stream *s, rung_status status, rung_error *error)
{
    rung_report *report = s->job->report;
    const rung_sink *sinks[] = {&s->sink, &s->misses, NULL};
    if (s->people)
        s->summary->people = rung_people_total(s->people);
    if (report)
        status = report->watch->write(report, status, &sinks[2], error);
    status = rung_delivery_ready(&s->job->delivery, sinks, report ? 3 : 2, status, error);
    if (report)
        status = report->watch->end(report, status, error);
    char *made = s->misses.temporary ? strdup(s->misses.path) : NULL;
    if (s->misses.temporary && !made && status == RUNG_OK)
        status = rung_fail_memory(error, "a path");
    status = rung_sink_close(&s->misses, status, error);
    bool there = status == RUNG_OK;
    status = rung_sink_close(&s->sink, status, error);
    if (there && status != RUNG_OK && made)
        unlink(made);
    if (report && status != RUNG_OK)
        report->watch->undo(report);
    free(made);
    return status;
}

static void sum_up(stream *s)
{
    if (s->people)
        s->summary->people = rung_people_total(s->people);
    s->summary->threads = s->batch.threads;
    for (unsigned t = 0; s->batch.worker && t < s->batch.threads; t++) {
        const rung_path_worker *w = &s->batch.worker[t];
        s->summary->with_path += w->with_path;
        s->summary->rows += w->paths;
        s->summary->unproven += w->unproven;
        s->summary->misses += w->missed;
        s->summary->ended += w->ended;
    }
}

static rung_status check_job(const rung_planner *planner, const rung_path_job *job,
                             rung_error *error)
{
    if (!planner || !job || job->size != sizeof *job || !job->people)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_path_people: a planner and a job set with RUNG_PATH_JOB_INIT are "
                         "needed");
    if (job->batch > LARGEST_BATCH)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "batch: found %zu, expected at most %d",
                         job->batch, LARGEST_BATCH);
    if ((unsigned)job->format > RUNG_FORMAT_TEXT)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "format: found %d, expected a rung_format",
                         (int)job->format);
    if (job->targets > 0 && !job->target)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "targets: found %zu and no array of them",
                         job->targets);
    return rung_targets_check(planner->matcher->catalog, job->target, job->targets, error);
}

rung_status rung_path_people(const rung_planner *planner, const rung_path_job *job,
                             rung_path_summary *summary, rung_error *error)
{
    rung_path_summary ignored;
    rung_status status = check_job(planner, job, error);
    if (status != RUNG_OK)
        return status;
    stream s = {.planner = planner,
                .job = job,
                .summary = summary ? summary : &ignored,
                .most = job->batch ? job->batch : USUAL_BATCH,
                .sink.file = -1,
                .misses.file = -1};
    *s.summary = (rung_path_summary){0};
    double start = rung_clock();
    status =
        rung_people_open(&s.people, planner->matcher->catalog, job->people, job->impute, error);
    if (status == RUNG_OK && rung_path_job_explains(job))
        status = rung_people_keep_columns(s.people, error);
    if (status == RUNG_OK)
        status = rung_path_batch_make(&s.batch, planner, job, s.most, error);
    s.batch.reader = s.people;
    if (status == RUNG_OK)
        status = check_places(&s, error);
    if (status == RUNG_OK)
        status = begin_report(&s, error);
    if (status == RUNG_OK)
        status = open_sinks(&s, error);
    if (status == RUNG_OK)
        status = run(&s, error);
    status = close_sinks(&s, status, error);
    sum_up(&s);
    s.summary->seconds = rung_clock() - start;
    rung_path_batch_free(&s.batch);
    rung_people_free(s.people);
    return status;
}
