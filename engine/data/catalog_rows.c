/* catalog_rows.c - what a row of each file of a catalog means. */
#include "data/catalog_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double most = RUNG_MOST_FIGURE;

static const char *keep(rung_catalog_table *in, size_t column)
{
    rung_slice field = rung_csv_field(in->csv, column);
    return rung_arena_text(&in->catalog->text, field.at, field.length);
}

static rung_status no_memory(rung_catalog_table *in)
{
    return rung_fail_memory(in->error, rung_csv_path(in->csv));
}

/* Take a new id into an index; it must not be empty, nor there already. */
static rung_status take_id(rung_catalog_table *in, size_t column, rung_index *index, size_t count,
                           const char **id)
{
    rung_slice field = rung_csv_field(in->csv, column);
    if (field.length == 0)
        return rung_csv_fail(in->csv, column, in->error, "an id");
    if (rung_slice_trim(field).length < field.length || rung_has_control(field.at, field.length))
        return rung_csv_fail(in->csv, column, in->error,
                             "an id without blanks at its ends and without control characters");
    *id = keep(in, column);
    if (!*id || count >= RUNG_NONE - 1)
        return no_memory(in);
    switch (rung_index_add(index, *id, (uint32_t)count)) {
    case RUNG_INDEX_ADDED:
        return RUNG_OK;
    case RUNG_INDEX_PRESENT:
        return rung_csv_fail(in->csv, column, in->error,
                             "an id that no earlier row has (it is a duplicate)");
    default:
        return no_memory(in);
    }
}

static rung_status find_id(rung_catalog_table *in, size_t column, const rung_index *index,
                           const char *where, uint32_t *position)
{
    rung_slice id = rung_csv_field(in->csv, column);
    *position = rung_index_find(index, id.at, id.length);
    if (*position != RUNG_NONE)
        return RUNG_OK;
    return rung_csv_fail(in->csv, column, in->error, "an id of %s", where);
}

static rung_status read_flag(rung_catalog_table *in, size_t column, uint8_t *flag)
{
    rung_slice field = rung_csv_field(in->csv, column);
    *flag = rung_slice_is(field, "1");
    if (*flag || field.length == 0 || rung_slice_is(field, "0"))
        return RUNG_OK;
    return rung_csv_fail(in->csv, column, in->error, "0, 1 or nothing");
}

static rung_status read_zone(rung_catalog_table *in, size_t column, int *zone)
{
    double number;
    rung_status status = rung_csv_number(in->csv, column, 1, 5, true, &number, in->error);
    if (status != RUNG_OK)
        return status;
    if (!isnan(number) && number != floor(number))
        return rung_csv_fail(in->csv, column, in->error, "a whole number in 1..5");
    *zone = isnan(number) ? 0 : (int)number;
    return RUNG_OK;
}

static rung_status read_float(rung_catalog_table *in, size_t column, double low, double high,
                              float *value)
{
    double number;
    rung_status status = rung_csv_number(in->csv, column, low, high, false, &number, in->error);
    *value = (float)number;
    return status;
}

static rung_status add_link(rung_catalog_table *in, rung_links *links, rung_link link)
{
    uint64_t line = rung_csv_line(in->csv);
    link.line = line < UINT32_MAX ? (uint32_t)line : UINT32_MAX;
    return rung_links_add(links, link) ? RUNG_OK : no_memory(in);
}

/* Give items room for one more, new ones zeroed. */
static bool grow_items(void **items, size_t count, size_t size)
{
    if (count & (count - 1)) /* room is always a power of two */
        return true;
    size_t room = count ? 2 * count : 1;
    size_t bytes;
    if (__builtin_mul_overflow(room, size, &bytes))
        return false;
    void *moved = realloc(*items, bytes);
    if (!moved)
        return false;
    *items = moved;
    memset((char *)moved + count * size, 0, (room - count) * size);
    return true;
}

/* ---------------------------------------------------------------- skills.csv */

