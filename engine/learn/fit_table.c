/* fit_table.c - the signals of every pair of an origin and a role that is ranked for it. */
#include <stdlib.h>
#include <string.h>

#include "learn/fit.h"
#include "learn/ranker.h"

static bool is_learned(rung_signal signal)
{
    return signal == RUNG_SIGNAL_INFLOW || signal == RUNG_SIGNAL_FAMILY_INFLOW;
}

/* The columns that a job asks for, in the order of the signals. */
static void choose_signals(rung_fit_table *t, const rung_fit_job *job)
{
    bool wanted[RUNG_SIGNAL_COUNT] = {false};
    for (size_t i = 0; i < job->signals; i++)
        wanted[job->signal[i]] = true;
    for (int s = 0; s < RUNG_SIGNAL_COUNT; s++) {
        bool usual = s != RUNG_SIGNAL_FLOW && (s != RUNG_SIGNAL_EMBEDDING || t->catalog->vector);
        if (job->signals > 0 ? wanted[s] : usual)
            t->signal[t->signals++] = (rung_signal)s;
    }
}

static rung_status make_rows(rung_fit_table *t, rung_error *error)
{
    const rung_mobility *m = t->moves;
    size_t most, cells;
    bool fits = !__builtin_mul_overflow(m->origins, t->catalog->roles, &most);
    uint32_t *roles = fits ? rung_array(t->catalog->roles, sizeof *roles) : NULL;
    t->first = rung_array(m->origins + 1, sizeof *t->first);
    t->role = fits ? rung_array(most, sizeof *t->role) : NULL;
    t->share = fits ? rung_array(most, sizeof *t->share) : NULL;
    if (roles && t->first && t->role && t->share)
        for (size_t o = 0; o < m->origins; o++) {
            size_t from = t->first[o], next = m->first[o];
            size_t count = rung_mobility_ranked(m, t->catalog, m->origin[o], roles);
            for (size_t i = 0; i < count; i++) {
                t->role[from + i] = roles[i];
                if (next < m->first[o + 1] && m->to[next] == roles[i])
                    t->share[from + i] = m->share[next++];
            }
            t->first[o + 1] = from + count;
        }
    if (t->first && !__builtin_mul_overflow(t->first[m->origins], t->signals, &cells))
        t->value = rung_array(cells, sizeof *t->value);
    bool made = roles && t->first && t->role && t->share && t->value;
    free(roles);
    return made ? RUNG_OK : rung_fail_memory(error, "the signals of a fit");
}

/* The levels of a typical worker are those of the role (MODEL, section 9). */
static void fill_origin(rung_fit_table *t, const rung_matcher *m, const rung_ranker_scratch *s,
                        size_t origin)
{
    uint32_t role = t->moves->origin[origin];
    rung_subject subject;
    rung_catalog_levels(t->catalog, role, s->level);
    rung_subject_make(&subject, &m->scorer, s->level, s->standard, role);
    if (t->catalog->vector)
        rung_matcher_embed(m, &subject, rung_catalog_vector(t->catalog, role), s->vector);
    for (size_t k = 0; k < t->signals; k++) {
        if (is_learned(t->signal[k]))
            continue;
        bool of_roles = t->signal[k] >= RUNG_SIGNAL_WAGE;
        if (of_roles)
            rung_role_signal_all(&m->priors.signals, t->signal[k], role, s->score);
        for (size_t i = t->first[origin]; i < t->first[origin + 1]; i++)
            t->value[i * t->signals + k] =
                of_roles ? s->score[t->role[i]]
                         : rung_signal_value(&m->scorer, &subject, t->signal[k], t->role[i]);
    }
}

static rung_status fill(rung_fit_table *t, const rung_matcher *m, rung_error *error)
{
    rung_ranker_scratch *scratch = rung_array(t->threads, sizeof *scratch);
    bool made = scratch != NULL;
    for (size_t i = 0; made && i < t->threads; i++)
        made = rung_ranker_scratch_make(&scratch[i], t->catalog);
    size_t next = 0;
#pragma omp parallel num_threads((int)t->threads) if (made)
    {
        size_t me;
#pragma omp atomic capture
        me = next++;
#pragma omp for schedule(dynamic)
        for (size_t o = 0; o < (made ? t->moves->origins : 0); o++)
            fill_origin(t, m, &scratch[me], o);
    }
    for (size_t i = 0; scratch && i < t->threads; i++)
        rung_ranker_scratch_free(&scratch[i]);
    free(scratch);
    return made ? RUNG_OK : rung_fail_memory(error, "the signals of a fit");
}

rung_status rung_fit_table_learn(rung_fit_table *t, const bool *skip, rung_error *error)
{
    rung_flows flows;
    rung_status status = rung_flows_make(&flows, t->catalog, t->moves, skip, error);
    size_t roles = t->catalog->roles;
    double *inflow = status == RUNG_OK ? rung_array(roles, sizeof *inflow) : NULL;
    for (size_t o = 0; o < t->moves->origins && inflow; o++)
        for (size_t k = 0; k < t->signals; k++) {
            if (!is_learned(t->signal[k]))
                continue;
            rung_flows_into_all(&flows, t->moves->origin[o],
                                t->signal[k] == RUNG_SIGNAL_FAMILY_INFLOW, inflow);
            for (size_t i = t->first[o]; i < t->first[o + 1]; i++)
                t->value[i * t->signals + k] = inflow[t->role[i]];
        }
    if (status == RUNG_OK && !inflow)
        status = rung_fail_memory(error, "the signals of a fit");
    free(inflow);
    rung_flows_free(&flows);
    return status;
}

rung_status rung_fit_table_make(rung_fit_table *table, const rung_catalog *catalog,
                                const rung_mobility *moves, const rung_fit_job *job,
                                rung_error *error)
{
    *table =
        (rung_fit_table){.catalog = catalog, .moves = moves, .threads = rung_threads(job->threads)};
    choose_signals(table, job);
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.profile = catalog->requirements.count > 0 ? "readiness" : "embedding";
    options.threads = table->threads;
    rung_matcher *matcher = NULL;
    rung_status status = make_rows(table, error);
    if (status == RUNG_OK)
        status = rung_matcher_new(&matcher, catalog, &options, error);
    if (status == RUNG_OK)
        status = fill(table, matcher, error);
    if (status == RUNG_OK)
        status = rung_fit_table_learn(table, NULL, error);
    rung_matcher_free(matcher);
    if (status != RUNG_OK)
        rung_fit_table_free(table);
    return status;
}

void rung_fit_table_free(rung_fit_table *t)
{
    free(t->first);
    free(t->role);
    free(t->value);
    free(t->share);
    *t = (rung_fit_table){0};
}
