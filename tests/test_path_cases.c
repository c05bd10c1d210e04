/* test_path_cases.c - paths worked out by hand. Wages a week are 500, 600, 800 and 1000. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rung.h"
#include "support.h"

static const test_file firm[] = {
    {"catalog.ini", "name = Firm\nlevels = 4\ngrid = 1\n"},
    {"skills.csv", "skill_id,name,kind\nhands,Handling,technical\nplans,Planning,soft\n"},
    {"roles.csv", "role_id,title,family,job_zone,wage\n"
                  "helper,Helper,floor,1,26000\n"
                  "driver,Driver,floor,2,31200\n"
                  "planner,Planner,office,3,41600\n"
                  "chief,Chief,office,4,52000\n"
                  "guest,Guest,,,\n"
                  "idle,Idle,,,\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance,essential\n"
                        "helper,hands,1,1,0\n"
                        "driver,hands,2,1,0\n"
                        "planner,hands,2,1,0\n"
                        "planner,plans,2,1,1\n"
                        "chief,hands,3,1,0\n"
                        "chief,plans,4,1,0\n"
                        "guest,hands,4,1,0\n"},
    {"programs.csv", "program_id,name,cost,weeks,opens_zone,audience\n"},
    {"program_skills.csv", "program_id,skill_id,level,requires\n"},
    {NULL, NULL},
};

enum { HELPER, DRIVER, PLANNER, CHIEF, GUEST, IDLE };

/* One question and its answer. Unless a test says otherwise: one year, no discount. */
typedef struct question {
    rung_matcher_options matching;
    rung_planner_options planning;
    const char *programs, *program_skills; /* rows */
    float levels[2];
    rung_person person;
    rung_catalog *catalog;
    rung_matcher *matcher;
    rung_planner *planner;
    rung_paths *paths;
} question;

static question about(uint32_t current, float hands, float plans)
{
    question q = {RUNG_MATCHER_OPTIONS_INIT,
                  RUNG_PLANNER_OPTIONS_INIT,
                  "",
                  "",
                  {hands, plans},
                  {.current_role = current},
                  NULL,
                  NULL,
                  NULL,
                  NULL};
    q.matching.threads = 1;
    q.planning.years = 1;
    q.planning.discount = 0;
    return q;
}

