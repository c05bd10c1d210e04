/* test_plan.c - rung_plan_choose: the best choice, by trying every one there is; bounds that hold,
 * limits that are kept, the same bytes for every number of threads. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

#include "failures.h"
#include "plan/chooser.h"
#include "random_plan.h"
#include "support.h"

static rung_plan *choose(const rung_plan_problem *problem)
{
    rung_plan *plan;
    rung_error error = {.message = ""};
    rung_status status = rung_plan_choose(problem, &plan, &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    return plan;
}

/* ---------------------------------------------------------------- against every choice */

/* The best value, person after person of one each. */
static int64_t try_all(const rung_plan_problem *p, size_t person, uint32_t *taken)
{
    if (person == p->groups)
        return plan_value(p, taken);
    int64_t best = try_all(p, person + 1, taken);
    for (size_t o = p->first[person]; o < p->first[person + 1]; o++) {
        taken[o] = 1;
        int64_t value = try_all(p, person + 1, taken);
        best = value > best ? value : best;
        taken[o] = 0;
    }
    return best;
}

Test(plan, the_best_of_all_choices_is_found_and_proven)
{
    size_t proven = 0, rounds = test_rounds(300), valued = 0;
    for (size_t seed = 1; seed <= rounds; seed++) {
        random_plan r = random_plan_make(seed, (plan_size){6, 3, 3, 3});
        uint32_t taken[18] = {0};
        r.problem.gap = 0;
        rung_plan *plan = choose(&r.problem);
        int64_t best = try_all(&r.problem, 0, taken);
        cr_assert_eq(plan->value, best, "seed %zu: %lld, not %lld", seed, (long long)plan->value,
                     (long long)best);
        cr_assert_eq(plan_value(&r.problem, plan->taken), best, "seed %zu", seed);
        cr_assert_geq(plan->bound, best, "seed %zu", seed);
        proven += plan->bound == best;
        valued += best > 0;
        rung_plan_free(plan);
        random_plan_free(&r);
    }
    cr_expect_gt(proven, rounds * 8 / 10, "%zu of %zu proven", proven, rounds);
    cr_expect_gt(valued, rounds / 2);
}

Test(plan, people_who_are_alike_may_be_told_as_a_number)
{
    for (size_t seed = 1; seed <= test_rounds(60); seed++) {
        random_plan r = random_plan_make(seed, (plan_size){12, 4, 3, 3});
        /* the same people: four of each of the first three */
        size_t first[13], options = r.first[3];
        uint32_t *way = calloc(4 * options + 1, sizeof *way);
        int64_t *value = calloc(4 * options + 1, sizeof *value);
        for (size_t g = 0; g <= 12; g++)
            first[g] = g / 4 < 3
                           ? 4 * r.first[g / 4] + g % 4 * (r.first[g / 4 + 1] - r.first[g / 4])
                           : 4 * options;
        for (size_t g = 0; g < 12; g++)
            for (size_t o = first[g]; o < first[g + 1]; o++) {
                way[o] = r.way[r.first[g / 4] + o - first[g]];
                value[o] = r.value[r.first[g / 4] + o - first[g]];
            }
        const uint32_t four[] = {4, 4, 4};
        rung_plan_problem apart = r.problem, together = r.problem;
        apart.gap = together.gap = 0;
        apart.first = first;
        apart.way = way;
        apart.value = value;
        together.groups = 3;
        together.people = four;
        rung_plan *a = choose(&apart), *t = choose(&together);
        cr_assert_eq(a->value, t->value, "seed %zu: %lld and %lld", seed, (long long)a->value,
                     (long long)t->value);
        cr_assert_eq(plan_value(&together, t->taken), t->value, "seed %zu", seed);
        rung_plan_free(a);
        rung_plan_free(t);
        free(way);
        free(value);
        random_plan_free(&r);
    }
}

/* ---------------------------------------------------------------- what always holds */

Test(plan, every_plan_keeps_to_its_limits_and_below_its_bound)
{
    for (size_t seed = 1; seed <= test_rounds(120); seed++) {
        random_plan r = random_plan_make(seed, (plan_size){20 + 5 * (seed % 60), 6, 6, 6});
        rung_plan *plan = choose(&r.problem);
        cr_assert_eq(plan_value(&r.problem, plan->taken), plan->value, "seed %zu", seed);
        cr_assert_geq(plan->bound, plan->value, "seed %zu", seed);
        cr_assert_geq(plan->gap, 0);
        rung_plan_free(plan);
        random_plan_free(&r);
    }
}

