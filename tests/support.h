/* support.h - what tests share: temporary folders, files, a small catalog, random numbers. */
#ifndef RUNG_TEST_SUPPORT_H
#define RUNG_TEST_SUPPORT_H

#include <stddef.h>
#include <stdint.h>

/* A new, empty folder. It and all that is in it go away when the test's process ends. */
const char *test_folder(void);

/* "folder/name". Lives as long as the test. */
const char *test_path(const char *folder, const char *name);

/* Write a file of these bytes into folder and return its path, as test_path(). */
const char *test_write(const char *folder, const char *name, const void *bytes, size_t length);
const char *test_write_text(const char *folder, const char *name, const char *text);

/* The bytes of a file with a zero byte behind them, or NULL when it is not there. Free it. */
char *test_read(const char *path, size_t *length);

/* The names in a folder, sorted, joined by spaces; "" for an empty or missing one. Free it. */
char *test_list(const char *folder);

/* A file of a folder. Lists end with a name of NULL. */
typedef struct test_file {
    const char *name, *text;
} test_file;

/* The small catalog: 5 skills, 4 roles of which "idle" is unrated, 2 programs, levels 0..4. */
extern const test_file test_small_catalog[];

/* Write files, and where instead (may be NULL) has one of the same name, that text in its place;
 * a text of NULL leaves the file out. Returns the new folder. */
const char *test_write_files(const test_file *files, const test_file *instead);

/* Random numbers, the same on every machine: any seed does. */
uint64_t test_random(uint64_t *state);
/* In 0..below-1. */
size_t test_below(uint64_t *state, size_t below);

/* How often a random test goes round: usual, times RUNG_TEST_SCALE where that is set. */
size_t test_rounds(size_t usual);

/* A test for each row of a table: the index, and never a pointer, goes to the test's process. */
#define TEST_EACH(suite, name, count)                                                              \
    ParameterizedTestParameters(suite, name)                                                       \
    {                                                                                              \
        static size_t rows[count];                                                                 \
        for (size_t i = 0; i < (count); i++)                                                       \
            rows[i] = i;                                                                           \
        return cr_make_param_array(size_t, rows, count);                                           \
    }                                                                                              \
    ParameterizedTest(size_t *row, suite, name)

#endif
