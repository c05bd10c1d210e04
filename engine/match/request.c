/* request.c - what one call asks for, and whether its people are what they should be. */
#include "match/request.h"

#include "match/check.h"

/* How many times the roles wanted are asked of the kernel when levels may rule some out. */
enum { SPARE = 4 };

static const char function[] = "rung_match";

/* Levels in one form, or none where there are no skills. */
static bool has_levels(const rung_matcher *m, const rung_batch *batch)
{
    if (!batch->levels && !batch->rows.first)
        return m->demand.skills == 0;
    return !batch->levels || !batch->rows.first;
}

static rung_status check_arguments(const rung_matcher *m, const rung_batch *batch,
                                   const rung_hit *hits, size_t top, rung_error *error)
{
    if (!m || !batch || (batch->people > 0 && !hits) || top == 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "%s: matcher, people, hits and a top of 1 or more are needed", function);
    if (batch->people == 0)
        return RUNG_OK;
    if (!has_levels(m, batch))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "%s: levels as dense rows or as sparse ones are needed, found %s",
                         function, batch->levels ? "both" : "none");
    const rung_level_rows *rows = &batch->rows;
    if (rows->first && (!rows->skill || !rows->level) &&
        rows->first[batch->people] != rows->first[0])
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "%s: skill and level are needed where there are rows", function);
    if (rung_matcher_embeds(m) && !batch->vectors)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "%s: people without vectors, which profile %s needs, expected "
                         "rung_match_batch() with some",
                         function, m->profile.name);
    return RUNG_OK;
}

static rung_status check_person(const rung_request *q, size_t person, rung_error *error)
{
    const rung_matcher *m = q->matcher;
    rung_status status = RUNG_OK;
    if (q->rows.first)
        status = rung_check_rows(m, function, person, &q->rows, error);
    else if (q->levels)
        status =
            rung_check_levels(m, function, person, q->levels + person * m->demand.skills, error);
    if (status == RUNG_OK)
        status = rung_check_role(m, function, person, rung_request_role(q, person), error);
    if (status == RUNG_OK && q->vectors)
        status = rung_check_vector(m, function, person,
                                   q->vectors + person * m->embedding.dimensions, error);
    return status;
}

rung_status rung_request_make(rung_request *request, const rung_matcher *matcher,
                              const rung_batch *batch, rung_hit *hits, size_t top,
                              rung_error *error)
{
    rung_status status = check_arguments(matcher, batch, hits, top, error);
    if (status != RUNG_OK)
        return status;
    size_t roles = matcher->demand.roles, kept = top < roles ? top : roles;
    *request = (rung_request){.matcher = matcher,
                              .levels = batch->levels,
                              .rows = batch->rows,
                              .vectors = rung_matcher_embeds(matcher) ? batch->vectors : NULL,
                              .role = batch->current_role,
                              .hits = hits,
                              .people = batch->people,
                              .top = top,
                              .kept = kept,
                              .asked = matcher->rules.viable ? SPARE * kept : kept};
    for (size_t i = 0; i < batch->people && status == RUNG_OK; i++)
        status = check_person(request, i, error);
    return status;
}
