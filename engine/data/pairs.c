/* pairs.c - read a file whose rows join two roles, perhaps with a weight. */
#include "data/pairs.h"

#include <stdlib.h>
#include <string.h>

#include "data/csv.h"

/* A file being read, and the roles that it names but the catalog lacks. */
typedef struct reading {
    const rung_catalog *catalog;
    rung_csv *csv;
    size_t from, to, weight; /* columns */
    double most;
    rung_arena text;
    rung_index strangers;
    rung_error *error;
} reading;

static rung_status no_memory(const reading *in)
{
    return rung_fail_memory(in->error, rung_csv_path(in->csv));
}

/* The catalog's number of a role, or one behind these. */
static rung_status number_of(reading *in, size_t column, uint32_t *number)
{
    rung_slice id = rung_csv_field(in->csv, column);
    if (id.length == 0)
        return rung_csv_fail(in->csv, column, in->error, "the id of a role");
    *number = rung_index_find(&in->catalog->role_index, id.at, id.length);
    if (*number != RUNG_NONE)
        return RUNG_OK;
    *number = rung_index_find(&in->strangers, id.at, id.length);
    if (*number != RUNG_NONE)
        return RUNG_OK;
    size_t next = in->catalog->roles + in->strangers.used;
    char *kept = rung_arena_text(&in->text, id.at, id.length);
    if (!kept || next >= RUNG_NONE - 1)
        return no_memory(in);
    *number = (uint32_t)next;
    return rung_index_add(&in->strangers, kept, *number) == RUNG_INDEX_ADDED ? RUNG_OK
                                                                             : no_memory(in);
}

static rung_status read_row(reading *in, rung_pairs *pairs)
{
    rung_pair pair = {.line = rung_csv_line(in->csv), .weight = 1};
    rung_status status = number_of(in, in->from, &pair.from);
    if (status == RUNG_OK)
        status = number_of(in, in->to, &pair.to);
    if (status == RUNG_OK && in->weight != RUNG_NO_COLUMN)
        status = rung_csv_number(in->csv, in->weight, 0, in->most, false, &pair.weight, in->error);
    if (status != RUNG_OK)
        return status;
    if (!rung_grow((void **)&pairs->pair, &pairs->room, pairs->count + 1, sizeof pair))
        return no_memory(in);
    pairs->pair[pairs->count++] = pair;
    return RUNG_OK;
}

static rung_status find_columns(reading *in, const rung_pair_columns *columns)
{
    while (columns[1].from && rung_csv_column(in->csv, columns->from) == RUNG_NO_COLUMN)
        columns++;
    in->weight = RUNG_NO_COLUMN;
    rung_status status = rung_csv_need(in->csv, columns->from, &in->from, in->error);
    if (status == RUNG_OK)
        status = rung_csv_need(in->csv, columns->to, &in->to, in->error);
    if (status == RUNG_OK && columns->weight)
        status = rung_csv_need(in->csv, columns->weight, &in->weight, in->error);
    return status;
}

static int by_roles(const void *a, const void *b)
{
    const rung_pair *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* Sort, and refuse the first line of the file that repeats an earlier one. */
static rung_status sort(const reading *in, rung_pairs *pairs)
{
    if (pairs->count > 1)
        qsort(pairs->pair, pairs->count, sizeof *pairs->pair, by_roles);
    const rung_pair *again = NULL;
    for (size_t i = 1; i < pairs->count; i++) {
        const rung_pair *p = &pairs->pair[i];
        if (p->from == p[-1].from && p->to == p[-1].to && (!again || p->line < again->line))
            again = p;
    }
    if (!again)
        return RUNG_OK;
    return rung_fail(in->error, RUNG_BAD_DATA,
                     "%s:%llu: columns '%s' and '%s': found the two roles of line %llu, expected "
                     "each pair once",
                     rung_csv_path(in->csv), (unsigned long long)again->line,
                     rung_csv_column_name(in->csv, in->from), rung_csv_column_name(in->csv, in->to),
                     (unsigned long long)again[-1].line);
}

rung_status rung_pairs_read(rung_pairs *pairs, const rung_catalog *catalog, const char *path,
                            const rung_pair_columns *columns, double most, rung_error *error)
{
    reading in = {.catalog = catalog, .most = most, .error = error};
    *pairs = (rung_pairs){0};
    rung_status status = rung_csv_open(&in.csv, path, RUNG_CSV, error);
    if (status == RUNG_OK)
        status = find_columns(&in, columns);
    bool more = true;
    while (status == RUNG_OK && more) {
        status = rung_csv_next(in.csv, &more, error);
        if (status == RUNG_OK && more)
            status = read_row(&in, pairs);
    }
    if (status == RUNG_OK)
        status = sort(&in, pairs);
    rung_csv_close(in.csv);
    rung_index_free(&in.strangers);
    rung_arena_free(&in.text);
    if (status != RUNG_OK)
        rung_pairs_free(pairs);
    return status;
}

void rung_pairs_free(rung_pairs *pairs)
{
    free(pairs->pair);
    *pairs = (rung_pairs){0};
}
