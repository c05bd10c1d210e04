/* answer.c - which way an ask goes. */
#include "serve/answer/answer.h"

#include "serve/answer/answers.h"
#include "serve/answer/match_ask.h"
#include "serve/answer/query.h"

/* A path that ends in '/' names an id behind it. */
typedef struct route {
    const char *path, *pattern, *allow;
    rung_ask_kind kind;
    rung_answerer *answer;
} route;

static const route routes[] = {
    {"/v1/match", "/v1/match", "POST", RUNG_ASK_MATCH, rung_answer_match},
    {"/v1/explain", "/v1/explain", "POST", RUNG_ASK_QUICK, rung_answer_explain},
    {"/v1/path", "/v1/path", "POST", RUNG_ASK_SLOW, rung_answer_path},
    {"/v1/catalog", "/v1/catalog", "GET, HEAD", RUNG_ASK_QUICK, rung_answer_catalog},
    {"/v1/skills", "/v1/skills", "GET, HEAD", RUNG_ASK_QUICK, rung_answer_skills},
    {"/v1/roles", "/v1/roles", "GET, HEAD", RUNG_ASK_QUICK, rung_answer_roles},
    {"/v1/roles/", "/v1/roles/{id}", "GET, HEAD", RUNG_ASK_QUICK, rung_answer_role},
    {"/v1/people", "/v1/people", "GET, HEAD", RUNG_ASK_QUICK, rung_answer_people},
    {"/v1/people/", "/v1/people/{id}", "GET, HEAD", RUNG_ASK_QUICK, rung_answer_person},
    {"/v1/openapi.json", "/v1/openapi.json", "GET, HEAD", RUNG_ASK_QUICK, rung_answer_openapi},
};

static const route *find(const rung_ask *ask)
{
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        size_t length = strlen(routes[i].path);
        bool named = routes[i].path[length - 1] == '/';
        if (named ? strncmp(ask->path, routes[i].path, length) == 0 && ask->path[length] != '\0'
                  : strcmp(ask->path, routes[i].path) == 0)
            return &routes[i];
    }
    return NULL;
}

static bool is_allowed(const route *r, const char *method)
{
    if (r->allow[0] == 'P')
        return strcmp(method, "POST") == 0;
    return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

rung_ask_kind rung_ask_kind_of(const rung_ask *ask)
{
    const route *r = find(ask);
    if (!r || !is_allowed(r, ask->method))
        return RUNG_ASK_QUICK;
    return r->kind == RUNG_ASK_MATCH && ask->length > RUNG_LARGE_ASK ? RUNG_ASK_SLOW : r->kind;
}

const char *rung_ask_route(const rung_ask *ask)
{
    const route *r = find(ask);
    return r ? r->pattern : NULL;
}

void rung_service_answer(const rung_service *service, const rung_ask *ask, rung_answer *answer)
{
    const route *r = find(ask);
    char id[1024] = "";
    if (!r) {
        rung_refuse(answer, 404, NULL, "nothing is at this path; /v1/openapi.json lists what is");
    } else if (!is_allowed(r, ask->method)) {
        rung_refuse(answer, 405, NULL, "this path does not take this method, expected %s",
                    r->allow);
        answer->allow = r->allow;
    } else if (r->path[strlen(r->path) - 1] == '/' &&
               !rung_percent_decode(id, sizeof id, rung_slice_of(ask->path + strlen(r->path)),
                                    false)) {
        rung_refuse(answer, 400, NULL, "the path names no id: expected percent-encoded UTF-8");
    } else {
        r->answer(service, ask, id, answer);
    }
}

void rung_answer_match(const rung_service *service, const rung_ask *ask, const char *id,
                       rung_answer *answer)
{
    rung_match_ask *match;
    (void)id;
    if (!rung_match_ask_read(&match, service, ask, answer))
        return;
    rung_match_asks_answer(service, &match, 1, answer);
    rung_match_ask_free(match);
}
