/* http.c - a client that can be as rude as a test needs. */
#include "http.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---------------------------------------------------------------- connections */

static int open_inet(const char *address)
{
    const char *host = strstr(address, "//") + 2, *colon = strrchr(host, ':');
    bool six = *host == '[';
    char text[64];
    snprintf(text, sizeof text, "%.*s", (int)(colon - host) - 2 * six, host + six);
    struct sockaddr_in6 to6 = {.sin6_family = AF_INET6,
                               .sin6_port = htons((in_port_t)atoi(colon + 1))};
    struct sockaddr_in to4 = {.sin_family = AF_INET, .sin_port = htons((in_port_t)atoi(colon + 1))};
    int file = socket(six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_geq(file, 0);
    inet_pton(AF_INET6, text, &to6.sin6_addr);
    inet_pton(AF_INET, text, &to4.sin_addr);
    if ((six ? connect(file, (struct sockaddr *)&to6, sizeof to6)
             : connect(file, (struct sockaddr *)&to4, sizeof to4)) == 0)
        return file;
    close(file);
    return -1;
}

static int open_local(const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
    int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_geq(file, 0);
    if (connect(file, (struct sockaddr *)&to, sizeof to) == 0)
        return file;
    close(file);
    return -1;
}

http_connection http_open(const char *address)
{
    bool local = strncmp(address, "unix:", 5) == 0;
    return (http_connection){.file = local ? open_local(address + 5) : open_inet(address)};
}

void http_close(http_connection *c)
{
    if (c->file >= 0)
        close(c->file);
    free(c->at);
    *c = (http_connection){.file = -1};
}

bool http_send(http_connection *c, const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t n = send(c->file, at, length, MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR)
            return false;
        at += n > 0 ? n : 0;
        length -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* Read some more: 1, or 0 at the end, or -2 when nothing comes in time. */
static int read_more(http_connection *c, double until)
{
    double left = until - now();
    if (left < 0 ||
        poll(&(struct pollfd){.fd = c->file, .events = POLLIN}, 1, (int)(1000 * left) + 1) <= 0)
        return -2;
    if (c->room < c->length + 65536) {
        c->room = 2 * c->room + 65536;
        c->at = realloc(c->at, c->room + 1);
        cr_assert_not_null(c->at);
    }
    ssize_t n = recv(c->file, c->at + c->length, c->room - c->length, 0);
    if (n <= 0) /* a reset is an end, too */
        return 0;
    c->length += (size_t)n;
    c->at[c->length] = '\0';
    return 1;
}

bool http_is_closed(http_connection *c, double seconds)
{
    double until = now() + seconds;
    int more;
    while ((more = read_more(c, until)) == 1)
        ;
    return more == 0;
}

/* ---------------------------------------------------------------- answers */

char *http_header(const http_answer *answer, const char *name)
{
    size_t length = strlen(name);
    for (const char *line = strstr(answer->head, "\r\n"); line && line[2];
         line = strstr(line + 2, "\r\n"))
        if (strncasecmp(line + 2, name, length) == 0 && line[2 + length] == ':') {
            const char *value = line + 3 + length;
            value += strspn(value, " ");
            return strndup(value, strcspn(value, "\r"));
        }
    return NULL;
}

static http_answer failed(int status)
{
    return (http_answer){.status = status, .head = strdup(""), .body = strdup("")};
}

/* Take the first bytes off what was read. */
static char *cut(http_connection *c, size_t length)
{
    char *text = strndup("", 0);
    text = realloc(text, length + 1);
    cr_assert_not_null(text);
    memcpy(text, c->at, length);
    text[length] = '\0';
    memmove(c->at, c->at + length, c->length - length + 1);
    c->length -= length;
    return text;
}

http_answer http_read(http_connection *c, bool head, double seconds)
{
    double until = now() + seconds;
    char *end;
    int more = 1;
    while (!c->at || !c->length || !(end = strstr(c->at, "\r\n\r\n")))
        if ((more = read_more(c, until)) != 1)
            return failed(more < 0 ? -2 : c->length > 0 ? -1 : 0);
    http_answer a = {.head = cut(c, (size_t)(end - c->at) + 4)};
    if (sscanf(a.head, "HTTP/1.1 %d ", &a.status) != 1)
        cr_assert_fail("no answer of HTTP/1.1: %s", a.head);
    if (a.status == 100) {
        free(a.head);
        return http_read(c, head, until - now());
    }
    char *length = http_header(&a, "Content-Length"), *last = http_header(&a, "Connection");
    a.closes = last && strcasecmp(last, "close") == 0;
    a.length = length && !head && a.status != 304 ? strtoul(length, NULL, 10) : 0;
    free(length);
    free(last);
    while (c->length < a.length)
        if ((more = read_more(c, until)) != 1) {
            free(a.head);
            return failed(more < 0 ? -2 : -1);
        }
    a.body = cut(c, a.length);
    return a;
}

void http_answer_free(http_answer *answer)
{
    free(answer->head);
    free(answer->body);
    *answer = (http_answer){0};
}

/* ---------------------------------------------------------------- requests */

char *http_request(const char *method, const char *path, const char *headers, const char *body)
{
    char *text, length[64] = "";
    if (body)
        snprintf(length, sizeof length, "Content-Length: %zu\r\n", strlen(body));
    const char *type = body && !(headers && strstr(headers, "Content-Type"))
                           ? "Content-Type: application/json\r\n"
                           : "";
    cr_assert_geq(asprintf(&text, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s%s%s\r\n%s", method, path,
                           headers ? headers : "", type, length, body ? body : ""),
                  0);
    return text;
}

http_answer http_ask(const char *address, const char *method, const char *path, const char *headers,
                     const char *body)
{
    http_connection c = http_open(address);
    char *request = http_request(method, path, headers, body);
    cr_assert_geq(c.file, 0, "nobody listens at %s", address);
    http_send(&c, request, strlen(request));
    http_answer answer = http_read(&c, strcmp(method, "HEAD") == 0, 30);
    free(request);
    http_close(&c);
    return answer;
}
