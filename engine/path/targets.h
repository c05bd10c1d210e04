/* targets.h - the targets that suit one person best, when none are given. */
#ifndef RUNG_PATH_TARGETS_H
#define RUNG_PATH_TARGETS_H

#include "path/search.h"

typedef struct rung_prospect {
    rung_key key; /* of the best path, or a bound on it */
    uint32_t role;
    bool proven;
} rung_prospect;

/* One thread's. */
typedef struct rung_targets_scratch {
    float *fit, *reach;  /* lanes: readiness now, and after programs before a first move */
    rung_prospect *open; /* roles: that may turn out to be among the best */
    rung_prospect *best; /* most + 1: the best so far */
    uint32_t *by_wage;   /* roles that can be entered, lowest wage first */
    size_t most;
} rung_targets_scratch;

rung_status rung_targets_make(rung_targets_scratch *scratch, const rung_terrain *terrain,
                              size_t most, rung_error *error);
void rung_targets_free(rung_targets_scratch *scratch);

/* Whether a role can be told from others as a target: nobody can say what entering one without a
 * wage would bring to whoever has a wage today. */
bool rung_targets_compared(const rung_terrain *terrain, uint32_t current, uint32_t role);

/* Put the targets whose best path ranks highest into scratch->best, in order; how many. Equal ones
 * rank as in the catalog. *complete is false when the limit of effort was met. */
size_t rung_targets_find(rung_targets_scratch *scratch, rung_search *search, size_t steps,
                         bool *complete);

#endif
