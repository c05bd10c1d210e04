/* miss.c - why there is no path to a target: the fewest rules that would have to be put aside, the
 * best path then, and what it breaks. */
#include "path/miss.h"

#include <math.h>

#include "data/audience.h"
#include "path/route.h"

/* The first ones can be put aside. In this order sets of equal size of them are tried: what others
 * could change comes first. */
enum { RULES = 6, MOST_GAPS = 3 };
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

/* ---------------------------------------------------------------- wages */

/* The wages allow the leg's move when they may fall by so many millionths. */
static bool pays_with(const rung_searcher *s, const rung_leg *leg, uint32_t millionths)
{
    rung_moves moves = {.catalog = s->planner->matcher->catalog, .wage_fall = millionths / 1e6};
    return rung_move_pays(&moves, leg->wage, leg->role);
}

/* The least so many. */
static uint32_t needed_millionths(const rung_searcher *s, const rung_leg *leg)
{
    double next = s->planner->matcher->catalog->role[leg->role].wage;
    double fall = floor((1 - next / leg->wage) * 1e6);       /* NAN where either is not known */
    uint32_t millionths = fall > 1 ? (uint32_t)fall - 1 : 0; /* rounding may be that much off */
    while (!pays_with(s, leg, millionths))
        millionths++;
    return millionths;
}

/* The step with the deepest fall, where it begins; how deep that is. */
static uint32_t deepest_fall(rung_searcher *s, const rung_found *path, rung_leg *deepest)
{
    rung_walk walk = rung_walk_begin(&s->search, path, s->walk);
    rung_leg leg;
    uint32_t most = 0;
    while (rung_walk_next(&walk, &leg)) {
        uint32_t millionths = needed_millionths(s, &leg);
        if (millionths <= most)
            continue;
        most = millionths;
        *deepest = leg;
    }
    return most;
}

