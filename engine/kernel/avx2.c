/* avx2.c - the kernel that proposes by AVX2: 8-bit digits multiplied and added in pairs. */
#include <immintrin.h>
#include <string.h>

#include "kernel/cpu.h"
#include "kernel/quant.h"
#include "kernel/select.h"

/* vpmaddubsw adds two products and would saturate beyond 32767. People's digits end at 127:
 * 2 * 127 * 127 = 32258. A tile of 5 people x 2 vectors of roles keeps its sums in registers: 10
 * of 16. */
enum { MOST_DIGIT = 127, LANES = 8, VECTORS = 2, WIDTH = LANES * VECTORS, PEOPLE = 5 };

/* Sums of one person, or digits of roles. Named, not indexed: so they stay in registers. */
typedef struct row {
    __m256i a, b;
} row;

static inline __m256i load(const void *at)
{
    return _mm256_loadu_si256(at);
}

static inline row start_row(int32_t zero, const int32_t *sum)
{
    __m256i z = _mm256_set1_epi32(-zero);
    return (row){_mm256_mullo_epi32(z, load(sum)), _mm256_mullo_epi32(z, load(sum + LANES))};
}

static inline row load_roles(const int8_t *at)
{
    return (row){load(at), load(at + 32)};
}

/* Pairs become four, and fours are added up; those sums wrap, and so are right in the end. */
static inline __m256i add_four(__m256i sum, __m256i person, __m256i role)
{
    __m256i pairs = _mm256_maddubs_epi16(person, role);
    return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

static inline void add(row *sums, const uint8_t *digits, const row *roles)
{
    int four;
    memcpy(&four, digits, sizeof four);
    __m256i person = _mm256_set1_epi32(four);
    sums->a = add_four(sums->a, person, roles->a);
    sums->b = add_four(sums->b, person, roles->b);
    /* Without this gcc 12 starts with all products, and then lacks registers. */
    __asm__ volatile("" : "+x"(sums->a), "+x"(sums->b));
}

static inline void put(float *score, __m256i sum, float person, const float *role)
{
    __m256 scale = _mm256_mul_ps(_mm256_set1_ps(person), _mm256_loadu_ps(role));
    _mm256_storeu_ps(score,
                     _mm256_fmadd_ps(scale, _mm256_cvtepi32_ps(sum), _mm256_loadu_ps(score)));
}

static inline void put_row(float *scores, const row *sums, float person, const float *roles)
{
    put(scores, sums->a, person, roles);
    put(scores + LANES, sums->b, person, roles + LANES);
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
        row p0 = start_row(zero[0], sum), p1 = p0, p2 = p0, p3 = p0, p4 = p0;
        if (several) {
            p1 = start_row(zero[1 * q->groups], sum);
            p2 = start_row(zero[2 * q->groups], sum);
            p3 = start_row(zero[3 * q->groups], sum);
            p4 = start_row(zero[4 * q->groups], sum);
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

const rung_kernel rung_kernel_avx2 = {
    .name = "avx2",
    .needs = "AVX2",
    .runs = rung_cpu_avx2,
    .pack = pack,
    .unpack = rung_quant_unpack,
    .scratch = rung_quant_scratch,
    .propose = propose,
};
