/* groups.c - origins divided by the family or the job zone of their role. */
#include "learn/groups.h"

#include <stdlib.h>

enum { ZONES = 5 };

/* The kinds of a grouping, the last of which are those not known. */
static size_t kinds_of(const rung_catalog *catalog, rung_grouping by)
{
    return by == RUNG_GROUP_FAMILY ? catalog->family_index.used + 1 : ZONES + 1;
}

static size_t kind_of(const rung_catalog *catalog, rung_grouping by, uint32_t role)
{
    int zone = catalog->role[role].job_zone;
    if (by == RUNG_GROUP_ZONE)
        return zone > 0 ? (size_t)zone - 1 : ZONES;
    return catalog->family[role] != RUNG_NONE ? catalog->family[role] : catalog->family_index.used;
}

static const char *name_of(const rung_catalog *catalog, rung_grouping by, uint32_t role)
{
    static const char *const zones[] = {"", "1", "2", "3", "4", "5"};
    const rung_role *r = &catalog->role[role];
    return by == RUNG_GROUP_ZONE ? zones[r->job_zone] : r->family;
}

/* Number the kinds that there are in their order; place has room for all. */
static void divide(rung_groups *g, const rung_catalog *catalog, const uint32_t *origin,
                   size_t origins, rung_grouping by, size_t *place)
{
    for (size_t i = 0; i < origins; i++)
        place[kind_of(catalog, by, origin[i])] = 1;
    for (size_t k = 0; k < kinds_of(catalog, by); k++)
        if (place[k])
            place[k] = g->groups++;
    for (size_t i = 0; i < origins; i++) {
        g->group_of[i] = place[kind_of(catalog, by, origin[i])];
        rung_origin_group *group = &g->group[g->group_of[i]];
        group->name = name_of(catalog, by, origin[i]);
        group->origins++;
    }
}

rung_status rung_groups_make(rung_groups *groups, const rung_catalog *catalog,
                             const uint32_t *origin, size_t origins, rung_grouping by,
                             rung_error *error)
{
    size_t kinds = kinds_of(catalog, by);
    *groups = (rung_groups){.groups = 1};
    groups->group = rung_array(kinds + 1, sizeof *groups->group);
    groups->group_of = rung_array(origins, sizeof *groups->group_of);
    size_t *place = rung_array(kinds, sizeof *place);
    bool made = groups->group && groups->group_of && place;
    if (made) {
        groups->group[0] = (rung_origin_group){"all", origins};
        if (by != RUNG_GROUP_NONE)
            divide(groups, catalog, origin, origins, by, place);
    } else {
        rung_groups_free(groups);
    }
    free(place);
    return made ? RUNG_OK : rung_fail_memory(error, "groups of origins");
}

void rung_groups_free(rung_groups *groups)
{
    free(groups->group);
    free(groups->group_of);
    *groups = (rung_groups){0};
}
