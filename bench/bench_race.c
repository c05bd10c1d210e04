/* bench_race.c - kernels against each other on the same data: they take turns, processor time
 * counts, and what is told is a ratio, so that whatever else runs disturbs little. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench_sample.h"
#include "kernel/kernel.h"

enum { KERNELS = 8, ROUNDS = 11, ROOM = 512, PEOPLE = 8192, QUICK_PEOPLE = 1024 };

/* People to propose for, without a matcher. */
typedef struct crowd {
    rung_targets targets;
    rung_query query; /* of all people; rows and so on are walked through in blocks */
} crowd;

/* One kernel in the race. */
typedef struct runner {
    const rung_kernel *kernel;
    const crowd *crowd;
    void *packed, *scratch;
    uint32_t *roles;
    double proposed;
    bench_sample sample; /* for whole matches */
    rung_hit *hits;
    double seconds[ROUNDS];
} runner;

static double processor_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static rung_status propose(runner *r, rung_error *error)
{
    const crowd *c = r->crowd;
    uint32_t count[RUNG_BLOCK];
    (void)error;
    r->proposed = 0;
    for (size_t from = 0; from < c->query.people; from += RUNG_BLOCK) {
        size_t left = c->query.people - from;
        rung_query query = c->query;
        rung_proposals proposals = {ROOM, r->roles, count};
        query.people = left < RUNG_BLOCK ? left : RUNG_BLOCK;
        query.rows += from * c->targets.dimensions;
        query.slack += from;
        query.blur += from;
        query.key += from;
        r->kernel->propose(r->packed, &query, r->scratch, &proposals);
        for (size_t i = 0; i < query.people; i++)
            r->proposed +=
                count[i] == RUNG_EVERYTHING ? (double)c->targets.roles : (double)count[i];
    }
    return RUNG_OK;
}

static rung_status match(runner *r, rung_error *error)
{
    const bench *b = r->sample.b;
    return rung_match(r->sample.matcher, b->level, r->sample.people, b->role, r->hits, BENCH_TOP,
                      error);
}

/* ---------------------------------------------------------------- the race */

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* How many times as fast as the last in line, round by round. */
static void print_ratio(const runner *r, const runner *last, size_t rounds)
{
    double ratio[ROUNDS];
    for (size_t i = 0; i < rounds; i++)
        ratio[i] = last->seconds[i] / r->seconds[i];
    qsort(ratio, rounds, sizeof *ratio, compare);
    printf("    %s: %.2f times %s (%.2f to %.2f in %zu rounds of processor time)\n",
           r->kernel->name, ratio[rounds / 2], last->kernel->name, ratio[0], ratio[rounds - 1],
           rounds);
}

static rung_status race(bench *b, const char *name, runner *runners, size_t count,
                        rung_status (*work)(runner *, rung_error *), double pairs, double load,
                        rung_error *error)
{
    size_t rounds = b->quick ? 3 : ROUNDS;
    rung_status status = RUNG_OK;
    for (size_t i = 0; i <= rounds && status == RUNG_OK; i++) /* the first warms up */
        for (size_t k = 0; k < count && status == RUNG_OK; k++) {
            double start = processor_time();
            status = work(&runners[k], error);
            runners[k].seconds[i > 0 ? i - 1 : 0] = processor_time() - start;
            if (status == RUNG_OK && bench_stopped(NULL, 0, 0))
                status = rung_fail(error, RUNG_CANCELLED, "stopped");
        }
    for (size_t k = 0; k < count && status == RUNG_OK; k++) {
        double seconds[ROUNDS];
        bench_case c = {.amount = pairs, .unit = "pairs/s", .load = load, .limit = BENCH_SGEMM_ONE};
        snprintf(c.name, sizeof c.name, "%.30s/%.15s", name, runners[k].kernel->name);
        snprintf(c.work, sizeof c.work, "by turns, processor time of 1 thread");
        if (runners[k].crowd)
            snprintf(c.work, sizeof c.work, "by turns, processor time of 1 thread; %.1f proposed",
                     fmin(runners[k].proposed / (double)runners[k].crowd->query.people, 1e9));
        memcpy(seconds, runners[k].seconds, sizeof seconds);
        status = bench_keep(b, c, seconds, rounds, error);
        if (status == RUNG_OK && k + 1 < count)
            print_ratio(&runners[k], &runners[count - 1], rounds);
    }
    return status;
}

static size_t find_runners(runner *runners)
{
    size_t count = 0;
    for (size_t k = 0; rung_kernels[k] && count < KERNELS; k++)
        if (rung_kernels[k]->runs() && !rung_kernels[k]->sparse &&
            strcmp(rung_kernels[k]->name, "scalar") != 0)
            runners[count++].kernel = rung_kernels[k];
    return count;
}

static rung_status race_crowd(bench *b, const char *name, const crowd *c, rung_error *error)
{
    runner runners[KERNELS] = {{0}};
    size_t count = find_runners(runners);
    double pairs = (double)c->query.people * (double)c->targets.roles;
    rung_status status = RUNG_OK;
    for (size_t k = 0; k < count && status == RUNG_OK; k++) {
        runner *r = &runners[k];
        r->crowd = c;
        status = r->kernel->pack(&r->packed, &c->targets, error);
        if (status != RUNG_OK)
            break;
        r->scratch = rung_array(r->kernel->scratch(r->packed, ROOM), 1);
        r->roles = rung_array(RUNG_BLOCK * ROOM, sizeof *r->roles);
        if (!r->scratch || !r->roles)
            status = rung_fail_memory(error, "a race");
    }
    if (status == RUNG_OK)
        status = race(b, name, runners, count, propose, pairs,
                      2e-9 * pairs * (double)c->targets.dimensions, error);
    for (size_t k = 0; k < count; k++) {
        runners[k].kernel->unpack(runners[k].packed);
        free(runners[k].scratch);
        free(runners[k].roles);
    }
    return status;
}

