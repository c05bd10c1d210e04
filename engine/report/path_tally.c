/* path_tally.c - best paths and misses, counted while people are searched. */
#include <stdlib.h>

#include "base/delivery.h"
#include "report/report.h"

void rung_path_tally_free(rung_path_tally *t)
{
    rung_counts *counts[] = {&t->weeks,   &t->cost,  &t->gain, &t->target,
                             &t->program, &t->steps, &t->rules};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        rung_counts_free(counts[i]);
    rung_report_flows_free(&t->flows);
}

/* Every program of a path, and the first; RUNG_NONE where it has none. */
static bool add_programs(rung_path_tally *t, const rung_path *path, uint32_t *first)
{
    *first = RUNG_NONE;
    for (size_t s = 0; s < path->steps; s++)
        for (size_t p = 0; p < path->step[s].programs; p++) {
            uint32_t program = path->step[s].program[p];
            *first = *first == RUNG_NONE ? program : *first;
            if (!rung_counts_add(&t->program, program, 1))
                return false;
        }
    return true;
}

static bool add_path(rung_path_tally *t, uint32_t current, const rung_path *path)
{
    uint32_t flow[] = {current, RUNG_NONE, path->target};
    t->flows.layers = 3;
    return add_programs(t, path, &flow[1]) && rung_report_flows_add(&t->flows, flow, 1) &&
           rung_counts_add(&t->weeks, rung_amount_key(path->weeks), 1) &&
           rung_counts_add(&t->cost, rung_amount_key(path->cost), 1) &&
           rung_counts_add(&t->gain, rung_amount_key(path->gain), 1) &&
           rung_counts_add(&t->steps, path->steps, 1) &&
           rung_counts_add(&t->target, path->target, 1);
}

static bool add_person(rung_path_tally *t, uint32_t current, const rung_paths *paths)
{
    t->people++;
    t->with_path += paths->count > 0;
    t->paths += paths->count;
    for (size_t i = 0; i < paths->count; i++)
        t->unproven += !paths->path[i].proven;
    for (size_t i = 0; i < paths->misses; i++, t->misses++)
        if (!rung_counts_add(&t->rules, paths->miss[i].rules, 1))
            return false;
    return paths->count == 0 || add_path(t, current, &paths->path[0]);
}

static rung_status add_to_sample(rung_gathered *g, const rung_batch *batch, size_t i,
                                 const rung_paths *paths, rung_error *error)
{
    char place[RUNG_NAME_ROOM];
    const char *id = rung_delivery_name(&g->job.path->delivery, batch->id[i], place);
    rung_status status;
    rung_sampled *s = rung_sample_take(&g->sample, id, &status, error);
    if (!s)
        return status;
    s->role = batch->current_role[i];
    return paths->count > 0 ? rung_sample_path(s, &paths->path[0], error) : RUNG_OK;
}

rung_status rung_path_tally_add(rung_gathered *g, const rung_batch *batch, size_t person,
                                const rung_paths *paths, rung_error *error)
{
    if (!add_person(&g->path, batch->current_role[person], paths))
        return rung_fail_memory(error, "the figures of a report");
    return add_to_sample(g, batch, person, paths, error);
}
