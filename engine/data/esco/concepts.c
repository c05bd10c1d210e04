/* concepts.c - read what ESCO lists: groups of ISCO, occupations, groups of skills, skills. */
#include "data/esco/model.h"

/* ---------------------------------------------------------------- names */

static rung_status take_name(rung_esco *esco, rung_csv *csv, const size_t *column,
                             rung_esco_names *names, rung_slice id)
{
    if (!rung_grow((void **)&names->name, &names->room, names->count + 1, sizeof *names->name))
        return rung_esco_no_memory(esco);
    rung_status status = rung_esco_label(esco, csv, column[1], &names->name[names->count]);
    if (status != RUNG_OK)
        return status;
    const char *key = rung_esco_keep(esco, id);
    if (!key)
        return rung_esco_no_memory(esco);
    return rung_esco_index(esco, csv, column[0], &names->index, key, names->count++);
}

static rung_status isco_row(rung_esco *esco, rung_csv *csv, const size_t *column)
{
    rung_slice code;
    rung_status status = rung_esco_id(esco, csv, column[0], "isco/C", &code);
    return status == RUNG_OK ? take_name(esco, csv, column, &esco->isco, code) : status;
}

/* The URIs of groups are of several kinds: all of what follows the root is the id. */
static rung_status group_row(rung_esco *esco, rung_csv *csv, const size_t *column)
{
    rung_slice id;
    rung_status status = rung_esco_id(esco, csv, column[0], "", &id);
    return status == RUNG_OK ? take_name(esco, csv, column, &esco->groups, id) : status;
}

/* ---------------------------------------------------------------- occupations */

/* "25 Information and communications technology professionals": an ISCO group by code and name, so
 * many digits of it. */
static rung_status find_family(rung_esco *esco, rung_csv *csv, size_t column,
                               rung_esco_occupation *occupation)
{
    size_t digits = esco->job->isco_digits ? esco->job->isco_digits : 2;
    uint32_t group = rung_index_find(&esco->isco.index, occupation->isco, digits);
    if (group == RUNG_NONE)
        return rung_csv_fail(csv, column, esco->error, "a code that begins with one of ISCOGroups");
    rung_buffer family = {0};
    rung_put(&family, occupation->isco, digits);
    rung_put_char(&family, ' ');
    rung_put_text(&family, esco->isco.name[group]);
    occupation->family =
        family.failed ? NULL : rung_esco_keep(esco, (rung_slice){family.at, family.length});
    rung_buffer_free(&family);
    return occupation->family ? RUNG_OK : rung_esco_no_memory(esco);
}

static rung_status occupation_row(rung_esco *esco, rung_csv *csv, const size_t *column)
{
    if (!rung_grow((void **)&esco->occupation, &esco->occupation_room, esco->occupations + 1,
                   sizeof *esco->occupation))
        return rung_esco_no_memory(esco);
    rung_esco_occupation *occupation = &esco->occupation[esco->occupations];
    *occupation = (rung_esco_occupation){0};
    rung_slice id, isco = rung_csv_field(csv, column[2]);
    rung_status status = rung_esco_id(esco, csv, column[0], "occupation/", &id);
    if (status != RUNG_OK)
        return status;
    bool digits = isco.length == RUNG_ESCO_ISCO;
    for (size_t i = 0; i < isco.length; i++)
        digits &= isco.at[i] >= '0' && isco.at[i] <= '9';
    if (!digits)
        return rung_csv_fail(csv, column[2], esco->error, "four digits of ISCO, such as 2512");
    memcpy(occupation->isco, isco.at, RUNG_ESCO_ISCO);
    occupation->id = rung_esco_keep(esco, id);
    if (!occupation->id)
        return rung_esco_no_memory(esco);
    status = rung_esco_label(esco, csv, column[1], &occupation->title);
    if (status == RUNG_OK)
        status = find_family(esco, csv, column[2], occupation);
    return status == RUNG_OK ? rung_esco_index(esco, csv, column[0], &esco->occupation_index,
                                               occupation->id, esco->occupations++)
                             : status;
}

/* ---------------------------------------------------------------- skills */

/* A reuse level short of transversal, or none. */
static bool is_narrower(rung_slice reuse)
{
    return reuse.length == 0 || rung_slice_is(reuse, "cross-sector") ||
           rung_slice_is(reuse, "sector-specific") || rung_slice_is(reuse, "occupation-specific");
}

/* Knowledge is knowledge; a skill that is of use everywhere is soft, any other technical. The few
 * without a type are groups that serve as skills. */
static rung_status read_kind(rung_esco *esco, rung_csv *csv, const size_t *column,
                             rung_skill_kind *kind)
{
    rung_slice type = rung_csv_field(csv, column[2]);
    rung_slice reuse = rung_csv_field(csv, column[3]);
    bool everywhere = rung_slice_is(reuse, "transversal");
    if (!everywhere && !is_narrower(reuse))
        return rung_csv_fail(csv, column[3], esco->error,
                             "transversal, cross-sector, sector-specific, occupation-specific or "
                             "nothing");
    if (type.length == 0)
        *kind = RUNG_SKILL_OTHER;
    else if (rung_slice_is(type, "knowledge"))
        *kind = RUNG_SKILL_KNOWLEDGE;
    else if (rung_slice_is(type, "skill/competence"))
        *kind = everywhere ? RUNG_SKILL_SOFT : RUNG_SKILL_TECHNICAL;
    else
        return rung_csv_fail(csv, column[2], esco->error, "knowledge, skill/competence or nothing");
    return RUNG_OK;
}

static rung_status skill_row(rung_esco *esco, rung_csv *csv, const size_t *column)
{
    if (!rung_grow((void **)&esco->skill, &esco->skill_room, esco->skills + 1, sizeof *esco->skill))
        return rung_esco_no_memory(esco);
    rung_esco_skill *skill = &esco->skill[esco->skills];
    *skill = (rung_esco_skill){.group = RUNG_NONE, .broader = RUNG_NONE};
    rung_slice id;
    rung_status status = rung_esco_id(esco, csv, column[0], "skill/", &id);
    if (status == RUNG_OK)
        status = read_kind(esco, csv, column, &skill->kind);
    if (status != RUNG_OK)
        return status;
    skill->id = rung_esco_keep(esco, id);
    skill->description = rung_esco_keep(esco, rung_csv_field(csv, column[4]));
    if (!skill->id || !skill->description)
        return rung_esco_no_memory(esco);
    status = rung_esco_label(esco, csv, column[1], &skill->name);
    if (status != RUNG_OK)
        return status;
    return rung_esco_index(esco, csv, column[0], &esco->skill_index, skill->id, esco->skills++);
}

rung_status rung_esco_read_concepts(rung_esco *esco)
{
    static const rung_esco_table tables[] = {
        {"ISCOGroups_*.csv", 0, {"conceptUri", "preferredLabel"}, isco_row},
        {"occupations_*.csv", 0, {"conceptUri", "preferredLabel", "iscoGroup"}, occupation_row},
        {"skillGroups_*.csv",
         RUNG_ESCO_NO_SKILL_GROUPS,
         {"conceptUri", "preferredLabel"},
         group_row},
        {"skills_*.csv",
         0,
         {"conceptUri", "preferredLabel", "skillType", "reuseLevel", "description"},
         skill_row},
        {NULL, 0, {NULL}, NULL},
    };
    return rung_esco_read(esco, tables);
}
