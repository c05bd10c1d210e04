/* prices.c - prices of what limits give out, and the bound on every plan that they prove. */
#include "plan/prices.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* As many bits as leave the sum of everybody's best value in range. */
static int find_fine(const rung_knapsack *k)
{
    enum { MOST = 40, ROOM = 62 };
    __int128 sum = 1;
    for (size_t g = 0; g < k->groups; g++) {
        int64_t best = 0;
        for (size_t o = k->first[g]; o < k->first[g + 1]; o++) {
            int64_t value = k->value[o] < 0 ? -k->value[o] : k->value[o];
            best = value > best ? value : best;
        }
        sum += (__int128)best * k->people[g];
    }
    int fine = 0;
    while (fine < MOST && sum < (__int128)1 << (ROOM - fine - 1))
        fine++;
    return fine;
}

rung_status rung_prices_make(rung_prices *p, const rung_knapsack *k, rung_error *error)
{
    *p = (rung_prices){.rows = k->rows, .ways = k->ways, .fine = find_fine(k)};
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
    enum { BITS = 53, MOST = 120 };
    int exponent = 0;
    p->number[row] = 0;
    p->shift[row] = 0;
    if (!(price > 0x1p-60)) /* also where it is not a number */
        return;
    if (price > 0x1p60)
        price = 0x1p60;
    double part = frexp(price, &exponent);
    int shift = BITS - exponent;
    p->shift[row] = shift < 0 ? 0 : shift > MOST ? MOST : shift;
    p->number[row] = (int64_t)ldexp(part, exponent + p->shift[row]);
}

/* number x amount of a row in parts, rounded down, so that no toll is too high, or up; no more than
 * most. */
static __int128 times(const rung_prices *p, size_t row, int64_t amount, bool up, __int128 most)
{
    __int128 product = (__int128)p->number[row] * amount;
    int shift = p->shift[row] - p->fine;
    if (shift <= 0)
        return product > most >> -shift ? most : product << -shift;
    product = (product + (up ? ((__int128)1 << shift) - 1 : 0)) >> shift;
    return product > most ? most : product;
}

/* Beyond all values, and a difference of two still is in range. */
static const int64_t most_toll = INT64_MAX / 4;

void rung_prices_set(rung_prices *p, const rung_knapsack *k, const double *price)
{
    for (size_t r = 0; r < k->rows; r++)
        set_price(p, r, price[r]);
    for (size_t w = 0; w < k->ways; w++) {
        __int128 toll = 0;
        for (size_t i = k->way_first[w]; i < k->way_first[w + 1]; i++)
            toll += times(p, k->share[i].row, k->share[i].amount, false, most_toll);
        p->toll[w] = toll < most_toll ? (int64_t)toll : most_toll;
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
        int64_t profit = k->value[o] * ((int64_t)1 << p->fine) - p->toll[k->way[o]];
        if (profit > best && rung_knapsack_allows(k, o)) {
            best = profit;
            *option = (uint32_t)(o - k->first[group]);
        }
    }
    return best;
}

int64_t rung_prices_bound(const rung_prices *p, const rung_knapsack *k)
{
    const __int128 most = (__int128)1 << 120;
    __int128 bound = 0;
    for (size_t r = 0; r < k->rows; r++)
        bound += times(p, r, k->most[r], true, most);
    uint64_t people = 0; /* whole numbers: in any order the same; parts are so that it has room */
#pragma omp parallel for schedule(static) reduction(+ : people) num_threads((int)k->threads)       \
    if (rung_knapsack_is_large(k))
    for (size_t g = 0; g < k->groups; g++) {
        uint32_t option;
        people += (uint64_t)rung_prices_best(p, k, g, &option) * k->people[g];
    }
    bound = (bound + people) >> p->fine; /* down: plans have whole values */
    return bound < INT64_MAX ? (int64_t)bound : INT64_MAX;
}
