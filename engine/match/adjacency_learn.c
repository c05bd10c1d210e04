/* adjacency_learn.c - which skill stands in for which, learned from what roles ask for.
 *
 * Over the rated roles, a skill not asked for at level 0, let r be the correlation of the levels
 * asked of two skills and m their mean levels. Then the first stands in for
 *     r * min(1, m of the second / m of the first)
 * of the second: surely only where roles that ask much of one ask much of the other, and less where
 * the second is asked for less. For each second skill the MOST largest shares of LEAST or more
 * count, of equal ones those whose first skill stands first in the catalog. Skills that fewer than
 * ROLES roles ask for tell too little. */
#include <stdlib.h>

#include "match/adjacency.h"

enum { MOST = 8, ROLES = 4 };
static const double least = 0.1;

/* Who asks for a skill: role at[first[s]] .. at[first[s + 1] - 1] and how much. */
typedef struct asker {
    uint32_t role;
    float level;
} asker;

typedef struct learner {
    const rung_demand *demand;
    double rated; /* roles */
    size_t *first;
    asker *at;
    double *sum;      /* skills: of products with the skill at hand; zeros in between */
    uint32_t *beside; /* skills that roles ask for beside it */
} learner;

/* Turn the roles' rows around: linear, roles stay in catalog order. */
static void turn_around(learner *l)
{
    const rung_demand *d = l->demand;
    for (size_t i = 0; i < d->first[d->roles]; i++)
        l->first[d->row[i].skill + 1] += d->row[i].level > 0;
    for (size_t s = 0; s < d->skills; s++)
        l->first[s + 1] += l->first[s];
    for (uint32_t r = 0; r < d->roles; r++)
        for (size_t i = d->first[r]; i < d->first[r + 1]; i++)
            if (d->row[i].level > 0)
                l->at[l->first[d->row[i].skill]++] = (asker){r, d->row[i].level};
    for (size_t s = d->skills; s > 0; s--)
        l->first[s] = l->first[s - 1];
    l->first[0] = 0;
}

static bool tells_enough(const learner *l, uint32_t skill)
{
    return l->first[skill + 1] - l->first[skill] >= ROLES && l->demand->scale[skill] > 0;
}

/* Sum up products of levels with those of skill, over its roles in order; how many are beside. */
static size_t add_products(learner *l, uint32_t skill)
{
    const rung_demand *d = l->demand;
    size_t count = 0;
    for (size_t k = l->first[skill]; k < l->first[skill + 1]; k++)
        for (size_t i = d->first[l->at[k].role]; i < d->first[l->at[k].role + 1]; i++) {
            const rung_need *row = &d->row[i];
            if (!(row->level > 0))
                continue;
            if (l->sum[row->skill] == 0)
                l->beside[count++] = row->skill;
            l->sum[row->skill] += (double)l->at[k].level * (double)row->level;
        }
    return count;
}

/* How much of second there is with first. */
static double share_of(const learner *l, uint32_t first, uint32_t second)
{
    const rung_demand *d = l->demand;
    double covariance = l->sum[first] / l->rated - d->mean[first] * d->mean[second];
    double share = covariance * d->scale[first] * d->scale[second];
    if (d->mean[second] < d->mean[first])
        share *= d->mean[second] / d->mean[first];
    return share < 1 ? share : 1;
}

/* Keep the best shares seen, best first; how many there are now. */
static size_t keep(rung_stand_in *best, size_t count, rung_stand_in one)
{
    size_t place = count;
    while (place > 0 && (best[place - 1].share < one.share ||
                         (best[place - 1].share == one.share && best[place - 1].skill > one.skill)))
        place--;
    if (place == MOST)
        return count;
    count += count < MOST;
    for (size_t i = count - 1; i > place; i--)
        best[i] = best[i - 1];
    best[place] = one;
    return count;
}

static bool learn_skill(learner *l, uint32_t skill, rung_links *links)
{
    rung_stand_in best[MOST];
    size_t beside = add_products(l, skill), count = 0;
    for (size_t i = 0; i < beside; i++) {
        uint32_t other = l->beside[i];
        double share = other != skill && tells_enough(l, other) ? share_of(l, other, skill) : 0;
        if (share >= least)
            count = keep(best, count, (rung_stand_in){other, (float)share});
    }
    for (size_t i = 0; i < beside; i++)
        l->sum[l->beside[i]] = 0;
    for (size_t i = 0; i < count; i++)
        if (!rung_links_add(
                links, (rung_link){.from = best[i].skill, .to = skill, .weight = best[i].share}))
            return false;
    return true;
}

bool rung_adjacency_learn(rung_links *links, const rung_catalog *catalog, const rung_demand *demand)
{
    learner l = {.demand = demand, .rated = (double)rung_catalog_count(catalog).rated_roles};
    l.first = rung_array(demand->skills + 1, sizeof *l.first);
    l.at = rung_array(demand->first[demand->roles], sizeof *l.at);
    l.sum = rung_array(demand->skills, sizeof *l.sum);
    l.beside = rung_array(demand->skills, sizeof *l.beside);
    bool good = l.first && l.at && l.sum && l.beside;
    if (good)
        turn_around(&l);
    for (uint32_t s = 0; s < demand->skills && good; s++)
        if (tells_enough(&l, s))
            good = learn_skill(&l, s, links);
    free(l.first);
    free(l.at);
    free(l.sum);
    free(l.beside);
    return good;
}
