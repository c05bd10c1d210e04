/* test_fit.c - weights fitted to moves: by definition, on moves made from known weights, and on
 * observed ones. */
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/number.h"
#include "data/catalog.h"
#include "failures.h"
#include "learn/logit.h"
#include "random_catalog.h"
#include "rung.h"
#include "support.h"

Test(fit, e_to_a_power_is_the_c_librarys_to_a_hair)
{
    for (double x = -700; x <= 700; x += 0.0371)
        cr_assert_lt(fabs(rung_exp(x) / exp(x) - 1), 1e-15, "x = %g", x);
    cr_assert_eq(rung_exp(0), 1);
    cr_assert_eq(rung_exp(-746), 0);
    cr_assert_eq(rung_exp(NAN), 0);
}

/* ---------------------------------------------------------------- the objective */

enum { ORIGINS = 12, ROWS = 9, SIGNALS = 3 };

typedef struct sample {
    size_t first[ORIGINS + 1];
    double value[ORIGINS * ROWS * SIGNALS], share[ORIGINS * ROWS];
    rung_choices choices;
} sample;

static double draw(uint64_t *seed)
{
    return (double)test_below(seed, 2000) / 1000 - 1;
}

/* Shares as beta has them, by definition: softmax. */
static void make_sample(sample *s, const double *beta, uint64_t *seed)
{
    for (size_t o = 0; o <= ORIGINS; o++)
        s->first[o] = o * ROWS;
    for (size_t i = 0; i < sizeof s->value / sizeof *s->value; i++)
        s->value[i] = draw(seed) * (i % SIGNALS == 1 ? 50 : 1);
    for (size_t o = 0; o < ORIGINS; o++) {
        double all = 0;
        for (int pass = 0; pass < 2; pass++)
            for (size_t i = o * ROWS; i < (o + 1) * ROWS; i++) {
                double score = 0;
                for (size_t k = 0; k < SIGNALS; k++)
                    score += beta[k] * s->value[i * SIGNALS + k];
                if (pass == 0)
                    all += exp(score);
                else
                    s->share[i] = exp(score) / all;
            }
    }
    s->choices = (rung_choices){ORIGINS, SIGNALS, s->first, s->value, s->share};
}

/* The mean likelihood less the penalty, in plain loops. */
static double objective(const sample *s, const double *beta, const double *scale, double penalty)
{
    double sum = 0;
    for (size_t o = 0; o < ORIGINS; o++) {
        double all = 0, chosen = 0;
        for (size_t i = o * ROWS; i < (o + 1) * ROWS; i++) {
            double score = 0;
            for (size_t k = 0; k < SIGNALS; k++)
                score += beta[k] * s->value[i * SIGNALS + k];
            all += exp(score);
            chosen += s->share[i] * score;
        }
        sum += chosen - log(all);
    }
    sum /= ORIGINS;
    for (size_t k = 0; k < SIGNALS; k++)
        sum -= penalty / 2 * beta[k] * scale[k] * beta[k] * scale[k];
    return sum;
}

Test(fit, finds_the_weights_that_made_the_choices)
{
    uint64_t seed = 5;
    for (int round = 0; round < 20; round++) {
        const double beta[] = {draw(&seed), draw(&seed) / 50, draw(&seed)};
        double scale[SIGNALS], found[SIGNALS] = {0};
        sample s;
        make_sample(&s, beta, &seed);
        rung_choices_deviations(&s.choices, NULL, scale);
        rung_logit logit = {&s.choices, NULL, scale, 0, 2};
        cr_assert_eq(rung_logit_fit(&logit, found, NULL), RUNG_OK);
        for (size_t k = 0; k < SIGNALS; k++)
            cr_assert_float_eq(found[k] * scale[k], beta[k] * scale[k], 2e-3);
    }
}

