/* audit_figures.c - rates, impact ratios and their intervals, from counts alone.
 *
 * Rates and ratios are those of 6 RCNY 5-300 (New York City, Local Law 144 of 2021). Intervals have
 * 95 %: of a rate by Wilson (J. Am. Stat. Assoc. 22, 1927, p. 209), of a ratio by its logarithm
 * (Katz et al., Biometrics 34, 1978, p. 469). */
#include <math.h>

#include "base/number.h"
#include "base/status.h"

/* The 97.5 % quantile of the normal distribution. */
static const double z = 1.959963984540054;

/* e^x for |x| < 700: within 1e-15 of the true one, and the same bits on every machine. */
static double exponential(double x)
{
    const double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
    double k = floor(x / 6.93147180559945286e-01 + 0.5);
    double r = (x - k * ln2_high) - k * ln2_low, sum = 1;
    for (int term = 18; term >= 1; term--)
        sum = 1 + sum * r / term;
    return ldexp(sum, (int)k);
}

static void wilson(const rung_group *g, rung_impact *i)
{
    double n = (double)g->people, p = i->rate;
    double middle = p + z * z / (2 * n), whole = 1 + z * z / n;
    double half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    i->low = g->selected == 0 ? 0 : (middle - half) / whole;
    i->high = g->selected == g->people ? 1 : (middle + half) / whole;
}

/* The interval of a ratio of two rates; none where nobody of the group was selected. */
static void katz(const rung_group *g, const rung_group *best, rung_impact *i)
{
    if (g->selected == 0)
        return;
    double a = (double)g->selected, n = (double)g->people;
    double b = (double)best->selected, m = (double)best->people;
    double width = z * sqrt((n - a) / (a * n) + (m - b) / (b * m));
    i->ratio_low = i->ratio * exponential(-width);
    i->ratio_high = i->ratio * exponential(width);
}

/* Whether a's rate is above b's, exactly. */
static bool is_above(const rung_group *a, const rung_group *b)
{
    return (unsigned __int128)a->selected * b->people > (unsigned __int128)b->selected * a->people;
}

static rung_status check(const rung_group *group, size_t groups, const rung_impact *impact,
                         rung_error *error)
{
    if (groups > 0 && (!group || !impact))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_audit_groups: groups and room for what is said of them are needed");
    uint64_t people = 0;
    for (size_t g = 0; g < groups; g++) {
        if (group[g].selected > group[g].people)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "group %zu: found %llu selected, expected at most %llu, its people", g,
                             (unsigned long long)group[g].selected,
                             (unsigned long long)group[g].people);
        if (__builtin_add_overflow(people, group[g].people, &people))
            return rung_fail(error, RUNG_BAD_ARGUMENT, "groups: more people than can be counted");
    }
    return RUNG_OK;
}

/* The group with the highest rate of those that count, or NULL; the first of equal ones. */
static const rung_group *find_highest(const rung_group *group, size_t groups,
                                      const rung_impact *impact)
{
    const rung_group *best = NULL;
    for (size_t g = 0; g < groups; g++)
        if (impact[g].counts && (!best || is_above(&group[g], best)))
            best = &group[g];
    return best && best->selected > 0 ? best : NULL;
}

rung_status rung_audit_groups(const rung_group *group, size_t groups, rung_impact *impact,
                              double *least, rung_error *error)
{
    rung_status status = check(group, groups, impact, error);
    if (status != RUNG_OK)
        return status;
    uint64_t people = 0;
    for (size_t g = 0; g < groups; g++)
        people += group[g].people;
    for (size_t g = 0; g < groups; g++) {
        rung_impact *i = &impact[g];
        *i = (rung_impact){NAN, NAN, NAN, NAN, NAN, NAN, false, false};
        i->small = (unsigned __int128)50 * group[g].people < people;
        i->counts = group[g].known && !i->small && group[g].people > 0;
        if (group[g].people == 0)
            continue;
        i->rate = (double)group[g].selected / (double)group[g].people;
        wilson(&group[g], i);
    }
    const rung_group *best = find_highest(group, groups, impact);
    double minimum = NAN;
    for (size_t g = 0; g < groups && best; g++) {
        rung_impact *i = &impact[g];
        if (!group[g].known || group[g].people == 0)
            continue;
        i->ratio = i->rate / impact[best - group].rate;
        if (&group[g] != best)
            katz(&group[g], best, i);
        if (i->counts && !(minimum <= i->ratio))
            minimum = i->ratio;
    }
    if (least)
        *least = minimum;
    return RUNG_OK;
}
