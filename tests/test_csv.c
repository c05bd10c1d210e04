/* test_csv.c - tables come back as they were written, and what is wrong with one is named. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/csv.h"
#include "support.h"

enum { WINDOW = 1 << 18 }; /* of csv.c: what is read at a time */

static rung_csv *open_bytes(const char *bytes, size_t length, rung_dialect dialect)
{
    rung_error error = {.message = ""};
    rung_csv *csv;
    const char *path = test_write(test_folder(), "table", bytes, length);
    cr_assert_eq(rung_csv_open(&csv, path, dialect, &error), RUNG_OK, "%s", error.message);
    return csv;
}

static rung_csv *open_text(const char *text)
{
    return open_bytes(text, strlen(text), RUNG_CSV);
}

static bool next(rung_csv *csv)
{
    bool more;
    rung_error error = {.message = ""};
    cr_assert_eq(rung_csv_next(csv, &more, &error), RUNG_OK, "%s", error.message);
    return more;
}

/* The whole table on one line: "a|b;1|2@2;" where @ gives the line that a row starts on. */
static char *flatten(const char *path, rung_dialect dialect, rung_error *error)
{
    rung_csv *csv;
    rung_buffer out = {0};
    bool more = true;
    rung_status status = rung_csv_open(&csv, path, dialect, error);
    if (status == RUNG_OK) {
        for (size_t i = 0; i < rung_csv_columns(csv); i++) {
            rung_put_text(&out, i ? "|" : "");
            rung_put_text(&out, rung_csv_column_name(csv, i));
        }
        rung_put_char(&out, ';');
    }
    while (status == RUNG_OK && (status = rung_csv_next(csv, &more, error)) == RUNG_OK && more) {
        for (size_t i = 0; i < rung_csv_columns(csv); i++) {
            rung_put_text(&out, i ? "|" : "");
            rung_put(&out, rung_csv_field(csv, i).at, rung_csv_field(csv, i).length);
        }
        rung_put_char(&out, '@');
        rung_put_whole(&out, rung_csv_line(csv));
        rung_put_char(&out, ';');
    }
    rung_csv_close(csv);
    rung_put_char(&out, '\0');
    if (status == RUNG_OK)
        return out.at;
    cr_assert_eq(error->status, status);
    rung_buffer_free(&out);
    return NULL;
}

/* ---------------------------------------------------------------- good tables */

static const struct {
    rung_dialect dialect;
    const char *text, *flat;
} good[] = {
    {RUNG_CSV, "a,b\n1,2\n3,4\n", "a|b;1|2@2;3|4@3;"},
    {RUNG_CSV, "a,b\r\n1,2\r\n3,4\r\n", "a|b;1|2@2;3|4@3;"},
    {RUNG_CSV, "a,b\n1,2\r\n3,4", "a|b;1|2@2;3|4@3;"}, /* mixed, and no line break at the end */
    {RUNG_CSV, "a,b\r\n1,2\r", "a|b;1|2@2;"},
    {RUNG_CSV,
     "\xEF\xBB\xBF"
     "a,b\n1,2\n",
     "a|b;1|2@2;"},
    {RUNG_CSV, "\xEF\xBB\xBF\"a\",b\n1,2\n", "a|b;1|2@2;"},
    {RUNG_CSV, " a ,\tb\n 1 ,2 \n", "a|b; 1 |2 @2;"}, /* names are trimmed, fields are not */
    {RUNG_CSV, "a,b\n\"1,5\",\"say \"\"hi\"\"\"\n", "a|b;1,5|say \"hi\"@2;"},
    {RUNG_CSV, "a,b\n\"\",\"\"\"\"\n,\n", "a|b;|\"@2;|@3;"},
    {RUNG_CSV, "a,b\n\"two\nlines\",x\n1,2\n", "a|b;two\nlines|x@2;1|2@4;"},
    {RUNG_CSV, "a,b\n\"two\r\nlines\",x\r\n1,2\r\n", "a|b;two\r\nlines|x@2;1|2@4;"},
    {RUNG_CSV, "a,b\n\"\n\n\n\",\"\n\"\n\n1,2\n", "a|b;\n\n\n|\n@2;1|2@8;"},
    {RUNG_CSV, "a,b\n\"cr\rwithin\",x\n", "a|b;cr\rwithin|x@2;"},
    {RUNG_CSV, "\n\n\r\na,b\n\n1,2\n\r\n\n3,4\n\n", "a|b;1|2@6;3|4@9;"}, /* blank lines */
    {RUNG_CSV, "a,b\n", "a|b;"},
    {RUNG_CSV, "a,b", "a|b;"},
    {RUNG_CSV, "a\n1\n\"\"\n2\n", "a;1@2;@3;2@4;"}, /* a quoted nothing is a row */
    {RUNG_CSV, "\"a\nb\",\"c,d\"\n1,2\n", "a\nb|c,d;1|2@3;"},
    {RUNG_CSV, "a,b\n\xC3\xA9,\xF0\x9F\x98\x80\n", "a|b;\xC3\xA9|\xF0\x9F\x98\x80@2;"},
    {RUNG_CSV, "a;b,c\n1\t2,3\n", "a;b|c;1\t2|3@2;"},
    {RUNG_TSV, "a\tb\n1\t2\r\n\n3\t4", "a|b;1|2@2;3|4@4;"},
    {RUNG_TSV, "a\tb\n\"1,\t2\"\"\n\"\t'\n", "a|b;\"1,|2\"\"@2;\"|'@3;"}, /* quotes are text */
    {RUNG_TSV,
     "\xEF\xBB\xBF"
     "a\tb\n\t\n",
     "a|b;|@2;"},
};

