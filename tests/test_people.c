/* test_people.c - people come a batch at a time, the same from every format, or are refused. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>
#include <sys/stat.h>
#include <fcntl.h>

#include "base/hash.h"
#include "base/text.h"
#include "failures.h"
#include "rung.h"
#include "support.h"

/* ---------------------------------------------------------------- reading */

static rung_catalog *open_catalog(const test_file *instead)
{
    rung_catalog *catalog;
    rung_error error;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(test_small_catalog, instead), &error),
                 RUNG_OK, "%s", error.message);
    return catalog;
}

static void put_person(rung_buffer *out, const rung_catalog *catalog, const rung_batch *batch,
                       size_t i)
{
    size_t skills = rung_catalog_skills(catalog);
    rung_put_text(out, batch->id[i]);
    rung_put_char(out, '@');
    if (batch->current_role[i] != RUNG_NONE)
        rung_put_text(out, rung_catalog_role(catalog, batch->current_role[i]).id);
    for (size_t d = 0; d < skills; d++) {
        rung_put_char(out, ' ');
        rung_put_level(out, batch->levels[i * skills + d]);
    }
    rung_put_char(out, '\n');
}

/* Append a line "id@role levels" for everybody in folder, read most at a time. */
static rung_status read_people(const rung_catalog *catalog, const char *folder, size_t most,
                               rung_impute impute, rung_buffer *out, rung_people_totals *totals,
                               rung_error *error)
{
    rung_people *people;
    rung_batch batch;
    rung_status status = rung_people_open(&people, catalog, folder, impute, error);
    if ((people != NULL) != (status == RUNG_OK))
        cr_assert_fail("people %p with status %d", (void *)people, (int)status);
    do {
        if (status == RUNG_OK)
            status = rung_people_next(people, most, &batch, error);
        if (status != RUNG_OK)
            break;
        cr_assert_leq(batch.people, most);
        for (size_t i = 0; i < batch.people; i++)
            put_person(out, catalog, &batch, i);
    } while (batch.people > 0);
    if (status == RUNG_OK && totals)
        *totals = rung_people_total(people);
    rung_people_free(people);
    return status;
}

