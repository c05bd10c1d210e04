/* answer.h - an HTTP request's bytes in, an answer's bytes out. */
#ifndef RUNG_SERVE_ANSWER_H
#define RUNG_SERVE_ANSWER_H

#include "serve/answer/service.h"

/* What somebody asks. path and query as they were sent, still percent-encoded: decoding is done
 * here, once. HEAD is answered as GET; the server leaves the body out. */
typedef struct rung_ask {
    const char *method, *path;
    const char *query; /* behind '?'; or NULL */
    const char *body;  /* may be NULL where length is 0 */
    size_t length;
} rung_ask;

/* Start from all zeros, end with rung_answer_clear(). Where memory ran out, status is 503 and body
 * NULL. */
typedef struct rung_answer {
    unsigned status;   /* of HTTP */
    const char *type;  /* of the body; static memory */
    char *body;        /* malloc() */
    size_t length;     /* of the body, bytes */
    const char *allow; /* with 405, 204: the methods that are allowed; static memory; else NULL */
} rung_answer;

void rung_answer_clear(rung_answer *answer);

typedef enum rung_ask_kind {
    RUNG_ASK_QUICK, /* some microseconds, up to a millisecond */
    RUNG_ASK_MATCH, /* may wait for others: match_ask.h */
    RUNG_ASK_SLOW   /* paths, or many people: for a worker */
} rung_ask_kind;

/* Looks at method, path and length alone. */
rung_ask_kind rung_ask_kind_of(const rung_ask *ask);

/* The pattern of the path, such as "/v1/roles/{id}", for logs and counts; NULL where there is
 * nothing at this path. Static memory. */
const char *rung_ask_route(const rung_ask *ask);

/* Answer any ask, one to match too: alone, then. Threads may share a service. */
void rung_service_answer(const rung_service *service, const rung_ask *ask, rung_answer *answer);

/* {"error":{"status":...,"message":...}} for what the server itself refuses. */
void rung_answer_error(rung_answer *answer, unsigned status, const char *message);

#endif
