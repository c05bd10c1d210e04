/* cmd_synth.c - rung synth: make a population for a catalog. */
#include "cli/command.h"

#include <stdio.h>

/* What the command line says. */
typedef struct settings {
    const char *catalog, *output;
    uint64_t people, seed, threads;
    int format;
    double on_grid;
    bool replace;
} settings;

static void report(const settings *s, const rung_synth_summary *summary)
{
    char people[64], levels[64], without[32];
    fprintf(stderr, "%s with %s, %s of them without any, in %s (%.1f s)\n",
            counted(people, summary->people, "person", "people"),
            counted(levels, summary->levels, "level", "levels"),
            grouped(without, summary->without_levels), s->output, summary->seconds);
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
    rung_catalog_free(catalog);
    if (status != RUNG_OK)
        return failed(&error);
    report(s, &summary);
    return EXIT_DONE;
}

int cmd_synth(int argc, char **argv)
{
    settings s = {.seed = 1, .on_grid = 1, .format = RUNG_PEOPLE_LONG};
    const option options[] = {
        {"catalog", "DIR", OPTION_TEXT, &s.catalog, "the catalog", 0, 0, NULL, true},
        {"people", "N", OPTION_COUNT, &s.people, "how many people", 1, RUNG_SYNTH_MOST_PEOPLE, NULL,
         true},
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
        "Make a population up: roles by employment, levels around the role's.",
        "rung synth --catalog datasets/upskilling-2025 --people 1000 --output staff",
        options,
        sizeof options / sizeof *options};
    int code;
    return read_options(&about, argc, argv, NULL, NULL, &code) ? run(&s) : code;
}
