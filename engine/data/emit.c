/* emit.c - write the files of a catalog or a population into a folder being built. */
#include "data/emit.h"

enum { FLUSH_AT = 1 << 20 };

rung_status rung_emit_open(rung_emit *emit, const rung_folder *folder, const char *name,
                           rung_error *error)
{
    *emit = (rung_emit){.sink.file = -1};
    return rung_folder_sink(folder, &emit->sink, name, error);
}

static rung_status drain(rung_emit *emit, rung_error *error)
{
    if (emit->buffer.failed)
        return rung_fail_memory(error, "output");
    rung_status status = rung_sink_write(&emit->sink, emit->buffer.at, emit->buffer.length, error);
    emit->buffer.length = 0;
    return status;
}

rung_status rung_emit_flush(rung_emit *emit, rung_error *error)
{
    if (emit->buffer.length < FLUSH_AT && !emit->buffer.failed)
        return RUNG_OK;
    return drain(emit, error);
}

rung_status rung_emit_close(rung_emit *emit, rung_status status, rung_error *error)
{
    if (status == RUNG_OK)
        status = drain(emit, error);
    rung_buffer_free(&emit->buffer);
    return rung_sink_close(&emit->sink, status, error);
}

void rung_put_row(rung_buffer *buffer, const char *const *fields, size_t count)
{
    if (count == 1 && *fields[0] == '\0') /* an empty line would be no row */
        rung_put_text(buffer, "\"\"");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            rung_put_char(buffer, ',');
        rung_put_csv(buffer, fields[i]);
    }
    rung_put_char(buffer, '\n');
}

void rung_put_skill(rung_buffer *buffer, const char *id, const char *name, rung_skill_kind kind,
                    const char *group, const char *description)
{
    const char *const row[] = {id, name, rung_skill_kind_name(kind), group, description};
    rung_put_row(buffer, row, sizeof row / sizeof *row);
}
