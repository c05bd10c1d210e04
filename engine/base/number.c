/* number.c - decimals in and out, and a logarithm, without the locale and the same everywhere. */
#include "base/number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                       1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* The parts of a decimal: digits as one whole number (when at most 19), and its power of ten. */
typedef struct decimal {
    uint64_t digits;
    int count;
    int exponent;
    bool negative;
} decimal;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *read_digits(const char *at, const char *end, decimal *d, int step)
{
    for (; at < end && is_digit(*at); at++) {
        if (d->digits > 0 || *at != '0')
            d->count++;
        if (d->count <= 19)
            d->digits = d->digits * 10 + (uint64_t)(*at - '0');
        d->exponent += step;
    }
    return at;
}

static bool read_decimal(const char *at, const char *end, decimal *d)
{
    *d = (decimal){0};
    if (at < end && (*at == '-' || *at == '+'))
        d->negative = *at++ == '-';
    const char *whole = at;
    at = read_digits(at, end, d, 0);
    bool any = at > whole;
    if (at < end && *at == '.') {
        const char *fraction = ++at;
        at = read_digits(at, end, d, -1);
        any |= at > fraction;
    }
    if (!any)
        return false;
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        bool down = at < end && *at == '-';
        if (at < end && (*at == '-' || *at == '+'))
            at++;
        if (at == end)
            return false;
        int exponent = 0;
        for (; at < end && is_digit(*at); at++)
            if (exponent < 100000000) /* beyond any text that brings it back */
                exponent = exponent * 10 + (*at - '0');
        d->exponent += down ? -exponent : exponent;
    }
    return at == end;
}

/* Rare texts: many digits or a far exponent. The C library rounds those correctly. No double, nor
 * any number halfway between two, has more than 768 digits: what follows them only matters by
 * being there, and a 1 stands for it. */
static bool parse_slowly(const char *text, size_t length, const decimal *d, double *number)
{
    enum { ENOUGH = 800 };
    char copy[ENOUGH + 32];
    size_t n = 0;
    int kept = 0, exponent;
    bool rest = false;
    copy[n++] = d->negative ? '-' : '+';
    copy[n++] = '0';
    for (size_t i = 0; i < length && text[i] != 'e' && text[i] != 'E'; i++) {
        if (!is_digit(text[i]) || (kept == 0 && text[i] == '0'))
            continue;
        if (kept < ENOUGH) {
            copy[n++] = text[i];
            kept++;
        } else {
            rest |= text[i] != '0';
        }
    }
    exponent = d->exponent + d->count - kept;
    if (rest) {
        copy[n++] = '1';
        exponent--;
    }
    snprintf(copy + n, sizeof copy - n, "e%d", exponent);
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!c)
        return false;
    *number = strtod_l(copy, NULL, c);
    freelocale(c);
    return isfinite(*number);
}

bool rung_parse_number(const char *text, size_t length, double *number)
{
    decimal d;
    if (!read_decimal(text, text + length, &d))
        return false;
    /* Both factors are exact doubles here, so one rounding makes the result the correct one. */
    if (d.count > 19 || d.digits > (uint64_t)1 << 53 || d.exponent < -22 || d.exponent > 22)
        return parse_slowly(text, length, &d, number);
    double value = (double)d.digits;
    value = d.exponent < 0 ? value / powers_of_ten[-d.exponent] : value * powers_of_ten[d.exponent];
    *number = d.negative ? -value : value;
    return true;
}

size_t rung_print_whole(char out[RUNG_NUMBER_ROOM], unsigned long long number)
{
    char reversed[24];
    size_t n = 0;
    do
        reversed[n++] = (char)('0' + number % 10);
    while (number /= 10);
    for (size_t i = 0; i < n; i++)
        out[i] = reversed[n - 1 - i];
    return n;
}

size_t rung_print_grouped(char out[RUNG_NUMBER_ROOM], unsigned long long number)
{
    char digits[RUNG_NUMBER_ROOM];
    size_t length = rung_print_whole(digits, number), n = 0;
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            out[n++] = ',';
        out[n++] = digits[i];
    }
    return n;
}

/* snprintf follows the process's locale; its decimal separator becomes a point again. */
static size_t print_slowly(char out[RUNG_NUMBER_ROOM], double number, int digits)
{
    char text[64];
    int length = snprintf(text, sizeof text, "%.*g", digits, number);
    size_t n = 0;
    for (int i = 0; i < length; i++) {
        char c = text[i];
        bool plain = is_digit(c) || strchr("+-einfa", c);
        if (plain)
            out[n++] = c;
        else if (n == 0 || out[n - 1] != '.')
            out[n++] = '.';
    }
    return n;
}

/* |x| * 10^power rounded to a whole number, ties to even, from exact 128-bit arithmetic.
 * Needs 0 <= power <= 14 and a result below 2^62. */
static uint64_t scale_exactly(double x, int power)
{
    static const uint64_t tens[] = {
        1,           10,           100,           1000,           10000,
        100000,      1000000,      10000000,      100000000,      1000000000,
        10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000};
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(x, &exponent), 53);
    unsigned __int128 product = (unsigned __int128)mantissa * tens[power];
    int shift = 53 - exponent;
    if (shift <= 0)
        return (uint64_t)(product << -shift);
    if (shift > 120)
        return 0;
    unsigned __int128 half = (unsigned __int128)1 << (shift - 1);
    unsigned __int128 rest = product & ((half << 1) - 1);
    uint64_t whole = (uint64_t)(product >> shift);
    if (rest > half || (rest == half && (whole & 1)))
        whole++;
    return whole;
}

