/* cohort_json.c - a plan in figures: plan.json. */
#include <math.h>

#include "data/emit.h"
#include "plan/cohort.h"

/* ---------------------------------------------------------------- numbers */

void rung_put_parts(rung_buffer *buffer, int64_t number, int64_t parts)
{
    if (number == RUNG_UNLIMITED)
        return;
    uint64_t size = number < 0 ? -(uint64_t)number : (uint64_t)number;
    uint64_t rest = size % (uint64_t)parts;
    if (number < 0)
        rung_put_char(buffer, '-');
    rung_put_whole(buffer, size / (uint64_t)parts);
    if (rest > 0)
        rung_put_char(buffer, '.');
    for (uint64_t place = (uint64_t)parts; rest > 0; rest %= place) {
        place /= 10;
        rung_put_char(buffer, (char)('0' + rest / place));
    }
}

/* ---------------------------------------------------------------- pieces of JSON */

static void put_name(rung_buffer *out, const char *name)
{
    rung_put_text(out, "  ");
    rung_put_json(out, name);
    rung_put_text(out, ": ");
}

static void put_text(rung_buffer *out, const char *name, const char *text)
{
    put_name(out, name);
    rung_put_json(out, text);
    rung_put_text(out, ",\n");
}

static void put_count(rung_buffer *out, const char *name, uint64_t count)
{
    put_name(out, name);
    rung_put_whole(out, count);
    rung_put_text(out, ",\n");
}

/* A whole number of so many parts; null where there is no limit. */
static void put_parts_or_null(rung_buffer *out, int64_t number, int64_t parts)
{
    if (number == RUNG_UNLIMITED)
        rung_put_text(out, "null");
    else
        rung_put_parts(out, number, parts);
}

static void put_parts(rung_buffer *out, const char *name, int64_t number, int64_t parts)
{
    put_name(out, name);
    put_parts_or_null(out, number, parts);
    rung_put_text(out, ",\n");
}

static void put_number_or_null(rung_buffer *out, double number)
{
    if (isfinite(number))
        rung_put_number(out, number);
    else
        rung_put_text(out, "null");
}

/* ---------------------------------------------------------------- what it is about */

static const char *value_name(rung_plan_value value)
{
    static const char *const names[] = {"gain", "readiness", "people"};
    return names[value];
}

static void put_head(const rung_cohort *h, rung_buffer *out)
{
    const rung_plan_summary *s = h->summary;
    int64_t units = (int64_t)rung_plan_units(h->job->value);
    const char *currency = h->catalog->currency;
    put_text(out, "value_is", value_name(h->job->value));
    put_text(out, "unit", h->job->value == RUNG_PLAN_GAIN ? currency : value_name(h->job->value));
    put_parts(out, "value", h->chooser.whole.value + h->fixed_value, units);
    put_parts(out, "bound", h->chooser.bound + h->fixed_value, units);
    put_name(out, "gap");
    rung_put_number(out, s->gap);
    rung_put_text(out, ",\n");
    put_count(out, "people", s->people.people);
    put_count(out, "with_options", s->with_options);
    put_count(out, "placed", s->placed);
    put_count(out, "trained", s->trained);
    put_count(out, "fixed", s->fixed);
    put_count(out, "waiting", s->waiting);
    put_parts(out, "cost", h->all[0].taken, RUNG_TICKS_PER_COIN);
}

static const char *prefer_name(rung_prefer prefer)
{
    static const char *const names[] = {"gain", "fastest", "cheapest", "fewest"};
    return names[prefer];
}