/* The lines of a good folder as text, to be freed. */
static char *lines_of(const rung_catalog *catalog, const char *folder, size_t most,
                      rung_impute impute, rung_people_totals *totals)
{
    rung_buffer out = {0};
    rung_error error = {.message = ""};
    rung_status status = read_people(catalog, folder, most, impute, &out, totals, &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    rung_put_char(&out, '\0');
    cr_assert_not(out.failed);
    return out.at;
}

static void check_lines(const char *folder, rung_impute impute, const char *expected,
                        uint64_t imputed, uint64_t without_role)
{
    rung_catalog *catalog = open_catalog(NULL);
    rung_people_totals totals;
    char *lines = lines_of(catalog, folder, 100, impute, &totals);
    cr_assert_str_eq(lines, expected, "found:\n%s\nexpected:\n%s", lines, expected);
    cr_assert_eq(totals.imputed, imputed, "%llu imputed", (unsigned long long)totals.imputed);
    cr_assert_eq(totals.without_role, without_role);
    cr_assert_eq(totals.fraction, 1.0);
    free(lines);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- NumPy files */

/* A NumPy file of a header's dictionary and floats. */
static void write_npy(const char *folder, unsigned version, const char *dictionary,
                      const void *floats, size_t bytes)
{
    rung_buffer out = {0};
    size_t length = strlen(dictionary) + 1, lead = version == 1 ? 10 : 12;
    size_t padding = (64 - (lead + length) % 64) % 64;
    rung_put(&out, "\x93NUMPY", 6);
    rung_put_char(&out, (char)version);
    rung_put_char(&out, 0);
    for (size_t i = 0; i < lead - 8; i++)
        rung_put_char(&out, (char)((length + padding) >> (8 * i)));
    rung_put_text(&out, dictionary);
    for (size_t i = 0; i < padding; i++)
        rung_put_char(&out, ' ');
    rung_put_char(&out, '\n');
    rung_put(&out, floats, bytes);
    cr_assert_not(out.failed);
    test_write(folder, "people.npy", out.at, out.length);
    rung_buffer_free(&out);
}

#define DICTIONARY(shape) "{'descr': '<f4', 'fortran_order': False, 'shape': (" shape "), }"

/* ---------------------------------------------------------------- three formats */

#define LONG_HEADER "person_id,skill_id,level\n"
#define SIX                                                                                        \
    "p1@clerk 2 0 1 0 0.5\np2@coder 0 4 0 0 0\np3@ 1.5 0 0 3.25 0\np4@idle 0 0 2 0 0\n"            \
    "p5@boss 4 4 4 4 4\np6@clerk 0.1 0.2 0.3 0.7 3.9\n"

static const char *long_folder(void)
{
    static const test_file files[] = {
        {"people.csv", "person_id,role_id\np1,clerk\np2,coder\np3,\np4,idle\np5,boss\np6,clerk\n"},
        {"people_skills.csv",
         LONG_HEADER "p1,read,2\np1,law,1\np1,knit,.5\np2,code,4.0\np2,knit,0\np3,lift,3.25\n"
                     "p3,read,15e-1\np4,law,2\np5,knit,4\np5,lift,4\np5,law,4\np5,code,4\n"
                     "p5,read,4\np6,read,0.1\np6,code,0.2\np6,law,0.3\np6,lift,0.7\np6,knit,3.9\n"},
        {NULL, NULL},
    };
    return test_write_files(files, NULL);
}

static const char *wide_folder(void)
{
    static const test_file files[] = {
        {"people.csv", "level:knit,role_id,level:law,site,level:code,person_id,level:read,"
                       "level:lift\n"
                       "0.5,clerk,1,Rome,,p1,2,\n"
                       "0,coder,,,4,p2,,\n"
                       ",,,Rome,,p3,1.5,3.25\n"
                       ",idle,2,,,p4,,\n"
                       "4,boss,4,,4,p5,4,4\n"
                       "3.9,clerk,0.3,,0.2,p6,0.1,0.7\n"},
        {NULL, NULL},
    };
    return test_write_files(files, NULL);
}

static const char *npy_folder(void)
{
    static const float levels[6][5] = {{2, 0, 1, 0, .5f},      {0, 4, 0, 0, 0},
                                       {1.5f, 0, 0, 3.25f, 0}, {0, 0, 2, 0, 0},
                                       {4, 4, 4, 4, 4},        {.1f, .2f, .3f, .7f, 3.9f}};
    const char *folder = test_folder();
    test_write_text(folder, "people.csv",
                    "role_id,person_id\nclerk,p1\ncoder,p2\n,p3\nidle,p4\n"
                    "boss,p5\nclerk,p6\n");
    write_npy(folder, 1, DICTIONARY("6, 5"), levels, sizeof levels);
    return folder;
}

static const char *(*const folders[])(void) = {long_folder, wide_folder, npy_folder};

TEST_EACH(people, come_the_same_from_every_format, 3)
{
    check_lines(folders[*row](), RUNG_IMPUTE_EMPTY, SIX, 0, 1);
}

TEST_EACH(people, come_the_same_in_batches_of_any_size, 3)
{
    static const size_t sizes[] = {1, 2, 3, 5, 6, 7, 64, 100000};
    rung_catalog *catalog = open_catalog(NULL);
    const char *folder = folders[*row]();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *lines = lines_of(catalog, folder, sizes[i], RUNG_IMPUTE_EMPTY, NULL);
        cr_assert_str_eq(lines, SIX, "%zu at a time: %s", sizes[i], lines);
        free(lines);
    }
    rung_catalog_free(catalog);
}

Test(people, may_be_read_in_batches_that_grow_and_shrink)
{
    static const size_t sizes[] = {1, 3, 1, 100}, expected[] = {1, 3, 1, 1};
    rung_catalog *catalog = open_catalog(NULL);
    rung_people *people;
    rung_batch batch;
    rung_buffer out = {0};
    cr_assert_eq(rung_people_open(&people, catalog, long_folder(), RUNG_IMPUTE_NONE, NULL),
                 RUNG_OK);
    for (size_t k = 0; k < 4; k++) {
        cr_assert_eq(rung_people_next(people, sizes[k], &batch, NULL), RUNG_OK);
        cr_assert_eq(batch.people, expected[k]);
        cr_assert_eq(rung_people_total(people).people, k == 0   ? 1u
                                                       : k == 1 ? 4u
                                                       : k == 2 ? 5u
                                                                : 6u);
        for (size_t i = 0; i < batch.people; i++)
            put_person(&out, catalog, &batch, i);
    }
    for (size_t k = 0; k < 2; k++) {
        cr_assert_eq(rung_people_next(people, 7, &batch, NULL), RUNG_OK);
        cr_assert_eq(batch.people, 0u, "the end comes again");
    }
    cr_assert(out.length == strlen(SIX) && memcmp(out.at, SIX, out.length) == 0);
    rung_buffer_free(&out);
    rung_people_free(people);
    rung_catalog_free(catalog);
}

static const struct {
    const char *people, *rows, *expected;
} tolerated[] = {
    {"\xEF\xBB\xBFperson_id,role_id\r\np1,clerk\r\n",
     "\xEF\xBB\xBFperson_id,skill_id,level\r\n"
     "p1,read,1\r\n",
     "p1@clerk 1 0 0 0 0\n"},
    {"note,person_id\n\"two\nlines, and \"\"quotes\"\"\",p1\n\"\r\n\",p2\n",
     "person_id,why,skill_id,level\np1,\"a\nb\",read,1\np2,,code,2\n",
     "p1@ 1 0 0 0 0\np2@ 0 2 0 0 0\n"},
    {"\nperson_id\n\np1\n\n\np2", "\n" LONG_HEADER "\np1,read,1\n\n\np2,read,2\n\n",
     "p1@ 1 0 0 0 0\np2@ 2 0 0 0 0\n"},
    {"person_id\n\"a,b\"\n a \n", LONG_HEADER "\"a,b\",read,1\n a ,read,2\n",
     "a,b@ 1 0 0 0 0\n a @ 2 0 0 0 0\n"},
    {"person_id\n", LONG_HEADER, ""},
    {"person_id\np1\np2\np3\n", LONG_HEADER "p2,knit,4\n",
     "p1@ 0 0 0 0 0\np2@ 0 0 0 0 4\np3@ 0 0 0 0 0\n"},
    {" person_id , role_id \np1,boss\n", " person_id,skill_id , level\np1,read,0\n",
     "p1@boss 0 0 0 0 0\n"},
};

TEST_EACH(people, come_from_tables_as_spreadsheets_write_them, sizeof tolerated / sizeof *tolerated)
{
    const test_file files[] = {{"people.csv", tolerated[*row].people},
                               {"people_skills.csv", tolerated[*row].rows},
                               {NULL, NULL}};
    rung_catalog *catalog = open_catalog(NULL);
    char *lines = lines_of(catalog, test_write_files(files, NULL), 2, RUNG_IMPUTE_NONE, NULL);
    cr_assert_str_eq(lines, tolerated[*row].expected, "%s", lines);
    free(lines);
    rung_catalog_free(catalog);
}

Test(people, have_a_zero_where_a_file_says_minus_zero)
{
    static const float minus[5] = {-0.0f, 0, 0, 0, 1};
    rung_catalog *catalog = open_catalog(NULL);
    const char *by_rows = test_folder(), *wide = test_folder(), *npy = test_folder();
    test_write_text(by_rows, "people.csv", "person_id\np1\n");
    test_write_text(by_rows, "people_skills.csv", LONG_HEADER "p1,read,-0\np1,knit,1\n");
    test_write_text(wide, "people.csv", "person_id,level:read,level:knit\np1,-0.0,1\n");
    test_write_text(npy, "people.csv", "person_id\np1\n");
    write_npy(npy, 1, DICTIONARY("1, 5"), minus, sizeof minus);
    const char *const all[] = {by_rows, wide, npy};
    for (size_t i = 0; i < 3; i++) {
        char *lines = lines_of(catalog, all[i], 1, RUNG_IMPUTE_NONE, NULL);
        cr_assert_str_eq(lines, "p1@ 0 0 0 0 1\n", "%zu: %s", i, lines);
        free(lines);
    }
    rung_catalog_free(catalog);
}

/* 0.3 as a float is a little more than as a double. */
Test(people, may_have_the_highest_level_whatever_its_rounding)
{
    static const test_file instead[] = {
        {"catalog.ini", "name = Rounding\nlevels = 0.3\n"},
        {"role_skills.csv", "role_id,skill_id,level,importance\ncoder,code,0.3,1\n"},
        {"program_skills.csv", NULL},
        {NULL, NULL},
    };
    static const float levels[5] = {0.3f, 0, 0, 0, 0};
    rung_catalog *catalog = open_catalog(instead);
    const char *npy = test_folder(), *by_rows = test_folder();
    test_write_text(npy, "people.csv", "person_id\np1\n");
    write_npy(npy, 1, DICTIONARY("1, 5"), levels, sizeof levels);
    test_write_text(by_rows, "people.csv", "person_id\np1\n");
    test_write_text(by_rows, "people_skills.csv", LONG_HEADER "p1,read,0.3\n");
    char *a = lines_of(catalog, npy, 1, RUNG_IMPUTE_EMPTY, NULL);
    char *b = lines_of(catalog, by_rows, 1, RUNG_IMPUTE_EMPTY, NULL);
    cr_assert_str_eq(a, "p1@ 0.3 0 0 0 0\n");
    cr_assert_str_eq(b, a);
    free(a);
    free(b);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- missing levels */

/* p1 has one row of two that clerk asks for, p2 none, p3 none and no role, p4 none and a role
 * without ratings, p5 all that boss asks for, one of them 0. */
static const char *sparse_folder(void)
{
    static const test_file files[] = {
        {"people.csv", "person_id,role_id\np1,clerk\np2,clerk\np3,\np4,idle\np5,boss\n"},
        {"people_skills.csv", LONG_HEADER "p1,law,0.5\np1,lift,1\np5,read,0\np5,law,1\n"},
        {NULL, NULL},
    };
    return test_write_files(files, NULL);
}

static const char *sparse_wide_folder(void)
{
    static const test_file files[] = {
        {"people.csv", "person_id,role_id,level:read,level:law,level:lift\n"
                       "p1,clerk,,0.5,1\np2,clerk,,,\np3,,,,\np4,idle,,,\np5,boss,0,1,\n"},
        {NULL, NULL},
    };
    return test_write_files(files, NULL);
}

static const char *(*const sparse[])(void) = {sparse_folder, sparse_wide_folder};

TEST_EACH(people, without_any_level_get_those_of_their_role, 2)
{
    check_lines(sparse[*row](), RUNG_IMPUTE_EMPTY,
                "p1@clerk 0 0 0.5 1 0\np2@clerk 2 0 1 0 0\np3@ 0 0 0 0 0\np4@idle 0 0 0 0 0\n"
                "p5@boss 0 0 1 0 0\n",
                1, 1);
}

/* For each way to impute, who of the five got a level from the role: p1 is 1, p2 is 2 ... */
TEST_EACH(people, are_marked_when_a_level_is_the_role_s, 2)
{
    static const char *const marked[] = {
        [RUNG_IMPUTE_EMPTY] = "2", [RUNG_IMPUTE_FILL] = "12", [RUNG_IMPUTE_NONE] = ""};
    rung_catalog *catalog = open_catalog(NULL);
    const char *folder = sparse[*row]();
    for (int how = RUNG_IMPUTE_EMPTY; how <= RUNG_IMPUTE_NONE; how++) {
        rung_people *people;
        rung_batch batch;
        char found[6] = "";
        cr_assert_eq(rung_people_open(&people, catalog, folder, (rung_impute)how, NULL), RUNG_OK);
        for (char n = '1'; n <= '5'; n++) {
            cr_assert_eq(rung_people_next(people, 1, &batch, NULL), RUNG_OK);
            if (rung_people_imputed(people, 0))
                strncat(found, &n, 1);
        }
        cr_assert_str_eq(found, marked[how]);
        cr_assert_eq(rung_people_total(people).without_levels, 3u);
        cr_assert_not(rung_people_imputed(people, SIZE_MAX), "beyond any batch");
        rung_people_free(people);
    }
    rung_catalog_free(catalog);
}

TEST_EACH(people, have_every_missing_level_filled_when_asked_for, 2)
{
    check_lines(sparse[*row](), RUNG_IMPUTE_FILL,
                "p1@clerk 2 0 0.5 1 0\np2@clerk 2 0 1 0 0\np3@ 0 0 0 0 0\np4@idle 0 0 0 0 0\n"
                "p5@boss 0 0 1 0 0\n",
                2, 1);
}

TEST_EACH(people, keep_nothing_but_their_own_levels_when_asked_for, 2)
{
    check_lines(sparse[*row](), RUNG_IMPUTE_NONE,
                "p1@clerk 0 0 0.5 1 0\np2@clerk 0 0 0 0 0\np3@ 0 0 0 0 0\np4@idle 0 0 0 0 0\n"
                "p5@boss 0 0 1 0 0\n",
                0, 1);
}

Test(people, may_be_a_list_of_roles_alone)
{
    const char *folder = test_folder();
    test_write_text(folder, "people.csv", "person_id,role_id\np1,clerk\np2,\np3,idle\np4,boss\n");
    check_lines(folder, RUNG_IMPUTE_EMPTY,
                "p1@clerk 2 0 1 0 0\np2@ 0 0 0 0 0\np3@idle 0 0 0 0 0\np4@boss 4 0 3.5 0 0\n", 2,
                1);
    check_lines(folder, RUNG_IMPUTE_FILL,
                "p1@clerk 2 0 1 0 0\np2@ 0 0 0 0 0\np3@idle 0 0 0 0 0\np4@boss 4 0 3.5 0 0\n", 2,
                1);
    check_lines(folder, RUNG_IMPUTE_NONE,
                "p1@clerk 0 0 0 0 0\np2@ 0 0 0 0 0\np3@idle 0 0 0 0 0\np4@boss 0 0 0 0 0\n", 0, 1);
}

Test(people, in_a_matrix_have_no_missing_levels)
{
    static const float zeros[5];
    const char *folder = test_folder();
    test_write_text(folder, "people.csv", "person_id,role_id\np1,clerk\n");
    write_npy(folder, 1, DICTIONARY("1, 5"), zeros, sizeof zeros);
    check_lines(folder, RUNG_IMPUTE_EMPTY, "p1@clerk 0 0 0 0 0\n", 0, 0);
    check_lines(folder, RUNG_IMPUTE_FILL, "p1@clerk 0 0 0 0 0\n", 0, 0);
}

/* ---------------------------------------------------------------- NumPy headers */

static const struct {
    unsigned version;
    const char *dictionary;
} good_headers[] = {
    {1, DICTIONARY("2, 5")},
    {2, DICTIONARY("2, 5")},
    {3, DICTIONARY("2, 5")},
    {1, "{'shape':(2,5),'fortran_order':False,'descr':'<f4'}"},
    {1, "{'descr': '<f4', 'fortran_order': False, 'shape': ( 2 , 5 ) ,}"},
    {1, "{ 'shape' : (2,  5,), 'fortran_order' : False , 'descr' : '<f4' }"},
};

TEST_EACH(people, come_from_every_version_of_the_numpy_format,
          sizeof good_headers / sizeof *good_headers)
{
    static const float levels[2][5] = {{1, 2, 3, 4, 0}, {0, 0.5f, 0, 0, 4}};
    const char *folder = test_folder();
    test_write_text(folder, "people.csv", "person_id\np1\np2\n");
    write_npy(folder, good_headers[*row].version, good_headers[*row].dictionary, levels,
              sizeof levels);
    check_lines(folder, RUNG_IMPUTE_EMPTY, "p1@ 1 2 3 4 0\np2@ 0 0.5 0 0 4\n", 0, 2);
}

/* Two people with 5 levels each, 40 bytes of floats. */
static const struct {
    unsigned version;
    const char *dictionary;
    size_t bytes;
    const char *message;
} bad_matrices[] = {
    {1, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 5), }", 40,
     "/people.npy: NumPy header: found '<f8', expected descr '<f4' (float32, little-endian)"},
    {1, "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 5), }", 40,
     "/people.npy: NumPy header: found '>f4', expected descr '<f4'"},
    {1, "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 5), }", 40,
     "/people.npy: NumPy header: found '<i4', expected descr '<f4'"},
    {1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 5), }", 40,
     "/people.npy: NumPy header: found [('a', '<f4')], expected descr"},
    {1, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 5), }", 40,
     "/people.npy: NumPy header: found True, expected fortran_order False"},
    {1, "{'descr': '<f4', 'shape': (2, 5), }", 40,
     "/people.npy: NumPy header: found nothing, expected fortran_order False"},
    {1, "{'descr': '<f4', 'fortran_order': False}", 40,
     "/people.npy: NumPy header: found nothing, expected a shape of (people, skills)"},
    {1, DICTIONARY("10,"), 40, "/people.npy: NumPy header: found (10,), expected a shape"},
    {1, DICTIONARY(""), 40, "/people.npy: NumPy header: found (), expected a shape"},
    {1, DICTIONARY("2, 5, 1"), 40, "/people.npy: NumPy header: found (2, 5, 1), expected a shape"},
    {1, DICTIONARY("-2, 5"), 40, "/people.npy: NumPy header: found (-2, 5), expected a shape"},
    {1, DICTIONARY("2.0, 5"), 40, "/people.npy: NumPy header: found (2.0, 5), expected a shape"},
    {1, DICTIONARY("4611686018427387904, 5"), 40,
     "/people.npy: NumPy header: found (4611686018427387904, 5), expected a shape"},
    {1, DICTIONARY("99999999999999999999999, 5"), 40,
     "/people.npy: NumPy header: found (99999999999999999999999, 5), expected a shape"},
    {1, DICTIONARY("2, 4"), 40,
     "/people.npy: found 4 columns, expected 5, one for each row of "
     "skills.csv"},
    {1, DICTIONARY("5, 2"), 40, "/people.npy: found 2 columns, expected 5"},
    {1, DICTIONARY("1, 5"), 20, "/people.csv:3: person number 2, but "},
    {1, DICTIONARY("0, 5"), 0, "/people.csv:2: person number 1, but "},
    {1, DICTIONARY("3, 5"), 60,
     "/people.npy: found 3 rows, expected 2, one for each person of "
     "people.csv"},
    {1, DICTIONARY("400000000000000, 5"), 40,
     "/people.npy: found 400000000000000 rows, expected 2, one for each person"},
    {1, DICTIONARY("2, 5"), 39,
     "/people.npy: the file ends early: found 39 bytes behind the header, expected 40, 2 rows of 5 "
     "floats"},
    {1, DICTIONARY("2, 5"), 20,
     "/people.npy: the file ends early: found 20 bytes behind the header, expected 40"},
    {1, DICTIONARY("2, 5"), 0,
     "/people.npy: the file ends early: found 0 bytes behind the header, expected 40"},
    {1, DICTIONARY("2, 5"), 41,
     "/people.npy: the file goes on behind its last row, expected 2 "
     "rows of 5 floats"},
    {1, DICTIONARY("2, 5"), 60, "/people.npy: the file goes on behind its last row"},
    {4, DICTIONARY("2, 5"), 40,
     "/people.npy: NumPy header: found 4, expected format version 1, 2 or 3"},
    {0, DICTIONARY("2, 5"), 40,
     "/people.npy: NumPy header: found 0, expected format version 1, 2 or 3"},
    {1, DICTIONARY("-8, 5"), 40,
     "/people.npy: NumPy header: found (-8, 5), expected a shape of (people, skills), neither of "
     "them negative"},
    {1, DICTIONARY("2L, 5L"), 40,
     "/people.npy: NumPy header: found (2L, 5L), expected a shape of (people, skills), without the "
     "L that Python 2 wrote behind numbers"},
    {1, DICTIONARY("10000000000000000000000000000000000000000, 5"), 40,
     "/people.npy: NumPy header: found (10000000000000000000000000000000000000000, 5), expected a "
     "shape of (people, skills), of fewer than 2^61 floats in all"},
    {1, "{'shape':(2,6,1),'fortran_order':False,'descr':'<f4'}", 40,
     "/people.npy: NumPy header: found (2,6,1), expected a shape of (people, skills)"},
    {1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 5, 7)}", 40,
     "/people.npy: NumPy header: found (2, 5, 7), expected a shape of (people, skills)"},
    {1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 5), 'shape': (2, 5), }", 40,
     "/people.npy: NumPy header: found 'shape', expected each key once (it is there twice)"},
    {1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 5), 'unit': 'm', }", 40,
     "/people.npy: NumPy header: found 'unit', expected the keys 'descr', 'fortran_order' and "
     "'shape' alone"},
    {1, "{'descr': '<f4', fortran_order: False, }", 40,
     "/people.npy: NumPy header: found fortran_order: False, }, expected a key in quotes"},
    {1, "{'descr' '<f4'}", 40,
     "/people.npy: NumPy header: found '<f4'}, expected a colon behind the key"},
    {1, "{'descr': }", 40, "/people.npy: NumPy header: found }, expected a value behind the colon"},
    {1, "{'descr': '<f4' 'shape': (2, 5)}", 40,
     "/people.npy: NumPy header: found 'shape': (2, 5)}, expected a comma or the dictionary's }"},
    {1, "{'descr': '<f4", 40, "/people.npy: NumPy header: found nothing, expected a comma or"},
    {1, DICTIONARY("2, 5") " {}", 40,
     "/people.npy: NumPy header: found {}, expected nothing behind the dictionary's }"},
    {1, "", 40, "/people.npy: NumPy header: found nothing, expected a dictionary that starts"},
    {1, "garbage", 40, "/people.npy: NumPy header: found garbage, expected a dictionary that"},
    {1, "{'descr': '<f4', '\xb5': 1}", 40,
     "/people.npy: NumPy header: found bytes that are no UTF-8, expected a dictionary as NumPy"},
};

