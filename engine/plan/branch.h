/* branch.h - branch and bound over the open part of a plan. */
#ifndef RUNG_PLAN_BRANCH_H
#define RUNG_PLAN_BRANCH_H

#include "plan/core.h"

/* Asked now and then; true ends the work. */
typedef bool (*rung_plan_asked)(void *context);

typedef struct rung_branch_limits {
    size_t people; /* most in the open part */
    uint64_t nodes, pivots;
    double gap; /* good enough */
    rung_plan_asked asked;
    void *context;
} rung_branch_limits;

/* Make a plan better, and with it the bound on every plan where that can be proven. */
rung_status rung_branch(rung_whole *whole, const rung_prices *prices, int64_t *bound,
                        const rung_branch_limits *limits, rung_error *error);

#endif
