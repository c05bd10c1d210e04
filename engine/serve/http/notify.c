/* notify.c - what a service manager hands over and wants to hear. */
#include "serve/http/notify.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/number.h"

static bool read_whole(const char *name, double most, double *number)
{
    const char *text = getenv(name);
    return text && rung_parse_number(text, strlen(text), number) && *number >= 0 && *number <= most;
}

size_t rung_notify_sockets(void)
{
    enum { MOST = 64 };
    double process, count;
    bool mine = read_whole("LISTEN_PID", 1e9, &process) && (pid_t)process == getpid() &&
                read_whole("LISTEN_FDS", MOST, &count);
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    if (!mine)
        return 0;
    for (size_t i = 0; i < (size_t)count; i++) {
        int file = RUNG_HANDED_FIRST + (int)i;
        int flags = fcntl(file, F_GETFD);
        if (flags < 0)
            return i; /* fewer than promised */
        fcntl(file, F_SETFD, flags | FD_CLOEXEC);
    }
    return (size_t)count;
}

void rung_notify(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    size_t length = path ? strlen(path) : 0;
    if (length < 2 || length >= sizeof to.sun_path || (*path != '/' && *path != '@'))
        return;
    memcpy(to.sun_path, path, length);
    if (*path == '@')
        to.sun_path[0] = '\0'; /* an abstract name */
    int file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (file < 0)
        return;
    socklen_t room = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    /* Nobody to tell that it failed: the manager notices by itself. */
    (void)!sendto(file, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&to, room);
    close(file);
}

void rung_notify_reloading(void)
{
    char state[64];
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    snprintf(state, sizeof state, "RELOADING=1\nMONOTONIC_USEC=%lld",
             (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
    rung_notify(state);
}
