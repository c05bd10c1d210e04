/* wages.h - what the first roles of rankings pay. */
#ifndef RUNG_LEARN_WAGES_H
#define RUNG_LEARN_WAGES_H

#include "data/catalog.h"
#include "learn/metrics.h"

/* How many of the first roles of a ranking are looked at. */
enum { RUNG_WAGES_FIRST = 10 };

/* Write the rises of wage, wage of the role / wage of origin - 1, of the first roles, where both
 * wages are known and the rules exclude none; how many. */
size_t rung_wages_rise(const rung_catalog *catalog, uint32_t origin, const rung_ranked *ranked,
                       size_t count, double rise[RUNG_WAGES_FIRST]);

/* What they are together; sorts them. */
rung_wage_rise rung_wages_sum_up(double *rise, size_t count);

#endif
