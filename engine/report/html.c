/* html.c - text into a page: the one place that escapes, and what every section is made of. */
#include "report/html.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/style.h"

void rung_page_free(rung_page *page)
{
    rung_buffer_free(&page->out);
    rung_arena_free(&page->text);
}

/* ---------------------------------------------------------------- escaping */

/* The code point of the well-formed character at text, and its bytes. */
static uint32_t decode(const char *text, size_t left, size_t *bytes)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t n = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    uint32_t point = n == 1 ? p[0] : p[0] & (0xFFu >> (n + 1));
    *bytes = n;
    for (size_t i = 1; i < n && i < left; i++)
        point = point << 6 | (p[i] & 0x3F);
    return point;
}

/* Embeddings, overrides and isolates of text of another direction. */
static bool turns_round(uint32_t point)
{
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

static bool is_no_character(uint32_t point)
{
    return (point >= 0xFDD0 && point <= 0xFDEF) || (point & 0xFFFE) == 0xFFFE;
}

static bool is_control(uint32_t point)
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0);
}

static const char *replaced(uint32_t point)
{
    switch (point) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
    case '\r':
    case 0x2028:
    case 0x2029:
        return " ";
    default:
        break;
    }
    return is_control(point) || turns_round(point) || is_no_character(point) ? "\uFFFD" : NULL;
}

void rung_html_text(rung_buffer *out, const char *text, size_t length)
{
    size_t good = rung_utf8_check(text, length);
    for (size_t i = 0; i < length;) {
        size_t bytes = 1;
        if (i == good) { /* a byte that belongs to no character */
            rung_put_text(out, "\uFFFD");
            good = i + 1 + rung_utf8_check(text + i + 1, length - i - 1);
        } else {
            const char *instead = replaced(decode(text + i, length - i, &bytes));
            if (instead)
                rung_put_text(out, instead);
            else
                rung_put(out, text + i, bytes);
        }
        i += bytes;
    }
}

void rung_page_text(rung_page *page, const char *text)
{
    rung_html_text(&page->out, text, strlen(text));
}

void rung_page_mark(rung_page *page, const char *markup)
{
    rung_put_text(&page->out, markup);
}

void rung_page_put(rung_page *page, const char *markup, ...)
{
    va_list texts;
    va_start(texts, markup);
    for (const char *next; (next = strstr(markup, "%s")); markup = next + 2) {
        rung_put(&page->out, markup, (size_t)(next - markup));
        rung_page_text(page, va_arg(texts, const char *));
    }
    va_end(texts);
    rung_put_text(&page->out, markup);
}

/* ---------------------------------------------------------------- texts of the page */

static const char *keep(rung_page *page, const char *text, size_t length)
{
    const char *kept = rung_arena_text(&page->text, text, length);
    if (!kept)
        page->out.failed = true;
    return kept ? kept : "";
}

const char *rung_page_say(rung_page *page, const char *format, ...)
{
    char usual[256], *longer = NULL;
    va_list values;
    va_start(values, format);
    int length = vsnprintf(usual, sizeof usual, format, values);
    va_end(values);
    if (length >= (int)sizeof usual && (longer = malloc((size_t)length + 1))) {
        va_start(values, format);
        vsnprintf(longer, (size_t)length + 1, format, values);
        va_end(values);
    }
    bool fits = length >= 0 && (longer || length < (int)sizeof usual);
    const char *kept = fits ? keep(page, longer ? longer : usual, (size_t)length) : "";
    page->out.failed |= !fits;
    free(longer);
    return kept;
}

/* ---------------------------------------------------------------- the frame */

