/* test_cli_evaluate.c - rung evaluate as its user meets it. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "support.h"

/* Of the small catalog, a role that it lacks and one without skills among them. */
static const char moves_text[] = "from_role,to_role,weight\nclerk,coder,1\nclerk,boss,3\n"
                                 "coder,clerk,1\ncoder,idle,1\npilot,boss,1\nboss,clerk,0\n";

static const char *catalog, *moves;

static void write_all(void)
{
    catalog = test_write_files(test_small_catalog, NULL);
    moves = test_write_text(test_folder(), "moves.csv", moves_text);
}

TestSuite(cli_evaluate, .init = write_all);

#define EVALUATE(...) CLI_RUN("evaluate", "--catalog", catalog, "--moves", moves, __VA_ARGS__)

/* By employment: clerk 1000, coder 500, boss 20. Of the clerk's moves a quarter leads to the coder,
 * the first, and three to the boss; of the coder's all lead to the clerk, the first of two. */
Test(cli_evaluate, rows_are_those_worked_out_by_hand)
{
    cli_result run = EVALUATE("--profile", "size", "--format", "csv", "--resamples", "100");
    cli_check_code(&run, 0);
    cli_check_out(&run, "ranker,by,group,origins,measure,value,low,high,p\n"
                        "size,all,,2,h@1,0.625,0.25,1,\n"
                        "size,all,,2,h@5,1,1,1,\n"
                        "size,all,,2,h@10,1,1,1,\n"
                        "size,all,,2,h@20,1,1,1,\n"
                        "size,all,,2,mrr,0.8125,0.625,1,\n");
    cli_check_out(&run, "size,all,,2,auc,1,1,1,\n"
                        "size,all,,2,wage_rise@10,0.75,,,\n"
                        "size,all,,2,wage_pairs@10,4,,,\n"
                        "size,all,,2,wage_below@10,1,,,\n");
    cr_assert_str_empty(run.err);
}

Test(cli_evaluate, tables_tell_what_was_left_out_and_what_is_chance)
{
    cli_result run = EVALUATE("--baselines", "--compare", "upskill", "size", "--by", "zone");
    cli_check_code(&run, 0);
    cli_check_out(&run, "2 origins, 3 moves of 6 rows; left out:\n"
                        "  1 from or to a role that the catalog lacks\n"
                        "  1 of weight 0\n"
                        "  1 from or to a role without skills\n"
                        "no move is left of 1 more origin\n");
    static const char *const parts[] = {"\nsize ",
                                        "\ncosine ",
                                        "\neuclid ",
                                        "\ncoverage ",
                                        "\nrelated ",
                                        "\n  job zone 2 ",
                                        "\n  job zone 4",
                                        "\nupskill less size\n",
                                        "  not more than chance\n"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        cli_check_out(&run, parts[i]);
}

Test(cli_evaluate, names_that_come_twice_are_ranked_once)
{
    cli_result run = EVALUATE("--profile", "size", "--profile=size", "--compare=readiness", "size",
                              "--baselines", "--format", "csv");
    cli_check_code(&run, 0);
    size_t found = 0;
    for (const char *at = run.out; (at = strstr(at, "size,all,,2,h@1,")); at++)
        found++;
    cr_assert_eq(found, 1u);
    cli_check_out(&run, "\nreadiness,less,size,2,h@1,");
}

Test(cli_evaluate, upward_and_exclude_leave_moves_out)
{
    const char *pairs = test_write_text(test_folder(), "pairs.csv", "role_a,role_b\nclerk,boss\n");
    cli_result run = EVALUATE("--exclude", pairs, "--upward", "--format", "json");
    cli_check_code(&run, 0);
    cli_check_out(&run, "{\"moves\":{\"rows\":6,\"used\":1,\"outside\":1,\"to_self\":0,"
                        "\"weightless\":1,\"excluded\":1,\"unrated\":1,\"not_upward\":1,"
                        "\"pairs\":1,\"emptied\":2},\"origins\":1,\"upward\":true,");
    cli_check_out(&run, "\"rankers\":[{\"name\":\"upskill\",\"groups\":[{\"by\":\"all\",");
    cli_check_out(&run, "\"auc\":{\"mean\":null,\"low\":null,\"high\":null}}]");
    cli_check_out(&run, "\"origins\":[{\"role_id\":\"clerk\",\"h@1\":1,\"h@5\":1,");
}

Test(cli_evaluate, the_same_seed_gives_the_same_bytes_and_another_one_others)
{
    cli_result one = EVALUATE("--format", "json", "--threads", "1");
    cli_result two = EVALUATE("--format", "json", "--threads", "2", "--seed", "1");
    cli_result other = EVALUATE("--format", "json", "--resamples", "101", "--seed", "2");
    cr_assert_str_eq(one.out, two.out);
    cli_check_out(&other, "\"resamples\":101,\"seed\":2,");
}

Test(cli_evaluate, output_appears_whole_and_takes_no_inputs_place)
{
    const char *folder = test_folder(), *output = test_path(folder, "result.csv");
    cli_result direct = EVALUATE("--format", "csv");
    cli_result run = EVALUATE("--format", "csv", "--output", output);
    cli_check_code(&run, 0);
    char *text = test_read(output, NULL);
    cr_assert_str_eq(text, direct.out);
    cr_assert_str_empty(run.out);
    free(text);
    cli_check_folder(folder, "result.csv");
    run = EVALUATE("--output", moves);
    cli_check_code(&run, 2);
    cli_check_err(&run, "which is read, expected another file");
    run = EVALUATE("--output", test_path(catalog, "roles.csv"));
    cli_check_code(&run, 2);
    cli_check_err(&run, "expected a file outside the catalog's folder");
    text = test_read(moves, NULL);
    cr_assert_str_eq(text, moves_text);
    free(text);
}

static const struct {
    const char *words[4];
    int code;
    const char *message;
} bad[] = {
    {{"--compare", "upskill", NULL}, 2, "--compare: expected two names behind it"},
    {{"--compare", "size", "size", NULL}, 2, "--compare: found 'size' twice"},
    {{"size", NULL}, 2, "found 'size', expected an option"},
    {{"--profile", "upskil", NULL}, 2, "profile: found 'upskil', expected"},
    {{"--resamples", "99", NULL}, 2, "--resamples: found '99', expected a whole number in 100"},
    {{"--by", "wage", NULL}, 2, "--by: found 'wage', expected all|family|zone"},
    {{"--exclude", "nowhere.csv", NULL}, 1, "nowhere.csv: cannot open"},
};

TEST_EACH(cli_evaluate, mistakes_are_told_and_nothing_is_written, sizeof bad / sizeof *bad)
{
    const char *words[10] = {"evaluate", "--catalog", catalog, "--moves", moves};
    memcpy(words + 5, bad[*row].words, sizeof bad[*row].words);
    cli_result run = cli_run_with((cli_setup){0}, words);
    cli_check_code(&run, bad[*row].code);
    cli_check_err(&run, bad[*row].message);
    cr_assert_str_empty(run.out);
}

Test(cli_evaluate, malformed_moves_are_told_with_their_place)
{
    moves = test_write_text(test_folder(), "moves.csv", "from_role,to_role,weight\na,b,-1\n");
    cli_result run = EVALUATE("--upward");
    cli_check_code(&run, 3);
    cli_check_err(&run, "moves.csv:2: column 'weight': found '-1', expected a number in 0..1e+15");
}
