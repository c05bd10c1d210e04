/* tune_people.h - some people in memory, to measure with. */
#ifndef RUNG_MATCH_TUNE_PEOPLE_H
#define RUNG_MATCH_TUNE_PEOPLE_H

#include "base/status.h"
#include "data/catalog.h"

typedef struct rung_tune_people {
    const rung_catalog *catalog;
    size_t count, room;
    float *level;  /* count x skills */
    size_t *first; /* count + 1; the same levels as rows, with skill and value */
    uint32_t *skill;
    float *value;
    float *vector;  /* count x dimensions; NULL where the people have none */
    uint32_t *role; /* count */
} rung_tune_people;

/* The first people of a folder, or for NULL people made up; as many as fit into 64 MiB, no more
 * than 65,536. Failure: RUNG_BAD_DATA where a folder has nobody, and as rung_people_open(). End it
 * with rung_tune_people_free() either way. */
rung_status rung_tune_people_make(rung_tune_people *people, const rung_catalog *catalog,
                                  const char *folder, rung_error *error);
void rung_tune_people_free(rung_tune_people *people);
/* Some of them, with levels as dense rows or as sparse ones. */
rung_batch rung_tune_people_batch(const rung_tune_people *people, size_t from, size_t count,
                                  bool sparse);

#endif
