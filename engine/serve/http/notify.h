/* notify.h - what a service manager hands over and wants to hear (sd_listen_fds(3), sd_notify(3)).
 */
#ifndef RUNG_SERVE_NOTIFY_H
#define RUNG_SERVE_NOTIFY_H

#include <stddef.h>

enum { RUNG_HANDED_FIRST = 3 }; /* descriptor of the first socket handed over */

/* How many sockets were handed over, from descriptor 3 on; they are made not to outlive exec, and
 * the variables that told of them are removed from the environment. */
size_t rung_notify_sockets(void);

/* Tell the state, such as "READY=1", where the manager listens at NOTIFY_SOCKET; else nothing. */
void rung_notify(const char *state);
/* Tell that settings are being read again (RELOADING=1 with the clock that the protocol wants). */
void rung_notify_reloading(void);

#endif
