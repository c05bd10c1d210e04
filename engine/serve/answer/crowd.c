/* crowd.c - the people of one ask, read from JSON into the arrays that the library takes. */
#include "serve/answer/crowd.h"

#include <math.h>
#include <stdlib.h>

#include "serve/answer/settings.h"

static bool make(rung_crowd *c, const rung_service *service, rung_crowd_wants wants, size_t people)
{
    c->service = service;
    c->wants = wants;
    c->id = rung_array(people, sizeof *c->id);
    c->role = rung_array(people, sizeof *c->role);
    c->imputed = rung_array(people, sizeof *c->imputed);
    c->scratch = rung_array(service->skills, sizeof *c->scratch);
    if (wants.rows)
        c->first = rung_array(people + 1, sizeof *c->first);
    else
        c->dense = rung_array(people, service->skills * sizeof *c->dense);
    if (wants.vectors)
        c->vector = rung_array(people, service->dimensions * sizeof *c->vector);
    if (wants.columns)
        c->first_column = rung_array(people + 1, sizeof *c->first_column);
    return c->id && c->role && c->imputed && c->scratch && (wants.rows ? !!c->first : !!c->dense) &&
           (!wants.vectors || c->vector) && (!wants.columns || c->first_column);
}

void rung_crowd_free(rung_crowd *crowd)
{
    free(crowd->id);
    free(crowd->role);
    free(crowd->imputed);
    free(crowd->dense);
    free(crowd->first);
    free(crowd->skill);
    free(crowd->level);
    free(crowd->scratch);
    free(crowd->vector);
    free(crowd->column);
    free(crowd->first_column);
    rung_arena_free(&crowd->text);
    *crowd = (rung_crowd){0};
}

/* ---------------------------------------------------------------- levels */

static bool read_level(const rung_crowd *c, const rung_json *value, const rung_at *at, float *level,
                       rung_answer *answer)
{
    if (rung_json_kind_of(value) != RUNG_JSON_NUMBER)
        return rung_refuse_kind(answer, at, "a level", value);
    double number = rung_json_number(value);
    if (!(number >= 0 && number <= c->service->scale.levels))
        return rung_refuse(answer, 400, at, "a level %s, expected a number in 0..%.9g",
                           number < 0 ? "below 0" : "above the scale", c->service->scale.levels);
    *level = (float)number + 0.0f; /* no zero with a sign */
    return true;
}

/* {"skill": level, ...} */
static bool read_named(rung_crowd *c, const rung_json *levels, const rung_at *up, float *out,
                       rung_answer *answer)
{
    char shown[RUNG_SHOWN];
    rung_json_walk walk = {.object = levels};
    while (rung_json_next(&walk)) {
        rung_at at = {.up = up, .key = walk.key};
        uint32_t skill = rung_catalog_find_skill(c->service->catalog, walk.key);
        if (skill == RUNG_NONE)
            return rung_refuse(answer, 400, &at,
                               "unknown skill '%s', expected the id of one of the catalog's skills",
                               rung_show(shown, walk.key));
        if (!read_level(c, walk.value, &at, &out[skill], answer))
            return false;
    }
    return true;
}

/* [level, ...] of all skills */
static bool read_listed(rung_crowd *c, const rung_json *levels, const rung_at *up, float *out,
                        rung_answer *answer)
{
    size_t count = rung_json_count(levels);
    if (count != c->service->skills)
        return rung_refuse(answer, 400, up,
                           "%zu levels, expected %zu: one for each of the catalog's skills, in its "
                           "order",
                           count, c->service->skills);
    for (size_t i = 0; i < count; i++) {
        rung_at at = {.up = up, .item = i};
        if (!read_level(c, rung_json_item(levels, i), &at, &out[i], answer))
            return false;
    }
    return true;
}

static bool append_rows(rung_crowd *c, const float *levels)
{
    size_t skills = c->service->skills, count = 0;
    for (size_t d = 0; d < skills; d++)
        count += levels[d] > 0;
    if (!rung_grow((void **)&c->skill, &c->skill_room, c->rows + count, sizeof *c->skill) ||
        !rung_grow((void **)&c->level, &c->level_room, c->rows + count, sizeof *c->level))
        return false;
    for (size_t d = 0; d < skills; d++)
        if (levels[d] > 0) {
            c->skill[c->rows] = (uint32_t)d;
            c->level[c->rows++] = levels[d];
        }
    return true;
}

