/* fixed.c - people whose route is decided already. */
#include "plan/fixed.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/audience.h"
#include "data/csv.h"
#include "plan/harvest.h"

/* ---------------------------------------------------------------- reading */

typedef struct reading {
    rung_csv *csv;
    const rung_catalog *catalog;
    size_t id, route; /* columns */
} reading;

/* One word of a route: +program or >role. */
static rung_status add_token(rung_fixed *f, const reading *r, rung_slice word, rung_error *error)
{
    uint32_t found = RUNG_NONE, roles = (uint32_t)r->catalog->roles;
    char shown[64];
    bool program = word.at[0] == '+';
    if (program || word.at[0] == '>')
        found = rung_index_find(program ? &r->catalog->program_index : &r->catalog->role_index,
                                word.at + 1, word.length - 1);
    if (found == RUNG_NONE)
        return rung_csv_fail(r->csv, r->route, error,
                             "a route of +program and >role of the catalog, which has no %s",
                             rung_quote(shown, word.at, word.length));
    if (!rung_grow((void **)&f->token, &f->token_room, f->tokens + 1, sizeof *f->token))
        return rung_fail_memory(error, "a fixed plan");
    f->token[f->tokens++] = program ? roles + found : found;
    return RUNG_OK;
}

static rung_status add_row(rung_fixed *f, const reading *r, rung_error *error)
{
    rung_slice id = rung_csv_field(r->csv, r->id), rest = rung_csv_field(r->csv, r->route), word;
    rung_fixed_person p = {.line = rung_csv_line(r->csv), .token = f->tokens, .person = RUNG_NONE};
    rung_status status = RUNG_OK;
    if (id.length == 0)
        return rung_csv_fail(r->csv, r->id, error, "an id");
    while (status == RUNG_OK && rung_slice_split(&rest, ' ', &word))
        if (word.length > 0)
            status = add_token(f, r, word, error);
    if (status != RUNG_OK)
        return status;
    p.length = f->tokens - p.token;
    if (p.length > 0 && f->token[f->tokens - 1] >= r->catalog->roles)
        return rung_csv_fail(r->csv, r->route, error, "a route that ends with a role");
    p.id = rung_arena_text(&f->text, id.at, id.length);
    if (!p.id || !rung_grow((void **)&f->person, &f->room, f->count + 1, sizeof *f->person))
        return rung_fail_memory(error, "a fixed plan");
    int added = rung_index_add(&f->index, p.id, (uint32_t)f->count);
    if (added == RUNG_INDEX_PRESENT)
        return rung_csv_fail(r->csv, r->id, error, "each person once");
    if (added == RUNG_INDEX_NO_MEMORY)
        return rung_fail_memory(error, "a fixed plan");
    f->person[f->count++] = p;
    return RUNG_OK;
}

rung_status rung_fixed_read(rung_fixed *f, const rung_catalog *catalog, const char *path,
                            const rung_delivery *delivery, rung_error *error)
{
    reading r = {.catalog = catalog};
    bool more = true;
    f->path = path;
    f->delivery = delivery;
    rung_status status = rung_csv_open(&r.csv, path, RUNG_CSV, error);
    if (status != RUNG_OK)
        return status;
    status = rung_csv_need(r.csv, "person_id", &r.id, error);
    if (status == RUNG_OK)
        status = rung_csv_need(r.csv, "route", &r.route, error);
    while (status == RUNG_OK && more) {
        status = rung_csv_next(r.csv, &more, error);
        if (status == RUNG_OK && more)
            status = add_row(f, &r, error);
    }
    rung_csv_close(r.csv);
    return status;
}

void rung_fixed_free(rung_fixed *f)
{
    rung_arena_free(&f->text);
    rung_index_free(&f->index);
    free(f->person);
    free(f->token);
    *f = (rung_fixed){0};
}

/* ---------------------------------------------------------------- checking */

/* Where a walk along a fixed route stands. */
typedef struct stroll {
    const rung_terrain *terrain;
    const uint64_t *admits;
    float *levels;
    uint32_t start, role;
    int opened;
    double wage, worth;
    int64_t weeks, cost;
    size_t steps;
    double before, readiness; /* for the last role entered: today, and when it is entered */
} stroll;

/* NULL, or what is in the way. */
static const char *take_program(stroll *s, size_t p)
{
    const rung_courses *c = &s->terrain->courses;
    if (!rung_in_set(s->admits, p) || !rung_course_admits(c, p, s->role))
        return "whose audience the person does not meet";
    if (!rung_course_open(c, p, s->levels))
        return "which asks for more than the person has by then";
    int opens = c->catalog->program[p].opens_zone;
    rung_course_take(c, p, s->levels);
    s->opened = opens > s->opened ? opens : s->opened;
    s->weeks += c->weeks[p];
    s->cost += c->cost[p];
    return NULL;
}

static const char *enter_role(stroll *s, uint32_t role)
{
    const rung_moves *m = &s->terrain->moves;
    if (role == s->start)
        return "which is the current role";
    if (m->scored->asked[role] == 0)
        return "which has no skills";
    s->readiness = rung_move_readiness(m, s->levels, role);
    if (s->readiness < m->theta)
        return "for which the person is not ready enough by then";
    if (rung_move_essentials_short(m, s->levels, role) > 0)
        return "for which an essential skill is short by then";
    if (!rung_move_in_zone(m, s->role, role, s->opened))
        return "whose job zone is out of reach";
    if (!rung_move_pays(m, s->wage, role, m->wage_fall))
        return "which pays less than the role before";
    double wage = m->catalog->role[role].wage;
    if (!isnan(wage)) {
        s->worth +=
            (wage - (isnan(s->wage) ? 0 : s->wage)) * rung_tail(&s->terrain->horizon, s->weeks);
        s->wage = wage;
    }
    s->role = role;
    s->steps++;
    return NULL;
}

