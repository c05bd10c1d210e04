/* dispose.c - one person's hits from what the kernel proposed: the scorer decides. */
#include "match/request.h"
#include "match/topk.h"

enum { CHUNK = 64 }; /* roles scored together */

/* Score every role: what a kernel proposes is then not needed. */
static void score_all(const rung_request *q, const rung_subject *subject, rung_topk *topk)
{
    const rung_scorer *scorer = &q->matcher->scorer;
    size_t roles = q->matcher->demand.roles, count = 0;
    uint32_t chunk[CHUNK];
    double score[CHUNK];
    topk->count = 0;
    for (uint32_t role = 0; role < roles; role++) {
        if (!rung_ruled_out(scorer->priors, subject->current_role, role) &&
            rung_levels_allow(scorer, subject, role))
            chunk[count++] = role;
        if (count < CHUNK && role + 1 < roles)
            continue;
        rung_scores(scorer, subject, chunk, count, score);
        for (size_t i = 0; i < count; i++)
            rung_topk_offer(topk, score[i], chunk[i]);
        count = 0;
    }
}

/* Score the roles proposed and keep those that levels allow. A kernel knows nothing of levels that
 * rule a role out: it proposed the best q->asked whether allowed or not. So the answer is certain
 * when the last place kept is among those, or when there were no more roles to propose. */
static bool score_proposed(const rung_request *q, const rung_subject *subject,
                           const uint32_t *roles, uint32_t count, double *score, rung_topk *topk)
{
    const rung_scorer *scorer = &q->matcher->scorer;
    rung_scores(scorer, subject, roles, count, score);
    for (uint32_t i = 0; i < count; i++)
        if (rung_levels_allow(scorer, subject, roles[i]))
            rung_topk_offer(topk, score[i], roles[i]);
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

/* Tell what is told of every hit. */
static void put_signals(const rung_matcher *m, const rung_subject *subject, rung_hit *hits,
                        size_t count)
{
    const rung_scorer *scorer = &m->scorer;
    for (size_t from = 0; from < count; from += CHUNK) {
        size_t some = count - from < CHUNK ? count - from : CHUNK;
        uint32_t chunk[CHUNK];
        double similarity[CHUNK] = {0};
        for (size_t i = 0; i < some; i++)
            chunk[i] = hits[from + i].role;
        if (m->similar)
            rung_similarities(scorer, subject, chunk, some, similarity);
        for (size_t i = 0; i < some; i++) {
            hits[from + i].similarity = similarity[i];
            hits[from + i].readiness =
                rung_signal_value(scorer, subject, RUNG_SIGNAL_READINESS, chunk[i]);
        }
    }
}

void rung_dispose(const rung_request *q, const rung_subject *subject, const uint32_t *roles,
                  uint32_t count, double *score, rung_hit *hits)
{
    rung_topk topk = {.hit = hits, .room = q->kept};
    if (count == RUNG_EVERYTHING || !score_proposed(q, subject, roles, count, score, &topk))
        score_all(q, subject, &topk);
    rung_topk_sort(&topk);
    put_signals(q->matcher, subject, hits, topk.count);
    for (size_t i = topk.count; i < q->top; i++)
        hits[i] = (rung_hit){.role = RUNG_NONE};
}
