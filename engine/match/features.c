/* features.c - what roles have in common beside skills: work activities, tools, words of titles. */
#include "match/features.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

/* How many roles have each feature, one place on, so that the sums are where each list starts. */
static void count_holders(rung_role_features *f, const rung_links *links, uint8_t kind)
{
    for (size_t i = 0; i < links->count; i++)
        if (links->link[i].kind == kind && links->link[i].weight > 0)
            f->holders[links->link[i].to + 1]++;
}

static void take_row(rung_role_features *f, const rung_links *links, uint8_t kind, size_t role)
{
    size_t from = f->first[role], count = from;
    double squares = 0;
    for (size_t i = links->first[role]; i < links->first[role + 1]; i++) {
        const rung_link *link = &links->link[i];
        if (link->kind != kind || !(link->weight > 0))
            continue;
        double rarity = rung_ln((double)f->roles / (double)f->holders[link->to + 1]);
        f->feature[count] = link->to;
        f->share[count] = (double)link->weight * rarity;
        squares += f->share[count] * f->share[count];
        count++;
    }
    for (size_t i = from; i < count && squares > 0; i++)
        f->share[i] /= sqrt(squares);
    f->first[role + 1] = count;
}

/* Lists of roles by feature; roles ascend in each. */
static void turn_round(rung_role_features *f, size_t features, size_t *next)
{
    for (size_t i = 0; i < features; i++)
        f->holders[i + 1] += f->holders[i];
    memcpy(next, f->holders, features * sizeof *next);
    for (size_t r = 0; r < f->roles; r++)
        for (size_t i = f->first[r]; i < f->first[r + 1]; i++) {
            size_t place = next[f->feature[i]]++;
            f->role[place] = (uint32_t)r;
            f->of_role[place] = f->share[i];
        }
}

rung_status rung_role_features_make(rung_role_features *features, const rung_catalog *catalog,
                                    uint8_t kind, rung_error *error)
{
    const rung_links *links = &catalog->features;
    rung_role_features f = {.roles = catalog->roles};
    size_t *next = rung_array(catalog->feature_count, sizeof *next);
    f.first = rung_array(f.roles + 1, sizeof *f.first);
    f.feature = rung_array(links->count, sizeof *f.feature);
    f.share = rung_array(links->count, sizeof *f.share);
    f.holders = rung_array(catalog->feature_count + 1, sizeof *f.holders);
    f.role = rung_array(links->count, sizeof *f.role);
    f.of_role = rung_array(links->count, sizeof *f.of_role);
    bool made = next && f.first && f.feature && f.share && f.holders && f.role && f.of_role;
    if (made) {
        count_holders(&f, links, kind);
        for (size_t r = 0; r < f.roles; r++)
            take_row(&f, links, kind, r);
        turn_round(&f, catalog->feature_count, next);
    } else {
        rung_role_features_free(&f);
    }
    free(next);
    *features = f;
    return made ? RUNG_OK : rung_fail_memory(error, "the features of roles");
}

void rung_role_features_free(rung_role_features *f)
{
    free(f->first);
    free(f->feature);
    free(f->share);
    free(f->holders);
    free(f->role);
    free(f->of_role);
    *f = (rung_role_features){0};
}

/* Both add the same products in the order of the features. */
double rung_role_features_cosine(const rung_role_features *f, uint32_t a, uint32_t b)
{
    double sum = 0;
    size_t i = f->first[a], j = f->first[b];
    while (i < f->first[a + 1] && j < f->first[b + 1]) {
        uint32_t mine = f->feature[i], theirs = f->feature[j];
        if (mine == theirs)
            sum += f->share[i] * f->share[j];
        i += mine <= theirs;
        j += theirs <= mine;
    }
    return sum;
}

void rung_role_features_cosines(const rung_role_features *f, uint32_t a, double *cosine)
{
    memset(cosine, 0, f->roles * sizeof *cosine);
    for (size_t i = f->first[a]; i < f->first[a + 1]; i++)
        for (size_t k = f->holders[f->feature[i]]; k < f->holders[f->feature[i] + 1]; k++)
            cosine[f->role[k]] += f->share[i] * f->of_role[k];
}
