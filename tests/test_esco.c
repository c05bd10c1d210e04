/* test_esco.c - a release of ESCO becomes a catalog, and a bad one becomes an error. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "data/catalog.h"
#include "rung.h"
#include "support.h"

/* ---------------------------------------------------------------- a small release */

#define ESCO       "http://data.europa.eu/esco/"
#define OCCUPATION ESCO "occupation/"
#define SKILL      ESCO "skill/"

static const test_file release[] = {
    {"ISCOGroups_en.csv", "conceptType,conceptUri,code,preferredLabel\n"
                          "ISCOGroup," ESCO "isco/C2,2,Professionals\n"
                          "ISCOGroup," ESCO "isco/C25,25,\"Information, communication\"\n"
                          "ISCOGroup," ESCO "isco/C71,71,Building\n"
                          "ISCOGroup," ESCO "isco/C7,7,Craft\n"},
    {"occupations_en.csv",
     "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\r\n"
     "Occupation," OCCUPATION "dev,2512,developer,\"coder\nprogrammer\nhacker\","
     "\"Writes \"\"code\"\".\nAll day.\"\r\n"
     "Occupation," OCCUPATION "lead,2512, lead developer ,,Leads.\r\n"
     "Occupation," OCCUPATION "roofer,7121,roofer,,Roofs.\r\n"},
    {"skillGroups_en.csv",
     "conceptUri,preferredLabel\n" ESCO "isced-f/06,ICT\n" SKILL "S1,communication\n"},
    {"skills_en.csv",
     "conceptUri,skillType,reuseLevel,preferredLabel,description\n" SKILL
     "write,skill/competence,sector-specific,write code,\"Lines.\nMore lines.\"\n" SKILL
     "talk,skill/competence,transversal,talk to people,\n" SKILL
     "c,knowledge,cross-sector,C,\n" SKILL "digital,,,digital content,\n" SKILL
     "ring,knowledge,transversal,ring,\n"},
    {"occupationSkillRelations.csv",
     "occupationUri,relationType,skillType,skillUri\n" OCCUPATION
     "dev,essential,skill/competence," SKILL "write\n" OCCUPATION "dev,optional,knowledge," SKILL
     "c\n" OCCUPATION "gone,essential,knowledge," SKILL "c\n" OCCUPATION
     "lead,essential,skill/competence," SKILL "talk\n" OCCUPATION "roofer,optional,," SKILL
     "digital\n"},
    {"skillSkillRelations.csv",
     "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n" SKILL
     "write,x,essential,x," SKILL "c\n" SKILL "write,x,optional,x," SKILL "digital\n" SKILL
     "c,x,optional,x," SKILL "c\n"},
    {"broaderRelationsOccPillar.csv",
     "conceptType,conceptUri,broaderType,broaderUri\nISCOGroup," ESCO "isco/C25,ISCOGroup," ESCO
     "isco/C2\nOccupation," OCCUPATION "dev,ISCOGroup," ESCO "isco/C25\nOccupation," OCCUPATION
     "lead,Occupation," OCCUPATION "dev\n"},
    {"broaderRelationsSkillPillar.csv",
     "conceptType,conceptUri,broaderType,broaderUri\nSkillGroup," SKILL "S1,SkillGroup," ESCO
     "isced-f/06\nKnowledgeSkillCompetence," SKILL "talk,SkillGroup," SKILL
     "S1\nKnowledgeSkillCompetence," SKILL "write,KnowledgeSkillCompetence," SKILL
     "c\nKnowledgeSkillCompetence," SKILL "c,SkillGroup," ESCO
     "isced-f/06\nKnowledgeSkillCompetence," SKILL "ring,KnowledgeSkillCompetence," SKILL "ring\n"},
    {NULL, NULL}};

static rung_status import(const char *source, const char *output, double optional, unsigned digits,
                          rung_esco_summary *summary, rung_error *error)
{
    rung_esco_job job = RUNG_ESCO_JOB_INIT;
    job.source = source;
    job.output = output;
    job.weights = RUNG_ESCO_PLAIN;
    job.optional = optional;
    job.isco_digits = digits;
    return rung_import_esco(&job, summary, error);
}

