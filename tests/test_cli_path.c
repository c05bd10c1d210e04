/* test_cli_path.c - rung path finds what was worked out by hand, and writes it whole or not at
 * all. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "cli.h"
#include "failures.h"
#include "rung.h"
#include "support.h"

/* ---------------------------------------------------------------- a case worked out by hand */

/* Wages are 500, 600, 1000 and 2000 a week. knife brings cutting, paint art; paint asks for cutting
 * first and admits people of the north alone. */
static const test_file kitchen[] = {
    {"catalog.ini", "name = Kitchen\nlevels = 4\ncurrency = EUR\n"},
    {"skills.csv", "skill_id,name,kind\nart,Art,soft\nbow,Bowing,other\ncut,Cutting,technical\n"},
    {"roles.csv", "role_id,title,family,job_zone,wage\n"
                  "host,Host,floor,2,26000\n"
                  "cook,Cook,kitchen,2,31200\n"
                  "chef,Chef,kitchen,3,52000\n"
                  "king,King,,5,104000\n"
                  "idle,Idle,,1,\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance,essential\n"
                        "host,bow,2,1,0\n"
                        "cook,cut,4,1,1\n"
                        "chef,cut,4,0.5,0\n"
                        "chef,art,4,0.5,0\n"
                        "king,art,4,1,0\n"},
    {"programs.csv", "program_id,name,cost,weeks,seats,opens_zone,audience\n"
                     "paint,Painting,1000,10,,,site=north\n"
                     "knife,Knives,520,2,,,\n"},
    {"program_skills.csv", "program_id,skill_id,level,requires\n"
                           "paint,art,4,0\n"
                           "paint,cut,4,1\n"
                           "knife,cut,4,0\n"},
    {NULL, NULL},
};

/* p1 and O"Neil, A are alike; p2 differs from them in the site, p4 has neither role nor levels. */
static const test_file staff[] = {
    {"people.csv", "person_id,role_id,site\np1,host,north\np2,host,south\n\"O\"\"Neil, "
                   "A\",host,north\np4,,south\n"},
    {"people_skills.csv", "person_id,skill_id,level\np1,bow,2\np2,bow,2\n\"O\"\"Neil, A\",bow,2\n"},
    {NULL, NULL},
};

/* Over one year without discount, p1's ways are
 *   cook  knife, 2 weeks; then 50 weeks with 100 more a week, less 520: 4480
 *   chef  knife and paint, 12 weeks; 40 weeks with 500 more, less 1520: 18480; or
 *         knife, cook in week 2, 26 weeks of dwell, paint, chef in week 38: 36 weeks with 100 more
 *         and 14 with 500, less 1520: 9080. Both programs first and then cook and chef is no way
 *         of its own: paint can be put off
 *   king  two zones beyond the chef's
 * p2 is not admitted to paint. p4's wage is not known: the cook's counts as today's. */
#define HEADER                                                                                     \
    "person_id,target_rank,target_role,path_rank,weeks,cost,gain,steps,readiness,proven,route\n"
#define ONEIL "\"O\"\"Neil, A\","
#define CHEF1 "chef,1,12,1520,18480,1,1,true,+knife +paint >chef\n"
#define CHEF2 "chef,2,38,1520,9080,2,1,true,+knife >cook +paint >chef\n"
#define COOK  "cook,1,2,520,4480,1,1,true,+knife >cook\n"
#define COOK4 "cook,1,2,520,29480,1,1,true,+knife >cook\n"

#define LADDER                                                                                     \
    "p1, Host, 26,000 EUR a year\n"                                                                \
    "  1.1  Cook: 2 weeks, cost 520 EUR, gain 4,480 EUR, proven\n"                                 \
    "     ○ today       Host                                                       26,000 EUR "  \
    "a year\n"                                                                                     \
    "     ├ week 0      Knives                                        2 weeks         520 EUR\n" \
    "     │             Cutting 0→4 of 4 (essential)\n"                                        \
    "     │             ready for Cook: 0 % → 100 %\n"                                         \
    "     ● week 2      Cook                                                       31,200 EUR "  \
    "a year\n\n"

#define JSON_COOK                                                                                  \
    "{\"person_id\":\"p1\",\"levels_imputed\":false,\"target_rank\":1,\"target_role\":\"cook\","   \
    "\"path_rank\":1,"                                                                             \
    "\"weeks\":2,\"cost\":520,\"gain\":4480,\"steps\":1,\"readiness\":1,\"proven\":true,"          \
    "\"route\":\"+knife >cook\",\"path\":[{\"role_id\":\"cook\",\"programs\":[\"knife\"],"         \
    "\"starts\":0,\"enters\":2,\"cost\":520,\"wage\":31200,\"readiness_before\":0,"                \
    "\"readiness\":1}]}\n"

static const struct {
    const char *options[16];
    const char *out;
} worked[] = {
    {{"--top", "3"},
     HEADER "p1,1," CHEF1 "p1,1," CHEF2 "p1,2," COOK "p2,1," COOK ONEIL "1," CHEF1 ONEIL
            "1," CHEF2 ONEIL "2," COOK "p4,1," COOK4},
    {{"--top", "1", "--paths", "1"},
     HEADER "p1,1," CHEF1 "p2,1," COOK ONEIL "1," CHEF1 "p4,1," COOK4},
    {{"--paths", "2", "--prefer", "fastest"},
     HEADER "p1,1," COOK "p1,2," CHEF1 "p1,2," CHEF2 "p2,1," COOK ONEIL "1," COOK ONEIL
            "2," CHEF1 ONEIL "2," CHEF2 "p4,1," COOK4},
    {{"--steps", "1", "--prefer=cheapest"},
     HEADER "p1,1," COOK "p1,2," CHEF1 "p2,1," COOK ONEIL "1," COOK ONEIL "2," CHEF1 "p4,1," COOK4},
    /* Targets are ranked, not taken in the order given. */
    {{"--target", "cook", "--target=chef", "--paths", "1"},
     HEADER "p1,1," CHEF1 "p1,2," COOK "p2,1," COOK ONEIL "1," CHEF1 ONEIL "2," COOK "p4,1," COOK4},
    /* Ten weeks in zone 2: knife, cook in week 2, paint from 12, chef in 22: 20 weeks with 100
     * more, 30 with 500. */
    {{"--person", "p1", "--target", "chef", "--dwell", "1,10,1,1,1", "--format", "csv"},
     HEADER "p1,1," CHEF1 "p1,1,chef,2,22,1520,15480,2,1,true,+knife >cook +paint >chef\n"},
    {{"--person", "p1", "--target", "cook"}, LADDER},
    {{"--person=p1", "--target=cook", "--format=jsonl"}, JSON_COOK},
    /* In no time there is nothing to gain. */
    {{"--person", "O\"Neil, A", "--years", "0", "--top", "1", "--format", "csv", "--prefer",
      "fewest", "--paths", "1"},
     HEADER ONEIL "1,cook,1,2,520,-520,1,1,true,+knife >cook\n"},
    /* Everybody is ready for everything, if its zone is in reach and its wage no less. */
    {{"--person", "p2", "--theta", "0", "--essential", "0", "--zone-step", "4", "--target", "king",
      "--paths", "1", "--format", "csv"},
     HEADER "p2,1,king,1,0,0,78000,1,0,true,>king\n"},
};

