/* own.c - what the server answers by itself: health, readiness, counts and the page. */
#include "serve/http/loop.h"

#include <stdlib.h>

#include "base/threads.h"

void rung_own_find(rung_connection *c)
{
    static const struct {
        const char *path;
        rung_own own;
    } known[] = {{"/healthz", RUNG_OWN_HEALTH},
                 {"/readyz", RUNG_OWN_READINESS},
                 {"/metrics", RUNG_OWN_METRICS}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(c->ask.path, known[i].path) == 0) {
            c->own = known[i].own;
            c->route = known[i].path;
            return;
        }
    if (strcmp(c->ask.path, "*") == 0 && strcmp(c->ask.method, "OPTIONS") == 0) {
        c->own = RUNG_OWN_OPTIONS;
        return;
    }
    c->file = rung_web_find(c->ask.path);
    if (c->file) {
        c->own = RUNG_OWN_FILE;
        c->route = "/{file}";
    }
}

static void hand_over(rung_answer *answer, unsigned status, const char *type, rung_buffer *body)
{
    if (body->failed) {
        *answer = (rung_answer){.status = 503};
        rung_buffer_free(body);
        return;
    }
    *answer =
        (rung_answer){.status = status, .type = type, .body = body->at, .length = body->length};
}

static void answer_readiness(rung_connection *c)
{
    rung_server *s = c->loop->server;
    rung_held *held = rung_current_hold(&s->current);
    bool stopping = atomic_load(&s->stopping);
    rung_buffer body = {0};
    rung_put_text(&body, stopping ? "{\"status\":\"stopping\"" : "{\"status\":\"ready\"");
    rung_put_text(&body, ",\"catalog\":");
    rung_put_json(&body, rung_catalog_name(rung_service_catalog(held->service)));
    rung_put_text(&body, ",\"generation\":");
    rung_put_whole(&body, held->generation);
    rung_put_text(&body, atomic_load(&s->reload_failed) ? ",\"last_reload\":\"failed\"}\n" : "}\n");
    rung_held_let_go(held);
    hand_over(&c->answer, stopping ? 503 : 200, "application/json", &body);
}

static void answer_metrics(rung_connection *c)
{
    rung_server *s = c->loop->server;
    rung_buffer body = {0};
    const rung_counts **counts = calloc(s->loops, sizeof *counts);
    if (!counts) {
        c->answer = (rung_answer){.status = 503};
        return;
    }
    for (size_t i = 0; i < s->loops; i++)
        counts[i] = &s->loop[i].counts;
    rung_held *held = rung_current_hold(&s->current);
    rung_matcher_facts facts = rung_service_facts(held->service, 0);
    const rung_catalog *catalog = rung_service_catalog(held->service);
    rung_gauges gauges = {.kernel = facts.kernel,
                          .profile = facts.profile,
                          .catalog = rung_catalog_name(catalog),
                          .roles = rung_catalog_roles(catalog),
                          .skills = rung_catalog_skills(catalog),
                          .reloads = atomic_load(&s->reloads),
                          .failed_reloads = atomic_load(&s->failed_reloads),
                          .generation = held->generation,
                          .log_lines_lost = rung_log_lost(&s->log),
                          .queued = rung_workers_waiting(&s->workers),
                          .since = rung_clock() - s->started};
    rung_put_metrics(&body, counts, s->loops, &gauges);
    rung_held_let_go(held);
    free(counts);
    hand_over(&c->answer, 200, "text/plain; version=0.0.4; charset=utf-8", &body);
}

void rung_own_answer(rung_connection *c)
{
    rung_buffer body = {0};
    if (c->own == RUNG_OWN_OPTIONS) {
        c->answer = (rung_answer){.status = 204, .allow = "GET, HEAD, POST"};
        return;
    }
    if (strcmp(c->ask.method, "GET") != 0 && !c->head) {
        rung_answer_error(&c->answer, 405, "expected GET");
        c->answer.allow = "GET, HEAD";
        return;
    }
    switch (c->own) {
    case RUNG_OWN_HEALTH:
        rung_put_text(&body, "{\"status\":\"ok\"}\n");
        hand_over(&c->answer, 200, "application/json", &body);
        return;
    case RUNG_OWN_READINESS:
        answer_readiness(c);
        return;
    case RUNG_OWN_METRICS:
        answer_metrics(c);
        return;
    case RUNG_OWN_FILE: {
        bool known =
            rung_web_is_known(c->file, MHD_lookup_connection_value(c->http, MHD_HEADER_KIND,
                                                                   MHD_HTTP_HEADER_IF_NONE_MATCH));
        c->answer = (rung_answer){.status = known ? 304 : 200, .type = c->file->type};
        return;
    }
    case RUNG_OWN_OPTIONS:
    case RUNG_OWN_NOT:
        break;
    }
}
