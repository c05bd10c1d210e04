/* test_cli_faults.c - full disks, readers that go away, signals and closed streams do no harm. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "cli.h"
#include "support.h"

static const char bundled[] = "datasets/upskilling-2025";

/* People who have nothing but a role, many of them for little. */
static const char *make_people(unsigned count)
{
    static const char *const roles[] = {",shipping-clerk\n", ",process-assistant\n", ",\n"};
    rung_buffer out = {0};
    rung_put_text(&out, "person_id,role_id\n");
    for (unsigned i = 0; i < count; i++) {
        rung_put_whole(&out, i);
        rung_put_text(&out, roles[i % 3]);
    }
    const char *folder = test_folder();
    cr_assert_not(out.failed);
    test_write(folder, "people.csv", out.at, out.length);
    rung_buffer_free(&out);
    return folder;
}

static void check_message(const cli_result *result, const char *message)
{
    cr_assert_str_eq(result->err, message, "'%s' instead of '%s'", result->err, message);
}

/* ---------------------------------------------------------------- full disks */

#define FULL "cannot write: No space left on device\n"

Test(cli_faults, a_full_disk_is_told_by_its_path)
{
    const char *people = make_people(10);
    cli_result result =
        CLI_RUN("match", "--catalog", bundled, "--people", people, "--output", "/dev/full");
    cli_check_code(&result, 1);
    check_message(&result, "rung: /dev/full: " FULL);
}

Test(cli_faults, a_full_disk_behind_stdout_is_told)
{
    const char *people = make_people(10);
    cli_result result = CLI_RUN_WITH((cli_setup){.out_path = "/dev/full"}, "match", "--catalog",
                                     bundled, "--people", people);
    cli_check_code(&result, 1);
    check_message(&result, "rung: stdout: " FULL);
}

static const struct {
    const char *arguments[10];
} printing[] = {
    {{"--version"}},
    {{"--help"}},
    {{"match", "--help"}},
    {{"import", "--help"}},
    {{"info"}},
    {{"info", "--catalog", bundled}},
    {{"explain", "--catalog", bundled, "--people", "PEOPLE", "--person", "1", "--role",
      "process-assistant"}},
};

static cli_result print_to(size_t row, cli_setup setup)
{
    const char *words[10] = {NULL};
    for (size_t i = 0; printing[row].arguments[i]; i++)
        words[i] = strcmp(printing[row].arguments[i], "PEOPLE") == 0 ? make_people(3)
                                                                     : printing[row].arguments[i];
    return cli_run_with(setup, words);
}

TEST_EACH(cli_faults, every_command_that_prints_notices_a_full_disk,
          sizeof printing / sizeof *printing)
{
    cli_result result = print_to(*row, (cli_setup){.out_path = "/dev/full"});
    cli_check_code(&result, 1);
    check_message(&result, "rung: stdout: " FULL);
}

/* ---------------------------------------------------------------- closed streams */

#define CLOSED "rung: stdout: cannot write: Bad file descriptor\n"

TEST_EACH(cli_faults, every_command_that_prints_notices_a_closed_stdout,
          sizeof printing / sizeof *printing)
{
    cli_result result = print_to(*row, (cli_setup){.close_out = true});
    cli_check_code(&result, 1);
    check_message(&result, CLOSED);
    result = print_to(*row, (cli_setup){.close_out = true, .close_in = true});
    cli_check_code(&result, 1);
    check_message(&result, CLOSED);
}

Test(cli_faults, a_closed_stdout_is_told_before_anything_is_lost)
{
    const char *people = make_people(10);
    cli_result result = CLI_RUN_WITH((cli_setup){.close_out = true}, "match", "--catalog", bundled,
                                     "--people", people);
    cli_check_code(&result, 1);
    check_message(&result, CLOSED);
}

static const cli_setup closings[] = {
    {.close_err = true},
    {.close_out = true},
    {.close_in = true},
    {.close_out = true, .close_err = true},
    {.close_in = true, .close_out = true, .close_err = true},
};

