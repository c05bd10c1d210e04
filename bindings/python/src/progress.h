/* progress.h - long jobs: without the GIL, with it now and then, ended by Ctrl-C. */
#ifndef RUNG_PYTHON_PROGRESS_H
#define RUNG_PYTHON_PROGRESS_H

#include "module.h"

typedef struct rung_py_progress {
    PyThreadState *saved; /* of the thread that runs the job, while it has no GIL */
    PyObject *call;       /* call(people, fraction), or None */
} rung_py_progress;

/* A rung_progress whose context is a rung_py_progress: runs the handlers of signals that have come
 * and call; true where one of them raised, or where call returned something true. */
bool rung_py_progress_step(void *context, uint64_t people, double fraction);

/* What the library counts of people it has read, as a dict. */
PyObject *rung_py_totals(const rung_people_totals *totals);

#endif
