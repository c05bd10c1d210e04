/* request.h - what one call asks for, and how hits come out of it: people by dense rows or by
 * sparse ones, then for each the scorer's decision about what is proposed. */
#ifndef RUNG_MATCH_REQUEST_H
#define RUNG_MATCH_REQUEST_H

#include "match/matcher.h"

typedef struct rung_request {
    const rung_matcher *matcher;
    const float *levels;  /* people x skills, or NULL */
    rung_level_rows rows; /* instead of levels; first is NULL where there are none */
    const float *vectors; /* people x dimensions; NULL where the profile needs none */
    const uint32_t *role; /* people, or NULL */
    rung_hit *hits;       /* people x top */
    size_t people, top;
    size_t kept;               /* top, but no more than there are roles */
    size_t asked;              /* of the kernel: more than kept where levels may rule roles out */
    rung_match_counts *counts; /* or NULL */
} rung_request;

/* BAD_ARGUMENT tells what is missing or wrong. */
rung_status rung_request_make(rung_request *request, const rung_matcher *matcher,
                              const rung_batch *batch, rung_hit *hits, size_t top,
                              rung_error *error);

static inline uint32_t rung_request_role(const rung_request *q, size_t person)
{
    return q->role ? q->role[person] : RUNG_NONE;
}

/* Give a subject the vector that a person has; place is the caller's, as of rung_matcher_embed().
 */
static inline void rung_request_embed(const rung_request *q, rung_subject *subject, size_t person,
                                      float *place)
{
    size_t dimensions = q->matcher->embedding.dimensions;
    if (q->vectors)
        rung_matcher_embed(q->matcher, subject, q->vectors + person * dimensions, place);
}

/* Match people whose numbers, counted from from on, stand in list: by dense rows a block at a time,
 * or by sparse ones one after another. Either takes people in either form. */
void rung_match_dense(const rung_request *q, rung_workspace *w, size_t from, const uint32_t *list,
                      size_t count);
void rung_match_sparse(const rung_request *q, rung_workspace *w, size_t from, const uint32_t *list,
                       size_t count);

/* Whether so many roles are wanted that there is nothing for a kernel to leave out. */
static inline bool rung_request_wants_most(const rung_request *q)
{
    return q->asked >= q->matcher->shape.room / 2;
}

/* Note that the kernel proposed count roles for a person. */
static inline void rung_count_proposed(const rung_request *q, rung_workspace *w, uint32_t count)
{
    w->counts.distinct++;
    w->counts.proposed += count == RUNG_EVERYTHING ? q->matcher->demand.roles : count;
}

/* Write one person's hits from what the kernel proposed. score is scratch, count. */
void rung_dispose(const rung_request *q, const rung_subject *subject, const uint32_t *roles,
                  uint32_t count, double *score, rung_hit *hits);

#endif
