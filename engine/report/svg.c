/* svg.c - a small drawing layer: shapes, text that fits, and a title for who cannot see it. */
#include "report/svg.h"

#include <math.h>
#include <stdint.h>

#include "base/number.h"

enum { TEXT_SIZE = 14 };

/* ---------------------------------------------------------------- text widths */

/* Thousandths of the size that characters from 32 to 126 are wide in sans-serif fonts at most:
 * Helvetica's and DejaVu Sans', the wider of both. */
static const short advance[] = {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 556, 1015, 684, 686, 722, 770, 667,
    611, 778, 752, 295, 500, 667, 557, 863, 748, 787, 667, 787, 722, 667,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 556, 556, 613, 635, 556, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838};

static double width_of(unsigned char first)
{
    if (first < 0x80)
        return first < 32 || first > 126 ? 0.7 : advance[first - 32] / 1000.0;
    return first >= 0xE3 ? 1.0 : 0.79; /* Han, kana and hangul; other letters */
}

double rung_svg_width(const char *text, size_t length)
{
    double width = 0;
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            width += width_of((unsigned char)text[i]);
    return width * TEXT_SIZE;
}

/* Bytes of text that leave room for an ellipsis; all of them where no cut is needed. */
static size_t fitting(const char *text, double most)
{
    size_t length = strlen(text), fits = 0;
    if (rung_svg_width(text, length) <= most)
        return length;
    double room = most - TEXT_SIZE;
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80) {
            if (room < 0)
                break;
            fits = i;
            room -= width_of((unsigned char)text[i]) * TEXT_SIZE;
        }
    while (fits > 0 && text[fits - 1] == ' ')
        fits--;
    return fits;
}

/* ---------------------------------------------------------------- attributes */

/* To a tenth of a unit. */
static void put_units(rung_page *page, double number)
{
    double size = floor(fabs(number) * 10 + 0.5);
    uint64_t tenths = size < 1e15 ? (uint64_t)size : 0;
    if (number < 0 && tenths > 0)
        rung_put_char(&page->out, '-');
    rung_put_whole(&page->out, tenths / 10);
    if (tenths % 10 > 0) {
        rung_put_char(&page->out, '.');
        rung_put_whole(&page->out, tenths % 10);
    }
}

static void put_attribute(rung_page *page, const char *name, double number)
{
    rung_put_char(&page->out, ' ');
    rung_page_mark(page, name);
    rung_page_mark(page, "=\"");
    put_units(page, number);
    rung_put_char(&page->out, '"');
}

static void put_point(rung_page *page, const char *before, double x, double y)
{
    rung_page_mark(page, before);
    put_units(page, x);
    rung_put_char(&page->out, ' ');
    put_units(page, y);
}

static void begin_shape(rung_page *page, const char *name, const char *class)
{
    rung_put_char(&page->out, '<');
    rung_page_mark(page, name);
    rung_page_mark(page, " class=\"");
    rung_page_mark(page, class);
    rung_put_char(&page->out, '"');
}

static void end_shape(rung_page *page, const char *name, const char *title)
{
    if (!title) {
        rung_page_mark(page, "/>\n");
        return;
    }
    rung_page_put(page, "><title>%s</title></", title);
    rung_page_mark(page, name);
    rung_page_mark(page, ">\n");
}

/* ---------------------------------------------------------------- drawings */

void rung_svg_begin(rung_page *page, double width, double height, const char *title,
                    const char *description)
{
    unsigned id = ++page->ids;
    begin_shape(page, "svg", width > RUNG_SVG_NARROW ? "wide" : "narrow");
    rung_page_mark(page, " xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    put_units(page, width);
    rung_put_char(&page->out, ' ');
    put_units(page, height);
    rung_page_put(page, "\" role=\"img\" aria-labelledby=\"t%s d%s\">\n",
                  rung_page_say(page, "%u", id), rung_page_say(page, "%u", id));
    rung_page_put(page, "<title id=\"t%s\">%s</title>\n", rung_page_say(page, "%u", id), title);
    rung_page_put(page, "<desc id=\"d%s\">%s</desc>\n", rung_page_say(page, "%u", id), description);
}

void rung_svg_end(rung_page *page)
{
    rung_page_mark(page, "</svg>\n");
}

void rung_svg_rect(rung_page *page, const char *class, double x, double y, double width,
                   double height, const char *title)
{
    begin_shape(page, "rect", class);
    put_attribute(page, "x", x);
    put_attribute(page, "y", y);
    put_attribute(page, "width", width);
    put_attribute(page, "height", height);
    end_shape(page, "rect", title);
}

void rung_svg_line(rung_page *page, const char *class, double x1, double y1, double x2, double y2)
{
    begin_shape(page, "line", class);
    put_attribute(page, "x1", x1);
    put_attribute(page, "y1", y1);
    put_attribute(page, "x2", x2);
    put_attribute(page, "y2", y2);
    end_shape(page, "line", NULL);
}

void rung_svg_circle(rung_page *page, const char *class, double x, double y, double radius,
                     const char *title)
{
    begin_shape(page, "circle", class);
    put_attribute(page, "cx", x);
    put_attribute(page, "cy", y);
    put_attribute(page, "r", radius);
    end_shape(page, "circle", title);
}

void rung_svg_lines(rung_page *page, const char *class, const double *points, size_t count)
{
    begin_shape(page, "polyline", class);
    rung_page_mark(page, " points=\"");
    for (size_t i = 0; i < count; i++)
        put_point(page, i > 0 ? " " : "", points[2 * i], points[2 * i + 1]);
    rung_page_mark(page, "\"");
    end_shape(page, "polyline", NULL);
}

void rung_svg_band(rung_page *page, const char *class, double x1, double y1, double x2, double y2,
                   double height, const char *title)
{
    double middle = (x1 + x2) / 2;
    begin_shape(page, "path", class);
    rung_page_mark(page, " d=\"");
    put_point(page, "M", x1, y1);
    put_point(page, "C", middle, y1);
    put_point(page, " ", middle, y2);
    put_point(page, " ", x2, y2);
    put_point(page, "L", x2, y2 + height);
    put_point(page, "C", middle, y2 + height);
    put_point(page, " ", middle, y1 + height);
    put_point(page, " ", x1, y1 + height);
    rung_page_mark(page, "Z\"");
    end_shape(page, "path", title);
}

void rung_svg_text(rung_page *page, const char *class, double x, double y, rung_anchor anchor,
                   const char *text, double most)
{
    static const char *const held[] = {NULL, " text-anchor=\"middle\"", " text-anchor=\"end\""};
    size_t length = fitting(text, most);
    begin_shape(page, "text", class);
    put_attribute(page, "x", x);
    put_attribute(page, "y", y);
    if (held[anchor])
        rung_page_mark(page, held[anchor]);
    rung_put_char(&page->out, '>');
    rung_html_text(&page->out, text, length);
    rung_page_mark(page, text[length] ? "\u2026</text>\n" : "</text>\n");
}
