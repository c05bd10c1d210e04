/* fuzz_number.c - any text as a number: what strtod says, and printed as printf does. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

/* strtod's answer for texts of the grammar of number.h; it takes others too. */
static void check_text(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), *end;
    double number = 0;
    if (!text)
        fuzz_broken("there is memory for a text");
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    double expected = strtod(text, &end);
    bool plain = size > 0 && end == text + size && isfinite(expected) &&
                 strspn(text, "0123456789+-.eE") == size;
    if (rung_parse_number((const char *)data, size, &number) != plain)
        fuzz_broken(plain ? "a decimal is read" : "what is no decimal is refused");
    if (plain && !same(number, expected))
        fuzz_broken("a decimal is rounded as strtod rounds it");
    free(text);
}

static void check_number(double x)
{
    char out[RUNG_NUMBER_ROOM + 1], expected[64];
    double back;
    out[rung_print_number(out, x)] = '\0';
    snprintf(expected, sizeof expected, "%.9g", x);
    if (strcmp(out, expected) != 0)
        fuzz_broken("a number prints as printf prints it");
    if (!isfinite(x))
        return;
    if (!rung_parse_number(out, strlen(out), &back))
        back = INFINITY; /* nine digits may round up beyond the largest double */
    if (!same(back, strtod(out, NULL)))
        fuzz_broken("a printed number reads back as strtod reads it");
    if (x > 0 && fabsl((long double)rung_ln(x) - logl(x)) > 1e-15L * fabsl(logl(x)))
        fuzz_broken("a logarithm is within 1e-15");
}

static void check_level(float x)
{
    char out[RUNG_NUMBER_ROOM + 1];
    double back;
    size_t length = rung_print_level(out, x);
    if (isfinite(x) && !(rung_parse_number(out, length, &back) && (float)back == x))
        fuzz_broken("a level reads back as it was");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    double x;
    float level;
    check_text(data, size);
    if (size >= sizeof x) {
        memcpy(&x, data, sizeof x);
        check_number(x);
    }
    if (size >= sizeof level) {
        memcpy(&level, data, sizeof level);
        check_level(level);
    }
    if (size > 0 && rung_parse_number((const char *)data, size, &x))
        check_number(x);
    return 0;
}
