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

/* Append everything, as the job's format says; rows counts the groups. */
rung_status rung_put_audit(rung_buffer *out, const rung_audit *audit, size_t *rows,
                           rung_error *error);

#endif
