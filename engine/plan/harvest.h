/* harvest.h - search a batch of people for their options, by threads. */
#ifndef RUNG_PLAN_HARVEST_H
#define RUNG_PLAN_HARVEST_H

#include "match/unique.h"
#include "path/planner.h"
#include "plan/fixed.h"
#include "plan/options.h"

/* A thread, and what it found in this batch. */
typedef struct rung_reaper {
    rung_searcher *searcher;
    rung_way *way;
    size_t ways, way_room;
    uint32_t *token;
    size_t tokens, token_room;
    uint64_t unproven;
    rung_status status;
    rung_error error;
} rung_reaper;

/* Where a person's ways are. */
typedef struct rung_sheaf {
    unsigned reaper;
    size_t first, count;
} rung_sheaf;

typedef struct rung_harvest {
    const rung_planner *planner;
    rung_plan_value value;
    rung_unique unique;
    void *unique_bytes;
    rung_sheaf *sheaf; /* most: by person who is like nobody before */
    rung_reaper *reaper;
    unsigned threads;
    rung_way *own; /* scratch: the ways of one person */
    size_t own_room;
} rung_harvest;

/* Called by the thread that started it, now and then, with the people done of this batch; a failure
 * ends it. */
typedef rung_status (*rung_harvest_report)(void *context, size_t done, size_t of,
                                           rung_error *error);

/* Start from all zeros; most people at a time. End it even when this fails. */
rung_status rung_harvest_make(rung_harvest *harvest, const rung_planner *planner,
                              rung_plan_value value, size_t most, rung_error *error);
void rung_harvest_free(rung_harvest *harvest);

/* Add everybody of a batch to options, in their order, those who are alike searched once. Who is
 * fixed takes no part in the choice. */
rung_status rung_harvest_batch(rung_harvest *harvest, const rung_batch *people, rung_fixed *fixed,
                               rung_options *options, rung_harvest_report report, void *context,
                               rung_error *error);

/* What an option is worth by what the plan is for. before: readiness for the target today. */
int64_t rung_plan_value_of(rung_plan_value value, int64_t gain, uint32_t readiness,
                           uint32_t before);
/* Readiness in parts. */
uint32_t rung_readiness_parts(double readiness);

#endif
