/* core.c - the part of a plan that is still open. */
#include "plan/core.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* How undecided a group is: what its second best option, staying among them, loses to the best;
 * INT64_MAX where no other comes into question. */
static int64_t margin(const rung_knapsack *k, const rung_prices *prices, size_t group,
                      int64_t most_loss)
{
    uint32_t option;
    int64_t best = rung_prices_best(prices, k, group, &option), second = INT64_MAX;
    size_t options = k->first[group + 1] - k->first[group];
    for (size_t o = 0; o <= options; o++) {
        uint32_t other = o == options ? RUNG_NONE : (uint32_t)o;
        int64_t loss = best - rung_prices_profit(prices, k, group, other);
        if (other != option && loss < second)
            second = loss;
    }
    return second <= most_loss ? second : INT64_MAX;
}

/* Whether somebody who takes an option, which a plan made otherwise, would rather have another. */
static bool is_open(const rung_whole *whole, const rung_prices *prices, size_t group)
{
    const rung_knapsack *k = whole->knapsack;
    uint32_t best;
    rung_prices_best(prices, k, group, &best);
    uint32_t there =
        best == RUNG_NONE ? whole->staying[group] : whole->taken[k->first[group] + best];
    return there < k->people[group];
}

typedef struct ranked {
    int64_t margin;
    uint32_t group;
} ranked;

static int by_margin(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->margin != y->margin)
        return x->margin < y->margin ? -1 : 1;
    return (x->group > y->group) - (x->group < y->group);
}

/* The groups of the core in their order; how many people, and options of all of them, those have.
 */
static size_t choose_groups(rung_core *core, const rung_whole *whole, const rung_prices *prices,
                            int64_t most_loss, size_t most, ranked *list, size_t *people,
                            size_t *options)
{
    const rung_knapsack *k = whole->knapsack;
    size_t count = 0, kept = 0;
    for (size_t g = 0; g < k->groups; g++) {
        int64_t m = k->people[g] > 0 ? margin(k, prices, g, most_loss) : INT64_MAX;
        if (m < INT64_MAX && is_open(whole, prices, g))
            m = 0;
        if (m < INT64_MAX)
            list[count++] = (ranked){m, (uint32_t)g};
        else if (k->people[g] > 0 && is_open(whole, prices, g))
            list[count++] = (ranked){0, (uint32_t)g};
    }
    if (count > 0)
        qsort(list, count, sizeof *list, by_margin);
    core->complete = true;
    *people = *options = 0;
    for (size_t i = 0; i < count; i++) {
        size_t g = list[i].group;
        if (*people + k->people[g] > most) {
            core->complete = false;
            continue;
        }
        *people += k->people[g];
        *options += k->people[g] * (k->first[g + 1] - k->first[g]);
        list[kept++] = list[i];
    }
    return kept;
}

/* Add a person of a group, who takes an option now. */
static void add_person(rung_core *core, const rung_whole *whole, const rung_prices *prices,
                       size_t group, uint32_t taken, int64_t most_loss)
{
    const rung_knapsack *k = whole->knapsack;
    size_t me = core->knapsack.groups++, at = core->first[me];
    uint32_t best;
    int64_t profit = rung_prices_best(prices, k, group, &best);
    core->group[me] = (uint32_t)group;
    core->taken[me] = taken;
    core->people[me] = 1;
    for (size_t o = k->first[group]; o < k->first[group + 1]; o++) {
        uint32_t option = (uint32_t)(o - k->first[group]);
        if (profit - rung_prices_profit(prices, k, group, option) > most_loss && option != taken)
            continue;
        core->way[at] = k->way[o];
        core->value[at] = k->value[o];
        core->option[at++] = option;
    }
    core->first[me + 1] = at;
}

/* What is left of each row for the people of the core, and what all others are worth. */
static void settle_others(rung_core *core, const rung_whole *whole, int64_t *left)
{
    const rung_knapsack *k = whole->knapsack;
    memcpy(left, whole->left, k->rows * sizeof *left);
    core->settled = whole->value;
    for (size_t i = 0; i < core->knapsack.groups; i++) {
        if (core->taken[i] == RUNG_NONE)
            continue;
        size_t o = k->first[core->group[i]] + core->taken[i];
        core->settled -= k->value[o];
        for (size_t s = k->way_first[k->way[o]]; s < k->way_first[k->way[o] + 1]; s++)
            left[k->share[s].row] += k->share[s].amount;
    }
}

