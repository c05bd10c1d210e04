/* test_failures.c - memory, disks and files that fail leave nothing behind and are told about. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/threads.h"
#include "data/csv.h"
#include "data/emit.h"
#include "failures.h"
#include "support.h"

/* ---------------------------------------------------------------- memory */

/* Run a job with its first allocation failing, then its second, until it is made without one. A
 * job returns a status and leaves nothing behind. */
static void fail_each_allocation(rung_status (*job)(const char *path, rung_error *error),
                                 const char *path)
{
    long n = 1;
    for (;; n++) {
        rung_error error = {.message = ""};
        failures_arm(FAIL_MEMORY, n, 0);
        rung_status status = job(path, &error);
        if (failures_disarm() == 0) {
            cr_assert_eq(status, RUNG_OK, "%s", error.message);
            break;
        }
        cr_assert_eq(status, RUNG_NO_MEMORY, "allocation %ld: %s", n, error.message);
        cr_assert_eq(error.status, RUNG_NO_MEMORY, "allocation %ld: %s", n, error.message);
        cr_assert_eq(strncmp(error.message, "out of memory for ", 18), 0, "%s", error.message);
    }
    cr_assert_gt(n, 1, "the job allocates nothing");
}

static rung_status open_catalog(const char *path, rung_error *error)
{
    rung_catalog *catalog = NULL;
    rung_status status = rung_catalog_open(&catalog, path, error);
    if ((catalog != NULL) != (status == RUNG_OK))
        cr_assert_fail("a catalog of %p with status %d", (void *)catalog, (int)status);
    rung_catalog_free(catalog);
    return status;
}

Test(failures, opening_a_catalog_survives_each_failing_allocation)
{
    fail_each_allocation(open_catalog, test_write_files(test_small_catalog, NULL));
}

/* So many rows that every array has to grow. */
Test(failures, opening_a_larger_catalog_survives_each_failing_allocation)
{
    rung_buffer skills = {0}, roles = {0}, rows = {0};
    rung_put_text(&skills, "skill_id,name,kind\n");
    rung_put_text(&roles, "role_id,title,family\n");
    rung_put_text(&rows, "role_id,skill_id,level,importance\n");
    char line[80];
    for (int i = 0; i < 90; i++) {
        snprintf(line, sizeof line, "s%d,Skill,other\n", i);
        rung_put_text(&skills, line);
        snprintf(line, sizeof line, "r%d,Role,f%d\n", i, i);
        rung_put_text(&roles, line);
        snprintf(line, sizeof line, "r%d,s%d,1,1\n", i, 89 - i);
        rung_put_text(&rows, line);
    }
    const char *folder = test_folder();
    test_write_text(folder, "catalog.ini", "name = x\nlevels = 7\n");
    test_write(folder, "skills.csv", skills.at, skills.length);
    test_write(folder, "roles.csv", roles.at, roles.length);
    test_write(folder, "role_skills.csv", rows.at, rows.length);
    fail_each_allocation(open_catalog, folder);
    rung_buffer_free(&skills);
    rung_buffer_free(&roles);
    rung_buffer_free(&rows);
}

static rung_status read_table(const char *path, rung_error *error)
{
    rung_csv *csv;
    bool more = true;
    rung_status status = rung_csv_open(&csv, path, RUNG_CSV, error);
    while (status == RUNG_OK && more)
        status = rung_csv_next(csv, &more, error);
    rung_csv_close(csv);
    return status;
}

Test(failures, reading_a_table_survives_each_failing_allocation)
{
    enum { SIZE = 1 << 20 }; /* one row larger than the window, and many columns */
    rung_buffer text = {0};
    for (unsigned i = 0; i < 100; i++) {
        rung_put_whole(&text, i);
        rung_put_char(&text, i < 99 ? ',' : '\n');
    }
    for (size_t i = 0; i < SIZE; i++)
        rung_put_char(&text, 'x');
    for (unsigned i = 0; i < 99; i++)
        rung_put_char(&text, ',');
    const char *path = test_write(test_folder(), "table", text.at, text.length);
    rung_buffer_free(&text);
    fail_each_allocation(read_table, path);
}

static const char *const own_files[] = {"file", NULL};

