/* serving.c - run `rung serve` as its user does. */
#include "serving.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "http.h"
#include "support.h"

#ifndef RUNG_PROGRAM_DEFAULT
#define RUNG_PROGRAM_DEFAULT "build/release/rung"
#endif

enum { MOST_ARGUMENTS = 60, MOST_WAIT = 60000 }; /* milliseconds */

static void nap(long milliseconds)
{
    nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000}, NULL);
}

/* ---------------------------------------------------------------- in the child */

static void put_environment(const char *notify, const char *environment, int files)
{
    char text[32];
    unsetenv("RUNG_TOKEN");
    unsetenv("NOTIFY_SOCKET");
    if (notify)
        setenv("NOTIFY_SOCKET", notify, 1);
    if (environment)
        putenv((char *)environment);
    if (files > 0) {
        snprintf(text, sizeof text, "%d", getpid());
        setenv("LISTEN_PID", text, 1);
        snprintf(text, sizeof text, "%d", files);
        setenv("LISTEN_FDS", text, 1);
    }
}

static void become(const serving *s, const int *given, const char *notify, const char *environment,
                   const char *const *words)
{
    int out = open(s->out, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    int err = open(s->err, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0666);
    int files = 0, kept[8];
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    for (; given && given[files] >= 0; files++)
        kept[files] = fcntl(given[files], F_DUPFD, 100);
    for (int i = 0; i < files; i++)
        dup2(kept[i], 3 + i);
    for (int other = 3 + files; other < 1024; other++)
        close(other);
    for (int n = 1; n < NSIG; n++)
        signal(n, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    put_environment(notify, environment, files);
    execv(words[0], (char *const *)words);
    _exit(99);
}

/* ---------------------------------------------------------------- in the test */

/* The addresses that it has told; how many. */
static int read_addresses(serving *s)
{
    char *text = test_read(s->out, NULL);
    int count = 0;
    for (char *line = text; line && strchr(line, '\n'); line = strchr(line, '\n') + 1)
        count += count < MOST_ADDRESSES &&
                 sscanf(line, "listening on %199[^\n]", s->address[count]) == 1;
    free(text);
    return count;
}

serving serving_start_as(const int *files, const char *notify, const char *environment,
                         const char *const *arguments)
{
    static int number;
    static const char *folder;
    char name[32];
    const char *program = getenv("RUNG_PROGRAM");
    const char *words[MOST_ARGUMENTS + 3] = {program ? program : RUNG_PROGRAM_DEFAULT, "serve"};
    for (size_t i = 0; arguments[i]; i++) {
        cr_assert_lt(i, (size_t)MOST_ARGUMENTS);
        words[i + 2] = arguments[i];
    }
    folder = folder ? folder : test_folder();
    serving s = {0};
    snprintf(name, sizeof name, "out%d", ++number);
    s.out = test_write_text(folder, name, "");
    snprintf(name, sizeof name, "err%d", number);
    s.err = test_write_text(folder, name, "");
    fflush(NULL);
    s.process = fork();
    cr_assert_geq(s.process, 0);
    if (s.process == 0)
        become(&s, files, notify, environment, words);
    for (int waited = 0; read_addresses(&s) == 0; waited += 5) {
        int state;
        if (waitpid(s.process, &state, WNOHANG) != 0 || waited > MOST_WAIT)
            cr_assert_fail("the server did not start: %s", serving_log(&s));
        nap(5);
    }
    return s;
}

serving serving_start(const char *const *arguments)
{
    return serving_start_as(NULL, NULL, NULL, arguments);
}

int serving_end(serving *s, int number)
{
    int state;
    kill(s->process, number);
    for (int waited = 0; waitpid(s->process, &state, WNOHANG) == 0; waited += 5) {
        if (waited > MOST_WAIT) {
            kill(s->process, SIGKILL);
            cr_assert_fail("the server did not end: %s", serving_log(s));
        }
        nap(5);
    }
    char *log = serving_log(s);
    cr_assert_null(strstr(log, "Sanitizer"), "%s", log);
    cr_assert_null(strstr(log, "runtime error"), "%s", log);
    free(log);
    return WIFEXITED(state) ? WEXITSTATUS(state) : -WTERMSIG(state);
}

char *serving_log(const serving *s)
{
    char *text = test_read(s->err, NULL);
    return text ? text : strdup("");
}

void serving_wait_for(const serving *s, const char *text)
{
    for (int waited = 0; waited < MOST_WAIT; waited += 5) {
        char *log = serving_log(s);
        bool there = strstr(log, text) != NULL;
        free(log);
        if (there)
            return;
        nap(5);
    }
    cr_assert_fail("'%s' is not in the log: %s", text, serving_log(s));
}

size_t serving_memory(const serving *s)
{
    char path[64];
    size_t pages, resident = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", s->process);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file);
    cr_assert_eq(fscanf(file, "%zu %zu", &pages, &resident), 2);
    fclose(file);
    return resident * (size_t)sysconf(_SC_PAGESIZE);
}

double serving_metric(const serving *s, const char *line)
{
    http_answer a = http_ask(s->address[0], "GET", "/metrics", NULL, NULL);
    char *name;
    cr_assert_eq(a.status, 200);
    cr_assert_geq(asprintf(&name, "\n%s ", line), 0);
    const char *at = strstr(a.body, name);
    double value = at ? strtod(at + strlen(name), NULL) : 0;
    free(name);
    http_answer_free(&a);
    return value;
}

void serving_wait_for_metric(const serving *s, const char *line, double value)
{
    double found = 0;
    for (int waited = 0; waited < MOST_WAIT / 3; waited += 20) {
        found = serving_metric(s, line);
        if (found == value)
            return;
        nap(20);
    }
    cr_assert_fail("%s is %g, expected %g", line, found, value);
}
