/* people_levels.c - the three ways in which a folder gives people's levels. */
#include "data/people_levels.h"

#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/number.h"

/* ---------------------------------------------------------------- people_skills.csv */

static rung_status step(rung_levels *levels, rung_error *error)
{
    return rung_csv_next(levels->rows, &levels->pending, error);
}

static rung_status open_long(rung_levels *levels, const char *path, rung_error *error)
{
    rung_status status = rung_csv_open(&levels->rows, path, RUNG_CSV, error);
    if (status == RUNG_OK)
        status = rung_csv_need(levels->rows, "person_id", &levels->person_column, error);
    if (status == RUNG_OK)
        status = rung_csv_need(levels->rows, "skill_id", &levels->skill_column, error);
    if (status == RUNG_OK)
        status = rung_csv_need(levels->rows, "level", &levels->level_column, error);
    return status == RUNG_OK ? step(levels, error) : status;
}

/* Rows of a person mostly follow the order of the catalog's skills: try the next one first. */
static uint32_t find_skill(rung_levels *levels, rung_slice id)
{
    const rung_catalog *c = levels->catalog;
    uint32_t skill = levels->next_skill;
    if (skill >= c->skills || !rung_slice_is(id, c->skill[skill].id))
        skill = rung_index_find(&c->skill_index, id.at, id.length);
    if (skill != RUNG_NONE)
        levels->next_skill = skill + 1;
    return skill;
}

static rung_status take_row(rung_levels *levels, float *out, rung_error *error)
{
    rung_csv *rows = levels->rows;
    uint32_t skill = find_skill(levels, rung_csv_field(rows, levels->skill_column));
    if (skill == RUNG_NONE)
        return rung_csv_fail(rows, levels->skill_column, error, "an id of skills.csv");
    if (out[skill] >= 0)
        return rung_csv_fail(rows, levels->skill_column, error,
                             "a skill that no earlier row gives this person (it is a duplicate)");
    double level;
    rung_status status = rung_csv_number(rows, levels->level_column, 0,
                                         levels->catalog->scale.levels, false, &level, error);
    out[skill] = (float)level;
    return status;
}

static rung_status next_long(rung_levels *levels, rung_slice id, float *out, size_t *given,
                             rung_error *error)
{
    levels->next_skill = 0;
    while (levels->pending) {
        rung_slice person = rung_csv_field(levels->rows, levels->person_column);
        if (person.length != id.length || memcmp(person.at, id.at, id.length) != 0)
            break;
        rung_status status = take_row(levels, out, error);
        if (status == RUNG_OK)
            status = step(levels, error);
        if (status != RUNG_OK)
            return status;
        if (levels->given)
            levels->given[*given] = levels->next_skill - 1; /* the skill of the row */
        ++*given;
    }
    return RUNG_OK;
}

/* ---------------------------------------------------------------- level:SKILL_ID columns */

/* "levels:x", "Level: x" and the like: meant to be a level, but nobody would read it. */
static bool is_misspelt(const char *name)
{
    static const char wanted[] = "level";
    size_t i = 0;
    while (wanted[i] && (name[i] | 0x20) == wanted[i])
        i++;
    if (wanted[i])
        return false;
    size_t more = strcspn(name + i, ":");
    return name[i + more] == ':' && more <= 1 && (more > 0 || strncmp(name, wanted, i) != 0);
}

static rung_status open_wide(rung_levels *levels, rung_error *error)
{
    static const char prefix[] = "level:";
    size_t columns = rung_csv_columns(levels->people);
    levels->skill_of_column = rung_array(columns, sizeof *levels->skill_of_column);
    if (!levels->skill_of_column)
        return rung_fail_memory(error, "the columns of people.csv");
    for (size_t i = 0; i < columns; i++) {
        const char *name = rung_csv_column_name(levels->people, i);
        char shown[64];
        levels->skill_of_column[i] = RUNG_NONE;
        bool meant = strncmp(name, prefix, sizeof prefix - 1) == 0;
        if (!meant && !is_misspelt(name))
            continue;
        const char *id = name + sizeof prefix - 1;
        if (meant)
            levels->skill_of_column[i] = rung_catalog_find_skill(levels->catalog, id);
        levels->kind = RUNG_LEVELS_WIDE;
        if (levels->skill_of_column[i] == RUNG_NONE)
            return rung_fail(error, RUNG_BAD_DATA,
                             "%s:%llu: column %zu: found '%s', expected level: and an id of "
                             "skills.csv",
                             rung_csv_path(levels->people),
                             (unsigned long long)rung_csv_line(levels->people), i + 1,
                             rung_quote(shown, name, strlen(name)));
    }
    return RUNG_OK;
}

static rung_status next_wide(rung_levels *levels, float *out, size_t *given, rung_error *error)
{
    size_t columns = rung_csv_columns(levels->people);
    for (size_t i = 0; i < columns; i++) {
        double level;
        if (levels->skill_of_column[i] == RUNG_NONE)
            continue;
        rung_status status = rung_csv_number(levels->people, i, 0, levels->catalog->scale.levels,
                                             true, &level, error);
        if (status != RUNG_OK)
            return status;
        if (isnan(level))
            continue;
        out[levels->skill_of_column[i]] = (float)level;
        if (levels->given)
            levels->given[*given] = levels->skill_of_column[i];
        ++*given;
    }
    return RUNG_OK;
}

/* ---------------------------------------------------------------- people.npy */

