/* cmd_explain.c - rung explain: why a role scores as it does for one person. */
#include "cli/explain.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/status.h"

typedef struct settings {
    matcher_settings matcher;
    const char *catalog, *people, *person, *role;
    int format, impute;
} settings;

/* Read people until the one asked for comes; her levels go to answer, her vector to room. */
static rung_status find_person(const settings *s, answer *a, float *room, rung_error *error)
{
    rung_people *people;
    rung_batch batch;
    bool found = false;
    progress_bar bar = {.verb = "read"};
    size_t skills = rung_catalog_skills(a->catalog);
    size_t dimensions = rung_catalog_dimensions(a->catalog);
    rung_status status =
        rung_people_open(&people, a->catalog, s->people, (rung_impute)s->impute, error);
    do {
        if (status == RUNG_OK)
            status = rung_people_next(people, 1024, &batch, error);
        for (size_t i = 0; status == RUNG_OK && i < batch.people && !found; i++)
            if (strcmp(batch.id[i], s->person) == 0) {
                found = true;
                a->current = batch.current_role[i];
                a->imputed = rung_people_imputed(people, i);
                if (skills > 0)
                    memcpy(a->levels, batch.levels + i * skills, skills * sizeof *a->levels);
                if (batch.vectors)
                    a->vector =
                        memcpy(room, batch.vectors + i * dimensions, dimensions * sizeof *room);
            }
        if (status == RUNG_OK) {
            rung_people_totals totals = rung_people_total(people);
            if (show_progress(&bar, totals.people, totals.fraction))
                status = rung_fail(error, RUNG_CANCELLED, "cancelled");
        }
    } while (status == RUNG_OK && !found && batch.people > 0);
    end_progress(&bar);
    rung_people_free(people);
    char shown[64];
    if (status == RUNG_OK && !found)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "--person: found '%s', expected an id of %s/people.csv",
                         rung_quote(shown, s->person, strlen(s->person)), s->people);
    return status;
}

/* ---------------------------------------------------------------- JSON */

static void put_key(rung_buffer *out, const char *key)
{
    if (out->length > 0 && out->at[out->length - 1] != '{')
        rung_put_char(out, ',');
    rung_put_json(out, key);
    rung_put_char(out, ':');
}

static void put_key_number(rung_buffer *out, const char *key, double number)
{
    put_key(out, key);
    rung_put_number(out, number);
}

static void put_key_text(rung_buffer *out, const char *key, const char *text)
{
    put_key(out, key);
    rung_put_json(out, text);
}

static void put_key_flag(rung_buffer *out, const char *key, bool value)
{
    put_key(out, key);
    rung_put_text(out, value ? "true" : "false");
}

/* null for what is not known. */
static void put_key_test(rung_buffer *out, const char *key, bool known, bool value)
{
    put_key(out, key);
    rung_put_text(out, !known ? "null" : value ? "true" : "false");
}

static void explain_as_json(rung_buffer *out, const answer *a)
{
    const rung_explanation *w = &a->why;
    rung_put_char(out, '{');
    put_key_text(out, "person_id", a->person);
    put_key(out, "current_role");
    if (a->current == RUNG_NONE)
        rung_put_text(out, "null");
    else
        rung_put_json(out, rung_catalog_role(a->catalog, a->current).id);
    put_key_flag(out, "levels_imputed", a->imputed);
    put_key_text(out, "role_id", rung_catalog_role(a->catalog, a->role).id);
    put_key_text(out, "profile", a->profile);
    put_key_number(out, "score", w->score);
    put_key(out, "signals");
    rung_put_char(out, '{');
    for (int s = 0; s < RUNG_SIGNAL_COUNT; s++) {
        put_key(out, rung_signal_name((rung_signal)s));
        rung_put_char(out, '{');
        put_key(out, "value");
        if (w->known[s])
            rung_put_number(out, w->value[s]);
        else
            rung_put_text(out, "null");
        put_key_number(out, "weight", w->weight[s]);
        rung_put_char(out, '}');
    }
    rung_put_char(out, '}');
    put_key_flag(out, "viable", w->viable);
    put_key_flag(out, "desirable", w->desirable);
    put_key_flag(out, "ready_enough", w->ready_enough);
    put_key_test(out, "zone_in_reach", w->known[RUNG_SIGNAL_ZONE], w->zone_in_reach);
    put_key_test(out, "wage_high_enough", w->known[RUNG_SIGNAL_WAGE], w->wage_high_enough);
    put_key_flag(out, "above_wage_floor", w->above_wage_floor);
    put_key_number(out, "essentials_short", (double)w->essentials_short);
    put_key(out, "skills");
    rung_put_char(out, '[');
    for (size_t i = 0; i < a->count; i++) {
        const rung_gap *g = &a->gaps[i];
        rung_put_text(out, i ? ",{" : "{");
        put_key_text(out, "skill_id", rung_catalog_skill(a->catalog, g->skill).id);
        put_key(out, "have");
        rung_put_level(out, g->have);
        put_key(out, "need");
        rung_put_level(out, g->need);
        put_key(out, "importance");
        rung_put_level(out, g->importance);
        put_key_number(out, "gap", g->gap);
        put_key_flag(out, "essential", g->essential);
        rung_put_char(out, '}');
    }
    rung_put_text(out, "]}\n");
}

