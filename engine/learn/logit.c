/* logit.c - conditional logit: weights of signals under which what was chosen is most likely. */
#include "learn/logit.h"

#include <lbfgs.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

/* ---------------------------------------------------------------- one origin */

/* Scores of an origin's rows, less their highest; that one. */
static void scores_of(const rung_choices *c, size_t origin, const double *beta, double *score)
{
    size_t from = c->first[origin], rows = c->first[origin + 1] - from;
    double highest = -INFINITY;
    for (size_t i = 0; i < rows; i++) {
        const double *value = c->value + (from + i) * c->signals;
        double even = 0, odd = 0; /* two chains of additions are twice as fast as one */
        for (size_t k = 0; k + 1 < c->signals; k += 2) {
            even += beta[k] * value[k];
            odd += beta[k + 1] * value[k + 1];
        }
        if (c->signals % 2 == 1)
            even += beta[c->signals - 1] * value[c->signals - 1];
        score[i] = even + odd;
        highest = score[i] > highest ? score[i] : highest;
    }
    for (size_t i = 0; i < rows; i++)
        score[i] -= highest;
}

/* sum(share * ln softmax(score)); the scores become the probabilities. */
static double likelihood_of(const rung_choices *c, size_t origin, double *score)
{
    size_t from = c->first[origin], rows = c->first[origin + 1] - from;
    double all = 0, chosen = 0, shares = 0;
    for (size_t i = 0; i < rows; i++) {
        chosen += c->share[from + i] * score[i];
        shares += c->share[from + i];
        score[i] = rung_exp(score[i]);
        all += score[i];
    }
    for (size_t i = 0; i < rows; i++)
        score[i] /= all;
    return chosen - shares * rung_ln(all);
}

double rung_logit_likelihood(const rung_choices *c, size_t origin, const double *beta,
                             double *score)
{
    scores_of(c, origin, beta, score);
    return likelihood_of(c, origin, score);
}

/* How the likelihood grows with each weight: what was chosen less what was expected. */
static void slope_of(const rung_choices *c, size_t origin, const double *expected, double *slope)
{
    size_t from = c->first[origin], rows = c->first[origin + 1] - from;
    memset(slope, 0, c->signals * sizeof *slope);
    for (size_t i = 0; i < rows; i++) {
        const double *value = c->value + (from + i) * c->signals;
        double surprise = c->share[from + i] - expected[i];
        for (size_t k = 0; k < c->signals; k++)
            slope[k] += surprise * value[k];
    }
}

/* ---------------------------------------------------------------- all origins */

typedef struct climb {
    const rung_logit *logit;
    double *beta;       /* signals */
    double *score;      /* rows */
    double *likelihood; /* origins */
    double *slope;      /* origins x signals */
} climb;

static bool counts(const rung_logit *l, size_t origin)
{
    return !l->used || l->used[origin];
}

/* What L-BFGS asks for: the loss at scaled weights x, and its gradient g. */
static lbfgsfloatval_t loss_at(void *context, const lbfgsfloatval_t *x, lbfgsfloatval_t *g,
                               const int n, const lbfgsfloatval_t step)
{
    (void)step;
    const climb *c = context;
    const rung_logit *l = c->logit;
    const rung_choices *choices = l->choices;
    for (int k = 0; k < n; k++)
        c->beta[k] = l->scale[k] > 0 ? x[k] / l->scale[k] : 0;
#pragma omp parallel for schedule(dynamic) num_threads((int)l->threads)
    for (size_t o = 0; o < choices->origins; o++) {
        double *score = c->score + choices->first[o];
        if (!counts(l, o))
            continue;
        scores_of(choices, o, c->beta, score);
        c->likelihood[o] = likelihood_of(choices, o, score);
        slope_of(choices, o, score, c->slope + o * choices->signals);
    }
    double loss = 0, used = 0;
    memset(g, 0, (size_t)n * sizeof *g);
    for (size_t o = 0; o < choices->origins; o++)
        if (counts(l, o)) {
            used++;
            loss -= c->likelihood[o];
            for (int k = 0; k < n; k++)
                g[k] -= c->slope[o * choices->signals + (size_t)k];
        }
    loss /= used;
    for (int k = 0; k < n; k++) {
        g[k] = l->scale[k] > 0 ? g[k] / used / l->scale[k] + l->penalty * x[k] : 0;
        loss += l->penalty * x[k] * x[k] / 2;
    }
    return loss;
}

static rung_status search(const climb *c, double *beta, rung_error *error)
{
    const rung_logit *l = c->logit;
    size_t signals = l->choices->signals;
    lbfgsfloatval_t *x = lbfgs_malloc((int)signals);
    if (!x)
        return rung_fail_memory(error, "a search for weights");
    for (size_t k = 0; k < signals; k++)
        x[k] = beta[k] * l->scale[k];
    lbfgs_parameter_t settings;
    lbfgs_parameter_init(&settings);
    settings.epsilon = 1e-5;
    settings.max_iterations = 1000;
    int ended = lbfgs((int)signals, x, NULL, loss_at, NULL, (void *)(uintptr_t)c, &settings);
    for (size_t k = 0; k < signals; k++)
        beta[k] = l->scale[k] > 0 ? x[k] / l->scale[k] : 0;
    lbfgs_free(x);
    /* Rounding may end the search a little before the gradient is as small as asked. */
    bool found = ended == LBFGS_SUCCESS || ended == LBFGS_STOP ||
                 ended == LBFGS_ALREADY_MINIMIZED || ended == LBFGSERR_ROUNDING_ERROR ||
                 ended == LBFGSERR_MAXIMUMLINESEARCH || ended == LBFGSERR_MINIMUMSTEP;
    if (found)
        return RUNG_OK;
    if (ended == LBFGSERR_OUTOFMEMORY)
        return rung_fail_memory(error, "a search for weights");
    return rung_fail(error, RUNG_BAD_DATA,
                     "the search for weights came to no end (L-BFGS says %d), expected signals "
                     "that do not foretell every move with certainty, or a higher penalty",
                     ended);
}

rung_status rung_logit_fit(const rung_logit *l, double *beta, rung_error *error)
{
    const rung_choices *c = l->choices;
    climb up = {.logit = l,
                .beta = rung_array(c->signals, sizeof *up.beta),
                .score = rung_array(c->first[c->origins], sizeof *up.score),
                .likelihood = rung_array(c->origins, sizeof *up.likelihood),
                .slope = rung_array(c->origins, c->signals * sizeof *up.slope)};
    rung_status status = up.beta && up.score && up.likelihood && up.slope
                             ? search(&up, beta, error)
                             : rung_fail_memory(error, "a search for weights");
    free(up.beta);
    free(up.score);
    free(up.likelihood);
    free(up.slope);
    return status;
}

void rung_choices_deviations(const rung_choices *c, const bool *used, double *deviation)
{
    for (size_t k = 0; k < c->signals; k++) {
        double sum = 0, count = 0, squares = 0;
        for (size_t o = 0; o < c->origins; o++)
            for (size_t i = c->first[o]; i < c->first[o + 1] && (!used || used[o]); i++) {
                sum += c->value[i * c->signals + k];
                count++;
            }
        for (size_t o = 0; o < c->origins; o++)
            for (size_t i = c->first[o]; i < c->first[o + 1] && (!used || used[o]); i++) {
                double off = c->value[i * c->signals + k] - sum / count;
                squares += off * off;
            }
        double found = count > 0 ? sqrt(squares / count) : 0;
        deviation[k] = found > 1e-9 ? found : 0;
    }
}
