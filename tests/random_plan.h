/* random_plan.h - random problems of plans, small enough to be solved by others. */
#ifndef RUNG_TEST_RANDOM_PLAN_H
#define RUNG_TEST_RANDOM_PLAN_H

#include "rung.h"

/* How large. */
typedef struct plan_size {
    size_t people, programs, roles, options; /* options: most of a person */
} plan_size;

/* A problem and its arrays. */
typedef struct random_plan {
    rung_plan_problem problem;
    size_t *first, *first_program;
    uint32_t *way, *target, *program, *people;
    int64_t *value, *cost, *seats, *openings;
} random_plan;

/* One of a kind for each seed: values that are gains, or one each, or small ones with many ties;
 * limits tight or loose, some of them 0. */
random_plan random_plan_make(uint64_t seed, plan_size size);
void random_plan_free(random_plan *plan);

/* The value of a plan that keeps to every limit; -1 where it does not. */
int64_t plan_value(const rung_plan_problem *problem, const uint32_t *taken);

#endif
