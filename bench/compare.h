/* compare.h - two runs of the bench side by side: which cases got slower or faster.
 *
 * A case is slower when its median is above the old one
 *   by more than 5 % of the old one, and
 *   by more than twice the noise: 1.4826 x sqrt(MAD_old^2 + MAD_new^2), which for normal errors is
 *   the standard deviation of the difference of two rounds, and
 *   where either run has fewer than 5 rounds, in which a MAD says little, when its fastest round is
 *   slower than the slowest old one, too.
 * A case is faster when the same holds with the runs exchanged. */
#ifndef RUNG_BENCH_COMPARE_H
#define RUNG_BENCH_COMPARE_H

#include "json.h"

/* Seconds of a case in one run. */
typedef struct compare_figures {
    double min, median, max, mad, rounds;
} compare_figures;

typedef enum compare_verdict { COMPARE_SAME, COMPARE_SLOWER, COMPARE_FASTER } compare_verdict;

compare_verdict compare_case(const compare_figures *old, const compare_figures *new);
/* Seconds by which a median must move. */
double compare_noise(const compare_figures *old, const compare_figures *new);

/* A run as the bench has written it. */
typedef struct compare_run {
    const char *path;
    json_tree tree;
    const json_value *top, *cases;
} compare_run;

/* Failure: RUNG_BAD_DATA for what the bench does not write. End it with compare_close() either
 * way. */
rung_status compare_open(compare_run *run, const char *path, rung_error *error);
void compare_close(compare_run *run);
const char *compare_name(const compare_run *run, const json_value *of_case);
const json_value *compare_find(const compare_run *run, const char *name);
compare_figures compare_read(const compare_run *run, const json_value *of_case);

/* Whether both runs are of one machine and of the same data; if not, RUNG_BAD_ARGUMENT tells what
 * differs. */
rung_status compare_alike(const compare_run *old, const compare_run *new, rung_error *error);

#endif
