/* groups.h - origins divided by the family or the job zone of their role. */
#ifndef RUNG_LEARN_GROUPS_H
#define RUNG_LEARN_GROUPS_H

#include "data/catalog.h"

/* All origins, and then each group that has some. */
typedef struct rung_groups {
    rung_origin_group *group;
    size_t groups;
    size_t *group_of; /* origins: 0 without a division */
} rung_groups;

/* On failure *groups is all zeros. */
rung_status rung_groups_make(rung_groups *groups, const rung_catalog *catalog,
                             const uint32_t *origin, size_t origins, rung_grouping by,
                             rung_error *error);
void rung_groups_free(rung_groups *groups);

#endif
