/* audit.c - rates by group, of who was selected and who scores above the median. */
#include "plan/audit.h"

#include <math.h>
#include <stdlib.h>

#include "base/delivery.h"
#include "base/threads.h"
#include "data/ids.h"
#include "match/watch.h"
#include "plan/audit_join.h"
#include "plan/audit_median.h"

enum { MOST_TABLES = 64, TELL_EVERY = 65536 };

typedef struct work {
    const rung_audit_job *job;
    char *people; /* the path of people.csv */
    rung_csv *csv;
    rung_set seen;
    size_t id_column;
    rung_arena text;
    const char **name; /* of the columns that are looked at, each once */
    size_t *column;    /* where they stand in people.csv */
    rung_slice *value; /* of one person */
    size_t columns;
    uint32_t (*table)[2];
    rung_cells cells;
    rung_join join;
    rung_figures figures;
    rung_tally all;
} work;

/* ---------------------------------------------------------------- which columns */

static rung_status add_column(work *w, rung_slice name, uint32_t *number, rung_error *error)
{
    const char *copy = rung_arena_text(&w->text, name.at, name.length);
    size_t column;
    if (!copy)
        return rung_fail_memory(error, "the columns of people");
    rung_status status = rung_csv_need(w->csv, copy, &column, error);
    if (status != RUNG_OK)
        return status;
    for (*number = 0; *number < w->columns; ++*number)
        if (w->column[*number] == column)
            return RUNG_OK;
    w->name[w->columns] = copy;
    w->column[w->columns++] = column;
    return RUNG_OK;
}

/* A column of this name, or two that a comma joins. */
static rung_status read_table(work *w, const char *by, uint32_t table[2], rung_error *error)
{
    rung_slice rest = rung_slice_of(by), first, second = {NULL, 0};
    table[1] = RUNG_NONE;
    if (rung_csv_column(w->csv, by) != RUNG_NO_COLUMN)
        return add_column(w, rest, &table[0], error);
    bool crossed = rung_slice_split(&rest, ',', &first) && rung_slice_split(&rest, ',', &second);
    rung_slice third;
    char shown[64];
    if (first.length == 0 || (crossed && second.length == 0) ||
        (crossed && rung_slice_split(&rest, ',', &third)))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "by: found '%s', expected a column of people.csv, or two joined by a "
                         "comma",
                         rung_quote(shown, by, strlen(by)));
    rung_status status = add_column(w, first, &table[0], error);
    if (status == RUNG_OK && crossed)
        status = add_column(w, second, &table[1], error);
    if (status == RUNG_OK && table[0] == table[1])
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "by: found '%s', expected two columns, not one twice",
                         rung_quote(shown, by, strlen(by)));
    return status;
}

static rung_status read_tables(work *w, rung_error *error)
{
    size_t tables = w->job->tables;
    w->name = rung_array(2 * tables, sizeof *w->name);
    w->column = rung_array(2 * tables, sizeof *w->column);
    w->value = rung_array(2 * tables, sizeof *w->value);
    w->table = rung_array(tables, sizeof *w->table);
    if (!w->name || !w->column || !w->value || !w->table)
        return rung_fail_memory(error, "the columns of people");
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < tables && status == RUNG_OK; i++)
        status = read_table(w, w->job->by[i], w->table[i], error);
    w->cells.columns = w->columns;
    return status;
}

/* ---------------------------------------------------------------- people */

static rung_status take_person(work *w, rung_error *error)
{
    rung_outcome outcome;
    uint32_t cell = 0;
    rung_status status = rung_ids_add(&w->seen, w->csv, w->id_column, error);
    for (size_t i = 0; i < w->columns; i++)
        w->value[i] = rung_csv_field(w->csv, w->column[i]);
    if (status == RUNG_OK)
        status = rung_cells_find(&w->cells, w->value, &cell, error);
    if (status == RUNG_OK)
        status = rung_join_next(&w->join, rung_csv_field(w->csv, w->id_column), &outcome, error);
    if (status != RUNG_OK)
        return status;
    rung_tally *tally = &w->cells.cell[cell].tally;
    tally->people++;
    tally->selected += outcome.selected;
    w->all.people++;
    w->all.selected += outcome.selected;
    if (isnan(outcome.figure))
        return RUNG_OK;
    tally->scored++;
    w->all.scored++;
    return rung_figures_add(&w->figures, outcome.figure, cell)
               ? RUNG_OK
               : rung_fail_memory(error, "the figures of people");
}

static rung_status report(const work *w, rung_error *error)
{
    const rung_audit_job *job = w->job;
    if (job->progress && job->progress(job->context, w->all.people, rung_csv_fraction(w->csv)))
        return rung_fail(error, RUNG_CANCELLED, "cancelled after %llu people",
                         (unsigned long long)w->all.people);
    return RUNG_OK;
}

static rung_status take_people(work *w, rung_error *error)
{
    bool more = true;
    rung_status status = RUNG_OK;
    while (status == RUNG_OK && more) {
        status = rung_csv_next(w->csv, &more, error);
        if (status == RUNG_OK && more)
            status = take_person(w, error);
        if (status == RUNG_OK && (!more || w->all.people % TELL_EVERY == 0))
            status = report(w, error);
    }
    return status == RUNG_OK ? rung_beside_end(&w->join.beside, w->people, error) : status;
}

