/* staff.h - people of a folder, kept in memory to be looked at. */
#ifndef RUNG_SERVE_STAFF_H
#define RUNG_SERVE_STAFF_H

#include "base/hash.h"
#include "base/memory.h"
#include "rung.h"

/* Start from all zeros. */
typedef struct rung_staff {
    size_t people, room;
    const char **id; /* in text */
    uint32_t *role;
    bool *imputed;
    size_t *first; /* rows of person i: first[i] .. first[i + 1] - 1 */
    uint32_t *skill;
    float *level;
    size_t rows, skill_room, level_room;
    float *vector; /* people x dimensions; NULL: none */
    size_t dimensions;
    uint64_t *admits; /* as in rung_batch */
    size_t words;
    rung_arena text;
    rung_index index;
} rung_staff;

/* Read all people of a folder. End it even when this fails. Failure: what reading people says;
 * RUNG_BAD_DATA for more than most people. */
rung_status rung_staff_read(rung_staff *staff, const rung_catalog *catalog, const char *dir,
                            size_t most, rung_error *error);
void rung_staff_free(rung_staff *staff);

#endif
