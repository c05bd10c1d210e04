/* test_report_jobs.c - the pages of whole jobs: right, whole or not there, the same by any means.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "failures.h"
#include "rung.h"
#include "support.h"

static const char bundled[] = "datasets/upskilling-2025";
static const char python[] = "/usr/bin/python3";

/* ---------------------------------------------------------------- jobs */

enum { MATCH, PATH, AUDIT, GAPS, PLAN, KINDS };

/* A job to be run, and its settings. */
typedef struct setup {
    int kind;
    const char *catalog, *people, *output, *report;
    unsigned threads;
    size_t batch, sample, top;
    const char *target; /* of paths */
    const char *title;
} setup;

static rung_status run_match(const setup *s, const rung_matcher *matcher, rung_report *report,
                             rung_error *error)
{
    rung_match_job job = RUNG_MATCH_JOB_INIT;
    job.people = s->people;
    job.output = s->output;
    job.batch = s->batch;
    job.top = s->top ? s->top : 3;
    job.report = report;
    return rung_match_people(matcher, &job, NULL, error);
}

static rung_status run_path(const setup *s, const rung_catalog *catalog,
                            const rung_matcher *matcher, rung_report *report, rung_error *error)
{
    rung_planner *planner;
    rung_path_job job = RUNG_PATH_JOB_INIT;
    uint32_t target = s->target ? rung_catalog_find_role(catalog, s->target) : RUNG_NONE;
    rung_status status = rung_planner_new(&planner, matcher, NULL, error);
    job.people = s->people;
    job.output = s->output;
    job.batch = s->batch;
    job.report = report;
    job.target = &target;
    job.targets = s->target != NULL;
    if (status == RUNG_OK)
        status = rung_path_people(planner, &job, NULL, error);
    rung_planner_free(planner);
    return status;
}

/* Of what the people's matches or paths would be: their own ids, every second one selected. */
static rung_status run_audit(const setup *s, rung_report *report, rung_error *error)
{
    static const char *const by[] = {"site", "role_id", "role_id,site"};
    char results[4096]; /* memory of a test must not fail */
    snprintf(results, sizeof results, "%s/results.csv", s->people);
    rung_audit_job job = RUNG_AUDIT_JOB_INIT;
    job.people = s->people;
    job.results = results;
    job.by = by;
    job.tables = sizeof by / sizeof *by;
    job.output = s->output;
    job.report = report;
    return rung_audit_people(&job, NULL, error);
}

static rung_status run_gaps(const setup *s, const rung_catalog *catalog,
                            const rung_matcher *matcher, rung_report *report, rung_error *error)
{
    static const char *const by[] = {"site"};
    rung_gaps_job job = RUNG_GAPS_JOB_INIT;
    job.people = s->people;
    job.by = by;
    job.columns = 1;
    job.batch = s->batch;
    job.output = s->output;
    job.report = report;
    return rung_gaps_people(catalog, matcher, &job, NULL, error);
}

/* The output is a folder; three plans more make the curves. */
static rung_status run_plan(const setup *s, const rung_matcher *matcher, rung_report *report,
                            rung_error *error)
{
    rung_planner *planner;
    rung_plan_job job = RUNG_PLAN_JOB_INIT;
    rung_plan_point point[] = {{.budget = 20000, .places = 20},
                               {.budget = 80000, .places = 20},
                               {.budget = 50000, .places = 10}};
    rung_status status = rung_planner_new(&planner, matcher, NULL, error);
    job.people = s->people;
    job.output = s->output;
    job.batch = s->batch;
    job.budget = 50000;
    job.places = 20;
    job.point = point;
    job.points = sizeof point / sizeof *point;
    job.report = report;
    if (status == RUNG_OK)
        status = rung_plan_people(planner, &job, NULL, error);
    rung_planner_free(planner);
    return status;
}

