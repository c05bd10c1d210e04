/* gaps.c - the gaps of everybody in a folder to a role each, or of all of them to a demand. */
#include "plan/gaps.h"

#include <math.h>
#include <stdlib.h>

#include "base/delivery.h"
#include "base/threads.h"
#include "data/people.h"
#include "match/inputs.h"
#include "match/watch.h"
#include "plan/beside.h"
#include "plan/demand.h"

enum {
    USUAL_BATCH = 16384,
    LARGEST_BATCH = 1 << 20,
    MOST_HIT_BYTES = 64 << 20, /* of one batch */
    MOST_COLUMNS = 64,
    DENSE_SKILLS = 1024 /* beyond, people are read as rows */
};

enum { PERSON, RANK, ROLE, FIELDS };

typedef struct work {
    const rung_catalog *catalog;
    const rung_matcher *matcher; /* NULL where roles come from elsewhere */
    const rung_gaps_job *job;
    char *file; /* people.csv */
    rung_people *people;
    double *total; /* roles */
    size_t batch;
    rung_hit *hits; /* batch x rank */
    float *level;   /* one person's, spread */
    size_t stride;
    rung_beside rows;
    rung_record_field field[FIELDS];
    rung_headcount *demand;
    rung_gap_table all;
    rung_gap_table *group; /* of all columns */
    size_t groups, group_room;
    rung_index *index; /* columns: values to groups */
    rung_arena text;
} work;

/* ---------------------------------------------------------------- the role of a person */

static rung_status read_role(work *w, uint32_t *role, rung_error *error)
{
    rung_slice id = rung_records_field(w->rows.rows, ROLE);
    *role = rung_index_find(&w->catalog->role_index, id.at ? id.at : "", id.length);
    if (*role == RUNG_NONE)
        return rung_records_fail(w->rows.rows, ROLE, error, "an id of roles.csv");
    return RUNG_OK;
}

/* From rows of matches: the role of the wanted rank. */
static rung_status find_role(work *w, const char *id, uint32_t *role, rung_error *error)
{
    *role = RUNG_NONE;
    rung_status status = rung_beside_begin(&w->rows, rung_slice_of(id), error);
    while (status == RUNG_OK && rung_beside_has(&w->rows)) {
        double rank;
        status = rung_records_number(w->rows.rows, RANK, 1, 4294967295.0, &rank, error);
        if (status == RUNG_OK && rank == (double)w->job->rank && *role != RUNG_NONE)
            status = rung_records_fail(w->rows.rows, RANK, error, "each rank of a person once");
        else if (status == RUNG_OK && rank == (double)w->job->rank)
            status = read_role(w, role, error);
        if (status == RUNG_OK)
            status = rung_beside_advance(&w->rows, error);
    }
    return status;
}

/* ---------------------------------------------------------------- groups */

static rung_status add_group(work *w, size_t column, const char *value, rung_error *error)
{
    rung_gap_table table = {.column = w->job->by[column],
                            .value = rung_arena_text(&w->text, value, strlen(value)),
                            .sum = rung_array(w->catalog->skills, sizeof *table.sum)};
    if (!table.value || !table.sum ||
        !rung_grow((void **)&w->group, &w->group_room, w->groups + 1, sizeof table) ||
        rung_index_add(&w->index[column], table.value, (uint32_t)w->groups) != RUNG_INDEX_ADDED) {
        free(table.sum);
        return rung_fail_memory(error, "the groups of people");
    }
    w->group[w->groups++] = table;
    return RUNG_OK;
}

static rung_status find_group(work *w, size_t column, const char *value, rung_gap_table **table,
                              rung_error *error)
{
    uint32_t group = rung_index_find(&w->index[column], value, strlen(value));
    rung_status status = RUNG_OK;
    if (group == UINT32_MAX) {
        group = (uint32_t)w->groups;
        status = add_group(w, column, value, error);
    }
    if (status == RUNG_OK)
        *table = &w->group[group];
    return status;
}

static int by_column_and_value(const void *one, const void *other)
{
    const rung_gap_table *a = one, *b = other;
    return strcmp(a->value, b->value);
}

