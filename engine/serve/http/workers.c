/* workers.c - threads for what takes long, and a queue that ends. */
#include "serve/http/workers.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"

static rung_task *next_task(rung_workers *w)
{
    pthread_mutex_lock(&w->lock);
    while (!w->first && !w->ending)
        pthread_cond_wait(&w->more, &w->lock);
    rung_task *task = w->first;
    if (task) {
        w->first = task->next;
        w->waiting--;
        if (!w->first)
            w->end = &w->first;
    }
    pthread_mutex_unlock(&w->lock);
    return task;
}

static void *work(void *context)
{
    rung_stay_one_thread();
    for (rung_task *task; (task = next_task(context)) != NULL;)
        task->run(task);
    return NULL;
}

rung_status rung_workers_start(rung_workers *w, size_t threads, size_t most, rung_error *error)
{
    *w = (rung_workers){.most = most};
    w->end = &w->first;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->more, NULL);
    w->thread = rung_array(threads, sizeof *w->thread);
    if (!w->thread)
        return rung_fail_memory(error, "workers");
    for (; w->threads < threads; w->threads++) {
        int code = pthread_create(&w->thread[w->threads], NULL, work, w);
        if (code != 0)
            return rung_fail_io(error, "a worker", "start", code);
    }
    return RUNG_OK;
}

bool rung_workers_add(rung_workers *w, rung_task *task)
{
    task->next = NULL;
    pthread_mutex_lock(&w->lock);
    bool room = w->waiting < w->most && !w->ending;
    if (room) {
        *w->end = task;
        w->end = &task->next;
        w->waiting++;
        pthread_cond_signal(&w->more);
    }
    pthread_mutex_unlock(&w->lock);
    return room;
}

size_t rung_workers_waiting(rung_workers *w)
{
    pthread_mutex_lock(&w->lock);
    size_t waiting = w->waiting;
    pthread_mutex_unlock(&w->lock);
    return waiting;
}

void rung_workers_end(rung_workers *w)
{
    if (!w->thread)
        return;
    pthread_mutex_lock(&w->lock);
    w->ending = true;
    pthread_cond_broadcast(&w->more);
    pthread_mutex_unlock(&w->lock);
    for (size_t i = 0; i < w->threads; i++)
        pthread_join(w->thread[i], NULL);
    free(w->thread);
    *w = (rung_workers){0};
}
