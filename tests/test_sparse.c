/* test_sparse.c - sparse rows and the inverted index give what dense rows and the definition give.
 */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/catalog.h"
#include "match/encode_sparse.h"
#include "match/matcher.h"
#include "oracle.h"
#include "random_vectors.h"
#include "support.h"

/* ---------------------------------------------------------------- catalogs by chance */

enum { MOST_SKILLS = 700, MOST_ROLES = 90 };

/* Text that grows. */
typedef struct text {
    char *at;
    size_t length, room;
} text;

static void add(text *t, const char *line)
{
    size_t more = strlen(line);
    while (t->length + more + 1 > t->room)
        t->at = realloc(t->at, t->room = t->room ? 2 * t->room : 4096);
    cr_assert_not_null(t->at);
    memcpy(t->at + t->length, line, more + 1);
    t->length += more;
}

/* Few skills of many for each role: popular and rare ones, levels on the grid and off it, unrated
 * roles, roles that repeat the one before. */
static rung_catalog *sparse_catalog(uint64_t *seed)
{
    size_t skills = 60 + test_below(seed, MOST_SKILLS - 60),
           roles = 1 + test_below(seed, MOST_ROLES);
    static const char *const inis[] = {
        "name = s\nlevels = 1\n", "name = s\nlevels = 4\ngrid = 0.5\n", "name = s\nlevels = 7\n"};
    static const double most[] = {1, 4, 7};
    size_t which = test_below(seed, 3);
    text names = {0}, list = {0}, rows = {0};
    char line[160];
    add(&names, "skill_id,name,kind\n");
    for (size_t s = 0; s < skills; s++) {
        snprintf(line, sizeof line, "s%zu,S,other\n", s);
        add(&names, line);
    }
    add(&list, "role_id,title,job_zone,wage\n");
    add(&rows, "role_id,skill_id,level,importance,essential\n");
    for (size_t r = 0; r < roles; r++) {
        snprintf(line, sizeof line, "r%zu,R,%zu,%zu\n", r, 1 + test_below(seed, 5),
                 10000 + test_below(seed, 50000));
        add(&list, line);
        if (r > 0 && test_below(seed, 12) == 0)
            continue;
        static bool taken[MOST_SKILLS];
        memset(taken, 0, sizeof taken);
        size_t count = 1 + test_below(seed, 12);
        for (size_t k = 0; k < count; k++) {
            size_t s = test_below(seed, 3) ? test_below(seed, skills) : test_below(seed, 5);
            if (taken[s])
                continue;
            taken[s] = true;
            double level = test_below(seed, 4)
                               ? most[which] * (1 + (double)test_below(seed, 4)) / 4
                               : most[which] * (1 + (double)test_below(seed, 99)) / 100;
            snprintf(line, sizeof line, "r%zu,s%zu,%.6g,%.6g,%zu\n", r, s, level,
                     (1 + (double)test_below(seed, 20)) / 20, test_below(seed, 2));
            add(&rows, line);
        }
    }
    const test_file files[] = {{"catalog.ini", inis[which]},
                               {"skills.csv", names.at},
                               {"roles.csv", list.at},
                               {"role_skills.csv", rows.at},
                               {NULL, NULL}};
    rung_catalog *catalog;
    rung_error error;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(files, NULL), &error), RUNG_OK, "%s",
                 error.message);
    free(names.at);
    free(list.at);
    free(rows.at);
    return catalog;
}

/* People by dense levels and by rows: nobody's, everything, a role's, a few. */
typedef struct crowd {
    size_t people, skills;
    float *levels;
    uint32_t *role;
    rung_level_rows rows;
} crowd;

static void fill_person(const rung_catalog *catalog, float *level, size_t kind, uint64_t *seed)
{
    size_t skills = rung_catalog_skills(catalog);
    double most = rung_catalog_scale(catalog).levels;
    if (kind == 1)
        for (size_t s = 0; s < skills; s++)
            level[s] = (float)most;
    if (kind == 2)
        rung_catalog_levels(catalog, (uint32_t)test_below(seed, rung_catalog_roles(catalog)),
                            level);
    for (size_t k = 0; kind > 2 && k < 3 * kind; k++)
        level[test_below(seed, 3) ? test_below(seed, skills) : test_below(seed, 5)] =
            (float)(most *
                    (double)(test_below(seed, 4) ? test_below(seed, 5) * 25
                                                 : test_below(seed, 101)) /
                    100);
}