/* All people first, then each column's values in the order of their bytes. */
static rung_status list_tables(work *w, rung_gap_table **tables, rung_error *error)
{
    rung_gap_table *list = rung_array(w->groups + 1, sizeof *list);
    size_t count = 0;
    *tables = list;
    if (!list)
        return rung_fail_memory(error, "the groups of people");
    list[count++] = w->all;
    for (size_t c = 0; c < w->job->columns; c++) {
        size_t first = count;
        for (size_t g = 0; g < w->groups; g++)
            if (w->group[g].column == w->job->by[c])
                list[count++] = w->group[g];
        qsort(list + first, count - first, sizeof *list, by_column_and_value);
    }
    return RUNG_OK;
}

/* ---------------------------------------------------------------- people */

static rung_status take_person(work *w, const rung_batch *batch, size_t i, rung_error *error)
{
    const float *levels = batch->levels ? batch->levels + i * w->catalog->skills : w->level;
    uint32_t role = w->hits ? w->hits[i * w->job->rank + w->job->rank - 1].role : RUNG_NONE;
    rung_status status = RUNG_OK;
    if (batch->rows.first)
        rung_rows_spread(&batch->rows, i, w->level, w->stride);
    if (w->demand)
        return rung_headcount_add(w->demand, levels) ? RUNG_OK
                                                     : rung_fail_memory(error, "levels of people");
    if (w->rows.rows)
        status = find_role(w, batch->id[i], &role, error);
    bool asks = role != RUNG_NONE && w->total[role] > 0;
    w->all.people++;
    if (status == RUNG_OK && asks)
        rung_gap_add(&w->all, w->catalog, role, w->total[role], levels);
    const rung_column *column = NULL;
    if (w->job->columns > 0)
        rung_people_columns(w->people, i, &column);
    for (size_t c = 0; c < w->job->columns && status == RUNG_OK; c++) {
        rung_gap_table *table;
        status = find_group(w, c, column[c].value, &table, error);
        if (status != RUNG_OK)
            break;
        table->people++;
        if (asks)
            rung_gap_add(table, w->catalog, role, w->total[role], levels);
    }
    return status;
}

static rung_status take_batch(work *w, const rung_batch *batch, rung_error *error)
{
    rung_status status = RUNG_OK;
    if (w->hits)
        status = rung_match_batch(w->matcher, batch, w->hits, w->job->rank, error);
    for (size_t i = 0; i < batch->people && status == RUNG_OK; i++)
        status = take_person(w, batch, i, error);
    return status;
}

static rung_status report(const work *w, rung_error *error)
{
    rung_people_totals totals = rung_people_total(w->people);
    if (w->job->progress && w->job->progress(w->job->context, totals.people, totals.fraction))
        return rung_fail(error, RUNG_CANCELLED, "cancelled after %llu people",
                         (unsigned long long)totals.people);
    return RUNG_OK;
}

static rung_status take_people(work *w, rung_error *error)
{
    rung_batch batch;
    rung_status status;
    do {
        status = rung_people_next(w->people, w->batch, &batch, error);
        if (status == RUNG_OK)
            status = take_batch(w, &batch, error);
        if (status == RUNG_OK)
            status = report(w, error);
    } while (status == RUNG_OK && batch.people > 0);
    if (status == RUNG_OK && w->rows.rows)
        status = rung_beside_end(&w->rows, w->file, error);
    if (status == RUNG_OK && w->demand) {
        w->all.people = rung_people_total(w->people).people;
        status = rung_headcount_compare(w->demand, &w->all, error);
    }
    return status;
}

/* ---------------------------------------------------------------- what is written */

