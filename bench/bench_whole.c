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
    uint64_t most; /* rows; fewer where roles are ruled out */
    uint64_t rows; /* of the first run, the same in all; 0: none yet */
} job;

static rung_status run(void *context, rung_error *error)
{
    job *j = context;
    rung_match_summary summary;
    rung_status status = rung_match_people(j->matcher, &j->match, &summary, error);
    if (status != RUNG_OK)
        return status;
    if (summary.rows == 0 || summary.rows > j->most)
        return rung_fail(error, RUNG_BAD_DATA, "match: found %llu rows, expected 1 to %llu",
                         (unsigned long long)summary.rows, (unsigned long long)j->most);
    if (j->rows > 0 && summary.rows != j->rows)
        return rung_fail(error, RUNG_BAD_DATA, "match: found %llu rows, expected %llu",
                         (unsigned long long)summary.rows, (unsigned long long)j->rows);
    j->rows = summary.rows;
    return RUNG_OK;
}

rung_status bench_starts_with(const char *longer, const char *shorter, rung_error *error)
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
            status =
                rung_fail(error, RUNG_BAD_DATA,
                          "%s: found other rows than in %s, expected the same", longer, shorter);
    }
    if (one >= 0)
        close(one);
    if (two >= 0)
        close(two);
    return status;
}

/* The people in dir by this kernel, NULL for the fastest, into the file output. */
static rung_status match_few(bench *b, const job *whole, const char *dir, const char *kernel,
                             const char *output, rung_error *error)
{
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.kernel = kernel;
    rung_match_summary summary;
    rung_match_job match = whole->match;
    rung_matcher *matcher;
    match.people = dir;
    match.output = output;
    rung_status status = rung_matcher_new(&matcher, b->catalog, &options, error);
    if (status == RUNG_OK)
        status = rung_match_people(matcher, &match, &summary, error);
    rung_matcher_free(matcher);
    return status;
}

/* Match the first people by the scalar kernel into the file few, and see that the one to be timed
 * leads to the same. */
static rung_status check(bench *b, const job *j, rung_people_format format, const char *few,
                         rung_error *error)
{
    size_t count = b->people < CHECKED ? b->people : CHECKED;
    char *dir = rung_path_join(b->folder, "few");
    rung_status status = dir ? bench_make_people(b, format, count, dir, NULL, error)
                             : rung_fail_memory(error, "a path");
    if (status == RUNG_OK)
        status = match_few(b, j, dir, "scalar", few, error);
    if (status == RUNG_OK)
        status = match_few(b, j, dir, NULL, j->match.output, error);
    if (status == RUNG_OK)
        status = bench_starts_with(j->match.output, few, error);
    free(dir);
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
    char *few = rung_path_join(b->folder, "few.csv");
    rung_status status = bench_people(b, format, &j.match.people, error);
    if (status == RUNG_OK)
        status = rung_matcher_new(&j.matcher, b->catalog, NULL, error);
    if (status == RUNG_OK)
        status = bench_distinct(b, b->people, &distinct, error);
    if (status == RUNG_OK && (!output || !few))
        status = rung_fail_memory(error, "a path");
    if (status == RUNG_OK) {
        size_t most = rung_catalog_count(b->catalog).rated_roles;
        j.match.output = output;
        j.match.gaps = gaps;
        j.match.top = BENCH_TOP < most - 1 ? BENCH_TOP : most - 1;
        j.match.progress = bench_stopped;
        j.most = (uint64_t)b->people * j.match.top;
        c.amount = (double)b->people * (double)most;
        c.load = 2e-9 * (double)distinct * (double)j.matcher->demand.roles *
                 (double)j.matcher->encoder.dimensions;
        snprintf(c.work, sizeof c.work,
                 "rung_match_people: %zu people to CSV, %zu gaps, profile "
                 "%s, kernel %s, %u threads",
                 b->people, gaps, j.matcher->profile.name, j.matcher->kernel->name,
                 j.matcher->threads);
        status = check(b, &j, format, few, error);
    }
    if (status == RUNG_OK)
        status = bench_run(b, c, run, &j, error);
    if (status == RUNG_OK) /* the first people are the same in the whole population */
        status = bench_starts_with(output, few, error);
    rung_matcher_free(j.matcher);
    free(output);
    free(few);
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