void rung_page_begin(rung_page *page, const char *kind, const char *title, const char *lead)
{
    rung_page_mark(page,
                   "<!DOCTYPE html>\n"
                   "<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
                   "<meta charset=\"utf-8\" />\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                   "&#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:; base-uri "
                   "&#39;none&#39;; form-action &#39;none&#39;\" />\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
                   "<meta name=\"color-scheme\" content=\"light\" />\n"
                   "<meta name=\"referrer\" content=\"no-referrer\" />\n");
    rung_page_put(page, "<meta name=\"generator\" content=\"Rung %s\" />\n", rung_version());
    rung_page_put(page, "<title>%s: %s</title>\n<style>\n", title, kind);
    rung_page_mark(page, rung_report_style);
    rung_page_mark(page, "</style>\n</head>\n<body>\n");
    rung_page_mark(page, rung_report_patterns);
    rung_page_put(page,
                  "<main>\n<header>\n<p class=\"kind\">%s</p>\n<h1>%s</h1>\n"
                  "<p class=\"lead\">%s</p>\n</header>\n",
                  kind, title, lead);
}

void rung_page_end(rung_page *page, const char *note)
{
    rung_page_put(page, "</main>\n<footer>\n<p>%s</p>\n</footer>\n</body>\n</html>\n", note);
}

void rung_page_section(rung_page *page, const char *heading, const char *about)
{
    rung_page_put(page, "<section>\n<h2>%s</h2>\n", heading);
    if (*about)
        rung_page_put(page, "<p class=\"about\">%s</p>\n", about);
}

void rung_page_end_section(rung_page *page)
{
    rung_page_mark(page, "</section>\n");
}

void rung_page_figures(rung_page *page, const rung_figure *figure, size_t count)
{
    rung_page_mark(page, "<dl class=\"figures\">\n");
    for (size_t i = 0; i < count; i++)
        rung_page_put(page,
                      *figure[i].note ? "<div><dt>%s</dt><dd class=\"figure\">%s</dd>"
                                        "<dd class=\"note\">%s</dd></div>\n"
                                      : "<div><dt>%s</dt><dd class=\"figure\">%s</dd></div>\n",
                      figure[i].name, figure[i].figure, figure[i].note);
    rung_page_mark(page, "</dl>\n");
}

/* ---------------------------------------------------------------- tables */

static bool of_figures(const rung_table *t, size_t column)
{
    return t->heading[column][0] == '#';
}

static void put_head(rung_page *page, const rung_table *t)
{
    rung_page_mark(page, "<thead><tr>");
    for (size_t c = 0; c < t->columns; c++)
        rung_page_put(page,
                      of_figures(t, c) ? "<th scope=\"col\" class=\"number\">%s</th>"
                                       : "<th scope=\"col\">%s</th>",
                      t->heading[c] + of_figures(t, c));
    rung_page_mark(page, "</tr></thead>\n<tbody>\n");
}

static void put_row(rung_page *page, const rung_table *t, size_t row)
{
    rung_page_mark(page, "<tr>");
    for (size_t c = 0; c < t->columns; c++)
        rung_page_put(page,
                      c == 0             ? "<th scope=\"row\">%s</th>"
                      : of_figures(t, c) ? "<td class=\"number\">%s</td>"
                                         : "<td>%s</td>",
                      t->cell[row * t->columns + c]);
    rung_page_mark(page, "</tr>\n");
}

void rung_page_table(rung_page *page, const rung_table *table)
{
    if (table->folded)
        rung_page_put(page, "<details>\n<summary>%s</summary>\n", table->caption);
    rung_page_put(page,
                  "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"%s\">"
                  "<table>\n",
                  rung_page_say(page, "Table %u: %s", ++page->ids, table->caption));
    rung_page_put(page,
                  table->folded ? "<caption class=\"unseen\">%s</caption>\n"
                                : "<caption>%s</caption>\n",
                  table->caption);
    put_head(page, table);
    for (size_t row = 0; row < table->rows; row++)
        put_row(page, table, row);
    rung_page_mark(page, "</tbody>\n</table></div>\n");
    if (table->folded)
        rung_page_mark(page, "</details>\n");
}
