/* evaluate_csv.c - what rung evaluate found, a row for each figure. */
#include <math.h>

#include "cli/evaluate.h"

const char *judged_by(const judgement *j)
{
    static const char *const names[] = {"all", "family", "zone"};
    return names[j->by];
}

/* ",NUMBER", nothing where there is none. */
static void put_figure(rung_buffer *out, double figure)
{
    rung_put_char(out, ',');
    if (!isnan(figure))
        rung_put_number(out, figure);
}

/* ranker,by,group,origins,measure */
static void put_head(rung_buffer *out, const char *ranker, const char *by, const char *group,
                     size_t origins, const char *measure)
{
    rung_put_csv(out, ranker);
    rung_put_char(out, ',');
    rung_put_text(out, by);
    rung_put_char(out, ',');
    rung_put_csv(out, group);
    rung_put_char(out, ',');
    rung_put_whole(out, origins);
    rung_put_char(out, ',');
    rung_put_text(out, measure);
}

/* value,low,high,p */
static void put_estimate(rung_buffer *out, const rung_estimate *e, double p)
{
    put_figure(out, e->mean);
    put_figure(out, e->low);
    put_figure(out, e->high);
    put_figure(out, p);
    rung_put_char(out, '\n');
}

static void put_group(rung_buffer *out, const judgement *j, size_t ranker, size_t group)
{
    const rung_evaluation *e = j->evaluation;
    const rung_origin_group *g = &e->group[group];
    for (int m = 0; m < RUNG_MEASURE_COUNT; m++) {
        put_head(out, e->ranker[ranker], group ? judged_by(j) : "all", group ? g->name : "",
                 g->origins, rung_measure_name((rung_measure)m));
        put_estimate(out, &estimates_of(j, ranker, group)[m], NAN);
    }
}

static void put_rise(rung_buffer *out, const judgement *j, size_t ranker)
{
    const rung_evaluation *e = j->evaluation;
    const rung_wage_rise *rise = &e->rise[ranker];
    const struct {
        const char *name;
        double value;
    } figures[] = {{"wage_rise@10", rise->median},
                   {"wage_pairs@10", (double)rise->pairs},
                   {"wage_below@10", (double)rise->below}};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        put_head(out, e->ranker[ranker], "all", "", e->origins, figures[i].name);
        put_estimate(out, &(rung_estimate){figures[i].value, NAN, NAN}, NAN);
    }
}

void put_judgement_csv(rung_buffer *out, const judgement *j)
{
    const rung_evaluation *e = j->evaluation;
    rung_put_text(out, "ranker,by,group,origins,measure,value,low,high,p\n");
    for (size_t r = 0; r < e->rankers; r++) {
        for (size_t g = 0; g < e->groups; g++)
            put_group(out, j, r, g);
        put_rise(out, j, r);
    }
    for (int m = 0; m < RUNG_MEASURE_COUNT && j->compared; m++) {
        put_head(out, e->ranker[j->first], "less", e->ranker[j->second], e->origins,
                 rung_measure_name((rung_measure)m));
        put_estimate(out, &j->difference[m].estimate, j->difference[m].p);
    }
}
