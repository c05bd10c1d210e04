/* cmd_match.c - rung match: rank the roles that fit each person of a folder. */
#include "cli/command.h"
#include "cli/delivery.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/status.h"
#include "base/threads.h"

typedef struct settings {
    matcher_settings matcher;
    report_settings report;
    const char *catalog, *people, *output, *command;
    uint64_t top, gaps, batch;
    int format, impute;
    bool why, verbose;
    delivery_settings delivery;
} settings;

/* What a signal is made of, where roles may lack it; signals of one figure have one text. */
static const char *const figure_of[RUNG_SIGNAL_COUNT] = {
    [RUNG_SIGNAL_WAGE] = "wage",
    [RUNG_SIGNAL_WAGE_STEP] = "wage",
    [RUNG_SIGNAL_ZONE] = "job zone",
    [RUNG_SIGNAL_ZONE_STEP] = "job zone",
    [RUNG_SIGNAL_EDUCATION] = "education",
    [RUNG_SIGNAL_EDUCATION_STEP] = "education",
    [RUNG_SIGNAL_FAMILY] = "family",
    [RUNG_SIGNAL_GROUP] = "group",
    [RUNG_SIGNAL_KNOWLEDGE] = "knowledge",
    [RUNG_SIGNAL_ACTIVITIES] = "activities",
    [RUNG_SIGNAL_TECHNOLOGY] = "technology",
    [RUNG_SIGNAL_TOOLS] = "tools",
    [RUNG_SIGNAL_TITLES] = "title words",
    [RUNG_SIGNAL_INFLOW] = "moves",
    [RUNG_SIGNAL_FAMILY_INFLOW] = "moves",
    [RUNG_SIGNAL_EMPLOYMENT] = "employment",
    [RUNG_SIGNAL_OPENINGS] = "openings",
    [RUNG_SIGNAL_GROWTH] = "growth",
    [RUNG_SIGNAL_AUTOMATION_RISK] = "automation risk",
};

/* Where the time went, and how much was left to score. */
static void tell_details(const rung_match_summary *s)
{
    double all = s->seconds > 1e-9 ? s->seconds : 1e-9;
    double proposing = s->seconds_matching * s->share_proposing;
    char looked_at[64];
    fprintf(stderr, "reading %.2f s, matching %.2f s, writing %.2f s\n", s->seconds_reading,
            s->seconds_matching, s->seconds_writing);
    fprintf(stderr,
            "of it reading %.0f %%, encoding and proposing %.0f %%, scoring %.0f %%, writing "
            "%.0f %%\n",
            100 * s->seconds_reading / all, 100 * proposing / all,
            100 * (s->seconds_matching - proposing) / all, 100 * s->seconds_writing / all);
    fprintf(stderr, "%s looked at, others are like one of them; %.1f roles proposed for each\n",
            counted(looked_at, s->distinct, "person", "people"),
            s->distinct > 0 ? (double)s->proposed / (double)s->distinct : 0);
}

/* Whether the profile asks for a figure that roles lack: at its first signal, and where
 * warn_of_rules() has not told of it. */
static bool lacks_figure(const settings *s, const rung_matcher_facts *facts, int signal)
{
    if (facts->weight[signal] == 0 || facts->missing[signal] == 0)
        return false;
    for (int before = 0; before < signal; before++)
        if (figure_of[before] == figure_of[signal] && facts->weight[before] != 0)
            return false;
    const char *figure = figure_of[signal];
    return !(figure == figure_of[RUNG_SIGNAL_WAGE] && s->matcher.desirable) &&
           !(figure == figure_of[RUNG_SIGNAL_ZONE] && (s->matcher.desirable || s->matcher.viable));
}

/* The figures that the profile asks for and that roles lack: those that no role has in one line. */
static void tell_missing(const rung_catalog *catalog, const settings *s,
                         const rung_matcher_facts *facts)
{
    const char *rated = facts->roles == rung_catalog_count(catalog).rated_roles ? "rated " : "";
    size_t nobodys = 0;
    for (int i = 0; i < RUNG_SIGNAL_COUNT; i++)
        if (lacks_figure(s, facts, i) && facts->missing[i] < facts->roles)
            fprintf(stderr, "%zu of %zu %sroles have no %s: it counts 0 for them\n",
                    facts->missing[i], facts->roles, rated, figure_of[i]);
    for (int i = 0; i < RUNG_SIGNAL_COUNT; i++)
        if (lacks_figure(s, facts, i) && facts->missing[i] == facts->roles) {
            if (nobodys++ == 0)
                fprintf(stderr, "no %srole has %s", rated, figure_of[i]);
            else
                fprintf(stderr, ", %s", figure_of[i]);
        }
    if (nobodys > 0)
        fprintf(stderr, ": %s 0\n", nobodys == 1 ? "it counts" : "they count");
}

