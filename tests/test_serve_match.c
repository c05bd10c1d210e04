/* test_serve_match.c - what rung serve answers about people and roles is what the command writes,
 * whatever else is asked at the same time. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli.h"
#include "serve_asks.h"

static const char bundled[] = "datasets/upskilling-2025";

/* ---------------------------------------------------------------- people of a folder as JSON */

/* The lines of a file, without the first. The text lives as long as the test. */
static char *rows_of(const char *folder, const char *name)
{
    char *text = test_read(test_path(folder, name), NULL);
    cr_assert_not_null(text);
    char *rows = strchr(text, '\n');
    cr_assert_not_null(rows);
    return rows + 1;
}

/* {"people":[...]}: what people.csv and people_skills.csv say, no field of which has quotes. */
static char *people_as_json(const char *folder, const char *settings)
{
    char *people = rows_of(folder, "people.csv"), *levels = rows_of(folder, "people_skills.csv");
    char *line_end, id[100], role[100], skill[100], owner[100], level[100];
    rung_buffer out = {0};
    rung_put_text(&out, "{");
    rung_put_text(&out, settings);
    rung_put_text(&out, "\"people\":[");
    for (char *line = people; *line; line = line_end + 1) {
        line_end = strchr(line, '\n');
        *line_end = '\0';
        *role = '\0';
        cr_assert_geq(sscanf(line, "%99[^,],%99[^,]", id, role), 1);
        rung_put_text(&out, line == people ? "{\"id\":" : ",{\"id\":");
        rung_put_json(&out, id);
        rung_put_text(&out, ",\"role\":");
        if (*role)
            rung_put_json(&out, role);
        else
            rung_put_text(&out, "null");
        bool any = false;
        while (sscanf(levels, "%99[^,],%99[^,],%99[^\n]", owner, skill, level) == 3 &&
               strcmp(owner, id) == 0) {
            rung_put_text(&out, any ? "," : ",\"levels\":{");
            rung_put_json(&out, skill);
            rung_put_char(&out, ':');
            rung_put_text(&out, level);
            levels = strchr(levels, '\n') + 1;
            any = true;
        }
        rung_put_text(&out, any ? "}}" : "}");
    }
    rung_put(&out, "]}", 3);
    cr_assert_not(out.failed);
    return out.at;
}

static const char *make_staff(const char *people, const char *on_grid)
{
    const char *folder = test_path(test_folder(), "staff");
    cli_result made = CLI_RUN("synth", "--catalog", bundled, "--people", people, "--seed", "11",
                              "--on-grid", on_grid, "--output", folder);
    cli_check_code(&made, 0);
    return folder;
}

/* ---------------------------------------------------------------- as the command writes */

static void check_same(json_t *a, const char *key_a, json_t *b, const char *key_b)
{
    json_t *x = json_object_get(a, key_a), *y = json_object_get(b, key_b);
    cr_assert(x && y && json_equal(x, y), "%s and %s differ", key_a, key_b);
}

static void check_gaps(json_t *hit, json_t *row)
{
    json_t *gaps = json_object_get(hit, "gaps"), *rows = json_object_get(row, "gaps");
    cr_assert_eq(json_array_size(gaps), json_array_size(rows));
    for (size_t i = 0; i < json_array_size(gaps); i++) {
        json_t *gap = json_array_get(gaps, i), *other = json_array_get(rows, i);
        check_same(gap, "skill", other, "skill_id");
        check_same(gap, "have", other, "have");
        check_same(gap, "need", other, "need");
        check_same(gap, "gap", other, "gap");
    }
}

/* The next of the JSON lines; NULL at the end. */
static json_t *next_line(char **at)
{
    json_error_t error;
    char *end = strchr(*at, '\n');
    if (!end)
        return NULL;
    json_t *row = json_loadb(*at, (size_t)(end - *at), 0, &error);
    cr_assert_not_null(row, "%s", error.text);
    *at = end + 1;
    return row;
}

/* Rows are compared in their order: who has no hits has no row either. */
static void check_people(json_t *people, char *lines, size_t idle)
{
    size_t rows = 0, without = 0;
    for (size_t p = 0; p < json_array_size(people); p++) {
        json_t *person = json_array_get(people, p), *hits = json_object_get(person, "hits");
        without += json_array_size(hits) == 0;
        for (size_t i = 0; i < json_array_size(hits); i++, rows++) {
            json_t *hit = json_array_get(hits, i), *row = next_line(&lines);
            cr_assert_not_null(row);
            check_same(person, "id", row, "person_id");
            check_same(person, "imputed", row, "levels_imputed");
            check_same(hit, "rank", row, "rank");
            check_same(hit, "role", row, "role_id");
            check_same(hit, "score", row, "score");
            check_same(hit, "readiness", row, "readiness");
            check_same(hit, "similarity", row, "similarity");
            check_gaps(hit, row);
            json_decref(row);
        }
    }
    cr_assert_null(next_line(&lines));
    cr_assert_gt(rows, 1000);
    cr_assert_leq(without, idle, "%zu people have no hits", without);
}