/* Work in the role entered last. */
static void dwell(stroll *s)
{
    const rung_demand *d = s->terrain->moves.demand;
    const float *asked = d->level + s->role * d->stride;
    s->weeks += s->terrain->moves.dwell[s->role];
    for (size_t k = 0; k < d->stride; k++)
        s->levels[k] = s->levels[k] > asked[k] ? s->levels[k] : asked[k];
}

/* Walk along a route; NULL, or what is in the way and at which token. */
static const char *walk(stroll *s, const uint32_t *token, size_t length, size_t most, size_t *at)
{
    size_t roles = s->terrain->moves.demand->roles;
    const char *why = NULL;
    for (size_t i = 0; i < length && !why; i++) {
        *at = i;
        for (size_t k = 0; k < i; k++)
            if (token[k] == token[i])
                return "which is there twice";
        if (i > 0 && token[i - 1] < roles)
            dwell(s);
        why = token[i] >= roles ? take_program(s, token[i] - roles) : enter_role(s, token[i]);
        if (!why && s->steps > most)
            why = "which is one step too many";
    }
    return why;
}

static rung_status refuse(const rung_fixed *f, const rung_fixed_person *p, const char *found,
                          const char *expected, rung_error *error)
{
    char shown[64];
    return rung_fail(error, RUNG_BAD_DATA, "%s:%llu: column '%s': found '%s', expected %s", f->path,
                     (unsigned long long)p->line, p->length > 0 ? "route" : "person_id",
                     rung_quote(shown, found, strlen(found)), expected);
}

static rung_status check_route(const rung_fixed *f, rung_fixed_person *p,
                               const rung_planner *planner, rung_searcher *searcher,
                               rung_plan_value value, rung_error *error)
{
    const rung_catalog *c = planner->matcher->catalog;
    const rung_demand *d = planner->terrain.moves.demand;
    const rung_search *s = &searcher->search;
    const uint32_t *token = f->token + p->token;
    uint32_t last = token[p->length - 1];
    size_t at = 0;
    memcpy(searcher->walk, searcher->level, d->stride * sizeof *searcher->walk);
    stroll walker = {.terrain = &planner->terrain,
                     .admits = s->admits,
                     .levels = searcher->walk,
                     .start = s->role,
                     .role = s->role,
                     .wage = s->role == RUNG_NONE ? NAN : c->role[s->role].wage,
                     .before = rung_move_readiness(&planner->terrain.moves, searcher->level, last)};
    const char *why = walk(&walker, token, p->length, planner->options.steps, &at);
    if (why) {
        char expected[200], shown[64];
        const char *name =
            token[at] >= c->roles ? c->program[token[at] - c->roles].id : c->role[token[at]].id;
        snprintf(expected, sizeof expected, "a route that %s can go, not one with %s, %s", p->id,
                 rung_quote(shown, name, strlen(name)), why);
        return refuse(f, p, name, expected, error);
    }
    p->cost = walker.cost;
    p->weeks = walker.weeks;
    p->gain = rung_cents(walker.worth - (double)walker.cost / RUNG_TICKS_PER_COIN);
    p->readiness = rung_readiness_parts(walker.readiness);
    p->value =
        rung_plan_value_of(value, p->gain, p->readiness, rung_readiness_parts(walker.before));
    return RUNG_OK;
}

/* Her place in the file, RUNG_NONE without one. */
static uint32_t find_fixed(const rung_fixed *f, const char *id)
{
    char place[RUNG_NAME_ROOM];
    if (f->count == 0)
        return RUNG_NONE;
    const char *name = rung_delivery_name(f->delivery, id, place);
    return rung_index_find(&f->index, name, strlen(name));
}

rung_status rung_fixed_meet(rung_fixed *f, const rung_planner *planner, rung_searcher *searcher,
                            const rung_batch *people, size_t place, rung_plan_value value,
                            bool *is_fixed, rung_error *error)
{
    size_t skills = planner->matcher->catalog->skills;
    uint32_t me = f->seen++;
    uint32_t found = find_fixed(f, people->id[place]);
    *is_fixed = found != RUNG_NONE;
    if (!*is_fixed)
        return RUNG_OK;
    rung_fixed_person *p = &f->person[found];
    p->person = me;
    if (p->length == 0)
        return RUNG_OK;
    const uint64_t *admits = searcher->admits;
    if (people->admits)
        admits = people->admits + place * people->admit_words;
    else
        rung_audience_admit(planner->matcher->catalog, NULL, 0, searcher->admits);
    memcpy(searcher->level, people->levels + place * skills, skills * sizeof *searcher->level);
    searcher->search.levels = searcher->level;
    searcher->search.role = people->current_role[place];
    searcher->search.admits = admits;
    return check_route(f, p, planner, searcher, value, error);
}

rung_status rung_fixed_all_met(const rung_fixed *f, const char *people, rung_error *error)
{
    char expected[200], shown[64];
    for (size_t i = 0; i < f->count; i++)
        if (f->person[i].person == RUNG_NONE) {
            rung_fixed_person p = f->person[i];
            p.length = 0; /* the column that is wrong is the person's */
            snprintf(expected, sizeof expected, "an id of %s/people.csv%s",
                     rung_quote(shown, people, strlen(people)),
                     f->delivery->rename ? ", as this key renames them" : "");
            return refuse(f, &p, p.id, expected, error);
        }
    return RUNG_OK;
}
