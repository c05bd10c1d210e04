/* test_cli_output.c - what goes with rows: the record of the run, pseudonyms, CSV that is safe in a
 * spreadsheet. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/hash_file.h"
#include "base/text.h"
#include "cli.h"
#include "data/catalog_rows.h"
#include "rung.h"
#include "support.h"

static const char bundled[] = "datasets/upskilling-2025";

/* ---------------------------------------------------------------- the record */

static const test_file staff[] = {
    {"people.csv", "person_id,role_id,sex\np1,area-manager,w\n=1+1,shipping-clerk,m\n"},
    {NULL, NULL},
};

/* {"path": PATH, "bytes": N, "xxh3": "HASH"} of a file, as the record has it. */
static const char *file_entry(const char *path)
{
    static char entry[500];
    size_t length;
    char *bytes = test_read(path, &length);
    cr_assert_not_null(bytes, "%s", path);
    snprintf(entry, sizeof entry, "{\"path\": \"%s\", \"bytes\": %zu, \"xxh3\": \"%016llx\"}", path,
             length, (unsigned long long)rung_hash(bytes, length, 0));
    free(bytes);
    return entry;
}

static void check_has(const char *text, const char *part)
{
    cr_assert(text && strstr(text, part), "'%s' is not in: %s", part, text ? text : "(no record)");
}

/* The name and the first weight of the profile that a matcher takes by itself. */
static const char *usual_profile(const char *dir)
{
    static char entry[200];
    rung_catalog *catalog;
    rung_matcher *matcher;
    cr_assert_eq(rung_catalog_open(&catalog, dir, NULL), RUNG_OK);
    cr_assert_eq(rung_matcher_new(&matcher, catalog, NULL, NULL), RUNG_OK);
    rung_matcher_facts facts = rung_matcher_describe(matcher);
    cr_assert_neq(facts.weight[0], 0);
    snprintf(entry, sizeof entry, "\"profile\": {\"name\": \"%s\", \"weights\": {\"%s\": %.9g, \"",
             facts.profile, rung_signal_name((rung_signal)0), facts.weight[0]);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
    return entry;
}

static cli_result match_into(const char *people, const char *output, const char *option)
{
    return CLI_RUN("match", "--catalog", bundled, "--people", people, "--top", "2", "--output",
                   output, option);
}

/* The bundled catalog with whatever else a catalog may hold: a header, and nobody. */
static const char *whole_catalog(void)
{
    char command[1000], header[500];
    const char *folder = test_folder();
    snprintf(command, sizeof command, "cp %s/* '%s'", bundled, folder);
    cr_assert_eq(system(command), 0);
    for (const rung_catalog_file *f = rung_catalog_files; f->name; f++) {
        size_t length = 0;
        for (size_t i = 0; i < RUNG_CATALOG_COLUMNS && f->columns[i]; i++)
            length += (size_t)snprintf(header + length, sizeof header - length, "%s%s",
                                       i > 0 ? "," : "", f->columns[i] + (*f->columns[i] == '?'));
        if (stat(test_path(folder, f->name), &(struct stat){0}) != 0)
            test_write_text(folder, f->name, strcat(header, "\n"));
    }
    return folder;
}

Test(cli_output, every_file_of_a_catalog_is_in_the_record)
{
    const char *catalog = whole_catalog(), *people = test_write_files(staff, NULL);
    const char *output = test_path(test_folder(), "m.csv");
    cli_result r = CLI_RUN("match", "--catalog", catalog, "--people", people, "--output", output);
    cli_check_code(&r, 0);
    char place[300];
    snprintf(place, sizeof place, "%s.run.json", output);
    char *record = test_read(place, NULL);
    check_has(record, file_entry(test_path(catalog, "catalog.ini")));
    for (const rung_catalog_file *f = rung_catalog_files; f->name; f++)
        check_has(record, file_entry(test_path(catalog, f->name)));
    free(record);
}

