/* npy.c - read a matrix of floats from a NumPy file, some rows at a time. */
#include "data/npy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

enum { LONGEST_HEADER = 4096 };

static rung_status header_fail(const rung_npy *npy, rung_error *error, const char *found,
                               const char *expected)
{
    return rung_fail(error, RUNG_BAD_DATA, "%s: NumPy header: found %s, expected %s", npy->path,
                     found, expected);
}

/* The same for the value of a key, NULL where the header lacks it. */
static rung_status value_fail(const rung_npy *npy, rung_error *error, const char *value,
                              const char *expected)
{
    enum { MOST = 40 };
    char shown[MOST + 1] = "nothing";
    for (size_t i = 0; value && i <= MOST; i++) {
        bool plain = value[i] >= ' ' && value[i] <= '~';
        bool ended = i == MOST || value[i] == '\0' || strncmp(value + i, ", '", 3) == 0 ||
                     strncmp(value + i, ", }", 3) == 0;
        shown[i] = ended ? '\0' : plain ? value[i] : '?';
        if (ended)
            break;
    }
    return header_fail(npy, error, shown, expected);
}

static rung_status found_fail(const rung_npy *npy, rung_error *error, size_t found,
                              const char *expected)
{
    char shown[32];
    snprintf(shown, sizeof shown, "%zu", found);
    return header_fail(npy, error, shown, expected);
}

/* The text behind 'key': in the header's dictionary. */
static const char *header_value(const char *header, const char *key)
{
    const char *at = strstr(header, key);
    if (!at)
        return NULL;
    at += strlen(key);
    while (*at == ' ')
        at++;
    if (*at++ != ':')
        return NULL;
    while (*at == ' ')
        at++;
    return at;
}

static bool read_whole(const char **at, uint64_t *number)
{
    const char *from = *at;
    *number = 0;
    for (; **at >= '0' && **at <= '9'; ++*at)
        if (*number > (UINT64_MAX - 9) / 10)
            return false;
        else
            *number = *number * 10 + (uint64_t)(**at - '0');
    return *at > from;
}

static rung_status parse_header(rung_npy *npy, const char *header, const char *meant,
                                rung_error *error)
{
    const char *descr = header_value(header, "'descr'");
    const char *order = header_value(header, "'fortran_order'");
    const char *shape = header_value(header, "'shape'"), *whole = shape;
    if (!descr || strncmp(descr, "'<f4'", 5) != 0)
        return value_fail(npy, error, descr, "descr '<f4' (float32, little-endian)");
    if (!order || strncmp(order, "False", 5) != 0)
        return value_fail(npy, error, order, "fortran_order False (rows one behind the other)");
    bool good = shape && *shape++ == '(' && read_whole(&shape, &npy->rows) && *shape++ == ',';
    while (good && *shape == ' ')
        shape++;
    good = good && read_whole(&shape, &npy->columns) && (*shape == ')' || *shape == ',');
    if (good && *shape == ',')
        good = shape[1] == ')';
    uint64_t bytes;
    if (good && !__builtin_mul_overflow(npy->rows, npy->columns, &bytes) && bytes <= INT64_MAX / 4)
        return RUNG_OK;
    char expected[64];
    snprintf(expected, sizeof expected, "a shape of %s", meant);
    return value_fail(npy, error, whole, expected);
}

static rung_status read_header(rung_npy *npy, const char *shape, rung_error *error)
{
    unsigned char start[12];
    char header[LONGEST_HEADER + 1];
    ssize_t n = rung_file_read(npy->file, npy->path, start, 10, error);
    if (n < 0)
        return rung_file_status(n);
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
    return parse_header(npy, header, shape, error);
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
    if ((size_t)n < bytes)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: the file ends early, expected %llu rows of %llu floats", npy->path,
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
