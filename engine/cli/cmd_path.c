/* cmd_path.c - rung path: find the way to better roles for each person of a folder. */
#include "cli/command.h"
#include "cli/delivery.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/status.h"
#include "base/threads.h"

enum { FORMAT_NOT_SAID = -1 };

typedef struct settings {
    matcher_settings matcher;
    report_settings report;
    const char *command, *catalog, *people, *person, *output, *misses, *dwell;
    option_list targets;
    uint64_t top; /* 0 where nobody said */
    uint64_t paths, steps, effort, batch;
    double years, discount, wage_fall;
    int prefer, order, format, impute;
    delivery_settings delivery;
} settings;

/* ---------------------------------------------------------------- what the options say */

static bool read_planner_options(const settings *s, rung_planner_options *o)
{
    *o = (rung_planner_options)RUNG_PLANNER_OPTIONS_INIT;
    o->prefer = (rung_prefer)s->prefer;
    o->order = (rung_target_order)s->order;
    o->top = s->top > 0 ? (size_t)s->top : o->top;
    o->paths = (size_t)s->paths;
    o->steps = (size_t)s->steps;
    o->years = s->years;
    o->discount = s->discount;
    o->wage_fall = s->wage_fall;
    o->effort = s->effort;
    return !s->dwell || read_dwell(s->dwell, o->dwell);
}

/* The positions of the targets; target has room for them. */
static rung_status find_targets(const settings *s, const rung_catalog *catalog, uint32_t *target,
                                rung_error *error)
{
    char shown[64];
    for (size_t i = 0; i < s->targets.count; i++) {
        const char *id = s->targets.value[i];
        target[i] = rung_catalog_find_role(catalog, id);
        if (target[i] == RUNG_NONE)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "--target: found '%s', expected the id of a role in %s/roles.csv",
                             rung_quote(shown, id, strlen(id)), s->catalog);
        for (size_t k = 0; k < i; k++)
            if (target[k] == target[i])
                return rung_fail(error, RUNG_BAD_ARGUMENT,
                                 "--target: found '%s' twice, expected it once",
                                 rung_quote(shown, id, strlen(id)));
    }
    return RUNG_OK;
}

static rung_path_job make_job(const settings *s, const uint32_t *target, progress_bar *bar)
{
    rung_path_job job = RUNG_PATH_JOB_INIT;
    job.people = s->people;
    job.person = s->person;
    job.target = target;
    job.targets = s->targets.count;
    job.output = s->output;
    job.misses = s->misses;
    job.format = s->format != FORMAT_NOT_SAID ? (rung_format)s->format
                 : s->person                  ? RUNG_FORMAT_TEXT
                                              : RUNG_FORMAT_CSV;
    job.impute = (rung_impute)s->impute;
    job.batch = (size_t)s->batch;
    job.progress = show_progress;
    job.context = bar;
    return job;
}

/* ---------------------------------------------------------------- what is said on the way */

/* A speed would mislead where one person is looked for among those who are read, or where starting
 * takes longer than the search. */
static void tell_time(const settings *s, const rung_path_summary *sum, double setting_up)
{
    char some[64], read[32], more[64] = "";
    bool speed = !s->person && sum->searched >= 1000 && sum->seconds >= 1;
    counted(some, sum->searched, "person", "people");
    if (s->person)
        fprintf(stderr, "%s searched of %s read", some, grouped(read, sum->people.people));
    else
        fputs(some, stderr);
    if (speed)
        snprintf(more, sizeof more, "%.3g people/s; ", (double)sum->searched / sum->seconds);
    fprintf(stderr,
            " in %.2f s (%ssetting up %.2f, reading %.2f, searching %.2f, writing %.2f s)\n",
            setting_up + sum->seconds, more, setting_up, sum->seconds_reading,
            sum->seconds_searching, sum->seconds_writing);
}

static void tell_closed(const rung_catalog *catalog, const rung_people_totals *people)
{
    char some[64], program[64], column[64];
    if (people->closed == 0)
        return;
    const char *id = rung_catalog_program(catalog, people->closed_program).id;
    bool one = people->closed == 1;
    fprintf(stderr, "%s closed to all: people.csv lacks %s '%s' that '%s' asks for\n",
            counted(some, people->closed, "program is", "programs are"),
            one ? "the column" : "columns, such as",
            rung_quote(column, people->closed_column, strlen(people->closed_column)),
            rung_quote(program, id, strlen(id)));
}

/* A row for its skills may be missing. */
static void warn_of_programs(const rung_catalog *catalog)
{
    rung_catalog_counts counts = rung_catalog_count(catalog);
    if (counts.idle_programs > 0)
        fprintf(stderr, "%zu of %zu programs teach nothing and open no zone: no path takes them\n",
                counts.idle_programs, counts.programs);
}

