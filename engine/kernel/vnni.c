/* vnni.c - the kernel that proposes by AVX-512 VNNI: four products of 8-bit digits a lane. */
#include <string.h>

#include "kernel/avx512.h"
#include "kernel/cpu.h"
#include "kernel/quant.h"

/* A tile of 6 people x 4 vectors of roles keeps its sums in registers: 24 of 32. */
enum {
    MOST_DIGIT = 255,
    ALIGN = 1,
    ANY_PEOPLE = 0,
    PEOPLE = 6,
    VECTORS = 4,
    WIDTH = LANES * VECTORS
};

/* Sums of one person, or digits of roles. Named, not indexed: so they stay in registers. */
typedef struct row {
    ints a, b, c, d;
} row;

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
    ints person = _mm512_set1_epi32(four);
    sums->a = _mm512_dpbusd_epi32(sums->a, person, roles->a);
    sums->b = _mm512_dpbusd_epi32(sums->b, person, roles->b);
    sums->c = _mm512_dpbusd_epi32(sums->c, person, roles->c);
    sums->d = _mm512_dpbusd_epi32(sums->d, person, roles->d);
    /* Without this gcc 12 keeps copies of the sums in memory as well. */
    __asm__("" : "+v"(sums->a), "+v"(sums->b), "+v"(sums->c), "+v"(sums->d));
}

static inline void put_row(int32_t *at, const row *sums)
{
    _mm512_store_si512(at, sums->a);
    _mm512_store_si512(at + LANES, sums->b);
    _mm512_store_si512(at + 2 * LANES, sums->c);
    _mm512_store_si512(at + 3 * LANES, sums->d);
}

static inline __attribute__((always_inline)) void multiply(const uint8_t *digits, size_t stride,
                                                           const int8_t *roles, size_t steps,
                                                           size_t several, int32_t *sums)
{
    row p0 = {0}, p1 = {0}, p2 = {0}, p3 = {0}, p4 = {0}, p5 = {0};
    do {
        row r = load_roles(roles);
        add(&p0, digits, &r);
        if (several > 1) {
            add(&p1, digits + stride, &r);
            add(&p2, digits + 2 * stride, &r);
            add(&p3, digits + 3 * stride, &r);
        }
        if (several > 4)
            add(&p4, digits + 4 * stride, &r);
        if (several > 5)
            add(&p5, digits + 5 * stride, &r);
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
    if (several > 5)
        put_row(sums + 5 * WIDTH, &p5);
}

#include "kernel/quant_tile.h"

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