Test(cli_output, the_record_tells_what_came_of_what)
{
    const char *people = test_write_files(staff, NULL), *output = test_path(test_folder(), "m.csv");
    cli_result r = CLI_RUN_WITH((cli_setup){.environment = "SOURCE_DATE_EPOCH=86400"}, "match",
                                "--catalog", bundled, "--people", people, "--top=2", "--output",
                                output, "--kernel", "scalar", "--threads", "1");
    cli_check_code(&r, 0);
    char place[300];
    snprintf(place, sizeof place, "%s.run.json", output);
    char *record = test_read(place, NULL);
    check_has(record, "{\n \"record\": 1,\n \"rung\": \"");
    check_has(record, "\n \"command\": \"match\",\n \"arguments\": [\"--catalog\", "
                      "\"datasets/upskilling-2025\", \"--people\", \"");
    check_has(record, "\"--top=2\"");
    check_has(record, "\n  \"top\": 2,\n  \"gaps\": 0,\n");
    check_has(record, "\n  \"format\": \"csv\",\n");
    check_has(record, "\n  \"impute\": \"empty\",\n  \"profile\": null,\n");
    check_has(record, "\n  \"theta\": 0.8,\n");
    check_has(record, "\n \"started\": \"1970-01-02T00:00:00Z\",\n \"seconds\": null,\n");
    check_has(record, "\n \"people\": 2,\n \"kernel\": \"scalar\",\n \"threads\": 1,\n");
    check_has(record, usual_profile(bundled));
    check_has(record, "\"catalog\": {\"name\": \"Upskilling 2025\", \"source\": \"O*NET");
    check_has(record, file_entry(test_path(people, "people.csv")));
    check_has(record, file_entry(output));
    check_has(record, file_entry("datasets/upskilling-2025/catalog.ini"));
    check_has(record, file_entry(test_path(bundled, "role_skills.csv")));
    cr_assert_null(strstr(record, "p1"));
    cr_assert_null(strstr(record, "1+1"));
    r = CLI_RUN_WITH((cli_setup){.environment = "SOURCE_DATE_EPOCH=86400"}, "match", "--catalog",
                     bundled, "--people", people, "--top=2", "--output", output, "--kernel",
                     "scalar", "--threads", "1");
    cli_check_code(&r, 0);
    char *again = test_read(place, NULL);
    cr_assert_str_eq(again, record);
    free(again);
    free(record);
}

Test(cli_output, a_record_tells_time_but_no_person)
{
    const char *people = test_write_files(staff, NULL), *folder = test_folder();
    const char *output = test_path(folder, "p.jsonl");
    cli_result r = CLI_RUN("path", "--catalog", bundled, "--people", people, "--person", "p1",
                           "--format", "jsonl", "--output", output);
    cli_check_code(&r, 0);
    char *record = test_read(test_path(folder, "p.jsonl.run.json"), NULL);
    check_has(record, "\"--person\", \"(left out)\"");
    check_has(record, "\n  \"person\": \"(left out)\",");
    check_has(record, "\n \"seconds\": 0.");
    cr_assert_null(strstr(record, "p1"));
    free(record);
    r = CLI_RUN("path", "--catalog", bundled, "--people", people, "--person=p1", "--format",
                "jsonl", "--output", output);
    record = test_read(test_path(folder, "p.jsonl.run.json"), NULL);
    check_has(record, "\"--person=(left out)\"");
    cr_assert_null(strstr(record, "p1"));
    free(record);
}

Test(cli_output, both_files_of_paths_are_in_one_record)
{
    const char *people = test_write_files(staff, NULL), *folder = test_folder();
    cli_result r =
        CLI_RUN("path", "--catalog", bundled, "--people", people, "--target", "area-manager",
                "--output", test_path(folder, "p.csv"), "--misses", test_path(folder, "x.csv"));
    cli_check_code(&r, 0);
    cli_check_folder(folder, "p.csv p.csv.run.json x.csv");
    char *record = test_read(test_path(folder, "p.csv.run.json"), NULL);
    check_has(record, file_entry(test_path(folder, "p.csv")));
    check_has(record, file_entry(test_path(folder, "x.csv")));
    free(record);
}

