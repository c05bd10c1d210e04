/* match_text.h - the hits of an ask to match as JSON. */
#ifndef RUNG_SERVE_MATCH_TEXT_H
#define RUNG_SERVE_MATCH_TEXT_H

#include "serve/answer/crowd.h"

typedef struct rung_match_text {
    const rung_crowd *crowd;
    const rung_ranker *ranker;
    const rung_hit *hits; /* of person i: from i * stride on */
    size_t stride, top;   /* top of them are told */
    size_t gaps;          /* with each, at most */
} rung_match_text;

void rung_match_text_answer(const rung_match_text *text, rung_answer *answer);

#endif