static cli_result run_kitchen(const char *const *options, const test_file *instead)
{
    const char *words[30] = {"path", "--catalog", test_write_files(kitchen, NULL), "--people",
                             test_write_files(staff, instead)};
    size_t count = 5;
    for (size_t i = 0; options[i]; i++)
        words[count++] = options[i];
    bool years = false;
    for (size_t i = 0; options[i]; i++)
        years |= strcmp(options[i], "--years") == 0;
    words[count++] = "--discount=0";
    if (!years)
        words[count++] = "--years=1";
    return cli_run_with((cli_setup){0}, words);
}

#define RUN_KITCHEN(...) run_kitchen((const char *const[]){__VA_ARGS__, NULL}, NULL)

TEST_EACH(cli_path, writes_what_was_worked_out_by_hand, sizeof worked / sizeof *worked)
{
    cli_result result = run_kitchen(worked[*row].options, NULL);
    cli_check_code(&result, 0);
    cli_check_whole_out(&result, worked[*row].out);
}

Test(cli_path, the_profile_can_rank_targets)
{
    /* Both figures prefer the chef; the readiness of today is 0 for both, and the cook comes first
     * in the catalog. */
    cli_result result = RUN_KITCHEN("--person", "p1", "--order", "score", "--profile", "readiness",
                                    "--paths", "1", "--format", "csv");
    cli_check_code(&result, 0);
    cli_check_whole_out(&result, HEADER "p1,1," COOK "p1,2," CHEF1);
}

Test(cli_path, tells_what_is_not_read_and_who_has_no_levels)
{
    static const test_file bare[] = {{"people.csv", "person_id,role_id\np1,host\np2,cook\n"},
                                     {"people_skills.csv", NULL},
                                     {"people_skill.csv", "person_id,skill_id,level\np1,art,4\n"},
                                     {NULL, NULL}};
    const char *folder = test_write_files(bare, NULL);
    const char *catalog = test_write_files(kitchen, NULL);
    cli_result result = CLI_RUN("path", "--catalog", catalog, "--people", folder);
    cli_check_code(&result, 0);
    cli_check_err(&result, "/people_skill.csv is not read, expected people.csv, people_skills.csv "
                           "or people.npy\n");
    cli_check_err(&result, ": everybody has the levels of their current role\n");
    result = CLI_RUN("path", "--catalog", catalog, "--people", folder, "--person", "p1");
    cli_check_code(&result, 0);
    cli_check_err(&result, "/people_skill.csv is not read, expected people.csv, people_skills.csv "
                           "or people.npy\n");
}

Test(cli_path, sums_up_on_stderr)
{
    cli_result result = RUN_KITCHEN("--target", "chef", "--target", "cook");
    cli_check_code(&result, 0);
    cli_check_err(&result, "4 people in ");
    cli_check_err(&result, "\n4 people with a path, 8 paths; ");
    cli_check_err(&result, "\n2 pairs of a person and a target have no path\n");
    cli_check_err(&result, "\n1 person has no current role\n");
    cli_check_err(&result, "1 of 5 roles have no wage: the wage rule is skipped for them\n");
    cr_assert_null(strstr(result.err, "closed"), "%s", result.err);
    cr_assert_null(strstr(result.err, "job zone"), "%s", result.err);
}

Test(cli_path, sums_up_one_person_as_one)
{
    static const char *const batches[][2] = {{"1", "2"}, {"100", "4"}}; /* read up to her */
    for (size_t i = 0; i < 2; i++) {
        char expected[60];
        cli_result result = RUN_KITCHEN("--person", "p2", "--target", "chef", "--threads", "2",
                                        "--batch", batches[i][0]);
        cli_check_code(&result, 0);
        snprintf(expected, sizeof expected, "\n1 person searched of %s read in ", batches[i][1]);
        cli_check_err(&result, expected);
        cr_assert_null(strstr(result.err, "people/s"), "%s", result.err);
        cli_check_err(&result, "\n0 people with a path, 0 paths; 1 thread, peak memory ");
    }
}

/* p1 and p3 are alike, but p3's level is the role's; p2 has some of her own. */
static const test_file assumed[] = {
    {"people.csv", "person_id,role_id\np1,host\np2,host\np3,host\n"},
    {"people_skills.csv", "person_id,skill_id,level\np1,bow,2\np2,cut,1\n"},
    {NULL, NULL}};

static const struct {
    const char *impute, *person, *line;
} noted[] = {
    {"empty", "p1", "p1, Host, 26,000 EUR a year\n"},
    {"empty", "p2", "p2, Host, 26,000 EUR a year\n"},
    {"empty", "p3", "p3, Host, 26,000 EUR a year (levels assumed from the role)\n"},
    {"fill", "p2", "p2, Host, 26,000 EUR a year (missing levels assumed from the role)\n"},
    {"none", "p3", "p3, Host, 26,000 EUR a year\n"},
};

TEST_EACH(cli_path, marks_those_whose_levels_are_the_roles, sizeof noted / sizeof *noted)
{
    const char *impute = noted[*row].impute, *person = noted[*row].person;
    char marked[100];
    cli_result one =
        run_kitchen((const char *const[]){"--person", person, "--impute", impute, NULL}, assumed);
    cli_result all =
        run_kitchen((const char *const[]){"--format", "text", "--impute", impute, NULL}, assumed);
    cli_result json =
        run_kitchen((const char *const[]){"--format", "jsonl", "--impute", impute, NULL}, assumed);
    cli_check_out(&one, noted[*row].line);
    cli_check_out(&all, noted[*row].line);
    snprintf(marked, sizeof marked, "{\"person_id\":\"%s\",\"levels_imputed\":%s,", person,
             strchr(noted[*row].line, '(') ? "true" : "false");
    cli_check_out(&json, marked);
}

/* Every other role pays a king less, and nobody knows what idling pays, which counts where gain
 * does not rank. */
static const struct {
    const char *options[6], *out;
} nothing[] = {
    {{"--person", "p1"},
     "p1, King, 104,000 EUR a year\n"
     "  no path found: 3 roles are out of reach; --target ROLE tells why\n\n"},
    {{"--person", "p1", "--prefer", "fewest"},
     "p1, King, 104,000 EUR a year\n"
     "  no path found: 4 roles are out of reach; --target ROLE tells why\n\n"},
    {{"--person", "p1", "--order", "score"},
     "p1, King, 104,000 EUR a year\n"
     "  no path found: 4 roles are out of reach; --target ROLE tells why\n\n"},
    {{"--person", "p2", "--effort", "1"},
     "p2, Host, 26,000 EUR a year\n  no path found: the search ended at --effort\n\n"},
};

TEST_EACH(cli_path, says_how_many_roles_are_out_of_reach, sizeof nothing / sizeof *nothing)
{
    static const test_file idling[] = {
        {"role_skills.csv", "role_id,skill_id,level,importance\nhost,bow,2,1\ncook,cut,4,1\n"
                            "chef,cut,4,0.5\nking,art,4,1\nidle,bow,1,1\n"},
        {NULL, NULL}};
    static const test_file two[] = {
        {"people.csv", "person_id,role_id\np1,king\np2,host\n"},
        {"people_skills.csv", "person_id,skill_id,level\np1,art,4\np2,bow,2\n"},
        {NULL, NULL}};
    const char *words[20] = {"path", "--catalog", test_write_files(kitchen, idling), "--people",
                             test_write_files(staff, two)};
    for (size_t i = 0; nothing[*row].options[i]; i++)
        words[5 + i] = nothing[*row].options[i];
    cli_result result = cli_run_with((cli_setup){0}, words);
    cli_check_code(&result, 0);
    cli_check_whole_out(&result, nothing[*row].out);
}