Test(plan, a_larger_budget_and_more_places_never_bring_less)
{
    for (size_t seed = 1; seed <= test_rounds(40); seed++) {
        random_plan r = random_plan_make(seed, (plan_size){7, 3, 3, 4});
        int64_t last = 0, budget = r.problem.budget / 8;
        r.problem.gap = 0;
        for (int i = 0; i < 6; i++) {
            r.problem.budget = budget * i;
            r.problem.places = i;
            rung_plan *plan = choose(&r.problem);
            cr_assert_geq(plan->value, last, "seed %zu, budget %lld", seed,
                          (long long)r.problem.budget);
            last = plan->value;
            rung_plan_free(plan);
        }
        random_plan_free(&r);
    }
}

Test(plan, any_prices_prove_a_bound_and_those_found_tell_what_more_of_a_limit_brings_at_most)
{
    size_t priced = 0;
    for (size_t seed = 1; seed <= test_rounds(100); seed++) {
        uint64_t state = seed;
        uint32_t taken[18] = {0};
        double price[2 + 3 + 3];
        rung_chooser c;
        random_plan r = random_plan_make(seed, (plan_size){6, 3, 3, 3});
        cr_assert_eq(rung_chooser_make(&c, &r.problem, NULL), RUNG_OK);
        cr_assert_eq(rung_chooser_run(&c, r.problem.budget, r.problem.places, NULL), RUNG_OK);
        int64_t dual = rung_prices_bound(&c.prices, &c.knapsack), more = (int64_t)seed * 100;
        double budget_price = rung_prices_of(&c.prices, 0);
        cr_assert_geq(dual, try_all(&r.problem, 0, taken), "seed %zu", seed);
        r.problem.budget += more;
        int64_t best = try_all(&r.problem, 0, taken);
        cr_assert_leq((double)best, (double)dual + budget_price * (double)more + 1, "seed %zu",
                      seed);
        priced += budget_price > 0;
        for (size_t i = 0; i < c.rows.rows; i++)
            price[i] = test_below(&state, 3) == 0 ? 0 : (double)test_below(&state, 1 << 16) / 5;
        c.rows.most[0] = r.problem.budget;
        rung_prices_set(&c.trial, &c.knapsack, price);
        cr_assert_geq(rung_prices_bound(&c.trial, &c.knapsack), best, "seed %zu", seed);
        rung_chooser_free(&c);
        random_plan_free(&r);
    }
    cr_expect_gt(priced, 0);
}

Test(plan, the_same_plan_comes_out_for_every_number_of_threads)
{
    for (size_t seed = 1; seed <= test_rounds(6); seed++) {
        random_plan r = random_plan_make(seed, (plan_size){6000, 8, 10, 8});
        rung_plan *plan[3];
        for (unsigned t = 0; t < 3; t++) {
            r.problem.threads = t + 1;
            plan[t] = choose(&r.problem);
            cr_assert_eq(plan_value(&r.problem, plan[t]->taken), plan[t]->value);
            cr_assert_eq(plan[t]->value, plan[0]->value);
            cr_assert_eq(plan[t]->bound, plan[0]->bound);
            cr_assert_eq(memcmp(&plan[t]->budget_price, &plan[0]->budget_price, sizeof(double)), 0);
            cr_assert_arr_eq(plan[t]->taken, plan[0]->taken,
                             r.problem.first[r.problem.groups] * sizeof(uint32_t));
            cr_assert_arr_eq(plan[t]->opening_price, plan[0]->opening_price,
                             r.problem.roles * sizeof(double));
        }
        cr_expect_leq(plan[0]->gap, 0.002, "seed %zu: %.9g", seed, plan[0]->gap);
        for (unsigned t = 0; t < 3; t++)
            rung_plan_free(plan[t]);
        random_plan_free(&r);
    }
}

Test(plan, nobody_and_nothing_make_an_empty_plan)
{
    const size_t first[2] = {0, 0};
    rung_plan_problem p = RUNG_PLAN_PROBLEM_INIT;
    p.first = p.first_program = first;
    rung_plan *plan = choose(&p);
    cr_expect_eq(plan->value, 0);
    cr_expect_eq(plan->bound, 0);
    cr_expect_eq(plan->gap, 0);
    rung_plan_free(plan);
    p.groups = 1; /* somebody without options */
    plan = choose(&p);
    cr_expect_eq(plan->bound, 0);
    rung_plan_free(plan);
    rung_plan_free(NULL);
}

/* ---------------------------------------------------------------- against HiGHS */

static int64_t shown(int64_t limit)
{
    return limit == RUNG_UNLIMITED ? -1 : limit;
}

