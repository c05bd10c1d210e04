/* people.c - read people a batch at a time, so that they are never all in memory. */
#include <stdlib.h>

#include "base/file.h"
#include "data/audience.h"
#include "data/ids.h"
#include "data/people.h"
#include "data/people_rows.h"
#include "data/people_vectors.h"

struct rung_people {
    const rung_catalog *catalog;
    rung_impute impute;
    rung_csv *table; /* people.csv */
    size_t id_column, role_column;
    rung_levels levels;
    rung_people_vectors vectors;
    rung_audience audience;
    size_t kept, *kept_column; /* columns that are kept, and where they stand in the table */
    const char **kept_name;
    rung_set seen; /* fingerprints of the ids so far */
    bool ended;
    rung_error failure; /* the first, which every later call repeats */
    rung_people_totals totals;

    rung_arena text; /* the batch */
    const char **id;
    uint32_t *role;
    float *level;
    float *vector;
    uint64_t *admits;
    bool *imputed;
    rung_column *columns; /* people x kept */
    size_t room;
    bool takes_rows; /* instead of level */
    rung_people_rows rows;
};

/* Levels of one batch, or its vectors: 64 MiB. */
enum { MOST_FLOATS = 1 << 24, MOST_ROWS = 1 << 23 };

/* ---------------------------------------------------------------- one person */

static rung_status find_role(rung_people *p, uint32_t *role, rung_error *error)
{
    rung_slice id = rung_csv_field(p->table, p->role_column);
    *role = RUNG_NONE;
    if (id.length == 0)
        return RUNG_OK;
    *role = rung_index_find(&p->catalog->role_index, id.at, id.length);
    if (*role == RUNG_NONE)
        return rung_csv_fail(p->table, p->role_column, error, "an id of roles.csv, or nothing");
    return RUNG_OK;
}

/* Levels that no row gave: the role's, or 0, as the caller wants. True when one is the role's. */
static bool impute(rung_people *p, uint32_t role, float *levels, size_t given)
{
    size_t skills = p->catalog->skills;
    bool whole = p->impute == RUNG_IMPUTE_EMPTY && given == 0;
    bool rated = role != RUNG_NONE && p->catalog->role[role].rated;
    if (rated && whole) {
        rung_catalog_row(p->catalog, role, levels, NULL);
        return true;
    }
    const rung_links *rows = &p->catalog->requirements;
    bool touched = false;
    if (rated && p->impute == RUNG_IMPUTE_FILL)
        for (size_t i = rows->first[role]; i < rows->first[role + 1]; i++)
            if (levels[rows->link[i].to] == RUNG_MISSING) {
                levels[rows->link[i].to] = rows->link[i].value;
                touched = true;
            }
    for (size_t d = 0; d < skills; d++)
        if (levels[d] == RUNG_MISSING)
            levels[d] = 0;
    return touched;
}

/* The columns that are kept; false when memory is short. */
static bool keep_row(rung_people *p, rung_column *row)
{
    for (size_t i = 0; i < p->kept; i++) {
        rung_slice field = rung_csv_field(p->table, p->kept_column[i]);
        row[i].name = p->kept_name[i];
        row[i].value = rung_arena_text(&p->text, field.at, field.length);
        if (!row[i].value)
            return false;
    }
    return true;
}

/* Read the person on the current row of people.csv into place i of the batch. */
static rung_status read_person(rung_people *p, size_t i, rung_error *error)
{
    rung_slice id = rung_csv_field(p->table, p->id_column);
    float *levels = p->takes_rows ? p->rows.level : p->level + i * p->catalog->skills;
    size_t given = 0;
    rung_status status = rung_ids_add(&p->seen, p->table, p->id_column, error);
    if (status == RUNG_OK)
        status = find_role(p, &p->role[i], error);
    if (status == RUNG_OK)
        status = rung_levels_next(&p->levels, id, levels, &given, error);
    if (status == RUNG_OK)
        status =
            rung_people_vectors_next(&p->vectors, p->vector + i * p->vectors.dimensions, error);
    if (status != RUNG_OK)
        return status;
    if (p->takes_rows)
        status = rung_people_rows_take(&p->rows, i, p->levels.kind != RUNG_LEVELS_NPY, given,
                                       p->role[i], p->impute, &p->imputed[i], error);
    else
        p->imputed[i] = impute(p, p->role[i], levels, given);
    if (status != RUNG_OK)
        return status;
    rung_audience_row(&p->audience, p->table, p->admits + i * p->audience.words);
    p->id[i] = rung_arena_text(&p->text, id.at, id.length);
    if (!p->id[i] || !keep_row(p, p->columns + i * p->kept))
        return rung_fail_memory(error, "the people of a batch");
    p->totals.people++;
    p->totals.imputed += p->imputed[i];
    p->totals.without_levels += given == 0 && p->catalog->skills > 0;
    p->totals.without_role += p->role[i] == RUNG_NONE;
    return RUNG_OK;
}

