/* test_vectors.c - vectors come from NumPy files, are made up, and what is wrong with a file is
 * told.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "failures.h"
#include "oracle.h"
#include "random_catalog.h"
#include "random_vectors.h"
#include "support.h"

static const float four[] = {1, 2, 3, 4};

/* A NumPy file of version 1 with this dictionary and so many zero bytes behind it. */
static void write_matrix(const char *folder, const char *name, const char *dictionary, size_t bytes)
{
    enum { START = 10, DICTIONARY = 86 };
    char all[START + DICTIONARY + 256] = "\x93NUMPY\x01";
    all[8] = DICTIONARY;
    snprintf(all + START, DICTIONARY + 1, "%-85s\n", dictionary);
    memset(all + START + DICTIONARY, 0, sizeof all - START - DICTIONARY);
    test_write(folder, name, all, START + DICTIONARY + bytes);
}

#define DICTIONARY(shape) "{'descr': '<f4', 'fortran_order': False, 'shape': (" shape "), }"

static const struct {
    const char *dictionary;
    size_t bytes;
    const char *roles, *people; /* what is said of a file of roles, and of people */
} bad_matrices[] = {
    {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }", 32,
     ": NumPy header: found '<f8', expected descr '<f4' (float32, little-endian)", NULL},
    {"{'descr': '<f2', 'fortran_order': False, 'shape': (2, 2), }", 8,
     ": NumPy header: found '<f2', expected descr '<f4' (float32, little-endian)", NULL},
    {"{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", 16,
     ": NumPy header: found True, expected fortran_order False (rows one behind the other)", NULL},
    {DICTIONARY("4,"), 16,
     ": NumPy header: found (4,), expected a shape of (roles, 1 to 4096 dimensions)",
     ": NumPy header: found (4,), expected a shape of (people, 1 to 4096 dimensions)"},
    {DICTIONARY("2, 2, 1"), 16,
     ": NumPy header: found (2, 2, 1), expected a shape of (roles, 1 to 4096 dim",
     ": NumPy header: found (2, 2, 1), expected a shape of (people, 1 to 4096 dim"},
    {DICTIONARY("2, 0"), 0, ": found 0 columns, expected 1 to 4096 dimensions", NULL},
    {DICTIONARY("2, 4097"), 0, ": found 4097 columns, expected 1 to 4096 dimensions", NULL},
    {DICTIONARY("3, 2"), 24, ": found 3 rows, expected 2, one for each row of roles.csv",
     ": found 3 rows, expected 2, one for each person of people.csv"},
    {DICTIONARY("1, 2"), 8, ": found 1 rows, expected 2, one for each row of roles.csv", NULL},
    {DICTIONARY("4611686018427387, 2"), 16,
     ": found 4611686018427387 rows, expected 2, one for each row of roles.csv",
     ": found 4611686018427387 rows, expected 2, one for each person of people.csv"},
    {DICTIONARY("2, 2"), 15,
     ": the file ends early: found 15 bytes behind the header, expected 16, 2 rows of 2 floats",
     NULL},
    {DICTIONARY("2, 2"), 0, ": the file ends early: found 0 bytes behind the header, expected 16",
     NULL},
    {DICTIONARY("2, 2"), 17, ": the file goes on behind its last row, expected 2 rows of 2 floats",
     NULL},
    {"garbage", 16, ": NumPy header: found garbage, expected a dictionary", NULL},
};
enum { BAD_MATRICES = sizeof bad_matrices / sizeof *bad_matrices };

static void check_catalog_refused(const char *folder, const char *message)
{
    rung_catalog *catalog;
    rung_error error = {.message = ""};
    cr_assert_eq(rung_catalog_open(&catalog, folder, &error), RUNG_BAD_DATA, "%s", error.message);
    cr_assert_null(catalog);
    const char *place = test_path(folder, message);
    cr_assert_eq(strncmp(error.message, place, strlen(place)), 0, "'%s' instead of '%s'",
                 error.message, place);
}

