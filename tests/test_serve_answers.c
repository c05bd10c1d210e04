/* test_serve_answers.c - what rung serve answers: examples, lists, and what it refuses. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "serve/answer/listing.h"
#include "serve_asks.h"

/* ---------------------------------------------------------------- examples of the description */

static json_t *read_openapi(void)
{
    json_error_t error;
    json_t *json =
        json_load_file("engine/serve/answer/openapi.json", JSON_REJECT_DUPLICATES, &error);
    cr_assert_not_null(json, "%s, line %d", error.text, error.line);
    return json;
}

static json_t *content(json_t *of)
{
    return json_object_get(json_object_get(of, "content"), "application/json");
}

/* The path with the examples of its parameters. */
static void put_target(rung_buffer *out, const char *path, json_t *operation)
{
    size_t i;
    json_t *parameter;
    char sign = '?';
    rung_put(out, path, strcspn(path, "{"));
    json_array_foreach(json_object_get(operation, "parameters"), i, parameter)
    {
        json_t *example = json_object_get(parameter, "example");
        if (!example)
            continue;
        if (strcmp(json_string_value(json_object_get(parameter, "in")), "query") == 0) {
            rung_put_char(out, sign);
            rung_put_text(out, json_string_value(json_object_get(parameter, "name")));
            rung_put_char(out, '=');
            sign = '&';
        }
        if (json_is_string(example))
            rung_put_text(out, json_string_value(example));
        else
            rung_put_whole(out, (unsigned long long)json_integer_value(example));
    }
    rung_put_char(out, '\0');
}

static void try_operation(const rung_service *service, const char *path, const char *method,
                          json_t *operation)
{
    rung_buffer target = {0};
    json_t *responses = json_object_get(operation, "responses");
    json_t *expected = json_object_get(content(json_object_get(responses, "200")), "example");
    json_t *request =
        json_object_get(content(json_object_get(operation, "requestBody")), "example");
    cr_assert_not_null(expected, "%s has no example", path);
    char *body = request ? json_dumps(request, JSON_COMPACT) : NULL;
    put_target(&target, path, operation);
    rung_answer answer =
        serve_ask(service, strcmp(method, "post") == 0 ? "POST" : "GET", target.at, body);
    json_t *found = serve_json(answer, 200);
    char *shown = json_dumps(found, JSON_COMPACT);
    cr_assert(json_equal(found, expected), "the example of %s is not what is answered: %s",
              target.at, shown);
    free(shown);
    free(body);
    json_decref(found);
    rung_buffer_free(&target);
}

Test(serve_answers, every_example_of_the_description_is_answered_so)
{
    rung_service *service = serve_open_shop();
    json_t *openapi = read_openapi(), *methods, *operation;
    const char *path, *method;
    size_t tried = 0;
    json_object_foreach(json_object_get(openapi, "paths"), path, methods)
    {
        if (strncmp(path, "/v1/", 4) != 0 || strcmp(path, "/v1/openapi.json") == 0)
            continue;
        json_object_foreach(methods, method, operation)
        {
            try_operation(service, path, method, operation);
            tried++;
        }
    }
    cr_assert_eq(tried, 9);
    json_decref(openapi);
    rung_service_free(service);
}

Test(serve_answers, the_description_is_the_file_and_has_every_route)
{
    rung_service *service = serve_open_shop();
    size_t length;
    char *file = test_read("engine/serve/answer/openapi.json", &length);
    rung_answer answer = serve_ask(service, "GET", "/v1/openapi.json", NULL);
    cr_assert(answer.length == length && memcmp(answer.body, file, length) == 0);
    rung_answer_clear(&answer);
    free(file);
    json_t *openapi = read_openapi(), *methods;
    const char *path;
    json_object_foreach(json_object_get(openapi, "paths"), path, methods)
    {
        rung_ask ask = {"GET", path, NULL, NULL, 0};
        const char *route = rung_ask_route(&ask);
        cr_assert(strncmp(path, "/v1/", 4) != 0 || (route && strcmp(route, path) == 0), "%s", path);
    }
    json_decref(openapi);
    rung_service_free(service);
}

