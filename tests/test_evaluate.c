/* test_evaluate.c - rankings are judged by observed moves as the definition says. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failures.h"
#include "moves_oracle.h"
#include "oracle.h"
#include "random_catalog.h"
#include "random_vectors.h"
#include "support.h"

static const char python[] = "/usr/bin/python3";

static rung_evaluation *judge(const rung_catalog *catalog, const rung_evaluate_job *job)
{
    rung_evaluation *evaluation;
    rung_error error = {.message = ""};
    cr_assert_eq(rung_evaluate(&evaluation, catalog, job, &error), RUNG_OK, "%s", error.message);
    return evaluation;
}

static void check_near(double got, double want, const char *what)
{
    if (isnan(want))
        cr_assert(isnan(got), "%s: %.17g, expected none", what, got);
    else
        cr_assert(fabs(got - want) <= 1e-12, "%s: %.17g, expected %.17g", what, got, want);
}

/* ---------------------------------------------------------------- by definition */

static const char *const rankers[] = {"upskill", "readiness", "similarity", "size",
                                      "cosine",  "euclid",    "coverage"};
enum { RANKERS = sizeof rankers / sizeof *rankers, PROFILES = 3 };

/* Scores of all roles for somebody in role from: NAN for those that are not ranked. */
static void score_all(const oracle *o, const observed *seen, size_t ranker, uint32_t from,
                      const oracle_options *profile, double *score)
{
    rung_hit *hits = calloc(o->roles, sizeof *hits);
    float *levels = calloc(o->skills, sizeof *levels);
    rung_catalog_levels(o->catalog, from, levels);
    oracle_match(o, &profile[ranker < PROFILES ? ranker : 0], levels, from, hits, o->roles);
    for (uint32_t r = 0; r < o->roles; r++) {
        bool ranked = rung_catalog_role(o->catalog, r).rated && r != from &&
                      !seen->excluded[from * o->roles + r];
        score[r] = !ranked             ? NAN
                   : ranker < PROFILES ? -INFINITY
                                       : oracle_baseline(o->catalog, rankers[ranker], from, r);
    }
    for (size_t i = 0; i < o->roles && ranker < PROFILES && hits[i].role != RUNG_NONE; i++)
        if (!isnan(score[hits[i].role]))
            score[hits[i].role] = hits[i].score;
    free(hits);
    free(levels);
}

static double mean_of(const rung_evaluation *e, size_t ranker, size_t group, int measure)
{
    double sum = 0, count = 0;
    for (size_t o = 0; o < e->origins; o++) {
        double value = e->value[(ranker * e->origins + o) * RUNG_MEASURE_COUNT + (size_t)measure];
        if ((group == 0 || e->group_of[o] == group) && !isnan(value)) {
            sum += value;
            count++;
        }
    }
    return sum / count;
}

static void check_means(const rung_evaluation *e)
{
    for (size_t i = 0; i < e->rankers * e->groups * RUNG_MEASURE_COUNT; i++) {
        size_t group = i / RUNG_MEASURE_COUNT % e->groups;
        const rung_estimate *estimate = &e->estimate[i];
        int measure = (int)(i % RUNG_MEASURE_COUNT);
        double mean = mean_of(e, i / RUNG_MEASURE_COUNT / e->groups, group, measure);
        check_near(estimate->mean, mean, rung_measure_name((rung_measure)measure));
        cr_assert(isnan(mean) || estimate->low <= estimate->high);
    }
}

/* Every origin's measures by every ranker. */
static void check_all(const rung_catalog *catalog, const observed *seen, const rung_evaluation *e,
                      const oracle_options *rules, bool upward)
{
    oracle o = oracle_make(catalog);
    oracle_options profile[PROFILES];
    for (size_t r = 0; r < PROFILES; r++) {
        profile[r] = oracle_profile(catalog, rankers[r]);
        profile[r].viable = rules->viable;
    }
    double *score = calloc(o.roles, sizeof *score), *share = calloc(o.roles, sizeof *share);
    double want[RUNG_MEASURE_COUNT];
    size_t origin = 0;
    for (uint32_t from = 0; from < o.roles; from++) {
        if (!observed_shares(seen, catalog, from, upward, share))
            continue;
        cr_assert(origin < e->origins && e->origin[origin] == from);
        for (size_t r = 0; r < RANKERS; r++) {
            score_all(&o, seen, r, from, profile, score);
            oracle_measure(score, share, o.roles, want);
            for (int m = 0; m < RUNG_MEASURE_COUNT; m++)
                check_near(e->value[(r * e->origins + origin) * RUNG_MEASURE_COUNT + (size_t)m],
                           want[m], rankers[r]);
        }
        origin++;
    }
    cr_assert_eq(origin, e->origins);
    free(score);
    free(share);
    oracle_free(&o);
}

