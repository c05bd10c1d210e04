/* adjacency.c - skills that stand in for related ones: the levels that people have in effect. */
#include "match/adjacency.h"

#include <stdlib.h>

void rung_stand_ins_free(rung_stand_ins *ins)
{
    free(ins->first);
    free(ins->to);
    *ins = (rung_stand_ins){0};
}

/* ---------------------------------------------------------------- making */

static rung_status copy_catalog(rung_links *links, const rung_catalog *catalog, rung_error *error)
{
    const rung_links *relations = &catalog->skill_relations;
    for (size_t i = 0; i < relations->count; i++)
        if (relations->link[i].kind == RUNG_STANDS_IN && !rung_links_add(links, relations->link[i]))
            return rung_fail_memory(error, "related skills");
    if (links->count > 0)
        return RUNG_OK;
    return rung_fail(error, RUNG_BAD_ARGUMENT,
                     "adjacency: no row of kind stands_in in %s/skill_relations.csv, expected some "
                     "(or adjacency learned)",
                     catalog->folder);
}

/* Links that count, grouped by the skill that is there. */
static bool fill(rung_stand_ins *ins, const rung_links *links, double factor)
{
    ins->first = rung_array(ins->skills + 1, sizeof *ins->first);
    ins->to = rung_array(links->count, sizeof *ins->to);
    if (!ins->first || !ins->to)
        return false;
    for (size_t s = 0; s < ins->skills; s++) {
        for (size_t i = links->first[s]; i < links->first[s + 1]; i++) {
            const rung_link *link = &links->link[i];
            float share = (float)((double)link->weight * factor);
            if (link->to != s && share > 0)
                ins->to[ins->count++] = (rung_stand_in){link->to, share};
        }
        ins->first[s + 1] = ins->count;
    }
    return true;
}

rung_status rung_stand_ins_make(rung_stand_ins *ins, const rung_catalog *catalog,
                                const rung_demand *demand, rung_adjacency source, double factor,
                                rung_error *error)
{
    *ins = (rung_stand_ins){.skills = catalog->skills};
    if (source == RUNG_ADJACENCY_OFF)
        return RUNG_OK;
    rung_links links = {0};
    const rung_link *again;
    uint32_t earlier;
    rung_status status = RUNG_OK;
    if (source == RUNG_ADJACENCY_CATALOG)
        status = copy_catalog(&links, catalog, error);
    else if (!rung_adjacency_learn(&links, catalog, demand))
        status = rung_fail_memory(error, "related skills");
    if (status == RUNG_OK)
        status = rung_links_group(&links, ins->skills, ins->skills, &again, &earlier, error);
    if (status == RUNG_OK && !fill(ins, &links, factor))
        status = rung_fail_memory(error, "related skills");
    rung_links_free(&links);
    if (status != RUNG_OK || ins->count == 0)
        rung_stand_ins_free(ins);
    return status;
}

/* ---------------------------------------------------------------- levels in effect */

void rung_raise(const rung_stand_ins *ins, const float *own, float *level)
{
    for (size_t s = 0; ins->first && s < ins->skills; s++)
        if (own[s] > 0)
            rung_raise_by(ins, (uint32_t)s, own[s], level);
}

static void mark_skill(uint64_t *mark, uint32_t skill)
{
    mark[skill / 64] |= (uint64_t)1 << skill % 64;
}

size_t rung_raise_rows(const rung_stand_ins *ins, const rung_person_rows *own, float *level,
                       uint64_t *mark, uint32_t *skill, float *raised)
{
    size_t count = 0;
    for (size_t i = 0; i < own->count; i++) {
        uint32_t s = own->skill[i];
        if (own->level[i] > level[s])
            level[s] = own->level[i];
        mark_skill(mark, s);
        rung_raise_by(ins, s, own->level[i], level);
        for (size_t k = ins->first[s]; k < ins->first[s + 1]; k++)
            mark_skill(mark, ins->to[k].skill);
    }
    for (size_t w = 0; w < rung_mark_words(ins->skills); w++)
        for (; mark[w] != 0; mark[w] &= mark[w] - 1) {
            uint32_t s = (uint32_t)(w * 64 + (size_t)__builtin_ctzll(mark[w]));
            skill[count] = s;
            raised[count] = level[s];
            count += level[s] > 0;
            level[s] = 0;
        }
    return count;
}
