/* test_embedding.c - vectors are matched as defined, whatever the kernel, the threads, the window
 * and the sizes of their entries. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/catalog.h"
#include "kernel/kernel.h"
#include "match/matcher.h"
#include "oracle.h"
#include "random_catalog.h"
#include "random_vectors.h"
#include "support.h"

static rung_matcher *make(const rung_catalog *catalog, const rung_matcher_options *options)
{
    rung_matcher *matcher;
    rung_error error;
    cr_assert_eq(rung_matcher_new(&matcher, catalog, options, &error), RUNG_OK, "%s",
                 error.message);
    return matcher;
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

/* People of a trial: those who read nothing but vectors have no levels. */
typedef struct crowd {
    const rung_catalog *catalog;
    size_t people, top;
    float *levels, *vectors;
    uint32_t *role;
} crowd;

static crowd make_crowd(const rung_catalog *catalog, size_t people, int kind, uint64_t *seed)
{
    size_t dimensions = rung_catalog_dimensions(catalog);
    crowd c = {.catalog = catalog, .people = people};
    c.top = 1 + test_below(seed, rung_catalog_roles(catalog) + 3);
    c.top = test_below(seed, 4) ? c.top : 1;
    if (rung_catalog_skills(catalog) > 0)
        c.levels = random_levels(catalog, people, false, seed);
    c.vectors = random_vectors(people, dimensions, kind, seed);
    c.role = random_roles(catalog, people, seed);
    for (size_t i = 1; i < people; i++) /* some are alike in all but the vector, some in all */
        if (test_below(seed, 4) == 0) {
            c.role[i] = c.role[i - 1];
            size_t skills = rung_catalog_skills(catalog);
            if (skills > 0)
                memcpy(c.levels + i * skills, c.levels + (i - 1) * skills, skills * sizeof(float));
            if (test_below(seed, 2))
                memcpy(c.vectors + i * dimensions, c.vectors + (i - 1) * dimensions,
                       dimensions * sizeof(float));
        }
    return c;
}

static void free_crowd(crowd *c)
{
    free(c->levels);
    free(c->vectors);
    free(c->role);
}

static rung_hit *match_crowd(const crowd *c, const rung_matcher *matcher)
{
    rung_error error;
    rung_hit *hits = calloc(c->people * c->top, sizeof *hits);
    rung_batch batch = {
        .people = c->people, .current_role = c->role, .levels = c->levels, .vectors = c->vectors};
    cr_assert_eq(rung_match_batch(matcher, &batch, hits, c->top, &error), RUNG_OK, "%s",
                 error.message);
    return hits;
}

/* Every hit is the oracle's, to the last bit; other signals' logarithms would only nearly be. */
static void check_crowd(const crowd *c, const rung_hit *got, const oracle_options *wanted)
{
    oracle o = oracle_make(c->catalog);
    rung_hit *want = calloc(c->top, sizeof *want);
    size_t dimensions = rung_catalog_dimensions(c->catalog);
    for (size_t i = 0; i < c->people; i++) {
        o.vector = c->vectors + i * dimensions;
        oracle_match(&o, wanted, c->levels ? c->levels + i * o.skills : NULL, c->role[i], want,
                     c->top);
        for (size_t k = 0; k < c->top; k++, got++) {
            cr_assert_eq(got->role, want[k].role,
                         "person %zu, place %zu: role %u (%.17g), by definition %u (%.17g)", i, k,
                         got->role, got->score, want[k].role, want[k].score);
            cr_assert_float_eq(got->score, want[k].score, 1e-13 * fabs(want[k].score));
            cr_assert_eq(got->readiness, want[k].readiness);
        }
    }
    free(want);
    oracle_free(&o);
}

static const size_t odd_dimensions[] = {1, 2, 7, 8, 9, 15, 16, 17, 31, 64, 100, 128, 300};

static size_t draw_dimensions(uint64_t *seed)
{
    return odd_dimensions[test_below(seed, sizeof odd_dimensions / sizeof *odd_dimensions)];
}

/* ---------------------------------------------------------------- vectors alone */

