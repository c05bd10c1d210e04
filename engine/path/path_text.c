/* path_text.c - a person's paths drawn as ladders, for people who read a terminal. */
#include <math.h>

#include "path/ladder.h"

/* Characters of columns: week, title, weeks that it takes, money. */
enum { WHEN = 12, TITLE = 40, TAKES = 13, MONEY = 11 };

/* ---------------------------------------------------------------- rungs */

/* A mark, when, a title; what it takes (NAN: nothing said), and what it costs or pays. */
static void put_rung(rung_buffer *out, const char *mark, double when, const char *title,
                     double takes)
{
    char text[64] = "today", number[64];
    rung_put_text(out, "     ");
    rung_put_text(out, mark);
    rung_put_char(out, ' ');
    if (!isnan(when)) {
        strcpy(text, "week ");
        strcat(text, rung_ladder_weeks(number, when));
    }
    rung_put_cell(out, text, WHEN);
    rung_put_cell(out, title, TITLE);
    rung_ladder_right(out, isnan(takes) ? "" : rung_ladder_weeks_long(text, takes), TAKES);
    rung_put_char(out, ' ');
}

static void put_role(rung_buffer *out, const rung_path_rows *r, const char *mark, double when,
                     uint32_t role, double dwell)
{
    char text[64];
    size_t start = out->length;
    bool any = role != RUNG_NONE;
    double wage = any ? r->catalog->role[role].wage : NAN;
    put_rung(out, mark, when, any ? r->catalog->role[role].title : "no role", dwell);
    if (!isnan(wage)) {
        rung_ladder_right(out, rung_ladder_money(text, wage), MONEY);
        rung_ladder_unit(out, r->catalog);
        rung_put_text(out, " a year");
    } else if (any) {
        rung_ladder_right(out, "wage not known", MONEY + 4);
    }
    rung_ladder_end_line(out, start);
}

/* Levels become what rows of kind give, where that is more. */
static void raise_levels(float *level, const rung_links *rows, uint32_t from, int kind)
{
    for (size_t i = rows->first[from]; i < rows->first[from + 1]; i++) {
        const rung_link *row = &rows->link[i];
        if (row->kind == kind && row->value > level[row->to])
            level[row->to] = row->value;
    }
}

static void put_program(rung_buffer *out, const rung_path_rows *r, uint32_t program, uint32_t role,
                        double when)
{
    char text[64];
    const rung_program *p = &r->catalog->program[program];
    size_t start = out->length;
    put_rung(out, "\u251C", when, p->name, p->weeks);
    rung_ladder_right(out, rung_ladder_money(text, p->cost), MONEY);
    rung_ladder_unit(out, r->catalog);
    rung_ladder_end_line(out, start);
    rung_ladder_lessons(out, r, program, role);
    raise_levels(r->level, &r->catalog->program_skills, program, RUNG_TEACHES);
}

static void put_readiness(rung_buffer *out, const rung_path_rows *r, const rung_path_step *step)
{
    size_t start = out->length;
    rung_put_text(out, RUNG_LADDER_MARGIN "ready for ");
    rung_ladder_text(out, r->catalog->role[step->role].title);
    rung_put_text(out, ": ");
    rung_ladder_percent(out, step->readiness_before);
    if (step->programs > 0) {
        rung_put_text(out, " \u2192 ");
        rung_ladder_percent(out, step->readiness);
    }
    rung_ladder_end_line(out, start);
}

/* ---------------------------------------------------------------- paths */

/* The figures stand whole; a title that leaves them no room is cut. */
static void put_heading(rung_buffer *out, const rung_path_rows *r, const rung_path *path)
{
    enum { SHORTEST = 12 };
    char text[64];
    rung_buffer *tail = r->text;
    const char *title = r->catalog->role[path->target].title;
    size_t start = out->length, wide = rung_characters(title, strlen(title)), taken;
    tail->length = 0;
    rung_put_text(tail, ": ");
    rung_put_text(tail, rung_ladder_weeks_long(text, path->weeks));
    rung_put_text(tail, ", cost ");
    rung_put_text(tail, rung_ladder_money(text, path->cost));
    rung_ladder_unit(tail, r->catalog);
    rung_put_text(tail, ", gain ");
    rung_put_text(tail, rung_ladder_money(text, path->gain));
    rung_ladder_unit(tail, r->catalog);
    rung_put_text(tail, path->proven ? ", proven" : ", not proven");
    rung_put_text(out, "  ");
    rung_put_whole(out, path->target_rank);
    rung_put_char(out, '.');
    rung_put_whole(out, path->rank);
    rung_put_text(out, "  ");
    out->failed |= tail->failed;
    if (out->failed)
        return;
    taken = rung_characters(tail->at, tail->length) + out->length - start;
    size_t left = taken + SHORTEST < RUNG_LADDER_WIDTH ? RUNG_LADDER_WIDTH - taken : SHORTEST;
    rung_put_cell(out, title, wide < left ? wide : left);
    rung_put(out, tail->at, tail->length);
    rung_ladder_end_line(out, start);
}

