/* path_rows.c - paths and misses as tuples. */
#include "path_rows.h"

#include <math.h>

static PyObject *programs(const rung_path_step *step)
{
    PyObject *made = PyTuple_New((Py_ssize_t)step->programs);
    for (size_t i = 0; made && i < step->programs; i++) {
        PyObject *number = PyLong_FromUnsignedLong(step->program[i]);
        if (!number || PyTuple_SetItem(made, (Py_ssize_t)i, number) != 0)
            Py_CLEAR(made);
    }
    return made;
}

static PyObject *step_row(const rung_path_step *s)
{
    PyObject *taken = programs(s);
    return taken ? Py_BuildValue("(INdddddd)", s->role, taken, s->starts, s->enters, s->cost,
                                 s->wage, s->readiness_before, s->readiness)
                 : NULL;
}

static PyObject *path_row(const rung_path *p)
{
    PyObject *steps = PyTuple_New((Py_ssize_t)p->steps);
    for (size_t i = 0; steps && i < p->steps; i++) {
        PyObject *row = step_row(&p->step[i]);
        if (!row || PyTuple_SetItem(steps, (Py_ssize_t)i, row) != 0)
            Py_CLEAR(steps);
    }
    return steps
               ? Py_BuildValue("(IIIddddNO)", p->target, p->target_rank, p->rank, p->weeks, p->cost,
                               p->gain, p->readiness, steps, p->proven ? Py_True : Py_False)
               : NULL;
}

/* The names of the rules, in their order. */
static PyObject *rule_names(unsigned rules)
{
    PyObject *made = PyList_New(0);
    for (unsigned bit = 1; made && bit <= RUNG_RULE_EFFORT; bit <<= 1) {
        if (!(rules & bit))
            continue;
        PyObject *name = PyUnicode_FromString(rung_rule_name((rung_rule)bit));
        if (!name || PyList_Append(made, name) != 0)
            Py_CLEAR(made);
        Py_XDECREF(name);
    }
    return made;
}

/* A figure that only counts where its rule is among those broken. */
static PyObject *figure(unsigned rules, rung_rule rule, double value)
{
    return (rules & (unsigned)rule) && !isnan(value) ? PyFloat_FromDouble(value)
                                                     : Py_NewRef(Py_None);
}

static PyObject *miss_row(const rung_miss *m)
{
    PyObject *rules = rule_names(m->rules);
    PyObject *path = m->path.steps > 0 ? path_row(&m->path) : Py_NewRef(Py_None);
    PyObject *theta = figure(m->rules, RUNG_RULE_READINESS, m->theta);
    PyObject *fall = figure(m->rules, RUNG_RULE_WAGE, m->wage_fall);
    PyObject *row = NULL;
    if (rules && path && theta && fall)
        row = Py_BuildValue("(IOOOOs)", m->target, rules, path, theta, fall,
                            m->reason ? m->reason : "");
    Py_XDECREF(rules);
    Py_XDECREF(path);
    Py_XDECREF(theta);
    Py_XDECREF(fall);
    return row;
}

PyObject *rung_py_path_rows(const rung_paths *paths)
{
    PyObject *found = PyList_New((Py_ssize_t)paths->count);
    PyObject *missed = PyList_New((Py_ssize_t)paths->misses);
    bool good = found && missed;
    for (size_t i = 0; good && i < paths->count; i++) {
        PyObject *row = path_row(&paths->path[i]);
        good = row && PyList_SetItem(found, (Py_ssize_t)i, row) == 0;
    }
    for (size_t i = 0; good && i < paths->misses; i++) {
        PyObject *row = miss_row(&paths->miss[i]);
        good = row && PyList_SetItem(missed, (Py_ssize_t)i, row) == 0;
    }
    PyObject *result = good ? Py_BuildValue("(OO)", found, missed) : NULL;
    Py_XDECREF(found);
    Py_XDECREF(missed);
    return result;
}
