/* tune.c - rung_tune: measure kernels, then threads, then sizes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "match/trials.h"

enum { MOST_CONTENDERS = 16, MOST_TRIALS = 4 * MOST_CONTENDERS, USUAL_BATCH = 16384, LOOKS = 3 };
/* A kernel that is this many times slower at a glance takes no turn. */
static const double hopeless = 4;
/* One of the other shape of rows that is expected to take so many times as long is not even built:
 * dense rows of many skills may take gigabytes. */
static const double unthinkable = 16;
/* A glance takes at least this share of all the time, a round about as much. */
static const double glance = 1.0 / 2000, longest_glance = 1.0 / 60, round_share = 1.0 / 300;
/* When, by share of the time, each stage has to be done. */
static const double kernels_until = 0.4, threads_until = 0.6, windows_until = 0.8;

/* The result, with room for what it points to. */
typedef struct answer {
    rung_tune_result result; /* first, so that it stands for all */
    rung_trial trial[MOST_TRIALS];
} answer;

typedef struct tune {
    rung_matcher_options options; /* of the best so far */
    bool kernel, threads, window; /* to be found, as nobody names them */
    unsigned most_threads;
    rung_trials trials;
    rung_contender contender[MOST_CONTENDERS];
    size_t contenders;
    size_t batch; /* of the best so far */
    answer *answer;
    rung_error *error;
} tune;

/* ---------------------------------------------------------------- contenders */

/* A contender made as the options say; its matcher may fail for want of memory. */
static rung_status enter(tune *t, size_t batch)
{
    rung_contender *c = &t->contender[t->contenders];
    *c = (rung_contender){.batch = batch};
    rung_status status = rung_matcher_new(&c->matcher, t->trials.catalog, &t->options, t->error);
    if (status != RUNG_OK)
        return status;
    c->trial = (rung_trial){.kernel = c->matcher->kernel->name,
                            .threads = c->matcher->threads,
                            .window = c->matcher->window,
                            .batch = batch};
    t->contenders++;
    return RUNG_OK;
}

static void note(tune *t, const rung_trial *trial)
{
    if (t->answer->result.trials < MOST_TRIALS)
        t->answer->trial[t->answer->result.trials++] = *trial;
}

/* Take a contender out. */
static void drop(tune *t, size_t i)
{
    rung_matcher_free(t->contender[i].matcher);
    memmove(&t->contender[i], &t->contender[i + 1], (--t->contenders - i) * sizeof *t->contender);
}

static void drop_all(tune *t)
{
    while (t->contenders > 0)
        drop(t, t->contenders - 1);
}

/* The fastest of the contenders, all of which are noted, sets the options for what comes. */
static rung_status decide(tune *t, double until)
{
    size_t best = 0;
    rung_status status = rung_trials_race(&t->trials, t->contender, t->contenders,
                                          t->contenders > 1 ? until : 0, &best, t->error);
    if (status != RUNG_OK)
        return status;
    for (size_t i = 0; i < t->contenders; i++)
        note(t, &t->contender[i].trial);
    const rung_trial *b = &t->contender[best].trial;
    t->options.kernel = b->kernel;
    t->options.threads = b->threads;
    t->options.window = b->window;
    t->batch = b->batch;
    t->answer->result.tuning.people_per_second = b->people_per_second;
    drop_all(t);
    return RUNG_OK;
}

/* ---------------------------------------------------------------- kernels */

/* The least time of some runs: at a glance, what else the machine does is no matter. */
static rung_status look_at(const tune *t, const rung_contender *c, size_t people, double *least)
{
    double seconds = 0, sum = 0;
    rung_status status = RUNG_OK;
    *least = INFINITY;
    for (int i = 0; i < LOOKS && sum < longest_glance * t->trials.seconds && status == RUNG_OK;
         i++) {
        status = rung_trials_run(&t->trials, c, people, &seconds, t->error);
        sum += seconds;
        *least = fmin(*least, seconds);
    }
    return status;
}

