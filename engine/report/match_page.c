/* match_page.c - the report of rung match. */
#include <stdlib.h>

#include "base/number.h"
#include "plan/gaps.h"
#include "report/report.h"

enum { TICKS = 20, ROLES = 12, BOXES = 9 };

/* ---------------------------------------------------------------- figures */

/* The percent that half of those matched are not above. */
static unsigned median_percent(const rung_match_tally *t)
{
    uint64_t below = 0;
    for (unsigned p = 0; p <= 100; p++) {
        below += t->percent[p];
        if (2 * below >= t->matched)
            return p;
    }
    return 0;
}

static bool compares_skills(const rung_gathered *g)
{
    return g->job.matcher->demand.skills > 0;
}

static void put_figures(rung_page *page, const rung_gathered *g)
{
    const rung_match_tally *t = &g->match;
    rung_matcher_facts facts = rung_matcher_describe(g->job.matcher);
    unsigned theta = (unsigned)rung_percent(g->job.matcher->rules.asked_theta);
    rung_figure figure[] = {
        {"People", rung_figure_whole(page, t->people),
         t->matched == t->people ? "all have a match"
                                 : rung_page_say(page, "%s have no match",
                                                 rung_figure_whole(page, t->people - t->matched))},
        {"Roles compared", rung_figure_whole(page, facts.roles),
         rung_page_say(page, "%s are somebody\u2019s first match",
                       rung_figure_whole(page, t->first.used))},
        {"Ready for the first match", rung_figure_share(page, (double)t->ready, (double)t->matched),
         rung_page_say(page, "%s with a readiness of %u\u00A0%% or more",
                       rung_figure_count(page, t->ready, "person", "people"), theta)},
        {"Readiness in the middle", rung_page_say(page, "%u\u00A0%%", median_percent(t)),
         "half of the people are not above it"},
    };
    rung_page_figures(page, figure, compares_skills(g) && t->matched > 0 ? 4 : 2);
}

/* ---------------------------------------------------------------- readiness */

static void put_readiness(rung_page *page, const rung_gathered *g)
{
    const rung_match_tally *t = &g->match;
    const char *tick[TICKS + 1];
    rung_bin bin[TICKS] = {{NULL, 0}};
    double theta = g->job.matcher->rules.asked_theta;
    for (unsigned i = 0; i <= TICKS; i++)
        tick[i] = rung_page_say(page, "%u\u00A0%%", 100 / TICKS * i);
    for (unsigned i = 0; i < TICKS; i++) {
        unsigned last = 100 / TICKS * (i + 1) - 1 + (i + 1 == TICKS);
        bin[i].range = rung_page_say(page, "%u to %u\u00A0%%", 100 / TICKS * i, last);
        for (unsigned p = 100 / TICKS * i; p <= last; p++)
            bin[i].count += t->percent[p];
    }
    size_t limit = (size_t)rung_percent(theta) * TICKS / 100;
    bool at_edge = rung_percent(theta) % (100 / TICKS) == 0;
    rung_page_section(page, "How ready people are",
                      "Readiness is the share of what a role asks for that a person already "
                      "brings, skills counted by their importance.");
    rung_put_histogram(
        page,
        &(rung_histogram){
            .title = "People by readiness for their first match",
            .description = rung_page_say(
                page, "Bars for each five percent of readiness; in the middle stands %u %%.",
                median_percent(t)),
            .names = {"Readiness", "people"},
            .axis = "Readiness for the first match",
            .tick = tick,
            .bin = bin,
            .bins = TICKS,
            .limit = at_edge ? limit : SIZE_MAX,
            .limit_text = rung_page_say(page, "viable from %llu\u00A0%%", rung_percent(theta))});
    rung_page_end_section(page);
}

/* ---------------------------------------------------------------- roles */

static const char *title_of(const void *catalog, unsigned layer, uint32_t role)
{
    (void)layer;
    return rung_role_title(catalog, role);
}

static void put_roles(rung_page *page, const rung_gathered *g)
{
    const rung_catalog *c = g->job.matcher->catalog;
    rung_page_section(page, "Where people fit best",
                      "Each person counts once, for the role that stands first in the list.");
    rung_put_ranking(page, c, &g->match.first, g->match.matched,
                     &(rung_ranking){"Roles by the people whose first match they are",
                                     "A bar for each role, longest first.", "Role", rung_role_title,
                                     ROLES});
    rung_put_flows(page, &g->match.flows,
                   &(rung_report_flows_text){
                       .title = "From today\u2019s role to the first match",
                       .description = "Bands as wide as the people who go from a role of today, "
                                      "on the left, to their first match, on the right.",
                       .layer = {"Today", "First match"},
                       .others = {"other roles", "other roles"},
                       .name = title_of,
                       .context = c,
                       .most = BOXES});
    rung_page_end_section(page);
}

/* ---------------------------------------------------------------- gaps */

