/* adjacency.h - skills that stand in for related ones: the levels that people have in effect. */
#ifndef RUNG_MATCH_ADJACENCY_H
#define RUNG_MATCH_ADJACENCY_H

#include "match/score.h"

/* A skill that another one stands in for, and how much of it. */
typedef struct rung_stand_in {
    uint32_t skill;
    float share; /* above 0, 1 at most */
} rung_stand_in;

/* Somebody with level x of skill s has at least share * x, rounded to single precision, of each
 * skill to[first[s]] .. to[first[s + 1] - 1]. What is there only in effect stands in for nothing.
 */
typedef struct rung_stand_ins {
    size_t *first; /* skills + 1; NULL where no skill stands in for another */
    rung_stand_in *to;
    size_t count, skills;
} rung_stand_ins;

/* Those that source says, each share times factor. BAD_ARGUMENT where the catalog says of none. */
rung_status rung_stand_ins_make(rung_stand_ins *ins, const rung_catalog *catalog,
                                const rung_demand *demand, rung_adjacency source, double factor,
                                rung_error *error);
void rung_stand_ins_free(rung_stand_ins *ins);

/* What the catalog's roles tell of which skill stands in for which (adjacency_learn.c): adds links
 * with a weight. False when memory is short. */
bool rung_adjacency_learn(rung_links *links, const rung_catalog *catalog,
                          const rung_demand *demand);

/* Raise level, which holds own or is zero where own is taken from rows, to what is there in effect.
 * own and level are skills floats that do not overlap. */
void rung_raise(const rung_stand_ins *ins, const float *own, float *level);
/* The same for one row. */
static inline void rung_raise_by(const rung_stand_ins *ins, uint32_t skill, float own, float *level)
{
    for (size_t i = ins->first[skill]; i < ins->first[skill + 1]; i++) {
        float raised = (float)((double)own * (double)ins->to[i].share);
        if (raised > level[ins->to[i].skill])
            level[ins->to[i].skill] = raised;
    }
}

/* Words of a mark for so many skills. */
static inline size_t rung_mark_words(size_t skills)
{
    return skills / 64 + 1;
}

/* The rows in effect of somebody with the rows own: how many, written in catalog order. level
 * (skills) and mark are scratch of zeros, and so again afterwards; skill and raised are the
 * caller's, with room for all skills. */
size_t rung_raise_rows(const rung_stand_ins *ins, const rung_person_rows *own, float *level,
                       uint64_t *mark, uint32_t *skill, float *raised);

#endif
