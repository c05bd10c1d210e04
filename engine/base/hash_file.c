/* hash_file.c - XXH3 of a file's bytes. */
#include "base/hash_file.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"

enum { PIECE = 1 << 18 };

static rung_status hash_pieces(int file, const char *path, rung_hasher *hasher, char *piece,
                               uint64_t *bytes, rung_error *error)
{
    for (;;) {
        ssize_t n = rung_file_read(file, path, piece, PIECE, error);
        if (n <= 0)
            return rung_file_status(n);
        rung_hasher_add(hasher, piece, (size_t)n);
        *bytes += (uint64_t)n;
    }
}

rung_status rung_hash_file(const char *path, uint64_t *hash, uint64_t *bytes, rung_error *error)
{
    rung_hasher *hasher = rung_hasher_new();
    char *piece = malloc(PIECE);
    int file = -1;
    *bytes = 0;
    rung_status status = hasher && piece
                             ? rung_file_status(file = rung_file_open(path, NULL, error))
                             : rung_fail_memory(error, "the hash of a file");
    if (status == RUNG_OK)
        status = hash_pieces(file, path, hasher, piece, bytes, error);
    if (status == RUNG_OK)
        *hash = rung_hasher_value(hasher);
    if (file >= 0)
        close(file);
    free(piece);
    rung_hasher_free(hasher);
    return status;
}
