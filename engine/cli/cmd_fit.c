/* cmd_fit.c - rung fit: weights of a profile from observed moves. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/status.h"
#include "cli/command.h"

typedef struct settings {
    const char *catalog, *moves, *exclude, *output;
    option_list signals;
    uint64_t folds, threads;
} settings;

/* The signals that were named; their number, or 0 after a complaint. */
static size_t name_signals(const settings *s, rung_signal signals[RUNG_SIGNAL_COUNT])
{
    size_t count = 0;
    for (size_t i = 0; i < s->signals.count; i++) {
        int k = 0;
        while (k < RUNG_SIGNAL_COUNT &&
               strcmp(s->signals.value[i], rung_signal_name((rung_signal)k)) != 0)
            k++;
        for (size_t n = 0; n < count; n++)
            if ((int)signals[n] == k) {
                complain("--signal: found '%s' twice, expected each once", s->signals.value[i]);
                return 0;
            }
        if (k == RUNG_SIGNAL_COUNT) {
            complain("--signal: found '%s', expected a signal, such as readiness or titles",
                     s->signals.value[i]);
            return 0;
        }
        signals[count++] = (rung_signal)k;
    }
    return count;
}

static void tell_fitted(const char *what, const rung_fitted *f)
{
    fprintf(stderr, "%s (penalty %g), mean over origins that had no part in the weights:\n ", what,
            f->penalty);
    for (int k = 0; k < RUNG_MEASURE_COUNT; k++)
        fprintf(stderr, " %s %.4f", rung_measure_name((rung_measure)k), f->measure[k]);
    fprintf(stderr, "\n");
}

/* Heaviest first: what a standard deviation of the signal adds to a score. */
static void tell_weights(const rung_fitted *f)
{
    bool told[RUNG_SIGNAL_COUNT] = {false};
    printf("%-16s %12s %12s\n", "signal", "weight", "x deviation");
    for (;;) {
        int most = -1;
        double heaviest = 0;
        for (int s = 0; s < RUNG_SIGNAL_COUNT; s++) {
            double size = f->beta[s] * f->deviation[s];
            size = size < 0 ? -size : size;
            if (!told[s] && size > heaviest) {
                most = s;
                heaviest = size;
            }
        }
        if (most < 0)
            return;
        told[most] = true;
        printf("%-16s %12.6g %12.4f\n", rung_signal_name((rung_signal)most), f->beta[most],
               f->beta[most] * f->deviation[most]);
    }
}

static int fit(const settings *s, const rung_signal *signals, size_t count)
{
    rung_catalog *catalog = NULL;
    rung_fit_summary summary;
    rung_error error;
    progress_bar bar = {.verb = "fitted"};
    rung_fit_job job = RUNG_FIT_JOB_INIT;
    job.moves = s->moves;
    job.exclude = s->exclude;
    job.output = s->output;
    job.signal = signals;
    job.signals = count;
    job.folds = (unsigned)s->folds;
    job.threads = (unsigned)s->threads;
    job.progress = show_progress;
    job.context = &bar;
    rung_status status = rung_catalog_open(&catalog, s->catalog, &error);
    if (status == RUNG_OK) {
        status = rung_fit(catalog, &job, &summary, &error);
        end_progress(&bar);
    }
    rung_catalog_free(catalog);
    if (status != RUNG_OK)
        return failed(&error);
    fprintf(stderr, "%zu moves from %zu roles; %zu of %zu rows left out\n", summary.moves.used,
            summary.origins, summary.moves.rows - summary.moves.used, summary.moves.rows);
    if (summary.with_flows.likelihood != summary.without.likelihood)
        tell_fitted("without moves of others", &summary.without);
    tell_fitted("fitted", &summary.with_flows);
    tell_weights(&summary.with_flows);
    return EXIT_DONE;
}

static bool check_output(const settings *s)
{
    if (s->output[strlen(s->output) - 1] == '/') {
        complain("--output: found '%s', expected the name of a file", s->output);
        return false;
    }
    const char *const inputs[] = {s->moves, s->exclude};
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        if (inputs[i] && rung_path_same(s->output, inputs[i])) {
            complain("--output: found '%s', which is read, expected another file", s->output);
            return false;
        }
    return true;
}

int cmd_fit(int argc, char **argv)
{
    settings s = {.folds = 10};
    const option options[] = {
        {"catalog", "DIR", OPTION_TEXT, &s.catalog, "the catalog's folder", 0, 0, NULL, true},
        {"moves", "FILE", OPTION_TEXT, &s.moves, "observed moves, from_role,to_role,weight", 0, 0,
         NULL, true},
        {"output", "PROFILE", OPTION_TEXT, &s.output,
         "the profile's file; its moves go beside it, to PROFILE.moves.csv", 0, 0, NULL, true},
        {"exclude", "FILE", OPTION_TEXT, &s.exclude,
         "pairs role_a,role_b that are neither ranked nor count as moves", 0, 0, NULL, false},
        {"signal", "NAME", OPTION_LIST, &s.signals,
         "fit this signal, once or more; without it all but flow", 0, 0, NULL, false},
        {"folds", "N", OPTION_COUNT, &s.folds, "parts of the origins in cross-validation (10)", 2,
         100, NULL, false},
        {"threads", "N", OPTION_COUNT, &s.threads, "threads; 0 is as many as allowed (0)", 0, 4096,
         NULL, false},
    };
    const usage u = {"fit",
                     "--catalog DIR --moves FILE --output PROFILE [options]",
                     "Learn the weights of a profile from observed moves, and tell how well it "
                     "ranks for origins "
                     "that it\nhas not seen.",
                     "rung fit --catalog onet --moves moves.csv --output ours.ini",
                     options,
                     sizeof options / sizeof *options};
    rung_signal signals[RUNG_SIGNAL_COUNT];
    int code = EXIT_USAGE;
    s.signals.value = calloc((size_t)argc, sizeof *s.signals.value);
    if (!s.signals.value) {
        complain("out of memory for the options");
        return EXIT_FAILED;
    }
    if (read_options(&u, argc, argv, NULL, NULL, &code) && check_output(&s)) {
        size_t count = name_signals(&s, signals);
        code = count > 0 || s.signals.count == 0 ? fit(&s, signals, count) : EXIT_USAGE;
    }
    free(s.signals.value);
    return code;
}