/* Read a folder that must be refused with this message behind its path, at any batch size. */
static void check_refused(const rung_catalog *catalog, const char *folder, const char *message)
{
    static const size_t sizes[] = {1, 2, 64};
    for (size_t i = 0; i < 3; i++) {
        rung_error error = {.message = ""};
        rung_buffer out = {0};
        rung_status status =
            read_people(catalog, folder, sizes[i], RUNG_IMPUTE_EMPTY, &out, NULL, &error);
        rung_buffer_free(&out);
        cr_assert_eq(status, RUNG_BAD_DATA, "%d: %s", (int)status, error.message);
        cr_assert_eq(error.status, RUNG_BAD_DATA);
        cr_assert_eq(strncmp(error.message, folder, strlen(folder)), 0, "%s", error.message);
        cr_assert_eq(strncmp(error.message + strlen(folder), message, strlen(message)), 0,
                     "'%s' instead of '%s'", error.message + strlen(folder), message);
    }
}

TEST_EACH(people, are_refused_from_a_bad_matrix, sizeof bad_matrices / sizeof *bad_matrices)
{
    static const float levels[16];
    const char *folder = test_folder();
    test_write_text(folder, "people.csv", "person_id\np1\np2\n");
    write_npy(folder, bad_matrices[*row].version, bad_matrices[*row].dictionary, levels,
              bad_matrices[*row].bytes);
    rung_catalog *catalog = open_catalog(NULL);
    check_refused(catalog, folder, bad_matrices[*row].message);
    rung_catalog_free(catalog);
}

