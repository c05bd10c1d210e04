/* emit.h - write the files of a catalog or a population into a folder being built. */
#ifndef RUNG_DATA_EMIT_H
#define RUNG_DATA_EMIT_H

#include "base/folder.h"
#include "base/text.h"

/* A file being written through a buffer. */
typedef struct rung_emit {
    rung_sink sink;
    rung_buffer buffer;
} rung_emit;

/* Start a file of a folder that is being built. */
rung_status rung_emit_open(rung_emit *emit, const rung_folder *folder, const char *name,
                           rung_error *error);
/* Pass on what has gathered in the buffer once it is large; call it now and then. */
rung_status rung_emit_flush(rung_emit *emit, rung_error *error);
/* Write what is left and end the file; status as in rung_sink_close(). */
rung_status rung_emit_close(rung_emit *emit, rung_status status, rung_error *error);

/* A row of skills.csv. */
void rung_put_skill(rung_buffer *buffer, const char *id, const char *name, rung_skill_kind kind,
                    const char *group, const char *description);

/* One CSV row of text fields. */
void rung_put_row(rung_buffer *buffer, const char *const *fields, size_t count);

#endif
