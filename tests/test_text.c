/* test_text.c - slices, UTF-8, and the buffer that output is built in; messages of failures. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "support.h"

Test(text, trims_spaces_and_tabs_at_both_ends)
{
    cr_assert(rung_slice_is(rung_slice_trim(rung_slice_of(" \t a b\t ")), "a b"));
    cr_assert(rung_slice_is(rung_slice_trim(rung_slice_of("ab")), "ab"));
    cr_assert(rung_slice_is(rung_slice_trim(rung_slice_of("  \t")), ""));
    cr_assert(rung_slice_is(rung_slice_trim(rung_slice_of("")), ""));
    cr_assert(rung_slice_is(rung_slice_trim(rung_slice_of("\na\r")), "\na\r"));
}

Test(text, compares_a_slice_with_all_of_a_text)
{
    rung_slice slice = {"abcdef", 3};
    cr_assert(rung_slice_is(slice, "abc"));
    cr_assert_not(rung_slice_is(slice, "ab"));
    cr_assert_not(rung_slice_is(slice, "abcd"));
    cr_assert_not(rung_slice_is(slice, "abd"));
}

/* A slice cut at ';' and joined again with '|'. */
static void check_split(rung_slice rest, const char *expected)
{
    rung_buffer joined = {0};
    rung_slice part;
    while (rung_slice_split(&rest, ';', &part)) {
        rung_put(&joined, part.at, part.length);
        rung_put_char(&joined, '|');
    }
    rung_put_char(&joined, '\0');
    cr_assert_str_eq(joined.at, expected);
    rung_buffer_free(&joined);
}

Test(text, splits_at_every_separator)
{
    check_split(rung_slice_of("a;bc;d"), "a|bc|d|");
    check_split(rung_slice_of("a"), "a|");
    check_split(rung_slice_of(";a;"), "|a||");
    check_split(rung_slice_of(""), "|");
    check_split((rung_slice){NULL, 0}, "");
    check_split((rung_slice){"a;b;c", 3}, "a|b|");
}

/* ---------------------------------------------------------------- UTF-8 */

static const struct {
    const char *text;
    size_t good;
} utf8[] = {
    {"plain", 5},
    {"", 0},
    {"\xC3\xA9t\xC3\xA9", 5},
    {"\xE2\x82\xAC", 3},
    {"\xF0\x9F\x98\x80", 4},
    {"\xF4\x8F\xBF\xBF", 4},
    {"\xED\x9F\xBF\xEE\x80\x80", 6},
    {"ab\x80", 2}, /* a continuation alone */
    {"ab\xC3", 2}, /* cut short */
    {"ab\xE2\x82", 2},
    {"ab\xF0\x9F\x98", 2},
    {"ab\xC3g", 2}, /* no continuation */
    {"ab\xE2\x82g", 2},
    {"\xC0\xAF", 0}, /* longer than needed */
    {"\xC1\xBF", 0},
    {"\xE0\x9F\xBF", 0},
    {"\xF0\x8F\xBF\xBF", 0},
    {"\xED\xA0\x80", 0},     /* half of a surrogate pair */
    {"\xF4\x90\x80\x80", 0}, /* beyond U+10FFFF */
    {"\xF5\x80\x80\x80", 0},
    {"\xFF", 0},
    {"12345678\xFF", 8}, /* behind a whole word */
    {"1234567\xC3\xA9"
     "2345678\xFE",
     16},
};

TEST_EACH(text, finds_the_first_byte_that_is_not_utf8, sizeof utf8 / sizeof *utf8)
{
    cr_assert_eq(rung_utf8_check(utf8[*row].text, strlen(utf8[*row].text)), utf8[*row].good);
}

/* By the definition: decode, and refuse what would be written otherwise. */
static size_t utf8_by_definition(const unsigned char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
        unsigned char c = text[i];
        size_t n = c < 0x80 ? 1 : c >> 5 == 6 ? 2 : c >> 4 == 14 ? 3 : c >> 3 == 30 ? 4 : 0;
        if (n == 0 || n > length - i)
            return i;
        uint32_t code = n == 1 ? c : c & (0x7Fu >> n);
        for (size_t k = 1; k < n; k++) {
            if (text[i + k] >> 6 != 2)
                return i;
            code = code << 6 | (text[i + k] & 0x3F);
        }
        if (code < least[n] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
            return i;
        i += n;
    }
    return length;
}

