/* cmd_tune.c - rung tune: measure what makes rung match fastest here, and keep it. */
#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct settings {
    matcher_settings matcher;
    const char *catalog, *people;
    double seconds;
} settings;

static void put_trial(rung_buffer *out, const rung_trial *t)
{
    char speed[32], line[200], spread[40] = "at a glance";
    if (t->rounds > 1)
        snprintf(spread, sizeof spread, "%+.1f to %+.1f %%",
                 100 * (t->slowest / t->people_per_second - 1),
                 100 * (t->fastest / t->people_per_second - 1));
    snprintf(line, sizeof line, "%-10s %7u %7zu %7zu %13s  %-18s%s", t->kernel, t->threads,
             t->window, t->batch, grouped(speed, (uint64_t)t->people_per_second), spread,
             t->chosen ? "  chosen" : "");
    size_t length = strlen(line);
    while (length > 0 && line[length - 1] == ' ')
        length--;
    rung_put(out, line, length);
    rung_put_char(out, '\n');
}

static void put_table(rung_buffer *out, const rung_tune_result *result)
{
    char line[200];
    snprintf(line, sizeof line, "%-10s %7s %7s %7s %13s  %s\n", "kernel", "threads", "window",
             "batch", "people/s", "spread");
    rung_put_text(out, line);
    for (size_t i = 0; i < result->trials; i++)
        put_trial(out, &result->trial[i]);
}

static void summarise(const rung_tune_result *result)
{
    char threads[64], people[64];
    const rung_tuning *t = &result->tuning;
    fprintf(stderr, "fastest: kernel %s, %s, window %zu, batch %zu, by rounds of %s in %.1f s\n",
            t->kernel, counted(threads, t->threads, "thread", "threads"), t->window, t->batch,
            counted(people, result->people, "person", "people"), result->seconds);
}

/* Why a variable names no folder. */
static const char *state_of(const char *variable)
{
    const char *path = getenv(variable);
    return !path ? "unset" : *path == '\0' ? "empty" : "a relative path";
}

/* A kernel that RUNG_KERNEL names was not measured against others, so it is not kept as if it
 * were. */
static rung_status keep(const settings *s, const rung_catalog *catalog,
                        const rung_tune_result *result, rung_error *error)
{
    const char *named = getenv("RUNG_KERNEL");
    char *path = NULL;
    if (named && *named) {
        complain("RUNG_KERNEL names the kernel, so that others were not measured; nothing is kept");
        return RUNG_OK;
    }
    rung_status status =
        rung_tuning_keep(catalog, s->matcher.profile, NULL, &result->tuning, &path, error);
    if (status == RUNG_OK && path)
        fprintf(stderr, "kept in %s\n", path);
    else if (status == RUNG_OK)
        complain("XDG_CACHE_HOME is %s and HOME is %s, expected an absolute path in one of them; "
                 "nothing is kept",
                 state_of("XDG_CACHE_HOME"), state_of("HOME"));
    else
        complain("nothing is kept:");
    rung_free(path);
    return status;
}

static rung_status tune(const settings *s, rung_buffer *out, rung_error *error)
{
    rung_catalog *catalog = NULL;
    rung_tune_result *result = NULL;
    rung_matcher_options options = matcher_options(&s->matcher);
    progress_bar bar = {.verb = "measured"};
    rung_tune_job job = RUNG_TUNE_JOB_INIT;
    job.people = s->people;
    job.seconds = s->seconds;
    job.progress = show_progress;
    job.context = &bar;
    rung_status status = rung_catalog_open(&catalog, s->catalog, error);
    if (status == RUNG_OK) {
        status = rung_tune(&result, catalog, &options, &job, error);
        end_progress(&bar);
    }
    if (status == RUNG_OK) {
        put_table(out, result);
        summarise(result);
        status = keep(s, catalog, result, error);
    }
    rung_tune_free(result);
    rung_catalog_free(catalog);
    return status;
}

int cmd_tune(int argc, char **argv)
{
    settings s = {.matcher = MATCHER_SETTINGS_INIT, .seconds = 30};
    const option options[] = {
        {"catalog", "DIR", OPTION_TEXT, &s.catalog, "the catalog's folder", 0, 0, NULL, true},
        PROFILE_OPTION(s.matcher),
        {"people", "DIR", OPTION_TEXT, &s.people,
         "measure with the first people of this folder; without it with people made up", 0, 0, NULL,
         false},
        {"seconds", "X", OPTION_NUMBER, &s.seconds, "how long to measure (30)", 1, 3600, NULL,
         false},
    };
    const usage u = {
        "tune",
        "--catalog DIR [options]",
        "Measure which kernel, how many threads and which sizes make rung match fastest for this "
        "catalog on this machine, and keep it in $XDG_CACHE_HOME/rung or ~/.cache/rung, from "
        "where rung match takes it. What comes out of rung match stays the same.",
        "rung tune --catalog datasets/upskilling-2025",
        options,
        sizeof options / sizeof *options};
    int code;
    rung_error error;
    rung_buffer out = {0};
    if (!read_options(&u, argc, argv, NULL, NULL, &code))
        return code;
    rung_status status = tune(&s, &out, &error);
    int printed = print_buffer(&out);
    return status == RUNG_OK ? printed : failed(&error);
}
