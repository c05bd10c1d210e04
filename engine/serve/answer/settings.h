/* settings.h - members of an ask that say how it is to be answered, checked. */
#ifndef RUNG_SERVE_SETTINGS_H
#define RUNG_SERVE_SETTINGS_H

#include "serve/answer/refuse.h"
#include "serve/answer/state.h"

/* The body as an object, or NULL and the answer says why. End it with rung_json_free(). */
const rung_json *rung_read_object(const rung_service *service, const rung_ask *ask,
                                  rung_answer *answer);

/* "expected WHAT, found KIND" */
bool rung_refuse_kind(rung_answer *answer, const rung_at *at, const char *expected,
                      const rung_json *found);

/* Whether each member of object has a name of one of the lists. */
bool rung_check_members(rung_answer *answer, const rung_at *up, const rung_json *object,
                        const char *const *names, const char *const *others);

/* Each reads the member of this name at the top level into *value, which keeps what it has where
 * the member is missing or null; false: the answer says why. */
bool rung_read_whole(rung_answer *answer, const rung_json *object, const char *name, uint64_t least,
                     uint64_t most, uint64_t *value);
bool rung_read_number(rung_answer *answer, const rung_json *object, const char *name, double least,
                      double most, double *value);
/* The position of the text among names, the last of which is NULL. */
bool rung_read_choice(rung_answer *answer, const rung_json *object, const char *name,
                      const char *const *names, int *value);
/* The ranker of the member profile. */
bool rung_read_profile(rung_answer *answer, const rung_service *service, const rung_json *object,
                       const rung_ranker **ranker);

#endif
