/* fit.c - rung_fit: weights of signals from observed moves, and how well they rank unseen origins.
 *
 * Origins are dealt into folds by the hash of their ids, so that neither the order of the catalog
 * nor of the moves matters. Each penalty is judged by how likely it makes the moves of the fold
 * that was left out, with inflow learned from the other folds alone. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "learn/fit.h"
#include "learn/metrics.h"

/* From strong to weak, so that each search starts where the last one ended. */
static const double penalties[] = {0.03, 0.01, 0.003, 0.001};
enum { PENALTIES = sizeof penalties / sizeof *penalties };

typedef struct fit {
    const rung_fit_job *job;
    rung_fit_table table;
    unsigned *fold; /* origins */
    bool *left_out; /* origins: of the fold at hand */
    bool *used;     /* origins: the others */
    bool with_flows;
    size_t fits;        /* made so far */
    double *score;      /* rows: of unseen origins, for each penalty */
    double *likelihood; /* origins x PENALTIES */
} fit;

/* ---------------------------------------------------------------- folds */

typedef struct dealt {
    uint64_t hash;
    size_t origin;
} dealt;

static int by_hash(const void *a, const void *b)
{
    const dealt *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->origin < y->origin ? -1 : x->origin > y->origin;
}

static bool deal(fit *f)
{
    const rung_mobility *m = f->table.moves;
    dealt *order = rung_array(m->origins, sizeof *order);
    for (size_t o = 0; order && o < m->origins; o++) {
        const char *id = f->table.catalog->role[m->origin[o]].id;
        order[o] = (dealt){rung_hash(id, strlen(id), 1), o};
    }
    if (order)
        qsort(order, m->origins, sizeof *order, by_hash);
    for (size_t i = 0; order && i < m->origins; i++)
        f->fold[order[i].origin] = (unsigned)(i % f->job->folds);
    free(order);
    return order != NULL;
}

/* ---------------------------------------------------------------- one fold */

static rung_choices choices_of(const fit *f)
{
    const rung_fit_table *t = &f->table;
    return (rung_choices){t->moves->origins, t->signals, t->first, t->value, t->share};
}

/* What a signal is divided by; 0 leaves it out. */
static void scale_of(const fit *f, const bool *used, double *scale)
{
    rung_choices choices = choices_of(f);
    rung_choices_deviations(&choices, used, scale);
    for (size_t k = 0; k < choices.signals; k++)
        if (!f->with_flows && (f->table.signal[k] == RUNG_SIGNAL_INFLOW ||
                               f->table.signal[k] == RUNG_SIGNAL_FAMILY_INFLOW))
            scale[k] = 0;
}

static rung_status report(fit *f, rung_error *error)
{
    const rung_fit_job *job = f->job;
    size_t all = 2 * ((size_t)job->folds * PENALTIES + 1);
    f->fits++;
    if (job->progress && job->progress(job->context, f->fits, (double)f->fits / (double)all))
        return rung_fail(error, RUNG_CANCELLED, "cancelled after %zu of %zu fits", f->fits, all);
    return RUNG_OK;
}

/* Scores of the origins left out, for every penalty. */
static rung_status judge_fold(fit *f, unsigned fold, rung_error *error)
{
    rung_choices choices = choices_of(f);
    double scale[RUNG_SIGNAL_COUNT], beta[RUNG_SIGNAL_COUNT] = {0};
    size_t rows = choices.first[choices.origins];
    for (size_t o = 0; o < choices.origins; o++) {
        f->left_out[o] = f->fold[o] == fold;
        f->used[o] = !f->left_out[o];
    }
    rung_status status = rung_fit_table_learn(&f->table, f->left_out, error);
    if (status == RUNG_OK)
        scale_of(f, f->used, scale);
    for (size_t p = 0; p < PENALTIES && status == RUNG_OK; p++) {
        rung_logit logit = {&choices, f->used, scale, penalties[p], f->table.threads};
        status = rung_logit_fit(&logit, beta, error);
        for (size_t o = 0; o < choices.origins && status == RUNG_OK; o++)
            if (f->left_out[o]) {
                double *score = f->score + p * rows + choices.first[o];
                f->likelihood[o * PENALTIES + p] = rung_logit_likelihood(&choices, o, beta, score);
            }
        if (status == RUNG_OK)
            status = report(f, error);
    }
    return status;
}

