/* test_number.c - decimals in and out are those of the C library, in every locale. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "support.h"

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t to_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* A finite double of any size. */
static double any_double(uint64_t *random)
{
    double x;
    do
        x = from_bits(test_random(random));
    while (!isfinite(x));
    return x;
}

/* ---------------------------------------------------------------- reading */

/* The text reads as strtod reads it, to the last bit, and is refused when it is too large. */
static void check_parse(const char *text)
{
    double expected = strtod(text, NULL), number = 0;
    bool read = rung_parse_number(text, strlen(text), &number);
    if (read != (bool)isfinite(expected) || (read && to_bits(number) != to_bits(expected)))
        cr_assert_fail("'%s' reads as %d, %a, and strtod says %a", text, read, number, expected);
}

static char *put_digits(uint64_t *random, char *out, size_t count)
{
    static const char *const sets[] = {"0123456789", "09", "0", "9", "5"};
    const char *set = sets[test_below(random, 10) < 6 ? 0 : test_below(random, 5)];
    size_t size = strlen(set);
    for (size_t i = 0; i < count; i++)
        *out++ = set[test_below(random, size)];
    return out;
}

/* Digits, a point and an exponent in every combination that the grammar allows. */
static void any_decimal(uint64_t *random, char *out)
{
    static const size_t longest[] = {2, 5, 10, 20, 25, 60, 400};
    size_t most = longest[test_below(random, 7)];
    size_t whole = test_below(random, most), fraction = test_below(random, most);
    if (test_below(random, 3) == 0)
        *out++ = "+-"[test_below(random, 2)];
    out = put_digits(random, out, whole);
    bool point = whole == 0 || test_below(random, 2) == 0;
    if (point) {
        *out++ = '.';
        out = put_digits(random, out, whole == 0 ? fraction + 1 : fraction);
    }
    if (test_below(random, 2) == 0) {
        static const int spread[] = {5, 25, 60, 350, 2000};
        int most_exponent = spread[test_below(random, 5)];
        int exponent = (int)test_below(random, 2 * (size_t)most_exponent) - most_exponent;
        const char *sign = exponent >= 0 && test_below(random, 2) ? "+" : "";
        out += sprintf(out, "%c%s%d", "eE"[test_below(random, 2)], sign, exponent);
    }
    *out = '\0';
}

Test(number, reads_random_decimals_as_strtod_does)
{
    uint64_t random = 1;
    for (size_t i = test_rounds(1000000); i > 0; i--) {
        char text[1000];
        any_decimal(&random, text);
        check_parse(text);
    }
}

Test(number, reads_printed_doubles_back_to_the_last_bit)
{
    uint64_t random = 2;
    for (size_t i = test_rounds(300000); i > 0; i--) {
        char text[64];
        double x = any_double(&random);
        snprintf(text, sizeof text, "%.17g", x);
        check_parse(text);
        snprintf(text, sizeof text, "%.*f", (int)test_below(&random, 7),
                 (double)test_below(&random, 1u << 30) / 1024);
        check_parse(text);
    }
}

/* The decimal halfway between a double and the next one, and decimals a hair to either side. */
Test(number, rounds_decimals_between_two_doubles_to_the_right_one)
{
    uint64_t random = 3;
    for (size_t i = test_rounds(60000); i > 0; i--) {
        double x = ldexp((double)(test_random(&random) >> 11), (int)test_below(&random, 140) - 100);
        if (test_below(&random, 20) == 0)
            x = from_bits(test_random(&random) >> 12); /* a denormal */
        long double middle = ((long double)x + (long double)nextafter(x, INFINITY)) / 2;
        char text[1200], other[1210];
        int length = snprintf(text, sizeof text, "%.*Le", x < 1e-300 ? 780 : 160, middle);
        if (length < 0 || (size_t)length >= sizeof text)
            cr_assert_fail("a text of %d characters", length);
        check_parse(text);
        char *exponent = strchr(text, 'e');
        snprintf(other, sizeof other, "%.*s1%s", (int)(exponent - text), text, exponent);
        check_parse(other);
        exponent[-1] = exponent[-1] == '0' ? '1' : (char)(exponent[-1] - 1);
        check_parse(text);
    }
}

