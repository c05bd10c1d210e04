/* test_cli_explain.c - rung explain shows every figure behind a score. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli.h"
#include "rung.h"
#include "support.h"

static const char bundled[] = "datasets/upskilling-2025";

/* ---------------------------------------------------------------- a case worked out by hand */

/* The same skills and demands as in test_cli_match.c, and every figure that a role can have. */
static const test_file kitchen[] = {
    {"catalog.ini", "name = Kitchen\nlevels = 4\n"},
    {"skills.csv", "skill_id,name,kind\n"
                   "art,Art,soft\n"
                   "bow,\"Bowing \xC3\xA0 la fran\xC3\xA7"
                   "aise, with a hat and a stick\",other\n"
                   "cut,Cutting,technical\n"},
    {"roles.csv", "role_id,title,family,job_zone,wage,employment,growth,openings,automation_risk,"
                  "group,education\n"
                  "lead,Lead,kitchen,4,80000,1000,0.25,10,0.75,hot,1.5\n"
                  "host,Host,floor,1,30000,500,,,,door,2\n"
                  "cook,Cook,kitchen,2,40000,1,-0.5,0,0,hot,1\n"
                  "clerk,Clerk,,,,,,,,,\n"
                  "idle,Idle,,,,,,,,,\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance,essential\n"
                        "lead,art,4,0.5,0\n"
                        "lead,bow,4,0.25,1\n"
                        "lead,cut,4,0.25,0\n"
                        "host,bow,4,1,1\n"
                        "cook,art,4,0.5,1\n"
                        "cook,cut,0,1,0\n"
                        "clerk,cut,4,1,0\n"},
    {"role_relations.csv", "from_role,to_role,kind,weight\n"
                           "host,lead,related,0.5\n"
                           "host,cook,related,0.5\n"
                           "lead,cook,related,0.25\n"
                           "host,lead,flow,12\n"
                           "cook,lead,flow,4\n"},
    {"role_features.csv", "role_id,kind,feature\n"
                          "lead,activity,serve\n"
                          "lead,activity,cut\n"
                          "host,activity,serve\n"
                          "host,activity,greet\n"
                          "cook,activity,cut\n"},
    {NULL, NULL},
};

static const test_file staff[] = {
    {"people.csv", "person_id,role_id\np1,host\np2,\n\"x\"\"{\",cook\n"},
    {"people_skills.csv", "person_id,skill_id,level\np1,art,4\np1,bow,2\np2,cut,4\n"},
    {NULL, NULL},
};

/* p1, a host with art 4 and bow 2, and lead:
 *   readiness   (.5*4 + .25*2 + 0) / (.5*4 + .25*4 + .25*4) = 2.5/4 = .625
 *   transfer    with host's weights: 1*min(2, 4) / 1*2 = 1
 *   similarity  z = (1, 0, -1) and (1, 1, 1): 0
 *   wage        ln(80000/30000) = .980829253
 *   zone        4 - 1; education 1.5 - 2; another family and group
 *   related     .5, and nothing back; by way of cook ln(1 + .5*.25) = .117783036
 *   activities  two of five roles serve, two cut, one greets: with a = ln(5/2) and b = ln(5) the
 *               cosine of (a, a, 0) and (a, 0, b), .349847593
 *   flow        12; all cooks who moved became lead, ln(1 + 2*5*1) = 2.39789527; of the floor
 *               nobody else moved
 *   employment  ln(1000) less the mean of ln(1000), ln(500) and ln(1): 2.53363415; openings are
 *               known of lead alone, and are so as usual; growth .25; automation risk .75
 * and the score 1*.625 + .5*1 + .5*.980829253 + .25*3 - 1*.25 = 2.11541463. */
static const char profile[] = "readiness = 1\ntransfer = 0.5\nwage = 0.5\nzone = 0.25\n"
                              "growth = -1\n";

/* Explain person and role by the profile of the case, in a format. */
static cli_result explain(const char *person, const char *role, const char *format)
{
    const char *file = test_write_text(test_folder(), "mine", profile);
    return CLI_RUN("explain", "--catalog", test_write_files(kitchen, NULL), "--people",
                   test_write_files(staff, NULL), "--person", person, "--role", role, "--format",
                   format, "--profile", file);
}

/* Gaps: cut .25*4/4 = .25, bow .25*2/4 = .125, art none; .375 = 1 - .625 in all. Not viable: .625
 * is below .8, zone 4 beyond 1 + 1, and bow, which is essential, 2 of .8*4 = 3.2. */
