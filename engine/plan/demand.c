/* demand.c - a demand of so many people in roles, against what a workforce has of each skill.
 *
 * Of a skill, let n(l) be the positions that ask for level l or more, and s(l) the people who have
 * it. Whoever is put where, at least max(0, n(l) - s(l)) positions of those n(l) lack level l; the
 * largest of these over l is reached by giving each position, the most demanding first, the least
 * able of those who are able enough. The levels missing in all are at least the integral of
 * max(0, n(l) - s(l)), which is reached by putting the most able where most is asked. */
#include "plan/demand.h"

#include <stdlib.h>

#include "data/csv.h"

#define MOST_HEADCOUNT 1e12

/* How many have a level: people by what they have, or positions by what they ask. */
typedef struct count {
    float level;
    uint64_t many;
} count;

/* Levels of a skill and how many there are of each: a table by hash, at most half full. */
typedef struct counts {
    count *slot;
    size_t used, capacity;
} counts;

struct rung_headcount {
    const rung_catalog *catalog;
    const double *total;
    uint64_t *headcount; /* roles */
    uint64_t positions;
    float *highest; /* skills: the highest level that is asked for */
    counts *supply; /* skills */
};

/* ---------------------------------------------------------------- counting levels */

static count *seek(const counts *c, float level)
{
    size_t mask = c->capacity - 1;
    for (size_t i = rung_hash(&level, sizeof level, 0) & mask;; i = (i + 1) & mask)
        if (c->slot[i].many == 0 || c->slot[i].level == level)
            return &c->slot[i];
}

static bool make_room(counts *c)
{
    if (2 * (c->used + 1) <= c->capacity)
        return true;
    counts larger = {.used = c->used, .capacity = c->capacity ? 2 * c->capacity : 16};
    larger.slot = rung_array(larger.capacity, sizeof *larger.slot);
    if (!larger.slot)
        return false;
    for (size_t i = 0; i < c->capacity; i++)
        if (c->slot[i].many > 0)
            *seek(&larger, c->slot[i].level) = c->slot[i];
    free(c->slot);
    *c = larger;
    return true;
}

static bool add(counts *c, float level)
{
    if (!make_room(c))
        return false;
    count *slot = seek(c, level);
    c->used += slot->many == 0;
    slot->level = level;
    slot->many++;
    return true;
}

