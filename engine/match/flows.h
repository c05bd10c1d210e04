/* flows.h - where people went before: moves into a role, from anywhere and from one family.
 *
 * What is told of somebody in role c never rests on moves from c itself: so a ranking for c is made
 * of what others did, whether or not moves from c were seen. */
#ifndef RUNG_MATCH_FLOWS_H
#define RUNG_MATCH_FLOWS_H

#include "data/catalog.h"
#include "data/moves.h"

typedef struct rung_flows {
    const rung_catalog *catalog;
    size_t origins;
    uint32_t *origin; /* ascending */
    size_t *first;    /* origins + 1 */
    uint32_t *to;
    double *people;      /* of each move: the origin's employment times the share of its moves */
    size_t *into;        /* roles + 1: the same turned round */
    uint32_t *into_from; /* ascending for each role */
    double *into_people;
    double *others, *kin; /* roles: people in origins but for this one; in its family alone */
} rung_flows;

/* Which moves there are, as rows grouped by origin: those of a mobility, but for origins that skip
 * marks; skip may be NULL. The catalog must outlive the flows. */
rung_status rung_flows_make(rung_flows *flows, const rung_catalog *catalog,
                            const rung_mobility *mobility, const bool *skip, rung_error *error);
/* The flows of the catalog's own relations; none where it has none. */
rung_status rung_flows_of_catalog(rung_flows *flows, const rung_catalog *catalog,
                                  rung_error *error);
void rung_flows_free(rung_flows *flows);

/* ln(1 + 2 * roles * share), where share is the share that moved into role of all people who moved
 * and started neither from current nor, with family, outside its family. current may be RUNG_NONE;
 * there is no family then. */
double rung_flows_into(const rung_flows *flows, uint32_t current, uint32_t role, bool family);
/* The same of every role, to the last bit. */
void rung_flows_into_all(const rung_flows *flows, uint32_t current, bool family, double *inflow);

#endif
