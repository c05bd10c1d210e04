/* model.c - what the steps of an import share: tables, ids, codes, and the end of it all. */
#include "data/onet/model.h"

#include <stdlib.h>

#include "base/file.h"
#include "data/catalog.h"

const char *rung_onet_keep(rung_onet *onet, rung_slice text)
{
    return rung_arena_text(&onet->text, text.at, text.length);
}

rung_status rung_onet_no_memory(rung_onet *onet)
{
    return rung_fail_memory(onet->error, "a release of O*NET");
}

rung_status rung_onet_find(rung_onet *onet, const rung_csv *csv, size_t column,
                           uint32_t *occupation)
{
    rung_slice id = rung_csv_field(csv, column);
    *occupation = rung_index_find(&onet->occupation_index, id.at, id.length);
    if (*occupation != RUNG_NONE)
        return RUNG_OK;
    return rung_csv_fail(csv, column, onet->error, "an O*NET-SOC code of Occupation Data.txt");
}

bool rung_onet_is_code(rung_slice code, const char *shape)
{
    if (code.length != strlen(shape))
        return false;
    for (size_t i = 0; i < code.length; i++) {
        bool digit = code.at[i] >= '0' && code.at[i] <= '9';
        if (shape[i] == '0' ? !digit : code.at[i] != shape[i])
            return false;
    }
    return true;
}

void rung_onet_broad(const char *code, char out[8])
{
    memcpy(out, code, 6);
    memcpy(out + 6, "0", 2);
}

/* A column by its name or the leading words of it. */
static rung_status find_column(const rung_csv *csv, const char *name, size_t *column,
                               rung_error *error)
{
    bool optional = *name == '?';
    name += optional;
    size_t length = strlen(name);
    bool leading = length > 0 && name[length - 1] == '*';
    if (!leading && !optional)
        return rung_csv_need(csv, name, column, error);
    *column = leading ? RUNG_NO_COLUMN : rung_csv_column(csv, name);
    for (size_t i = 0; leading && i < rung_csv_columns(csv) && *column == RUNG_NO_COLUMN; i++)
        if (strncmp(rung_csv_column_name(csv, i), name, length - 1) == 0)
            *column = i;
    if (*column != RUNG_NO_COLUMN || optional)
        return RUNG_OK;
    char words[64];
    memcpy(words, name, length - 1);
    words[length - 1] = '\0';
    return rung_csv_need(csv, words, column, error);
}

rung_status rung_onet_go_on(rung_onet *onet)
{
    const rung_onet_job *job = onet->job;
    if (job->progress && job->progress(job->context, onet->rows, onet->done))
        return rung_fail(onet->error, RUNG_CANCELLED, "%s: cancelled", job->output);
    return RUNG_OK;
}

static rung_status read_rows(rung_onet *onet, rung_csv *csv, const rung_onet_table *table,
                             void *context)
{
    enum { ROWS_BETWEEN = 1024 };
    size_t column[16];
    rung_status status = RUNG_OK;
    for (size_t i = 0; table->columns[i] && status == RUNG_OK; i++)
        status = find_column(csv, table->columns[i], &column[i], onet->error);
    bool more = true;
    while (status == RUNG_OK && more) {
        status = rung_csv_next(csv, &more, onet->error);
        if (status == RUNG_OK && more)
            status = table->row(onet, csv, column, context);
        if (status == RUNG_OK && ++onet->rows % ROWS_BETWEEN == 0)
            status = rung_onet_go_on(onet);
    }
    return status;
}

rung_status rung_onet_read(rung_onet *onet, const rung_onet_table *table, void *context)
{
    char *path = table->folder ? rung_path_join(table->folder, table->name) : strdup(table->name);
    if (!path)
        return rung_onet_no_memory(onet);
    rung_csv *csv;
    rung_status status = rung_csv_open(&csv, path, table->dialect, onet->error);
    free(path);
    if (status == RUNG_OK)
        status = read_rows(onet, csv, table, context);
    rung_csv_close(csv);
    return status;
}

static void labour_free(rung_onet_labour *labour)
{
    free(labour->row);
    rung_index_free(&labour->detailed);
    rung_index_free(&labour->broad);
    rung_index_free(&labour->stand_in);
}

void rung_onet_free(rung_onet *onet)
{
    for (size_t e = 0; e < onet->elements; e++) {
        free(onet->element[e].level);
        free(onet->element[e].importance);
        free(onet->element[e].asks);
        free(onet->element[e].asks_by);
    }
    free(onet->occupation);
    free(onet->element);
    free(onet->role);
    free(onet->member);
    free(onet->first_member);
    free(onet->program_skill);
    rung_index_free(&onet->occupation_index);
    rung_index_free(&onet->element_index);
    rung_index_free(&onet->role_index);
    rung_links_free(&onet->related);
    rung_links_free(&onet->relations);
    rung_index_free(&onet->feature_index);
    free(onet->feature);
    rung_links_free(&onet->features);
    labour_free(&onet->wages);
    labour_free(&onet->projections);
    rung_catalog_free(onet->programs);
    rung_arena_free(&onet->text);
}
