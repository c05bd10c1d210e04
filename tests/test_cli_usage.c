/* test_cli_usage.c - the program says how it is used, and what is wrong with how it was. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "rung.h"
#include "support.h"

/* ---------------------------------------------------------------- help */

static const struct {
    const char *words[4];
    const char *usage;
} helps[] = {
    {{"match"}, "\nusage: rung match --catalog DIR --people DIR [options]\n\noptions:\n"},
    {{"path"}, "\nusage: rung path --catalog DIR --people DIR [options]\n\noptions:\n"},
    {{"explain"}, "\nusage: rung explain --catalog DIR --people DIR --person ID --role ID "},
    {{"info"}, "\nusage: rung info [--catalog DIR] [options]\n\noptions:\n"},
    {{"import", "onet"}, "\nusage: rung import onet DIR --output CATALOG [options]\n\noptions:\n"},
    {{"import", "esco"}, "\nusage: rung import esco DIR --output CATALOG [options]\n\noptions:\n"},
    {{"synth"},
     "\nusage: rung synth --catalog DIR --people N --output DIR [options]\n\noptions:\n"},
    {{"tune"}, "\nusage: rung tune --catalog DIR [options]\n\noptions:\n"},
};

enum { HELPS = sizeof helps / sizeof *helps };

static cli_result help_of(size_t row, const char *option)
{
    const char *words[5] = {helps[row].words[0], helps[row].words[1], NULL};
    words[words[1] ? 2 : 1] = option;
    return cli_run_with((cli_setup){0}, words);
}

TEST_EACH(cli_usage, every_command_has_help_on_stdout, HELPS)
{
    cli_result result = help_of(*row, "--help"), brief = help_of(*row, "-h");
    cli_check_code(&result, 0);
    cr_assert_str_eq(result.err, "");
    cli_check_out(&result, helps[*row].usage);
    cli_check_out(&result, "\n  --help ");
    cli_check_out(&result, "\nexample:\n  rung ");
    cli_check_code(&brief, 0);
    cr_assert_str_eq(brief.out, result.out);
}

Test(cli_usage, help_of_a_command_is_what_the_command_says_itself)
{
    for (size_t i = 0; i < HELPS; i++) {
        const char *words[4] = {"help", helps[i].words[0], helps[i].words[1], NULL};
        cli_result own = help_of(i, "--help"), result = cli_run_with((cli_setup){0}, words);
        cli_check_code(&result, 0);
        cli_check_whole_out(&result, own.out);
    }
    static const char *const all[][4] = {{"help"}, {"help", "help"}, {"help", "--help"}};
    cli_result whole = CLI_RUN("--help");
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        cli_result result = cli_run_with((cli_setup){0}, all[i]);
        cli_check_code(&result, 0);
        cli_check_whole_out(&result, whole.out);
    }
    cli_result unknown = CLI_RUN("help", "mach");
    cli_check_code(&unknown, 2);
    cr_assert_str_eq(unknown.err, "rung: unknown command 'mach'; rung --help lists them\n");
}

/* The line of the help as words, cut in place; "staff" becomes people. */
static void split_example(char *line, const char *people, const char *words[20])
{
    size_t count = 0;
    for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n")) {
        cr_assert_lt(count, 19u);
        words[count++] = strcmp(word, "staff") == 0 ? people : word;
    }
    words[count] = NULL;
}

/* Those of the others start from what is not here. */
TEST_EACH(cli_usage, the_example_of_the_help_works_on_what_synth_makes, 4)
{
    static const char mark[] = "\nexample:\n  rung ";
    const char *folder = test_path(test_folder(), "staff"), *words[20];
    cli_result made = CLI_RUN("synth", "--catalog", "datasets/upskilling-2025", "--people", "3",
                              "--output", folder),
               help = help_of(*row, "--help");
    cli_check_code(&made, 0);
    cli_check_out(&help, mark);
    split_example(strstr(help.out, mark) + strlen(mark), folder, words);
    cr_assert_str_eq(words[0], helps[*row].words[0]);
    cli_result result = cli_run_with((cli_setup){0}, words);
    cli_check_code(&result, 0);
    cr_assert_gt(result.out_length, 0u);
}

