/* csv.c - read tables of text row by row, and say precisely what is wrong with one. */
#include "data/csv.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/number.h"

enum { WINDOW = 1 << 18, LONGEST_ROW = 64 << 20 };

struct rung_csv {
    char *path;
    int file;
    char separator, quote; /* quote is 0 where the dialect has none */
    uint64_t size, read;
    char *window;
    size_t start, end, room; /* the window's unread bytes */
    bool ended;              /* the file has no more bytes */
    uint64_t line, next_line, header_line;
    rung_arena names;
    const char **name;
    rung_index name_index;
    size_t columns;
    rung_slice *field;
    size_t fields, field_room;
};

/* ---------------------------------------------------------------- the window */

/* Read more behind what is unread; false at the end of the file or on failure. */
static rung_status refill(rung_csv *csv, rung_error *error)
{
    if (csv->start > 0) {
        memmove(csv->window, csv->window + csv->start, csv->end - csv->start);
        csv->end -= csv->start;
        csv->start = 0;
    }
    if (csv->room - csv->end < WINDOW / 2 &&
        !rung_grow((void **)&csv->window, &csv->room, csv->end + WINDOW, 1))
        return rung_fail_memory(error, "a row");
    ssize_t n =
        rung_file_read(csv->file, csv->path, csv->window + csv->end, csv->room - csv->end, error);
    if (n < 0)
        return rung_file_status(n);
    csv->ended = n == 0;
    csv->end += (size_t)n;
    csv->read += (uint64_t)n;
    return RUNG_OK;
}

static size_t count_byte(const char *at, size_t length, char byte)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += at[i] == byte;
    return count;
}

/* Find the row that starts at csv->start: *length bytes without its line break, *whole with it. A
 * line break belongs to the row while the quotes before it are odd in number. */
static rung_status find_row(rung_csv *csv, size_t *length, size_t *whole, rung_error *error)
{
    size_t seen = 0, quotes = 0;
    for (;;) {
        char *from = csv->window + csv->start;
        size_t unread = csv->end - csv->start;
        char *cut = unread > seen ? memchr(from + seen, '\n', unread - seen) : NULL;
        size_t until = cut ? (size_t)(cut - from) : unread;
        if (until > LONGEST_ROW)
            return rung_fail(error, RUNG_BAD_DATA,
                             "%s:%llu: a row of more than %d MiB, expected shorter ones (is a "
                             "quote left open?)",
                             csv->path, (unsigned long long)csv->next_line, LONGEST_ROW >> 20);
        if (csv->quote && until > seen && memchr(from + seen, csv->quote, until - seen))
            quotes += count_byte(from + seen, until - seen, csv->quote);
        if (cut && quotes % 2 == 0) {
            *length = until;
            *whole = until + 1;
            return RUNG_OK;
        }
        seen = cut ? until + 1 : until;
        if (cut)
            continue;
        if (csv->ended) {
            *length = *whole = unread;
            return RUNG_OK;
        }
        rung_status status = refill(csv, error);
        if (status != RUNG_OK)
            return status;
    }
}

/* ---------------------------------------------------------------- rows */

static rung_status row_fail(const rung_csv *csv, rung_error *error, const char *what)
{
    return rung_fail(error, RUNG_BAD_DATA, "%s:%llu: field %zu: %s", csv->path,
                     (unsigned long long)csv->line, csv->fields + 1, what);
}

static bool add_field(rung_csv *csv, const char *at, size_t length)
{
    if (!rung_grow((void **)&csv->field, &csv->field_room, csv->fields + 1, sizeof *csv->field))
        return false;
    csv->field[csv->fields++] = (rung_slice){at, length};
    return true;
}

/* Take the quotes off the field at *at in place; *at moves behind it, to a separator or end. */
static rung_status unquote(rung_csv *csv, char **at, char *end, size_t *length, rung_error *error)
{
    char *to = *at, *from = *at + 1;
    for (; from < end; from++) {
        if (*from == csv->quote) {
            if (from + 1 == end || from[1] != csv->quote)
                break;
            from++;
        }
        *to++ = *from;
    }
    if (from == end)
        return row_fail(csv, error, "a quote is left open, expected a closing quote");
    from++;
    if (from < end && *from != csv->separator)
        return row_fail(csv, error, "text behind the closing quote, expected a separator");
    *length = (size_t)(to - *at);
    *at = from;
    return RUNG_OK;
}

static rung_status split_row(rung_csv *csv, char *at, char *end, rung_error *error)
{
    csv->fields = 0;
    for (;;) {
        char *field = at;
        size_t length = 0;
        if (csv->quote && at < end && *at == csv->quote) {
            rung_status status = unquote(csv, &at, end, &length, error);
            if (status != RUNG_OK)
                return status;
        } else {
            while (at < end && *at != csv->separator && (*at != csv->quote || !csv->quote))
                at++;
            if (at < end && *at != csv->separator)
                return row_fail(csv, error,
                                "a quote within an unquoted field, expected it doubled and the "
                                "field quoted");
            length = (size_t)(at - field);
        }
        if (!add_field(csv, field, length))
            return rung_fail_memory(error, "the fields of a row");
        if (at == end)
            return RUNG_OK;
        at++;
    }
}

