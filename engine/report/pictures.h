/* pictures.h - bars, distributions, curves and flows: each drawn twice, for a wide and for a narrow
 * page, and followed by its figures as a table. */
#ifndef RUNG_REPORT_PICTURES_H
#define RUNG_REPORT_PICTURES_H

#include <stdint.h>

#include "report/svg.h"

/* ---------------------------------------------------------------- bars.c */

/* A bar that lies. Texts are the page's or live as long. */
typedef struct rung_bar {
    const char *label;
    const char *note;   /* behind the label, such as a kind; "" for none */
    const char *figure; /* behind the bar */
    const char *class;  /* of its fill; NULL: "bar" */
    double value;
    double of;        /* what it could be at most, drawn as a frame; NAN: none */
    double low, high; /* an interval drawn over it; NAN: none */
} rung_bar;

/* Bars below each other on one scale from 0. */
typedef struct rung_bars {
    const char *title, *description;
    const char *names[3]; /* the table's columns: labels, notes ("" without any) and figures */
    const rung_bar *bar;
    size_t count;
    double limit;           /* a line across all; NAN: none */
    const char *limit_text; /* what it is */
    bool told;              /* a table of the page holds the figures anyway */
} rung_bars;

void rung_put_bars(rung_page *page, const rung_bars *bars);

/* ---------------------------------------------------------------- histogram.c */

/* One of equal parts of a scale. */
typedef struct rung_bin {
    const char *range; /* for the table and the pointer */
    uint64_t count;
} rung_bin;

/* Bars that stand side by side. */
typedef struct rung_histogram {
    const char *title, *description;
    const char *names[2];    /* the table's first column; what is counted, "people" */
    const char *axis;        /* what the scale measures */
    const char *const *tick; /* bins + 1 texts at their edges */
    const rung_bin *bin;
    size_t bins;
    size_t limit; /* a line before this bin; SIZE_MAX: none */
    const char *limit_text;
} rung_histogram;

void rung_put_histogram(rung_page *page, const rung_histogram *histogram);

/* ---------------------------------------------------------------- curve.c */

/* A point, and its texts in the table. */
typedef struct rung_point {
    double x, y;
    const char *x_text, *y_text;
} rung_point;

/* A line through points whose x rise. */
typedef struct rung_curve {
    const char *title, *description;
    const char *names[2]; /* of x and y */
    const char *currency; /* of the axes' texts, x and y; "" for none */
    const rung_point *point;
    size_t points;
    size_t marked; /* the point that stands for the plan itself; SIZE_MAX: none */
} rung_curve;

void rung_put_curve(rung_page *page, const rung_curve *curve);

/* ---------------------------------------------------------------- sankey.c */

/* A box of one layer. */
typedef struct rung_node {
    const char *name;
    unsigned layer; /* from 0 */
    bool rest;      /* others together: stands last and is drawn in grey */
} rung_node;

/* A band between boxes of neighbouring layers. */
typedef struct rung_flow {
    size_t from, to; /* nodes */
    uint64_t people;
} rung_flow;

/* Flows from layer to layer, of at most RUNG_MOST_LAYERS. What enters a node of a middle layer
 * leaves it. */
typedef struct rung_sankey {
    const char *title, *description;
    const char *const *layer; /* names */
    unsigned layers;
    const rung_node *node;
    size_t nodes;
    const rung_flow *flow;
    size_t flows;
} rung_sankey;

enum { RUNG_MOST_LAYERS = 3 };

void rung_put_sankey(rung_page *page, const rung_sankey *sankey);

#endif
