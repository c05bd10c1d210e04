/* test_tune.c - what rung_tune() measures, which it chooses, and how that is kept and found. */
#include <criterion/criterion.h>
#include <malloc.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "match/trials.h"
#include "random_catalog.h"
#include "rung.h"
#include "support.h"

static rung_error error;

static rung_catalog *small(void)
{
    rung_catalog *catalog;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(test_small_catalog, NULL), &error),
                 RUNG_OK, "%s", error.message);
    return catalog;
}

/* ---------------------------------------------------------------- the rule */

static const struct {
    const char *what;
    double seconds[3][8]; /* of contenders, by rounds */
    size_t count, rounds, fastest;
} races[] = {
    {"alone", {{1, 1}}, 1, 2, 0},
    {"equal ones keep their order", {{1, 1, 1, 1}, {1, 1, 1, 1}}, 2, 4, 0},
    {"2 % are nothing", {{1.02, 1.02, 1.02, 1.02}, {1, 1, 1, 1}}, 2, 4, 0},
    {"more is something", {{1.03, 1.03, 1.03, 1.03}, {1, 1, 1, 1}}, 2, 4, 1},
    {"in three of four rounds", {{2, 2, 2, 0.1}, {1, 1, 1, 1}}, 2, 4, 1},
    {"but not in two", {{2, 2, 0.9, 0.9}, {1, 1, 1, 1}}, 2, 4, 0},
    {"the same load for both is no matter", {{2, 20, 200, 3}, {1, 10, 100, 1}}, 2, 4, 1},
    {"the last is compared with the best so far",
     {{3, 3, 3, 3}, {1, 1, 1, 1}, {2, 2, 2, 2}},
     3,
     4,
     1},
    {"and may be better", {{3, 3, 3, 3}, {2, 2, 2, 2}, {1, 1, 1, 1}}, 3, 4, 2},
    {"no rounds decide nothing", {{3}, {1}}, 2, 0, 0},
};
enum { RACES = sizeof races / sizeof *races };

TEST_EACH(tune, a_contender_wins_by_most_of_its_rounds, RACES)
{
    static double seconds[3 * RUNG_MOST_ROUNDS];
    for (size_t i = 0; i < races[*row].count; i++)
        memcpy(seconds + i * RUNG_MOST_ROUNDS, races[*row].seconds[i],
               sizeof races[*row].seconds[i]);
    cr_assert_eq(rung_trials_fastest(seconds, races[*row].count, races[*row].rounds),
                 races[*row].fastest, "%s", races[*row].what);
}

/* ---------------------------------------------------------------- measuring */

static rung_tune_result *tune(const rung_catalog *catalog, const rung_matcher_options *options,
                              const char *people)
{
    rung_tune_result *result;
    rung_tune_job job = RUNG_TUNE_JOB_INIT;
    job.seconds = 1;
    job.people = people;
    cr_assert_eq(rung_tune(&result, catalog, options, &job, &error), RUNG_OK, "%s", error.message);
    return result;
}

Test(tune, measures_every_kernel_that_runs_and_chooses_one)
{
    rung_catalog *catalog = small();
    rung_tune_result *r = tune(catalog, NULL, NULL);
    rung_kernel_facts kernel;
    for (size_t k = 0; rung_kernel_list(k, &kernel); k++) {
        bool found = false;
        for (size_t i = 0; i < r->trials; i++)
            found |= strcmp(r->trial[i].kernel, kernel.name) == 0;
        cr_assert(found == kernel.runs || strcmp(kernel.name, "sparse") == 0, "%s", kernel.name);
    }
    size_t chosen = 0;
    for (size_t i = 0; i < r->trials; i++) {
        const rung_trial *t = &r->trial[i];
        chosen += t->chosen;
        cr_assert(t->slowest <= t->people_per_second && t->people_per_second <= t->fastest);
        cr_assert(t->slowest > 0 && t->threads >= 1 && t->window >= 1 && t->batch >= 1);
    }
    cr_assert_geq(chosen, 1u);
    cr_assert(*r->tuning.kernel && r->tuning.threads >= 1 && r->tuning.window >= 1);
    cr_assert_eq(strlen(r->tuning.measured), strlen("2026-11-23T09:53:58Z"));
    rung_tune_free(r);
    rung_catalog_free(catalog);
}

