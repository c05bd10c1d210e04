/* evaluate.c - rung_evaluate: rank for every origin by every ranker, and measure. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/threads.h"
#include "learn/evaluation.h"
#include "learn/ranker.h"
#include "learn/wages.h"

/* Origins between two calls of progress. */
enum { SHARE = 64 };

static const size_t least_resamples = 100, most_resamples = 100000;

/* One thread's scratch. */
typedef struct scratch {
    rung_ranker_scratch ranker;
    uint32_t *roles;     /* that are ranked */
    rung_ranked *ranked; /* roles */
    double *gain;        /* roles: zeros between two origins */
} scratch;

typedef struct evaluate {
    const rung_catalog *catalog;
    const rung_evaluate_job *job;
    rung_evaluation_parts *parts;
    scratch *scratch; /* threads */
    double *rise;     /* origins x RUNG_WAGES_FIRST */
    size_t *rises;    /* origins: of them */
    size_t *out;      /* origins: roles ruled out */
} evaluate;

/* ---------------------------------------------------------------- one origin */

static void rank_origin(const evaluate *e, const rung_ranker *ranker, size_t number, size_t origin,
                        scratch *s)
{
    const rung_mobility *m = &e->parts->mobility;
    uint32_t role = m->origin[origin];
    size_t count = rung_mobility_ranked(m, e->catalog, role, s->roles);
    size_t from = m->first[origin], to = m->first[origin + 1];
    for (size_t i = from; i < to; i++)
        s->gain[m->to[i]] = m->share[i];
    rung_ranker_rank(ranker, &s->ranker, role, s->roles, count, s->ranked);
    rung_truth truth = {s->gain, m->share + from, to - from};
    rung_measure_all(s->ranked, count, &truth, rung_evaluation_row(e->parts, number, origin));
    e->rises[origin] =
        rung_wages_rise(e->catalog, role, s->ranked, count, e->rise + origin * RUNG_WAGES_FIRST);
    for (e->out[origin] = 0; count > 0 && isinf(s->ranked[count - 1].score); count--)
        e->out[origin]++;
    for (size_t i = from; i < to; i++)
        s->gain[m->to[i]] = 0;
}

static void rank_origins(const evaluate *e, const rung_ranker *ranker, size_t number, size_t from,
                         size_t to)
{
    size_t next = 0;
#pragma omp parallel num_threads((int)e->parts->threads)
    {
        size_t me;
#pragma omp atomic capture
        me = next++;
#pragma omp for schedule(dynamic)
        for (size_t i = from; i < to; i++)
            rank_origin(e, ranker, number, i, &e->scratch[me]);
    }
}

/* ---------------------------------------------------------------- one ranker */

static rung_status report(const evaluate *e, size_t done, rung_error *error)
{
    const rung_evaluate_job *job = e->job;
    size_t all = e->parts->result.origins * e->parts->result.rankers;
    if (job->progress && job->progress(job->context, done, (double)done / (double)all))
        return rung_fail(error, RUNG_CANCELLED, "cancelled after %zu of %zu rankings", done, all);
    return RUNG_OK;
}

/* Bring the rises of all origins together, and sum up. */
static void sum_up(const evaluate *e, size_t number)
{
    size_t count = 0;
    for (size_t o = 0; o < e->parts->result.origins; o++) {
        for (size_t i = 0; i < e->rises[o]; i++)
            e->rise[count++] = e->rise[o * RUNG_WAGES_FIRST + i];
        e->parts->result.ruled_out += e->out[o];
    }
    e->parts->rise[number] = rung_wages_sum_up(e->rise, count);
}

static rung_status rank_by(const evaluate *e, size_t number, rung_error *error)
{
    size_t origins = e->parts->result.origins;
    const char *name = e->job->rankers > 0 ? e->job->ranker[number] : NULL;
    rung_ranker ranker;
    rung_status status = rung_ranker_open(&ranker, e->catalog, name, e->job->matcher, error);
    for (size_t from = 0; from < origins && status == RUNG_OK; from += SHARE) {
        size_t to = origins - from > SHARE ? from + SHARE : origins;
        rank_origins(e, &ranker, number, from, to);
        status = report(e, number * origins + to, error);
    }
    if (status == RUNG_OK) {
        const char *known = name ? name : ranker.matcher->profile.name;
        e->parts->ranker[number] = strdup(known);
        if (!e->parts->ranker[number])
            status = rung_fail_memory(error, "the name of a profile");
        sum_up(e, number);
    }
    rung_ranker_close(&ranker);
    return status;
}

/* ---------------------------------------------------------------- the whole */

static bool make_scratch(evaluate *e)
{
    size_t roles = e->catalog->roles, origins = e->parts->result.origins;
    e->scratch = rung_array(e->parts->threads, sizeof *e->scratch);
    e->rise = rung_array(origins, RUNG_WAGES_FIRST * sizeof *e->rise);
    e->rises = rung_array(origins, sizeof *e->rises);
    e->out = rung_array(origins, sizeof *e->out);
    bool made = e->scratch && e->rise && e->rises && e->out;
    for (size_t i = 0; i < e->parts->threads && made; i++) {
        scratch *s = &e->scratch[i];
        s->roles = rung_array(roles, sizeof *s->roles);
        s->ranked = rung_array(roles, sizeof *s->ranked);
        s->gain = rung_array(roles, sizeof *s->gain);
        made = rung_ranker_scratch_make(&s->ranker, e->catalog) && s->roles && s->ranked && s->gain;
    }
    return made;
}

