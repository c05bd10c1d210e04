/* test_cli_match.c - rung match writes what docs/model.md says, to the last byte. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "random_vectors.h"
#include "rung.h"
#include "support.h"

static const char bundled[] = "datasets/upskilling-2025";

/* ---------------------------------------------------------------- a case worked out by hand */

/* Three skills with levels 0..4. Every skill is asked for at level 4 by two roles and at 0 by the
 * two others, so its mean is 2 and its standard deviation 2, and z(x) = (x - 2) / 2:
 *
 *            asks for (importance)           sum w q       z
 *   lead     art 4 (.5) bow 4 (.25) cut 4 (.25)  2+1+1 = 4   ( 1,  1,  1)
 *   host     bow 4 (1)                           4           (-1,  1, -1)
 *   cook     art 4 (.5)                          2           ( 1, -1, -1)
 *   clerk    cut 4 (1)                           4           (-1, -1,  1)
 *
 * Each z has the length sqrt(3). */
static const test_file kitchen[] = {
    {"catalog.ini", "name = Kitchen\nlevels = 4\n"},
    {"skills.csv", "skill_id,name,kind\nart,Art,soft\nbow,Bowing,other\ncut,Cutting,technical\n"},
    {"roles.csv", "role_id,title,family,job_zone,wage\n"
                  "lead,Lead,kitchen,4,80000\n"
                  "host,Host,floor,1,30000\n"
                  "cook,Cook,kitchen,2,40000\n"
                  "clerk,Clerk,,3,30000\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance,essential\n"
                        "lead,art,4,0.5,0\n"
                        "lead,bow,4,0.25,1\n"
                        "lead,cut,4,0.25,0\n"
                        "host,bow,4,1,1\n"
                        "cook,art,4,0.5,1\n"
                        "clerk,cut,4,1,0\n"},
    {NULL, NULL},
};

/* x and z(x) of the four:
 *   p1         (4, 2, 0)    ( 1, 0, -1)     length sqrt(2)
 *   p2         (2, 2, 2)    ( 0, 0, 0)      length 0, so every similarity is 0
 *   p3         no rows: the levels of lead, (4, 4, 4)
 *   O"Neil, A  (0, 2.5, 0)  (-1, 1/4, -1)   length sqrt(33/16) */
static const test_file staff[] = {
    {"people.csv", "person_id,role_id,site\np1,host,x\np2,,y\np3,lead,\n\"O\"\"Neil, A\",cook,z\n"},
    {"people_skills.csv", "person_id,skill_id,level\n"
                          "p1,art,4\n"
                          "p1,bow,2\n"
                          "p2,art,2\n"
                          "p2,bow,2\n"
                          "p2,cut,2\n"
                          "\"O\"\"Neil, A\",bow,2.5\n"},
    {NULL, NULL},
};

/* The options of a run on the kitchen and its staff, and its whole output. The readiness
 *   p1     lead (.5*4 + .25*2)/4 = .625; cook .5*4/2 = 1; clerk 0/4 = 0
 *   p2     lead (.5*2 + .25*2 + .25*2)/4 = .5; all others .5 too
 *   p3     1 for all
 *   O"Neil lead .25*2.5/4 = .15625; host 2.5/4 = .625; clerk 0
 * and the similarity, the product of both z over their lengths,
 *   p1     lead (1 + 0 - 1) = 0; cook (1 + 0 + 1)/sqrt(6) = .816496581; clerk (-1 + 0 - 1)/sqrt(6)
 *   p3     (1 - 1 - 1)/3 = -1/3 for all but lead
 *   O"Neil lead (-1 + 1/4 - 1)/sqrt(99/16) = -1.75/2.48746859 = -.703526471;
 *          host (1 + 1/4 + 1)/2.48746859 = .904534034; clerk (1 - 1/4 - 1)/2.48746859 = -.100503782
 * stand in every row. The current role is never among the rows, and of equal scores the role that
 * is first in the catalog comes first. */
#define HEADER      "person_id,rank,role_id,score,readiness,similarity\n"
#define HEADER_GAPS "person_id,rank,role_id,score,readiness,similarity,gaps\n"
#define ONEIL       "\"O\"\"Neil, A\","

