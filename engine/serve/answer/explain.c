/* explain.c - why a role scores as it does for a person, in figures and words. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "serve/answer/answers.h"
#include "serve/answer/crowd.h"
#include "serve/answer/members.h"
#include "serve/answer/settings.h"

typedef struct explained {
    const rung_service *service;
    const rung_ranker *ranker;
    const rung_crowd *crowd;
    rung_role current, target; /* current is all zeros where there is none */
    rung_explanation why;
    const rung_gap *gaps;
    size_t count;
} explained;

static const char *const settings[] = {"target", "profile", NULL};

/* What fits into a line for people. */
enum { MOST_TEXT = 700 };

static void put_format(rung_buffer *out, char before, const char *key, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void put_format(rung_buffer *out, char before, const char *key, const char *format, ...)
{
    char text[MOST_TEXT];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    text[rung_utf8_whole(text, strlen(text))] = '\0';
    rung_put_key_text(out, before, key, text);
}

/* ---------------------------------------------------------------- signals */

static void put_signals(rung_buffer *out, const explained *e)
{
    const rung_explanation *w = &e->why;
    const rung_likeness likeness = rung_catalog_likeness(e->service->catalog);
    rung_put_key(out, ',', "signals");
    for (int s = 0; s < RUNG_SIGNAL_COUNT; s++) {
        rung_put_char(out, s == 0 ? '[' : ',');
        rung_put_key_text(out, '{', "name", rung_signal_name((rung_signal)s));
        rung_put_key_text(out, ',', "meaning", rung_signal_meaning((rung_signal)s, likeness));
        rung_put_key_number(out, ',', "value", w->known[s] ? w->value[s] : NAN);
        rung_put_key_number(out, ',', "weight", w->weight[s]);
        rung_put_key_number(out, ',', "share", w->value[s] * w->weight[s] + 0.0);
        rung_put_key_flag(out, ',', "known", w->known[s]);
        rung_put_char(out, '}');
    }
    rung_put_char(out, ']');
}

/* ---------------------------------------------------------------- rules */

/* Whether a rule holds: 1, 0, or -1 where a figure is missing and it is not tested. */
typedef struct test {
    const char *rule;
    int passed;
    char text[MOST_TEXT];
} test;

enum { READINESS, ESSENTIAL, ZONE, WAGE, TESTS };

static void say(test *t, const char *rule, int passed, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void say(test *t, const char *rule, int passed, const char *format, ...)
{
    va_list arguments;
    t->rule = rule;
    t->passed = passed;
    va_start(arguments, format);
    vsnprintf(t->text, sizeof t->text, format, arguments);
    va_end(arguments);
    t->text[rung_utf8_whole(t->text, strlen(t->text))] = '\0';
}

static void test_skills(const explained *e, test tests[TESTS])
{
    const rung_matcher_options *rules = &e->service->rules;
    const rung_explanation *w = &e->why;
    size_t missing = w->essentials_short;
    say(&tests[READINESS], "readiness", w->ready_enough, "readiness is %.4f, %s %.9g",
        w->value[RUNG_SIGNAL_READINESS], w->ready_enough ? "and a move needs" : "but a move needs",
        rules->theta);
    if (missing == 0)
        say(&tests[ESSENTIAL], "essential", true,
            "every essential skill has at least %.9g of the level needed", rules->essential);
    else
        say(&tests[ESSENTIAL], "essential", false,
            "%zu essential skill%s less than %.9g of the level needed", missing,
            missing == 1 ? " has" : "s have", rules->essential);
}

static void test_figures(const explained *e, test tests[TESTS])
{
    const rung_matcher_options *rules = &e->service->rules;
    const rung_explanation *w = &e->why;
    const char *currency = rung_catalog_currency(e->service->catalog);
    const char *space = *currency ? " " : "";
    if (w->known[RUNG_SIGNAL_ZONE])
        say(&tests[ZONE], "zone", w->zone_in_reach, "job zone %d, and at most %d + %d is in reach",
            e->target.job_zone, e->current.job_zone, rules->zone_step);
    else
        say(&tests[ZONE], "zone", -1, "a job zone is not known, so it is not tested");
    if (w->known[RUNG_SIGNAL_WAGE])
        say(&tests[WAGE], "wage", w->wage_high_enough,
            "the wage is %.9g%s%s a year, and at least %.9g is wanted", e->target.wage, space,
            currency, (1 + rules->wage_growth) * e->current.wage);
    else
        say(&tests[WAGE], "wage", -1, "a wage is not known, so it is not tested");
}

static void put_tests(rung_buffer *out, const explained *e)
{
    static const char *const truth[] = {"null", "false", "true"};
    test tests[TESTS];
    bool any = false;
    test_skills(e, tests);
    test_figures(e, tests);
    rung_put_key_flag(out, ',', "viable", e->why.viable);
    rung_put_key_flag(out, ',', "desirable", e->why.desirable);
    rung_put_key_flag(out, ',', "above_wage_floor", e->why.above_wage_floor);
    rung_put_key(out, ',', "tests");
    for (int i = 0; i < TESTS; i++) {
        rung_put_char(out, i == 0 ? '[' : ',');
        rung_put_key_text(out, '{', "rule", tests[i].rule);
        rung_put_key(out, ',', "passed");
        rung_put_text(out, truth[tests[i].passed + 1]);
        rung_put_key_text(out, ',', "text", tests[i].text);
        rung_put_char(out, '}');
    }
    rung_put_char(out, ']');
    rung_put_key(out, ',', "why_not");
    rung_put_char(out, '[');
    for (int i = 0; i < TESTS; i++)
        if (tests[i].passed == 0) {
            rung_put_text(out, any ? "," : "");
            rung_put_json(out, tests[i].text);
            any = true;
        }
    rung_put_char(out, ']');
}

/* ---------------------------------------------------------------- skills */

static void put_gap(rung_buffer *out, const explained *e, const rung_gap *g)
{
    rung_skill skill = rung_catalog_skill(e->service->catalog, g->skill);
    rung_put_key_text(out, '{', "skill", skill.id);
    rung_put_key_text(out, ',', "name", skill.name);
    rung_put_key_text(out, ',', "kind", rung_skill_kind_name(skill.kind));
    rung_put_key_level(out, ',', "have", g->have);
    rung_put_key_level(out, ',', "need", g->need);
    rung_put_key_level(out, ',', "importance", g->importance);
    rung_put_key_flag(out, ',', "essential", g->essential);
    rung_put_key_number(out, ',', "gap", g->gap);
    if (g->have < g->need)
        put_format(out, ',', "text", "%s: %.9g of %.9g%s, %.1f %% of all that is asked", skill.name,
                   (double)g->have, (double)g->need, g->essential ? ", essential" : "",
                   100 * g->gap);
    else
        put_format(out, ',', "text", "%s: %.9g, and %.9g is enough", skill.name, (double)g->have,
                   (double)g->need);
    rung_put_char(out, '}');
}

static void put_explained(rung_buffer *out, const explained *e)
{
    const char *id = e->crowd->id[0];
    rung_put_key_text(out, '{', "catalog", rung_catalog_name(e->service->catalog));
    rung_put_key_text(out, ',', "profile", e->ranker->facts.profile);
    rung_put_key(out, ',', "id");
    if (id)
        rung_put_json(out, id);
    else
        rung_put_text(out, "null");
    rung_put_key_flag(out, ',', "imputed", e->crowd->imputed[0]);
    rung_put_key_known(out, ',', "role", e->current.id);
    rung_put_key_text(out, ',', "target", e->target.id);
    rung_put_key_text(out, ',', "title", e->target.title);
    rung_put_key_number(out, ',', "score", e->why.score);
    put_signals(out, e);
    put_tests(out, e);
    rung_put_key(out, ',', "gaps");
    rung_put_char(out, '[');
    for (size_t i = 0; i < e->count; i++) {
        if (i > 0)
            rung_put_char(out, ',');
        put_gap(out, e, &e->gaps[i]);
    }
    rung_put_text(out, "]}\n");
}

/* ---------------------------------------------------------------- asks */

static bool read_target(const rung_service *s, const rung_ranker *ranker, const rung_json *whole,
                        uint32_t *target, rung_answer *answer)
{
    char shown[RUNG_SHOWN];
    rung_at top = {0}, at = {.up = &top, .key = "target"};
    const rung_json *member = rung_json_member(whole, "target");
    if (!member)
        return rung_refuse(answer, 400, &top, "no member target, expected the id of a role");
    if (rung_json_kind_of(member) != RUNG_JSON_TEXT)
        return rung_refuse_kind(answer, &at, "a role's id", member);
    const char *id = rung_json_text(member);
    *target = rung_catalog_find_role(s->catalog, id);
    if (*target == RUNG_NONE)
        return rung_refuse(answer, 400, &at,
                           "unknown role '%s', expected the id of one of the catalog's roles",
                           rung_show(shown, id));
    if (rung_catalog_role(s->catalog, *target).rated || ranker->facts.roles == s->roles)
        return true;
    return rung_refuse(answer, 400, &at, "role '%s' is unrated, expected one that asks for skills",
                       rung_show(shown, id));
}

static void explain_person(explained *e, uint32_t target, rung_gap *gaps, rung_answer *answer)
{
    rung_error error;
    rung_buffer out = {0};
    rung_person person = rung_crowd_person(e->crowd, 0, NULL);
    e->target = rung_catalog_role(e->service->catalog, target);
    if (person.current_role != RUNG_NONE)
        e->current = rung_catalog_role(e->service->catalog, person.current_role);
    e->gaps = gaps;
    if (rung_explain_person(e->ranker->matcher, &person, target, &e->why, gaps, &e->count,
                            &error) != RUNG_OK) {
        rung_refuse_status(answer, &error);
        return;
    }
    put_explained(&out, e);
    rung_answer_take(answer, 200, &out);
}

static void explain_whole(const rung_service *s, const rung_json *whole, rung_answer *answer)
{
    uint32_t target = RUNG_NONE;
    rung_crowd crowd = {0};
    explained e = {.service = s, .crowd = &crowd};
    rung_gap *gaps = NULL;
    if (rung_read_profile(answer, s, whole, &e.ranker) &&
        rung_crowd_read(&crowd, s, whole, (rung_crowd_wants){.vectors = e.ranker->embeds}, 0,
                        settings, answer) &&
        read_target(s, e.ranker, whole, &target, answer)) {
        gaps = rung_array(s->skills, sizeof *gaps);
        if (gaps)
            explain_person(&e, target, gaps, answer);
        else
            rung_refuse_memory(answer);
    }
    free(gaps);
    rung_crowd_free(&crowd);
}

void rung_answer_explain(const rung_service *service, const rung_ask *ask, const char *id,
                         rung_answer *answer)
{
    (void)id;
    const rung_json *whole = rung_read_object(service, ask, answer);
    if (!whole)
        return;
    explain_whole(service, whole, answer);
    rung_json_free(whole);
}