static const char *const limits[] = {
    "0",
    "-0",
    "+0",
    "0.0",
    ".0",
    "0.",
    "-.5",
    "+1.",
    "00012",
    "0e999999",
    "0.000e-99999999999",
    "1e22",
    "1e23",
    "-1e-22",
    "1e-23",
    "9007199254740992",
    "9007199254740993",
    "9007199254740991",
    "900719925474099267e-3",
    "18446744073709551615",
    "18446744073709551616",
    "1.7976931348623157e308",
    "1.7976931348623158e308",
    "1.797693134862315807e308",
    "1.797693134862315808e308",
    "1e309",
    "-1e309",
    "1e99999999999",
    "2.2250738585072014e-308",
    "2.2250738585072011e-308",
    "4.9e-324",
    "2.4703282292062327e-324",
    "2.4703282292062328e-324",
    "1e-400",
    "-1e-400",
    "1e-99999999999",
    "0.1",
    "0.30000000000000004",
    "123456789012345678901234567890",
    "1E5",
    "1e+5",
    "1e-05",
};

TEST_EACH(number, reads_the_limits_as_strtod_does, sizeof limits / sizeof *limits)
{
    check_parse(limits[*row]);
}

Test(number, reads_a_number_however_long_it_is_written)
{
    enum { LONG = 5000 };
    char *text = malloc(2 * LONG);
    cr_assert_not_null(text);
    memset(text, '0', LONG);
    strcpy(text + LONG, "12.5");
    check_parse(text); /* zeros in front */
    strcpy(text, "1.");
    memset(text + 2, '0', LONG);
    strcpy(text + 2 + LONG, "1");
    check_parse(text); /* zeros in between */
    memset(text, '7', LONG);
    strcpy(text + LONG, "e-4990");
    check_parse(text); /* digits that all matter little */
    /* 2^53 + 1 is halfway; a digit far behind decides. */
    strcpy(text, "9007199254740993.");
    memset(text + 17, '0', LONG);
    strcpy(text + 17 + LONG, "0");
    check_parse(text);
    strcpy(text + 17 + LONG, "1");
    check_parse(text);
    strcpy(text, "0.");
    memset(text + 2, '0', LONG);
    strcpy(text + 2 + LONG, "123456789012345678901234567890e5001");
    check_parse(text);
    free(text);
}

static const char *const refused[] = {
    "",         "+",         "-",     ".",     "+.",     "-.",    "e5",     ".e5",  "1e",
    "1e+",      "1e-",       "1e5.",  "1e5e5", "--1",    "+-1",   " 1",     "1 ",   "1\t",
    "\n1",      "1,5",       "1.2.3", "..1",   "1_000",  "0x10",  "0X1p3",  "1p3",  "inf",
    "INF",      "-infinity", "nan",   "NaN",   "nan(1)", "1a",    "a1",     "1e1a", "\302\2401",
    "\xD9\xA1", "1f",        "1L",    "$1",    "1%",     "1e400", "-1e309",
};

TEST_EACH(number, refuses_what_is_not_a_plain_decimal, sizeof refused / sizeof *refused)
{
    double number;
    cr_assert_not(rung_parse_number(refused[*row], strlen(refused[*row]), &number),
                  "'%s' was read as %g", refused[*row], number);
}

Test(number, refuses_random_bytes_that_are_not_of_the_grammar)
{
    static const char letters[] = "0123456789+-.eE xinfa,";
    uint64_t random = 4;
    for (size_t i = test_rounds(500000); i > 0; i--) {
        char text[12];
        size_t length = test_below(&random, sizeof text - 1);
        for (size_t j = 0; j < length; j++)
            text[j] = letters[test_below(&random, sizeof letters - 1)];
        text[length] = '\0';
        char *end;
        double expected = strtod(text, &end), number;
        bool plain = length > 0 && *end == '\0' && isfinite(expected) && !strpbrk(text, " xXinfa,");
        if (rung_parse_number(text, length, &number) != plain)
            cr_assert_fail("'%s' should be %s", text, plain ? "read" : "refused");
    }
}

Test(number, reads_no_byte_behind_the_text)
{
    double number;
    cr_assert(rung_parse_number("123456", 3, &number) && number == 123);
    cr_assert(rung_parse_number("1e5", 1, &number) && number == 1);
    cr_assert_not(rung_parse_number("1e5", 2, &number));
    cr_assert_not(rung_parse_number("12\0"
                                    "3",
                                    4, &number),
                  "a zero byte within");
}

/* ---------------------------------------------------------------- printing */

static void check_print(double x)
{
    char out[RUNG_NUMBER_ROOM + 1], expected[64];
    memset(out, '#', sizeof out);
    size_t length = rung_print_number(out, x);
    if (length > RUNG_NUMBER_ROOM || out[RUNG_NUMBER_ROOM] != '#')
        cr_assert_fail("%a needs %zu characters", x, length);
    out[length] = '\0';
    snprintf(expected, sizeof expected, "%.9g", x);
    if (strcmp(out, expected) != 0)
        cr_assert_fail("%a prints as %s, and printf says %s", x, out, expected);
}