static void put_problem(FILE *out, const rung_plan_problem *p, const rung_plan *plan)
{
    fprintf(out, "plan %lld %lld %zu %zu\nlimits %lld %lld", (long long)plan->value,
            (long long)plan->bound, p->programs, p->roles, (long long)shown(p->budget),
            (long long)shown(p->places));
    for (size_t i = 0; i < p->programs; i++)
        fprintf(out, " %lld", (long long)shown(p->seats[i]));
    for (size_t i = 0; i < p->roles; i++)
        fprintf(out, " %lld", (long long)shown(p->openings[i]));
    fputc('\n', out);
    for (size_t g = 0; g < p->groups; g++)
        for (size_t o = p->first[g]; o < p->first[g + 1]; o++) {
            uint32_t w = p->way[o];
            fprintf(out, "option %zu %lld %lld %d", g, (long long)p->value[o],
                    (long long)p->cost[w], p->target[w] == RUNG_NONE ? -1 : (int)p->target[w]);
            for (size_t i = p->first_program[w]; i < p->first_program[w + 1]; i++)
                fprintf(out, " %u", p->program[i]);
            fputc('\n', out);
        }
}

Test(plan, plans_for_200_people_are_within_half_a_percent_of_the_best_that_highs_proves,
     .timeout = 600)
{
    if (system("/usr/bin/python3 -c 'import scipy.optimize' 2>/dev/null") != 0)
        cr_skip_test("no python3-scipy, which this is compared with");
    const char *folder = test_folder(), *file = test_path(folder, "plans");
    FILE *out = fopen(file, "w");
    cr_assert_not_null(out);
    for (size_t seed = 1; seed <= test_rounds(200); seed++) {
        random_plan r = random_plan_make(seed, (plan_size){200, 10, 8, 8});
        rung_plan *plan = choose(&r.problem);
        cr_assert_eq(plan_value(&r.problem, plan->taken), plan->value, "seed %zu", seed);
        put_problem(out, &r.problem, plan);
        rung_plan_free(plan);
        random_plan_free(&r);
    }
    fclose(out);
    char command[1000];
    snprintf(command, sizeof command, "/usr/bin/python3 -B tests/plan/optimum.py '%s'", file);
    int status = system(command);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "see above");
}

/* ---------------------------------------------------------------- what makes no sense */

typedef struct mistake {
    const char *message; /* what it says */
    void (*make)(random_plan *plan);
} mistake;

static void negative_budget(random_plan *r)
{
    r->problem.budget = -1;
}
static void negative_places(random_plan *r)
{
    r->problem.places = -7;
}
static void negative_seats(random_plan *r)
{
    r->seats[2] = -1;
}
static void negative_openings(random_plan *r)
{
    r->openings[1] = -5;
}
static void unknown_way(random_plan *r)
{
    r->way[3] = (uint32_t)r->problem.ways;
}
static void unknown_target(random_plan *r)
{
    r->target[0] = 99;
}
static void negative_cost(random_plan *r)
{
    r->cost[1] = -1;
}
static void huge_value(random_plan *r)
{
    r->value[0] = 2000000000000000;
}
static void falling_first(random_plan *r)
{
    r->first[1] = r->first[2] + 1;
}
static void wide_gap(random_plan *r)
{
    r->problem.gap = 1.5;
}
static void old_size(random_plan *r)
{
    r->problem.size = 8;
}

static void unknown_program(random_plan *r)
{
    r->program[0] = 77;
}

static const mistake mistakes[] = {
    {"budget: found -1, expected 0 or more", negative_budget},
    {"places: found -7, expected 0 or more", negative_places},
    {"seats of program 2: found -1, expected 0 or more", negative_seats},
    {"openings of role 1: found -5, expected 0 or more", negative_openings},
    {"way of option 3: found 18, expected less than 18", unknown_way},
    {"target of way 0: found 99, expected less than 3 or RUNG_NONE", unknown_target},
    {"cost of way 1: found -1, expected 0..1e15", negative_cost},
    {"value of option 0: found 2000000000000000, expected -1e15..1e15", huge_value},
    {"first of group 2: found", falling_first},
    {"gap, seconds: found 1.5 and 0, expected 0..1 and 0 or more", wide_gap},
    {"rung_plan_choose: a problem set with RUNG_PLAN_PROBLEM_INIT", old_size},
    {"program of way", unknown_program},
};

TEST_EACH(plan, a_problem_that_makes_no_sense_is_refused_in_a_clear_word,
          sizeof mistakes / sizeof *mistakes)
{
    const mistake *m = &mistakes[*row];
    random_plan r = random_plan_make(3, (plan_size){9, 4, 3, 4});
    rung_plan *plan = (rung_plan *)&r;
    rung_error error;
    m->make(&r);
    cr_assert_eq(rung_plan_choose(&r.problem, &plan, &error), RUNG_BAD_ARGUMENT);
    cr_expect_null(plan);
    cr_expect_eq(strncmp(error.message, m->message, strlen(m->message)), 0, "found: %s",
                 error.message);
    random_plan_free(&r);
}

