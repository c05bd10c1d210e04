/* sankey.c - flows between layers: boxes as high as their people, in an order that crosses little.
 */
#include <stdlib.h>

#include "report/figures.h"
#include "report/pictures.h"

enum { BOX = 12, SLOT = 40, PLOT = 330, HEAD = 34, SWEEPS = 8, BETWEEN = 40 };

/* Where things are: people are units of the drawing times scale. */
typedef struct layout {
    const rung_sankey *sankey;
    uint64_t *in, *out;         /* nodes: people who enter and leave */
    double *y;                  /* nodes: where its box begins */
    double *used_in, *used_out; /* nodes: of its box, by bands drawn */
    double *weight;             /* nodes: the mean place of its neighbours */
    size_t *order;              /* nodes, by layer and then from above */
    size_t first[RUNG_MOST_LAYERS + 1];
    size_t *flow; /* flows, by the place of both ends */
    double scale, height;
} layout;

static uint64_t people_of(const layout *l, size_t node)
{
    return l->in[node] > l->out[node] ? l->in[node] : l->out[node];
}

/* ---------------------------------------------------------------- order */

/* The mean place of the neighbours in the layer before (back) or behind, weighed by people; its own
 * place where there are none. */
static double mean_place(const layout *l, const size_t *place, size_t node, bool back)
{
    double sum = 0, people = 0;
    for (size_t f = 0; f < l->sankey->flows; f++) {
        const rung_flow *flow = &l->sankey->flow[f];
        if ((back ? flow->to : flow->from) != node)
            continue;
        sum += (double)flow->people * (double)place[back ? flow->from : flow->to];
        people += (double)flow->people;
    }
    return people > 0 ? sum / people : (double)place[node];
}

/* Others together stand last; equal ones as they were given. */
static bool stands_before(const layout *l, size_t a, size_t b)
{
    const rung_node *node = l->sankey->node;
    if (node[a].rest != node[b].rest)
        return node[b].rest;
    return l->weight[a] != l->weight[b] ? l->weight[a] < l->weight[b] : a < b;
}

static void sort_layer(layout *l, unsigned layer)
{
    for (size_t i = l->first[layer] + 1; i < l->first[layer + 1]; i++)
        for (size_t k = i; k > l->first[layer] && stands_before(l, l->order[k], l->order[k - 1]);
             k--) {
            size_t other = l->order[k];
            l->order[k] = l->order[k - 1];
            l->order[k - 1] = other;
        }
}

static void find_places(const layout *l, size_t *place)
{
    for (unsigned layer = 0; layer < l->sankey->layers; layer++)
        for (size_t i = l->first[layer]; i < l->first[layer + 1]; i++)
            place[l->order[i]] = i - l->first[layer];
}

/* Barycentres, forth and back (Sugiyama and others, 1981). The first layer begins by people. */
static void order_nodes(layout *l, size_t *place)
{
    const rung_sankey *s = l->sankey;
    size_t n = 0;
    for (unsigned layer = 0; layer < s->layers; layer++) {
        l->first[layer] = n;
        for (size_t i = 0; i < s->nodes; i++)
            if (s->node[i].layer == layer)
                l->order[n++] = i;
        l->first[layer + 1] = n;
        for (size_t i = l->first[layer]; i < n; i++)
            l->weight[l->order[i]] = -(double)people_of(l, l->order[i]);
        sort_layer(l, layer);
    }
    for (unsigned sweep = 0; sweep < SWEEPS; sweep++)
        for (unsigned step = 1; step < s->layers; step++) {
            bool back = sweep % 2 == 0;
            unsigned layer = back ? step : s->layers - 1 - step;
            find_places(l, place);
            for (size_t i = l->first[layer]; i < l->first[layer + 1]; i++)
                l->weight[l->order[i]] = mean_place(l, place, l->order[i], back);
            sort_layer(l, layer);
        }
    find_places(l, place);
}

/* ---------------------------------------------------------------- places */

static double slot_of(const layout *l, size_t node)
{
    double high = (double)people_of(l, node) * l->scale;
    return high + 8 > SLOT ? high + 8 : SLOT;
}

