/* tuning_text.c - a tuning as the text of its file. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "kernel/kernel.h"
#include "match/tuning.h"

enum { MOST_THREADS = 4096, LARGEST_WINDOW = 1 << 16, LARGEST_BATCH = 1 << 20 };

static const char head[] = "# Written by rung tune: what makes rung match fastest for one catalog "
                           "and profile on this machine.\n"
                           "# Without this file the same comes out, and it may take longer.\n";

void rung_put_tuning(rung_buffer *out, const rung_tuning_key *k, const rung_tuning *tuning)
{
    rung_put_text(out, head);
    rung_put_count(out, "format", RUNG_TUNING_FORMAT);
    rung_put(out, k->text.at, k->text.length);
    rung_put_setting(out, "measured", tuning->measured);
    rung_put_setting(out, "kernel", tuning->kernel);
    rung_put_count(out, "threads", tuning->threads);
    rung_put_count(out, "window", tuning->window);
    rung_put_count(out, "batch", tuning->batch);
    rung_put_count(out, "people_per_second", (uint64_t)tuning->people_per_second);
}

/* ---------------------------------------------------------------- reading */

/* Reads a file line by line. */
typedef struct lines {
    const char *path;
    rung_slice rest;
    unsigned number;
    rung_error *error;
} lines;

/* The value of the next line, which has to be this key's. A line ends with a line break, so that
 * nothing can be cut off unseen. */
static rung_status next_value(lines *l, const char *name, rung_slice *value)
{
    char shown[64];
    size_t length = strlen(name);
    rung_slice line = {l->rest.at, 0};
    const char *end = l->rest.length ? memchr(l->rest.at, '\n', l->rest.length) : NULL;
    l->number++;
    line.length = end ? (size_t)(end - l->rest.at) : l->rest.length;
    if (!end || line.length < length + 3 || memcmp(line.at, name, length) != 0 ||
        memcmp(line.at + length, " = ", 3) != 0)
        return rung_fail(l->error, RUNG_BAD_DATA, "%s:%u: found '%s', expected %s = a value",
                         l->path, l->number, rung_quote(shown, line.at ? line.at : "", line.length),
                         name);
    *value = (rung_slice){line.at + length + 3, line.length - length - 3};
    l->rest = (rung_slice){end + 1, l->rest.length - line.length - 1};
    return RUNG_OK;
}

/* The next line's value, and the whole number that it is. */
static rung_status take_whole(lines *l, const char *name, double high, rung_slice *value,
                              double *number)
{
    char shown[64];
    rung_status status = next_value(l, name, value);
    if (status != RUNG_OK)
        return status;
    if (rung_parse_number(value->at, value->length, number) && *number >= 1 && *number <= high &&
        *number == (double)(uint64_t)*number)
        return RUNG_OK;
    return rung_fail(l->error, RUNG_BAD_DATA,
                     "%s:%u: found '%s', expected a whole number in 1..%.0f", l->path, l->number,
                     rung_quote(shown, value->at, value->length), high);
}

static rung_status next_whole(lines *l, const char *name, double high, double *number)
{
    rung_slice value = {NULL, 0};
    return take_whole(l, name, high, &value, number);
}

/* A short word of letters, digits, '_', '-' and ':'. */
static bool is_word(const char *text, size_t length, size_t room)
{
    for (size_t i = 0; i < length; i++)
        if (!((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= ':') ||
              strchr("TZ_-", text[i])))
            return false;
    return length > 0 && length < room && !memchr(text, '\0', length);
}

static rung_status next_word(lines *l, const char *name, char *word, size_t room)
{
    rung_slice value = {NULL, 0};
    char shown[64];
    rung_status status = next_value(l, name, &value);
    if (status != RUNG_OK)
        return status;
    if (!is_word(value.at, value.length, room))
        return rung_fail(l->error, RUNG_BAD_DATA, "%s:%u: found '%s', expected a short word",
                         l->path, l->number, rung_quote(shown, value.at, value.length));
    memcpy(word, value.at, value.length);
    word[value.length] = '\0';
    return RUNG_OK;
}

static bool is_kernel(const char *name)
{
    for (size_t i = 0; rung_kernels[i]; i++)
        if (strcmp(name, rung_kernels[i]->name) == 0)
            return true;
    return false;
}