Test(cli_explain, gives_every_figure_as_json)
{
    cli_result result = explain("p1", "lead", "json");
    cli_check_code(&result, 0);
    cli_check_whole_out(
        &result,
        "{\"person_id\":\"p1\",\"current_role\":\"host\","
        "\"levels_imputed\":false,\"role_id\":\"lead\",\"profile\":\"mine\","
        "\"score\":2.11541463,\"signals\":{"
        "\"readiness\":{\"value\":0.625,\"weight\":1},"
        "\"transfer\":{\"value\":1,\"weight\":0.5},"
        "\"similarity\":{\"value\":0,\"weight\":0},"
        "\"embedding\":{\"value\":null,\"weight\":0},"
        "\"wage\":{\"value\":0.980829253,\"weight\":0.5},"
        "\"wage_step\":{\"value\":0.980829253,\"weight\":0},"
        "\"zone\":{\"value\":3,\"weight\":0.25},"
        "\"zone_step\":{\"value\":3,\"weight\":0},"
        "\"education\":{\"value\":-0.5,\"weight\":0},"
        "\"education_step\":{\"value\":0.5,\"weight\":0},"
        "\"family\":{\"value\":0,\"weight\":0},"
        "\"group\":{\"value\":0,\"weight\":0},"
        "\"related\":{\"value\":0.5,\"weight\":0},"
        "\"related_from\":{\"value\":0,\"weight\":0},"
        "\"related_twice\":{\"value\":0.117783036,\"weight\":0},"
        "\"knowledge\":{\"value\":null,\"weight\":0},"
        "\"activities\":{\"value\":0.349847593,\"weight\":0},"
        "\"technology\":{\"value\":null,\"weight\":0},"
        "\"tools\":{\"value\":null,\"weight\":0},"
        "\"titles\":{\"value\":null,\"weight\":0},"
        "\"flow\":{\"value\":12,\"weight\":0},"
        "\"inflow\":{\"value\":2.39789527,\"weight\":0},"
        "\"family_inflow\":{\"value\":0,\"weight\":0},"
        "\"employment\":{\"value\":2.53363415,\"weight\":0},"
        "\"openings\":{\"value\":0,\"weight\":0},"
        "\"growth\":{\"value\":0.25,\"weight\":-1},"
        "\"automation_risk\":{\"value\":0.75,\"weight\":0}},"
        "\"viable\":false,\"desirable\":false,\"ready_enough\":false,\"zone_in_reach\":false,"
        "\"wage_high_enough\":true,\"above_wage_floor\":true,\"essentials_short\":1,\"skills\":["
        "{\"skill_id\":\"cut\",\"have\":0,\"need\":4,\"importance\":0.25,\"gap\":0.25,"
        "\"essential\":false},"
        "{\"skill_id\":\"bow\",\"have\":2,\"need\":4,\"importance\":0.25,\"gap\":0.125,"
        "\"essential\":true},"
        "{\"skill_id\":\"art\",\"have\":4,\"need\":4,\"importance\":0.5,\"gap\":0,"
        "\"essential\":false}]}\n");
    cr_assert_str_eq(result.err, "");
}

Test(cli_explain, gives_what_counts_as_a_table)
{
    cli_result result = explain("p1", "lead", "table");
    cli_check_code(&result, 0);
    cli_check_whole_out(
        &result,
        "p1, now Host -> Lead (lead)\n\n"
        "score 2.11541463 by profile mine\n\n"
        "signal               value     weight      share\n"
        "readiness           0.6250          1     0.6250  share of what the role asks for that is "
        "there, 0 to 1\n"
        "transfer            1.0000        0.5     0.5000  share of what is there that the role "
        "uses, 0 to 1\n"
        "wage                0.9808        0.5     0.4904  ln(its wage / today's)\n"
        "zone                3.0000       0.25     0.7500  job zones up\n"
        "growth              0.2500         -1    -0.2500  growth in ten years, 0.05 is 5 %\n"
        "(signals of weight 0 are left out; --format json has them)\n\n"
        "viable no\n"
        "  readiness         no       0.6250, at least 0.8\n"
        "  essential skills  no       1 below 0.8 of the level needed\n"
        "  job zone          no       4, at most 1 + 1\n"
        "desirable no\n"
        "  viable            no       as above\n"
        "  wage              yes      80000, at least 30000 a year\n\n"
        "skill                                kind        have   need importance  gap %\n"
        "Cutting                              technical      0      4       0.25  25.00\n"
        "Bowing \xC3\xA0 la fran\xC3\xA7"
        "aise, with a hat a… other          2      4       0.25  12.50  essential\n"
        "Art                                  soft           4      4       0.50   0.00\n");
}