static void put_gaps(rung_page *page, const rung_gathered *g)
{
    const rung_catalog *c = g->job.matcher->catalog;
    const rung_match_tally *t = &g->match;
    rung_gap_sum *sum = rung_array(c->skills, sizeof *sum);
    if (!sum) {
        page->out.failed = true;
        return;
    }
    for (size_t d = 0; d < c->skills; d++)
        sum[d] = (rung_gap_sum){.falling = t->falls_short[d],
                                .levels = (double)t->shortfall[d] / RUNG_LEVEL_PARTS,
                                .gap = (double)t->gap[d] / RUNG_GAP_PARTS};
    if (rung_gaps_of_kind(c, sum, -1) > 0) {
        rung_page_section(page, "What is missing",
                          "For everybody\u2019s first match: how far levels fall short of what the "
                          "role asks for, weighed by importance.");
        rung_put_gap_bars(page, c, sum, "People");
        rung_page_end_section(page);
    }
    free(sum);
}

/* ---------------------------------------------------------------- a sample */

static void put_level(rung_page *page, float level)
{
    rung_put_level(&page->out, level);
}

static void put_hits(rung_page *page, const rung_sampled *s, const rung_catalog *c, bool ready)
{
    rung_page_mark(page, "<ol>\n");
    for (size_t i = 0; i < RUNG_SAMPLE_HITS && s->hit[i].role != RUNG_NONE; i++) {
        rung_page_put(page, "<li>%s <span>", rung_role_title(c, s->hit[i].role));
        if (ready)
            rung_page_put(page, "readiness %s\u00A0%, ",
                          rung_page_say(page, "%llu", rung_percent(s->hit[i].readiness)));
        rung_page_put(page, "score %s</span></li>\n", rung_figure_fixed(page, s->hit[i].score, 3));
    }
    rung_page_mark(page, "</ol>\n");
}

/* The score as the sum that it is. */
static void put_sum(rung_page *page, const rung_sampled *s)
{
    const char *before = "";
    rung_page_put(page, "<p class=\"who\">%s = ", rung_figure_fixed(page, s->why.score, 3));
    for (int i = 0; i < RUNG_SIGNAL_COUNT; i++) {
        if (s->why.weight[i] == 0)
            continue;
        rung_page_put(page, "%s%s \u00D7 %s %s", before, rung_figure_number(page, s->why.weight[i]),
                      rung_signal_name((rung_signal)i),
                      rung_figure_fixed(page, s->why.value[i], 3));
        before = " + ";
    }
    rung_page_mark(page, "</p>\n");
}

static void put_missing(rung_page *page, const rung_sampled *s, const rung_catalog *c)
{
    if (s->gaps == 0)
        return;
    rung_page_mark(page, "<p class=\"kind\">Most is missing in</p>\n<ul>\n");
    for (size_t i = 0; i < s->gaps; i++) {
        rung_page_put(page, "<li>%s: level ", c->skill[s->gap[i].skill].name);
        put_level(page, s->gap[i].have);
        rung_page_mark(page, " of ");
        put_level(page, s->gap[i].need);
        rung_page_put(page, " <span>(%s%s)</span></li>\n",
                      rung_figure_share(page, s->gap[i].gap, 1),
                      s->gap[i].essential ? ", essential" : "");
    }
    rung_page_mark(page, "</ul>\n");
}

static void put_card(rung_page *page, const rung_gathered *g, const rung_sampled *s)
{
    const rung_catalog *c = g->job.matcher->catalog;
    rung_page_put(page, "<article class=\"card\">\n<p class=\"who\">%s</p>\n<h3>%s</h3>\n", s->id,
                  rung_role_title(c, s->role));
    if (s->hit[0].role == RUNG_NONE) {
        rung_page_mark(page, "<p>No role can be proposed.</p>\n");
    } else {
        put_hits(page, s, c, compares_skills(g));
        put_sum(page, s);
        put_missing(page, s, c);
    }
    rung_page_mark(page, "</article>\n");
}

static void put_sample(rung_page *page, const rung_gathered *g)
{
    if (g->sample.count == 0)
        return;
    rung_page_section(page, "Some people, explained",
                      rung_page_say(page,
                                    "%s, chosen by a hash of their ids. Under the first matches, "
                                    "the score of the first as the sum that it is.",
                                    rung_figure_count(page, g->sample.count, "person", "people")));
    rung_page_mark(page, "<div class=\"cards\">\n");
    for (size_t i = 0; i < g->sample.count; i++)
        put_card(page, g, &g->sample.person[i]);
    rung_page_mark(page, "</div>\n");
    rung_page_end_section(page);
}

/* ---------------------------------------------------------------- the page */

void rung_put_match_page(rung_page *page, const rung_gathered *g)
{
    const rung_match_tally *t = &g->match;
    const rung_catalog *c = g->job.matcher->catalog;
    const char *lead = rung_page_say(
        page, "%s, each compared with the roles of %s by what they can do.",
        rung_figure_count(page, t->people, "person", "people"), *c->name ? c->name : "the catalog");
    rung_page_begin(page, "Rung report: matches", g->title ? g->title : "Who fits which role",
                    lead);
    put_figures(page, g);
    if (compares_skills(g) && t->matched > 0)
        put_readiness(page, g);
    if (t->matched > 0)
        put_roles(page, g);
    put_gaps(page, g);
    put_sample(page, g);
    rung_put_record(page, g);
    rung_page_end(page, "Made by Rung. The page needs no network and no script.");
}