/* People a second by matching more and more of them, until it takes long enough to tell. */
static rung_status look(tune *t, rung_contender *c)
{
    size_t people = RUNG_BLOCK, all = t->trials.people.count;
    double seconds = 0;
    people = people < all ? people : all;
    for (;; people = 2 * people < all ? 2 * people : all) {
        rung_status status = look_at(t, c, people, &seconds);
        if (status != RUNG_OK)
            return status;
        if (people == all || seconds > glance * t->trials.seconds)
            break;
    }
    c->trial.rounds = 1;
    c->trial.people_per_second = c->trial.slowest = c->trial.fastest = (double)people / seconds;
    return RUNG_OK;
}

/* Leave out those that stand no chance against the fastest. */
static double leave_out(tune *t)
{
    double fastest = 0;
    for (size_t i = 0; i < t->contenders; i++)
        if (t->contender[i].trial.people_per_second > fastest)
            fastest = t->contender[i].trial.people_per_second;
    for (size_t i = t->contenders; i-- > 0;)
        if (t->contender[i].trial.people_per_second * hopeless < fastest) {
            note(t, &t->contender[i].trial);
            drop(t, i);
        }
    return fastest;
}

/* The estimate of a person's time in the rows that this kernel takes. */
static double expected(const tune *t, const rung_kernel *kernel)
{
    const rung_shape *estimate = &t->contender[0].matcher->estimate;
    return kernel->sparse ? estimate->sparse : estimate->dense;
}

/* Behind the kernel that is usual enter all others that run, in the order of the table. */
static rung_status enter_kernels(tune *t)
{
    rung_status status = look(t, &t->contender[0]);
    const char *usual = t->contender[0].trial.kernel;
    for (size_t k = 0; t->kernel && rung_kernels[k] && status == RUNG_OK; k++) {
        if (!rung_kernels[k]->runs() || strcmp(rung_kernels[k]->name, usual) == 0 ||
            t->contenders == MOST_CONTENDERS ||
            expected(t, rung_kernels[k]) >
                unthinkable * expected(t, t->contender[0].matcher->kernel))
            continue;
        t->options.kernel = rung_kernels[k]->name;
        status = enter(t, USUAL_BATCH);
        if (status == RUNG_OK)
            status = look(t, &t->contender[t->contenders - 1]);
        if (status == RUNG_OK)
            leave_out(t);
    }
    return status;
}

/* By one thread, for what is fastest on one is so on several; then processor time can be counted. A
 * round of the fastest kernel gives the number of people, who should be some for every thread. */
static rung_status tune_kernel(tune *t)
{
    t->trials.alone = true;
    rung_status status = enter_kernels(t);
    if (status != RUNG_OK)
        return status;
    double people = leave_out(t) * round_share * t->trials.seconds;
    double least = (double)RUNG_BLOCK * t->most_threads;
    size_t all = t->trials.people.count;
    people = people > least ? people : least;
    t->trials.count = people < (double)all ? (size_t)people : all;
    status = decide(t, kernels_until);
    t->trials.alone = false;
    return status;
}

/* ---------------------------------------------------------------- threads and sizes */

static rung_status tune_threads(tune *t)
{
    rung_status status = RUNG_OK;
    t->options.threads = t->most_threads;
    if (!t->threads || t->most_threads < 2)
        return RUNG_OK;
    for (unsigned threads = t->most_threads; threads > 0 && status == RUNG_OK; threads /= 2) {
        t->options.threads = threads;
        status = t->contenders < MOST_CONTENDERS ? enter(t, t->batch) : RUNG_OK;
    }
    return status == RUNG_OK ? decide(t, threads_until) : status;
}

/* Windows larger than a thread's share of the people make no difference. */
static rung_status tune_window(tune *t)
{
    static const size_t others[] = {256, 1024, 16384};
    size_t most = t->trials.count / t->options.threads;
    if (!t->window || most <= others[0])
        return RUNG_OK;
    rung_status status = enter(t, t->batch);
    for (size_t i = 0; i < sizeof others / sizeof *others && status == RUNG_OK; i++)
        if (others[i] < most) {
            t->options.window = others[i];
            status = enter(t, t->batch);
        }
    return status == RUNG_OK ? decide(t, windows_until) : status;
}