static const struct {
    const char *options[12];
    const char *out;
} worked[] = {
    {{"--profile", "readiness", "--top", "10"}, /* more than there are roles */
     HEADER "p1,1,cook,1,1,0.816496581\n"
            "p1,2,lead,0.625,0.625,0\n"
            "p1,3,clerk,0,0,-0.816496581\n"
            "p2,1,lead,0.5,0.5,0\n"
            "p2,2,host,0.5,0.5,0\n"
            "p2,3,cook,0.5,0.5,0\n"
            "p2,4,clerk,0.5,0.5,0\n"
            "p3,1,host,1,1,-0.333333333\n"
            "p3,2,cook,1,1,-0.333333333\n"
            "p3,3,clerk,1,1,-0.333333333\n" ONEIL "1,host,0.625,0.625,0.904534034\n" ONEIL
            "2,lead,0.15625,0.15625,-0.703526471\n" ONEIL "3,clerk,0,0,-0.100503782\n"},
    {{"--profile", "readiness", "--top", "1"},
     HEADER "p1,1,cook,1,1,0.816496581\n"
            "p2,1,lead,0.5,0.5,0\n"
            "p3,1,host,1,1,-0.333333333\n" ONEIL "1,host,0.625,0.625,0.904534034\n"},
    {{"--profile", "similarity", "--top=2"},
     HEADER "p1,1,cook,0.816496581,1,0.816496581\n"
            "p1,2,lead,0,0.625,0\n"
            "p2,1,lead,0,0.5,0\n"
            "p2,2,host,0,0.5,0\n"
            "p3,1,host,-0.333333333,1,-0.333333333\n"
            "p3,2,cook,-0.333333333,1,-0.333333333\n" ONEIL
            "1,host,0.904534034,0.625,0.904534034\n" ONEIL "2,clerk,-0.100503782,0,-0.100503782\n"},
    /* Gaps, a share of what the role asks for: p1 to lead cut .25*4/4 = .25 and bow .25*2/4 = .125,
     * to clerk cut 4/4; p2 to lead art .5*2/4 = .25, then bow and cut with .125 each, of which bow
     * is first in the catalog; O"Neil to lead art .5*4/4 = .5, cut .25*4/4 = .25 (and bow
     * .25*1.5/4), to host bow 1.5/4. */
    {{"--profile", "readiness", "--top", "2", "--gaps", "2"},
     HEADER_GAPS "p1,1,cook,1,1,0.816496581,\n"
                 "p1,2,lead,0.625,0.625,0,cut:0>4;bow:2>4\n"
                 "p2,1,lead,0.5,0.5,0,art:2>4;bow:2>4\n"
                 "p2,2,host,0.5,0.5,0,bow:2>4\n"
                 "p3,1,host,1,1,-0.333333333,\n"
                 "p3,2,cook,1,1,-0.333333333,\n" ONEIL
                 "1,host,0.625,0.625,0.904534034,bow:2.5>4\n" ONEIL
                 "2,lead,0.15625,0.15625,-0.703526471,art:0>4;cut:0>4\n"},
    {{"--profile", "readiness", "--top", "2", "--gaps", "3", "--format", "jsonl"},
     "{\"person_id\":\"p1\",\"levels_imputed\":false,\"rank\":1,\"role_id\":\"cook\",\"score\":1,"
     "\"readiness\":1,"
     "\"similarity\":0.816496581,\"gaps\":[]}\n"
     "{\"person_id\":\"p1\",\"levels_imputed\":false,\"rank\":2,\"role_id\":\"lead\",\"score\":0."
     "625,\"readiness\":0.625,"
     "\"similarity\":0,\"gaps\":[{\"skill_id\":\"cut\",\"have\":0,\"need\":4,\"gap\":0.25},"
     "{\"skill_id\":\"bow\",\"have\":2,\"need\":4,\"gap\":0.125}]}\n"
     "{\"person_id\":\"p2\",\"levels_imputed\":false,\"rank\":1,\"role_id\":\"lead\",\"score\":0.5,"
     "\"readiness\":0.5,"
     "\"similarity\":0,\"gaps\":[{\"skill_id\":\"art\",\"have\":2,\"need\":4,\"gap\":0.25},"
     "{\"skill_id\":\"bow\",\"have\":2,\"need\":4,\"gap\":0.125},"
     "{\"skill_id\":\"cut\",\"have\":2,\"need\":4,\"gap\":0.125}]}\n"
     "{\"person_id\":\"p2\",\"levels_imputed\":false,\"rank\":2,\"role_id\":\"host\",\"score\":0.5,"
     "\"readiness\":0.5,"
     "\"similarity\":0,\"gaps\":[{\"skill_id\":\"bow\",\"have\":2,\"need\":4,\"gap\":0.5}]}\n"
     "{\"person_id\":\"p3\",\"levels_imputed\":true,\"rank\":1,\"role_id\":\"host\",\"score\":1,"
     "\"readiness\":1,"
     "\"similarity\":-0.333333333,\"gaps\":[]}\n"
     "{\"person_id\":\"p3\",\"levels_imputed\":true,\"rank\":2,\"role_id\":\"cook\",\"score\":1,"
     "\"readiness\":1,"
     "\"similarity\":-0.333333333,\"gaps\":[]}\n"
     "{\"person_id\":\"O\\\"Neil, "
     "A\",\"levels_imputed\":false,\"rank\":1,\"role_id\":\"host\",\"score\":0.625,"
     "\"readiness\":0.625,\"similarity\":0.904534034,"
     "\"gaps\":[{\"skill_id\":\"bow\",\"have\":2.5,\"need\":4,\"gap\":0.375}]}\n"
     "{\"person_id\":\"O\\\"Neil, "
     "A\",\"levels_imputed\":false,\"rank\":2,\"role_id\":\"lead\",\"score\":0.15625,"
     "\"readiness\":0.15625,\"similarity\":-0.703526471,"
     "\"gaps\":[{\"skill_id\":\"art\",\"have\":0,\"need\":4,\"gap\":0.5},"
     "{\"skill_id\":\"cut\",\"have\":0,\"need\":4,\"gap\":0.25},"
     "{\"skill_id\":\"bow\",\"have\":2.5,\"need\":4,\"gap\":0.09375}]}\n"},
    {{"--profile", "similarity", "--top", "1", "--format", "jsonl"},
     "{\"person_id\":\"p1\",\"levels_imputed\":false,\"rank\":1,\"role_id\":\"cook\",\"score\":0."
     "816496581,"
     "\"readiness\":1,\"similarity\":0.816496581}\n"
     "{\"person_id\":\"p2\",\"levels_imputed\":false,\"rank\":1,\"role_id\":\"lead\",\"score\":0,"
     "\"readiness\":0.5,"
     "\"similarity\":0}\n"
     "{\"person_id\":\"p3\",\"levels_imputed\":true,\"rank\":1,\"role_id\":\"host\",\"score\":-0."
     "333333333,"
     "\"readiness\":1,\"similarity\":-0.333333333}\n"
     "{\"person_id\":\"O\\\"Neil, "
     "A\",\"levels_imputed\":false,\"rank\":1,\"role_id\":\"host\",\"score\":0.904534034,"
     "\"readiness\":0.625,\"similarity\":0.904534034}\n"},
    /* Without the levels of lead p3 has none, and z = (-1, -1, -1) of length sqrt(3): similarity
     * to host (1 - 1 + 1)/3, and to cook and clerk alike. */
    {{"--profile", "readiness", "--top", "3", "--impute", "none"},
     HEADER "p1,1,cook,1,1,0.816496581\n"
            "p1,2,lead,0.625,0.625,0\n"
            "p1,3,clerk,0,0,-0.816496581\n"
            "p2,1,lead,0.5,0.5,0\n"
            "p2,2,host,0.5,0.5,0\n"
            "p2,3,cook,0.5,0.5,0\n"
            "p3,1,host,0,0,0.333333333\n"
            "p3,2,cook,0,0,0.333333333\n"
            "p3,3,clerk,0,0,0.333333333\n" ONEIL "1,host,0.625,0.625,0.904534034\n" ONEIL
            "2,lead,0.15625,0.15625,-0.703526471\n" ONEIL "3,clerk,0,0,-0.100503782\n"},
    /* Filled, O"Neil gets art 4 from cook: x = (4, 2.5, 0), z = (1, 1/4, -1); readiness for lead
     * (.5*4 + .25*2.5)/4 = .65625, similarity (1 + 1/4 - 1)/2.48746859 = .100503782; host
     * (-1 + 1/4 + 1)/2.48746859 = .100503782. Host asks p1 for nothing that p1 has no row for. */
    {{"--profile", "readiness", "--top", "2", "--impute", "fill"},
     HEADER "p1,1,cook,1,1,0.816496581\n"
            "p1,2,lead,0.625,0.625,0\n"
            "p2,1,lead,0.5,0.5,0\n"
            "p2,2,host,0.5,0.5,0\n"
            "p3,1,host,1,1,-0.333333333\n"
            "p3,2,cook,1,1,-0.333333333\n" ONEIL "1,lead,0.65625,0.65625,0.100503782\n" ONEIL
            "2,host,0.625,0.625,0.100503782\n"},
    /* Viable at 0.8: p1 (zone 1) cook, zone 2, with art 4; lead and clerk lie beyond zone 2. p3 is
     * ready for all. p2 is half ready, and O"Neil .625 at most: no rows. */
    {{"--profile", "readiness", "--viable"},
     HEADER "p1,1,cook,1,1,0.816496581\n"
            "p3,1,host,1,1,-0.333333333\n"
            "p3,2,cook,1,1,-0.333333333\n"
            "p3,3,clerk,1,1,-0.333333333\n"},
    /* Whatever is desirable pays as much as today: p1 30000 -> 40000; p3 from 80000 to nothing. */
    {{"--profile", "readiness", "--desirable"}, HEADER "p1,1,cook,1,1,0.816496581\n"},
    {{"--profile", "readiness", "--desirable", "--wage-growth", "0.34"}, HEADER},
    /* From -0.625 on p3's 80000 * .375 = 30000 is enough for all. */
    {{"--profile", "readiness", "--desirable", "--wage-growth", "-0.625", "--top", "3"},
     HEADER "p1,1,cook,1,1,0.816496581\n"
            "p3,1,host,1,1,-0.333333333\n"
            "p3,2,cook,1,1,-0.333333333\n"
            "p3,3,clerk,1,1,-0.333333333\n"},
    /* p1 to lead: ready at .625, zone 4 = 1 + 3, essential bow 2 >= .5*4. p2 is ready at .5 only,
     * though without a role no zone is out of reach. O"Neil to host: .625, bow 2.5 >= 2. */
    {{"--profile", "readiness", "--viable", "--theta", "0.625", "--zone-step", "3", "--essential",
      "0.5"},
     HEADER "p1,1,cook,1,1,0.816496581\n"
            "p1,2,lead,0.625,0.625,0\n"
            "p3,1,host,1,1,-0.333333333\n"
            "p3,2,cook,1,1,-0.333333333\n"
            "p3,3,clerk,1,1,-0.333333333\n" ONEIL "1,host,0.625,0.625,0.904534034\n"},
    /* With the usual share of an essential skill, .8*4 = 3.2, bow is too low for both. */
    {{"--profile", "readiness", "--viable", "--theta", "0.5", "--zone-step", "3"},
     HEADER "p1,1,cook,1,1,0.816496581\n"
            "p2,1,clerk,0.5,0.5,0\n"
            "p3,1,host,1,1,-0.333333333\n"
            "p3,2,cook,1,1,-0.333333333\n"
            "p3,3,clerk,1,1,-0.333333333\n"},
    /* Zone step 0 leaves p1, in zone 1, nothing; p3 goes down. */
    {{"--profile", "readiness", "--viable", "--zone-step", "0", "--top", "1"},
     HEADER "p3,1,host,1,1,-0.333333333\n"},
};