/* ---------------------------------------------------------------- a catalog */

static size_t people_of(const bench *b)
{
    return b->quick ? QUICK_PEOPLE : PEOPLE;
}

static rung_status race_proposing(bench *b, const char *profile, rung_error *error)
{
    bench_sample s;
    char name[48];
    snprintf(name, sizeof name, "race/propose/%s", profile);
    if (!bench_wanted(b, name))
        return RUNG_OK;
    rung_status status = bench_sample_make(&s, b, profile, NULL, 1, people_of(b), error);
    if (status == RUNG_OK) {
        const rung_matcher *m = s.matcher;
        crowd c = {.targets = {.roles = m->demand.roles,
                               .dimensions = m->encoder.dimensions,
                               .rows = m->encoder.rows,
                               .slack = m->encoder.slack,
                               .bias_size = m->priors.bias_size},
                   .query = {.people = s.people,
                             .rows = s.rows,
                             .slack = s.slack,
                             .blur = s.blur,
                             .key = b->role,
                             .bias = rung_priors_bias,
                             .context = &m->priors,
                             .top = BENCH_TOP,
                             .kept = rung_priors_kept}};
        status = race_crowd(b, name, &c, error);
    }
    bench_sample_free(&s);
    return status;
}

static rung_status race_matching(bench *b, const char *profile, rung_error *error)
{
    runner runners[KERNELS] = {{0}};
    size_t count = find_runners(runners), made = 0;
    char name[48];
    snprintf(name, sizeof name, "race/match/%s", profile);
    if (!bench_wanted(b, name))
        return RUNG_OK;
    rung_status status = RUNG_OK;
    for (; made < count && status == RUNG_OK; made++) {
        runner *r = &runners[made];
        status = bench_sample_make(&r->sample, b, profile, r->kernel->name, 1, people_of(b), error);
        if (status == RUNG_OK)
            status = bench_sample_check(&r->sample, error);
        r->hits = rung_array(r->sample.people * BENCH_TOP, sizeof *r->hits);
        if (status == RUNG_OK && !r->hits)
            status = rung_fail_memory(error, "a race");
    }
    if (status == RUNG_OK) {
        const rung_matcher *m = runners[0].sample.matcher;
        double pairs = (double)runners[0].sample.people * (double)m->demand.roles;
        status = race(b, name, runners, count, match, pairs,
                      2e-9 * pairs * (double)m->encoder.dimensions, error);
    }
    for (size_t k = 0; k < made; k++) {
        bench_sample_free(&runners[k].sample);
        free(runners[k].hits);
    }
    return status;
}

/* ---------------------------------------------------------------- random floats */

static void no_bias(const void *context, uint32_t key, size_t from, size_t count, float *bias)
{
    (void)context;
    (void)key;
    (void)from;
    memset(bias, 0, count * sizeof *bias);
}

/* As a profile without priors has it: the same few biases for everybody. */
static const float *no_bias_kept(const void *context, uint32_t key, size_t from, size_t count)
{
    static const float none[2048];
    (void)context;
    (void)key;
    (void)from;
    return count <= sizeof none / sizeof *none ? none : NULL;
}

static void fill(float *entries, size_t count, uint64_t *state)
{
    for (size_t i = 0; i < count; i++) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        entries[i] = (float)(*state >> 40) * 0x1p-23f - 1;
    }
}

static rung_status race_floats(bench *b, rung_error *error)
{
    enum { ROLES = 10000, DIMENSIONS = 128 };
    const char *name = "race/floats";
    if (!bench_wanted(b, name))
        return RUNG_OK;
    size_t people = people_of(b);
    uint64_t state = 1;
    float *rows = rung_array(ROLES * DIMENSIONS, sizeof *rows);
    float *slack = rung_array(ROLES + people, sizeof *slack); /* none, for all */
    float *persons = rung_array(people * DIMENSIONS, sizeof *persons);
    uint32_t *key = rung_array(people, sizeof *key);
    rung_status status = RUNG_OK;
    if (!rows || !slack || !persons || !key)
        status = rung_fail_memory(error, "random floats");
    if (status == RUNG_OK) {
        fill(rows, ROLES * DIMENSIONS, &state);
        fill(persons, people * DIMENSIONS, &state);
        crowd c = {
            .targets = {.roles = ROLES, .dimensions = DIMENSIONS, .rows = rows, .slack = slack},
            .query = {.people = people,
                      .rows = persons,
                      .slack = slack,
                      .blur = slack,
                      .key = key,
                      .bias = no_bias,
                      .top = BENCH_TOP,
                      .kept = no_bias_kept}};
        status = race_crowd(b, name, &c, error);
    }
    free(rows);
    free(slack);
    free(persons);
    free(key);
    return status;
}

rung_status bench_race(bench *b, rung_error *error)
{
    rung_status status = RUNG_OK;
    omp_set_num_threads(1); /* holds a BLAS to one thread, too */
    for (size_t i = 0; bench_profiles[i] && status == RUNG_OK; i++) {
        status = race_proposing(b, bench_profiles[i], error);
        if (status == RUNG_OK)
            status = race_matching(b, bench_profiles[i], error);
    }
    if (status == RUNG_OK)
        status = race_floats(b, error);
    omp_set_num_threads((int)b->threads);
    return status;
}
