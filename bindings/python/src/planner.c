/* planner.c - planners: building them, and the paths of one person. */
#include "module.h"

#include "arrays.h"
#include "columns.h"
#include "errors.h"
#include "path_rows.h"

/* The weeks by job zone, six of them, from a sequence of floats. */
static bool read_dwell(PyObject *from, double dwell[6])
{
    if (PySequence_Size(from) != 6) {
        if (!PyErr_Occurred())
            PyErr_Format(PyExc_ValueError,
                         "dwell: found %zd numbers, expected 6: where the job zone is not known, "
                         "and for zones 1 to 5",
                         PySequence_Size(from));
        return false;
    }
    for (int i = 0; i < 6; i++) {
        PyObject *item = PySequence_GetItem(from, i);
        dwell[i] = item ? PyFloat_AsDouble(item) : -1;
        Py_XDECREF(item);
        if (PyErr_Occurred())
            return false;
    }
    return true;
}

static bool read_options(PyObject *arguments, rung_planner_options *o)
{
    int prefer, order;
    unsigned long top, paths, steps;
    unsigned long long effort;
    PyObject *dwell;
    if (!PyArg_ParseTuple(arguments, "iikkkdddOK:planner", &prefer, &order, &top, &paths, &steps,
                          &o->years, &o->discount, &o->wage_fall, &dwell, &effort))
        return false;
    o->prefer = (rung_prefer)prefer;
    o->order = (rung_target_order)order;
    o->top = top;
    o->paths = paths;
    o->steps = steps;
    o->effort = effort;
    return dwell == Py_None || read_dwell(dwell, o->dwell);
}

PyObject *rung_py_planner_make(PyObject *self, PyObject *arguments)
{
    rung_py_state *state = rung_py_state_of(self);
    rung_py_matcher *matcher = (rung_py_matcher *)self;
    rung_planner_options options = RUNG_PLANNER_OPTIONS_INIT;
    rung_error error;
    if (!read_options(arguments, &options) || !rung_py_may_use_threads(state, matcher->threads))
        return NULL;
    rung_py_planner *made = rung_py_make(state->planner);
    if (!made)
        return NULL;
    made->matcher = (rung_py_matcher *)Py_NewRef(self);
    PyThreadState *saved = PyEval_SaveThread();
    rung_status status = rung_planner_new(&made->handle, matcher->handle, &options, &error);
    PyEval_RestoreThread(saved);
    if (status != RUNG_OK) {
        rung_py_raise(state, status, &error);
        Py_CLEAR(made);
    }
    return (PyObject *)made;
}

static void drop(PyObject *self)
{
    rung_py_planner *p = (rung_py_planner *)self;
    rung_planner_free(p->handle);
    Py_CLEAR(p->matcher);
    rung_py_drop(self);
}

static PyObject *find(PyObject *self, const rung_person *person, const Py_buffer *targets)
{
    rung_py_planner *p = (rung_py_planner *)self;
    size_t count = targets->buf ? (size_t)targets->shape[0] : 0;
    rung_paths *paths = NULL;
    rung_error error;
    PyThreadState *saved = PyEval_SaveThread();
    rung_status status = rung_find_paths(p->handle, person, targets->buf, count, &paths, &error);
    PyEval_RestoreThread(saved);
    PyObject *result = status == RUNG_OK ? rung_py_path_rows(paths)
                                         : rung_py_raise(rung_py_state_of(self), status, &error);
    rung_paths_free(paths);
    return result;
}

static PyObject *paths(PyObject *self, PyObject *arguments)
{
    rung_py_planner *p = (rung_py_planner *)self;
    const rung_catalog *c = p->matcher->catalog->handle;
    PyObject *levels, *columns, *targets, *result = NULL;
    Py_buffer level_view = {0}, target_view = {0};
    rung_py_columns read = {0};
    unsigned current;
    if (!PyArg_ParseTuple(arguments, "OIOO:paths", &levels, &current, &columns, &targets) ||
        !rung_py_may_use_threads(rung_py_state_of(self), p->matcher->threads))
        return NULL;
    rung_py_want wants_levels = {
        "levels", "float32", {(Py_ssize_t)rung_catalog_skills(c), -1}, false};
    rung_py_want wants_targets = {"targets", "uint32", {-1, -1}, false};
    if (rung_py_take(levels, &wants_levels, &level_view) &&
        rung_py_take(targets, &wants_targets, &target_view) &&
        rung_py_read_columns(columns, &read)) {
        rung_person person = {.levels = level_view.buf,
                              .current_role = current,
                              .columns = read.column,
                              .column_count = read.count};
        result = find(self, &person, &target_view);
    }
    rung_py_free_columns(&read);
    PyBuffer_Release(&level_view);
    PyBuffer_Release(&target_view);
    return result;
}

static PyMethodDef methods[] = {
    {"paths", paths, METH_VARARGS, "paths(levels, current, columns, targets) -> (paths, misses)"},
    {"path_folder", rung_py_path_folder, METH_VARARGS, "path_folder(options...) -> dict"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {{Py_tp_dealloc, (void *)drop}, {Py_tp_methods, methods}, {0, NULL}};

PyType_Spec rung_py_planner_spec = {
    .name = "rung._rung.Planner",
    .basicsize = sizeof(rung_py_planner),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
