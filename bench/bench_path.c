/* bench_path.c - how fast paths are found, and how that grows with people, roles, programs and
 * steps. */
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "data/catalog.h"

static const char shipped[] = "datasets/upskilling-2025", onet[] = "../shared/data/onet-29.0";

/* The targets of the cases in which they are given: near ones and a far one. */
static const char *const wanted[] = {"area-manager", "robotics-technician", "software-engineer"};
enum { TARGETS = sizeof wanted / sizeof *wanted };

typedef struct variant {
    const char *name;
    bool large; /* O*NET with the shipped programs, or else the shipped catalog */
    rung_prefer prefer;
    bool given; /* targets are given, or else the best 3 are found */
    size_t steps, programs, people, quick_people;
} variant;

/* Some: three of the programs. None: of them. */
static const variant variants[] = {
    {"bundled/gain", false, RUNG_PREFER_GAIN, false, 3, 7, 2000, 100},
    {"bundled/fastest", false, RUNG_PREFER_FASTEST, false, 3, 7, 2000, 100},
    {"bundled/cheapest", false, RUNG_PREFER_CHEAPEST, false, 3, 7, 2000, 100},
    {"bundled/fewest", false, RUNG_PREFER_FEWEST, false, 3, 7, 2000, 100},
    {"bundled/given/gain", false, RUNG_PREFER_GAIN, true, 3, 7, 2000, 100},
    {"bundled/given/fastest", false, RUNG_PREFER_FASTEST, true, 3, 7, 2000, 100},
    {"bundled/given/cheapest", false, RUNG_PREFER_CHEAPEST, true, 3, 7, 2000, 100},
    {"bundled/given/fewest", false, RUNG_PREFER_FEWEST, true, 3, 7, 2000, 100},
    {"bundled/twice", false, RUNG_PREFER_GAIN, false, 3, 7, 4000, 200},
    {"bundled/some", false, RUNG_PREFER_GAIN, false, 3, 3, 2000, 100},
    {"bundled/none", false, RUNG_PREFER_GAIN, false, 3, 0, 2000, 100},
    {"bundled/steps-2", false, RUNG_PREFER_GAIN, false, 2, 7, 2000, 100},
    {"bundled/steps-1", false, RUNG_PREFER_GAIN, false, 1, 7, 2000, 100},
    {"onet/steps-1", true, RUNG_PREFER_GAIN, false, 1, 7, 2000, 100},
    {"onet/steps-2", true, RUNG_PREFER_GAIN, false, 2, 7, 200, 20},
    {"onet/steps-2/some", true, RUNG_PREFER_GAIN, false, 2, 3, 200, 20},
    {"onet/steps-2/none", true, RUNG_PREFER_GAIN, false, 2, 0, 200, 20},
    {"onet/steps-3", true, RUNG_PREFER_GAIN, false, 3, 7, 64, 4},
    {"onet/steps-3/none", true, RUNG_PREFER_GAIN, false, 3, 0, 64, 4},
};
enum { VARIANTS = sizeof variants / sizeof *variants };

/* What a case runs with. */
typedef struct planning {
    bench *b;
    const variant *v;
    size_t people;
    char *dir, *output[2];
    rung_catalog *catalog;
    rung_matcher *matcher[2]; /* for all threads, and for another number of them */
    rung_planner *planner[2];
    uint32_t target[TARGETS];
    rung_path_job job;
    rung_path_summary found;
    double mean; /* seconds that each takes alone; 0: not known */
} planning;

/* ---------------------------------------------------------------- start and end */

/* O*NET with the shipped programs, made when it is first asked for. */
static rung_status large_catalog(bench *b, char **dir, rung_error *error)
{
    *dir = rung_path_join(b->folder, "path-catalog");
    if (!*dir)
        return rung_fail_memory(error, "a path");
    return access(*dir, R_OK) == 0 ? RUNG_OK : bench_import(onet, *dir, shipped, NULL, error);
}

static rung_status open_catalog(planning *p, rung_error *error)
{
    char *made = NULL;
    rung_status status = p->v->large ? large_catalog(p->b, &made, error) : RUNG_OK;
    if (status == RUNG_OK)
        status = rung_catalog_open(&p->catalog, made ? made : shipped, error);
    free(made);
    if (status != RUNG_OK)
        return status;
    if (p->catalog->programs < p->v->programs)
        return rung_fail(error, RUNG_BAD_DATA, "%s: found %zu programs, expected %zu or more",
                         shipped, p->catalog->programs, p->v->programs);
    p->catalog->programs = p->v->programs; /* the first ones alone */
    for (size_t i = 0; i < TARGETS && p->v->given; i++) {
        p->target[i] = rung_catalog_find_role(p->catalog, wanted[i]);
        if (p->target[i] == RUNG_NONE)
            return rung_fail(error, RUNG_BAD_DATA, "%s: found no role '%s'", shipped, wanted[i]);
    }
    return RUNG_OK;
}

