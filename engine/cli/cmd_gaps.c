/* cmd_gaps.c - rung gaps: what a workforce lacks for the roles that it is matched to. */
#include "cli/command.h"
#include "cli/delivery.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/status.h"

typedef struct settings {
    matcher_settings matcher;
    report_settings report;
    const char *typed;
    const char *catalog, *people, *matches, *demand, *output;
    option_list by;
    uint64_t rank, top, batch;
    int format, impute;
    delivery_settings delivery;
} settings;

static const rung_format formats[] = {RUNG_FORMAT_CSV, RUNG_FORMAT_JSON, RUNG_FORMAT_TEXT};

static void summarise(const settings *s, const rung_gaps_summary *sum)
{
    char matched[64], people[64], skills[64];
    double missing = 100 * sum->gap;
    counted(people, sum->people.people, "person", "people");
    if (s->demand)
        fprintf(stderr, "%s against %s: %.1f %% of what is asked stays open\n", people,
                counted(matched, sum->matched, "position", "positions"), missing);
    else
        fprintf(stderr, "%s of %s with a role: %.1f %% of what it asks is missing\n",
                grouped(matched, sum->matched), people, missing);
    fprintf(stderr, "%s short; soft skills are %zu of the %zu largest gaps and %.0f %% of all\n",
            counted(skills, sum->short_skills, "skill is", "skills are"), sum->soft, sum->listed,
            100 * sum->soft_share);
    tell_people(s->people, &sum->people);
}

static bool check(const settings *s)
{
    if (s->matches && s->demand) {
        complain("gaps: found --matches and --demand, expected one of them");
        return false;
    }
    if (s->demand && s->by.count > 0) {
        complain("--by: a demand is not of one group, expected --by without --demand");
        return false;
    }
    if (s->demand && (s->rank != 1 || s->matcher.viable || s->matcher.desirable)) {
        complain("--demand: found with --rank, --viable or --desirable, expected none of them: "
                 "a demand is met by anybody");
        return false;
    }
    if ((s->matches || s->demand) && s->matcher.profile)
        complain("--profile is ignored: nobody is matched here");
    if (s->delivery.pseudonyms && !s->matches) {
        complain("--pseudonyms: expected --matches, which it finds people in");
        return false;
    }
    return is_file("output", s->output, "; without --output rows go to stdout") &&
           is_file("report", s->report.file, "");
}

static rung_gaps_job make_job(const settings *s, progress_bar *bar)
{
    rung_gaps_job job = RUNG_GAPS_JOB_INIT;
    job.people = s->people;
    job.rank = (size_t)s->rank;
    job.matches = s->matches;
    job.demand = s->demand;
    job.by = s->by.value;
    job.columns = s->by.count;
    job.top = (size_t)s->top;
    job.output = s->output;
    job.format = formats[s->format];
    job.impute = (rung_impute)s->impute;
    job.batch = (size_t)s->batch;
    job.progress = show_progress;
    job.context = bar;
    return job;
}

static rung_status gaps(const settings *s, rung_error *error)
{
    rung_catalog *catalog = NULL;
    rung_matcher *matcher = NULL;
    rung_matcher_options options = matcher_options(&s->matcher);
    rung_tuning tuning;
    progress_bar bar = {.verb = "compared"};
    rung_gaps_job job = make_job(s, &bar);
    rung_gaps_summary summary;
    delivery_run delivery;
    rung_status status = delivery_begin(&delivery, &s->delivery, &job.delivery, error);
    if (status == RUNG_OK)
        status = record_inputs(&delivery.record, s->catalog, s->people, s->matcher.profile, error);
    if (status == RUNG_OK)
        status = record_file(&delivery.record, s->matches ? s->matches : s->demand, error);
    if (status == RUNG_OK)
        status = rung_catalog_open(&catalog, s->catalog, error);
    if (status == RUNG_OK)
        status = open_report(&s->report, s->typed, &job.report, error);
    if (status == RUNG_OK && !s->matches && !s->demand) {
        find_tuning(catalog, &s->matcher, &tuning);
        options.tuning = &tuning;
        status = rung_matcher_new(&matcher, catalog, &options, error);
    }
    if (status == RUNG_OK) {
        warn_of_files(s->people);
        if (matcher)
            warn_of_rules(catalog, s->matcher.viable || s->matcher.desirable, s->matcher.desirable);
        delivery.record.catalog = catalog;
        delivery.record.matcher = matcher;
        delivery.record.people = &summary.people.people;
        status = rung_gaps_people(catalog, matcher, &job, &summary, error);
        end_progress(&bar);
    }
    status = delivery_end(&delivery, status, error);
    if (status == RUNG_OK)
        summarise(s, &summary);
    rung_report_free(job.report);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
    return status;
}

