/* memory.h - checked allocation, growing arrays and an arena for text. */
#ifndef RUNG_BASE_MEMORY_H
#define RUNG_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* count x size zeroed bytes, aligned to a cache line; NULL when the product overflows or memory is
 * short. At least one byte, so that NULL always means failure. End it with free(). */
void *rung_array(size_t count, size_t size);

/* Make room for need items in *items, doubling; keeps what is there, new room is not zeroed. */
bool rung_grow(void **items, size_t *capacity, size_t need, size_t size);

/* Text that lives and dies together. Start from all zeros. */
typedef struct rung_arena {
    struct rung_arena_chunk *last;
} rung_arena;

/* A copy with a zero byte behind it, or NULL. */
char *rung_arena_text(rung_arena *arena, const char *text, size_t length);
/* Forget the text but keep the largest chunk for what comes next. */
void rung_arena_reset(rung_arena *arena);
void rung_arena_free(rung_arena *arena);

#endif
