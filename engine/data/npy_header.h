/* npy_header.h - what the dictionary in a NumPy file's header says. */
#ifndef RUNG_DATA_NPY_HEADER_H
#define RUNG_DATA_NPY_HEADER_H

#include <stdint.h>

#include "base/status.h"

/* Read the rows and columns of a float32 matrix in C order from a dictionary that ends in a zero
 * byte. Each key of the format is there once, and no other. meant is what messages call rows and
 * columns. */
rung_status rung_npy_header(const char *path, const char *dictionary, const char *meant,
                            uint64_t *rows, uint64_t *columns, rung_error *error);

/* BAD_DATA "path: NumPy header: found ..., expected ..." */
rung_status rung_npy_header_fail(const char *path, rung_error *error, const char *found,
                                 const char *expected);

#endif