static crowd draw_crowd(const rung_catalog *catalog, size_t people, uint64_t *seed)
{
    crowd c = {.people = people, .skills = rung_catalog_skills(catalog)};
    c.levels = calloc(people * c.skills, sizeof *c.levels);
    c.role = calloc(people, sizeof *c.role);
    size_t *first = calloc(people + 1, sizeof *first), count = 0;
    uint32_t *skill = calloc(people * c.skills, sizeof *skill);
    float *level = calloc(people * c.skills, sizeof *level);
    for (size_t i = 0; i < people; i++) {
        fill_person(catalog, c.levels + i * c.skills, i < 3 ? i : test_below(seed, 8), seed);
        c.role[i] = test_below(seed, 4) ? (uint32_t)test_below(seed, rung_catalog_roles(catalog))
                                        : RUNG_NONE;
        for (size_t s = 0; s < c.skills; s++)
            if (c.levels[i * c.skills + s] > 0) {
                skill[count] = (uint32_t)s;
                level[count++] = c.levels[i * c.skills + s];
            }
        first[i + 1] = count;
    }
    c.rows = (rung_level_rows){first, skill, level};
    return c;
}

static void free_crowd(crowd *c)
{
    free(c->levels);
    free(c->role);
    free((void *)c->rows.first);
    free((void *)c->rows.skill);
    free((void *)c->rows.level);
}

static rung_matcher *make(const rung_catalog *catalog, const char *kernel, const char *profile,
                          unsigned threads, bool viable)
{
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    rung_matcher *matcher;
    rung_error error;
    options.kernel = kernel;
    options.profile = profile;
    options.threads = threads;
    options.viable_only = viable;
    options.theta = 0.3;
    cr_assert_eq(rung_matcher_new(&matcher, catalog, &options, &error), RUNG_OK, "%s",
                 error.message);
    return matcher;
}

static const char *const profiles[] = {"readiness", "upskill", "similarity"};

static void same_bytes(const rung_hit *a, const rung_hit *b, size_t count, const char *what)
{
    for (size_t i = 0; i < count; i++)
        cr_assert(memcmp(&a[i].score, &b[i].score, sizeof a->score) == 0 &&
                      memcmp(&a[i].similarity, &b[i].similarity, sizeof a->score) == 0 &&
                      memcmp(&a[i].readiness, &b[i].readiness, sizeof a->score) == 0 &&
                      a[i].role == b[i].role,
                  "%s, hit %zu: role %u (%.17g, %.17g), role %u (%.17g, %.17g)", what, i, a[i].role,
                  a[i].score, a[i].similarity, b[i].role, b[i].score, b[i].similarity);
}

/* Every way to ask, against the scalar kernel on dense rows. */
Test(sparse, rows_give_the_bytes_of_dense_ones, .timeout = 300)
{
    uint64_t seed = 77;
    for (size_t round = 0; round < test_rounds(60); round++) {
        rung_catalog *catalog = sparse_catalog(&seed);
        size_t roles = rung_catalog_roles(catalog);
        crowd c = draw_crowd(catalog, 3 + test_below(&seed, 70), &seed);
        size_t top = round % 3 == 0 ? 1 : round % 3 == 1 ? roles : 1 + test_below(&seed, 12);
        const char *profile = profiles[round / 3 % 3];
        bool viable = round % 5 == 0;
        rung_hit *want = calloc(c.people * top, sizeof *want),
                 *got = calloc(c.people * top, sizeof *got);
        rung_matcher *scalar = make(catalog, "scalar", profile, 1, viable);
        cr_assert_eq(rung_match(scalar, c.levels, c.people, c.role, want, top, NULL), RUNG_OK);
        cr_assert_eq(rung_match_rows(scalar, &c.rows, c.people, c.role, got, top, NULL), RUNG_OK);
        same_bytes(got, want, c.people * top, "rows, dense kernel");
        for (unsigned threads = 1; threads <= 2; threads++) {
            rung_matcher *sparse = make(catalog, "sparse", profile, threads, viable);
            cr_assert_eq(rung_match(sparse, c.levels, c.people, c.role, got, top, NULL), RUNG_OK);
            same_bytes(got, want, c.people * top, "dense levels, sparse kernel");
            memset(got, 0xA5, c.people * top * sizeof *got);
            cr_assert_eq(rung_match_rows(sparse, &c.rows, c.people, c.role, got, top, NULL),
                         RUNG_OK);
            same_bytes(got, want, c.people * top, "rows, sparse kernel");
            rung_matcher_free(sparse);
        }
        rung_matcher_free(scalar);
        free(want);
        free(got);
        free_crowd(&c);
        rung_catalog_free(catalog);
    }
}

