/* respond.c - an answer becomes a response. */
#include "serve/http/loop.h"

#include "base/threads.h"

typedef struct field {
    const char *name, *value;
} field;

/* Of every answer: nobody guesses its type. */
static const field always[] = {{"X-Content-Type-Options", "nosniff"}};
/* Of data: it is about a person, and no store on the way should have it. */
static const field of_data[] = {{"Cache-Control", "no-store"}};
/* Of the page: it may use what comes from here alone, and nothing may embed it. */
static const field of_files[] = {
    {"Cache-Control", "no-cache"},
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src "
     "'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
     "frame-ancestors 'none'"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"}};

static bool add(struct MHD_Response *response, const field *fields, size_t count)
{
    bool added = true;
    for (size_t i = 0; i < count; i++)
        added &= MHD_add_response_header(response, fields[i].name, fields[i].value) == MHD_YES;
    return added;
}

static bool add_one(struct MHD_Response *response, const char *name, const char *value)
{
    return !value || MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool add_fields(struct MHD_Response *response, const rung_connection *c)
{
    unsigned status = c->answer.status;
    bool file = c->own == RUNG_OWN_FILE && !c->refused;
    bool stopping = atomic_load_explicit(&c->loop->server->stopping, memory_order_relaxed);
    return add(response, always, sizeof always / sizeof *always) &&
           (file ? add(response, of_files, sizeof of_files / sizeof *of_files) &&
                       add_one(response, "ETag", c->file->etag)
                 : add(response, of_data, sizeof of_data / sizeof *of_data)) &&
           add_one(response, "Content-Type", c->answer.type) &&
           add_one(response, "Allow", c->answer.allow) &&
           add_one(response, "WWW-Authenticate", status == 401 ? "Bearer" : NULL) &&
           add_one(response, "Retry-After", status == 503 || status == 429 ? "1" : NULL) &&
           add_one(response, "Connection", stopping || c->close ? "close" : NULL);
}

/* The response has the body then. */
static struct MHD_Response *make(rung_connection *c)
{
    rung_answer *a = &c->answer;
    struct MHD_Response *response = NULL;
    if (c->own == RUNG_OWN_FILE && !c->refused && a->status == 200)
        response = MHD_create_response_from_buffer(c->file->length, (void *)c->file->at,
                                                   MHD_RESPMEM_PERSISTENT);
    else if (!a->body)
        response = MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
    else if ((response = MHD_create_response_from_buffer(a->length, a->body,
                                                         MHD_RESPMEM_MUST_FREE)) != NULL)
        a->body = NULL;
    if (response && !add_fields(response, c)) {
        MHD_destroy_response(response);
        response = NULL;
    }
    return response;
}

static void note(rung_connection *c, size_t bytes)
{
    rung_loop *l = c->loop;
    rung_log *log = &l->server->log;
    uint64_t us = (uint64_t)(1e6 * (rung_clock() - c->started));
    rung_count_answer(&l->counts, c->route, c->answer.status, us);
    rung_count(&l->counts.sent, bytes);
    rung_count(&l->counts.people, c->answer.status == 200 ? c->people : 0);
    if (rung_log_wants(log, c->answer.status))
        rung_log_put(&l->lines, &(rung_log_line){.method = c->head ? "HEAD" : c->ask.method,
                                                 .route = c->route,
                                                 .status = c->answer.status,
                                                 .bytes = bytes,
                                                 .us = us,
                                                 .people = c->people,
                                                 .batch = c->batch});
}

enum MHD_Result rung_respond(rung_connection *c)
{
    struct MHD_Response *response = make(c);
    if (!response)
        return MHD_NO;
    bool file = c->own == RUNG_OWN_FILE && !c->refused;
    size_t bytes = c->head || c->answer.status == 304 ? 0
                   : file && c->answer.status == 200  ? c->file->length
                                                      : c->answer.length;
    enum MHD_Result queued = MHD_queue_response(c->http, c->answer.status, response);
    MHD_destroy_response(response);
    if (queued != MHD_YES)
        return MHD_NO;
    note(c, bytes);
    if (c->open)
        rung_connection_enter(c, RUNG_SENDING);
    return MHD_YES;
}
