/* arrow_text.c - a column of text, or of indices into a dictionary of it. */
#include "arrow_text.h"

#include <stdio.h>

bool rung_py_open_text(const struct ArrowArray *batch, const rung_py_field *field, int64_t row,
                       rung_py_text_column *c, rung_py_flaw *flaw)
{
    const struct ArrowArray *array = batch->children[field->child];
    c->column.row = c->dictionary.row = row;
    c->words = -1;
    if (!rung_py_open_column(array, field->name, field->kind, batch->offset, batch->length,
                             &c->column, flaw))
        return false;
    if (field->dictionary == RUNG_PY_OTHER)
        return true;
    c->words = array->dictionary ? array->dictionary->length : 0;
    return rung_py_open_column(array->dictionary, field->name, field->dictionary, 0, c->words,
                               &c->dictionary, flaw);
}

bool rung_py_text_of(const rung_py_text_column *c, int64_t i, const char **text, int64_t *length,
                     rung_py_flaw *flaw)
{
    *text = NULL;
    if (!rung_py_valid(&c->column, i))
        return true;
    if (c->words < 0) {
        rung_py_text_at(&c->column, i, text, length);
        return true;
    }
    int64_t word = rung_py_index(&c->column, i);
    if (word < 0 || word >= c->words) {
        snprintf(flaw->text, sizeof flaw->text,
                 "row %lld, column '%.64s': found index %lld, expected one below %lld, the length "
                 "of the dictionary",
                 (long long)(c->column.row + i), c->column.name, (long long)word,
                 (long long)c->words);
        return false;
    }
    if (rung_py_valid(&c->dictionary, word))
        rung_py_text_at(&c->dictionary, word, text, length);
    return true;
}
