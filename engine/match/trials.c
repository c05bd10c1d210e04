/* trials.c - matchers that take turns on the same people, and which of them is fastest. */
#include "match/trials.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"

/* A ratio of times below which there is nothing to win. */
static const double worth_it = 1.02;

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double rung_trials_median(double *numbers, size_t count)
{
    qsort(numbers, count, sizeof *numbers, compare);
    return numbers[(count - 1) / 2] / 2 + numbers[count / 2] / 2;
}

/* Whether times are shorter than the others of the same rounds, in three of four. */
static bool beats(const double *seconds, const double *other, size_t rounds)
{
    size_t won = 0;
    for (size_t r = 0; r < rounds; r++)
        won += other[r] > worth_it * seconds[r];
    return 4 * won >= 3 * rounds && rounds > 0;
}

size_t rung_trials_fastest(const double *seconds, size_t count, size_t rounds)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (beats(seconds + i * RUNG_MOST_ROUNDS, seconds + best * RUNG_MOST_ROUNDS, rounds))
            best = i;
    return best;
}

static double clock_of(const rung_trials *trials)
{
    struct timespec now;
    if (!trials->alone || clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0)
        return rung_clock();
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

rung_status rung_trials_run(const rung_trials *trials, const rung_contender *contender,
                            size_t people, double *seconds, rung_error *error)
{
    double start = clock_of(trials);
    rung_status status = RUNG_OK;
    for (size_t from = 0; from < people && status == RUNG_OK; from += contender->batch) {
        size_t left = people - from;
        rung_batch batch = rung_tune_people_batch(&trials->people, from,
                                                  left < contender->batch ? left : contender->batch,
                                                  contender->matcher->kernel->sparse);
        status = rung_match_batch(contender->matcher, &batch,
                                  trials->hits + from * trials->job->top, trials->job->top, error);
    }
    *seconds = fmax(clock_of(trials) - start, 1e-9);
    double fraction = (rung_clock() - trials->started) / trials->seconds;
    if (status == RUNG_OK && trials->job->progress &&
        trials->job->progress(trials->job->context, people, fraction < 1 ? fraction : 1))
        status = rung_fail(error, RUNG_CANCELLED, "rung_tune: cancelled");
    return status;
}

/* Rounds by turns; each starts with another contender. The first round warms up. */
static rung_status take_turns(const rung_trials *trials, const rung_contender *contender,
                              size_t count, double until, double *seconds, size_t *rounds,
                              rung_error *error)
{
    rung_status status = RUNG_OK;
    double ignored;
    for (size_t i = 0; i < count && status == RUNG_OK; i++)
        status = rung_trials_run(trials, &contender[i], trials->count, &ignored, error);
    for (*rounds = 0; status == RUNG_OK && *rounds < RUNG_MOST_ROUNDS &&
                      (*rounds < RUNG_LEAST_ROUNDS || rung_clock() < until);
         ++*rounds)
        for (size_t turn = 0; turn < count && status == RUNG_OK; turn++) {
            size_t i = (turn + *rounds) % count;
            status = rung_trials_run(trials, &contender[i], trials->count,
                                     &seconds[i * RUNG_MOST_ROUNDS + *rounds], error);
        }
    return status;
}

static void fill_trial(const rung_trials *trials, rung_contender *c, double *seconds, size_t rounds)
{
    double people = (double)trials->count;
    c->trial.people_per_second = people / rung_trials_median(seconds, rounds); /* which sorts */
    c->trial.fastest = people / seconds[0];
    c->trial.slowest = people / seconds[rounds - 1];
    c->trial.rounds = rounds;
}

rung_status rung_trials_race(const rung_trials *trials, rung_contender *contender, size_t count,
                             double share, size_t *fastest, rung_error *error)
{
    size_t rounds;
    double *seconds = rung_array(count * RUNG_MOST_ROUNDS, sizeof *seconds);
    if (!seconds)
        return rung_fail_memory(error, "the times of trials");
    rung_status status =
        take_turns(trials, contender, count, trials->started + share * trials->seconds, seconds,
                   &rounds, error);
    if (status == RUNG_OK) {
        *fastest = rung_trials_fastest(seconds, count, rounds);
        for (size_t i = 0; i < count; i++)
            fill_trial(trials, &contender[i], seconds + i * RUNG_MOST_ROUNDS, rounds);
        contender[*fastest].trial.chosen = true;
    }
    free(seconds);
    return status;
}