/* p2 has a level, and p3 a role with levels. */
static const struct {
    const char *person, *impute, *line;
} unrated[] = {
    {"p1", "empty",
     "p1, Idle (every level is 0: the current role is unrated and gives none)\n  1.1  "},
    {"p1", "fill",
     "p1, Idle (every level is 0: the current role is unrated and gives none)\n  1.1  "},
    {"p1", "none", "p1, Idle\n  1.1  "},
    {"p2", "empty", "p2, Idle\n  1.1  "},
    {"p3", "none", "p3, Host, 26,000 EUR a year\n  1.1  "},
};

TEST_EACH(cli_path, says_where_an_unrated_role_leaves_no_levels, sizeof unrated / sizeof *unrated)
{
    static const test_file idlers[] = {
        {"people.csv", "person_id,role_id\np1,idle\np2,idle\np3,host\n"},
        {"people_skills.csv", "person_id,skill_id,level\np2,bow,1\n"},
        {NULL, NULL}};
    cli_result result = run_kitchen((const char *const[]){"--person", unrated[*row].person,
                                                          "--impute", unrated[*row].impute, NULL},
                                    idlers);
    cli_check_code(&result, 0);
    cr_assert_eq(strncmp(result.out, unrated[*row].line, strlen(unrated[*row].line)), 0, "%s",
                 result.out);
}

Test(cli_path, says_that_top_is_not_about_given_targets)
{
    static const char ignored[] = "rung: --top is ignored: ";
    cli_result result = RUN_KITCHEN("--target", "cook", "--target", "chef", "--top", "1");
    cli_check_code(&result, 0);
    cli_check_err(&result, ignored);
    cli_check_out(&result, "p1,2,cook,");
    cr_assert_null(strstr(RUN_KITCHEN("--target", "cook").err, ignored));
    cr_assert_null(strstr(RUN_KITCHEN("--top", "1").err, ignored));
}

Test(cli_path, tells_no_speed_of_a_few_people)
{
    cli_result result = RUN_KITCHEN("--top", "1");
    cli_check_err(&result, "4 people in ");
    cr_assert_null(strstr(result.err, "people/s"), "%s", result.err);
}

Test(cli_path, says_which_programs_are_closed_for_want_of_a_column)
{
    static const test_file bare[] = {{"people.csv", "person_id,role_id\np1,host\n"},
                                     {"people_skills.csv", "person_id,skill_id,level\np1,bow,2\n"},
                                     {NULL, NULL}};
    cli_result result = run_kitchen((const char *const[]){"--top=3", NULL}, bare);
    cli_check_code(&result, 0);
    cli_check_whole_out(&result, HEADER "p1,1," COOK);
    cli_check_err(
        &result,
        "1 program is closed to all: people.csv lacks the column 'site' that 'paint' asks for\n");
}

Test(cli_path, takes_a_column_in_other_letters_for_a_slip)
{
    static const test_file slip[] = {{"people.csv", "person_id,role_id,Site\np1,host,north\n"},
                                     {"people_skills.csv", "person_id,skill_id,level\np1,bow,2\n"},
                                     {NULL, NULL}};
    cli_result result = run_kitchen((const char *const[]){"--top=3", NULL}, slip);
    cli_check_code(&result, 3);
    cli_check_whole_out(&result, "");
    cli_check_err(&result,
                  "/people.csv:1: column 3: found 'Site', expected it to be written 'site'\n");
}

Test(cli_path, says_which_programs_are_of_no_use)
{
    static const test_file vain[] = {
        {"programs.csv",
         "program_id,name,cost,weeks,opens_zone,audience\npaint,Painting,1,1,,site=north;shift=a\n"
         "pass,Pass,1,1,3,shift=a\nknife,Knives,520,2,,\nzero,Zero,1,1,,\n"},
        {"program_skills.csv", "program_id,skill_id,level,requires\npaint,cut,4,1\nknife,cut,4,0\n"
                               "zero,cut,0,0\n"},
        {NULL, NULL}};
    const char *catalog = test_write_files(kitchen, vain);
    cli_result result = CLI_RUN("path", "--catalog", catalog, "--people",
                                test_write_files(staff, NULL), "--person", "p1");
    cli_check_code(&result, 0);
    cli_check_err(&result, "2 of 4 programs teach nothing and open no zone: no path takes them\n");
    cli_check_err(&result, "\n2 programs are closed to all: people.csv lacks columns, such as "
                           "'shift' that 'paint' asks for\n");
    result = CLI_RUN("info", "--catalog", catalog);
    cli_check_out(&result, "\nprograms     4: 2 teach nothing and open no zone\n");
}

/* ---------------------------------------------------------------- misses */

static const char misses_start[] = "person_id,target_role,rules,theta,wage_fall,reason\n";

/* What stands before the reasons, which are for people, and that there is one in every row. */
static void check_misses(const char *path, const char *const *rows)
{
    char *text = test_read(path, NULL);
    cr_assert_not_null(text);
    cr_assert_eq(strncmp(text, misses_start, strlen(misses_start)), 0, "%s", text);
    const char *at = text + strlen(misses_start);
    for (; *rows; rows++) {
        size_t length = strlen(*rows);
        cr_assert_eq(strncmp(at, *rows, length), 0, "'%s' does not start with '%s'", at, *rows);
        cr_assert_neq(at[length], '\n');
        at = strchr(at, '\n') + 1;
    }
    cr_assert_str_eq(at, "");
    free(text);
}

static const char no_path_yet[] = " no path yet, since the search ended at --effort ";

/* Of two pairs each, or of people where targets are found. */
Test(cli_path, says_what_to_do_when_effort_ended_a_search_without_a_path)
{
    cli_result result = RUN_KITCHEN("--target", "chef", "--target", "cook", "--effort", "1");
    cli_check_code(&result, 0);
    cli_check_whole_out(&result, HEADER);
    cli_check_err(&result,
                  "\n8 of these pairs have no path yet, since the search ended at --effort "
                  "1: try a larger --effort or fewer --steps\n");
    result = RUN_KITCHEN("--person", "p1", "--target", "chef", "--effort", "1");
    cli_check_err(&result, "\n1 of these pairs has no path yet, since ");
    result = RUN_KITCHEN("--effort", "1", "--order", "score");
    cli_check_whole_out(&result, HEADER);
    cli_check_err(&result, "\n4 people have no path yet, since the search ended at --effort 1: try "
                           "a larger --effort or fewer --steps\n");
    result = RUN_KITCHEN("--effort", "1");
    cli_check_whole_out(&result, HEADER);
    cli_check_err(&result, "\n4 people have no path yet, since ");
    cr_assert_null(strstr(result.err, "target"), "%s", result.err);
    result = RUN_KITCHEN("--effort", "0");
    cr_assert_null(strstr(result.err, no_path_yet), "%s", result.err);
}

Test(cli_path, lists_no_miss_of_a_target_that_nobody_asked_for)
{
    for (unsigned effort = 1; effort < 100; effort++) {
        char number[20];
        snprintf(number, sizeof number, "%u", effort);
        cli_result result = RUN_KITCHEN("--format", "jsonl", "--effort", number);
        cli_check_code(&result, 0);
        cr_assert_null(strstr(result.out, "\"reason\""), "%s", result.out);
    }
}

