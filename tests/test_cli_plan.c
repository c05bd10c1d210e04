/* test_cli_plan.c - rung plan chooses what was worked out by hand, keeps whoever is fixed, and
 * refuses what makes no sense. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "rung.h"
#include "support.h"

/* The shop of docs/model.md: over one year without discount, a picker gains 9653.85 by speaking
 * (500) and lead, and 9500 by speaking, lead, planning (2500 together) and planner. */
static const test_file shop[] = {
    {"catalog.ini", "name = Shop\nlevels = 5\ncurrency = EUR\n"},
    {"skills.csv", "skill_id,name,kind\npick,Picking,technical\ntalk,Talking,soft\nplan,Planning,"
                   "other\n"},
    {"roles.csv", "role_id,title,job_zone,wage,openings\npicker,Picker,2,31000,9\n"
                  "lead,Shift lead,2,42000,1\nplanner,Planner,3,50000,2\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance\npicker,pick,4,1\npicker,talk,2,0.5\n"
                        "lead,pick,3,0.5\nlead,talk,4,1\nplanner,plan,4,1\nplanner,talk,3,0.5\n"},
    {"programs.csv", "program_id,name,cost,weeks,seats\nspeaking,Speaking up,500,4,\n"
                     "planning,Planning course,2000,10,5\n"},
    {"program_skills.csv", "program_id,skill_id,level,requires\nspeaking,talk,3,\n"
                           "planning,talk,4,1\nplanning,plan,4,\n"},
    {NULL, NULL},
};

static const test_file staff[] = {
    {"people.csv", "person_id,role_id\nann,picker\nbob,picker\n\"Cyd, \"\"C\"\"\",picker\n"
                   "dan,planner\n"},
    {NULL, NULL},
};

#define LEAD    "lead,4,500,9653.85,1,0.818181818,"
#define PLANNER "planner,40,2500,9500,2,1,"
#define HEADER  "person_id,target_role,weeks,cost,gain,steps,readiness,fixed,route\n"

static const char *planned(const char *const *more, cli_result *result)
{
    const char *out = test_path(test_folder(), "plan");
    const char *words[40] = {"plan",
                             "--catalog",
                             test_write_files(shop, NULL),
                             "--people",
                             test_write_files(staff, NULL),
                             "--output",
                             out,
                             "--years",
                             "1",
                             "--discount",
                             "0"};
    size_t count = 11;
    for (; *more; more++)
        words[count++] = *more;
    words[count] = NULL;
    *result = cli_run_with((cli_setup){0}, words);
    return out;
}

#define PLANNED(result, ...) planned((const char *const[]){__VA_ARGS__, NULL}, result)

static void check_file(const char *folder, const char *name, const char *expected)
{
    size_t length;
    char *found = test_read(test_path(folder, name), &length);
    cr_assert_not_null(found, "no %s", name);
    cr_expect_str_eq(found, expected, "found:\n%s\nexpected:\n%s", found, expected);
    free(found);
}

/* ---------------------------------------------------------------- plans */

Test(cli_plan, one_leads_and_one_plans_where_the_budget_and_openings_allow_no_more)
{
    cli_result result;
    const char *out = PLANNED(&result, "--budget", "3000");
    cli_check_code(&result, 0);
    check_file(out, "assignments.csv",
               HEADER "ann," LEAD "0,+speaking >lead\n"
                      "bob," PLANNER "0,+speaking >lead +planning >planner\n");
    check_file(out, "programs.csv",
               "program_id,name,enrolled,seats,waiting,seat_price,cost\n"
               "speaking,Speaking up,2,,1,0,1000\nplanning,Planning course,1,5,0,0,2000\n");
    cli_check_folder(out, "assignments.csv plan.json programs.csv roles.csv");
    cli_check_out(&result, "4 people, 3 with a path worth taking: 2 get one, 2 of them with "
                           "programs; 1 waits\n");
    cli_check_out(&result, "Gain: 19,154 EUR; no plan of these paths brings more than 19,154 (gap "
                           "0.0000 %)\n");
    cli_check_out(&result, "Cost of programs: 3,000 of 3,000");
}

Test(cli_plan, places_count_those_who_take_programs)
{
    cli_result result;
    const char *out = PLANNED(&result, "--places", "1", "--openings", "none");
    cli_check_code(&result, 0);
    check_file(out, "assignments.csv", HEADER "ann," LEAD "0,+speaking >lead\n");
    cli_check_out(&result, "Places: 1 of 1; one more place would bring 9653.85 EUR\n");
}

