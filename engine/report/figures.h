/* figures.h - numbers as people read them: no more digits than mean something, the same bytes
 * everywhere. */
#ifndef RUNG_REPORT_FIGURES_H
#define RUNG_REPORT_FIGURES_H

#include <stdint.h>

#include "report/html.h"

/* Texts of the page. */
const char *rung_figure_whole(rung_page *page, uint64_t number);
/* "1 person", "1,234 people". */
const char *rung_figure_count(rung_page *page, uint64_t number, const char *one, const char *many);
/* "12.3 %" of what is whole, rounded, but 0 or 100 % only where it is none or all; a dash of
 * nothing. */
const char *rung_figure_share(rung_page *page, double part, double whole);
/* With so many decimals, 0..6, rounded half up; a dash for NAN. */
const char *rung_figure_fixed(rung_page *page, double number, int decimals);
/* Whole units: "-12,345", with a currency behind it unless that is "". */
const char *rung_figure_money(rung_page *page, double amount, const char *currency);
/* The same in three or four digits: "12.3 million". brief: "12.3 M". */
const char *rung_figure_large(rung_page *page, double amount, const char *currency, bool brief);
/* Whole units in three digits, the others 0: "170,000". */
const char *rung_figure_rough(rung_page *page, double amount, const char *currency);
/* Any number, as rows print it. */
const char *rung_figure_number(rung_page *page, double number);
/* "12 weeks", "1.5 weeks". */
const char *rung_figure_weeks(rung_page *page, double weeks);

/* The least of 1, 2, 2.5 or 5 times a power of ten that cuts range into at most so many parts. */
double rung_figure_step(double range, unsigned parts);

#endif
