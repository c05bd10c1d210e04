/* memory.c - checked allocation, growing arrays and an arena for text. */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "rung.h"

enum { CACHE_LINE = 64, CHUNK = 1 << 16 };

void *rung_array(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX - CACHE_LINE)
        return NULL;
    bytes = (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    if (bytes == 0)
        bytes = CACHE_LINE;
    void *memory = aligned_alloc(CACHE_LINE, bytes);
    return memory ? memset(memory, 0, bytes) : NULL;
}

void rung_free(void *memory)
{
    free(memory);
}

bool rung_grow(void **items, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return true;
    size_t room = *capacity ? *capacity : 16;
    while (room < need)
        if (__builtin_mul_overflow(room, (size_t)2, &room))
            return false;
    size_t bytes;
    if (__builtin_mul_overflow(room, size, &bytes))
        return false;
    void *moved = realloc(*items, bytes);
    if (!moved)
        return false;
    *items = moved;
    *capacity = room;
    return true;
}

struct rung_arena_chunk {
    struct rung_arena_chunk *before;
    size_t used, room;
    char text[];
};

char *rung_arena_text(rung_arena *arena, const char *text, size_t length)
{
    struct rung_arena_chunk *chunk = arena->last;
    if (!chunk || length >= chunk->room - chunk->used) {
        size_t room = length < CHUNK ? CHUNK : length + 1;
        if (room > PTRDIFF_MAX - sizeof *chunk)
            return NULL;
        chunk = malloc(sizeof *chunk + room);
        if (!chunk)
            return NULL;
        *chunk = (struct rung_arena_chunk){.before = arena->last, .room = room};
        arena->last = chunk;
    }
    char *copy = chunk->text + chunk->used;
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    chunk->used += length + 1;
    return copy;
}

void rung_arena_reset(rung_arena *arena)
{
    struct rung_arena_chunk *keep = NULL;
    while (arena->last) {
        struct rung_arena_chunk *chunk = arena->last;
        arena->last = chunk->before;
        if (!keep || chunk->room > keep->room) {
            struct rung_arena_chunk *smaller = keep;
            keep = chunk;
            chunk = smaller;
        }
        free(chunk);
    }
    if (keep) {
        keep->before = NULL;
        keep->used = 0;
    }
    arena->last = keep;
}

void rung_arena_free(rung_arena *arena)
{
    rung_arena_reset(arena);
    free(arena->last);
    arena->last = NULL;
}
