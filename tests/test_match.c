/* test_match.c - matching by every kernel, thread count and window gives the definition's answer.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/csv.h"
#include "failures.h"
#include "kernel/kernel.h"
#include "oracle.h"
#include "random_catalog.h"
#include "support.h"

static rung_matcher *make(const rung_catalog *catalog, const rung_matcher_options *options)
{
    rung_matcher *matcher;
    rung_error error;
    cr_assert_eq(rung_matcher_new(&matcher, catalog, options, &error), RUNG_OK, "%s",
                 error.message);
    return matcher;
}

/* Options by chance, the same for the engine and the oracle. */
static void draw_options(const rung_catalog *catalog, rung_matcher_options *engine,
                         oracle_options *wanted, const char *folder, uint64_t *seed)
{
    static const char *const shipped[] = {"upskill", "mobility", "readiness", "similarity"};
    *engine = (rung_matcher_options)RUNG_MATCHER_OPTIONS_INIT;
    size_t which = test_below(seed, 6);
    if (which < 4) {
        engine->profile = shipped[which];
        *wanted = oracle_profile(catalog, shipped[which]);
    } else { /* every signal, some against what a person would want */
        char text[2000] = "";
        *wanted = oracle_profile(catalog, "readiness");
        for (int s = 0; s < RUNG_SIGNAL_COUNT; s++) {
            wanted->beta[s] = (double)test_below(seed, 9) / 4 - 1;
            if (s == RUNG_SIGNAL_GROWTH) /* never are all zero */
                wanted->beta[s] = 0.5;
            if (s == RUNG_SIGNAL_EMBEDDING) /* these catalogs have no vectors */
                wanted->beta[s] = 0;
            char line[80];
            snprintf(line, sizeof line, "%s = %.9g\n", rung_signal_name((rung_signal)s),
                     wanted->beta[s]);
            strcat(text, line);
        }
        if (test_below(seed, 2)) {
            wanted->wage_floor = 0.5 + (double)test_below(seed, 8) / 10;
            snprintf(text + strlen(text), 40, "wage_floor = %.9g\n", wanted->wage_floor);
        }
        engine->profile = test_write_text(folder, "drawn.profile", text);
    }
    wanted->viable = engine->viable_only = test_below(seed, 3) == 0;
    wanted->desirable = engine->desirable_only = test_below(seed, 4) == 0;
    wanted->theta = engine->theta = (double)test_below(seed, 5) / 5;
    wanted->essential = engine->essential = (double)test_below(seed, 5) / 5;
    wanted->zone_step = engine->zone_step = (int)test_below(seed, 3);
    wanted->wage_growth = engine->wage_growth = (double)test_below(seed, 5) / 10 - 0.2;
}

static void compare(const rung_hit *got, const rung_hit *want, size_t count, size_t top)
{
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(got[i].role, want[i].role,
                     "person %zu, place %zu: role %u (%.17g), by definition %u (%.17g)", i / top,
                     i % top, got[i].role, got[i].score, want[i].role, want[i].score);
        cr_assert_float_eq(got[i].score, want[i].score, 1e-12);
        cr_assert_eq(got[i].readiness, want[i].readiness);
        cr_assert_float_eq(got[i].similarity, want[i].similarity, 1e-14);
    }
}

/* The i-th of the kernels that run here, over and over. */
static const char *some_kernel(size_t i)
{
    const char *names[16];
    size_t count = 0;
    for (size_t k = 0; rung_kernels[k] && count < 16; k++)
        if (rung_kernels[k]->runs())
            names[count++] = rung_kernels[k]->name;
    return names[i % count];
}

