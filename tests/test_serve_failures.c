/* test_serve_failures.c - whatever allocation fails, an ask is answered whole or with 503. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <stdlib.h>
#include <string.h>

#include "failures.h"
#include "serve_asks.h"

static const char *const asks[][3] = {
    {"POST", "/v1/match",
     "{\"people\":[{\"id\":\"a\",\"role\":\"picker\"},{\"levels\":[1,2,3]}],\"gaps\":2}"},
    {"POST", "/v1/match", "{\"levels\":{\"pythn\":3}}"},
    {"POST", "/v1/match", "{\"profile\":\"best\"}"},
    {"POST", "/v1/explain", "{\"role\":\"picker\",\"target\":\"lead\",\"levels\":{\"pick\":3}}"},
    {"POST", "/v1/path",
     "{\"role\":\"picker\",\"targets\":[\"planner\"],\"columns\":{\"site\":\"Paris\"}}"},
    {"GET", "/v1/catalog", NULL},
    {"GET", "/v1/roles?q=p", NULL},
    {"GET", "/v1/roles/lead", NULL},
    {"GET", "/v1/people", NULL},
    {"GET", "/v1/people/ann", NULL},
    {"GET", "/v1/openapi.json", NULL},
    {"GET", "/v1/nothing", NULL},
};

TEST_EACH(serve_failures, an_ask_without_memory_is_answered_with_503_and_nothing_else,
          sizeof asks / sizeof *asks)
{
    const char *const *a = asks[*row];
    json_set_alloc_funcs(malloc, free); /* those that fail on demand */
    rung_service *service = serve_open_shop();
    rung_answer good = serve_ask(service, a[0], a[1], a[2]);
    long n = 1;
    for (;; n++) {
        failures_arm(FAIL_MEMORY, n, 0);
        rung_answer answer = serve_ask(service, a[0], a[1], a[2]);
        if (failures_disarm() == 0) {
            cr_assert(answer.status == good.status && answer.length == good.length &&
                      memcmp(answer.body, good.body, good.length) == 0);
            rung_answer_clear(&answer);
            break;
        }
        bool whole = answer.status == good.status && answer.length == good.length &&
                     memcmp(answer.body, good.body, good.length) == 0;
        bool none = answer.status == 503 && !answer.body && answer.length == 0;
        /* jansson takes text for which it has no memory for something that is no JSON */
        bool text = answer.status == 400 && answer.body && strstr(answer.body, "malformed JSON");
        cr_assert(whole || none || text, "allocation %ld: %u %.*s", n, answer.status,
                  (int)answer.length, answer.body ? answer.body : "");
        rung_answer_clear(&answer);
    }
    cr_assert_gt(n, 1, "nothing failed");
    rung_answer_clear(&good);
    rung_service_free(service);
}

Test(serve_failures, a_service_opens_whole_or_not_at_all, .timeout = 60)
{
    rung_service_options options = {.catalog = test_write_files(serve_shop, NULL),
                                    .people = test_write_files(serve_staff, NULL)};
    long n = 1, failed = 0;
    for (;; n++) {
        rung_error error = {.message = ""};
        rung_service *service;
        failures_arm(FAIL_MEMORY, n, 0);
        rung_status status = rung_service_open(&service, &options, &error);
        if (failures_disarm() == 0) {
            cr_assert_eq(status, RUNG_OK);
            rung_service_free(service);
            break;
        }
        cr_assert((status == RUNG_OK) == (service != NULL));
        cr_assert(status == RUNG_OK || status == RUNG_NO_MEMORY, "%s", error.message);
        failed += status != RUNG_OK;
        rung_service_free(service);
    }
    cr_assert_gt(failed, 20);
}

Test(serve_failures, asks_that_wait_together_all_get_an_answer)
{
    rung_service *service = serve_open_shop();
    const char *body = "{\"people\":[{\"role\":\"picker\"},{\"levels\":[1,2,3]}]}";
    rung_ask ask = {"POST", "/v1/match", NULL, body, strlen(body)};
    for (long n = 1;; n++) {
        rung_match_ask *read[3];
        rung_answer answers[3] = {0};
        for (int i = 0; i < 3; i++)
            cr_assert(rung_match_ask_read(&read[i], service, &ask, &answers[i]));
        failures_arm(FAIL_MEMORY, n, 0);
        rung_match_asks_answer(service, read, 3, answers);
        bool all = failures_disarm() == 0;
        size_t good = 0;
        for (int i = 0; i < 3; i++) {
            cr_assert(answers[i].status == 200 ? answers[i].length > 100
                                               : answers[i].status == 503 && !answers[i].body);
            good += answers[i].status == 200;
            rung_answer_clear(&answers[i]);
            rung_match_ask_free(read[i]);
        }
        if (all) {
            cr_assert_eq(good, 3);
            cr_assert_gt(n, 8);
            break;
        }
        cr_assert_lt(good, 3);
    }
    rung_service_free(service);
}
