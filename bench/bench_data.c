/* bench_data.c - how fast catalogs and people are read, and people made. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"

enum { BATCH = 16384 };

/* ---------------------------------------------------------------- catalog */

static rung_status load_catalog(void *context, rung_error *error)
{
    const bench *b = context;
    rung_catalog *again;
    rung_status status = rung_catalog_open(&again, b->catalog_dir, error);
    if (status != RUNG_OK)
        return status;
    rung_catalog_counts was = rung_catalog_count(b->catalog), is = rung_catalog_count(again);
    rung_catalog_free(again);
    if (memcmp(&was, &is, sizeof is) != 0)
        return rung_fail(error, RUNG_BAD_DATA, "catalog-load: two readings differ");
    return RUNG_OK;
}

static rung_status time_catalog(bench *b, rung_error *error)
{
    double bytes = bench_folder_bytes(b->catalog_dir);
    bench_case c = {.name = "catalog-load",
                    .amount = bytes,
                    .unit = "B/s",
                    .load = bytes / 1e9,
                    .limit = BENCH_COPY_ONE};
    snprintf(c.work, sizeof c.work, "open the catalog, %.2f MB of CSV", bytes / 1e6);
    return bench_wanted(b, c.name) ? bench_run(b, c, load_catalog, b, error) : RUNG_OK;
}

/* ---------------------------------------------------------------- people */

typedef struct reading {
    const bench *b;
    const char *dir;
    bool compare; /* with the people in memory */
} reading;

/* Whether a batch is the people from place done on. */
static bool same(const bench *b, const rung_batch *batch, size_t done)
{
    size_t skills = rung_catalog_skills(b->catalog);
    return done + batch->people <= b->people &&
           memcmp(batch->levels, b->level + done * skills,
                  batch->people * skills * sizeof *b->level) == 0 &&
           memcmp(batch->current_role, b->role + done, batch->people * sizeof *b->role) == 0;
}

static rung_status read_people(void *context, rung_error *error)
{
    const reading *r = context;
    rung_people *people;
    rung_batch batch;
    size_t done = 0;
    rung_status status = rung_people_open(&people, r->b->catalog, r->dir, RUNG_IMPUTE_EMPTY, error);
    while (status == RUNG_OK) {
        status = rung_people_next(people, BATCH, &batch, error);
        if (status != RUNG_OK || batch.people == 0)
            break;
        if (r->compare && !same(r->b, &batch, done))
            status = rung_fail(error, RUNG_BAD_DATA,
                               "%s: other people than in memory, expected the same", r->dir);
        done += batch.people;
    }
    rung_people_free(people);
    if (status == RUNG_OK && done != r->b->people)
        return rung_fail(error, RUNG_BAD_DATA, "%s: found %zu people, expected %zu", r->dir, done,
                         r->b->people);
    return status;
}

static rung_status time_people(bench *b, const char *name, rung_people_format format,
                               rung_error *error)
{
    if (!bench_wanted(b, name))
        return RUNG_OK;
    reading r = {.b = b, .compare = true};
    rung_status status = bench_levels(b, error);
    if (status == RUNG_OK)
        status = bench_people(b, format, &r.dir, error);
    if (status == RUNG_OK)
        status = read_people(&r, error);
    if (status != RUNG_OK)
        return status;
    r.compare = false;
    double bytes = bench_folder_bytes(r.dir);
    bench_case c = {.amount = (double)b->people,
                    .unit = "people/s",
                    .load = bytes / 1e9,
                    .limit = BENCH_COPY_ONE};
    snprintf(c.name, sizeof c.name, "%s", name);
    snprintf(c.work, sizeof c.work, "read %zu people, %.1f MB; the same levels as in memory",
             b->people, bytes / 1e6);
    return bench_run(b, c, read_people, &r, error);
}

/* ---------------------------------------------------------------- synth */

typedef struct making {
    bench *b;
    char *dir;
    rung_people_format format;
} making;

static rung_status make_people(void *context, rung_error *error)
{
    making *m = context;
    uint64_t rows;
    rung_status status = bench_make_people(m->b, m->format, m->b->people, m->dir, &rows, error);
    if (status == RUNG_OK && rows != m->b->rows)
        return rung_fail(error, RUNG_BAD_DATA, "synth: found %llu levels, expected %llu",
                         (unsigned long long)rows, (unsigned long long)m->b->rows);
    return status;
}

static rung_status time_synth(bench *b, const char *name, rung_people_format format,
                              rung_error *error)
{
    const char *first;
    if (!bench_wanted(b, name))
        return RUNG_OK;
    rung_status status = bench_people(b, format, &first, error);
    if (status != RUNG_OK)
        return status;
    making m = {b, rung_path_join(b->folder, "synth"), format};
    double bytes = bench_folder_bytes(first);
    bench_case c = {.amount = (double)b->people,
                    .unit = "people/s",
                    .load = bytes / 1e9,
                    .limit = BENCH_COPY_ALL};
    snprintf(c.name, sizeof c.name, "%s", name);
    snprintf(c.work, sizeof c.work, "make %zu people, %.1f MB onto the disk, %u threads", b->people,
             bytes / 1e6, b->threads);
    status = m.dir ? bench_run(b, c, make_people, &m, error) : rung_fail_memory(error, "a path");
    free(m.dir);
    return status;
}

rung_status bench_data(bench *b, rung_error *error)
{
    rung_status status = time_catalog(b, error);
    if (status == RUNG_OK)
        status = time_people(b, "people-csv", RUNG_PEOPLE_LONG, error);
    if (status == RUNG_OK)
        status = time_people(b, "people-npy", RUNG_PEOPLE_NPY, error);
    if (status == RUNG_OK)
        status = time_synth(b, "synth-csv", RUNG_PEOPLE_LONG, error);
    if (status == RUNG_OK)
        status = time_synth(b, "synth-npy", RUNG_PEOPLE_NPY, error);
    return status;
}
