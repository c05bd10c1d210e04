/* request.c - from headers and a body to somebody who answers. */
#include "serve/http/loop.h"

#include <stddef.h>
#include <stdlib.h>

#include "serve/http/headers.h"
#include "serve/http/host.h"
#include "serve/http/token.h"

enum {
    MOST_QUICK_BODY = 16 << 10, /* bytes; more people than that has would hold up the others */
    MOST_PASSED_OVER = 4        /* times the limit: what is read of a body that is refused, so
                                   that its sender gets to read why */
};

static const char *header(const rung_connection *c, const char *name)
{
    return MHD_lookup_connection_value(c->http, MHD_HEADER_KIND, name);
}

/* The answer is that it will not be answered; what is left of the body is passed over. */
static void refuse(rung_connection *c, rung_refused why, unsigned status, const char *message)
{
    rung_connection_drop_body(c);
    rung_answer_clear(&c->answer);
    rung_answer_error(&c->answer, status, message);
    rung_count(&c->loop->counts.refused[why], 1);
    c->refused = c->answered = true;
}

/* ---------------------------------------------------------------- headers */

/* One of a fixed list, for the log. */
static const char *known_method(const char *method)
{
    static const char *const known[] = {"GET",    "POST",    "HEAD",  "PUT",
                                        "DELETE", "OPTIONS", "PATCH", NULL};
    for (const char *const *k = known; *k; k++)
        if (strcmp(method, *k) == 0)
            return *k;
    return "OTHER";
}

/* Refuse who may not come in. The page itself and health tell nobody anything. */
static void check_access(rung_connection *c)
{
    const rung_server *s = c->loop->server;
    const char *host = c->authority ? c->authority : header(c, "Host");
    bool open = c->own != RUNG_OWN_NOT && c->own != RUNG_OWN_METRICS;
    if (s->token && !open && !rung_token_fits(s->token, header(c, "Authorization")))
        refuse(c, RUNG_REFUSED_TOKEN, 401, "expected the header 'Authorization: Bearer TOKEN'");
    else if (!s->token && !rung_host_fits(host, s->options.host, s->options.hosts))
        refuse(c, RUNG_REFUSED_HOST, 421,
               "the header Host names neither localhost nor an address nor a name given by --host");
    else if (c->own == RUNG_OWN_NOT && strcmp(c->ask.method, "POST") == 0 && c->route &&
             !rung_headers_tell_json(c->http))
        refuse(c, RUNG_REFUSED_TYPE, 415,
               "expected the header 'Content-Type: application/json', in UTF-8 and without a "
               "Content-Encoding");
    else if (rung_headers_expect_more(c->http))
        refuse(c, RUNG_REFUSED_HEADER, 417, "expected no header Expect but '100-continue'");
}

/* Refuse a body that says itself that it is too long. True: the answer has to go out at once, as
 * the body may never come or never end. */
static bool check_length(rung_connection *c)
{
    const char *text = header(c, "Content-Length");
    size_t most = c->loop->server->options.limits.body;
    unsigned long long length = text ? strtoull(text, NULL, 10) : 0;
    if (length > most && !c->refused)
        refuse(c, RUNG_REFUSED_BODY, 413, "the body is longer than this server takes");
    return c->refused && (header(c, "Expect") || length / MOST_PASSED_OVER > most);
}

/* Refuse a request whose end or host is in doubt, and read nothing behind it. */
static bool check_framing(rung_connection *c)
{
    rung_header_fault fault = rung_headers_check(c->http, c->ask.method);
    if (fault.status == 0 && c->authority &&
        (!*c->authority || !rung_host_is_well_formed(c->authority)))
        fault = (rung_header_fault){400, "the request's line names no host, expected NAME or "
                                         "NAME:PORT behind '//'"};
    if (fault.status == 0)
        return true;
    refuse(c, RUNG_REFUSED_HEADER, fault.status, fault.message);
    c->close = true;
    return false;
}

static enum MHD_Result begin(rung_connection *c, const char *method)
{
    c->begun = true;
    c->ask.method = known_method(method);
    c->head = strcmp(method, "HEAD") == 0;
    rung_own_find(c);
    if (c->own == RUNG_OWN_NOT)
        c->route = rung_ask_route(&c->ask);
    if (!check_framing(c))
        return rung_respond(c);
    check_access(c);
    return check_length(c) ? rung_respond(c) : MHD_YES;
}

