/* loop.c - a thread that reads requests and writes answers.
 *
 * A round: wait; read all that has come, which answers what is quick and keeps what is to be
 * matched; answer all of that in one product; write. So a request that comes alone waits for
 * nobody, and those that come while others are answered are answered together. */
#include "serve/loop.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/status.h"
#include "base/threads.h"

static const double sweep_every = 0.25; /* seconds */

/* ---------------------------------------------------------------- from other threads */

void rung_loop_wake(rung_loop *l)
{
    uint64_t one = 1;
    /* It can only fail where the counter is full: then the loop wakes in any case. */
    (void)!write(l->wake, &one, sizeof one);
}

void rung_loop_give_back(rung_connection *c)
{
    rung_loop *l = c->loop;
    pthread_mutex_lock(&l->lock);
    bool first = !l->done;
    c->next_waiting = l->done;
    l->done = c;
    pthread_mutex_unlock(&l->lock);
    if (first)
        rung_loop_wake(l);
}

/* Go on with what workers have answered; how many. */
static size_t take_done(rung_loop *l)
{
    size_t count = 0;
    pthread_mutex_lock(&l->lock);
    rung_connection *done = l->done, *next;
    l->done = NULL;
    pthread_mutex_unlock(&l->lock);
    for (rung_connection *c = done; c; c = next) {
        next = c->next_waiting; /* nothing is the connection's own once it goes on */
        c->answered = true;
        if (c->batch > 0)
            rung_count_batch(&l->counts, c->batch);
        MHD_resume_connection(c->http);
        count++;
    }
    return count;
}

/* ---------------------------------------------------------------- rounds */

static int patience(rung_loop *l)
{
    MHD_UNSIGNED_LONG_LONG left;
    if (MHD_get_timeout(l->daemon, &left) == MHD_YES && left == 0)
        return 0;
    if (atomic_load(&l->server->stopping))
        return 5;
    return l->count > 0 || (l->accepting && !l->listening) ? (int)(1000 * sweep_every) : -1;
}

static void take_events(rung_loop *l, const struct epoll_event *events, int count)
{
    uint64_t wakes;
    for (int i = 0; i < count; i++) {
        uint64_t whom = events[i].data.u64;
        if (whom == RUNG_EVENT_WAKE)
            (void)!read(l->wake, &wakes, sizeof wakes); /* there is something, or not any more */
        else if (whom >= RUNG_EVENT_LISTENER && l->accepting)
            rung_loop_accept(l, &l->server->listener[whom - RUNG_EVENT_LISTENER]);
    }
}

/* Whoever comes now is told so at once, instead of waiting for what will not come. */
static void turn_off(const rung_server *s)
{
    for (size_t i = 0; i < s->listeners; i++)
        if (!s->listener[i].handed)
            shutdown(s->listener[i].file, SHUT_RDWR);
}

/* Accept who has come in time, and nobody after that. */
static void stop_accepting(rung_loop *l)
{
    rung_server *s = l->server;
    for (size_t i = 0; i < s->listeners; i++)
        if (!s->listener[i].handed) /* else whoever comes next finds them */
            rung_loop_accept(l, &s->listener[i]);
    if (l->listening)
        rung_loop_listen(l, false);
    l->accepting = false;
    if (atomic_fetch_sub(&s->acceptors, 1) == 1)
        turn_off(s);
    for (size_t i = 0; i < s->loops; i++) /* who may wait for this */
        rung_loop_wake(&s->loop[i]);
}

static void look_around(rung_loop *l)
{
    bool stopping = atomic_load(&l->server->stopping);
    if (stopping && l->accepting)
        stop_accepting(l);
    if (l->now < l->sweep_at && !stopping)
        return;
    l->sweep_at = l->now + sweep_every;
    rung_loop_sweep(l);
    if (l->accepting && !l->listening && l->now >= l->accept_at)
        rung_loop_listen(l, true);
}

static void go_round(rung_loop *l)
{
    enum { MOST_EVENTS = 16 };
    struct epoll_event events[MOST_EVENTS];
    int count = epoll_wait(l->events, events, MOST_EVENTS, patience(l));
    l->now = rung_clock();
    take_events(l, events, count);
    rung_loop_take_given(l);
    look_around(l);
    take_done(l);
    MHD_run(l->daemon);
    if (rung_loop_answer_waiting(l) > 0)
        MHD_run(l->daemon);
    rung_held_let_go(l->held);
    l->held = NULL;
    rung_log_hand_over(&l->server->log, &l->lines);
}