static void summarise(const rung_catalog *catalog, const rung_matcher *matcher, const settings *set,
                      const rung_tuning *tuning, size_t batch, const rung_match_summary *s)
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
        tell_choices(catalog, &set->matcher, &facts, tuning, batch);
        tell_details(s);
    }
    tell_people(set->people, &s->people);
    if (s->without_hits > 0)
        fprintf(stderr, "%s no row: no role is left to propose\n",
                counted(rows, s->without_hits, "person has", "people have"));
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
    rung_tuning tuning;
    progress_bar bar = {.verb = "matched"};
    rung_match_job job = RUNG_MATCH_JOB_INIT;
    rung_match_summary summary;
    delivery_run delivery;
    job.people = s->people;
    job.output = s->output;
    job.format = (rung_format)s->format;
    job.impute = (rung_impute)s->impute;
    job.top = (size_t)s->top;
    job.gaps = (size_t)s->gaps;
    job.why = s->why;
    job.batch = (size_t)s->batch;
    job.progress = show_progress;
    job.context = &bar;
    rung_status status = delivery_begin(&delivery, &s->delivery, &job.delivery, error);
    if (status == RUNG_OK)
        status = record_inputs(&delivery.record, s->catalog, s->people, s->matcher.profile, error);
    if (status == RUNG_OK)
        status = rung_catalog_open(&catalog, s->catalog, error);
    if (status == RUNG_OK)
        status = open_report(&s->report, s->command, &job.report, error);
    if (status == RUNG_OK)
        status = check_gaps(s, catalog, error);
    if (status == RUNG_OK) {
        find_tuning(catalog, &s->matcher, &tuning);
        options.tuning = &tuning;
        if (job.batch == 0)
            job.batch = tuning.batch;
        status = rung_matcher_new(&matcher, catalog, &options, error);
    }
    if (status == RUNG_OK) {
        warn_of_files(s->people);
        warn_of_rules(catalog, s->matcher.viable || s->matcher.desirable, s->matcher.desirable);
        delivery.record.catalog = catalog;
        delivery.record.matcher = matcher;
        delivery.record.people = &summary.people.people;
        status = rung_match_people(matcher, &job, &summary, error);
        end_progress(&bar);
    }
    status = delivery_end(&delivery, status, error);
    if (status == RUNG_OK)
        summarise(catalog, matcher, s, &tuning, job.batch ? job.batch : 16384, &summary);
    rung_report_free(job.report);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
    return status;
}

int cmd_match(int argc, char **argv)
{
    settings s = {.matcher = MATCHER_SETTINGS_INIT, .report = REPORT_SETTINGS_INIT, .top = 10};
    const option options[] = {
        {"catalog", "DIR", OPTION_TEXT, &s.catalog, "the catalog's folder", 0, 0, NULL, true},
        {"people", "DIR", OPTION_TEXT, &s.people, "the people's folder", 0, 0, NULL, true},
        {"top", "K", OPTION_COUNT, &s.top, "roles for each person (10)", 1, 1e6, NULL, false},
        {"gaps", "K", OPTION_COUNT, &s.gaps, "list the K largest gaps with each role (0)", 0, 1e6,
         NULL, false},
        {"why", NULL, OPTION_FLAG, &s.why, "tell what each signal adds to each score", 0, 0, NULL,
         false},
        {"output", "FILE", OPTION_TEXT, &s.output,
         "write there, whole or not at all; without it to stdout", 0, 0, NULL, false},
        {"format", NULL, OPTION_CHOICE, &s.format,
         "rows as CSV (the default), JSON lines, or text for people", 0, 0, "csv|jsonl|text",
         false},
        REPORT_OPTION(s.report),
        REPORT_SAMPLE_OPTION(s.report),
        {"impute", NULL, OPTION_CHOICE, &s.impute,
         "levels taken from the current role: all of those who have none (the default), every "
         "missing one, none",
         0, 0, "empty|fill|none", false},
        MATCHER_OPTIONS(s.matcher),
        {"batch", "N", OPTION_COUNT, &s.batch,
         "people in memory at a time; the answer is the same with any (16384)", 1, 1 << 20, NULL,
         false},
        {"verbose", NULL, OPTION_FLAG, &s.verbose,
         "also tell by what means, why, and where the time went", 0, 0, NULL, false},
        PSEUDONYMS_OPTION(s.delivery),
        SAFE_OPTION(s.delivery),
        RECORD_OPTION(s.delivery),
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
    s.delivery.usage = &u;
    s.delivery.argc = argc;
    s.delivery.argv = argv;
    if (!read_options(&u, argc, argv, NULL, NULL, &code))
        return code;
    if (!is_file("output", s.output, "; without --output rows go to stdout") ||
        !is_file("report", s.report.file, ""))
        return EXIT_USAGE;
    char *typed = command_text(argc, argv);
    s.command = typed;
    rung_status status = match(&s, &error);
    free(typed);
    return status == RUNG_OK ? EXIT_DONE : failed(&error);
}