Test(sparse, hits_are_those_of_the_definition, .timeout = 300)
{
    uint64_t seed = 78;
    for (size_t round = 0; round < test_rounds(20); round++) {
        rung_catalog *catalog = sparse_catalog(&seed);
        const char *profile = profiles[round % 3];
        crowd c = draw_crowd(catalog, 12, &seed);
        oracle o = oracle_make(catalog);
        oracle_options wanted = oracle_profile(catalog, profile);
        size_t top = 1 + test_below(&seed, o.roles + 2);
        rung_hit *want = calloc(top, sizeof *want), *got = calloc(c.people * top, sizeof *got);
        rung_matcher *sparse = make(catalog, "sparse", profile, 2, false);
        cr_assert_eq(rung_match_rows(sparse, &c.rows, c.people, c.role, got, top, NULL), RUNG_OK);
        for (size_t i = 0; i < c.people; i++) {
            oracle_match(&o, &wanted, c.levels + i * c.skills, c.role[i], want, top);
            for (size_t k = 0; k < top; k++) {
                cr_assert_eq(got[i * top + k].role, want[k].role);
                cr_assert_eq(got[i * top + k].readiness, want[k].readiness);
                cr_assert_float_eq(got[i * top + k].score, want[k].score, 1e-12);
                cr_assert_float_eq(got[i * top + k].similarity, want[k].similarity, 1e-13);
            }
        }
        rung_matcher_free(sparse);
        oracle_free(&o);
        free(want);
        free(got);
        free_crowd(&c);
        rung_catalog_free(catalog);
    }
}

Test(sparse, the_scorer_gives_the_bits_of_the_dense_one_for_every_pair)
{
    uint64_t seed = 79;
    for (size_t round = 0; round < test_rounds(15); round++) {
        rung_catalog *catalog = sparse_catalog(&seed);
        crowd c = draw_crowd(catalog, 9, &seed);
        rung_matcher *dense = make(catalog, "scalar", "upskill", 1, false);
        rung_matcher *sparse = make(catalog, "sparse", "upskill", 1, false);
        cr_assert_null(sparse->demand.level);
        for (size_t i = 0; i < c.people; i++)
            for (uint32_t r = 0; r < rung_catalog_roles(catalog); r++) {
                rung_explanation a, b;
                if (!rung_catalog_role(catalog, r).rated)
                    continue;
                const float *levels = c.levels + i * c.skills;
                cr_assert_eq(rung_explain(dense, levels, c.role[i], r, &a, NULL, NULL, NULL),
                             RUNG_OK);
                cr_assert_eq(rung_explain(sparse, levels, c.role[i], r, &b, NULL, NULL, NULL),
                             RUNG_OK);
                cr_assert(memcmp(a.value, b.value, sizeof a.value) == 0, "person %zu, role %u", i,
                          r);
                cr_assert(memcmp(&a.score, &b.score, sizeof a.score) == 0);
                cr_assert_eq(a.essentials_short, b.essentials_short);
            }
        rung_matcher_free(dense);
        rung_matcher_free(sparse);
        free_crowd(&c);
        rung_catalog_free(catalog);
    }
}

