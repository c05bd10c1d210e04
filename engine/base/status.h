/* status.h - how a failure becomes a message. */
#ifndef RUNG_BASE_STATUS_H
#define RUNG_BASE_STATUS_H

#include "rung.h"

/* Fill error (may be NULL) and return status, so that a caller can `return rung_fail(...)`. */
rung_status rung_fail(rung_error *error, rung_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The message for memory that could not be had: what it was for. */
rung_status rung_fail_memory(rung_error *error, const char *what);

/* "PATH: cannot DO: REASON" from errno's value. RUNG_CANCELLED where a signal interrupted it: a
 * host that wants calls to go on sets its handlers with SA_RESTART. */
rung_status rung_fail_io(rung_error *error, const char *path, const char *verb, int code);

/* Copy a value found in input into out for a message: cut to a few dozen bytes at a character's
 * edge, and everything that could upset a terminal replaced. Returns out. */
const char *rung_quote(char out[64], const char *text, size_t length);

#endif