Test(match, gives_the_definitions_answer_on_catalogs_by_chance, .timeout = 300)
{
    uint64_t seed = 21;
    const char *folder = test_folder();
    for (size_t round = 0; round < test_rounds(150); round++) {
        rung_catalog *catalog = random_catalog(&seed);
        rung_matcher_options options;
        oracle_options by_definition;
        draw_options(catalog, &options, &by_definition, folder, &seed);
        options.kernel = some_kernel(round);
        options.threads = 1 + (unsigned)test_below(&seed, 2);
        rung_matcher *matcher = make(catalog, &options);
        oracle o = oracle_make(catalog);
        size_t people = 1 + test_below(&seed, 90);
        size_t top = 1 + test_below(&seed, o.roles + 3);
        float *levels = random_levels(catalog, people, round % 3 == 0, &seed);
        uint32_t *role = random_roles(catalog, people, &seed);
        rung_hit *got = calloc(people * top, sizeof *got), *want = calloc(top, sizeof *want);
        rung_error error;
        cr_assert_eq(rung_match(matcher, levels, people, role, got, top, &error), RUNG_OK, "%s",
                     error.message);
        for (size_t i = 0; i < people; i++) {
            oracle_match(&o, &by_definition, levels + i * o.skills, role[i], want, top);
            compare(got + i * top, want, top, top);
        }
        free(got);
        free(want);
        free(levels);
        free(role);
        oracle_free(&o);
        rung_matcher_free(matcher);
        rung_catalog_free(catalog);
    }
}

/* The bundled catalog, and people of every kind. */
typedef struct crowd {
    rung_catalog *catalog;
    size_t people, top;
    float *levels;
    uint32_t *role;
    rung_hit *first; /* by the scalar kernel, one thread, window 1 */
} crowd;

static rung_hit *match_crowd(const crowd *c, const rung_matcher_options *options)
{
    rung_matcher *matcher = make(c->catalog, options);
    rung_hit *hits = calloc(c->people * c->top, sizeof *hits);
    cr_assert_eq(rung_match(matcher, c->levels, c->people, c->role, hits, c->top, NULL), RUNG_OK);
    rung_matcher_free(matcher);
    return hits;
}

static crowd make_crowd(bool on_grid, const rung_matcher_options *options)
{
    crowd c = {.people = 700, .top = 5};
    uint64_t seed = 31;
    cr_assert_eq(rung_catalog_open(&c.catalog, "datasets/upskilling-2025", NULL), RUNG_OK);
    c.levels = random_levels(c.catalog, c.people, on_grid, &seed);
    c.role = random_roles(c.catalog, c.people, &seed);
    rung_matcher_options plain = *options;
    plain.kernel = "scalar";
    plain.threads = 1;
    plain.window = 1;
    c.first = match_crowd(&c, &plain);
    return c;
}

static void free_crowd(crowd *c)
{
    free(c->levels);
    free(c->role);
    free(c->first);
    rung_catalog_free(c->catalog);
}

Test(match, bytes_are_the_same_for_every_kernel_thread_count_and_window, .timeout = 300)
{
    static const size_t windows[] = {1, 7, 64, 4096};
    static const char *const profiles[] = {"upskill", "readiness", "similarity"};
    for (size_t p = 0; p < 6; p++) {
        rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
        options.profile = profiles[p % 3];
        options.viable_only = p >= 3;
        crowd c = make_crowd(p % 2, &options);
        for (size_t k = 0; rung_kernels[k]; k++)
            for (unsigned threads = 1; threads <= 2 && rung_kernels[k]->runs(); threads++)
                for (size_t w = 0; w < 4; w++) {
                    options.kernel = rung_kernels[k]->name;
                    options.threads = threads;
                    options.window = windows[w];
                    rung_hit *hits = match_crowd(&c, &options);
                    cr_assert_eq(memcmp(hits, c.first, c.people * c.top * sizeof *hits), 0,
                                 "profile %s, kernel %s, %u threads, window %zu", options.profile,
                                 options.kernel, threads, windows[w]);
                    free(hits);
                }
        free_crowd(&c);
    }
}

typedef struct caller {
    const crowd *crowd;
    const rung_matcher *matcher;
    bool same;
} caller;

