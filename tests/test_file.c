/* test_file.c - files and folders appear whole or not at all. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "data/emit.h"
#include "support.h"

static void check_file(const char *path, const char *expected)
{
    char *text = test_read(path, NULL);
    cr_assert_not_null(text, "%s is not there", path);
    cr_assert_str_eq(text, expected);
    free(text);
}

static void check_list(const char *folder, const char *expected)
{
    char *list = test_list(folder);
    cr_assert_str_eq(list, expected);
    free(list);
}

/* ---------------------------------------------------------------- paths */

static const struct {
    const char *folder, *name, *path;
} joins[] = {
    {"a", "b", "a/b"}, {"a/", "b", "a/b"},  {"a///", "b", "a/b"}, {"/", "b", "/b"},
    {"//", "b", "/b"}, {"/a", "b", "/a/b"}, {".", "b", "./b"},    {"", "b", "b"},
};

TEST_EACH(file, joins_paths_with_one_slash, sizeof joins / sizeof *joins)
{
    char *path = rung_path_join(joins[*row].folder, joins[*row].name);
    cr_assert_str_eq(path, joins[*row].path);
    free(path);
}

Test(file, finds_the_name_in_a_path)
{
    cr_assert_str_eq(rung_path_name("a/b/c.csv"), "c.csv");
    cr_assert_str_eq(rung_path_name("c.csv"), "c.csv");
    cr_assert_str_eq(rung_path_name("/"), "");
    cr_assert_str_eq(rung_path_name("a/"), "");
}

Test(file, knows_what_exists_even_a_link_to_nothing)
{
    const char *folder = test_folder();
    const char *link = test_path(folder, "link");
    cr_assert(rung_path_exists(folder));
    cr_assert_not(rung_path_exists(link));
    cr_assert_eq(symlink("nowhere", link), 0);
    cr_assert(rung_path_exists(link));
}

/* ---------------------------------------------------------------- reading */

Test(file, reads_a_file_in_pieces_up_to_its_end)
{
    const char *path = test_write_text(test_folder(), "a", "0123456789");
    rung_error error;
    uint64_t bytes;
    char got[8];
    int file = rung_file_open(path, &bytes, &error);
    cr_assert_geq(file, 0);
    cr_assert_eq(bytes, 10u);
    cr_assert_eq(rung_file_read(file, path, got, 8, &error), 8);
    cr_assert_eq(memcmp(got, "01234567", 8), 0);
    cr_assert_eq(rung_file_read(file, path, got, 8, &error), 2);
    cr_assert_eq(rung_file_read(file, path, got, 8, &error), 0);
    close(file);
    file = rung_file_open(path, NULL, NULL);
    cr_assert_geq(file, 0);
    close(file);
}

Test(file, reads_a_pipe_until_the_writer_ends)
{
    int ends[2];
    char got[8];
    rung_error error;
    cr_assert_eq(pipe(ends), 0);
    if (fork() == 0) {
        for (int i = 0; i < 5; i++) {
            usleep(1000);
            if (write(ends[1], "x", 1) != 1)
                _exit(1);
        }
        _exit(0);
    }
    close(ends[1]);
    cr_assert_eq(rung_file_read(ends[0], "pipe", got, 8, &error), 5);
    close(ends[0]);
}

Test(file, says_why_a_file_cannot_be_read)
{
    const char *folder = test_folder();
    rung_error error;
    cr_assert_eq(rung_file_status(rung_file_open(test_path(folder, "none"), NULL, &error)),
                 RUNG_IO);
    cr_assert_eq(error.status, RUNG_IO);
    cr_assert(strstr(error.message, "/none: cannot open: No such file"), "%s", error.message);
    cr_assert_eq(rung_file_status(rung_file_open(folder, NULL, &error)), RUNG_IO);
    cr_assert(strstr(error.message, ": is a folder, expected a file"), "%s", error.message);
    char got[4];
    cr_assert_eq(rung_file_status(rung_file_read(-1, "gone", got, 4, &error)), RUNG_IO);
    cr_assert(strstr(error.message, "gone: cannot read: Bad file"), "%s", error.message);
}

/* ---------------------------------------------------------------- sinks */

