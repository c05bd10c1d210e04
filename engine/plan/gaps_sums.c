/* gaps_sums.c - add up what people lack for roles. People are added one after another, so that
 * sums have the same bits whatever the threads and batches. */
#include "plan/gaps.h"

double *rung_gap_totals(const rung_catalog *catalog)
{
    const rung_links *rows = &catalog->requirements;
    double *total = rung_array(catalog->roles, sizeof *total);
    for (size_t r = 0; total && r < catalog->roles; r++)
        for (size_t i = rows->first[r]; i < rows->first[r + 1]; i++)
            total[r] += (double)rows->link[i].weight * (double)rows->link[i].value;
    return total;
}

void rung_gap_add(rung_gap_table *table, const rung_catalog *catalog, uint32_t role, double total,
                  const float *levels)
{
    const rung_links *rows = &catalog->requirements;
    table->matched++;
    for (size_t i = rows->first[role]; i < rows->first[role + 1]; i++) {
        const rung_link *row = &rows->link[i];
        rung_gap_sum *sum = &table->sum[row->to];
        if (!(row->weight > 0 && row->value > 0))
            continue;
        sum->asked++;
        if (!(levels[row->to] < row->value))
            continue;
        double missing = (double)row->value - (double)levels[row->to];
        sum->falling++;
        sum->levels += missing;
        sum->gap += (double)row->weight * missing / total;
    }
}