static cli_result run_kitchen(const char *const *options, const test_file *instead)
{
    const char *words[30] = {"match", "--catalog", test_write_files(kitchen, instead), "--people",
                             test_write_files(staff, instead)};
    for (size_t i = 0; options[i]; i++)
        words[5 + i] = options[i];
    return cli_run_with((cli_setup){0}, words);
}

TEST_EACH(cli_match, writes_what_was_worked_out_by_hand, sizeof worked / sizeof *worked)
{
    cli_result result = run_kitchen(worked[*row].options, NULL);
    cli_check_code(&result, 0);
    cli_check_whole_out(&result, worked[*row].out);
}

TEST_EACH(cli_match, writes_the_same_with_every_kernel, 6)
{
    rung_kernel_facts kernel;
    if (!rung_kernel_list(*row, &kernel))
        cr_skip_test("this build has %zu kernels", *row);
    if (!kernel.runs)
        cr_skip_test("this machine has no %s", kernel.needs);
    for (size_t i = 0; i < sizeof worked / sizeof *worked; i += 3) {
        const char *options[20] = {"--kernel", kernel.name};
        memcpy(options + 2, worked[i].options, sizeof worked[i].options);
        cli_result result = run_kitchen(options, NULL);
        cli_check_code(&result, 0);
        cli_check_whole_out(&result, worked[i].out);
    }
}

/* readiness + zone/4 + family/2 of p1, in zone 1 and no family of the others':
 * lead .625 + 3/4 = 1.375, cook 1 + 1/4 = 1.25, clerk 0 + 2/4 = .5. p2 without a role has only
 * readiness. p3 from zone 4: host 1 - 3/4, cook 1 - 2/4 + 1/2 = 1, clerk 1 - 1/4. O"Neil from zone
 * 2, family kitchen: lead .15625 + 2/4 + 1/2 = 1.15625, host .625 - 1/4, clerk 0 + 1/4. */
