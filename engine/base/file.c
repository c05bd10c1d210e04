/* file.c - read and write files so that nothing is half there. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *rung_path_join(const char *folder, const char *name)
{
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        length--;
    char *path = malloc(length + strlen(name) + 2);
    if (path)
        sprintf(path, "%.*s%s%s", (int)length, folder, folder[length - 1] == '/' ? "" : "/", name);
    return path;
}

const char *rung_path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool rung_path_exists(const char *path)
{
    struct stat facts;
    return lstat(path, &facts) == 0;
}

int rung_file_open(const char *path, uint64_t *bytes, rung_error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat facts;
    if (file < 0) {
        rung_fail_io(error, path, "open", errno);
    } else if (fstat(file, &facts) != 0) {
        rung_fail_io(error, path, "inspect", errno);
    } else if (S_ISDIR(facts.st_mode)) {
        rung_fail(error, RUNG_IO, "%s: is a folder, expected a file", path);
    } else {
        if (bytes)
            *bytes = (uint64_t)facts.st_size;
        return file;
    }
    if (file >= 0)
        close(file);
    return -1;
}

ssize_t rung_file_read(int file, const char *path, void *bytes, size_t length, rung_error *error)
{
    size_t done = 0;
    while (done < length) {
        ssize_t n = read(file, (char *)bytes + done, length - done);
        if (n == 0)
            break;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            rung_fail_io(error, path, "read", errno);
            return -1;
        }
        done += (size_t)n;
    }
    return (ssize_t)done;
}

/* ---------------------------------------------------------------- sinks */

static rung_status sink_fail(rung_sink *sink, rung_status status)
{
    if (sink->temporary && sink->file >= 0)
        unlink(sink->temporary);
    if (sink->owned && sink->file >= 0)
        close(sink->file);
    free(sink->path);
    free(sink->temporary);
    *sink = (rung_sink){.file = -1};
    return status;
}

/* A file of a fresh name beside path, with the rights that a new file would have. */
static int create_beside(const char *path, char **name)
{
    for (unsigned attempt = 0; attempt < 1000; attempt++) {
        if (asprintf(name, "%s.%ld-%u.tmp", path, (long)getpid(), attempt) < 0) {
            *name = NULL;
            errno = ENOMEM;
            return -1;
        }
        int file = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file >= 0 || errno != EEXIST)
            return file;
        free(*name);
        *name = NULL;
    }
    return -1;
}

rung_status rung_sink_open(rung_sink *sink, const char *path, rung_error *error)
{
    *sink = (rung_sink){.file = -1, .owned = true};
    struct stat facts;
    bool there = stat(path, &facts) == 0;
    if (there && S_ISDIR(facts.st_mode))
        return rung_fail(error, RUNG_IO, "%s: is a folder, expected a file to write", path);
    /* A link keeps its place: its target is what gets replaced. */
    sink->path = there && S_ISREG(facts.st_mode) ? realpath(path, NULL) : strdup(path);
    if (!sink->path)
        return sink_fail(sink, rung_fail_memory(error, "a path"));
    if (there && !S_ISREG(facts.st_mode))
        sink->file = open(path, O_WRONLY | O_CLOEXEC);
    else
        sink->file = create_beside(sink->path, &sink->temporary);
    /* What replaces a file may be read by whoever could read that. */
    if (sink->file >= 0 && sink->temporary && there &&
        fchmod(sink->file, facts.st_mode & 07777) != 0)
        return sink_fail(sink, rung_fail_io(error, path, "set the rights of", errno));
    if (sink->file < 0 && errno == ENOMEM)
        return sink_fail(sink, rung_fail_memory(error, "a path"));
    if (sink->file < 0)
        return sink_fail(sink, rung_fail_io(error, path, "create", errno));
    return RUNG_OK;
}

rung_status rung_sink_descriptor(rung_sink *sink, int descriptor, const char *name,
                                 rung_error *error)
{
    *sink = (rung_sink){.file = descriptor, .path = strdup(name)};
    if (!sink->path)
        return sink_fail(sink, rung_fail_memory(error, "a path"));
    return RUNG_OK;
}

rung_status rung_sink_write(rung_sink *sink, const void *bytes, size_t length, rung_error *error)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t n = write(sink->file, at, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EPIPE)
            return rung_fail(error, RUNG_IO, "%s: the reader went away", sink->path);
        if (n < 0)
            return rung_fail_io(error, sink->path, "write", errno);
        at += n;
        length -= (size_t)n;
    }
    return RUNG_OK;
}

