/* counts.h - how often each key came up: exact, and the same whoever counted in which order. */
#ifndef RUNG_REPORT_COUNTS_H
#define RUNG_REPORT_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct rung_counted {
    uint64_t key, count; /* a slot of which count is 0 is free */
} rung_counted;

/* Start from all zeros. 16 bytes a key, at most half full. */
typedef struct rung_counts {
    rung_counted *slot;
    size_t used, capacity;
    uint64_t total;
} rung_counts;

/* False when memory is short. */
bool rung_counts_add(rung_counts *counts, uint64_t key, uint64_t number);
uint64_t rung_counts_of(const rung_counts *counts, uint64_t key);
void rung_counts_free(rung_counts *counts);

/* All keys by size, in memory to be freed; NULL when memory is short. */
rung_counted *rung_counts_sorted(const rung_counts *counts);
/* The key that so many of all are not above: of sorted, 0 <= share <= 1. */
uint64_t rung_counts_quantile(const rung_counts *counts, const rung_counted *sorted, double share);

/* A signed amount in hundredths as a key that sorts as it does, and back. */
static inline uint64_t rung_amount_key(double amount)
{
    double hundredths = amount * 100 + (amount < 0 ? -0.5 : 0.5);
    hundredths = hundredths > 9e18 ? 9e18 : hundredths < -9e18 ? -9e18 : hundredths;
    return (uint64_t)(int64_t)hundredths ^ (uint64_t)1 << 63;
}

static inline double rung_amount_of(uint64_t key)
{
    return (double)(int64_t)(key ^ (uint64_t)1 << 63) / 100;
}

#endif
