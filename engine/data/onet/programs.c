/* programs.c - let the programs of another catalog come along. */
#include "data/onet/model.h"

#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "data/catalog.h"
#include "data/emit.h"

/* What the other catalog's roles and families are called in this one. */
typedef struct role_names {
    rung_index roles, families; /* positions in name */
    const char **name;
    size_t count, room;
    const char *path; /* of the file that says so */
} role_names;

/* ---------------------------------------------------------------- program_roles.csv */

static const char *const name_columns[] = {"role_id", "source_role", NULL};

static bool is_family(const rung_onet *onet, rung_slice name)
{
    for (size_t r = 0; r < onet->roles; r++)
        if (rung_slice_is(name, onet->role[r].family))
            return true;
    return false;
}

/* The role of this id, or the one that the occupation of this code goes into; NULL for none. */
static const char *role_named(const rung_onet *onet, rung_slice id)
{
    uint32_t role = rung_index_find(&onet->role_index, id.at, id.length);
    if (role == RUNG_NONE) {
        uint32_t occupation = rung_index_find(&onet->occupation_index, id.at, id.length);
        role = occupation == RUNG_NONE ? RUNG_NONE : onet->occupation[occupation].role;
    }
    return role == RUNG_NONE ? NULL : onet->role[role].id;
}

/* What a role or a family is called here, NULL when it is neither. */
static const char *known_name(rung_onet *onet, bool family, rung_slice name)
{
    if (!family)
        return role_named(onet, name);
    return is_family(onet, name) ? rung_onet_keep(onet, name) : NULL;
}

/* role_id is a role of the programs' catalog, or family=NAME for a family. */
static rung_status name_row(rung_onet *onet, rung_csv *csv, const size_t *column, void *context)
{
    static const char prefix[] = "family=";
    const size_t cut = sizeof prefix - 1;
    role_names *names = context;
    rung_slice id = rung_csv_field(csv, column[0]), name = rung_csv_field(csv, column[1]);
    bool family = id.length >= cut && memcmp(id.at, prefix, cut) == 0;
    if (family)
        id = (rung_slice){id.at + cut, id.length - cut};
    if (family ? !is_family(onet, name) : !role_named(onet, name))
        return rung_csv_fail(csv, column[1], onet->error, "a %s of the imported catalog",
                             family ? "family" : "role");
    const char *key = rung_onet_keep(onet, id), *known = known_name(onet, family, name);
    if (!key || !known ||
        !rung_grow((void **)&names->name, &names->room, names->count + 1, sizeof *names->name))
        return rung_onet_no_memory(onet);
    switch (
        rung_index_add(family ? &names->families : &names->roles, key, (uint32_t)names->count)) {
    case RUNG_INDEX_ADDED:
        names->name[names->count++] = known;
        return RUNG_OK;
    case RUNG_INDEX_PRESENT:
        return rung_csv_fail(csv, column[0], onet->error,
                             "an id that no earlier row has (it is a duplicate)");
    default:
        return rung_onet_no_memory(onet);
    }
}

/* ---------------------------------------------------------------- who may enter */

/* Say a condition on a role or a family in this catalog's words. One that nobody could ever meet
 * would shut a program without a sign. */
static rung_status translate(rung_onet *onet, const role_names *names, const rung_program *program,
                             rung_condition *condition)
{
    bool family = strcmp(condition->column, "family") == 0;
    if (!family && strcmp(condition->column, "role") != 0)
        return RUNG_OK;
    rung_slice value = rung_slice_of(condition->value);
    uint32_t said =
        rung_index_find(family ? &names->families : &names->roles, value.at, value.length);
    if (said != RUNG_NONE) {
        condition->value = names->name[said];
        return RUNG_OK;
    }
    char shown[64];
    if (family ? !is_family(onet, value) : !role_named(onet, value))
        return rung_fail(onet->error, RUNG_BAD_DATA,
                         "%s/programs.csv: program '%s': audience %s=%s is nothing that the "
                         "imported catalog has, expected %s (columns role_id,source_role) to say "
                         "what %s%s is called there",
                         onet->job->programs, program->id, condition->column,
                         rung_quote(shown, value.at, value.length), names->path,
                         family ? "family=" : "", shown);
    condition->value = known_name(onet, family, value);
    return condition->value ? RUNG_OK : rung_onet_no_memory(onet);
}

static rung_status translate_all(rung_onet *onet, const role_names *names)
{
    rung_status status = RUNG_OK;
    for (size_t p = 0; p < onet->programs->programs; p++) {
        const rung_program *program = &onet->programs->program[p];
        rung_condition *audience = (rung_condition *)program->audience; /* read by us alone */
        for (size_t c = 0; c < program->conditions && status == RUNG_OK; c++)
            status = translate(onet, names, program, &audience[c]);
    }
    return status;
}

static rung_status adapt_audiences(rung_onet *onet)
{
    char *path = rung_path_join(onet->job->programs, "program_roles.csv");
    if (!path)
        return rung_onet_no_memory(onet);
    role_names names = {.path = path};
    const rung_onet_table table = {NULL, path, RUNG_CSV, name_columns, name_row};
    rung_status status = rung_path_exists(path) ? rung_onet_read(onet, &table, &names) : RUNG_OK;
    if (status == RUNG_OK)
        status = translate_all(onet, &names);
    rung_index_free(&names.roles);
    rung_index_free(&names.families);
    free(names.name);
    free(path);
    return status;
}

