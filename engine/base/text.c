/* text.c - slices of text and a buffer that output is built in. */
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/number.h"

rung_slice rung_slice_trim(rung_slice slice)
{
    while (slice.length > 0 && (*slice.at == ' ' || *slice.at == '\t')) {
        slice.at++;
        slice.length--;
    }
    while (slice.length > 0 &&
           (slice.at[slice.length - 1] == ' ' || slice.at[slice.length - 1] == '\t'))
        slice.length--;
    return slice;
}

bool rung_same_but_for_case(const char *a, const char *b)
{
    for (;; a++, b++) {
        unsigned char x = (unsigned char)*a, y = (unsigned char)*b;
        x = x >= 'A' && x <= 'Z' ? (unsigned char)(x + 'a' - 'A') : x;
        y = y >= 'A' && y <= 'Z' ? (unsigned char)(y + 'a' - 'A') : y;
        if (x != y)
            return false;
        if (x == '\0')
            return true;
    }
}

bool rung_slice_split(rung_slice *rest, char separator, rung_slice *part)
{
    if (!rest->at)
        return false;
    const char *cut = rest->length ? memchr(rest->at, separator, rest->length) : NULL;
    *part = *rest;
    if (cut) {
        part->length = (size_t)(cut - rest->at);
        *rest = (rung_slice){cut + 1, rest->length - part->length - 1};
    } else {
        *rest = (rung_slice){NULL, 0};
    }
    return true;
}

