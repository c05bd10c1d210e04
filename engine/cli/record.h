/* record.h - what came of what: a record beside every file that a command makes. */
#ifndef RUNG_CLI_RECORD_H
#define RUNG_CLI_RECORD_H

#include <sys/stat.h>

#include "base/file.h"
#include "cli/command.h"

/* A file that is read, as it was before. */
typedef struct record_input {
    char *path;
    struct stat facts;
    bool regular;
    uint64_t bytes, hash; /* found out at the end */
} record_input;

/* A run, for the file beside its output. */
typedef struct run_record {
    const usage *usage; /* whose options have their values */
    int argc;
    char **argv;
    double started;
    char begun[24];    /* the time of day */
    bool reproducible; /* it is SOURCE_DATE_EPOCH's, and nothing tells how long it took */
    record_input *input;
    size_t inputs, input_room;
    const rung_catalog *catalog; /* or NULL, as all of these */
    const rung_matcher *matcher;
    const uint64_t *people; /* known when rows are written */
    rung_sink sink;
    char *output;   /* made beside the record */
    bool in_folder; /* a folder is made, and the record, run.json, is in it */
} run_record;

/* Start the record of a command whose options have been read. */
void record_begin(run_record *record, const usage *how, int argc, char **argv);

/* Note files before they are read: one, which may be NULL; those of a catalog; those of people. */
rung_status record_file(run_record *record, const char *path, rung_error *error);
rung_status record_catalog(run_record *record, const char *dir, rung_error *error);
rung_status record_people(run_record *record, const char *dir, rung_error *error);
/* What is read to match people: a catalog, people and the profile, where it is a file. */
rung_status record_inputs(run_record *record, const char *catalog, const char *people,
                          const char *profile, rung_error *error);

/* Write the record of these outputs beside the first of them, under a name for the time being, or
 * into the folder that is built: what a rung_delivery's before does. Fails where an input changed
 * meanwhile. */
rung_status record_write(run_record *record, const rung_output *output, size_t outputs,
                         rung_error *error);
/* Give the record its name, when all went well: status tells, and is returned where it failed.
 * Where the record cannot be there, neither can the output. Ends the record. */
rung_status record_end(run_record *record, rung_status status, rung_error *error);

#endif
