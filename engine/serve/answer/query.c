/* query.c - what stands percent-encoded in a path and a query. */
#include "serve/answer/query.h"

static int digit_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

bool rung_percent_decode(char *out, size_t room, rung_slice text, bool plus)
{
    size_t n = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (n + 1 >= room)
            return false;
        if (c == '%') {
            int high = i + 2 < text.length ? digit_of(text.at[i + 1]) : -1;
            int low = high >= 0 ? digit_of(text.at[i + 2]) : -1;
            if (low < 0 || high + low == 0)
                return false;
            c = (char)(16 * high + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[n++] = c;
    }
    out[n] = '\0';
    return rung_utf8_check(out, n) == n;
}

/* Digits alone. */
static bool read_count(rung_answer *answer, const char *name, const char *text, size_t least,
                       size_t most, size_t *count)
{
    size_t number = 0, length = strlen(text);
    bool good = length > 0 && length < 16;
    for (size_t i = 0; i < length && good; i++) {
        good = text[i] >= '0' && text[i] <= '9';
        number = 10 * number + (size_t)(text[i] - '0');
    }
    if (!good || number < least || number > most)
        return rung_refuse_parameter(answer, name, "expected a whole number of %zu to %zu", least,
                                     most);
    *count = number;
    return true;
}

static void trim(char *text)
{
    rung_slice inner = rung_slice_trim(rung_slice_of(text));
    memmove(text, inner.at, inner.length);
    text[inner.length] = '\0';
}

enum { Q, LIMIT, OFFSET, PARAMETERS };

static bool read_parameter(rung_page *page, rung_slice part, bool seen[PARAMETERS],
                           rung_answer *answer)
{
    static const char *const names[PARAMETERS] = {"q", "limit", "offset"};
    char name[RUNG_MOST_WANTED + 1] = "", value[RUNG_MOST_WANTED + 1];
    rung_slice rest = part, key, given = {"", 0};
    rung_slice_split(&rest, '=', &key);
    if (rest.at)
        given = rest;
    bool named = rung_percent_decode(name, sizeof name, key, true);
    for (int i = 0; named && i < PARAMETERS; i++) {
        if (strcmp(name, names[i]) != 0)
            continue;
        if (seen[i])
            return rung_refuse_parameter(answer, names[i], "given twice, expected once");
        seen[i] = true;
        if (!rung_percent_decode(value, sizeof value, given, true))
            return rung_refuse_parameter(answer, names[i],
                                         "expected percent-encoded UTF-8 of at most %d bytes",
                                         RUNG_MOST_WANTED);
        if (i == LIMIT)
            return read_count(answer, name, value, 1, RUNG_MOST_LISTED, &page->limit);
        if (i == OFFSET)
            return read_count(answer, name, value, 0, 1000000000, &page->offset);
        memcpy(page->wanted, value, sizeof value);
        trim(page->wanted);
        return true;
    }
    return rung_refuse_parameter(answer, named ? name : "",
                                 "unknown parameter, expected q, limit or offset");
}

bool rung_page_read(rung_page *page, const char *query, rung_answer *answer)
{
    bool seen[PARAMETERS] = {false};
    rung_slice rest = rung_slice_of(query ? query : ""), part;
    *page = (rung_page){.limit = RUNG_USUALLY_LISTED};
    while (rung_slice_split(&rest, '&', &part))
        if (part.length > 0 && !read_parameter(page, part, seen, answer))
            return false;
    return true;
}
