/* delivery.c - how rows leave: under which names, and who is told before they are there. */
#include "base/delivery.h"

#include <stdlib.h>

enum { MOST = 8 };

const char *rung_delivery_name(const rung_delivery *delivery, const char *id,
                               char place[RUNG_NAME_ROOM])
{
    if (!delivery->rename)
        return id;
    delivery->rename(delivery->context, id, place);
    return place;
}

rung_status rung_delivery_ready(const rung_delivery *delivery, const rung_sink *const *sinks,
                                size_t count, rung_status status, rung_error *error)
{
    rung_output output[MOST];
    size_t outputs = 0;
    if (status != RUNG_OK || !delivery->before)
        return status;
    for (size_t i = 0; i < count && outputs < MOST; i++)
        if (sinks[i]->temporary)
            output[outputs++] = (rung_output){sinks[i]->shown, sinks[i]->temporary};
    return outputs > 0 ? delivery->before(delivery->context, output, outputs, error) : RUNG_OK;
}

/* A file of a folder that is being built: where it will be, and where it is. */
typedef struct built {
    char *place, *written;
} built;

static rung_status find_built(const rung_folder *folder, const char *name, built *file,
                              rung_error *error)
{
    file->place = rung_path_join(folder->path, name);
    file->written = rung_path_join(folder->building, name);
    return file->place && file->written ? RUNG_OK : rung_fail_memory(error, "a path");
}

rung_status rung_delivery_folder(const rung_delivery *delivery, const rung_folder *folder,
                                 const char *const *names, const rung_sink *beside,
                                 rung_status status, rung_error *error)
{
    built file[MOST] = {{NULL, NULL}};
    rung_output output[MOST];
    size_t outputs = 0;
    if (status != RUNG_OK || !delivery->before)
        return status;
    for (size_t i = 0; i < MOST - 1 && names[i] && status == RUNG_OK; i++) {
        status = find_built(folder, names[i], &file[i], error);
        if (status == RUNG_OK && rung_path_is_file(file[i].written))
            output[outputs++] = (rung_output){file[i].place, file[i].written};
    }
    if (beside && beside->temporary)
        output[outputs++] = (rung_output){beside->shown, beside->temporary};
    if (status == RUNG_OK)
        status = delivery->before(delivery->context, output, outputs, error);
    for (size_t i = 0; i < MOST; i++) {
        free(file[i].place);
        free(file[i].written);
    }
    return status;
}