/* ---------------------------------------------------------------- examples of the docs */

/* The next fenced block of this kind behind at, cut out of the page; NULL where there is none. */
static char *next_block(char **at, const char *kind)
{
    char fence[20];
    snprintf(fence, sizeof fence, "\n```%s\n", kind);
    char *start = strstr(*at, fence);
    if (!start)
        return NULL;
    start += strlen(fence);
    char *end = strstr(start, "\n```");
    cr_assert_not_null(end);
    *end = '\0';
    *at = end + 1;
    return start;
}

/* "METHOD TARGET", and behind the line a body, or none. */
static rung_answer ask_block(const rung_service *service, char *block)
{
    char *body = strchr(block, '\n');
    if (body)
        *body++ = '\0';
    char *target = strchr(block, ' ');
    cr_assert_not_null(target, "%s", block);
    *target++ = '\0';
    return serve_ask(service, block, target, body);
}

Test(serve_answers, every_example_of_the_docs_is_answered_so)
{
    rung_service *service = serve_open_shop();
    char *page = test_read("docs/serve-api.md", NULL), *at = page, *request;
    size_t tried = 0;
    cr_assert_not_null(page);
    while ((request = next_block(&at, "http")) != NULL) {
        char *shown = next_block(&at, "json");
        cr_assert_not_null(shown, "%s has no answer", request);
        rung_answer answer = ask_block(service, request);
        json_error_t error;
        json_t *found = serve_json(answer, answer.status);
        json_t *expected = json_loads(shown, JSON_REJECT_DUPLICATES, &error);
        cr_assert_not_null(expected, "%s in %s", error.text, shown);
        char *text = json_dumps(found, JSON_COMPACT);
        cr_assert(json_equal(found, expected), "%s is answered so: %s", request, text);
        free(text);
        json_decref(found);
        json_decref(expected);
        tried++;
    }
    cr_assert_geq(tried, 5);
    free(page);
    rung_service_free(service);
}

/* ---------------------------------------------------------------- what is refused */

typedef struct refusal {
    const char *target, *body, *answer; /* behind {"error":{"status":400, */
} refusal;

#define AT(message, at) "\"message\":\"" message "\",\"at\":\"" at "\"}}"
#define UNKNOWN_SKILL   "unknown skill 'pythn', expected the id of one of the catalog's skills"
#define LEVEL           "expected a number in 0..5"
#define SETTING         "a number out of range or not whole, expected a whole one of "

