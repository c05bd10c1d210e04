/* stream.c - match everybody in a folder: people stream in, rows stream out. */
#include <stdlib.h>

#include "base/delivery.h"
#include "match/inputs.h"
#include "match/rows.h"
#include "match/watch.h"

enum {
    USUAL_BATCH = 16384,
    LARGEST_BATCH = 1 << 20,
    MOST_HIT_BYTES = 64 << 20, /* of one batch */
    SHARE = 256                /* people whose rows one thread formats at a time */
};

typedef struct stream {
    const rung_matcher *matcher;
    const rung_match_job *job;
    rung_match_summary *summary;
    rung_people *people;
    rung_sink sink;
    size_t batch;
    rung_hit *hits;       /* batch x top */
    rung_buffer *buffers; /* one for each share of a batch */
    uint64_t *rows;       /* written by each share */
    size_t shares;
    rung_gap *gaps;   /* a thread's, gaps each */
    float *level;     /* a thread's, stride each */
    double *standard; /* a thread's, stride each */
    float *vector;    /* a thread's, stride of vectors each */
    unsigned threads;
    rung_match_counts counts;
    bool begun; /* the header is written */
} stream;

/* ---------------------------------------------------------------- a batch */

/* Make subject person i of a batch: as whole as rows need it. */
static void make_subject(const stream *s, const rung_batch *batch, size_t i, unsigned thread,
                         rung_subject *subject)
{
    const rung_matcher *m = s->matcher;
    float *level = s->level + thread * m->demand.stride;
    double *standard = s->standard + thread * m->demand.stride;
    uint32_t role = batch->current_role[i];
    *subject = (rung_subject){.current_role = role, .level = level};
    if (batch->rows.first && (s->job->why || s->job->gaps > 0))
        rung_matcher_spread(m, &batch->rows, i, level);
    if (batch->rows.first && s->job->why)
        rung_subject_make(subject, &m->scorer, level, standard, role);
    if (!batch->rows.first && (s->job->why || s->job->gaps > 0))
        rung_matcher_subject(m, subject, batch->levels + i * m->demand.skills, role, level,
                             standard);
    if (s->job->why && rung_matcher_embeds(m))
        rung_matcher_embed(m, subject, batch->vectors + i * m->embedding.dimensions,
                           s->vector + thread * m->embedding.stride);
}

/* Append the rows of person i of a batch; how many. */
static uint64_t put_person(const stream *s, const rung_batch *batch, size_t i, unsigned thread,
                           rung_buffer *out)
{
    size_t most = s->job->gaps;
    rung_subject subject;
    make_subject(s, batch, i, thread, &subject);
    char name[RUNG_NAME_ROOM];
    rung_rows rows = {.matcher = s->matcher,
                      .format = s->job->format,
                      .person = rung_delivery_name(&s->job->delivery, batch->id[i], name),
                      .note = rung_levels_note(s->people, i, s->job->impute),
                      .subject = &subject,
                      .hits = s->hits + i * s->job->top,
                      .top = s->job->top,
                      .gaps = s->gaps + thread * most,
                      .most_gaps = most,
                      .why = s->job->why};
    return rung_put_rows(out, &rows);
}

static rung_status write_batch(stream *s, const rung_batch *batch, rung_error *error)
{
    size_t shares = (batch->people + SHARE - 1) / SHARE;
    unsigned thread = 0;
#pragma omp parallel num_threads((int)s->threads)
    {
        unsigned me;
#pragma omp atomic capture
        me = thread++;
#pragma omp for schedule(dynamic)
        for (size_t b = 0; b < shares; b++) {
            size_t end = (b + 1) * SHARE < batch->people ? (b + 1) * SHARE : batch->people;
            s->buffers[b].length = 0;
            s->rows[b] = 0;
            for (size_t i = b * SHARE; i < end; i++)
                s->rows[b] += put_person(s, batch, i, me, &s->buffers[b]);
        }
    }
    rung_status status = RUNG_OK;
    for (size_t b = 0; b < shares && status == RUNG_OK; b++) {
        if (s->buffers[b].failed)
            return rung_fail_memory(error, "the rows of a batch");
        status = rung_sink_write(&s->sink, s->buffers[b].at, s->buffers[b].length, error);
        s->summary->rows += s->rows[b];
    }
    return status;
}