/* Cook asks p1 for art alone: readiness 1; wage ln(4/3) * .5; zone .25; growth -.5 * -1. */
Test(cli_explain, says_what_is_unknown_and_what_is_the_current_role)
{
    cli_result clerk = explain("x\"{", "clerk", "table");
    cli_check_out(&clerk, "x\"{, now Cook -> Clerk (clerk)\n"
                          "levels without a row are assumed from the current role\n\n");
    cli_check_out(&clerk, "\nwage               unknown        0.5     0.0000  ln(");
    cli_check_out(&clerk, "\nzone               unknown       0.25     0.0000  job");
    cli_check_out(&clerk, "\ngrowth             unknown         -1     0.0000  growth");
    cli_check_out(&clerk, "\n  job zone          unknown  so it is not tested\n");
    cli_check_out(&clerk, "\n  wage              unknown  so it is not tested\n");
    cli_result own = explain("p1", "host", "table");
    cli_check_code(&own, 0);
    cli_check_out(&own, "p1, now Host -> Host (host)\n"
                        "this is the current role, which is never proposed\n\n");
    cli_result nobody = explain("p2", "lead", "table");
    cli_check_out(&nobody, "p2, no current role -> Lead (lead)\n\n");
}

Test(cli_explain, warns_of_a_file_of_people_that_is_not_read)
{
    const char *people = test_write_files(staff, NULL);
    test_write_text(people, "people_level.csv", "");
    cli_result result = CLI_RUN("explain", "--catalog", test_write_files(kitchen, NULL), "--people",
                                people, "--person", "p1", "--role", "lead");
    cli_check_code(&result, 0);
    cli_check_err(&result, "/people_level.csv is not read, expected people.csv, ");
}

Test(cli_explain, tells_skills_of_one_name_apart)
{
    static const test_file instead[] = {
        {"skills.csv", "skill_id,name,kind\nart,Sums,soft\n"
                       "bow,A skill with a name that is far too long,other\ncut,Sums,technical\n"},
        {NULL, NULL}};
    cli_result result =
        CLI_RUN("explain", "--catalog", test_write_files(kitchen, instead), "--people",
                test_write_files(staff, NULL), "--person", "p1", "--role", "lead");
    cli_check_code(&result, 0);
    cli_check_out(&result, "\nSums (cut)                           technical      0      4 ");
    cli_check_out(&result, "\nA skill with a name that is far too… other          2      4 ");
    cli_check_out(&result, "\nSums (art)                           soft           4      4 ");
}

/* ln(30000/30001) * 0.01 is -0.0000003. */
Test(cli_explain, writes_no_minus_before_a_zero)
{
    static const test_file instead[] = {
        {"roles.csv",
         "role_id,title,wage\nlead,L,30000\nhost,H,30001\ncook,C,\nclerk,K,\nidle,I,\n"},
        {NULL, NULL}};
    const char *file = test_write_text(test_folder(), "mine", "wage = 0.01\n");
    cli_result result = CLI_RUN("explain", "--catalog", test_write_files(kitchen, instead),
                                "--people", test_write_files(staff, NULL), "--person", "p1",
                                "--role", "lead", "--profile", file);
    cli_check_code(&result, 0);
    cli_check_out(&result, "\nwage                0.0000       0.01     0.0000  ln(");
}

/* p2 without a role, z = (-1, -1, 1), and lead: weights are 1, so transfer is 4/4; readiness
 * .25*4/4; similarity -1/3; nothing is known of the way. */
