/* audit_join.c - the rows of results beside the people whose they are. */
#include "plan/audit_join.h"

#include <math.h>

#include "base/place.h"

enum { PERSON, RANK, FIGURE, ROUTE, FIELDS };

const char *rung_join_figure(const rung_audit_job *job)
{
    static const char *const usual[] = {
        [RUNG_RESULTS_MATCHES] = "score",
        [RUNG_RESULTS_PATHS] = "gain",
        [RUNG_RESULTS_ASSIGNMENTS] = "value",
    };
    return job->figure ? job->figure : usual[job->kind];
}

static rung_status advance(rung_join *j, rung_error *error)
{
    rung_status status = rung_records_next(j->rows, &j->more, error);
    if (status == RUNG_OK && j->more && rung_records_field(j->rows, PERSON).length == 0)
        return rung_records_fail(j->rows, PERSON, error, "an id");
    return status;
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
    join->field[PERSON] = (rung_record_field){"person_id", false};
    join->field[RANK] = (rung_record_field){rank[job->kind], plan || paths};
    join->field[FIGURE] =
        (rung_record_field){rung_join_figure(job), paths || (plan && !job->figure)};
    join->field[ROUTE] = (rung_record_field){"route", !plan};
    rung_status status = rung_records_open(&join->rows, job->results, join->field, FIELDS, error);
    return status == RUNG_OK ? advance(join, error) : status;
}

void rung_join_close(rung_join *join)
{
    rung_records_close(join->rows);
    rung_buffer_free(&join->id);
}

/* Whether the row is a miss: a person and a target without a path. */
static bool is_miss(const rung_join *j)
{
    return j->job->kind == RUNG_RESULTS_PATHS && !rung_records_field(j->rows, RANK).at &&
           !rung_records_field(j->rows, FIGURE).at;
}

static rung_status read_figure(const rung_join *j, double *figure, rung_error *error)
{
    rung_slice text = rung_records_field(j->rows, FIGURE);
    *figure = NAN;
    if (j->job->kind == RUNG_RESULTS_ASSIGNMENTS && text.length == 0)
        return RUNG_OK; /* of somebody who stays */
    return rung_records_number(j->rows, FIGURE, -1e300, 1e300, figure, error);
}

/* The rank of the row, which is not better than that of the row before it. */
static rung_status read_rank(const rung_join *j, double *rank, rung_error *error)
{
    double before = *rank;
    rung_status status = rung_records_number(j->rows, RANK, 1, 4294967295.0, rank, error);
    if (status == RUNG_OK && *rank != floor(*rank))
        return rung_records_fail(j->rows, RANK, error, "a whole number");
    bool again = j->job->kind == RUNG_RESULTS_MATCHES && *rank == before;
    if (status == RUNG_OK && (*rank < before || again))
        return rung_records_fail(j->rows, RANK, error, "more than %.0f, the rank before it",
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
            return rung_records_fail(j->rows, PERSON, error, "each person once");
        chosen = rung_records_field(j->rows, ROUTE).length > 0;
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

/* What the results call a person of this id. */
static rung_status name_of(rung_join *j, rung_slice id, rung_slice *name, rung_error *error)
{
    const rung_delivery *d = &j->job->delivery;
    *name = id;
    if (!d->rename)
        return RUNG_OK;
    j->id.length = 0;
    rung_put(&j->id, id.at, id.length);
    rung_put_char(&j->id, '\0');
    if (j->id.failed)
        return rung_fail_memory(error, "an id");
    d->rename(d->context, j->id.at, j->name);
    *name = rung_slice_of(j->name);
    return RUNG_OK;
}

rung_status rung_join_next(rung_join *join, rung_slice person, rung_outcome *outcome,
                           rung_error *error)
{
    double rank = 0;
    rung_slice name;
    *outcome = (rung_outcome){false, NAN};
    rung_status status = name_of(join, person, &name, error);
    if (status != RUNG_OK)
        return status;
    for (bool first = true; join->more; first = false) {
        rung_slice id = rung_records_field(join->rows, PERSON);
        if (id.length != name.length || memcmp(id.at, name.at, id.length) != 0)
            return RUNG_OK;
        if (!is_miss(join))
            status = take_row(join, &rank, first, outcome, error);
        if (status == RUNG_OK)
            status = advance(join, error);
        if (status != RUNG_OK)
            return status;
    }
    return RUNG_OK;
}

/* Whether people.csv has the person of the row that is left; a pipe cannot be read again. */
static rung_status find_person(rung_join *j, const char *people, bool *found, rung_error *error)
{
    rung_slice id = rung_records_field(j->rows, PERSON);
    rung_csv *csv;
    size_t column;
    bool more = true;
    *found = false;
    if (!rung_path_is_file(people))
        return RUNG_OK;
    rung_status status = rung_csv_open(&csv, people, RUNG_CSV, error);
    if (status == RUNG_OK)
        status = rung_csv_need(csv, "person_id", &column, error);
    while (status == RUNG_OK && !*found) {
        rung_slice other;
        status = rung_csv_next(csv, &more, error);
        if (status == RUNG_OK && more)
            status = name_of(j, rung_csv_field(csv, column), &other, error);
        if (status != RUNG_OK || !more)
            break;
        *found = other.length == id.length && memcmp(other.at, id.at, id.length) == 0;
    }
    rung_csv_close(csv);
    return status;
}

rung_status rung_join_end(rung_join *join, const char *people, rung_error *error)
{
    bool found;
    if (!join->more)
        return RUNG_OK;
    rung_status status = find_person(join, people, &found, error);
    if (status != RUNG_OK)
        return status;
    if (found)
        return rung_records_fail(join->rows, PERSON, error,
                                 "the rows of a person together, and people in the order of %s",
                                 people);
    return rung_records_fail(join->rows, PERSON, error, "an id of %s%s", people,
                             join->job->delivery.rename ? ", as this key renames them" : "");
}
