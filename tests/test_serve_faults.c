/* test_serve_faults.c - rung serve: nothing that a client does ends it, and nothing mixes up or
 * loses an answer. */
#include <criterion/criterion.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

#include "http.h"
#include "load.h"
#include "serving.h"
#include "support.h"

static const char bundled[] = "datasets/upskilling-2025";
static const char good[] = "{\"role\":\"software-engineer\",\"top\":1}";

static void nap(long milliseconds)
{
    nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000}, NULL);
}

static void check_answers(const serving *s)
{
    http_answer a = http_ask(s->address[0], "POST", "/v1/match", NULL, good);
    cr_assert_eq(a.status, 200, "it answers no more: %d", a.status);
    http_answer_free(&a);
}

static void check_load(const load *l)
{
    cr_assert_eq(l->wrong, 0u, "%s", l->example);
    cr_assert_eq(l->broken, 0u, "%zu answers ended in the middle", l->broken);
}

/* ---------------------------------------------------------------- requests that are none */

typedef struct rude {
    char bytes[4000];
    size_t length;
} rude;

static void put(rude *r, const char *text, size_t length)
{
    if (length > sizeof r->bytes - r->length)
        length = sizeof r->bytes - r->length;
    memcpy(r->bytes + r->length, text, length);
    r->length += length;
}

static void put_text(rude *r, const char *text)
{
    put(r, text, strlen(text));
}

#define PICK(seed, list) (list)[test_below(seed, sizeof(list) / sizeof *(list))]

static void put_head(rude *r, uint64_t *seed, size_t body)
{
    static const char *const lines[] = {"POST /v1/match HTTP/1.1",
                                        "POST /v1/match HTTP/1.1",
                                        "POST /v1/explain HTTP/1.1",
                                        "POST /v1/path HTTP/1.1",
                                        "GET /v1/roles?q=%FF%00%zz&limit=-1 HTTP/1.1",
                                        "GET /v1/roles/%2e%2e%2f HTTP/1.1",
                                        "GET  / HTTP/1.1",
                                        "GET /v1/catalog HTTP/9.9",
                                        "post /v1/match HTTP/1.1",
                                        "POST http://evil/v1/match HTTP/1.1",
                                        "* * *",
                                        ""};
    static const char *const headers[] = {
        "Host: localhost\r\n",
        "Host: localhost\r\nHost: other\r\n",
        "",
        "Host: localhost\r\nTransfer-Encoding: chunked\r\n",
        "Host: localhost\r\nTransfer-Encoding: chunked, gzip\r\nContent-Length: 5\r\n",
        "Host: localhost\r\nContent-Length: -1\r\n",
        "Host: localhost\r\nContent-Length: 99999999999999999999\r\n",
        "Host: localhost\r\n folded: line\r\n",
        "Host: localhost\r\nno colon\r\n",
        "Host: localhost\r\nContent-Type: application/json\r\nExpect: 200-maybe\r\n"};
    char length[80];
    put_text(r, PICK(seed, lines));
    put_text(r, "\r\n");
    put_text(r, test_below(seed, 3) ? headers[0] : PICK(seed, headers));
    snprintf(length, sizeof length, "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
             body);
    put_text(r, length);
}

static void put_body(rude *r, uint64_t *seed)
{
    static const char *const parts[] = {"{",           "}",           "[",
                                        "]",           ",",           ":",
                                        "\"people\"",  "\"levels\"",  "\"role\"",
                                        "\"top\"",     "\"id\"",      "\"software-engineer\"",
                                        "1e999",       "-1",          "NaN",
                                        "null",        "true",        "\"\\ud800\"",
                                        "\xff\xfe",    "0.1",         "99999999999999999999999",
                                        "\"gaps\"",    "\"profile\"", "\"upskill\"",
                                        "\"targets\"", "[[[[[[[[",    "\"\\u0000\""};
    size_t count = test_below(seed, 40);
    for (size_t i = 0; i < count; i++)
        put_text(r, PICK(seed, parts));
}

