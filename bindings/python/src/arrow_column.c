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

bool rung_py_open_column(const struct ArrowArray *a, const char *name, rung_py_kind kind,
                         int64_t first, int64_t length, rung_py_column *column, rung_py_flaw *flaw)
{
    int64_t end, start, row = column->row;
    *column = (rung_py_column){.name = name, .kind = kind, .row = row};
    if (!a)
        return fail(flaw, "column '%.64s': found no array", name);
    if (a->offset < 0 || a->length < 0 || a->null_count < -1 ||
        __builtin_add_overflow(first, length, &end) || end > a->length ||
        __builtin_add_overflow(first, a->offset, &start))
        return fail(flaw, "column '%.64s': found %lld rows at offset %lld, expected %lld more",
                    name, (long long)a->length, (long long)a->offset, (long long)length);
    if (!right_buffers(a, kind))
        return fail(flaw, "column '%.64s': found %lld buffers, expected those of its type", name,
                    (long long)a->n_buffers);
    column->first = start;
    if (kind == RUNG_PY_NULL)
        return true;
    column->valid = a->buffers[0];
    column->values = a->buffers[1];
    if (!column->values && length > 0)
        return fail(flaw, "column '%.64s': found no values, expected %lld", name,
                    (long long)length);
    if (kind == RUNG_PY_UTF8 || kind == RUNG_PY_LARGE_UTF8)
        column->text = a->buffers[2];
    if (kind == RUNG_PY_VIEW_UTF8) {
        column->pieces = a->buffers + 2;
        column->piece_count = a->n_buffers - 3;
    }
    return true;
}

bool rung_py_valid(const rung_py_column *c, int64_t i)
{
    uint64_t at = (uint64_t)(c->first + i);
    return c->kind != RUNG_PY_NULL && (!c->valid || c->valid[at / 8] >> (at % 8) & 1);
}

/* Buffers need not be aligned. */
#define READ(type, values, at)                                                                     \
    ({                                                                                             \
        type value_;                                                                               \
        memcpy(&value_, (const char *)(values) + (size_t)(at) * sizeof value_, sizeof value_);     \
        value_;                                                                                    \
    })

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

/* A view is its length, and then its bytes, or the first four, a piece, and a place in it. */
static bool view_at(const rung_py_column *c, int64_t i, const char **text, int64_t *length,
                    rung_py_flaw *flaw)
{
    const char *view = (const char *)c->values + 16 * (c->first + i);
    int32_t word[4];
    memcpy(word, view, sizeof word);
    *length = word[0];
    *text = view + 4;
    if (word[0] >= 0 && word[0] <= 12)
        return true;
    const void *sizes = c->pieces[c->piece_count];
    if (word[0] < 0 || word[2] < 0 || word[2] >= c->piece_count || word[3] < 0 || !sizes ||
        !c->pieces[word[2]] || (int64_t)word[3] + word[0] > READ(int64_t, sizes, word[2]))
        return fail(flaw, "row %lld, column '%.64s': found a view out of its buffers",
                    (long long)(c->row + i), c->name);
    *text = (const char *)c->pieces[word[2]] + word[3];
    return true;
}

bool rung_py_text_at(const rung_py_column *c, int64_t i, const char **text, int64_t *length,
                     rung_py_flaw *flaw)
{
    int64_t from, to, at = c->first + i;
    if (c->kind == RUNG_PY_VIEW_UTF8)
        return view_at(c, i, text, length, flaw);
    if (c->kind == RUNG_PY_UTF8) {
        from = READ(int32_t, c->values, at);
        to = READ(int32_t, c->values, at + 1);
    } else {
        from = READ(int64_t, c->values, at);
        to = READ(int64_t, c->values, at + 1);
    }
    if (from < 0 || to < from || (to > from && !c->text))
        return fail(flaw,
                    "row %lld, column '%.64s': found offsets %lld to %lld, expected them to "
                    "rise",
                    (long long)(c->row + i), c->name, (long long)from, (long long)to);
    *text = to > from ? c->text + from : "";
    *length = to - from;
    return true;
}
