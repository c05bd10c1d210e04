/* moves.h - observed moves between roles: read, normalised by origin (MODEL, section 9). */
#ifndef RUNG_DATA_MOVES_H
#define RUNG_DATA_MOVES_H

#include "data/catalog.h"

/* Most that a move may weigh: sums of them stay numbers. */
#define RUNG_MOST_WEIGHT 1e15

/* Moves that are left: those of origin[i] are first[i] .. first[i + 1] - 1. Origins, and the roles
 * that each leads to, stand in the order of the catalog. */
typedef struct rung_mobility {
    uint32_t *origin;
    size_t origins;
    size_t *first; /* origins + 1 */
    uint32_t *to;
    double *share;       /* of an origin's weight that is left; they add up to 1 */
    size_t moves;        /* in all */
    uint32_t *aside;     /* roles that are neither ranked nor count as moves ... */
    size_t *aside_first; /* roles + 1: ... from this one */
    rung_moves_totals counts;
} rung_mobility;

/* Read moves from_role,to_role,weight and pairs to leave aside, role_a,role_b or
 * from_role,to_role, in this direction alone; exclude may be NULL. With upward, moves to a higher
 * wage alone are left. The catalog is needed while reading, but not kept.
 * Failure: *mobility is all zeros; BAD_DATA with file, line and column, also where no move is
 * left; IO. */
rung_status rung_mobility_open(rung_mobility *mobility, const rung_catalog *catalog,
                               const char *path, const char *exclude, bool upward,
                               rung_error *error);
void rung_mobility_free(rung_mobility *mobility);

/* Whether a pair is left aside. Cost: the logarithm of how many there are from this role. */
bool rung_mobility_excluded(const rung_mobility *mobility, uint32_t from, uint32_t to);

/* Write the roles that are ranked for somebody in role from, in catalog order, into roles, which
 * has room for all: the rated ones, or any where the catalog has no skills, but for itself and
 * those left aside. How many. */
size_t rung_mobility_ranked(const rung_mobility *mobility, const rung_catalog *catalog,
                            uint32_t from, uint32_t *roles);

#endif
