/* topk.h - keep the k best hits seen: higher score first, then the role that stands first. */
#ifndef RUNG_MATCH_TOPK_H
#define RUNG_MATCH_TOPK_H

#include "rung.h"

/* A heap over the caller's hits whose root is the worst hit kept. */
typedef struct rung_topk {
    rung_hit *hit;
    size_t room, count;
} rung_topk;

void rung_topk_offer(rung_topk *topk, double score, uint32_t role);
/* Put the hits in order, best first. */
void rung_topk_sort(rung_topk *topk);

#endif