static void check_around(double x)
{
    check_print(x);
    check_print(-x);
    check_print(nextafter(x, INFINITY));
    check_print(nextafter(x, -INFINITY));
}

Test(number, prints_doubles_of_every_size_as_printf_does)
{
    uint64_t random = 5;
    for (size_t i = test_rounds(500000); i > 0; i--)
        check_print(any_double(&random));
}

Test(number, prints_numbers_of_usual_size_as_printf_does)
{
    uint64_t random = 6;
    for (size_t i = test_rounds(600000); i > 0; i--) {
        double unit = (double)(test_random(&random) >> 11) * 0x1p-53;
        check_print(unit);                                            /* 0..1 */
        check_print(2 * unit - 1);                                    /* -1..1 */
        check_print(pow(10, 14 * unit - 5));                          /* 1e-5..1e9 */
        check_print((double)test_below(&random, 1u << 30) * 0x1p-10); /* on a binary grid */
        check_print((double)test_below(&random, 2000000000) / 1e5);   /* few decimals */
    }
}

Test(number, prints_powers_of_ten_and_their_neighbours_as_printf_does)
{
    for (int power = -323; power <= 308; power++) {
        char text[32];
        snprintf(text, sizeof text, "1e%d", power);
        check_around(strtod(text, NULL));
        snprintf(text, sizeof text, "9.9999999e%d", power);
        check_around(strtod(text, NULL));
        snprintf(text, sizeof text, "9.99999999e%d", power);
        check_around(strtod(text, NULL));
        snprintf(text, sizeof text, "9.999999995e%d", power); /* carries into a new digit */
        check_around(strtod(text, NULL));
        snprintf(text, sizeof text, "9.999999994e%d", power);
        check_around(strtod(text, NULL));
    }
}

/* A tie is a double that lies exactly between two texts of nine digits. */
Test(number, prints_ties_as_printf_does)
{
    uint64_t random = 7;
    for (size_t i = test_rounds(300000); i > 0; i--) {
        double nine = (double)(100000000 + test_below(&random, 900000000)) + 0.5;
        for (int halvings = 0; halvings < 30; halvings += 3)
            check_print(ldexp(nine, -halvings));
        check_print(nine);
    }
    for (int whole = 0; whole < 100000; whole++) /* 5 at the tenth digit, exactly */
        check_around((double)(whole * 10 + 5) / 1024);
}

Test(number, prints_the_extremes_as_printf_does)
{
    static const double extremes[] = {0.0,         DBL_MIN,    DBL_MAX,         DBL_TRUE_MIN,
                                      DBL_EPSILON, 1e-4,       9.9999999949e-5, 9.9999999951e-5,
                                      99999999,    99999999.5, 999999999,       999999999.5,
                                      1e9,         1e15,       0x1p53,          0x1p62,
                                      0x1p63};
    for (size_t i = 0; i < sizeof extremes / sizeof *extremes; i++)
        check_around(extremes[i]);
    check_print(INFINITY);
    check_print(-INFINITY);
    check_print(NAN);
}

Test(number, prints_whole_numbers)
{
    static const unsigned long long whole[] = {0, 1, 9, 10, 99, 100, 4294967296, UINT64_MAX};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        char out[RUNG_NUMBER_ROOM], expected[RUNG_NUMBER_ROOM];
        out[rung_print_whole(out, whole[i])] = '\0';
        snprintf(expected, sizeof expected, "%llu", whole[i]);
        cr_assert_str_eq(out, expected);
    }
}