/* The products of the vectors, against the scores that they stand for: kernel.h's promise. */
Test(sparse, vectors_stand_for_scores_within_what_they_admit)
{
    uint64_t seed = 80;
    for (size_t round = 0; round < test_rounds(20); round++) {
        rung_catalog *catalog = sparse_catalog(&seed);
        crowd c = draw_crowd(catalog, 8, &seed);
        rung_matcher *m = make(catalog, "sparse", "upskill", 1, false);
        const rung_demand *d = &m->demand;
        const rung_sparse_code *code = m->encoder.sparse;
        float *level = calloc(d->stride, sizeof *level),
              *weight = calloc(d->stride, sizeof *weight);
        float *row = calloc(m->encoder.dimensions, sizeof *row);
        double *standard = calloc(d->stride, sizeof *standard);
        rung_entry *entry = calloc(code->room, sizeof *entry);
        memcpy(standard, d->zero, d->stride * sizeof *standard);
        for (size_t i = 0; i < c.people; i++) {
            rung_person_rows rows = {c.rows.skill + c.rows.first[i], c.rows.level + c.rows.first[i],
                                     c.rows.first[i + 1] - c.rows.first[i]};
            rung_subject s;
            float slack, blur;
            rung_subject_begin(&s, &m->scorer, &rows, true, level, weight, standard, RUNG_NONE);
            size_t count = rung_encode_sparse(&m->encoder, &s, &rows, entry, &slack, &blur);
            cr_assert_leq(count, code->room);
            memset(row, 0, m->encoder.dimensions * sizeof *row);
            for (size_t k = 0; k < count; k++) {
                cr_assert(k == 0 || entry[k].column > entry[k - 1].column);
                row[entry[k].column] = entry[k].value;
            }
            double low = INFINITY, high = -INFINITY;
            for (uint32_t r = 0; r < d->roles; r++) {
                double v = 0;
                if (!(d->asked[r] > 0))
                    continue;
                for (size_t k = code->first[r]; k < code->first[r + 1]; k++)
                    v += (double)row[code->entry[k].column] * (double)code->entry[k].value;
                /* v and the score differ by a constant of the person's, within this */
                double off = rung_score(&m->scorer, &s, r) - v;
                double within = (double)slack + (double)blur * (double)m->encoder.slack[r] + 4e-6;
                low = fmin(low, off + within);
                high = fmax(high, off - within);
            }
            cr_assert_geq(low, high, "no constant fits all roles: %.9g, %.9g", low, high);
            rung_subject_end(&m->scorer, &rows, level, weight, standard);
        }
        for (size_t s = 0; s < d->stride; s++)
            cr_assert(level[s] == 0 && weight[s] == 0 && standard[s] == d->zero[s]);
        free(level);
        free(weight);
        free(row);
        free(standard);
        free(entry);
        rung_matcher_free(m);
        free_crowd(&c);
        rung_catalog_free(catalog);
    }
}

/* ---------------------------------------------------------------- with vectors */

/* The catalog again, with vectors. */
static rung_catalog *with_vectors(rung_catalog *plain, size_t dimensions, int kind, bool product,
                                  uint64_t *seed)
{
    static const char *const inis[] = {"name = s\nlevels = %.9g\ngrid = %.9g\n",
                                       "name = s\nlevels = %.9g\ngrid = %.9g\nvectors = product\n"};
    const char *folder = test_path(plain->folder, "");
    char ini[100];
    float *vectors = random_vectors(plain->roles, dimensions, kind, seed);
    write_vectors(folder, "role_vectors.npy", plain->roles, dimensions, vectors);
    snprintf(ini, sizeof ini, inis[product], plain->scale.levels, plain->scale.grid);
    test_write_text(folder, "catalog.ini", ini);
    rung_catalog_free(plain);
    free(vectors);
    return open_vector_catalog(folder);
}

/* A profile of skills and vectors, as a file and for the oracle: what both know to the last bit. */
static const char *mixed_profile(const rung_catalog *catalog, const char *folder,
                                 oracle_options *wanted, uint64_t *seed)
{
    static const rung_signal drawn[] = {RUNG_SIGNAL_READINESS, RUNG_SIGNAL_TRANSFER,
                                        RUNG_SIGNAL_SIMILARITY, RUNG_SIGNAL_ZONE};
    char lines[200] = "embedding = 0.75\n";
    *wanted = oracle_profile(catalog, "embedding");
    wanted->beta[RUNG_SIGNAL_EMBEDDING] = 0.75;
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
        wanted->beta[drawn[i]] = ((double)test_below(seed, 7) - 1) / 4;
        sprintf(lines + strlen(lines), "%s = %.9g\n", rung_signal_name(drawn[i]),
                wanted->beta[drawn[i]]);
    }
    return test_write_text(folder, "mixed.profile", lines);
}

