/* test_cli_plan.c - rung plan chooses what was worked out by hand, keeps whoever is fixed, and
 * refuses what makes no sense. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
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
    cli_check_folder(out, "assignments.csv plan.json programs.csv roles.csv run.json");
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
    cli_check_folder(out, "assignments.csv plan.json programs.csv roles.csv run.json what_if.csv");
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

/* ---------------------------------------------------------------- names, and the record */

/* The digests are those of Python's hashlib.blake2b(id, key=key, digest_size=16). */
static const char key[] = "0123456789abcdef";
#define ANN "ba6f61e1790fb1cc3c1f3bced18a4f25"
#define BOB "20c5173398f85d0034af7a0e36b5d2a9"

static const char *write_key(const char *folder, const char *name, const char *text)
{
    const char *path = test_write_text(folder, name, text);
    cr_assert_eq(chmod(path, 0600), 0);
    return path;
}

static void check_has(const char *text, const char *part, bool there)
{
    cr_assert_not_null(text);
    cr_assert_eq(strstr(text, part) != NULL, there, "'%s' is %s: %s", part, there ? "not in" : "in",
                 text);
}

Test(cli_plan, names_stand_for_people_and_are_found_again_with_the_key_alone)
{
    cli_result result;
    const char *path = write_key(test_folder(), "key", key);
    const char *other = write_key(test_folder(), "key", "another key of 16 bytes");
    const char *out = PLANNED(&result, "--budget", "3000", "--pseudonyms", path);
    const char *plan = test_path(out, "assignments.csv");
    cli_check_code(&result, 0);
    check_file(out, "assignments.csv",
               HEADER ANN "," LEAD "0,+speaking >lead\n" BOB "," PLANNER
                          "0,+speaking >lead +planning >planner\n");
    const char *again = PLANNED(&result, "--budget", "3000", "--pseudonyms", path, "--fix", plan);
    cli_check_code(&result, 0);
    check_file(again, "assignments.csv",
               HEADER ANN "," LEAD "1,+speaking >lead\n" BOB "," PLANNER
                          "1,+speaking >lead +planning >planner\n");
    const char *none = PLANNED(&result, "--pseudonyms", other, "--fix", plan);
    cli_check_code(&result, 3);
    cli_check_err(&result, ":2: column 'person_id': found '" ANN "', expected an id of ");
    cli_check_err(&result, "/people.csv, as this key renames them");
    cli_check_folder(none, "");
    PLANNED(&result, "--fix", plan);
    cli_check_code(&result, 3);
    cli_check_err(&result, "/people.csv\n");
}

/* What is said of a route that cannot be gone tells no id either. */
Test(cli_plan, errors_about_fixed_people_keep_to_their_names)
{
    cli_result result;
    const char *path = write_key(test_folder(), "key", key);
    const char *fix =
        test_write_text(test_folder(), "fix.csv", "person_id,route\n" ANN ",>planner\n");
    PLANNED(&result, "--pseudonyms", path, "--fix", fix);
    cli_check_code(&result, 3);
    cli_check_err(&result, "expected a route that " ANN " can go, not one with planner");
    check_has(result.err, " ann ", false);
}

Test(cli_plan, the_page_shows_names_where_rows_do)
{
    cli_result result;
    const char *page = test_path(test_folder(), "plan.html");
    const char *path = write_key(test_folder(), "key", key);
    PLANNED(&result, "--budget", "3000", "--report", page, "--pseudonyms", path);
    cli_check_code(&result, 0);
    char *text = test_read(page, NULL);
    check_has(text, "<p class=\"who\">" ANN "</p>", true);
    check_has(text, "<p class=\"who\">" BOB "</p>", true);
    check_has(text, ">ann<", false);
    check_has(text, "Cyd", false);
    check_has(text, "<th scope=\"row\">People read</th><td>4</td>", true);
    free(text);
}