/* How many people of a batch have no row. */
static uint64_t count_without_hits(const stream *s, size_t people)
{
    uint64_t without = 0;
    for (size_t i = 0; i < people; i++)
        without += s->hits[i * s->job->top].role == RUNG_NONE;
    return without;
}

/* What comes before the first row waits for it: bad input at the start then leaves no output, on
 * stdout neither. */
static rung_status begin(stream *s, rung_error *error)
{
    if (s->begun)
        return RUNG_OK;
    s->begun = true;
    rung_buffer header = {0};
    rung_put_rows_header(&header, s->matcher, s->job->format, s->job->gaps > 0, s->job->why);
    rung_status status = header.failed ? rung_fail_memory(error, "the header")
                                       : rung_sink_write(&s->sink, header.at, header.length, error);
    rung_buffer_free(&header);
    return status;
}

static rung_status report_progress(stream *s, rung_error *error)
{
    rung_people_totals totals = rung_people_total(s->people);
    if (s->job->progress && s->job->progress(s->job->context, totals.people, totals.fraction))
        return rung_fail(error, RUNG_CANCELLED, "cancelled after %llu people",
                         (unsigned long long)totals.people);
    return RUNG_OK;
}

static rung_status run(stream *s, rung_error *error)
{
    rung_batch batch;
    rung_status status = RUNG_OK;
    do {
        double start = rung_clock();
        status = rung_people_next(s->people, s->batch, &batch, error);
        double read = rung_clock();
        if (status == RUNG_OK)
            status =
                rung_match_counted(s->matcher, &batch, s->hits, s->job->top, &s->counts, error);
        double matched = rung_clock();
        if (status == RUNG_OK && s->job->report)
            status = s->job->report->watch->matched(s->job->report, &batch, s->hits, error);
        if (status == RUNG_OK)
            status = begin(s, error);
        if (status == RUNG_OK)
            status = write_batch(s, &batch, error);
        if (status == RUNG_OK)
            s->summary->without_hits += count_without_hits(s, batch.people);
        if (status == RUNG_OK)
            status = report_progress(s, error);
        s->summary->seconds_reading += read - start;
        s->summary->seconds_matching += matched - read;
        s->summary->seconds_writing += rung_clock() - matched;
    } while (status == RUNG_OK && batch.people > 0);
    return status;
}

/* ---------------------------------------------------------------- start and end */

static rung_status begin_report(const stream *s, rung_error *error)
{
    rung_watched job = {.matcher = s->matcher, .match = s->job, .people = s->people};
    return s->job->report ? s->job->report->watch->begin(s->job->report, &job, error) : RUNG_OK;
}

/* The report goes first, since rows on stdout cannot be taken back; both or none. */
static rung_status close_sinks(stream *s, rung_status status, rung_error *error)
{
    rung_report *report = s->job->report;
    const rung_sink *sinks[2] = {&s->sink};
    if (report)
        status = report->watch->write(report, status, &sinks[1], error);
    status = rung_delivery_ready(&s->job->delivery, sinks, report ? 2 : 1, status, error);
    if (report)
        status = report->watch->end(report, status, error);
    status = rung_sink_close(&s->sink, status, error);
    if (report && status != RUNG_OK)
        report->watch->undo(report);
    return status;
}

