/* score.h - the scoring rule: every signal and the score in double precision (MODEL, 2 and 3). */
#ifndef RUNG_MATCH_SCORE_H
#define RUNG_MATCH_SCORE_H

#include "match/demand.h"
#include "match/embedding.h"
#include "match/priors.h"

/* A person made ready to be scored. The arrays have demand->stride entries. */
typedef struct rung_subject {
    const float *level;
    const float *weight; /* importance in the current role; 1 everywhere without a rated one. Where
                            the demand is sparse: that of skills that are there, of others
                            anything; or NULL, to be looked up */
    const double *standard; /* standardised levels */
    double length;          /* of standard */
    double brought;         /* sum of weight * level */
    const float *vector;    /* embedding->stride floats; NULL where there is none */
    double vector_length;
    uint32_t current_role;
} rung_subject;

/* The levels of one person who has few: skills in catalog order. */
typedef struct rung_person_rows {
    const uint32_t *skill;
    const float *level;
    size_t count;
} rung_person_rows;

typedef struct rung_scorer {
    const rung_demand *demand;
    const rung_priors *priors;
    const rung_embedding *embedding;
    const rung_profile *profile;
    float *ones; /* stride; 1 for each skill */
} rung_scorer;

/* Fill subject, but for the vector. level and standard are the caller's and stay in use. */
void rung_subject_make(rung_subject *subject, const rung_scorer *scorer, const float *level,
                       double *standard, uint32_t current_role);

/* Give subject a vector of embedding->stride floats, the caller's, which stays in use. */
void rung_subject_embed(rung_subject *subject, const rung_scorer *scorer, const float *vector);
/* The same of a person whose skills are few, where the demand is sparse: rows names each skill that
 * is there once, in catalog order. level, weight and standard are the caller's, and hold what they
 * would for nobody: 0, 0 and demand->zero; rung_subject_end() makes them so again. standard
 * stays as it is, and length 0, unless similar asks for them. */
void rung_subject_begin(rung_subject *subject, const rung_scorer *scorer,
                        const rung_person_rows *rows, bool similar, float *level, float *weight,
                        double *standard, uint32_t current_role);
void rung_subject_end(const rung_scorer *scorer, const rung_person_rows *rows, float *level,
                      float *weight, double *standard);

/* One signal of a pair. */
double rung_signal_value(const rung_scorer *scorer, const rung_subject *subject, rung_signal signal,
                         uint32_t role);
/* The score: signals that count, in the order of rung_signal, added up. */
double rung_score(const rung_scorer *scorer, const rung_subject *subject, uint32_t role);
/* The same for many roles, and their similarity alone: faster than one by one where the demand is
 * sparse. */
void rung_scores(const rung_scorer *scorer, const rung_subject *subject, const uint32_t *roles,
                 size_t count, double *score);
void rung_similarities(const rung_scorer *scorer, const rung_subject *subject,
                       const uint32_t *roles, size_t count, double *similarity);

/* Essential skills of role below their share of the level asked for. */
size_t rung_essentials_short(const rung_scorer *scorer, const rung_subject *subject, uint32_t role);
/* Whether levels allow the move under the rules in force. */
bool rung_levels_allow(const rung_scorer *scorer, const rung_subject *subject, uint32_t role);

/* The most largest gaps above 0, largest first, equal ones in catalog order; how many. */
size_t rung_largest_gaps(const rung_scorer *scorer, const rung_subject *subject, uint32_t role,
                         rung_gap *gaps, size_t most);

#endif
