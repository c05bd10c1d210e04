/* demand.c - what roles ask for, as dense rows that kernels and the scorer walk through. */
#include "match/demand.h"

#include <math.h>
#include <stdlib.h>

static bool allocate(rung_demand *d)
{
    size_t cells;
    if (__builtin_mul_overflow(d->roles, d->stride, &cells))
        return false;
    d->level = rung_array(cells, sizeof *d->level);
    d->importance = rung_array(cells, sizeof *d->importance);
    d->standard = rung_array(cells, sizeof *d->standard);
    d->asked = rung_array(d->roles, sizeof *d->asked);
    d->length = rung_array(d->roles, sizeof *d->length);
    d->mean = rung_array(d->stride, sizeof *d->mean);
    d->scale = rung_array(d->stride, sizeof *d->scale);
    return d->level && d->importance && d->standard && d->asked && d->length && d->mean && d->scale;
}

/* Mean and standard deviation of each skill over the rated roles, in catalog order. */
static void measure(rung_demand *d, const rung_catalog *catalog)
{
    size_t rated = 0;
    for (size_t r = 0; r < d->roles; r++)
        rated += catalog->role[r].rated;
    for (size_t s = 0; s < d->skills; s++) {
        double sum = 0, squares = 0;
        for (size_t r = 0; r < d->roles; r++)
            if (catalog->role[r].rated)
                sum += (double)d->level[r * d->stride + s];
        d->mean[s] = rated > 0 ? sum / (double)rated : 0;
        for (size_t r = 0; r < d->roles; r++) {
            double off = (double)d->level[r * d->stride + s] - d->mean[s];
            if (catalog->role[r].rated)
                squares += off * off;
        }
        double deviation = rated > 0 ? sqrt(squares / (double)rated) : 0;
        /* Levels that are all equal leave nothing but rounding. */
        d->scale[s] = deviation > 1e-9 * fabs(d->mean[s]) ? 1 / deviation : 0;
    }
}

double rung_demand_standardise(const rung_demand *demand, const float *levels, double *standard)
{
    double lane[RUNG_LANES] = {0};
    for (size_t s = 0; s < demand->stride; s += RUNG_LANES)
        for (size_t j = 0; j < RUNG_LANES; j++) {
            double z = ((double)levels[s + j] - demand->mean[s + j]) * demand->scale[s + j];
            standard[s + j] = z;
            lane[j] += z * z;
        }
    return sqrt(rung_lanes_sum(lane));
}

rung_status rung_demand_make(rung_demand *demand, const rung_catalog *catalog, rung_error *error)
{
    *demand = (rung_demand){.roles = catalog->roles, .skills = catalog->skills};
    demand->stride = (catalog->skills + RUNG_LANES - 1) / RUNG_LANES * RUNG_LANES;
    if (!allocate(demand)) {
        rung_demand_free(demand);
        return rung_fail_memory(error, "what the roles ask for");
    }
    for (size_t r = 0; r < demand->roles; r++) {
        float *level = demand->level + r * demand->stride;
        float *importance = demand->importance + r * demand->stride;
        double lane[RUNG_LANES] = {0};
        rung_catalog_row(catalog, (uint32_t)r, level, importance);
        for (size_t s = 0; s < demand->stride; s += RUNG_LANES)
            for (size_t j = 0; j < RUNG_LANES; j++)
                lane[j] += (double)importance[s + j] * (double)level[s + j];
        demand->asked[r] = rung_lanes_sum(lane);
    }
    measure(demand, catalog);
    for (size_t r = 0; r < demand->roles; r++)
        demand->length[r] = rung_demand_standardise(demand, demand->level + r * demand->stride,
                                                    demand->standard + r * demand->stride);
    return RUNG_OK;
}

void rung_demand_free(rung_demand *demand)
{
    free(demand->level);
    free(demand->importance);
    free(demand->standard);
    free(demand->asked);
    free(demand->length);
    free(demand->mean);
    free(demand->scale);
    *demand = (rung_demand){0};
}
