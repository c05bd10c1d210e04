/* refuse.h - answers that say what is wrong with an ask, and where. */
#ifndef RUNG_SERVE_REFUSE_H
#define RUNG_SERVE_REFUSE_H

#include "base/text.h"
#include "serve/answer/answer.h"
#include "serve/answer/json.h"

/* A place in a JSON text: the way down to it, each step on the stack of the reader that took it. */
typedef struct rung_at {
    const struct rung_at *up; /* NULL: the whole */
    const char *key;          /* of an object; NULL: item of an array */
    size_t item;
} rung_at;

/* The answer becomes {"error":{"status":...,"message":...,"at":...}}; at may be NULL. Returns
 * false, so that a reader can `return rung_refuse(...)`. */
bool rung_refuse(rung_answer *answer, unsigned status, const rung_at *at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same for a text that is no JSON. */
bool rung_refuse_text(rung_answer *answer, const rung_json_fault *fault);
/* The same for a parameter of the query. */
bool rung_refuse_parameter(rung_answer *answer, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same for a status of the library that no ask should bring about: 503 where memory is short,
 * else 500. */
bool rung_refuse_status(rung_answer *answer, const rung_error *error);
/* 503 without a body: there is no memory for one. */
bool rung_refuse_memory(rung_answer *answer);

/* Room for a name in a message. */
enum { RUNG_SHOWN = 260 };
/* The first 64 characters of a name that was sent, what could upset a terminal replaced. */
const char *rung_show(char out[RUNG_SHOWN], const char *text);

/* What was built becomes the answer, or there was no memory for it. Ends the buffer. */
void rung_answer_take(rung_answer *answer, unsigned status, rung_buffer *out);

#endif
