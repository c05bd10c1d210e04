/* relations.c - read how ESCO's concepts relate: what occupations ask for, what stands above what.
 */
#include "data/esco/model.h"

static uint32_t line_of(const rung_csv *csv)
{
    uint64_t line = rung_csv_line(csv);
    return line < UINT32_MAX ? (uint32_t)line : UINT32_MAX;
}

/* RUNG_NONE for one that the list of skills lacks. */
static rung_status look_up_skill(rung_esco *esco, const rung_csv *csv, size_t column,
                                 uint32_t *skill)
{
    rung_slice id;
    rung_status status = rung_esco_id(esco, csv, column, "skill/", &id);
    *skill = status == RUNG_OK ? rung_index_find(&esco->skill_index, id.at, id.length) : RUNG_NONE;
    return status;
}

static rung_status find_skill(rung_esco *esco, const rung_csv *csv, size_t column, uint32_t *skill)
{
    rung_status status = look_up_skill(esco, csv, column, skill);
    return status != RUNG_OK || *skill != RUNG_NONE
               ? status
               : rung_esco_uri_fail(esco, csv, column, "a skill that the list of skills has");
}

/* RUNG_NONE for one that the list of occupations lacks: releases hold links of such (1.1.1 does),
 * which then come to nothing. */
static rung_status find_occupation(rung_esco *esco, const rung_csv *csv, size_t column,
                                   uint32_t *occupation)
{
    rung_slice id;
    rung_status status = rung_esco_id(esco, csv, column, "occupation/", &id);
    *occupation =
        status == RUNG_OK ? rung_index_find(&esco->occupation_index, id.at, id.length) : RUNG_NONE;
    return status;
}

static rung_status read_type(rung_esco *esco, const rung_csv *csv, size_t column, uint8_t *type)
{
    rung_slice field = rung_csv_field(csv, column);
    *type = rung_slice_is(field, "optional") ? RUNG_ESCO_OPTIONAL : RUNG_ESCO_ESSENTIAL;
    return *type == RUNG_ESCO_OPTIONAL || rung_slice_is(field, "essential")
               ? RUNG_OK
               : rung_csv_fail(csv, column, esco->error, "essential or optional");
}

/* ---------------------------------------------------------------- what occupations ask for */

static rung_status asked_row(rung_esco *esco, rung_csv *csv, const size_t *column)
{
    rung_link link = {.line = line_of(csv)};
    rung_status status = find_occupation(esco, csv, column[0], &link.from);
    if (status == RUNG_OK)
        status = find_skill(esco, csv, column[1], &link.to);
    if (status == RUNG_OK)
        status = read_type(esco, csv, column[2], &link.flag);
    if (status != RUNG_OK)
        return status;
    esco->links++;
    esco->strangers += link.from == RUNG_NONE;
    return link.from == RUNG_NONE || rung_links_add(&esco->asked, link) ? RUNG_OK
                                                                        : rung_esco_no_memory(esco);
}

static rung_status adjacent_row(rung_esco *esco, rung_csv *csv, const size_t *column)
{
    rung_link link = {.line = line_of(csv)};
    rung_status status = find_skill(esco, csv, column[0], &link.from);
    if (status == RUNG_OK)
        status = find_skill(esco, csv, column[1], &link.to);
    if (status == RUNG_OK)
        status = read_type(esco, csv, column[2], &link.kind);
    if (status != RUNG_OK)
        return status;
    bool self = link.from == link.to;
    esco->selves += self;
    return self || rung_links_add(&esco->adjacent, link) ? RUNG_OK : rung_esco_no_memory(esco);
}

/* ---------------------------------------------------------------- what stands above what */

/* An occupation below another one: they are related, from either side. */
static rung_status occupation_above_row(rung_esco *esco, rung_csv *csv, const size_t *column)
{
    if (!rung_slice_is(rung_csv_field(csv, column[1]), "Occupation") ||
        !rung_slice_is(rung_csv_field(csv, column[3]), "Occupation"))
        return RUNG_OK;
    rung_link link = {.line = line_of(csv), .kind = RUNG_ESCO_READ};
    rung_status status = find_occupation(esco, csv, column[0], &link.from);
    if (status == RUNG_OK)
        status = find_occupation(esco, csv, column[2], &link.to);
    if (status != RUNG_OK)
        return status;
    bool unlisted = link.from == RUNG_NONE || link.to == RUNG_NONE;
    esco->unlisted += unlisted;
    if (unlisted || link.from == link.to)
        return RUNG_OK;
    rung_link back = {.from = link.to, .to = link.from, .line = link.line, .kind = RUNG_ESCO_BACK};
    return rung_links_add(&esco->broader, link) && rung_links_add(&esco->broader, back)
               ? RUNG_OK
               : rung_esco_no_memory(esco);
}