Test(cli_plan, a_plan_with_names_is_audited_as_one_without)
{
    cli_result result;
    const char *catalog = "datasets/upskilling-2025", *folder = test_folder();
    const char *people = test_path(folder, "people"), *path = write_key(folder, "key", key);
    const char *plain = test_path(folder, "plain"), *named = test_path(folder, "named");
    result = CLI_RUN("synth", "--catalog", catalog, "--people", "300", "--output", people);
    cli_check_code(&result, 0);
    result = CLI_RUN("plan", "--catalog", catalog, "--people", people, "--budget", "6e5",
                     "--output", plain);
    cli_check_code(&result, 0);
    result = CLI_RUN("plan", "--catalog", catalog, "--people", people, "--budget", "6e5",
                     "--output", named, "--pseudonyms", path);
    cli_check_code(&result, 0);
    cli_result one = CLI_RUN("audit", "--people", people, "--assignments",
                             test_path(plain, "assignments.csv"), "--by", "gender,age_band");
    cli_check_code(&one, 0);
    check_has(one.out, "\ngender,female,age_band,", true);
    cli_result two =
        CLI_RUN("audit", "--people", people, "--assignments", test_path(named, "assignments.csv"),
                "--by", "gender,age_band", "--pseudonyms", path);
    cli_check_code(&two, 0);
    cli_check_whole_out(&two, one.out);
    cr_assert_str_eq(two.err, one.err);
    two = CLI_RUN("audit", "--people", people, "--assignments", test_path(named, "assignments.csv"),
                  "--by", "gender");
    cli_check_code(&two, 3);
}

/* {"path": PATH, "bytes": N, "xxh3": "HASH"} of a file, as the record has it. */
static const char *file_entry(const char *path)
{
    static char entry[500];
    size_t length;
    char *bytes = test_read(path, &length);
    cr_assert_not_null(bytes, "%s", path);
    snprintf(entry, sizeof entry, "{\"path\": \"%s\", \"bytes\": %zu, \"xxh3\": \"%016llx\"}", path,
             length, (unsigned long long)rung_hash(bytes, length, 0));
    free(bytes);
    return entry;
}

Test(cli_plan, the_record_stands_in_the_folder)
{
    static const char *const written[] = {"plan.json", "assignments.csv", "programs.csv",
                                          "roles.csv", "what_if.csv",     NULL};
    static const test_file limits[] = {{"seats.csv", "program_id,seats\nspeaking,3\n"},
                                       {"openings.csv", "role_id,openings\nlead,3\n"},
                                       {"fix.csv", "person_id,route\nbob,\n"},
                                       {NULL, NULL}};
    cli_result result;
    const char *in = test_write_files(limits, NULL), *page = test_path(test_folder(), "page.html");
    const char *out =
        PLANNED(&result, "--budget", "3000", "--seats", test_path(in, "seats.csv"), "--openings",
                test_path(in, "openings.csv"), "--fix", test_path(in, "fix.csv"), "--what-if",
                "budget=2000,9000", "--report", page);
    cli_check_code(&result, 0);
    char *record = test_read(test_path(out, "run.json"), NULL);
    check_has(record, "\n \"command\": \"plan\",\n \"arguments\": [\"--catalog\", ", true);
    check_has(record, "\n  \"budget\": \"3000\",\n", true);
    check_has(record, "\n  \"what-if\": [\"budget=2000,9000\"],\n", true);
    check_has(record, "\n \"people\": 4,\n \"kernel\": \"", true);
    for (const test_file *f = limits; f->name; f++)
        check_has(record, file_entry(test_path(in, f->name)), true);
    const char *outputs = strstr(record, "\n \"outputs\": [");
    for (const char *const *name = written; *name; name++)
        check_has(outputs, file_entry(test_path(out, *name)), true);
    check_has(outputs, file_entry(page), true);
    check_has(record, "ann,", false);
    check_has(record, "bob", false);
    free(record);
}