/* Hits by the definition; a similarity that it rounds otherwise may turn a near tie. */
static void check_by_definition(const rung_catalog *catalog, const crowd *c, const float *vectors,
                                const oracle_options *wanted, const rung_hit *got, size_t top)
{
    oracle o = oracle_make(catalog);
    rung_hit *want = calloc(top, sizeof *want);
    for (size_t i = 0; i < c->people; i++) {
        const float *levels = c->levels + i * c->skills;
        o.vector = vectors + i * rung_catalog_dimensions(catalog);
        oracle_match(&o, wanted, levels, c->role[i], want, top);
        for (size_t k = 0; k < top; k++, got++) {
            double near = 1e-12 * (1 + fabs(want[k].score));
            cr_assert_eq(got->role == RUNG_NONE, want[k].role == RUNG_NONE);
            if (got->role == RUNG_NONE)
                continue;
            cr_assert_float_eq(got->score, want[k].score, near, "person %zu, place %zu", i, k);
            cr_assert_float_eq(oracle_score(&o, wanted, levels, c->role[i], got->role), got->score,
                               near, "person %zu, place %zu: role %u", i, k, got->role);
            cr_assert_eq(got->readiness, oracle_readiness(&o, levels, got->role));
        }
    }
    free(want);
    oracle_free(&o);
}

/* Skills by rows and dense, vectors beside them, every way to ask. */
Test(sparse, skills_by_rows_and_vectors_are_matched_together_as_defined, .timeout = 300)
{
    static const size_t windows[] = {1, 7, 4096};
    uint64_t seed = 83;
    const char *folder = test_folder();
    for (size_t round = 0; round < test_rounds(60); round++) {
        size_t dimensions = 1 + test_below(&seed, 70);
        int kind = (int)test_below(&seed, VECTORS_KINDS);
        bool product = kind == VECTORS_SPREAD && test_below(&seed, 2);
        rung_catalog *catalog =
            with_vectors(sparse_catalog(&seed), dimensions, kind, product, &seed);
        crowd c = draw_crowd(catalog, 3 + test_below(&seed, 70), &seed);
        float *vectors = random_vectors(c.people, dimensions, kind, &seed);
        size_t top = round % 3 == 0 ? 1 : 1 + test_below(&seed, rung_catalog_roles(catalog) + 2);
        oracle_options wanted;
        const char *profile = mixed_profile(catalog, folder, &wanted, &seed);
        wanted.viable = round % 5 == 0;
        wanted.theta = 0.3;
        rung_hit *want = calloc(c.people * top, sizeof *want),
                 *got = calloc(c.people * top, sizeof *got);
        rung_batch dense = {
            .people = c.people, .current_role = c.role, .levels = c.levels, .vectors = vectors};
        rung_batch rows = dense;
        rows.levels = NULL;
        rows.rows = c.rows;
        rung_matcher *scalar = make(catalog, "scalar", profile, 1, wanted.viable);
        cr_assert_eq(rung_match_batch(scalar, &dense, want, top, NULL), RUNG_OK);
        check_by_definition(catalog, &c, vectors, &wanted, want, top);
        cr_assert_eq(rung_match_batch(scalar, &rows, got, top, NULL), RUNG_OK);
        same_bytes(got, want, c.people * top, "rows, dense kernel");
        for (size_t k = 0; k < 6; k++) {
            rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
            rung_matcher *sparse;
            options.kernel = "sparse";
            options.profile = profile;
            options.threads = 1 + (unsigned)(k / 3);
            options.window = windows[k % 3];
            options.viable_only = wanted.viable;
            options.theta = 0.3;
            cr_assert_eq(rung_matcher_new(&sparse, catalog, &options, NULL), RUNG_OK);
            memset(got, 0xA5, c.people * top * sizeof *got);
            cr_assert_eq(rung_match_batch(sparse, &dense, got, top, NULL), RUNG_OK);
            same_bytes(got, want, c.people * top, "dense levels, sparse kernel");
            memset(got, 0xA5, c.people * top * sizeof *got);
            cr_assert_eq(rung_match_batch(sparse, &rows, got, top, NULL), RUNG_OK);
            same_bytes(got, want, c.people * top, "rows, sparse kernel");
            rung_matcher_free(sparse);
        }
        rung_matcher_free(scalar);
        free(want);
        free(got);
        free(vectors);
        free_crowd(&c);
        rung_catalog_free(catalog);
    }
}

