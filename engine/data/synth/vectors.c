/* vectors.c - make vectors up, and catalogs that have them. */
#include "data/synth/vectors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "data/catalog_rows.h"
#include "data/emit.h"
#include "data/synth/draws.h"
#include "data/synth/text.h"
#include "data/vectors.h"

void rung_synth_vector(uint64_t seed, enum rung_vector_of of, uint64_t number, size_t dimensions,
                       float *row)
{
    uint64_t key = rung_mix(rung_mix(rung_mix(seed) + 1 + of) + number);
    double squares = 0;
    for (size_t k = 0; k < dimensions; k++) {
        double entry = rung_bell(rung_draw(key, k));
        squares += entry * entry;
    }
    double length = sqrt(squares);
    for (size_t k = 0; k < dimensions; k++)
        row[k] = length > 0 ? (float)(rung_bell(rung_draw(key, k)) / length) : 0;
}

/* ---------------------------------------------------------------- a catalog */

/* A catalog being made. */
typedef struct making {
    const rung_catalog *catalog; /* that is copied, or NULL */
    const rung_vectors_job *job;
    const rung_folder *folder;
    rung_error *error;
} making;

static rung_status write_vectors(const making *m)
{
    rung_emit emit;
    uint64_t roles = m->catalog ? m->catalog->roles : m->job->roles;
    size_t dimensions = m->job->dimensions;
    float *row = rung_array(dimensions, sizeof *row);
    if (!row)
        return rung_fail_memory(m->error, "a vector");
    rung_status status = rung_emit_open(&emit, m->folder, "role_vectors.npy", m->error);
    if (status == RUNG_OK)
        rung_put_npy_header(&emit.buffer, roles, dimensions);
    for (uint64_t r = 0; r < roles && status == RUNG_OK; r++) {
        rung_synth_vector(m->job->seed, RUNG_VECTOR_OF_ROLE, r, dimensions, row);
        rung_put_floats(&emit.buffer, row, dimensions);
        status = rung_emit_flush(&emit, m->error);
    }
    free(row);
    return rung_emit_close(&emit, status, m->error);
}

static rung_status write_ini(const making *m)
{
    rung_emit emit;
    rung_status status = rung_emit_open(&emit, m->folder, "catalog.ini", m->error);
    rung_put_text(&emit.buffer, "name = Roles made up\nsource = rung synth\nvectors = cosine\n");
    return rung_emit_close(&emit, status, m->error);
}

static rung_status write_roles(const making *m)
{
    rung_emit emit;
    rung_status status = rung_emit_open(&emit, m->folder, "roles.csv", m->error);
    rung_put_text(&emit.buffer, "role_id,title\n");
    for (uint64_t r = 1; r <= m->job->roles && status == RUNG_OK; r++) {
        char line[64];
        snprintf(line, sizeof line, "r%09llu,Role %llu\n", (unsigned long long)r,
                 (unsigned long long)r);
        rung_put_text(&emit.buffer, line);
        status = rung_emit_flush(&emit, m->error);
    }
    return rung_emit_close(&emit, status, m->error);
}

/* Copy a file of the catalog, where it has it. */
static rung_status copy_file(const making *m, const char *name)
{
    enum { PIECE = 1 << 16 };
    char piece[PIECE];
    rung_emit emit;
    char *path = rung_path_join(m->catalog->folder, name);
    if (!path)
        return rung_fail_memory(m->error, "a path");
    if (!rung_path_exists(path)) {
        free(path);
        return RUNG_OK;
    }
    int file = rung_file_open(path, NULL, m->error);
    rung_status status = rung_file_status(file);
    if (status == RUNG_OK) {
        ssize_t length = 1;
        status = rung_emit_open(&emit, m->folder, name, m->error);
        while (status == RUNG_OK && length > 0) {
            length = rung_file_read(file, path, piece, PIECE, m->error);
            status = rung_file_status(length);
            if (status == RUNG_OK)
                rung_put(&emit.buffer, piece, (size_t)length);
            if (status == RUNG_OK)
                status = rung_emit_flush(&emit, m->error);
        }
        status = rung_emit_close(&emit, status, m->error);
        close(file);
    }
    free(path);
    return status;
}

static rung_status copy_catalog(const making *m)
{
    rung_status status = copy_file(m, "catalog.ini");
    for (size_t i = 0; rung_catalog_files[i].name && status == RUNG_OK; i++)
        status = copy_file(m, rung_catalog_files[i].name);
    return status;
}

static rung_status check_job(const rung_catalog *catalog, const rung_vectors_job *job,
                             rung_error *error)
{
    if (!job || job->size != sizeof *job || !job->output)
        return rung_fail(
            error, RUNG_BAD_ARGUMENT,
            "rung_synth_vectors: a job made by RUNG_VECTORS_JOB_INIT with an output is "
            "needed");
    if (job->dimensions < 1 || job->dimensions > RUNG_MOST_DIMENSIONS)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_synth_vectors: dimensions is %zu, expected 1 to %d", job->dimensions,
                         RUNG_MOST_DIMENSIONS);
    if (!catalog && (job->roles < 1 || job->roles > RUNG_SYNTH_MOST_PEOPLE))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_synth_vectors: roles is %llu, expected 1 to %u",
                         (unsigned long long)job->roles, RUNG_SYNTH_MOST_PEOPLE);
    return catalog ? rung_folder_spares(job->output, catalog->folder, error) : RUNG_OK;
}

rung_status rung_synth_vectors(const rung_catalog *catalog, const rung_vectors_job *job,
                               rung_error *error)
{
    static const char *const own[] = {"catalog.ini",         "roles.csv",
                                      "role_vectors.npy",    "skills.csv",
                                      "role_skills.csv",     "role_relations.csv",
                                      "programs.csv",        "program_skills.csv",
                                      "skill_relations.csv", NULL};
    rung_folder folder;
    rung_status status = check_job(catalog, job, error);
    if (status == RUNG_OK)
        status = rung_folder_open(&folder, job->output, job->replace ? own : NULL, error);
    if (status != RUNG_OK)
        return status;
    making m = {catalog, job, &folder, error};
    if (catalog)
        status = copy_catalog(&m);
    else
        status = write_ini(&m);
    if (status == RUNG_OK && !catalog)
        status = write_roles(&m);
    if (status == RUNG_OK)
        status = write_vectors(&m);
    return rung_folder_close(&folder, status, error);
}
