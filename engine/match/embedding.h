/* embedding.h - how alike two vectors of somebody's model are: the signal embedding. */
#ifndef RUNG_MATCH_EMBEDDING_H
#define RUNG_MATCH_EMBEDDING_H

#include "data/catalog.h"

/* The vectors of a catalog's roles. */
typedef struct rung_embedding {
    const float *vector; /* roles x stride, the catalog's */
    size_t dimensions, stride;
    rung_likeness likeness;
    double *length; /* roles; 1 each for products */
    double unit;    /* a power of two near the largest entry; 1 for cosines */
} rung_embedding;

rung_status rung_embedding_make(rung_embedding *embedding, const rung_catalog *catalog,
                                rung_error *error);
void rung_embedding_free(rung_embedding *embedding);

/* What a person's vector of stride floats is divided by: its length, for cosines. */
double rung_embedding_length(const rung_embedding *embedding, const float *vector);
/* The signal; 0 where a vector has no length. */
double rung_embedding_value(const rung_embedding *embedding, const float *vector, double length,
                            uint32_t role);
/* Bring a role's vector nearer before it is asked for. */
static inline void rung_embedding_fetch(const rung_embedding *embedding, uint32_t role)
{
    enum { LINE = 64 / sizeof(float) };
    const float *row = embedding->vector + role * embedding->stride;
    __builtin_prefetch(embedding->length + role);
    for (size_t k = 0; k < embedding->stride; k += LINE)
        __builtin_prefetch(row + k);
}

/* What to scale a role's vector with, and a person's, so that the products of both as floats are
 * beta times the signal, but for rounding and at most what is added to *missed. No product of them
 * leaves the numbers: where it could, the person's factor is 0 and INFINITY is missed. */
double rung_embedding_role_factor(const rung_embedding *embedding, uint32_t role);
double rung_embedding_factor(const rung_embedding *embedding, const float *vector, double length,
                             double beta, double *missed);

#endif