Test(cli_match, reads_a_profile_file)
{
    const char *profile = test_write_text(test_folder(), "mine",
                                          "# by hand\r\nreadiness = 1\n\n zone=0.25\n"
                                          "family = 5e-1");
    cli_result result =
        run_kitchen((const char *[]){"--profile", profile, "--top", "2", NULL}, NULL);
    cli_check_code(&result, 0);
    cli_check_whole_out(&result, HEADER "p1,1,lead,1.375,0.625,0\n"
                                        "p1,2,cook,1.25,1,0.816496581\n"
                                        "p2,1,lead,0.5,0.5,0\n"
                                        "p2,2,host,0.5,0.5,0\n"
                                        "p3,1,cook,1,1,-0.333333333\n"
                                        "p3,2,clerk,0.75,1,-0.333333333\n" ONEIL
                                        "1,lead,1.15625,0.15625,-0.703526471\n" ONEIL
                                        "2,host,0.375,0.625,0.904534034\n");
    cli_check_err(&result, "profile mine");
    cli_check_err(&result, "1 of 4 rated roles have no family: it counts 0 for them\n");
}

/* p1 alone. Transfer with host's weights, where bow alone counts: min(2, q)/2 = 1 for lead and 0
 * for the others. lead .625 + 1 + ln(8/3)/2 = 1.625 + .490414627; cook 1 + 0 + ln(4/3)/2 = 1 +
 * .143841036; clerk 0 + 0 + ln(1). */
static const test_file p1_alone[] = {
    {"people.csv", "person_id,role_id\np1,host\n"},
    {"people_skills.csv", "person_id,skill_id,level\np1,art,4\np1,bow,2\n"},
    {NULL, NULL},
};

Test(cli_match, adds_transfer_and_the_logarithm_of_the_wages)
{
    const char *profile =
        test_write_text(test_folder(), "three", "readiness = 1\ntransfer = 1\nwage = 0.5\n");
    cli_result result = run_kitchen((const char *[]){"--profile", profile, NULL}, p1_alone);
    cli_check_code(&result, 0);
    cli_check_whole_out(&result, HEADER "p1,1,lead,2.11541463,0.625,0\n"
                                        "p1,2,cook,1.14384104,1,0.816496581\n"
                                        "p1,3,clerk,0,0,-0.816496581\n");
}

Test(cli_match, scores_by_upskill_unless_told_otherwise)
{
    cli_result usual = run_kitchen((const char *[]){NULL}, p1_alone);
    cli_result named = run_kitchen((const char *[]){"--profile", "upskill", NULL}, p1_alone);
    cli_check_code(&usual, 0);
    cli_check_err(&usual, "profile upskill");
    cli_check_whole_out(&named, usual.out);
    cr_assert_gt(usual.out_length, strlen(HEADER));
}

Test(cli_match, never_proposes_a_role_without_ratings)
{
    static const test_file instead[] = {{"role_skills.csv", "role_id,skill_id,level,importance\n"
                                                            "lead,art,4,1\n"
                                                            "cook,bow,4,1\n"},
                                        {NULL, NULL}};
    cli_result result = run_kitchen((const char *[]){"--profile", "readiness", NULL}, instead);
    cli_check_code(&result, 0);
    cr_assert_null(strstr(result.out, "host"), "%s", result.out);
    cr_assert_null(strstr(result.out, "clerk"), "%s", result.out);
    cli_check_out(&result, "p1,1,lead,1,1,");
    cli_check_out(&result, "p1,2,cook,0.5,0.5,");
    cli_check_err(&result, "4 people x 2 roles: 8 pairs");
}

Test(cli_match, writes_no_row_for_those_who_hold_the_only_rated_role)
{
    static const test_file instead[] = {
        {"role_skills.csv", "role_id,skill_id,level,importance\nlead,art,4,1\n"}, {NULL, NULL}};
    cli_result result = run_kitchen((const char *[]){"--profile", "readiness", NULL}, instead);
    cli_check_code(&result, 0);
    cli_check_whole_out(&result,
                        HEADER "p1,1,lead,1,1,0\np2,1,lead,0.5,0.5,0\n" ONEIL "1,lead,0,0,0\n");
}

Test(cli_match, quotes_ids_in_csv_and_escapes_them_in_json)
{
    static const test_file instead[] = {
        {"skills.csv", "skill_id,name,kind\n\"a,r\"\"t\",Art,soft\nb\\w,Bow,other\n"},
        {"roles.csv", "role_id,title\n\"le,ad\",Lead\nh\\ost,Host\n"},
        {"role_skills.csv", "role_id,skill_id,level,importance\n"
                            "\"le,ad\",\"a,r\"\"t\",4,1\n"
                            "\"le,ad\",b\\w,4,0.5\n"
                            "h\\ost,b\\w,4,1\n"},
        {"people.csv", "person_id\n\"x\r\ny\"\n\xC3\xA9\n"},
        {"people_skills.csv", "person_id,skill_id,level\n\"x\r\ny\",b\\w,4\n"},
        {NULL, NULL},
    };
    /* readiness: lead .5*4/(4 + 2) = 1/3, host 4/4 = 1; of the second person both 0 */
    cli_result csv =
        run_kitchen((const char *[]){"--profile", "readiness", "--gaps", "2", NULL}, instead);
    cli_check_code(&csv, 0);
    cli_check_out(&csv, "\n\"x\r\ny\",1,h\\ost,1,1,");
    cli_check_out(&csv, "\n\"x\r\ny\",2,\"le,ad\",0.333333333,0.333333333,");
    cli_check_out(&csv, ",\"a,r\"\"t:0>4\"\n");
    cli_check_out(&csv, "\n\xC3\xA9,1,\"le,ad\",0,0,");
    cli_check_out(&csv, ",\"a,r\"\"t:0>4;b\\w:0>4\"\n");
    cli_check_out(&csv, ",b\\w:0>4\n");
    cli_result json = run_kitchen(
        (const char *[]){"--profile", "readiness", "--gaps", "2", "--format", "jsonl", NULL},
        instead);
    cli_check_code(&json, 0);
    cli_check_out(&json, "{\"person_id\":\"x\\u000d\\u000ay\",\"levels_imputed\":false,\"rank\":1,"
                         "\"role_id\":\"h\\\\ost\",");
    cli_check_out(&json, "\"role_id\":\"le,ad\"");
    cli_check_out(&json, "\"gaps\":[{\"skill_id\":\"a,r\\\"t\",\"have\":0,\"need\":4,\"gap\":");
    cli_check_out(&json, "{\"skill_id\":\"b\\\\w\",");
    cli_check_out(&json, "{\"person_id\":\"\xC3\xA9\",");
}

