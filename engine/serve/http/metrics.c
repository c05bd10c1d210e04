/* metrics.c - what the server counts. */
#include "serve/http/metrics.h"

#include <stdio.h>

#include "base/number.h"
#include "base/threads.h"
#include "rung.h"

/* ---------------------------------------------------------------- counting */

static const char *const routes[RUNG_COUNTED_ROUTES] = {
    "other",          "/v1/match",  "/v1/path",        "/v1/explain",
    "/v1/catalog",    "/v1/skills", "/v1/skills/{id}", "/v1/roles",
    "/v1/roles/{id}", "/v1/people", "/v1/people/{id}", "/v1/openapi.json",
    "/healthz",       "/readyz",    "/metrics",        "/{file}",
};

/* 0 is any other one. */
static const unsigned statuses[RUNG_COUNTED_STATUSES] = {0,   200, 204, 304, 400, 401, 404,
                                                         405, 406, 408, 411, 413, 415, 417,
                                                         421, 422, 429, 500, 501, 503};

/* Upper ends of buckets, in microseconds. */
static const uint64_t times[RUNG_TIME_BUCKETS] = {50,     100,    200,    500,     1000,
                                                  2000,   5000,   10000,  20000,   50000,
                                                  100000, 200000, 500000, 1000000, 5000000};

static size_t route_number(const char *route)
{
    for (size_t i = 1; route && i < RUNG_COUNTED_ROUTES && routes[i]; i++)
        if (strcmp(route, routes[i]) == 0)
            return i;
    return 0;
}

static size_t status_number(unsigned status)
{
    for (size_t i = 1; i < RUNG_COUNTED_STATUSES && statuses[i]; i++)
        if (statuses[i] == status)
            return i;
    return 0;
}

void rung_count_answer(rung_counts *counts, const char *route, unsigned status, uint64_t us)
{
    size_t r = route_number(route), bucket = 0;
    while (bucket < RUNG_TIME_BUCKETS && us > times[bucket])
        bucket++;
    rung_count(&counts->requests[r][status_number(status)], 1);
    rung_count(&counts->time[r][bucket], 1);
    rung_count(&counts->microseconds[r], us);
}

void rung_count_batch(rung_counts *counts, size_t requests)
{
    size_t bucket = 0;
    while (bucket < RUNG_BATCH_BUCKETS && requests > (size_t)1 << bucket)
        bucket++;
    rung_count(&counts->batch[bucket], 1);
    rung_count(&counts->batched, requests);
}

/* ---------------------------------------------------------------- telling */

typedef struct counters {
    const rung_counts *const *counts;
    size_t threads;
} counters;

/* The sum over threads of the counter that stands here in each. */
static uint64_t sum(const counters *c, const atomic_uint_fast64_t *in_first)
{
    uint64_t all = 0;
    size_t offset = (size_t)((const char *)in_first - (const char *)c->counts[0]);
    for (size_t i = 0; i < c->threads; i++)
        all += atomic_load_explicit(
            (const atomic_uint_fast64_t *)((const char *)c->counts[i] + offset),
            memory_order_relaxed);
    return all;
}