/* With more and more effort: nothing found yet, then paths that may not be the best, then all. */
Test(cli_path, says_where_effort_ended_a_search)
{
    static const char *const rows[] = {"p1,chef,effort,,,", NULL};
    const char *path = test_path(test_folder(), "misses.csv");
    unsigned unproven = 0, missed = 0, effort = 0;
    cli_result result;
    do {
        char number[20];
        snprintf(number, sizeof number, "%u", ++effort);
        result = RUN_KITCHEN("--person", "p1", "--format", "csv", "--target", "chef", "--effort",
                             number, "--misses", path);
        cli_check_code(&result, 0);
        bool false_there = strstr(result.out, ",false,") != NULL;
        bool told = strstr(result.err, " not be the best: the search ended at "
                                       "--effort ") != NULL;
        cr_assert_eq(false_there, told, "%s%s", result.out, result.err);
        unproven += told;
        bool untold = strstr(result.err, no_path_yet) == NULL;
        cr_assert_eq(untold, strcmp(result.out, HEADER) != 0, "%s", result.err);
        if (strcmp(result.out, HEADER) == 0) {
            check_misses(path, rows);
            missed++;
        }
    } while (strstr(result.out, ",true,") == NULL && effort < 200);
    cli_check_whole_out(&result, HEADER "p1,1," CHEF1 "p1,1," CHEF2);
    cr_assert_gt(unproven, 0u);
    cr_assert_gt(missed, 0u);
}

/* p2 would need paint and the zone; p4, whose zone is not known, paint alone. */
Test(cli_path, misses_tell_the_rules_in_the_way)
{
    const char *folder = test_folder(), *path = test_path(folder, "misses.csv");
    static const char *const rows[] = {"p1,king,zone,,,",
                                       "p1,host,current,,,",
                                       "p1,idle,unrated,,,",
                                       "p2,king,audience;zone,,,",
                                       "p2,host,current,,,",
                                       "p2,idle,unrated,,,",
                                       ONEIL "king,zone,,,",
                                       ONEIL "host,current,,,",
                                       ONEIL "idle,unrated,,,",
                                       "p4,king,audience,,,",
                                       "p4,host,readiness,0,,",
                                       "p4,idle,unrated,,,",
                                       NULL};
    cli_result result = RUN_KITCHEN("--target", "king", "--target", "host", "--target", "cook",
                                    "--target", "idle", "--misses", path);
    cli_check_code(&result, 0);
    cli_check_whole_out(&result, HEADER "p1,1," COOK "p2,1," COOK ONEIL "1," COOK "p4,1," COOK4);
    check_misses(path, rows);
    cli_check_folder(folder, "misses.csv misses.csv.run.json");
}

/* Who is at 1 of the host's 2 is half ready, and nothing teaches bowing. */
Test(cli_path, a_miss_tells_the_readiness_that_would_do)
{
    static const test_file half[] = {{"people.csv", "person_id,role_id\np1,\n"},
                                     {"people_skills.csv", "person_id,skill_id,level\np1,bow,1\n"},
                                     {NULL, NULL}};
    const char *path = test_path(test_folder(), "misses.csv");
    cli_result result = run_kitchen(
        (const char *const[]){"--target", "host", "--misses", path, "--format", "jsonl", NULL},
        half);
    cli_check_code(&result, 0);
    static const char *const rows[] = {"p1,host,readiness,0.5,,", NULL};
    check_misses(path, rows);
    cli_check_out(
        &result,
        "{\"person_id\":\"p1\",\"levels_imputed\":false,\"target_role\":\"host\",\"path\":null,"
        "\"rules\":[\"readiness\"],\"theta\":0.5,\"wage_fall\":null,\"reason\":\"");
}

/* From the top of a valley to the peak, by two roles that pay less, since each role teaches what
 * the next one asks for. The best way is by the floor, whose 24000 are a third less than 36000;
 * that by the ledge takes longer, but its 30000 are only a sixth less. */
static const test_file valley[] = {
    {"skills.csv", "skill_id,name,kind\na,A,other\nb,B,other\nc,C,other\n"},
    {"roles.csv", "role_id,title,job_zone,wage\ntop,Top,2,40000\nslope,Slope,2,36000\n"
                  "floor,Floor,2,24000\nledge,Ledge,3,30000\npeak,Peak,2,60000\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance\ntop,a,4,1\nslope,a,4,1\n"
                        "slope,b,4,0.1\nfloor,b,4,1\nfloor,c,4,0.1\nledge,b,4,1\n"
                        "ledge,c,4,0.1\npeak,c,4,1\n"},
    {"programs.csv", NULL},
    {"program_skills.csv", NULL},
    {NULL, NULL},
};

#define DEEP "wage,,0.166667,"

static const struct {
    const char *target, *fall, *row; /* NULL: there is a path */
} falls[] = {
    {"peak", "0",
     DEEP "\"on the way to Peak, Ledge pays 30,000 EUR a year after 36,000 EUR as Slope: "
          "--wage-fall 0.166667 is needed\"\n"},
    {"peak", "0.166666", DEEP},
    {"peak", "0.166667", NULL},
    {"slope", "0",
     "wage,,0.1,\"Slope pays 36,000 EUR a year after today's 40,000 EUR as Top: --wage-fall 0.1 is "
     "needed\"\n"},
    {"slope", "0.099999", "wage,,0.1,"},
    {"slope", "0.1", NULL},
    /* with other rules, too */
    {"floor", "0.2",
     "steps;wage,,0.333334,\"the way takes 2 steps, allowed are 1: --steps 2 is needed; Floor pays "
     "24,000 EUR a year after 36,000 EUR as Slope: --wage-fall 0.333334 is needed\"\n"},
};

TEST_EACH(cli_path, a_miss_tells_the_fall_in_wage_that_would_do, sizeof falls / sizeof *falls)
{
    static const test_file one[] = {{"people.csv", "person_id,role_id\np1,top\n"},
                                    {"people_skills.csv", "person_id,skill_id,level\np1,a,4\n"},
                                    {NULL, NULL}};
    const char *path = test_path(test_folder(), "misses.csv");
    bool other = strcmp(falls[*row].target, "floor") == 0;
    cli_result result =
        CLI_RUN("path", "--catalog", test_write_files(kitchen, valley), "--people",
                test_write_files(one, NULL), "--steps", other ? "1" : "3", "--target",
                falls[*row].target, "--wage-fall", falls[*row].fall, "--misses", path);
    cli_check_code(&result, 0);
    char *text = test_read(path, NULL), expected[400];
    cr_assert_not_null(text);
    snprintf(expected, sizeof expected, "%s%s%s%s", misses_start, falls[*row].row ? "p1," : "",
             falls[*row].row ? falls[*row].target : "", falls[*row].row ? "," : "");
    if (falls[*row].row)
        strcat(expected, falls[*row].row);
    size_t length = strlen(expected);
    cr_assert_eq(strncmp(text, expected, length), 0, "%s", text);
    cr_assert_eq(falls[*row].row == NULL, text[length] == '\0' && !falls[*row].row, "%s", text);
    cr_assert_eq(falls[*row].row == NULL, strcmp(result.out, HEADER) != 0, "%s", result.out);
    free(text);
}

/* The first three are alike, and so are the next two; what each has is told to each. p6 holds no
 * role, and p7 one of the family. */
static const test_file guests[] = {
    {"people.csv", "person_id,role_id,site\np1,host,south\np2,host,far west\np3,host,\n"
                   "p4,idle,south\np5,idle,north\np6,,north\np7,chef,south\n"},
    {"people_skills.csv", "person_id,skill_id,level\n"},
    {NULL, NULL},
};

