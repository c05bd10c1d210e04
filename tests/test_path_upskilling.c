/* test_path_upskilling.c - what the bundled catalog's paths say about its programs and workers.
 * A typical worker has the levels that the role asks for. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "path_oracle.h"
#include "rung.h"
#include "support.h"

enum { SKILLS = 80, ROLES = 30, PEOPLE = 200 };

static const char bundled[] = "datasets/upskilling-2025";
static const char *const employments[] = {"hourly", "salaried"};

/* A catalog and what finds paths in it. */
typedef struct world {
    rung_catalog *catalog;
    rung_matcher *matcher;
    rung_planner *planner;
} world;

static world open_world(const char *folder, const rung_matcher_options *matching,
                        const rung_planner_options *planning)
{
    world w;
    rung_error error = {.message = ""};
    rung_status status = rung_catalog_open(&w.catalog, folder, &error);
    if (status == RUNG_OK)
        status = rung_matcher_new(&w.matcher, w.catalog, matching, &error);
    if (status == RUNG_OK)
        status = rung_planner_new(&w.planner, w.matcher, planning, &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    cr_assert_leq(rung_catalog_skills(w.catalog), SKILLS);
    cr_assert_leq(rung_catalog_roles(w.catalog), ROLES);
    return w;
}

/* The bundled catalog and default options, but for these two. */
static world open_bundled(size_t steps, size_t paths)
{
    rung_planner_options planning = RUNG_PLANNER_OPTIONS_INIT;
    planning.steps = steps;
    planning.paths = paths;
    return open_world(bundled, NULL, &planning);
}

static void close_world(world *w)
{
    rung_planner_free(w->planner);
    rung_matcher_free(w->matcher);
    rung_catalog_free(w->catalog);
}

static uint32_t role_of(const world *w, const char *id)
{
    uint32_t role = rung_catalog_find_role(w->catalog, id);
    cr_assert_neq(role, RUNG_NONE, "%s", id);
    return role;
}

static const char *role_id(const world *w, uint32_t role)
{
    return rung_catalog_role(w->catalog, role).id;
}

static uint32_t program_of(const world *w, const char *id)
{
    uint32_t program = rung_catalog_find_program(w->catalog, id);
    cr_assert_neq(program, RUNG_NONE, "%s", id);
    return program;
}

/* ---------------------------------------------------------------- workers and their paths */

typedef struct worker {
    float levels[SKILLS];
    rung_column employment;
    rung_person person; /* points into this worker */
} worker;

static void hire(const world *w, uint32_t role, const char *employment, worker *who)
{
    who->employment = (rung_column){"employment", employment};
    who->person = (rung_person){who->levels, role, &who->employment, 1, NULL};
    rung_catalog_levels(w->catalog, role, who->levels);
}

/* changes: levels other than the typical ones, "2.A.1.a=1.5 X.ml=2". */
static void hire_with(const world *w, const char *role, const char *employment, const char *changes,
                      worker *who)
{
    char skill[20];
    float level;
    int read = 0;
    hire(w, role_of(w, role), employment, who);
    for (; sscanf(changes, " %19[^=]=%f%n", skill, &level, &read) == 2; changes += read) {
        uint32_t d = rung_catalog_find_skill(w->catalog, skill);
        cr_assert_neq(d, RUNG_NONE, "%s", skill);
        who->levels[d] = level;
    }
    cr_assert_str_empty(changes);
}

static rung_paths *find(const world *w, const worker *who, const uint32_t *target, size_t targets)
{
    rung_paths *paths;
    rung_error error;
    cr_assert_eq(rung_find_paths(w->planner, &who->person, target, targets, &paths, &error),
                 RUNG_OK, "%s", error.message);
    return paths;
}

/* To every role of the catalog. */
static rung_paths *find_all(const world *w, const worker *who)
{
    uint32_t target[ROLES];
    size_t roles = rung_catalog_roles(w->catalog);
    for (uint32_t r = 0; r < roles; r++)
        target[r] = r;
    return find(w, who, target, roles);
}

static rung_paths *find_to(const world *w, const worker *who, const char *target)
{
    uint32_t role = role_of(w, target);
    return find(w, who, &role, 1);
}

static bool step_has(const rung_path_step *step, uint32_t program)
{
    for (size_t k = 0; k < step->programs; k++)
        if (step->program[k] == program)
            return true;
    return false;
}

static bool path_has(const rung_path *path, uint32_t program)
{
    for (size_t i = 0; i < path->steps; i++)
        if (step_has(&path->step[i], program))
            return true;
    return false;
}

static size_t count_with(const rung_paths *paths, uint32_t program)
{
    size_t count = 0;
    for (size_t i = 0; i < paths->count; i++)
        count += path_has(&paths->path[i], program);
    return count;
}

/* "+program >role +program >role" */
static void route_of(const world *w, const rung_path *path, char text[400])
{
    *text = '\0';
    for (size_t i = 0; i < path->steps; i++) {
        for (size_t k = 0; k < path->step[i].programs; k++)
            sprintf(text + strlen(text), " +%s",
                    rung_catalog_program(w->catalog, path->step[i].program[k]).id);
        sprintf(text + strlen(text), " >%s", role_id(w, path->step[i].role));
    }
    memmove(text, text + (*text == ' '), strlen(text) + (*text != ' '));
}

/* ---------------------------------------------------------------- whom programs were made for */

static void check_best(const char *role, const char *employment, const char *target,
                       const char *route)
{
    char text[400];
    worker who;
    world w = open_bundled(3, 1);
    hire_with(&w, role, employment, "", &who);
    rung_paths *paths = find_to(&w, &who, target);
    cr_assert_eq(paths->count, 1, "no path from %s to %s", role, target);
    route_of(&w, &paths->path[0], text);
    cr_assert_str_eq(text, route);
    cr_assert(paths->path[0].proven);
    cr_assert_gt(paths->path[0].gain, 0);
    rung_paths_free(paths);
    close_world(&w);
}

Test(path_upskilling, technical_academy_makes_a_software_engineer_of_a_coordinator_by_the_hour)
{
    check_best("logistics-coordinator", "hourly", "software-engineer",
               "+technical-academy >software-engineer");
}

Test(path_upskilling, associate2tech_takes_a_fulfillment_associate_by_the_hour_to_it_support)
{
    check_best("fulfillment-associate", "hourly", "it-support-technician",
               "+associate2tech >it-support-technician");
}

Test(path_upskilling, machine_learning_university_brings_a_coding_background_to_machine_learning)
{
    check_best("software-engineer", "salaried", "machine-learning-engineer",
               "+machine-learning-university >machine-learning-engineer");
    check_best("qa-tester", "salaried", "machine-learning-engineer",
               "+technical-academy >software-engineer "
               "+machine-learning-university >machine-learning-engineer");
    check_best("data-analyst", "salaried", "data-scientist",
               "+machine-learning-university >data-scientist");
}

Test(path_upskilling, career_choice_leads_warehouse_workers_by_the_hour_out_of_the_warehouse)
{
    check_best("inventory-control-specialist", "hourly", "logistics-coordinator",
               "+career-choice >logistics-coordinator");
    check_best("fulfillment-associate", "hourly", "transportation-specialist",
               ">process-assistant +career-choice >logistics-coordinator "
               ">transportation-specialist");
}

Test(path_upskilling, the_apprenticeship_makes_a_robotics_technician_of_a_process_assistant)
{
    check_best("process-assistant", "hourly", "robotics-technician",
               "+apprenticeship >robotics-technician");
    check_best("process-assistant", "salaried", "robotics-technician",
               "+apprenticeship >robotics-technician");
}

Test(path_upskilling, aws_training_brings_technical_workers_into_the_cloud)
{
    check_best("it-support-technician", "hourly", "cloud-support-associate",
               "+aws-training >cloud-support-associate");
    check_best("system-administrator", "salaried", "solutions-architect",
               "+aws-training >solutions-architect");
}

Test(path_upskilling, career_skills_let_a_fulfillment_associate_by_the_hour_rise_to_area_manager)
{
    check_best("fulfillment-associate", "hourly", "area-manager",
               ">shipping-clerk +career-skills >dispatcher >area-manager");
}

/* ---------------------------------------------------------------- whom rules exclude */

/* How many of the 20 best paths to each role hold the program, for a typical worker. */
static size_t count_paths(const world *w, uint32_t role, const char *employment, uint32_t program)
{
    worker who;
    hire(w, role, employment, &who);
    rung_paths *paths = find_all(w, &who);
    size_t count = count_with(paths, program);
    rung_paths_free(paths);
    return count;
}

/* No typical worker paid like this has the program, whatever the role. */
static void check_closed(const char *program, const char *employment)
{
    world w = open_bundled(3, 20);
    for (uint32_t r = 0; r < rung_catalog_roles(w.catalog); r++)
        cr_assert_eq(count_paths(&w, r, employment, program_of(&w, program)), 0, "%s",
                     role_id(&w, r));
    close_world(&w);
}

Test(path_upskilling, a_salary_closes_associate2tech_career_choice_and_career_skills)
{
    check_closed("associate2tech", "salaried");
    check_closed("career-choice", "salaried");
    check_closed("career-skills", "salaried");
}

Test(path_upskilling, associate2tech_is_for_fulfillment_associates_alone)
{
    world w = open_bundled(3, 20);
    for (uint32_t r = 0; r < rung_catalog_roles(w.catalog); r++) {
        size_t count = count_paths(&w, r, "hourly", program_of(&w, "associate2tech"));
        bool is_one = strcmp(role_id(&w, r), "fulfillment-associate") == 0;
        cr_assert_eq(count > 0, is_one, "%s has it on %zu paths", role_id(&w, r), count);
    }
    close_world(&w);
}

Test(path_upskilling, career_choice_is_for_the_whole_fulfillment_family_and_nobody_else)
{
    world w = open_bundled(3, 20);
    for (uint32_t r = 0; r < rung_catalog_roles(w.catalog); r++) {
        size_t count = count_paths(&w, r, "hourly", program_of(&w, "career-choice"));
        bool is_one = strcmp(rung_catalog_role(w.catalog, r).family, "fulfillment") == 0;
        cr_assert_eq(count > 0, is_one, "%s has it on %zu paths", role_id(&w, r), count);
    }
    close_world(&w);
}

/* Workers who lack what a program asks for, and how they are let in. Reading is 2.A.1.a, critical
 * thinking 2.A.2.a, complex problem solving 2.B.2.i, programming 2.B.3.e, computers 2.C.3.a and
 * mathematics 2.C.4.a. */
static const struct closed {
    const char *program, *role, *employment, *without, *with;
    size_t steps;
} closed[] = {
    /* Nobody comes back into this role, so that it is closed for good. */
    {"associate2tech", "fulfillment-associate", "hourly", "2.A.1.a=1.5", "", 3},
    /* Later steps bring levels; in the next one nothing does. */
    {"career-choice", "shipping-clerk", "hourly", "2.A.1.a=1.5", "", 1},
    {"apprenticeship", "shipping-clerk", "salaried", "2.A.2.a=2", "", 1},
    {"apprenticeship", "fulfillment-associate", "salaried", "", "2.A.2.a=2.5", 1},
    {"aws-training", "dispatcher", "salaried", "2.A.2.a=2 2.C.3.a=3", "2.A.2.a=2", 1},
    {"technical-academy", "logistics-coordinator", "hourly", "2.B.2.i=3", "", 1},
    {"machine-learning-university", "it-support-technician", "hourly", "",
     "2.B.3.e=3 2.C.4.a=3.5 X.software-dev=1", 1},
    {"machine-learning-university", "data-center-technician", "salaried", "",
     "2.B.3.e=3 2.C.4.a=3.5 X.software-dev=1", 1},
};

enum { CLOSED = sizeof closed / sizeof *closed };

TEST_EACH(path_upskilling, who_lacks_what_a_program_asks_for_has_it_on_no_path, CLOSED)
{
    const struct closed *c = &closed[*row];
    worker without, with;
    world w = open_bundled(c->steps, 20);
    uint32_t program = program_of(&w, c->program);
    hire_with(&w, c->role, c->employment, c->without, &without);
    hire_with(&w, c->role, c->employment, c->with, &with);
    rung_paths *closed_to = find_all(&w, &without), *open_to = find_all(&w, &with);
    cr_assert_gt(closed_to->count, 0, "%s has no path at all", c->role);
    cr_assert_eq(count_with(closed_to, program), 0, "%s is open to %s", c->program, c->role);
    cr_assert_gt(count_with(open_to, program), 0, "%s is closed to %s", c->program, c->role);
    rung_paths_free(closed_to);
    rung_paths_free(open_to);
    close_world(&w);
}

/* Whether the way up to this step, its programs included, has taught the worker to code: the role
 * held, a role worked in or the Technical Academy. */
static bool learned_to_code(const world *w, uint32_t role, const rung_path *path, size_t step)
{
    uint32_t programming = rung_catalog_find_skill(w->catalog, "2.B.3.e");
    uint32_t academy = program_of(w, "technical-academy");
    bool knows = rung_catalog_requirement(w->catalog, role, programming).level >= 3;
    for (size_t i = 0; i <= step; i++) {
        uint32_t worked = i < step ? path->step[i].role : role;
        knows |= rung_catalog_requirement(w->catalog, worked, programming).level >= 3;
        knows |= step_has(&path->step[i], academy);
    }
    return knows;
}

Test(path_upskilling, nobody_enters_machine_learning_university_before_learning_to_code)
{
    worker who;
    world w = open_bundled(3, 20);
    uint32_t university = program_of(&w, "machine-learning-university");
    size_t seen = 0;
    for (uint32_t r = 0; r < rung_catalog_roles(w.catalog); r++) {
        hire(&w, r, "hourly", &who);
        rung_paths *paths = find_all(&w, &who);
        for (size_t i = 0; i < paths->count; i++)
            for (size_t s = 0; s < paths->path[i].steps; s++)
                if (step_has(&paths->path[i].step[s], university)) {
                    cr_assert(learned_to_code(&w, r, &paths->path[i], s), "%s", role_id(&w, r));
                    seen++;
                }
        rung_paths_free(paths);
    }
    cr_assert_gt(seen, 100);
    close_world(&w);
}

Test(path_upskilling, two_steps_bring_no_fulfillment_associate_on_a_salary_to_the_university)
{
    world w = open_bundled(2, 20);
    uint32_t associate = role_of(&w, "fulfillment-associate");
    cr_assert_eq(count_paths(&w, associate, "salaried", program_of(&w, "technical-academy")), 0);
    cr_assert_eq(
        count_paths(&w, associate, "salaried", program_of(&w, "machine-learning-university")), 0);
    cr_assert_gt(count_paths(&w, associate, "salaried", program_of(&w, "apprenticeship")), 0);
    close_world(&w);
}

/* Half a level below all that the program asks for, or as before where that is less. */
static void fall_short(const world *w, uint32_t program, worker *who)
{
    float asks[SKILLS];
    rung_catalog_program_levels(w->catalog, program, NULL, asks);
    for (size_t d = 0; d < rung_catalog_skills(w->catalog); d++)
        if (asks[d] > 0 && who->levels[d] >= asks[d])
            who->levels[d] = asks[d] - 0.5f;
}

static size_t check_by_definition(const world *w, const path_oracle *all, const worker *who)
{
    char text[400];
    rung_paths *paths = find_all(w, who);
    size_t count = paths->count;
    for (size_t i = 0; i < count; i++) {
        const char *wrong = path_oracle_objects(all, &who->person, &paths->path[i]);
        route_of(w, &paths->path[i], text);
        cr_assert_null(wrong, "%s, %s: %s in %s", role_id(w, who->person.current_role),
                       who->employment.value, wrong, text);
    }
    rung_paths_free(paths);
    return count;
}

Test(path_upskilling, every_program_of_every_path_admits_the_worker_when_it_is_taken,
     .timeout = 300)
{
    worker who;
    world w = open_bundled(3, 20);
    rung_matcher_options matching = RUNG_MATCHER_OPTIONS_INIT;
    rung_planner_options planning = RUNG_PLANNER_OPTIONS_INIT;
    path_oracle *all = path_oracle_make(w.catalog, &matching, &planning);
    size_t checked = 0;
    for (uint32_t r = 0; r < rung_catalog_roles(w.catalog); r++)
        for (uint32_t p = 0; p < rung_catalog_programs(w.catalog); p++)
            for (int e = 0; e < 2; e++) {
                hire(&w, r, employments[e], &who);
                fall_short(&w, p, &who);
                checked += check_by_definition(&w, all, &who);
            }
    cr_assert_gt(checked, 10000);
    path_oracle_free(all);
    close_world(&w);
}

/* ---------------------------------------------------------------- ways up */

Test(path_upskilling, a_fulfillment_associate_reaches_logistics_coordinator)
{
    check_best("fulfillment-associate", "hourly", "logistics-coordinator",
               ">shipping-clerk +career-skills >dispatcher >logistics-coordinator");
}

Test(path_upskilling, logistics_coordinator_is_one_move_away_after_two_programs)
{
    char text[400];
    worker who;
    world w = open_bundled(1, 1);
    hire_with(&w, "fulfillment-associate", "hourly", "", &who);
    rung_paths *paths = find_to(&w, &who, "logistics-coordinator");
    cr_assert_eq(paths->count, 1);
    route_of(&w, &paths->path[0], text);
    cr_assert_str_eq(text, "+career-choice +career-skills >logistics-coordinator");
    rung_paths_free(paths);
    close_world(&w);
}

static void check_ways_between(const char *employment, const char *target)
{
    worker who;
    world w = open_bundled(3, 20);
    hire_with(&w, "fulfillment-associate", employment, "", &who);
    rung_paths *paths = find_to(&w, &who, target);
    cr_assert_gt(paths->count, 0, "%s is out of reach", target);
    for (size_t i = 0; i < paths->count; i++)
        cr_assert_geq(paths->path[i].steps, 2, "%s in one step", target);
    rung_paths_free(paths);
    close_world(&w);
}

Test(path_upskilling, a_fulfillment_associate_becomes_a_data_scientist_by_roles_between)
{
    check_ways_between("hourly", "data-scientist");
    check_best("fulfillment-associate", "hourly", "data-scientist",
               "+career-choice +career-skills >logistics-coordinator >data-analyst "
               "+machine-learning-university >data-scientist");
}

Test(path_upskilling, a_fulfillment_associate_becomes_a_solutions_architect_by_roles_between)
{
    check_ways_between("hourly", "solutions-architect");
    check_ways_between("salaried", "solutions-architect");
    check_best("fulfillment-associate", "hourly", "solutions-architect",
               "+associate2tech >it-support-technician +aws-training >system-administrator "
               ">solutions-architect");
}

Test(path_upskilling, three_moves_of_a_fulfillment_associate_need_no_program)
{
    char found[400] = "";
    worker who;
    world w = open_bundled(1, 20);
    hire_with(&w, "fulfillment-associate", "hourly", "", &who);
    rung_paths *paths = find_all(&w, &who);
    for (uint32_t r = 0; r < rung_catalog_roles(w.catalog); r++)
        for (size_t i = 0; i < paths->count; i++)
            if (paths->path[i].target == r && paths->path[i].step[0].programs == 0)
                sprintf(found + strlen(found), " %s", role_id(&w, r));
    cr_assert_str_eq(found, " shipping-clerk inventory-control-specialist process-assistant");
    rung_paths_free(paths);
    close_world(&w);
}

Test(path_upskilling, nobody_moves_into_the_role_of_fulfillment_associate)
{
    worker who;
    world w = open_bundled(3, 20);
    uint32_t associate = role_of(&w, "fulfillment-associate");
    for (uint32_t r = 0; r < rung_catalog_roles(w.catalog); r++) {
        hire(&w, r, "hourly", &who);
        rung_paths *paths = find_all(&w, &who);
        for (size_t i = 0; i < paths->count; i++)
            for (size_t s = 0; s < paths->path[i].steps; s++)
                cr_assert_neq(paths->path[i].step[s].role, associate, "%s", role_id(&w, r));
        rung_paths_free(paths);
    }
    close_world(&w);
}

/* The rows of a bundled file that do not begin with this id, into folder. */
static void copy_without(const char *folder, const char *name, const char *id)
{
    char *text = test_read(test_path(bundled, name), NULL);
    cr_assert_not_null(text, "%s", name);
    char *kept = calloc(strlen(text) + 1, 1);
    cr_assert_not_null(kept);
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n") + 1;
        if (strncmp(line, id, strlen(id)) != 0 || line[strlen(id)] != ',')
            strncat(kept, line, length);
        line += length;
    }
    test_write_text(folder, name, kept);
    free(kept);
    free(text);
}

