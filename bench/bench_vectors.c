/* bench_vectors.c - how fast people are matched by vectors: the kernels by turns on one thread, and
 * the fastest on all. */
#include "bench.h"

#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "base/place.h"
#include "base/status.h"

enum { DIMENSIONS = 128, TOP = 10, KERNELS = 8, ROUNDS = 11, CHECKED = 64 };

/* Roles and people with vectors, in memory. */
typedef struct crowd {
    rung_catalog *catalog;
    rung_batch people;
    float *vectors;
    uint32_t *role;
    rung_hit *hits; /* people x TOP */
} crowd;

/* ---------------------------------------------------------------- data */

static rung_status make_folders(const bench *b, crowd *c, const char *catalog, const char *people,
                                rung_error *error)
{
    rung_vectors_job vectors = RUNG_VECTORS_JOB_INIT;
    rung_synth_job synth = RUNG_SYNTH_JOB_INIT;
    if (!catalog || !people)
        return rung_fail_memory(error, "a path");
    vectors.output = catalog;
    vectors.roles = b->quick ? 2000 : 10000;
    vectors.dimensions = DIMENSIONS;
    synth.output = people;
    synth.people = b->quick ? 5000 : 50000;
    synth.progress = bench_stopped;
    rung_status status = rung_synth_vectors(NULL, &vectors, error);
    if (status == RUNG_OK)
        status = rung_catalog_open(&c->catalog, catalog, error);
    c->people.people = (size_t)synth.people;
    return status == RUNG_OK ? rung_synth(c->catalog, &synth, NULL, error) : status;
}

static rung_status read_people(crowd *c, const char *dir, rung_error *error)
{
    size_t people = c->people.people, done = 0;
    rung_people *reader;
    rung_batch batch;
    c->vectors = rung_array(people * DIMENSIONS, sizeof *c->vectors);
    c->role = rung_array(people, sizeof *c->role);
    c->hits = rung_array(people * TOP, sizeof *c->hits);
    if (!c->vectors || !c->role || !c->hits)
        return rung_fail_memory(error, "people with vectors");
    rung_status status = rung_people_open(&reader, c->catalog, dir, RUNG_IMPUTE_NONE, error);
    while (status == RUNG_OK && done < people) {
        status = rung_people_next(reader, people - done, &batch, error);
        if (status != RUNG_OK)
            break;
        memcpy(c->vectors + done * DIMENSIONS, batch.vectors,
               batch.people * DIMENSIONS * sizeof *c->vectors);
        memcpy(c->role + done, batch.current_role, batch.people * sizeof *c->role);
        done += batch.people;
    }
    rung_people_free(reader);
    c->people = (rung_batch){.people = people, .current_role = c->role, .vectors = c->vectors};
    return status;
}

static rung_status make_crowd(const bench *b, crowd *c, rung_error *error)
{
    char *catalog = rung_path_join(b->folder, "vectors");
    char *people = rung_path_join(b->folder, "vectors-people");
    rung_status status = make_folders(b, c, catalog, people, error);
    if (status == RUNG_OK)
        status = read_people(c, people, error);
    free(catalog);
    free(people);
    return status;
}

static void free_crowd(crowd *c)
{
    rung_catalog_free(c->catalog);
    free(c->vectors);
    free(c->role);
    free(c->hits);
}

/* ---------------------------------------------------------------- one matcher */

typedef struct runner {
    const crowd *crowd;
    size_t people; /* the first of them */
    const char *kernel;
    rung_matcher *matcher;
    double seconds[ROUNDS];
} runner;

static rung_status match(void *context, rung_error *error)
{
    const runner *r = context;
    rung_batch batch = r->crowd->people;
    batch.people = r->people;
    return rung_match_batch(r->matcher, &batch, r->crowd->hits, TOP, error);
}

/* The first people have the hits of the scalar kernel. */
static rung_status check(runner *r, rung_error *error)
{
    rung_hit expected[CHECKED * TOP];
    runner scalar = {.crowd = r->crowd, .people = CHECKED};
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.kernel = "scalar";
    options.threads = 1;
    rung_status status = rung_matcher_new(&scalar.matcher, r->crowd->catalog, &options, error);
    if (status == RUNG_OK)
        status = match(&scalar, error);
    memcpy(expected, r->crowd->hits, sizeof expected);
    if (status == RUNG_OK)
        status = match(r, error);
    rung_matcher_free(scalar.matcher);
    if (status == RUNG_OK && memcmp(expected, r->crowd->hits, sizeof expected) != 0)
        return rung_fail(error, RUNG_BAD_DATA,
                         "vectors: kernel %s found other hits than the scalar kernel", r->kernel);
    return status;
}

static rung_status make_runner(runner *r, const crowd *c, const char *kernel, unsigned threads,
                               size_t people, rung_error *error)
{
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    *r = (runner){.crowd = c, .people = people, .kernel = kernel};
    options.kernel = kernel;
    options.threads = threads;
    rung_status status = rung_matcher_new(&r->matcher, c->catalog, &options, error);
    if (status != RUNG_OK)
        return status;
    r->kernel = rung_matcher_describe(r->matcher).kernel;
    return check(r, error);
}

