/* test_readme.c - what the README shows is what happens. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

Test(readme, every_command_and_example_does_what_it_shows, .timeout = 300)
{
    const char *program = getenv("RUNG_PROGRAM");
    char command[1000];
    if (!program)
        program = RUNG_PROGRAM_DEFAULT;
    const char *slash = strrchr(program, '/');
    cr_assert_not_null(slash);
    snprintf(command, sizeof command, "sh tests/readme '%.*s'", (int)(slash - program), program);
    int status = system(command);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "see above");
}
