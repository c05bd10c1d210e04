/* relatives.c - roles that the taxonomy calls related, either way and over a third. */
#include "match/relatives.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"

/* Both ways of a relation as links of one kind each, from the role that it is listed for. */
enum { THERE, BACK };

static rung_status list_both_ways(rung_links *both, const rung_catalog *catalog, rung_error *error)
{
    const rung_links *links = &catalog->role_relations;
    for (size_t i = 0; i < links->count; i++) {
        const rung_link *l = &links->link[i];
        if (l->kind != RUNG_RELATED || !(l->weight > 0))
            continue;
        rung_link there = {.from = l->from, .to = l->to, .kind = THERE, .weight = l->weight};
        rung_link back = {.from = l->to, .to = l->from, .kind = BACK, .weight = l->weight};
        if (!rung_links_add(both, there) || !rung_links_add(both, back))
            return rung_fail_memory(error, "the relations of roles");
    }
    const rung_link *again;
    uint32_t line;
    return rung_links_group(both, catalog->roles, catalog->roles, &again, &line, error);
}

static void take(rung_relatives *r, const rung_links *both)
{
    size_t count = 0;
    for (size_t role = 0; role < r->roles; role++) {
        for (size_t i = both->first[role]; i < both->first[role + 1]; i++) {
            const rung_link *l = &both->link[i];
            if (count == r->first[role] || r->other[count - 1] != l->to)
                r->other[count++] = l->to;
            *(l->kind == THERE ? &r->to[count - 1] : &r->from[count - 1]) = l->weight;
        }
        r->first[role + 1] = count;
    }
}

rung_status rung_relatives_make(rung_relatives *relatives, const rung_catalog *catalog,
                                rung_error *error)
{
    rung_links both = {0};
    rung_relatives r = {.roles = catalog->roles};
    rung_status status = list_both_ways(&both, catalog, error);
    if (status == RUNG_OK) {
        r.first = rung_array(r.roles + 1, sizeof *r.first);
        r.other = rung_array(both.count, sizeof *r.other);
        r.to = rung_array(both.count, sizeof *r.to);
        r.from = rung_array(both.count, sizeof *r.from);
        if (r.first && r.other && r.to && r.from)
            take(&r, &both);
        else
            status = rung_fail_memory(error, "the relations of roles");
    }
    rung_links_free(&both);
    if (status != RUNG_OK)
        rung_relatives_free(&r);
    *relatives = r;
    return status;
}

void rung_relatives_free(rung_relatives *r)
{
    free(r->first);
    free(r->other);
    free(r->to);
    free(r->from);
    *r = (rung_relatives){0};
}

static double weight(const rung_relatives *r, size_t i)
{
    return (double)(r->to[i] > r->from[i] ? r->to[i] : r->from[i]);
}

/* Both add the same products in the order of the third roles. */
double rung_relatives_twice(const rung_relatives *r, uint32_t a, uint32_t b)
{
    double sum = 0;
    size_t i = r->first[a], j = r->first[b];
    while (i < r->first[a + 1] && j < r->first[b + 1]) {
        uint32_t mine = r->other[i], theirs = r->other[j];
        if (mine == theirs)
            sum += weight(r, i) * weight(r, j);
        i += mine <= theirs;
        j += theirs <= mine;
    }
    return rung_ln(1 + sum);
}

void rung_relatives_all_twice(const rung_relatives *r, uint32_t a, double *twice)
{
    memset(twice, 0, r->roles * sizeof *twice);
    for (size_t i = r->first[a]; i < r->first[a + 1]; i++) {
        uint32_t third = r->other[i];
        for (size_t j = r->first[third]; j < r->first[third + 1]; j++)
            twice[r->other[j]] += weight(r, i) * weight(r, j);
    }
    for (size_t role = 0; role < r->roles; role++)
        twice[role] = rung_ln(1 + twice[role]);
}
