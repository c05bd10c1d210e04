/* prices.c - prices of what limits give out, and the bound on every plan that they prove. */
#include "plan/prices.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

rung_status rung_prices_make(rung_prices *p, const rung_knapsack *k, rung_error *error)
{
    *p = (rung_prices){.rows = k->rows, .ways = k->ways};
    p->number = rung_array(k->rows, sizeof *p->number);
    p->shift = rung_array(k->rows, sizeof *p->shift);
    p->toll = rung_array(k->ways, sizeof *p->toll);
    if (p->number && p->shift && p->toll)
        return RUNG_OK;
    rung_prices_free(p);
    return rung_fail_memory(error, "the prices of a plan");
}

void rung_prices_free(rung_prices *p)
{
    free(p->number);
    free(p->shift);
    free(p->toll);
    *p = (rung_prices){0};
}

/* A price keeps as many bits as a double has. */
static void set_price(rung_prices *p, size_t row, double price)
{
    enum { BITS = 53 };
    int exponent = 0;
    p->number[row] = 0;
    p->shift[row] = 0;
    if (!(price > 0x1p-60)) /* also where it is not a number */
        return;
    if (price > 0x1p60)
        price = 0x1p60;
    double part = frexp(price, &exponent);
    int shift = BITS - exponent;
    p->shift[row] = shift > 0 ? shift : 0;
    p->number[row] = (int64_t)ldexp(part, exponent + p->shift[row]);
}

/* number x amount of a row: rounded down, so that no toll is too high, or up. */
static __int128 times(const rung_prices *p, size_t row, int64_t amount, bool up)
{
    __int128 product = (__int128)p->number[row] * amount;
    __int128 rest = up ? ((__int128)1 << p->shift[row]) - 1 : 0;
    return (product + rest) >> p->shift[row];
}

void rung_prices_set(rung_prices *p, const rung_knapsack *k, const double *price)
{
    for (size_t r = 0; r < k->rows; r++)
        set_price(p, r, price[r]);
    for (size_t w = 0; w < k->ways; w++) {
        __int128 toll = 0;
        for (size_t i = k->way_first[w]; i < k->way_first[w + 1]; i++)
            toll += times(p, k->share[i].row, k->share[i].amount, false);
        p->toll[w] = toll < INT64_MAX / 2 ? (int64_t)toll : INT64_MAX / 2;
    }
}

double rung_prices_of(const rung_prices *p, size_t row)
{
    return ldexp((double)p->number[row], -p->shift[row]);
}

void rung_prices_copy(rung_prices *to, const rung_prices *from)
{
    memcpy(to->number, from->number, from->rows * sizeof *to->number);
    memcpy(to->shift, from->shift, from->rows * sizeof *to->shift);
    memcpy(to->toll, from->toll, from->ways * sizeof *to->toll);
}

int64_t rung_prices_best(const rung_prices *p, const rung_knapsack *k, size_t group,
                         uint32_t *option)
{
    int64_t best = 0;
    *option = RUNG_NONE;
    for (size_t o = k->first[group]; o < k->first[group + 1]; o++) {
        int64_t profit = k->value[o] - p->toll[k->way[o]];
        if (profit > best && rung_knapsack_allows(k, o)) {
            best = profit;
            *option = (uint32_t)(o - k->first[group]);
        }
    }
    return best;
}

int64_t rung_prices_bound(const rung_prices *p, const rung_knapsack *k)
{
    __int128 bound = 0;
    for (size_t r = 0; r < k->rows; r++)
        bound += times(p, r, k->most[r], true);
    uint64_t people = 0; /* whole numbers: in any order the same; problems keep it in range */
#pragma omp parallel for schedule(static) reduction(+ : people) num_threads((int)k->threads)
    for (size_t g = 0; g < k->groups; g++) {
        uint32_t option;
        people += (uint64_t)rung_prices_best(p, k, g, &option) * k->people[g];
    }
    bound += people;
    return bound < INT64_MAX ? (int64_t)bound : INT64_MAX;
}
