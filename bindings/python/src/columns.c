/* columns.c - a person's columns from a dict of text to text. */
#include "columns.h"

const char *rung_py_text(PyObject *object, const char *name)
{
    Py_ssize_t length;
    if (!PyUnicode_Check(object)) {
        PyErr_Format(PyExc_TypeError, "%s: found %R, expected text", name,
                     (PyObject *)Py_TYPE(object));
        return NULL;
    }
    const char *text = PyUnicode_AsUTF8AndSize(object, &length);
    if (!text && PyErr_ExceptionMatches(PyExc_UnicodeEncodeError))
        PyErr_Format(PyExc_ValueError, "%s: found %R, expected text that UTF-8 can hold", name,
                     object);
    if (text && strlen(text) != (size_t)length) {
        PyErr_Format(PyExc_ValueError, "%s: found %R, expected text without zero characters", name,
                     object);
        return NULL;
    }
    return text;
}

static bool read_pair(PyObject *pair, rung_column *column)
{
    PyObject *name = PyTuple_GetItem(pair, 0), *value = PyTuple_GetItem(pair, 1);
    if (!name || !value)
        return false;
    column->name = rung_py_text(name, "columns");
    column->value = column->name ? rung_py_text(value, "columns: a value") : NULL;
    return column->value;
}

bool rung_py_read_columns(PyObject *mapping, rung_py_columns *columns)
{
    *columns = (rung_py_columns){0};
    if (mapping == Py_None)
        return true;
    columns->items = PyMapping_Items(mapping);
    Py_ssize_t count = columns->items ? PyList_Size(columns->items) : -1;
    if (count < 0)
        return false;
    columns->column = PyMem_Calloc(count > 0 ? (size_t)count : 1, sizeof *columns->column);
    if (!columns->column) {
        PyErr_NoMemory();
        return false;
    }
    for (Py_ssize_t i = 0; i < count; i++)
        if (!read_pair(PyList_GetItem(columns->items, i), &columns->column[i]))
            return false;
    columns->count = (size_t)count;
    return true;
}

void rung_py_free_columns(rung_py_columns *columns)
{
    PyMem_Free(columns->column);
    Py_CLEAR(columns->items);
}
