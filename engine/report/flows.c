/* flows.c - who goes from what to what: counted while people stream, drawn with the small ones
 * together. */
#include "report/flows.h"

#include <stdlib.h>

#include "report/figures.h"

/* A box holds at least one of so many people. */
enum { SEEN = 200 };

static uint64_t pair(uint32_t from, uint32_t to)
{
    return (uint64_t)from << 32 | to;
}

bool rung_report_flows_add(rung_report_flows *flows, const uint32_t *item, uint64_t people)
{
    for (unsigned i = 0; i + 1 < flows->layers; i++)
        if (!rung_counts_add(&flows->between[i], pair(item[i], item[i + 1]), people))
            return false;
    return true;
}

void rung_report_flows_free(rung_report_flows *flows)
{
    for (unsigned i = 0; i + 1 < RUNG_MOST_LAYERS; i++)
        rung_counts_free(&flows->between[i]);
}

/* ---------------------------------------------------------------- boxes */

/* A layer's items, largest first, and which box each is. */
typedef struct layer {
    rung_counts box_of; /* item: its box, counted from 1; without one it is among the rest */
    size_t rest;        /* the box of all others; SIZE_MAX where there are none */
} layer;

typedef struct chart {
    rung_page *page;
    const rung_report_flows *flows;
    const rung_report_flows_text *text;
    layer layer[RUNG_MOST_LAYERS];
    rung_node *node;
    size_t nodes;
    rung_flow *flow;
    size_t flow_count;
} chart;

static int by_count(const void *one, const void *other)
{
    const rung_counted *a = one, *b = other;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return (a->key > b->key) - (a->key < b->key);
}

/* The items of a layer, with their people. */
static bool count_items(const rung_report_flows *flows, unsigned which, rung_counts *items)
{
    bool first = which == 0;
    const rung_counts *pairs = &flows->between[first ? 0 : which - 1];
    for (size_t i = 0; i < pairs->capacity; i++) {
        uint64_t key = pairs->slot[i].key;
        if (!rung_counts_add(items, first ? key >> 32 : (uint32_t)key, pairs->slot[i].count))
            return false;
    }
    return true;
}

/* How many items have a box of their own: neither beyond most nor, where several are, among those
 * that are too small to be seen. */
static size_t boxes_of(const chart *c, const rung_counted *sorted, size_t items)
{
    const uint64_t least = c->flows->between[0].total / SEEN;
    size_t boxes = items <= c->text->most ? items : c->text->most - 1, seen = 0;
    while (seen < boxes && sorted[seen].count >= least)
        seen++;
    return items - seen > 1 ? seen : boxes;
}

static bool make_boxes(chart *c, unsigned which, const rung_counted *sorted, size_t items)
{
    const rung_report_flows_text *t = c->text;
    size_t boxes = boxes_of(c, sorted, items);
    layer *l = &c->layer[which];
    for (size_t i = 0; i < boxes; i++) {
        c->node[c->nodes] =
            (rung_node){t->name(t->context, which, (uint32_t)sorted[i].key), which, false};
        if (!rung_counts_add(&l->box_of, sorted[i].key, ++c->nodes))
            return false;
    }
    l->rest = SIZE_MAX;
    if (items > boxes) {
        l->rest = c->nodes;
        c->node[c->nodes++] = (rung_node){
            rung_page_say(c->page, "%zu %s", items - boxes, t->others[which]), which, true};
    }
    return true;
}

static bool make_layer(chart *c, unsigned which)
{
    rung_counts items = {0};
    rung_counted *sorted = NULL;
    bool good = count_items(c->flows, which, &items);
    if (good)
        sorted = rung_counts_sorted(&items);
    good = sorted != NULL;
    if (good && items.used > 0)
        qsort(sorted, items.used, sizeof *sorted, by_count);
    good = good && make_boxes(c, which, sorted, items.used);
    free(sorted);
    rung_counts_free(&items);
    return good;
}

static size_t box_of(const layer *l, uint32_t item)
{
    uint64_t box = rung_counts_of(&l->box_of, item);
    return box > 0 ? (size_t)box - 1 : l->rest;
}

/* Flows between the same two boxes together. */
static bool make_flows(chart *c, unsigned which)
{
    const rung_counts *pairs = &c->flows->between[which];
    rung_counts together = {0};
    bool good = true;
    for (size_t i = 0; i < pairs->capacity && good; i++) {
        uint64_t key = pairs->slot[i].key;
        if (pairs->slot[i].count == 0)
            continue;
        size_t from = box_of(&c->layer[which], (uint32_t)(key >> 32));
        size_t to = box_of(&c->layer[which + 1], (uint32_t)key);
        good = rung_counts_add(&together, pair((uint32_t)from, (uint32_t)to), pairs->slot[i].count);
    }
    rung_counted *sorted = good ? rung_counts_sorted(&together) : NULL;
    for (size_t i = 0; sorted && i < together.used; i++)
        c->flow[c->flow_count++] =
            (rung_flow){(size_t)(sorted[i].key >> 32), (uint32_t)sorted[i].key, sorted[i].count};
    good = sorted != NULL;
    free(sorted);
    rung_counts_free(&together);
    return good;
}

static bool draw(chart *c)
{
    bool good = true;
    size_t most = c->text->most, layers = c->flows->layers;
    c->node = rung_array(most * layers, sizeof *c->node);
    c->flow = rung_array(most * most * layers, sizeof *c->flow);
    if (!c->node || !c->flow)
        return false;
    for (unsigned i = 0; i < layers && good; i++)
        good = make_layer(c, i);
    for (unsigned i = 0; i + 1 < layers && good; i++)
        good = make_flows(c, i);
    if (good)
        rung_put_sankey(c->page, &(rung_sankey){c->text->title, c->text->description,
                                                c->text->layer, c->flows->layers, c->node, c->nodes,
                                                c->flow, c->flow_count});
    return good;
}

void rung_put_flows(rung_page *page, const rung_report_flows *flows,
                    const rung_report_flows_text *text)
{
    chart c = {.page = page, .flows = flows, .text = text};
    if (flows->between[0].total == 0)
        return;
    if (!draw(&c))
        page->out.failed = true;
    for (unsigned i = 0; i < RUNG_MOST_LAYERS; i++)
        rung_counts_free(&c.layer[i].box_of);
    free(c.node);
    free(c.flow);
}
