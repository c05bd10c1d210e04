/* jsonl.c - read JSON lines: an object on each line. */
#include "data/jsonl.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

enum { WINDOW = 1 << 18, LONGEST_LINE = 64 << 20, DEEPEST = 64 };

typedef struct member {
    rung_slice name, value;
    rung_json_kind kind;
} member;

struct rung_jsonl {
    char *path;
    int file;
    uint64_t size, read, line;
    char *window;
    size_t start, end, room; /* the window's unread bytes */
    bool ended;
    member *member;
    size_t members, member_room;
};

/* A line being read; at moves on. What it expected where it stands, when that is not there. */
typedef struct cursor {
    char *begin, *at, *end;
    const char *expected;
} cursor;

/* ---------------------------------------------------------------- a value */

static bool expect(cursor *c, const char *what)
{
    c->expected = what;
    return false;
}

static void skip_blanks(cursor *c)
{
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\t' || *c->at == '\r'))
        c->at++;
}

static bool take(cursor *c, char byte)
{
    skip_blanks(c);
    if (c->at == c->end || *c->at != byte)
        return false;
    c->at++;
    return true;
}

/* Four hexadecimal digits. */
static bool take_unit(cursor *c, unsigned *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++, c->at++) {
        char digit = c->at < c->end ? *c->at : '\0';
        int value = digit >= '0' && digit <= '9'   ? digit - '0'
                    : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                    : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                                   : -1;
        if (value < 0)
            return expect(c, "four hexadecimal digits");
        *unit = *unit * 16 + (unsigned)value;
    }
    return true;
}

/* Write a character as UTF-8; how many bytes. */
static size_t put_utf8(char *to, unsigned code)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    size_t more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned char first[] = {0, 0xC0, 0xE0, 0xF0};
    for (size_t i = more; i > 0; i--, code >>= 6)
        to[i] = (char)(0x80 | (code & 0x3F));
    to[0] = (char)(first[more] | code);
    return more + 1;
}

/* The escape at c->at, behind its backslash; what it stands for is never longer. */
static bool take_escape(cursor *c, char **to)
{
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
    char letter = c->at < c->end ? *c->at++ : '\0';
    const char *known = letter ? strchr(from, letter) : NULL;
    if (known) {
        *(*to)++ = into[known - from];
        return true;
    }
    unsigned code, low;
    if (letter != 'u')
        return expect(c, "one of the escapes of JSON");
    if (!take_unit(c, &code))
        return false;
    if (code >= 0xD800 && code < 0xE000) {
        if (code >= 0xDC00 || c->end - c->at < 2 || c->at[0] != '\\' || c->at[1] != 'u')
            return expect(c, "a pair of surrogates");
        c->at += 2;
        if (!take_unit(c, &low))
            return false;
        if (low < 0xDC00 || low >= 0xE000)
            return expect(c, "a pair of surrogates");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    if (code == 0)
        return expect(c, "text without a zero byte");
    *to += put_utf8(*to, code);
    return true;
}

/* The string at c->at, resolved in place. */
static bool take_text(cursor *c, rung_slice *text)
{
    if (!take(c, '"'))
        return expect(c, "a string");
    char *begin = c->at, *to = c->at;
    while (c->at < c->end && *c->at != '"') {
        if ((unsigned char)*c->at < 0x20)
            return expect(c, "control characters to be escaped");
        if (*c->at != '\\')
            *to++ = *c->at++;
        else if (c->at++, !take_escape(c, &to))
            return false;
    }
    if (c->at == c->end)
        return expect(c, "a closing quote");
    c->at++;
    *text = (rung_slice){begin, (size_t)(to - begin)};
    return true;
}

static size_t take_digits(cursor *c)
{
    char *begin = c->at;
    while (c->at < c->end && *c->at >= '0' && *c->at <= '9')
        c->at++;
    return (size_t)(c->at - begin);
}

static bool take_number(cursor *c)
{
    if (c->at < c->end && *c->at == '-')
        c->at++;
    bool zero = c->at < c->end && *c->at == '0';
    size_t whole = take_digits(c);
    if (whole == 0 || (zero && whole > 1))
        return expect(c, "a value");
    if (c->at < c->end && *c->at == '.' && (c->at++, take_digits(c) == 0))
        return expect(c, "digits behind the point");
    if (c->at < c->end && (*c->at == 'e' || *c->at == 'E')) {
        c->at++;
        if (c->at < c->end && (*c->at == '+' || *c->at == '-'))
            c->at++;
        if (take_digits(c) == 0)
            return expect(c, "digits of an exponent");
    }
    return true;
}

static bool take_word(cursor *c, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(c->end - c->at) < length || memcmp(c->at, word, length) != 0)
        return false;
    c->at += length;
    return true;
}