TEST_EACH(csv, reads_a_good_table, sizeof good / sizeof *good)
{
    rung_error error = {.message = ""};
    const char *path = test_write_text(test_folder(), "table", good[*row].text);
    char *flat = flatten(path, good[*row].dialect, &error);
    cr_assert_not_null(flat, "%s", error.message);
    cr_assert_str_eq(flat, good[*row].flat);
    free(flat);
}

Test(csv, finds_columns_by_name_and_knows_its_place)
{
    rung_error error;
    rung_csv *csv = open_text("one,two,three\n1,2,3\n4,5,6\n");
    size_t column;
    cr_assert_eq(rung_csv_columns(csv), 3u);
    cr_assert_str_eq(strrchr(rung_csv_path(csv), '/'), "/table");
    cr_assert_eq(rung_csv_column(csv, "three"), 2u);
    cr_assert_eq(rung_csv_column(csv, "four"), RUNG_NO_COLUMN);
    cr_assert_eq(rung_csv_column(csv, "Two"), RUNG_NO_COLUMN);
    cr_assert_eq(rung_csv_need(csv, "two", &column, &error), RUNG_OK);
    cr_assert_eq(column, 1u);
    cr_assert(next(csv));
    cr_assert(rung_slice_is(rung_csv_field(csv, 1), "2"));
    cr_assert(rung_slice_is(rung_csv_field(csv, RUNG_NO_COLUMN), ""));
    cr_assert_float_eq(rung_csv_fraction(csv), 20.0 / 26, 1e-12);
    cr_assert(next(csv));
    cr_assert_not(next(csv));
    cr_assert_not(next(csv), "the end stays the end");
    cr_assert_eq(rung_csv_fraction(csv), 1.0);
    rung_csv_close(csv);
    rung_csv_close(NULL);
}

/* ---------------------------------------------------------------- bad tables */

#define TEN "0123456789"