/* levels may be NULL or null: those of the current role are taken. */
static bool read_levels(rung_crowd *c, const rung_json *levels, const rung_at *at, size_t person,
                        rung_answer *answer)
{
    size_t skills = c->service->skills;
    uint32_t role = c->role[person];
    float *out = c->wants.rows ? c->scratch : c->dense + person * skills;
    rung_json_kind kind = levels ? rung_json_kind_of(levels) : RUNG_JSON_NULL;
    memset(out, 0, skills * sizeof *out);
    if (kind == RUNG_JSON_NULL) {
        c->imputed[person] =
            role != RUNG_NONE && rung_catalog_role(c->service->catalog, role).rated;
        if (c->imputed[person])
            rung_catalog_levels(c->service->catalog, role, out);
    } else if (kind == RUNG_JSON_OBJECT) {
        if (!read_named(c, levels, at, out, answer))
            return false;
    } else if (kind == RUNG_JSON_ARRAY) {
        if (!read_listed(c, levels, at, out, answer))
            return false;
    } else {
        return rung_refuse_kind(answer, at, "an object or an array of levels", levels);
    }
    if (!c->wants.rows)
        return true;
    if (!append_rows(c, out))
        return rung_refuse_memory(answer);
    c->first[person + 1] = c->rows;
    return true;
}

/* ---------------------------------------------------------------- other members */

static bool read_role(rung_crowd *c, const rung_json *role, const rung_at *at, size_t person,
                      rung_answer *answer)
{
    char shown[RUNG_SHOWN];
    c->role[person] = RUNG_NONE;
    if (!role || rung_json_kind_of(role) == RUNG_JSON_NULL)
        return true;
    if (rung_json_kind_of(role) != RUNG_JSON_TEXT)
        return rung_refuse_kind(answer, at, "a role's id or null", role);
    const char *id = rung_json_text(role);
    c->role[person] = rung_catalog_find_role(c->service->catalog, id);
    if (c->role[person] != RUNG_NONE)
        return true;
    return rung_refuse(answer, 400, at,
                       "unknown role '%s', expected the id of one of the catalog's roles, or null",
                       rung_show(shown, id));
}

static bool read_id(rung_crowd *c, const rung_json *id, const rung_at *at, size_t person,
                    rung_answer *answer)
{
    if (!id || rung_json_kind_of(id) == RUNG_JSON_NULL)
        return true;
    if (rung_json_kind_of(id) != RUNG_JSON_TEXT)
        return rung_refuse_kind(answer, at, "text", id);
    const char *text = rung_json_text(id);
    c->id[person] = rung_arena_text(&c->text, text, strlen(text));
    return c->id[person] || rung_refuse_memory(answer);
}

static bool read_entries(rung_crowd *c, const rung_json *vector, const rung_at *up, float *out,
                         rung_answer *answer)
{
    for (size_t i = 0; i < c->service->dimensions; i++) {
        rung_at at = {.up = up, .item = i};
        const rung_json *entry = rung_json_item(vector, i);
        if (rung_json_kind_of(entry) != RUNG_JSON_NUMBER)
            return rung_refuse_kind(answer, &at, "a number", entry);
        float number = (float)rung_json_number(entry);
        if (!isfinite(number))
            return rung_refuse(answer, 400, &at,
                               "an entry beyond single precision, expected a number in "
                               "-3.4e38..3.4e38");
        if (out)
            out[i] = number;
    }
    return true;
}

static bool read_vector(rung_crowd *c, const rung_json *vector, const rung_at *at, size_t person,
                        rung_answer *answer)
{
    size_t dimensions = c->service->dimensions;
    if (!vector || rung_json_kind_of(vector) == RUNG_JSON_NULL)
        return !c->wants.vectors ||
               rung_refuse(answer, 400, at->up,
                           "no vector, which this profile needs, expected the member vector with "
                           "%zu numbers",
                           dimensions);
    if (rung_json_kind_of(vector) != RUNG_JSON_ARRAY)
        return rung_refuse_kind(answer, at, "an array of numbers", vector);
    if (dimensions == 0)
        return rung_refuse(answer, 400, at,
                           "a vector, but the catalog has none to compare it with");
    size_t count = rung_json_count(vector);
    if (count != dimensions)
        return rung_refuse(answer, 400, at, "%zu numbers, expected %zu as the roles' vectors have",
                           count, dimensions);
    float *out = c->wants.vectors ? c->vector + person * dimensions : NULL;
    return read_entries(c, vector, at, out, answer);
}

static bool keep_column(rung_crowd *c, const char *name, const char *value)
{
    rung_column column = {rung_arena_text(&c->text, name, strlen(name)),
                          rung_arena_text(&c->text, value, strlen(value))};
    if (!column.name || !column.value ||
        !rung_grow((void **)&c->column, &c->column_room, c->columns + 1, sizeof *c->column))
        return false;
    c->column[c->columns++] = column;
    return true;
}