/* Art, which makes a king or a chef, is taught to some alone. */
static const struct {
    const char *audience, *reasons; /* of everybody */
} audiences[] = {
    {"site=north", "Painting admits only site=north; the person's site is south\n"
                   "Painting admits only site=north; the person's site is far west\n"
                   "Painting admits only site=north; site is empty\n"
                   "Painting admits only site=north; the person's site is south\n"
                   "\n\n"
                   "Painting admits only site=north; the person's site is south\n"},
    {"role=chef", "Painting admits only role=chef; the role held then is Host\n"
                  "Painting admits only role=chef; the role held then is Host\n"
                  "Painting admits only role=chef; the role held then is Host\n"
                  "Painting admits only role=chef; the role held then is Idle\n"
                  "Painting admits only role=chef; the role held then is Idle\n"
                  "Painting admits only role=chef; no role is held then\n\n"},
    {"family=kitchen;site=south",
     "Painting admits only family=kitchen; the role held then is Host of the family floor\n"
     "Painting admits only family=kitchen and site=south; the role held then is Host of "
     "the family floor and the person's site is far west\n"
     "Painting admits only family=kitchen and site=south; the role held then is Host of the "
     "family floor and site is empty\n"
     "Painting admits only family=kitchen; the role held then is Idle of no family\n"
     "Painting admits only family=kitchen and site=south; the role held then is Idle of no "
     "family and the person's site is north\n"
     "Painting admits only family=kitchen and site=south; no role is held then and the "
     "person's site is north\n\n"},
    {"shift=night", "Painting admits only shift=night; there is no column shift\n"
                    "Painting admits only shift=night; there is no column shift\n"
                    "Painting admits only shift=night; there is no column shift\n"
                    "Painting admits only shift=night; there is no column shift\n"
                    "Painting admits only shift=night; there is no column shift\n"
                    "Painting admits only shift=night; there is no column shift\n"
                    "Painting admits only shift=night; there is no column shift\n"},
};

TEST_EACH(cli_path, a_miss_tells_each_person_which_condition_fails,
          sizeof audiences / sizeof *audiences)
{
    char programs[200];
    snprintf(programs, sizeof programs,
             "program_id,name,cost,weeks,audience\npaint,Painting,1000,10,%s\n",
             audiences[*row].audience);
    const test_file school[] = {{"programs.csv", programs},
                                {"program_skills.csv", "program_id,skill_id,level\npaint,art,4\n"},
                                {"role_skills.csv",
                                 "role_id,skill_id,level,importance,essential\nhost,bow,2,1,0\n"
                                 "chef,cut,4,0.5,0\nking,art,4,1,0\n"},
                                {NULL, NULL}};
    const char *catalog = test_write_files(kitchen, school);
    const char *people = test_write_files(guests, NULL), *reasons = audiences[*row].reasons;
    static const char *const batches[] = {"1", "3", "100"};
    for (size_t b = 0; b < 3; b++) {
        char batch[20], id[] = "p1";
        const char *at = reasons, *path = test_path(test_folder(), "misses.csv");
        snprintf(batch, sizeof batch, "%s", batches[b]);
        cli_result result = CLI_RUN("path", "--catalog", catalog, "--people", people, "--target",
                                    "king", "--zone-step", "4", "--steps", "1", "--impute", "none",
                                    "--format", "jsonl", "--batch", batch, "--misses", path);
        cli_check_code(&result, 0);
        char *text = test_read(path, NULL);
        cr_assert_not_null(text);
        for (; *at; id[1]++, at = strchr(at, '\n') + 1) {
            char csv[300], json[400];
            int length = (int)strcspn(at, "\n");
            snprintf(csv, sizeof csv, "\n%s,king,%s%.*s%s", id, length ? "audience,,," : "", length,
                     at, length ? "\n" : "");
            cr_assert_eq(strstr(text, csv) != NULL, length > 0, "no '%s' in %s", csv, text);
            if (length == 0)
                continue;
            snprintf(json, sizeof json,
                     "{\"person_id\":\"%s\",\"levels_imputed\":false,\"target_role\":\"king\","
                     "\"path\":null,\"rules\":[\"audience\"],\"theta\":null,\"wage_fall\":null,"
                     "\"reason\":\"%.*s\"}\n",
                     id, length, at);
            cli_check_out(&result, json);
        }
        free(text);
        /* What people have stays out of what is logged. */
        cr_assert_null(strstr(result.err, "south"), "%s", result.err);
        cr_assert_null(strstr(result.err, "north"), "%s", result.err);
        cr_assert_null(strstr(result.err, "far west"), "%s", result.err);
    }
}

/* ---------------------------------------------------------------- mistakes */

#define PATH "path", "--catalog", "c", "--people", "p"

static const struct {
    const char *words[12];
    const char *message;
} mistakes[] = {
    {{"path"}, "path: expected --catalog DIR; see rung path --help"},
    {{"path", "--catalog", "c"}, "path: expected --people DIR; see rung path --help"},
    {{PATH, "--viable"}, "unknown option '--viable'; see rung path --help"},
    {{PATH, "--kernel", "scalar"}, "unknown option '--kernel'; see rung path --help"},
    {{PATH, "--top", "3", "--top", "4"}, "--top is there twice, expected it once"},
    {{PATH, "--target"}, "--target: expected ROLE behind it"},
    {{PATH, "--target", "a", "--target="}, "--target: found nothing, expected ROLE"},
    {{PATH, "--steps", "9"}, "--steps: found '9', expected a whole number in 1..8"},
    {{PATH, "--steps", "0"}, "--steps: found '0', expected a whole number in 1..8"},
    {{PATH, "--paths", "0"}, "--paths: found '0', expected a whole number in 1..1000"},
    {{PATH, "--years", "101"}, "--years: found '101', expected a number in 0..100"},
    {{PATH, "--discount", "-1"}, "--discount: found '-1', expected a number in 0..1"},
    {{PATH, "--wage-fall", "1.5"}, "--wage-fall: found '1.5', expected a number in 0..1"},
    {{PATH, "--effort", "-1"},
     "--effort: found '-1', expected a whole number in 0..1000000000000000\n"},
    {{PATH, "--prefer", "best"}, "--prefer: found 'best', expected gain|fastest|cheapest|fewest"},
    {{PATH, "--order", "gain"}, "--order: found 'gain', expected figure|score"},
    {{PATH, "--format", "table"}, "--format: found 'table', expected csv|jsonl|text"},
    {{PATH, "--dwell", "1,2,3,4"}, "--dwell: found '1,2,3,4', expected 5 or 6 numbers of weeks"},
    {{PATH, "--dwell", "1,2,3,4,5,6,7"}, "--dwell: found '1,2,3,4,5,6,7', expected 5 or 6"},
    {{PATH, "--dwell", "1,2,,4,5"}, "--dwell: found '1,2,,4,5', expected 5 or 6"},
    {{PATH, "--dwell", "1,2,-3,4,5"}, "--dwell: found '1,2,-3,4,5', expected 5 or 6"},
    {{PATH, "--misses", "m"}, "--misses: expected --target too"},
    {{PATH, "--output", "-"},
     "--output: found '-', expected the name of a file; without --output rows go to stdout\n"},
    {{PATH, "--target", "a", "--misses=-"}, "--misses: found '-', expected the name of a file\n"},
};

