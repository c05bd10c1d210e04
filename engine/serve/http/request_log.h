/* request_log.h - a JSON line for each request, without anything of a person. */
#ifndef RUNG_SERVE_REQUEST_LOG_H
#define RUNG_SERVE_REQUEST_LOG_H

#include <pthread.h>

#include "serve/http/server.h"
#include "base/text.h"

/* What is told of a request: nothing that was sent, neither path nor query nor header. */
typedef struct rung_log_line {
    const char *method, *route; /* of a fixed list; route may be NULL */
    unsigned status;
    size_t bytes; /* of the answer's body */
    uint64_t us;
    size_t people, batch; /* 0: not known */
} rung_log_line;

/* Lines go to a thread of their own, so that a reader who is slow holds nobody up: where too many
 * wait they are lost, and counted. */
typedef struct rung_log {
    rung_log_what what;
    int to;
    pthread_mutex_t lock;
    pthread_cond_t more;
    pthread_t thread;
    rung_buffer waiting;
    uint64_t lost;
    bool started, ending;
} rung_log;

rung_status rung_log_start(rung_log *log, rung_log_what what, int to, rung_error *error);
/* Write what waits and end the thread. */
void rung_log_end(rung_log *log);

/* Whether a request of this status is logged at all. */
static inline bool rung_log_wants(const rung_log *log, unsigned status)
{
    return log->what == RUNG_LOG_ALL || (log->what == RUNG_LOG_ERRORS && status >= 400);
}

/* Add a line to a buffer of the caller's, ... */
void rung_log_put(rung_buffer *lines, const rung_log_line *line);
/* ... and hand over what is there: the buffer is empty then. */
void rung_log_hand_over(rung_log *log, rung_buffer *lines);

/* Something about the server itself; message may be NULL. */
void rung_log_event(rung_log *log, const char *event, const char *message);

uint64_t rung_log_lost(rung_log *log);

#endif
