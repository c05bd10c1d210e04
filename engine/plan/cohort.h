/* cohort.h - a plan for everybody in a folder, while it is made. */
#ifndef RUNG_PLAN_COHORT_H
#define RUNG_PLAN_COHORT_H

#include "base/folder.h"
#include "plan/chooser.h"
#include "plan/harvest.h"
#include "plan/limits.h"

/* What a plan gives out: of a program or a role, or of all. */
typedef struct rung_given {
    int64_t taken, most; /* with fixed people; most may be RUNG_UNLIMITED */
    int64_t waiting;     /* people without a path whose most valuable option would take one */
    int64_t cost;        /* ticks */
    double price;        /* in whole values for one whole unit */
} rung_given;

typedef struct rung_cohort {
    const rung_planner *planner;
    const rung_catalog *catalog;
    const rung_plan_job *job;
    rung_plan_summary *summary;
    rung_limits limits; /* what fixed people leave */
    rung_options options;
    rung_fixed fixed;
    int64_t fixed_cost, fixed_trained, fixed_value, budget, places; /* the last two as given */
    /* the problem */
    rung_plan_problem problem;
    size_t *first_program;
    uint32_t *program, *target;
    rung_chooser chooser;
    /* the plan */
    uint32_t *choice; /* people: an option of the list, or of fixed ones their place among those */
    rung_given *seats, *openings, *all; /* programs; roles; two: budget and places */
} rung_cohort;

/* ---------------------------------------------------------------- cohort_problem.c */

/* Check what fixed people take, and make the problem of all others. */
rung_status rung_cohort_pose(rung_cohort *cohort, rung_error *error);

/* ---------------------------------------------------------------- cohort_tally.c */

/* After a choice: who goes which way, and what that takes. */
rung_status rung_cohort_tally(rung_cohort *cohort, rung_error *error);
/* The same for another budget and number of places, summed up. */
void rung_cohort_sum(const rung_cohort *cohort, rung_plan_point *point);

/* Money in ticks (path/value.h), RUNG_UNLIMITED for infinity, and back. */
double rung_ticks_to_coins(int64_t ticks);
/* Values in what the summary tells them in. */
double rung_plan_units(rung_plan_value value);

/* ---------------------------------------------------------------- cohort_files.c, cohort_json.c */

/* Somebody's path in the plan. */
typedef struct rung_cohort_path {
    const uint32_t *token; /* programs and roles, as in routes.h */
    size_t length;
    int64_t cost, weeks, gain; /* ticks; cents */
    uint32_t readiness;        /* parts */
} rung_cohort_path;

/* False where she stays. */
bool rung_cohort_path_of(const rung_cohort *cohort, size_t person, rung_cohort_path *path);

/* A whole number of so many parts to one, in decimals without zeros at the end; nothing for
 * RUNG_UNLIMITED. */
void rung_put_parts(rung_buffer *buffer, int64_t number, int64_t parts);
rung_status rung_cohort_write(const rung_cohort *cohort, const rung_folder *folder,
                              rung_error *error);
rung_status rung_cohort_write_json(const rung_cohort *cohort, const rung_folder *folder,
                                   rung_error *error);

#endif
