/* bench_match.c - how fast people in memory are matched: many at once, and one alone. */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/threads.h"
#include "bench_sample.h"

enum { FEW = 1024 }; /* for what a matcher is checked with */

typedef struct matching {
    const bench_sample *s;
    size_t people;
    rung_hit *hits;
} matching;

static rung_status match(void *context, rung_error *error)
{
    const matching *m = context;
    return rung_match(m->s->matcher, m->s->b->level, m->people, m->s->b->role, m->hits, BENCH_TOP,
                      error);
}

/* GFLOP of the products behind a match of different people. */
static double load_of(const bench_sample *s, size_t people)
{
    return 2e-9 * (double)people * (double)s->matcher->demand.roles *
           (double)s->matcher->encoder.dimensions;
}

static rung_status time_match(bench *b, const char *profile, unsigned threads, size_t people,
                              rung_error *error)
{
    bench_sample s;
    bench_case c = {.unit = "pairs/s", .limit = threads == 1 ? BENCH_SGEMM_ONE : BENCH_SGEMM_ALL};
    snprintf(c.name, sizeof c.name, "match/%s/%u/%zu", profile, threads, people);
    if (!bench_wanted(b, c.name))
        return RUNG_OK;
    size_t distinct;
    omp_set_num_threads((int)threads);
    rung_status status = bench_sample_make(&s, b, profile, NULL, threads, FEW, error);
    matching work = {&s, people, rung_array(people * BENCH_TOP, sizeof *work.hits)};
    if (status == RUNG_OK && !work.hits)
        status = rung_fail_memory(error, "the hits");
    if (status == RUNG_OK)
        status = bench_sample_check(&s, error);
    if (status == RUNG_OK)
        status = bench_distinct(b, people, &distinct, error);
    if (status == RUNG_OK) {
        c.amount = (double)people * (double)rung_catalog_count(b->catalog).rated_roles;
        c.load = load_of(&s, distinct);
        snprintf(c.work, sizeof c.work,
                 "rung_match: top %d of %zu people in memory (%zu different), kernel %s, %u "
                 "thread%s",
                 BENCH_TOP, people, distinct, s.matcher->kernel->name, threads,
                 threads == 1 ? "" : "s");
        status = bench_run(b, c, match, &work, error);
    }
    omp_set_num_threads((int)b->threads);
    free(work.hits);
    bench_sample_free(&s);
    return status;
}

/* ---------------------------------------------------------------- one person alone */

static rung_status time_one(bench *b, const char *profile, rung_error *error)
{
    enum { CALLS = 4000, QUICK_CALLS = 500 };
    bench_sample s;
    rung_hit hits[BENCH_TOP];
    double seconds[CALLS];
    bench_case c = {.unit = "pairs/s", .limit = BENCH_SGEMM_ONE};
    snprintf(c.name, sizeof c.name, "one/%s", profile);
    if (!bench_wanted(b, c.name))
        return RUNG_OK;
    size_t calls = b->quick ? QUICK_CALLS : CALLS, skills = rung_catalog_skills(b->catalog);
    rung_status status = bench_sample_make(&s, b, profile, NULL, b->threads, FEW, error);
    if (status == RUNG_OK)
        status = bench_sample_check(&s, error);
    for (size_t i = 0; i < calls && status == RUNG_OK; i++) {
        size_t person = i % b->people;
        double start = rung_clock();
        status = rung_match(s.matcher, b->level + person * skills, 1, b->role + person, hits,
                            BENCH_TOP, error);
        seconds[i] = rung_clock() - start;
    }
    if (status == RUNG_OK) {
        c.amount = (double)rung_catalog_count(b->catalog).rated_roles;
        c.load = load_of(&s, 1);
        snprintf(c.work, sizeof c.work, "rung_match: top %d of one person, kernel %s, %zu calls",
                 BENCH_TOP, s.matcher->kernel->name, calls);
        status = bench_keep(b, c, seconds, calls, error);
    }
    bench_sample_free(&s);
    return status;
}

/* ---------------------------------------------------------------- all of them */

/* The median of a case that has run; 0 where it has not. */
static double median_of(const bench *b, const char *name)
{
    for (size_t i = 0; i < b->count; i++)
        if (strcmp(b->done[i].name, name) == 0)
            return b->done[i].median;
    return 0;
}

/* How time grows with the number of people. */
static rung_status time_growth(bench *b, rung_error *error)
{
    double seconds[3];
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < 3 && status == RUNG_OK; i++) {
        char name[48];
        size_t part = (size_t)4 >> i, people = (b->people + part - 1) / part;
        snprintf(name, sizeof name, "match/%s/%u/%zu", bench_profiles[0], b->threads, people);
        if (median_of(b, name) == 0)
            status = time_match(b, bench_profiles[0], b->threads, people, error);
        seconds[i] = median_of(b, name);
    }
    if (status == RUNG_OK && seconds[0] > 0 && seconds[1] > 0 && seconds[2] > 0)
        printf("    a quarter, a half and all of the people take 1 : %.2f : %.2f\n",
               seconds[1] / seconds[0], seconds[2] / seconds[0]);
    return status;
}

rung_status bench_match(bench *b, rung_error *error)
{
    rung_status status = RUNG_OK;
    for (size_t i = 0; bench_profiles[i] && status == RUNG_OK; i++)
        status = time_one(b, bench_profiles[i], error);
    for (size_t i = 0; bench_profiles[i] && status == RUNG_OK; i++) {
        status = time_match(b, bench_profiles[i], 1, (b->people + 3) / 4, error);
        if (status == RUNG_OK && b->threads > 1)
            status = time_match(b, bench_profiles[i], b->threads, b->people, error);
    }
    return status == RUNG_OK ? time_growth(b, error) : status;
}