/* Whatever would have been said must not end up in the output file. */
TEST_EACH(cli_faults, closed_streams_do_not_mix_with_the_output, sizeof closings / sizeof *closings)
{
    const char *people = make_people(300), *folder = test_folder();
    const char *path = test_path(folder, "out.csv");
    cli_result usual = CLI_RUN("match", "--catalog", bundled, "--people", people, "--viable");
    cli_check_code(&usual, 0);
    cli_result result = CLI_RUN_WITH(closings[*row], "match", "--catalog", bundled, "--people",
                                     people, "--viable", "--output", path);
    cli_check_code(&result, 0);
    char *text = test_read(path, NULL);
    cr_assert_str_eq(text, usual.out);
    free(text);
    cli_check_folder(folder, "out.csv out.csv.run.json");
}

/* A file that were opened under the number of a closed stream would get what is meant for it. The
 * numbers are held by /dev/null, an empty profile; else there would be nothing to open. */
TEST_EACH(cli_faults, closed_streams_keep_their_numbers_from_other_files, 3)
{
    static const char *const names[] = {"/proc/self/fd/0", "/proc/self/fd/1", "/proc/self/fd/2"};
    cli_setup setup = {.close_in = *row == 0, .close_out = *row == 1, .close_err = *row == 2};
    cli_result result = CLI_RUN_WITH(setup, "match", "--catalog", bundled, "--people", "none",
                                     "--profile", names[*row]);
    cli_check_code(&result, 3);
    if (*row != 2)
        cli_check_err(&result, "every weight is 0, expected one signal at least that counts");
}

Test(cli_faults, a_failure_with_stderr_closed_still_has_its_exit_code)
{
    cli_result result = CLI_RUN_WITH((cli_setup){.close_err = true}, "match", "--catalog", "none",
                                     "--people", "none");
    cli_check_code(&result, 1);
    cli_check_whole_out(&result, "");
}

/* ---------------------------------------------------------------- readers that go away */

static const size_t taken[] = {1, 50, 5000};

/* As with `| head -1`: there is more to write than a pipe holds. */
TEST_EACH(cli_faults, a_reader_that_goes_away_ends_the_run, 3)
{
    const char *people = make_people(20000);
    cli_result result = CLI_RUN_WITH((cli_setup){.reader_takes = taken[*row]}, "match", "--catalog",
                                     bundled, "--people", people, "--batch", "100");
    cr_assert_eq(result.signal, 0);
    cli_check_code(&result, 1);
    check_message(&result, "rung: stdout: the reader went away\n");
}

/* ---------------------------------------------------------------- signals */

static const struct {
    int number;
    const char *message;
} signals[] = {
    {SIGINT, "rung: interrupted by SIGINT; no file was made\n"},
    {SIGTERM, "rung: interrupted by SIGTERM; no file was made\n"},
    {SIGHUP, "rung: interrupted by SIGHUP; no file was made\n"},
};

/* Signalled as soon as the temporary file is there; the people take much longer than that. */
static cli_result interrupt(cli_setup setup, const char *path)
{
    return CLI_RUN_WITH(setup, "match", "--catalog", bundled, "--people", make_people(400000),
                        "--kernel", "scalar", "--threads", "1", "--batch", "64", "--output", path);
}

TEST_EACH(cli_faults, a_signal_ends_the_run_and_leaves_nothing_behind, 3)
{
    const char *folder = test_folder();
    cli_setup setup = {.signal = signals[*row].number, .watch = folder};
    cli_result result = interrupt(setup, test_path(folder, "out.csv"));
    cr_assert_eq(result.temporaries, 1u, "the run was over too soon");
    cr_assert_eq(result.signal, signals[*row].number, "exit code %d: %s", result.code, result.err);
    check_message(&result, signals[*row].message);
    cli_check_folder(folder, "");
}

Test(cli_faults, a_signal_leaves_the_output_of_an_earlier_run)
{
    const char *folder = test_folder();
    const char *path = test_write_text(folder, "out.csv", "old");
    cli_result result = interrupt((cli_setup){.signal = SIGTERM, .watch = folder}, path);
    cr_assert_eq(result.signal, SIGTERM, "exit code %d: %s", result.code, result.err);
    cli_check_folder(folder, "out.csv");
    char *text = test_read(path, NULL);
    cr_assert_str_eq(text, "old");
    free(text);
}

