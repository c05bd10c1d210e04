/* match_tally.c - first hits and what is missing for them, counted while people stream. */
#include <stdlib.h>

#include "base/delivery.h"
#include "base/number.h"
#include "report/report.h"

rung_status rung_match_tally_make(rung_match_tally *t, const rung_matcher *matcher,
                                  rung_error *error)
{
    size_t skills = matcher->catalog->skills;
    t->flows.layers = 2;
    t->falls_short = rung_array(skills, sizeof *t->falls_short);
    t->shortfall = rung_array(skills, sizeof *t->shortfall);
    t->gap = rung_array(skills, sizeof *t->gap);
    t->level = rung_array(matcher->demand.stride, sizeof *t->level);
    return t->falls_short && t->shortfall && t->gap && t->level
               ? RUNG_OK
               : rung_fail_memory(error, "the figures of a report");
}

void rung_match_tally_free(rung_match_tally *t)
{
    rung_counts_free(&t->first);
    rung_report_flows_free(&t->flows);
    free(t->falls_short);
    free(t->shortfall);
    free(t->gap);
    free(t->level);
}

/* A person's levels in effect, dense. */
static const float *levels_of(rung_match_tally *t, const rung_matcher *m, const rung_batch *batch,
                              size_t person)
{
    const float *own = batch->levels + person * m->demand.skills;
    if (batch->rows.first) {
        rung_matcher_spread(m, &batch->rows, person, t->level);
        return t->level;
    }
    if (!m->stand_ins.first)
        return own;
    memcpy(t->level, own, m->demand.skills * sizeof *own);
    rung_raise(&m->stand_ins, own, t->level);
    return t->level;
}

/* What the person lacks for role; the sums grow by it. */
static void add_gaps(rung_match_tally *t, const rung_matcher *m, const float *level, uint32_t role)
{
    const rung_demand *d = &m->demand;
    for (size_t i = d->first[role]; i < d->first[role + 1] && d->asked[role] > 0; i++) {
        const rung_need *need = &d->row[i];
        double lacks = (double)need->level - (double)level[need->skill];
        double gap = (double)need->importance * lacks / d->asked[role];
        if (!(gap > 0))
            continue;
        t->falls_short[need->skill]++;
        t->shortfall[need->skill] += (uint64_t)(lacks * RUNG_LEVEL_PARTS + 0.5);
        t->gap[need->skill] += (uint64_t)(gap * RUNG_GAP_PARTS + 0.5);
    }
}

static rung_status add_to_sample(rung_gathered *g, const rung_batch *batch, size_t i,
                                 const rung_hit *hits, const float *level, rung_error *error)
{
    const rung_matcher *m = g->job.matcher;
    size_t top = g->job.match->top;
    char place[RUNG_NAME_ROOM];
    const char *id = rung_delivery_name(&g->job.match->delivery, batch->id[i], place);
    rung_status status;
    rung_sampled *s = rung_sample_take(&g->sample, id, &status, error);
    if (!s)
        return status;
    s->role = batch->current_role[i];
    for (size_t k = 0; k < RUNG_SAMPLE_HITS; k++)
        s->hit[k] = k < top ? hits[k] : (rung_hit){.role = RUNG_NONE};
    if (hits->role == RUNG_NONE)
        return RUNG_OK;
    rung_subject subject = {.level = level, .current_role = s->role};
    s->gaps = rung_largest_gaps(&m->scorer, &subject, hits->role, s->gap, RUNG_SAMPLE_GAPS);
    rung_person person = {.levels = level, .current_role = s->role};
    if (batch->vectors)
        person.vector = batch->vectors + i * m->embedding.dimensions;
    return rung_explain_person(m, &person, hits->role, &s->why, NULL, NULL, error);
}

static bool add_person(rung_match_tally *t, const rung_matcher *m, uint32_t current,
                       const rung_hit *hit, const float *level)
{
    t->people++;
    if (hit->role == RUNG_NONE)
        return true;
    t->matched++;
    t->ready += hit->readiness >= m->rules.theta;
    t->percent[hit->readiness < 1 ? rung_percent(hit->readiness) : 100]++;
    if (m->demand.skills > 0)
        add_gaps(t, m, level, hit->role);
    return rung_counts_add(&t->first, hit->role, 1) &&
           rung_report_flows_add(&t->flows, (const uint32_t[]){current, hit->role}, 1);
}

rung_status rung_match_tally_add(rung_gathered *g, const rung_batch *batch, const rung_hit *hits,
                                 rung_error *error)
{
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < batch->people && status == RUNG_OK; i++) {
        const rung_hit *hit = hits + i * g->job.match->top;
        const float *level = levels_of(&g->match, g->job.matcher, batch, i);
        status = add_person(&g->match, g->job.matcher, batch->current_role[i], hit, level)
                     ? add_to_sample(g, batch, i, hit, level, error)
                     : rung_fail_memory(error, "the figures of a report");
    }
    return status;
}
