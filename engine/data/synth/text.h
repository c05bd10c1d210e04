/* text.h - people made up, as rows of a population's files. */
#ifndef RUNG_DATA_SYNTH_TEXT_H
#define RUNG_DATA_SYNTH_TEXT_H

#include "base/text.h"
#include "data/synth/person.h"

/* What rows are put together from; never changes after it is made. */
typedef struct rung_synth_text {
    const rung_catalog *catalog;
    struct rung_grid_text *grid; /* steps + 1 levels */
    uint32_t steps;              /* the highest level on the grid, in steps of it */
    rung_buffer skill;           /* ",ID," of every skill, one behind the other */
    size_t *skill_at;            /* skills + 1: where each starts */
} rung_synth_text;

/* False when memory is short. */
bool rung_synth_text_make(rung_synth_text *text, const rung_catalog *catalog);
void rung_synth_text_free(rung_synth_text *text);

/* The header of people.csv, and a person's row in it. */
void rung_put_people_header(rung_buffer *out, const rung_synth_text *text, bool wide);
void rung_put_person(rung_buffer *out, const rung_synth_text *text, const rung_synth_person *person,
                     bool wide);
/* A person's rows of people_skills.csv. */
void rung_put_person_skills(rung_buffer *out, const rung_synth_text *text,
                            const rung_synth_person *person);
/* The header of a NumPy file of floats, and floats in it, which are brought into its byte order. */
void rung_put_npy_header(rung_buffer *out, uint64_t rows, size_t columns);
void rung_put_floats(rung_buffer *out, float *floats, size_t count);
/* A person's row in people.npy. row is scratch, skills floats. */
void rung_put_npy_person(rung_buffer *out, const rung_synth_text *text,
                         const rung_synth_person *person, float *row);

#endif
