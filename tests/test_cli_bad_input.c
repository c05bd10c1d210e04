/* test_cli_bad_input.c - bad input is refused with its place and leaves nothing behind. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "cli.h"
#include "support.h"

/* The small catalog and two people with levels. */
static const test_file good_people[] = {
    {"people.csv", "person_id,role_id,note\np1,clerk,\np2,,\n"},
    {"people_skills.csv", "person_id,skill_id,level\np1,read,1.5\np1,law,0\np2,code,4\n"},
    {NULL, NULL},
};

/* Run match on the small catalog and the two people, with one file of both replaced; its output
 * goes into folder out. */
static cli_result match_with(const test_file *instead, const char **catalog, const char **people,
                             const char *out)
{
    *catalog = test_write_files(test_small_catalog, instead);
    *people = test_write_files(good_people, instead);
    return CLI_RUN("match", "--catalog", *catalog, "--people", *people, "--batch", "1", "--output",
                   test_path(out, "out.csv"));
}

Test(cli_bad_input, none_of_it_is_in_the_good_folders)
{
    const char *catalog, *people, *out = test_folder();
    cli_result result = match_with(NULL, &catalog, &people, out);
    cli_check_code(&result, 0);
    cli_check_folder(out, "out.csv out.csv.run.json");
}

/* ---------------------------------------------------------------- one bad file */

#define PEOPLE   "person_id,role_id,note\n"
#define LEVELS   "person_id,skill_id,level\n"
#define SKILLS   "skill_id,name,kind,group\nread,R,soft,\ncode,C,soft,\nlaw,L,soft,\n"
#define ROLES    "role_id,title,family,job_zone,wage,employment,growth,openings,automation_risk\n"
#define NEEDS    "role_id,skill_id,level,importance,essential\n"
#define PROGRAMS "program_id,name,cost,weeks,seats,opens_zone,audience\n"

