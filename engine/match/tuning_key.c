/* tuning_key.c - what a tuning holds for, and where it is kept. */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/number.h"
#include "base/place.h"
#include "base/processors.h"
#include "data/catalog.h"
#include "kernel/kernel.h"
#include "match/tuning.h"

/* ---------------------------------------------------------------- the key */

void rung_put_setting(rung_buffer *out, const char *name, const char *value)
{
    rung_put_text(out, name);
    rung_put_text(out, " = ");
    rung_put_tame(out, value, strlen(value));
    rung_put_char(out, '\n');
}

void rung_put_count(rung_buffer *out, const char *name, uint64_t value)
{
    char text[RUNG_NUMBER_ROOM];
    text[rung_print_whole(text, value)] = '\0';
    rung_put_setting(out, name, text);
}

static void put_fingerprint(rung_buffer *out, const char *name, uint64_t value)
{
    char text[17];
    snprintf(text, sizeof text, "%016llx", (unsigned long long)value);
    rung_put_setting(out, name, text);
}

/* How fast a match is follows from how many there are of everything, not from what they are called:
 * a wage may change, and the tuning still holds. */
static void put_catalog(rung_buffer *out, const rung_catalog *c)
{
    char text[200];
    snprintf(text, sizeof text,
             "%zu roles, %zu rated, %zu skills, %zu requirements, %zu steps, %zu dimensions",
             c->roles, rung_catalog_count(c).rated_roles, c->skills, c->requirements.count,
             (size_t)(c->scale.levels / c->scale.grid + 0.5), c->dimensions);
    rung_put_setting(out, "catalog", text);
}

rung_status rung_tuning_key_make(rung_tuning_key *k, const rung_catalog *catalog,
                                 const rung_profile *profile, rung_error *error)
{
    rung_cpu cpu;
    rung_buffer *out = &k->text;
    rung_cpu_find("", &cpu);
    *k = (rung_tuning_key){.name = 0};
    rung_put_setting(out, "cpu", cpu.model);
    put_fingerprint(out, "features", cpu.features);
    rung_put_count(out, "processors", rung_processors_find("").count);
    put_catalog(out, catalog);
    put_fingerprint(out, "weights", rung_hash(profile->beta, sizeof profile->beta, 0));
    k->name = out->failed ? 0 : rung_hash(out->at, out->length, RUNG_TUNING_FORMAT);
    rung_put_setting(out, "rung", rung_version());
    rung_put_setting(out, "openblas", rung_blas_version());
    if (!out->failed)
        return RUNG_OK;
    rung_buffer_free(out);
    return rung_fail_memory(error, "a tuning");
}

/* ---------------------------------------------------------------- the place */

/* An absolute path that the environment names, as the XDG base directories ask for, or NULL. */
static const char *place_of(const char *variable)
{
    const char *path = getenv(variable);
    return path && *path == '/' ? path : NULL;
}

/* The folder for tunings, in memory to be freed; NULL in *folder where there is none. */
static rung_status usual_folder(char **folder, rung_error *error)
{
    const char *cache = place_of("XDG_CACHE_HOME"), *home = place_of("HOME");
    *folder = NULL;
    if (!cache && !home)
        return RUNG_OK;
    char *base = cache ? strdup(cache) : rung_path_join(home, ".cache");
    *folder = base ? rung_path_join(base, "rung") : NULL;
    free(base);
    return *folder ? RUNG_OK : rung_fail_memory(error, "a path");
}

/* The file for a key in folder, or in the usual one; NULL in *path where there is none. */
rung_status rung_tuning_place(const rung_tuning_key *k, const char *folder, char **path,
                              rung_error *error)
{
    char name[40], *usual = NULL;
    rung_status status = folder ? RUNG_OK : usual_folder(&usual, error);
    *path = NULL;
    snprintf(name, sizeof name, "tune-%016llx.txt", (unsigned long long)k->name);
    if (status == RUNG_OK && (folder || usual) &&
        !(*path = rung_path_join(folder ? folder : usual, name)))
        status = rung_fail_memory(error, "a path");
    free(usual);
    return status;
}