static rung_status write_text(rung_sink *sink, const char *text, rung_error *error)
{
    return rung_sink_write(sink, text, strlen(text), error);
}

Test(file, shows_the_old_content_until_the_sink_is_closed)
{
    const char *folder = test_folder();
    const char *path = test_write_text(folder, "out", "old");
    rung_error error;
    rung_sink sink;
    cr_assert_eq(rung_sink_open(&sink, path, &error), RUNG_OK);
    cr_assert_eq(write_text(&sink, "new ", &error), RUNG_OK);
    cr_assert_eq(write_text(&sink, "content", &error), RUNG_OK);
    check_file(path, "old");
    cr_assert_eq(rung_sink_close(&sink, RUNG_OK, &error), RUNG_OK);
    check_file(path, "new content");
    check_list(folder, "out");
}

Test(file, makes_a_new_file_only_when_the_sink_is_closed)
{
    const char *folder = test_folder();
    const char *path = test_path(folder, "out");
    rung_sink sink;
    cr_assert_eq(rung_sink_open(&sink, path, NULL), RUNG_OK);
    cr_assert_eq(write_text(&sink, "x", NULL), RUNG_OK);
    cr_assert_not(rung_path_exists(path));
    cr_assert_eq(rung_sink_close(&sink, RUNG_OK, NULL), RUNG_OK);
    check_file(path, "x");
    struct stat facts;
    mode_t mask = umask(0);
    umask(mask);
    cr_assert_eq(stat(path, &facts), 0);
    cr_assert_eq(facts.st_mode & 0777, 0666 & ~mask, "the rights of any new file");
}

Test(file, keeps_the_old_content_and_nothing_else_after_a_failure)
{
    const char *folder = test_folder();
    const char *path = test_write_text(folder, "out", "old");
    rung_error error = {.message = "the first failure"};
    rung_sink sink;
    cr_assert_eq(rung_sink_open(&sink, path, &error), RUNG_OK);
    cr_assert_eq(write_text(&sink, "half", &error), RUNG_OK);
    cr_assert_eq(rung_sink_close(&sink, RUNG_BAD_DATA, &error), RUNG_BAD_DATA);
    cr_assert_str_eq(error.message, "the first failure");
    check_file(path, "old");
    check_list(folder, "out");
    cr_assert_eq(rung_sink_close(&sink, RUNG_OK, &error), RUNG_OK, "closing twice does nothing");
}

Test(file, passes_by_temporary_files_of_others)
{
    const char *folder = test_folder();
    char name[64];
    snprintf(name, sizeof name, "rung-%ld-0.tmp", (long)getpid());
    test_write_text(folder, name, "another's");
    rung_sink sink;
    cr_assert_eq(rung_sink_open(&sink, test_path(folder, "out"), NULL), RUNG_OK);
    cr_assert_eq(write_text(&sink, "x", NULL), RUNG_OK);
    cr_assert_eq(rung_sink_close(&sink, RUNG_OK, NULL), RUNG_OK);
    check_file(test_path(folder, name), "another's");
    check_file(test_path(folder, "out"), "x");
}

Test(file, keeps_a_link_and_replaces_what_it_points_to)
{
    const char *folder = test_folder();
    const char *target = test_write_text(folder, "target", "old");
    const char *link = test_path(folder, "link");
    cr_assert_eq(symlink("target", link), 0);
    rung_sink sink;
    cr_assert_eq(rung_sink_open(&sink, link, NULL), RUNG_OK);
    cr_assert_eq(write_text(&sink, "new", NULL), RUNG_OK);
    cr_assert_eq(rung_sink_close(&sink, RUNG_OK, NULL), RUNG_OK);
    struct stat facts;
    cr_assert(lstat(link, &facts) == 0 && S_ISLNK(facts.st_mode));
    check_file(target, "new");
    check_list(folder, "link target");
}

Test(file, says_where_a_sink_cannot_be_opened)
{
    const char *folder = test_folder();
    rung_error error;
    rung_sink sink;
    cr_assert_eq(rung_sink_open(&sink, folder, &error), RUNG_IO);
    cr_assert(strstr(error.message, "is a folder, expected a file to write"), "%s", error.message);
    cr_assert_eq(rung_sink_open(&sink, test_path(folder, "none/out"), &error), RUNG_IO);
    cr_assert(strstr(error.message, "none/out: cannot create: No such"), "%s", error.message);
    check_list(folder, "");
}