static const refusal refusals[] = {
    {"/v1/match", "", "\"message\":\"the body is empty, expected JSON\"}}"},
    {"/v1/match", "{\"levels\":\n {\"pick\":}}",
     "\"message\":\"malformed JSON near '}', expected a "
     "value\",\"line\":2,\"column\":10,\"offset\":20}}"},
    {"/v1/match", "{\"id\":\"a\"",
     "\"message\":\"the JSON ends too early\",\"line\":1,\"column\":9,\"offset\":8}}"},
    {"/v1/match", "{} x",
     "\"message\":\"something stands behind the JSON, expected its "
     "end\",\"line\":1,\"column\":4,\"offset\":3}}"},
    {"/v1/match", "{\"id\":\"\xC3\xA9\xFF\"}",
     "\"message\":\"the text is not UTF-8\",\"line\":1,\"column\":9,\"offset\":9}}"},
    {"/v1/match", "{\"id\":\"a\",\"id\":\"b\"}",
     "\"message\":\"an object has two members of one name\",\"line\":1,\"column\":14,\"offset\":"
     "13}}"},
    {"/v1/match", "{\"id\":\"a\\u0000b\"}",
     "\"message\":\"text holds a zero character\",\"line\":1,\"column\":16,\"offset\":15}}"},
    {"/v1/match", "[[[[[[[[[[[[[[[[[",
     "\"message\":\"arrays and objects lie too deep, expected 16 levels at "
     "most\",\"line\":1,\"column\":17,\"offset\":16}}"},
    {"/v1/match", "{\"levels\":{\"pick\":1e999}}",
     "\"message\":\"a number is too large\",\"line\":1,\"column\":23,\"offset\":22}}"},
    {"/v1/match", "{\"levels\":{\"pick\":NaN}}",
     "\"message\":\"malformed JSON near a word, expected a value\",\"line\":1,\"column\":21,"
     "\"offset\":20}}"},
    {"/v1/match", "{\"levels\":{\"pick\":4,}}",
     "\"message\":\"malformed JSON near '}', expected a member's name in quotes\",\"line\":1,"
     "\"column\":21,\"offset\":20}}"},
    {"/v1/match", "{\"id\" \"Ann Person\"}",
     "\"message\":\"malformed JSON near text, expected ':'\",\"line\":1,\"column\":18,"
     "\"offset\":17}}"},
    {"/v1/match", "{\"id\":Ann}",
     "\"message\":\"malformed JSON near a word, expected a value\",\"line\":1,\"column\":9,"
     "\"offset\":8}}"},
    {"/v1/match", "\xEF\xBB\xBF{}",
     "\"message\":\"the text begins with a byte-order mark, expected '{' or "
     "'['\",\"line\":1,\"column\":1,\"offset\":0}}"},
    {"/v1/match", "[]", AT("expected an object, found an array", "")},
    {"/v1/match", "{\"levels\":{\"pythn\":3}}", AT(UNKNOWN_SKILL, "/levels/pythn")},
    {"/v1/match", "{\"people\":[{},{\"levels\":{\"pick\":1,\"pythn\":3}}]}",
     AT(UNKNOWN_SKILL, "/people/1/levels/pythn")},
    {"/v1/match", "{\"levels\":{\"a~b/c\":3}}",
     AT("unknown skill 'a~b/c', expected the id of one of the catalog's skills",
        "/levels/a~0b~1c")},
    {"/v1/match", "{\"levels\":{\"pick\":\"4\"}}",
     AT("expected a level, found text", "/levels/pick")},
    {"/v1/match", "{\"levels\":{\"pick\":-0.5}}", AT("a level below 0, " LEVEL, "/levels/pick")},
    {"/v1/match", "{\"levels\":[4,5.01,0]}", AT("a level above the scale, " LEVEL, "/levels/1")},
    {"/v1/match", "{\"levels\":{\"pick\":1e300}}",
     AT("a level above the scale, " LEVEL, "/levels/pick")},
    {"/v1/match", "{\"levels\":[4,2]}",
     AT("2 levels, expected 3: one for each of the catalog's skills, in its order", "/levels")},
    {"/v1/match", "{\"levels\":7}",
     AT("expected an object or an array of levels, found a number", "/levels")},
    {"/v1/match", "{\"role\":\"pickr\"}",
     AT("unknown role 'pickr', expected the id of one of the catalog's roles, or null", "/role")},
    {"/v1/match", "{\"role\":3}", AT("expected a role's id or null, found a number", "/role")},
    {"/v1/match", "{\"id\":3}", AT("expected text, found a number", "/id")},
    {"/v1/match", "{\"vector\":[1]}",
     AT("a vector, but the catalog has none to compare it with", "/vector")},
    {"/v1/match", "{\"columns\":{\"site\":1}}",
     AT("expected text, found a number", "/columns/site")},
    {"/v1/match", "{\"columns\":[]}",
     AT("expected an object of texts, found an array", "/columns")},
    {"/v1/match", "{\"people\":[]}", AT("0 people, expected 1 to 10000", "/people")},
    {"/v1/match", "{\"people\":{}}", AT("expected an array of people, found an object", "/people")},
    {"/v1/match", "{\"people\":[null]}",
     AT("expected a person: an object, found null", "/people/0")},
    {"/v1/match", "{\"people\":[{}],\"role\":\"picker\"}",
     AT("unknown member 'role', expected people, top, gaps or profile", "/role")},
    {"/v1/match", "{\"rol\":\"picker\"}",
     AT("unknown member 'rol', expected id, role, levels, vector, columns, top, gaps or profile",
        "/rol")},
    {"/v1/match", "{\"top\":0}", AT(SETTING "1 to 1000", "/top")},
    {"/v1/match", "{\"top\":1.5}", AT(SETTING "1 to 1000", "/top")},
    {"/v1/match", "{\"top\":\"5\"}", AT("expected a whole number, found text", "/top")},
    {"/v1/match", "{\"gaps\":-1}", AT(SETTING "0 to 1000", "/gaps")},
    {"/v1/match", "{\"profile\":\"best\"}",
     AT("unknown profile 'best', expected upskill or readiness", "/profile")},
    {"/v1/match", "{\"profile\":true}",
     AT("expected a profile's name, found true or false", "/profile")},
    {"/v1/explain", "{}", AT("no member target, expected the id of a role", "")},
    {"/v1/explain", "{\"target\":\"x\"}",
     AT("unknown role 'x', expected the id of one of the catalog's roles", "/target")},
    {"/v1/explain", "{\"people\":[]}",
     AT("unknown member 'people', expected id, role, levels, vector, columns, target or profile",
        "/people")},
    {"/v1/path", "{\"prefer\":\"best\"}",
     AT("unknown choice 'best', expected gain, fastest, cheapest or fewest", "/prefer")},
    {"/v1/path", "{\"steps\":9}", AT(SETTING "1 to 8", "/steps")},
    {"/v1/path", "{\"years\":101}", AT("a number out of range, expected 0 to 100", "/years")},
    {"/v1/path", "{\"effort\":1000001}", AT(SETTING "1 to 1000000", "/effort")},
    {"/v1/path", "{\"effort\":0}", AT(SETTING "1 to 1000000", "/effort")},
    {"/v1/path", "{\"targets\":[]}",
     AT("0 targets, expected 1 to 100, or none of this member for the best that are found",
        "/targets")},
    {"/v1/path", "{\"targets\":[\"lead\",\"lead\"]}",
     AT("role 'lead' is named twice, expected once", "/targets/1")},
    {"/v1/path", "{\"targets\":[\"lead\"],\"top\":2}",
     AT("top says how many targets are found, expected it without targets", "/top")},
};

