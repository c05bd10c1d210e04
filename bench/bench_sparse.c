/* bench_sparse.c - how fast people with few skills of many are matched: ESCO's occupations, where
 * the release is at hand. */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "bench.h"
#include "data/catalog.h"
#include "data/synth/draws.h"
#include "kernel/kernel.h"

enum { TOP = 10, LEAST = 10, MOST = 50, CHECKED = 8, DENSE = 16 };

/* People of a catalog, as rows. */
typedef struct few {
    bench *b;
    rung_catalog *catalog;
    char *folder; /* of the catalog */
    size_t people;
    size_t *first;
    uint32_t *skill, *role;
    float *level;
    rung_matcher *matcher;
    rung_hit *hits;
} few;

/* ---------------------------------------------------------------- people */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* 10 to 50 skills: half of them from the person's own occupation, while it has any left, the others
 * as often as occupations ask for them. */
static size_t draw_person(const few *f, size_t person, uint32_t *skill)
{
    const rung_links *rows = &f->catalog->requirements;
    uint64_t key = rung_mix(person + 1), n = 0;
    size_t wanted = LEAST + rung_below(rung_draw(key, n++), MOST - LEAST + 1), count = 0;
    uint32_t role = (uint32_t)rung_below(rung_draw(key, n++), f->catalog->roles);
    size_t own = rows->first[role], end = rows->first[role + 1];
    f->role[person] = role;
    while (count < wanted) {
        bool mine = own < end && (rung_draw(key, n++) & 1);
        uint32_t s = rows->link[mine ? own++ : rung_below(rung_draw(key, n++), rows->count)].to;
        size_t i = 0;
        while (i < count && skill[i] != s)
            i++;
        if (i == count)
            skill[count++] = s;
    }
    qsort(skill, count, sizeof *skill, by_number);
    return count;
}

static rung_status draw_people(few *f, rung_error *error)
{
    f->first = rung_array(f->people + 1, sizeof *f->first);
    f->role = rung_array(f->people, sizeof *f->role);
    f->skill = rung_array(f->people * MOST, sizeof *f->skill);
    f->level = rung_array(f->people * MOST, sizeof *f->level);
    f->hits = rung_array(f->people * TOP, sizeof *f->hits);
    if (!f->first || !f->role || !f->skill || !f->level || !f->hits)
        return rung_fail_memory(error, "people with few skills");
    for (size_t i = 0; i < f->people; i++)
        f->first[i + 1] = f->first[i] + draw_person(f, i, f->skill + f->first[i]);
    for (size_t i = 0; i < f->first[f->people]; i++)
        f->level[i] = 1;
    return RUNG_OK;
}

static rung_status open_esco(few *f, const char *source, rung_error *error)
{
    rung_esco_job job = RUNG_ESCO_JOB_INIT;
    f->folder = rung_path_join(f->b->folder, "esco");
    if (!f->folder)
        return rung_fail_memory(error, "a path");
    job.source = source;
    job.output = f->folder;
    rung_status status = rung_import_esco(&job, NULL, error);
    return status == RUNG_OK ? rung_catalog_open(&f->catalog, f->folder, error) : status;
}

static void end(few *f)
{
    rung_matcher_free(f->matcher);
    rung_catalog_free(f->catalog);
    free(f->folder);
    free(f->first);
    free(f->skill);
    free(f->role);
    free(f->level);
    free(f->hits);
}

/* ---------------------------------------------------------------- rung */

static rung_status make(few *f, const char *profile, const char *kernel, unsigned threads,
                        bool lean, rung_error *error)
{
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.profile = profile;
    options.kernel = kernel;
    options.threads = threads;
    options.no_similarity = lean;
    rung_matcher_free(f->matcher);
    return rung_matcher_new(&f->matcher, f->catalog, &options, error);
}

static rung_status match_first(few *f, size_t people, rung_error *error)
{
    rung_level_rows rows = {f->first, f->skill, f->level};
    return rung_match_rows(f->matcher, &rows, people, f->role, f->hits, TOP, error);
}

static rung_status match_all(void *context, rung_error *error)
{
    few *f = context;
    return match_first(f, f->people, error);
}

