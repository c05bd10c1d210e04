/* module.c - the module rung._rung: its types, its exceptions, its constants. */
#include "module.h"

#include <string.h>

#include "errors.h"

rung_py_state *rung_py_state_of(PyObject *object)
{
    return PyType_GetModuleState(Py_TYPE(object));
}

void *rung_py_make(PyTypeObject *type)
{
    return PyType_GenericAlloc(type, 0);
}

void rung_py_drop(void *object)
{
    PyTypeObject *type = Py_TYPE((PyObject *)object);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(object);
    Py_DECREF(type); /* an object of a heap type owns a reference to it */
}

bool rung_py_add_type(PyObject *module, PyType_Spec *spec, PyTypeObject **type)
{
    *type = (PyTypeObject *)PyType_FromModuleAndSpec(module, spec, NULL);
    return *type && PyModule_AddType(module, *type) == 0;
}

static bool add_types(PyObject *module, rung_py_state *state)
{
    return rung_py_add_type(module, &rung_py_catalog_spec, &state->catalog) &&
           rung_py_add_type(module, &rung_py_matcher_spec, &state->matcher) &&
           rung_py_add_type(module, &rung_py_planner_spec, &state->planner) &&
           rung_py_add_type(module, &rung_py_folder_spec, &state->folder) &&
           rung_py_add_type(module, &rung_py_table_spec, &state->table);
}

static PyObject *kernels(PyObject *module, PyObject *unused)
{
    (void)module, (void)unused;
    PyObject *list = PyList_New(0);
    rung_kernel_facts facts;
    for (size_t i = 0; list && rung_kernel_list(i, &facts); i++) {
        PyObject *row =
            Py_BuildValue("(ssO)", facts.name, facts.needs, facts.runs ? Py_True : Py_False);
        if (!row || PyList_Append(list, row) != 0)
            Py_CLEAR(list);
        Py_XDECREF(row);
    }
    return list;
}

static int fill(PyObject *module)
{
    rung_py_state *state = PyModule_GetState(module);
    if (!rung_py_add_errors(module, state) || !add_types(module, state))
        return -1;
    return PyModule_AddStringConstant(module, "version", rung_version()) == 0 &&
                   PyModule_AddIntConstant(module, "HIT_SIZE", sizeof(rung_hit)) == 0
               ? 0
               : -1;
}

static int traverse(PyObject *module, visitproc visit, void *arg)
{
    rung_py_state *state = PyModule_GetState(module);
    for (int i = 0; i <= RUNG_CANCELLED; i++)
        Py_VISIT(state->failure[i]);
    Py_VISIT(state->catalog);
    Py_VISIT(state->matcher);
    Py_VISIT(state->planner);
    Py_VISIT(state->folder);
    Py_VISIT(state->table);
    return 0;
}

static int clear(PyObject *module)
{
    rung_py_state *state = PyModule_GetState(module);
    for (int i = 0; i <= RUNG_CANCELLED; i++)
        Py_CLEAR(state->failure[i]);
    Py_CLEAR(state->catalog);
    Py_CLEAR(state->matcher);
    Py_CLEAR(state->planner);
    Py_CLEAR(state->folder);
    Py_CLEAR(state->table);
    return 0;
}

static PyMethodDef functions[] = {
    {"open", rung_py_open, METH_O, "open(path) -> Catalog"},
    {"kernels", kernels, METH_NOARGS, "kernels() -> list of (name, needs, runs)"},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)fill}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "rung._rung",
    .m_doc = "Rung's C library, as thin as can be: the package rung is what to import.",
    .m_size = sizeof(rung_py_state),
    .m_methods = functions,
    .m_slots = slots,
    .m_traverse = traverse,
    .m_clear = clear,
};

PyMODINIT_FUNC PyInit__rung(void);

PyMODINIT_FUNC PyInit__rung(void)
{
    return PyModuleDef_Init(&definition);
}
