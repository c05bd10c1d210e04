/* limits.h - seats of programs and openings of roles: the catalog's, a file's, or none. */
#ifndef RUNG_PLAN_LIMITS_H
#define RUNG_PLAN_LIMITS_H

#include "data/catalog.h"

typedef struct rung_limits {
    int64_t *seats;    /* programs */
    int64_t *openings; /* roles */
} rung_limits;

rung_status rung_limits_make(rung_limits *limits, const rung_catalog *catalog,
                             const rung_plan_job *job, rung_error *error);
void rung_limits_free(rung_limits *limits);

#endif