/* ---------------------------------------------------------------- what is best */

/* The penalty under which unseen moves are likeliest, the strongest of equals. */
static size_t best_penalty(const fit *f, rung_fitted *fitted)
{
    size_t best = 0, origins = f->table.moves->origins;
    for (size_t p = 0; p < PENALTIES; p++) {
        double sum = 0;
        for (size_t o = 0; o < origins; o++)
            sum += f->likelihood[o * PENALTIES + p];
        if (p == 0 || sum / (double)origins > fitted->likelihood) {
            best = p;
            fitted->likelihood = sum / (double)origins;
        }
    }
    fitted->penalty = penalties[best];
    return best;
}

/* score holds probabilities, which rank as the scores do. */
static void measure_origin(const fit *f, size_t origin, const double *score, rung_ranked *ranked,
                           double *gain, double *measure)
{
    const rung_fit_table *t = &f->table;
    const rung_mobility *m = t->moves;
    size_t from = t->first[origin], count = t->first[origin + 1] - from;
    for (size_t i = 0; i < count; i++) {
        ranked[i] = (rung_ranked){score[from + i], t->role[from + i]};
        gain[t->role[from + i]] = t->share[from + i];
    }
    rung_ranked_sort(ranked, count);
    rung_truth truth = {gain, m->share + m->first[origin], m->first[origin + 1] - m->first[origin]};
    rung_measure_all(ranked, count, &truth, measure);
    memset(gain, 0, t->catalog->roles * sizeof *gain);
}

/* Means and standard errors over the origins that have a measure. */
static void sum_up(const double *measure, size_t origins, rung_fitted *fitted)
{
    for (int k = 0; k < RUNG_MEASURE_COUNT; k++) {
        double sum = 0, count = 0, squares = 0;
        for (size_t o = 0; o < origins; o++)
            if (!isnan(measure[o * RUNG_MEASURE_COUNT + (size_t)k])) {
                sum += measure[o * RUNG_MEASURE_COUNT + (size_t)k];
                count++;
            }
        for (size_t o = 0; o < origins; o++) {
            double off = measure[o * RUNG_MEASURE_COUNT + (size_t)k] - sum / count;
            squares += isnan(off) ? 0 : off * off;
        }
        fitted->measure[k] = sum / count;
        fitted->error[k] = count > 1 ? sqrt(squares / (count - 1) / count) : NAN;
    }
}

static rung_status measure_all(const fit *f, size_t penalty, rung_fitted *fitted, rung_error *error)
{
    const rung_fit_table *t = &f->table;
    size_t origins = t->moves->origins, roles = t->catalog->roles;
    const double *score = f->score + penalty * t->first[origins];
    rung_ranked *ranked = rung_array(roles, sizeof *ranked);
    double *gain = rung_array(roles, sizeof *gain);
    double *measure = rung_array(origins, RUNG_MEASURE_COUNT * sizeof *measure);
    bool made = ranked && gain && measure;
    for (size_t o = 0; o < origins && made; o++)
        measure_origin(f, o, score, ranked, gain, measure + o * RUNG_MEASURE_COUNT);
    if (made)
        sum_up(measure, origins, fitted);
    free(ranked);
    free(gain);
    free(measure);
    return made ? RUNG_OK : rung_fail_memory(error, "the measures of a fit");
}

/* The weights from all origins. */
static rung_status fit_all(fit *f, rung_fitted *fitted, rung_error *error)
{
    rung_choices choices = choices_of(f);
    double scale[RUNG_SIGNAL_COUNT], beta[RUNG_SIGNAL_COUNT] = {0};
    rung_status status = rung_fit_table_learn(&f->table, NULL, error);
    if (status != RUNG_OK)
        return status;
    scale_of(f, NULL, scale);
    rung_logit logit = {&choices, NULL, scale, fitted->penalty, f->table.threads};
    status = rung_logit_fit(&logit, beta, error);
    for (size_t k = 0; k < choices.signals; k++) {
        fitted->beta[f->table.signal[k]] = beta[k];
        fitted->deviation[f->table.signal[k]] = scale[k];
    }
    return status == RUNG_OK ? report(f, error) : status;
}

