/* bench_measure.c - run the rounds of a case, sum them up and print a row of the table. */
#include "bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"

/* Rounds of a case go on until this many seconds are used up. */
static const double budget = 1.5;
enum { LEAST_ROUNDS = 3, MOST_ROUNDS = 51, ROUNDS_FOR_P99 = 100 };
/* A case shorter than this runs once before it is timed, so that caches and pages are warm. */
static const double shortest_cold = 0.5;

bool bench_wanted(const bench *b, const char *name)
{
    return !b->only || strstr(name, b->only);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_of(const double *sorted, size_t count)
{
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
}

/* ---------------------------------------------------------------- the table */

static void print_seconds(double seconds)
{
    if (seconds < 1e-3)
        printf(" %8.2f us", seconds * 1e6);
    else if (seconds < 1)
        printf(" %8.2f ms", seconds * 1e3);
    else
        printf(" %8.3f s ", seconds);
}

static void print_rate(double rate, const char *unit)
{
    static const struct {
        double size;
        char letter;
    } steps[] = {{1e9, 'G'}, {1e6, 'M'}, {1e3, 'k'}, {1, ' '}};
    size_t i = 0;
    while (i < 3 && rate < steps[i].size)
        i++;
    printf("  %7.2f %c %-8s", rate / steps[i].size, steps[i].letter, unit);
}

static void print_header(void)
{
    printf("%-30s %6s %11s %11s %11s %11s  %-18s  %-15s  %s\n", "case", "rounds", "median", "min",
           "max", "mad", "rate", "reached", "of what limits it");
}

static void print_row(const bench *b, const bench_case *c)
{
    printf("%-30s %6zu", c->name, c->rounds);
    print_seconds(c->median);
    print_seconds(c->min);
    print_seconds(c->max);
    print_seconds(c->mad);
    print_rate(c->amount / c->median, c->unit);
    if (b->peak[c->limit] > 0)
        printf("  %7.2f %-7s %5.1f %% of %s", c->load / c->median, bench_limit_unit(c->limit),
               100 * c->load / c->median / b->peak[c->limit], bench_limit_name(c->limit));
    if (!isnan(c->p99))
        printf("  p99 %.1f us", c->p99 * 1e6);
    printf("\n    %s\n", c->work);
    fflush(stdout);
}

/* ---------------------------------------------------------------- rounds */

rung_status bench_keep(bench *b, bench_case c, double *seconds, size_t rounds, rung_error *error)
{
    if (!rung_grow((void **)&b->done, &b->room, b->count + 1, sizeof *b->done))
        return rung_fail_memory(error, "the cases");
    qsort(seconds, rounds, sizeof *seconds, compare);
    c.rounds = rounds;
    c.min = seconds[0];
    c.max = seconds[rounds - 1];
    c.median = median_of(seconds, rounds);
    c.p99 = rounds >= ROUNDS_FOR_P99 ? seconds[(rounds * 99 + 99) / 100 - 1] : NAN;
    for (size_t i = 0; i < rounds; i++)
        seconds[i] = fabs(seconds[i] - c.median);
    qsort(seconds, rounds, sizeof *seconds, compare);
    c.mad = median_of(seconds, rounds);
    if (b->count == 0)
        print_header();
    b->done[b->count++] = c;
    print_row(b, &c);
    return RUNG_OK;
}

rung_status bench_run(bench *b, bench_case c, bench_work work, void *context, rung_error *error)
{
    double seconds[MOST_ROUNDS], used = 0;
    size_t rounds = 0, most = b->rounds && b->rounds < MOST_ROUNDS ? b->rounds : MOST_ROUNDS;
    bool warm = false;
    while (rounds < most && (b->rounds || rounds < LEAST_ROUNDS || used < budget)) {
        if (bench_stopped(NULL, 0, 0))
            return rung_fail(error, RUNG_CANCELLED, "stopped");
        double start = rung_clock();
        rung_status status = work(context, error);
        double taken = rung_clock() - start;
        if (status != RUNG_OK)
            return status;
        if (warm || taken >= shortest_cold) {
            seconds[rounds++] = taken;
            used += taken;
        }
        warm = true;
    }
    return bench_keep(b, c, seconds, rounds, error);
}