static const struct {
    const char *file, *text, *message; /* the message behind the folder */
} bad[] = {
    /* catalog.ini */
    {"catalog.ini", "", "/catalog.ini: no 'name', expected name = TEXT"},
    {"catalog.ini", "name = x\n", "/catalog.ini: no 'levels', expected levels ="},
    {"catalog.ini", "name = x\nlevels = many\n",
     "/catalog.ini:2: found 'many', expected a number above 0"},
    {"catalog.ini", "name = x\nlevels = -4\n", "/catalog.ini:2: found '-4', expected a number"},
    {"catalog.ini", "name = x\nlevels = 4\nlevels = 4\n",
     "/catalog.ini:3: found 'levels' again, expected it once"},
    {"catalog.ini", "name = x\nlevels 4\n",
     "/catalog.ini:2: found 'levels 4', expected key = value"},
    {"catalog.ini", "name = x\nlevels = 4\ngrid = 3\n",
     "/catalog.ini: found grid 3, expected levels"},
    {"catalog.ini", "name = \xC3(\nlevels = 4\n", "/catalog.ini: expected text in UTF-8"},
    /* empty files */
    {"skills.csv", "", "/skills.csv: the file is empty, expected a header row"},
    {"roles.csv", "", "/roles.csv: the file is empty, expected a header row"},
    {"role_skills.csv", "", "/role_skills.csv: the file is empty, expected a header row"},
    {"role_relations.csv", "", "/role_relations.csv: the file is empty, expected a header row"},
    {"skill_relations.csv", "", "/skill_relations.csv: the file is empty, expected a header row"},
    {"programs.csv", "", "/programs.csv: the file is empty, expected a header row"},
    {"program_skills.csv", "", "/program_skills.csv: the file is empty, expected a header row"},
    {"people.csv", "", "/people.csv: the file is empty, expected a header row"},
    {"people_skills.csv", "", "/people_skills.csv: the file is empty, expected a header row"},
    /* a missing column */
    {"skills.csv", "skill_id,name\n",
     "/skills.csv:1: found the columns 'skill_id', 'name', expected a column 'kind'"},
    {"roles.csv", "role_id\n",
     "/roles.csv:1: found the column 'role_id', expected a column 'title'"},
    {"role_skills.csv", "role_id,skill_id,level\n", "/role_skills.csv:1: found the columns"},
    {"role_relations.csv", "from_role,kind\n", "/role_relations.csv:1: found the columns"},
    {"skill_relations.csv", "from_skill,to_skill\n", "/skill_relations.csv:1: found the columns"},
    {"programs.csv", "program_id,name,weeks\n", "/programs.csv:1: found the columns"},
    {"program_skills.csv", "program_id,level\n", "/program_skills.csv:1: found the columns"},
    {"people.csv", "person,role_id\n",
     "/people.csv:1: found the columns 'person', 'role_id', expected a column 'person_id'"},
    {"people_skills.csv", "person_id,skill_id\n",
     "/people_skills.csv:1: found the columns 'person_id', 'skill_id', expected a column 'level'"},
    /* a column twice, or without a name */
    {"skills.csv", "skill_id,name,kind,name\n", "/skills.csv:1: column 'name' is there twice"},
    {"people.csv", "person_id,,note\n", "/people.csv:1: column 2 has no name"},
    /* a short row, a long row */
    {"skills.csv", SKILLS "lift,Lifting,soft\n",
     "/skills.csv:5: found 3 fields, expected 4 as in the header"},
    {"roles.csv", ROLES "clerk,Clerk\n", "/roles.csv:2: found 2 fields, expected 9"},
    {"role_skills.csv", NEEDS "clerk,read,1,1\n", "/role_skills.csv:2: found 4 fields, expected 5"},
    {"people.csv", PEOPLE "p1,clerk,,x\n", "/people.csv:2: found 4 fields, expected 3"},
    {"people_skills.csv", LEVELS "p1,read\n", "/people_skills.csv:2: found 2 fields, expected 3"},
    /* a duplicate key */
    {"skills.csv", SKILLS "code,C,soft,\n",
     "/skills.csv:5: column 'skill_id': found 'code', expected an id that no earlier row has"},
    {"roles.csv", ROLES "a,A,,,,,,,\nb,B,,,,,,,\na,A,,,,,,,\n",
     "/roles.csv:4: column 'role_id': found 'a', expected an id that no earlier row has"},
    {"role_skills.csv", NEEDS "clerk,read,1,1,\ncoder,read,1,1,\nclerk,read,2,1,\n",
     "/role_skills.csv:4: columns 'role_id' and 'skill_id': found 'clerk' and 'read', which line 2 "
     "has too, expected each such row once"},
    {"role_relations.csv",
     "from_role,to_role,kind\nclerk,boss,flow\nclerk,boss,related\nclerk,boss,flow\n",
     "/role_relations.csv:4: columns 'from_role' and 'to_role': found 'clerk' and 'boss', which "
     "line 2 has too"},
    {"skill_relations.csv", "from_skill,to_skill,weight\nread,law,1\nread,law,1\n",
     "/skill_relations.csv:3: columns 'from_skill' and 'to_skill': found 'read' and 'law', which "
     "line 2 has too"},
    {"programs.csv", PROGRAMS "a,A,1,1,,,\na,A,1,1,,,\n",
     "/programs.csv:3: column 'program_id': found 'a', expected an id that no earlier row has"},
    {"program_skills.csv",
     "program_id,skill_id,level,requires\nevening,law,1,0\nevening,law,1,1\nevening,law,2,\n",
     "/program_skills.csv:4: columns 'program_id' and 'skill_id': found 'evening' and 'law', which "
     "line 2 has too"},
    {"people.csv", PEOPLE "p1,clerk,\np2,,\np1,,\n",
     "/people.csv:4: column 'person_id': found 'p1', expected an id that no earlier row has "
     "(line 2 has it)"},
    {"people_skills.csv", LEVELS "p1,read,1\np1,read,2\n",
     "/people_skills.csv:3: column 'skill_id': found 'read', expected a skill that no earlier row"},
    /* an unknown id */
    {"role_skills.csv", NEEDS "clerk,read,1,1,\ncook,read,1,1,\n",
     "/role_skills.csv:3: column 'role_id': found 'cook', expected an id of roles.csv"},
    {"role_skills.csv", NEEDS "clerk,cooking,1,1,\n",
     "/role_skills.csv:2: column 'skill_id': found 'cooking', expected an id of skills.csv"},
    {"role_relations.csv", "from_role,to_role,kind\nclerk,cook,flow\n",
     "/role_relations.csv:2: column 'to_role': found 'cook', expected an id of roles.csv"},
    {"skill_relations.csv", "from_skill,to_skill,weight\ncooking,read,1\n",
     "/skill_relations.csv:2: column 'from_skill': found 'cooking', expected an id of skills.csv"},
    {"program_skills.csv", "program_id,skill_id,level\ncamp,read,1\n",
     "/program_skills.csv:2: column 'program_id': found 'camp', expected an id of programs.csv"},
    {"programs.csv", PROGRAMS "a,A,1,1,,,role=cook\n",
     "/programs.csv:2: column 'audience': found 'role=cook', expected role= to name an id"},
    {"people.csv", PEOPLE "p1,clerk,\np2,cook,\n",
     "/people.csv:3: column 'role_id': found 'cook', expected an id of roles.csv, or nothing"},
    {"people_skills.csv", LEVELS "p1,cooking,1\n",
     "/people_skills.csv:2: column 'skill_id': found 'cooking', expected an id of skills.csv"},
    {"people_skills.csv", LEVELS "p1,read,1\np3,read,1\n",
     "/people_skills.csv:3: column 'person_id': found 'p3', expected an id of people.csv"},
    {"people_skills.csv", LEVELS "p2,read,1\np1,read,1\n",
     "/people_skills.csv:3: column 'person_id': found 'p1', expected an id of people.csv, and the "
     "rows of a person together and in the order of people.csv"},
    /* an empty id */
    {"skills.csv", "skill_id,name,kind\n,R,soft\n",
     "/skills.csv:2: column 'skill_id': found '', expected an id"},
    {"people.csv", PEOPLE ",clerk,\n",
     "/people.csv:2: column 'person_id': found '', expected an id"},
    /* a level outside 0..L */
    {"role_skills.csv", NEEDS "clerk,read,4.5,1,\n",
     "/role_skills.csv:2: column 'level': found '4.5', expected a number in 0..4"},
    {"role_skills.csv", NEEDS "clerk,read,-1,1,\n",
     "/role_skills.csv:2: column 'level': found '-1', expected a number in 0..4"},
    {"program_skills.csv", "program_id,skill_id,level\nevening,read,5\n",
     "/program_skills.csv:2: column 'level': found '5', expected a number in 0..4"},
    {"people_skills.csv", LEVELS "p1,read,4.5\n",
     "/people_skills.csv:2: column 'level': found '4.5', expected a number in 0..4"},
    {"people_skills.csv", LEVELS "p1,read,1\np2,read,-0.1\n",
     "/people_skills.csv:3: column 'level': found '-0.1', expected a number in 0..4"},
    /* a weight outside 0..1 */
    {"role_skills.csv", NEEDS "clerk,read,1,1.5,\n",
     "/role_skills.csv:2: column 'importance': found '1.5', expected a number in 0..1"},
    {"role_relations.csv", "from_role,to_role,kind,weight\nclerk,boss,related,2\n",
     "/role_relations.csv:2: column 'weight': found '2', expected a number in 0..1"},
    {"skill_relations.csv", "from_skill,to_skill,weight\nread,law,-1\n",
     "/skill_relations.csv:2: column 'weight': found '-1', expected a number in 0..1"},
    {"roles.csv", ROLES "clerk,C,,,,,,,1.1\n",
     "/roles.csv:2: column 'automation_risk': found '1.1', expected a number in 0..1"},
    /* NaN, infinity and what else is no number */
    {"role_skills.csv", NEEDS "clerk,read,nan,1,\n",
     "/role_skills.csv:2: column 'level': found 'nan', expected a number in 0..4"},
    {"role_skills.csv", NEEDS "clerk,read,1,inf,\n",
     "/role_skills.csv:2: column 'importance': found 'inf', expected a number in 0..1"},
    {"roles.csv", ROLES "clerk,C,,,infinity,,,,\n",
     "/roles.csv:2: column 'wage': found 'infinity', expected a number in 0.01..1e+15"},
    {"programs.csv", PROGRAMS "a,A,NaN,1,,,\n", "/programs.csv:2: column 'cost': found 'NaN'"},
    {"people_skills.csv", LEVELS "p1,read,nan\n",
     "/people_skills.csv:2: column 'level': found 'nan', expected a number in 0..4"},
    {"people_skills.csv", LEVELS "p1,read,-inf\n",
     "/people_skills.csv:2: column 'level': found '-inf'"},
    {"people_skills.csv", LEVELS "p1,read,\"1,5\"\n",
     "/people_skills.csv:2: column 'level': found '1,5'"},
    {"people_skills.csv", LEVELS "p1,read,\n", "/people_skills.csv:2: column 'level': found ''"},
    /* a word or figure that is not one of those allowed */
    {"skills.csv", "skill_id,name,kind\nread,R,hard\n",
     "/skills.csv:2: column 'kind': found 'hard', expected technical, soft, knowledge, ability or"},
    {"role_relations.csv", "from_role,to_role,kind\nclerk,boss,friend\n",
     "/role_relations.csv:2: column 'kind': found 'friend', expected related or flow"},
    {"role_skills.csv", NEEDS "clerk,read,1,1,yes\n",
     "/role_skills.csv:2: column 'essential': found 'yes', expected 0, 1 or nothing"},
    {"roles.csv", ROLES "clerk,C,,6,,,,,\n",
     "/roles.csv:2: column 'job_zone': found '6', expected a number in 1..5"},
    {"roles.csv", ROLES "clerk,C,,,,,-2,,\n",
     "/roles.csv:2: column 'growth': found '-2', expected a number in -1..1000000"},
    {"programs.csv", PROGRAMS "a,A,1,1,,,all\n",
     "/programs.csv:2: column 'audience': found 'all', expected column=value"},
    /* roles that ask for nothing */
    {"role_skills.csv", NEEDS "clerk,read,0,1,\nclerk,law,1,0,\n",
     "/role_skills.csv:2: role 'clerk' asks for nothing, expected a level and an importance above"},
    {"role_skills.csv", NEEDS, "/role_skills.csv: no role is rated, expected one row at least"},
    /* no table at all */
    {"skills.csv", "skill_id,name,kind\n\"read,R,soft\n",
     "/skills.csv:2: field 1: a quote is left open, expected a closing quote"},
    {"people.csv", PEOPLE "p1,cl\"erk,\n",
     "/people.csv:2: field 2: a quote within an unquoted field, expected it doubled and the field"},
    {"people.csv", PEOPLE "p1,\"clerk\"x,\n",
     "/people.csv:2: field 2: text behind the closing quote, expected a separator"},
    {"people.csv", PEOPLE "p1,clerk,\xC3\x28\n",
     "/people.csv:2: byte 10 of the row is 0xC3, expected "
     "text in UTF-8"},
    {"people.csv", "person_id\rp1\rp2\r", "/people.csv:1: a carriage return within the row"},
    {"people_skills.csv", "\xFF\xFEp\n",
     "/people_skills.csv:1: byte 1 of the row is 0xFF, expected "
     "text in UTF-8"},
    {"role_skills.csv", "role_id;skill_id;level;importance\n",
     "/role_skills.csv:1: found the column 'role_id;skill_id;level;importance', expected"},
    /* the same in spite of a byte-order mark, line feeds and fields of several lines */
    {"people.csv", "\xEF\xBB\xBF" PEOPLE "p1,clerk,\"a\nb\"\r\n\r\np2,cook,\r\n",
     "/people.csv:5: column 'role_id': found 'cook', expected an id of roles.csv, or nothing"},
    {"people.csv", PEOPLE "\"p1\n\n\",clerk,\np2,\"co\nok\",\n",
     "/people.csv:5: column 'role_id': found 'co?ok', expected an id of roles.csv, or nothing"},
};

