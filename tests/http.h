/* http.h - a client that can be as rude as a test needs. */
#ifndef RUNG_TEST_HTTP_H
#define RUNG_TEST_HTTP_H

#include <stdbool.h>
#include <stddef.h>

/* A server that listens here: "http://127.0.0.1:8080", "http://[::1]:8080", "unix:/a/path". */
typedef struct http_connection {
    int file; /* -1 where nobody listens */
    char *at; /* what was read and belongs to no answer yet */
    size_t length, room;
} http_connection;

typedef struct http_answer {
    int status; /* 0: the server closed before it answered; -1: in the middle of an answer; -2:
                   nothing came in time */
    char *head; /* all headers, or "" */
    char *body; /* with a zero byte behind it */
    size_t length;
    bool closes; /* says that this was the last one */
} http_answer;

http_connection http_open(const char *address);
void http_close(http_connection *connection);

/* Send bytes; false when the server takes no more. */
bool http_send(http_connection *connection, const void *bytes, size_t length);
/* Read an answer, for so many seconds at most; a HEAD request's has no body. */
http_answer http_read(http_connection *connection, bool head, double seconds);
void http_answer_free(http_answer *answer);
/* Whether the server closes the connection within so many seconds. */
bool http_is_closed(http_connection *connection, double seconds);

/* "METHOD PATH HTTP/1.1", a Host, these further headers (each with its line end; may be NULL), and
 * a JSON body (may be NULL). Free it. */
char *http_request(const char *method, const char *path, const char *headers, const char *body);

/* One request on a connection of its own. */
http_answer http_ask(const char *address, const char *method, const char *path, const char *headers,
                     const char *body);
/* The value of a header in memory to be freed, or NULL. */
char *http_header(const http_answer *answer, const char *name);

#endif