static const char *catalog_without(const char *program)
{
    static const char *const names[] = {"catalog.ini",     "skills.csv",   "roles.csv",
                                        "role_skills.csv", "programs.csv", "program_skills.csv"};
    const char *folder = test_folder();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        copy_without(folder, names[i], program);
    return folder;
}

Test(path_upskilling, without_its_university_no_software_engineer_gets_into_machine_learning)
{
    worker who;
    world w = open_world(catalog_without("machine-learning-university"), NULL, NULL);
    hire_with(&w, "software-engineer", "salaried", "", &who);
    rung_paths *paths = find_to(&w, &who, "machine-learning-engineer");
    cr_assert_eq(paths->count, 0);
    cr_assert_eq(paths->misses, 1);
    rung_paths_free(paths);
    close_world(&w);
}

/* ---------------------------------------------------------------- falls in wage */

/* The best way there when wages may fall so much, or "". */
static void best_with_fall(uint32_t from, uint32_t target, double fall, char text[400])
{
    worker who;
    rung_planner_options planning = RUNG_PLANNER_OPTIONS_INIT;
    planning.paths = 1;
    planning.wage_fall = fall;
    world w = open_world(bundled, NULL, &planning);
    hire(&w, from, "salaried", &who);
    rung_paths *paths = find(&w, &who, &target, 1);
    *text = '\0';
    if (paths->count > 0)
        route_of(&w, &paths->path[0], text);
    rung_paths_free(paths);
    close_world(&w);
}

