/* impute.c - levels that nobody gave. */
#include "impute.h"

#include <math.h>
#include <stdlib.h>

#include "arrays.h"
#include "errors.h"

/* One person. from: levels of the current role, NULL where there is none to be taken. */
static bool fill(rung_impute impute, const float *from, size_t skills, float *levels)
{
    bool empty = true, touched = false;
    for (size_t s = 0; s < skills; s++)
        empty &= isnan(levels[s]);
    bool take = from && (impute == RUNG_IMPUTE_FILL || (impute == RUNG_IMPUTE_EMPTY && empty));
    for (size_t s = 0; s < skills; s++)
        if (isnan(levels[s])) {
            levels[s] = take ? from[s] : 0;
            touched |= levels[s] > 0;
        }
    return touched;
}

int64_t rung_py_fill_levels(const rung_catalog *catalog, rung_impute impute, const uint32_t *role,
                            size_t people, float *levels, char *touched)
{
    size_t skills = rung_catalog_skills(catalog);
    uint32_t known = RUNG_NONE;
    int64_t count = 0;
    float *from = calloc(skills > 0 ? skills : 1, sizeof *from);
    if (!from)
        return -1;
    for (size_t i = 0; i < people; i++) {
        uint32_t now = role && impute != RUNG_IMPUTE_NONE ? role[i] : RUNG_NONE;
        if (now != RUNG_NONE && now != known)
            rung_catalog_levels(catalog, known = now, from);
        bool got = fill(impute, now == RUNG_NONE ? NULL : from, skills, levels + i * skills);
        count += got;
        if (touched)
            touched[i] = got;
    }
    free(from);
    return count;
}

PyObject *rung_py_impute(PyObject *self, PyObject *arguments)
{
    const rung_catalog *catalog = ((rung_py_catalog *)self)->handle;
    PyObject *levels, *roles, *out, *result = NULL;
    Py_buffer view = {0}, role_view = {0}, out_view = {0};
    Py_ssize_t people;
    int impute;
    if (!PyArg_ParseTuple(arguments, "OOniO:impute", &levels, &roles, &people, &impute, &out))
        return NULL;
    rung_py_want want = {
        "levels", "float32", {people, (Py_ssize_t)rung_catalog_skills(catalog)}, true};
    rung_py_want want_roles = {"current_role", "uint32", {people, -1}, false};
    if (rung_py_take(levels, &want, &view) && view.buf &&
        rung_py_take(roles, &want_roles, &role_view) &&
        rung_py_take_bytes(out, "imputed", (size_t)people, &out_view)) {
        PyThreadState *saved = PyEval_SaveThread();
        int64_t count = rung_py_fill_levels(catalog, (rung_impute)impute, role_view.buf,
                                            (size_t)people, view.buf, out_view.buf);
        PyEval_RestoreThread(saved);
        result = count < 0 ? PyErr_NoMemory() : PyLong_FromLongLong(count);
    }
    PyBuffer_Release(&view);
    PyBuffer_Release(&role_view);
    PyBuffer_Release(&out_view);
    return result;
}
