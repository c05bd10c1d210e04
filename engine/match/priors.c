/* priors.c - the signals that do not depend on levels, and the table B of biases made of them. */
#include "match/priors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

bool rung_prior_known(const rung_priors *p, rung_signal signal, uint32_t current, uint32_t role)
{
    const rung_role_signals *s = &p->signals;
    if (signal == RUNG_SIGNAL_INFLOW)
        return rung_role_has_figure(s, signal, role);
    return rung_role_has_figure(s, signal, role) &&
           (!rung_signal_of_pair(signal) ||
            (current != RUNG_NONE && rung_role_has_figure(s, signal, current)));
}

size_t rung_priors_missing(const rung_priors *p, rung_signal signal)
{
    size_t missing = 0;
    for (uint32_t r = 0; r < p->catalog->roles; r++)
        missing += rung_proposable(p, r) && !rung_role_has_figure(&p->signals, signal, r);
    return missing;
}

size_t rung_priors_proposable(const rung_priors *p)
{
    size_t count = 0;
    for (uint32_t r = 0; r < p->catalog->roles; r++)
        count += rung_proposable(p, r);
    return count;
}

/* ---------------------------------------------------------------- rules */

bool rung_zone_in_reach(const rung_priors *p, uint32_t current, uint32_t role)
{
    int to = p->catalog->role[role].job_zone;
    int from = current == RUNG_NONE ? 0 : p->catalog->role[current].job_zone;
    return to == 0 || from == 0 || to <= from + p->rules->zone_step;
}

bool rung_wage_high_enough(const rung_priors *p, uint32_t current, uint32_t role)
{
    double to = p->catalog->role[role].wage;
    double from = current == RUNG_NONE ? NAN : p->catalog->role[current].wage;
    return isnan(to) || isnan(from) || to >= (1 + p->rules->wage_growth) * from;
}

bool rung_below_wage_floor(const rung_priors *p, uint32_t current, uint32_t role)
{
    double to = p->catalog->role[role].wage;
    double from = current == RUNG_NONE ? NAN : p->catalog->role[current].wage;
    return p->profile->wage_floor > 0 && to < p->profile->wage_floor * from;
}

bool rung_ruled_out(const rung_priors *p, uint32_t current, uint32_t role)
{
    const rung_rules *rules = p->rules;
    return role == current || !rung_proposable(p, role) ||
           ((rules->viable || rules->desirable) && !rung_zone_in_reach(p, current, role)) ||
           (rules->desirable && !rung_wage_high_enough(p, current, role)) ||
           rung_below_wage_floor(p, current, role);
}

/* ---------------------------------------------------------------- biases */

double rung_prior_sum(const rung_priors *p, uint32_t current, uint32_t role)
{
    size_t roles = p->catalog->roles;
    if (p->sums)
        return p->sums[(current == RUNG_NONE ? roles : current) * roles + role];
    if (p->base_sums)
        return p->base_sums[role];
    double sum = 0;
    for (int s = RUNG_SIGNAL_WAGE; s < RUNG_SIGNAL_COUNT; s++)
        if (rung_profile_uses(p->profile, (rung_signal)s))
            sum +=
                p->profile->beta[s] * rung_role_signal(&p->signals, (rung_signal)s, current, role);
    return sum;
}

/* The sums of all roles, to the last bit; one is scratch of as many. */
static void sum_all(const rung_priors *p, uint32_t current, double *sum, double *one)
{
    size_t roles = p->catalog->roles;
    memset(sum, 0, roles * sizeof *sum);
    for (int s = RUNG_SIGNAL_WAGE; s < RUNG_SIGNAL_COUNT; s++) {
        if (!rung_profile_uses(p->profile, (rung_signal)s))
            continue;
        rung_role_signal_all(&p->signals, (rung_signal)s, current, one);
        for (size_t r = 0; r < roles; r++)
            sum[r] += p->profile->beta[s] * one[r];
    }
}

static void make_row(const rung_priors *p, uint32_t current, size_t from, size_t count, float *bias)
{
    if (p->pairwise) {
        for (size_t i = 0; i < count; i++) {
            uint32_t role = (uint32_t)(from + i);
            bias[i] = rung_ruled_out(p, current, role) ? -INFINITY
                                                       : (float)rung_prior_sum(p, current, role);
        }
        return;
    }
    memcpy(bias, p->base + from, count * sizeof *bias);
    if (current != RUNG_NONE && current >= from && current < from + count)
        bias[current - from] = -INFINITY;
}

void rung_priors_bias(const void *context, uint32_t key, size_t from, size_t count, float *bias)
{
    const rung_priors *p = context;
    size_t roles = p->catalog->roles;
    if (p->table)
        memcpy(bias, p->table + (key == RUNG_NONE ? roles : key) * roles + from,
               count * sizeof *bias);
    else
        make_row(p, key, from, count, bias);
}

