/* limits.c - seats of programs and openings of roles. */
#include "plan/limits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/csv.h"

/* Rounded down to whole people; unlimited where the catalog says nothing. */
static int64_t whole(double number)
{
    return isnan(number) ? RUNG_UNLIMITED : (int64_t)floor(number);
}

/* Read a file of id,number into most; what it does not list is unlimited. */
static rung_status read_file(const char *path, const char *id, const char *number,
                             const rung_index *index, const char *what, int64_t *most,
                             rung_error *error)
{
    rung_csv *csv;
    size_t ids = RUNG_NO_COLUMN, numbers = RUNG_NO_COLUMN;
    bool more = true;
    rung_status status = rung_csv_open(&csv, path, RUNG_CSV, error);
    if (status != RUNG_OK)
        return status;
    status = rung_csv_need(csv, id, &ids, error);
    if (status == RUNG_OK)
        status = rung_csv_need(csv, number, &numbers, error);
    while (status == RUNG_OK && more) {
        double value;
        status = rung_csv_next(csv, &more, error);
        if (status != RUNG_OK || !more)
            break;
        rung_slice name = rung_csv_field(csv, ids);
        uint32_t found = rung_index_find(index, name.at, name.length);
        if (found == RUNG_NONE)
            status = rung_csv_fail(csv, ids, error, "the id of a %s of the catalog", what);
        else if (most[found] != RUNG_UNLIMITED)
            status = rung_csv_fail(csv, ids, error, "each %s once", what);
        if (status == RUNG_OK)
            status = rung_csv_number(csv, numbers, 0, RUNG_MOST_FIGURE, true, &value, error);
        if (status == RUNG_OK)
            most[found] = whole(value);
    }
    rung_csv_close(csv);
    return status;
}

rung_status rung_limits_make(rung_limits *limits, const rung_catalog *c, const rung_plan_job *job,
                             rung_error *error)
{
    rung_status status = RUNG_OK;
    limits->seats = rung_array(c->programs, sizeof *limits->seats);
    limits->openings = rung_array(c->roles, sizeof *limits->openings);
    if (!limits->seats || !limits->openings)
        return rung_fail_memory(error, "the limits of a plan");
    for (size_t i = 0; i < c->programs; i++)
        limits->seats[i] =
            job->seats_from == RUNG_LIMITS_CATALOG ? whole(c->program[i].seats) : RUNG_UNLIMITED;
    for (size_t i = 0; i < c->roles; i++)
        limits->openings[i] = job->openings_from == RUNG_LIMITS_CATALOG
                                  ? whole(c->role[i].openings * job->openings_years)
                                  : RUNG_UNLIMITED;
    if (job->seats_from == RUNG_LIMITS_FILE)
        status = read_file(job->seats, "program_id", "seats", &c->program_index, "program",
                           limits->seats, error);
    if (status == RUNG_OK && job->openings_from == RUNG_LIMITS_FILE)
        status = read_file(job->openings, "role_id", "openings", &c->role_index, "role",
                           limits->openings, error);
    return status;
}

void rung_limits_free(rung_limits *limits)
{
    free(limits->seats);
    free(limits->openings);
    *limits = (rung_limits){0};
}
