/* model.c - what the steps of an import share: tables, ids, and the end of it all. */
#include "data/esco/model.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

static const char concepts[] = "http://data.europa.eu/esco/";

const char *rung_esco_keep(rung_esco *esco, rung_slice text)
{
    text = rung_slice_trim(text);
    return rung_arena_text(&esco->text, text.at, text.length);
}

rung_status rung_esco_no_memory(rung_esco *esco)
{
    return rung_fail_memory(esco->error, "a release of ESCO");
}

rung_status rung_esco_label(rung_esco *esco, const rung_csv *csv, size_t column, const char **label)
{
    rung_slice text = rung_slice_trim(rung_csv_field(csv, column));
    *label = NULL;
    if (text.length == 0)
        return rung_csv_fail(csv, column, esco->error, "a name");
    if (rung_has_control(text.at, text.length))
        return rung_csv_fail(csv, column, esco->error, "a name without control characters");
    *label = rung_esco_keep(esco, text);
    return *label ? RUNG_OK : rung_esco_no_memory(esco);
}

/* All of the root is common, and would leave no room for the id. */
rung_status rung_esco_uri_fail(rung_esco *esco, const rung_csv *csv, size_t column,
                               const char *expected)
{
    size_t root = sizeof concepts - 1;
    rung_slice uri = rung_csv_field(csv, column);
    char shown[64];
    if (uri.length > root && memcmp(uri.at, concepts, root) == 0)
        uri = (rung_slice){uri.at + root, uri.length - root};
    return rung_fail(esco->error, RUNG_BAD_DATA, "%s:%llu: column '%s': found '%s', expected %s",
                     rung_csv_path(csv), (unsigned long long)rung_csv_line(csv),
                     rung_csv_column_name(csv, column), rung_quote(shown, uri.at, uri.length),
                     expected);
}

/* ASCII without blanks, as URIs are. */
static bool is_id(rung_slice id)
{
    for (size_t i = 0; i < id.length; i++)
        if (id.at[i] <= ' ' || id.at[i] >= 0x7F)
            return false;
    return id.length > 0;
}

rung_status rung_esco_id(rung_esco *esco, const rung_csv *csv, size_t column, const char *what,
                         rung_slice *id)
{
    enum { MOST = 1000 };
    rung_slice uri = rung_csv_field(csv, column);
    size_t root = sizeof concepts - 1, length = root + strlen(what);
    bool good = uri.length > length && memcmp(uri.at, concepts, root) == 0 &&
                memcmp(uri.at + root, what, length - root) == 0;
    *id = good ? (rung_slice){uri.at + length, uri.length - length} : (rung_slice){"", 0};
    if (good && uri.length > MOST)
        return rung_esco_uri_fail(esco, csv, column, "a URI of at most 1,000 bytes");
    if (good && is_id(*id))
        return RUNG_OK;
    char expected[200];
    snprintf(expected, sizeof expected,
             "a URI that begins with %s%s, followed by an id without control characters, blanks "
             "and letters beyond ASCII",
             concepts, what);
    return rung_esco_uri_fail(esco, csv, column, expected);
}

rung_status rung_esco_index(rung_esco *esco, const rung_csv *csv, size_t column, rung_index *index,
                            const char *id, size_t position)
{
    if (!id || position >= RUNG_NONE - 1)
        return rung_esco_no_memory(esco);
    switch (rung_index_add(index, id, (uint32_t)position)) {
    case RUNG_INDEX_ADDED:
        return RUNG_OK;
    case RUNG_INDEX_PRESENT:
        return rung_esco_uri_fail(esco, csv, column,
                                  "one that no earlier row has (it is a duplicate)");
    default:
        return rung_esco_no_memory(esco);
    }
}

rung_status rung_esco_go_on(rung_esco *esco)
{
    const rung_esco_job *job = esco->job;
    if (job->progress && job->progress(job->context, esco->rows, esco->done))
        return rung_fail(esco->error, RUNG_CANCELLED, "%s: cancelled", job->output);
    return RUNG_OK;
}

static rung_status read_rows(rung_esco *esco, rung_csv *csv, const rung_esco_table *table)
{
    enum { ROWS_BETWEEN = 1024 };
    size_t column[sizeof table->columns / sizeof *table->columns];
    rung_status status = RUNG_OK;
    for (size_t i = 0; table->columns[i] && status == RUNG_OK; i++)
        status = rung_csv_need(csv, table->columns[i], &column[i], esco->error);
    bool more = true;
    while (status == RUNG_OK && more) {
        status = rung_csv_next(csv, &more, esco->error);
        if (status == RUNG_OK && more)
            status = table->row(esco, csv, column);
        if (status == RUNG_OK && ++esco->rows % ROWS_BETWEEN == 0)
            status = rung_esco_go_on(esco);
    }
    return status;
}

/* The path of a table, with the language in the place of the star; NULL when memory is short. */
static char *path_of(const rung_esco *esco, const char *name)
{
    const rung_esco_job *job = esco->job;
    const char *star = strchr(name, '*');
    rung_buffer path = {0};
    rung_put_text(&path, job->source);
    rung_put_char(&path, '/');
    rung_put(&path, name, star ? (size_t)(star - name) : strlen(name));
    if (star) {
        rung_put_text(&path, job->language ? job->language : "en");
        rung_put_text(&path, star + 1);
    }
    rung_put_char(&path, '\0');
    if (path.failed)
        rung_buffer_free(&path);
    return path.at;
}

static rung_status read_table(rung_esco *esco, const rung_esco_table *table)
{
    char *path = path_of(esco, table->name);
    if (!path)
        return rung_esco_no_memory(esco);
    rung_csv *csv = NULL;
    rung_status status = RUNG_OK;
    if (table->optional && !rung_path_exists(path)) {
        esco->missing |= table->optional;
    } else {
        status = rung_csv_open(&csv, path, RUNG_CSV, esco->error);
        if (status == RUNG_OK)
            status = read_rows(esco, csv, table);
        rung_csv_close(csv);
    }
    free(path);
    return status;
}

rung_status rung_esco_read(rung_esco *esco, const rung_esco_table *tables)
{
    rung_status status = RUNG_OK;
    for (; tables->name && status == RUNG_OK; tables++) {
        status = read_table(esco, tables);
        esco->done += 0.1; /* of nine tables, and writing */
        if (status == RUNG_OK)
            status = rung_esco_go_on(esco);
    }
    return status;
}

static void names_free(rung_esco_names *names)
{
    free(names->name);
    rung_index_free(&names->index);
}

void rung_esco_free(rung_esco *esco)
{
    free(esco->occupation);
    free(esco->skill);
    free(esco->asked_by);
    rung_index_free(&esco->occupation_index);
    rung_index_free(&esco->skill_index);
    names_free(&esco->isco);
    names_free(&esco->groups);
    rung_links_free(&esco->asked);
    rung_links_free(&esco->broader);
    rung_links_free(&esco->adjacent);
    rung_links_free(&esco->above);
    rung_arena_free(&esco->text);
}
