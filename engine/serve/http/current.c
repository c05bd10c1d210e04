/* current.c - the service that answers now, which a reload changes under requests. */
#include "serve/http/current.h"

#include <stdlib.h>

#include "base/status.h"

rung_held *rung_held_again(rung_held *held)
{
    atomic_fetch_add_explicit(&held->holders, 1, memory_order_relaxed);
    return held;
}

void rung_held_let_go(rung_held *held)
{
    if (!held || atomic_fetch_sub_explicit(&held->holders, 1, memory_order_acq_rel) != 1)
        return;
    rung_service_free(held->service);
    free(held);
}

rung_held *rung_current_hold(rung_current *current)
{
    pthread_mutex_lock(&current->lock);
    rung_held *held = rung_held_again(current->held);
    pthread_mutex_unlock(&current->lock);
    return held;
}

rung_status rung_current_open(rung_current *current, const rung_service_options *options,
                              rung_error *error)
{
    rung_held *held = calloc(1, sizeof *held);
    if (!held)
        return rung_fail_memory(error, "a service");
    rung_status status = rung_service_open(&held->service, options, error);
    if (status != RUNG_OK) {
        free(held);
        return status;
    }
    atomic_init(&held->holders, 1);
    pthread_mutex_lock(&current->lock);
    rung_held *before = current->held;
    held->generation = before ? before->generation + 1 : 1;
    current->held = held;
    pthread_mutex_unlock(&current->lock);
    rung_held_let_go(before);
    return RUNG_OK;
}

void rung_current_free(rung_current *current)
{
    rung_held_let_go(current->held);
    current->held = NULL;
}