/* Where the wage alone stops the way, the path that the miss shows is the best one with the fall
 * that it names, and with a millionth less there is none. */
Test(path_upskilling, the_fall_in_wage_that_a_miss_names_is_the_least_that_lets_a_path_through,
     .timeout = 120)
{
    worker who;
    world w = open_bundled(3, 1);
    size_t seen = 0;
    for (uint32_t r = 0; r < rung_catalog_roles(w.catalog); r++) {
        hire(&w, r, "salaried", &who);
        rung_paths *paths = find_all(&w, &who);
        for (size_t i = r % 5; i < paths->misses; i += 5) {
            const rung_miss *miss = &paths->miss[i];
            char path[400], with[400], less[400];
            if (miss->rules != RUNG_RULE_WAGE)
                continue;
            route_of(&w, &miss->path, path);
            best_with_fall(r, miss->target, miss->wage_fall, with);
            best_with_fall(r, miss->target, miss->wage_fall - 1e-6, less);
            cr_assert_str_eq(with, path, "%s: %s", role_id(&w, r), miss->reason);
            cr_assert_str_empty(less, "%s: %s", role_id(&w, r), miss->reason);
            seen++;
        }
        rung_paths_free(paths);
    }
    cr_assert_gt(seen, 20);
    close_world(&w);
}

