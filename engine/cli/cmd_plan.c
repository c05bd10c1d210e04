/* cmd_plan.c - rung plan: choose for everybody of a folder within limits that all share. */
#include "cli/command.h"
#include "cli/delivery.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/folder.h"
#include "base/number.h"
#include "base/status.h"
#include "base/threads.h"
#include "cli/plan_words.h"

enum { PREFER_NOT_SAID = -1 };

typedef struct settings {
    matcher_settings matcher;
    report_settings report;
    const char *typed;
    const char *catalog, *people, *output, *seats, *openings, *fix, *dwell;
    const char *budget, *places; /* NULL: no limit */
    option_list what_if;
    uint64_t top, paths, steps, effort, batch;
    double years, discount, wage_fall, openings_years, gap, time;
    int value, prefer, impute;
    bool replace;
    delivery_settings delivery;
} settings;

/* ---------------------------------------------------------------- what the options say */

/* An amount, 0 or more; whole where it counts people. */
static bool read_amount(const char *name, const char *text, size_t length, bool whole,
                        double *number)
{
    const double most = whole ? 4e9 : 9e14;
    char shown[64];
    if (rung_parse_number(text, length, number) && *number >= 0 && *number <= most &&
        (!whole || *number == (double)(uint64_t)*number))
        return true;
    complain("--%s: found '%s', expected a %snumber in 0..%.0f", name,
             rung_quote(shown, text, length), whole ? "whole " : "", most);
    return false;
}

static bool read_limit(const char *name, const char *text, bool whole, double *number)
{
    *number = RUNG_NO_LIMIT;
    return !text || read_amount(name, text, strlen(text), whole, number);
}

/* --what-if budget=A,B,C or places=A,B,C; point is NULL to count alone. */
static bool read_what_if(const char *text, const rung_plan_job *job, rung_plan_point *point,
                         size_t *count)
{
    rung_slice rest = rung_slice_of(text), name, part;
    bool good = rung_slice_split(&rest, '=', &name) && rest.length > 0;
    bool places = good && rung_slice_is(name, "places");
    if (!good || (!places && !rung_slice_is(name, "budget"))) {
        complain("--what-if: found '%s', expected budget=A,B,C or places=A,B,C", text);
        return false;
    }
    while (rung_slice_split(&rest, ',', &part)) {
        double number;
        if (!read_amount("what-if", part.at, part.length, places, &number))
            return false;
        if (point)
            point[*count] = (rung_plan_point){.budget = places ? job->budget : number,
                                              .places = places ? number : job->places};
        ++*count;
    }
    return true;
}

static bool read_points(const settings *s, rung_plan_job *job)
{
    size_t count = 0;
    for (size_t i = 0; i < s->what_if.count; i++)
        if (!read_what_if(s->what_if.value[i], job, NULL, &count))
            return false;
    if (count == 0)
        return true;
    job->point = calloc(count, sizeof *job->point);
    if (!job->point) {
        complain("out of memory for --what-if");
        return false;
    }
    for (size_t i = 0; i < s->what_if.count; i++)
        read_what_if(s->what_if.value[i], job, job->point, &job->points);
    return true;
}

/* catalog, none, or the name of a file. */
static rung_limits_from limits_from(const char *text)
{
    if (!text || strcmp(text, "catalog") == 0)
        return RUNG_LIMITS_CATALOG;
    return strcmp(text, "none") == 0 ? RUNG_LIMITS_NONE : RUNG_LIMITS_FILE;
}

static bool read_job(const settings *s, rung_plan_job *job, progress_bar *bar)
{
    *job = (rung_plan_job)RUNG_PLAN_JOB_INIT;
    job->people = s->people;
    job->output = s->output;
    job->replace = s->replace;
    job->value = (rung_plan_value)s->value;
    job->seats_from = limits_from(s->seats);
    job->seats = s->seats;
    job->openings_from = limits_from(s->openings);
    job->openings = s->openings;
    job->openings_years = s->openings_years;
    job->fix = s->fix;
    job->gap = s->gap;
    job->seconds = s->time;
    job->impute = (rung_impute)s->impute;
    job->batch = (size_t)s->batch;
    job->progress = show_progress;
    job->context = bar;
    return read_limit("budget", s->budget, false, &job->budget) &&
           read_limit("places", s->places, true, &job->places) && read_points(s, job);
}

static bool read_planner_options(const settings *s, rung_planner_options *o)
{
    *o = (rung_planner_options)RUNG_PLANNER_OPTIONS_INIT;
    o->prefer = s->prefer != PREFER_NOT_SAID   ? (rung_prefer)s->prefer
                : s->value == RUNG_PLAN_PEOPLE ? RUNG_PREFER_CHEAPEST
                                               : RUNG_PREFER_GAIN;
    o->top = (size_t)s->top;
    o->paths = (size_t)s->paths;
    o->steps = (size_t)s->steps;
    o->years = s->years;
    o->discount = s->discount;
    o->wage_fall = s->wage_fall;
    o->effort = s->effort;
    return !s->dwell || read_dwell(s->dwell, o->dwell);
}

