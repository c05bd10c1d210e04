/* serve_asks.c - ask a service of the tests, and read what it answers. */
#include "serve_asks.h"

#include <criterion/criterion.h>

#include <string.h>

const test_file serve_shop[] = {
    {"catalog.ini", "name = Our shop\nlevels = 5\n"},
    {"skills.csv", "skill_id,name,kind\npick,Picking,technical\ntalk,Talking to people,soft\n"
                   "plan,Planning,other\n"},
    {"roles.csv", "role_id,title,job_zone,wage\npicker,Picker,2,31000\nlead,Shift lead,2,42000\n"
                  "planner,Planner,3,50000\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance\npicker,pick,4,1\npicker,talk,2,0.5\n"
                        "lead,pick,3,0.5\nlead,talk,4,1\nplanner,plan,4,1\nplanner,talk,3,0.5\n"},
    {"programs.csv", "program_id,name,cost,weeks\nspeaking,Speaking up,500,4\n"
                     "planning,Planning course,2000,10\n"},
    {"program_skills.csv", "program_id,skill_id,level,requires\nspeaking,talk,3,\n"
                           "planning,talk,4,1\nplanning,plan,4,\n"},
    {NULL, NULL},
};

const test_file serve_staff[] = {{"people.csv", "person_id,role_id\nann,picker\n"}, {NULL, NULL}};

static rung_service *open_with(const rung_service_options *options)
{
    rung_error error = {.message = ""};
    rung_service *service;
    rung_status status = rung_service_open(&service, options, &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    return service;
}

rung_service *serve_open(const char *catalog, const char *people)
{
    static const char *const profiles[] = {"upskill", "readiness"};
    rung_matcher_options matcher = RUNG_MATCHER_OPTIONS_INIT;
    rung_service_options options = {.catalog = catalog,
                                    .people = people,
                                    .profile = profiles,
                                    .profiles = 2,
                                    .matcher = &matcher};
    matcher.kernel = "blas";
    matcher.threads = 1;
    return open_with(&options);
}

rung_service *serve_open_usual(const char *catalog)
{
    rung_service_options options = {.catalog = catalog};
    return open_with(&options);
}

rung_service *serve_open_shop(void)
{
    return serve_open(test_write_files(serve_shop, NULL), test_write_files(serve_staff, NULL));
}

rung_answer serve_ask(const rung_service *service, const char *method, const char *target,
                      const char *body)
{
    char path[4000];
    rung_answer answer = {0};
    size_t length = strlen(target);
    cr_assert_lt(length, sizeof path);
    memcpy(path, target, length + 1);
    char *query = strchr(path, '?');
    if (query)
        *query++ = '\0';
    rung_ask ask = {method, path, query, body, body ? strlen(body) : 0};
    rung_service_answer(service, &ask, &answer);
    return answer;
}

json_t *serve_json(rung_answer answer, unsigned status)
{
    json_error_t error;
    cr_assert_eq(answer.status, status, "%u, expected %u: %.*s", answer.status, status,
                 (int)answer.length, answer.body ? answer.body : "");
    cr_assert_str_eq(answer.type, "application/json");
    json_t *json = json_loadb(answer.body, answer.length, JSON_REJECT_DUPLICATES, &error);
    cr_assert_not_null(json, "%s at %d of %.*s", error.text, error.position, (int)answer.length,
                       answer.body);
    rung_answer_clear(&answer);
    return json;
}

json_t *serve_post(const rung_service *service, const char *path, const char *body)
{
    return serve_json(serve_ask(service, "POST", path, body), 200);
}

json_t *serve_get(const rung_service *service, const char *target)
{
    return serve_json(serve_ask(service, "GET", target, NULL), 200);
}

void serve_check(rung_answer answer, unsigned status, const char *text)
{
    cr_assert_eq(answer.status, status, "%u: %.*s", answer.status, (int)answer.length, answer.body);
    cr_assert_gt(answer.length, 0);
    cr_assert_eq(answer.body[answer.length - 1], '\n');
    bool same =
        strlen(text) == answer.length - 1 && memcmp(text, answer.body, answer.length - 1) == 0;
    cr_assert(same, "%.*sexpected\n%s", (int)answer.length, answer.body, text);
    rung_answer_clear(&answer);
}