static void ask(question *q, const uint32_t *target, size_t targets)
{
    char programs[600], skills[600];
    rung_error error = {.message = ""};
    snprintf(programs, sizeof programs, "%s%s", firm[4].text, q->programs);
    snprintf(skills, sizeof skills, "%s%s", firm[5].text, q->program_skills);
    const test_file own[] = {
        {"programs.csv", programs}, {"program_skills.csv", skills}, {NULL, NULL}};
    q->person.levels = q->levels;
    rung_status status = rung_catalog_open(&q->catalog, test_write_files(firm, own), &error);
    if (status == RUNG_OK)
        status = rung_matcher_new(&q->matcher, q->catalog, &q->matching, &error);
    if (status == RUNG_OK)
        status = rung_planner_new(&q->planner, q->matcher, &q->planning, &error);
    if (status == RUNG_OK)
        status = rung_find_paths(q->planner, &q->person, target, targets, &q->paths, &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
}

static void ask_for(question *q, uint32_t target)
{
    ask(q, &target, 1);
}

static void finish(question *q)
{
    rung_paths_free(q->paths);
    rung_planner_free(q->planner);
    rung_matcher_free(q->matcher);
    rung_catalog_free(q->catalog);
}

/* "+wheel >driver" */
static void check_route(const question *q, const rung_path *path, const char *route)
{
    char text[300] = "";
    for (size_t i = 0; i < path->steps; i++) {
        for (size_t k = 0; k < path->step[i].programs; k++)
            sprintf(text + strlen(text), " +%s",
                    rung_catalog_program(q->catalog, path->step[i].program[k]).id);
        sprintf(text + strlen(text), " >%s", rung_catalog_role(q->catalog, path->step[i].role).id);
    }
    cr_assert_str_eq(text[0] ? text + 1 : text, route);
}

static void check_figures(const rung_path *path, double weeks, double cost, double gain)
{
    cr_assert_eq(path->weeks, weeks, "%.17g weeks, expected %g", path->weeks, weeks);
    cr_assert_eq(path->cost, cost, "cost %.17g, expected %g", path->cost, cost);
    cr_assert_eq(path->gain, gain, "gain %.17g, expected %g", path->gain, gain);
    cr_assert(path->proven);
}

static void check_way(const question *q, size_t i, const char *route, double weeks, double cost,
                      double gain)
{
    cr_assert_lt(i, q->paths->count, "there is no %s", route);
    check_route(q, &q->paths->path[i], route);
    check_figures(&q->paths->path[i], weeks, cost, gain);
}

static void check_count(const question *q, size_t paths)
{
    cr_assert_eq(q->paths->count, paths, "%zu paths", q->paths->count);
}

static const rung_miss *check_miss(const question *q, unsigned rules, const char *route)
{
    cr_assert_eq(q->paths->count, 0);
    cr_assert_eq(q->paths->misses, 1);
    const rung_miss *miss = &q->paths->miss[0];
    cr_assert_eq(miss->rules, rules, "rules %u: %s", miss->rules, miss->reason);
    cr_assert_neq(*miss->reason, '\0');
    check_route(q, &miss->path, route);
    return miss;
}

/* ---------------------------------------------------------------- steps */

Test(path_cases, who_is_ready_moves_at_once)
{
    question q = about(HELPER, 2, 0);
    ask_for(&q, DRIVER);
    check_count(&q, 1);
    check_way(&q, 0, ">driver", 0, 0, 52 * 100);
    const rung_path *path = &q.paths->path[0];
    cr_assert_eq(path->target, DRIVER);
    cr_assert_eq(path->target_rank, 1);
    cr_assert_eq(path->rank, 1);
    cr_assert_eq(path->readiness, 1);
    cr_assert_eq(path->step[0].wage, 31200);
    cr_assert_eq(path->step[0].readiness_before, 1);
    finish(&q);
}

Test(path_cases, money_of_later_weeks_counts_less)
{
    question q = about(HELPER, 2, 0);
    q.planning.discount = 0.05; /* 100 * (1 - 1/1.05) / (1 - 1.05^(-1/52)) */
    ask_for(&q, DRIVER);
    check_way(&q, 0, ">driver", 0, 0, 5077.57);
    finish(&q);
}

Test(path_cases, a_program_brings_what_is_missing)
{
    question q = about(HELPER, 1, 0);
    q.programs = "wheel,Wheel,300.5,3.5,,\n";
    q.program_skills = "wheel,hands,2,0\n";
    ask_for(&q, DRIVER);
    check_count(&q, 1);
    check_way(&q, 0, "+wheel >driver", 3.5, 300.5, 48 * 100 - 300.5); /* from week 4 on */
    const rung_path_step *step = q.paths->path[0].step;
    cr_assert_eq(step->starts, 0);
    cr_assert_eq(step->enters, 3.5);
    cr_assert_eq(step->cost, 300.5);
    cr_assert_eq(step->readiness_before, 0.5);
    cr_assert_eq(step->readiness, 1);
    finish(&q);
}

Test(path_cases, a_program_waits_for_the_one_that_it_builds_on)
{
    question q = about(DRIVER, 2, 0);
    q.programs = "advanced,Advanced,900,6,,\nbasics,Basics,100,2,,\n";
    q.program_skills = "advanced,plans,2,0\nadvanced,plans,1,1\nbasics,plans,1,0\n";
    ask_for(&q, PLANNER);
    check_count(&q, 1);
    check_way(&q, 0, "+basics +advanced >planner", 8, 1000, 44 * 200 - 1000);
    finish(&q);
}

Test(path_cases, a_program_opens_a_zone)
{
    question q = about(HELPER, 2, 2);
    q.programs = "pass,Pass,50,1,3,\n";
    ask_for(&q, PLANNER);
    check_count(&q, 2);
    check_way(&q, 0, "+pass >planner", 1, 50, 51 * 300 - 50);
    check_way(&q, 1, ">driver >planner", 26, 0, 26 * 100 + 26 * 300);
    cr_assert_eq(q.paths->path[1].rank, 2);
    finish(&q);
}

Test(path_cases, work_in_a_role_brings_its_levels_after_a_while)
{
    question q = about(HELPER, 1.25f, 0);
    q.matching.theta = 0.6;
    q.planning.dwell[2] = 10;
    q.programs = "craft,Craft,200,4,,\n";
    q.program_skills = "craft,plans,2,0\ncraft,hands,2,1\n";
    ask_for(&q, PLANNER);
    check_count(&q, 1);
    check_way(&q, 0, ">driver +craft >planner", 14, 200, 14 * 100 + 38 * 300 - 200);
    const rung_path_step *step = q.paths->path[0].step;
    cr_assert_eq(step[0].readiness, 0.625);
    cr_assert_eq(step[0].enters, 0);
    cr_assert_eq(step[1].starts, 10);
    cr_assert_eq(step[1].enters, 14);
    cr_assert_eq(step[1].readiness_before, 0.5);
    cr_assert_eq(step[1].readiness, 1);
    finish(&q);
}

Test(path_cases, without_a_role_a_gain_is_all_that_is_earned)
{
    question q = about(RUNG_NONE, 2, 2);
    ask_for(&q, PLANNER);
    check_count(&q, 3);
    check_way(&q, 0, ">planner", 0, 0, 52 * 800);
    check_way(&q, 1, ">driver >planner", 26, 0, 26 * 600 + 26 * 800);
    check_way(&q, 2, ">helper >driver >planner", 39, 0, 13 * 500 + 26 * 600 + 13 * 800);
    finish(&q);
}

Test(path_cases, of_equal_gains_the_soonest_is_first)
{
    question q = about(HELPER, 4, 2);
    q.planning.years = 0;
    ask_for(&q, GUEST);
    check_count(&q, 3);
    check_way(&q, 0, ">guest", 0, 0, 0);
    check_way(&q, 1, ">driver >guest", 26, 0, 0);
    check_way(&q, 2, ">driver >planner >guest", 78, 0, 0);
    finish(&q);
}

/* ---------------------------------------------------------------- rules */

/* Single precision makes it 0.79999998. */
Test(path_cases, four_fifths_in_decimals_are_four_fifths)
{
    static const test_file decimals[] = {
        {"catalog.ini", "name = Decimals\nlevels = 5\ngrid = 0.1\n"},
        {"skills.csv", "skill_id,name,kind\naa,Aa,soft\n"},
        {"roles.csv", "role_id,title,wage\nlow,Low,1000\nhigh,High,2000\n"},
        {"role_skills.csv", "role_id,skill_id,level,importance,essential\n"
                            "low,aa,1,1,0\nhigh,aa,4.5,1,1\n"},
        {NULL, NULL},
    };
    static const test_file nothing[] = {{NULL, NULL}};
    float level[] = {3.6F, 3.5F};
    question q = about(0, 0, 0);
    rung_error error = {.message = ""};
    cr_assert_eq(rung_catalog_open(&q.catalog, test_write_files(decimals, nothing), &error),
                 RUNG_OK, "%s", error.message);
    cr_assert_eq(rung_matcher_new(&q.matcher, q.catalog, &q.matching, &error), RUNG_OK);
    cr_assert_eq(rung_planner_new(&q.planner, q.matcher, &q.planning, &error), RUNG_OK);
    for (size_t i = 0; i < 2; i++) {
        q.person.levels = &level[i];
        cr_assert_eq(rung_find_paths(q.planner, &q.person, (uint32_t[]){1}, 1, &q.paths, &error),
                     RUNG_OK);
        cr_assert_eq(q.paths->count, i == 0, "level %g", (double)level[i]);
        rung_paths_free(q.paths);
        q.paths = NULL;
    }
    finish(&q);
}

Test(path_cases, a_wage_never_falls_below_its_share)
{
    question q = about(CHIEF, 3, 4);
    ask_for(&q, PLANNER);
    check_figures(&check_miss(&q, RUNG_RULE_WAGE, ">planner")->path, 0, 0, -52 * 200);
    finish(&q);
    q = about(CHIEF, 3, 4);
    q.planning.wage_fall = 0.25;
    ask_for(&q, PLANNER);
    check_way(&q, 0, ">planner", 0, 0, -52 * 200);
    finish(&q);
}

Test(path_cases, a_role_without_a_wage_hides_no_fall)
{
    question q = about(PLANNER, 4, 2);
    q.planning.prefer = RUNG_PREFER_FASTEST;
    ask_for(&q, DRIVER); /* not by >guest >driver */
    check_miss(&q, RUNG_RULE_WAGE, ">driver");
    finish(&q);
}

Test(path_cases, a_program_for_one_role_is_taken_in_that_role)
{
    question q = about(HELPER, 2, 0);
    q.programs = "inside,Inside,70,3,,role=driver\n";
    q.program_skills = "inside,plans,2,0\n";
    ask_for(&q, PLANNER);
    check_count(&q, 1);
    check_way(&q, 0, ">driver +inside >planner", 29, 70, 29 * 100 + 23 * 300 - 70);
    finish(&q);
}

Test(path_cases, a_program_for_a_family_is_taken_in_that_family)
{
    question q = about(HELPER, 2, 0);
    q.programs = "inside,Inside,70,3,,family=floor\n";
    q.program_skills = "inside,plans,2,0\n";
    ask_for(&q, PLANNER); /* not +inside >driver >planner: it is not needed so early */
    check_count(&q, 1);
    check_way(&q, 0, ">driver +inside >planner", 29, 70, 29 * 100 + 23 * 300 - 70);
    finish(&q);
    q = about(HELPER, 2, 0);
    q.programs = "inside,Inside,70,3,,role=helper\n";
    q.program_skills = "inside,plans,2,0\n";
    ask_for(&q, PLANNER); /* but here it is */
    check_count(&q, 1);
    check_way(&q, 0, "+inside >driver >planner", 29, 70, 26 * 100 + 23 * 300 - 70);
    finish(&q);
}

Test(path_cases, a_program_admits_its_audience_alone)
{
    const rung_column columns[] = {{"site", "hourly"}, {"employment", "hourly"}};
    question q = about(HELPER, 1, 0);
    q.programs = "wheel,Wheel,300,4,,employment=hourly\n";
    q.program_skills = "wheel,hands,2,0\n";
    q.person.columns = columns;
    q.person.column_count = 1;
    ask_for(&q, DRIVER);
    check_figures(&check_miss(&q, RUNG_RULE_AUDIENCE, "+wheel >driver")->path, 4, 300,
                  48 * 100 - 300);
    finish(&q);
    q.person.column_count = 2;
    ask_for(&q, DRIVER);
    check_way(&q, 0, "+wheel >driver", 4, 300, 48 * 100 - 300);
    finish(&q);
}

Test(path_cases, a_miss_says_what_would_have_to_be_different)
{
    question q = about(DRIVER, 2, 1);
    q.planning.steps = 1;
    ask_for(&q, PLANNER); /* 3 of 4 levels, and half of an essential skill */
    const rung_miss *miss = check_miss(&q, RUNG_RULE_READINESS | RUNG_RULE_ESSENTIAL, ">planner");
    cr_assert_eq(miss->theta, 0.75);
    finish(&q);
    q.matching.theta = 0.5;
    ask_for(&q, PLANNER);
    check_miss(&q, RUNG_RULE_ESSENTIAL, ">planner");
    finish(&q);
    q.matching.theta = 0.9;
    q.matching.essential = 0.5;
    ask_for(&q, PLANNER);
    cr_assert_eq(check_miss(&q, RUNG_RULE_READINESS, ">planner")->theta, 0.75);
    finish(&q);
}

Test(path_cases, a_step_more_comes_before_a_zone)
{
    question q = about(HELPER, 2, 2);
    q.planning.steps = 1;
    ask_for(&q, PLANNER);
    check_figures(&check_miss(&q, RUNG_RULE_STEPS, ">driver >planner")->path, 26, 0,
                  26 * 100 + 26 * 300);
    finish(&q);
    q = about(HELPER, 2, 2);
    q.planning.steps = 1;
    q.matching.zone_step = 0;
    ask_for(&q, PLANNER);
    check_miss(&q, RUNG_RULE_ZONE, ">planner");
    finish(&q);
}

Test(path_cases, nobody_moves_to_where_he_is_or_where_nothing_is_asked)
{
    question q = about(HELPER, 2, 2);
    const uint32_t both[] = {IDLE, HELPER};
    ask(&q, both, 2);
    cr_assert_eq(q.paths->count, 0);
    cr_assert_eq(q.paths->misses, 2);
    cr_assert_eq(q.paths->miss[0].target, IDLE);
    cr_assert_eq(q.paths->miss[0].rules, RUNG_RULE_UNRATED);
    cr_assert_eq(q.paths->miss[1].target, HELPER);
    cr_assert_eq(q.paths->miss[1].rules, RUNG_RULE_CURRENT);
    cr_assert_eq(q.paths->miss[1].path.steps, 0);
    finish(&q);
}

/* ---------------------------------------------------------------- ranks */

Test(path_cases, what_is_preferred_decides)
{
    static const char *const best[4][3] = {{"+middle >driver", "+slow >driver", "+quick >driver"},
                                           {"+quick >driver", "+middle >driver", "+slow >driver"},
                                           {"+slow >driver", "+middle >driver", "+quick >driver"},
                                           {"+quick >driver", "+middle >driver", "+slow >driver"}};
    for (int prefer = 0; prefer < 4; prefer++) {
        question q = about(HELPER, 1, 0);
        q.planning.prefer = (rung_prefer)prefer;
        q.programs = "quick,Quick,4000,1,,\nslow,Slow,0,40,,\nmiddle,Middle,300,4,,\n";
        q.program_skills = "quick,hands,2,0\nslow,hands,2,0\nmiddle,hands,2,0\n";
        ask_for(&q, DRIVER);
        check_count(&q, 3);
        for (size_t i = 0; i < 3; i++)
            check_route(&q, &q.paths->path[i], best[prefer][i]);
        finish(&q);
    }
}

Test(path_cases, of_equal_ways_the_first_in_the_catalog_is_first)
{
    question q = about(HELPER, 1, 0);
    q.programs = "one,One,10,1,,\ntwo,Two,10,1,,\n";
    q.program_skills = "two,hands,2,0\none,hands,2,0\n";
    ask_for(&q, DRIVER);
    check_count(&q, 2);
    check_route(&q, &q.paths->path[0], "+one >driver");
    check_route(&q, &q.paths->path[1], "+two >driver");
    finish(&q);
}

Test(path_cases, of_equal_ways_a_role_comes_before_a_program)
{
    question q = about(HELPER, 2, 2);
    q.planning.prefer = RUNG_PREFER_CHEAPEST;
    memset(q.planning.dwell, 0, sizeof q.planning.dwell);
    q.programs = "pass,Pass,0,0,3,\n";
    ask_for(&q, PLANNER);
    check_count(&q, 2);
    check_way(&q, 0, ">driver >planner", 0, 0, 52 * 300);
    check_way(&q, 1, "+pass >planner", 0, 0, 52 * 300);
    finish(&q);
}

Test(path_cases, a_target_without_a_wage_is_found_where_gain_does_not_rank)
{
    question q = about(HELPER, 4, 0);
    q.planning.top = 9;
    q.planning.paths = 1;
    ask(&q, NULL, 0);
    check_count(&q, 1);
    check_way(&q, 0, ">driver", 0, 0, 52 * 100);
    finish(&q);
    q.planning.prefer = RUNG_PREFER_FEWEST;
    ask(&q, NULL, 0);
    check_count(&q, 2);
    check_way(&q, 1, ">guest", 0, 0, 0);
    finish(&q);
    q.planning.prefer = RUNG_PREFER_GAIN;
    q.planning.paths = 2;
    ask_for(&q, GUEST); /* given, it pays the wage before it */
    check_count(&q, 2);
    check_way(&q, 0, ">driver >guest", 26, 0, 52 * 100);
    check_way(&q, 1, ">guest", 0, 0, 0);
    finish(&q);
}

Test(path_cases, targets_are_found_and_ranked)
{
    question q = about(HELPER, 2, 2);
    q.programs = "lead,Lead,1000,8,4,\n";
    q.program_skills = "lead,plans,4,0\nlead,hands,3,0\n";
    q.planning.paths = 1;
    ask(&q, NULL, 0);
    check_count(&q, 3);
    check_way(&q, 0, "+lead >chief", 8, 1000, 44 * 500 - 1000);
    check_way(&q, 1, "+lead >planner", 8, 1000, 44 * 300 - 1000);
    check_way(&q, 2, ">driver", 0, 0, 52 * 100);
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(q.paths->path[i].target_rank, i + 1);
    cr_assert_eq(q.paths->misses, 0);
    finish(&q);
    q.planning.top = 1;
    q.planning.prefer = RUNG_PREFER_FASTEST;
    ask(&q, NULL, 0);
    check_count(&q, 1);
    check_way(&q, 0, ">driver", 0, 0, 52 * 100);
    finish(&q);
}

Test(path_cases, a_program_that_adds_nothing_is_left_out)
{
    question q = about(HELPER, 2, 0);
    q.programs = "free,Free,0,0,5,\n";
    q.program_skills = "free,plans,1,0\nfree,hands,4,0\n";
    q.planning.paths = 50;
    ask_for(&q, DRIVER);
    for (size_t i = 0; i < q.paths->count; i++)
        for (size_t k = 0; k < q.paths->path[i].steps; k++)
            cr_assert(q.paths->path[i].step[k].programs == 0 ||
                      q.paths->path[i].step[k].role == GUEST);
    check_way(&q, 0, ">driver", 0, 0, 52 * 100);
    finish(&q);
}

/* Nine roles, each of which makes ready for the next alone; a program for the first role makes the
 * search look for sets before every move. */
Test(path_cases, the_longest_way_without_any_program_is_found)
{
    enum { ROLES = 9 };
    char skills[600] = "skill_id,name,kind\n", roles[600] = "role_id,title,wage\n";
    char asked[2000] = "role_id,skill_id,level,importance\n", line[200];
    for (int r = 0; r < ROLES; r++) {
        snprintf(line, sizeof line, "s%d,Skill %d,other\n", r, r);
        strcat(skills, line);
        snprintf(line, sizeof line, "r%d,Role %d,%d\n", r, r, 1000 * (r + 1));
        strcat(roles, line);
        snprintf(line, sizeof line, "r%d,s%d,4,0.2\n", r, r);
        strcat(asked, line);
        snprintf(line, sizeof line, "r%d,s%d,4,1\n", r, r - 1);
        strcat(asked, r > 0 ? line : "");
    }
    const test_file chain[] = {
        {"catalog.ini", "name = Chain\nlevels = 4\ngrid = 1\n"},
        {"skills.csv", skills},
        {"roles.csv", roles},
        {"role_skills.csv", asked},
        {"programs.csv", "program_id,name,cost,weeks,audience\np,Program,1,1,role=r0\n"},
        {"program_skills.csv", "program_id,skill_id,level\np,s0,1\n"},
        {NULL, NULL},
    };
    question q = about(0, 0, 0);
    float levels[ROLES] = {4};
    const uint32_t last = ROLES - 1;
    rung_error error = {.message = ""};
    q.planning.steps = ROLES - 1;
    q.person.levels = levels;
    rung_status status = rung_catalog_open(&q.catalog, test_write_files(chain, NULL), &error);
    if (status == RUNG_OK)
        status = rung_matcher_new(&q.matcher, q.catalog, &q.matching, &error);
    if (status == RUNG_OK)
        status = rung_planner_new(&q.planner, q.matcher, &q.planning, &error);
    if (status == RUNG_OK)
        status = rung_find_paths(q.planner, &q.person, &last, 1, &q.paths, &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    check_count(&q, 1);
    check_route(&q, &q.paths->path[0], ">r1 >r2 >r3 >r4 >r5 >r6 >r7 >r8");
    finish(&q);
}
