/* unique.h - find people who are alike, so that one answer serves them all. */
#ifndef RUNG_MATCH_UNIQUE_H
#define RUNG_MATCH_UNIQUE_H

#include "rung.h"

/* Scratch for a window of people. */
typedef struct rung_unique {
    uint64_t *hash;  /* window */
    uint32_t *slot;  /* slots, a power of two of at least twice the window */
    uint32_t *first; /* window: whom this person is like, itself included */
    uint32_t *list;  /* window: the people who are like nobody before them */
    size_t slots;
} rung_unique;

/* Bytes for a window, and the scratch laid out in them. */
size_t rung_unique_bytes(size_t window);
rung_unique rung_unique_lay(void *bytes, size_t window);

/* What makes people alike: the same levels, vectors, roles and admits. */
typedef struct rung_features {
    const float *levels;              /* people x skills; NULL: rows, or no skills */
    rung_level_rows rows;             /* where first is set, instead of levels */
    const float *vectors;             /* people x dimensions, or NULL */
    const uint32_t *role;             /* people, or NULL */
    const uint64_t *admits;           /* people x words, or NULL */
    size_t skills, dimensions, words; /* of each */
} rung_features;

/* Fill first and list; how many are in list. */
size_t rung_unique_find(rung_unique *unique, const rung_features *features, size_t people);

#endif
