/* load.c - many clients at once, whose every answer is compared with what `rung match` says. */
#include "load.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli.h"
#include "http.h"
#include "support.h"

enum { MOST_COLUMNS = 400, MOST_CLIENTS = 64 };

/* ---------------------------------------------------------------- people to requests */

/* Cut a line of CSV without quotes into its fields; how many. */
static size_t fields_of(char *line, char *field[MOST_COLUMNS])
{
    size_t count = 0;
    for (char *at = line; at && count < MOST_COLUMNS; count++) {
        field[count] = at;
        at = strchr(at, ',');
        if (at)
            *at++ = '\0';
    }
    return count;
}

/* Put a row of people.csv as a person of a request. */
static void put_person(rung_buffer *out, char *const *name, char *const *field, size_t fields)
{
    bool any = false;
    rung_put_text(out, "{\"id\":");
    rung_put_json(out, field[0]);
    for (size_t i = 1; i < fields; i++) {
        bool level = strncmp(name[i], "level:", 6) == 0;
        if (strcmp(name[i], "role_id") == 0 && *field[i]) {
            rung_put_text(out, ",\"role\":");
            rung_put_json(out, field[i]);
        } else if (level && *field[i]) {
            rung_put_text(out, any ? "," : ",\"levels\":{");
            rung_put_json(out, name[i] + 6);
            rung_put_char(out, ':');
            rung_put_text(out, field[i]);
            any = true;
        }
    }
    rung_put_text(out, any ? "}}" : "}");
}

static char *next_line(char **rest)
{
    char *line = *rest, *end = line ? strchr(line, '\n') : NULL;
    if (!end)
        return NULL;
    *end = '\0';
    *rest = end + 1;
    return line;
}

static char *text_of(rung_buffer *buffer)
{
    rung_put_char(buffer, '\0');
    cr_assert_not(buffer->failed);
    return buffer->at;
}

static void make_bodies(asked *a, const char *folder, size_t people, size_t top)
{
    char *text = test_read(test_path(folder, "people.csv"), NULL), *rest = text;
    char *name[MOST_COLUMNS], *field[MOST_COLUMNS], number[32];
    cr_assert_not_null(text);
    fields_of(next_line(&rest), name);
    snprintf(number, sizeof number, "%zu", top);
    for (size_t r = 0; r < a->count; r++) {
        rung_buffer body = {0};
        rung_put_text(&body, "{\"top\":");
        rung_put_text(&body, number);
        rung_put_text(&body, ",\"people\":[");
        for (size_t p = 0; p < people; p++) {
            if (p > 0)
                rung_put_char(&body, ',');
            put_person(&body, name, field, fields_of(next_line(&rest), field));
        }
        rung_put_text(&body, "]}");
        a->body[r] = text_of(&body);
    }
    free(text);
}

/* ---------------------------------------------------------------- rows */

/* The rows of `rung match`, cut where the people of a request end. Of people p000000001, p000000002
 * and so on some have none: where nothing pays as much as their role. */
static void make_rows(asked *a, const char *catalog, const char *folder, size_t people, size_t top)
{
    char number[32];
    rung_buffer *rows = calloc(a->count, sizeof *rows);
    size_t person = 0, last = 0, seen = 0;
    snprintf(number, sizeof number, "%zu", top);
    cli_result run = CLI_RUN("match", "--catalog", catalog, "--people", folder, "--top", number);
    cli_check_code(&run, 0);
    cr_assert_not_null(rows);
    char *rest = strchr(run.out, '\n') + 1;
    for (char *line; (line = next_line(&rest)) != NULL; last = person) {
        cr_assert_eq(sscanf(line, "p%zu,", &person), 1, "%s", line);
        cr_assert(person >= last && person >= 1 && person <= people * a->count, "%s", line);
        seen += person > last;
        rung_put_text(&rows[(person - 1) / people], line);
        rung_put_char(&rows[(person - 1) / people], '\n');
    }
    cr_assert_geq(seen, people * a->count * 9 / 10, "%zu people have rows", seen);
    for (size_t r = 0; r < a->count; r++)
        a->rows[r] = text_of(&rows[r]);
    free(rows);
}

static const char *staff; /* of the last asked_make() */

asked asked_make(const char *catalog, size_t requests, size_t people, size_t top)
{
    char number[32];
    asked a = {requests, calloc(requests, sizeof(char *)), calloc(requests, sizeof(char *))};
    staff = test_path(test_folder(), "staff");
    snprintf(number, sizeof number, "%zu", requests * people);
    cli_result run = CLI_RUN("synth", "--catalog", catalog, "--people", number, "--seed", "5",
                             "--format", "wide", "--output", staff);
    cli_check_code(&run, 0);
    make_bodies(&a, staff, people, top);
    make_rows(&a, catalog, staff, people, top);
    return a;
}

