/* staff.c - people of a folder, kept in memory to be looked at. */
#include "serve/answer/staff.h"

#include <stdlib.h>
#include <string.h>

#include "base/status.h"

enum { BATCH = 4096 };

/* Make room for so many items of this size in place of what is there. */
static bool resize(void *items, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return false;
    void *moved = realloc(*(void **)items, bytes > 0 ? bytes : 1);
    if (moved)
        *(void **)items = moved;
    return moved != NULL;
}

/* For people who come, doubling. */
static bool make_room(rung_staff *s, size_t people)
{
    size_t room = s->room < BATCH ? BATCH : s->room;
    while (room < people)
        room *= 2;
    if (room == s->room)
        return true;
    if (!resize(&s->id, room, sizeof *s->id) || !resize(&s->role, room, sizeof *s->role) ||
        !resize(&s->imputed, room, sizeof *s->imputed) ||
        !resize(&s->first, room + 1, sizeof *s->first) ||
        !resize(&s->vector, room, s->dimensions * sizeof *s->vector) ||
        !resize(&s->admits, room, s->words * sizeof *s->admits))
        return false;
    s->room = room;
    return true;
}

static bool keep_rows(rung_staff *s, const rung_level_rows *rows, size_t person)
{
    size_t from = rows->first[person], count = rows->first[person + 1] - from;
    if (!rung_grow((void **)&s->skill, &s->skill_room, s->rows + count, sizeof *s->skill) ||
        !rung_grow((void **)&s->level, &s->level_room, s->rows + count, sizeof *s->level))
        return false;
    if (count > 0) {
        memcpy(s->skill + s->rows, rows->skill + from, count * sizeof *s->skill);
        memcpy(s->level + s->rows, rows->level + from, count * sizeof *s->level);
    }
    s->rows += count;
    return true;
}

static bool keep_person(rung_staff *s, const rung_people *people, const rung_batch *batch, size_t i)
{
    size_t p = s->people;
    s->id[p] = rung_arena_text(&s->text, batch->id[i], strlen(batch->id[i]));
    s->role[p] = batch->current_role[i];
    s->imputed[p] = rung_people_imputed(people, i);
    s->first[p] = s->rows;
    if (!s->id[p] || !keep_rows(s, &batch->rows, i) ||
        rung_index_add(&s->index, s->id[p], (uint32_t)p) == RUNG_INDEX_NO_MEMORY)
        return false;
    if (s->dimensions > 0)
        memcpy(s->vector + p * s->dimensions, batch->vectors + i * s->dimensions,
               s->dimensions * sizeof *s->vector);
    if (s->words > 0)
        memcpy(s->admits + p * s->words, batch->admits + i * s->words,
               s->words * sizeof *s->admits);
    s->first[++s->people] = s->rows;
    return true;
}

static rung_status keep_batch(rung_staff *s, const rung_people *people, const rung_batch *batch,
                              const char *dir, size_t most, rung_error *error)
{
    if (batch->people > most - s->people)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s/people.csv: found more than %zu people, expected no more than may be "
                         "kept",
                         dir, most);
    s->words = batch->admit_words;
    bool kept = make_room(s, s->people + batch->people);
    for (size_t i = 0; i < batch->people && kept; i++)
        kept = keep_person(s, people, batch, i);
    return kept ? RUNG_OK : rung_fail_memory(error, "the people that are kept");
}

rung_status rung_staff_read(rung_staff *staff, const rung_catalog *catalog, const char *dir,
                            size_t most, rung_error *error)
{
    rung_people *people;
    rung_batch batch = {0};
    rung_status status = rung_people_open(&people, catalog, dir, RUNG_IMPUTE_EMPTY, error);
    if (status == RUNG_OK)
        status = rung_people_take_rows(people, error);
    if (status == RUNG_OK)
        staff->dimensions = rung_people_dimensions(people);
    do {
        if (status == RUNG_OK)
            status = rung_people_next(people, BATCH, &batch, error);
        if (status == RUNG_OK && batch.people > 0)
            status = keep_batch(staff, people, &batch, dir, most, error);
    } while (status == RUNG_OK && batch.people > 0);
    rung_people_free(people);
    return status;
}

void rung_staff_free(rung_staff *staff)
{
    free(staff->id);
    free(staff->role);
    free(staff->imputed);
    free(staff->first);
    free(staff->skill);
    free(staff->level);
    free(staff->vector);
    free(staff->admits);
    rung_arena_free(&staff->text);
    rung_index_free(&staff->index);
    *staff = (rung_staff){0};
}
