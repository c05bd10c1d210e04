/* ladder_lessons.c - what a program teaches of what a role asks for, as lines of a ladder. */
#include "path/ladder.h"

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
    rung_ladder_text(out, l->skill->name);
    if (namesake) {
        rung_put_text(out, " (");
        rung_ladder_text(out, l->skill->id);
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
void rung_ladder_lessons(rung_buffer *out, const rung_path_rows *r, uint32_t program, uint32_t role)
{
    const rung_catalog *c = r->catalog;
    size_t start = out->length, line = start;
    lesson best[MOST_LESSONS];
    size_t count = find_lessons(r, program, role, best);
    size_t listed = count < MOST_LESSONS ? count : MOST_LESSONS;
    bool any = count > 0;
    rung_put(out, RUNG_LADDER_MARGIN,
             strlen(RUNG_LADDER_MARGIN) - 1); /* a piece brings its own space */
    for (size_t i = 0; i < listed; i++) {
        rung_put_text(out, i > 0 ? "," : "");
        size_t piece = out->length;
        put_lesson(out, &best[i], is_namesake(best, listed, i));
        rung_ladder_fold(out, &line, piece, RUNG_LADDER_MARGIN);
    }
    if (count > listed) {
        rung_put_char(out, ',');
        size_t piece = out->length;
        rung_put_char(out, ' ');
        rung_put_whole(out, count - listed);
        rung_put_text(out, count - listed == 1 ? " more skill" : " more skills");
        rung_ladder_fold(out, &line, piece, RUNG_LADDER_MARGIN);
    }
    if (c->program[program].opens_zone > 0) {
        rung_put_text(out, any ? "," : "");
        size_t piece = out->length;
        rung_put_text(out, " opens job zone ");
        rung_put_whole(out, (unsigned)c->program[program].opens_zone);
        rung_ladder_fold(out, &line, piece, RUNG_LADDER_MARGIN);
        any = true;
    }
    if (any)
        rung_ladder_end_line(out, line);
    else
        out->length = start;
}
