/* test_onet.c - a release of O*NET becomes a catalog, and a bad one becomes an error. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failures.h"
#include "rung.h"
#include "support.h"

/* ---------------------------------------------------------------- a small release */

static const char *root; /* of this test alone: every test runs in a process of its own */

static const char *at(const char *name)
{
    return test_path(root, name);
}

static void put(const char *name, const char *text)
{
    test_write_text(root, name, text);
}

static void same(const char *name, const char *expected)
{
    char *text = test_read(at(name), NULL);
    cr_assert_not_null(text, "%s is not there", name);
    cr_assert_str_eq(text, expected);
    free(text);
}

static const char occupations[] = "O*NET-SOC Code\tTitle\tDescription\n"
                                  "11-1011.00\tChief Executives\tLead.\n"
                                  "11-1011.03\tChief Sustainability Officers\tCare.\n"
                                  "11-1031.00\tLegislators\tMake \"laws\".\n"
                                  "13-1021.00\tBuyers, Farm Products\tBuy.\n"
                                  "13-1022.00\tWholesale Buyers\tBuy.\n"
                                  "15-2051.00\tData Scientists\tCount.\n";

#define RATED "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tNot Relevant\n"

#define COORDINATION "\t2.B.1.b\tCoordination\t"
#define PROGRAMMING  "\t2.B.3.e\tProgramming\t"

static const char skills[] = RATED "11-1011.00" COORDINATION "IM\t5.00\t\n"
                                   "11-1011.00" COORDINATION "LV\t5.00\tN\n"
                                   "11-1011.00" PROGRAMMING "IM\t2.00\t\n"
                                   "11-1011.00" PROGRAMMING "LV\t1.00\tN\n"
                                   "11-1011.03" COORDINATION "IM\t4.00\t\n"
                                   "11-1011.03" COORDINATION "LV\t4.00\tN\n"
                                   "11-1011.03" PROGRAMMING "IM\t3.00\t\n"
                                   "11-1011.03" PROGRAMMING "LV\t2.00\tN\n"
                                   "13-1021.00" COORDINATION "IM\t3.00\t\n"
                                   "13-1021.00" COORDINATION "LV\t3.00\tN\n"
                                   "13-1021.00" PROGRAMMING "IM\t1.00\t\n"
                                   "13-1021.00" PROGRAMMING "LV\t0.00\tY\n"
                                   "13-1022.00" COORDINATION "IM\t5.00\t\n"
                                   "13-1022.00" COORDINATION "LV\t6.12\tN\n"
                                   "13-1022.00" PROGRAMMING "IM\t3.00\t\n"
                                   "13-1022.00" PROGRAMMING "LV\t3.00\tN\n"
                                   "15-2051.00" PROGRAMMING "IM\tn/a\t\n"
                                   "15-2051.00" PROGRAMMING "LV\tn/a\tN\n";

/* Two columns more than the skills, in another order. */
static const char knowledge[] =
    "Title\tScale Name\tData Value\tScale ID\tElement Name\tElement ID\tO*NET-SOC Code\n"
    "a\tb\t3\tIM\tComputers and Electronics\t2.C.3.a\t11-1011.00\n"
    "a\tb\t3\tLV\tComputers and Electronics\t2.C.3.a\t11-1011.00\n"
    "a\tb\t3\tIM\tComputers and Electronics\t2.C.3.a\t11-1011.03\n"
    "a\tb\t4\tLV\tComputers and Electronics\t2.C.3.a\t11-1011.03\n"
    "a\tb\t2\tIM\tComputers and Electronics\t2.C.3.a\t13-1021.00\n"
    "a\tb\t2\tLV\tComputers and Electronics\t2.C.3.a\t13-1021.00\n"
    "a\tb\t4\tIM\tComputers and Electronics\t2.C.3.a\t13-1022.00\n"
    "a\tb\t5\tLV\tComputers and Electronics\t2.C.3.a\t13-1022.00\n";

static const char zones[] = "O*NET-SOC Code\tJob Zone\n"
                            "11-1011.00\t5\n"
                            "11-1011.03\t4\n"
                            "13-1021.00\t4\n"
                            "13-1022.00\t3\n"
                            "15-2051.00\t5\n";

#define RELATED "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\tIndex\n"
static const char related[] = RELATED "15-2051.00\t13-1021.00\tPrimary-Short\t1\n"
                                      "15-2051.00\t11-1031.00\tPrimary-Long\t6\n"
                                      "15-2051.00\t13-1022.00\tSupplemental\t11\n"
                                      "11-1031.00\t15-2051.00\tPrimary-Short\t1\n"
                                      "11-1011.00\t11-1011.03\tPrimary-Short\t1\n"
                                      "11-1011.00\t13-1021.00\tPrimary-Long\t6\n"
                                      "11-1011.03\t13-1022.00\tPrimary-Short\t1\n";

#define OEWS "AREA\tOCC_CODE\tOCC_TITLE\tO_GROUP\tTOT_EMP\tA_MEAN\tA_MEDIAN\n"
static const char wages[] = OEWS "99\t00-0000\tAll\ttotal\t1.0E7\t1\t49500.0\n"
                                 "99\t11-0000\tManagement\tmajor\t1.0E6\t1\t122090.0\n"
                                 "99\t11-1011\tChiefs\tdetailed\t300.0\t262930.0\t#\n"
                                 "99\t13-1020\tBuyers and Purchasing Agents\tdetailed\t5.0E2\t1\t"
                                 "75650.0\n"
                                 "99\t15-2051\tData Scientists\tdetailed\t**\t*\t*\n";

#define OUTLOOK                                                                                    \
    "\"Occupation Title\",\"Occupation Code\",\"Employment Percent Change, 2031-2041\","           \
    "\"Occupational Openings, 2031-2041 Annual Average\"\n"
static const char projections[] = OUTLOOK "\"Chiefs\",\"=\"\"11-1011\"\"\",\"4.3\",\"22.2\"\n"
                                          "Buyers,13-1020,-5.8,\"1,000.5\"\n"
                                          "Data,\"=\"\"15-2051\"\"\",N/A,0.5\n";

static void make_release(void)
{
    root = test_folder();
    cr_assert_eq(mkdir(at("release"), 0777), 0);
    put("release/Occupation Data.txt", occupations);
    put("release/Skills.txt", skills);
    put("release/Knowledge.txt", knowledge);
    put("release/Job Zones.txt", zones);
    put("release/Related Occupations.txt", related);
    put("wages.tsv", wages);
    put("projections.csv", projections);
}

TestSuite(onet, .init = make_release);

/* ---------------------------------------------------------------- running an import */

static rung_onet_summary summary;
static rung_error error;

static rung_onet_job new_job(void)
{
    rung_onet_job job = RUNG_ONET_JOB_INIT;
    job.source = at("release");
    job.output = at("catalog");
    return job;
}

