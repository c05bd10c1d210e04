/* test_path_rows.c - paths as CSV, JSON lines and ladders, and misses with their reasons. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "path/path_rows.h"
#include "support.h"

enum { CLERK, CODER, BOSS, IDLE };
enum { BOOTCAMP, EVENING };

/* ---------------------------------------------------------------- paths made by hand */

/* Of the small catalog's clerk, who reads at 2 of coder's 3 and boss's 4, codes at 1 of coder's 4
 * and knows law at 0.5 of boss's 3.5. The figures are any, the rows only pass them on. */
static const float levels[5] = {2, 1, 0.5f, 0, 0};

static const uint32_t bootcamp[] = {BOOTCAMP}, evening[] = {EVENING};

static const rung_path_step to_boss[] = {
    {CODER, bootcamp, 1, 0, 12, 7000, 60000, 0.4, 0.8125},
    {BOSS, evening, 1, 64, 65.5, 0, 90000, 0.5, 0.79999},
};
static const rung_path_step to_idle[] = {{IDLE, NULL, 0, 0, 0, 0, NAN, 1, 1}};

static const rung_path two_paths[] = {
    {BOSS, 1, 1, 65.5, 7000, 123456.75, 0.79999, to_boss, 2, true},
    {IDLE, 2, 1, 0, 0, -1234.5, 1, to_idle, 1, false},
};

static const rung_miss two_misses[] = {
    {.target = BOSS,
     .rules = RUNG_RULE_ZONE | RUNG_RULE_READINESS | RUNG_RULE_WAGE,
     .theta = 0.625,
     .wage_fall = 0.120001,
     .reason = "job zone 5 is 3 above, and readiness is \"short\""},
    {.target = CLERK, .rules = RUNG_RULE_CURRENT, .theta = 0, .reason = "it is the current role"},
};

static const rung_paths all = {two_paths, 2, two_misses, 2};
static const rung_paths two = {two_paths, 2, NULL, 0};
static const rung_paths none = {NULL, 0, NULL, 0};

