/* accept.c - connections come, and are spread over the loops. */
#include "serve/http/loop.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"

bool rung_loop_listen(rung_loop *l, bool on)
{
    for (size_t i = 0; i < l->server->listeners; i++) {
        struct epoll_event event = {.events = EPOLLIN | EPOLLEXCLUSIVE,
                                    .data.u64 = RUNG_EVENT_LISTENER + i};
        if (epoll_ctl(l->events, on ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, l->server->listener[i].file,
                      &event) != 0)
            return false;
    }
    l->listening = on;
    return true;
}

/* Tell somebody who comes too much, as well as that can be done without waiting. */
static void turn_away(rung_loop *l, int socket)
{
    static const char sorry[] = "HTTP/1.1 503 Service Unavailable\r\n"
                                "Content-Type: application/json\r\n"
                                "Content-Length: 62\r\n"
                                "Retry-After: 1\r\n"
                                "Connection: close\r\n\r\n"
                                "{\"error\":{\"status\":503,\"message\":\"too many connections "
                                "now\"}}\n";
    char unread[4096];
    rung_count(&l->counts.refused[RUNG_REFUSED_CONNECTIONS], 1);
    if (!l->server->certificate) {
        /* What is lost here is lost on somebody who is turned away in any case. */
        (void)!send(socket, sorry, sizeof sorry - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
        shutdown(socket, SHUT_WR);
        (void)!recv(socket, unread, sizeof unread, MSG_DONTWAIT);
    }
    close(socket);
}

void rung_loop_take_socket(rung_loop *l, int socket)
{
    struct sockaddr_storage from = {.ss_family = AF_UNIX};
    socklen_t room = sizeof from;
    size_t greeted = l->greeted;
    if (getpeername(socket, (struct sockaddr *)&from, &room) != 0 || room > sizeof from)
        room = sizeof from.ss_family; /* gone already */
    if (MHD_add_connection(l->daemon, socket, (struct sockaddr *)&from, room) != MHD_YES &&
        l->greeted == greeted) { /* else it has taken leave as well */
        atomic_fetch_sub(&l->share, 1);
        atomic_fetch_sub(&l->server->connections, 1);
    }
}

static rung_loop *idlest(rung_loop *l)
{
    rung_server *s = l->server;
    rung_loop *best = l;
    for (size_t i = 0; i < s->loops; i++)
        if (atomic_load_explicit(&s->loop[i].share, memory_order_relaxed) <
            atomic_load_explicit(&best->share, memory_order_relaxed))
            best = &s->loop[i];
    return best;
}

/* Give a socket to another loop; false where memory is short. */
static bool give(rung_loop *to, int socket)
{
    pthread_mutex_lock(&to->lock);
    bool room =
        rung_grow((void **)&to->given, &to->given_room, to->given_count + 1, sizeof *to->given);
    if (room)
        to->given[to->given_count++] = socket;
    pthread_mutex_unlock(&to->lock);
    if (room)
        rung_loop_wake(to);
    return room;
}

void rung_loop_take_given(rung_loop *l)
{
    pthread_mutex_lock(&l->lock);
    while (l->given_count > 0) {
        int socket = l->given[--l->given_count];
        pthread_mutex_unlock(&l->lock);
        rung_loop_take_socket(l, socket);
        pthread_mutex_lock(&l->lock);
    }
    pthread_mutex_unlock(&l->lock);
}

static void place(rung_loop *l, int socket)
{
    rung_loop *to = idlest(l);
    if (atomic_fetch_add(&l->server->connections, 1) >= l->server->options.limits.connections) {
        atomic_fetch_sub(&l->server->connections, 1);
        turn_away(l, socket);
        return;
    }
    atomic_fetch_add(&to->share, 1);
    if (to == l) {
        rung_loop_take_socket(l, socket);
    } else if (!give(to, socket)) {
        atomic_fetch_sub(&to->share, 1);
        atomic_fetch_sub(&l->server->connections, 1);
        close(socket);
    }
}

void rung_loop_accept(rung_loop *l, const rung_listener *listener)
{
    enum { MOST_AT_ONCE = 64 };
    for (int i = 0; i < MOST_AT_ONCE; i++) {
        int socket = accept4(listener->file, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket >= 0) {
            place(l, socket);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            rung_loop_listen(l, false); /* or it would be told again at once */
            l->accept_at = l->now + 0.1;
            return;
        } else if (errno != EINTR && errno != ECONNABORTED) {
            return;
        }
    }
}
