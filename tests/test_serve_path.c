/* test_serve_path.c - paths that rung serve answers, its planners, and people it keeps. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli.h"
#include "serve/planners.h"
#include "serve_asks.h"

static const char bundled[] = "datasets/upskilling-2025";

static const test_file staff[] = {
    {"people.csv", "person_id,role_id,employment\n"
                   "ann,fulfillment-associate,hourly\n"
                   "bob,fulfillment-associate,salaried\n"
                   "cid,it-support-technician,hourly\n"
                   "dee,,hourly\n"},
    {"people_skills.csv", "person_id,skill_id,level\nbob,2.A.1.a,4\nbob,2.C.3.a,4.5\n"
                          "bob,2.A.2.a,4\ndee,2.C.3.a,5\ndee,2.A.1.a,5\n"},
    {NULL, NULL},
};

static const char *const ids[] = {"ann", "bob", "cid", "dee"};

/* ---------------------------------------------------------------- as the command writes */

/* The members of a line that the answer has, too: the person's stand with the person. The command
 * reads people.csv and adds to a reason what it has in a column that fails. */
static void strip_line(json_t *row)
{
    static const char added[] = "; the person's employment is salaried";
    json_object_del(row, "person_id");
    json_object_del(row, "levels_imputed");
    const char *reason = json_string_value(json_object_get(row, "reason"));
    const char *at = reason ? strstr(reason, added) : NULL;
    if (!at)
        return;
    json_object_set_new(row, "reason",
                        json_sprintf("%.*s%s", (int)(at - reason), reason, at + strlen(added)));
}

/* Titles are the answer's alone. */
static void strip_answer(json_t *path)
{
    size_t i;
    json_t *step;
    cr_assert_eq(json_object_del(path, "title"), 0);
    json_array_foreach(json_object_get(path, "path"), i, step)
        cr_assert_eq(json_object_del(step, "title"), 0);
}

static void check_entry(json_t *person, json_t *entry, char **lines)
{
    json_error_t error;
    char *end = strchr(*lines, '\n');
    cr_assert_not_null(end);
    json_t *row = json_loadb(*lines, (size_t)(end - *lines), 0, &error);
    cr_assert_not_null(row, "%s", error.text);
    *lines = end + 1;
    cr_assert(json_equal(json_object_get(person, "id"), json_object_get(row, "person_id")));
    cr_assert(
        json_equal(json_object_get(person, "imputed"), json_object_get(row, "levels_imputed")));
    strip_line(row);
    strip_answer(entry);
    char *a = json_dumps(entry, JSON_COMPACT), *b = json_dumps(row, JSON_COMPACT);
    cr_assert(json_equal(entry, row), "%s\n%s", a, b);
    free(a);
    free(b);
    json_decref(row);
}

static size_t check_all(json_t *answer, char *lines)
{
    size_t p, i, entries = 0;
    json_t *person, *entry;
    json_array_foreach(json_object_get(answer, "people"), p, person)
    {
        json_array_foreach(json_object_get(person, "paths"), i, entry)
            check_entry(person, entry, &lines);
        entries += i;
        json_array_foreach(json_object_get(person, "misses"), i, entry)
            check_entry(person, entry, &lines);
        entries += i;
    }
    cr_assert_eq(*lines, '\0', "%s", lines);
    return entries;
}

/* {"people":[...]} of the people who are kept, as they are told; imputed ones without levels. */
static char *kept_people(const rung_service *service, const char *settings)
{
    json_error_t error;
    json_t *whole = json_loads(settings, 0, &error), *people = json_array();
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        char target[40];
        snprintf(target, sizeof target, "/v1/people/%s", ids[i]);
        json_t *kept = serve_get(service, target), *person = json_object_get(kept, "person");
        if (json_is_true(json_object_get(kept, "imputed")))
            json_object_del(person, "levels");
        json_array_append(people, person);
        json_decref(kept);
    }
    json_object_set_new(whole, "people", people);
    char *text = json_dumps(whole, JSON_COMPACT);
    json_decref(whole);
    return text;
}

