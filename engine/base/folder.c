/* folder.c - folders that appear whole or not at all. */
#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_entry(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* ---------------------------------------------------------------- what may be replaced */

/* What a folder holds. */
typedef struct contents {
    size_t entries;
    bool known;        /* the first of the own names is there */
    char stranger[64]; /* the first by name of what is no own file; "" without one */
} contents;

static bool is_own(const rung_folder *folder, DIR *place, const char *name)
{
    struct stat facts;
    for (size_t i = 0; folder->own[i]; i++)
        if (strcmp(name, folder->own[i]) == 0)
            return fstatat(dirfd(place), name, &facts, AT_SYMLINK_NOFOLLOW) == 0 &&
                   !S_ISDIR(facts.st_mode);
    return false;
}

static rung_status look(const rung_folder *folder, contents *found, rung_error *error)
{
    *found = (contents){.stranger = ""};
    DIR *place = opendir(folder->path);
    if (!place)
        return rung_fail_io(error, folder->path, "look into", errno);
    for (struct dirent *entry = readdir(place); entry; entry = readdir(place)) {
        char name[64];
        if (!is_entry(entry))
            continue;
        found->entries++;
        found->known |= strcmp(entry->d_name, folder->own[0]) == 0;
        rung_quote(name, entry->d_name, strlen(entry->d_name));
        if (!is_own(folder, place, entry->d_name) &&
            (!*found->stranger || strcmp(name, found->stranger) < 0))
            memcpy(found->stranger, name, sizeof name);
    }
    closedir(place);
    return RUNG_OK;
}

/* Whether what stands at folder->path, if anything, may be replaced; *full tells whether there is
 * something to replace. */
static rung_status check_place(const rung_folder *folder, bool *full, rung_error *error)
{
    struct stat facts;
    contents found;
    *full = false;
    if (lstat(folder->path, &facts) != 0)
        return RUNG_OK;
    if (!S_ISDIR(facts.st_mode))
        return rung_fail(error, RUNG_IO, "%s: exists and is not a folder", folder->path);
    if (!folder->own)
        return rung_fail(error, RUNG_IO, "%s: exists already; it is replaced only with --replace",
                         folder->path);
    rung_status status = look(folder, &found, error);
    if (status != RUNG_OK)
        return status;
    *full = found.entries > 0;
    if (*found.stranger)
        return rung_fail(error, RUNG_IO,
                         "%s: is not replaced, since it holds '%s'; expected nothing but files "
                         "that are written anew",
                         folder->path, found.stranger);
    if (*full && !found.known)
        return rung_fail(error, RUNG_IO, "%s: is not replaced; expected %s in it", folder->path,
                         folder->own[0]);
    return RUNG_OK;
}

/* Whether one of the folders above a real path, or the path itself, is folder. */
static bool is_within(char *path, const char *folder)
{
    while (!rung_path_same(path, folder)) {
        char *slash = strrchr(path, '/');
        if (!slash || strcmp(path, "/") == 0)
            return false;
        slash[slash == path] = '\0';
    }
    return true;
}

rung_status rung_folder_spares(const char *path, const char *input, rung_error *error)
{
    if (!input || !rung_path_exists(path))
        return RUNG_OK;
    char *real = realpath(input, NULL);
    if (!real)
        return errno == ENOMEM ? rung_fail_memory(error, "a path") : RUNG_OK;
    bool within = is_within(real, path);
    free(real);
    if (within)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "%s: would be replaced together with %s, which is read, expected another "
                         "output folder",
                         path, input);
    return RUNG_OK;
}

/* ---------------------------------------------------------------- the folder */

/* Remove a folder of plain files; errno tells why it cannot be. */
static bool remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return false;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
        if (is_entry(entry))
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
    return rmdir(path) == 0;
}

static rung_status folder_end(rung_folder *folder, rung_status status)
{
    free(folder->path);
    free(folder->building);
    *folder = (rung_folder){0};
    return status;
}

/* An empty folder of a fresh name beside folder->path. */
static rung_status make_building(rung_folder *folder, rung_error *error)
{
    int code = EEXIST;
    for (unsigned attempt = 0; attempt < 1000 && code == EEXIST; attempt++) {
        free(folder->building);
        folder->building = rung_path_temporary(folder->path, attempt);
        if (!folder->building)
            return rung_fail_memory(error, "a path");
        code = mkdir(folder->building, 0777) == 0 ? 0 : errno;
    }
    return code == 0 ? RUNG_OK : rung_fail_io(error, folder->path, "create", code);
}

rung_status rung_folder_open(rung_folder *folder, const char *path, const char *const *own,
                             rung_error *error)
{
    *folder = (rung_folder){.path = strdup(path), .own = own};
    size_t length = strlen(path);
    bool full;
    if (!folder->path)
        return rung_fail_memory(error, "a path");
    if (length == 0)
        return folder_end(folder,
                          rung_fail(error, RUNG_BAD_ARGUMENT, "the output folder has no name"));
    while (length > 1 && folder->path[length - 1] == '/')
        folder->path[--length] = '\0';
    rung_status status = check_place(folder, &full, error);
    if (status == RUNG_OK)
        status = make_building(folder, error);
    return status == RUNG_OK ? RUNG_OK : folder_end(folder, status);
}

rung_status rung_folder_sink(const rung_folder *folder, rung_sink *sink, const char *name,
                             rung_error *error)
{
    *sink = (rung_sink){.file = -1};
    char *path = rung_path_join(folder->building, name),
         *shown = rung_path_join(folder->path, name);
    rung_status status = path && shown ? rung_sink_open_as(sink, path, shown, error)
                                       : rung_fail_memory(error, "a path");
    free(path);
    free(shown);
    return status;
}

rung_status rung_folder_close(rung_folder *folder, rung_status status, rung_error *error)
{
    if (!folder->building)
        return status;
    /* One step where there is nothing to replace; two names swapped in one step where there is. */
    rung_move move = {.from = folder->building, .to = folder->path, .shown = folder->path};
    if (status == RUNG_OK && folder->own)
        status = check_place(folder, &move.swap, error);
    if (status == RUNG_OK)
        status = rung_file_move(&move, error);
    /* Either what was being built or, under its name, what was replaced. */
    bool left = (!move.done || move.swap) && !remove_folder(folder->building);
    if (left && status == RUNG_OK)
        status = rung_fail(error, RUNG_IO,
                           "%s: is replaced, but what it held before cannot be removed from %s: %s",
                           folder->path, folder->building, strerrordesc_np(errno));
    return folder_end(folder, status);
}
