/* histogram.c - how people spread over a scale, as bars that stand side by side. */
#include <stdlib.h>

#include "report/figures.h"
#include "report/pictures.h"

enum { TOP = 30, PLOT = 190, FOOT = 52, LEFT = 2 };

static uint64_t largest(const rung_histogram *h)
{
    uint64_t most = 1;
    for (size_t i = 0; i < h->bins; i++)
        most = h->bin[i].count > most ? h->bin[i].count : most;
    return most;
}

/* Every so many edges have a text, so that none touches the next. */
static size_t tick_every(const rung_histogram *h, double bin)
{
    double widest = 0;
    for (size_t i = 0; i <= h->bins; i++) {
        double width = rung_svg_width(h->tick[i], strlen(h->tick[i]));
        widest = width > widest ? width : widest;
    }
    size_t every = 1;
    while ((double)every * bin < widest + 10 && every < h->bins)
        every++;
    return every;
}

/* The text of an edge, in the drawing as a whole. */
static void put_tick(rung_page *page, double width, double x, const char *text)
{
    double half = rung_svg_width(text, strlen(text)) / 2;
    rung_anchor anchor = x < half           ? RUNG_FROM_LEFT
                         : x + half > width ? RUNG_FROM_RIGHT
                                            : RUNG_CENTRED;
    double at = anchor == RUNG_FROM_LEFT ? 0 : anchor == RUNG_FROM_RIGHT ? width : x;
    rung_svg_text(page, "quiet", at, TOP + PLOT + 20, anchor, text, width);
}

/* Counts stand on their bars where there is room for all. */
static bool has_room(rung_page *page, const rung_histogram *h, double bin)
{
    for (size_t i = 0; i < h->bins; i++) {
        const char *count = rung_figure_whole(page, h->bin[i].count);
        if (h->bin[i].count > 0 && rung_svg_width(count, strlen(count)) > bin + 2)
            return false;
    }
    return true;
}

static void put_bins(rung_page *page, const rung_histogram *h, double width, double bin)
{
    double scale = PLOT / (double)largest(h);
    bool counts = has_room(page, h, bin);
    for (size_t i = 0; i < h->bins; i++) {
        double x = LEFT + bin * (double)i, high = (double)h->bin[i].count * scale;
        const char *count = rung_figure_whole(page, h->bin[i].count);
        if (h->bin[i].count == 0)
            continue;
        high = high < 1 ? 1 : high;
        rung_svg_rect(page, "bar", x + 1, TOP + PLOT - high, bin - 2, high,
                      rung_page_say(page, "%s: %s %s", h->bin[i].range, count, h->names[1]));
        if (counts)
            rung_svg_text(page, "label", x + bin / 2, TOP + PLOT - high - 5, RUNG_CENTRED, count,
                          width);
    }
}

static void put_limit(rung_page *page, const rung_histogram *h, double width, double bin)
{
    double x = LEFT + bin * (double)h->limit;
    bool left = x > width / 2;
    if (h->limit > h->bins)
        return;
    rung_svg_line(page, "limit", x, 4, x, TOP + PLOT);
    rung_svg_text(page, "quiet over", left ? x - 6 : x + 6, 13,
                  left ? RUNG_FROM_RIGHT : RUNG_FROM_LEFT, h->limit_text,
                  (left ? x : width - x) - 6);
}

static void draw(rung_page *page, const rung_histogram *h, double width)
{
    double bin = (width - 2 * LEFT) / (double)h->bins;
    size_t every = tick_every(h, bin);
    rung_svg_begin(page, width, TOP + PLOT + FOOT, h->title, h->description);
    put_bins(page, h, width, bin);
    rung_svg_line(page, "axis", 0, TOP + PLOT, width, TOP + PLOT);
    for (size_t i = 0; i <= h->bins; i += every)
        put_tick(page, width, LEFT + bin * (double)i, h->tick[i]);
    put_limit(page, h, width, bin);
    rung_svg_text(page, "quiet", width / 2, TOP + PLOT + 44, RUNG_CENTRED, h->axis, width);
    rung_svg_end(page);
}

static void put_table(rung_page *page, const rung_histogram *h)
{
    const char *heading[] = {h->names[0], rung_page_say(page, "#%s", h->names[1]), "#Share"};
    const char **cell = rung_array(h->bins * 3, sizeof *cell);
    uint64_t total = 0;
    if (!cell) {
        page->out.failed = true;
        return;
    }
    for (size_t i = 0; i < h->bins; i++)
        total += h->bin[i].count;
    for (size_t i = 0; i < h->bins; i++) {
        cell[3 * i] = h->bin[i].range;
        cell[3 * i + 1] = rung_figure_whole(page, h->bin[i].count);
        cell[3 * i + 2] = rung_figure_share(page, (double)h->bin[i].count, (double)total);
    }
    rung_page_table(page, &(rung_table){"The figures as a table", heading, 3, h->bins, cell, true});
    free(cell);
}

void rung_put_histogram(rung_page *page, const rung_histogram *histogram)
{
    rung_page_put(page, "<figure>\n<figcaption>%s</figcaption>\n", histogram->title);
    draw(page, histogram, RUNG_SVG_WIDE);
    draw(page, histogram, RUNG_SVG_NARROW);
    put_table(page, histogram);
    rung_page_mark(page, "</figure>\n");
}