/* ---------------------------------------------------------------- audiences */

/* What the person has in a column is told with what was asked for, and so is a role or a family. */
Test(path_upskilling, a_miss_names_the_conditions_of_a_program_that_fail)
{
    worker who;
    world w = open_bundled(1, 1);
    hire_with(&w, "fulfillment-associate", "salaried", "", &who);
    rung_paths *paths = find_to(&w, &who, "logistics-coordinator");
    cr_assert_eq(paths->misses, 1);
    cr_assert_eq(paths->miss[0].rules, RUNG_RULE_AUDIENCE);
    cr_assert_str_eq(
        paths->miss[0].reason,
        "Career Choice admits only employment=hourly; the person's employment is salaried");
    rung_paths_free(paths);
    hire_with(&w, "dispatcher", "hourly", "2.B.3.a=0 2.B.3.c=0", &who);
    paths = find_all(&w, &who);
    size_t told = 0;
    for (size_t i = 0; i < paths->misses; i++) {
        cr_assert_null(strstr(paths->miss[i].reason, "employment="), "a condition that is met");
        told += strstr(paths->miss[i].reason, " admits only ") &&
                strstr(paths->miss[i].reason, "; the role held then is ");
    }
    cr_assert_gt(told, 0);
    rung_paths_free(paths);
    close_world(&w);
}

