/* flows.h - who goes from what to what: counted while people stream, drawn with the small ones
 * together. */
#ifndef RUNG_REPORT_FLOWS_H
#define RUNG_REPORT_FLOWS_H

#include "report/counts.h"
#include "report/pictures.h"

/* Start from all zeros, but for layers (2 or 3). */
typedef struct rung_report_flows {
    unsigned layers;
    rung_counts between[RUNG_MOST_LAYERS - 1]; /* pairs of a layer and the next one */
} rung_report_flows;

/* One of each layer, by any numbers; false when memory is short. */
bool rung_report_flows_add(rung_report_flows *flows, const uint32_t *item, uint64_t people);
void rung_report_flows_free(rung_report_flows *flows);

/* How flows are told. */
typedef struct rung_report_flows_text {
    const char *title, *description;
    const char *layer[RUNG_MOST_LAYERS];  /* their names */
    const char *others[RUNG_MOST_LAYERS]; /* "other roles" */
    /* The name of an item of a layer; it lives as long as context. */
    const char *(*name)(const void *context, unsigned layer, uint32_t item);
    const void *context;
    size_t most; /* boxes of a layer; the rest is one */
} rung_report_flows_text;

/* Nothing where nobody flows. */
void rung_put_flows(rung_page *page, const rung_report_flows *flows,
                    const rung_report_flows_text *text);

#endif
