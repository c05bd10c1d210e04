/* moves_oracle.c - observed moves by chance, and what a ranking of roles is worth by definition. */
#include "moves_oracle.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

/* ---------------------------------------------------------------- moves by chance */

static const char *write_pairs(const observed *o, const rung_catalog *catalog, bool moves)
{
    char *text = calloc(o->roles * o->roles + 4, 64);
    cr_assert_not_null(text);
    size_t length = (size_t)sprintf(text, moves ? "weight,to_role,from_role\n2,stranger,nobody\n"
                                                : "role_b,role_a\nstranger,nobody\n");
    for (size_t i = o->roles * o->roles; i-- > 0;) {
        const char *from = rung_catalog_role(catalog, (uint32_t)(i / o->roles)).id;
        const char *to = rung_catalog_role(catalog, (uint32_t)(i % o->roles)).id;
        if (moves && o->weight[i] >= 0)
            length += (size_t)sprintf(text + length, "%.17g,%s,%s\n", o->weight[i], to, from);
        else if (!moves && o->excluded[i])
            length += (size_t)sprintf(text + length, "%s,%s\n", to, from);
    }
    const char *path = test_write(test_folder(), moves ? "moves.csv" : "pairs.csv", text, length);
    free(text);
    return path;
}

/* A fifth of all pairs, a role and itself among them; one in ten of these weighs nothing. */
observed observed_make(const rung_catalog *catalog, uint64_t *seed)
{
    observed o = {.roles = rung_catalog_roles(catalog)};
    size_t pairs = o.roles * o.roles;
    o.weight = calloc(pairs, sizeof *o.weight);
    o.excluded = calloc(pairs, sizeof *o.excluded);
    cr_assert(o.weight && o.excluded);
    for (size_t i = 0; i < pairs; i++) {
        o.weight[i] = test_below(seed, 5) ? -1 : (double)test_below(seed, 10) / 7;
        o.excluded[i] = test_below(seed, 12) == 0;
    }
    o.moves = write_pairs(&o, catalog, true);
    o.exclude = write_pairs(&o, catalog, false);
    for (size_t i = 0; i < pairs; i++)
        o.weight[i] = o.weight[i] < 0 ? 0 : o.weight[i];
    return o;
}

void observed_free(observed *o)
{
    free(o->weight);
    free(o->excluded);
}

bool observed_shares(const observed *o, const rung_catalog *catalog, uint32_t from, bool upward,
                     double *share)
{
    rung_role origin = rung_catalog_role(catalog, from);
    double sum = 0;
    for (uint32_t to = 0; to < o->roles; to++) {
        rung_role target = rung_catalog_role(catalog, to);
        bool counts = origin.rated && target.rated && to != from &&
                      !o->excluded[from * o->roles + to] && (!upward || target.wage > origin.wage);
        share[to] = counts ? o->weight[from * o->roles + to] : 0;
        sum += share[to];
    }
    for (size_t to = 0; to < o->roles; to++)
        share[to] = sum > 0 ? share[to] / sum : 0;
    return sum > 0;
}

/* ---------------------------------------------------------------- what a ranking is worth */

/* Whether a stands before b. */
static bool before(const double *score, size_t a, size_t b)
{
    return score[a] > score[b] || (score[a] == score[b] && a < b);
}

/* 1 for the first; 0 for what is not ranked. */
static size_t rank_of(const double *score, size_t roles, size_t role)
{
    size_t rank = 1;
    if (!(score[role] > -INFINITY))
        return 0;
    for (size_t i = 0; i < roles; i++)
        rank += !isnan(score[i]) && before(score, i, role);
    return rank;
}

static double outranks(const double *score, const double *share, size_t roles)
{
    double won = 0, pairs = 0;
    for (size_t a = 0; a < roles; a++)
        for (size_t b = 0; b < roles; b++)
            if (!isnan(score[a]) && !isnan(score[b]) && share[a] > 0 && share[b] == 0) {
                won += score[a] > score[b] ? 1 : score[a] == score[b] ? 0.5 : 0;
                pairs++;
            }
    return won / pairs;
}

/* The most that the first ten can gain: a share's place is behind all larger ones. */
static double best_gain(const double *share, size_t roles)
{
    double sum = 0;
    for (size_t r = 0; r < roles; r++) {
        size_t place = 1;
        for (size_t i = 0; i < roles; i++)
            place += before(share, i, r);
        sum += place <= 10 ? share[r] / log2((double)place + 1) : 0;
    }
    return sum;
}

void oracle_measure(const double *score, const double *share, size_t roles,
                    double measure[RUNG_MEASURE_COUNT])
{
    memset(measure, 0, RUNG_MEASURE_COUNT * sizeof *measure);
    for (size_t r = 0; r < roles; r++) {
        size_t rank = rank_of(score, roles, r);
        if (rank == 0)
            continue;
        measure[RUNG_MEASURE_H1] += rank <= 1 ? share[r] : 0;
        measure[RUNG_MEASURE_H5] += rank <= 5 ? share[r] : 0;
        measure[RUNG_MEASURE_H10] += rank <= 10 ? share[r] : 0;
        measure[RUNG_MEASURE_H20] += rank <= 20 ? share[r] : 0;
        measure[RUNG_MEASURE_MRR] += share[r] / (double)rank;
        measure[RUNG_MEASURE_NDCG10] += rank <= 10 ? share[r] / log2((double)rank + 1) : 0;
    }
    measure[RUNG_MEASURE_NDCG10] /= best_gain(share, roles);
    measure[RUNG_MEASURE_AUC] = outranks(score, share, roles);
}

/* ---------------------------------------------------------------- baselines */

double oracle_baseline(const rung_catalog *catalog, const char *name, uint32_t from, uint32_t to)
{
    double product = 0, mine = 0, its = 0, apart = 0, asked = 0, reached = 0;
    for (uint32_t d = 0; d < rung_catalog_skills(catalog); d++) {
        rung_requirement q = rung_catalog_requirement(catalog, to, d);
        double x = (double)rung_catalog_requirement(catalog, from, d).level;
        double level = (double)q.level;
        product += x * level;
        mine += x * x;
        its += level * level;
        apart += (x - level) * (x - level);
        asked += q.level > 0 && q.importance > 0;
        reached += q.level > 0 && q.importance > 0 && x >= level;
    }
    if (strcmp(name, "size") == 0) {
        double employment = rung_catalog_role(catalog, to).employment;
        return isnan(employment) ? 0 : employment;
    }
    if (strcmp(name, "cosine") == 0)
        return mine > 0 && its > 0 ? product / (sqrt(mine) * sqrt(its)) : 0;
    if (strcmp(name, "euclid") == 0)
        return -sqrt(apart);
    cr_assert_str_eq(name, "coverage");
    return reached / asked;
}
