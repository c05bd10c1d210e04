/* gaps_page.c - the report of rung gaps: what a workforce lacks, in all and by group. */
#include <math.h>
#include <stdlib.h>

#include "plan/gaps.h"
#include "report/report.h"

enum { LARGEST = 20 };

/* Of what the roles ask for, what is missing: the mean over people, or over positions. */
static double mean_gap(const rung_catalog *c, const rung_gap_table *t)
{
    return rung_gaps_of_kind(c, t->sum, -1) / (double)t->matched;
}

static size_t count_soft(const rung_catalog *c, const rung_gap_table *t, size_t *listed)
{
    size_t skill[LARGEST], soft = 0;
    *listed = rung_largest_sums(c, t->sum, skill, LARGEST);
    for (size_t i = 0; i < *listed; i++)
        soft += c->skill[skill[i]].kind == RUNG_SKILL_SOFT;
    return soft;
}

static void put_figures(rung_page *page, const rung_gap_report *r)
{
    const rung_gap_table *t = &r->table[0];
    const rung_catalog *c = r->catalog;
    size_t listed, soft = count_soft(c, t, &listed);
    double all = rung_gaps_of_kind(c, t->sum, -1);
    bool demand = r->job->demand != NULL;
    rung_figure figure[] = {
        {"People", rung_figure_whole(page, t->people), ""},
        {demand ? "Positions" : "Compared with a role", rung_figure_whole(page, t->matched),
         demand ? "in the demand" : "that asks for something"},
        {demand ? "Stays open" : "Missing on average", rung_figure_share(page, mean_gap(c, t), 1),
         "of what the roles ask for"},
        {"Soft skills", rung_figure_share(page, rung_gaps_of_kind(c, t->sum, RUNG_SKILL_SOFT), all),
         rung_page_say(page, "of all gaps; %zu of the %zu largest are soft", soft, listed)},
    };
    rung_page_figures(page, figure, all > 0 ? 4 : 2);
}

/* ---------------------------------------------------------------- groups */

static const char *value_of(const rung_gap_table *t)
{
    return *t->value ? t->value : "(none)";
}

static void put_group_table(rung_page *page, const rung_gap_report *r, size_t first, size_t count)
{
    enum { COLUMNS = 5 };
    static const char *const heading[COLUMNS] = {"Group", "#People", "#Missing on average",
                                                 "#Soft skills", "Largest gap"};
    const char **cell = rung_array(count * COLUMNS, sizeof *cell);
    if (!cell) {
        page->out.failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const rung_gap_table *t = &r->table[first + i];
        const char **row = cell + i * COLUMNS;
        double all = rung_gaps_of_kind(r->catalog, t->sum, -1);
        size_t largest, any = rung_largest_sums(r->catalog, t->sum, &largest, 1);
        row[0] = value_of(t);
        row[1] = rung_figure_whole(page, t->people);
        row[2] = rung_figure_share(page, t->matched > 0 ? all / (double)t->matched : 0, 1);
        row[3] =
            rung_figure_share(page, rung_gaps_of_kind(r->catalog, t->sum, RUNG_SKILL_SOFT), all);
        row[4] = any > 0 ? r->catalog->skill[largest].name : "\u2013";
    }
    rung_page_table(page, &(rung_table){"Groups", heading, COLUMNS, count, cell, false});
    free(cell);
}

static void put_groups(rung_page *page, const rung_gap_report *r, size_t first, size_t count)
{
    const char *column = r->table[first].column;
    rung_bar *bar = rung_array(count, sizeof *bar);
    if (!bar) {
        page->out.failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const rung_gap_table *t = &r->table[first + i];
        double gap = t->matched > 0 ? mean_gap(r->catalog, t) : 0;
        bar[i] =
            (rung_bar){value_of(t), "", rung_figure_share(page, gap, 1), NULL, gap, NAN, NAN, NAN};
    }
    rung_page_section(page, rung_page_say(page, "By %s", column), "");
    rung_put_bars(page,
                  &(rung_bars){.title = rung_page_say(page, "Missing on average by %s", column),
                               .description = "A bar for each group, as long as the share of "
                                              "what its roles ask for that is missing.",
                               .bar = bar,
                               .count = count,
                               .limit = NAN,
                               .told = true});
    put_group_table(page, r, first, count);
    rung_page_end_section(page);
    free(bar);
}

/* ---------------------------------------------------------------- the page */

void rung_put_gaps_page(rung_page *page, const rung_gathered *g, const rung_gap_report *r)
{
    const rung_gap_table *all = &r->table[0];
    bool demand = r->job->demand != NULL;
    rung_page_begin(page, "Rung report: gaps", g->title ? g->title : "What the workforce lacks",
                    demand ? "Levels of skills, compared with all that a demand of people in roles "
                             "asks for at once."
                           : "How far people\u2019s levels fall short of what the roles that they "
                             "are matched to ask for, weighed by importance.");
    put_figures(page, r);
    if (rung_gaps_of_kind(r->catalog, all->sum, -1) > 0) {
        rung_page_section(
            page, "What is missing",
            "A share of all gaps, each gap weighed by the importance of the skill for "
            "the role.");
        rung_put_gap_bars(page, r->catalog, all->sum, demand ? "Positions" : "People");
        rung_page_end_section(page);
    }
    for (size_t first = 1, last; first < r->tables; first = last) {
        for (last = first; last < r->tables; last++)
            if (strcmp(r->table[last].column, r->table[first].column) != 0)
                break;
        put_groups(page, r, first, last - first);
    }
    rung_put_record(page, g);
    rung_page_end(page, "Made by Rung. The page needs no network and no script.");
}
