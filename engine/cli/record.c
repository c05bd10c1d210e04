/* record.c - what came of what: a record beside every file that a command makes. */
#include "cli/record.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/hash_file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/place.h"
#include "base/status.h"
#include "base/threads.h"

/* ---------------------------------------------------------------- the start */

/* SOURCE_DATE_EPOCH stands for now, as in builds that are to be the same each time
 * (https://reproducible-builds.org/specs/source-date-epoch/). */
static bool read_epoch(time_t *now)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    double number;
    bool good = text && rung_parse_number(text, strlen(text), &number) && number >= 0 &&
                number <= 253402300799.0; /* the end of the year 9999 */
    if (good)
        *now = (time_t)number;
    return good;
}

void record_begin(run_record *record, const usage *how, int argc, char **argv)
{
    time_t now = time(NULL);
    struct tm utc;
    *record = (run_record){.usage = how, .argc = argc, .argv = argv, .sink.file = -1};
    record->reproducible = read_epoch(&now);
    record->started = rung_clock();
    if (gmtime_r(&now, &utc))
        strftime(record->begun, sizeof record->begun, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

/* ---------------------------------------------------------------- inputs */

rung_status record_file(run_record *record, const char *path, rung_error *error)
{
    record_input in = {0};
    if (!path || stat(path, &in.facts) != 0)
        return RUNG_OK; /* whoever reads it will say what is wrong */
    in.regular = S_ISREG(in.facts.st_mode);
    in.path = strdup(path);
    if (!in.path ||
        !rung_grow((void **)&record->input, &record->input_room, record->inputs + 1, sizeof in)) {
        free(in.path);
        return rung_fail_memory(error, "the record of the run");
    }
    record->input[record->inputs++] = in;
    return RUNG_OK;
}

static rung_status note_folder(run_record *record, const char *dir, const char *const *names,
                               rung_error *error)
{
    rung_status status = RUNG_OK;
    for (; *names && status == RUNG_OK; names++) {
        char *path = rung_path_join(dir, *names);
        status = path ? record_file(record, path, error)
                      : rung_fail_memory(error, "the record of the run");
        free(path);
    }
    return status;
}

rung_status record_catalog(run_record *record, const char *dir, rung_error *error)
{
    static const char *const names[] = {"catalog.ini",
                                        "skills.csv",
                                        "roles.csv",
                                        "role_skills.csv",
                                        "role_relations.csv",
                                        "role_features.csv",
                                        "programs.csv",
                                        "program_skills.csv",
                                        "skill_relations.csv",
                                        "role_vectors.npy",
                                        NULL};
    return note_folder(record, dir, names, error);
}

rung_status record_people(run_record *record, const char *dir, rung_error *error)
{
    static const char *const names[] = {"people.csv", "people_skills.csv", "people.npy",
                                        "people_vectors.npy", NULL};
    return note_folder(record, dir, names, error);
}

/* The name of a shipped profile comes before a file of that name; its weights are in the record. */
rung_status record_inputs(run_record *record, const char *catalog, const char *people,
                          const char *profile, rung_error *error)
{
    rung_status status = record_catalog(record, catalog, error);
    if (status == RUNG_OK)
        status = record_people(record, people, error);
    bool file = profile && rung_path_is_file(profile) && strpbrk(profile, "/.");
    return status == RUNG_OK && file ? record_file(record, profile, error) : status;
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
           a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* The hash of what was read: the file must not have changed since before it was opened. */
static rung_status hash_input(record_input *in, rung_error *error)
{
    struct stat now;
    if (!in->regular)
        return RUNG_OK;
    rung_status status = rung_hash_file(in->path, &in->hash, &in->bytes, error);
    if (status == RUNG_OK && (stat(in->path, &now) != 0 || !is_same(&now, &in->facts)))
        status = rung_fail(error, RUNG_IO,
                           "%s: changed while it was read, expected it to stay: no record could "
                           "tell what the output comes from (--no-record makes none)",
                           in->path);
    return status;
}

/* ---------------------------------------------------------------- JSON */

static void put_key(rung_buffer *out, const char *before, const char *key)
{
    rung_put_text(out, before);
    rung_put_json(out, key);
    rung_put_text(out, ": ");
}

static void put_text(rung_buffer *out, const char *text)
{
    if (text)
        rung_put_json(out, text);
    else
        rung_put_text(out, "null");
}

/* Paths and texts may hold any bytes; JSON is UTF-8. */
static void put_bytes(rung_buffer *out, const char *text)
{
    char *copy = text ? strdup(text) : NULL;
    if (text && !copy)
        out->failed = true;
    for (size_t bad; copy && (bad = rung_utf8_check(copy, strlen(copy))) < strlen(copy);)
        copy[bad] = '?';
    if (!out->failed)
        put_text(out, copy);
    free(copy);
}

/* An id of a person has no place in a record. */
static bool is_private(const char *name)
{
    return strncmp(name, "person", 6) == 0 && (name[6] == '\0' || name[6] == '=');
}

static void put_arguments(rung_buffer *out, const run_record *r)
{
    put_key(out, ",\n ", "arguments");
    rung_put_char(out, '[');
    for (int i = 1; i < r->argc; i++) {
        const char *word = r->argv[i];
        bool dashed = strncmp(word, "--", 2) == 0;
        bool after = strcmp(r->argv[i - 1], "--person") == 0;
        rung_put_text(out, i > 1 ? ", " : "");
        put_bytes(out, after                                       ? "(left out)"
                       : dashed && is_private(word + 2) && word[8] ? "--person=(left out)"
                                                                   : word);
    }
    rung_put_char(out, ']');
}

static void put_choice(rung_buffer *out, const option *o)
{
    rung_slice rest = rung_slice_of(o->choices), choice = {0};
    int chosen = *(const int *)o->place;
    for (int i = 0; i <= chosen && rung_slice_split(&rest, '|', &choice); i++)
        ;
    if (chosen < 0) {
        rung_put_text(out, "null");
        return;
    }
    rung_put_char(out, '"');
    rung_put(out, choice.at, choice.length);
    rung_put_char(out, '"');
}

static void put_list(rung_buffer *out, const option_list *list)
{
    rung_put_char(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        rung_put_text(out, i > 0 ? ", " : "");
        put_bytes(out, list->value[i]);
    }
    rung_put_char(out, ']');
}

static void put_value(rung_buffer *out, const option *o)
{
    double number;
    switch (o->kind) {
    case OPTION_FLAG:
        rung_put_text(out, *(const bool *)o->place ? "true" : "false");
        break;
    case OPTION_TEXT:
        put_bytes(out, is_private(o->name) && *(const char **)o->place ? "(left out)"
                                                                       : *(const char **)o->place);
        break;
    case OPTION_COUNT:
        rung_put_whole(out, *(const uint64_t *)o->place);
        break;
    case OPTION_NUMBER:
        number = *(const double *)o->place;
        if (isnan(number))
            rung_put_text(out, "null");
        else
            rung_put_number(out, number);
        break;
    case OPTION_CHOICE:
        put_choice(out, o);
        break;
    case OPTION_LIST:
        put_list(out, o->place);
        break;
    }
}

static void put_options(rung_buffer *out, const run_record *r)
{
    put_key(out, ",\n ", "options");
    for (size_t i = 0; i < r->usage->count; i++) {
        put_key(out, i == 0 ? "{\n  " : ",\n  ", r->usage->options[i].name);
        put_value(out, &r->usage->options[i]);
    }
    rung_put_char(out, '}');
}

static void put_matcher(rung_buffer *out, const rung_matcher *matcher)
{
    rung_matcher_facts facts = rung_matcher_describe(matcher);
    put_key(out, ",\n ", "kernel");
    rung_put_json(out, facts.kernel);
    put_key(out, ",\n ", "threads");
    rung_put_whole(out, facts.threads);
    put_key(out, ",\n ", "window");
    rung_put_whole(out, facts.window);
    put_key(out, ",\n ", "profile");
    put_key(out, "{", "name");
    put_bytes(out, facts.profile);
    put_key(out, ", ", "weights");
    const char *before = "{";
    for (int i = 0; i < RUNG_SIGNAL_COUNT; i++)
        if (facts.weight[i] != 0) {
            put_key(out, before, rung_signal_name((rung_signal)i));
            rung_put_number(out, facts.weight[i]);
            before = ", ";
        }
    rung_put_text(out, *before == '{' ? "{}}" : "}}");
}

static void put_hash(rung_buffer *out, uint64_t hash)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%016llx", (unsigned long long)hash);
    rung_put_json(out, digits);
}

static void put_file(rung_buffer *out, const char *path, bool known, uint64_t bytes, uint64_t hash)
{
    put_key(out, "{", "path");
    put_bytes(out, path);
    put_key(out, ", ", "bytes");
    if (known)
        rung_put_whole(out, bytes);
    else
        rung_put_text(out, "null");
    put_key(out, ", ", "xxh3");
    if (known)
        put_hash(out, hash);
    else
        rung_put_text(out, "null");
    rung_put_char(out, '}');
}

static void put_catalog(rung_buffer *out, const rung_catalog *catalog)
{
    put_key(out, ",\n ", "catalog");
    put_key(out, "{", "name");
    put_text(out, rung_catalog_name(catalog));
    put_key(out, ", ", "source");
    put_text(out, rung_catalog_source(catalog));
    rung_put_char(out, '}');
}

static void put_inputs(rung_buffer *out, const run_record *r)
{
    put_key(out, ",\n ", "inputs");
    rung_put_char(out, '[');
    for (size_t i = 0; i < r->inputs; i++) {
        const record_input *in = &r->input[i];
        rung_put_text(out, i > 0 ? ",\n  " : "\n  ");
        put_file(out, in->path, in->regular, in->bytes, in->hash);
    }
    rung_put_char(out, ']');
}

static void put_run(rung_buffer *out, const run_record *r)
{
    put_key(out, "{\n ", "record");
    rung_put_whole(out, 1);
    put_key(out, ",\n ", "rung");
    rung_put_json(out, rung_version());
    put_key(out, ",\n ", "command");
    rung_put_json(out, r->usage->command);
    put_arguments(out, r);
    put_options(out, r);
    put_key(out, ",\n ", "started");
    rung_put_json(out, r->begun);
    put_key(out, ",\n ", "seconds");
    if (r->reproducible)
        rung_put_text(out, "null");
    else
        rung_put_number(out, rung_clock() - r->started);
    if (r->people) {
        put_key(out, ",\n ", "people");
        rung_put_whole(out, *r->people);
    }
    if (r->matcher)
        put_matcher(out, r->matcher);
    if (r->catalog)
        put_catalog(out, r->catalog);
    put_inputs(out, r);
}

static rung_status put_outputs(rung_buffer *out, const rung_output *output, size_t outputs,
                               rung_error *error)
{
    put_key(out, ",\n ", "outputs");
    rung_put_char(out, '[');
    for (size_t i = 0; i < outputs; i++) {
        uint64_t hash, bytes;
        rung_status status = rung_hash_file(output[i].written, &hash, &bytes, error);
        if (status != RUNG_OK)
            return status;
        rung_put_text(out, i > 0 ? ",\n  " : "\n  ");
        put_file(out, output[i].place, true, bytes, hash);
    }
    rung_put_text(out, "]\n}\n");
    return RUNG_OK;
}

/* ---------------------------------------------------------------- the file */

/* Whether both are one name in one folder, there or still to be made. */
static bool is_same_place(const char *a, const char *b)
{
    char *first = rung_path_folder(a), *second = rung_path_folder(b);
    bool same = first && second && strcmp(rung_path_name(a), rung_path_name(b)) == 0 &&
                rung_path_same(first, second);
    free(first);
    free(second);
    return same;
}

/* Open the record's file, which must be none that is read, nor another output. */
static rung_status open_record(run_record *r, const rung_output *outputs, size_t count,
                               rung_error *error)
{
    const char *output = outputs[0].place;
    char *path = NULL;
    r->output = strdup(output);
    if (!r->output || asprintf(&path, "%s.run.json", output) < 0)
        return rung_fail_memory(error, "the record of the run");
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < r->inputs && status == RUNG_OK; i++)
        if (rung_path_same(r->input[i].path, path))
            status = rung_fail(error, RUNG_BAD_ARGUMENT,
                               "output: found '%s', whose record would take the place of %s, which "
                               "is read",
                               output, r->input[i].path);
    for (size_t i = 1; i < count && status == RUNG_OK; i++)
        if (is_same_place(outputs[i].place, path))
            status = rung_fail(error, RUNG_BAD_ARGUMENT,
                               "report: found '%s', which is the place of the record of %s, "
                               "expected another file",
                               outputs[i].place, output);
    if (status == RUNG_OK)
        status = rung_sink_open(&r->sink, path, error);
    free(path);
    return status;
}

/* The same in a folder that is built, which holds nothing that is read. */
static rung_status open_inside(run_record *r, const rung_output *output, rung_error *error)
{
    static const char name[] = "run.json";
    char *building = rung_path_folder(output->written), *folder = rung_path_folder(output->place);
    char *path = building ? rung_path_join(building, name) : NULL;
    char *shown = folder ? rung_path_join(folder, name) : NULL;
    rung_status status = path && shown ? rung_sink_open_as(&r->sink, path, shown, error)
                                       : rung_fail_memory(error, "the record of the run");
    free(building);
    free(folder);
    free(path);
    free(shown);
    return status;
}

rung_status record_write(run_record *record, const rung_output *output, size_t outputs,
                         rung_error *error)
{
    rung_buffer out = {0};
    rung_status status = record->in_folder ? open_inside(record, output, error)
                                           : open_record(record, output, outputs, error);
    for (size_t i = 0; i < record->inputs && status == RUNG_OK; i++)
        status = hash_input(&record->input[i], error);
    if (status == RUNG_OK) {
        put_run(&out, record);
        status = put_outputs(&out, output, outputs, error);
    }
    if (status == RUNG_OK && out.failed)
        status = rung_fail_memory(error, "the record of the run");
    if (status == RUNG_OK)
        status = rung_sink_write(&record->sink, out.at, out.length, error);
    if (status == RUNG_OK && record->sink.temporary && fsync(record->sink.file) != 0)
        status = rung_fail_io(error, record->sink.shown, "write", errno);
    if (record->in_folder) /* which moves as a whole */
        status = rung_sink_close(&record->sink, status, error);
    rung_buffer_free(&out);
    return status;
}

rung_status record_end(run_record *record, rung_status status, rung_error *error)
{
    bool made = status == RUNG_OK;
    status = rung_sink_close(&record->sink, status, error);
    if (made && status != RUNG_OK && record->output)
        unlink(record->output);
    for (size_t i = 0; i < record->inputs; i++)
        free(record->input[i].path);
    free(record->input);
    free(record->output);
    return status;
}