/* Boxes stand in slots that leave room for their labels; layers are centred. */
static void place_nodes(layout *l)
{
    uint64_t most = 1;
    double high[RUNG_MOST_LAYERS] = {0};
    for (unsigned layer = 0; layer < l->sankey->layers; layer++) {
        uint64_t people = 0;
        for (size_t i = l->first[layer]; i < l->first[layer + 1]; i++)
            people += people_of(l, l->order[i]);
        most = people > most ? people : most;
    }
    l->scale = PLOT / (double)most;
    l->height = 0;
    for (unsigned layer = 0; layer < l->sankey->layers; layer++) {
        for (size_t i = l->first[layer]; i < l->first[layer + 1]; i++)
            high[layer] += slot_of(l, l->order[i]);
        l->height = high[layer] > l->height ? high[layer] : l->height;
    }
    for (unsigned layer = 0; layer < l->sankey->layers; layer++) {
        double y = (l->height - high[layer]) / 2;
        for (size_t i = l->first[layer]; i < l->first[layer + 1]; i++) {
            size_t node = l->order[i];
            double slot = slot_of(l, node);
            l->y[node] = y + (slot - (double)people_of(l, node) * l->scale) / 2;
            y += slot;
        }
    }
}

/* Bands leave and enter boxes in the order of what they join. */
static void order_flows(layout *l, const size_t *place)
{
    const rung_flow *flow = l->sankey->flow;
    for (size_t i = 0; i < l->sankey->flows; i++) {
        size_t k = i;
        for (; k > 0; k--) {
            const rung_flow *a = &flow[i], *b = &flow[l->flow[k - 1]];
            bool before = place[a->from] != place[b->from] ? place[a->from] < place[b->from]
                                                           : place[a->to] < place[b->to];
            if (!before)
                break;
            l->flow[k] = l->flow[k - 1];
        }
        l->flow[k] = i;
    }
}

/* ---------------------------------------------------------------- drawing */

/* Where layers stand: x of the boxes and of their labels. */
static void put_label(rung_page *page, const layout *l, size_t node, double x, double y,
                      rung_anchor anchor, double most, bool over)
{
    double middle = y + l->y[node] + (double)people_of(l, node) * l->scale / 2;
    rung_svg_text(page, over ? "over" : "label", x, middle - 1, anchor, l->sankey->node[node].name,
                  most);
    rung_svg_text(page, over ? "quiet over" : "quiet", x, middle + 15, anchor,
                  rung_figure_count(page, people_of(l, node), "person", "people"), most);
}

static void put_box(rung_page *page, const layout *l, size_t node, double x, double y)
{
    const rung_node *n = &l->sankey->node[node];
    double high = (double)people_of(l, node) * l->scale;
    rung_svg_rect(page, n->rest ? "rest" : "node", x, y + l->y[node], BOX, high < 1 ? 1 : high,
                  rung_page_say(page, "%s: %s", n->name,
                                rung_figure_count(page, people_of(l, node), "person", "people")));
}

/* Bands between two layers whose boxes stand at x1 and x2. */
static void put_bands(rung_page *page, layout *l, unsigned layer, double x1, double x2, double y)
{
    const rung_sankey *s = l->sankey;
    for (size_t i = 0; i < s->nodes; i++)
        l->used_in[i] = l->used_out[i] = 0;
    for (size_t i = 0; i < s->flows; i++) {
        const rung_flow *f = &s->flow[l->flow[i]];
        if (s->node[f->from].layer != layer)
            continue;
        const rung_node *from = &s->node[f->from], *to = &s->node[f->to];
        double high = (double)f->people * l->scale;
        rung_svg_band(page, from->rest || to->rest ? "flow gray" : "flow", x1 + BOX,
                      y + l->y[f->from] + l->used_out[f->from], x2,
                      y + l->y[f->to] + l->used_in[f->to], high,
                      rung_page_say(page, "%s \u2192 %s: %s", from->name, to->name,
                                    rung_figure_count(page, f->people, "person", "people")));
        l->used_out[f->from] += high;
        l->used_in[f->to] += high;
    }
}

static void put_layer(rung_page *page, const layout *l, unsigned layer, double box, double y,
                      double x, rung_anchor anchor, double most, bool over)
{
    rung_svg_text(page, "strong", x, y - HEAD + 14, anchor, l->sankey->layer[layer], most);
    for (size_t i = l->first[layer]; i < l->first[layer + 1]; i++) {
        put_box(page, l, l->order[i], box, y);
        put_label(page, l, l->order[i], x, y, anchor, most, over);
    }
}