/* Keep the rows of which all of the core together could want more than there is. */
static void keep_rows(rung_core *core, const rung_knapsack *k, const int64_t *left,
                      __int128 *wanted, uint32_t *number)
{
    rung_knapsack *own = &core->knapsack;
    for (size_t g = 0; g < own->groups; g++)
        for (size_t o = core->first[g]; o < core->first[g + 1]; o++)
            for (size_t s = k->way_first[core->way[o]]; s < k->way_first[core->way[o] + 1]; s++)
                wanted[k->share[s].row] += k->share[s].amount;
    for (size_t r = 0; r < k->rows; r++) {
        number[r] = RUNG_NONE;
        if (wanted[r] <= left[r])
            continue;
        number[r] = (uint32_t)own->rows;
        core->row[own->rows] = (uint32_t)r;
        core->most[own->rows++] = left[r];
    }
    size_t count = 0;
    for (size_t w = 0; w < k->ways; w++) {
        core->way_first[w] = count;
        for (size_t s = k->way_first[w]; s < k->way_first[w + 1]; s++)
            if (number[k->share[s].row] != RUNG_NONE)
                core->share[count++] = (rung_share){number[k->share[s].row], k->share[s].amount};
    }
    core->way_first[k->ways] = count;
}

static bool make_room(rung_core *core, const rung_knapsack *k, size_t people, size_t options)
{
    core->group = rung_array(people, sizeof *core->group);
    core->taken = rung_array(people, sizeof *core->taken);
    core->people = rung_array(people, sizeof *core->people);
    core->first = rung_array(people + 1, sizeof *core->first);
    core->way = rung_array(options, sizeof *core->way);
    core->option = rung_array(options, sizeof *core->option);
    core->value = rung_array(options, sizeof *core->value);
    core->banned = rung_array(options, sizeof *core->banned);
    core->way_first = rung_array(k->ways + 1, sizeof *core->way_first);
    core->share = rung_array(k->way_first[k->ways], sizeof *core->share);
    core->most = rung_array(k->rows, sizeof *core->most);
    core->row = rung_array(k->rows, sizeof *core->row);
    return core->group && core->taken && core->people && core->first && core->way && core->option &&
           core->value && core->banned && core->way_first && core->share && core->most && core->row;
}

static void fill(rung_core *core, const rung_whole *whole, const rung_prices *prices,
                 const ranked *list, size_t count, int64_t most_loss)
{
    const rung_knapsack *k = whole->knapsack;
    for (size_t i = 0; i < count; i++) {
        size_t g = list[i].group;
        for (uint32_t n = 0; n < whole->staying[g]; n++)
            add_person(core, whole, prices, g, RUNG_NONE, most_loss);
        for (size_t o = k->first[g]; o < k->first[g + 1]; o++)
            for (uint32_t n = 0; n < whole->taken[o]; n++)
                add_person(core, whole, prices, g, (uint32_t)(o - k->first[g]), most_loss);
    }
}

rung_status rung_core_make(rung_core *core, const rung_whole *whole, const rung_prices *prices,
                           int64_t bound, size_t most, rung_error *error)
{
    const rung_knapsack *k = whole->knapsack;
    int64_t most_loss = (bound - whole->value) * ((int64_t)1 << prices->fine);
    size_t people = 0, options = 0, count = 0;
    *core = (rung_core){0};
    ranked *list = rung_array(k->groups, sizeof *list);
    uint32_t *number = rung_array(k->rows, sizeof *number);
    int64_t *left = rung_array(k->rows, sizeof *left);
    __int128 *wanted = rung_array(k->rows, sizeof *wanted);
    bool good = list && number && left && wanted;
    if (good)
        count = choose_groups(core, whole, prices, most_loss, most, list, &people, &options);
    good = good && make_room(core, k, people, options);
    if (good) {
        fill(core, whole, prices, list, count, most_loss);
        settle_others(core, whole, left);
        keep_rows(core, k, left, wanted, number);
        rung_knapsack *own = &core->knapsack;
        *own = (rung_knapsack){own->groups, core->people, core->first, core->way,
                               core->value, core->banned, k->ways,     core->way_first,
                               core->share, own->rows,    core->most,  1};
    }
    free(list);
    free(number);
    free(left);
    free(wanted);
    if (good)
        return RUNG_OK;
    rung_core_free(core);
    return rung_fail_memory(error, "the open part of a plan");
}

void rung_core_free(rung_core *core)
{
    free(core->group);
    free(core->taken);
    free(core->people);
    free(core->first);
    free(core->way);
    free(core->option);
    free(core->value);
    free(core->banned);
    free(core->way_first);
    free(core->share);
    free(core->most);
    free(core->row);
    *core = (rung_core){0};
}

/* What a person of the core takes in found, as her group counts it. */
static uint32_t choice_of(const rung_core *core, const rung_whole *found, size_t person)
{
    for (size_t o = core->first[person]; o < core->first[person + 1]; o++)
        if (found->taken[o] > 0)
            return core->option[o];
    return RUNG_NONE;
}

void rung_core_apply(const rung_core *core, const rung_whole *found, rung_whole *whole)
{
    for (size_t i = 0; i < core->knapsack.groups; i++)
        rung_whole_change(whole, core->group[i], core->taken[i], RUNG_NONE);
    for (size_t i = 0; i < core->knapsack.groups; i++)
        rung_whole_change(whole, core->group[i], RUNG_NONE, choice_of(core, found, i));
}
