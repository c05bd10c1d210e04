/* choose.c - rung_plan_choose: the plan of a problem in arrays. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/chooser.h"

static rung_status check_arrays(const rung_plan_problem *p, rung_plan **plan, rung_error *error)
{
    if (!p || !plan || p->size != sizeof *p || !p->first || !p->first_program ||
        (p->first[p->groups] > 0 && (!p->way || !p->value)) ||
        (p->ways > 0 && (!p->cost || !p->target)) || (p->first_program[p->ways] > 0 && !p->program))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_plan_choose: a problem set with RUNG_PLAN_PROBLEM_INIT, its arrays "
                         "and a place for the plan are needed");
    return rung_problem_check(p, error);
}

/* The plan and its arrays in one piece. */
static rung_plan *lay(const rung_plan_problem *p)
{
    size_t options = p->first[p->groups], numbers = 2 + p->programs + p->roles;
    size_t head = (sizeof(rung_plan) + 15) / 16 * 16;
    rung_plan *plan = rung_array(1, head + numbers * sizeof(double) + options * sizeof(uint32_t));
    if (!plan)
        return NULL;
    double *prices = (double *)((char *)plan + head);
    plan->seat_price = prices;
    plan->opening_price = prices + p->programs;
    plan->taken = (uint32_t *)(prices + numbers);
    return plan;
}

static void fill(rung_plan *plan, const rung_chooser *c)
{
    double *seats = (double *)plan->seat_price, *openings = (double *)plan->opening_price;
    plan->value = c->whole.value;
    plan->bound = c->bound;
    plan->gap = rung_plan_gap(plan->value, plan->bound);
    plan->ended = c->ended;
    for (size_t r = 0; r < c->rows.rows; r++) {
        double price = rung_prices_of(&c->prices, r);
        switch (c->rows.limit[r].kind) {
        case RUNG_LIMIT_BUDGET:
            plan->budget_price = price;
            break;
        case RUNG_LIMIT_PLACES:
            plan->place_price = price;
            break;
        case RUNG_LIMIT_SEATS:
            seats[c->rows.limit[r].which] = price;
            break;
        case RUNG_LIMIT_OPENINGS:
            openings[c->rows.limit[r].which] = price;
            break;
        }
    }
    memcpy((uint32_t *)plan->taken, c->whole.taken,
           c->knapsack.first[c->knapsack.groups] * sizeof *plan->taken);
}

rung_status rung_plan_choose(const rung_plan_problem *problem, rung_plan **plan, rung_error *error)
{
    rung_chooser chooser;
    if (plan)
        *plan = NULL;
    rung_status status = check_arrays(problem, plan, error);
    if (status == RUNG_OK)
        status = rung_chooser_make(&chooser, problem, error);
    if (status != RUNG_OK)
        return status;
    status = rung_chooser_run(&chooser, problem->budget, problem->places, error);
    if (status == RUNG_OK) {
        *plan = lay(problem);
        if (*plan)
            fill(*plan, &chooser);
        else
            status = rung_fail_memory(error, "a plan");
    }
    rung_chooser_free(&chooser);
    return status;
}

void rung_plan_free(rung_plan *plan)
{
    free(plan);
}
