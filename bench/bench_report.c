/* bench_report.c - the peaks, the lines above the table, and the same as JSON. */
#include "bench.h"

#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/threads.h"
#include "match/matcher.h"

/* ---------------------------------------------------------------- peaks */

static const struct {
    const char *name, *unit, *key;
} limits[BENCH_LIMITS] = {
    [BENCH_FREE] = {"nothing", "", "none"},
    [BENCH_SGEMM_ONE] = {"sgemm, 1 thread", "GFLOP/s", "sgemm_one"},
    [BENCH_SGEMM_ALL] = {"sgemm, all threads", "GFLOP/s", "sgemm_all"},
    [BENCH_DOUBLE] = {"half of sgemm, 1 thread", "GFLOP/s", "double_one"},
    [BENCH_COPY_ONE] = {"memcpy, 1 thread", "GB/s", "memcpy_one"},
    [BENCH_COPY_ALL] = {"memcpy, all threads", "GB/s", "memcpy_all"},
};

const char *bench_limit_name(bench_limit limit)
{
    return limits[limit].name;
}

const char *bench_limit_unit(bench_limit limit)
{
    return limits[limit].unit;
}

/* The best of some products of n x n: what this machine's BLAS reaches. */
static double measure_sgemm(int n, unsigned threads, const float *a, const float *b, float *c)
{
    enum { ROUNDS = 5 };
    double best = INFINITY;
    omp_set_num_threads((int)threads);
    for (int i = 0; i <= ROUNDS; i++) { /* the first one warms up */
        double start = rung_clock();
        if (!bench_sgemm(n, a, b, c))
            return 0;
        if (i > 0)
            best = fmin(best, rung_clock() - start);
    }
    return 2e-9 * n * n * n / best;
}

static double measure_copy(unsigned threads, const float *from, float *to, size_t count)
{
    enum { ROUNDS = 7 };
    double best = INFINITY;
    size_t part = count / threads;
    for (int i = 0; i <= ROUNDS; i++) {
        double start = rung_clock();
#pragma omp parallel for schedule(static) num_threads((int)threads)
        for (unsigned t = 0; t < threads; t++)
            memcpy(to + t * part, from + t * part, part * sizeof *to);
        if (i > 0)
            best = fmin(best, rung_clock() - start);
    }
    return 1e-9 * (double)(part * threads * sizeof *to) / best;
}

rung_status bench_peaks(bench *b, rung_error *error)
{
    const int n = b->quick ? 1024 : 2048;
    const size_t count = (size_t)32 << 20; /* 128 MiB each way */
    float *from = rung_array(count, sizeof *from), *to = rung_array(count, sizeof *to);
    if (!from || !to) {
        free(from);
        free(to);
        return rung_fail_memory(error, "measuring the peaks");
    }
    for (size_t i = 0; i < count; i++)
        from[i] = (float)(i % 1013) / 1013;
    size_t cells = (size_t)n * (size_t)n;
    b->peak[BENCH_SGEMM_ONE] = measure_sgemm(n, 1, from, from + cells, to);
    b->peak[BENCH_SGEMM_ALL] = measure_sgemm(n, b->threads, from, from + cells, to);
    b->peak[BENCH_DOUBLE] = b->peak[BENCH_SGEMM_ONE] / 2;
    b->peak[BENCH_COPY_ONE] = measure_copy(1, from, to, count);
    b->peak[BENCH_COPY_ALL] = measure_copy(b->threads, from, to, count);
    omp_set_num_threads((int)b->threads);
    free(from);
    free(to);
    return RUNG_OK;
}

/* ---------------------------------------------------------------- above the table */

/* Dimensions of a profile's encoding, and in nominal those it would have if every skill had all
 * steps of the scale; 0 on failure. */
static size_t dimensions(const bench *b, const char *profile, size_t *nominal)
{
    rung_matcher *m;
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.profile = profile;
    if (rung_matcher_new(&m, b->catalog, &options, NULL) != RUNG_OK)
        return 0;
    rung_scale scale = rung_catalog_scale(b->catalog);
    size_t skills = rung_catalog_skills(b->catalog), count = m->encoder.dimensions;
    *nominal = skills * (size_t)(scale.levels / scale.grid + 0.5) *
                   (size_t)(m->encoder.readiness + m->encoder.transfer) +
               skills * m->encoder.similarity;
    rung_matcher_free(m);
    return count;
}

