/* matcher.c - matchers: building them, and matching people by arrays. */
#include "module.h"

#include "arrays.h"
#include "errors.h"

/* Read the options in the order in which the package gives them. */
static bool read_options(PyObject *arguments, rung_matcher_options *o, int *tuned)
{
    int viable, desirable, similarity, adjacency;
    unsigned long window;
    if (!PyArg_ParseTuple(arguments, "zzIkppddidppid:matcher", &o->profile, &o->kernel, &o->threads,
                          &window, &viable, &desirable, &o->theta, &o->essential, &o->zone_step,
                          &o->wage_growth, &similarity, tuned, &adjacency, &o->adjacency_factor))
        return false;
    o->window = window;
    o->viable_only = viable;
    o->desirable_only = desirable;
    o->no_similarity = !similarity;
    o->adjacency = (rung_adjacency)adjacency;
    return true;
}

PyObject *rung_py_matcher_make(PyObject *self, PyObject *arguments)
{
    rung_py_state *state = rung_py_state_of(self);
    rung_py_catalog *catalog = (rung_py_catalog *)self;
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    rung_tuning tuning = {0};
    rung_error error;
    int tuned;
    if (!read_options(arguments, &options, &tuned) ||
        !rung_py_may_use_threads(state, options.threads))
        return NULL;
    rung_py_matcher *made = rung_py_make(state->matcher);
    if (!made)
        return NULL;
    made->catalog = (rung_py_catalog *)Py_NewRef(self);
    PyThreadState *saved = PyEval_SaveThread();
    /* A tuning that cannot be read is as none: the matcher can do without. */
    if (tuned && rung_tuning_find(catalog->handle, options.profile, NULL, &tuning, NULL) == RUNG_OK)
        options.tuning = &tuning;
    rung_status status = rung_matcher_new(&made->handle, catalog->handle, &options, &error);
    PyEval_RestoreThread(saved);
    if (status != RUNG_OK) {
        rung_py_raise(state, status, &error);
        Py_CLEAR(made);
    } else {
        made->threads = rung_matcher_describe(made->handle).threads;
    }
    return (PyObject *)made;
}

static void drop(PyObject *self)
{
    rung_py_matcher *m = (rung_py_matcher *)self;
    rung_matcher_free(m->handle);
    Py_CLEAR(m->catalog);
    rung_py_drop(self);
}

/* ---------------------------------------------------------------- facts */

static PyObject *weights(const rung_matcher_facts *facts)
{
    PyObject *made = PyDict_New();
    for (int i = 0; made && i < RUNG_SIGNAL_COUNT; i++) {
        PyObject *weight = PyFloat_FromDouble(facts->weight[i]);
        if (!weight || PyDict_SetItemString(made, rung_signal_name((rung_signal)i), weight) != 0)
            Py_CLEAR(made);
        Py_XDECREF(weight);
    }
    return made;
}

static PyObject *missing(const rung_matcher_facts *facts)
{
    PyObject *made = PyDict_New();
    for (int i = 0; made && i < RUNG_SIGNAL_COUNT; i++) {
        PyObject *count = PyLong_FromSize_t(facts->missing[i]);
        if (!count || PyDict_SetItemString(made, rung_signal_name((rung_signal)i), count) != 0)
            Py_CLEAR(made);
        Py_XDECREF(count);
    }
    return made;
}

static PyObject *facts(PyObject *self, PyObject *unused)
{
    (void)unused;
    rung_matcher_facts f = rung_matcher_describe(((rung_py_matcher *)self)->handle);
    return Py_BuildValue("{ss ss sI sn sn sn sO sd sd sN sN}", "kernel", f.kernel, "profile",
                         f.profile, "threads", f.threads, "window", (Py_ssize_t)f.window,
                         "dimensions", (Py_ssize_t)f.dimensions, "roles", (Py_ssize_t)f.roles,
                         "sparse", f.sparse ? Py_True : Py_False, "density", f.density,
                         "wage_floor", f.wage_floor, "weight", weights(&f), "missing", missing(&f));
}

/* ---------------------------------------------------------------- matching */

/* What match() takes of the caller, all of it without a copy. */
typedef struct people_views {
    Py_buffer levels, first, skill, level, roles, vectors, hits;
} people_views;

static void release(people_views *v)
{
    PyBuffer_Release(&v->levels);
    PyBuffer_Release(&v->first);
    PyBuffer_Release(&v->skill);
    PyBuffer_Release(&v->level);
    PyBuffer_Release(&v->roles);
    PyBuffer_Release(&v->vectors);
    PyBuffer_Release(&v->hits);
}

/* Rows must stay within skill and level: the library cannot know how long these are. */
static bool check_rows(const rung_py_state *state, const people_views *v, Py_ssize_t people)
{
    const uint64_t *first = v->first.buf;
    uint64_t rows = (uint64_t)v->skill.shape[0];
    for (Py_ssize_t i = 0; i <= people; i++)
        if (first[i] > rows || (i > 0 && first[i] < first[i - 1])) {
            rung_py_bad_argument(state,
                                 "first: entry %zd: found %llu, expected it to rise up to %llu, "
                                 "the number of rows",
                                 i, (unsigned long long)first[i], (unsigned long long)rows);
            return false;
        }
    return true;
}