static bench_case case_of(const runner *r)
{
    double pairs = (double)r->people * (double)rung_catalog_roles(r->crowd->catalog);
    return (bench_case){.amount = pairs, .unit = "pairs/s", .load = 2e-9 * pairs * DIMENSIONS};
}

/* ---------------------------------------------------------------- by turns */

static double processor_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_ratio(const runner *r, const runner *last, size_t rounds)
{
    double ratio[ROUNDS];
    for (size_t i = 0; i < rounds; i++)
        ratio[i] = last->seconds[i] / r->seconds[i];
    qsort(ratio, rounds, sizeof *ratio, compare);
    printf("    %s: %.2f times %s (%.2f to %.2f in %zu rounds of processor time)\n", r->kernel,
           ratio[rounds / 2], last->kernel, ratio[0], ratio[rounds - 1], rounds);
}

static rung_status keep(bench *b, const runner *r, size_t rounds, rung_error *error)
{
    double seconds[ROUNDS];
    bench_case c = case_of(r);
    c.limit = BENCH_SGEMM_ONE;
    snprintf(c.name, sizeof c.name, "vectors/race/%.20s", r->kernel);
    snprintf(c.work, sizeof c.work,
             "top %d: %zu people x %zu roles x %d dimensions; by turns, processor time of 1 thread",
             TOP, r->people, rung_catalog_roles(r->crowd->catalog), DIMENSIONS);
    memcpy(seconds, r->seconds, sizeof seconds);
    return bench_keep(b, c, seconds, rounds, error);
}

static rung_status race(bench *b, runner *runners, size_t count, rung_error *error)
{
    size_t rounds = b->quick ? 3 : ROUNDS;
    rung_status status = RUNG_OK;
    for (size_t i = 0; i <= rounds && status == RUNG_OK; i++) /* the first warms up */
        for (size_t k = 0; k < count && status == RUNG_OK; k++) {
            double start = processor_time();
            status = match(&runners[k], error);
            runners[k].seconds[i > 0 ? i - 1 : 0] = processor_time() - start;
            if (status == RUNG_OK && bench_stopped(NULL, 0, 0))
                status = rung_fail(error, RUNG_CANCELLED, "stopped");
        }
    for (size_t k = 0; k < count && status == RUNG_OK; k++) {
        status = keep(b, &runners[k], rounds, error);
        if (status == RUNG_OK && k + 1 < count)
            print_ratio(&runners[k], &runners[count - 1], rounds);
    }
    return status;
}

static rung_status race_kernels(bench *b, const crowd *c, rung_error *error)
{
    enum { PEOPLE = 4096 };
    runner runners[KERNELS];
    rung_kernel_facts facts;
    size_t count = 0;
    rung_status status = RUNG_OK;
    if (!bench_wanted(b, "vectors/race"))
        return RUNG_OK;
    omp_set_num_threads(1); /* holds a BLAS to one thread, too */
    for (size_t k = 0; rung_kernel_list(k, &facts) && count < KERNELS && status == RUNG_OK; k++)
        if (facts.runs && strcmp(facts.name, "scalar") != 0)
            status = make_runner(&runners[count++], c, facts.name, 1, PEOPLE, error);
    if (status == RUNG_OK)
        status = race(b, runners, count, error);
    omp_set_num_threads((int)b->threads);
    while (count > 0)
        rung_matcher_free(runners[--count].matcher);
    return status;
}

/* ---------------------------------------------------------------- everybody */

static rung_status time_all(bench *b, const crowd *c, rung_error *error)
{
    runner r;
    if (!bench_wanted(b, "vectors/match"))
        return RUNG_OK;
    rung_status status = make_runner(&r, c, NULL, b->threads, c->people.people, error);
    if (status == RUNG_OK) {
        bench_case all = case_of(&r);
        all.limit = b->threads == 1 ? BENCH_SGEMM_ONE : BENCH_SGEMM_ALL;
        snprintf(all.name, sizeof all.name, "vectors/match");
        snprintf(all.work, sizeof all.work,
                 "rung_match_batch: top %d of %zu people x %zu roles x %d dimensions, kernel %s, "
                 "%u threads",
                 TOP, r.people, rung_catalog_roles(c->catalog), DIMENSIONS, r.kernel, b->threads);
        status = bench_run(b, all, match, &r, error);
    }
    rung_matcher_free(r.matcher);
    return status;
}

rung_status bench_vectors(bench *b, rung_error *error)
{
    crowd c = {0};
    if (!bench_wanted(b, "vectors/race") && !bench_wanted(b, "vectors/match"))
        return RUNG_OK;
    rung_status status = make_crowd(b, &c, error);
    if (status == RUNG_OK)
        status = race_kernels(b, &c, error);
    if (status == RUNG_OK)
        status = time_all(b, &c, error);
    free_crowd(&c);
    return status;
}
