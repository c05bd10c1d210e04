/* headers.h - what a request's headers must be for its end to be beyond doubt. */
#ifndef RUNG_SERVE_HEADERS_H
#define RUNG_SERVE_HEADERS_H

#include <microhttpd.h>
#include <stdbool.h>

/* Why a request is refused; status 0: it is not. */
typedef struct rung_header_fault {
    unsigned status;
    const char *message; /* static memory */
} rung_header_fault;

/* Whether two who read the request may find another end or another host in it, as a proxy and this
 * server. Nothing behind such a request can be trusted to be the next one. */
rung_header_fault rung_headers_check(struct MHD_Connection *http, const char *method);

/* Whether something is expected that is not done here. */
bool rung_headers_expect_more(struct MHD_Connection *http);
/* Whether the body is JSON in UTF-8 as it stands. */
bool rung_headers_tell_json(struct MHD_Connection *http);

#endif