/* The messages go to a terminal: no control characters of the input get there. */
static void check_printable(const char *text)
{
    for (; *text; text++)
        cr_assert((unsigned char)*text >= ' ' || *text == '\n', "character %d", *text);
}

TEST_EACH(cli_bad_input, is_refused_with_file_line_column_and_what_was_expected,
          sizeof bad / sizeof *bad)
{
    const test_file instead[] = {{bad[*row].file, bad[*row].text}, {NULL, NULL}};
    const char *catalog, *people, *out = test_folder();
    cli_result result = match_with(instead, &catalog, &people, out);
    bool of_people = strncmp(bad[*row].file, "people", 6) == 0;
    char expected[700];
    snprintf(expected, sizeof expected, "rung: %s%s", of_people ? people : catalog,
             bad[*row].message);
    cli_check_code(&result, 3);
    cr_assert_eq(strncmp(result.err, expected, strlen(expected)), 0, "'%s' instead of '%s'",
                 result.err, expected);
    cr_assert_eq(strchr(result.err, '\n'), result.err + strlen(result.err) - 1, "one line: %s",
                 result.err);
    check_printable(result.err);
    cli_check_whole_out(&result, "");
    cli_check_folder(out, "");
}

/* Without --output nothing is written either where the first people are bad. */
Test(cli_bad_input, leaves_stdout_empty_too)
{
    static const test_file instead[] = {{"people.csv", PEOPLE "p1,cook,\n"}, {NULL, NULL}};
    const char *catalog = test_write_files(test_small_catalog, NULL);
    const char *people = test_write_files(good_people, instead);
    cli_result result = CLI_RUN("match", "--catalog", catalog, "--people", people);
    cli_check_code(&result, 3);
    cli_check_whole_out(&result, "");
}

