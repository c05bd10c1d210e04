/* arrow_schema.c - which columns of an Arrow table are a person's id, role and levels. */
#include "arrow_schema.h"

#include <stdlib.h>

#include "errors.h"

static rung_py_kind kind_of(const char *format)
{
    static const struct {
        const char *format;
        rung_py_kind kind;
    } table[] = {
        {"n", RUNG_PY_NULL},       {"c", RUNG_PY_INT8},       {"C", RUNG_PY_UINT8},
        {"s", RUNG_PY_INT16},      {"S", RUNG_PY_UINT16},     {"i", RUNG_PY_INT32},
        {"I", RUNG_PY_UINT32},     {"l", RUNG_PY_INT64},      {"L", RUNG_PY_UINT64},
        {"f", RUNG_PY_FLOAT32},    {"g", RUNG_PY_FLOAT64},    {"u", RUNG_PY_UTF8},
        {"U", RUNG_PY_LARGE_UTF8}, {"vu", RUNG_PY_VIEW_UTF8},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(format, table[i].format) == 0)
            return table[i].kind;
    return RUNG_PY_OTHER;
}

static bool is_number(rung_py_kind kind)
{
    return kind >= RUNG_PY_NULL && kind <= RUNG_PY_FLOAT64;
}

static bool is_text(rung_py_kind kind)
{
    return kind == RUNG_PY_NULL || (kind >= RUNG_PY_UTF8 && kind <= RUNG_PY_VIEW_UTF8);
}

static bool is_index(rung_py_kind kind)
{
    return kind >= RUNG_PY_INT8 && kind <= RUNG_PY_UINT64;
}

/* A field for a column; false with an exception where it was taken already or memory is short. */
static bool take(const rung_py_state *state, const struct ArrowSchema *column, int64_t child,
                 rung_py_field *field)
{
    if (field->child >= 0) {
        rung_py_bad_data(state, "column %lld: found '%.64s' again, expected it once",
                         (long long)child, column->name);
        return false;
    }
    field->name = strdup(column->name);
    if (!field->name) {
        PyErr_NoMemory();
        return false;
    }
    field->child = child;
    field->kind = kind_of(column->format);
    field->dictionary = RUNG_PY_OTHER;
    return true;
}

static bool take_text(const rung_py_state *state, const struct ArrowSchema *column, int64_t child,
                      rung_py_field *field)
{
    if (!take(state, column, child, field))
        return false;
    const struct ArrowSchema *values = column->dictionary;
    bool good = is_text(field->kind);
    if (values) {
        field->dictionary = values->format ? kind_of(values->format) : RUNG_PY_OTHER;
        good = is_index(field->kind) && is_text(field->dictionary) && !values->dictionary &&
               values->release;
    }
    if (!good)
        rung_py_bad_data(
            state,
            "column '%.64s': found Arrow format '%.40s'%s, expected text (u, U, vu) or "
            "a dictionary of it",
            column->name, column->format, values ? " of a dictionary" : "");
    return good;
}

static bool take_level(const rung_py_state *state, const struct ArrowSchema *column, int64_t child,
                       uint32_t skill, rung_py_plan *plan)
{
    for (size_t i = 0; i < plan->levels; i++)
        if (plan->level[i].skill == skill) {
            rung_py_bad_data(state,
                             "column %lld: found '%.64s' beside '%.64s', expected one for each "
                             "skill",
                             (long long)child, column->name, plan->level[i].name);
            return false;
        }
    rung_py_field *field = &plan->level[plan->levels];
    field->child = -1;
    if (!take(state, column, child, field))
        return false;
    field->skill = skill;
    plan->levels++;
    if (is_number(field->kind) && !column->dictionary)
        return true;
    rung_py_bad_data(state, "column '%.64s': found Arrow format '%.40s'%s, expected numbers",
                     column->name, column->format, column->dictionary ? " of a dictionary" : "");
    return false;
}

static bool take_column(const rung_py_state *state, const rung_catalog *catalog,
                        const struct ArrowSchema *column, int64_t child, rung_py_plan *plan)
{
    static const char prefix[] = "level:";
    if (!column || !column->release || !column->format || !column->name) {
        rung_py_bad_data(state, "column %lld: found a schema %s", (long long)child,
                         column && !column->release ? "that is released"
                                                    : "without name or format");
        return false;
    }
    if (strcmp(column->name, "person_id") == 0)
        return take_text(state, column, child, &plan->person);
    if (strcmp(column->name, "role_id") == 0)
        return take_text(state, column, child, &plan->role);
    bool prefixed = strncmp(column->name, prefix, sizeof prefix - 1) == 0;
    uint32_t skill = rung_catalog_find_skill(catalog, column->name + (prefixed ? 6 : 0));
    if (skill != RUNG_NONE)
        return take_level(state, column, child, skill, plan);
    if (prefixed)
        rung_py_bad_data(state, "column %lld: found '%.64s', expected level: and an id of a skill",
                         (long long)child, column->name);
    return !prefixed;
}

bool rung_py_read_schema(const rung_py_state *state, const rung_catalog *catalog,
                         const struct ArrowSchema *schema, rung_py_plan *plan)
{
    *plan = (rung_py_plan){.person.child = -1, .role.child = -1};
    if (!schema->release) {
        rung_py_bad_data(state, "found a released Arrow schema, expected one that is fresh");
        return false;
    }
    if (!schema->format || strcmp(schema->format, "+s") != 0 || schema->n_children < 0 ||
        (schema->n_children > 0 && !schema->children)) {
        rung_py_bad_data(state, "found Arrow format '%.40s' of %lld columns, expected a table (+s)",
                         schema->format ? schema->format : "", (long long)schema->n_children);
        return false;
    }
    size_t skills = rung_catalog_skills(catalog);
    plan->children = schema->n_children;
    plan->level = calloc(skills > 0 ? skills : 1, sizeof *plan->level);
    if (!plan->level) {
        PyErr_NoMemory();
        return false;
    }
    for (int64_t i = 0; i < schema->n_children; i++)
        if (!take_column(state, catalog, schema->children[i], i, plan))
            return false;
    return true;
}

void rung_py_free_plan(rung_py_plan *plan)
{
    free(plan->person.name);
    free(plan->role.name);
    for (size_t i = 0; i < plan->levels; i++)
        free(plan->level[i].name);
    free(plan->level);
    *plan = (rung_py_plan){0};
}
