/* random_plan.c - random problems of plans. */
#include "random_plan.h"

#include <stdlib.h>
#include <string.h>

#include "support.h"

enum { MOST_PROGRAMS = 3, DEAREST = 30000, WAYS_EACH = 6 };

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (!memory)
        abort();
    return memory;
}

/* Ways to each role: up to three programs each, whose costs add up. */
static void make_ways(random_plan *r, uint64_t *state, const int64_t *program_cost)
{
    rung_plan_problem *p = &r->problem;
    size_t at = 0;
    for (size_t w = 0; w < p->ways; w++) {
        size_t count = test_below(state, MOST_PROGRAMS + 1);
        r->first_program[w] = at;
        r->target[w] = test_below(state, 20) == 0 ? RUNG_NONE : (uint32_t)(w % p->roles);
        while (at - r->first_program[w] < count && at - r->first_program[w] < p->programs) {
            uint32_t program = (uint32_t)test_below(state, p->programs);
            bool there = false;
            for (size_t i = r->first_program[w]; i < at; i++)
                there |= r->program[i] == program;
            if (there)
                continue;
            r->cost[w] += program_cost[program];
            r->program[at++] = program;
        }
    }
    r->first_program[p->ways] = at;
}

static int64_t some_value(uint64_t *state, int kind, size_t role, int64_t cost)
{
    switch (kind) {
    case 0: /* people */
        return 1;
    case 1: /* many ties */
        return (int64_t)test_below(state, 4);
    default: /* a gain, which depends on the role, the person and the cost */
        return (int64_t)(20000 + 15000 * (role % 5) + test_below(state, 40000)) - cost;
    }
}

static void make_options(random_plan *r, uint64_t *state, plan_size size, int kind)
{
    rung_plan_problem *p = &r->problem;
    size_t at = 0;
    for (size_t g = 0; g < p->groups; g++) {
        size_t count = test_below(state, size.options + 1);
        r->first[g] = at;
        r->people[g] = 1;
        for (size_t i = 0; i < count; i++, at++) {
            r->way[at] = (uint32_t)test_below(state, p->ways);
            uint32_t role = r->target[r->way[at]];
            r->value[at] = some_value(state, kind, role, r->cost[r->way[at]]);
        }
    }
    r->first[p->groups] = at;
}

/* So many that a share of the people could have it. */
static int64_t some_limit(uint64_t *state, size_t people, size_t among)
{
    size_t kind = test_below(state, 8);
    if (kind == 0)
        return RUNG_UNLIMITED;
    if (kind == 1)
        return 0;
    return (int64_t)test_below(state, 2 * people / among + 2);
}

random_plan random_plan_make(uint64_t seed, plan_size size)
{
    uint64_t state = seed * 0xd1342543de82ef95u; /* seeds side by side are no one's neighbours */
    random_plan r = {.problem = RUNG_PLAN_PROBLEM_INIT};
    rung_plan_problem *p = &r.problem;
    size_t options = size.people * size.options;
    int64_t *program_cost = room(size.programs, sizeof *program_cost);
    p->groups = size.people;
    p->ways = WAYS_EACH * size.roles;
    p->programs = size.programs;
    p->roles = size.roles;
    r.first = room(p->groups + 1, sizeof *r.first);
    r.people = room(p->groups, sizeof *r.people);
    r.way = room(options, sizeof *r.way);
    r.value = room(options, sizeof *r.value);
    r.cost = room(p->ways, sizeof *r.cost);
    r.target = room(p->ways, sizeof *r.target);
    r.first_program = room(p->ways + 1, sizeof *r.first_program);
    r.program = room(p->ways * MOST_PROGRAMS, sizeof *r.program);
    r.seats = room(p->programs, sizeof *r.seats);
    r.openings = room(p->roles, sizeof *r.openings);
    for (size_t i = 0; i < p->programs; i++) {
        program_cost[i] = (int64_t)(1000 + test_below(&state, DEAREST));
        r.seats[i] = some_limit(&state, p->groups, p->programs / 2 + 1);
    }
    for (size_t i = 0; i < p->roles; i++)
        r.openings[i] = some_limit(&state, p->groups, p->roles);
    make_ways(&r, &state, program_cost);
    make_options(&r, &state, size, (int)test_below(&state, 6));
    p->budget = (int64_t)(p->groups * (500 + test_below(&state, 12000)));
    p->places = (int64_t)(p->groups / 4 + test_below(&state, p->groups));
    p->first = r.first;
    p->people = r.people;
    p->way = r.way;
    p->value = r.value;
    p->cost = r.cost;
    p->target = r.target;
    p->first_program = r.first_program;
    p->program = r.program;
    p->seats = r.seats;
    p->openings = r.openings;
    free(program_cost);
    return r;
}

void random_plan_free(random_plan *r)
{
    free(r->first);
    free(r->first_program);
    free(r->way);
    free(r->target);
    free(r->program);
    free(r->people);
    free(r->value);
    free(r->cost);
    free(r->seats);
    free(r->openings);
}

int64_t plan_value(const rung_plan_problem *p, const uint32_t *taken)
{
    int64_t value = 0, cost = 0, places = 0;
    int64_t *seats = room(p->programs, sizeof *seats);
    int64_t *openings = room(p->roles, sizeof *openings);
    bool good = true;
    for (size_t g = 0; g < p->groups; g++) {
        uint64_t people = 0;
        for (size_t o = p->first[g]; o < p->first[g + 1]; o++) {
            uint32_t w = p->way[o];
            people += taken[o];
            value += p->value[o] * taken[o];
            cost += p->cost[w] * taken[o];
            places += p->first_program[w + 1] > p->first_program[w] ? taken[o] : 0;
            for (size_t i = p->first_program[w]; i < p->first_program[w + 1]; i++)
                seats[p->program[i]] += taken[o];
            if (p->target[w] != RUNG_NONE)
                openings[p->target[w]] += taken[o];
        }
        good &= people <= (p->people ? p->people[g] : 1);
    }
    good &= cost <= p->budget && places <= p->places;
    for (size_t i = 0; i < p->programs; i++)
        good &= !p->seats || seats[i] <= p->seats[i];
    for (size_t i = 0; i < p->roles; i++)
        good &= !p->openings || openings[i] <= p->openings[i];
    free(seats);
    free(openings);
    return good ? value : -1;
}