static const struct {
    rung_dialect dialect;
    const char *text;
    size_t length; /* 0: up to the zero byte */
    const char *message;
} bad[] = {
    {RUNG_CSV, "", 0, "table: the file is empty, expected a header row"},
    {RUNG_CSV, "\xEF\xBB\xBF", 0, "table: the file is empty, expected a header row"},
    {RUNG_CSV, "\n\r\n\n", 0, "table: the file is empty, expected a header row"},
    {RUNG_CSV, "a,,b\n", 0, "table:1: column 2 has no name"},
    {RUNG_CSV, "\na, \n", 0, "table:2: column 2 has no name"},
    {RUNG_CSV, "a,b,a\n", 0, "table:1: column 'a' is there twice, expected it once"},
    {RUNG_CSV, "a,b,\" a\"\n", 0, "table:1: column 'a' is there twice, expected it once"},
    {RUNG_CSV, "a,b\n1\n", 0, "table:2: found 1 field, expected 2 as in the header"},
    {RUNG_CSV, "a,b\n1,2\n\n1,2,3\n", 0, "table:4: found 3 fields, expected 2 as in the header"},
    {RUNG_CSV, "a,b\n\"x\ny\",2\n1,\n,,\n", 0, "table:5: found 3 fields, expected 2"},
    {RUNG_CSV, "a,b\n1,\"open\n3,4\n", 0, "table:2: field 2: a quote is left open"},
    {RUNG_CSV, "a,b\n1,\"", 0, "table:2: field 2: a quote is left open"},
    {RUNG_CSV, "a,b\n\"\"\"\n", 0, "table:2: field 1: a quote is left open"},
    {RUNG_CSV, "a,\"b\n1,2\n", 0, "table:1: field 2: a quote is left open"},
    {RUNG_CSV, "a,b\n1,x\"y\n2,3\n", 0, "table:2: field 2: a quote within an unquoted field"},
    {RUNG_CSV, "a,b\n1,x\"y\"\n", 0, "table:2: field 2: a quote within an unquoted field"},
    {RUNG_CSV, "a,b\n1, \"y\"\n", 0, "table:2: field 2: a quote within an unquoted field"},
    {RUNG_CSV, "a,b\n\"x\"y,2\n", 0, "table:2: field 1: text behind the closing quote"},
    {RUNG_CSV, "a,b\n\"x\" ,2\n", 0, "table:2: field 1: text behind the closing quote"},
    {RUNG_CSV, "a,b\n1,\0\n", 9, "table:2: a zero byte, expected text in UTF-8"},
    {RUNG_CSV, "a\0,b\n1,2\n", 10, "table:1: a zero byte, expected text in UTF-8"},
    {RUNG_CSV, "a,b\n1,x\xFFy\n", 0, "table:2: byte 4 of the row is 0xFF, expected text in UTF-8"},
    {RUNG_CSV,
     "\xFE\xFF"
     "a,b\n",
     0, "table:1: byte 1 of the row is 0xFE, expected text in UTF-8"},
    {RUNG_CSV, "a,b\n1,\xC3\n", 0, "table:2: byte 3 of the row is 0xC3, expected text in UTF-8"},
    {RUNG_CSV, "a,b\r1,2\r", 0, "table:1: a carriage return within the row"},
    {RUNG_CSV, "a,b\n1,2\n1\r,2\n", 0, "table:3: a carriage return within the row"},
    {RUNG_CSV, "a,b\r\n1,2\r\r\n", 0, "table:2: a carriage return within the row"},
    {RUNG_TSV, "a\tb\n1\n", 0, "table:2: found 1 field, expected 2 as in the header"},
    {RUNG_TSV, "a\tb\n\"1\n2\"\t3\n", 0, "table:2: found 1 field, expected 2 as in the header"},
    {RUNG_TSV, "a\tb\n1\t\"2\r3\"\n", 0, "table:2: a carriage return within the row"},
    {RUNG_TSV, "a\ta\n", 0, "table:1: column 'a' is there twice, expected it once"},
    {RUNG_CSV, TEN TEN TEN TEN TEN TEN "," TEN TEN TEN TEN TEN TEN "\n", 0,
     "table:1: column '" TEN TEN TEN TEN "01234567...' is there twice"},
};

TEST_EACH(csv, names_what_is_wrong_with_a_bad_table, sizeof bad / sizeof *bad)
{
    rung_error error = {.message = ""};
    size_t length = bad[*row].length ? bad[*row].length : strlen(bad[*row].text);
    const char *path = test_write(test_folder(), "table", bad[*row].text, length);
    char *flat = flatten(path, bad[*row].dialect, &error);
    cr_assert_null(flat, "it was read: %s", flat);
    cr_assert_eq(error.status, RUNG_BAD_DATA);
    cr_assert(strstr(error.message, bad[*row].message), "'%s' instead of '%s'", error.message,
              bad[*row].message);
}

