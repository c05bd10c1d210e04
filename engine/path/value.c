/* value.c - what a path is worth, and which of two ranks first. */
#include "path/value.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* The 52nd root of x in 0.5..1, by Newton's method on plain arithmetic: the same bits everywhere,
 * which pow() does not promise. */
static double weekly(double x)
{
    double root = 1 - (1 - x) / 52;
    for (int i = 0; i < 60; i++) {
        double power = 1;
        for (int k = 0; k < 51; k++)
            power *= root;
        root = (51 * root + x / power) / 52;
    }
    return root;
}

rung_status rung_horizon_make(rung_horizon *horizon, double years, double discount,
                              rung_error *error)
{
    *horizon = (rung_horizon){.weeks = (size_t)floor(52 * years + 0.5)};
    horizon->tail = rung_array(horizon->weeks + 1, sizeof *horizon->tail);
    if (!horizon->tail)
        return rung_fail_memory(error, "the weeks of a planner");
    double step = weekly(1 / (1 + discount)), value = 1;
    for (size_t w = 0; w < horizon->weeks; w++, value *= step)
        horizon->tail[w] = value / 52;
    for (size_t w = horizon->weeks; w-- > 0;)
        horizon->tail[w] += horizon->tail[w + 1];
    return RUNG_OK;
}

void rung_horizon_free(rung_horizon *horizon)
{
    free(horizon->tail);
    *horizon = (rung_horizon){0};
}

int64_t rung_cents(double gain)
{
    double cents = gain * 100;
    return (int64_t)(cents < 0 ? -floor(0.5 - cents) : floor(cents + 0.5));
}

static rung_key key(rung_prefer prefer, const rung_figures *f, int64_t cents)
{
    switch (prefer) {
    case RUNG_PREFER_FASTEST:
        return (rung_key){f->weeks, f->cost};
    case RUNG_PREFER_CHEAPEST:
        return (rung_key){f->cost, f->weeks};
    case RUNG_PREFER_FEWEST:
        return (rung_key){(int64_t)f->steps, f->weeks};
    case RUNG_PREFER_GAIN:
        break;
    }
    return (rung_key){-cents, f->weeks};
}

rung_key rung_key_of(rung_prefer prefer, const rung_figures *figures)
{
    return key(prefer, figures, rung_cents(figures->gain));
}

/* A cent, and a part in 10^12, for the rounding of sums made in another order. */
static double slack(double gain)
{
    return 0.01 + fabs(gain) * 1e-12;
}

bool rung_key_may_reach(rung_prefer prefer, const rung_figures *best, rung_key limit)
{
    if (prefer == RUNG_PREFER_GAIN)
        return best->gain + slack(best->gain) >= (-(double)limit.first - 0.5) / 100;
    return rung_key_compare(key(prefer, best, 0), limit) <= 0;
}

rung_key rung_key_bound(rung_prefer prefer, const rung_figures *best)
{
    bool gain = prefer == RUNG_PREFER_GAIN;
    return key(prefer, best, gain ? rung_cents(best->gain + slack(best->gain)) : 0);
}
