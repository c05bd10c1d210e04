/* plan_words.c - a plan in a few lines that a person understands. */
#include "cli/plan_words.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"

/* ---------------------------------------------------------------- numbers */

/* Whole units with thousands separators; "no limit". */
static const char *units(char out[64], double number)
{
    char digits[RUNG_NUMBER_ROOM];
    if (number == RUNG_NO_LIMIT)
        return "no limit";
    bool below = number < 0;
    size_t length =
        rung_print_grouped(digits, (unsigned long long)((below ? -number : number) + 0.5));
    snprintf(out, 64, "%s%.*s", below ? "-" : "", (int)length, digits);
    return out;
}

static const char *decimal(char out[64], double number)
{
    out[rung_print_number(out, number)] = '\0';
    return out;
}

/* A share in hundredths, upwards: a gap never looks smaller than it is. */
static const char *percent(char out[64], double share)
{
    unsigned long long parts = (unsigned long long)(share * 1e6);
    parts += (double)parts < share * 1e6 - 1e-6;
    snprintf(out, 64, "%llu.%04llu", parts / 10000, parts % 10000);
    return out;
}

static const char *unit_of(const plan_words *w)
{
    const char *currency = rung_catalog_currency(w->catalog);
    switch (w->job->value) {
    case RUNG_PLAN_READINESS:
        return "readiness";
    case RUNG_PLAN_PEOPLE:
        return "people";
    case RUNG_PLAN_GAIN:
        break;
    }
    return *currency ? currency : "money";
}

/* ---------------------------------------------------------------- the plan */

static void say_value(const plan_words *w)
{
    static const char *const names[] = {"Gain", "Readiness gained", "People placed"};
    const rung_plan_summary *s = w->summary;
    char value[64], bound[64], gap[64];
    bool by_gain = w->job->value == RUNG_PLAN_GAIN;
    printf("%s: %s %s; no plan of these paths brings more than %s (gap %s %%)\n",
           names[w->job->value],
           w->job->value == RUNG_PLAN_READINESS ? decimal(value, s->value) : units(value, s->value),
           by_gain ? unit_of(w) : "in all",
           w->job->value == RUNG_PLAN_READINESS ? decimal(bound, s->bound) : units(bound, s->bound),
           percent(gap, s->gap));
}

/* What one more would bring, where a limit binds. */
static void say_limit(const plan_words *w, const char *what, double taken, double most,
                      double price, const char *one)
{
    char some[64], all[64], more[64];
    printf("%s: %s", what, units(some, taken));
    if (most != RUNG_NO_LIMIT)
        printf(" of %s", units(all, most));
    if (price > 0)
        printf("; one more %s would bring %s %s", one, decimal(more, price), unit_of(w));
    putchar('\n');
}

/* Which limits bind besides. */
static void say_others(const plan_words *w)
{
    const rung_plan_summary *s = w->summary;
    char some[64], more[64];
    if (s->seats_bind + s->openings_bind == 0)
        return;
    printf("What else holds the plan back:");
    if (s->seats_bind > 0)
        printf(" seats of %s", counted(some, s->seats_bind, "program", "programs"));
    if (s->openings_bind > 0)
        printf("%s openings of %s", s->seats_bind > 0 ? " and" : "",
               counted(more, s->openings_bind, "role", "roles"));
    printf(" (plan.json has their prices)\n");
}

/* What makes a plan small, in a clear word. */
static void say_obstacles(const plan_words *w)
{
    const rung_plan_summary *s = w->summary;
    char some[64], least[64], money[64];
    if (s->with_options == 0)
        printf(
            "Nobody has a path that is worth something by --value: there is nothing to choose\n");
    else if (w->job->budget < s->least_cost && s->least_cost != RUNG_NO_LIMIT)
        printf("The budget of %s buys nothing: the cheapest path with programs costs %s\n",
               units(money, w->job->budget), units(least, s->least_cost));
    if (w->job->places == 0)
        printf("There are no places: nobody takes a program\n");
    if (s->seatless > 0)
        printf("%s no seats, such as %s: nobody takes %s\n",
               counted(some, s->seatless, "program has", "programs have"),
               rung_catalog_program(w->catalog, s->seatless_program).id,
               s->seatless == 1 ? "it" : "them");
}

void say_plan(const plan_words *w)
{
    const rung_plan_summary *s = w->summary;
    char all[64], some[64], placed[64], trained[64], waiting[64];
    printf("%s, %s with a path worth taking: %s one, %s of them with programs; %s\n",
           counted(all, s->people.people, "person", "people"), grouped(some, s->with_options),
           counted(placed, s->placed, "gets", "get"), grouped(trained, s->trained),
           counted(waiting, s->waiting, "waits", "wait"));
    say_value(w);
    say_limit(w, "Cost of programs", s->cost, w->job->budget, s->budget_price, unit_of(w));
    say_limit(w, "Places", (double)s->trained, w->job->places, s->place_price, "place");
    say_others(w);
    say_obstacles(w);
}

/* ---------------------------------------------------------------- other budgets and places */

void say_points(const plan_words *w)
{
    char a[64], b[64], c[64], d[64], e[64], f[64];
    if (w->job->points == 0)
        return;
    printf("%18s %12s %20s %10s %12s %18s  %s\n", "if budget", "places", "value", "gap %", "placed",
           "cost", "one more of budget, place");
    for (size_t i = 0; i < w->job->points; i++) {
        const rung_plan_point *p = &w->job->point[i];
        printf("%18s %12s ", units(a, p->budget), units(b, p->places));
        printf("%20s %10s ",
               w->job->value == RUNG_PLAN_READINESS ? decimal(c, p->value) : units(c, p->value),
               percent(d, p->gap));
        printf("%12s %18s  ", units(e, (double)p->placed), units(f, p->cost));
        printf("%s, %s\n", decimal(a, p->budget_price), decimal(b, p->place_price));
    }
}