Test(csv, says_that_a_file_is_missing_or_a_folder)
{
    const char *folder = test_folder();
    rung_error error;
    rung_csv *csv;
    cr_assert_eq(rung_csv_open(&csv, test_path(folder, "none.csv"), RUNG_CSV, &error), RUNG_IO);
    cr_assert(strstr(error.message, "/none.csv: cannot open: No such file"), "%s", error.message);
    cr_assert_null(csv);
    cr_assert_eq(rung_csv_open(&csv, folder, RUNG_CSV, &error), RUNG_IO);
    cr_assert(strstr(error.message, "is a folder, expected a file"), "%s", error.message);
    cr_assert_null(csv);
    cr_assert_eq(rung_csv_open(&csv, folder, RUNG_CSV, NULL), RUNG_IO);
}

static const struct {
    const char *text;
    rung_dialect dialect;
    const char *message;
} separated[] = {
    {"a;b;c\n1;2;3\n", RUNG_CSV,
     ":1: found the column 'a;b;c', expected a column 'b' (is the file separated by ';' instead of "
     "','?)"},
    {"a\tb\n", RUNG_CSV, "expected a column 'b' (is the file separated by tabs instead of ','?)"},
    {"a,c\n", RUNG_TSV, "expected a column 'b' (is the file separated by ',' instead of tabs?)"},
    {"a\n", RUNG_CSV, ":1: found the column 'a', expected a column 'b'"},
    {"a;c,d\n", RUNG_CSV, ":1: found the columns 'a;c', 'd', expected a column 'b'"},
};

TEST_EACH(csv, guesses_another_separator_when_a_column_is_missing,
          sizeof separated / sizeof *separated)
{
    rung_error error;
    rung_csv *csv;
    size_t column;
    const char *path = test_write_text(test_folder(), "table", separated[*row].text);
    cr_assert_eq(rung_csv_open(&csv, path, separated[*row].dialect, &error), RUNG_OK);
    cr_assert_eq(rung_csv_need(csv, "b", &column, &error), RUNG_BAD_DATA);
    const char *tail = strstr(error.message, separated[*row].message);
    cr_assert(tail && strlen(tail) == strlen(separated[*row].message), "%s", error.message);
    rung_csv_close(csv);
}

Test(csv, takes_a_column_in_other_letters_for_a_mistake)
{
    rung_error error;
    size_t column = 7;
    rung_csv *csv = open_text("one,Wage,wages,Zone,zone,\xC3\x89t\xC3\xA9\n");
    cr_assert_eq(rung_csv_may(csv, "wage", &column, &error), RUNG_BAD_DATA);
    cr_assert(
        strstr(error.message, "/table:1: column 2: found 'Wage', expected it to be written 'wage'"),
        "%s", error.message);
    cr_assert_eq(rung_csv_may(csv, "zone", &column, &error), RUNG_OK);
    cr_assert_eq(column, 4u, "the one that is written so stands");
    cr_assert_eq(rung_csv_may(csv, "seats", &column, &error), RUNG_OK);
    cr_assert_eq(column, RUNG_NO_COLUMN);
    cr_assert_eq(rung_csv_may(csv, "wag", &column, &error), RUNG_OK);
    cr_assert_eq(rung_csv_may(csv, "\xC3\xA9t\xC3\xA9", &column, &error), RUNG_OK);
    cr_assert_eq(column, RUNG_NO_COLUMN, "letters beyond ASCII differ");
    rung_csv_close(csv);
}

Test(csv, lists_the_columns_when_one_is_missing)
{
    rung_error error;
    size_t column;
    rung_csv *csv = open_text("\none,\"t\nwo\"\n");
    cr_assert_eq(rung_csv_need(csv, "three", &column, &error), RUNG_BAD_DATA);
    cr_assert(strstr(error.message,
                     "/table:2: found the columns 'one', 't?wo', expected a column 'three'"),
              "%s", error.message);
    rung_csv_close(csv);
}

