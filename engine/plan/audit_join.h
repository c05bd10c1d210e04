/* audit_join.h - the rows of results beside the people whose they are. */
#ifndef RUNG_PLAN_AUDIT_JOIN_H
#define RUNG_PLAN_AUDIT_JOIN_H

#include "plan/beside.h"

/* What the rows of one person say. */
typedef struct rung_outcome {
    bool selected;
    double figure; /* of the first row; NAN where there is none */
} rung_outcome;

/* Results being read. */
typedef struct rung_join {
    const rung_audit_job *job;
    rung_record_field field[5]; /* person, rank, figure, route, target */
    rung_beside beside;
} rung_join;

/* The column with the figures of such results where nobody names another. */
const char *rung_join_figure(const rung_audit_job *job);

/* Open the job's results. Starts from all zeros; end it even when this fails. */
rung_status rung_join_open(rung_join *join, const rung_audit_job *job, rung_error *error);
void rung_join_close(rung_join *join);

/* Take the rows of the next person of people.csv. */
rung_status rung_join_next(rung_join *join, rung_slice person, rung_outcome *outcome,
                           rung_error *error);
#endif
