/* spread.c - amounts that were counted exactly, as a distribution in round parts. */
#include "report/spread.h"

#include <math.h>
#include <stdlib.h>

#include "report/figures.h"

enum { MOST_BINS = 24, PARTS = 14 };

double rung_spread_median(rung_page *page, const rung_counts *amounts)
{
    rung_counted *sorted = rung_counts_sorted(amounts);
    double median = 0;
    if (!sorted)
        page->out.failed = true;
    else if (amounts->used > 0)
        median = rung_amount_of(rung_counts_quantile(amounts, sorted, 0.5));
    free(sorted);
    return median;
}

/* In hundredths, which are whole numbers: no order of adding changes them. */
double rung_spread_sum(const rung_counts *amounts)
{
    __int128 sum = 0;
    for (size_t i = 0; i < amounts->capacity; i++)
        if (amounts->slot[i].count > 0)
            sum += (__int128)(int64_t)(amounts->slot[i].key ^ (uint64_t)1 << 63) *
                   (__int128)amounts->slot[i].count;
    return (double)sum / 100;
}

/* The parts: bins of step from low on; more goes into the last one. */
typedef struct parts {
    double low, step;
    size_t bins;
    bool more;
} parts;

static parts cut(const rung_counts *amounts, const rung_counted *sorted)
{
    double least = rung_amount_of(sorted[0].key);
    double most = rung_amount_of(sorted[amounts->used - 1].key);
    double high = rung_amount_of(rung_counts_quantile(amounts, sorted, 0.99));
    parts p = {.step = rung_figure_step(high - least, PARTS)};
    p.step = p.step < 1 ? 1 : p.step;
    p.low = floor(least / p.step) * p.step;
    p.bins = (size_t)((high - p.low) / p.step) + 1;
    p.bins = p.bins > MOST_BINS ? MOST_BINS : p.bins;
    p.more = most >= p.low + p.step * (double)p.bins;
    p.bins += p.more;
    return p;
}

static const char *edge(rung_page *page, const rung_spread_text *t, double at, bool brief)
{
    if (brief)
        return rung_figure_large(page, at, "", true);
    return t->currency ? rung_figure_money(page, at, t->currency) : rung_figure_fixed(page, at, 0);
}

static void name_bins(rung_page *page, const rung_spread_text *t, const parts *p, rung_bin *bin,
                      const char **tick)
{
    for (size_t i = 0; i <= p->bins; i++)
        tick[i] = edge(page, t, p->low + p->step * (double)i, true);
    if (p->more)
        tick[p->bins] = "more";
    for (size_t i = 0; i < p->bins; i++) {
        const char *from = edge(page, t, p->low + p->step * (double)i, false);
        bool last = p->more && i + 1 == p->bins;
        bin[i].range =
            last ? rung_page_say(page, "%s and more", from)
                 : rung_page_say(page, "%s to below %s", from,
                                 edge(page, t, p->low + p->step * (double)(i + 1), false));
    }
}

static void draw(rung_page *page, const rung_counts *amounts, const rung_counted *sorted,
                 const rung_spread_text *t)
{
    parts p = cut(amounts, sorted);
    rung_bin bin[MOST_BINS + 1] = {{NULL, 0}};
    const char *tick[MOST_BINS + 2];
    double median = rung_amount_of(rung_counts_quantile(amounts, sorted, 0.5));
    for (size_t i = 0; i < amounts->used; i++) {
        size_t at = (size_t)((rung_amount_of(sorted[i].key) - p.low) / p.step);
        bin[at < p.bins ? at : p.bins - 1].count += sorted[i].count;
    }
    name_bins(page, t, &p, bin, tick);
    rung_put_histogram(
        page, &(rung_histogram){.title = t->title,
                                .description = rung_page_say(page, "Half are not above %s.",
                                                             edge(page, t, median, false)),
                                .names = {t->name, "people"},
                                .axis = t->axis,
                                .tick = tick,
                                .bin = bin,
                                .bins = p.bins,
                                .limit = SIZE_MAX});
}

void rung_put_spread(rung_page *page, const rung_counts *amounts, const rung_spread_text *text)
{
    rung_counted *sorted = rung_counts_sorted(amounts);
    if (!sorted)
        page->out.failed = true;
    else if (amounts->used > 0)
        draw(page, amounts, sorted, text);
    free(sorted);
}
