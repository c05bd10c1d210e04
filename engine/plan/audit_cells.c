/* audit_cells.c - count people by what they have in some columns. */
#include "plan/audit_cells.h"

#include <stdlib.h>

#include "base/status.h"

enum { MOST_CELLS = 1000000 };

/* ---------------------------------------------------------------- cells */

/* A key that no other values have: each with its length before it. */
static const char *make_key(rung_cells *cells, const rung_slice *values)
{
    rung_buffer *key = &cells->key;
    key->length = 0;
    for (size_t i = 0; i < cells->columns; i++) {
        rung_put_whole(key, values[i].length);
        rung_put_char(key, ':');
        rung_put(key, values[i].at, values[i].length);
    }
    rung_put_char(key, '\0');
    return key->failed ? NULL : key->at;
}

static bool add_cell(rung_cells *cells, const rung_slice *values, const char *key)
{
    const char *name = rung_arena_text(&cells->text, key, strlen(key));
    const char **value = rung_array(cells->columns, sizeof *value);
    bool made = name && value;
    for (size_t i = 0; made && i < cells->columns; i++) {
        value[i] = rung_arena_text(&cells->text, values[i].at, values[i].length);
        made = value[i] != NULL;
    }
    if (!made ||
        !rung_grow((void **)&cells->cell, &cells->room, cells->count + 1, sizeof *cells->cell) ||
        rung_index_add(&cells->index, name, (uint32_t)cells->count) != RUNG_INDEX_ADDED) {
        free(value);
        return false;
    }
    cells->cell[cells->count++] = (rung_cell){.value = value};
    return true;
}

rung_status rung_cells_find(rung_cells *cells, const rung_slice *values, uint32_t *cell,
                            rung_error *error)
{
    const char *key = make_key(cells, values);
    if (!key)
        return rung_fail_memory(error, "the groups of people");
    *cell = rung_index_find(&cells->index, key, strlen(key));
    if (*cell != UINT32_MAX)
        return RUNG_OK;
    if (cells->count == MOST_CELLS)
        return rung_fail(error, RUNG_BAD_DATA,
                         "by: found more than %d groups, expected columns with fewer values",
                         MOST_CELLS);
    if (!add_cell(cells, values, key))
        return rung_fail_memory(error, "the groups of people");
    *cell = (uint32_t)cells->count - 1;
    return RUNG_OK;
}

void rung_cells_free(rung_cells *cells)
{
    for (size_t i = 0; i < cells->count; i++)
        free((void *)cells->cell[i].value);
    free(cells->cell);
    rung_index_free(&cells->index);
    rung_arena_free(&cells->text);
    rung_buffer_free(&cells->key);
}

/* ---------------------------------------------------------------- groups */

static int compare(const void *one, const void *other)
{
    const rung_audit_group *a = one, *b = other;
    int order = strcmp(a->value[0], b->value[0]);
    return order != 0 || !a->value[1] ? order : strcmp(a->value[1], b->value[1]);
}

static void add_tally(rung_tally *sum, const rung_tally *more)
{
    sum->people += more->people;
    sum->selected += more->selected;
    sum->scored += more->scored;
    sum->above += more->above;
}

rung_status rung_cells_groups(const rung_cells *cells, const uint32_t column[2],
                              rung_audit_group **groups, size_t *count, rung_error *error)
{
    rung_audit_group *group = rung_array(cells->count, sizeof *group);
    *groups = group;
    *count = 0;
    if (!group)
        return rung_fail_memory(error, "the groups of people");
    for (size_t i = 0; i < cells->count; i++) {
        const rung_cell *cell = &cells->cell[i];
        const char *first = cell->value[column[0]];
        const char *second = column[1] == RUNG_NONE ? NULL : cell->value[column[1]];
        bool known = *first && (!second || *second);
        group[i] = (rung_audit_group){{first, second}, known, cell->tally};
    }
    qsort(group, cells->count, sizeof *group, compare);
    for (size_t i = 0; i < cells->count; i++)
        if (*count > 0 && compare(&group[*count - 1], &group[i]) == 0)
            add_tally(&group[*count - 1].tally, &group[i].tally);
        else
            group[(*count)++] = group[i];
    return RUNG_OK;
}
