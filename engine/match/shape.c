/* shape.c - what matching by dense rows costs, and by sparse ones.
 *
 * Dense: one product of all columns for each role, rows of all columns encoded, and for each role
 * proposed a walk over all skills. Sparse: for each entry of a person the roles that share its
 * column, a pass over the scores, and for each role proposed its rows. A person is taken to have
 * the skills of a role picked by chance; then a skill that n of M roles ask for meets n roles with
 * chance n / M. Similarity by sparse rows walks over all skills too, several roles at a time. */
#include "match/shape.h"

#include <math.h>

/* Nanoseconds, as measured on one core of an AMD EPYC (Zen 4); docs/performance.md has them. What
 * counts is their ratio, which differs less between machines. */
static const double per_product = 0.011;   /* of one role and one column, by vnni or avx2 */
static const double per_column = 0.6;      /* of encoding a person densely */
static const double per_skill = 0.25;      /* of a role scored densely, one signal */
static const double per_posting = 0.6;     /* of a role that shares a column */
static const double per_role = 0.35;       /* of looking at a score */
static const double per_row = 1.5;         /* of a row of a role scored sparsely, one signal */
static const double per_skill_sheaf = 0.1; /* of a role's similarity by sparse rows */

/* Roles proposed and scored for a person, and those written, whose similarity is told. */
enum { PROPOSED = 16, WRITTEN = 10, MOST_STEPS = 16 };

static double steps_of(float level, double grid)
{
    double steps = ceil((double)level / grid);
    return steps < MOST_STEPS ? steps : MOST_STEPS;
}

/* Entries that people have on average, the roles that they meet there, and all columns. */
typedef struct counts {
    double entries, postings, columns;
} counts;

static counts count(const rung_demand *d, double grid)
{
    counts n = {0};
    size_t rows = d->first[d->roles];
    for (size_t i = 0; i < rows; i++) {
        const rung_need *row = &d->row[i];
        double steps = steps_of(row->level, grid);
        n.entries += steps;
        /* roles that ask for the skill, from its mean level */
        n.postings += steps * d->mean[row->skill] / (double)(row->level > 0 ? row->level : 1);
    }
    for (size_t s = 0; s < d->skills; s++)
        n.columns += d->mean[s] > 0;
    n.columns *= rows > 0 ? n.entries / (double)rows : 1;
    n.entries /= (double)d->roles;
    return n; /* postings: the sum over roles of n / M is that over rows, n of M roles met */
}

rung_shape rung_shape_estimate(const rung_demand *d, double grid, const rung_profile *profile)
{
    counts n = count(d, grid);
    double roles = (double)d->roles, skills = (double)d->skills;
    double rows = (double)d->first[d->roles] / roles;
    bool similar = rung_profile_uses(profile, RUNG_SIGNAL_SIMILARITY);
    double thermometers = rung_profile_uses(profile, RUNG_SIGNAL_READINESS) +
                          rung_profile_uses(profile, RUNG_SIGNAL_TRANSFER);
    double columns = thermometers * n.columns + similar * skills;
    double postings = (thermometers + similar) * n.postings;
    double scored = PROPOSED * (thermometers + similar) + WRITTEN;
    double sheaves = (similar ? PROPOSED : 0) + WRITTEN;
    return (rung_shape){
        .dense = per_product * columns * roles + per_column * columns + per_skill * skills * scored,
        .sparse = per_posting * postings + per_role * roles + per_row * rows * scored +
                  per_skill_sheaf * skills * sheaves,
        .density = rows / skills,
    };
}
