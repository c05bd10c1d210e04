/* explain.c - every signal and gap of one person and one role. */
#include "module.h"

#include "arrays.h"
#include "errors.h"

static PyObject *signals(const rung_explanation *e)
{
    PyObject *made = PyDict_New();
    for (int i = 0; made && i < RUNG_SIGNAL_COUNT; i++) {
        PyObject *row =
            Py_BuildValue("(ddO)", e->value[i], e->weight[i], e->known[i] ? Py_True : Py_False);
        if (!row || PyDict_SetItemString(made, rung_signal_name((rung_signal)i), row) != 0)
            Py_CLEAR(made);
        Py_XDECREF(row);
    }
    return made;
}

static PyObject *gap_list(const rung_gap *gap, size_t count)
{
    PyObject *made = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; made && i < count; i++) {
        PyObject *row = Py_BuildValue("(IdddOd)", gap[i].skill, (double)gap[i].have,
                                      (double)gap[i].need, (double)gap[i].importance,
                                      gap[i].essential ? Py_True : Py_False, gap[i].gap);
        if (!row || PyList_SetItem(made, (Py_ssize_t)i, row) != 0)
            Py_CLEAR(made);
    }
    return made;
}

static PyObject *told(const rung_explanation *e, const rung_gap *gap, size_t count)
{
    return Py_BuildValue("{sd sN sO sO sn sO sO sO sO sN}", "score", e->score, "signals",
                         signals(e), "viable", e->viable ? Py_True : Py_False, "desirable",
                         e->desirable ? Py_True : Py_False, "essentials_short",
                         (Py_ssize_t)e->essentials_short, "ready_enough",
                         e->ready_enough ? Py_True : Py_False, "zone_in_reach",
                         e->zone_in_reach ? Py_True : Py_False, "wage_high_enough",
                         e->wage_high_enough ? Py_True : Py_False, "above_wage_floor",
                         e->above_wage_floor ? Py_True : Py_False, "gaps", gap_list(gap, count));
}

static PyObject *explain(PyObject *self, const rung_person *person, uint32_t role)
{
    const rung_py_matcher *m = (rung_py_matcher *)self;
    size_t skills = rung_catalog_skills(m->catalog->handle), count = 0;
    rung_explanation explanation;
    rung_error error;
    rung_gap *gap = PyMem_Calloc(skills > 0 ? skills : 1, sizeof *gap);
    if (!gap)
        return PyErr_NoMemory();
    PyThreadState *saved = PyEval_SaveThread();
    rung_status status =
        rung_explain_person(m->handle, person, role, &explanation, gap, &count, &error);
    PyEval_RestoreThread(saved);
    PyObject *result = status == RUNG_OK ? told(&explanation, gap, count)
                                         : rung_py_raise(rung_py_state_of(self), status, &error);
    PyMem_Free(gap);
    return result;
}

PyObject *rung_py_explain(PyObject *self, PyObject *arguments)
{
    const rung_catalog *c = ((rung_py_matcher *)self)->catalog->handle;
    PyObject *levels, *vector, *result = NULL;
    Py_buffer level_view = {0}, vector_view = {0};
    unsigned current, role;
    if (!PyArg_ParseTuple(arguments, "OIIO:explain", &levels, &current, &role, &vector))
        return NULL;
    rung_py_want wants_levels = {
        "levels", "float32", {(Py_ssize_t)rung_catalog_skills(c), -1}, false};
    rung_py_want wants_vector = {
        "vector", "float32", {(Py_ssize_t)rung_catalog_dimensions(c), -1}, false};
    if (rung_py_take(levels, &wants_levels, &level_view) &&
        rung_py_take(vector, &wants_vector, &vector_view)) {
        rung_person person = {
            .levels = level_view.buf, .current_role = current, .vector = vector_view.buf};
        result = explain(self, &person, role);
    }
    PyBuffer_Release(&level_view);
    PyBuffer_Release(&vector_view);
    return result;
}
