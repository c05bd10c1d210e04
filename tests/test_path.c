/* test_path.c - the paths found are the best of all paths there are. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failures.h"
#include "path_oracle.h"
#include "random_career.h"
#include "support.h"

/* A catalog with what finds paths in it, and what knows them by definition. */
typedef struct setup {
    rung_catalog *catalog;
    rung_matcher *matcher;
    rung_planner *planner;
    path_oracle *oracle;
} setup;

static setup set_up(rung_catalog *catalog, const rung_matcher_options *matching,
                    const rung_planner_options *planning)
{
    setup s = {.catalog = catalog};
    rung_error error;
    cr_assert_eq(rung_matcher_new(&s.matcher, catalog, matching, &error), RUNG_OK, "%s",
                 error.message);
    cr_assert_eq(rung_planner_new(&s.planner, s.matcher, planning, &error), RUNG_OK, "%s",
                 error.message);
    s.oracle = path_oracle_make(catalog, matching, planning);
    return s;
}

/* The catalog stays. */
static void take_down(setup *s)
{
    path_oracle_free(s->oracle);
    rung_planner_free(s->planner);
    rung_matcher_free(s->matcher);
}

static rung_paths *find(const rung_planner *planner, const rung_person *person,
                        const uint32_t *target, size_t targets)
{
    rung_paths *paths;
    rung_error error;
    cr_assert_eq(rung_find_paths(planner, person, target, targets, &paths, &error), RUNG_OK, "%s",
                 error.message);
    cr_assert_not_null(paths);
    return paths;
}

/* ---------------------------------------------------------------- the definition's answer */

/* "+p0 +p2 >r4 >r1" of a path of the engine. */
static const char *route_of(const rung_path *path, char text[400])
{
    path_route route = {.steps = path->steps};
    cr_assert_leq(path->steps, PATH_STEPS);
    for (size_t i = 0; i < path->steps; i++) {
        cr_assert_leq(path->step[i].programs, PATH_PROGRAMS);
        route.step[i].role = path->step[i].role;
        route.step[i].programs = path->step[i].programs;
        for (size_t k = 0; k < path->step[i].programs; k++)
            route.step[i].program[k] = path->step[i].program[k];
    }
    return path_route_text(&route, text, 400);
}

static void check_step(const rung_path_step *got, const path_step *want, const char *where)
{
    cr_assert_eq(got->role, want->role, "%s", where);
    cr_assert_eq(got->programs, want->programs, "%s", where);
    for (size_t k = 0; k < want->programs; k++)
        cr_assert_eq(got->program[k], want->program[k], "%s", where);
    cr_assert_float_eq(got->starts, (double)want->starts / 1e6, 1e-9, "%s", where);
    cr_assert_float_eq(got->enters, (double)want->enters / 1e6, 1e-9, "%s", where);
    cr_assert_float_eq(got->cost, (double)want->cost / 1e4, 1e-9, "%s", where);
    cr_assert(isnan(want->wage) ? isnan(got->wage) : got->wage == want->wage, "%s", where);
    cr_assert_float_eq(got->readiness_before, want->readiness_before, 1e-9, "%s", where);
    cr_assert_float_eq(got->readiness, want->readiness, 1e-9, "%s", where);
}

/* Route and figures; ranks only where there are any. */
static void check_path(const rung_path *got, const path_route *want, const char *where)
{
    char mine[400], theirs[400], at[1400];
    snprintf(at, sizeof at,
             "%s: found %s (%.9g weeks, cost %.9g, gain %.9g), expected %s (%.9g, "
             "%.9g, %.9g)",
             where, route_of(got, mine), got->weeks, got->cost, got->gain,
             path_route_text(want, theirs, sizeof theirs), (double)want->weeks / 1e6,
             (double)want->cost / 1e4, (double)want->gain / 100);
    cr_assert_eq(got->target, want->target, "%s", at);
    cr_assert_eq(got->steps, want->steps, "%s", at);
    for (size_t i = 0; i < want->steps; i++)
        check_step(&got->step[i], &want->step[i], at);
    cr_assert_float_eq(got->weeks, (double)want->weeks / 1e6, 1e-9, "%s", at);
    cr_assert_float_eq(got->cost, (double)want->cost / 1e4, 1e-9, "%s", at);
    cr_assert_float_eq(got->gain, (double)want->gain / 100, 1e-9, "%s", at);
    cr_assert_float_eq(got->readiness, want->step[want->steps - 1].readiness, 1e-9, "%s", at);
    cr_assert(got->proven, "%s", at);
}

