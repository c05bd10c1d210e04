/* evaluate_json.c - what rung evaluate found, as one JSON object, origins and all. */
#include <math.h>

#include "cli/evaluate.h"

/* "name": with a comma before it unless it is the first. */
static void put_key(rung_buffer *out, const char *name, bool first)
{
    if (!first)
        rung_put_char(out, ',');
    rung_put_json(out, name);
    rung_put_char(out, ':');
}

static void put_number_of(rung_buffer *out, const char *name, double number, bool first)
{
    put_key(out, name, first);
    if (isnan(number))
        rung_put_text(out, "null");
    else
        rung_put_number(out, number);
}

static void put_count_of(rung_buffer *out, const char *name, uint64_t count, bool first)
{
    put_key(out, name, first);
    rung_put_whole(out, count);
}

static void put_text_of(rung_buffer *out, const char *name, const char *text, bool first)
{
    put_key(out, name, first);
    rung_put_json(out, text);
}

/* Without the brace that ends it. */
static void put_estimate(rung_buffer *out, const rung_estimate *e)
{
    put_number_of(out, "mean", e->mean, true);
    put_number_of(out, "low", e->low, false);
    put_number_of(out, "high", e->high, false);
}

static void put_moves(rung_buffer *out, const rung_moves_totals *m)
{
    const struct {
        const char *name;
        size_t count;
    } counts[] = {{"rows", m->rows},
                  {"used", m->used},
                  {"outside", m->outside},
                  {"to_self", m->to_self},
                  {"weightless", m->weightless},
                  {"excluded", m->excluded},
                  {"unrated", m->unrated},
                  {"not_upward", m->not_upward},
                  {"pairs", m->pairs},
                  {"emptied", m->emptied}};
    rung_put_text(out, "{\"moves\":{");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        put_count_of(out, counts[i].name, counts[i].count, i == 0);
    rung_put_char(out, '}');
}

static void put_groups(rung_buffer *out, const judgement *j, size_t ranker)
{
    const rung_evaluation *e = j->evaluation;
    put_key(out, "groups", false);
    rung_put_char(out, '[');
    for (size_t g = 0; g < e->groups; g++) {
        rung_put_text(out, g ? ",{" : "{");
        put_text_of(out, "by", g ? judged_by(j) : "all", true);
        put_text_of(out, "group", g ? e->group[g].name : "", false);
        put_count_of(out, "origins", e->group[g].origins, false);
        for (int m = 0; m < RUNG_MEASURE_COUNT; m++) {
            put_key(out, rung_measure_name((rung_measure)m), false);
            rung_put_char(out, '{');
            put_estimate(out, &estimates_of(j, ranker, g)[m]);
            rung_put_char(out, '}');
        }
        rung_put_char(out, '}');
    }
    rung_put_char(out, ']');
}

static void put_origins(rung_buffer *out, const judgement *j, size_t ranker)
{
    const rung_evaluation *e = j->evaluation;
    put_key(out, "origins", false);
    rung_put_char(out, '[');
    for (size_t o = 0; o < e->origins; o++) {
        const double *value = e->value + (ranker * e->origins + o) * RUNG_MEASURE_COUNT;
        rung_put_text(out, o ? ",{" : "{");
        put_text_of(out, "role_id", rung_catalog_role(j->catalog, e->origin[o]).id, true);
        if (e->group_of[o] > 0)
            put_text_of(out, judged_by(j), e->group[e->group_of[o]].name, false);
        for (int m = 0; m < RUNG_MEASURE_COUNT; m++)
            put_number_of(out, rung_measure_name((rung_measure)m), value[m], false);
        rung_put_char(out, '}');
    }
    rung_put_char(out, ']');
}

static void put_ranker(rung_buffer *out, const judgement *j, size_t ranker)
{
    const rung_wage_rise *rise = &j->evaluation->rise[ranker];
    rung_put_text(out, ranker ? ",{" : "{");
    put_text_of(out, "name", j->evaluation->ranker[ranker], true);
    put_groups(out, j, ranker);
    put_key(out, "first_10_wages", false);
    rung_put_char(out, '{');
    put_number_of(out, "median_rise", rise->median, true);
    put_count_of(out, "pairs", rise->pairs, false);
    put_count_of(out, "below", rise->below, false);
    rung_put_char(out, '}');
    put_origins(out, j, ranker);
    rung_put_char(out, '}');
}

static void put_comparison(rung_buffer *out, const judgement *j)
{
    put_key(out, "compared", false);
    rung_put_char(out, '{');
    put_text_of(out, "first", j->evaluation->ranker[j->first], true);
    put_text_of(out, "second", j->evaluation->ranker[j->second], false);
    for (int m = 0; m < RUNG_MEASURE_COUNT; m++) {
        const rung_difference *d = &j->difference[m];
        put_key(out, rung_measure_name((rung_measure)m), false);
        rung_put_char(out, '{');
        put_estimate(out, &d->estimate);
        put_number_of(out, "p", d->p, false);
        put_key(out, "more_than_chance", false);
        rung_put_text(out, d->more_than_chance ? "true}" : "false}");
    }
    rung_put_char(out, '}');
}

void put_judgement_json(rung_buffer *out, const judgement *j)
{
    const rung_evaluation *e = j->evaluation;
    put_moves(out, &e->moves);
    put_count_of(out, "origins", e->origins, false);
    put_key(out, "upward", false);
    rung_put_text(out, j->upward ? "true" : "false");
    put_count_of(out, "ruled_out", e->ruled_out, false);
    put_count_of(out, "resamples", e->resamples, false);
    put_count_of(out, "seed", e->seed, false);
    put_key(out, "rankers", false);
    rung_put_char(out, '[');
    for (size_t r = 0; r < e->rankers; r++)
        put_ranker(out, j, r);
    rung_put_char(out, ']');
    if (j->compared)
        put_comparison(out, j);
    rung_put_text(out, "}\n");
}