typedef const char *words[56];
static const struct {
    const char *settings;
    words options;
} plans[] = {
    {"{}", {NULL}},
    {"{\"top\":2,\"paths\":2,\"steps\":2,\"prefer\":\"fastest\"}",
     {"--top", "2", "--paths", "2", "--steps", "2", "--prefer", "fastest", NULL}},
    {"{\"years\":1.5,\"discount\":0.1,\"wage_fall\":0.25,\"prefer\":\"cheapest\"}",
     {"--years", "1.5", "--discount", "0.1", "--wage-fall", "0.25", "--prefer", "cheapest", NULL}},
    {"{\"order\":\"score\",\"effort\":2000,\"prefer\":\"fewest\"}",
     {"--order", "score", "--effort", "2000", "--prefer", "fewest", NULL}},
    {"{\"targets\":[\"data-analyst\",\"fulfillment-associate\",\"solutions-architect\"]}",
     {"--target", "data-analyst", "--target", "fulfillment-associate", "--target",
      "solutions-architect", NULL}},
    {"{\"paths\":1,\"steps\":1,\"targets\":[\"inventory-control-specialist\",\"process-assistant\","
     "\"dispatcher\",\"logistics-coordinator\",\"transportation-specialist\",\"area-manager\","
     "\"process-improvement-manager\",\"learning-coordinator\",\"robotics-technician\",\"it-"
     "support-technician\",\"data-center-technician\",\"network-technician\",\"system-"
     "administrator\",\"cloud-support-associate\",\"solutions-architect\",\"security-engineer\","
     "\"qa-tester\",\"software-engineer\",\"data-mapping-specialist\",\"data-analyst\",\"business-"
     "analyst\",\"project-coordinator\",\"data-scientist\",\"machine-learning-engineer\"]}",
     {"--paths",  "1",
      "--steps",  "1",
      "--target", "inventory-control-specialist",
      "--target", "process-assistant",
      "--target", "dispatcher",
      "--target", "logistics-coordinator",
      "--target", "transportation-specialist",
      "--target", "area-manager",
      "--target", "process-improvement-manager",
      "--target", "learning-coordinator",
      "--target", "robotics-technician",
      "--target", "it-support-technician",
      "--target", "data-center-technician",
      "--target", "network-technician",
      "--target", "system-administrator",
      "--target", "cloud-support-associate",
      "--target", "solutions-architect",
      "--target", "security-engineer",
      "--target", "qa-tester",
      "--target", "software-engineer",
      "--target", "data-mapping-specialist",
      "--target", "data-analyst",
      "--target", "business-analyst",
      "--target", "project-coordinator",
      "--target", "data-scientist",
      "--target", "machine-learning-engineer",
      NULL}},
};

TEST_EACH(serve_path, gives_what_the_command_writes, sizeof plans / sizeof *plans)
{
    const char *people = test_write_files(staff, NULL);
    rung_service *service = serve_open(bundled, people);
    const char *arguments[64] = {"path", "--catalog", bundled, "--people",
                                 people, "--format",  "jsonl", NULL};
    for (size_t i = 0; plans[*row].options[i]; i++)
        arguments[7 + i] = plans[*row].options[i];
    cli_result run = cli_run_with((cli_setup){0}, arguments);
    cli_check_code(&run, 0);
    char *body = kept_people(service, plans[*row].settings);
    json_t *answer = serve_post(service, "/v1/path", body);
    cr_assert_gt(check_all(answer, run.out), 3);
    json_decref(answer);
    free(body);
    rung_service_free(service);
}

/* ---------------------------------------------------------------- people who are kept */

Test(serve_path, the_columns_told_are_the_conditions_that_hold)
{
    rung_service *service = serve_open(bundled, test_write_files(staff, NULL));
    json_t *ann = serve_get(service, "/v1/people/ann"), *bob = serve_get(service, "/v1/people/bob");
    json_t *columns = json_object_get(json_object_get(ann, "person"), "columns");
    cr_assert_eq(json_object_size(columns), 1);
    cr_assert_str_eq(json_string_value(json_object_get(columns, "employment")), "hourly");
    cr_assert_eq(json_object_size(json_object_get(json_object_get(bob, "person"), "columns")), 0);
    json_decref(ann);
    json_decref(bob);
    json_t *list = serve_get(service, "/v1/people?q=D");
    cr_assert_eq(json_integer_value(json_object_get(list, "total")), 2);
    json_decref(list);
    cr_assert_eq(rung_service_people(service), 4);
    rung_service_free(service);
}

Test(serve_path, more_people_than_may_be_kept_are_an_error)
{
    const char *people = test_write_files(staff, NULL);
    rung_service_options options = {.catalog = bundled, .people = people, .most_kept_people = 3};
    rung_error error = {.message = ""};
    rung_service *service;
    cr_assert_eq(rung_service_open(&service, &options, &error), RUNG_BAD_DATA);
    cr_assert_null(service);
    cr_assert_not_null(strstr(error.message, "found more than 3 people"), "%s", error.message);
    options.most_kept_people = 4;
    cr_assert_eq(rung_service_open(&service, &options, &error), RUNG_OK);
    rung_service_free(service);
}