Test(cli_path, match_takes_a_dash_for_no_file_either)
{
    static const char *const words[] = {"match", "--catalog", "c", "--people",
                                        "p",     "--output",  "-", NULL};
    cli_check_mistake(words, "--output: found '-', expected the name of a file; without --output "
                             "rows go to stdout\n");
}

TEST_EACH(cli_path, a_mistake_is_told_with_what_was_expected, sizeof mistakes / sizeof *mistakes)
{
    cli_check_mistake(mistakes[*row].words, mistakes[*row].message);
}

Test(cli_path, counts_the_time_of_setting_up)
{
    cli_result result = RUN_KITCHEN("--target", "king");
    double all, setting_up, reading, searching, writing;
    const char *at = strstr(result.err, " in ");
    cr_assert(at && sscanf(at,
                           " in %lf s (setting up %lf, reading %lf, searching %lf, writing %lf s)",
                           &all, &setting_up, &reading, &searching, &writing) == 5,
              "%s", result.err);
    cr_assert(setting_up >= 0 && all + 0.03 >= setting_up + reading + searching + writing, "%s",
              result.err);
}

/* What is exact comes from sparse rows here and from dense ones there. */
Test(cli_path, the_same_comes_out_by_sparse_rows_and_by_dense_ones)
{
    static const char catalog[] = "datasets/upskilling-2025";
    const char *people = test_path(test_folder(), "people");
    cli_result made = CLI_RUN("synth", "--catalog", catalog, "--people", "60", "--output", people);
    cli_check_code(&made, 0);
    cli_result dense = CLI_RUN_WITH((cli_setup){.environment = "RUNG_KERNEL=scalar"}, "path",
                                    "--catalog", catalog, "--people", people, "--steps", "2");
    cli_result sparse = CLI_RUN_WITH((cli_setup){.environment = "RUNG_KERNEL=sparse"}, "path",
                                     "--catalog", catalog, "--people", people, "--steps", "2");
    cli_check_code(&dense, 0);
    cr_assert_gt(dense.out_length, 1000u);
    cli_check_whole_out(&sparse, dense.out);
}

Test(cli_path, an_unknown_target_is_told)
{
    cli_result result = RUN_KITCHEN("--target", "cook", "--target", "queen");
    cli_check_code(&result, 2);
    cli_check_err(&result, "rung: --target: found 'queen', expected the id of a role in ");
    cli_check_err(&result, "/roles.csv\n");
    cli_check_whole_out(&result, "");
}

Test(cli_path, a_target_that_is_there_twice_is_told)
{
    cli_result result = RUN_KITCHEN("--target", "cook", "--target", "chef", "--target", "cook");
    cli_check_code(&result, 2);
    cr_assert_str_eq(result.err, "rung: --target: found 'cook' twice, expected it once\n");
}

Test(cli_path, an_unknown_person_is_told_and_nothing_is_written)
{
    const char *folder = test_folder();
    cli_result result =
        RUN_KITCHEN("--person", "p5", "--target", "king", "--output", test_path(folder, "out"),
                    "--misses", test_path(folder, "misses"));
    cli_check_code(&result, 2);
    cli_check_err(&result, "rung: person: found 'p5', expected an id of ");
    cli_check_err(&result, "/people.csv\n");
    cli_check_folder(folder, "");
    result = RUN_KITCHEN("--person", "p5", "--format", "csv");
    cli_check_code(&result, 2);
    cli_check_whole_out(&result, "");
}

/* However they are written, and whether the file is there or not. */
static const struct {
    const char *output, *misses;
} pairs[] = {
    {"out", "out"}, {"out", "./out"},         {"out", "link"},
    {"new", "new"}, {"new", "folder/../new"}, {"folder/new", "same/new"},
};

TEST_EACH(cli_path, output_and_misses_need_a_file_each, sizeof pairs / sizeof *pairs)
{
    const char *folder = test_folder(), *path = test_write_text(folder, "out", "old");
    cr_assert_eq(mkdir(test_path(folder, "folder"), 0777), 0);
    cr_assert_eq(symlink("out", test_path(folder, "link")), 0);
    cr_assert_eq(symlink("folder", test_path(folder, "same")), 0);
    cli_result result =
        RUN_KITCHEN("--target", "king", "--output", test_path(folder, pairs[*row].output),
                    "--misses", test_path(folder, pairs[*row].misses));
    cli_check_code(&result, 2);
    cli_check_err(&result, "rung: misses: found '");
    cli_check_err(&result, "', expected another file than the output's\n");
    cli_check_folder(folder, "folder link out same");
    cli_check_folder(test_path(folder, "folder"), "");
    char *text = test_read(path, NULL);
    cr_assert_str_eq(text, "old");
    free(text);
}

/* Rows on stdout go into a file here, which misses must not replace. */
Test(cli_path, misses_never_replace_the_file_that_rows_go_to)
{
    const char *folder = test_folder(), *path = test_write_text(folder, "out", "");
    cli_result result = CLI_RUN_WITH(
        (cli_setup){.out_path = path}, "path", "--catalog", test_write_files(kitchen, NULL),
        "--people", test_write_files(staff, NULL), "--target", "king", "--misses", path);
    cli_check_code(&result, 2);
    cli_check_err(&result, "expected another file than the output's\n");
    cli_check_folder(folder, "out");
}

static const char *const options_of_files[] = {"--output", "--misses"};
static const char *const inputs[] = {"people.csv", "./people_skills.csv", "catalog/programs.csv",
                                     "link", "mine"};
enum { INPUTS = sizeof inputs / sizeof *inputs };

TEST_EACH(cli_path, no_file_that_is_read_is_written, 2 * INPUTS)
{
    const char *folder = test_write_files(staff, NULL), *input = inputs[*row % INPUTS];
    const char *catalog = test_write_files(kitchen, NULL),
               *option = options_of_files[*row / INPUTS];
    const char *profile = test_write_text(folder, "mine", "readiness = 1\n");
    cr_assert_eq(symlink("people.csv", test_path(folder, "link")), 0);
    cr_assert_eq(symlink(catalog, test_path(folder, "catalog")), 0);
    char expected[40], *before = test_read(test_path(folder, input), NULL);
    cli_result result = CLI_RUN("path", "--catalog", catalog, "--people", folder, "--profile",
                                profile, "--target", "chef", option, test_path(folder, input));
    cli_check_code(&result, 2);
    snprintf(expected, sizeof expected, "rung: %s: found '", option + 2);
    cli_check_err(&result, expected);
    cli_check_err(&result, ", which is read as ");
    char *after = test_read(test_path(folder, input), NULL);
    cr_assert(before && after);
    cr_assert_str_eq(before, after);
    free(before);
    free(after);
    cli_check_folder(folder, "catalog link mine people.csv people_skills.csv");
}

/* ---------------------------------------------------------------- whole or not at all */

static const struct {
    const char *output, *misses, *message;
} places[] = {
    {"/dev/full", "misses", "rung: /dev/full: cannot write: No space left on device\n"},
    {"out", "/dev/full", "rung: /dev/full: cannot write: No space left on device\n"},
    {"out", "none/misses", "none/misses: cannot create: No such file or directory\n"},
    {"none/out", "misses", "none/out: cannot create: No such file or directory\n"},
};

static const char *place_in(const char *folder, const char *name)
{
    return *name == '/' ? name : test_path(folder, name);
}

