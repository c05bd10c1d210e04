/* audit.h - what an audit found, and how it is written. */
#ifndef RUNG_PLAN_AUDIT_H
#define RUNG_PLAN_AUDIT_H

#include "plan/audit_cells.h"

/* What was found. */
typedef struct rung_audit {
    const rung_audit_job *job;
    const char *const *column;  /* that were looked at, each once */
    const uint32_t (*table)[2]; /* the columns of each table; the second may be RUNG_NONE */
    const rung_cells *cells;
    const char *figure; /* the column with the figures, or NULL */
    double median;      /* of the figures */
    rung_tally all;
} rung_audit;

/* The groups of a table with what is said of them. */
typedef struct rung_audit_table {
    const char *column[2]; /* the second is NULL where there is one */
    rung_audit_group *group;
    rung_impact *selection, *scoring;
    size_t count;
    double least_selection, least_scoring;
} rung_audit_table;

/* End a table even when making it fails. */
rung_status rung_audit_table_make(rung_audit_table *table, const rung_audit *audit, size_t number,
                                  rung_error *error);
void rung_audit_table_free(rung_audit_table *table);
/* "small", "unknown" or "". */
const char *rung_audit_note(const rung_audit_table *table, size_t group);

enum { RUNG_AUDIT_DEFINITIONS = 6 };
/* What is meant by the figures, a sentence each. */
extern const char *const rung_audit_definitions[RUNG_AUDIT_DEFINITIONS];
/* What stands for no value. */
extern const char rung_audit_none[];
/* Who is selected, in words. */
void rung_put_audit_selected(rung_buffer *out, const rung_audit *audit);

/* Append everything, as the job's format says; rows counts the groups. */
rung_status rung_put_audit(rung_buffer *out, const rung_audit *audit, size_t *rows,
                           rung_error *error);

#endif
