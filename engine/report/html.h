/* html.h - text into a page: the one place that escapes, and what every section is made of. */
#ifndef RUNG_REPORT_HTML_H
#define RUNG_REPORT_HTML_H

#include "base/memory.h"
#include "base/text.h"
#include "rung.h"

/* A page as it grows. Start from all zeros. What it is made of is well-formed XML and valid HTML
 * at once. Once memory runs out, out.failed is set and the rest does nothing. */
typedef struct rung_page {
    rung_buffer out;
    rung_arena text; /* texts made for this page, which live as long */
    unsigned ids;    /* given so far */
} rung_page;

void rung_page_free(rung_page *page);

/* Text of a file, in an element or between double quotes: & < > " ' are escaped; a control
 * character, what turns the direction of text round, what is no character and what is no UTF-8
 * become U+FFFD, a tab or the end of a line a space. */
void rung_html_text(rung_buffer *out, const char *text, size_t length);
/* The same of a text of the page. */
void rung_page_text(rung_page *page, const char *text);
/* Markup, of the engine alone. */
void rung_page_mark(rung_page *page, const char *markup);
/* Markup in which each %s is a text to be escaped. */
void rung_page_put(rung_page *page, const char *markup, ...);

/* A text of the page as printf makes it: of whole numbers and other texts alone, since libraries
 * differ in how they print doubles. "" when memory is short. */
const char *rung_page_say(rung_page *page, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The head of the page with its style, and the heading: what it is, of whom, in a sentence. */
void rung_page_begin(rung_page *page, const char *kind, const char *title, const char *lead);
/* The end of all. */
void rung_page_end(rung_page *page, const char *note);

/* A section with its heading and a sentence on what is seen, which may be "". */
void rung_page_section(rung_page *page, const char *heading, const char *about);
void rung_page_end_section(rung_page *page);

/* A figure at the top: its name, the figure, and what it means or is to be compared with. */
typedef struct rung_figure {
    const char *name, *figure, *note;
} rung_figure;
void rung_page_figures(rung_page *page, const rung_figure *figure, size_t count);

/* A table: columns whose heading begins with '#' hold figures. cells are rows x columns texts; a
 * cell of the first column is its row's heading. */
typedef struct rung_table {
    const char *caption;
    const char *const *heading;
    size_t columns, rows;
    const char *const *cell;
    bool folded; /* behind a line that opens it */
} rung_table;
void rung_page_table(rung_page *page, const rung_table *table);

#endif
