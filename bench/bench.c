/* bench.c - the bench program: make the data, run the cases, print a table and write JSON. */
#include "bench.h"

#include <errno.h>
#include <ftw.h>
#include <math.h>
#include <omp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/number.h"
#include "base/status.h"
#include "base/threads.h"

const char *const bench_profiles[] = {"upskill", "readiness", "similarity", NULL};

static const char usage[] =
    "usage: bench [--catalog DIR] [--people N] [--rounds N] [--json FILE] [--only NAME] [--quick]\n"
    "\n"
    "  --catalog DIR  a catalog's folder (made from ../shared/data where that is, or else\n"
    "                 datasets/upskilling-2025)\n"
    "  --people N     people to match (300000)\n"
    "  --rounds N     rounds of each case (as many as fit into 1.5 s, 3 at least)\n"
    "  --json FILE    where the figures go (bench.json beside this program)\n"
    "  --only NAME    only cases with this in their name\n"
    "  --quick        20000 people, 3 rounds\n";

/* ---------------------------------------------------------------- stop and clean up */

static volatile sig_atomic_t signal_seen;

static void note_signal(int number)
{
    signal_seen = number;
}

static void watch_signals(void)
{
    struct sigaction ask = {.sa_handler = note_signal, .sa_flags = SA_RESTART | (int)SA_RESETHAND};
    sigaction(SIGINT, &ask, NULL); /* a second Ctrl-C ends at once */
    sigaction(SIGTERM, &ask, NULL);
}

bool bench_stopped(void *context, uint64_t people, double fraction)
{
    (void)context;
    (void)people;
    (void)fraction;
    return signal_seen != 0;
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
    (void)facts;
    (void)kind;
    (void)place;
    remove(path);
    return 0;
}

