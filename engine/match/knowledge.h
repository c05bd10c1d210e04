/* knowledge.h - how alike two roles are in what has to be known, apart from what has to be done. */
#ifndef RUNG_MATCH_KNOWLEDGE_H
#define RUNG_MATCH_KNOWLEDGE_H

#include "data/catalog.h"

/* Levels of skills of kind knowledge, standardised over the rated roles, rows of length 1. */
typedef struct rung_knowledge {
    size_t roles, areas;
    double *row; /* roles x areas; zeros of an unrated role */
} rung_knowledge;

rung_status rung_knowledge_make(rung_knowledge *knowledge, const rung_catalog *catalog,
                                rung_error *error);
void rung_knowledge_free(rung_knowledge *knowledge);

/* The cosine of two roles; 0 where one has no row. */
double rung_knowledge_cosine(const rung_knowledge *knowledge, uint32_t a, uint32_t b);

#endif
