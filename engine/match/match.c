/* match.c - rung_match: windows of people, in blocks through the kernel, then the scorer. */
#include "match/matcher.h"

#include <math.h>
#include <string.h>

#include "match/topk.h"

/* How many times the roles wanted are asked of the kernel when levels may rule some out. */
enum { SPARE = 4 };

/* What one call asks for. */
typedef struct request {
    const rung_matcher *matcher;
    const float *levels;
    const uint32_t *role; /* or NULL */
    rung_hit *hits;
    size_t top;
    size_t kept;  /* top, but no more than there are roles */
    size_t asked; /* of the kernel: more than kept where levels may rule roles out */
} request;

static uint32_t role_of(const request *q, size_t person)
{
    return q->role ? q->role[person] : RUNG_NONE;
}

/* Score every role: what a kernel proposes is then not needed. */
static void score_all(const request *q, const rung_subject *subject, rung_topk *topk)
{
    const rung_scorer *scorer = &q->matcher->scorer;
    topk->count = 0;
    for (uint32_t role = 0; role < q->matcher->demand.roles; role++)
        if (!rung_ruled_out(scorer->priors, subject->current_role, role) &&
            rung_levels_allow(scorer, subject, role))
            rung_topk_offer(topk, rung_score(scorer, subject, role), role);
}

/* Score the roles proposed and keep those that levels allow. A kernel knows nothing of levels that
 * rule a role out: it proposed the best q->asked whether allowed or not. So the answer is certain
 * when the last place kept is among those, or when there were no more roles to propose. */
static bool score_proposed(const request *q, const rung_subject *subject, const uint32_t *roles,
                           uint32_t count, double *score, rung_topk *topk)
{
    const rung_scorer *scorer = &q->matcher->scorer;
    for (uint32_t i = 0; i < count; i++) {
        score[i] = rung_score(scorer, subject, roles[i]);
        if (rung_levels_allow(scorer, subject, roles[i]))
            rung_topk_offer(topk, score[i], roles[i]);
    }
    if (!q->matcher->rules.viable || count < q->asked)
        return true;
    if (topk->count < q->kept)
        return false;
    size_t better = 0;
    for (uint32_t i = 0; i < count; i++)
        better += score[i] > topk->hit[0].score ||
                  (score[i] == topk->hit[0].score && roles[i] < topk->hit[0].role);
    return better < q->asked;
}

/* Write one person's hits from what the kernel proposed. */
static void dispose(const request *q, const rung_subject *subject, const uint32_t *roles,
                    uint32_t count, double *score, rung_hit *hits)
{
    const rung_scorer *scorer = &q->matcher->scorer;
    rung_topk topk = {.hit = hits, .room = q->kept};
    if (count == RUNG_EVERYTHING || !score_proposed(q, subject, roles, count, score, &topk))
        score_all(q, subject, &topk);
    rung_topk_sort(&topk);
    for (size_t i = 0; i < topk.count; i++) {
        hits[i].readiness = rung_signal_value(scorer, subject, RUNG_SIGNAL_READINESS, hits[i].role);
        hits[i].similarity =
            rung_signal_value(scorer, subject, RUNG_SIGNAL_SIMILARITY, hits[i].role);
    }
    for (size_t i = topk.count; i < q->top; i++)
        hits[i] = (rung_hit){.role = RUNG_NONE};
}

/* Match count people, at most RUNG_BLOCK, whose numbers stand in list. */
static void match_block(const request *q, rung_workspace *w, size_t from, const uint32_t *list,
                        size_t count)
{
    const rung_matcher *m = q->matcher;
    size_t stride = m->demand.stride, skills = m->demand.skills;
    for (size_t i = 0; i < count; i++) {
        size_t person = from + list[i];
        w->key[i] = role_of(q, person);
        rung_matcher_subject(m, &w->subject[i], q->levels + person * skills, w->key[i],
                             w->level + i * stride, w->standard + i * stride);
        rung_encode(&m->encoder, &w->subject[i], w->rows + i * m->encoder.dimensions, &w->slack[i],
                    &w->blur[i]);
    }
    rung_proposals proposals = {m->shape.room, w->roles, w->count};
    if (q->asked < m->shape.room / 2) {
        rung_query query = {count,      w->rows,  w->slack,
                            w->blur,    w->key,   rung_priors_bias,
                            &m->priors, q->asked, rung_priors_kept};
        m->kernel->propose(m->packed, &query, w->kernel, &proposals);
    } else { /* most roles are wanted, so there is nothing to leave out */
        for (size_t i = 0; i < count; i++)
            w->count[i] = RUNG_EVERYTHING;
    }
    for (size_t i = 0; i < count; i++)
        dispose(q, &w->subject[i], w->roles + i * proposals.room, w->count[i], w->score,
                q->hits + (from + list[i]) * q->top);
}

