/* tuning.c - keep what was measured in a small file, and find it again where it fits. */
#include "match/tuning.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/processors.h"
#include "match/matcher.h"

enum { LONGEST_FILE = 1 << 14 };

/* Make the folder that path stands in, and those above it, where they are missing; for nobody else,
 * as the XDG base directories ask. */
static rung_status make_folders(const char *path, rung_error *error)
{
    char *folder = strdup(path);
    rung_status status = folder ? RUNG_OK : rung_fail_memory(error, "a path");
    for (char *slash = folder ? strchr(folder + 1, '/') : NULL; slash && status == RUNG_OK;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0700) != 0 && errno != EEXIST && access(folder, X_OK) != 0)
            status = rung_fail_io(error, folder, "create", errno);
        *slash = '/';
    }
    free(folder);
    return status;
}

static rung_status write_tuning(const char *path, const rung_tuning_key *k,
                                const rung_tuning *tuning, rung_error *error)
{
    rung_buffer out = {0};
    rung_sink sink;
    rung_status status = make_folders(path, error);
    rung_put_tuning(&out, k, tuning);
    if (status == RUNG_OK && out.failed)
        status = rung_fail_memory(error, "a tuning");
    if (status == RUNG_OK)
        status = rung_sink_open_beside(&sink, path, error);
    if (status == RUNG_OK)
        status = rung_sink_close(&sink, rung_sink_write(&sink, out.at, out.length, error), error);
    rung_buffer_free(&out);
    return status;
}

rung_status rung_tuning_keep(const rung_catalog *catalog, const char *profile, const char *folder,
                             const rung_tuning *tuning, char **path, rung_error *error)
{
    rung_profile weights;
    char *place = NULL;
    rung_tuning_key k;
    if (path)
        *path = NULL;
    if (!catalog || !tuning || !rung_tuning_is_whole(tuning))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_tuning_keep: a catalog and a tuning as rung_tune() gives are "
                         "needed");
    if (tuning->threads > rung_processors_find("").count)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_tuning_keep: found %u threads, expected at most %u, the processors",
                         tuning->threads, rung_processors_find("").count);
    rung_status status = rung_profile_open(&weights, rung_matcher_profile(catalog, profile), error);
    if (status != RUNG_OK)
        return status;
    status = rung_tuning_key_make(&k, catalog, &weights, error);
    rung_profile_close(&weights);
    if (status != RUNG_OK)
        return status;
    status = rung_tuning_place(&k, folder, &place, error);
    if (status == RUNG_OK && place)
        status = write_tuning(place, &k, tuning, error);
    rung_buffer_free(&k.text);
    if (status == RUNG_OK && path)
        *path = place;
    else
        free(place);
    return status;
}

static rung_status find(const rung_tuning_key *k, const char *folder, rung_tuning *tuning,
                        rung_error *error)
{
    char *path = NULL, *text = NULL;
    size_t length = 0;
    rung_status status = rung_tuning_place(k, folder, &path, error);
    bool there = status == RUNG_OK && path && rung_path_exists(path);
    if (there && !rung_path_is_file(path))
        status = rung_fail(error, RUNG_IO, "%s: is not a file that can be read", path);
    else if (there)
        status = rung_file_text(path, LONGEST_FILE, &text, &length, error);
    if (status == RUNG_OK && there)
        status = rung_tuning_read(path, (rung_slice){text, length}, k, tuning, error);
    free(text);
    free(path);
    return status;
}

rung_status rung_tuning_find(const rung_catalog *catalog, const char *profile, const char *folder,
                             rung_tuning *tuning, rung_error *error)
{
    rung_profile weights;
    rung_tuning_key k;
    if (!catalog || !tuning)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_tuning_find: a catalog and a place for the tuning are needed");
    *tuning = (rung_tuning){.threads = 0};
    if (rung_profile_open(&weights, rung_matcher_profile(catalog, profile), NULL) != RUNG_OK)
        return RUNG_OK;
    rung_status status = rung_tuning_key_make(&k, catalog, &weights, error);
    rung_profile_close(&weights);
    if (status != RUNG_OK)
        return status;
    status = find(&k, folder, tuning, error);
    rung_buffer_free(&k.text);
    return status;
}