/* No step away from what is found makes the objective larger, whatever the penalty. */
Test(fit, nothing_near_the_weights_found_is_better)
{
    uint64_t seed = 6;
    for (int round = 0; round < 20; round++) {
        const double beta[] = {draw(&seed), draw(&seed) / 50, draw(&seed)};
        double scale[SIGNALS], found[SIGNALS] = {0}, penalty = 0.1 * (round % 4);
        sample s;
        make_sample(&s, beta, &seed);
        rung_choices_deviations(&s.choices, NULL, scale);
        rung_logit logit = {&s.choices, NULL, scale, penalty, 1};
        cr_assert_eq(rung_logit_fit(&logit, found, NULL), RUNG_OK);
        double best = objective(&s, found, scale, penalty);
        for (size_t k = 0; k < SIGNALS; k++)
            for (int way = -1; way <= 1; way += 2) {
                double moved[SIGNALS];
                memcpy(moved, found, sizeof moved);
                moved[k] += way * 0.02 / scale[k];
                cr_assert_lt(objective(&s, moved, scale, penalty), best + 1e-9);
            }
        for (size_t o = 0; o < ORIGINS; o++) {
            double score[ROWS], sum = 0, all = 0;
            for (size_t i = 0; i < ROWS; i++) {
                double one = 0;
                for (size_t k = 0; k < SIGNALS; k++)
                    one += found[k] * s.value[(o * ROWS + i) * SIGNALS + k];
                all += exp(one);
                sum += s.share[o * ROWS + i] * one;
            }
            cr_assert_float_eq(rung_logit_likelihood(&s.choices, o, found, score), sum - log(all),
                               1e-12);
        }
    }
}

Test(fit, what_does_not_vary_or_is_left_out_gets_no_weight)
{
    uint64_t seed = 7;
    const double beta[] = {0.5, 0.01, -0.5};
    double scale[SIGNALS], found[SIGNALS] = {0};
    sample s;
    bool used[ORIGINS];
    make_sample(&s, beta, &seed);
    for (size_t i = 0; i < ORIGINS * ROWS; i++)
        s.value[i * SIGNALS + 2] = 3;
    for (size_t o = 0; o < ORIGINS; o++)
        used[o] = o % 2;
    rung_choices_deviations(&s.choices, used, scale);
    cr_assert_eq(scale[2], 0);
    rung_logit logit = {&s.choices, used, scale, 0.01, 1};
    cr_assert_eq(rung_logit_fit(&logit, found, NULL), RUNG_OK);
    cr_assert_eq(found[2], 0);
    /* what the others chose does not matter */
    double again[SIGNALS] = {0};
    for (size_t o = 0; o < ORIGINS; o += 2)
        for (size_t i = 0; i < ROWS; i++)
            s.share[o * ROWS + i] = i == 0;
    cr_assert_eq(rung_logit_fit(&logit, again, NULL), RUNG_OK);
    cr_assert_arr_eq(found, again, sizeof found);
}

/* ---------------------------------------------------------------- a catalog and its moves */

/* Moves that prefer roles which pay more: from each role to some of the others. */
static const char *write_moves(const rung_catalog *catalog, const char *folder, uint64_t *seed)
{
    char *text = strdup("from_role,to_role,weight\n"), line[100];
    size_t roles = rung_catalog_roles(catalog), length = strlen(text);
    for (uint32_t from = 0; from < roles; from++)
        for (uint32_t to = 0; to < roles; to++) {
            double wage = rung_catalog_role(catalog, to).wage;
            if (from == to || test_below(seed, 3) == 0 || isnan(wage))
                continue;
            snprintf(line, sizeof line, "%s,%s,%.6g\n", rung_catalog_role(catalog, from).id,
                     rung_catalog_role(catalog, to).id, wage * wage * 1e-9);
            text = realloc(text, length + strlen(line) + 1);
            strcpy(text + length, line);
            length += strlen(line);
        }
    const char *path = test_write_text(folder, "moves.csv", text);
    free(text);
    return path;
}

static rung_catalog *large_catalog(uint64_t *seed)
{
    for (;;) {
        rung_catalog *catalog = random_catalog(seed);
        if (rung_catalog_count(catalog).rated_roles > 20)
            return catalog;
        rung_catalog_free(catalog);
    }
}

Test(fit, gives_the_same_bytes_for_any_number_of_threads)
{
    uint64_t seed = 8;
    rung_catalog *catalog = large_catalog(&seed);
    const char *folder = test_folder();
    char *text[3], *moves[3];
    rung_fit_job job = RUNG_FIT_JOB_INIT;
    rung_fit_summary summary;
    rung_error error;
    job.moves = write_moves(catalog, folder, &seed);
    job.output = test_path(folder, "p");
    for (unsigned i = 0; i < 3; i++) {
        job.threads = i + 1;
        cr_assert_eq(rung_fit(catalog, &job, &summary, &error), RUNG_OK, "%s", error.message);
        text[i] = test_read(job.output, NULL);
        moves[i] = test_read(test_path(folder, "p.moves.csv"), NULL);
        cr_assert_str_eq(text[i], text[0]);
        cr_assert_str_eq(moves[i], moves[0]);
    }
    cr_assert_gt(summary.with_flows.beta[RUNG_SIGNAL_WAGE], 0);
    cr_assert_eq(summary.with_flows.beta[RUNG_SIGNAL_FLOW], 0);
    cr_assert_eq(summary.without.beta[RUNG_SIGNAL_INFLOW], 0);
    for (size_t i = 0; i < 3; i++) {
        free(text[i]);
        free(moves[i]);
    }
    rung_catalog_free(catalog);
}

