/* plan_page.c - the report of rung plan: what it brings, what it takes, and what more would bring.
 */
#include <math.h>
#include <stdlib.h>

#include "plan/cohort.h"
#include "report/report.h"

enum { ITEMS = 14, BOXES = 8 };

static bool by_gain(const rung_cohort *h)
{
    return h->job->value == RUNG_PLAN_GAIN;
}

/* An amount of what the plan is for. */
static const char *value_of(rung_page *page, const rung_cohort *h, double value)
{
    if (by_gain(h))
        return rung_figure_large(page, value, h->catalog->currency, false);
    return rung_page_say(page, "%s %s",
                         rung_figure_fixed(page, value, h->job->value == RUNG_PLAN_PEOPLE ? 0 : 1),
                         h->job->value == RUNG_PLAN_PEOPLE ? "people" : "readiness");
}

static const char *value_name(const rung_cohort *h)
{
    static const char *const names[] = {"Gain", "Readiness gained", "People placed"};
    return names[h->job->value];
}

/* A share that may be far below a percent; rounded up, since it is a promise. */
static const char *gap_of(rung_page *page, double gap)
{
    double percent = gap < 0.01 ? ceil(gap * 1e5) / 1e3 : ceil(gap * 1e3) / 10;
    return rung_page_say(page, "%s\u00A0%%", rung_figure_fixed(page, percent, gap < 0.01 ? 3 : 1));
}

static const char *in_currency(rung_page *page, const rung_cohort *h, const char *name)
{
    const char *currency = h->catalog->currency;
    return *currency ? rung_page_say(page, "%s, %s", name, currency) : name;
}

/* ---------------------------------------------------------------- figures */

static void put_figures(rung_page *page, const rung_cohort *h)
{
    const rung_plan_summary *s = h->summary;
    double people = (double)s->people.people;
    rung_figure figure[] = {
        {"People with a path", rung_figure_whole(page, s->placed),
         rung_page_say(page, "%s of %s", rung_figure_share(page, (double)s->placed, people),
                       rung_figure_count(page, s->people.people, "person", "people"))},
        {"Trained", rung_figure_whole(page, s->trained),
         h->places == RUNG_UNLIMITED
             ? "no limit of places"
             : rung_page_say(page, "of %s",
                             rung_figure_count(page, (uint64_t)h->places, "place", "places"))},
        {in_currency(page, h, "Cost of the programs"), rung_figure_large(page, s->cost, "", false),
         h->budget == RUNG_UNLIMITED
             ? "no limit of the budget"
             : rung_page_say(page, "of %s",
                             rung_figure_large(page, rung_ticks_to_coins(h->budget), "", false))},
        {by_gain(h) ? in_currency(page, h, value_name(h)) : value_name(h),
         by_gain(h) ? rung_figure_large(page, s->value, "", false) : value_of(page, h, s->value),
         rung_page_say(page, "at most %s below the best that these paths allow",
                       gap_of(page, s->gap))},
    };
    rung_page_figures(page, figure, 4);
}

/* ---------------------------------------------------------------- limits */

static rung_bar limit_bar(rung_page *page, const char *label, const rung_given *g,
                          const char *taken, const char *most)
{
    double all = (double)g->most, used = (double)g->taken;
    return (rung_bar){.label = label,
                      .note = rung_page_say(page, "of %s", most),
                      .figure =
                          rung_page_say(page, "%s (%s)", taken, rung_figure_share(page, used, all)),
                      .value = all > 0 ? used / all : 0,
                      .of = 1,
                      .low = NAN,
                      .high = NAN};
}

static void put_limits(rung_page *page, const rung_cohort *h)
{
    rung_bar bar[2];
    size_t count = 0;
    if (h->budget != RUNG_UNLIMITED)
        bar[count++] = limit_bar(
            page, "Budget", &h->all[0],
            rung_figure_large(page, rung_ticks_to_coins(h->all[0].taken), "", false),
            rung_figure_large(page, rung_ticks_to_coins(h->budget), h->catalog->currency, false));
    if (h->places != RUNG_UNLIMITED)
        bar[count++] = limit_bar(page, "Places", &h->all[1],
                                 rung_figure_whole(page, (uint64_t)h->all[1].taken),
                                 rung_figure_whole(page, (uint64_t)h->places));
    if (count > 0)
        rung_put_bars(page, &(rung_bars){.title = "Budget and places",
                                         .description = "A bar for what the plan takes, in a frame "
                                                        "for all that there is.",
                                         .names = {"Limit", "There is", "#Taken"},
                                         .bar = bar,
                                         .count = count,
                                         .limit = NAN});
}