/* The relation of a role to the one before it is random_catalog()'s; "related" has a test of its
 * own. Rounds without any move are those of the smallest catalogs. */
Test(evaluate, measures_are_the_definitions_for_catalogs_by_chance, .timeout = 300)
{
    size_t judged = 0;
    for (uint64_t seed = 1; seed <= test_rounds(60); seed++) {
        uint64_t state = seed;
        rung_catalog *catalog = random_catalog(&state);
        observed seen = observed_make(catalog, &state);
        rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
        oracle_options rules = {.viable = seed % 3 == 0};
        rung_evaluate_job job = RUNG_EVALUATE_JOB_INIT;
        rung_evaluation *e;
        options.viable_only = rules.viable;
        options.threads = 1 + (unsigned)(seed % 3);
        job.moves = seen.moves;
        job.exclude = seen.exclude;
        job.ranker = rankers;
        job.rankers = RANKERS;
        job.matcher = &options;
        job.upward = seed % 2;
        job.by = (rung_grouping)(seed % 3);
        job.resamples = 100;
        rung_error error;
        rung_status status = rung_evaluate(&e, catalog, &job, &error);
        if (status == RUNG_OK) {
            check_all(catalog, &seen, e, &rules, job.upward);
            check_means(e);
            judged++;
        } else {
            cr_assert(status == RUNG_BAD_DATA && strstr(error.message, "found no move"), "%s",
                      error.message);
        }
        rung_evaluation_free(e);
        observed_free(&seen);
        rung_catalog_free(catalog);
    }
    cr_assert_gt(judged, test_rounds(60) / 2);
}

/* Without skills any role is ranked, and the usual profile is of vectors, the role's own. */
Test(evaluate, vectors_alone_are_judged_by_definition)
{
    enum { VECTORS = 25, DIMENSIONS = 7 };
    uint64_t seed = 5;
    float *vectors = random_vectors(VECTORS, DIMENSIONS, VECTORS_TWINS, &seed);
    rung_catalog *catalog =
        open_vector_catalog(write_vector_catalog(VECTORS, DIMENSIONS, vectors, "cosine"));
    oracle o = oracle_make(catalog);
    double score[VECTORS], share[VECTORS] = {[3] = 0.25, [20] = 0.75}, want[RUNG_MEASURE_COUNT];
    rung_evaluate_job job = RUNG_EVALUATE_JOB_INIT;
    job.moves = test_write_text(test_folder(), "moves.csv",
                                "from_role,to_role,weight\nr8,r3,1\nr8,r20,3\n");
    job.resamples = 100;
    rung_evaluation *e = judge(catalog, &job);
    o.vector = vectors + 8 * DIMENSIONS;
    for (uint32_t r = 0; r < VECTORS; r++)
        score[r] = r == 8 ? NAN : oracle_embedding(&o, r);
    oracle_measure(score, share, VECTORS, want);
    cr_assert_str_eq(e->ranker[0], "embedding");
    for (int m = 0; m < RUNG_MEASURE_COUNT; m++)
        check_near(e->value[m], want[m], "embedding");
    rung_evaluation_free(e);
    oracle_free(&o);
    rung_catalog_free(catalog);
    free(vectors);
}

/* ---------------------------------------------------------------- a larger catalog */

enum { ROLES = 60, MOVES = 9 };

/* Role i has wage 1000 (i + 1) and an employment that is a permutation of 1..; its moves lead to
 * others far and wide, and flows say the same. in_reverse writes roles the other way round. */
