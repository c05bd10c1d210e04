/* folder.h - folders that appear whole or not at all. */
#ifndef RUNG_BASE_FOLDER_H
#define RUNG_BASE_FOLDER_H

#include "base/file.h"

/* Files are written into folder->building, which takes the place of path at the commit. */
typedef struct rung_folder {
    char *path, *building;
    const char *const *own; /* the names of files that may be replaced; NULL: none may */
} rung_folder;

/* Fails when path exists, unless own is given and the folder is empty, or holds files of those
 * names, the first one among them, and nothing else: then all of them go. own ends in NULL and
 * outlives the folder. */
rung_status rung_folder_open(rung_folder *folder, const char *path, const char *const *own,
                             rung_error *error);
/* Start a file of the folder; messages call it by the place where it will be. */
rung_status rung_folder_sink(const rung_folder *folder, rung_sink *sink, const char *name,
                             rung_error *error);
/* As rung_sink_close(). */
rung_status rung_folder_close(rung_folder *folder, rung_status status, rung_error *error);

/* BAD_ARGUMENT when input is the folder at path or lies in it: it would go with the folder. input
 * may be NULL, and neither has to be there. */
rung_status rung_folder_spares(const char *path, const char *input, rung_error *error);

#endif
