/* oracle.c - the answers by definition, in plain loops. */
#include "oracle.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/catalog.h" /* for the folder alone */
#include "oracle_signals.h"

/* A sum's order is part of its definition: skill d goes to lane d mod 8, and the lanes are added in
 * pairs, then the pairs in pairs. */
typedef struct lanes {
    double lane[8];
} lanes;

static void add(lanes *sum, size_t skill, double term)
{
    sum->lane[skill % 8] += term;
}

static double total(const lanes *sum)
{
    double pairs[4], halves[2];
    for (int i = 0; i < 4; i++)
        pairs[i] = sum->lane[2 * i] + sum->lane[2 * i + 1];
    for (int i = 0; i < 2; i++)
        halves[i] = pairs[2 * i] + pairs[2 * i + 1];
    return halves[0] + halves[1];
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

static rung_requirement asks(const oracle *o, uint32_t role, size_t skill)
{
    return o->asked[role * o->skills + skill];
}

oracle oracle_make(const rung_catalog *catalog)
{
    oracle o = {.catalog = catalog,
                .skills = rung_catalog_skills(catalog),
                .roles = rung_catalog_roles(catalog)};
    o.asked = calloc(o.roles * o.skills, sizeof *o.asked);
    o.mean = calloc(o.skills, sizeof *o.mean);
    o.deviation = calloc(o.skills, sizeof *o.deviation);
    double rated = 0;
    for (uint32_t r = 0; r < o.roles; r++) {
        rated += rung_catalog_role(catalog, r).rated;
        for (uint32_t d = 0; d < o.skills; d++)
            o.asked[r * o.skills + d] = rung_catalog_requirement(catalog, r, d);
    }
    for (size_t d = 0; d < o.skills; d++) {
        double sum = 0, squares = 0;
        for (uint32_t r = 0; r < o.roles; r++)
            if (rung_catalog_role(catalog, r).rated)
                sum += (double)asks(&o, r, d).level;
        o.mean[d] = rated > 0 ? sum / rated : 0;
        for (uint32_t r = 0; r < o.roles; r++)
            if (rung_catalog_role(catalog, r).rated) {
                double off = (double)asks(&o, r, d).level - o.mean[d];
                squares += off * off;
            }
        o.deviation[d] = rated > 0 ? sqrt(squares / rated) : 0;
        if (o.deviation[d] <= 1e-9 * fabs(o.mean[d]))
            o.deviation[d] = 0;
    }
    oracle_read_folder(&o, catalog->folder);
    return o;
}

void oracle_free(oracle *o)
{
    oracle_forget_folder(o);
    free(o->asked);
    free(o->mean);
    free(o->deviation);
}

double oracle_readiness(const oracle *o, const float *levels, uint32_t role)
{
    lanes has = {0}, asked = {0};
    for (size_t d = 0; d < o->skills; d++) {
        rung_requirement q = asks(o, role, d);
        add(&has, d, (double)q.importance * smaller((double)levels[d], (double)q.level));
        add(&asked, d, (double)q.importance * (double)q.level);
    }
    return total(&asked) > 0 ? total(&has) / total(&asked) : 0;
}

double oracle_transfer(const oracle *o, const float *levels, uint32_t current, uint32_t role)
{
    bool rated = current != RUNG_NONE && rung_catalog_role(o->catalog, current).rated;
    lanes used = {0}, brought = {0};
    for (size_t d = 0; d < o->skills; d++) {
        double weight = rated ? (double)asks(o, current, d).importance : 1;
        double level = (double)levels[d];
        add(&used, d, weight * smaller(level, (double)asks(o, role, d).level));
        add(&brought, d, weight * level);
    }
    return total(&brought) > 0 ? total(&used) / total(&brought) : 0;
}

static double standard(const oracle *o, double level, size_t d)
{
    return o->deviation[d] > 0 ? (level - o->mean[d]) * (1 / o->deviation[d]) : 0;
}

double oracle_similarity(const oracle *o, const float *levels, uint32_t role)
{
    lanes product = {0}, mine = {0}, theirs = {0};
    if (!rung_catalog_role(o->catalog, role).rated)
        return 0;
    for (size_t d = 0; d < o->skills; d++) {
        double a = standard(o, (double)levels[d], d);
        double b = standard(o, (double)asks(o, role, d).level, d);
        add(&product, d, a * b);
        add(&mine, d, a * a);
        add(&theirs, d, b * b);
    }
    double lengths = sqrt(total(&mine)) * sqrt(total(&theirs));
    return lengths > 0 ? total(&product) / lengths : 0;
}

double oracle_embedding(const oracle *o, uint32_t role)
{
    lanes product = {0}, mine = {0}, theirs = {0};
    const float *b = rung_catalog_vector(o->catalog, role);
    if (!o->vector || !b)
        return 0;
    for (size_t d = 0; d < rung_catalog_dimensions(o->catalog); d++) {
        add(&product, d, (double)o->vector[d] * (double)b[d]);
        add(&mine, d, (double)o->vector[d] * (double)o->vector[d]);
        add(&theirs, d, (double)b[d] * (double)b[d]);
    }
    if (rung_catalog_likeness(o->catalog) == RUNG_PRODUCT)
        return total(&product);
    double lengths = sqrt(total(&mine)) * sqrt(total(&theirs));
    return lengths > 0 ? total(&product) / lengths : 0;
}

double oracle_score(const oracle *o, const oracle_options *options, const float *levels,
                    uint32_t current, uint32_t role)
{
    /* What depends on levels first, then all else: each in the order of the signals. ln is taken
     * from the C library: the engine's own is within 1e-15 of it. */
    double by_levels = 0, by_roles = 0;
    for (int s = 0; s < RUNG_SIGNAL_COUNT; s++) {
        double beta = options->beta[s];
        if (beta == 0)
            continue;
        if (s >= RUNG_SIGNAL_WAGE)
            by_roles += beta * oracle_signal(o, s, current, role);
        else
            by_levels +=
                beta * (s == RUNG_SIGNAL_READINESS    ? oracle_readiness(o, levels, role)
                        : s == RUNG_SIGNAL_TRANSFER   ? oracle_transfer(o, levels, current, role)
                        : s == RUNG_SIGNAL_SIMILARITY ? oracle_similarity(o, levels, role)
                                                      : oracle_embedding(o, role));
    }
    return by_levels + by_roles;
}

/* Whether nothing asks for skills, so that a role without any is as good as others. */
static bool vectors_alone(const oracle *o, const oracle_options *options)
{
    const double *beta = options->beta;
    return rung_catalog_dimensions(o->catalog) > 0 && beta[RUNG_SIGNAL_EMBEDDING] != 0 &&
           beta[RUNG_SIGNAL_READINESS] == 0 && beta[RUNG_SIGNAL_TRANSFER] == 0 &&
           beta[RUNG_SIGNAL_SIMILARITY] == 0 && !options->viable && !options->desirable;
}

/* A limit counts as reached from so little below. */
static double nearly(double limit)
{
    return limit - limit / 4194304;
}

static bool allowed(const oracle *o, const oracle_options *options, const float *levels,
                    uint32_t current, uint32_t role)
{
    rung_role to = rung_catalog_role(o->catalog, role);
    rung_role from = rung_catalog_role(o->catalog, current);
    if (role == current || (!to.rated && !vectors_alone(o, options)))
        return false;
    if (options->wage_floor > 0 && current != RUNG_NONE &&
        to.wage < options->wage_floor * from.wage)
        return false;
    if (!options->viable && !options->desirable)
        return true;
    if (current != RUNG_NONE && to.job_zone && from.job_zone &&
        to.job_zone > from.job_zone + options->zone_step)
        return false;
    if (options->desirable && current != RUNG_NONE && !isnan(to.wage) && !isnan(from.wage) &&
        to.wage < (1 + options->wage_growth) * from.wage)
        return false;
    for (size_t d = 0; d < o->skills; d++) {
        rung_requirement q = asks(o, role, d);
        if (q.essential && (double)levels[d] < nearly(options->essential) * (double)q.level)
            return false;
    }
    return oracle_readiness(o, levels, role) >= nearly(options->theta);
}

void oracle_match(const oracle *o, const oracle_options *options, const float *levels,
                  uint32_t current, rung_hit *hits, size_t top)
{
    size_t count = 0;
    for (uint32_t r = 0; r < o->roles; r++) {
        if (!allowed(o, options, levels, current, r))
            continue;
        double score = oracle_score(o, options, levels, current, r);
        size_t place = count < top ? count++ : top;
        if (place == top && !(score > hits[top - 1].score))
            continue;
        place = place == top ? top - 1 : place;
        for (; place > 0 && hits[place - 1].score < score; place--)
            hits[place] = hits[place - 1];
        hits[place] =
            (rung_hit){score, oracle_readiness(o, levels, r), oracle_similarity(o, levels, r), r};
    }
    for (; count < top; count++)
        hits[count] = (rung_hit){.role = RUNG_NONE};
}

/* The weights are the engine's, which docs/model.md shows; what they mean is not. */
oracle_options oracle_profile(const rung_catalog *catalog, const char *name)
{
    oracle_options options = {.theta = 0.80, .essential = 0.80, .zone_step = 1};
    rung_matcher_options engine = RUNG_MATCHER_OPTIONS_INIT;
    rung_matcher *matcher;
    rung_error error;
    engine.profile = name;
    cr_assert_eq(rung_matcher_new(&matcher, catalog, &engine, &error), RUNG_OK, "%s",
                 error.message);
    memcpy(options.beta, rung_matcher_describe(matcher).weight, sizeof options.beta);
    options.wage_floor = strcmp(name, "upskill") == 0 ? 1 : 0;
    rung_matcher_free(matcher);
    return options;
}