Test(cli_explain, leaves_out_what_hangs_on_a_role_that_nobody_has)
{
    cli_result json = explain("p2", "lead", "json");
    cli_check_code(&json, 0);
    cli_check_out(&json, "{\"person_id\":\"p2\",\"current_role\":null,\"levels_imputed\":false,"
                         "\"role_id\":\"lead\",");
    cli_check_out(&json, "\"readiness\":{\"value\":0.25,\"weight\":1},"
                         "\"transfer\":{\"value\":1,\"weight\":0.5},"
                         "\"similarity\":{\"value\":-0.333333333,\"weight\":0},"
                         "\"embedding\":{\"value\":null,\"weight\":0},"
                         "\"wage\":{\"value\":null,\"weight\":0.5},"
                         "\"wage_step\":{\"value\":null,\"weight\":0},"
                         "\"zone\":{\"value\":null,\"weight\":0.25},");
    cli_check_out(&json, "\"related\":{\"value\":null,\"weight\":0},"
                         "\"related_from\":{\"value\":null,\"weight\":0},"
                         "\"related_twice\":{\"value\":null,\"weight\":0},");
    /* Of 501 people in roles that somebody left, all moved into lead: ln(1 + 2*5*1). */
    cli_check_out(&json, "\"flow\":{\"value\":null,\"weight\":0},"
                         "\"inflow\":{\"value\":2.39789527,\"weight\":0},"
                         "\"family_inflow\":{\"value\":null,\"weight\":0},"
                         "\"employment\":{\"value\":2.53363415,\"weight\":0},");
    cli_check_out(&json, "\"zone_in_reach\":null,\"wage_high_enough\":null,");
}

/* The person without a row has the levels of cook: art 4. Host: readiness 0, transfer with cook's
 * weights 0; wage ln(30000/40000) = -.287682072; zone -1. Clerk has no figures at all. */
Test(cli_explain, takes_missing_levels_from_the_role_and_missing_figures_as_null)
{
    cli_result host = explain("x\"{", "host", "json");
    cli_check_code(&host, 0);
    cli_check_out(&host, "{\"person_id\":\"x\\\"{\",\"current_role\":\"cook\","
                         "\"levels_imputed\":true,");
    cli_check_out(&host, "\"wage\":{\"value\":-0.287682072,\"weight\":0.5},"
                         "\"wage_step\":{\"value\":0.287682072,\"weight\":0},"
                         "\"zone\":{\"value\":-1,\"weight\":0.25},"
                         "\"zone_step\":{\"value\":1,\"weight\":0},"
                         "\"education\":{\"value\":1,\"weight\":0},");
    cli_check_out(&host, "\"growth\":{\"value\":null,\"weight\":-1}");
    cli_check_out(&host, "\"zone_in_reach\":true,\"wage_high_enough\":false,"
                         "\"above_wage_floor\":true,\"essentials_short\":1,");
    cli_result clerk = explain("x\"{", "clerk", "json");
    cli_check_out(&clerk, "\"wage\":{\"value\":null,\"weight\":0.5},"
                          "\"wage_step\":{\"value\":null,\"weight\":0},"
                          "\"zone\":{\"value\":null,\"weight\":0.25},"
                          "\"zone_step\":{\"value\":null,\"weight\":0},"
                          "\"education\":{\"value\":null,\"weight\":0},"
                          "\"education_step\":{\"value\":null,\"weight\":0},"
                          "\"family\":{\"value\":null,\"weight\":0},"
                          "\"group\":{\"value\":null,\"weight\":0},");
    cli_check_out(&clerk, "\"activities\":{\"value\":null,\"weight\":0}");
    cli_check_out(&clerk, "\"employment\":{\"value\":null,\"weight\":0}");
    cli_check_out(&clerk, "\"openings\":{\"value\":null,\"weight\":0}");
    cli_check_out(&clerk, "\"inflow\":{\"value\":0,\"weight\":0}");
    cli_check_out(&clerk, "\"zone_in_reach\":null,\"wage_high_enough\":null,");
    /* Lead from cook, who has art alone: .5*4/4; of cook's family and group; related from lead to
     * cook alone, and both to host: ln(1 + .5*.5); flow 4. */
    cli_result lead = explain("x\"{", "lead", "json");
    cli_check_out(&lead, "\"readiness\":{\"value\":0.5,\"weight\":1},");
    cli_check_out(&lead, "\"family\":{\"value\":1,\"weight\":0},"
                         "\"group\":{\"value\":1,\"weight\":0},"
                         "\"related\":{\"value\":0,\"weight\":0},"
                         "\"related_from\":{\"value\":0.25,\"weight\":0},"
                         "\"related_twice\":{\"value\":0.223143551,\"weight\":0},");
    cli_check_out(&lead, "\"flow\":{\"value\":4,\"weight\":0},");
}