static const struct {
    const char *bytes;
    size_t length;
    const char *message;
} broken_headers[] = {
    {"", 0,
     "/people.npy: NumPy header: found an empty file, expected a file that starts with \\x93NUMPY"},
    {"\x93NUMPY", 6, "/people.npy: NumPy header: found another start, expected a file that starts"},
    {"\x93NUMPX\1\0\1\0\n", 11,
     "/people.npy: NumPy header: found another start, expected a file that starts"},
    {"person_id,skill_id,level\n", 25,
     "/people.npy: NumPy header: found another start, expected a file that starts"},
    {"\x93NUMPY\1\0\x40\0{'descr': '<f4'", 26,
     "/people.npy: NumPy header: found 16 bytes, expected 64: the file ends within the header"},
    {"\x93NUMPY\1\0\xFF\xFF{'descr': '<f4'", 26,
     "/people.npy: NumPy header: found 65535, expected a header of at most 4096 bytes"},
    {"\x93NUMPY\2\0\x40\0", 10, "/people.npy: NumPy header: found "},
    {"\x93NUMPY\2\0\x40\0\0\x80", 12,
     "/people.npy: NumPy header: found 2147483712, expected a header of at most"},
    {"\x93NUMPY\2\0\x40\0\0\0x", 13, "/people.npy: NumPy header: found 1 bytes, expected 64"},
    {"\x93NUMPY\1\0\0\0", 10, "/people.npy: NumPy header: found nothing, expected a dictionary"},
};