static void same(const char *folder, const char *name, const char *expected)
{
    char *text = test_read(test_path(folder, name), NULL);
    cr_assert_not_null(text, "%s is not there", name);
    cr_assert_str_eq(text, expected);
    free(text);
}

Test(esco, becomes_a_catalog_file_by_file)
{
    rung_esco_summary s;
    rung_error error;
    const char *out = test_path(test_folder(), "catalog");
    cr_assert_eq(import(test_write_files(release, NULL), out, 0.5, 0, &s, &error), RUNG_OK, "%s",
                 error.message);
    same(out, "roles.csv",
         "role_id,title,family,isco\n"
         "dev,developer,\"25 Information, communication\",2512\n"
         "lead,lead developer,\"25 Information, communication\",2512\n"
         "roofer,roofer,71 Building,7121\n");
    same(out, "skills.csv",
         "skill_id,name,kind,group,description\n"
         "write,write code,technical,ICT,\"Lines.\nMore lines.\"\n"
         "talk,talk to people,soft,communication,\n"
         "c,C,knowledge,ICT,\n"
         "digital,digital content,other,,\n"
         "ring,ring,knowledge,,\n");
    same(out, "role_skills.csv",
         "role_id,skill_id,level,importance,essential\n"
         "dev,write,1,1,1\ndev,c,1,0.5,0\nlead,talk,1,1,1\nroofer,digital,1,0.5,0\n");
    same(out, "role_relations.csv",
         "from_role,to_role,kind,weight\ndev,lead,related,1\nlead,dev,related,1\n");
    same(out, "skill_relations.csv",
         "from_skill,to_skill,kind,weight\nwrite,c,essential,1\nwrite,digital,optional,0.5\n");
    cr_assert(s.occupations == 3 && s.skills == 5 && s.links == 5 && s.strangers == 1);
    cr_assert(s.requirements == 4 && s.essential == 2 && s.rated_roles == 3);
    cr_assert(s.role_relations == 2 && s.skill_relations == 2 && s.selves == 1);
}

Test(esco, is_read_back_with_its_relations)
{
    const char *out = test_path(test_folder(), "catalog");
    rung_catalog *catalog;
    rung_error error;
    cr_assert_eq(import(test_write_files(release, NULL), out, 0.25, 1, NULL, NULL), RUNG_OK);
    cr_assert_eq(rung_catalog_open(&catalog, out, &error), RUNG_OK, "%s", error.message);
    cr_assert_str_eq(rung_catalog_role(catalog, 0).family, "2 Professionals");
    rung_requirement c = rung_catalog_requirement(catalog, 0, 2);
    cr_assert(c.level == 1 && c.importance == 0.25f && !c.essential);
    const rung_links *links = &catalog->skill_relations;
    cr_assert_eq(links->count, 2);
    const rung_link *link = rung_links_find(links, 0, 2, RUNG_ADJACENT_ESSENTIAL);
    cr_assert(link && link->weight == 1);
    link = rung_links_find(links, 0, 3, RUNG_ADJACENT_OPTIONAL);
    cr_assert(link && link->weight == 0.25f);
    cr_assert_null(rung_links_find(links, 0, 3, RUNG_STANDS_IN));
    rung_catalog_free(catalog);
}

Test(esco, without_optional_skills_leaves_roles_unrated)
{
    rung_esco_summary s;
    const char *out = test_path(test_folder(), "catalog");
    cr_assert_eq(import(test_write_files(release, NULL), out, 0, 4, &s, NULL), RUNG_BAD_DATA,
                 "ISCO has no group 2512 here");
    cr_assert_eq(import(test_write_files(release, NULL), out, 0, 2, &s, NULL), RUNG_OK);
    cr_assert(s.requirements == 2 && s.rated_roles == 2);
    rung_catalog *catalog;
    cr_assert_eq(rung_catalog_open(&catalog, out, NULL), RUNG_OK);
    cr_assert_not(rung_catalog_role(catalog, 2).rated);
    rung_catalog_free(catalog);
}

