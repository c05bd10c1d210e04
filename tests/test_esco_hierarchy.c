/* test_esco_hierarchy.c - skills of ESCO weigh more the fewer ask for them, and stand in for those
 * near them in the hierarchy. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "data/catalog.h"
#include "support.h"

#define ESCO       "http://data.europa.eu/esco/"
#define OCCUPATION ESCO "occupation/"
#define SKILL      ESCO "skill/"
#define BELOW      "KnowledgeSkillCompetence," SKILL
#define HEADER     "conceptType,conceptUri,broaderType,broaderUri\n"

/* write is asked for by three of three, c by two, talk and digital by one, ring by nobody. */
static const test_file release[] = {
    {"ISCOGroups_en.csv",
     "conceptUri,code,preferredLabel\n" ESCO "isco/C2,2,Professionals\n" ESCO "isco/C25,25,ICT\n"},
    {"occupations_en.csv",
     "conceptUri,iscoGroup,preferredLabel\n" OCCUPATION "dev,2512,dev\n" OCCUPATION
     "lead,2512,lead\n" OCCUPATION "roofer,2512,roofer\n"},
    {"skillGroups_en.csv",
     "conceptUri,preferredLabel\n" SKILL "S1,communication\n" SKILL "S2,all\n"},
    {"skills_en.csv",
     "conceptUri,skillType,reuseLevel,preferredLabel,description\n" SKILL
     "write,knowledge,,write,\n" SKILL "talk,knowledge,,talk,\n" SKILL "c,knowledge,,C,\n" SKILL
     "digital,knowledge,,digital,\n" SKILL "ring,knowledge,,ring,\n"},
    {"occupationSkillRelations.csv",
     "occupationUri,relationType,skillUri\n" OCCUPATION "dev,essential," SKILL "write\n" OCCUPATION
     "dev,optional," SKILL "c\n" OCCUPATION "lead,essential," SKILL "write\n" OCCUPATION
     "lead,essential," SKILL "c\n" OCCUPATION "lead,essential," SKILL "talk\n" OCCUPATION
     "roofer,optional," SKILL "write\n" OCCUPATION "roofer,optional," SKILL "digital\n"},
    {"skillSkillRelations.csv",
     "originalSkillUri,relationType,relatedSkillUri\n" SKILL "write,essential," SKILL "c\n"},
    {"broaderRelationsSkillPillar.csv", HEADER BELOW
     "talk,SkillGroup," SKILL "S1\n" BELOW "c,SkillGroup," SKILL "S1\n" BELOW
     "digital,SkillGroup," SKILL "S1\n" BELOW "c,SkillGroup," SKILL "S2\n" BELOW
     "talk,SkillGroup," SKILL "S2\n" BELOW "talk,SkillGroup," SKILL "S1\n" BELOW
     "write,KnowledgeSkillCompetence," SKILL "c\n" BELOW "ring,KnowledgeSkillCompetence," SKILL
     "c\n" BELOW "ring,KnowledgeSkillCompetence," SKILL "ring\n"},
    {NULL, NULL}};

static const char *import(const char *source, rung_esco_job job)
{
    rung_error error;
    job.source = source;
    job.output = test_path(test_folder(), "catalog");
    cr_assert_eq(rung_import_esco(&job, NULL, &error), RUNG_OK, "%s", error.message);
    return job.output;
}

static void same(const char *folder, const char *name, const char *expected)
{
    char *text = test_read(test_path(folder, name), NULL);
    cr_assert_not_null(text, "%s is not there", name);
    cr_assert_str_eq(text, expected);
    free(text);
}

/* ln((3 + 1) / 3) / ln 4 = .20751875 for write, ln(4 / 2) / ln 4 = 1/2 for c, ln 4 / ln 4 for
 * those that one asks for; half of it where they are optional. */
