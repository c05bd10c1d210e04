/* json.c - read a JSON file of a few megabytes at most into a tree. */
#include "json.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/number.h"
#include "base/text.h"

enum { MOST_BYTES = 16 << 20, DEEPEST = 32 };

typedef struct reader {
    json_tree *tree;
    const char *path, *start, *at, *end;
    rung_buffer buffer;
    rung_error *error;
} reader;

static rung_status refuse(reader *r, const char *expected)
{
    size_t line = 1, column = 1;
    char shown[64];
    for (const char *c = r->start; c < r->at; c++) {
        column = *c == '\n' ? 1 : column + 1;
        line += *c == '\n';
    }
    size_t left = (size_t)(r->end - r->at);
    return rung_fail(r->error, RUNG_BAD_DATA, "%s:%zu:%zu: found '%s', expected %s", r->path, line,
                     column, rung_quote(shown, r->at, left < 20 ? left : 20), expected);
}

static void skip_space(reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
        r->at++;
}

/* Take this byte, if it is the next one but for space. */
static bool take(reader *r, char c)
{
    skip_space(r);
    bool there = r->at < r->end && *r->at == c;
    r->at += there;
    return there;
}

static bool take_word(reader *r, const char *word)
{
    size_t length = strlen(word);
    bool there = (size_t)(r->end - r->at) >= length && memcmp(r->at, word, length) == 0;
    r->at += there ? length : 0;
    return there;
}

/* ---------------------------------------------------------------- text */

static bool read_hex(reader *r, unsigned *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        static const char digits[] = "0123456789abcdefABCDEF";
        const char *digit = r->at < r->end && *r->at ? strchr(digits, *r->at) : NULL;
        if (!digit)
            return false;
        unsigned value = (unsigned)(digit - digits);
        *code = 16 * *code + (value > 15 ? value - 6 : value);
    }
    return true;
}

static void put_utf8(rung_buffer *out, unsigned code)
{
    if (code < 0x80) {
        rung_put_char(out, (char)code);
        return;
    }
    unsigned extra = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    rung_put_char(out, (char)(lead[extra] | code >> 6 * extra));
    while (extra-- > 0)
        rung_put_char(out, (char)(0x80 | (code >> 6 * extra & 0x3F)));
}

