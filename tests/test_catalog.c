/* test_catalog.c - a catalog comes back as its files say, and a bad one is refused by name. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/catalog.h"
#include "support.h"

static rung_catalog *open_with(const test_file *instead)
{
    rung_error error = {.message = ""};
    rung_catalog *catalog;
    rung_status status =
        rung_catalog_open(&catalog, test_write_files(test_small_catalog, instead), &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    return catalog;
}

/* ---------------------------------------------------------------- a good one */

Test(catalog, tells_its_name_scale_and_counts)
{
    rung_catalog *catalog = open_with(NULL);
    cr_assert_str_eq(rung_catalog_name(catalog), "Small");
    cr_assert_str_eq(rung_catalog_currency(catalog), "EUR");
    cr_assert_str_eq(rung_catalog_source(catalog), "made up");
    cr_assert_eq(rung_catalog_scale(catalog).levels, 4.0);
    cr_assert_eq(rung_catalog_scale(catalog).grid, 0.5);
    cr_assert_eq(rung_catalog_skills(catalog), 5u);
    cr_assert_eq(rung_catalog_roles(catalog), 4u);
    rung_catalog_counts counts = rung_catalog_count(catalog);
    rung_catalog_counts expected = {.skills = 5,
                                    .roles = 4,
                                    .rated_roles = 3,
                                    .requirements = 6,
                                    .programs = 2,
                                    .role_relations = 3,
                                    .skill_relations = 1,
                                    .skills_of_kind = {1, 1, 1, 1, 1},
                                    .without_wage = 1,
                                    .without_employment = 1,
                                    .without_growth = 1,
                                    .without_openings = 1,
                                    .without_zone = 1,
                                    .without_education = 4,
                                    .without_risk = 1,
                                    .without_family = 1,
                                    .without_group = 4};
    cr_assert_eq(memcmp(&counts, &expected, sizeof counts), 0);
    rung_catalog_free(catalog);
    rung_catalog_free(NULL);
}

Test(catalog, counts_features_and_roles_without_group_or_education)
{
    static const test_file instead[] = {
        {"roles.csv", "role_id,title,family,group,education\nclerk,C,office,g,\ncoder,N,,g,2\n"
                      "boss,B,office,h,0\nidle,I,,,\n"},
        {NULL, NULL}};
    const char *folder = test_write_files(test_small_catalog, instead);
    test_write_text(folder, "role_features.csv",
                    "role_id,kind,feature\nclerk,tool,pen\nidle,tool,pen\ncoder,activity,listen\n");
    rung_catalog *catalog;
    rung_error error = {.message = ""};
    cr_assert_eq(rung_catalog_open(&catalog, folder, &error), RUNG_OK, "%s", error.message);
    rung_catalog_counts counts = rung_catalog_count(catalog);
    cr_assert_eq(counts.role_features, 3u);
    cr_assert_eq(counts.without_group, 1u);
    cr_assert_eq(counts.without_education, 2u);
    rung_catalog_free(catalog);
}

Test(catalog, keeps_skills_in_the_order_of_the_file)
{
    static const rung_skill expected[] = {
        {"read", "Reading", "Basics", RUNG_SKILL_SOFT},
        {"code", "Coding", "Craft", RUNG_SKILL_TECHNICAL},
        {"law", "Law", "", RUNG_SKILL_KNOWLEDGE},
        {"lift", "Lifting", "", RUNG_SKILL_ABILITY},
        {"knit", "Knitting", "", RUNG_SKILL_OTHER},
    };
    rung_catalog *catalog = open_with(NULL);
    for (uint32_t d = 0; d < 5; d++) {
        rung_skill skill = rung_catalog_skill(catalog, d);
        cr_assert_str_eq(skill.id, expected[d].id);
        cr_assert_str_eq(skill.name, expected[d].name);
        cr_assert_str_eq(skill.group, expected[d].group);
        cr_assert_eq(skill.kind, expected[d].kind);
        cr_assert_eq(rung_catalog_find_skill(catalog, expected[d].id), d);
    }
    cr_assert_eq(rung_catalog_find_skill(catalog, "Reading"), RUNG_NONE);
    cr_assert_eq(rung_catalog_find_skill(catalog, "clerk"), RUNG_NONE);
    cr_assert_eq(rung_catalog_find_skill(catalog, ""), RUNG_NONE);
    rung_catalog_free(catalog);
}

Test(catalog, keeps_roles_with_the_figures_that_they_have)
{
    rung_catalog *catalog = open_with(NULL);
    rung_role coder = rung_catalog_role(catalog, 1), idle = rung_catalog_role(catalog, 3);
    cr_assert_str_eq(coder.id, "coder");
    cr_assert_str_eq(coder.title, "Coder, junior");
    cr_assert_str_eq(coder.family, "tech");
    cr_assert(coder.wage == 60000 && coder.employment == 500 && coder.growth == 0.2);
    cr_assert(coder.openings == 50 && coder.automation_risk == 0.1 && coder.job_zone == 4);
    cr_assert(coder.rated);
    cr_assert_str_eq(idle.id, "idle");
    cr_assert_str_eq(idle.family, "");
    cr_assert(isnan(idle.wage) && isnan(idle.employment) && isnan(idle.growth));
    cr_assert(isnan(idle.openings) && isnan(idle.automation_risk) && idle.job_zone == 0);
    cr_assert_not(idle.rated);
    cr_assert_eq(rung_catalog_find_role(catalog, "boss"), 2u);
    cr_assert_eq(rung_catalog_find_role(catalog, "bos"), RUNG_NONE);
    rung_catalog_free(catalog);
}

