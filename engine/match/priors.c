/* priors.c - the signals that do not depend on levels, and the table B of biases made of them. */
#include "match/priors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

static double logarithm(double figure)
{
    return figure > 0 && isfinite(figure) ? rung_ln(figure) : NAN;
}

static double known(double figure)
{
    return isnan(figure) ? 0 : figure;
}

static double relation(const rung_priors *p, uint32_t current, uint32_t role, uint8_t kind)
{
    const rung_link *link = rung_links_find(&p->catalog->role_relations, current, role, kind);
    return link ? (double)link->weight : 0;
}

/* Signals of the current role and the target together. */
static double pair_prior(const rung_priors *p, rung_signal signal, uint32_t current, uint32_t role)
{
    const rung_catalog *c = p->catalog;
    if (current == RUNG_NONE)
        return 0;
    switch (signal) {
    case RUNG_SIGNAL_WAGE:
        return known(p->ln_wage[role] - p->ln_wage[current]);
    case RUNG_SIGNAL_ZONE:
        return c->role[role].job_zone && c->role[current].job_zone
                   ? c->role[role].job_zone - c->role[current].job_zone
                   : 0;
    case RUNG_SIGNAL_FAMILY:
        return c->family[role] != RUNG_NONE && c->family[role] == c->family[current];
    case RUNG_SIGNAL_RELATED:
        return relation(p, current, role, RUNG_RELATED);
    case RUNG_SIGNAL_FLOW:
        return relation(p, current, role, RUNG_FLOW);
    default:
        return 0;
    }
}

double rung_prior(const rung_priors *p, rung_signal signal, uint32_t current, uint32_t role)
{
    switch (signal) {
    case RUNG_SIGNAL_EMPLOYMENT:
        return known(p->ln_employment[role]);
    case RUNG_SIGNAL_GROWTH:
        return known(p->catalog->role[role].growth);
    case RUNG_SIGNAL_AUTOMATION_RISK:
        return known(p->catalog->role[role].automation_risk);
    case RUNG_SIGNAL_INFLOW:
        return known(p->ln_inflow[role]);
    default:
        return pair_prior(p, signal, current, role);
    }
}

/* Whether a role has the figure behind a signal. */
static bool has_figure(const rung_priors *p, rung_signal signal, uint32_t r)
{
    const rung_role *role = &p->catalog->role[r];
    switch (signal) {
    case RUNG_SIGNAL_WAGE:
        return !isnan(p->ln_wage[r]);
    case RUNG_SIGNAL_ZONE:
        return role->job_zone != 0;
    case RUNG_SIGNAL_FAMILY:
        return *role->family != '\0';
    case RUNG_SIGNAL_EMPLOYMENT:
        return !isnan(p->ln_employment[r]);
    case RUNG_SIGNAL_GROWTH:
        return !isnan(role->growth);
    case RUNG_SIGNAL_AUTOMATION_RISK:
        return !isnan(role->automation_risk);
    case RUNG_SIGNAL_INFLOW:
        return !isnan(p->ln_inflow[r]);
    default:
        return true;
    }
}

bool rung_prior_known(const rung_priors *p, rung_signal signal, uint32_t current, uint32_t role)
{
    bool pair = signal >= RUNG_SIGNAL_WAGE && signal <= RUNG_SIGNAL_FLOW;
    return has_figure(p, signal, role) &&
           (!pair || (current != RUNG_NONE && has_figure(p, signal, current)));
}

