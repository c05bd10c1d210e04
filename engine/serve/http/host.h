/* host.h - which names requests may come for where no token keeps strangers out. */
#ifndef RUNG_SERVE_HOST_H
#define RUNG_SERVE_HOST_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a Host header (may be NULL) names this machine as its user does: localhost, a plain
 * address, or one of the names given. A page of another site that has had its own name resolve to
 * the loopback address sends that name, and must not be answered. */
bool rung_host_fits(const char *host, const char *const *name, size_t names);

/* Whether a Host header is NAME or [ADDRESS], with a port or without one; it may be empty. */
bool rung_host_is_well_formed(const char *host);

#endif
