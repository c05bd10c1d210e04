/* test_compare.c - two runs of the bench, made up, side by side. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "bench/compare.h"
#include "support.h"

/* ---------------------------------------------------------------- the rule */

static const struct {
    const char *what;
    compare_figures old, new; /* min, median, max, mad, rounds */
    compare_verdict verdict;
} pairs[] = {
    {"equal", {1, 1, 1, 0, 9}, {1, 1, 1, 0, 9}, COMPARE_SAME},
    {"5 % are nothing", {1, 1, 1, 0, 9}, {1, 1.0499, 1.1, 0, 9}, COMPARE_SAME},
    {"more is something", {1, 1, 1, 0, 9}, {1, 1.0501, 1.1, 0, 9}, COMPARE_SLOWER},
    {"the other way round, too", {1, 1.0501, 1.1, 0, 9}, {1, 1, 1, 0, 9}, COMPARE_FASTER},
    {"and not below", {1, 1.0499, 1.1, 0, 9}, {1, 1, 1, 0, 9}, COMPARE_SAME},
    /* 2 x 1.4826 x sqrt(0.03^2 + 0.04^2) = 0.14826 */
    {"below the noise", {1, 1, 1, 0.03, 9}, {1, 1.148, 1.2, 0.04, 9}, COMPARE_SAME},
    {"above the noise", {1, 1, 1, 0.03, 9}, {1, 1.149, 1.2, 0.04, 9}, COMPARE_SLOWER},
    {"below, faster", {1, 1.148, 1.2, 0.03, 9}, {0.9, 1, 1, 0.04, 9}, COMPARE_SAME},
    {"above, faster", {1, 1.149, 1.2, 0.03, 9}, {0.9, 1, 1, 0.04, 9}, COMPARE_FASTER},
    {"few rounds that meet", {1, 1, 1.5, 0, 4}, {1.5, 2, 2, 0, 9}, COMPARE_SAME},
    {"few new rounds that meet", {1, 1, 1.5, 0, 9}, {1.5, 2, 2, 0, 4}, COMPARE_SAME},
    {"few rounds apart", {1, 1, 1.5, 0, 4}, {1.6, 2, 2, 0, 4}, COMPARE_SLOWER},
    {"few rounds apart, faster", {1.6, 2, 2, 0, 4}, {1, 1, 1.5, 0, 4}, COMPARE_FASTER},
    {"enough rounds may meet", {1, 1, 1.5, 0, 5}, {1.5, 2, 2, 0, 5}, COMPARE_SLOWER},
};
enum { PAIRS = sizeof pairs / sizeof *pairs };

TEST_EACH(compare, a_case_differs_by_more_than_its_noise_or_not_at_all, PAIRS)
{
    cr_assert_eq(compare_case(&pairs[*row].old, &pairs[*row].new), pairs[*row].verdict, "%s",
                 pairs[*row].what);
}

/* ---------------------------------------------------------------- runs */

#define HEAD(machine)                                                                              \
    "{\"machine\":\"" machine "\",\"threads\":2,\"catalog\":\"C\",\"roles\":26,"                   \
    "\"rated_roles\":26,\"skills\":16,\"people\":100,\"cases\":["
#define CASE(name, median)                                                                         \
    "{\"name\":\"" name                                                                            \
    "\",\"work\":\"w\",\"rounds\":9,\"seconds\":{\"min\":0.5,\"median\":" #median                  \
    ",\"max\":9,\"mad\":0.01,\"p99\":null}}"
#define TAIL "]}\n"

static const char old_run[] =
    HEAD("M") CASE("same", 1) "," CASE("slower", 1) "," CASE("faster", 2) "," CASE("gone", 1) TAIL;
static const char new_run[] = HEAD("M")
    CASE("same", 1.02) "," CASE("slower", 1.2) "," CASE("faster", 1.5) "," CASE("added", 1) TAIL;

/* Run the program with these words; what it says on both streams is *said. */
static int run_compare(const char *words, char *said, size_t room)
{
    const char *program = getenv("RUNG_PROGRAM") ? getenv("RUNG_PROGRAM") : RUNG_PROGRAM_DEFAULT;
    char command[4096];
    const char *slash = strrchr(program, '/');
    snprintf(command, sizeof command, "%.*s/bench/compare %s 2>&1", (int)(slash - program), program,
             words);
    FILE *pipe = popen(command, "r");
    cr_assert_not_null(pipe);
    size_t length = fread(said, 1, room - 1, pipe);
    said[length] = '\0';
    int code = pclose(pipe);
    cr_assert(WIFEXITED(code));
    return WEXITSTATUS(code);
}

static int compare_texts(const char *flags, const char *old, const char *new, char said[4000])
{
    const char *dir = test_folder();
    char words[1000];
    snprintf(words, sizeof words, "%s %s %s", flags, test_write_text(dir, "old.json", old),
             test_write_text(dir, "new.json", new));
    return run_compare(words, said, 4000);
}

static void check_said(const char *said, const char *part)
{
    cr_assert_not_null(strstr(said, part), "found '%s', expected '%s' in it", said, part);
}

