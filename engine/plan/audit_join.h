/* audit_join.h - the rows of results beside the people whose they are. */
#ifndef RUNG_PLAN_AUDIT_JOIN_H
#define RUNG_PLAN_AUDIT_JOIN_H

#include "data/records.h"

/* What the rows of one person say. */
typedef struct rung_outcome {
    bool selected;
    double figure; /* of the first row; NAN where there is none */
} rung_outcome;

/* Results being read, one row ahead. */
typedef struct rung_join {
    const rung_audit_job *job;
    rung_records *rows;
    rung_record_field field[4]; /* person, rank, figure, route */
    bool more;                  /* there is a row that nobody has taken */
    rung_buffer id;             /* scratch, for renaming */
    char name[RUNG_NAME_ROOM];
} rung_join;

/* The column with the figures of such results where nobody names another. */
const char *rung_join_figure(const rung_audit_job *job);

/* Open the job's results. Starts from all zeros; end it even when this fails. */
rung_status rung_join_open(rung_join *join, const rung_audit_job *job, rung_error *error);
void rung_join_close(rung_join *join);

/* Take the rows of the next person of people.csv. */
rung_status rung_join_next(rung_join *join, rung_slice person, rung_outcome *outcome,
                           rung_error *error);
/* After the last person: BAD_DATA where a row is left, which says whether people.csv has the
 * person. */
rung_status rung_join_end(rung_join *join, const char *people, rung_error *error);

#endif