static rung_catalog *large_catalog(bool in_reverse, const char **moves)
{
    static char roles[ROLES * 80], skills[ROLES * 40], flows[ROLES * MOVES * 40], rows[1 << 16];
    size_t a = 0, b = 0, c = 0, d = 0;
    a = (size_t)sprintf(roles, "role_id,title,family,job_zone,wage,employment\n");
    b = (size_t)sprintf(skills, "role_id,skill_id,level,importance\n");
    c = (size_t)sprintf(flows, "from_role,to_role,kind,weight\n");
    d = (size_t)sprintf(rows, "from_role,to_role,weight\n");
    for (int n = 0; n < ROLES; n++) {
        int i = in_reverse ? ROLES - 1 - n : n;
        a += (size_t)sprintf(roles + a, "r%d,Role %d,%s,%d,%d,%d\n", i, i,
                             i % 3 == 0   ? ""
                             : i % 3 == 1 ? "north"
                                          : "south",
                             1 + i % 5, 1000 * (i + 1), 1 + i * 37 % 61);
        b += (size_t)sprintf(skills + b, "r%d,s,%d,1\n", i, 1 + i % 7);
        for (int k = 0; k < MOVES; k++) {
            int to = (i + 1 + k * k + i * k % 5) % ROLES, weight = 1 + (i + k * 5) % 11;
            bool again = to == i;
            for (int j = 0; j < k; j++)
                again = again || (i + 1 + j * j + i * j % 5) % ROLES == to;
            if (again)
                continue;
            c += (size_t)sprintf(flows + c, "r%d,r%d,flow,%d\n", i, to, weight);
            d += (size_t)sprintf(rows + d, "r%d,r%d,%d\n", i, to, weight);
        }
    }
    const test_file files[] = {{"catalog.ini", "name = large\nlevels = 7\n"},
                               {"skills.csv", "skill_id,name,kind\ns,S,other\n"},
                               {"roles.csv", roles},
                               {"role_skills.csv", skills},
                               {"role_relations.csv", flows},
                               {NULL, NULL}};
    rung_catalog *catalog;
    rung_error error;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(files, NULL), &error), RUNG_OK, "%s",
                 error.message);
    *moves = test_write(test_folder(), "moves.csv", rows, d);
    return catalog;
}

static const char *profile_of(const char *text)
{
    return test_write_text(test_folder(), "profile", text);
}

static const double *value_of(const rung_evaluation *e, size_t ranker, size_t origin)
{
    return e->value + (ranker * e->origins + origin) * RUNG_MEASURE_COUNT;
}

Test(evaluate, a_ranking_by_the_moves_themselves_is_perfect_and_its_reverse_is_the_worst)
{
    const char *moves;
    rung_catalog *catalog = large_catalog(false, &moves);
    const char *const names[] = {profile_of("flow = 1\n"), profile_of("flow = -1\n")};
    rung_evaluate_job job = RUNG_EVALUATE_JOB_INIT;
    rung_difference difference[RUNG_MEASURE_COUNT];
    job.moves = moves;
    job.ranker = names;
    job.rankers = 2;
    rung_evaluation *e = judge(catalog, &job);
    cr_assert_eq(e->origins, (size_t)ROLES);
    for (size_t o = 0; o < e->origins; o++) {
        const double *best = value_of(e, 0, o), *worst = value_of(e, 1, o);
        check_near(best[RUNG_MEASURE_H10], 1, "h@10");
        check_near(best[RUNG_MEASURE_NDCG10], 1, "ndcg@10");
        cr_assert_eq(best[RUNG_MEASURE_AUC], 1.0);
        cr_assert_eq(worst[RUNG_MEASURE_H20], 0.0);
        cr_assert_eq(worst[RUNG_MEASURE_AUC], 0.0);
    }
    cr_assert_eq(rung_evaluation_compare(e, 0, 1, difference, NULL), RUNG_OK);
    for (int m = 0; m < RUNG_MEASURE_COUNT; m++) {
        cr_assert(difference[m].more_than_chance && difference[m].estimate.low > 0);
        cr_assert_eq(difference[m].p, 1.0 / 10001);
    }
    rung_evaluation_free(e);
    rung_catalog_free(catalog);
}

