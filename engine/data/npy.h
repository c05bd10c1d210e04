/* npy.h - read a matrix of floats from a NumPy file, some rows at a time. */
#ifndef RUNG_DATA_NPY_H
#define RUNG_DATA_NPY_H

#include <stdint.h>

#include "base/status.h"

/* Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
typedef struct rung_npy {
    char *path;
    int file;
    uint64_t rows, columns;
    uint64_t taken; /* bytes behind the header, read so far */
} rung_npy;

/* Open a two-dimensional, little-endian float32 array in C order. shape is what messages call its
 * rows and columns: "(people, skills)". */
rung_status rung_npy_open(rung_npy *npy, const char *path, const char *shape, rung_error *error);
/* Read the next rows x columns floats; it is an error when the file ends before. */
rung_status rung_npy_read(rung_npy *npy, float *out, uint64_t rows, rung_error *error);
/* After the last row: the file must end there. */
rung_status rung_npy_end(rung_npy *npy, rung_error *error);
void rung_npy_close(rung_npy *npy);

#endif
