/* cmd_match.c - rung match: rank the roles that fit each person of a folder. */
#include "cli/command.h"

#include <stdio.h>

#include "base/threads.h"

typedef struct settings {
    matcher_settings matcher;
    const char *catalog, *people, *output;
    uint64_t top, gaps, batch;
    int format, impute;
} settings;

static void summarise(const rung_matcher *matcher, const rung_match_summary *s)
{
    char people[32], roles[32], pairs[32], rows[32];
    rung_matcher_facts facts = rung_matcher_describe(matcher);
    double seconds = s->seconds > 1e-9 ? s->seconds : 1e-9;
    uint64_t each = s->people.people ? s->pairs / s->people.people : 0;
    fprintf(stderr,
            "%s people x %s roles: %s pairs in %.2f s (%.3g pairs/s; reading %.2f, matching %.2f, "
            "writing %.2f s)\n",
            grouped(people, s->people.people), grouped(roles, each), grouped(pairs, s->pairs),
            s->seconds, (double)s->pairs / seconds, s->seconds_reading, s->seconds_matching,
            s->seconds_writing);
    fprintf(stderr,
            "%s rows; profile %s, kernel %s, %u threads, %zu dimensions, peak memory %.0f "
            "MiB\n",
            grouped(rows, s->rows), facts.profile, facts.kernel, facts.threads, facts.dimensions,
            rung_peak_memory() / 1048576);
    if (s->people.imputed)
        fprintf(stderr, "%s people got levels from their current role\n",
                grouped(people, s->people.imputed));
    if (s->people.without_role)
        fprintf(stderr, "%s people have no current role\n",
                grouped(people, s->people.without_role));
    for (int i = 0; i < RUNG_SIGNAL_COUNT; i++)
        if (facts.weight[i] != 0 && facts.missing[i] > 0)
            fprintf(stderr, "%zu roles lack the figure behind '%s'; it counts 0 for them\n",
                    facts.missing[i], rung_signal_name((rung_signal)i));
}

/* The rules that cannot be applied because the catalog has no such figures. */
static void warn_of_rules(const rung_catalog *catalog, const settings *s)
{
    rung_catalog_counts counts = rung_catalog_count(catalog);
    bool viable = s->matcher.viable || s->matcher.desirable;
    if (viable && counts.without_zone > 0)
        fprintf(stderr, "%zu of %zu roles have no job zone: the zone rule is skipped for them\n",
                counts.without_zone, counts.roles);
    if (s->matcher.desirable && counts.without_wage > 0)
        fprintf(stderr, "%zu of %zu roles have no wage: the wage rule is skipped for them\n",
                counts.without_wage, counts.roles);
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
        status = rung_matcher_new(&matcher, catalog, &options, error);
    if (status == RUNG_OK) {
        warn_of_rules(catalog, s);
        status = rung_match_people(matcher, &job, &summary, error);
        end_progress(&bar);
    }
    if (status == RUNG_OK)
        summarise(matcher, &summary);
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
    return match(&s, &error) == RUNG_OK ? EXIT_DONE : failed(&error);
}
