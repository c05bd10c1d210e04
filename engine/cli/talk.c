/* talk.c - messages, progress, output and signals of the program. */
#include "cli/command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/number.h"
#include "base/threads.h"

static volatile sig_atomic_t signal_seen;

/* Interrupt whatever the program waits in, again and again until it has ended: the first signal
 * may have come just before the wait. */
static void keep_asking(int number)
{
    (void)number;
    alarm(1);
}

static void note_signal(int number)
{
    struct sigaction again = {.sa_handler = keep_asking};
    signal_seen = number;
    sigaction(SIGALRM, &again, NULL);
    alarm(1);
}

/* A signal that whoever started the program had it ignore, as shells do for jobs in the
 * background, stays ignored. */
static void watch(int number)
{
    struct sigaction ask = {.sa_handler = note_signal, .sa_flags = (int)SA_RESETHAND};
    struct sigaction before;
    if (sigaction(number, NULL, &before) != 0 || before.sa_handler != SIG_IGN)
        sigaction(number, &ask, NULL); /* a second Ctrl-C ends at once */
}

void watch_signals(void)
{
    watch(SIGINT);
    watch(SIGTERM);
    watch(SIGHUP);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* then a file that grows beyond its limit is an error too */
}

void hold_standard_streams(void)
{
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
        if (fcntl(file, F_GETFD) < 0) /* the wrong way round, so that using it still fails */
            open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int end_stdout(void)
{
    rung_error error;
    int code = fflush(stdout) != 0 ? errno : ferror(stdout) ? EIO : 0;
    if (code == 0)
        return EXIT_DONE;
    rung_fail_io(&error, "stdout", "write", code);
    return failed(&error);
}

void complain(const char *format, ...)
{
    bool colour = isatty(STDERR_FILENO) && !getenv("NO_COLOR");
    va_list arguments;
    va_start(arguments, format);
    fputs(colour ? "\033[31mrung:\033[0m " : "rung: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

int failed(const rung_error *error)
{
    if (error->status == RUNG_CANCELLED && signal_seen) {
        complain("interrupted by SIG%s; no file was made", sigabbrev_np(signal_seen));
        signal(signal_seen, SIG_DFL);
        raise(signal_seen);
    }
    complain("%s", error->message);
    if (error->status == RUNG_BAD_DATA)
        return EXIT_BAD_DATA;
    return error->status == RUNG_BAD_ARGUMENT ? EXIT_USAGE : EXIT_FAILED;
}

int print_buffer(rung_buffer *buffer)
{
    rung_error error;
    rung_sink sink;
    rung_status status = buffer->failed
                             ? rung_fail_memory(&error, "output")
                             : rung_sink_descriptor(&sink, STDOUT_FILENO, "stdout", &error);
    if (status == RUNG_OK)
        status = rung_sink_close(&sink, rung_sink_write(&sink, buffer->at, buffer->length, &error),
                                 &error);
    rung_buffer_free(buffer);
    return status == RUNG_OK ? EXIT_DONE : failed(&error);
}

const char *grouped(char out[32], uint64_t number)
{
    out[rung_print_grouped(out, number)] = '\0';
    return out;
}

const char *counted(char out[64], uint64_t number, const char *one, const char *many)
{
    char digits[32];
    snprintf(out, 64, "%s %s", grouped(digits, number), number == 1 ? one : many);
    return out;
}

bool show_progress(void *context, uint64_t people, double fraction)
{
    enum { WIDTH = 30 };
    static const char full[] = "##############################";
    static const char rest[] = "..............................";
    progress_bar *bar = context;
    double now = rung_clock();
    if (!bar)
        return signal_seen != 0;
    if (bar->started == 0)
        bar->started = now;
    if (isatty(STDERR_FILENO) && now - bar->drawn > 0.1) {
        char count[32];
        int filled = (int)(WIDTH * (fraction < 0 ? 0 : fraction > 1 ? 1 : fraction));
        fprintf(stderr, "\r[%.*s%.*s] %3d %%  %s people %s, %.0f s ", filled, full, WIDTH - filled,
                rest, (int)(100 * fraction), grouped(count, people), bar->verb, now - bar->started);
        fflush(stderr);
        bar->drawn = now;
        bar->shown = true;
    }
    return signal_seen != 0;
}

void end_progress(progress_bar *bar)
{
    if (bar->shown)
        fputs("\r\033[K", stderr);
    bar->shown = false;
}
