/* place.c - paths, and what stands where they lead. */
#include "base/place.h"

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
    const char *slash = length == 0 || folder[length - 1] == '/' ? "" : "/";
    char *path = malloc(length + strlen(name) + 2);
    if (path)
        sprintf(path, "%.*s%s%s", (int)length, folder, slash, name);
    return path;
}

const char *rung_path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *rung_path_folder(const char *path)
{
    const char *name = rung_path_name(path);
    return name == path ? strdup(".") : strndup(path, (size_t)(name - path));
}

char *rung_path_temporary(const char *path, unsigned attempt)
{
    char *temporary;
    int folder = (int)(rung_path_name(path) - path);
    if (asprintf(&temporary, "%.*srung-%ld-%u.tmp", folder, path, (long)getpid(), attempt) < 0)
        return NULL;
    return temporary;
}

bool rung_path_exists(const char *path)
{
    struct stat facts;
    return lstat(path, &facts) == 0;
}

bool rung_path_is_file(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISREG(facts.st_mode);
}

bool rung_path_same(const char *one, const char *other)
{
    struct stat a, b;
    return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}