static void clean_up(bench *b)
{
    if (b->folder)
        nftw(b->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    rung_catalog_free(b->catalog);
    for (size_t i = 0; i < sizeof b->people_dir / sizeof *b->people_dir; i++)
        free(b->people_dir[i]);
    free(b->folder);
    free(b->catalog_dir);
    free(b->level);
    free(b->role);
    free(b->done);
}

/* ---------------------------------------------------------------- options */

static bool read_count(const char *name, const char *value, size_t *count)
{
    double number;
    bool good = rung_parse_number(value, strlen(value), &number) && number >= 1 && number <= 1e8 &&
                number == (double)(size_t)number;
    if (good)
        *count = (size_t)number;
    else
        fprintf(stderr, "bench: %s: found '%s', expected a whole number in 1..100000000\n", name,
                value);
    return good;
}

/* Take the option at argv[*i] and its value. */
static bool read_option(bench *b, const char **catalog, int argc, char **argv, int *i)
{
    const char *name = argv[*i];
    if (strcmp(name, "--quick") == 0)
        return b->quick = true;
    const char *value = *i + 1 < argc ? argv[++*i] : NULL;
    if (value && strcmp(name, "--catalog") == 0)
        *catalog = value;
    else if (value && strcmp(name, "--json") == 0)
        b->json = value;
    else if (value && strcmp(name, "--only") == 0)
        b->only = value;
    else if (value && strcmp(name, "--people") == 0)
        return read_count(name, value, &b->people);
    else if (value && strcmp(name, "--rounds") == 0)
        return read_count(name, value, &b->rounds);
    else {
        fprintf(stderr, "bench: found '%s', expected an option and its value\n%s", name, usage);
        return false;
    }
    return true;
}

static bool read_options(bench *b, const char **catalog, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (!read_option(b, catalog, argc, argv, &i))
            return false;
    if (b->people == 0)
        b->people = b->quick ? 20000 : 300000;
    if (b->rounds == 0)
        b->rounds = b->quick ? 3 : 0;
    return true;
}

/* ---------------------------------------------------------------- data */

static rung_status make_folder(bench *b, rung_error *error)
{
    const char *base = getenv("TMPDIR");
    b->folder = rung_path_join(base && *base ? base : "/tmp", "rung-bench-XXXXXX");
    if (!b->folder)
        return rung_fail_memory(error, "a path");
    if (!mkdtemp(b->folder)) {
        rung_status status = rung_fail_io(error, b->folder, "create", errno);
        free(b->folder);
        b->folder = NULL; /* nothing to remove */
        return status;
    }
    return RUNG_OK;
}

static rung_status import(bench *b, const char *source, rung_error *error)
{
    bool labour = false;
    b->catalog_dir = rung_path_join(b->folder, "catalog");
    if (!b->catalog_dir)
        return rung_fail_memory(error, "a path");
    rung_status status = bench_import(source, b->catalog_dir, NULL, &labour, error);
    snprintf(b->data, sizeof b->data, "imported from %s%s", source,
             labour ? " with BLS figures" : "");
    return status;
}

static rung_status find_catalog(bench *b, const char *given, rung_error *error)
{
    static const char onet[] = "../shared/data/onet-29.0";
    static const char shipped[] = "datasets/upskilling-2025";
    rung_status status = RUNG_OK;
    if (!given && access(onet, R_OK) == 0) {
        status = import(b, onet, error);
    } else {
        if (!given)
            fprintf(stderr, "bench: %s is missing; using %s\n", onet, shipped);
        b->catalog_dir = strdup(given ? given : shipped);
        if (!b->catalog_dir)
            status = rung_fail_memory(error, "a path");
        else
            snprintf(b->data, sizeof b->data, "from %s", b->catalog_dir);
    }
    return status == RUNG_OK ? rung_catalog_open(&b->catalog, b->catalog_dir, error) : status;
}

/* ---------------------------------------------------------------- the run */

static rung_status run(bench *b, const char *catalog, rung_error *error)
{
    static rung_status (*const units[])(bench *, rung_error *) = {
        bench_data,  bench_kernel,  bench_race,   bench_score, bench_match,
        bench_whole, bench_vectors, bench_sparse, bench_path,
    };
    rung_status status = make_folder(b, error);
    if (status == RUNG_OK)
        status = find_catalog(b, catalog, error);
    if (status == RUNG_OK)
        status = bench_peaks(b, error);
    if (status == RUNG_OK)
        bench_head(b);
    for (size_t i = 0; i < sizeof units / sizeof *units && status == RUNG_OK; i++)
        status = units[i](b, error);
    if (status == RUNG_OK && b->count == 0)
        status = rung_fail(error, RUNG_BAD_ARGUMENT,
                           "--only: found '%s', expected a part of a "
                           "case's name",
                           b->only);
    return status == RUNG_OK ? bench_write_json(b, error) : status;
}

/* "bench.json" beside the program. */
static char *usual_json(const char *program)
{
    const char *name = rung_path_name(program);
    char *folder = name == program ? strdup(".") : strndup(program, (size_t)(name - program));
    char *path = folder ? rung_path_join(folder, "bench.json") : NULL;
    free(folder);
    return path;
}

int main(int argc, char **argv)
{
    bench b = {.threads = rung_threads(0), .load_before = bench_system_load()};
    const char *catalog = NULL;
    rung_error error;
    b.started = rung_clock();
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        fputs(usage, stdout);
        return 0;
    }
    if (!read_options(&b, &catalog, argc, argv))
        return 2;
    char *json = usual_json(argv[0]);
    if (!b.json)
        b.json = json;
    watch_signals();
    omp_set_num_threads((int)b.threads);
    rung_status status = b.json ? run(&b, catalog, &error) : rung_fail_memory(&error, "a path");
    if (status == RUNG_OK)
        printf("\n%zu cases in %.0f s; figures in %s\n", b.count, rung_clock() - b.started, b.json);
    else
        fprintf(stderr, "bench: %s\n", error.message);
    clean_up(&b);
    free(json);
    if (signal_seen) { /* end as the signal wanted, now that nothing is left behind */
        signal(signal_seen, SIG_DFL);
        raise(signal_seen);
    }
    return status == RUNG_OK ? 0 : 1;
}
