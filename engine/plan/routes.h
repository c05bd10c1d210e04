/* routes.h - the different routes of a whole population, each kept once. */
#ifndef RUNG_PLAN_ROUTES_H
#define RUNG_PLAN_ROUTES_H

#include "base/status.h"

/* Routes list roles as they are and programs as roles + program. Start from all zeros. */
typedef struct rung_routes {
    size_t count;
    size_t *first; /* count + 1: where each starts in token */
    size_t first_room;
    uint32_t *token;
    size_t token_room;
    int64_t *cost, *weeks; /* ticks (path/value.h) */
    size_t cost_room, weeks_room;
    uint32_t *slot; /* hash table: 1 + a route, 0 where there is none */
    size_t slots;
} rung_routes;

/* The number of a route, a new one where it was not there; false when memory is short. */
bool rung_routes_add(rung_routes *routes, const uint32_t *token, size_t length, int64_t cost,
                     int64_t weeks, uint32_t *number);
void rung_routes_free(rung_routes *routes);

static inline size_t rung_routes_length(const rung_routes *routes, uint32_t route)
{
    return routes->first[route + 1] - routes->first[route];
}

#endif
