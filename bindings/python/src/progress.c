/* progress.c - long jobs: without the GIL, with it now and then, ended by Ctrl-C. */
#include "progress.h"

/* Whether call wants the job to end. */
static bool ask(PyObject *call, uint64_t people, double fraction)
{
    PyObject *answer = PyObject_CallFunction(call, "Kd", (unsigned long long)people, fraction);
    int end = answer ? PyObject_IsTrue(answer) : -1;
    Py_XDECREF(answer);
    return end != 0; /* an exception ends it, too */
}

bool rung_py_progress_step(void *context, uint64_t people, double fraction)
{
    rung_py_progress *p = context;
    PyEval_RestoreThread(p->saved);
    bool end = PyErr_CheckSignals() != 0;
    if (!end && p->call != Py_None)
        end = ask(p->call, people, fraction);
    p->saved = PyEval_SaveThread();
    return end;
}

PyObject *rung_py_totals(const rung_people_totals *t)
{
    return Py_BuildValue("{sK sK sK sK}", "people", (unsigned long long)t->people, "imputed",
                         (unsigned long long)t->imputed, "without_levels",
                         (unsigned long long)t->without_levels, "without_role",
                         (unsigned long long)t->without_role);
}
