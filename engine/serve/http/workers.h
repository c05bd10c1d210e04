/* workers.h - threads for what takes long, and a queue that ends. */
#ifndef RUNG_SERVE_WORKERS_H
#define RUNG_SERVE_WORKERS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "rung.h"

/* A task is part of what it works on. */
typedef struct rung_task {
    void (*run)(struct rung_task *task);
    struct rung_task *next;
} rung_task;

typedef struct rung_workers {
    pthread_mutex_t lock;
    pthread_cond_t more;
    pthread_t *thread;
    size_t threads;
    rung_task *first, **end;
    size_t waiting, most;
    bool ending;
} rung_workers;

/* Start threads; most tasks may wait beside those under way. */
rung_status rung_workers_start(rung_workers *workers, size_t threads, size_t most,
                               rung_error *error);
/* False where too many wait already. */
bool rung_workers_add(rung_workers *workers, rung_task *task);
size_t rung_workers_waiting(rung_workers *workers);
/* Do what waits, then end the threads. */
void rung_workers_end(rung_workers *workers);

#endif