/* By upskill a lead is proposed nothing that pays less, and a host is. */
Test(cli_explain, tells_of_a_role_that_pays_less_than_the_profile_proposes)
{
    static const test_file instead[] = {{"people.csv", "person_id,role_id\np,lead\nq,host\n"},
                                        {"people_skills.csv", NULL},
                                        {NULL, NULL}};
    const char *catalog = test_write_files(kitchen, NULL);
    const char *people = test_write_files(staff, instead);
    for (int i = 0; i < 2; i++) {
        const char *person = i == 0 ? "p" : "q";
        cli_result table = CLI_RUN("explain", "--catalog", catalog, "--people", people, "--person",
                                   person, "--role", "cook");
        cli_result json = CLI_RUN("explain", "--catalog", catalog, "--people", people, "--person",
                                  person, "--role", "cook", "--format", "json");
        const char *line =
            strstr(table.out, "\nit pays 40000, less than profile upskill proposes\n");
        cr_assert_eq(line != NULL, i == 0, "%s", table.out);
        cli_check_out(&json, i == 0 ? "\"above_wage_floor\":false," : "\"above_wage_floor\":true,");
    }
}

/* Ids cannot hold what would upset a terminal; titles and names can. */
Test(cli_explain, tames_what_could_upset_a_terminal)
{
    static const test_file loud[] = {
        {"catalog.ini", "name = Loud\nlevels = 4\n"},
        {"skills.csv", "skill_id,name,kind\na,A\033[2J,soft\nb,A\033[2J,soft\n"
                       "c,C\xC2\x9B,soft\n"},
        {"roles.csv", "role_id,title\nr,R\033\ns,S\xC2\x85\177\n"},
        {"role_skills.csv", "role_id,skill_id,level,importance\nr,a,4,1\ns,a,4,1\ns,b,4,1\n"
                            "s,c,4,1\n"},
        {"people.csv", "person_id,role_id\np,r\n"},
        {NULL, NULL},
    };
    const char *folder = test_write_files(loud, NULL);
    cli_result result =
        CLI_RUN("explain", "--catalog", folder, "--people", folder, "--person", "p", "--role", "s");
    cli_check_code(&result, 0);
    cli_check_out(&result, "p, now R? -> S?? (s)\n");
    cli_check_out(&result, "\nA?[2J (a)                            soft ");
    cli_check_out(&result, "\nA?[2J (b)                            soft ");
    cli_check_out(&result, "\nC?                                   soft ");
    for (const char *at = result.out; *at; at++)
        cr_assert(*at == '\n' || rung_control_length(at, strlen(at)) == 0, "%s", result.out);
}

/* A skill that is asked for at level 0 is no gap, and the last of the list. */
Test(cli_explain, lists_what_is_asked_for_at_level_zero_without_a_gap)
{
    cli_result result = explain("p1", "cook", "json");
    cli_check_out(&result, "\"skills\":[{\"skill_id\":\"art\",\"have\":4,\"need\":4,"
                           "\"importance\":0.5,\"gap\":0,\"essential\":true},"
                           "{\"skill_id\":\"cut\",\"have\":0,\"need\":0,\"importance\":1,\"gap\":0,"
                           "\"essential\":false}]}\n");
    cli_check_out(&result, "\"viable\":true,\"desirable\":true,\"ready_enough\":true,"
                           "\"zone_in_reach\":true,\"wage_high_enough\":true,"
                           "\"above_wage_floor\":true,\"essentials_short\":0,");
}

static cli_result explain_with(const char *option, const char *value)
{
    return CLI_RUN("explain", "--catalog", test_write_files(kitchen, NULL), "--people",
                   test_write_files(staff, NULL), "--person", "p1", "--role", "lead", "--format",
                   "json", option, value);
}

static const struct {
    const char *option, *value, *expected;
} rules[] = {
    {"--theta", "0.625", "\"ready_enough\":true,\"zone_in_reach\":false"},
    {"--theta", "0.626", "\"ready_enough\":false,"},
    {"--zone-step", "3", "\"zone_in_reach\":true,"},
    {"--zone-step", "2", "\"zone_in_reach\":false,"},
    {"--essential", "0.5", "\"essentials_short\":0,"},
    {"--essential", "0.51", "\"essentials_short\":1,"},
    {"--wage-growth", "1.6", "\"wage_high_enough\":true,"},
    {"--wage-growth", "1.7", "\"wage_high_enough\":false,"},
    {"--profile", "similarity", "\"profile\":\"similarity\",\"score\":0,"},
    {"--profile", "readiness", "\"profile\":\"readiness\",\"score\":0.625,"},
};

