/* csv.h - read tables of text row by row, and say precisely what is wrong with one. */
#ifndef RUNG_DATA_CSV_H
#define RUNG_DATA_CSV_H

#include <stdint.h>

#include "base/status.h"
#include "base/text.h"

typedef enum rung_dialect {
    RUNG_CSV, /* RFC 4180: commas, quotes, line breaks within quotes */
    RUNG_TSV  /* tabs, no quoting */
} rung_dialect;

/* Column that is not there. */
#define RUNG_NO_COLUMN SIZE_MAX

/* A table being read. Rows are found in a window over the file that holds one row at least. */
typedef struct rung_csv rung_csv;

/* Open a table and read its header: a byte-order mark is skipped, a column without a name or with
 * one that came before is an error. */
rung_status rung_csv_open(rung_csv **csv, const char *path, rung_dialect dialect,
                          rung_error *error);
void rung_csv_close(rung_csv *csv);

const char *rung_csv_path(const rung_csv *csv);
size_t rung_csv_columns(const rung_csv *csv);
const char *rung_csv_column_name(const rung_csv *csv, size_t column);
/* The column of this name, or RUNG_NO_COLUMN. */
size_t rung_csv_column(const rung_csv *csv, const char *name);
/* The same, and an error that lists the columns there are when it is missing. */
rung_status rung_csv_need(const rung_csv *csv, const char *name, size_t *column, rung_error *error);
/* A column that may be missing. One that differs from name in the case of letters alone is taken
 * for a slip of the pen, and an error. */
rung_status rung_csv_may(const rung_csv *csv, const char *name, size_t *column, rung_error *error);

/* Read the next row that is not blank; *more is false at the end. Every row has as many fields as
 * the header, is UTF-8 and holds no zero byte. Fields live until the next call. */
rung_status rung_csv_next(rung_csv *csv, bool *more, rung_error *error);
/* A field of the row, empty for RUNG_NO_COLUMN. */
rung_slice rung_csv_field(const rung_csv *csv, size_t column);
/* The line on which the row starts, from 1. */
uint64_t rung_csv_line(const rung_csv *csv);
/* Share of the file that has been read, 0..1. */
double rung_csv_fraction(const rung_csv *csv);

/* BAD_DATA "path:line: column 'name': found 'value', expected ..." */
rung_status rung_csv_fail(const rung_csv *csv, size_t column, rung_error *error,
                          const char *expected, ...) __attribute__((format(printf, 4, 5)));

/* A number in low..high. An empty field is NAN where the column is optional, an error where not. */
rung_status rung_csv_number(const rung_csv *csv, size_t column, double low, double high,
                            bool optional, double *number, rung_error *error);

#endif