static void *call(void *context)
{
    caller *c = context;
    size_t cells = c->crowd->people * c->crowd->top;
    rung_hit *hits = malloc(cells * sizeof *hits);
    c->same = true;
    for (int i = 0; i < 5 && hits; i++) {
        memset(hits, 0, cells * sizeof *hits);
        c->same &= rung_match(c->matcher, c->crowd->levels, c->crowd->people, c->crowd->role, hits,
                              c->crowd->top, NULL) == RUNG_OK;
        c->same &= memcmp(hits, c->crowd->first, cells * sizeof *hits) == 0;
    }
    free(hits);
    return NULL;
}

Test(match, eight_threads_may_share_one_matcher, .timeout = 300)
{
    enum { CALLERS = 8 };
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.threads = 2;
    crowd c = make_crowd(false, &options);
    rung_matcher *matcher = make(c.catalog, &options);
    pthread_t thread[CALLERS];
    caller callers[CALLERS];
    for (size_t i = 0; i < CALLERS; i++) {
        callers[i] = (caller){&c, matcher, false};
        cr_assert_eq(pthread_create(&thread[i], NULL, call, &callers[i]), 0);
    }
    for (size_t i = 0; i < CALLERS; i++) {
        pthread_join(thread[i], NULL);
        cr_assert(callers[i].same, "caller %zu got another answer", i);
    }
    rung_matcher_free(matcher);
    free_crowd(&c);
}

Test(match, allocates_nothing)
{
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.threads = 1;
    crowd c = make_crowd(false, &options);
    rung_matcher *matcher = make(c.catalog, &options);
    rung_hit *hits = calloc(c.people * c.top, sizeof *hits);
    failures_arm(FAIL_MEMORY, 1, 0);
    rung_status status = rung_match(matcher, c.levels, c.people, c.role, hits, c.top, NULL);
    cr_assert_eq(failures_disarm(), 0, "an allocation was tried");
    cr_assert_eq(status, RUNG_OK);
    cr_assert_eq(memcmp(hits, c.first, c.people * c.top * sizeof *hits), 0);
    free(hits);
    rung_matcher_free(matcher);
    free_crowd(&c);
}

Test(match, a_matcher_is_built_or_memory_is_said_to_be_short)
{
    rung_catalog *catalog;
    cr_assert_eq(rung_catalog_open(&catalog, "datasets/upskilling-2025", NULL), RUNG_OK);
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.threads = 2;
    rung_status status = RUNG_NO_MEMORY;
    long n = 1;
    for (; n < 500; n++) {
        rung_matcher *matcher;
        failures_arm(FAIL_MEMORY, n, 0);
        status = rung_matcher_new(&matcher, catalog, &options, NULL);
        long failed = failures_disarm();
        cr_assert(status == RUNG_NO_MEMORY ? matcher == NULL : status == RUNG_OK);
        cr_assert(status == RUNG_OK || failed == 1);
        rung_matcher_free(matcher);
        if (failed == 0)
            break;
    }
    cr_assert_eq(status, RUNG_OK);
    cr_assert_gt(n, 10);
    rung_catalog_free(catalog);
}

