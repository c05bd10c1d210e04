/* ladder_card.c - a path as a ladder on a page: programs and roles, with weeks, money and
 * readiness.
 */
#include <math.h>

#include "base/number.h"
#include "report/report.h"

static const char *wage_of(rung_page *page, const rung_catalog *c, uint32_t role)
{
    bool known = role != RUNG_NONE && !isnan(c->role[role].wage);
    return known ? rung_page_say(page, ", %s\u00A0a\u00A0year",
                                 rung_figure_money(page, c->role[role].wage, c->currency))
                 : "";
}

static const char *week(rung_page *page, double when)
{
    return rung_page_say(page, "week\u00A0%s",
                         rung_figure_fixed(page, when, when == floor(when) ? 0 : 1));
}

static const char *percent(rung_page *page, double share)
{
    return rung_page_say(page, "%llu\u00A0%%", rung_percent(share));
}

static void put_step(rung_page *page, const rung_catalog *c, const rung_path_step *step)
{
    double when = step->starts;
    for (size_t p = 0; p < step->programs; p++) {
        const rung_program *program = &c->program[step->program[p]];
        rung_page_put(page, "<li class=\"program\">%s <span>%s, for %s, %s</span></li>\n",
                      program->name, week(page, when), rung_figure_weeks(page, program->weeks),
                      rung_figure_money(page, program->cost, c->currency));
        when += program->weeks;
    }
    const char *ready = percent(page, step->readiness);
    if (step->programs > 0)
        ready = rung_page_say(page, "%s \u2192 %s", percent(page, step->readiness_before), ready);
    rung_page_put(page, "<li class=\"role\">%s <span>%s%s, readiness %s</span></li>\n",
                  c->role[step->role].title, week(page, step->enters), wage_of(page, c, step->role),
                  ready);
}

void rung_put_ladder(rung_page *page, const rung_catalog *c, uint32_t today, const rung_path *path)
{
    rung_page_put(page, "<p>%s, cost %s, gain %s%s</p>\n", rung_figure_weeks(page, path->weeks),
                  rung_figure_money(page, path->cost, c->currency),
                  rung_figure_money(page, path->gain, c->currency),
                  path->proven ? "" : ", not proven to be the best");
    rung_page_put(page, "<ol class=\"ladder\">\n<li>%s <span>today%s</span></li>\n",
                  rung_role_title(c, today), wage_of(page, c, today));
    for (size_t s = 0; s < path->steps; s++)
        put_step(page, c, &path->step[s]);
    rung_page_mark(page, "</ol>\n");
}