const float *rung_priors_kept(const void *context, uint32_t key, size_t from, size_t count)
{
    const rung_priors *p = context;
    size_t roles = p->catalog->roles;
    if (p->table)
        return p->table + (key == RUNG_NONE ? roles : key) * roles + from;
    return p->pairwise || (key >= from && key < from + count) ? NULL : p->base + from;
}

/* A role without skill rows has a vector all the same: where nothing asks for skills, it counts. */
static bool takes_unrated(const rung_priors *p)
{
    return p->catalog->vector && rung_profile_uses(p->profile, RUNG_SIGNAL_EMBEDDING) &&
           !rung_profile_uses(p->profile, RUNG_SIGNAL_READINESS) &&
           !rung_profile_uses(p->profile, RUNG_SIGNAL_TRANSFER) &&
           !rung_profile_uses(p->profile, RUNG_SIGNAL_SIMILARITY) && !p->rules->viable &&
           !p->rules->desirable;
}

static bool has_pair_priors(const rung_profile *profile)
{
    for (int s = RUNG_SIGNAL_WAGE; s < RUNG_SIGNAL_COUNT; s++)
        if (rung_profile_uses(profile, (rung_signal)s) && rung_signal_of_pair((rung_signal)s))
            return true;
    return profile->wage_floor > 0;
}

/* A bound on all biases, from the largest of every signal. */
static double bound_biases(const rung_priors *p)
{
    double bound = 0;
    for (int s = RUNG_SIGNAL_WAGE; s < RUNG_SIGNAL_COUNT; s++)
        if (rung_profile_uses(p->profile, (rung_signal)s))
            bound +=
                fabs(p->profile->beta[s]) * rung_role_signal_bound(&p->signals, (rung_signal)s);
    return bound * (1 + 1e-9);
}

/* Biases of roles where nothing depends on the current one. */
static rung_status make_base(rung_priors *p, rung_error *error)
{
    size_t roles = p->catalog->roles;
    double *one = rung_array(roles, sizeof *one);
    p->base = rung_array(roles, sizeof *p->base);
    p->base_sums = rung_array(roles, sizeof *p->base_sums);
    if (one && p->base && p->base_sums)
        sum_all(p, RUNG_NONE, p->base_sums, one);
    free(one);
    if (!one || !p->base || !p->base_sums)
        return rung_fail_memory(error, "the figures of the roles");
    for (size_t r = 0; r < roles; r++)
        p->base[r] = rung_proposable(p, (uint32_t)r) ? (float)p->base_sums[r] : -INFINITY;
    if (p->pairwise) {
        free(p->base_sums);
        p->base_sums = NULL;
    }
    return RUNG_OK;
}

/* The tables of all pairs of roles, where memory for them is to be had: without them everything is
 * slower, not wrong. */
static void make_tables(rung_priors *p, size_t cells, unsigned threads)
{
    size_t roles = p->catalog->roles;
    double *scratch = rung_array(threads, roles * sizeof *scratch);
    double *sums = rung_array(cells, sizeof *sums);
    float *table = rung_array(cells, sizeof *table);
    if (!scratch || !sums || !table) {
        free(scratch);
        free(sums);
        free(table);
        return;
    }
    size_t next = 0;
#pragma omp parallel num_threads((int)threads)
    {
        size_t me;
#pragma omp atomic capture
        me = next++;
#pragma omp for schedule(static)
        for (size_t c = 0; c <= roles; c++)
            sum_all(p, c < roles ? (uint32_t)c : RUNG_NONE, sums + c * roles, scratch + me * roles);
    }
    p->sums = sums;
#pragma omp parallel for schedule(static) num_threads((int)threads)
    for (size_t c = 0; c <= roles; c++)
        make_row(p, c < roles ? (uint32_t)c : RUNG_NONE, 0, roles, table + c * roles);
    p->table = table;
    free(scratch);
}

rung_status rung_priors_make(rung_priors *priors, const rung_catalog *catalog,
                             const rung_flows *flows, const rung_profile *profile,
                             const rung_rules *rules, size_t most_cells, unsigned threads,
                             rung_error *error)
{
    size_t roles = catalog->roles, cells;
    *priors = (rung_priors){.catalog = catalog, .profile = profile, .rules = rules};
    priors->unrated = takes_unrated(priors);
    priors->pairwise = has_pair_priors(profile) || rules->viable || rules->desirable;
    rung_status status = rung_role_signals_make(&priors->signals, catalog, flows, error);
    if (status == RUNG_OK) {
        priors->bias_size = bound_biases(priors);
        status = make_base(priors, error);
    }
    if (status != RUNG_OK) {
        rung_priors_free(priors);
        return status;
    }
    if (priors->pairwise && !__builtin_mul_overflow(roles + 1, roles, &cells) &&
        cells <= most_cells)
        make_tables(priors, cells, threads);
    return RUNG_OK;
}

void rung_priors_free(rung_priors *priors)
{
    rung_role_signals_free(&priors->signals);
    free(priors->base);
    free(priors->base_sums);
    free(priors->sums);
    free(priors->table);
    *priors = (rung_priors){0};
}