/* Write so many digits, the first of which stands at 10^place, -5 < place < count; zeros at the
 * end are left out. */
static size_t put_digits(char out[RUNG_NUMBER_ROOM], bool negative, uint64_t digits, int count,
                         int place)
{
    char text[20];
    size_t n = 0;
    for (int i = count - 1; i >= 0; i--, digits /= 10)
        text[i] = (char)('0' + digits % 10);
    while (count > 1 && text[count - 1] == '0')
        count--;
    if (negative)
        out[n++] = '-';
    if (place < 0) {
        out[n++] = '0';
        out[n++] = '.';
        for (int i = -1; i > place; i--)
            out[n++] = '0';
    }
    for (int i = 0; i < count || i <= place; i++) {
        if (i == place + 1 && place >= 0)
            out[n++] = '.';
        out[n++] = i < count ? text[i] : '0';
    }
    return n;
}

/* Where the first digit stands: 10^place <= size, or one more where 1 / 10^n is rounded. Needs
 * 1e-4 <= size < 1e9. */
static int first_place(double size)
{
    int place = 0;
    while (place < 8 && size >= powers_of_ten[place + 1])
        place++;
    while (place > -4 && place <= 0 && size < 1 / powers_of_ten[-place])
        place--;
    return place;
}

size_t rung_print_number(char out[RUNG_NUMBER_ROOM], double number)
{
    size_t n = 0;
    double size = fabs(number);
    if (number == 0) {
        if (signbit(number))
            out[n++] = '-';
        out[n++] = '0';
        return n;
    }
    if (!(size >= 1e-4 && size < 99999999.0))
        return print_slowly(out, number, 9);
    int place = first_place(size);
    uint64_t digits = scale_exactly(size, 8 - place);
    if (digits < 100000000)
        digits = scale_exactly(size, 8 - --place);
    if (digits >= 1000000000) { /* rounding carried into a tenth digit */
        digits /= 10;
        place++;
    }
    return place < -4 ? print_slowly(out, number, 9)
                      : put_digits(out, number < 0, digits, 9, place);
}

/* The fewest decimals that read back as this level, which is not whole; 0 where nine digits are not
 * enough. Digits and the power of ten are exact doubles: their quotient is what parsing gives. */
static size_t print_decimals(char out[RUNG_NUMBER_ROOM], float level)
{
    int most = 8 - first_place((double)level);
    for (int decimals = 1; decimals <= most; decimals++) {
        uint64_t digits = scale_exactly((double)level, decimals);
        if ((float)((double)digits / powers_of_ten[decimals]) != level)
            continue;
        int count = 1;
        while ((double)digits >= powers_of_ten[count])
            count++;
        return put_digits(out, false, digits, count, count - 1 - decimals);
    }
    return 0;
}

size_t rung_print_level(char out[RUNG_NUMBER_ROOM], float level)
{
    if (level >= 0 && level < 1e6f && level == (float)(unsigned)level)
        return rung_print_whole(out, (unsigned)level);
    size_t n = level >= 1e-3f && level < 1e6f ? print_decimals(out, level) : 0;
    if (n > 0)
        return n;
    /* Three digits print as one or two where those are enough, save for the smallest floats. */
    for (int digits = fabsf(level) < FLT_MIN ? 1 : 3; digits <= 9; digits++) {
        double back;
        n = print_slowly(out, (double)level, digits);
        if (rung_parse_number(out, n, &back) && (float)back == level)
            break;
    }
    return n;
}

/* ln 2 in two parts, of which the first times a small whole number is exact. */
static const double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;

/* ln(x) = k ln 2 + ln(m), m in [sqrt(1/2), sqrt(2)), and with s = (m-1)/(m+1)
 * ln(m) = 2 (s + s^3/3 + s^5/5 + ...), where s^2 <= 0.0295: eleven terms reach below 2^-56. */
double rung_ln(double x)
{
    int k;
    double m = frexp(x, &k);
    if (m < 0.70710678118654752) {
        m *= 2;
        k--;
    }
    double s = (m - 1) / (m + 1);
    double s2 = s * s;
    double sum = 0;
    for (int term = 23; term >= 3; term -= 2)
        sum = (sum + 1.0 / term) * s2;
    /* ln 2 in two parts, the first with so few bits that k times it is exact. */
    return k * ln2_high + (2 * s + (2 * s * sum + k * ln2_low));
}

/* With x = k*ln 2 + r, |r| <= ln(2)/2: e^r by its series, whose 14th power's term is below 1e-17.
 */
double rung_exp(double x)
{
    static const double series[] = {1.0 / 6227020800,
                                    1.0 / 479001600,
                                    1.0 / 39916800,
                                    1.0 / 3628800,
                                    1.0 / 362880,
                                    1.0 / 40320,
                                    1.0 / 5040,
                                    1.0 / 720,
                                    1.0 / 120,
                                    1.0 / 24,
                                    1.0 / 6,
                                    1.0 / 2,
                                    1,
                                    1};
    if (!(x >= -745))
        return 0;
    double k = floor(x * (1 / (ln2_high + ln2_low)) + 0.5);
    double r = (x - k * ln2_high) - k * ln2_low, sum = 0;
    for (size_t i = 0; i < sizeof series / sizeof *series; i++)
        sum = sum * r + series[i];
    return ldexp(sum, (int)k);
}
