/* style.h - how a report looks on a screen, on paper and in grey. */
#ifndef RUNG_REPORT_STYLE_H
#define RUNG_REPORT_STYLE_H

/* The style sheet; it holds none of the characters that XML escapes. */
extern const char rung_report_style[];
/* Fills that differ in grey, too: kinds of skills are told apart by them. */
extern const char rung_report_patterns[];

#endif