TEST_EACH(embedding, of_every_kind_is_matched_as_defined, VECTORS_KINDS)
{
    uint64_t seed = 11 + *row;
    for (size_t round = 0; round < test_rounds(24); round++) {
        size_t roles = test_below(&seed, 6) ? 1 + test_below(&seed, 300) : 1;
        size_t dimensions = draw_dimensions(&seed);
        float *vectors = random_vectors(roles, dimensions, (int)*row, &seed);
        rung_catalog *catalog = open_vector_catalog(write_vector_catalog(
            roles, dimensions, vectors, test_below(&seed, 2) ? "cosine" : "product"));
        oracle_options wanted = oracle_profile(catalog, "embedding");
        crowd c = make_crowd(catalog, 1 + test_below(&seed, 80),
                             test_below(&seed, 3) ? (int)*row : VECTORS_JUMBLE, &seed);
        rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
        options.profile = test_below(&seed, 2) ? "embedding" : NULL; /* the usual one here */
        options.kernel = some_kernel(round);
        options.threads = 1 + (unsigned)test_below(&seed, 2);
        rung_matcher *matcher = make(catalog, &options);
        rung_hit *hits = match_crowd(&c, matcher);
        check_crowd(&c, hits, &wanted);
        free(hits);
        free(vectors);
        free_crowd(&c);
        rung_matcher_free(matcher);
        rung_catalog_free(catalog);
    }
}

TEST_EACH(embedding, gives_the_same_bytes_with_every_kernel_thread_count_and_window, VECTORS_KINDS)
{
    static const size_t windows[] = {1, 7, 64, 4096};
    uint64_t seed = 5 + *row;
    for (int product = 0; product < 2; product++) {
        float *vectors = random_vectors(1500, 33, (int)*row, &seed);
        rung_catalog *catalog = open_vector_catalog(
            write_vector_catalog(1500, 33, vectors, product ? "product" : "cosine"));
        crowd c = make_crowd(catalog, 150, (int)*row, &seed);
        rung_hit *first = NULL;
        c.top = 7;
        for (size_t k = 0; rung_kernels[k]; k++)
            for (size_t w = 0; w < 8 && rung_kernels[k]->runs(); w++) {
                rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
                options.kernel = rung_kernels[k]->name;
                options.threads = 1 + (unsigned)(w / 4);
                options.window = windows[w % 4];
                rung_matcher *matcher = make(catalog, &options);
                rung_hit *hits = match_crowd(&c, matcher);
                if (!first)
                    first = hits;
                cr_assert_eq(memcmp(hits, first, c.people * c.top * sizeof *hits), 0,
                             "kernel %s, window %zu", options.kernel, options.window);
                if (hits != first)
                    free(hits);
                rung_matcher_free(matcher);
            }
        free(first);
        free(vectors);
        free_crowd(&c);
        rung_catalog_free(catalog);
    }
}

/* Roles beside a far longer one come to lie below the least normal float when they are encoded:
 * there 3 and 7 of the least float become 2 and 4 of twice that, 5 and 6 become 2 and 3. */