Test(csv, lists_only_so_many_columns_as_a_message_holds)
{
    rung_buffer text = {0};
    for (int i = 0; i < 200; i++) {
        rung_put_text(&text, i ? "," : "");
        rung_put_whole(&text, (unsigned)i);
        rung_put_text(&text, "-" TEN TEN TEN TEN TEN TEN);
    }
    rung_error error;
    size_t column;
    rung_csv *csv = open_bytes(text.at, text.length, RUNG_CSV);
    cr_assert_eq(rung_csv_need(csv, "wanted", &column, &error), RUNG_BAD_DATA);
    cr_assert(strstr(error.message, "expected a column 'wanted'"), "%s", error.message);
    rung_csv_close(csv);
    rung_buffer_free(&text);
}

Test(csv, gives_up_on_a_quote_that_is_never_closed)
{
    size_t length = ((size_t)65 << 20) + 9;
    char *bytes = malloc(length);
    cr_assert_not_null(bytes);
    memset(bytes, 'x', length);
    memcpy(bytes, "a,b\n1,\"", 7);
    rung_csv *csv = open_bytes(bytes, length, RUNG_CSV);
    rung_error error;
    bool more;
    cr_assert_eq(rung_csv_next(csv, &more, &error), RUNG_BAD_DATA);
    cr_assert(strstr(error.message, "/table:2: a row of more than 64 MiB"), "%s", error.message);
    rung_csv_close(csv);
    free(bytes);
}

/* ---------------------------------------------------------------- numbers */

static const struct {
    const char *field;
    double low, high;
    const char *message; /* NULL: it is read */
} numbers[] = {
    {"2.5", 0, 7, NULL},
    {"0", 0, 7, NULL},
    {"7", 0, 7, NULL},
    {"-0", 0, 7, NULL},
    {"1e30", 0, INFINITY, NULL},
    {"7.0000001", 0, 7, ":2: column 'x': found '7.0000001', expected a number in 0..7"},
    {"-1e-9", 0, 7, ":2: column 'x': found '-1e-9', expected a number in 0..7"},
    {"nan", 0, 7, ":2: column 'x': found 'nan', expected a number in 0..7"},
    {"inf", 0, INFINITY, ":2: column 'x': found 'inf', expected a number of at least 0"},
    {"1e999", 0, INFINITY, ":2: column 'x': found '1e999', expected a number of at least 0"},
    {"\"1,5\"", 0, 1, ":2: column 'x': found '1,5', expected a number in 0..1"},
    {" 1", 0, 1, ":2: column 'x': found ' 1', expected a number in 0..1"},
    {"\"\"", 0, 1, ":2: column 'x': found '', expected a number in 0..1"},
};

TEST_EACH(csv, reads_a_number_within_its_limits_alone, sizeof numbers / sizeof *numbers)
{
    char text[100];
    snprintf(text, sizeof text, "y,x\n,%s\n", numbers[*row].field);
    rung_csv *csv = open_text(text);
    rung_error error = {.message = ""};
    double number;
    cr_assert(next(csv));
    rung_status status =
        rung_csv_number(csv, 1, numbers[*row].low, numbers[*row].high, false, &number, &error);
    if (numbers[*row].message) {
        cr_assert_eq(status, RUNG_BAD_DATA);
        cr_assert(strstr(error.message, numbers[*row].message), "%s", error.message);
    } else {
        cr_assert_eq(status, RUNG_OK, "%s", error.message);
        cr_assert_eq(number, strtod(numbers[*row].field, NULL));
    }
    rung_csv_close(csv);
}

Test(csv, takes_an_empty_optional_number_for_none)
{
    rung_csv *csv = open_text("x,y\n,1\n");
    double number = 0;
    cr_assert(next(csv));
    cr_assert_eq(rung_csv_number(csv, 0, 0, 1, true, &number, NULL), RUNG_OK);
    cr_assert(isnan(number));
    number = 0;
    cr_assert_eq(rung_csv_number(csv, RUNG_NO_COLUMN, 0, 1, true, &number, NULL), RUNG_OK);
    cr_assert(isnan(number));
    rung_csv_close(csv);
}

/* ---------------------------------------------------------------- around the window */

