/* whole.h - a plan in whole people that keeps to every limit: made of the simplex's, and filled up
 * and improved person by person. */
#ifndef RUNG_PLAN_WHOLE_H
#define RUNG_PLAN_WHOLE_H

#include "plan/simplex.h"

/* One of a group takes another option; RUNG_NONE is to stay. */
typedef struct rung_step {
    int64_t loss; /* of profit at the prices there are, in their parts */
    int64_t gain; /* of value */
    uint32_t group, from, to;
} rung_step;

typedef struct rung_whole {
    const rung_knapsack *knapsack;
    const rung_prices *prices;
    uint32_t *taken;   /* options: by so many */
    uint32_t *staying; /* groups */
    int64_t *left;     /* rows */
    int64_t value;
    rung_step *step; /* scratch */
    size_t steps, steps_room;
    bool memory_short;
} rung_whole;

rung_status rung_whole_make(rung_whole *whole, const rung_knapsack *knapsack, rung_error *error);
void rung_whole_free(rung_whole *whole);

/* Everybody stays. */
void rung_whole_clear(rung_whole *whole);
/* What the simplex says, divided groups rounded down to whole people, then as little as possible
 * undone where that goes beyond a limit. */
void rung_whole_round(rung_whole *whole, const rung_simplex *simplex, const rung_prices *prices);
/* Let people change to better options while limits let them, those first that lose least at the
 * prices. */
void rung_whole_fill(rung_whole *whole, const rung_prices *prices);
/* Pairs of steps that are worth it together and that limits allow together, among the most
 * promising ones, until there is none. */
void rung_whole_pairs(rung_whole *whole, const rung_prices *prices, size_t most_steps);

/* One of a group changes from an option that somebody takes to another; limits are not looked at.
 */
void rung_whole_change(rung_whole *whole, size_t group, uint32_t from, uint32_t to);

void rung_whole_copy(rung_whole *to, const rung_whole *from);

#endif