static rung_status skill_row(rung_catalog_table *in, const size_t *column)
{
    rung_catalog *c = in->catalog;
    if (!grow_items((void **)&c->skill, c->skills, sizeof *c->skill))
        return no_memory(in);
    rung_skill *skill = &c->skill[c->skills];
    rung_status status = take_id(in, column[0], &c->skill_index, c->skills, &skill->id);
    if (status != RUNG_OK)
        return status;
    rung_slice kind = rung_csv_field(in->csv, column[2]);
    int k = 0;
    while (k <= RUNG_SKILL_OTHER && !rung_slice_is(kind, rung_skill_kind_name((rung_skill_kind)k)))
        k++;
    if (k > RUNG_SKILL_OTHER)
        return rung_csv_fail(in->csv, column[2], in->error,
                             "technical, soft, knowledge, ability or other");
    skill->kind = (rung_skill_kind)k;
    skill->name = keep(in, column[1]);
    skill->group = keep(in, column[3]);
    if (!skill->name || !skill->group)
        return no_memory(in);
    c->skills++;
    return RUNG_OK;
}

/* ---------------------------------------------------------------- roles.csv */

/* The number of a name, a new one where it is new; RUNG_NONE of an empty one. */
static rung_status number_name(rung_catalog_table *in, rung_index *index, const char *name,
                               uint32_t *number)
{
    *number = RUNG_NONE;
    if (*name == '\0')
        return RUNG_OK;
    if (rung_index_add(index, name, (uint32_t)index->used) == RUNG_INDEX_NO_MEMORY)
        return no_memory(in);
    *number = rung_index_find(index, name, strlen(name));
    return RUNG_OK;
}

static rung_status role_row(rung_catalog_table *in, const size_t *column)
{
    rung_catalog *c = in->catalog;
    if (!grow_items((void **)&c->role, c->roles, sizeof *c->role) ||
        !grow_items((void **)&c->family, c->roles, sizeof *c->family) ||
        !grow_items((void **)&c->group, c->roles, sizeof *c->group))
        return no_memory(in);
    rung_role *role = &c->role[c->roles];
    const struct {
        size_t column;
        double low, high;
        double *figure;
    } figures[] = {
        {column[4], 0.01, most, &role->wage},
        {column[5], 0, most, &role->employment},
        {column[6], -1, RUNG_MOST_GROWTH, &role->growth},
        {column[7], 0, most, &role->openings},
        {column[8], 0, 1, &role->automation_risk},
        {column[10], -RUNG_MOST_GROWTH, RUNG_MOST_GROWTH, &role->education},
    };
    rung_status status = take_id(in, column[0], &c->role_index, c->roles, &role->id);
    for (size_t i = 0; i < sizeof figures / sizeof *figures && status == RUNG_OK; i++)
        status = rung_csv_number(in->csv, figures[i].column, figures[i].low, figures[i].high, true,
                                 figures[i].figure, in->error);
    if (status == RUNG_OK)
        status = read_zone(in, column[3], &role->job_zone);
    if (status != RUNG_OK)
        return status;
    role->title = keep(in, column[1]);
    role->family = keep(in, column[2]);
    role->group = keep(in, column[9]);
    if (!role->title || !role->family || !role->group)
        return no_memory(in);
    status = number_name(in, &c->family_index, role->family, &c->family[c->roles]);
    if (status == RUNG_OK)
        status = number_name(in, &c->group_index, role->group, &c->group[c->roles]);
    c->roles++;
    return status;
}

/* ---------------------------------------------------------------- role_skills.csv */