/* Match the people from .. from + count - 1, those who are alike once. */
static void match_window(const request *q, size_t from, size_t count)
{
    const rung_matcher *m = q->matcher;
    char *piece = rung_pool_borrow(m->pool);
    rung_workspace *w = rung_workspace_lay(&m->shape, piece);
    size_t unique = rung_unique_find(&w->unique, q->levels + from * m->demand.skills, count,
                                     m->demand.skills, q->role ? q->role + from : NULL, NULL, 0);
    for (size_t i = 0; i < unique; i += RUNG_BLOCK)
        match_block(q, w, from, w->unique.list + i,
                    unique - i < RUNG_BLOCK ? unique - i : RUNG_BLOCK);
    for (size_t i = 0; i < count; i++)
        if (w->unique.first[i] != i)
            memcpy(q->hits + (from + i) * q->top, q->hits + (from + w->unique.first[i]) * q->top,
                   q->top * sizeof *q->hits);
    rung_pool_return(m->pool, piece);
}

static rung_status check(const request *q, size_t people, rung_error *error)
{
    const rung_catalog *c = q->matcher->catalog;
    float most = (float)c->scale.levels;
    for (size_t i = 0; i < people; i++) {
        const float *levels = q->levels + i * c->skills;
        bool good = true;
        for (size_t s = 0; s < c->skills; s++)
            good &= levels[s] >= 0 && levels[s] <= most; /* false for NAN too */
        for (size_t s = 0; s < c->skills && !good; s++)
            if (!(levels[s] >= 0 && levels[s] <= most))
                return rung_fail(error, RUNG_BAD_ARGUMENT,
                                 "rung_match: person %zu, skill %zu ('%s'): found %.9g, expected a "
                                 "number in 0..%.9g",
                                 i, s, c->skill[s].id, (double)levels[s], c->scale.levels);
        uint32_t role = role_of(q, i);
        if (role != RUNG_NONE && role >= c->roles)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "rung_match: person %zu: found current role %u, expected less than "
                             "%zu or RUNG_NONE",
                             i, role, c->roles);
    }
    return RUNG_OK;
}

rung_status rung_match(const rung_matcher *matcher, const float *levels, size_t people,
                       const uint32_t *current_role, rung_hit *hits, size_t top, rung_error *error)
{
    if (!matcher || (people > 0 && (!levels || !hits)) || top == 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_match: matcher, levels, hits and a top of 1 or more are needed");
    size_t roles = matcher->demand.roles;
    request q = {matcher, levels, current_role, hits, top, top < roles ? top : roles, 0};
    q.asked = matcher->rules.viable ? SPARE * q.kept : q.kept;
    rung_status status = check(&q, people, error);
    if (status != RUNG_OK)
        return status;
    /* Windows no larger than an even share of the threads, so that all have work. */
    size_t share = (people + matcher->threads - 1) / matcher->threads;
    share = (share + RUNG_BLOCK - 1) / RUNG_BLOCK * RUNG_BLOCK;
    size_t window = share < matcher->window ? share : matcher->window;
    if (people <= window) {
        if (people > 0)
            match_window(&q, 0, people);
        return RUNG_OK;
    }
    size_t windows = (people + window - 1) / window;
#pragma omp parallel for schedule(dynamic) num_threads((int)matcher->threads)
    for (size_t i = 0; i < windows; i++)
        match_window(&q, i * window, i + 1 < windows ? window : people - (windows - 1) * window);
    return RUNG_OK;
}
