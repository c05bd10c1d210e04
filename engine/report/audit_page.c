/* audit_page.c - the report of rung audit: rates of groups with their intervals, and what is meant.
 */
#include <math.h>
#include <stdlib.h>

#include "plan/audit.h"
#include "report/report.h"

/* Of whom: those selected, or those above the median. */
typedef struct view {
    const rung_audit *audit;
    const rung_audit_table *table;
    const rung_impact *impact;
    double least;
    bool scoring;
} view;

static const char *group_name(rung_page *page, const rung_audit_group *group)
{
    const char *first = *group->value[0] ? group->value[0] : rung_audit_none;
    if (!group->value[1])
        return first;
    return rung_page_say(page, "%s \u00D7 %s", first,
                         *group->value[1] ? group->value[1] : rung_audit_none);
}

static const char *columns_of(rung_page *page, const rung_audit_table *t)
{
    return t->column[1] ? rung_page_say(page, "%s \u00D7 %s", t->column[0], t->column[1])
                        : t->column[0];
}

static uint64_t counted_of(const view *v, size_t group)
{
    const rung_tally *tally = &v->table->group[group].tally;
    return v->scoring ? tally->above : tally->selected;
}

/* ---------------------------------------------------------------- bars */

/* The highest rate of the groups that count; NAN without any. */
static double highest_rate(const view *v)
{
    double highest = NAN;
    for (size_t g = 0; g < v->table->count; g++)
        if (v->impact[g].counts && !(v->impact[g].rate <= highest))
            highest = v->impact[g].rate;
    return highest;
}

static void put_bars(rung_page *page, const view *v)
{
    rung_bar *bar = rung_array(v->table->count, sizeof *bar);
    if (!bar) {
        page->out.failed = true;
        return;
    }
    for (size_t g = 0; g < v->table->count; g++) {
        const rung_impact *i = &v->impact[g];
        double people = (double)v->table->group[g].tally.people;
        bar[g] = (rung_bar){.label = group_name(page, &v->table->group[g]),
                            .note = rung_audit_note(v->table, g),
                            .figure = rung_figure_share(page, (double)counted_of(v, g), people),
                            .class = i->counts ? NULL : "pale",
                            .value = isnan(i->rate) ? 0 : i->rate,
                            .of = NAN,
                            .low = i->low,
                            .high = i->high};
    }
    double highest = highest_rate(v);
    rung_put_bars(
        page, &(rung_bars){.title = rung_page_say(page, "%s by %s",
                                                  v->scoring ? "Scoring rate" : "Selection rate",
                                                  columns_of(page, v->table)),
                           .description = "A bar for each group with its 95 % interval; "
                                          "hatched bars are of groups that do not count. "
                                          "A line stands at four fifths of the highest "
                                          "rate.",
                           .bar = bar,
                           .count = v->table->count,
                           .limit = 0.8 * highest,
                           .limit_text = "four fifths of the highest",
                           .told = true});
    free(bar);
}

/* ---------------------------------------------------------------- tables */

static const char *interval(rung_page *page, double low, double high, bool percent)
{
    if (isnan(low) || isnan(high))
        return "\u2013";
    if (!percent)
        return rung_page_say(page, "%s to %s", rung_figure_fixed(page, low, 2),
                             rung_figure_fixed(page, high, 2));
    return rung_page_say(page, "%s to %s\u00A0%%", rung_figure_fixed(page, 100 * low, 1),
                         rung_figure_fixed(page, 100 * high, 1));
}