/* A folder with one file, through all of emit, sink and folder. */
static rung_status emit_folder(const char *path, rung_error *error)
{
    rung_folder folder;
    rung_status status = rung_folder_open(&folder, path, own_files, error);
    if (status != RUNG_OK)
        return status;
    rung_emit emit;
    status = rung_emit_open(&emit, &folder, "file", error);
    if (status == RUNG_OK) {
        for (int i = 0; i < 300 && status == RUNG_OK; i++) {
            rung_put_row(&emit.buffer, (const char *const[]){"some", "te,xt"}, 2);
            status = rung_emit_flush(&emit, error);
        }
        status = rung_emit_close(&emit, status, error);
    }
    return rung_folder_close(&folder, status, error);
}

static void check_list(const char *folder, const char *expected, const char *when, long n)
{
    char *list = test_list(folder);
    cr_assert_str_eq(list, expected, "%s %ld left %s", when, n, list);
    free(list);
}

/* The folder is there as it was or whole, and nothing is beside it. */
static void check_folder(const char *base, const char *path, bool made, const char *when, long n)
{
    check_list(base, "out", when, n);
    char *text = test_read(test_path(path, "file"), NULL);
    cr_assert_not_null(text, "%s %ld", when, n);
    cr_assert_eq(strcmp(text, "old") != 0, made, "%s %ld", when, n);
    if (made)
        cr_assert_eq(strlen(text), 300 * strlen("some,\"te,xt\"\n"), "%s %ld", when, n);
    free(text);
}

static const char *old_folder(const char *base)
{
    const char *path = test_path(base, "out");
    cr_assert_eq(mkdir(path, 0777), 0);
    test_write_text(path, "file", "old");
    return path;
}

Test(failures, writing_a_folder_survives_each_failing_allocation)
{
    for (long n = 1, failed = 1; failed > 0; n++) {
        const char *base = test_folder(), *path = old_folder(base);
        rung_error error = {.message = ""};
        failures_arm(FAIL_MEMORY, n, 0);
        rung_status status = emit_folder(path, &error);
        failed = failures_disarm();
        cr_assert_eq(status, failed ? RUNG_NO_MEMORY : RUNG_OK, "allocation %ld: %s", n,
                     error.message);
        char *list = test_list(base); /* where only syncing failed, the folder is new and whole */
        cr_assert_str_eq(list, "out", "allocation %ld left %s", n, list);
        free(list);
    }
}

static rung_status write_sink(const char *path, rung_error *error)
{
    rung_sink sink;
    rung_status status = rung_sink_open(&sink, path, error);
    if (status != RUNG_OK)
        return status;
    for (int i = 0; i < 10 && status == RUNG_OK; i++)
        status = rung_sink_write(&sink, "0123456789abcdef", 16, error);
    return rung_sink_close(&sink, status, error);
}

Test(failures, writing_a_file_survives_each_failing_allocation)
{
    const char *folder = test_folder();
    fail_each_allocation(write_sink, test_write_text(folder, "out", "old"));
    check_list(folder, "out", "a failing allocation", 0);
    fail_each_allocation(write_sink, test_path(folder, "new"));
    check_list(folder, "new out", "a failing allocation", 0);
}

Test(failures, a_full_memory_leaves_indexes_sets_and_arenas_as_they_were)
{
    rung_index index = {0};
    rung_set set = {0};
    rung_arena arena = {0};
    failures_arm(FAIL_MEMORY, 1, 0);
    cr_assert_eq(rung_index_add(&index, "a", 1), RUNG_INDEX_NO_MEMORY);
    failures_arm(FAIL_MEMORY, 1, 0);
    cr_assert_eq(rung_set_add(&set, 7), RUNG_INDEX_NO_MEMORY);
    failures_arm(FAIL_MEMORY, 1, 0);
    cr_assert_null(rung_arena_text(&arena, "a", 1));
    failures_disarm();
    cr_assert_eq(rung_index_add(&index, "a", 1), RUNG_INDEX_ADDED);
    cr_assert_eq(rung_set_add(&set, 7), RUNG_INDEX_ADDED);
    cr_assert_str_eq(rung_arena_text(&arena, "a", 1), "a");
    static char names[40][12];
    int added = 0;
    failures_arm(FAIL_MEMORY, 1, 0);
    for (int i = 0; i < 40; i++) {
        snprintf(names[i], sizeof names[i], "%d", i);
        added += rung_index_add(&index, names[i], (uint32_t)i) == RUNG_INDEX_ADDED;
    }
    cr_assert_eq(failures_disarm(), 1);
    cr_assert_eq(added, 39, "only the add that had to grow failed");
    cr_assert_eq(rung_index_find(&index, "a", 1), 1u);
    rung_index_free(&index);
    rung_set_free(&set);
    rung_arena_free(&arena);
}