static void check_paths(const rung_paths *got, const path_answer *want, const char *where)
{
    char at[300];
    for (size_t i = 0; i < got->count && i < want->paths.count; i++) {
        const path_route *route = &want->paths.at[i];
        snprintf(at, sizeof at, "%s, path %zu", where, i);
        check_path(&got->path[i], route, at);
        cr_assert_eq(got->path[i].target_rank, route->target_rank, "%s", at);
        cr_assert_eq(got->path[i].rank, route->rank, "%s", at);
    }
    cr_assert_eq(got->count, want->paths.count, "%s: %zu paths, expected %zu", where, got->count,
                 want->paths.count);
}

static void check_misses(const rung_paths *got, const path_answer *want, const char *where)
{
    char at[300];
    cr_assert_eq(got->misses, want->misses, "%s: %zu misses, expected %zu", where, got->misses,
                 want->misses);
    for (size_t i = 0; i < want->misses; i++) {
        const rung_miss *miss = &got->miss[i];
        const path_miss *right = &want->miss[i];
        snprintf(at, sizeof at, "%s, miss %zu to r%u", where, i, right->target);
        cr_assert_eq(miss->target, right->target, "%s", at);
        cr_assert_eq(miss->rules, right->rules, "%s: rules %u, expected %u", at, miss->rules,
                     right->rules);
        cr_assert_neq(*miss->reason, '\0', "%s", at);
        if (right->rules & RUNG_RULE_READINESS)
            cr_assert_float_eq(miss->theta, right->theta, 1e-12, "%s: %.17g, expected %.17g", at,
                               miss->theta, right->theta);
        if (right->rules & RUNG_RULE_WAGE)
            cr_assert_eq(miss->wage_fall, right->wage_fall, "%s: %.17g, expected %.17g", at,
                         miss->wage_fall, right->wage_fall);
        if (right->path.steps > 0)
            check_path(&miss->path, &right->path, at);
        else
            cr_assert_eq(miss->path.steps, 0, "%s", at);
    }
}

/* The matcher's score of each role that it proposes. */
static void take_scores(const setup *s, const rung_person *person, double score[CAREER_ROLES])
{
    for (uint32_t r = 0; r < rung_catalog_roles(s->catalog); r++) {
        rung_explanation e = {0};
        if (rung_catalog_role(s->catalog, r).rated)
            cr_assert_eq(rung_explain(s->matcher, person->levels, person->current_role, r, &e, NULL,
                                      NULL, NULL),
                         RUNG_OK);
        score[r] = e.score;
    }
}

/* Some roles, in an order by chance. */
static size_t draw_targets(const rung_catalog *catalog, uint32_t target[CAREER_ROLES],
                           uint64_t *seed)
{
    size_t roles = rung_catalog_roles(catalog), targets = 1 + test_below(seed, roles);
    for (uint32_t r = 0; r < roles; r++) {
        size_t place = test_below(seed, r + 1);
        target[r] = target[place];
        target[place] = r;
    }
    return targets;
}

static void check_worker(const setup *s, size_t round, uint64_t *seed)
{
    rung_person person;
    rung_column columns[2];
    float levels[CAREER_SKILLS];
    double score[CAREER_ROLES];
    uint32_t target[CAREER_ROLES];
    char where[100];
    random_worker(s->catalog, &person, levels, columns, seed);
    take_scores(s, &person, score);
    size_t targets = draw_targets(s->catalog, target, seed);
    for (int given = 0; given < 2; given++) {
        snprintf(where, sizeof where, "round %zu, targets %s", round, given ? "given" : "found");
        path_answer want = path_oracle_find(s->oracle, &person, score, target, given ? targets : 0);
        rung_paths *got = find(s->planner, &person, target, given ? targets : 0);
        check_paths(got, &want, where);
        check_misses(got, &want, where);
        rung_paths_free(got);
        path_answer_free(&want);
    }
}

