/* test_serve.c - rung serve: what it answers by itself, where it listens, who may ask. */
#include <criterion/criterion.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cli.h"
#include "http.h"
#include "load.h"
#include "serving.h"
#include "support.h"

static const char bundled[] = "datasets/upskilling-2025";
static const char token[] = "a-token.of_the~tests+0123456789";

static void check_part(const char *text, const char *part)
{
    cr_assert_not_null(strstr(text, part), "'%s' is not in: %s", part, text);
}

static void check_no_part(const char *text, const char *part)
{
    cr_assert_null(strstr(text, part), "'%s' is in: %s", part, text);
}

static void check_header(const http_answer *a, const char *name, const char *value)
{
    char *found = http_header(a, name);
    cr_assert(found && strcmp(found, value) == 0, "%s is '%s', expected '%s'", name,
              found ? found : "", value);
    free(found);
}

/* The status of a request's answer, which is forgotten. */
static int status_of(const char *address, const char *method, const char *path, const char *headers,
                     const char *body)
{
    http_answer a = http_ask(address, method, path, headers, body);
    int status = a.status;
    if (status >= 400) {
        check_part(a.body, "{\"error\":{\"status\":");
        check_header(&a, "Content-Type", "application/json");
    }
    http_answer_free(&a);
    return status;
}

static const char *token_file(void)
{
    char line[100];
    snprintf(line, sizeof line, "%s\n", token);
    return test_write_text(test_folder(), "token", line);
}

/* ---------------------------------------------------------------- answers */

Test(serve, says_where_it_listens_and_how_it_is, .timeout = 60)
{
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0");
    const char *at = s.address[0];
    http_answer health = http_ask(at, "GET", "/healthz", NULL, NULL);
    http_answer ready = http_ask(at, "GET", "/readyz", NULL, NULL);
    http_answer head = http_ask(at, "HEAD", "/v1/catalog", NULL, NULL);
    cr_assert_eq(strncmp(at, "http://127.0.0.1:", 17), 0, "%s", at);
    cr_assert_eq(health.status, 200);
    cr_assert_str_eq(health.body, "{\"status\":\"ok\"}\n");
    check_header(&health, "Cache-Control", "no-store");
    check_header(&health, "X-Content-Type-Options", "nosniff");
    cr_assert_str_eq(ready.body, "{\"status\":\"ready\",\"catalog\":\"Upskilling 2025\","
                                 "\"generation\":1}\n");
    cr_assert_eq(head.status, 200);
    cr_assert_eq(status_of(at, "GET", "/nowhere", NULL, NULL), 404);
    http_answer wrong = http_ask(at, "POST", "/healthz", NULL, "{}");
    cr_assert_eq(wrong.status, 405);
    check_header(&wrong, "Allow", "GET, HEAD");
    cr_assert_eq(status_of(at, "DELETE", "/v1/match", NULL, NULL), 405);
    cr_assert_eq(status_of(at, "POST", "/v1/match", "Content-Type: text/plain\r\n", "{}"), 415);
    cr_assert_eq(status_of(at, "POST", "/v1/match", NULL, "{\"role\":"), 400);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    cr_assert_eq(http_open(at).file, -1);
    http_answer_free(&health);
    http_answer_free(&ready);
    http_answer_free(&head);
    http_answer_free(&wrong);
}