static bool read_columns(rung_crowd *c, const rung_json *columns, const rung_at *up, size_t person,
                         rung_answer *answer)
{
    if (columns && rung_json_kind_of(columns) != RUNG_JSON_NULL) {
        rung_json_walk walk = {.object = columns};
        if (rung_json_kind_of(columns) != RUNG_JSON_OBJECT)
            return rung_refuse_kind(answer, up, "an object of texts", columns);
        while (rung_json_next(&walk)) {
            rung_at at = {.up = up, .key = walk.key};
            if (rung_json_kind_of(walk.value) != RUNG_JSON_TEXT)
                return rung_refuse_kind(answer, &at, "text", walk.value);
            if (c->wants.columns && !keep_column(c, walk.key, rung_json_text(walk.value)))
                return rung_refuse_memory(answer);
        }
    }
    if (c->wants.columns)
        c->first_column[person + 1] = c->columns;
    return true;
}

/* ---------------------------------------------------------------- people */

static const char *const own_members[] = {"id", "role", "levels", "vector", "columns", NULL};

static bool read_person(rung_crowd *c, const rung_json *object, const rung_at *up, size_t person,
                        rung_other_members others, rung_answer *answer)
{
    enum { ID, ROLE, LEVELS, VECTOR, COLUMNS, MEMBERS };
    rung_at at[MEMBERS];
    const rung_json *member[MEMBERS];
    if (!rung_check_members(answer, up, object, own_members, others))
        return false;
    for (int i = 0; i < MEMBERS; i++) {
        at[i] = (rung_at){.up = up, .key = own_members[i]};
        member[i] = rung_json_member(object, own_members[i]);
    }
    c->people = person + 1;
    return read_id(c, member[ID], &at[ID], person, answer) &&
           read_role(c, member[ROLE], &at[ROLE], person, answer) &&
           read_levels(c, member[LEVELS], &at[LEVELS], person, answer) &&
           read_vector(c, member[VECTOR], &at[VECTOR], person, answer) &&
           read_columns(c, member[COLUMNS], &at[COLUMNS], person, answer);
}

static bool read_people(rung_crowd *c, const rung_json *people, const rung_at *up,
                        rung_answer *answer)
{
    static const char *const none[] = {NULL};
    for (size_t i = 0; i < rung_json_count(people); i++) {
        rung_at at = {.up = up, .item = i};
        const rung_json *person = rung_json_item(people, i);
        if (rung_json_kind_of(person) != RUNG_JSON_OBJECT)
            return rung_refuse_kind(answer, &at, "a person: an object", person);
        if (!read_person(c, person, &at, i, none, answer))
            return false;
    }
    return true;
}

bool rung_crowd_read(rung_crowd *crowd, const rung_service *service, const rung_json *whole,
                     rung_crowd_wants wants, size_t most, rung_other_members others,
                     rung_answer *answer)
{
    static const char *const people_member[] = {"people", NULL};
    rung_at top = {0}, at = {.up = &top, .key = "people"};
    const rung_json *people = most > 0 ? rung_json_member(whole, "people") : NULL;
    if (!people)
        return make(crowd, service, wants, 1) ? read_person(crowd, whole, &top, 0, others, answer)
                                              : rung_refuse_memory(answer);
    if (!rung_check_members(answer, &top, whole, people_member, others))
        return false;
    if (rung_json_kind_of(people) != RUNG_JSON_ARRAY)
        return rung_refuse_kind(answer, &at, "an array of people", people);
    size_t count = rung_json_count(people);
    if (count == 0 || count > most)
        return rung_refuse(answer, 400, &at, "%zu people, expected 1 to %zu", count, most);
    return make(crowd, service, wants, count) ? read_people(crowd, people, &at, answer)
                                              : rung_refuse_memory(answer);
}

/* ---------------------------------------------------------------- for the library */

rung_batch rung_crowd_batch(const rung_crowd *crowd)
{
    return (rung_batch){.people = crowd->people,
                        .current_role = crowd->role,
                        .levels = crowd->dense,
                        .vectors = crowd->vector,
                        .rows = {crowd->first, crowd->skill, crowd->level}};
}

const float *rung_crowd_levels(const rung_crowd *crowd, size_t person, float *room)
{
    size_t skills = crowd->service->skills;
    if (crowd->dense)
        return crowd->dense + person * skills;
    memset(room, 0, skills * sizeof *room);
    for (size_t i = crowd->first[person]; i < crowd->first[person + 1]; i++)
        room[crowd->skill[i]] = crowd->level[i];
    return room;
}

rung_person rung_crowd_person(const rung_crowd *crowd, size_t person, float *room)
{
    rung_person p = {.levels = rung_crowd_levels(crowd, person, room),
                     .current_role = crowd->role[person]};
    if (crowd->columns > 0) {
        p.columns = crowd->column + crowd->first_column[person];
        p.column_count = crowd->first_column[person + 1] - crowd->first_column[person];
    }
    if (crowd->vector)
        p.vector = crowd->vector + person * crowd->service->dimensions;
    return p;
}
