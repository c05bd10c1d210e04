/* shape.c - what matching by dense rows costs, and by sparse ones.
 *
 * Dense: one product of all columns for each role, rows of all columns encoded, and for each role
 * proposed a walk over all skills. Sparse: for each entry of a person the roles that share its
 * column, a pass over the scores, and for each role proposed its rows. A person is taken to have
 * the skills of a role picked by chance; then a skill that n of M roles ask for meets n roles with
 * chance n / M. Similarity by sparse rows walks over all skills too, several roles at a time.
 * Vectors have an entry in every dimension, whichever shape. */
#include "match/shape.h"

#include <math.h>

/* Nanoseconds, as measured on one core of an AMD EPYC (Zen 4); docs/performance.md has them. What
 * counts is their ratio, which differs less between machines. */
static const double per_product = 0.011;   /* of one role and one column, by vnni or avx2 */
static const double per_column = 0.6;      /* of encoding a person densely */
static const double per_skill = 0.25;      /* of a role scored densely, one signal */
static const double per_posting = 0.6;     /* of a role that shares a column of few roles */
static const double per_entry = 0.06;      /* of any role, in a column of many */
static const double per_role = 0.35;       /* of looking at a score */
static const double per_row = 1.5;         /* of a row of a role scored sparsely, one signal */
static const double per_skill_sheaf = 0.1; /* of a role's similarity by sparse rows */

/* Roles proposed and scored for a person, and those written, of which readiness and similarity are
 * told. */
enum { PROPOSED = 16, WRITTEN = 10, MOST_STEPS = 16, MANY = 8 };

static double steps_of(float level, double grid)
{
    double steps = ceil((double)level / grid);
    return steps < MOST_STEPS ? steps : MOST_STEPS;
}

/* What a product takes for a person on average, and how many columns there are. */
typedef struct counts {
    double adding, columns;
} counts;

static counts count(const rung_demand *d, rung_scale scale)
{
    counts n = {0};
    double roles = (double)d->roles;
    for (size_t i = 0; i < d->first[d->roles]; i++) {
        const rung_need *row = &d->row[i];
        if (!(row->level > 0))
            continue;
        double share = d->mean[row->skill] / (double)row->level; /* of the roles, about */
        double each = share > 1.0 / MANY ? per_entry * roles : per_posting * share * roles;
        n.adding += steps_of(row->level, scale.grid) * each / roles;
    }
    for (size_t s = 0; s < d->skills; s++)
        n.columns += d->mean[s] > 0;
    n.columns *= steps_of((float)scale.levels, scale.grid);
    return n;
}

rung_shape rung_shape_estimate(const rung_demand *d, rung_scale scale, const rung_profile *profile,
                               size_t dimensions)
{
    counts n = count(d, scale);
    double roles = (double)d->roles, skills = (double)d->skills;
    double rows = (double)d->first[d->roles] / roles;
    bool similar = rung_profile_uses(profile, RUNG_SIGNAL_SIMILARITY);
    double thermometers = rung_profile_uses(profile, RUNG_SIGNAL_READINESS) +
                          rung_profile_uses(profile, RUNG_SIGNAL_TRANSFER);
    double columns = thermometers * n.columns + similar * skills;
    double vector = rung_profile_uses(profile, RUNG_SIGNAL_EMBEDDING) ? (double)dimensions : 0;
    double scored = PROPOSED * (thermometers + similar) + WRITTEN;
    double sheaves = (similar ? PROPOSED : 0) + WRITTEN;
    double either = per_column * vector + per_skill * vector * PROPOSED;
    return (rung_shape){
        .dense = per_product * (columns + vector) * roles + per_column * columns +
                 per_skill * skills * (scored + WRITTEN) + either,
        .sparse = (thermometers + similar) * n.adding + per_entry * vector * roles +
                  per_role * roles + per_row * rows * scored + per_skill_sheaf * skills * sheaves +
                  either,
        .density = skills > 0 ? rows / skills : 0,
    };
}
