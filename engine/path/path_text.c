/* path_text.c - a person's paths drawn as ladders, for people who read a terminal. */
#include "path/path_rows.h"

#include <math.h>

#include "base/number.h"

/* Characters of a line, and of its columns: week, title, weeks that it takes, money. */
enum { WIDTH = 100, WHEN = 12, TITLE = 40, TAKES = 13, MONEY = 11 };

#define RAIL "     \u2502 "
/* The rail, and blanks up to where titles stand. */
#define MARGIN RAIL "            "

/* ---------------------------------------------------------------- lines */

/* What stands from start on becomes a line that is not too long and does not end in spaces. */
static void end_line(rung_buffer *out, size_t start)
{
    if (out->failed)
        return;
    while (out->length > start && out->at[out->length - 1] == ' ')
        out->length--;
    size_t length = out->length - start;
    bool cut = rung_characters(out->at + start, length) > WIDTH;
    if (cut)
        out->length = start + rung_first_characters(out->at + start, length, WIDTH - 1);
    rung_put_text(out, cut ? "\u2026\n" : "\n");
}

/* A piece of text, a space first, was just written: where it and a comma do not fit on the line
 * that starts at *line, that line ends before it, and the next one starts with margin. */
static void fold(rung_buffer *out, size_t *line, size_t piece, const char *margin)
{
    size_t shift = strlen(margin), length = out->length - piece;
    if (out->failed || piece - *line < shift || /* the first one stays where it is */
        rung_characters(out->at + *line, out->length - *line) < WIDTH)
        return;
    rung_put_text(out, margin); /* for its room */
    if (out->failed)
        return;
    char *at = out->at + piece;
    memmove(at + 1 + shift, at + 1, length - 1);
    *at = '\n';
    memcpy(at + 1, margin, shift);
    *line = piece + 1;
}

/* Text of a file. */
static void put_tame(rung_buffer *out, const char *text)
{
    rung_put_tame(out, text, strlen(text));
}

static void put_spaces(rung_buffer *out, size_t from, size_t width)
{
    for (; from < width; from++)
        rung_put_char(out, ' ');
}

static void put_right(rung_buffer *out, const char *text, size_t width)
{
    put_spaces(out, rung_characters(text, strlen(text)), width);
    rung_put_text(out, text);
}

/* ---------------------------------------------------------------- figures */

/* Whole units with thousands separators: "-1,234". */
static const char *money(char out[64], double amount)
{
    size_t n = 0;
    double size = fabs(amount);
    if (!(size < 1e15)) { /* beyond what is worth counting */
        out[rung_print_number(out, amount)] = '\0';
        return out;
    }
    if (amount <= -0.5)
        out[n++] = '-';
    n += rung_print_grouped(out + n, (unsigned long long)(size + 0.5));
    out[n] = '\0';
    return out;
}

static void put_unit(rung_buffer *out, const rung_catalog *c)
{
    if (*c->currency)
        rung_put_char(out, ' ');
    put_tame(out, c->currency);
}

/* Weeks with one decimal at most: "12", "1.5". */
static const char *weeks(char out[64], double number)
{
    if (!(number < 1e15)) {
        out[rung_print_number(out, number)] = '\0';
        return out;
    }
    unsigned long long tenths = (unsigned long long)(10 * number + 0.5);
    size_t n = rung_print_whole(out, tenths / 10);
    if (tenths % 10 != 0) {
        out[n++] = '.';
        out[n++] = (char)('0' + tenths % 10);
    }
    out[n] = '\0';
    return out;
}

static const char *weeks_long(char out[64], double number)
{
    weeks(out, number);
    return strcat(out, strcmp(out, "1") == 0 ? " week" : " weeks");
}

static void put_percent(rung_buffer *out, double share)
{
    rung_put_whole(out, rung_percent(share));
    rung_put_text(out, " %");
}

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
        strcat(text, weeks(number, when));
    }
    rung_put_cell(out, text, WHEN);
    rung_put_cell(out, title, TITLE);
    put_right(out, isnan(takes) ? "" : weeks_long(text, takes), TAKES);
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
        put_right(out, money(text, wage), MONEY);
        put_unit(out, r->catalog);
        rung_put_text(out, " a year");
    } else if (any) {
        put_right(out, "wage not known", MONEY + 4);
    }
    end_line(out, start);
}

/* What a program does for one skill of a role. */
typedef struct lesson {
    const rung_skill *skill;
    float have, after, need;
    double adds; /* to readiness, but for a factor that is the same for all */
    bool essential;
} lesson;

/* Most lessons of a program that are listed. */
enum { MOST_LESSONS = 6 };

/* What decides most comes first. */
static bool comes_before(const lesson *a, const lesson *b)
{
    if (a->essential != b->essential)
        return a->essential;
    return a->adds > b->adds;
}

/* The lessons of a program that bring somebody closer to what role asks for; how many there are,
 * of which best holds the first. */
static size_t find_lessons(const rung_path_rows *r, uint32_t program, uint32_t role,
                           lesson best[MOST_LESSONS])
{
    const rung_catalog *c = r->catalog;
    const rung_links *asked = &c->requirements;
    size_t count = 0;
    for (size_t i = asked->first[role]; i < asked->first[role + 1]; i++) {
        const rung_link *row = &asked->link[i];
        const rung_link *taught =
            rung_links_find(&c->program_skills, program, row->to, RUNG_TEACHES);
        float have = r->level[row->to], need = row->value;
        if (!taught || taught->value <= have || have >= need || (row->weight == 0 && !row->flag))
            continue;
        float after = taught->value < need ? taught->value : need;
        lesson next = {&c->skill[row->to],
                       have,
                       taught->value,
                       need,
                       (double)row->weight * ((double)after - (double)have),
                       row->flag};
        size_t k = count < MOST_LESSONS ? count : MOST_LESSONS;
        for (; k > 0 && comes_before(&next, &best[k - 1]); k--)
            if (k < MOST_LESSONS)
                best[k] = best[k - 1];
        if (k < MOST_LESSONS)
            best[k] = next;
        count++;
    }
    return count;
}