Test(catalog, numbers_families_by_their_names)
{
    rung_catalog *catalog = open_with(NULL);
    cr_assert_eq(catalog->family[0], catalog->family[2], "clerk and boss are of one family");
    cr_assert_neq(catalog->family[0], catalog->family[1]);
    cr_assert_eq(catalog->family[3], RUNG_NONE);
    rung_catalog_free(catalog);
}

Test(catalog, tells_what_a_role_asks_for)
{
    rung_catalog *catalog = open_with(NULL);
    uint32_t coder = rung_catalog_find_role(catalog, "coder");
    rung_requirement code = rung_catalog_requirement(catalog, coder, 1);
    cr_assert(code.level == 4 && code.importance == 1 && code.essential);
    rung_requirement reading = rung_catalog_requirement(catalog, coder, 0);
    cr_assert(reading.level == 3 && reading.importance == 0.5f && !reading.essential);
    rung_requirement law = rung_catalog_requirement(catalog, coder, 2);
    cr_assert(law.level == 0 && law.importance == 0 && !law.essential);
    float levels[5], importance[5];
    rung_catalog_levels(catalog, 2, levels);
    cr_assert_eq(memcmp(levels, (float[5]){4, 0, 3.5f, 0, 0}, sizeof levels), 0);
    rung_catalog_row(catalog, 0, levels, importance);
    cr_assert_eq(memcmp(levels, (float[5]){2, 0, 1, 0, 0}, sizeof levels), 0);
    cr_assert_eq(memcmp(importance, (float[5]){0.5f, 0, 0.25f, 0, 0}, sizeof levels), 0);
    rung_catalog_levels(catalog, 3, levels);
    cr_assert_eq(memcmp(levels, (float[5]){0, 0, 0, 0, 0}, sizeof levels), 0);
    rung_catalog_free(catalog);
}

Test(catalog, answers_positions_beyond_its_end_with_nothing)
{
    rung_catalog *catalog = open_with(NULL);
    static const uint32_t beyond[] = {5, 100, RUNG_NONE};
    for (size_t i = 0; i < 3; i++) {
        rung_skill skill = rung_catalog_skill(catalog, beyond[i]);
        rung_role role = rung_catalog_role(catalog, beyond[i]);
        cr_assert(*skill.id == '\0' && *skill.name == '\0' && *skill.group == '\0');
        cr_assert(*role.id == '\0' && *role.title == '\0' && *role.family == '\0');
        cr_assert(role.wage == 0 && !role.rated);
        cr_assert_eq(rung_catalog_requirement(catalog, beyond[i], 0).level, 0.0f);
        cr_assert_eq(rung_catalog_requirement(catalog, 0, beyond[i]).level, 0.0f);
        float levels[5] = {1, 1, 1, 1, 1};
        rung_catalog_levels(catalog, beyond[i], levels);
        cr_assert_eq(memcmp(levels, (float[5]){0, 0, 0, 0, 0}, sizeof levels), 0);
    }
    rung_catalog_free(catalog);
}

Test(catalog, groups_relations_whatever_their_order)
{
    rung_catalog *catalog = open_with(NULL);
    const rung_link *related = rung_links_find(&catalog->role_relations, 0, 1, RUNG_RELATED);
    const rung_link *flow = rung_links_find(&catalog->role_relations, 0, 1, RUNG_FLOW);
    const rung_link *boss = rung_links_find(&catalog->role_relations, 0, 2, RUNG_RELATED);
    cr_assert(related && related->weight == 0.5f);
    cr_assert(flow && flow->weight == 12);
    cr_assert(boss && boss->weight == 1, "no weight is a weight of 1");
    cr_assert_null(rung_links_find(&catalog->role_relations, 0, 2, RUNG_FLOW));
    cr_assert_null(rung_links_find(&catalog->role_relations, 1, 0, RUNG_RELATED));
    const rung_link *skill = rung_links_find(&catalog->skill_relations, 0, 2, 0);
    cr_assert(skill && skill->weight == 0.5f);
    rung_catalog_free(catalog);
}