TEST_EACH(cli_explain, judges_by_the_rules_that_it_is_given, sizeof rules / sizeof *rules)
{
    cli_result result = explain_with(rules[*row].option, rules[*row].value);
    cli_check_code(&result, 0);
    cli_check_out(&result, rules[*row].expected);
}

Test(cli_explain, imputes_as_match_does)
{
    static const struct {
        const char *impute, *have;
    } all[] = {{"empty", "\"have\":4,\"need\":4"},
               {"fill", "\"have\":4,\"need\":4"},
               {"none", "\"have\":0,\"need\":4"}};
    for (size_t i = 0; i < 3; i++) {
        cli_result result =
            CLI_RUN("explain", "--catalog", test_write_files(kitchen, NULL), "--people",
                    test_write_files(staff, NULL), "--person", "x\"{", "--role", "cook", "--format",
                    "json", "--impute", all[i].impute);
        cli_check_code(&result, 0);
        cli_check_out(&result, all[i].have);
    }
}

/* ---------------------------------------------------------------- agreement */

/* The number behind key, from at on; *at moves behind it. */
static bool next_figure(const char **at, const char *key, double *figure)
{
    const char *found = strstr(*at, key);
    if (!found)
        return false;
    char *end;
    *figure = strtod(found + strlen(key), &end);
    *at = end;
    return end > found + strlen(key);
}

/* What match ranks first for a made-up person is explained with the same figures, and the gaps
 * printed add up to what is missing. */
Test(cli_explain, agrees_with_match_on_the_bundled_catalog)
{
    const char *people = test_path(test_folder(), "people");
    cli_result made = CLI_RUN("synth", "--catalog", bundled, "--people", "20", "--output", people,
                              "--on-grid", "0.5");
    cli_check_code(&made, 0);
    cli_result matches = CLI_RUN("match", "--catalog", bundled, "--people", people, "--top", "1");
    cli_check_code(&matches, 0);
    const char *at = strchr(matches.out, '\n') + 1;
    size_t rows = 0;
    for (; *at; at = strchr(at, '\n') + 1, rows++) {
        char person[40], role[80], start[200];
        char score[40], readiness[40], similarity[40];
        cr_assert_eq(sscanf(at, "%39[^,],1,%79[^,],%39[^,],%39[^,],%39[^\n]", person, role, score,
                            readiness, similarity),
                     5, "%s", at);
        cli_result why = CLI_RUN("explain", "--catalog", bundled, "--people", people, "--person",
                                 person, "--role", role, "--format", "json");
        cli_check_code(&why, 0);
        snprintf(start, sizeof start, "\"score\":%s,", score);
        cli_check_out(&why, start);
        snprintf(start, sizeof start, "\"readiness\":{\"value\":%s,", readiness);
        cli_check_out(&why, start);
        snprintf(start, sizeof start, "\"similarity\":{\"value\":%s,", similarity);
        cli_check_out(&why, start);
        double sum = 0, gap, last = 1;
        for (const char *rest = why.out; next_figure(&rest, "\"gap\":", &gap); last = gap) {
            cr_assert_leq(gap, last, "gaps come largest first");
            sum += gap;
        }
        cr_assert_lt(fabs(sum - (1 - strtod(readiness, NULL))), 1e-7, "%g in %s", sum, why.out);
    }
    cr_assert_eq(rows, 20u);
}

