/* hash_file.h - XXH3 of a file's bytes. */
#ifndef RUNG_BASE_HASH_FILE_H
#define RUNG_BASE_HASH_FILE_H

#include <stdint.h>

#include "base/status.h"

/* XXH3 (64 bits, seed 0) of all that is in a file, and how many bytes that is. */
rung_status rung_hash_file(const char *path, uint64_t *hash, uint64_t *bytes, rung_error *error);

#endif
