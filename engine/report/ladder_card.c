/* ladder_card.c - a path as a ladder on a page: programs and roles, with weeks, money and readiness.
 */
#include <math.h>

#include "base/number.h"
#include "report/report.h"

static void put_wage(rung_page *page, const rung_catalog *c, uint32_t role)
{
    if (role != RUNG_NONE && !isnan(c->role[role].wage))
        rung_page_put(page, " <span>%s a year</span>",
                      rung_figure_money(page, c->role[role].wage, c->currency));
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
        rung_page_put(page, "<li class=\"program\">%s <span>week %s, for %s, %s</span></li>\n",
                      program->name, rung_figure_fixed(page, when, when == floor(when) ? 0 : 1),
                      rung_figure_weeks(page, program->weeks),
                      rung_figure_money(page, program->cost, c->currency));
        when += program->weeks;
    }
    rung_page_put(page, "<li class=\"role\">%s <span>week %s</span>", c->role[step->role].title,
                  rung_figure_fixed(page, step->enters, step->enters == floor(step->enters) ? 0 : 1));
    put_wage(page, c, step->role);
    if (step->programs > 0)
        rung_page_put(page, "<br />\n<span>readiness %s, before %s</span></li>\n",
                      percent(page, step->readiness), percent(page, step->readiness_before));
    else
        rung_page_put(page, "<br />\n<span>readiness %s</span></li>\n",
                      percent(page, step->readiness));
}

void rung_put_ladder(rung_page *page, const rung_catalog *c, uint32_t today, const rung_path *path)
{
    rung_page_put(page, "<p>%s, cost %s, gain %s%s</p>\n", rung_figure_weeks(page, path->weeks),
                  rung_figure_money(page, path->cost, c->currency),
                  rung_figure_money(page, path->gain, c->currency),
                  path->proven ? "" : ", not proven to be the best");
    rung_page_put(page, "<ol class=\"ladder\">\n<li>%s <span>today</span>",
                  rung_role_title(c, today));
    put_wage(page, c, today);
    rung_page_mark(page, "</li>\n");
    for (size_t s = 0; s < path->steps; s++)
        put_step(page, c, &path->step[s]);
    rung_page_mark(page, "</ol>\n");
}