Test(embedding, finds_the_best_of_roles_that_encoding_rounds_to_almost_nothing)
{
    enum { DIMENSIONS = 64, ROLES = 40 };
    float vectors[ROLES * DIMENSIONS], person[DIMENSIONS];
    for (size_t i = 0; i < ROLES * DIMENSIONS; i++)
        vectors[i] = -1;
    for (size_t k = 0; k < DIMENSIONS; k++) {
        vectors[DIMENSIONS + k] = (float)(k % 2 ? 3 * 0x1p-149 : 7 * 0x1p-149);
        vectors[2 * DIMENSIONS + k] = (float)(k % 8 ? 5 * 0x1p-149 : 6 * 0x1p-149);
        person[k] = 0x1p60f;
    }
    rung_catalog *catalog =
        open_vector_catalog(write_vector_catalog(ROLES, DIMENSIONS, vectors, "product"));
    for (size_t k = 0; rung_kernels[k]; k++) {
        rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
        rung_batch batch = {.people = 1, .vectors = person};
        rung_hit hit;
        options.kernel = rung_kernels[k]->name;
        if (!rung_kernels[k]->runs())
            continue;
        rung_matcher *m = make(catalog, &options);
        cr_assert_eq(rung_match_batch(m, &batch, &hit, 1, NULL), RUNG_OK);
        cr_assert_eq(hit.role, 2, "kernel %s", options.kernel);
        cr_assert_eq(hit.score, (8 * 6 + 56 * 5) * 0x1p-89);
        rung_matcher_free(m);
    }
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- with skills */

/* A random catalog that has vectors, too. */
static rung_catalog *mixed_catalog(int kind, uint64_t *seed)
{
    rung_catalog *plain = random_catalog(seed);
    const char *folder = test_path(plain->folder, "");
    size_t roles = rung_catalog_roles(plain), dimensions = draw_dimensions(seed);
    float *vectors = random_vectors(roles, dimensions, kind, seed);
    write_vectors(folder, "role_vectors.npy", roles, dimensions, vectors);
    free(vectors);
    rung_catalog_free(plain);
    if (test_below(seed, 2))
        test_write_text(folder, "catalog.ini",
                        "name = by chance\nlevels = 7\ngrid = 0.5\nvectors = product\n");
    return open_vector_catalog(folder);
}

/* Some signals of skills, of vectors, and a figure: all but logarithms and relations. */
static void draw_options(const rung_catalog *catalog, rung_matcher_options *engine,
                         oracle_options *wanted, const char *folder, uint64_t *seed)
{
    static const rung_signal drawn[] = {
        RUNG_SIGNAL_READINESS, RUNG_SIGNAL_TRANSFER, RUNG_SIGNAL_SIMILARITY, RUNG_SIGNAL_EMBEDDING,
        RUNG_SIGNAL_ZONE,      RUNG_SIGNAL_FAMILY,   RUNG_SIGNAL_GROWTH,
    };
    char text[400] = "";
    *engine = (rung_matcher_options)RUNG_MATCHER_OPTIONS_INIT;
    *wanted = oracle_profile(catalog, "embedding");
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
        double beta = test_below(seed, 3) ? (double)test_below(seed, 9) / 4 - 1 : 0;
        if (drawn[i] == RUNG_SIGNAL_EMBEDDING && beta == 0)
            beta = 0.3;
        wanted->beta[drawn[i]] = beta;
        sprintf(text + strlen(text), "%s = %.9g\n", rung_signal_name(drawn[i]), beta);
    }
    engine->profile = test_write_text(folder, "drawn.profile", text);
    wanted->viable = engine->viable_only = test_below(seed, 4) == 0;
    wanted->theta = engine->theta = (double)test_below(seed, 5) / 5;
}

Test(embedding, mixes_with_signals_of_skills_as_defined, .timeout = 300)
{
    uint64_t seed = 41;
    const char *folder = test_folder();
    for (size_t round = 0; round < test_rounds(150); round++) {
        bool spread = round % 2; /* products of vectors of all sizes drown every other signal */
        rung_catalog *catalog =
            mixed_catalog(spread ? VECTORS_SPREAD : (int)test_below(&seed, VECTORS_KINDS), &seed);
        crowd c =
            make_crowd(catalog, 1 + test_below(&seed, 80),
                       spread ? VECTORS_SPREAD : (int)test_below(&seed, VECTORS_KINDS), &seed);
        rung_matcher_options options;
        oracle_options wanted;
        draw_options(catalog, &options, &wanted, folder, &seed);
        options.kernel = some_kernel(round);
        options.threads = 1 + (unsigned)test_below(&seed, 2);
        rung_matcher *matcher = make(catalog, &options);
        rung_hit *hits = match_crowd(&c, matcher);
        check_crowd(&c, hits, &wanted);
        free(hits);
        free_crowd(&c);
        rung_matcher_free(matcher);
        rung_catalog_free(catalog);
    }
}

/* A small catalog whose roles have the vectors (3, 4), (0, 0), (-4, 3) and (1, 0); "idle", the last
 * one, has no skills. */
static rung_catalog *small_catalog(const char *likeness)
{
    static const float vectors[] = {3, 4, 0, 0, -4, 3, 1, 0};
    char ini[100];
    snprintf(ini, sizeof ini, "name = Small\nlevels = 4\ngrid = 0.5\nvectors = %s\n", likeness);
    const char *folder = test_write_files(test_small_catalog,
                                          (const test_file[]){{"catalog.ini", ini}, {NULL, NULL}});
    write_vectors(folder, "role_vectors.npy", 4, 2, vectors);
    return open_vector_catalog(folder);
}

