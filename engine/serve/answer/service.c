/* service.c - open what rung serve answers from. */
#include <stdlib.h>

#include "base/status.h"
#include "serve/answer/members.h"
#include "serve/answer/state.h"

static size_t or_usual(size_t limit, size_t usual)
{
    return limit > 0 ? limit : usual;
}

static void set_limits(rung_service *s, const rung_service_options *o)
{
    s->most_people = or_usual(o->most_people, 10000);
    s->most_path_people = or_usual(o->most_path_people, 100);
    uint64_t effort = o->most_effort > 0 ? o->most_effort : 1000000;
    s->most_effort = effort < RUNG_MOST_EFFORT ? effort : RUNG_MOST_EFFORT;
    if (o->matcher)
        s->rules = *o->matcher;
    else
        s->rules = (rung_matcher_options)RUNG_MATCHER_OPTIONS_INIT;
}

/* ---------------------------------------------------------------- profiles */

static rung_status add_ranker(rung_service *s, const rung_matcher_options *options,
                              rung_error *error)
{
    char shown[64];
    rung_ranker *r = &s->ranker[s->rankers];
    rung_status status = rung_matcher_new(&r->matcher, s->catalog, options, error);
    if (status != RUNG_OK)
        return status;
    s->rankers++;
    r->facts = rung_matcher_describe(r->matcher);
    r->embeds = r->facts.weight[RUNG_SIGNAL_EMBEDDING] != 0;
    const char *name = r->facts.profile;
    for (size_t i = 0; i + 1 < s->rankers; i++)
        if (strcmp(s->ranker[i].facts.profile, name) == 0)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "profile: found '%s' twice, expected profiles of different names",
                             rung_quote(shown, name, strlen(name)));
    return RUNG_OK;
}

static rung_status add_rankers(rung_service *s, const rung_service_options *o, rung_error *error)
{
    size_t count = o->profiles > 0 ? o->profiles : 1;
    rung_status status = RUNG_OK;
    s->ranker = rung_array(count, sizeof *s->ranker);
    if (!s->ranker)
        return rung_fail_memory(error, "profiles");
    for (size_t i = 0; i < count && status == RUNG_OK; i++) {
        rung_matcher_options options = s->rules;
        if (o->profiles > 0)
            options.profile = o->profile[i];
        status = add_ranker(s, &options, error);
    }
    s->rules.profile = s->rules.kernel = NULL; /* the caller's */
    s->rules.tuning = NULL;
    return status;
}

/* ---------------------------------------------------------------- lists */

static bool list_roles(rung_service *s)
{
    s->role_text_at = rung_array(s->roles + 1, sizeof *s->role_text_at);
    if (!s->role_text_at)
        return false;
    for (size_t r = 0; r < s->roles; r++) {
        rung_role role = rung_catalog_role(s->catalog, (uint32_t)r);
        if (!rung_listing_add(&s->role_list, role.id, role.title))
            return false;
        rung_put_key_text(&s->role_text, ',', "role", role.id);
        rung_put_key_text(&s->role_text, ',', "title", role.title);
        s->role_text_at[r + 1] = s->role_text.length;
    }
    return !s->role_text.failed;
}

static bool list_skills(rung_service *s)
{
    for (size_t d = 0; d < s->skills; d++) {
        rung_skill skill = rung_catalog_skill(s->catalog, (uint32_t)d);
        if (!rung_listing_add(&s->skill_list, skill.id, skill.name))
            return false;
    }
    return true;
}

static bool list_people(rung_service *s)
{
    for (size_t i = 0; i < s->staff.people; i++)
        if (!rung_listing_add(&s->people_list, s->staff.id[i], ""))
            return false;
    return true;
}

/* ---------------------------------------------------------------- all of it */

static rung_status open_catalog(rung_service *s, const char *dir, rung_error *error)
{
    rung_status status = rung_catalog_open(&s->catalog, dir, error);
    if (status != RUNG_OK)
        return status;
    s->skills = rung_catalog_skills(s->catalog);
    s->roles = rung_catalog_roles(s->catalog);
    s->dimensions = rung_catalog_dimensions(s->catalog);
    s->scale = rung_catalog_scale(s->catalog);
    return RUNG_OK;
}

/* No more people in an ask than their levels or vectors have room for. */
static void bound_people(rung_service *s)
{
    size_t floats = s->dimensions;
    for (size_t i = 0; i < s->rankers; i++)
        if (!s->ranker[i].facts.sparse && s->skills > floats)
            floats = s->skills;
    size_t most = floats > 0 ? 1 + RUNG_MOST_DENSE / floats : s->most_people;
    size_t most_path = s->skills > 0 ? 1 + RUNG_MOST_DENSE / s->skills : s->most_path_people;
    s->most_people = s->most_people < most ? s->most_people : most;
    s->most_path_people = s->most_path_people < most_path ? s->most_path_people : most_path;
}

static rung_status fill(rung_service *s, const rung_service_options *o, rung_error *error)
{
    set_limits(s, o);
    rung_status status = open_catalog(s, o->catalog, error);
    if (status == RUNG_OK)
        status = add_rankers(s, o, error);
    if (status == RUNG_OK && o->people) {
        s->staffed = true;
        status = rung_staff_read(&s->staff, s->catalog, o->people,
                                 or_usual(o->most_kept_people, 100000), error);
    }
    if (status != RUNG_OK)
        return status;
    bound_people(s);
    s->planners = rung_planners_new();
    if (!s->planners || !list_roles(s) || !list_skills(s) || !list_people(s))
        return rung_fail_memory(error, "a service");
    return RUNG_OK;
}

rung_status rung_service_open(rung_service **service, const rung_service_options *options,
                              rung_error *error)
{
    if (!service || !options || !options->catalog || (options->profiles > 0 && !options->profile)) {
        if (service)
            *service = NULL;
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_service_open: service, options and a catalog are needed");
    }
    *service = NULL;
    rung_service *s = calloc(1, sizeof *s);
    if (!s)
        return rung_fail_memory(error, "a service");
    rung_status status = fill(s, options, error);
    if (status == RUNG_OK) {
        *service = s;
        s = NULL; /* the caller's now */
    }
    rung_service_free(s);
    return status;
}

void rung_service_free(rung_service *service)
{
    if (!service)
        return;
    rung_planners_free(service->planners);
    for (size_t i = 0; i < service->rankers; i++)
        rung_matcher_free(service->ranker[i].matcher);
    free(service->ranker);
    rung_listing_free(&service->role_list);
    rung_listing_free(&service->skill_list);
    rung_listing_free(&service->people_list);
    rung_buffer_free(&service->role_text);
    free(service->role_text_at);
    rung_staff_free(&service->staff);
    rung_catalog_free(service->catalog);
    free(service);
}

const rung_catalog *rung_service_catalog(const rung_service *service)
{
    return service->catalog;
}

size_t rung_service_profiles(const rung_service *service)
{
    return service->rankers;
}

rung_matcher_facts rung_service_facts(const rung_service *service, size_t profile)
{
    return service->ranker[profile < service->rankers ? profile : 0].facts;
}

size_t rung_service_people(const rung_service *service)
{
    return service->staff.people;
}