Test(evaluate, a_ranking_that_knows_nothing_of_moves_has_an_auc_near_a_half)
{
    const char *moves;
    rung_catalog *catalog = large_catalog(false, &moves);
    rung_evaluate_job job = RUNG_EVALUATE_JOB_INIT;
    job.moves = moves;
    job.ranker = (const char *const[]){"size"};
    job.rankers = 1;
    rung_evaluation *e = judge(catalog, &job);
    const rung_estimate *auc = &e->estimate[RUNG_MEASURE_AUC];
    cr_assert(fabs(auc->mean - 0.5) < 0.05, "%.4f", auc->mean);
    cr_assert(auc->low < 0.5 && auc->high > 0.5 && auc->high - auc->low < 0.15);
    rung_evaluation_free(e);
    rung_catalog_free(catalog);
}

/* No two roles have the same employment, so that there are no ties. */
Test(evaluate, the_order_of_the_catalog_changes_nothing_but_ties)
{
    const char *moves, *reversed;
    rung_catalog *one = large_catalog(false, &moves), *other = large_catalog(true, &reversed);
    rung_evaluate_job job = RUNG_EVALUATE_JOB_INIT;
    job.ranker = (const char *const[]){"size"};
    job.rankers = 1;
    job.moves = moves;
    rung_evaluation *a = judge(one, &job), *b = judge(other, &job);
    for (size_t o = 0; o < a->origins; o++) {
        const double *x = value_of(a, 0, o), *y = value_of(b, 0, ROLES - 1 - o);
        for (int m = 0; m < RUNG_MEASURE_COUNT; m++)
            check_near(x[m], y[m], "an origin");
    }
    rung_evaluation_free(a);
    rung_evaluation_free(b);
    rung_catalog_free(one);
    rung_catalog_free(other);
}

static void check_same(const rung_evaluation *a, const rung_evaluation *b)
{
    size_t values = a->rankers * a->origins * RUNG_MEASURE_COUNT;
    size_t estimates = a->rankers * a->groups * RUNG_MEASURE_COUNT;
    cr_assert_eq(memcmp(a->value, b->value, values * sizeof *a->value), 0);
    cr_assert_eq(memcmp(a->estimate, b->estimate, estimates * sizeof *a->estimate), 0);
    cr_assert_eq(memcmp(a->rise, b->rise, a->rankers * sizeof *a->rise), 0);
}

Test(evaluate, every_kernel_and_number_of_threads_gives_the_same_bits)
{
    const char *moves;
    rung_catalog *catalog = large_catalog(false, &moves);
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    rung_evaluate_job job = RUNG_EVALUATE_JOB_INIT;
    job.moves = moves;
    job.ranker = rankers;
    job.rankers = RANKERS;
    job.matcher = &options;
    job.by = RUNG_GROUP_FAMILY;
    job.resamples = 500;
    options.threads = 1;
    options.kernel = "scalar";
    rung_evaluation *first = judge(catalog, &job);
    rung_kernel_facts kernel;
    for (size_t k = 0; rung_kernel_list(k, &kernel); k++) {
        if (!kernel.runs)
            continue;
        options.kernel = kernel.name;
        options.threads = 2 + (unsigned)k;
        rung_evaluation *e = judge(catalog, &job);
        check_same(first, e);
        rung_evaluation_free(e);
    }
    rung_evaluation_free(first);
    rung_catalog_free(catalog);
}