Test(tune, does_not_try_what_is_named)
{
    rung_catalog *catalog = small();
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.kernel = "scalar";
    options.threads = 1;
    options.window = 77;
    rung_tune_result *r = tune(catalog, &options, NULL);
    for (size_t i = 0; i < r->trials; i++)
        cr_assert(strcmp(r->trial[i].kernel, "scalar") == 0 && r->trial[i].threads == 1 &&
                  r->trial[i].window == 77);
    cr_assert_str_eq(r->tuning.kernel, "scalar");
    rung_tune_free(r);
    rung_catalog_free(catalog);
}

Test(tune, takes_people_of_a_folder_and_refuses_one_with_nobody)
{
    rung_catalog *catalog = small();
    const test_file staff[] = {{"people.csv", "person_id,role_id\na,\nb,\nc,\n"}, {NULL, NULL}};
    const test_file nobody[] = {{"people.csv", "person_id,role_id\n"}, {NULL, NULL}};
    rung_tune_result *r = tune(catalog, NULL, test_write_files(staff, NULL));
    cr_assert_eq(r->people, 3u);
    rung_tune_free(r);
    rung_tune_job job = RUNG_TUNE_JOB_INIT;
    job.people = test_write_files(nobody, NULL);
    cr_assert_eq(rung_tune(&r, catalog, NULL, &job, &error), RUNG_BAD_DATA);
    cr_assert_not_null(strstr(error.message, ": found nobody, expected people to measure with"));
    cr_assert_null(r);
    rung_catalog_free(catalog);
}

static bool stop(void *context, uint64_t people, double fraction)
{
    (void)people;
    cr_assert(fraction >= 0 && fraction <= 1);
    return --*(int *)context == 0;
}

Test(tune, ends_when_it_is_asked_to)
{
    rung_catalog *catalog = small();
    rung_tune_result *r;
    rung_tune_job job = RUNG_TUNE_JOB_INIT;
    int calls = 20;
    job.progress = stop;
    job.context = &calls;
    cr_assert_eq(rung_tune(&r, catalog, NULL, &job, &error), RUNG_CANCELLED);
    cr_assert_eq(calls, 0);
    rung_catalog_free(catalog);
}

Test(tune, looking_a_tuning_up_keeps_no_memory_of_the_profile)
{
    uint64_t seed = 5;
    rung_catalog *catalog = random_catalog(&seed);
    const char *folder = test_folder();
    const char *profile = test_write_text(folder, "p", "flows = kept.csv\ninflow = 1\n");
    rung_tuning tuning;
    size_t before = 0;
    for (int i = 0; i < 2000; i++) {
        if (i == 1000)
            before = mallinfo2().uordblks;
        cr_assert_eq(rung_tuning_find(catalog, profile, folder, &tuning, &error), RUNG_OK, "%s",
                     error.message);
    }
    cr_assert_lt(mallinfo2().uordblks, before + 8000);
    rung_catalog_free(catalog);
}

