/* vnni.c - the kernel that proposes by AVX-512 VNNI: four products of 8-bit digits a lane. */
#include <immintrin.h>
#include <string.h>

#include "kernel/cpu.h"
#include "kernel/quant.h"
#include "kernel/select.h"

/* A tile of 6 people x 4 vectors of roles keeps its sums in registers: 24 of 32. */
enum { MOST_DIGIT = 255, LANES = 16, VECTORS = 4, WIDTH = LANES * VECTORS, PEOPLE = 6 };

/* Sums of one person, or digits of roles. Named, not indexed: so they stay in registers. */
typedef struct row {
    __m512i a, b, c, d;
} row;

static inline __m512i start(int32_t zero, const int32_t *sum)
{
    return _mm512_mullo_epi32(_mm512_set1_epi32(-zero), _mm512_loadu_si512(sum));
}

static inline row start_row(int32_t zero, const int32_t *sum)
{
    return (row){start(zero, sum), start(zero, sum + LANES), start(zero, sum + 2 * LANES),
                 start(zero, sum + 3 * LANES)};
}

static inline row load_roles(const int8_t *at)
{
    return (row){_mm512_loadu_si512(at), _mm512_loadu_si512(at + 64), _mm512_loadu_si512(at + 128),
                 _mm512_loadu_si512(at + 192)};
}

/* vpdpbusd does not saturate; sums wrap, and so are right in the end. */
static inline void add(row *sums, const uint8_t *digits, const row *roles)
{
    int four;
    memcpy(&four, digits, sizeof four);
    __m512i person = _mm512_set1_epi32(four);
    sums->a = _mm512_dpbusd_epi32(sums->a, person, roles->a);
    sums->b = _mm512_dpbusd_epi32(sums->b, person, roles->b);
    sums->c = _mm512_dpbusd_epi32(sums->c, person, roles->c);
    sums->d = _mm512_dpbusd_epi32(sums->d, person, roles->d);
    /* Without this gcc 12 keeps copies of the sums in memory as well. */
    __asm__("" : "+v"(sums->a), "+v"(sums->b), "+v"(sums->c), "+v"(sums->d));
}

static inline void put(float *score, __m512i sum, float person, const float *role)
{
    __m512 scale = _mm512_mul_ps(_mm512_set1_ps(person), _mm512_loadu_ps(role));
    _mm512_storeu_ps(score,
                     _mm512_fmadd_ps(scale, _mm512_cvtepi32_ps(sum), _mm512_loadu_ps(score)));
}

static inline void put_row(float *scores, const row *sums, float person, const float *roles)
{
    put(scores, sums->a, person, roles);
    put(scores + LANES, sums->b, person, roles + LANES);
    put(scores + 2 * LANES, sums->c, person, roles + 2 * LANES);
    put(scores + 3 * LANES, sums->d, person, roles + 3 * LANES);
}

/* One strip of roles for PEOPLE people from person on, or for one. */
static inline __attribute__((always_inline)) void tile(const rung_quant *q,
                                                       const rung_quant_people *p, size_t person,
                                                       bool several, size_t strip, float *scores)
{
    size_t stride = q->steps * RUNG_QUANT_STEP;
    scores += person * RUNG_PANEL;
    for (size_t g = 0; g < q->groups; g++) {
        size_t place = (strip * q->groups + g) * WIDTH;
        const int32_t *zero = p->zero + person * q->groups + g, *sum = q->sum + place;
        const float *scale = p->scale + person * q->groups + g;
        const int8_t *role =
            q->digits + (strip * q->steps + q->group[g].step) * WIDTH * RUNG_QUANT_STEP;
        const uint8_t *digit = p->digits + person * stride + q->group[g].step * RUNG_QUANT_STEP;
        row p0 = start_row(zero[0], sum), p1 = p0, p2 = p0, p3 = p0, p4 = p0, p5 = p0;
        if (several) {
            p1 = start_row(zero[1 * q->groups], sum);
            p2 = start_row(zero[2 * q->groups], sum);
            p3 = start_row(zero[3 * q->groups], sum);
            p4 = start_row(zero[4 * q->groups], sum);
            p5 = start_row(zero[5 * q->groups], sum);
        }
        size_t left = q->group[g].steps; /* 1 at least */
        do {
            row r = load_roles(role);
            add(&p0, digit, &r);
            if (several) {
                add(&p1, digit + stride, &r);
                add(&p2, digit + 2 * stride, &r);
                add(&p3, digit + 3 * stride, &r);
                add(&p4, digit + 4 * stride, &r);
                add(&p5, digit + 5 * stride, &r);
            }
            role += WIDTH * RUNG_QUANT_STEP;
            digit += RUNG_QUANT_STEP;
        } while (--left);
        put_row(scores, &p0, scale[0], q->scale + place);
        if (several) {
            put_row(scores + 1 * RUNG_PANEL, &p1, scale[1 * q->groups], q->scale + place);
            put_row(scores + 2 * RUNG_PANEL, &p2, scale[2 * q->groups], q->scale + place);
            put_row(scores + 3 * RUNG_PANEL, &p3, scale[3 * q->groups], q->scale + place);
            put_row(scores + 4 * RUNG_PANEL, &p4, scale[4 * q->groups], q->scale + place);
            put_row(scores + 5 * RUNG_PANEL, &p5, scale[5 * q->groups], q->scale + place);
        }
    }
}

static void product(const rung_quant *quant, const rung_quant_people *people, size_t first,
                    size_t count, float *scores)
{
    for (size_t s = 0; s < count; s++, scores += WIDTH) {
        size_t i = 0;
        for (; i + PEOPLE <= people->people; i += PEOPLE)
            tile(quant, people, i, true, first + s, scores);
        for (; i < people->people; i++)
            tile(quant, people, i, false, first + s, scores);
    }
}

static rung_status pack(void **packed, const rung_targets *targets, rung_error *error)
{
    return rung_quant_pack(packed, targets, MOST_DIGIT, WIDTH, error);
}

static void propose(const void *packed, const rung_query *query, void *scratch,
                    rung_proposals *proposals)
{
    rung_quant_propose(packed, query, scratch, proposals, product);
}

const rung_kernel rung_kernel_vnni = {
    .name = "vnni",
    .needs = "AVX-512 VNNI",
    .runs = rung_cpu_avx512_vnni,
    .pack = pack,
    .unpack = rung_quant_unpack,
    .scratch = rung_quant_scratch,
    .propose = propose,
};
