/* arrow_in.c - people from an Arrow stream, batch by batch. */
#include "arrow.h"
#include "module.h"

#include <stdio.h>
#include <stdlib.h>

#include "arrays.h"
#include "arrow_column.h"
#include "arrow_schema.h"
#include "arrow_text.h"
#include "errors.h"
#include "impute.h"

typedef struct table {
    PyObject_HEAD rung_py_catalog *catalog;
    struct ArrowArrayStream stream; /* moved out of its capsule: ours to release */
    rung_py_plan plan;
    rung_impute impute;
    int64_t rows; /* read so far */
    bool busy;    /* a thread is reading, without the GIL */
} table;

/* Rows whose levels are written column by column while they stay in cache. */
enum { BLOCK = 256 };

/* An exception that waits while a producer, which may be written in Python, releases something. */
typedef struct raised {
    PyObject *type, *value, *trace;
} raised;

static raised keep_raised(void)
{
    raised r;
    PyErr_Fetch(&r.type, &r.value, &r.trace);
    return r;
}

static void raise_kept(raised r)
{
    PyErr_Restore(r.type, r.value, r.trace);
}

/* ---------------------------------------------------------------- the stream */

static PyObject *stream_failed(table *t, int code)
{
    const char *text = t->stream.get_last_error ? t->stream.get_last_error(&t->stream) : NULL;
    return rung_py_bad_data(rung_py_state_of((PyObject *)t), "Arrow stream: %.300s (error %d)",
                            text ? text : "failed", code);
}

static bool open_stream(table *t, PyObject *capsule)
{
    struct ArrowSchema schema = {0};
    if (!PyCapsule_IsValid(capsule, "arrow_array_stream")) {
        PyErr_Format(
            PyExc_TypeError,
            "people: __arrow_c_stream__: found %R, expected a capsule 'arrow_array_stream'",
            capsule);
        return false;
    }
    struct ArrowArrayStream *source = PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (!source->release || !source->get_schema || !source->get_next) {
        rung_py_bad_data(rung_py_state_of((PyObject *)t),
                         "found a released Arrow stream, expected one that is fresh");
        return false;
    }
    t->stream = *source;
    source->release = NULL;
    PyThreadState *saved = PyEval_SaveThread();
    int code = t->stream.get_schema(&t->stream, &schema);
    PyEval_RestoreThread(saved);
    if (code != 0) {
        stream_failed(t, code);
        return false;
    }
    bool good =
        rung_py_read_schema(rung_py_state_of((PyObject *)t), t->catalog->handle, &schema, &t->plan);
    raised kept = keep_raised();
    if (schema.release)
        schema.release(&schema);
    raise_kept(kept);
    return good;
}

PyObject *rung_py_table(PyObject *self, PyObject *arguments)
{
    PyObject *capsule;
    int impute;
    if (!PyArg_ParseTuple(arguments, "Oi:table", &capsule, &impute))
        return NULL;
    table *made = rung_py_make(rung_py_state_of(self)->table);
    if (!made)
        return NULL;
    made->catalog = (rung_py_catalog *)Py_NewRef(self);
    made->impute = (rung_impute)impute;
    if (!open_stream(made, capsule))
        Py_CLEAR(made);
    return (PyObject *)made;
}

static void drop(PyObject *self)
{
    table *t = (table *)self;
    raised kept = keep_raised();
    if (t->stream.release)
        t->stream.release(&t->stream);
    raise_kept(kept);
    rung_py_free_plan(&t->plan);
    Py_CLEAR(t->catalog);
    rung_py_drop(self);
}

/* ---------------------------------------------------------------- ids and roles */

static PyObject *decode(const table *t, int64_t i, const char *text, int64_t length,
                        rung_py_flaw *flaw)
{
    PyObject *id = PyUnicode_DecodeUTF8(text, (Py_ssize_t)length, NULL);
    if (!id && PyErr_ExceptionMatches(PyExc_UnicodeDecodeError))
        snprintf(flaw->text, sizeof flaw->text,
                 "row %lld, column 'person_id': found bytes that are not UTF-8",
                 (long long)(t->rows + i));
    return id;
}