Test(serve, answers_every_person_as_rung_match_does, .timeout = 120)
{
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--threads", "2");
    asked alone = asked_make(bundled, 400, 1, 5), hundred = asked_make(bundled, 6, 100, 7);
    load one = {.address = s.address[0], .asked = &alone, .clients = 8, .requests = 2000};
    load many = {.address = s.address[0], .asked = &hundred, .clients = 2, .requests = 40};
    load_run(&one);
    load_run(&many);
    cr_assert_null(one.example, "%s", one.example);
    cr_assert_null(many.example, "%s", many.example);
    cr_assert_eq(one.answered, 2000u);
    cr_assert_eq(many.answered, 40u);
    cr_assert_eq(serving_metric(&s, "rung_people_total"), 2000.0 + 4000.0);
    cr_assert_eq(serving_metric(&s, "rung_requests_total{route=\"/v1/match\",status=\"200\"}"),
                 2040.0);
    cr_assert_eq(serving_metric(&s, "rung_batch_requests_sum"), 2040.0);
    cr_assert_lt(serving_metric(&s, "rung_batch_requests_count"), 2040.0,
                 "no two requests shared a product");
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

Test(serve, many_requests_sent_at_once_are_answered_in_their_order, .timeout = 60)
{
    enum { COUNT = 50 };
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0");
    asked a = asked_make(bundled, COUNT, 1, 3);
    http_connection c = http_open(s.address[0]);
    for (size_t i = 0; i < COUNT; i++) {
        char *request = http_request("POST", "/v1/match", NULL, a.body[i]);
        cr_assert(http_send(&c, request, strlen(request)));
        free(request);
    }
    for (size_t i = 0; i < COUNT; i++) {
        http_answer answer = http_read(&c, false, 30);
        char *rows = rows_of(answer.body);
        cr_assert_str_eq(rows, a.rows[i], "request %zu", i);
        free(rows);
        http_answer_free(&answer);
    }
    http_close(&c);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

Test(serve, has_a_page_that_loads_nothing_from_elsewhere, .timeout = 60)
{
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0");
    http_answer page = http_ask(s.address[0], "GET", "/", NULL, NULL);
    char *tag = http_header(&page, "ETag"), *policy = http_header(&page, "Content-Security-Policy");
    char again[200];
    cr_assert_eq(page.status, 200);
    check_header(&page, "Content-Type", "text/html; charset=utf-8");
    check_header(&page, "Cache-Control", "no-cache");
    check_header(&page, "Referrer-Policy", "no-referrer");
    cr_assert(tag && policy);
    check_part(policy, "default-src 'none'");
    check_no_part(policy, "unsafe");
    check_part(page.body, "<title>");
    check_no_part(page.body, "http://");
    check_no_part(page.body, "https://");
    snprintf(again, sizeof again, "If-None-Match: %s\r\n", tag);
    cr_assert_eq(status_of(s.address[0], "GET", "/", again, NULL), 304);
    cr_assert_eq(status_of(s.address[0], "GET", "/../Makefile", NULL, NULL), 404);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    free(tag);
    free(policy);
    http_answer_free(&page);
}

Test(serve, counts_what_it_does, .timeout = 60)
{
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--kernel", "scalar");
    status_of(s.address[0], "POST", "/v1/match", NULL, "{\"role\":\"no-such-role\"}");
    status_of(s.address[0], "POST", "/v1/match", "Content-Type: a/b\r\n", "{}");
    cr_assert_eq(serving_metric(&s, "rung_requests_total{route=\"/v1/match\",status=\"400\"}"),
                 1.0);
    cr_assert_eq(serving_metric(&s, "rung_refused_total{reason=\"content_type\"}"), 1.0);
    cr_assert_eq(serving_metric(&s, "rung_kernel_info{kernel=\"scalar\",profile=\"upskill\"}"),
                 1.0);
    serving_wait_for_metric(&s, "rung_requests_in_flight", 1); /* the one that asks */
    serving_wait_for_metric(&s, "rung_connections", 1);
    cr_assert_eq(serving_metric(&s, "rung_request_duration_seconds_count{route=\"/v1/match\"}"),
                 2.0);
    cr_assert_eq(
        serving_metric(&s, "rung_request_duration_seconds_bucket{route=\"/v1/match\",le=\"+Inf\"}"),
        2.0);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

/* ---------------------------------------------------------------- the log */

Test(serve, logs_requests_without_what_was_sent, .timeout = 60)
{
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0");
    status_of(s.address[0], "GET", "/v1/roles?q=PersonalQuery", NULL, NULL);
    status_of(s.address[0], "GET", "/v1/roles/PersonalRole", NULL, NULL);
    status_of(s.address[0], "GET", "/PersonalPath", NULL, NULL);
    status_of(s.address[0], "PERSONAL", "/healthz", "X-Header: PersonalHeader\r\n", NULL);
    status_of(s.address[0], "POST", "/v1/match", NULL,
              "{\"id\":\"PersonalId\",\"role\":\"PersonalRole\"}");
    status_of(s.address[0], "POST", "/v1/match", NULL,
              "{\"id\":\"PersonalId\",\"role\":\"software-engineer\"}");
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    char *log = serving_log(&s);
    check_no_part(log, "ersonal");
    check_no_part(log, "PERSONAL");
    check_part(log, "\"method\":\"GET\",\"route\":\"/v1/roles/{id}\",\"status\":404,\"bytes\":");
    check_part(log, "\"method\":\"OTHER\",\"route\":\"/healthz\",\"status\":405,");
    check_part(log, "\"method\":\"POST\",\"route\":\"/v1/match\",\"status\":200,\"bytes\":");
    check_part(log, "\"people\":1,\"batch\":1}\n");
    for (char *line = log; *line; line = strchr(line, '\n') + 1)
        cr_assert_eq(strncmp(line, "{\"time\":\"2", 10), 0, "%s", line);
    free(log);
}

Test(serve, logs_as_little_as_it_is_told, .timeout = 60)
{
    serving errors = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--log", "errors");
    serving off = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--log", "off");
    const serving *const both[] = {&errors, &off};
    for (size_t i = 0; i < 2; i++) {
        status_of(both[i]->address[0], "GET", "/healthz", NULL, NULL);
        status_of(both[i]->address[0], "GET", "/nowhere", NULL, NULL);
    }
    cr_assert_eq(serving_end(&errors, SIGTERM), 0);
    cr_assert_eq(serving_end(&off, SIGTERM), 0);
    char *log = serving_log(&errors), *nothing = serving_log(&off);
    check_no_part(log, "/healthz");
    check_part(log, "\"route\":\"other\",\"status\":404,");
    cr_assert_str_eq(nothing, "");
    free(log);
    free(nothing);
}

/* ---------------------------------------------------------------- where it listens */

Test(serve, listens_at_several_places, .timeout = 60)
{
    const char *path = test_path(test_folder(), "socket");
    char local[300];
    snprintf(local, sizeof local, "unix:%s", path);
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--listen", "[::1]:0",
                      "--listen", local);
    cr_assert_str_eq(s.address[2], local);
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(status_of(s.address[i], "GET", "/healthz", NULL, NULL), 200, "%s",
                     s.address[i]);
    /* A second one must not take the first one's place; one that is left over is in nobody's way.
     */
    cli_result second = CLI_RUN("serve", "--catalog", bundled, "--listen", local);
    cli_check_code(&second, 1);
    cli_check_err(&second, "Address already in use");
    cr_assert_eq(serving_end(&s, SIGKILL), -SIGKILL);
    cr_assert_eq(access(path, F_OK), 0);
    serving third = SERVE("--catalog", bundled, "--listen", local);
    cr_assert_eq(status_of(local, "GET", "/healthz", NULL, NULL), 200);
    cr_assert_eq(serving_end(&third, SIGTERM), 0);
    cr_assert_neq(access(path, F_OK), 0, "the socket is still there");
}

/* What comes at a datagram socket, one text. */
static void check_told(int socket, const char *text)
{
    char found[200] = "";
    ssize_t length = recv(socket, found, sizeof found - 1, 0);
    cr_assert_geq(length, 0);
    cr_assert_eq(strncmp(found, text, strlen(text)), 0, "found '%s', expected '%s'", found, text);
}

Test(serve, takes_the_sockets_of_a_service_manager_and_tells_it_how_it_is, .timeout = 60)
{
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_un manager = {.sun_family = AF_UNIX};
    socklen_t room = sizeof any;
    char expected[100];
    int tells = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int listens = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(manager.sun_path, sizeof manager.sun_path, "%s", test_path(test_folder(), "notify"));
    cr_assert_eq(bind(tells, (struct sockaddr *)&manager, sizeof manager), 0);
    cr_assert_eq(bind(listens, (struct sockaddr *)&any, sizeof any), 0);
    cr_assert_eq(listen(listens, 10), 0);
    cr_assert_eq(getsockname(listens, (struct sockaddr *)&any, &room), 0);
    serving s = serving_start_as((const int[]){listens, -1}, manager.sun_path, NULL,
                                 (const char *const[]){"--catalog", bundled, NULL});
    snprintf(expected, sizeof expected, "http://127.0.0.1:%d", ntohs(any.sin_port));
    cr_assert_str_eq(s.address[0], expected);
    cr_assert_str_empty(s.address[1]);
    check_told(tells, "READY=1");
    cr_assert_eq(status_of(s.address[0], "GET", "/healthz", NULL, NULL), 200);
    kill(s.process, SIGHUP);
    check_told(tells, "RELOADING=1\nMONOTONIC_USEC=");
    check_told(tells, "READY=1");
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    check_told(tells, "STOPPING=1");
    close(tells);
    close(listens);
}

Test(serve, refuses_to_listen_elsewhere_without_a_token, .timeout = 60)
{
    const char *const anywhere[] = {"0.0.0.0:0", "[::]:0"};
    for (size_t i = 0; i < 2; i++) {
        cli_result r = CLI_RUN("serve", "--catalog", bundled, "--listen", anywhere[i]);
        cli_check_code(&r, 2);
        cli_check_err(&r, "can be reached from other machines: expected a token");
    }
    serving s = SERVE("--catalog", bundled, "--listen", "0.0.0.0:0", "--token-file", token_file());
    serving_wait_for(&s, "the token and all data go in clear");
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

Test(serve, says_what_is_wrong_with_its_options, .timeout = 60)
{
    static const struct {
        const char *option, *value, *message;
        int code;
    } cases[] = {
        {"--listen", "8080", "--listen: found '8080', expected ADDRESS:PORT", 2},
        {"--listen", "example.org:80", "expected ADDRESS:PORT with a numeric address", 2},
        {"--listen", "127.0.0.1:70000", "expected ADDRESS:PORT", 2},
        {"--listen", "[127.0.0.1]:1", "expected ADDRESS:PORT", 2},
        {"--listen", "::1:80", "expected ADDRESS:PORT", 2},
        {"--certificate", "here.pem", "expected both --certificate and --key, or none", 2},
        {"--token-file", "/nonexistent/token", "/nonexistent/token: cannot open", 1},
        {"--profile", "nonesuch", "nonesuch", 2},
        {"--kernel", "nonesuch", "nonesuch", 2},
        {"--most-header", "100", "expected a whole number in 4096..", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cli_result r = CLI_RUN("serve", "--catalog", bundled, "--listen", "127.0.0.1:0",
                               cases[i].option, cases[i].value);
        cli_check_code(&r, cases[i].code);
        cli_check_err(&r, cases[i].message);
        cli_check_whole_out(&r, "");
    }
    const char *folder = test_folder();
    cli_result weak = CLI_RUN("serve", "--catalog", bundled, "--listen", "127.0.0.1:0",
                              "--token-file", test_write_text(folder, "weak", "secret-123\n"));
    cli_result odd = CLI_RUN("serve", "--catalog", bundled, "--token-file",
                             test_write_text(folder, "odd", "a token with white space\n"));
    cli_check_code(&weak, 3);
    cli_check_err(&weak, "found a token of 10 characters, expected at least 16");
    check_no_part(weak.err, "secret");
    cli_check_code(&odd, 3);
    cli_check_err(&odd, "character 2 of the token");
    check_no_part(odd.err, "white");
}

/* ---------------------------------------------------------------- who may ask */

static int status_with(const serving *s, const char *path, const char *authorization)
{
    char headers[300] = "";
    if (authorization)
        snprintf(headers, sizeof headers, "Authorization: %s\r\n", authorization);
    return status_of(s->address[0], "GET", path, headers, NULL);
}

static void check_token(const serving *s)
{
    char right[100], longer[100], shorter[100], other[100];
    snprintf(right, sizeof right, "bearer  %s", token);
    snprintf(longer, sizeof longer, "Bearer %s0", token);
    snprintf(shorter, sizeof shorter, "Bearer %.10s", token);
    snprintf(other, sizeof other, "Bearer %s", token);
    other[strlen(other) - 1] ^= 1;
    const char *const wrong[] = {NULL,    "",    "Bearer", "Bearer ",   longer,
                                 shorter, other, token,    "Basic YTpi"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        cr_assert_eq(status_with(s, "/v1/catalog", wrong[i]), 401, "%s", wrong[i]);
        cr_assert_eq(status_with(s, "/metrics", wrong[i]), 401, "%s", wrong[i]);
        cr_assert_eq(status_with(s, "/nowhere", wrong[i]), 401, "%s", wrong[i]);
    }
    cr_assert_eq(status_with(s, "/v1/catalog", right), 200);
    cr_assert_eq(status_with(s, "/metrics", right), 200);
    cr_assert_eq(status_with(s, "/healthz", NULL), 200);
    cr_assert_eq(status_with(s, "/readyz", NULL), 200);
    cr_assert_eq(status_with(s, "/", NULL), 200);
    http_answer a = http_ask(s->address[0], "GET", "/v1/catalog", NULL, NULL);
    check_header(&a, "WWW-Authenticate", "Bearer");
    http_answer_free(&a);
}

Test(serve, answers_who_brings_the_token_alone, .timeout = 60)
{
    char setting[100], path[64];
    snprintf(setting, sizeof setting, "RUNG_TOKEN=%s", token);
    const char *const words[] = {"--catalog", bundled, "--listen", "127.0.0.1:0", NULL};
    serving by_file =
        SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--token-file", token_file());
    serving by_environment = serving_start_as(NULL, NULL, setting, words);
    check_token(&by_file);
    check_token(&by_environment);
    size_t length;
    snprintf(path, sizeof path, "/proc/%d/environ", by_environment.process);
    char *environment = test_read(path, &length);
    cr_assert(environment && !memmem(environment, length, token, strlen(token)));
    free(environment);
    cr_assert_eq(serving_end(&by_file, SIGTERM), 0);
    cr_assert_eq(serving_end(&by_environment, SIGTERM), 0);
    char *log = serving_log(&by_file);
    check_part(log, "\"status\":401,");
    check_no_part(log, "a-token");
    free(log);
}

Test(serve, does_not_answer_pages_of_other_sites, .timeout = 60)
{
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--host", "rung.example");
    static const struct {
        const char *host;
        int status;
    } cases[] = {{"localhost", 200},      {"LocalHost:8080", 200}, {"127.0.0.1:1", 200},
                 {"[::1]:8080", 200},     {"rung.example", 200},   {"rung.example:443", 200},
                 {"evil.example", 421},   {"localhost.evil", 421}, {"rung.example.evil", 421},
                 {"127.0.0.1.evil", 421}, {"[::1].evil:80", 400},  {"", 421}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char request[200];
        http_connection c = http_open(s.address[0]);
        snprintf(request, sizeof request, "GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n",
                 cases[i].host);
        cr_assert(http_send(&c, request, strlen(request)));
        http_answer a = http_read(&c, false, 30);
        cr_assert_eq(a.status, cases[i].status, "%s: %d", cases[i].host, a.status);
        http_answer_free(&a);
        http_close(&c);
    }
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
}

/* Whether a shell command succeeds; what it prints is in the file at path. */
static bool succeeds(const char *path, const char *command)
{
    char line[2000];
    int length = snprintf(line, sizeof line, "{ %s; } >'%s' 2>&1", command, path);
    cr_assert(length > 0 && (size_t)length < sizeof line);
    return system(line) == 0;
}

Test(serve, speaks_tls, .timeout = 60)
{
    const char *folder = test_folder(), *out = test_path(folder, "out");
    const char *certificate = test_path(folder, "certificate"), *key = test_path(folder, "key");
    char command[1500];
    if (!succeeds(out, "openssl version && curl --version"))
        cr_skip_test("no openssl or no curl: `make deps` installs them");
    snprintf(command, sizeof command,
             "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
             "-subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout '%s' -out '%s'",
             key, certificate);
    cr_assert(succeeds(out, command), "%s", test_read(out, NULL));
    serving s = SERVE("--catalog", bundled, "--listen", "127.0.0.1:0", "--certificate", certificate,
                      "--key", key);
    cr_assert_eq(strncmp(s.address[0], "https://127.0.0.1:", 18), 0, "%s", s.address[0]);
    snprintf(command, sizeof command,
             "curl -sS -m 20 --cacert '%s' -H 'Content-Type: application/json' "
             "-d '{\"role\":\"software-engineer\",\"top\":1}' %s/v1/match --next -sS -m 20 "
             "--cacert '%s' %s/healthz",
             certificate, s.address[0], certificate, s.address[0]);
    cr_assert(succeeds(out, command), "%s", test_read(out, NULL));
    char *answer = test_read(out, NULL);
    check_part(answer, "\"hits\":[{\"rank\":1,");
    check_part(answer, "{\"status\":\"ok\"}");
    snprintf(command, sizeof command, "curl -sS -m 20 --cacert '%s' --tls-max 1.1 %s/healthz",
             certificate, s.address[0]);
    cr_assert_not(succeeds(out, command), "TLS 1.1 is spoken");
    /* Who speaks no TLS gets nothing, and harms nobody. */
    http_connection plain = http_open(s.address[0]);
    char *request = http_request("GET", "/healthz", NULL, NULL);
    cr_assert(http_send(&plain, request, strlen(request)));
    free(request);
    cr_assert(http_is_closed(&plain, 20));
    http_close(&plain);
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    cli_result wrong = CLI_RUN("serve", "--catalog", bundled, "--listen", "127.0.0.1:0",
                               "--certificate", key, "--key", key);
    cli_check_code(&wrong, 2);
    cli_check_err(&wrong, "cannot start to serve HTTPS");
    free(answer);
}

/* ---------------------------------------------------------------- reload */

/* The small catalog, in a folder of its own, with another wage for its coders. */
static const char *small_with_wage(const char *wage)
{
    static char roles[1000];
    snprintf(roles, sizeof roles,
             "role_id,title,family,job_zone,wage,employment,growth,openings,automation_risk\n"
             "clerk,Clerk,office,2,30000,1000,-0.05,100,0.8\n"
             "coder,\"Coder, junior\",tech,4,%s,500,0.2,50,0.1\n"
             "boss,Boss,office,5,90000,20,0,2,0\nidle,Idle,,,,,,,\n",
             wage);
    return test_write_files(test_small_catalog, (const test_file[]){{"roles.csv", roles}, {0}});
}

Test(serve, reads_the_catalog_again_when_told_and_keeps_the_old_one_when_that_fails, .timeout = 60)
{
    const char *folder = small_with_wage("60000");
    serving s = SERVE("--catalog", folder, "--listen", "127.0.0.1:0");
    char *better = test_read(test_path(small_with_wage("61234"), "roles.csv"), NULL);
    test_write_text(folder, "roles.csv", better);
    kill(s.process, SIGHUP);
    serving_wait_for(&s, "\"event\":\"reloaded\"");
    http_answer coder = http_ask(s.address[0], "GET", "/v1/roles/coder", NULL, NULL);
    check_part(coder.body, "\"wage\":61234");
    test_write_text(folder, "roles.csv", "role_id,title\nclerk\n");
    kill(s.process, SIGHUP);
    serving_wait_for(&s, "\"event\":\"reload failed, the old one stays\",\"message\":\"");
    serving_wait_for(&s, "roles.csv:2");
    http_answer ready = http_ask(s.address[0], "GET", "/readyz", NULL, NULL);
    cr_assert_eq(ready.status, 200);
    check_part(ready.body, "\"generation\":2,\"last_reload\":\"failed\"}");
    cr_assert_eq(status_of(s.address[0], "GET", "/v1/roles/coder", NULL, NULL), 200);
    cr_assert_eq(serving_metric(&s, "rung_reloads_total{result=\"done\"}"), 1.0);
    cr_assert_eq(serving_metric(&s, "rung_reloads_total{result=\"failed\"}"), 1.0);
    cr_assert_eq(serving_end(&s, SIGINT), 0);
    http_answer_free(&coder);
    http_answer_free(&ready);
    free(better);
}

Test(serve, does_not_tell_the_log_what_is_in_a_row_of_people, .timeout = 60)
{
    const char *catalog = test_write_files(test_small_catalog, NULL), *people = test_folder();
    test_write_text(people, "people.csv", "person_id,role_id\nann,clerk\n");
    test_write_text(people, "people_skills.csv", "person_id,skill_id,level\nann,read,2\n");
    serving s = SERVE("--catalog", catalog, "--people", people, "--listen", "127.0.0.1:0");
    test_write_text(people, "people.csv", "person_id,role_id\nann,Personal\n");
    kill(s.process, SIGHUP);
    serving_wait_for(&s, "reload failed");
    cr_assert_eq(serving_end(&s, SIGTERM), 0);
    char *log = serving_log(&s);
    check_part(log, "people.csv:2: column 'role_id': found a value that is not told here, expected "
                    "an id of roles.csv, or nothing");
    check_no_part(log, "Personal");
    free(log);
}

Test(serve, ends_when_nobody_can_be_told_where_it_listens, .timeout = 60)
{
    const char *out = test_path(test_folder(), "out"), *program = getenv("RUNG_PROGRAM");
    char command[1000];
    snprintf(command, sizeof command,
             "code=0; timeout 20 %s serve --catalog %s --listen 127.0.0.1:0 >/dev/full || code=$?; "
             "test $code = 1",
             program ? program : "build/release/rung", bundled);
    cr_assert(succeeds(out, command));
    check_part(test_read(out, NULL), "stdout: cannot write");
}

Test(serve, counts_lines_of_the_log_that_could_not_be_written, .timeout = 60)
{
    const char *folder = test_folder(), *program = getenv("RUNG_PROGRAM");
    const char *out = test_path(folder, "out");
    char command[1500];
    if (!succeeds(out, "curl --version"))
        cr_skip_test("no curl: `make deps` installs it");
    snprintf(command, sizeof command,
             "%s serve --catalog %s --listen unix:'%s/socket' 2>/dev/full >/dev/null & "
             "curl='curl -sS -m 20 --retry 50 --retry-delay 0 --retry-all-errors --unix-socket "
             "%s/socket'; $curl http://localhost/healthz; $curl http://localhost/healthz; sleep 1; "
             "$curl http://localhost/metrics; kill $!; wait $!",
             program ? program : "build/release/rung", bundled, folder, folder);
    cr_assert(succeeds(out, command), "%s", test_read(out, NULL));
    check_part(test_read(out, NULL), "rung_log_lines_lost_total 3\n");
}
