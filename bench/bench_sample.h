/* bench_sample.h - a matcher and some people encoded for it: what the cases of single parts of
 * matching start from. */
#ifndef RUNG_BENCH_SAMPLE_H
#define RUNG_BENCH_SAMPLE_H

#include "bench.h"
#include "match/matcher.h"

typedef struct bench_sample {
    bench *b;
    rung_matcher *matcher;
    size_t people;
    unsigned threads;
    float *level;     /* people x stride */
    double *standard; /* people x stride */
    rung_subject *subject;
    float *rows, *slack, *blur; /* people x dimensions, people, people */
    rung_hit *expected;         /* checked x TOP: by the scalar kernel */
    size_t checked;             /* of the people */
} bench_sample;

enum { BENCH_TOP = 10 };

/* The first people, made ready and encoded. kernel NULL: the fastest. Ends with
 * bench_sample_free(), after a failure too. */
rung_status bench_sample_make(bench_sample *s, bench *b, const char *profile, const char *kernel,
                              unsigned threads, size_t people, rung_error *error);
void bench_sample_free(bench_sample *s);
/* Make and encode people from .. to - 1 anew. */
void bench_sample_encode(bench_sample *s, size_t from, size_t to);
/* rung_match() by the matcher gives those who are checked the hits of the scalar kernel. */
rung_status bench_sample_check(bench_sample *s, rung_error *error);

#endif
