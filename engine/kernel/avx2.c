/* avx2.c - the kernel that proposes by AVX2: 8-bit digits multiplied and added in pairs. */
#include <immintrin.h>
#include <string.h>

#include "kernel/cpu.h"
#include "kernel/quant.h"

/* vpmaddubsw adds two products and would saturate beyond 32767. People's digits end at 127:
 * 2 * 127 * 127 = 32258. A tile of 5 people x 2 vectors of roles keeps its sums in registers: 10
 * of 16. */
enum {
    MOST_DIGIT = 127,
    ALIGN = 1,
    ANY_PEOPLE = 0,
    PEOPLE = 5,
    VECTORS = 2,
    LANES = 8,
    WIDTH = LANES * VECTORS
};
typedef __m256i ints;
typedef __m256 floats;

/* Sums of one person, or digits of roles. Named, not indexed: so they stay in registers. */
typedef struct row {
    ints a, b;
} row;

static inline ints load(const void *at)
{
    return _mm256_loadu_si256(at);
}

/* Pairs become four, and fours are added up; those sums wrap, and so are right in the end. */
static inline ints add_four(ints sum, ints person, ints role)
{
    ints pairs = _mm256_maddubs_epi16(person, role);
    return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

static inline void add(row *sums, const uint8_t *digits, const row *roles)
{
    int four;
    memcpy(&four, digits, sizeof four);
    ints person = _mm256_set1_epi32(four);
    sums->a = add_four(sums->a, person, roles->a);
    sums->b = add_four(sums->b, person, roles->b);
    /* Without this gcc 12 starts with all products, and then lacks registers. */
    __asm__ volatile("" : "+x"(sums->a), "+x"(sums->b));
}

static inline void put_row(int32_t *at, const row *sums)
{
    _mm256_store_si256((ints *)at, sums->a);
    _mm256_store_si256((ints *)(at + LANES), sums->b);
}

static inline __attribute__((always_inline)) void multiply(const uint8_t *digits, size_t stride,
                                                           const int8_t *roles, size_t steps,
                                                           size_t several, int32_t *sums)
{
    row p0 = {0}, p1 = {0}, p2 = {0}, p3 = {0}, p4 = {0};
    do {
        row r = {load(roles), load(roles + 32)};
        add(&p0, digits, &r);
        if (several > 1) {
            add(&p1, digits + stride, &r);
            add(&p2, digits + 2 * stride, &r);
            add(&p3, digits + 3 * stride, &r);
        }
        if (several > 4)
            add(&p4, digits + 4 * stride, &r);
        roles += WIDTH * RUNG_QUANT_STEP;
        digits += RUNG_QUANT_STEP;
    } while (--steps);
    put_row(sums, &p0);
    if (several > 1) {
        put_row(sums + WIDTH, &p1);
        put_row(sums + 2 * WIDTH, &p2);
        put_row(sums + 3 * WIDTH, &p3);
    }
    if (several > 4)
        put_row(sums + 4 * WIDTH, &p4);
}

static inline ints load_ints(const int32_t *at)
{
    return load(at);
}

static inline floats load_floats(const float *at)
{
    return _mm256_loadu_ps(at);
}

static inline void store_floats(float *at, floats values)
{
    _mm256_storeu_ps(at, values);
}

/* base + scale * size * (sums - zero * total); adding is fused. */
static inline floats score(ints sums, int32_t zero, ints total, float scale, floats size,
                           floats base)
{
    ints less = _mm256_sub_epi32(sums, _mm256_mullo_epi32(_mm256_set1_epi32(zero), total));
    return _mm256_fmadd_ps(_mm256_mul_ps(_mm256_set1_ps(scale), size), _mm256_cvtepi32_ps(less),
                           base);
}

/* A bit for each value that is not below the cut. */
static inline uint64_t reach(floats values, float cut)
{
    return (uint64_t)_mm256_movemask_ps(_mm256_cmp_ps(values, _mm256_set1_ps(cut), _CMP_GE_OQ));
}

#include "kernel/quant_tile.h"

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