/* By upskill nothing is proposed that pays less: to few people nothing at all. */
Test(serve_match, gives_what_the_command_writes, .timeout = 60)
{
    static const char *const profiles[] = {"upskill", "readiness"};
    rung_service *service = serve_open(bundled, NULL);
    const char *staff = make_staff("150", "0.5");
    for (int i = 0; i < 2; i++) {
        char settings[100];
        snprintf(settings, sizeof settings, "\"top\":9,\"gaps\":4,\"profile\":\"%s\",",
                 profiles[i]);
        char *body = people_as_json(staff, settings);
        json_t *answer = serve_post(service, "/v1/match", body);
        cli_result run = CLI_RUN("match", "--catalog", bundled, "--people", staff, "--top", "9",
                                 "--gaps", "4", "--format", "jsonl", "--profile", profiles[i]);
        cli_check_code(&run, 0);
        check_people(json_object_get(answer, "people"), run.out, i == 0 ? 15 : 0);
        json_decref(answer);
        free(body);
    }
    rung_service_free(service);
}

Test(serve_match, explains_as_the_command_does)
{
    static const char *const target[] = {"data-analyst", "shipping-clerk", "solutions-architect"};
    rung_service *service = serve_open(bundled, make_staff("3", "1"));
    const char *staff = make_staff("3", "1");
    for (int i = 0; i < 3; i++) {
        char id[40], place[80];
        snprintf(id, sizeof id, "p%09d", i + 1);
        snprintf(place, sizeof place, "/v1/people/%s", id);
        json_t *kept = serve_get(service, place), *ask = json_object_get(kept, "person");
        json_object_set_new(ask, "target", json_string(target[i]));
        char *body = json_dumps(ask, JSON_COMPACT);
        json_t *answer = serve_post(service, "/v1/explain", body), *signal;
        cli_result run = CLI_RUN("explain", "--catalog", bundled, "--people", staff, "--person", id,
                                 "--role", target[i], "--format", "json");
        cli_check_code(&run, 0);
        char *line = run.out;
        json_t *row = next_line(&line);
        const char *const same[] = {"score", "profile", "viable", "desirable"};
        for (size_t k = 0; k < sizeof same / sizeof *same; k++)
            check_same(answer, same[k], row, same[k]);
        check_same(answer, "id", row, "person_id");
        check_same(answer, "role", row, "current_role");
        check_same(answer, "target", row, "role_id");
        size_t k;
        double sum = 0;
        json_array_foreach(json_object_get(answer, "signals"), k, signal)
        {
            const char *name = json_string_value(json_object_get(signal, "name"));
            json_t *other = json_object_get(json_object_get(row, "signals"), name);
            check_same(signal, "value", other, "value");
            check_same(signal, "weight", other, "weight");
            sum += json_number_value(json_object_get(signal, "share"));
        }
        cr_assert_eq(k, RUNG_SIGNAL_COUNT);
        cr_assert_float_eq(sum, json_number_value(json_object_get(answer, "score")), 1e-7);
        json_t *gaps = json_object_get(answer, "gaps"), *skills = json_object_get(row, "skills");
        cr_assert_eq(json_array_size(gaps), json_array_size(skills));
        const char *const members[] = {"have", "need", "importance", "gap", "essential"};
        for (k = 0; k < json_array_size(gaps); k++) {
            check_same(json_array_get(gaps, k), "skill", json_array_get(skills, k), "skill_id");
            for (size_t m = 0; m < sizeof members / sizeof *members; m++)
                check_same(json_array_get(gaps, k), members[m], json_array_get(skills, k),
                           members[m]);
        }
        free(body);
        json_decref(kept);
        json_decref(answer);
        json_decref(row);
    }
    rung_service_free(service);
}