bool rung_tuning_is_whole(const rung_tuning *t)
{
    return strnlen(t->kernel, sizeof t->kernel) < sizeof t->kernel && is_kernel(t->kernel) &&
           is_word(t->measured, strnlen(t->measured, sizeof t->measured), sizeof t->measured) &&
           t->threads >= 1 && t->threads <= MOST_THREADS && t->window >= 1 &&
           t->window <= LARGEST_WINDOW && t->batch >= 1 && t->batch <= LARGEST_BATCH &&
           t->people_per_second >= 1 && t->people_per_second <= 1e15;
}

/* The lines of the key: all have to be there, and *fits tells whether they say what the key does.
 * *processors is how many they name, which no tuning has more threads than. */
static rung_status read_key(lines *l, const rung_tuning_key *k, bool *fits, double *processors)
{
    rung_slice rest = {k->text.at, k->text.length}, line, value;
    rung_status status = RUNG_OK;
    *fits = true;
    while (status == RUNG_OK && rung_slice_split(&rest, '\n', &line) && line.length > 0) {
        char name[32];
        size_t length = (size_t)((char *)memchr(line.at, ' ', line.length) - line.at);
        snprintf(name, sizeof name, "%.*s", (int)length, line.at);
        if (strcmp(name, "processors") == 0)
            status = take_whole(l, name, 1e9, &value, processors);
        else
            status = next_value(l, name, &value);
        *fits = *fits && status == RUNG_OK && value.length == line.length - length - 3 &&
                memcmp(value.at, line.at + length + 3, value.length) == 0;
    }
    return status;
}

/* The kernel: one of the table where the key fits, since another version has another table. */
static rung_status next_kernel(lines *l, bool fits, char *word, size_t room)
{
    rung_status status = next_word(l, "kernel", word, room);
    if (status == RUNG_OK && fits && !is_kernel(word))
        status = rung_fail(l->error, RUNG_BAD_DATA,
                           "%s:%u: found '%s', expected a kernel that 'rung info' lists", l->path,
                           l->number, word);
    return status;
}

static rung_status read_all(lines *l, const rung_tuning_key *k, rung_tuning *tuning)
{
    double format, processors = MOST_THREADS, threads, window, batch, speed;
    bool fits = false;
    rung_tuning found = {.threads = 0};
    if (l->rest.length < strlen(head) || memcmp(l->rest.at, head, strlen(head)) != 0)
        return rung_fail(l->error, RUNG_BAD_DATA, "%s: expected a file written by rung tune",
                         l->path);
    l->rest = (rung_slice){l->rest.at + strlen(head), l->rest.length - strlen(head)};
    l->number = 2;
    rung_status status = next_whole(l, "format", 1e6, &format);
    if (status != RUNG_OK || format != RUNG_TUNING_FORMAT)
        return status; /* another version's is none */
    status = read_key(l, k, &fits, &processors);
    if (status == RUNG_OK)
        status = next_word(l, "measured", found.measured, sizeof found.measured);
    if (status == RUNG_OK)
        status = next_kernel(l, fits, found.kernel, sizeof found.kernel);
    if (status == RUNG_OK)
        status = next_whole(l, "threads", processors < MOST_THREADS ? processors : MOST_THREADS,
                            &threads);
    if (status == RUNG_OK)
        status = next_whole(l, "window", LARGEST_WINDOW, &window);
    if (status == RUNG_OK)
        status = next_whole(l, "batch", LARGEST_BATCH, &batch);
    if (status == RUNG_OK)
        status = next_whole(l, "people_per_second", 1e15, &speed);
    if (status == RUNG_OK && l->rest.length > 0)
        status = rung_fail(l->error, RUNG_BAD_DATA, "%s:%u: expected nothing more", l->path,
                           l->number + 1);
    if (status != RUNG_OK || !fits)
        return status;
    found.threads = (unsigned)threads;
    found.window = (size_t)window;
    found.batch = (size_t)batch;
    found.people_per_second = speed;
    *tuning = found;
    return RUNG_OK;
}

rung_status rung_tuning_read(const char *path, rung_slice text, const rung_tuning_key *k,
                             rung_tuning *tuning, rung_error *error)
{
    lines l = {.path = path, .rest = text, .error = error};
    return read_all(&l, k, tuning);
}
