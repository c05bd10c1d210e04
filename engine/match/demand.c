/* demand.c - what roles ask for, as rows that the scorer walks through. */
#include "match/demand.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vector.h"

static bool allocate(rung_demand *d, size_t rows)
{
    d->first = rung_array(d->roles + 1, sizeof *d->first);
    d->row = rung_array(rows, sizeof *d->row);
    d->row_standard = rung_array(rows, sizeof *d->row_standard);
    d->asked = rung_array(d->roles, sizeof *d->asked);
    d->length = rung_array(d->roles, sizeof *d->length);
    d->mean = rung_array(d->stride, sizeof *d->mean);
    d->scale = rung_array(d->stride, sizeof *d->scale);
    d->zero = rung_array(d->stride, sizeof *d->zero);
    return d->first && d->row && d->row_standard && d->asked && d->length && d->mean && d->scale &&
           d->zero;
}

static void copy_rows(rung_demand *d, const rung_catalog *catalog)
{
    const rung_links *links = &catalog->requirements;
    memcpy(d->first, links->first, (d->roles + 1) * sizeof *d->first);
    for (size_t i = 0; i < links->count; i++)
        d->row[i] = (rung_need){links->link[i].to, links->link[i].value, links->link[i].weight};
    for (size_t r = 0; r < d->roles; r++) {
        double lane[RUNG_LANES] = {0};
        for (size_t i = d->first[r]; i < d->first[r + 1]; i++) {
            const rung_need *row = &d->row[i];
            lane[row->skill % RUNG_LANES] += (double)row->importance * (double)row->level;
        }
        d->asked[r] = rung_lanes_sum(lane);
    }
}

/* Rated roles, and the row of each at which a walk over the skills has come. */
typedef struct rated_roles {
    uint32_t *role;
    size_t *next;
    size_t count;
} rated_roles;

enum { STRIP = 512 }; /* skills looked at together; their sums stay in the first-level cache */

RUNG_VECTORS static void add_all(double *sum, const double *term, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sum[i] += term[i];
}

/* Sums over the rated roles, in catalog order, of (level - mean)^2 for skills from .. from + count
 * - 1. Most levels are 0: all sums take the square that belongs to it, and those of the skills
 * that a role has a row for are then set to what they should have become. */
static void sum_squares(const rung_demand *d, rated_roles *rated, size_t from, size_t count,
                        double *sum)
{
    double usual[STRIP], right[STRIP];
    for (size_t i = 0; i < count; i++) {
        usual[i] = (0 - d->mean[from + i]) * (0 - d->mean[from + i]);
        sum[i] = 0;
    }
    for (size_t k = 0; k < rated->count; k++) {
        size_t begin = rated->next[k], end = begin, last = d->first[rated->role[k] + 1];
        for (; end < last && d->row[end].skill < from + count; end++) {
            size_t s = d->row[end].skill;
            double off = (double)d->row[end].level - d->mean[s];
            right[end - begin] = sum[s - from] + off * off;
        }
        add_all(sum, usual, count);
        for (size_t i = begin; i < end; i++)
            sum[d->row[i].skill - from] = right[i - begin];
        rated->next[k] = end;
    }
}

/* Mean and standard deviation of each skill over the rated roles, in catalog order. */
static void measure(rung_demand *d, rated_roles *rated)
{
    double squares[STRIP];
    if (rated->count == 0) /* nothing is asked for: every mean and scale is 0 */
        return;
    for (size_t k = 0; k < rated->count; k++) {
        rated->next[k] = d->first[rated->role[k]];
        for (size_t i = rated->next[k]; i < d->first[rated->role[k] + 1]; i++)
            d->mean[d->row[i].skill] += (double)d->row[i].level; /* a sum still */
    }
    for (size_t s = 0; s < d->skills; s++)
        d->mean[s] /= (double)rated->count;
    for (size_t from = 0; from < d->skills; from += STRIP) {
        size_t count = d->skills - from < STRIP ? d->skills - from : STRIP;
        sum_squares(d, rated, from, count, squares);
        for (size_t s = from; s < from + count; s++) {
            double deviation = sqrt(squares[s - from] / (double)rated->count);
            /* Levels that are all equal leave nothing but rounding. */
            d->scale[s] = deviation > 1e-9 * fabs(d->mean[s]) ? 1 / deviation : 0;
            d->zero[s] = rung_standard(d, s, 0);
        }
    }
}

