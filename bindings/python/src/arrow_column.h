/* arrow_column.h - one column of an Arrow batch, checked before it is read. */
#ifndef RUNG_PYTHON_ARROW_COLUMN_H
#define RUNG_PYTHON_ARROW_COLUMN_H

#include "arrow_schema.h"

typedef struct rung_py_column {
    const char *name;
    rung_py_kind kind;
    int64_t row;               /* of the stream that row 0 here is, for messages: the caller's */
    int64_t first;             /* of the rows, in the buffers */
    const uint8_t *valid;      /* a bit for each row; NULL: all are there */
    const void *values;        /* numbers, offsets, or views */
    const char *text;          /* of the offsets */
    const void *const *pieces; /* buffers of views */
    int64_t piece_count;
} rung_py_column;

/* What a message can say of a column without touching Python. */
typedef struct rung_py_flaw {
    char text[400];
} rung_py_flaw;

/* Check that the length, offset and null count of an array, named in messages, go together. */
bool rung_py_check_counts(const struct ArrowArray *array, const char *what, rung_py_flaw *flaw);

/* Check that an array can hold rows first .. first + length - 1 of a kind, and that the texts of
 * these lie in its buffers, and open it. The data interface tells no sizes of buffers, so that
 * these have to be believed. */
bool rung_py_open_column(const struct ArrowArray *array, const char *name, rung_py_kind kind,
                         int64_t first, int64_t length, rung_py_column *column, rung_py_flaw *flaw);

/* Whether row i is there. */
bool rung_py_valid(const rung_py_column *column, int64_t i);

/* Row i as a number that is there: an index into a dictionary, -1 for any that is below 0. */
int64_t rung_py_index(const rung_py_column *column, int64_t i);

/* Write count rows from row i on as levels, stride floats apart; NAN where one is missing. */
bool rung_py_levels(const rung_py_column *column, int64_t i, int64_t count, float *out,
                    size_t stride, rung_py_flaw *flaw);

/* Row i as text that is there. */
void rung_py_text_at(const rung_py_column *column, int64_t i, const char **text, int64_t *length);

#endif
