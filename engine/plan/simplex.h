/* simplex.h - the plan with people who may be divided: a linear program, whose best prices are
 * those of the Lagrangian dual and whose best solution divides no more groups than there are
 * limits. */
#ifndef RUNG_PLAN_SIMPLEX_H
#define RUNG_PLAN_SIMPLEX_H

#include "plan/basis.h"
#include "plan/prices.h"

typedef struct rung_candidate {
    double profit;
    uint32_t group;
} rung_candidate;

typedef struct rung_simplex {
    const rung_knapsack *knapsack;
    rung_basis basis;
    double value_unit;              /* values and amounts are divided by these, to be about 1 */
    double *row_unit;               /* rows */
    uint32_t *key;                  /* groups: the option that whoever is not basic takes */
    uint16_t *beside;               /* groups: how many basic ones it has beside */
    int64_t *rest;                  /* rows: the limit less what keys take */
    double *toll;                   /* ways */
    double *shrink;                 /* groups: how fast its key shrinks; all 0 between pivots */
    double *other_profit;           /* groups: what the best but the key brings beyond it */
    uint32_t *other;                /* groups */
    rung_candidate *candidate;      /* groups */
    rung_column_entry *entry;       /* scratch of a column */
    size_t *same;                   /* rows: scratch */
    double *price;                  /* rows: of a unit, for others */
    rung_basic *kept;               /* rows: scratch */
    double value;                   /* of what has been chosen so far, in value_unit */
    uint64_t pivots, since_rebuilt; /* so far */
    bool lost;                      /* rounding has taken over: what is there is still a start */
} rung_simplex;

rung_status rung_simplex_make(rung_simplex *simplex, const rung_knapsack *knapsack,
                              rung_error *error);
void rung_simplex_free(rung_simplex *simplex);

/* Start from the best options at these prices as far as limits let everybody of a group take one;
 * NULL: from everybody staying. The knapsack's people, limits and bans may have changed. */
void rung_simplex_start(rung_simplex *simplex, const rung_prices *prices);
/* One round: everybody's best option at the prices there are, a pivot for each that still is better
 * than the key, and then more among those who are nearest to a change. Returns how many there were;
 * 0 is the optimum. */
size_t rung_simplex_round(rung_simplex *simplex);
/* What is chosen is worth, with people divided. */
double rung_simplex_value(const rung_simplex *simplex);
/* Prices of a unit of each row, in values of the knapsack; the simplex's until the next call. */
const double *rung_simplex_prices(rung_simplex *simplex);

#endif