Test(evaluate, origins_are_divided_by_family_and_zone_with_what_is_not_known_last)
{
    const char *moves;
    rung_catalog *catalog = large_catalog(false, &moves);
    rung_evaluate_job job = RUNG_EVALUATE_JOB_INIT;
    job.moves = moves;
    job.resamples = 100;
    job.by = RUNG_GROUP_FAMILY;
    rung_evaluation *e = judge(catalog, &job);
    cr_assert_eq(e->groups, 4u);
    cr_assert_str_eq(e->ranker[0], "upskill");
    static const char *const names[] = {"all", "north", "south", ""};
    for (size_t g = 0; g < 4; g++) {
        cr_assert_str_eq(e->group[g].name, names[g]);
        cr_assert_eq(e->group[g].origins, g ? ROLES / 3u : (size_t)ROLES);
    }
    for (size_t o = 0; o < e->origins; o++)
        cr_assert_eq(e->group_of[o], (size_t)(e->origin[o] % 3 == 0 ? 3 : e->origin[o] % 3));
    rung_evaluation_free(e);
    job.by = RUNG_GROUP_ZONE;
    e = judge(catalog, &job);
    cr_assert_eq(e->groups, 6u);
    for (size_t o = 0; o < e->origins; o++)
        cr_assert_eq(e->group_of[o], (size_t)(1 + e->origin[o] % 5));
    cr_assert_str_eq(e->group[5].name, "5");
    rung_evaluation_free(e);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- wages, related roles */

static const char small_moves[] = "from_role,to_role,weight\nclerk,coder,1\nclerk,boss,3\n"
                                  "coder,clerk,1\n";

static rung_catalog *small_catalog(void)
{
    rung_catalog *catalog;
    rung_error error;
    rung_status status =
        rung_catalog_open(&catalog, test_write_files(test_small_catalog, NULL), &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    return catalog;
}

/* Clerk 30,000, coder 60,000, boss 90,000: rises of 1 and 2, and -0.5 and 0.5. */
Test(evaluate, tells_what_the_first_roles_pay_and_where_there_is_no_auc)
{
    rung_catalog *catalog = small_catalog();
    rung_evaluate_job job = RUNG_EVALUATE_JOB_INIT;
    job.moves = test_write_text(test_folder(), "moves.csv", small_moves);
    job.ranker = (const char *const[]){"related"};
    job.rankers = 1;
    rung_evaluation *e = judge(catalog, &job);
    cr_assert_eq(e->rise->pairs, 4u);
    cr_assert_eq(e->rise->below, 1u);
    cr_assert_eq(e->rise->median, 0.75);
    cr_assert_eq(value_of(e, 0, 0)[RUNG_MEASURE_H1], 0.75, "the boss is the nearest");
    cr_assert(isnan(value_of(e, 0, 0)[RUNG_MEASURE_AUC]), "all roles have a move");
    cr_assert_eq(e->estimate[RUNG_MEASURE_AUC].mean, value_of(e, 0, 1)[RUNG_MEASURE_AUC]);
    rung_evaluation_free(e);
    rung_catalog_free(catalog);
}

Test(evaluate, what_rules_exclude_is_in_no_first_ten_and_pays_nothing)
{
    rung_catalog *catalog = small_catalog();
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    rung_evaluate_job job = RUNG_EVALUATE_JOB_INIT;
    options.desirable_only = true;
    job.moves = test_write_text(test_folder(), "moves.csv", small_moves);
    job.matcher = &options;
    rung_evaluation *e = judge(catalog, &job);
    cr_assert_eq(e->ruled_out, 4u);
    for (size_t i = 0; i < 2; i++)
        for (int m = 0; m < RUNG_MEASURE_AUC; m++)
            cr_assert_eq(value_of(e, 0, i)[m], 0.0);
    cr_assert_eq(value_of(e, 0, 1)[RUNG_MEASURE_AUC], 0.5, "all are tied");
    cr_assert(e->rise->pairs == 0 && isnan(e->rise->median));
    rung_evaluation_free(e);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- what goes wrong */

static bool stop(void *context, uint64_t people, double fraction)
{
    (void)context;
    return people > 0 && fraction > 0;
}

Test(evaluate, refuses_what_is_out_of_range_and_ends_when_asked)
{
    rung_catalog *catalog = small_catalog();
    const char *moves = test_write_text(test_folder(), "moves.csv", small_moves);
    rung_evaluate_job good = RUNG_EVALUATE_JOB_INIT, bad[8];
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.size--;
    good.moves = moves;
    for (size_t i = 0; i < 8; i++)
        bad[i] = good;
    bad[0].size--;
    bad[1].moves = NULL;
    bad[2].rankers = 1;
    bad[3].ranker = (const char *const[]){NULL};
    bad[3].rankers = 1;
    bad[4].resamples = 99;
    bad[5].resamples = 100001;
    bad[6].ranker = (const char *const[]){"upskil"};
    bad[6].rankers = 1;
    bad[7].matcher = &options;
    for (size_t i = 0; i < 8; i++) {
        rung_evaluation *e = (rung_evaluation *)&bad;
        rung_error error = {.message = ""};
        cr_assert_eq(rung_evaluate(&e, catalog, &bad[i], &error), RUNG_BAD_ARGUMENT, "%zu", i);
        cr_assert(!e && *error.message && error.status == RUNG_BAD_ARGUMENT);
    }
    rung_evaluation *e;
    cr_assert_eq(rung_evaluate(NULL, catalog, &good, NULL), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_evaluate(&e, NULL, &good, NULL), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_evaluate(&e, catalog, NULL, NULL), RUNG_BAD_ARGUMENT);
    good.progress = stop;
    cr_assert_eq(rung_evaluate(&e, catalog, &good, NULL), RUNG_CANCELLED);
    good.progress = NULL;
    e = judge(catalog, &good);
    rung_difference difference[RUNG_MEASURE_COUNT];
    cr_assert_eq(rung_evaluation_compare(e, 0, 1, difference, NULL), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_evaluation_compare(e, 0, 0, NULL, NULL), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_evaluation_compare(NULL, 0, 0, difference, NULL), RUNG_BAD_ARGUMENT);
    rung_evaluation_free(e);
    rung_evaluation_free(NULL);
    rung_catalog_free(catalog);
}

/* What the kernels' library does with memory of its own is no part of it. */
Test(evaluate, survives_each_failing_allocation, .timeout = 120)
{
    rung_catalog *catalog = small_catalog();
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    rung_evaluate_job job = RUNG_EVALUATE_JOB_INIT;
    rung_difference difference[RUNG_MEASURE_COUNT];
    options.threads = 2;
    options.kernel = "scalar";
    job.moves = test_write_text(test_folder(), "moves.csv", small_moves);
    job.ranker = (const char *const[]){"upskill", "cosine"};
    job.rankers = 2;
    job.matcher = &options;
    job.by = RUNG_GROUP_FAMILY;
    job.resamples = 100;
    rung_evaluation *whole = judge(catalog, &job);
    long failed = 1;
    for (long n = 1; failed > 0; n++) {
        rung_evaluation *e;
        rung_error error = {.message = ""};
        failures_arm(FAIL_MEMORY, n, 0);
        rung_status status = rung_evaluate(&e, catalog, &job, &error);
        if (status == RUNG_OK)
            status = rung_evaluation_compare(e, 0, 1, difference, &error);
        failed = failures_disarm();
        cr_assert(status == RUNG_OK || (failed && status == RUNG_NO_MEMORY), "allocation %ld: %s",
                  n, error.message);
        if (status == RUNG_OK) /* a table of biases may be missing: slower, not wrong */
            check_same(whole, e);
        rung_evaluation_free(e);
    }
    rung_evaluation_free(whole);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- real moves */

static bool succeeds(const char *log, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool succeeds(const char *log, const char *format, ...)
{
    char command[2000], whole[2200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    snprintf(whole, sizeof whole, "%s >'%s' 2>&1", command, log);
    int status = system(whole);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

Test(evaluate, numpy_finds_the_same_in_real_moves, .timeout = 300)
{
    static const char data[] = "../shared/data/mobility";
    const char *folder = test_folder(), *log = test_path(folder, "log");
    const char *program = getenv("RUNG_PROGRAM");
    if (access(data, R_OK) != 0)
        cr_skip_test("no %s: docs/formats.md tells what goes there", data);
    if (!succeeds(log, "%s -c 'import numpy'", python))
        cr_skip_test("no NumPy for %s: `make deps` installs it", python);
    rung_onet_job import = RUNG_ONET_JOB_INIT;
    rung_onet_summary facts;
    rung_error error;
    import.source = "../shared/data/onet-29.0";
    import.output = test_path(folder, "catalog");
    import.wages = "../shared/data/bls/oews_national_2024.tsv";
    import.groups = "../shared/data/mobility/role_groups.csv";
    cr_assert_eq(rung_import_onet(&import, &facts, &error), RUNG_OK, "%s", error.message);
    rung_free(facts.unrated);
    bool same = succeeds(log, "%s -B tests/evaluate_numpy.py '%s' '%s' %s", python,
                         program ? program : RUNG_PROGRAM_DEFAULT, import.output, data);
    char *text = test_read(log, NULL);
    cr_assert(same, "%s", text);
    cr_assert(strstr(text, " figures agree"), "%s", text);
    free(text);
}
