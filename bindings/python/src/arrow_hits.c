/* arrow_hits.c - hits as the columns of an Arrow batch. */
#include "arrow_hits.h"

#include <stdlib.h>

#include "errors.h"

/* ---------------------------------------------------------------- arrays that own their memory */

/* Any column has at most a validity bitmap, which none here needs, offsets or values, and text. */
typedef struct owned {
    const void *buffer[3];
} owned;

static void release_array(struct ArrowArray *a)
{
    owned *memory = a->private_data;
    for (int64_t i = 0; i < a->n_children; i++) {
        if (a->children[i]->release)
            a->children[i]->release(a->children[i]);
        free(a->children[i]);
    }
    free(a->children);
    if (a->dictionary) {
        if (a->dictionary->release)
            a->dictionary->release(a->dictionary);
        free(a->dictionary);
    }
    for (int i = 0; i < 3; i++)
        free((void *)memory->buffer[i]);
    free(memory);
    a->release = NULL;
}

/* An array of so many values of this size; false when memory is short, and it is then released. */
static bool make(struct ArrowArray *a, size_t length, size_t size, int64_t buffers)
{
    owned *memory = calloc(1, sizeof *memory);
    *a = (struct ArrowArray){0};
    if (!memory)
        return false;
    *a = (struct ArrowArray){.length = (int64_t)length,
                             .n_buffers = buffers,
                             .buffers = memory->buffer,
                             .release = release_array,
                             .private_data = memory};
    memory->buffer[1] = size > 0 ? calloc(length + 1, size) : NULL;
    if (size == 0 || memory->buffer[1])
        return true;
    a->release(a);
    return false;
}

static void *values(struct ArrowArray *a)
{
    return (void *)a->buffers[1];
}

/* ---------------------------------------------------------------- dictionaries */

/* Text number i; NULL with an exception. */
typedef const char *text_of(const void *from, size_t i, size_t *length);

static const char *role_text(const void *from, size_t i, size_t *length)
{
    const char *id = rung_catalog_role(from, (uint32_t)i).id;
    *length = strlen(id);
    return id;
}

static const char *person_text(const void *from, size_t i, size_t *length)
{
    Py_ssize_t bytes;
    PyObject *id = PyList_GetItem((PyObject *)from, (Py_ssize_t)i);
    const char *text = id ? PyUnicode_AsUTF8AndSize(id, &bytes) : NULL;
    *length = text ? (size_t)bytes : 0;
    return text;
}

/* Texts one after another, with 64-bit offsets. */
static bool fill_texts(struct ArrowArray *a, const void *from, size_t count, text_of *text)
{
    int64_t *offset = values(a);
    size_t length, at = 0;
    for (size_t i = 0; i < count; i++) {
        if (!text(from, i, &length))
            return false;
        offset[i + 1] = offset[i] + (int64_t)length;
    }
    char *bytes = malloc((size_t)offset[count] + 1);
    if (!bytes)
        return PyErr_NoMemory();
    ((owned *)a->private_data)->buffer[2] = bytes;
    for (size_t i = 0; i < count; i++) {
        const char *t = text(from, i, &length);
        if (length > 0)
            memcpy(bytes + at, t, length);
        at += length;
    }
    return true;
}

/* Give indices a the dictionary of these texts. */
static bool add_dictionary(struct ArrowArray *a, const void *from, size_t count, text_of *text)
{
    struct ArrowArray *d = calloc(1, sizeof *d);
    if (!d || !make(d, count, sizeof(int64_t), 3)) {
        free(d);
        PyErr_NoMemory();
        return false;
    }
    a->dictionary = d;
    return fill_texts(d, from, count, text);
}

/* ---------------------------------------------------------------- the batch */

static bool make_columns(const rung_py_hits *h, size_t rows, struct ArrowArray *batch)
{
    const size_t size[RUNG_PY_HIT_COLUMNS] = {h->ids == Py_None ? 8 : 4, 4, 4, 8, 8, 8};
    if (!make(batch, rows, 0, 1))
        return false;
    batch->children = calloc(RUNG_PY_HIT_COLUMNS, sizeof *batch->children);
    for (int i = 0; batch->children && i < RUNG_PY_HIT_COLUMNS; i++) {
        struct ArrowArray *column = calloc(1, sizeof *column);
        if (!column || !make(column, rows, size[i], 2)) {
            free(column);
            break;
        }
        batch->children[batch->n_children++] = column;
    }
    if (batch->n_children == RUNG_PY_HIT_COLUMNS)
        return true;
    batch->release(batch);
    return false;
}

static void fill_rows(const rung_py_hits *h, struct ArrowArray *batch)
{
    struct ArrowArray **column = batch->children;
    int32_t *person = values(column[0]), *rank = values(column[1]), *role = values(column[2]);
    int64_t *number = values(column[0]);
    double *score = values(column[3]), *readiness = values(column[4]),
           *similarity = values(column[5]);
    bool named = h->ids != Py_None;
    size_t row = 0;
    for (size_t i = 0; i < h->people * h->top; i++) {
        const rung_hit *hit = &h->hit[i];
        if (hit->role == RUNG_NONE)
            continue;
        if (named)
            person[row] = (int32_t)(i / h->top);
        else
            number[row] = (int64_t)(i / h->top);
        rank[row] = (int32_t)(i % h->top + 1);
        role[row] = (int32_t)hit->role;
        score[row] = hit->score;
        readiness[row] = hit->readiness;
        similarity[row++] = hit->similarity;
    }
}

bool rung_py_make_batch(const rung_py_state *state, const rung_py_hits *h, struct ArrowArray *batch)
{
    size_t rows = 0;
    if (h->people > INT32_MAX || h->top > INT32_MAX)
        return rung_py_bad_argument(state, "found more than 2147483647 people or hits of one");
    PyThreadState *saved = PyEval_SaveThread();
    for (size_t i = 0; i < h->people * h->top; i++)
        rows += h->hit[i].role != RUNG_NONE;
    bool made = make_columns(h, rows, batch);
    if (made)
        fill_rows(h, batch);
    PyEval_RestoreThread(saved);
    if (!made)
        return PyErr_NoMemory();
    if (add_dictionary(batch->children[2], h->catalog, rung_catalog_roles(h->catalog), role_text) &&
        (h->ids == Py_None || add_dictionary(batch->children[0], h->ids, h->people, person_text)))
        return true;
    batch->release(batch);
    return false;
}
