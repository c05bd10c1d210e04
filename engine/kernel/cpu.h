/* cpu.h - what the processor can do. Its file is compiled for the baseline, so that asking is safe
 * on every machine; kernels are compiled for what they need. */
#ifndef RUNG_KERNEL_CPU_H
#define RUNG_KERNEL_CPU_H

#include <stdbool.h>

bool rung_cpu_avx2(void);        /* AVX2 and FMA */
bool rung_cpu_avx512_vnni(void); /* AVX-512 F, BW, DQ, VL and VNNI */

#endif