asked asked_again(const asked *of, const char *catalog, size_t people, size_t top)
{
    asked a = {of->count, of->body, calloc(of->count, sizeof(char *))};
    make_rows(&a, catalog, staff, people, top);
    return a;
}

/* The text behind "name": up to the comma or brace, without quotes. */
static void put_member(rung_buffer *out, const char *from, const char *name, char end)
{
    char key[32];
    snprintf(key, sizeof key, "\"%s\":", name);
    const char *at = strstr(from, key);
    if (at) {
        at += strlen(key);
        if (*at == '"')
            rung_put(out, at + 1, strcspn(at + 1, "\""));
        else
            rung_put(out, at, strcspn(at, ",}"));
    }
    rung_put_char(out, end);
}

char *rows_of(const char *body)
{
    rung_buffer out = {0};
    const char *person = strstr(body, "\"people\":");
    for (const char *hit = person; hit && (hit = strstr(hit, "{\"rank\":")) != NULL; hit++) {
        for (const char *next; (next = strstr(person + 1, "{\"id\":")) != NULL && next < hit;)
            person = next;
        put_member(&out, person, "id", ',');
        put_member(&out, hit, "rank", ',');
        put_member(&out, hit, "role", ',');
        put_member(&out, hit, "score", ',');
        put_member(&out, hit, "readiness", ',');
        put_member(&out, hit, "similarity", '\n');
    }
    return text_of(&out);
}

/* ---------------------------------------------------------------- clients */

struct load_threads {
    pthread_t thread[MOST_CLIENTS];
    size_t count;
};

typedef struct client {
    load *load;
    uint64_t seed;
    size_t requests;
} client;

static void check(load *l, size_t which, const http_answer *answer)
{
    char *rows = answer->status == 200 ? rows_of(answer->body) : NULL;
    if (rows && strcmp(rows, l->asked->rows[which]) == 0) {
        atomic_fetch_add(&l->answered, 1);
    } else if (rows && l->other && strcmp(rows, l->other->rows[which]) == 0) {
        atomic_fetch_add(&l->answered, 1);
        atomic_fetch_add(&l->by_other, 1);
    } else if (answer->status == 503) {
        atomic_fetch_add(&l->refused, 1);
    } else if (answer->status == 0) {
        atomic_fetch_add(&l->closed, 1);
    } else if (answer->status < 0) {
        atomic_fetch_add(&l->broken, 1);
    } else if (atomic_fetch_add(&l->wrong, 1) == 0) {
        cr_assert_geq(asprintf(&l->example, "%d: %s\nrather than\n%s\nfor %s", answer->status,
                               rows ? rows : answer->body, l->asked->rows[which],
                               l->asked->body[which]),
                      0);
    }
    free(rows);
}

static void *be_client(void *context)
{
    client *me = context;
    load *l = me->load;
    http_connection c = http_open(l->address);
    for (size_t i = 0; (l->requests == 0 || i < me->requests) && !atomic_load(&l->stop); i++) {
        size_t which = test_below(&me->seed, l->asked->count);
        if (c.file < 0)
            break; /* gone */
        char *request = http_request("POST", "/v1/match", l->headers, l->asked->body[which]);
        http_send(&c, request, strlen(request));
        http_answer answer = http_read(&c, false, 30);
        check(l, which, &answer);
        if (answer.status <= 0 || answer.closes) {
            http_close(&c);
            c = http_open(l->address);
        }
        http_answer_free(&answer);
        free(request);
    }
    http_close(&c);
    free(me);
    return NULL;
}

load_threads *load_start(load *l)
{
    load_threads *t = calloc(1, sizeof *t);
    cr_assert(t && l->clients <= MOST_CLIENTS);
    for (; t->count < l->clients; t->count++) {
        client *me = malloc(sizeof *me);
        cr_assert_not_null(me);
        *me = (client){l, t->count + 1, l->requests / l->clients};
        cr_assert_eq(pthread_create(&t->thread[t->count], NULL, be_client, me), 0);
    }
    return t;
}

void load_wait(load_threads *t)
{
    for (size_t i = 0; i < t->count; i++)
        pthread_join(t->thread[i], NULL);
    free(t);
}

void load_run(load *l)
{
    load_wait(load_start(l));
}
