/* why.h - what each signal adds to a score, as rows of output tell it. */
#ifndef RUNG_MATCH_WHY_H
#define RUNG_MATCH_WHY_H

#include "base/text.h"
#include "match/matcher.h"

/* What one signal adds to a score. */
typedef struct rung_term {
    rung_signal signal;
    double share; /* weight * value */
} rung_term;

/* Write the terms whose sum, one after another, is the score: signals that the profile uses, in
 * their order; how many. subject must be whole. */
size_t rung_terms(const rung_scorer *scorer, const rung_subject *subject, uint32_t role,
                  rung_term term[RUNG_SIGNAL_COUNT]);

/* Append terms: as a CSV field, as a member of a JSON object, and as a line for people, in which
 * they are rounded. */
void rung_put_terms_csv(rung_buffer *out, const rung_term *term, size_t count);
void rung_put_terms_json(rung_buffer *out, const rung_term *term, size_t count);
void rung_put_terms_text(rung_buffer *out, const rung_term *term, size_t count);

#endif
