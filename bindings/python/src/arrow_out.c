/* arrow_out.c - an Arrow stream of hits: one batch, in a capsule. */
#include "arrow.h"
#include "module.h"

#include <errno.h>
#include <stdlib.h>

#include "arrays.h"
#include "arrow_hits.h"

typedef struct column {
    const char *name, *format;
    bool dictionary; /* of large text */
} column;

/* What the stream has: its batch, until that is taken. */
typedef struct contents {
    struct ArrowArray batch;
    bool named; /* people have ids */
} contents;

static const char *const stream_name = "arrow_array_stream";

/* ---------------------------------------------------------------- the schema */

static void release_schema(struct ArrowSchema *s)
{
    for (int64_t i = 0; i < s->n_children; i++) {
        if (s->children[i]->release)
            s->children[i]->release(s->children[i]);
        free(s->children[i]);
    }
    free(s->children);
    if (s->dictionary && s->dictionary->release)
        s->dictionary->release(s->dictionary);
    free(s->dictionary);
    s->release = NULL;
}

static void start_schema(struct ArrowSchema *s, const char *name, const char *format)
{
    *s = (struct ArrowSchema){.format = format, .name = name, .release = release_schema};
}

static struct ArrowSchema *column_schema(const column *c)
{
    struct ArrowSchema *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    start_schema(s, c->name, c->format);
    if (!c->dictionary)
        return s;
    s->dictionary = calloc(1, sizeof *s->dictionary);
    if (!s->dictionary) {
        free(s);
        return NULL;
    }
    start_schema(s->dictionary, "", "U");
    return s;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    const contents *c = stream->private_data;
    const column columns[RUNG_PY_HIT_COLUMNS] = {
        c->named ? (column){"person_id", "i", true} : (column){"person", "l", false},
        {"rank", "i", false},
        {"role_id", "i", true},
        {"score", "g", false},
        {"readiness", "g", false},
        {"similarity", "g", false},
    };
    start_schema(out, "", "+s");
    out->children = calloc(RUNG_PY_HIT_COLUMNS, sizeof *out->children);
    for (int i = 0; out->children && i < RUNG_PY_HIT_COLUMNS; i++) {
        struct ArrowSchema *child = column_schema(&columns[i]);
        if (!child)
            break;
        out->children[out->n_children++] = child;
    }
    if (out->n_children == RUNG_PY_HIT_COLUMNS)
        return 0;
    out->release(out);
    return ENOMEM;
}

/* ---------------------------------------------------------------- the stream */

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    contents *c = stream->private_data;
    *out = c->batch; /* released, and so the end, when it is gone */
    c->batch.release = NULL;
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "out of memory"; /* nothing else fails */
}

static void release_stream(struct ArrowArrayStream *stream)
{
    contents *c = stream->private_data;
    if (c->batch.release)
        c->batch.release(&c->batch);
    free(c);
    stream->release = NULL;
}

static void drop_capsule(PyObject *capsule)
{
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, stream_name);
    if (stream && stream->release) /* nobody took it */
        stream->release(stream);
    free(stream);
}

static PyObject *make(const rung_py_state *state, const rung_py_hits *hits)
{
    struct ArrowArrayStream *stream = calloc(1, sizeof *stream);
    contents *c = calloc(1, sizeof *c);
    PyObject *capsule = NULL;
    if (!stream || !c)
        PyErr_NoMemory();
    else if (rung_py_make_batch(state, hits, &c->batch))
        capsule = PyCapsule_New(stream, stream_name, drop_capsule);
    if (capsule) {
        c->named = hits->ids != Py_None;
        *stream =
            (struct ArrowArrayStream){get_schema, get_next, get_last_error, release_stream, c};
        return capsule;
    }
    if (c && c->batch.release)
        c->batch.release(&c->batch);
    free(c);
    free(stream);
    return NULL;
}

PyObject *rung_py_stream(PyObject *self, PyObject *arguments)
{
    rung_py_hits hits = {.catalog = ((rung_py_catalog *)self)->handle};
    PyObject *from, *result = NULL;
    Py_buffer view = {0};
    Py_ssize_t people, top;
    size_t bytes;
    if (!PyArg_ParseTuple(arguments, "OnnO:stream", &from, &people, &top, &hits.ids))
        return NULL;
    if (hits.ids != Py_None && PyList_Size(hits.ids) != people) {
        if (!PyErr_Occurred())
            PyErr_Format(PyExc_ValueError, "ids: found %zd, expected %zd", PyList_Size(hits.ids),
                         people);
        return NULL;
    }
    if (people < 0 || top < 1 ||
        __builtin_mul_overflow((size_t)people * sizeof(rung_hit), (size_t)top, &bytes))
        return PyErr_NoMemory();
    if (rung_py_take_bytes(from, "hits", bytes, &view)) {
        hits.hit = view.buf;
        hits.people = (size_t)people;
        hits.top = (size_t)top;
        result = make(rung_py_state_of(self), &hits);
    }
    PyBuffer_Release(&view);
    return result;
}
