/* quant_tile.h - what kernels of small integers do around their product. Scores are computed in
 * tiles of some people x a strip of roles. The file of an instruction set says how, and then
 * includes this:
 *     MOST_DIGIT, ALIGN           people's largest digit; steps of a group are a multiple of this
 *     PEOPLE, WIDTH, ANY_PEOPLE   of a tile; whether fewer people, any number, do as well, or else
 *                                 4 and 1
 *     multiply                    a tile's sums of products over a group
 *     LANES, ints, floats         its vectors, and
 *     load_ints, load_floats, store_floats, score, reach
 *                                 what is done with them */
#ifndef RUNG_KERNEL_QUANT_TILE_H
#define RUNG_KERNEL_QUANT_TILE_H

#include "kernel/quant.h"

/* What a tile works on. */
typedef struct tile {
    const rung_quant *quant;
    const rung_quant_people *people;
    const rung_quant_panel *panel;
    size_t strip, offset; /* of all strips; of its first role in the panel */
    const float *const *bias;
    size_t bias_offset; /* of that role */
    _Alignas(64) int32_t sums[PEOPLE * WIDTH];
    _Alignas(64) float scores[PEOPLE * WIDTH]; /* of the groups so far */
} tile;

/* Add a group's sums to the scores of people, base[n] for the n-th. Unless reaching is NULL,
 * reaching[n] tells which reach the person's cut. */
static inline __attribute__((always_inline)) void finish(const tile *t, size_t person,
                                                         size_t several, size_t g,
                                                         const float *const *base, float *to,
                                                         size_t stride, uint64_t *reaching)
{
    const rung_quant *q = t->quant;
    const int32_t *zero = t->people->zero + person * q->groups + g;
    const float *scale = t->people->scale + person * q->groups + g;
    const size_t place = (t->strip * q->groups + g) * WIDTH;
    float cut[PEOPLE];
    for (size_t n = 0; n < several && reaching; n++)
        cut[n] = t->panel->select[person + n].cut;
    for (size_t lane = 0; lane < WIDTH; lane += LANES) {
        ints total = load_ints(q->sum + place + lane);
        floats size = load_floats(q->scale + place + lane);
#pragma GCC unroll 8
        for (size_t n = 0; n < several; n++) {
            floats s = score(load_ints(t->sums + n * WIDTH + lane), zero[n * q->groups], total,
                             scale[n * q->groups], size, load_floats(base[n] + lane));
            store_floats(to + n * stride + lane, s);
            if (reaching)
                reaching[n] |= reach(s, cut[n]) << lane;
        }
    }
}

/* A bit of reaching for each score; the first is of role first. */
static inline void push(rung_select *select, uint64_t reaching, const float *scores, size_t first)
{
    for (; reaching; reaching &= reaching - 1) {
        size_t lane = (size_t)__builtin_ctzll(reaching);
        rung_select_push(select, scores[lane], (uint32_t)(first + lane));
    }
}

/* One strip of roles for several people from person on; several is known when this is compiled. */
static inline __attribute__((always_inline)) void work(tile *t, size_t person, size_t several)
{
    const rung_quant *q = t->quant;
    const rung_quant_panel *panel = t->panel;
    const float *base[PEOPLE];
    size_t stride = q->steps * RUNG_QUANT_STEP;
    for (size_t n = 0; n < several; n++)
        base[n] = t->bias[person + n] + t->bias_offset;
    for (size_t g = 0; g < q->groups; g++) {
        size_t step = q->group[g].step;
        multiply(t->people->digits + person * stride + step * RUNG_QUANT_STEP, stride,
                 q->digits + (t->strip * q->steps + step) * WIDTH * RUNG_QUANT_STEP,
                 q->group[g].steps, several, t->sums);
        if (g + 1 == q->groups)
            break;
        finish(t, person, several, g, base, t->scores, WIDTH, NULL);
        for (size_t n = 0; n < several; n++)
            base[n] = t->scores + n * WIDTH;
    }
    if (panel->scores) {
        finish(t, person, several, q->groups - 1, base,
               panel->scores + person * RUNG_PANEL + t->offset, RUNG_PANEL, NULL);
        return;
    }
    uint64_t reaching[PEOPLE] = {0};
    finish(t, person, several, q->groups - 1, base, t->scores, WIDTH, reaching);
    for (size_t n = 0; n < several; n++)
        push(&panel->select[person + n], reaching[n], t->scores + n * WIDTH,
             panel->first + t->offset);
}

/* Take first cuts from all scores of a panel, and then what reaches them. */
static void look(const rung_quant_panel *panel, size_t people)
{
    size_t count = panel->strips * WIDTH;
    for (size_t i = 0; i < people; i++) {
        const float *scores = panel->scores + i * RUNG_PANEL;
        rung_select *select = &panel->select[i];
        rung_select_look(select, scores, count);
        for (size_t r = 0; r < count; r += WIDTH) {
            uint64_t reaching = 0;
            for (size_t lane = 0; lane < WIDTH; lane += LANES)
                reaching |= reach(load_floats(scores + r + lane), select->cut) << lane;
            push(select, reaching, scores + r, panel->first + r);
        }
    }
}

static void product(const rung_quant *quant, const rung_quant_people *people,
                    const rung_quant_panel *panel)
{
    enum {
        OFTEN = 4, /* strips between one look at what has been selected and the next */
        FOUR = 4   /* people: what a full block leaves of tiles of 5 or 6 */
    };
    tile t = {.quant = quant, .people = people, .panel = panel};
    for (size_t s = 0; s < panel->strips; s++) {
        t.strip = panel->first / WIDTH + s;
        t.offset = s * WIDTH;
        t.bias = s + 1 < panel->strips ? panel->bias : panel->last;
        t.bias_offset = s + 1 < panel->strips ? t.offset : 0;
        size_t i = 0;
        for (; i + PEOPLE <= people->people; i += PEOPLE)
            work(&t, i, PEOPLE);
        size_t left = people->people - i;
        if (ANY_PEOPLE && left > 0)
            work(&t, i, left);
        for (; !ANY_PEOPLE && i + FOUR <= people->people; i += FOUR)
            work(&t, i, FOUR);
        for (; !ANY_PEOPLE && i < people->people; i++)
            work(&t, i, 1);
        for (i = 0; i < people->people && s % OFTEN == OFTEN - 1; i++)
            rung_select_settle(&panel->select[i]);
    }
    if (panel->scores)
        look(panel, people->people);
}

static rung_status pack(void **packed, const rung_targets *targets, rung_error *error)
{
    return rung_quant_pack(packed, targets, &(rung_quant_shape){MOST_DIGIT, WIDTH, ALIGN}, error);
}

#endif
