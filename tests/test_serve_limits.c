/* test_serve_limits.c - rung serve: what one client may take. */
#include <criterion/criterion.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "http.h"
#include "serving.h"
#include "support.h"

static const char bundled[] = "datasets/upskilling-2025";
static const char good[] = "{\"role\":\"fulfillment-associate\",\"top\":1}";

#define START(...) SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", __VA_ARGS__)

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void nap(long milliseconds)
{
    nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000}, NULL);
}

/* A body of about so many bytes: spaces are as good as anything. */
static char *body_of(size_t bytes)
{
    char *body = malloc(bytes + sizeof good);
    cr_assert_not_null(body);
    memset(body, ' ', bytes);
    strcpy(body + bytes, good);
    return body;
}

static int ask(const serving *s, const char *headers, const char *body)
{
    http_answer a = http_ask(s->address[0], "POST", "/v1/match", headers, body);
    int status = a.status;
    http_answer_free(&a);
    return status;
}

static void check_answers(const serving *s)
{
    cr_assert_eq(ask(s, NULL, good), 200, "it answers no more");
}

Test(serve_limits, a_body_may_have_so_many_bytes, .timeout = 60)
{
    serving s = START("--most-body", "20000");
    char *fits = body_of(20000 - strlen(good)), *above = body_of(20001 - strlen(good));
    char *far = body_of(70000), *endless = body_of(200000);
    cr_assert_eq(ask(&s, NULL, fits), 200);
    cr_assert_eq(ask(&s, NULL, above), 413);
    /* The same connection goes on where the rest was read, ... */
    http_connection c = http_open(s.address[0]);
    char *request = http_request("POST", "/v1/match", NULL, far);
    char *next = http_request("POST", "/v1/match", NULL, good);
    http_send(&c, request, strlen(request));
    http_send(&c, next, strlen(next));
    http_answer first = http_read(&c, false, 20), second = http_read(&c, false, 20);
    cr_assert_eq(first.status, 413);
    cr_assert_eq(second.status, 200);
    http_close(&c);
    /* ... and ends where too much is left to read. */
    c = http_open(s.address[0]);
    char *huge = http_request("POST", "/v1/match", NULL, endless);
    size_t head = strlen(huge) - strlen(endless);
    http_send(&c, huge, head);
    http_answer third = http_read(&c, false, 20);
    cr_assert_eq(third.status, 413);
    cr_assert(http_is_closed(&c, 20));
    http_close(&c);
    check_answers(&s);
    cr_assert_eq(serving_metric(&s, "rung_refused_total{reason=\"body\"}"), 3.0);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    free(request), free(next), free(huge);
    free(fits), free(above), free(far), free(endless);
    http_answer_free(&first), http_answer_free(&second), http_answer_free(&third);
}