/* What is told as the reason is what the flags say. */
Test(serve_match, a_move_is_not_desirable_for_the_reasons_told)
{
    rung_service *service = serve_open(bundled, NULL);
    size_t told = 0, roles = rung_catalog_roles(rung_service_catalog(service));
    for (uint32_t r = 0; r < roles; r++) {
        char body[200];
        snprintf(body, sizeof body, "{\"role\":\"fulfillment-associate\",\"target\":\"%s\"}",
                 rung_catalog_role(rung_service_catalog(service), r).id);
        json_t *answer = serve_post(service, "/v1/explain", body), *test;
        json_t *why_not = json_object_get(answer, "why_not");
        bool desirable = json_is_true(json_object_get(answer, "desirable")), viable = true;
        size_t i, failed = 0;
        json_array_foreach(json_object_get(answer, "tests"), i, test)
        {
            bool fails = json_is_false(json_object_get(test, "passed"));
            bool wage = strcmp(json_string_value(json_object_get(test, "rule")), "wage") == 0;
            viable = viable && !(fails && !wage);
            if (fails)
                cr_assert(
                    json_equal(json_array_get(why_not, failed++), json_object_get(test, "text")));
        }
        cr_assert_eq(json_array_size(why_not), failed);
        cr_assert_eq(desirable, failed == 0);
        cr_assert_eq(viable, json_is_true(json_object_get(answer, "viable")));
        told += failed;
        json_decref(answer);
    }
    cr_assert_gt(told, 10);
    rung_service_free(service);
}

/* ---------------------------------------------------------------- whatever else is asked */

/* Few of many skills, so that rows are sparse. */
static const char *sparse_catalog(void)
{
    enum { SKILLS = 3000, ROLES = 60 };
    rung_buffer skills = {0}, roles = {0}, rows = {0};
    char line[100];
    uint64_t seed = 5;
    rung_put_text(&skills, "skill_id,name,kind\n");
    for (int s = 0; s < SKILLS; s++) {
        snprintf(line, sizeof line, "s%d,S,other\n", s);
        rung_put_text(&skills, line);
    }
    rung_put_text(&roles, "role_id,title\n");
    rung_put_text(&rows, "role_id,skill_id,level,importance\n");
    for (int r = 0; r < ROLES; r++) {
        snprintf(line, sizeof line, "r%d,Role %d\n", r, r);
        rung_put_text(&roles, line);
        for (int k = 0; k < 5; k++) {
            snprintf(line, sizeof line, "r%d,s%zu,%zu,1\n", r,
                     (size_t)k * (SKILLS / 5) + test_below(&seed, 20), 1 + test_below(&seed, 5));
            rung_put_text(&rows, line);
        }
    }
    rung_put_char(&skills, '\0');
    rung_put_char(&roles, '\0');
    rung_put_char(&rows, '\0');
    const char *folder = test_write_files((const test_file[]){{"catalog.ini", "name=s\nlevels=5\n"},
                                                              {"skills.csv", skills.at},
                                                              {"roles.csv", roles.at},
                                                              {"role_skills.csv", rows.at},
                                                              {NULL, NULL}},
                                          NULL);
    rung_buffer_free(&skills);
    rung_buffer_free(&roles);
    rung_buffer_free(&rows);
    return folder;
}

static const char *vector_catalog(void)
{
    rung_vectors_job job = RUNG_VECTORS_JOB_INIT;
    rung_error error = {.message = ""};
    const char *folder = test_path(test_folder(), "vectors");
    job.output = folder;
    job.roles = 40;
    job.dimensions = 6;
    job.seed = 3;
    cr_assert_eq(rung_synth_vectors(NULL, &job, &error), RUNG_OK, "%s", error.message);
    return folder;
}

static void put_number(rung_buffer *out, uint64_t *seed, int above)
{
    char text[40];
    snprintf(text, sizeof text, "%.2f", (double)test_below(seed, (size_t)above * 100 + 1) / 100);
    rung_put_text(out, text);
}

static void put_random_person(rung_buffer *out, const rung_catalog *c, uint64_t *seed)
{
    size_t skills = rung_catalog_skills(c), roles = rung_catalog_roles(c);
    rung_put_text(out, "{\"id\":");
    char id[20];
    snprintf(id, sizeof id, "\"p%zu\"", test_below(seed, 1000));
    rung_put_text(out, id);
    if (test_below(seed, 4) > 0) {
        rung_put_text(out, ",\"role\":");
        rung_put_json(out, rung_catalog_role(c, (uint32_t)test_below(seed, roles)).id);
    }
    if (test_below(seed, 4) > 0 && skills > 0) {
        size_t step = 1 + test_below(seed, skills / 3), first = test_below(seed, step);
        rung_put_text(out, ",\"levels\":{");
        for (size_t d = first; d < skills; d += step) {
            rung_put_text(out, d > first ? "," : "");
            rung_put_json(out, rung_catalog_skill(c, (uint32_t)d).id);
            rung_put_char(out, ':');
            put_number(out, seed, (int)rung_catalog_scale(c).levels);
        }
        rung_put_char(out, '}');
    }
    for (size_t k = 0; k < rung_catalog_dimensions(c); k++) {
        rung_put_text(out, k == 0 ? ",\"vector\":[" : ",");
        put_number(out, seed, 3);
    }
    rung_put_text(out, rung_catalog_dimensions(c) > 0 ? "]}" : "}");
}

