/* chooser.h - choose who takes which option: prices, then a plan in whole people. */
#ifndef RUNG_PLAN_CHOOSER_H
#define RUNG_PLAN_CHOOSER_H

#include "plan/branch.h"

/* What prices and plans of one problem are made in. Budget and places may change from run to run;
 * prices of the last run are where the next one starts. */
typedef struct rung_chooser {
    const rung_plan_problem *problem;
    rung_rows rows;
    rung_knapsack knapsack;
    uint32_t *people; /* groups: of the knapsack */
    rung_simplex simplex;
    rung_prices prices, trial;
    rung_whole whole;
    bool priced;   /* prices are those of a former run */
    int64_t bound; /* of the last run */
    bool ended;    /* because of the time */
    double started;
} rung_chooser;

rung_status rung_chooser_make(rung_chooser *chooser, const rung_plan_problem *problem,
                              rung_error *error);
void rung_chooser_free(rung_chooser *chooser);

/* Choose within this budget and so many places. */
rung_status rung_chooser_run(rung_chooser *chooser, int64_t budget, int64_t places,
                             rung_error *error);

/* What the bound is above a value, as a share of the bound; 0 where both are 0. */
double rung_plan_gap(int64_t value, int64_t bound);

#endif
