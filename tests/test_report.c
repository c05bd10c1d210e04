/* test_report.c - what text becomes on a page, what figures and pictures are made of. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/counts.h"
#include "report/figures.h"
#include "report/flows.h"
#include "report/spread.h"
#include "support.h"

/* ---------------------------------------------------------------- escaping */

static char *escaped(const char *text, size_t length)
{
    rung_buffer out = {0};
    rung_html_text(&out, text, length);
    rung_put_char(&out, '\0');
    cr_assert_not(out.failed);
    return out.at;
}

static void check_escaped(const char *text, const char *expected)
{
    char *found = escaped(text, strlen(text));
    cr_assert_str_eq(found, expected, "found:\n%s\nexpected:\n%s", found, expected);
    free(found);
}

Test(report, markup_in_a_text_is_text)
{
    check_escaped("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;");
    check_escaped("\"' onload='x' ]]> --> &amp;",
                  "&quot;&#39; onload=&#39;x&#39; ]]&gt; --&gt; &amp;amp;");
    check_escaped("%s%n{}`$", "%s%n{}`$");
}

Test(report, letters_of_any_script_stay)
{
    check_escaped("Łódź, 東京, Ωμέγα, עברית, 👩‍🚀",
                  "Łódź, 東京, Ωμέγα, עברית, 👩‍🚀");
}

Test(report, what_cannot_be_seen_is_replaced)
{
    check_escaped("a\tb\r\nc", "a b  c");
    check_escaped("a\x01\x7F\xC2\x85z", "a\uFFFD\uFFFD\uFFFDz");
    check_escaped("pay\u202Efdp.exe\u2066x\u2069", "pay\uFFFDfdp.exe\uFFFDx\uFFFD");
    check_escaped("\uFDD0\uFFFE\U0001FFFFz", "\uFFFD\uFFFD\uFFFDz");
    check_escaped("a\u2028b", "a b");
}

Test(report, bytes_that_are_no_text_are_replaced_one_by_one)
{
    check_escaped("\xFF<\xC3", "\uFFFD&lt;\uFFFD");
    check_escaped("\xED\xA0\x80ok\xC3\xA4", "\uFFFD\uFFFD\uFFFDokä");
    check_escaped("\xF0\x9F\x91", "\uFFFD\uFFFD\uFFFD");
}

/* Whether an entity that is allowed stands here. */
static bool is_entity(const char *at)
{
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strncmp(at, known[i], strlen(known[i])) == 0)
            return true;
    return false;
}

/* Bytes of which half matter to markup, and pieces of characters. */
static size_t make_hostile(uint64_t *random, char *text, size_t most)
{
    static const char *const pieces[] = {
        "<",    ">",    "&",        "\"",       "'",  "]]>", "<!--", "\xE2\x80\xAE",
        "\xC2", "\x85", "\xE2\x80", "\xF0\x90", "\n", "ä",   "東"};
    size_t length = 0;
    while (length + 4 < most && test_below(random, 30) > 0) {
        if (test_below(random, 2)) {
            text[length++] = (char)(1 + test_below(random, 255));
        } else {
            const char *piece = pieces[test_below(random, sizeof pieces / sizeof *pieces)];
            memcpy(text + length, piece, strlen(piece));
            length += strlen(piece);
        }
    }
    return length;
}

Test(report, no_text_whatever_leaves_its_place)
{
    uint64_t random = 20250619;
    for (size_t round = 0; round < test_rounds(20000); round++) {
        char text[200];
        size_t length = make_hostile(&random, text, sizeof text);
        char *found = escaped(text, length);
        size_t made = strlen(found);
        cr_assert_eq(rung_utf8_check(found, made), made, "round %zu", round);
        cr_assert_not(rung_has_control(found, made), "round %zu", round);
        for (const char *c = found; *c; c++) {
            cr_assert_null(strchr("<>\"'", *c), "round %zu: %s", round, found);
            cr_assert(*c != '&' || is_entity(c), "round %zu: %s", round, found);
            cr_assert(strncmp(c, "\u202E", 3) != 0, "round %zu", round);
        }
        free(found);
    }
}

/* ---------------------------------------------------------------- figures */

Test(report, shares_say_none_and_all_of_none_and_all_alone)
{
    rung_page page = {0};
    cr_assert_str_eq(rung_figure_share(&page, 0, 3), "0\u00A0%");
    cr_assert_str_eq(rung_figure_share(&page, 3, 3), "100\u00A0%");
    cr_assert_str_eq(rung_figure_share(&page, 1, 3), "33.3\u00A0%");
    cr_assert_str_eq(rung_figure_share(&page, 1, 100000), "under 0.1\u00A0%");
    cr_assert_str_eq(rung_figure_share(&page, 99999, 100000), "over 99.9\u00A0%");
    cr_assert_str_eq(rung_figure_share(&page, 0, 0), "\u2013");
    rung_page_free(&page);
}