static bool measure_skills(rung_demand *d, const rung_catalog *catalog)
{
    rated_roles rated = {.role = rung_array(d->roles, sizeof *rated.role),
                         .next = rung_array(d->roles, sizeof *rated.next)};
    bool made = rated.role && rated.next;
    for (size_t r = 0; made && r < d->roles; r++)
        if (catalog->role[r].rated)
            rated.role[rated.count++] = (uint32_t)r;
    if (made)
        measure(d, &rated);
    free(rated.role);
    free(rated.next);
    return made;
}

double rung_demand_standardise(const rung_demand *demand, const float *levels, double *standard)
{
    double lane[RUNG_LANES] = {0};
    for (size_t s = 0; s < demand->stride; s += RUNG_LANES)
        for (size_t j = 0; j < RUNG_LANES; j++) {
            double z = rung_standard(demand, s + j, levels[s + j]);
            standard[s + j] = z;
            lane[j] += z * z;
        }
    return sqrt(rung_lanes_sum(lane));
}

static bool measure_roles(rung_demand *d)
{
    float *level = rung_array(d->stride, sizeof *level);
    double *standard = rung_array(d->stride, sizeof *standard);
    bool made = level && standard;
    for (size_t r = 0; made && r < d->roles; r++) {
        for (size_t i = d->first[r]; i < d->first[r + 1]; i++) {
            level[d->row[i].skill] = d->row[i].level;
            d->row_standard[i] = rung_standard(d, d->row[i].skill, d->row[i].level);
        }
        d->length[r] = rung_demand_standardise(d, level, standard);
        for (size_t i = d->first[r]; i < d->first[r + 1]; i++)
            level[d->row[i].skill] = 0;
    }
    free(level);
    free(standard);
    return made;
}

rung_status rung_demand_make(rung_demand *demand, const rung_catalog *catalog, rung_error *error)
{
    *demand = (rung_demand){.roles = catalog->roles, .skills = catalog->skills};
    demand->stride = (catalog->skills + RUNG_LANES - 1) / RUNG_LANES * RUNG_LANES;
    bool made = allocate(demand, catalog->requirements.count);
    if (made)
        copy_rows(demand, catalog);
    if (made && measure_skills(demand, catalog) && measure_roles(demand))
        return RUNG_OK;
    rung_demand_free(demand);
    return rung_fail_memory(error, "what the roles ask for");
}

rung_status rung_demand_fill_levels(rung_demand *d, rung_error *error)
{
    size_t cells;
    bool fits = !__builtin_mul_overflow(d->roles, d->stride, &cells);
    d->level = fits ? rung_array(cells, sizeof *d->level) : NULL;
    d->importance = fits ? rung_array(cells, sizeof *d->importance) : NULL;
    if (!d->level || !d->importance)
        return rung_fail_memory(error, "what the roles ask for");
    for (size_t r = 0; r < d->roles; r++) {
        size_t at = r * d->stride;
        for (size_t i = d->first[r]; i < d->first[r + 1]; i++) {
            d->level[at + d->row[i].skill] = d->row[i].level;
            d->importance[at + d->row[i].skill] = d->row[i].importance;
        }
    }
    return RUNG_OK;
}

rung_status rung_demand_fill(rung_demand *d, rung_error *error)
{
    rung_status status = rung_demand_fill_levels(d, error);
    if (status != RUNG_OK)
        return status;
    d->standard = rung_array(d->roles * d->stride, sizeof *d->standard);
    if (!d->standard)
        return rung_fail_memory(error, "what the roles ask for");
    for (size_t r = 0; r < d->roles; r++)
        rung_demand_standardise(d, d->level + r * d->stride, d->standard + r * d->stride);
    return RUNG_OK;
}

void rung_demand_free(rung_demand *demand)
{
    free(demand->first);
    free(demand->row);
    free(demand->row_standard);
    free(demand->asked);
    free(demand->mean);
    free(demand->scale);
    free(demand->zero);
    free(demand->length);
    free(demand->level);
    free(demand->importance);
    free(demand->standard);
    *demand = (rung_demand){0};
}
