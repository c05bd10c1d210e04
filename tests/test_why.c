/* test_why.c - what each signal adds to a score: the terms that rung match --why tells. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cli.h"
#include "data/csv.h"
#include "oracle.h"
#include "random_catalog.h"
#include "support.h"

/* ---------------------------------------------------------------- a case worked out by hand */

static const test_file shop[] = {
    {"catalog.ini", "name = Shop\nlevels = 4\n"},
    {"skills.csv", "skill_id,name,kind\nart,Art,soft\nbow,Bowing,other\ncut,Cutting,other\n"},
    {"roles.csv", "role_id,title,wage\nlead,Lead,80000\nhost,Host,20000\ncook,Cook,\n"
                  "clerk,Clerk,40000\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance\n"
                        "lead,art,4,1\nlead,bow,4,1\nhost,bow,4,1\ncook,art,4,1\n"
                        "clerk,cut,4,1\n"},
    {NULL, NULL},
};
static const test_file staff[] = {
    {"people.csv", "person_id,role_id\nann,host\nbob,\n"},
    {"people_skills.csv", "person_id,skill_id,level\nann,bow,4\nbob,art,1\n"},
    {NULL, NULL},
};

static cli_result run_shop(const char *format)
{
    const char *catalog = test_write_files(shop, NULL);
    const char *people = test_write_files(staff, NULL);
    const char *profile =
        test_write_text(test_folder(), "mine", "wage = 0.5\nreadiness = 2\ntransfer = -0.25\n");
    return CLI_RUN("match", "--catalog", catalog, "--people", people, "--profile", profile, "--top",
                   "2", "--why", "--format", format);
}

/* ann, a host with bow 4, is half ready for lead, 0 for the others; lead uses all of hers, cook and
 * clerk nothing; ln(80000 / 20000) / 2 = .693147181, ln(2) / 2 = .34657359, and cook has no wage.
 * bob has no role, so no wage to compare with: lead 1/8, cook 1/4, all of his used by either. */
Test(why, terms_of_a_score_are_those_worked_out_by_hand)
{
    cli_result csv = run_shop("csv");
    cli_check_code(&csv, 0);
    cli_check_out(&csv, "person_id,rank,role_id,score,readiness,similarity,why\n");
    cli_check_out(&csv, "ann,1,lead,1.44314718,0.5,");
    cli_check_out(&csv, ",readiness:1;transfer:-0.25;wage:0.693147181\n");
    cli_check_out(&csv, "ann,2,clerk,0.34657359,0,");
    cli_check_out(&csv, ",readiness:0;transfer:-0;wage:0.34657359\n");
    cli_check_out(&csv, "bob,1,cook,0.25,0.25,");
    cli_check_out(&csv, ",readiness:0.5;transfer:-0.25;wage:0\n");
}

Test(why, terms_are_an_object_in_json_and_a_line_in_text)
{
    cli_result json = run_shop("jsonl"), text = run_shop("text");
    cli_check_out(&json, ",\"why\":{\"readiness\":1,\"transfer\":-0.25,\"wage\":0.693147181}}\n");
    cli_check_out(&text, "\n        score 1.4431 = 1 readiness - 0.25 transfer + 0.6931 wage\n");
}

Test(why, is_not_told_without_being_asked_for)
{
    const char *catalog = test_write_files(shop, NULL), *people = test_write_files(staff, NULL);
    cli_result r = CLI_RUN("match", "--catalog", catalog, "--people", people, "--gaps", "1");
    cli_check_code(&r, 0);
    cr_assert_null(strstr(r.out, "why"));
    cli_result both =
        CLI_RUN("match", "--catalog", catalog, "--people", people, "--gaps", "1", "--why");
    cli_check_out(&both, "similarity,gaps,why\n");
}

/* ---------------------------------------------------------------- by chance */

enum { PEOPLE = 40, TOP = 6, DIMENSIONS = 5 };

/* A profile of every signal that there is, each with a weight of its own. */
static const char *every_signal(uint64_t *seed)
{
    char text[4096] = "";
    for (int s = RUNG_SIGNAL_COUNT; s-- > 0;)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s = %zu.%zu\n",
                 rung_signal_name((rung_signal)s), test_below(seed, 3), 1 + test_below(seed, 999));
    return test_write_text(test_folder(), "every", text);
}

