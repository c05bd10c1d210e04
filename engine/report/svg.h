/* svg.h - a small drawing layer: shapes, text that fits, and a title for who cannot see it. */
#ifndef RUNG_REPORT_SVG_H
#define RUNG_REPORT_SVG_H

#include "report/html.h"

/* Units that a wide and a narrow drawing have; text is 14 units high. */
enum { RUNG_SVG_WIDE = 860, RUNG_SVG_NARROW = 350 };

/* Where text is held. */
typedef enum rung_anchor { RUNG_FROM_LEFT, RUNG_CENTRED, RUNG_FROM_RIGHT } rung_anchor;

/* A drawing of this size; width is one of the above. */
void rung_svg_begin(rung_page *page, double width, double height, const char *title,
                    const char *description);
void rung_svg_end(rung_page *page);

/* Classes are those of the style sheet. Shapes may have a title, shown by a pointer: or NULL. */
void rung_svg_rect(rung_page *page, const char *class, double x, double y, double width,
                   double height, const char *title);
void rung_svg_line(rung_page *page, const char *class, double x1, double y1, double x2, double y2);
void rung_svg_circle(rung_page *page, const char *class, double x, double y, double radius,
                     const char *title);
/* A line through points, x and y in turn. */
void rung_svg_lines(rung_page *page, const char *class, const double *points, size_t count);
/* A band from (x1, y1) down to (x2, y2), so high on both sides. */
void rung_svg_band(rung_page *page, const char *class, double x1, double y1, double x2, double y2,
                   double height, const char *title);
/* One line of text whose foot is at y, cut with an ellipsis where it is wider than most. */
void rung_svg_text(rung_page *page, const char *class, double x, double y, rung_anchor anchor,
                   const char *text, double most);

/* Units that text is wide at most, without its font: by the widths of usual ones. */
double rung_svg_width(const char *text, size_t length);

#endif
