/* command.h - what every command of the program shares. */
#ifndef RUNG_CLI_COMMAND_H
#define RUNG_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "rung.h"

/* Exit codes of the program. */
enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_BAD_DATA = 3 };

/* A command: argv[0] is its name. Returns an exit code. */
typedef struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} command;

int cmd_match(int argc, char **argv);
int cmd_path(int argc, char **argv);
int cmd_gaps(int argc, char **argv);
int cmd_audit(int argc, char **argv);
int cmd_plan(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_info(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_synth(int argc, char **argv);
int cmd_tune(int argc, char **argv);
int cmd_evaluate(int argc, char **argv);
int cmd_fit(int argc, char **argv);
int cmd_serve(int argc, char **argv);

/* ---------------------------------------------------------------- options (options.c) */

typedef enum option_kind {
    OPTION_FLAG,   /* bool, takes no value */
    OPTION_TEXT,   /* const char * */
    OPTION_COUNT,  /* uint64_t in low..high */
    OPTION_NUMBER, /* double in low..high */
    OPTION_CHOICE, /* int: the position in choices, "a|b|c" */
    OPTION_LIST    /* option_list; may be there more than once */
} option_kind;

/* The values of an option in their order; room for them is the command's, argc are enough. */
typedef struct option_list {
    const char **value;
    size_t count;
} option_list;

/* One option: --name VALUE or --name=VALUE, kept in *place. */
typedef struct option {
    const char *name, *value; /* value names the argument in the help, NULL for a flag */
    option_kind kind;
    void *place;
    const char *help;
    double low, high;
    const char *choices;
    bool needed;
} option;

/* How a command is called, for its help. */
typedef struct usage {
    const char *command, *arguments, *about;
    const char *example; /* or NULL */
    const option *options;
    size_t count;
} usage;

/* Read options; up to *words plain words go to word, and *words becomes their number. Returns
 * true when the command should go on; else *code is what to exit with: help was printed on
 * stdout, or the mistake on stderr. */
bool read_options(const usage *usage, int argc, char **argv, const char **word, size_t *words,
                  int *code);

/* Whether the option what names a file, if it is given: "-" would make one that is hard to get rid
 * of, and is complained of; instead says what else there is. */
bool is_file(const char *what, const char *name, const char *instead);

/* ---------------------------------------------------------------- talking (talk.c) */

/* Print "rung: message" on stderr. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* End what was printed on stdout; an exit code. */
int end_stdout(void);
/* Complain about a failure; the exit code for it. After a signal, end by that signal. */
int failed(const rung_error *error);
/* Write what was built to stdout; an exit code. Ends the buffer. */
int print_buffer(rung_buffer *buffer);
/* 1234567 as "1,234,567"; out has room for 32. Returns out. */
const char *grouped(char out[32], uint64_t number);

/* "1 person", "2 people": a number as grouped() writes it, and what there is of it. out has room
 * for
 * 64. Returns out. */
const char *counted(char out[64], uint64_t number, const char *one, const char *many);

/* A rung_progress that draws a bar on stderr when that is a terminal, but none where bar is NULL,
 * and ends the job when a signal asked for it. */
typedef struct progress_bar {
    const char *verb;
    double started, drawn;
    bool shown;
} progress_bar;
bool show_progress(void *bar, uint64_t people, double fraction);
/* Wipe the bar. */
void end_progress(progress_bar *bar);

/* Keep the numbers of standard streams that are closed from files opened later. */
void hold_standard_streams(void);
/* Signals ask a job to end; a reader that goes away becomes an error instead of a signal. */
void watch_signals(void);

/* ---------------------------------------------------------------- people (people_notes.c) */

/* Complain about files in dir that look as if they were people's, but that nobody reads. */
void warn_of_files(const char *dir);
/* Say on stderr how people were read from dir: who got levels from where. */
void tell_people(const char *dir, const rung_people_totals *totals);
/* Say on stderr which rules cannot be applied because the catalog lacks figures, of those in use.
 */
void warn_of_rules(const rung_catalog *catalog, bool zones, bool wages);

/* ---------------------------------------------------------------- options that several share */

/* The settings of a matcher as the command line gives them. */
typedef struct matcher_settings {
    const char *profile, *kernel;
    uint64_t threads, window;
    bool viable, desirable;
    double theta, essential, wage_growth;
    uint64_t zone_step;
    int adjacency;
    double adjacency_factor;
} matcher_settings;

#define MATCHER_SETTINGS_INIT                                                                      \
    {                                                                                              \
        .theta = 0.80, .essential = 0.80, .zone_step = 1, .adjacency_factor = 1                    \
    }

/* Options that every command with a matcher has; (s) is its matcher_settings. */
#define PROFILE_OPTION(s)                                                                          \
    {                                                                                              \
        "profile", "NAME|FILE", OPTION_TEXT, &(s).profile,                                         \
            "how to score: upskill (the default), mobility, readiness, similarity, embedding, or " \
            "a profile file",                                                                      \
            0, 0, NULL, false                                                                      \
    }
#define THETA_OPTION(s)                                                                            \
    {                                                                                              \
        "theta", "X", OPTION_NUMBER, &(s).theta, "least readiness of a viable move (0.80)", 0, 1,  \
            NULL, false                                                                            \
    }
#define ESSENTIAL_OPTION(s)                                                                        \
    {                                                                                              \
        "essential", "X", OPTION_NUMBER, &(s).essential,                                           \
            "least share of an essential skill's level (0.80)", 0, 1, NULL, false                  \
    }
#define ZONE_STEP_OPTION(s)                                                                        \
    {                                                                                              \
        "zone-step", "N", OPTION_COUNT, &(s).zone_step,                                            \
            "most job zones above the current one (1)", 0, 4, NULL, false                          \
    }
#define THREADS_OPTION(s)                                                                          \
    {                                                                                              \
        "threads", "N", OPTION_COUNT, &(s).threads, "threads; 0 is as many as allowed (0)", 0,     \
            4096, NULL, false                                                                      \
    }

/* Options of those that rank or explain roles. */
#define VIABLE_OPTION(s)                                                                           \
    {                                                                                              \
        "viable", NULL, OPTION_FLAG, &(s).viable, "only roles that the person could move to now",  \
            0, 0, NULL, false                                                                      \
    }
#define DESIRABLE_OPTION(s)                                                                        \
    {                                                                                              \
        "desirable", NULL, OPTION_FLAG, &(s).desirable,                                            \
            "and among those, only roles that pay enough", 0, 0, NULL, false                       \
    }
#define WAGE_GROWTH_OPTION(s)                                                                      \
    {                                                                                              \
        "wage-growth", "X", OPTION_NUMBER, &(s).wage_growth,                                       \
            "a desirable wage is at least 1 + X times today's (0)", -1, 100, NULL, false           \
    }
#define ADJACENCY_OPTION(s)                                                                        \
    {                                                                                              \
        "adjacency", NULL, OPTION_CHOICE, &(s).adjacency,                                          \
            "skills stand in for related ones: none (the default), as skill_relations.csv says, "  \
            "as roles ask for them together",                                                      \
            0, 0, "off|catalog|learned", false                                                     \
    }
#define ADJACENCY_FACTOR_OPTION(s)                                                                 \
    {                                                                                              \
        "adjacency-factor", "X", OPTION_NUMBER, &(s).adjacency_factor,                             \
            "times what a skill stands in for (1)", 0, 1, NULL, false                              \
    }
#define KERNEL_OPTION(s)                                                                           \
    {                                                                                              \
        "kernel", "NAME", OPTION_TEXT, &(s).kernel,                                                \
            "the kernel that proposes; the answer is the same with every one (what the "           \
            "environment variable RUNG_KERNEL names)",                                             \
            0, 0, NULL, false                                                                      \
    }
#define WINDOW_OPTION(s)                                                                           \
    {                                                                                              \
        "window", "N", OPTION_COUNT, &(s).window,                                                  \
            "people looked at together; the answer is the same with any (4096)", 1, 65536, NULL,   \
            false                                                                                  \
    }
#define MATCHER_OPTIONS(s)                                                                         \
    PROFILE_OPTION(s), VIABLE_OPTION(s), DESIRABLE_OPTION(s), THETA_OPTION(s),                     \
        ESSENTIAL_OPTION(s), ZONE_STEP_OPTION(s), WAGE_GROWTH_OPTION(s), ADJACENCY_OPTION(s),      \
        ADJACENCY_FACTOR_OPTION(s), KERNEL_OPTION(s), THREADS_OPTION(s), WINDOW_OPTION(s)

/* --dwell 13,26,52,104,104[,26]: by job zone 1..5, then where the zone is not known. Complains
 * where it is something else. */
bool read_dwell(const char *text, double dwell[6]);

rung_matcher_options matcher_options(const matcher_settings *settings);

/* ---------------------------------------------------------------- report.c */

/* The settings of a report as the command line gives them. */
typedef struct report_settings {
    const char *file;
    uint64_t sample;
} report_settings;

#define REPORT_SETTINGS_INIT                                                                       \
    {                                                                                              \
        .sample = 12                                                                               \
    }

/* Options of commands that can draw what they found, and of those that can show people; (s) is
 * their report_settings. */
#define REPORT_OPTION(s)                                                                           \
    {                                                                                              \
        "report", "FILE.html", OPTION_TEXT, &(s).file,                                             \
            "also draw what was found, on one page for a browser or a printer", 0, 0, NULL, false  \
    }
#define REPORT_SAMPLE_OPTION(s)                                                                    \
    {                                                                                              \
        "report-sample", "N", OPTION_COUNT, &(s).sample,                                           \
            "people whom the page shows one by one, with their ids (12)", 0, 1000, NULL, false     \
    }

/* The words of the command line as they could be typed again, in memory to be freed; NULL when it
 * is short. */
char *command_text(int argc, char **argv);
/* A new report where settings name a file, else NULL. typed is shown on it. */
rung_status open_report(const report_settings *settings, const char *typed, rung_report **report,
                        rung_error *error);

/* ---------------------------------------------------------------- tuned.c */

/* What rung tune has kept for this catalog and the profile of these settings, all zero where there
 * is nothing; of a file that cannot be used it complains. */
void find_tuning(const rung_catalog *catalog, const matcher_settings *settings,
                 rung_tuning *tuning);
/* Say on stderr by what means a matcher works, and why, a line each. */
void tell_choices(const rung_catalog *catalog, const matcher_settings *settings,
                  const rung_matcher_facts *facts, const rung_tuning *tuning, size_t batch);

#endif
