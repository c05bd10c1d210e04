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

/* What makes people alike. */
typedef struct features {
    const float *levels;
    const uint32_t *role;        /* or NULL */
    const uint64_t *admits;      /* or NULL */
    size_t skills, words;        /* of each */
    const rung_level_rows *rows; /* instead of levels, or NULL; person 0 is from */
    size_t from;
} features;

static uint64_t hash_of_rows(const features *f, size_t i)
{
    size_t first = f->rows->first[f->from + i], count = f->rows->first[f->from + i + 1] - first;
    if (count == 0)
        return rung_hash("", 0, f->role ? f->role[i] : 0);
    uint64_t hash =
        rung_hash(f->rows->skill + first, count * sizeof *f->rows->skill, f->role ? f->role[i] : 0);
    return rung_hash(f->rows->level + first, count * sizeof *f->rows->level, hash);
}

static bool rows_are_alike(const features *f, size_t a, size_t b)
{
    const rung_level_rows *r = f->rows;
    size_t first = r->first[f->from + a], other = r->first[f->from + b];
    size_t count = r->first[f->from + a + 1] - first;
    return r->first[f->from + b + 1] - other == count &&
           (count == 0 ||
            (memcmp(r->skill + first, r->skill + other, count * sizeof *r->skill) == 0 &&
             memcmp(r->level + first, r->level + other, count * sizeof *r->level) == 0));
}

static uint64_t hash_of(const features *f, size_t i)
{
    if (f->rows)
        return hash_of_rows(f, i);
    uint64_t hash = rung_hash(f->levels + i * f->skills, f->skills * sizeof *f->levels,
                              f->role ? f->role[i] : 0);
    return f->admits ? rung_hash(f->admits + i * f->words, f->words * sizeof *f->admits, hash)
                     : hash;
}

static bool are_alike(const features *f, size_t a, size_t b)
{
    if (f->role && f->role[a] != f->role[b])
        return false;
    if (f->rows)
        return rows_are_alike(f, a, b);
    return memcmp(f->levels + a * f->skills, f->levels + b * f->skills,
                  f->skills * sizeof *f->levels) == 0 &&
           (!f->admits || memcmp(f->admits + a * f->words, f->admits + b * f->words,
                                 f->words * sizeof *f->admits) == 0);
}

static size_t find(rung_unique *u, const features *f, size_t people)
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

size_t rung_unique_find(rung_unique *u, const float *levels, size_t people, size_t skills,
                        const uint32_t *role, const uint64_t *admits, size_t words)
{
    features f = {
        .levels = levels, .role = role, .admits = admits, .skills = skills, .words = words};
    return find(u, &f, people);
}

size_t rung_unique_find_rows(rung_unique *u, const rung_level_rows *rows, size_t from,
                             size_t people, const uint32_t *role)
{
    features f = {.role = role, .rows = rows, .from = from};
    return find(u, &f, people);
}
