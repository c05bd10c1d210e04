/* role_signals.c - the signals of a role, or of the current role and a target. */
#include "match/role_signals.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

static double known(double figure)
{
    return isnan(figure) ? 0 : figure;
}

/* ---------------------------------------------------------------- one value */

static double relation(const rung_catalog *c, uint32_t from, uint32_t to, uint8_t kind)
{
    const rung_link *link = rung_links_find(&c->role_relations, from, to, kind);
    return link ? (double)link->weight : 0;
}

static bool same(const uint32_t *number, uint32_t a, uint32_t b)
{
    return number[a] != RUNG_NONE && number[a] == number[b];
}

/* What is to be gained or climbed, from the current role to the target. */
static double step(const rung_role_signals *s, rung_signal signal, uint32_t current, uint32_t role)
{
    const rung_role *from = &s->catalog->role[current], *to = &s->catalog->role[role];
    switch (signal) {
    case RUNG_SIGNAL_WAGE:
    case RUNG_SIGNAL_WAGE_STEP:
        return known(s->ln_wage[role] - s->ln_wage[current]);
    case RUNG_SIGNAL_ZONE:
    case RUNG_SIGNAL_ZONE_STEP:
        return to->job_zone && from->job_zone ? to->job_zone - from->job_zone : 0;
    default:
        return known(to->education - from->education);
    }
}

static const rung_role_features *features_of(const rung_role_signals *s, rung_signal signal)
{
    return &s->features[signal == RUNG_SIGNAL_ACTIVITIES   ? RUNG_ACTIVITY
                        : signal == RUNG_SIGNAL_TECHNOLOGY ? RUNG_TECHNOLOGY
                        : signal == RUNG_SIGNAL_TOOLS      ? RUNG_TOOL
                                                           : RUNG_TITLE_WORD];
}

static double of_pair(const rung_role_signals *s, rung_signal signal, uint32_t current,
                      uint32_t role)
{
    const rung_catalog *c = s->catalog;
    switch (signal) {
    case RUNG_SIGNAL_WAGE:
    case RUNG_SIGNAL_ZONE:
    case RUNG_SIGNAL_EDUCATION:
        return step(s, signal, current, role);
    case RUNG_SIGNAL_WAGE_STEP:
    case RUNG_SIGNAL_ZONE_STEP:
    case RUNG_SIGNAL_EDUCATION_STEP:
        return fabs(step(s, signal, current, role));
    case RUNG_SIGNAL_FAMILY:
        return same(c->family, current, role);
    case RUNG_SIGNAL_GROUP:
        return same(c->group, current, role);
    case RUNG_SIGNAL_RELATED:
        return relation(c, current, role, RUNG_RELATED);
    case RUNG_SIGNAL_RELATED_FROM:
        return relation(c, role, current, RUNG_RELATED);
    case RUNG_SIGNAL_RELATED_TWICE:
        return rung_relatives_twice(&s->relatives, current, role);
    case RUNG_SIGNAL_KNOWLEDGE:
        return rung_knowledge_cosine(&s->knowledge, current, role);
    case RUNG_SIGNAL_FLOW:
        return relation(c, current, role, RUNG_FLOW);
    default:
        return rung_role_features_cosine(features_of(s, signal), current, role);
    }
}

double rung_role_signal(const rung_role_signals *s, rung_signal signal, uint32_t current,
                        uint32_t role)
{
    switch (signal) {
    case RUNG_SIGNAL_INFLOW:
    case RUNG_SIGNAL_FAMILY_INFLOW:
        return rung_flows_into(s->flows, current, role, signal == RUNG_SIGNAL_FAMILY_INFLOW);
    case RUNG_SIGNAL_EMPLOYMENT:
        return known(s->ln_employment[role]);
    case RUNG_SIGNAL_OPENINGS:
        return known(s->ln_openings[role]);
    case RUNG_SIGNAL_GROWTH:
        return known(s->catalog->role[role].growth);
    case RUNG_SIGNAL_AUTOMATION_RISK:
        return known(s->catalog->role[role].automation_risk);
    default:
        return current == RUNG_NONE ? 0 : of_pair(s, signal, current, role);
    }
}

/* ---------------------------------------------------------------- all roles at once */

