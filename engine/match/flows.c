/* flows.c - where people went before: moves into a role, from anywhere and from one family. */
#include "match/flows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

/* People who stand for an origin: its employment, or the usual one where that is not known. */
static double usual_employment(const rung_catalog *c)
{
    double sum = 0, known = 0;
    for (size_t r = 0; r < c->roles; r++)
        if (c->role[r].employment > 0) {
            sum += c->role[r].employment;
            known++;
        }
    return known > 0 ? sum / known : 1;
}

static bool same_family(const rung_catalog *c, uint32_t a, uint32_t b)
{
    return c->family[a] != RUNG_NONE && c->family[a] == c->family[b];
}

static bool make_room(rung_flows *f, size_t roles, size_t origins, size_t moves)
{
    f->origin = rung_array(origins, sizeof *f->origin);
    f->first = rung_array(origins + 1, sizeof *f->first);
    f->to = rung_array(moves, sizeof *f->to);
    f->people = rung_array(moves, sizeof *f->people);
    f->into = rung_array(roles + 2, sizeof *f->into);
    f->into_from = rung_array(moves, sizeof *f->into_from);
    f->into_people = rung_array(moves, sizeof *f->into_people);
    f->others = rung_array(roles + 1, sizeof *f->others);
    f->kin = rung_array(roles, sizeof *f->kin);
    return f->origin && f->first && f->to && f->people && f->into && f->into_from &&
           f->into_people && f->others && f->kin;
}

static void take_origin(rung_flows *f, const rung_mobility *m, size_t i, double usual)
{
    double known = f->catalog->role[m->origin[i]].employment;
    double employment = known > 0 ? known : usual;
    size_t count = f->first[f->origins];
    for (size_t k = m->first[i]; k < m->first[i + 1]; k++, count++) {
        f->to[count] = m->to[k];
        f->people[count] = employment * m->share[k];
        f->into[m->to[k] + 2]++;
    }
    f->origin[f->origins] = m->origin[i];
    f->first[++f->origins] = count;
    for (uint32_t r = 0; r <= f->catalog->roles; r++)
        f->others[r] += r == m->origin[i] ? 0 : employment;
    for (uint32_t r = 0; r < f->catalog->roles; r++)
        f->kin[r] += r != m->origin[i] && same_family(f->catalog, r, m->origin[i]) ? employment : 0;
}

static void turn_round(rung_flows *f)
{
    size_t *next = f->into + 1; /* ends as the list of ends */
    for (size_t r = 0; r < f->catalog->roles; r++)
        next[r + 1] += next[r];
    for (size_t o = 0; o < f->origins; o++)
        for (size_t k = f->first[o]; k < f->first[o + 1]; k++) {
            size_t place = next[f->to[k]]++;
            f->into_from[place] = f->origin[o];
            f->into_people[place] = f->people[k];
        }
}

rung_status rung_flows_make(rung_flows *flows, const rung_catalog *catalog,
                            const rung_mobility *mobility, const bool *skip, rung_error *error)
{
    rung_flows f = {.catalog = catalog};
    double usual = usual_employment(catalog);
    size_t moves = mobility->origins > 0 ? mobility->first[mobility->origins] : 0;
    bool made = make_room(&f, catalog->roles, mobility->origins, moves);
    if (made) {
        for (size_t i = 0; i < mobility->origins; i++)
            if (!skip || !skip[i])
                take_origin(&f, mobility, i, usual);
        turn_round(&f);
    } else {
        rung_flows_free(&f);
    }
    *flows = f;
    return made ? RUNG_OK : rung_fail_memory(error, "moves between roles");
}

/* Moves as the catalog's relations tell them, in the shape of those that a file tells. */
static bool take_relations(rung_mobility *m, const rung_catalog *c)
{
    const rung_links *links = &c->role_relations;
    m->origin = rung_array(c->roles, sizeof *m->origin);
    m->first = rung_array(c->roles + 1, sizeof *m->first);
    m->to = rung_array(links->count, sizeof *m->to);
    m->share = rung_array(links->count, sizeof *m->share);
    if (!m->origin || !m->first || !m->to || !m->share)
        return false;
    for (uint32_t r = 0; r < c->roles; r++) {
        double sum = 0;
        for (size_t i = links->first[r]; i < links->first[r + 1]; i++) {
            const rung_link *l = &links->link[i];
            if (l->kind != RUNG_FLOW || l->to == r || !(l->weight > 0))
                continue;
            m->to[m->moves] = l->to;
            m->share[m->moves++] = (double)l->weight;
            sum += (double)l->weight;
        }
        size_t from = m->first[m->origins];
        if (m->moves == from)
            continue;
        for (size_t i = from; i < m->moves; i++)
            m->share[i] /= sum;
        m->origin[m->origins++] = r;
        m->first[m->origins] = m->moves;
    }
    return true;
}

rung_status rung_flows_of_catalog(rung_flows *flows, const rung_catalog *catalog, rung_error *error)
{
    rung_mobility relations = {0};
    rung_status status = take_relations(&relations, catalog)
                             ? rung_flows_make(flows, catalog, &relations, NULL, error)
                             : rung_fail_memory(error, "moves between roles");
    rung_mobility_free(&relations);
    return status;
}

void rung_flows_free(rung_flows *f)
{
    free(f->origin);
    free(f->first);
    free(f->to);
    free(f->people);
    free(f->into);
    free(f->into_from);
    free(f->into_people);
    free(f->others);
    free(f->kin);
    *f = (rung_flows){0};
}

static double inflow_of(const rung_flows *f, uint32_t current, bool family, double people)
{
    double all =
        family ? f->kin[current] : f->others[current == RUNG_NONE ? f->catalog->roles : current];
    return people > 0 ? rung_ln(1 + 2 * (double)f->catalog->roles * people / all) : 0;
}

static bool counts(const rung_flows *f, uint32_t current, bool family, uint32_t origin)
{
    return origin != current && (!family || same_family(f->catalog, current, origin));
}

/* Both add the same people in the order of the origins. */
double rung_flows_into(const rung_flows *f, uint32_t current, uint32_t role, bool family)
{
    double people = 0;
    if (family && current == RUNG_NONE)
        return 0;
    for (size_t i = f->into[role]; i < f->into[role + 1]; i++)
        if (counts(f, current, family, f->into_from[i]))
            people += f->into_people[i];
    return inflow_of(f, current, family, people);
}

void rung_flows_into_all(const rung_flows *f, uint32_t current, bool family, double *inflow)
{
    size_t roles = f->catalog->roles;
    memset(inflow, 0, roles * sizeof *inflow);
    if (family && current == RUNG_NONE)
        return;
    for (size_t o = 0; o < f->origins; o++)
        if (counts(f, current, family, f->origin[o]))
            for (size_t k = f->first[o]; k < f->first[o + 1]; k++)
                inflow[f->to[k]] += f->people[k];
    for (size_t r = 0; r < roles; r++)
        inflow[r] = inflow_of(f, current, family, inflow[r]);
}