Test(cli_output, no_record_is_made_where_none_is_wanted_or_no_file_is)
{
    const char *people = test_write_files(staff, NULL), *folder = test_folder();
    cli_result r = match_into(people, test_path(folder, "m.csv"), "--no-record");
    cli_check_code(&r, 0);
    cli_check_folder(folder, "m.csv");
    r = match_into(people, "/dev/stdout", NULL);
    cli_check_code(&r, 0);
    cli_check_out(&r, "person_id,rank,");
    cli_check_folder(folder, "m.csv");
    cr_assert_neq(stat("/dev/stdout.run.json", &(struct stat){0}), 0);
}

Test(cli_output, a_pipe_is_named_without_a_hash)
{
    const char *people = test_write_files(staff, NULL), *folder = test_folder();
    char command[1000];
    const char *program = getenv("RUNG_PROGRAM");
    snprintf(command, sizeof command,
             "mkfifo %s/in && { printf 'person_id,rank,score\\np1,1,2\\n' >%s/in & } && '%s' audit "
             "--people %s --matches %s/in --by sex --output %s/a.csv 2>/dev/null",
             folder, folder, program ? program : RUNG_PROGRAM_DEFAULT, people, folder, folder);
    cr_assert_eq(system(command), 0);
    char *record = test_read(test_path(folder, "a.csv.run.json"), NULL);
    check_has(record, "/in\", \"bytes\": null, \"xxh3\": null}");
    check_has(record, file_entry(test_path(folder, "a.csv")));
    free(record);
}

/* What is written is small; its record is larger than files may be. */
Test(cli_output, without_its_record_there_is_no_output)
{
    const char *people = test_write_files(staff, NULL), *folder = test_folder();
    cli_result r =
        CLI_RUN_WITH((cli_setup){.file_size = 1000}, "match", "--catalog", bundled, "--people",
                     people, "--top", "1", "--output", test_path(folder, "m.csv"));
    cli_check_code(&r, 1);
    cli_check_err(&r, "/m.csv.run.json: cannot write: File too large");
    cli_check_folder(folder, "");
    cr_assert_eq(mkdir(test_path(folder, "m.csv.run.json"), 0700), 0);
    r = match_into(people, test_path(folder, "m.csv"), NULL);
    cli_check_code(&r, 1);
    cli_check_err(&r, "m.csv.run.json: is a folder, expected a file to write");
    cli_check_folder(folder, "m.csv.run.json");
}

Test(cli_output, a_record_takes_the_place_of_no_page)
{
    const char *people = test_write_files(staff, NULL), *folder = test_folder();
    const char *rows = test_write_text(folder, "rows", "person_id,rank,score\np1,1,2\n");
    cli_result r =
        CLI_RUN("audit", "--people", people, "--matches", rows, "--by", "sex", "--output",
                test_path(folder, "a"), "--report", test_path(folder, "./a.run.json"));
    cli_check_code(&r, 2);
    cli_check_err(&r, "which is the place of the record of ");
    cr_assert_neq(access(test_path(folder, "a"), F_OK), 0);
    cr_assert_neq(access(test_path(folder, "a.run.json"), F_OK), 0);
}

Test(cli_output, a_record_takes_the_place_of_nothing_that_is_read)
{
    const char *people = test_write_files(staff, NULL), *folder = test_folder();
    const char *rows = test_write_text(folder, "a.run.json", "person_id,rank,score\np1,1,2\n");
    cli_result r = CLI_RUN("audit", "--people", people, "--matches", rows, "--by", "sex",
                           "--output", test_path(folder, "a"));
    cli_check_code(&r, 2);
    cli_check_err(&r, "whose record would take the place of ");
    cli_check_folder(folder, "a.run.json");
}

