/* core.h - the part of a plan that is still open: people one by one, the options that a better plan
 * could still have them take, and what limits have left for them. */
#ifndef RUNG_PLAN_CORE_H
#define RUNG_PLAN_CORE_H

#include "plan/whole.h"

typedef struct rung_core {
    rung_knapsack knapsack; /* groups of one */
    uint32_t *group;        /* of the whole plan, by person of the core */
    uint32_t *taken;        /* what she takes in the plan that it was made of */
    uint32_t *option;       /* options of the core, as the whole plan counts those of her group */
    bool complete;          /* no better plan lies outside */
    int64_t settled;        /* value of everybody else */
    /* what the knapsack points to */
    uint32_t *people, *way;
    size_t *first, *way_first;
    int64_t *value, *most;
    rung_share *share;
    uint8_t *banned;
    uint32_t *row; /* of the whole plan, by row */
} rung_core;

/* The people who could take something else in a plan that is better than this one, when none is
 * worth more than bound; only the most undecided of them where they are more than most. */
rung_status rung_core_make(rung_core *core, const rung_whole *whole, const rung_prices *prices,
                           int64_t bound, size_t most, rung_error *error);
void rung_core_free(rung_core *core);

/* Have those of the core do in the whole plan what they do in found. */
void rung_core_apply(const rung_core *core, const rung_whole *found, rung_whole *whole);

#endif
