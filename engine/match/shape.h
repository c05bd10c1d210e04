/* shape.h - whether roles and people are better taken as dense rows or as sparse ones. */
#ifndef RUNG_MATCH_SHAPE_H
#define RUNG_MATCH_SHAPE_H

#include "match/demand.h"
#include "match/profile.h"

/* What matching one person may take, in nanoseconds of one processor. */
typedef struct rung_shape {
    double dense, sparse;
    double density; /* share of roles x skills that roles ask for */
} rung_shape;

/* An estimate from the catalog alone: people are taken to be as roles are. dimensions are those of
 * its vectors. */
rung_shape rung_shape_estimate(const rung_demand *demand, rung_scale scale,
                               const rung_profile *profile, size_t dimensions);

#endif