Test(failures, a_buffer_that_could_not_grow_is_told_at_the_end)
{
    rung_emit emit;
    rung_error error = {.message = ""};
    const char *folder = test_folder();
    rung_folder place = {.path = (char *)folder, .building = (char *)folder};
    cr_assert_eq(rung_emit_open(&emit, &place, "file", &error), RUNG_OK);
    failures_arm(FAIL_MEMORY, 1, 0);
    rung_put_text(&emit.buffer, "lost");
    failures_disarm();
    rung_put_text(&emit.buffer, "also lost");
    cr_assert_eq(rung_emit_flush(&emit, &error), RUNG_NO_MEMORY);
    cr_assert_eq(rung_emit_close(&emit, RUNG_OK, &error), RUNG_NO_MEMORY);
    check_list(folder, "", "a failing buffer", 0);
}

Test(failures, a_pool_is_made_whole_or_not_at_all)
{
    for (long n = 1; n <= 2; n++) {
        rung_pool pool;
        failures_arm(FAIL_MEMORY, n, 0);
        cr_assert_not(rung_pool_make(&pool, 2, 10));
        cr_assert_eq(failures_disarm(), 1);
        rung_pool_free(&pool);
    }
}

/* ---------------------------------------------------------------- reading */

Test(failures, short_reads_do_no_harm)
{
    const char *folder = test_write_files(test_small_catalog, NULL);
    rung_error error = {.message = ""};
    failures_arm(FAIL_READ_SHORT, 1, 0);
    rung_status status = open_catalog(folder, &error);
    cr_assert_gt(failures_disarm(), 5);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
}

/* Somebody asked the program to end, and it may be waiting for bytes that never come. */
Test(failures, an_interrupted_read_ends_the_job_as_cancelled)
{
    const char *folder = test_write_files(test_small_catalog, NULL);
    for (long n = 1; n < 10; n++) {
        rung_error error = {.message = ""};
        failures_arm(FAIL_READ, n, EINTR);
        rung_status status = open_catalog(folder, &error);
        cr_assert_gt(failures_disarm(), 0);
        cr_assert_eq(status, RUNG_CANCELLED, "read %ld: %s", n, error.message);
        cr_assert(strstr(error.message, ": cannot read: a signal interrupted it"), "%s",
                  error.message);
    }
}

Test(failures, a_read_error_is_told_wherever_it_comes)
{
    const char *folder = test_write_files(test_small_catalog, NULL);
    for (long n = 1;; n++) {
        rung_error error = {.message = ""};
        failures_arm(FAIL_READ, n, EIO);
        rung_status status = open_catalog(folder, &error);
        if (failures_disarm() == 0) {
            cr_assert_gt(n, 8, "a catalog of 8 files takes 8 reads at least");
            break;
        }
        cr_assert_eq(status, RUNG_IO, "read %ld: %s", n, error.message);
        cr_assert(strstr(error.message, ": cannot read: Input/output error"), "%s", error.message);
    }
}

/* ---------------------------------------------------------------- writing */

Test(failures, an_interrupted_write_ends_the_job_as_cancelled)
{
    const char *base = test_folder(), *path = old_folder(base);
    rung_error error = {.message = ""};
    failures_arm(FAIL_WRITE, 1, EINTR);
    rung_status status = emit_folder(path, &error);
    cr_assert_gt(failures_disarm(), 0);
    cr_assert_eq(status, RUNG_CANCELLED, "%s", error.message);
    check_folder(base, path, false, "write", 0);
}

Test(failures, short_writes_do_no_harm)
{
    const char *base = test_folder(), *path = old_folder(base);
    rung_error error = {.message = ""};
    failures_arm(FAIL_WRITE_SHORT, 1, 0);
    rung_status status = emit_folder(path, &error);
    cr_assert_gt(failures_disarm(), 0);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    check_folder(base, path, true, "write", 0);
}

