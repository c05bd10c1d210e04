/* vector.h - let the compiler make a function for several instruction sets, of which the one that
 * runs here is chosen at start. Results stay the same to the last bit: nothing is contracted or
 * reassociated anywhere, so that wider vectors only do the same operations together. */
#ifndef RUNG_BASE_VECTOR_H
#define RUNG_BASE_VECTOR_H

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define RUNG_VECTORS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define RUNG_VECTORS
#endif

#endif