TEST_EACH(vectors, of_roles_are_refused_from_a_bad_matrix, BAD_MATRICES)
{
    const char *folder = write_vector_catalog(2, 2, four, "cosine");
    char message[200];
    write_matrix(folder, "role_vectors.npy", bad_matrices[*row].dictionary,
                 bad_matrices[*row].bytes);
    snprintf(message, sizeof message, "role_vectors.npy%s", bad_matrices[*row].roles);
    check_catalog_refused(folder, message);
}

/* Read everybody in batches of so many; the vectors go to out. */
static rung_status read_people(const rung_catalog *catalog, const char *folder, size_t most,
                               float *out, size_t *count, rung_error *error)
{
    rung_people *people;
    rung_batch batch;
    size_t dimensions = rung_catalog_dimensions(catalog);
    rung_status status = rung_people_open(&people, catalog, folder, RUNG_IMPUTE_EMPTY, error);
    *count = 0;
    if (status != RUNG_OK)
        return status;
    do {
        status = rung_people_next(people, most, &batch, error);
        if (status != RUNG_OK || batch.people == 0)
            break;
        cr_assert_not_null(batch.vectors);
        memcpy(out + *count * dimensions, batch.vectors, batch.people * dimensions * sizeof *out);
        *count += batch.people;
    } while (true);
    rung_people_free(people);
    return status;
}

static void check_people_refused(const rung_catalog *catalog, const char *folder,
                                 const char *message)
{
    static const size_t sizes[] = {1, 2, 64};
    for (size_t i = 0; i < 3; i++) {
        float out[16];
        size_t count;
        rung_error error = {.message = ""};
        cr_assert_eq(read_people(catalog, folder, sizes[i], out, &count, &error), RUNG_BAD_DATA);
        const char *place = test_path(folder, message);
        cr_assert_eq(strncmp(error.message, place, strlen(place)), 0, "'%s' instead of '%s'",
                     error.message, place);
    }
}

TEST_EACH(vectors, of_people_are_refused_from_a_bad_matrix, BAD_MATRICES)
{
    static const uint32_t roles[] = {0, 1};
    rung_catalog *catalog = open_vector_catalog(write_vector_catalog(2, 2, four, "cosine"));
    const char *folder = write_vector_people(catalog, 2, roles, four);
    char message[200];
    write_matrix(folder, "people_vectors.npy", bad_matrices[*row].dictionary,
                 bad_matrices[*row].bytes);
    snprintf(message, sizeof message, "people_vectors.npy%s",
             bad_matrices[*row].people ? bad_matrices[*row].people : bad_matrices[*row].roles);
    if (strstr(bad_matrices[*row].dictionary, "(1, 2)"))
        snprintf(message, sizeof message, "people.csv:3: person number 2, but ");
    check_people_refused(catalog, folder, message);
    rung_catalog_free(catalog);
}

Test(vectors, of_people_have_the_catalogs_dimensions_and_one_row_each)
{
    static const uint32_t roles[] = {0, 1};
    rung_catalog *catalog = open_vector_catalog(write_vector_catalog(2, 2, four, "cosine"));
    const char *folder = write_vector_people(catalog, 2, roles, four);
    write_vectors(folder, "people_vectors.npy", 2, 1, four);
    check_people_refused(catalog, folder,
                         "people_vectors.npy: found 1 columns, expected 2, as in role_vectors.npy");
    write_vectors(folder, "people_vectors.npy", 1, 2, four);
    float out[4];
    size_t count;
    rung_error error;
    cr_assert_eq(read_people(catalog, folder, 9, out, &count, &error), RUNG_BAD_DATA);
    cr_assert_not_null(strstr(error.message, "people.csv:3: person number 2, but "));
    cr_assert_not_null(strstr(error.message, "people_vectors.npy has 1 rows, expected one for each "
                                             "person"));
    rung_catalog_free(catalog);
}

