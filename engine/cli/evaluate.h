/* evaluate.h - what rung evaluate prints, as text for people, CSV and JSON. */
#ifndef RUNG_CLI_EVALUATE_H
#define RUNG_CLI_EVALUATE_H

#include "cli/command.h"

/* What was found, and of two rankers the difference. */
typedef struct judgement {
    const rung_catalog *catalog;
    const rung_evaluation *evaluation;
    rung_grouping by;
    bool upward, compared;
    size_t first, second; /* rankers, where they are compared */
    rung_difference difference[RUNG_MEASURE_COUNT];
} judgement;

/* family, zone or all. */
const char *judged_by(const judgement *j);

static inline const rung_estimate *estimates_of(const judgement *j, size_t ranker, size_t group)
{
    return j->evaluation->estimate + (ranker * j->evaluation->groups + group) * RUNG_MEASURE_COUNT;
}

/* evaluate_text.c, evaluate_csv.c, evaluate_json.c */
void put_judgement_text(rung_buffer *out, const judgement *j);
void put_judgement_csv(rung_buffer *out, const judgement *j);
void put_judgement_json(rung_buffer *out, const judgement *j);

#endif
