/* plan_tally.c - who takes part in a plan, in the order of the people, and who goes where. */
#include <stdlib.h>

#include "base/delivery.h"
#include "plan/cohort.h"
#include "report/report.h"

void rung_plan_tally_free(rung_plan_tally *t)
{
    rung_report_flows_free(&t->flows);
    free(t->role);
}

rung_status rung_plan_tally_join(rung_plan_tally *t, const rung_batch *batch, rung_error *error)
{
    if (!rung_grow((void **)&t->role, &t->room, t->people + batch->people, sizeof *t->role))
        return rung_fail_memory(error, "the figures of a report");
    for (size_t i = 0; i < batch->people; i++)
        t->role[t->people++] = batch->current_role[i];
    return RUNG_OK;
}

static bool add_flow(rung_plan_tally *t, const rung_catalog *c, size_t person,
                     const rung_cohort_path *path)
{
    uint32_t item[] = {t->role[person], RUNG_NONE, path->token[path->length - 1]};
    for (size_t i = path->length; i-- > 0;)
        if (path->token[i] >= c->roles)
            item[1] = path->token[i] - (uint32_t)c->roles;
    t->flows.layers = 3;
    return rung_report_flows_add(&t->flows, item, 1);
}

/* path is NULL for those who stay. */
static rung_status add_to_sample(rung_gathered *g, const char *id, uint32_t role,
                                 const rung_cohort_path *path, rung_error *error)
{
    rung_status status;
    rung_sampled *s = rung_sample_take(&g->sample, id, &status, error);
    if (!s)
        return status;
    s->role = role;
    if (!path)
        return RUNG_OK;
    s->token = rung_array(path->length, sizeof *s->token);
    if (!s->token)
        return rung_fail_memory(error, "the sample of a report");
    memcpy(s->token, path->token, path->length * sizeof *s->token);
    s->tokens = path->length;
    s->path.weeks = (double)path->weeks / RUNG_TICKS_PER_WEEK;
    s->path.cost = (double)path->cost / RUNG_TICKS_PER_COIN;
    s->path.gain = (double)path->gain / 100;
    return RUNG_OK;
}

rung_status rung_plan_tally_add(rung_gathered *g, const rung_cohort *h, rung_error *error)
{
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < h->options.count && status == RUNG_OK; i++) {
        char place[RUNG_NAME_ROOM];
        const char *id = rung_delivery_name(&h->job->delivery, h->options.id[i], place);
        rung_cohort_path path;
        bool goes = rung_cohort_path_of(h, i, &path);
        if (goes && !add_flow(&g->plan, h->catalog, i, &path))
            return rung_fail_memory(error, "the figures of a report");
        status = add_to_sample(g, id, g->plan.role[i], goes ? &path : NULL, error);
    }
    return status;
}