TEST_EACH(serve_answers, what_is_wrong_is_told_with_its_place, sizeof refusals / sizeof *refusals)
{
    rung_service *service = serve_open_shop();
    const refusal *r = &refusals[*row];
    char expected[1000];
    snprintf(expected, sizeof expected, "{\"error\":{\"status\":400,%s", r->answer);
    serve_check(serve_ask(service, "POST", r->target, r->body), 400, expected);
    rung_service_free(service);
}

static const refusal bad_queries[] = {
    {"/v1/roles?limit=0", "limit", "expected a whole number of 1 to 1000"},
    {"/v1/roles?limit=1001", "limit", "expected a whole number of 1 to 1000"},
    {"/v1/roles?limit=", "limit", "expected a whole number of 1 to 1000"},
    {"/v1/roles?limit=-1", "limit", "expected a whole number of 1 to 1000"},
    {"/v1/roles?offset=99999999999999999999", "offset",
     "expected a whole number of 0 to 1000000000"},
    {"/v1/roles?q=%zz", "q", "expected percent-encoded UTF-8 of at most 200 bytes"},
    {"/v1/roles?q=%ff", "q", "expected percent-encoded UTF-8 of at most 200 bytes"},
    {"/v1/roles?q=a%00", "q", "expected percent-encoded UTF-8 of at most 200 bytes"},
    {"/v1/roles?q=%4", "q", "expected percent-encoded UTF-8 of at most 200 bytes"},
    {"/v1/roles?q=a&q=b", "q", "given twice, expected once"},
    {"/v1/skills?find=a", "find", "unknown parameter, expected q, limit or offset"},
};

