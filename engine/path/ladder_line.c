/* ladder_line.c - lines of a ladder that fit a terminal, and the figures in them. */
#include <math.h>

#include "base/number.h"
#include "path/ladder.h"

/* What stands from start on becomes a line that is not too long and does not end in spaces. */
void rung_ladder_end_line(rung_buffer *out, size_t start)
{
    if (out->failed)
        return;
    while (out->length > start && out->at[out->length - 1] == ' ')
        out->length--;
    size_t length = out->length - start;
    bool cut = rung_characters(out->at + start, length) > RUNG_LADDER_WIDTH;
    if (cut)
        out->length = start + rung_first_characters(out->at + start, length, RUNG_LADDER_WIDTH - 1);
    rung_put_text(out, cut ? "\u2026\n" : "\n");
}

/* A piece of text, a space first, was just written: where it and a comma do not fit on the line
 * that starts at *line, that line ends before it, and the next one starts with margin. */
void rung_ladder_fold(rung_buffer *out, size_t *line, size_t piece, const char *margin)
{
    size_t shift = strlen(margin), length = out->length - piece;
    if (out->failed || piece - *line < shift || /* the first one stays where it is */
        rung_characters(out->at + *line, out->length - *line) < RUNG_LADDER_WIDTH)
        return;
    rung_put_text(out, margin); /* for its room */
    if (out->failed)
        return;
    char *at = out->at + piece;
    memmove(at + 1 + shift, at + 1, length - 1);
    *at = '\n';
    memcpy(at + 1, margin, shift);
    *line = piece + 1;
}

/* Text of a file. */
void rung_ladder_text(rung_buffer *out, const char *text)
{
    rung_put_tame(out, text, strlen(text));
}

static void put_spaces(rung_buffer *out, size_t from, size_t width)
{
    for (; from < width; from++)
        rung_put_char(out, ' ');
}

void rung_ladder_right(rung_buffer *out, const char *text, size_t width)
{
    put_spaces(out, rung_characters(text, strlen(text)), width);
    rung_put_text(out, text);
}

/* ---------------------------------------------------------------- figures */

/* Whole units with thousands separators: "-1,234". */
const char *rung_ladder_money(char out[64], double amount)
{
    size_t n = 0;
    double size = fabs(amount);
    if (!(size < 1e15)) { /* beyond what is worth counting */
        out[rung_print_number(out, amount)] = '\0';
        return out;
    }
    if (amount <= -0.5)
        out[n++] = '-';
    n += rung_print_grouped(out + n, (unsigned long long)(size + 0.5));
    out[n] = '\0';
    return out;
}

void rung_ladder_unit(rung_buffer *out, const rung_catalog *c)
{
    if (*c->currency)
        rung_put_char(out, ' ');
    rung_ladder_text(out, c->currency);
}

/* Weeks with one decimal at most: "12", "1.5". */
const char *rung_ladder_weeks(char out[64], double number)
{
    if (!(number < 1e15)) {
        out[rung_print_number(out, number)] = '\0';
        return out;
    }
    unsigned long long tenths = (unsigned long long)(10 * number + 0.5);
    size_t n = rung_print_whole(out, tenths / 10);
    if (tenths % 10 != 0) {
        out[n++] = '.';
        out[n++] = (char)('0' + tenths % 10);
    }
    out[n] = '\0';
    return out;
}

const char *rung_ladder_weeks_long(char out[64], double number)
{
    rung_ladder_weeks(out, number);
    return strcat(out, strcmp(out, "1") == 0 ? " week" : " weeks");
}

void rung_ladder_percent(rung_buffer *out, double share)
{
    rung_put_whole(out, rung_percent(share));
    rung_put_text(out, " %");
}
