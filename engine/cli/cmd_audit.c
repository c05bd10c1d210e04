/* cmd_audit.c - rung audit: rates and impact ratios of groups of people. */
#include "cli/command.h"
#include "cli/delivery.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/place.h"
#include "base/status.h"

typedef struct settings {
    report_settings report;
    const char *typed;
    const char *people, *matches, *paths, *assignments, *figure, *output;
    option_list by;
    uint64_t rank;
    double threshold; /* NAN where none is given */
    int format;
    delivery_settings delivery;
} settings;

static const rung_format formats[] = {RUNG_FORMAT_CSV, RUNG_FORMAT_JSON, RUNG_FORMAT_TEXT};

/* One file of results, and what is in it. */
static bool find_results(const settings *s, rung_audit_job *job)
{
    const char *const file[] = {[RUNG_RESULTS_MATCHES] = s->matches,
                                [RUNG_RESULTS_PATHS] = s->paths,
                                [RUNG_RESULTS_ASSIGNMENTS] = s->assignments};
    int given = 0;
    for (int kind = 0; kind < (int)(sizeof file / sizeof *file); kind++)
        if (file[kind]) {
            job->results = file[kind];
            job->kind = (rung_results)kind;
            given++;
        }
    if (given != 1)
        complain("audit: found %s, expected one of --matches, --paths and --assignments",
                 given == 0 ? "no results" : "more than one file of results");
    return given == 1;
}

static bool check(const settings *s, const rung_audit_job *job, bool ranked)
{
    if (job->kind == RUNG_RESULTS_ASSIGNMENTS && ranked) {
        complain("--rank: a plan has no ranks, expected it with --matches or --paths");
        return false;
    }
    if (s->by.count == 0)
        complain("audit: expected --by COLUMN; see rung audit --help");
    return s->by.count > 0 &&
           is_file("output", s->output, "; without --output rows go to stdout") &&
           is_file("report", s->report.file, "");
}

static void summarise(const rung_audit_summary *sum)
{
    char people[64], selected[32], groups[64];
    fprintf(stderr, "%s, %s selected, %s\n", counted(people, sum->people, "person", "people"),
            grouped(selected, sum->selected), counted(groups, sum->groups, "group", "groups"));
    if (sum->scored < sum->people)
        fprintf(stderr, "%s no figure: they count as not above the median\n",
                counted(people, sum->people - sum->scored, "person has", "people have"));
}

static rung_status note_inputs(run_record *record, const rung_audit_job *job, rung_error *error)
{
    char *people = rung_path_join(job->people, "people.csv");
    rung_status status = people ? record_file(record, people, error)
                                : rung_fail_memory(error, "the record of the run");
    free(people);
    return status == RUNG_OK ? record_file(record, job->results, error) : status;
}

static int run(settings *s, bool ranked)
{
    progress_bar bar = {.verb = "counted"};
    rung_audit_job job = RUNG_AUDIT_JOB_INIT;
    rung_audit_summary summary;
    rung_error error;
    if (!find_results(s, &job) || !check(s, &job, ranked))
        return EXIT_USAGE;
    job.people = s->people;
    job.by = s->by.value;
    job.tables = s->by.count;
    if (ranked)
        job.rank = (size_t)s->rank;
    job.threshold = isnan(s->threshold) ? NULL : &s->threshold;
    job.figure = s->figure;
    job.output = s->output;
    job.format = formats[s->format];
    job.progress = show_progress;
    job.context = &bar;
    delivery_run delivery;
    rung_status status = delivery_begin(&delivery, &s->delivery, &job.delivery, &error);
    if (status == RUNG_OK)
        status = note_inputs(&delivery.record, &job, &error);
    delivery.record.people = &summary.people;
    if (status == RUNG_OK)
        status = open_report(&s->report, s->typed, &job.report, &error);
    if (status == RUNG_OK)
        status = rung_audit_people(&job, &summary, &error);
    end_progress(&bar);
    status = delivery_end(&delivery, status, &error);
    rung_report_free(job.report);
    if (status != RUNG_OK)
        return failed(&error);
    summarise(&summary);
    return EXIT_DONE;
}

int cmd_audit(int argc, char **argv)
{
    settings s = {.threshold = NAN};
    const option options[] = {
        {"people", "DIR", OPTION_TEXT, &s.people, "the people's folder: people.csv alone is read",
         0, 0, NULL, true},
        {"matches", "FILE", OPTION_TEXT, &s.matches, "what rung match wrote, CSV or JSON lines", 0,
         0, NULL, false},
        {"paths", "FILE", OPTION_TEXT, &s.paths, "or what rung path wrote", 0, 0, NULL, false},
        {"assignments", "FILE", OPTION_TEXT, &s.assignments, "or the assignments.csv of a plan", 0,
         0, NULL, false},
        {"by", "COLUMN[,COLUMN]", OPTION_LIST, &s.by,
         "a column of people.csv, or the crossing of two; more tables when it is there more than "
         "once",
         0, 0, NULL, false},
        {"rank", "K", OPTION_COUNT, &s.rank,
         "selected is who has a row of this rank or a better one (1)", 1, 1e6, NULL, false},
        {"threshold", "X", OPTION_NUMBER, &s.threshold, "and there a figure of at least this",
         -1e300, 1e300, NULL, false},
        {"figure", "COLUMN", OPTION_TEXT, &s.figure,
         "the results' column that is the figure (score of matches, else gain)", 0, 0, NULL, false},
        {"output", "FILE", OPTION_TEXT, &s.output,
         "write there, whole or not at all; without it to stdout", 0, 0, NULL, false},
        REPORT_OPTION(s.report),
        {"format", NULL, OPTION_CHOICE, &s.format,
         "rows as CSV (the default), one JSON document, or text for people", 0, 0, "csv|json|text",
         false},
        PSEUDONYMS_OPTION(s.delivery),
        SAFE_OPTION(s.delivery),
        RECORD_OPTION(s.delivery),
    };
    const usage u = {
        "audit",
        "--people DIR --matches FILE --by COLUMN [options]",
        "Count for each group of a column how many were selected and how many have a figure above\n"
        "the median, and compare the rates: impact ratios as New York City's Local Law 144 has\n"
        "them, with intervals; groups under 2 % of the people are marked. These are figures, no\n"
        "legal result.",
        "rung audit --people staff --matches matches.csv --by gender --by gender,age_band",
        options,
        sizeof options / sizeof *options};
    int code = EXIT_DONE;
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
        code = run(&s, s.rank > 0);
        free(typed);
    }
    free(s.by.value);
    return code;
}
