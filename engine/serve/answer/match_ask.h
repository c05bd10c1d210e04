/* match_ask.h - asks to match in two steps, so that those that wait together share one product. */
#ifndef RUNG_SERVE_MATCH_ASK_H
#define RUNG_SERVE_MATCH_ASK_H

#include "serve/answer/answer.h"

typedef struct rung_match_ask rung_match_ask;

/* Read and check an ask of kind RUNG_ASK_MATCH, or a large one. Nothing of it is needed afterwards.
 * True: *match is new; end it with rung_match_ask_free(). False: *match is NULL, and the answer
 * says why. */
bool rung_match_ask_read(rung_match_ask **match, const rung_service *service, const rung_ask *ask,
                         rung_answer *answer);
size_t rung_match_ask_people(const rung_match_ask *match);

/* Answer asks that were read for this service, with one rung_match_batch() for those that share a
 * profile and a similar top. The answer to each does not depend on the others. answers: count, each
 * cleared or all zeros. */
void rung_match_asks_answer(const rung_service *service, rung_match_ask *const *asks, size_t count,
                            rung_answer *answers);
void rung_match_ask_free(rung_match_ask *match);

#endif
