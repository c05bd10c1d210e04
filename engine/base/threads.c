/* threads.c - how many threads, who may use which scratch, and what time and memory it took. */
#include "base/threads.h"

#ifdef _OPENMP
#include <omp.h>
#endif
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/memory.h"
#include "base/processors.h"

unsigned rung_threads(unsigned wanted)
{
    enum { MOST_EACH = 16 };
    rung_processors given = rung_processors_find("");
    unsigned most = given.scheduler * MOST_EACH;
    return wanted == 0 ? given.count : wanted < most ? wanted : most;
}

unsigned rung_hold_libraries(unsigned most)
{
#ifdef _OPENMP
    int before = omp_get_max_threads();
    omp_set_num_threads((int)most);
    return (unsigned)before;
#else
    return most;
#endif
}

void rung_stay_one_thread(void)
{
#ifdef _OPENMP
    omp_set_max_active_levels(0);
#endif
}

bool rung_pool_make(rung_pool *pool, size_t count, size_t piece)
{
    *pool = (rung_pool){.piece = (piece + 63) / 64 * 64, .free_count = count};
    pool->memory = rung_array(count, pool->piece);
    pool->free_list = rung_array(count, sizeof *pool->free_list);
    if (!pool->memory || !pool->free_list || pthread_mutex_init(&pool->lock, NULL) != 0) {
        free(pool->memory);
        free(pool->free_list);
        return false;
    }
    if (pthread_cond_init(&pool->returned, NULL) != 0) {
        pthread_mutex_destroy(&pool->lock);
        free(pool->memory);
        free(pool->free_list);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        pool->free_list[i] = i;
    pool->made = true;
    return true;
}

void *rung_pool_borrow(rung_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->free_count == 0)
        pthread_cond_wait(&pool->returned, &pool->lock);
    size_t i = pool->free_list[--pool->free_count];
    pthread_mutex_unlock(&pool->lock);
    return pool->memory + i * pool->piece;
}

void rung_pool_return(rung_pool *pool, void *piece)
{
    pthread_mutex_lock(&pool->lock);
    size_t i = (size_t)((unsigned char *)piece - pool->memory) / pool->piece;
    pool->free_list[pool->free_count++] = i;
    pthread_cond_signal(&pool->returned);
    pthread_mutex_unlock(&pool->lock);
}

void rung_pool_free(rung_pool *pool)
{
    if (!pool->made)
        return;
    pthread_cond_destroy(&pool->returned);
    pthread_mutex_destroy(&pool->lock);
    free(pool->memory);
    free(pool->free_list);
    pool->made = false;
}

double rung_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double rung_peak_memory(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? 1024.0 * (double)usage.ru_maxrss : 0;
}
