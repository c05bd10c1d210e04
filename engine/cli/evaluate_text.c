/* evaluate_text.c - what rung evaluate found, as tables for people. */
#include <math.h>
#include <stdio.h>

#include "cli/evaluate.h"

enum { NAME = 24 };

static void put_name(rung_buffer *out, const char *name)
{
    rung_put_cell(out, name, NAME);
}

/* Four decimals in a column of 9; what rounds to 0 has no sign. */
static void put_figure(rung_buffer *out, double figure, bool sign)
{
    char text[64];
    double shown = fabs(figure) < 0.00005 ? 0 : figure;
    if (isnan(figure))
        snprintf(text, sizeof text, " %8s", "-");
    else
        snprintf(text, sizeof text, sign ? " %+8.4f" : " %8.4f", shown);
    rung_put_text(out, text);
}

static void put_count(rung_buffer *out, const char *what, uint64_t count)
{
    char digits[32];
    if (count == 0)
        return;
    rung_put_text(out, "  ");
    rung_put_text(out, grouped(digits, count));
    rung_put_text(out, what);
    rung_put_char(out, '\n');
}

static void put_moves(rung_buffer *out, const judgement *j)
{
    const rung_evaluation *e = j->evaluation;
    const rung_moves_totals *m = &e->moves;
    char origins[64], used[64], rows[64];
    rung_put_text(out, counted(origins, e->origins, "origin", "origins"));
    rung_put_text(out, ", ");
    rung_put_text(out, counted(used, m->used, "move", "moves"));
    rung_put_text(out, j->upward ? " to a higher wage of " : " of ");
    rung_put_text(out, counted(rows, m->rows, "row", "rows"));
    rung_put_text(out, "; left out:\n");
    put_count(out, " from or to a role that the catalog lacks", m->outside);
    put_count(out, " to where they started", m->to_self);
    put_count(out, " of weight 0", m->weightless);
    put_count(out, " of a pair that is left aside", m->excluded);
    put_count(out, " from or to a role without skills", m->unrated);
    put_count(out, " not to a higher wage", m->not_upward);
    if (m->rows == m->used)
        rung_put_text(out, "  none\n");
    if (m->emptied > 0) {
        rung_put_text(out, "no move is left of ");
        rung_put_text(out, counted(origins, m->emptied, "more origin", "more origins"));
        rung_put_char(out, '\n');
    }
    if (e->ruled_out > 0) {
        rung_put_text(out, "over all rankings, rules leave out ");
        rung_put_text(out, counted(rows, e->ruled_out, "role", "roles"));
        rung_put_char(out, '\n');
    }
}

static void put_measures(rung_buffer *out, const char *first)
{
    char text[32];
    rung_put_char(out, '\n');
    put_name(out, first);
    for (int m = 0; m < RUNG_MEASURE_COUNT; m++) {
        snprintf(text, sizeof text, " %8s", rung_measure_name((rung_measure)m));
        rung_put_text(out, text);
    }
}

static void put_all(rung_buffer *out, const judgement *j)
{
    put_measures(out, "mean, and 95 % of chance");
    rung_put_char(out, '\n');
    for (size_t r = 0; r < j->evaluation->rankers; r++) {
        const rung_estimate *e = estimates_of(j, r, 0);
        put_name(out, j->evaluation->ranker[r]);
        for (int m = 0; m < RUNG_MEASURE_COUNT; m++)
            put_figure(out, e[m].mean, false);
        rung_put_char(out, '\n');
        put_name(out, "  from");
        for (int m = 0; m < RUNG_MEASURE_COUNT; m++)
            put_figure(out, e[m].low, false);
        rung_put_char(out, '\n');
        put_name(out, "  to");
        for (int m = 0; m < RUNG_MEASURE_COUNT; m++)
            put_figure(out, e[m].high, false);
        rung_put_char(out, '\n');
    }
}

static void put_groups(rung_buffer *out, const judgement *j, size_t ranker)
{
    const rung_evaluation *e = j->evaluation;
    put_measures(out, e->ranker[ranker]);
    rung_put_text(out, "  origins\n");
    for (size_t g = 1; g < e->groups; g++) {
        char text[64], digits[32];
        const char *name = e->group[g].name;
        snprintf(text, sizeof text, "  job zone %s", name);
        put_name(out, *name == '\0' ? "  not known" : j->by == RUNG_GROUP_ZONE ? text : name);
        for (int m = 0; m < RUNG_MEASURE_COUNT; m++)
            put_figure(out, estimates_of(j, ranker, g)[m].mean, false);
        snprintf(text, sizeof text, " %8s\n", grouped(digits, e->group[g].origins));
        rung_put_text(out, text);
    }
}

static void put_wages(rung_buffer *out, const judgement *j)
{
    char text[160], below[32], pairs[32];
    rung_put_text(out, "\nwages of the first 10 roles, where they are known\n");
    for (size_t r = 0; r < j->evaluation->rankers; r++) {
        const rung_wage_rise *rise = &j->evaluation->rise[r];
        put_name(out, j->evaluation->ranker[r]);
        if (rise->pairs == 0)
            snprintf(text, sizeof text, " none is known\n");
        else
            snprintf(text, sizeof text, " %+8.1f %% at the median; %s of %s below today's\n",
                     100 * rise->median, grouped(below, rise->below), grouped(pairs, rise->pairs));
        rung_put_text(out, text);
    }
}

static void put_comparison(rung_buffer *out, const judgement *j)
{
    rung_put_char(out, '\n');
    rung_put_tame(out, j->evaluation->ranker[j->first], strlen(j->evaluation->ranker[j->first]));
    rung_put_text(out, " less ");
    rung_put_tame(out, j->evaluation->ranker[j->second], strlen(j->evaluation->ranker[j->second]));
    rung_put_text(out, "\n                             mean     from       to        p\n");
    for (int m = 0; m < RUNG_MEASURE_COUNT; m++) {
        const rung_difference *d = &j->difference[m];
        put_name(out, rung_measure_name((rung_measure)m));
        put_figure(out, d->estimate.mean, true);
        put_figure(out, d->estimate.low, true);
        put_figure(out, d->estimate.high, true);
        put_figure(out, d->p, false);
        rung_put_text(out,
                      d->more_than_chance ? "  more than chance\n" : "  not more than chance\n");
    }
}

void put_judgement_text(rung_buffer *out, const judgement *j)
{
    put_moves(out, j);
    put_all(out, j);
    for (size_t r = 0; r < j->evaluation->rankers && j->evaluation->groups > 1; r++)
        put_groups(out, j, r);
    put_wages(out, j);
    if (j->compared)
        put_comparison(out, j);
}