static const char *match_to(const rung_matcher *matcher, const char *people, rung_format format)
{
    rung_match_job job = RUNG_MATCH_JOB_INIT;
    rung_error error;
    job.people = people;
    job.output = test_path(test_folder(), "matches");
    job.top = TOP;
    job.why = true;
    job.format = format;
    cr_assert_eq(rung_match_people(matcher, &job, NULL, &error), RUNG_OK, "%s", error.message);
    return job.output;
}

/* The terms of a field why: one for each signal, in the order of the signals. */
static void read_terms(rung_slice field, double term[RUNG_SIGNAL_COUNT])
{
    rung_slice part, name;
    for (int s = 0; s < RUNG_SIGNAL_COUNT; s++) {
        cr_assert(rung_slice_split(&field, ';', &part), "term %d", s);
        cr_assert(rung_slice_split(&part, ':', &name));
        cr_assert(rung_slice_is(name, rung_signal_name((rung_signal)s)), "term %d is %.*s", s,
                  (int)name.length, name.at);
        cr_assert(rung_parse_number(part.at, part.length, &term[s]));
    }
    cr_assert_not(rung_slice_split(&field, ';', &part), "more terms than signals");
}

/* What the definition says of the signals of levels. */
static void check_levels(const oracle *o, const rung_matcher_facts *facts, const double *term,
                         const float *levels, uint32_t current, uint32_t role)
{
    double wanted[] = {
        [RUNG_SIGNAL_READINESS] = oracle_readiness(o, levels, role),
        [RUNG_SIGNAL_TRANSFER] = oracle_transfer(o, levels, current, role),
        [RUNG_SIGNAL_SIMILARITY] = oracle_similarity(o, levels, role),
    };
    for (size_t s = 0; s < sizeof wanted / sizeof *wanted; s++)
        cr_assert_float_eq(term[s], facts->weight[s] * wanted[s], 1e-8, "%s: %.9g, not %.9g",
                           rung_signal_name((rung_signal)s), term[s], facts->weight[s] * wanted[s]);
}

static double number_at(const rung_csv *csv, size_t column)
{
    double number;
    rung_slice field = rung_csv_field(csv, column);
    cr_assert(rung_parse_number(field.at, field.length, &number));
    return number;
}

/* Hold each row of CSV against the definition, and the one of JSON lines against it. */
static size_t check_rows(const rung_catalog *catalog, const rung_matcher *matcher,
                         const rung_batch *batch, const char *csv_path, const char *json_path)
{
    rung_matcher_facts facts = rung_matcher_describe(matcher);
    oracle o = oracle_make(catalog);
    rung_csv *csv;
    bool there;
    size_t rows = 0, person = 0;
    FILE *json = fopen(json_path, "r");
    char line[8192], role_id[64];
    cr_assert(json && rung_csv_open(&csv, csv_path, RUNG_CSV, NULL) == RUNG_OK);
    for (; rung_csv_next(csv, &there, NULL) == RUNG_OK && there; rows++) {
        double term[RUNG_SIGNAL_COUNT], sum = 0, size = 0, score = number_at(csv, 3);
        rung_slice id = rung_csv_field(csv, 2);
        snprintf(role_id, sizeof role_id, "%.*s", (int)id.length, id.at);
        while (!rung_slice_is(rung_csv_field(csv, 0), batch->id[person]))
            person++;
        read_terms(rung_csv_field(csv, 6), term);
        cr_assert_not_null(fgets(line, sizeof line, json));
        json_t *why, *object = json_loads(line, 0, NULL);
        cr_assert_not_null(why = json_object_get(object, "why"), "%s", line);
        cr_assert_eq(json_object_size(why), (size_t)RUNG_SIGNAL_COUNT);
        for (int s = 0; s < RUNG_SIGNAL_COUNT; s++) {
            sum += term[s];
            size += fabs(term[s]);
            json_t *share = json_object_get(why, rung_signal_name((rung_signal)s));
            cr_assert_float_eq(json_number_value(share), term[s], 1e-12 * fabs(term[s]));
        }
        cr_assert_float_eq(sum, score, 1e-8 * (1 + size), "%s: %.17g of %.17g", line, sum, score);
        check_levels(&o, &facts, term, batch->levels + person * o.skills,
                     batch->current_role[person], rung_catalog_find_role(catalog, role_id));
        json_decref(object);
    }
    fclose(json);
    rung_csv_close(csv);
    oracle_free(&o);
    return rows;
}