static rung_status match_some(void *context, rung_error *error)
{
    return match_first(context, DENSE, error);
}

/* The first people's hits are those of the scalar kernel on dense rows. */
static rung_status check(few *f, const char *profile, rung_error *error)
{
    rung_hit expected[CHECKED * TOP];
    rung_status status = make(f, profile, "scalar", 1, false, error);
    if (status == RUNG_OK)
        status = match_first(f, CHECKED, error);
    memcpy(expected, f->hits, sizeof expected);
    if (status == RUNG_OK)
        status = make(f, profile, "sparse", 1, false, error);
    if (status == RUNG_OK)
        status = match_first(f, CHECKED, error);
    for (size_t i = 0; i < CHECKED * TOP && status == RUNG_OK; i++)
        if (expected[i].role != f->hits[i].role || expected[i].score != f->hits[i].score ||
            expected[i].similarity != f->hits[i].similarity)
            status = rung_fail(error, RUNG_BAD_DATA,
                               "sparse: person %zu, rank %zu: found another hit than the scalar "
                               "kernel's",
                               i / TOP, i % TOP + 1);
    return status;
}

static rung_status time_rows(few *f, const char *profile, unsigned threads, bool lean,
                             rung_error *error)
{
    bench_case c = {.amount = (double)f->people, .unit = "people/s"};
    snprintf(c.name, sizeof c.name, "sparse/%s/%u%s", profile, threads, lean ? "/lean" : "");
    snprintf(c.work, sizeof c.work,
             "rung_match_rows: top %d of %zu people x %zu roles of ESCO, %u thread%s%s", TOP,
             f->people, f->catalog->roles, threads, threads == 1 ? "" : "s",
             lean ? ", hits without similarity" : "");
    if (!bench_wanted(f->b, c.name))
        return RUNG_OK;
    omp_set_num_threads((int)threads);
    rung_status status = make(f, profile, "sparse", threads, lean, error);
    if (status == RUNG_OK)
        status = bench_run(f->b, c, match_all, f, error);
    omp_set_num_threads((int)f->b->threads);
    return status;
}

static rung_status time_dense(few *f, rung_error *error)
{
    bench_case c = {.name = "sparse/dense-rows", .amount = DENSE, .unit = "people/s"};
    const rung_kernel *kernel;
    if (!bench_wanted(f->b, c.name))
        return RUNG_OK;
    rung_status status = rung_kernel_choose(&kernel, NULL, error);
    if (status == RUNG_OK)
        status = make(f, "readiness", kernel->name, 1, true, error);
    snprintf(c.work, sizeof c.work,
             "the same by dense rows: top %d of %d people, kernel %s, 1 thread", TOP, DENSE,
             status == RUNG_OK ? kernel->name : "");
    return status == RUNG_OK ? bench_run(f->b, c, match_some, f, error) : status;
}

/* ---------------------------------------------------------------- all of them */

rung_status bench_sparse(bench *b, rung_error *error)
{
    static const char release[] = "../shared/data/esco-1.1.1";
    few f = {.b = b, .people = b->quick ? 20000 : 100000};
    if (b->only && !strstr(b->only, "sparse")) /* the check alone takes a while */
        return RUNG_OK;
    if (access(release, R_OK) != 0) {
        fprintf(stderr, "bench: %s is missing; no case of sparse rows\n", release);
        return RUNG_OK;
    }
    rung_status status = open_esco(&f, release, error);
    if (status == RUNG_OK)
        status = draw_people(&f, error);
    for (size_t i = 0; bench_profiles[i] && status == RUNG_OK; i++) {
        status = check(&f, bench_profiles[i], error);
        for (unsigned threads = 1; threads <= b->threads && status == RUNG_OK; threads++)
            status = time_rows(&f, bench_profiles[i], threads, false, error);
    }
    for (unsigned threads = 1; threads <= b->threads && status == RUNG_OK; threads++)
        status = time_rows(&f, "readiness", threads, true, error);
    if (status == RUNG_OK)
        status = time_dense(&f, error);
    end(&f);
    return status;
}
