/* match.c - rung_match: windows of people, those who are alike once, over all threads. */
#include <string.h>

#include "match/request.h"

/* What makes people from from on alike: all that a request tells of them. */
static rung_features features_of(const rung_request *q, size_t from)
{
    size_t skills = q->matcher->demand.skills, dimensions = q->matcher->embedding.dimensions;
    rung_features f = {.skills = skills, .dimensions = dimensions};
    if (q->levels)
        f.levels = q->levels + from * skills;
    if (q->rows.first)
        f.rows = (rung_level_rows){q->rows.first + from, q->rows.skill, q->rows.level};
    if (q->vectors)
        f.vectors = q->vectors + from * dimensions;
    if (q->role)
        f.role = q->role + from;
    return f;
}

/* What one thread counted, for all. */
static void add_counts(rung_match_counts *to, const rung_match_counts *counts)
{
    if (!to)
        return;
#pragma omp atomic
    to->distinct += counts->distinct;
#pragma omp atomic
    to->proposed += counts->proposed;
#pragma omp atomic
    to->proposing += counts->proposing;
#pragma omp atomic
    to->scoring += counts->scoring;
}

/* Match the people from .. from + count - 1, those who are alike once. */
static void match_window(const rung_request *q, size_t from, size_t count)
{
    const rung_matcher *m = q->matcher;
    char *piece = rung_pool_borrow(m->pool);
    rung_workspace *w = rung_workspace_lay(&m->shape, piece);
    rung_features features = features_of(q, from);
    w->counts = (rung_match_counts){0};
    size_t unique = rung_unique_find(&w->unique, &features, count);
    if (m->encoder.sparse)
        rung_match_sparse(q, w, from, w->unique.list, unique);
    else
        rung_match_dense(q, w, from, w->unique.list, unique);
    add_counts(q->counts, &w->counts);
    for (size_t i = 0; i < count; i++)
        if (w->unique.first[i] != i)
            memcpy(q->hits + (from + i) * q->top, q->hits + (from + w->unique.first[i]) * q->top,
                   q->top * sizeof *q->hits);
    rung_pool_return(m->pool, piece);
}

static size_t divided_up(size_t a, size_t b)
{
    return a / b + (a % b > 0);
}

/* As many windows for each thread, of about the same size, so that none waits for another. */
static void match_all(const rung_request *q)
{
    const rung_matcher *m = q->matcher;
    size_t windows = divided_up(divided_up(q->people, m->window), m->threads) * m->threads;
    size_t blocks = windows > 0 ? divided_up(divided_up(q->people, windows), RUNG_BLOCK) : 0;
    size_t window = blocks * RUNG_BLOCK < m->window ? blocks * RUNG_BLOCK : m->window;
    if (q->people <= window) {
        if (q->people > 0)
            match_window(q, 0, q->people);
        return;
    }
    windows = divided_up(q->people, window);
#pragma omp parallel for schedule(dynamic) num_threads((int)m->threads)
    for (size_t i = 0; i < windows; i++)
        match_window(q, i * window, i + 1 < windows ? window : q->people - (windows - 1) * window);
}

rung_status rung_match_batch(const rung_matcher *matcher, const rung_batch *batch, rung_hit *hits,
                             size_t top, rung_error *error)
{
    return rung_match_counted(matcher, batch, hits, top, NULL, error);
}

rung_status rung_match_counted(const rung_matcher *matcher, const rung_batch *batch, rung_hit *hits,
                               size_t top, rung_match_counts *counts, rung_error *error)
{
    rung_request q;
    rung_status status = rung_request_make(&q, matcher, batch, hits, top, error);
    if (status != RUNG_OK)
        return status;
    unsigned before = rung_hold_libraries(matcher->threads);
    q.counts = counts;
    match_all(&q);
    rung_hold_libraries(before);
    return RUNG_OK;
}

rung_status rung_match(const rung_matcher *matcher, const float *levels, size_t people,
                       const uint32_t *current_role, rung_hit *hits, size_t top, rung_error *error)
{
    rung_batch batch = {.people = people, .levels = levels, .current_role = current_role};
    return rung_match_batch(matcher, &batch, hits, top, error);
}

rung_status rung_match_rows(const rung_matcher *matcher, const rung_level_rows *rows, size_t people,
                            const uint32_t *current_role, rung_hit *hits, size_t top,
                            rung_error *error)
{
    rung_batch batch = {.people = people, .current_role = current_role};
    if (rows)
        batch.rows = *rows;
    return rung_match_batch(matcher, &batch, hits, top, error);
}