Test(csv, reads_a_field_of_a_megabyte)
{
    enum { SIZE = 1 << 20 };
    char *bytes = malloc(2 * SIZE + 100);
    cr_assert_not_null(bytes);
    size_t n = (size_t)sprintf(bytes, "a,b\n1,");
    memset(bytes + n, 'x', SIZE);
    n += SIZE;
    n += (size_t)sprintf(bytes + n, "\n\"");
    memset(bytes + n, '\n', SIZE);
    n += SIZE;
    n += (size_t)sprintf(bytes + n, "\",2\n3,4\n");
    rung_csv *csv = open_bytes(bytes, n, RUNG_CSV);
    cr_assert(next(csv));
    cr_assert_eq(rung_csv_field(csv, 1).length, (size_t)SIZE);
    cr_assert(next(csv));
    cr_assert_eq(rung_csv_field(csv, 0).length, (size_t)SIZE);
    cr_assert_eq(rung_csv_line(csv), 3u);
    cr_assert(next(csv));
    cr_assert_eq(rung_csv_line(csv), 4u + SIZE);
    cr_assert(rung_slice_is(rung_csv_field(csv, 1), "4"));
    cr_assert_not(next(csv));
    rung_csv_close(csv);
    free(bytes);
}

/* Every byte of a row with all that quoting can do comes to lie last in the window. */
Test(csv, reads_a_row_cut_by_the_window_at_every_byte)
{
    static const char pattern[] =
        "\"q\"\"q\",\"l\r\nm\n\",\xF0\x9F\x98\x80\r\n\r\n,\"\",\"\"\"\"\n";
    const char *folder = test_folder();
    size_t length = sizeof pattern - 1;
    char *bytes = malloc(WINDOW + 100);
    cr_assert_not_null(bytes);
    for (size_t shift = 0; shift <= length; shift++) {
        memcpy(bytes, "a,b,c\n\"", 7);
        memset(bytes + 7, 'x', WINDOW);
        char *end = bytes + WINDOW - shift;
        memcpy(end - 4, "\",,\n", 4);
        memcpy(end, pattern, length);
        rung_error error = {.message = ""};
        const char *path = test_write(folder, "table", bytes, WINDOW - shift + length);
        char *flat = flatten(path, RUNG_CSV, &error);
        cr_assert_not_null(flat, "cut at byte %zu: %s", shift, error.message);
        cr_assert_str_eq(flat + WINDOW - shift - 4 - 7 + strlen("a|b|c;"),
                         "||@2;q\"q|l\r\nm\n|\xF0\x9F\x98\x80@3;||\"@7;", "cut at byte %zu", shift);
        free(flat);
    }
    free(bytes);
}

/* A table in memory: rows x columns fields in one text. */
typedef struct table {
    size_t rows, columns;
    size_t length[600];
    char *field[600];
} table;

static size_t field_length(uint64_t *random, bool large)
{
    switch (test_below(random, large ? 12 : 4)) {
    case 0:
        return 0;
    case 11:
        return WINDOW / 2 + test_below(random, 200) - 100;
    case 10:
        return WINDOW + test_below(random, 200) - 100;
    case 9:
        return test_below(random, 3 * WINDOW);
    case 8:
        return test_below(random, 100000);
    default:
        return test_below(random, 30);
    }
}

static void make_table(table *t, uint64_t *random, bool tsv)
{
    static const char *const words[] = {"a",    "bc",       ",",    "\"", "\n",
                                        "\r\n", "\xC3\xA9", "\"\"", " ",  "\xF0\x9F\x98\x80"};
    static const char *const tsv_words[] = {"a", "bc", ",", "\"", "\xC3\xA9", " "};
    t->columns = 1 + test_below(random, 6);
    t->rows = 1 + test_below(random, 100);
    bool large = test_below(random, 4) == 0;
    if (large)
        t->rows = t->rows % 12 + 1;
    for (size_t i = 0; i < t->rows * t->columns; i++) {
        rung_buffer text = {0};
        size_t wanted = field_length(random, large);
        bool plain = wanted > 1000 && test_below(random, 2);
        while (text.length < wanted)
            rung_put_text(&text, plain ? "x"
                                 : tsv ? tsv_words[test_below(random, 6)]
                                       : words[test_below(random, 10)]);
        t->length[i] = text.length;
        rung_put_char(&text, '\0');
        cr_assert_not(text.failed);
        t->field[i] = text.at;
    }
}