/* A request with something wrong, most likely. */
static rude make_rude(uint64_t *seed)
{
    rude r = {.length = 0}, body = {.length = 0};
    switch (test_below(seed, 4)) {
    case 0: /* bytes of any kind */
        for (size_t i = test_below(seed, 600); i > 0; i--) {
            char byte = (char)test_random(seed);
            put(&r, &byte, 1);
        }
        return r;
    case 1: /* a good body with a few bytes changed */
        put_text(&body, good);
        for (size_t i = test_below(seed, 4); i > 0; i--)
            body.bytes[test_below(seed, body.length)] = (char)test_random(seed);
        break;
    default:
        put_body(&body, seed);
    }
    put_head(&r, seed, test_below(seed, 4) ? body.length : test_below(seed, 1000));
    put(&r, body.bytes, body.length);
    if (test_below(seed, 4) == 0 && r.length > 0) /* cut, or with bytes changed anywhere */
        r.length = test_below(seed, r.length);
    for (size_t i = test_below(seed, 8) == 0 ? 3 : 0; i > 0 && r.length > 0; i--)
        r.bytes[test_below(seed, r.length)] = (char)test_random(seed);
    return r;
}

Test(serve_faults, survives_ten_thousand_requests_that_are_none, .timeout = 120)
{
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--log", "errors",
                      "--receive-seconds", "5");
    uint64_t seed = 20261123;
    size_t answered = 0, refused = 0, rounds = test_rounds(10000);
    for (size_t i = 0; i < rounds; i++) {
        rude r = make_rude(&seed);
        http_connection c = http_open(s.address[0]);
        cr_assert_geq(c.file, 0, "it is gone after %zu requests", i);
        http_send(&c, r.bytes, r.length);
        shutdown(c.file, SHUT_WR);
        if (i % 4 == 0) { /* some go away without a word */
            http_answer a = http_read(&c, false, 20);
            cr_assert(a.status != -1 && a.status != -2 && a.status != 500, "%d to: %.*s", a.status,
                      (int)r.length, r.bytes);
            answered += a.status > 0;
            refused += a.status >= 400;
            http_answer_free(&a);
        }
        http_close(&c);
        if (i % 500 == 0)
            check_answers(&s);
    }
    check_answers(&s);
    cr_assert_gt(answered, rounds / 40, "%zu were answered", answered);
    cr_assert_gt(refused, rounds / 40, "%zu were refused", refused);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

/* ---------------------------------------------------------------- odd connections */

