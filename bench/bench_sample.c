/* bench_sample.c - a matcher and some people encoded for it. */
#include "bench_sample.h"

#include <stdlib.h>
#include <string.h>

enum { CHECKED = 64 };

void bench_sample_encode(bench_sample *s, size_t from, size_t to)
{
    const rung_matcher *m = s->matcher;
    size_t stride = m->demand.stride;
    for (size_t i = from; i < to; i++) {
        rung_matcher_subject(m, &s->subject[i], s->b->level + i * m->demand.skills, s->b->role[i],
                             s->level + i * stride, s->standard + i * stride);
        rung_encode(&m->encoder, &s->subject[i], s->rows + i * m->encoder.dimensions, &s->slack[i],
                    &s->blur[i]);
    }
}

static rung_status make_matcher(bench_sample *s, const char *profile, const char *kernel,
                                rung_matcher **matcher, rung_error *error)
{
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.profile = profile;
    options.kernel = kernel;
    options.threads = s->threads;
    return rung_matcher_new(matcher, s->b->catalog, &options, error);
}

/* The hits that the scalar kernel leads to. */
static rung_status expect(bench_sample *s, const char *profile, rung_error *error)
{
    rung_matcher *scalar;
    s->checked = s->people < CHECKED ? s->people : CHECKED;
    s->expected = rung_array(s->checked * BENCH_TOP, sizeof *s->expected);
    if (!s->expected)
        return rung_fail_memory(error, "the expected hits");
    rung_status status = make_matcher(s, profile, "scalar", &scalar, error);
    if (status == RUNG_OK)
        status =
            rung_match(scalar, s->b->level, s->checked, s->b->role, s->expected, BENCH_TOP, error);
    rung_matcher_free(scalar);
    return status;
}

rung_status bench_sample_make(bench_sample *s, bench *b, const char *profile, const char *kernel,
                              unsigned threads, size_t people, rung_error *error)
{
    const rung_kernel *dense;
    *s = (bench_sample){.b = b, .threads = threads};
    s->people = people < b->people ? people : b->people;
    rung_status status = rung_kernel_choose(&dense, kernel, error); /* samples are dense rows */
    kernel = status == RUNG_OK ? dense->name : kernel;
    if (status == RUNG_OK)
        status = bench_levels(b, error);
    if (status == RUNG_OK)
        status = make_matcher(s, profile, kernel, &s->matcher, error);
    if (status != RUNG_OK)
        return status;
    size_t stride = s->matcher->demand.stride, dimensions = s->matcher->encoder.dimensions;
    s->level = rung_array(s->people * stride, sizeof *s->level);
    s->standard = rung_array(s->people * stride, sizeof *s->standard);
    s->subject = rung_array(s->people, sizeof *s->subject);
    s->rows = rung_array(s->people * dimensions, sizeof *s->rows);
    s->slack = rung_array(s->people, sizeof *s->slack);
    s->blur = rung_array(s->people, sizeof *s->blur);
    if (!s->level || !s->standard || !s->subject || !s->rows || !s->slack || !s->blur)
        return rung_fail_memory(error, "a sample of people");
    bench_sample_encode(s, 0, s->people);
    return expect(s, profile, error);
}

void bench_sample_free(bench_sample *s)
{
    rung_matcher_free(s->matcher);
    free(s->level);
    free(s->standard);
    free(s->subject);
    free(s->rows);
    free(s->slack);
    free(s->blur);
    free(s->expected);
}

static bool same_hit(const rung_hit *a, const rung_hit *b)
{
    return a->role == b->role && a->score == b->score && a->readiness == b->readiness &&
           a->similarity == b->similarity;
}

rung_status bench_sample_check(bench_sample *s, rung_error *error)
{
    rung_hit *hits = rung_array(s->checked * BENCH_TOP, sizeof *hits);
    if (!hits)
        return rung_fail_memory(error, "the hits to check");
    rung_status status =
        rung_match(s->matcher, s->b->level, s->checked, s->b->role, hits, BENCH_TOP, error);
    for (size_t i = 0; i < s->checked * BENCH_TOP && status == RUNG_OK; i++)
        if (!same_hit(&hits[i], &s->expected[i]))
            status = rung_fail(error, RUNG_BAD_DATA,
                               "kernel %s: person %zu, rank %zu: found another hit than the "
                               "scalar kernel's",
                               s->matcher->kernel->name, i / BENCH_TOP, i % BENCH_TOP + 1);
    free(hits);
    return status;
}