static rung_status requirement_row(rung_catalog_table *in, const size_t *column)
{
    rung_catalog *c = in->catalog;
    rung_link link = {0};
    rung_status status = find_id(in, column[0], &c->role_index, "roles.csv", &link.from);
    if (status == RUNG_OK)
        status = find_id(in, column[1], &c->skill_index, "skills.csv", &link.to);
    if (status == RUNG_OK)
        status = read_float(in, column[2], 0, c->scale.levels, &link.value);
    if (status == RUNG_OK)
        status = read_float(in, column[3], 0, 1, &link.weight);
    if (status == RUNG_OK)
        status = read_flag(in, column[4], &link.flag);
    return status == RUNG_OK ? add_link(in, &c->requirements, link) : status;
}

/* ---------------------------------------------------------------- relations */

static rung_status read_weight(rung_catalog_table *in, size_t column, double high, float *weight)
{
    double number;
    rung_status status = rung_csv_number(in->csv, column, 0, high, true, &number, in->error);
    *weight = isnan(number) ? 1 : (float)number;
    return status;
}

static rung_status relation_row(rung_catalog_table *in, const size_t *column)
{
    rung_catalog *c = in->catalog;
    rung_link link = {0};
    rung_status status = find_id(in, column[0], &c->role_index, "roles.csv", &link.from);
    if (status == RUNG_OK)
        status = find_id(in, column[1], &c->role_index, "roles.csv", &link.to);
    if (status != RUNG_OK)
        return status;
    rung_slice kind = rung_csv_field(in->csv, column[2]);
    if (rung_slice_is(kind, "flow"))
        link.kind = RUNG_FLOW;
    else if (rung_slice_is(kind, "related"))
        link.kind = RUNG_RELATED;
    else
        return rung_csv_fail(in->csv, column[2], in->error, "related or flow");
    status = read_weight(in, column[3], link.kind == RUNG_FLOW ? 1e30 : 1, &link.weight);
    return status == RUNG_OK ? add_link(in, &c->role_relations, link) : status;
}

/* In the order of the kinds in catalog.h. */
static rung_status read_feature_kind(rung_catalog_table *in, size_t column, uint8_t *kind)
{
    static const char *const kinds[] = {"activity", "technology", "tool", "title"};
    rung_slice field = rung_csv_field(in->csv, column);
    for (*kind = 0; *kind < RUNG_FEATURE_KINDS; ++*kind)
        if (rung_slice_is(field, kinds[*kind]))
            return RUNG_OK;
    return rung_csv_fail(in->csv, column, in->error, "activity, technology, tool or title");
}

/* Features have no file of their own: a new name is a new one. */
static rung_status find_feature(rung_catalog_table *in, size_t column, uint32_t *feature)
{
    rung_catalog *c = in->catalog;
    rung_slice name = rung_csv_field(in->csv, column);
    if (name.length == 0)
        return rung_csv_fail(in->csv, column, in->error, "the name of a feature");
    *feature = rung_index_find(&c->feature_index, name.at, name.length);
    if (*feature != RUNG_NONE)
        return RUNG_OK;
    *feature = (uint32_t)c->feature_count;
    const char *kept = keep(in, column);
    if (!kept || c->feature_count >= RUNG_NONE - 1 ||
        !grow_items((void **)&c->feature, c->feature_count, sizeof *c->feature) ||
        rung_index_add(&c->feature_index, kept, *feature) != RUNG_INDEX_ADDED)
        return no_memory(in);
    c->feature[c->feature_count++] = kept;
    return RUNG_OK;
}

static rung_status feature_row(rung_catalog_table *in, const size_t *column)
{
    rung_catalog *c = in->catalog;
    rung_link link = {0};
    rung_status status = find_id(in, column[0], &c->role_index, "roles.csv", &link.from);
    if (status == RUNG_OK)
        status = read_feature_kind(in, column[1], &link.kind);
    if (status == RUNG_OK)
        status = read_weight(in, column[3], RUNG_MOST_GROWTH, &link.weight);
    if (status != RUNG_OK)
        return status;
    status = find_feature(in, column[2], &link.to);
    return status == RUNG_OK ? add_link(in, &c->features, link) : status;
}

