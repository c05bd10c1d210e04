/* listener.c - sockets to listen at. */
#include "serve/http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/number.h"
#include "base/status.h"

typedef union place {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
} place;

/* ---------------------------------------------------------------- texts to addresses */

static rung_status fail_address(const char *where, rung_error *error)
{
    char shown[64];
    return rung_fail(error, RUNG_BAD_ARGUMENT,
                     "--listen: found '%s', expected ADDRESS:PORT with a numeric address such as "
                     "127.0.0.1:8080 or [::1]:8080, or unix:PATH",
                     rung_quote(shown, where, strlen(where)));
}

static rung_status read_inet(place *to, socklen_t *room, const char *where, rung_error *error)
{
    char host[64];
    double port;
    const char *colon = strrchr(where, ':');
    size_t length = colon ? (size_t)(colon - where) : 0;
    if (!colon || length >= sizeof host ||
        !rung_parse_number(colon + 1, strlen(colon + 1), &port) || port < 0 || port > 65535 ||
        port != (double)(unsigned)port)
        return fail_address(where, error);
    bool six = length > 2 && where[0] == '[' && where[length - 1] == ']';
    memcpy(host, where + six, length - 2 * six);
    host[length - 2 * six] = '\0';
    if (strcmp(host, "localhost") == 0)
        strcpy(host, "127.0.0.1");
    if (six && inet_pton(AF_INET6, host, &to->v6.sin6_addr) == 1) {
        to->v6.sin6_family = AF_INET6;
        to->v6.sin6_port = htons((uint16_t)port);
        *room = sizeof to->v6;
    } else if (!six && inet_pton(AF_INET, host, &to->v4.sin_addr) == 1) {
        to->v4.sin_family = AF_INET;
        to->v4.sin_port = htons((uint16_t)port);
        *room = sizeof to->v4;
    } else {
        return fail_address(where, error);
    }
    return RUNG_OK;
}

static rung_status read_place(place *to, socklen_t *room, const char *where, rung_error *error)
{
    static const char local[] = "unix:";
    if (strncmp(where, local, sizeof local - 1) != 0)
        return read_inet(to, room, where, error);
    const char *path = where + sizeof local - 1;
    if (!*path || strlen(path) >= sizeof to->local.sun_path)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "--listen: found a path of %zu bytes, expected 1..%zu", strlen(path),
                         sizeof to->local.sun_path - 1);
    to->local.sun_family = AF_UNIX;
    strcpy(to->local.sun_path, path);
    *room = sizeof to->local;
    return RUNG_OK;
}

/* ---------------------------------------------------------------- what a socket is */

static bool is_loopback(const place *at)
{
    if (at->any.sa_family == AF_INET)
        return ntohl(at->v4.sin_addr.s_addr) >> 24 == 127;
    if (at->any.sa_family != AF_INET6)
        return at->any.sa_family == AF_UNIX;
    const struct in6_addr *six = &at->v6.sin6_addr;
    return IN6_IS_ADDR_LOOPBACK(six) || (IN6_IS_ADDR_V4MAPPED(six) && six->s6_addr[12] == 127);
}

/* Fill in the address and whether it is local, from the socket itself. */
static rung_status describe(rung_listener *l, bool tls, rung_error *error)
{
    place at = {.any = {.sa_family = AF_UNSPEC}};
    socklen_t room = sizeof at;
    char host[INET6_ADDRSTRLEN];
    const char *scheme = tls ? "https" : "http";
    if (getsockname(l->file, &at.any, &room) != 0)
        return rung_fail_io(error, "a socket", "get the name of", errno);
    l->local = is_loopback(&at);
    if (at.any.sa_family == AF_INET)
        snprintf(l->address, sizeof l->address, "%s://%s:%u", scheme,
                 inet_ntop(AF_INET, &at.v4.sin_addr, host, sizeof host), ntohs(at.v4.sin_port));
    else if (at.any.sa_family == AF_INET6)
        snprintf(l->address, sizeof l->address, "%s://[%s]:%u", scheme,
                 inet_ntop(AF_INET6, &at.v6.sin6_addr, host, sizeof host), ntohs(at.v6.sin6_port));
    else if (at.any.sa_family == AF_UNIX)
        snprintf(l->address, sizeof l->address, "unix:%.*s", (int)sizeof at.local.sun_path,
                 at.local.sun_path);
    else
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "a socket was handed over that is neither of IP nor of this machine");
    return RUNG_OK;
}

/* Nobody listens any more at the socket file that stands in the way. */
static bool is_left_over(const place *at, socklen_t room)
{
    struct stat facts;
    if (lstat(at->local.sun_path, &facts) != 0 || !S_ISSOCK(facts.st_mode))
        return false;
    int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool refused = file >= 0 && connect(file, &at->any, room) != 0 && errno == ECONNREFUSED;
    if (file >= 0)
        close(file);
    return refused;
}

static int bind_local(rung_listener *l, const place *at, socklen_t room)
{
    if (is_left_over(at, room))
        unlink(at->local.sun_path);
    mode_t before = umask(0117); /* the owner and the group, as long as nothing else says so */
    int failed = bind(l->file, &at->any, room);
    int code = errno;
    umask(before);
    if (failed == 0)
        l->path = strdup(at->local.sun_path);
    errno = l->path ? 0 : failed ? code : ENOMEM;
    return l->path ? 0 : -1;
}

static int bind_inet(const rung_listener *l, const place *at, socklen_t room)
{
    int on = 1;
    setsockopt(l->file, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (at->any.sa_family == AF_INET6) /* [::] and 0.0.0.0 may both be named */
        setsockopt(l->file, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    return bind(l->file, &at->any, room);
}

rung_status rung_listener_open(rung_listener *l, const char *where, bool tls, rung_error *error)
{
    place at = {.any = {.sa_family = AF_UNSPEC}};
    socklen_t room = 0;
    char shown[64];
    *l = (rung_listener){.file = -1};
    memset(&at, 0, sizeof at);
    rung_status status = read_place(&at, &room, where, error);
    if (status != RUNG_OK)
        return status;
    l->file = socket(at.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (l->file < 0 ||
        (at.any.sa_family == AF_UNIX ? bind_local(l, &at, room) : bind_inet(l, &at, room)) != 0 ||
        listen(l->file, SOMAXCONN) != 0)
        status = rung_fail_io(error, rung_quote(shown, where, strlen(where)), "listen", errno);
    else
        status = describe(l, tls, error);
    if (status != RUNG_OK)
        rung_listener_close(l);
    return status;
}

rung_status rung_listener_take(rung_listener *l, int file, bool tls, rung_error *error)
{
    int listens = 0;
    socklen_t room = sizeof listens;
    *l = (rung_listener){.file = file, .handed = true};
    if (getsockopt(file, SOL_SOCKET, SO_ACCEPTCONN, &listens, &room) != 0 || !listens)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "descriptor %d was handed over, but it is no listening socket", file);
    fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK);
    return describe(l, tls, error);
}

void rung_listener_close(rung_listener *l)
{
    if (l->file >= 0)
        close(l->file);
    if (l->path)
        unlink(l->path);
    free(l->path);
    *l = (rung_listener){.file = -1};
}