Test(catalog, reads_programs_with_their_audience)
{
    rung_catalog *catalog = open_with(NULL);
    const rung_program *bootcamp = &catalog->program[0], *evening = &catalog->program[1];
    cr_assert_str_eq(bootcamp->id, "bootcamp");
    cr_assert_str_eq(bootcamp->name, "Bootcamp");
    cr_assert(bootcamp->cost == 7000 && bootcamp->weeks == 12 && bootcamp->seats == 20);
    cr_assert_eq(bootcamp->opens_zone, 4);
    cr_assert_eq(bootcamp->conditions, 2u);
    cr_assert_str_eq(bootcamp->audience[0].column, "role");
    cr_assert_str_eq(bootcamp->audience[0].value, "clerk");
    cr_assert_str_eq(bootcamp->audience[1].column, "site");
    cr_assert_str_eq(bootcamp->audience[1].value, "Paris");
    cr_assert(evening->cost == 0 && evening->weeks == 1.5 && isnan(evening->seats));
    cr_assert(evening->opens_zone == 0 && evening->conditions == 0);
    const rung_link *teaches = rung_links_find(&catalog->program_skills, 0, 0, RUNG_TEACHES);
    const rung_link *asks = rung_links_find(&catalog->program_skills, 0, 0, RUNG_REQUIRES);
    cr_assert(teaches && teaches->value == 3 && asks && asks->value == 2);
    rung_catalog_free(catalog);
}

Test(catalog, tells_a_program_by_position_and_id)
{
    rung_catalog *catalog = open_with(NULL);
    cr_assert_eq(rung_catalog_programs(catalog), 2u);
    cr_assert_eq(rung_catalog_find_program(catalog, "bootcamp"), 0u);
    cr_assert_eq(rung_catalog_find_program(catalog, "evening"), 1u);
    cr_assert_eq(rung_catalog_find_program(catalog, "Evening"), RUNG_NONE);
    cr_assert_str_eq(rung_catalog_program(catalog, 1).name, "Evening class");
    cr_assert_eq(rung_catalog_program(catalog, 0).conditions, 2u);
    float teaches[5], requires[5];
    static const float none[5] = {0}, camp[5] = {3, 3, 0, 0, 0}, camp_asks[5] = {2, 0, 0, 0, 0};
    rung_catalog_program_levels(catalog, 0, teaches, requires);
    cr_assert_arr_eq(teaches, camp, sizeof camp);
    cr_assert_arr_eq(requires, camp_asks, sizeof camp_asks);
    rung_catalog_program_levels(catalog, 1, NULL, requires);
    cr_assert_arr_eq(requires, none, sizeof none);
    rung_catalog_program_levels(catalog, 1, teaches, NULL);
    cr_assert(teaches[2] == 2 && teaches[0] == 0 && teaches[1] == 0);
    rung_catalog_free(catalog);
}

Test(catalog, answers_programs_beyond_its_end_with_nothing)
{
    rung_catalog *catalog = open_with(NULL);
    static const uint32_t beyond[] = {2, 100, RUNG_NONE};
    static const float none[5] = {0};
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) {
        rung_program program = rung_catalog_program(catalog, beyond[i]);
        cr_assert(*program.id == '\0' && *program.name == '\0' && !program.audience);
        cr_assert(program.cost == 0 && program.weeks == 0 && program.seats == 0);
        cr_assert(program.opens_zone == 0 && program.conditions == 0);
        float teaches[5] = {1, 1, 1, 1, 1}, requires[5] = {1, 1, 1, 1, 1};
        rung_catalog_program_levels(catalog, beyond[i], teaches, requires);
        cr_assert_arr_eq(teaches, none, sizeof none);
        cr_assert_arr_eq(requires, none, sizeof none);
    }
    rung_catalog_free(catalog);
}

Test(catalog, opens_without_the_optional_files_and_columns)
{
    static const test_file instead[] = {
        {"catalog.ini", "\xEF\xBB\xBF# a comment\r\n[catalog]\r\n; another\r\n\r\n"
                        "  name = Bare = bones \r\nlevels=7\r\n"},
        {"skills.csv", "kind,name,more,skill_id\nother,One,x,1\n"},
        {"roles.csv", "title,role_id\nA,a\nB,b\n"},
        {"role_skills.csv", "importance,level,skill_id,role_id\n0.5,7,1,b\n"},
        {"role_relations.csv", NULL},
        {"skill_relations.csv", NULL},
        {"programs.csv", NULL},
        {"program_skills.csv", NULL},
        {NULL, NULL},
    };
    rung_catalog *catalog = open_with(instead);
    rung_catalog_counts counts = rung_catalog_count(catalog);
    cr_assert_str_eq(rung_catalog_name(catalog), "Bare = bones");
    cr_assert_str_eq(rung_catalog_currency(catalog), "");
    cr_assert_str_eq(rung_catalog_source(catalog), "");
    cr_assert_eq(rung_catalog_scale(catalog).grid, 1.0);
    cr_assert(counts.roles == 2 && counts.rated_roles == 1 && counts.without_wage == 2);
    cr_assert(counts.programs == 0 && counts.role_relations == 0 && counts.skill_relations == 0);
    cr_assert_eq(rung_catalog_requirement(catalog, 1, 0).level, 7.0f);
    rung_catalog_free(catalog);
}

static const struct {
    const char *ini;
    double grid;
} grids[] = {
    {"name=a\nlevels=7\n", 1},
    {"name=a\nlevels=2.5\n", 0.3125},
    {"name=a\nlevels=2000\n", 250},
    {"name=a\nlevels=7\ngrid=7\n", 7},
    {"name=a\nlevels=0.7\ngrid=0.1\n", 0.1},
    {"name=a\nlevels=1\ngrid=0.001", 0.001},
};