static bool take_value(cursor *c, member *m, int depth);

/* The rest of an object or array, whose opening bracket is behind c->at. */
static bool take_nested(cursor *c, char close, int depth)
{
    member ignored;
    if (depth == DEEPEST)
        return expect(c, "fewer values within each other");
    if (take(c, close))
        return true;
    do {
        if (close == '}') {
            if (!take_text(c, &ignored.name))
                return false;
            if (!take(c, ':'))
                return expect(c, "a colon");
        }
        if (!take_value(c, &ignored, depth + 1))
            return false;
    } while (take(c, ','));
    return take(c, close) || expect(c, close == '}' ? "a comma or }" : "a comma or ]");
}

/* The kind and the value of m. */
static bool take_value(cursor *c, member *m, int depth)
{
    skip_blanks(c);
    char *begin = c->at, first = c->at < c->end ? *c->at : '\0';
    bool good;
    if (first == '"') {
        m->kind = RUNG_JSON_TEXT;
        return take_text(c, &m->value);
    }
    if (first == '{' || first == '[') {
        c->at++;
        m->kind = RUNG_JSON_NESTED;
        good = take_nested(c, first == '{' ? '}' : ']', depth);
    } else if (take_word(c, "null")) {
        m->kind = RUNG_JSON_NULL;
        good = true;
    } else if (take_word(c, "true") || take_word(c, "false")) {
        m->kind = RUNG_JSON_WORD;
        good = true;
    } else {
        m->kind = RUNG_JSON_NUMBER;
        good = take_number(c);
    }
    m->value = (rung_slice){begin, (size_t)(c->at - begin)};
    return good;
}

/* ---------------------------------------------------------------- a line */

static bool has_member(const rung_jsonl *l, rung_slice name)
{
    for (size_t i = 0; i < l->members; i++)
        if (l->member[i].name.length == name.length &&
            memcmp(l->member[i].name.at, name.at, name.length) == 0)
            return true;
    return false;
}

/* The members of the object on a line; *memory tells that it is short. */
static bool take_object(rung_jsonl *l, cursor *c, bool *memory)
{
    l->members = 0;
    if (!take(c, '{'))
        return expect(c, "an object: {");
    if (!take(c, '}')) {
        do {
            member m;
            if (!take_text(c, &m.name))
                return false;
            if (has_member(l, m.name))
                return expect(c, "each member once");
            if (!take(c, ':'))
                return expect(c, "a colon");
            if (!take_value(c, &m, 0))
                return false;
            *memory = rung_grow((void **)&l->member, &l->member_room, l->members + 1, sizeof m);
            if (!*memory)
                return false;
            l->member[l->members++] = m;
        } while (take(c, ','));
        if (!take(c, '}'))
            return expect(c, "a comma or }");
    }
    skip_blanks(c);
    return c->at == c->end || expect(c, "the end of the line");
}

static rung_status read_object(rung_jsonl *l, char *at, size_t length, rung_error *error)
{
    cursor c = {at, at, at + length, NULL};
    bool memory = true;
    size_t bad = rung_utf8_check(at, length);
    if (bad < length || memchr(at, '\0', length))
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s:%llu: bytes that are no text, expected text in UTF-8", l->path,
                         (unsigned long long)l->line);
    if (take_object(l, &c, &memory))
        return RUNG_OK;
    if (!memory)
        return rung_fail_memory(error, "the members of an object");
    return rung_fail(error, RUNG_BAD_DATA, "%s:%llu: byte %zu: expected %s", l->path,
                     (unsigned long long)l->line, (size_t)(c.at - c.begin) + 1, c.expected);
}