/* Shells start jobs in the background with Ctrl-C ignored. */
Test(cli_faults, a_signal_that_is_ignored_from_outside_stays_ignored)
{
    const char *folder = test_folder(), *people = make_people(20000);
    cli_setup setup = {.signal = SIGINT, .watch = folder, .ignored = true};
    cli_result result = CLI_RUN_WITH(setup, "match", "--catalog", bundled, "--people", people,
                                     "--batch", "64", "--output", test_path(folder, "out.csv"));
    cr_assert_eq(result.temporaries, 1u, "the run was over too soon");
    cli_check_code(&result, 0);
    cli_check_folder(folder, "out.csv out.csv.run.json");
}

Test(cli_faults, a_signal_ends_the_making_of_people_too)
{
    const char *folder = test_folder();
    cli_setup setup = {.signal = SIGINT, .watch = folder};
    cli_result result = CLI_RUN_WITH(setup, "synth", "--catalog", bundled, "--people", "5000000",
                                     "--output", test_path(folder, "people"));
    cr_assert_eq(result.temporaries, 1u, "the run was over too soon");
    cr_assert_eq(result.signal, SIGINT, "exit code %d: %s", result.code, result.err);
    cli_check_folder(folder, "");
}

/* Somebody who is not there is looked for among all. */
Test(cli_faults, a_signal_ends_the_search_for_a_person_too)
{
    cli_setup setup = {.signal = SIGINT, .delay = 60};
    cli_result result =
        CLI_RUN_WITH(setup, "explain", "--catalog", bundled, "--people", make_people(1000000),
                     "--person", "nobody", "--role", "process-assistant");
    cr_assert_eq(result.signal, SIGINT, "exit code %d: %s", result.code, result.err);
    cli_check_whole_out(&result, "");
}

/* Nobody ever writes into the pipe: the program waits in open(). */
Test(cli_faults, a_signal_ends_a_run_that_waits_for_a_pipe)
{
    const char *folder = test_folder(), *wages = test_path(folder, "wages.tsv");
    const char *people = test_folder(), *release = test_folder();
    cr_assert_eq(mkfifo(test_path(people, "people.csv"), 0666), 0);
    cr_assert_eq(mkfifo(test_path(release, "Occupation Data.txt"), 0666), 0);
    cli_setup setup = {.signal = SIGTERM, .delay = 200};
    cli_result match = CLI_RUN_WITH(setup, "match", "--catalog", bundled, "--people", people,
                                    "--output", test_path(folder, "out.csv"));
    cr_assert_eq(match.signal, SIGTERM, "exit code %d: %s", match.code, match.err);
    cli_result info = CLI_RUN_WITH(setup, "import", "onet", release, "--output", wages);
    cr_assert_eq(info.signal, SIGTERM, "exit code %d: %s", info.code, info.err);
    cli_check_folder(folder, "");
}

/* The release is long, and nothing in its import waits. */
Test(cli_faults, a_signal_ends_an_import_too)
{
    const char *release = test_folder(), *folder = test_folder();
    rung_buffer out = {0};
    rung_put_text(&out, "O*NET-SOC Code\tTitle\n");
    for (unsigned i = 0; i < 3000000; i++) {
        char line[32];
        snprintf(line, sizeof line, "%02u-%04u.%02u\tX\n", i / 1000000, i / 100 % 10000, i % 100);
        rung_put_text(&out, line);
    }
    test_write(release, "Occupation Data.txt", out.at, out.length);
    rung_buffer_free(&out);
    cli_setup setup = {.signal = SIGINT, .delay = 60};
    cli_result result =
        CLI_RUN_WITH(setup, "import", "onet", release, "--output", test_path(folder, "catalog"));
    cr_assert_eq(result.signal, SIGINT, "exit code %d: %s", result.code, result.err);
    check_message(&result, signals[0].message);
    cli_check_folder(folder, "");
}

Test(cli_faults, a_file_beyond_its_limit_is_told_and_leaves_nothing_behind)
{
    const char *people = make_people(2000), *folder = test_folder();
    const char *path = test_path(folder, "out.csv");
    char message[600];
    cli_result result = CLI_RUN_WITH((cli_setup){.file_size = 20000}, "match", "--catalog", bundled,
                                     "--people", people, "--output", path);
    cr_assert_eq(result.signal, 0);
    cli_check_code(&result, 1);
    snprintf(message, sizeof message, "%s: cannot write: File too large\n", path);
    cli_check_err(&result, message);
    cli_check_folder(folder, "");
}