/* A file that changes while it is read leaves nobody knowing what was read. */
Test(cli_output, an_input_that_changes_meanwhile_is_told)
{
    const char *people = test_path(test_folder(), "staff"), *out = test_folder();
    const char *program = getenv("RUNG_PROGRAM"), *log = test_path(test_folder(), "log");
    cli_result r = CLI_RUN("synth", "--catalog", bundled, "--people", "20000", "--seed", "1",
                           "--output", people);
    cli_check_code(&r, 0);
    char command[1500];
    snprintf(command, sizeof command,
             "'%s' match --catalog %s --people %s --batch 64 --output %s/m.csv 2>%s & until [ -n "
             "\"$(ls -A %s)\" ]; do :; done; touch %s/people.csv; wait $!",
             program ? program : RUNG_PROGRAM_DEFAULT, bundled, people, out, log, out, people);
    cr_assert_neq(system(command), 0);
    char *told = test_read(log, NULL);
    check_has(told, "/people.csv: changed while it was read, expected it to stay");
    free(told);
    cli_check_folder(out, "");
}

/* ---------------------------------------------------------------- pseudonyms */

/* The digests are those of Python's hashlib.blake2b(id, key=key, digest_size=16). */
static const char key[] = "0123456789abcdef", name_of_p1[] = "e1c14b6b9483005593cc44c067986217";

static const char *write_key(const char *text, unsigned mode)
{
    const char *path = test_write_text(test_folder(), "key", text);
    cr_assert_eq(chmod(path, mode), 0);
    return path;
}

Test(cli_output, pseudonyms_are_keyed_blake2b)
{
    const char *people = test_write_files(staff, NULL), *path = write_key(key, 0600);
    char line[100];
    snprintf(line, sizeof line, "%s,1,", name_of_p1);
    cli_result r = CLI_RUN("match", "--catalog", bundled, "--people", people, "--pseudonyms", path);
    cli_check_code(&r, 0);
    cli_check_out(&r, line);
    cr_assert_null(strstr(r.out, "p1,"));
    cr_assert_null(strstr(r.out, "=1+1"));
    const char *lines = write_key("0123456789abcdef\n", 0400);
    cli_result again =
        CLI_RUN("match", "--catalog", bundled, "--people", people, "--pseudonyms", lines);
    cli_check_whole_out(&again, r.out);
    r = CLI_RUN("path", "--catalog", bundled, "--people", people, "--pseudonyms", path, "--format",
                "text", "--steps", "1");
    cli_check_out(&r, name_of_p1);
    r = CLI_RUN("path", "--catalog", bundled, "--people", people, "--pseudonyms", path, "--format",
                "jsonl", "--steps", "1");
    cli_check_out(&r, name_of_p1);
}

Test(cli_output, rows_with_pseudonyms_are_found_with_the_key_alone)
{
    const char *people = test_write_files(staff, NULL), *folder = test_folder();
    const char *path = write_key(key, 0600), *other = write_key("another key of 16 bytes", 0600);
    const char *rows = test_path(folder, "m.csv");
    cli_result r = CLI_RUN("match", "--catalog", bundled, "--people", people, "--pseudonyms", path,
                           "--output", rows);
    cli_check_code(&r, 0);
    r = CLI_RUN("audit", "--people", people, "--matches", rows, "--by", "sex", "--pseudonyms",
                path);
    cli_check_code(&r, 0);
    cli_check_err(&r, "2 people, 2 selected");
    r = CLI_RUN("gaps", "--catalog", bundled, "--people", people, "--matches", rows, "--pseudonyms",
                path);
    cli_check_code(&r, 0);
    cli_check_err(&r, "2 of 2 people with a role");
    r = CLI_RUN("audit", "--people", people, "--matches", rows, "--by", "sex", "--pseudonyms",
                other);
    cli_check_code(&r, 3);
    cli_check_err(&r, "/people.csv, as this key renames them");
    char *record = test_read(test_path(folder, "m.csv.run.json"), NULL);
    cr_assert_null(strstr(record, key));
    free(record);
}

