/* test_serve_headers.c - rung serve: requests whose end, host or body is in doubt. */
#include <criterion/criterion.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "http.h"
#include "serving.h"
#include "support.h"

static const char bundled[] = "datasets/upskilling-2025";

#define START(...) SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", __VA_ARGS__)

#define BODY  "{\"role\":\"software-engineer\",\"top\":1}"
#define JSON  "Content-Type: application/json\r\n"
#define MATCH "POST /v1/match HTTP/1.1\r\nHost: localhost\r\n"
#define SIZED "Content-Length: 36\r\n\r\n" BODY
#define PIECE "\r\n24\r\n" BODY "\r\n0\r\n\r\n"
#define GET   "GET /healthz HTTP/1.1\r\n"

typedef struct shape {
    const char *request;
    int status;
    bool closes;
} shape;

static const shape shapes[] = {
    /* As it should be. */
    {MATCH JSON SIZED, 200, false},
    {MATCH JSON "Transfer-Encoding: Chunked\r\n" PIECE, 200, false},
    {MATCH "Content-Type: application/json; charset=UTF-8\r\n" SIZED, 200, false},
    {MATCH "Content-Type: Application/JSON ; a=b; charset=\"utf-8\"\r\n" SIZED, 200, false},
    {MATCH JSON "Content-Encoding: identity\r\n" SIZED, 200, false},
    {MATCH JSON "Expect: 100-Continue\r\n" SIZED, 200, false},
    {GET "Host: localhost:8080\r\n\r\n", 200, false},
    {GET "Host: [::1]:8080\r\n\r\n", 200, false},
    {GET "Host: 127.0.0.1:\r\n\r\n", 200, false},
    /* Two readers may find two ends or two hosts. */
    {MATCH JSON "Content-Length: 36\r\n" SIZED, 400, true},
    {MATCH JSON "Content-Length: 4\r\n" SIZED, 400, true},
    {MATCH JSON "Content-Length: 36\r\nTransfer-Encoding: chunked\r\n" PIECE, 400, true},
    {MATCH JSON "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n" PIECE, 400, true},
    {MATCH JSON "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n" PIECE, 400, true},
    {MATCH "Host: localhost\r\n" JSON SIZED, 400, true},
    {MATCH JSON "Transfer-Encoding : chunked\r\n" SIZED, 400, true},
    {GET "Host : evil.example\r\nHost: localhost\r\n\r\n", 400, true},
    {GET "Host: localhost\r\nhost: evil.example\r\n\r\n", 400, true},
    {GET "Host: localhost:evil\r\n\r\n", 400, true},
    {GET "Host: localhost:80:80\r\n\r\n", 400, true},
    {GET "Host: you@localhost\r\n\r\n", 400, true},
    {GET "Host: localhost/evil\r\n\r\n", 400, true},
    {GET "Host: [::1]evil\r\n\r\n", 400, true},
    {GET "Host: [::1\r\n\r\n", 400, true},
    {GET "Host: evil.example\r\n\r\n", 421, false},
    /* Bodies of no length, and of codings that nobody reads here. */
    {MATCH JSON "\r\n", 411, true},
    {MATCH JSON "Transfer-Encoding: gzip\r\n" PIECE, 501, true},
    {MATCH JSON "Transfer-Encoding: gzip, chunked\r\n" PIECE, 501, true},
    {MATCH JSON "Transfer-Encoding: xchunked\r\n" PIECE, 501, true},
    {MATCH JSON "Content-Encoding: gzip\r\n" SIZED, 415, false},
    {MATCH "Content-Type: application/json; charset=iso-8859-1\r\n" SIZED, 415, false},
    {MATCH "Content-Type: application/json;charset=utf-8859\r\n" SIZED, 415, false},
    {MATCH "Content-Type: application/json; a=b; charset=\"utf-16\"\r\n" SIZED, 415, false},
    {MATCH "Content-Type: application/jsonp\r\n" SIZED, 415, false},
    {MATCH JSON "Expect: a-raise\r\n" SIZED, 417, true},
    {MATCH JSON "Expect: 100-continue\r\nExpect: a-raise\r\n" SIZED, 417, true},
    /* The line names the host, as proxies are asked; then the header does not count. */
    {"GET http://localhost/healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n", 200, false},
    {"GET HTTP://127.0.0.1:8080/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", 200, false},
    {"GET http://localhost HTTP/1.1\r\nHost: localhost\r\n\r\n", 200, false},
    {"GET https://localhost/v1/roles?limit=1 HTTP/1.1\r\nHost: localhost\r\n\r\n", 200, false},
    {"GET http://localhost/v1/roles?limit=a HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, false},
    {"GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", 421, false},
    {"GET http://localhost:evil/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, true},
    {"GET http:///healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, true},
};

/* A request that hides in the body of another, and must not be answered. */
static void check_shape(const serving *s, const shape *tried)
{
    http_connection c = http_open(s->address[0]);
    const char next[] = "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    http_send(&c, tried->request, strlen(tried->request));
    http_send(&c, next, sizeof next - 1);
    http_answer a = http_read(&c, false, 20);
    cr_expect_eq(a.status, tried->status, "%d: %s%s to %s", a.status, a.head, a.body,
                 tried->request);
    cr_expect(a.status < 400 || strstr(a.body, "\"message\":\""), "%s", tried->request);
    cr_expect_eq(a.closes, tried->closes, "%s to %s", a.head, tried->request);
    http_answer b = http_read(&c, false, 20);
    cr_expect_eq(b.status > 0, !tried->closes, "%d behind %s", b.status, tried->request);
    if (!tried->closes)
        cr_expect_not_null(strstr(b.body, "\"ready\""), "%s behind %s", b.body, tried->request);
    http_answer_free(&a), http_answer_free(&b);
    http_close(&c);
}

Test(serve_headers, a_request_whose_end_or_host_is_in_doubt_is_refused_with_all_behind_it,
     .timeout = 60)
{
    serving s = START("--threads", "1");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        check_shape(&s, &shapes[i]);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

Test(serve_headers, options_of_the_whole_server_names_its_methods, .timeout = 60)
{
    serving s = START("--threads", "1");
    http_answer a = http_ask(s.address[0], "OPTIONS", "*", NULL, NULL);
    cr_assert_eq(a.status, 204, "%d", a.status);
    char *allow = http_header(&a, "Allow");
    cr_assert_str_eq(allow, "GET, HEAD, POST");
    http_answer b = http_ask(s.address[0], "GET", "*", NULL, NULL);
    cr_assert_eq(b.status, 404, "%d", b.status);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    free(allow);
    http_answer_free(&a), http_answer_free(&b);
}

Test(serve_headers, a_query_of_many_empty_parameters_is_answered, .timeout = 60)
{
    serving s = START("--threads", "1");
    char path[4100] = "/v1/roles?";
    memset(path + strlen(path), '&', 4000);
    strcpy(path + 4010, "limit=1");
    http_answer a = http_ask(s.address[0], "GET", path, NULL, NULL);
    cr_assert(a.status == 200 && strstr(a.body, "\"limit\":1,"), "%d: %s", a.status, a.body);
    strcpy(path + 4010, "limit=a");
    http_answer b = http_ask(s.address[0], "GET", path, NULL, NULL);
    cr_assert_eq(b.status, 400, "%d: %s", b.status, b.body);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    http_answer_free(&a), http_answer_free(&b);
}
