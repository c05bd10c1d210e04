/* relatives.h - roles that the taxonomy calls related, either way and over a third. */
#ifndef RUNG_MATCH_RELATIVES_H
#define RUNG_MATCH_RELATIVES_H

#include "data/catalog.h"

/* Relations of each role, either way. */
typedef struct rung_relatives {
    size_t roles;
    size_t *first;    /* roles + 1 */
    uint32_t *other;  /* ascending for each role */
    float *to, *from; /* the weight from this role to the other, and back; 0 without one */
} rung_relatives;

rung_status rung_relatives_make(rung_relatives *relatives, const rung_catalog *catalog,
                                rung_error *error);
void rung_relatives_free(rung_relatives *relatives);

/* Of relations through a third role m: ln(1 + sum of w(a,m) * w(m,b)), where w is the larger weight
 * of the two ways. */
double rung_relatives_twice(const rung_relatives *relatives, uint32_t a, uint32_t b);
/* The same of a and every role, to the last bit. */
void rung_relatives_all_twice(const rung_relatives *relatives, uint32_t a, double *twice);

#endif