/* Whether another of the lessons is of a skill of the same name. */
static bool is_namesake(const lesson *best, size_t count, size_t i)
{
    for (size_t k = 0; k < count; k++)
        if (k != i && strcmp(best[k].skill->name, best[i].skill->name) == 0)
            return true;
    return false;
}

static void put_lesson(rung_buffer *out, const lesson *l, bool namesake)
{
    rung_put_char(out, ' ');
    put_tame(out, l->skill->name);
    if (namesake) {
        rung_put_text(out, " (");
        put_tame(out, l->skill->id);
        rung_put_char(out, ')');
    }
    rung_put_char(out, ' ');
    rung_put_level(out, l->have);
    rung_put_text(out, "\u2192");
    rung_put_level(out, l->after);
    rung_put_text(out, " of ");
    rung_put_level(out, l->need);
    if (l->essential) /* a program may be needed for it alone */
        rung_put_text(out, " (essential)");
}

/* The skills of role that program brings closest to what the role asks for, how many more there
 * are, and the zone that it opens. */
static void put_lessons(rung_buffer *out, const rung_path_rows *r, uint32_t program, uint32_t role)
{
    const rung_catalog *c = r->catalog;
    size_t start = out->length, line = start;
    lesson best[MOST_LESSONS];
    size_t count = find_lessons(r, program, role, best);
    size_t listed = count < MOST_LESSONS ? count : MOST_LESSONS;
    bool any = count > 0;
    rung_put(out, MARGIN, strlen(MARGIN) - 1); /* a piece brings its own space */
    for (size_t i = 0; i < listed; i++) {
        rung_put_text(out, i > 0 ? "," : "");
        size_t piece = out->length;
        put_lesson(out, &best[i], is_namesake(best, listed, i));
        fold(out, &line, piece, MARGIN);
    }
    if (count > listed) {
        rung_put_char(out, ',');
        size_t piece = out->length;
        rung_put_char(out, ' ');
        rung_put_whole(out, count - listed);
        rung_put_text(out, count - listed == 1 ? " more skill" : " more skills");
        fold(out, &line, piece, MARGIN);
    }
    if (c->program[program].opens_zone > 0) {
        rung_put_text(out, any ? "," : "");
        size_t piece = out->length;
        rung_put_text(out, " opens job zone ");
        rung_put_whole(out, (unsigned)c->program[program].opens_zone);
        fold(out, &line, piece, MARGIN);
        any = true;
    }
    if (any)
        end_line(out, line);
    else
        out->length = start;
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
    put_right(out, money(text, p->cost), MONEY);
    put_unit(out, r->catalog);
    end_line(out, start);
    put_lessons(out, r, program, role);
    raise_levels(r->level, &r->catalog->program_skills, program, RUNG_TEACHES);
}

static void put_readiness(rung_buffer *out, const rung_path_rows *r, const rung_path_step *step)
{
    size_t start = out->length;
    rung_put_text(out, MARGIN "ready for ");
    put_tame(out, r->catalog->role[step->role].title);
    rung_put_text(out, ": ");
    put_percent(out, step->readiness_before);
    if (step->programs > 0) {
        rung_put_text(out, " \u2192 ");
        put_percent(out, step->readiness);
    }
    end_line(out, start);
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
    rung_put_text(tail, weeks_long(text, path->weeks));
    rung_put_text(tail, ", cost ");
    rung_put_text(tail, money(text, path->cost));
    put_unit(tail, r->catalog);
    rung_put_text(tail, ", gain ");
    rung_put_text(tail, money(text, path->gain));
    put_unit(tail, r->catalog);
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
    size_t left = taken + SHORTEST < WIDTH ? WIDTH - taken : SHORTEST;
    rung_put_cell(out, title, wide < left ? wide : left);
    rung_put(out, tail->at, tail->length);
    end_line(out, start);
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
    put_tame(out, r->catalog->role[miss->target].title);
    end_line(out, line);
    line = out->length;
    rung_put(out, margin, strlen(margin) - 1); /* a word brings its own space */
    for (const char *word = miss->reason; *word;) {
        size_t piece = out->length, length = strcspn(word, " ");
        rung_put_char(out, ' ');
        rung_put_tame(out, word, length);
        fold(out, &line, piece, margin);
        word += length;
        word += strspn(word, " ");
    }
    end_line(out, line);
    rung_put_char(out, '\n');
}

/* Behind what stands on the line that starts at line, or on the next one, where it is not cut;
 * where the last line starts. */
static size_t put_note(rung_buffer *out, size_t line, const char *note)
{
    size_t width = out->failed ? 0 : rung_characters(out->at + line, out->length - line);
    bool fits = width + strlen(" ()") + strlen(note) <= WIDTH;
    if (!fits) {
        end_line(out, line);
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
    put_tame(out, r->person);
    if (r->current_role != RUNG_NONE) {
        const rung_role *role = &r->catalog->role[r->current_role];
        rung_put_text(out, ", ");
        put_tame(out, role->title);
        if (!isnan(role->wage)) {
            rung_put_text(out, ", ");
            rung_put_text(out, money(text, role->wage));
            put_unit(out, r->catalog);
            rung_put_text(out, " a year");
        }
    }
    if (r->note || r->bare)
        start = put_note(out, start, r->note ? r->note : bare);
    end_line(out, start);
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
