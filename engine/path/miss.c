/* miss.c - why there is no path to a target: the fewest rules that would have to be put aside, the
 * best path then, and what it breaks. */
#include <math.h>

#include "path/planner.h"
#include "path/route.h"

/* In the order in which sets of equal size are tried: what others could change comes first. */
static const rung_rule asides[] = {RUNG_RULE_AUDIENCE, RUNG_RULE_STEPS,     RUNG_RULE_WAGE,
                                   RUNG_RULE_ZONE,     RUNG_RULE_ESSENTIAL, RUNG_RULE_READINESS};
enum { RULES = sizeof asides / sizeof *asides, MOST_GAPS = 3 };

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

/* ---------------------------------------------------------------- in words */

static const char *title(const rung_searcher *s, uint32_t role)
{
    return role == RUNG_NONE ? "no role" : s->planner->matcher->catalog->role[role].title;
}

/* Two decimals, cut: what is below a limit never reads as the limit. */
static void put_share(rung_buffer *out, double share)
{
    rung_put_number(out, floor(share * 100 + 1e-9) / 100);
}

/* The walk stands where the leg's role is entered. */
static void say_gaps(rung_searcher *s, const rung_leg *leg)
{
    const rung_matcher *m = s->planner->matcher;
    rung_gap gap[MOST_GAPS];
    rung_subject subject = {.level = s->walk};
    size_t count = rung_largest_gaps(&m->scorer, &subject, leg->role, gap, MOST_GAPS);
    rung_put_text(&s->text, "readiness for ");
    rung_put_text(&s->text, title(s, leg->role));
    rung_put_text(&s->text, " would be ");
    put_share(&s->text, leg->readiness);
    rung_put_text(&s->text, ", needed is ");
    rung_put_number(&s->text, s->planner->terrain.moves.theta);
    for (size_t i = 0; i < count; i++) {
        rung_put_text(&s->text, i ? ", " : "; most is missing in ");
        rung_put_text(&s->text, m->catalog->skill[gap[i].skill].name);
        rung_put_char(&s->text, ' ');
        rung_put_level(&s->text, gap[i].have);
        rung_put_text(&s->text, " of ");
        rung_put_level(&s->text, gap[i].need);
    }
}

static void say_essentials(rung_searcher *s, const rung_leg *leg)
{
    const rung_moves *m = &s->planner->terrain.moves;
    bool first = true;
    rung_put_text(&s->text, title(s, leg->role));
    for (uint32_t i = m->first_essential[leg->role]; i < m->first_essential[leg->role + 1]; i++) {
        uint32_t skill = m->essential_skill[i];
        double asked = m->essential * (double)m->essential_level[i];
        if ((double)s->walk[skill] >= asked)
            continue;
        rung_put_text(&s->text, first ? " cannot do without " : ", ");
        rung_put_text(&s->text, m->catalog->skill[skill].name);
        rung_put_text(&s->text, " at ");
        rung_put_number(&s->text, asked);
        rung_put_text(&s->text, " or more, reached is ");
        rung_put_level(&s->text, s->walk[skill]);
        first = false;
    }
}

static void say_zone(rung_searcher *s, const rung_leg *leg)
{
    const rung_role *role = s->planner->matcher->catalog->role;
    rung_put_text(&s->text, title(s, leg->role));
    rung_put_text(&s->text, " is in job zone ");
    rung_put_whole(&s->text, (unsigned)role[leg->role].job_zone);
    rung_put_text(&s->text, ", ");
    rung_put_text(&s->text, title(s, leg->from));
    rung_put_text(&s->text, " in ");
    rung_put_whole(&s->text, (unsigned)role[leg->from].job_zone);
    rung_put_text(&s->text, ": a program that opens it, or a role between them, is needed");
}

static void say_wage(rung_searcher *s, const rung_leg *leg)
{
    rung_put_text(&s->text, "the way leads to the lower wage of ");
    rung_put_text(&s->text, title(s, leg->role));
    rung_put_text(&s->text, ": ");
    rung_put_number(&s->text, s->planner->matcher->catalog->role[leg->role].wage);
    rung_put_text(&s->text, " after ");
    rung_put_number(&s->text, leg->wage);
}

/* The first program of the leg that does not admit the person, or SIZE_MAX. */
static size_t shut_program(const rung_searcher *s, const rung_leg *leg)
{
    const rung_courses *c = &s->planner->terrain.courses;
    for (size_t i = 0; i < leg->programs; i++) {
        size_t p = leg->program[i] - s->planner->matcher->demand.roles;
        if (!rung_in_set(s->search.admits, p) || !rung_course_admits(c, p, leg->from))
            return p;
    }
    return SIZE_MAX;
}