/* Text that no table holds: zero bytes, bytes that are not UTF-8, carriage returns in the wrong
 * place. */
static rung_status check_text(const rung_csv *csv, const char *row, size_t length,
                              rung_error *error)
{
    if (memchr(row, '\0', length))
        return rung_fail(error, RUNG_BAD_DATA, "%s:%llu: a zero byte, expected text in UTF-8",
                         csv->path, (unsigned long long)csv->line);
    size_t bad = rung_utf8_check(row, length);
    if (bad < length)
        return rung_fail(
            error, RUNG_BAD_DATA, "%s:%llu: byte %zu of the row is 0x%02X, expected text in UTF-8",
            csv->path, (unsigned long long)csv->line, bad + 1, (unsigned char)row[bad]);
    const char *stray = memchr(row, '\r', length);
    if (stray && !(csv->quote && memchr(row, csv->quote, (size_t)(stray - row))))
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s:%llu: a carriage return within the row, expected rows to end in a "
                         "line feed or in both",
                         csv->path, (unsigned long long)csv->line);
    return RUNG_OK;
}

/* The next row that is not blank, split into fields. */
static rung_status read_row(rung_csv *csv, bool *more, rung_error *error)
{
    size_t length = 0, whole = 0;
    do {
        rung_status status = find_row(csv, &length, &whole, error);
        if (status != RUNG_OK)
            return status;
        char *row = csv->window + csv->start;
        csv->line = csv->next_line;
        csv->next_line += csv->quote ? count_byte(row, whole, '\n') : 1;
        csv->start += whole;
        *more = whole > 0;
        if (length > 0 && row[length - 1] == '\r')
            length--;
        if (length > 0) {
            status = check_text(csv, row, length, error);
            return status == RUNG_OK ? split_row(csv, row, row + length, error) : status;
        }
    } while (*more);
    return RUNG_OK;
}

rung_status rung_csv_next(rung_csv *csv, bool *more, rung_error *error)
{
    rung_status status = read_row(csv, more, error);
    if (status == RUNG_OK && *more && csv->fields != csv->columns)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s:%llu: found %zu field%s, expected %zu as in the header", csv->path,
                         (unsigned long long)csv->line, csv->fields, csv->fields == 1 ? "" : "s",
                         csv->columns);
    return status;
}

/* ---------------------------------------------------------------- header */

static rung_status read_header(rung_csv *csv, rung_error *error)
{
    rung_status status = refill(csv, error);
    if (status != RUNG_OK)
        return status;
    if (csv->end >= 3 && memcmp(csv->window, "\xEF\xBB\xBF", 3) == 0)
        csv->start = 3;
    bool more;
    status = read_row(csv, &more, error);
    if (status != RUNG_OK)
        return status;
    if (!more)
        return rung_fail(error, RUNG_BAD_DATA, "%s: the file is empty, expected a header row",
                         csv->path);
    csv->header_line = csv->line;
    csv->name = rung_array(csv->fields, sizeof *csv->name);
    if (!csv->name)
        return rung_fail_memory(error, "a header");
    for (size_t i = 0; i < csv->fields; i++) {
        rung_slice name = rung_slice_trim(csv->field[i]);
        char *copy = rung_arena_text(&csv->names, name.at, name.length);
        if (!copy)
            return rung_fail_memory(error, "a header");
        char shown[64];
        if (name.length == 0)
            return rung_fail(error, RUNG_BAD_DATA, "%s:%llu: column %zu has no name", csv->path,
                             (unsigned long long)csv->line, i + 1);
        csv->name[csv->columns] = copy;
        switch (rung_index_add(&csv->name_index, copy, (uint32_t)csv->columns)) {
        case RUNG_INDEX_ADDED:
            csv->columns++;
            break;
        case RUNG_INDEX_PRESENT:
            return rung_fail(
                error, RUNG_BAD_DATA, "%s:%llu: column '%s' is there twice, expected it once",
                csv->path, (unsigned long long)csv->line, rung_quote(shown, name.at, name.length));
        default:
            return rung_fail_memory(error, "a header");
        }
    }
    return RUNG_OK;
}

rung_status rung_csv_open(rung_csv **csv, const char *path, rung_dialect dialect, rung_error *error)
{
    *csv = NULL;
    rung_csv *c = rung_array(1, sizeof *c);
    if (!c)
        return rung_fail_memory(error, "a table");
    *c = (rung_csv){.file = -1, .next_line = 1};
    c->separator = dialect == RUNG_TSV ? '\t' : ',';
    c->quote = dialect == RUNG_TSV ? '\0' : '"';
    rung_status status = RUNG_OK;
    c->path = strdup(path);
    if (!c->path)
        status = rung_fail_memory(error, "a path");
    else
        status = rung_file_status(c->file = rung_file_open(path, &c->size, error));
    if (status == RUNG_OK)
        status = read_header(c, error);
    if (status != RUNG_OK) {
        rung_csv_close(c);
        return status;
    }
    *csv = c;
    return RUNG_OK;
}

