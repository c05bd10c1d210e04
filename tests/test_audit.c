/* test_audit.c - audits count what docs/audit.md says, and refuse what they cannot count. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "failures.h"
#include "plan/audit_median.h"
#include "rung.h"
#include "support.h"

/* ---------------------------------------------------------------- rates and ratios */

/* U.S. Equal Employment Opportunity Commission and others, Questions and Answers to clarify the
 * Uniform Guidelines on Employee Selection Procedures (44 Fed. Reg. 11996, 1979): whites are hired
 * at 60 %, American Indians at 45 %, Hispanics at 48 % and Blacks at 51 %; the impact ratios are
 * 45/60 or 75 %, 48/60 or 80 % and 51/60 or 85 %. */
Test(audit, reproduces_the_ratios_of_the_uniform_guidelines_questions_and_answers)
{
    const rung_group group[] = {{100, 60, true}, {100, 45, true}, {100, 48, true}, {100, 51, true}};
    const double ratio[] = {1, 0.75, 0.80, 0.85};
    rung_impact impact[4];
    double least;
    cr_assert_eq(rung_audit_groups(group, 4, impact, &least, NULL), RUNG_OK);
    for (int g = 0; g < 4; g++) {
        cr_assert_float_eq(impact[g].ratio, ratio[g], 1e-15);
        cr_assert(impact[g].counts && !impact[g].small);
    }
    cr_assert_float_eq(least, 0.75, 1e-15);
}

/* E. B. Wilson's interval of 81 in 263 is 0.2553..0.3662 (Newcombe, Statistics in Medicine 17,
 * 1998, p. 857, table I, method 3). */
Test(audit, reproduces_a_published_interval_of_a_rate)
{
    const rung_group group[] = {{263, 81, true}};
    rung_impact impact[1];
    cr_assert_eq(rung_audit_groups(group, 1, impact, NULL, NULL), RUNG_OK);
    cr_assert_float_eq(impact[0].low, 0.2553, 5e-5);
    cr_assert_float_eq(impact[0].high, 0.3662, 5e-5);
}

/* The definition, with libm's logarithm. */
static void check_katz(const rung_group *g, const rung_group *best, const rung_impact *i)
{
    double a = (double)g->selected, n = (double)g->people, b = (double)best->selected,
           m = (double)best->people;
    double se = sqrt(1 / a - 1 / n + 1 / b - 1 / m), centre = log((a / n) / (b / m));
    cr_assert_float_eq(i->ratio_low, exp(centre - 1.959963984540054 * se), 1e-12 * i->ratio_low);
    cr_assert_float_eq(i->ratio_high, exp(centre + 1.959963984540054 * se), 1e-12 * i->ratio_high);
}

Test(audit, figures_are_those_of_the_definition)
{
    uint64_t seed = 5;
    size_t small = 0, none = 0;
    for (size_t round = 0; round < test_rounds(3000); round++) {
        rung_group group[7];
        rung_impact impact[7];
        size_t count = 1 + test_below(&seed, 7), best = SIZE_MAX;
        uint64_t people = 0;
        for (size_t g = 0; g < count; g++) {
            group[g].people = test_below(&seed, test_below(&seed, 3) ? 1000 : 20);
            group[g].selected = test_below(&seed, (size_t)group[g].people + 1);
            group[g].known = test_below(&seed, 5) > 0;
            people += group[g].people;
        }
        double least, expected = INFINITY;
        cr_assert_eq(rung_audit_groups(group, count, impact, &least, NULL), RUNG_OK);
        for (size_t g = 0; g < count; g++) {
            bool counts = group[g].known && group[g].people > 0 && group[g].people * 50 >= people;
            cr_assert_eq(impact[g].counts, counts);
            cr_assert_eq(impact[g].small, group[g].people * 50 < people);
            small += impact[g].small;
            if (counts && (best == SIZE_MAX || group[g].selected * group[best].people >
                                                   group[best].selected * group[g].people))
                best = g;
        }
        if (best != SIZE_MAX && group[best].selected == 0)
            best = SIZE_MAX;
        for (size_t g = 0; g < count; g++) {
            const rung_impact *i = &impact[g];
            double rate = (double)group[g].selected / (double)group[g].people;
            if (group[g].people == 0) {
                cr_assert(isnan(i->rate) && isnan(i->ratio));
                continue;
            }
            cr_assert_eq(i->rate, rate);
            cr_assert(i->low >= 0 && i->low <= rate && rate <= i->high && i->high <= 1);
            if (best == SIZE_MAX || !group[g].known) {
                none++;
                cr_assert(isnan(i->ratio) && isnan(i->ratio_low));
                continue;
            }
            cr_assert_eq(i->ratio, rate / impact[best].rate);
            if (g != best && group[g].selected > 0)
                check_katz(&group[g], &group[best], i);
            else
                cr_assert(isnan(i->ratio_low) && isnan(i->ratio_high));
            if (i->counts && i->ratio < expected)
                expected = i->ratio;
        }
        cr_assert(best == SIZE_MAX ? isnan(least) : least == expected);
    }
    cr_assert(small > 100 && none > 100);
}