Test(text, judges_random_bytes_as_the_definition_of_utf8_does)
{
    static const unsigned char edges[] = {0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                          0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
                                          0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
    uint64_t random = 1;
    for (size_t i = test_rounds(1000000); i > 0; i--) {
        unsigned char text[24];
        size_t length = test_below(&random, sizeof text), plain = test_below(&random, 20);
        for (size_t k = 0; k < length; k++)
            text[k] = k < plain ? 'a' : edges[test_below(&random, sizeof edges)];
        if (rung_utf8_check((char *)text, length) != utf8_by_definition(text, length))
            cr_assert_fail("round %zu: found %zu, expected %zu", i,
                           rung_utf8_check((char *)text, length), utf8_by_definition(text, length));
    }
}

/* ---------------------------------------------------------------- the buffer */

Test(text, gathers_everything_in_the_order_in_which_it_was_put)
{
    rung_buffer out = {0};
    rung_put_text(&out, "score ");
    rung_put_number(&out, 0.25);
    rung_put_char(&out, ' ');
    rung_put_level(&out, 3.5f);
    rung_put(&out, " xyz", 2);
    rung_put_whole(&out, 18446744073709551615u);
    rung_put(&out, NULL, 0);
    rung_put_char(&out, '\0');
    cr_assert_not(out.failed);
    cr_assert_str_eq(out.at, "score 0.25 3.5 x18446744073709551615");
    rung_buffer_free(&out);
    cr_assert(out.at == NULL && out.length == 0 && out.capacity == 0);
}

Test(text, keeps_a_megabyte_put_in_pieces)
{
    rung_buffer out = {0};
    for (size_t i = 0; i < 1 << 17; i++)
        rung_put(&out, "12345678", 8);
    cr_assert_eq(out.length, (size_t)1 << 20);
    for (size_t i = 0; i < out.length; i += 8)
        if (memcmp(out.at + i, "12345678", 8) != 0)
            cr_assert_fail("byte %zu", i);
    rung_buffer_free(&out);
}

Test(text, fails_once_and_for_all_when_a_buffer_cannot_grow)
{
    rung_buffer out = {0};
    rung_put_text(&out, "kept");
    rung_put(&out, "x", SIZE_MAX);
    cr_assert(out.failed);
    rung_put_text(&out, "more");
    rung_put_number(&out, 1);
    rung_put_csv(&out, "a,b");
    cr_assert(out.failed && out.length == 4 && memcmp(out.at, "kept", 4) == 0);
    rung_buffer_free(&out);
}

static const struct {
    const char *text, *csv, *json;
} written[] = {
    {"plain", "plain", "\"plain\""},
    {"", "", "\"\""},
    {"a,b", "\"a,b\"", "\"a,b\""},
    {"say \"hi\"", "\"say \"\"hi\"\"\"", "\"say \\\"hi\\\"\""},
    {"\"", "\"\"\"\"", "\"\\\"\""},
    {"two\nlines", "\"two\nlines\"", "\"two\\u000alines\""},
    {"old\rmac", "\"old\rmac\"", "\"old\\u000dmac\""},
    {"back\\slash", "back\\slash", "\"back\\\\slash\""},
    {"tab\there\x1F", "tab\there\x1F", "\"tab\\u0009here\\u001f\""},
    {"\xC3\xA9\x7F", "\xC3\xA9\x7F", "\"\xC3\xA9\x7F\""},
    {" spaces ", " spaces ", "\" spaces \""},
};

static const struct {
    const char *text, *cell;
} cells[] = {
    {"", "     "},
    {"four", "four "},
    {"five5", "five5"},
    {"sixsix", "sixs…"},
    {"äöüßé", "äöüßé"},
    {"äöüßéè", "äöüß…"},
    {"ä", "ä    "},
    {"a\x1B\a\x7F", "a??? "},
    {"\xC2\x85"
     "b",
     "?b   "},
    {"\xC2\x9B€😀ab", "?€😀ab"},
    {"€€€€😀😀", "€€€€…"},
};

TEST_EACH(text, a_cell_has_its_width_whatever_is_in_it, sizeof cells / sizeof *cells)
{
    rung_buffer out = {0};
    rung_put_cell(&out, cells[*row].text, 5);
    cr_assert_eq(rung_characters(out.at, out.length), 5u);
    rung_put_char(&out, '\0');
    cr_assert_str_eq(out.at, cells[*row].cell);
    rung_buffer_free(&out);
}

TEST_EACH(text, quotes_csv_and_json_where_they_ask_for_it, sizeof written / sizeof *written)
{
    rung_buffer csv = {0}, json = {0};
    rung_put_csv(&csv, written[*row].text);
    rung_put_char(&csv, '\0');
    rung_put_json(&json, written[*row].text);
    rung_put_char(&json, '\0');
    cr_assert_str_eq(csv.at, written[*row].csv);
    cr_assert_str_eq(json.at, written[*row].json);
    rung_buffer_free(&csv);
    rung_buffer_free(&json);
}

/* ---------------------------------------------------------------- messages */

Test(status, has_a_text_for_every_status_and_for_any_other_number)
{
    cr_assert_str_eq(rung_status_text(RUNG_OK), "success");
    cr_assert_str_eq(rung_status_text(RUNG_CANCELLED), "cancelled");
    cr_assert_str_eq(rung_status_text((rung_status)(RUNG_CANCELLED + 1)), "unknown status");
    cr_assert_str_eq(rung_status_text((rung_status)-1), "unknown status");
}

Test(status, names_the_version_of_the_header)
{
    char expected[32];
    snprintf(expected, sizeof expected, "%d.%d.%d", RUNG_VERSION_MAJOR, RUNG_VERSION_MINOR,
             RUNG_VERSION_PATCH);
    cr_assert_str_eq(rung_version(), expected);
}

Test(text, for_a_terminal_holds_no_control_character)
{
    static const char wild[] = "a\n\x1B[31mb\x7F\xC2\x9B"
                               "c\xC3\xA9\xC2\xA0";
    rung_buffer out = {0};
    rung_put_tame(&out, wild, sizeof wild - 1);
    rung_put_char(&out, '\0');
    cr_assert_str_eq(out.at, "a??[31mb??c\xC3\xA9\xC2\xA0");
    rung_buffer_free(&out);
}

Test(text, is_cut_at_the_end_of_a_whole_character)
{
    cr_assert_eq(rung_utf8_whole("ab", 2), 2u);
    cr_assert_eq(rung_utf8_whole("", 0), 0u);
    cr_assert_eq(rung_utf8_whole("a\xE2\x82\xAC", 4), 4u);
    cr_assert_eq(rung_utf8_whole("a\xE2\x82\xAC", 3), 1u);
    cr_assert_eq(rung_utf8_whole("a\xE2\x82\xAC", 2), 1u);
}

Test(status, fills_the_error_and_returns_the_status)
{
    rung_error error;
    cr_assert_eq(rung_fail(&error, RUNG_BAD_DATA, "line %d", 7), RUNG_BAD_DATA);
    cr_assert_eq(error.status, RUNG_BAD_DATA);
    cr_assert_str_eq(error.message, "line 7");
    cr_assert_eq(rung_fail(NULL, RUNG_IO, "nobody listens"), RUNG_IO);
    cr_assert_eq(rung_fail_memory(&error, "a house"), RUNG_NO_MEMORY);
    cr_assert_str_eq(error.message, "out of memory for a house");
    cr_assert_eq(rung_fail_io(&error, "a.csv", "open", ENOENT), RUNG_IO);
    cr_assert_str_eq(error.message, "a.csv: cannot open: No such file or directory");
    cr_assert_eq(rung_fail_io(&error, "a.csv", "read", EINTR), RUNG_CANCELLED);
    cr_assert_str_eq(error.message, "a.csv: cannot read: a signal interrupted it");
    rung_fail_io(&error, "a.csv", "open", 99999);
    cr_assert_str_eq(error.message, "a.csv: cannot open: unknown");
}

Test(status, cuts_a_long_message_at_the_edge_of_a_character)
{
    for (size_t shift = 0; shift < 4; shift++) {
        char path[2000] = "abc";
        size_t length = shift;
        while (length < 1900) {
            memcpy(path + length, "\xF0\x9F\x98\x80", 5);
            length += 4;
        }
        rung_error error;
        rung_fail(&error, RUNG_IO, "%s", path);
        length = strlen(error.message);
        cr_assert(length > sizeof error.message - 5, "only %zu bytes are left", length);
        cr_assert_eq(rung_utf8_check(error.message, length), length, "shift %zu", shift);
    }
}

static const struct {
    const char *text, *quoted;
} quotes[] = {
    {"plain", "plain"},
    {"", ""},
    {"a\nb\tc\x1B[31m\x7F", "a?b?c?[31m?"},
    {"\xC3\xA9t\xC3\xA9", "\xC3\xA9t\xC3\xA9"},
    {"a\xC2\x9B"
     "31m",
     "a??31m"}, /* U+009B starts a command as ESC [ does */
    {"123456789012345678901234567890123456789012345678",
     "123456789012345678901234567890123456789012345678"},
    {"1234567890123456789012345678901234567890123456789",
     "123456789012345678901234567890123456789012345678..."},
    {"12345678901234567890123456789012345678901234567\xC3\xA9",
     "12345678901234567890123456789012345678901234567..."},
    {"1234567890123456789012345678901234567890123456\xF0\x9F\x98\x80",
     "1234567890123456789012345678901234567890123456..."},
};

TEST_EACH(status, quotes_a_value_short_and_harmless, sizeof quotes / sizeof *quotes)
{
    char out[64];
    cr_assert_str_eq(rung_quote(out, quotes[*row].text, strlen(quotes[*row].text)),
                     quotes[*row].quoted);
}
