/* cli.h - run the built program as its user does. */
#ifndef RUNG_TEST_CLI_H
#define RUNG_TEST_CLI_H

#include <stdbool.h>
#include <stddef.h>

/* What a run did. The texts live as long as the test. */
typedef struct cli_result {
    int code;   /* the exit code; -1 where a signal ended it */
    int signal; /* the signal that ended it; 0 where none did */
    char *out, *err;
    size_t out_length;
    size_t temporaries; /* seen in the watched folder when the signal was sent */
} cli_result;

/* How a run differs from an ordinary one; all zeros: in nothing. */
typedef struct cli_setup {
    const char *environment; /* NAME=VALUE to set, or NAME to unset */
    const char *cache;       /* XDG_CACHE_HOME; NULL: a place that is not there; "": unset */
    const char *out_path;    /* stdout goes there instead of into the result */
    bool close_in, close_out, close_err;
    size_t reader_takes; /* stdout is a pipe whose reader goes away after so many bytes */
    int signal;          /* sent ... */
    const char *watch;   /* ... once this folder holds a temporary file, */
    unsigned delay;      /* ... or, without one, so many milliseconds after the start, */
    bool ignored;        /* to a program that was started with the signal ignored */
    size_t memory;       /* of address space, in bytes */
    size_t stack;        /* of the first thread, in bytes */
    size_t file_size;    /* that a file may have, in bytes */
    unsigned user;       /* who runs it; root alone can become somebody else */
} cli_setup;

/* Run the program with arguments, the last of which is NULL. It ends after 60 seconds at the
 * latest. A report of a sanitizer fails the test. */
cli_result cli_run_with(cli_setup setup, const char *const *arguments);

#define CLI_RUN_WITH(setup, ...) cli_run_with(setup, (const char *const[]){__VA_ARGS__, NULL})
#define CLI_RUN(...)             CLI_RUN_WITH((cli_setup){0}, __VA_ARGS__)

/* The run ended with this exit code. */
void cli_check_code(const cli_result *result, int code);
/* The program refuses these words in one line that begins so, behind its name, and writes nothing.
 */
void cli_check_mistake(const char *const *words, const char *message);
/* What one of the streams says is in there. */
void cli_check_err(const cli_result *result, const char *part);
void cli_check_out(const cli_result *result, const char *part);
/* stdout holds exactly this text. */
void cli_check_whole_out(const cli_result *result, const char *text);
/* The folder holds these names, sorted and joined by spaces, and nothing else. */
void cli_check_folder(const char *folder, const char *names);

#endif