Test(number, groups_the_digits_of_whole_numbers_by_three)
{
    static const struct {
        unsigned long long number;
        const char *text;
    } all[] = {{0, "0"},
               {999, "999"},
               {1000, "1,000"},
               {100000, "100,000"},
               {1234567, "1,234,567"},
               {UINT64_MAX, "18,446,744,073,709,551,615"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char out[RUNG_NUMBER_ROOM];
        out[rung_print_grouped(out, all[i].number)] = '\0';
        cr_assert_str_eq(out, all[i].text);
    }
}

Test(number, rounds_percents_down_but_not_for_a_hair)
{
    cr_assert_eq(rung_percent(0), 0u);
    cr_assert_eq(rung_percent(0.79999), 79u);
    cr_assert_eq(rung_percent(0.8), 80u);
    cr_assert_eq(rung_percent(0.1 + 0.7), 80u); /* 0.7999999999999999 */
    cr_assert_eq(rung_percent(1), 100u);
}

/* ---------------------------------------------------------------- levels */

/* Reads back as the same float, and no decimal of fewer digits does. */
static void check_level(float level)
{
    char out[RUNG_NUMBER_ROOM + 1], shorter[400];
    size_t length = rung_print_level(out, level);
    out[length] = '\0';
    double back;
    if (!rung_parse_number(out, length, &back) || (float)back != level)
        cr_assert_fail("%a prints as %s", (double)level, out);
    int digits = 0;
    for (const char *c = out + strspn(out, "-0."); *c && *c != 'e'; c++)
        digits += *c != '.';
    if (!strpbrk(out, ".e")) /* zeros at the end of a whole number are no digits */
        for (const char *c = out + length; c > out + 1 && c[-1] == '0'; c--)
            digits--;
    if (digits <= 1)
        return;
    snprintf(shorter, sizeof shorter, "%.*g", digits - 1, (double)level);
    if ((float)strtod(shorter, NULL) == level)
        cr_assert_fail("%a prints as %s, and %s is enough", (double)level, out, shorter);
}

Test(number, prints_a_level_as_the_shortest_text_that_reads_back)
{
    uint64_t random = 8;
    for (size_t i = test_rounds(100000); i > 0; i--) {
        check_level((float)test_below(&random, 1 << 24) * 0x1p-21f);
        check_level((float)((double)test_below(&random, 70000) / 10000));
        check_level(-(float)test_below(&random, 1 << 20) / 1000);
        uint32_t bits = (uint32_t)test_random(&random);
        float any;
        memcpy(&any, &bits, sizeof any);
        if (isfinite(any))
            check_level(any);
    }
    for (uint32_t bits = 1; bits < 3000; bits++) { /* the smallest of all */
        float tiny;
        memcpy(&tiny, &bits, sizeof tiny);
        check_level(tiny);
    }
}

Test(number, prints_usual_levels_plainly)
{
    static const struct {
        float level;
        const char *text;
    } usual[] = {{0, "0"},
                 {-0.0f, "0"},
                 {7, "7"},
                 {0.5f, "0.5"},
                 {3.25f, "3.25"},
                 {0.1f, "0.1"},
                 {3.12f, "3.12"},
                 {2.875f, "2.875"},
                 {100, "100"},
                 {999999, "999999"},
                 {1.0f / 3, "0.33333334"}};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        char out[RUNG_NUMBER_ROOM];
        out[rung_print_level(out, usual[i].level)] = '\0';
        cr_assert_str_eq(out, usual[i].text);
    }
}

/* ---------------------------------------------------------------- other locales */

/* A locale that writes 1,5: an installed one, or one made for the test. */
static bool use_commas(void)
{
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (setlocale(LC_ALL, names[i]))
            return true;
    char command[600];
    const char *folder = test_folder();
    snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 '%s/de_DE.UTF-8' >%s/log 2>&1",
             folder, folder);
    return system(command) == 0 && setenv("LOCPATH", folder, 1) == 0 &&
           setlocale(LC_ALL, "de_DE.UTF-8");
}

Test(number, reads_and_prints_a_point_in_a_locale_with_commas)
{
    if (!use_commas())
        cr_skip_test("no locale with decimal commas is installed, nor could one be made");
    char comma[8];
    snprintf(comma, sizeof comma, "%.1f", 1.5);
    cr_assert_str_eq(comma, "1,5");
    char out[RUNG_NUMBER_ROOM];
    double number;
    out[rung_print_number(out, 1.25e-7)] = '\0';
    cr_assert_str_eq(out, "1.25e-07");
    cr_assert(rung_parse_number("1.25e-70", 8, &number) && number == 1.25e-70);
    cr_assert_not(rung_parse_number("1,25", 4, &number));
}

/* ---------------------------------------------------------------- logarithm */

static void check_ln(double x)
{
    long double expected = logl((long double)x);
    long double off = (long double)rung_ln(x) - expected;
    if (fabsl(off) > 1e-15L * fabsl(expected))
        cr_assert_fail("ln(%a) is %a, off by %Lg of %Lg", x, rung_ln(x), off, expected);
}

Test(number, finds_logarithms_to_the_last_digits)
{
    uint64_t random = 9;
    for (size_t i = test_rounds(500000); i > 0; i--) {
        check_ln(fabs(any_double(&random)));
        check_ln((double)(1 + test_below(&random, 10000000)) / 100);
        check_ln(1 + ((double)test_below(&random, 1u << 31) - 0x1p30) * 0x1p-50);
        check_ln(0.5 + (double)(test_random(&random) >> 11) * 0x1.8p-53);
    }
    for (double x = DBL_TRUE_MIN; isfinite(x); x *= 2) {
        check_ln(x);
        check_ln(nextafter(x, INFINITY));
        check_ln(x * 0x1.6a09e667f3bcdp0);
    }
    check_ln(DBL_MAX);
    cr_assert(rung_ln(1) == 0);
}
