/* test_gaps.c - gaps are added up as docs/audit.md says, and what cannot be added is refused. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "failures.h"
#include "plan/demand.h"
#include "rung.h"
#include "support.h"

/* ---------------------------------------------------------------- a case worked out by hand */

/* cook asks for art 4 (importance 1) and cut 2 (0.5): sum w q = 5. host asks for bow 4 (1) and art
 * 1 (0.5, met by all): 4.5. idle asks for nothing. */
static const test_file shop[] = {
    {"catalog.ini", "name = Shop\nlevels = 4\n"},
    {"skills.csv", "skill_id,name,kind\nart,Art,soft\nbow,Bowing,other\ncut,Cutting,technical\n"},
    {"roles.csv", "role_id,title\ncook,Cook\nhost,Host\nidle,Idle\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance\n"
                        "cook,art,4,1\ncook,cut,2,0.5\nhost,bow,4,1\nhost,art,1,0.5\n"},
    {NULL, NULL},
};

/* a lacks art 2 and cut 1 for cook: gaps 2/5 and 0.5/5. b lacks bow 3 for host: 3/4.5. c has all
 * that cook asks. d has no row of rank 1. */
static const test_file staff[] = {
    {"people.csv", "person_id,role_id,site\na,,N\nb,,S\nc,,N\nd,,\n"},
    {"people_skills.csv",
     "person_id,skill_id,level\na,art,2\na,cut,1\nb,art,1\nb,bow,1\nc,art,4\nc,cut,3\nd,art,1\n"},
    {"matches.csv", "person_id,rank,role_id,score\na,1,cook,1\na,2,host,1\nb,1,host,1\nc,1,cook,1\n"
                    "d,2,cook,1\n"},
    {NULL, NULL},
};

static const char by_hand[] =
    "column,value,people,matched,what,rank,skill_id,name,kind,asked,short,mean_shortfall,gap,share,"
    "among_largest\n"
    /* 2/3 + 2/5 + 1/10 = 7/6 */
    ",,4,3,skill,1,bow,Bowing,other,1,1,3,0.222222222,0.571428571,\n"
    ",,4,3,skill,2,art,Art,soft,3,1,2,0.133333333,0.342857143,\n"
    ",,4,3,skill,3,cut,Cutting,technical,2,1,1,0.0333333333,0.0857142857,\n"
    ",,4,3,kind,,,,technical,2,1,1,0.0333333333,0.0857142857,1\n"
    ",,4,3,kind,,,,soft,3,1,2,0.133333333,0.342857143,1\n"
    ",,4,3,kind,,,,other,1,1,3,0.222222222,0.571428571,1\n"
    "site,(none),1,0,skill,";

Test(gaps, of_a_case_worked_out_by_hand)
{
    const char *catalog = test_write_files(shop, NULL), *people = test_write_files(staff, NULL);
    const char *matches = test_path(people, "matches.csv");
    cli_result r = CLI_RUN("gaps", "--catalog", catalog, "--people", people, "--matches", matches);
    cli_check_code(&r, 0);
    size_t length = strlen(by_hand) - strlen("site,(none),1,0,skill,");
    cr_assert_eq(strncmp(r.out, by_hand, length), 0, "%s", r.out);
    cr_assert_eq(r.out_length, length);
    cli_check_err(&r, "3 of 4 people with a role: 38.9 % of what it asks is missing");
    r = CLI_RUN("gaps", "--catalog", catalog, "--people", people, "--matches", matches, "--by",
                "site", "--top", "1");
    cli_check_out(&r, "\nsite,N,2,2,skill,1,art,Art,soft,2,1,2,0.2,0.8,\n"
                      "site,N,2,2,kind,,,,technical,2,1,1,0.05,0.2,0\n"
                      "site,N,2,2,kind,,,,soft,2,1,2,0.2,0.8,1\n"
                      "site,S,1,1,skill,1,bow,Bowing,other,1,1,3,0.666666667,1,\n");
}

/* ---------------------------------------------------------------- the definition */