Test(file, reports_a_full_device)
{
    rung_error error;
    rung_sink sink;
    cr_assert_eq(rung_sink_open(&sink, "/dev/full", &error), RUNG_OK);
    rung_status status = write_text(&sink, "x", &error);
    cr_assert_eq(rung_sink_close(&sink, status, &error), RUNG_IO);
    cr_assert_str_eq(error.message, "/dev/full: cannot write: No space left on device");
}

Test(file, writes_to_a_device_without_replacing_it)
{
    rung_sink sink;
    cr_assert_eq(rung_sink_open(&sink, "/dev/null", NULL), RUNG_OK);
    cr_assert_eq(write_text(&sink, "x", NULL), RUNG_OK);
    cr_assert_eq(rung_sink_close(&sink, RUNG_OK, NULL), RUNG_OK);
    struct stat facts;
    cr_assert(stat("/dev/null", &facts) == 0 && S_ISCHR(facts.st_mode));
}

Test(file, says_that_the_reader_of_a_pipe_went_away)
{
    int ends[2];
    rung_error error;
    rung_sink sink;
    signal(SIGPIPE, SIG_IGN);
    cr_assert_eq(pipe(ends), 0);
    close(ends[0]);
    cr_assert_eq(rung_sink_descriptor(&sink, ends[1], "standard output", &error), RUNG_OK);
    rung_status status = write_text(&sink, "x", &error);
    cr_assert_eq(rung_sink_close(&sink, status, &error), RUNG_IO);
    cr_assert_str_eq(error.message, "standard output: the reader went away");
    cr_assert_eq(close(ends[1]), 0, "a descriptor is the caller's to close");
}

Test(file, writes_behind_what_others_wrote_when_the_path_is_a_descriptor)
{
    const char *folder = test_folder();
    const char *path = test_write_text(folder, "log", "before\n");
    char name[40];
    rung_sink sink;
    int file = open(path, O_WRONLY | O_APPEND);
    cr_assert_geq(file, 0);
    static const char *const forms[] = {"/dev/fd/%d", "/proc/self/fd/%d"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(name, sizeof name, forms[i], file);
        cr_assert_eq(rung_sink_open(&sink, name, NULL), RUNG_OK);
        cr_assert_eq(write_text(&sink, "x\n", NULL), RUNG_OK);
        cr_assert_eq(rung_sink_close(&sink, RUNG_OK, NULL), RUNG_OK);
    }
    cr_assert_eq(close(file), 0);
    check_file(path, "before\nx\nx\n");
    check_list(folder, "log");
}

Test(file, makes_no_file_of_a_link_to_nothing)
{
    const char *folder = test_folder(), *link = test_path(folder, "link");
    rung_error error;
    rung_sink sink;
    cr_assert_eq(symlink("nowhere", link), 0);
    cr_assert_eq(rung_sink_open(&sink, link, &error), RUNG_IO);
    cr_assert(strstr(error.message, "/link: is a link to nothing, expected"), "%s", error.message);
    check_list(folder, "link");
}

