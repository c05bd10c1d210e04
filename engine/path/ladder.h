/* ladder.h - parts of the ladders that paths are drawn as, for people who read a terminal. */
#ifndef RUNG_PATH_LADDER_H
#define RUNG_PATH_LADDER_H

#include "path/path_rows.h"

/* Characters of a line. */
enum { RUNG_LADDER_WIDTH = 100 };

#define RUNG_LADDER_RAIL "     \u2502 "
/* The rail, and blanks up to where titles stand. */
#define RUNG_LADDER_MARGIN RUNG_LADDER_RAIL "            "

/* ---------------------------------------------------------------- ladder_line.c */

/* What stands from start on becomes a line that is not too long and does not end in spaces. */
void rung_ladder_end_line(rung_buffer *out, size_t start);
/* A piece of text, a space first, was just written: where it and a comma do not fit on the line
 * that starts at *line, that line ends before it, and the next one starts with margin. */
void rung_ladder_fold(rung_buffer *out, size_t *line, size_t piece, const char *margin);
/* Text of a file. */
void rung_ladder_text(rung_buffer *out, const char *text);
/* Text at the right end of so many characters. */
void rung_ladder_right(rung_buffer *out, const char *text, size_t width);
/* Whole units with thousands separators: "-1,234"; and the currency behind them. */
const char *rung_ladder_money(char out[64], double amount);
void rung_ladder_unit(rung_buffer *out, const rung_catalog *c);
/* Weeks with one decimal at most: "12", "1.5"; and "12 weeks". */
const char *rung_ladder_weeks(char out[64], double number);
const char *rung_ladder_weeks_long(char out[64], double number);
void rung_ladder_percent(rung_buffer *out, double share);

/* ---------------------------------------------------------------- ladder_lessons.c */

/* The skills of role that program brings closest to what the role asks for, how many more there
 * are, and the zone that it opens. */
void rung_ladder_lessons(rung_buffer *out, const rung_path_rows *r, uint32_t program,
                         uint32_t role);

#endif