void rung_role_signal_all(const rung_role_signals *s, rung_signal signal, uint32_t current,
                          double *value)
{
    const size_t roles = s->catalog->roles;
    switch (signal) {
    case RUNG_SIGNAL_INFLOW:
    case RUNG_SIGNAL_FAMILY_INFLOW:
        rung_flows_into_all(s->flows, current, signal == RUNG_SIGNAL_FAMILY_INFLOW, value);
        return;
    case RUNG_SIGNAL_RELATED_TWICE:
        if (current == RUNG_NONE)
            break;
        rung_relatives_all_twice(&s->relatives, current, value);
        return;
    case RUNG_SIGNAL_ACTIVITIES:
    case RUNG_SIGNAL_TECHNOLOGY:
    case RUNG_SIGNAL_TOOLS:
    case RUNG_SIGNAL_TITLES:
        if (current == RUNG_NONE)
            break;
        rung_role_features_cosines(features_of(s, signal), current, value);
        return;
    default:
        break;
    }
    for (uint32_t role = 0; role < roles; role++)
        value[role] = rung_role_signal(s, signal, current, role);
}

/* ---------------------------------------------------------------- bounds, what is missing */

static double range_of(const rung_role_signals *s,
                       double (*figure)(const rung_role_signals *s, size_t role))
{
    double low = INFINITY, high = -INFINITY;
    for (size_t r = 0; r < s->catalog->roles; r++) {
        low = fmin(low, figure(s, r)); /* fmin and fmax pass over NAN */
        high = fmax(high, figure(s, r));
    }
    return high > low ? high - low : 0;
}

static double wage_of(const rung_role_signals *s, size_t role)
{
    return s->ln_wage[role];
}

static double education_of(const rung_role_signals *s, size_t role)
{
    return s->catalog->role[role].education;
}

static double largest_relation(const rung_catalog *c, uint8_t kind)
{
    double largest = 0;
    for (size_t i = 0; i < c->role_relations.count; i++)
        if (c->role_relations.link[i].kind == kind)
            largest = fmax(largest, (double)c->role_relations.link[i].weight);
    return largest;
}

/* Weights are 1 at most, so that a sum of products is no larger than the number of relatives. */
static double most_relatives(const rung_relatives *r)
{
    size_t most = 0;
    for (size_t role = 0; role < r->roles; role++)
        if (r->first[role + 1] - r->first[role] > most)
            most = r->first[role + 1] - r->first[role];
    return (double)most;
}

double rung_role_signal_bound(const rung_role_signals *s, rung_signal signal)
{
    double largest = 0;
    switch (signal) {
    case RUNG_SIGNAL_WAGE:
    case RUNG_SIGNAL_WAGE_STEP:
        return range_of(s, wage_of);
    case RUNG_SIGNAL_EDUCATION:
    case RUNG_SIGNAL_EDUCATION_STEP:
        return range_of(s, education_of);
    case RUNG_SIGNAL_ZONE:
    case RUNG_SIGNAL_ZONE_STEP:
        return 4;
    case RUNG_SIGNAL_RELATED:
    case RUNG_SIGNAL_RELATED_FROM:
        return largest_relation(s->catalog, RUNG_RELATED);
    case RUNG_SIGNAL_FLOW:
        return largest_relation(s->catalog, RUNG_FLOW);
    case RUNG_SIGNAL_RELATED_TWICE:
        return rung_ln(1 + most_relatives(&s->relatives));
    case RUNG_SIGNAL_INFLOW:
    case RUNG_SIGNAL_FAMILY_INFLOW:
        return rung_ln(1 + 2 * (double)s->catalog->roles) + 1e-6;
    case RUNG_SIGNAL_EMPLOYMENT:
    case RUNG_SIGNAL_OPENINGS:
    case RUNG_SIGNAL_GROWTH:
    case RUNG_SIGNAL_AUTOMATION_RISK:
        for (uint32_t r = 0; r < s->catalog->roles; r++)
            largest = fmax(largest, fabs(rung_role_signal(s, signal, RUNG_NONE, r)));
        return largest;
    default: /* cosines, and what is there or not */
        return 1 + 1e-6;
    }
}