/* Ids as a list of str; None where the table has none. */
static PyObject *read_ids(const table *t, const struct ArrowArray *batch, rung_py_flaw *flaw)
{
    rung_py_text_column c = {0};
    const char *text;
    int64_t length;
    if (t->plan.person.child < 0)
        return Py_NewRef(Py_None);
    if (!rung_py_open_text(batch, &t->plan.person, t->rows, &c, flaw))
        return NULL;
    PyObject *made = PyList_New((Py_ssize_t)batch->length);
    for (int64_t i = 0; made && i < batch->length; i++) {
        PyObject *id = NULL;
        if (!rung_py_text_of(&c, i, &text, &length, flaw))
            Py_CLEAR(made);
        else if (!text)
            snprintf(flaw->text, sizeof flaw->text,
                     "row %lld, column 'person_id': found null, expected an id",
                     (long long)(t->rows + i));
        else
            id = decode(t, i, text, length, flaw);
        if (made && (!id || PyList_SetItem(made, (Py_ssize_t)i, id) != 0))
            Py_CLEAR(made);
    }
    return made;
}

/* The role of this id, which no zero byte ends. */
static bool find_role(const table *t, const char *text, int64_t length, uint32_t *role)
{
    char small[256];
    char *id = (size_t)length < sizeof small ? small : malloc((size_t)length + 1);
    if (!id)
        return false;
    memcpy(id, text, (size_t)length);
    id[length] = '\0';
    *role =
        strlen(id) == (size_t)length ? rung_catalog_find_role(t->catalog->handle, id) : RUNG_NONE;
    if (id != small)
        free(id);
    return true;
}

