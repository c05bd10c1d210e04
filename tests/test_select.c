/* test_select.c - the roles that could be among the best, found without sorting. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <math.h>
#include <stdlib.h>

#include "kernel/select.h"
#include "support.h"
#include "match/topk.h"

static int by_value_down(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x < y) - (x > y);
}

/* Values of several shapes: spread, many ties, nearly all ruled out, sorted either way. */
static void fill(float *values, size_t count, int shape, uint64_t *seed)
{
    for (size_t i = 0; i < count; i++) {
        double u = (double)(test_random(seed) >> 11) * 0x1p-53;
        switch (shape) {
        case 0:
            values[i] = (float)(u * 2 - 1);
            break;
        case 1:
            values[i] = (float)(int)(u * 4);
            break;
        case 2:
            values[i] = u < 0.9 ? -INFINITY : (float)u;
            break;
        case 3:
            values[i] = (float)i;
            break;
        case 4:
            values[i] = -(float)i;
            break;
        default:
            values[i] = 1e30f * (float)(u - 0.5);
            break;
        }
    }
}

enum { SHAPES = 6, MOST = 5000 };

/* All values at least the k-th largest less twice the margin must be among the roles. */
static void check(const float *values, size_t count, size_t top, float margin, size_t room)
{
    static float sorted[MOST], zeros[MOST];
    static rung_candidate candidates[MOST];
    static uint32_t roles[MOST];
    static char listed[MOST];
    rung_select select;
    rung_select_begin(&select, top, margin, candidates, room);
    for (size_t first = 0; first < count; first += RUNG_PANEL) {
        size_t n = count - first < RUNG_PANEL ? count - first : RUNG_PANEL;
        rung_select_panel(&select, values + first, n, (uint32_t)first);
    }
    rung_margins margins = {.person = (double)margin, .slack = zeros, .norm = zeros};
    uint32_t found;
    rung_select_end(&select, &margins, roles, &found);
    if (found == RUNG_EVERYTHING) {
        cr_assert_lt(room, count, "everything, although there was room for it");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = values[i];
        listed[i] = 0;
    }
    for (uint32_t i = 0; i < found; i++) {
        cr_assert_eq(listed[roles[i]], 0, "role %u is there twice", roles[i]);
        listed[roles[i]] = 1;
        cr_assert(values[roles[i]] > -INFINITY, "role %u is ruled out", roles[i]);
    }
    qsort(sorted, count, sizeof *sorted, by_value_down);
    double kth = top <= count ? (double)sorted[top - 1] : -INFINITY;
    size_t must = 0, near = 0;
    for (size_t i = 0; i < count; i++) {
        bool wanted = values[i] > -INFINITY && (double)values[i] >= kth - 2 * (double)margin;
        must += wanted;
        near += values[i] > -INFINITY &&
                (double)values[i] >= kth - 2.1 * (double)margin - 1e-5 * fabs(kth);
        cr_assert(!wanted || listed[i], "value %g of role %zu is missing; the %zu-th is %g",
                  (double)values[i], i, top, kth);
    }
    cr_assert(must <= found && found <= near, "%u roles where %zu to %zu are enough", found, must,
              near);
}

TEST_EACH(select, keeps_all_that_could_be_best_and_little_else, SHAPES)
{
    static float values[MOST];
    uint64_t seed = *row + 1;
    for (size_t round = 0; round < test_rounds(300); round++) {
        size_t count = 1 + test_below(&seed, MOST);
        size_t top = 1 + test_below(&seed, round % 2 ? 12 : 100);
        float margin = round % 3 ? 0 : 0.01f * (float)test_below(&seed, 50);
        fill(values, count, (int)*row, &seed);
        check(values, count, top, margin, MOST);
        check(values, count, top, margin, 4 * top + 16);
    }
}

Test(select, says_everything_when_ties_fill_the_room)
{
    static float values[2000];
    static rung_candidate candidates[100];
    rung_select select;
    uint32_t roles[100], count;
    rung_margins margins = {.slack = values, .norm = values};
    rung_select_begin(&select, 10, 0, candidates, 100);
    rung_select_panel(&select, values, RUNG_PANEL, 0);
    rung_select_panel(&select, values, 2000 - RUNG_PANEL, RUNG_PANEL);
    rung_select_end(&select, &margins, roles, &count);
    cr_assert_eq(count, RUNG_EVERYTHING);
}

/* What is not a number compares with nothing, and so rules nothing out. */
Test(select, keeps_every_role_when_the_margins_are_too_large_for_floats)
{
    static float values[200], zeros[200], huge[200];
    static rung_candidate candidates[200];
    uint32_t roles[200], count;
    rung_select select;
    for (size_t i = 0; i < 200; i++)
        values[i] = (float)i;
    huge[7] = 3e38f;
    rung_margins margins = {.person = 1e39, .length = 10, .slack = zeros, .norm = huge};
    rung_select_begin(&select, 3, INFINITY, candidates, 200);
    rung_select_panel(&select, values, 200, 0);
    rung_select_end(&select, &margins, roles, &count);
    cr_assert(count == RUNG_EVERYTHING || count == 200, "%u roles", count);
}

Test(topk, keeps_the_best_and_the_first_among_equals)
{
    uint64_t seed = 5;
    for (size_t round = 0; round < test_rounds(2000); round++) {
        rung_hit hits[40];
        double score[200];
        size_t count = 1 + test_below(&seed, 200), room = 1 + test_below(&seed, 40);
        rung_topk topk = {.hit = hits, .room = room};
        size_t start = test_below(&seed, count);
        for (size_t i = 0; i < count; i++)
            score[i] = (double)test_below(&seed, 20);
        for (size_t i = 0; i < count; i++) /* in some other order than by role */
            rung_topk_offer(&topk, score[(start + i) % count], (uint32_t)((start + i) % count));
        rung_topk_sort(&topk);
        cr_assert_eq(topk.count, room < count ? room : count);
        bool taken[200] = {false};
        for (size_t k = 0; k < topk.count; k++) {
            size_t best = count;
            for (size_t i = 0; i < count; i++)
                if (!taken[i] && (best == count || score[i] > score[best]))
                    best = i;
            taken[best] = true;
            cr_assert_eq(hits[k].role, best, "place %zu", k);
            cr_assert_eq(hits[k].score, score[best]);
        }
    }
}