/* All by one matcher. Batches that hold everybody are one and the same. */
static rung_status tune_batch(tune *t)
{
    static const size_t others[] = {4096, 65536};
    if (t->trials.count <= others[0])
        return RUNG_OK;
    rung_status status = enter(t, t->batch);
    for (size_t i = 0; i < sizeof others / sizeof *others && status == RUNG_OK; i++)
        if (others[i] <= t->trials.people.room &&
            (others[i] < t->trials.count || t->batch < t->trials.count))
            status = enter(t, others[i]);
    return status == RUNG_OK ? decide(t, 1) : status;
}

/* ---------------------------------------------------------------- all of it */

static rung_status check_job(rung_tune_result **result, const rung_catalog *catalog,
                             const rung_tune_job *job, rung_error *error)
{
    if (!result || !catalog || job->size != sizeof *job)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_tune: a result, a catalog and a job set with RUNG_TUNE_JOB_INIT are "
                         "needed");
    if (!(job->seconds >= 1 && job->seconds <= 3600))
        return rung_fail(error, RUNG_BAD_ARGUMENT, "seconds: found %.9g, expected 1..3600",
                         job->seconds);
    if (job->top == 0 || job->top > 1000)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "top: found %zu, expected 1..1000", job->top);
    return RUNG_OK;
}

static void finish(tune *t)
{
    rung_tune_result *r = &t->answer->result;
    time_t now = time(NULL);
    struct tm parts;
    strncpy(r->tuning.kernel, t->options.kernel, sizeof r->tuning.kernel - 1);
    r->tuning.threads = t->options.threads;
    r->tuning.window = t->options.window;
    r->tuning.batch = t->batch;
    if (!gmtime_r(&now, &parts) ||
        strftime(r->tuning.measured, sizeof r->tuning.measured, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        *r->tuning.measured = '\0';
    r->trial = t->answer->trial;
    r->people = t->trials.count;
    r->seconds = rung_clock() - t->trials.started;
}

/* The first matcher comes first: what it finds wrong is wrong for all. */
static rung_status run(tune *t)
{
    const rung_tune_job *job = t->trials.job;
    rung_status status = enter(t, USUAL_BATCH);
    if (status == RUNG_OK)
        status = rung_tune_people_make(&t->trials.people, t->trials.catalog, job->people, t->error);
    if (status != RUNG_OK)
        return status;
    size_t hits;
    bool fits = !__builtin_mul_overflow(t->trials.people.count, job->top, &hits);
    t->trials.hits = fits ? rung_array(hits, sizeof *t->trials.hits) : NULL;
    t->answer = rung_array(1, sizeof *t->answer);
    if (!t->trials.hits || !t->answer)
        return rung_fail_memory(t->error, "trials");
    t->trials.started = rung_clock();
    status = tune_kernel(t);
    if (status == RUNG_OK)
        status = tune_threads(t);
    if (status == RUNG_OK)
        status = tune_window(t);
    if (status == RUNG_OK)
        status = tune_batch(t);
    if (status == RUNG_OK)
        finish(t);
    return status;
}

rung_status rung_tune(rung_tune_result **result, const rung_catalog *catalog,
                      const rung_matcher_options *options, const rung_tune_job *job,
                      rung_error *error)
{
    static const rung_matcher_options usual = RUNG_MATCHER_OPTIONS_INIT;
    static const rung_tune_job usual_job = RUNG_TUNE_JOB_INIT;
    options = options ? options : &usual;
    job = job ? job : &usual_job;
    if (result)
        *result = NULL;
    rung_status status = check_job(result, catalog, job, error);
    if (status != RUNG_OK)
        return status;
    tune t = {.options = *options,
              .kernel = !rung_matcher_named_kernel(options),
              .threads = options->threads == 0,
              .window = options->window == 0,
              .most_threads = rung_threads(options->threads),
              .trials = {.catalog = catalog, .job = job, .seconds = job->seconds},
              .error = error};
    t.options.tuning = NULL;
    t.options.threads = 1;
    status = run(&t);
    drop_all(&t);
    rung_tune_people_free(&t.trials.people);
    free(t.trials.hits);
    if (status == RUNG_OK)
        *result = &t.answer->result;
    else
        free(t.answer);
    return status;
}

void rung_tune_free(rung_tune_result *result)
{
    free(result);
}
