/* match_sparse.c - match people who have few of the skills that there are, one after another: what
 * is dense in the scratch is touched only where a person has a level. */
#include <string.h>

#include "match/encode_sparse.h"
#include "match/request.h"

/* A person's own levels as rows: the caller's, or made of a dense one. */
static rung_person_rows own_rows(const rung_request *q, rung_workspace *w, size_t person)
{
    if (q->rows.first) {
        size_t first = q->rows.first[person], count = q->rows.first[person + 1] - first;
        return count > 0 ? (rung_person_rows){q->rows.skill + first, q->rows.level + first, count}
                         : (rung_person_rows){0};
    }
    size_t skills = q->matcher->demand.skills, count = 0;
    const float *level = q->levels + person * skills;
    for (size_t s = 0; s < skills; s++) {
        w->row_skill[count] = (uint32_t)s;
        w->row_level[count] = level[s];
        count += level[s] > 0;
    }
    return (rung_person_rows){w->row_skill, w->row_level, count};
}

/* Levels in effect, as rows. */
static rung_person_rows rows_of(const rung_request *q, rung_workspace *w, size_t person)
{
    const rung_stand_ins *ins = &q->matcher->stand_ins;
    rung_person_rows own = own_rows(q, w, person);
    if (!ins->first)
        return own;
    size_t count = rung_raise_rows(ins, &own, w->level, w->mark, w->raised_skill, w->raised_level);
    return (rung_person_rows){w->raised_skill, w->raised_level, count};
}

static void match_one(const rung_request *q, rung_workspace *w, size_t person)
{
    const rung_matcher *m = q->matcher;
    double start = rung_clock();
    rung_person_rows rows = rows_of(q, w, person);
    rung_subject *subject = &w->subject[0];
    w->key[0] = rung_request_role(q, person);
    rung_subject_begin(subject, &m->scorer, &rows, m->similar, w->level, w->weight, w->standard,
                       w->key[0]);
    rung_request_embed(q, subject, person, w->vector);
    w->count[0] = RUNG_EVERYTHING;
    if (!rung_request_wants_most(q)) {
        size_t first[2] = {0};
        first[1] =
            rung_encode_sparse(&m->encoder, subject, &rows, w->entry, &w->slack[0], &w->blur[0]);
        rung_query query = {.people = 1,
                            .slack = w->slack,
                            .blur = w->blur,
                            .key = w->key,
                            .bias = rung_priors_bias,
                            .context = &m->priors,
                            .top = q->asked,
                            .sparse = {first, w->entry}};
        rung_proposals proposals = {m->shape.room, w->roles, w->count};
        m->kernel->propose(m->packed, &query, w->kernel, &proposals);
    }
    double proposed = rung_clock();
    rung_count_proposed(q, w, w->count[0]);
    rung_dispose(q, subject, w->roles, w->count[0], w->score, q->hits + person * q->top);
    rung_subject_end(&m->scorer, &rows, w->level, w->weight, w->standard);
    w->counts.proposing += proposed - start;
    w->counts.scoring += rung_clock() - proposed;
}

void rung_match_sparse(const rung_request *q, rung_workspace *w, size_t from, const uint32_t *list,
                       size_t count)
{
    const rung_demand *d = &q->matcher->demand;
    memset(w->level, 0, d->stride * sizeof *w->level);
    if (q->matcher->stand_ins.first)
        memset(w->mark, 0, rung_mark_words(d->skills) * sizeof *w->mark);
    memset(w->weight, 0, d->stride * sizeof *w->weight);
    memcpy(w->standard, d->zero, d->stride * sizeof *w->standard);
    for (size_t i = 0; i < count; i++)
        match_one(q, w, from + list[i]);
}