/* In the order of the kinds in catalog.h; the first where there is none. */
static rung_status read_adjacency(rung_catalog_table *in, size_t column, uint8_t *kind)
{
    static const char *const kinds[] = {"stands_in", "essential", "optional"};
    rung_slice field = rung_csv_field(in->csv, column);
    for (*kind = 0; *kind < sizeof kinds / sizeof *kinds; ++*kind)
        if ((field.length == 0 && *kind == RUNG_STANDS_IN) || rung_slice_is(field, kinds[*kind]))
            return RUNG_OK;
    return rung_csv_fail(in->csv, column, in->error, "stands_in, essential, optional or nothing");
}

static rung_status adjacency_row(rung_catalog_table *in, const size_t *column)
{
    rung_catalog *c = in->catalog;
    rung_link link = {0};
    rung_status status = find_id(in, column[0], &c->skill_index, "skills.csv", &link.from);
    if (status == RUNG_OK)
        status = find_id(in, column[1], &c->skill_index, "skills.csv", &link.to);
    if (status == RUNG_OK)
        status = read_float(in, column[2], 0, 1, &link.weight);
    if (status == RUNG_OK)
        status = read_adjacency(in, column[3], &link.kind);
    return status == RUNG_OK ? add_link(in, &c->skill_relations, link) : status;
}

/* ---------------------------------------------------------------- programs */

/* A condition on a role or a family is written so, and must name one that there is: nobody could
 * meet another. */
static rung_status check_condition(rung_catalog_table *in, size_t column, const char *asked,
                                   rung_slice value)
{
    static const char *const known[] = {"role", "family"};
    const rung_catalog *c = in->catalog;
    rung_slice name = rung_slice_of(asked);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (rung_same_but_for_case(asked, known[i]) && strcmp(asked, known[i]) != 0)
            return rung_csv_fail(in->csv, column, in->error, "%s= to be written so", known[i]);
    if (rung_slice_is(name, "role") &&
        rung_index_find(&c->role_index, value.at, value.length) == RUNG_NONE)
        return rung_csv_fail(in->csv, column, in->error, "role= to name an id of roles.csv");
    if (rung_slice_is(name, "family") &&
        rung_index_find(&c->family_index, value.at, value.length) == RUNG_NONE)
        return rung_csv_fail(in->csv, column, in->error, "family= to name a family of roles.csv");
    return RUNG_OK;
}

/* One person has one value in each column, and the family of the role: say where the last of a
 * program's conditions asks for another than those before it. */
static rung_status check_together(rung_catalog_table *in, size_t column,
                                  const rung_program *program)
{
    const rung_catalog *c = in->catalog;
    const rung_condition *last = &program->audience[program->conditions - 1];
    for (const rung_condition *one = program->audience; one < last; one++) {
        const rung_condition *role = strcmp(one->column, "role") == 0 ? one : last;
        const rung_condition *family = role == one ? last : one;
        if (strcmp(one->column, last->column) == 0 && strcmp(one->value, last->value) != 0)
            return rung_csv_fail(in->csv, column, in->error,
                                 "one value of %s, since nobody has two", one->column);
        if (strcmp(role->column, "role") != 0 || strcmp(family->column, "family") != 0)
            continue;
        uint32_t held = rung_index_find(&c->role_index, role->value, strlen(role->value));
        if (strcmp(c->role[held].family, family->value) != 0)
            return rung_csv_fail(in->csv, column, in->error,
                                 "role= to name a role of that family, since nobody else has both");
    }
    return RUNG_OK;
}

