/* bench.h - what the cases of the bench share. */
#ifndef RUNG_BENCH_H
#define RUNG_BENCH_H

#include "rung.h"

/* What can limit a case. The peaks are measured in the same run. */
typedef enum bench_limit {
    BENCH_FREE,      /* nothing that is measured */
    BENCH_SGEMM_ONE, /* GFLOP/s of a large matrix product on one thread */
    BENCH_SGEMM_ALL, /* and on all */
    BENCH_DOUBLE,    /* half of that on one thread: double precision */
    BENCH_COPY_ONE,  /* GB/s of memcpy beyond the caches on one thread */
    BENCH_COPY_ALL,  /* and on all */
    BENCH_LIMITS
} bench_limit;

/* A case: what one round does, and after the rounds how long it took, in seconds. */
typedef struct bench_case {
    char name[48], work[160];
    double amount; /* done in a round, in unit */
    const char *unit;
    double load; /* of a round on what limits it: GFLOP or GB */
    bench_limit limit;
    size_t rounds;
    double min, median, max, mad;
    double p99; /* NAN where rounds are too few to tell */
} bench_case;

typedef struct bench {
    const char *only, *json;
    size_t people, rounds; /* rounds 0: as many as fit */
    bool quick;
    unsigned threads;
    char *folder; /* everything that is made lies in it */
    char *catalog_dir;
    char data[200]; /* where the catalog comes from, for a person */
    rung_catalog *catalog;
    char *people_dir[3]; /* by rung_people_format, NULL: not made yet */
    float *level;        /* people x skills, NULL: not read yet */
    uint32_t *role;
    uint64_t rows; /* of people_skills.csv */
    double peak[BENCH_LIMITS];
    bench_case *done;
    size_t count, room;
    double started, load_before;
} bench;

/* ---------------------------------------------------------------- data (bench_people.c) */

/* The bench's population in this format, made when it is first asked for. */
rung_status bench_people(bench *b, rung_people_format format, const char **dir, rung_error *error);
/* Its first people alone, in folder/name. */
rung_status bench_make_people(bench *b, rung_people_format format, size_t people, const char *dir,
                              uint64_t *rows, rung_error *error);
/* Read everybody into b->level and b->role, when that is not done yet. */
rung_status bench_levels(bench *b, rung_error *error);
/* Of the first people, those whom a match looks at: who are alike within a window count once. */
rung_status bench_distinct(bench *b, size_t people, size_t *distinct, rung_error *error);
/* Make a catalog in dir of the O*NET text files in source, with the labour market's figures where
 * they are at hand (*labour, which may be NULL, tells) and the programs of another catalog, if any.
 */
rung_status bench_import(const char *source, const char *dir, const char *programs, bool *labour,
                         rung_error *error);
/* Whether the file longer starts with all of the file shorter; if not, RUNG_BAD_DATA. */
rung_status bench_starts_with(const char *longer, const char *shorter, rung_error *error);
/* Bytes of the files in a folder. */
double bench_folder_bytes(const char *dir);
/* The user asked to stop; also a rung_progress. */
bool bench_stopped(void *context, uint64_t people, double fraction);

/* ---------------------------------------------------------------- time (bench_measure.c) */

typedef rung_status (*bench_work)(void *context, rung_error *error);

/* Whether --only lets a case of this name run. */
bool bench_wanted(const bench *b, const char *name);
/* Run rounds of work, keep the case and print its row. */
rung_status bench_run(bench *b, bench_case c, bench_work work, void *context, rung_error *error);
/* The same for rounds that were timed already. Sorts seconds. */
rung_status bench_keep(bench *b, bench_case c, double *seconds, size_t rounds, rung_error *error);

/* ---------------------------------------------------------------- facts (bench_report.c) */

/* Measure the peaks. */
rung_status bench_peaks(bench *b, rung_error *error);
const char *bench_limit_name(bench_limit limit);
const char *bench_limit_unit(bench_limit limit);
/* Print the lines above the table. */
void bench_head(const bench *b);
rung_status bench_write_json(const bench *b, rung_error *error);

/* Text about the machine (bench_machine.c); the caller's buffer, returned. */
const char *bench_cpu(char out[200]);
const char *bench_system(char out[200]);
const char *bench_compiler(char out[200]);
const char *bench_blas(char out[200]);
const char *bench_xxhash(char out[200]);
const char *bench_time_now(char out[200]);
double bench_system_load(void);
/* One square product c = a * b of n x n floats; false where there is no BLAS. */
bool bench_sgemm(int n, const float *a, const float *b, float *c);

/* ---------------------------------------------------------------- cases */

rung_status bench_data(bench *b, rung_error *error);
rung_status bench_kernel(bench *b, rung_error *error);
rung_status bench_race(bench *b, rung_error *error);
rung_status bench_score(bench *b, rung_error *error);
rung_status bench_match(bench *b, rung_error *error);
rung_status bench_whole(bench *b, rung_error *error);
rung_status bench_vectors(bench *b, rung_error *error);
rung_status bench_path(bench *b, rung_error *error);
rung_status bench_sparse(bench *b, rung_error *error);

/* Profiles that are measured; ends in NULL. */
extern const char *const bench_profiles[];

#endif