/* ---------------------------------------------------------------- the command */

static rung_status find_role(const settings *s, answer *a, const rung_matcher *matcher,
                             rung_error *error)
{
    a->role = rung_catalog_find_role(a->catalog, s->role);
    bool all = rung_matcher_describe(matcher).roles == rung_catalog_roles(a->catalog);
    if (a->role != RUNG_NONE && (all || rung_catalog_role(a->catalog, a->role).rated))
        return RUNG_OK;
    char shown[64];
    rung_quote(shown, s->role, strlen(s->role));
    if (a->role != RUNG_NONE)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "--role: found '%s', which is unrated, expected a role that has rows in "
                         "%s/role_skills.csv",
                         shown, s->catalog);
    return rung_fail(error, RUNG_BAD_ARGUMENT,
                     "--role: found '%s', expected the id of a role in %s/roles.csv", shown,
                     s->catalog);
}

static rung_status explain(const settings *s, rung_buffer *out, rung_error *error)
{
    rung_catalog *catalog = NULL;
    rung_matcher *matcher = NULL;
    rung_matcher_options options = matcher_options(&s->matcher);
    rung_tuning tuning;
    options.threads = 1;
    answer a = {.person = s->person, .rules = &s->matcher};
    float *vector = NULL;
    rung_status status = rung_catalog_open(&catalog, s->catalog, error);
    if (status == RUNG_OK) {
        a.catalog = catalog;
        a.levels = calloc(rung_catalog_skills(catalog) + 1, sizeof *a.levels);
        a.gaps = calloc(rung_catalog_skills(catalog) + 1, sizeof *a.gaps);
        vector = calloc(rung_catalog_dimensions(catalog) + 1, sizeof *vector);
        if (!a.levels || !a.gaps || !vector) {
            *error = (rung_error){RUNG_NO_MEMORY, "out of memory for an explanation"};
            status = RUNG_NO_MEMORY;
        }
    }
    if (status == RUNG_OK) {
        find_tuning(catalog, &s->matcher, &tuning);
        options.tuning = &tuning;
        status = rung_matcher_new(&matcher, catalog, &options, error);
    }
    if (status == RUNG_OK)
        status = find_role(s, &a, matcher, error);
    if (status == RUNG_OK) {
        warn_of_files(s->people);
        status = find_person(s, &a, vector, error);
    }
    if (status == RUNG_OK) {
        rung_person person = {.levels = a.levels, .current_role = a.current, .vector = a.vector};
        status = rung_explain_person(matcher, &person, a.role, &a.why, a.gaps, &a.count, error);
    }
    if (status == RUNG_OK) {
        a.profile = rung_matcher_describe(matcher).profile;
        (s->format == 0 ? explain_as_table : explain_as_json)(out, &a);
    }
    free(a.levels);
    free(a.gaps);
    free(vector);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
    return status;
}

int cmd_explain(int argc, char **argv)
{
    settings s = {.matcher = MATCHER_SETTINGS_INIT};
    const option options[] = {
        {"catalog", "DIR", OPTION_TEXT, &s.catalog, "the catalog's folder", 0, 0, NULL, true},
        {"people", "DIR", OPTION_TEXT, &s.people, "the people's folder", 0, 0, NULL, true},
        {"person", "ID", OPTION_TEXT, &s.person, "whom to explain", 0, 0, NULL, true},
        {"role", "ID", OPTION_TEXT, &s.role, "which role", 0, 0, NULL, true},
        {"format", NULL, OPTION_CHOICE, &s.format, "a table (the default) or JSON", 0, 0,
         "table|json", false},
        {"impute", NULL, OPTION_CHOICE, &s.impute,
         "levels taken from the current role, as in rung match", 0, 0, "empty|fill|none", false},
        PROFILE_OPTION(s.matcher),
        THETA_OPTION(s.matcher),
        ESSENTIAL_OPTION(s.matcher),
        ZONE_STEP_OPTION(s.matcher),
        WAGE_GROWTH_OPTION(s.matcher),
        ADJACENCY_OPTION(s.matcher),
        ADJACENCY_FACTOR_OPTION(s.matcher),
    };
    const usage u = {
        "explain",
        "--catalog DIR --people DIR --person ID --role ID [options]",
        "Show what a role's score for one person is made of, the rules for a move, and "
        "every skill's gap.",
        "rung explain --catalog datasets/upskilling-2025 --people staff --person "
        "p000000001 --role data-analyst",
        options,
        sizeof options / sizeof *options};
    int code;
    rung_error error;
    rung_buffer out = {0};
    if (!read_options(&u, argc, argv, NULL, NULL, &code))
        return code;
    if (explain(&s, &out, &error) == RUNG_OK)
        return print_buffer(&out);
    rung_buffer_free(&out);
    return failed(&error);
}
