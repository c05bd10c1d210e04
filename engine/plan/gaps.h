/* gaps.h - the gaps of many people by skill, and how they are written. */
#ifndef RUNG_PLAN_GAPS_H
#define RUNG_PLAN_GAPS_H

#include "base/text.h"
#include "data/catalog.h"

/* What is added up of a skill. */
typedef struct rung_gap_sum {
    uint64_t asked, falling; /* people whose role asks for it, and those of them who fall short */
    double levels;           /* that are missing, over all who fall short */
    double gap;              /* sum of gaps: shares of what each role asks for */
} rung_gap_sum;

/* The gaps of a group of people, or of all. */
typedef struct rung_gap_table {
    const char *column, *value; /* "" for all people */
    uint64_t people, matched;   /* of the group, and those with a role that asks for something */
    rung_gap_sum *sum;          /* skills */
} rung_gap_table;

/* How roles weigh a level: the sum of importance times level of each; 0 asks for nothing. In memory
 * to be freed, or NULL. */
double *rung_gap_totals(const rung_catalog *catalog);

/* Add what a person of these levels lacks for role; total is that role's. */
void rung_gap_add(rung_gap_table *table, const rung_catalog *catalog, uint32_t role, double total,
                  const float *levels);

/* Tables to write. */
typedef struct rung_gap_report {
    const rung_catalog *catalog;
    const rung_gaps_job *job;
    const char *roles; /* whose, in words */
    const rung_gap_table *table;
    size_t tables;
} rung_gap_report;

/* Append all tables, as the job's format says, and sum up the first of them. */
rung_status rung_put_gaps(rung_buffer *out, const rung_gap_report *report,
                          rung_gaps_summary *summary, rung_error *error);

#endif
