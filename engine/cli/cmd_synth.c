/* cmd_synth.c - rung synth: make a population for a catalog, or a catalog with vectors. */
#include "cli/command.h"

#include <stdio.h>

/* What the command line says. */
typedef struct settings {
    const char *catalog, *output;
    uint64_t people, roles, vectors, seed, threads;
    int format;
    double on_grid;
    bool replace;
} settings;

static void report(const settings *s, const rung_catalog *catalog,
                   const rung_synth_summary *summary)
{
    char people[64], levels[64], without[32];
    if (rung_catalog_skills(catalog) == 0) {
        fprintf(stderr, "%s with vectors in %s (%.1f s)\n",
                counted(people, summary->people, "person", "people"), s->output, summary->seconds);
        if (s->format != RUNG_PEOPLE_LONG)
            complain("--format has no effect: the catalog has no skills, so people have no levels");
        return;
    }
    fprintf(stderr, "%s with %s, %s of them without any, in %s (%.1f s)\n",
            counted(people, summary->people, "person", "people"),
            counted(levels, summary->levels, "level", "levels"),
            grouped(without, summary->without_levels), s->output, summary->seconds);
}

/* A catalog whose roles have vectors: a copy of the one given, or new roles. */
static int make_vectors(const settings *s)
{
    rung_error error;
    rung_catalog *catalog = NULL;
    rung_vectors_job job = RUNG_VECTORS_JOB_INIT;
    job.output = s->output;
    job.roles = s->roles;
    job.dimensions = (size_t)s->vectors;
    job.seed = s->seed;
    job.replace = s->replace;
    rung_status status = s->catalog ? rung_catalog_open(&catalog, s->catalog, &error) : RUNG_OK;
    if (status == RUNG_OK)
        status = rung_synth_vectors(catalog, &job, &error);
    if (status == RUNG_OK) {
        char roles[64], dimensions[64];
        uint64_t count = catalog ? rung_catalog_roles(catalog) : s->roles;
        fprintf(stderr, "%s with vectors of %s in %s\n", counted(roles, count, "role", "roles"),
                counted(dimensions, s->vectors, "dimension", "dimensions"), s->output);
    }
    rung_catalog_free(catalog);
    return status == RUNG_OK ? EXIT_DONE : failed(&error);
}

/* Which options go together. */
static bool are_settled(const settings *s)
{
    const char *mistake = NULL;
    if (s->roles > 0 && (s->catalog || s->people > 0))
        mistake = "--roles makes a new catalog, expected neither --catalog nor --people with it";
    else if (s->roles > 0 && s->vectors == 0)
        mistake = "--roles: expected --vectors N with it";
    else if (s->people > 0 && s->vectors > 0)
        mistake = "--people get vectors where the catalog has some, expected no --vectors with it";
    else if (s->roles == 0 && !s->catalog)
        mistake = "synth: expected --catalog DIR; see rung synth --help";
    else if (s->roles == 0 && s->people == 0 && s->vectors == 0)
        mistake = "synth: expected --people N; see rung synth --help";
    if (mistake)
        complain("%s", mistake);
    return !mistake;
}

static int run(const settings *s)
{
    rung_error error;
    rung_catalog *catalog;
    if (rung_catalog_open(&catalog, s->catalog, &error) != RUNG_OK)
        return failed(&error);
    progress_bar bar = {.verb = "made"};
    rung_synth_summary summary;
    rung_synth_job job = RUNG_SYNTH_JOB_INIT;
    job.output = s->output;
    job.people = s->people;
    job.seed = s->seed;
    job.format = (rung_people_format)s->format;
    job.on_grid = s->on_grid;
    job.threads = (unsigned)s->threads;
    job.replace = s->replace;
    job.progress = show_progress;
    job.context = &bar;
    rung_status status = rung_synth(catalog, &job, &summary, &error);
    end_progress(&bar);
    if (status == RUNG_OK)
        report(s, catalog, &summary);
    rung_catalog_free(catalog);
    return status == RUNG_OK ? EXIT_DONE : failed(&error);
}

int cmd_synth(int argc, char **argv)
{
    settings s = {.seed = 1, .on_grid = 1, .format = RUNG_PEOPLE_LONG};
    const option options[] = {
        {"catalog", "DIR", OPTION_TEXT, &s.catalog, "the catalog", 0, 0, NULL, false},
        {"people", "N", OPTION_COUNT, &s.people, "how many people", 1, RUNG_SYNTH_MOST_PEOPLE, NULL,
         false},
        {"vectors", "N", OPTION_COUNT, &s.vectors,
         "make no people, but a copy of the catalog with vectors of N dimensions", 1, 4096, NULL,
         false},
        {"roles", "N", OPTION_COUNT, &s.roles,
         "make no people, but a catalog of N roles that have vectors and nothing else", 1,
         RUNG_SYNTH_MOST_PEOPLE, NULL, false},
        {"output", "DIR", OPTION_TEXT, &s.output, "the folder to make", 0, 0, NULL, true},
        {"seed", "N", OPTION_COUNT, &s.seed, "the same seed makes the same people (1)", 0,
         9007199254740991, NULL, false},
        {"format", "FORMAT", OPTION_CHOICE, &s.format,
         "how levels are kept: a row each, a column a skill, NumPy (long)", 0, 0, "long|wide|npy",
         false},
        {"on-grid", "X", OPTION_NUMBER, &s.on_grid,
         "share of people with levels on the catalog's grid, others have two decimals (1)", 0, 1,
         NULL, false},
        THREADS_OPTION(s),
        {"replace", NULL, OPTION_FLAG, &s.replace, "replace the folder when it is there", 0, 0,
         NULL, false},
    };
    const usage about = {
        "synth",
        "--catalog DIR --people N --output DIR [options]",
        "Make a population up: roles by employment, levels around the role's, vectors where the "
        "catalog has some.",
        "rung synth --catalog datasets/upskilling-2025 --people 1000 --output staff",
        options,
        sizeof options / sizeof *options};
    int code;
    if (!read_options(&about, argc, argv, NULL, NULL, &code))
        return code;
    if (!are_settled(&s))
        return EXIT_USAGE;
    return s.people > 0 ? run(&s) : make_vectors(&s);
}
