/* request.h - what one call asks for, and how one person's hits come out of what is proposed. */
#ifndef RUNG_MATCH_REQUEST_H
#define RUNG_MATCH_REQUEST_H

#include "match/matcher.h"

typedef struct rung_request {
    const rung_matcher *matcher;
    const float *levels;         /* people x skills; NULL: rows */
    const rung_level_rows *rows; /* instead of levels */
    const uint32_t *role;        /* or NULL */
    rung_hit *hits;
    size_t top;
    size_t kept;  /* top, but no more than there are roles */
    size_t asked; /* of the kernel: more than kept where levels may rule roles out */
} rung_request;

static inline uint32_t rung_request_role(const rung_request *q, size_t person)
{
    return q->role ? q->role[person] : RUNG_NONE;
}

/* Write one person's hits from what the kernel proposed. score is scratch, count. */
void rung_dispose(const rung_request *q, const rung_subject *subject, const uint32_t *roles,
                  uint32_t count, double *score, rung_hit *hits);

/* Match people one after another by sparse rows: those whose numbers, counted from from on, stand
 * in list. */
void rung_match_sparse(const rung_request *q, rung_workspace *w, size_t from, const uint32_t *list,
                       size_t count);

/* BAD_ARGUMENT names what is wrong with a request's people. */
rung_status rung_request_check(const rung_request *q, size_t people, rung_error *error);

#endif
