/* number.h - decimals in and out, and a logarithm, without the locale and the same everywhere. */
#ifndef RUNG_BASE_NUMBER_H
#define RUNG_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* A C-locale decimal that fills the whole text: [+-]digits[.digits][e[+-]digits]. Correctly
 * rounded. No spaces, hexadecimal, infinity or NaN; false for anything else or out of range. */
bool rung_parse_number(const char *text, size_t length, double *number);

/* Longest text that the printers below make, with its zero byte. */
enum { RUNG_NUMBER_ROOM = 32 };

/* The same characters as printf's %.9g in the C locale. Returns the length; no zero byte. */
size_t rung_print_number(char out[RUNG_NUMBER_ROOM], double number);
/* The shortest decimal that reads back as this float. */
size_t rung_print_level(char out[RUNG_NUMBER_ROOM], float level);
size_t rung_print_whole(char out[RUNG_NUMBER_ROOM], unsigned long long number);
/* With a comma before each three digits from the end: 1,234,567. */
size_t rung_print_grouped(char out[RUNG_NUMBER_ROOM], unsigned long long number);

/* Hundredths of a share, rounded down, so that it says 80 only from 80 % on; a hair is added for
 * sums that round. */
static inline unsigned long long rung_percent(double share)
{
    return (unsigned long long)(100 * share + 1e-9);
}

/* Natural logarithm of a positive finite number: within 1e-15 relative of the true one, and the
 * same bits on every machine, which libm's, dispatched by CPU, does not promise. */
double rung_ln(double x);
/* e to the power of x, likewise; 0 below -745, and x must not be above 700. */
double rung_exp(double x);

#endif
