/* explain.c - why a role scores as it does for one person. */
#include "match/check.h"

static void explain_signals(const rung_matcher *m, const rung_subject *subject, uint32_t role,
                            rung_explanation *e)
{
    for (int s = 0; s < RUNG_SIGNAL_COUNT; s++) {
        e->value[s] = rung_signal_value(&m->scorer, subject, (rung_signal)s, role);
        e->weight[s] = m->profile.beta[s];
        e->known[s] = rung_prior_known(&m->priors, (rung_signal)s, subject->current_role, role);
    }
    if (!m->catalog->role[role].rated) /* nothing to compare skills with */
        for (int s = RUNG_SIGNAL_READINESS; s <= RUNG_SIGNAL_SIMILARITY; s++)
            e->known[s] = false;
    e->known[RUNG_SIGNAL_EMBEDDING] = subject->vector != NULL;
    e->score = rung_score(&m->scorer, subject, role);
    e->essentials_short = rung_essentials_short(&m->scorer, subject, role);
    e->ready_enough = e->value[RUNG_SIGNAL_READINESS] >= m->rules.theta;
    e->zone_in_reach = rung_zone_in_reach(&m->priors, subject->current_role, role);
    e->wage_high_enough = rung_wage_high_enough(&m->priors, subject->current_role, role);
    e->above_wage_floor = !rung_below_wage_floor(&m->priors, subject->current_role, role);
    e->viable = e->ready_enough && e->zone_in_reach && e->essentials_short == 0;
    e->desirable = e->viable && e->wage_high_enough;
}

/* Skills that the role asks for and that have no gap, in catalog order. */
static size_t append_met(const rung_matcher *m, const rung_subject *subject, uint32_t role,
                         rung_gap *gaps, size_t count)
{
    const rung_links *rows = &m->catalog->requirements;
    for (size_t i = rows->first[role]; i < rows->first[role + 1]; i++) {
        const rung_link *row = &rows->link[i];
        float have = subject->level[row->to];
        if (have >= row->value || row->weight == 0)
            gaps[count++] = (rung_gap){row->to, have, row->value, row->weight, 0, row->flag};
    }
    return count;
}

static rung_status check(const rung_matcher *m, const rung_person *person, uint32_t role,
                         rung_error *error)
{
    static const char function[] = "rung_explain";
    if (role >= m->catalog->roles || !rung_proposable(&m->priors, role))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "%s: found role %u, expected a rated role of the catalog", function, role);
    if (rung_matcher_embeds(m) && !person->vector)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "%s: a person without a vector, which profile %s needs, expected "
                         "rung_explain_person() with one",
                         function, m->profile.name);
    rung_status status = rung_check_role(m, function, RUNG_ALONE, person->current_role, error);
    if (status == RUNG_OK)
        status = rung_check_levels(m, function, RUNG_ALONE, person->levels, error);
    if (status == RUNG_OK && person->vector && m->embedding.vector)
        status = rung_check_vector(m, function, RUNG_ALONE, person->vector, error);
    return status;
}

rung_status rung_explain(const rung_matcher *matcher, const float *levels, uint32_t current_role,
                         uint32_t role, rung_explanation *explanation, rung_gap *gaps,
                         size_t *count, rung_error *error)
{
    rung_person person = {.levels = levels, .current_role = current_role};
    return rung_explain_person(matcher, &person, role, explanation, gaps, count, error);
}

rung_status rung_explain_person(const rung_matcher *matcher, const rung_person *person,
                                uint32_t role, rung_explanation *explanation, rung_gap *gaps,
                                size_t *count, rung_error *error)
{
    if (!matcher || !person || (!person->levels && matcher->demand.skills > 0) || !explanation ||
        (gaps && !count))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_explain: matcher, levels, explanation, and count with gaps are "
                         "needed");
    rung_status status = check(matcher, person, role, error);
    if (status != RUNG_OK)
        return status;
    char *piece = rung_pool_borrow(matcher->pool);
    rung_workspace *w = rung_workspace_lay(&matcher->shape, piece);
    rung_subject subject;
    rung_matcher_subject(matcher, &subject, person->levels, person->current_role, w->level,
                         w->standard);
    if (person->vector && matcher->embedding.vector)
        rung_matcher_embed(matcher, &subject, person->vector, w->vector);
    explain_signals(matcher, &subject, role, explanation);
    if (gaps) {
        size_t found =
            rung_largest_gaps(&matcher->scorer, &subject, role, gaps, matcher->demand.skills);
        *count = append_met(matcher, &subject, role, gaps, found);
    }
    rung_pool_return(matcher->pool, piece);
    return RUNG_OK;
}