static double count_above(work *w)
{
    double lower, median = rung_figures_median(&w->figures, &lower);
    for (size_t i = 0; i < w->figures.count; i++) {
        bool above = w->figures.figure[i] > lower;
        w->cells.cell[w->figures.cell[i]].tally.above += above;
        w->all.above += above;
    }
    return median;
}

/* ---------------------------------------------------------------- what is written */

static rung_status write_out(const work *w, const rung_buffer *out, rung_error *error)
{
    const rung_audit_job *job = w->job;
    rung_sink sink;
    rung_status status = job->output
                             ? rung_sink_open(&sink, job->output, error)
                             : rung_sink_descriptor(&sink, job->descriptor, "stdout", error);
    if (status != RUNG_OK)
        return status;
    rung_report *shown = job->report;
    const rung_sink *sinks[2] = {&sink};
    status = rung_sink_write(&sink, out->at, out->length, error);
    if (shown)
        status = shown->watch->write(shown, status, &sinks[1], error);
    status = rung_delivery_ready(&job->delivery, sinks, shown ? 2 : 1, status, error);
    if (shown)
        status = shown->watch->end(shown, status, error);
    status = rung_sink_close(&sink, status, error);
    if (shown && status != RUNG_OK)
        shown->watch->undo(shown);
    return status;
}

static rung_status tell(work *w, rung_audit_summary *summary, rung_error *error)
{
    const rung_audit_job *job = w->job;
    rung_buffer out = {.spreadsheet_safe = job->delivery.spreadsheet_safe};
    rung_audit audit = {.job = job,
                        .column = w->name,
                        .table = (const uint32_t(*)[2])w->table,
                        .cells = &w->cells,
                        .figure = rung_join_figure(job),
                        .median = count_above(w)};
    audit.all = w->all;
    rung_status status = rung_put_audit(&out, &audit, &summary->groups, error);
    summary->people = w->all.people;
    summary->selected = w->all.selected;
    summary->scored = w->all.scored;
    summary->median = audit.median;
    rung_report *shown = job->report;
    if (status == RUNG_OK && shown)
        status = shown->watch->audited(shown, &audit, error);
    if (status == RUNG_OK)
        status = write_out(w, &out, error);
    rung_buffer_free(&out);
    return status;
}

/* ---------------------------------------------------------------- start and end */

static rung_status check_job(const rung_audit_job *job, rung_error *error)
{
    if (!job || job->size != sizeof *job || !job->people || !job->results)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_audit_people: a job set with RUNG_AUDIT_JOB_INIT, people and "
                         "results are needed");
    if (!job->by || job->tables == 0 || job->tables > MOST_TABLES)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "by: found %zu columns, expected 1 to %d",
                         job->tables, MOST_TABLES);
    if ((unsigned)job->kind > RUNG_RESULTS_ASSIGNMENTS)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "kind: found %d, expected a rung_results",
                         (int)job->kind);
    if (job->format != RUNG_FORMAT_CSV && job->format != RUNG_FORMAT_TEXT &&
        job->format != RUNG_FORMAT_JSON)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "format: found %d, expected CSV, text or JSON",
                         (int)job->format);
    if (job->rank == 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "rank: found 0, expected 1 or more");
    return RUNG_OK;
}

/* Nothing that is read may be written. */
static rung_status spare_inputs(const work *w, rung_error *error)
{
    const char *const input[] = {w->people, w->job->results};
    for (size_t i = 0; i < 2 && w->job->output; i++)
        if (rung_path_same(input[i], w->job->output))
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "output: found '%s', which is read as %s, expected another file",
                             w->job->output, input[i]);
    return RUNG_OK;
}

static rung_status start(work *w, rung_error *error)
{
    w->people = rung_path_join(w->job->people, "people.csv");
    if (!w->people)
        return rung_fail_memory(error, "a path");
    rung_status status = spare_inputs(w, error);
    if (status == RUNG_OK)
        status = rung_csv_open(&w->csv, w->people, RUNG_CSV, error);
    if (status == RUNG_OK)
        status = rung_csv_need(w->csv, "person_id", &w->id_column, error);
    if (status == RUNG_OK)
        status = read_tables(w, error);
    if (status == RUNG_OK)
        status = rung_join_open(&w->join, w->job, error);
    rung_watched job = {.audit = w->job};
    rung_report *shown = w->job->report;
    return status == RUNG_OK && shown ? shown->watch->begin(shown, &job, error) : status;
}

static void end(work *w)
{
    rung_join_close(&w->join);
    rung_csv_close(w->csv);
    rung_set_free(&w->seen);
    rung_cells_free(&w->cells);
    rung_figures_free(&w->figures);
    rung_arena_free(&w->text);
    free(w->people);
    free(w->name);
    free(w->column);
    free(w->value);
    free(w->table);
}

rung_status rung_audit_people(const rung_audit_job *job, rung_audit_summary *summary,
                              rung_error *error)
{
    rung_audit_summary ignored;
    rung_status status = check_job(job, error);
    if (status != RUNG_OK)
        return status;
    double started = rung_clock();
    work w = {.job = job};
    if (!summary)
        summary = &ignored;
    *summary = (rung_audit_summary){.median = NAN};
    status = start(&w, error);
    if (status == RUNG_OK)
        status = take_people(&w, error);
    if (status == RUNG_OK)
        status = tell(&w, summary, error);
    end(&w);
    summary->seconds = rung_clock() - started;
    return status;
}
