/* courses.h - programs as a search takes them: dense rows, whole numbers. */
#ifndef RUNG_PATH_COURSES_H
#define RUNG_PATH_COURSES_H

#include "path/moves.h"

/* A level of a skill. */
typedef struct rung_course_level {
    uint32_t skill;
    float level;
} rung_course_level;

typedef struct rung_courses {
    const rung_catalog *catalog;
    size_t count, stride, words;        /* words: of a set of programs, 64 in each */
    float *teaches, *requires;          /* count x stride */
    rung_course_level *taught, *asked;  /* the same, without zeros */
    size_t *first_taught, *first_asked; /* count + 1 */
    int64_t *weeks, *cost;              /* ticks (value.h) */
    uint64_t *everyone;                 /* words: all programs */
    int64_t *role_weeks;                /* count x stride: for a skill that a program requires, the
                                           shortest stay in a role that asks for as much */
    bool *feeds;                        /* teaches what some other program asks for */
    bool *conditional;                  /* has conditions on role or family */
    uint64_t *by_role; /* (roles + 1) x words: programs whose conditions on role and family
                          it meets; the last row for no role */
} rung_courses;

rung_status rung_courses_make(rung_courses *courses, const rung_moves *moves, rung_error *error);
void rung_courses_free(rung_courses *courses);

static inline bool rung_in_set(const uint64_t *set, size_t i)
{
    return set[i / 64] >> (i % 64) & 1;
}

/* Whether role, which may be RUNG_NONE, meets a program's conditions on role and family. */
static inline bool rung_course_admits(const rung_courses *courses, size_t program, uint32_t role)
{
    size_t row = role == RUNG_NONE ? courses->catalog->roles : role;
    return rung_in_set(courses->by_role + row * courses->words, program);
}

/* Whether levels reach what program asks for first. */
static inline bool rung_course_open(const rung_courses *courses, size_t program,
                                    const float *levels)
{
    for (size_t i = courses->first_asked[program]; i < courses->first_asked[program + 1]; i++)
        if (levels[courses->asked[i].skill] < courses->asked[i].level)
            return false;
    return true;
}

/* Whether it would raise a level. */
static inline bool rung_course_raises(const rung_courses *courses, size_t program,
                                      const float *levels)
{
    for (size_t i = courses->first_taught[program]; i < courses->first_taught[program + 1]; i++)
        if (levels[courses->taught[i].skill] < courses->taught[i].level)
            return true;
    return false;
}

/* What it would add to the readiness of levels for role, and a little more. */
double rung_course_adds(const rung_courses *courses, const rung_demand *demand, size_t program,
                        const float *levels, uint32_t role);
/* Whether it raises a skill that role cannot do without and that levels fall short of. */
bool rung_course_essential(const rung_courses *courses, const rung_moves *moves, size_t program,
                           const float *levels, uint32_t role);
/* Raise levels to what it teaches. */
static inline void rung_course_take(const rung_courses *courses, size_t program, float *levels)
{
    for (size_t i = courses->first_taught[program]; i < courses->first_taught[program + 1]; i++)
        if (levels[courses->taught[i].skill] < courses->taught[i].level)
            levels[courses->taught[i].skill] = courses->taught[i].level;
}

#endif