static const char *const commands[] = {"explain", "info", "synth"};

TEST_EACH(cli_bad_input, is_refused_by_every_command_that_reads_a_catalog, 3)
{
    static const test_file instead[] = {{"roles.csv", ROLES "clerk,C,,6,,,,,\n"}, {NULL, NULL}};
    const char *catalog = test_write_files(test_small_catalog, instead), *out = test_folder();
    const char *people = test_write_files(good_people, NULL), *made = test_path(out, "made");
    const char *const explain[] = {"explain",  "--catalog", catalog,  "--people", people,
                                   "--person", "p1",        "--role", "boss",     NULL};
    const char *const info[] = {"info", "--catalog", catalog, NULL};
    const char *const synth[] = {"synth", "--catalog", catalog, "--people",
                                 "3",     "--output",  made,    NULL};
    const char *const *const all[] = {explain, info, synth};
    cli_result result = cli_run_with((cli_setup){0}, all[*row]);
    cli_check_code(&result, 3);
    cli_check_err(&result, "/roles.csv:2: column 'job_zone': found '6', expected");
    cli_check_whole_out(&result, "");
    cli_check_folder(out, "");
    cr_assert_str_eq(all[*row][0], commands[*row]);
}

/* ---------------------------------------------------------------- odd, but good */

