/* test_memory.c - checked allocation, growing arrays, the arena for text, and what threads share.
 */
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"
#include "support.h"

Test(memory, gives_zeroed_arrays_that_start_at_a_cache_line)
{
    for (size_t count = 0; count < 300; count += 7) {
        unsigned char *bytes = rung_array(count, 3);
        cr_assert_not_null(bytes);
        cr_assert_eq((uintptr_t)bytes % 64, 0u);
        for (size_t i = 0; i < 3 * count; i++)
            if (bytes[i] != 0)
                cr_assert_fail("byte %zu of %zu", i, 3 * count);
        memset(bytes, 1, 3 * count + 1); /* one byte at least is there */
        free(bytes);
    }
}

Test(memory, refuses_arrays_whose_size_overflows)
{
    cr_assert_null(rung_array(SIZE_MAX, 2));
    cr_assert_null(rung_array((size_t)1 << 33, (size_t)1 << 33));
    cr_assert_null(rung_array(SIZE_MAX, 1));
    cr_assert_null(rung_array(1, (size_t)PTRDIFF_MAX));
    void *nothing = rung_array(0, SIZE_MAX);
    cr_assert_not_null(nothing);
    free(nothing);
}

Test(memory, grows_arrays_by_doubling_and_keeps_what_is_there)
{
    uint64_t *items = NULL;
    size_t capacity = 0, moves = 0;
    for (size_t i = 0; i < 100000; i++) {
        size_t before = capacity;
        if (!rung_grow((void **)&items, &capacity, i + 1, sizeof *items) || capacity < i + 1)
            cr_assert_fail("item %zu has no room", i);
        moves += capacity != before;
        items[i] = i * i;
    }
    cr_assert(moves < 20, "%zu moves", moves);
    for (size_t i = 0; i < 100000; i++)
        if (items[i] != i * i)
            cr_assert_fail("item %zu is lost", i);
    free(items);
}

Test(memory, leaves_an_array_alone_when_it_cannot_grow)
{
    char *items = NULL;
    size_t capacity = 0;
    cr_assert(rung_grow((void **)&items, &capacity, 0, 1) && !items);
    cr_assert(rung_grow((void **)&items, &capacity, 3, 1));
    char *before = items;
    size_t room = capacity;
    memcpy(items, "abc", 3);
    cr_assert_not(rung_grow((void **)&items, &capacity, SIZE_MAX, 1));
    cr_assert_not(rung_grow((void **)&items, &capacity, SIZE_MAX / 4, 16));
    cr_assert(items == before && capacity == room && memcmp(items, "abc", 3) == 0);
    free(items);
}

Test(memory, keeps_texts_of_every_length_apart)
{
    enum { TEXTS = 3000 };
    static char *kept[TEXTS];
    static size_t length[TEXTS];
    rung_arena arena = {0};
    char *source = malloc(200000);
    cr_assert_not_null(source);
    uint64_t random = 1;
    for (size_t i = 0; i < TEXTS; i++) {
        length[i] = i % 100 == 0 ? test_below(&random, 200000) : test_below(&random, 300);
        memset(source, (int)('a' + i % 26), length[i]);
        kept[i] = rung_arena_text(&arena, source, length[i]);
        cr_assert_not_null(kept[i]);
    }
    for (size_t i = 0; i < TEXTS; i++) {
        if (strlen(kept[i]) != length[i])
            cr_assert_fail("text %zu has another length", i);
        for (size_t k = 0; k < length[i]; k++)
            if (kept[i][k] != (char)('a' + i % 26))
                cr_assert_fail("text %zu changed at %zu", i, k);
    }
    free(source);
    rung_arena_free(&arena);
    cr_assert_null(arena.last);
}