/* An option without a value is told as such, an unknown one as unknown. */
TEST_EACH(cli_usage, every_option_in_the_help_is_one_that_the_command_knows, HELPS)
{
    cli_result help = help_of(*row, "--help");
    size_t options = 0;
    for (const char *at = strstr(help.out, "\n  --"); at; at = strstr(at + 1, "\n  --")) {
        char option[40];
        cr_assert_eq(sscanf(at, " %39s", option), 1);
        if (strcmp(option, "--help") == 0)
            continue;
        strcat(option, "=");
        cli_result result = help_of(*row, option);
        cli_check_code(&result, 2);
        cr_assert(strstr(result.err, ": found nothing, expected ") ||
                      strstr(result.err, " takes no value"),
                  "%s: %s", option, result.err);
        cli_check_whole_out(&result, "");
        options++;
    }
    cr_assert_geq(options, 2u, "%s", help.out);
}

Test(cli_usage, the_program_lists_its_commands)
{
    cli_result result = CLI_RUN("--help"), brief = CLI_RUN("-h");
    cli_check_code(&result, 0);
    cr_assert_str_eq(result.err, "");
    for (size_t i = 0; i < HELPS; i++) {
        char line[40];
        snprintf(line, sizeof line, "\n  %-10s ", helps[i].words[0]);
        cli_check_out(&result, line);
    }
    cr_assert_str_eq(brief.out, result.out);
}

Test(cli_usage, no_command_at_all_is_a_mistake)
{
    const char *const nothing[] = {NULL};
    cli_result result = cli_run_with((cli_setup){0}, nothing), help = CLI_RUN("--help");
    cli_check_code(&result, 2);
    cli_check_whole_out(&result, "");
    cr_assert_str_eq(result.err, help.out);
}

Test(cli_usage, import_lists_its_sources)
{
    cli_result result = CLI_RUN("import", "--help"), none = CLI_RUN("import");
    cli_check_code(&result, 0);
    cr_assert_str_eq(result.err, "");
    cli_check_out(&result, "\nusage: rung import SOURCE DIR --output CATALOG [options]\n");
    cli_check_out(&result, "\n  onet ");
    cli_check_out(&result, "\nexample:\n  rung import onet ");
    cli_check_code(&none, 2);
    cli_check_whole_out(&none, "");
    cr_assert_str_eq(none.err, "rung: import: expected a source; rung import --help lists them\n");
}

Test(cli_usage, the_version_is_that_of_the_library)
{
    char line[60];
    snprintf(line, sizeof line, "rung %s\n", rung_version());
    cli_result result = CLI_RUN("--version");
    cli_check_code(&result, 0);
    cli_check_whole_out(&result, line);
    cr_assert_str_eq(result.err, "");
    snprintf(line, sizeof line, "rung %d.%d.%d\n", RUNG_VERSION_MAJOR, RUNG_VERSION_MINOR,
             RUNG_VERSION_PATCH);
    cli_check_whole_out(&result, line);
}

/* ---------------------------------------------------------------- mistakes */

#define MATCH "match", "--catalog", "c", "--people", "p"
#define SYNTH "synth", "--catalog", "c", "--output", "o"

