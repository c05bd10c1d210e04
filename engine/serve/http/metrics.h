/* metrics.h - what the server counts. */
#ifndef RUNG_SERVE_METRICS_H
#define RUNG_SERVE_METRICS_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/text.h"

/* Why something was refused or cut off. */
#define RUNG_REFUSED_MAP(X)                                                                        \
    X(TOKEN, "token")                                                                              \
    X(HOST, "host")                                                                                \
    X(TYPE, "content_type")                                                                        \
    X(BODY, "body")                                                                                \
    X(BODIES, "bodies")                                                                            \
    X(CONNECTIONS, "connections")                                                                  \
    X(QUEUE, "queue")                                                                              \
    X(RECEIVE, "receive_timeout")                                                                  \
    X(SEND, "send_timeout")                                                                        \
    X(HEADER, "header")

typedef enum rung_refused {
#define RUNG_REFUSED_ENUM(name, text) RUNG_REFUSED_##name,
    RUNG_REFUSED_MAP(RUNG_REFUSED_ENUM)
#undef RUNG_REFUSED_ENUM
        RUNG_REFUSED_COUNT
} rung_refused;

enum {
    RUNG_COUNTED_ROUTES = 24, /* the first is for what is nowhere */
    RUNG_COUNTED_STATUSES = 20,
    RUNG_TIME_BUCKETS = 15,
    RUNG_BATCH_BUCKETS = 11
};

/* One thread writes, any may read: no atomic operation is more than a plain one. */
typedef struct rung_counts {
    atomic_uint_fast64_t requests[RUNG_COUNTED_ROUTES][RUNG_COUNTED_STATUSES];
    atomic_uint_fast64_t time[RUNG_COUNTED_ROUTES][RUNG_TIME_BUCKETS + 1];
    atomic_uint_fast64_t microseconds[RUNG_COUNTED_ROUTES];
    atomic_uint_fast64_t batch[RUNG_BATCH_BUCKETS + 1], batched; /* requests in one product */
    atomic_uint_fast64_t people;
    atomic_uint_fast64_t received, sent; /* bytes of bodies */
    atomic_uint_fast64_t accepted, closed;
    atomic_uint_fast64_t started, ended; /* requests */
    atomic_uint_fast64_t refused[RUNG_REFUSED_COUNT];
} rung_counts;

static inline void rung_count(atomic_uint_fast64_t *counter, uint64_t more)
{
    uint64_t now = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, now + more, memory_order_relaxed);
}

/* An answered request: route as rung_ask_route() or the server itself has it, or NULL. */
void rung_count_answer(rung_counts *counts, const char *route, unsigned status, uint64_t us);
/* So many requests were answered by one product. */
void rung_count_batch(rung_counts *counts, size_t requests);

/* What is not counted by threads. */
typedef struct rung_gauges {
    const char *kernel, *profile, *catalog;
    size_t roles, skills;
    uint64_t reloads, failed_reloads, generation;
    uint64_t log_lines_lost;
    size_t queued; /* for workers, now */
    double since;  /* seconds that the server has run */
} rung_gauges;

/* All threads' counts together, in Prometheus' text format. */
void rung_put_metrics(rung_buffer *out, const rung_counts *const *counts, size_t threads,
                      const rung_gauges *gauges);

#endif
