/* threads.h - how many threads, who may use which scratch, and what time and memory it took. */
#ifndef RUNG_BASE_THREADS_H
#define RUNG_BASE_THREADS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* wanted, or for 0 as many as the scheduler and the control group allow (base/processors.h). At
 * least 1, and no more than 16 for each processor: the memory of more would be spent on waiting. */
unsigned rung_threads(unsigned wanted);

/* Have libraries that use OpenMP start no more than so many threads when this thread calls them;
 * how many it were before. */
unsigned rung_hold_libraries(unsigned most);

/* Whatever this thread calls from now on does not start others: where many callers share the
 * processors, each of them has one. */
void rung_stay_one_thread(void);

/* Scratch that threads borrow: count pieces of equal size, made once. A thread that finds none
 * free waits; since nobody waits while holding one, everybody gets one. */
typedef struct rung_pool {
    pthread_mutex_t lock;
    pthread_cond_t returned;
    unsigned char *memory;
    size_t piece, free_count;
    size_t *free_list;
    bool made;
} rung_pool;

/* False when memory is short. */
bool rung_pool_make(rung_pool *pool, size_t count, size_t piece);
void *rung_pool_borrow(rung_pool *pool);
void rung_pool_return(rung_pool *pool, void *piece);
void rung_pool_free(rung_pool *pool);

/* Seconds of a clock that never runs backwards. */
double rung_clock(void);
/* Most memory that this process has had so far, in bytes. */
double rung_peak_memory(void);

#endif
