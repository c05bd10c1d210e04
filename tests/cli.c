/* cli.c - run the built program as its user does. */
#include "cli.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support.h"

#ifndef RUNG_PROGRAM_DEFAULT
#define RUNG_PROGRAM_DEFAULT "build/release/rung"
#endif

enum { MOST_ARGUMENTS = 60, LONGEST_RUN = 60, CHILD_FAILED = 99, MOST_KEPT = 2048 };

static char *kept[MOST_KEPT]; /* texts of results */
static size_t kept_count;

static const char *program(void)
{
    const char *named = getenv("RUNG_PROGRAM");
    return named && *named ? named : RUNG_PROGRAM_DEFAULT;
}

/* ---------------------------------------------------------------- in the child */

static void give_up(const char *what)
{
    perror(what);
    _exit(CHILD_FAILED);
}

static void send_to(const char *path, int descriptor)
{
    int file = open(path, O_WRONLY | O_CREAT, 0666);
    if (file < 0 || dup2(file, descriptor) < 0)
        give_up(path);
    close(file);
}

static void become(const cli_setup *setup, const char *out, const char *err, const int *pipe_ends,
                   int file)
{
    send_to(err, STDERR_FILENO);
    if (setup->reader_takes == 0)
        send_to(setup->out_path ? setup->out_path : out, STDOUT_FILENO);
    else if (dup2(pipe_ends[1], STDOUT_FILENO) < 0)
        give_up("dup2");
    if (setenv("XDG_CACHE_HOME", setup->cache ? setup->cache : "/nonexistent", 1) != 0 ||
        (setup->cache && *setup->cache == '\0' && unsetenv("XDG_CACHE_HOME") != 0))
        give_up("setenv");
    if (setup->environment && putenv((char *)setup->environment) != 0)
        give_up("putenv");
    const struct {
        int what;
        size_t most;
    } limits[] = {
        {RLIMIT_AS, setup->memory}, {RLIMIT_STACK, setup->stack}, {RLIMIT_FSIZE, setup->file_size}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct rlimit most = {limits[i].most, limits[i].most};
        if (limits[i].most > 0 && setrlimit((__rlimit_resource_t)limits[i].what, &most) != 0)
            give_up("setrlimit");
    }
    if (setup->user != 0 && (setgid(setup->user) != 0 || setuid(setup->user) != 0))
        give_up("setuid");
    for (int s = 1; s < NSIG; s++) /* a signal ignored by whoever runs the tests stays so */
        signal(s, SIG_DFL);
    if (setup->ignored)
        signal(setup->signal, SIG_IGN);
    alarm(LONGEST_RUN); /* outlives exec */
    for (int other = 3; other < 256; other++)
        if (other != file)
            close(other);
    if (setup->close_in)
        close(STDIN_FILENO);
    if (setup->close_out)
        close(STDOUT_FILENO);
    if (setup->close_err)
        close(STDERR_FILENO);
}

/* ---------------------------------------------------------------- in the test */

static void nap(unsigned microseconds)
{
    nanosleep(&(struct timespec){.tv_sec = microseconds / 1000000,
                                 .tv_nsec = microseconds % 1000000 * 1000},
              NULL);
}

static size_t count_temporaries(const char *folder)
{
    char *list = test_list(folder);
    size_t count = 0;
    for (const char *at = list; (at = strstr(at, ".tmp")) != NULL; at++)
        count++;
    free(list);
    return count;
}

/* Wait for the temporary file or the time, then send the signal. A run that ends before is no test
 * of it. */
static void send_signal(const cli_setup *setup, pid_t child, cli_result *result)
{
    nap(1000 * setup->delay);
    while (setup->watch && result->temporaries == 0) {
        siginfo_t facts = {0};
        if (waitid(P_PID, (id_t)child, &facts, WEXITED | WNOHANG | WNOWAIT) != 0 || facts.si_pid)
            return;
        nap(500);
        result->temporaries = count_temporaries(setup->watch);
    }
    kill(child, setup->signal);
}

static void take_some(int from, size_t length)
{
    char byte;
    while (length > 0 && read(from, &byte, 1) == 1)
        length--;
    close(from);
}

static char *keep(const char *path, size_t *length)
{
    char *text = test_read(path, length);
    cr_assert(text && kept_count < MOST_KEPT, "%s", path);
    return kept[kept_count++] = text;
}

cli_result cli_run_with(cli_setup setup, const char *const *arguments)
{
    static const char *folder; /* one for all runs of a test */
    folder = folder ? folder : test_folder();
    const char *out = test_write_text(folder, "out", ""), *err = test_write_text(folder, "err", "");
    const char *words[MOST_ARGUMENTS + 2] = {program()};
    cli_result result = {.code = -1};
    int ends[2], state;
    for (size_t i = 0; arguments[i]; i++) {
        cr_assert_lt(i, (size_t)MOST_ARGUMENTS);
        words[i + 1] = arguments[i];
    }
    cr_assert_eq(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        int file = open(words[0], O_RDONLY | O_CLOEXEC); /* before the rights to it may go */
        become(&setup, out, err, ends, file);
        fexecve(file, (char *const *)words, environ);
        give_up(words[0]);
    }
    close(ends[1]);
    if (setup.reader_takes > 0)
        take_some(ends[0], setup.reader_takes);
    else
        close(ends[0]);
    if (setup.signal)
        send_signal(&setup, child, &result);
    while (waitpid(child, &state, 0) < 0 && errno == EINTR)
        ;
    result.signal = WIFSIGNALED(state) ? WTERMSIG(state) : 0;
    result.code = WIFEXITED(state) ? WEXITSTATUS(state) : -1;
    result.out = keep(out, &result.out_length);
    result.err = keep(err, NULL);
    cr_assert_neq(result.code, CHILD_FAILED, "cannot run %s: %s", words[0], result.err);
    cr_assert_neq(result.signal, SIGALRM, "%s did not end", words[0]);
    cr_assert_null(strstr(result.err, "Sanitizer"), "%s", result.err);
    cr_assert_null(strstr(result.err, "runtime error"), "%s", result.err);
    return result;
}

/* ---------------------------------------------------------------- checks */

void cli_check_code(const cli_result *result, int code)
{
    cr_assert_eq(result->code, code, "exit code %d (signal %d) instead of %d: %s", result->code,
                 result->signal, code, result->err);
}

void cli_check_mistake(const char *const *words, const char *message)
{
    char expected[300];
    cli_result result = cli_run_with((cli_setup){0}, words);
    snprintf(expected, sizeof expected, "rung: %s", message);
    cli_check_code(&result, 2);
    cr_assert_eq(strncmp(result.err, expected, strlen(expected)), 0, "'%s' instead of '%s'",
                 result.err, expected);
    cr_assert_eq(strchr(result.err, '\n'), result.err + strlen(result.err) - 1, "%s", result.err);
    cli_check_whole_out(&result, "");
}

void cli_check_err(const cli_result *result, const char *part)
{
    cr_assert_not_null(strstr(result->err, part), "'%s' is not in: %s", part, result->err);
}

void cli_check_out(const cli_result *result, const char *part)
{
    cr_assert_not_null(strstr(result->out, part), "'%s' is not in: %s", part, result->out);
}

void cli_check_whole_out(const cli_result *result, const char *text)
{
    cr_assert_str_eq(result->out, text, "found:\n%s\nexpected:\n%s\nstderr: %s", result->out, text,
                     result->err);
}

void cli_check_folder(const char *folder, const char *names)
{
    char *list = test_list(folder);
    cr_assert_str_eq(list, names, "%s holds '%s' instead of '%s'", folder, list, names);
    free(list);
}