/* ---------------------------------------------------------------- memory */

Test(cli_faults, a_small_stack_is_enough)
{
#ifdef __SANITIZE_ADDRESS__
    cr_skip_test("AddressSanitizer needs more stack");
#endif
    const char *profile = test_write_text(test_folder(), "mine", "readiness = 1\n");
    cli_result result =
        CLI_RUN_WITH((cli_setup){.stack = 64 << 10}, "match", "--catalog", bundled, "--people",
                     make_people(10), "--profile", profile, "--threads", "1");
    cli_check_code(&result, 0);
}

/* Enough to start, and less than a million people take. */
Test(cli_faults, running_out_of_memory_is_told)
{
#ifdef __SANITIZE_ADDRESS__
    cr_skip_test("AddressSanitizer needs all of the address space");
#endif
    const char *folder = test_folder(), *people = make_people(1000000);
    cli_setup setup = {.memory = (size_t)400 << 20};
    cli_result result = CLI_RUN_WITH(setup, "match", "--catalog", bundled, "--people", people,
                                     "--kernel", "scalar", "--threads", "1", "--batch", "1048576",
                                     "--output", test_path(folder, "out.csv"));
    cli_check_code(&result, 1);
    check_message(&result, "rung: out of memory for a batch of people\n");
    cli_check_folder(folder, "");
}

/* ---------------------------------------------------------------- where the output goes */

Test(cli_faults, an_output_folder_that_is_missing_is_told)
{
    const char *path = test_path(test_folder(), "none/out.csv");
    char message[600];
    cli_result result =
        CLI_RUN("match", "--catalog", bundled, "--people", make_people(3), "--output", path);
    cli_check_code(&result, 1);
    snprintf(message, sizeof message, "rung: %s: cannot create: No such file or directory\n", path);
    check_message(&result, message);
}

Test(cli_faults, an_output_that_is_a_folder_is_told)
{
    const char *folder = test_folder();
    char message[600];
    cli_result result =
        CLI_RUN("match", "--catalog", bundled, "--people", make_people(3), "--output", folder);
    cli_check_code(&result, 1);
    snprintf(message, sizeof message, "rung: %s: is a folder, expected a file to write\n", folder);
    check_message(&result, message);
    cli_check_folder(folder, "");
}

/* Nobody but root may write everywhere: then somebody else runs the program. */
static unsigned ordinary_user(void)
{
    return geteuid() == 0 ? 65534 : 0;
}

Test(cli_faults, an_output_folder_without_the_right_to_write_is_told)
{
    const char *base = test_folder(), *people = make_people(3);
    const char *folder = test_path(base, "locked"), *path = test_path(folder, "out.csv");
    char message[600];
    cr_assert_eq(mkdir(folder, 0755), 0);
    test_write_text(folder, "out.csv", "old");
    cr_assert_eq(chmod(folder, 0555) | chmod(base, 0755) | chmod(people, 0755), 0);
    cli_setup setup = {.user = ordinary_user()};
    cli_result result =
        CLI_RUN_WITH(setup, "match", "--catalog", bundled, "--people", people, "--output", path);
    cr_assert_eq(chmod(folder, 0755), 0);
    if (strstr(result.err, "datasets"))
        cr_skip_test("another user cannot read this project");
    cli_check_code(&result, 1);
    snprintf(message, sizeof message, "rung: %s: cannot create: Permission denied\n", path);
    check_message(&result, message);
    cli_check_folder(folder, "out.csv");
    char *text = test_read(path, NULL);
    cr_assert_str_eq(text, "old");
    free(text);
}

static const char *const outputs[] = {"old", NULL};

/* Bad input on the last of many lines: much has been written by then. */
TEST_EACH(cli_faults, a_run_that_fails_late_leaves_the_folder_as_it_was, 2)
{
    const char *people = make_people(20000), *folder = test_folder();
    const char *path = test_path(folder, "out.csv");
    FILE *file = fopen(test_path(people, "people.csv"), "a");
    cr_assert_not_null(file);
    fputs("x,nobody\n", file);
    cr_assert_eq(fclose(file), 0);
    if (outputs[*row])
        test_write_text(folder, "out.csv", outputs[*row]);
    cli_result result = CLI_RUN("match", "--catalog", bundled, "--people", people, "--batch", "100",
                                "--output", path);
    cli_check_code(&result, 3);
    cli_check_err(&result, "/people.csv:20002: column 'role_id': found 'nobody', expected an id");
    cli_check_folder(folder, outputs[*row] ? "out.csv" : "");
    char *text = test_read(path, NULL);
    cr_assert(outputs[*row] ? text && strcmp(text, outputs[*row]) == 0 : !text);
    free(text);
}

