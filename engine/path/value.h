/* value.h - what a path is worth: weeks, cost and gain, and which of two paths ranks first (MODEL,
 * section 6). */
#ifndef RUNG_PATH_VALUE_H
#define RUNG_PATH_VALUE_H

#include "base/status.h"

/* Weeks and costs are added as whole numbers of these, so that no sum depends on its order. */
#define RUNG_TICKS_PER_WEEK 1000000
#define RUNG_TICKS_PER_COIN 10000

/* The weeks over which a gain counts. */
typedef struct rung_horizon {
    size_t weeks;
    double *tail; /* weeks + 1: what one unit of yearly wage is worth today from this week on */
} rung_horizon;

/* years 0..100, discount a year. */
rung_status rung_horizon_make(rung_horizon *horizon, double years, double discount,
                              rung_error *error);
void rung_horizon_free(rung_horizon *horizon);

/* What one unit of yearly wage is worth that is paid from tick on: a week counts when it starts
 * at that time or later. */
static inline double rung_tail(const rung_horizon *horizon, int64_t tick)
{
    uint64_t week = ((uint64_t)tick + RUNG_TICKS_PER_WEEK - 1) / RUNG_TICKS_PER_WEEK;
    return week < horizon->weeks ? horizon->tail[week] : 0;
}

/* The four figures. */
typedef struct rung_figures {
    int64_t weeks, cost; /* ticks */
    double gain;         /* before it is rounded */
    size_t steps;
} rung_figures;

/* Ranks paths: a smaller key is better. Keys that are equal leave it to the route. */
typedef struct rung_key {
    int64_t first, second;
} rung_key;

/* Whether a path whose figures are at best these could have a key no worse than limit. */
bool rung_key_may_reach(rung_prefer prefer, const rung_figures *best, rung_key limit);

#define RUNG_KEY_WORST ((rung_key){INT64_MAX, INT64_MAX})

rung_key rung_key_of(rung_prefer prefer, const rung_figures *figures);
/* A key that is not worse than that of any path whose figures are at best these. */
rung_key rung_key_bound(rung_prefer prefer, const rung_figures *best);

static inline int rung_key_compare(rung_key a, rung_key b)
{
    if (a.first != b.first)
        return a.first < b.first ? -1 : 1;
    return (a.second > b.second) - (a.second < b.second);
}

/* A gain in whole hundredths, halves away from zero. */
int64_t rung_cents(double gain);

#endif
