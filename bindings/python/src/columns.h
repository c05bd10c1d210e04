/* columns.h - a person's columns from a dict of text to text. */
#ifndef RUNG_PYTHON_COLUMNS_H
#define RUNG_PYTHON_COLUMNS_H

#include "module.h"

typedef struct rung_py_columns {
    rung_column *column;
    size_t count;
    PyObject *items; /* owns the texts */
} rung_py_columns;

/* Read a mapping, or None for no columns. False with an exception; free it either way. */
bool rung_py_read_columns(PyObject *mapping, rung_py_columns *columns);
void rung_py_free_columns(rung_py_columns *columns);

/* The text of a str, as long as it lives; NULL with an exception for anything else, or for one
 * with a zero character. */
const char *rung_py_text(PyObject *object, const char *name);

#endif