/* ---------------------------------------------------------------- the body */

/* Keep a piece, or refuse all of it. */
static void keep_piece(rung_connection *c, const char *data, size_t length)
{
    rung_server *s = c->loop->server;
    const rung_server_limits *limits = &s->options.limits;
    if (length > limits->body - c->body.length) {
        refuse(c, RUNG_REFUSED_BODY, 413, "the body is longer than this server takes");
        return;
    }
    size_t all = atomic_fetch_add(&s->bodies, length) + length;
    rung_put(&c->body, data, length);
    if (all > limits->bodies || c->body.failed) {
        if (c->body.failed) /* what was not kept is not forgotten with the rest */
            atomic_fetch_sub(&s->bodies, length);
        refuse(c, RUNG_REFUSED_BODIES, 503, "too much is being received now");
    }
}

static enum MHD_Result take_piece(rung_connection *c, const char *data, size_t length)
{
    rung_count(&c->loop->counts.received, length);
    if (!c->refused)
        keep_piece(c, data, length);
    else
        c->passed_over += length;
    return c->passed_over / MOST_PASSED_OVER > c->loop->server->options.limits.body ? MHD_NO
                                                                                    : MHD_YES;
}

/* ---------------------------------------------------------------- whoever answers */

static bool is_match(const rung_connection *c)
{
    return strcmp(c->ask.method, "POST") == 0 && c->route && strcmp(c->route, "/v1/match") == 0;
}

/* What a worker does. */
static void work(rung_task *task)
{
    rung_connection *c = (rung_connection *)((char *)task - offsetof(rung_connection, task));
    const rung_service *service = c->held->service;
    if (!is_match(c)) {
        rung_service_answer(service, &c->ask, &c->answer);
    } else if (rung_match_ask_read(&c->match, service, &c->ask, &c->answer)) {
        c->people = rung_match_ask_people(c->match);
        c->batch = 1;
        rung_match_asks_answer(service, &c->match, 1, &c->answer);
    }
    rung_loop_give_back(c);
}

static enum MHD_Result to_worker(rung_connection *c)
{
    rung_server *s = c->loop->server;
    c->task.run = work;
    rung_connection_suspend(c); /* first, as the worker may be done before this returns */
    if (rung_workers_add(&s->workers, &c->task))
        return MHD_YES;
    refuse(c, RUNG_REFUSED_QUEUE, 503, "too many requests wait already");
    MHD_resume_connection(c->http);
    return MHD_YES;
}

/* Hold what answers now, for this round of the loop and for this request. */
static void hold(rung_connection *c)
{
    rung_loop *l = c->loop;
    if (!l->held)
        l->held = rung_current_hold(&l->server->current);
    c->held = rung_held_again(l->held);
}

static enum MHD_Result dispatch(rung_connection *c)
{
    hold(c);
    c->ask.body = c->body.at;
    c->ask.length = c->body.length;
    rung_ask_kind kind = rung_ask_kind_of(&c->ask);
    if (kind == RUNG_ASK_SLOW || (kind == RUNG_ASK_MATCH && c->ask.length > MOST_QUICK_BODY))
        return to_worker(c);
    if (kind == RUNG_ASK_QUICK) {
        rung_service_answer(c->held->service, &c->ask, &c->answer);
        return rung_respond(c);
    }
    if (!rung_match_ask_read(&c->match, c->held->service, &c->ask, &c->answer))
        return rung_respond(c);
    c->people = rung_match_ask_people(c->match);
    rung_connection_suspend(c);
    rung_loop_wait(c->loop, c);
    return MHD_YES;
}

enum MHD_Result rung_request_handle(void *loop, struct MHD_Connection *http, const char *url,
                                    const char *method, const char *version, const char *data,
                                    size_t *length, void **context)
{
    rung_connection *c = *context;
    (void)loop, (void)http, (void)url, (void)version;
    if (!c)
        return MHD_NO; /* memory was short */
    if (!c->begun)
        return begin(c, method);
    if (*length > 0) {
        size_t all = *length;
        *length = 0;
        return take_piece(c, data, all);
    }
    if (c->phase == RUNG_WORKING)
        rung_connection_wake(c);
    if (c->answered)
        return rung_respond(c);
    if (c->own != RUNG_OWN_NOT) {
        rung_own_answer(c);
        return rung_respond(c);
    }
    return dispatch(c);
}
