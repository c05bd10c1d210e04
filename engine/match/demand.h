/* demand.h - what roles ask for, as rows that the scorer walks through: sparse ones, and where
 * roles ask for much of what there is, dense ones too. */
#ifndef RUNG_MATCH_DEMAND_H
#define RUNG_MATCH_DEMAND_H

#include "data/catalog.h"

/* Sums over skills are made in this many lanes: lane j adds the skills j, j + 8, j + 16, ... in
 * catalog order, and the lanes are added in pairs. The order is part of the result's definition;
 * it is one that vector units can follow.
 *
 * A sum of products of which none is negative may leave out those that are 0: a lane starts at +0
 * and stays +0 or above, and x + 0 = x to the last bit for every such x, be it +0 or -0 that is
 * added. So a walk over the entries of a sparse row, each added to the lane of its skill, in the
 * order of the skills, gives what a walk over all skills gives. */
enum { RUNG_LANES = 8 };

static inline double rung_lanes_sum(const double lane[RUNG_LANES])
{
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
           ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

/* A skill that a role has a row for. */
typedef struct rung_need {
    uint32_t skill;
    float level, importance;
} rung_need;

typedef struct rung_demand {
    size_t roles, skills;
    size_t stride;        /* skills rounded up to whole lanes; what is beyond skills is 0 */
    size_t *first;        /* roles + 1: a role's rows are row[first[r]] .. row[first[r + 1] - 1] */
    rung_need *row;       /* by role, then skill */
    double *row_standard; /* of each row: its level, standardised */
    double *asked;        /* roles: sum of importance * level; 0 where a role is not rated */
    double *mean;         /* stride: a skill's mean level over the rated roles */
    double *scale;        /* stride: 1 / standard deviation, 0 where roles do not differ */
    double *zero;         /* stride: level 0, standardised */
    double *length;       /* roles: of its standardised levels */
    float *level;      /* roles x stride, and so are these; all NULL where rows are sparse alone */
    float *importance; /* what a role asks for, dense */
    double *standard;  /* (level - mean) * scale */
} rung_demand;

rung_status rung_demand_make(rung_demand *demand, const rung_catalog *catalog, rung_error *error);
/* Add the dense rows: levels and importance, or standardised levels too. */
rung_status rung_demand_fill_levels(rung_demand *demand, rung_error *error);
rung_status rung_demand_fill(rung_demand *demand, rung_error *error);
void rung_demand_free(rung_demand *demand);

/* A level of a skill, standardised. */
static inline double rung_standard(const rung_demand *demand, size_t skill, float level)
{
    return ((double)level - demand->mean[skill]) * demand->scale[skill];
}

/* Write the standardised levels of one row and return its length. */
double rung_demand_standardise(const rung_demand *demand, const float *levels, double *standard);

#endif
