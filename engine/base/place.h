/* place.h - paths, and what stands where they lead. */
#ifndef RUNG_BASE_PLACE_H
#define RUNG_BASE_PLACE_H

#include <stdbool.h>

/* "folder/name" in memory to be freed, or NULL when memory is short. A folder of "" adds nothing.
 */
char *rung_path_join(const char *folder, const char *name);
/* The part behind the last slash. */
const char *rung_path_name(const char *path);
/* The folder that path stands in, "." where it names none; as rung_path_join(). */
char *rung_path_folder(const char *path);
/* A name for something temporary that stands beside path, another one for each attempt. Short, so
 * that it fits wherever path's own name does; as rung_path_join(). */
char *rung_path_temporary(const char *path, unsigned attempt);

/* Anything at all, even a link to nothing. */
bool rung_path_exists(const char *path);
/* A regular file or a link to one: reading it again gives the same. */
bool rung_path_is_file(const char *path);
/* Whether both lead to the same thing, however they are written. */
bool rung_path_same(const char *one, const char *other);

#endif
