/* file.c - read and write files so that nothing is half there. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---------------------------------------------------------------- reading */

int rung_file_open(const char *path, uint64_t *bytes, rung_error *error)
{
    rung_status status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat facts;
    if (file < 0) {
        status = rung_fail_io(error, path, "open", errno);
    } else if (fstat(file, &facts) != 0) {
        status = rung_fail_io(error, path, "inspect", errno);
    } else if (S_ISDIR(facts.st_mode)) {
        status = rung_fail(error, RUNG_IO, "%s: is a folder, expected a file", path);
    } else {
        if (bytes)
            *bytes = (uint64_t)facts.st_size;
        return file;
    }
    if (file >= 0)
        close(file);
    return -(int)status;
}

ssize_t rung_file_read(int file, const char *path, void *bytes, size_t length, rung_error *error)
{
    size_t done = 0;
    while (done < length) {
        ssize_t n = read(file, (char *)bytes + done, length - done);
        if (n < 0)
            return -(ssize_t)rung_fail_io(error, path, "read", errno);
        if (n == 0)
            break;
        done += (size_t)n;
    }
    return (ssize_t)done;
}

rung_status rung_file_text(const char *path, size_t most, char **text, size_t *length,
                           rung_error *error)
{
    *text = malloc(most + 1);
    if (!*text)
        return rung_fail_memory(error, "a file");
    ssize_t n = rung_file_open(path, NULL, error);
    if (n >= 0) {
        int file = (int)n;
        n = rung_file_read(file, path, *text, most + 1, error);
        close(file);
    }
    rung_status status = rung_file_status(n);
    if (status == RUNG_OK && (size_t)n > most)
        status = rung_fail(error, RUNG_BAD_DATA, "%s: longer than %zu bytes, expected a short text",
                           path, most);
    if (status != RUNG_OK) {
        free(*text);
        *text = NULL;
        return status;
    }
    size_t mark = n >= 3 && memcmp(*text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    *length = (size_t)n - mark;
    memmove(*text, *text + mark, *length);
    return RUNG_OK;
}

/* ---------------------------------------------------------------- moving */

/* The folder of path, opened before anything is moved: a rename reaches the disk with it. Where
 * its rights forbid that, *folder is -1, and the rename lasts when the system sees to it. */
static rung_status open_folder_of(const char *path, int *folder, rung_error *error)
{
    char *name = rung_path_folder(path);
    if (!name)
        return rung_fail_memory(error, "a path");
    *folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool forbidden = *folder < 0 && (errno == EACCES || errno == EPERM);
    rung_status status =
        *folder >= 0 || forbidden ? RUNG_OK : rung_fail_io(error, name, "open", errno);
    free(name);
    return status;
}

rung_status rung_file_move(rung_move *move, rung_error *error)
{
    int folder = -1;
    rung_status status = open_folder_of(move->to, &folder, error);
    if (status != RUNG_OK)
        return status;
    move->done = (move->swap ? renameat2(AT_FDCWD, move->from, AT_FDCWD, move->to, RENAME_EXCHANGE)
                             : rename(move->from, move->to)) == 0;
    if (!move->done)
        status = rung_fail_io(error, move->shown, "replace", errno);
    /* Some file systems refuse to sync a folder; then there is nothing more to do. */
    else if (folder >= 0 && fsync(folder) != 0 && errno != EINVAL && errno != EROFS)
        status = rung_fail_io(error, move->shown, "sync the folder of", errno);
    if (folder >= 0)
        close(folder);
    return status;
}

/* ---------------------------------------------------------------- sinks */

static rung_status sink_end(rung_sink *sink, rung_status status)
{
    if (sink->temporary && sink->file >= 0)
        unlink(sink->temporary);
    if (sink->owned && sink->file >= 0)
        close(sink->file);
    free(sink->path);
    free(sink->shown);
    free(sink->temporary);
    *sink = (rung_sink){.file = -1};
    return status;
}

/* A file of a fresh name beside path, with the rights that a new file would have. */
static int create_beside(const char *path, char **name)
{
    for (unsigned attempt = 0; attempt < 1000; attempt++) {
        *name = rung_path_temporary(path, attempt);
        if (!*name) {
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

/* The descriptor that a path such as /dev/stdout stands for, or -1. What it leads to may be a file
 * that others append to, and must not be replaced. */
static int descriptor_of(const char *path)
{
    static const char *const prefixes[] = {"/dev/fd/", "/proc/self/fd/"};
    if (strcmp(path, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0)
        return STDERR_FILENO;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t length = strlen(prefixes[i]);
        if (strncmp(path, prefixes[i], length) != 0)
            continue;
        size_t digits = strspn(path + length, "0123456789");
        if (digits > 0 && digits < 8 && path[length + digits] == '\0')
            return atoi(path + length);
    }
    return -1;
}

/* Open what path leads to, or a temporary file beside it; errno tells of a failure. */
static int open_place(rung_sink *sink, const struct stat *facts)
{
    if (facts && !S_ISREG(facts->st_mode))
        return open(sink->path, O_WRONLY | O_CLOEXEC);
    int file = create_beside(sink->path, &sink->temporary);
    /* What replaces a file may be read by whoever could read that. */
    if (file >= 0 && facts && fchmod(file, facts->st_mode & 07777) != 0) {
        int code = errno;
        close(file);
        unlink(sink->temporary);
        errno = code;
        return -1;
    }
    return file;
}

/* Open the place of a sink that has its path. */
static rung_status sink_start(rung_sink *sink, const char *shown, const struct stat *facts,
                              rung_error *error)
{
    sink->shown = strdup(shown);
    if (!sink->path || !sink->shown)
        return sink_end(sink, rung_fail_memory(error, "a path"));
    sink->file = open_place(sink, facts);
    if (sink->file < 0 && errno == ENOMEM)
        return sink_end(sink, rung_fail_memory(error, "a path"));
    if (sink->file < 0)
        return sink_end(sink, rung_fail_io(error, shown, "create", errno));
    return RUNG_OK;
}

rung_status rung_sink_open(rung_sink *sink, const char *path, rung_error *error)
{
    return rung_sink_open_as(sink, path, path, error);
}

rung_status rung_sink_open_as(rung_sink *sink, const char *path, const char *shown,
                              rung_error *error)
{
    *sink = (rung_sink){.file = -1, .owned = true};
    struct stat facts;
    bool there = stat(path, &facts) == 0;
    if (descriptor_of(path) >= 0)
        return rung_sink_descriptor(sink, descriptor_of(path), shown, error);
    if (there && S_ISDIR(facts.st_mode))
        return rung_fail(error, RUNG_IO, "%s: is a folder, expected a file to write", shown);
    if (!there && rung_path_exists(path))
        return rung_fail(error, RUNG_IO, "%s: is a link to nothing, expected a file to write",
                         shown);
    /* A link keeps its place: its target is what gets replaced. */
    sink->path = there && S_ISREG(facts.st_mode) ? realpath(path, NULL) : strdup(path);
    return sink_start(sink, shown, there ? &facts : NULL, error);
}

rung_status rung_sink_open_beside(rung_sink *sink, const char *path, rung_error *error)
{
    *sink = (rung_sink){.file = -1, .owned = true};
    struct stat facts;
    if (lstat(path, &facts) == 0 && !S_ISREG(facts.st_mode) && !S_ISLNK(facts.st_mode))
        return rung_fail(error, RUNG_IO, "%s: is not a file, expected one to replace", path);
    sink->path = strdup(path);
    return sink_start(sink, path, NULL, error);
}

rung_status rung_sink_descriptor(rung_sink *sink, int descriptor, const char *name,
                                 rung_error *error)
{
    *sink = (rung_sink){.file = descriptor, .path = strdup(name), .shown = strdup(name)};
    if (!sink->path || !sink->shown)
        return sink_end(sink, rung_fail_memory(error, "a path"));
    return RUNG_OK;
}

rung_status rung_sink_write(rung_sink *sink, const void *bytes, size_t length, rung_error *error)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t n = write(sink->file, at, length);
        if (n < 0 && errno == EPIPE)
            return rung_fail(error, RUNG_IO, "%s: the reader went away", sink->shown);
        if (n < 0)
            return rung_fail_io(error, sink->shown, "write", errno);
        at += n;
        length -= (size_t)n;
    }
    return RUNG_OK;
}

rung_status rung_sink_close(rung_sink *sink, rung_status status, rung_error *error)
{
    if (!sink->path)
        return status;
    if (status == RUNG_OK && sink->temporary && fsync(sink->file) != 0)
        status = rung_fail_io(error, sink->shown, "write", errno);
    if (sink->owned) {
        sink->owned = false;
        if (close(sink->file) != 0 && status == RUNG_OK)
            status = rung_fail_io(error, sink->shown, "write", errno);
    }
    if (status == RUNG_OK && sink->temporary) {
        rung_move move = {.from = sink->temporary, .to = sink->path, .shown = sink->shown};
        status = rung_file_move(&move, error);
        if (move.done) { /* the name is free for others now */
            free(sink->temporary);
            sink->temporary = NULL;
        }
    }
    return sink_end(sink, status);
}