Test(cli_plan, the_same_run_makes_the_same_record_and_none_where_none_is_wanted)
{
    const char *folder = test_folder(), *catalog = test_write_files(shop, NULL);
    const char *people = test_write_files(staff, NULL), *out = test_path(folder, "plan");
    char *record[2];
    for (int i = 0; i < 2; i++) {
        cli_result r =
            CLI_RUN_WITH((cli_setup){.environment = "SOURCE_DATE_EPOCH=86400"}, "plan", "--catalog",
                         catalog, "--people", people, "--output", out, "--replace");
        cli_check_code(&r, 0);
        record[i] = test_read(test_path(out, "run.json"), NULL);
    }
    check_has(record[0], "\n \"started\": \"1970-01-02T00:00:00Z\",\n \"seconds\": null,\n", true);
    cr_assert_str_eq(record[0], record[1]);
    free(record[0]);
    free(record[1]);
    cli_result r = CLI_RUN("plan", "--catalog", catalog, "--people", people, "--output", out,
                           "--replace", "--no-record");
    cli_check_code(&r, 0);
    cli_check_folder(out, "assignments.csv plan.json programs.csv roles.csv");
}

/* The record alone is larger than files may be. */
Test(cli_plan, without_its_record_there_is_no_plan_and_no_page)
{
    const char *folder = test_folder(), *catalog = test_write_files(shop, NULL);
    const char *people = test_write_files(staff, NULL);
    cli_result r = CLI_RUN_WITH((cli_setup){.file_size = 1800}, "plan", "--catalog", catalog,
                                "--people", people, "--output", test_path(folder, "plan"));
    cli_check_code(&r, 1);
    cli_check_err(&r, "/plan/run.json: cannot write: File too large");
    cli_check_folder(folder, "");
    r = CLI_RUN_WITH((cli_setup){.file_size = 1800}, "plan", "--catalog", catalog, "--people",
                     people, "--output", test_path(folder, "plan"), "--no-record");
    cli_check_code(&r, 0);
}

Test(cli_plan, no_text_of_a_plan_is_a_formula_in_a_spreadsheet)
{
    static const test_file formulas[] = {
        {"people.csv", "person_id,role_id\n=1+1,picker\n"},
        {NULL, NULL},
    };
    static const test_file named[] = {
        {"programs.csv", "program_id,name,cost,weeks,seats\nspeaking,=Speaking,500,4,\n"
                         "planning,Planning course,2000,10,5\n"},
        {"roles.csv", "role_id,title,job_zone,wage,openings\npicker,@Picker,2,31000,9\n"
                      "lead,Shift lead,2,42000,1\nplanner,Planner,3,50000,2\n"},
        {NULL, NULL},
    };
    const char *out = test_path(test_folder(), "plan");
    cli_result r = CLI_RUN("plan", "--catalog", test_write_files(shop, named), "--people",
                           test_write_files(formulas, NULL), "--output", out, "--budget", "500",
                           "--spreadsheet-safe");
    cli_check_code(&r, 0);
    char *rows = test_read(test_path(out, "assignments.csv"), NULL);
    check_has(rows, "\n'=1+1,lead,4,500,", true);
    check_has(rows, ",0,'+speaking >lead\n", true);
    free(rows);
    char *programs = test_read(test_path(out, "programs.csv"), NULL);
    check_has(programs, "\nspeaking,'=Speaking,1,", true);
    free(programs);
    char *roles = test_read(test_path(out, "roles.csv"), NULL);
    check_has(roles, "\npicker,'@Picker,0,9,", true);
    free(roles);
}

Test(cli_plan, a_key_does_not_go_with_a_former_plan)
{
    cli_result r;
    const char *catalog = test_write_files(shop, NULL), *people = test_write_files(staff, NULL);
    const char *out = PLANNED(&r, "--budget", "3000", "--no-record");
    const char *path = write_key(out, "run.json", key);
    r = CLI_RUN("plan", "--catalog", catalog, "--people", people, "--output", out, "--replace",
                "--pseudonyms", path);
    cli_check_code(&r, 2);
    cli_check_err(&r, "would be replaced together with ");
    check_file(out, "run.json", key);
}

Test(cli_plan, paths_of_a_plan_know_no_adjacency)
{
    cli_result result;
    const char *out = PLANNED(&result, "--adjacency", "learned");
    cli_check_code(&result, 2);
    cli_check_err(&result, "adjacency");
    cli_check_folder(out, "");
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
