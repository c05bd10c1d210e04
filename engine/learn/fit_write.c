/* fit_write.c - a fitted profile as a file, and the moves that it goes with beside it. */
#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "learn/fit.h"

/* Digits of a weight: more would tell of rounding, not of the data. */
static void put_weight(rung_buffer *out, double weight)
{
    char text[32];
    snprintf(text, sizeof text, "%.6g", weight);
    rung_put_text(out, text);
}

static void put_named(rung_buffer *out, const char *name, double value)
{
    rung_put_text(out, " ");
    rung_put_text(out, name);
    rung_put_text(out, " ");
    char text[32];
    snprintf(text, sizeof text, "%.4f", value);
    rung_put_text(out, text);
}

/* How it ranks, then its weights; behind each what a standard deviation of the signal is worth. */
static void put_fitted(rung_buffer *out, const rung_fit_table *t, const rung_fitted *f)
{
    rung_put_text(out, "# origins unseen:");
    for (int k = 0; k < RUNG_MEASURE_COUNT; k++)
        put_named(out, rung_measure_name((rung_measure)k), f->measure[k]);
    rung_put_text(out, "\n# log-likelihood");
    put_named(out, "of their moves", f->likelihood);
    rung_put_text(out, ", penalty ");
    rung_put_number(out, f->penalty);
    rung_put_text(out, "\n");
    for (size_t i = 0; i < t->signals; i++) {
        rung_signal signal = t->signal[i];
        if (f->beta[signal] == 0)
            continue;
        rung_put_text(out, rung_signal_name(signal));
        rung_put_text(out, " = ");
        put_weight(out, f->beta[signal]);
        rung_put_char(out, '\n');
    }
}

static void put_profile(rung_buffer *out, const rung_fit_table *t, const rung_fit_job *job,
                        const rung_fit_summary *s, const char *moves_name)
{
    bool learned = s->with_flows.beta[RUNG_SIGNAL_INFLOW] != 0 ||
                   s->with_flows.beta[RUNG_SIGNAL_FAMILY_INFLOW] != 0;
    rung_put_text(out, "# Fitted by rung fit, version ");
    rung_put_text(out, rung_version());
    rung_put_text(out, ": conditional logit on observed moves.\n# catalog: ");
    const char *name = t->catalog->name;
    rung_put_tame(out, name, strlen(name));
    rung_put_text(out, "\n# moves: ");
    rung_put_whole(out, s->moves.used);
    rung_put_text(out, " from ");
    rung_put_whole(out, s->origins);
    rung_put_text(out, " roles; cross-validated over them in ");
    rung_put_whole(out, job->folds);
    rung_put_text(out, " folds\n");
    if (learned) {
        rung_put_text(out, "flows = ");
        rung_put_text(out, moves_name);
        rung_put_text(out, "\n");
    }
    put_fitted(out, t, &s->with_flows);
    if (learned) {
        rung_put_text(out, "\n[without flows]\n");
        put_fitted(out, t, &s->without);
    }
}

static void put_moves(rung_buffer *out, const rung_fit_table *t)
{
    const rung_mobility *m = t->moves;
    rung_put_text(out, "from_role,to_role,weight\n");
    for (size_t o = 0; o < m->origins; o++)
        for (size_t i = m->first[o]; i < m->first[o + 1]; i++) {
            rung_put_csv(out, t->catalog->role[m->origin[o]].id);
            rung_put_char(out, ',');
            rung_put_csv(out, t->catalog->role[m->to[i]].id);
            rung_put_char(out, ',');
            rung_put_number(out, m->share[i]);
            rung_put_char(out, '\n');
        }
}

static rung_status write_file(const char *path, rung_buffer *out, rung_error *error)
{
    rung_sink sink;
    rung_status status =
        out->failed ? rung_fail_memory(error, "a profile") : rung_sink_open(&sink, path, error);
    if (status == RUNG_OK)
        status = rung_sink_close(&sink, rung_sink_write(&sink, out->at, out->length, error), error);
    rung_buffer_free(out);
    return status;
}

/* The moves first: a profile that is there has its moves. */
rung_status rung_fit_write(const rung_fit_table *t, const rung_fit_job *job,
                           const rung_fit_summary *summary, rung_error *error)
{
    char *path;
    if (asprintf(&path, "%s.moves.csv", job->output) < 0)
        return rung_fail_memory(error, "a path");
    rung_buffer moves = {0}, profile = {0};
    put_moves(&moves, t);
    put_profile(&profile, t, job, summary, rung_path_name(path));
    rung_status status = write_file(path, &moves, error);
    if (status == RUNG_OK)
        status = write_file(job->output, &profile, error);
    rung_buffer_free(&profile);
    free(path);
    return status;
}