/* Nothing is left, and nobody can give this loop anything more. */
static bool is_done(rung_loop *l)
{
    if (!atomic_load(&l->server->stopping) || l->accepting || l->count > 0 ||
        atomic_load(&l->server->acceptors) > 0)
        return false;
    return atomic_load(&l->share) == 0;
}

static void *run(void *context)
{
    rung_loop *l = context;
    rung_server *s = l->server;
    rung_stay_one_thread();
    while (!is_done(l))
        go_round(l);
    pthread_mutex_lock(&s->end_lock);
    s->loops_left--;
    pthread_cond_broadcast(&s->ended);
    pthread_mutex_unlock(&s->end_lock);
    return NULL;
}

/* ---------------------------------------------------------------- beginning and end */

/* What MHD has to say while it starts, of certificates above all. Nothing later is kept: it may be
 * about what somebody sent. */
static void hear(void *context, const char *format, va_list arguments)
{
    rung_loop *l = context;
    if (l->daemon || *l->complaint)
        return;
    vsnprintf(l->complaint, sizeof l->complaint, format, arguments);
    l->complaint[strcspn(l->complaint, "\n")] = '\0';
}

static rung_status start_daemon(rung_loop *l, rung_error *error)
{
    rung_server *s = l->server;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, s->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, s->key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET |
                     MHD_USE_TURBO | MHD_USE_ERROR_LOG | (s->certificate ? MHD_USE_TLS : 0);
    l->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, rung_request_handle, l, MHD_OPTION_EXTERNAL_LOGGER, hear, l,
        MHD_OPTION_URI_LOG_CALLBACK, rung_connection_line, l, MHD_OPTION_NOTIFY_COMPLETED,
        rung_connection_completed, l, MHD_OPTION_NOTIFY_CONNECTION, rung_connection_note, l,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, s->options.limits.header, MHD_OPTION_CONNECTION_LIMIT,
        UINT32_MAX / 2, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 0,
        MHD_OPTION_ARRAY, s->certificate ? tls : &tls[sizeof tls / sizeof *tls - 1],
        MHD_OPTION_END);
    if (l->daemon)
        return RUNG_OK;
    return rung_fail(error, s->certificate ? RUNG_BAD_ARGUMENT : RUNG_IO,
                     "cannot start to serve HTTP%s: %s", s->certificate ? "S" : "",
                     *l->complaint ? l->complaint : "libmicrohttpd does not say why");
}

rung_status rung_loop_make(rung_loop *l, rung_server *server, rung_error *error)
{
    *l = (rung_loop){.server = server, .events = -1, .wake = -1, .accepting = true};
    l->waiting_end = &l->waiting;
    pthread_mutex_init(&l->lock, NULL);
    rung_status status = start_daemon(l, error);
    if (status != RUNG_OK)
        return status;
    l->events = epoll_create1(EPOLL_CLOEXEC);
    l->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    int http = MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    struct epoll_event from_http = {.events = EPOLLIN, .data.u64 = RUNG_EVENT_HTTP};
    struct epoll_event from_others = {.events = EPOLLIN, .data.u64 = RUNG_EVENT_WAKE};
    if (l->events < 0 || l->wake < 0 ||
        epoll_ctl(l->events, EPOLL_CTL_ADD, http, &from_http) != 0 ||
        epoll_ctl(l->events, EPOLL_CTL_ADD, l->wake, &from_others) != 0 ||
        !rung_loop_listen(l, true))
        return rung_fail_io(error, "connections", "wait for", errno);
    return RUNG_OK;
}

rung_status rung_loop_start(rung_loop *l, rung_error *error)
{
    int code = pthread_create(&l->thread, NULL, run, l);
    if (code != 0)
        return rung_fail_io(error, "requests", "start a thread for", code);
    l->running = true;
    return RUNG_OK;
}

void rung_loop_free(rung_loop *l)
{
    if (!l->server)
        return;
    if (l->running)
        pthread_join(l->thread, NULL);
    if (l->daemon)
        MHD_stop_daemon(l->daemon);
    if (l->events >= 0)
        close(l->events);
    if (l->wake >= 0)
        close(l->wake);
    while (l->given_count > 0)
        close(l->given[--l->given_count]);
    free(l->given);
    rung_buffer_free(&l->lines);
    pthread_mutex_destroy(&l->lock);
}