/* Bytes of the well-formed character at p, 0 where there is none (Unicode, table 3-7). */
static size_t utf8_character(const unsigned char *p, size_t left)
{
    static const struct {
        unsigned char first, last, low, high, length;
    } forms[] = {{0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
                 {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3},
                 {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
                 {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        if (p[0] < forms[f].first || p[0] > forms[f].last)
            continue;
        if (left < forms[f].length || p[1] < forms[f].low || p[1] > forms[f].high)
            return 0;
        for (size_t i = 2; i < forms[f].length; i++)
            if ((p[i] & 0xC0) != 0x80)
                return 0;
        return forms[f].length;
    }
    return 0;
}

size_t rung_utf8_check(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length) {
        uint64_t word;
        if (length - i >= sizeof word) {
            memcpy(&word, text + i, sizeof word);
            if ((word & 0x8080808080808080u) == 0) {
                i += sizeof word;
                continue;
            }
        }
        if ((unsigned char)text[i] < 0x80) {
            i++;
            continue;
        }
        size_t step = utf8_character((const unsigned char *)text + i, length - i);
        if (step == 0)
            return i;
        i += step;
    }
    return length;
}

size_t rung_utf8_whole(const char *text, size_t length)
{
    size_t last = length;
    while (last > 0 && ((unsigned char)text[last - 1] & 0xC0) == 0x80)
        last--;
    bool half = last > 0 && rung_utf8_check(text + last - 1, length - last + 1) == 0;
    return half ? last - 1 : length;
}

size_t rung_characters(const char *text, size_t length)
{
    size_t characters = 0;
    for (size_t i = 0; i < length; i++)
        characters += ((unsigned char)text[i] & 0xC0) != 0x80;
    return characters;
}

size_t rung_first_characters(const char *text, size_t length, size_t most)
{
    size_t i = 0;
    for (; i < length; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80 && most-- == 0)
            break;
    return i;
}

size_t rung_control_length(const char *text, size_t length)
{
    unsigned char c = (unsigned char)*text;
    if (c < 0x20 || c == 0x7F)
        return 1;
    return c == 0xC2 && length > 1 && (unsigned char)text[1] < 0xA0 ? 2 : 0; /* U+0080 to U+009F */
}

bool rung_has_control(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (rung_control_length(text + i, length - i) > 0)
            return true;
    return false;
}

/* Room for more bytes at the end, or NULL once the buffer has failed. */
static char *room(rung_buffer *buffer, size_t more)
{
    if (!buffer->failed && more <= buffer->capacity - buffer->length)
        return buffer->at + buffer->length; /* nearly always */
    if (buffer->failed || more > SIZE_MAX - buffer->length ||
        !rung_grow((void **)&buffer->at, &buffer->capacity, buffer->length + more, 1)) {
        buffer->failed = true;
        return NULL;
    }
    return buffer->at + buffer->length;
}

void rung_put(rung_buffer *buffer, const char *text, size_t length)
{
    char *at = length > 0 ? room(buffer, length) : NULL;
    if (at) {
        memcpy(at, text, length);
        buffer->length += length;
    }
}

void rung_put_text(rung_buffer *buffer, const char *text)
{
    rung_put(buffer, text, strlen(text));
}

void rung_put_char(rung_buffer *buffer, char c)
{
    rung_put(buffer, &c, 1);
}

void rung_put_number(rung_buffer *buffer, double number)
{
    char *at = room(buffer, RUNG_NUMBER_ROOM);
    if (at)
        buffer->length += rung_print_number(at, number);
}

void rung_put_level(rung_buffer *buffer, float level)
{
    char *at = room(buffer, RUNG_NUMBER_ROOM);
    if (at)
        buffer->length += rung_print_level(at, level);
}

void rung_put_whole(rung_buffer *buffer, unsigned long long number)
{
    char *at = room(buffer, RUNG_NUMBER_ROOM);
    if (at)
        buffer->length += rung_print_whole(at, number);
}

bool rung_csv_quotes(const char *text, size_t *length)
{
    bool quotes = false;
    const char *c = text;
    for (; *c; c++)
        quotes |= (*c == ',') | (*c == '"') | (*c == '\r') | (*c == '\n');
    *length = (size_t)(c - text);
    return quotes;
}

bool rung_is_formula(const char *text)
{
    static const char *const wide[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(text, wide[i], strlen(wide[i])) == 0)
            return true;
    return *text != '\0' && strchr("=+-@\t\r\n", *text) != NULL;
}

void rung_put_csv(rung_buffer *buffer, const char *text)
{
    size_t length;
    bool quotes = rung_csv_quotes(text, &length);
    if (quotes)
        rung_put_char(buffer, '"');
    if (buffer->spreadsheet_safe && rung_is_formula(text))
        rung_put_char(buffer, '\'');
    if (!quotes) {
        rung_put(buffer, text, length);
        return;
    }
    for (const char *c = text; *c; c++) {
        if (*c == '"')
            rung_put_char(buffer, '"');
        rung_put_char(buffer, *c);
    }
    rung_put_char(buffer, '"');
}

void rung_put_tame(rung_buffer *buffer, const char *text, size_t length)
{
    size_t i = 0;
    while (i < length) {
        size_t control = rung_control_length(text + i, length - i);
        rung_put_char(buffer, control ? '?' : text[i]);
        i += control ? control : 1;
    }
}

void rung_put_cell(rung_buffer *buffer, const char *text, size_t width)
{
    size_t length = strlen(text), wide = rung_characters(text, length);
    if (wide > width) {
        rung_put_tame(buffer, text, rung_first_characters(text, length, width - 1));
        rung_put_text(buffer, "\u2026");
    } else {
        rung_put_tame(buffer, text, length);
    }
    for (; wide < width; wide++)
        rung_put_char(buffer, ' ');
}

void rung_put_json(rung_buffer *buffer, const char *text)
{
    static const char hex[] = "0123456789abcdef";
    rung_put_char(buffer, '"');
    for (const char *c = text; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte == '"' || byte == '\\') {
            rung_put_char(buffer, '\\');
            rung_put_char(buffer, *c);
        } else if (byte < 0x20) {
            char escape[] = {'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15]};
            rung_put(buffer, escape, sizeof escape);
        } else {
            rung_put_char(buffer, *c);
        }
    }
    rung_put_char(buffer, '"');
}

void rung_buffer_free(rung_buffer *buffer)
{
    free(buffer->at);
    *buffer = (rung_buffer){0};
}
