/* people_vectors.c - the vectors of a folder's people. */
#include "data/people_vectors.h"

#include <stdlib.h>

#include "base/file.h"

rung_status rung_people_vectors_open(rung_people_vectors *v, const rung_catalog *catalog,
                                     const char *dir, const rung_csv *people, rung_error *error)
{
    *v = (rung_people_vectors){.people = people, .file.npy.file = -1};
    char *path = rung_path_join(dir, "people_vectors.npy");
    if (!path)
        return rung_fail_memory(error, "a path");
    rung_status status = RUNG_OK;
    if (catalog->vector && rung_path_exists(path)) {
        status = rung_vectors_open(&v->file, path, "people", error);
        if (status == RUNG_OK && v->file.npy.columns != catalog->dimensions)
            status = rung_fail(error, RUNG_BAD_DATA,
                               "%s: found %llu columns, expected %zu, as in role_vectors.npy", path,
                               (unsigned long long)v->file.npy.columns, catalog->dimensions);
        v->dimensions = catalog->dimensions;
    }
    free(path);
    return status;
}

rung_status rung_people_vectors_next(rung_people_vectors *v, float *out, rung_error *error)
{
    const rung_npy *npy = &v->file.npy;
    if (v->dimensions == 0)
        return RUNG_OK;
    if (v->file.taken == npy->rows)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s:%llu: person number %llu, but %s has %llu rows, expected one for each "
                         "person",
                         rung_csv_path(v->people), (unsigned long long)rung_csv_line(v->people),
                         (unsigned long long)v->file.taken + 1, npy->path,
                         (unsigned long long)npy->rows);
    return rung_vectors_read(&v->file, out, 1, v->dimensions, error);
}

rung_status rung_people_vectors_end(rung_people_vectors *v, rung_error *error)
{
    const rung_npy *npy = &v->file.npy;
    if (v->dimensions == 0)
        return RUNG_OK;
    if (v->file.taken < npy->rows)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: found %llu rows, expected %llu, one for each person of people.csv",
                         npy->path, (unsigned long long)npy->rows,
                         (unsigned long long)v->file.taken);
    return rung_vectors_end(&v->file, error);
}

void rung_people_vectors_close(rung_people_vectors *v)
{
    rung_vectors_close(&v->file);
}