/* People of the same skills and other vectors, and the other way round, are not alike. */
Test(sparse, people_are_alike_by_rows_and_vectors_together)
{
    static const float roles[] = {1, 0, 0, 1, 1, 1, -1, 0};
    const char *folder = test_write_files(test_small_catalog, NULL);
    write_vectors(folder, "role_vectors.npy", 4, 2, roles);
    rung_catalog *catalog = open_vector_catalog(folder);
    const char *profile = test_write_text(folder, "both", "embedding = 1\nreadiness = 1\n");
    rung_matcher *m = make(catalog, "sparse", profile, 1, false);
    static const size_t first[] = {0, 1, 2, 3, 4};
    static const uint32_t skill[] = {0, 0, 0, 1};
    static const float level[] = {2, 2, 2, 2}, vectors[] = {1, 0, 0, 1, 1, 0, 1, 0};
    rung_batch batch = {.people = 4, .vectors = vectors, .rows = {first, skill, level}};
    rung_hit together[4], alone[4];
    cr_assert_eq(rung_match_batch(m, &batch, together, 1, NULL), RUNG_OK);
    for (size_t i = 0; i < 4; i++) {
        rung_batch one = {
            .people = 1, .vectors = vectors + 2 * i, .rows = {first + i, skill, level}};
        cr_assert_eq(rung_match_batch(m, &one, alone + i, 1, NULL), RUNG_OK);
    }
    same_bytes(together, alone, 4, "together and alone");
    same_bytes(together, together + 2, 1, "alike");
    cr_assert_neq(together[0].score, together[1].score);
    cr_assert_neq(together[0].score, together[3].score);
    rung_matcher_free(m);
    rung_catalog_free(catalog);
}

Test(sparse, levels_are_needed_in_one_form)
{
    static const float levels[5] = {1};
    static const size_t first[] = {0, 0};
    rung_catalog *catalog;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(test_small_catalog, NULL), NULL),
                 RUNG_OK);
    rung_matcher *m = make(catalog, "sparse", "readiness", 1, false);
    rung_hit hit;
    rung_error error;
    rung_batch both = {.people = 1, .levels = levels, .rows = {first, NULL, NULL}};
    cr_assert_eq(rung_match_batch(m, &both, &hit, 1, &error), RUNG_BAD_ARGUMENT);
    cr_assert_not_null(strstr(error.message, "found both"), "%s", error.message);
    rung_batch none = {.people = 1};
    cr_assert_eq(rung_match_batch(m, &none, &hit, 1, &error), RUNG_BAD_ARGUMENT);
    cr_assert_not_null(strstr(error.message, "found none"), "%s", error.message);
    both.levels = NULL; /* nobody's rows */
    cr_assert_eq(rung_match_batch(m, &both, &hit, 1, &error), RUNG_OK);
    cr_assert_eq(hit.readiness, 0);
    rung_matcher_free(m);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- which shape */