void rung_csv_close(rung_csv *csv)
{
    if (!csv)
        return;
    if (csv->file >= 0)
        close(csv->file);
    free(csv->path);
    free(csv->window);
    free(csv->name);
    rung_index_free(&csv->name_index);
    free(csv->field);
    rung_arena_free(&csv->names);
    free(csv);
}

/* ---------------------------------------------------------------- what a reader asks */

const char *rung_csv_path(const rung_csv *csv)
{
    return csv->path;
}

size_t rung_csv_columns(const rung_csv *csv)
{
    return csv->columns;
}

const char *rung_csv_column_name(const rung_csv *csv, size_t column)
{
    return csv->name[column];
}

size_t rung_csv_column(const rung_csv *csv, const char *name)
{
    uint32_t column = rung_index_find(&csv->name_index, name, strlen(name));
    return column == UINT32_MAX ? RUNG_NO_COLUMN : column;
}

/* What separates the header's only column where that is not what the dialect asks for, or 0. */
static char other_separator(const rung_csv *csv)
{
    for (const char *s = ";\t,|"; *s && csv->columns == 1; s++)
        if (*s != csv->separator && strchr(csv->name[0], *s))
            return *s;
    return '\0';
}

rung_status rung_csv_need(const rung_csv *csv, const char *name, size_t *column, rung_error *error)
{
    *column = rung_csv_column(csv, name);
    if (*column != RUNG_NO_COLUMN)
        return RUNG_OK;
    char list[400] = "";
    size_t used = 0;
    for (size_t i = 0; i < csv->columns && used < 300; i++) {
        char shown[64];
        used += (size_t)snprintf(list + used, sizeof list - used, "%s'%s'", i ? ", " : "",
                                 rung_quote(shown, csv->name[i], strlen(csv->name[i])));
    }
    char hint[60] = "", other = other_separator(csv);
    if (other)
        snprintf(hint, sizeof hint, " (is the file separated by %s instead of %s?)",
                 other == '\t' ? "tabs" : (char[]){'\'', other, '\'', '\0'},
                 csv->separator == '\t' ? "tabs" : "','");
    return rung_fail(
        error, RUNG_BAD_DATA, "%s:%llu: found the column%s %s, expected a column '%s'%s", csv->path,
        (unsigned long long)csv->header_line, csv->columns == 1 ? "" : "s", list, name, hint);
}

rung_status rung_csv_may(const rung_csv *csv, const char *name, size_t *column, rung_error *error)
{
    *column = rung_csv_column(csv, name);
    for (size_t i = 0; i < csv->columns && *column == RUNG_NO_COLUMN; i++) {
        char shown[64];
        if (rung_same_but_for_case(csv->name[i], name))
            return rung_fail(error, RUNG_BAD_DATA,
                             "%s:%llu: column %zu: found '%s', expected it to be written '%s'",
                             csv->path, (unsigned long long)csv->header_line, i + 1,
                             rung_quote(shown, csv->name[i], strlen(csv->name[i])), name);
    }
    return RUNG_OK;
}

rung_slice rung_csv_field(const rung_csv *csv, size_t column)
{
    return column == RUNG_NO_COLUMN ? (rung_slice){"", 0} : csv->field[column];
}

uint64_t rung_csv_line(const rung_csv *csv)
{
    return csv->line;
}

double rung_csv_fraction(const rung_csv *csv)
{
    return csv->size ? (double)(csv->read - (csv->end - csv->start)) / (double)csv->size : 1;
}

rung_status rung_csv_fail(const rung_csv *csv, size_t column, rung_error *error,
                          const char *expected, ...)
{
    char wanted[500], shown[64];
    va_list arguments;
    va_start(arguments, expected);
    vsnprintf(wanted, sizeof wanted, expected, arguments);
    va_end(arguments);
    rung_slice found = rung_csv_field(csv, column);
    return rung_fail(error, RUNG_BAD_DATA, "%s:%llu: column '%s': found '%s', expected %s",
                     csv->path, (unsigned long long)csv->line, csv->name[column],
                     rung_quote(shown, found.at, found.length), wanted);
}

rung_status rung_csv_number(const rung_csv *csv, size_t column, double low, double high,
                            bool optional, double *number, rung_error *error)
{
    rung_slice field = rung_csv_field(csv, column);
    if (field.length == 0 && optional) {
        *number = NAN;
        return RUNG_OK;
    }
    if (rung_parse_number(field.at, field.length, number) && *number >= low && *number <= high)
        return RUNG_OK;
    if (high < INFINITY)
        return rung_csv_fail(csv, column, error, "a number in %.9g..%.9g", low, high);
    return rung_csv_fail(csv, column, error, "a number of at least %.9g", low);
}
