/* split.c - one fuzzing input becomes the files of a folder. */
#include "split.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST_NAME = 40 };

static const char mark[] = "%%FILE ";

static char folder[256];

static void empty_folder(void)
{
    DIR *entries = opendir(folder);
    if (!entries)
        return;
    for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries))
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(entries), entry->d_name, 0);
    closedir(entries);
}

static void remove_folder(void)
{
    empty_folder();
    rmdir(folder);
}

const char *fuzz_folder(void)
{
    if (*folder)
        return folder;
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/rung-fuzz-XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(folder)) {
        perror(folder);
        exit(1);
    }
    atexit(remove_folder);
    return folder;
}

static void write_file(const char *name, const char *bytes, size_t length)
{
    char path[sizeof folder + LONGEST_NAME + 2];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

/* The end of the line that starts at at. */
static const char *line_end(const char *at, const char *end)
{
    const char *cut = memchr(at, '\n', (size_t)(end - at));
    return cut ? cut : end;
}

/* The next line that starts a file, or end. */
static const char *next_mark(const char *at, const char *end)
{
    while (at < end) {
        if ((size_t)(end - at) >= sizeof mark - 1 && memcmp(at, mark, sizeof mark - 1) == 0)
            return at;
        at = line_end(at, end);
        at += at < end;
    }
    return end;
}

void fuzz_split(const uint8_t *data, size_t size)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_.";
    fuzz_folder();
    empty_folder();
    if (size == 0)
        return;
    const char *end = (const char *)data + size;
    for (const char *at = next_mark((const char *)data, end); at < end;) {
        const char *name = at + sizeof mark - 1, *name_end = line_end(name, end);
        const char *body = name_end + (name_end < end);
        at = next_mark(body, end);
        char copy[LONGEST_NAME + 1];
        size_t length = (size_t)(name_end - name);
        if (length == 0 || length > LONGEST_NAME || *name == '.')
            continue;
        memcpy(copy, name, length);
        copy[length] = '\0';
        if (strspn(copy, allowed) == length)
            write_file(copy, body, (size_t)(at - body));
    }
}

_Noreturn void fuzz_broken(const char *promise)
{
    fprintf(stderr, "broken: %s\n", promise);
    abort();
}