static const struct {
    failure what;
    int code;
    const char *message;
} failing[] = {
    {FAIL_WRITE, ENOSPC, "cannot write: No space left on device"},
    {FAIL_WRITE, EIO, "cannot write: Input/output error"},
    {FAIL_FSYNC, EIO, "Input/output error"},
    {FAIL_FSYNC, EDQUOT, "Disk quota exceeded"},
    {FAIL_RENAME, EACCES, "cannot replace: Permission denied"},
    {FAIL_CLOSE, EIO, "cannot write: Input/output error"},
};

/* Each call of its kind fails in turn: the old file stays, or the new one is whole. */
TEST_EACH(failures, a_file_is_whole_or_as_it_was, sizeof failing / sizeof *failing)
{
    static const char whole[] = "0123456789abcdef0123456789abcdef";
    const char *folder = test_folder();
    long n = 1;
    for (;; n++) {
        const char *path = test_write_text(folder, "out", "old");
        rung_error error = {.message = ""};
        failures_arm(failing[*row].what, n, failing[*row].code);
        rung_status status = write_sink(path, &error);
        if (failures_disarm() == 0) {
            cr_assert_eq(status, RUNG_OK);
            break;
        }
        check_list(folder, "out", "call", n);
        char *text = test_read(path, NULL);
        bool old = strcmp(text, "old") == 0;
        cr_assert(old || (strlen(text) == 160 && strncmp(text, whole, 32) == 0), "call %ld", n);
        free(text);
        /* The close of the folder that was synced tells nothing about the file. */
        if (status == RUNG_OK && failing[*row].what == FAIL_CLOSE && !old)
            continue;
        cr_assert_eq(status, RUNG_IO, "call %ld", n);
        cr_assert(strstr(error.message, failing[*row].message), "%s", error.message);
        cr_assert_eq(strncmp(error.message, folder, strlen(folder)), 0, "%s", error.message);
    }
    cr_assert_gt(n, 1, "nothing failed");
}

TEST_EACH(failures, a_folder_is_whole_or_as_it_was, sizeof failing / sizeof *failing)
{
    long n = 1;
    for (;; n++) {
        const char *base = test_folder(), *path = old_folder(base);
        rung_error error = {.message = ""};
        failures_arm(failing[*row].what, n, failing[*row].code);
        rung_status status = emit_folder(path, &error);
        bool failed = failures_disarm() > 0;
        if (!failed) {
            cr_assert_eq(status, RUNG_OK);
            check_folder(base, path, true, "no failure", n);
            break;
        }
        char *text = test_read(test_path(path, "file"), NULL);
        cr_assert_not_null(text);
        bool old = strcmp(text, "old") == 0;
        free(text);
        check_folder(base, path, !old, "call", n);
        /* The close of the folder that was synced tells nothing about its files. */
        bool only_closed = failing[*row].what == FAIL_CLOSE && status == RUNG_OK && !old;
        cr_assert(status == RUNG_IO || only_closed, "call %ld: status %d", n, (int)status);
    }
    cr_assert_gt(n, 1, "nothing failed");
}

Test(failures, a_folder_that_cannot_be_synced_is_no_failure_where_none_can)
{
    const char *folder = test_folder();
    rung_error error = {.message = ""};
    failures_arm(FAIL_FSYNC, 2, EINVAL); /* the second is the folder's */
    rung_status status = write_sink(test_path(folder, "out"), &error);
    cr_assert_eq(failures_disarm(), 1);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
}

/* What happens once the new file is in its place must not be told as if it were not. */
Test(failures, a_file_that_is_told_as_failed_for_memory_is_not_there)
{
    for (long n = 1, failed = 1; failed > 0; n++) {
        const char *folder = test_folder();
        rung_error error = {.message = ""};
        const char *path = test_path(folder, "out");
        failures_arm(FAIL_MEMORY, n, 0);
        rung_status status = write_sink(path, &error);
        failed = failures_disarm();
        check_list(folder, status == RUNG_OK ? "out" : "", "allocation", n);
    }
}

Test(failures, a_file_of_a_folder_is_told_by_the_place_where_it_would_be)
{
    const char *base = test_folder(), *path = test_path(base, "new");
    char message[600];
    rung_error error = {.message = ""};
    failures_arm(FAIL_WRITE, 1, ENOSPC);
    rung_status status = emit_folder(path, &error);
    failures_disarm();
    cr_assert_eq(status, RUNG_IO);
    snprintf(message, sizeof message, "%s/file: cannot write: No space left on device", path);
    cr_assert_str_eq(error.message, message);
    check_list(base, "", "a full disk", 0);
}
