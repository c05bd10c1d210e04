/* text.h - slices of text and a buffer that output is built in. */
#ifndef RUNG_BASE_TEXT_H
#define RUNG_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Text that somebody else owns; no zero byte behind it. */
typedef struct rung_slice {
    const char *at;
    size_t length;
} rung_slice;

static inline rung_slice rung_slice_of(const char *text)
{
    return (rung_slice){text, strlen(text)};
}

static inline bool rung_slice_is(rung_slice slice, const char *text)
{
    return strlen(text) == slice.length && memcmp(slice.at, text, slice.length) == 0;
}

rung_slice rung_slice_trim(rung_slice slice);

/* Whether texts differ in the case of letters at most: those of ASCII, whatever the locale. */
bool rung_same_but_for_case(const char *a, const char *b);
/* Cut the part before the next separator off rest; false when rest is used up. */
bool rung_slice_split(rung_slice *rest, char separator, rung_slice *part);

/* The first byte that is not well-formed UTF-8, or length when all is. */
size_t rung_utf8_check(const char *text, size_t length);

/* length, or where the end has cut the last character, the length without it. */
size_t rung_utf8_whole(const char *text, size_t length);

/* How many characters well-formed UTF-8 has. */
size_t rung_characters(const char *text, size_t length);
/* Bytes of the first characters of text, at most so many. */
size_t rung_first_characters(const char *text, size_t length, size_t most);

/* Bytes of the control character at text, 0 where there is another one. */
size_t rung_control_length(const char *text, size_t length);
bool rung_has_control(const char *text, size_t length);

/* Grows as it is written to. Start from all zeros. When memory runs out, failed is set and later
 * writes do nothing, so that one check at the end is enough. */
typedef struct rung_buffer {
    char *at;
    size_t length, capacity;
    bool failed;
    bool spreadsheet_safe; /* no field of CSV is one that a spreadsheet takes for a formula */
} rung_buffer;

void rung_put(rung_buffer *buffer, const char *text, size_t length);
void rung_put_text(rung_buffer *buffer, const char *text);
void rung_put_char(rung_buffer *buffer, char c);
void rung_put_number(rung_buffer *buffer, double number);
void rung_put_level(rung_buffer *buffer, float level);
void rung_put_whole(rung_buffer *buffer, unsigned long long number);
/* Whether a CSV field of this text has to be quoted, and the text's length. */
bool rung_csv_quotes(const char *text, size_t *length);
/* Whether a spreadsheet may take a field that begins so for a formula: = + - @, also in full width,
 * a tab or a line break (OWASP, CSV injection). */
bool rung_is_formula(const char *text);
/* A CSV field, quoted where RFC 4180 asks for it; behind an apostrophe where it would be a formula
 * and the buffer is to be safe. Numbers are none, and are not written by this. */
void rung_put_csv(rung_buffer *buffer, const char *text);
/* Text of a file for a terminal, which control characters could upset: '?' stands for each. */
void rung_put_tame(rung_buffer *buffer, const char *text, size_t length);
/* The same of the first characters in exactly width of them: cut with an ellipsis, or filled with
 * spaces. */
void rung_put_cell(rung_buffer *buffer, const char *text, size_t width);
/* A JSON string with its quotes. */
void rung_put_json(rung_buffer *buffer, const char *text);
void rung_buffer_free(rung_buffer *buffer);

#endif
