/* connection.c - connections, and the time that each may take. */
#include "serve/http/loop.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/threads.h"

static const double look_after = 1, first_request_within = 0.2; /* seconds */

enum { MOST_KEPT = 64 << 10 }; /* bytes of a buffer that stay for the next request */

void rung_connection_enter(rung_connection *c, rung_phase phase)
{
    c->phase = phase;
    c->since = c->loop->now;
}

/* MHD reads from a connection that was resumed before it asks for the answer, and takes an end of
 * stream there for a client who is gone; so one who has ended his side after the request would get
 * none. It looks first after connections which have a time of their own: that time is long, as
 * rung_loop_sweep() keeps the times that count. */
static void set_time(rung_connection *c, unsigned seconds)
{
    MHD_set_connection_option(c->http, MHD_CONNECTION_OPTION_TIMEOUT, seconds);
}

void rung_connection_suspend(rung_connection *c)
{
    enum { LONG = 1000000 }; /* MHD counts milliseconds in 32 bits */
    set_time(c, LONG);
    MHD_suspend_connection(c->http);
    rung_connection_enter(c, RUNG_WORKING);
}

void rung_connection_wake(rung_connection *c)
{
    set_time(c, 0); /* as the others have it: those with a time are all looked at in each round */
}

void rung_connection_drop_body(rung_connection *c)
{
    atomic_fetch_sub_explicit(&c->loop->server->bodies, c->body.length, memory_order_relaxed);
    c->body.length = 0;
    c->body.failed = false;
    if (c->body.capacity > MOST_KEPT)
        rung_buffer_free(&c->body);
}

/* Forget the request, if there is one. */
static void end_request(rung_connection *c)
{
    if (!c->open)
        return;
    c->open = false;
    rung_connection_drop_body(c);
    rung_answer_clear(&c->answer);
    rung_match_ask_free(c->match);
    rung_held_let_go(c->held);
    c->match = NULL;
    c->held = NULL;
    rung_count(&c->loop->counts.ended, 1);
    if (!c->begun) /* refused below us: headers too long, or none that are HTTP */
        rung_count(&c->loop->counts.refused[RUNG_REFUSED_HEADER], 1);
}