TEST_EACH(catalog, chooses_a_grid_that_divides_the_levels, sizeof grids / sizeof *grids)
{
    test_file instead[] = {{"catalog.ini", grids[*row].ini},
                           {"role_skills.csv", "role_id,skill_id,level,importance\n"
                                               "clerk,read,0.5,1\n"},
                           {"program_skills.csv", NULL},
                           {NULL, NULL}};
    rung_catalog *catalog = open_with(instead);
    cr_assert_eq(rung_catalog_scale(catalog).grid, grids[*row].grid);
    rung_catalog_free(catalog);
}

Test(catalog, needs_its_arguments)
{
    rung_error error;
    rung_catalog *catalog = (rung_catalog *)&error;
    cr_assert_eq(rung_catalog_open(NULL, "x", &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_catalog_open(&catalog, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_null(catalog);
    cr_assert_eq(rung_catalog_open(&catalog, "", &error), RUNG_BAD_ARGUMENT);
    cr_assert(strstr(error.message, "the name of a folder"), "%s", error.message);
    cr_assert_eq(rung_catalog_open(&catalog, test_folder(), NULL), RUNG_IO);
    cr_assert_null(catalog);
}

/* ---------------------------------------------------------------- bad ones */

#define ROLES      "role_id,title,family,job_zone,wage,employment,growth,openings,automation_risk\n"
#define GOOD_ROLES "clerk,C,,,,,,,\ncoder,C,,,,,,,\nboss,B,,,,,,,\n"
#define NEEDS      "role_id,skill_id,level,importance,essential\n"
#define PROGRAMS   "program_id,name,cost,weeks,seats,opens_zone,audience\n"

static const struct {
    const char *file, *text, *message;
    rung_status status; /* 0: BAD_DATA */
} bad[] = {
    /* catalog.ini */
    {"catalog.ini", NULL, "/catalog.ini: cannot open: No such file", RUNG_IO},
    {"catalog.ini", "", "/catalog.ini: no 'name', expected name = TEXT", 0},
    {"catalog.ini", "name =\nlevels = 7\n", "/catalog.ini: no 'name', expected name = TEXT", 0},
    {"catalog.ini", "name = x\n", "/catalog.ini: no 'levels', expected levels = ", 0},
    {"catalog.ini", "name = x\nlevels\n", "/catalog.ini:2: found 'levels', expected key = value",
     0},
    {"catalog.ini", "name = x\nlevels = 0\n",
     "/catalog.ini:2: found '0', expected a number above 0", 0},
    {"catalog.ini", "name = x\nlevels = -1\n", "/catalog.ini:2: found '-1', expected a number", 0},
    {"catalog.ini", "name = x\n\nlevels = nan", "/catalog.ini:3: found 'nan', expected a number",
     0},
    {"catalog.ini", "name = x\nlevels = inf\n", "/catalog.ini:2: found 'inf', expected a number",
     0},
    {"catalog.ini", "name = x\nlevels = 7 7\n", "/catalog.ini:2: found '7 7', expected a number",
     0},
    {"catalog.ini", "name = x\nlevels = 1e7\n", "/catalog.ini:2: found '1e7', expected a number",
     0},
    {"catalog.ini", "name = x\nlevels = 7\nlevels = 5\n", "/catalog.ini:3: found 'levels' again",
     0},
    {"catalog.ini", "name = x\nname = y\nlevels = 5\n", "/catalog.ini:2: found 'name' again", 0},
    {"catalog.ini", "name = x\nlevels = 7\ngrid = 2\n",
     "/catalog.ini: found grid 2, expected levels", 0},
    {"catalog.ini", "name = x\nlevels = 7\ngrid = 8\n",
     "/catalog.ini: found grid 8, expected levels", 0},
    {"catalog.ini", "name = x\nlevels = 7\ngrid = 1e-9\n", "/catalog.ini: found grid 1e-09", 0},
    {"catalog.ini", "name = x\nlevels = 7\ngrid = -1\n", "/catalog.ini:3: found '-1', expected a",
     0},
    {"catalog.ini", "name = \xFF\nlevels = 7\n", "/catalog.ini: expected text in UTF-8", 0},
    {"catalog.ini", "name = x\nlevels = 7\ncurency = EUR\n",
     "/catalog.ini:3: found the key 'curency', expected name, levels, grid, vectors, currency, "
     "source or licence",
     0},
    {"catalog.ini", "Name = x\nlevels = 7\n", "/catalog.ini:1: found the key 'Name', expected", 0},
    {"catalog.ini", "name = x\nlevels = 7\n = y\n", "/catalog.ini:3: found the key '', expected",
     0},
    /* skills.csv */
    {"skills.csv", NULL, "/skills.csv: cannot open: No such file", RUNG_IO},
    {"skills.csv", "", "/skills.csv: the file is empty, expected a header row", 0},
    {"skills.csv", "skill_id,name\na,b\n",
     "/skills.csv:1: found the columns 'skill_id', 'name', expected a column 'kind'", 0},
    {"skills.csv", "skill_id,name,kind,Group\n",
     "/skills.csv:1: column 4: found 'Group', expected it to be written 'group'", 0},
    {"skills.csv", "skill_id;name;kind\n",
     "/skills.csv:1: found the column 'skill_id;name;kind', expected a column 'skill_id' (is the "
     "file separated by ';' instead of ','?)",
     0},
    {"skills.csv", "skill_id,name,kind\nread,R,soft\nread,S,soft\n",
     "/skills.csv:3: column 'skill_id': found 'read', expected an id that no earlier row has", 0},
    {"skills.csv", "skill_id,name,kind\n,R,soft\n",
     "/skills.csv:2: column 'skill_id': found '', expected an id", 0},
    {"skills.csv", "skill_id,name,kind\nread,R,Soft\n",
     "/skills.csv:2: column 'kind': found 'Soft', expected technical, soft, knowledge", 0},
    {"skills.csv", "skill_id,name,kind\nread,R\n", "/skills.csv:2: found 2 fields, expected 3", 0},
    {"skills.csv", "skill_id,name,kind\nread,R,\n", "/skills.csv:2: column 'kind': found ''", 0},
    /* roles.csv */
    {"roles.csv", NULL, "/roles.csv: cannot open: No such file", RUNG_IO},
    {"roles.csv", "", "/roles.csv: the file is empty", 0},
    {"roles.csv", "role_id\na\n",
     "/roles.csv:1: found the column 'role_id', expected a column 'title'", 0},
    {"roles.csv", "role_id,title,wage,wage\n", "/roles.csv:1: column 'wage' is there twice", 0},
    {"roles.csv", ROLES "\"a\nb\",A,,,,,,,\n",
     "/roles.csv:2: column 'role_id': found 'a?b', expected an id without blanks at its ends", 0},
    {"roles.csv", ROLES "a\xC2\x9Bm,A,,,,,,,\n",
     "/roles.csv:2: column 'role_id': found 'a??m', expected an id without blanks", 0},
    {"roles.csv", ROLES " a,A,,,,,,,\n",
     "/roles.csv:2: column 'role_id': found ' a', expected an id", 0},
    {"skills.csv", "skill_id,name,kind\nread ,R,soft\n",
     "/skills.csv:2: column 'skill_id': found 'read ', expected an id without blanks", 0},
    {"roles.csv", ROLES "a,A,,,,,1e45,,\n",
     "/roles.csv:2: column 'growth': found '1e45', expected a number in -1..1000000", 0},
    {"roles.csv", ROLES "a,A,,,1e16,,,,\n",
     "/roles.csv:2: column 'wage': found '1e16', expected a number in 0.01..1e+15", 0},
    {"roles.csv", ROLES "a,A,,,,1e16,,,\n",
     "/roles.csv:2: column 'employment': found '1e16', expected", 0},
    {"roles.csv", ROLES "a,A,,,,,,1e16,\n",
     "/roles.csv:2: column 'openings': found '1e16', expected", 0},
    {"role_relations.csv", "from_role,to_role,kind,weight\nclerk,boss,flow,1e31\n",
     "/role_relations.csv:2: column 'weight': found '1e31', expected a number in 0..1e+30", 0},
    {"roles.csv", ROLES "a,A,,,,,,,\na,B,,,,,,,\n",
     "/roles.csv:3: column 'role_id': found 'a', expected an id that no earlier row has", 0},
    {"roles.csv", ROLES "a,\"A\n\nB\",,,,,,,\nb,B,,6,,,,,\n",
     "/roles.csv:5: column 'job_zone': found '6', expected a number in 1..5", 0},
    {"roles.csv", ROLES "a,A,,2.5,,,,,\n",
     "/roles.csv:2: column 'job_zone': found '2.5', expected a whole number in 1..5", 0},
    {"roles.csv", ROLES "a,A,,0,,,,,\n", "/roles.csv:2: column 'job_zone': found '0', expected", 0},
    {"roles.csv", ROLES "a,A,,,0,,,,\n",
     "/roles.csv:2: column 'wage': found '0', expected a number in 0.01..1e+15", 0},
    {"roles.csv", ROLES "a,A,,,-5,,,,\n", "/roles.csv:2: column 'wage': found '-5', expected", 0},
    {"roles.csv", ROLES "a,A,,,inf,,,,\n", "/roles.csv:2: column 'wage': found 'inf', expected", 0},
    {"roles.csv", ROLES "a,A,,,\"1,000\",,,,\n", "/roles.csv:2: column 'wage': found '1,000'", 0},
    {"roles.csv", ROLES "a,A,,,,-1,,,\n", "/roles.csv:2: column 'employment': found '-1', expected",
     0},
    {"roles.csv", ROLES "a,A,,,,,-1.1,,\n", "/roles.csv:2: column 'growth': found '-1.1', expected",
     0},
    {"roles.csv", ROLES "a,A,,,,,5%,,\n", "/roles.csv:2: column 'growth': found '5%', expected", 0},
    {"roles.csv", ROLES "a,A,,,,,,-1,\n", "/roles.csv:2: column 'openings': found '-1', expected",
     0},
    {"roles.csv", ROLES "a,A,,,,,,,1.5\n",
     "/roles.csv:2: column 'automation_risk': found '1.5', expected a number in 0..1", 0},
    {"roles.csv", ROLES "a,A,,,,,,,nan\n", "/roles.csv:2: column 'automation_risk': found 'nan'",
     0},
    {"roles.csv", ROLES "a,A,,,,,,\n", "/roles.csv:2: found 8 fields, expected 9", 0},
    /* role_skills.csv */
    {"role_skills.csv", NULL, "/role_skills.csv: cannot open: No such file", RUNG_IO},
    {"role_skills.csv", "", "/role_skills.csv: the file is empty", 0},
    {"role_skills.csv", NEEDS, "/role_skills.csv: no role is rated, expected one row at least", 0},
    {"role_skills.csv", "role_id,skill_id,level\nclerk,read,2\n",
     "/role_skills.csv:1: found the columns 'role_id', 'skill_id', 'level', expected a column "
     "'importance'",
     0},
    {"role_skills.csv", NEEDS "cleric,read,2,1,\n",
     "/role_skills.csv:2: column 'role_id': found 'cleric', expected an id of roles.csv", 0},
    {"role_skills.csv", NEEDS "clerk,red,2,1,\n",
     "/role_skills.csv:2: column 'skill_id': found 'red', expected an id of skills.csv", 0},
    {"role_skills.csv", NEEDS "clerk,,2,1,\n", "/role_skills.csv:2: column 'skill_id': found ''",
     0},
    {"role_skills.csv", NEEDS "clerk,read,4.1,1,\n",
     "/role_skills.csv:2: column 'level': found '4.1', expected a number in 0..4", 0},
    {"role_skills.csv", NEEDS "clerk,read,-0.1,1,\n",
     "/role_skills.csv:2: column 'level': found '-0.1'", 0},
    {"role_skills.csv", NEEDS "clerk,read,nan,1,\n",
     "/role_skills.csv:2: column 'level': found 'nan'", 0},
    {"role_skills.csv", NEEDS "clerk,read,inf,1,\n",
     "/role_skills.csv:2: column 'level': found 'inf'", 0},
    {"role_skills.csv", NEEDS "clerk,read,,1,\n", "/role_skills.csv:2: column 'level': found ''",
     0},
    {"role_skills.csv", NEEDS "clerk,read,0x1,1,\n",
     "/role_skills.csv:2: column 'level': found '0x1'", 0},
    {"role_skills.csv", NEEDS "clerk,read,1,1.01,\n",
     "/role_skills.csv:2: column 'importance': found '1.01', expected a number in 0..1", 0},
    {"role_skills.csv", NEEDS "clerk,read,1,-1,\n",
     "/role_skills.csv:2: column 'importance': found '-1'", 0},
    {"role_skills.csv", NEEDS "clerk,read,1,1,yes\n",
     "/role_skills.csv:2: column 'essential': found 'yes', expected 0, 1 or nothing", 0},
    {"role_skills.csv", NEEDS "clerk,read,1,1,0\nclerk,law,1,1,0\nclerk,read,2,1,0\n",
     "/role_skills.csv:4: columns 'role_id' and 'skill_id': found 'clerk' and 'read', which line 2 "
     "has too, expected each such row once",
     0},
    {"role_skills.csv", NEEDS "clerk,read,1,1,\n\nboss,read,0,1,\nboss,law,3,0,\n",
     "/role_skills.csv:4: role 'boss' asks for nothing, expected a level and an importance above 0",
     0},
    {"role_skills.csv", NEEDS "clerk,read,1\n", "/role_skills.csv:2: found 3 fields, expected 5",
     0},
    {"role_skills.csv", NEEDS "clerk,\"read,1,1,1\n",
     "/role_skills.csv:2: field 2: a quote is left open", 0},
    /* role_relations.csv */
    {"role_relations.csv", "", "/role_relations.csv: the file is empty", 0},
    {"role_relations.csv", "from_role,to_role\n", "/role_relations.csv:1: found the columns", 0},
    {"role_relations.csv", "from_role,to_role,kind\nclerk,cook,related\n",
     "/role_relations.csv:2: column 'to_role': found 'cook', expected an id of roles.csv", 0},
    {"role_relations.csv", "from_role,to_role,kind\ncook,clerk,related\n",
     "/role_relations.csv:2: column 'from_role': found 'cook', expected an id of roles.csv", 0},
    {"role_relations.csv", "from_role,to_role,kind\nclerk,boss,likes\n",
     "/role_relations.csv:2: column 'kind': found 'likes', expected related or flow", 0},
    {"role_relations.csv", "from_role,to_role,kind,weight\nclerk,boss,related,1.1\n",
     "/role_relations.csv:2: column 'weight': found '1.1', expected a number in 0..1", 0},
    {"role_relations.csv", "from_role,to_role,kind,weight\nclerk,boss,flow,-1\n",
     "/role_relations.csv:2: column 'weight': found '-1', expected", 0},
    {"role_relations.csv", "from_role,to_role,kind\nclerk,boss,flow\nclerk,boss,flow\n",
     "/role_relations.csv:3: columns 'from_role' and 'to_role': found 'clerk' and 'boss', which "
     "line 2 has too",
     0},
    /* skill_relations.csv */
    {"skill_relations.csv", "", "/skill_relations.csv: the file is empty", 0},
    {"skill_relations.csv", "from_skill,to_skill\n", "/skill_relations.csv:1: found the columns",
     0},
    {"skill_relations.csv", "from_skill,to_skill,weight\nread,cook,1\n",
     "/skill_relations.csv:2: column 'to_skill': found 'cook', expected an id of skills.csv", 0},
    {"skill_relations.csv", "from_skill,to_skill,weight\ncook,read,1\n",
     "/skill_relations.csv:2: column 'from_skill': found 'cook', expected an id of skills.csv", 0},
    {"skill_relations.csv", "from_skill,to_skill,weight\nread,law,2\n",
     "/skill_relations.csv:2: column 'weight': found '2', expected a number in 0..1", 0},
    {"skill_relations.csv", "from_skill,to_skill,weight\nread,law,\n",
     "/skill_relations.csv:2: column 'weight': found '', expected a number in 0..1", 0},
    {"skill_relations.csv", "from_skill,to_skill,weight\nread,law,1\nlaw,read,1\nread,law,0\n",
     "/skill_relations.csv:4: columns 'from_skill' and 'to_skill': found 'read' and 'law', which "
     "line 2 has too",
     0},
    /* programs.csv */
    {"programs.csv", "", "/programs.csv: the file is empty", 0},
    {"programs.csv", "program_id,name,cost\n", "/programs.csv:1: found the columns", 0},
    {"programs.csv", PROGRAMS "a,A,1,1,,,\na,A,1,1,,,\n",
     "/programs.csv:3: column 'program_id': found 'a', expected an id that no earlier row has", 0},
    {"programs.csv", PROGRAMS ",A,1,1,,,\n", "/programs.csv:2: column 'program_id': found ''", 0},
    {"programs.csv", PROGRAMS "a,A,-1,1,,,\n",
     "/programs.csv:2: column 'cost': found '-1', expected", 0},
    {"programs.csv", PROGRAMS "a,A,1e12,1,,,\nb,B,1000000000001,1,,,\n",
     "/programs.csv:3: column 'cost': found '1000000000001', expected a number in 0..1e+12", 0},
    {"programs.csv", PROGRAMS "a,A,,1,,,\n", "/programs.csv:2: column 'cost': found '', expected",
     0},
    {"programs.csv", PROGRAMS "a,A,1,5201,,,\n",
     "/programs.csv:2: column 'weeks': found '5201', expected a number in 0..5200", 0},
    {"programs.csv", PROGRAMS "a,A,1,1,-1,,\n",
     "/programs.csv:2: column 'seats': found '-1', expected", 0},
    {"programs.csv", PROGRAMS "a,A,1,1,,6,\n", "/programs.csv:2: column 'opens_zone': found '6'",
     0},
    {"programs.csv", PROGRAMS "a,A,1,1,,1.5,\n",
     "/programs.csv:2: column 'opens_zone': found '1.5'", 0},
    {"programs.csv", PROGRAMS "a,A,1,1,,,everybody\n",
     "/programs.csv:2: column 'audience': found 'everybody', expected column=value", 0},
    {"programs.csv", PROGRAMS "a,A,1,1,,,site=x;Role=cook\n",
     "/programs.csv:2: column 'audience': found 'site=x;Role=cook', expected role= to be written "
     "so",
     0},
    {"programs.csv", PROGRAMS "a,A,1,1,,,FAMILY=office\n",
     "/programs.csv:2: column 'audience': found 'FAMILY=office', expected family= to be written so",
     0},
    {"programs.csv", PROGRAMS "a,A,1,1,,,site=\n",
     "/programs.csv:2: column 'audience': found 'site='", 0},
    {"programs.csv", PROGRAMS "a,A,1,1,,,=x\n", "/programs.csv:2: column 'audience': found '=x'",
     0},
    {"programs.csv", PROGRAMS "a,A,1,1,,,a=b;;c=d\n",
     "/programs.csv:2: column 'audience': found 'a=b;;c=d'", 0},
    {"programs.csv", PROGRAMS "a,A,1,1,,,site=x;role=cook\n",
     "/programs.csv:2: column 'audience': found 'site=x;role=cook', expected role= to name an id "
     "of roles.csv",
     0},
    {"programs.csv", PROGRAMS "a,A,1,1,,,family=kitchen\n",
     "/programs.csv:2: column 'audience': found 'family=kitchen', expected family= to name a "
     "family of roles.csv",
     0},
    /* program_skills.csv */
    {"program_skills.csv", "", "/program_skills.csv: the file is empty", 0},
    {"program_skills.csv", "program_id,skill_id\n", "/program_skills.csv:1: found the columns", 0},
    {"program_skills.csv", "program_id,skill_id,level\ncamp,read,1\n",
     "/program_skills.csv:2: column 'program_id': found 'camp', expected an id of programs.csv", 0},
    {"program_skills.csv", "program_id,skill_id,level\nevening,cook,1\n",
     "/program_skills.csv:2: column 'skill_id': found 'cook', expected an id of skills.csv", 0},
    {"program_skills.csv", "program_id,skill_id,level\nevening,read,5\n",
     "/program_skills.csv:2: column 'level': found '5', expected a number in 0..4", 0},
    {"program_skills.csv", "program_id,skill_id,level,requires\nevening,read,1,2\n",
     "/program_skills.csv:2: column 'requires': found '2', expected 0, 1 or nothing", 0},
    {"program_skills.csv", "program_id,skill_id,level\nevening,read,1\nevening,read,1\n",
     "/program_skills.csv:3: columns 'program_id' and 'skill_id': found 'evening' and 'read', "
     "which line 2 has too",
     0},
    {"programs.csv", NULL, "/program_skills.csv:2: column 'program_id': found 'bootcamp'", 0},
};

TEST_EACH(catalog, refuses_a_bad_one_and_says_where, sizeof bad / sizeof *bad)
{
    rung_error error = {.message = ""};
    rung_catalog *catalog = (rung_catalog *)&error;
    const test_file instead[] = {{bad[*row].file, bad[*row].text}, {NULL, NULL}};
    const char *folder = test_write_files(test_small_catalog, instead);
    rung_status status = rung_catalog_open(&catalog, folder, &error);
    cr_assert_eq(status, bad[*row].status ? bad[*row].status : RUNG_BAD_DATA, "%s", error.message);
    cr_assert_null(catalog);
    cr_assert_eq(error.status, status);
    cr_assert_eq(strncmp(error.message, folder, strlen(folder)), 0, "no path in %s", error.message);
    cr_assert_eq(
        strncmp(error.message + strlen(folder), bad[*row].message, strlen(bad[*row].message)), 0,
        "'%s' instead of '%s'", error.message + strlen(folder), bad[*row].message);
}

Test(catalog, refuses_an_ini_longer_than_a_megabyte)
{
    const char *folder = test_write_files(test_small_catalog, NULL);
    size_t length = (1 << 20) + 1;
    char *text = malloc(length);
    cr_assert_not_null(text);
    memset(text, '\n', length);
    test_write(folder, "catalog.ini", text, length);
    free(text);
    rung_error error;
    rung_catalog *catalog;
    cr_assert_eq(rung_catalog_open(&catalog, folder, &error), RUNG_BAD_DATA);
    cr_assert(strstr(error.message, "/catalog.ini: longer than 1048576 bytes"), "%s",
              error.message);
}

/* ---------------------------------------------------------------- links */

/* Grouping against a table of all pairs, with rows in any order. */
Test(links, group_random_rows_and_find_each)
{
    enum { FROMS = 13, TOS = 9, KINDS = 3 };
    uint64_t random = 1;
    for (size_t round = test_rounds(300); round > 0; round--) {
        static float table[FROMS][TOS][KINDS];
        memset(table, 0, sizeof table);
        rung_links links = {0};
        size_t rows = test_below(&random, 200), made = 0;
        for (size_t i = 0; i < rows; i++) {
            size_t f = test_below(&random, FROMS), t = test_below(&random, TOS);
            size_t k = test_below(&random, KINDS);
            if (table[f][t][k] != 0)
                continue;
            table[f][t][k] = (float)++made;
            rung_link link = {.from = (uint32_t)f, .to = (uint32_t)t, .kind = (uint8_t)k};
            link.value = table[f][t][k];
            cr_assert(rung_links_add(&links, link));
        }
        const rung_link *again;
        uint32_t line;
        cr_assert_eq(rung_links_group(&links, FROMS, TOS, &again, &line, NULL), RUNG_OK);
        cr_assert_null(again);
        cr_assert_eq(links.first[FROMS], made);
        for (uint32_t f = 0; f < FROMS; f++)
            for (uint32_t t = 0; t < TOS; t++)
                for (uint8_t k = 0; k < KINDS; k++) {
                    const rung_link *link = rung_links_find(&links, f, t, k);
                    if (link ? link->value != table[f][t][k] : table[f][t][k] != 0)
                        cr_assert_fail("round %zu: %u %u %u", round, f, t, k);
                }
        rung_links_free(&links);
    }
}

Test(links, name_the_later_of_two_equal_rows)
{
    rung_links links = {0};
    for (uint32_t line = 2; line < 7; line++)
        cr_assert(rung_links_add(&links, (rung_link){.from = line % 3, .line = line}));
    const rung_link *again;
    uint32_t earlier;
    cr_assert_eq(rung_links_group(&links, 3, 1, &again, &earlier, NULL), RUNG_OK);
    cr_assert(again && again->line == 6 && earlier == 3);
    rung_links_free(&links);
}