static const struct {
    const char *file, *text;
} odd[] = {
    {"people.csv", "\xEF\xBB\xBFperson_id,role_id,note\r\np1,clerk,\r\np2,,\r\n"},
    {"people.csv", "note,role_id,person_id\n\"a\nb, \"\"c\"\"\",clerk,p1\n\"\n\n\",,p2"},
    {"people.csv", "\nperson_id,role_id\n\np1,clerk\n\n\np2,\n\n"},
    {"people_skills.csv",
     "\xEF\xBB\xBFlevel,skill_id,person_id,\"why\r\n\"\r\n1.5,read,p1,\"\n\"\r\n"
     "0,law,p1,\r\n4,code,p2,x\r\n"},
    {"people_skills.csv", LEVELS "p1,\"read\",1.50\np1,law,0e5\np2,code,+4.0\n"},
    {"catalog.ini", "\xEF\xBB\xBF; Small\r\nname=Small\r\nlevels=4\r\ngrid=0.5\r\n"},
};

TEST_EACH(cli_bad_input, is_not_what_spreadsheets_write, sizeof odd / sizeof *odd)
{
    const test_file instead[] = {{odd[*row].file, odd[*row].text}, {NULL, NULL}};
    const char *catalog, *people, *out = test_folder();
    cli_result usual = match_with(NULL, &catalog, &people, out);
    cli_check_code(&usual, 0);
    char *expected = test_read(test_path(out, "out.csv"), NULL);
    cli_result result = match_with(instead, &catalog, &people, out);
    cli_check_code(&result, 0);
    char *found = test_read(test_path(out, "out.csv"), NULL);
    cr_assert_str_eq(found, expected);
    free(expected);
    free(found);
}