Test(path, search_returns_the_best_of_all_paths, .timeout = 600)
{
    uint64_t seed = 61;
    const char *folder = test_folder();
    for (size_t round = 0; round < test_rounds(400); round++) {
        rung_matcher_options matching;
        rung_planner_options planning;
        rung_catalog *catalog = random_career(folder, false, &seed);
        random_career_options(&matching, &planning, &seed);
        setup s = set_up(catalog, &matching, &planning);
        for (int worker = 0; worker < 5; worker++)
            check_worker(&s, round, &seed);
        take_down(&s);
        rung_catalog_free(catalog);
    }
}

/* What stands behind an option in a reason; false where it is not there. */
static bool option_of(const char *reason, const char *name, double *value)
{
    const char *at = strstr(reason, name);
    return at && sscanf(at + strlen(name), " %lf", value) == 1;
}

/* With the options that a miss names there is a path. */
static void check_advice(const rung_catalog *catalog, rung_matcher_options matching,
                         rung_planner_options planning, const rung_person *person,
                         const rung_miss *miss, unsigned *named)
{
    double value;
    rung_matcher *matcher;
    rung_planner *planner;
    *named |= miss->rules;
    cr_assert_eq(option_of(miss->reason, "--theta", &matching.theta),
                 (miss->rules & RUNG_RULE_READINESS) != 0, "%s", miss->reason);
    cr_assert_eq(option_of(miss->reason, "--essential", &matching.essential),
                 (miss->rules & RUNG_RULE_ESSENTIAL) != 0, "%s", miss->reason);
    cr_assert_eq(option_of(miss->reason, "--wage-fall", &planning.wage_fall),
                 (miss->rules & RUNG_RULE_WAGE) != 0, "%s", miss->reason);
    if (option_of(miss->reason, "--zone-step", &value))
        matching.zone_step = (int)value;
    if (option_of(miss->reason, "--steps", &value))
        planning.steps = (size_t)value;
    cr_assert_eq(rung_matcher_new(&matcher, catalog, &matching, NULL), RUNG_OK);
    cr_assert_eq(rung_planner_new(&planner, matcher, &planning, NULL), RUNG_OK);
    rung_paths *paths = find(planner, person, &miss->target, 1);
    cr_assert_eq(paths->misses, 0, "with the options of '%s': '%s'", miss->reason,
                 paths->miss[0].reason);
    rung_paths_free(paths);
    rung_planner_free(planner);
    rung_matcher_free(matcher);
}

Test(path, the_options_that_a_miss_names_let_a_path_through, .timeout = 300)
{
    const unsigned others = RUNG_RULE_AUDIENCE | RUNG_RULE_CURRENT | RUNG_RULE_UNRATED;
    uint64_t seed = 66;
    unsigned named = 0;
    const char *folder = test_folder();
    for (size_t round = 0; round < test_rounds(200); round++) {
        rung_matcher_options matching;
        rung_planner_options planning;
        rung_catalog *catalog = random_career(folder, false, &seed);
        random_career_options(&matching, &planning, &seed);
        setup s = set_up(catalog, &matching, &planning);
        rung_person person;
        rung_column columns[2];
        float levels[CAREER_SKILLS];
        uint32_t target[CAREER_ROLES];
        random_worker(catalog, &person, levels, columns, &seed);
        rung_paths *got = find(s.planner, &person, target, draw_targets(catalog, target, &seed));
        for (size_t i = 0; i < got->misses; i++)
            if (!(got->miss[i].rules & others))
                check_advice(catalog, matching, planning, &person, &got->miss[i], &named);
        rung_paths_free(got);
        take_down(&s);
        rung_catalog_free(catalog);
    }
    cr_assert_eq(named, RUNG_RULE_READINESS | RUNG_RULE_ESSENTIAL | RUNG_RULE_ZONE |
                            RUNG_RULE_WAGE | RUNG_RULE_STEPS);
}