size_t rung_priors_missing(const rung_priors *p, rung_signal signal)
{
    size_t missing = 0;
    for (uint32_t r = 0; r < p->catalog->roles; r++)
        missing += rung_proposable(p, r) && !has_figure(p, signal, r);
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

bool rung_ruled_out(const rung_priors *p, uint32_t current, uint32_t role)
{
    const rung_rules *rules = p->rules;
    return role == current || !rung_proposable(p, role) ||
           ((rules->viable || rules->desirable) && !rung_zone_in_reach(p, current, role)) ||
           (rules->desirable && !rung_wage_high_enough(p, current, role));
}

/* ---------------------------------------------------------------- biases */

static double sum_of(const rung_priors *p, uint32_t current, uint32_t role)
{
    double sum = 0;
    for (int s = RUNG_SIGNAL_WAGE; s < RUNG_SIGNAL_COUNT; s++)
        if (rung_profile_uses(p->profile, (rung_signal)s))
            sum += p->profile->beta[s] * rung_prior(p, (rung_signal)s, current, role);
    return sum;
}

static void make_row(const rung_priors *p, uint32_t current, size_t from, size_t count, float *bias)
{
    if (p->pairwise) {
        for (size_t i = 0; i < count; i++) {
            uint32_t role = (uint32_t)(from + i);
            bias[i] =
                rung_ruled_out(p, current, role) ? -INFINITY : (float)sum_of(p, current, role);
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
    for (int s = RUNG_SIGNAL_WAGE; s <= RUNG_SIGNAL_FLOW; s++)
        if (rung_profile_uses(profile, (rung_signal)s))
            return true;
    return false;
}

/* A bound on all biases, from the largest of every signal. */
static double bound_biases(const rung_priors *p)
{
    double largest[RUNG_SIGNAL_COUNT] = {[RUNG_SIGNAL_ZONE] = 4, [RUNG_SIGNAL_FAMILY] = 1};
    double low = INFINITY, high = -INFINITY, bound = 0;
    for (size_t r = 0; r < p->catalog->roles; r++) {
        if (!isnan(p->ln_wage[r])) {
            low = fmin(low, p->ln_wage[r]);
            high = fmax(high, p->ln_wage[r]);
        }
        for (int s = RUNG_SIGNAL_EMPLOYMENT; s < RUNG_SIGNAL_COUNT; s++)
            largest[s] =
                fmax(largest[s], fabs(rung_prior(p, (rung_signal)s, RUNG_NONE, (uint32_t)r)));
    }
    largest[RUNG_SIGNAL_WAGE] = high > low ? high - low : 0;
    const rung_links *links = &p->catalog->role_relations;
    for (size_t i = 0; i < links->count; i++) {
        rung_signal s = links->link[i].kind == RUNG_FLOW ? RUNG_SIGNAL_FLOW : RUNG_SIGNAL_RELATED;
        largest[s] = fmax(largest[s], (double)links->link[i].weight);
    }
    for (int s = RUNG_SIGNAL_WAGE; s < RUNG_SIGNAL_COUNT; s++)
        bound += fabs(p->profile->beta[s]) * largest[s];
    return bound * (1 + 1e-9);
}

static rung_status take_figures(rung_priors *p, rung_error *error)
{
    const rung_catalog *c = p->catalog;
    double *inflow = rung_array(c->roles, sizeof *inflow);
    p->ln_wage = rung_array(c->roles, sizeof *p->ln_wage);
    p->ln_employment = rung_array(c->roles, sizeof *p->ln_employment);
    p->ln_inflow = inflow;
    p->base = rung_array(c->roles, sizeof *p->base);
    if (!p->ln_wage || !p->ln_employment || !inflow || !p->base)
        return rung_fail_memory(error, "the figures of the roles");
    const rung_links *links = &c->role_relations;
    for (size_t i = 0; i < links->count; i++)
        if (links->link[i].kind == RUNG_FLOW)
            inflow[links->link[i].to] += (double)links->link[i].weight;
    for (size_t r = 0; r < c->roles; r++) {
        p->ln_wage[r] = logarithm(c->role[r].wage);
        p->ln_employment[r] = logarithm(c->role[r].employment);
        p->ln_inflow[r] = logarithm(inflow[r]);
    }
    return RUNG_OK;
}

rung_status rung_priors_make(rung_priors *priors, const rung_catalog *catalog,
                             const rung_profile *profile, const rung_rules *rules,
                             size_t most_cells, unsigned threads, rung_error *error)
{
    size_t roles = catalog->roles, cells;
    *priors = (rung_priors){.catalog = catalog, .profile = profile, .rules = rules};
    priors->unrated = takes_unrated(priors);
    rung_status status = take_figures(priors, error);
    if (status != RUNG_OK) {
        rung_priors_free(priors);
        return status;
    }
    priors->pairwise = has_pair_priors(profile) || rules->viable || rules->desirable;
    priors->bias_size = bound_biases(priors);
    for (size_t r = 0; r < roles; r++)
        priors->base[r] = rung_proposable(priors, (uint32_t)r)
                              ? (float)sum_of(priors, RUNG_NONE, (uint32_t)r)
                              : -INFINITY;
    if (!priors->pairwise || __builtin_mul_overflow(roles + 1, roles, &cells) || cells > most_cells)
        return RUNG_OK;
    float *table = rung_array(cells, sizeof *table);
    if (!table) { /* slower, not wrong */
        return RUNG_OK;
    }
#pragma omp parallel for schedule(static) num_threads((int)threads)
    for (size_t c = 0; c <= roles; c++)
        make_row(priors, c < roles ? (uint32_t)c : RUNG_NONE, 0, roles, table + c * roles);
    priors->table = table;
    return RUNG_OK;
}

void rung_priors_free(rung_priors *priors)
{
    free(priors->ln_wage);
    free(priors->ln_employment);
    free(priors->ln_inflow);
    free(priors->base);
    free(priors->table);
    *priors = (rung_priors){0};
}
