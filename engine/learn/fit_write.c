/* fit_write.c - a fitted profile as a file, and the moves that it goes with beside it. */
#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "learn/fit.h"
#include "match/inputs.h"

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

/* ---------------------------------------------------------------- the two files */

static char *path_of_moves(const rung_fit_job *job)
{
    char *path;
    return asprintf(&path, "%s.moves.csv", job->output) < 0 ? NULL : path;
}

static rung_status spare(const rung_catalog *catalog, const rung_fit_job *job, const char *output,
                         rung_error *error)
{
    const char *const inputs[] = {job->moves, job->exclude};
    rung_status status = rung_catalog_spare(catalog, NULL, "output", output, error);
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs && status == RUNG_OK; i++)
        if (inputs[i] && rung_path_same(inputs[i], output))
            status = rung_fail(error, RUNG_BAD_ARGUMENT,
                               "output: found '%s', which is read as %s, expected another file",
                               output, inputs[i]);
    return status;
}

rung_status rung_fit_spare(const rung_catalog *catalog, const rung_fit_job *job, rung_error *error)
{
    if (!job->output)
        return RUNG_OK;
    char *moves = path_of_moves(job);
    rung_status status =
        moves ? spare(catalog, job, job->output, error) : rung_fail_memory(error, "a path");
    if (status == RUNG_OK)
        status = spare(catalog, job, moves, error);
    free(moves);
    return status;
}

static rung_status write_file(rung_sink *sink, const char *path, const rung_buffer *out,
                              rung_error *error)
{
    if (out->failed)
        return rung_fail_memory(error, "a profile");
    rung_status status = rung_sink_open(sink, path, error);
    return status == RUNG_OK ? rung_sink_write(sink, out->at, out->length, error) : status;
}

/* Neither takes its place before both are written; then the moves first: a profile that is there
 * has its moves. */
static rung_status write_both(const rung_fit_job *job, const char *path, const rung_buffer *moves,
                              const rung_buffer *profile, rung_error *error)
{
    rung_sink beside = {.file = -1}, sink = {.file = -1};
    rung_status status = write_file(&sink, job->output, profile, error);
    if (status == RUNG_OK)
        status = write_file(&beside, path, moves, error);
    status = rung_sink_close(&beside, status, error);
    return rung_sink_close(&sink, status, error);
}

rung_status rung_fit_write(const rung_fit_table *t, const rung_fit_job *job,
                           const rung_fit_summary *summary, rung_error *error)
{
    char *path = path_of_moves(job);
    if (!path)
        return rung_fail_memory(error, "a path");
    rung_buffer moves = {0}, profile = {0};
    put_moves(&moves, t);
    put_profile(&profile, t, job, summary, rung_path_name(path));
    rung_status status = write_both(job, path, &moves, &profile, error);
    rung_buffer_free(&moves);
    rung_buffer_free(&profile);
    free(path);
    return status;
}