/* Printed are nine digits: what is behind them is exact to rounding. */
Test(cli_explain, has_gaps_that_add_up_to_what_is_missing)
{
    rung_catalog *catalog;
    rung_matcher *matcher;
    rung_error error = {.message = ""};
    uint64_t random = 3;
    cr_assert_eq(rung_catalog_open(&catalog, bundled, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(rung_matcher_new(&matcher, catalog, NULL, &error), RUNG_OK, "%s", error.message);
    size_t skills = rung_catalog_skills(catalog), roles = rung_catalog_roles(catalog), count;
    float *levels = calloc(skills, sizeof *levels);
    rung_gap *gaps = calloc(skills, sizeof *gaps);
    cr_assert(levels && gaps);
    for (uint32_t c = 0; c < roles; c++)
        for (uint32_t r = 0; r < roles; r++) {
            rung_catalog_levels(catalog, c, levels);
            for (size_t d = 0; d < skills && r % 3 > 0;
                 d++) /* some as they are, some off the grid */
                levels[d] *= (float)test_below(&random, 1001) / 1000;
            rung_explanation why;
            cr_assert_eq(rung_explain(matcher, levels, c, r, &why, gaps, &count, &error), RUNG_OK,
                         "%s", error.message);
            double sum = 0;
            for (size_t i = 0; i < count; i++)
                sum += gaps[i].gap;
            cr_assert_lt(fabs(sum - (1 - why.value[RUNG_SIGNAL_READINESS])), 1e-12,
                         "role %u to %u: gaps %.17g, readiness %.17g", c, r, sum,
                         why.value[RUNG_SIGNAL_READINESS]);
        }
    free(levels);
    free(gaps);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- mistakes */

Test(cli_explain, refuses_a_person_who_is_not_there)
{
    cli_result result = explain("p3", "lead", "json");
    cli_check_code(&result, 2);
    cli_check_err(&result, "rung: --person: found 'p3', expected an id of ");
    cli_check_err(&result, "/people.csv\n");
    cli_check_whole_out(&result, "");
}

static const char *const no_roles[] = {"chef", "Lead", "p1"};

TEST_EACH(cli_explain, refuses_a_role_that_is_not_there, 3)
{
    char message[100];
    cli_result result = explain("p1", no_roles[*row], "table");
    snprintf(message, sizeof message, "rung: --role: found '%s', expected the id of a role in ",
             no_roles[*row]);
    cli_check_code(&result, 2);
    cli_check_err(&result, message);
    cli_check_err(&result, "/roles.csv\n");
    cli_check_whole_out(&result, "");
}

Test(cli_explain, refuses_a_role_that_is_not_rated)
{
    cli_result result = explain("p1", "idle", "table");
    cli_check_code(&result, 2);
    cli_check_err(&result, "rung: --role: found 'idle', which is unrated, expected a role that has "
                           "rows in ");
    cli_check_err(&result, "/role_skills.csv\n");
    cli_check_whole_out(&result, "");
}

/* Ids may be longer than any message or line has room for. */
Test(cli_explain, shows_long_ids_whole_and_cuts_them_in_messages)
{
    char id[1301], files[3][3000], *skills = files[0], *roles = files[1], *people = files[2];
    for (size_t i = 0; i < sizeof id - 1; i += 2)
        memcpy(id + i, "\xC3\xA9", 2);
    id[sizeof id - 1] = '\0';
    snprintf(skills, sizeof files[0], "role_id,skill_id,level,importance\n%s,art,4,1\n", id);
    snprintf(roles, sizeof files[1], "role_id,title\n%s,Long\n", id);
    snprintf(people, sizeof files[2], "person_id,role_id\n%s,%s\n", id, id);
    const test_file instead[] = {{"role_skills.csv", skills},
                                 {"roles.csv", roles},
                                 {"people.csv", people},
                                 {"people_skills.csv", NULL},
                                 {"role_relations.csv", NULL},
                                 {"role_features.csv", NULL},
                                 {NULL, NULL}};
    const char *catalog = test_write_files(kitchen, instead);
    const char *folder = test_write_files(staff, instead);
    cli_result result = CLI_RUN("explain", "--catalog", catalog, "--people", folder, "--person", id,
                                "--role", id, "--profile", "readiness");
    cli_check_code(&result, 0);
    cli_check_out(&result, id);
    cli_check_out(&result, "\n\nscore 1 by profile readiness\n\n");
    id[0] = id[1] = 'x'; /* somebody else */
    result = CLI_RUN("explain", "--catalog", catalog, "--people", folder, "--person", id, "--role",
                     id + 2);
    cli_check_code(&result, 2);
    cli_check_err(&result, "--role: found '\xC3\xA9\xC3\xA9");
    cli_check_err(&result, "\xC3\xA9...', expected the id of a role in ");
    memcpy(id, "\xC3\xA9", 2);
    result = CLI_RUN("explain", "--catalog", catalog, "--people", folder, "--person", id + 2,
                     "--role", id);
    cli_check_code(&result, 2);
    cli_check_err(&result, "--person: found '\xC3\xA9\xC3\xA9");
    cli_check_err(&result, "\xC3\xA9...', expected an id of ");
}
