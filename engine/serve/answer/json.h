/* json.h - a request's JSON as typed values, or the place where it is none. */
#ifndef RUNG_SERVE_JSON_H
#define RUNG_SERVE_JSON_H

#include <stdbool.h>
#include <stddef.h>

/* A value, and as the whole of a text its owner. */
typedef struct rung_json rung_json;

typedef enum rung_json_kind {
    RUNG_JSON_NULL,
    RUNG_JSON_FLAG,
    RUNG_JSON_NUMBER,
    RUNG_JSON_TEXT,
    RUNG_JSON_ARRAY,
    RUNG_JSON_OBJECT
} rung_json_kind;

/* Why a text is no JSON. line and column count from 1, column in characters; offset is the byte
 * that was looked at last, from 0. */
typedef struct rung_json_fault {
    const char *message, *near, *expected; /* static memory; the last two NULL where not known */
    size_t line, column, offset;
    bool no_memory; /* the text may be good */
} rung_json_fault;

/* Levels of arrays and objects that a text may have. */
enum { RUNG_JSON_DEEPEST = 16 };

/* Read a whole text, an object or an array: UTF-8, no member twice, numbers within a double's
 * range, most arrays and objects at most, of which an empty one takes three bytes of text and some
 * 200 of memory. NULL: *fault says why. End it with rung_json_free(). */
const rung_json *rung_json_read(const char *text, size_t length, size_t most,
                                rung_json_fault *fault);
void rung_json_free(const rung_json *json);

rung_json_kind rung_json_kind_of(const rung_json *value);
bool rung_json_flag(const rung_json *value);
double rung_json_number(const rung_json *value);
/* UTF-8 without a zero byte within; lives as long as the value. */
const char *rung_json_text(const rung_json *value);

/* Items of an array, members of an object. */
size_t rung_json_count(const rung_json *value);
const rung_json *rung_json_item(const rung_json *array, size_t index);
/* A member, or NULL. */
const rung_json *rung_json_member(const rung_json *object, const char *key);

/* The members in the order of the text. Start from all zeros; false behind the last. */
typedef struct rung_json_walk {
    const rung_json *object;
    void *at;
    const char *key;
    const rung_json *value;
} rung_json_walk;
bool rung_json_next(rung_json_walk *walk);

#endif