/* ---------------------------------------------------------------- proven */

static void check_proven(const world *w, const rung_paths *paths, uint32_t role)
{
    for (size_t i = 0; i < paths->count; i++)
        cr_assert(paths->path[i].proven, "%s to %s", role_id(w, role),
                  role_id(w, paths->path[i].target));
    for (size_t i = 0; i < paths->misses; i++)
        cr_assert_eq(paths->miss[i].rules & RUNG_RULE_EFFORT, 0, "%s to %s", role_id(w, role),
                     role_id(w, paths->miss[i].target));
}

TEST_EACH(path_upskilling, every_path_is_proven_by_default, 4)
{
    worker who;
    rung_planner_options planning = RUNG_PLANNER_OPTIONS_INIT;
    planning.prefer = (rung_prefer)*row;
    world w = open_world(bundled, NULL, &planning);
    size_t count = 0;
    for (uint32_t r = 0; r < rung_catalog_roles(w.catalog); r++)
        for (int e = 0; e < 2; e++) {
            hire(&w, r, employments[e], &who);
            rung_paths *found = find(&w, &who, NULL, 0), *given = find_all(&w, &who);
            check_proven(&w, found, r);
            check_proven(&w, given, r);
            count += found->count + given->count;
            rung_paths_free(found);
            rung_paths_free(given);
        }
    cr_assert_gt(count, 1000);
    close_world(&w);
}

