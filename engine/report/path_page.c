/* path_page.c - the report of rung path. */
#include <math.h>
#include <stdlib.h>

#include "path/miss.h"
#include "report/report.h"
#include "report/spread.h"

enum { ITEMS = 12, BOXES = 8 };

static const char *currency_of(const rung_gathered *g)
{
    return g->job.matcher->catalog->currency;
}

static const char *program_name(const rung_catalog *catalog, uint32_t program)
{
    return program == RUNG_NONE ? "no program" : catalog->program[program].name;
}

/* ---------------------------------------------------------------- figures */

static const char *with_currency(rung_page *page, const rung_gathered *g, const char *name)
{
    const char *currency = currency_of(g);
    return *currency ? rung_page_say(page, "%s, %s", name, currency) : name;
}

static void put_figures(rung_page *page, const rung_gathered *g)
{
    const rung_path_tally *t = &g->path;
    double cost = rung_spread_sum(&t->cost);
    rung_figure figure[] = {
        {"People", rung_figure_whole(page, t->people),
         rung_page_say(page, "%s with a path",
                       rung_figure_share(page, (double)t->with_path, (double)t->people))},
        {"Time to the target", rung_figure_weeks(page, rung_spread_median(page, &t->weeks)),
         "half of the best paths take no longer"},
        {with_currency(page, g, "Cost of all best paths"), rung_figure_large(page, cost, "", false),
         rung_page_say(page, "%s a person with a path",
                       rung_figure_rough(page, cost / (double)t->with_path, currency_of(g)))},
        {with_currency(page, g, "Gain in the middle"),
         rung_figure_rough(page, rung_spread_median(page, &t->gain), ""),
         rung_page_say(
             page, "over %s years, less the cost; half gain no more",
             rung_figure_fixed(
                 page, g->job.planner->options.years,
                 g->job.planner->options.years == floor(g->job.planner->options.years) ? 0 : 1))},
    };
    rung_page_figures(page, figure, t->with_path > 0 ? 4 : 1);
}

static void put_spreads(rung_page *page, const rung_gathered *g)
{
    const rung_path_tally *t = &g->path;
    const char *money = currency_of(g);
    rung_page_section(page, "Time, cost and gain",
                      "Of each person\u2019s best path. What few need more than 99 of a hundred "
                      "stands together at the right end.");
    rung_put_spread(
        page, &t->weeks,
        &(rung_spread_text){"People by weeks until the target is entered", "Weeks", "Weeks", NULL});
    rung_put_spread(page, &t->cost,
                    &(rung_spread_text){"People by cost of the programs",
                                        with_currency(page, g, "Cost"), "Cost", money});
    rung_put_spread(
        page, &t->gain,
        &(rung_spread_text){"People by gain", with_currency(page, g, "Gain"), "Gain", money});
    rung_page_end_section(page);
}

/* ---------------------------------------------------------------- flows */

static const char *name_of(const void *catalog, unsigned layer, uint32_t item)
{
    return layer == 1 ? program_name(catalog, item) : rung_role_title(catalog, item);
}

static void put_ways(rung_page *page, const rung_gathered *g)
{
    const rung_catalog *c = g->job.matcher->catalog;
    const rung_path_tally *t = &g->path;
    rung_page_section(page, "Where the ways lead",
                      "Each person counts once, by the best path. A program counts for everybody "
                      "whose best path takes it.");
    rung_put_flows(page, &t->flows,
                   &(rung_report_flows_text){
                       .title = "From today\u2019s role by the first program to the target",
                       .description = "Bands as wide as the people who go from a role of today, "
                                      "on the left, by the first program of their path, in the "
                                      "middle, to their target, on the right.",
                       .layer = {"Today", "First program", "Target"},
                       .others = {"other roles", "other programs", "other roles"},
                       .name = name_of,
                       .context = c,
                       .most = BOXES});
    rung_put_ranking(page, c, &t->program, t->with_path,
                     &(rung_ranking){"Programs by the people who would take them",
                                     "A bar for each program, longest first.", "Program",
                                     program_name, ITEMS});
    rung_put_ranking(page, c, &t->target, t->with_path,
                     &(rung_ranking){"Targets by the people whose best path leads there",
                                     "A bar for each role, longest first.", "Target",
                                     rung_role_title, ITEMS});
    rung_page_end_section(page);
}

