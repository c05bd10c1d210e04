/* npy_header.c - what the dictionary in a NumPy file's header says. */
#include "data/npy_header.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { DESCR, ORDER, SHAPE, KEYS };

static const char *const keys[KEYS] = {"'descr'", "'fortran_order'", "'shape'"};

/* A dictionary being read; values are empty where their keys have not come. */
typedef struct dictionary {
    const char *path, *at;
    rung_slice value[KEYS];
} dictionary;

rung_status rung_npy_header_fail(const char *path, rung_error *error, const char *found,
                                 const char *expected)
{
    return rung_fail(error, RUNG_BAD_DATA, "%s: NumPy header: found %s, expected %s", path, found,
                     expected);
}

static rung_status fail(const dictionary *d, rung_error *error, rung_slice found,
                        const char *expected)
{
    char shown[64];
    return rung_npy_header_fail(
        d->path, error, found.length > 0 ? rung_quote(shown, found.at, found.length) : "nothing",
        expected);
}

static void skip_blanks(dictionary *d)
{
    d->at += strspn(d->at, " \n");
}

/* The text of a value: to the end of what its first character opens, or else to what ends it. */
static rung_slice take_value(dictionary *d)
{
    const char *from = d->at, *end;
    char close = *from == '(' ? ')' : *from == '[' ? ']' : *from == '\'' ? '\'' : '\0';
    if (close && (end = strchr(from + 1, close)))
        d->at = end + 1;
    else
        d->at += strcspn(from, ",} \n");
    return (rung_slice){from, (size_t)(d->at - from)};
}

static rung_slice rest_of(const dictionary *d)
{
    rung_slice rest = rung_slice_of(d->at);
    while (rest.length > 0 && strchr(" \n", rest.at[rest.length - 1]))
        rest.length--; /* the padding of the header */
    return rest;
}

static rung_status take_entry(dictionary *d, rung_error *error)
{
    if (*d->at != '\'')
        return fail(d, error, rest_of(d), "a key in quotes, or the dictionary's }");
    rung_slice key = take_value(d);
    int k = 0;
    while (k < KEYS && !rung_slice_is(key, keys[k]))
        k++;
    if (k == KEYS)
        return fail(d, error, key, "the keys 'descr', 'fortran_order' and 'shape' alone");
    if (d->value[k].length > 0)
        return fail(d, error, key, "each key once (it is there twice)");
    skip_blanks(d);
    if (*d->at != ':')
        return fail(d, error, rest_of(d), "a colon behind the key");
    d->at++;
    skip_blanks(d);
    d->value[k] = take_value(d);
    if (d->value[k].length == 0)
        return fail(d, error, rest_of(d), "a value behind the colon");
    skip_blanks(d);
    if (*d->at == ',')
        d->at++;
    else if (*d->at != '}')
        return fail(d, error, rest_of(d), "a comma or the dictionary's } behind the value");
    return RUNG_OK;
}

static rung_status read_dictionary(dictionary *d, rung_error *error)
{
    rung_status status = RUNG_OK;
    skip_blanks(d);
    if (*d->at != '{')
        return fail(d, error, rest_of(d), "a dictionary that starts with {");
    d->at++;
    for (skip_blanks(d); *d->at != '}' && status == RUNG_OK; skip_blanks(d))
        status = take_entry(d, error);
    if (status != RUNG_OK)
        return status;
    d->at++;
    skip_blanks(d);
    return *d->at == '\0' ? RUNG_OK
                          : fail(d, error, rest_of(d), "nothing behind the dictionary's }");
}

/* ---------------------------------------------------------------- the shape */

static bool read_whole(const char **at, uint64_t *number, bool *fits)
{
    const char *from = *at;
    *number = 0;
    for (; **at >= '0' && **at <= '9'; ++*at)
        if (*number > (UINT64_MAX - 9) / 10)
            *fits = false;
        else
            *number = *number * 10 + (uint64_t)(**at - '0');
    return *at > from;
}

/* Two whole numbers in parentheses; *fits is false where they are, but larger than any file. */
static bool read_shape(const char *at, uint64_t *rows, uint64_t *columns, bool *fits)
{
    uint64_t floats;
    *fits = true;
    if (*at++ != '(')
        return false;
    at += strspn(at, " ");
    if (!read_whole(&at, rows, fits))
        return false;
    at += strspn(at, " ");
    if (*at++ != ',')
        return false;
    at += strspn(at, " ");
    if (!read_whole(&at, columns, fits))
        return false;
    at += strspn(at, " ");
    if (*at == ',')
        at += 1 + strspn(at + 1, " ");
    *fits = *fits && !__builtin_mul_overflow(*rows, *columns, &floats) && floats <= INT64_MAX / 4;
    return *at == ')';
}

static rung_status shape_fail(const dictionary *d, rung_error *error, const char *meant, bool fits)
{
    rung_slice shape = d->value[SHAPE];
    const char *why = "";
    if (!fits)
        why = ", of fewer than 2^61 floats in all";
    else if (shape.length > 0 && memchr(shape.at, '-', shape.length))
        why = ", neither of them negative";
    else if (shape.length > 0 && memchr(shape.at, 'L', shape.length))
        why = ", without the L that Python 2 wrote behind numbers";
    char expected[128];
    snprintf(expected, sizeof expected, "a shape of %s%s", meant, why);
    return fail(d, error, shape, expected);
}

rung_status rung_npy_header(const char *path, const char *text, const char *meant, uint64_t *rows,
                            uint64_t *columns, rung_error *error)
{
    dictionary d = {.path = path, .at = text};
    bool fits = true;
    size_t length = strlen(text);
    if (rung_utf8_check(text, length) < length) /* messages show parts of it */
        return rung_npy_header_fail(path, error, "bytes that are no UTF-8",
                                    "a dictionary as NumPy writes it");
    rung_status status = read_dictionary(&d, error);
    if (status != RUNG_OK)
        return status;
    if (!rung_slice_is(d.value[DESCR], "'<f4'"))
        return fail(&d, error, d.value[DESCR], "descr '<f4' (float32, little-endian)");
    if (!rung_slice_is(d.value[ORDER], "False"))
        return fail(&d, error, d.value[ORDER], "fortran_order False (rows one behind the other)");
    if (d.value[SHAPE].length == 0 || !read_shape(d.value[SHAPE].at, rows, columns, &fits) || !fits)
        return shape_fail(&d, error, meant, fits);
    return RUNG_OK;
}