Test(gaps, of_people_matched_here_are_those_that_explanations_list)
{
    const char *dir = "datasets/upskilling-2025", *people = test_path(test_folder(), "staff");
    enum { PEOPLE = 300, TOP = 2 };
    cli_result r =
        CLI_RUN("synth", "--catalog", dir, "--people", "300", "--seed", "5", "--output", people);
    cli_check_code(&r, 0);
    rung_catalog *catalog;
    rung_matcher *matcher;
    rung_people *reader;
    rung_batch batch;
    static rung_hit hits[PEOPLE * TOP];
    cr_assert_eq(rung_catalog_open(&catalog, dir, NULL), RUNG_OK);
    cr_assert_eq(rung_matcher_new(&matcher, catalog, NULL, NULL), RUNG_OK);
    cr_assert_eq(rung_people_open(&reader, catalog, people, RUNG_IMPUTE_EMPTY, NULL), RUNG_OK);
    cr_assert_eq(rung_people_next(reader, PEOPLE, &batch, NULL), RUNG_OK);
    cr_assert_eq(batch.people, PEOPLE);
    cr_assert_eq(rung_match_batch(matcher, &batch, hits, TOP, NULL), RUNG_OK);
    size_t skills = rung_catalog_skills(catalog), fall[1000] = {0}, matched = 0;
    double sum[1000] = {0}, levels[1000] = {0}, all = 0;
    rung_gap *gaps = calloc(skills, sizeof *gaps);
    for (size_t i = 0; i < PEOPLE; i++) {
        rung_explanation explanation;
        size_t count;
        if (hits[i * TOP + 1].role == RUNG_NONE)
            continue;
        matched++;
        cr_assert_eq(rung_explain(matcher, batch.levels + i * skills, batch.current_role[i],
                                  hits[i * TOP + 1].role, &explanation, gaps, &count, NULL),
                     RUNG_OK);
        for (size_t g = 0; g < count; g++) {
            sum[gaps[g].skill] += gaps[g].gap;
            all += gaps[g].gap;
            fall[gaps[g].skill] += gaps[g].have < gaps[g].need;
            if (gaps[g].have < gaps[g].need)
                levels[gaps[g].skill] += (double)gaps[g].need - (double)gaps[g].have;
        }
    }
    cli_result csv = CLI_RUN("gaps", "--catalog", dir, "--people", people, "--rank", "2", "--top",
                             "0", "--batch", "37", "--threads", "2");
    cli_result again = CLI_RUN("gaps", "--catalog", dir, "--people", people, "--rank", "2", "--top",
                               "0", "--kernel", "scalar", "--threads", "1");
    cli_check_whole_out(&again, csv.out);
    cr_assert(matched > 0 && matched < PEOPLE, "%zu with a second role: try others", matched);
    char start[40];
    size_t rows = 0;
    int length = snprintf(start, sizeof start, ",,%d,%zu,skill,", PEOPLE, matched);
    for (char *line = strtok(csv.out, "\n"); line; line = strtok(NULL, "\n")) {
        char id[40];
        unsigned long asked, falling;
        double mean, gap, share;
        unsigned rank;
        if (strncmp(line, start, (size_t)length) != 0)
            continue;
        cr_assert_eq(sscanf(line + length, "%u,%39[^,],", &rank, id), 2);
        char *tail = line;
        for (char *c = line; *c; c++) /* names may hold commas: count from the end */
            if (strncmp(c, "technical,", 10) == 0 || strncmp(c, "soft,", 5) == 0 ||
                strncmp(c, "knowledge,", 10) == 0 || strncmp(c, "other,", 6) == 0)
                tail = strchr(c, ',');
        cr_assert_eq(sscanf(tail, ",%lu,%lu,%lf,%lf,%lf,", &asked, &falling, &mean, &gap, &share),
                     5);
        uint32_t d = rung_catalog_find_skill(catalog, id);
        cr_assert_eq(falling, fall[d]);
        cr_assert_float_eq(mean, levels[d] / (double)fall[d], 1e-8);
        cr_assert_float_eq(gap, sum[d] / (double)matched, 1e-9);
        cr_assert_float_eq(share, sum[d] / all, 1e-8);
        rows++;
    }
    cr_assert_gt(rows, 30);
    free(gaps);
    rung_people_free(reader);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- a demand */

enum { FEW = 6 };

/* Tries every way to put people on positions: the fewest that stay open, and the least sum of
 * levels that are missing. A position without anybody lacks its whole level. */
static void try_all(const float *need, size_t positions, const float *have, size_t people,
                    unsigned taken, size_t open, double missing, size_t *fewest, double *least)
{
    if (positions == 0) {
        *fewest = open < *fewest ? open : *fewest;
        *least = missing < *least ? missing : *least;
        return;
    }
    double whole = (double)need[0];
    try_all(need + 1, positions - 1, have, people, taken, open + 1, missing + whole, fewest, least);
    for (size_t p = 0; p < people; p++) {
        double lack = fmax(0, whole - (double)have[p]);
        if (!(taken >> p & 1))
            try_all(need + 1, positions - 1, have, people, taken | 1u << p, open + (lack > 0),
                    missing + lack, fewest, least);
    }
}

Test(gaps, of_a_demand_are_the_least_that_any_assignment_leaves)
{
    uint64_t seed = 3;
    size_t some = 0;
    for (size_t round = 0; round < test_rounds(150); round++) {
        char roles[200] = "role_id,title\n", asks[300] = "role_id,skill_id,level,importance\n";
        char demand[200] = "role_id,headcount\n";
        float need[FEW], have[FEW], level[1];
        size_t positions = 0, people = test_below(&seed, FEW);
        for (int r = 0; r < 3; r++) {
            double q = (1 + (double)test_below(&seed, 8)) / 2;
            size_t many = 1 + test_below(&seed, 2);
            sprintf(roles + strlen(roles), "r%d,R\n", r);
            sprintf(asks + strlen(asks), "r%d,s,%g,1\n", r, q);
            sprintf(demand + strlen(demand), "r%d,%zu\n", r, many);
            for (size_t i = 0; i < many; i++)
                need[positions++] = (float)q;
        }
        const test_file files[] = {{"catalog.ini", "name = X\nlevels = 4\n"},
                                   {"skills.csv", "skill_id,name,kind\ns,S,soft\n"},
                                   {"roles.csv", roles},
                                   {"role_skills.csv", asks},
                                   {"demand.csv", demand},
                                   {NULL, NULL}};
        const char *folder = test_write_files(files, NULL);
        rung_catalog *catalog;
        rung_headcount *headcount;
        cr_assert_eq(rung_catalog_open(&catalog, folder, NULL), RUNG_OK);
        double *total = rung_gap_totals(catalog);
        cr_assert_eq(
            rung_headcount_open(&headcount, catalog, total, test_path(folder, "demand.csv"), NULL),
            RUNG_OK);
        for (size_t p = 0; p < people; p++) {
            level[0] = have[p] = (float)test_below(&seed, 9) / 2;
            cr_assert(rung_headcount_add(headcount, level));
        }
        size_t fewest = SIZE_MAX;
        double least = INFINITY;
        try_all(need, positions, have, people, 0, 0, 0, &fewest, &least);
        rung_gap_sum sum = {0};
        rung_gap_table table = {.sum = &sum};
        cr_assert_eq(rung_headcount_compare(headcount, &table, NULL), RUNG_OK);
        cr_assert_eq(sum.asked, positions);
        cr_assert_eq(table.matched, positions);
        cr_assert_eq(sum.falling, fewest);
        cr_assert_float_eq(sum.levels, least, 1e-12);
        some += fewest > 0 && fewest < positions;
        rung_headcount_free(headcount);
        free(total);
        rung_catalog_free(catalog);
    }
    cr_assert_gt(some, 30);
}

/* 2 cooks (art 4, cut 2; sum w q 5) and a host (bow 4, art 1; 4.5) of a, b, c, d with art 2 1 4 1,
 * bow 0 1 0 0, cut 1 0 3 0. art: level 4 is asked twice, one has it; 3 times 1, all have it: one
 * open, levels (4 - 2) x 1 missing. cut: 2 asked twice, had once by c; 1 had by a: 1 level. bow: 1
 * level of 4 is there: 3 missing. Weights: art (2 x 1/5 + 0.5/4.5)/3, cut 0.5/5, bow 1/4.5. */
Test(gaps, of_a_demand_worked_out_by_hand)
{
    const char *catalog = test_write_files(shop, NULL), *people = test_write_files(staff, NULL);
    const char *demand = test_write_text(people, "d.csv", "headcount,role_id\n2,cook\n1,host\n");
    cli_result r = CLI_RUN("gaps", "--catalog", catalog, "--people", people, "--demand", demand);
    cli_check_code(&r, 0);
    cli_check_out(&r, ",,4,3,skill,1,bow,Bowing,other,1,1,3,0.222222222,0.602006689,\n"
                      ",,4,3,skill,2,art,Art,soft,3,1,2,0.113580247,0.307692308,\n");
    cli_check_err(&r, "4 people against 3 positions: 36.9 % of what is asked stays open");
}

Test(gaps, a_demand_looks_at_no_matches_and_says_so)
{
    const char *catalog = test_write_files(shop, NULL), *people = test_write_files(staff, NULL);
    const char *demand = test_write_text(people, "d.csv", "headcount,role_id\n2,cook\n");
    static const char *const with[][2] = {
        {"--rank", "2"}, {"--viable", NULL}, {"--desirable", NULL}};
    for (size_t i = 0; i < sizeof with / sizeof *with; i++) {
        cli_result r = CLI_RUN("gaps", "--catalog", catalog, "--people", people, "--demand", demand,
                               with[i][0], with[i][1]);
        cli_check_code(&r, 2);
        cli_check_err(&r, "--demand: found with --rank, --viable or --desirable");
    }
}

/* ---------------------------------------------------------------- bad input */

static const struct mistake {
    const char *option, *text, *message;
    int code;
} mistakes[] = {
    {"--demand", "role_id,headcount\ncock,1\n",
     "in.csv:2: column 'role_id': found 'cock', expected an id of roles.csv", 3},
    {"--demand", "role_id,headcount\nidle,1\n",
     "in.csv:2: column 'role_id': found 'idle', expected a role that asks for some skill", 3},
    {"--demand", "role_id,headcount\ncook,1\ncook,2\n",
     "in.csv:3: column 'role_id': found 'cook', expected each role once", 3},
    {"--demand", "role_id,headcount\ncook,-1\n",
     "in.csv:2: column 'headcount': found '-1', expected", 3},
    {"--demand", "role_id,headcount\ncook,1.5\n",
     "in.csv:2: column 'headcount': found '1.5', expected a whole number of people", 3},
    {"--demand", "role_id,headcount\n", "in.csv: no rows, expected a role that is needed", 3},
    {"--demand", "role,headcount\ncook,1\n",
     "in.csv:1: found the columns 'role', 'headcount', expected a column 'role_id'", 3},
    {"--matches", "person_id,rank,role_id\na,1,cock\n",
     "in.csv:2: column 'role_id': found 'cock', expected an id of roles.csv", 3},
    {"--matches", "person_id,rank,role_id\nz,1,cook\n",
     "in.csv:2: column 'person_id': found 'z', expected an id of ", 3},
    {"--matches", "person_id,rank,role_id\nb,1,cook\na,1,cook\n",
     "in.csv:3: column 'person_id': found 'a', expected the rows of a person together", 3},
    {"--matches", "person_id,rank,role_id\na,1,cook\na,1,host\n",
     "in.csv:3: column 'rank': found '1', expected each rank of a person once", 3},
    {"--by", "sex",
     "people.csv:1: found the columns 'person_id', 'role_id', 'site', expected a column 'sex'", 3},
    {"--by", "", "--by: found nothing, expected COLUMN", 2},
};

TEST_EACH(gaps, say_what_is_wrong, sizeof mistakes / sizeof *mistakes)
{
    const struct mistake *m = &mistakes[*row];
    const char *catalog = test_write_files(shop, NULL), *people = test_write_files(staff, NULL);
    const char *folder = test_folder();
    const char *in =
        strcmp(m->option, "--by") ? test_write_text(folder, "in.csv", m->text) : m->text;
    cli_result r = CLI_RUN("gaps", "--catalog", catalog, "--people", people, m->option, in,
                           "--output", test_path(folder, "gaps.csv"));
    cli_check_code(&r, m->code);
    cli_check_err(&r, m->message);
    cli_check_folder(folder, strcmp(m->option, "--by") ? "in.csv" : "");
}

Test(gaps, words_that_make_no_sense_are_refused)
{
    cli_check_mistake((const char *const[]){"gaps", "--catalog", "x", "--people", "y", "--matches",
                                            "a", "--demand", "b", NULL},
                      "gaps: found --matches and --demand, expected one of them");
    cli_check_mistake((const char *const[]){"gaps", "--catalog", "x", "--people", "y", "--by", "a",
                                            "--demand", "b", NULL},
                      "--by: a demand is not of one group, expected --by without --demand");
}

Test(gaps, every_failure_is_told_and_leaves_no_file)
{
    static const failure what[] = {FAIL_MEMORY, FAIL_READ, FAIL_WRITE, FAIL_RENAME};
    const char *dir = test_write_files(shop, NULL), *people = test_write_files(staff, NULL);
    const char *in[] = {NULL, test_path(people, "matches.csv"),
                        test_write_text(people, "d.csv", "role_id,headcount\ncook,2\n")};
    const char *output = test_path(test_folder(), "gaps.json"), *by = "site";
    rung_catalog *catalog;
    rung_matcher *matcher;
    cr_assert_eq(rung_catalog_open(&catalog, dir, NULL), RUNG_OK);
    cr_assert_eq(rung_matcher_new(&matcher, catalog, NULL, NULL), RUNG_OK);
    for (size_t kind = 0; kind < 3; kind++)
        for (size_t w = 0; w < sizeof what / sizeof *what; w++) {
            rung_gaps_job job = RUNG_GAPS_JOB_INIT;
            job.people = people;
            job.matches = kind == 1 ? in[1] : NULL;
            job.demand = kind == 2 ? in[2] : NULL;
            job.by = &by;
            job.columns = kind < 2;
            job.output = output;
            long n = 1, failed = 1;
            for (; failed > 0; n++) {
                rung_error error = {0};
                remove(output);
                failures_arm(what[w], n, what[w] == FAIL_MEMORY ? 12 : 5);
                rung_status status =
                    rung_gaps_people(catalog, kind == 0 ? matcher : NULL, &job, NULL, &error);
                failed = failures_disarm();
                char *found = test_read(output, NULL);
                cr_assert(status == RUNG_OK ? found != NULL : !found && error.message[0]);
                free(found);
            }
            cr_assert(n > 2);
        }
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
}
