/* cpu.c - what the processor can do, and the system lets programs use. */
#include "kernel/cpu.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

bool rung_cpu_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static bool has_avx512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

bool rung_cpu_avx512_vnni(void)
{
    return has_avx512() && __builtin_cpu_supports("avx512vnni");
}

/* ---------------------------------------------------------------- AMX */

/* The processor has AMX-TILE and AMX-INT8, and its palette 1 has tiles as large as they come. */
static bool has_tiles(void)
{
    enum { AMX_TILE = 1 << 24, AMX_INT8 = 1 << 25, PALETTES = 0x1d };
    unsigned a, b, c, d;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(d & AMX_TILE) || !(d & AMX_INT8))
        return false;
    if (!__get_cpuid_count(PALETTES, 1, &a, &b, &c, &d))
        return false;
    return (b & 0xffff) >= 64 && b >> 16 >= 8 && (c & 0xffff) >= 16; /* bytes, tiles, rows */
}

/* The system saves tiles when threads change: XCR0 has XTILECFG and XTILEDATA. */
static bool system_saves_tiles(void)
{
    enum { OSXSAVE = 1 << 27, TILE_STATES = 3 << 17 };
    unsigned a, b, c, d, low, high;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & OSXSAVE))
        return false;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (low & TILE_STATES) == TILE_STATES;
}

/* Linux wants a program to ask once (Documentation/arch/x86/xstate.rst); asking again costs
 * nothing. It says no where a thread's signal stack is too small for tiles. */
static bool may_use_tiles(void)
{
    /* ARCH_REQ_XCOMP_PERM of <asm/prctl.h>, which older headers lack. */
    enum { REQUEST_PERMISSION = 0x1023, XFEATURE_XTILEDATA = 18 };
#if defined(__linux__)
    return syscall(SYS_arch_prctl, REQUEST_PERMISSION, XFEATURE_XTILEDATA) == 0;
#else
    return false;
#endif
}

bool rung_cpu_amx_int8(void)
{
    return has_avx512() && has_tiles() && system_saves_tiles() && may_use_tiles();
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

bool rung_cpu_amx_int8(void)
{
    return false;
}

#endif
