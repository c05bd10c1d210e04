/* synth.c - write a population, block by block, in the order of its people. */
#include "data/synth/text.h"
#include "data/synth/vectors.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>

#include "base/folder.h"
#include "base/threads.h"

/* A piece is what one thread makes at a time, a round what is made between two calls of the
 * caller's progress. More threads than MOST_THREADS would wait for each other to write. */
enum { PIECE_LEVELS = 1 << 15, MOST_IN_PIECE = 1024, PIECES_A_THREAD = 32, MOST_THREADS = 256 };

/* What one thread works with. */
typedef struct worker {
    rung_buffer people, levels; /* the text of its piece, for people.csv and the levels' file */
    rung_buffer vectors;        /* and its floats for people_vectors.npy */
    rung_synth_level *level;    /* skills, of one person */
    float *row;                 /* skills, of people.npy */
    float *vector;              /* dimensions */
    uint64_t level_count, without_levels;
} worker;

typedef struct synth {
    rung_synth_job job;
    rung_population population;
    rung_synth_text text;
    worker *workers;
    size_t threads, piece;
    rung_folder folder;
    rung_sink people, levels; /* levels is not open in the wide format */
    rung_sink vectors;        /* not open where the catalog has none */
    rung_synth_summary summary;
    rung_error *error;
} synth;

/* ---------------------------------------------------------------- start and end */

static rung_status check_job(const rung_catalog *catalog, const rung_synth_job *job,
                             rung_error *error)
{
    if (!catalog || !job || job->size != sizeof *job)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_synth: a catalog and a job made by RUNG_SYNTH_JOB_INIT are needed");
    if (!job->output)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "rung_synth: output is needed");
    if (job->people < 1 || job->people > RUNG_SYNTH_MOST_PEOPLE)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "rung_synth: people is %llu, expected 1 to %u",
                         (unsigned long long)job->people, RUNG_SYNTH_MOST_PEOPLE);
    if ((unsigned)job->format > RUNG_PEOPLE_NPY)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "rung_synth: format is %d, expected 0 to %d",
                         (int)job->format, RUNG_PEOPLE_NPY);
    if (!(job->on_grid >= 0 && job->on_grid <= 1))
        return rung_fail(error, RUNG_BAD_ARGUMENT, "rung_synth: on_grid is %.9g, expected 0 to 1",
                         job->on_grid);
    if (job->on_grid < 1 && catalog->scale.levels < 1)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_synth: on_grid is %.9g, expected 1: the catalog's levels up to %.9g "
                         "leave no room for two decimals",
                         job->on_grid, catalog->scale.levels);
    return RUNG_OK;
}

/* People in a piece: some text for every thread, however many skills there are. */
static size_t piece_of(const synth *s)
{
    const rung_catalog *c = s->population.catalog;
    size_t levels = s->job.format == RUNG_PEOPLE_LONG
                        ? c->requirements.count / s->population.employed.count
                        : c->skills;
    size_t people = PIECE_LEVELS / (levels + c->dimensions + 1);
    return people < 1 ? 1 : people > MOST_IN_PIECE ? MOST_IN_PIECE : people;
}

static rung_status make_workers(synth *s)
{
    size_t skills = s->population.catalog->skills;
    size_t dimensions = s->population.catalog->dimensions;
    s->threads = rung_threads(s->job.threads);
    if (s->threads > MOST_THREADS)
        s->threads = MOST_THREADS;
    s->workers = rung_array(s->threads, sizeof *s->workers);
    for (size_t t = 0; s->workers && t < s->threads; t++) {
        s->workers[t].level = rung_array(skills, sizeof *s->workers[t].level);
        s->workers[t].row = rung_array(skills, sizeof *s->workers[t].row);
        s->workers[t].vector = rung_array(dimensions, sizeof *s->workers[t].vector);
        if (!s->workers[t].level || !s->workers[t].row || !s->workers[t].vector)
            return rung_fail_memory(s->error, "people");
    }
    return s->workers ? RUNG_OK : rung_fail_memory(s->error, "people");
}