/* What the bound is about. */
static void put_options(const rung_cohort *h, rung_buffer *out)
{
    const rung_planner_options *o = &h->planner->options;
    put_name(out, "bound_holds_for");
    rung_put_text(out, "{\"targets\": ");
    rung_put_whole(out, o->top);
    rung_put_text(out, ", \"paths\": ");
    rung_put_whole(out, o->paths);
    rung_put_text(out, ", \"steps\": ");
    rung_put_whole(out, o->steps);
    rung_put_text(out, ", \"prefer\": ");
    rung_put_json(out, prefer_name(o->prefer));
    rung_put_text(out, ", \"years\": ");
    rung_put_number(out, o->years);
    rung_put_text(out, ", \"discount\": ");
    rung_put_number(out, o->discount);
    rung_put_text(out, ", \"options\": ");
    rung_put_whole(out, h->summary->options);
    rung_put_text(out, ", \"unproven\": ");
    rung_put_whole(out, h->summary->unproven);
    rung_put_text(out, "},\n");
}

/* ---------------------------------------------------------------- limits */

static void put_limit(rung_buffer *out, const char *kind, const char *of, const rung_given *given,
                      int64_t parts, bool first)
{
    rung_put_text(out, first ? "\n    {\"limit\": " : ",\n    {\"limit\": ");
    rung_put_json(out, kind);
    if (of) {
        rung_put_text(out, ", \"of\": ");
        rung_put_json(out, of);
    }
    rung_put_text(out, ", \"most\": ");
    put_parts_or_null(out, given->most, parts);
    rung_put_text(out, ", \"taken\": ");
    rung_put_parts(out, given->taken, parts);
    rung_put_text(out, ", \"price\": ");
    rung_put_number(out, given->price);
    rung_put_text(out, "}");
}

static void put_limits(const rung_cohort *h, rung_buffer *out)
{
    const rung_catalog *c = h->catalog;
    put_name(out, "limits");
    rung_put_char(out, '[');
    put_limit(out, "budget", NULL, &h->all[0], RUNG_TICKS_PER_COIN, true);
    put_limit(out, "places", NULL, &h->all[1], 1, false);
    for (size_t i = 0; i < c->programs; i++)
        if (h->seats[i].most != RUNG_UNLIMITED)
            put_limit(out, "seats", c->program[i].id, &h->seats[i], 1, false);
    for (size_t i = 0; i < c->roles; i++)
        if (h->openings[i].most != RUNG_UNLIMITED)
            put_limit(out, "openings", c->role[i].id, &h->openings[i], 1, false);
    rung_put_text(out, "\n  ]");
}

/* ---------------------------------------------------------------- what if */

static void put_point(rung_buffer *out, const rung_plan_point *p, bool first)
{
    const struct {
        const char *name;
        double number;
    } fields[] = {{"budget", p->budget},
                  {"places", p->places},
                  {"value", p->value},
                  {"bound", p->bound},
                  {"gap", p->gap},
                  {"placed", (double)p->placed},
                  {"trained", (double)p->trained},
                  {"cost", p->cost},
                  {"budget_price", p->budget_price},
                  {"place_price", p->place_price}};
    rung_put_text(out, first ? "\n    {" : ",\n    {");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        rung_put_text(out, i > 0 ? ", " : "");
        rung_put_json(out, fields[i].name);
        rung_put_text(out, ": ");
        put_number_or_null(out, fields[i].number);
    }
    rung_put_char(out, '}');
}

rung_status rung_cohort_write_json(const rung_cohort *h, const rung_folder *folder,
                                   rung_error *error)
{
    rung_emit emit;
    rung_status status = rung_emit_open(&emit, folder, "plan.json", error);
    rung_buffer *out = &emit.buffer;
    if (status == RUNG_OK) {
        rung_put_text(out, "{\n");
        put_head(h, out);
        put_options(h, out);
        put_limits(h, out);
        for (size_t i = 0; i < h->job->points; i++) {
            if (i == 0) {
                rung_put_text(out, ",\n");
                put_name(out, "what_if");
                rung_put_char(out, '[');
            }
            put_point(out, &h->job->point[i], i == 0);
        }
        rung_put_text(out, h->job->points > 0 ? "\n  ]\n}\n" : "\n}\n");
    }
    return rung_emit_close(&emit, status, error);
}