static const struct {
    const char *words[12];
    const char *message;
} mistakes[] = {
    {{"mach"}, "unknown command 'mach'; rung --help lists them"},
    {{""}, "unknown command ''; rung --help lists them"},
    {{"--verbose"}, "unknown command '--verbose'; rung --help lists them"},
    {{"import", "esco7"},
     "import: found 'esco7', expected a source; rung import --help lists them"},
    {{"import", "onet"}, "import onet: expected --output CATALOG; see rung import onet --help"},
    {{"import", "onet", "--output", "o"},
     "import onet: expected the folder of an O*NET release; see rung import onet --help"},
    {{"import", "onet", "a", "b", "--output", "o"},
     "found 'b', expected an option; see rung import onet --help"},
    /* options that are needed */
    {{"match"}, "match: expected --catalog DIR; see rung match --help"},
    {{"match", "--catalog", "c"}, "match: expected --people DIR; see rung match --help"},
    {{"explain", "--catalog", "c", "--people", "p", "--role", "r"},
     "explain: expected --person ID; see rung explain --help"},
    {{"explain", "--catalog", "c", "--people", "p", "--person", "x"},
     "explain: expected --role ID; see rung explain --help"},
    {{SYNTH}, "synth: expected --people N; see rung synth --help"},
    {{"synth", "--catalog", "c", "--people", "3"},
     "synth: expected --output DIR; see rung synth --help"},
    /* options that are not known, twice there, or not whole */
    {{MATCH, "--tops", "3"}, "unknown option '--tops'; see rung match --help"},
    {{MATCH, "--to", "3"}, "unknown option '--to'; see rung match --help"},
    {{MATCH, "--tops=3"}, "unknown option '--tops'; see rung match --help"},
    {{MATCH, "---top", "3"}, "unknown option '---top'; see rung match --help"},
    {{MATCH, "--Top", "3"}, "unknown option '--Top'; see rung match --help"},
    {{MATCH, "--=3"}, "unknown option '--'; see rung match --help"},
    {{"info", "--people", "p"}, "unknown option '--people'; see rung info --help"},
    {{MATCH, "--top", "3", "--top=4"}, "--top is there twice, expected it once"},
    {{MATCH, "--catalog", "d"}, "--catalog is there twice, expected it once"},
    {{MATCH, "--viable", "--viable"}, "--viable is there twice, expected it once"},
    {{MATCH, "--top"}, "--top: expected K behind it"},
    {{MATCH, "--format"}, "--format: expected csv|jsonl|text behind it"},
    {{MATCH, "--top="}, "--top: found nothing, expected K"},
    {{MATCH, "--output", ""}, "--output: found nothing, expected FILE"},
    {{MATCH, "--viable=yes"}, "--viable takes no value"},
    {{MATCH, "--viable", "yes"}, "found 'yes', expected an option; see rung match --help"},
    {{MATCH, "people"}, "found 'people', expected an option; see rung match --help"},
    {{MATCH, "-k", "3"}, "found '-k', expected an option; see rung match --help"},
    {{MATCH, "--"}, "found '--', expected an option; see rung match --help"},
    {{"info", "datasets"}, "found 'datasets', expected an option; see rung info --help"},
    /* values out of range */
    {{MATCH, "--top", "0"}, "--top: found '0', expected a whole number in 1..1000000"},
    {{MATCH, "--top", "1000001"}, "--top: found '1000001', expected a whole number in 1..1000000"},
    {{MATCH, "--top", "2.5"}, "--top: found '2.5', expected a whole number in 1..1000000"},
    {{MATCH, "--top", "-1"}, "--top: found '-1', expected a whole number in 1..1000000"},
    {{MATCH, "--top", "ten"}, "--top: found 'ten', expected a whole number in 1..1000000"},
    {{MATCH, "--top", "0x10"}, "--top: found '0x10', expected a whole number in 1..1000000"},
    {{MATCH, "--top", "3 "}, "--top: found '3 ', expected a whole number in 1..1000000"},
    {{MATCH, "--top", "nan"}, "--top: found 'nan', expected a whole number in 1..1000000"},
    {{MATCH, "--top", "--gaps", "1"}, "--top: found '--gaps', expected a whole number"},
    {{MATCH, "--gaps", "-1"}, "--gaps: found '-1', expected a whole number in 0..1000000"},
    {{MATCH, "--batch", "0"}, "--batch: found '0', expected a whole number in 1..1048576"},
    {{MATCH, "--batch", "1048577"},
     "--batch: found '1048577', expected a whole number in 1..1048576"},
    {{MATCH, "--window", "0"}, "--window: found '0', expected a whole number in 1..65536"},
    {{MATCH, "--window", "65537"}, "--window: found '65537', expected a whole number in 1..65536"},
    {{MATCH, "--threads", "4097"}, "--threads: found '4097', expected a whole number in 0..4096"},
    {{MATCH, "--theta", "1.01"}, "--theta: found '1.01', expected a number in 0..1"},
    {{MATCH, "--theta", "-0.1"}, "--theta: found '-0.1', expected a number in 0..1"},
    {{MATCH, "--theta", "80%"}, "--theta: found '80%', expected a number in 0..1"},
    {{MATCH, "--theta", "0,8"}, "--theta: found '0,8', expected a number in 0..1"},
    {{MATCH, "--essential", "2"}, "--essential: found '2', expected a number in 0..1"},
    {{MATCH, "--zone-step", "5"}, "--zone-step: found '5', expected a whole number in 0..4"},
    {{MATCH, "--wage-growth", "-1.5"}, "--wage-growth: found '-1.5', expected a number in -1..100"},
    {{MATCH, "--wage-growth", "inf"}, "--wage-growth: found 'inf', expected a number in -1..100"},
    {{MATCH, "--format", "xml"}, "--format: found 'xml', expected csv|jsonl|text"},
    {{MATCH, "--format", "CSV"}, "--format: found 'CSV', expected csv|jsonl|text"},
    {{MATCH, "--format", "csv|jsonl"}, "--format: found 'csv|jsonl', expected csv|jsonl|text"},
    {{MATCH, "--impute", "all"}, "--impute: found 'all', expected empty|fill|none"},
    {{"explain", "--format", "csv"}, "--format: found 'csv', expected table|json"},
    {{SYNTH, "--people", "0"}, "--people: found '0', expected a whole number in 1..999999999"},
    {{SYNTH, "--people", "1e9"}, "--people: found '1e9', expected a whole number in 1..999999999"},
    {{SYNTH, "--people", "1", "--on-grid", "1.1"},
     "--on-grid: found '1.1', expected a number in 0..1"},
    {{SYNTH, "--people", "1", "--seed", "-1"},
     "--seed: found '-1', expected a whole number in 0..9007199254740991\n"},
    {{SYNTH, "--people", "1", "--format", "csv"}, "--format: found 'csv', expected long|wide|npy"},
    {{"import", "onet", "x", "--output", "o", "--grid", "0"},
     "--grid: found '0', expected a number in "},
    {{"import", "onet", "x", "--output", "o", "--soc", "minor"},
     "--soc: found 'minor', expected onet|detailed|broad"},
};