static double value_of(const rung_catalog *catalog, const char *profile, const float *vector,
                       uint32_t role)
{
    static const float levels[5];
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.profile = profile;
    rung_matcher *matcher = make(catalog, &options);
    rung_person person = {.levels = levels, .current_role = RUNG_NONE, .vector = vector};
    rung_explanation e;
    rung_error error;
    cr_assert_eq(rung_explain_person(matcher, &person, role, &e, NULL, NULL, &error), RUNG_OK, "%s",
                 error.message);
    cr_assert(e.known[RUNG_SIGNAL_EMBEDDING]);
    rung_matcher_free(matcher);
    return e.value[RUNG_SIGNAL_EMBEDDING];
}

Test(embedding, is_the_cosine_or_the_product)
{
    static const float vector[] = {6, 8}, zero[] = {0, 0};
    rung_catalog *cosine = small_catalog("cosine"), *product = small_catalog("product");
    cr_assert_eq(value_of(cosine, "embedding", vector, 0), 1);
    cr_assert_eq(value_of(cosine, "embedding", vector, 1), 0);
    cr_assert_eq(value_of(cosine, "embedding", vector, 2), 0);
    cr_assert_eq(value_of(cosine, "embedding", vector, 3), 0.6);
    cr_assert_eq(value_of(cosine, "upskill", vector, 0), 1);
    cr_assert_eq(value_of(cosine, "embedding", zero, 0), 0);
    cr_assert_eq(value_of(product, "embedding", vector, 0), 50);
    cr_assert_eq(value_of(product, "embedding", vector, 1), 0);
    cr_assert_eq(value_of(product, "embedding", vector, 3), 6);
    cr_assert_eq(rung_catalog_likeness(product), RUNG_PRODUCT);
    cr_assert_eq(rung_catalog_dimensions(product), 2);
    cr_assert_eq(rung_catalog_vector(product, 2)[0], -4);
    cr_assert_null(rung_catalog_vector(product, 4));
    rung_catalog_free(cosine);
    rung_catalog_free(product);
}

