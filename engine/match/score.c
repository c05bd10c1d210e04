/* score.c - the scoring rule: every signal and the score in double precision. */
#include "match/score.h"

#include "base/vector.h"
#include "match/score_sparse.h"

/* sum of weight * min(a, b). A product of two floats is exact in double, so that only the sums
 * round, in the order that demand.h defines. */
RUNG_VECTORS static double covered(const float *weight, const float *a, const float *b,
                                   size_t stride)
{
    double lane[RUNG_LANES] = {0};
    for (size_t s = 0; s < stride; s += RUNG_LANES)
        for (size_t j = 0; j < RUNG_LANES; j++) {
            float less = a[s + j] < b[s + j] ? a[s + j] : b[s + j];
            lane[j] += (double)weight[s + j] * (double)less;
        }
    return rung_lanes_sum(lane);
}

void rung_subject_make(rung_subject *subject, const rung_scorer *scorer, const float *level,
                       double *standard, uint32_t current_role)
{
    const rung_demand *d = scorer->demand;
    bool rated = current_role != RUNG_NONE && d->asked[current_role] > 0;
    subject->level = level;
    subject->weight = !rated     ? scorer->ones
                      : d->level ? d->importance + current_role * d->stride
                                 : NULL;
    subject->standard = standard;
    subject->length = rung_demand_standardise(d, level, standard);
    subject->brought = subject->weight ? covered(subject->weight, level, level, d->stride)
                                       : rung_sparse_covered(d, current_role, level, false);
    subject->vector = NULL;
    subject->vector_length = 0;
    subject->current_role = current_role;
}

void rung_subject_embed(rung_subject *subject, const rung_scorer *scorer, const float *vector)
{
    subject->vector = vector;
    subject->vector_length = rung_embedding_length(scorer->embedding, vector);
}

static double readiness(const rung_scorer *scorer, const rung_subject *subject, uint32_t role)
{
    const rung_demand *d = scorer->demand;
    size_t row = role * d->stride;
    if (!(d->asked[role] > 0))
        return 0;
    double there = d->level
                       ? covered(d->importance + row, subject->level, d->level + row, d->stride)
                       : rung_sparse_covered(d, role, subject->level, true);
    return there / d->asked[role];
}

static double transfer(const rung_scorer *scorer, const rung_subject *subject, uint32_t role)
{
    const rung_demand *d = scorer->demand;
    if (!(subject->brought > 0))
        return 0;
    double used =
        d->level ? covered(subject->weight, subject->level, d->level + role * d->stride, d->stride)
                 : rung_sparse_used(d, subject, role);
    return used / subject->brought;
}

static double product(const rung_demand *d, const rung_subject *subject, uint32_t role)
{
    double lane[RUNG_LANES] = {0};
    const double *a = subject->standard, *b = d->standard + role * d->stride;
    for (size_t s = 0; s < d->stride; s += RUNG_LANES)
        for (size_t j = 0; j < RUNG_LANES; j++)
            lane[j] += a[s + j] * b[s + j];
    return rung_lanes_sum(lane);
}

void rung_similarities(const rung_scorer *scorer, const rung_subject *subject,
                       const uint32_t *roles, size_t count, double *similarity)
{
    const rung_demand *d = scorer->demand;
    if (d->standard)
        for (size_t i = 0; i < count; i++)
            similarity[i] = product(d, subject, roles[i]);
    else
        rung_sparse_products(d, subject, roles, count, similarity);
    for (size_t i = 0; i < count; i++) {
        double lengths = subject->length * d->length[roles[i]];
        bool known = lengths > 0 && d->asked[roles[i]] > 0;
        similarity[i] = known ? similarity[i] / lengths : 0;
    }
}

static double similarity(const rung_scorer *scorer, const rung_subject *subject, uint32_t role)
{
    double value;
    rung_similarities(scorer, subject, &role, 1, &value);
    return value;
}