Test(sparse, rows_are_taken_for_many_skills_and_dense_ones_for_few)
{
    text names = {0}, roles = {0}, rows = {0};
    char line[80];
    add(&names, "skill_id,name,kind\n");
    add(&roles, "role_id,title\n");
    add(&rows, "role_id,skill_id,level,importance\n");
    for (size_t s = 0; s < 6000; s++) {
        snprintf(line, sizeof line, "s%zu,S,other\n", s);
        add(&names, line);
    }
    for (size_t r = 0; r < 300; r++) {
        snprintf(line, sizeof line, "r%zu,R\n", r);
        add(&roles, line);
        for (size_t k = 0; k < 20; k++) {
            snprintf(line, sizeof line, "r%zu,s%zu,1,1\n", r, 20 * r + k);
            add(&rows, line);
        }
    }
    const test_file files[] = {{"catalog.ini", "name = s\nlevels = 1\n"},
                               {"skills.csv", names.at},
                               {"roles.csv", roles.at},
                               {"role_skills.csv", rows.at},
                               {NULL, NULL}};
    rung_catalog *catalog;
    unsetenv("RUNG_KERNEL");
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(files, NULL), NULL), RUNG_OK);
    rung_matcher *m = make(catalog, NULL, "readiness", 1, false);
    rung_matcher_facts facts = rung_matcher_describe(m);
    cr_assert(facts.sparse && facts.kernel_by == RUNG_BY_USUAL &&
              facts.sparse_estimate < facts.dense_estimate);
    cr_assert_float_eq(facts.density, 20.0 / 6000, 1e-12);
    cr_assert_null(m->demand.level, "no dense row is kept");
    rung_matcher_free(m);
    m = make(catalog, "scalar", "readiness", 1, false);
    facts = rung_matcher_describe(m);
    cr_assert(!facts.sparse && facts.kernel_by == RUNG_BY_CALLER);
    rung_matcher_free(m);
    rung_catalog_free(catalog);
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(test_small_catalog, NULL), NULL),
                 RUNG_OK);
    m = make(catalog, NULL, "upskill", 1, false);
    cr_assert_not(rung_matcher_describe(m).sparse);
    rung_matcher_free(m);
    rung_catalog_free(catalog);
    free(names.at);
    free(roles.at);
    free(rows.at);
}