/* Make a rename last: its folder must reach the disk too. */
static rung_status sync_folder_of(const char *path, rung_error *error)
{
    const char *name = rung_path_name(path);
    char *folder = name == path ? strdup(".") : strndup(path, (size_t)(name - path));
    if (!folder)
        return rung_fail_memory(error, "a path");
    rung_status status = RUNG_OK;
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* Some file systems refuse to sync a folder; then there is nothing more to do. */
    if (file < 0 || (fsync(file) != 0 && errno != EINVAL && errno != EROFS))
        status = rung_fail_io(error, folder, "sync", errno);
    if (file >= 0)
        close(file);
    free(folder);
    return status;
}

rung_status rung_sink_close(rung_sink *sink, rung_status status, rung_error *error)
{
    if (sink->file < 0)
        return status;
    if (status == RUNG_OK && sink->temporary && fsync(sink->file) != 0)
        status = rung_fail_io(error, sink->path, "write", errno);
    if (sink->owned) {
        int file = sink->file;
        if (close(file) != 0 && status == RUNG_OK)
            status = rung_fail_io(error, sink->path, "write", errno);
        sink->owned = false;
    }
    if (status == RUNG_OK && sink->temporary) {
        if (rename(sink->temporary, sink->path) != 0)
            return sink_fail(sink, rung_fail_io(error, sink->path, "replace", errno));
        free(sink->temporary);
        sink->temporary = NULL;
        status = sync_folder_of(sink->path, error);
    }
    return sink_fail(sink, status);
}

/* ---------------------------------------------------------------- folders */

/* Remove a folder of plain files; what it cannot remove stays. */
static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
    rmdir(path);
}

static rung_status folder_end(rung_folder *folder, rung_status status)
{
    free(folder->path);
    free(folder->building);
    *folder = (rung_folder){0};
    return status;
}

static bool is_empty(const char *path)
{
    DIR *folder = opendir(path);
    size_t entries = 0;
    if (!folder)
        return false;
    while (readdir(folder))
        entries++;
    closedir(folder);
    return entries <= 2; /* itself and its parent */
}

/* Whether what stands at folder->path, if anything, may be replaced. */
static rung_status check_place(const rung_folder *folder, const char *replace, rung_error *error)
{
    struct stat facts;
    if (lstat(folder->path, &facts) != 0)
        return RUNG_OK;
    if (!S_ISDIR(facts.st_mode))
        return rung_fail(error, RUNG_IO, "%s: exists and is not a folder", folder->path);
    if (!replace)
        return rung_fail(error, RUNG_IO, "%s: exists already; it is replaced only with --replace",
                         folder->path);
    char *known = rung_path_join(folder->path, replace);
    if (!known)
        return rung_fail_memory(error, "a path");
    bool ours = rung_path_exists(known) || is_empty(folder->path);
    free(known);
    if (!ours)
        return rung_fail(error, RUNG_IO,
                         "%s: is not replaced, since it holds other files; expected %s in it",
                         folder->path, replace);
    return RUNG_OK;
}

rung_status rung_folder_open(rung_folder *folder, const char *path, const char *replace,
                             rung_error *error)
{
    *folder = (rung_folder){.path = strdup(path), .replace = replace != NULL};
    size_t length = strlen(path);
    if (!folder->path)
        return rung_fail_memory(error, "a path");
    if (length == 0)
        return folder_end(folder,
                          rung_fail(error, RUNG_BAD_ARGUMENT, "the output folder has no name"));
    while (length > 1 && folder->path[length - 1] == '/')
        folder->path[--length] = '\0';
    rung_status status = check_place(folder, replace, error);
    if (status != RUNG_OK)
        return folder_end(folder, status);
    if (asprintf(&folder->building, "%s.%ld.tmp", folder->path, (long)getpid()) < 0) {
        folder->building = NULL;
        return folder_end(folder, rung_fail_memory(error, "a path"));
    }
    if (mkdir(folder->building, 0777) != 0)
        return folder_end(folder, rung_fail_io(error, folder->building, "create", errno));
    return RUNG_OK;
}

rung_status rung_folder_close(rung_folder *folder, rung_status status, rung_error *error)
{
    if (!folder->building)
        return status;
    /* One step where there is nothing to replace; two names swapped in one step where there is. */
    if (status == RUNG_OK && rename(folder->building, folder->path) != 0) {
        if (folder->replace && (errno == EEXIST || errno == ENOTEMPTY) &&
            renameat2(AT_FDCWD, folder->building, AT_FDCWD, folder->path, RENAME_EXCHANGE) == 0)
            remove_folder(folder->building); /* the old content has this name now */
        else
            status = rung_fail_io(error, folder->path, "replace", errno);
    }
    if (status == RUNG_OK)
        status = sync_folder_of(folder->path, error);
    else
        remove_folder(folder->building);
    return folder_end(folder, status);
}
