/* paths.c - the ways of people to better roles, as JSON. */
#include <math.h>
#include <stdlib.h>

#include "serve/answer/answers.h"
#include "serve/answer/crowd.h"
#include "serve/answer/members.h"
#include "serve/answer/settings.h"

static const char *const settings[] = {"targets",   "prefer", "order",   "top",
                                       "paths",     "steps",  "years",   "discount",
                                       "wage_fall", "effort", "profile", NULL};

typedef struct search {
    const rung_service *service;
    const rung_ranker *ranker;
    rung_planner_options options;
    rung_crowd crowd;
    uint32_t *target;
    size_t targets;
} search;

/* ---------------------------------------------------------------- reading */

static bool read_options(search *s, const rung_json *whole, rung_answer *answer)
{
    static const char *const prefers[] = {"gain", "fastest", "cheapest", "fewest", NULL};
    static const char *const orders[] = {"figure", "score", NULL};
    rung_planner_options *o = &s->options;
    uint64_t most = s->service->most_effort, top = o->top, paths = o->paths, steps = o->steps,
             effort = o->effort < most ? o->effort : most;
    int prefer = RUNG_PREFER_GAIN, order = RUNG_ORDER_FIGURE;
    if (!rung_read_choice(answer, whole, "prefer", prefers, &prefer) ||
        !rung_read_choice(answer, whole, "order", orders, &order) ||
        !rung_read_whole(answer, whole, "top", 1, RUNG_MOST_TARGETS, &top) ||
        !rung_read_whole(answer, whole, "paths", 1, RUNG_MOST_TARGETS, &paths) ||
        !rung_read_whole(answer, whole, "steps", 1, 8, &steps) ||
        !rung_read_number(answer, whole, "years", 0, 100, &o->years) ||
        !rung_read_number(answer, whole, "discount", 0, 1, &o->discount) ||
        !rung_read_number(answer, whole, "wage_fall", 0, 1, &o->wage_fall) ||
        !rung_read_whole(answer, whole, "effort", 1, most, &effort))
        return false;
    o->prefer = (rung_prefer)prefer;
    o->order = (rung_target_order)order;
    o->top = top;
    o->paths = paths;
    o->steps = steps;
    o->effort = effort;
    return true;
}

static bool read_target(search *s, const rung_json *item, const rung_at *at, rung_answer *answer)
{
    char shown[RUNG_SHOWN];
    if (rung_json_kind_of(item) != RUNG_JSON_TEXT)
        return rung_refuse_kind(answer, at, "a role's id", item);
    const char *id = rung_json_text(item);
    uint32_t role = rung_catalog_find_role(s->service->catalog, id);
    if (role == RUNG_NONE)
        return rung_refuse(answer, 400, at,
                           "unknown role '%s', expected the id of one of the catalog's roles",
                           rung_show(shown, id));
    for (size_t i = 0; i < s->targets; i++)
        if (s->target[i] == role)
            return rung_refuse(answer, 400, at, "role '%s' is named twice, expected once",
                               rung_show(shown, id));
    s->target[s->targets++] = role;
    return true;
}

static bool read_targets(search *s, const rung_json *whole, rung_answer *answer)
{
    rung_at top = {0}, at = {.up = &top, .key = "targets"};
    const rung_json *member = rung_json_member(whole, "targets");
    if (!member || rung_json_kind_of(member) == RUNG_JSON_NULL)
        return true;
    if (rung_json_kind_of(member) != RUNG_JSON_ARRAY)
        return rung_refuse_kind(answer, &at, "an array of roles' ids", member);
    size_t count = rung_json_count(member);
    if (count == 0 || count > RUNG_MOST_TARGETS)
        return rung_refuse(answer, 400, &at,
                           "%zu targets, expected 1 to %d, or none of this member for the best "
                           "that are found",
                           count, RUNG_MOST_TARGETS);
    s->target = rung_array(count, sizeof *s->target);
    if (!s->target)
        return rung_refuse_memory(answer);
    for (size_t i = 0; i < count; i++) {
        rung_at place = {.up = &at, .item = i};
        if (!read_target(s, rung_json_item(member, i), &place, answer))
            return false;
    }
    if (rung_json_member(whole, "top"))
        return rung_refuse(answer, 400, &(rung_at){.up = &top, .key = "top"},
                           "top says how many targets are found, expected it without targets");
    return true;
}

/* A search may go on for effort moves: as many as an ask may have, however they are named. */
static bool check_size(const search *s, rung_answer *answer)
{
    size_t each = s->targets > 0 ? s->targets : 1, most = s->service->most_path_people;
    rung_at top = {0}, at = {.up = &top, .key = "targets"};
    return s->crowd.people * each <= most ||
           rung_refuse(answer, 400, &at, "%zu people x %zu targets, expected %zu at most",
                       s->crowd.people, each, most);
}

