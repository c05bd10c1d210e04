/* route.h - walk along a route: its steps, their figures, and whether it holds without a program.
 */
#ifndef RUNG_PATH_ROUTE_H
#define RUNG_PATH_ROUTE_H

#include "path/search.h"

/* Whether no program of the search's own route can be left out: the definition of a path. */
bool rung_route_minimal(rung_search *search, size_t length);

/* Whether a step needs each of its programs, those at route[begin ..] of somebody who had the
 * levels of a row before: whether without it the move from one role into another fails, or a
 * program that could not be taken later. */
bool rung_route_needed(rung_search *search, size_t begin, size_t row, uint32_t from, uint32_t to);
/* Drop those that are not, the last first; which are left may come in another order then. */
void rung_route_reduce(rung_search *search, size_t begin, size_t row, uint32_t from, uint32_t to);

/* One step of a route. */
typedef struct rung_leg {
    uint32_t role;
    const uint32_t *program; /* roles + program, as routes have them */
    size_t programs;
    int64_t starts, enters, cost; /* ticks */
    double readiness_before, readiness;
    size_t essentials_short; /* when it is entered */
    int opened;              /* the zone that programs have opened by then */
    uint32_t from;           /* the role before */
    double wage;             /* the last one known before, */
    uint32_t payer;          /* and the role that paid it */
} rung_leg;

/* Where a walk has come to. levels is the caller's: stride floats. */
typedef struct rung_walk {
    const rung_terrain *terrain;
    const uint32_t *route;
    size_t length, at;
    float *levels;
    uint32_t role, entered; /* worked in, and just entered or RUNG_NONE */
    int opened;
    double wage;
    uint32_t payer;
    int64_t weeks;
} rung_walk;

/* Stand at the start of a route of the search's person, with her levels copied to levels. */
rung_walk rung_walk_begin(const rung_search *search, const rung_found *found, float *levels);
/* The next step; false at the end. levels are then those with which its role is entered. */
bool rung_walk_next(rung_walk *walk, rung_leg *leg);

#endif