/* ---------------------------------------------------------------- large and binary */

enum { MEGABYTE = 1 << 20 };

static void put_letters(rung_buffer *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rung_put_char(out, 'x');
}

/* Run match with people.csv of these bytes; the buffer ends. */
static cli_result match_bytes(rung_buffer *bytes, const char *out)
{
    const char *catalog = test_write_files(test_small_catalog, NULL);
    const char *people = test_folder();
    cr_assert_not(bytes->failed);
    test_write(people, "people.csv", bytes->at, bytes->length);
    rung_buffer_free(bytes);
    return CLI_RUN("match", "--catalog", catalog, "--people", people, "--output",
                   test_path(out, "out.csv"));
}

Test(cli_bad_input, is_not_a_field_of_a_megabyte)
{
    rung_buffer text = {0};
    const char *out = test_folder();
    rung_put_text(&text, "note,person_id,role_id\n\"");
    put_letters(&text, MEGABYTE);
    rung_put_text(&text, "\",p1,clerk\n");
    cli_result result = match_bytes(&text, out);
    cli_check_code(&result, 0);
    cli_check_folder(out, "out.csv out.csv.run.json");
}

Test(cli_bad_input, is_cut_where_it_is_shown)
{
    rung_buffer text = {0};
    const char *out = test_folder();
    rung_put_text(&text, "person_id,role_id\np1,");
    put_letters(&text, MEGABYTE);
    rung_put_text(&text, "\n");
    cli_result result = match_bytes(&text, out);
    cli_check_code(&result, 3);
    cli_check_err(&result, "/people.csv:2: column 'role_id': found 'xxxx");
    cli_check_err(&result, "xxx...', expected an id of roles.csv, or nothing\n");
    cr_assert_lt(strlen(result.err), 400u);
    cli_check_folder(out, "");
}

Test(cli_bad_input, may_be_any_bytes)
{
    uint64_t random = 2;
    for (int round = 0; round < 12; round++) {
        rung_buffer bytes = {0};
        const char *out = test_folder();
        if (round % 3 > 0) /* a good start */
            rung_put_text(&bytes, "person_id,role_id\np1,clerk\n");
        for (size_t i = test_below(&random, 3000) + 100; i > 0; i--)
            rung_put_char(&bytes, (char)test_below(&random, round % 2 ? 256 : 128));
        cli_result result = match_bytes(&bytes, out);
        cli_check_code(&result, 3);
        cli_check_err(&result, "/people.csv");
        check_printable(result.err);
        cli_check_folder(out, "");
    }
}

/* ---------------------------------------------------------------- files that are not there */

static const char *const needed[] = {"catalog.ini", "skills.csv", "roles.csv", "role_skills.csv",
                                     "people.csv"};

TEST_EACH(cli_bad_input, names_a_file_that_is_missing, sizeof needed / sizeof *needed)
{
    const test_file instead[] = {{needed[*row], NULL}, {NULL, NULL}};
    const char *catalog, *people, *out = test_folder();
    cli_result result = match_with(instead, &catalog, &people, out);
    char message[600];
    snprintf(message, sizeof message, "rung: %s/%s: cannot open: No such file or directory\n",
             *row < 4 ? catalog : people, needed[*row]);
    cli_check_code(&result, 1);
    cr_assert_str_eq(result.err, message);
    cli_check_folder(out, "");
}