TEST_EACH(cli_usage, a_mistake_is_told_with_what_was_expected, sizeof mistakes / sizeof *mistakes)
{
    cli_check_mistake(mistakes[*row].words, mistakes[*row].message);
}

Test(cli_usage, an_unknown_profile_is_told_with_those_that_ship)
{
    cli_result result = CLI_RUN("match", "--catalog", "datasets/upskilling-2025", "--people",
                                "nobody", "--profile", "best");
    cli_check_code(&result, 2);
    cr_assert_str_eq(result.err, "rung: profile: found 'best', expected upskill, mobility, "
                                 "readiness, similarity, embedding or a file\n");
    cli_check_whole_out(&result, "");
}

Test(cli_usage, values_may_stand_behind_an_equals_sign)
{
    const char *folder = test_path(test_folder(), "people");
    cli_result made =
        CLI_RUN("synth", "--catalog=datasets/upskilling-2025", "--people=3", "--seed=7",
                "--threads=1", "--format=wide", "--on-grid=1.0", "--output", folder);
    cli_check_code(&made, 0);
    cli_check_err(&made, "3 people with ");
    cli_check_folder(folder, "people.csv");
    cli_result result = CLI_RUN("match", "--people", folder, "--catalog=datasets/upskilling-2025",
                                "--top=1e0", "--theta=1");
    cli_check_code(&result, 0);
}
