/* roles.h - pick roles as often as they have people. */
#ifndef RUNG_DATA_SYNTH_ROLES_H
#define RUNG_DATA_SYNTH_ROLES_H

#include "data/catalog.h"

/* Rated roles, or all where none is, each with a stretch of 0..reach[count-1] as long as its
 * employment. */
typedef struct rung_employed {
    uint32_t *role;
    uint64_t *reach; /* where the stretch ends */
    size_t count;
} rung_employed;

/* False when memory is short. */
bool rung_employed_make(rung_employed *employed, const rung_catalog *catalog);
uint32_t rung_employed_pick(const rung_employed *employed, uint64_t draw);
void rung_employed_free(rung_employed *employed);

#endif
