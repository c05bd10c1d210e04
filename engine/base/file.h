/* file.h - read and write files so that nothing is half there. A call that a signal interrupts
 * fails with RUNG_CANCELLED. */
#ifndef RUNG_BASE_FILE_H
#define RUNG_BASE_FILE_H

#include <stdint.h>
#include <sys/types.h>

#include "base/place.h"
#include "base/status.h"

/* A file to read, or what rung_file_status() makes a status of. *bytes, when not NULL, is the size
 * of a regular file. */
int rung_file_open(const char *path, uint64_t *bytes, rung_error *error);
/* Read up to length bytes, less only at the end of the file; how many, or a failure as above. */
ssize_t rung_file_read(int file, const char *path, void *bytes, size_t length, rung_error *error);
/* The status of what one of these two returned. */
static inline rung_status rung_file_status(ssize_t returned)
{
    return returned < 0 ? (rung_status)-returned : RUNG_OK;
}

/* All of a short file, without a byte-order mark, in memory to be freed; BAD_DATA where it has more
 * than most bytes. On failure *text is NULL. */
rung_status rung_file_text(const char *path, size_t most, char **text, size_t *length,
                           rung_error *error);

/* A rename, or with swap an exchange of two names, that lasts. */
typedef struct rung_move {
    const char *from, *to, *shown; /* shown is what messages call to */
    bool swap;
    bool done; /* told back: a failure may come behind it */
} rung_move;
rung_status rung_file_move(rung_move *move, rung_error *error);

/* Somewhere to write. A path gets a temporary file beside it that takes the path's place at the
 * commit, so that readers see the old content or all of the new. Paths that are not regular
 * files (a pipe, a device) and descriptors, by number or by a path such as /dev/stdout, are
 * written to directly. */
typedef struct rung_sink {
    char *path;      /* the place to take */
    char *shown;     /* what messages call it */
    char *temporary; /* NULL when written to directly */
    int file;
    bool owned;
} rung_sink;

rung_status rung_sink_open(rung_sink *sink, const char *path, rung_error *error);
/* The same for a place that messages call otherwise. */
rung_status rung_sink_open_as(rung_sink *sink, const char *path, const char *shown,
                              rung_error *error);
/* The same for a file of the program's own: a link at path is replaced, not followed, and what is
 * neither link nor file is an error. */
rung_status rung_sink_open_beside(rung_sink *sink, const char *path, rung_error *error);
rung_status rung_sink_descriptor(rung_sink *sink, int descriptor, const char *name,
                                 rung_error *error);
rung_status rung_sink_write(rung_sink *sink, const void *bytes, size_t length, rung_error *error);
/* Make what was written last, or remove it after a failure: status tells which, and is returned
 * where it is one. Ends the sink. */
rung_status rung_sink_close(rung_sink *sink, rung_status status, rung_error *error);

#endif
