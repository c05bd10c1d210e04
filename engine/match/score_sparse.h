/* score_sparse.h - the scorer's sums where roles ask for few of the skills that there are: the same
 * to the last bit as over all skills. */
#ifndef RUNG_MATCH_SCORE_SPARSE_H
#define RUNG_MATCH_SCORE_SPARSE_H

#include "match/score.h"

/* Sum of importance * min(level, asked), or without asked of importance * level, over role's rows.
 */
double rung_sparse_covered(const rung_demand *demand, uint32_t role, const float *level,
                           bool asked);
/* Sum of the subject's weight * min(level, asked) over role's rows. */
double rung_sparse_used(const rung_demand *demand, const rung_subject *subject, uint32_t role);
/* Products of standardised levels, those of the subject's with each role's. */
void rung_sparse_products(const rung_demand *demand, const rung_subject *subject,
                          const uint32_t *roles, size_t count, double *product);

#endif
