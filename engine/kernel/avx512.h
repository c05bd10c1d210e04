/* avx512.h - what kernels of AVX-512 share: 16 integer sums become scores (quant_tile.h). Only for
 * files that are compiled for it. */
#ifndef RUNG_KERNEL_AVX512_H
#define RUNG_KERNEL_AVX512_H

#include <immintrin.h>
#include <stdint.h>

enum { LANES = 16 };
typedef __m512i ints;
typedef __m512 floats;

static inline ints load_ints(const int32_t *at)
{
    return _mm512_loadu_si512(at);
}

static inline floats load_floats(const float *at)
{
    return _mm512_loadu_ps(at);
}

static inline void store_floats(float *at, floats values)
{
    _mm512_storeu_ps(at, values);
}

/* base + scale * size * (sums - zero * total); adding is fused. */
static inline floats score(ints sums, int32_t zero, ints total, float scale, floats size,
                           floats base)
{
    ints less = _mm512_sub_epi32(sums, _mm512_mullo_epi32(_mm512_set1_epi32(zero), total));
    return _mm512_fmadd_ps(_mm512_mul_ps(_mm512_set1_ps(scale), size), _mm512_cvtepi32_ps(less),
                           base);
}

/* A bit for each value that is not below the cut. */
static inline uint64_t reach(floats values, float cut)
{
    return _mm512_cmp_ps_mask(values, _mm512_set1_ps(cut), _CMP_GE_OQ);
}

#endif