TEST_EACH(serve_answers, what_is_wrong_with_a_query_is_told_with_its_parameter,
          sizeof bad_queries / sizeof *bad_queries)
{
    rung_service *service = serve_open_shop();
    const refusal *r = &bad_queries[*row];
    char expected[1000];
    snprintf(expected, sizeof expected,
             "{\"error\":{\"status\":400,\"message\":\"%s\",\"parameter\":\"%s\"}}", r->answer,
             r->body);
    serve_check(serve_ask(service, "GET", r->target, NULL), 400, expected);
    rung_service_free(service);
}

Test(serve_answers, a_name_that_was_sent_is_cut_and_made_harmless)
{
    rung_service *service = serve_open_shop();
    rung_buffer body = {0};
    rung_put_text(&body, "{\"role\":\"\\u001b[31m");
    for (int i = 0; i < 100; i++)
        rung_put_text(&body, "\u00e9");
    rung_put(&body, "\"}", 3);
    json_t *json = serve_json(serve_ask(service, "POST", "/v1/match", body.at), 400);
    const char *message =
        json_string_value(json_object_get(json_object_get(json, "error"), "message"));
    cr_assert_eq(strncmp(message, "unknown role '?[31m\u00e9", 21), 0, "%s", message);
    const char *end = strchr(message + 14, '\'');
    cr_assert_eq(rung_characters(message + 14, (size_t)(end - message - 14)), 65, "%s", message);
    json_decref(json);
    rung_buffer_free(&body);
    rung_service_free(service);
}

Test(serve_answers, more_than_one_answer_can_hold_is_refused)
{
    rung_service *service = serve_open_shop();
    rung_buffer body = {0};
    rung_put_text(&body, "{\"gaps\":1000,\"people\":[{}");
    for (int i = 1; i < 400; i++)
        rung_put_text(&body, ",{}");
    rung_put(&body, "]}", 3);
    serve_check(serve_ask(service, "POST", "/v1/match", body.at), 400,
                "{\"error\":{\"status\":400,\"message\":\"too much for one answer, expected people "
                "x top x (1 + gaps) of 1000000 at most\",\"at\":\"/top\"}}");
    body.length -= 3;
    rung_buffer brackets = {0};
    for (int i = 0; i < 40008; i++)
        rung_put_text(&brackets, i == 0 ? "[[]" : ",[]");
    rung_put_char(&brackets, '\0');
    json_t *refused = serve_json(serve_ask(service, "POST", "/v1/match", brackets.at), 400);
    json_t *error = json_object_get(refused, "error");
    cr_assert_str_eq(json_string_value(json_object_get(error, "message")),
                     "too many arrays and objects for one ask");
    cr_assert_eq(json_integer_value(json_object_get(error, "offset")), 1 + 3 * 40007);
    json_decref(refused);
    rung_buffer_free(&brackets);
    for (int i = 400; i < 10001; i++)
        rung_put_text(&body, ",{}");
    rung_put(&body, "]}", 3);
    serve_check(serve_ask(service, "POST", "/v1/match", body.at), 400,
                "{\"error\":{\"status\":400,\"message\":\"10001 people, expected 1 to "
                "10000\",\"at\":\"/people\"}}");
    rung_buffer_free(&body);
    serve_check(
        serve_ask(service, "POST", "/v1/path",
                  "{\"people\":[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},"
                  "{},{},{},{},{},{},{},{},{},{},{},{},{},{}],"
                  "\"targets\":[\"picker\",\"lead\",\"planner\"]}"),
        400,
        "{\"error\":{\"status\":400,\"message\":\"34 people x 3 targets, expected 100 at "
        "most\",\"at\":\"/targets\"}}");
    rung_service_free(service);
}

