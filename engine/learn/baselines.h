/* baselines.h - rankings that need no profile, to compare others with. */
#ifndef RUNG_LEARN_BASELINES_H
#define RUNG_LEARN_BASELINES_H

#include "data/catalog.h"

/* Somebody in a role of the catalog, with its levels. */
typedef struct rung_worker {
    const rung_catalog *catalog;
    uint32_t origin;
    const float *level; /* skills */
    double length;      /* of level */
} rung_worker;

/* The higher, the sooner; finite. */
typedef double (*rung_baseline)(const rung_worker *worker, uint32_t role);

/* The baseline of this name, or NULL. */
rung_baseline rung_baseline_find(const char *name);

/* level is the caller's, room for skills floats, and stays in use. */
rung_worker rung_worker_make(const rung_catalog *catalog, uint32_t origin, float *level);

#endif