Test(cli_plan, whoever_is_fixed_keeps_the_path_and_others_get_the_rest)
{
    cli_result result;
    const char *fix = test_write_text(
        test_folder(), "fix.csv", "route,person_id\n+speaking >lead,\"Cyd, \"\"C\"\"\"\n,ann\n");
    const char *out = PLANNED(&result, "--budget", "3000", "--fix", fix);
    cli_check_code(&result, 0);
    check_file(out, "assignments.csv",
               HEADER "bob," PLANNER "0,+speaking >lead +planning >planner\n"
                      "\"Cyd, \"\"C\"\"\"," LEAD "1,+speaking >lead\n");
    size_t length; /* with no opening left, many prices of one are right */
    char *roles = test_read(test_path(out, "roles.csv"), &length);
    cr_expect_not_null(strstr(roles, "\nlead,Shift lead,1,1,0,"), "%s", roles);
    cr_expect_not_null(strstr(roles, "\nplanner,Planner,1,2,0,0\n"), "%s", roles);
    free(roles);
}

Test(cli_plan, a_plan_that_is_fixed_whole_comes_out_again)
{
    cli_result result;
    const char *out = PLANNED(&result, "--budget", "3000"), *again;
    size_t length;
    char *before = test_read(test_path(out, "assignments.csv"), &length);
    again = PLANNED(&result, "--budget", "3000", "--fix", test_path(out, "assignments.csv"));
    cli_check_code(&result, 0);
    for (char *fixed = before; (fixed = strstr(fixed, ",0,+")); fixed++)
        fixed[1] = '1';
    check_file(again, "assignments.csv", before);
    free(before);
}

Test(cli_plan, other_budgets_make_a_curve)
{
    cli_result result;
    const char *out = PLANNED(&result, "--budget", "3000", "--openings", "none", "--what-if",
                              "budget=0,500,1000", "--what-if", "places=2");
    cli_check_code(&result, 0);
    check_file(out, "what_if.csv",
               "budget,places,value,bound,gap,placed,trained,cost,budget_price,place_price\n"
               "0,,0,0,0,0,0,0,19.3077,0\n"
               "500,,9653.85,9653.85,0,1,1,500,19.3077,0\n"
               "1000,,19307.7,19307.7,0,2,2,1000,19.3077,0\n"
               "3000,2,19307.7,19307.7,0,2,2,1000,0,9653.85\n");
    cli_check_folder(out, "assignments.csv plan.json programs.csv roles.csv what_if.csv");
    cli_check_out(&result, "if budget");
}

Test(cli_plan, the_most_people_are_placed_and_readiness_is_what_is_gained)
{
    cli_result result;
    const char *out =
        PLANNED(&result, "--value", "people", "--budget", "1200", "--openings", "none");
    cli_check_code(&result, 0);
    check_file(out, "assignments.csv",
               HEADER "ann," LEAD "0,+speaking >lead\n"
                      "bob," LEAD "0,+speaking >lead\n");
    cli_check_out(&result, "People placed: 2 in all");
    out = PLANNED(&result, "--value", "readiness", "--budget", "2500");
    cli_check_code(&result, 0); /* lead: 4.5/5.5 - 3.5/5.5; planner: 1 - 1/5.5 */
    cli_check_out(&result, "Readiness gained: 0.818181818 in all");
    check_file(out, "assignments.csv",
               HEADER "ann," PLANNER "0,+speaking >lead +planning >planner\n");
}

Test(cli_plan, budgets_and_seats_that_buy_nothing_are_told)
{
    cli_result result;
    const char *seats =
        test_write_text(test_folder(), "seats.csv", "program_id,seats\nspeaking,0\n");
    PLANNED(&result, "--budget", "499.99");
    cli_check_out(&result, "The budget of 500 buys nothing: the cheapest path with programs costs "
                           "500\n");
    PLANNED(&result, "--seats", seats);
    cli_check_out(&result, "1 program has no seats, such as speaking: nobody takes it\n");
    cli_check_out(&result, ": 0 get one, 0 of them with programs; 3 wait\n");
    PLANNED(&result, "--places", "0");
    cli_check_out(&result, "There are no places: nobody takes a program\n");
}

/* ---------------------------------------------------------------- the same for all threads */

Test(cli_plan, the_same_bytes_come_out_for_every_number_of_threads, .timeout = 120)
{
    static const char *const names[] = {"assignments.csv", "programs.csv", "roles.csv", "plan.json",
                                        "what_if.csv"};
    const char *catalog = "datasets/upskilling-2025", *folder = test_folder();
    const char *people = test_path(folder, "people");
    cli_result result =
        CLI_RUN("synth", "--catalog", catalog, "--people", "1500", "--output", people);
    cli_check_code(&result, 0);
    for (int t = 1; t <= 3; t++) {
        char threads[2] = {(char)('0' + t), 0};
        result =
            CLI_RUN("plan", "--catalog", catalog, "--people", people, "--budget", "3e6", "--places",
                    "500", "--what-if", "budget=1e6", "--threads", threads, "--batch",
                    t == 3 ? "100" : "16384", "--output", test_path(folder, threads));
        cli_check_code(&result, 0);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            size_t length;
            char *first = test_read(test_path(test_path(folder, "1"), names[i]), &length);
            check_file(test_path(folder, threads), names[i], first);
            free(first);
        }
    }
}

/* ---------------------------------------------------------------- what makes no sense */