/* ---------------------------------------------------------------- seats and openings */

/* Programs or roles of a plan. */
typedef struct shelf {
    const char *title, *description, *what, *unit;
    const rung_given *given;
    size_t count;
    const char *(*name)(const rung_catalog *catalog, uint32_t item);
} shelf;

static const char *program_name(const rung_catalog *catalog, uint32_t program)
{
    return program == RUNG_NONE ? "no program" : catalog->program[program].name;
}

static const char *given_text(rung_page *page, const rung_given *g)
{
    const char *text = rung_figure_whole(page, (uint64_t)g->taken);
    if (g->most != RUNG_UNLIMITED)
        text = rung_page_say(page, "%s of %s", text, rung_figure_whole(page, (uint64_t)g->most));
    if (g->waiting > 0)
        text =
            rung_page_say(page, "%s, %s wait", text, rung_figure_whole(page, (uint64_t)g->waiting));
    return text;
}

static rung_bar given_bar(rung_page *page, const rung_catalog *c, const shelf *s, uint32_t item)
{
    const rung_given *g = &s->given[item];
    bool close = g->most != RUNG_UNLIMITED && g->most <= 4 * (g->taken + 1);
    return (rung_bar){.label = s->name(c, item),
                      .note = g->taken == g->most ? "full" : "",
                      .figure = given_text(page, g),
                      .value = (double)g->taken,
                      .of = close ? (double)g->most : NAN,
                      .low = NAN,
                      .high = NAN};
}

/* The largest, at most ITEMS; equal ones in catalog order. */
static size_t largest(const shelf *s, uint32_t *item)
{
    size_t count = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        size_t at = count;
        if (s->given[i].taken == 0 && s->given[i].waiting == 0)
            continue;
        while (at > 0 && s->given[i].taken > s->given[item[at - 1]].taken)
            at--;
        if (at == ITEMS)
            continue;
        count += count < ITEMS;
        for (size_t k = count - 1; k > at; k--)
            item[k] = item[k - 1];
        item[at] = i;
    }
    return count;
}

static void put_shelf(rung_page *page, const rung_cohort *h, const shelf *s)
{
    uint32_t item[ITEMS];
    rung_bar bar[ITEMS];
    size_t count = largest(s, item);
    for (size_t i = 0; i < count; i++)
        bar[i] = given_bar(page, h->catalog, s, item[i]);
    if (count > 0)
        rung_put_bars(page, &(rung_bars){.title = s->title,
                                         .description = s->description,
                                         .names = {s->what, "Full", s->unit},
                                         .bar = bar,
                                         .count = count,
                                         .limit = NAN});
}

static void put_shelves(rung_page *page, const rung_cohort *h)
{
    put_shelf(page, h,
              &(shelf){"Seats of programs", "A bar for each program, in a frame for its seats.",
                       "Program", "#Enrolled", h->seats, h->catalog->programs, program_name});
    put_shelf(page, h,
              &(shelf){"Roles that people enter at last",
                       "A bar for each role, in a frame for its openings where they are near.",
                       "Role", "#Filled", h->openings, h->catalog->roles, rung_role_title});
}

/* ---------------------------------------------------------------- prices */

/* Rows of a table of prices as they come up. */
typedef struct prices {
    rung_page *page;
    const rung_cohort *h;
    const char **cell;
    size_t rows;
} prices;

static const char *price_text(const prices *p, double price)
{
    if (by_gain(p->h))
        return rung_page_say(p->page, "%s",
                             rung_figure_rough(p->page, price, p->h->catalog->currency));
    return rung_page_say(p->page, "%s %s", rung_figure_fixed(p->page, price, 3),
                         p->h->job->value == RUNG_PLAN_PEOPLE ? "people" : "readiness");
}