Test(esco_hierarchy, skills_weigh_more_the_fewer_ask_for_them)
{
    const char *source = test_write_files(release, NULL);
    rung_esco_job job = RUNG_ESCO_JOB_INIT;
    same(import(source, job), "role_skills.csv",
         "role_id,skill_id,level,importance,essential\n"
         "dev,write,1,0.20751875,1\ndev,c,1,0.25,0\n"
         "lead,write,1,0.20751875,1\nlead,talk,1,1,1\nlead,c,1,0.5,1\n"
         "roofer,write,1,0.103759375,0\nroofer,digital,1,0.5,0\n");
    job.weights = RUNG_ESCO_PLAIN;
    same(import(source, job), "role_skills.csv",
         "role_id,skill_id,level,importance,essential\n"
         "dev,write,1,1,1\ndev,c,1,0.5,0\nlead,write,1,1,1\nlead,talk,1,1,1\nlead,c,1,1,1\n"
         "roofer,write,1,0.5,0\nroofer,digital,1,0.5,0\n");
}

/* Optional links that are left out ask for nothing: write by two of two, c and talk by one. */
Test(esco_hierarchy, skills_of_links_that_are_left_out_weigh_nothing)
{
    rung_esco_job job = RUNG_ESCO_JOB_INIT;
    job.optional = 0;
    same(import(test_write_files(release, NULL), job), "role_skills.csv",
         "role_id,skill_id,level,importance,essential\n"
         "dev,write,1,0.369070246,1\nlead,write,1,0.369070246,1\nlead,talk,1,1,1\nlead,c,1,1,1\n");
}

/* Each pair once, however many groups have both; nobody stands in for ring, which nobody asks for.
 */
Test(esco_hierarchy, skills_stand_in_for_those_near_them)
{
    const char *source = test_write_files(release, NULL);
    rung_esco_job job = RUNG_ESCO_JOB_INIT;
    job.hierarchy = 0.3;
    const char *folder = import(source, job);
    same(folder, "skill_relations.csv",
         "from_skill,to_skill,kind,weight\nwrite,c,essential,1\n"
         "write,c,stands_in,0.3\n"
         "talk,c,stands_in,0.3\ntalk,digital,stands_in,0.3\n"
         "c,talk,stands_in,0.3\nc,digital,stands_in,0.3\nc,write,stands_in,0.3\n"
         "digital,talk,stands_in,0.3\ndigital,c,stands_in,0.3\n"
         "ring,c,stands_in,0.3\n");
    rung_catalog *catalog;
    rung_matcher *matcher;
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.adjacency = RUNG_ADJACENCY_CATALOG;
    cr_assert_eq(rung_catalog_open(&catalog, folder, NULL), RUNG_OK);
    cr_assert_eq(rung_matcher_new(&matcher, catalog, &options, NULL), RUNG_OK);
    cr_assert_eq(rung_matcher_describe(matcher).stand_ins, 9u);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
}

/* A release with one more group, of so many skills. */
static size_t rows_of_a_group(size_t members)
{
    char *skills = NULL, *links = NULL, *above = NULL;
    size_t a, b, c;
    FILE *s = open_memstream(&skills, &a), *l = open_memstream(&links, &b),
         *p = open_memstream(&above, &c);
    fprintf(s, "conceptUri,skillType,reuseLevel,preferredLabel,description\n");
    fprintf(l, "occupationUri,relationType,skillUri\n");
    fprintf(p, HEADER);
    for (size_t i = 0; i < members; i++) {
        fprintf(s, SKILL "s%zu,knowledge,,s,\n", i);
        fprintf(l, OCCUPATION "dev,essential," SKILL "s%zu\n", i);
        fprintf(p, BELOW "s%zu,SkillGroup," SKILL "S1\n", i);
    }
    fclose(s);
    fclose(l);
    fclose(p);
    const test_file instead[] = {{"skills_en.csv", skills},
                                 {"occupationSkillRelations.csv", links},
                                 {"broaderRelationsSkillPillar.csv", above},
                                 {"skillSkillRelations.csv", NULL},
                                 {NULL, NULL}};
    rung_esco_job job = RUNG_ESCO_JOB_INIT;
    rung_esco_summary summary;
    rung_error error;
    job.hierarchy = 0.5;
    job.source = test_write_files(release, instead);
    job.output = test_path(test_folder(), "catalog");
    cr_assert_eq(rung_import_esco(&job, &summary, &error), RUNG_OK, "%s", error.message);
    free(skills);
    free(links);
    free(above);
    return summary.skill_relations;
}