bool rung_role_has_figure(const rung_role_signals *s, rung_signal signal, uint32_t r)
{
    const rung_role *role = &s->catalog->role[r];
    const rung_role_features *features;
    switch (signal) {
    case RUNG_SIGNAL_WAGE:
    case RUNG_SIGNAL_WAGE_STEP:
        return !isnan(s->ln_wage[r]);
    case RUNG_SIGNAL_ZONE:
    case RUNG_SIGNAL_ZONE_STEP:
        return role->job_zone != 0;
    case RUNG_SIGNAL_EDUCATION:
    case RUNG_SIGNAL_EDUCATION_STEP:
        return !isnan(role->education);
    case RUNG_SIGNAL_FAMILY:
        return *role->family != '\0';
    case RUNG_SIGNAL_GROUP:
        return *role->group != '\0';
    case RUNG_SIGNAL_KNOWLEDGE:
        return s->knowledge.areas > 0 && role->rated;
    case RUNG_SIGNAL_ACTIVITIES:
    case RUNG_SIGNAL_TECHNOLOGY:
    case RUNG_SIGNAL_TOOLS:
    case RUNG_SIGNAL_TITLES:
        features = features_of(s, signal);
        return features->first[r + 1] > features->first[r];
    case RUNG_SIGNAL_INFLOW:
    case RUNG_SIGNAL_FAMILY_INFLOW:
        return s->flows->origins > 0;
    case RUNG_SIGNAL_EMPLOYMENT:
        return !isnan(s->ln_employment[r]);
    case RUNG_SIGNAL_OPENINGS:
        return !isnan(s->ln_openings[r]);
    case RUNG_SIGNAL_GROWTH:
        return !isnan(role->growth);
    case RUNG_SIGNAL_AUTOMATION_RISK:
        return !isnan(role->automation_risk);
    default:
        return true;
    }
}

/* ---------------------------------------------------------------- making them */

static double logarithm(double figure)
{
    return figure > 0 && isfinite(figure) ? rung_ln(figure) : NAN;
}

/* So that a figure which is missing counts as a usual one. */
static void centre(double *figure, size_t roles)
{
    double sum = 0, count = 0;
    for (size_t r = 0; r < roles; r++)
        if (!isnan(figure[r])) {
            sum += figure[r];
            count++;
        }
    for (size_t r = 0; r < roles && count > 0; r++)
        figure[r] -= sum / count;
}

static rung_status take_figures(rung_role_signals *s, rung_error *error)
{
    const rung_catalog *c = s->catalog;
    s->ln_wage = rung_array(c->roles, sizeof *s->ln_wage);
    s->ln_employment = rung_array(c->roles, sizeof *s->ln_employment);
    s->ln_openings = rung_array(c->roles, sizeof *s->ln_openings);
    if (!s->ln_wage || !s->ln_employment || !s->ln_openings)
        return rung_fail_memory(error, "the figures of the roles");
    for (size_t r = 0; r < c->roles; r++) {
        s->ln_wage[r] = logarithm(c->role[r].wage);
        s->ln_employment[r] = logarithm(c->role[r].employment);
        s->ln_openings[r] = logarithm(c->role[r].openings);
    }
    centre(s->ln_employment, c->roles);
    centre(s->ln_openings, c->roles);
    return RUNG_OK;
}

rung_status rung_role_signals_make(rung_role_signals *signals, const rung_catalog *catalog,
                                   const rung_flows *flows, rung_error *error)
{
    *signals = (rung_role_signals){.catalog = catalog, .flows = flows};
    rung_status status = take_figures(signals, error);
    for (uint8_t kind = 0; kind < RUNG_FEATURE_KINDS && status == RUNG_OK; kind++)
        status = rung_role_features_make(&signals->features[kind], catalog, kind, error);
    if (status == RUNG_OK)
        status = rung_relatives_make(&signals->relatives, catalog, error);
    if (status == RUNG_OK)
        status = rung_knowledge_make(&signals->knowledge, catalog, error);
    if (status != RUNG_OK)
        rung_role_signals_free(signals);
    return status;
}

void rung_role_signals_free(rung_role_signals *s)
{
    for (size_t kind = 0; kind < RUNG_FEATURE_KINDS; kind++)
        rung_role_features_free(&s->features[kind]);
    rung_relatives_free(&s->relatives);
    rung_knowledge_free(&s->knowledge);
    free(s->ln_wage);
    free(s->ln_employment);
    free(s->ln_openings);
    *s = (rung_role_signals){0};
}
