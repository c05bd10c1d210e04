/* demand.h - a demand of so many people in roles, against what a workforce has of each skill. */
#ifndef RUNG_PLAN_DEMAND_H
#define RUNG_PLAN_DEMAND_H

#include "plan/gaps.h"

typedef struct rung_headcount rung_headcount;

/* Read a CSV file role_id,headcount. BAD_DATA for unknown or repeated roles, those that ask for
 * nothing, and headcounts that are no whole numbers from 1. total is rung_gap_totals()'. */
rung_status rung_headcount_open(rung_headcount **demand, const rung_catalog *catalog,
                                const double *total, const char *path, rung_error *error);
void rung_headcount_free(rung_headcount *demand);

/* Count the levels of one person; false without memory. */
bool rung_headcount_add(rung_headcount *demand, const float *levels);

/* Compare: table->sum holds for each skill how many positions ask for it, the fewest of them that
 * stay open, and the levels that are missing. */
rung_status rung_headcount_compare(const rung_headcount *demand, rung_gap_table *table,
                                   rung_error *error);

#endif
