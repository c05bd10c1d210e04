/* draws.h - random numbers that have numbers instead of an order. */
#ifndef RUNG_DATA_SYNTH_DRAWS_H
#define RUNG_DATA_SYNTH_DRAWS_H

#include <stdint.h>

/* A finalizer that turns every bit over (splitmix64's). */
static inline uint64_t rung_mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* Draw number n of the 64-bit stream that key names. Draws have numbers instead of an order, so
 * that none depends on how many were made before it. */
static inline uint64_t rung_draw(uint64_t key, uint64_t n)
{
    return rung_mix(key + (n + 1) * 0x9E3779B97F4A7C15u);
}

/* A draw brought to 0..below-1. */
static inline uint64_t rung_below(uint64_t draw, uint64_t below)
{
    return (uint64_t)(((unsigned __int128)draw * below) >> 64);
}

/* Nearly normal, mean 0 and standard deviation 1: four uniform numbers of 16 bits (Irwin and
 * Hall). Their sum has the mean 2 (2^16 - 1) and the variance (2^32 - 1) / 3. */
static inline double rung_bell(uint64_t draw)
{
    int sum = (int)((draw & 0xFFFF) + (draw >> 16 & 0xFFFF) + (draw >> 32 & 0xFFFF) + (draw >> 48));
    return (sum - 131070) / 37837.227;
}

#endif