TEST_EACH(cli_bad_input, names_a_folder_where_a_file_should_be, sizeof needed / sizeof *needed)
{
    const test_file instead[] = {{needed[*row], NULL}, {NULL, NULL}};
    const char *catalog = test_write_files(test_small_catalog, instead);
    const char *people = test_write_files(good_people, instead), *out = test_folder();
    const char *path = test_path(*row < 4 ? catalog : people, needed[*row]);
    char message[600];
    cr_assert_eq(mkdir(path, 0777), 0);
    cli_result result = CLI_RUN("match", "--catalog", catalog, "--people", people, "--output",
                                test_path(out, "out.csv"));
    snprintf(message, sizeof message, "rung: %s: is a folder, expected a file\n", path);
    cli_check_code(&result, 1);
    cr_assert_str_eq(result.err, message);
    cli_check_folder(out, "");
    rmdir(path);
}

/* Root reads everything: then somebody else runs the program. */
Test(cli_bad_input, names_a_folder_without_the_right_to_read)
{
    const char *catalog = test_write_files(test_small_catalog, NULL);
    const char *people = test_write_files(good_people, NULL);
    cr_assert_eq(chmod(catalog, 0755) | chmod(people, 0), 0);
    cli_setup setup = {.user = geteuid() == 0 ? 65534 : 0};
    cli_result result = CLI_RUN_WITH(setup, "match", "--catalog", catalog, "--people", people);
    cr_assert_eq(chmod(people, 0755), 0);
    char message[600];
    snprintf(message, sizeof message, "rung: %s/people.csv: cannot open: Permission denied\n",
             people);
    cli_check_code(&result, 1);
    cr_assert_str_eq(result.err, message);
    cli_check_whole_out(&result, "");
}

/* ---------------------------------------------------------------- profiles */

static const struct {
    const char *text, *message;
    int code;
} profiles[] = {
    {"readiness = 1\nzeal = 2\n", ":2: found 'zeal', expected a signal, such as readiness", 3},
    {"readiness = 1\nreadiness = 1\n", ":2: found 'readiness', expected each signal once", 3},
    {"readiness 1\n", ":1: found 'readiness 1', expected signal = weight", 3},
    {"# nothing\n\nreadiness = one\n", ":3: found 'one', expected a number", 3},
    {"wage = nan\n", ":1: found 'nan', expected a number", 3},
    {"wage = 1e7\n", ":1: found '1e7', expected a number", 3},
    {"readiness = 0\n", "every weight is 0, expected one signal at least that counts", 3},
    {"", "every weight is 0, expected one signal at least that counts", 3},
    {NULL, ": cannot open: No such file or directory", 1},
};

Test(cli_bad_input, is_no_profile_that_starts_with_a_byte_order_mark)
{
    const char *catalog = test_write_files(test_small_catalog, NULL);
    const char *people = test_write_files(good_people, NULL);
    const char *path = test_write_text(test_folder(), "mine", "\xEF\xBB\xBFreadiness = 1\n");
    cli_result result =
        CLI_RUN("match", "--catalog", catalog, "--people", people, "--profile", path);
    cli_check_code(&result, 0);
}

TEST_EACH(cli_bad_input, may_be_a_profile, sizeof profiles / sizeof *profiles)
{
    const char *catalog = test_write_files(test_small_catalog, NULL), *folder = test_folder();
    const char *people = test_write_files(good_people, NULL);
    const char *path = test_path(folder, "mine");
    if (profiles[*row].text)
        test_write_text(folder, "mine", profiles[*row].text);
    cli_result result =
        CLI_RUN("match", "--catalog", catalog, "--people", people, "--profile", path);
    cli_check_code(&result, profiles[*row].code);
    cli_check_err(&result, "mine");
    cli_check_err(&result, profiles[*row].message);
    cli_check_whole_out(&result, "");
}