static void put_head(rung_buffer *out, const char *name, const char *type, const char *help)
{
    const char *const parts[] = {"# HELP rung_", name, " ",  help, "\n# TYPE rung_",
                                 name,           " ",  type, "\n"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        rung_put_text(out, parts[i]);
}

/* rung_NAME{LABELS} NUMBER; labels may be "". */
static void put_value(rung_buffer *out, const char *name, const char *labels, double number)
{
    rung_put_text(out, "rung_");
    rung_put_text(out, name);
    if (*labels) {
        rung_put_char(out, '{');
        rung_put_text(out, labels);
        rung_put_char(out, '}');
    }
    rung_put_char(out, ' ');
    if (number >= 0 && number < 1e15 && number == (double)(uint64_t)number)
        rung_put_whole(out, (uint64_t)number);
    else
        rung_put_number(out, number);
    rung_put_char(out, '\n');
}

static void put_one(rung_buffer *out, const char *name, const char *type, const char *help,
                    double number)
{
    put_head(out, name, type, help);
    put_value(out, name, "", number);
}

/* name="value" with what the format asks to be escaped. */
static void put_label(rung_buffer *out, const char *name, const char *value)
{
    rung_put_text(out, name);
    rung_put_text(out, "=\"");
    for (; *value; value++) {
        if (*value == '\\' || *value == '"')
            rung_put_char(out, '\\');
        if (*value == '\n')
            rung_put_text(out, "\\n");
        else
            rung_put_char(out, *value);
    }
    rung_put_char(out, '"');
}

/* A row with one or two labels; the buffer of labels is used again and again. */
static void put_labelled(rung_buffer *out, rung_buffer *labels, const char *name,
                         const char *const pairs[4], double number)
{
    labels->length = 0;
    put_label(labels, pairs[0], pairs[1]);
    if (pairs[2]) {
        rung_put_char(labels, ',');
        put_label(labels, pairs[2], pairs[3]);
    }
    rung_put_char(labels, '\0');
    if (!labels->failed)
        put_value(out, name, labels->at, number);
    out->failed |= labels->failed;
}

static void put_requests(rung_buffer *out, rung_buffer *labels, const counters *c)
{
    put_head(out, "requests_total", "counter", "Requests answered, by route and status.");
    for (size_t r = 0; r < RUNG_COUNTED_ROUTES && routes[r]; r++)
        for (size_t s = 0; s < RUNG_COUNTED_STATUSES && (s == 0 || statuses[s]); s++) {
            char code[32] = "other";
            uint64_t n = sum(c, &c->counts[0]->requests[r][s]);
            if (n == 0)
                continue;
            if (s > 0)
                snprintf(code, sizeof code, "%u", statuses[s]);
            put_labelled(out, labels, "requests_total",
                         (const char *const[]){"route", routes[r], "status", code}, (double)n);
        }
}

static void put_times(rung_buffer *out, rung_buffer *labels, const counters *c)
{
    static const char name[] = "request_duration_seconds";
    const rung_counts *first = c->counts[0];
    put_head(out, name, "histogram", "Seconds from a request's first line to its answer.");
    for (size_t r = 0; r < RUNG_COUNTED_ROUTES && routes[r]; r++) {
        uint64_t all = 0, each[RUNG_TIME_BUCKETS + 1];
        for (size_t b = 0; b <= RUNG_TIME_BUCKETS; b++)
            all += each[b] = sum(c, &first->time[r][b]);
        if (all == 0)
            continue;
        uint64_t below = 0;
        for (size_t b = 0; b <= RUNG_TIME_BUCKETS; b++) {
            char end[32] = "+Inf";
            below += each[b];
            if (b < RUNG_TIME_BUCKETS)
                end[rung_print_number(end, (double)times[b] / 1e6)] = '\0';
            put_labelled(out, labels, "request_duration_seconds_bucket",
                         (const char *const[]){"route", routes[r], "le", end}, (double)below);
        }
        const char *const route[] = {"route", routes[r], NULL, NULL};
        put_labelled(out, labels, "request_duration_seconds_sum", route,
                     (double)sum(c, &first->microseconds[r]) / 1e6);
        put_labelled(out, labels, "request_duration_seconds_count", route, (double)all);
    }
}

static void put_batches(rung_buffer *out, rung_buffer *labels, const counters *c)
{
    uint64_t all = 0;
    put_head(out, "batch_requests", "histogram", "Requests to match answered by one product.");
    for (size_t b = 0; b <= RUNG_BATCH_BUCKETS; b++) {
        char end[32] = "+Inf";
        all += sum(c, &c->counts[0]->batch[b]);
        if (b < RUNG_BATCH_BUCKETS)
            snprintf(end, sizeof end, "%u", 1u << b);
        put_labelled(out, labels, "batch_requests_bucket",
                     (const char *const[]){"le", end, NULL, NULL}, (double)all);
    }
    put_value(out, "batch_requests_sum", "", (double)sum(c, &c->counts[0]->batched));
    put_value(out, "batch_requests_count", "", (double)all);
}

static void put_refused(rung_buffer *out, rung_buffer *labels, const counters *c)
{
    static const char *const why[] = {
#define RUNG_REFUSED_TEXT(name, text) text,
        RUNG_REFUSED_MAP(RUNG_REFUSED_TEXT)
#undef RUNG_REFUSED_TEXT
    };
    put_head(out, "refused_total", "counter", "What was refused or cut off, by reason.");
    for (size_t i = 0; i < RUNG_REFUSED_COUNT; i++)
        put_labelled(out, labels, "refused_total",
                     (const char *const[]){"reason", why[i], NULL, NULL},
                     (double)sum(c, &c->counts[0]->refused[i]));
}

static void put_gauges(rung_buffer *out, rung_buffer *labels, const rung_gauges *g)
{
    put_head(out, "build_info", "gauge", "The version.");
    put_labelled(out, labels, "build_info",
                 (const char *const[]){"version", rung_version(), NULL, NULL}, 1);
    put_head(out, "kernel_info", "gauge", "The kernel of the usual profile.");
    put_labelled(out, labels, "kernel_info",
                 (const char *const[]){"kernel", g->kernel, "profile", g->profile}, 1);
    put_head(out, "catalog_info", "gauge", "The catalog.");
    put_labelled(out, labels, "catalog_info", (const char *const[]){"name", g->catalog, NULL, NULL},
                 1);
    put_one(out, "catalog_roles", "gauge", "Roles of the catalog.", (double)g->roles);
    put_one(out, "catalog_skills", "gauge", "Skills of the catalog.", (double)g->skills);
    put_one(out, "catalog_generation", "gauge", "1 at the start, one more with each reload.",
            (double)g->generation);
    put_head(out, "reloads_total", "counter", "Reloads, by result.");
    put_labelled(out, labels, "reloads_total", (const char *const[]){"result", "done", NULL, NULL},
                 (double)g->reloads);
    put_labelled(out, labels, "reloads_total",
                 (const char *const[]){"result", "failed", NULL, NULL}, (double)g->failed_reloads);
    put_one(out, "queue_requests", "gauge", "Requests that wait for a worker.", (double)g->queued);
    put_one(out, "log_lines_lost_total", "counter", "Lines that the log's reader was too slow for.",
            (double)g->log_lines_lost);
    put_one(out, "uptime_seconds", "gauge", "Since the start.", g->since);
    put_one(out, "peak_memory_bytes", "gauge", "Most memory that the process has had.",
            rung_peak_memory());
}

/* Reading ends before starts, so that neither difference can be negative. */
static void put_traffic(rung_buffer *out, const counters *c)
{
    const rung_counts *first = c->counts[0];
    uint64_t ended = sum(c, &first->ended), closed = sum(c, &first->closed);
    uint64_t started = sum(c, &first->started), accepted = sum(c, &first->accepted);
    put_one(out, "requests_in_flight", "gauge", "Requests that are not answered yet.",
            (double)(started - ended));
    put_one(out, "connections", "gauge", "Open connections.", (double)(accepted - closed));
    put_one(out, "connections_total", "counter", "Connections accepted.", (double)accepted);
    put_one(out, "people_total", "counter", "People matched.", (double)sum(c, &first->people));
    put_one(out, "received_bytes_total", "counter", "Bytes of request bodies.",
            (double)sum(c, &first->received));
    put_one(out, "sent_bytes_total", "counter", "Bytes of answers' bodies.",
            (double)sum(c, &first->sent));
}

void rung_put_metrics(rung_buffer *out, const rung_counts *const *counts, size_t threads,
                      const rung_gauges *gauges)
{
    const counters c = {counts, threads};
    rung_buffer labels = {0};
    put_requests(out, &labels, &c);
    put_times(out, &labels, &c);
    put_batches(out, &labels, &c);
    put_traffic(out, &c);
    put_refused(out, &labels, &c);
    put_gauges(out, &labels, gauges);
    rung_buffer_free(&labels);
}