Test(file, may_have_the_longest_name_that_there_is)
{
    const char *folder = test_folder();
    char name[256];
    rung_sink sink;
    rung_error error = {.message = ""};
    rung_folder made;
    memset(name, 'n', 255);
    name[255] = '\0';
    const char *path = test_path(folder, name);
    cr_assert_eq(rung_sink_open(&sink, path, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(rung_sink_close(&sink, RUNG_OK, &error), RUNG_OK, "%s", error.message);
    check_list(folder, name);
    cr_assert_eq(unlink(path), 0);
    cr_assert_eq(rung_folder_open(&made, path, NULL, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(rung_folder_close(&made, RUNG_OK, &error), RUNG_OK, "%s", error.message);
    check_list(folder, name);
}

Test(file, closes_a_sink_that_never_had_a_descriptor)
{
    rung_error error;
    rung_sink sink;
    cr_assert_eq(rung_sink_descriptor(&sink, -1, "nothing", &error), RUNG_OK);
    rung_status status = write_text(&sink, "x", &error);
    cr_assert_eq(status, RUNG_IO);
    cr_assert_str_eq(error.message, "nothing: cannot write: Bad file descriptor");
    cr_assert_eq(rung_sink_close(&sink, status, &error), RUNG_IO);
    cr_assert_null(sink.path, "what the sink held is freed");
}

/* Run what in a child as a user whom rights hold back; its exit code. */
static int as_somebody_else(int (*what)(const char *folder), const char *folder)
{
    int state;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        _exit(setgid(65534) == 0 && setuid(65534) == 0 ? what(folder) : 99);
    while (waitpid(child, &state, 0) < 0)
        ;
    return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}

static int write_out(const char *folder)
{
    rung_sink sink;
    rung_status status = rung_sink_open(&sink, test_path(folder, "out"), NULL);
    return (int)(status == RUNG_OK ? rung_sink_close(&sink, RUNG_OK, NULL) : status);
}

Test(file, appears_in_a_folder_that_may_be_written_but_not_read)
{
    const char *base = test_folder(), *folder = test_path(base, "drop");
    if (geteuid() != 0)
        cr_skip_test("only root can become somebody else");
    cr_assert_eq(mkdir(folder, 0755), 0);
    cr_assert_eq(chmod(base, 0755) | chmod(folder, 0333), 0);
    cr_assert_eq(as_somebody_else(write_out, folder), 0);
    check_list(folder, "out");
}

/* ---------------------------------------------------------------- folders */

static const char *const own[] = {"file", "other", NULL};
static const char *const catalog[] = {"catalog.ini", "file", NULL};

static void build(rung_folder *folder, const char *path, const char *const *replace,
                  const char *text)
{
    rung_error error;
    cr_assert_eq(rung_folder_open(folder, path, replace, &error), RUNG_OK, "%s", error.message);
    test_write_text(folder->building, "file", text);
}

Test(file, gives_what_replaces_a_file_the_rights_of_that)
{
    const char *path = test_write_text(test_folder(), "out", "private");
    cr_assert_eq(chmod(path, 0600), 0);
    rung_sink sink;
    struct stat facts;
    cr_assert_eq(rung_sink_open(&sink, path, NULL), RUNG_OK);
    cr_assert_eq(rung_sink_close(&sink, RUNG_OK, NULL), RUNG_OK);
    cr_assert_eq(stat(path, &facts), 0);
    cr_assert_eq(facts.st_mode & 07777, 0600);
}

Test(file, shows_a_new_folder_only_when_it_is_whole)
{
    const char *base = test_folder();
    const char *path = test_path(base, "new");
    rung_folder folder;
    build(&folder, test_path(base, "new//"), NULL, "x"); /* slashes at the end do not matter */
    cr_assert_not(rung_path_exists(path));
    cr_assert_eq(rung_folder_close(&folder, RUNG_OK, NULL), RUNG_OK);
    check_list(base, "new");
    check_file(test_path(path, "file"), "x");
    cr_assert_eq(rung_folder_close(&folder, RUNG_IO, NULL), RUNG_IO, "closing twice does nothing");
}

Test(file, replaces_all_of_a_folder_when_asked_to)
{
    const char *base = test_folder();
    const char *path = test_path(base, "old");
    cr_assert_eq(mkdir(path, 0777), 0);
    test_write_text(path, "file", "old");
    test_write_text(path, "other", "old");
    rung_folder folder;
    build(&folder, path, own, "new");
    check_file(test_path(path, "file"), "old");
    cr_assert_eq(rung_folder_close(&folder, RUNG_OK, NULL), RUNG_OK);
    check_list(base, "old");
    check_list(path, "file");
    check_file(test_path(path, "file"), "new");
}

Test(file, keeps_the_old_folder_after_a_failure)
{
    const char *base = test_folder();
    const char *path = test_path(base, "old");
    cr_assert_eq(mkdir(path, 0777), 0);
    test_write_text(path, "file", "old");
    rung_folder folder;
    build(&folder, path, own, "new");
    cr_assert_eq(rung_folder_close(&folder, RUNG_CANCELLED, NULL), RUNG_CANCELLED);
    check_list(base, "old");
    check_file(test_path(path, "file"), "old");
}

Test(file, refuses_to_replace_a_folder_or_file_unasked)
{
    const char *base = test_folder();
    const char *file = test_write_text(base, "file", "kept");
    const char *old = test_path(base, "old");
    cr_assert_eq(mkdir(old, 0777), 0);
    rung_error error;
    rung_folder folder;
    cr_assert_eq(rung_folder_open(&folder, old, NULL, &error), RUNG_IO);
    cr_assert(strstr(error.message, "exists already"), "%s", error.message);
    cr_assert_eq(rung_folder_open(&folder, file, own, &error), RUNG_IO);
    cr_assert(strstr(error.message, "exists and is not a folder"), "%s", error.message);
    cr_assert_eq(rung_folder_open(&folder, "", NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_folder_open(&folder, test_path(base, "no/where"), NULL, &error), RUNG_IO);
    cr_assert(strstr(error.message, "cannot create: No such file"), "%s", error.message);
    check_list(base, "file old");
}

Test(file, replaces_only_a_folder_that_it_knows)
{
    const char *path = test_folder();
    test_write_text(path, "letters", "not ours");
    rung_error error;
    rung_folder folder;
    cr_assert_eq(rung_folder_open(&folder, path, catalog, &error), RUNG_IO);
    cr_assert(strstr(error.message, ": is not replaced, since it holds 'letters'; expected"), "%s",
              error.message);
    check_list(path, "letters");
    build(&folder, test_folder(), catalog, "into an empty one");
    cr_assert_eq(rung_folder_close(&folder, RUNG_OK, NULL), RUNG_OK);
}

Test(file, replaces_no_folder_that_holds_anything_else)
{
    static const char *const strangers[] = {"notes.txt", "other/", "folder/", ".hidden"};
    for (size_t i = 0; i < 4; i++) {
        const char *base = test_folder(), *path = test_path(base, "old");
        char name[16];
        cr_assert_eq(mkdir(path, 0777), 0);
        test_write_text(path, "file", "kept");
        size_t length = strcspn(strangers[i], "/");
        snprintf(name, sizeof name, "%.*s", (int)length, strangers[i]);
        if (strangers[i][length] == '/')
            cr_assert_eq(mkdir(test_path(path, name), 0777), 0);
        else
            test_write_text(path, name, "mine");
        rung_folder folder;
        rung_error error;
        cr_assert_eq(rung_folder_open(&folder, path, own, &error), RUNG_IO, "%s", name);
        cr_assert(strstr(error.message, name), "%s", error.message);
        cr_assert_not_null(strstr(error.message, "/old: is not replaced, since it holds '"));
        check_list(base, "old");
        check_file(test_path(path, "file"), "kept");
    }
}

Test(file, replaces_no_folder_into_which_something_came_meanwhile)
{
    const char *base = test_folder(), *path = test_path(base, "old");
    cr_assert_eq(mkdir(path, 0777), 0);
    test_write_text(path, "file", "kept");
    rung_folder folder;
    build(&folder, path, own, "new");
    test_write_text(path, "letters", "mine");
    cr_assert_eq(rung_folder_close(&folder, RUNG_OK, NULL), RUNG_IO);
    check_list(base, "old");
    check_list(path, "file letters");
}

Test(file, knows_what_would_be_replaced_together_with_a_folder)
{
    const char *base = test_folder(), *old = test_path(base, "old"), *in = test_path(old, "in");
    rung_error error;
    cr_assert_eq(mkdir(old, 0777) | mkdir(in, 0777), 0);
    const char *deep = test_write_text(in, "deep", ""), *beside = test_write_text(base, "old2", "");
    const char *link = test_path(base, "link");
    cr_assert_eq(symlink("old/in", link), 0);
    const char *const lost[] = {
        old, in, deep, link, test_path(link, "deep"), test_path(base, "./old/in/..")};
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
        cr_assert_eq(rung_folder_spares(old, lost[i], &error), RUNG_BAD_ARGUMENT, "%s", lost[i]);
        cr_assert(strstr(error.message, "/old: would be replaced together with "), "%s",
                  error.message);
    }
    cr_assert_eq(rung_folder_spares(test_path(link, "."), deep, &error), RUNG_BAD_ARGUMENT);
    const char *const kept[] = {base, beside, NULL, test_path(old, "missing"), "/"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        cr_assert_eq(rung_folder_spares(old, kept[i], &error), RUNG_OK);
    cr_assert_eq(rung_folder_spares(test_path(base, "new"), deep, &error), RUNG_OK);
}

static int replace_anothers(const char *base)
{
    rung_folder folder;
    rung_error error = {.message = ""};
    if (rung_folder_open(&folder, test_path(base, "old"), own, &error) != RUNG_OK)
        return 1;
    test_write_text(folder.building, "file", "new");
    rung_status status = rung_folder_close(&folder, RUNG_OK, &error);
    return status == RUNG_IO && strstr(error.message, "/old: is replaced, but what it held before "
                                                      "cannot be removed from ")
               ? 0
               : 2;
}

Test(file, tells_of_old_files_that_cannot_be_removed)
{
    const char *base = test_folder(), *path = test_path(base, "old");
    if (geteuid() != 0)
        cr_skip_test("only root can become somebody else");
    cr_assert_eq(mkdir(path, 0755) | chmod(base, 0777), 0);
    test_write_text(path, "file", "old");
    cr_assert_eq(as_somebody_else(replace_anothers, base), 0);
    check_file(test_path(path, "file"), "new");
}

Test(file, keeps_a_folder_that_somebody_else_made_meanwhile)
{
    const char *base = test_folder();
    const char *path = test_path(base, "both");
    rung_folder folder;
    rung_error error;
    build(&folder, path, NULL, "mine");
    cr_assert_eq(mkdir(path, 0777), 0);
    test_write_text(path, "file", "theirs");
    cr_assert_eq(rung_folder_close(&folder, RUNG_OK, &error), RUNG_IO);
    cr_assert(strstr(error.message, "/both: "), "%s", error.message);
    check_list(base, "both");
    check_file(test_path(path, "file"), "theirs");
}

/* ---------------------------------------------------------------- emit */

Test(emit, writes_rows_of_megabytes_in_their_order)
{
    enum { ROWS = 300000 };
    const char *folder = test_folder();
    rung_folder place = {.path = (char *)folder, .building = (char *)folder};
    rung_error error = {.message = ""};
    rung_buffer expected = {0};
    rung_emit emit;
    size_t most = 0;
    cr_assert_eq(rung_emit_open(&emit, &place, "rows.csv", &error), RUNG_OK, "%s", error.message);
    for (int i = 0; i < ROWS; i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", i);
        rung_put_row(&emit.buffer, (const char *const[]){number, "a,b", ""}, 3);
        rung_put_text(&expected, number);
        rung_put_text(&expected, ",\"a,b\",\n");
        if (rung_emit_flush(&emit, &error) != RUNG_OK)
            cr_assert_fail("%s", error.message);
        most = emit.buffer.length > most ? emit.buffer.length : most;
    }
    cr_assert_lt(most, expected.length / 2, "nothing was flushed");
    cr_assert_eq(rung_emit_close(&emit, RUNG_OK, &error), RUNG_OK, "%s", error.message);
    size_t length;
    char *got = test_read(test_path(folder, "rows.csv"), &length);
    cr_assert_eq(length, expected.length);
    cr_assert_eq(memcmp(got, expected.at, length), 0);
    free(got);
    rung_buffer_free(&expected);
}

Test(emit, leaves_nothing_after_a_failure)
{
    const char *folder = test_folder();
    rung_emit emit;
    rung_folder place = {.path = (char *)folder, .building = (char *)folder};
    cr_assert_eq(rung_emit_open(&emit, &place, "rows.csv", NULL), RUNG_OK);
    rung_put_text(&emit.buffer, "half");
    cr_assert_eq(rung_emit_close(&emit, RUNG_BAD_DATA, NULL), RUNG_BAD_DATA);
    check_list(folder, "");
    place.building = (char *)test_path(folder, "none");
    cr_assert_eq(rung_emit_open(&emit, &place, "rows.csv", NULL), RUNG_IO);
}
