/* errors.h - failures of the library as exceptions. */
#ifndef RUNG_PYTHON_ERRORS_H
#define RUNG_PYTHON_ERRORS_H

#include "module.h"

/* Make rung.Error and its subclasses and put them into the module. */
bool rung_py_add_errors(PyObject *module, rung_py_state *state);

/* Raise what the library told. Where a signal's handler raised, that is kept. Returns NULL. */
PyObject *rung_py_raise(const rung_py_state *state, rung_status status, const rung_error *error);

/* Raise rung.DataError or rung.ArgumentError with a message of our own. Return NULL. */
PyObject *rung_py_bad_data(const rung_py_state *state, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
PyObject *rung_py_bad_argument(const rung_py_state *state, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Whether this process may let the library use so many threads: not when it was forked off one
 * that has, since OpenMP's threads are not there and would be waited for. False with an
 * exception. */
bool rung_py_may_use_threads(rung_py_state *state, unsigned threads);

#endif
