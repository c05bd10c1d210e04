/* listener.h - sockets to listen at. */
#ifndef RUNG_SERVE_LISTENER_H
#define RUNG_SERVE_LISTENER_H

#include <stdbool.h>

#include "rung.h"

typedef struct rung_listener {
    int file;
    char address[160]; /* http://127.0.0.1:8080, unix:/run/rung.sock */
    char *path;        /* of a socket that was made here, to be removed; else NULL */
    bool local;        /* only processes of this machine get there */
    bool handed;       /* by a service manager: it stays open when this server ends */
} rung_listener;

/* Listen at ADDRESS:PORT, [ADDRESS]:PORT or unix:PATH. Port 0 takes a free one. tls is for the text
 * of the address alone. */
rung_status rung_listener_open(rung_listener *listener, const char *where, bool tls,
                               rung_error *error);
/* Take a listening socket that was handed over. */
rung_status rung_listener_take(rung_listener *listener, int file, bool tls, rung_error *error);
void rung_listener_close(rung_listener *listener);

#endif