static bool read_search(search *s, const rung_json *whole, rung_answer *answer)
{
    rung_at top = {0}, order = {.up = &top, .key = "order"};
    s->options = (rung_planner_options)RUNG_PLANNER_OPTIONS_INIT;
    if (!rung_read_profile(answer, s->service, whole, &s->ranker) ||
        !read_options(s, whole, answer))
        return false;
    if (s->ranker->embeds && s->options.order == RUNG_ORDER_SCORE)
        return rung_refuse(answer, 400, &order,
                           "paths are made of skills, expected a profile without embedding for "
                           "order score");
    if (rung_catalog_count(s->service->catalog).requirements == 0)
        return rung_refuse(answer, 400, &top,
                           "paths are made of skills, and no role of this catalog has any");
    return rung_crowd_read(&s->crowd, s->service, whole, (rung_crowd_wants){.columns = true},
                           s->service->most_path_people, settings, answer) &&
           read_targets(s, whole, answer) && check_size(s, answer);
}

/* ---------------------------------------------------------------- writing */

static const char *role_id(const search *s, uint32_t role)
{
    return rung_catalog_role(s->service->catalog, role).id;
}

static void put_title(rung_buffer *out, const search *s, uint32_t role)
{
    rung_put_key_text(out, ',', "title", rung_catalog_role(s->service->catalog, role).title);
}

/* "+program >role ..." as the command's rows have it. */
static void put_route(rung_buffer *out, const search *s, const rung_path *path)
{
    rung_buffer text = {0};
    for (size_t i = 0; i < path->steps; i++) {
        const rung_path_step *step = &path->step[i];
        for (size_t p = 0; p < step->programs; p++) {
            rung_put_char(&text, '+');
            rung_put_text(&text, rung_catalog_program(s->service->catalog, step->program[p]).id);
            rung_put_char(&text, ' ');
        }
        rung_put_char(&text, '>');
        rung_put_text(&text, role_id(s, step->role));
        rung_put_text(&text, i + 1 < path->steps ? " " : "");
    }
    rung_put_char(&text, '\0');
    out->failed |= text.failed;
    rung_put_key_text(out, ',', "route", text.failed ? "" : text.at);
    rung_buffer_free(&text);
}

static void put_step(rung_buffer *out, const search *s, const rung_path_step *step)
{
    rung_put_key_text(out, '{', "role_id", role_id(s, step->role));
    put_title(out, s, step->role);
    rung_put_key(out, ',', "programs");
    rung_put_char(out, '[');
    for (size_t p = 0; p < step->programs; p++) {
        if (p > 0)
            rung_put_char(out, ',');
        rung_put_json(out, rung_catalog_program(s->service->catalog, step->program[p]).id);
    }
    rung_put_char(out, ']');
    rung_put_key_number(out, ',', "starts", step->starts);
    rung_put_key_number(out, ',', "enters", step->enters);
    rung_put_key_number(out, ',', "cost", step->cost);
    rung_put_key_number(out, ',', "wage", step->wage);
    rung_put_key_number(out, ',', "readiness_before", step->readiness_before);
    rung_put_key_number(out, ',', "readiness", step->readiness);
    rung_put_char(out, '}');
}

static void put_path(rung_buffer *out, const search *s, const rung_path *path)
{
    rung_put_key_whole(out, '{', "target_rank", path->target_rank);
    rung_put_key_text(out, ',', "target_role", role_id(s, path->target));
    put_title(out, s, path->target);
    rung_put_key_whole(out, ',', "path_rank", path->rank);
    rung_put_key_number(out, ',', "weeks", path->weeks);
    rung_put_key_number(out, ',', "cost", path->cost);
    rung_put_key_number(out, ',', "gain", path->gain);
    rung_put_key_whole(out, ',', "steps", path->steps);
    rung_put_key_number(out, ',', "readiness", path->readiness);
    rung_put_key_flag(out, ',', "proven", path->proven);
    put_route(out, s, path);
    rung_put_key(out, ',', "path");
    rung_put_char(out, '[');
    for (size_t i = 0; i < path->steps; i++) {
        if (i > 0)
            rung_put_char(out, ',');
        put_step(out, s, &path->step[i]);
    }
    rung_put_text(out, "]}");
}

