/* place.c - how the place changes with a stop on the way. */
#include "path/place.h"

#include <math.h>

double rung_worth(const rung_search *s, const rung_place *at, uint32_t role, double *wage)
{
    double next = s->terrain->moves.catalog->role[role].wage;
    *wage = isnan(next) ? at->wage : next;
    if (isnan(next))
        return at->worth;
    double before = isnan(at->wage) ? 0 : at->wage; /* nothing known is paid today */
    return at->worth + (next - before) * rung_tail(&s->terrain->horizon, at->weeks);
}

rung_place rung_after_stop(const rung_search *s, const rung_place *at, uint32_t role)
{
    rung_place next = *at;
    next.worth = rung_worth(s, at, role, &next.wage);
    next.weeks += s->terrain->moves.dwell[role];
    next.steps++;
    next.row++;
    next.role = role;
    return next;
}

rung_place rung_after_stop_at_best(const rung_search *s, const rung_place *at, uint32_t role)
{
    rung_place next = rung_after_stop(s, at, role);
    if (next.worth < at->worth)
        next.worth = at->worth;
    return next;
}