/* ---------------------------------------------------------------- ways */

static const struct {
    const char *method, *target, *route, *allow;
    size_t length;
    rung_ask_kind kind;
    unsigned status;
} ways[] = {
    {"POST", "/v1/match", "/v1/match", NULL, 100, RUNG_ASK_MATCH, 400},
    {"POST", "/v1/match", "/v1/match", NULL, 262145, RUNG_ASK_SLOW, 400},
    {"POST", "/v1/path", "/v1/path", NULL, 100, RUNG_ASK_SLOW, 400},
    {"POST", "/v1/explain", "/v1/explain", NULL, 100, RUNG_ASK_QUICK, 400},
    {"GET", "/v1/match", "/v1/match", "POST", 0, RUNG_ASK_QUICK, 405},
    {"GET", "/v1/roles/lead", "/v1/roles/{id}", NULL, 0, RUNG_ASK_QUICK, 200},
    {"GET", "/v1/roles/le%61d", "/v1/roles/{id}", NULL, 0, RUNG_ASK_QUICK, 200},
    {"GET", "/v1/roles/a%2Fb", "/v1/roles/{id}", NULL, 0, RUNG_ASK_QUICK, 404},
    {"GET", "/v1/roles/%ff", "/v1/roles/{id}", NULL, 0, RUNG_ASK_QUICK, 400},
    {"HEAD", "/v1/roles", "/v1/roles", NULL, 0, RUNG_ASK_QUICK, 200},
    {"DELETE", "/v1/roles", "/v1/roles", "GET, HEAD", 0, RUNG_ASK_QUICK, 405},
    {"GET", "/v1/roles/", NULL, NULL, 0, RUNG_ASK_QUICK, 404},
    {"GET", "/v1/roless", NULL, NULL, 0, RUNG_ASK_QUICK, 404},
    {"GET", "/v1/people/bob", "/v1/people/{id}", NULL, 0, RUNG_ASK_QUICK, 404},
    {"GET", "/", NULL, NULL, 0, RUNG_ASK_QUICK, 404},
};

TEST_EACH(serve_answers, each_ask_goes_its_way, sizeof ways / sizeof *ways)
{
    rung_service *service = serve_open_shop();
    char *body = calloc(1, ways[*row].length + 1);
    rung_ask ask = {ways[*row].method, ways[*row].target, NULL, body, ways[*row].length};
    rung_answer answer = {0};
    const char *route = rung_ask_route(&ask);
    cr_assert_eq(rung_ask_kind_of(&ask), ways[*row].kind);
    cr_assert((!route && !ways[*row].route) ||
              (route && ways[*row].route && strcmp(route, ways[*row].route) == 0));
    rung_service_answer(service, &ask, &answer);
    cr_assert_eq(answer.status, ways[*row].status, "%u", answer.status);
    cr_assert((!answer.allow && !ways[*row].allow) ||
              (answer.allow && ways[*row].allow && strcmp(answer.allow, ways[*row].allow) == 0));
    rung_answer_clear(&answer);
    free(body);
    rung_service_free(service);
}

Test(serve_answers, people_are_told_only_where_some_are_kept)
{
    rung_service *service = serve_open(test_write_files(serve_shop, NULL), NULL);
    const char *none = "{\"error\":{\"status\":404,\"message\":\"no people are kept here; `rung "
                       "serve --people DIR` keeps those of a folder\"}}";
    serve_check(serve_ask(service, "GET", "/v1/people", NULL), 404, none);
    serve_check(serve_ask(service, "GET", "/v1/people/ann", NULL), 404, none);
    rung_service_free(service);
}

/* ---------------------------------------------------------------- searching */