static rung_status make_people(planning *p, rung_error *error)
{
    rung_synth_job job = RUNG_SYNTH_JOB_INIT;
    job.output = p->dir;
    job.people = p->people;
    job.format = RUNG_PEOPLE_NPY;
    job.threads = p->b->threads;
    job.replace = true;
    job.progress = bench_stopped;
    return rung_synth(p->catalog, &job, NULL, error);
}

static rung_status make_planner(planning *p, int which, unsigned threads, rung_error *error)
{
    rung_matcher_options matching = RUNG_MATCHER_OPTIONS_INIT;
    rung_planner_options options = RUNG_PLANNER_OPTIONS_INIT;
    matching.threads = threads;
    options.prefer = p->v->prefer;
    options.steps = p->v->steps;
    rung_status status = rung_matcher_new(&p->matcher[which], p->catalog, &matching, error);
    return status == RUNG_OK
               ? rung_planner_new(&p->planner[which], p->matcher[which], &options, error)
               : status;
}

static rung_status prepare(planning *p, rung_error *error)
{
    p->people = p->b->quick ? p->v->quick_people : p->v->people;
    p->dir = rung_path_join(p->b->folder, "path-people");
    p->output[0] = rung_path_join(p->b->folder, "paths.csv");
    p->output[1] = rung_path_join(p->b->folder, "paths-again.csv");
    p->job = (rung_path_job)RUNG_PATH_JOB_INIT;
    p->job.people = p->dir;
    p->job.target = p->v->given ? p->target : NULL;
    p->job.targets = p->v->given ? TARGETS : 0;
    p->job.progress = bench_stopped;
    if (!p->dir || !p->output[0] || !p->output[1])
        return rung_fail_memory(error, "a path");
    rung_status status = open_catalog(p, error);
    if (status == RUNG_OK)
        status = make_people(p, error);
    if (status == RUNG_OK)
        status = make_planner(p, 0, p->b->threads, error);
    return status == RUNG_OK ? make_planner(p, 1, p->b->threads > 1 ? 1 : 2, error) : status;
}

static void finish(planning *p)
{
    for (int i = 0; i < 2; i++) {
        rung_planner_free(p->planner[i]);
        rung_matcher_free(p->matcher[i]);
        free(p->output[i]);
    }
    rung_catalog_free(p->catalog);
    free(p->dir);
}

/* ---------------------------------------------------------------- everybody */

/* The rows are the same with another number of threads, to the last byte. */
static rung_status check(planning *p, rung_error *error)
{
    rung_status status = RUNG_OK;
    for (int i = 0; i < 2 && status == RUNG_OK; i++) {
        rung_path_job job = p->job;
        job.output = p->output[i];
        status = rung_path_people(p->planner[i], &job, &p->found, error);
    }
    if (status == RUNG_OK)
        status = bench_starts_with(p->output[0], p->output[1], error);
    return status == RUNG_OK ? bench_starts_with(p->output[1], p->output[0], error) : status;
}

static rung_status find(void *context, rung_error *error)
{
    const planning *p = context;
    rung_path_summary found;
    rung_status status = rung_path_people(p->planner[0], &p->job, &found, error);
    if (status == RUNG_OK && found.rows != p->found.rows)
        return rung_fail(error, RUNG_BAD_DATA, "path: found %llu rows, expected %llu",
                         (unsigned long long)found.rows, (unsigned long long)p->found.rows);
    return status;
}

static void describe(const planning *p, bench_case *c)
{
    snprintf(c->work, sizeof c->work,
             "%zu people, %zu roles, %zu programs, %zu step%s, %s targets: %.0f %% with a path, "
             "%.0f %% of paths proven",
             p->people, rung_catalog_count(p->catalog).rated_roles, p->v->programs, p->v->steps,
             p->v->steps == 1 ? "" : "s", p->v->given ? "3 given" : "the best 3",
             100 * (double)p->found.with_path / (double)p->people,
             100 - 100 * (double)p->found.unproven / (double)(p->found.rows ? p->found.rows : 1));
}

static rung_status time_all(planning *p, bench_case c, rung_error *error)
{
    c.amount = (double)p->people;
    describe(p, &c);
    p->job.descriptor = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (p->job.descriptor < 0)
        return rung_fail(error, RUNG_IO, "/dev/null: cannot open");
    rung_status status = bench_run(p->b, c, find, p, error);
    close(p->job.descriptor);
    return status;
}

/* ---------------------------------------------------------------- one after another */

typedef struct watch {
    double *seconds;
    size_t people;
    double last;
} watch;