double rung_signal_value(const rung_scorer *scorer, const rung_subject *subject, rung_signal signal,
                         uint32_t role)
{
    switch (signal) {
    case RUNG_SIGNAL_READINESS:
        return readiness(scorer, subject, role);
    case RUNG_SIGNAL_TRANSFER:
        return transfer(scorer, subject, role);
    case RUNG_SIGNAL_SIMILARITY:
        return similarity(scorer, subject, role);
    case RUNG_SIGNAL_EMBEDDING:
        return subject->vector ? rung_embedding_value(scorer->embedding, subject->vector,
                                                      subject->vector_length, role)
                               : 0;
    default:
        return rung_role_signal(&scorer->priors->signals, signal, subject->current_role, role);
    }
}

/* known, when not NULL, is the similarity. */
static double score_of(const rung_scorer *scorer, const rung_subject *subject, uint32_t role,
                       const double *known)
{
    double score = 0;
    for (int s = 0; s < RUNG_SIGNAL_WAGE; s++)
        if (rung_profile_uses(scorer->profile, (rung_signal)s))
            score += scorer->profile->beta[s] *
                     (known && s == RUNG_SIGNAL_SIMILARITY
                          ? *known
                          : rung_signal_value(scorer, subject, (rung_signal)s, role));
    return score + rung_prior_sum(scorer->priors, subject->current_role, role);
}

double rung_score(const rung_scorer *scorer, const rung_subject *subject, uint32_t role)
{
    return score_of(scorer, subject, role, NULL);
}

/* How many roles before its turn a role's vector is asked for. */
enum { AHEAD = 4 };

static inline void fetch(const rung_scorer *scorer, const rung_subject *subject, uint32_t role)
{
    if (subject->vector)
        rung_embedding_fetch(scorer->embedding, role);
}

void rung_scores(const rung_scorer *scorer, const rung_subject *subject, const uint32_t *roles,
                 size_t count, double *score)
{
    bool similar = rung_profile_uses(scorer->profile, RUNG_SIGNAL_SIMILARITY);
    if (similar)
        rung_similarities(scorer, subject, roles, count, score);
    for (size_t i = 0; i < AHEAD && i < count; i++)
        fetch(scorer, subject, roles[i]);
    for (size_t i = 0; i < count; i++) {
        double known = score[i];
        if (i + AHEAD < count)
            fetch(scorer, subject, roles[i + AHEAD]);
        score[i] = score_of(scorer, subject, roles[i], similar ? &known : NULL);
    }
}

size_t rung_essentials_short(const rung_scorer *scorer, const rung_subject *subject, uint32_t role)
{
    const rung_links *rows = &scorer->priors->catalog->requirements;
    double share = scorer->priors->rules->essential;
    size_t missing = 0;
    for (size_t i = rows->first[role]; i < rows->first[role + 1]; i++) {
        const rung_link *row = &rows->link[i];
        missing += row->flag && (double)subject->level[row->to] < share * (double)row->value;
    }
    return missing;
}

bool rung_levels_allow(const rung_scorer *scorer, const rung_subject *subject, uint32_t role)
{
    const rung_rules *rules = scorer->priors->rules;
    if (!rules->viable && !rules->desirable)
        return true;
    return rung_essentials_short(scorer, subject, role) == 0 &&
           readiness(scorer, subject, role) >= rules->theta;
}

size_t rung_largest_gaps(const rung_scorer *scorer, const rung_subject *subject, uint32_t role,
                         rung_gap *gaps, size_t most)
{
    const rung_links *rows = &scorer->priors->catalog->requirements;
    const double asked = scorer->demand->asked[role];
    double too_small = 0; /* a hair below the smallest of all kept, before it is divided */
    size_t count = 0;
    for (size_t i = rows->first[role]; i < rows->first[role + 1]; i++) {
        const rung_link *row = &rows->link[i];
        float have = subject->level[row->to];
        double lacking = (double)row->weight * ((double)row->value - (double)have);
        if (!(lacking > too_small))
            continue;
        double gap = lacking / asked;
        size_t place = count;
        while (place > 0 && gaps[place - 1].gap < gap)
            place--;
        if (place == most)
            continue;
        count += count < most;
        for (size_t k = count - 1; k > place; k--)
            gaps[k] = gaps[k - 1];
        gaps[place] = (rung_gap){row->to, have, row->value, row->weight, gap, row->flag};
        if (count == most)
            too_small = gaps[most - 1].gap * asked * (1 - 0x1p-50);
    }
    return count;
}