Test(cli_faults, a_link_keeps_its_place_and_its_target_is_replaced)
{
    const char *folder = test_folder(), *people = make_people(3);
    const char *target = test_write_text(folder, "target", "old"),
               *link = test_path(folder, "link");
    cr_assert_eq(symlink(target, link), 0);
    cli_result result =
        CLI_RUN("match", "--catalog", bundled, "--people", people, "--output", link);
    cli_check_code(&result, 0);
    struct stat facts;
    cr_assert(lstat(link, &facts) == 0 && S_ISLNK(facts.st_mode));
    char *text = test_read(target, NULL);
    cr_assert_eq(strncmp(text, "person_id,rank,", 15), 0);
    free(text);
    cli_check_folder(folder, "link link.run.json target");
}

/* ---------------------------------------------------------------- what is read stays */

static char *copy_of(const char *path)
{
    char *text = test_read(path, NULL);
    cr_assert_not_null(text, "%s", path);
    return text;
}

static const char *const inputs[] = {
    "people.csv", "./people.csv", "catalog/roles.csv", "catalog/catalog.ini",
    "link",       "mine",         "moves.csv"};

TEST_EACH(cli_faults, an_output_never_replaces_what_is_read, sizeof inputs / sizeof *inputs)
{
    const char *folder = make_people(10), *catalog = test_write_files(test_small_catalog, NULL);
    test_write_text(folder, "people.csv", "person_id,role_id\np1,clerk\n");
    const char *profile =
        test_write_text(folder, "mine", "readiness = 1\ninflow = 1\nflows = moves.csv\n");
    test_write_text(folder, "moves.csv", "from_role,to_role,weight\nclerk,coder,1\n");
    const char *path = test_path(folder, inputs[*row]);
    cr_assert_eq(symlink("people.csv", test_path(folder, "link")), 0);
    cr_assert_eq(symlink(catalog, test_path(folder, "catalog")), 0);
    char *before = copy_of(path);
    cli_result result = CLI_RUN("match", "--catalog", catalog, "--people", folder, "--profile",
                                profile, "--output", path);
    cli_check_code(&result, 2);
    cli_check_err(&result, ", which is read as ");
    char *after = copy_of(path);
    cr_assert_str_eq(before, after);
    free(before);
    free(after);
    cli_check_folder(folder, "catalog link mine moves.csv people.csv");
}

/* The folder holds the catalog too, which would go with the people that are replaced. */
Test(cli_faults, people_never_replace_the_catalog_that_they_are_made_from)
{
    const char *folder = test_write_files(test_small_catalog, NULL);
    test_write_text(folder, "people.csv", "person_id\n");
    char *before = test_list(folder);
    cli_result result =
        CLI_RUN("synth", "--catalog", folder, "--people", "3", "--output", folder, "--replace");
    cli_check_code(&result, 2);
    cli_check_err(&result, ": would be replaced together with ");
    const char *parent = test_path(folder, "");
    result = CLI_RUN("synth", "--catalog", test_path(folder, "."), "--people", "3", "--output",
                     parent, "--replace");
    cli_check_code(&result, 2);
    cli_check_folder(folder, before);
    free(before);
}

Test(cli_faults, people_never_replace_files_of_others)
{
    const char *base = test_folder(), *folder = test_path(base, "people");
    cr_assert_eq(mkdir(folder, 0777), 0);
    test_write_text(folder, "people.csv", "person_id\n");
    test_write_text(folder, "thesis.txt", "four years of work");
    cli_result result =
        CLI_RUN("synth", "--catalog", bundled, "--people", "3", "--output", folder, "--replace");
    cli_check_code(&result, 1);
    cli_check_err(&result, "/people: is not replaced, since it holds 'thesis.txt'; expected");
    cli_check_folder(folder, "people.csv thesis.txt");
    cli_check_folder(base, "people");
}
