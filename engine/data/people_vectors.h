/* people_vectors.h - the vectors of a folder's people. */
#ifndef RUNG_DATA_PEOPLE_VECTORS_H
#define RUNG_DATA_PEOPLE_VECTORS_H

#include "data/catalog.h"
#include "data/csv.h"
#include "data/vectors.h"

typedef struct rung_people_vectors {
    size_t dimensions; /* the catalog's; 0: the folder has no vectors, or the catalog has none */
    const rung_csv *people;
    rung_vectors file;
} rung_people_vectors;

/* Open dir's people_vectors.npy, where it and the catalog have vectors. people, at the last row
 * read, is for messages and must outlive vectors. */
rung_status rung_people_vectors_open(rung_people_vectors *vectors, const rung_catalog *catalog,
                                     const char *dir, const rung_csv *people, rung_error *error);
/* Write the vector of the person on the current row of people.csv; nothing where there are none. */
rung_status rung_people_vectors_next(rung_people_vectors *vectors, float *out, rung_error *error);
/* After the last person: no row may be left over. */
rung_status rung_people_vectors_end(rung_people_vectors *vectors, rung_error *error);
void rung_people_vectors_close(rung_people_vectors *vectors);

#endif
