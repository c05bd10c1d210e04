/* test_python.c - the Python package: its own tests, in Python. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

static const char *const python = "/usr/bin/python3";

/* The lines of text that tell of a test left out. */
static void tell_skipped(const char *text)
{
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        const char *end = strchr(line, '\n');
        size_t length = end ? (size_t)(end - line) : strlen(line);
        const char *skipped = memmem(line, length, "... skipped", 11);
        if (skipped)
            fprintf(stderr, "Python: %.*s\n", (int)length, line);
    }
}

Test(python, package_passes_its_tests, .timeout = 600)
{
    const char *program = getenv("RUNG_PROGRAM"), *log = test_path(test_folder(), "log");
    char command[2000];
    if (!program)
        program = RUNG_PROGRAM_DEFAULT;
    const char *slash = strrchr(program, '/');
    cr_assert_not_null(slash);
    if (access(python, X_OK) != 0)
        cr_skip_test("no %s: `make deps` installs it", python);
    int length =
        snprintf(command, sizeof command, "sh bindings/python/tests/run '%.*s' %s >'%s' 2>&1",
                 (int)(slash - program), program, python, log);
    cr_assert(length > 0 && (size_t)length < sizeof command);
    int status = system(command);
    char *text = test_read(log, NULL);
    cr_assert_not_null(text);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s", text);
    cr_assert_not_null(strstr(text, "\nOK"), "%s", text);
    tell_skipped(text);
    free(text);
}
