/* features.h - what roles have in common beside skills: work activities, tools, words of titles. */
#ifndef RUNG_MATCH_FEATURES_H
#define RUNG_MATCH_FEATURES_H

#include "data/catalog.h"

/* One kind of features as vectors of length 1, a row for each role, and turned round. An entry is
 * the weight of the feature in the role times ln(roles / roles that have it), so that what few
 * have counts most (inverse document frequency, K. Spärck Jones 1972). */
typedef struct rung_role_features {
    size_t roles;
    size_t *first; /* roles + 1 */
    uint32_t *feature;
    double *share;
    size_t *holders; /* features + 1: where the roles that have a feature start */
    uint32_t *role;
    double *of_role;
} rung_role_features;

rung_status rung_role_features_make(rung_role_features *features, const rung_catalog *catalog,
                                    uint8_t kind, rung_error *error);
void rung_role_features_free(rung_role_features *features);

/* The cosine of two roles, 0..1; 0 where one has no feature that tells it from any other. */
double rung_role_features_cosine(const rung_role_features *features, uint32_t a, uint32_t b);
/* The same of a and every role, to the last bit. */
void rung_role_features_cosines(const rung_role_features *features, uint32_t a, double *cosine);

#endif
