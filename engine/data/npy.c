/* npy.c - read a matrix of floats from a NumPy file, some rows at a time. */
#include "data/npy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "data/npy_header.h"

enum { LONGEST_HEADER = 4096 };

static rung_status header_fail(const rung_npy *npy, rung_error *error, const char *found,
                               const char *expected)
{
    return rung_npy_header_fail(npy->path, error, found, expected);
}

static rung_status found_fail(const rung_npy *npy, rung_error *error, size_t found,
                              const char *expected)
{
    char shown[32];
    snprintf(shown, sizeof shown, "%zu", found);
    return header_fail(npy, error, shown, expected);
}

static rung_status read_header(rung_npy *npy, const char *shape, rung_error *error)
{
    unsigned char start[12];
    char header[LONGEST_HEADER + 1];
    ssize_t n = rung_file_read(npy->file, npy->path, start, 10, error);
    if (n < 0)
        return rung_file_status(n);
    if (n == 0)
        return header_fail(npy, error, "an empty file", "a file that starts with \\x93NUMPY");
    if (n < 10 || memcmp(start, "\x93NUMPY", 6) != 0)
        return header_fail(npy, error, "another start", "a file that starts with \\x93NUMPY");
    size_t length = (size_t)start[8] | (size_t)start[9] << 8;
    if (start[6] == 2 || start[6] == 3) { /* from version 2 on the length has four bytes */
        n = rung_file_read(npy->file, npy->path, start + 10, 2, error);
        if (n < 0)
            return rung_file_status(n);
        length |= n < 2 ? SIZE_MAX : (size_t)start[10] << 16 | (size_t)start[11] << 24;
    } else if (start[6] != 1) {
        return found_fail(npy, error, start[6], "format version 1, 2 or 3");
    }
    if (length > LONGEST_HEADER)
        return found_fail(npy, error, length, "a header of at most 4096 bytes");
    n = rung_file_read(npy->file, npy->path, header, length, error);
    if (n < 0)
        return rung_file_status(n);
    if ((size_t)n < length) {
        char found[64];
        char wanted[64];
        snprintf(found, sizeof found, "%zd bytes", n);
        snprintf(wanted, sizeof wanted, "%zu: the file ends within the header", length);
        return header_fail(npy, error, found, wanted);
    }
    header[length] = '\0';
    return rung_npy_header(npy->path, header, shape, &npy->rows, &npy->columns, error);
}

rung_status rung_npy_open(rung_npy *npy, const char *path, const char *shape, rung_error *error)
{
    *npy = (rung_npy){.path = strdup(path), .file = -1};
    if (!npy->path)
        return rung_fail_memory(error, "a path");
    npy->file = rung_file_open(path, NULL, error);
    rung_status status = rung_file_status(npy->file);
    if (status == RUNG_OK)
        status = read_header(npy, shape, error);
    if (status != RUNG_OK)
        rung_npy_close(npy);
    return status;
}

rung_status rung_npy_read(rung_npy *npy, float *out, uint64_t rows, rung_error *error)
{
    size_t bytes = (size_t)(rows * npy->columns) * sizeof *out;
    ssize_t n = rung_file_read(npy->file, npy->path, out, bytes, error);
    if (n < 0)
        return rung_file_status(n);
    npy->taken += (uint64_t)n;
    if ((size_t)n < bytes)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: the file ends early: found %llu bytes behind the header, expected "
                         "%llu, %llu rows of %llu floats",
                         npy->path, (unsigned long long)npy->taken,
                         (unsigned long long)(npy->rows * npy->columns * sizeof *out),
                         (unsigned long long)npy->rows, (unsigned long long)npy->columns);
    return RUNG_OK;
}

rung_status rung_npy_end(rung_npy *npy, rung_error *error)
{
    char byte;
    ssize_t n = rung_file_read(npy->file, npy->path, &byte, 1, error);
    if (n < 0)
        return rung_file_status(n);
    if (n > 0)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: the file goes on behind its last row, expected %llu rows of %llu "
                         "floats",
                         npy->path, (unsigned long long)npy->rows,
                         (unsigned long long)npy->columns);
    return RUNG_OK;
}

void rung_npy_close(rung_npy *npy)
{
    if (npy->file >= 0)
        close(npy->file);
    free(npy->path);
    *npy = (rung_npy){.file = -1};
}
