/* check.c - whether what a caller says of a person is what it should be. */
#include "match/check.h"

#include <math.h>
#include <stdio.h>

/* How messages begin. */
enum { WHO = 64 };

static const char *who(char *out, const char *function, size_t person)
{
    if (person == RUNG_ALONE)
        snprintf(out, WHO, "%s: ", function);
    else
        snprintf(out, WHO, "%s: person %zu, ", function, person);
    return out;
}

static rung_status level_fail(const rung_matcher *m, const char *function, size_t person,
                              size_t skill, float level, rung_error *error)
{
    char begin[WHO];
    return rung_fail(error, RUNG_BAD_ARGUMENT,
                     "%sskill %zu ('%s'): found %.9g, expected a number in 0..%.9g",
                     who(begin, function, person), skill, m->catalog->skill[skill].id,
                     (double)level, m->catalog->scale.levels);
}

rung_status rung_check_levels(const rung_matcher *matcher, const char *function, size_t person,
                              const float *levels, rung_error *error)
{
    size_t skills = matcher->demand.skills;
    float most = (float)matcher->catalog->scale.levels;
    bool good = true;
    for (size_t s = 0; s < skills; s++)
        good &= levels[s] >= 0 && levels[s] <= most; /* false for NAN too */
    for (size_t s = 0; s < skills && !good; s++)
        if (!(levels[s] >= 0 && levels[s] <= most))
            return level_fail(matcher, function, person, s, levels[s], error);
    return RUNG_OK;
}

rung_status rung_check_rows(const rung_matcher *matcher, const char *function, size_t person,
                            const rung_level_rows *rows, rung_error *error)
{
    size_t first = rows->first[person], end = rows->first[person + 1];
    float most = (float)matcher->catalog->scale.levels;
    char begin[WHO];
    if (end < first)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "%sfirst: found rows %zu to %zu, expected first to rise",
                         who(begin, function, person), first, end);
    for (size_t i = first; i < end; i++) {
        uint32_t skill = rows->skill[i];
        if (skill >= matcher->demand.skills || (i > first && skill <= rows->skill[i - 1]))
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "%srow %zu: found skill %u, expected one below %zu and above that of "
                             "the row before",
                             who(begin, function, person), i, skill, matcher->demand.skills);
        if (!(rows->level[i] >= 0 && rows->level[i] <= most))
            return level_fail(matcher, function, person, skill, rows->level[i], error);
    }
    return RUNG_OK;
}

rung_status rung_check_role(const rung_matcher *matcher, const char *function, size_t person,
                            uint32_t current_role, rung_error *error)
{
    char begin[WHO];
    if (current_role == RUNG_NONE || current_role < matcher->demand.roles)
        return RUNG_OK;
    return rung_fail(error, RUNG_BAD_ARGUMENT,
                     "%scurrent role: found %u, expected less than %zu or RUNG_NONE",
                     who(begin, function, person), current_role, matcher->demand.roles);
}

rung_status rung_check_vector(const rung_matcher *matcher, const char *function, size_t person,
                              const float *vector, rung_error *error)
{
    char begin[WHO];
    for (size_t k = 0; k < matcher->embedding.dimensions; k++)
        if (!isfinite(vector[k]))
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "%sentry %zu of the vector: found %.9g, expected a finite number",
                             who(begin, function, person), k, (double)vector[k]);
    return RUNG_OK;
}
