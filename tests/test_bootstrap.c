/* test_bootstrap.c - intervals and chances are those of the draws that docs/formats.md describes.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "learn/bootstrap.h"
#include "support.h"

/* The generator as the page writes it. */
static const uint64_t golden = 0x9E3779B97F4A7C15u;

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static uint64_t key_of(uint64_t seed, uint64_t group)
{
    return mix(mix(seed) + (group + 1) * golden);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The interval of one column whose figures are all there. */
static rung_estimate interval(const double *value, size_t rows, size_t resamples, uint64_t key)
{
    double *mean = calloc(resamples, sizeof *mean), all = 0;
    for (size_t b = 0; b < resamples; b++) {
        for (size_t i = 0; i < rows; i++) {
            uint64_t d = mix(key + (b * rows + i + 1) * golden);
            mean[b] += value[(size_t)((double)d / 0x1p64 * (double)rows)];
        }
        mean[b] /= (double)rows;
    }
    for (size_t i = 0; i < rows; i++)
        all += value[i] / (double)rows;
    qsort(mean, resamples, sizeof *mean, by_value);
    size_t out = resamples * 25 / 1000;
    rung_estimate estimate = {all, mean[out], mean[resamples - 1 - out]};
    free(mean);
    return estimate;
}

static void check_near(double got, double want)
{
    cr_assert(fabs(got - want) <= 1e-12, "%.17g, expected %.17g", got, want);
}

/* Columns with all figures, side by side with one that has every third. */
static double *figures_of(size_t rows, uint64_t seed)
{
    double *value = calloc(3 * rows, sizeof *value);
    for (size_t i = 0; i < rows; i++) {
        value[3 * i] = (double)test_below(&seed, 1000) / 7;
        value[3 * i + 1] = i % 3 == 0 ? (double)test_below(&seed, 100) : NAN;
        value[3 * i + 2] = -(double)test_below(&seed, 1000);
    }
    return value;
}

Test(bootstrap, intervals_are_those_of_the_draws_that_are_described)
{
    static const size_t sizes[] = {1, 2, 10, 64, 65, 217};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        size_t rows = sizes[s], resamples = 100 + 333 * s;
        double *value = figures_of(rows, s + 1), *column = calloc(rows, sizeof *column);
        rung_figures figures = {value, rows, 3};
        rung_resampling how = {resamples, rung_resampling_key(s, 7), 1 + (unsigned)s};
        rung_estimate got[3];
        cr_assert_eq(rung_bootstrap(&figures, &how, got, NULL), RUNG_OK);
        for (size_t c = 0; c < 3; c += 2) {
            for (size_t i = 0; i < rows; i++)
                column[i] = value[3 * i + c];
            rung_estimate want = interval(column, rows, resamples, key_of(s, 7));
            check_near(got[c].mean, want.mean);
            check_near(got[c].low, want.low);
            check_near(got[c].high, want.high);
        }
        free(value);
        free(column);
    }
}

Test(bootstrap, rows_without_a_figure_are_as_good_as_not_there)
{
    double value[] = {NAN, 3, NAN, 5, NAN, NAN};
    rung_estimate got;
    rung_resampling how = {1000, 1, 2};
    cr_assert_eq(rung_bootstrap(&(rung_figures){value, 6, 1}, &how, &got, NULL), RUNG_OK);
    cr_assert(got.mean == 4 && got.low == 3 && got.high == 5);
    for (size_t i = 0; i < 6; i++)
        value[i] = NAN;
    cr_assert_eq(rung_bootstrap(&(rung_figures){value, 6, 1}, &how, &got, NULL), RUNG_OK);
    cr_assert(isnan(got.mean) && isnan(got.low) && isnan(got.high));
}

Test(bootstrap, threads_change_no_bit)
{
    enum { ROWS = 150 };
    double *value = figures_of(ROWS, 9);
    rung_figures figures = {value, ROWS, 3};
    rung_estimate first[3], other[3];
    double p[3], q[3];
    for (unsigned threads = 1; threads < 9; threads++) {
        rung_resampling how = {1000, 5, threads};
        cr_assert_eq(rung_bootstrap(&figures, &how, threads == 1 ? first : other, NULL), RUNG_OK);
        cr_assert_eq(rung_flip_signs(&figures, &how, threads == 1 ? p : q, NULL), RUNG_OK);
        cr_assert(threads == 1 || memcmp(first, other, sizeof first) == 0);
        cr_assert(threads == 1 || memcmp(p, q, sizeof p) == 0);
    }
    free(value);
}

/* ---------------------------------------------------------------- signs */

Test(bootstrap, chances_are_those_of_the_signs_that_are_described)
{
    enum { ROWS = 130, RESAMPLES = 777, WORDS = 3 };
    double value[ROWS], sum = 0, got;
    uint64_t seed = 3, key = key_of(11, UINT64_C(1) << 32);
    for (size_t i = 0; i < ROWS; i++) {
        value[i] = (double)test_below(&seed, 100) - 46;
        sum += value[i];
    }
    size_t as_far = 1;
    for (size_t b = 0; b < RESAMPLES; b++) {
        double flipped = 0;
        for (size_t i = 0; i < ROWS; i++) {
            uint64_t word = mix(key + (b * WORDS + i / 64 + 1) * golden);
            flipped += (word >> i % 64) % 2 == 1 ? value[i] : -value[i];
        }
        as_far += fabs(flipped) >= fabs(sum);
    }
    rung_resampling how = {RESAMPLES, rung_resampling_key(11, UINT64_C(1) << 32), 2};
    cr_assert_eq(rung_flip_signs(&(rung_figures){value, ROWS, 1}, &how, &got, NULL), RUNG_OK);
    cr_assert(as_far > 10 && as_far < RESAMPLES, "%zu", as_far);
    cr_assert_eq(got, (double)as_far / (RESAMPLES + 1));
}

Test(bootstrap, no_difference_is_chance_and_none_at_all_has_no_chance)
{
    double value[] = {0, NAN, 0, NAN, 0, NAN}, p[2];
    rung_resampling how = {100, 1, 1};
    cr_assert_eq(rung_flip_signs(&(rung_figures){value, 3, 2}, &how, p, NULL), RUNG_OK);
    cr_assert_eq(p[0], 1.0);
    cr_assert(isnan(p[1]));
}

/* Differences without a direction come out below 0.05 about once in twenty. */
Test(bootstrap, chance_is_taken_for_more_about_once_in_twenty)
{
    enum { ROWS = 40, TIMES = 400 };
    uint64_t seed = 77;
    size_t taken = 0;
    for (uint64_t t = 0; t < TIMES; t++) {
        double value[ROWS], p;
        for (size_t i = 0; i < ROWS; i++)
            value[i] = (double)test_below(&seed, 2001) - 1000;
        rung_resampling how = {500, rung_resampling_key(t, 0), 1};
        cr_assert_eq(rung_flip_signs(&(rung_figures){value, ROWS, 1}, &how, &p, NULL), RUNG_OK);
        taken += p < 0.05;
    }
    cr_assert(taken >= 8 && taken <= 34, "%zu of %d", taken, TIMES);
}
