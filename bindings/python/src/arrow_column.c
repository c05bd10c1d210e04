/* arrow_column.c - one column of an Arrow batch, checked before it is read. */
#include "arrow_column.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

static bool fail(rung_py_flaw *flaw, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool fail(rung_py_flaw *flaw, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(flaw->text, sizeof flaw->text, format, arguments);
    va_end(arguments);
    return false;
}

/* Buffers that a kind has: at least so many, exactly so many but for views. */
static bool right_buffers(const struct ArrowArray *a, rung_py_kind kind)
{
    int64_t expected = kind == RUNG_PY_NULL                                 ? 0
                       : kind == RUNG_PY_UTF8 || kind == RUNG_PY_LARGE_UTF8 ? 3
                                                                            : 2;
    if (kind == RUNG_PY_VIEW_UTF8)
        return a->n_buffers >= 3 && a->buffers; /* views, pieces, and the pieces' sizes */
    return a->n_buffers == expected && (expected == 0 || a->buffers);
}

/* Buffers need not be aligned. */
#define READ(type, values, at)                                                                     \
    ({                                                                                             \
        type value_;                                                                               \
        memcpy(&value_, (const char *)(values) + (size_t)(at) * sizeof value_, sizeof value_);     \
        value_;                                                                                    \
    })

bool rung_py_valid(const rung_py_column *c, int64_t i)
{
    uint64_t at = (uint64_t)(c->first + i);
    return c->kind != RUNG_PY_NULL && (!c->valid || c->valid[at / 8] >> (at % 8) & 1);
}

/* ---------------------------------------------------------------- texts */

enum { SHORT = 12 }; /* bytes of a text that a view holds itself */

/* A view is its length, and then its bytes, or the first four, a piece, and a place in it. */
typedef struct view {
    int32_t length, start, piece, at;
} view;

static view view_at(const rung_py_column *c, int64_t i)
{
    return READ(view, c->values, c->first + i);
}

static int64_t offset_at(const rung_py_column *c, int64_t i)
{
    return c->kind == RUNG_PY_UTF8 ? READ(int32_t, c->values, c->first + i)
                                   : READ(int64_t, c->values, c->first + i);
}

static bool check_views(const rung_py_column *c, int64_t rows, rung_py_flaw *flaw)
{
    for (int64_t i = 0; i < rows; i++) {
        view v = view_at(c, i);
        if (!rung_py_valid(c, i) || (v.length >= 0 && v.length <= SHORT))
            continue; /* that of a row which is missing may be anything */
        const void *sizes = c->pieces[c->piece_count];
        if (v.length < 0 || v.piece < 0 || v.piece >= c->piece_count || v.at < 0 || !sizes ||
            !c->pieces[v.piece] || (int64_t)v.at + v.length > READ(int64_t, sizes, v.piece))
            return fail(flaw, "row %lld, column '%.64s': found a view out of its buffers",
                        (long long)(c->row + i), c->name);
    }
    return true;
}

/* That every offset is at least the one before, so that none reaches beyond the last, which is the
 * length of the text. */
static bool check_offsets(const rung_py_column *c, int64_t rows, rung_py_flaw *flaw)
{
    int64_t from = rows > 0 ? offset_at(c, 0) : 0, start = from;
    for (int64_t i = 0; i < rows; i++) {
        int64_t to = offset_at(c, i + 1);
        if (from < 0 || to < from)
            return fail(flaw,
                        "row %lld, column '%.64s': found offsets %lld to %lld, expected them to "
                        "rise",
                        (long long)(c->row + i), c->name, (long long)from, (long long)to);
        from = to;
    }
    if (from > start && !c->text)
        return fail(flaw, "column '%.64s': found no text, expected %lld bytes", c->name,
                    (long long)from);
    return true;
}

/* All of a column's texts, before any is read. */
static bool check_texts(const rung_py_column *c, int64_t rows, rung_py_flaw *flaw)
{
    if (c->kind == RUNG_PY_VIEW_UTF8)
        return check_views(c, rows, flaw);
    return (c->kind != RUNG_PY_UTF8 && c->kind != RUNG_PY_LARGE_UTF8) ||
           check_offsets(c, rows, flaw);
}

/* ---------------------------------------------------------------- opening */

bool rung_py_check_counts(const struct ArrowArray *a, const char *what, rung_py_flaw *flaw)
{
    if (a->length < 0 || a->offset < 0 || a->length > INT64_MAX - a->offset)
        return fail(flaw, "%.80s: found %lld rows at offset %lld", what, (long long)a->length,
                    (long long)a->offset);
    if (a->null_count < -1 || a->null_count > a->length)
        return fail(flaw, "%.80s: found %lld nulls in %lld rows, expected -1..%lld", what,
                    (long long)a->null_count, (long long)a->length, (long long)a->length);
    return true;
}

/* Bytes of a value, an offset or a view: what the largest place in memory is limited by. */
static int64_t width_of(rung_py_kind kind)
{
    switch (kind) {
    case RUNG_PY_VIEW_UTF8:
        return 16;
    case RUNG_PY_INT16:
    case RUNG_PY_UINT16:
        return 2;
    case RUNG_PY_INT32:
    case RUNG_PY_UINT32:
    case RUNG_PY_FLOAT32:
    case RUNG_PY_UTF8:
        return 4;
    case RUNG_PY_INT64:
    case RUNG_PY_UINT64:
    case RUNG_PY_FLOAT64:
    case RUNG_PY_LARGE_UTF8:
        return 8;
    default:
        return 1;
    }
}

/* Whether rows first .. first + length - 1 are in the array, and in memory that can be. */
static bool check_rows(const struct ArrowArray *a, const char *name, rung_py_kind kind,
                       int64_t first, int64_t length, rung_py_flaw *flaw)
{
    char what[80];
    int64_t end, most = INT64_MAX / width_of(kind) - 1; /* there is an offset more than rows */
    snprintf(what, sizeof what, "column '%.64s'", name);
    if (!a->release)
        return fail(flaw, "%s: found a released array, expected one that is fresh", what);
    if (!rung_py_check_counts(a, what, flaw))
        return false;
    if (__builtin_add_overflow(first, length, &end) || end > a->length)
        return fail(flaw, "%s: found %lld rows at offset %lld, expected %lld more", what,
                    (long long)a->length, (long long)a->offset, (long long)length);
    if (a->length + a->offset > most)
        return fail(flaw, "%s: found %lld rows at offset %lld, expected at most %lld in all", what,
                    (long long)a->length, (long long)a->offset, (long long)most);
    return true;
}

bool rung_py_open_column(const struct ArrowArray *a, const char *name, rung_py_kind kind,
                         int64_t first, int64_t length, rung_py_column *column, rung_py_flaw *flaw)
{
    int64_t row = column->row;
    *column = (rung_py_column){.name = name, .kind = kind, .row = row};
    if (!a)
        return fail(flaw, "column '%.64s': found no array", name);
    if (!check_rows(a, name, kind, first, length, flaw))
        return false;
    if (!right_buffers(a, kind))
        return fail(flaw, "column '%.64s': found %lld buffers, expected those of its type", name,
                    (long long)a->n_buffers);
    column->first = first + a->offset;
    if (kind == RUNG_PY_NULL)
        return true;
    column->valid = a->buffers[0];
    column->values = a->buffers[1];
    if (!column->valid && a->null_count > 0)
        return fail(flaw, "column '%.64s': found %lld nulls without a validity bitmap", name,
                    (long long)a->null_count);
    if (!column->values && length > 0)
        return fail(flaw, "column '%.64s': found no values, expected %lld", name,
                    (long long)length);
    if (kind == RUNG_PY_UTF8 || kind == RUNG_PY_LARGE_UTF8)
        column->text = a->buffers[2];
    if (kind == RUNG_PY_VIEW_UTF8) {
        column->pieces = a->buffers + 2;
        column->piece_count = a->n_buffers - 3;
    }
    return check_texts(column, length, flaw);
}

/* ---------------------------------------------------------------- values */

int64_t rung_py_index(const rung_py_column *c, int64_t i)
{
    int64_t at = c->first + i;
    switch (c->kind) {
    case RUNG_PY_INT8:
        return READ(int8_t, c->values, at);
    case RUNG_PY_UINT8:
        return READ(uint8_t, c->values, at);
    case RUNG_PY_INT16:
        return READ(int16_t, c->values, at);
    case RUNG_PY_UINT16:
        return READ(uint16_t, c->values, at);
    case RUNG_PY_INT32:
        return READ(int32_t, c->values, at);
    case RUNG_PY_UINT32:
        return READ(uint32_t, c->values, at);
    case RUNG_PY_INT64:
        return READ(int64_t, c->values, at);
    default: {
        uint64_t value = READ(uint64_t, c->values, at);
        return value > INT64_MAX ? -1 : (int64_t)value;
    }
    }
}

static double number(const rung_py_column *c, int64_t i)
{
    int64_t at = c->first + i;
    if (c->kind == RUNG_PY_FLOAT32)
        return (double)READ(float, c->values, at);
    if (c->kind == RUNG_PY_FLOAT64)
        return READ(double, c->values, at);
    if (c->kind == RUNG_PY_UINT64)
        return (double)READ(uint64_t, c->values, at);
    return (double)rung_py_index(c, i);
}

bool rung_py_levels(const rung_py_column *c, int64_t i, int64_t count, float *out, size_t stride,
                    rung_py_flaw *flaw)
{
    for (int64_t k = 0; k < count; k++, out += stride) {
        double value = rung_py_valid(c, i + k) ? number(c, i + k) : NAN;
        *out = (float)value;
        if (isnan(value) && rung_py_valid(c, i + k))
            return fail(flaw, "row %lld, column '%.64s': found nan, expected a level or null",
                        (long long)(c->row + i + k), c->name);
    }
    return true;
}

void rung_py_text_at(const rung_py_column *c, int64_t i, const char **text, int64_t *length)
{
    if (c->kind == RUNG_PY_VIEW_UTF8) {
        view v = view_at(c, i);
        *length = v.length;
        *text = v.length <= SHORT ? (const char *)c->values + 16 * (c->first + i) + 4
                                  : (const char *)c->pieces[v.piece] + v.at;
        return;
    }
    int64_t from = offset_at(c, i);
    *length = offset_at(c, i + 1) - from;
    *text = *length > 0 ? c->text + from : "";
}