static size_t try_one(uint64_t *seed, const char *kernel)
{
    rung_catalog *plain = random_catalog(seed), *catalog;
    const char *folder = test_folder();
    rung_vectors_job vectors = RUNG_VECTORS_JOB_INIT;
    rung_synth_job synth = RUNG_SYNTH_JOB_INIT;
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    rung_matcher *matcher;
    rung_people *people;
    rung_batch batch;
    rung_error error = {.message = ""};
    vectors.output = test_path(folder, "catalog");
    vectors.dimensions = DIMENSIONS;
    synth.output = test_path(folder, "people");
    synth.people = PEOPLE;
    synth.seed = *seed;
    options.profile = every_signal(seed);
    options.kernel = kernel;
    cr_assert_eq(rung_synth_vectors(plain, &vectors, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(rung_catalog_open(&catalog, vectors.output, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(rung_synth(catalog, &synth, NULL, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(rung_matcher_new(&matcher, catalog, &options, &error), RUNG_OK, "%s",
                 error.message);
    cr_assert_eq(rung_people_open(&people, catalog, synth.output, RUNG_IMPUTE_EMPTY, NULL),
                 RUNG_OK);
    cr_assert_eq(rung_people_next(people, PEOPLE, &batch, NULL), RUNG_OK);
    const char *csv = match_to(matcher, synth.output, RUNG_FORMAT_CSV);
    const char *json = match_to(matcher, synth.output, RUNG_FORMAT_JSONL);
    size_t rows = check_rows(catalog, matcher, &batch, csv, json);
    rung_people_free(people);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
    rung_catalog_free(plain);
    return rows;
}

Test(why, terms_add_up_to_the_score_whatever_the_signals)
{
    static const char *const kernels[] = {"scalar", "sparse", NULL};
    uint64_t seed = 20261123;
    size_t rows = 0, rounds = test_rounds(30);
    for (size_t i = 0; i < rounds; i++)
        rows += try_one(&seed, kernels[i % 3]);
    cr_assert_gt(rows, 20 * rounds);
}

/* ---------------------------------------------------------------- what stands in a line of text */

/* Rounding takes nothing away: what the line says adds up to the last digit, in ten-thousandths. */
Test(why, rounded_terms_of_a_line_of_text_add_up_to_the_rounded_score)
{
    const char *folder = test_folder(), *people = test_path(folder, "people");
    cli_result made = CLI_RUN("synth", "--catalog", "datasets/upskilling-2025", "--people", "300",
                              "--output", people);
    cli_check_code(&made, 0);
    cli_result r = CLI_RUN("match", "--catalog", "datasets/upskilling-2025", "--people", people,
                           "--why", "--format", "text");
    cli_check_code(&r, 0);
    size_t lines = 0, roles = 0;
    for (char *at = r.out; (at = strstr(at, " % ready")); at++)
        roles++;
    for (char *at = r.out; (at = strstr(at, "\n        score ")); lines++) {
        at += strlen("\n        score ");
        long score = lround(strtod(at, &at) * 1e4), sum = 0, sign = 1;
        for (at += strlen(" = "); *at != '\n'; sign = at[1] == '-' ? -1 : 1, at += 3) {
            bool minus = *at == '-';
            sum += sign * lround(strtod(at, &at) * 1e4);
            cr_assert(!minus || sum < 0);
            at += 1 + strcspn(at + 1, " \n");
            if (*at == '\n')
                break;
        }
        cr_assert_eq(sum, score, "line %zu: %ld of %ld", lines, sum, score);
    }
    cr_assert(lines == roles && lines > 2000, "%zu lines, %zu roles", lines, roles);
}
