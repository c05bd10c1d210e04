/* bench_people.c - the catalog and the population that are measured with, on disk and in memory. */
#include "bench.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "match/unique.h"

enum { BATCH = 16384 };

rung_status bench_import(const char *source, const char *dir, const char *programs, bool *labour,
                         rung_error *error)
{
    static const char wages[] = "../shared/data/bls/oews_national_2024.tsv";
    static const char projections[] = "../shared/data/bls/projections_2024_2034.csv";
    rung_onet_summary summary = {0};
    rung_onet_job job = RUNG_ONET_JOB_INIT;
    job.source = source;
    job.output = dir;
    job.programs = programs;
    job.wages = access(wages, R_OK) == 0 ? wages : NULL;
    job.projections = access(projections, R_OK) == 0 ? projections : NULL;
    if (labour)
        *labour = job.wages && job.projections;
    rung_status status = rung_import_onet(&job, &summary, error);
    rung_free(summary.unrated);
    return status;
}

rung_status bench_make_people(bench *b, rung_people_format format, size_t people, const char *dir,
                              uint64_t *rows, rung_error *error)
{
    rung_synth_summary summary = {0};
    rung_synth_job job = RUNG_SYNTH_JOB_INIT;
    job.output = dir;
    job.people = people;
    job.format = format;
    job.threads = b->threads;
    job.replace = true;
    job.progress = bench_stopped;
    rung_status status = rung_synth(b->catalog, &job, &summary, error);
    if (rows)
        *rows = summary.levels;
    return status;
}

rung_status bench_people(bench *b, rung_people_format format, const char **dir, rung_error *error)
{
    static const char *const names[] = {"people-long", "people-wide", "people-npy"};
    rung_status status = RUNG_OK;
    if (!b->people_dir[format]) {
        char *path = rung_path_join(b->folder, names[format]);
        if (!path)
            return rung_fail_memory(error, "a path");
        status = bench_make_people(b, format, b->people, path, &b->rows, error);
        if (status != RUNG_OK)
            free(path);
        else
            b->people_dir[format] = path;
    }
    *dir = b->people_dir[format];
    return status;
}

/* Copy all batches of an open reader to level and role. */
static rung_status read_all(bench *b, rung_people *people, rung_error *error)
{
    size_t skills = rung_catalog_skills(b->catalog), done = 0;
    rung_batch batch;
    rung_status status;
    do {
        status = rung_people_next(people, BATCH, &batch, error);
        if (status != RUNG_OK || batch.people == 0)
            break;
        memcpy(b->level + done * skills, batch.levels, batch.people * skills * sizeof *b->level);
        memcpy(b->role + done, batch.current_role, batch.people * sizeof *b->role);
        done += batch.people;
    } while (done < b->people);
    return status;
}

rung_status bench_levels(bench *b, rung_error *error)
{
    const char *dir;
    rung_people *people = NULL;
    if (b->level)
        return RUNG_OK;
    rung_status status = bench_people(b, RUNG_PEOPLE_NPY, &dir, error);
    if (status != RUNG_OK)
        return status;
    b->level = rung_array(b->people * rung_catalog_skills(b->catalog), sizeof *b->level);
    b->role = rung_array(b->people, sizeof *b->role);
    if (!b->level || !b->role)
        return rung_fail_memory(error, "the people");
    status = rung_people_open(&people, b->catalog, dir, RUNG_IMPUTE_EMPTY, error);
    if (status == RUNG_OK)
        status = read_all(b, people, error);
    rung_people_free(people);
    return status;
}

rung_status bench_distinct(bench *b, size_t people, size_t *distinct, rung_error *error)
{
    enum { WINDOW = 4096 }; /* a matcher's usual one */
    size_t skills = rung_catalog_skills(b->catalog);
    *distinct = 0;
    rung_status status = bench_levels(b, error);
    if (status != RUNG_OK)
        return status;
    void *bytes = rung_array(rung_unique_bytes(WINDOW), 1);
    if (!bytes)
        return rung_fail_memory(error, "counting people who are alike");
    rung_unique unique = rung_unique_lay(bytes, WINDOW);
    for (size_t i = 0; i < people; i += WINDOW)
        *distinct += rung_unique_find(&unique,
                                      &(rung_features){.levels = b->level + i * skills,
                                                       .role = b->role + i,
                                                       .skills = skills},
                                      people - i < WINDOW ? people - i : WINDOW);
    free(bytes);
    return RUNG_OK;
}

double bench_folder_bytes(const char *dir)
{
    double bytes = 0;
    DIR *folder = opendir(dir);
    struct stat facts;
    for (struct dirent *entry = folder ? readdir(folder) : NULL; entry; entry = readdir(folder))
        if (fstatat(dirfd(folder), entry->d_name, &facts, 0) == 0 && S_ISREG(facts.st_mode))
            bytes += (double)facts.st_size;
    if (folder)
        closedir(folder);
    return bytes;
}