Test(path, the_lowest_program_first_finds_an_order_where_there_is_one, .timeout = 300)
{
    uint64_t seed = 62;
    const char *folder = test_folder();
    for (size_t round = 0; round < test_rounds(100); round++) {
        rung_matcher_options matching;
        rung_planner_options planning;
        rung_catalog *catalog = random_career(folder, false, &seed);
        random_career_options(&matching, &planning, &seed);
        path_oracle *all = path_oracle_make(catalog, &matching, &planning);
        for (int worker = 0; worker < 5; worker++) {
            rung_person person;
            rung_column columns[2];
            float levels[CAREER_SKILLS];
            random_worker(catalog, &person, levels, columns, &seed);
            cr_assert(path_oracle_orders_hold(all, &person), "round %zu", round);
        }
        path_oracle_free(all);
        rung_catalog_free(catalog);
    }
}

/* ---------------------------------------------------------------- what must hold in any case */

static bool equal(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool same_steps(const rung_path *a, const rung_path *b)
{
    bool same = a->steps == b->steps;
    for (size_t i = 0; same && i < a->steps; i++) {
        const rung_path_step *s = &a->step[i], *t = &b->step[i];
        same = s->role == t->role && s->programs == t->programs && s->starts == t->starts &&
               s->enters == t->enters && s->cost == t->cost && equal(s->wage, t->wage) &&
               s->readiness_before == t->readiness_before && s->readiness == t->readiness;
        for (size_t k = 0; same && k < s->programs; k++)
            same = s->program[k] == t->program[k];
    }
    return same;
}

static bool same_path(const rung_path *a, const rung_path *b)
{
    return a->target == b->target && a->target_rank == b->target_rank && a->rank == b->rank &&
           a->weeks == b->weeks && a->cost == b->cost && a->gain == b->gain &&
           a->readiness == b->readiness && a->proven == b->proven && same_steps(a, b);
}

static bool same_answer(const rung_paths *a, const rung_paths *b)
{
    bool same = a->count == b->count && a->misses == b->misses;
    for (size_t i = 0; same && i < a->count; i++)
        same = same_path(&a->path[i], &b->path[i]);
    for (size_t i = 0; same && i < a->misses; i++)
        same = a->miss[i].target == b->miss[i].target && a->miss[i].rules == b->miss[i].rules &&
               equal(a->miss[i].theta, b->miss[i].theta) &&
               equal(a->miss[i].wage_fall, b->miss[i].wage_fall) &&
               strcmp(a->miss[i].reason, b->miss[i].reason) == 0 &&
               (a->miss[i].path.steps == 0 || same_path(&a->miss[i].path, &b->miss[i].path));
    return same;
}

/* A path's figures in the order in which they count; lower is better. */
static int figures_compare(rung_prefer prefer, const rung_path *a, const rung_path *b)
{
    double left[2] = {0}, right[2] = {0};
    const rung_path *path[2] = {a, b};
    for (int i = 0; i < 2; i++) {
        double *figure = i ? right : left;
        double weeks = path[i]->weeks, cost = path[i]->cost;
        figure[0] = prefer == RUNG_PREFER_GAIN       ? -path[i]->gain
                    : prefer == RUNG_PREFER_FASTEST  ? weeks
                    : prefer == RUNG_PREFER_CHEAPEST ? cost
                                                     : (double)path[i]->steps;
        figure[1] = prefer == RUNG_PREFER_GAIN ? 0 : prefer == RUNG_PREFER_FASTEST ? cost : weeks;
    }
    for (int i = 0; i < 2; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

/* Whatever was reached before is reached as well afterwards, and as well as before. */
static void check_no_worse(const setup *before, const rung_person *who, const setup *after,
                           const rung_person *who_then, rung_prefer prefer, const char *change)
{
    for (uint32_t r = 0; r < rung_catalog_roles(before->catalog); r++) {
        rung_paths *was = find(before->planner, who, &r, 1);
        rung_paths *is = find(after->planner, who_then, &r, 1);
        if (was->count > 0) {
            cr_assert_gt(is->count, 0, "with %s, r%u cannot be reached", change, r);
            cr_assert_leq(figures_compare(prefer, &is->path[0], &was->path[0]), 0,
                          "with %s, the best path to r%u is worse", change, r);
        }
        rung_paths_free(was);
        rung_paths_free(is);
    }
}

static void raise_some(const rung_catalog *catalog, const float *levels, float *raised,
                       uint64_t *seed)
{
    for (size_t d = 0; d < rung_catalog_skills(catalog); d++) {
        raised[d] = levels[d] + (float)test_below(seed, 3) / 2;
        raised[d] = raised[d] > 4 ? 4 : raised[d];
    }
}

/* With wages that never fall, which is what makes sooner better. */
static void check_improvements(const char *folder, uint64_t *seed)
{
    rung_matcher_options matching, eager;
    rung_planner_options planning, longer;
    uint64_t again = *seed;
    rung_catalog *catalog = random_career(folder, false, seed);
    rung_catalog *shorter = random_career(folder, true, &again);
    random_career_options(&matching, &planning, seed);
    planning.wage_fall = 0;
    longer = planning;
    longer.steps++;
    eager = matching;
    eager.theta = matching.theta - 0.15;
    setup s = set_up(catalog, &matching, &planning), fewer = set_up(shorter, &matching, &planning);
    setup more = set_up(catalog, &matching, &longer), easy = set_up(catalog, &eager, &planning);
    for (int worker = 0; worker < 3; worker++) {
        rung_person person, raised;
        rung_column columns[2];
        float levels[CAREER_SKILLS], higher[CAREER_SKILLS];
        random_worker(catalog, &person, levels, columns, seed);
        raise_some(catalog, levels, higher, seed);
        raised = person;
        raised.levels = higher;
        check_no_worse(&s, &person, &s, &raised, planning.prefer, "higher levels");
        check_no_worse(&fewer, &person, &s, &person, planning.prefer, "another program");
        check_no_worse(&s, &person, &more, &person, planning.prefer, "another step");
        check_no_worse(&s, &person, &easy, &person, planning.prefer, "a lower theta");
    }
    setup *all[] = {&s, &fewer, &more, &easy};
    for (size_t i = 0; i < 4; i++)
        take_down(all[i]);
    rung_catalog_free(catalog);
    rung_catalog_free(shorter);
}

Test(path, skills_programs_steps_and_a_lower_theta_never_make_a_path_worse, .timeout = 600)
{
    uint64_t seed = 63;
    const char *folder = test_folder();
    for (size_t round = 0; round < test_rounds(150); round++)
        check_improvements(folder, &seed);
}

/* Paths found with little effort: each can be taken, and a proven one is the one by definition. */
static size_t check_open(const setup *s, const rung_person *person, const rung_paths *got)
{
    size_t unproven = 0;
    for (size_t i = 0; i < got->count; i++) {
        const rung_path *path = &got->path[i];
        const char *wrong = path_oracle_objects(s->oracle, person, path);
        cr_assert_null(wrong, "path %zu to r%u: %s", i, path->target, wrong);
        path_list all = path_oracle_all(s->oracle, person, path->target);
        cr_assert_leq(path->rank, all.count);
        if (path->proven)
            check_path(path, &all.at[path->rank - 1], "with little effort");
        unproven += !path->proven;
        free(all.at);
    }
    return unproven;
}

static size_t check_effort(const setup *s, const rung_person *person, uint32_t target)
{
    rung_paths *got = find(s->planner, person, &target, 1);
    path_list all = path_oracle_all(s->oracle, person, target);
    bool ended = got->misses > 0 && got->miss[0].rules & RUNG_RULE_EFFORT;
    cr_assert(got->count > 0 || all.count == 0 || ended, "r%u is said to be out of reach", target);
    cr_assert_gt(got->count + got->misses, 0);
    size_t unproven = check_open(s, person, got) + ended;
    rung_paths_free(got);
    free(all.at);
    got = find(s->planner, person, NULL, 0);
    unproven += check_open(s, person, got);
    rung_paths_free(got);
    return unproven;
}

Test(path, a_search_that_ends_early_says_so_and_returns_ways_that_are_open, .timeout = 600)
{
    uint64_t seed = 64;
    size_t unproven = 0;
    const char *folder = test_folder();
    for (size_t round = 0; round < test_rounds(150); round++) {
        rung_matcher_options matching;
        rung_planner_options planning;
        rung_catalog *catalog = random_career(folder, false, &seed);
        random_career_options(&matching, &planning, &seed);
        planning.effort = 1 + test_below(&seed, round % 2 ? 5 : 60);
        setup s = set_up(catalog, &matching, &planning);
        for (int worker = 0; worker < 3; worker++) {
            rung_person person;
            rung_column columns[2];
            float levels[CAREER_SKILLS];
            random_worker(catalog, &person, levels, columns, &seed);
            for (uint32_t r = 0; r < rung_catalog_roles(catalog); r++)
                unproven += check_effort(&s, &person, r);
        }
        take_down(&s);
        rung_catalog_free(catalog);
    }
    cr_assert_gt(unproven, 20, "effort ended %zu searches", unproven);
}

/* ---------------------------------------------------------------- threads */

enum { CALLERS = 8, WORKERS = 40 };

typedef struct crowd {
    const rung_planner *planner;
    rung_person person[WORKERS];
    float levels[WORKERS][CAREER_SKILLS];
    rung_column columns[WORKERS][2];
    rung_paths *first[WORKERS];
    size_t targets; /* 0: found, else the first so many roles */
} crowd;

static const uint32_t every_role[CAREER_ROLES] = {0, 1, 2, 3, 4, 5, 6};

static void *search_for_all(void *context)
{
    const crowd *c = context;
    for (size_t i = 0; i < WORKERS; i++) {
        rung_paths *paths;
        if (rung_find_paths(c->planner, &c->person[i], every_role, c->targets, &paths, NULL) !=
            RUNG_OK)
            return context;
        bool same = same_answer(paths, c->first[i]);
        rung_paths_free(paths);
        if (!same)
            return context;
    }
    return NULL;
}

static void check_crowd(crowd *c)
{
    pthread_t thread[CALLERS];
    for (size_t i = 0; i < CALLERS; i++)
        cr_assert_eq(pthread_create(&thread[i], NULL, search_for_all, c), 0);
    for (size_t i = 0; i < CALLERS; i++) {
        void *wrong;
        pthread_join(thread[i], &wrong);
        cr_assert_null(wrong, "caller %zu got another answer", i);
    }
}

Test(path, eight_threads_may_share_one_planner_of_any_thread_count, .timeout = 300)
{
    uint64_t seed = 65;
    const char *folder = test_folder();
    for (size_t round = 0; round < test_rounds(15); round++) {
        crowd c = {0};
        rung_matcher_options matching;
        rung_planner_options planning;
        rung_catalog *catalog = random_career(folder, false, &seed);
        random_career_options(&matching, &planning, &seed);
        setup one = set_up(catalog, &matching, &planning);
        matching.threads = 1 + (unsigned)test_below(&seed, 4);
        setup many = set_up(catalog, &matching, &planning);
        c.targets = round % 2 ? rung_catalog_roles(catalog) : 0;
        c.planner = many.planner;
        for (size_t i = 0; i < WORKERS; i++) {
            random_worker(catalog, &c.person[i], c.levels[i], c.columns[i], &seed);
            c.first[i] = find(one.planner, &c.person[i], every_role, c.targets);
        }
        check_crowd(&c);
        for (size_t i = 0; i < WORKERS; i++)
            rung_paths_free(c.first[i]);
        take_down(&one);
        take_down(&many);
        rung_catalog_free(catalog);
    }
}

/* ---------------------------------------------------------------- the bundled catalog */

Test(path, paths_of_the_bundled_catalog_are_the_definitions, .timeout = 600)
{
    rung_matcher_options matching = RUNG_MATCHER_OPTIONS_INIT;
    rung_planner_options planning = RUNG_PLANNER_OPTIONS_INIT;
    rung_catalog *catalog;
    size_t found = 0;
    cr_assert_eq(rung_catalog_open(&catalog, "datasets/upskilling-2025", NULL), RUNG_OK);
    float *levels = calloc(rung_catalog_skills(catalog), sizeof *levels);
    const rung_column hourly = {"employment", "hourly"};
    planning.steps = 2;
    matching.threads = 1;
    setup s = set_up(catalog, &matching, &planning);
    for (uint32_t role = 0; role < rung_catalog_roles(catalog); role++) {
        rung_person person = {levels, role, &hourly, role % 2, NULL};
        rung_catalog_levels(catalog, role, levels);
        rung_paths *got = find(s.planner, &person, NULL, 0);
        path_answer want = path_oracle_find(s.oracle, &person, NULL, NULL, 0);
        check_paths(got, &want, rung_catalog_role(catalog, role).id);
        found += got->count;
        rung_paths_free(got);
        path_answer_free(&want);
    }
    cr_assert_gt(found, 0);
    take_down(&s);
    rung_catalog_free(catalog);
    free(levels);
}

/* ---------------------------------------------------------------- memory and arguments */

/* A person who needs both programs of a way, and a target out of reach. */
static setup set_up_small(const rung_planner_options *planning)
{
    rung_matcher_options matching = RUNG_MATCHER_OPTIONS_INIT;
    rung_catalog *catalog;
    rung_error error;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(test_small_catalog, NULL), &error),
                 RUNG_OK, "%s", error.message);
    matching.threads = 2;
    return set_up(catalog, &matching, planning);
}

static const float clerk_levels[5] = {2, 0, 1, 0, 0};
static const rung_column in_paris = {"site", "Paris"};
static const rung_person clerk = {clerk_levels, 0, &in_paris, 1, NULL};

Test(path, a_planner_is_built_or_memory_is_said_to_be_short)
{
    rung_planner_options planning = RUNG_PLANNER_OPTIONS_INIT;
    setup s = set_up_small(&planning);
    long n = 1;
    for (; n < 500; n++) {
        rung_planner *planner;
        failures_arm(FAIL_MEMORY, n, 0);
        rung_status status = rung_planner_new(&planner, s.matcher, &planning, NULL);
        long failed = failures_disarm();
        cr_assert_eq(status, failed ? RUNG_NO_MEMORY : RUNG_OK, "allocation %ld", n);
        cr_assert_eq(planner == NULL, failed > 0, "allocation %ld", n);
        rung_planner_free(planner);
        if (failed == 0)
            break;
    }
    cr_assert(n > 1 && n < 500, "%ld allocations", n);
    take_down(&s);
    rung_catalog_free(s.catalog);
}

Test(path, paths_are_found_or_memory_is_said_to_be_short)
{
    const uint32_t targets[] = {2, 1, 3, 0};
    rung_planner_options planning = RUNG_PLANNER_OPTIONS_INIT;
    setup s = set_up_small(&planning);
    for (size_t given = 0; given <= 4; given += 4) {
        long n = 1;
        for (; n < 5000; n++) {
            rung_paths *paths;
            rung_error error = {.message = ""};
            failures_arm(FAIL_MEMORY, n, 0);
            rung_status status = rung_find_paths(s.planner, &clerk, targets, given, &paths, &error);
            long failed = failures_disarm();
            cr_assert_eq(status, failed ? RUNG_NO_MEMORY : RUNG_OK, "allocation %ld: status %d", n,
                         (int)status);
            cr_assert_eq(error.status, status, "allocation %ld", n);
            cr_assert_eq(paths == NULL, failed > 0, "allocation %ld", n);
            rung_paths_free(paths);
            if (failed == 0)
                break;
        }
        cr_assert(n > 1 && n < 5000, "%ld allocations", n);
    }
    take_down(&s);
    rung_catalog_free(s.catalog);
}

static void check_option(const rung_matcher *matcher, const rung_planner_options *options,
                         const char *name)
{
    rung_planner *planner;
    rung_error error = {.message = ""};
    cr_assert_eq(rung_planner_new(&planner, matcher, options, &error), RUNG_BAD_ARGUMENT, "%s",
                 name);
    cr_assert_null(planner, "%s", name);
    cr_assert_not_null(strstr(error.message, name), "%s: %s", name, error.message);
}

Test(path, options_out_of_range_are_named)
{
    const rung_planner_options usual = RUNG_PLANNER_OPTIONS_INIT;
    setup s = set_up_small(&usual);
    rung_planner_options bad[18];
    static const char *const name[] = {
        "steps",    "steps",    "years",     "years",     "years",     "discount",
        "discount", "discount", "wage_fall", "wage_fall", "wage_fall", "dwell",
        "dwell",    "dwell",    "prefer",    "order",     "size",      "dwell"};
    for (size_t i = 0; i < 18; i++)
        bad[i] = usual;
    bad[0].steps = 0;
    bad[1].steps = 9;
    bad[2].years = -1;
    bad[3].years = 101;
    bad[4].years = NAN;
    bad[5].discount = -0.01;
    bad[6].discount = 1.5;
    bad[7].discount = NAN;
    bad[8].wage_fall = -0.1;
    bad[9].wage_fall = 1.1;
    bad[10].wage_fall = NAN;
    bad[11].dwell[0] = -1;
    bad[12].dwell[5] = NAN;
    bad[13].dwell[3] = INFINITY;
    bad[14].prefer = (rung_prefer)4;
    bad[15].order = (rung_target_order)2;
    bad[16].size = 3;
    bad[17].dwell[2] = -0.5;
    for (size_t i = 0; i < 18; i++)
        check_option(s.matcher, &bad[i], name[i]);
    rung_planner *planner;
    cr_assert_eq(rung_planner_new(&planner, NULL, &usual, NULL), RUNG_BAD_ARGUMENT);
    cr_assert_null(planner);
    cr_assert_eq(rung_planner_new(&planner, s.matcher, NULL, NULL), RUNG_OK);
    rung_planner_free(planner);
    rung_planner_free(NULL);
    rung_paths_free(NULL);
    take_down(&s);
    rung_catalog_free(s.catalog);
}

static void check_refusal(const rung_planner *planner, const rung_person *person,
                          const uint32_t *target, size_t targets, const char *said)
{
    rung_paths *paths;
    rung_error error = {.message = ""};
    cr_assert_eq(rung_find_paths(planner, person, target, targets, &paths, &error),
                 RUNG_BAD_ARGUMENT, "%s", said);
    cr_assert_null(paths, "%s", said);
    cr_assert_not_null(strstr(error.message, said), "%s: %s", said, error.message);
}

Test(path, bad_arguments_are_named)
{
    const uint32_t twice[] = {1, 2, 1}, beyond[] = {1, 4}, none[] = {RUNG_NONE};
    const float wrong[] = {-0.5f, 4.5f, NAN, INFINITY};
    const rung_planner_options usual = RUNG_PLANNER_OPTIONS_INIT;
    setup s = set_up_small(&usual);
    float levels[5] = {1, 1, 1, 1, 1};
    rung_person person = clerk;
    check_refusal(NULL, &clerk, NULL, 0, "planner");
    check_refusal(s.planner, NULL, NULL, 0, "person");
    check_refusal(s.planner, &clerk, NULL, 2, "target");
    check_refusal(s.planner, &clerk, twice, 3, "target");
    check_refusal(s.planner, &clerk, beyond, 2, "4");
    check_refusal(s.planner, &clerk, none, 1, "target");
    person.levels = NULL;
    check_refusal(s.planner, &person, NULL, 0, "levels");
    person.levels = levels;
    for (size_t i = 0; i < 4; i++) {
        levels[3] = wrong[i];
        check_refusal(s.planner, &person, NULL, 0, "skill 3");
    }
    levels[3] = 1;
    person.current_role = 4;
    check_refusal(s.planner, &person, NULL, 0, "role 4");
    person.current_role = 0;
    person.columns = NULL;
    check_refusal(s.planner, &person, NULL, 0, "column");
    person.column_count = 0;
    rung_paths_free(find(s.planner, &person, twice, 2));
    take_down(&s);
    rung_catalog_free(s.catalog);
}

Test(path, rules_have_names)
{
    static const char *const name[] = {"readiness", "essential", "zone",    "wage",  "audience",
                                       "steps",     "current",   "unrated", "effort"};
    for (size_t i = 0; i < 9; i++)
        cr_assert_str_eq(rung_rule_name((rung_rule)(1 << i)), name[i]);
    cr_assert_str_eq(rung_rule_name((rung_rule)3), "");
    cr_assert_str_eq(rung_rule_name((rung_rule)512), "");
}