/* setting_up: seconds before the first person was read. */
static void summarise(const settings *s, const rung_catalog *catalog, const rung_path_summary *sum,
                      double setting_up)
{
    char some[64], more[64], threads[64];
    tell_time(s, sum, setting_up);
    fprintf(stderr, "%s with a path, %s; %s, peak memory %.0f MiB\n",
            counted(some, sum->with_path, "person", "people"),
            counted(more, sum->rows, "path", "paths"),
            counted(threads, sum->threads, "thread", "threads"), rung_peak_memory() / 1048576);
    if (sum->unproven)
        fprintf(stderr, "%s not be the best: the search ended at --effort %llu\n",
                counted(some, sum->unproven, "path may", "paths may"),
                (unsigned long long)s->effort);
    if (sum->misses)
        fprintf(stderr, "%s no path\n",
                counted(some, sum->misses, "pair of a person and a target has",
                        "pairs of a person and a target have"));
    if (sum->ended)
        fprintf(stderr,
                "%s no path yet, since the search ended at --effort %llu: try a larger --effort or "
                "fewer --steps\n",
                s->targets.count > 0
                    ? counted(some, sum->ended, "of these pairs has", "of these pairs have")
                    : counted(some, sum->ended, "person has", "people have"),
                (unsigned long long)s->effort);
    tell_closed(catalog, &sum->people);
    if (!s->person)
        tell_people(s->people, &sum->people);
}

/* ---------------------------------------------------------------- the command */

static rung_status path(const settings *s, const rung_planner_options *planning, uint32_t *target,
                        rung_error *error)
{
    rung_catalog *catalog = NULL;
    rung_matcher *matcher = NULL;
    rung_planner *planner = NULL;
    rung_matcher_options options = matcher_options(&s->matcher);
    rung_tuning tuning;
    progress_bar bar = {.verb = s->person ? "read" : "searched"};
    rung_path_job job = make_job(s, target, &bar);
    delivery_run delivery;
    rung_path_summary summary;
    double start = rung_clock(), setting_up = 0;
    rung_status status = delivery_begin(&delivery, &s->delivery, &job.delivery, error);
    if (status == RUNG_OK)
        status = record_inputs(&delivery.record, s->catalog, s->people, s->matcher.profile, error);
    if (status == RUNG_OK)
        status = rung_catalog_open(&catalog, s->catalog, error);
    if (status == RUNG_OK)
        status = open_report(&s->report, s->command, &job.report, error);
    if (status == RUNG_OK)
        status = find_targets(s, catalog, target, error);
    if (status == RUNG_OK) {
        find_tuning(catalog, &s->matcher, &tuning);
        tuning.threads = 0; /* those that are best for matching need not be for searching */
        options.tuning = &tuning;
        status = rung_matcher_new(&matcher, catalog, &options, error);
    }
    if (status == RUNG_OK)
        status = rung_planner_new(&planner, matcher, planning, error);
    if (status == RUNG_OK) {
        setting_up = rung_clock() - start;
        warn_of_files(s->people);
        warn_of_rules(catalog, true, true);
        warn_of_programs(catalog);
        delivery.record.catalog = catalog;
        delivery.record.matcher = matcher;
        delivery.record.people = &summary.people.people;
        status = rung_path_people(planner, &job, &summary, error);
        end_progress(&bar);
    }
    status = delivery_end(&delivery, status, error);
    if (status == RUNG_OK)
        summarise(s, catalog, &summary, setting_up);
    rung_report_free(job.report);
    rung_planner_free(planner);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
    return status;
}

static int run(settings *s)
{
    rung_planner_options planning;
    rung_error error;
    if (!read_planner_options(s, &planning))
        return EXIT_USAGE;
    if (!is_file("output", s->output, "; without --output rows go to stdout") ||
        !is_file("misses", s->misses, "") || !is_file("report", s->report.file, ""))
        return EXIT_USAGE;
    if (s->misses && s->targets.count == 0) {
        complain("--misses: expected --target too; targets that are found all have a path");
        return EXIT_USAGE;
    }
    if (s->top > 0 && s->targets.count > 0)
        complain("--top is ignored: it is about targets that are found, --target gives them");
    uint32_t *target = calloc(s->targets.count + 1, sizeof *target);
    rung_status status =
        target ? path(s, &planning, target, &error) : rung_fail_memory(&error, "the targets");
    free(target);
    return status == RUNG_OK ? EXIT_DONE : failed(&error);
}

