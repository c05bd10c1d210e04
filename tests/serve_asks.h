/* serve_asks.h - ask a service of the tests, and read what it answers. */
#ifndef RUNG_TEST_SERVE_ASKS_H
#define RUNG_TEST_SERVE_ASKS_H

#include <jansson.h>

#include "serve/answer/match_ask.h"
#include "support.h"

/* The shop of docs/model.md's example of a path, and its staff. */
extern const test_file serve_shop[], serve_staff[];

/* A service with the profiles upskill and readiness, one thread and a kernel that runs everywhere;
 * people may be NULL. Whatever fails here fails the test. */
rung_service *serve_open(const char *catalog, const char *people);
/* With the usual kernel and the usual profile of the catalog. */
rung_service *serve_open_usual(const char *catalog);
/* That of the shop, with its staff. */
rung_service *serve_open_shop(void);

/* The answer to a request for target, a path with its query. End it with rung_answer_clear(). */
rung_answer serve_ask(const rung_service *service, const char *method, const char *target,
                      const char *body);

/* The JSON of an answer of this status; the answer is ended. */
json_t *serve_json(rung_answer answer, unsigned status);
json_t *serve_post(const rung_service *service, const char *path, const char *body);
json_t *serve_get(const rung_service *service, const char *target);

/* The answer is this text, but for the line break at its end; it is ended. */
void serve_check(rung_answer answer, unsigned status, const char *text);

#endif