/* RUNG_NONE for a group that the list of groups lacks; where there is no list, none is counted. */
static rung_status look_up_group(rung_esco *esco, const rung_csv *csv, size_t column,
                                 uint32_t *group)
{
    rung_slice id;
    rung_status status = rung_esco_id(esco, csv, column, "", &id);
    *group = status == RUNG_OK ? rung_index_find(&esco->groups.index, id.at, id.length) : RUNG_NONE;
    if (status == RUNG_OK && *group == RUNG_NONE && !(esco->missing & RUNG_ESCO_NO_SKILL_GROUPS))
        esco->unlisted_groups++;
    return status;
}

/* The first group, or else the first skill, that a skill stands below is where it belongs. */
static rung_status skill_above_row(rung_esco *esco, rung_csv *csv, const size_t *column)
{
    if (!rung_slice_is(rung_csv_field(csv, column[1]), "KnowledgeSkillCompetence"))
        return RUNG_OK;
    bool grouped = rung_slice_is(rung_csv_field(csv, column[3]), "SkillGroup");
    rung_link link = {.line = line_of(csv), .kind = grouped ? RUNG_ESCO_GROUP : RUNG_ESCO_SKILL};
    rung_status status = look_up_skill(esco, csv, column[0], &link.from);
    if (status == RUNG_OK)
        status = grouped ? look_up_group(esco, csv, column[2], &link.to)
                         : look_up_skill(esco, csv, column[2], &link.to);
    if (status != RUNG_OK)
        return status;
    esco->unlisted += link.from == RUNG_NONE || (!grouped && link.to == RUNG_NONE);
    if (link.from == RUNG_NONE || link.to == RUNG_NONE)
        return RUNG_OK;
    rung_esco_skill *s = &esco->skill[link.from];
    uint32_t *above = grouped ? &s->group : &s->broader;
    if (*above == RUNG_NONE)
        *above = link.to;
    return rung_links_add(&esco->above, link) ? RUNG_OK : rung_esco_no_memory(esco);
}

/* A skill below a skill belongs where that one does. A ring of skills belongs nowhere. */
static void pass_groups_down(rung_esco *esco)
{
    for (size_t i = 0; i < esco->skills; i++) {
        uint32_t at = (uint32_t)i;
        for (size_t steps = 0; esco->skill[at].group == RUNG_NONE && steps < 64 &&
                               esco->skill[at].broader != RUNG_NONE;
             steps++)
            at = esco->skill[at].broader;
        esco->skill[i].group = esco->skill[at].group;
    }
}

/* ---------------------------------------------------------------- all of them */

static rung_status group(rung_esco *esco, rung_links *links, size_t froms, size_t tos,
                         const char *file)
{
    const rung_link *again;
    uint32_t earlier;
    rung_status status = rung_links_group(links, froms, tos, &again, &earlier, esco->error);
    if (status == RUNG_OK && again && file)
        return rung_fail(esco->error, RUNG_BAD_DATA,
                         "%s/%s:%u: this row repeats the pair of line %u, expected each once",
                         esco->job->source, file, again->line, earlier);
    return status;
}

/* Rows of a kind that say what an earlier one said; of grouped links. */
static size_t count_repeated(const rung_links *links, bool is_read_alone)
{
    size_t repeated = 0;
    for (size_t i = 1; i < links->count; i++) {
        const rung_link *a = &links->link[i - 1], *b = &links->link[i];
        repeated += a->from == b->from && a->to == b->to && a->kind == b->kind &&
                    !(is_read_alone && b->kind == RUNG_ESCO_BACK);
    }
    return repeated;
}

rung_status rung_esco_read_relations(rung_esco *esco)
{
    static const rung_esco_table tables[] = {
        {"broaderRelationsOccPillar.csv",
         RUNG_ESCO_NO_BROADER_ROLES,
         {"conceptUri", "conceptType", "broaderUri", "broaderType"},
         occupation_above_row},
        {"broaderRelationsSkillPillar.csv",
         RUNG_ESCO_NO_BROADER_SKILLS,
         {"conceptUri", "conceptType", "broaderUri", "broaderType"},
         skill_above_row},
        {"occupationSkillRelations.csv",
         0,
         {"occupationUri", "skillUri", "relationType"},
         asked_row},
        {"skillSkillRelations.csv",
         RUNG_ESCO_NO_SKILL_RELATIONS,
         {"originalSkillUri", "relatedSkillUri", "relationType"},
         adjacent_row},
        {NULL, 0, {NULL}, NULL},
    };
    size_t o = esco->occupations, s = esco->skills, groups = esco->groups.count;
    rung_status status = rung_esco_read(esco, tables);
    if (status == RUNG_OK)
        status = group(esco, &esco->asked, o, s, "occupationSkillRelations.csv");
    if (status == RUNG_OK)
        status = group(esco, &esco->broader, o, o, NULL); /* pairs may repeat, and are kept once */
    if (status == RUNG_OK)
        status = group(esco, &esco->above, s, s > groups ? s : groups, NULL);
    if (status == RUNG_OK)
        status = group(esco, &esco->adjacent, s, s, "skillSkillRelations.csv");
    if (status != RUNG_OK)
        return status;
    esco->repeated = count_repeated(&esco->broader, true) + count_repeated(&esco->above, false);
    pass_groups_down(esco);
    return RUNG_OK;
}