bool rung_headcount_add(rung_headcount *demand, const float *levels)
{
    for (size_t d = 0; d < demand->catalog->skills; d++) {
        float most = demand->highest[d], level = levels[d] < most ? levels[d] : most;
        if (level > 0 && !add(&demand->supply[d], level))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- a skill */

/* A level at which either count changes. */
typedef struct edge {
    double level;
    uint64_t asked, had;
} edge;

static int downwards(const void *one, const void *other)
{
    double a = ((const edge *)one)->level, b = ((const edge *)other)->level;
    return (a < b) - (a > b);
}

/* What stays open between the edges, which are sorted here. */
static void compare_skill(edge *at, size_t edges, rung_gap_sum *sum)
{
    uint64_t asked = 0, had = 0;
    qsort(at, edges, sizeof *at, downwards);
    for (size_t i = 0; i < edges; i++) {
        asked += at[i].asked;
        had += at[i].had;
        if (i + 1 < edges && at[i + 1].level == at[i].level)
            continue;
        uint64_t open = asked > had ? asked - had : 0;
        double below = i + 1 < edges ? at[i + 1].level : 0;
        sum->levels += (at[i].level - below) * (double)open;
        if (open > sum->falling)
            sum->falling = open;
    }
    sum->asked = asked;
}

/* Positions that ask for each skill, and what a level of it weighs, summed over them. */
typedef struct asked {
    edge *edge;
    size_t *first; /* skills + 1: the edges of skill d are first[d] .. first[d + 1] */
    size_t *next;  /* skills; scratch */
    double *weight;
} asked;

static bool asks(const rung_link *row)
{
    return row->weight > 0 && row->value > 0;
}

static void list_asked(const rung_headcount *h, asked *a)
{
    const rung_links *rows = &h->catalog->requirements;
    for (size_t i = 0; i < rows->count; i++)
        if (h->headcount[rows->link[i].from] > 0 && asks(&rows->link[i]))
            a->first[rows->link[i].to + 1]++;
    for (size_t d = 0; d < h->catalog->skills; d++) {
        a->next[d] = a->first[d];
        a->first[d + 1] += a->first[d];
    }
    for (size_t i = 0; i < rows->count; i++) {
        const rung_link *row = &rows->link[i];
        uint64_t many = h->headcount[row->from];
        if (many == 0 || !asks(row))
            continue;
        a->edge[a->next[row->to]++] = (edge){(double)row->value, many, 0};
        a->weight[row->to] += (double)many * (double)row->weight / h->total[row->from];
    }
}

/* The edges of skill d into at, which has room for them; how many. */
static size_t list_edges(const rung_headcount *h, const asked *a, size_t d, edge *at)
{
    size_t edges = 0;
    for (size_t i = a->first[d]; i < a->first[d + 1]; i++)
        at[edges++] = a->edge[i];
    const counts *c = &h->supply[d];
    for (size_t i = 0; i < c->capacity; i++)
        if (c->slot[i].many > 0)
            at[edges++] = (edge){(double)c->slot[i].level, 0, c->slot[i].many};
    return edges;
}

rung_status rung_headcount_compare(const rung_headcount *demand, rung_gap_table *table,
                                   rung_error *error)
{
    size_t skills = demand->catalog->skills, rows = demand->catalog->requirements.count, most = 0;
    for (size_t d = 0; d < skills; d++)
        most = demand->supply[d].used > most ? demand->supply[d].used : most;
    asked a = {.edge = rung_array(rows, sizeof *a.edge),
               .first = rung_array(skills + 1, sizeof *a.first),
               .next = rung_array(skills, sizeof *a.next),
               .weight = rung_array(skills, sizeof *a.weight)};
    edge *at = rung_array(rows + most, sizeof *at);
    bool made = a.edge && a.first && a.next && a.weight && at;
    if (made)
        list_asked(demand, &a);
    for (size_t d = 0; made && d < skills; d++) {
        rung_gap_sum *sum = &table->sum[d];
        compare_skill(at, list_edges(demand, &a, d, at), sum);
        if (sum->asked > 0)
            sum->gap = sum->levels * (a.weight[d] / (double)sum->asked);
    }
    table->matched = demand->positions;
    free(a.edge);
    free(a.first);
    free(a.next);
    free(a.weight);
    free(at);
    return made ? RUNG_OK : rung_fail_memory(error, "the levels of a demand");
}

/* ---------------------------------------------------------------- the file */

static rung_status read_row(rung_headcount *h, const rung_csv *csv, const size_t *column,
                            rung_error *error)
{
    double many;
    rung_slice id = rung_csv_field(csv, column[0]);
    uint32_t role = rung_index_find(&h->catalog->role_index, id.at, id.length);
    if (role == RUNG_NONE)
        return rung_csv_fail(csv, column[0], error, "an id of roles.csv");
    if (h->total[role] == 0)
        return rung_csv_fail(csv, column[0], error, "a role that asks for some skill");
    if (h->headcount[role] > 0)
        return rung_csv_fail(csv, column[0], error, "each role once");
    rung_status status = rung_csv_number(csv, column[1], 1, MOST_HEADCOUNT, false, &many, error);
    if (status != RUNG_OK)
        return status;
    if (many != (double)(uint64_t)many)
        return rung_csv_fail(csv, column[1], error, "a whole number of people");
    h->headcount[role] = (uint64_t)many;
    h->positions += h->headcount[role];
    return RUNG_OK;
}

static rung_status read_demand(rung_headcount *h, const char *path, rung_error *error)
{
    rung_csv *csv;
    size_t column[2];
    bool more = true;
    rung_status status = rung_csv_open(&csv, path, RUNG_CSV, error);
    if (status == RUNG_OK)
        status = rung_csv_need(csv, "role_id", &column[0], error);
    if (status == RUNG_OK)
        status = rung_csv_need(csv, "headcount", &column[1], error);
    while (status == RUNG_OK && more) {
        status = rung_csv_next(csv, &more, error);
        if (status == RUNG_OK && more)
            status = read_row(h, csv, column, error);
    }
    if (status == RUNG_OK && h->positions == 0)
        status =
            rung_fail(error, RUNG_BAD_DATA, "%s: no rows, expected a role that is needed", path);
    rung_csv_close(csv);
    return status;
}

static void find_highest(rung_headcount *h)
{
    const rung_links *rows = &h->catalog->requirements;
    for (size_t i = 0; i < rows->count; i++) {
        const rung_link *row = &rows->link[i];
        if (h->headcount[row->from] > 0 && asks(row) && row->value > h->highest[row->to])
            h->highest[row->to] = row->value;
    }
}

rung_status rung_headcount_open(rung_headcount **demand, const rung_catalog *catalog,
                                const double *total, const char *path, rung_error *error)
{
    *demand = NULL;
    rung_headcount *h = rung_array(1, sizeof *h);
    if (!h)
        return rung_fail_memory(error, "a demand");
    *h = (rung_headcount){.catalog = catalog,
                          .total = total,
                          .headcount = rung_array(catalog->roles, sizeof *h->headcount),
                          .highest = rung_array(catalog->skills, sizeof *h->highest),
                          .supply = rung_array(catalog->skills, sizeof *h->supply)};
    rung_status status = h->headcount && h->highest && h->supply
                             ? read_demand(h, path, error)
                             : rung_fail_memory(error, "a demand");
    if (status != RUNG_OK) {
        rung_headcount_free(h);
        return status;
    }
    find_highest(h);
    *demand = h;
    return RUNG_OK;
}

void rung_headcount_free(rung_headcount *demand)
{
    if (!demand)
        return;
    for (size_t d = 0; demand->supply && d < demand->catalog->skills; d++)
        free(demand->supply[d].slot);
    free(demand->supply);
    free(demand->highest);
    free(demand->headcount);
    free(demand);
}