static rung_status tell(work *w, rung_gaps_summary *summary, rung_error *error)
{
    const rung_gaps_job *job = w->job;
    rung_buffer out = {.spreadsheet_safe = job->delivery.spreadsheet_safe};
    rung_sink sink = {.file = -1};
    rung_gap_report report = {w->catalog, job, NULL, NULL, w->groups + 1};
    rung_gap_table *tables;
    report.roles = w->demand      ? "a demand"
                   : w->rows.rows ? "the matches given"
                                  : w->matcher->profile.name;
    rung_status status = list_tables(w, &tables, error);
    report.table = tables;
    if (status == RUNG_OK)
        status = rung_put_gaps(&out, &report, summary, error);
    rung_report *shown = job->report;
    if (status == RUNG_OK && shown)
        status = shown->watch->lacking(shown, &report, error);
    if (status == RUNG_OK)
        status = job->output ? rung_sink_open(&sink, job->output, error)
                             : rung_sink_descriptor(&sink, job->descriptor, "stdout", error);
    const rung_sink *sinks[2] = {&sink};
    if (status == RUNG_OK)
        status = rung_sink_write(&sink, out.at, out.length, error);
    summary->people = rung_people_total(w->people);
    if (shown)
        status = shown->watch->write(shown, status, &sinks[1], error);
    status = rung_delivery_ready(&job->delivery, sinks, shown ? 2 : 1, status, error);
    if (shown)
        status = shown->watch->end(shown, status, error);
    status = rung_sink_close(&sink, status, error);
    if (shown && status != RUNG_OK)
        shown->watch->undo(shown);
    rung_buffer_free(&out);
    free(tables);
    return status;
}

/* ---------------------------------------------------------------- start and end */

static rung_status check_job(const rung_catalog *catalog, const rung_matcher *matcher,
                             const rung_gaps_job *job, rung_error *error)
{
    if (!catalog || !job || job->size != sizeof *job || !job->people)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_gaps_people: a catalog and a job set with RUNG_GAPS_JOB_INIT are "
                         "needed");
    if (job->matches && job->demand)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "gaps: found matches and a demand, expected one of them");
    if (!job->matches && !job->demand && (!matcher || matcher->catalog != catalog))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "gaps: found neither matches nor a demand, expected a matcher of this "
                         "catalog");
    if (job->demand && job->columns > 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "by: found a demand, too, which is not of one group, expected only one "
                         "of them");
    if (job->columns > MOST_COLUMNS || (job->columns > 0 && !job->by))
        return rung_fail(error, RUNG_BAD_ARGUMENT, "by: found %zu columns, expected at most %d",
                         job->columns, MOST_COLUMNS);
    if (job->rank == 0 || job->rank > UINT32_MAX)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "rank: found %zu, expected 1 or more",
                         job->rank);
    if (job->batch > LARGEST_BATCH)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "batch: found %zu, expected at most %d",
                         job->batch, LARGEST_BATCH);
    if (job->format != RUNG_FORMAT_CSV && job->format != RUNG_FORMAT_TEXT &&
        job->format != RUNG_FORMAT_JSON)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "format: found %d, expected CSV, text or JSON",
                         (int)job->format);
    for (size_t c = 0; c < job->columns; c++)
        for (size_t other = 0; other < c; other++)
            if (strcmp(job->by[c], job->by[other]) == 0)
                return rung_fail(error, RUNG_BAD_ARGUMENT,
                                 "by: found '%s' twice, expected each column once", job->by[c]);
    return RUNG_OK;
}

/* Nothing that is read may be written. */
static rung_status spare_inputs(const work *w, rung_error *error)
{
    const rung_gaps_job *job = w->job;
    const char *const input[] = {job->matches, job->demand};
    rung_status status =
        w->matcher ? rung_inputs_spare(w->matcher, job->people, "output", job->output, error)
                   : rung_catalog_spare(w->catalog, job->people, "output", job->output, error);
    for (size_t i = 0; i < 2 && status == RUNG_OK && job->output; i++)
        if (input[i] && rung_path_same(input[i], job->output))
            status =
                rung_fail(error, RUNG_BAD_ARGUMENT,
                          "output: found '%s', which is read, expected another file", job->output);
    return status;
}

