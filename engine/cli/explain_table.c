/* explain_table.c - what a role's score for one person is made of, as tables for people. */
#include "cli/explain.h"

#include <stdarg.h>
#include <stdio.h>

/* Text of a file. */
static void put_tame(rung_buffer *out, const char *text)
{
    rung_put_tame(out, text, strlen(text));
}

static void put_format(rung_buffer *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put_format(rung_buffer *out, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    rung_put_text(out, text);
}

/* Four decimals in a column of 10; what rounds to 0 has no sign. */
static void put_figure(rung_buffer *out, double figure)
{
    put_format(out, " %10.4f", figure <= 0 && figure > -0.00005 ? 0.0 : figure);
}

static const char *yes(bool value)
{
    return value ? "yes" : "no";
}

static void put_title(rung_buffer *out, const answer *a)
{
    rung_role role = rung_catalog_role(a->catalog, a->role);
    put_tame(out, a->person);
    if (a->current != RUNG_NONE) {
        rung_put_text(out, ", now ");
        put_tame(out, rung_catalog_role(a->catalog, a->current).title);
    } else {
        rung_put_text(out, ", no current role");
    }
    rung_put_text(out, " -> ");
    put_tame(out, role.title);
    rung_put_text(out, " (");
    put_tame(out, role.id);
    rung_put_text(out, ")\n");
    if (a->imputed)
        rung_put_text(out, "levels without a row are assumed from the current role\n");
    if (a->current == a->role)
        rung_put_text(out, "this is the current role, which is never proposed\n");
    if (!a->why.above_wage_floor)
        put_format(out, "it pays %.9g, less than profile %.300s proposes\n", role.wage, a->profile);
}

static void put_signals(rung_buffer *out, const answer *a)
{
    const rung_explanation *w = &a->why;
    put_format(out, "\nscore %.9g by profile %.300s\n\n", w->score, a->profile);
    rung_put_text(out, "signal               value     weight      share\n");
    for (int s = 0; s < RUNG_SIGNAL_COUNT; s++) {
        if (w->weight[s] == 0)
            continue;
        rung_put_cell(out, rung_signal_name((rung_signal)s), 15);
        if (w->known[s])
            put_figure(out, w->value[s]);
        else
            put_format(out, " %10s", "unknown");
        put_format(out, " %10.4g", w->weight[s]);
        put_figure(out, w->value[s] * w->weight[s]);
        put_format(out, "  %s\n",
                   rung_signal_meaning((rung_signal)s, rung_catalog_likeness(a->catalog)));
    }
    rung_put_text(out, "(signals of weight 0 are left out; --format json has them)\n");
}

/* A test of a rule: its outcome, "unknown" where a figure is missing, and what was compared. */
static void put_test(rung_buffer *out, const char *name, const char *outcome, const char *figures,
                     ...) __attribute__((format(printf, 4, 5)));

static void put_test(rung_buffer *out, const char *name, const char *outcome, const char *figures,
                     ...)
{
    char text[200];
    va_list arguments;
    va_start(arguments, figures);
    vsnprintf(text, sizeof text, figures, arguments);
    va_end(arguments);
    put_format(out, "  %-17s %-8s %s\n", name, outcome, text);
}

static void put_zone_test(rung_buffer *out, const answer *a)
{
    const char *name = "job zone";
    if (!a->why.known[RUNG_SIGNAL_ZONE]) {
        put_test(out, name, "unknown", "so it is not tested");
        return;
    }
    put_test(out, name, yes(a->why.zone_in_reach), "%d, at most %d + %d",
             rung_catalog_role(a->catalog, a->role).job_zone,
             rung_catalog_role(a->catalog, a->current).job_zone, (int)a->rules->zone_step);
}

static void put_wage_test(rung_buffer *out, const answer *a)
{
    const char *name = "wage";
    if (!a->why.known[RUNG_SIGNAL_WAGE]) {
        put_test(out, name, "unknown", "so it is not tested");
        return;
    }
    const char *currency = rung_catalog_currency(a->catalog);
    put_test(out, name, yes(a->why.wage_high_enough), "%.9g, at least %.9g%s%s a year",
             rung_catalog_role(a->catalog, a->role).wage,
             (1 + a->rules->wage_growth) * rung_catalog_role(a->catalog, a->current).wage,
             *currency ? " " : "", currency);
}

static void put_rules(rung_buffer *out, const answer *a)
{
    const rung_explanation *w = &a->why;
    put_format(out, "\nviable %s\n", yes(w->viable));
    put_test(out, "readiness", yes(w->ready_enough), "%.4f, at least %.9g",
             w->value[RUNG_SIGNAL_READINESS], a->rules->theta);
    put_test(out, "essential skills", yes(w->essentials_short == 0),
             "%zu below %.9g of the level needed", w->essentials_short, a->rules->essential);
    put_zone_test(out, a);
    put_format(out, "desirable %s\n", yes(w->desirable));
    put_test(out, "viable", yes(w->viable), "as above");
    put_wage_test(out, a);
}

static bool has_namesake(const answer *a, size_t i)
{
    const char *name = rung_catalog_skill(a->catalog, a->gaps[i].skill).name;
    for (size_t k = 0; k < a->count; k++)
        if (k != i && strcmp(name, rung_catalog_skill(a->catalog, a->gaps[k].skill).name) == 0)
            return true;
    return false;
}

/* A skill's name in a column, and its id where another skill of the list has the same name. */
static void put_skill_name(rung_buffer *out, const answer *a, size_t i)
{
    enum { WIDTH = 36, ID = 16 };
    rung_skill skill = rung_catalog_skill(a->catalog, a->gaps[i].skill);
    if (!has_namesake(a, i)) {
        rung_put_cell(out, skill.name, WIDTH);
        return;
    }
    rung_buffer text = {0};
    size_t name = strlen(skill.name), id = strlen(skill.id);
    rung_put(&text, skill.name, rung_first_characters(skill.name, name, WIDTH - ID - 3));
    rung_put_text(&text, " (");
    rung_put(&text, skill.id, rung_first_characters(skill.id, id, ID));
    rung_put(&text, ")", 2); /* and a zero byte */
    out->failed |= text.failed;
    rung_put_cell(out, text.failed ? "" : text.at, WIDTH);
    rung_buffer_free(&text);
}

static void put_skills(rung_buffer *out, const answer *a)
{
    rung_put_text(out, "\nskill                                kind        have   need "
                       "importance  gap %\n");
    for (size_t i = 0; i < a->count; i++) {
        const rung_gap *g = &a->gaps[i];
        put_skill_name(out, a, i);
        rung_put_char(out, ' ');
        rung_put_cell(out, rung_skill_kind_name(rung_catalog_skill(a->catalog, g->skill).kind), 9);
        put_format(out, " %6.4g %6.4g %10.2f %6.2f%s\n", (double)g->have, (double)g->need,
                   (double)g->importance, 100 * g->gap, g->essential ? "  essential" : "");
    }
}

void explain_as_table(rung_buffer *out, const answer *a)
{
    put_title(out, a);
    put_signals(out, a);
    if (!rung_catalog_role(a->catalog, a->role).rated) {
        rung_put_text(out,
                      "\nthe role has no skills, so there are no rules for a move and no gaps\n");
        return;
    }
    put_rules(out, a);
    put_skills(out, a);
}
