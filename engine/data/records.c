/* records.c - named fields of rows that are CSV or JSON lines, whichever the file holds. */
#include "data/records.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "data/jsonl.h"

struct rung_records {
    char *path;
    rung_csv *csv;
    rung_jsonl *lines; /* one of the two */
    const rung_record_field *field;
    size_t count;
    size_t *column;     /* of CSV */
    rung_slice *values; /* of the row */
};

/* ---------------------------------------------------------------- which it is */

static bool ends_in_jsonl(const char *path)
{
    static const char end[] = ".jsonl";
    size_t length = strlen(path), tail = sizeof end - 1;
    return length >= tail && strcmp(path + length - tail, end) == 0;
}

/* Look into a file that can be read again. */
static rung_status find_kind(const char *path, bool *lines, rung_error *error)
{
    char start[4096];
    *lines = ends_in_jsonl(path);
    if (!rung_path_is_file(path))
        return RUNG_OK;
    int file = rung_file_open(path, NULL, error);
    ssize_t n = file < 0 ? file : rung_file_read(file, path, start, sizeof start, error);
    if (file >= 0)
        close(file);
    if (n < 0)
        return rung_file_status(n);
    size_t at = 0;
    while (at < (size_t)n && strchr(" \t\r\n", start[at]) && start[at])
        at++;
    if (at < (size_t)n)
        *lines = start[at] == '{';
    return RUNG_OK;
}

/* ---------------------------------------------------------------- rows */

static rung_status take_members(rung_records *r, rung_error *error)
{
    for (size_t i = 0; i < r->count; i++) {
        rung_json_kind kind = rung_jsonl_member(r->lines, r->field[i].name, &r->values[i]);
        if (kind == RUNG_JSON_MISSING && r->field[i].need == RUNG_FIELD_NEEDED)
            return rung_fail(error, RUNG_BAD_DATA, "%s:%llu: no member '%s', expected one", r->path,
                             (unsigned long long)rung_jsonl_line(r->lines), r->field[i].name);
        if (kind == RUNG_JSON_NESTED)
            return rung_records_fail(r, i, error, "a text or a number");
        if (kind == RUNG_JSON_MISSING || kind == RUNG_JSON_NULL)
            r->values[i] = (rung_slice){NULL, 0};
    }
    return RUNG_OK;
}

rung_status rung_records_next(rung_records *records, bool *more, rung_error *error)
{
    rung_records *r = records;
    rung_status status =
        r->lines ? rung_jsonl_next(r->lines, more, error) : rung_csv_next(r->csv, more, error);
    if (status != RUNG_OK || !*more)
        return status;
    if (r->lines)
        return take_members(r, error);
    for (size_t i = 0; i < r->count; i++)
        r->values[i] = r->column[i] == RUNG_NO_COLUMN ? (rung_slice){NULL, 0}
                                                      : rung_csv_field(r->csv, r->column[i]);
    return RUNG_OK;
}

rung_slice rung_records_field(const rung_records *records, size_t field)
{
    return records->values[field];
}

uint64_t rung_records_line(const rung_records *records)
{
    return records->lines ? rung_jsonl_line(records->lines) : rung_csv_line(records->csv);
}

const char *rung_records_path(const rung_records *records)
{
    return records->path;
}

double rung_records_fraction(const rung_records *records)
{
    return records->lines ? rung_jsonl_fraction(records->lines) : rung_csv_fraction(records->csv);
}

rung_status rung_records_fail(const rung_records *records, size_t field, rung_error *error,
                              const char *expected, ...)
{
    char wanted[500], shown[64];
    va_list arguments;
    va_start(arguments, expected);
    vsnprintf(wanted, sizeof wanted, expected, arguments);
    va_end(arguments);
    rung_slice found = records->values[field];
    return rung_fail(error, RUNG_BAD_DATA, "%s:%llu: %s '%s': found '%s', expected %s",
                     records->path, (unsigned long long)rung_records_line(records),
                     records->lines ? "member" : "column", records->field[field].name,
                     rung_quote(shown, found.at ? found.at : "", found.length), wanted);
}

rung_status rung_records_number(const rung_records *records, size_t field, double low, double high,
                                double *number, rung_error *error)
{
    rung_slice found = records->values[field];
    if (found.at && rung_parse_number(found.at, found.length, number) && *number >= low &&
        *number <= high)
        return RUNG_OK;
    return rung_records_fail(records, field, error, "a number in %.9g..%.9g", low, high);
}

/* ---------------------------------------------------------------- open and end */

static rung_status open_csv(rung_records *r, rung_error *error)
{
    rung_status status = rung_csv_open(&r->csv, r->path, RUNG_CSV, error);
    for (size_t i = 0; i < r->count && status == RUNG_OK; i++)
        status = r->field[i].need == RUNG_FIELD_OPTIONAL
                     ? rung_csv_may(r->csv, r->field[i].name, &r->column[i], error)
                     : rung_csv_need(r->csv, r->field[i].name, &r->column[i], error);
    return status;
}

rung_status rung_records_open(rung_records **records, const char *path,
                              const rung_record_field *fields, size_t count, rung_error *error)
{
    *records = NULL;
    rung_records *r = rung_array(1, sizeof *r);
    bool lines = false;
    if (!r)
        return rung_fail_memory(error, "rows");
    *r = (rung_records){.path = strdup(path), .field = fields, .count = count};
    r->column = rung_array(count, sizeof *r->column);
    r->values = rung_array(count, sizeof *r->values);
    rung_status status = r->path && r->column && r->values ? find_kind(path, &lines, error)
                                                           : rung_fail_memory(error, "rows");
    if (status == RUNG_OK)
        status = lines ? rung_jsonl_open(&r->lines, path, error) : open_csv(r, error);
    if (status == RUNG_OK)
        *records = r;
    else
        rung_records_close(r);
    return status;
}

void rung_records_close(rung_records *records)
{
    if (!records)
        return;
    rung_csv_close(records->csv);
    rung_jsonl_close(records->lines);
    free(records->path);
    free(records->column);
    free(records->values);
    free(records);
}