TEST_EACH(vectors, are_refused_where_an_entry_is_not_finite, 3)
{
    static const uint32_t roles[30];
    const float bad[] = {NAN, INFINITY, -INFINITY};
    const char *const shown[] = {"nan", "inf", "-inf"};
    char message[200];
    float *vectors = calloc(30 * 70, sizeof *vectors);
    rung_catalog *catalog = open_vector_catalog(write_vector_catalog(30, 70, vectors, "cosine"));
    for (size_t at = 0; at < 30 * 70; at += 23) {
        vectors[at] = bad[*row];
        snprintf(message, sizeof message,
                 "role_vectors.npy: row %zu, column %zu: found %s, expected a finite number",
                 at / 70 + 1, at % 70 + 1, shown[*row]);
        check_catalog_refused(write_vector_catalog(30, 70, vectors, "cosine"), message);
        if (at % 230 == 0) {
            float out[30 * 70];
            size_t count;
            rung_error error;
            const char *folder = write_vector_people(catalog, 30, roles, vectors);
            snprintf(message, sizeof message, "people_vectors.npy: row %zu, column %zu: found %s,",
                     at / 70 + 1, at % 70 + 1, shown[*row]);
            for (size_t most = 1; most < 64; most += 9) {
                cr_assert_eq(read_people(catalog, folder, most, out, &count, &error),
                             RUNG_BAD_DATA);
                cr_assert_not_null(strstr(error.message, message), "%s", error.message);
            }
        }
        vectors[at] = 0;
    }
    free(vectors);
    rung_catalog_free(catalog);
}

Test(vectors, stream_in_batches_of_any_size_with_every_bit)
{
    enum { PEOPLE = 77 };
    static const size_t sizes[] = {1, 2, 7, 64, 77, 78, 5000};
    uint64_t seed = 9;
    for (size_t dimensions = 1; dimensions < 40; dimensions += 7) {
        float *roles = random_vectors(5, dimensions, VECTORS_JUMBLE, &seed);
        float *people = random_vectors(PEOPLE, dimensions, VECTORS_JUMBLE, &seed);
        float *out = calloc(PEOPLE * dimensions, sizeof *out);
        rung_catalog *catalog =
            open_vector_catalog(write_vector_catalog(5, dimensions, roles, "product"));
        uint32_t *role = random_roles(catalog, PEOPLE, &seed);
        const char *folder = write_vector_people(catalog, PEOPLE, role, people);
        for (uint32_t r = 0; r < 5; r++)
            cr_assert_eq(memcmp(rung_catalog_vector(catalog, r), roles + r * dimensions,
                                dimensions * sizeof *roles),
                         0);
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            size_t count;
            rung_error error;
            memset(out, 0, PEOPLE * dimensions * sizeof *out);
            cr_assert_eq(read_people(catalog, folder, sizes[i], out, &count, &error), RUNG_OK, "%s",
                         error.message);
            cr_assert_eq(count, PEOPLE);
            cr_assert_eq(memcmp(out, people, PEOPLE * dimensions * sizeof *out), 0);
        }
        free(roles);
        free(people);
        free(role);
        free(out);
        rung_catalog_free(catalog);
    }
}

/* ---------------------------------------------------------------- what may be missing */

Test(vectors, make_files_of_skills_optional)
{
    static const float five[] = {1, 0, 1, 0, 1, 1, 1, 1};
    const test_file *const left_out[] = {
        (const test_file[]){{"skills.csv", NULL},
                            {"role_skills.csv", NULL},
                            {"skill_relations.csv", NULL},
                            {"program_skills.csv", NULL},
                            {"catalog.ini", "name = x\n"},
                            {NULL, NULL}},
        (const test_file[]){{"role_skills.csv", NULL}, {NULL, NULL}},
        (const test_file[]){{"role_skills.csv", "role_id,skill_id,level,importance\n"},
                            {NULL, NULL}},
        (const test_file[]){{"skills.csv", "skill_id,name,kind\n"},
                            {"role_skills.csv", "role_id,skill_id,level,importance\n"},
                            {"skill_relations.csv", NULL},
                            {"program_skills.csv", NULL},
                            {NULL, NULL}},
    };
    static const size_t skills[] = {0, 5, 5, 0};
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++) {
        const char *folder = test_write_files(test_small_catalog, left_out[i]);
        write_vectors(folder, "role_vectors.npy", 4, 2, five);
        rung_catalog *catalog = open_vector_catalog(folder);
        rung_matcher *matcher;
        rung_error error;
        cr_assert_eq(rung_catalog_skills(catalog), skills[i]);
        cr_assert_eq(rung_catalog_count(catalog).rated_roles, 0);
        cr_assert_eq(rung_matcher_new(&matcher, catalog, NULL, &error), RUNG_OK, "%s",
                     error.message);
        cr_assert_eq(rung_matcher_describe(matcher).roles, 4);
        rung_matcher_free(matcher);
        rung_catalog_free(catalog);
    }
}