static bool take_rows(const rung_py_state *state, PyObject *first, PyObject *skill, PyObject *level,
                      Py_ssize_t people, people_views *v)
{
    if (first == Py_None)
        return true;
    rung_py_want wants_first = {"first", "uint64", {people + 1, -1}, false};
    rung_py_want wants_skill = {"skill", "uint32", {-1, -1}, false};
    rung_py_want wants_level = {"level", "float32", {-1, -1}, false};
    if (skill == Py_None || level == Py_None) {
        PyErr_SetString(PyExc_TypeError, "skill and level: found None, expected arrays");
        return false;
    }
    if (!rung_py_take(first, &wants_first, &v->first) ||
        !rung_py_take(skill, &wants_skill, &v->skill))
        return false;
    wants_level.shape[0] = v->skill.shape[0];
    return rung_py_take(level, &wants_level, &v->level) && check_rows(state, v, people);
}

static bool take_people(const rung_py_matcher *m, PyObject *const from[6], Py_ssize_t people,
                        people_views *v)
{
    const rung_catalog *c = m->catalog->handle;
    rung_py_want levels = {
        "levels", "float32", {people, (Py_ssize_t)rung_catalog_skills(c)}, false};
    rung_py_want roles = {"current_role", "uint32", {people, -1}, false};
    rung_py_want vectors = {
        "vectors", "float32", {people, (Py_ssize_t)rung_catalog_dimensions(c)}, false};
    return rung_py_take(from[0], &levels, &v->levels) &&
           take_rows(rung_py_state_of((PyObject *)m), from[1], from[2], from[3], people, v) &&
           rung_py_take(from[4], &roles, &v->roles) && rung_py_take(from[5], &vectors, &v->vectors);
}

static bool take_hits(PyObject *hits, Py_ssize_t people, Py_ssize_t top, people_views *v)
{
    size_t bytes;
    if (people < 0 || top < 1) {
        PyErr_Format(PyExc_ValueError,
                     "found %zd people and a top of %zd, expected 0 or more and 1 or more", people,
                     top);
        return false;
    }
    if (__builtin_mul_overflow((size_t)people, (size_t)top, &bytes) ||
        __builtin_mul_overflow(bytes, sizeof(rung_hit), &bytes)) {
        PyErr_NoMemory();
        return false;
    }
    return rung_py_take_bytes(hits, "hits", bytes, &v->hits);
}

static rung_status match_views(const rung_py_matcher *m, const people_views *v, Py_ssize_t people,
                               Py_ssize_t top, rung_error *error)
{
    rung_batch batch = {.people = (size_t)people,
                        .levels = v->levels.buf,
                        .current_role = v->roles.buf,
                        .vectors = v->vectors.buf,
                        .rows = {v->first.buf, v->skill.buf, v->level.buf}};
    PyThreadState *saved = PyEval_SaveThread();
    rung_status status = rung_match_batch(m->handle, &batch, v->hits.buf, (size_t)top, error);
    PyEval_RestoreThread(saved);
    return status;
}

static PyObject *match(PyObject *self, PyObject *arguments)
{
    rung_py_state *state = rung_py_state_of(self);
    rung_py_matcher *m = (rung_py_matcher *)self;
    people_views views = {0};
    rung_error error;
    PyObject *from[6], *hits;
    Py_ssize_t people, top;
    if (!PyArg_ParseTuple(arguments, "OOOOOOnOn:match", &from[0], &from[1], &from[2], &from[3],
                          &from[4], &from[5], &people, &hits, &top) ||
        !rung_py_may_use_threads(state, m->threads))
        return NULL;
    PyObject *result = NULL;
    if (take_hits(hits, people, top, &views) && take_people(m, from, people, &views)) {
        rung_status status = match_views(m, &views, people, top, &error);
        result = status == RUNG_OK ? Py_NewRef(Py_None) : rung_py_raise(state, status, &error);
    }
    release(&views);
    return result;
}

static PyMethodDef methods[] = {
    {"facts", facts, METH_NOARGS, "facts() -> dict"},
    {"match", match, METH_VARARGS,
     "match(levels, first, skill, level, roles, vectors, people, hits, top)"},
    {"explain", rung_py_explain, METH_VARARGS, "explain(levels, current, role, vector) -> dict"},
    {"match_folder", rung_py_match_folder, METH_VARARGS, "match_folder(options...) -> dict"},
    {"planner", rung_py_planner_make, METH_VARARGS, "planner(options...) -> Planner"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {{Py_tp_dealloc, (void *)drop}, {Py_tp_methods, methods}, {0, NULL}};

PyType_Spec rung_py_matcher_spec = {
    .name = "rung._rung.Matcher",
    .basicsize = sizeof(rung_py_matcher),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
