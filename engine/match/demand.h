/* demand.h - what roles ask for, as dense rows that kernels and the scorer walk through. */
#ifndef RUNG_MATCH_DEMAND_H
#define RUNG_MATCH_DEMAND_H

#include "data/catalog.h"

/* Sums over skills are made in this many lanes: lane j adds the skills j, j + 8, j + 16, ... in
 * catalog order, and the lanes are added in pairs. The order is part of the result's definition;
 * it is one that vector units can follow. */
enum { RUNG_LANES = 8 };

static inline double rung_lanes_sum(const double lane[RUNG_LANES])
{
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
           ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

typedef struct rung_demand {
    size_t roles, skills;
    size_t stride;     /* skills rounded up to whole lanes; what is beyond skills is 0 */
    float *level;      /* roles x stride */
    float *importance; /* roles x stride */
    double *asked;     /* roles: sum of importance * level; 0 where a role is not rated */
    double *mean;      /* stride: a skill's mean level over the rated roles */
    double *scale;     /* stride: 1 / standard deviation, 0 where roles do not differ */
    double *standard;  /* roles x stride: (level - mean) * scale */
    double *length;    /* roles: of the row of standard */
} rung_demand;

rung_status rung_demand_make(rung_demand *demand, const rung_catalog *catalog, rung_error *error);
void rung_demand_free(rung_demand *demand);

/* Write the standardised levels of one row and return its length. */
double rung_demand_standardise(const rung_demand *demand, const float *levels, double *standard);

#endif