Test(cli_path, misses_that_cannot_be_written_leave_nothing_on_stdout)
{
    cli_result result = RUN_KITCHEN("--target", "king", "--target", "cook", "--misses", "/dev/full",
                                    "--batch", "1");
    cli_check_code(&result, 1);
    cli_check_err(&result, "rung: /dev/full: cannot write: No space left on device\n");
    cli_check_whole_out(&result, "");
}

TEST_EACH(cli_path, both_files_appear_or_none, sizeof places / sizeof *places)
{
    const char *folder = test_folder();
    cli_result result = RUN_KITCHEN("--target", "king", "--target", "cook", "--output",
                                    place_in(folder, places[*row].output), "--misses",
                                    place_in(folder, places[*row].misses));
    cli_check_code(&result, 1);
    cli_check_err(&result, places[*row].message);
    cli_check_folder(folder, "");
}

Test(cli_path, a_run_that_fails_late_leaves_both_files_as_they_were)
{
    static const test_file broken[] = {
        {"people.csv", "person_id,role_id,site\np1,host,north\np2,host,south\np3,nobody,\n"},
        {"people_skills.csv", "person_id,skill_id,level\np1,bow,2\n"},
        {NULL, NULL}};
    const char *folder = test_folder();
    const char *out = test_write_text(folder, "out", "old"),
               *misses = test_write_text(folder, "misses", "old");
    cli_result result =
        run_kitchen((const char *const[]){"--target", "king", "--batch", "1", "--output", out,
                                          "--misses", misses, NULL},
                    broken);
    cli_check_code(&result, 3);
    cli_check_err(&result, "people.csv:4: column 'role_id': found 'nobody'");
    cli_check_folder(folder, "misses out");
    char *text = test_read(out, NULL), *more = test_read(misses, NULL);
    cr_assert_str_eq(text, "old");
    cr_assert_str_eq(more, "old");
    free(text);
    free(more);
}

/* ---------------------------------------------------------------- a search without an end */

/* Sixty skills and a program for each, of which half would do: there are so many sets of them that
 * no bound cuts the search for p1 short. p2 to p4 have little to look for; p5's wage would fall,
 * and what the way would be if it might is as long a search. */
static const char *endless_folder(void)
{
    const char *folder = test_folder();
    rung_buffer skills = {0}, asked = {0}, programs = {0}, taught = {0};
    rung_put_text(&skills, "skill_id,name,kind\n");
    rung_put_text(&asked, "role_id,skill_id,level,importance\nlow,s0,1,1\nrich,s59,1,1\n");
    rung_put_text(&programs, "program_id,name,cost,weeks\n");
    rung_put_text(&taught, "program_id,skill_id,level\n");
    for (unsigned i = 0; i < 60; i++) {
        char line[60];
        snprintf(line, sizeof line, "s%u,S,other\n", i);
        rung_put_text(&skills, line);
        snprintf(line, sizeof line, "high,s%u,4,1\n", i);
        rung_put_text(&asked, line);
        snprintf(line, sizeof line, "p%u,P,%u,%u\n", i, 1000 + 7 * i % 97, 10 + 5 * i % 13);
        rung_put_text(&programs, line);
        snprintf(line, sizeof line, "p%u,s%u,%u\n", i, i, 2 + i % 3);
        rung_put_text(&taught, line);
    }
    cr_assert_not(skills.failed || asked.failed || programs.failed || taught.failed);
    test_write_text(folder, "catalog.ini", "name = Endless\nlevels = 4\n");
    test_write_text(folder, "roles.csv",
                    "role_id,title,wage\nlow,Low,20000\nhigh,High,90000\nrich,Rich,99999\n");
    test_write(folder, "skills.csv", skills.at, skills.length);
    test_write(folder, "role_skills.csv", asked.at, asked.length);
    test_write(folder, "programs.csv", programs.at, programs.length);
    test_write(folder, "program_skills.csv", taught.at, taught.length);
    test_write_text(folder, "people.csv",
                    "person_id,role_id\np1,low\np2,high\np3,high\np4,high\np5,rich\n");
    test_write_text(folder, "people_skills.csv", "person_id,skill_id,level\np1,s0,1\np3,s1,1\n");
    rung_buffer_free(&skills);
    rung_buffer_free(&asked);
    rung_buffer_free(&programs);
    rung_buffer_free(&taught);
    return folder;
}

/* Whichever thread it is that searches, and whether for a path or for a reason why there is none.
 */
static const struct {
    int signal;
    const char *options[7];
} endless[] = {
    {SIGINT, {"--person", "p1"}},   {SIGTERM, {"--threads", "1"}},
    {SIGINT, {"--threads", "2"}},   {SIGTERM, {"--threads", "3", "--batch", "1"}},
    {SIGINT, {"--order", "score"}}, {SIGTERM, {"--person", "p5", "--target", "high"}},
};

TEST_EACH(cli_path, a_signal_ends_a_search_that_is_long, sizeof endless / sizeof *endless)
{
    const char *folder = test_folder(), *data = endless_folder();
    const char *words[30] = {"path",
                             "--catalog",
                             data,
                             "--people",
                             data,
                             "--effort",
                             "0",
                             "--theta",
                             "0.5",
                             "--output",
                             test_path(folder, "out")};
    size_t count = 11;
    for (size_t i = 0; endless[*row].options[i]; i++)
        words[count++] = endless[*row].options[i];
    cli_setup setup = {.signal = endless[*row].signal, .delay = 200, .watch = folder};
    cli_result result = cli_run_with(setup, words);
    cr_assert_eq(result.temporaries, 1u, "the run was over too soon: %s", result.err);
    cr_assert_eq(result.signal, endless[*row].signal, "exit code %d: %s", result.code, result.err);
    cli_check_err(&result, "; no file was made\n");
    cli_check_folder(folder, "");
}

/* ---------------------------------------------------------------- the same bytes */

/* Three kinds of people in turn: many are alike, in every batch. */
static const char *many_people(size_t people)
{
    static const char *const kinds[] = {",host,north\n", ",host,south\n", ",,south\n"};
    const char *folder = test_folder();
    rung_buffer table = {0}, levels = {0};
    rung_put_text(&table, "person_id,role_id,site\n");
    rung_put_text(&levels, "person_id,skill_id,level\n");
    for (size_t i = 0; i < people; i++) {
        rung_put_char(&table, 'p');
        rung_put_whole(&table, i);
        rung_put_text(&table, kinds[i % 3]);
        rung_put_char(&levels, 'p');
        rung_put_whole(&levels, i);
        rung_put_text(&levels, i % 5 == 0 ? ",cut,1\n" : ",bow,2\n");
    }
    cr_assert_not(table.failed || levels.failed);
    test_write(folder, "people.csv", table.at, table.length);
    test_write(folder, "people_skills.csv", levels.at, levels.length);
    rung_buffer_free(&table);
    rung_buffer_free(&levels);
    return folder;
}

static const char *const runs[][2] = {{"1", "1"}, {"1", "7"}, {"1", "4096"},
                                      {"2", "1"}, {"2", "7"}, {"2", "4096"}};
static const char *const formats[] = {"csv", "jsonl", "text"};