static rung_status prepare(synth *s, const rung_catalog *catalog)
{
    s->population =
        (rung_population){.catalog = catalog, .seed = s->job.seed, .on_grid = s->job.on_grid};
    if (!rung_employed_make(&s->population.employed, catalog) ||
        !rung_synth_text_make(&s->text, catalog))
        return rung_fail_memory(s->error, "a population");
    s->population.steps = s->text.steps;
    s->population.hundredths = (uint32_t)(catalog->scale.levels * 100 + 0.5);
    while (s->population.hundredths / 100.0 > catalog->scale.levels)
        s->population.hundredths--;
    s->piece = piece_of(s);
    return make_workers(s);
}

static void end_synth(synth *s)
{
    for (size_t t = 0; s->workers && t < s->threads; t++) {
        rung_buffer_free(&s->workers[t].people);
        rung_buffer_free(&s->workers[t].levels);
        rung_buffer_free(&s->workers[t].vectors);
        free(s->workers[t].level);
        free(s->workers[t].row);
        free(s->workers[t].vector);
    }
    free(s->workers);
    rung_synth_text_free(&s->text);
    rung_employed_free(&s->population.employed);
}

/* ---------------------------------------------------------------- files */

/* Write what is in a buffer, and empty it. */
static rung_status pass_on(synth *s, rung_sink *sink, rung_buffer *buffer)
{
    if (buffer->failed)
        return rung_fail_memory(s->error, "output");
    size_t length = buffer->length;
    buffer->length = 0;
    return length > 0 ? rung_sink_write(sink, buffer->at, length, s->error) : RUNG_OK;
}

static rung_status open_files(synth *s)
{
    rung_people_format format = s->job.format;
    const rung_catalog *c = s->population.catalog;
    worker *w = s->workers;
    rung_status status = rung_folder_sink(&s->folder, &s->people, "people.csv", s->error);
    if (status == RUNG_OK && format != RUNG_PEOPLE_WIDE)
        status = rung_folder_sink(&s->folder, &s->levels,
                                  format == RUNG_PEOPLE_NPY ? "people.npy" : "people_skills.csv",
                                  s->error);
    if (status == RUNG_OK && c->dimensions > 0)
        status = rung_folder_sink(&s->folder, &s->vectors, "people_vectors.npy", s->error);
    if (status != RUNG_OK)
        return status;
    if (c->dimensions > 0)
        rung_put_npy_header(&w->vectors, s->job.people, c->dimensions);
    rung_put_people_header(&w->people, &s->text, format == RUNG_PEOPLE_WIDE);
    if (format == RUNG_PEOPLE_NPY)
        rung_put_npy_header(&w->levels, s->job.people, s->population.catalog->skills);
    if (format == RUNG_PEOPLE_LONG)
        rung_put_text(&w->levels, "person_id,skill_id,level\n");
    status = pass_on(s, &s->people, &w->people);
    if (status == RUNG_OK)
        status = pass_on(s, &s->levels, &w->levels);
    return status == RUNG_OK ? pass_on(s, &s->vectors, &w->vectors) : status;
}

/* ---------------------------------------------------------------- people */

/* Make people first .. end-1 up, into the worker's buffers. */
static void make_piece(const synth *s, worker *w, uint64_t first, uint64_t end)
{
    rung_synth_person person = {.level = w->level};
    size_t dimensions = s->population.catalog->dimensions;
    for (uint64_t i = first; i < end; i++) {
        rung_synth_draw(&s->population, i, &person);
        rung_put_person(&w->people, &s->text, &person, s->job.format == RUNG_PEOPLE_WIDE);
        if (s->job.format == RUNG_PEOPLE_LONG)
            rung_put_person_skills(&w->levels, &s->text, &person);
        else if (s->job.format == RUNG_PEOPLE_NPY)
            rung_put_npy_person(&w->levels, &s->text, &person, w->row);
        if (dimensions > 0) {
            rung_synth_vector(s->population.seed, RUNG_VECTOR_OF_PERSON, i, dimensions, w->vector);
            rung_put_floats(&w->vectors, w->vector, dimensions);
        }
        w->level_count += person.levels;
        w->without_levels += person.levels == 0;
    }
}

