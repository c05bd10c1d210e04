/* audience.c - which programs admit a person, by the person's columns. */
#include "data/audience.h"

#include <stdlib.h>
#include <string.h>

/* Bits of a word. */
enum { WORD = 64 };

bool rung_condition_on_role(const rung_condition *condition)
{
    return strcmp(condition->column, "role") == 0;
}

bool rung_condition_on_family(const rung_condition *condition)
{
    return strcmp(condition->column, "family") == 0;
}

bool rung_condition_on_column(const rung_condition *condition)
{
    return !rung_condition_on_role(condition) && !rung_condition_on_family(condition);
}

static void set(uint64_t *bits, size_t program)
{
    bits[program / WORD] |= UINT64_C(1) << program % WORD;
}

static void clear(uint64_t *bits, size_t program)
{
    bits[program / WORD] &= ~(UINT64_C(1) << program % WORD);
}

size_t rung_audience_words(const rung_catalog *catalog)
{
    return (catalog->programs + WORD - 1) / WORD;
}

/* ---------------------------------------------------------------- rows of a table */

/* Note the checks of a program; it is closed when the table lacks a column that it names. */
static rung_status find_columns(rung_audience *audience, const rung_catalog *catalog,
                                uint32_t program, const rung_csv *people, rung_error *error)
{
    const rung_program *p = &catalog->program[program];
    const char *missing = NULL;
    for (size_t c = 0; c < p->conditions; c++) {
        size_t column;
        if (!rung_condition_on_column(&p->audience[c]))
            continue;
        rung_status status = rung_csv_may(people, p->audience[c].column, &column, error);
        if (status != RUNG_OK)
            return status;
        if (column != RUNG_NO_COLUMN)
            audience->check[audience->checks++] =
                (rung_audience_check){program, column, rung_slice_of(p->audience[c].value)};
        else if (!missing)
            missing = p->audience[c].column;
    }
    if (!missing) {
        set(audience->open, program);
    } else if (audience->closed++ == 0) {
        audience->closed_program = program;
        audience->closed_column = missing;
    }
    return RUNG_OK;
}

rung_status rung_audience_open(rung_audience *audience, const rung_catalog *catalog,
                               const rung_csv *people, rung_error *error)
{
    size_t conditions = 0;
    for (size_t p = 0; p < catalog->programs; p++)
        conditions += catalog->program[p].conditions;
    *audience = (rung_audience){.words = rung_audience_words(catalog)};
    audience->open = rung_array(audience->words, sizeof *audience->open);
    audience->check = rung_array(conditions, sizeof *audience->check);
    if (!audience->open || !audience->check)
        return rung_fail_memory(error, "the audiences of programs");
    rung_status status = RUNG_OK;
    for (uint32_t p = 0; p < catalog->programs && status == RUNG_OK; p++)
        status = find_columns(audience, catalog, p, people, error);
    return status;
}

void rung_audience_row(const rung_audience *audience, const rung_csv *people, uint64_t *bits)
{
    memcpy(bits, audience->open, audience->words * sizeof *bits);
    for (size_t i = 0; i < audience->checks; i++) {
        const rung_audience_check *check = &audience->check[i];
        rung_slice field = rung_csv_field(people, check->column);
        if (field.length != check->value.length ||
            memcmp(field.at, check->value.at, field.length) != 0)
            clear(bits, check->program);
    }
}

void rung_audience_close(rung_audience *audience)
{
    free(audience->open);
    free(audience->check);
    *audience = (rung_audience){0};
}

/* ---------------------------------------------------------------- one person */

const char *rung_column_value(const rung_column *columns, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(columns[i].name, name) == 0)
            return columns[i].value;
    return NULL;
}

static bool has(const rung_column *columns, size_t count, const rung_condition *condition)
{
    const char *value = rung_column_value(columns, count, condition->column);
    return value && strcmp(value, condition->value) == 0;
}

void rung_audience_admit(const rung_catalog *catalog, const rung_column *columns, size_t count,
                         uint64_t *bits)
{
    memset(bits, 0, rung_audience_words(catalog) * sizeof *bits);
    for (size_t p = 0; p < catalog->programs; p++) {
        const rung_program *program = &catalog->program[p];
        bool admitted = true;
        for (size_t c = 0; c < program->conditions && admitted; c++)
            admitted = !rung_condition_on_column(&program->audience[c]) ||
                       has(columns, count, &program->audience[c]);
        if (admitted)
            set(bits, p);
    }
}

bool rung_audience_role_allows(const rung_catalog *catalog, uint32_t program, uint32_t current_role)
{
    /* Without a role, its id and family are "", which no condition asks for. */
    rung_role role = rung_catalog_role(catalog, current_role);
    const rung_program *p = &catalog->program[program];
    for (size_t c = 0; c < p->conditions; c++) {
        const rung_condition *condition = &p->audience[c];
        if (rung_condition_on_role(condition) && strcmp(condition->value, role.id) != 0)
            return false;
        if (rung_condition_on_family(condition) && strcmp(condition->value, role.family) != 0)
            return false;
    }
    return true;
}
