/* report.c - a report from before a job's first person to the page behind its last. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "match/inputs.h"
#include "plan/audit.h"
#include "plan/cohort.h"
#include "plan/gaps.h"
#include "report/report.h"

enum { MOST_SAMPLE = 1000 };

/* ---------------------------------------------------------------- while the job runs */

static rung_status spare(const char *folder, const char *name, const char *output,
                         rung_error *error)
{
    char *input = rung_path_join(folder, name);
    bool same = input && rung_path_same(input, output);
    rung_status status = !input ? rung_fail_memory(error, "a path")
                         : same ? rung_fail(error, RUNG_BAD_ARGUMENT,
                                            "report: found '%s', which is read as %s, expected "
                                            "another file",
                                            output, input)
                                : RUNG_OK;
    free(input);
    return status;
}

/* Where a job reads and writes. */
typedef struct places {
    const char *people, *output, *more[3]; /* more: read or written, or NULL */
    int descriptor;
} places;

static places places_of(const rung_watched *job)
{
    if (job->match)
        return (places){job->match->people, job->match->output, {NULL}, job->match->descriptor};
    if (job->path)
        return (places){
            job->path->people, job->path->output, {job->path->misses}, job->path->descriptor};
    if (job->gaps)
        return (places){job->gaps->people,
                        job->gaps->output,
                        {job->gaps->matches, job->gaps->demand},
                        job->gaps->descriptor};
    return (places){
        job->audit->people, job->audit->output, {job->audit->results}, job->audit->descriptor};
}

/* A plan's folder is replaced, and the page must not go with it. */
static rung_status check_plan(const rung_gathered *g, const rung_watched *job, rung_error *error)
{
    const rung_plan_job *plan = job->plan;
    const char *const input[] = {plan->fix,
                                 plan->seats_from == RUNG_LIMITS_FILE ? plan->seats : NULL,
                                 plan->openings_from == RUNG_LIMITS_FILE ? plan->openings : NULL};
    rung_status status = rung_inputs_spare(job->matcher, plan->people, "report", g->output, error);
    for (size_t i = 0; i < sizeof input / sizeof *input && status == RUNG_OK; i++)
        if (input[i])
            status = spare("", input[i], g->output, error);
    char *folder = rung_path_folder(g->output);
    if (status == RUNG_OK && !folder)
        status = rung_fail_memory(error, "a path");
    if (status == RUNG_OK && rung_path_same(folder, plan->output))
        status = rung_fail(error, RUNG_BAD_ARGUMENT,
                           "report: found '%s', which would be replaced with the plan's folder, "
                           "expected another place",
                           g->output);
    free(folder);
    return status;
}

/* Nothing that is read may be written, and nothing twice. */
static rung_status check_place(const rung_gathered *g, const rung_watched *job, rung_error *error)
{
    if (job->plan)
        return check_plan(g, job, error);
    places p = places_of(job);
    rung_status status =
        job->matcher   ? rung_inputs_spare(job->matcher, p.people, "report", g->output, error)
        : job->catalog ? rung_catalog_spare(job->catalog, p.people, "report", g->output, error)
                       : spare(p.people, "people.csv", g->output, error);
    for (size_t i = 0; i < sizeof p.more / sizeof *p.more && status == RUNG_OK; i++)
        if (p.more[i] && job->path)
            status = rung_outputs_differ("report", g->output, p.more[i], -1, error);
        else if (p.more[i])
            status = spare("", p.more[i], g->output, error);
    if (status == RUNG_OK)
        status = rung_outputs_differ("report", g->output, p.output, p.descriptor, error);
    return status;
}

static rung_status begin(rung_report *report, const rung_watched *job, rung_error *error)
{
    rung_gathered *g = rung_gathered_of(report);
    if (g->begun)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "report: found one that a job has had, expected a new one");
    g->begun = true;
    g->job = *job;
    rung_status status = check_place(g, job, error);
    if (status == RUNG_OK && job->match)
        status = rung_match_tally_make(&g->match, job->matcher, error);
    if (status == RUNG_OK)
        status = rung_sink_open(&g->sink, g->output, error);
    return status;
}

static rung_status matched(rung_report *report, const rung_batch *batch, const rung_hit *hits,
                           rung_error *error)
{
    return rung_match_tally_add(rung_gathered_of(report), batch, hits, error);
}

static rung_status found(rung_report *report, const rung_batch *batch, size_t person,
                         const rung_paths *paths, rung_error *error)
{
    rung_gathered *g = rung_gathered_of(report);
    pthread_mutex_lock(&g->lock);
    rung_status status = rung_path_tally_add(g, batch, person, paths, error);
    pthread_mutex_unlock(&g->lock);
    return status;
}

