/* planner.h - what a planner is, and how one thread finds one person's paths with it. */
#ifndef RUNG_PATH_PLANNER_H
#define RUNG_PATH_PLANNER_H

#include "base/text.h"
#include "path/search.h"
#include "path/targets.h"

/* Most roles that a path may be asked to enter. */
enum { RUNG_MOST_STEPS = 8 };

struct rung_planner {
    const rung_matcher *matcher;
    rung_planner_options options;
    rung_terrain terrain;
    struct rung_searcher **searcher; /* threads */
    rung_pool *pool;                 /* whose pieces hold numbers of searchers */
};

/* A path kept while others are looked for. */
typedef struct rung_kept {
    rung_key key;
    rung_figures figures;
    size_t route, length; /* where it stands in routes */
    bool proven;
} rung_kept;

/* A target with paths: kept[first .. first + count - 1]. */
typedef struct rung_reached {
    uint32_t target;
    rung_key key;
    double score;
    size_t first, count;
} rung_reached;

/* A target without any. */
typedef struct rung_missed {
    uint32_t target;
    unsigned rules;
    double theta, wage_fall;
    size_t path;   /* in kept, or SIZE_MAX */
    size_t reason; /* where it stands in text */
} rung_missed;

/* One thread's. */
typedef struct rung_searcher {
    const rung_planner *planner;
    bool explain; /* look for the reasons of misses too; set at first */
    bool ended;   /* the limit of effort ended a search for the person */
    rung_search search;
    rung_targets_scratch targets;
    float *level;     /* stride: the person's */
    float *walk;      /* stride */
    double *standard; /* stride */
    uint64_t *admits;
    rung_hit *hits;   /* roles, for RUNG_ORDER_SCORE */
    uint32_t *target; /* roles: those to search */
    /* the answer as it grows */
    rung_kept *kept;
    size_t kept_count, kept_room;
    uint32_t *routes;
    size_t routes_length, routes_room;
    rung_reached *reached;
    size_t reached_count, reached_room;
    rung_missed *missed;
    size_t missed_count, missed_room;
    rung_buffer text;
    /* and in one piece */
    rung_paths *paths;
    size_t paths_bytes;
} rung_searcher;

rung_status rung_searcher_new(const rung_planner *planner, rung_searcher **searcher,
                              rung_error *error);
void rung_searcher_free(rung_searcher *searcher);

/* Find paths as rung_find_paths() does. levels: skills floats; admits: see rung_batch, NULL when
 * no column is known. *found belongs to the searcher and lives until its next call. */
rung_status rung_planner_find(const rung_planner *planner, rung_searcher *searcher,
                              const float *levels, uint32_t current_role, const uint64_t *admits,
                              const uint32_t *target, size_t targets, const rung_paths **found,
                              rung_error *error);

/* BAD_ARGUMENT unless each target is a role of the catalog, and there once. */
rung_status rung_targets_check(const rung_catalog *catalog, const uint32_t *target, size_t targets,
                               rung_error *error);

/* Copy a path found to kept; false when memory is short. */
bool rung_searcher_keep(rung_searcher *searcher, const rung_found *found, bool proven);

/* Why target has no path: fills the last entry of missed (miss.c). False when memory is short. */
bool rung_searcher_explain(rung_searcher *searcher, rung_missed *missed);

/* Put reached, missed and kept into one piece of memory (paths.c). */
rung_status rung_searcher_pack(rung_searcher *searcher, rung_error *error);

#endif
