/* rows.c - a person's hits as rows of output: CSV, JSON lines, or text for people. */
#include "match/rows.h"

#include <math.h>

#include "base/number.h"
#include "match/why.h"

/* An id in a field of several. */
static void put_id(rung_buffer *out, const char *id, bool quoted)
{
    if (!quoted) {
        rung_put_text(out, id);
        return;
    }
    for (; *id; id++) {
        if (*id == '"')
            rung_put_char(out, '"');
        rung_put_char(out, *id);
    }
}

static void put_gaps_csv(rung_buffer *out, const rung_catalog *c, const rung_gap *gaps,
                         size_t count)
{
    bool quoted = false; /* ids rarely need quotes; look before any is written */
    size_t length;
    for (size_t i = 0; i < count && !quoted; i++)
        quoted = rung_csv_quotes(c->skill[gaps[i].skill].id, &length);
    if (quoted)
        rung_put_char(out, '"');
    if (count > 0 && out->spreadsheet_safe && rung_is_formula(c->skill[gaps[0].skill].id))
        rung_put_char(out, '\'');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            rung_put_char(out, ';');
        put_id(out, c->skill[gaps[i].skill].id, quoted);
        rung_put_char(out, ':');
        rung_put_level(out, gaps[i].have);
        rung_put_char(out, '>');
        rung_put_level(out, gaps[i].need);
    }
    if (quoted)
        rung_put_char(out, '"');
}

static void put_gaps_json(rung_buffer *out, const rung_catalog *c, const rung_gap *gaps,
                          size_t count)
{
    rung_put_text(out, ",\"gaps\":[");
    for (size_t i = 0; i < count; i++) {
        rung_put_text(out, i ? ",{\"skill_id\":" : "{\"skill_id\":");
        rung_put_json(out, c->skill[gaps[i].skill].id);
        rung_put_text(out, ",\"have\":");
        rung_put_level(out, gaps[i].have);
        rung_put_text(out, ",\"need\":");
        rung_put_level(out, gaps[i].need);
        rung_put_text(out, ",\"gap\":");
        rung_put_number(out, gaps[i].gap);
        rung_put_char(out, '}');
    }
    rung_put_char(out, ']');
}

static void put_hit_csv(rung_buffer *out, const char *person, size_t rank, const rung_role *role,
                        const rung_hit *hit)
{
    rung_put_csv(out, person);
    rung_put_char(out, ',');
    rung_put_whole(out, rank);
    rung_put_char(out, ',');
    rung_put_csv(out, role->id);
    rung_put_char(out, ',');
    rung_put_number(out, hit->score);
    rung_put_char(out, ',');
    rung_put_number(out, hit->readiness);
    rung_put_char(out, ',');
    rung_put_number(out, hit->similarity);
}

static void put_hit_json(rung_buffer *out, const rung_rows *r, size_t rank, const rung_role *role,
                         const rung_hit *hit)
{
    rung_put_text(out, "{\"person_id\":");
    rung_put_json(out, r->person);
    rung_put_text(out, ",\"levels_imputed\":");
    rung_put_text(out, r->note ? "true" : "false");
    rung_put_text(out, ",\"rank\":");
    rung_put_whole(out, rank);
    rung_put_text(out, ",\"role_id\":");
    rung_put_json(out, role->id);
    rung_put_text(out, ",\"score\":");
    rung_put_number(out, hit->score);
    rung_put_text(out, ",\"readiness\":");
    rung_put_number(out, hit->readiness);
    rung_put_text(out, ",\"similarity\":");
    rung_put_number(out, hit->similarity);
}

/* ---------------------------------------------------------------- text for people */

/* Characters that a title may take before it is cut, so that what follows stands in columns. */
enum { TITLE = 40 };

/* Whole units with thousands separators, behind a sign. A catalog has no wage beyond 1e15. */
static void put_money(rung_buffer *out, const char *sign, double amount)
{
    char digits[RUNG_NUMBER_ROOM];
    rung_put_text(out, sign);
    rung_put(out, digits, rung_print_grouped(digits, (unsigned long long)(amount + 0.5)));
}

/* ", 45,650 USD a year", and by how much that is more or less than today's (NAN: not said). */
static void put_wage(rung_buffer *out, const rung_catalog *c, double wage, double today)
{
    if (isnan(wage))
        return;
    put_money(out, ", ", wage);
    if (*c->currency)
        rung_put_char(out, ' ');
    rung_put_tame(out, c->currency, strlen(c->currency));
    rung_put_text(out, " a year");
    if (isnan(today))
        return;
    put_money(out, wage < today ? " (-" : " (+", fabs(wage - today));
    rung_put_char(out, ')');
}

static void put_person_text(rung_buffer *out, const rung_rows *r)
{
    const rung_catalog *c = r->matcher->catalog;
    rung_put_tame(out, r->person, strlen(r->person));
    rung_put_text(out, ", ");
    if (r->subject->current_role != RUNG_NONE) {
        const rung_role *role = &c->role[r->subject->current_role];
        rung_put_tame(out, role->title, strlen(role->title));
        put_wage(out, c, role->wage, NAN);
    } else {
        rung_put_text(out, "no current role");
    }
    if (r->note) {
        rung_put_text(out, " (");
        rung_put_text(out, r->note);
        rung_put_char(out, ')');
    }
    rung_put_char(out, '\n');
}

static void put_percent(rung_buffer *out, double share)
{
    unsigned long long percent = rung_percent(share);
    rung_put_text(out, percent < 10 ? "  " : percent < 100 ? " " : "");
    rung_put_whole(out, percent);
    rung_put_text(out, " %");
}