Test(tune, refuses_what_is_out_of_range)
{
    rung_catalog *catalog = small();
    rung_tune_result *r;
    rung_tune_job job = RUNG_TUNE_JOB_INIT;
    job.seconds = 0.5;
    cr_assert_eq(rung_tune(&r, catalog, NULL, &job, &error), RUNG_BAD_ARGUMENT);
    cr_assert_str_eq(error.message, "seconds: found 0.5, expected 1..3600");
    job = (rung_tune_job)RUNG_TUNE_JOB_INIT;
    job.top = 0;
    cr_assert_eq(rung_tune(&r, catalog, NULL, &job, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_tune(&r, NULL, NULL, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_tune(NULL, catalog, NULL, NULL, &error), RUNG_BAD_ARGUMENT);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- keeping and finding */

static const rung_tuning some = {"scalar", 1, 1000, 5000, 12345, "2026-01-02T03:04:05Z"};

static char *keep(const rung_catalog *catalog, const char *folder)
{
    char *path;
    cr_assert_eq(rung_tuning_keep(catalog, NULL, folder, &some, &path, &error), RUNG_OK, "%s",
                 error.message);
    return path;
}

static void check_found(const rung_catalog *catalog, const char *folder, const char *profile,
                        bool there)
{
    rung_tuning found;
    cr_assert_eq(rung_tuning_find(catalog, profile, folder, &found, &error), RUNG_OK, "%s",
                 error.message);
    if (there) {
        cr_assert_str_eq(found.kernel, some.kernel);
        cr_assert_str_eq(found.measured, some.measured);
        cr_assert(found.threads == some.threads && found.window == some.window &&
                  found.batch == some.batch && found.people_per_second == some.people_per_second);
    } else {
        cr_assert(*found.kernel == '\0' && found.threads == 0 && found.window == 0 &&
                  found.batch == 0 && *found.measured == '\0');
    }
}

Test(tuning, is_found_as_it_was_kept)
{
    rung_catalog *catalog = small();
    const char *folder = test_path(test_folder(), "deep/er");
    check_found(catalog, folder, NULL, false);
    char *path = keep(catalog, folder), *again = keep(catalog, folder);
    cr_assert_str_eq(path, again);
    check_found(catalog, folder, NULL, true);
    check_found(catalog, folder, "upskill", true);
    struct stat facts;
    cr_assert_eq(stat(folder, &facts), 0);
    cr_assert_eq(facts.st_mode & 0777, 0700u, "the cache is for nobody else");
    rung_free(path);
    rung_free(again);
    rung_catalog_free(catalog);
}

Test(tuning, is_of_one_profile_and_one_shape_of_catalog)
{
    rung_catalog *catalog = small(), *other;
    const char *folder = test_folder(), *dir = test_write_files(test_small_catalog, NULL);
    rung_free(keep(catalog, folder));
    check_found(catalog, folder, "readiness", false);
    check_found(catalog, folder, "/no/such/profile", false);
    char *skills = test_read(test_path(dir, "skills.csv"), NULL), text[4000];
    snprintf(text, sizeof text, "%s%s", skills, "another,Another,soft,\n");
    free(skills);
    test_write_text(dir, "skills.csv", text);
    rung_status status = rung_catalog_open(&other, dir, &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    check_found(other, folder, NULL, false);
    rung_catalog_free(other);
    rung_catalog_free(catalog);
}

/* The file's text with from replaced by to. */
static void change(const char *path, const char *from, const char *to)
{
    char *text = test_read(path, NULL), changed[8000];
    char *at = strstr(text, from);
    cr_assert_not_null(at, "'%s' in %s", from, text);
    snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    FILE *file = fopen(path, "w");
    fputs(changed, file);
    fclose(file);
    free(text);
}

static const char *const stale[][2] = {
    {"rung = ", "rung = 9."},
    {"openblas = ", "openblas = x"},
    {"cpu = ", "cpu = x"},
    {"features = ", "features = 0"},
    {"processors = ", "processors = 1"},
    {"catalog = ", "catalog = 1"},
    {"weights = ", "weights = 0"},
    {"format = 1", "format = 2"},
};
enum { STALE = sizeof stale / sizeof *stale };

TEST_EACH(tuning, of_another_version_or_machine_is_none, STALE)
{
    rung_catalog *catalog = small();
    const char *folder = test_folder();
    char *path = keep(catalog, folder);
    change(path, stale[*row][0], stale[*row][1]);
    check_found(catalog, folder, NULL, false);
    rung_free(path);
    rung_catalog_free(catalog);
}

static const struct {
    const char *from, *to, *message;
} damaged[] = {
    {"# Written", "# written", ": expected a file written by rung tune"},
    {"threads = 1\n", "threads = 0\n", "found '0', expected a whole number in 1.."},
    {"threads = 1\n", "threads = 1.5\n", "found '1.5', expected a whole number in 1.."},
    {"threads = 1\n", "threads = 4097\n", "found '4097', expected a whole number in 1.."},
    {"processors = ", "processors = many ", "expected a whole number in 1..1000000000"},
    {"kernel = scalar\n", "kernel = abacus\n",
     "found 'abacus', expected a kernel that 'rung info' lists"},
    {"threads = 1\n", "", "found 'window = 1000', expected threads = a value"},
    {"window = 1000\n", "window = 65537\n", "found '65537', expected a whole number in 1..65536"},
    {"batch = 5000\n", "batch = much\n", "found 'much', expected a whole number in 1..1048576"},
    {"kernel = scalar\n", "kernel = \n", "found '', expected a short word"},
    {"kernel = scalar\n", "kernel = a/b\n", "found 'a/b', expected a short word"},
    {"kernel = scalar\n", "kernel = sixteen_letters_\n", "expected a short word"},
    {"people_per_second = 12345\n", "people_per_second = 123", "expected people_per_second = a"},
    {"people_per_second = 12345\n", "people_per_second = 1\nmore\n", "expected nothing more"},
    {"cpu = ", "processor = ", "expected cpu = a value"},
    {"format = 1", "format = one", "found 'one', expected a whole number"},
};
enum { DAMAGED = sizeof damaged / sizeof *damaged };

TEST_EACH(tuning, that_is_damaged_is_told_and_none, DAMAGED)
{
    rung_catalog *catalog = small();
    rung_tuning found = some;
    const char *folder = test_folder();
    char *path = keep(catalog, folder);
    change(path, damaged[*row].from, damaged[*row].to);
    cr_assert_eq(rung_tuning_find(catalog, NULL, folder, &found, &error), RUNG_BAD_DATA);
    cr_assert_eq(strncmp(error.message, path, strlen(path)), 0, "%s", error.message);
    cr_assert_not_null(strstr(error.message, damaged[*row].message), "%s", error.message);
    cr_assert(*found.kernel == '\0' && found.threads == 0);
    rung_free(path);
    rung_catalog_free(catalog);
}

/* Wherever the file is cut, it is damaged or, with its last byte alone left, whole. */
Test(tuning, cut_anywhere_is_none)
{
    rung_catalog *catalog = small();
    const char *folder = test_folder();
    char *path = keep(catalog, folder);
    size_t length;
    char *text = test_read(path, &length);
    for (size_t cut = 0; cut < length; cut++) {
        rung_tuning found;
        FILE *file = fopen(path, "w");
        fwrite(text, 1, cut, file);
        fclose(file);
        cr_assert_eq(rung_tuning_find(catalog, NULL, folder, &found, &error), RUNG_BAD_DATA,
                     "%zu bytes", cut);
        cr_assert_eq(*found.kernel, '\0');
    }
    free(text);
    rung_free(path);
    rung_catalog_free(catalog);
}

Test(tuning, takes_the_place_of_a_link_and_leaves_its_target_alone)
{
    rung_catalog *catalog = small();
    const char *folder = test_folder(), *other = test_folder(),
               *target = test_path(other, "target");
    char *path = keep(catalog, folder);
    cr_assert_eq(rename(path, target), 0);
    cr_assert_eq(symlink(target, path), 0);
    check_found(catalog, folder, NULL, true);
    test_write_text(other, "target", "somebody's own\n");
    rung_free(keep(catalog, folder));
    struct stat facts;
    cr_assert(lstat(path, &facts) == 0 && S_ISREG(facts.st_mode));
    check_found(catalog, folder, NULL, true);
    char *text = test_read(target, NULL);
    cr_assert_str_eq(text, "somebody's own\n");
    free(text);
    rung_free(path);
    rung_catalog_free(catalog);
}

/* Whatever machine the file is from. */
Test(tuning, has_no_more_threads_than_processors)
{
    rung_catalog *catalog = small();
    rung_tuning found, many = some;
    const char *folder = test_folder();
    char *path = keep(catalog, folder), *text = test_read(path, NULL), line[64];
    unsigned count = (unsigned)atoi(strstr(text, "processors = ") + strlen("processors = "));
    many.threads = count + 1;
    cr_assert_eq(rung_tuning_keep(catalog, NULL, folder, &many, NULL, &error), RUNG_BAD_ARGUMENT);
    snprintf(line, sizeof line, "processors = %u", count);
    change(path, line, "processors = 3");
    change(path, "threads = 1\n", "threads = 4\n");
    cr_assert_eq(rung_tuning_find(catalog, NULL, folder, &found, &error), RUNG_BAD_DATA);
    cr_assert_not_null(strstr(error.message, ": found '4', expected a whole number in 1..3"), "%s",
                       error.message);
    change(path, "processors = 3", "processors = 4000000");
    change(path, "threads = 4\n", "threads = 4097\n");
    cr_assert_eq(rung_tuning_find(catalog, NULL, folder, &found, &error), RUNG_BAD_DATA);
    cr_assert_not_null(strstr(error.message, "expected a whole number in 1..4096"), "%s",
                       error.message);
    free(text);
    rung_free(path);
    rung_catalog_free(catalog);
}

Test(tuning, of_another_version_may_name_a_kernel_of_its_own)
{
    rung_catalog *catalog = small();
    const char *folder = test_folder();
    char *path = keep(catalog, folder);
    change(path, "rung = ", "rung = 9.");
    change(path, "kernel = scalar\n", "kernel = abacus\n");
    check_found(catalog, folder, NULL, false);
    rung_free(path);
    rung_catalog_free(catalog);
}

Test(tuning, is_not_looked_for_in_what_is_no_file)
{
    rung_catalog *catalog = small();
    rung_tuning found;
    const char *folder = test_folder();
    char *path = keep(catalog, folder);
    for (int kind = 0; kind < 3; kind++) {
        cr_assert_eq(remove(path), 0);
        cr_assert_eq(kind == 0   ? mkfifo(path, 0666)
                     : kind == 1 ? mkdir(path, 0777)
                                 : symlink("/nonexistent/file", path),
                     0);
        cr_assert_eq(rung_tuning_find(catalog, NULL, folder, &found, &error), RUNG_IO);
        cr_assert_eq(*found.kernel, '\0');
        bool link = kind == 2; /* is nothing to spare */
        cr_assert_eq(rung_tuning_keep(catalog, NULL, folder, &some, NULL, &error),
                     link ? RUNG_OK : RUNG_IO);
    }
    rung_free(path);
    rung_catalog_free(catalog);
}

Test(tuning, is_kept_only_whole)
{
    rung_catalog *catalog = small();
    const char *folder = test_folder();
    rung_tuning odd = some;
    odd.threads = 0;
    cr_assert_eq(rung_tuning_keep(catalog, NULL, folder, &odd, NULL, &error), RUNG_BAD_ARGUMENT);
    odd = some;
    memset(odd.kernel, 'x', sizeof odd.kernel);
    cr_assert_eq(rung_tuning_keep(catalog, NULL, folder, &odd, NULL, &error), RUNG_BAD_ARGUMENT);
    char *list = test_list(folder);
    cr_assert_str_eq(list, "");
    free(list);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- using it */

static rung_matcher_facts facts_with(const rung_catalog *catalog, const rung_tuning *tuning,
                                     const char *kernel, unsigned threads)
{
    rung_matcher *matcher;
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.tuning = tuning;
    options.kernel = kernel;
    options.threads = threads;
    cr_assert_eq(rung_matcher_new(&matcher, catalog, &options, &error), RUNG_OK, "%s",
                 error.message);
    rung_matcher_facts facts = rung_matcher_describe(matcher);
    rung_matcher_free(matcher);
    return facts;
}

Test(tuning, takes_the_place_of_what_nobody_names)
{
    rung_catalog *catalog = small();
    rung_matcher_facts f = facts_with(catalog, &some, NULL, 0);
    cr_assert_str_eq(f.kernel, "scalar");
    cr_assert(f.threads == 1 && f.window == 1000);
    cr_assert(f.kernel_by == RUNG_BY_TUNING && f.threads_by == RUNG_BY_TUNING &&
              f.window_by == RUNG_BY_TUNING);
    f = facts_with(catalog, &some, "blas", 2);
    cr_assert_str_eq(f.kernel, "blas");
    cr_assert(f.threads == 2 && f.kernel_by == RUNG_BY_CALLER && f.threads_by == RUNG_BY_CALLER);
    setenv("RUNG_KERNEL", "blas", 1);
    f = facts_with(catalog, &some, NULL, 0);
    cr_assert_str_eq(f.kernel, "blas");
    cr_assert_eq(f.kernel_by, RUNG_BY_CALLER);
    unsetenv("RUNG_KERNEL");
    rung_catalog_free(catalog);
}

Test(tuning, of_a_kernel_that_is_not_here_is_left_aside)
{
    rung_catalog *catalog = small();
    rung_tuning strange = some;
    strcpy(strange.kernel, "abacus");
    rung_matcher_facts f = facts_with(catalog, &strange, NULL, 0),
                       usual = facts_with(catalog, NULL, NULL, 0);
    cr_assert_str_eq(f.kernel, usual.kernel);
    cr_assert(f.threads == usual.threads && f.window == usual.window);
    cr_assert(f.kernel_by == RUNG_BY_USUAL && f.threads_by == RUNG_BY_USUAL);
    rung_catalog_free(catalog);
}
