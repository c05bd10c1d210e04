/* estimates.c - means over groups of origins with their intervals, and differences of rankers. */
#include <stdlib.h>
#include <string.h>

#include "learn/bootstrap.h"
#include "learn/evaluation.h"

/* The numbers of streams: a group's is its own, 0 for all origins. */
static const uint64_t signs = UINT64_C(1) << 32;

/* Every ranker's measures side by side, of the origins of a group; group 0 has all. */
static size_t gather(const rung_evaluation_parts *p, size_t group, double *value)
{
    size_t rows = 0, width = p->result.rankers * RUNG_MEASURE_COUNT;
    for (size_t o = 0; o < p->result.origins; o++) {
        if (group > 0 && p->groups.group_of[o] != group)
            continue;
        for (size_t r = 0; r < p->result.rankers; r++)
            memcpy(value + rows * width + r * RUNG_MEASURE_COUNT, rung_evaluation_row(p, r, o),
                   RUNG_MEASURE_COUNT * sizeof *value);
        rows++;
    }
    return rows;
}

static rung_status estimate_group(rung_evaluation_parts *p, size_t group, double *value,
                                  rung_estimate *estimate, rung_error *error)
{
    size_t width = p->result.rankers * RUNG_MEASURE_COUNT;
    rung_figures figures = {value, gather(p, group, value), width};
    rung_resampling how = {p->result.resamples, rung_resampling_key(p->result.seed, group),
                           p->threads};
    rung_status status = rung_bootstrap(&figures, &how, estimate, error);
    for (size_t r = 0; r < p->result.rankers && status == RUNG_OK; r++)
        memcpy(p->estimate + (r * p->groups.groups + group) * RUNG_MEASURE_COUNT,
               estimate + r * RUNG_MEASURE_COUNT, RUNG_MEASURE_COUNT * sizeof *estimate);
    return status;
}

rung_status rung_evaluation_estimate(rung_evaluation_parts *p, rung_error *error)
{
    size_t width = p->result.rankers * RUNG_MEASURE_COUNT;
    double *value = rung_array(p->result.origins, width * sizeof *value);
    rung_estimate *estimate = rung_array(width, sizeof *estimate);
    rung_status status = value && estimate ? RUNG_OK : rung_fail_memory(error, "an evaluation");
    for (size_t g = 0; g < p->groups.groups && status == RUNG_OK; g++)
        status = estimate_group(p, g, value, estimate, error);
    free(value);
    free(estimate);
    return status;
}

/* ---------------------------------------------------------------- differences */

static rung_status compare(const rung_evaluation_parts *p, const double *value,
                           rung_difference *differences, rung_error *error)
{
    rung_estimate estimate[RUNG_MEASURE_COUNT];
    double chance[RUNG_MEASURE_COUNT];
    rung_figures figures = {value, p->result.origins, RUNG_MEASURE_COUNT};
    rung_resampling how = {p->result.resamples, rung_resampling_key(p->result.seed, 0), p->threads};
    rung_status status = rung_bootstrap(&figures, &how, estimate, error);
    how.key = rung_resampling_key(p->result.seed, signs);
    if (status == RUNG_OK)
        status = rung_flip_signs(&figures, &how, chance, error);
    for (size_t m = 0; m < RUNG_MEASURE_COUNT && status == RUNG_OK; m++)
        differences[m] = (rung_difference){estimate[m], chance[m], chance[m] < 0.05};
    return status;
}

rung_status rung_evaluation_compare(const rung_evaluation *evaluation, size_t first, size_t second,
                                    rung_difference *differences, rung_error *error)
{
    if (!evaluation || !differences)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_evaluation_compare: evaluation and differences are needed");
    if (first >= evaluation->rankers || second >= evaluation->rankers)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_evaluation_compare: found rankers %zu and %zu, expected 0..%zu",
                         first, second, evaluation->rankers - 1);
    const rung_evaluation_parts *p = (const rung_evaluation_parts *)evaluation;
    size_t cells = evaluation->origins * RUNG_MEASURE_COUNT;
    double *value = rung_array(cells, sizeof *value);
    if (!value)
        return rung_fail_memory(error, "the differences of two rankers");
    const double *one = rung_evaluation_row(p, first, 0), *two = rung_evaluation_row(p, second, 0);
    for (size_t i = 0; i < cells; i++)
        value[i] = one[i] - two[i];
    rung_status status = compare(p, value, differences, error);
    free(value);
    return status;
}
