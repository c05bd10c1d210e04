/* tune_people.c - some people in memory, to measure with. */
#include "match/tune_people.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/synth/person.h"
#include "data/synth/vectors.h"

enum { MOST_PEOPLE = 65536, LEAST_PEOPLE = 64, MOST_BYTES = 64 << 20, SEED = 1 };

static rung_status make_room(rung_tune_people *p, rung_error *error)
{
    const rung_catalog *c = p->catalog;
    size_t floats = c->skills + c->dimensions + 1;
    p->room = MOST_BYTES / sizeof(float) / floats;
    p->room = p->room > MOST_PEOPLE ? MOST_PEOPLE : p->room < LEAST_PEOPLE ? LEAST_PEOPLE : p->room;
    p->level = rung_array(p->room * c->skills, sizeof *p->level);
    p->role = rung_array(p->room, sizeof *p->role);
    if (c->dimensions > 0)
        p->vector = rung_array(p->room * c->dimensions, sizeof *p->vector);
    if (!p->level || !p->role || (c->dimensions > 0 && !p->vector))
        return rung_fail_memory(error, "people to measure with");
    return RUNG_OK;
}

/* ---------------------------------------------------------------- people of a folder */

static void take(rung_tune_people *p, const rung_batch *batch)
{
    size_t skills = p->catalog->skills, dimensions = p->catalog->dimensions;
    if (skills > 0)
        memcpy(p->level + p->count * skills, batch->levels,
               batch->people * skills * sizeof *p->level);
    if (batch->vectors)
        memcpy(p->vector + p->count * dimensions, batch->vectors,
               batch->people * dimensions * sizeof *p->vector);
    memcpy(p->role + p->count, batch->current_role, batch->people * sizeof *p->role);
    p->count += batch->people;
}

static rung_status read_people(rung_tune_people *p, const char *folder, rung_error *error)
{
    rung_people *reader;
    rung_batch batch = {.people = 1};
    rung_status status = rung_people_open(&reader, p->catalog, folder, RUNG_IMPUTE_EMPTY, error);
    if (status == RUNG_OK && rung_people_dimensions(reader) == 0) {
        free(p->vector);
        p->vector = NULL;
    }
    while (status == RUNG_OK && batch.people > 0 && p->count < p->room) {
        status = rung_people_next(reader, p->room - p->count, &batch, error);
        if (status == RUNG_OK && batch.people > 0)
            take(p, &batch);
    }
    rung_people_free(reader);
    if (status == RUNG_OK && p->count == 0)
        status = rung_fail(error, RUNG_BAD_DATA,
                           "%s: found nobody, expected people to measure with", folder);
    return status;
}

/* ---------------------------------------------------------------- people made up */

/* As rung_synth() makes them; who has no row gets the levels of the role, as people are read. */
static void make_person(rung_tune_people *p, const rung_population *population,
                        rung_synth_person *person)
{
    const rung_catalog *c = p->catalog;
    float *level = p->level + p->count * c->skills;
    rung_synth_draw(population, p->count, person);
    for (size_t i = 0; i < person->levels; i++)
        level[person->level[i].skill] =
            (float)fmin((double)person->level[i].amount * c->scale.grid, c->scale.levels);
    if (person->levels == 0)
        rung_catalog_levels(c, person->role, level);
    if (c->dimensions > 0)
        rung_synth_vector(SEED, RUNG_VECTOR_OF_PERSON, p->count, c->dimensions,
                          p->vector + p->count * c->dimensions);
    p->role[p->count++] = person->role;
}

static rung_status make_people(rung_tune_people *p, rung_error *error)
{
    rung_population population = {.catalog = p->catalog, .seed = SEED, .on_grid = 1};
    rung_synth_person person = {.level = rung_array(p->catalog->skills, sizeof *person.level)};
    bool made = person.level && rung_employed_make(&population.employed, p->catalog);
    population.steps = (uint32_t)lround(p->catalog->scale.levels / p->catalog->scale.grid);
    population.hundredths = (uint32_t)(p->catalog->scale.levels * 100);
    while (made && p->count < p->room)
        make_person(p, &population, &person);
    rung_employed_free(&population.employed);
    free(person.level);
    return made ? RUNG_OK : rung_fail_memory(error, "people to measure with");
}

/* ---------------------------------------------------------------- both */

static rung_status make_rows(rung_tune_people *p, rung_error *error)
{
    size_t skills = p->catalog->skills, cells = p->count * skills, rows = 0;
    for (size_t i = 0; i < cells; i++)
        rows += p->level[i] > 0;
    p->first = rung_array(p->count + 1, sizeof *p->first);
    p->skill = rung_array(rows, sizeof *p->skill);
    p->value = rung_array(rows, sizeof *p->value);
    if (!p->first || !p->skill || !p->value)
        return rung_fail_memory(error, "people to measure with");
    rows = 0;
    for (size_t i = 0; i < p->count; i++) {
        const float *level = p->level + i * skills;
        for (size_t s = 0; s < skills; s++)
            if (level[s] > 0) {
                p->skill[rows] = (uint32_t)s;
                p->value[rows++] = level[s];
            }
        p->first[i + 1] = rows;
    }
    return RUNG_OK;
}

rung_status rung_tune_people_make(rung_tune_people *people, const rung_catalog *catalog,
                                  const char *folder, rung_error *error)
{
    *people = (rung_tune_people){.catalog = catalog};
    rung_status status = make_room(people, error);
    if (status == RUNG_OK)
        status = folder ? read_people(people, folder, error) : make_people(people, error);
    return status == RUNG_OK ? make_rows(people, error) : status;
}

void rung_tune_people_free(rung_tune_people *people)
{
    free(people->level);
    free(people->first);
    free(people->skill);
    free(people->value);
    free(people->vector);
    free(people->role);
    *people = (rung_tune_people){0};
}

rung_batch rung_tune_people_batch(const rung_tune_people *people, size_t from, size_t count,
                                  bool sparse)
{
    const rung_catalog *c = people->catalog;
    rung_batch batch = {
        .people = count,
        .vectors = people->vector ? people->vector + from * c->dimensions : NULL,
        .current_role = people->role + from,
    };
    if (sparse)
        batch.rows = (rung_level_rows){people->first + from, people->skill, people->value};
    else
        batch.levels = people->level + from * c->skills;
    return batch;
}
