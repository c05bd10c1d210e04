/* counts.c - how often each key came up: exact, and the same whoever counted in which order. */
#include "report/counts.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"

static rung_counted *find(const rung_counts *counts, uint64_t key)
{
    size_t at = rung_hash(&key, sizeof key, 0) & (counts->capacity - 1);
    while (counts->slot[at].count > 0 && counts->slot[at].key != key)
        at = (at + 1) & (counts->capacity - 1);
    return &counts->slot[at];
}

static bool grow(rung_counts *counts)
{
    rung_counts larger = *counts;
    larger.capacity = counts->capacity > 0 ? 2 * counts->capacity : 64;
    larger.slot = rung_array(larger.capacity, sizeof *larger.slot);
    if (!larger.slot)
        return false;
    for (size_t i = 0; i < counts->capacity; i++)
        if (counts->slot[i].count > 0)
            *find(&larger, counts->slot[i].key) = counts->slot[i];
    free(counts->slot);
    *counts = larger;
    return true;
}

bool rung_counts_add(rung_counts *counts, uint64_t key, uint64_t number)
{
    if (number == 0)
        return true;
    if (2 * counts->used >= counts->capacity && !grow(counts))
        return false;
    rung_counted *slot = find(counts, key);
    counts->used += slot->count == 0;
    slot->key = key;
    slot->count += number;
    counts->total += number;
    return true;
}

uint64_t rung_counts_of(const rung_counts *counts, uint64_t key)
{
    return counts->capacity > 0 ? find(counts, key)->count : 0;
}

void rung_counts_free(rung_counts *counts)
{
    free(counts->slot);
    *counts = (rung_counts){0};
}

static int by_key(const void *one, const void *other)
{
    const rung_counted *a = one, *b = other;
    return (a->key > b->key) - (a->key < b->key);
}

rung_counted *rung_counts_sorted(const rung_counts *counts)
{
    rung_counted *sorted = rung_array(counts->used, sizeof *sorted);
    size_t n = 0;
    for (size_t i = 0; sorted && i < counts->capacity; i++)
        if (counts->slot[i].count > 0)
            sorted[n++] = counts->slot[i];
    if (n > 0)
        qsort(sorted, n, sizeof *sorted, by_key);
    return sorted;
}

uint64_t rung_counts_quantile(const rung_counts *counts, const rung_counted *sorted, double share)
{
    uint64_t least = (uint64_t)(share * (double)counts->total), below = 0;
    least = least < 1 ? 1 : least;
    for (size_t i = 0; i < counts->used; i++) {
        below += sorted[i].count;
        if (below >= least)
            return sorted[i].key;
    }
    return 0;
}
