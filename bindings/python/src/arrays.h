/* arrays.h - arrays of callers, taken by the buffer protocol without a copy. */
#ifndef RUNG_PYTHON_ARRAYS_H
#define RUNG_PYTHON_ARRAYS_H

#include "module.h"

/* What an array has to be. */
typedef struct rung_py_want {
    const char *name;    /* of the argument, for messages */
    const char *type;    /* NumPy's name: float32, uint32, uint64 */
    Py_ssize_t shape[2]; /* shape[1] is -1 for one dimension; shape[0] -1 for any length */
    bool writable;
} rung_py_want;

/* Take object's memory: of this type, of this shape, C-contiguous. None gives an empty view, whose
 * buf is NULL. Raises TypeError for another type and ValueError for another shape or for strides,
 * with what was found and what was expected. View is to be released either way. */
bool rung_py_take(PyObject *object, const rung_py_want *want, Py_buffer *view);

/* Take any contiguous writable memory of exactly so many bytes. */
bool rung_py_take_bytes(PyObject *object, const char *name, size_t bytes, Py_buffer *view);

/* count x size bytes as a new bytearray. */
PyObject *rung_py_copy(const void *from, size_t count, size_t size);

#endif
