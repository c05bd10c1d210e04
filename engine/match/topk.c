/* topk.c - keep the k best hits seen. */
#include "match/topk.h"

static bool worse(const rung_hit *a, const rung_hit *b)
{
    return a->score < b->score || (a->score == b->score && a->role > b->role);
}

static void sift_down(rung_hit *hit, size_t count, size_t i)
{
    rung_hit moved = hit[i];
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= count)
            break;
        if (child + 1 < count && worse(&hit[child + 1], &hit[child]))
            child++;
        if (!worse(&hit[child], &moved))
            break;
        hit[i] = hit[child];
        i = child;
    }
    hit[i] = moved;
}

static void sift_up(rung_hit *hit, size_t i)
{
    rung_hit moved = hit[i];
    while (i > 0 && worse(&moved, &hit[(i - 1) / 2])) {
        hit[i] = hit[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    hit[i] = moved;
}

void rung_topk_offer(rung_topk *topk, double score, uint32_t role)
{
    rung_hit hit = {.score = score, .role = role};
    if (topk->count < topk->room) {
        topk->hit[topk->count] = hit;
        sift_up(topk->hit, topk->count++);
    } else if (topk->room > 0 && worse(&topk->hit[0], &hit)) {
        topk->hit[0] = hit;
        sift_down(topk->hit, topk->count, 0);
    }
}

void rung_topk_sort(rung_topk *topk)
{
    for (size_t left = topk->count; left > 1; left--) {
        rung_hit worst = topk->hit[0];
        topk->hit[0] = topk->hit[left - 1];
        sift_down(topk->hit, left - 1, 0);
        topk->hit[left - 1] = worst;
    }
}
