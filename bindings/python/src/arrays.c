/* arrays.c - arrays of callers, taken by the buffer protocol without a copy. */
#include "arrays.h"

#include <string.h>

/* Formats of the struct module, with NumPy's names. Sizes of l and L are the machine's. */
static const struct {
    char format;
    Py_ssize_t size;
    const char *type;
} types[] = {
    {'f', 4, "float32"}, {'d', 8, "float64"}, {'e', 2, "float16"}, {'g', 16, "longdouble"},
    {'b', 1, "int8"},    {'B', 1, "uint8"},   {'h', 2, "int16"},   {'H', 2, "uint16"},
    {'i', 4, "int32"},   {'I', 4, "uint32"},  {'l', 8, "int64"},   {'L', 8, "uint64"},
    {'q', 8, "int64"},   {'Q', 8, "uint64"},  {'?', 1, "bool"},    {'O', 8, "object"},
};

/* NumPy's name of the view's type; NULL for one that is not in the table or of another byte order
 * than the machine's. */
static const char *type_of(const Py_buffer *view)
{
    const char *format = view->format ? view->format : "B";
    if (*format == '@' || *format == '=' || *format == '<')
        format++;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (format[0] == types[i].format && format[1] == '\0' && view->itemsize == types[i].size)
            return types[i].type;
    return NULL;
}

static bool check_type(const rung_py_want *want, const Py_buffer *view)
{
    const char *type = type_of(view);
    if (type && strcmp(type, want->type) == 0)
        return true;
    if (type)
        PyErr_Format(PyExc_TypeError,
                     "%s: found dtype %s, expected %s; .astype(numpy.%s) makes a copy of it",
                     want->name, type, want->type, want->type);
    else
        PyErr_Format(PyExc_TypeError,
                     "%s: found format '%s', expected %s in this machine's byte order", want->name,
                     view->format ? view->format : "", want->type);
    return false;
}

/* "(3, 4)" for a message; further dimensions than room allows are left out. */
static const char *shape_text(char text[64], int dimensions, const Py_ssize_t *shape)
{
    int used = 1;
    strcpy(text, "(");
    for (int i = 0; i < dimensions && used < 40; i++)
        used += PyOS_snprintf(text + used, 64 - (size_t)used, i ? ", %zd" : "%zd", shape[i]);
    strcpy(text + used, dimensions == 1 ? ",)" : ")");
    return text;
}

static bool check_shape(const rung_py_want *want, const Py_buffer *view)
{
    int dimensions = want->shape[1] < 0 ? 1 : 2;
    bool good = view->ndim == dimensions;
    char found[64], first[24] = "any";
    if (good && want->shape[0] >= 0)
        good = view->shape[0] == want->shape[0];
    if (good && dimensions == 2)
        good = view->shape[1] == want->shape[1];
    if (good)
        return true;
    shape_text(found, view->ndim, view->shape);
    if (want->shape[0] >= 0)
        PyOS_snprintf(first, sizeof first, "%zd", want->shape[0]);
    if (dimensions == 1)
        PyErr_Format(PyExc_ValueError, "%s: found shape %s, expected (%s,)", want->name, found,
                     first);
    else
        PyErr_Format(PyExc_ValueError, "%s: found shape %s, expected (%s, %zd)", want->name, found,
                     first, want->shape[1]);
    return false;
}

static bool check_order(const rung_py_want *want, const Py_buffer *view)
{
    char strides[64];
    if (PyBuffer_IsContiguous(view, 'C'))
        return true;
    PyErr_Format(PyExc_ValueError,
                 "%s: found strides %s, expected rows one after another (C order); "
                 "numpy.ascontiguousarray makes a copy like that",
                 want->name, shape_text(strides, view->ndim, view->strides));
    return false;
}

bool rung_py_take(PyObject *object, const rung_py_want *want, Py_buffer *view)
{
    memset(view, 0, sizeof *view);
    if (object == Py_None)
        return true;
    if (!PyObject_CheckBuffer(object)) {
        PyErr_Format(PyExc_TypeError, "%s: found %R, expected an array of %s", want->name,
                     (PyObject *)Py_TYPE(object), want->type);
        return false;
    }
    int flags = want->writable ? PyBUF_FULL : PyBUF_FULL_RO;
    if (PyObject_GetBuffer(object, view, flags) != 0)
        return false;
    if (view->suboffsets) {
        PyErr_Format(PyExc_ValueError, "%s: found indirect rows, expected plain memory",
                     want->name);
        return false;
    }
    return check_type(want, view) && check_shape(want, view) && check_order(want, view);
}

bool rung_py_take_bytes(PyObject *object, const char *name, size_t bytes, Py_buffer *view)
{
    memset(view, 0, sizeof *view);
    if (PyObject_GetBuffer(object, view, PyBUF_WRITABLE) != 0)
        return false;
    if ((size_t)view->len == bytes)
        return true;
    PyErr_Format(PyExc_ValueError, "%s: found %zd bytes, expected %zu", name, view->len, bytes);
    return false;
}

PyObject *rung_py_copy(const void *from, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PY_SSIZE_T_MAX)
        return PyErr_NoMemory();
    /* One that is made of a size for which memory is short ends with a message of Python's own
     * about its buffers; one that is empty and grows does not. */
    PyObject *made = PyByteArray_FromStringAndSize(NULL, 0);
    if (made && PyByteArray_Resize(made, (Py_ssize_t)bytes) != 0)
        Py_CLEAR(made);
    if (made && from && bytes > 0)
        memcpy(PyByteArray_AsString(made), from, bytes);
    return made;
}
