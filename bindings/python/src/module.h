/* module.h - what the files of the extension module share: its state, its types, its handles. */
#ifndef RUNG_PYTHON_MODULE_H
#define RUNG_PYTHON_MODULE_H

#include <Python.h>

#include <stdbool.h>
#include <string.h>
#include <sys/types.h>

#include "rung.h"

/* Of one module in one interpreter. */
typedef struct rung_py_state {
    PyObject *failure[RUNG_CANCELLED + 1]; /* the exception for a status; [RUNG_OK]: rung.Error */
    PyTypeObject *catalog, *matcher, *planner, *folder, *table;
    pid_t threaded; /* the process that has let the library use several threads, or 0 */
} rung_py_state;

typedef struct rung_py_catalog {
    PyObject_HEAD rung_catalog *handle;
} rung_py_catalog;

typedef struct rung_py_matcher {
    PyObject_HEAD rung_py_catalog *catalog; /* outlives the handle */
    rung_matcher *handle;
    unsigned threads;
} rung_py_matcher;

typedef struct rung_py_planner {
    PyObject_HEAD rung_py_matcher *matcher; /* outlives the handle */
    rung_planner *handle;
} rung_py_planner;

/* The state of the module that made this object. Types here have no subclasses. */
rung_py_state *rung_py_state_of(PyObject *object);

/* A new object of the type, zeroed behind its head. */
void *rung_py_make(PyTypeObject *type);
/* The end of an object whose contents are gone. */
void rung_py_drop(void *object);

/* Make the type of a specification and keep it in *type. False with an exception. */
bool rung_py_add_type(PyObject *module, PyType_Spec *spec, PyTypeObject **type);

extern PyType_Spec rung_py_catalog_spec, rung_py_matcher_spec, rung_py_planner_spec,
    rung_py_folder_spec, rung_py_table_spec;

/* Methods of a catalog, matcher or planner that stand in files of their own. */
PyObject *rung_py_open(PyObject *module, PyObject *path);
PyObject *rung_py_synth(PyObject *catalog, PyObject *arguments);
PyObject *rung_py_folder(PyObject *catalog, PyObject *arguments);
PyObject *rung_py_table(PyObject *catalog, PyObject *arguments);
PyObject *rung_py_impute(PyObject *catalog, PyObject *arguments);
PyObject *rung_py_stream(PyObject *catalog, PyObject *arguments);
PyObject *rung_py_matcher_make(PyObject *catalog, PyObject *arguments);
PyObject *rung_py_explain(PyObject *matcher, PyObject *arguments);
PyObject *rung_py_match_folder(PyObject *matcher, PyObject *arguments);
PyObject *rung_py_planner_make(PyObject *matcher, PyObject *arguments);
PyObject *rung_py_path_folder(PyObject *planner, PyObject *arguments);

/* What is told of a catalog (facts.c). */
PyObject *rung_py_catalog_facts(PyObject *catalog, PyObject *unused);
PyObject *rung_py_skills(PyObject *catalog, PyObject *unused);
PyObject *rung_py_roles(PyObject *catalog, PyObject *unused);
PyObject *rung_py_programs(PyObject *catalog, PyObject *unused);

#endif