static rung_status allocate(work *w, rung_error *error)
{
    size_t rank = w->job->rank, hits;
    w->batch = w->job->batch ? w->job->batch : USUAL_BATCH;
    w->stride = w->catalog->skills;
    w->total = rung_gap_totals(w->catalog);
    w->level = rung_array(w->stride, sizeof *w->level);
    w->all = (rung_gap_table){"", "", 0, 0, rung_array(w->stride, sizeof *w->all.sum)};
    w->index = rung_array(w->job->columns, sizeof *w->index);
    if (w->matcher) {
        size_t most = MOST_HIT_BYTES / sizeof(rung_hit) / rank;
        if (w->batch > most)
            w->batch = most > 0 ? most : 1;
        bool fits = !__builtin_mul_overflow(w->batch, rank, &hits);
        w->hits = fits ? rung_array(hits, sizeof *w->hits) : NULL;
    }
    if (!w->total || !w->level || !w->all.sum || !w->index || (w->matcher && !w->hits))
        return rung_fail_memory(error, "the gaps of people");
    return RUNG_OK;
}

static rung_status open_people(work *w, rung_error *error)
{
    const rung_gaps_job *job = w->job;
    bool rows = w->matcher ? w->matcher->encoder.sparse != NULL : w->catalog->skills > DENSE_SKILLS;
    rung_status status = rung_people_open(&w->people, w->catalog, job->people, job->impute, error);
    if (status == RUNG_OK && rows)
        status = rung_people_take_rows(w->people, error);
    if (status == RUNG_OK && w->matcher)
        status = rung_inputs_suffice(w->matcher, w->people, job->people, error);
    if (status == RUNG_OK && job->columns > 0)
        status = rung_people_keep_named(w->people, job->by, job->columns, error);
    return status;
}

static rung_status open_roles(work *w, rung_error *error)
{
    const rung_gaps_job *job = w->job;
    if (job->demand)
        return rung_headcount_open(&w->demand, w->catalog, w->total, job->demand, error);
    if (!job->matches)
        return RUNG_OK;
    w->field[PERSON] = (rung_record_field){"person_id", RUNG_FIELD_NEEDED};
    w->field[RANK] = (rung_record_field){"rank", RUNG_FIELD_NEEDED};
    w->field[ROLE] = (rung_record_field){"role_id", RUNG_FIELD_NEEDED};
    return rung_beside_open(&w->rows, job->matches, w->field, FIELDS, &job->delivery, error);
}

static rung_status start(work *w, rung_error *error)
{
    w->file = rung_path_join(w->job->people, "people.csv");
    rung_status status = w->file ? allocate(w, error) : rung_fail_memory(error, "a path");
    if (status == RUNG_OK)
        status = spare_inputs(w, error);
    if (status == RUNG_OK)
        status = open_people(w, error);
    if (status == RUNG_OK)
        status = open_roles(w, error);
    rung_watched job = {
        .matcher = w->matcher, .catalog = w->catalog, .gaps = w->job, .people = w->people};
    rung_report *shown = w->job->report;
    return status == RUNG_OK && shown ? shown->watch->begin(shown, &job, error) : status;
}

static void end(work *w)
{
    rung_people_free(w->people);
    rung_beside_close(&w->rows);
    rung_headcount_free(w->demand);
    for (size_t g = 0; g < w->groups; g++)
        free(w->group[g].sum);
    for (size_t c = 0; w->index && c < w->job->columns; c++)
        rung_index_free(&w->index[c]);
    rung_arena_free(&w->text);
    free(w->group);
    free(w->index);
    free(w->all.sum);
    free(w->file);
    free(w->total);
    free(w->level);
    free(w->hits);
}

rung_status rung_gaps_people(const rung_catalog *catalog, const rung_matcher *matcher,
                             const rung_gaps_job *job, rung_gaps_summary *summary,
                             rung_error *error)
{
    rung_gaps_summary ignored;
    rung_status status = check_job(catalog, matcher, job, error);
    if (status != RUNG_OK)
        return status;
    double started = rung_clock();
    work w = {
        .catalog = catalog, .matcher = job->matches || job->demand ? NULL : matcher, .job = job};
    if (!summary)
        summary = &ignored;
    *summary = (rung_gaps_summary){0};
    status = start(&w, error);
    if (status == RUNG_OK)
        status = take_people(&w, error);
    if (status == RUNG_OK)
        status = tell(&w, summary, error);
    if (w.people)
        summary->people = rung_people_total(w.people);
    end(&w);
    summary->seconds = rung_clock() - started;
    return status;
}
