/* jsonl.h - read JSON lines: an object on each line. */
#ifndef RUNG_DATA_JSONL_H
#define RUNG_DATA_JSONL_H

#include <stdint.h>

#include "base/status.h"
#include "base/text.h"

/* A file of JSON lines being read. */
typedef struct rung_jsonl rung_jsonl;

/* What a member of an object is. */
typedef enum rung_json_kind {
    RUNG_JSON_MISSING, /* no such member */
    RUNG_JSON_NULL,
    RUNG_JSON_TEXT,   /* a string, its escapes resolved */
    RUNG_JSON_NUMBER, /* as it is written */
    RUNG_JSON_WORD,   /* true or false */
    RUNG_JSON_NESTED  /* an object or an array, as it is written */
} rung_json_kind;

rung_status rung_jsonl_open(rung_jsonl **lines, const char *path, rung_error *error);
void rung_jsonl_close(rung_jsonl *lines);

/* Read the next line that is not blank; *more is false at the end. BAD_DATA where it is no object
 * as RFC 8259 has it, or has a member twice. Its members live until the next call. */
rung_status rung_jsonl_next(rung_jsonl *lines, bool *more, rung_error *error);
/* A member of the object; value is not written where it is missing. */
rung_json_kind rung_jsonl_member(const rung_jsonl *lines, const char *name, rung_slice *value);
/* The line that the object is on, from 1. */
uint64_t rung_jsonl_line(const rung_jsonl *lines);
/* Share of the file that has been read, 0..1. */
double rung_jsonl_fraction(const rung_jsonl *lines);

#endif