/* In the order in which docs/model.md puts them aside. */
static void put_rules(rung_buffer *out, unsigned rules)
{
    static const rung_rule order[] = {RUNG_RULE_AUDIENCE, RUNG_RULE_STEPS,     RUNG_RULE_WAGE,
                                      RUNG_RULE_ZONE,     RUNG_RULE_ESSENTIAL, RUNG_RULE_READINESS,
                                      RUNG_RULE_CURRENT,  RUNG_RULE_UNRATED,   RUNG_RULE_EFFORT};
    bool any = false;
    rung_put_key(out, ',', "rules");
    rung_put_char(out, '[');
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (rules & order[i]) {
            rung_put_text(out, any ? "," : "");
            rung_put_json(out, rung_rule_name(order[i]));
            any = true;
        }
    rung_put_char(out, ']');
}

/* What can be read back as no more than theta: digits that do not print are cut, never rounded up.
 */
static double theta_of(const rung_miss *miss)
{
    double digits = floor(miss->theta * 1e9);
    return (digits / 1e9 > miss->theta ? digits - 1 : digits) / 1e9;
}

static void put_miss(rung_buffer *out, const search *s, const rung_miss *miss)
{
    rung_put_key_text(out, '{', "target_role", role_id(s, miss->target));
    put_title(out, s, miss->target);
    rung_put_key(out, ',', "path");
    rung_put_text(out, "null");
    put_rules(out, miss->rules);
    rung_put_key_number(out, ',', "theta",
                        miss->rules & RUNG_RULE_READINESS ? theta_of(miss) : NAN);
    rung_put_key_number(out, ',', "wage_fall",
                        miss->rules & RUNG_RULE_WAGE ? miss->wage_fall : NAN);
    rung_put_key_text(out, ',', "reason", miss->reason);
    rung_put_char(out, '}');
}

static void put_person(rung_buffer *out, const search *s, size_t person, const rung_paths *paths)
{
    const char *id = s->crowd.id[person];
    uint32_t role = s->crowd.role[person];
    rung_put_key(out, '{', "id");
    if (id)
        rung_put_json(out, id);
    else
        rung_put_text(out, "null");
    rung_put_key_known(out, ',', "role", role == RUNG_NONE ? NULL : role_id(s, role));
    rung_put_key_flag(out, ',', "imputed", s->crowd.imputed[person]);
    rung_put_key(out, ',', "paths");
    rung_put_char(out, '[');
    for (size_t i = 0; i < paths->count; i++) {
        if (i > 0)
            rung_put_char(out, ',');
        put_path(out, s, &paths->path[i]);
    }
    rung_put_char(out, ']');
    rung_put_key(out, ',', "misses");
    rung_put_char(out, '[');
    for (size_t i = 0; i < paths->misses; i++) {
        if (i > 0)
            rung_put_char(out, ',');
        put_miss(out, s, &paths->miss[i]);
    }
    rung_put_text(out, "]}");
}

/* ---------------------------------------------------------------- searching */

static rung_status search_people(rung_buffer *out, const search *s, const rung_planner *planner,
                                 rung_error *error)
{
    rung_status status = RUNG_OK;
    rung_put_key_text(out, '{', "catalog", rung_catalog_name(s->service->catalog));
    rung_put_key(out, ',', "people");
    rung_put_char(out, '[');
    for (size_t i = 0; i < s->crowd.people && status == RUNG_OK; i++) {
        rung_person person = rung_crowd_person(&s->crowd, i, NULL);
        rung_paths *paths;
        status = rung_find_paths(planner, &person, s->target, s->targets, &paths, error);
        if (status != RUNG_OK)
            break;
        rung_put_text(out, i > 0 ? "," : "");
        put_person(out, s, i, paths);
        rung_paths_free(paths);
    }
    rung_put_text(out, "]}\n");
    return status;
}

static void answer_search(const search *s, rung_answer *answer)
{
    const rung_planner *planner;
    rung_error error;
    rung_buffer out = {0};
    rung_planners *planners = s->service->planners;
    rung_status status =
        rung_planners_take(planners, s->ranker->matcher, &s->options, &planner, &error);
    if (status == RUNG_OK) {
        status = search_people(&out, s, planner, &error);
        rung_planners_give_back(planners, planner);
    }
    if (status == RUNG_OK)
        rung_answer_take(answer, 200, &out);
    else
        rung_refuse_status(answer, &error);
    rung_buffer_free(&out);
}

void rung_answer_path(const rung_service *service, const rung_ask *ask, const char *id,
                      rung_answer *answer)
{
    search s = {.service = service};
    (void)id;
    const rung_json *whole = rung_read_object(service, ask, answer);
    if (!whole)
        return;
    bool read = read_search(&s, whole, answer);
    rung_json_free(whole);
    if (read)
        answer_search(&s, answer);
    rung_crowd_free(&s.crowd);
    free(s.target);
}
