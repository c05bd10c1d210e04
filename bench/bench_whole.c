/* bench_whole.c - the whole of matching, from files to a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "bench_sample.h"

enum { CHECKED = 200 };

typedef struct job {
    rung_matcher *matcher;
    rung_match_job match;
    uint64_t rows; /* expected */
} job;

static rung_status run(void *context, rung_error *error)
{
    const job *j = context;
    rung_match_summary summary;
    rung_status status = rung_match_people(j->matcher, &j->match, &summary, error);
    if (status == RUNG_OK && summary.rows != j->rows)
        return rung_fail(error, RUNG_BAD_DATA, "match: found %llu rows, expected %llu",
                         (unsigned long long)summary.rows, (unsigned long long)j->rows);
    return status;
}

/* Whether the file longer starts with all of the file shorter. */
static rung_status starts_with(const char *longer, const char *shorter, rung_error *error)
{
    enum { PIECE = 1 << 16 };
    char a[PIECE], b[PIECE];
    int one = rung_file_open(longer, NULL, error), two = rung_file_open(shorter, NULL, error);
    rung_status status = one < 0 || two < 0 ? RUNG_IO : RUNG_OK;
    ssize_t length = 1;
    while (status == RUNG_OK && length > 0) {
        length = rung_file_read(two, shorter, b, PIECE, error);
        if (length < 0 || rung_file_read(one, longer, a, (size_t)length, error) < 0)
            status = RUNG_IO;
        else if (memcmp(a, b, (size_t)length) != 0)
            status = rung_fail(error, RUNG_BAD_DATA,
                               "%s: found other rows than the scalar kernel leads to", longer);
    }
    if (one >= 0)
        close(one);
    if (two >= 0)
        close(two);
    return status;
}

/* The first people by the scalar kernel into the file output. */
static rung_status match_few(bench *b, const job *fast, rung_people_format format,
                             const char *output, rung_error *error)
{
    size_t few = b->people < CHECKED ? b->people : CHECKED;
    char *dir = rung_path_join(b->folder, "few");
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.kernel = "scalar";
    rung_match_summary summary;
    rung_match_job match = fast->match;
    job j = {.match = match};
    rung_status status = dir ? bench_make_people(b, format, few, dir, NULL, error)
                             : rung_fail_memory(error, "a path");
    if (status == RUNG_OK)
        status = rung_matcher_new(&j.matcher, b->catalog, &options, error);
    match.people = dir;
    match.output = output;
    if (status == RUNG_OK)
        status = rung_match_people(j.matcher, &match, &summary, error);
    rung_matcher_free(j.matcher);
    free(dir);
    return status;
}

/* Match everybody once, and see that the output starts as the scalar kernel's does. */
static rung_status check(bench *b, const job *j, rung_people_format format, rung_error *error)
{
    char *few = rung_path_join(b->folder, "few.csv");
    rung_status status =
        few ? match_few(b, j, format, few, error) : rung_fail_memory(error, "a path");
    if (status == RUNG_OK)
        status = run((void *)j, error);
    if (status == RUNG_OK)
        status = starts_with(j->match.output, few, error);
    free(few);
    return status;
}

static rung_status time_whole(bench *b, const char *name, rung_people_format format, size_t gaps,
                              rung_error *error)
{
    bench_case c = {.unit = "pairs/s", .limit = BENCH_SGEMM_ALL};
    snprintf(c.name, sizeof c.name, "whole/%s", name);
    if (!bench_wanted(b, c.name))
        return RUNG_OK;
    size_t distinct;
    job j = {.match = RUNG_MATCH_JOB_INIT};
    char *output = rung_path_join(b->folder, "matches.csv");
    rung_status status = bench_people(b, format, &j.match.people, error);
    if (status == RUNG_OK)
        status = rung_matcher_new(&j.matcher, b->catalog, NULL, error);
    if (status == RUNG_OK)
        status = bench_distinct(b, b->people, &distinct, error);
    if (status == RUNG_OK && !output)
        status = rung_fail_memory(error, "a path");
    if (status == RUNG_OK) {
        size_t most = rung_catalog_count(b->catalog).rated_roles;
        j.match.output = output;
        j.match.gaps = gaps;
        j.match.top = BENCH_TOP < most - 1 ? BENCH_TOP : most - 1;
        j.match.progress = bench_stopped;
        j.rows = (uint64_t)b->people * j.match.top;
        c.amount = (double)b->people * (double)most;
        c.load = 2e-9 * (double)distinct * (double)j.matcher->demand.roles *
                 (double)j.matcher->encoder.dimensions;
        snprintf(c.work, sizeof c.work,
                 "rung_match_people: %zu people to CSV, %zu gaps, profile "
                 "%s, kernel %s, %u threads",
                 b->people, gaps, j.matcher->profile.name, j.matcher->kernel->name,
                 j.matcher->threads);
        status = check(b, &j, format, error);
    }
    if (status == RUNG_OK)
        status = bench_run(b, c, run, &j, error);
    rung_matcher_free(j.matcher);
    free(output);
    return status;
}

rung_status bench_whole(bench *b, rung_error *error)
{
    rung_status status = time_whole(b, "csv", RUNG_PEOPLE_LONG, 0, error);
    if (status == RUNG_OK)
        status = time_whole(b, "csv-gaps", RUNG_PEOPLE_LONG, 3, error);
    if (status == RUNG_OK)
        status = time_whole(b, "npy", RUNG_PEOPLE_NPY, 0, error);
    return status;
}
