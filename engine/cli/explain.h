/* explain.h - what rung explain knows about one person and one role. */
#ifndef RUNG_CLI_EXPLAIN_H
#define RUNG_CLI_EXPLAIN_H

#include "cli/command.h"

/* What is explained, and all that is known about it. */
typedef struct answer {
    const rung_catalog *catalog;
    const char *person;
    uint32_t current, role;
    bool imputed;
    float *levels;
    float *vector; /* NULL where people have none */
    rung_explanation why;
    rung_gap *gaps;
    size_t count;
    const char *profile;
    const matcher_settings *rules;
} answer;

/* Append it as tables for people to read (explain_table.c). */
void explain_as_table(rung_buffer *out, const answer *answer);

#endif
