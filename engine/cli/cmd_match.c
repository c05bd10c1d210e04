/* cmd_match.c - rung match: rank the roles that fit each person of a folder. */
#include "cli/command.h"

#include <stdio.h>

#include "base/status.h"
#include "base/threads.h"

typedef struct settings {
    matcher_settings matcher;
    const char *catalog, *people, *output;
    uint64_t top, gaps, batch;
    int format, impute;
    bool verbose;
} settings;

/* What a signal is made of, where roles may lack it. */
static const char *const figure_of[RUNG_SIGNAL_COUNT] = {
    [RUNG_SIGNAL_WAGE] = "wage",
    [RUNG_SIGNAL_ZONE] = "job zone",
    [RUNG_SIGNAL_FAMILY] = "family",
    [RUNG_SIGNAL_EMPLOYMENT] = "employment",
    [RUNG_SIGNAL_GROWTH] = "growth",
    [RUNG_SIGNAL_AUTOMATION_RISK] = "automation risk",
    [RUNG_SIGNAL_INFLOW] = "flow into them",
};

/* Where the time went, and by what means. */
static void tell_details(const rung_matcher_facts *facts, const rung_match_summary *s)
{
    char threads[64];
    fprintf(stderr,
            "reading %.2f s, matching %.2f s, writing %.2f s; kernel %s, %s, %zu dimensions\n",
            s->seconds_reading, s->seconds_matching, s->seconds_writing, facts->kernel,
            counted(threads, facts->threads, "thread", "threads"), facts->dimensions);
}

/* Which shape of rows and which kernel were chosen, and why. */
static void tell_shape(const rung_catalog *catalog, const rung_matcher_facts *facts)
{
    char vectors[64] = "";
    if (facts->weight[RUNG_SIGNAL_EMBEDDING] != 0)
        snprintf(vectors, sizeof vectors, ", vectors have all of their %zu floats",
                 rung_catalog_dimensions(catalog));
    fprintf(stderr,
            "shape %s: roles ask for %.2g %% of all skills%s; about %.3g us a person by sparse "
            "rows, %.3g us by dense ones%s\n",
            facts->sparse ? "sparse" : "dense", 100 * facts->density, vectors,
            1e6 * facts->sparse_estimate, 1e6 * facts->dense_estimate,
            facts->forced ? " (the kernel's choice)" : "");
    fprintf(stderr, "kernel %s: %s\n", facts->kernel,
            facts->forced   ? "named by --kernel or RUNG_KERNEL"
            : facts->sparse ? "the one for sparse rows"
                            : "the first for dense rows that runs here");
}

/* The figures that the profile asks for and that roles lack; warn_of_rules() has told of some. */
static void tell_missing(const rung_catalog *catalog, const settings *s,
                         const rung_matcher_facts *facts)
{
    bool rated = facts->roles == rung_catalog_count(catalog).rated_roles;
    for (int i = 0; i < RUNG_SIGNAL_COUNT; i++) {
        bool told = (i == RUNG_SIGNAL_WAGE && s->matcher.desirable) ||
                    (i == RUNG_SIGNAL_ZONE && (s->matcher.desirable || s->matcher.viable));
        if (facts->weight[i] != 0 && facts->missing[i] > 0 && !told)
            fprintf(stderr, "%zu of %zu %sroles have no %s: it counts 0 for them\n",
                    facts->missing[i], facts->roles, rated ? "rated " : "", figure_of[i]);
    }
}

static void summarise(const rung_catalog *catalog, const rung_matcher *matcher, const settings *set,
                      const rung_match_summary *s)
{
    char people[64], roles[64], pairs[32], speed[32], rows[64];
    rung_matcher_facts facts = rung_matcher_describe(matcher);
    double seconds = s->seconds > 1e-9 ? s->seconds : 1e-9;
    fprintf(stderr, "%s x %s: %s pairs in %.2f s (%s pairs/s), peak memory %.0f MiB\n",
            counted(people, s->people.people, "person", "people"),
            counted(roles, facts.roles, "role", "roles"), grouped(pairs, s->pairs), s->seconds,
            grouped(speed, (uint64_t)((double)s->pairs / seconds)), rung_peak_memory() / 1048576);
    fprintf(stderr, "%s by profile %s\n", counted(rows, s->rows, "row", "rows"), facts.profile);
    if (set->verbose) {
        tell_details(&facts, s);
        tell_shape(catalog, &facts);
    }
    tell_people(set->people, &s->people);
    tell_missing(catalog, set, &facts);
}