static char *random_ask(const rung_service *service, uint64_t *seed)
{
    const rung_catalog *c = rung_service_catalog(service);
    rung_buffer out = {0};
    char line[100];
    size_t people = 1 + (test_below(seed, 4) == 0 ? test_below(seed, 9) : 0);
    size_t profile = test_below(seed, rung_service_profiles(service));
    snprintf(line, sizeof line, "{\"top\":%zu,\"gaps\":%zu,\"profile\":\"%s\",\"people\":[",
             1 + test_below(seed, 40), test_below(seed, 3),
             rung_service_facts(service, profile).profile);
    rung_put_text(&out, line);
    for (size_t i = 0; i < people; i++) {
        rung_put_text(&out, i > 0 ? "," : "");
        put_random_person(&out, c, seed);
    }
    rung_put(&out, "]}", 3);
    return out.at;
}

/* Answer count random asks together, and compare each with its answer alone. */
static void check_together(const rung_service *service, size_t count, uint64_t *seed)
{
    enum { MOST = 40 };
    rung_match_ask *asks[MOST] = {NULL};
    rung_answer alone[MOST] = {0}, together[MOST] = {0};
    for (size_t i = 0; i < count; i++) {
        char *body = random_ask(service, seed);
        rung_ask ask = {"POST", "/v1/match", NULL, body, strlen(body)};
        rung_service_answer(service, &ask, &alone[i]);
        cr_assert_eq(alone[i].status, 200, "%.*s\n%s", (int)alone[i].length, alone[i].body, body);
        cr_assert(rung_match_ask_read(&asks[i], service, &ask, &together[i]));
        cr_assert_gt(rung_match_ask_people(asks[i]), 0);
        free(body); /* nothing of it is needed any more */
    }
    rung_match_asks_answer(service, asks, count, together);
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(together[i].status, 200);
        cr_assert(together[i].length == alone[i].length &&
                      memcmp(together[i].body, alone[i].body, alone[i].length) == 0,
                  "ask %zu of %zu:\n%.*s%.*s", i, count, (int)alone[i].length, alone[i].body,
                  (int)together[i].length, together[i].body);
        rung_match_ask_free(asks[i]);
        rung_answer_clear(&alone[i]);
        rung_answer_clear(&together[i]);
    }
}

/* Dense, sparse, and with vectors alone. */
TEST_EACH(serve_match, an_answer_does_not_depend_on_what_else_is_asked, 3)
{
    rung_service *service = *row == 0   ? serve_open(bundled, NULL)
                            : *row == 1 ? serve_open_usual(sparse_catalog())
                                        : serve_open_usual(vector_catalog());
    rung_matcher_facts facts = rung_service_facts(service, 0);
    uint64_t seed = 17 + *row;
    cr_assert(facts.sparse == (*row == 1), "%s", facts.kernel);
    cr_assert((facts.weight[RUNG_SIGNAL_EMBEDDING] != 0) == (*row == 2));
    for (size_t i = 0; i < test_rounds(30); i++)
        check_together(service, 1 + test_below(&seed, 40), &seed);
    rung_service_free(service);
}

