/* test_cli_info.c - rung info tells what is in a catalog and which kernels there are. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cli.h"
#include "rung.h"
#include "support.h"

static const char bundled[] = "datasets/upskilling-2025";

/* The lines of a file that holds no line breaks within fields, without its header. */
static size_t count_rows(const char *name)
{
    char *text = test_read(test_path(bundled, name), NULL);
    cr_assert_not_null(text, "%s", name);
    size_t lines = 0;
    for (const char *at = text; *at; at++)
        lines += *at == '\n';
    free(text);
    return lines - 1;
}

Test(cli_info, counts_what_is_in_the_bundled_catalog)
{
    cli_result result = CLI_RUN("info", "--catalog", bundled, "--unrated");
    char line[120];
    cli_check_code(&result, 0);
    cr_assert_str_eq(result.err, "");
    cli_check_out(&result, "\ncatalog      Upskilling 2025\nsource       O*NET ");
    cli_check_out(&result, "\nlevels       0..7, grid 0.5, currency USD\n");
    snprintf(line, sizeof line, "\nskills       %zu: ", count_rows("skills.csv"));
    cli_check_out(&result, line);
    snprintf(line, sizeof line, "\nroles        %zu: %zu rated, 0 without ratings\n",
             count_rows("roles.csv"), count_rows("roles.csv"));
    cli_check_out(&result, line);
    char digits[32];
    size_t requirements = count_rows("role_skills.csv");
    digits[rung_print_grouped(digits, requirements)] = '\0';
    snprintf(line, sizeof line, "\nrole skills  %s\nprograms     %zu\n", digits,
             count_rows("programs.csv"));
    cli_check_out(&result, line);
    snprintf(line, sizeof line, "\nrelations    %zu between roles, %zu between skills\n",
             count_rows("role_relations.csv"), count_rows("skill_relations.csv"));
    cli_check_out(&result, line);
    cli_check_out(&result, "\nmissing      wage 0, employment 0, growth 0, openings 0, job zone 0, "
                           "education 26, automation risk 0, family 0, group 26 (rated or not)\n");
    cr_assert_null(strstr(result.out, "never proposed"), "%s", result.out);
}

Test(cli_info, names_the_kernel_and_shape_that_match_would_take)
{
    const char *const environments[] = {"RUNG_KERNEL=scalar", "RUNG_KERNEL=sparse"};
    for (size_t i = 0; i < 2; i++) {
        cli_setup setup = {.environment = environments[i]};
        cli_result result = CLI_RUN_WITH(setup, "info", "--catalog", bundled);
        cli_check_code(&result, 0);
        cli_check_out(&result,
                      i ? "\nmatch        kernel sparse, sparse rows, by profile upskill\n"
                        : "\nmatch        kernel scalar, dense rows, by profile upskill\n");
    }
    cli_setup setup = {.environment = "RUNG_KERNEL=abacus"};
    cli_result result = CLI_RUN_WITH(setup, "info", "--catalog", bundled);
    cli_check_code(&result, 0);
    cli_check_out(&result, "\nmatch        cannot: RUNG_KERNEL: found 'abacus', expected one that");
}

Test(cli_info, tells_everything_of_a_small_catalog)
{
    cli_result result =
        CLI_RUN("info", "--unrated", "--catalog", test_write_files(test_small_catalog, NULL));
    cli_check_code(&result, 0);
    cli_check_out(
        &result,
        "catalog      Small\n"
        "source       made up\n"
        "levels       0..4, grid 0.5, currency EUR\n"
        "skills       5: 1 technical, 1 soft, 1 knowledge, 1 ability, 1 other\n"
        "roles        4: 3 rated, 1 without ratings\n"
        "role skills  6\n"
        "programs     2\n"
        "relations    3 between roles, 1 between skills\n"
        "features     0 of roles\n"
        "missing      wage 1, employment 1, growth 1, openings 1, job zone 1, education 4, "
        "automation risk 1, family 1, group 4 (rated or not)\n"
        "\nroles without ratings, never proposed:\n"
        "  idle                     Idle\n");
    const char *end = strstr(result.out, "  idle ");
    cr_assert_str_eq(end, "  idle                     Idle\n");
}

Test(cli_info, lists_unrated_roles_only_when_asked)
{
    cli_result result = CLI_RUN("info", "--catalog", test_write_files(test_small_catalog, NULL));
    cli_check_code(&result, 0);
    cr_assert_null(strstr(result.out, "idle"), "%s", result.out);
    cli_check_out(&result, "3 rated, 1 without ratings");
}

Test(cli_info, leaves_out_lines_that_a_catalog_has_nothing_for)
{
    static const test_file instead[] = {{"catalog.ini", "name = Bare\nlevels = 4\n"}, {NULL, NULL}};
    cli_result result = CLI_RUN("info", "--catalog", test_write_files(test_small_catalog, instead));
    cli_check_code(&result, 0);
    cr_assert_null(strstr(result.out, "source "), "%s", result.out);
    cli_check_out(&result, "\ncatalog      Bare\nlevels       0..4, grid 1\nskills ");
}

/* The line of a kernel, behind its name. */
static const char *kernel_line(const cli_result *result, const char *name)
{
    char start[60];
    snprintf(start, sizeof start, "\nkernel       %-8s ", name);
    const char *line = strstr(result->out, start);
    cr_assert_not_null(line, "no kernel '%s' in: %s", name, result->out);
    return line + strlen(start);
}

static bool is_used(const cli_result *result, const char *name)
{
    const char *line = kernel_line(result, name), *used = strstr(line, ", used\n");
    return used && used < strchr(line, '\n');
}

Test(cli_info, lists_every_kernel_and_marks_the_one_in_use)
{
    cli_result result = CLI_RUN_WITH((cli_setup){.environment = "RUNG_KERNEL="}, "info");
    cli_check_code(&result, 0);
    cr_assert_null(strstr(result.out, "catalog"), "%s", result.out);
    rung_kernel_facts kernel;
    bool chosen = false;
    size_t count = 0;
    for (; rung_kernel_list(count, &kernel); count++) {
        cr_assert_eq(is_used(&result, kernel.name), kernel.runs && !chosen, "%s", result.out);
        chosen |= kernel.runs;
        cr_assert(strstr(kernel_line(&result, kernel.name), kernel.needs));
    }
    cr_assert(chosen && count >= 2);
}

Test(cli_info, marks_the_kernel_that_the_environment_names)
{
    cli_result result = CLI_RUN_WITH((cli_setup){.environment = "RUNG_KERNEL=scalar"}, "info");
    cli_check_code(&result, 0);
    cr_assert(is_used(&result, "scalar"), "%s", result.out);
    cr_assert_not(is_used(&result, "blas"), "%s", result.out);
}

Test(cli_info, names_a_catalog_that_is_not_there)
{
    cli_result result = CLI_RUN("info", "--catalog", "no/such/folder");
    cli_check_code(&result, 1);
    cr_assert_str_eq(result.err, "rung: no/such/folder/catalog.ini: cannot open: No such file or "
                                 "directory\n");
    cli_check_whole_out(&result, "");
}

Test(cli_info, asks_for_a_catalog_where_unrated_roles_are_wanted)
{
    cli_result result = CLI_RUN("info", "--unrated");
    cli_check_code(&result, 2);
    cr_assert_str_eq(result.err, "rung: --unrated: expected --catalog DIR with it\n");
}
