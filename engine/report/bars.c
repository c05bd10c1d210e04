/* bars.c - bars below each other on one scale: behind their labels, or below them where narrow. */
#include <math.h>
#include <stdlib.h>

#include "report/pictures.h"

/* Units of one drawing. */
typedef struct layout {
    double width, labels, from, room, row, text, bar, height;
} layout;

enum { BAR = 18, GAP = 10, LIMIT = 26 };

/* Room for the widest figure, but half of the bars' at most. */
static double figure_room(const rung_bars *b, double most)
{
    double widest = 60;
    for (size_t i = 0; i < b->count; i++) {
        double width = rung_svg_width(b->bar[i].figure, strlen(b->bar[i].figure)) + 12;
        widest = width > widest ? width : widest;
    }
    return widest < most ? widest : most;
}

static layout lay_out(const rung_bars *b, bool narrow)
{
    const double labels = 290, from = labels + GAP;
    if (narrow)
        return (layout){.width = RUNG_SVG_NARROW,
                        .labels = RUNG_SVG_NARROW,
                        .from = 1,
                        .room = RUNG_SVG_NARROW - 1 - figure_room(b, RUNG_SVG_NARROW * 0.6),
                        .row = 52,
                        .text = 16,
                        .bar = 24};
    return (layout){.width = RUNG_SVG_WIDE,
                    .labels = labels,
                    .from = from,
                    .room = RUNG_SVG_WIDE - from - figure_room(b, (RUNG_SVG_WIDE - from) * 0.6),
                    .row = 32,
                    .text = 21,
                    .bar = 7};
}

static double largest(const rung_bars *b)
{
    double most = isnan(b->limit) ? 0 : b->limit;
    for (size_t i = 0; i < b->count; i++) {
        const rung_bar *bar = &b->bar[i];
        most = bar->value > most ? bar->value : most;
        most = !isnan(bar->of) && bar->of > most ? bar->of : most;
        most = !isnan(bar->high) && bar->high > most ? bar->high : most;
    }
    return most > 0 ? most : 1;
}

static void put_label(rung_page *page, const layout *l, const rung_bar *bar, double y)
{
    double note = *bar->note ? rung_svg_width(bar->note, strlen(bar->note)) + 8 : 0;
    double room = l->labels - note, width = rung_svg_width(bar->label, strlen(bar->label));
    double x = width < room ? width : room;
    rung_svg_text(page, "label", 0, y + l->text, RUNG_FROM_LEFT, bar->label, room);
    if (note > 0)
        rung_svg_text(page, "quiet", x + 8, y + l->text, RUNG_FROM_LEFT, bar->note, note);
}

static void put_interval(rung_page *page, const layout *l, const rung_bar *bar, double scale,
                         double top)
{
    double low = l->from + bar->low * scale, high = l->from + bar->high * scale;
    double middle = top + BAR / 2.0;
    rung_svg_line(page, "halo", low, middle, high, middle);
    rung_svg_line(page, "span", low, middle, high, middle);
    rung_svg_line(page, "span", low, middle - 5, low, middle + 5);
    rung_svg_line(page, "span", high, middle - 5, high, middle + 5);
}

static void put_bar(rung_page *page, const layout *l, const rung_bar *bar, double scale, double y)
{
    double top = y + l->bar, width = bar->value * scale, end = width;
    put_label(page, l, bar, y);
    if (!isnan(bar->of)) {
        rung_svg_rect(page, "track", l->from, top, bar->of * scale, BAR, NULL);
        end = bar->of * scale > end ? bar->of * scale : end;
    }
    if (bar->value > 0) /* never so thin that it cannot be seen */
        rung_svg_rect(page, bar->class ? bar->class : "bar", l->from, top, width < 1 ? 1 : width,
                      BAR, NULL);
    if (!isnan(bar->low) && !isnan(bar->high)) {
        put_interval(page, l, bar, scale, top);
        end = bar->high * scale > end ? bar->high * scale : end;
    }
    rung_svg_text(page, "value", l->from + end + 8, top + BAR - 4, RUNG_FROM_LEFT, bar->figure,
                  l->width - l->from - end - 8);
}

/* A line from above; where labels stand over the bars, it leaves them free. */
static void put_limit(rung_page *page, const rung_bars *b, const layout *l, double x, double top,
                      bool narrow)
{
    bool left = x + rung_svg_width(b->limit_text, strlen(b->limit_text)) > l->width;
    rung_svg_text(page, "quiet", x, top - 10, left ? RUNG_FROM_RIGHT : RUNG_FROM_LEFT,
                  b->limit_text, left ? x : l->width - x);
    rung_svg_line(page, "limit", x, top - 4, x, narrow ? top + 2 : l->height);
    for (size_t i = 0; i < b->count && narrow; i++) {
        double bar = top + l->row * (double)i + l->bar;
        rung_svg_line(page, "limit", x, bar - 3, x, bar + BAR + 3);
    }
}

static void draw(rung_page *page, const rung_bars *b, bool narrow)
{
    layout l = lay_out(b, narrow);
    bool limited = !isnan(b->limit);
    double top = limited ? LIMIT : 0, scale = l.room / largest(b);
    l.height = top + l.row * (double)b->count + 2;
    rung_svg_begin(page, l.width, l.height, b->title, b->description);
    for (size_t i = 0; i < b->count; i++)
        put_bar(page, &l, &b->bar[i], scale, top + l.row * (double)i);
    if (limited)
        put_limit(page, b, &l, l.from + b->limit * scale, top, narrow);
    rung_svg_end(page);
}

static void put_table(rung_page *page, const rung_bars *b)
{
    bool notes = *b->names[1];
    size_t columns = notes ? 3 : 2, n = 0;
    const char *heading[] = {b->names[0], notes ? b->names[1] : b->names[2], b->names[2]};
    const char **cell = rung_array(b->count * columns, sizeof *cell);
    if (!cell) {
        page->out.failed = true;
        return;
    }
    for (size_t i = 0; i < b->count; i++) {
        cell[n++] = b->bar[i].label;
        if (notes)
            cell[n++] = b->bar[i].note;
        cell[n++] = b->bar[i].figure;
    }
    rung_page_table(
        page, &(rung_table){"The figures as a table", heading, columns, b->count, cell, true});
    free(cell);
}

void rung_put_bars(rung_page *page, const rung_bars *bars)
{
    rung_page_put(page, "<figure>\n<figcaption>%s</figcaption>\n", bars->title);
    draw(page, bars, false);
    draw(page, bars, true);
    if (!bars->told)
        put_table(page, bars);
    rung_page_mark(page, "</figure>\n");
}
