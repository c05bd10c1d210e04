/* cpu.h - what the processor can do. Its file is compiled for the baseline, so that asking is safe
 * on every machine; kernels are compiled for what they need. */
#ifndef RUNG_KERNEL_CPU_H
#define RUNG_KERNEL_CPU_H

#include <stdbool.h>

bool rung_cpu_avx2(void);        /* AVX2 and FMA */
bool rung_cpu_avx512_vnni(void); /* AVX-512 F, BW, DQ, VL and VNNI */
/* AVX-512 F, BW, DQ and VL, and AMX-INT8 with tiles of 16 rows of 64 bytes. The system is asked
 * for the right to use tiles, and remembers that it gave it, for all threads. */
bool rung_cpu_amx_int8(void);

#endif
