/* request.c - whether the people of a request are what they should be. */
#include "match/request.h"

static rung_status check_dense(const rung_request *q, size_t person, rung_error *error)
{
    const rung_catalog *c = q->matcher->catalog;
    const float *levels = q->levels + person * c->skills;
    float most = (float)c->scale.levels;
    bool good = true;
    for (size_t s = 0; s < c->skills; s++)
        good &= levels[s] >= 0 && levels[s] <= most; /* false for NAN too */
    for (size_t s = 0; s < c->skills && !good; s++)
        if (!(levels[s] >= 0 && levels[s] <= most))
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "rung_match: person %zu, skill %zu ('%s'): found %.9g, expected a "
                             "number in 0..%.9g",
                             person, s, c->skill[s].id, (double)levels[s], c->scale.levels);
    return RUNG_OK;
}

static rung_status check_rows(const rung_request *q, size_t person, rung_error *error)
{
    const rung_catalog *c = q->matcher->catalog;
    size_t first = q->rows->first[person], end = q->rows->first[person + 1];
    float most = (float)c->scale.levels;
    if (end < first)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_match_rows: person %zu: found rows %zu to %zu, expected first to "
                         "rise",
                         person, first, end);
    for (size_t i = first; i < end; i++) {
        uint32_t skill = q->rows->skill[i];
        if (skill >= c->skills || (i > first && skill <= q->rows->skill[i - 1]))
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "rung_match_rows: person %zu, row %zu: found skill %u, expected one "
                             "below %zu and above that of the row before",
                             person, i, skill, c->skills);
        if (!(q->rows->level[i] >= 0 && q->rows->level[i] <= most))
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "rung_match_rows: person %zu, skill %u ('%s'): found %.9g, expected "
                             "a number in 0..%.9g",
                             person, skill, c->skill[skill].id, (double)q->rows->level[i],
                             c->scale.levels);
    }
    return RUNG_OK;
}

rung_status rung_request_check(const rung_request *q, size_t people, rung_error *error)
{
    size_t roles = q->matcher->demand.roles;
    if (q->rows && (!q->rows->skill || !q->rows->level) &&
        q->rows->first[people] > q->rows->first[0])
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_match_rows: skill and level are needed where there are rows");
    for (size_t i = 0; i < people; i++) {
        rung_status status = q->levels ? check_dense(q, i, error) : check_rows(q, i, error);
        if (status != RUNG_OK)
            return status;
        uint32_t role = rung_request_role(q, i);
        if (role != RUNG_NONE && role >= roles)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "rung_match: person %zu: found current role %u, expected less than "
                             "%zu or RUNG_NONE",
                             i, role, roles);
    }
    return RUNG_OK;
}