TEST_EACH(cli_path, writes_the_same_with_any_threads_and_batch, 3)
{
    const char *catalog = test_write_files(kitchen, NULL), *people = many_people(100);
    const char *folder = test_folder(), *misses = test_path(folder, "misses");
    char *first_out = NULL, *first_misses = NULL;
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        cli_result result =
            CLI_RUN("path", "--catalog", catalog, "--people", people, "--format", formats[*row],
                    "--target", "king", "--target", "chef", "--threads", runs[i][0], "--batch",
                    runs[i][1], "--misses", misses);
        cli_check_code(&result, 0);
        char *text = test_read(misses, NULL);
        cr_assert_not_null(text);
        if (i == 0) {
            first_out = result.out;
            first_misses = text;
            cr_assert_gt(strlen(text), 100 * strlen("p1,king,zone,,"));
            cr_assert_gt(result.out_length, 3000u);
            continue;
        }
        cr_assert_str_eq(result.out, first_out);
        cr_assert_str_eq(text, first_misses);
        free(text);
    }
    free(first_misses);
}

/* Whoever is alike gets the same rows, whatever comes between. */
Test(cli_path, people_who_are_alike_differ_in_their_id_alone)
{
    const char *catalog = test_write_files(kitchen, NULL), *people = many_people(45);
    cli_result all = CLI_RUN("path", "--catalog", catalog, "--people", people, "--batch", "45");
    cli_check_code(&all, 0);
    const char *at = all.out + strlen(HEADER);
    for (size_t i = 0; i < 45; i++) {
        char id[20];
        snprintf(id, sizeof id, "p%zu", i);
        cli_result one = CLI_RUN("path", "--catalog", catalog, "--people", people, "--person", id,
                                 "--format", "csv");
        cli_check_code(&one, 0);
        size_t length = one.out_length - strlen(HEADER);
        cr_assert_gt(length, 0u);
        cr_assert_eq(strncmp(at, one.out + strlen(HEADER), length), 0, "%s: %s", id, one.out);
        at += length;
    }
    cr_assert_str_eq(at, "");
}

/* ---------------------------------------------------------------- the library's own failures */

typedef struct plan {
    rung_catalog *catalog;
    rung_matcher *matcher;
    rung_planner *planner;
    rung_path_job job;
} plan;

static const uint32_t given[] = {3, 1}; /* king and cook */

static plan make_plan(const char *folder)
{
    plan p = {.job = RUNG_PATH_JOB_INIT};
    rung_error error = {.message = ""};
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.threads = 1;
    options.kernel = "scalar";
    rung_status status = rung_catalog_open(&p.catalog, test_write_files(kitchen, NULL), &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    status = rung_matcher_new(&p.matcher, p.catalog, &options, &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    status = rung_planner_new(&p.planner, p.matcher, NULL, &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    p.job.people = test_write_files(staff, NULL);
    p.job.target = given;
    p.job.targets = 2;
    p.job.output = test_path(folder, "out");
    p.job.misses = test_path(folder, "misses");
    return p;
}

static void end_plan(plan *p)
{
    rung_planner_free(p->planner);
    rung_matcher_free(p->matcher);
    rung_catalog_free(p->catalog);
}

Test(path_people, survives_each_failing_allocation)
{
    const char *folder = test_folder();
    plan p = make_plan(folder);
    long n = 1;
    for (long failed = 1; failed > 0; n++) {
        rung_error error = {.message = ""};
        failures_arm(FAIL_MEMORY, n, 0);
        rung_status status = rung_path_people(p.planner, &p.job, NULL, &error);
        failed = failures_disarm();
        cr_assert_eq(status, failed ? RUNG_NO_MEMORY : RUNG_OK, "allocation %ld: %d %s", n,
                     (int)status, error.message);
        cr_assert(!failed || strstr(error.message, "out of memory"), "%s", error.message);
    }
    cr_assert_gt(n, 20);
    cli_check_folder(folder, "misses out");
    end_plan(&p);
}

static const struct {
    failure what;
    int code;
} failing[] = {{FAIL_WRITE, ENOSPC}, {FAIL_FSYNC, EIO}, {FAIL_RENAME, EACCES}};

/* Whatever fails first: afterwards both files are there, or none; but where only the folder could
 * not be synced, what was renamed before may be there. */
TEST_EACH(path_people, leaves_both_files_or_none, sizeof failing / sizeof *failing)
{
    long n = 1;
    for (;; n++) {
        const char *folder = test_folder();
        plan p = make_plan(folder);
        rung_error error = {.message = ""};
        failures_arm(failing[*row].what, n, failing[*row].code);
        rung_status status = rung_path_people(p.planner, &p.job, NULL, &error);
        long failed = failures_disarm();
        end_plan(&p);
        if (failed == 0) {
            cr_assert_eq(status, RUNG_OK, "%s", error.message);
            cli_check_folder(folder, "misses out");
            break;
        }
        cr_assert_eq(status, RUNG_IO, "call %ld: %s", n, error.message);
        if (failing[*row].what != FAIL_FSYNC)
            cli_check_folder(folder, "");
    }
    cr_assert_gt(n, 2);
}

static bool stop(void *context, uint64_t people, double fraction)
{
    uint64_t *calls = context;
    cr_assert(fraction >= 0 && fraction <= 1);
    cr_assert_leq(people, 4u);
    return ++*calls == 2;
}

Test(path_people, can_be_cancelled_between_batches)
{
    const char *folder = test_folder();
    plan p = make_plan(folder);
    rung_error error = {.message = ""};
    uint64_t calls = 0;
    p.job.batch = 1;
    p.job.progress = stop;
    p.job.context = &calls;
    cr_assert_eq(rung_path_people(p.planner, &p.job, NULL, &error), RUNG_CANCELLED);
    cr_assert_str_eq(error.message, "cancelled after 2 people");
    cli_check_folder(folder, "");
    end_plan(&p);
}

Test(path_people, counts_what_it_did)
{
    const char *folder = test_folder();
    plan p = make_plan(folder);
    rung_path_summary summary;
    cr_assert_eq(rung_path_people(p.planner, &p.job, &summary, NULL), RUNG_OK);
    cr_assert_eq(summary.people.people, 4u);
    cr_assert_eq(summary.people.without_role, 1u);
    cr_assert_eq(summary.with_path, 4u);
    cr_assert_eq(summary.rows, 4u);
    cr_assert_eq(summary.unproven, 0u);
    cr_assert_eq(summary.misses, 4u);
    end_plan(&p);
}

Test(path_people, refuses_what_makes_no_sense)
{
    static const uint32_t beyond[] = {1, 5}, twice[] = {1, 3, 1};
    plan p = make_plan(test_folder());
    const struct {
        rung_path_job job;
        const char *message;
    } bad[] = {
        {{.size = 1}, "rung_path_people: a planner and a job set with RUNG_PATH_JOB_INIT"},
        {{.size = sizeof p.job, .people = "p", .batch = (1 << 20) + 1}, "batch: found 1048577, "},
        {{.size = sizeof p.job, .people = "p", .format = (rung_format)7}, "format: found 7, "},
        {{.size = sizeof p.job, .people = "p", .targets = 1}, "targets: found 1 and no array"},
        {{.size = sizeof p.job, .people = "p", .target = beyond, .targets = 2},
         "target 1: found 5, expected less than 5, the number of roles"},
        {{.size = sizeof p.job, .people = "p", .target = twice, .targets = 3},
         "target 2: found 'cook' again, expected each target once"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rung_error error = {.message = ""};
        cr_assert_eq(rung_path_people(p.planner, &bad[i].job, NULL, &error), RUNG_BAD_ARGUMENT);
        cr_assert_eq(strncmp(error.message, bad[i].message, strlen(bad[i].message)), 0, "%s",
                     error.message);
    }
    end_plan(&p);
}
