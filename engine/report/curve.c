/* curve.c - one figure as another one grows: a line through the points that were computed. */
#include <stdlib.h>

#include "report/figures.h"
#include "report/pictures.h"

enum { TOP = 34, PLOT = 240, FOOT = 56, LEFT = 84, RIGHT = 36 };

/* Where the plot's scale goes in one direction. */
typedef struct scale {
    double most, step, units; /* units of the drawing for one of the figure */
} scale;

static scale make_scale(double most, unsigned parts, double units)
{
    scale s = {.step = rung_figure_step(most, parts)};
    s.most = s.step;
    while (s.most < most)
        s.most += s.step;
    s.units = units / s.most;
    return s;
}

static void most_of(const rung_curve *c, double *x, double *y)
{
    *x = *y = 0;
    for (size_t i = 0; i < c->points; i++) {
        *x = c->point[i].x > *x ? c->point[i].x : *x;
        *y = c->point[i].y > *y ? c->point[i].y : *y;
    }
}

static void put_axes(rung_page *page, const rung_curve *c, double width, scale x, scale y)
{
    for (double at = 0; at <= y.most * 1.0001; at += y.step) {
        double line = TOP + PLOT - at * y.units;
        rung_svg_line(page, at > 0 ? "grid" : "axis", LEFT, line, width - RIGHT, line);
        rung_svg_text(page, "quiet", LEFT - 8, line + 5, RUNG_FROM_RIGHT,
                      rung_figure_large(page, at, "", true), LEFT - 8);
    }
    for (double at = 0; at <= x.most * 1.0001; at += x.step)
        rung_svg_text(page, "quiet", LEFT + at * x.units, TOP + PLOT + 20, RUNG_CENTRED,
                      rung_figure_large(page, at, "", true), LEFT);
    rung_svg_text(page, "quiet", (LEFT + width - RIGHT) / 2, TOP + PLOT + 46, RUNG_CENTRED,
                  *c->currency ? rung_page_say(page, "%s, %s", c->names[0], c->currency)
                               : c->names[0],
                  width - LEFT);
    rung_svg_text(page, "quiet", 0, 14, RUNG_FROM_LEFT, c->names[1], width);
}

static void draw(rung_page *page, const rung_curve *c, double width)
{
    double most_x, most_y, *line = rung_array(2 * c->points, sizeof *line);
    if (!line) {
        page->out.failed = true;
        return;
    }
    most_of(c, &most_x, &most_y);
    scale x = make_scale(most_x, width > RUNG_SVG_NARROW ? 6 : 3, width - LEFT - RIGHT);
    scale y = make_scale(most_y, 4, PLOT);
    rung_svg_begin(page, width, TOP + PLOT + FOOT, c->title, c->description);
    put_axes(page, c, width, x, y);
    for (size_t i = 0; i < c->points; i++) {
        line[2 * i] = LEFT + c->point[i].x * x.units;
        line[2 * i + 1] = TOP + PLOT - (c->point[i].y > 0 ? c->point[i].y * y.units : 0);
    }
    rung_svg_lines(page, "curve", line, c->points);
    for (size_t i = 0; i < c->points; i++)
        rung_svg_circle(page, i == c->marked ? "dot marked" : "dot", line[2 * i], line[2 * i + 1],
                        i == c->marked ? 7 : 5,
                        rung_page_say(page, "%s: %s", c->point[i].x_text, c->point[i].y_text));
    rung_svg_end(page);
    free(line);
}

static void put_table(rung_page *page, const rung_curve *c)
{
    const char *heading[] = {c->names[0], rung_page_say(page, "#%s", c->names[1])};
    const char **cell = rung_array(c->points * 2, sizeof *cell);
    if (!cell) {
        page->out.failed = true;
        return;
    }
    for (size_t i = 0; i < c->points; i++) {
        cell[2 * i] = c->point[i].x_text;
        cell[2 * i + 1] = c->point[i].y_text;
    }
    rung_page_table(page,
                    &(rung_table){"The figures as a table", heading, 2, c->points, cell, true});
    free(cell);
}

void rung_put_curve(rung_page *page, const rung_curve *curve)
{
    rung_page_put(page, "<figure>\n<figcaption>%s</figcaption>\n", curve->title);
    draw(page, curve, RUNG_SVG_WIDE);
    draw(page, curve, RUNG_SVG_NARROW);
    put_table(page, curve);
    rung_page_mark(page, "</figure>\n");
}
