/* gap_bars.c - what is missing, by kind and by skill: bars that differ in grey, and a table. */
#include <math.h>
#include <stdlib.h>

#include "plan/gaps.h"
#include "report/report.h"

enum { SKILLS = 20, KINDS = 5 };

double rung_gaps_of_kind(const rung_catalog *c, const rung_gap_sum *sum, int kind)
{
    double gap = 0;
    for (size_t d = 0; d < c->skills; d++)
        if (kind < 0 || (int)c->skill[d].kind == kind)
            gap += sum[d].gap;
    return gap;
}

static rung_bar plain_bar(const char *label, double value, const char *class, const char *figure)
{
    return (rung_bar){label, "", figure, class, value, NAN, NAN, NAN};
}

static void put_kinds(rung_page *page, const rung_catalog *c, const rung_gap_sum *sum, double all)
{
    rung_bar bar[KINDS];
    size_t count = 0;
    for (int kind = 0; kind < KINDS; kind++) {
        double gap = rung_gaps_of_kind(c, sum, kind);
        const char *name = rung_skill_kind_name((rung_skill_kind)kind);
        if (gap > 0)
            bar[count++] = plain_bar(name, gap, name, rung_figure_share(page, gap, all));
    }
    rung_put_bars(page, &(rung_bars){.title = "All gaps by kind of skill",
                                     .description = "A bar for each kind of skill, as long as its "
                                                    "share of all that is missing.",
                                     .names = {"Kind", "", "#Share of all gaps"},
                                     .bar = bar,
                                     .count = count,
                                     .limit = NAN});
}

size_t rung_largest_sums(const rung_catalog *c, const rung_gap_sum *sum, size_t *skill, size_t most)
{
    size_t count = 0;
    for (size_t d = 0; d < c->skills; d++) {
        size_t at = count;
        if (!(sum[d].gap > 0))
            continue;
        while (at > 0 && sum[d].gap > sum[skill[at - 1]].gap)
            at--;
        if (at == most)
            continue;
        count += count < most;
        for (size_t i = count - 1; i > at; i--)
            skill[i] = skill[i - 1];
        skill[at] = d;
    }
    return count;
}

static void put_skills(rung_page *page, const rung_catalog *c, const rung_gap_sum *sum, double all,
                       const char *who)
{
    enum { COLUMNS = 5 };
    size_t skill[SKILLS], count = rung_largest_sums(c, sum, skill, SKILLS);
    const char *heading[COLUMNS] = {"Skill", "Kind", rung_page_say(page, "#%s short", who),
                                    "#Levels short, mean", "#Share of all gaps"};
    const char *cell[SKILLS * COLUMNS];
    rung_bar bar[SKILLS];
    for (size_t i = 0; i < count; i++) {
        const rung_skill *s = &c->skill[skill[i]];
        const rung_gap_sum *of = &sum[skill[i]];
        const char *kind = rung_skill_kind_name(s->kind), **row = cell + i * COLUMNS;
        row[0] = s->name;
        row[1] = kind;
        row[2] = rung_figure_whole(page, of->falling);
        row[3] = rung_figure_fixed(page, of->levels / (double)of->falling, 2);
        row[4] = rung_figure_share(page, of->gap, all);
        bar[i] = plain_bar(s->name, of->gap, kind, row[4]);
        bar[i].note = kind;
    }
    rung_put_bars(page, &(rung_bars){.title = "Skills with the largest gaps",
                                     .description = "A bar for each skill, as long as its share of "
                                                    "all gaps, filled by its kind.",
                                     .bar = bar,
                                     .count = count,
                                     .limit = NAN,
                                     .told = true});
    rung_page_table(page, &(rung_table){"Gaps in numbers", heading, COLUMNS, count, cell, false});
}

void rung_put_gap_bars(rung_page *page, const rung_catalog *catalog, const rung_gap_sum *sum,
                       const char *who)
{
    double all = rung_gaps_of_kind(catalog, sum, -1);
    put_kinds(page, catalog, sum, all);
    put_skills(page, catalog, sum, all, who);
}