Test(vectors, do_not_make_other_files_optional)
{
    const char *folder = write_vector_catalog(2, 2, four, "cosine");
    rung_catalog *catalog;
    rung_error error;
    test_write_text(folder, "skills.csv", "skill_id,name,kind\na,A,other\n");
    check_catalog_refused(folder, "catalog.ini: no 'levels', expected levels = the highest level");
    folder = write_vector_catalog(2, 2, four, "cosinus");
    check_catalog_refused(folder, "catalog.ini:2: found 'cosinus', expected cosine or product");
    test_write_text(folder, "catalog.ini", "name = x\nvectors = cosine\nvectors = product\n");
    check_catalog_refused(folder, "catalog.ini:3: found 'vectors' again, expected it once");
    test_write_text(folder, "catalog.ini", "name = x\n");
    test_write_text(folder, "roles.csv", "role_id,title\n");
    write_vectors(folder, "role_vectors.npy", 0, 2, four);
    check_catalog_refused(folder, "roles.csv: no role, expected one row at least");
    cr_assert_eq(remove(test_path(folder, "roles.csv")), 0);
    cr_assert_eq(rung_catalog_open(&catalog, folder, &error), RUNG_IO);
    cr_assert_not_null(strstr(error.message, "roles.csv: cannot open"), "%s", error.message);
}