static const struct {
    const char *option, *value, *message;
} words[] = {
    {"--budget", "-1", "--budget: found '-1', expected a number in 0..900000000000000"},
    {"--budget", "lots", "--budget: found 'lots', expected a number in 0.."},
    {"--places", "2.5", "--places: found '2.5', expected a whole number in 0..4000000000"},
    {"--what-if", "money=3", "--what-if: found 'money=3', expected budget=A,B,C or places=A,B,C"},
    {"--what-if", "budget=", "--what-if: found 'budget=', expected budget=A,B,C"},
    {"--what-if", "budget=1,-2", "--what-if: found '-2', expected a number in 0.."},
    {"--gap", "2", "--gap: found '2', expected a number in 0..1"},
    {"--value", "joy", "--value: found 'joy', expected gain|readiness|people"},
    {"--dwell", "1,2", "--dwell: found '1,2', expected 5 or 6 numbers of weeks"},
    {"--seats", "missing.csv", "missing.csv: cannot open"},
};

TEST_EACH(cli_plan, words_that_make_no_sense_are_refused, sizeof words / sizeof *words)
{
    cli_result result;
    const char *out = PLANNED(&result, words[*row].option, words[*row].value);
    cr_expect_gt(result.code, 0);
    cli_check_err(&result, words[*row].message);
    cli_check_folder(out, "");
}

static const struct {
    const char *option, *text, *message; /* of a file */
} files[] = {
    {"--fix", "person_id,route\neve,\n", ":2: column 'person_id': found 'eve', expected an id of"},
    {"--fix", "person_id,route\nann,\nann,\n",
     ":3: column 'person_id': found 'ann', expected each person once"},
    {"--fix", "person_id,route\nann,+dancing >lead\n",
     ":2: column 'route': found '+dancing >lead', expected a route of +program and >role of the "
     "catalog, which has no +dancing"},
    {"--fix", "person_id,route\nann,>king\n", "which has no >king"},
    {"--fix", "person_id,route\nann,+speaking\n", "expected a route that ends with a role"},
    {"--fix", "person_id,route\nann,>planner\n",
     ":2: column 'route': found 'planner', expected a route that ann can go, not one with planner, "
     "for which the person is not ready enough by then"},
    {"--fix", "person_id,route\nann,+planning >lead\n",
     "not one with planning, which asks for more than the person has by then"},
    {"--fix", "person_id,route\nann,>picker\n", "not one with picker, which is the current role"},
    {"--fix", "person_id,route\ndan,+speaking >lead\n",
     "not one with lead, for which the person is not ready enough by then"},
    {"--fix", "person_id\nann\n", "route"},
    {"--fix", "person_id,route\nann,+speaking >lead\nbob,+speaking >lead\n",
     "fix: found more people fixed to 'lead' than there are openings of it"},
    {"--seats", "program_id,seats\ndancing,3\n",
     ":2: column 'program_id': found 'dancing', expected the id of a program of the catalog"},
    {"--seats", "program_id,seats\nspeaking,-3\n",
     ":2: column 'seats': found '-3', expected a number in 0.."},
    {"--openings", "role_id,openings\nlead,1\nlead,2\n",
     ":3: column 'role_id': found 'lead', expected each role once"},
};

TEST_EACH(cli_plan, files_that_make_no_sense_are_refused_with_their_place,
          sizeof files / sizeof *files)
{
    cli_result result;
    const char *file = test_write_text(test_folder(), "file.csv", files[*row].text);
    const char *out = PLANNED(&result, files[*row].option, file);
    cr_expect_gt(result.code, 0);
    cli_check_err(&result, files[*row].message);
    cli_check_folder(out, "");
}

Test(cli_plan, fixed_people_beyond_the_budget_are_refused)
{
    cli_result result;
    const char *fix =
        test_write_text(test_folder(), "fix.csv", "person_id,route\nann,+speaking >lead\n");
    PLANNED(&result, "--budget", "400", "--fix", fix);
    cli_check_err(&result, "fix: found people fixed to paths that cost 500 together, expected at "
                           "most the budget of 400");
    PLANNED(&result, "--places", "0", "--fix", fix);
    cli_check_err(&result, "fix: found 1 people fixed to paths with programs, expected at most 0");
    PLANNED(&result, "--what-if", "budget=400", "--fix", fix);
    cli_check_err(&result, "what if budget is 400");
}

Test(cli_plan, only_the_folder_of_a_plan_is_replaced)
{
    cli_result result;
    const char *out = test_folder(), *catalog = test_write_files(shop, NULL);
    const char *people = test_write_files(staff, NULL);
    test_write_text(out, "letter", "dear");
    result =
        CLI_RUN("plan", "--catalog", catalog, "--people", people, "--output", out, "--replace");
    cr_expect_neq(result.code, 0);
    cli_check_folder(out, "letter");
    result =
        CLI_RUN("plan", "--catalog", catalog, "--people", people, "--output", people, "--replace");
    cr_expect_neq(result.code, 0);
    cli_check_folder(people, "people.csv");
}
