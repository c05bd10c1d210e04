/* jobs.c - whole jobs: match everybody of a folder, find their paths, make people up. */
#include "module.h"

#include "arrays.h"
#include "errors.h"
#include "progress.h"

/* The paths of files that a job names, from text or os.PathLike; None leaves one out. */
static bool take_path(PyObject *from, PyObject **bytes, const char **path)
{
    *path = NULL;
    if (from == Py_None)
        return true;
    if (!PyUnicode_FSConverter(from, bytes))
        return false;
    *path = PyBytes_AsString(*bytes);
    return *path;
}

static PyObject *match_told(const rung_match_summary *s)
{
    return Py_BuildValue("{sN sK sK sK sK sd}", "totals", rung_py_totals(&s->people), "pairs",
                         (unsigned long long)s->pairs, "rows", (unsigned long long)s->rows,
                         "distinct", (unsigned long long)s->distinct, "without_hits",
                         (unsigned long long)s->without_hits, "seconds", s->seconds);
}

static PyObject *run_match(PyObject *self, rung_match_job *job, PyObject *call)
{
    rung_py_matcher *m = (rung_py_matcher *)self;
    rung_py_progress progress = {.call = call};
    rung_match_summary summary = {0};
    rung_error error;
    job->progress = rung_py_progress_step;
    job->context = &progress;
    progress.saved = PyEval_SaveThread();
    rung_status status = rung_match_people(m->handle, job, &summary, &error);
    PyEval_RestoreThread(progress.saved);
    return status == RUNG_OK ? match_told(&summary)
                             : rung_py_raise(rung_py_state_of(self), status, &error);
}

PyObject *rung_py_match_folder(PyObject *self, PyObject *arguments)
{
    rung_py_matcher *m = (rung_py_matcher *)self;
    rung_match_job job = RUNG_MATCH_JOB_INIT;
    PyObject *people, *output, *call, *people_bytes = NULL, *output_bytes = NULL, *result = NULL;
    int format, impute;
    unsigned long top, gaps, batch;
    if (!PyArg_ParseTuple(arguments, "OOiikkkO:match_folder", &people, &output, &format, &impute,
                          &top, &gaps, &batch, &call) ||
        !rung_py_may_use_threads(rung_py_state_of(self), m->threads))
        return NULL;
    job.format = (rung_format)format;
    job.impute = (rung_impute)impute;
    job.top = top;
    job.gaps = gaps;
    job.batch = batch;
    if (take_path(people, &people_bytes, &job.people) &&
        take_path(output, &output_bytes, &job.output))
        result = run_match(self, &job, call);
    Py_XDECREF(people_bytes);
    Py_XDECREF(output_bytes);
    return result;
}

/* ---------------------------------------------------------------- paths */

static PyObject *path_told(const rung_path_summary *s)
{
    return Py_BuildValue("{sN sK sK sK sK sK sK sd}", "totals", rung_py_totals(&s->people),
                         "searched", (unsigned long long)s->searched, "with_path",
                         (unsigned long long)s->with_path, "rows", (unsigned long long)s->rows,
                         "unproven", (unsigned long long)s->unproven, "misses",
                         (unsigned long long)s->misses, "ended", (unsigned long long)s->ended,
                         "seconds", s->seconds);
}

static PyObject *run_path(PyObject *self, rung_path_job *job, PyObject *call)
{
    rung_py_planner *p = (rung_py_planner *)self;
    rung_py_progress progress = {.call = call};
    rung_path_summary summary = {0};
    rung_error error;
    job->progress = rung_py_progress_step;
    job->context = &progress;
    progress.saved = PyEval_SaveThread();
    rung_status status = rung_path_people(p->handle, job, &summary, &error);
    PyEval_RestoreThread(progress.saved);
    return status == RUNG_OK ? path_told(&summary)
                             : rung_py_raise(rung_py_state_of(self), status, &error);
}

PyObject *rung_py_path_folder(PyObject *self, PyObject *arguments)
{
    rung_py_planner *p = (rung_py_planner *)self;
    rung_path_job job = RUNG_PATH_JOB_INIT;
    PyObject *people, *output, *misses, *targets, *call, *bytes[3] = {0}, *result = NULL;
    Py_buffer view = {0};
    int format, impute;
    unsigned long batch;
    if (!PyArg_ParseTuple(arguments, "OOOzOiikO:path_folder", &people, &output, &misses,
                          &job.person, &targets, &format, &impute, &batch, &call) ||
        !rung_py_may_use_threads(rung_py_state_of(self), p->matcher->threads))
        return NULL;
    rung_py_want want = {"targets", "uint32", {-1, -1}, false};
    job.format = (rung_format)format;
    job.impute = (rung_impute)impute;
    job.batch = batch;
    if (rung_py_take(targets, &want, &view) && take_path(people, &bytes[0], &job.people) &&
        take_path(output, &bytes[1], &job.output) && take_path(misses, &bytes[2], &job.misses)) {
        job.target = view.buf;
        job.targets = view.buf ? (size_t)view.shape[0] : 0;
        result = run_path(self, &job, call);
    }
    PyBuffer_Release(&view);
    for (int i = 0; i < 3; i++)
        Py_XDECREF(bytes[i]);
    return result;
}

/* ---------------------------------------------------------------- people made up */

static PyObject *run_synth(PyObject *self, rung_synth_job *job, PyObject *call)
{
    rung_py_progress progress = {.call = call};
    rung_synth_summary summary = {0};
    rung_error error;
    job->progress = rung_py_progress_step;
    job->context = &progress;
    progress.saved = PyEval_SaveThread();
    rung_status status = rung_synth(((rung_py_catalog *)self)->handle, job, &summary, &error);
    PyEval_RestoreThread(progress.saved);
    if (status != RUNG_OK)
        return rung_py_raise(rung_py_state_of(self), status, &error);
    return Py_BuildValue("{sK sK sK sd}", "people", (unsigned long long)summary.people, "levels",
                         (unsigned long long)summary.levels, "without_levels",
                         (unsigned long long)summary.without_levels, "seconds", summary.seconds);
}

PyObject *rung_py_synth(PyObject *self, PyObject *arguments)
{
    rung_synth_job job = RUNG_SYNTH_JOB_INIT;
    PyObject *output, *call, *bytes = NULL, *result = NULL;
    unsigned long long people, seed;
    int format, replace;
    if (!PyArg_ParseTuple(arguments, "OKKidIpO:synth", &output, &people, &seed, &format,
                          &job.on_grid, &job.threads, &replace, &call) ||
        !rung_py_may_use_threads(rung_py_state_of(self), job.threads))
        return NULL;
    job.people = people;
    job.seed = seed;
    job.format = (rung_people_format)format;
    job.replace = replace;
    if (take_path(output, &bytes, &job.output))
        result = run_synth(self, &job, call);
    Py_XDECREF(bytes);
    return result;
}