Test(esco, does_without_the_files_that_say_what_stands_above_what)
{
    const test_file none[] = {{"broaderRelationsOccPillar.csv", NULL},
                              {"broaderRelationsSkillPillar.csv", NULL},
                              {"skillGroups_en.csv", NULL},
                              {"skillSkillRelations.csv", NULL},
                              {NULL, NULL}};
    rung_esco_summary s;
    rung_error error;
    const char *folder = test_write_files(release, none);
    for (size_t i = 0; none[i].name; i++) /* where only one can stand instead */
        remove(test_path(folder, none[i].name));
    cr_assert_eq(import(folder, test_path(test_folder(), "catalog"), 0.5, 2, &s, &error), RUNG_OK,
                 "%s", error.message);
    cr_assert(s.role_relations == 0 && s.skill_relations == 0 && s.requirements == 4);
    cr_assert_eq(s.missing, 15);
    cli_result result =
        CLI_RUN("import", "esco", folder, "--output", test_path(test_folder(), "catalog"));
    cli_check_code(&result, 0);
    cli_check_err(&result, "\nno skillGroups_en.csv: skills have no group\n"
                           "no broaderRelationsOccPillar.csv: roles have no relations\n"
                           "no broaderRelationsSkillPillar.csv: skills have no group\n"
                           "no skillSkillRelations.csv: skills have no relations\n");
}

#define BROADER                  "conceptType,conceptUri,broaderType,broaderUri\n"
#define BELOW(kind, a, above, b) kind "," a "," above "," b "\n"
#define A_SKILL                  "KnowledgeSkillCompetence"