Test(report, money_has_as_many_digits_as_it_needs)
{
    rung_page page = {0};
    cr_assert_str_eq(rung_figure_money(&page, -1234.5, "EUR"), "\u22121,235\u00A0EUR");
    cr_assert_str_eq(rung_figure_money(&page, -0.4, ""), "0");
    cr_assert_str_eq(rung_figure_large(&page, 700e6, "USD", false), "700\u00A0million\u00A0USD");
    cr_assert_str_eq(rung_figure_large(&page, 1234567, "", false), "1.23\u00A0million");
    cr_assert_str_eq(rung_figure_large(&page, 999600, "", false), "1.00\u00A0million");
    cr_assert_str_eq(rung_figure_large(&page, 1.5e9, "", true), "1.5\u00A0bn");
    cr_assert_str_eq(rung_figure_large(&page, 20000, "", true), "20\u00A0k");
    cr_assert_str_eq(rung_figure_large(&page, 2500, "", true), "2,500");
    cr_assert_str_eq(rung_figure_rough(&page, 169691, ""), "170,000");
    cr_assert_str_eq(rung_figure_rough(&page, -24302, ""), "\u221224,300");
    cr_assert_str_eq(rung_figure_rough(&page, 12.4, ""), "12");
    cr_assert_str_eq(rung_figure_fixed(&page, NAN, 2), "\u2013");
    cr_assert_str_eq(rung_figure_weeks(&page, 1), "1\u00A0week");
    cr_assert_str_eq(rung_figure_weeks(&page, 65.5), "65.5\u00A0weeks");
    rung_page_free(&page);
}

/* Of whole numbers of parts, so that what is expected is exact. */
Test(report, decimals_are_those_of_the_number)
{
    uint64_t random = 5;
    rung_page page = {0};
    for (size_t round = 0; round < test_rounds(5000); round++) {
        unsigned parts = (unsigned)test_below(&random, 99999);
        char expected[40];
        snprintf(expected, sizeof expected, "%u.%02u", parts / 100, parts % 100);
        const char *found = rung_figure_fixed(&page, parts / 100.0, 2);
        if (parts < 100000 && parts / 100 < 1000)
            cr_assert_str_eq(found, expected);
    }
    rung_page_free(&page);
}

Test(report, steps_are_the_least_round_ones_that_are_enough)
{
    cr_assert_float_eq(rung_figure_step(100, 10), 10, 1e-9);
    cr_assert_float_eq(rung_figure_step(101, 10), 20, 1e-9);
    cr_assert_float_eq(rung_figure_step(7e8, 6), 2e8, 1);
    cr_assert_float_eq(rung_figure_step(0.9, 4), 0.25, 1e-9);
    uint64_t random = 6;
    for (size_t round = 0; round < test_rounds(5000); round++) {
        double range = (double)(1 + test_below(&random, 1000000)) / 7;
        unsigned parts = 1 + (unsigned)test_below(&random, 20);
        double step = rung_figure_step(range, parts);
        cr_assert_geq(step * parts, range * (1 - 1e-12));
        cr_assert_lt(step / 2.5 * parts, range * (1 + 1e-12));
    }
}

/* ---------------------------------------------------------------- counts */

Test(report, counts_are_those_of_a_plain_array)
{
    enum { KEYS = 300 };
    uint64_t random = 7;
    for (size_t round = 0; round < test_rounds(50); round++) {
        uint64_t plain[KEYS] = {0}, total = 0;
        rung_counts counts = {0};
        for (size_t i = test_below(&random, 2000); i > 0; i--) {
            size_t key = test_below(&random, 1 + test_below(&random, KEYS));
            uint64_t by = test_below(&random, 4);
            plain[key] += by;
            total += by;
            cr_assert(rung_counts_add(&counts, key * 0x100000001, by));
        }
        rung_counted *sorted = rung_counts_sorted(&counts);
        size_t at = 0;
        for (size_t key = 0; key < KEYS; key++) {
            cr_assert_eq(rung_counts_of(&counts, key * 0x100000001), plain[key]);
            if (plain[key] > 0) {
                cr_assert_eq(sorted[at].key, key * 0x100000001);
                cr_assert_eq(sorted[at++].count, plain[key]);
            }
        }
        cr_assert_eq(at, counts.used);
        cr_assert_eq(counts.total, total);
        free(sorted);
        rung_counts_free(&counts);
    }
}