static bool cancel(void *context, uint64_t people, double fraction)
{
    (void)people;
    (void)fraction;
    ++*(int *)context;
    return true;
}

Test(plan, a_plan_can_be_cancelled)
{
    random_plan r = random_plan_make(1, (plan_size){200, 10, 8, 8});
    rung_plan *plan;
    int asked = 0;
    r.problem.progress = cancel;
    r.problem.context = &asked;
    cr_expect_eq(rung_plan_choose(&r.problem, &plan, NULL), RUNG_CANCELLED);
    cr_expect_null(plan);
    cr_expect_eq(asked, 1);
    random_plan_free(&r);
}

Test(plan, memory_that_runs_out_at_any_moment_is_told_and_leaks_nothing, .timeout = 120)
{
    random_plan r = random_plan_make(161, (plan_size){60, 8, 6, 6});
    rung_plan *whole = choose(&r.problem);
    long failed = 1;
    r.problem.threads = 1;
    for (long n = 1; failed > 0; n++) {
        rung_plan *plan;
        rung_error error;
        failures_arm(FAIL_MEMORY, n, 0);
        rung_status status = rung_plan_choose(&r.problem, &plan, &error);
        failed = failures_disarm();
        cr_assert_eq(status, failed > 0 ? RUNG_NO_MEMORY : RUNG_OK, "allocation %ld", n);
        if (failed == 0)
            cr_assert_eq(plan->value, whole->value);
        rung_plan_free(plan);
    }
    rung_plan_free(whole);
    random_plan_free(&r);
}

/* ---------------------------------------------------------------- whole folders */

static void add_a_mark(void *context, const char *id, char name[RUNG_NAME_ROOM])
{
    (void)context;
    snprintf(name, RUNG_NAME_ROOM, "x%s", id);
}

/* All files of the plan are there in full, and none of them at its place. */
static rung_status look_at_outputs(void *context, const rung_output *output, size_t outputs,
                                   rung_error *error)
{
    static const char *const names[] = {"plan.json", "assignments.csv", "programs.csv",
                                        "roles.csv"};
    (void)error;
    *(size_t *)context = outputs;
    cr_assert_eq(outputs, sizeof names / sizeof *names);
    for (size_t i = 0; i < outputs; i++) {
        char end[40];
        snprintf(end, sizeof end, "/plan/%s", names[i]);
        cr_assert_not_null(strstr(output[i].place, end));
        cr_assert_neq(access(output[i].place, F_OK), 0);
        cr_assert_eq(access(output[i].written, R_OK), 0);
    }
    return RUNG_OK;
}

Test(plan, a_folder_of_people_survives_each_failing_allocation, .timeout = 300)
{
    const char *dir = "datasets/upskilling-2025", *base = test_folder();
    const char *people = test_path(base, "people"), *out = test_path(base, "plan");
    rung_synth_job synth = RUNG_SYNTH_JOB_INIT;
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    rung_planner_options planning = RUNG_PLANNER_OPTIONS_INIT;
    rung_plan_job job = RUNG_PLAN_JOB_INIT;
    rung_catalog *catalog;
    rung_matcher *matcher;
    rung_planner *planner;
    options.threads = 1;
    planning.steps = 2;
    synth.output = people;
    synth.people = 25;
    job.people = people;
    job.output = out;
    job.replace = true;
    job.budget = 60000;
    size_t outputs = 0;
    job.fix = test_write_text(base, "fix.csv", "person_id,route\nxp000000003,\n");
    job.delivery.rename = add_a_mark;
    job.delivery.before = look_at_outputs;
    job.delivery.context = &outputs;
    cr_assert_eq(rung_catalog_open(&catalog, dir, NULL), RUNG_OK);
    cr_assert_eq(rung_matcher_new(&matcher, catalog, &options, NULL), RUNG_OK);
    cr_assert_eq(rung_planner_new(&planner, matcher, &planning, NULL), RUNG_OK);
    cr_assert_eq(rung_synth(catalog, &synth, NULL, NULL), RUNG_OK);
    long failed = 1;
    for (long n = 1; failed > 0; n++) {
        rung_error error = {.message = ""};
        failures_arm(FAIL_MEMORY, n, 0);
        rung_status status = rung_plan_people(planner, &job, NULL, &error);
        failed = failures_disarm();
        cr_assert_eq(status, failed > 0 ? RUNG_NO_MEMORY : RUNG_OK, "allocation %ld: %s", n,
                     error.message);
        char *list = test_list(base);
        cr_assert_str_eq(list, failed > 0 ? "fix.csv people" : "fix.csv people plan",
                         "allocation %ld left %s", n, list);
        free(list);
    }
    cr_assert_eq(outputs, 4u);
    rung_planner_free(planner);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
}
