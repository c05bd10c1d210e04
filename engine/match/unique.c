/* unique.c - find people who are alike, by XXH3 and then by comparing. */
#include "match/unique.h"

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

size_t rung_unique_find(rung_unique *u, const float *levels, size_t people, size_t skills,
                        const uint32_t *role)
{
    size_t count = 0, mask = u->slots - 1;
    memset(u->slot, 0xFF, u->slots * sizeof *u->slot);
    for (size_t i = 0; i < people; i++) {
        const float *mine = levels + i * skills;
        uint32_t my_role = role ? role[i] : 0;
        u->hash[i] = rung_hash(mine, skills * sizeof *mine, my_role);
        for (size_t s = u->hash[i] & mask;; s = (s + 1) & mask) {
            uint32_t other = u->slot[s];
            if (other == UINT32_MAX) {
                u->slot[s] = (uint32_t)i;
                u->first[i] = (uint32_t)i;
                u->list[count++] = (uint32_t)i;
                break;
            }
            if (u->hash[other] == u->hash[i] && (!role || role[other] == my_role) &&
                memcmp(levels + other * skills, mine, skills * sizeof *mine) == 0) {
                u->first[i] = other;
                break;
            }
        }
    }
    return count;
}
