/* rows.h - a person's hits as rows of output. */
#ifndef RUNG_MATCH_ROWS_H
#define RUNG_MATCH_ROWS_H

#include "base/text.h"
#include "match/matcher.h"

/* What to write about one person. */
typedef struct rung_rows {
    const rung_matcher *matcher;
    rung_format format;
    const char *person;
    const char *note;            /* where levels were taken from the role: what to say; else NULL */
    const rung_subject *subject; /* whole where why is wanted, with levels where gaps are, else the
                                    current role alone */
    const rung_hit *hits;        /* top */
    size_t top;
    rung_gap *gaps; /* scratch, most_gaps */
    size_t most_gaps;
    bool why; /* tell what each signal adds */
} rung_rows;

/* What those who read her rows should know about the levels of the person at this place, or NULL.
 */
const char *rung_levels_note(const rung_people *people, size_t place, rung_impute impute);

/* Append what comes before the first row. */
void rung_put_rows_header(rung_buffer *out, const rung_matcher *matcher, rung_format format,
                          bool gaps, bool why);

/* Append one row for each hit; how many. */
uint64_t rung_put_rows(rung_buffer *out, const rung_rows *rows);

#endif
