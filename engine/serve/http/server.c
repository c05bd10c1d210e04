/* server.c - the server's beginning, reload and end. */
#include "serve/http/loop.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"
#include "serve/http/notify.h"
#include "serve/http/token.h"

static const char usual_place[] = "127.0.0.1:8080";

/* ---------------------------------------------------------------- what it needs */

static rung_status check_options(const rung_server_options *o, rung_error *error)
{
    if (!o->certificate != !o->key)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "expected both --certificate and --key, or none");
    if (o->limits.header < 4096)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "a limit of headers of %zu bytes, expected 4096 at least",
                         o->limits.header);
    return RUNG_OK;
}

static rung_status read_secrets(rung_server *s, rung_error *error)
{
    enum { MOST = 1 << 20 };
    const rung_server_options *o = &s->options;
    size_t length;
    rung_status status = rung_token_read(&s->token, o->token_file, error);
    if (status == RUNG_OK && o->certificate)
        status = rung_file_text(o->certificate, MOST, &s->certificate, &length, error);
    if (status == RUNG_OK && o->key)
        status = rung_file_text(o->key, MOST, &s->key, &length, error);
    return status;
}

/* A socket that other machines can reach needs a token. */
static rung_status check_exposure(rung_server *s, const rung_listener *l, rung_error *error)
{
    if (!l->local && !s->token)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "%s can be reached from other machines: expected a token by --token-file "
                         "or RUNG_TOKEN, or an address of this machine alone",
                         l->address);
    s->exposed |= !l->local && !s->certificate;
    return RUNG_OK;
}

static rung_status listen_everywhere(rung_server *s, rung_error *error)
{
    const rung_server_options *o = &s->options;
    const char *usual = usual_place;
    const char *const *where = o->listens > 0 ? o->listen : &usual;
    size_t handed = rung_notify_sockets();
    size_t own = o->listens > 0 ? o->listens : handed == 0;
    rung_status status = RUNG_OK;
    s->listener = rung_array(handed + own, sizeof *s->listener);
    if (!s->listener)
        return rung_fail_memory(error, "sockets");
    for (size_t i = 0; i < handed + own && status == RUNG_OK; i++) {
        rung_listener *l = &s->listener[i];
        status = i < handed
                     ? rung_listener_take(l, RUNG_HANDED_FIRST + (int)i, o->certificate, error)
                     : rung_listener_open(l, where[i - handed], o->certificate, error);
        s->listeners += status == RUNG_OK;
        if (status == RUNG_OK)
            status = check_exposure(s, l, error);
    }
    return status;
}

/* A descriptor for each connection, as far as the system lets us. */
static void make_room_for_connections(const rung_server *s)
{
    struct rlimit files;
    rlim_t need = (rlim_t)s->options.limits.connections + 100;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= need)
        return;
    files.rlim_cur = need < files.rlim_max ? need : files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

/* One thread a request, so a piece of the matcher's scratch for each of ours; windows as small as
 * they can be without being slow, as others wait. */
static void prepare_matcher(rung_server *s)
{
    static const rung_matcher_options usual = RUNG_MATCHER_OPTIONS_INIT;
    enum { WINDOW = 512 };
    s->service = s->options.service;
    s->matcher = s->service.matcher ? *s->service.matcher : usual;
    s->matcher.threads = s->options.loops + s->options.workers;
    if (s->matcher.window == 0)
        s->matcher.window = WINDOW;
    s->service.matcher = &s->matcher;
}

static rung_status start_loops(rung_server *s, rung_error *error)
{
    rung_status status = RUNG_OK;
    s->loop = rung_array(s->options.loops, sizeof *s->loop);
    if (!s->loop)
        return rung_fail_memory(error, "threads");
    for (; s->loops < s->options.loops && status == RUNG_OK; s->loops++)
        status = rung_loop_make(&s->loop[s->loops], s, error);
    atomic_store(&s->acceptors, s->loops);
    for (size_t i = 0; i < s->loops && status == RUNG_OK; i++) {
        status = rung_loop_start(&s->loop[i], error);
        s->loops_left += status == RUNG_OK;
    }
    return status;
}

/* ---------------------------------------------------------------- beginning and end */