static void add_price(prices *p, const char *what, double price)
{
    if (!(price > 0))
        return;
    p->cell[2 * p->rows] = what;
    p->cell[2 * p->rows++ + 1] = price_text(p, price);
}

/* A unit of money that is neither too small nor too large to think of. */
static void add_budget(prices *p, double price)
{
    const char *currency = p->h->catalog->currency;
    add_price(
        p,
        rung_page_say(p->page, "%s more of the budget", rung_figure_money(p->page, 1e6, currency)),
        1e6 * price);
}

static void put_prices(rung_page *page, const rung_cohort *h)
{
    static const char *const heading[] = {"What there could be more of", "#It would bring at most"};
    const rung_catalog *c = h->catalog;
    prices p = {page, h, rung_array(2 * (2 + c->programs + c->roles), sizeof *p.cell), 0};
    if (!p.cell) {
        page->out.failed = true;
        return;
    }
    add_budget(&p, h->summary->budget_price);
    add_price(&p, "One more place", h->summary->place_price);
    for (size_t i = 0; i < c->programs; i++)
        add_price(&p, rung_page_say(page, "One more seat in %s", c->program[i].name),
                  h->seats[i].price);
    for (size_t i = 0; i < c->roles; i++)
        add_price(&p, rung_page_say(page, "One more opening for %s", c->role[i].title),
                  h->openings[i].price);
    rung_page_section(page, "What more would bring",
                      p.rows > 0 ? "By the prices of the bound, for the first of each: later ones "
                                   "bring no more. What is not listed has no price: more of it "
                                   "would bring nothing."
                                 : "Nothing that is limited has a price: more of it would bring "
                                   "nothing.");
    if (p.rows > 0)
        rung_page_table(page, &(rung_table){"Prices", heading, 2, p.rows, p.cell, false});
    free(p.cell);
}

/* ---------------------------------------------------------------- what if */

static int by_x(const void *one, const void *other)
{
    const rung_point *a = one, *b = other;
    return (a->x > b->x) - (a->x < b->x);
}

/* Points that differ from the plan in the budget, or in places, and the plan itself. */
static void put_curve(rung_page *page, const rung_cohort *h, bool places)
{
    const rung_plan_job *job = h->job;
    rung_point *list = rung_array(job->points + 1, sizeof *list);
    size_t count = 0, marked = SIZE_MAX;
    double own = places ? job->places : job->budget;
    for (size_t i = 0; list && i <= job->points; i++) {
        bool plan = i == job->points;
        double x = plan ? own : places ? job->point[i].places : job->point[i].budget;
        double value = plan ? h->summary->value : job->point[i].value;
        bool varied = plan || (places ? job->point[i].budget == job->budget && x != own
                                      : job->point[i].places == job->places && x != own);
        if (varied && isfinite(x))
            list[count++] =
                (rung_point){x, value,
                             places ? rung_figure_whole(page, (uint64_t)x)
                                    : rung_figure_large(page, x, h->catalog->currency, false),
                             value_of(page, h, value)};
    }
    page->out.failed |= !list;
    if (count > 1) {
        qsort(list, count, sizeof *list, by_x);
        for (size_t i = 0; i < count; i++)
            marked = list[i].x == own ? i : marked;
        rung_put_curve(page, &(rung_curve){.title = places ? "With other numbers of places"
                                                           : "With other budgets",
                                           .description = "A point for each plan that was made; "
                                                          "the filled one is this plan.",
                                           .names = {places ? "Places" : "Budget", value_name(h)},
                                           .currency = places ? "" : h->catalog->currency,
                                           .point = list,
                                           .points = count,
                                           .marked = marked});
    }
    free(list);
}

/* ---------------------------------------------------------------- flows */

static const char *name_of(const void *catalog, unsigned layer, uint32_t item)
{
    return layer == 1 ? program_name(catalog, item) : rung_role_title(catalog, item);
}

