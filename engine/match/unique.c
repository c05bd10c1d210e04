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
    const uint32_t *role;   /* or NULL */
    const uint64_t *admits; /* or NULL */
    size_t skills, words;   /* of each */
} features;

static uint64_t hash_of(const features *f, size_t i)
{
    uint64_t hash = rung_hash(f->levels + i * f->skills, f->skills * sizeof *f->levels,
                              f->role ? f->role[i] : 0);
    return f->admits ? rung_hash(f->admits + i * f->words, f->words * sizeof *f->admits, hash)
                     : hash;
}

static bool are_alike(const features *f, size_t a, size_t b)
{
    return (!f->role || f->role[a] == f->role[b]) &&
           memcmp(f->levels + a * f->skills, f->levels + b * f->skills,
                  f->skills * sizeof *f->levels) == 0 &&
           (!f->admits || memcmp(f->admits + a * f->words, f->admits + b * f->words,
                                 f->words * sizeof *f->admits) == 0);
}

size_t rung_unique_find(rung_unique *u, const float *levels, size_t people, size_t skills,
                        const uint32_t *role, const uint64_t *admits, size_t words)
{
    size_t count = 0, mask = u->slots - 1;
    features f = {levels, role, admits, skills, words};
    memset(u->slot, 0xFF, u->slots * sizeof *u->slot);
    for (size_t i = 0; i < people; i++) {
        u->hash[i] = hash_of(&f, i);
        for (size_t s = u->hash[i] & mask;; s = (s + 1) & mask) {
            uint32_t other = u->slot[s];
            if (other == UINT32_MAX) {
                u->slot[s] = (uint32_t)i;
                u->first[i] = (uint32_t)i;
                u->list[count++] = (uint32_t)i;
                break;
            }
            if (u->hash[other] == u->hash[i] && are_alike(&f, other, i)) {
                u->first[i] = other;
                break;
            }
        }
    }
    return count;
}