static const struct bad_key {
    const char *text, *message;
    unsigned mode;
} bad_keys[] = {
    {"0123456789abcde", "found 15 bytes, expected a key of 16 to 64", 0600},
    {"0123456789abcde\n", "found 15 bytes, expected a key of 16 to 64", 0600},
    {"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
     "found more than 64 bytes, expected a key of 16 to 64", 0600},
    {"", "found 0 bytes, expected a key of 16 to 64", 0600},
    {key, "others than its owner may use it (mode 0644), expected", 0644},
    {key, "others than its owner may use it (mode 0620), expected", 0620},
};

TEST_EACH(cli_output, a_bad_key_is_refused, sizeof bad_keys / sizeof *bad_keys)
{
    const struct bad_key *b = &bad_keys[*row];
    const char *people = test_write_files(staff, NULL), *out = test_folder();
    cli_result r = CLI_RUN("match", "--catalog", bundled, "--people", people, "--pseudonyms",
                           write_key(b->text, b->mode), "--output", test_path(out, "m.csv"));
    cli_check_code(&r, 2);
    cli_check_err(&r, b->message);
    cli_check_folder(out, "");
}

/* ---------------------------------------------------------------- spreadsheets */

Test(cli_output, no_text_is_a_formula_in_a_spreadsheet)
{
    static const char *const cases[][2] = {
        {"=1+1", "'=1+1"},
        {"+1", "'+1"},
        {"-1", "'-1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\tx", "'\tx"},
        {"\rx", "\"'\rx\""},
        {"\nx", "\"'\nx\""},
        {"=\"a\",b", "\"'=\"\"a\"\",b\""},
        {"\uFF1D1", "'\uFF1D1"},
        {"a=1", "a=1"},
        {"", ""},
        {"'=1", "'=1"},
        {"1-2", "1-2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rung_buffer safe = {.spreadsheet_safe = true}, usual = {0};
        rung_put_csv(&safe, cases[i][0]);
        rung_put_csv(&usual, cases[i][0]);
        cr_assert_eq(safe.length, strlen(cases[i][1]), "case %zu", i);
        cr_assert(safe.length == 0 || memcmp(safe.at, cases[i][1], safe.length) == 0, "case %zu",
                  i);
        bool guarded = rung_is_formula(cases[i][0]);
        cr_assert_eq(usual.length + guarded, safe.length);
        rung_buffer_free(&safe);
        rung_buffer_free(&usual);
    }
}

Test(cli_output, every_command_that_writes_csv_can_be_safe)
{
    const char *people = test_write_files(staff, NULL), *folder = test_folder();
    const char *rows = test_path(folder, "m.csv"), *misses = test_path(folder, "x.csv");
    cli_result r = match_into(people, rows, "--spreadsheet-safe");
    cli_check_code(&r, 0);
    char *text = test_read(rows, NULL);
    check_has(text, "\n'=1+1,1,");
    cr_assert(strstr(text, ",-") || strstr(text, ",0.")); /* numbers stay as they are */
    cr_assert_null(strstr(text, ",'"));
    free(text);
    r = CLI_RUN("path", "--catalog", bundled, "--people", people, "--spreadsheet-safe", "--target",
                "shipping-clerk", "--misses", misses);
    cli_check_code(&r, 0);
    text = test_read(misses, NULL);
    check_has(text, "\n'=1+1,shipping-clerk,current,");
    free(text);
    r = CLI_RUN("path", "--catalog", bundled, "--people", people, "--spreadsheet-safe", "--steps",
                "1");
    cli_check_out(&r, ",'+");
    const char *csv = test_write_text(test_folder(), "people.csv", "person_id,sex\na,=w\n");
    const char *m = test_write_text(folder, "r.csv", "person_id,rank,score\na,1,-2\n");
    char parent[300];
    snprintf(parent, sizeof parent, "%.*s", (int)(strrchr(csv, '/') - csv), csv);
    r = CLI_RUN("audit", "--people", parent, "--matches", m, "--by", "sex", "--spreadsheet-safe");
    cli_check_out(&r, "\nsex,'=w,,,1,1,,1,1,");
}