static void write_field(rung_buffer *out, const char *text, bool always, bool tsv)
{
    if (tsv || (!always && !strpbrk(text, ",\"\r\n"))) {
        rung_put_text(out, text);
        return;
    }
    rung_put_char(out, '"');
    for (; *text; text++) {
        rung_put_char(out, *text);
        if (*text == '"')
            rung_put_char(out, '"');
    }
    rung_put_char(out, '"');
}

/* The table as text, with quotes, line breaks and blank lines as they may come. */
static void write_table(const table *t, rung_buffer *out, uint64_t *random, bool tsv)
{
    rung_put_text(out, test_below(random, 2) ? "\xEF\xBB\xBF" : "");
    for (size_t c = 0; c < t->columns; c++) {
        rung_put_text(out, c == 0 ? "" : tsv ? "\t" : ",");
        rung_put_char(out, (char)('A' + c));
    }
    for (size_t r = 0; r < t->rows; r++) {
        rung_put_text(out, test_below(random, 2) ? "\n" : "\r\n");
        if (test_below(random, 20) == 0)
            rung_put_text(out, "\r\n\n");
        for (size_t c = 0; c < t->columns; c++) {
            const char *text = t->field[r * t->columns + c];
            bool alone = t->columns == 1 && *text == '\0';
            rung_put_text(out, c == 0 ? "" : tsv ? "\t" : ",");
            write_field(out, tsv && alone ? "-" : text, alone || test_below(random, 3) == 0, tsv);
        }
    }
    rung_put_text(out, test_below(random, 2) ? "\n" : "");
}

static void compare_table(const table *t, rung_csv *csv, size_t round, bool tsv)
{
    for (size_t r = 0; r < t->rows; r++) {
        if (!next(csv))
            cr_assert_fail("round %zu: row %zu is missing", round, r);
        for (size_t c = 0; c < t->columns; c++) {
            rung_slice got = rung_csv_field(csv, c);
            size_t i = r * t->columns + c;
            bool alone = tsv && t->columns == 1 && t->length[i] == 0;
            if (alone ? !rung_slice_is(got, "-")
                      : got.length != t->length[i] ||
                            (got.length > 0 && memcmp(got.at, t->field[i], got.length) != 0))
                cr_assert_fail("round %zu: row %zu, field %zu differs", round, r, c);
        }
    }
    cr_assert_not(next(csv));
    cr_assert_eq(rung_csv_fraction(csv), 1.0);
}

Test(csv, reads_random_tables_back_as_they_were_written)
{
    static table t;
    const char *folder = test_folder();
    uint64_t random = 1;
    for (size_t round = test_rounds(150); round > 0; round--) {
        bool tsv = test_below(&random, 4) == 0;
        rung_buffer text = {0};
        make_table(&t, &random, tsv);
        write_table(&t, &text, &random, tsv);
        cr_assert_not(text.failed);
        const char *path = test_write(folder, "table", text.at, text.length);
        rung_error error = {.message = ""};
        rung_csv *csv;
        rung_status status = rung_csv_open(&csv, path, tsv ? RUNG_TSV : RUNG_CSV, &error);
        cr_assert_eq(status, RUNG_OK, "%s", error.message);
        compare_table(&t, csv, round, tsv);
        rung_csv_close(csv);
        rung_buffer_free(&text);
        for (size_t i = 0; i < t.rows * t.columns; i++)
            free(t.field[i]);
    }
}

/* Names are looked up, not compared one by one: that would be 20 billion comparisons. */
Test(csv, reads_a_header_of_very_many_columns, .timeout = 30)
{
    enum { COLUMNS = 200000 };
    rung_buffer text = {0};
    for (unsigned i = 0; i < COLUMNS; i++) {
        rung_put_char(&text, 'c');
        rung_put_whole(&text, i);
        rung_put_char(&text, i + 1 < COLUMNS ? ',' : '\n');
    }
    rung_csv *csv = open_bytes(text.at, text.length, RUNG_CSV);
    cr_assert_eq(rung_csv_columns(csv), (size_t)COLUMNS);
    cr_assert_eq(rung_csv_column(csv, "c199999"), 199999u);
    cr_assert_eq(rung_csv_column(csv, "c200000"), RUNG_NO_COLUMN);
    rung_csv_close(csv);
    rung_buffer_free(&text);
}
