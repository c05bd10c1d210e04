/* metrics.c - how well one ranking foretells one origin's moves (MODEL, section 9). */
#include "learn/metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

enum { DISCOUNTED = 10 };

const char *rung_measure_name(rung_measure measure)
{
    static const char *const names[] = {
#define RUNG_MEASURE_TEXT(name, text) text,
        RUNG_MEASURE_MAP(RUNG_MEASURE_TEXT)
#undef RUNG_MEASURE_TEXT
    };
    return (unsigned)measure < RUNG_MEASURE_COUNT ? names[measure] : "";
}

static int by_score(const void *a, const void *b)
{
    const rung_ranked *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->role > y->role) - (x->role < y->role);
}

void rung_ranked_sort(rung_ranked *ranked, size_t count)
{
    if (count > 1)
        qsort(ranked, count, sizeof *ranked, by_score);
}

/* The unit of information is no matter: the gain is divided by one of the same. */
static double discount(size_t place)
{
    return 1 / rung_ln((double)place + 2);
}

/* The most that the first ones could gain: the largest shares, largest first. */
static double most_gain(const rung_truth *truth)
{
    double largest[DISCOUNTED + 1], sum = 0;
    size_t kept = 0;
    for (size_t i = 0; i < truth->shares; i++) {
        size_t place = kept;
        for (; place > 0 && largest[place - 1] < truth->share[i]; place--)
            largest[place] = largest[place - 1];
        largest[place] = truth->share[i];
        kept += kept < DISCOUNTED;
    }
    for (size_t i = 0; i < kept; i++)
        sum += largest[i] * discount(i);
    return sum;
}

/* The chance that a role with a move stands before one without, counted in halves: a tie is one. */
static double outranks(const rung_ranked *ranked, size_t count, const double *gain)
{
    size_t with = 0;
    for (size_t i = 0; i < count; i++)
        with += gain[ranked[i].role] > 0;
    size_t without = count - with, behind = without;
    uint64_t halves = 0;
    for (size_t i = 0, end; i < count; i = end) {
        size_t with_here = 0;
        for (end = i; end < count && ranked[end].score == ranked[i].score; end++)
            with_here += gain[ranked[end].role] > 0;
        size_t without_here = end - i - with_here;
        behind -= without_here;
        halves += (uint64_t)with_here * (2 * (uint64_t)behind + without_here);
    }
    return without > 0 ? (double)halves / (2.0 * (double)with * (double)without) : NAN;
}

void rung_measure_all(const rung_ranked *ranked, size_t count, const rung_truth *truth,
                      double measure[RUNG_MEASURE_COUNT])
{
    static const struct {
        rung_measure measure;
        size_t first;
    } hits[] = {
        {RUNG_MEASURE_H1, 1}, {RUNG_MEASURE_H5, 5}, {RUNG_MEASURE_H10, 10}, {RUNG_MEASURE_H20, 20}};
    memset(measure, 0, RUNG_MEASURE_COUNT * sizeof *measure);
    for (size_t i = 0; i < count && ranked[i].score > -INFINITY; i++) {
        double gain = truth->gain[ranked[i].role];
        if (!(gain > 0))
            continue;
        for (size_t h = 0; h < sizeof hits / sizeof *hits; h++)
            measure[hits[h].measure] += i < hits[h].first ? gain : 0;
        measure[RUNG_MEASURE_MRR] += gain / (double)(i + 1);
        measure[RUNG_MEASURE_NDCG10] += i < DISCOUNTED ? gain * discount(i) : 0;
    }
    measure[RUNG_MEASURE_NDCG10] /= most_gain(truth);
    measure[RUNG_MEASURE_AUC] = outranks(ranked, count, truth->gain);
}
