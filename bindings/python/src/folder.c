/* folder.c - people of a folder, read batch by batch. */
#include "module.h"

#include "arrays.h"
#include "errors.h"
#include "progress.h"

typedef struct folder {
    PyObject_HEAD rung_py_catalog *catalog; /* outlives the handle */
    rung_people *handle;
    bool rows, busy; /* busy: a thread is reading, without the GIL */
} folder;

PyObject *rung_py_folder(PyObject *self, PyObject *arguments)
{
    rung_py_state *state = rung_py_state_of(self);
    const rung_catalog *catalog = ((rung_py_catalog *)self)->handle;
    PyObject *path, *bytes = NULL;
    int impute, rows;
    rung_error error;
    if (!PyArg_ParseTuple(arguments, "Oip:folder", &path, &impute, &rows) ||
        !PyUnicode_FSConverter(path, &bytes))
        return NULL;
    folder *made = rung_py_make(state->folder);
    rung_status status = RUNG_OK;
    if (made) {
        made->catalog = (rung_py_catalog *)Py_NewRef(self);
        made->rows = rows;
        const char *dir = PyBytes_AsString(bytes);
        PyThreadState *saved = PyEval_SaveThread();
        status = rung_people_open(&made->handle, catalog, dir, (rung_impute)impute, &error);
        PyEval_RestoreThread(saved);
    }
    if (made && status == RUNG_OK && rows)
        status = rung_people_take_rows(made->handle, &error);
    Py_DECREF(bytes);
    if (made && status != RUNG_OK) {
        rung_py_raise(state, status, &error);
        Py_CLEAR(made);
    }
    return (PyObject *)made;
}

static void drop(PyObject *self)
{
    folder *f = (folder *)self;
    rung_people_free(f->handle);
    Py_CLEAR(f->catalog);
    rung_py_drop(self);
}

/* ---------------------------------------------------------------- a batch */

static PyObject *ids(const rung_batch *b)
{
    PyObject *made = PyList_New((Py_ssize_t)b->people);
    for (size_t i = 0; made && i < b->people; i++) {
        PyObject *id = PyUnicode_FromString(b->id[i]);
        if (!id || PyList_SetItem(made, (Py_ssize_t)i, id) != 0)
            Py_CLEAR(made);
    }
    return made;
}

static PyObject *imputed(const folder *f, size_t people)
{
    PyObject *made = PyByteArray_FromStringAndSize(NULL, (Py_ssize_t)people);
    char *bytes = made ? PyByteArray_AsString(made) : NULL;
    for (size_t i = 0; bytes && i < people; i++)
        bytes[i] = rung_people_imputed(f->handle, i);
    return made;
}

static PyObject *dense(const folder *f, const rung_batch *b)
{
    size_t width = rung_catalog_skills(f->catalog->handle) * sizeof *b->levels;
    return b->levels ? rung_py_copy(b->levels, b->people, width) : Py_NewRef(Py_None);
}

/* (first, skill, level), first counted from 0. */
static PyObject *sparse(const folder *f, const rung_batch *b)
{
    if (!f->rows || !b->rows.first)
        return Py_NewRef(Py_None);
    size_t from = b->rows.first[0], count = b->rows.first[b->people] - from;
    PyObject *first = rung_py_copy(NULL, b->people + 1, sizeof(uint64_t));
    uint64_t *out = first ? (void *)PyByteArray_AsString(first) : NULL;
    for (size_t i = 0; out && i <= b->people; i++)
        out[i] = b->rows.first[i] - from;
    PyObject *skill = rung_py_copy(b->rows.skill + from, count, sizeof *b->rows.skill);
    PyObject *level = rung_py_copy(b->rows.level + from, count, sizeof *b->rows.level);
    PyObject *made = first && skill && level ? Py_BuildValue("(OOO)", first, skill, level) : NULL;
    Py_XDECREF(first);
    Py_XDECREF(skill);
    Py_XDECREF(level);
    return made;
}

static PyObject *vectors(const folder *f, const rung_batch *b)
{
    size_t width = rung_people_dimensions(f->handle) * sizeof *b->vectors;
    return b->vectors ? rung_py_copy(b->vectors, b->people, width) : Py_NewRef(Py_None);
}

/* All of a batch, copied: the reader's memory is that of the next one soon. */
static PyObject *told(const folder *f, const rung_batch *b)
{
    PyObject *part[6] = {
        ids(b),        rung_py_copy(b->current_role, b->people, sizeof *b->current_role),
        dense(f, b),   sparse(f, b),
        vectors(f, b), imputed(f, b->people)};
    PyObject *made = NULL;
    if (part[0] && part[1] && part[2] && part[3] && part[4] && part[5])
        made = Py_BuildValue("(OOOOOO)", part[0], part[1], part[2], part[3], part[4], part[5]);
    for (int i = 0; i < 6; i++)
        Py_XDECREF(part[i]);
    return made;
}

static PyObject *next(PyObject *self, PyObject *most)
{
    folder *f = (folder *)self;
    rung_py_state *state = rung_py_state_of(self);
    rung_batch batch = {0};
    rung_error error;
    size_t people = PyLong_AsSize_t(most);
    if (people == (size_t)-1 && PyErr_Occurred())
        return NULL;
    if (f->busy) {
        PyErr_SetString(PyExc_RuntimeError,
                        "another thread is reading these people, expected one at a time");
        return NULL;
    }
    f->busy = true;
    PyThreadState *saved = PyEval_SaveThread();
    rung_status status = rung_people_next(f->handle, people, &batch, &error);
    PyEval_RestoreThread(saved);
    PyObject *result = NULL;
    if (status != RUNG_OK)
        rung_py_raise(state, status, &error);
    else
        result = batch.people > 0 ? told(f, &batch) : Py_NewRef(Py_None);
    f->busy = false;
    return result;
}

static PyObject *totals(PyObject *self, PyObject *unused)
{
    (void)unused;
    folder *f = (folder *)self;
    if (f->busy) {
        PyErr_SetString(PyExc_RuntimeError,
                        "another thread is reading these people, expected one at a time");
        return NULL;
    }
    rung_people_totals t = rung_people_total(f->handle);
    return rung_py_totals(&t);
}

static PyMethodDef methods[] = {
    {"next", next, METH_O,
     "next(most) -> (ids, roles, levels, (first, skill, level), vectors, imputed) | None"},
    {"totals", totals, METH_NOARGS, "totals() -> dict"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {{Py_tp_dealloc, (void *)drop}, {Py_tp_methods, methods}, {0, NULL}};

PyType_Spec rung_py_folder_spec = {
    .name = "rung._rung.Folder",
    .basicsize = sizeof(folder),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
