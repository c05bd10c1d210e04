/* catalog.c - catalogs: opening them and what they hold for a position. */
#include "module.h"

#include "arrays.h"
#include "errors.h"

PyObject *rung_py_open(PyObject *module, PyObject *path)
{
    rung_py_state *state = PyModule_GetState(module);
    PyObject *bytes = NULL;
    rung_error error;
    if (!PyUnicode_FSConverter(path, &bytes))
        return NULL;
    rung_py_catalog *made = rung_py_make(state->catalog);
    rung_status status = RUNG_OK;
    if (made) {
        const char *dir = PyBytes_AsString(bytes);
        PyThreadState *saved = PyEval_SaveThread();
        status = rung_catalog_open(&made->handle, dir, &error);
        PyEval_RestoreThread(saved);
    }
    Py_DECREF(bytes);
    if (made && status != RUNG_OK) {
        rung_py_raise(state, status, &error);
        Py_CLEAR(made);
    }
    return (PyObject *)made;
}

static void drop(PyObject *self)
{
    rung_catalog_free(((rung_py_catalog *)self)->handle);
    rung_py_drop(self);
}

static const rung_catalog *handle(PyObject *self)
{
    return ((rung_py_catalog *)self)->handle;
}

/* The position that find() gives for an id; None where there is none. */
static PyObject *position(PyObject *self, PyObject *id,
                          uint32_t (*find)(const rung_catalog *, const char *))
{
    Py_ssize_t length;
    const char *text = PyUnicode_AsUTF8AndSize(id, &length);
    if (!text && PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
        PyErr_Clear(); /* a catalog is UTF-8: it has no such id */
        Py_RETURN_NONE;
    }
    if (!text)
        return NULL;
    uint32_t found = (size_t)length == strlen(text) ? find(handle(self), text) : RUNG_NONE;
    if (found == RUNG_NONE)
        Py_RETURN_NONE;
    return PyLong_FromUnsignedLong(found);
}

static PyObject *find_skill(PyObject *self, PyObject *id)
{
    return position(self, id, rung_catalog_find_skill);
}

static PyObject *find_role(PyObject *self, PyObject *id)
{
    return position(self, id, rung_catalog_find_role);
}

static PyObject *find_program(PyObject *self, PyObject *id)
{
    return position(self, id, rung_catalog_find_program);
}

static PyObject *requirement(PyObject *self, PyObject *arguments)
{
    unsigned role, skill;
    if (!PyArg_ParseTuple(arguments, "II:requirement", &role, &skill))
        return NULL;
    rung_requirement r = rung_catalog_requirement(handle(self), role, skill);
    return Py_BuildValue("(ffO)", (double)r.level, (double)r.importance,
                         r.essential ? Py_True : Py_False);
}

/* Take a float32 array of one level for each skill, to be written. */
static bool take_skills(PyObject *self, PyObject *object, const char *name, Py_buffer *view)
{
    Py_ssize_t skills = (Py_ssize_t)rung_catalog_skills(handle(self));
    rung_py_want want = {name, "float32", {skills, -1}, true};
    return rung_py_take(object, &want, view);
}

static PyObject *levels(PyObject *self, PyObject *arguments)
{
    unsigned role;
    PyObject *out;
    Py_buffer view = {0};
    if (!PyArg_ParseTuple(arguments, "IO:levels", &role, &out))
        return NULL;
    bool good = take_skills(self, out, "levels", &view);
    if (good && view.buf)
        rung_catalog_levels(handle(self), role, view.buf);
    PyBuffer_Release(&view);
    return good ? Py_NewRef(Py_None) : NULL;
}

static PyObject *program_levels(PyObject *self, PyObject *arguments)
{
    unsigned program;
    PyObject *teaches, *asks;
    Py_buffer taught = {0}, asked = {0};
    if (!PyArg_ParseTuple(arguments, "IOO:program_levels", &program, &teaches, &asks))
        return NULL;
    bool good =
        take_skills(self, teaches, "teaches", &taught) && take_skills(self, asks, "asks", &asked);
    if (good)
        rung_catalog_program_levels(handle(self), program, taught.buf, asked.buf);
    PyBuffer_Release(&taught);
    PyBuffer_Release(&asked);
    return good ? Py_NewRef(Py_None) : NULL;
}

static PyObject *vector(PyObject *self, PyObject *argument)
{
    unsigned long role = PyLong_AsUnsignedLong(argument);
    if (role == (unsigned long)-1 && PyErr_Occurred())
        return NULL;
    size_t floats = rung_catalog_dimensions(handle(self));
    const float *found =
        role < RUNG_NONE ? rung_catalog_vector(handle(self), (uint32_t)role) : NULL;
    return found ? rung_py_copy(found, floats, sizeof *found) : Py_NewRef(Py_None);
}

static PyMethodDef methods[] = {
    {"facts", rung_py_catalog_facts, METH_NOARGS, "facts() -> dict"},
    {"skills", rung_py_skills, METH_NOARGS, "skills() -> list of tuples"},
    {"roles", rung_py_roles, METH_NOARGS, "roles() -> list of tuples"},
    {"programs", rung_py_programs, METH_NOARGS, "programs() -> list of tuples"},
    {"find_skill", find_skill, METH_O, "find_skill(id) -> int | None"},
    {"find_role", find_role, METH_O, "find_role(id) -> int | None"},
    {"find_program", find_program, METH_O, "find_program(id) -> int | None"},
    {"requirement", requirement, METH_VARARGS, "requirement(role, skill) -> tuple"},
    {"levels", levels, METH_VARARGS, "levels(role, out): float32 [skills]"},
    {"program_levels", program_levels, METH_VARARGS, "program_levels(program, teaches, asks)"},
    {"vector", vector, METH_O, "vector(role) -> bytearray of float32 | None"},
    {"matcher", rung_py_matcher_make, METH_VARARGS, "matcher(options...) -> Matcher"},
    {"folder", rung_py_folder, METH_VARARGS, "folder(path, impute, rows) -> Folder"},
    {"table", rung_py_table, METH_VARARGS, "table(capsule, impute) -> Table"},
    {"impute", rung_py_impute, METH_VARARGS, "impute(levels, roles, impute) -> int"},
    {"stream", rung_py_stream, METH_VARARGS, "stream(hits, people, top, ids) -> capsule"},
    {"synth", rung_py_synth, METH_VARARGS, "synth(output, people, seed, ...) -> dict"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {{Py_tp_dealloc, (void *)drop}, {Py_tp_methods, methods}, {0, NULL}};

PyType_Spec rung_py_catalog_spec = {
    .name = "rung._rung.Catalog",
    .basicsize = sizeof(rung_py_catalog),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
