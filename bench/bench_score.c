/* bench_score.c - how fast the scorer scores pairs, and the best are kept. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench_sample.h"
#include "match/topk.h"

enum { PEOPLE = 256 };

/* ---------------------------------------------------------------- score */

typedef struct scoring {
    const bench_sample *s;
    double *score; /* people x roles */
} scoring;

static rung_status score(void *context, rung_error *error)
{
    const scoring *c = context;
    const rung_matcher *m = c->s->matcher;
    size_t roles = m->demand.roles;
    (void)error;
    for (size_t i = 0; i < c->s->people; i++)
        for (uint32_t r = 0; r < roles; r++)
            c->score[i * roles + r] = rung_score(&m->scorer, &c->s->subject[i], r);
    return RUNG_OK;
}

/* The signals of MODEL.md, section 2, written down as they stand there. */
static double plain_score(const bench_sample *s, size_t person, uint32_t role)
{
    const rung_matcher *m = s->matcher;
    const rung_demand *d = &m->demand;
    const rung_subject *x = &s->subject[person];
    const double *beta = m->profile.beta;
    double asked = 0, ready = 0, brought = 0, used = 0, dot = 0, here = 0, there = 0;
    for (size_t k = 0; k < d->skills; k++) {
        double have = (double)x->level[k], need = (double)d->level[role * d->stride + k];
        double weight = (double)d->importance[role * d->stride + k], own = (double)x->weight[k];
        double a = (have - d->mean[k]) * d->scale[k], b = (need - d->mean[k]) * d->scale[k];
        asked += weight * need;
        ready += weight * fmin(have, need);
        brought += own * have;
        used += own * fmin(have, need);
        dot += a * b;
        here += a * a;
        there += b * b;
    }
    double sum = asked > 0 ? beta[RUNG_SIGNAL_READINESS] * ready / asked : 0;
    sum += brought > 0 ? beta[RUNG_SIGNAL_TRANSFER] * used / brought : 0;
    if (asked > 0 && here > 0 && there > 0)
        sum += beta[RUNG_SIGNAL_SIMILARITY] * dot / sqrt(here) / sqrt(there);
    for (int p = RUNG_SIGNAL_WAGE; p < RUNG_SIGNAL_COUNT; p++)
        sum +=
            beta[p] * rung_role_signal(&m->priors.signals, (rung_signal)p, x->current_role, role);
    return sum;
}

static rung_status check_scores(const scoring *c, const char *name, rung_error *error)
{
    const rung_catalog *catalog = c->s->b->catalog;
    size_t roles = c->s->matcher->demand.roles;
    for (size_t i = 0; i < c->s->people; i++)
        for (uint32_t r = 0; r < roles; r++) {
            double found = c->score[i * roles + r], expected = plain_score(c->s, i, r);
            if (rung_catalog_role(catalog, r).rated && !(fabs(found - expected) < 1e-10))
                return rung_fail(error, RUNG_BAD_DATA,
                                 "%s: person %zu, role %u: found %.17g, expected %.17g", name, i, r,
                                 found, expected);
        }
    return RUNG_OK;
}

static rung_status time_score(bench *b, const char *profile, rung_error *error)
{
    bench_sample s;
    bench_case c = {.unit = "pairs/s", .limit = BENCH_DOUBLE};
    snprintf(c.name, sizeof c.name, "score/%s", profile);
    if (!bench_wanted(b, c.name))
        return RUNG_OK;
    rung_status status = bench_sample_make(&s, b, profile, NULL, 1, PEOPLE, error);
    scoring work = {.s = &s};
    if (status == RUNG_OK) {
        size_t roles = s.matcher->demand.roles;
        const rung_encoder *e = &s.matcher->encoder;
        work.score = rung_array(s.people * roles, sizeof *work.score);
        c.amount = (double)(s.people * roles);
        c.load = 2e-9 * c.amount * (double)s.matcher->demand.skills *
                 (e->readiness + e->transfer + e->similarity);
        snprintf(c.work, sizeof c.work, "%zu people x %zu roles, one after the other, 1 thread",
                 s.people, roles);
        status = work.score ? score(&work, error) : rung_fail_memory(error, "the scores");
    }
    if (status == RUNG_OK)
        status = check_scores(&work, c.name, error);
    if (status == RUNG_OK)
        status = bench_run(b, c, score, &work, error);
    free(work.score);
    bench_sample_free(&s);
    return status;
}

/* ---------------------------------------------------------------- top k */

typedef struct keeping {
    const double *score; /* people x roles */
    size_t people, roles;
    rung_hit *hit; /* people x BENCH_TOP */
} keeping;

static rung_status keep(void *context, rung_error *error)
{
    const keeping *c = context;
    (void)error;
    for (size_t i = 0; i < c->people; i++) {
        rung_topk topk = {.hit = c->hit + i * BENCH_TOP, .room = BENCH_TOP};
        for (uint32_t r = 0; r < c->roles; r++)
            rung_topk_offer(&topk, c->score[i * c->roles + r], r);
        rung_topk_sort(&topk);
    }
    return RUNG_OK;
}

/* No role outside the hits is better than the last of them, and they stand in order. */
static bool is_top(const keeping *c, size_t person)
{
    const double *mine = c->score + person * c->roles;
    const rung_hit *hit = c->hit + person * BENCH_TOP;
    size_t kept = c->roles < BENCH_TOP ? c->roles : BENCH_TOP;
    for (size_t rank = 0; rank < kept; rank++) {
        size_t before = 0;
        for (size_t r = 0; r < c->roles; r++)
            before +=
                mine[r] > hit[rank].score || (mine[r] == hit[rank].score && r < hit[rank].role);
        if (before != rank)
            return false;
    }
    return true;
}

static rung_status time_topk(bench *b, rung_error *error)
{
    bench_sample s;
    bench_case c = {.name = "top-k", .unit = "pairs/s", .limit = BENCH_COPY_ONE};
    if (!bench_wanted(b, c.name))
        return RUNG_OK;
    rung_status status = bench_sample_make(&s, b, bench_profiles[0], NULL, 1, PEOPLE, error);
    size_t roles = rung_catalog_roles(b->catalog);
    double *scores = rung_array(s.people * roles, sizeof *scores);
    keeping work = {scores, s.people, roles, rung_array(s.people * BENCH_TOP, sizeof *work.hit)};
    if (status == RUNG_OK && (!scores || !work.hit))
        status = rung_fail_memory(error, "the scores");
    if (status == RUNG_OK) {
        score(&(scoring){&s, scores}, error);
        keep(&work, error);
    }
    for (size_t i = 0; status == RUNG_OK && i < s.people; i++)
        if (!is_top(&work, i))
            status = rung_fail(error, RUNG_BAD_DATA, "top-k: person %zu: not the best", i);
    c.amount = (double)(s.people * roles);
    c.load = 1e-9 * c.amount * sizeof *scores;
    snprintf(c.work, sizeof c.work, "keep the best %d of %zu scores, %zu times, 1 thread",
             BENCH_TOP, roles, s.people);
    if (status == RUNG_OK)
        status = bench_run(b, c, keep, &work, error);
    free(scores);
    free(work.hit);
    bench_sample_free(&s);
    return status;
}

rung_status bench_score(bench *b, rung_error *error)
{
    rung_status status = RUNG_OK;
    for (size_t i = 0; bench_profiles[i] && status == RUNG_OK; i++)
        status = time_score(b, bench_profiles[i], error);
    return status == RUNG_OK ? time_topk(b, error) : status;
}
