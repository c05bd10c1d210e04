/* bench_kernel.c - how fast people are encoded, and how fast each kernel proposes. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_sample.h"
#include "kernel/kernel.h"

enum { PEOPLE = 16384, SCALAR_PEOPLE = 128, ROOM = 512 };

/* ---------------------------------------------------------------- encode */

static rung_status encode(void *context, rung_error *error)
{
    bench_sample *s = context;
    (void)error;
    bench_sample_encode(s, 0, s->people);
    return RUNG_OK;
}

/* The product of the vectors, with the bias, and the score differ by no more than encoding and
 * rounding may cost, but for a constant of the person's. */
static bool agrees(const bench_sample *s, size_t person)
{
    const rung_matcher *m = s->matcher;
    size_t dimensions = m->encoder.dimensions;
    const float *row = s->rows + person * dimensions;
    double low = -INFINITY, high = INFINITY;
    for (uint32_t r = 0; r < m->demand.roles; r++) {
        float bias;
        rung_priors_bias(&m->priors, s->subject[person].current_role, r, 1, &bias);
        if (bias == -INFINITY)
            continue;
        double product = (double)bias, size = m->priors.bias_size;
        for (size_t k = 0; k < dimensions; k++) {
            double part = (double)row[k] * (double)m->encoder.rows[r * dimensions + k];
            product += part;
            size += fabs(part);
        }
        double off = product - rung_score(&m->scorer, &s->subject[person], r);
        double margin = (double)s->slack[person] +
                        (double)s->blur[person] * (double)m->encoder.slack[r] + 1e-6 * size;
        low = fmax(low, off - margin);
        high = fmin(high, off + margin);
    }
    return low <= high;
}

static rung_status time_encode(bench *b, const char *profile, rung_error *error)
{
    bench_sample s;
    bench_case c = {.unit = "people/s", .limit = BENCH_COPY_ONE};
    snprintf(c.name, sizeof c.name, "encode/%s", profile);
    if (!bench_wanted(b, c.name))
        return RUNG_OK;
    rung_status status = bench_sample_make(&s, b, profile, NULL, 1, PEOPLE, error);
    for (size_t i = 0; i < s.checked && status == RUNG_OK; i++)
        if (!agrees(&s, i))
            status =
                rung_fail(error, RUNG_BAD_DATA,
                          "%s: person %zu: the vectors do not agree with the scorer", c.name, i);
    if (status == RUNG_OK) {
        size_t dimensions = s.matcher->encoder.dimensions;
        c.amount = (double)s.people;
        c.load = 1e-9 * (double)(s.people * dimensions * sizeof *s.rows);
        snprintf(c.work, sizeof c.work, "make %zu people ready, vectors of %zu floats, 1 thread",
                 s.people, dimensions);
        status = bench_run(b, c, encode, &s, error);
    }
    bench_sample_free(&s);
    return status;
}

/* ---------------------------------------------------------------- propose */

typedef struct proposing {
    const bench_sample *s;
    size_t room, piece, people;
    char *scratch;           /* a thread's, piece bytes each */
    uint32_t *roles, *count; /* people x room, people */
} proposing;

static void propose_block(const proposing *p, size_t from, char *scratch)
{
    const bench_sample *s = p->s;
    const rung_matcher *m = s->matcher;
    size_t people = p->people - from < RUNG_BLOCK ? p->people - from : RUNG_BLOCK;
    rung_query query = {.people = people,
                        .rows = s->rows + from * m->encoder.dimensions,
                        .slack = s->slack + from,
                        .blur = s->blur + from,
                        .key = s->b->role + from,
                        .bias = rung_priors_bias,
                        .context = &m->priors,
                        .top = BENCH_TOP,
                        .kept = rung_priors_kept};
    rung_proposals proposals = {p->room, p->roles + from * p->room, p->count + from};
    m->kernel->propose(m->packed, &query, scratch, &proposals);
}

static rung_status propose(void *context, rung_error *error)
{
    const proposing *p = context;
    size_t blocks = (p->people + RUNG_BLOCK - 1) / RUNG_BLOCK;
    (void)error;
#pragma omp parallel for schedule(dynamic) num_threads((int)p->s->threads)
    for (size_t i = 0; i < blocks; i++)
        propose_block(p, i * RUNG_BLOCK, p->scratch + (size_t)omp_get_thread_num() * p->piece);
    return RUNG_OK;
}

static bool proposed(const proposing *p, size_t person, uint32_t role)
{
    if (p->count[person] == RUNG_EVERYTHING)
        return true;
    for (size_t i = 0; i < p->count[person]; i++)
        if (p->roles[person * p->room + i] == role)
            return true;
    return false;
}

