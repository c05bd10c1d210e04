/* spread.h - amounts that were counted exactly, as a distribution in round parts. */
#ifndef RUNG_REPORT_SPREAD_H
#define RUNG_REPORT_SPREAD_H

#include "report/counts.h"
#include "report/pictures.h"

/* What is measured. */
typedef struct rung_spread_text {
    const char *title, *axis;
    const char *name;     /* the table's first column */
    const char *currency; /* of amounts of money; NULL: plain numbers */
} rung_spread_text;

/* Amounts are keys of rung_amount_key(). Those beyond the 99th of a hundred share the last part.
 * Nothing where nothing was counted. */
void rung_put_spread(rung_page *page, const rung_counts *amounts, const rung_spread_text *text);

/* The amount that half are not above, and the sum of all. */
double rung_spread_median(rung_page *page, const rung_counts *amounts);
double rung_spread_sum(const rung_counts *amounts);

#endif
