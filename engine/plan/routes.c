/* routes.c - the different routes of a whole population, each kept once. */
#include "plan/routes.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"

static size_t slot_of(const rung_routes *r, const uint32_t *token, size_t length)
{
    size_t at = rung_hash(token, length * sizeof *token, 0) & (r->slots - 1);
    for (; r->slot[at] != 0; at = (at + 1) & (r->slots - 1)) {
        uint32_t there = r->slot[at] - 1;
        if (rung_routes_length(r, there) == length &&
            memcmp(r->token + r->first[there], token, length * sizeof *token) == 0)
            break;
    }
    return at;
}

/* At most half full. */
static bool widen(rung_routes *r)
{
    enum { LEAST = 1024 };
    size_t slots = r->slots ? 2 * r->slots : LEAST;
    if (2 * (r->count + 1) <= r->slots)
        return true;
    uint32_t *before = r->slot;
    uint32_t *after = rung_array(slots, sizeof *after);
    if (!after)
        return false;
    r->slot = after;
    r->slots = slots;
    for (uint32_t i = 0; i < r->count; i++)
        r->slot[slot_of(r, r->token + r->first[i], rung_routes_length(r, i))] = i + 1;
    free(before);
    return true;
}

bool rung_routes_add(rung_routes *r, const uint32_t *token, size_t length, int64_t cost,
                     int64_t weeks, uint32_t *number)
{
    if (!widen(r))
        return false;
    size_t at = slot_of(r, token, length), end = r->count > 0 ? r->first[r->count] : 0;
    if (r->slot[at] != 0) {
        *number = r->slot[at] - 1;
        return true;
    }
    if (r->count + 1 >= RUNG_NONE ||
        !rung_grow((void **)&r->first, &r->first_room, r->count + 2, sizeof *r->first) ||
        !rung_grow((void **)&r->token, &r->token_room, end + length, sizeof *r->token) ||
        !rung_grow((void **)&r->cost, &r->cost_room, r->count + 1, sizeof *r->cost) ||
        !rung_grow((void **)&r->weeks, &r->weeks_room, r->count + 1, sizeof *r->weeks))
        return false;
    memcpy(r->token + end, token, length * sizeof *token);
    r->first[r->count] = end;
    r->first[r->count + 1] = end + length;
    r->cost[r->count] = cost;
    r->weeks[r->count] = weeks;
    *number = (uint32_t)r->count++;
    r->slot[at] = *number + 1;
    return true;
}

void rung_routes_free(rung_routes *r)
{
    free(r->first);
    free(r->token);
    free(r->cost);
    free(r->weeks);
    free(r->slot);
    *r = (rung_routes){0};
}