static void put_hit_text(rung_buffer *out, const rung_rows *r, size_t rank, const rung_role *role,
                         const rung_hit *hit)
{
    const rung_catalog *c = r->matcher->catalog;
    uint32_t current = r->subject->current_role;
    rung_put_text(out, rank < 10 ? "   " : "  ");
    rung_put_whole(out, rank);
    rung_put_text(out, "  ");
    rung_put_cell(out, role->title, TITLE);
    rung_put_text(out, "  ");
    if (role->rated) {
        put_percent(out, hit->readiness);
        rung_put_text(out, " ready");
    } else {
        rung_put_text(out, "score ");
        rung_put_number(out, hit->score);
    }
    put_wage(out, c, role->wage, current == RUNG_NONE ? NAN : c->role[current].wage);
}

/* Whether another of the gaps is of a skill of the same name. */
static bool is_namesake(const rung_catalog *c, const rung_gap *gaps, size_t count, size_t i)
{
    for (size_t k = 0; k < count; k++)
        if (k != i && strcmp(c->skill[gaps[k].skill].name, c->skill[gaps[i].skill].name) == 0)
            return true;
    return false;
}

static void put_gaps_text(rung_buffer *out, const rung_catalog *c, const rung_gap *gaps,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const rung_skill *skill = &c->skill[gaps[i].skill];
        rung_put_text(out, i ? "; " : "\n        to learn: ");
        rung_put_tame(out, skill->name, strlen(skill->name));
        if (is_namesake(c, gaps, count, i)) {
            rung_put_text(out, " (");
            rung_put_tame(out, skill->id, strlen(skill->id));
            rung_put_char(out, ')');
        }
        rung_put_char(out, ' ');
        rung_put_level(out, gaps[i].have);
        rung_put_text(out, " to ");
        rung_put_level(out, gaps[i].need);
    }
}

static void put_text_header(rung_buffer *out, const rung_matcher *m)
{
    rung_put_text(out, "Roles that fit each person, best first by profile ");
    rung_put_tame(out, m->profile.name, strlen(m->profile.name));
    if (m->catalog->skills > 0) {
        rung_put_text(out, ". Levels run from 0 to ");
        rung_put_number(out, m->catalog->scale.levels);
        rung_put_text(out, m->stand_ins.first ? "; skills stand in for related ones" : "");
    }
    rung_put_text(out, m->rules.desirable ? ".\nOnly viable moves that pay enough are listed.\n\n"
                       : m->rules.viable  ? ".\nOnly viable moves are listed.\n\n"
                                          : ".\n\n");
}

/* ---------------------------------------------------------------- whichever it is */

const char *rung_levels_note(const rung_people *people, size_t place, rung_impute impute)
{
    if (!rung_people_imputed(people, place))
        return NULL;
    return impute == RUNG_IMPUTE_FILL ? "missing levels assumed from the role"
                                      : "levels assumed from the role";
}

void rung_put_rows_header(rung_buffer *out, const rung_matcher *matcher, rung_format format,
                          bool gaps, bool why)
{
    if (format == RUNG_FORMAT_TEXT)
        put_text_header(out, matcher);
    if (format != RUNG_FORMAT_CSV)
        return;
    rung_put_text(out, "person_id,rank,role_id,score,readiness,similarity");
    rung_put_text(out, gaps ? ",gaps" : "");
    rung_put_text(out, why ? ",why\n" : "\n");
}

static void put_row(rung_buffer *out, const rung_rows *r, size_t rank, const rung_hit *hit)
{
    const rung_catalog *c = r->matcher->catalog;
    const rung_role *role = &c->role[hit->role];
    size_t count = r->most_gaps == 0 ? 0
                                     : rung_largest_gaps(&r->matcher->scorer, r->subject, hit->role,
                                                         r->gaps, r->most_gaps);
    rung_term term[RUNG_SIGNAL_COUNT];
    size_t terms = r->why ? rung_terms(&r->matcher->scorer, r->subject, hit->role, term) : 0;
    switch (r->format) {
    case RUNG_FORMAT_CSV:
        put_hit_csv(out, r->person, rank, role, hit);
        if (r->most_gaps > 0) {
            rung_put_char(out, ',');
            put_gaps_csv(out, c, r->gaps, count);
        }
        if (r->why) {
            rung_put_char(out, ',');
            rung_put_terms_csv(out, term, terms);
        }
        break;
    case RUNG_FORMAT_JSONL:
        put_hit_json(out, r, rank, role, hit);
        if (r->most_gaps > 0)
            put_gaps_json(out, c, r->gaps, count);
        if (r->why)
            rung_put_terms_json(out, term, terms);
        rung_put_char(out, '}');
        break;
    case RUNG_FORMAT_TEXT:
        put_hit_text(out, r, rank, role, hit);
        put_gaps_text(out, c, r->gaps, count);
        if (r->why)
            rung_put_terms_text(out, term, terms);
        break;
    case RUNG_FORMAT_JSON: /* not of rows; the job was refused */
        break;
    }
    rung_put_char(out, '\n');
}

uint64_t rung_put_rows(rung_buffer *out, const rung_rows *rows)
{
    size_t rank = 0;
    if (rows->format == RUNG_FORMAT_TEXT)
        put_person_text(out, rows);
    for (; rank < rows->top && rows->hits[rank].role != RUNG_NONE; rank++)
        put_row(out, rows, rank + 1, &rows->hits[rank]);
    if (rank == 0 && rows->format == RUNG_FORMAT_TEXT)
        rung_put_text(out, "      no role fits\n");
    return rank;
}