Test(cli_match, writes_text_for_people_with_titles_and_skill_names)
{
    cli_result result = run_kitchen((const char *[]){"--profile", "readiness", "--top", "2",
                                                     "--gaps", "1", "--format", "text", NULL},
                                    NULL);
    cli_check_code(&result, 0);
    cli_check_whole_out(
        &result,
        "Roles that fit each person, best first by profile readiness. Levels run from 0 to 4.\n\n"
        "p1, Host, 30,000 a year\n"
        "   1  Cook                                      100 % ready, 40,000 a year (+10,000)\n"
        "   2  Lead                                       62 % ready, 80,000 a year (+50,000)\n"
        "        to learn: Cutting 0 to 4\n"
        "p2, no current role\n"
        "   1  Lead                                       50 % ready, 80,000 a year\n"
        "        to learn: Art 2 to 4\n"
        "   2  Host                                       50 % ready, 30,000 a year\n"
        "        to learn: Bowing 2 to 4\n"
        "p3, Lead, 80,000 a year (levels assumed from the role)\n"
        "   1  Host                                      100 % ready, 30,000 a year (-50,000)\n"
        "   2  Cook                                      100 % ready, 40,000 a year (-40,000)\n"
        "O\"Neil, A, Cook, 40,000 a year\n"
        "   1  Host                                       62 % ready, 30,000 a year (-10,000)\n"
        "        to learn: Bowing 2.5 to 4\n"
        "   2  Lead                                       15 % ready, 80,000 a year (+40,000)\n"
        "        to learn: Art 0 to 4\n");
}

Test(cli_match, says_in_text_when_no_role_fits)
{
    cli_result result = run_kitchen((const char *[]){"--profile", "readiness", "--desirable",
                                                     "--format", "text", "--impute", "fill", NULL},
                                    NULL);
    cli_check_code(&result, 0);
    cli_check_out(&result, "Levels run from 0 to 4.\nOnly viable moves that pay enough are "
                           "listed.\n\np1, Host");
    cli_check_out(&result,
                  "\np2, no current role\n      no role fits\np3, Lead, 80,000 a year "
                  "(missing levels assumed from the role)\n      no role fits\nO\"Neil, A");
    cli_result viable = run_kitchen((const char *[]){"--viable", "--format", "text", NULL}, NULL);
    cli_check_out(&viable, "\nOnly viable moves are listed.\n\np1");
}

/* A title of 41 characters in 42 bytes is cut to 39 and a dot dot dot, one of 40 is not. */
Test(cli_match, keeps_the_columns_of_text_whatever_the_titles_and_names)
{
    static const test_file instead[] = {
        {"catalog.ini", "name = Kitchen\nlevels = 4\ncurrency = EUR\n"},
        {"skills.csv", "skill_id,name,kind\nart,Arts,soft\nbow,Arts,other\ncut,Art,other\n"},
        {"roles.csv", "role_id,title,wage\n"
                      "lead,\xC3\xA9"
                      "234567890123456789012345678901234567890!,1234567.5\n"
                      "cook,1234567890123456789012345678901234567890,0.4\n"
                      "host,Host,\n"
                      "clerk,Clerk,0.4\n"},
        {"people.csv", "person_id,role_id\np1,cook\n"},
        {"people_skills.csv", "person_id,skill_id,level\np1,art,1\n"},
        {NULL, NULL}};
    cli_result result = run_kitchen(
        (const char *[]){"--profile", "readiness", "--format", "text", "--gaps", "3", NULL},
        instead);
    cli_check_code(&result, 0);
    cli_check_out(&result, "\np1, 1234567890123456789012345678901234567890, 0 EUR a year\n");
    cli_check_out(
        &result,
        "   1  \xC3\xA9"
        "23456789012345678901234567890123456789\u2026   12 % ready, 1,234,568 EUR a year "
        "(+1,234,567)\n"
        "        to learn: Arts (art) 1 to 4; Arts (bow) 0 to 4; Art 0 to 4\n"
        "   2  Host                                        0 % ready\n"
        "        to learn: Arts 0 to 4\n"
        "   3  Clerk                                       0 % ready, 0 EUR a year (+0)\n");
}

/* ---------------------------------------------------------------- many people, many ways */

/* A made-up population of the bundled catalog, share of it on the grid. */
static const char *made_up(const char *people, const char *on_grid)
{
    const char *folder = test_path(test_folder(), "people");
    cli_result result = CLI_RUN("synth", "--catalog", bundled, "--people", people, "--output",
                                folder, "--seed", "5", "--on-grid", on_grid);
    cli_check_code(&result, 0);
    return folder;
}

static const struct {
    const char *options[10];
} ways[] = {
    {{"--kernel", "blas"}},
    {{"--kernel", "scalar"}},
    {{"--threads", "1"}},
    {{"--threads", "2"}},
    {{"--window", "1"}},
    {{"--window", "7"}},
    {{"--window", "64"}},
    {{"--window", "4096"}},
    {{"--batch", "1"}},
    {{"--batch", "7"}},
    {{"--batch", "64"}},
    {{"--batch", "4096"}},
    {{"--kernel", "scalar", "--threads", "2", "--window", "7", "--batch", "64"}},
    {{"--kernel", "blas", "--threads", "1", "--window", "64", "--batch", "7"}},
};

