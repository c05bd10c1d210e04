/* loop.h - a thread that reads requests and writes answers, and the connections it has. */
#ifndef RUNG_SERVE_LOOP_H
#define RUNG_SERVE_LOOP_H

#include <microhttpd.h>

#include "serve/http/current.h"
#include "serve/http/listener.h"
#include "serve/answer/match_ask.h"
#include "serve/http/metrics.h"
#include "serve/http/request_log.h"
#include "serve/http/server.h"
#include "serve/http/web.h"
#include "serve/http/workers.h"

/* What a connection is at. */
typedef enum rung_phase {
    RUNG_IDLE,      /* between requests */
    RUNG_RECEIVING, /* a request's line has come, its body has not */
    RUNG_WORKING,   /* somebody works on an answer */
    RUNG_SENDING    /* the answer is on its way */
} rung_phase;

typedef struct rung_loop rung_loop;
typedef struct rung_connection rung_connection;

/* What the server answers by itself. */
typedef enum rung_own {
    RUNG_OWN_NOT,
    RUNG_OWN_HEALTH,
    RUNG_OWN_READINESS,
    RUNG_OWN_METRICS,
    RUNG_OWN_OPTIONS,
    RUNG_OWN_FILE
} rung_own;

/* A connection and its one request at a time. */
struct rung_connection {
    rung_loop *loop;
    rung_connection *previous, *next; /* of the loop */
    int socket;
    rung_phase phase;
    double since; /* when the phase began */
    bool cut;     /* for being too slow */
    /* The request. */
    struct MHD_Connection *http;
    double started;
    rung_buffer target;    /* host, path and query as they were sent, a zero byte behind each */
    const char *authority; /* the host where the request's line names it, else NULL */
    rung_ask ask;
    const char *route;
    rung_own own;
    const rung_web_file *file; /* where own is RUNG_OWN_FILE */
    bool open, begun, head, refused;
    bool close;         /* after this answer */
    rung_buffer body;   /* what has come of it */
    size_t passed_over; /* bytes of it that were not kept */
    rung_answer answer;
    bool answered;
    size_t people, batch;
    /* While it waits for a product or a worker. */
    rung_match_ask *match;
    rung_held *held;
    rung_task task;
    rung_connection *next_waiting;
};

struct rung_loop {
    rung_server *server;
    pthread_t thread;
    bool running;
    struct MHD_Daemon *daemon;
    char complaint[300];       /* of MHD, when it does not start */
    int events, wake;          /* epoll; eventfd */
    bool accepting, listening; /* until the server stops; listeners are among the events */
    double now, sweep_at, look_at;
    double accept_at; /* when descriptors may be there again */
    rung_connection *connections;
    size_t count, greeted; /* connections now, and of all time */
    /* Asks to match which have come together. */
    rung_connection *waiting;
    rung_connection **waiting_end;
    size_t waiting_count;
    rung_held *held; /* for those that come in this round */
    rung_counts counts;
    rung_buffer lines; /* of the log */
    /* What other threads have for this one. */
    pthread_mutex_t lock;
    rung_connection *done; /* by workers */
    int *given;            /* sockets, accepted elsewhere */
    size_t given_count, given_room;
    atomic_size_t share; /* connections, those on their way here too */
};

struct rung_server {
    rung_server_options options;
    rung_service_options service;
    rung_matcher_options matcher;
    rung_listener *listener;
    size_t listeners;
    char *token, *certificate, *key;
    bool exposed;
    rung_current current;
    rung_log log;
    rung_workers workers;
    rung_loop *loop;
    size_t loops;
    atomic_size_t connections; /* of all loops, those on their way to one too */
    atomic_size_t bodies;      /* bytes of bodies that are kept */
    atomic_size_t acceptors;   /* loops that may still give a socket to others */
    atomic_bool stopping;
    atomic_uint_fast64_t reloads, failed_reloads;
    atomic_bool reload_failed; /* the last one */
    pthread_mutex_t end_lock;
    pthread_cond_t ended; /* a loop */
    size_t loops_left;
    double started;
};

/* ---------------------------------------------------------------- loop.c */

rung_status rung_loop_make(rung_loop *loop, rung_server *server, rung_error *error);
rung_status rung_loop_start(rung_loop *loop, rung_error *error);
/* Have the loop look at what others have for it. Any thread. */
void rung_loop_wake(rung_loop *loop);
/* Hand an answered request back to its loop. Any thread. */
void rung_loop_give_back(rung_connection *connection);
/* Behind the end of the thread. */
void rung_loop_free(rung_loop *loop);

/* Whom an event of epoll is for. */
enum { RUNG_EVENT_HTTP, RUNG_EVENT_WAKE, RUNG_EVENT_LISTENER };

/* ---------------------------------------------------------------- accept.c */

/* Be told of connections that wait at listeners, or no longer. */
bool rung_loop_listen(rung_loop *loop, bool on);
/* Take the connections that wait at a listener, each to the loop that has the fewest. */
void rung_loop_accept(rung_loop *loop, const rung_listener *listener);
/* Take a connection that was accepted, here or by another loop; the socket goes with it. */
void rung_loop_take_socket(rung_loop *loop, int socket);
/* Take the sockets that others have given. */
void rung_loop_take_given(rung_loop *loop);

/* ---------------------------------------------------------------- connection.c */

/* As MHD calls them: a connection comes and goes, a request's line is there, a request ends. */
void rung_connection_note(void *loop, struct MHD_Connection *http, void **context,
                          enum MHD_ConnectionNotificationCode what);
void *rung_connection_line(void *loop, const char *target, struct MHD_Connection *http);
void rung_connection_completed(void *loop, struct MHD_Connection *http, void **context,
                               enum MHD_RequestTerminationCode why);
void rung_connection_enter(rung_connection *connection, rung_phase phase);
/* Have the connection wait for MHD_resume_connection(), ... */
void rung_connection_suspend(rung_connection *connection);
/* ... behind which its request is handled once more, and this called. */
void rung_connection_wake(rung_connection *connection);
/* Forget the body. */
void rung_connection_drop_body(rung_connection *connection);

/* Cut what is too slow; when the server stops, what is idle. */
void rung_loop_sweep(rung_loop *loop);

/* ---------------------------------------------------------------- request.c */

/* As MHD calls it: headers have come, a piece of the body, the end of it. */
enum MHD_Result rung_request_handle(void *loop, struct MHD_Connection *http, const char *url,
                                    const char *method, const char *version, const char *data,
                                    size_t *length, void **context);

/* ---------------------------------------------------------------- own.c */

/* Find out whether a request is for the server's own: health, readiness, counts, the page. */
void rung_own_find(rung_connection *connection);
void rung_own_answer(rung_connection *connection);

/* ---------------------------------------------------------------- respond.c */

/* Send the connection's answer, count and log it. */
enum MHD_Result rung_respond(rung_connection *connection);

/* ---------------------------------------------------------------- batch.c */

/* Keep a request until rung_loop_answer_waiting(). */
void rung_loop_wait(rung_loop *loop, rung_connection *connection);
/* Answer all that wait, in one product; how many were resumed. */
size_t rung_loop_answer_waiting(rung_loop *loop);

#endif
