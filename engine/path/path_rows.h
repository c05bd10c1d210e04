/* path_rows.h - a person's paths as rows of output. */
#ifndef RUNG_PATH_PATH_ROWS_H
#define RUNG_PATH_PATH_ROWS_H

#include "base/text.h"
#include "data/catalog.h"

/* What to write about one person. */
typedef struct rung_path_rows {
    const rung_catalog *catalog;
    rung_format format;
    const char *person;
    const char *note; /* where levels were taken from the role: what to say of it; else NULL */
    bool bare;        /* every level is 0, and the current role has none to give */
    bool ended;       /* effort ended a search */
    size_t sought;    /* roles among which targets were looked for; 0 where they were given */
    uint32_t current_role;
    const float *levels; /* skills; what the person brings */
    const rung_paths *paths;
    double years;      /* over which gains count, */
    size_t horizon;    /* in weeks */
    float *level;      /* scratch, skills; for RUNG_FORMAT_TEXT alone */
    rung_buffer *text; /* scratch */
} rung_path_rows;

/* What comes before the first row. */
const char *rung_path_rows_header(rung_format format);

/* Append one row for each path; for people to read, and in JSON lines, misses too. */
void rung_put_paths(rung_buffer *out, const rung_path_rows *rows);

/* Why given targets have no path: always CSV. */
const char *rung_misses_header(void);
void rung_put_misses(rung_buffer *out, const rung_path_rows *rows);

/* What RUNG_FORMAT_TEXT is (path_text.c): lines of 100 characters at most. */
void rung_draw_paths(rung_buffer *out, const rung_path_rows *rows);

#endif
