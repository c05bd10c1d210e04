/* prices.h - prices of what limits give out, and the bound on every plan that they prove, in whole
 * numbers: the same for any number of threads. */
#ifndef RUNG_PLAN_PRICES_H
#define RUNG_PLAN_PRICES_H

#include "plan/knapsack.h"

/* Prices of rows, as whole numbers of 2^-shift. Tolls and profits are in parts of a value, 2^fine
 * to one: values as small as 1 need them. */
typedef struct rung_prices {
    size_t rows, ways;
    int fine;
    int64_t *number; /* rows: 0 or more */
    int *shift;      /* rows */
    int64_t *toll;   /* ways: what a way costs at these prices, rounded down */
} rung_prices;

rung_status rung_prices_make(rung_prices *prices, const rung_knapsack *knapsack, rung_error *error);
void rung_prices_free(rung_prices *prices);

/* Set them, negative ones to 0, and the tolls. price: rows, value for one unit of each. */
void rung_prices_set(rung_prices *prices, const rung_knapsack *knapsack, const double *price);
void rung_prices_copy(rung_prices *to, const rung_prices *from);

/* What a unit of a row costs. */
double rung_prices_of(const rung_prices *prices, size_t row);

/* No plan is worth more: the Lagrangian dual, sum of price x limit and, for each person, of the
 * best option less its toll. */
int64_t rung_prices_bound(const rung_prices *prices, const rung_knapsack *knapsack);

/* An option's value less its toll, in parts; 0 for RUNG_NONE. */
static inline int64_t rung_prices_profit(const rung_prices *prices, const rung_knapsack *k,
                                         size_t group, uint32_t option)
{
    if (option == RUNG_NONE)
        return 0;
    size_t o = k->first[group] + option;
    return k->value[o] * ((int64_t)1 << prices->fine) - prices->toll[k->way[o]];
}
/* The highest of a group's; staying counts. *option tells whose. */
int64_t rung_prices_best(const rung_prices *prices, const rung_knapsack *knapsack, size_t group,
                         uint32_t *option);

#endif