Test(embedding, proposes_roles_without_skills_where_vectors_alone_count)
{
    static const float levels[5] = {4, 4, 4, 4, 4}, vector[] = {1, 0};
    rung_catalog *catalog = small_catalog("cosine");
    uint32_t idle = rung_catalog_find_role(catalog, "idle");
    rung_hit hits[4];
    rung_batch batch = {.people = 1, .levels = levels, .vectors = vector};
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.profile = "embedding";
    rung_matcher *m = make(catalog, &options);
    cr_assert_eq(rung_matcher_describe(m).roles, 4);
    cr_assert_eq(rung_match_batch(m, &batch, hits, 4, NULL), RUNG_OK);
    cr_assert_eq(hits[0].role, idle);
    cr_assert_eq(hits[0].score, 1);
    cr_assert_eq(hits[0].readiness, 0);
    cr_assert_eq(hits[3].role, 2);
    rung_matcher_free(m);
    options.viable_only = true;
    m = make(catalog, &options);
    cr_assert_eq(rung_matcher_describe(m).roles, 3);
    cr_assert_eq(rung_match_batch(m, &batch, hits, 4, NULL), RUNG_OK);
    for (int i = 0; i < 4; i++)
        cr_assert_neq(hits[i].role, idle);
    rung_matcher_free(m);
    options.viable_only = false;
    options.profile = test_write_text(test_folder(), "both", "embedding = 1\nreadiness = 1e-6\n");
    m = make(catalog, &options);
    cr_assert_eq(rung_match_batch(m, &batch, hits, 4, NULL), RUNG_OK);
    cr_assert_eq(hits[3].role, RUNG_NONE);
    for (int i = 0; i < 3; i++)
        cr_assert_neq(hits[i].role, idle);
    rung_matcher_free(m);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- what is refused */

static void refuse_matcher(const rung_catalog *catalog, const char *profile, bool viable,
                           const char *message)
{
    rung_matcher *m;
    rung_error error;
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.profile = profile;
    options.viable_only = viable;
    cr_assert_eq(rung_matcher_new(&m, catalog, &options, &error), RUNG_BAD_ARGUMENT);
    cr_assert_null(m);
    cr_assert_not_null(strstr(error.message, message), "%s", error.message);
}

Test(embedding, is_refused_without_vectors_and_skills_without_skills)
{
    static const float vectors[] = {1, 2, 3, 4};
    rung_catalog *skills = open_vector_catalog(test_write_files(test_small_catalog, NULL));
    rung_catalog *alone = open_vector_catalog(write_vector_catalog(2, 2, vectors, "cosine"));
    refuse_matcher(skills, "embedding", false, "expected role_vectors.npy in ");
    refuse_matcher(alone, "upskill", false, "profile upskill: no role of ");
    refuse_matcher(alone, "readiness", false, "has skills, expected signals that need none");
    refuse_matcher(alone, NULL, true, "profile embedding with rules for a move: no role of ");
    rung_catalog_free(skills);
    rung_catalog_free(alone);
}

Test(embedding, needs_finite_vectors_of_people)
{
    static const float vectors[] = {1, 2, 3, 4}, mine[] = {1, 1, 1, NAN};
    rung_catalog *catalog = open_vector_catalog(write_vector_catalog(2, 2, vectors, "cosine"));
    rung_matcher *m = make(catalog, NULL);
    rung_hit hits[2];
    rung_error error;
    rung_explanation e;
    rung_batch batch = {.people = 2, .vectors = mine};
    cr_assert_str_eq(rung_matcher_describe(m).profile, "embedding");
    cr_assert_eq(rung_match_batch(m, &batch, hits, 1, &error), RUNG_BAD_ARGUMENT);
    cr_assert_str_eq(error.message, "rung_match: person 1, entry 1 of the vector: found nan, "
                                    "expected a finite number");
    batch.people = 1;
    cr_assert_eq(rung_match_batch(m, &batch, hits, 1, &error), RUNG_OK);
    batch.vectors = NULL;
    cr_assert_eq(rung_match_batch(m, &batch, hits, 1, &error), RUNG_BAD_ARGUMENT);
    cr_assert_not_null(strstr(error.message, "people without vectors, which profile embedding"));
    cr_assert_eq(rung_match(m, NULL, 1, NULL, hits, 1, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_match(m, NULL, 0, NULL, NULL, 1, &error), RUNG_OK);
    cr_assert_eq(rung_match_batch(m, NULL, hits, 1, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_explain(m, NULL, RUNG_NONE, 0, &e, NULL, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_not_null(strstr(error.message, "a person without a vector"), "%s", error.message);
    rung_person person = {.current_role = RUNG_NONE, .vector = mine + 2};
    cr_assert_eq(rung_explain_person(m, &person, 0, &e, NULL, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_not_null(strstr(error.message, "found nan"), "%s", error.message);
    rung_matcher_free(m);
    rung_catalog_free(catalog);
}

Test(embedding, does_not_reach_paths)
{
    rung_catalog *catalog = small_catalog("cosine");
    rung_planner *planner;
    rung_error error;
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    rung_planner_options planning = RUNG_PLANNER_OPTIONS_INIT;
    options.profile = "embedding";
    rung_matcher *m = make(catalog, &options);
    cr_assert_eq(rung_planner_new(&planner, m, &planning, &error), RUNG_OK, "%s", error.message);
    rung_planner_free(planner);
    planning.order = RUNG_ORDER_SCORE;
    cr_assert_eq(rung_planner_new(&planner, m, &planning, &error), RUNG_BAD_ARGUMENT);
    cr_assert_not_null(strstr(error.message, "uses the signal embedding"), "%s", error.message);
    rung_matcher_free(m);
    rung_catalog_free(catalog);
    static const float vectors[] = {1, 2, 3, 4};
    catalog = open_vector_catalog(write_vector_catalog(2, 2, vectors, "cosine"));
    m = make(catalog, NULL);
    cr_assert_eq(rung_planner_new(&planner, m, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_not_null(strstr(error.message, "no role has skills"), "%s", error.message);
    rung_matcher_free(m);
    rung_catalog_free(catalog);
}