static const struct {
    const char *on_grid;
    const char *options[8];
} questions[] = {
    {"1", {"--top", "3"}},
    {"0", {"--top", "3", "--gaps", "2"}},
    {"0.5", {"--top", "5", "--profile", "readiness"}},
    {"0.5", {"--top", "5", "--profile", "similarity", "--format", "jsonl"}},
    {"0.5", {"--top", "4", "--viable", "--theta", "0.6", "--profile", "mobility"}},
    {"0.5", {"--top", "4", "--viable", "--theta", "0.5", "--essential", "0"}},
};

/* match on people with two lists of options. */
static cli_result ask(const char *people, const char *const *options, const char *const *more)
{
    const char *words[30] = {"match", "--catalog", bundled, "--people", people};
    size_t n = 5;
    for (size_t i = 0; options[i]; i++)
        words[n++] = options[i];
    for (size_t i = 0; more[i]; i++)
        words[n++] = more[i];
    cli_result result = cli_run_with((cli_setup){0}, words);
    cli_check_code(&result, 0);
    return result;
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

TEST_EACH(cli_match, gives_the_same_bytes_however_it_works, sizeof questions / sizeof *questions)
{
    const char *people = made_up("260", questions[*row].on_grid);
    static const char *const nothing[] = {NULL};
    cli_result first = ask(people, questions[*row].options, nothing);
    cr_assert_gt(count_lines(first.out), 260u, "%zu", count_lines(first.out));
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        cli_result other = ask(people, questions[*row].options, ways[i].options);
        cr_assert(other.out_length == first.out_length &&
                      memcmp(other.out, first.out, first.out_length) == 0,
                  "%s %s gives other bytes", ways[i].options[0], ways[i].options[1]);
    }
}

static const char *const formats[] = {"wide", "npy"};

/* In the NumPy format nobody is without levels: the others get theirs from the role. */
TEST_EACH(cli_match, gives_the_same_bytes_for_every_format_of_the_people, 2)
{
    static const char *const options[] = {"--top", "3", "--gaps", "2", NULL}, *nothing[] = {NULL};
    const char *folder = test_path(test_folder(), "people");
    cli_result made = CLI_RUN("synth", "--catalog", bundled, "--people", "260", "--output", folder,
                              "--seed", "5", "--on-grid", "0.5", "--format", formats[*row]);
    cli_check_code(&made, 0);
    cli_result first = ask(made_up("260", "0.5"), options, nothing);
    cli_result other = ask(folder, options, nothing);
    cr_assert_str_eq(other.out, first.out);
}

Test(cli_match, writes_the_same_bytes_to_a_file_as_to_stdout)
{
    const char *people = made_up("300", "1"), *folder = test_folder();
    const char *path = test_path(folder, "matches.csv");
    cli_result direct =
        CLI_RUN("match", "--catalog", bundled, "--people", people, "--profile", "mobility");
    cli_result result = CLI_RUN("match", "--catalog", bundled, "--people", people, "--profile",
                                "mobility", "--output", path);
    cli_check_code(&result, 0);
    cli_check_whole_out(&result, "");
    cli_check_folder(folder, "matches.csv matches.csv.run.json");
    char *text = test_read(path, NULL);
    cr_assert_str_eq(text, direct.out);
    free(text);
    cr_assert_eq(count_lines(direct.out), 3001u, "a header and ten rows for each");
}

Test(cli_match, replaces_the_output_of_an_earlier_run)
{
    const char *folder = test_folder();
    const char *path = test_write_text(folder, "out.csv", "old");
    cli_result result = run_kitchen(
        (const char *[]){"--profile", "readiness", "--top", "1", "--output", path, NULL}, NULL);
    cli_check_code(&result, 0);
    char *text = test_read(path, NULL);
    cr_assert_str_eq(text, worked[1].out);
    free(text);
    cli_check_folder(folder, "out.csv out.csv.run.json");
}

/* ---------------------------------------------------------------- what it says */

Test(cli_match, tells_people_roles_pairs_time_and_memory_on_stderr)
{
    cli_result result =
        run_kitchen((const char *[]){"--threads", "1", "--kernel", "scalar", NULL}, NULL);
    cli_check_code(&result, 0);
    unsigned people = 0, roles = 0, pairs = 0, mib = 0;
    char speed[32] = "";
    double seconds = -1;
    int found = sscanf(result.err,
                       "%u people x %u roles: %u pairs in %lf s (%31[,0-9] pairs/s), peak memory "
                       "%u MiB\n",
                       &people, &roles, &pairs, &seconds, speed, &mib);
    cr_assert_eq(found, 6, "%s", result.err);
    cr_assert(people == 4 && roles == 4 && pairs == 16, "%s", result.err);
    cr_assert(seconds >= 0 && speed[0] >= '0' && mib > 0, "%s", result.err);
    cli_check_err(&result, "MiB\n8 rows by profile upskill\n"
                           "1 person got levels from their current role\n"
                           "1 person has no current role\n"
                           "1 person has no row: no role is left to propose\n"
                           "1 of 4 rated roles have no family: it counts 0 for them\n"
                           "no rated role has education, group, knowledge, activities, technology, "
                           "tools, title words, employment, openings, growth: they count 0\n");
    cr_assert_eq(strlen(strstr(result.err, "they count 0")), strlen("they count 0\n"));
    cr_assert_null(strchr(result.err, '\r'), "a progress bar without a terminal");
    cr_assert_null(strchr(result.err, '\033'), "colour without a terminal");
    cr_assert_eq(strncmp(result.out, HEADER, strlen(HEADER)), 0, "%s", result.out);
    cr_assert_eq(count_lines(result.out), 9u, "%s", result.out);
}

/* By the cases worked out above: p2 and O"Neil have no viable move, and nobody one that pays a
 * third more; without rules everybody has a row. */
