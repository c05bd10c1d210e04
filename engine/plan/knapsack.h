/* knapsack.h - the cohort plan as a knapsack: groups of people with the same options, of whom each
 * takes one or stays, and limits that all of them share (MODEL, section 7). */
#ifndef RUNG_PLAN_KNAPSACK_H
#define RUNG_PLAN_KNAPSACK_H

#include "base/status.h"

/* Which limit a row is: its kind, and for seats and openings the program or role. */
typedef enum rung_limit_kind {
    RUNG_LIMIT_BUDGET,
    RUNG_LIMIT_PLACES,
    RUNG_LIMIT_SEATS,
    RUNG_LIMIT_OPENINGS
} rung_limit_kind;

typedef struct rung_limit {
    rung_limit_kind kind;
    uint32_t which;
    int64_t most;
} rung_limit;

/* What a way takes of a row. */
typedef struct rung_share {
    uint32_t row;
    int64_t amount; /* above 0 */
} rung_share;

typedef struct rung_knapsack {
    size_t groups;
    const uint32_t *people; /* groups: how many are alike */
    const size_t *first;    /* groups + 1: its options are first[g] .. first[g + 1] - 1 */
    const uint32_t *way;    /* options */
    const int64_t *value;   /* options */
    const uint8_t *banned;  /* options: not to be taken; NULL: none are */
    size_t ways;
    const size_t *way_first; /* ways + 1 */
    const rung_share *share; /* by way; a row once in each */
    size_t rows;
    const int64_t *most; /* rows */
    unsigned threads;
} rung_knapsack;

/* An option of a group, counted from its first one; RUNG_NONE is to stay. */
static inline bool rung_knapsack_allows(const rung_knapsack *k, size_t option)
{
    return !k->banned || !k->banned[option];
}

/* Whether a look at all options is worth waking threads for. */
static inline bool rung_knapsack_is_large(const rung_knapsack *k)
{
    return k->first[k->groups] > 2000000;
}

/* The rows of the limits that can bind, and the ways of a problem in them. */
typedef struct rung_rows {
    size_t rows;
    rung_limit *limit; /* rows */
    int64_t *most;     /* rows */
    size_t *way_first; /* ways + 1 */
    rung_share *share;
} rung_rows;

rung_status rung_rows_make(rung_rows *rows, const rung_plan_problem *problem, rung_error *error);
void rung_rows_free(rung_rows *rows);

/* BAD_ARGUMENT unless every number of the problem is in range. */
rung_status rung_problem_check(const rung_plan_problem *problem, rung_error *error);

#endif
