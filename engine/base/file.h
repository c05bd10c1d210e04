/* file.h - read and write files so that nothing is half there. */
#ifndef RUNG_BASE_FILE_H
#define RUNG_BASE_FILE_H

#include <stdint.h>
#include <sys/types.h>

#include "base/status.h"

/* "folder/name" in memory to be freed, or NULL when memory is short. */
char *rung_path_join(const char *folder, const char *name);
/* The part behind the last slash. */
const char *rung_path_name(const char *path);
bool rung_path_exists(const char *path);

/* A regular file to read, or -1. *bytes, when not NULL, is its size. */
int rung_file_open(const char *path, uint64_t *bytes, rung_error *error);
/* Read up to length bytes, less only at the end of the file; -1 on failure. */
ssize_t rung_file_read(int file, const char *path, void *bytes, size_t length, rung_error *error);

/* Somewhere to write. A path gets a temporary file beside it that takes the path's place at the
 * commit, so that readers see the old content or all of the new. Paths that are not regular
 * files (a pipe, a device) and descriptors are written to directly. */
typedef struct rung_sink {
    char *path;      /* for messages, and the place to take */
    char *temporary; /* NULL when written to directly */
    int file;
    bool owned;
} rung_sink;

rung_status rung_sink_open(rung_sink *sink, const char *path, rung_error *error);
rung_status rung_sink_descriptor(rung_sink *sink, int descriptor, const char *name,
                                 rung_error *error);
rung_status rung_sink_write(rung_sink *sink, const void *bytes, size_t length, rung_error *error);
/* Make what was written last, or remove it after a failure: status tells which, and is returned
 * where it is one. Ends the sink. */
rung_status rung_sink_close(rung_sink *sink, rung_status status, rung_error *error);

/* A folder that appears whole: files are written into folder->building. */
typedef struct rung_folder {
    char *path, *building;
    bool replace;
} rung_folder;

/* Fails when path exists, unless replace is given and the folder is empty or holds a file of that
 * name: then it is one of ours, and goes with all its files. */
rung_status rung_folder_open(rung_folder *folder, const char *path, const char *replace,
                             rung_error *error);
/* As rung_sink_close(). */
rung_status rung_folder_close(rung_folder *folder, rung_status status, rung_error *error);

#endif
