/* test_product.c - Rung as others get it: installed, packed, documented, completed. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "support.h"

enum { ROOM = 2000, SKIPPED = 77 };

/* The folder of the build under test. */
static const char *built(void)
{
    static char folder[ROOM];
    const char *program = getenv("RUNG_PROGRAM");
    int length = snprintf(folder, sizeof folder, "%s", program ? program : RUNG_PROGRAM_DEFAULT);
    char *slash = strrchr(folder, '/');
    cr_assert(slash && length > 0 && (size_t)length < sizeof folder);
    *slash = '\0';
    return folder;
}

/* The script must succeed for this build; with the exit code 77 it tells why it cannot run. */
static void script_holds(const char *script, const char *argument)
{
    const char *log = test_path(test_folder(), "log");
    char command[ROOM];
    int length =
        snprintf(command, sizeof command, "%s '%s' %s >'%s' 2>&1", script, built(), argument, log);
    cr_assert(length > 0 && (size_t)length < sizeof command);
    int status = system(command);
    char *text = test_read(log, NULL);
    cr_assert_not_null(text);
    if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED)
        cr_skip_test("%s: %s", script, text);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s:\n%s", script, text);
    free(text);
}

Test(product, an_outside_project_builds_with_pkg_config, .timeout = 120)
{
    script_holds("tests/consumer/try", "pkg-config");
}

Test(product, an_outside_project_builds_with_cmake, .timeout = 120)
{
    script_holds("tests/consumer/try", "cmake");
}

Test(product, the_manual_says_what_every_command_says_of_itself, .timeout = 120)
{
    script_holds("tests/product/manual", "");
}

Test(product, shells_complete_what_the_program_knows, .timeout = 300)
{
    script_holds("tests/product/completions", "");
}

Test(product, the_archive_holds_what_git_tracks_and_compiles, .timeout = 120)
{
    script_holds("tests/product/archive", "");
}

Test(product, changes_that_break_programs_are_told_from_additions, .timeout = 120)
{
    script_holds("tests/abi/try", "");
}