/* ---------------------------------------------------------------- batches */

/* Make room for so many items where there were fewer; new ones are zeroed. */
static bool resize(void *items, size_t from, size_t to, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(to, size, &bytes))
        return false;
    char *moved = realloc(*(void **)items, bytes > 0 ? bytes : 1);
    if (!moved)
        return false;
    memset(moved + from * size, 0, (to - from) * size);
    *(void **)items = moved;
    return true;
}

/* Make room for one more person of a batch. It grows with the people who come, not with those who
 * might: a batch may be larger than the folder. */
static rung_status make_room(rung_people *p, size_t count, size_t most, rung_error *error)
{
    enum { FIRST = 1024 };
    if (count < p->room)
        return RUNG_OK;
    size_t room = p->room < FIRST ? FIRST : 2 * p->room;
    if (room > most)
        room = most;
    size_t now = p->room;
    if (!resize(&p->id, now, room, sizeof *p->id) ||
        !resize(&p->role, now, room, sizeof *p->role) ||
        !resize(&p->level, now, room,
                (p->takes_rows ? 0 : p->catalog->skills) * sizeof *p->level) ||
        !resize(&p->vector, now, room, p->vectors.dimensions * sizeof *p->vector) ||
        !resize(&p->admits, now, room, p->audience.words * sizeof *p->admits) ||
        !resize(&p->columns, now, room, p->kept * sizeof *p->columns) ||
        !resize(&p->imputed, now, room, sizeof *p->imputed))
        return rung_fail_memory(error, "a batch of people");
    p->room = room;
    return RUNG_OK;
}

/* No more people than those whose levels or vectors fit. */
static size_t fitting(const rung_people *p, size_t most)
{
    size_t skills = p->takes_rows ? 0 : p->catalog->skills, dimensions = p->vectors.dimensions;
    size_t floats = skills > dimensions ? skills : dimensions;
    size_t fit = floats > 0 ? 1 + MOST_FLOATS / floats : most;
    return most < fit ? most : fit;
}

static rung_status read_batch(rung_people *p, size_t most, rung_batch *batch, rung_error *error)
{
    rung_status status = RUNG_OK;
    size_t count = 0;
    rung_arena_reset(&p->text);
    p->rows.rows = 0;
    most = fitting(p, most);
    while (status == RUNG_OK && !p->ended && count < most && p->rows.rows < MOST_ROWS) {
        bool more;
        status = rung_csv_next(p->table, &more, error);
        if (status != RUNG_OK)
            break;
        if (more) {
            status = make_room(p, count, most, error);
            if (status == RUNG_OK)
                status = read_person(p, count++, error);
        } else {
            p->ended = true;
            status = rung_levels_end(&p->levels, error);
            if (status == RUNG_OK)
                status = rung_people_vectors_end(&p->vectors, error);
        }
    }
    if (status == RUNG_OK)
        *batch = (rung_batch){.people = count,
                              .id = p->id,
                              .current_role = p->role,
                              .levels = p->takes_rows ? NULL : p->level,
                              .vectors = p->vectors.dimensions > 0 ? p->vector : NULL,
                              .admits = p->admits,
                              .admit_words = p->audience.words,
                              .rows = {p->rows.first, p->rows.row_skill, p->rows.row_level}};
    return status;
}