/* Every role that the scalar kernel leads to is proposed. */
static rung_status check_proposals(const proposing *p, rung_error *error)
{
    size_t checked = p->s->checked < p->people ? p->s->checked : p->people;
    for (size_t i = 0; i < checked * BENCH_TOP; i++) {
        uint32_t role = p->s->expected[i].role;
        if (role != RUNG_NONE && !proposed(p, i / BENCH_TOP, role))
            return rung_fail(error, RUNG_BAD_DATA,
                             "kernel %s: person %zu: role %u is missing among the proposals",
                             p->s->matcher->kernel->name, i / BENCH_TOP, role);
    }
    return RUNG_OK;
}

static double mean_count(const proposing *p)
{
    double sum = 0;
    for (size_t i = 0; i < p->people; i++)
        sum += p->count[i] == RUNG_EVERYTHING ? (double)p->s->matcher->demand.roles
                                              : (double)p->count[i];
    return sum / (double)p->people;
}

static rung_status make_proposing(proposing *p, const bench_sample *s, rung_error *error)
{
    const rung_matcher *m = s->matcher;
    size_t blocks = (s->people + RUNG_BLOCK - 1) / RUNG_BLOCK;
    *p = (proposing){.s = s, .people = s->people};
    p->room = m->demand.roles < ROOM ? m->demand.roles : ROOM;
    p->piece = (m->kernel->scratch(m->packed, p->room) + 63) / 64 * 64;
    p->scratch = rung_array(s->threads, p->piece);
    p->roles = rung_array(blocks * RUNG_BLOCK * p->room, sizeof *p->roles);
    p->count = rung_array(blocks * RUNG_BLOCK, sizeof *p->count);
    return p->scratch && p->roles && p->count ? RUNG_OK : rung_fail_memory(error, "the proposals");
}

static void free_proposing(proposing *p)
{
    free(p->scratch);
    free(p->roles);
    free(p->count);
}

static rung_status time_sample(bench *b, bench_case c, bench_sample *s, rung_error *error)
{
    proposing p;
    const rung_matcher *m = s->matcher;
    double people = (double)s->people;
    size_t roles = m->demand.roles, dimensions = m->encoder.dimensions;
    rung_status status = make_proposing(&p, s, error);
    if (status == RUNG_OK)
        status = propose(&p, error);
    if (status == RUNG_OK)
        status = check_proposals(&p, error);
    if (status == RUNG_OK) {
        c.amount = people * (double)rung_catalog_count(b->catalog).rated_roles;
        c.load = 2e-9 * people * (double)roles * (double)dimensions;
        snprintf(c.work, sizeof c.work,
                 "top %d: %zu people x %zu roles x %zu dimensions, %u thread%s; %.1f proposed",
                 BENCH_TOP, s->people, rung_catalog_count(b->catalog).rated_roles, dimensions,
                 s->threads, s->threads == 1 ? "" : "s", mean_count(&p));
        status = bench_run(b, c, propose, &p, error);
    }
    free_proposing(&p);
    return status;
}

static rung_status time_propose(bench *b, const char *profile, const char *kernel, unsigned threads,
                                rung_error *error)
{
    bench_sample s;
    bench_case c = {.unit = "pairs/s", .limit = threads == 1 ? BENCH_SGEMM_ONE : BENCH_SGEMM_ALL};
    snprintf(c.name, sizeof c.name, "propose/%s/%s/%u", profile, kernel, threads);
    if (!bench_wanted(b, c.name))
        return RUNG_OK;
    size_t people = strcmp(kernel, "scalar") == 0 ? SCALAR_PEOPLE : PEOPLE;
    omp_set_num_threads((int)threads); /* holds a BLAS to one thread, too */
    rung_status status = bench_sample_make(&s, b, profile, kernel, threads, people, error);
    if (status == RUNG_OK)
        status = bench_sample_check(&s, error);
    if (status == RUNG_OK)
        status = time_sample(b, c, &s, error);
    omp_set_num_threads((int)b->threads);
    bench_sample_free(&s);
    return status;
}

/* A kernel on one thread and, where there are more, on all. */
static rung_status time_kernel(bench *b, const char *profile, const char *kernel, rung_error *error)
{
    rung_status status = time_propose(b, profile, kernel, 1, error);
    if (status == RUNG_OK && b->threads > 1)
        status = time_propose(b, profile, kernel, b->threads, error);
    return status;
}

rung_status bench_kernel(bench *b, rung_error *error)
{
    rung_kernel_facts facts;
    rung_status status = RUNG_OK;
    for (size_t i = 0; bench_profiles[i] && status == RUNG_OK; i++)
        status = time_encode(b, bench_profiles[i], error);
    for (size_t i = 0; bench_profiles[i]; i++)
        for (size_t k = 0; status == RUNG_OK && rung_kernel_list(k, &facts); k++)
            if (facts.runs && !rung_kernels[k]->sparse) /* bench_sparse.c has the others */
                status = time_kernel(b, bench_profiles[i], facts.name, error);
    return status;
}
