/* records.h - named fields of rows that are CSV or JSON lines, whichever the file holds. */
#ifndef RUNG_DATA_RECORDS_H
#define RUNG_DATA_RECORDS_H

#include "data/csv.h"

/* A file being read. */
typedef struct rung_records rung_records;

/* How much a field is needed. */
typedef enum rung_field_need {
    RUNG_FIELD_NEEDED,  /* by CSV as a column, by every object as a member */
    RUNG_FIELD_COLUMN,  /* by CSV alone */
    RUNG_FIELD_OPTIONAL /* by neither */
} rung_field_need;

/* A field to read. */
typedef struct rung_record_field {
    const char *name; /* of the column, or the member; lives as long as the records */
    rung_field_need need;
} rung_record_field;

/* Open a file that is JSON lines where its first byte that is no blank is a brace, or, where it is
 * no regular file, its name ends in .jsonl; else CSV. BAD_DATA where CSV lacks a column. */
rung_status rung_records_open(rung_records **records, const char *path,
                              const rung_record_field *fields, size_t count, rung_error *error);
void rung_records_close(rung_records *records);

/* Read the next row; *more is false at the end. Fields live until the next call. */
rung_status rung_records_next(rung_records *records, bool *more, rung_error *error);
/* A field of the row; at is NULL where it is missing or null. */
rung_slice rung_records_field(const rung_records *records, size_t field);
/* The line on which the row starts, from 1. */
uint64_t rung_records_line(const rung_records *records);
const char *rung_records_path(const rung_records *records);
double rung_records_fraction(const rung_records *records);

/* BAD_DATA "path:line: column 'name': found 'value', expected ..." */
rung_status rung_records_fail(const rung_records *records, size_t field, rung_error *error,
                              const char *expected, ...) __attribute__((format(printf, 4, 5)));
/* A number in low..high; BAD_DATA for anything else, nothing included. */
rung_status rung_records_number(const rung_records *records, size_t field, double low, double high,
                                double *number, rung_error *error);

#endif
