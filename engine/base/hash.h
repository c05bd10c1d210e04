/* hash.h - XXH3, and what is built on it: names to positions, and a set of fingerprints. */
#ifndef RUNG_BASE_HASH_H
#define RUNG_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

uint64_t rung_hash(const void *bytes, size_t length, uint64_t seed);

/* The same, with seed 0, of bytes that come piece by piece; NULL without memory. */
typedef struct rung_hasher rung_hasher;
rung_hasher *rung_hasher_new(void);
void rung_hasher_add(rung_hasher *hasher, const void *bytes, size_t length);
uint64_t rung_hasher_value(const rung_hasher *hasher);
void rung_hasher_free(rung_hasher *hasher);

/* Names to their positions. Start from all zeros; the names belong to somebody else and must
 * outlive the index. */
typedef struct rung_index {
    struct rung_index_slot *slots;
    size_t used, capacity;
} rung_index;

enum { RUNG_INDEX_ADDED, RUNG_INDEX_PRESENT, RUNG_INDEX_NO_MEMORY };

/* Name position; RUNG_INDEX_PRESENT when the name is there already, and nothing changes. */
int rung_index_add(rung_index *index, const char *name, uint32_t position);
/* The position of a name, or UINT32_MAX. */
uint32_t rung_index_find(const rung_index *index, const char *name, size_t length);
void rung_index_free(rung_index *index);

/* A set of 64-bit fingerprints: 8 bytes each, at most half full. Start from all zeros. */
typedef struct rung_set {
    uint64_t *slots;
    size_t used, capacity;
} rung_set;

/* Same answers as rung_index_add(). */
int rung_set_add(rung_set *set, uint64_t fingerprint);
void rung_set_free(rung_set *set);

#endif
