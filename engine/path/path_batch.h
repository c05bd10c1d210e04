/* path_batch.h - a batch of people searched by threads, and the rows of each in order. */
#ifndef RUNG_PATH_PATH_BATCH_H
#define RUNG_PATH_PATH_BATCH_H

#include "base/file.h"
#include "match/unique.h"
#include "path/planner.h"

/* A thread, and what it found in this batch. */
typedef struct rung_path_worker {
    rung_searcher *searcher;
    rung_buffer rows, misses, scratch;
    float *level; /* scratch, skills */
    uint64_t with_path, paths, unproven, missed, ended;
    rung_status status;
    rung_error error;
} rung_path_worker;

/* Where a person's rows are. */
typedef struct rung_path_place {
    unsigned worker;
    size_t rows, rows_end, misses, misses_end;
} rung_path_place;

/* Called by the thread that started the search, now and then, also while a person's search is long,
 * with the people done of this batch; a failure ends the search. */
typedef rung_status (*rung_path_report)(void *context, size_t done, size_t of, rung_error *error);

typedef struct rung_path_batch {
    const rung_planner *planner;
    const rung_path_job *job;
    rung_unique unique;
    void *unique_bytes;
    uint32_t *next; /* the next person who is alike, or RUNG_NONE */
    rung_path_place *place;
    rung_path_worker *worker; /* threads */
    unsigned threads;
    rung_buffer gathered;      /* rows on their way out */
    const rung_people *reader; /* of the people of a batch, */
    size_t skipped;            /* the first of whom stands so far behind the reader's */
} rung_path_batch;

/* Whether it writes the reasons of misses. */
bool rung_path_job_explains(const rung_path_job *job);

/* Start from all zeros; most people at a time. End it even when this fails. */
rung_status rung_path_batch_make(rung_path_batch *batch, const rung_planner *planner,
                                 const rung_path_job *job, size_t most, rung_error *error);
void rung_path_batch_free(rung_path_batch *batch);

/* Search for all people, those who are alike once, and keep their rows until the next call. */
rung_status rung_path_batch_search(rung_path_batch *batch, const rung_batch *people,
                                   rung_path_report report, void *context, rung_error *error);

/* Write the rows of people searched, in their order; misses only where the job wants them. */
rung_status rung_path_batch_write(rung_path_batch *batch, size_t people, rung_sink *rows,
                                  rung_sink *misses, rung_error *error);

#endif