/* What stands behind a backslash. */
static bool read_escape(reader *r)
{
    static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    unsigned code, low;
    if (r->at == r->end || *r->at == '\0')
        return false;
    const char *name = strchr(names, *r->at++);
    if (name) {
        rung_put_char(&r->buffer, meanings[name - names]);
        return true;
    }
    if (r->at[-1] != 'u' || !read_hex(r, &code) || code == 0 || (code >= 0xDC00 && code < 0xE000))
        return false;
    if (code >= 0xD800 && code < 0xDC00) {
        if (!take_word(r, "\\u") || !read_hex(r, &low) || low < 0xDC00 || low >= 0xE000)
            return false;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    put_utf8(&r->buffer, code);
    return true;
}

/* Text with its quotes; *text lives as long as the tree. */
static rung_status read_text(reader *r, const char **text)
{
    if (!take(r, '"'))
        return refuse(r, "text in quotes");
    r->buffer.length = 0;
    while (r->at < r->end && *r->at != '"' && (unsigned char)*r->at >= ' ') {
        const char *escape = r->at;
        if (*r->at != '\\') {
            rung_put_char(&r->buffer, *r->at++);
        } else if (r->at++, !read_escape(r)) {
            r->at = escape;
            return refuse(r, "an escape of JSON");
        }
    }
    if (r->at == r->end || *r->at != '"')
        return refuse(r, "a quote");
    r->at++;
    *text = r->buffer.failed ? NULL
                             : rung_arena_text(&r->tree->text, r->buffer.at ? r->buffer.at : "",
                                               r->buffer.length);
    return *text ? RUNG_OK : rung_fail_memory(r->error, r->path);
}

/* ---------------------------------------------------------------- values */

static rung_status read_value(reader *r, size_t depth, size_t *place);

static rung_status read_number(reader *r, double *number)
{
    const char *from = r->at;
    while (r->at < r->end && *r->at && strchr("+-.0123456789eE", *r->at))
        r->at++;
    if (r->at > from && rung_parse_number(from, (size_t)(r->at - from), number))
        return RUNG_OK;
    r->at = from;
    return refuse(r, "a value of JSON");
}

/* What lies between brackets, up to the closing one. */
static rung_status read_children(reader *r, size_t parent, bool keys, size_t depth)
{
    char close = keys ? '}' : ']';
    size_t last = 0;
    if (take(r, close))
        return RUNG_OK;
    do {
        const char *key = NULL;
        size_t child;
        rung_status status = keys ? read_text(r, &key) : RUNG_OK;
        if (status == RUNG_OK && keys && !take(r, ':'))
            status = refuse(r, "a colon");
        if (status == RUNG_OK)
            status = read_value(r, depth + 1, &child);
        if (status != RUNG_OK)
            return status;
        r->tree->value[child].key = key;
        *(last ? &r->tree->value[last].next : &r->tree->value[parent].child) = child;
        last = child;
    } while (take(r, ','));
    return take(r, close) ? RUNG_OK : refuse(r, keys ? "',' or '}'" : "',' or ']'");
}

static rung_status read_value(reader *r, size_t depth, size_t *place)
{
    json_tree *t = r->tree;
    json_value v = {.kind = JSON_NULL};
    skip_space(r);
    char first = r->at < r->end ? *r->at : '\0';
    rung_status status = RUNG_OK;
    if (depth > DEEPEST)
        return refuse(r, "fewer brackets within brackets");
    if (!rung_grow((void **)&t->value, &t->room, t->count + 1, sizeof *t->value))
        return rung_fail_memory(r->error, r->path);
    *place = t->count++;
    if (first == '{' || first == '[') {
        v.kind = first == '{' ? JSON_OBJECT : JSON_ARRAY;
        r->at++;
        t->value[*place] = v;
        return read_children(r, *place, first == '{', depth);
    }
    if (first == '"') {
        v.kind = JSON_TEXT;
        status = read_text(r, &v.text);
    } else if (take_word(r, "true") || take_word(r, "false")) {
        v.kind = JSON_FLAG;
        v.number = first == 't';
    } else if (!take_word(r, "null")) {
        v.kind = JSON_NUMBER;
        status = read_number(r, &v.number);
    }
    t->value[*place] = v;
    return status;
}

rung_status json_read(json_tree *tree, const char *path, rung_error *error)
{
    char *text = NULL;
    size_t length, place;
    *tree = (json_tree){.count = 1};
    rung_status status = rung_file_text(path, MOST_BYTES, &text, &length, error);
    if (status != RUNG_OK)
        return status;
    reader r = {.tree = tree,
                .path = path,
                .start = text,
                .at = text,
                .end = text + length,
                .error = error};
    status = read_value(&r, 0, &place);
    skip_space(&r);
    if (status == RUNG_OK && r.at < r.end)
        status = refuse(&r, "nothing more");
    rung_buffer_free(&r.buffer);
    free(text);
    return status;
}

void json_free(json_tree *tree)
{
    free(tree->value);
    rung_arena_free(&tree->text);
    *tree = (json_tree){0};
}

/* ---------------------------------------------------------------- looking */

static const json_value *at_place(const json_tree *tree, size_t place)
{
    return place ? &tree->value[place] : NULL;
}

const json_value *json_first(const json_tree *tree, const json_value *of)
{
    return of ? at_place(tree, of->child) : NULL;
}

const json_value *json_next(const json_tree *tree, const json_value *of)
{
    return at_place(tree, of->next);
}

const json_value *json_member(const json_tree *tree, const json_value *object, const char *key)
{
    if (!object || object->kind != JSON_OBJECT)
        return NULL;
    for (const json_value *v = json_first(tree, object); v; v = json_next(tree, v))
        if (strcmp(v->key, key) == 0)
            return v;
    return NULL;
}