TEST_EACH(people, are_refused_from_a_broken_header, sizeof broken_headers / sizeof *broken_headers)
{
    const char *folder = test_folder();
    test_write_text(folder, "people.csv", "person_id\np1\np2\n");
    test_write(folder, "people.npy", broken_headers[*row].bytes, broken_headers[*row].length);
    rung_catalog *catalog = open_catalog(NULL);
    check_refused(catalog, folder, broken_headers[*row].message);
    rung_catalog_free(catalog);
}

static const struct {
    float level;
    const char *shown;
} bad_levels[] = {
    {NAN, "found nan"},
    {INFINITY, "found inf"},
    {-INFINITY, "found -inf"},
    {-0.5f, "found -0.5"},
    {4.5f, "found 4.5"},
    {4.0000005f, "found 4.00000048"},
    {-1, "found -1"}, /* how the reader itself marks what is missing */
    {3e38f, "found 3.00000001e+38"},
};

TEST_EACH(people, are_refused_with_levels_in_a_matrix_outside_the_scale,
          sizeof bad_levels / sizeof *bad_levels)
{
    float levels[2][5] = {{0}};
    char message[120];
    const char *folder = test_folder();
    levels[1][3] = bad_levels[*row].level;
    test_write_text(folder, "people.csv", "person_id\np1\np2\n");
    write_npy(folder, 1, DICTIONARY("2, 5"), levels, sizeof levels);
    snprintf(message, sizeof message,
             "/people.npy: row 2, column 4 (skill 'lift'): %s, expected a number in 0..4",
             bad_levels[*row].shown);
    rung_catalog *catalog = open_catalog(NULL);
    check_refused(catalog, folder, message);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- bad tables */

#define PEOPLE      "person_id,role_id\np1,clerk\np2,\np3,boss\n"
#define WIDE_HEADER "person_id,level:read,level:code\n"

/* people_skills.csv is left out where rows is NULL. */
static const struct {
    const char *people, *rows, *message;
} bad[] = {
    /* people.csv */
    {"", LONG_HEADER, "/people.csv: the file is empty, expected a header row"},
    {"\n\n", LONG_HEADER, "/people.csv: the file is empty, expected a header row"},
    {"id,role_id\np1,clerk\n", LONG_HEADER,
     "/people.csv:1: found the columns 'id', 'role_id', expected a column 'person_id'"},
    {"person_id,role_id,role_id\n", LONG_HEADER, "/people.csv:1: column 'role_id' is there twice"},
    {"person_id,\n", LONG_HEADER, "/people.csv:1: column 2 has no name"},
    {"person_id,role_id\np1,clerk\n,boss\n", LONG_HEADER,
     "/people.csv:3: column 'person_id': found '', expected an id"},
    {"person_id,role_id\np1\n", LONG_HEADER, "/people.csv:2: found 1 field, expected 2"},
    {"person_id,role_id\np1,clerk,x\n", LONG_HEADER, "/people.csv:2: found 3 fields, expected 2"},
    {"person_id,role_id\np1,clerk\np2,cook\n", LONG_HEADER,
     "/people.csv:3: column 'role_id': found 'cook', expected an id of roles.csv, or nothing"},
    {"person_id,role_id\np1,Clerk\n", LONG_HEADER,
     "/people.csv:2: column 'role_id': found 'Clerk'"},
    {"person_id,role_id\np1,clerk\np2,\n\np1,boss\n", LONG_HEADER,
     "/people.csv:5: column 'person_id': found 'p1', expected an id that no earlier row has "
     "(line 2 has it)"},
    {"person_id,note\np2,\"a\n\nb\"\np1,\np1,\n", LONG_HEADER,
     "/people.csv:6: column 'person_id': found 'p1', expected an id that no earlier row has "
     "(line 5 has it)"},
    {"person_id\np1\np\xFF\n", LONG_HEADER,
     "/people.csv:3: byte 2 of the row is 0xFF, expected text in UTF-8"},
    {"person_id\np\"1\n", LONG_HEADER, "/people.csv:2: field 1: a quote within an unquoted field"},
    {"person_id\n\"p1\n", LONG_HEADER, "/people.csv:2: field 1: a quote is left open"},
    {"person_id\rp1\r", LONG_HEADER, "/people.csv:1: a carriage return within the row"},
    /* people_skills.csv */
    {PEOPLE, "", "/people_skills.csv: the file is empty, expected a header row"},
    {PEOPLE, "person_id,skill_id\n",
     "/people_skills.csv:1: found the columns 'person_id', 'skill_id', expected a column 'level'"},
    {PEOPLE, "person_id,level\n", "/people_skills.csv:1: found the columns"},
    {PEOPLE, "skill_id,level\n", "/people_skills.csv:1: found the columns"},
    {PEOPLE, LONG_HEADER "p1,read\n", "/people_skills.csv:2: found 2 fields, expected 3"},
    {PEOPLE, LONG_HEADER "p1,read,1,1\n", "/people_skills.csv:2: found 4 fields, expected 3"},
    {PEOPLE, LONG_HEADER "p1,read,1\np1,cook,1\n",
     "/people_skills.csv:3: column 'skill_id': found 'cook', expected an id of skills.csv"},
    {PEOPLE, LONG_HEADER "p1,,1\n", "/people_skills.csv:2: column 'skill_id': found ''"},
    {PEOPLE, LONG_HEADER "p1,read,1\np1,law,1\np1,read,1\n",
     "/people_skills.csv:4: column 'skill_id': found 'read', expected a skill that no earlier row "
     "gives this person"},
    {PEOPLE, LONG_HEADER "p1,read,0\np1,read,0\n",
     "/people_skills.csv:3: column 'skill_id': found 'read', expected a skill that no earlier"},
    {PEOPLE, LONG_HEADER "p1,read,4.001\n",
     "/people_skills.csv:2: column 'level': found '4.001', expected a number in 0..4"},
    {PEOPLE, LONG_HEADER "p1,read,-0.5\n", "/people_skills.csv:2: column 'level': found '-0.5'"},
    {PEOPLE, LONG_HEADER "p1,read,-1\n", "/people_skills.csv:2: column 'level': found '-1'"},
    {PEOPLE, LONG_HEADER "p1,read,nan\n", "/people_skills.csv:2: column 'level': found 'nan'"},
    {PEOPLE, LONG_HEADER "p1,read,inf\n", "/people_skills.csv:2: column 'level': found 'inf'"},
    {PEOPLE, LONG_HEADER "p1,read,1e999\n", "/people_skills.csv:2: column 'level': found '1e999'"},
    {PEOPLE, LONG_HEADER "p1,read,\n", "/people_skills.csv:2: column 'level': found ''"},
    {PEOPLE, LONG_HEADER "p1,read, 1\n", "/people_skills.csv:2: column 'level': found ' 1'"},
    {PEOPLE, LONG_HEADER "p1,read,\"1,5\"\n", "/people_skills.csv:2: column 'level': found '1,5'"},
    {PEOPLE, LONG_HEADER "p1,read,0x1\n", "/people_skills.csv:2: column 'level': found '0x1'"},
    {PEOPLE, LONG_HEADER "p1,read,1\np2,read,two\n",
     "/people_skills.csv:3: column 'level': found 'two', expected a number in 0..4"},
    /* the order of the people */
    {PEOPLE, LONG_HEADER "p2,read,1\np1,read,1\n",
     "/people_skills.csv:3: column 'person_id': found 'p1', expected an id of people.csv, and the "
     "rows of a person together and in the order of people.csv"},
    {PEOPLE, LONG_HEADER "p1,read,1\np2,read,1\np1,code,1\np3,read,1\n",
     "/people_skills.csv:4: column 'person_id': found 'p1', expected an id of people.csv"},
    {PEOPLE, LONG_HEADER "p1,read,1\np9,read,1\np2,read,1\n",
     "/people_skills.csv:3: column 'person_id': found 'p9', expected an id of people.csv"},
    {PEOPLE, LONG_HEADER "p3,read,1\np4,read,1\n",
     "/people_skills.csv:3: column 'person_id': "
     "found 'p4'"},
    {PEOPLE, LONG_HEADER ",read,1\n", "/people_skills.csv:2: column 'person_id': found ''"},
    {PEOPLE, LONG_HEADER "P1,read,1\n", "/people_skills.csv:2: column 'person_id': found 'P1'"},
    {"person_id\n", LONG_HEADER "p1,read,1\n",
     "/people_skills.csv:2: column 'person_id': found "
     "'p1'"},
    {"person_id\np1\n", LONG_HEADER "p1,read,1\n\np1,code\n",
     "/people_skills.csv:4: found 2 fields, expected 3"},
    /* wide */
    {"person_id,level:read,level:cook\n", NULL,
     "/people.csv:1: column 3: found 'level:cook', expected level: and an id of skills.csv"},
    {"\n\nperson_id,level:\n", NULL,
     "/people.csv:3: column 2: found 'level:', expected level: and"},
    {"person_id,role_id,levels:read\n", NULL,
     "/people.csv:1: column 3: found 'levels:read', expected level: and an id of skills.csv"},
    {"person_id,role_id,level:read,Level:code\n", NULL,
     "/people.csv:1: column 4: found 'Level:code', expected level: and"},
    {"person_id,role_id,LEVEL :read\n", LONG_HEADER,
     "/people.csv:1: column 3: found 'LEVEL :read', expected level: and"},
    {"person_id,Role_ID\n", LONG_HEADER,
     "/people.csv:1: column 2: found 'Role_ID', expected it to be written 'role_id'"},
    {"person_id,level:read,level:read\n", NULL,
     "/people.csv:1: column 'level:read' is there twice"},
    {WIDE_HEADER "p1,1,4.5\n", NULL,
     "/people.csv:2: column 'level:code': found '4.5', expected a number in 0..4"},
    {WIDE_HEADER "p1,1,\np2,-1,\n", NULL, "/people.csv:3: column 'level:read': found '-1'"},
    {WIDE_HEADER "p1,nan,\n", NULL, "/people.csv:2: column 'level:read': found 'nan'"},
    {WIDE_HEADER "p1,,infinity\n", NULL, "/people.csv:2: column 'level:code': found 'infinity'"},
    {WIDE_HEADER "p1,NaN,\n", NULL, "/people.csv:2: column 'level:read': found 'NaN'"},
    {WIDE_HEADER "p1,1\n", NULL, "/people.csv:2: found 2 fields, expected 3"},
    {WIDE_HEADER "p1,1,1\np1,1,1\n", NULL,
     "/people.csv:3: column 'person_id': found 'p1', expected an id that no earlier row has"},
    {"level:read,level:code\n1,1\n", NULL,
     "/people.csv:1: found the columns 'level:read', 'level:code', expected a column 'person_id'"},
    /* which format */
    {"person_id,site\np1,Rome\n", NULL,
     ": neither levels nor roles, expected people_skills.csv, people.npy, level:SKILL_ID columns "
     "or a role_id column in people.csv"},
    {WIDE_HEADER "p1,1,1\n", LONG_HEADER,
     ": levels are given in people_skills.csv and columns of people.csv, expected one of these"},
};

TEST_EACH(people, are_refused_from_a_bad_table_that_is_named, sizeof bad / sizeof *bad)
{
    const test_file files[] = {
        {"people.csv", bad[*row].people}, {"people_skills.csv", bad[*row].rows}, {NULL, NULL}};
    rung_catalog *catalog = open_catalog(NULL);
    check_refused(catalog, test_write_files(files, NULL), bad[*row].message);
    rung_catalog_free(catalog);
}

Test(people, are_refused_when_two_files_give_their_levels)
{
    static const float levels[5];
    rung_catalog *catalog = open_catalog(NULL);
    const char *folder = test_folder();
    test_write_text(folder, "people.csv", "person_id\np1\n");
    test_write_text(folder, "people_skills.csv", LONG_HEADER);
    write_npy(folder, 1, DICTIONARY("1, 5"), levels, sizeof levels);
    check_refused(catalog, folder,
                  ": levels are given in people_skills.csv and people.npy, expected one of these");
    rung_catalog_free(catalog);
}

Test(people, are_not_opened_where_there_are_none)
{
    rung_catalog *catalog = open_catalog(NULL);
    rung_error error = {.message = ""};
    rung_people *people = (rung_people *)&error;
    cr_assert_eq(rung_people_open(&people, catalog, test_folder(), RUNG_IMPUTE_EMPTY, &error),
                 RUNG_IO);
    cr_assert_null(people);
    cr_assert(strstr(error.message, "/people.csv: cannot open: No such file"), "%s", error.message);
    rung_catalog_free(catalog);
}

Test(people, need_their_arguments)
{
    rung_catalog *catalog = open_catalog(NULL);
    rung_people *people = NULL;
    rung_batch batch;
    rung_error error;
    const char *folder = long_folder();
    cr_assert_eq(rung_people_open(NULL, catalog, folder, RUNG_IMPUTE_NONE, &error),
                 RUNG_BAD_ARGUMENT);
    people = (rung_people *)&error;
    cr_assert_eq(rung_people_open(&people, NULL, folder, RUNG_IMPUTE_NONE, &error),
                 RUNG_BAD_ARGUMENT);
    cr_assert_null(people);
    cr_assert_eq(rung_people_open(&people, catalog, "", RUNG_IMPUTE_NONE, &error),
                 RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_people_open(&people, catalog, NULL, RUNG_IMPUTE_NONE, &error),
                 RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_people_open(&people, catalog, folder, (rung_impute)3, &error),
                 RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_people_open(&people, catalog, folder, RUNG_IMPUTE_NONE, NULL), RUNG_OK);
    cr_assert_eq(rung_people_next(NULL, 1, &batch, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_people_next(people, 1, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_people_next(people, 0, &batch, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_people_next(people, 1, &batch, &error), RUNG_OK);
    cr_assert_eq(batch.people, 1u);
    rung_people_free(people);
    rung_people_free(NULL);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- ids with one fingerprint */

/* XXH3 maps texts of 8 bytes one to one onto 64 bits, so that for the hash of a shorter text there
 * is one of 8 bytes with the same: the second was found by going back from the first. */
#define TWIN_A "01d4c9f"
#define TWIN_B "841cHOng"

Test(people, are_told_apart_although_their_fingerprints_are_the_same)
{
    cr_assert_eq(rung_hash(TWIN_A, strlen(TWIN_A), 0), rung_hash(TWIN_B, strlen(TWIN_B), 0));
    const char *folder = test_folder();
    test_write_text(folder, "people.csv",
                    "person_id,role_id\n" TWIN_A ",clerk\np2,\n" TWIN_B ",boss\n");
    check_lines(folder, RUNG_IMPUTE_NONE,
                TWIN_A "@clerk 0 0 0 0 0\np2@ 0 0 0 0 0\n" TWIN_B "@boss 0 0 0 0 0\n", 0, 1);
}

Test(people, are_refused_the_second_time_although_fingerprints_are_the_same)
{
    const char *folder = test_folder();
    test_write_text(folder, "people.csv",
                    "role_id,person_id\nclerk," TWIN_A "\n,p2\nboss," TWIN_B "\nboss," TWIN_B "\n");
    rung_catalog *catalog = open_catalog(NULL);
    check_refused(catalog, folder,
                  "/people.csv:5: column 'person_id': found '" TWIN_B "', expected "
                  "an id that no earlier row has (line 4 has it)");
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- many */

/* So many people that files, arrays and the set of ids grow many times. */
Test(people, may_be_many)
{
    enum { PEOPLE_COUNT = 20000 };
    rung_catalog *catalog = open_catalog(NULL);
    rung_buffer people = {0}, rows = {0};
    rung_put_text(&people, "person_id,role_id,note\n");
    rung_put_text(&rows, LONG_HEADER);
    for (unsigned i = 0; i < PEOPLE_COUNT; i++) {
        rung_put_char(&people, 'p');
        rung_put_whole(&people, i);
        rung_put_text(&people, i % 3 ? ",clerk,\"a,\nb\"\n" : ",,\n");
        rung_put_char(&rows, 'p');
        rung_put_whole(&rows, i);
        rung_put_text(&rows, ",code,");
        rung_put_number(&rows, (double)(i % 9) / 2);
        rung_put_char(&rows, '\n');
    }
    const char *folder = test_folder();
    test_write(folder, "people.csv", people.at, people.length);
    test_write(folder, "people_skills.csv", rows.at, rows.length);
    rung_buffer_free(&people);
    rung_buffer_free(&rows);
    rung_people *reader;
    rung_batch batch;
    char id[16];
    size_t seen = 0;
    double fraction = 0;
    cr_assert_eq(rung_people_open(&reader, catalog, folder, RUNG_IMPUTE_NONE, NULL), RUNG_OK);
    do {
        cr_assert_eq(rung_people_next(reader, 777, &batch, NULL), RUNG_OK);
        for (size_t i = 0; i < batch.people; i++, seen++) {
            snprintf(id, sizeof id, "p%zu", seen);
            if (strcmp(batch.id[i], id) != 0 || batch.levels[5 * i + 1] != (float)(seen % 9) / 2 ||
                batch.current_role[i] != (seen % 3 ? 0 : RUNG_NONE))
                cr_assert_fail("person %zu is %s", seen, batch.id[i]);
        }
        rung_people_totals totals = rung_people_total(reader);
        cr_assert_eq(totals.people, seen);
        cr_assert(totals.fraction >= fraction && totals.fraction <= 1);
        fraction = totals.fraction;
    } while (batch.people > 0);
    cr_assert_eq(seen, (size_t)PEOPLE_COUNT);
    cr_assert_eq(fraction, 1.0);
    cr_assert_eq(rung_people_total(reader).without_role, (PEOPLE_COUNT + 2) / 3u);
    rung_people_free(reader);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- failures */

static size_t open_files(void)
{
    size_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    cr_assert_not_null(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

static const struct {
    const char *(*folder)(void);
    size_t batch;
} jobs[] = {{long_folder, 1}, {long_folder, 64}, {wide_folder, 2},
            {npy_folder, 2},  {npy_folder, 64},  {sparse_folder, 3}};

/* The n-th failure is armed, and everybody is read; what the reader says. */
static rung_status read_failing(const rung_catalog *catalog, const char *folder, size_t most,
                                failure what, long n, long *hits, rung_error *error)
{
    rung_people *people = NULL;
    rung_batch batch = {0};
    failures_arm(what, n, EIO);
    rung_status status = rung_people_open(&people, catalog, folder, RUNG_IMPUTE_EMPTY, error);
    do {
        if (status == RUNG_OK)
            status = rung_people_next(people, most, &batch, error);
    } while (status == RUNG_OK && batch.people > 0);
    *hits = failures_disarm();
    rung_people_free(people);
    return status;
}

TEST_EACH(people, survive_each_failing_allocation, sizeof jobs / sizeof *jobs)
{
    rung_catalog *catalog = open_catalog(NULL);
    const char *folder = jobs[*row].folder();
    size_t before = open_files();
    long n = 1, hits;
    for (;; n++) {
        rung_error error = {.message = ""};
        rung_status status =
            read_failing(catalog, folder, jobs[*row].batch, FAIL_MEMORY, n, &hits, &error);
        cr_assert_eq(open_files(), before, "allocation %ld left a file open", n);
        if (hits == 0) {
            cr_assert_eq(status, RUNG_OK, "%s", error.message);
            break;
        }
        cr_assert_eq(status, RUNG_NO_MEMORY, "allocation %ld: %s", n, error.message);
        cr_assert_eq(error.status, RUNG_NO_MEMORY);
        cr_assert_eq(strncmp(error.message, "out of memory for ", 18), 0, "%s", error.message);
    }
    cr_assert_gt(n, 10, "only %ld allocations", n);
    rung_catalog_free(catalog);
}

TEST_EACH(people, tell_of_a_read_error_wherever_it_comes, sizeof jobs / sizeof *jobs)
{
    rung_catalog *catalog = open_catalog(NULL);
    const char *folder = jobs[*row].folder();
    size_t before = open_files();
    long n = 1, hits;
    for (;; n++) {
        rung_error error = {.message = ""};
        rung_status status =
            read_failing(catalog, folder, jobs[*row].batch, FAIL_READ, n, &hits, &error);
        cr_assert_eq(open_files(), before);
        if (hits == 0) {
            cr_assert_eq(status, RUNG_OK, "%s", error.message);
            break;
        }
        cr_assert_eq(status, RUNG_IO, "read %ld: %s", n, error.message);
        cr_assert_eq(strncmp(error.message, folder, strlen(folder)), 0, "%s", error.message);
        cr_assert(strstr(error.message, ": cannot read: Input/output error"), "%s", error.message);
    }
    cr_assert_gt(n, 2);
    rung_catalog_free(catalog);
}

Test(people, come_whole_from_short_reads)
{
    for (size_t i = 0; i < 3; i++) {
        rung_catalog *catalog = open_catalog(NULL);
        const char *folder = folders[i]();
        failures_arm(FAIL_READ_SHORT, 1, 0);
        char *lines = lines_of(catalog, folder, 2, RUNG_IMPUTE_EMPTY, NULL);
        cr_assert_gt(failures_disarm(), 0);
        cr_assert_str_eq(lines, SIX);
        free(lines);
        rung_catalog_free(catalog);
    }
}

/* A twin is looked for in the file: that may fail too. */
Test(people, survive_each_failing_allocation_while_a_twin_is_looked_for)
{
    rung_catalog *catalog = open_catalog(NULL);
    const char *folder = test_folder();
    test_write_text(folder, "people.csv", "person_id,role_id\n" TWIN_A ",\n" TWIN_B ",\n");
    size_t before = open_files();
    long n = 1, hits = 1;
    for (; hits > 0; n++) {
        rung_error error = {.message = ""};
        rung_status status = read_failing(catalog, folder, 8, FAIL_MEMORY, n, &hits, &error);
        cr_assert_eq(status, hits ? RUNG_NO_MEMORY : RUNG_OK, "allocation %ld: %s", n,
                     error.message);
        cr_assert_eq(open_files(), before);
    }
    rung_catalog_free(catalog);
}

/* What comes behind a failure must not be taken for the next people. */
Test(people, come_no_more_after_a_failure)
{
    const char *folder = test_folder();
    test_write_text(folder, "people.csv", "person_id,role_id\np1,clerk\np2,nobody\np3,boss\n");
    rung_catalog *catalog = open_catalog(NULL);
    rung_people *people;
    rung_batch batch;
    rung_error first, second;
    cr_assert_eq(rung_people_open(&people, catalog, folder, RUNG_IMPUTE_NONE, NULL), RUNG_OK);
    cr_assert_eq(rung_people_next(people, 1, &batch, NULL), RUNG_OK);
    cr_assert_eq(rung_people_next(people, 1, &batch, &first), RUNG_BAD_DATA);
    for (int i = 0; i < 2; i++) {
        cr_assert_eq(rung_people_next(people, 1, &batch, &second), RUNG_BAD_DATA);
        cr_assert_eq(batch.people, 0u);
        cr_assert_str_eq(second.message, first.message);
    }
    rung_people_free(people);
    rung_catalog_free(catalog);
}

/* Room grows with the people who come: this many would not fit anywhere. */
Test(people, take_no_memory_when_they_do_not_come)
{
    rung_catalog *catalog = open_catalog(NULL);
    rung_people *people;
    rung_batch batch;
    cr_assert_eq(rung_people_open(&people, catalog, long_folder(), RUNG_IMPUTE_NONE, NULL),
                 RUNG_OK);
    cr_assert_eq(rung_people_next(people, SIZE_MAX, &batch, NULL), RUNG_OK);
    cr_assert_eq(batch.people, 6u);
    rung_people_free(people);
    rung_catalog_free(catalog);
}

/* A pipe cannot be opened a second time to look for the first. */
Test(people, are_refused_the_second_time_in_a_pipe_too, .timeout = 20)
{
    const char *folder = test_folder(), *path = test_path(folder, "people.csv");
    cr_assert_eq(mkfifo(path, 0666), 0);
    pid_t child = fork();
    if (child == 0) {
        static const char text[] = "person_id,role_id\np1,clerk\np2,\np1,boss\n";
        int file = open(path, O_WRONLY);
        _exit(write(file, text, sizeof text - 1) < 0);
    }
    rung_catalog *catalog = open_catalog(NULL);
    rung_error error = {.message = ""};
    rung_buffer out = {0};
    cr_assert_eq(read_people(catalog, folder, 64, RUNG_IMPUTE_EMPTY, &out, NULL, &error),
                 RUNG_BAD_DATA);
    cr_assert(strstr(error.message, "/people.csv:4: column 'person_id': found 'p1', expected an id "
                                    "that no earlier row has (it is a duplicate)"),
              "%s", error.message);
    rung_buffer_free(&out);
    rung_catalog_free(catalog);
    waitpid(child, NULL, 0);
}