/* Processor time of this thread, which other programs do not lengthen. */
static double processor_time(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A rung_progress that is called for each person, once or more. */
static bool note_person(void *context, uint64_t people, double fraction)
{
    watch *w = context;
    double now = processor_time();
    if (people > w->people) {
        w->seconds[w->people++] = now - w->last;
        w->last = now;
    }
    return bench_stopped(NULL, people, fraction);
}

static rung_status time_each(planning *p, bench_case c, rung_error *error)
{
    watch w = {.seconds = rung_array(p->people, sizeof *w.seconds)};
    rung_path_job job = p->job;
    job.batch = 1;
    job.progress = note_person;
    job.context = &w;
    if (!w.seconds)
        return rung_fail_memory(error, "the seconds of people");
    job.descriptor = open("/dev/null", O_WRONLY | O_CLOEXEC);
    rung_status status =
        job.descriptor < 0 ? rung_fail(error, RUNG_IO, "/dev/null: cannot open") : RUNG_OK;
    w.last = processor_time();
    if (status == RUNG_OK)
        status = rung_path_people(p->planner[p->b->threads > 1 ? 1 : 0], &job, NULL, error);
    if (status == RUNG_OK) { /* the first one's time holds the start */
        c.amount = 1;
        for (size_t i = 1; i < w.people; i++)
            p->mean += w.seconds[i] / (double)(w.people - 1);
        snprintf(c.work, sizeof c.work,
                 "each of them alone, processor time of 1 thread that reads, searches and writes; "
                 "mean %.1f us",
                 p->mean * 1e6);
        status = bench_keep(p->b, c, w.seconds + 1, w.people - 1, error);
    }
    if (job.descriptor >= 0)
        close(job.descriptor);
    free(w.seconds);
    return status;
}

static rung_status time_variant(bench *b, const variant *v, double *mean, rung_error *error)
{
    planning p = {.b = b, .v = v};
    bench_case all = {.unit = "people/s"}, each = {.unit = "people/s"};
    snprintf(all.name, sizeof all.name, "path/%s", v->name);
    snprintf(each.name, sizeof each.name, "path-one/%s", v->name);
    if (!bench_wanted(b, all.name) && !bench_wanted(b, each.name))
        return RUNG_OK;
    rung_status status = prepare(&p, error);
    if (status == RUNG_OK)
        status = check(&p, error);
    if (status == RUNG_OK && bench_wanted(b, all.name))
        status = time_all(&p, all, error);
    if (status == RUNG_OK && bench_wanted(b, each.name))
        status = time_each(&p, each, error);
    *mean = p.mean;
    finish(&p);
    return status;
}

/* ---------------------------------------------------------------- how it grows */

/* Seconds that a person takes alone in a case, 0 where it has not run. */
static double mean_of(const double *mean, const char *name)
{
    for (size_t i = 0; i < VARIANTS; i++)
        if (strcmp(variants[i].name, name) == 0)
            return mean[i];
    return 0;
}

static void print_growth(const double *mean)
{
    enum { MOST = 3 };
    static const struct {
        const char *what, *name[MOST];
    } rows[] = {
        {"once and twice the people", {"bundled/gain", "bundled/twice"}},
        {"26 roles and O*NET's, 2 steps", {"bundled/steps-2", "onet/steps-2"}},
        {"0, 3 and 7 programs, 26 roles", {"bundled/none", "bundled/some", "bundled/gain"}},
        {"0, 3 and 7 programs, O*NET, 2 steps",
         {"onet/steps-2/none", "onet/steps-2/some", "onet/steps-2"}},
        {"0 and 7 programs, O*NET, 3 steps", {"onet/steps-3/none", "onet/steps-3"}},
        {"1, 2 and 3 steps, 26 roles", {"bundled/steps-1", "bundled/steps-2", "bundled/gain"}},
        {"1, 2 and 3 steps, O*NET", {"onet/steps-1", "onet/steps-2", "onet/steps-3"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double ratio[MOST];
        int count = 0;
        bool complete = true;
        for (; count < MOST && rows[i].name[count]; count++) {
            ratio[count] =
                mean_of(mean, rows[i].name[count]) / (count ? mean_of(mean, rows[i].name[0]) : 1);
            complete = complete && ratio[count] > 0;
        }
        if (!complete)
            continue;
        printf("    %s: a person takes 1", rows[i].what);
        for (int k = 1; k < count; k++)
            printf(" : %.3g", ratio[k]);
        printf("\n");
    }
}

rung_status bench_path(bench *b, rung_error *error)
{
    bool there = access(onet, R_OK) == 0;
    double mean[VARIANTS] = {0};
    rung_status status = RUNG_OK;
    if (!there && (!b->only || strstr(b->only, "path") || strstr(b->only, "onet")))
        fprintf(stderr, "bench: %s is missing; no paths on O*NET\n", onet);
    for (size_t i = 0; i < VARIANTS && status == RUNG_OK; i++)
        if (there || !variants[i].large)
            status = time_variant(b, &variants[i], &mean[i], error);
    if (status == RUNG_OK)
        print_growth(mean);
    return status;
}