Test(cli_match, tells_how_many_people_have_no_row)
{
    static const struct {
        const char *options[9];
        const char *told;
    } runs[] = {{{"--profile", "readiness", "--viable"},
                 "\n2 people have no row: no role is left to propose\n"},
                {{"--profile", "readiness", "--viable", "--batch", "1", "--format", "text"},
                 "\n2 people have no row: no role is left to propose\n"},
                {{"--profile", "readiness", "--desirable", "--wage-growth", "0.34"},
                 "\n4 people have no row: no role is left to propose\n"},
                {{"--profile", "readiness"}, NULL}};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        cli_result result = run_kitchen(runs[i].options, NULL);
        cli_check_code(&result, 0);
        const char *line = strstr(result.err, "no row");
        cr_assert_eq(line != NULL, runs[i].told != NULL, "%s", result.err);
        if (runs[i].told)
            cli_check_err(&result, runs[i].told);
    }
}

/* Signals of one figure are told of once, and not at all where a rule's line tells of it. */
Test(cli_match, tells_what_no_role_has_in_one_line)
{
    static const test_file instead[] = {
        {"roles.csv", "role_id,title\nlead,L\nhost,H\ncook,C\nclerk,K\n"}, {NULL, NULL}};
    const char *steps = test_write_text(test_folder(), "steps",
                                        "readiness = 1\nwage_step = 1\nzone = 1\nzone_step = 1\n"
                                        "technology = 1\ntools = 1\n");
    cli_result all = run_kitchen((const char *[]){"--profile", steps, NULL}, instead);
    cli_check_err(&all, "\nno rated role has wage, job zone, technology, tools: they count 0\n");
    cli_result viable =
        run_kitchen((const char *[]){"--profile", steps, "--viable", NULL}, instead);
    cli_check_err(&viable, "\nno rated role has wage, technology, tools: they count 0\n");
    const char *one = test_write_text(test_folder(), "one", "readiness = 1\nopenings = 1\n");
    cli_result openings = run_kitchen((const char *[]){"--profile", one, NULL}, instead);
    cli_check_err(&openings, "\nno rated role has openings: it counts 0\n");
}

Test(cli_match, tells_where_the_time_went_when_asked)
{
    cli_result quiet = run_kitchen((const char *[]){"--threads", "1", NULL}, NULL);
    cr_assert_null(strstr(quiet.err, "reading"), "%s", quiet.err);
    cli_result result = run_kitchen(
        (const char *[]){"--threads", "1", "--kernel", "scalar", "--verbose", NULL}, NULL);
    double reading = -1, matching = -1, writing = -1;
    unsigned dimensions = 0;
    const char *line = strstr(result.err, "\nreading "), *shape = strstr(result.err, "\n4 roles, ");
    cr_assert(line && shape, "%s", result.err);
    cr_assert_eq(sscanf(line, "\nreading %lf s, matching %lf s, writing %lf s\n", &reading,
                        &matching, &writing),
                 3, "%s", result.err);
    cr_assert_eq(sscanf(shape, "\n4 roles, encoded in %u dimensions\n", &dimensions), 1, "%s",
                 result.err);
    cr_assert(reading >= 0 && matching >= 0 && writing >= 0 && dimensions > 0, "%s", result.err);
    cli_check_err(&result, "\nkernel scalar: named by --kernel\n");
    cli_check_err(&result, "\n1 thread: by --threads\n");
    cli_check_err(&result, "\nwindow 4096 (usual), batch 16384\n");
    cli_check_err(&result, " people looked at, others are like one of them; ");
    double share[4];
    line = strstr(result.err, "\nof it reading ");
    cr_assert(line && sscanf(line,
                             "\nof it reading %lf %%, encoding and proposing %lf %%, scoring %lf "
                             "%%, writing %lf %%\n",
                             &share[0], &share[1], &share[2], &share[3]) == 4,
              "%s", result.err);
    cr_assert_leq(share[0] + share[1] + share[2] + share[3], 102, "%s", result.err);
    cli_check_whole_out(&result, quiet.out);
}

Test(cli_match, tells_which_rows_and_kernel_were_taken_and_why_when_asked)
{
    cli_result sparse = run_kitchen(
        (const char *[]){"--threads", "1", "--kernel", "sparse", "--verbose", NULL}, NULL);
    cli_check_err(&sparse, "\nshape sparse: roles ask for ");
    cli_check_err(&sparse, " us by dense ones (the kernel's choice)\n");
    cli_check_err(&sparse, "\nkernel sparse: named by --kernel\n");
    cli_result usual = run_kitchen((const char *[]){"--threads", "1", "--verbose", NULL}, NULL);
    cli_check_err(&usual, "\nshape dense: roles ask for ");
    cli_check_err(&usual, ": the first for dense rows that runs here; none is measured by rung "
                          "tune for this catalog and profile\n");
    cli_check_whole_out(&sparse, usual.out);
}

/* readiness + cosine. p1: lead .625 + 1, cook 1 + 3/5. p2 without a role: host .5 + 1, cook .5 +
 * 4/5. p3: clerk 1 + 1, host 1 + 0. O"Neil's vector has no length. */
Test(cli_match, takes_vectors_beside_skills_by_rows_and_says_so)
{
    static const float of_roles[] = {1, 0, 0, 1, 3, 4, -1, 0},
                       of_staff[] = {1, 0, 0, 2, -1, 0, 0, 0};
    const char *catalog = test_write_files(kitchen, NULL), *people = test_write_files(staff, NULL);
    const char *profile = test_write_text(test_folder(), "both", "readiness = 1\nembedding = 1\n");
    write_vectors(catalog, "role_vectors.npy", 4, 2, of_roles);
    write_vectors(people, "people_vectors.npy", 4, 2, of_staff);
    static const char *const kernels[] = {"scalar", "sparse"};
    for (size_t i = 0; i < 2; i++) {
        cli_result result = cli_run_with(
            (cli_setup){0},
            (const char *[]){"match", "--catalog", catalog, "--people", people, "--profile",
                             profile, "--kernel", kernels[i], "--top", "2", "--verbose", NULL});
        cli_check_code(&result, 0);
        cli_check_whole_out(&result, HEADER "p1,1,lead,1.625,0.625,0\n"
                                            "p1,2,cook,1.6,1,0.816496581\n"
                                            "p2,1,host,1.5,0.5,0\n"
                                            "p2,2,cook,1.3,0.5,0\n"
                                            "p3,1,clerk,2,1,-0.333333333\n"
                                            "p3,2,host,1,1,-0.333333333\n" ONEIL
                                            "1,host,0.625,0.625,0.904534034\n" ONEIL
                                            "2,lead,0.15625,0.15625,-0.703526471\n");
        cli_check_err(&result, "% of all skills, vectors have all of their 2 floats; about ");
    }
}

