/* batch.c - requests that wait at the same time are answered in one product. */
#include "serve/http/loop.h"

enum { MOST_TOGETHER = 256 };

void rung_loop_wait(rung_loop *l, rung_connection *c)
{
    c->next_waiting = NULL;
    *l->waiting_end = c;
    l->waiting_end = &c->next_waiting;
}

/* Take those that wait for the same service, as many as one product should have. */
static size_t take(rung_loop *l, rung_connection *taken[MOST_TOGETHER])
{
    size_t count = 0;
    while (l->waiting && count < MOST_TOGETHER &&
           (count == 0 || l->waiting->held == taken[0]->held)) {
        taken[count++] = l->waiting;
        l->waiting = l->waiting->next_waiting;
    }
    if (!l->waiting)
        l->waiting_end = &l->waiting;
    return count;
}

static void answer(rung_loop *l, rung_connection *const *c, size_t count)
{
    rung_match_ask *asks[MOST_TOGETHER];
    rung_answer answers[MOST_TOGETHER];
    for (size_t i = 0; i < count; i++) {
        asks[i] = c[i]->match;
        answers[i] = (rung_answer){0};
    }
    rung_match_asks_answer(c[0]->held->service, asks, count, answers);
    for (size_t i = 0; i < count; i++) {
        c[i]->answer = answers[i];
        c[i]->answered = true;
        c[i]->batch = count;
        rung_match_ask_free(c[i]->match);
        c[i]->match = NULL;
        MHD_resume_connection(c[i]->http);
    }
    rung_count_batch(&l->counts, count);
}

size_t rung_loop_answer_waiting(rung_loop *l)
{
    rung_connection *taken[MOST_TOGETHER];
    size_t all = 0, count;
    while ((count = take(l, taken)) > 0) {
        answer(l, taken, count);
        all += count;
    }
    return all;
}