Test(esco, counts_what_stands_above_what_and_is_not_listed_or_is_said_again)
{
    const test_file instead[] = {
        {"broaderRelationsOccPillar.csv",
         BROADER BELOW("Occupation", OCCUPATION "dev", "Occupation", OCCUPATION "gone")
             BELOW("Occupation", OCCUPATION "gone", "Occupation", OCCUPATION "lead")
                 BELOW("Occupation", OCCUPATION "lead", "Occupation", OCCUPATION "dev")
                     BELOW("Occupation", OCCUPATION "dev", "Occupation", OCCUPATION "lead")
                         BELOW("Occupation", OCCUPATION "lead", "Occupation", OCCUPATION "dev")},
        {"broaderRelationsSkillPillar.csv",
         BROADER BELOW(A_SKILL, SKILL "gone", "SkillGroup", SKILL "S1")
             BELOW(A_SKILL, SKILL "talk", "SkillGroup", SKILL "S2")
                 BELOW(A_SKILL, SKILL "talk", "SkillGroup", SKILL "S1")
                     BELOW(A_SKILL, SKILL "talk", "SkillGroup", SKILL "S1")
                         BELOW(A_SKILL, SKILL "write", A_SKILL, SKILL "gone")
                             BELOW(A_SKILL, SKILL "write", A_SKILL, SKILL "talk")},
        {NULL, NULL}};
    rung_esco_summary s;
    rung_error error;
    const char *source = test_write_files(release, instead), *out = test_path(test_folder(), "out");
    cr_assert_eq(import(source, out, 0.5, 2, &s, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(s.unlisted, 4);
    cr_assert_eq(s.unlisted_groups, 1);
    cr_assert_eq(s.repeated, 2);
    cr_assert_eq(s.role_relations, 2);
    cr_assert_eq(s.missing, 0);
    same(out, "skills.csv",
         "skill_id,name,kind,group,description\n"
         "write,write code,technical,communication,\"Lines.\nMore lines.\"\n"
         "talk,talk to people,soft,communication,\nc,C,knowledge,,\n"
         "digital,digital content,other,,\nring,ring,knowledge,,\n");
    cli_result result = CLI_RUN("import", "esco", source, "--output", out, "--replace");
    cli_check_code(&result, 0);
    cli_check_err(&result, "\n4 rows left out: of what stands above what: a concept is not in");
    cli_check_err(&result, "\n1 row left out: of what stands above what: the group is not in");
    cli_check_err(&result, "\n2 rows left out: of what stands above what: an earlier row says");
}

/* ---------------------------------------------------------------- bad releases */

typedef struct bad {
    const char *file, *text, *expected;
} bad;

#define OCCUPATIONS "conceptUri,iscoGroup,preferredLabel\n"
#define SKILLS      "conceptUri,skillType,reuseLevel,preferredLabel,description\n"
#define LINKS       "occupationUri,relationType,skillUri\n"

static const bad bads[] = {
    {"occupations_en.csv", NULL, "occupations_en.csv"},
    {"skills_en.csv", NULL, "skills_en.csv"},
    {"occupationSkillRelations.csv", NULL, "occupationSkillRelations.csv"},
    {"ISCOGroups_en.csv", NULL, "ISCOGroups_en.csv"},
    {"occupations_en.csv", "conceptUri,preferredLabel\n", "iscoGroup"},
    {"occupations_en.csv", OCCUPATIONS OCCUPATION "a,\"25\n12\",A\n",
     "occupations_en.csv:2: column 'iscoGroup'"},
    {"occupations_en.csv", OCCUPATIONS OCCUPATION "a,251,A\n", "found '251', expected four digits"},
    {"occupations_en.csv", OCCUPATIONS OCCUPATION "a,9912,A\n",
     "found '9912', expected a code that begins"},
    {"occupations_en.csv", OCCUPATIONS "\"x\n\ny\",2512,A\n",
     "occupations_en.csv:2: column 'conceptUri'"},
    {"occupations_en.csv",
     "conceptUri,iscoGroup,preferredLabel,x\n" OCCUPATION "a,2512,A,\"A\nB\"\n" OCCUPATION
     "a,2512,A,\n",
     "occupations_en.csv:4: column 'conceptUri'"},
    {"occupations_en.csv", OCCUPATIONS OCCUPATION "a,2512\n", "occupations_en.csv:2"},
    {"occupations_en.csv", OCCUPATIONS OCCUPATION "a,2512,\"A\n", "occupations_en.csv"},
    {"occupations_en.csv", OCCUPATIONS SKILL "a,2512,A\n", "a URI that begins with " OCCUPATION},
    {"occupations_en.csv", OCCUPATIONS OCCUPATION ",2512,A\n", "a URI that begins with"},
    {"occupations_en.csv", OCCUPATIONS OCCUPATION "a b,2512,A\n", "a URI that begins with"},
    {"occupations_en.csv", OCCUPATIONS OCCUPATION "a,2512,\n",
     "occupations_en.csv:2: column 'preferredLabel': found '', expected a name"},
    {"occupations_en.csv", OCCUPATIONS OCCUPATION "a,2512, \n",
     "occupations_en.csv:2: column 'preferredLabel': found ' ', expected a name"},
    {"occupations_en.csv", OCCUPATIONS OCCUPATION "a,2512,\"A\nB\"\n",
     "occupations_en.csv:2: column 'preferredLabel': found 'A?B', expected a name without control"},
    {"skills_en.csv", SKILLS SKILL "a,,,,\n",
     "skills_en.csv:2: column 'preferredLabel': found '', expected a name"},
    {"skills_en.csv", SKILLS SKILL "a,,,\x1b[2J,\n",
     "skills_en.csv:2: column 'preferredLabel': found '?[2J', expected a name without control"},
    {"skillGroups_en.csv", "conceptUri,preferredLabel\n" SKILL "S1,\n",
     "skillGroups_en.csv:2: column 'preferredLabel': found '', expected a name"},
    {"ISCOGroups_en.csv", "conceptUri,preferredLabel\n" ESCO "isco/C25,\x7f\n",
     "ISCOGroups_en.csv:2: column 'preferredLabel'"},
    {"skills_en.csv", SKILLS SKILL "a,knowledge,cross sector,A,\n",
     "skills_en.csv:2: column 'reuseLevel': found 'cross sector', expected transversal, cross-"},
    {"occupations_en.csv", OCCUPATIONS OCCUPATION "a\tb,2512,A\n",
     "found 'occupation/a?b', expected a URI that begins with " OCCUPATION
     ", followed by an id without control characters"},
    {"skills_en.csv", SKILLS SKILL "a,talent,,A,\n",
     "column 'skillType': found 'talent', expected"},
    {"skills_en.csv", SKILLS SKILL "a,,,A,\n" SKILL "a,,,A,\n", "skills_en.csv:3"},
    {"occupationSkillRelations.csv", LINKS OCCUPATION "dev,needed," SKILL "c\n",
     "column 'relationType': found 'needed', expected essential or optional"},
    {"occupationSkillRelations.csv", LINKS OCCUPATION "dev,essential," SKILL "x\n",
     "found 'skill/x', expected a skill that the list of skills has"},
    {"occupationSkillRelations.csv", LINKS "dev,essential," SKILL "c\n",
     "occupationSkillRelations.csv:2: column 'occupationUri': found 'dev'"},
    {"occupationSkillRelations.csv",
     LINKS OCCUPATION "dev,essential," SKILL "c\n" OCCUPATION "dev,optional," SKILL "c\n",
     "occupationSkillRelations.csv:3: this row repeats the pair of line 2"},
    {"occupationSkillRelations.csv", LINKS, "no row counts"},
    {"occupationSkillRelations.csv", LINKS OCCUPATION "gone,essential," SKILL "c\n",
     "no row counts"},
    {"skillSkillRelations.csv",
     "originalSkillUri,relationType,relatedSkillUri\n" SKILL "write,essential," SKILL "nowhere\n",
     "skillSkillRelations.csv:2: column 'relatedSkillUri'"},
    {"broaderRelationsSkillPillar.csv",
     "conceptType,conceptUri,broaderType,broaderUri\nKnowledgeSkillCompetence,x,SkillGroup,y\n",
     "broaderRelationsSkillPillar.csv:2: column 'conceptUri'"},
};

enum { BADS = sizeof bads / sizeof *bads };

TEST_EACH(esco, says_what_is_wrong_with_a_release_and_makes_nothing, BADS)
{
    const bad *b = &bads[*row];
    const test_file instead[] = {{b->file, b->text}, {NULL, NULL}};
    const char *root = test_folder();
    rung_esco_summary s;
    rung_error error;
    rung_status status =
        import(test_write_files(release, instead), test_path(root, "out"), 0.5, 2, &s, &error);
    cr_assert_eq(status, b->text ? RUNG_BAD_DATA : RUNG_IO, "%d: %s", status, error.message);
    cr_assert_not_null(strstr(error.message, b->expected), "found '%s', expected '%s' in it",
                       error.message, b->expected);
    cr_assert_eq(s.skills, 0);
    char *left = test_list(root);
    cr_assert_str_eq(left, "", "something was made: %s", left);
    free(left);
}

Test(esco, refuses_jobs_that_make_no_sense)
{
    const char *source = test_write_files(release, NULL);
    rung_error error;
    cr_assert_eq(import(source, test_path(source, "in"), 0.5, 2, NULL, &error), RUNG_OK,
                 "a folder within the source is its own");
    cr_assert_eq(import(source, source, 0.5, 2, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(import(source, "x", 1.5, 2, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(import(source, "x", -1, 2, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(import(source, "x", 0.5, 5, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(import(NULL, "x", 0.5, 2, NULL, &error), RUNG_BAD_ARGUMENT);
    rung_esco_job job = RUNG_ESCO_JOB_INIT;
    job.source = source;
    job.output = "x";
    job.language = "../en";
    cr_assert_eq(rung_import_esco(&job, NULL, &error), RUNG_BAD_ARGUMENT);
}

Test(esco, takes_uris_of_a_thousand_bytes_and_no_longer_ones)
{
    for (int extra = 0; extra < 2; extra++) {
        char text[3000];
        snprintf(text, sizeof text,
                 OCCUPATIONS OCCUPATION "%0*d,2512,A\n" OCCUPATION "dev,2512,A\n",
                 1000 - (int)strlen(OCCUPATION) + extra, 7);
        const test_file instead[] = {{"occupations_en.csv", text}, {NULL, NULL}};
        rung_error error = {0};
        rung_status status = import(test_write_files(release, instead),
                                    test_path(test_folder(), "out"), 0.5, 2, NULL, &error);
        cr_assert_eq(status, extra ? RUNG_BAD_DATA : RUNG_OK, "%s", error.message);
        cr_assert(!extra || strstr(error.message, "occupations_en.csv:2: column 'conceptUri': "
                                                  "found 'occupation/0000"));
        cr_assert(!extra || strstr(error.message, ", expected a URI of at most 1,000 bytes"));
    }
}

static bool stop(void *context, uint64_t people, double fraction)
{
    (void)people;
    cr_assert(fraction >= 0 && fraction <= 1);
    return ++*(int *)context > 3;
}

Test(esco, is_cancelled_by_its_progress_and_leaves_nothing)
{
    rung_esco_job job = RUNG_ESCO_JOB_INIT;
    const char *root = test_folder();
    int calls = 0;
    job.source = test_write_files(release, NULL);
    job.output = test_path(root, "out");
    job.progress = stop;
    job.context = &calls;
    cr_assert_eq(rung_import_esco(&job, NULL, NULL), RUNG_CANCELLED);
    char *left = test_list(root);
    cr_assert_str_eq(left, "");
    free(left);
}

/* ---------------------------------------------------------------- the program */

Test(esco, is_imported_by_the_program_which_tells_what_it_left_out)
{
    const char *source = test_write_files(release, NULL), *out = test_path(test_folder(), "out");
    cli_result result = CLI_RUN("import", "esco", source, "--output", out, "--optional", "0.25");
    cli_check_code(&result, 0);
    cli_check_err(&result, "  roles                       3\n");
    cli_check_err(&result, "  requirements                4\n");
    cli_check_err(&result, "\n1 link left out: the occupation is not in the list");
    cli_check_err(&result, "\n1 relation left out: of a skill to itself\n");
    result = CLI_RUN("import", "esco", source, "--output", out);
    cli_check_code(&result, 1);
    result = CLI_RUN("import", "esco", source, "--output", out, "--replace", "--isco-digits", "1");
    cli_check_code(&result, 0);
    result = CLI_RUN("info", "--catalog", out);
    cli_check_out(&result, "relations    2 between roles, 2 between skills\n");
    const char *people = test_path(test_folder(), "people");
    result = CLI_RUN("synth", "--catalog", out, "--people", "20", "--output", people);
    cli_check_code(&result, 0);
    result = CLI_RUN("match", "--catalog", out, "--people", people, "--kernel", "sparse");
    cli_check_code(&result, 0);
    result = CLI_RUN("explain", "--catalog", out, "--people", people, "--person", "p000000001",
                     "--role", "dev");
    cli_check_code(&result, 0);
}

TEST_EACH(esco, options_that_make_no_sense_are_refused, 4)
{
    static const struct {
        const char *words[8], *message;
    } cases[] = {
        {{"import", "esco"}, "import esco: expected --output CATALOG; see rung import esco --help"},
        {{"import", "esco", "--output", "o"},
         "import esco: expected the folder of an ESCO release; see rung import esco --help"},
        {{"import", "esco", "d", "--output", "o", "--optional", "2"},
         "--optional: found '2', expected a number in 0..1"},
        {{"import", "esco", "d", "--output", "o", "--isco-digits", "5"},
         "--isco-digits: found '5', expected a whole number in 1..4"},
    };
    cli_check_mistake(cases[*row].words, cases[*row].message);
}

/* ---------------------------------------------------------------- the real one */

static const char *real_release(void)
{
    static const char folder[] = "../shared/data/esco-1.1.1";
    struct stat facts;
    if (stat(folder, &facts) != 0)
        cr_skip_test("%s is not there", folder);
    return folder;
}

Test(esco, release_1_1_1_has_the_counts_that_are_published, .timeout = 120)
{
    const char *source = real_release(), *out = test_path(test_folder(), "esco");
    rung_esco_summary s;
    rung_error error;
    cr_assert_eq(import(source, out, 0.5, 2, &s, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(s.occupations, 3007);
    cr_assert_eq(s.skills, 13896);
    cr_assert_eq(s.links, 123855);
    cr_assert_eq(s.strangers, 67);
    cr_assert(s.unlisted == 1 && s.unlisted_groups == 0 && s.repeated == 0 && s.missing == 0);
    cr_assert_eq(s.requirements, 123855 - 67);
    cr_assert_eq(s.essential, 64946 - 55);
    cr_assert_eq(s.rated_roles, 3007);
    cr_assert_eq(s.skill_relations, 5899 - 1);
    rung_catalog *catalog;
    cr_assert_eq(rung_catalog_open(&catalog, out, &error), RUNG_OK, "%s", error.message);
    cli_result info = CLI_RUN("info", "--catalog", out);
    cli_check_out(&info, "\nskills       13,896: ");
    cli_check_out(&info, "\nroles        3,007: 3,007 rated, 0 without ratings\n");
    cli_check_out(&info, "\nrole skills  123,788\n");
    rung_catalog_counts n = rung_catalog_count(catalog);
    cr_assert_eq(n.requirements, s.requirements);
    cr_assert_eq(n.skills_of_kind[RUNG_SKILL_KNOWLEDGE], 1536 + 1002 + 455 + 66);
    cr_assert_eq(n.skills_of_kind[RUNG_SKILL_SOFT], 374);
    cr_assert_eq(n.skills_of_kind[RUNG_SKILL_OTHER], 6);
    cr_assert_eq(n.without_family, 0);
    uint32_t director = rung_catalog_find_role(catalog, "00030d09-2b3a-4efd-87cc-c4ea39d27c34");
    cr_assert_str_eq(rung_catalog_role(catalog, director).title, "technical director");
    cr_assert_str_eq(rung_catalog_role(catalog, director).family,
                     "26 Legal, social and cultural professionals");
    rung_catalog_free(catalog);
}

/* People with a role's skills and a few by chance, matched by rows and, some of them, by dense
 * rows of every skill. */
Test(esco, people_are_matched_by_rows_as_by_dense_levels, .timeout = 600)
{
    enum { PEOPLE = 300, DENSE = 6, TOP = 10 };
    const char *source = real_release(), *out = test_path(test_folder(), "esco");
    rung_catalog *catalog;
    uint64_t seed = 5;
    cr_assert_eq(import(source, out, 0.5, 2, NULL, NULL), RUNG_OK);
    cr_assert_eq(rung_catalog_open(&catalog, out, NULL), RUNG_OK);
    size_t skills = rung_catalog_skills(catalog), count = 0;
    float *levels = calloc(PEOPLE * skills, sizeof *levels),
          *level = calloc(PEOPLE * 100, sizeof *level);
    uint32_t *skill = calloc(PEOPLE * 100, sizeof *skill), role[PEOPLE];
    size_t first[PEOPLE + 1] = {0};
    for (size_t i = 0; i < PEOPLE; i++) {
        const rung_links *rows = &catalog->requirements;
        role[i] = (uint32_t)test_below(&seed, rung_catalog_roles(catalog));
        for (size_t k = rows->first[role[i]]; k < rows->first[role[i] + 1] && i > 0; k++)
            levels[i * skills + rows->link[k].to] = test_below(&seed, 2) ? 1 : 0;
        for (size_t k = 0; k < i % 20; k++)
            levels[i * skills + rows->link[test_below(&seed, rows->count)].to] = 1;
        for (size_t s = 0; s < skills && count - first[i] < 100; s++)
            if (levels[i * skills + s] > 0) {
                skill[count] = (uint32_t)s;
                level[count++] = 1;
            } else {
                levels[i * skills + s] = 0;
            }
        for (size_t s = count - first[i] == 100 ? skill[count - 1] + 1 : skills; s < skills; s++)
            levels[i * skills + s] = 0;
        first[i + 1] = count;
    }
    const rung_level_rows rows = {first, skill, level};
    static rung_hit a[PEOPLE * TOP], b[PEOPLE * TOP];
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    rung_matcher *one, *two, *dense;
    options.profile = "upskill";
    options.kernel = "sparse";
    options.threads = 1;
    cr_assert_eq(rung_matcher_new(&one, catalog, &options, NULL), RUNG_OK);
    options.threads = 2;
    cr_assert_eq(rung_matcher_new(&two, catalog, &options, NULL), RUNG_OK);
    cr_assert_eq(rung_match_rows(one, &rows, PEOPLE, role, a, TOP, NULL), RUNG_OK);
    cr_assert_eq(rung_match(two, levels, PEOPLE, role, b, TOP, NULL), RUNG_OK);
    cr_assert(memcmp(a, b, sizeof a) == 0);
    options.kernel = "blas";
    cr_assert_eq(rung_matcher_new(&dense, catalog, &options, NULL), RUNG_OK);
    cr_assert_eq(rung_match(dense, levels, DENSE, role, b, TOP, NULL), RUNG_OK);
    for (size_t i = 0; i < DENSE * TOP; i++)
        cr_assert(a[i].role == b[i].role && a[i].score == b[i].score &&
                      a[i].similarity == b[i].similarity && a[i].readiness == b[i].readiness,
                  "hit %zu", i);
    rung_matcher_free(one);
    rung_matcher_free(two);
    rung_matcher_free(dense);
    rung_catalog_free(catalog);
    free(levels);
    free(level);
    free(skill);
}
