/* delivery.h - how rows leave: under which names, and who is told before they are there. */
#ifndef RUNG_BASE_DELIVERY_H
#define RUNG_BASE_DELIVERY_H

#include "base/folder.h"

/* What stands for a person's id: the id itself, or a name written into place. */
const char *rung_delivery_name(const rung_delivery *delivery, const char *id,
                               char place[RUNG_NAME_ROOM]);

/* All rows are written: say so to whoever wants to know, with those of the sinks that are files on
 * their way. status is how writing went, and is returned where it failed. */
rung_status rung_delivery_ready(const rung_delivery *delivery, const rung_sink *const *sinks,
                                size_t count, rung_status status, rung_error *error);
/* The same for a folder that is being built: those files of these names that it has, all of them
 * closed, and a file on its way to another place, which may be NULL. names ends in NULL. */
rung_status rung_delivery_folder(const rung_delivery *delivery, const rung_folder *folder,
                                 const char *const *names, const rung_sink *beside,
                                 rung_status status, rung_error *error);

#endif