Test(memory, copies_texts_that_just_fill_a_chunk)
{
    enum { CHUNK = 1 << 16 };
    static char source[CHUNK + 2];
    memset(source, 'x', sizeof source);
    for (size_t length = CHUNK - 2; length <= CHUNK + 1; length++) {
        rung_arena arena = {0};
        char *first = rung_arena_text(&arena, source, length);
        char *second = rung_arena_text(&arena, "y", 1);
        char *none = rung_arena_text(&arena, NULL, 0);
        cr_assert(first && strlen(first) == length);
        cr_assert(second && strcmp(second, "y") == 0);
        cr_assert(none && *none == '\0');
        rung_arena_free(&arena);
    }
}

Test(memory, uses_a_chunk_again_after_a_reset)
{
    rung_arena arena = {0};
    static char large[100000];
    memset(large, 'x', sizeof large);
    rung_arena_text(&arena, "small", 5);
    char *place = rung_arena_text(&arena, large, sizeof large - 1);
    rung_arena_text(&arena, large, 70000);
    rung_arena_reset(&arena);
    cr_assert_eq(rung_arena_text(&arena, large, sizeof large - 1), place,
                 "the largest chunk stays");
    rung_arena_reset(&arena);
    rung_arena_reset(&arena);
    rung_arena_free(&arena);
    rung_arena_reset(&arena);
    rung_arena_free(&arena);
}

/* ---------------------------------------------------------------- threads */

Test(threads, counts_at_least_one_and_as_many_as_wanted)
{
    cr_assert_eq(rung_threads(3), 3u);
    cr_assert_geq(rung_threads(0), 1u);
    cr_assert_leq(rung_threads(4096), 16 * rung_threads(0), "memory for threads that only wait");
}

typedef struct lender {
    rung_pool pool;
    int in_use[3];
    int clashes;
} lender;

static void *borrow_often(void *context)
{
    lender *l = context;
    for (int i = 0; i < 3000; i++) {
        unsigned char *piece = rung_pool_borrow(&l->pool);
        size_t number = (size_t)(piece - l->pool.memory) / l->pool.piece;
        if (__atomic_add_fetch(&l->in_use[number], 1, __ATOMIC_SEQ_CST) != 1)
            __atomic_add_fetch(&l->clashes, 1, __ATOMIC_SEQ_CST);
        piece[99] = 1; /* the last byte that was asked for */
        __atomic_sub_fetch(&l->in_use[number], 1, __ATOMIC_SEQ_CST);
        rung_pool_return(&l->pool, piece);
    }
    return NULL;
}

Test(threads, lends_a_piece_to_one_thread_at_a_time)
{
    static lender l;
    pthread_t thread[8];
    cr_assert(rung_pool_make(&l.pool, 3, 100));
    for (size_t i = 0; i < 8; i++)
        cr_assert_eq(pthread_create(&thread[i], NULL, borrow_often, &l), 0);
    for (size_t i = 0; i < 8; i++)
        pthread_join(thread[i], NULL);
    cr_assert_eq(l.clashes, 0);
    cr_assert_eq(l.pool.free_count, 3u);
    rung_pool_free(&l.pool);
    rung_pool_free(&l.pool);
}

Test(threads, aligns_every_piece_to_a_cache_line)
{
    rung_pool pool;
    cr_assert(rung_pool_make(&pool, 4, 1));
    for (int i = 0; i < 4; i++)
        cr_assert_eq((uintptr_t)rung_pool_borrow(&pool) % 64, 0u);
    rung_pool_free(&pool);
}

Test(threads, refuses_a_pool_whose_size_overflows)
{
    rung_pool pool;
    cr_assert_not(rung_pool_make(&pool, SIZE_MAX / 4, 128));
    rung_pool_free(&pool);
}

Test(threads, reads_a_clock_that_never_runs_backwards)
{
    double before = rung_clock();
    for (int i = 0; i < 1000; i++) {
        double now = rung_clock();
        if (now < before)
            cr_assert_fail("%g seconds back", before - now);
        before = now;
    }
    cr_assert_gt(rung_peak_memory(), 100000.0);
}