int cmd_path(int argc, char **argv)
{
    settings s = {.matcher = MATCHER_SETTINGS_INIT,
                  .report = REPORT_SETTINGS_INIT,
                  .paths = 3,
                  .steps = 3,
                  .effort = 1000000,
                  .years = 5,
                  .discount = 0.05,
                  .format = FORMAT_NOT_SAID};
    const option options[] = {
        {"catalog", "DIR", OPTION_TEXT, &s.catalog, "the catalog's folder", 0, 0, NULL, true},
        {"people", "DIR", OPTION_TEXT, &s.people, "the people's folder", 0, 0, NULL, true},
        {"person", "ID", OPTION_TEXT, &s.person, "only this person", 0, 0, NULL, false},
        {"target", "ROLE", OPTION_LIST, &s.targets,
         "the way to this role, and to more when it is there more than once; without it to the "
         "best that are found",
         0, 0, NULL, false},
        {"top", "K", OPTION_COUNT, &s.top, "targets that are found for each person (3)", 1, 1e6,
         NULL, false},
        {"paths", "K", OPTION_COUNT, &s.paths, "paths to each target (3)", 1, 1000, NULL, false},
        {"steps", "N", OPTION_COUNT, &s.steps, "most roles entered, the target included (3)", 1, 8,
         NULL, false},
        {"prefer", NULL, OPTION_CHOICE, &s.prefer,
         "the best path: highest gain (the default), fewest weeks, least cost, fewest steps", 0, 0,
         "gain|fastest|cheapest|fewest", false},
        {"order", NULL, OPTION_CHOICE, &s.order,
         "the best target: by its best path (the default), or by the profile's score", 0, 0,
         "figure|score", false},
        {"years", "X", OPTION_NUMBER, &s.years, "over which a gain counts (5)", 0, 100, NULL,
         false},
        {"discount", "X", OPTION_NUMBER, &s.discount, "of what comes a year later (0.05)", 0, 1,
         NULL, false},
        {"wage-fall", "X", OPTION_NUMBER, &s.wage_fall,
         "share of the wage that a step may cost (0)", 0, 1, NULL, false},
        {"dwell", "A,B,C,D,E[,F]", OPTION_TEXT, &s.dwell,
         "weeks in a role before the next step, by job zone 1 to 5 and without one "
         "(13,26,52,104,104,26)",
         0, 0, NULL, false},
        {"effort", "N", OPTION_COUNT, &s.effort,
         "most moves tried for a target of a person, 0: no limit (1000000)", 0, 1e15, NULL, false},
        THETA_OPTION(s.matcher),
        ESSENTIAL_OPTION(s.matcher),
        ZONE_STEP_OPTION(s.matcher),
        PROFILE_OPTION(s.matcher),
        THREADS_OPTION(s.matcher),
        {"impute", NULL, OPTION_CHOICE, &s.impute,
         "levels taken from the current role, as in rung match", 0, 0, "empty|fill|none", false},
        {"format", NULL, OPTION_CHOICE, &s.format,
         "rows as CSV (the default), JSON lines, or text for people (the default with --person)", 0,
         0, "csv|jsonl|text", false},
        {"output", "FILE", OPTION_TEXT, &s.output,
         "write there, whole or not at all; without it to stdout", 0, 0, NULL, false},
        {"misses", "FILE", OPTION_TEXT, &s.misses, "write there why a --target has no path, as CSV",
         0, 0, NULL, false},
        REPORT_OPTION(s.report),
        REPORT_SAMPLE_OPTION(s.report),
        {"batch", "N", OPTION_COUNT, &s.batch,
         "people in memory at a time; the answer is the same with any (16384)", 1, 1 << 20, NULL,
         false},
        PSEUDONYMS_OPTION(s.delivery),
        SAFE_OPTION(s.delivery),
        RECORD_OPTION(s.delivery),
    };
    const usage u = {
        "path",
        "--catalog DIR --people DIR [options]",
        "Find the programs and roles that lead each person to better roles, best way first.\n\n"
        "In text, 1.2 is the second best way to the best target. Its gain is what wages bring "
        "beyond\n"
        "today's over --years, less the cost; proven means that no way is better, not proven that "
        "the\n"
        "search ended at --effort. \u25CB is today, \u251C a program with its weeks and cost, "
        "\u25CF a "
        "role entered with\n"
        "the weeks worked in it before the next step and its wage. 2\u21923.5 of 4: the program "
        "brings "
        "the\n"
        "skill from level 2 to 3.5, and the role entered next asks for 4; what adds most is "
        "listed.\n"
        "In rows, a route is +program and >role in their order; docs/formats.md has the columns.",
        "rung path --catalog datasets/upskilling-2025 --people staff --person p000000001",
        options,
        sizeof options / sizeof *options};
    int code;
    s.delivery.usage = &u;
    s.delivery.argc = argc;
    s.delivery.argv = argv;
    s.targets.value = calloc((size_t)argc, sizeof *s.targets.value);
    if (!s.targets.value) {
        complain("out of memory for the options");
        return EXIT_FAILED;
    }
    code = EXIT_DONE;
    if (read_options(&u, argc, argv, NULL, NULL, &code)) {
        char *typed = command_text(argc, argv);
        s.command = typed;
        code = run(&s);
        free(typed);
    }
    free(s.targets.value);
    return code;
}
