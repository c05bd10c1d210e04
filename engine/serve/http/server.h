/* server.h - answers over HTTP: start, reload, stop. */
#ifndef RUNG_SERVE_SERVER_H
#define RUNG_SERVE_SERVER_H

#include "serve/answer/service.h"

typedef enum rung_log_what { RUNG_LOG_OFF, RUNG_LOG_ERRORS, RUNG_LOG_ALL } rung_log_what;

/* What one client may take. */
typedef struct rung_server_limits {
    size_t body;        /* bytes of one request; what is above is refused with 413 */
    size_t bodies;      /* bytes of all requests that are being received; above: 503 */
    size_t header;      /* bytes of a request's line and headers, 4 KiB at least; above: 431 */
    size_t connections; /* at once; above: 503 */
    size_t queue;       /* requests that wait for a worker; above: 503 */
    double receive;     /* seconds from a request's first line to its last byte */
    double send;        /* seconds until an answer is taken */
    double idle;        /* seconds that a connection may stay open without a request */
} rung_server_limits;

#define RUNG_SERVER_LIMITS_INIT                                                                    \
    {                                                                                              \
        8u << 20, 256u << 20, 16u << 10, 4096, 64, 20, 60, 75                                      \
    }

typedef struct rung_server_options {
    rung_service_options service;
    const char *const *listen; /* ADDRESS:PORT, [ADDRESS]:PORT or unix:PATH; none: 127.0.0.1:8080,
                                  or the sockets that the service manager hands over */
    size_t listens;
    const char *const *host; /* names that requests may come for where there is no token, beside
                                localhost and plain addresses */
    size_t hosts;
    const char *certificate, *key; /* PEM files; both or neither */
    const char *token_file;        /* or NULL: then the environment's RUNG_TOKEN, if set */
    unsigned loops, workers;       /* threads; 0: as many as there are processors */
    rung_server_limits limits;
    rung_log_what log;
    int log_to; /* a descriptor */
} rung_server_options;

typedef struct rung_server rung_server;

/* Open what is answered from, listen, and answer from threads of its own.
 * Success: *server is new; end it with rung_server_stop(). What options name must outlive it.
 * Failure: *server is NULL and nothing listens; RUNG_BAD_ARGUMENT for an address, a token or a
 * certificate that will not do, and for one beyond this machine without a token. */
rung_status rung_server_start(rung_server **server, const rung_server_options *options,
                              rung_error *error);

/* "http://127.0.0.1:8080": where it listens; NULL beyond the last. */
const char *rung_server_address(const rung_server *server, size_t index);
/* Whether some of it can be reached from other machines in clear. */
bool rung_server_is_exposed(const rung_server *server);

/* Open the catalog and the people again and answer from them from now on; requests under way keep
 * what they have. On failure the old ones stay. One caller at a time. */
rung_status rung_server_reload(rung_server *server, rung_error *error);

/* Accept nothing more, finish what is under way and end the server. RUNG_CANCELLED where that takes
 * longer than grace seconds: *server is then still there, threads at work in it, for the process to
 * end. */
rung_status rung_server_stop(rung_server *server, double grace, rung_error *error);

/* A line of the log about the server itself: {"time":...,"event":...,"message":...}; message may be
 * NULL. */
void rung_server_log(rung_server *server, const char *event, const char *message);

#endif
