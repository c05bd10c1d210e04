/* json.c - a request's JSON as typed values, read by jansson. */
#include "serve/answer/json.h"

#include <jansson.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

/* jansson counts references; whoever reads does not. */
static json_t *raw(const rung_json *value)
{
    return (json_t *)(uintptr_t)value;
}

/* ---------------------------------------------------------------- what is no JSON */

static void put_place(rung_json_fault *fault, const char *text, size_t length, size_t offset)
{
    size_t line = 1, start = 0;
    if (offset >= length)
        offset = length > 0 ? length - 1 : 0;
    for (size_t i = 0; i < offset; i++)
        if (text[i] == '\n') {
            line++;
            start = i + 1;
        }
    fault->line = line;
    fault->column = 1 + rung_characters(text + start, offset - start);
    fault->offset = offset;
}

/* jansson's own words hold what was sent. */
static const char *message_of(enum json_error_code code)
{
    switch (code) {
    case json_error_premature_end_of_input:
        return "the JSON ends too early";
    case json_error_end_of_input_expected:
        return "something stands behind the JSON, expected its end";
    case json_error_duplicate_key:
        return "an object has two members of one name";
    case json_error_numeric_overflow:
        return "a number is too large";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "text holds a zero character";
    default:
        return "malformed JSON";
    }
}

/* What stands there, told without anything that was sent: jansson quotes it. */
static const char *near_of(const char *text)
{
    static const char *const signs[] = {"'{'", "'}'", "'['", "']'", "','", "':'"};
    const char *near = strstr(text, " near '");
    near = near ? near + 6 : "";
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strcmp(near, signs[i]) == 0)
            return signs[i];
    if (*near == '\0')
        return NULL;
    return near[1] == '"'                                         ? "text"
           : strchr("-0123456789", near[1])                       ? "a number"
           : ((near[1] | 0x20) >= 'a' && (near[1] | 0x20) <= 'z') ? "a word"
                                                                  : NULL;
}

static const char *expected_of(const char *text)
{
    static const struct {
        const char *said, *expected;
    } known[] = {{"string or '}' expected", "a member's name in quotes"},
                 {"':' expected", "':'"},
                 {"'}' expected", "',' or '}'"},
                 {"']' expected", "',' or ']'"},
                 {"'[' or '{' expected", "'{' or '['"},
                 {"unexpected token", "a value"},
                 {"invalid token", "a value"},
                 {"unexpected newline", "a quote or \\n, and no line's end within text"},
                 {"control character", "control characters of text as \\u00XX"},
                 {"invalid escape", "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX"},
                 {"invalid Unicode", "surrogates in pairs"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strncmp(text, known[i].said, strlen(known[i].said)) == 0)
            return known[i].expected;
    return NULL;
}

/* Brackets outside of text are counted ahead of the parser, which would go on to a depth of 2048,
 * and to the end of memory. Length where all is well, else the place of the one too many. */
static size_t check_brackets(const char *text, size_t length, size_t most, rung_json_fault *fault)
{
    size_t depth = 0, count = 0;
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (quoted) {
            if (c == '\\')
                i++;
            else
                quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            fault->message = ++depth > RUNG_JSON_DEEPEST
                                 ? "arrays and objects lie too deep, expected 16 levels at most"
                             : ++count > most ? "too many arrays and objects for one ask"
                                              : NULL;
            if (fault->message)
                return i;
        } else if ((c == ']' || c == '}') && depth > 0) {
            depth--;
        }
    }
    return length;
}

const rung_json *rung_json_read(const char *text, size_t length, size_t most,
                                rung_json_fault *fault)
{
    static const char mark[] = "\xEF\xBB\xBF";
    *fault = (rung_json_fault){0};
    if (length >= 3 && memcmp(text, mark, 3) == 0) {
        fault->message = "the text begins with a byte-order mark, expected '{' or '['";
        put_place(fault, text, length, 0);
        return NULL;
    }
    size_t bad = rung_utf8_check(text, length);
    if (bad < length) {
        fault->message = "the text is not UTF-8";
        put_place(fault, text, length, bad);
        return NULL;
    }
    bad = check_brackets(text, length, most, fault);
    if (bad < length) {
        put_place(fault, text, length, bad);
        return NULL;
    }
    json_error_t error;
    json_t *json = json_loadb(length > 0 ? text : "", length,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
    if (json)
        return (const rung_json *)json;
    enum json_error_code code = json_error_code(&error);
    fault->no_memory = code == json_error_out_of_memory || error.text[0] == '\0';
    fault->message = message_of(code);
    if (code == json_error_invalid_syntax) {
        fault->near = near_of(error.text);
        fault->expected = expected_of(error.text);
    }
    put_place(fault, text, length, error.position > 0 ? (size_t)error.position - 1 : 0);
    return NULL;
}

void rung_json_free(const rung_json *json)
{
    json_decref(raw(json));
}

/* ---------------------------------------------------------------- values */

rung_json_kind rung_json_kind_of(const rung_json *value)
{
    switch (json_typeof(raw(value))) {
    case JSON_OBJECT:
        return RUNG_JSON_OBJECT;
    case JSON_ARRAY:
        return RUNG_JSON_ARRAY;
    case JSON_STRING:
        return RUNG_JSON_TEXT;
    case JSON_INTEGER:
    case JSON_REAL:
        return RUNG_JSON_NUMBER;
    case JSON_TRUE:
    case JSON_FALSE:
        return RUNG_JSON_FLAG;
    default:
        return RUNG_JSON_NULL;
    }
}

bool rung_json_flag(const rung_json *value)
{
    return json_is_true(raw(value));
}

double rung_json_number(const rung_json *value)
{
    return json_number_value(raw(value));
}

const char *rung_json_text(const rung_json *value)
{
    return json_string_value(raw(value));
}

size_t rung_json_count(const rung_json *value)
{
    return json_is_array(raw(value)) ? json_array_size(raw(value)) : json_object_size(raw(value));
}

const rung_json *rung_json_item(const rung_json *array, size_t index)
{
    return (const rung_json *)json_array_get(raw(array), index);
}

const rung_json *rung_json_member(const rung_json *object, const char *key)
{
    return (const rung_json *)json_object_get(raw(object), key);
}

bool rung_json_next(rung_json_walk *walk)
{
    json_t *object = raw(walk->object);
    walk->at = walk->at ? json_object_iter_next(object, walk->at) : json_object_iter(object);
    if (!walk->at)
        return false;
    walk->key = json_object_iter_key(walk->at);
    walk->value = (const rung_json *)json_object_iter_value(walk->at);
    return true;
}