void bench_head(const bench *b)
{
    char text[200];
    rung_catalog_counts n = rung_catalog_count(b->catalog);
    printf("rung      %s, %s, load before %.2f\n", rung_version(), bench_time_now(text),
           b->load_before);
    printf("machine   %s\n", bench_cpu(text));
    printf("system    %s\n", bench_system(text));
    printf("compiler  %s\n", bench_compiler(text));
    printf("blas      %s\n", bench_blas(text));
    printf("xxhash    %s\n", bench_xxhash(text));
    printf("catalog   %s: %zu roles, %zu of them rated, x %zu skills; %s\n",
           rung_catalog_name(b->catalog), n.roles, n.rated_roles, n.skills, b->data);
    printf("people    %zu, made with seed 1\n", b->people);
    for (size_t i = 0; bench_profiles[i]; i++) {
        size_t nominal = 0, count = dimensions(b, bench_profiles[i], &nominal);
        printf("profile   %s: %zu dimensions, nominally %zu\n", bench_profiles[i], count, nominal);
    }
    for (int i = BENCH_FREE + 1; i < BENCH_LIMITS; i++)
        printf("peak      %s: %.1f %s\n", limits[i].name, b->peak[i], limits[i].unit);
    printf("threads   %u\n\n", b->threads);
    fflush(stdout);
}

/* ---------------------------------------------------------------- JSON */

static void put_key(rung_buffer *out, const char *key)
{
    rung_put_json(out, key);
    rung_put_char(out, ':');
}

static void put_text(rung_buffer *out, const char *key, const char *text)
{
    put_key(out, key);
    rung_put_json(out, text);
    rung_put_char(out, ',');
}

static void put_figure(rung_buffer *out, const char *key, double figure)
{
    put_key(out, key);
    if (isfinite(figure))
        rung_put_number(out, figure);
    else
        rung_put_text(out, "null");
    rung_put_char(out, ',');
}

/* Close what put_text and put_figure left open. */
static void end_object(rung_buffer *out)
{
    if (out->length > 0 && out->at[out->length - 1] == ',')
        out->length--;
    rung_put_char(out, '}');
}

static void put_case(const bench *b, const bench_case *c, rung_buffer *out)
{
    double peak = b->peak[c->limit];
    rung_put_text(out, "\n  {");
    put_text(out, "name", c->name);
    put_text(out, "work", c->work);
    put_figure(out, "rounds", (double)c->rounds);
    rung_put_text(out, "\"seconds\":{");
    put_figure(out, "min", c->min);
    put_figure(out, "median", c->median);
    put_figure(out, "max", c->max);
    put_figure(out, "mad", c->mad);
    if (!isnan(c->p99))
        put_figure(out, "p99", c->p99);
    end_object(out);
    rung_put_char(out, ',');
    put_figure(out, "rate", c->amount / c->median);
    put_text(out, "unit", c->unit);
    put_text(out, "limit", limits[c->limit].key);
    put_figure(out, "reached", c->load / c->median);
    put_text(out, "reached_unit", limits[c->limit].unit);
    put_figure(out, "of_peak", peak > 0 ? c->load / c->median / peak : NAN);
    end_object(out);
}

static void put_machine(const bench *b, rung_buffer *out)
{
    char text[200];
    put_text(out, "rung", rung_version());
    put_text(out, "time", bench_time_now(text));
    put_text(out, "machine", bench_cpu(text));
    put_text(out, "system", bench_system(text));
    put_text(out, "compiler", bench_compiler(text));
    put_text(out, "blas", bench_blas(text));
    put_text(out, "xxhash", bench_xxhash(text));
    put_text(out, "catalog", rung_catalog_name(b->catalog));
    put_text(out, "data", b->data);
    put_figure(out, "roles", (double)rung_catalog_roles(b->catalog));
    put_figure(out, "rated_roles", (double)rung_catalog_count(b->catalog).rated_roles);
    put_figure(out, "skills", (double)rung_catalog_skills(b->catalog));
    put_figure(out, "people", (double)b->people);
    put_figure(out, "threads", b->threads);
    put_figure(out, "load_before", b->load_before);
    rung_put_text(out, "\"dimensions\":{");
    for (size_t i = 0; bench_profiles[i]; i++) {
        size_t nominal = 0;
        put_figure(out, bench_profiles[i], (double)dimensions(b, bench_profiles[i], &nominal));
    }
    end_object(out);
    rung_put_text(out, ",\n\"peaks\":{");
    for (int i = BENCH_FREE + 1; i < BENCH_LIMITS; i++)
        put_figure(out, limits[i].key, b->peak[i]);
    end_object(out);
}

rung_status bench_write_json(const bench *b, rung_error *error)
{
    rung_buffer out = {0};
    rung_sink sink;
    rung_put_char(&out, '{');
    put_machine(b, &out);
    rung_put_text(&out, ",\n\"seconds\":");
    rung_put_number(&out, rung_clock() - b->started);
    rung_put_text(&out, ",\n\"cases\":[");
    for (size_t i = 0; i < b->count; i++) {
        put_case(b, &b->done[i], &out);
        if (i + 1 < b->count)
            rung_put_char(&out, ',');
    }
    rung_put_text(&out, "\n]}\n");
    rung_status status =
        out.failed ? rung_fail_memory(error, "the figures") : rung_sink_open(&sink, b->json, error);
    if (status == RUNG_OK)
        status = rung_sink_close(&sink, rung_sink_write(&sink, out.at, out.length, error), error);
    rung_buffer_free(&out);
    return status;
}
