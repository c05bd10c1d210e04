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
static bool search_without(rung_searcher *s, uint32_t target, unsigned rules, double theta)
{
    rung_quest quest = {.target = &target,
                        .targets = 1,
                        .most = 1,
                        .limit = RUNG_KEY_WORST,
                        .steps = s->planner->options.steps + ((rules & RUNG_RULE_STEPS) != 0),
                        .theta = theta,
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

/* The highest theta that lets a path through; the search then holds the best path at it. Halving
 * comes near, and then each path found is the floor of the next, until none is above. */
static double highest_theta(rung_searcher *s, uint32_t target, unsigned rules)
{
    double low = least_readiness(s), high = s->planner->terrain.moves.theta;
    while (high - low > 1e-4) {
        double middle = low + (high - low) / 2;
        if (search_without(s, target, rules, middle))
            low = least_readiness(s);
        else
            high = middle;
    }
    while (search_without(s, target, rules, nextafter(low, 2)))
        low = least_readiness(s);
    search_without(s, target, rules, low);
    return low;
}

/* ---------------------------------------------------------------- which rules */

/* Put aside the sets of a size, one after another, until a path is found. The first rule is the
 * highest bit, so that falling numbers are sets in order. */
static unsigned rules_of_size(rung_searcher *s, uint32_t target, int size)
{
    for (unsigned set = (1u << RULES) - 1; set > 0; set--) {
        unsigned rules = 0;
        if (__builtin_popcount(set) != size)
            continue;
        for (int i = 0; i < RULES; i++)
            if (set >> (RULES - 1 - i) & 1)
                rules |= asides[i];
        double theta = rules & RUNG_RULE_READINESS ? 0 : s->planner->terrain.moves.theta;
        if (search_without(s, target, rules, theta))
            return rules;
    }
    return 0;
}

bool rung_searcher_explain(rung_searcher *s, rung_missed *missed)
{
    if (missed->rules != 0) {
        rung_say_reason(s, missed, NULL, NULL);
        return true;
    }
    for (int size = 1; size <= RULES && missed->rules == 0; size++)
        missed->rules = rules_of_size(s, missed->target, size);
    if (missed->rules == 0) {
        missed->rules = RUNG_RULE_EFFORT;
        rung_say_reason(s, missed, NULL, NULL);
        return true;
    }
    missed->theta = missed->rules & RUNG_RULE_READINESS
                        ? highest_theta(s, missed->target, missed->rules)
                        : s->planner->matcher->rules.asked_theta;
    const rung_found *path = &s->search.goal[0].found[0];
    rung_say_reason(s, missed, path, NULL);
    missed->path = s->kept_count;
    return rung_searcher_keep(s, path, !s->search.stopped);
}
