/* random_vectors.c - vectors by chance, with what is difficult about them, and NumPy files. */
#include "random_vectors.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

static double uniform(uint64_t *seed)
{
    return (double)(test_random(seed) >> 11) * 0x1p-52 - 1;
}

static float entry(int kind, size_t row, size_t column, uint64_t *seed)
{
    static const double sizes[] = {1, 1e30, 1e-30, 3e38, 1e-44, 1e10};
    double u = uniform(seed);
    switch (kind) {
    case VECTORS_NEAR_TIES:
        return (column % 2 ? -0.3f : 0.3f) + (float)test_below(seed, 3) * FLT_EPSILON / 4;
    case VECTORS_DOMINANT:
        return (float)(column == 1 ? 1e6 * u : u);
    case VECTORS_DENORMAL:
        return (float)(u * 1e-41);
    case VECTORS_HUGE:
        return (float)(u * (row % 3 ? 1e30 : 3.4e38));
    case VECTORS_TINY:
        return (float)(u * (row % 3 ? 1e-30 : 1e-36));
    case VECTORS_JUMBLE:
        return (float)(u * sizes[row % (sizeof sizes / sizeof *sizes)]);
    case VECTORS_ONE_SIDED:
        return (float)(100 + 1e-3 * u);
    default:
        return (float)u;
    }
}

float *random_vectors(size_t rows, size_t dimensions, int kind, uint64_t *seed)
{
    enum { TWINS = 4 };
    float *vectors = calloc(rows * dimensions, sizeof *vectors);
    cr_assert_not_null(vectors);
    for (size_t r = 0; r < rows; r++) {
        float *row = vectors + r * dimensions;
        if (kind == VECTORS_ZEROS && test_below(seed, 3) == 0)
            continue;
        if (kind == VECTORS_TWINS && r >= TWINS)
            memcpy(row, vectors + test_below(seed, TWINS) * dimensions, dimensions * sizeof *row);
        else
            for (size_t k = 0; k < dimensions; k++)
                row[k] = entry(kind, r, k, seed);
    }
    return vectors;
}

void write_vectors(const char *folder, const char *name, size_t rows, size_t columns,
                   const float *floats)
{
    enum { HEADER = 128, BEFORE = 10 };
    char header[HEADER + 1], shape[80];
    snprintf(shape, sizeof shape, "{'descr': '<f4', 'fortran_order': False, 'shape': (%zu, %zu), }",
             rows, columns);
    snprintf(header, sizeof header, "\x93NUMPY\x01%c%c%c%-117s\n", 1, HEADER - BEFORE, 1, shape);
    header[7] = header[9] = '\0';
    size_t bytes = rows * columns * sizeof *floats;
    char *all = malloc(HEADER + bytes + 1);
    cr_assert_not_null(all);
    memcpy(all, header, HEADER);
    memcpy(all + HEADER, floats, bytes);
    test_write(folder, name, all, HEADER + bytes);
    free(all);
}

const char *write_vector_catalog(size_t roles, size_t dimensions, const float *vectors,
                                 const char *likeness)
{
    const char *folder = test_folder();
    char ini[100], *rows = calloc(roles + 1, 40);
    size_t length = 0;
    cr_assert_not_null(rows);
    snprintf(ini, sizeof ini, "name = vectors\nvectors = %s\n", likeness);
    test_write_text(folder, "catalog.ini", ini);
    length += (size_t)sprintf(rows, "role_id,title\n");
    for (size_t r = 0; r < roles; r++)
        length += (size_t)sprintf(rows + length, "r%zu,Role %zu\n", r, r);
    test_write_text(folder, "roles.csv", rows);
    write_vectors(folder, "role_vectors.npy", roles, dimensions, vectors);
    free(rows);
    return folder;
}

rung_catalog *open_vector_catalog(const char *folder)
{
    rung_catalog *catalog;
    rung_error error;
    cr_assert_eq(rung_catalog_open(&catalog, folder, &error), RUNG_OK, "%s", error.message);
    return catalog;
}

const char *write_vector_people(const rung_catalog *catalog, size_t people, const uint32_t *role,
                                const float *vectors)
{
    const char *folder = test_folder();
    char *rows = calloc(people + 1, 40);
    size_t length = 0;
    cr_assert_not_null(rows);
    length += (size_t)sprintf(rows, "person_id,role_id\n");
    for (size_t i = 0; i < people; i++)
        length += (size_t)sprintf(rows + length, "p%zu,%.16s\n", i,
                                  rung_catalog_role(catalog, role[i]).id);
    test_write_text(folder, "people.csv", rows);
    write_vectors(folder, "people_vectors.npy", people, rung_catalog_dimensions(catalog), vectors);
    free(rows);
    return folder;
}
