/* vectors.h - vectors of roles or people, from somebody's model, in a NumPy file. */
#ifndef RUNG_DATA_VECTORS_H
#define RUNG_DATA_VECTORS_H

#include "data/npy.h"

/* Most floats of a vector. */
enum { RUNG_MOST_DIMENSIONS = 4096 };

/* A file being read. Start from .npy.file = -1. */
typedef struct rung_vectors {
    rung_npy npy;
    uint64_t taken; /* rows */
} rung_vectors;

/* Open an array whose rows belong to what, "roles" or "people". */
rung_status rung_vectors_open(rung_vectors *vectors, const char *path, const char *what,
                              rung_error *error);
/* Read the next rows, each to stride floats further on in out; an entry that is no finite number is
 * an error. There must be so many rows. */
rung_status rung_vectors_read(rung_vectors *vectors, float *out, size_t rows, size_t stride,
                              rung_error *error);
/* After the last row: the file must end there. */
rung_status rung_vectors_end(rung_vectors *vectors, rung_error *error);
void rung_vectors_close(rung_vectors *vectors);

#endif
