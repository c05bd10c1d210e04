/* beside.c - rows of results read beside the people whose they are, one row ahead. */
#include "plan/beside.h"

#include "base/place.h"

enum { PERSON };

rung_status rung_beside_advance(rung_beside *beside, rung_error *error)
{
    rung_status status = rung_records_next(beside->rows, &beside->more, error);
    if (status == RUNG_OK && beside->more && rung_records_field(beside->rows, PERSON).length == 0)
        return rung_records_fail(beside->rows, PERSON, error, "an id");
    return status;
}

rung_status rung_beside_open(rung_beside *beside, const char *path, const rung_record_field *fields,
                             size_t count, const rung_delivery *delivery, rung_error *error)
{
    beside->delivery = delivery;
    rung_status status = rung_records_open(&beside->rows, path, fields, count, error);
    return status == RUNG_OK ? rung_beside_advance(beside, error) : status;
}

void rung_beside_close(rung_beside *beside)
{
    rung_records_close(beside->rows);
    rung_buffer_free(&beside->id);
}

rung_status rung_beside_begin(rung_beside *beside, rung_slice id, rung_error *error)
{
    const rung_delivery *d = beside->delivery;
    beside->person = id;
    if (!d->rename)
        return RUNG_OK;
    beside->id.length = 0;
    rung_put(&beside->id, id.at, id.length);
    rung_put_char(&beside->id, '\0');
    if (beside->id.failed)
        return rung_fail_memory(error, "an id");
    d->rename(d->context, beside->id.at, beside->name);
    beside->person = rung_slice_of(beside->name);
    return RUNG_OK;
}

bool rung_beside_has(const rung_beside *beside)
{
    if (!beside->more)
        return false;
    rung_slice id = rung_records_field(beside->rows, PERSON);
    return id.length == beside->person.length && memcmp(id.at, beside->person.at, id.length) == 0;
}

/* Whether people.csv has the person of the row that is left; a pipe cannot be read again. */
static rung_status find_person(rung_beside *b, const char *people, bool *found, rung_error *error)
{
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
        status = rung_csv_next(csv, &more, error);
        if (status == RUNG_OK && more)
            status = rung_beside_begin(b, rung_csv_field(csv, column), error);
        if (status != RUNG_OK || !more)
            break;
        *found = rung_beside_has(b);
    }
    rung_csv_close(csv);
    return status;
}

rung_status rung_beside_end(rung_beside *beside, const char *people, rung_error *error)
{
    bool found;
    if (!beside->more)
        return RUNG_OK;
    rung_status status = find_person(beside, people, &found, error);
    if (status != RUNG_OK)
        return status;
    if (found)
        return rung_records_fail(beside->rows, PERSON, error,
                                 "the rows of a person together, and people in the order of %s",
                                 people);
    return rung_records_fail(beside->rows, PERSON, error, "an id of %s%s", people,
                             beside->delivery->rename ? ", as this key renames them" : "");
}
