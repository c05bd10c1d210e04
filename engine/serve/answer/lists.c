/* lists.c - roles, skills and people: searched, and one by one. */
#include <math.h>
#include <stdlib.h>

#include "serve/answer/answers.h"
#include "serve/answer/members.h"
#include "serve/answer/query.h"

/* ---------------------------------------------------------------- a page of a list */

/* Append what stands at this place of a list. */
typedef void put_entry(rung_buffer *out, const rung_service *service, uint32_t place);

static void put_page(rung_buffer *out, const rung_service *s, const rung_listing *list,
                     const rung_page *page, const char *name, put_entry *put)
{
    uint32_t *places = rung_array(list->count, sizeof *places);
    unsigned char *rank = rung_array(list->count, 1);
    size_t found = 0, told = 0;
    out->failed |= !places || !rank;
    if (!out->failed)
        found = rung_listing_find(list, page->wanted, rank, places);
    rung_put_key_whole(out, '{', "total", found);
    rung_put_key_whole(out, ',', "limit", page->limit);
    rung_put_key_whole(out, ',', "offset", page->offset);
    rung_put_key(out, ',', name);
    rung_put_char(out, '[');
    for (size_t i = page->offset; i < found && told < page->limit; i++) {
        rung_put_text(out, told++ > 0 ? ",{" : "{");
        put(out, s, places[i]);
        rung_put_char(out, '}');
    }
    rung_put_text(out, "]}\n");
    free(places);
    free(rank);
}

static void answer_page(const rung_service *s, const rung_ask *ask, const rung_listing *list,
                        const char *name, put_entry *put, rung_answer *answer)
{
    rung_page page;
    rung_buffer out = {0};
    if (!rung_page_read(&page, ask->query, answer))
        return;
    put_page(&out, s, list, &page, name, put);
    rung_answer_take(answer, 200, &out);
}

/* The first member of an object whose brace is there already. */
static void put_first(rung_buffer *out, const char *key, const char *text)
{
    rung_put_json(out, key);
    rung_put_char(out, ':');
    rung_put_json(out, text);
}

/* ---------------------------------------------------------------- skills */

static void put_skill(rung_buffer *out, const rung_service *s, uint32_t place)
{
    rung_skill skill = rung_catalog_skill(s->catalog, place);
    put_first(out, "id", skill.id);
    rung_put_key_text(out, ',', "name", skill.name);
    rung_put_key_text(out, ',', "kind", rung_skill_kind_name(skill.kind));
    rung_put_key_known(out, ',', "group", skill.group);
}

void rung_answer_skills(const rung_service *service, const rung_ask *ask, const char *id,
                        rung_answer *answer)
{
    (void)id;
    answer_page(service, ask, &service->skill_list, "skills", put_skill, answer);
}

/* ---------------------------------------------------------------- roles */

static void put_role(rung_buffer *out, const rung_service *s, uint32_t place)
{
    rung_role role = rung_catalog_role(s->catalog, place);
    put_first(out, "id", role.id);
    rung_put_key_text(out, ',', "title", role.title);
    rung_put_key_known(out, ',', "family", role.family);
    rung_put_key_known(out, ',', "group", role.group);
    rung_put_key_number(out, ',', "education", role.education);
    rung_put_key_number(out, ',', "wage", role.wage);
    rung_put_key_number(out, ',', "employment", role.employment);
    rung_put_key_number(out, ',', "growth", role.growth);
    rung_put_key_number(out, ',', "openings", role.openings);
    rung_put_key_number(out, ',', "automation_risk", role.automation_risk);
    rung_put_key_number(out, ',', "job_zone",
                        role.job_zone > 0 ? (double)role.job_zone : (double)NAN);
    rung_put_key_flag(out, ',', "rated", role.rated);
}

void rung_answer_roles(const rung_service *service, const rung_ask *ask, const char *id,
                       rung_answer *answer)
{
    (void)id;
    answer_page(service, ask, &service->role_list, "roles", put_role, answer);
}

static void put_requirement(rung_buffer *out, const rung_service *s, uint32_t place,
                            const rung_requirement *asked)
{
    rung_skill skill = rung_catalog_skill(s->catalog, place);
    rung_put_key_text(out, '{', "skill", skill.id);
    rung_put_key_text(out, ',', "name", skill.name);
    rung_put_key_text(out, ',', "kind", rung_skill_kind_name(skill.kind));
    rung_put_key_level(out, ',', "level", asked->level);
    rung_put_key_level(out, ',', "importance", asked->importance);
    rung_put_key_flag(out, ',', "essential", asked->essential);
    rung_put_char(out, '}');
}

static void put_requirements(rung_buffer *out, const rung_service *s, uint32_t role)
{
    bool any = false;
    rung_put_key(out, ',', "requirements");
    rung_put_char(out, '[');
    for (uint32_t d = 0; d < s->skills; d++) {
        rung_requirement asked = rung_catalog_requirement(s->catalog, role, d);
        if (!(asked.level > 0) && !(asked.importance > 0) && !asked.essential)
            continue;
        rung_put_text(out, any ? "," : "");
        put_requirement(out, s, d, &asked);
        any = true;
    }
    rung_put_char(out, ']');
}

void rung_answer_role(const rung_service *service, const rung_ask *ask, const char *id,
                      rung_answer *answer)
{
    char shown[RUNG_SHOWN];
    rung_buffer out = {0};
    uint32_t role = rung_catalog_find_role(service->catalog, id);
    (void)ask;
    if (role == RUNG_NONE) {
        rung_refuse(answer, 404, NULL,
                    "unknown role '%s', expected the id of one of the catalog's roles",
                    rung_show(shown, id));
        return;
    }
    rung_put_char(&out, '{');
    put_role(&out, service, role);
    put_requirements(&out, service, role);
    rung_put_text(&out, "}\n");
    rung_answer_take(answer, 200, &out);
}