Test(vectors, of_people_are_left_alone_where_the_catalog_has_none)
{
    rung_catalog *catalog = open_vector_catalog(test_write_files(test_small_catalog, NULL));
    rung_people *people;
    rung_batch batch;
    const char *folder = test_folder();
    test_write_text(folder, "people.csv", "person_id,role_id\np,clerk\n");
    test_write_text(folder, "people_vectors.npy", "whatever");
    cr_assert_eq(rung_people_open(&people, catalog, folder, RUNG_IMPUTE_EMPTY, NULL), RUNG_OK);
    cr_assert_eq(rung_people_dimensions(people), 0);
    cr_assert_eq(rung_people_next(people, 5, &batch, NULL), RUNG_OK);
    cr_assert_eq(batch.people, 1);
    cr_assert_null(batch.vectors);
    rung_people_free(people);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- made up */

static rung_vectors_job vectors_job(const char *output, uint64_t roles, size_t dimensions)
{
    rung_vectors_job job = RUNG_VECTORS_JOB_INIT;
    job.output = output;
    job.roles = roles;
    job.dimensions = dimensions;
    return job;
}

static rung_catalog *make_up(const char *output, uint64_t roles, size_t dimensions)
{
    rung_error error;
    rung_vectors_job job = vectors_job(output, roles, dimensions);
    cr_assert_eq(rung_synth_vectors(NULL, &job, &error), RUNG_OK, "%s", error.message);
    return open_vector_catalog(output);
}

Test(vectors, made_up_have_length_one_and_spread_like_a_normal)
{
    enum { ROLES = 2000, DIMENSIONS = 48 };
    rung_catalog *catalog = make_up(test_path(test_folder(), "c"), ROLES, DIMENSIONS);
    cr_assert_eq(rung_catalog_dimensions(catalog), DIMENSIONS);
    cr_assert_eq(rung_catalog_roles(catalog), ROLES);
    double sum = 0, beyond = 0;
    for (uint32_t r = 0; r < ROLES; r++) {
        const float *v = rung_catalog_vector(catalog, r);
        double squares = 0;
        for (size_t k = 0; k < DIMENSIONS; k++) {
            squares += (double)v[k] * (double)v[k];
            sum += (double)v[k];
            beyond += fabs((double)v[k]) > 1 / sqrt(DIMENSIONS);
        }
        cr_assert_float_eq(squares, 1, 1e-6);
    }
    cr_assert_float_eq(sum / (ROLES * DIMENSIONS), 0, 0.002);
    cr_assert_float_eq(beyond / (ROLES * DIMENSIONS), 0.3173, 0.02); /* beyond one deviation */
    rung_catalog_free(catalog);
}

Test(vectors, made_up_are_the_same_for_a_seed_and_a_smaller_population_is_the_start)
{
    const char *folder = test_folder();
    rung_catalog *large = make_up(test_path(folder, "large"), 300, 10);
    rung_catalog *small = make_up(test_path(folder, "small"), 200, 10);
    for (uint32_t r = 0; r < 200; r++) {
        cr_assert_eq(memcmp(rung_catalog_vector(large, r), rung_catalog_vector(small, r), 40), 0);
        cr_assert_neq(rung_catalog_vector(large, r)[0], rung_catalog_vector(large, r + 1)[0]);
    }
    float out[2][700 * 10];
    const char *const names[] = {"one", "two"};
    for (int i = 0; i < 2; i++) {
        rung_synth_job job = RUNG_SYNTH_JOB_INIT;
        rung_error error;
        size_t count;
        job.output = test_path(folder, names[i]);
        job.people = i ? 700 : 650;
        job.threads = i ? 2 : 1;
        cr_assert_eq(rung_synth(large, &job, NULL, &error), RUNG_OK, "%s", error.message);
        cr_assert_eq(read_people(large, job.output, 100, out[i], &count, &error), RUNG_OK, "%s",
                     error.message);
        cr_assert_eq(count, job.people);
        cli_check_folder(job.output, "people.csv people_vectors.npy");
    }
    cr_assert_eq(memcmp(out[0], out[1], 650 * 10 * sizeof(float)), 0);
    cr_assert_neq(memcmp(out[0], rung_catalog_vector(large, 0), 10 * sizeof(float)), 0);
    rung_catalog_free(large);
    rung_catalog_free(small);
}

Test(vectors, made_up_come_with_a_copy_of_a_catalog)
{
    const char *source = test_write_files(test_small_catalog, NULL), *folder = test_folder();
    rung_catalog *plain = open_vector_catalog(source);
    rung_vectors_job job = vectors_job(test_path(folder, "copy"), 0, 3);
    rung_error error;
    cr_assert_eq(rung_synth_vectors(plain, &job, &error), RUNG_OK, "%s", error.message);
    for (const test_file *f = test_small_catalog; f->name; f++) {
        char *text = test_read(test_path(job.output, f->name), NULL);
        cr_assert_str_eq(text, f->text);
        free(text);
    }
    rung_catalog *copy = open_vector_catalog(job.output);
    cr_assert_eq(rung_catalog_dimensions(copy), 3);
    cr_assert_eq(rung_catalog_count(copy).rated_roles, 3);
    cr_assert_eq(rung_synth_vectors(plain, &job, &error), RUNG_IO, "it is there already");
    job.replace = true;
    job.dimensions = 5;
    cr_assert_eq(rung_synth_vectors(plain, &job, &error), RUNG_OK, "%s", error.message);
    job.output = source;
    cr_assert_eq(rung_synth_vectors(plain, &job, &error), RUNG_BAD_ARGUMENT);
    job.output = test_path(folder, "x");
    for (size_t bad = 0; bad < 4; bad++) {
        rung_vectors_job wrong = job;
        wrong.roles = bad == 0 ? 0 : 3;
        wrong.dimensions = bad == 1 ? 0 : bad == 2 ? 4097 : 3;
        wrong.size = bad == 3 ? 1 : job.size;
        cr_assert_eq(rung_synth_vectors(NULL, &wrong, &error), RUNG_BAD_ARGUMENT);
    }
    cli_check_folder(folder, "copy");
    rung_catalog_free(plain);
    rung_catalog_free(copy);
}

/* ---------------------------------------------------------------- failures */

/* Make, open, read and match; whatever fails is told and nothing is lost. */
static rung_status do_everything(const rung_catalog *plain, const char *made, const char *people,
                                 const char *rows, rung_error *error)
{
    rung_catalog *catalog = NULL;
    rung_matcher *matcher = NULL;
    rung_match_job job = RUNG_MATCH_JOB_INIT;
    rung_synth_job synth = RUNG_SYNTH_JOB_INIT;
    rung_vectors_job vectors = vectors_job(made, 0, 9);
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.threads = synth.threads = 1;
    options.profile = "embedding";
    vectors.replace = synth.replace = true;
    synth.people = 20;
    job.people = synth.output = people;
    job.output = rows;
    rung_status status = rung_synth_vectors(plain, &vectors, error);
    if (status == RUNG_OK)
        status = rung_catalog_open(&catalog, vectors.output, error);
    if (status == RUNG_OK)
        status = rung_synth(catalog, &synth, NULL, error);
    if (status == RUNG_OK)
        status = rung_matcher_new(&matcher, catalog, &options, error);
    if (status == RUNG_OK)
        status = rung_match_people(matcher, &job, NULL, error);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
    return status;
}

static const struct {
    failure what;
    int code;
    rung_status status;
} failing[] = {
    {FAIL_MEMORY, 0, RUNG_NO_MEMORY}, {FAIL_READ, EIO, RUNG_IO}, {FAIL_WRITE, ENOSPC, RUNG_IO}};

TEST_EACH(vectors, survive_each_failure, sizeof failing / sizeof *failing)
{
    rung_catalog *plain = open_vector_catalog(test_write_files(test_small_catalog, NULL));
    const char *folder = test_folder(), *made = test_path(folder, "c");
    const char *people = test_path(folder, "p"), *rows = test_path(folder, "rows");
    for (long n = 1;; n++) {
        rung_error error = {.message = ""};
        failures_arm(failing[*row].what, n, failing[*row].code);
        rung_status status = do_everything(plain, made, people, rows, &error);
        if (failures_disarm() == 0) {
            cr_assert_eq(status, RUNG_OK, "%s", error.message);
            cr_assert_gt(n, 5);
            break;
        }
        cr_assert(status == failing[*row].status || (status == RUNG_OK && *row == 0),
                  "call %ld: status %d: %s", n, (int)status, error.message);
    }
    rung_catalog_free(plain);
}

/* ---------------------------------------------------------------- the program */

Test(vectors, go_through_the_program)
{
    const char *folder = test_folder();
    const char *catalog = test_path(folder, "c"), *people = test_path(folder, "p");
    cli_result r = CLI_RUN("synth", "--roles", "300", "--vectors", "20", "--output", catalog);
    cli_check_code(&r, 0);
    cli_check_err(&r, "300 roles with vectors of 20 dimensions in ");
    r = CLI_RUN("synth", "--catalog", catalog, "--people", "50", "--output", people);
    cli_check_code(&r, 0);
    cr_assert_null(strstr(r.err, "--format"), "%s", r.err);
    r = CLI_RUN("synth", "--catalog", catalog, "--people", "50", "--output", people, "--replace",
                "--format", "npy");
    cli_check_code(&r, 0);
    cli_check_err(&r, "rung: --format has no effect: the catalog has no skills");
    cli_check_err(&r, "50 people with vectors in ");
    r = CLI_RUN("info", "--catalog", catalog);
    cli_check_out(&r, "\nvectors      20 dimensions, cosine\n");
    r = CLI_RUN("match", "--catalog", catalog, "--people", people, "--gaps", "3", "--top", "2");
    cli_check_code(&r, 0);
    cli_check_out(&r, "person_id,rank,role_id,score,readiness,similarity,gaps\np000000001,1,r");
    cli_check_err(&r, "50 people x 300 roles: 15,000 pairs in ");
    cli_check_err(&r, "100 rows by profile embedding\n");
    cr_assert_null(strstr(r.err, "no levels"), "%s", r.err);
    cli_result other =
        CLI_RUN("match", "--catalog", catalog, "--people", people, "--gaps", "3", "--top", "2",
                "--kernel", "scalar", "--batch", "7", "--threads", "1", "--profile", "embedding");
    cli_check_whole_out(&other, r.out);
    char role[16];
    double score;
    cr_assert_eq(sscanf(strstr(r.out, "p000000001,1,"), "p000000001,1,%10s", role), 1);
    cr_assert_eq(sscanf(strstr(r.out, "p000000001,1,") + 13 + 11, "%lf", &score), 1);
    r = CLI_RUN("explain", "--catalog", catalog, "--people", people, "--person", "p000000001",
                "--role", role);
    char line[80];
    snprintf(line, sizeof line, "\nscore %.9g by profile embedding\n", score);
    cli_check_code(&r, 0);
    cli_check_out(&r, line);
    cli_check_out(&r, "1     ");
    cli_check_out(&r, "  cosine of vectors, -1 to 1\n");
    cli_check_out(&r, "\nthe role has no skills, so there are no rules for a move and no gaps\n");
    r = CLI_RUN("match", "--catalog", catalog, "--people", people, "--format", "text");
    cli_check_out(&r, "Roles that fit each person, best first by profile embedding.\n\n");
    cli_check_out(&r, "score 0.");
    r = CLI_RUN("path", "--catalog", catalog, "--people", people);
    cli_check_code(&r, 2);
    r = CLI_RUN("match", "--catalog", catalog, "--people", people, "--output",
                test_path(people, "people_vectors.npy"));
    cli_check_code(&r, 2);
    cli_check_err(&r, "which is read as");
    cr_assert_eq(remove(test_path(people, "people_vectors.npy")), 0);
    r = CLI_RUN("match", "--catalog", catalog, "--people", people);
    cli_check_code(&r, 3);
    cli_check_err(&r, "no people_vectors.npy, expected one: profile embedding uses the signal");
    cr_assert_eq(r.out_length, 0);
}

Test(vectors, of_a_catalog_with_skills_show_in_an_explanation)
{
    const char *folder = test_folder(), *catalog = test_path(folder, "c");
    const char *people = test_path(folder, "p");
    cli_result r = CLI_RUN("synth", "--catalog", "datasets/upskilling-2025", "--vectors", "8",
                           "--output", catalog);
    cli_check_code(&r, 0);
    r = CLI_RUN("synth", "--catalog", catalog, "--people", "5", "--output", people, "--format",
                "npy");
    cli_check_code(&r, 0);
    cli_check_folder(people, "people.csv people.npy people_vectors.npy");
    const char *both = test_write_text(folder, "both", "readiness = 1\nembedding = 0.5\n");
    r = CLI_RUN("match", "--catalog", catalog, "--people", people, "--profile", both, "--top",
                "26");
    cli_check_code(&r, 0);
    r = CLI_RUN("explain", "--catalog", catalog, "--people", people, "--person", "p000000002",
                "--role", "data-analyst", "--profile", both);
    cli_check_code(&r, 0);
    cli_check_out(&r, "\nreadiness ");
    cli_check_out(&r, "\nembedding ");
    cli_check_out(&r, "\nviable ");
    r = CLI_RUN("path", "--catalog", catalog, "--people", people, "--steps", "1");
    cli_check_code(&r, 0);
}

static const struct {
    const char *words[10], *message;
} mistakes[] = {
    {{"synth", "--roles", "3", "--output", "o"}, "--roles: expected --vectors N with it"},
    {{"synth", "--roles", "3", "--vectors", "2", "--catalog=c", "--output", "o"},
     "--roles makes a new catalog, expected neither --catalog nor --people with it"},
    {{"synth", "--catalog=c", "--vectors", "2", "--people=2", "--output", "o"},
     "--people get vectors where the catalog has some, expected no --vectors with it"},
    {{"synth", "--vectors", "2", "--output", "o"},
     "synth: expected --catalog DIR; see rung synth --help"},
    {{"synth", "--roles", "3", "--vectors", "4097", "--output", "o"},
     "--vectors: found '4097', expected a whole number in 1..4096"},
};

TEST_EACH(vectors, options_that_do_not_go_together_are_refused, sizeof mistakes / sizeof *mistakes)
{
    cli_check_mistake(mistakes[*row].words, mistakes[*row].message);
}