Test(serve_path, two_profiles_of_one_name_are_an_error)
{
    static const char *const profiles[] = {"upskill", "readiness", "upskill"};
    rung_service_options options = {.catalog = bundled, .profile = profiles, .profiles = 3};
    rung_error error = {.message = ""};
    rung_service *service;
    cr_assert_eq(rung_service_open(&service, &options, &error), RUNG_BAD_ARGUMENT);
    cr_assert_str_eq(error.message,
                     "profile: found 'upskill' twice, expected profiles of different names");
}

/* ---------------------------------------------------------------- planners */

Test(serve_path, each_option_makes_another_planner)
{
    enum { VARIANTS = 11 };
    rung_planner_options options[VARIANTS];
    for (size_t i = 0; i < VARIANTS; i++)
        options[i] = (rung_planner_options)RUNG_PLANNER_OPTIONS_INIT;
    options[1].prefer = RUNG_PREFER_FEWEST;
    options[2].order = RUNG_ORDER_SCORE;
    options[3].top = 4;
    options[4].paths = 4;
    options[5].steps = 4;
    options[6].years = 4;
    options[7].discount = 0.04;
    options[8].wage_fall = 0.04;
    options[9].effort = 4;
    options[10].dwell[5] = 4;
    rung_catalog *catalog;
    rung_matcher *matcher;
    const rung_planner *taken[VARIANTS];
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(serve_shop, NULL), NULL), RUNG_OK);
    cr_assert_eq(rung_matcher_new(&matcher, catalog, NULL, NULL), RUNG_OK);
    rung_planners *planners = rung_planners_new();
    for (size_t i = 0; i < VARIANTS; i++) {
        cr_assert_eq(rung_planners_take(planners, matcher, &options[i], &taken[i], NULL), RUNG_OK);
        for (size_t k = 0; k < i; k++)
            cr_assert_neq(taken[i], taken[k], "%zu and %zu", i, k);
    }
    for (size_t i = 0; i < VARIANTS; i++)
        rung_planners_give_back(planners, taken[i]);
    rung_planners_free(planners);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
}

Test(serve_path, few_planners_are_kept_and_those_in_use_stay)
{
    enum { MANY = 3 * RUNG_PLANNERS_KEPT };
    rung_catalog *catalog;
    rung_matcher *matcher;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(serve_shop, NULL), NULL), RUNG_OK);
    cr_assert_eq(rung_matcher_new(&matcher, catalog, NULL, NULL), RUNG_OK);
    rung_planners *planners = rung_planners_new();
    const rung_planner *taken[MANY], *again;
    rung_planner_options options = RUNG_PLANNER_OPTIONS_INIT;
    for (size_t i = 0; i < MANY; i++) {
        options.years = (double)i;
        cr_assert_eq(rung_planners_take(planners, matcher, &options, &taken[i], NULL), RUNG_OK);
        cr_assert_eq(rung_planners_take(planners, matcher, &options, &again, NULL), RUNG_OK);
        cr_assert_eq(again, taken[i]);
        rung_planners_give_back(planners, again);
    }
    cr_assert_eq(rung_planners_count(planners), MANY, "all are in use");
    for (size_t i = 0; i < MANY; i++)
        rung_planners_give_back(planners, taken[i]);
    cr_assert_eq(rung_planners_count(planners), RUNG_PLANNERS_KEPT);
    options.years = MANY - RUNG_PLANNERS_KEPT; /* asked for longest ago of those kept */
    cr_assert_eq(rung_planners_take(planners, matcher, &options, &again, NULL), RUNG_OK);
    cr_assert_eq(again, taken[MANY - RUNG_PLANNERS_KEPT]);
    rung_planners_give_back(planners, again);
    options.years = 99; /* the next one takes the place of another */
    cr_assert_eq(rung_planners_take(planners, matcher, &options, &again, NULL), RUNG_OK);
    rung_planners_give_back(planners, again);
    cr_assert_eq(rung_planners_count(planners), RUNG_PLANNERS_KEPT);
    options.years = MANY - RUNG_PLANNERS_KEPT;
    cr_assert_eq(rung_planners_take(planners, matcher, &options, &again, NULL), RUNG_OK);
    cr_assert_eq(again, taken[MANY - RUNG_PLANNERS_KEPT], "it was asked for since");
    rung_planners_give_back(planners, again);
    options.steps = 9;
    cr_assert_eq(rung_planners_take(planners, matcher, &options, &again, NULL), RUNG_BAD_ARGUMENT);
    cr_assert_null(again);
    rung_planners_free(planners);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
}