static void greet(rung_loop *l, struct MHD_Connection *http, void **context)
{
    rung_connection *c = calloc(1, sizeof *c);
    l->count++;
    l->greeted++;
    rung_count(&l->counts.accepted, 1);
    *context = c;
    if (!c)
        return; /* its first request will find none, and be closed */
    c->loop = l;
    c->http = http;
    c->socket = MHD_get_connection_info(http, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    c->next = l->connections;
    if (c->next)
        c->next->previous = c;
    l->connections = c;
    rung_connection_enter(c, RUNG_IDLE);
}

static void leave(rung_loop *l, rung_connection *c)
{
    l->count--;
    rung_count(&l->counts.closed, 1);
    atomic_fetch_sub(&l->share, 1);
    atomic_fetch_sub(&l->server->connections, 1);
    if (!c)
        return;
    end_request(c);
    if (c->next)
        c->next->previous = c->previous;
    *(c->previous ? &c->previous->next : &l->connections) = c->next;
    rung_buffer_free(&c->target);
    rung_buffer_free(&c->body);
    free(c);
}

void rung_connection_note(void *loop, struct MHD_Connection *http, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        greet(loop, http, context);
    else
        leave(loop, *context);
}

/* How long "http://" or "https://" is, which proxies are sent; 0 where it is not there. */
static size_t scheme_length(const char *target)
{
    return strncasecmp(target, "http://", 7) == 0    ? 7
           : strncasecmp(target, "https://", 8) == 0 ? 8
                                                     : 0;
}

static void put_part(rung_buffer *out, const char *text, size_t length)
{
    rung_put(out, text, length);
    rung_put_char(out, '\0');
}

/* Keep host, path and query as they were sent. */
static bool keep_target(rung_connection *c, const char *target)
{
    size_t scheme = scheme_length(target), host = strcspn(target + scheme, "/?");
    const char *path = scheme > 0 ? target + scheme + host : target;
    size_t length = strcspn(path, "?");
    bool query = path[length] == '?', bare = scheme > 0 && length == 0;
    c->target.length = 0;
    put_part(&c->target, target + scheme, scheme > 0 ? host : 0);
    size_t path_at = c->target.length;
    put_part(&c->target, bare ? "/" : path, bare ? 1 : length);
    size_t query_at = c->target.length;
    if (query)
        put_part(&c->target, path + length + 1, strlen(path + length + 1));
    if (c->target.failed)
        return false;
    c->authority = scheme > 0 ? c->target.at : NULL;
    c->ask =
        (rung_ask){.path = c->target.at + path_at, .query = query ? c->target.at + query_at : NULL};
    return true;
}

/* MHD takes a query apart into memory that headers share, and closes without an answer where many
 * empty parameters exceed it. Nobody asks for its parts: leave it none. */
static void hide_query(const char *target)
{
    char *question = strchr(target, '?'); /* of MHD's own buffer, which it writes to as well */
    if (question)
        question[1] = '\0';
}

void *rung_connection_line(void *loop, const char *target, struct MHD_Connection *http)
{
    rung_loop *l = loop;
    rung_connection *c =
        MHD_get_connection_info(http, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    if (!c)
        return NULL;
    end_request(c);
    c->route = NULL;
    c->own = RUNG_OWN_NOT;
    c->begun = c->head = c->refused = c->answered = c->close = false;
    c->people = c->batch = c->passed_over = 0;
    c->started = rung_clock();
    c->authority = NULL;
    if (!keep_target(c, target))
        return NULL;
    hide_query(target);
    c->open = true;
    rung_count(&l->counts.started, 1);
    rung_connection_enter(c, RUNG_RECEIVING);
    return c;
}

void rung_connection_completed(void *loop, struct MHD_Connection *http, void **context,
                               enum MHD_RequestTerminationCode why)
{
    rung_connection *c = *context;
    (void)loop, (void)http, (void)why;
    if (!c)
        return;
    end_request(c);
    rung_connection_enter(c, RUNG_IDLE);
    *context = NULL;
}

/* ---------------------------------------------------------------- time */

/* Whether the connection has had its time; what it is refused for. */
static bool is_over(const rung_connection *c, int *refused)
{
    const rung_server_limits *limits = &c->loop->server->options.limits;
    double took = c->loop->now - c->since;
    *refused = c->phase == RUNG_SENDING ? RUNG_REFUSED_SEND : RUNG_REFUSED_RECEIVE;
    switch (c->phase) {
    case RUNG_IDLE:
        *refused = -1;
        return took > limits->idle;
    case RUNG_RECEIVING:
        return took > limits->receive;
    case RUNG_SENDING:
        return took > limits->send;
    case RUNG_WORKING:
        break;
    }
    return false;
}

/* Whether the client has ended his side before his request was whole. libmicrohttpd does not notice
 * when the end came together with the last bytes, as it waits for edges and reads no further. */
static bool is_given_up(const rung_connection *c, bool look)
{
    char byte;
    return look && (c->phase == RUNG_IDLE || c->phase == RUNG_RECEIVING) &&
           c->loop->now - c->since > look_after &&
           recv(c->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* Whether no request is to be expected: who has only just come is about to ask. */
static bool is_idle(const rung_connection *c)
{
    return c->phase == RUNG_IDLE &&
           (c->started > 0 || c->loop->now - c->since > first_request_within);
}

void rung_loop_sweep(rung_loop *l)
{
    bool look = l->now >= l->look_at;
    if (look)
        l->look_at = l->now + look_after;
    bool stopping = atomic_load(&l->server->stopping);
    int refused;
    for (rung_connection *c = l->connections; c; c = c->next) {
        if (c->cut)
            continue;
        if (is_over(c, &refused)) {
            c->cut = true;
            shutdown(c->socket, SHUT_RDWR);
            if (refused >= 0)
                rung_count(&l->counts.refused[refused], 1);
        } else if (is_given_up(c, look)) {
            c->cut = true;
            shutdown(c->socket, SHUT_RDWR);
        } else if (stopping && is_idle(c)) {
            c->cut = true;
            shutdown(c->socket, SHUT_RD); /* a request that is there already is still read */
        }
    }
}
