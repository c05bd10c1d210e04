/* test_cli_tune.c - rung tune keeps what it measured, and rung match goes by it. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "rung.h"
#include "support.h"

static const char catalog_dir[] = "datasets/upskilling-2025";

static const char *make_people(void)
{
    const char *people = test_path(test_folder(), "people");
    cli_result made =
        CLI_RUN("synth", "--catalog", catalog_dir, "--people", "50", "--output", people);
    cli_check_code(&made, 0);
    return people;
}

/* Keep a tuning by the kernel scalar for the bundled catalog in cache/rung; its path. */
static char *keep_scalar(const char *cache)
{
    rung_catalog *catalog;
    rung_error error;
    static const rung_tuning tuning = {"scalar", 1, 100, 30, 12345, "2026-01-02T03:04:05Z"};
    char *path;
    cr_assert_eq(rung_catalog_open(&catalog, catalog_dir, &error), RUNG_OK);
    rung_status status =
        rung_tuning_keep(catalog, NULL, test_path(cache, "rung"), &tuning, &path, &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    rung_catalog_free(catalog);
    return path;
}

static cli_result match_with(cli_setup setup, const char *people, const char *option)
{
    return CLI_RUN_WITH(setup, "match", "--catalog", catalog_dir, "--people", people, "--verbose",
                        option);
}

Test(cli_tune, measures_keeps_and_match_goes_by_it)
{
    const char *cache = test_folder(), *people = make_people();
    cli_setup with = {.cache = cache};
    cli_result tuned = CLI_RUN_WITH(with, "tune", "--catalog", catalog_dir, "--seconds", "1");
    cli_check_code(&tuned, 0);
    cr_assert_eq(
        strncmp(tuned.out, "kernel     threads  window   batch      people/s  spread\n", 56), 0,
        "%s", tuned.out);
    cli_check_out(&tuned, "  chosen\n");
    cli_check_err(&tuned, "fastest: kernel ");
    cli_check_err(&tuned, "\nkept in ");
    char *list = test_list(test_path(cache, "rung"));
    cr_assert(strncmp(list, "tune-", 5) == 0 && !strchr(list, ' '), "%s", list);
    char *text = test_read(test_path(test_path(cache, "rung"), list), NULL);
    cr_assert_null(strstr(text, getenv("USER") ? getenv("USER") : "\001"), "%s", text);
    free(text);
    free(list);
    cli_result usual = match_with((cli_setup){0}, people, "--top=3");
    cli_result result = match_with(with, people, "--top=3");
    cli_check_code(&result, 0);
    cli_check_err(&result, ": the fastest that rung tune measured, 20");
    cli_check_whole_out(&result, usual.out);
}

Test(cli_tune, a_file_that_names_a_kernel_is_gone_by_and_the_answer_is_the_same)
{
    const char *cache = test_folder(), *people = make_people();
    cli_setup with = {.cache = cache};
    free(keep_scalar(cache));
    cli_result usual = match_with((cli_setup){0}, people, "--top=3");
    cli_check_err(&usual, "; none is measured by rung tune for this catalog and profile\n");
    cli_result result = match_with(with, people, "--top=3");
    cli_check_err(&result, "\nkernel scalar: the fastest that rung tune measured, "
                           "2026-01-02T03:04:05Z\n");
    cli_check_err(&result, "\n1 thread: as many as rung tune found fastest\n");
    cli_check_err(&result, "\nwindow 100 (measured by rung tune), batch 30\n");
    cli_check_whole_out(&result, usual.out);
}

Test(cli_tune, a_kernel_that_does_not_run_here_is_left_aside_and_told_when_asked)
{
    const char *cache = test_folder(), *people = make_people();
    rung_kernel_facts kernel;
    size_t k = 0;
    while (rung_kernel_list(k, &kernel) && kernel.runs)
        k++;
    if (!rung_kernel_list(k, &kernel))
        cr_skip_test("every kernel runs here");
    char *path = keep_scalar(cache), *text = test_read(path, NULL), changed[4000];
    const char *at = strstr(text, "= scalar\n");
    snprintf(changed, sizeof changed, "%.*s= %s%s", (int)(at - text), text, kernel.name,
             at + strlen("= scalar"));
    test_write_text("/", path + 1, changed);
    free(text);
    free(path);
    cli_result result = match_with((cli_setup){.cache = cache}, people, "--top=3");
    cli_check_code(&result, 0);
    cr_assert_null(strstr(result.err, "rung:"), "%s", result.err);
    snprintf(changed, sizeof changed, "; %s, which rung tune measured, does not\n", kernel.name);
    cli_check_err(&result, changed);
}

Test(cli_tune, what_the_user_names_wins)
{
    const char *cache = test_folder(), *people = make_people();
    free(keep_scalar(cache));
    cli_result kernel = match_with((cli_setup){.cache = cache}, people, "--kernel=blas");
    cli_check_err(&kernel, "\nkernel blas: named by --kernel\n");
    cli_result named = match_with((cli_setup){.cache = cache, .environment = "RUNG_KERNEL=blas"},
                                  people, "--top=3");
    cli_check_err(&named, "\nkernel blas: named by RUNG_KERNEL\n");
    cli_result threads = match_with((cli_setup){.cache = cache}, people, "--threads=2");
    cli_check_err(&threads, "\n2 threads: by --threads\n");
    cli_result batch = match_with((cli_setup){.cache = cache}, people, "--batch=7");
    cli_check_err(&batch, ", batch 7\n");
}

Test(cli_tune, explain_and_path_go_on_beside_it)
{
    const char *cache = test_folder(), *people = make_people();
    char *path = keep_scalar(cache);
    for (int damaged = 0; damaged < 2; damaged++) {
        cli_setup with = {.cache = cache};
        cli_result why = CLI_RUN_WITH(with, "explain", "--catalog", catalog_dir, "--people", people,
                                      "--person", "p000000001", "--role", "data-analyst");
        cli_result way = CLI_RUN_WITH(with, "path", "--catalog", catalog_dir, "--people", people,
                                      "--person", "p000000001", "--steps", "1");
        cli_check_code(&why, 0);
        cli_check_code(&way, 0);
        cr_assert_eq(strstr(why.err, "expected a file written by rung tune") != NULL, damaged);
        cr_assert_eq(strstr(way.err, "expected a file written by rung tune") != NULL, damaged);
        FILE *file = fopen(path, "w");
        fputs("no tuning\n", file);
        fclose(file);
    }
    rung_free(path);
}

Test(cli_tune, a_damaged_file_is_told_and_costs_nothing_but_speed)
{
    const char *cache = test_folder(), *people = make_people();
    char *path = keep_scalar(cache);
    cr_assert_eq(truncate(path, 300), 0);
    cli_result usual = match_with((cli_setup){0}, people, "--top=3");
    cli_result result = match_with((cli_setup){.cache = cache}, people, "--top=3");
    cli_check_code(&result, 0);
    cli_check_err(&result, "; going on without what was measured, which 'rung tune' measures "
                           "again\n");
    cli_check_err(&result, "; none is measured by rung tune for this catalog and profile\n");
    cli_check_whole_out(&result, usual.out);
    rung_free(path);
}

Test(cli_tune, a_cache_that_cannot_be_written_is_told_and_match_goes_on)
{
    const char *dir = test_folder(), *cache = test_write_text(dir, "file", ""),
               *people = make_people();
    cli_result tuned = CLI_RUN_WITH((cli_setup){.cache = cache}, "tune", "--catalog", catalog_dir,
                                    "--seconds", "1");
    cli_check_code(&tuned, 1);
    cli_check_out(&tuned, "  chosen\n");
    cli_check_err(&tuned, "rung: nothing is kept:\n");
    cli_check_folder(dir, "file");
    cli_result result = match_with((cli_setup){.cache = cache}, people, "--top=3");
    cli_check_code(&result, 0);
}

Test(cli_tune, without_a_home_nothing_is_kept_or_looked_for)
{
    const char *people = make_people();
    cli_setup nowhere = {.cache = "", .environment = "HOME"};
    cli_result tuned = CLI_RUN_WITH(nowhere, "tune", "--catalog", catalog_dir, "--seconds", "1");
    cli_check_code(&tuned, 0);
    cli_check_err(&tuned, "rung: XDG_CACHE_HOME is unset and HOME is unset, expected an absolute "
                          "path in one of them; nothing is kept\n");
    nowhere = (cli_setup){.cache = "cache", .environment = "HOME="};
    tuned = CLI_RUN_WITH(nowhere, "tune", "--catalog", catalog_dir, "--seconds", "1");
    cli_check_code(&tuned, 0);
    cli_check_err(&tuned, "rung: XDG_CACHE_HOME is a relative path and HOME is empty, expected an "
                          "absolute path in one of them; nothing is kept\n");
    cli_result result = match_with(nowhere, people, "--top=3");
    cli_check_code(&result, 0);
    cli_check_err(&result, "; none is measured by rung tune");
}

Test(cli_tune, without_a_cache_folder_home_has_it)
{
    const char *home = test_folder();
    char setting[1000];
    snprintf(setting, sizeof setting, "HOME=%s", home);
    cli_setup at_home = {.cache = "", .environment = setting};
    cli_result tuned = CLI_RUN_WITH(at_home, "tune", "--catalog", catalog_dir, "--seconds", "1");
    cli_check_code(&tuned, 0);
    char *list = test_list(test_path(home, ".cache/rung"));
    cr_assert_eq(strncmp(list, "tune-", 5), 0, "%s", list);
    free(list);
    /* A relative place is no place, as the XDG base directories say. */
    cli_setup relative = {.cache = "cache", .environment = setting};
    cli_result result = match_with(relative, make_people(), "--top=3");
    cli_check_err(&result, ": the fastest that rung tune measured, ");
}

Test(cli_tune, two_at_once_leave_one_whole_file)
{
    const char *cache = test_folder();
    cli_setup with = {.cache = cache};
    pid_t other = fork();
    if (other == 0) {
        cli_result tuned = CLI_RUN_WITH(with, "tune", "--catalog", catalog_dir, "--seconds", "1");
        _exit(tuned.code);
    }
    cli_result tuned = CLI_RUN_WITH(with, "tune", "--catalog", catalog_dir, "--seconds", "1");
    int code;
    cr_assert_eq(waitpid(other, &code, 0), other);
    cr_assert(WIFEXITED(code) && WEXITSTATUS(code) == 0);
    cli_check_code(&tuned, 0);
    char *list = test_list(test_path(cache, "rung"));
    cr_assert(!strchr(list, ' ') && !strstr(list, ".tmp"), "%s", list);
    free(list);
    cli_result result = match_with(with, make_people(), "--top=3");
    cli_check_err(&result, ": the fastest that rung tune measured, ");
}

Test(cli_tune, keeps_nothing_when_the_kernel_is_named_by_the_environment)
{
    const char *cache = test_folder();
    cli_setup named = {.cache = cache, .environment = "RUNG_KERNEL=blas"};
    cli_result tuned = CLI_RUN_WITH(named, "tune", "--catalog", catalog_dir, "--seconds", "1");
    cli_check_code(&tuned, 0);
    cli_check_err(&tuned, "rung: RUNG_KERNEL names the kernel, so that others were not measured; "
                          "nothing is kept\n");
    cr_assert_null(strstr(tuned.out, "vnni"), "%s", tuned.out);
    cli_check_folder(cache, "");
}