static void put_flows(rung_page *page, const rung_gathered *g, const rung_cohort *h)
{
    rung_put_flows(page, &g->plan.flows,
                   &(rung_report_flows_text){
                       .title = "From today\u2019s role by the first program to the last role",
                       .description = "Bands as wide as the people who go from a role of today, "
                                      "on the left, by the first program of their path, in the "
                                      "middle, to their last role, on the right.",
                       .layer = {"Today", "First program", "Last role"},
                       .others = {"other roles", "other programs", "other roles"},
                       .name = name_of,
                       .context = h->catalog,
                       .most = BOXES});
}

/* ---------------------------------------------------------------- a sample */

static void put_route(rung_page *page, const rung_catalog *c, const rung_sampled *s)
{
    rung_page_put(page, "<ol class=\"ladder\">\n<li>%s <span>today</span></li>\n",
                  rung_role_title(c, s->role));
    for (size_t i = 0; i < s->tokens; i++) {
        bool program = s->token[i] >= c->roles;
        const rung_program *p = program ? &c->program[s->token[i] - c->roles] : NULL;
        if (program)
            rung_page_put(page, "<li class=\"program\">%s <span>for %s, %s</span></li>\n", p->name,
                          rung_figure_weeks(page, p->weeks),
                          rung_figure_money(page, p->cost, c->currency));
        else
            rung_page_put(page, "<li class=\"role\">%s <span>%s</span></li>\n",
                          c->role[s->token[i]].title,
                          isnan(c->role[s->token[i]].wage)
                              ? "wage not known"
                              : rung_page_say(page, "%s a year",
                                              rung_figure_money(page, c->role[s->token[i]].wage,
                                                                c->currency)));
    }
    rung_page_mark(page, "</ol>\n");
}

static void put_sample(rung_page *page, const rung_gathered *g, const rung_cohort *h)
{
    if (g->sample.count == 0)
        return;
    rung_page_section(page, "Some people, and what the plan has for them",
                      rung_page_say(page, "%s, chosen by a hash of their ids.",
                                    rung_figure_count(page, g->sample.count, "person", "people")));
    rung_page_mark(page, "<div class=\"cards\">\n");
    for (size_t i = 0; i < g->sample.count; i++) {
        const rung_sampled *s = &g->sample.person[i];
        uint32_t last = s->tokens > 0 ? s->token[s->tokens - 1] : s->role;
        rung_page_put(page, "<article class=\"card\">\n<p class=\"who\">%s</p>\n<h3>%s</h3>\n",
                      s->id, rung_role_title(h->catalog, last));
        if (s->tokens > 0) {
            rung_page_put(page, "<p>%s, cost %s, gain %s</p>\n",
                          rung_figure_weeks(page, s->path.weeks),
                          rung_figure_money(page, s->path.cost, h->catalog->currency),
                          rung_figure_money(page, s->path.gain, h->catalog->currency));
            put_route(page, h->catalog, s);
        } else {
            rung_page_mark(page, "<p>Stays.</p>\n");
        }
        rung_page_mark(page, "</article>\n");
    }
    rung_page_mark(page, "</div>\n");
    rung_page_end_section(page);
}

/* ---------------------------------------------------------------- the page */

void rung_put_plan_page(rung_page *page, const rung_gathered *g, const rung_cohort *h)
{
    const rung_plan_summary *s = h->summary;
    const char *lead = rung_page_say(
        page, "Of %s, %s get a path within the limits, so that together they bring the most.",
        rung_figure_count(page, s->people.people, "person", "people"),
        rung_figure_whole(page, s->placed));
    rung_page_begin(page, "Rung report: plan", g->title ? g->title : "A plan for everybody", lead);
    put_figures(page, h);
    rung_page_section(page, "What the plan takes",
                      "People wait where what would be worth most to them is not to be had.");
    put_limits(page, h);
    put_shelves(page, h);
    rung_page_end_section(page);
    if (s->placed > 0) {
        rung_page_section(page, "Where people go", "");
        put_flows(page, g, h);
        rung_page_end_section(page);
    }
    put_prices(page, h);
    put_curve(page, h, false);
    put_curve(page, h, true);
    rung_page_end_section(page);
    put_sample(page, g, h);
    rung_put_record(page, g);
    rung_page_end(page, "Made by Rung. The page needs no network and no script.");
}