static void put_table(rung_page *page, const view *v)
{
    enum { COLUMNS = 7 };
    const char *heading[COLUMNS] = {
        "Group", "#People", v->scoring ? "#Above the median" : "#Selected",
        "#Rate", "#95 %",   "#Impact ratio",
        "#95 %"};
    const char **cell = rung_array(v->table->count * COLUMNS, sizeof *cell);
    if (!cell) {
        page->out.failed = true;
        return;
    }
    for (size_t g = 0; g < v->table->count; g++) {
        const rung_impact *i = &v->impact[g];
        const char **row = cell + g * COLUMNS, *note = rung_audit_note(v->table, g);
        uint64_t people = v->table->group[g].tally.people;
        const char *name = group_name(page, &v->table->group[g]);
        row[0] = *note ? rung_page_say(page, "%s (%s)", name, note) : name;
        row[1] = rung_figure_whole(page, people);
        row[2] = rung_figure_whole(page, counted_of(v, g));
        row[3] = rung_figure_share(page, (double)counted_of(v, g), (double)people);
        row[4] = interval(page, i->low, i->high, true);
        row[5] = rung_figure_fixed(page, i->ratio, 3);
        row[6] = interval(page, i->ratio_low, i->ratio_high, false);
    }
    rung_page_table(
        page, &(rung_table){v->scoring ? "People above the median" : "People who were selected",
                            heading, COLUMNS, v->table->count, cell, false});
    free(cell);
}

static void put_view(rung_page *page, const view *v)
{
    put_bars(page, v);
    put_table(page, v);
    if (isnan(v->least))
        return;
    rung_page_put(page, "<p class=\"about\">The least impact ratio of the groups that count is %s",
                  rung_figure_fixed(page, v->least, 3));
    rung_page_mark(page, v->least < 0.8 ? ", below four fifths.</p>\n" : ".</p>\n");
}

static rung_status put_groups(rung_page *page, const rung_audit *a, size_t number,
                              rung_error *error)
{
    rung_audit_table t;
    rung_status status = rung_audit_table_make(&t, a, number, error);
    if (status == RUNG_OK) {
        rung_page_section(page, rung_page_say(page, "By %s", columns_of(page, &t)), "");
        put_view(page, &(view){a, &t, t.selection, t.least_selection, false});
        if (a->all.scored > 0)
            put_view(page, &(view){a, &t, t.scoring, t.least_scoring, true});
        rung_page_end_section(page);
    }
    rung_audit_table_free(&t);
    return status;
}

/* ---------------------------------------------------------------- the page */

static const char *selected_is(rung_page *page, const rung_audit *a)
{
    rung_buffer words = {0};
    rung_put_audit_selected(&words, a);
    rung_put_char(&words, '\0');
    page->out.failed |= words.failed;
    const char *text = words.failed ? "" : rung_page_say(page, "%s", words.at);
    rung_buffer_free(&words);
    return text;
}

static void put_figures(rung_page *page, const rung_audit *a)
{
    const rung_tally *all = &a->all;
    rung_figure figure[] = {
        {"People", rung_figure_whole(page, all->people), "in the file of people"},
        {"Selected", rung_figure_whole(page, all->selected), selected_is(page, a)},
        {"Selection rate of all",
         rung_figure_share(page, (double)all->selected, (double)all->people), ""},
        {"Median figure",
         fabs(a->median) < 1000 ? rung_figure_number(page, a->median)
                                : rung_figure_money(page, a->median, ""),
         rung_page_say(page, "%s, of the %s who have one", a->figure ? a->figure : "",
                       rung_figure_whole(page, all->scored))},
    };
    rung_page_figures(page, figure, all->scored > 0 ? 4 : 3);
}

static void put_definitions(rung_page *page)
{
    rung_page_section(page, "What is meant", "");
    rung_page_mark(page, "<ul>\n");
    for (size_t d = 0; d < RUNG_AUDIT_DEFINITIONS; d++)
        rung_page_put(page, "<li>%s.</li>\n", rung_audit_definitions[d]);
    rung_page_mark(page, "</ul>\n");
    rung_page_end_section(page);
}

rung_status rung_put_audit_page(rung_page *page, const rung_gathered *g, const rung_audit *a,
                                rung_error *error)
{
    rung_status status = RUNG_OK;
    rung_page_begin(page, "Rung report: audit", g->title ? g->title : "Who was selected",
                    "Rates and impact ratios of groups of people, with their intervals. These are "
                    "figures, no legal result.");
    put_figures(page, a);
    for (size_t i = 0; i < a->job->tables && status == RUNG_OK; i++)
        status = put_groups(page, a, i, error);
    put_definitions(page);
    rung_put_record(page, g);
    rung_page_end(page, "Made by Rung. The page needs no network and no script.");
    return status;
}