static int by_size(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

Test(report, medians_and_sums_are_those_of_the_sorted_amounts)
{
    uint64_t random = 8;
    for (size_t round = 0; round < test_rounds(300); round++) {
        double amount[101];
        int64_t sum = 0;
        size_t count = 1 + test_below(&random, 101);
        rung_counts counts = {0};
        rung_page page = {0};
        for (size_t i = 0; i < count; i++) {
            int64_t hundredths = (int64_t)test_below(&random, 4000000) - 2000000;
            amount[i] = (double)hundredths / 100;
            sum += hundredths;
            rung_counts_add(&counts, rung_amount_key(amount[i]), 1);
        }
        qsort(amount, count, sizeof *amount, by_size);
        size_t middle = count / 2 > 0 ? count / 2 - 1 : 0;
        cr_assert_float_eq(rung_spread_median(&page, &counts), amount[middle], 1e-9);
        cr_assert_float_eq(rung_spread_sum(&counts), (double)sum / 100, 1e-9);
        rung_counts_free(&counts);
        rung_page_free(&page);
    }
}

/* ---------------------------------------------------------------- pictures */

Test(report, text_is_cut_where_it_would_not_fit)
{
    uint64_t random = 9;
    for (size_t round = 0; round < test_rounds(2000); round++) {
        char text[80];
        size_t length = make_hostile(&random, text, sizeof text);
        double most = 20 + (double)test_below(&random, 300);
        rung_page page = {0};
        text[length] = '\0';
        rung_svg_text(&page, "label", 0, 0, RUNG_FROM_LEFT, text, most);
        rung_put_char(&page.out, '\0');
        bool cut = strstr(page.out.at, "\u2026</text>") != NULL;
        cr_assert_eq(cut, rung_svg_width(text, length) > most, "round %zu: %s", round, page.out.at);
        rung_page_free(&page);
    }
}

/* Random flows: what is drawn holds everybody, and no more boxes than asked for. */
static const char *name_of(const void *context, unsigned layer, uint32_t item)
{
    static char names[8][4];
    (void)context;
    char *name = names[(layer * 3 + item) % 8];
    snprintf(name, sizeof *names, "%u", item % 100);
    return name;
}

/* The sum of the cells "<td class="number">N</td>" of the table behind. */
static uint64_t sum_of_cells(const char *table)
{
    uint64_t sum = 0;
    static const char mark[] = "<td class=\"number\">";
    while ((table = strstr(table, mark)) != NULL) {
        uint64_t number = 0;
        for (table += strlen(mark); *table != '<'; table++)
            if (*table != ',')
                number = number * 10 + (uint64_t)(*table - '0');
        sum += number;
    }
    return sum;
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    while ((text = strstr(text, part)) != NULL) {
        count++;
        text += strlen(part);
    }
    return count;
}

Test(report, flows_hold_everybody_however_many_boxes_there_are)
{
    uint64_t random = 10;
    for (size_t round = 0; round < test_rounds(200); round++) {
        rung_report_flows flows = {.layers = 2 + (unsigned)test_below(&random, 2)};
        rung_report_flows_text text = {"Title", "About", {"One", "Two", "Three"},   {"o", "o", "o"},
                                       name_of, NULL,    2 + test_below(&random, 9)};
        uint64_t people = 0;
        for (size_t i = 1 + test_below(&random, 60); i > 0; i--) {
            uint32_t item[3];
            uint64_t by = 1 + test_below(&random, 1 + test_below(&random, 5000));
            for (int k = 0; k < 3; k++)
                item[k] = (uint32_t)test_below(&random, 20);
            cr_assert(rung_report_flows_add(&flows, item, by));
            people += by;
        }
        rung_page page = {0};
        rung_put_flows(&page, &flows, &text);
        rung_put_char(&page.out, '\0');
        cr_assert_not(page.out.failed);
        const char *table = strstr(page.out.at, "<tbody>");
        cr_assert_eq(sum_of_cells(table), people * (flows.layers - 1), "round %zu", round);
        size_t boxes = count_of(page.out.at, "<rect class=\"node\"") +
                       count_of(page.out.at, "<rect class=\"rest\"");
        cr_assert_leq(boxes, 2 * 2 * text.most * flows.layers, "round %zu", round);
        rung_page_free(&page);
        rung_report_flows_free(&flows);
    }
}

Test(report, nobody_flows_nowhere)
{
    rung_report_flows flows = {.layers = 2};
    rung_report_flows_text text = {"Title", "About", {"One", "Two"}, {"o", "o"}, name_of, NULL, 5};
    rung_page page = {0};
    rung_put_flows(&page, &flows, &text);
    cr_assert_eq(page.out.length, 0);
    rung_page_free(&page);
}