static rung_status allocate(stream *s, rung_error *error)
{
    size_t top = s->job->top, hits, stride = s->matcher->demand.stride;
    s->threads = s->matcher->threads;
    s->batch = s->job->batch ? s->job->batch : USUAL_BATCH;
    size_t most = MOST_HIT_BYTES / sizeof(rung_hit) / top;
    if (s->batch > most)
        s->batch = most > 0 ? most : 1;
    s->shares = (s->batch + SHARE - 1) / SHARE;
    bool fits = !__builtin_mul_overflow(s->batch, top, &hits);
    s->hits = fits ? rung_array(hits, sizeof *s->hits) : NULL;
    s->buffers = rung_array(s->shares, sizeof *s->buffers);
    s->rows = rung_array(s->shares, sizeof *s->rows);
    s->gaps = rung_array(s->threads * s->job->gaps, sizeof *s->gaps);
    s->level = rung_array(s->threads * stride, sizeof *s->level);
    s->standard = rung_array(s->threads * stride, sizeof *s->standard);
    s->vector = rung_array(s->threads * s->matcher->embedding.stride, sizeof *s->vector);
    if (!s->hits || !s->buffers || !s->rows || !s->gaps || !s->level || !s->standard || !s->vector)
        return rung_fail_memory(error, "a batch of matches");
    for (size_t b = 0; b < s->shares; b++)
        s->buffers[b].spreadsheet_safe = s->job->delivery.spreadsheet_safe;
    return RUNG_OK;
}

static void release(stream *s)
{
    rung_people_free(s->people);
    for (size_t b = 0; s->buffers && b < s->shares; b++)
        rung_buffer_free(&s->buffers[b]);
    free(s->buffers);
    free(s->hits);
    free(s->rows);
    free(s->gaps);
    free(s->level);
    free(s->standard);
    free(s->vector);
}

static rung_status check_job(const rung_matcher *matcher, const rung_match_job *job,
                             rung_error *error)
{
    if (!matcher || !job || job->size != sizeof *job || !job->people)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_match_people: a matcher and a job set with RUNG_MATCH_JOB_INIT are "
                         "needed");
    if (job->top == 0 || job->top > UINT32_MAX)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "top: found %zu, expected 1 or more", job->top);
    if (job->batch > LARGEST_BATCH)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "batch: found %zu, expected at most %d",
                         job->batch, LARGEST_BATCH);
    if (job->gaps > matcher->demand.skills && matcher->demand.skills > 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "gaps: found %zu, expected at most %zu, the number of skills", job->gaps,
                         matcher->demand.skills);
    if ((unsigned)job->format > RUNG_FORMAT_TEXT)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "format: found %d, expected a rung_format",
                         (int)job->format);
    return RUNG_OK;
}

rung_status rung_match_people(const rung_matcher *matcher, const rung_match_job *job,
                              rung_match_summary *summary, rung_error *error)
{
    rung_match_summary ignored;
    rung_status status = check_job(matcher, job, error);
    if (status != RUNG_OK)
        return status;
    stream s = {.matcher = matcher, .job = job, .summary = summary ? summary : &ignored};
    *s.summary = (rung_match_summary){0};
    double start = rung_clock();
    status = rung_people_open(&s.people, matcher->catalog, job->people, job->impute, error);
    if (status == RUNG_OK && matcher->encoder.sparse)
        status = rung_people_take_rows(s.people, error);
    if (status == RUNG_OK)
        status = rung_inputs_suffice(matcher, s.people, job->people, error);
    if (status == RUNG_OK)
        status = allocate(&s, error);
    if (status == RUNG_OK)
        status = rung_inputs_spare(matcher, job->people, "output", job->output, error);
    if (status == RUNG_OK)
        status = begin_report(&s, error);
    if (status == RUNG_OK)
        status = job->output ? rung_sink_open(&s.sink, job->output, error)
                             : rung_sink_descriptor(&s.sink, job->descriptor, "stdout", error);
    s.summary->seconds_reading = rung_clock() - start;
    if (status == RUNG_OK) {
        status = run(&s, error);
        double ended = rung_clock();
        s.summary->people = rung_people_total(s.people);
        status = close_sinks(&s, status, error);
        s.summary->seconds_writing += rung_clock() - ended;
    }
    if (s.people)
        s.summary->people = rung_people_total(s.people);
    s.summary->pairs = s.summary->people.people * rung_priors_proposable(&matcher->priors);
    s.summary->distinct = s.counts.distinct;
    s.summary->proposed = s.counts.proposed;
    double inside = s.counts.proposing + s.counts.scoring;
    s.summary->share_proposing = inside > 0 ? s.counts.proposing / inside : 0;
    s.summary->seconds = rung_clock() - start;
    release(&s);
    return status;
}
