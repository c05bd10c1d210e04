/* settings.c - members of an ask that say how it is to be answered, checked. */
#include "serve/answer/settings.h"

static const char *kind_name(const rung_json *value)
{
    switch (rung_json_kind_of(value)) {
    case RUNG_JSON_FLAG:
        return "true or false";
    case RUNG_JSON_NUMBER:
        return "a number";
    case RUNG_JSON_TEXT:
        return "text";
    case RUNG_JSON_ARRAY:
        return "an array";
    case RUNG_JSON_OBJECT:
        return "an object";
    default:
        return "null";
    }
}

bool rung_refuse_kind(rung_answer *answer, const rung_at *at, const char *expected,
                      const rung_json *found)
{
    return rung_refuse(answer, 400, at, "expected %s, found %s", expected, kind_name(found));
}

const rung_json *rung_read_object(const rung_service *service, const rung_ask *ask,
                                  rung_answer *answer)
{
    rung_json_fault fault;
    rung_at top = {0};
    if (ask->length == 0) {
        rung_refuse(answer, 400, NULL, "the body is empty, expected JSON");
        return NULL;
    }
    /* a person is an object with three more at most */
    const rung_json *json =
        rung_json_read(ask->body, ask->length, 8 + 4 * service->most_people, &fault);
    if (!json) {
        rung_refuse_text(answer, &fault);
        return NULL;
    }
    if (rung_json_kind_of(json) == RUNG_JSON_OBJECT)
        return json;
    rung_refuse_kind(answer, &top, "an object", json);
    rung_json_free(json);
    return NULL;
}

/* ---------------------------------------------------------------- names */

static bool is_among(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

/* "a, b or c" in room for it; names beyond the room are left out. */
static void list_names(rung_buffer *out, const char *const *names, const char *const *others)
{
    const char *name[64];
    size_t count = 0;
    for (; *names && count < 64; names++)
        name[count++] = *names;
    for (; *others && count < 64; others++)
        name[count++] = *others;
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            rung_put_text(out, i + 1 < count ? ", " : " or ");
        rung_put_text(out, name[i]);
    }
    rung_put_char(out, '\0');
}

static bool refuse_name(rung_answer *answer, const rung_at *at, const char *what, const char *found,
                        const char *const *names, const char *const *others)
{
    char shown[RUNG_SHOWN];
    rung_buffer list = {0};
    list_names(&list, names, others);
    if (list.failed)
        rung_refuse_memory(answer);
    else
        rung_refuse(answer, 400, at, "unknown %s '%s', expected %s", what, rung_show(shown, found),
                    list.at);
    rung_buffer_free(&list);
    return false;
}

bool rung_check_members(rung_answer *answer, const rung_at *up, const rung_json *object,
                        const char *const *names, const char *const *others)
{
    rung_json_walk walk = {.object = object};
    while (rung_json_next(&walk)) {
        rung_at at = {.up = up, .key = walk.key};
        if (!is_among(walk.key, names) && !is_among(walk.key, others))
            return refuse_name(answer, &at, "member", walk.key, names, others);
    }
    return true;
}

/* ---------------------------------------------------------------- values */

/* A member that is there and not null, else NULL. */
static const rung_json *given(const rung_json *object, const char *name)
{
    const rung_json *value = rung_json_member(object, name);
    return value && rung_json_kind_of(value) != RUNG_JSON_NULL ? value : NULL;
}

bool rung_read_number(rung_answer *answer, const rung_json *object, const char *name, double least,
                      double most, double *value)
{
    rung_at top = {0}, at = {.up = &top, .key = name};
    const rung_json *member = given(object, name);
    if (!member)
        return true;
    if (rung_json_kind_of(member) != RUNG_JSON_NUMBER)
        return rung_refuse_kind(answer, &at, "a number", member);
    double number = rung_json_number(member);
    if (!(number >= least && number <= most))
        return rung_refuse(answer, 400, &at, "a number out of range, expected %.9g to %.9g", least,
                           most);
    *value = number + 0.0; /* no zero with a sign */
    return true;
}

bool rung_read_whole(rung_answer *answer, const rung_json *object, const char *name, uint64_t least,
                     uint64_t most, uint64_t *value)
{
    rung_at top = {0}, at = {.up = &top, .key = name};
    const rung_json *member = given(object, name);
    if (!member)
        return true;
    if (rung_json_kind_of(member) != RUNG_JSON_NUMBER)
        return rung_refuse_kind(answer, &at, "a whole number", member);
    double number = rung_json_number(member);
    if (!(number >= (double)least && number <= (double)most) || number != (double)(uint64_t)number)
        return rung_refuse(answer, 400, &at,
                           "a number out of range or not whole, expected a whole one of %llu to "
                           "%llu",
                           (unsigned long long)least, (unsigned long long)most);
    *value = (uint64_t)number;
    return true;
}

bool rung_read_choice(rung_answer *answer, const rung_json *object, const char *name,
                      const char *const *names, int *value)
{
    static const char *const none[] = {NULL};
    rung_at top = {0}, at = {.up = &top, .key = name};
    const rung_json *member = given(object, name);
    if (!member)
        return true;
    if (rung_json_kind_of(member) != RUNG_JSON_TEXT)
        return rung_refuse_kind(answer, &at, "text", member);
    const char *text = rung_json_text(member);
    for (int i = 0; names[i]; i++)
        if (strcmp(text, names[i]) == 0) {
            *value = i;
            return true;
        }
    return refuse_name(answer, &at, "choice", text, names, none);
}

bool rung_read_profile(rung_answer *answer, const rung_service *service, const rung_json *object,
                       const rung_ranker **ranker)
{
    static const char *const none[] = {NULL};
    const char *names[64] = {NULL};
    rung_at top = {0}, at = {.up = &top, .key = "profile"};
    const rung_json *member = given(object, "profile");
    *ranker = &service->ranker[0];
    if (!member)
        return true;
    if (rung_json_kind_of(member) != RUNG_JSON_TEXT)
        return rung_refuse_kind(answer, &at, "a profile's name", member);
    const char *text = rung_json_text(member);
    for (size_t i = 0; i < service->rankers; i++) {
        *ranker = &service->ranker[i];
        if (strcmp((*ranker)->facts.profile, text) == 0)
            return true;
        if (i < 63)
            names[i] = (*ranker)->facts.profile;
    }
    return refuse_name(answer, &at, "profile", text, names, none);
}