/* Read more behind what is unread. */
static rung_status refill(rung_jsonl *l, rung_error *error)
{
    if (l->start > 0) {
        memmove(l->window, l->window + l->start, l->end - l->start);
        l->end -= l->start;
        l->start = 0;
    }
    if (l->room - l->end < WINDOW / 2 &&
        !rung_grow((void **)&l->window, &l->room, l->end + WINDOW, 1))
        return rung_fail_memory(error, "a line");
    ssize_t n = rung_file_read(l->file, l->path, l->window + l->end, l->room - l->end, error);
    if (n < 0)
        return rung_file_status(n);
    l->ended = n == 0;
    l->end += (size_t)n;
    l->read += (uint64_t)n;
    return RUNG_OK;
}

/* Find the line that starts at l->start: *length bytes, without its line break. */
static rung_status find_line(rung_jsonl *l, size_t *length, rung_error *error)
{
    size_t seen = 0;
    for (;;) {
        char *from = l->window ? l->window + l->start : NULL;
        size_t unread = l->end - l->start;
        char *cut = unread > seen ? memchr(from + seen, '\n', unread - seen) : NULL;
        *length = cut ? (size_t)(cut - from) : unread;
        if (*length > LONGEST_LINE)
            return rung_fail(error, RUNG_BAD_DATA,
                             "%s:%llu: a line of more than %d MiB, expected shorter ones", l->path,
                             (unsigned long long)l->line + 1, LONGEST_LINE >> 20);
        if (cut || l->ended)
            return RUNG_OK;
        seen = unread;
        rung_status status = refill(l, error);
        if (status != RUNG_OK)
            return status;
    }
}

static bool is_blank(const char *at, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (at[i] != ' ' && at[i] != '\t' && at[i] != '\r')
            return false;
    return true;
}

rung_status rung_jsonl_next(rung_jsonl *lines, bool *more, rung_error *error)
{
    for (;;) {
        size_t length;
        rung_status status = find_line(lines, &length, error);
        *more = status == RUNG_OK && lines->end > lines->start;
        if (!*more)
            return status;
        char *at = lines->window + lines->start;
        lines->start += length < lines->end - lines->start ? length + 1 : length;
        lines->line++;
        if (!is_blank(at, length))
            return read_object(lines, at, length, error);
    }
}

/* ---------------------------------------------------------------- what a reader asks */

rung_json_kind rung_jsonl_member(const rung_jsonl *lines, const char *name, rung_slice *value)
{
    for (size_t i = 0; i < lines->members; i++)
        if (rung_slice_is(lines->member[i].name, name)) {
            *value = lines->member[i].value;
            return lines->member[i].kind;
        }
    return RUNG_JSON_MISSING;
}

uint64_t rung_jsonl_line(const rung_jsonl *lines)
{
    return lines->line;
}

double rung_jsonl_fraction(const rung_jsonl *lines)
{
    return lines->size ? (double)(lines->read - (lines->end - lines->start)) / (double)lines->size
                       : 1;
}

rung_status rung_jsonl_open(rung_jsonl **lines, const char *path, rung_error *error)
{
    *lines = NULL;
    rung_jsonl *l = rung_array(1, sizeof *l);
    if (!l)
        return rung_fail_memory(error, "JSON lines");
    *l = (rung_jsonl){.file = -1, .path = strdup(path)};
    rung_status status = l->path ? rung_file_status(l->file = rung_file_open(path, &l->size, error))
                                 : rung_fail_memory(error, "a path");
    if (status == RUNG_OK)
        *lines = l;
    else
        rung_jsonl_close(l);
    return status;
}

void rung_jsonl_close(rung_jsonl *lines)
{
    if (!lines)
        return;
    if (lines->file >= 0)
        close(lines->file);
    free(lines->path);
    free(lines->window);
    free(lines->member);
    free(lines);
}
