/* path_rows.h - paths and misses as tuples. */
#ifndef RUNG_PYTHON_PATH_ROWS_H
#define RUNG_PYTHON_PATH_ROWS_H

#include "module.h"

/* (list of paths, list of misses). */
PyObject *rung_py_path_rows(const rung_paths *paths);

#endif