static const char searched_roles[] = "role_id,title\n"
                                     "data,Keeper of records\n"
                                     "r2,Big data engineer\n"
                                     "r3,Data analyst\n"
                                     "data-x,Storekeeper\n"
                                     "r5,Metadata clerk\n"
                                     "r6,DATA\n"
                                     "r7,\u00c4nalyst of Data\n"
                                     "a/b%c,Odd one\n";
static const test_file searched[] = {{"roles.csv", searched_roles},
                                     {"role_skills.csv", "role_id,skill_id,level,importance\n"
                                                         "data,pick,4,1\n"},
                                     {NULL, NULL}};

static const struct {
    const char *query, *ids;
} searches[] = {
    {"?q=data", "data r6 data-x r3 r2 r7 r5"},
    {"?q=DATA&limit=3", "data r6 data-x"},
    {"?q=data&offset=5", "r7 r5"},
    {"?q=+data+", "data r6 data-x r3 r2 r7 r5"},
    {"?q=data+an", "r3"},
    {"?q=an+dat", "r3"},
    {"?q=eng+data", "r2"},
    {"?q=keep", "data data-x"},
    {"?q=store", "data-x"},
    {"?q=%c3%84na", "r7"},
    {"?q=a/b", "a/b%c"},
    {"?q=nothing", ""},
    {"?q=", "data r2 r3 data-x r5 r6 r7 a/b%c"},
    {"", "data r2 r3 data-x r5 r6 r7 a/b%c"},
    {"?offset=100", ""},
};

TEST_EACH(serve_answers, the_best_matches_of_a_search_come_first,
          sizeof searches / sizeof *searches)
{
    rung_service *service = serve_open(
        test_write_files(serve_shop, (const test_file[]){{"roles.csv", searched_roles},
                                                         {"role_skills.csv", searched[1].text},
                                                         {NULL, NULL}}),
        NULL);
    char target[100], found[200] = "";
    snprintf(target, sizeof target, "/v1/roles%s", searches[*row].query);
    json_t *json = serve_get(service, target), *role;
    size_t i;
    json_array_foreach(json_object_get(json, "roles"), i, role)
    {
        strcat(found, i > 0 ? " " : "");
        strcat(found, json_string_value(json_object_get(role, "id")));
    }
    cr_assert_str_eq(found, searches[*row].ids);
    json_decref(json);
    json = serve_get(service, "/v1/roles/a%2Fb%25c");
    json_decref(json);
    rung_service_free(service);
}

static void random_text(char *out, size_t most, uint64_t *seed)
{
    static const char letters[] = "aabbAB -";
    size_t length = 1 + test_below(seed, most);
    for (size_t i = 0; i < length; i++)
        out[i] = letters[test_below(seed, sizeof letters - 1)];
    out[length] = '\0';
}

