/* failures.c - make memory, disks and files fail on demand. */
#include "failures.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t length);
char *__real_realpath(const char *path, char *resolved);
ssize_t __real_read(int file, void *bytes, size_t length);
ssize_t __real_write(int file, const void *bytes, size_t length);
int __real_fsync(int file);
int __real_rename(const char *from, const char *to);
int __real_renameat2(int from_folder, const char *from, int to_folder, const char *to,
                     unsigned flags);
int __real_close(int file);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t length);
int __wrap_asprintf(char **out, const char *format, ...);
char *__wrap_realpath(const char *path, char *resolved);
ssize_t __wrap_read(int file, void *bytes, size_t length);
ssize_t __wrap_write(int file, const void *bytes, size_t length);
int __wrap_fsync(int file);
int __wrap_rename(const char *from, const char *to);
int __wrap_renameat2(int from_folder, const char *from, int to_folder, const char *to,
                     unsigned flags);
int __wrap_close(int file);

enum { NOTHING = -1, SHORT = 7 };

static int armed = NOTHING;
static int armed_code;
static long left, hits; /* changed atomically: OpenMP threads allocate too */

void failures_arm(failure what, long n, int code)
{
    left = n;
    hits = 0;
    armed_code = code;
    __atomic_store_n(&armed, (int)what, __ATOMIC_SEQ_CST);
}

long failures_disarm(void)
{
    __atomic_store_n(&armed, NOTHING, __ATOMIC_SEQ_CST);
    return hits;
}

/* Is it this call's turn? later: and that of all behind it. */
static bool turn(failure what, bool later)
{
    if (__atomic_load_n(&armed, __ATOMIC_SEQ_CST) != (int)what)
        return false;
    long now = __atomic_sub_fetch(&left, 1, __ATOMIC_SEQ_CST);
    if (now > 0 || (now < 0 && !later))
        return false;
    __atomic_add_fetch(&hits, 1, __ATOMIC_SEQ_CST);
    return true;
}

static bool fails(failure what, bool later)
{
    bool yes = turn(what, later);
    if (yes)
        errno = what == FAIL_MEMORY ? ENOMEM : armed_code;
    return yes;
}

/* ---------------------------------------------------------------- memory */

void *__wrap_malloc(size_t size)
{
    return fails(FAIL_MEMORY, false) ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails(FAIL_MEMORY, false) ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fails(FAIL_MEMORY, false) ? NULL : __real_realloc(memory, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return fails(FAIL_MEMORY, false) ? NULL : __real_aligned_alloc(alignment, size);
}

char *__wrap_strdup(const char *text)
{
    return fails(FAIL_MEMORY, false) ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t length)
{
    return fails(FAIL_MEMORY, false) ? NULL : __real_strndup(text, length);
}

int __wrap_asprintf(char **out, const char *format, ...)
{
    if (fails(FAIL_MEMORY, false))
        return -1;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(out, format, arguments);
    va_end(arguments);
    return length;
}

char *__wrap_realpath(const char *path, char *resolved)
{
    return fails(FAIL_MEMORY, false) ? NULL : __real_realpath(path, resolved);
}

/* ---------------------------------------------------------------- files */

/* How many bytes a read or write may take; -1 when it fails. */
static ssize_t allowed(failure all, failure cut, size_t length)
{
    if (fails(all, true))
        return -1;
    return turn(cut, true) && length > SHORT ? SHORT : (ssize_t)length;
}

ssize_t __wrap_read(int file, void *bytes, size_t length)
{
    ssize_t n = allowed(FAIL_READ, FAIL_READ_SHORT, length);
    return n < 0 ? n : __real_read(file, bytes, (size_t)n);
}

ssize_t __wrap_write(int file, const void *bytes, size_t length)
{
    ssize_t n = allowed(FAIL_WRITE, FAIL_WRITE_SHORT, length);
    return n < 0 ? n : __real_write(file, bytes, (size_t)n);
}

int __wrap_fsync(int file)
{
    return fails(FAIL_FSYNC, false) ? -1 : __real_fsync(file);
}

int __wrap_rename(const char *from, const char *to)
{
    return fails(FAIL_RENAME, false) ? -1 : __real_rename(from, to);
}

int __wrap_renameat2(int from_folder, const char *from, int to_folder, const char *to,
                     unsigned flags)
{
    return fails(FAIL_RENAME, false) ? -1
                                     : __real_renameat2(from_folder, from, to_folder, to, flags);
}

int __wrap_close(int file)
{
    bool failing = turn(FAIL_CLOSE, false);
    int result = __real_close(file);
    if (!failing)
        return result;
    errno = armed_code;
    return -1;
}