Test(serve_match, a_person_without_the_vector_that_is_needed_is_refused)
{
    rung_service *service = serve_open_usual(vector_catalog());
    serve_check(serve_ask(service, "POST", "/v1/match", "{\"people\":[{\"id\":\"a\"}]}"), 400,
                "{\"error\":{\"status\":400,\"message\":\"no vector, which this profile needs, "
                "expected the member vector with 6 numbers\",\"at\":\"/people/0\"}}");
    serve_check(serve_ask(service, "POST", "/v1/match", "{\"vector\":[1,2,3]}"), 400,
                "{\"error\":{\"status\":400,\"message\":\"3 numbers, expected 6 as the roles' "
                "vectors have\",\"at\":\"/vector\"}}");
    serve_check(serve_ask(service, "POST", "/v1/match", "{\"vector\":[1,2,3,4,5,1e39]}"), 400,
                "{\"error\":{\"status\":400,\"message\":\"an entry beyond single precision, "
                "expected a number in -3.4e38..3.4e38\",\"at\":\"/vector/5\"}}");
    serve_check(serve_ask(service, "POST", "/v1/match", "{\"vector\":[1,2,3,4,5,null]}"), 400,
                "{\"error\":{\"status\":400,\"message\":\"expected a number, found "
                "null\",\"at\":\"/vector/5\"}}");
    serve_check(serve_ask(service, "POST", "/v1/path", "{}"), 400,
                "{\"error\":{\"status\":400,\"message\":\"paths are made of skills, and no role of "
                "this catalog has any\",\"at\":\"\"}}");
    rung_service_free(service);
}

/* ---------------------------------------------------------------- levels that are sent, or not */

Test(serve_match, levels_are_the_roles_only_where_none_are_sent)
{
    rung_service *service = serve_open_shop();
    const char *const bodies[] = {
        "{\"role\":\"picker\",\"top\":1}", "{\"role\":\"picker\",\"levels\":null,\"top\":1}",
        "{\"role\":\"picker\",\"levels\":{},\"top\":1}",
        "{\"role\":\"picker\",\"levels\":{\"talk\":2,\"pick\":4},\"top\":1}",
        "{\"role\":\"picker\",\"levels\":[4,2,-0.0],\"top\":1}"};
    static const bool imputed[] = {true, true, false, false, false};
    char *hits[5];
    for (int i = 0; i < 5; i++) {
        json_t *answer = serve_post(service, "/v1/match", bodies[i]);
        json_t *person = json_array_get(json_object_get(answer, "people"), 0);
        cr_assert_eq(json_is_true(json_object_get(person, "imputed")), imputed[i]);
        hits[i] = json_dumps(json_object_get(person, "hits"), JSON_COMPACT);
        json_decref(answer);
    }
    cr_assert_str_eq(hits[0], hits[1]);
    cr_assert_str_neq(hits[0], hits[2]);
    cr_assert_str_eq(hits[0], hits[3]);
    cr_assert_str_eq(hits[0], hits[4]);
    for (int i = 0; i < 5; i++)
        free(hits[i]);
    rung_service_free(service);
}

/* ---------------------------------------------------------------- many at once */

typedef struct asker {
    const rung_service *service;
    const char *target, *body, *expected;
    size_t length, wrong;
} asker;

static void *ask_often(void *context)
{
    asker *a = context;
    for (int i = 0; i < 200; i++) {
        rung_ask ask = {"POST", a->target, NULL, a->body, strlen(a->body)};
        rung_answer answer = {0};
        rung_service_answer(a->service, &ask, &answer);
        a->wrong += answer.length != a->length || memcmp(answer.body, a->expected, a->length) != 0;
        rung_answer_clear(&answer);
    }
    return NULL;
}

Test(serve_match, threads_share_a_service, .timeout = 60)
{
    enum { THREADS = 6 };
    static const char *const asks[THREADS][2] = {
        {"/v1/match", "{\"role\":\"shipping-clerk\",\"gaps\":2}"},
        {"/v1/match", "{\"levels\":{\"2.A.1.a\":3}}"},
        {"/v1/explain", "{\"role\":\"shipping-clerk\",\"target\":\"data-analyst\"}"},
        {"/v1/path", "{\"role\":\"shipping-clerk\",\"steps\":1}"},
        {"/v1/path", "{\"role\":\"shipping-clerk\",\"steps\":1,\"prefer\":\"fewest\"}"},
        {"/v1/match", "{\"people\":[{},{\"role\":\"data-analyst\"}]}"}};
    rung_service *service = serve_open(bundled, NULL);
    pthread_t threads[THREADS];
    asker askers[THREADS];
    rung_answer expected[THREADS];
    for (int i = 0; i < THREADS; i++) {
        expected[i] = serve_ask(service, "POST", asks[i][0], asks[i][1]);
        cr_assert_eq(expected[i].status, 200);
        askers[i] =
            (asker){service, asks[i][0], asks[i][1], expected[i].body, expected[i].length, 0};
    }
    for (int i = 0; i < THREADS; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, ask_often, &askers[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        cr_assert_eq(askers[i].wrong, 0, "%s %s", asks[i][0], asks[i][1]);
        rung_answer_clear(&expected[i]);
    }
    rung_service_free(service);
}