/* What is said of a folder in which nobody has levels. */
static cli_result run_without_levels(const char *people, const char *impute)
{
    const test_file folder[] = {{"people.csv", people},
                                {"people_skill.csv", "person_id,skill_id,level\np1,art,4\n"},
                                {"people.txt", ""},
                                {NULL, NULL}};
    cli_result result = CLI_RUN("match", "--catalog", test_write_files(kitchen, NULL), "--people",
                                test_write_files(folder, NULL), "--impute", impute);
    cli_check_code(&result, 0);
    cli_check_err(&result, "/people_skill.csv is not read, expected people.csv, people_skills.csv "
                           "or people.npy\n");
    cr_assert_null(strstr(result.err, "people.txt"), "%s", result.err);
    cli_check_err(&result, "\nrung: no levels in ");
    return result;
}

Test(cli_match, warns_when_no_file_gives_anybody_a_level)
{
    cli_result all = run_without_levels("person_id,role_id\np1,host\np2,cook\n", "empty");
    cli_check_err(&all, ": everybody has the levels of their current role\n");
    cr_assert_null(strstr(all.err, "got levels"), "%s", all.err);
    cli_result some = run_without_levels("person_id,role_id\np1,host\np2,\n", "fill");
    cli_check_err(&some, ": people have the levels of their current role, those without a rated "
                         "one have none\n");
    cli_result none = run_without_levels("person_id,role_id\np1,host\np2,\n", "none");
    cli_check_err(&none, ": every level is 0\n");
    cli_result given = run_kitchen((const char *[]){NULL}, NULL);
    cr_assert_null(strstr(given.err, "no levels"), "%s", given.err);
    cr_assert_null(strstr(given.err, "not read"), "%s", given.err);
}

Test(cli_match, tells_which_rules_the_catalog_has_no_figures_for)
{
    static const test_file instead[] = {
        {"roles.csv", "role_id,title,wage\nlead,L,5\nhost,H,\ncook,C,4\nclerk,K,3\n"},
        {NULL, NULL}};
    cli_result viable = run_kitchen((const char *[]){"--viable", NULL}, instead);
    cli_check_err(&viable, "4 of 4 roles have no job zone: the zone rule is skipped for them");
    cr_assert_null(strstr(viable.err, "wage rule"), "%s", viable.err);
    cli_result desirable = run_kitchen((const char *[]){"--desirable", NULL}, instead);
    cli_check_err(&desirable, "1 of 4 roles have no wage: the wage rule is skipped for them");
    cli_result neither = run_kitchen((const char *[]){NULL}, instead);
    cr_assert_null(strstr(neither.err, "rule is skipped"), "%s", neither.err);
    cli_check_err(&neither, "\n1 of 4 rated roles have no wage: it counts 0 for them\n");
    cr_assert_null(strstr(desirable.err, "have no wage: it counts"), "a wage is told of once");
}

static cli_result run_with_environment(const char *environment, const char *option,
                                       const char *value)
{
    const char *people = test_write_files(staff, NULL), *folder = test_write_files(kitchen, NULL);
    return CLI_RUN_WITH((cli_setup){.environment = environment}, "match", "--catalog", folder,
                        "--people", people, option, value);
}

Test(cli_match, takes_the_kernel_from_the_environment_unless_told)
{
    cli_result result = run_with_environment("RUNG_KERNEL=scalar", "--verbose", NULL);
    cli_check_code(&result, 0);
    cli_check_err(&result, "kernel scalar: ");
    result = run_with_environment("RUNG_KERNEL=blas", "--kernel=scalar", "--verbose");
    cli_check_err(&result, "kernel scalar: ");
    result = run_with_environment("RUNG_KERNEL=", "--top", "1");
    cli_check_code(&result, 0);
}

Test(cli_match, refuses_an_unknown_kernel_and_says_where_to_look)
{
    static const char message[] = "rung: kernel: found 'abacus', expected one that 'rung info' "
                                  "lists\n";
    static const char of_environment[] = "rung: RUNG_KERNEL: found 'abacus', expected one that "
                                         "'rung info' lists\n";
    cli_result result = run_with_environment("RUNG_KERNEL=abacus", "--top", "1");
    cli_check_code(&result, 2);
    cr_assert_str_eq(result.err, of_environment);
    cli_check_whole_out(&result, "");
    result = CLI_RUN("match", "--help");
    cli_check_out(&result, "the environment variable RUNG_KERNEL");
    cli_check_out(&result, "threads; 0 is as many as allowed");
    result = run_with_environment("RUNG_KERNEL=scalar", "--kernel", "abacus");
    cli_check_code(&result, 2);
    cr_assert_str_eq(result.err, message);
}

Test(cli_match, refuses_more_gaps_than_there_are_skills)
{
    cli_result result = run_kitchen((const char *[]){"--gaps", "4", NULL}, NULL);
    cli_check_code(&result, 2);
    cr_assert_str_eq(result.err,
                     "rung: --gaps: found '4', expected at most 3, the number of skills\n");
    cli_check_whole_out(&result, "");
}

Test(cli_match, takes_the_largest_top_and_batch)
{
    cli_result result = run_kitchen(
        (const char *[]){"--profile", "readiness", "--top", "1000000", "--batch", "1048576", NULL},
        NULL);
    cli_check_code(&result, 0);
    cli_check_whole_out(&result, worked[0].out);
}
