/* random_vectors.h - vectors by chance, with what is difficult about them, and NumPy files. */
#ifndef RUNG_TEST_RANDOM_VECTORS_H
#define RUNG_TEST_RANDOM_VECTORS_H

#include "rung.h"

/* What is difficult about the vectors of roles and people. */
enum {
    VECTORS_SPREAD,    /* nothing */
    VECTORS_NEAR_TIES, /* alike but for the last bits */
    VECTORS_TWINS,     /* few different ones */
    VECTORS_ZEROS,     /* some have no length */
    VECTORS_DOMINANT,  /* one entry far larger than the others */
    VECTORS_DENORMAL,  /* entries below the least normal float */
    VECTORS_HUGE,      /* 1e30 and more, up to the largest float */
    VECTORS_TINY,      /* 1e-30 and less */
    VECTORS_JUMBLE,    /* rows of all those sizes */
    VECTORS_ONE_SIDED, /* far from zero, little in between */
    VECTORS_KINDS
};

/* rows x dimensions; free them. Rows of one seed and kind are alike, whoever asks. */
float *random_vectors(size_t rows, size_t dimensions, int kind, uint64_t *seed);

/* Write floats as name in folder; the header says what is given. */
void write_vectors(const char *folder, const char *name, size_t rows, size_t columns,
                   const float *floats);

/* A catalog of roles, ids r0, r1, ..., with these vectors and nothing else, in a new folder;
 * likeness is "cosine" or "product". */
const char *write_vector_catalog(size_t roles, size_t dimensions, const float *vectors,
                                 const char *likeness);
rung_catalog *open_vector_catalog(const char *folder);

/* people.csv and people_vectors.npy in a new folder: p0, p1, ..., with roles where they have one.
 */
const char *write_vector_people(const rung_catalog *catalog, size_t people, const uint32_t *role,
                                const float *vectors);

#endif