Test(sparse, similarity_is_left_out_where_nobody_asks_for_it)
{
    uint64_t seed = 81;
    rung_catalog *catalog = sparse_catalog(&seed);
    crowd c = draw_crowd(catalog, 20, &seed);
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    rung_hit want[20 * 3], got[20 * 3];
    for (size_t k = 0; k < 4; k++) {
        rung_matcher *whole, *lean;
        options.kernel = k % 2 ? "sparse" : "scalar";
        options.profile = k / 2 ? "upskill" : "readiness";
        options.no_similarity = false;
        cr_assert_eq(rung_matcher_new(&whole, catalog, &options, NULL), RUNG_OK);
        options.no_similarity = true;
        cr_assert_eq(rung_matcher_new(&lean, catalog, &options, NULL), RUNG_OK);
        cr_assert_eq(rung_match_rows(whole, &c.rows, 20, c.role, want, 3, NULL), RUNG_OK);
        cr_assert_eq(rung_match_rows(lean, &c.rows, 20, c.role, got, 3, NULL), RUNG_OK);
        for (size_t i = 0; i < 60; i++) {
            if (k / 2 == 0)
                want[i].similarity = 0;
        }
        same_bytes(got, want, 60, options.profile);
        rung_matcher_free(whole);
        rung_matcher_free(lean);
    }
    free_crowd(&c);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- bad rows */

Test(sparse, rows_that_make_no_sense_are_named)
{
    rung_catalog *catalog;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(test_small_catalog, NULL), NULL),
                 RUNG_OK);
    rung_matcher *m = make(catalog, "sparse", "readiness", 1, false);
    const struct {
        size_t first[3];
        uint32_t skill[3];
        float level[3];
        const char *expected;
    } cases[] = {
        {{0, 2, 1},
         {0, 1, 2},
         {1, 1, 1},
         "person 1, first: found rows 2 to 1, expected first to rise"},
        {{0, 2, 3}, {1, 1, 2}, {1, 1, 1}, "person 0, row 1: found skill 1"},
        {{0, 2, 3}, {1, 2, 5}, {1, 1, 1}, "person 1, row 2: found skill 5, expected one below 5"},
        {{0, 1, 3}, {1, 2, 3}, {1, 1, NAN}, "person 1, skill 3"},
        {{0, 1, 3}, {1, 2, 3}, {1, -1, 1}, "found -1, expected a number in 0..4"},
    };
    rung_hit hits[2];
    rung_error error;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rung_level_rows rows = {cases[i].first, cases[i].skill, cases[i].level};
        cr_assert_eq(rung_match_rows(m, &rows, 2, NULL, hits, 1, &error), RUNG_BAD_ARGUMENT, "%zu",
                     i);
        cr_assert_not_null(strstr(error.message, cases[i].expected), "%s", error.message);
    }
    uint32_t role[2] = {0, 99};
    rung_level_rows rows = {cases[0].first, cases[0].skill, cases[0].level};
    size_t first[] = {0, 1, 2};
    rows.first = first;
    cr_assert_eq(rung_match_rows(m, &rows, 2, role, hits, 1, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_match_rows(m, NULL, 2, role, hits, 1, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_match_rows(m, NULL, 0, NULL, NULL, 1, &error), RUNG_OK);
    rung_matcher_free(m);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- people as rows */

static void same_people(const rung_catalog *catalog, const char *dir, rung_impute how)
{
    rung_people *dense, *sparse;
    rung_batch a, b;
    rung_error error;
    size_t skills = rung_catalog_skills(catalog);
    cr_assert_eq(rung_people_open(&dense, catalog, dir, how, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(rung_people_open(&sparse, catalog, dir, how, NULL), RUNG_OK);
    cr_assert_eq(rung_people_take_rows(sparse, NULL), RUNG_OK);
    do {
        cr_assert_eq(rung_people_next(dense, 7, &a, &error), RUNG_OK, "%s", error.message);
        cr_assert_eq(rung_people_next(sparse, 7, &b, &error), RUNG_OK, "%s", error.message);
        cr_assert_eq(a.people, b.people);
        cr_assert(b.people == 0 || (!b.levels && !a.rows.first));
        for (size_t i = 0; i < a.people; i++) {
            size_t at = b.rows.first[i];
            cr_assert_eq(a.current_role[i], b.current_role[i]);
            for (uint32_t s = 0; s < skills; s++) {
                bool there = at < b.rows.first[i + 1] && b.rows.skill[at] == s;
                cr_assert_eq(a.levels[i * skills + s], there ? b.rows.level[at] : 0);
                at += there;
            }
            cr_assert_eq(at, b.rows.first[i + 1]);
            cr_assert_eq(rung_people_imputed(dense, i), rung_people_imputed(sparse, i));
        }
    } while (a.people > 0);
    rung_people_totals x = rung_people_total(dense), y = rung_people_total(sparse);
    cr_assert(x.imputed == y.imputed && x.without_levels == y.without_levels);
    cr_assert_eq(rung_people_take_rows(sparse, &error), RUNG_BAD_ARGUMENT);
    rung_people_free(dense);
    rung_people_free(sparse);
}

Test(sparse, people_come_as_rows_with_the_levels_that_they_have_as_dense_ones)
{
    uint64_t seed = 82;
    for (size_t round = 0; round < 6; round++) {
        rung_catalog *catalog = sparse_catalog(&seed);
        for (int format = 0; format < 3; format++) {
            const char *dir = test_path(test_folder(), "people");
            rung_synth_job job = RUNG_SYNTH_JOB_INIT;
            job.output = dir;
            job.people = 40;
            job.seed = round;
            job.format = (rung_people_format)format;
            cr_assert_eq(rung_synth(catalog, &job, NULL, NULL), RUNG_OK);
            for (int how = 0; how < 3; how++)
                same_people(catalog, dir, (rung_impute)how);
        }
        rung_catalog_free(catalog);
    }
}

Test(sparse, rows_of_a_person_may_come_in_any_order_and_levels_of_0_count_as_given)
{
    rung_catalog *catalog;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(test_small_catalog, NULL), NULL),
                 RUNG_OK);
    rung_skill first = rung_catalog_skill(catalog, 0), last = rung_catalog_skill(catalog, 4);
    rung_role role = rung_catalog_role(catalog, 0);
    char list[200], rows[300];
    snprintf(list, sizeof list, "person_id,role_id\na,%s\nb,%s\nc,\n", role.id, role.id);
    snprintf(rows, sizeof rows, "person_id,skill_id,level\na,%s,2\na,%s,0\nc,%s,1\nc,%s,3\n",
             last.id, first.id, last.id, first.id);
    const test_file files[] = {{"people.csv", list}, {"people_skills.csv", rows}, {NULL, NULL}};
    const char *dir = test_write_files(files, NULL);
    for (int how = 0; how < 3; how++)
        same_people(catalog, dir, (rung_impute)how);
    rung_catalog_free(catalog);
}