/* ---------------------------------------------------------------- the command */

static void tell_work(const settings *s, const rung_plan_summary *sum, double setting_up)
{
    char options[64], lists[64], routes[64], threads[64];
    fprintf(stderr, "%s by %s, %s; %s, peak memory %.0f MiB\n",
            counted(options, sum->options, "option", "options"),
            counted(routes, sum->routes, "route", "routes"),
            counted(lists, sum->lists, "different list", "different lists"),
            counted(threads, sum->threads, "thread", "threads"), rung_peak_memory() / 1048576);
    fprintf(
        stderr,
        "%.2f s (setting up %.2f, reading %.2f, searching %.2f, choosing %.2f, writing %.2f s); "
        "the plan is in %s\n",
        setting_up + sum->seconds, setting_up, sum->seconds_reading, sum->seconds_searching,
        sum->seconds_choosing, sum->seconds_writing, s->output);
    if (sum->unproven)
        fprintf(stderr, "%s not be the best paths: the search ended at --effort %llu\n",
                counted(options, sum->unproven, "option may", "options may"),
                (unsigned long long)s->effort);
    if (sum->ended)
        fprintf(stderr, "--time was over before the gap was %.9g\n", s->gap);
}

/* Everything that is read, for the record; and the key, which may not go with a former plan. */
static rung_status note_inputs(const settings *s, const rung_plan_job *job, run_record *record,
                               rung_error *error)
{
    const char *const file[] = {job->fix, job->seats_from == RUNG_LIMITS_FILE ? job->seats : NULL,
                                job->openings_from == RUNG_LIMITS_FILE ? job->openings : NULL};
    rung_status status = record_inputs(record, s->catalog, s->people, s->matcher.profile, error);
    for (size_t i = 0; i < sizeof file / sizeof *file && status == RUNG_OK; i++)
        status = record_file(record, file[i], error);
    return status == RUNG_OK ? rung_folder_spares(s->output, s->delivery.pseudonyms, error)
                             : status;
}

static rung_status plan(const settings *s, const rung_planner_options *planning, rung_plan_job *job,
                        progress_bar *bar, rung_error *error)
{
    rung_catalog *catalog = NULL;
    rung_matcher *matcher = NULL;
    rung_planner *planner = NULL;
    rung_matcher_options options = matcher_options(&s->matcher);
    rung_plan_summary summary;
    delivery_run delivery;
    double start = rung_clock(), setting_up = 0;
    rung_status status = delivery_begin(&delivery, &s->delivery, &job->delivery, error);
    delivery.record.in_folder = true;
    if (status == RUNG_OK)
        status = note_inputs(s, job, &delivery.record, error);
    if (status == RUNG_OK)
        status = rung_catalog_open(&catalog, s->catalog, error);
    if (status == RUNG_OK)
        status = open_report(&s->report, s->typed, &job->report, error);
    if (status == RUNG_OK)
        status = rung_matcher_new(&matcher, catalog, &options, error);
    if (status == RUNG_OK)
        status = rung_planner_new(&planner, matcher, planning, error);
    if (status == RUNG_OK) {
        setting_up = rung_clock() - start;
        warn_of_files(s->people);
        warn_of_rules(catalog, true, true);
        delivery.record.catalog = catalog;
        delivery.record.matcher = matcher;
        delivery.record.people = &summary.people.people;
        status = rung_plan_people(planner, job, &summary, error);
        end_progress(bar);
    }
    status = delivery_end(&delivery, status, error);
    if (status == RUNG_OK) {
        plan_words words = {catalog, job, &summary};
        say_plan(&words);
        say_points(&words);
        tell_work(s, &summary, setting_up);
        tell_people(s->people, &summary.people);
    }
    rung_report_free(job->report);
    rung_planner_free(planner);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
    return status;
}

static int run(settings *s)
{
    rung_planner_options planning;
    rung_plan_job job;
    rung_error error;
    progress_bar bar = {.verb = "searched"};
    int code = EXIT_USAGE;
    if (is_file("report", s->report.file, "") && read_planner_options(s, &planning) &&
        read_job(s, &job, &bar)) {
        code = plan(s, &planning, &job, &bar, &error) == RUNG_OK ? end_stdout() : failed(&error);
        free(job.point);
    }
    return code;
}