static rung_catalog *open_catalog(const test_file *instead)
{
    rung_catalog *catalog;
    rung_error error = {.message = ""};
    rung_status status =
        rung_catalog_open(&catalog, test_write_files(test_small_catalog, instead), &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    return catalog;
}

static void check_noted(const test_file *instead, rung_format format, const char *person,
                        const char *note, uint32_t role, const rung_paths *paths,
                        const char *expected)
{
    rung_catalog *catalog = open_catalog(instead);
    float scratch[5];
    rung_buffer out = {0}, text = {0};
    rung_path_rows rows = {.catalog = catalog,
                           .format = format,
                           .person = person,
                           .note = note,
                           .current_role = role,
                           .levels = levels,
                           .paths = paths,
                           .years = 5,
                           .horizon = 260,
                           .level = scratch,
                           .text = &text};
    rung_put_paths(&out, &rows);
    rung_put_char(&out, '\0');
    cr_assert_not(out.failed);
    cr_assert_str_eq(out.at, expected, "found:\n%s\nexpected:\n%s", out.at, expected);
    rung_buffer_free(&out);
    rung_buffer_free(&text);
    rung_catalog_free(catalog);
}

static void check(const test_file *instead, rung_format format, const char *person, uint32_t role,
                  const rung_paths *paths, const char *expected)
{
    check_noted(instead, format, person, NULL, role, paths, expected);
}

/* ---------------------------------------------------------------- CSV */

Test(path_rows, a_path_is_a_row_of_figures_and_its_route)
{
    check(NULL, RUNG_FORMAT_CSV, "p1", CLERK, &all,
          "p1,1,boss,1,65.5,7000,123456.75,2,0.79999,true,+bootcamp >coder +evening >boss\n"
          "p1,2,idle,1,0,0,-1234.5,1,1,false,>idle\n");
}

/* Ids with a comma, quotes and a space, and three programs in a step. */
static const test_file odd[] = {
    {"programs.csv",
     "program_id,name,cost,weeks\n\"a,b\",A,1,1\n\"say \"\"c\"\"\",C,2,2\nd,D,3,3\n"},
    {"program_skills.csv", "program_id,skill_id,level,requires\nd,law,2,\n"},
    {NULL, NULL},
};

static const uint32_t odd_programs[] = {0, 1, 2};
static const rung_path_step odd_step[] = {{CODER, odd_programs, 3, 0, 6, 6, 60000, 0.5, 0.75}};
static const rung_path odd_path[] = {{CODER, 1, 3, 6, 6, 1e-7, 0.75, odd_step, 1, true}};
static const rung_paths odd_paths = {odd_path, 1, NULL, 0};

Test(path_rows, ids_are_quoted_by_the_rules_of_csv)
{
    check(odd, RUNG_FORMAT_CSV, "O\"Neil, A", RUNG_NONE, &odd_paths,
          "\"O\"\"Neil, A\",1,coder,3,6,6,1e-07,1,0.75,true,"
          "\"+a,b +say \"\"c\"\" +d >coder\"\n");
}

Test(path_rows, somebody_without_paths_has_no_rows)
{
    check(NULL, RUNG_FORMAT_CSV, "p1", CLERK, &none, "");
    check(NULL, RUNG_FORMAT_JSONL, "p1", CLERK, &none, "");
}

Test(path_rows, only_csv_has_a_header)
{
    cr_assert_str_eq(rung_path_rows_header(RUNG_FORMAT_CSV),
                     "person_id,target_rank,target_role,path_rank,weeks,cost,gain,steps,readiness,"
                     "proven,route\n");
    cr_assert_str_eq(rung_path_rows_header(RUNG_FORMAT_JSONL), "");
    cr_assert_str_eq(rung_path_rows_header(RUNG_FORMAT_TEXT), "");
}

Test(path_rows, misses_are_rows_with_their_rules_and_reason)
{
    rung_catalog *catalog = open_catalog(NULL);
    rung_buffer out = {0}, text = {0};
    rung_path_rows rows = {.catalog = catalog,
                           .person = "p,1",
                           .current_role = CLERK,
                           .levels = levels,
                           .paths = &all,
                           .text = &text};
    rung_put_text(&out, rung_misses_header());
    rung_put_misses(&out, &rows);
    rung_put_char(&out, '\0');
    cr_assert_str_eq(out.at,
                     "person_id,target_role,rules,theta,wage_fall,reason\n"
                     "\"p,1\",boss,wage;zone;readiness,0.625,0.120001,\"job zone 5 is 3 above, and "
                     "readiness is \"\"short\"\"\"\n"
                     "\"p,1\",clerk,current,,,it is the current role\n");
    rung_buffer_free(&out);
    rung_buffer_free(&text);
    rung_catalog_free(catalog);
}

/* Nine digits are written, and who reads them must not ask for more than there is. */
Test(path_rows, a_theta_is_cut_and_never_rounded_up)
{
    static const struct {
        double theta;
        const char *written;
    } thetas[] = {{2.0 / 3, ",0.666666666,"}, {0.7, ",0.7,"}, {0, ",0,"}, {0.0625, ",0.0625,"}};
    rung_catalog *catalog = open_catalog(NULL);
    for (size_t i = 0; i < sizeof thetas / sizeof *thetas; i++) {
        rung_buffer out = {0};
        rung_miss miss = {
            .target = BOSS, .rules = RUNG_RULE_READINESS, .theta = thetas[i].theta, .reason = "it"};
        rung_paths paths = {NULL, 0, &miss, 1};
        rung_path_rows rows = {.catalog = catalog, .person = "p", .paths = &paths};
        rung_put_misses(&out, &rows);
        rung_put_char(&out, '\0');
        cr_assert_not_null(strstr(out.at, thetas[i].written), "%s", out.at);
        rung_buffer_free(&out);
    }
    rung_catalog_free(catalog);
}

/* Reasons name rules in this order, whichever bits they are. */
Test(path_rows, the_rules_of_a_miss_stand_in_the_order_of_its_reason)
{
    rung_catalog *catalog = open_catalog(NULL);
    rung_buffer out = {0};
    rung_miss miss = {.target = BOSS, .rules = 511, .reason = "it"};
    rung_paths paths = {NULL, 0, &miss, 1};
    rung_path_rows rows = {.catalog = catalog, .person = "p", .paths = &paths};
    rung_put_misses(&out, &rows);
    rung_put_char(&out, '\0');
    cr_assert_str_eq(out.at, "p,boss,audience;steps;wage;zone;essential;readiness;current;unrated;"
                             "effort,0,0,it\n");
    rung_buffer_free(&out);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- JSON lines */

Test(path_rows, json_lines_hold_every_step_and_every_miss)
{
    check(NULL, RUNG_FORMAT_JSONL, "p1", CLERK, &all,
          "{\"person_id\":\"p1\",\"levels_imputed\":false,\"target_rank\":1,\"target_role\":"
          "\"boss\",\"path_rank\":1,"
          "\"weeks\":65.5,\"cost\":7000,\"gain\":123456.75,\"steps\":2,\"readiness\":0.79999,"
          "\"proven\":true,\"route\":\"+bootcamp >coder +evening >boss\",\"path\":["
          "{\"role_id\":\"coder\",\"programs\":[\"bootcamp\"],\"starts\":0,\"enters\":12,"
          "\"cost\":7000,\"wage\":60000,\"readiness_before\":0.4,\"readiness\":0.8125},"
          "{\"role_id\":\"boss\",\"programs\":[\"evening\"],\"starts\":64,\"enters\":65.5,"
          "\"cost\":0,\"wage\":90000,\"readiness_before\":0.5,\"readiness\":0.79999}]}\n"
          "{\"person_id\":\"p1\",\"levels_imputed\":false,\"target_rank\":2,\"target_role\":"
          "\"idle\",\"path_rank\":1,"
          "\"weeks\":0,\"cost\":0,\"gain\":-1234.5,\"steps\":1,\"readiness\":1,"
          "\"proven\":false,\"route\":\">idle\",\"path\":["
          "{\"role_id\":\"idle\",\"programs\":[],\"starts\":0,\"enters\":0,"
          "\"cost\":0,\"wage\":null,\"readiness_before\":1,\"readiness\":1}]}\n"
          "{\"person_id\":\"p1\",\"levels_imputed\":false,\"target_role\":\"boss\",\"path\":null,"
          "\"rules\":[\"wage\",\"zone\",\"readiness\"],\"theta\":0.625,\"wage_fall\":0.120001,"
          "\"reason\":\"job zone 5 is 3 above, and readiness is \\\"short\\\"\"}\n"
          "{\"person_id\":\"p1\",\"levels_imputed\":false,\"target_role\":\"clerk\",\"path\":null,"
          "\"rules\":[\"current\"],\"theta\":null,\"wage_fall\":null,\"reason\":\"it is the "
          "current role\"}\n");
}

Test(path_rows, json_lines_mark_those_whose_levels_are_the_roles)
{
    static const rung_miss miss[] = {
        {.target = CLERK, .rules = RUNG_RULE_CURRENT, .reason = "it is the current role"}};
    static const rung_paths paths = {two_paths + 1, 1, miss, 1};
    check_noted(NULL, RUNG_FORMAT_JSONL, "p1", "levels assumed from the role", CLERK, &paths,
                "{\"person_id\":\"p1\",\"levels_imputed\":true,\"target_rank\":2,"
                "\"target_role\":\"idle\",\"path_rank\":1,"
                "\"weeks\":0,\"cost\":0,\"gain\":-1234.5,\"steps\":1,\"readiness\":1,"
                "\"proven\":false,\"route\":\">idle\",\"path\":["
                "{\"role_id\":\"idle\",\"programs\":[],\"starts\":0,\"enters\":0,"
                "\"cost\":0,\"wage\":null,\"readiness_before\":1,\"readiness\":1}]}\n"
                "{\"person_id\":\"p1\",\"levels_imputed\":true,\"target_role\":\"clerk\","
                "\"path\":null,\"rules\":[\"current\"],\"theta\":null,\"wage_fall\":null,"
                "\"reason\":\"it is the current role\"}\n");
}

Test(path_rows, ids_are_escaped_in_json)
{
    check(odd, RUNG_FORMAT_JSONL, "O\"Neil, A", RUNG_NONE, &odd_paths,
          "{\"person_id\":\"O\\\"Neil, "
          "A\",\"levels_imputed\":false,\"target_rank\":1,\"target_role\":\"coder\","
          "\"path_rank\":3,\"weeks\":6,\"cost\":6,\"gain\":1e-07,\"steps\":1,\"readiness\":0.75,"
          "\"proven\":true,\"route\":\"+a,b +say \\\"c\\\" +d >coder\",\"path\":["
          "{\"role_id\":\"coder\",\"programs\":[\"a,b\",\"say \\\"c\\\"\",\"d\"],\"starts\":0,"
          "\"enters\":6,\"cost\":6,\"wage\":60000,\"readiness_before\":0.5,"
          "\"readiness\":0.75}]}\n");
}

/* ---------------------------------------------------------------- ladders */

/* The bootcamp brings coding from 1 to 3 and reading from 2 to 3. As coder reading stays at 3. The
 * evening class brings law from 0.5 to 2. 79.999 % is not yet 80. */
Test(path_rows, text_draws_a_ladder_for_each_path)
{
    check(NULL, RUNG_FORMAT_TEXT, "p1", CLERK, &all,
          "p1, Clerk, 30,000 EUR a year\n"
          "  1.1  Boss: 65.5 weeks, cost 7,000 EUR, gain 123,457 EUR, proven\n"
          "     ○ today       Clerk                                                      "
          "30,000 EUR a year\n"
          "     ├ week 0      Bootcamp                                     12 weeks       "
          "7,000 EUR\n"
          "     │             Coding 1→3 of 4 (essential), Reading 2→3 of 3, opens job zone 4\n"
          "     │             ready for Coder, junior: 40 % → 81 %\n"
          "     ● week 12     Coder, junior                                52 weeks      "
          "60,000 EUR a year\n"
          "     ├ week 64     Evening class                               1.5 weeks           "
          "0 EUR\n"
          "     │             Law 0.5→2 of 3.5\n"
          "     │             ready for Boss: 50 % → 79 %\n"
          "     ● week 65.5   Boss                                                       "
          "90,000 EUR a year\n"
          "\n"
          "  2.1  Idle: 0 weeks, cost 0 EUR, gain -1,235 EUR, not proven\n"
          "     brings less than today's wage within 5 years\n"
          "     ○ today       Clerk                                                      "
          "30,000 EUR a year\n"
          "     │             ready for Idle: 100 %\n"
          "     ● week 0      Idle                                                   "
          "wage not known\n"
          "\n"
          "  no path to Boss\n"
          "     job zone 5 is 3 above, and readiness is \"short\"\n"
          "\n"
          "  no path to Clerk\n"
          "     it is the current role\n"
          "\n");
}

Test(path_rows, text_marks_those_whose_levels_are_the_roles)
{
    check_noted(NULL, RUNG_FORMAT_TEXT, "p1", "levels assumed from the role", CLERK, &none,
                "p1, Clerk, 30,000 EUR a year (levels assumed from the role)\n"
                "  no path found\n\n");
    check_noted(NULL, RUNG_FORMAT_CSV, "p1", "levels assumed from the role", CLERK, &two,
                "p1,1,boss,1,65.5,7000,123456.75,2,0.79999,true,+bootcamp >coder +evening >boss\n"
                "p1,2,idle,1,0,0,-1234.5,1,1,false,>idle\n");
}

/* Escape and bell are one byte, the others are two; in titles, names, units, ids and reasons. */
#define BELLS "\033\a\177\xC2\x9B\xC2\x85"

static const test_file loud[] = {
    {"catalog.ini", "name = Small\nlevels = 4\ngrid = 0.5\ncurrency = E" BELLS "\n"},
    {"skills.csv", "skill_id,name,kind\nread,R" BELLS ",soft\ncode,Coding,other\nlaw,Law,other\n"
                   "lift,Lift,other\nknit,Knit,other\n"},
    {"roles.csv",
     "role_id,title,wage\nclerk,C" BELLS ",1\ncoder,Coder,2\nboss,Boss,3\nidle,Idle,4\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance\nclerk,read,4,1\n"},
    {"role_relations.csv", NULL},
    {"programs.csv", "program_id,name,cost,weeks\nbootcamp,P" BELLS ",1,1\n"},
    {"program_skills.csv", "program_id,skill_id,level,requires\nbootcamp,read,4,\n"},
    {NULL, NULL},
};

Test(path_rows, text_tames_what_could_upset_a_terminal)
{
    static const rung_path_step step[] = {{CLERK, bootcamp, 1, 0, 1, 1, 1, 0.5, 1}};
    static const rung_path path[] = {{CLERK, 1, 1, 1, 1, 1, 1, step, 1, true}};
    static const rung_miss miss[] = {{.target = CLERK, .reason = "a" BELLS " b" BELLS}};
    static const rung_paths paths = {path, 1, miss, 1};
    check(loud, RUNG_FORMAT_TEXT, "p" BELLS, CLERK, &paths,
          "p?????, C?????, 1 E????? a year\n"
          "  1.1  C?????: 1 week, cost 1 E?????, gain 1 E?????, proven\n"
          "     ○ today       C?????                                                          "
          "1 E????? a year\n"
          "     ├ week 0      P?????                                         1 week           1 "
          "E?????\n"
          "     │             R????? 2→4 of 4\n"
          "     │             ready for C?????: 50 % → 100 %\n"
          "     ● week 1      C?????                                                          "
          "1 E????? a year\n"
          "\n"
          "  no path to C?????\n"
          "     a????? b?????\n"
          "\n");
}

Test(path_rows, text_says_when_there_is_nothing_to_draw)
{
    check(NULL, RUNG_FORMAT_TEXT, "p2", RUNG_NONE, &none, "p2\n  no path found\n\n");
}

Test(path_rows, text_begins_without_a_role_where_there_is_none)
{
    static const rung_path path[] = {{IDLE, 1, 1, 1, 2e15, 0, 1, to_idle, 1, true}};
    static const rung_paths paths = {path, 1, NULL, 0};
    static const test_file bare[] = {{"catalog.ini", "name = Small\nlevels = 4\ngrid = 0.5\n"},
                                     {NULL, NULL}};
    check(bare, RUNG_FORMAT_TEXT, "p2", RUNG_NONE, &paths,
          "p2\n"
          "  1.1  Idle: 1 week, cost 2e+15, gain 0, proven\n"
          "     ○ today       no role\n"
          "     │             ready for Idle: 100 %\n"
          "     ● week 0      Idle                                                   "
          "wage not known\n"
          "\n");
}

#define TEN    "ninechars "
#define FIFTY  TEN TEN TEN TEN TEN
#define UMLAUT "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F\xC3\xA9\xC3\xA8\xC3\xAA\xC3\xB1\xC3\xB8"

/* Long titles and names, a name with a bell in it, and so many skills that a line is not enough. */
static const test_file wide[] = {
    {"skills.csv", "skill_id,name,kind\nread," FIFTY "x,soft\ncode," UMLAUT UMLAUT UMLAUT
                   ",other\nlaw,La\aw,other\nlift,Lift,other\nknit,Knit,other\n"},
    {"roles.csv", "role_id,title,wage\nclerk," FIFTY FIFTY "x,1\ncoder," FIFTY FIFTY
                  "x,2\nboss,Boss,3\nidle,Idle,4\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance\nboss,read,4,1\nboss,code,4,1\n"
                        "boss,law,4,1\nboss,lift,4,0\nboss,knit,4,1\ncoder,read,1,1\n"},
    {"role_relations.csv", NULL},
    {"programs.csv", "program_id,name,cost,weeks\nbootcamp," FIFTY ",999999999999,5200\n"},
    {"program_skills.csv", "program_id,skill_id,level,requires\nbootcamp,read,4,\n"
                           "bootcamp,code,4,\nbootcamp,law,4,\nbootcamp,lift,4,\n"
                           "bootcamp,knit,0.25,\n"},
    {NULL, NULL},
};

static void check_widths(const char *text)
{
    size_t width = 0;
    for (; *text; text++) {
        if (*text == '\n') {
            cr_assert_leq(width, 100u);
            width = 0;
        } else {
            width += ((unsigned char)*text & 0xC0) != 0x80;
        }
    }
}

Test(path_rows, text_keeps_within_100_columns)
{
    static const rung_path_step steps[] = {
        {BOSS, bootcamp, 1, 0, 5200, 999999999999.0, 2e12, 0.5, 1},
        {CODER, NULL, 0, 5202, 5202, 0, 1, 1, 1}};
    static const rung_path path[] = {
        {CODER, 1, 1, 5202, 999999999999.0, -999999999999.0, 1, steps, 2, true}};
    static const rung_miss miss[] = {{.target = CLERK, .reason = FIFTY FIFTY FIFTY "x"},
                                     {.target = CLERK, .reason = ""}};
    static const rung_paths paths = {path, 1, miss, 2};
    rung_catalog *catalog = open_catalog(wide);
    float scratch[5];
    rung_buffer out = {0}, text = {0};
    rung_path_rows rows = {.catalog = catalog,
                           .format = RUNG_FORMAT_TEXT,
                           .person = FIFTY FIFTY,
                           .note = "levels assumed",
                           .current_role = CLERK,
                           .levels = levels,
                           .paths = &paths,
                           .years = 5,
                           .horizon = 260,
                           .level = scratch,
                           .text = &text};
    rung_put_paths(&out, &rows);
    rung_put_char(&out, '\0');
    check_widths(out.at);
    static const char *const parts[] = {
        "ninechars…\n  (levels assumed)\n",
        "\n     │             La?w 0.5→4 of 4, " UMLAUT UMLAUT UMLAUT " 1→4 of 4,\n"
        "     │             " FIFTY "x 2→4 of 4, Knit 0→0.25 of 4\n",
        "\n     " FIFTY TEN TEN TEN "ninechars\n     " FIFTY "ninechars x\n",
        "…: 5202 weeks, cost 999,999,999,999 EUR, gain -999,999,999,999 EUR, proven\n",
        " 5200 weeks 999,999,999,999 EUR\n",
        "\n     ● week 5200   Boss                                          2 weeks "
        "          3 EUR a year\n",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        cr_assert_not_null(strstr(out.at, parts[i]), "'%s' is not in:\n%s", parts[i], out.at);
    rung_buffer_free(&out);
    rung_buffer_free(&text);
    rung_catalog_free(catalog);
}

/* A course of nine skills. What each adds is its importance times what it brings of what is
 * missing, but an essential skill comes before them: a 0.2 (essential), c 4, h 4 (behind c), b 3,
 * d 2.5, e 2; f and g add less, and i is there already. Two skills are called alike. */
static const test_file broad[] = {
    {"skills.csv", "skill_id,name,kind\na,Art,soft\nb,Law,soft\nc,Law,soft\nd,Dance,soft\n"
                   "e,Echo,soft\nf,Fuse,soft\ng,Go,soft\nh,Harp,soft\ni,Ink,soft\n"},
    {"roles.csv", "role_id,title,wage\nclerk,Clerk,1\ncoder,Coder,2\n"},
    {"role_skills.csv",
     "role_id,skill_id,level,importance,essential\nclerk,i,1,1,0\ncoder,a,4,0.1,1\n"
     "coder,b,3,1,0\ncoder,c,4,1,0\ncoder,d,2.5,1,0\ncoder,e,4,0.5,0\ncoder,f,1,1,0\n"
     "coder,g,4,0.1,0\ncoder,h,4,1,0\ncoder,i,1,1,0\n"},
    {"role_relations.csv", NULL},
    {"skill_relations.csv", NULL},
    {"programs.csv", "program_id,name,cost,weeks,opens_zone\nbootcamp,Course,7,1,3\n"},
    {"program_skills.csv", "program_id,skill_id,level\nbootcamp,a,2\nbootcamp,b,4\nbootcamp,c,4\n"
                           "bootcamp,d,4\nbootcamp,e,4\nbootcamp,f,4\nbootcamp,g,4\n"
                           "bootcamp,h,4\nbootcamp,i,4\n"},
    {NULL, NULL},
};

Test(path_rows, text_lists_the_skills_that_add_most_and_counts_the_others)
{
    static const float nothing[9] = {0, 0, 0, 0, 0, 0, 0, 0, 1};
    static const rung_path_step step[] = {{CODER, bootcamp, 1, 0, 1, 7, 2, 0, 1}};
    static const rung_path path[] = {{CODER, 1, 1, 1, 7, 0, 1, step, 1, true}};
    static const rung_paths paths = {path, 1, NULL, 0};
    rung_catalog *catalog = open_catalog(broad);
    float scratch[9];
    rung_buffer out = {0}, text = {0};
    rung_path_rows rows = {.catalog = catalog,
                           .format = RUNG_FORMAT_TEXT,
                           .person = "p1",
                           .current_role = CLERK,
                           .levels = nothing,
                           .paths = &paths,
                           .years = 5,
                           .horizon = 260,
                           .level = scratch,
                           .text = &text};
    rung_put_paths(&out, &rows);
    rung_put_char(&out, '\0');
    static const char listed[] =
        "     │             Art 0→2 of 4 (essential), Law (c) 0→4 of 4, Harp 0→4 of 4, Law (b) 0→4 "
        "of 3,\n"
        "     │             Dance 0→4 of 2.5, Echo 0→4 of 4, 2 more skills, opens job zone 3\n";
    cr_assert_not_null(strstr(out.at, listed), "%s", out.at);
    rung_buffer_free(&out);
    rung_buffer_free(&text);
    rung_catalog_free(catalog);
}

/* Week 259 is the last that counts, and a wage counts from the next week that begins. */
static const struct {
    double weeks, cost, gain;
    const char *warnings;
} warned[] = {
    {259, 0, 0, ""},
    {259.1, 0, 0, "     is entered after the 5 years that count\n"},
    {260, 9, 1, "     is entered after the 5 years that count\n"},
    {1, 9, -0.01, "     brings less than it costs within 5 years\n"},
    {1, 0, -1, "     brings less than today's wage within 5 years\n"},
    {300, 9, -9,
     "     brings less than it costs within 5 years\n"
     "     is entered after the 5 years that count\n"},
};

TEST_EACH(path_rows, text_says_when_a_way_brings_nothing_that_counts,
          sizeof warned / sizeof *warned)
{
    rung_path path[] = {{IDLE, 1, 1, warned[*row].weeks, warned[*row].cost, warned[*row].gain, 1,
                         to_idle, 1, true}};
    rung_paths paths = {path, 1, NULL, 0};
    rung_catalog *catalog = open_catalog(NULL);
    float scratch[5];
    rung_buffer out = {0}, text = {0};
    rung_path_rows rows = {.catalog = catalog,
                           .format = RUNG_FORMAT_TEXT,
                           .person = "p1",
                           .current_role = CLERK,
                           .levels = levels,
                           .paths = &paths,
                           .years = 5,
                           .horizon = 260,
                           .level = scratch,
                           .text = &text};
    char expected[200];
    snprintf(expected, sizeof expected, ", proven\n%s     ○ today", warned[*row].warnings);
    rung_put_paths(&out, &rows);
    rung_put_char(&out, '\0');
    cr_assert_not_null(strstr(out.at, expected), "'%s' is not in:\n%s", expected, out.at);
    rung_buffer_free(&out);
    rung_buffer_free(&text);
    rung_catalog_free(catalog);
}
