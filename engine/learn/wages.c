/* wages.c - what the first roles of rankings pay. */
#include "learn/wages.h"

#include <math.h>
#include <stdlib.h>

size_t rung_wages_rise(const rung_catalog *catalog, uint32_t origin, const rung_ranked *ranked,
                       size_t count, double rise[RUNG_WAGES_FIRST])
{
    double now = catalog->role[origin].wage;
    size_t known = 0;
    for (size_t i = 0; i < count && i < RUNG_WAGES_FIRST && ranked[i].score > -INFINITY; i++) {
        double then = catalog->role[ranked[i].role].wage;
        if (!isnan(now) && !isnan(then))
            rise[known++] = then / now - 1;
    }
    return known;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

rung_wage_rise rung_wages_sum_up(double *rise, size_t count)
{
    rung_wage_rise all = {.median = NAN, .pairs = count};
    if (count == 0)
        return all;
    qsort(rise, count, sizeof *rise, by_value);
    all.median = (rise[(count - 1) / 2] + rise[count / 2]) / 2;
    while (all.below < count && rise[all.below] < 0)
        all.below++;
    return all;
}