/* ---------------------------------------------------------------- people */

static bool is_staffed(const rung_service *s, rung_answer *answer)
{
    return s->staffed || rung_refuse(answer, 404, NULL,
                                     "no people are kept here; `rung serve --people DIR` keeps "
                                     "those of a folder");
}

static void put_staff(rung_buffer *out, const rung_service *s, uint32_t place)
{
    uint32_t role = s->staff.role[place];
    rung_role r = {.id = "", .title = ""};
    if (role != RUNG_NONE)
        r = rung_catalog_role(s->catalog, role);
    put_first(out, "id", s->staff.id[place]);
    rung_put_key_known(out, ',', "role", r.id);
    rung_put_key_known(out, ',', "title", r.title);
    rung_put_key_flag(out, ',', "imputed", s->staff.imputed[place]);
}

void rung_answer_people(const rung_service *service, const rung_ask *ask, const char *id,
                        rung_answer *answer)
{
    (void)id;
    if (is_staffed(service, answer))
        answer_page(service, ask, &service->people_list, "people", put_staff, answer);
}

static void put_levels(rung_buffer *out, const rung_service *s, uint32_t person)
{
    const rung_staff *f = &s->staff;
    rung_put_key(out, ',', "levels");
    rung_put_char(out, '{');
    for (size_t i = f->first[person]; i < f->first[person + 1]; i++) {
        if (i > f->first[person])
            rung_put_char(out, ',');
        rung_put_json(out, rung_catalog_skill(s->catalog, f->skill[i]).id);
        rung_put_char(out, ':');
        rung_put_level(out, f->level[i]);
    }
    rung_put_char(out, '}');
}

static void put_vector(rung_buffer *out, const rung_service *s, uint32_t person)
{
    const rung_staff *f = &s->staff;
    if (f->dimensions == 0)
        return;
    rung_put_key(out, ',', "vector");
    for (size_t k = 0; k < f->dimensions; k++) {
        rung_put_char(out, k == 0 ? '[' : ',');
        rung_put_level(out, f->vector[person * f->dimensions + k]);
    }
    rung_put_char(out, ']');
}

static bool is_on_column(const rung_condition *condition)
{
    return strcmp(condition->column, "role") != 0 && strcmp(condition->column, "family") != 0;
}

/* Whether an audience that admits the person asks for the same column before this condition. */
static bool was_told(const rung_service *s, const uint64_t *admits, uint32_t program,
                     size_t condition)
{
    const char *column = rung_catalog_program(s->catalog, program).audience[condition].column;
    for (uint32_t p = 0; p <= program; p++) {
        rung_program before = rung_catalog_program(s->catalog, p);
        size_t count = p == program ? condition : before.conditions;
        if (!(admits[p / 64] >> p % 64 & 1))
            continue;
        for (size_t i = 0; i < count; i++)
            if (is_on_column(&before.audience[i]) && strcmp(before.audience[i].column, column) == 0)
                return true;
    }
    return false;
}

/* What is known of a person's columns: the conditions that hold of audiences that admit her. No
 * other program admits somebody of whom no more is known. */
static void put_columns(rung_buffer *out, const rung_service *s, uint32_t person)
{
    const uint64_t *admits = s->staff.admits + person * s->staff.words;
    bool any = false;
    rung_put_key(out, ',', "columns");
    rung_put_char(out, '{');
    for (uint32_t p = 0; p < rung_catalog_programs(s->catalog); p++) {
        rung_program program = rung_catalog_program(s->catalog, p);
        if (!(admits[p / 64] >> p % 64 & 1))
            continue;
        for (size_t i = 0; i < program.conditions; i++) {
            if (!is_on_column(&program.audience[i]) || was_told(s, admits, p, i))
                continue;
            rung_put_text(out, any ? "," : "");
            rung_put_json(out, program.audience[i].column);
            rung_put_char(out, ':');
            rung_put_json(out, program.audience[i].value);
            any = true;
        }
    }
    rung_put_char(out, '}');
}

void rung_answer_person(const rung_service *service, const rung_ask *ask, const char *id,
                        rung_answer *answer)
{
    char shown[RUNG_SHOWN];
    rung_buffer out = {0};
    (void)ask;
    if (!is_staffed(service, answer))
        return;
    uint32_t person = rung_index_find(&service->staff.index, id, strlen(id));
    if (person == RUNG_NONE) {
        rung_refuse(answer, 404, NULL, "unknown person '%s', expected the id of one who is kept",
                    rung_show(shown, id));
        return;
    }
    uint32_t role = service->staff.role[person];
    rung_role r = {.id = "", .title = ""};
    if (role != RUNG_NONE)
        r = rung_catalog_role(service->catalog, role);
    rung_put_text(&out, "{\"person\":");
    rung_put_key_text(&out, '{', "id", service->staff.id[person]);
    rung_put_key_known(&out, ',', "role", r.id);
    put_levels(&out, service, person);
    put_vector(&out, service, person);
    put_columns(&out, service, person);
    rung_put_char(&out, '}');
    rung_put_key_known(&out, ',', "title", r.title);
    rung_put_key_flag(&out, ',', "imputed", service->staff.imputed[person]);
    rung_put_text(&out, "}\n");
    rung_answer_take(answer, 200, &out);
}