static rung_catalog *import(const rung_onet_job *job)
{
    rung_status status = rung_import_onet(job, &summary, &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    rung_catalog *catalog;
    status = rung_catalog_open(&catalog, job->output, &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    return catalog;
}

/* The import fails with this status and a message that holds all of parts, and leaves nothing. */
static void refuse(const rung_onet_job *job, rung_status expected, const char *const *parts)
{
    rung_status status = rung_import_onet(job, &summary, &error);
    cr_assert_eq(status, expected, "got %s: %s", rung_status_text(status), error.message);
    for (; *parts; parts++)
        cr_assert_not_null(strstr(error.message, *parts), "no \"%s\" in \"%s\"", *parts,
                           error.message);
    cr_assert_null(summary.unrated);
    cr_assert_eq(access(at("catalog"), F_OK), -1, "a failed import left a catalog");
    cr_assert_eq(error.status, expected);
}

#define REFUSE(job, status, ...) refuse(job, status, (const char *const[]){__VA_ARGS__, NULL})

static rung_role role_of(const rung_catalog *catalog, const char *id)
{
    uint32_t role = rung_catalog_find_role(catalog, id);
    cr_assert_neq(role, RUNG_NONE, "no role %s", id);
    return rung_catalog_role(catalog, role);
}

static void asks(const rung_catalog *catalog, const char *role, const char *skill, double level,
                 double importance)
{
    rung_requirement r = rung_catalog_requirement(catalog, rung_catalog_find_role(catalog, role),
                                                  rung_catalog_find_skill(catalog, skill));
    cr_assert_eq(r.level, (float)level, "%s %s: level %.9g", role, skill, (double)r.level);
    cr_assert_eq(r.importance, (float)importance, "%s %s: importance %.9g", role, skill,
                 (double)r.importance);
}

/* ---------------------------------------------------------------- the plain import */

Test(onet, writes_every_rating_of_the_release)
{
    rung_onet_job job = new_job();
    rung_catalog *catalog = import(&job);
    same("catalog/role_skills.csv", "role_id,skill_id,level,importance\n"
                                    "11-1011.00,2.B.1.b,5,1\n"
                                    "11-1011.00,2.B.3.e,1,0.25\n"
                                    "11-1011.00,2.C.3.a,3,0.5\n"
                                    "11-1011.03,2.B.1.b,4,0.75\n"
                                    "11-1011.03,2.B.3.e,2,0.5\n"
                                    "11-1011.03,2.C.3.a,4,0.5\n"
                                    "13-1021.00,2.B.1.b,3,0.5\n"
                                    "13-1021.00,2.B.3.e,0,0\n"
                                    "13-1021.00,2.C.3.a,2,0.25\n"
                                    "13-1022.00,2.B.1.b,6.12,1\n"
                                    "13-1022.00,2.B.3.e,3,0.5\n"
                                    "13-1022.00,2.C.3.a,5,0.75\n");
    cr_assert_eq(summary.occupations, 6);
    cr_assert_eq(summary.left_out, 0);
    cr_assert_eq(summary.roles, 6);
    cr_assert_eq(summary.rated_roles, 4);
    cr_assert_eq(summary.imputed_roles, 0);
    cr_assert_eq(summary.skills, 3);
    cr_assert_eq(summary.requirements, 12);
    cr_assert_eq(summary.with_wage, 0);
    cr_assert_eq(summary.with_projection, 0);
    cr_assert_eq(summary.relations, 7);
    cr_assert_eq(rung_catalog_count(catalog).rated_roles, 4);
    cr_assert_float_eq(rung_catalog_scale(catalog).levels, 7, 0);
    cr_assert_float_eq(rung_catalog_scale(catalog).grid, 1, 0);
    cr_assert_str_eq(rung_catalog_currency(catalog), "USD");
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, keeps_the_order_of_the_occupations_and_what_is_known_of_them)
{
    rung_onet_job job = new_job();
    rung_catalog_free(import(&job));
    rung_free(summary.unrated);
    same("catalog/roles.csv",
         "role_id,title,family,job_zone,wage,employment,growth,openings,group,education,imputed\n"
         "11-1011.00,Chief Executives,11 Management,5,,,,,0\n"
         "11-1011.03,Chief Sustainability Officers,11 Management,4,,,,,0\n"
         "11-1031.00,Legislators,11 Management,,,,,,0\n"
         "13-1021.00,\"Buyers, Farm Products\",13 Business and Financial Operations,4,,,,,0\n"
         "13-1022.00,Wholesale Buyers,13 Business and Financial Operations,3,,,,,0\n"
         "15-2051.00,Data Scientists,15 Computer and Mathematical,5,,,,,0\n");
}

Test(onet, lists_every_occupation_without_ratings)
{
    rung_onet_job job = new_job();
    rung_catalog *catalog = import(&job);
    cr_assert_str_eq(summary.unrated, "11-1031.00\tLegislators\n15-2051.00\tData Scientists\n");
    same("catalog/unrated.csv", "role_id,title,imputed\n"
                                "11-1031.00,Legislators,0\n"
                                "15-2051.00,Data Scientists,0\n");
    cr_assert_not(role_of(catalog, "15-2051.00").rated);
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, grades_relations_by_their_tier)
{
    rung_onet_job job = new_job();
    rung_catalog_free(import(&job));
    rung_free(summary.unrated);
    same("catalog/role_relations.csv", "from_role,to_role,kind,weight\n"
                                       "11-1011.00,11-1011.03,related,1\n"
                                       "11-1011.00,13-1021.00,related,0.75\n"
                                       "11-1011.03,13-1022.00,related,1\n"
                                       "11-1031.00,15-2051.00,related,1\n"
                                       "15-2051.00,11-1031.00,related,0.75\n"
                                       "15-2051.00,13-1021.00,related,1\n"
                                       "15-2051.00,13-1022.00,related,0.5\n");
}

Test(onet, names_skills_by_the_content_model)
{
    put("release/Content Model Reference.txt",
        "Element ID\tElement Name\tDescription\n"
        "2.B.3\tTechnical Skills\tDesigning\n"
        "2.B.3.e\tProgramming\tWriting \"programs\", for purposes\n"
        "2.C.3\tEngineering and Technology\tMaking\n"
        "2.B.3.e.1\tNot above\tNobody's group\n");
    rung_onet_job job = new_job();
    rung_catalog_free(import(&job));
    rung_free(summary.unrated);
    same("catalog/skills.csv",
         "skill_id,name,kind,group,description\n"
         "2.B.1.b,Coordination,soft,,\n"
         "2.B.3.e,Programming,technical,Technical Skills,"
         "\"Writing \"\"programs\"\", for purposes\"\n"
         "2.C.3.a,Computers and Electronics,knowledge,Engineering and Technology,\n");
}

Test(onet, tells_kinds_by_the_place_in_the_content_model)
{
    static const struct {
        const char *id;
        rung_skill_kind kind;
    } places[] = {{"2.B.1.f", RUNG_SKILL_SOFT},     {"2.B.5.a", RUNG_SKILL_SOFT},
                  {"2.B.5.b", RUNG_SKILL_OTHER},    {"2.B.3.m", RUNG_SKILL_TECHNICAL},
                  {"2.A.1.a", RUNG_SKILL_OTHER},    {"2.B.10.a", RUNG_SKILL_OTHER},
                  {"2.C.10", RUNG_SKILL_KNOWLEDGE}, {"1.A.1.a.1", RUNG_SKILL_ABILITY},
                  {"4.A.1.a.1", RUNG_SKILL_OTHER},  {"2.B.3", RUNG_SKILL_TECHNICAL}};
    enum { PLACES = sizeof places / sizeof *places };
    char text[4000] = RATED;
    for (size_t i = 0; i < PLACES; i++)
        for (int scale = 0; scale < 2; scale++)
            snprintf(text + strlen(text), sizeof text - strlen(text),
                     "11-1011.00\t%s\tName\t%s\t3\t\n", places[i].id, scale ? "LV" : "IM");
    put("release/Skills.txt", text);
    rung_onet_job job = new_job();
    job.elements = "skills";
    rung_catalog *catalog = import(&job);
    cr_assert_eq(rung_catalog_skills(catalog), PLACES);
    for (uint32_t i = 0; i < PLACES; i++)
        cr_assert_eq(rung_catalog_skill(catalog, i).kind, places[i].kind, "%s", places[i].id);
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, reads_the_elements_that_are_asked_for_in_one_order)
{
    put("release/Skills.txt", RATED "11-1031.00" COORDINATION "LV\t1\t\n"
                                    "11-1031.00" COORDINATION "IM\t1\t\n"
                                    "11-1031.00" PROGRAMMING "LV\t1\t\n"
                                    "11-1031.00" PROGRAMMING "IM\t1\t\n");
    put("release/Abilities.txt", RATED "11-1031.00\t1.A.1.b.4\tDeductive Reasoning\tLV\t4.5\t\n"
                                       "11-1031.00\t1.A.1.b.4\tDeductive Reasoning\tIM\t4\t\n"
                                       "11-1031.00\t1.A.1.b.4\tDeductive Reasoning\tXX\t99\t\n");
    put("release/Work Activities.txt", RATED "11-1031.00\t4.A.2.a.4\tAnalyzing\tLV\t7\t\n"
                                             "11-1031.00\t4.A.2.a.4\tAnalyzing\tIM\t5\t\n");
    rung_onet_job job = new_job();
    job.elements = "activities, abilities,skills";
    rung_catalog *catalog = import(&job);
    static const char *const order[] = {"2.B.1.b", "2.B.3.e", "1.A.1.b.4", "4.A.2.a.4"};
    cr_assert_eq(rung_catalog_skills(catalog), 4);
    for (uint32_t i = 0; i < 4; i++)
        cr_assert_str_eq(rung_catalog_skill(catalog, i).id, order[i]);
    asks(catalog, "11-1031.00", "1.A.1.b.4", 4.5, 0.75);
    asks(catalog, "11-1031.00", "4.A.2.a.4", 7, 1);
    cr_assert_eq(summary.rated_roles, 1);
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, takes_the_release_from_the_read_me)
{
    put("release/Read Me.txt", "\xEF\xBB\xBFO*NET 31.4 Database\r\nMarch\n");
    rung_onet_job job = new_job();
    job.grid = 0.25;
    rung_catalog *catalog = import(&job);
    cr_assert_str_eq(rung_catalog_name(catalog), "O*NET 31.4");
    cr_assert_not_null(strstr(rung_catalog_source(catalog), "O*NET 31.4 Database"));
    cr_assert_float_eq(rung_catalog_scale(catalog).grid, 0.25, 0);
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, does_without_the_read_me)
{
    rung_onet_job job = new_job();
    rung_catalog *catalog = import(&job);
    cr_assert_str_eq(rung_catalog_name(catalog), "O*NET");
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

/* ---------------------------------------------------------------- unrated occupations */

Test(onet, imputes_from_rated_related_occupations_alone)
{
    rung_onet_job job = new_job();
    job.impute_related = true;
    rung_catalog *catalog = import(&job);
    /* Weights 1 for 13-1021 and 0.5 for 13-1022; 11-1031 is not rated itself. */
    asks(catalog, "15-2051.00", "2.B.1.b", (3 + 0.5 * 6.12) / 1.5, (0.5 + 0.5) / 1.5);
    asks(catalog, "15-2051.00", "2.B.3.e", 1, 0.25 / 1.5);
    asks(catalog, "15-2051.00", "2.C.3.a", 3, 0.625 / 1.5);
    cr_assert(role_of(catalog, "15-2051.00").rated);
    cr_assert_not(role_of(catalog, "11-1031.00").rated, "a guess rests on a guess");
    cr_assert_eq(summary.rated_roles, 4);
    cr_assert_eq(summary.imputed_roles, 1);
    cr_assert_eq(summary.requirements, 15);
    same("catalog/unrated.csv", "role_id,title,imputed\n"
                                "11-1031.00,Legislators,0\n"
                                "15-2051.00,Data Scientists,1\n");
    char *roles = test_read(at("catalog/roles.csv"), NULL);
    cr_assert_not_null(
        strstr(roles, "15-2051.00,Data Scientists,15 Computer and Mathematical,5,,,,,1\n"));
    free(roles);
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, never_imputes_from_an_imputed_occupation)
{
    put("release/Related Occupations.txt", RELATED "11-1031.00\t11-1011.00\tPrimary-Short\t1\n"
                                                   "15-2051.00\t11-1031.00\tPrimary-Short\t1\n"
                                                   "15-2051.00\t13-1021.00\tSupplemental\t11\n");
    rung_onet_job job = new_job();
    job.impute_related = true;
    rung_catalog *catalog = import(&job);
    cr_assert_eq(summary.imputed_roles, 2);
    asks(catalog, "11-1031.00", "2.B.1.b", 5, 1);
    asks(catalog, "15-2051.00", "2.B.1.b", 3, 0.5);
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

/* ---------------------------------------------------------------- the labour market */

Test(onet, joins_wages_and_projections_by_the_soc_code)
{
    rung_onet_job job = new_job();
    job.wages = at("wages.tsv");
    job.projections = at("projections.csv");
    rung_catalog_free(import(&job));
    rung_free(summary.unrated);
    same("catalog/roles.csv",
         "role_id,title,family,job_zone,wage,employment,growth,openings,group,education,imputed\n"
         "11-1011.00,Chief Executives,11 Management,5,239200,150,0.043,11100,0\n"
         "11-1011.03,Chief Sustainability Officers,11 Management,4,239200,150,0.043,11100,0\n"
         "11-1031.00,Legislators,11 Management,,,,,,0\n"
         "13-1021.00,\"Buyers, Farm Products\",13 Business and Financial Operations,4,75650,250,"
         "-0.058,500250,0\n"
         "13-1022.00,Wholesale Buyers,13 Business and Financial Operations,3,75650,250,-0.058,"
         "500250,0\n"
         "15-2051.00,Data Scientists,15 Computer and Mathematical,5,,,,500,0\n");
    cr_assert_eq(summary.with_wage, 4);
    cr_assert_eq(summary.with_projection, 5);
}

Test(onet, finds_the_code_that_stands_for_several)
{
    put("wages.tsv", OEWS "99\t11-1011\tChiefs\tdetailed\t300\t1\t100\n"
                          "99\t11-1038\tLawmakers of all kinds\tdetailed\t70\t1\t60000\n"
                          "99\t13-1023\tOther buyers\tdetailed\t10\t1\t50000\n"
                          "99\t13-1028\tMore buyers\tdetailed\t20\t1\t51000\n");
    rung_onet_job job = new_job();
    job.wages = at("wages.tsv");
    rung_catalog *catalog = import(&job);
    cr_assert_float_eq(role_of(catalog, "11-1031.00").wage, 60000, 0);
    cr_assert_float_eq(role_of(catalog, "11-1031.00").employment, 70, 0);
    cr_assert(isnan(role_of(catalog, "13-1021.00").wage), "one of two was chosen");
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, falls_back_to_what_a_broad_group_has_beside_its_detailed_rows)
{
    put("wages.tsv", OEWS "99\t11-1010\tAll chiefs\tbroad\t1000\t1\t90\n"
                          "99\t13-1020\tAll buyers\tbroad\t1000\t1\t80\n"
                          "99\t13-1021\tFarm buyers\tdetailed\t300\t1\t70\n"
                          "99\t15-2050\tAll data\tbroad\t50\t1\t60\n"
                          "99\t15-2050\tData\tdetailed\t50\t1\t61\n");
    rung_onet_job job = new_job();
    job.wages = at("wages.tsv");
    rung_catalog *catalog = import(&job);
    cr_assert_float_eq(role_of(catalog, "11-1011.03").wage, 90, 0);
    cr_assert_float_eq(role_of(catalog, "11-1011.03").employment, 500, 0);
    cr_assert_float_eq(role_of(catalog, "13-1021.00").wage, 70, 0);
    cr_assert_float_eq(role_of(catalog, "13-1022.00").wage, 80, 0);
    cr_assert_float_eq(role_of(catalog, "13-1022.00").employment, 700, 0);
    cr_assert_float_eq(role_of(catalog, "15-2051.00").wage, 61, 0);
    cr_assert_float_eq(role_of(catalog, "15-2051.00").employment, 50, 0);
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

/* ---------------------------------------------------------------- grouping */

Test(onet, averages_occupations_of_a_detailed_soc_code)
{
    rung_onet_job job = new_job();
    job.soc = RUNG_SOC_DETAILED;
    job.wages = at("wages.tsv");
    job.projections = at("projections.csv");
    rung_catalog *catalog = import(&job);
    cr_assert_eq(summary.roles, 5);
    cr_assert_eq(summary.rated_roles, 3);
    asks(catalog, "11-1011", "2.B.1.b", 4.5, 0.875);
    asks(catalog, "11-1011", "2.B.3.e", 1.5, 0.375);
    asks(catalog, "11-1011", "2.C.3.a", 3.5, 0.5);
    asks(catalog, "13-1022", "2.B.1.b", 6.12, 1);
    rung_role role = role_of(catalog, "11-1011");
    cr_assert_str_eq(role.title, "Chiefs", "the wage table's title");
    cr_assert_str_eq(role.family, "11 Management");
    cr_assert_eq(role.job_zone, 4, "the lower of two middle zones");
    cr_assert_float_eq(role.wage, 239200, 0);
    cr_assert_float_eq(role.employment, 300, 0, "the halves add up again");
    cr_assert_float_eq(role.openings, 22200, 0);
    cr_assert_float_eq(role.growth, 0.043, 1e-12);
    cr_assert_str_eq(role_of(catalog, "13-1021").title, "Buyers, Farm Products");
    same("catalog/role_relations.csv", "from_role,to_role,kind,weight\n"
                                       "11-1011,13-1021,related,0.75\n"
                                       "11-1011,13-1022,related,1\n"
                                       "11-1031,15-2051,related,1\n"
                                       "15-2051,11-1031,related,0.75\n"
                                       "15-2051,13-1021,related,1\n"
                                       "15-2051,13-1022,related,0.5\n");
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, averages_occupations_of_a_broad_soc_group)
{
    rung_onet_job job = new_job();
    job.soc = RUNG_SOC_BROAD;
    job.wages = at("wages.tsv");
    rung_catalog *catalog = import(&job);
    asks(catalog, "13-1020", "2.B.1.b", 4.56, 0.75);
    asks(catalog, "13-1020", "2.C.3.a", 3.5, 0.5);
    cr_assert_str_eq(role_of(catalog, "13-1020").title, "Buyers and Purchasing Agents");
    cr_assert_str_eq(role_of(catalog, "11-1010").title, "Chief Executives");
    cr_assert_eq(role_of(catalog, "13-1020").job_zone, 3);
    cr_assert_float_eq(role_of(catalog, "13-1020").employment, 500, 0);
    same("catalog/role_relations.csv", "from_role,to_role,kind,weight\n"
                                       "11-1010,13-1020,related,1\n"
                                       "11-1030,15-2050,related,1\n"
                                       "15-2050,11-1030,related,0.75\n"
                                       "15-2050,13-1020,related,1\n");
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, lets_imputed_occupations_count_only_where_none_is_rated)
{
    put("groups.csv", "source_role,role_id\n15-2051.00,A\n13-1022.00,A\n11-1011.00,B\n");
    rung_onet_job job = new_job();
    job.groups = at("groups.csv");
    job.impute_related = true;
    rung_catalog *catalog = import(&job);
    asks(catalog, "A", "2.B.1.b", 6.12, 1);
    cr_assert_eq(summary.imputed_roles, 0);
    cr_assert_str_empty(summary.unrated);
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
    put("groups.csv", "source_role,role_id\n15-2051.00,A\n11-1031.00,A\n");
    job.replace = true;
    catalog = import(&job);
    asks(catalog, "A", "2.C.3.a", 3, 0.625 / 1.5);
    cr_assert_eq(summary.imputed_roles, 1);
    cr_assert_str_eq(summary.unrated, "A\tLegislators\n");
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, makes_roles_of_the_groups_that_a_file_names)
{
    put("groups.csv", "role_id,source_role\n"
                      "B,13-1022.00\nB,11-1011.03\nA,13-1021.00\nA,11-1011.00\n");
    rung_onet_job job = new_job();
    job.groups = at("groups.csv");
    job.wages = at("wages.tsv");
    job.projections = at("projections.csv");
    rung_catalog *catalog = import(&job);
    cr_assert_eq(summary.roles, 2);
    cr_assert_eq(summary.left_out, 2);
    cr_assert_str_eq(rung_catalog_role(catalog, 0).id, "A", "by the first occupation");
    rung_role a = role_of(catalog, "A");
    cr_assert_str_eq(a.title, "Chief Executives");
    cr_assert_eq(a.job_zone, 4);
    cr_assert_float_eq(a.employment, 400, 0);
    cr_assert_float_eq(a.wage, (239200.0 * 150 + 75650.0 * 250) / 400, 0);
    cr_assert_float_eq(a.growth, (0.043 * 150 - 0.058 * 250) / 400, 1e-10);
    cr_assert_float_eq(a.openings, 511350, 0);
    asks(catalog, "A", "2.B.1.b", 4, 0.75);
    asks(catalog, "B", "2.B.3.e", 2.5, 0.5);
    same("catalog/role_relations.csv", "from_role,to_role,kind,weight\nA,B,related,1\n");
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

/* ---------------------------------------------------------------- programs */

static void make_programs(const char *audience)
{
    char text[400];
    mkdir(at("school"), 0777);
    put("school/catalog.ini", "name = School\nlevels = 7\n");
    put("school/skills.csv", "skill_id,name,kind,group\n2.B.3.e,Code,technical,\n"
                             "X.cloud,\"Cloud, public\",technical,New\nX.idle,Idle,other,\n");
    put("school/roles.csv", "role_id,title,family\npicker,Picker,warehouse\n");
    put("school/role_skills.csv", "role_id,skill_id,level,importance\npicker,X.idle,1,1\n");
    snprintf(text, sizeof text,
             "program_id,name,cost,weeks,seats,opens_zone,audience\n"
             "academy,The Academy,30000,39.5,,4,%s\nopen,Open,0,1,20,,\n",
             audience);
    put("school/programs.csv", text);
    put("school/program_skills.csv", "program_id,skill_id,level,requires\n"
                                     "academy,X.cloud,4.5,\nacademy,2.B.3.e,3,0\n"
                                     "academy,2.B.3.e,1.5,1\nopen,X.cloud,1,\n");
}

Test(onet, brings_programs_and_what_they_teach)
{
    make_programs("site=SEA;role=picker;family=warehouse");
    put("school/program_roles.csv", "role_id,source_role\npicker,11-1011.03\n"
                                    "family=warehouse,11 Management\n");
    rung_onet_job job = new_job();
    job.soc = RUNG_SOC_DETAILED;
    job.programs = at("school");
    rung_catalog *catalog = import(&job);
    cr_assert_eq(summary.programs, 2);
    cr_assert_eq(summary.skills, 4, "O*NET's three and one that only a program teaches");
    uint32_t cloud = rung_catalog_find_skill(catalog, "X.cloud");
    cr_assert_str_eq(rung_catalog_skill(catalog, cloud).name, "Cloud, public");
    cr_assert_str_eq(rung_catalog_skill(catalog, cloud).group, "New");
    cr_assert_eq(rung_catalog_skill(catalog, cloud).kind, RUNG_SKILL_TECHNICAL);
    cr_assert_eq(rung_catalog_find_skill(catalog, "X.idle"), RUNG_NONE);
    same("catalog/programs.csv", "program_id,name,cost,weeks,seats,opens_zone,audience\n"
                                 "academy,The Academy,30000,39.5,,4,"
                                 "site=SEA;role=11-1011;family=11 Management\n"
                                 "open,Open,0,1,20,,\n");
    same("catalog/program_skills.csv", "program_id,skill_id,level,requires\n"
                                       "academy,2.B.3.e,3,0\n"
                                       "academy,2.B.3.e,1.5,1\n"
                                       "academy,X.cloud,4.5,0\n"
                                       "open,X.cloud,1,0\n");
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, refuses_an_audience_that_nobody_could_be_in)
{
    rung_onet_job job = new_job();
    make_programs("role=picker");
    job.programs = at("school");
    REFUSE(&job, RUNG_BAD_DATA, "programs.csv", "'academy'", "role=picker", "program_roles.csv");
    make_programs("family=warehouse");
    REFUSE(&job, RUNG_BAD_DATA, "'academy'", "family=warehouse", "program_roles.csv");
    put("school/program_roles.csv", "role_id,source_role\npicker,99-9999.00\n");
    REFUSE(&job, RUNG_BAD_DATA, "program_roles.csv:2", "'99-9999.00'", "imported catalog");
    put("school/program_roles.csv", "role_id,source_role\nfamily=warehouse,Nowhere\n");
    REFUSE(&job, RUNG_BAD_DATA, "program_roles.csv:2", "'Nowhere'", "family");
    put("school/program_roles.csv", "role_id,source_role\nx,11-1011.00\nx,11-1011.00\n");
    REFUSE(&job, RUNG_BAD_DATA, "program_roles.csv:3", "duplicate");
}

Test(onet, refuses_programs_of_another_scale_or_none)
{
    rung_onet_job job = new_job();
    job.programs = at("school");
    REFUSE(&job, RUNG_IO, "school");
    make_programs("");
    put("school/catalog.ini", "name = School\nlevels = 5\n");
    REFUSE(&job, RUNG_BAD_DATA, "school/catalog.ini", "levels = 5", "7");
    put("school/catalog.ini", "name = School\nlevels = 7\n");
    remove(at("school/program_skills.csv"));
    remove(at("school/programs.csv"));
    REFUSE(&job, RUNG_BAD_DATA, "school", "programs.csv");
}

/* ---------------------------------------------------------------- bad input */

/* A file of the release or beside it, what is wrong in it, and what the message says. */
static const struct {
    const char *file, *text; /* text NULL: the file is missing */
    const char *say[4];
} mistakes[] = {
    {"release/Occupation Data.txt", NULL, {"Occupation Data.txt"}},
    {"release/Occupation Data.txt", "O*NET-SOC Code\n", {":1:", "'Title'"}},
    {"release/Occupation Data.txt",
     "O*NET-SOC Code\tTitle\n15-1252\tX\n",
     {"Occupation Data.txt:2:", "'15-1252'", "15-1252.00"}},
    {"release/Occupation Data.txt",
     "O*NET-SOC Code\tTitle\n15-1252.00\tX\n15-1252.00\tX\n",
     {"Occupation Data.txt:3:", "duplicate"}},
    {"release/Skills.txt", NULL, {"Skills.txt"}},
    {"release/Knowledge.txt", NULL, {"Knowledge.txt"}},
    {"release/Skills.txt",
     "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\n",
     {"Skills.txt:1:", "'Data Value'"}},
    {"release/Skills.txt",
     RATED "11-1099.00" PROGRAMMING "LV\t1\t\n",
     {"Skills.txt:2:", "'11-1099.00'", "Occupation Data.txt"}},
    {"release/Skills.txt",
     RATED "11-1011.00" PROGRAMMING "LV\tmuch\t\n",
     {"Skills.txt:2:", "'Data Value'", "'much'", "0..7"}},
    {"release/Skills.txt",
     RATED "11-1011.00" PROGRAMMING "LV\t\t\n",
     {"Skills.txt:2:", "'Data Value'"}},
    {"release/Skills.txt",
     RATED "11-1011.00" PROGRAMMING "LV\t7.01\t\n",
     {"Skills.txt:2:", "'7.01'", "0..7"}},
    {"release/Skills.txt", RATED "11-1011.00" PROGRAMMING "LV\t-0.1\t\n", {"'-0.1'", "0..7"}},
    {"release/Skills.txt",
     RATED "11-1011.00" PROGRAMMING "IM\t0.5\t\n",
     {"Skills.txt:2:", "'0.5'", "1..5"}},
    {"release/Skills.txt", RATED "11-1011.00" PROGRAMMING "IM\t5.5\t\n", {"'5.5'", "1..5"}},
    {"release/Skills.txt",
     RATED "11-1011.00" PROGRAMMING "LV\t1\t\n11-1011.00" PROGRAMMING "LV\t2\t\n",
     {"Skills.txt:3:", "11-1011.00", "2.B.3.e", "duplicate"}},
    {"release/Skills.txt",
     RATED "11-1011.00" PROGRAMMING "LV\t1\t\n",
     {"Skills.txt", "11-1011.00", "2.B.3.e", "LV"}},
    {"release/Skills.txt",
     RATED "11-1011.00" PROGRAMMING "LV\tn/a\t\n11-1011.00" PROGRAMMING "IM\t2\t\n",
     {"Skills.txt", "11-1011.00", "2.B.3.e", "IM"}},
    {"release/Skills.txt", RATED "11-1011.00\t\tX\tLV\t1\t\n", {"Skills.txt:2:", "'Element ID'"}},
    {"release/Skills.txt", RATED "11-1011.00\t2.B.3.e\n", {"Skills.txt:2:", "2 fields"}},
    {"release/Skills.txt",
     RATED "15-2051.00" PROGRAMMING "LV\t0\t\n15-2051.00" PROGRAMMING "IM\t3\t\n",
     {"Skills.txt: occupation 11-1011.00: found no rating of element 2.B.3.e", "1 of other"}},
    {"release/Skills.txt", RATED, {"Skills.txt: no occupation is rated"}},
    {"release/Knowledge.txt",
     "Data Value\tScale ID\tElement Name\tElement ID\tO*NET-SOC Code\n",
     {"Knowledge.txt: no occupation is rated"}},
    {"release/Knowledge.txt", /* cut between two rows */
     "Data Value\tScale ID\tElement Name\tElement ID\tO*NET-SOC Code\n"
     "3\tIM\tComputers and Electronics\t2.C.3.a\t11-1011.00\n"
     "3\tLV\tComputers and Electronics\t2.C.3.a\t11-1011.00\n",
     {"Knowledge.txt: occupation 11-1011.03: found no rating of element 2.C.3.a", "2 of other"}},
    {"release/Job Zones.txt", NULL, {"Job Zones.txt"}},
    {"release/Job Zones.txt",
     "O*NET-SOC Code\tJob Zone\n11-1011.00\t6\n",
     {"Job Zones.txt:2:", "'6'", "1..5"}},
    {"release/Job Zones.txt",
     "O*NET-SOC Code\tJob Zone\n11-1011.00\t1\n11-1011.00\t1\n",
     {"Job Zones.txt:3:", "duplicate"}},
    {"release/Related Occupations.txt", NULL, {"Related Occupations.txt"}},
    {"release/Related Occupations.txt",
     RELATED "11-1011.00\t11-1031.00\tFar\t1\n",
     {"Related Occupations.txt:2:", "'Far'", "Supplemental"}},
    {"release/Related Occupations.txt",
     RELATED "11-1011.00\t99-1031.00\tPrimary-Long\t1\n",
     {"Related Occupations.txt:2:", "'99-1031.00'"}},
    {"release/Related Occupations.txt",
     RELATED "11-1011.00\t11-1031.00\tSupplemental\t1\n"
             "11-1011.00\t11-1031.00\tPrimary-Long\t2\n",
     {"Related Occupations.txt:3:", "line 2"}},
    {"wages.tsv", NULL, {"wages.tsv"}},
    {"wages.tsv", "OCC_CODE\tO_GROUP\tA_MEDIAN\n", {"wages.tsv:1:", "'TOT_EMP'"}},
    {"wages.tsv", "OCC_CODE\tO_GROUP\tTOT_EMP\n", {"wages.tsv:1:", "'A_MEDIAN'"}},
    {"wages.tsv",
     OEWS "99\t111011\tX\tdetailed\t1\t1\t1\n",
     {"wages.tsv:2:", "'111011'", "15-1252"}},
    {"wages.tsv",
     OEWS "99\t11-1011\tX\tdetailed\t1\t1\tlots\n",
     {"wages.tsv:2:", "'A_MEDIAN'", "'lots'"}},
    {"wages.tsv",
     OEWS "99\t11-1011\tX\tdetailed\t1\t1\t0\n",
     {"wages.tsv:2:", "'A_MEDIAN'", "'0'"}},
    {"wages.tsv",
     OEWS "99\t11-1011\tX\tdetailed\t-1\t1\t9\n",
     {"wages.tsv:2:", "'TOT_EMP'", "'-1'"}},
    {"wages.tsv",
     OEWS "99\t11-1011\tX\tdetailed\t1\t1\t9\n98\t11-1011\tX\tdetailed\t1\t1\t9\n",
     {"wages.tsv:3:", "national"}},
    {"wages.tsv",
     OEWS "99\t11-1011\tX\tdetailed\t1e308\t1\t9\n",
     {"wages.tsv:2:", "'TOT_EMP'", "'1e308'", "0..1e+09"}},
    {"wages.tsv",
     OEWS "99\t11-1011\tX\tdetailed\t1\t1\t1e308\n",
     {"wages.tsv:2:", "'A_MEDIAN'", "'1e308'"}},
    {"projections.csv", NULL, {"projections.csv"}},
    {"projections.csv",
     OUTLOOK "X,11-1011,1e308,1\n",
     {"projections.csv:2:", "'1e308'", "-100..100000000"}},
    {"projections.csv", OUTLOOK "X,11-1011,1,1e308\n", {"projections.csv:2:", "0..1000000"}},
    {"projections.csv",
     "Occupation Code,Employment Percent Change\n",
     {"projections.csv:1:", "'Occupational Openings'"}},
    {"projections.csv", OUTLOOK "X,\"=\"\"11-1011\",1,1\n", {"projections.csv:2:", "15-1252"}},
    {"projections.csv",
     OUTLOOK "X,11-1011,-101,1\n",
     {"projections.csv:2:", "'Employment Percent Change, 2031-2041'", "'-101'"}},
    {"groups.csv", NULL, {"groups.csv"}},
    {"groups.csv", "source_role\n", {"groups.csv:1:", "'role_id'"}},
    {"groups.csv",
     "source_role,role_id\n11-1011.00,A\n99-1011.00,A\n",
     {"groups.csv:3:", "'99-1011.00'"}},
    {"groups.csv",
     "source_role,role_id\n11-1011.00,A\n11-1011.00,B\n",
     {"groups.csv:3:", "duplicate"}},
    {"groups.csv", "source_role,role_id\n11-1011.00,\n", {"groups.csv:2:", "'role_id'"}},
    {"groups.csv", "source_role,role_id\n11-1031.00,A\n", {"groups.csv", "rated"}},
};

enum { MISTAKES = sizeof mistakes / sizeof *mistakes };

TEST_EACH(onet, says_what_is_wrong_with_a_file, MISTAKES)
{
    make_release();
    rung_onet_job job = new_job();
    if (strcmp(mistakes[*row].file, "groups.csv") == 0)
        job.groups = at("groups.csv");
    job.wages = at("wages.tsv");
    job.projections = at("projections.csv");
    if (mistakes[*row].text)
        put(mistakes[*row].file, mistakes[*row].text);
    else
        remove(at(mistakes[*row].file));
    const char *parts[5] = {0};
    memcpy(parts, mistakes[*row].say, sizeof mistakes[*row].say);
    refuse(&job, mistakes[*row].text ? RUNG_BAD_DATA : RUNG_IO, parts);
}

Test(onet, refuses_a_release_without_any_rating)
{
    put("release/Skills.txt", RATED "11-1011.00" PROGRAMMING "LV\tn/a\t\n");
    rung_onet_job job = new_job();
    job.elements = "skills";
    REFUSE(&job, RUNG_BAD_DATA, "release", "no occupation is rated");
}

Test(onet, refuses_a_role_that_asks_for_nothing)
{
    put("release/Skills.txt",
        RATED "15-2051.00" PROGRAMMING "LV\t0\t\n15-2051.00" PROGRAMMING "IM\t3\t\n");
    rung_onet_job job = new_job();
    job.elements = "skills";
    REFUSE(&job, RUNG_BAD_DATA, "15-2051.00", "asks for nothing");
}

Test(onet, refuses_options_that_make_no_sense)
{
    rung_onet_job job = new_job();
    job.elements = "skills,talents";
    REFUSE(&job, RUNG_BAD_ARGUMENT, "elements", "'talents'");
    job.elements = "skills,skills";
    REFUSE(&job, RUNG_BAD_ARGUMENT, "'skills' twice");
    job.elements = "";
    REFUSE(&job, RUNG_BAD_ARGUMENT, "elements");
    job.elements = "abilities";
    REFUSE(&job, RUNG_IO, "Abilities.txt");
    job.elements = NULL;
    job.grid = 0.3;
    REFUSE(&job, RUNG_BAD_ARGUMENT, "grid", "0.3");
    job.grid = -1;
    REFUSE(&job, RUNG_BAD_ARGUMENT, "grid");
    job.grid = NAN;
    REFUSE(&job, RUNG_BAD_ARGUMENT, "grid");
    job.grid = 0;
    job.soc = RUNG_SOC_BROAD;
    job.groups = "groups.csv";
    REFUSE(&job, RUNG_BAD_ARGUMENT, "groups", "soc");
    job.groups = NULL;
    job.soc = (rung_soc)7;
    REFUSE(&job, RUNG_BAD_ARGUMENT, "soc", "7");
    job.soc = RUNG_SOC_ONET;
    job.size = 8;
    REFUSE(&job, RUNG_BAD_ARGUMENT, "RUNG_ONET_JOB_INIT");
    cr_assert_eq(rung_import_onet(NULL, NULL, NULL), RUNG_BAD_ARGUMENT);
}

Test(onet, replaces_a_catalog_only_when_asked_to)
{
    rung_onet_job job = new_job();
    rung_catalog_free(import(&job));
    rung_free(summary.unrated);
    cr_assert_eq(rung_import_onet(&job, &summary, &error), RUNG_IO);
    cr_assert_not_null(strstr(error.message, "exists"), "%s", error.message);
    job.replace = true;
    job.elements = "knowledge";
    rung_catalog *catalog = import(&job);
    cr_assert_eq(rung_catalog_skills(catalog), 1);
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, never_replaces_what_it_reads)
{
    rung_onet_job job = new_job();
    job.output = job.source;
    job.replace = true;
    cr_assert_eq(rung_import_onet(&job, &summary, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(access(at("release/Skills.txt"), F_OK), 0);
}

/* Whatever else lies in the folder would go with it. */
Test(onet, never_replaces_a_folder_that_holds_what_it_reads_or_others_wrote)
{
    rung_onet_job job = new_job();
    rung_catalog_free(import(&job));
    rung_free(summary.unrated);
    job.replace = true;
    put("catalog/unrated.csv", wages);
    job.wages = at("catalog/unrated.csv");
    cr_assert_eq(rung_import_onet(&job, &summary, &error), RUNG_BAD_ARGUMENT);
    cr_assert(strstr(error.message, "/catalog: would be replaced together with "), "%s",
              error.message);
    same("catalog/unrated.csv", wages);
    job.wages = NULL;
    put("catalog/notes.txt", "mine");
    cr_assert_eq(rung_import_onet(&job, &summary, &error), RUNG_IO);
    cr_assert(strstr(error.message, "since it holds 'notes.txt'"), "%s", error.message);
    same("catalog/notes.txt", "mine");
    cr_assert_eq(remove(at("catalog/notes.txt")), 0);
    cr_assert_eq(rename(at("release"), at("catalog/release")), 0);
    job.source = at("catalog/release");
    cr_assert_eq(rung_import_onet(&job, &summary, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(access(at("catalog/release/Skills.txt"), F_OK), 0);
    job.source = "";
    cr_assert_eq(rung_import_onet(&job, &summary, &error), RUNG_BAD_ARGUMENT);
}

Test(onet, replaces_all_that_it_writes)
{
    make_programs("role=picker");
    put("school/program_roles.csv", "role_id,source_role\npicker,11-1011.03\n");
    rung_onet_job job = new_job();
    job.programs = at("school");
    job.replace = true;
    for (int i = 0; i < 2; i++) {
        rung_catalog_free(import(&job));
        rung_free(summary.unrated);
    }
}

static bool stop(void *calls_left, uint64_t rows, double fraction)
{
    cr_assert(fraction >= 0 && fraction <= 1 && rows < 1000);
    return --*(int *)calls_left == 0;
}

Test(onet, leaves_nothing_when_cancelled_at_any_time)
{
    for (int n = 1, left = 0; left <= 0; n++) {
        rung_onet_job job = new_job();
        job.output = at("cancelled");
        job.progress = stop;
        job.context = &left;
        left = n;
        rung_status status = rung_import_onet(&job, NULL, &error);
        if (left > 0) {
            cr_assert_eq(status, RUNG_OK);
            cr_assert_gt(n, 10);
            break;
        }
        cr_assert_eq(status, RUNG_CANCELLED);
        char *list = test_list(root);
        cr_assert_str_eq(list, "projections.csv release wages.tsv", "call %d", n);
        free(list);
    }
}

/* Of a long first line, the first bytes are read: they may end within a character. */
Test(onet, takes_a_read_me_whose_line_is_cut_within_a_character)
{
    char line[402];
    for (size_t shift = 0; shift < 3; shift++) {
        memset(line, 'x', shift);
        for (size_t i = shift; i + 3 < sizeof line; i += 3)
            memcpy(line + i, "\xE2\x82\xAC", 4);
        put("release/Read Me.txt", line);
        rung_onet_job job = new_job();
        job.replace = true;
        rung_catalog_free(import(&job));
        rung_free(summary.unrated);
    }
}

Test(onet, works_without_a_summary)
{
    rung_onet_job job = new_job();
    cr_assert_eq(rung_import_onet(&job, NULL, NULL), RUNG_OK);
    cr_assert_eq(access(at("catalog/roles.csv"), F_OK), 0);
}

/* Every allocation of an import that uses all there is fails once, and no half of one stays. */
Test(onet, survives_each_failing_allocation)
{
    make_programs("role=picker");
    put("school/program_roles.csv", "role_id,source_role\npicker,11-1011.03\n");
    put("release/Read Me.txt", "O*NET 31.4 Database\n");
    put("release/Content Model Reference.txt", "Element ID\tElement Name\tDescription\n"
                                               "2.B.3\tTechnical Skills\tDesigning\n"
                                               "2.B.3.e\tProgramming\tWriting\n");
    rung_onet_job job = new_job();
    job.wages = at("wages.tsv");
    job.projections = at("projections.csv");
    job.programs = at("school");
    job.soc = RUNG_SOC_DETAILED;
    job.impute_related = true;
    job.replace = true;
    rung_catalog_free(import(&job));
    rung_free(summary.unrated);
    for (long n = 1;; n++) {
        failures_arm(FAIL_MEMORY, n, 0);
        rung_status status = rung_import_onet(&job, &summary, &error);
        if (failures_disarm() == 0) {
            cr_assert_eq(status, RUNG_OK, "%s", error.message);
            cr_assert_gt(n, 100);
            break;
        }
        cr_assert_eq(status, RUNG_NO_MEMORY, "allocation %ld: %s", n, error.message);
        cr_assert_null(summary.unrated);
        char *left = test_list(root);
        cr_assert_str_eq(left, "catalog projections.csv release school wages.tsv", "allocation %ld",
                         n);
        free(left);
    }
    rung_free(summary.unrated);
}

/* ---------------------------------------------------------------- the real release */

static const char real[] = "../shared/data/onet-29.0";
static const char real_wages[] = "../shared/data/bls/oews_national_2024.tsv";
static const char real_projections[] = "../shared/data/bls/projections_2024_2034.csv";

static void need_real_data(const char *path)
{
    if (access(path, R_OK) != 0)
        cr_skip_test("no %s: docs/formats.md tells what goes there", path);
}

Test(onet, imports_the_release_of_august_2024)
{
    need_real_data(real);
    rung_onet_job job = new_job();
    job.source = real;
    rung_catalog *catalog = import(&job);
    cr_assert_str_eq(rung_catalog_name(catalog), "O*NET 29.0");
    cr_assert_eq(summary.occupations, 1016);
    cr_assert_eq(summary.roles, 1016);
    cr_assert_eq(summary.rated_roles, 879);
    cr_assert_eq(summary.skills, 68);
    cr_assert_eq(summary.requirements, 879 * 68);
    cr_assert_eq(summary.relations, 18460);
    rung_catalog_counts counts = rung_catalog_count(catalog);
    cr_assert_eq(counts.rated_roles, 879);
    cr_assert_eq(counts.requirements, 879 * 68);
    cr_assert_eq(counts.skills_of_kind[RUNG_SKILL_TECHNICAL], 11);
    cr_assert_eq(counts.skills_of_kind[RUNG_SKILL_SOFT], 7);
    cr_assert_eq(counts.skills_of_kind[RUNG_SKILL_KNOWLEDGE], 33);
    cr_assert_eq(counts.skills_of_kind[RUNG_SKILL_OTHER], 17);
    cr_assert_eq(counts.without_zone, 1016 - 923);
    cr_assert_not_null(strstr(summary.unrated, "15-2051.00\tData Scientists\n"));
    cr_assert_not_null(strstr(summary.unrated, "15-1252.00\tSoftware Developers\n"));
    asks(catalog, "11-1011.00", "2.A.1.a", 4.62, (4.12 - 1) / 4);
    asks(catalog, "11-1011.00", "2.C.1.a", 6.5, (4.78 - 1) / 4);
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, joins_the_real_labour_market)
{
    need_real_data(real);
    need_real_data(real_wages);
    need_real_data(real_projections);
    rung_onet_job job = new_job();
    job.source = real;
    job.wages = real_wages;
    job.projections = real_projections;
    job.impute_related = true;
    rung_catalog *catalog = import(&job);
    cr_assert_eq(summary.imputed_roles, 44);
    rung_role buyer = role_of(catalog, "13-1021.00");
    cr_assert_float_eq(buyer.wage, 75650, 0, "of 13-1020");
    cr_assert_float_eq(buyer.employment, 162300, 0, "a third of 486,900");
    cr_assert_float_eq(role_of(catalog, "21-1011.00").wage, 59190, 0, "of 21-1018");
    cr_assert_float_eq(role_of(catalog, "29-1212.00").wage, 239200, 0, "top-coded");
    cr_assert(isnan(role_of(catalog, "27-2011.00").wage));
    cr_assert_float_eq(role_of(catalog, "15-1252.00").growth, 0.158, 1e-12);
    cr_assert(role_of(catalog, "15-1252.00").rated, "imputed");
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}

Test(onet, adds_the_real_employment_up_again)
{
    need_real_data(real);
    need_real_data(real_wages);
    rung_onet_job job = new_job();
    job.source = real;
    job.wages = real_wages;
    job.soc = RUNG_SOC_DETAILED;
    rung_catalog *catalog = import(&job);
    double people = 0;
    for (uint32_t r = 0; r < rung_catalog_roles(catalog); r++)
        if (!isnan(rung_catalog_role(catalog, r).employment))
            people += rung_catalog_role(catalog, r).employment;
    /* The table's total, less what rounding to tens of 831 occupations can take away. */
    cr_assert_float_eq(people, 154187380, 831 * 5.0, "%.0f people", people);
    rung_catalog_free(catalog);
    rung_free(summary.unrated);
}