static bool has_each_word(const char *id, const char *title, const char *wanted)
{
    char words[40], *word, *rest;
    strcpy(words, wanted);
    for (word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        if (!strcasestr(id, word) && !strcasestr(title, word))
            return false;
    return true;
}

Test(serve_answers, a_search_finds_all_that_has_each_of_its_words_and_nothing_else)
{
    enum { ENTRIES = 60, ROOM = 40 };
    static char id[ENTRIES][ROOM], title[ENTRIES][ROOM];
    uint64_t seed = 4;
    for (size_t round = 0; round < test_rounds(2000); round++) {
        rung_listing listing = {0};
        char wanted[ROOM];
        unsigned char rank[ENTRIES];
        uint32_t places[ENTRIES];
        bool found[ENTRIES] = {false};
        for (size_t i = 0; i < ENTRIES; i++) {
            random_text(id[i], 6, &seed);
            random_text(title[i], 12, &seed);
            cr_assert(rung_listing_add(&listing, id[i], title[i]));
        }
        random_text(wanted, 6, &seed);
        size_t count = rung_listing_find(&listing, wanted, rank, places);
        for (size_t i = 0; i < count; i++) {
            cr_assert_not(found[places[i]]);
            found[places[i]] = true;
        }
        for (size_t i = 0; i < ENTRIES; i++)
            cr_assert_eq(found[i], has_each_word(id[i], title[i], wanted), "'%s' in '%s' '%s'",
                         wanted, id[i], title[i]);
        rung_listing_free(&listing);
    }
}

/* ---------------------------------------------------------------- one schema for all */

static void put_line(FILE *out, const char *method, const char *path, const char *target,
                     const char *body, const rung_service *service)
{
    rung_answer answer = serve_ask(service, method, target, body);
    json_error_t error;
    json_t *answered = json_loadb(answer.body, answer.length, 0, &error);
    json_t *asked = body ? json_loads(body, 0, &error) : NULL;
    json_t *line = json_pack("{s:s,s:s,s:i,s:o,s:o*}", "method", method, "path", path, "status",
                             (int)answer.status, "answer", answered, "request", asked);
    cr_assert_not_null(line);
    json_dumpf(line, out, JSON_COMPACT);
    fputc('\n', out);
    json_decref(line);
    rung_answer_clear(&answer);
}

Test(serve_answers, all_answers_are_as_the_description_says, .timeout = 60)
{
    static const char python[] = "/usr/bin/python3";
    char command[2000];
    snprintf(command, sizeof command, "%s -c 'import jsonschema' 2>/dev/null", python);
    if (system(command) != 0)
        cr_skip_test("no python3-jsonschema: `make deps-ci` installs it");
    const char *folder = test_folder(), *lines = test_path(folder, "lines");
    const char *people = test_write_files(
        (const test_file[]){
            {"people.csv",
             "person_id,role_id,employment\nann,fulfillment-associate,hourly\nbob,,\n"},
            {NULL, NULL}},
        NULL);
    rung_service *shop = serve_open_shop(),
                 *bundled = serve_open("datasets/upskilling-2025", people);
    FILE *out = fopen(lines, "w");
    cr_assert_not_null(out);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        put_line(out, "POST", refusals[i].target, refusals[i].target, refusals[i].body, shop);
    for (size_t i = 0; i < 2; i++) {
        const rung_service *s = i == 0 ? shop : bundled;
        put_line(out, "POST", "/v1/match", "/v1/match",
                 "{\"people\":[{},{\"levels\":{}}],\"gaps\":3}", s);
        put_line(out, "POST", "/v1/path", "/v1/path", "{\"columns\":{\"employment\":\"hourly\"}}",
                 s);
        put_line(out, "GET", "/v1/catalog", "/v1/catalog", NULL, s);
        put_line(out, "GET", "/v1/skills", "/v1/skills?limit=1000", NULL, s);
        put_line(out, "GET", "/v1/roles", "/v1/roles?limit=1000", NULL, s);
        put_line(out, "GET", "/v1/people", "/v1/people", NULL, s);
        put_line(out, "GET", "/v1/people/{id}", "/v1/people/ann", NULL, s);
        put_line(out, "GET", "/v1/people/{id}", "/v1/people/nobody", NULL, s);
    }
    put_line(out, "POST", "/v1/explain", "/v1/explain",
             "{\"role\":\"fulfillment-associate\",\"target\":\"data-analyst\"}", bundled);
    put_line(out, "POST", "/v1/path", "/v1/path",
             "{\"role\":\"fulfillment-associate\",\"targets\":[\"data-analyst\",\"ml-engineer\"]}",
             bundled);
    put_line(out, "GET", "/v1/roles/{id}", "/v1/roles/data-analyst", NULL, bundled);
    fclose(out);
    rung_service_free(shop);
    rung_service_free(bundled);
    snprintf(command, sizeof command,
             "%s -B tests/serve_schema.py engine/serve/answer/openapi.json '%s'", python, lines);
    int status = system(command);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "see above");
}