static void free_scratch(evaluate *e)
{
    for (size_t i = 0; e->scratch && i < e->parts->threads; i++) {
        rung_ranker_scratch_free(&e->scratch[i].ranker);
        free(e->scratch[i].roles);
        free(e->scratch[i].ranked);
        free(e->scratch[i].gain);
    }
    free(e->scratch);
    free(e->rise);
    free(e->rises);
    free(e->out);
}

static bool make_results(rung_evaluation_parts *p)
{
    size_t rankers = p->result.rankers, measures = RUNG_MEASURE_COUNT;
    p->ranker = rung_array(rankers, sizeof *p->ranker);
    p->rise = rung_array(rankers, sizeof *p->rise);
    size_t rows, groups;
    if (!p->ranker || !p->rise || __builtin_mul_overflow(rankers, p->mobility.origins, &rows) ||
        __builtin_mul_overflow(rankers, p->groups.groups, &groups))
        return false;
    p->value = rung_array(rows, measures * sizeof *p->value);
    p->estimate = rung_array(groups, measures * sizeof *p->estimate);
    return p->value && p->estimate;
}

static void show_results(rung_evaluation_parts *p)
{
    rung_evaluation *r = &p->result;
    r->moves = p->mobility.counts;
    r->groups = p->groups.groups;
    r->origin = p->mobility.origin;
    r->group_of = p->groups.group_of;
    r->group = p->groups.group;
    r->ranker = (const char *const *)p->ranker;
    r->value = p->value;
    r->estimate = p->estimate;
    r->rise = p->rise;
}

static rung_status run(evaluate *e, rung_error *error)
{
    const rung_evaluate_job *job = e->job;
    rung_evaluation_parts *p = e->parts;
    rung_status status =
        rung_mobility_open(&p->mobility, e->catalog, job->moves, job->exclude, job->upward, error);
    p->result.origins = p->mobility.origins;
    p->result.rankers = job->rankers > 0 ? job->rankers : 1;
    p->result.resamples = job->resamples;
    p->result.seed = job->seed;
    p->threads = rung_threads(job->matcher ? job->matcher->threads : 0);
    if (status == RUNG_OK)
        status = rung_groups_make(&p->groups, e->catalog, p->mobility.origin, p->result.origins,
                                  job->by, error);
    if (status == RUNG_OK && (!make_results(p) || !make_scratch(e)))
        status = rung_fail_memory(error, "an evaluation");
    for (size_t i = 0; i < p->result.rankers && status == RUNG_OK; i++)
        status = rank_by(e, i, error);
    return status == RUNG_OK ? rung_evaluation_estimate(p, error) : status;
}

static rung_status check_job(const rung_evaluate_job *job, rung_error *error)
{
    if (job->size != sizeof *job)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_evaluate: job of size %zu, expected %zu (set it with "
                         "RUNG_EVALUATE_JOB_INIT)",
                         job->size, sizeof *job);
    if (job->matcher && job->matcher->size != sizeof *job->matcher)
        return rung_fail(
            error, RUNG_BAD_ARGUMENT,
            "rung_evaluate: matcher's options of size %zu, expected %zu (set them with "
            "RUNG_MATCHER_OPTIONS_INIT)",
            job->matcher->size, sizeof *job->matcher);
    if (!job->moves || (job->rankers > 0 && !job->ranker))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_evaluate: moves is needed, and ranker where there are rankers");
    for (size_t i = 0; i < job->rankers; i++)
        if (!job->ranker[i])
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "rung_evaluate: ranker %zu is NULL, expected a name", i);
    if (job->resamples < least_resamples || job->resamples > most_resamples)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "resamples: found %zu, expected %zu..%zu",
                         job->resamples, least_resamples, most_resamples);
    if ((unsigned)job->by > RUNG_GROUP_ZONE)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "by: found %d, expected a rung_grouping",
                         (int)job->by);
    return RUNG_OK;
}

rung_status rung_evaluate(rung_evaluation **evaluation, const rung_catalog *catalog,
                          const rung_evaluate_job *job, rung_error *error)
{
    if (evaluation)
        *evaluation = NULL;
    if (!evaluation || !catalog || !job)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_evaluate: evaluation, catalog and job are needed");
    rung_status status = check_job(job, error);
    if (status != RUNG_OK)
        return status;
    evaluate e = {.catalog = catalog, .job = job};
    e.parts = rung_array(1, sizeof *e.parts);
    if (!e.parts)
        return rung_fail_memory(error, "an evaluation");
    status = run(&e, error);
    free_scratch(&e);
    show_results(e.parts);
    if (status == RUNG_OK)
        *evaluation = &e.parts->result;
    else
        rung_evaluation_free(&e.parts->result);
    return status;
}

void rung_evaluation_free(rung_evaluation *evaluation)
{
    if (!evaluation)
        return;
    rung_evaluation_parts *p = (rung_evaluation_parts *)evaluation;
    for (size_t i = 0; p->ranker && i < evaluation->rankers; i++)
        free(p->ranker[i]);
    free(p->ranker);
    free(p->value);
    free(p->estimate);
    free(p->rise);
    rung_groups_free(&p->groups);
    rung_mobility_free(&p->mobility);
    free(p);
}
