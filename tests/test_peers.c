/* test_peers.c - the bench beside peers: its parts, and a short run of the whole. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rung.h"
#include "support.h"

enum { ROOM = 2000 };

static const char *const python = "/usr/bin/python3";

/* Whether the command succeeds; what it prints goes to the file log. */
static bool succeeds(const char *command, const char *log)
{
    char line[ROOM];
    int length = snprintf(line, sizeof line, "%s >'%s' 2>&1", command, log);
    cr_assert(length > 0 && (size_t)length < sizeof line);
    int status = system(line);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Skip, aloud, where Python or one of these modules is missing. */
static void need(const char *log, const char *const *modules)
{
    char command[ROOM];
    if (access(python, X_OK) != 0)
        cr_skip_test("no %s: `make deps-peers` installs it", python);
    for (; *modules; modules++) {
        snprintf(command, sizeof command, "%s -c 'import %s'", python, *modules);
        if (!succeeds(command, log))
            cr_skip_test("no %s for %s: `make deps-peers` installs it", *modules, python);
    }
}

Test(peers, answers_that_differ_and_layouts_that_drift_are_found, .timeout = 120)
{
    const char *log = test_path(test_folder(), "log");
    char command[ROOM];
    need(log, (const char *const[]){"numpy", NULL});
    snprintf(command, sizeof command,
             "RUNG_SIZES='rung_batch=%zu rung_hit=%zu rung_matcher_options=%zu "
             "rung_matcher_facts=%zu rung_level_rows=%zu rung_error=%zu' "
             "%s -B bench/peers/test_peers.py",
             sizeof(rung_batch), sizeof(rung_hit), sizeof(rung_matcher_options),
             sizeof(rung_matcher_facts), sizeof(rung_level_rows), sizeof(rung_error), python);
    bool passed = succeeds(command, log);
    char *text = test_read(log, NULL);
    cr_assert(passed, "%s", text);
    free(text);
}

Test(peers, give_the_answers_that_rung_gives, .timeout = 300)
{
#ifdef __SANITIZE_ADDRESS__
    cr_skip_test("Python cannot load a library built with AddressSanitizer");
#endif
    const char *const modules[] = {"numpy",  "scipy", "threadpoolctl", "faiss", "sklearn",
                                   "pandas", NULL};
    const char *folder = test_folder(), *log = test_path(folder, "log");
    const char *program = getenv("RUNG_PROGRAM");
    char command[ROOM];
    if (!program)
        program = RUNG_PROGRAM_DEFAULT;
    const char *slash = strrchr(program, '/');
    cr_assert_not_null(slash);
    need(log, modules);
    snprintf(command, sizeof command, "%s -B bench/peers/bench.py --quick --out '%.*s' --output %s",
             python, (int)(slash - program), program, test_path(folder, "peers"));
    bool passed = succeeds(command, log);
    char *text = test_read(log, NULL);
    cr_assert(passed, "%s", text);
    char *result = test_read(test_path(folder, "peers.json"), NULL);
    const char *const parts[] = {"\"row\": \"b\"",           "\"row\": \"c\"",
                                 "\"row\": \"d2\"",          "\"row\": \"f\"",
                                 "\"row\": \"h\"",           "\"contender\": \"FAISS\"",
                                 "\"contender\": \"NumPy\"", "\"contender\": \"scikit-learn\""};
    cr_assert_not_null(result);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        cr_assert_not_null(strstr(result, parts[i]), "no %s in: %s", parts[i], text);
    free(text);
    free(result);
}
