/* json.h - read a JSON file of a few megabytes at most into a tree. */
#ifndef RUNG_BENCH_JSON_H
#define RUNG_BENCH_JSON_H

#include "base/memory.h"
#include "rung.h"

typedef enum json_kind {
    JSON_NULL,
    JSON_FLAG,
    JSON_NUMBER,
    JSON_TEXT,
    JSON_ARRAY,
    JSON_OBJECT
} json_kind;

typedef struct json_value {
    json_kind kind;
    const char *key;    /* within an object */
    const char *text;   /* of JSON_TEXT */
    double number;      /* of JSON_NUMBER; 1 for true */
    size_t child, next; /* places in the tree; 0: none */
} json_value;

/* Value 1 is the whole file; place 0 holds nothing. */
typedef struct json_tree {
    json_value *value;
    size_t count, room;
    rung_arena text;
} json_tree;

/* Failure: RUNG_BAD_DATA with line and column; RUNG_IO; RUNG_NO_MEMORY. End it with json_free()
 * either way. */
rung_status json_read(json_tree *tree, const char *path, rung_error *error);
void json_free(json_tree *tree);

/* The member of an object by its key, or NULL. */
const json_value *json_member(const json_tree *tree, const json_value *object, const char *key);
/* The first value in an array or object, and the one behind; NULL at the end. */
const json_value *json_first(const json_tree *tree, const json_value *of);
const json_value *json_next(const json_tree *tree, const json_value *of);

#endif