/* The profile that was written is the one that was fitted: a matcher reads the weights back. */
Test(fit, writes_a_profile_that_matches_with_its_weights_and_moves)
{
    uint64_t seed = 9;
    rung_catalog *catalog = large_catalog(&seed);
    const char *folder = test_folder();
    rung_fit_job job = RUNG_FIT_JOB_INIT;
    rung_fit_summary summary;
    rung_error error;
    job.moves = write_moves(catalog, folder, &seed);
    job.output = test_path(folder, "p");
    cr_assert_eq(rung_fit(catalog, &job, &summary, &error), RUNG_OK, "%s", error.message);
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.profile = job.output;
    rung_matcher *matcher;
    cr_assert_eq(rung_matcher_new(&matcher, catalog, &options, &error), RUNG_OK, "%s",
                 error.message);
    rung_matcher_facts facts = rung_matcher_describe(matcher);
    for (int s = 0; s < RUNG_SIGNAL_COUNT; s++)
        cr_assert_float_eq(facts.weight[s], summary.with_flows.beta[s],
                           1e-5 * fabs(summary.with_flows.beta[s]));
    cr_assert_eq(facts.missing[RUNG_SIGNAL_INFLOW], 0);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
}

/* ln(1 + 2 roles * people of other origins who came here / all people of other origins). Whoever
 * changes an origin's own moves changes nothing in what it is told. */
Test(fit, moves_of_an_origin_do_not_reach_its_own_ranking)
{
    uint64_t seed = 10;
    rung_catalog *catalog = large_catalog(&seed);
    const char *folder = test_folder();
    uint32_t origin = 3;
    size_t skills = rung_catalog_skills(catalog), roles = rung_catalog_roles(catalog);
    float *levels = calloc(skills, sizeof *levels);
    double *value[2] = {calloc(roles, sizeof(double)), calloc(roles, sizeof(double))};
    write_moves(catalog, folder, &seed);
    test_write_text(folder, "p", "flows = kept.csv\ninflow = 1\nfamily_inflow = 0.5\n");
    for (int with = 0; with < 2; with++) {
        char *text = test_read(test_path(folder, "moves.csv"), NULL), *kept = strdup(""), *line;
        for (char *at = text; (line = strsep(&at, "\n")) && *line;) {
            if (!with && strncmp(line, "r3,", 3) == 0)
                continue;
            kept = realloc(kept, strlen(kept) + strlen(line) + 2);
            strcat(strcat(kept, line), "\n");
        }
        test_write_text(folder, "kept.csv", kept);
        rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
        options.profile = test_path(folder, "p");
        rung_matcher *matcher;
        cr_assert_eq(rung_matcher_new(&matcher, catalog, &options, NULL), RUNG_OK);
        for (uint32_t r = 0; r < roles; r++) {
            rung_explanation e;
            if (rung_explain(matcher, levels, origin, r, &e, NULL, NULL, NULL) == RUNG_OK)
                value[with][r] = e.value[RUNG_SIGNAL_INFLOW] + e.value[RUNG_SIGNAL_FAMILY_INFLOW];
        }
        rung_matcher_free(matcher);
        free(text);
        free(kept);
    }
    double sum = 0;
    for (size_t r = 0; r < roles; r++) {
        cr_assert_eq(value[0][r], value[1][r]);
        sum += value[0][r];
    }
    cr_assert_gt(sum, 0);
    free(levels);
    free(value[0]);
    free(value[1]);
    rung_catalog_free(catalog);
}

typedef struct dealt {
    uint64_t hash;
    uint32_t role;
} dealt;

static int by_hash(const void *a, const void *b)
{
    uint64_t x = ((const dealt *)a)->hash, y = ((const dealt *)b)->hash;
    return x < y ? -1 : x > y;
}

/* Everybody in one fold goes to one role, in the other to another. Weights and inflow from the
 * other fold then foretell the wrong one for all: were a fold's own moves to reach it, they would
 * foretell the right one. */