static void free_server(rung_server *s)
{
    for (size_t i = 0; s->loop && i < s->loops; i++)
        rung_loop_free(&s->loop[i]);
    rung_workers_end(&s->workers);
    for (size_t i = 0; i < s->listeners; i++)
        rung_listener_close(&s->listener[i]);
    rung_current_free(&s->current);
    rung_log_end(&s->log);
    rung_token_free(s->token);
    rung_token_free(s->key); /* wiped, too */
    free(s->certificate);
    free(s->listener);
    free(s->loop);
    pthread_mutex_destroy(&s->end_lock);
    pthread_cond_destroy(&s->ended);
    pthread_mutex_destroy(&s->current.lock);
    free(s);
}

static rung_server *new_server(const rung_server_options *options)
{
    rung_server *s = calloc(1, sizeof *s);
    pthread_condattr_t monotonic;
    if (!s)
        return NULL;
    s->options = *options;
    s->options.loops = rung_threads(options->loops);
    s->options.workers = rung_threads(options->workers);
    s->started = rung_clock();
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&s->ended, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&s->end_lock, NULL);
    pthread_mutex_init(&s->current.lock, NULL);
    return s;
}

/* Have loops that run already, of others that do not, end. */
static void give_up(rung_server *s)
{
    atomic_store(&s->stopping, true);
    for (size_t i = 0; s->loop && i < s->loops; i++) {
        if (!s->loop[i].running)
            atomic_fetch_sub(&s->acceptors, 1);
        if (s->loop[i].wake >= 0)
            rung_loop_wake(&s->loop[i]);
    }
}

rung_status rung_server_start(rung_server **server, const rung_server_options *options,
                              rung_error *error)
{
    *server = NULL;
    rung_status status = check_options(options, error);
    if (status != RUNG_OK)
        return status;
    rung_server *s = new_server(options);
    if (!s)
        return rung_fail_memory(error, "a server");
    prepare_matcher(s);
    make_room_for_connections(s);
    status = read_secrets(s, error);
    if (status == RUNG_OK)
        status = listen_everywhere(s, error);
    if (status == RUNG_OK)
        status = rung_current_open(&s->current, &s->service, error);
    if (status == RUNG_OK)
        status = rung_log_start(&s->log, options->log, options->log_to, error);
    if (status == RUNG_OK)
        status = rung_workers_start(&s->workers, s->options.workers, options->limits.queue, error);
    if (status == RUNG_OK)
        status = start_loops(s, error);
    if (status == RUNG_OK) {
        *server = s;
        return RUNG_OK;
    }
    give_up(s);
    free_server(s);
    return status;
}

const char *rung_server_address(const rung_server *server, size_t index)
{
    return index < server->listeners ? server->listener[index].address : NULL;
}

bool rung_server_is_exposed(const rung_server *server)
{
    return server->exposed;
}

rung_status rung_server_reload(rung_server *server, rung_error *error)
{
    rung_status status = rung_current_open(&server->current, &server->service, error);
    atomic_fetch_add(status == RUNG_OK ? &server->reloads : &server->failed_reloads, 1);
    atomic_store(&server->reload_failed, status != RUNG_OK);
    return status;
}

/* Wait for the loops to end; false when there is no more time. */
static bool wait_for_loops(rung_server *s, double grace)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)grace;
    until.tv_nsec += (long)(1e9 * (grace - (double)(time_t)grace));
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&s->end_lock);
    int code = 0;
    while (s->loops_left > 0 && code != ETIMEDOUT)
        code = pthread_cond_timedwait(&s->ended, &s->end_lock, &until);
    bool ended = s->loops_left == 0;
    pthread_mutex_unlock(&s->end_lock);
    return ended;
}

rung_status rung_server_stop(rung_server *s, double grace, rung_error *error)
{
    if (!s)
        return RUNG_OK;
    atomic_store(&s->stopping, true);
    for (size_t i = 0; i < s->loops; i++)
        rung_loop_wake(&s->loop[i]);
    if (!wait_for_loops(s, grace))
        return rung_fail(error, RUNG_CANCELLED, "%zu connections were cut off",
                         atomic_load(&s->connections));
    free_server(s);
    return RUNG_OK;
}

void rung_server_log(rung_server *server, const char *event, const char *message)
{
    rung_log_event(&server->log, event, message);
}
