/* ids.c - an id stands in a table once, found out without keeping the ids. */
#include "data/ids.h"

#include "base/place.h"

/* Two ids have the same fingerprint: look whether the id really stands on an earlier line. */
static rung_status find_twin(const rung_csv *table, size_t column, rung_slice id, rung_error *error)
{
    rung_csv *again;
    bool more = true;
    if (!rung_path_is_file(rung_csv_path(table))) /* a pipe cannot be read again */
        return rung_csv_fail(table, column, error,
                             "an id that no earlier row has (it is a duplicate)");
    rung_status status = rung_csv_open(&again, rung_csv_path(table), RUNG_CSV, error);
    while (status == RUNG_OK) {
        status = rung_csv_next(again, &more, error);
        if (status != RUNG_OK || !more || rung_csv_line(again) >= rung_csv_line(table))
            break;
        rung_slice other = rung_csv_field(again, column);
        if (other.length == id.length && memcmp(other.at, id.at, id.length) == 0)
            status = rung_csv_fail(table, column, error,
                                   "an id that no earlier row has (line %llu has it)",
                                   (unsigned long long)rung_csv_line(again));
    }
    rung_csv_close(again);
    return status;
}

rung_status rung_ids_add(rung_set *seen, const rung_csv *table, size_t column, rung_error *error)
{
    rung_slice id = rung_csv_field(table, column);
    if (id.length == 0)
        return rung_csv_fail(table, column, error, "an id");
    switch (rung_set_add(seen, rung_hash(id.at, id.length, 0))) {
    case RUNG_INDEX_ADDED:
        return RUNG_OK;
    case RUNG_INDEX_PRESENT:
        return find_twin(table, column, id, error);
    default:
        return rung_fail_memory(error, "the ids of the people");
    }
}
