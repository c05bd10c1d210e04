/* bootstrap.c - how far a mean over origins may be from that of others like them. */
#include "learn/bootstrap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"
#include "data/synth/draws.h"

/* Of 1000 means in order, so many lie beyond each end of the interval. */
enum { BEYOND = 25 };

/* What sums that round may differ by when they are the same number. */
static const double hair = 1e-12;

uint64_t rung_resampling_key(uint64_t seed, uint64_t number)
{
    return rung_draw(rung_mix(seed), number);
}

/* One thread's sums. */
typedef struct sums {
    double *times; /* rows: how often each is there, or its sign */
    double *sum;   /* columns */
    double *count; /* columns: of figures that there are */
} sums;

typedef struct bootstrap {
    const rung_figures *figures;
    const rung_resampling *how;
    double *value; /* the figures, 0 where there is none ... */
    double *there; /* ... and whether there is one, 1 or 0 */
    double *mean;  /* columns x resamples */
    double *scratch;
    size_t stride; /* of a thread's scratch */
    unsigned threads;
} bootstrap;

static sums lay(const bootstrap *b, size_t thread)
{
    double *at = b->scratch + thread * b->stride;
    return (sums){at, at + b->figures->rows, at + b->figures->rows + b->figures->columns};
}

/* Add rows up in their order, so many times each. */
static void add_up(const bootstrap *b, const sums *s)
{
    size_t columns = b->figures->columns;
    memset(s->sum, 0, columns * sizeof *s->sum);
    memset(s->count, 0, columns * sizeof *s->count);
    for (size_t r = 0; r < b->figures->rows; r++) {
        double times = s->times[r];
        const double *value = b->value + r * columns, *there = b->there + r * columns;
        for (size_t c = 0; times != 0 && c < columns; c++) {
            s->sum[c] += times * value[c];
            s->count[c] += times * there[c];
        }
    }
}

static void free_bootstrap(bootstrap *b)
{
    free(b->value);
    free(b->there);
    free(b->mean);
    free(b->scratch);
}

static rung_status make(bootstrap *b, const rung_figures *figures, const rung_resampling *how,
                        rung_error *error)
{
    size_t cells = figures->rows * figures->columns; /* fits: the figures are in memory */
    *b = (bootstrap){.figures = figures, .how = how, .threads = rung_threads(how->threads)};
    b->stride = figures->rows + 2 * figures->columns;
    b->value = rung_array(cells, sizeof *b->value);
    b->there = rung_array(cells, sizeof *b->there);
    b->mean = rung_array(how->resamples, figures->columns * sizeof *b->mean);
    b->scratch = rung_array(b->threads, b->stride * sizeof *b->scratch);
    if (!b->value || !b->there || !b->mean || !b->scratch) {
        free_bootstrap(b);
        return rung_fail_memory(error, "resamples");
    }
    for (size_t i = 0; i < cells; i++) {
        b->there[i] = !isnan(figures->value[i]);
        b->value[i] = b->there[i] != 0 ? figures->value[i] : 0;
    }
    return RUNG_OK;
}

static void draw_rows(const bootstrap *b, size_t resample, double *times)
{
    size_t rows = b->figures->rows;
    memset(times, 0, rows * sizeof *times);
    for (size_t i = 0; i < rows; i++)
        times[rung_below(rung_draw(b->how->key, (uint64_t)resample * rows + i), rows)] += 1;
}

static void draw_signs(const bootstrap *b, size_t resample, double *times)
{
    size_t rows = b->figures->rows, words = (rows + 63) / 64;
    for (size_t i = 0; i < rows; i++) {
        uint64_t word = rung_draw(b->how->key, (uint64_t)resample * words + i / 64);
        times[i] = word >> i % 64 & 1 ? 1 : -1;
    }
}

/* The sums of every resample, or for means divided by what is there. */
static void resample_all(const bootstrap *b, void (*draw)(const bootstrap *, size_t, double *),
                         bool means)
{
    size_t resamples = b->how->resamples, next = 0;
#pragma omp parallel num_threads((int)b->threads)
    {
        size_t me;
#pragma omp atomic capture
        me = next++;
        sums s = lay(b, me);
#pragma omp for schedule(static)
        for (size_t i = 0; i < resamples; i++) {
            draw(b, i, s.times);
            add_up(b, &s);
            for (size_t c = 0; c < b->figures->columns; c++)
                b->mean[c * resamples + i] = means ? s.sum[c] / s.count[c] : s.sum[c];
        }
    }
}

/* Numbers in their order, and behind them what is none. */
static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    if (isnan(x) || isnan(y))
        return isnan(x) - isnan(y);
    return (x > y) - (x < y);
}

static void find_interval(double *mean, size_t count, rung_estimate *estimate)
{
    qsort(mean, count, sizeof *mean, by_value);
    while (count > 0 && isnan(mean[count - 1]))
        count--;
    size_t beyond = count * BEYOND / 1000;
    estimate->low = count > 0 ? mean[beyond] : NAN;
    estimate->high = count > 0 ? mean[count - 1 - beyond] : NAN;
}

/* The sums of the rows as they are, in the first thread's scratch. */
static sums add_once(const bootstrap *b)
{
    sums s = lay(b, 0);
    for (size_t r = 0; r < b->figures->rows; r++)
        s.times[r] = 1;
    add_up(b, &s);
    return s;
}

rung_status rung_bootstrap(const rung_figures *figures, const rung_resampling *how,
                           rung_estimate *estimate, rung_error *error)
{
    bootstrap b;
    rung_status status = make(&b, figures, how, error);
    if (status != RUNG_OK)
        return status;
    sums all = add_once(&b);
    for (size_t c = 0; c < figures->columns; c++)
        estimate[c].mean = all.sum[c] / all.count[c];
    resample_all(&b, draw_rows, true);
#pragma omp parallel for schedule(dynamic) num_threads((int)b.threads)
    for (size_t c = 0; c < figures->columns; c++)
        find_interval(b.mean + c * how->resamples, how->resamples, &estimate[c]);
    free_bootstrap(&b);
    return RUNG_OK;
}

rung_status rung_flip_signs(const rung_figures *figures, const rung_resampling *how, double *p,
                            rung_error *error)
{
    bootstrap b;
    rung_status status = make(&b, figures, how, error);
    if (status != RUNG_OK)
        return status;
    resample_all(&b, draw_signs, false);
    sums all = add_once(&b);
    for (size_t c = 0; c < figures->columns; c++) {
        size_t as_far = 1;
        for (size_t i = 0; i < how->resamples; i++)
            as_far += fabs(b.mean[c * how->resamples + i]) >= fabs(all.sum[c]) * (1 - hair);
        p[c] = all.count[c] > 0 ? (double)as_far / (double)(how->resamples + 1) : NAN;
    }
    free_bootstrap(&b);
    return RUNG_OK;
}