/* There cannot be more gaps than skills; without skills there are none to list. */
static rung_status check_gaps(const settings *s, const rung_catalog *catalog, rung_error *error)
{
    size_t skills = rung_catalog_skills(catalog);
    if (s->gaps <= skills || skills == 0)
        return RUNG_OK;
    return rung_fail(error, RUNG_BAD_ARGUMENT,
                     "--gaps: found '%llu', expected at most %zu, the number of skills",
                     (unsigned long long)s->gaps, skills);
}

static rung_status match(const settings *s, rung_error *error)
{
    rung_catalog *catalog = NULL;
    rung_matcher *matcher = NULL;
    rung_matcher_options options = matcher_options(&s->matcher);
    progress_bar bar = {.verb = "matched"};
    rung_match_job job = RUNG_MATCH_JOB_INIT;
    rung_match_summary summary;
    job.people = s->people;
    job.output = s->output;
    job.format = (rung_format)s->format;
    job.impute = (rung_impute)s->impute;
    job.top = (size_t)s->top;
    job.gaps = (size_t)s->gaps;
    job.batch = (size_t)s->batch;
    job.progress = show_progress;
    job.context = &bar;
    rung_status status = rung_catalog_open(&catalog, s->catalog, error);
    if (status == RUNG_OK)
        status = check_gaps(s, catalog, error);
    if (status == RUNG_OK)
        status = rung_matcher_new(&matcher, catalog, &options, error);
    if (status == RUNG_OK) {
        warn_of_files(s->people);
        warn_of_rules(catalog, s->matcher.viable || s->matcher.desirable, s->matcher.desirable);
        status = rung_match_people(matcher, &job, &summary, error);
        end_progress(&bar);
    }
    if (status == RUNG_OK)
        summarise(catalog, matcher, s, &summary);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
    return status;
}

int cmd_match(int argc, char **argv)
{
    settings s = {.matcher = MATCHER_SETTINGS_INIT, .top = 10};
    const option options[] = {
        {"catalog", "DIR", OPTION_TEXT, &s.catalog, "the catalog's folder", 0, 0, NULL, true},
        {"people", "DIR", OPTION_TEXT, &s.people, "the people's folder", 0, 0, NULL, true},
        {"top", "K", OPTION_COUNT, &s.top, "roles for each person (10)", 1, 1e6, NULL, false},
        {"gaps", "K", OPTION_COUNT, &s.gaps, "list the K largest gaps with each role (0)", 0, 1e6,
         NULL, false},
        {"output", "FILE", OPTION_TEXT, &s.output,
         "write there, whole or not at all; without it to stdout", 0, 0, NULL, false},
        {"format", NULL, OPTION_CHOICE, &s.format,
         "rows as CSV (the default), JSON lines, or text for people", 0, 0, "csv|jsonl|text",
         false},
        {"impute", NULL, OPTION_CHOICE, &s.impute,
         "levels taken from the current role: all of those who have none (the default), every "
         "missing one, none",
         0, 0, "empty|fill|none", false},
        MATCHER_OPTIONS(s.matcher),
        {"batch", "N", OPTION_COUNT, &s.batch,
         "people in memory at a time; the answer is the same with any (16384)", 1, 1 << 20, NULL,
         false},
        {"verbose", NULL, OPTION_FLAG, &s.verbose,
         "also tell where the time went, and by what means", 0, 0, NULL, false},
    };
    const usage u = {
        "match",
        "--catalog DIR --people DIR [options]",
        "Rank the roles that fit each person, best first.",
        "rung match --catalog datasets/upskilling-2025 --people staff --top 3 --gaps 3",
        options,
        sizeof options / sizeof *options};
    int code;
    rung_error error;
    if (!read_options(&u, argc, argv, NULL, NULL, &code))
        return code;
    if (s.output && strcmp(s.output, "-") == 0) {
        complain("--output: found '-', expected the name of a file; without --output rows go to "
                 "stdout");
        return EXIT_USAGE;
    }
    return match(&s, &error) == RUNG_OK ? EXIT_DONE : failed(&error);
}
