/* trials.h - matchers that take turns on the same people, and which of them is fastest. */
#ifndef RUNG_MATCH_TRIALS_H
#define RUNG_MATCH_TRIALS_H

#include "match/matcher.h"
#include "match/tune_people.h"

/* Rounds of a stage: no decision by fewer than the least. */
enum { RUNG_LEAST_ROUNDS = 5, RUNG_MOST_ROUNDS = 101 };

/* Which of count contenders is fastest, from the seconds that each took in each of so many rounds,
 * contender i's from seconds[i * RUNG_MOST_ROUNDS] on. The first is the usual one; another takes
 * the place of the fastest so far when its time was shorter by more than 2 % in three of four
 * rounds. Every comparison is of times of the same round, so that what else the machine does
 * counts for both. */
size_t rung_trials_fastest(const double *seconds, size_t count, size_t rounds);

/* The median and the ends of count numbers, which are sorted. */
double rung_trials_median(double *numbers, size_t count);

/* What trials have in common. */
typedef struct rung_trials {
    const rung_catalog *catalog;
    const rung_tune_job *job;
    rung_tune_people people;
    rung_hit *hits;          /* people x top */
    size_t count;            /* people in a round */
    double started, seconds; /* when, and how long all of it may take */
    bool alone;              /* one thread, whose processor time counts, and not what else runs */
} rung_trials;

/* One of those that take turns. */
typedef struct rung_contender {
    rung_matcher *matcher;
    size_t batch;
    rung_trial trial;
} rung_contender;

/* Match the first people once, in batches; the time that it took. */
rung_status rung_trials_run(const rung_trials *trials, const rung_contender *contender,
                            size_t people, double *seconds, rung_error *error);
/* Let contenders take turns until the share (0..1) of all the time has passed, fill their trials,
 * and tell the fastest, whose trial is marked. */
rung_status rung_trials_race(const rung_trials *trials, rung_contender *contender, size_t count,
                             double share, size_t *fastest, rung_error *error);

#endif
