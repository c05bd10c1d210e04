/* crowd.h - the people of one ask, read from JSON into the arrays that the library takes. */
#ifndef RUNG_SERVE_CROWD_H
#define RUNG_SERVE_CROWD_H

#include "base/memory.h"
#include "serve/answer/refuse.h"
#include "serve/answer/state.h"

/* What is kept besides ids and roles. */
typedef struct rung_crowd_wants {
    bool rows;    /* levels as sparse rows, else dense */
    bool vectors; /* people must have them, and they are kept; else they are only checked */
    bool columns;
} rung_crowd_wants;

/* Start from all zeros; nothing of the JSON is needed once it is read. */
typedef struct rung_crowd {
    const rung_service *service;
    rung_crowd_wants wants;
    size_t people;
    const char **id; /* NULL where there is none */
    uint32_t *role;
    bool *imputed;
    float *dense; /* people x skills */
    size_t *first;
    uint32_t *skill;
    float *level;
    size_t rows, skill_room, level_room;
    float *scratch; /* skills */
    float *vector;  /* people x dimensions */
    rung_column *column;
    size_t *first_column; /* people + 1 */
    size_t columns, column_room;
    rung_arena text;
} rung_crowd;

/* The members of the whole that are not a person's; NULL ends the list. */
typedef const char *const *rung_other_members;

/* Read the person whose members stand at the top level beside others, or, where the whole has the
 * member "people", those in it: most at most. False: the answer says why; either way end it with
 * rung_crowd_free(). */
bool rung_crowd_read(rung_crowd *crowd, const rung_service *service, const rung_json *whole,
                     rung_crowd_wants wants, size_t most, rung_other_members others,
                     rung_answer *answer);
void rung_crowd_free(rung_crowd *crowd);

/* For rung_match_batch(). */
rung_batch rung_crowd_batch(const rung_crowd *crowd);
/* Levels of one person; where they are kept as rows, in room[skills]. */
const float *rung_crowd_levels(const rung_crowd *crowd, size_t person, float *room);
rung_person rung_crowd_person(const rung_crowd *crowd, size_t person, float *room);

#endif