static rung_status audited(rung_report *report, const rung_audit *audit, rung_error *error)
{
    rung_gathered *g = rung_gathered_of(report);
    return rung_put_audit_page(&g->page, g, audit, error);
}

static rung_status lacking(rung_report *report, const rung_gap_report *gaps, rung_error *error)
{
    rung_gathered *g = rung_gathered_of(report);
    (void)error; /* of memory end() will tell */
    rung_put_gaps_page(&g->page, g, gaps);
    return RUNG_OK;
}

static rung_status joined(rung_report *report, const rung_batch *batch, rung_error *error)
{
    return rung_plan_tally_join(&rung_gathered_of(report)->plan, batch, error);
}

static rung_status planned(rung_report *report, const rung_cohort *plan, rung_error *error)
{
    rung_gathered *g = rung_gathered_of(report);
    rung_status status = rung_plan_tally_add(g, plan, error);
    g->read = &plan->summary->people;
    rung_put_plan_page(&g->page, g, plan);
    return status;
}

static rung_status write_page(rung_report *report, rung_status status, const rung_sink **sink,
                              rung_error *error)
{
    rung_gathered *g = rung_gathered_of(report);
    rung_page *page = &g->page;
    *sink = &g->sink;
    if (status != RUNG_OK)
        return status;
    if (g->job.match)
        rung_put_match_page(page, g);
    else if (g->job.path)
        rung_put_path_page(page, g);
    return page->out.failed ? rung_fail_memory(error, "the page of a report")
                            : rung_sink_write(&g->sink, page->out.at, page->out.length, error);
}

static rung_status end(rung_report *report, rung_status status, rung_error *error)
{
    rung_gathered *g = rung_gathered_of(report);
    if (g->sink.file < 0)
        return status;
    if (status == RUNG_OK && g->sink.temporary && !(g->made = strdup(g->sink.path)))
        status = rung_fail_memory(error, "a path");
    status = rung_sink_close(&g->sink, status, error);
    g->sink.file = -1;
    g->written = status == RUNG_OK;
    return status;
}

static void undo(rung_report *report)
{
    rung_gathered *g = rung_gathered_of(report);
    if (g->written && g->made)
        unlink(g->made);
    g->written = false;
}

static const rung_watch watch = {begin,  matched, found,      audited, lacking,
                                 joined, planned, write_page, end,     undo};

/* ---------------------------------------------------------------- start and end */

static rung_status copy_options(rung_gathered *g, const rung_report_options *options,
                                rung_error *error)
{
    g->options = *options;
    g->output = strdup(options->output);
    g->title = options->title ? strdup(options->title) : NULL;
    g->command = options->command ? strdup(options->command) : NULL;
    g->sample.most = options->sample;
    g->locked = pthread_mutex_init(&g->lock, NULL) == 0;
    bool good = g->output && (g->title || !options->title) && (g->command || !options->command);
    return good && g->locked ? RUNG_OK : rung_fail_memory(error, "a report");
}

rung_status rung_report_new(rung_report **report, const rung_report_options *options,
                            rung_error *error)
{
    if (!report)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "rung_report_new: a place for it is needed");
    *report = NULL;
    if (!options || options->size != sizeof *options || !options->output)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_report_new: options set with RUNG_REPORT_OPTIONS_INIT and an output "
                         "are needed");
    if (options->sample > MOST_SAMPLE)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "sample: found %zu, expected at most %d",
                         options->sample, MOST_SAMPLE);
    rung_gathered *g = rung_array(1, sizeof *g);
    if (!g)
        return rung_fail_memory(error, "a report");
    g->head.watch = &watch;
    g->sink.file = -1;
    rung_status status = copy_options(g, options, error);
    if (status == RUNG_OK)
        *report = &g->head;
    else
        rung_report_free(&g->head);
    return status;
}

void rung_report_free(rung_report *report)
{
    rung_gathered *g = rung_gathered_of(report);
    if (!g)
        return;
    if (g->sink.file >= 0)
        rung_sink_close(&g->sink, RUNG_CANCELLED, NULL);
    rung_page_free(&g->page);
    rung_sample_free(&g->sample);
    rung_match_tally_free(&g->match);
    rung_path_tally_free(&g->path);
    rung_plan_tally_free(&g->plan);
    if (g->locked)
        pthread_mutex_destroy(&g->lock);
    free(g->output);
    free(g->made);
    free(g->title);
    free(g->command);
    free(g);
}