Test(fit, moves_of_a_fold_do_not_reach_what_it_is_judged_by)
{
    uint64_t seed = 13;
    rung_catalog *catalog = large_catalog(&seed);
    const char *folder = test_folder();
    size_t roles = rung_catalog_roles(catalog), count = 0, target = 0;
    uint32_t to[2];
    dealt *order = calloc(roles, sizeof *order);
    char *text = calloc(roles + 1, 40);
    strcpy(text, "from_role,to_role,weight\n");
    for (uint32_t r = 0; r < roles; r++)
        if (rung_catalog_role(catalog, r).rated && target < 2)
            to[target++] = r;
        else if (rung_catalog_role(catalog, r).rated) {
            const char *id = rung_catalog_role(catalog, r).id;
            order[count++] = (dealt){rung_hash(id, strlen(id), 1), r};
        }
    qsort(order, count, sizeof *order, by_hash);
    for (size_t i = 0; i < count; i++)
        sprintf(text + strlen(text), "%s,%s,1\n", rung_catalog_role(catalog, order[i].role).id,
                rung_catalog_role(catalog, to[i % 2]).id);
    const rung_signal inflow = RUNG_SIGNAL_INFLOW;
    rung_fit_job job = RUNG_FIT_JOB_INIT;
    rung_fit_summary summary;
    rung_error error;
    job.moves = test_write_text(folder, "moves.csv", text);
    job.folds = 2;
    job.signal = &inflow;
    job.signals = 1;
    cr_assert_eq(rung_fit(catalog, &job, &summary, &error), RUNG_OK, "%s", error.message);
    cr_assert_gt(summary.with_flows.beta[RUNG_SIGNAL_INFLOW], 0);
    cr_assert_eq(summary.with_flows.measure[RUNG_MEASURE_H1], 0);
    free(order);
    free(text);
    rung_catalog_free(catalog);
}

Test(fit, failing_memory_is_told_and_writes_nothing)
{
    uint64_t seed = 11;
    rung_catalog *catalog = large_catalog(&seed);
    const char *folder = test_folder();
    rung_fit_job job = RUNG_FIT_JOB_INIT;
    rung_error error;
    job.moves = write_moves(catalog, folder, &seed);
    job.output = test_path(folder, "p");
    job.folds = 2;
    job.threads = 1;
    long nth = 1;
    for (;; nth += 1 + nth / 20) {
        failures_arm(FAIL_MEMORY, nth, ENOMEM);
        rung_status status = rung_fit(catalog, &job, NULL, &error);
        if (failures_disarm() == 0)
            break;
        if (status == RUNG_OK) /* a table that is only for speed */
            unlink(job.output);
        else
            cr_assert_eq(status, RUNG_NO_MEMORY, "allocation %ld: %s", nth, error.message);
        cr_assert_neq(access(job.output, F_OK), 0);
    }
    cr_assert_gt(nth, 20);
    rung_catalog_free(catalog);
}

Test(fit, a_profile_that_cannot_be_written_leaves_no_moves_either)
{
    uint64_t seed = 13;
    rung_catalog *catalog = large_catalog(&seed);
    const char *folder = test_folder();
    rung_fit_job job = RUNG_FIT_JOB_INIT;
    rung_error error;
    job.moves = write_moves(catalog, folder, &seed);
    job.output = test_path(folder, "p");
    const char *moves = test_path(folder, "p.moves.csv");
    cr_assert_eq(mkdir(job.output, 0777), 0);
    cr_assert_eq(rung_fit(catalog, &job, NULL, &error), RUNG_IO);
    cr_assert_neq(access(moves, F_OK), 0);
    cr_assert_eq(rmdir(job.output), 0);
    cr_assert_eq(mkdir(moves, 0777), 0);
    cr_assert_eq(rung_fit(catalog, &job, NULL, &error), RUNG_IO);
    cr_assert_neq(access(job.output, F_OK), 0);
    rung_catalog_free(catalog);
}

static void expect_spared(const rung_catalog *catalog, const rung_fit_job *job, const char *file)
{
    rung_error error;
    char *before = test_read(file, NULL);
    cr_assert_eq(rung_fit(catalog, job, NULL, &error), RUNG_BAD_ARGUMENT, "%s", job->output);
    cr_assert_not_null(strstr(error.message, "expected another file"), "%s", error.message);
    char *after = test_read(file, NULL);
    cr_assert_str_eq(before, after);
    free(before);
    free(after);
}