/* "column=value;column=value" */
static rung_status read_audience(rung_catalog_table *in, size_t column, rung_program *program)
{
    rung_slice rest = rung_csv_field(in->csv, column), part;
    rung_condition *audience = NULL;
    while (rest.length > 0 && rung_slice_split(&rest, ';', &part)) {
        rung_slice name;
        bool split = rung_slice_split(&part, '=', &name) && part.at;
        name = rung_slice_trim(name);
        rung_slice value = split ? rung_slice_trim(part) : (rung_slice){"", 0};
        if (name.length == 0 || value.length == 0)
            return rung_csv_fail(in->csv, column, in->error, "column=value, several joined by ';'");
        if (!grow_items((void **)&audience, program->conditions, sizeof *audience))
            return no_memory(in);
        program->audience = audience; /* the catalog frees it, whatever comes next */
        rung_condition *condition = &audience[program->conditions++];
        condition->column = rung_arena_text(&in->catalog->text, name.at, name.length);
        condition->value = rung_arena_text(&in->catalog->text, value.at, value.length);
        if (!condition->column || !condition->value)
            return no_memory(in);
        rung_status status = check_condition(in, column, condition->column, value);
        if (status == RUNG_OK)
            status = check_together(in, column, program);
        if (status != RUNG_OK)
            return status;
    }
    return RUNG_OK;
}

static rung_status program_row(rung_catalog_table *in, const size_t *column)
{
    rung_catalog *c = in->catalog;
    if (!grow_items((void **)&c->program, c->programs, sizeof *c->program))
        return no_memory(in);
    rung_program *program = &c->program[c->programs];
    rung_status status = take_id(in, column[0], &c->program_index, c->programs, &program->id);
    if (status != RUNG_OK)
        return status;
    c->programs++;
    program->name = keep(in, column[1]);
    if (!program->name)
        return no_memory(in);
    status =
        rung_csv_number(in->csv, column[2], 0, RUNG_MOST_COST, false, &program->cost, in->error);
    if (status == RUNG_OK)
        status = rung_csv_number(in->csv, column[3], 0, RUNG_MOST_WEEKS, false, &program->weeks,
                                 in->error);
    if (status == RUNG_OK)
        status = rung_csv_number(in->csv, column[4], 0, most, true, &program->seats, in->error);
    if (status == RUNG_OK)
        status = read_zone(in, column[5], &program->opens_zone);
    return status == RUNG_OK ? read_audience(in, column[6], program) : status;
}

static rung_status program_skill_row(rung_catalog_table *in, const size_t *column)
{
    rung_catalog *c = in->catalog;
    rung_link link = {0};
    rung_status status = find_id(in, column[0], &c->program_index, "programs.csv", &link.from);
    if (status == RUNG_OK)
        status = find_id(in, column[1], &c->skill_index, "skills.csv", &link.to);
    if (status == RUNG_OK)
        status = read_float(in, column[2], 0, c->scale.levels, &link.value);
    if (status == RUNG_OK)
        status = read_flag(in, column[3], &link.kind);
    return status == RUNG_OK ? add_link(in, &c->program_skills, link) : status;
}

/* ---------------------------------------------------------------- the files */

const rung_catalog_file rung_catalog_files[] = {
    {"skills.csv", false, true, {"skill_id", "name", "kind", "?group"}, skill_row},
    {"roles.csv",
     false,
     false,
     {"role_id", "title", "?family", "?job_zone", "?wage", "?employment", "?growth", "?openings",
      "?automation_risk", "?group", "?education"},
     role_row},
    {"role_skills.csv",
     false,
     true,
     {"role_id", "skill_id", "level", "importance", "?essential"},
     requirement_row},
    {"role_relations.csv", true, false, {"from_role", "to_role", "kind", "?weight"}, relation_row},
    {"role_features.csv", true, false, {"role_id", "kind", "feature", "?weight"}, feature_row},
    {"skill_relations.csv",
     true,
     false,
     {"from_skill", "to_skill", "weight", "?kind"},
     adjacency_row},
    {"programs.csv",
     true,
     false,
     {"program_id", "name", "cost", "weeks", "?seats", "?opens_zone", "?audience"},
     program_row},
    {"program_skills.csv",
     true,
     false,
     {"program_id", "skill_id", "level", "?requires"},
     program_skill_row},
    {NULL, false, false, {NULL}, NULL},
};
