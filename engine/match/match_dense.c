/* match_dense.c - match people by dense rows, a block at a time through the kernel. */
#include "match/request.h"

/* A person's levels as a dense row. */
static void put_subject(const rung_request *q, rung_subject *subject, size_t person, float *level,
                        double *standard)
{
    const rung_matcher *m = q->matcher;
    uint32_t role = rung_request_role(q, person);
    if (q->rows.first) {
        rung_matcher_spread(m, &q->rows, person, level);
        rung_subject_make(subject, &m->scorer, level, standard, role);
    } else {
        rung_matcher_subject(m, subject, q->levels + person * m->demand.skills, role, level,
                             standard);
    }
}

static void encode(const rung_request *q, rung_workspace *w, size_t i, size_t person)
{
    const rung_matcher *m = q->matcher;
    rung_subject *subject = &w->subject[i];
    w->key[i] = rung_request_role(q, person);
    put_subject(q, subject, person, w->level + i * m->demand.stride,
                w->standard + i * m->demand.stride);
    rung_request_embed(q, subject, person, w->vector + i * m->embedding.stride);
    rung_encode(&m->encoder, subject, w->rows + i * m->encoder.dimensions, &w->slack[i],
                &w->blur[i]);
}

static void propose(const rung_request *q, rung_workspace *w, size_t count,
                    rung_proposals *proposals)
{
    const rung_matcher *m = q->matcher;
    if (rung_request_wants_most(q)) {
        for (size_t i = 0; i < count; i++)
            w->count[i] = RUNG_EVERYTHING;
        return;
    }
    rung_query query = {.people = count,
                        .rows = w->rows,
                        .slack = w->slack,
                        .blur = w->blur,
                        .key = w->key,
                        .bias = rung_priors_bias,
                        .context = &m->priors,
                        .top = q->asked,
                        .kept = rung_priors_kept};
    m->kernel->propose(m->packed, &query, w->kernel, proposals);
}

/* Match count people, at most RUNG_BLOCK. */
static void match_block(const rung_request *q, rung_workspace *w, size_t from, const uint32_t *list,
                        size_t count)
{
    rung_proposals proposals = {q->matcher->shape.room, w->roles, w->count};
    double start = rung_clock();
    for (size_t i = 0; i < count; i++)
        encode(q, w, i, from + list[i]);
    propose(q, w, count, &proposals);
    double proposed = rung_clock();
    for (size_t i = 0; i < count; i++) {
        rung_count_proposed(q, w, w->count[i]);
        rung_dispose(q, &w->subject[i], w->roles + i * proposals.room, w->count[i], w->score,
                     q->hits + (from + list[i]) * q->top);
    }
    w->counts.proposing += proposed - start;
    w->counts.scoring += rung_clock() - proposed;
}

void rung_match_dense(const rung_request *q, rung_workspace *w, size_t from, const uint32_t *list,
                      size_t count)
{
    for (size_t i = 0; i < count; i += RUNG_BLOCK)
        match_block(q, w, from, list + i, count - i < RUNG_BLOCK ? count - i : RUNG_BLOCK);
}
