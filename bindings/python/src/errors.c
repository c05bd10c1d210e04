/* errors.c - failures of the library as exceptions. */
#include "errors.h"

#include <stdarg.h>
#include <unistd.h>

typedef struct row {
    const char *name, *doc;
    rung_status status;
    PyObject **beside; /* a second base, so that except ValueError and the like work, too */
} row;

static PyObject *make(PyObject *base, const row *r)
{
    char name[40];
    PyOS_snprintf(name, sizeof name, "rung.%s", r->name);
    PyObject *bases = r->beside ? Py_BuildValue("(OO)", base, *r->beside) : NULL;
    if (r->beside && !bases)
        return NULL;
    PyObject *type = PyErr_NewExceptionWithDoc(name, r->doc, bases ? bases : base, NULL);
    Py_XDECREF(bases);
    return type;
}

bool rung_py_add_errors(PyObject *module, rung_py_state *state)
{
    const row rows[] = {
        {"Error", "Rung could not do what was asked for; the message says why.", RUNG_OK, NULL},
        {"OutOfMemory", "Memory ran out.", RUNG_NO_MEMORY, &PyExc_MemoryError},
        {"ArgumentError", "An argument is not what it should be.", RUNG_BAD_ARGUMENT,
         &PyExc_ValueError},
        {"DataError", "Data is malformed: where, what was found and what was expected.",
         RUNG_BAD_DATA, &PyExc_ValueError},
        {"FileError", "A file cannot be read or written.", RUNG_IO, &PyExc_OSError},
        {"Cancelled", "A job was ended, by its progress function or a signal.", RUNG_CANCELLED,
         NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        PyObject *base = i == 0 ? PyExc_Exception : state->failure[RUNG_OK];
        PyObject *type = make(base, &rows[i]);
        state->failure[rows[i].status] = type;
        if (!type || PyModule_AddObjectRef(module, rows[i].name, type) != 0)
            return false;
    }
    return true;
}

PyObject *rung_py_raise(const rung_py_state *state, rung_status status, const rung_error *error)
{
    if (PyErr_Occurred() || (status == RUNG_CANCELLED && PyErr_CheckSignals() != 0))
        return NULL;
    int known = status > RUNG_OK && status <= RUNG_CANCELLED ? (int)status : RUNG_OK;
    PyErr_SetString(state->failure[known], error->message);
    return NULL;
}

/* Names and values of somebody's data may hold bytes that would upset a terminal or are not UTF-8.
 */
static void raise_text(PyObject *type, const char *format, va_list arguments)
{
    char text[1000];
    PyOS_vsnprintf(text, sizeof text, format, arguments);
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127)
            *c = '?';
    PyErr_Format(type, "%s", text);
}

PyObject *rung_py_bad_data(const rung_py_state *state, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    raise_text(state->failure[RUNG_BAD_DATA], format, arguments);
    va_end(arguments);
    return NULL;
}

PyObject *rung_py_bad_argument(const rung_py_state *state, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    raise_text(state->failure[RUNG_BAD_ARGUMENT], format, arguments);
    va_end(arguments);
    return NULL;
}

bool rung_py_may_use_threads(rung_py_state *state, unsigned threads)
{
    if (threads == 1)
        return true;
    if (state->threaded && state->threaded != getpid()) {
        PyErr_SetString(state->failure[RUNG_OK],
                        "this process was forked after Rung had used several threads, which are "
                        "not there any more: found a matcher of several threads, expected "
                        "threads=1, or a process that multiprocessing starts by 'spawn'");
        return false;
    }
    state->threaded = getpid();
    return true;
}