static bool read_roles(const table *t, const struct ArrowArray *batch, uint32_t *role,
                       rung_py_flaw *flaw)
{
    rung_py_text_column c = {0};
    const char *text;
    int64_t length;
    if (!rung_py_open_text(batch, &t->plan.role, t->rows, &c, flaw))
        return false;
    for (int64_t i = 0; i < batch->length; i++) {
        role[i] = RUNG_NONE;
        if (!rung_py_text_of(&c, i, &text, &length, flaw))
            return false;
        if (!text || length == 0)
            continue;
        if (!find_role(t, text, length, &role[i]))
            return false;
        if (role[i] == RUNG_NONE) {
            snprintf(flaw->text, sizeof flaw->text,
                     "row %lld, column 'role_id': found '%.*s', expected the id of a role",
                     (long long)(t->rows + i), (int)(length < 64 ? length : 64), text);
            return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- levels */

/* Blocks of rows, so that what columns write to stays in cache. */
static bool read_levels(const table *t, const struct ArrowArray *batch, float *levels,
                        rung_py_column *column, rung_py_flaw *flaw)
{
    size_t skills = rung_catalog_skills(t->catalog->handle);
    for (size_t k = 0; k < t->plan.levels; k++) {
        const rung_py_field *f = &t->plan.level[k];
        column[k].row = t->rows;
        if (!rung_py_open_column(batch->children[f->child], f->name, f->kind, batch->offset,
                                 batch->length, &column[k], flaw))
            return false;
    }
    for (int64_t i = 0; i < batch->length; i += BLOCK) {
        int64_t count = batch->length - i < BLOCK ? batch->length - i : BLOCK;
        for (size_t k = 0; k < t->plan.levels; k++)
            if (!rung_py_levels(&column[k], i, count,
                                levels + (size_t)i * skills + t->plan.level[k].skill, skills, flaw))
                return false;
    }
    return true;
}

/* Fill what next() hands out, without the GIL. An empty flaw means that memory is short. */
static bool fill(const table *t, const struct ArrowArray *batch, float *levels, uint32_t *role,
                 char *imputed, rung_py_flaw *flaw)
{
    size_t people = (size_t)batch->length;
    size_t width = rung_catalog_skills(t->catalog->handle) * sizeof *levels;
    rung_py_column *column = calloc(t->plan.levels + 1, sizeof *column);
    memset(levels, 0xff, people * width); /* NAN */
    bool good =
        column && read_levels(t, batch, levels, column, flaw) &&
        (!role || read_roles(t, batch, role, flaw)) &&
        rung_py_fill_levels(t->catalog->handle, t->impute, role, people, levels, imputed) >= 0;
    free(column);
    return good;
}

/* ---------------------------------------------------------------- a batch */

static bool check_batch(const table *t, const struct ArrowArray *b, rung_py_flaw *flaw)
{
    int64_t width = (int64_t)(rung_catalog_skills(t->catalog->handle) * sizeof(float));
    int64_t most = PY_SSIZE_T_MAX / (width > 8 ? width : 8); /* an id takes 8, too */
    bool bitmap = b->n_buffers > 0 && b->buffers && b->buffers[0];
    bool nulls = b->null_count > 0 || (bitmap && b->null_count != 0);
    if (!rung_py_check_counts(b, "Arrow batch", flaw))
        return false;
    if (b->length > most) {
        snprintf(flaw->text, sizeof flaw->text,
                 "Arrow batch: found %lld rows, expected at most %lld", (long long)b->length,
                 (long long)most);
        return false;
    }
    if (b->n_children == t->plan.children && !nulls && (b->n_children == 0 || b->children))
        return true;
    snprintf(flaw->text, sizeof flaw->text,
             "Arrow batch: found %lld columns%s, expected the %lld columns of the schema",
             (long long)b->n_children, nulls ? ", some rows null" : "",
             (long long)t->plan.children);
    return false;
}

/* (ids, roles, levels, imputed); NULL with a flaw, or with an exception. */
static PyObject *read_batch(table *t, const struct ArrowArray *b, rung_py_flaw *flaw)
{
    size_t people = (size_t)b->length;
    size_t width = rung_catalog_skills(t->catalog->handle) * sizeof(float);
    /* Memory first: so many rows as there is none for are no rows to be read. */
    PyObject *levels = rung_py_copy(NULL, people, width);
    PyObject *imputed = levels ? rung_py_copy(NULL, people, 1) : NULL;
    PyObject *roles = !imputed                 ? NULL
                      : t->plan.role.child < 0 ? Py_NewRef(Py_None)
                                               : rung_py_copy(NULL, people, sizeof(uint32_t));
    PyObject *ids = roles ? read_ids(t, b, flaw) : NULL;
    bool good = ids;
    if (good) {
        float *level = (void *)PyByteArray_AsString(levels);
        char *touched = PyByteArray_AsString(imputed);
        uint32_t *role = roles == Py_None ? NULL : (void *)PyByteArray_AsString(roles);
        PyThreadState *saved = PyEval_SaveThread();
        good = fill(t, b, level, role, touched, flaw);
        PyEval_RestoreThread(saved);
    }
    PyObject *made = good ? Py_BuildValue("(OOOO)", ids, roles, levels, imputed) : NULL;
    Py_XDECREF(ids);
    Py_XDECREF(roles);
    Py_XDECREF(levels);
    Py_XDECREF(imputed);
    return made;
}

static PyObject *take_batch(table *t, struct ArrowArray *batch)
{
    rung_py_flaw flaw = {""};
    PyObject *made = check_batch(t, batch, &flaw) ? read_batch(t, batch, &flaw) : NULL;
    if (made)
        t->rows += batch->length;
    else if (*flaw.text)
        rung_py_bad_data(rung_py_state_of((PyObject *)t), "%s", flaw.text);
    else if (!PyErr_Occurred() || PyErr_ExceptionMatches(PyExc_MemoryError))
        PyErr_Format(rung_py_state_of((PyObject *)t)->failure[RUNG_NO_MEMORY],
                     "Arrow batch: found %lld rows, expected them to fit into memory",
                     (long long)batch->length);
    raised kept = keep_raised();
    batch->release(batch);
    raise_kept(kept);
    return made;
}

static PyObject *next(PyObject *self, PyObject *unused)
{
    (void)unused;
    table *t = (table *)self;
    struct ArrowArray batch = {0};
    if (t->busy) {
        PyErr_SetString(PyExc_RuntimeError,
                        "another thread is reading this table, expected one at a time");
        return NULL;
    }
    t->busy = true;
    PyThreadState *saved = PyEval_SaveThread();
    int code = t->stream.get_next(&t->stream, &batch);
    PyEval_RestoreThread(saved);
    PyObject *result;
    if (code != 0)
        result = stream_failed(t, code);
    else
        result = batch.release ? take_batch(t, &batch) : Py_NewRef(Py_None);
    t->busy = false;
    return result;
}

static PyMethodDef methods[] = {
    {"next", next, METH_NOARGS, "next() -> (ids, roles, levels, imputed) | None"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {{Py_tp_dealloc, (void *)drop}, {Py_tp_methods, methods}, {0, NULL}};

PyType_Spec rung_py_table_spec = {
    .name = "rung._rung.Table",
    .basicsize = sizeof(table),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
