/* audit_join.c - the rows of results beside the people whose they are. */
#include "plan/audit_join.h"

#include <math.h>

enum { PERSON, RANK, FIGURE, ROUTE, TARGET, FIELDS };

const char *rung_join_figure(const rung_audit_job *job)
{
    static const char *const usual[] = {
        [RUNG_RESULTS_MATCHES] = "score",
        [RUNG_RESULTS_PATHS] = "gain",
        [RUNG_RESULTS_ASSIGNMENTS] = "gain",
    };
    return job->figure ? job->figure : usual[job->kind];
}

static rung_field_need need(bool needed)
{
    return needed ? RUNG_FIELD_NEEDED : RUNG_FIELD_OPTIONAL;
}

rung_status rung_join_open(rung_join *join, const rung_audit_job *job, rung_error *error)
{
    static const char *const rank[] = {[RUNG_RESULTS_MATCHES] = "rank",
                                       [RUNG_RESULTS_PATHS] = "target_rank",
                                       [RUNG_RESULTS_ASSIGNMENTS] = "rank"};
    bool plan = job->kind == RUNG_RESULTS_ASSIGNMENTS;
    /* JSON lines of paths tell of misses, too, which have neither rank nor figure. */
    bool paths = job->kind == RUNG_RESULTS_PATHS;
    join->job = job;
    join->field[PERSON] = (rung_record_field){"person_id", RUNG_FIELD_NEEDED};
    rung_field_need figured = paths ? RUNG_FIELD_COLUMN : need(!plan || job->figure);
    join->field[RANK] =
        (rung_record_field){rank[job->kind], paths ? RUNG_FIELD_COLUMN : need(!plan)};
    join->field[FIGURE] = (rung_record_field){rung_join_figure(job), figured};
    join->field[ROUTE] = (rung_record_field){"route", need(plan)};
    join->field[TARGET] = (rung_record_field){"target_role", need(paths)};
    return rung_beside_open(&join->beside, job->results, join->field, FIELDS, &job->delivery,
                            error);
}

void rung_join_close(rung_join *join)
{
    rung_beside_close(&join->beside);
}

/* Whether the row is a miss: a person and a target without a path. */
static bool is_miss(const rung_join *j)
{
    return j->job->kind == RUNG_RESULTS_PATHS && !rung_records_field(j->beside.rows, RANK).at &&
           !rung_records_field(j->beside.rows, FIGURE).at;
}

static rung_status read_figure(const rung_join *j, double *figure, rung_error *error)
{
    rung_slice text = rung_records_field(j->beside.rows, FIGURE);
    *figure = NAN;
    if (j->job->kind == RUNG_RESULTS_ASSIGNMENTS && text.length == 0)
        return RUNG_OK; /* of somebody who stays */
    return rung_records_number(j->beside.rows, FIGURE, -1e300, 1e300, figure, error);
}

/* The rank of the row, which is not better than that of the row before it. */
static rung_status read_rank(const rung_join *j, double *rank, rung_error *error)
{
    double before = *rank;
    rung_status status = rung_records_number(j->beside.rows, RANK, 1, 4294967295.0, rank, error);
    if (status == RUNG_OK && *rank != floor(*rank))
        return rung_records_fail(j->beside.rows, RANK, error, "a whole number");
    bool again = j->job->kind == RUNG_RESULTS_MATCHES && *rank == before;
    if (status == RUNG_OK && (*rank < before || again))
        return rung_records_fail(j->beside.rows, RANK, error, "more than %.0f, the rank before it",
                                 before);
    return status;
}

static rung_status take_row(const rung_join *j, double *rank, bool first, rung_outcome *outcome,
                            rung_error *error)
{
    const rung_audit_job *job = j->job;
    double figure;
    rung_status status = RUNG_OK;
    bool chosen;
    if (job->kind == RUNG_RESULTS_ASSIGNMENTS) {
        if (!first)
            return rung_records_fail(j->beside.rows, PERSON, error, "each person once");
        chosen = rung_records_field(j->beside.rows, ROUTE).length > 0;
    } else {
        status = read_rank(j, rank, error);
        chosen = *rank <= (double)job->rank;
    }
    if (status == RUNG_OK)
        status = read_figure(j, &figure, error);
    if (status != RUNG_OK)
        return status;
    if (isnan(outcome->figure))
        outcome->figure = figure;
    outcome->selected |= chosen && (!job->threshold || figure >= *job->threshold);
    return RUNG_OK;
}

rung_status rung_join_next(rung_join *join, rung_slice person, rung_outcome *outcome,
                           rung_error *error)
{
    double rank = 0;
    *outcome = (rung_outcome){false, NAN};
    rung_status status = rung_beside_begin(&join->beside, person, error);
    for (bool first = true; status == RUNG_OK && rung_beside_has(&join->beside); first = false) {
        if (!is_miss(join))
            status = take_row(join, &rank, first, outcome, error);
        if (status == RUNG_OK)
            status = rung_beside_advance(&join->beside, error);
    }
    return status;
}