/* ---------------------------------------------------------------- what they teach */

/* Mark the skills of programs that O*NET does not have. */
static rung_status mark_skills(rung_onet *onet)
{
    const rung_catalog *from = onet->programs;
    onet->program_skill = rung_array(from->skills, sizeof *onet->program_skill);
    if (!onet->program_skill)
        return rung_onet_no_memory(onet);
    for (size_t i = 0; i < from->program_skills.count; i++) {
        uint32_t skill = from->program_skills.link[i].to;
        const char *id = from->skill[skill].id;
        if (rung_index_find(&onet->element_index, id, strlen(id)) == RUNG_NONE)
            onet->program_skill[skill] = true;
    }
    return RUNG_OK;
}

rung_status rung_onet_read_programs(rung_onet *onet)
{
    const char *folder = onet->job->programs;
    if (!folder)
        return RUNG_OK;
    rung_status status = rung_catalog_open(&onet->programs, folder, onet->error);
    if (status != RUNG_OK)
        return status;
    if (onet->programs->programs == 0)
        return rung_fail(onet->error, RUNG_BAD_DATA, "%s: found no program, expected programs.csv",
                         folder);
    if (onet->programs->scale.levels != RUNG_ONET_LEVELS)
        return rung_fail(onet->error, RUNG_BAD_DATA,
                         "%s/catalog.ini: found levels = %.9g, expected %d as in O*NET", folder,
                         onet->programs->scale.levels, RUNG_ONET_LEVELS);
    status = adapt_audiences(onet);
    return status == RUNG_OK ? mark_skills(onet) : status;
}

/* ---------------------------------------------------------------- writing */

size_t rung_onet_put_program_skills(const rung_onet *onet, rung_buffer *buffer)
{
    size_t rows = 0;
    for (size_t d = 0; onet->programs && d < onet->programs->skills; d++) {
        const rung_skill *skill = &onet->programs->skill[d];
        if (!onet->program_skill[d])
            continue;
        rung_put_skill(buffer, skill->id, skill->name, skill->kind, skill->group, "");
        rows++;
    }
    return rows;
}

static void put_program(rung_buffer *b, const rung_program *program)
{
    rung_put_csv(b, program->id);
    rung_put_char(b, ',');
    rung_put_csv(b, program->name);
    rung_put_char(b, ',');
    rung_put_number(b, program->cost);
    rung_put_char(b, ',');
    rung_put_number(b, program->weeks);
    rung_put_char(b, ',');
    if (!isnan(program->seats))
        rung_put_number(b, program->seats);
    rung_put_char(b, ',');
    if (program->opens_zone > 0)
        rung_put_whole(b, (unsigned)program->opens_zone);
    rung_put_char(b, ',');
    rung_buffer audience = {0};
    for (size_t c = 0; c < program->conditions; c++) {
        if (c > 0)
            rung_put_char(&audience, ';');
        rung_put_text(&audience, program->audience[c].column);
        rung_put_char(&audience, '=');
        rung_put_text(&audience, program->audience[c].value);
    }
    rung_put_char(&audience, '\0');
    b->failed |= audience.failed;
    if (!audience.failed)
        rung_put_csv(b, audience.at);
    rung_buffer_free(&audience);
    rung_put_char(b, '\n');
}

static rung_status emit_programs(const rung_onet *onet, const rung_folder *folder)
{
    rung_emit out;
    rung_status status = rung_emit_open(&out, folder, "programs.csv", onet->error);
    if (status != RUNG_OK)
        return status;
    rung_put_text(&out.buffer, "program_id,name,cost,weeks,seats,opens_zone,audience\n");
    for (size_t p = 0; p < onet->programs->programs && status == RUNG_OK; p++) {
        put_program(&out.buffer, &onet->programs->program[p]);
        status = rung_emit_flush(&out, onet->error);
    }
    return rung_emit_close(&out, status, onet->error);
}

static rung_status emit_program_skills(const rung_onet *onet, const rung_folder *folder)
{
    rung_emit out;
    rung_status status = rung_emit_open(&out, folder, "program_skills.csv", onet->error);
    if (status != RUNG_OK)
        return status;
    const rung_catalog *from = onet->programs;
    rung_put_text(&out.buffer, "program_id,skill_id,level,requires\n");
    for (size_t i = 0; i < from->program_skills.count && status == RUNG_OK; i++) {
        const rung_link *link = &from->program_skills.link[i];
        rung_put_csv(&out.buffer, from->program[link->from].id);
        rung_put_char(&out.buffer, ',');
        rung_put_csv(&out.buffer, from->skill[link->to].id);
        rung_put_char(&out.buffer, ',');
        rung_put_level(&out.buffer, link->value);
        rung_put_text(&out.buffer, link->kind == RUNG_REQUIRES ? ",1\n" : ",0\n");
        status = rung_emit_flush(&out, onet->error);
    }
    return rung_emit_close(&out, status, onet->error);
}

rung_status rung_onet_emit_programs(rung_onet *onet, const rung_folder *folder)
{
    if (!onet->programs)
        return RUNG_OK;
    rung_status status = emit_programs(onet, folder);
    return status == RUNG_OK ? emit_program_skills(onet, folder) : status;
}
