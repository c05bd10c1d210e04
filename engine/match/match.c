/* match.c - rung_match: windows of people, in blocks through the kernel, then the scorer. */
#include <string.h>

#include "match/request.h"

/* How many times the roles wanted are asked of the kernel when levels may rule some out. */
enum { SPARE = 4 };

/* A person's levels as a dense row. */
static void put_subject(const rung_request *q, rung_subject *subject, size_t person, float *level,
                        double *standard)
{
    const rung_matcher *m = q->matcher;
    uint32_t role = rung_request_role(q, person);
    if (q->levels)
        rung_matcher_subject(m, subject, q->levels + person * m->demand.skills, role, level,
                             standard);
    else {
        rung_rows_spread(q->rows, person, level, m->demand.stride);
        rung_subject_make(subject, &m->scorer, level, standard, role);
    }
}

/* Match count people, at most RUNG_BLOCK, whose numbers stand in list. */
static void match_block(const rung_request *q, rung_workspace *w, size_t from, const uint32_t *list,
                        size_t count)
{
    const rung_matcher *m = q->matcher;
    size_t stride = m->demand.stride;
    for (size_t i = 0; i < count; i++) {
        w->key[i] = rung_request_role(q, from + list[i]);
        put_subject(q, &w->subject[i], from + list[i], w->level + i * stride,
                    w->standard + i * stride);
        rung_encode(&m->encoder, &w->subject[i], w->rows + i * m->encoder.dimensions, &w->slack[i],
                    &w->blur[i]);
    }
    rung_proposals proposals = {m->shape.room, w->roles, w->count};
    if (q->asked < m->shape.room / 2) {
        rung_query query = {.people = count,
                            .rows = w->rows,
                            .slack = w->slack,
                            .blur = w->blur,
                            .key = w->key,
                            .bias = rung_priors_bias,
                            .context = &m->priors,
                            .top = q->asked};
        m->kernel->propose(m->packed, &query, w->kernel, &proposals);
    } else { /* most roles are wanted, so there is nothing to leave out */
        for (size_t i = 0; i < count; i++)
            w->count[i] = RUNG_EVERYTHING;
    }
    for (size_t i = 0; i < count; i++)
        rung_dispose(q, &w->subject[i], w->roles + i * proposals.room, w->count[i], w->score,
                     q->hits + (from + list[i]) * q->top);
}

/* Match the people from .. from + count - 1, those who are alike once. */
static void match_window(const rung_request *q, size_t from, size_t count)
{
    const rung_matcher *m = q->matcher;
    char *piece = rung_pool_borrow(m->pool);
    rung_workspace *w = rung_workspace_lay(&m->shape, piece);
    const uint32_t *role = q->role ? q->role + from : NULL;
    size_t unique = q->levels ? rung_unique_find(&w->unique, q->levels + from * m->demand.skills,
                                                 count, m->demand.skills, role, NULL, 0)
                              : rung_unique_find_rows(&w->unique, q->rows, from, count, role);
    if (m->encoder.sparse)
        rung_match_sparse(q, w, from, w->unique.list, unique);
    for (size_t i = 0; i < unique && !m->encoder.sparse; i += RUNG_BLOCK)
        match_block(q, w, from, w->unique.list + i,
                    unique - i < RUNG_BLOCK ? unique - i : RUNG_BLOCK);
    for (size_t i = 0; i < count; i++)
        if (w->unique.first[i] != i)
            memcpy(q->hits + (from + i) * q->top, q->hits + (from + w->unique.first[i]) * q->top,
                   q->top * sizeof *q->hits);
    rung_pool_return(m->pool, piece);
}

static rung_status match(rung_request *q, size_t people, rung_error *error)
{
    const rung_matcher *m = q->matcher;
    q->kept = q->top < m->demand.roles ? q->top : m->demand.roles;
    q->asked = m->rules.viable ? SPARE * q->kept : q->kept;
    rung_status status = rung_request_check(q, people, error);
    if (status != RUNG_OK)
        return status;
    /* Windows no larger than an even share of the threads, so that all have work. */
    size_t share = (people + m->threads - 1) / m->threads;
    share = (share + RUNG_BLOCK - 1) / RUNG_BLOCK * RUNG_BLOCK;
    size_t window = share < m->window ? share : m->window;
    if (people <= window) {
        if (people > 0)
            match_window(q, 0, people);
        return RUNG_OK;
    }
    size_t windows = (people + window - 1) / window;
#pragma omp parallel for schedule(dynamic) num_threads((int)m->threads)
    for (size_t i = 0; i < windows; i++)
        match_window(q, i * window, i + 1 < windows ? window : people - (windows - 1) * window);
    return RUNG_OK;
}

rung_status rung_match(const rung_matcher *matcher, const float *levels, size_t people,
                       const uint32_t *current_role, rung_hit *hits, size_t top, rung_error *error)
{
    if (!matcher || (people > 0 && (!levels || !hits)) || top == 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_match: matcher, levels, hits and a top of 1 or more are needed");
    rung_request q = {
        .matcher = matcher, .levels = levels, .role = current_role, .hits = hits, .top = top};
    return people > 0 ? match(&q, people, error) : RUNG_OK;
}

rung_status rung_match_rows(const rung_matcher *matcher, const rung_level_rows *rows, size_t people,
                            const uint32_t *current_role, rung_hit *hits, size_t top,
                            rung_error *error)
{
    if (!matcher || (people > 0 && (!rows || !rows->first || !hits)) || top == 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_match_rows: matcher, rows, hits and a top of 1 or more are needed");
    rung_request q = {
        .matcher = matcher, .rows = rows, .role = current_role, .hits = hits, .top = top};
    return people > 0 ? match(&q, people, error) : RUNG_OK;
}