static void put_years(rung_buffer *out, double years)
{
    rung_put_number(out, years);
    rung_put_text(out, years == 1 ? " year" : " years");
}

/* What a gain alone might hide. */
static void put_warnings(rung_buffer *out, const rung_path_rows *r, const rung_path *path)
{
    if (path->gain < 0) {
        rung_put_text(out, path->cost > 0 ? "     brings less than it costs within "
                                          : "     brings less than today's wage within ");
        put_years(out, r->years);
        rung_put_char(out, '\n');
    }
    if (ceil(path->weeks) >= (double)r->horizon) { /* a wage counts from the next week on */
        rung_put_text(out, "     is entered after the ");
        put_years(out, r->years);
        rung_put_text(out, " that count\n");
    }
}

static void put_path(rung_buffer *out, const rung_path_rows *r, const rung_path *path)
{
    const rung_catalog *c = r->catalog;
    memcpy(r->level, r->levels, c->skills * sizeof *r->level);
    put_heading(out, r, path);
    put_warnings(out, r, path);
    put_role(out, r, "\u25CB", NAN, r->current_role, NAN);
    for (const rung_path_step *s = path->step; s < path->step + path->steps; s++) {
        bool last = s + 1 == path->step + path->steps;
        double when = s->starts;
        for (size_t p = 0; p < s->programs; p++) {
            put_program(out, r, s->program[p], s->role, when);
            when += c->program[s->program[p]].weeks;
        }
        put_readiness(out, r, s);
        put_role(out, r, "\u25CF", s->enters, s->role, last ? NAN : s[1].starts - s->enters);
        raise_levels(r->level, &c->requirements, s->role, 0);
    }
    rung_put_char(out, '\n');
}

static void put_miss(rung_buffer *out, const rung_path_rows *r, const rung_miss *miss)
{
    static const char margin[] = "     ";
    size_t line = out->length;
    rung_put_text(out, "  no path to ");
    rung_ladder_text(out, r->catalog->role[miss->target].title);
    rung_ladder_end_line(out, line);
    line = out->length;
    rung_put(out, margin, strlen(margin) - 1); /* a word brings its own space */
    for (const char *word = miss->reason; *word;) {
        size_t piece = out->length, length = strcspn(word, " ");
        rung_put_char(out, ' ');
        rung_put_tame(out, word, length);
        rung_ladder_fold(out, &line, piece, margin);
        word += length;
        word += strspn(word, " ");
    }
    rung_ladder_end_line(out, line);
    rung_put_char(out, '\n');
}

/* Behind what stands on the line that starts at line, or on the next one, where it is not cut;
 * where the last line starts. */
static size_t put_note(rung_buffer *out, size_t line, const char *note)
{
    size_t width = out->failed ? 0 : rung_characters(out->at + line, out->length - line);
    bool fits = width + strlen(" ()") + strlen(note) <= RUNG_LADDER_WIDTH;
    if (!fits) {
        rung_ladder_end_line(out, line);
        line = out->length;
    }
    rung_put_text(out, fits ? " (" : "  (");
    rung_put_text(out, note);
    rung_put_char(out, ')');
    return line;
}

static void put_person(rung_buffer *out, const rung_path_rows *r)
{
    static const char bare[] = "every level is 0: the current role is unrated and gives none";
    char text[64];
    size_t start = out->length;
    rung_ladder_text(out, r->person);
    if (r->current_role != RUNG_NONE) {
        const rung_role *role = &r->catalog->role[r->current_role];
        rung_put_text(out, ", ");
        rung_ladder_text(out, role->title);
        if (!isnan(role->wage)) {
            rung_put_text(out, ", ");
            rung_put_text(out, rung_ladder_money(text, role->wage));
            rung_ladder_unit(out, r->catalog);
            rung_put_text(out, " a year");
        }
    }
    if (r->note || r->bare)
        start = put_note(out, start, r->note ? r->note : bare);
    rung_ladder_end_line(out, start);
}

/* Nobody asked for a target, and none was found. */
static void put_nothing(rung_buffer *out, const rung_path_rows *r)
{
    rung_put_text(out, "  no path found");
    if (r->ended) {
        rung_put_text(out, ": the search ended at --effort");
    } else if (r->sought > 0) {
        rung_put_text(out, ": ");
        rung_put_whole(out, r->sought);
        rung_put_text(out, r->sought == 1 ? " role is" : " roles are");
        rung_put_text(out, " out of reach; --target ROLE tells why");
    }
    rung_put_text(out, "\n\n");
}

void rung_draw_paths(rung_buffer *out, const rung_path_rows *rows)
{
    const rung_paths *paths = rows->paths;
    put_person(out, rows);
    for (size_t i = 0; i < paths->count; i++)
        put_path(out, rows, &paths->path[i]);
    for (size_t i = 0; i < paths->misses; i++)
        put_miss(out, rows, &paths->miss[i]);
    if (paths->count == 0 && paths->misses == 0)
        put_nothing(out, rows);
}
