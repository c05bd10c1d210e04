/* query.h - what stands percent-encoded in a path and a query. */
#ifndef RUNG_SERVE_QUERY_H
#define RUNG_SERVE_QUERY_H

#include "serve/answer/refuse.h"
#include "serve/answer/state.h"

/* Decode into out, with a zero byte behind; plus: '+' is a space. False for a '%' without two
 * digits, a zero character, text that is not UTF-8, or text for which there is no room. */
bool rung_percent_decode(char *out, size_t room, rung_slice text, bool plus);

/* Which part of a list is wanted. */
typedef struct rung_page {
    char wanted[RUNG_MOST_WANTED + 1];
    size_t limit, offset;
} rung_page;

/* Read the parameters q, limit and offset; false: the answer says why. */
bool rung_page_read(rung_page *page, const char *query, rung_answer *answer);

#endif