/* Make people first .. end-1, each thread a piece at a time. While one thread writes its piece,
 * in its turn, the others make theirs. */
static rung_status make_round(synth *s, uint64_t first, uint64_t end)
{
    uint64_t pieces = (end - first + s->piece - 1) / s->piece;
    rung_status status = RUNG_OK; /* touched by the thread whose turn it is alone */
#pragma omp parallel for ordered schedule(dynamic, 1) num_threads((int)s->threads)
    for (uint64_t p = 0; p < pieces; p++) {
        worker *w = &s->workers[omp_get_thread_num()];
        uint64_t from = first + p * s->piece;
        make_piece(s, w, from, end - from < s->piece ? end : from + s->piece);
#pragma omp ordered
        {
            if (status == RUNG_OK)
                status = pass_on(s, &s->people, &w->people);
            if (status == RUNG_OK)
                status = pass_on(s, &s->levels, &w->levels);
            if (status == RUNG_OK)
                status = pass_on(s, &s->vectors, &w->vectors);
            w->people.length = w->levels.length = w->vectors.length = 0;
        }
    }
    return status;
}

static rung_status make_people(synth *s)
{
    uint64_t done = 0, round = (uint64_t)s->piece * PIECES_A_THREAD * s->threads;
    rung_status status = RUNG_OK;
    while (status == RUNG_OK && done < s->job.people) {
        uint64_t end = s->job.people - done < round ? s->job.people : done + round;
        status = make_round(s, done, end);
        done = end;
        if (status == RUNG_OK && s->job.progress &&
            s->job.progress(s->job.context, done, (double)done / (double)s->job.people))
            status = rung_fail(s->error, RUNG_CANCELLED, "%s: cancelled", s->job.output);
    }
    for (size_t t = 0; t < s->threads; t++) {
        s->summary.levels += s->workers[t].level_count;
        s->summary.without_levels += s->workers[t].without_levels;
    }
    s->summary.people = done;
    return status;
}

static rung_status write_population(synth *s)
{
    static const char *const own[] = {"people.csv", "people_skills.csv", "people.npy",
                                      "people_vectors.npy", NULL};
    rung_status status = rung_folder_spares(s->job.output, s->population.catalog->folder, s->error);
    if (status == RUNG_OK)
        status = rung_folder_open(&s->folder, s->job.output, s->job.replace ? own : NULL, s->error);
    if (status != RUNG_OK)
        return status;
    status = open_files(s);
    if (status == RUNG_OK)
        status = make_people(s);
    status = rung_sink_close(&s->people, status, s->error);
    status = rung_sink_close(&s->levels, status, s->error);
    status = rung_sink_close(&s->vectors, status, s->error);
    return rung_folder_close(&s->folder, status, s->error);
}

rung_status rung_synth(const rung_catalog *catalog, const rung_synth_job *job,
                       rung_synth_summary *summary, rung_error *error)
{
    double started = rung_clock();
    rung_status status = check_job(catalog, job, error);
    if (status != RUNG_OK)
        return status;
    synth s = {
        .job = *job, .people.file = -1, .levels.file = -1, .vectors.file = -1, .error = error};
    if (catalog->skills == 0)
        s.job.format = RUNG_PEOPLE_WIDE; /* which needs no file of its own */
    status = prepare(&s, catalog);
    if (status == RUNG_OK)
        status = write_population(&s);
    end_synth(&s);
    s.summary.seconds = rung_clock() - started;
    if (status == RUNG_OK && summary)
        *summary = s.summary;
    return status;
}
