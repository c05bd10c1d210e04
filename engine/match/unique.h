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

/* Fill first and list; how many are in list. Alike are those of the same levels (people x skills),
 * role and words of admits (people x words); role and admits may be NULL. */
size_t rung_unique_find(rung_unique *unique, const float *levels, size_t people, size_t skills,
                        const uint32_t *role, const uint64_t *admits, size_t words);

/* The same for people from .. from + people - 1 of rows. */
size_t rung_unique_find_rows(rung_unique *unique, const rung_level_rows *rows, size_t from,
                             size_t people, const uint32_t *role);

#endif