Test(esco_hierarchy, large_groups_say_too_little)
{
    cr_assert_eq(rows_of_a_group(1), 0u);
    cr_assert_eq(rows_of_a_group(100), 9900u);
    cr_assert_eq(rows_of_a_group(101), 0u);
}

Test(esco_hierarchy, options_out_of_range_are_refused)
{
    const char *source = test_write_files(release, NULL);
    cli_result r = CLI_RUN("import", "esco", source, "--output", test_path(test_folder(), "c"),
                           "--hierarchy", "1.5");
    cli_check_code(&r, 2);
    cli_check_err(&r, "--hierarchy: found '1.5', expected a number in 0..1");
    rung_esco_job job = RUNG_ESCO_JOB_INIT;
    rung_error error;
    job.source = source;
    job.output = test_path(test_folder(), "c");
    job.hierarchy = NAN;
    cr_assert_eq(rung_import_esco(&job, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_str_eq(error.message, "hierarchy: found nan, expected 0..1");
    job.hierarchy = 0;
    job.weights = (rung_esco_weights)2;
    cr_assert_eq(rung_import_esco(&job, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_str_eq(error.message, "weights: found 2, expected a rung_esco_weights");
    cr_assert_not(access(job.output, F_OK) == 0, "a catalog of a bad job");
}

Test(esco_hierarchy, commands_say_the_same_as_the_library)
{
    const char *source = test_write_files(release, NULL), *out = test_path(test_folder(), "c");
    rung_esco_job job = RUNG_ESCO_JOB_INIT;
    job.hierarchy = 0.25;
    job.weights = RUNG_ESCO_PLAIN;
    const char *wanted = import(source, job);
    cli_result r = CLI_RUN("import", "esco", source, "--output", out, "--hierarchy", "0.25",
                           "--weights", "plain");
    cli_check_code(&r, 0);
    static const char *const names[] = {"role_skills.csv", "skill_relations.csv"};
    for (size_t i = 0; i < 2; i++) {
        char *text = test_read(test_path(wanted, names[i]), NULL);
        same(out, names[i], text);
        free(text);
    }
}

/* ---------------------------------------------------------------- the real release */

static const char real[] = "../shared/data/esco-1.1.1";

Test(esco_hierarchy, real_occupations_weigh_their_skills_by_the_definition)
{
    if (access(real, R_OK) != 0)
        cr_skip_test("no %s: docs/formats.md tells what goes there", real);
    rung_esco_job job = RUNG_ESCO_JOB_INIT;
    rung_catalog *catalog;
    job.hierarchy = 0.3;
    cr_assert_eq(rung_catalog_open(&catalog, import(real, job), NULL), RUNG_OK);
    const rung_links *rows = &catalog->requirements, *near = &catalog->skill_relations;
    uint32_t *askers = calloc(catalog->skills, sizeof *askers);
    for (size_t i = 0; i < rows->count; i++)
        askers[rows->link[i].to]++;
    for (size_t i = 0; i < rows->count; i++) {
        double n = (double)rung_catalog_count(catalog).rated_roles + 1;
        double idf = log(n / askers[rows->link[i].to]) / log(n);
        cr_assert_float_eq((double)rows->link[i].weight, rows->link[i].flag ? idf : idf / 2, 1e-6);
    }
    size_t rare = 0, back = 0, pairs = 0;
    for (size_t i = 0; i < near->count; i++) {
        const rung_link *a = &near->link[i];
        rare += a->kind == RUNG_STANDS_IN && askers[a->to] == 0;
        if (a->kind != RUNG_STANDS_IN || askers[a->from] == 0)
            continue;
        pairs++;
        back += rung_links_find(near, a->to, a->from, RUNG_STANDS_IN) != NULL;
    }
    cr_assert(rare == 0 && pairs > 400000 && back == pairs, "%zu of %zu", back, pairs);
    free(askers);
    rung_catalog_free(catalog);
}
