/* cpu.c - what the processor can do, and the system lets programs use. */
#include "kernel/cpu.h"

#if defined(__x86_64__)

bool rung_cpu_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

bool rung_cpu_avx512_vnni(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vnni");
}

#else

bool rung_cpu_avx2(void)
{
    return false;
}

bool rung_cpu_avx512_vnni(void)
{
    return false;
}

#endif
