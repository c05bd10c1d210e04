/* rows.c - a person's hits as rows of output: CSV, JSON lines, or text for people. */
#include "match/rows.h"

#include <math.h>

static void put_gaps_csv(rung_buffer *out, const rung_catalog *c, const rung_gap *gaps,
                         size_t count)
{
    bool quoted = false; /* ids rarely need quotes; look before any is written */
    for (size_t i = 0; i < count && !quoted; i++)
        quoted = strpbrk(c->skill[gaps[i].skill].id, ",\"\r\n") != NULL;
    if (quoted)
        rung_put_char(out, '"');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            rung_put_char(out, ';');
        for (const char *id = c->skill[gaps[i].skill].id; *id; id++) {
            if (*id == '"')
                rung_put_char(out, '"');
            rung_put_char(out, *id);
        }
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

static void put_hit_json(rung_buffer *out, const char *person, size_t rank, const rung_role *role,
                         const rung_hit *hit)
{
    rung_put_text(out, "{\"person_id\":");
    rung_put_json(out, person);
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

static void put_padding(rung_buffer *out, size_t from, size_t width)
{
    for (; from < width; from++)
        rung_put_char(out, ' ');
}

/* Characters, not bytes. */
static size_t width_of(const char *text)
{
    size_t width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

static void put_wage(rung_buffer *out, const rung_catalog *c, const rung_role *role)
{
    if (isnan(role->wage))
        return;
    rung_put_text(out, ", ");
    rung_put_whole(out, (unsigned long long)(role->wage + 0.5));
    if (*c->currency)
        rung_put_char(out, ' ');
    rung_put_text(out, c->currency);
}

static void put_person_text(rung_buffer *out, const rung_rows *r)
{
    const rung_catalog *c = r->matcher->catalog;
    rung_put_text(out, r->person);
    if (r->subject->current_role != RUNG_NONE) {
        const rung_role *role = &c->role[r->subject->current_role];
        rung_put_text(out, ", ");
        rung_put_text(out, role->title);
        put_wage(out, c, role);
    }
    rung_put_char(out, '\n');
}

static void put_hit_text(rung_buffer *out, const rung_rows *r, size_t rank, const rung_role *role,
                         const rung_hit *hit)
{
    enum { TITLE = 32 };
    rung_put_text(out, rank < 10 ? "   " : "  ");
    rung_put_whole(out, rank);
    rung_put_text(out, "  ");
    rung_put_text(out, role->title);
    put_padding(out, width_of(role->title), TITLE);
    rung_put_text(out, "  ");
    rung_put_whole(out, (unsigned long long)(100 * hit->readiness));
    rung_put_text(out, " % ready");
    put_wage(out, r->matcher->catalog, role);
}

static void put_gaps_text(rung_buffer *out, const rung_catalog *c, const rung_gap *gaps,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        rung_put_text(out, i ? "; " : "\n        to learn: ");
        rung_put_text(out, c->skill[gaps[i].skill].name);
        rung_put_char(out, ' ');
        rung_put_level(out, gaps[i].have);
        rung_put_text(out, " to ");
        rung_put_level(out, gaps[i].need);
    }
}

/* ---------------------------------------------------------------- whichever it is */

const char *rung_rows_header(rung_format format, bool gaps)
{
    if (format != RUNG_FORMAT_CSV)
        return "";
    return gaps ? "person_id,rank,role_id,score,readiness,similarity,gaps\n"
                : "person_id,rank,role_id,score,readiness,similarity\n";
}

static void put_row(rung_buffer *out, const rung_rows *r, size_t rank, const rung_hit *hit)
{
    const rung_catalog *c = r->matcher->catalog;
    const rung_role *role = &c->role[hit->role];
    size_t count = r->most_gaps == 0 ? 0
                                     : rung_largest_gaps(&r->matcher->scorer, r->subject, hit->role,
                                                         r->gaps, r->most_gaps);
    switch (r->format) {
    case RUNG_FORMAT_CSV:
        put_hit_csv(out, r->person, rank, role, hit);
        if (r->most_gaps > 0) {
            rung_put_char(out, ',');
            put_gaps_csv(out, c, r->gaps, count);
        }
        break;
    case RUNG_FORMAT_JSONL:
        put_hit_json(out, r->person, rank, role, hit);
        if (r->most_gaps > 0)
            put_gaps_json(out, c, r->gaps, count);
        rung_put_char(out, '}');
        break;
    case RUNG_FORMAT_TEXT:
        put_hit_text(out, r, rank, role, hit);
        put_gaps_text(out, c, r->gaps, count);
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
    return rank;
}