static rung_status fit_one(fit *f, bool with_flows, rung_fitted *fitted, rung_error *error)
{
    rung_status status = RUNG_OK;
    f->with_flows = with_flows;
    for (unsigned fold = 0; fold < f->job->folds && status == RUNG_OK; fold++)
        status = judge_fold(f, fold, error);
    if (status != RUNG_OK)
        return status;
    status = measure_all(f, best_penalty(f, fitted), fitted, error);
    return status == RUNG_OK ? fit_all(f, fitted, error) : status;
}

/* ---------------------------------------------------------------- the whole */

static rung_status check(const rung_catalog *catalog, const rung_fit_job *job, rung_error *error)
{
    bool seen[RUNG_SIGNAL_COUNT] = {false};
    if (!catalog || !job || job->size != sizeof *job || !job->moves ||
        (job->signals && !job->signal))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_fit: expected a catalog and a job that starts from "
                         "RUNG_FIT_JOB_INIT, with moves");
    if (job->folds < 2 || job->folds > 100)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "folds: found %u, expected 2..100", job->folds);
    for (size_t i = 0; i < job->signals; i++) {
        unsigned signal = (unsigned)job->signal[i];
        if (signal >= RUNG_SIGNAL_COUNT || seen[signal])
            return rung_fail(error, RUNG_BAD_ARGUMENT, "signals: found %s%s, expected each once",
                             rung_signal_name(job->signal[i]),
                             signal < RUNG_SIGNAL_COUNT ? " twice" : "one that there is not");
        seen[signal] = true;
        if (signal == RUNG_SIGNAL_EMBEDDING && !catalog->vector)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "signals: found embedding, expected a catalog with role_vectors.npy");
    }
    return RUNG_OK;
}

static rung_status make(fit *f, rung_error *error)
{
    size_t origins = f->table.moves->origins, cells;
    bool fits = !__builtin_mul_overflow(f->table.first[origins], (size_t)PENALTIES, &cells);
    f->fold = rung_array(origins, sizeof *f->fold);
    f->left_out = rung_array(origins, sizeof *f->left_out);
    f->used = rung_array(origins, sizeof *f->used);
    f->score = fits ? rung_array(cells, sizeof *f->score) : NULL;
    f->likelihood = rung_array(origins, PENALTIES * sizeof *f->likelihood);
    if (f->fold && f->left_out && f->used && f->score && f->likelihood && deal(f))
        return RUNG_OK;
    return rung_fail_memory(error, "a fit");
}

static rung_status run(fit *f, rung_fit_summary *summary, rung_error *error)
{
    const rung_mobility *m = f->table.moves;
    if (m->origins < f->job->folds)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: found moves from %zu roles, expected from %u at least, a fold each",
                         f->job->moves, m->origins, f->job->folds);
    rung_status status = make(f, error);
    summary->moves = m->counts;
    summary->origins = m->origins;
    if (status == RUNG_OK)
        status = fit_one(f, false, &summary->without, error);
    if (status == RUNG_OK)
        status = fit_one(f, true, &summary->with_flows, error);
    if (status == RUNG_OK && f->job->output)
        status = rung_fit_write(&f->table, f->job, summary, error);
    free(f->fold);
    free(f->left_out);
    free(f->used);
    free(f->score);
    free(f->likelihood);
    return status;
}

rung_status rung_fit(const rung_catalog *catalog, const rung_fit_job *job,
                     rung_fit_summary *summary, rung_error *error)
{
    rung_fit_summary unasked;
    rung_status status = check(catalog, job, error);
    if (status == RUNG_OK)
        status = rung_fit_spare(catalog, job, error);
    if (status != RUNG_OK)
        return status;
    summary = summary ? summary : &unasked;
    *summary = (rung_fit_summary){0};
    fit f = {.job = job};
    rung_mobility moves;
    status = rung_mobility_open(&moves, catalog, job->moves, job->exclude, false, error);
    if (status == RUNG_OK)
        status = rung_fit_table_make(&f.table, catalog, &moves, job, error);
    if (status == RUNG_OK)
        status = run(&f, summary, error);
    rung_fit_table_free(&f.table);
    rung_mobility_free(&moves);
    return status;
}
