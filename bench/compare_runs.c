/* compare_runs.c - runs of the bench as it wrote them, and the rule by which cases differ. */
#include "compare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/status.h"

/* ---------------------------------------------------------------- the rule */

static const double least_share = 0.05, deviations = 2, deviation_of_mad = 1.4826;
enum { ROUNDS_FOR_MAD = 5 };

double compare_noise(const compare_figures *old, const compare_figures *new)
{
    double noise = deviation_of_mad * sqrt(old->mad * old->mad + new->mad *new->mad);
    return fmax(deviations * noise, least_share * old->median);
}

static bool slower(const compare_figures *old, const compare_figures *new)
{
    if (!(new->median - old->median > compare_noise(old, new)))
        return false;
    bool few = old->rounds < ROUNDS_FOR_MAD || new->rounds < ROUNDS_FOR_MAD;
    return !few || new->min > old->max;
}

compare_verdict compare_case(const compare_figures *old, const compare_figures *new)
{
    return slower(old, new) ? COMPARE_SLOWER : slower(new, old) ? COMPARE_FASTER : COMPARE_SAME;
}

/* ---------------------------------------------------------------- a run */

static bool is(const json_value *value, json_kind kind)
{
    return value && value->kind == kind;
}

static rung_status refuse(const compare_run *run, size_t number, const char *expected,
                          rung_error *error)
{
    return rung_fail(error, RUNG_BAD_DATA, "%s: case %zu: expected %s", run->path, number,
                     expected);
}

static const json_value *figure(const compare_run *run, const json_value *of_case, const char *key)
{
    const json_value *seconds = json_member(&run->tree, of_case, "seconds");
    return json_member(&run->tree, seconds, key);
}

static rung_status check_case(const compare_run *run, const json_value *of_case, size_t number,
                              rung_error *error)
{
    static const char *const keys[] = {"min", "median", "max", "mad"};
    if (!is(json_member(&run->tree, of_case, "name"), JSON_TEXT))
        return refuse(run, number, "a name", error);
    if (!is(json_member(&run->tree, of_case, "rounds"), JSON_NUMBER))
        return refuse(run, number, "rounds", error);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const json_value *v = figure(run, of_case, keys[i]);
        if (!is(v, JSON_NUMBER) || v->number < 0)
            return refuse(run, number, "seconds with min, median, max and mad of 0 or more", error);
    }
    compare_figures f = compare_read(run, of_case);
    if (!(f.min <= f.median && f.median <= f.max && f.median > 0 && f.rounds >= 1))
        return refuse(run, number, "min <= median <= max, a median above 0 and 1 round or more",
                      error);
    if (compare_find(run, compare_name(run, of_case)) != of_case)
        return refuse(run, number, "a name that no case before it has", error);
    return RUNG_OK;
}

rung_status compare_open(compare_run *run, const char *path, rung_error *error)
{
    *run = (compare_run){.path = path};
    rung_status status = json_read(&run->tree, path, error);
    if (status != RUNG_OK)
        return status;
    run->top = &run->tree.value[1];
    run->cases = json_member(&run->tree, run->top, "cases");
    if (json_member(&run->tree, run->top, "facts") && json_member(&run->tree, run->top, "rows"))
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: this is what 'make bench-peers' wrote, expected figures of 'make "
                         "bench'",
                         path);
    if (!is(run->cases, JSON_ARRAY))
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: no 'cases', expected figures that the bench has written", path);
    size_t number = 1;
    for (const json_value *c = json_first(&run->tree, run->cases); c && status == RUNG_OK;
         c = json_next(&run->tree, c))
        status = check_case(run, c, number++, error);
    return status;
}

void compare_close(compare_run *run)
{
    json_free(&run->tree);
}

const char *compare_name(const compare_run *run, const json_value *of_case)
{
    return json_member(&run->tree, of_case, "name")->text;
}

const json_value *compare_find(const compare_run *run, const char *name)
{
    for (const json_value *c = json_first(&run->tree, run->cases); c; c = json_next(&run->tree, c))
        if (strcmp(compare_name(run, c), name) == 0)
            return c;
    return NULL;
}

compare_figures compare_read(const compare_run *run, const json_value *of_case)
{
    return (compare_figures){.min = figure(run, of_case, "min")->number,
                             .median = figure(run, of_case, "median")->number,
                             .max = figure(run, of_case, "max")->number,
                             .mad = figure(run, of_case, "mad")->number,
                             .rounds = json_member(&run->tree, of_case, "rounds")->number};
}

/* ---------------------------------------------------------------- what was measured on */

/* A fact above the cases as text; "nothing" where it is missing. */
static const char *fact(const compare_run *run, const char *key, char room[RUNG_NUMBER_ROOM])
{
    const json_value *v = json_member(&run->tree, run->top, key);
    if (is(v, JSON_TEXT))
        return v->text;
    if (!is(v, JSON_NUMBER))
        return "nothing";
    room[rung_print_number(room, v->number)] = '\0';
    return room;
}

rung_status compare_alike(const compare_run *old, const compare_run *new, rung_error *error)
{
    static const char *const keys[] = {"machine",     "threads", "catalog", "roles",
                                       "rated_roles", "skills",  "people"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char room[2][RUNG_NUMBER_ROOM];
        const char *a = fact(old, keys[i], room[0]), *b = fact(new, keys[i], room[1]);
        if (strcmp(a, b) != 0)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "%s: '%s' in %s, '%s' in %s; runs of another machine or other data "
                             "are compared only with --anyway",
                             keys[i], a, old->path, b, new->path);
    }
    return RUNG_OK;
}