Test(match, bad_arguments_are_named)
{
    rung_catalog *catalog;
    rung_error error;
    rung_matcher *m;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(test_small_catalog, NULL), NULL),
                 RUNG_OK);
    size_t skills = rung_catalog_skills(catalog);
    m = make(catalog, NULL);
    float *levels = calloc(2 * skills, sizeof *levels);
    rung_hit hits[4];
    uint32_t roles[2] = {RUNG_NONE, 99};
    cr_assert_eq(rung_match(m, levels, 2, roles, hits, 2, &error), RUNG_BAD_ARGUMENT);
    cr_assert_not_null(strstr(error.message, "person 1, current role: found 99"));
    const float wrong[] = {-0.5f, 4.5f, (float)(0.0 / 0.0), (float)(1 / 0.0)};
    for (size_t i = 0; i < 4; i++) {
        levels[skills + 1] = wrong[i];
        cr_assert_eq(rung_match(m, levels, 2, NULL, hits, 2, &error), RUNG_BAD_ARGUMENT);
        cr_assert_not_null(strstr(error.message, "person 1, skill 1"), "%s", error.message);
    }
    levels[skills + 1] = 0;
    cr_assert_eq(rung_match(m, levels, 2, NULL, hits, 0, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_match(m, NULL, 2, NULL, hits, 1, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_match(m, NULL, 0, NULL, NULL, 1, &error), RUNG_OK);
    rung_matcher_free(m);
    m = (rung_matcher *)&error;
    cr_assert_eq(rung_matcher_new(&m, NULL, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_null(m);
    struct {
        rung_matcher_options options;
        const char *message;
    } bad[] = {{RUNG_MATCHER_OPTIONS_INIT, "theta"},   {RUNG_MATCHER_OPTIONS_INIT, "essential"},
               {RUNG_MATCHER_OPTIONS_INIT, "zone"},    {RUNG_MATCHER_OPTIONS_INIT, "wage_growth"},
               {RUNG_MATCHER_OPTIONS_INIT, "window"},  {RUNG_MATCHER_OPTIONS_INIT, "kernel"},
               {RUNG_MATCHER_OPTIONS_INIT, "profile"}, {RUNG_MATCHER_OPTIONS_INIT, "size"}};
    bad[0].options.theta = 1.5;
    bad[1].options.essential = -1;
    bad[2].options.zone_step = 9;
    bad[3].options.wage_growth = -2;
    bad[4].options.window = 1 << 20;
    bad[5].options.kernel = "abacus";
    bad[6].options.profile = "wishful";
    bad[7].options.size = 3;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_assert_eq(rung_matcher_new(&m, catalog, &bad[i].options, &error), RUNG_BAD_ARGUMENT);
        cr_assert_null(m);
        cr_assert_not_null(strstr(error.message, bad[i].message), "%s", error.message);
    }
    free(levels);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- extremes */

/* count roles that ask for one of the skills each; figures(i) are the columns behind the title. */
static rung_catalog *wide_catalog(const char *ini, unsigned roles, unsigned skills,
                                  const char *(*figures)(unsigned i))
{
    const char *folder = test_folder();
    rung_buffer s = {0}, r = {0}, q = {0};
    char line[120];
    rung_put_text(&s, "skill_id,name,kind\n");
    rung_put_text(&r, "role_id,title,wage,employment,growth,automation_risk\n");
    rung_put_text(&q, "role_id,skill_id,level,importance\n");
    for (unsigned d = 0; d < skills; d++) {
        snprintf(line, sizeof line, "s%u,S,other\n", d);
        rung_put_text(&s, line);
    }
    for (unsigned i = 0; i < roles; i++) {
        snprintf(line, sizeof line, "r%u,R,%s\n", i, figures(i));
        rung_put_text(&r, line);
        for (unsigned d = i % 7; d < skills; d += 7) {
            snprintf(line, sizeof line, "r%u,s%u,%u,%s\n", i, d, (i * 31 + d * 17) % 1000 + 1,
                     (i + d) % 2 ? "1" : "0.3");
            rung_put_text(&q, line);
        }
    }
    test_write_text(folder, "catalog.ini", ini);
    test_write(folder, "skills.csv", s.at, s.length);
    test_write(folder, "roles.csv", r.at, r.length);
    test_write(folder, "role_skills.csv", q.at, q.length);
    rung_buffer_free(&s);
    rung_buffer_free(&r);
    rung_buffer_free(&q);
    rung_catalog *catalog;
    rung_error error;
    cr_assert_eq(rung_catalog_open(&catalog, folder, &error), RUNG_OK, "%s", error.message);
    return catalog;
}

static const char *extreme_figures(unsigned i)
{
    static const char *const rows[] = {"1000,10,0,0.5", "1e15,1e15,1e6,1", "0.01,0,-1,0",
                                       "1000,10,0.1,0.5", "0.01,1e15,1e6,0"};
    return rows[i % 5];
}

/* Every figure and weight at its limit: scores stay numbers, and few are the first of many. */
Test(match, keeps_scores_finite_whatever_the_figures)
{
    static const char *const texts[] = {
        "readiness=1\ngrowth=-1\n", "readiness=1\ngrowth=1e6\n",
        "wage=1e6\nemployment=1e6\ngrowth=1e6\nautomation_risk=1e6\ninflow=1e6\ntransfer=1e6\n",
        "wage=-1e6\nemployment=-1e6\ngrowth=-1e6\nreadiness=-1e6\nsimilarity=-1e6\n"};
    rung_catalog *catalog =
        wide_catalog("name = x\nlevels = 1000\ngrid = 100\n", 100, 10, extreme_figures);
    float levels[10] = {0, 1000, 3, 500, 70};
    uint32_t role = 1;
    rung_hit few[3], all[99];
    for (size_t i = 0; i < 4 * sizeof texts / sizeof *texts; i++) {
        rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
        options.profile = test_write_text(test_folder(), "mine", texts[i / 4]);
        options.kernel = some_kernel(i);
        rung_matcher *matcher = make(catalog, &options);
        cr_assert_eq(rung_match(matcher, levels, 1, &role, few, 3, NULL), RUNG_OK);
        cr_assert_eq(rung_match(matcher, levels, 1, &role, all, 99, NULL), RUNG_OK);
        for (size_t k = 0; k < 99; k++)
            cr_assert(all[k].role != RUNG_NONE && isfinite(all[k].score), "place %zu", k);
        compare(few, all, 3, 3);
        rung_matcher_free(matcher);
    }
    rung_catalog_free(catalog);
}

static const char *no_figures(unsigned i)
{
    (void)i;
    return ",,,";
}

/* A thousand steps for each of many skills would take gigabytes; a coarser grid gives the same. */
Test(match, keeps_memory_and_the_answer_when_the_grid_is_very_fine)
{
    enum { SKILLS = 140, PEOPLE = 20, TOP = 5 };
    rung_catalog *catalog =
        wide_catalog("name = x\nlevels = 1000\ngrid = 1\n", 400, SKILLS, no_figures);
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    oracle_options wanted = oracle_profile(catalog, "upskill");
    rung_matcher *matcher = make(catalog, &options);
    cr_assert_lt(rung_matcher_describe(matcher).dimensions, 100000u);
    oracle o = oracle_make(catalog);
    uint64_t seed = 77;
    float *levels = random_levels(catalog, PEOPLE, true, &seed);
    uint32_t *role = random_roles(catalog, PEOPLE, &seed);
    rung_hit got[PEOPLE * TOP], want[TOP];
    cr_assert_eq(rung_match(matcher, levels, PEOPLE, role, got, TOP, NULL), RUNG_OK);
    for (size_t i = 0; i < PEOPLE; i++) {
        oracle_match(&o, &wanted, levels + i * SKILLS, role[i], want, TOP);
        compare(got + i * TOP, want, TOP, TOP);
    }
    free(levels);
    free(role);
    oracle_free(&o);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- real occupations */

static const char onet[] = "../shared/data/onet-29.0";

/* Match a population file to file and hold every row against the definition. */
static void check_rows(const rung_catalog *catalog, const char *people, const char *profile,
                       size_t top)
{
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.profile = profile;
    rung_matcher *matcher = make(catalog, &options);
    rung_match_job job = RUNG_MATCH_JOB_INIT;
    rung_error error;
    job.people = people;
    job.output = test_path(test_folder(), "matches.csv");
    job.top = top;
    cr_assert_eq(rung_match_people(matcher, &job, NULL, &error), RUNG_OK, "%s", error.message);
    oracle_options by_definition = oracle_profile(catalog, profile);
    oracle o = oracle_make(catalog);
    rung_people *reader;
    rung_csv *rows;
    rung_batch batch;
    bool more;
    cr_assert_eq(rung_people_open(&reader, catalog, people, RUNG_IMPUTE_EMPTY, NULL), RUNG_OK);
    cr_assert_eq(rung_csv_open(&rows, job.output, RUNG_CSV, NULL), RUNG_OK);
    for (;;) {
        cr_assert_eq(rung_people_next(reader, 4096, &batch, NULL), RUNG_OK);
        if (batch.people == 0)
            break;
        rung_hit *want = calloc(batch.people * top, sizeof *want);
#pragma omp parallel for schedule(dynamic, 16)
        for (size_t i = 0; i < batch.people; i++)
            oracle_match(&o, &by_definition, batch.levels + i * o.skills, batch.current_role[i],
                         want + i * top, top);
        for (size_t i = 0; i < batch.people * top; i++) {
            char line[300], got[300] = "";
            cr_assert_eq(rung_csv_next(rows, &more, NULL), RUNG_OK);
            cr_assert(more);
            for (size_t f = 0; f < 6; f++) {
                rung_slice field = rung_csv_field(rows, f);
                snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", f ? "," : "",
                         (int)field.length, field.at);
            }
            snprintf(line, sizeof line, "%s,%zu,%s,%.9g,%.9g,%.9g", batch.id[i / top], i % top + 1,
                     rung_catalog_role(catalog, want[i].role).id, want[i].score, want[i].readiness,
                     want[i].similarity);
            cr_assert_str_eq(got, line);
        }
        free(want);
    }
    cr_assert_eq(rung_csv_next(rows, &more, NULL), RUNG_OK);
    cr_assert_not(more, "more rows than people have");
    rung_csv_close(rows);
    rung_people_free(reader);
    oracle_free(&o);
    rung_matcher_free(matcher);
}

Test(match, every_row_over_real_occupations_is_the_definitions, .timeout = 1800)
{
    if (access(onet, R_OK) != 0)
        cr_skip_test("no %s: docs/formats.md tells what goes there", onet);
    const char *folder = test_folder();
    rung_onet_job import = RUNG_ONET_JOB_INIT;
    rung_synth_job synth = RUNG_SYNTH_JOB_INIT;
    rung_onet_summary facts;
    rung_error error;
    rung_catalog *catalog;
    import.source = onet;
    import.output = test_path(folder, "catalog");
    import.wages = "../shared/data/bls/oews_national_2024.tsv";
    cr_assert_eq(rung_import_onet(&import, &facts, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(facts.rated_roles, 879);
    rung_free(facts.unrated);
    cr_assert_eq(rung_catalog_open(&catalog, import.output, &error), RUNG_OK, "%s", error.message);
    synth.people = test_rounds(1500); /* RUNG_TEST_SCALE=200: 300,000 */
    synth.output = test_path(folder, "people");
    synth.format = RUNG_PEOPLE_NPY;
    synth.on_grid = 0.7;
    cr_assert_eq(rung_synth(catalog, &synth, NULL, &error), RUNG_OK, "%s", error.message);
    check_rows(catalog, synth.output, "upskill", 10);
    check_rows(catalog, synth.output, "readiness", 10);
    check_rows(catalog, synth.output, "similarity", 3);
    rung_catalog_free(catalog);
}

Test(match, every_occupation_is_matched_as_defined, .timeout = 600)
{
    if (access(onet, R_OK) != 0)
        cr_skip_test("no %s: docs/formats.md tells what goes there", onet);
    const char *folder = test_folder();
    rung_onet_job import = RUNG_ONET_JOB_INIT;
    rung_onet_summary facts;
    rung_error error;
    rung_catalog *catalog;
    import.source = onet;
    import.output = test_path(folder, "catalog");
    cr_assert_eq(rung_import_onet(&import, &facts, &error), RUNG_OK, "%s", error.message);
    rung_free(facts.unrated);
    cr_assert_eq(rung_catalog_open(&catalog, import.output, &error), RUNG_OK, "%s", error.message);
    char *text = calloc(1, 64 * (rung_catalog_roles(catalog) + 1));
    strcpy(text, "person_id,role_id\n"); /* without levels: everybody gets the role's, off grid */
    for (uint32_t r = 0; r < rung_catalog_roles(catalog); r++)
        if (rung_catalog_role(catalog, r).rated)
            sprintf(text + strlen(text), "p%u,%s\n", r, rung_catalog_role(catalog, r).id);
    test_write_text(folder, "people.csv", text);
    check_rows(catalog, folder, "upskill", 10);
    check_rows(catalog, folder, "readiness", 10);
    free(text);
    rung_catalog_free(catalog);
}