double rung_needed_fall(rung_searcher *s, const rung_found *path)
{
    rung_leg leg;
    return deepest_fall(s, path, &leg) / 1e6;
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

static void part_clauses(rung_searcher *s)
{
    if (s->text.length > 0 && s->text.at[s->text.length - 1] != '\0')
        rung_put_text(&s->text, "; ");
}

/* What is said next is about role, which need not be the target. */
static void say_whether_between(rung_searcher *s, uint32_t role, uint32_t target)
{
    if (role == target)
        return;
    rung_put_text(&s->text, "on the way to ");
    rung_put_text(&s->text, title(s, target));
    rung_put_text(&s->text, ", ");
}

/* Not the first fall, but the deepest, which is what would have to be allowed. */
static void say_wage(rung_searcher *s, const rung_found *path, uint32_t target)
{
    const rung_role *role = s->planner->matcher->catalog->role;
    rung_leg leg;
    uint32_t millionths = deepest_fall(s, path, &leg);
    if (millionths == 0)
        return;
    part_clauses(s);
    say_whether_between(s, leg.role, target);
    rung_put_text(&s->text, title(s, leg.role));
    rung_put_text(&s->text, " pays ");
    rung_put_number(&s->text, role[leg.role].wage);
    rung_put_text(&s->text, leg.from == s->search.role ? " after today's " : " after ");
    rung_put_number(&s->text, leg.wage);
    if (leg.from != s->search.role && role[leg.from].wage == leg.wage) {
        rung_put_text(&s->text, " as ");
        rung_put_text(&s->text, title(s, leg.from));
    }
    rung_put_text(&s->text, ": the way needs a wage fall of ");
    rung_put_number(&s->text, millionths / 1e6);
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

/* "" for an empty cell and for no such column alike. */
static const char *column_of(const rung_columns *columns, const rung_condition *asks)
{
    const char *value = rung_column_value(columns->column, columns->count, asks->column);
    return value ? value : "";
}

/* Whether a condition of a program is met as far as is known: without columns it is only known
 * whether all that ask for one are. */
static bool is_met(const rung_searcher *s, const rung_columns *columns, size_t program,
                   const rung_condition *asks, uint32_t held)
{
    rung_role role = rung_catalog_role(s->planner->matcher->catalog, held);
    if (!columns && rung_condition_on_column(asks))
        return rung_in_set(s->search.admits, program);
    const char *has = rung_condition_on_role(asks)     ? role.id
                      : rung_condition_on_family(asks) ? role.family
                                                       : column_of(columns, asks);
    return strcmp(has, asks->value) == 0;
}

static void say_column(rung_searcher *s, const char *name, const char *value)
{
    rung_put_text(&s->text, *value ? "the person's " : "the person has no ");
    rung_put_text(&s->text, name);
    rung_put_text(&s->text, *value ? " is " : "");
    rung_put_text(&s->text, value);
}

static void say_held(rung_searcher *s, uint32_t held, bool family)
{
    rung_role role = rung_catalog_role(s->planner->matcher->catalog, held);
    rung_put_text(&s->text, held == RUNG_NONE ? "no role is held then" : "the role held then is ");
    rung_put_text(&s->text, role.title);
    if (held == RUNG_NONE || !family)
        return;
    rung_put_text(&s->text, *role.family ? " of the family " : " of no family");
    rung_put_text(&s->text, role.family);
}

/* The conditions that are not met, and then what there is instead of each, where that is known. */
static void say_audience(rung_searcher *s, const rung_columns *columns, size_t program,
                         uint32_t held)
{
    const rung_program *p = &s->planner->matcher->catalog->program[program];
    const char *between = " admits only ";
    rung_put_text(&s->text, p->name);
    for (const rung_condition *asks = p->audience; asks < p->audience + p->conditions; asks++) {
        if (is_met(s, columns, program, asks, held))
            continue;
        rung_put_text(&s->text, between);
        rung_put_text(&s->text, asks->column);
        rung_put_char(&s->text, '=');
        rung_put_text(&s->text, asks->value);
        between = " and ";
    }
    between = "; ";
    for (const rung_condition *asks = p->audience; asks < p->audience + p->conditions; asks++) {
        bool column = rung_condition_on_column(asks);
        if (is_met(s, columns, program, asks, held) || (column && !columns))
            continue;
        rung_put_text(&s->text, between);
        if (column)
            say_column(s, asks->column, column_of(columns, asks));
        else
            say_held(s, held, rung_condition_on_family(asks));
        between = " and ";
    }
}

/* Say what the leg breaks of a rule; false when it keeps it. */
static bool say_rule(rung_searcher *s, const rung_leg *leg, rung_rule rule,
                     const rung_missed *missed, const rung_columns *columns)
{
    const rung_moves *m = &s->planner->terrain.moves;
    size_t program = shut_program(s, leg);
    bool broken =
        (rule == RUNG_RULE_READINESS && leg->readiness <= missed->theta) ||
        (rule == RUNG_RULE_ESSENTIAL && leg->essentials_short > 0) ||
        (rule == RUNG_RULE_ZONE && !rung_move_in_zone(m, leg->from, leg->role, leg->opened)) ||
        (rule == RUNG_RULE_AUDIENCE && program != SIZE_MAX);
    if (!broken)
        return false;
    part_clauses(s);
    if (rule != RUNG_RULE_AUDIENCE) /* which is about a program */
        say_whether_between(s, leg->role, missed->target);
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
    default:
        say_audience(s, columns, program, leg->from);
        break;
    }
    return true;
}

static void say_steps(rung_searcher *s, size_t steps)
{
    part_clauses(s);
    rung_put_text(&s->text, "the way takes ");
    rung_put_whole(&s->text, steps);
    rung_put_text(&s->text, " steps, allowed are ");
    rung_put_whole(&s->text, s->planner->options.steps);
}

/* One clause for each rule, at the first step that breaks it; the wage's at the one that breaks it
 * most. */
static void say_why(rung_searcher *s, const rung_missed *missed, const rung_found *path,
                    const rung_columns *columns)
{
    for (int i = 0; i < RULES; i++) {
        rung_leg leg;
        rung_walk walk = rung_walk_begin(&s->search, path, s->walk);
        if (!(missed->rules & asides[i]))
            continue;
        if (asides[i] == RUNG_RULE_STEPS)
            say_steps(s, path->figures.steps);
        else if (asides[i] == RUNG_RULE_WAGE)
            say_wage(s, path, missed->target);
        else
            while (rung_walk_next(&walk, &leg) && !say_rule(s, &leg, asides[i], missed, columns))
                ;
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
    say_why(s, missed, path, NULL);
    missed->path = s->kept_count;
    return rung_searcher_keep(s, path, !s->search.stopped);
}

rung_status rung_searcher_retell(rung_searcher *s, const rung_columns *columns,
                                 const rung_paths **found, rung_error *error)
{
    s->text.length = 0;
    for (size_t i = 0; i < s->missed_count; i++) {
        rung_missed *m = &s->missed[i];
        m->reason = s->text.length;
        if (m->path == SIZE_MAX) {
            rung_put_text(&s->text, plain_reason(m->rules));
        } else {
            rung_found path = rung_kept_path(s, &s->kept[m->path]);
            say_why(s, m, &path, columns);
        }
        rung_put_char(&s->text, '\0');
    }
    rung_status status = rung_searcher_pack(s, error);
    *found = s->paths;
    return status;
}