/* Labels of the outer layers stand outside. */
static void draw_wide(rung_page *page, layout *l)
{
    const double margin = 212, width = RUNG_SVG_WIDE;
    unsigned last = l->sankey->layers - 1;
    double between = (width - 2 * margin - BOX) / last;
    rung_svg_begin(page, width, HEAD + l->height + 4, l->sankey->title, l->sankey->description);
    for (unsigned layer = 0; layer < last; layer++)
        put_bands(page, l, layer, margin + between * layer, margin + between * (layer + 1), HEAD);
    for (unsigned layer = 0; layer <= last; layer++) {
        double box = margin + between * layer;
        bool left = layer == 0, over = layer > 0 && layer < last;
        put_layer(page, l, layer, box, HEAD, left ? box - 8 : box + BOX + 8,
                  left ? RUNG_FROM_RIGHT : RUNG_FROM_LEFT, over ? between - BOX - 24 : margin - 8,
                  over);
    }
    rung_svg_end(page);
}

/* Each two layers below each other; labels stand on the bands. */
static void draw_narrow(rung_page *page, layout *l)
{
    const double width = RUNG_SVG_NARROW, half = (width - 2 * BOX) / 2 - 14;
    double part = HEAD + l->height + BETWEEN;
    unsigned last = l->sankey->layers - 1;
    rung_svg_begin(page, width, part * last - BETWEEN + 4, l->sankey->title,
                   l->sankey->description);
    for (unsigned layer = 0; layer < last; layer++) {
        double y = HEAD + part * layer;
        put_bands(page, l, layer, 0, width - BOX, y);
        put_layer(page, l, layer, 0, y, BOX + 6, RUNG_FROM_LEFT, half, true);
        put_layer(page, l, layer + 1, width - BOX, y, width - BOX - 6, RUNG_FROM_RIGHT, half, true);
    }
    rung_svg_end(page);
}

static void put_table(rung_page *page, const layout *l)
{
    static const char *const heading[] = {"From", "To", "#People"};
    const rung_sankey *s = l->sankey;
    const char **cell = rung_array(s->flows * 3, sizeof *cell);
    if (!cell) {
        page->out.failed = true;
        return;
    }
    for (size_t i = 0; i < s->flows; i++) {
        const rung_flow *f = &s->flow[l->flow[i]];
        cell[3 * i] = s->node[f->from].name;
        cell[3 * i + 1] = s->node[f->to].name;
        cell[3 * i + 2] = rung_figure_whole(page, f->people);
    }
    rung_page_table(page, &(rung_table){"The flows as a table", heading, 3, s->flows, cell, true});
    free(cell);
}

/* ---------------------------------------------------------------- all of it */

static bool allocate(layout *l, size_t **place)
{
    size_t nodes = l->sankey->nodes;
    l->in = rung_array(nodes, sizeof *l->in);
    l->out = rung_array(nodes, sizeof *l->out);
    l->y = rung_array(nodes, sizeof *l->y);
    l->used_in = rung_array(nodes, sizeof *l->used_in);
    l->used_out = rung_array(nodes, sizeof *l->used_out);
    l->weight = rung_array(nodes, sizeof *l->weight);
    l->order = rung_array(nodes, sizeof *l->order);
    l->flow = rung_array(l->sankey->flows, sizeof *l->flow);
    *place = rung_array(nodes, sizeof **place);
    return l->in && l->out && l->y && l->used_in && l->used_out && l->weight && l->order &&
           l->flow && *place;
}

static void release(layout *l)
{
    free(l->in);
    free(l->out);
    free(l->y);
    free(l->used_in);
    free(l->used_out);
    free(l->weight);
    free(l->order);
    free(l->flow);
}

static void put_figure(rung_page *page, layout *l, size_t *place)
{
    const rung_sankey *s = l->sankey;
    for (size_t i = 0; i < s->flows; i++) {
        l->out[s->flow[i].from] += s->flow[i].people;
        l->in[s->flow[i].to] += s->flow[i].people;
    }
    order_nodes(l, place);
    place_nodes(l);
    order_flows(l, place);
    rung_page_put(page, "<figure>\n<figcaption>%s</figcaption>\n", s->title);
    draw_wide(page, l);
    draw_narrow(page, l);
    put_table(page, l);
    rung_page_mark(page, "</figure>\n");
}

void rung_put_sankey(rung_page *page, const rung_sankey *sankey)
{
    layout l = {.sankey = sankey};
    size_t *place = NULL;
    if (allocate(&l, &place))
        put_figure(page, &l, place);
    else
        page->out.failed = true;
    release(&l);
    free(place);
}