static rung_status open_npy(rung_levels *levels, const char *path, rung_error *error)
{
    rung_status status = rung_npy_open(&levels->npy, path, "(people, skills)", error);
    if (status == RUNG_OK && levels->npy.columns != levels->catalog->skills)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: found %llu columns, expected %zu, one for each row of skills.csv",
                         path, (unsigned long long)levels->npy.columns, levels->catalog->skills);
    return status;
}

static rung_status next_npy(rung_levels *levels, float *out, size_t *given, rung_error *error)
{
    const rung_catalog *c = levels->catalog;
    if (levels->taken == levels->npy.rows)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s:%llu: person number %llu, but %s has %llu rows, expected one for each "
                         "person",
                         rung_csv_path(levels->people),
                         (unsigned long long)rung_csv_line(levels->people),
                         (unsigned long long)levels->taken + 1, levels->npy.path,
                         (unsigned long long)levels->npy.rows);
    rung_status status = rung_npy_read(&levels->npy, out, 1, error);
    if (status != RUNG_OK)
        return status;
    levels->taken++;
    for (size_t d = 0; d < c->skills; d++) {
        if (out[d] >= 0 && out[d] <= (float)c->scale.levels) /* L may be no float */
            continue;
        char shown[64];
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: row %llu, column %zu (skill '%s'): found %.9g, expected a number in "
                         "0..%.9g",
                         levels->npy.path, (unsigned long long)levels->taken, d + 1,
                         rung_quote(shown, c->skill[d].id, strlen(c->skill[d].id)), (double)out[d],
                         c->scale.levels);
    }
    *given = c->skills;
    return RUNG_OK;
}

/* ---------------------------------------------------------------- whichever it is */

static rung_status one_way_only(const rung_levels *levels, const char *dir, bool has_rows,
                                bool has_npy, bool has_vectors, rung_error *error)
{
    int ways = has_rows + has_npy + (levels->kind == RUNG_LEVELS_WIDE);
    if (ways > 1)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: levels are given in %s%s%s, expected one of these", dir,
                         has_rows ? "people_skills.csv" : "people.npy",
                         has_rows && has_npy ? " and people.npy" : "",
                         levels->kind == RUNG_LEVELS_WIDE ? " and columns of people.csv" : "");
    if (ways == 0 && !has_vectors && rung_csv_column(levels->people, "role_id") == RUNG_NO_COLUMN)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: neither levels nor roles, expected people_skills.csv, people.npy, "
                         "level:SKILL_ID columns or a role_id column in people.csv",
                         dir);
    return RUNG_OK;
}

rung_status rung_levels_open(rung_levels *levels, const rung_catalog *catalog, const char *dir,
                             rung_csv *people, bool has_vectors, rung_error *error)
{
    *levels = (rung_levels){.catalog = catalog, .people = people, .npy.file = -1};
    char *rows = rung_path_join(dir, "people_skills.csv");
    char *npy = rung_path_join(dir, "people.npy");
    rung_status status = RUNG_OK;
    if (!rows || !npy)
        status = rung_fail_memory(error, "a path");
    if (status == RUNG_OK)
        status = open_wide(levels, error);
    if (status == RUNG_OK)
        status = one_way_only(levels, dir, rung_path_exists(rows), rung_path_exists(npy),
                              has_vectors, error);
    if (status == RUNG_OK && rung_path_exists(rows)) {
        levels->kind = RUNG_LEVELS_LONG;
        status = open_long(levels, rows, error);
    } else if (status == RUNG_OK && rung_path_exists(npy)) {
        levels->kind = RUNG_LEVELS_NPY;
        status = open_npy(levels, npy, error);
    }
    free(rows);
    free(npy);
    if (status != RUNG_OK)
        rung_levels_close(levels);
    return status;
}

rung_status rung_levels_next(rung_levels *levels, rung_slice id, float *out, size_t *given,
                             rung_error *error)
{
    *given = 0;
    for (size_t d = 0; d < levels->catalog->skills && !levels->given; d++)
        out[d] = RUNG_MISSING;
    switch (levels->kind) {
    case RUNG_LEVELS_LONG:
        return next_long(levels, id, out, given, error);
    case RUNG_LEVELS_WIDE:
        return next_wide(levels, out, given, error);
    case RUNG_LEVELS_NPY:
        return next_npy(levels, out, given, error);
    case RUNG_LEVELS_NONE:
        break;
    }
    return RUNG_OK;
}

rung_status rung_levels_end(rung_levels *levels, rung_error *error)
{
    if (levels->kind == RUNG_LEVELS_LONG && levels->pending)
        return rung_csv_fail(levels->rows, levels->person_column, error,
                             "an id of people.csv, and the rows of a person together and in the "
                             "order of people.csv");
    if (levels->kind == RUNG_LEVELS_NPY && levels->taken < levels->npy.rows)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: found %llu rows, expected %llu, one for each person of people.csv",
                         levels->npy.path, (unsigned long long)levels->npy.rows,
                         (unsigned long long)levels->taken);
    return levels->kind == RUNG_LEVELS_NPY ? rung_npy_end(&levels->npy, error) : RUNG_OK;
}

double rung_levels_fraction(const rung_levels *levels)
{
    return rung_csv_fraction(levels->kind == RUNG_LEVELS_LONG ? levels->rows : levels->people);
}

void rung_levels_close(rung_levels *levels)
{
    rung_csv_close(levels->rows);
    rung_npy_close(&levels->npy);
    free(levels->skill_of_column);
    *levels = (rung_levels){.npy.file = -1};
}