Test(compare, names_what_got_slower_and_faster_and_what_is_only_in_one_run)
{
    char said[4000];
    cr_assert_eq(compare_texts("", old_run, new_run, said), 1, "%s", said);
    check_said(said, "slower  slower ");
    check_said(said, "+20.0 %");
    check_said(said, "faster  faster ");
    check_said(said, "-25.0 %");
    check_said(said, "new     added: only in ");
    check_said(said, "gone    gone: only in ");
    check_said(said, "1 slower, 1 faster, 1 the same within the noise; only in one run: 1 old, 1 "
                     "new\n");
}

Test(compare, ends_well_where_nothing_got_slower)
{
    char said[4000];
    cr_assert_eq(compare_texts("", old_run, old_run, said), 0, "%s", said);
    check_said(said, "0 slower, 0 faster, 4 the same");
}

Test(compare, refuses_another_machine_unless_told)
{
    char said[4000];
    static const char other[] = HEAD("N") CASE("same", 1) TAIL;
    cr_assert_eq(compare_texts("", old_run, other, said), 2, "%s", said);
    check_said(said, "compare: machine: 'M' in ");
    check_said(said, "'N' in ");
    cr_assert_eq(compare_texts("--anyway", old_run, other, said), 0, "%s", said);
    check_said(said, "1 the same");
}

Test(compare, refuses_other_data_unless_told)
{
    char said[4000];
    static const char other[] = "{\"machine\":\"M\",\"threads\":2,\"catalog\":\"C\",\"roles\":27,"
                                "\"cases\":[" CASE("same", 1) TAIL;
    cr_assert_eq(compare_texts("", old_run, other, said), 2, "%s", said);
    check_said(said, "compare: roles: '26' in ");
}

static const struct {
    const char *text, *message;
} bad[] = {
    {"", "old.json:1:1: found '', expected a value of JSON"},
    {"[1,2", "old.json:1:5: found '', expected ',' or ']'"},
    {"{\"a\" 1}", "old.json:1:6: found '1}', expected a colon"},
    {"{\"a\":\"\\x\"}", "old.json:1:7: found '\\x\"}', expected an escape of JSON"},
    {"{\"a\":\"\\ud800\"}", "old.json:1:7: found '\\ud800\"}', expected an escape of JSON"},
    {"{\"a\":\n 1 2}", "old.json:2:4: found '2}', expected ',' or '}'"},
    {"{} {}", "old.json:1:4: found '{}', expected nothing more"},
    {"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1", "expected fewer brackets within brackets"},
    {"{}", "old.json: no 'cases', expected figures that the bench has written"},
    {"{\"facts\":{},\"rows\":[]}", "old.json: this is what 'make bench-peers' wrote, expected"},
    {"{\"cases\":[{}]}", "old.json: case 1: expected a name"},
    {"{\"cases\":[{\"name\":\"a\"}]}", "old.json: case 1: expected rounds"},
    {"{\"cases\":[" CASE("a", null) "]}", "case 1: expected seconds with min, median, max and mad"},
    {"{\"cases\":[" CASE("a", 0.1) "]}", "case 1: expected min <= median <= max"},
    {"{\"cases\":[" CASE("a", 1) "," CASE("a", 1) "]}", "case 2: expected a name that no case"},
};
enum { BAD = sizeof bad / sizeof *bad };

TEST_EACH(compare, refuses_what_the_bench_does_not_write, BAD)
{
    char said[4000];
    cr_assert_eq(compare_texts("", bad[*row].text, new_run, said), 2, "%s", said);
    check_said(said, bad[*row].message);
}

Test(compare, needs_two_files)
{
    char said[4000];
    cr_assert_eq(run_compare("one.json", said, sizeof said), 2);
    check_said(said, "compare: expected two files of figures\nusage: compare");
    cr_assert_eq(run_compare("/no/one.json /no/other.json", said, sizeof said), 2);
    check_said(said, "compare: /no/one.json: cannot open");
}

Test(compare, text_of_json_may_hold_escapes)
{
    const char *path = test_write_text(test_folder(), "a.json",
                                       "[\"\\u00e4\\ud83d\\ude00\\n\\\"\\u0041\", -1.5e1, true]");
    json_tree tree;
    rung_error error;
    cr_assert_eq(json_read(&tree, path, &error), RUNG_OK, "%s", error.message);
    const json_value *v = json_first(&tree, &tree.value[1]);
    cr_assert_str_eq(v->text, "\xC3\xA4\xF0\x9F\x98\x80\n\"A");
    v = json_next(&tree, v);
    cr_assert_eq(v->number, -15);
    v = json_next(&tree, v);
    cr_assert(v->kind == JSON_FLAG && v->number == 1);
    cr_assert_null(json_next(&tree, v));
    json_free(&tree);
}

Test(compare, a_run_that_is_kept_compares_with_itself)
{
    char said[4000];
    const char *words = "bench/results/zen4-2core.json bench/results/zen4-2core.json";
    cr_assert_eq(run_compare(words, said, sizeof said), 0, "%s", said);
    check_said(said, "0 slower, 0 faster, ");
}
