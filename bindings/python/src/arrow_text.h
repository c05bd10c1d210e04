/* arrow_text.h - a column of text, or of indices into a dictionary of it. */
#ifndef RUNG_PYTHON_ARROW_TEXT_H
#define RUNG_PYTHON_ARROW_TEXT_H

#include "arrow_column.h"

typedef struct rung_py_text_column {
    rung_py_column column, dictionary;
    int64_t words; /* of the dictionary; -1: there is none */
} rung_py_text_column;

/* Open the field's column of a batch, whose row 0 is this row of the stream. */
bool rung_py_open_text(const struct ArrowArray *batch, const rung_py_field *field, int64_t row,
                       rung_py_text_column *column, rung_py_flaw *flaw);

/* The text of row i, which no zero byte ends; *text is NULL where it is missing. */
bool rung_py_text_of(const rung_py_text_column *column, int64_t i, const char **text,
                     int64_t *length, rung_py_flaw *flaw);

#endif