/* ---------------------------------------------------------------- misses */

static const char *rules_of(rung_page *page, uint64_t rules)
{
    const char *text = "";
    for (int i = 0; i < RUNG_RULES; i++)
        if (rules & rung_rules_told[i])
            text = rung_page_say(page, *text ? "%s, %s" : "%s%s", text,
                                 rung_rule_name(rung_rules_told[i]));
    return *text ? text : "none that could be put aside";
}

static void put_misses(rung_page *page, const rung_gathered *g)
{
    static const char *const heading[] = {"Rules in the way", "#Pairs", "#Share"};
    const rung_path_tally *t = &g->path;
    rung_counted *sorted = rung_counts_sorted(&t->rules);
    const char **cell = rung_array(t->rules.used * 3, sizeof *cell);
    page->out.failed |= !sorted || !cell;
    if (sorted && cell && t->misses > 0) {
        for (size_t i = 0; i < t->rules.used; i++) {
            cell[3 * i] = rules_of(page, sorted[i].key);
            cell[3 * i + 1] = rung_figure_whole(page, sorted[i].count);
            cell[3 * i + 2] = rung_figure_share(page, (double)sorted[i].count, (double)t->misses);
        }
        rung_page_section(page, "Targets without a path",
                          "For each pair of a person and a target without one: the fewest rules "
                          "that would have to be put aside.");
        rung_page_table(page,
                        &(rung_table){"Rules in the way", heading, 3, t->rules.used, cell, false});
        rung_page_end_section(page);
    }
    free(sorted);
    free(cell);
}

/* ---------------------------------------------------------------- a sample */

static void put_sample(rung_page *page, const rung_gathered *g)
{
    const rung_catalog *c = g->job.matcher->catalog;
    if (g->sample.count == 0)
        return;
    rung_page_section(page, "Some people, and their best paths",
                      rung_page_say(page, "%s, chosen by a hash of their ids.",
                                    rung_figure_count(page, g->sample.count, "person", "people")));
    rung_page_mark(page, "<div class=\"cards\">\n");
    for (size_t i = 0; i < g->sample.count; i++) {
        const rung_sampled *s = &g->sample.person[i];
        bool any = s->path.steps > 0;
        rung_page_put(page, "<article class=\"card\">\n<p class=\"who\">%s</p>\n<h3>%s</h3>\n",
                      s->id, any ? c->role[s->path.target].title : rung_role_title(c, s->role));
        if (any)
            rung_put_ladder(page, c, s->role, &s->path);
        else
            rung_page_mark(page, "<p>No path was found.</p>\n");
        rung_page_mark(page, "</article>\n");
    }
    rung_page_mark(page, "</div>\n");
    rung_page_end_section(page);
}

/* ---------------------------------------------------------------- the page */

void rung_put_path_page(rung_page *page, const rung_gathered *g)
{
    const rung_path_tally *t = &g->path;
    const rung_catalog *c = g->job.matcher->catalog;
    const char *lead = rung_page_say(
        page, "%s, and the ways of at most %zu steps that lead them to %s by the programs of %s.",
        rung_figure_count(page, t->people, "person", "people"), g->job.planner->options.steps,
        g->job.path->targets > 0 ? "the targets given" : "better roles",
        *c->name ? c->name : "the catalog");
    rung_page_begin(page, "Rung report: paths", g->title ? g->title : "The way to better roles",
                    lead);
    put_figures(page, g);
    if (t->with_path > 0) {
        put_ways(page, g);
        put_spreads(page, g);
    }
    put_misses(page, g);
    put_sample(page, g);
    rung_put_record(page, g);
    rung_page_end(page, "Made by Rung. The page needs no network and no script.");
}