/* ---------------------------------------------------------------- what must hold in any case */

/* Typical workers of every role, paid by the hour and by salary, and people made by chance. */
typedef struct crowd {
    worker *at;
    size_t count;
} crowd;

static void join(crowd *all, const float *levels, size_t skills, uint32_t role, bool hourly)
{
    worker *who = &all->at[all->count++];
    memcpy(who->levels, levels, skills * sizeof *levels);
    who->employment = (rung_column){"employment", employments[!hourly]};
    who->person = (rung_person){who->levels, role, &who->employment, 1, NULL};
}

/* Career Skills ask for nothing but an hourly wage, so they tell who has one. */
static void join_made_up(crowd *all, const world *w)
{
    rung_synth_job job = RUNG_SYNTH_JOB_INIT;
    rung_people *people;
    rung_batch batch;
    uint32_t skills = program_of(w, "career-skills");
    job.output = test_path(test_folder(), "people");
    job.people = PEOPLE;
    job.seed = 65;
    job.on_grid = 0.5;
    cr_assert_eq(rung_synth(w->catalog, &job, NULL, NULL), RUNG_OK);
    cr_assert_eq(rung_people_open(&people, w->catalog, job.output, RUNG_IMPUTE_EMPTY, NULL),
                 RUNG_OK);
    cr_assert_eq(rung_people_next(people, PEOPLE, &batch, NULL), RUNG_OK);
    cr_assert_eq(batch.people, PEOPLE);
    size_t wide = rung_catalog_skills(w->catalog);
    for (size_t i = 0; i < batch.people; i++)
        join(all, batch.levels + i * wide, wide, batch.current_role[i],
             batch.admits[i * batch.admit_words] >> skills & 1);
    rung_people_free(people);
}