Test(fit, never_writes_over_what_it_reads)
{
    uint64_t seed = 14;
    rung_catalog *catalog = large_catalog(&seed);
    const char *folder = test_folder();
    rung_fit_job job = RUNG_FIT_JOB_INIT;
    job.moves = job.output = write_moves(catalog, folder, &seed);
    expect_spared(catalog, &job, job.moves);
    job.moves = test_path(folder, "p.moves.csv");
    cr_assert_eq(rename(job.output, job.moves), 0);
    job.output = test_path(folder, "p");
    expect_spared(catalog, &job, job.moves);
    job.output = test_path(catalog->folder, "roles.csv");
    expect_spared(catalog, &job, job.output);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- the command */

Test(fit, bad_asks_are_told_in_a_word)
{
    uint64_t seed = 12;
    rung_catalog *catalog = large_catalog(&seed);
    const char *folder = test_folder();
    static const char header[] = "from_role,to_role,weight\n";
    rung_fit_job job = RUNG_FIT_JOB_INIT;
    rung_error error;
    job.output = test_path(folder, "p");
    job.moves = test_write_text(folder, "few.csv", "from_role,to_role,weight\nr0,r1,1\n");
    rung_status status = rung_fit(catalog, &job, NULL, &error);
    cr_assert_eq(status, RUNG_BAD_DATA);
    cr_assert_not_null(strstr(error.message, "few.csv"), "%s", error.message);
    job.moves = test_write_text(folder, "none.csv", header);
    cr_assert_eq(rung_fit(catalog, &job, NULL, &error), RUNG_BAD_DATA);
    cr_assert_not_null(strstr(error.message, "found no move that counts"), "%s", error.message);
    job.folds = 1;
    cr_assert_eq(rung_fit(catalog, &job, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_str_eq(error.message, "folds: found 1, expected 2..100");
    job.folds = 10;
    const rung_signal twice[] = {RUNG_SIGNAL_WAGE, RUNG_SIGNAL_WAGE};
    job.signal = twice;
    job.signals = 2;
    cr_assert_eq(rung_fit(catalog, &job, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_not_null(strstr(error.message, "found wage twice"), "%s", error.message);
    cr_assert_neq(access(job.output, F_OK), 0);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- observed moves */

/* What docs/quality.md claims, on origins that had no part in the weights. */
Test(fit, ranks_observed_moves_as_the_page_says, .timeout = 600)
{
    static const char data[] = "../shared/data";
#ifdef __SANITIZE_ADDRESS__
    cr_skip_test("fits to observed moves: they take too long under sanitizers");
#endif
    if (access("../shared/data/mobility/moves_train.csv", R_OK) != 0 ||
        access("../shared/data/onet-29.0/Skills.txt", R_OK) != 0)
        cr_skip_test("no observed moves in %s", data);
    const char *folder = test_folder();
    rung_onet_job import = RUNG_ONET_JOB_INIT;
    rung_error error;
    import.source = "../shared/data/onet-29.0";
    import.output = test_path(folder, "catalog");
    import.groups = "../shared/data/mobility/role_groups.csv";
    import.wages = "../shared/data/bls/oews_national_2024.tsv";
    import.projections = "../shared/data/bls/projections_2024_2034.csv";
    cr_assert_eq(rung_import_onet(&import, NULL, &error), RUNG_OK, "%s", error.message);
    rung_catalog *catalog;
    cr_assert_eq(rung_catalog_open(&catalog, import.output, &error), RUNG_OK, "%s", error.message);
    rung_fit_job job = RUNG_FIT_JOB_INIT;
    rung_fit_summary s;
    job.moves = "../shared/data/mobility/moves_train.csv";
    job.exclude = "../shared/data/mobility/shared_census.csv";
    cr_assert_eq(rung_fit(catalog, &job, &s, &error), RUNG_OK, "%s", error.message);
    cr_assert_geq(s.with_flows.measure[RUNG_MEASURE_H10], 0.34);
    cr_assert_geq(s.with_flows.measure[RUNG_MEASURE_AUC], 0.87);
    static const rung_signal skills[] = {RUNG_SIGNAL_READINESS,  RUNG_SIGNAL_TRANSFER,
                                         RUNG_SIGNAL_SIMILARITY, RUNG_SIGNAL_KNOWLEDGE,
                                         RUNG_SIGNAL_ACTIVITIES, RUNG_SIGNAL_TECHNOLOGY,
                                         RUNG_SIGNAL_TOOLS};
    job.signal = skills;
    job.signals = sizeof skills / sizeof *skills;
    cr_assert_eq(rung_fit(catalog, &job, &s, &error), RUNG_OK, "%s", error.message);
    cr_assert_geq(s.with_flows.measure[RUNG_MEASURE_H10], 0.18);
    cr_assert_geq(s.with_flows.measure[RUNG_MEASURE_AUC], 0.76);
    rung_catalog_free(catalog);
}
