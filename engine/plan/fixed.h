/* fixed.h - people whose route a former plan, or somebody, has decided: read from a file, checked
 * when the person comes. */
#ifndef RUNG_PLAN_FIXED_H
#define RUNG_PLAN_FIXED_H

#include "base/delivery.h"
#include "base/hash.h"
#include "base/memory.h"
#include "path/planner.h"

typedef struct rung_fixed_person {
    const char *id;
    uint64_t line;
    size_t token, length; /* of her route; 0: she stays */
    uint32_t person;      /* her place among all people; RUNG_NONE: not met yet */
    /* figures, once she has been met */
    int64_t cost, weeks, gain, value;
    uint32_t readiness;
} rung_fixed_person;

/* Start from all zeros, which fixes nobody. */
typedef struct rung_fixed {
    const char *path;              /* the file; the caller's */
    const rung_delivery *delivery; /* whose rename turns ids of people.csv into those of the file */
    rung_arena text;
    rung_index index;
    rung_fixed_person *person; /* in the order of the file */
    size_t count, room;
    uint32_t *token; /* roles as they are, programs as roles + program */
    size_t tokens, token_room;
    uint32_t seen; /* people who have come by */
} rung_fixed;

/* Read rows with the columns person_id and route; path and delivery outlive them. */
rung_status rung_fixed_read(rung_fixed *fixed, const rung_catalog *catalog, const char *path,
                            const rung_delivery *delivery, rung_error *error);
void rung_fixed_free(rung_fixed *fixed);

/* The next person of all: whether she is fixed. BAD_DATA where her route is not admissible. */
rung_status rung_fixed_meet(rung_fixed *fixed, const rung_planner *planner, rung_searcher *searcher,
                            const rung_batch *people, size_t place, rung_plan_value value,
                            bool *is_fixed, rung_error *error);
/* BAD_DATA where the file names somebody who did not come. */
rung_status rung_fixed_all_met(const rung_fixed *fixed, const char *people, rung_error *error);

#endif