static crowd gather(void)
{
    crowd all = {.at = calloc(2 * ROLES + PEOPLE, sizeof *all.at)};
    float levels[SKILLS];
    world w = open_bundled(3, 1);
    cr_assert_not_null(all.at);
    for (uint32_t r = 0; r < rung_catalog_roles(w.catalog); r++) {
        rung_catalog_levels(w.catalog, r, levels);
        join(&all, levels, rung_catalog_skills(w.catalog), r, true);
        join(&all, levels, rung_catalog_skills(w.catalog), r, false);
    }
    join_made_up(&all, &w);
    close_world(&w);
    return all;
}

/* The best path's figures to each role in the order in which they count; lower is better. */
typedef struct figures {
    bool reached[ROLES];
    double figure[ROLES][2];
} figures;

static figures best_of(const world *w, const worker *who, rung_prefer prefer)
{
    figures best = {.reached = {false}};
    rung_paths *paths = find(w, who, NULL, 0); /* to all that can be reached */
    for (size_t i = 0; i < paths->count; i++) {
        const rung_path *path = &paths->path[i];
        double *figure = best.figure[path->target];
        cr_assert(path->proven);
        best.reached[path->target] = true;
        figure[0] = prefer == RUNG_PREFER_GAIN       ? -path->gain
                    : prefer == RUNG_PREFER_FASTEST  ? path->weeks
                    : prefer == RUNG_PREFER_CHEAPEST ? path->cost
                                                     : (double)path->steps;
        figure[1] = prefer == RUNG_PREFER_GAIN      ? 0
                    : prefer == RUNG_PREFER_FASTEST ? path->cost
                                                    : path->weeks;
    }
    rung_paths_free(paths);
    return best;
}

/* Returns how many roles are reached better than before, or only now. */
static size_t check_no_worse(const figures *was, const figures *is, const char *change)
{
    size_t better = 0;
    for (size_t r = 0; r < ROLES; r++) {
        if (!was->reached[r]) {
            better += is->reached[r];
            continue;
        }
        cr_assert(is->reached[r], "with %s, role %zu cannot be reached", change, r);
        const double *old = was->figure[r], *new = is->figure[r];
        cr_assert(new[0] < old[0] || (new[0] == old[0] && new[1] <= old[1]),
                  "with %s, the way to role %zu is %g, %g and was %g, %g", change, r, new[0],
                  new[1], old[0], old[1]);
        better += new[0] != old[0] || new[1] != old[1];
    }
    return better;
}

/* Of everybody in the crowd. Free it. */
static figures *measure(const world *w, const crowd *all, rung_prefer prefer)
{
    figures *best = calloc(all->count, sizeof *best);
    cr_assert_not_null(best);
    for (size_t i = 0; i < all->count; i++)
        best[i] = best_of(w, &all->at[i], prefer);
    return best;
}