Test(audit, two_percent_is_not_small_and_one_person_less_is)
{
    const rung_group group[] = {{980, 490, true}, {20, 20, true}};
    const rung_group fewer[] = {{981, 490, true}, {20, 20, true}};
    rung_impact impact[2];
    double least;
    cr_assert_eq(rung_audit_groups(group, 2, impact, &least, NULL), RUNG_OK);
    cr_assert(!impact[1].small && impact[1].counts);
    cr_assert_eq(least, 0.5);
    cr_assert_eq(rung_audit_groups(fewer, 2, impact, &least, NULL), RUNG_OK);
    cr_assert(impact[1].small && !impact[1].counts);
    cr_assert_eq(least, 1.0);
    cr_assert_float_eq(impact[1].ratio, 981.0 / 490, 1e-15);
}

Test(audit, more_selected_than_people_are_refused)
{
    const rung_group group[] = {{3, 2, true}, {3, 4, true}};
    rung_impact impact[2];
    rung_error error;
    cr_assert_eq(rung_audit_groups(group, 2, impact, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_str_eq(error.message, "group 1: found 4 selected, expected at most 3, its people");
}

/* ---------------------------------------------------------------- the median */

static int by_size(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

Test(audit, the_median_is_that_of_sorted_figures)
{
    uint64_t seed = 11;
    for (size_t round = 0; round < test_rounds(2000); round++) {
        double sorted[40], lower;
        size_t count = 1 + test_below(&seed, 40), above = 0, expected = 0;
        rung_figures figures = {0};
        for (size_t i = 0; i < count; i++) {
            double figure = test_below(&seed, 2) ? (double)test_below(&seed, 7) - 3
                                                 : ldexp((double)test_random(&seed) - 9e18,
                                                         (int)test_below(&seed, 200) - 100);
            sorted[i] = figure;
            cr_assert(rung_figures_add(&figures, figure, 0));
        }
        qsort(sorted, count, sizeof *sorted, by_size);
        double low = sorted[(count - 1) / 2], high = sorted[count / 2];
        double median = low == high ? low : (low + high) / 2;
        cr_assert_eq(rung_figures_median(&figures, &lower), median);
        for (size_t i = 0; i < count; i++) {
            above += figures.figure[i] > lower;
            expected += low == high ? sorted[i] > median : sorted[i] >= high;
        }
        cr_assert_eq(above, expected);
        for (size_t i = 0; i < count; i++)
            cr_assert_eq(rung_figures_at(&figures, i), sorted[i]);
        rung_figures_free(&figures);
    }
}

/* ---------------------------------------------------------------- whole audits */

static const char people[] = "person_id,role_id,sex,site\n"
                             "a,,w,N\nb,,w,N\nc,,m,S\nd,,m,\ne,,,S\n\"f, x\",,w,S\n";
static const char matches[] = "person_id,rank,role_id,score,readiness\n"
                              "a,1,r1,3,0.9\na,2,r2,1,0.5\nb,1,r1,1,0.2\nc,1,r2,2,0.9\n"
                              "d,1,r1,4,0.4\n\"f, x\",1,r1,2.5,1\n";

typedef struct audit_case {
    const char *folder, *people, *results;
} audit_case;

static audit_case make_case(const char *person_rows, const char *name, const char *rows)
{
    audit_case c = {.folder = test_folder()};
    test_write_text(c.folder, "people.csv", person_rows);
    c.results = test_write_text(c.folder, name, rows);
    return c;
}

/* w: a 3, b 1, f 2.5; m: c 2, d 4; nobody knows: e, without a figure. The median of 1 2 2.5 3 4 is
 * 2.5, above it are a and d. */
Test(audit, counts_a_case_worked_out_by_hand)
{
    audit_case c = make_case(people, "matches.csv", matches);
    cli_result r = CLI_RUN("audit", "--people", c.folder, "--matches", c.results, "--by", "sex",
                           "--threshold", "2");
    cli_check_code(&r, 0);
    cli_check_whole_out(
        &r, "column,value,column_2,value_2,people,share,note,selected,selection_rate,selection_low,"
            "selection_high,selection_ratio,selection_ratio_low,selection_ratio_high,scored,"
            "above_median,scoring_rate,scoring_low,scoring_high,scoring_ratio,scoring_ratio_low,"
            "scoring_ratio_high\n"
            "sex,(none),,,1,0.166666667,unknown,0,0,0,0.793450686,,,,0,0,0,0,0.793450686,,,\n"
            "sex,m,,,2,0.333333333,,2,1,0.342380228,1,1,,,2,1,0.5,0.0945312057,0.905468794,1,,\n"
            "sex,w,,,3,0.5,,2,0.666666667,0.207659601,0.938508055,0.666666667,0.29950713,"
            "1.48391941,3,1,0.333333333,0.0614919447,0.792340399,0.666666667,0.0802612638,"
            "5.5374713\n");
    cli_check_err(&r, "6 people, 4 selected, 3 groups\n1 person has no figure: they count as not "
                      "above the median\n");
}

Test(audit, json_lines_and_csv_say_the_same)
{
    static const char lines[] =
        "{\"person_id\":\"a\",\"levels_imputed\":false,\"rank\":1,\"score\":3,\"gaps\":[{\"x\":[1,"
        "{}]}]}\n"
        "{\"rank\":2, \"person_id\" : \"\\u0061\",\"score\":1e0}\r\n\n"
        "{\"person_id\":\"b\",\"rank\":1,\"score\":1}\n"
        "{\"person_id\":\"c\",\"rank\":1,\"score\":2.0}\n"
        "{\"person_id\":\"d\",\"rank\":1,\"score\":4}\n"
        "{\"person_id\":\"f\\u002c x\",\"rank\":1,\"score\":2.5}";
    audit_case one = make_case(people, "matches.csv", matches);
    audit_case two = make_case(people, "matches.txt", lines);
    cli_result a = CLI_RUN("audit", "--people", one.folder, "--matches", one.results, "--by",
                           "sex,site", "--threshold", "2");
    cli_result b = CLI_RUN("audit", "--people", two.folder, "--matches", two.results, "--by",
                           "sex,site", "--threshold", "2");
    cli_check_code(&a, 0);
    cli_check_whole_out(&b, a.out);
    cli_check_out(&a, "sex,(none),site,S,1,");
    cli_check_out(&a, "sex,m,site,(none),1,");
}

Test(audit, misses_of_paths_and_those_who_stay_are_not_selected)
{
    static const char paths[] =
        "{\"person_id\":\"a\",\"target_role\":\"x\",\"target_rank\":1,\"gain\":5}\n"
        "{\"person_id\":\"a\",\"target_role\":\"x\",\"target_rank\":1,\"gain\":4}\n"
        "{\"person_id\":\"b\",\"target_role\":\"x\",\"path\":null,\"rules\":[\"wage\"]}\n"
        "{\"person_id\":\"c\",\"target_role\":\"y\",\"target_rank\":2,\"gain\":9}\n";
    static const char plan[] =
        "person_id,target_role,weeks,cost,gain,route\na,x,1,0,10,>x\nb,,,,,\nc,y,2,3,2,+p >y\n";
    audit_case one = make_case(people, "paths.jsonl", paths);
    cli_result r = CLI_RUN("audit", "--people", one.folder, "--paths", one.results, "--by", "sex",
                           "--format", "json");
    cli_check_code(&r, 0);
    cli_check_out(&r, "{\"people\":6,\"selected\":1,");
    cli_check_out(&r, "\"scored\":2,\"figure\":\"gain\",\"median\":7,");
    audit_case two = make_case(people, "assignments.csv", plan);
    r = CLI_RUN("audit", "--people", two.folder, "--assignments", two.results, "--by", "sex",
                "--format", "json");
    cli_check_code(&r, 0);
    cli_check_out(&r,
                  "{\"people\":6,\"selected\":2,\"selected_is\":\"who has a route in the plan\"");
    cli_check_out(&r, "\"scored\":2,\"figure\":\"gain\",\"median\":6,");
}

/* ---------------------------------------------------------------- bad input */

static const struct mistake {
    const char *people, *results, *by, *message;
    int code;
} mistakes[] = {
    {people, matches, "gender",
     "people.csv:1: found the columns 'person_id', 'role_id', 'sex', 'site', expected a column "
     "'gender'",
     3},
    {people, matches, "sex,age",
     "people.csv:1: found the columns 'person_id', 'role_id', 'sex', 'site', expected a column "
     "'age'",
     3},
    {people, matches, "sex,sex", "by: found 'sex,sex', expected two columns, not one twice", 2},
    {people, matches, "sex,site,role_id",
     "by: found 'sex,site,role_id', expected a column of people.csv, or two joined by a comma", 2},
    {people, matches, "sex,",
     "by: found 'sex,', expected a column of people.csv, or two joined by a comma", 2},
    {people, "person_id,rank,score\na,1,1\nz,1,1\n", "sex",
     "rows.csv:3: column 'person_id': found 'z', expected an id of ", 3},
    {people, "person_id,rank,score\nb,1,1\na,1,1\n", "sex",
     "rows.csv:3: column 'person_id': found 'a', expected the rows of a person together, and "
     "people in the order of ",
     3},
    {people, "person_id,rank,score\na,2,1\na,1,1\n", "sex",
     "rows.csv:3: column 'rank': found '1', expected more than 2, the rank before it", 3},
    {people, "person_id,rank,score\na,1,1\na,1,1\n", "sex",
     "rows.csv:3: column 'rank': found '1', expected more than 1, the rank before it", 3},
    {people, "person_id,rank,score\na,1.5,1\n", "sex",
     "rows.csv:2: column 'rank': found '1.5', expected a whole number", 3},
    {people, "person_id,rank,score\na,1,\n", "sex",
     "rows.csv:2: column 'score': found '', expected a number in -1e+300..1e+300", 3},
    {people, "person_id,rank\na,1\n", "sex",
     "rows.csv:1: found the columns 'person_id', 'rank', expected a column 'score'", 3},
    {people, "person_id,rank,score\n,1,1\n", "sex",
     "rows.csv:2: column 'person_id': found '', expected an id", 3},
    {people, "{\"person_id\":\"a\",\"rank\":1}\n", "sex",
     "rows.csv:1: no member 'score', expected one", 3},
    {people, "{\"person_id\":\"a\",\"rank\":1,\"score\":[1]}\n", "sex",
     "rows.csv:1: member 'score': found '[1]', expected a text or a number", 3},
    {people, "{\"person_id\":\"a\",\"rank\":1,}\n", "sex", "rows.csv:1: byte 27: expected a string",
     3},
    {people, "{\"person_id\":\"a\",\"person_id\":\"a\"}\n", "sex",
     "rows.csv:1: byte 29: expected each member once", 3},
    {people, "{\"person_id\":\"a\"} x\n", "sex",
     "rows.csv:1: byte 19: expected the end of the line", 3},
    {people, "{\"person_id\":\"\\ud800\"}\n", "sex",
     "rows.csv:1: byte 21: expected a pair of surrogates", 3},
    {"person_id,sex\na,w\na,m\n", "person_id,rank,score\n", "sex",
     "people.csv:3: column 'person_id': found 'a', expected an id that no earlier row has (line 2 "
     "has it)",
     3},
    {"id,sex\na,w\n", "person_id,rank,score\n", "sex",
     "people.csv:1: found the columns 'id', 'sex', expected a column 'person_id'", 3},
};

TEST_EACH(audit, says_what_is_wrong, sizeof mistakes / sizeof *mistakes)
{
    const struct mistake *m = &mistakes[*row];
    audit_case c = make_case(m->people, "rows.csv", m->results);
    const char *output = test_path(c.folder, "audit.csv");
    cli_result r = CLI_RUN("audit", "--people", c.folder, "--matches", c.results, "--by", m->by,
                           "--output", output);
    cli_check_code(&r, m->code);
    cli_check_err(&r, m->message);
    cli_check_folder(c.folder, "people.csv rows.csv");
}

Test(audit, words_that_make_no_audit_are_refused)
{
    const char *const *const words[] = {
        (const char *const[]){"audit", "--people", "x", "--by", "sex", NULL},
        (const char *const[]){"audit", "--people", "x", "--by", "sex", "--matches", "a", "--paths",
                              "b", NULL},
        (const char *const[]){"audit", "--people", "x", "--matches", "a", NULL},
        (const char *const[]){"audit", "--people", "x", "--by", "sex", "--assignments", "a",
                              "--rank", "2", NULL},
    };
    const char *const message[] = {
        "audit: found no results, expected one of --matches, --paths and --assignments",
        "audit: found more than one file of results, expected one of --matches, --paths and "
        "--assignments",
        "audit: expected --by COLUMN; see rung audit --help",
        "--rank: a plan has no ranks, expected it with --matches or --paths",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        cli_check_mistake(words[i], message[i]);
}

Test(audit, results_of_another_command_are_not_taken_for_paths)
{
    static const char line[] = "{\"person_id\":\"a\",\"rank\":1,\"score\":3}\n";
    audit_case one = make_case(people, "rows.csv", matches),
               two = make_case(people, "m.jsonl", line);
    cli_result r = CLI_RUN("audit", "--people", one.folder, "--paths", one.results, "--by", "sex");
    cli_check_code(&r, 3);
    cli_check_err(&r, "expected a column 'target_rank'");
    r = CLI_RUN("audit", "--people", two.folder, "--paths", two.results, "--by", "sex");
    cli_check_code(&r, 3);
    cli_check_err(&r, "m.jsonl:1: no member 'target_role', expected one");
}

Test(audit, what_is_read_is_not_written_over)
{
    audit_case c = make_case(people, "matches.csv", matches);
    cli_result r = CLI_RUN("audit", "--people", c.folder, "--matches", c.results, "--by", "sex",
                           "--output", c.results);
    cli_check_code(&r, 2);
    char *text = test_read(c.results, NULL);
    cr_assert_str_eq(text, matches);
    free(text);
}

/* ---------------------------------------------------------------- failures */

static rung_status audit_into(const audit_case *c, const char *output, rung_error *error)
{
    const char *const by[] = {"sex", "sex,site"};
    rung_audit_job job = RUNG_AUDIT_JOB_INIT;
    job.people = c->folder;
    job.results = c->results;
    job.by = by;
    job.tables = 2;
    job.output = output;
    job.format = RUNG_FORMAT_JSON;
    return rung_audit_people(&job, NULL, error);
}

Test(audit, every_failure_is_told_and_leaves_no_file)
{
    static const failure what[] = {FAIL_MEMORY, FAIL_READ,   FAIL_WRITE,
                                   FAIL_FSYNC,  FAIL_RENAME, FAIL_CLOSE};
    audit_case c = make_case(people, "matches.csv", matches);
    const char *folder = test_folder(), *output = test_path(folder, "audit.json");
    cr_assert_eq(audit_into(&c, output, NULL), RUNG_OK);
    char *expected = test_read(output, NULL);
    for (size_t w = 0; w < sizeof what / sizeof *what; w++) {
        long n = 1, failed = 1;
        for (; failed > 0; n++) {
            rung_error error = {0};
            remove(output);
            failures_arm(what[w], n, what[w] == FAIL_MEMORY ? 12 : 5);
            rung_status status = audit_into(&c, output, &error);
            failed = failures_disarm();
            char *found = test_read(output, NULL);
            if (status == RUNG_OK) {
                cr_assert_str_eq(found, expected);
            } else {
                cr_assert(failed > 0 && error.message[0]);
                /* A folder that cannot be synced has the file in it already. */
                cr_assert(!found || what[w] == FAIL_FSYNC || what[w] == FAIL_CLOSE);
            }
            free(found);
        }
        cr_assert(n > 2, "failure %zu never struck", w);
    }
    free(expected);
}

Test(audit, short_reads_and_writes_change_nothing)
{
    audit_case c = make_case(people, "matches.csv", matches);
    const char *folder = test_folder(), *output = test_path(folder, "audit.json");
    cr_assert_eq(audit_into(&c, output, NULL), RUNG_OK);
    char *expected = test_read(output, NULL);
    const failure what[] = {FAIL_READ_SHORT, FAIL_WRITE_SHORT};
    for (int w = 0; w < 2; w++) {
        failures_arm(what[w], 1, 0);
        cr_assert_eq(audit_into(&c, output, NULL), RUNG_OK);
        cr_assert_gt(failures_disarm(), 0);
        char *found = test_read(output, NULL);
        cr_assert_str_eq(found, expected);
        free(found);
    }
    free(expected);
}

/* ---------------------------------------------------------------- NumPy */

Test(audit, equals_a_direct_computation_in_numpy, .timeout = 120)
{
    const char *program = getenv("RUNG_PROGRAM"), *folder = test_folder();
    const char *log = test_path(folder, "log");
    char command[1000];
    if (system("/usr/bin/python3 -c 'import numpy' 2>/dev/null") != 0)
        cr_skip_test("no NumPy for /usr/bin/python3: `make deps` installs it");
    snprintf(command, sizeof command,
             "/usr/bin/python3 -B tests/audit/compare.py '%s' '%s' >'%s' 2>&1",
             program ? program : RUNG_PROGRAM_DEFAULT, folder, log);
    int status = system(command);
    char *text = test_read(log, NULL);
    cr_assert_eq(status, 0, "%s", text);
    free(text);
}

/* ---------------------------------------------------------------- groups never reach a score */

Test(audit, group_columns_reach_no_score)
{
    const char *catalog = "datasets/upskilling-2025", *staff = test_path(test_folder(), "staff");
    cli_result r =
        CLI_RUN("synth", "--catalog", catalog, "--people", "400", "--seed", "3", "--output", staff);
    cli_check_code(&r, 0);
    char *before = test_read(test_path(staff, "people.csv"), NULL), *at = before;
    char *swapped = malloc(2 * strlen(before)), *bare = malloc(2 * strlen(before));
    char *s = swapped, *b = bare;
    for (char *line = strtok(at, "\n"); line; line = strtok(NULL, "\n")) {
        char field[7][40];
        cr_assert_eq(sscanf(line, "%39[^,],%39[^,],%39[^,],%39[^,],%39[^,],%39[^,],%39[^,]",
                            field[0], field[1], field[2], field[3], field[4], field[5],
                            field[6]) >= 5,
                     1);
        bool header = line == before;
        s += sprintf(s, "%s,%s,%s,%s,%s,%s,%s\n", field[0], field[1], field[2], field[3], field[4],
                     header ? "gender" : "other", header ? "age_band" : "99");
        b += sprintf(b, "%s,%s,%s,%s,%s\n", field[0], field[1], field[2], field[3], field[4]);
    }
    cli_result first = CLI_RUN("match", "--catalog", catalog, "--people", staff, "--gaps", "2");
    cli_result way = CLI_RUN("path", "--catalog", catalog, "--people", staff, "--steps", "1");
    cli_check_code(&first, 0);
    const char *const text[] = {swapped, bare};
    for (int i = 0; i < 2; i++) {
        test_write_text(staff, "people.csv", text[i]);
        cli_result again = CLI_RUN("match", "--catalog", catalog, "--people", staff, "--gaps", "2");
        cli_check_whole_out(&again, first.out);
        again = CLI_RUN("path", "--catalog", catalog, "--people", staff, "--steps", "1");
        cli_check_whole_out(&again, way.out);
    }
    free(before);
    free(swapped);
    free(bare);
}