static void say_audience(rung_searcher *s, size_t program)
{
    const rung_program *p = &s->planner->matcher->catalog->program[program];
    rung_put_text(&s->text, p->name);
    rung_put_text(&s->text, " admits only ");
    for (size_t i = 0; i < p->conditions; i++) {
        rung_put_text(&s->text, i ? " and " : "");
        rung_put_text(&s->text, p->audience[i].column);
        rung_put_char(&s->text, '=');
        rung_put_text(&s->text, p->audience[i].value);
    }
}

/* Say what the leg breaks of a rule; false when it keeps it. */
static bool say_rule(rung_searcher *s, const rung_leg *leg, rung_rule rule, double theta)
{
    const rung_moves *m = &s->planner->terrain.moves;
    size_t program = shut_program(s, leg);
    bool broken =
        (rule == RUNG_RULE_READINESS && leg->readiness <= theta) ||
        (rule == RUNG_RULE_ESSENTIAL && leg->essentials_short > 0) ||
        (rule == RUNG_RULE_ZONE && !rung_move_in_zone(m, leg->from, leg->role, leg->opened)) ||
        (rule == RUNG_RULE_WAGE && !rung_move_pays(m, leg->wage, leg->role)) ||
        (rule == RUNG_RULE_AUDIENCE && program != SIZE_MAX);
    if (!broken)
        return false;
    if (s->text.length > 0 && s->text.at[s->text.length - 1] != '\0')
        rung_put_text(&s->text, "; ");
    switch (rule) {
    case RUNG_RULE_READINESS:
        say_gaps(s, leg);
        break;
    case RUNG_RULE_ESSENTIAL:
        say_essentials(s, leg);
        break;
    case RUNG_RULE_ZONE:
        say_zone(s, leg);
        break;
    case RUNG_RULE_WAGE:
        say_wage(s, leg);
        break;
    default:
        say_audience(s, program);
        break;
    }
    return true;
}

static void say_steps(rung_searcher *s, size_t steps)
{
    if (s->text.length > 0 && s->text.at[s->text.length - 1] != '\0')
        rung_put_text(&s->text, "; ");
    rung_put_text(&s->text, "the way takes ");
    rung_put_whole(&s->text, steps);
    rung_put_text(&s->text, " steps, allowed are ");
    rung_put_whole(&s->text, s->planner->options.steps);
}

/* One clause for each rule, at the first step that breaks it. */
static void say_why(rung_searcher *s, const rung_missed *missed, const rung_found *path)
{
    for (int i = 0; i < RULES; i++) {
        rung_leg leg;
        rung_walk walk = rung_walk_begin(&s->search, path, s->walk);
        if (!(missed->rules & asides[i]))
            continue;
        if (asides[i] == RUNG_RULE_STEPS)
            say_steps(s, path->figures.steps);
        while (asides[i] != RUNG_RULE_STEPS && rung_walk_next(&walk, &leg))
            if (say_rule(s, &leg, asides[i], missed->theta))
                break;
    }
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

static const char *plain_reason(unsigned rules)
{
    switch (rules) {
    case RUNG_RULE_CURRENT:
        return "it is the current role";
    case RUNG_RULE_UNRATED:
        return "it has no skill rows, so that nobody's readiness for it is known";
    default:
        return "the limit of effort ended the search before a path was found";
    }
}

bool rung_searcher_explain(rung_searcher *s, rung_missed *missed)
{
    if (missed->rules != 0) {
        rung_put_text(&s->text, plain_reason(missed->rules));
        return true;
    }
    for (int size = 1; size <= RULES && missed->rules == 0; size++)
        missed->rules = rules_of_size(s, missed->target, size);
    if (missed->rules == 0) {
        missed->rules = RUNG_RULE_EFFORT;
        rung_put_text(&s->text, plain_reason(missed->rules));
        return true;
    }
    missed->theta = missed->rules & RUNG_RULE_READINESS
                        ? highest_theta(s, missed->target, missed->rules)
                        : s->planner->terrain.moves.theta;
    const rung_found *path = &s->search.goal[0].found[0];
    say_why(s, missed, path);
    missed->path = s->kept_count;
    return rung_searcher_keep(s, path, !s->search.stopped);
}
