/* path_oracle.h - upskilling paths by definition: every path there is, tried one after another
 * (MODEL, section 6). From nothing but the public header; it shares no code with the engine. */
#ifndef RUNG_TEST_PATH_ORACLE_H
#define RUNG_TEST_PATH_ORACLE_H

#include "oracle.h"

enum { PATH_STEPS = 9, PATH_PROGRAMS = 16, PATH_SKILLS = 96 };

/* Millionths of a week, 1/10000 of a currency unit, cents: sums of whole numbers. */
typedef struct path_step {
    uint32_t role;
    uint32_t program[PATH_PROGRAMS];
    size_t programs;
    int64_t starts, enters, cost;
    double wage, readiness_before, readiness;
} path_step;

typedef struct path_route {
    uint32_t target;
    size_t target_rank, rank;
    path_step step[PATH_STEPS];
    size_t steps;
    int64_t weeks, cost, gain;
} path_route;

typedef struct path_list {
    path_route *at;
    size_t count;
} path_list;

typedef struct path_miss {
    uint32_t target;
    unsigned rules;
    double theta, wage_fall;
    path_route path; /* steps is 0 where there is none */
} path_miss;

typedef struct path_answer {
    path_list paths;
    path_miss *miss;
    size_t misses;
} path_answer;

typedef struct path_oracle {
    oracle base;
    rung_planner_options options;
    double theta, essential;
    int zone_step;
    size_t programs;
    rung_program program[PATH_PROGRAMS];
    float teaches[PATH_PROGRAMS][PATH_SKILLS], requires[PATH_PROGRAMS][PATH_SKILLS];
    size_t weeks;   /* that a gain counts */
    double *factor; /* weeks: what a unit of money in that week is worth today */
} path_oracle;

/* The rules of a viable move come from matcher. */
path_oracle *path_oracle_make(const rung_catalog *catalog, const rung_matcher_options *matcher,
                              const rung_planner_options *planner);
void path_oracle_free(path_oracle *o);

/* Every path to target, best first. Free .at. */
path_list path_oracle_all(const path_oracle *o, const rung_person *person, uint32_t target);

/* What rung_find_paths() has to find. score: of each role, for RUNG_ORDER_SCORE. */
path_answer path_oracle_find(const path_oracle *o, const rung_person *person, const double *score,
                             const uint32_t *target, size_t targets);
void path_answer_free(path_answer *answer);

/* Take a path of the engine step by step: NULL where every step is allowed, no program can be left
 * out and every figure is right, else what is wrong. Static memory. */
const char *path_oracle_objects(const path_oracle *o, const rung_person *person,
                                const rung_path *path);

/* Below 0 where a is better than b by what the planner prefers, 0 where they are equal. */
int path_oracle_compare(const path_oracle *o, const path_route *a, const path_route *b);

/* Whether taking the lowest program that can be taken finds, for each set of programs, the first
 * of all the orders in which the set can be taken, or none where there is none. */
bool path_oracle_orders_hold(const path_oracle *o, const rung_person *person);

/* "+p0 +p2 >r4 >r1" into text, which has room for size bytes. Returns text. */
char *path_route_text(const path_route *route, char *text, size_t size);

#endif