Test(serve_faults, who_has_said_all_may_close_his_side_and_still_gets_his_answer, .timeout = 60)
{
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--threads", "1");
    http_connection idle[2] = {http_open(s.address[0]), http_open(s.address[0])};
    for (int i = 0; i < 20; i++) {
        char *request = http_request("POST", i % 2 ? "/v1/match" : "/v1/path", NULL,
                                     i % 2 ? good : "{\"role\":\"technician\",\"top\":1}");
        http_connection c = http_open(s.address[0]);
        http_send(&c, request, strlen(request));
        shutdown(c.file, SHUT_WR);
        http_answer a = http_read(&c, false, 20);
        cr_assert(a.status == 200 || (i % 2 == 0 && a.status == 400), "%d: %s", a.status, a.body);
        http_answer_free(&a);
        http_close(&c);
        /* Half a request is none. */
        c = http_open(s.address[0]);
        http_send(&c, request, strlen(request) - 3);
        shutdown(c.file, SHUT_WR);
        cr_assert(http_is_closed(&c, 20));
        http_close(&c);
        free(request);
    }
    http_close(&idle[0]);
    http_close(&idle[1]);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

Test(serve_faults, slow_clients_hold_nobody_up, .timeout = 60)
{
    enum { SLOW = 20 };
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--threads", "1");
    asked a = asked_make(bundled, 100, 1, 3);
    char *request = http_request("POST", "/v1/match", NULL, good);
    http_connection c[SLOW];
    for (size_t i = 0; i < SLOW; i++)
        c[i] = http_open(s.address[0]);
    for (size_t sent = 0; sent < strlen(request); sent++) {
        for (size_t i = 0; i < SLOW; i++)
            cr_assert(http_send(&c[i], request + sent, 1));
        if (sent % 40 == 0) {
            load quick = {.address = s.address[0], .asked = &a, .clients = 1, .requests = 20};
            load_run(&quick);
            check_load(&quick);
            cr_assert_eq(quick.answered, 20u);
        }
    }
    for (size_t i = 0; i < SLOW; i++) {
        http_answer answer = http_read(&c[i], false, 20);
        cr_assert_eq(answer.status, 200);
        http_answer_free(&answer);
        http_close(&c[i]);
    }
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    free(request);
}

Test(serve_faults, a_thousand_idle_connections_hold_nobody_up, .timeout = 60)
{
    enum { IDLE = 1000 };
    static http_connection c[IDLE];
    struct rlimit files = {IDLE + 100, IDLE + 100}, before;
    getrlimit(RLIMIT_NOFILE, &before);
    files.rlim_max = before.rlim_max;
    if (before.rlim_max < files.rlim_cur)
        cr_skip_test("a process may open %lu files here, this needs %d",
                     (unsigned long)before.rlim_max, IDLE + 100);
    if (before.rlim_cur < files.rlim_cur)
        cr_assert_eq(setrlimit(RLIMIT_NOFILE, &files), 0);
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0");
    asked a = asked_make(bundled, 100, 1, 3);
    for (size_t i = 0; i < IDLE; i++) {
        c[i] = http_open(s.address[0]);
        cr_assert_geq(c[i].file, 0);
    }
    load quick = {.address = s.address[0], .asked = &a, .clients = 4, .requests = 400};
    load_run(&quick);
    check_load(&quick);
    cr_assert_eq(quick.answered, 400u);
    cr_assert_geq(serving_metric(&s, "rung_connections"), 1000.0);
    for (size_t i = 0; i < IDLE; i++)
        http_close(&c[i]);
    serving_wait_for_metric(&s, "rung_connections", 1);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

/* ---------------------------------------------------------------- changes under load */

/* A copy of the bundled catalog in which two roles have changed places in what they pay. */
static const char *another_catalog(void)
{
    const char *folder = test_folder();
    char command[1000];
    snprintf(
        command, sizeof command,
        "cp %s/*.csv %s/*.ini '%s' && awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if "
        "($i == \"wage\") w = i } NR > 1 && $w != \"\" { $w = $w * (1 + NR %% 7) } 1' "
        "%s/roles.csv >'%s/roles.csv'",
        bundled, bundled, folder, bundled, folder);
    cr_assert_eq(system(command), 0);
    return folder;
}

Test(serve_faults, a_reload_under_load_loses_and_mixes_up_nothing, .timeout = 120)
{
    const char *other = another_catalog(), *place = test_path(test_folder(), "catalog");
    char link[2][600], swap[2][1400];
    snprintf(link[0], sizeof link[0], "%s", test_path(test_folder(), "x"));
    asked a = asked_make(bundled, 200, 1, 5), b = asked_again(&a, other, 1, 5);
    size_t same = 0;
    for (size_t i = 0; i < a.count; i++)
        same += strcmp(a.rows[i], b.rows[i]) == 0;
    cr_assert_lt(same, a.count / 4, "the catalogs are too much alike");
    snprintf(swap[0], sizeof swap[0], "ln -sfn '%s' '%s.new' && mv -T '%s.new' '%s'", other, place,
             place, place);
    snprintf(swap[1], sizeof swap[1], "ln -sfn \"$PWD/%s\" '%s.new' && mv -T '%s.new' '%s'",
             bundled, place, place, place);
    cr_assert_eq(system(swap[1]), 0);
    serving s =
        SERVE("--catalog", place, "--listen", "127.0.0.1:0", "--log", "errors", "--threads", "2");
    load l = {.address = s.address[0], .asked = &a, .other = &b, .clients = 8};
    load_threads *threads = load_start(&l);
    for (int i = 0; i < 12; i++) {
        char generation[60];
        nap(60);
        cr_assert_eq(system(swap[i % 2]), 0);
        kill(s.process, SIGHUP);
        snprintf(generation, sizeof generation, "%d", i + 2);
        for (int waited = 0; waited < 1000; waited++) {
            if (serving_metric(&s, "rung_catalog_generation") == i + 2)
                break;
            nap(5);
        }
        cr_assert_eq(serving_metric(&s, "rung_catalog_generation"), i + 2);
    }
    atomic_store(&l.stop, true);
    load_wait(threads);
    check_load(&l);
    cr_assert_eq(l.closed, 0u);
    cr_assert_eq(l.refused, 0u);
    cr_assert_gt(l.by_other, 20u);
    cr_assert_gt(l.answered, l.by_other + 20u);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

Test(serve_faults, an_end_under_load_answers_what_was_read, .timeout = 120)
{
    asked alone = asked_make(bundled, 100, 1, 5), hundred = asked_make(bundled, 4, 100, 5);
    for (int i = 0; i < 6; i++) {
        serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--log", "off",
                          "--threads", "2");
        load one = {.address = s.address[0], .asked = &alone, .clients = 6};
        load many = {.address = s.address[0], .asked = &hundred, .clients = 3};
        load_threads *first = load_start(&one), *second = load_start(&many);
        nap(100 + 20 * i);
        cr_assert_eq(serving_end(&s, SIGTERM), 0);
        load_wait(first);
        load_wait(second);
        check_load(&one);
        check_load(&many);
        cr_assert_gt(one.answered, 10u);
        cr_assert_gt(many.answered, 0u);
        /* A connection may end with a request that came too late, so may the next that was tried,
         * and the one after that find nobody who takes it. */
        cr_assert_leq(one.closed, 3 * one.clients);
        cr_assert_leq(many.closed, 3 * many.clients);
    }
}

Test(serve_faults, who_does_not_take_his_answer_does_not_keep_it_from_ending, .timeout = 60)
{
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--grace", "0.5");
    char *body = malloc(200000), *at = body;
    at += sprintf(at, "{\"top\":26,\"gaps\":20,\"people\":[");
    for (int i = 0; i < 600; i++)
        at += sprintf(at, "%s{\"role\":\"fulfillment-associate\"}", i ? "," : "");
    strcpy(at, "]}");
    char *request = http_request("POST", "/v1/match", NULL, body);
    http_connection c = http_open(s.address[0]);
    http_send(&c, request, strlen(request));
    nap(1000);
    cr_assert_eq(serving_end(&s, SIGTERM), 1);
    char *log = serving_log(&s);
    cr_assert_not_null(strstr(log, "after 0.5 seconds of grace 1 connections were cut off"), "%s",
                       log);
    http_close(&c);
    free(log);
    free(request);
    free(body);
}

/* ---------------------------------------------------------------- time */

Test(serve_faults, memory_does_not_grow_with_requests, .timeout = 300)
{
#ifdef __SANITIZE_ADDRESS__
    cr_skip_test("a sanitizer keeps what was freed");
#endif
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--threads", "2");
    asked alone = asked_make(bundled, 300, 1, 10), hundred = asked_make(bundled, 3, 100, 10);
    size_t requests = test_rounds(20000), before = 0, after = 0;
    for (int half = 0; half < 2; half++) {
        load one = {
            .address = s.address[0], .asked = &alone, .clients = 8, .requests = requests / 2};
        load many = {.address = s.address[0], .asked = &hundred, .clients = 2, .requests = 60};
        load_run(&one);
        load_run(&many);
        check_load(&one);
        check_load(&many);
        cr_assert_eq(one.answered, requests / 2);
        before = after;
        after = serving_memory(&s);
    }
    cr_assert_lt(after, before + (4u << 20), "%zu bytes before, %zu after", before, after);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}