int cmd_plan(int argc, char **argv)
{
    settings s = {.matcher = MATCHER_SETTINGS_INIT,
                  .report = REPORT_SETTINGS_INIT,
                  .top = 25,
                  .paths = 3,
                  .steps = 2,
                  .effort = 1000000,
                  .years = 5,
                  .discount = 0.05,
                  .openings_years = 1,
                  .gap = 0.0001,
                  .prefer = PREFER_NOT_SAID};
    const option options[] = {
        {"catalog", "DIR", OPTION_TEXT, &s.catalog, "the catalog's folder", 0, 0, NULL, true},
        {"people", "DIR", OPTION_TEXT, &s.people, "the people's folder", 0, 0, NULL, true},
        {"output", "DIR", OPTION_TEXT, &s.output, "the plan's folder, new", 0, 0, NULL, true},
        {"replace", NULL, OPTION_FLAG, &s.replace, "the folder of a former plan", 0, 0, NULL,
         false},
        {"budget", "X", OPTION_TEXT, &s.budget, "money for all programs; without it no limit", 0, 0,
         NULL, false},
        {"places", "N", OPTION_TEXT, &s.places, "people who may take programs; without it no limit",
         0, 0, NULL, false},
        {"seats", "FILE", OPTION_TEXT, &s.seats,
         "seats of programs: catalog (without it), none, or a CSV file program_id,seats", 0, 0,
         NULL, false},
        {"openings", "FILE", OPTION_TEXT, &s.openings,
         "openings of roles: catalog (without it), none, or a CSV file role_id,openings", 0, 0,
         NULL, false},
        {"openings-years", "X", OPTION_NUMBER, &s.openings_years,
         "by which the catalog's openings, a year's, are multiplied (1)", 0, 100, NULL, false},
        {"value", NULL, OPTION_CHOICE, &s.value,
         "what is highest in sum: gain (the default), readiness gained, people with a path", 0, 0,
         "gain|readiness|people", false},
        {"fix", "FILE", OPTION_TEXT, &s.fix,
         "CSV person_id,route, such as a plan's assignments.csv: these people go that way", 0, 0,
         NULL, false},
        {"what-if", "NAME=A,B,...", OPTION_LIST, &s.what_if,
         "also plan with budget=A,B,... or places=A,B,...; may be there more than once", 0, 0, NULL,
         false},
        {"gap", "X", OPTION_NUMBER, &s.gap,
         "a plan so close to the bound is good enough, as a share of it (0.0001)", 0, 1, NULL,
         false},
        {"time", "X", OPTION_NUMBER, &s.time,
         "seconds for choosing, after which the best plan so far is taken; 0: no limit (0)", 0, 1e6,
         NULL, false},
        {"top", "K", OPTION_COUNT, &s.top, "targets among which each person's is chosen (25)", 1,
         1e6, NULL, false},
        {"paths", "K", OPTION_COUNT, &s.paths, "paths to each of them (3)", 1, 1000, NULL, false},
        {"steps", "N", OPTION_COUNT, &s.steps, "most roles entered, the target included (2)", 1, 8,
         NULL, false},
        {"prefer", NULL, OPTION_CHOICE, &s.prefer,
         "the paths among which is chosen: highest gain (the default), fewest weeks, least cost "
         "(the default by people), fewest steps",
         0, 0, "gain|fastest|cheapest|fewest", false},
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
        THREADS_OPTION(s.matcher),
        {"impute", NULL, OPTION_CHOICE, &s.impute,
         "levels taken from the current role, as in rung match", 0, 0, "empty|fill|none", false},
        REPORT_OPTION(s.report),
        REPORT_SAMPLE_OPTION(s.report),
        {"batch", "N", OPTION_COUNT, &s.batch,
         "people searched at a time; the answer is the same with any (16384)", 1, 1 << 20, NULL,
         false},
        PSEUDONYMS_OPTION(s.delivery),
        SAFE_OPTION(s.delivery),
        {"no-record", NULL, OPTION_FLAG, &s.delivery.no_record,
         "write no record of the run, run.json in the plan's folder", 0, 0, NULL, false},
    };
    const usage u = {
        "plan",
        "--catalog DIR --people DIR --output DIR [options]",
        "Choose one path for each person, or that the person stays, so that the sum is the "
        "highest\n"
        "that budget, places, seats of programs and openings of roles allow, and prove how far "
        "from "
        "the\n"
        "best it can be. The folder then holds assignments.csv, programs.csv, roles.csv, plan.json "
        "and run.json.",
        "rung plan --catalog datasets/upskilling-2025 --people staff --output plan --budget 700e6 "
        "--places 100000",
        options,
        sizeof options / sizeof *options};
    int code = EXIT_DONE;
    s.delivery.usage = &u;
    s.delivery.argc = argc;
    s.delivery.argv = argv;
    s.what_if.value = calloc((size_t)argc, sizeof *s.what_if.value);
    if (!s.what_if.value) {
        complain("out of memory for the options");
        return EXIT_FAILED;
    }
    if (read_options(&u, argc, argv, NULL, NULL, &code)) {
        char *typed = command_text(argc, argv);
        s.typed = typed;
        code = run(&s);
        free(typed);
    }
    free(s.what_if.value);
    return code;
}
