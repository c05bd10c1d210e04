/* plan_words.h - a plan in a few lines that a person understands. */
#ifndef RUNG_CLI_PLAN_WORDS_H
#define RUNG_CLI_PLAN_WORDS_H

#include "cli/command.h"

/* What they are about. */
typedef struct plan_words {
    const rung_catalog *catalog;
    const rung_plan_job *job;
    const rung_plan_summary *summary;
} plan_words;

/* The plan, and what holds it back, on stdout. */
void say_plan(const plan_words *words);
/* Other budgets and places, a line each, on stdout. */
void say_points(const plan_words *words);

#endif
