/* parts.c - what the pages of several jobs share. */
#include <math.h>
#include <stdlib.h>

#include "report/report.h"

const char *rung_role_title(const rung_catalog *catalog, uint32_t role)
{
    return role == RUNG_NONE ? "no current role" : catalog->role[role].title;
}

/* ---------------------------------------------------------------- rankings */

static int by_count(const void *one, const void *other)
{
    const rung_counted *a = one, *b = other;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return (a->key > b->key) - (a->key < b->key);
}

static rung_bar bar_of(rung_page *page, const char *label, uint64_t count, uint64_t of)
{
    return (rung_bar){.label = label,
                      .note = "",
                      .figure = rung_page_say(page, "%s (%s)", rung_figure_whole(page, count),
                                              rung_figure_share(page, (double)count, (double)of)),
                      .value = (double)count,
                      .of = NAN,
                      .low = NAN,
                      .high = NAN};
}

static void put_ranked(rung_page *page, const rung_catalog *catalog, rung_counted *sorted,
                       size_t items, uint64_t of, const rung_ranking *r)
{
    size_t shown = items <= r->most ? items : r->most - 1;
    rung_bar *bar = rung_array(r->most, sizeof *bar);
    uint64_t rest = 0;
    if (!bar) {
        page->out.failed = true;
        return;
    }
    if (items > 0)
        qsort(sorted, items, sizeof *sorted, by_count);
    for (size_t i = 0; i < items; i++)
        if (i < shown)
            bar[i] = bar_of(page, r->name(catalog, (uint32_t)sorted[i].key), sorted[i].count, of);
        else
            rest += sorted[i].count;
    if (rest > 0) {
        bar[shown] = bar_of(page, rung_page_say(page, "%zu others", items - shown), rest, of);
        bar[shown++].class = "rest";
    }
    rung_put_bars(page, &(rung_bars){.title = r->title,
                                     .description = r->description,
                                     .names = {r->what, "", "#People"},
                                     .bar = bar,
                                     .count = shown,
                                     .limit = NAN});
    free(bar);
}

void rung_put_ranking(rung_page *page, const rung_catalog *catalog, const rung_counts *counts,
                      uint64_t of, const rung_ranking *ranking)
{
    rung_counted *sorted = rung_counts_sorted(counts);
    if (!sorted)
        page->out.failed = true;
    else if (counts->used > 0)
        put_ranked(page, catalog, sorted, counts->used, of, ranking);
    free(sorted);
}

/* ---------------------------------------------------------------- the record */

enum { MOST_ROWS = 48 };

/* Rows of two cells as they come up. */
typedef struct record {
    rung_page *page;
    const char *cell[2 * MOST_ROWS];
    size_t rows;
} record;

static void add(record *r, const char *name, const char *value)
{
    if (r->rows == MOST_ROWS || !*value)
        return;
    r->cell[2 * r->rows] = name;
    r->cell[2 * r->rows++ + 1] = value;
}

static void add_catalog(record *r, const rung_catalog *c)
{
    rung_page *page = r->page;
    add(r, "Catalog", c->name);
    add(r, "Source", c->source);
    add(r, "It holds",
        rung_page_say(page, "%s, %s, %s", rung_figure_count(page, c->skills, "skill", "skills"),
                      rung_figure_count(page, c->roles, "role", "roles"),
                      rung_figure_count(page, c->programs, "program", "programs")));
}

static void add_people(record *r, rung_people_totals t)
{
    rung_page *page = r->page;
    add(r, "People read", rung_figure_whole(page, t.people));
    if (t.imputed > 0)
        add(r, "Levels taken from the current role for",
            rung_figure_count(page, t.imputed, "person", "people"));
    if (t.without_role > 0)
        add(r, "Without a current role",
            rung_figure_count(page, t.without_role, "person", "people"));
}

static void add_matcher(record *r, const rung_matcher *m)
{
    rung_page *page = r->page;
    const rung_rules *rules = &m->rules;
    add(r, "Profile", m->profile.name);
    for (int s = 0; s < RUNG_SIGNAL_COUNT; s++)
        if (m->profile.beta[s] != 0)
            add(r, rung_page_say(page, "Weight of %s", rung_signal_name((rung_signal)s)),
                rung_figure_number(page, m->profile.beta[s]));
    if (m->demand.skills == 0)
        return;
    add(r, "A move is viable from readiness", rung_figure_number(page, rules->asked_theta));
    add(r, "and this share of each essential skill",
        rung_figure_number(page, rules->asked_essential));
    add(r, "and up to so many job zones above today's",
        rung_page_say(page, "%d", rules->zone_step));
    if (rules->viable || rules->desirable)
        add(r, "Roles proposed",
            rules->desirable ? "those that are viable and pay enough" : "viable ones");
}

static void add_planner(record *r, const rung_planner *p)
{
    static const char *const prefer[] = {"gain", "weeks, then cost", "cost, then weeks",
                                         "steps, then weeks"};
    rung_page *page = r->page;
    const rung_planner_options *o = &p->options;
    add(r, "Paths ranked by", prefer[o->prefer]);
    add(r, "Targets ranked by",
        o->order == RUNG_ORDER_SCORE ? "the profile's score" : "their best path");
    add(r, "Most steps", rung_figure_whole(page, o->steps));
    add(r, "Years that a gain counts", rung_figure_number(page, o->years));
    add(r, "Discount a year", rung_figure_number(page, o->discount));
    add(r, "Most that a step may lower the wage", rung_figure_number(page, o->wage_fall));
    add(r, "Most moves tried for a target",
        o->effort > 0 ? rung_figure_whole(page, o->effort) : "no limit");
}

void rung_put_record(rung_page *page, const rung_gathered *g)
{
    static const char *const heading[] = {"What", "As it was"};
    record r = {.page = page};
    add(&r, "Version", rung_page_say(page, "Rung %s", rung_version()));
    add(&r, "Command", g->command ? g->command : "");
    if (g->job.matcher || g->job.catalog)
        add_catalog(&r, g->job.matcher ? g->job.matcher->catalog : g->job.catalog);
    if (g->job.people)
        add_people(&r, rung_people_total(g->job.people));
    else if (g->read)
        add_people(&r, *g->read);
    if (g->job.matcher)
        add_matcher(&r, g->job.matcher);
    if (g->job.planner)
        add_planner(&r, g->job.planner);
    rung_page_section(page, "How this was computed",
                      "With the same files, these settings give the same page, to the last byte, "
                      "on any machine.");
    rung_page_table(page, &(rung_table){"The run", heading, 2, r.rows, r.cell, false});
    rung_page_end_section(page);
}