rung_status rung_people_next(rung_people *people, size_t most, rung_batch *batch, rung_error *error)
{
    if (!people || !batch || most == 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_people_next: people, batch and room for one are needed");
    *batch = (rung_batch){0};
    /* What comes behind a failure could be taken for the rows of somebody else. */
    rung_error *failure = &people->failure;
    if (failure->status == RUNG_OK)
        failure->status = read_batch(people, most, batch, failure);
    if (failure->status != RUNG_OK && error)
        *error = *failure;
    return failure->status;
}

rung_status rung_people_take_rows(rung_people *people, rung_error *error)
{
    if (!people || people->room > 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_people_take_rows: people of whom no batch was read are needed");
    if (people->takes_rows)
        return RUNG_OK;
    rung_status status = rung_people_rows_make(&people->rows, people->catalog, error);
    if (status == RUNG_OK) {
        people->takes_rows = true;
        people->levels.given = people->rows.given;
    }
    return status;
}

rung_people_totals rung_people_total(const rung_people *people)
{
    rung_people_totals totals = people->totals;
    totals.fraction = people->ended ? 1 : rung_levels_fraction(&people->levels);
    return totals;
}

size_t rung_people_dimensions(const rung_people *people)
{
    return people->vectors.dimensions;
}

bool rung_people_imputed(const rung_people *people, size_t place)
{
    return place < people->room && people->imputed[place];
}

/* ---------------------------------------------------------------- columns */

/* Keep a column that the table has, once. */
static void keep_column(rung_people *p, const char *name)
{
    size_t column = rung_csv_column(p->table, name);
    bool known = column == RUNG_NO_COLUMN;
    for (size_t i = 0; i < p->kept && !known; i++)
        known = p->kept_column[i] == column;
    if (known)
        return;
    p->kept_name[p->kept] = name;
    p->kept_column[p->kept++] = column;
}

rung_status rung_people_keep_columns(rung_people *people, rung_error *error)
{
    const rung_catalog *c = people->catalog;
    size_t most = 0;
    for (size_t p = 0; p < c->programs; p++)
        most += c->program[p].conditions;
    people->kept_column = rung_array(most, sizeof *people->kept_column);
    people->kept_name = rung_array(most, sizeof *people->kept_name);
    if (!people->kept_column || !people->kept_name)
        return rung_fail_memory(error, "the columns of people");
    for (size_t p = 0; p < c->programs; p++)
        for (size_t i = 0; i < c->program[p].conditions; i++)
            if (rung_condition_on_column(&c->program[p].audience[i]))
                keep_column(people, c->program[p].audience[i].column);
    return RUNG_OK;
}

rung_status rung_people_keep_named(rung_people *people, const char *const *names, size_t count,
                                   rung_error *error)
{
    rung_status status = RUNG_OK;
    people->kept_column = rung_array(count, sizeof *people->kept_column);
    people->kept_name = rung_array(count, sizeof *people->kept_name);
    if (!people->kept_column || !people->kept_name)
        return rung_fail_memory(error, "the columns of people");
    for (size_t i = 0; i < count && status == RUNG_OK; i++) {
        status = rung_csv_need(people->table, names[i], &people->kept_column[i], error);
        people->kept_name[i] = names[i];
        people->kept += status == RUNG_OK;
    }
    return status;
}

size_t rung_people_columns(const rung_people *people, size_t place, const rung_column **columns)
{
    *columns = people->columns + place * people->kept;
    return people->kept;
}

/* ---------------------------------------------------------------- open and end */

rung_status rung_people_open(rung_people **people, const rung_catalog *catalog, const char *dir,
                             rung_impute impute_how, rung_error *error)
{
    if (people)
        *people = NULL;
    if (!people || !catalog || !dir || !*dir || (unsigned)impute_how > RUNG_IMPUTE_NONE)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_people_open: people, catalog, the name of a folder and a known "
                         "impute are needed");
    rung_people *p = rung_array(1, sizeof *p);
    char *path = rung_path_join(dir, "people.csv");
    rung_status status = RUNG_OK;
    if (p)
        *p = (rung_people){.catalog = catalog,
                           .impute = impute_how,
                           .levels.npy.file = -1,
                           .vectors.file.npy.file = -1};
    if (!p || !path)
        status = rung_fail_memory(error, "people");
    if (status == RUNG_OK)
        status = rung_csv_open(&p->table, path, RUNG_CSV, error);
    if (status == RUNG_OK)
        status = rung_csv_need(p->table, "person_id", &p->id_column, error);
    if (status == RUNG_OK)
        status = rung_csv_may(p->table, "role_id", &p->role_column, error);
    if (status == RUNG_OK)
        status = rung_people_vectors_open(&p->vectors, catalog, dir, p->table, error);
    if (status == RUNG_OK)
        status =
            rung_levels_open(&p->levels, catalog, dir, p->table, p->vectors.dimensions > 0, error);
    if (status == RUNG_OK)
        status = rung_audience_open(&p->audience, catalog, p->table, error);
    free(path);
    if (status != RUNG_OK) {
        rung_people_free(p);
        return status;
    }
    p->totals.closed = p->audience.closed;
    p->totals.closed_program = p->audience.closed_program;
    p->totals.closed_column = p->audience.closed_column;
    *people = p;
    return RUNG_OK;
}

void rung_people_free(rung_people *people)
{
    if (!people)
        return;
    rung_audience_close(&people->audience);
    rung_levels_close(&people->levels);
    rung_people_vectors_close(&people->vectors);
    rung_csv_close(people->table);
    rung_set_free(&people->seen);
    rung_arena_free(&people->text);
    free(people->id);
    free(people->role);
    free(people->level);
    free(people->vector);
    free(people->admits);
    free(people->imputed);
    free(people->columns);
    free(people->kept_column);
    free(people->kept_name);
    rung_people_rows_free(&people->rows);
    free(people);
}
