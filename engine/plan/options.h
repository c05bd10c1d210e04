/* options.h - what everybody of a population could do: people with the same options and values
 * share one list. */
#ifndef RUNG_PLAN_OPTIONS_H
#define RUNG_PLAN_OPTIONS_H

#include "base/memory.h"
#include "plan/routes.h"

/* Readiness is kept in parts of 10^9, as it is printed. */
#define RUNG_READINESS_PARTS 1000000000

/* One way that a person may go. */
typedef struct rung_way {
    size_t token, length; /* of the route, in the list's tokens */
    int64_t cost, weeks;  /* ticks */
    int64_t gain;         /* cents */
    int64_t value;        /* by what the plan is for */
    uint32_t readiness;   /* for the target when it is entered, parts */
} rung_way;

/* Start from all zeros. */
typedef struct rung_options {
    rung_routes routes;
    /* lists, of people who share one */
    size_t lists;
    size_t *first;    /* lists + 1 */
    uint32_t *people; /* lists: how many have it and are free to choose */
    uint32_t *way;    /* options: a route */
    int64_t *value, *gain;
    size_t first_room, people_room, way_room, value_room, gain_room;
    uint32_t *slot; /* hash table: 1 + a list */
    size_t slots;
    /* people, in their order */
    size_t count;
    rung_arena text;
    const char **id;
    uint32_t *list;          /* of each; RUNG_NONE: fixed */
    size_t *readiness_first; /* where those of her options stand */
    uint32_t *readiness;
    size_t id_room, list_room, readiness_first_room, readiness_room, readiness_count;
} rung_options;

void rung_options_free(rung_options *options);

/* Add a person with these ways, of whose tokens some are roles (below that many) and some programs.
 * Ways that no plan would take are left out: those that bring nothing, and those that another one
 * to the same target beats while it takes no more of anything. False when memory is short. */
bool rung_options_add(rung_options *options, const char *id, rung_way *way, size_t ways,
                      const uint32_t *token, uint32_t roles);
/* Add a person who has no choice. */
bool rung_options_add_fixed(rung_options *options, const char *id);

#endif
