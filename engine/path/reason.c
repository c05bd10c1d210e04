/* reason.c - why there is no path to a target, in words that a person can act on. */
#include <math.h>

#include "base/number.h"
#include "data/audience.h"
#include "path/miss.h"
#include "path/route.h"

enum { MOST_GAPS = 3 };

/* ---------------------------------------------------------------- wages */

/* The wages allow the leg's move when they may fall by so many millionths. */
static bool pays_with(const rung_searcher *s, const rung_leg *leg, uint32_t millionths)
{
    return rung_move_pays(&s->planner->terrain.moves, leg->wage, leg->role, millionths / 1e6);
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

uint32_t rung_needed_fall(rung_searcher *s, const rung_found *path)
{
    rung_leg leg;
    return deepest_fall(s, path, &leg);
}

/* ---------------------------------------------------------------- in words */

static const char *title(const rung_searcher *s, uint32_t role)
{
    return role == RUNG_NONE ? "no role" : s->planner->matcher->catalog->role[role].title;
}

/* As the ladder has it. */
static void put_wage(rung_searcher *s, double wage)
{
    const char *currency = s->planner->matcher->catalog->currency;
    char digits[RUNG_NUMBER_ROOM];
    rung_put(&s->text, digits, rung_print_grouped(digits, (unsigned long long)(wage + 0.5)));
    rung_put_text(&s->text, *currency ? " " : "");
    rung_put_text(&s->text, currency);
}

/* An option as it is typed: "--theta 0.81". */
static void put_option(rung_searcher *s, const char *name, double value)
{
    rung_put_text(&s->text, name);
    rung_put_char(&s->text, ' ');
    rung_put_number(&s->text, value);
}

/* Two decimals, cut, since no more than this lets a path through. */
static double cut(double share)
{
    unsigned hundredths = (unsigned)(share * 100) + 1;
    while (hundredths / 100.0 > share)
        hundredths--;
    return hundredths / 100.0;
}

/* The walk stands where the leg's role is entered. */
static void say_gaps(rung_searcher *s, const rung_leg *leg, double theta)
{
    const rung_matcher *m = s->planner->matcher;
    rung_gap gap[MOST_GAPS];
    rung_subject subject = {.level = s->walk};
    size_t count = rung_largest_gaps(&m->scorer, &subject, leg->role, gap, MOST_GAPS);
    rung_put_text(&s->text, "readiness for ");
    rung_put_text(&s->text, title(s, leg->role));
    rung_put_text(&s->text, " would be ");
    rung_put_whole(&s->text, rung_percent(leg->readiness));
    rung_put_text(&s->text, " %, needed is ");
    rung_put_number(&s->text, 100 * s->planner->matcher->rules.asked_theta);
    rung_put_text(&s->text, " % or ");
    put_option(s, "--theta", cut(theta));
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
        double level = (double)m->essential_level[i];
        if ((double)s->walk[skill] >= m->essential * level)
            continue;
        rung_put_text(&s->text, first ? " cannot do without " : ", ");
        rung_put_text(&s->text, m->catalog->skill[skill].name);
        rung_put_text(&s->text, " at ");
        rung_put_number(&s->text, s->planner->matcher->rules.asked_essential * level);
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
}

/* The most zones that a step of the path goes up without a program. */
static int highest_step(rung_searcher *s, const rung_found *path)
{
    const rung_moves *m = &s->planner->terrain.moves;
    rung_walk walk = rung_walk_begin(&s->search, path, s->walk);
    rung_leg leg;
    int most = 0;
    while (rung_walk_next(&walk, &leg)) {
        if (rung_move_in_zone(m, leg.from, leg.role, leg.opened))
            continue;
        int up = m->catalog->role[leg.role].job_zone - m->catalog->role[leg.from].job_zone;
        most = up > most ? up : most;
    }
    return most;
}

/* The share, in hundredths, of every essential skill that the path brings. */
static unsigned least_share(rung_searcher *s, const rung_found *path)
{
    const rung_moves *m = &s->planner->terrain.moves;
    rung_walk walk = rung_walk_begin(&s->search, path, s->walk);
    rung_leg leg;
    unsigned share = 100;
    while (rung_walk_next(&walk, &leg))
        for (uint32_t i = m->first_essential[leg.role]; i < m->first_essential[leg.role + 1]; i++)
            while ((double)s->walk[m->essential_skill[i]] <
                   share / 100.0 * (double)m->essential_level[i])
                share--;
    return share;
}

/* Which option would let the path through that breaks a rule, behind what it breaks. Another path
 * may need less. */
static void say_option(rung_searcher *s, const rung_found *path, rung_rule rule)
{
    if (rule == RUNG_RULE_ZONE) {
        rung_put_text(&s->text, ": a program that opens it or a role between them is needed, or ");
        put_option(s, "--zone-step", highest_step(s, path));
    } else if (rule == RUNG_RULE_ESSENTIAL) {
        rung_put_text(&s->text, "; ");
        put_option(s, "--essential", least_share(s, path) / 100.0);
        rung_put_text(&s->text, " would do");
    }
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
    put_wage(s, role[leg.role].wage);
    rung_put_text(&s->text, " a year after ");
    rung_put_text(&s->text, leg.payer == s->search.role ? "today's " : "");
    put_wage(s, leg.wage);
    rung_put_text(&s->text, " as ");
    rung_put_text(&s->text, title(s, leg.payer));
    rung_put_text(&s->text, ": ");
    put_option(s, "--wage-fall", millionths / 1e6);
    rung_put_text(&s->text, " is needed");
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

/* NULL where there is no such column. */
static const char *column_of(const rung_columns *columns, const rung_condition *asks)
{
    return rung_column_value(columns->column, columns->count, asks->column);
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
    return has && strcmp(has, asks->value) == 0;
}

static void say_column(rung_searcher *s, const char *name, const char *value)
{
    rung_put_text(&s->text, !value ? "there is no column " : *value ? "the person's " : "");
    rung_put_text(&s->text, name);
    rung_put_text(&s->text, !value ? "" : *value ? " is " : " is empty");
    rung_put_text(&s->text, value ? value : "");
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
        say_gaps(s, leg, missed->theta);
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
    if (steps > RUNG_MOST_STEPS)
        return;
    rung_put_text(&s->text, ": ");
    put_option(s, "--steps", (double)steps);
    rung_put_text(&s->text, " is needed");
}

/* One clause for each rule, at the first step that breaks it; the wage's at the one that breaks it
 * most. */
static void say_clauses(rung_searcher *s, const rung_missed *missed, const rung_found *path,
                        const rung_columns *columns)
{
    for (int i = 0; i < RUNG_RULES_ASIDE; i++) {
        rung_leg leg;
        rung_walk walk = rung_walk_begin(&s->search, path, s->walk);
        if (!(missed->rules & rung_rules_told[i]))
            continue;
        if (rung_rules_told[i] == RUNG_RULE_STEPS)
            say_steps(s, path->figures.steps);
        else if (rung_rules_told[i] == RUNG_RULE_WAGE)
            say_wage(s, path, missed->target);
        else {
            while (rung_walk_next(&walk, &leg) &&
                   !say_rule(s, &leg, rung_rules_told[i], missed, columns))
                ;
            say_option(s, path, rung_rules_told[i]);
        }
    }
}

/* ---------------------------------------------------------------- all of it */

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

void rung_say_reason(rung_searcher *s, const rung_missed *missed, const rung_found *path,
                     const rung_columns *columns)
{
    if (path)
        say_clauses(s, missed, path, columns);
    else
        rung_put_text(&s->text, plain_reason(missed->rules));
}

rung_status rung_searcher_retell(rung_searcher *s, const rung_columns *columns,
                                 const rung_paths **found, rung_error *error)
{
    s->text.length = 0;
    for (size_t i = 0; i < s->missed_count; i++) {
        rung_missed *m = &s->missed[i];
        m->reason = s->text.length;
        if (m->path == SIZE_MAX) {
            rung_say_reason(s, m, NULL, columns);
        } else {
            rung_found path = rung_kept_path(s, &s->kept[m->path]);
            rung_say_reason(s, m, &path, columns);
        }
        rung_put_char(&s->text, '\0');
    }
    rung_status status = rung_searcher_pack(s, error);
    *found = s->paths;
    return status;
}
