/* miss.c - what stops every path to a target: the fewest rules that would have to be put aside, and
 * the best path then. */
#include "path/miss.h"

#include <math.h>

#include "path/route.h"

/* The first ones can be put aside. In this order sets of equal size of them are tried: what others
 * could change comes first. */
enum { RULES = RUNG_RULES_ASIDE };
const rung_rule rung_rules_told[RUNG_RULES] = {
    RUNG_RULE_AUDIENCE,  RUNG_RULE_STEPS,   RUNG_RULE_WAGE,    RUNG_RULE_ZONE,  RUNG_RULE_ESSENTIAL,
    RUNG_RULE_READINESS, RUNG_RULE_CURRENT, RUNG_RULE_UNRATED, RUNG_RULE_EFFORT};
static const rung_rule *const asides = rung_rules_told;

/* Look for the best path with the rules of a set put aside. */
static bool search_without(rung_searcher *s, uint32_t target, unsigned rules, double theta,
                           double wage_fall)
{
    rung_quest quest = {.target = &target,
                        .targets = 1,
                        .most = 1,
                        .limit = RUNG_KEY_WORST,
                        .steps = s->planner->options.steps + ((rules & RUNG_RULE_STEPS) != 0),
                        .theta = theta,
                        .wage_fall = wage_fall,
                        .aside = rules};
    rung_search_run(&s->search, &quest);
    return s->search.goal[0].count > 0;
}

/* ---------------------------------------------------------------- readiness */

/* The least readiness with which the path found enters a role. */
static double least_readiness(rung_searcher *s)
{
    rung_walk walk = rung_walk_begin(&s->search, &s->search.goal[0].found[0], s->walk);
    rung_leg leg;
    double least = 1;
    while (rung_walk_next(&walk, &leg))
        least = leg.readiness < least ? leg.readiness : least;
    return least;
}

/* The highest theta that lets a path through, when the search holds one without any. Halving comes
 * near, and then each path found is the floor of the next, until none is above. */
static double highest_theta(rung_searcher *s, uint32_t target, unsigned rules)
{
    double fall = s->planner->terrain.moves.wage_fall;
    double low = least_readiness(s), high = s->planner->terrain.moves.theta;
    while (high - low > 1e-4) {
        double middle = low + (high - low) / 2;
        if (search_without(s, target, rules, middle, fall))
            low = least_readiness(s);
        else
            high = middle;
    }
    while (search_without(s, target, rules, nextafter(low, 2), fall))
        low = least_readiness(s);
    return low;
}

/* ---------------------------------------------------------------- wages */

/* The least fall in wage that lets a path through, in millionths, where some does: as above, from
 * the other side. */
static uint32_t least_fall(rung_searcher *s, uint32_t target, unsigned rules, double theta)
{
    enum { ALL = 1000000, NEAR = 64 };
    const rung_found *path = &s->search.goal[0].found[0];
    uint32_t low = (uint32_t)(s->planner->terrain.moves.wage_fall * ALL), high = ALL;
    rules &= ~(unsigned)RUNG_RULE_WAGE;
    while (high > low + NEAR) {
        uint32_t middle = low + (high - low) / 2;
        if (search_without(s, target, rules, theta, middle / 1e6))
            high = rung_needed_fall(s, path);
        else
            low = middle;
    }
    while (high > 0 && search_without(s, target, rules, theta, (high - 1) / 1e6))
        high = rung_needed_fall(s, path);
    return high;
}

/* ---------------------------------------------------------------- which rules */

/* Put aside the sets of a size, one after another, until a path is found. The first rule is the
 * highest bit, so that falling numbers are sets in order. */
static unsigned rules_of_size(rung_searcher *s, uint32_t target, int size)
{
    const rung_moves *m = &s->planner->terrain.moves;
    for (unsigned set = (1u << RULES) - 1; set > 0; set--) {
        unsigned rules = 0;
        if (__builtin_popcount(set) != size)
            continue;
        for (int i = 0; i < RULES; i++)
            if (set >> (RULES - 1 - i) & 1)
                rules |= asides[i];
        double theta = rules & RUNG_RULE_READINESS ? 0 : m->theta;
        if (search_without(s, target, rules, theta, m->wage_fall))
            return rules;
    }
    return 0;
}

/* By how much the rules of a miss that have a measure would have to give way; the search then holds
 * the best path when they do, unless effort ended it. */
static bool find_measures(rung_searcher *s, rung_missed *missed)
{
    const rung_moves *m = &s->planner->terrain.moves;
    unsigned rules = missed->rules;
    missed->theta = m->theta;
    missed->wage_fall = m->wage_fall;
    if (rules & RUNG_RULE_READINESS)
        missed->theta = highest_theta(s, missed->target, rules);
    if (rules & RUNG_RULE_WAGE)
        missed->wage_fall = least_fall(s, missed->target, rules, missed->theta) / 1e6;
    if (!(rules & (RUNG_RULE_READINESS | RUNG_RULE_WAGE)))
        return true; /* it was the last one looked for */
    rules &= ~(unsigned)RUNG_RULE_WAGE;
    return search_without(s, missed->target, rules, missed->theta, missed->wage_fall);
}

bool rung_searcher_explain(rung_searcher *s, rung_missed *missed)
{
    bool known = missed->rules != 0;
    for (int size = 1; size <= RULES && missed->rules == 0; size++)
        missed->rules = rules_of_size(s, missed->target, size);
    if (!known && (missed->rules == 0 || !find_measures(s, missed)))
        missed->rules = RUNG_RULE_EFFORT;
    if (known || missed->rules == RUNG_RULE_EFFORT) {
        rung_say_reason(s, missed, NULL, NULL);
        return true;
    }
    const rung_found *path = &s->search.goal[0].found[0];
    rung_say_reason(s, missed, path, NULL);
    missed->path = s->kept_count;
    return rung_searcher_keep(s, path, !s->search.stopped);
}
