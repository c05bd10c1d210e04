/* current.h - the service that answers now, which a reload changes under requests. */
#ifndef RUNG_SERVE_CURRENT_H
#define RUNG_SERVE_CURRENT_H

#include <pthread.h>
#include <stdatomic.h>

#include "serve/answer/service.h"

/* A service and how many hold it; the last one to let go ends it. */
typedef struct rung_held {
    rung_service *service;
    atomic_size_t holders;
    uint64_t generation; /* 1 for the first, one more with each reload */
} rung_held;

typedef struct rung_current {
    pthread_mutex_t lock;
    rung_held *held;
} rung_current;

/* Open the service and make it the current one: all zeros but for the lock before the first time.
 * Failure changes nothing. */
rung_status rung_current_open(rung_current *current, const rung_service_options *options,
                              rung_error *error);
void rung_current_free(rung_current *current);

/* The service that answers now, to be let go. */
rung_held *rung_current_hold(rung_current *current);
/* The same once more. */
rung_held *rung_held_again(rung_held *held);
/* held may be NULL. */
void rung_held_let_go(rung_held *held);

#endif