Test(serve_limits, who_asks_first_is_told_before_the_body_is_sent, .timeout = 60)
{
    serving s = START("--most-body", "20000");
    http_connection c = http_open(s.address[0]);
    static const char head[] = "POST /v1/match HTTP/1.1\r\nHost: localhost\r\n"
                               "Content-Type: application/json\r\nContent-Length: 30000\r\n"
                               "Expect: 100-continue\r\n\r\n";
    http_send(&c, head, sizeof head - 1);
    http_answer a = http_read(&c, false, 20);
    cr_assert_eq(a.status, 413);
    http_answer_free(&a);
    http_close(&c);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

/* Send a body in pieces of 1000 bytes, without saying how long it is. */
static int ask_in_pieces(const serving *s, size_t pieces)
{
    char piece[1100], spaces[1001];
    http_connection c = http_open(s->address[0]);
    char *head =
        http_request("POST", "/v1/match",
                     "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", NULL);
    bool sent = http_send(&c, head, strlen(head));
    memset(spaces, ' ', 1000);
    spaces[1000] = '\0';
    for (size_t i = 0; i < pieces && sent; i++) {
        snprintf(piece, sizeof piece, "3e8\r\n%s\r\n", spaces);
        sent = http_send(&c, piece, strlen(piece));
    }
    snprintf(piece, sizeof piece, "%zx\r\n%s\r\n0\r\n\r\n", strlen(good), good);
    http_send(&c, piece, strlen(piece));
    http_answer a = http_read(&c, false, 20);
    int status = a.status;
    free(head);
    http_answer_free(&a);
    http_close(&c);
    return status;
}

Test(serve_limits, a_body_in_pieces_may_have_no_more, .timeout = 60)
{
    serving s = START("--most-body", "20000");
    cr_assert_eq(ask_in_pieces(&s, 19), 200);
    cr_assert_eq(ask_in_pieces(&s, 20), 413);
    cr_assert_eq(ask_in_pieces(&s, 90), 413);
    cr_assert_leq(ask_in_pieces(&s, 2000), 0); /* it is cut off */
    check_answers(&s);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

Test(serve_limits, all_bodies_together_may_have_so_many_bytes, .timeout = 60)
{
    enum { HOLDERS = 5 };
    serving s = START("--most-body", "10000", "--most-bodies", "40000", "--threads", "1");
    char *large = body_of(9000);
    char *request = http_request("POST", "/v1/match", NULL, large);
    http_connection c[HOLDERS];
    for (size_t i = 0; i < HOLDERS; i++) { /* all but the last byte */
        c[i] = http_open(s.address[0]);
        http_send(&c[i], request, strlen(request) - 1);
    }
    serving_wait_for_metric(&s, "rung_received_bytes_total",
                            (double)(HOLDERS * (strlen(large) - 1)));
    int refused = 0, done = 0;
    for (size_t i = 0; i < HOLDERS; i++) {
        http_send(&c[i], "}", 1);
        http_answer a = http_read(&c[i], false, 20);
        refused += a.status == 503;
        done += a.status == 200;
        http_answer_free(&a);
        http_close(&c[i]);
    }
    cr_assert_eq(refused, 1);
    cr_assert_eq(done, HOLDERS - 1);
    check_answers(&s);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    free(large);
    free(request);
}

Test(serve_limits, headers_may_have_so_many_bytes, .timeout = 60)
{
    serving s = START("--most-header", "4096");
    char header[6000] = "X-Long: ";
    memset(header + 8, 'a', 5900);
    strcpy(header + 5908, "\r\n");
    http_answer a = http_ask(s.address[0], "GET", "/healthz", header, NULL);
    cr_assert(a.status == 431 || a.status == 413 || a.status == 0, "%d", a.status);
    char *path = malloc(6000);
    memset(path, 'a', 5999);
    path[0] = '/';
    path[5999] = '\0';
    http_answer b = http_ask(s.address[0], "GET", path, NULL, NULL);
    cr_assert(b.status == 414 || b.status == 0, "%d", b.status);
    check_answers(&s);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    http_answer_free(&a);
    http_answer_free(&b);
    free(path);
}

Test(serve_limits, a_request_may_name_so_many_people, .timeout = 60)
{
    serving s = START("--most-people", "2");
    cr_assert_eq(ask(&s, NULL, "{\"people\":[{\"role\":\"technician\"}],\"top\":1}") == 200 ||
                     ask(&s, NULL, good) == 200,
                 true);
    cr_assert_eq(
        ask(&s, NULL, "{\"people\":[{\"levels\":{}},{\"levels\":{}},{\"levels\":{}}],\"top\":1}"),
        400);
    cr_assert_eq(ask(&s, NULL, "{\"people\":[{\"levels\":{}},{\"levels\":{}}],\"top\":1}"), 200);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

Test(serve_limits, so_many_connections_may_be_open, .timeout = 60)
{
    enum { MOST = 10 };
    serving s = START("--most-connections", "10");
    http_connection c[MOST];
    for (size_t i = 0; i < MOST; i++) {
        char *request = http_request("GET", "/healthz", NULL, NULL);
        c[i] = http_open(s.address[0]);
        http_send(&c[i], request, strlen(request));
        http_answer a = http_read(&c[i], false, 20);
        cr_assert_eq(a.status, 200);
        http_answer_free(&a);
        free(request);
    }
    http_connection more = http_open(s.address[0]);
    http_answer a = http_read(&more, false, 20);
    cr_assert_eq(a.status, 503);
    cr_assert(a.closes);
    cr_assert_not_null(strstr(a.head, "Retry-After: 1\r\n"));
    cr_assert_not_null(strstr(a.body, "too many connections"));
    cr_assert_eq(a.length, strlen(a.body));
    http_answer_free(&a);
    http_close(&more);
    for (size_t i = 0; i < MOST; i++)
        http_close(&c[i]);
    int status = 503;
    for (int i = 0; i < 200 && status == 503; i++) { /* until it has noticed */
        nap(50);
        status = ask(&s, NULL, good);
    }
    cr_assert_eq(status, 200);
    cr_assert_geq(serving_metric(&s, "rung_refused_total{reason=\"connections\"}"), 1.0);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

Test(serve_limits, a_request_must_come_within_its_time, .timeout = 60)
{
    serving s = START("--receive-seconds", "0.6", "--idle-seconds", "30");
    char *request = http_request("POST", "/v1/match", NULL, good);
    http_connection in_headers = http_open(s.address[0]), in_body = http_open(s.address[0]);
    double started = now();
    http_send(&in_headers, request, 40);
    http_send(&in_body, request, strlen(request) - 5);
    while (now() - started < 10 && !http_is_closed(&in_body, 0.1)) /* a byte now and then */
        http_send(&in_headers, "a", 1);
    cr_assert(http_is_closed(&in_headers, 10));
    cr_assert_lt(now() - started, 9.0);
    cr_assert_gt(now() - started, 0.5);
    cr_assert_eq(serving_metric(&s, "rung_refused_total{reason=\"receive_timeout\"}"), 2.0);
    check_answers(&s);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    http_close(&in_headers);
    http_close(&in_body);
    free(request);
}

Test(serve_limits, a_connection_without_a_request_ends, .timeout = 60)
{
    serving s = START("--idle-seconds", "0.6");
    char *request = http_request("GET", "/healthz", NULL, NULL);
    http_connection silent = http_open(s.address[0]), once = http_open(s.address[0]);
    http_connection drips = http_open(s.address[0]);
    http_send(&once, request, strlen(request));
    http_answer a = http_read(&once, false, 20);
    cr_assert_eq(a.status, 200);
    double started = now();
    for (int i = 0; i < 100 && !http_is_closed(&silent, 0.1); i++)
        http_send(&drips, "G", 1); /* of a line that never ends */
    cr_assert(http_is_closed(&silent, 10));
    cr_assert(http_is_closed(&once, 10));
    cr_assert(http_is_closed(&drips, 10));
    cr_assert_lt(now() - started, 9.0);
    check_answers(&s);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    http_answer_free(&a);
    http_close(&silent), http_close(&once), http_close(&drips);
    free(request);
}

/* A request whose answer is long: hundreds of people with all roles and gaps. */
static char *long_request(void)
{
    enum { PEOPLE = 600 };
    char *body = malloc(PEOPLE * 50 + 100), *at = body;
    at += sprintf(at, "{\"top\":26,\"gaps\":20,\"people\":[");
    for (int i = 0; i < PEOPLE; i++)
        at += sprintf(at, "%s{\"role\":\"fulfillment-associate\"}", i ? "," : "");
    strcpy(at, "]}");
    char *request = http_request("POST", "/v1/match", NULL, body);
    free(body);
    return request;
}

Test(serve_limits, an_answer_must_be_taken_within_its_time, .timeout = 60)
{
    serving s = START("--send-seconds", "0.6");
    char *request = long_request();
    http_connection c = http_open(s.address[0]);
    http_send(&c, request, strlen(request));
    double started = now(), cut = 0;
    while (now() - started < 20 && cut == 0) {
        nap(100);
        cut = serving_metric(&s, "rung_refused_total{reason=\"send_timeout\"}");
    }
    cr_assert_eq(cut, 1.0);
    check_answers(&s);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    http_close(&c);
    free(request);
}

Test(serve_limits, so_many_requests_may_wait_for_a_worker, .timeout = 60)
{
    enum { COUNT = 12 };
    serving s = START("--workers", "1", "--most-queue", "2", "--threads", "1");
    char *request = long_request();
    http_connection c[COUNT];
    int done = 0, refused = 0;
    for (size_t i = 0; i < COUNT; i++) {
        c[i] = http_open(s.address[0]);
        http_send(&c[i], request, strlen(request));
    }
    for (size_t i = 0; i < COUNT; i++) {
        http_answer a = http_read(&c[i], false, 30);
        done += a.status == 200;
        refused += a.status == 503;
        cr_assert(a.status == 200 || a.status == 503, "%d: %s", a.status, a.body);
        if (a.status == 503)
            cr_assert_not_null(strstr(a.head, "Retry-After: 1\r\n"));
        http_answer_free(&a);
        http_close(&c[i]);
    }
    cr_assert_eq(done + refused, COUNT);
    cr_assert_geq(done, 2); /* as many as wait, at least */
    cr_assert_geq(refused, 1);
    check_answers(&s);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    free(request);
}
