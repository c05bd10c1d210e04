/* catalog_vectors.c - read a catalog's role_vectors.npy. */
#include <stdlib.h>

#include "base/file.h"
#include "data/catalog.h"
#include "data/vectors.h"

static rung_status read_rows(rung_catalog *c, rung_vectors *file, rung_error *error)
{
    enum { LINE = 64 / sizeof(float) };
    size_t cells;
    if (file->npy.rows != c->roles)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: found %llu rows, expected %zu, one for each row of roles.csv",
                         file->npy.path, (unsigned long long)file->npy.rows, c->roles);
    c->dimensions = (size_t)file->npy.columns;
    c->vector_stride = (c->dimensions + LINE - 1) / LINE * LINE;
    if (!__builtin_mul_overflow(c->roles, c->vector_stride, &cells))
        c->vector = rung_array(cells, sizeof *c->vector);
    if (!c->vector)
        return rung_fail_memory(error, "the vectors of the roles");
    rung_status status = rung_vectors_read(file, c->vector, c->roles, c->vector_stride, error);
    return status == RUNG_OK ? rung_vectors_end(file, error) : status;
}

rung_status rung_catalog_read_vectors(rung_catalog *c, const char *dir, rung_error *error)
{
    rung_vectors file;
    char *path = rung_path_join(dir, "role_vectors.npy");
    if (!path)
        return rung_fail_memory(error, "a path");
    rung_status status = RUNG_OK;
    if (rung_path_exists(path)) {
        status = rung_vectors_open(&file, path, "roles", error);
        if (status == RUNG_OK)
            status = read_rows(c, &file, error);
        rung_vectors_close(&file);
    }
    free(path);
    return status;
}
