/* unique.c - find people who are alike, by XXH3 and then by comparing. */
#include "match/unique.h"

#include <stdbool.h>
#include <string.h>

#include "base/hash.h"

static size_t slots_for(size_t window)
{
    size_t slots = 16;
    while (slots < 2 * window)
        slots *= 2;
    return slots;
}

static size_t aligned(size_t bytes)
{
    return (bytes + 63) / 64 * 64;
}

size_t rung_unique_bytes(size_t window)
{
    return aligned(window * sizeof(uint64_t)) + 2 * aligned(window * sizeof(uint32_t)) +
           aligned(slots_for(window) * sizeof(uint32_t));
}

rung_unique rung_unique_lay(void *bytes, size_t window)
{
    char *at = bytes;
    rung_unique u = {.slots = slots_for(window)};
    u.hash = (uint64_t *)at;
    at += aligned(window * sizeof(uint64_t));
    u.first = (uint32_t *)at;
    at += aligned(window * sizeof(uint32_t));
    u.list = (uint32_t *)at;
    at += aligned(window * sizeof(uint32_t));
    u.slot = (uint32_t *)at;
    return u;
}

static uint64_t hash_of_rows(const rung_level_rows *rows, size_t i, uint64_t hash)
{
    size_t first = rows->first[i], count = rows->first[i + 1] - first;
    if (count == 0)
        return hash;
    hash = rung_hash(rows->skill + first, count * sizeof *rows->skill, hash);
    return rung_hash(rows->level + first, count * sizeof *rows->level, hash);
}

static uint64_t hash_of(const rung_features *f, size_t i)
{
    uint64_t hash = f->role ? f->role[i] : 0;
    if (f->rows.first)
        hash = hash_of_rows(&f->rows, i, hash);
    else if (f->skills > 0)
        hash = rung_hash(f->levels + i * f->skills, f->skills * sizeof *f->levels, hash);
    if (f->vectors)
        hash = rung_hash(f->vectors + i * f->dimensions, f->dimensions * sizeof *f->vectors, hash);
    return f->admits ? rung_hash(f->admits + i * f->words, f->words * sizeof *f->admits, hash)
                     : hash;
}

/* The rows a and b of an array with count items of this size in each. */
static bool same(const void *rows, size_t a, size_t b, size_t count, size_t size)
{
    return memcmp((const char *)rows + a * count * size, (const char *)rows + b * count * size,
                  count * size) == 0;
}

static bool have_same_rows(const rung_level_rows *rows, size_t a, size_t b)
{
    size_t first = rows->first[a], other = rows->first[b], count = rows->first[a + 1] - first;
    return rows->first[b + 1] - other == count &&
           (count == 0 ||
            (memcmp(rows->skill + first, rows->skill + other, count * sizeof *rows->skill) == 0 &&
             memcmp(rows->level + first, rows->level + other, count * sizeof *rows->level) == 0));
}

static bool have_same_levels(const rung_features *f, size_t a, size_t b)
{
    if (f->rows.first)
        return have_same_rows(&f->rows, a, b);
    return f->skills == 0 || same(f->levels, a, b, f->skills, sizeof *f->levels);
}

static bool are_alike(const rung_features *f, size_t a, size_t b)
{
    return (!f->role || f->role[a] == f->role[b]) && have_same_levels(f, a, b) &&
           (!f->vectors || same(f->vectors, a, b, f->dimensions, sizeof *f->vectors)) &&
           (!f->admits || same(f->admits, a, b, f->words, sizeof *f->admits));
}

size_t rung_unique_find(rung_unique *u, const rung_features *f, size_t people)
{
    size_t count = 0, mask = u->slots - 1;
    memset(u->slot, 0xFF, u->slots * sizeof *u->slot);
    for (size_t i = 0; i < people; i++) {
        u->hash[i] = hash_of(f, i);
        for (size_t s = u->hash[i] & mask;; s = (s + 1) & mask) {
            uint32_t other = u->slot[s];
            if (other == UINT32_MAX) {
                u->slot[s] = (uint32_t)i;
                u->first[i] = (uint32_t)i;
                u->list[count++] = (uint32_t)i;
                break;
            }
            if (u->hash[other] == u->hash[i] && are_alike(f, other, i)) {
                u->first[i] = other;
                break;
            }
        }
    }
    return count;
}