int cmd_gaps(int argc, char **argv)
{
    settings s = {
        .matcher = MATCHER_SETTINGS_INIT, .report = REPORT_SETTINGS_INIT, .rank = 1, .top = 20};
    const option options[] = {
        {"catalog", "DIR", OPTION_TEXT, &s.catalog, "the catalog's folder", 0, 0, NULL, true},
        {"people", "DIR", OPTION_TEXT, &s.people, "the people's folder", 0, 0, NULL, true},
        {"rank", "K", OPTION_COUNT, &s.rank, "look at the role of this rank of each person (1)", 1,
         1e6, NULL, false},
        {"matches", "FILE", OPTION_TEXT, &s.matches,
         "ranks are those of what rung match wrote; without it people are matched here", 0, 0, NULL,
         false},
        {"demand", "FILE", OPTION_TEXT, &s.demand,
         "or compare all people with a demand: CSV role_id,headcount", 0, 0, NULL, false},
        {"by", "COLUMN", OPTION_LIST, &s.by,
         "also a table for each value of this column of people.csv; may be there more than once", 0,
         0, NULL, false},
        {"top", "K", OPTION_COUNT, &s.top, "the largest gaps of each table, 0: all (20)", 0, 1e6,
         NULL, false},
        {"output", "FILE", OPTION_TEXT, &s.output,
         "write there, whole or not at all; without it to stdout", 0, 0, NULL, false},
        {"format", NULL, OPTION_CHOICE, &s.format,
         "rows as CSV (the default), one JSON document, or text for people", 0, 0, "csv|json|text",
         false},
        REPORT_OPTION(s.report),
        {"impute", NULL, OPTION_CHOICE, &s.impute,
         "levels taken from the current role, as in rung match", 0, 0, "empty|fill|none", false},
        MATCHER_OPTIONS(s.matcher),
        {"batch", "N", OPTION_COUNT, &s.batch,
         "people in memory at a time; the answer is the same with any (16384)", 1, 1 << 20, NULL,
         false},
        PSEUDONYMS_OPTION(s.delivery),
        SAFE_OPTION(s.delivery),
        RECORD_OPTION(s.delivery),
    };
    const usage u = {
        "gaps",
        "--catalog DIR --people DIR [options]",
        "Add up by skill what people lack for the role that each is matched to, or what a\n"
        "workforce lacks for a demand: people short, levels missing, share of all gaps; by kind "
        "of\n"
        "skill and by columns of people.csv.",
        "rung gaps --catalog datasets/upskilling-2025 --people staff --viable --by site --format "
        "text",
        options,
        sizeof options / sizeof *options};
    int code = EXIT_DONE;
    rung_error error;
    s.delivery.usage = &u;
    s.delivery.argc = argc;
    s.delivery.argv = argv;
    s.by.value = calloc((size_t)argc, sizeof *s.by.value);
    if (!s.by.value) {
        complain("out of memory for the options");
        return EXIT_FAILED;
    }
    if (read_options(&u, argc, argv, NULL, NULL, &code)) {
        char *typed = command_text(argc, argv);
        s.typed = typed;
        code = !check(&s) ? EXIT_USAGE : gaps(&s, &error) == RUNG_OK ? EXIT_DONE : failed(&error);
        free(typed);
    }
    free(s.by.value);
    return code;
}