/* Nobody of the crowd is worse off than before, and somebody is better off. */
static void check_crowd(const figures *was, const figures *is, size_t people, const char *change)
{
    size_t better = 0;
    for (size_t i = 0; i < people; i++)
        better += check_no_worse(&was[i], &is[i], change);
    cr_assert_gt(better, 0, "%s changes nothing", change);
}

static world open_preferring(const char *folder, rung_prefer prefer, size_t steps, double theta)
{
    rung_matcher_options matching = RUNG_MATCHER_OPTIONS_INIT;
    rung_planner_options planning = RUNG_PLANNER_OPTIONS_INIT;
    matching.theta = theta;
    planning.prefer = prefer;
    planning.steps = steps;
    planning.top = ROLES;
    planning.paths = 1;
    return open_world(folder, &matching, &planning);
}

static const double usual = 0.80; /* theta */

/* One skill, and then all of them, by up to a level and a half. */
static void raise_levels(const world *w, worker *who, size_t one, uint64_t *seed)
{
    float most = (float)rung_catalog_scale(w->catalog).levels;
    for (size_t d = 0; d < rung_catalog_skills(w->catalog); d++)
        if (one == SIZE_MAX || d == one) {
            who->levels[d] += (float)test_below(seed, 4) / 2;
            who->levels[d] = who->levels[d] > most ? most : who->levels[d];
        }
}

TEST_EACH(path_upskilling, more_levels_never_make_the_best_path_worse, 4)
{
    rung_prefer prefer = (rung_prefer)*row;
    uint64_t seed = 66;
    size_t better = 0;
    world w = open_preferring(bundled, prefer, 3, usual);
    crowd all = gather();
    for (size_t i = 0; i < all.count; i++) {
        worker *who = &all.at[i];
        figures was = best_of(&w, who, prefer);
        raise_levels(&w, who, test_below(&seed, rung_catalog_skills(w.catalog)), &seed);
        figures one = best_of(&w, who, prefer);
        raise_levels(&w, who, SIZE_MAX, &seed);
        figures more = best_of(&w, who, prefer);
        better += check_no_worse(&was, &one, "more in one skill");
        better += check_no_worse(&one, &more, "more in many skills");
    }
    cr_assert_gt(better, 0);
    free(all.at);
    close_world(&w);
}

TEST_EACH(path_upskilling, another_program_never_makes_the_best_path_worse, 4)
{
    rung_prefer prefer = (rung_prefer)*row;
    world w = open_preferring(bundled, prefer, 3, usual);
    crowd all = gather();
    figures *is = measure(&w, &all, prefer);
    for (uint32_t p = 0; p < rung_catalog_programs(w.catalog); p++) {
        const char *id = rung_catalog_program(w.catalog, p).id;
        world fewer = open_preferring(catalog_without(id), prefer, 3, usual);
        cr_assert_eq(rung_catalog_programs(fewer.catalog) + 1, rung_catalog_programs(w.catalog));
        figures *was = measure(&fewer, &all, prefer);
        check_crowd(was, is, all.count, id);
        free(was);
        close_world(&fewer);
    }
    free(is);
    free(all.at);
    close_world(&w);
}

/* From worlds in which less is allowed to worlds in which more is. */
static void check_worlds(world *worlds, size_t count, rung_prefer prefer, const char *change)
{
    crowd all = gather();
    figures *was = measure(&worlds[0], &all, prefer);
    for (size_t i = 1; i < count; i++) {
        figures *is = measure(&worlds[i], &all, prefer);
        check_crowd(was, is, all.count, change);
        free(was);
        was = is;
    }
    free(was);
    free(all.at);
    for (size_t i = 0; i < count; i++)
        close_world(&worlds[i]);
}

TEST_EACH(path_upskilling, a_higher_theta_never_makes_the_best_path_better, 4)
{
    rung_prefer prefer = (rung_prefer)*row;
    world worlds[] = {open_preferring(bundled, prefer, 3, 0.90),
                      open_preferring(bundled, prefer, 3, usual),
                      open_preferring(bundled, prefer, 3, 0.75)};
    check_worlds(worlds, 3, prefer, "a lower theta");
}

TEST_EACH(path_upskilling, three_steps_are_never_worse_than_two, 4)
{
    rung_prefer prefer = (rung_prefer)*row;
    world worlds[] = {open_preferring(bundled, prefer, 2, usual),
                      open_preferring(bundled, prefer, 3, usual)};
    check_worlds(worlds, 2, prefer, "a third step");
}