static rung_status run(const setup *s, rung_error *error)
{
    rung_catalog *catalog = NULL;
    rung_matcher *matcher = NULL;
    rung_report *report = NULL;
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    rung_report_options showing = RUNG_REPORT_OPTIONS_INIT;
    options.threads = s->threads;
    options.kernel = "scalar";
    showing.output = s->report;
    showing.sample = s->sample;
    showing.title = s->title;
    rung_status status = rung_catalog_open(&catalog, s->catalog, error);
    if (status == RUNG_OK)
        status = rung_matcher_new(&matcher, catalog, &options, error);
    if (status == RUNG_OK)
        status = rung_report_new(&report, &showing, error);
    if (status == RUNG_OK)
        switch (s->kind) {
        case MATCH:
            status = run_match(s, matcher, report, error);
            break;
        case PATH:
            status = run_path(s, catalog, matcher, report, error);
            break;
        case AUDIT:
            status = run_audit(s, report, error);
            break;
        case GAPS:
            status = run_gaps(s, catalog, matcher, report, error);
            break;
        default:
            status = run_plan(s, matcher, report, error);
            break;
        }
    rung_report_free(report);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
    return status;
}

/* What an audit looks at: matches of the people in a folder. */
static void add_results(const char *catalog, const char *people)
{
    rung_catalog *c = NULL;
    rung_matcher *matcher = NULL;
    rung_error error = {.message = ""};
    setup s = {.people = people, .output = test_path(people, "results.csv"), .top = 2};
    cr_assert_eq(rung_catalog_open(&c, catalog, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(rung_matcher_new(&matcher, c, NULL, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(run_match(&s, matcher, NULL, &error), RUNG_OK, "%s", error.message);
    rung_matcher_free(matcher);
    rung_catalog_free(c);
}

static const char *people_of(const char *catalog, const test_file *files)
{
    const char *people = test_write_files(files, NULL);
    add_results(catalog, people);
    return people;
}

static const char *made_up_people(const char *catalog, uint64_t people)
{
    const char *folder = test_path(test_folder(), "staff");
    rung_catalog *c;
    rung_error error = {.message = ""};
    rung_synth_job job = RUNG_SYNTH_JOB_INIT;
    job.output = folder;
    job.people = people;
    job.seed = 4;
    cr_assert_eq(rung_catalog_open(&c, catalog, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(rung_synth(c, &job, NULL, &error), RUNG_OK, "%s", error.message);
    rung_catalog_free(c);
    add_results(catalog, folder);
    return folder;
}

static char *page_of(setup s)
{
    const char *folder = test_folder();
    rung_error error = {.message = ""};
    s.output = test_path(folder, "rows.csv");
    s.report = s.report ? s.report : test_path(folder, "page.html");
    cr_assert_eq(run(&s, &error), RUNG_OK, "%s", error.message);
    char *page = test_read(s.report, NULL);
    cr_assert_not_null(page);
    return page;
}

/* ---------------------------------------------------------------- the same by any means */

TEST_EACH(report_jobs, threads_and_batches_change_no_byte, KINDS)
{
    static const setup ways[] = {
        {.threads = 1}, {.threads = 2, .batch = 7}, {.threads = 3}, {.threads = 2, .batch = 100}};
    setup s = {.kind = (int)*row, .catalog = bundled, .people = made_up_people(bundled, 400)};
    char *first = NULL;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        s.threads = ways[i].threads;
        s.batch = ways[i].batch;
        s.sample = 9;
        char *page = page_of(s);
        if (!first)
            first = page;
        cr_assert_str_eq(page, first, "way %zu", i);
        if (page != first)
            free(page);
    }
    free(first);
}

/* ---------------------------------------------------------------- what stands in it */

/* The catalog of docs/model.md's kind, with names that would like to be markup. */
static const test_file hostile[] = {
    {"catalog.ini", "name = </title><script>alert(1)</script>\nlevels = 4\ncurrency = <b>\n"},
    {"skills.csv", "skill_id,name,kind,group\n"
                   "read,\"\"\"><img src=x onerror=y>\",soft,\n"
                   "code,]]><!--,technical,\n"
                   "law,&amp;&#x3C;,knowledge,\n"
                   "lift,pay\u202Efdp,ability,\n"
                   "knit,' onclick=',other,\n"},
    {"roles.csv", "role_id,title,family,job_zone,wage\n"
                  "clerk,</text></svg><script>x</script>,office,2,30000\n"
                  "coder,\"\"\"\u2028\"\"\",tech,4,60000\n"
                  "boss,<!DOCTYPE html>,office,5,90000\n"
                  "idle,Idle,,,\n"},
    {"programs.csv", "program_id,name,cost,weeks,seats,opens_zone,audience\n"
                     "bootcamp,<style>*{}</style>,7000,12,20,4,\n"
                     "evening,--> <details open>,0,1.5,,5,\n"},
    {NULL, NULL},
};

static const test_file hostile_people[] = {
    {"people.csv", "person_id,role_id,site\n<script>p1</script>,clerk,<b>Paris\n"
                   "\"a\"\"'&\",clerk,\n\u202Eid,coder,\nplain,,\n"},
    {"people_skills.csv", "person_id,skill_id,level\n<script>p1</script>,code,3\n"
                          "<script>p1</script>,read,3\n"},
    {NULL, NULL},
};

/* check.py finds nothing wrong with the page. */
static void check_page(const char *path)
{
    char command[2000];
    const char *log = test_path(test_folder(), "log");
    if (access(python, X_OK) != 0)
        cr_skip_test("no %s: `make deps` installs it", python);
    snprintf(command, sizeof command, "%s -B tests/report/check.py '%s' >'%s' 2>&1", python, path,
             log);
    int status = system(command);
    char *text = test_read(log, NULL);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s", text);
    free(text);
}

TEST_EACH(report_jobs, names_that_would_be_markup_are_shown, KINDS)
{
    const char *catalog = test_write_files(test_small_catalog, hostile);
    const char *path = test_path(test_folder(), "page.html");
    setup s = {.kind = (int)*row,
               .catalog = catalog,
               .people = people_of(catalog, hostile_people),
               .report = path,
               .sample = 5,
               .title = "</h1><script>title</script>"};
    free(page_of(s));
    s.target = "boss";
    char *page = page_of(s);
    cr_assert_null(strstr(page, "<script"));
    cr_assert_null(strstr(page, "<img"));
    cr_assert_not_null(
        strstr(page, *row == AUDIT || *row == GAPS ? "&lt;b&gt;Paris" : "&lt;script&gt;p1&lt;/"));
    check_page(path);
    free(page);
}

TEST_EACH(report_jobs, pages_are_well_formed_and_every_picture_is_told, KINDS)
{
    const char *path = test_path(test_folder(), "page.html");
    free(page_of((setup){.kind = (int)*row,
                         .catalog = bundled,
                         .people = made_up_people(bundled, 300),
                         .report = path,
                         .sample = 12}));
    check_page(path);
}

static const test_file nobody[] = {{"people.csv", "person_id,role_id,site\n"}, {NULL, NULL}};

TEST_EACH(report_jobs, a_page_of_nobody_is_a_page, KINDS)
{
    const char *path = test_path(test_folder(), "page.html");
    free(page_of((setup){.kind = (int)*row,
                         .catalog = bundled,
                         .people = people_of(bundled, nobody),
                         .report = path,
                         .sample = 12}));
    check_page(path);
}

/* Roles with vectors alone, so that nothing can be said of readiness and gaps. */
Test(report_jobs, a_catalog_without_skills_has_a_page_without_readiness)
{
    const char *catalog = test_path(test_folder(), "vectors");
    const char *path = test_path(test_folder(), "page.html");
    rung_vectors_job job = RUNG_VECTORS_JOB_INIT;
    rung_error error = {.message = ""};
    job.output = catalog;
    job.roles = 30;
    job.dimensions = 8;
    cr_assert_eq(rung_synth_vectors(NULL, &job, &error), RUNG_OK, "%s", error.message);
    char *page = page_of((setup){.kind = MATCH,
                                 .catalog = catalog,
                                 .people = made_up_people(catalog, 40),
                                 .report = path,
                                 .sample = 3});
    cr_assert_null(strstr(page, "eadiness"));
    cr_assert_null(strstr(page, "What is missing"));
    check_page(path);
    free(page);
}

/* The number in the first cell behind this row heading. */
static uint64_t told(const char *page, const char *heading)
{
    char mark[200];
    uint64_t number = 0;
    snprintf(mark, sizeof mark, "<th scope=\"row\">%s</th><td class=\"number\">", heading);
    const char *at = strstr(page, mark);
    for (at = at ? at + strlen(mark) : ""; *at && strchr("0123456789,", *at); at++)
        if (*at != ',')
            number = number * 10 + (uint64_t)(*at - '0');
    return number;
}

/* Rows of rank 1 with this role, which stands behind the second comma. */
static uint64_t count_first(const char *rows, const char *role)
{
    uint64_t count = 0;
    for (const char *line = rows; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        const char *rank = strchr(line, ',');
        if (rank && strncmp(rank, ",1,", 3) == 0)
            count += strncmp(rank + 3, role, strlen(role)) == 0 && rank[3 + strlen(role)] == ',';
    }
    return count;
}

Test(report_jobs, first_matches_are_those_of_the_rows)
{
    const char *folder = test_folder();
    setup s = {.kind = MATCH,
               .catalog = bundled,
               .people = made_up_people(bundled, 500),
               .output = test_path(folder, "rows.csv"),
               .report = test_path(folder, "page.html")};
    rung_error error = {.message = ""};
    cr_assert_eq(run(&s, &error), RUNG_OK, "%s", error.message);
    char *rows = test_read(s.output, NULL), *page = test_read(s.report, NULL);
    static const char *const roles[][2] = {
        {"inventory-control-specialist", "Inventory Control Specialist"},
        {"process-assistant", "Process Assistant"}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        uint64_t count = count_first(rows, roles[i][0]);
        cr_assert_gt(count, 0);
        cr_assert_eq(told(page, roles[i][1]), count, "%s: %llu", roles[i][1],
                     (unsigned long long)told(page, roles[i][1]));
    }
    free(rows);
    free(page);
}

Test(report_jobs, nobody_is_shown_where_nobody_was_asked_for)
{
    for (int kind = 0; kind < KINDS; kind++) {
        char *page = page_of(
            (setup){.kind = kind, .catalog = bundled, .people = made_up_people(bundled, 50)});
        cr_assert_null(strstr(page, "p0000000"));
        free(page);
    }
}

/* ---------------------------------------------------------------- whole or not at all */

static void check_files(const char *folder, const char *expected, const char *when, long n)
{
    char *list = test_list(folder);
    cr_assert_str_eq(list, expected, "%s %ld left %s", when, n, list);
    free(list);
}

static const struct {
    failure what;
    int code;
    rung_status status;
} failing[] = {{FAIL_MEMORY, 0, RUNG_NO_MEMORY},
               {FAIL_WRITE, ENOSPC, RUNG_IO},
               {FAIL_RENAME, EACCES, RUNG_IO}};

enum {
    FAILING = sizeof failing / sizeof *failing,
    SPARE = 3 /* calls that ask for memory which makes matching faster and may be missing */
};

/* Each call of its kind fails in turn: there are rows and a page, as without a failure, or neither.
 */
TEST_EACH(report_jobs, a_failure_leaves_rows_and_page_or_neither, FAILING *KINDS)
{
    size_t which = *row / KINDS;
    setup s = {.kind = (int)(*row % KINDS),
               .catalog = test_write_files(test_small_catalog, hostile),
               .threads = 1,
               .sample = 2};
    long n = 1, succeeded = 0;
    s.people = people_of(s.catalog, hostile_people);
    char *unhurt = page_of(s);
    for (;; n++) {
        const char *folder = test_folder();
        rung_error error = {.message = ""};
        s.output = test_path(folder, "rows.csv");
        s.report = test_path(folder, "page.html");
        failures_arm(failing[which].what, n, failing[which].code);
        rung_status status = run(&s, &error);
        if (failures_disarm() == 0) {
            cr_assert_eq(status, RUNG_OK, "%s", error.message);
            break;
        }
        bool whole = status == RUNG_OK;
        cr_assert(status == failing[which].status || whole, "call %ld: %s", n, error.message);
        check_files(folder, whole ? "page.html rows.csv" : "", "call", n);
        if (whole) {
            char *page = test_read(s.report, NULL);
            cr_assert_str_eq(page, unhurt, "call %ld changed the page", n);
            free(page);
        }
        succeeded += whole;
    }
    free(unhurt);
    cr_assert_gt(n, 1, "nothing failed");
    cr_assert_leq(succeeded, failing[which].what == FAIL_MEMORY ? SPARE : 0);
}

Test(report_jobs, a_page_that_would_take_the_place_of_something_else_is_refused)
{
    const char *folder = test_folder(), *people = made_up_people(bundled, 3);
    rung_error error = {.message = ""};
    setup s = {.catalog = bundled, .people = people, .output = test_path(folder, "one")};
    s.report = s.output;
    cr_assert_eq(run(&s, &error), RUNG_BAD_ARGUMENT);
    cr_assert(strstr(error.message, "report: found '"), "%s", error.message);
    cr_assert(strstr(error.message, "expected another file than the output's"), "%s",
              error.message);
    s.report = test_path(people, "people.csv");
    cr_assert_eq(run(&s, &error), RUNG_BAD_ARGUMENT);
    cr_assert(strstr(error.message, "which is read as"), "%s", error.message);
    s.kind = AUDIT;
    cr_assert_eq(run(&s, &error), RUNG_BAD_ARGUMENT);
    s.report = test_path(people, "results.csv");
    cr_assert_eq(run(&s, &error), RUNG_BAD_ARGUMENT);
    cr_assert(strstr(error.message, "which is read as"), "%s", error.message);
    s.kind = PLAN;
    s.output = test_path(folder, "plan");
    s.report = test_path(folder, "plan.html");
    s.sample = 1;
    cr_assert_eq(run(&s, &error), RUNG_OK, "%s", error.message);
    s.report = test_path(s.output, "page.html");
    cr_assert_eq(run(&s, &error), RUNG_BAD_ARGUMENT);
    cr_assert(strstr(error.message, "would be replaced with the plan's folder"), "%s",
              error.message);
    check_files(folder, "plan plan.html", "refusal", 0);
    s.kind = MATCH;
    s.report = test_path(folder, "no/such/page.html");
    cr_assert_eq(run(&s, &error), RUNG_IO);
    check_files(folder, "plan plan.html", "refusal", 0);
}

Test(report_jobs, a_report_is_for_one_job)
{
    const char *folder = test_folder(), *people = made_up_people(bundled, 3);
    rung_report_options showing = RUNG_REPORT_OPTIONS_INIT;
    rung_report *report;
    rung_catalog *catalog;
    rung_matcher *matcher;
    rung_error error = {.message = ""};
    showing.output = test_path(folder, "page.html");
    setup s = {.people = people, .output = test_path(folder, "rows.csv")};
    cr_assert_eq(rung_catalog_open(&catalog, bundled, &error), RUNG_OK);
    cr_assert_eq(rung_matcher_new(&matcher, catalog, NULL, &error), RUNG_OK);
    cr_assert_eq(rung_report_new(&report, &showing, &error), RUNG_OK);
    cr_assert_eq(run_match(&s, matcher, report, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(run_match(&s, matcher, report, &error), RUNG_BAD_ARGUMENT);
    cr_assert_str_eq(error.message, "report: found one that a job has had, expected a new one");
    rung_report_free(report);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
    check_files(folder, "page.html rows.csv", "two jobs", 0);
}

Test(report_jobs, options_out_of_range_are_refused)
{
    rung_report *report = (rung_report *)&report;
    rung_report_options showing = RUNG_REPORT_OPTIONS_INIT;
    rung_error error;
    cr_assert_eq(rung_report_new(&report, &showing, &error), RUNG_BAD_ARGUMENT);
    cr_assert_null(report);
    showing.output = "page.html";
    showing.sample = 1001;
    cr_assert_eq(rung_report_new(&report, &showing, &error), RUNG_BAD_ARGUMENT);
    cr_assert_str_eq(error.message, "sample: found 1001, expected at most 1000");
    cr_assert_eq(rung_report_new(NULL, &showing, &error), RUNG_BAD_ARGUMENT);
    rung_report_free(NULL);
}

/* ---------------------------------------------------------------- the program */

Test(report_jobs, the_program_shows_the_command_that_it_was_given)
{
    const char *folder = test_folder(), *path = test_path(folder, "a page.html");
    cli_result r =
        CLI_RUN("match", "--catalog", bundled, "--people", made_up_people(bundled, 30), "--output",
                test_path(folder, "rows.csv"), "--report", path, "--report-sample", "0");
    cli_check_code(&r, 0);
    char *page = test_read(path, NULL);
    cr_assert_not_null(strstr(page, "rung match --catalog datasets/upskilling-2025 --people "));
    cr_assert_not_null(strstr(page, "/a page.html&#39; --report-sample 0"));
    cr_assert_null(strstr(page, "p0000000"));
    check_page(path);
    free(page);
}
