/* encode_sparse.h - people and roles as vectors of which few entries are not 0, where roles ask
 * for few of the skills that there are. */
#ifndef RUNG_MATCH_ENCODE_SPARSE_H
#define RUNG_MATCH_ENCODE_SPARSE_H

#include "match/encode.h"

/* The parts of a vector are those of encode.h, with the columns of a skill's thermometer from
 * column[skill] on, save similarity. With z0 the standardised level 0 of every skill and d = z -
 * z0, which is 0 wherever a level is, z(x) . z(q) = d(x) . d(q)  +  1 * (z0 . z(q))  +  (z0 . d(x))
 * * 1, so similarity takes a column for each skill, and two that every role has. Embedding takes a
 * column for each dimension, which every role has where vectors have few zeros. */
typedef struct rung_sparse_code {
    uint32_t *column;   /* skills: where its thermometer begins, in each part that has one */
    size_t *first;      /* roles + 1 */
    rung_entry *entry;  /* of the roles, by role and column */
    double zero_length; /* |z0| */
    double widest;      /* most of (|z0| + |d(q)|) / |z(q)| of a role */
    size_t room;        /* entries that a person may have */
} rung_sparse_code;

rung_status rung_sparse_code_make(rung_encoder *encoder, rung_error *error);
void rung_sparse_code_free(rung_sparse_code *code);

/* Write the entries of a person's vector, how many, and what encoding may have cost (kernel.h).
 * entry is the caller's, with the code's room. */
size_t rung_encode_sparse(const rung_encoder *encoder, const rung_subject *subject,
                          const rung_person_rows *rows, rung_entry *entry, float *slack,
                          float *blur);

#endif
