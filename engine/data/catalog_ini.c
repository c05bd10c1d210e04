/* catalog_ini.c - read a catalog's catalog.ini: its name, its scale and where it is from. */
#include "data/catalog.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/number.h"
#include "base/text.h"

enum { MOST_GRID_STEPS = 1000, LONGEST_INI = 1 << 20 };

static rung_status ini_number(const char *path, unsigned line, rung_slice value, double *number,
                              rung_error *error)
{
    char shown[64];
    if (rung_parse_number(value.at, value.length, number) && *number > 0 && *number <= 1e6)
        return RUNG_OK;
    return rung_fail(error, RUNG_BAD_DATA,
                     "%s:%u: found '%s', expected a number above 0 and up to 1000000", path, line,
                     rung_quote(shown, value.at, value.length));
}

static rung_status ini_likeness(rung_catalog *c, const char *path, unsigned line, rung_slice value,
                                rung_error *error)
{
    char shown[64];
    if (rung_slice_is(value, "cosine"))
        c->likeness = RUNG_COSINE;
    else if (rung_slice_is(value, "product"))
        c->likeness = RUNG_PRODUCT;
    else
        return rung_fail(error, RUNG_BAD_DATA, "%s:%u: found '%s', expected cosine or product",
                         path, line, rung_quote(shown, value.at, value.length));
    return RUNG_OK;
}

static rung_status ini_again(const char *path, unsigned line, const char *key, rung_error *error)
{
    return rung_fail(error, RUNG_BAD_DATA, "%s:%u: found '%s' again, expected it once", path, line,
                     key);
}

static rung_status ini_line(rung_catalog *c, const char *path, unsigned line, rung_slice text,
                            bool *vectors, rung_error *error)
{
    rung_slice key;
    char shown[64];
    text = rung_slice_trim(text);
    if (text.length == 0 || *text.at == '#' || *text.at == ';' || *text.at == '[')
        return RUNG_OK;
    rung_slice whole = text;
    if (!rung_slice_split(&text, '=', &key) || !text.at)
        return rung_fail(error, RUNG_BAD_DATA, "%s:%u: found '%s', expected key = value", path,
                         line, rung_quote(shown, whole.at, whole.length));
    key = rung_slice_trim(key);
    rung_slice value = rung_slice_trim(text);
    const struct {
        const char *key;
        double *place;
    } numbers[] = {{"levels", &c->scale.levels}, {"grid", &c->scale.grid}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (rung_slice_is(key, numbers[i].key))
            return *numbers[i].place != 0 ? ini_again(path, line, numbers[i].key, error)
                                          : ini_number(path, line, value, numbers[i].place, error);
    if (rung_slice_is(key, "vectors")) {
        if (*vectors)
            return ini_again(path, line, "vectors", error);
        *vectors = true;
        return ini_likeness(c, path, line, value, error);
    }
    const struct {
        const char *key;
        const char **place;
    } texts[] = {{"name", &c->name},
                 {"currency", &c->currency},
                 {"source", &c->source},
                 {"licence", &c->licence}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (rung_slice_is(key, texts[i].key)) {
            if (*texts[i].place && **texts[i].place)
                return ini_again(path, line, texts[i].key, error);
            *texts[i].place = rung_arena_text(&c->text, value.at, value.length);
            return *texts[i].place ? RUNG_OK : rung_fail_memory(error, path);
        }
    return rung_fail(error, RUNG_BAD_DATA,
                     "%s:%u: found the key '%s', expected name, levels, grid, vectors, currency, "
                     "source or licence",
                     path, line, rung_quote(shown, key.at, key.length));
}

static rung_status check_scale(rung_catalog *c, const char *path, bool skilled, rung_error *error)
{
    if (!c->name || !*c->name)
        return rung_fail(error, RUNG_BAD_DATA, "%s: no 'name', expected name = TEXT", path);
    if (c->scale.levels == 0 && !skilled)
        c->scale.levels = 1; /* of nothing */
    if (c->scale.levels == 0)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: no 'levels', expected levels = the highest level", path);
    if (c->scale.grid == 0)
        c->scale.grid =
            c->scale.levels == floor(c->scale.levels) && c->scale.levels <= MOST_GRID_STEPS
                ? 1
                : c->scale.levels / 8;
    double steps = c->scale.levels / c->scale.grid;
    if (fabs(steps - round(steps)) > 1e-9 * steps || steps < 1 || steps > MOST_GRID_STEPS)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: found grid %.9g, expected levels (%.9g) to be 1 to %d such steps",
                         path, c->scale.grid, c->scale.levels, MOST_GRID_STEPS);
    return RUNG_OK;
}

static rung_status read_ini_text(rung_catalog *c, const char *path, rung_slice text, bool skilled,
                                 rung_error *error)
{
    if (rung_utf8_check(text.at, text.length) < text.length || memchr(text.at, '\0', text.length))
        return rung_fail(error, RUNG_BAD_DATA, "%s: expected text in UTF-8", path);
    rung_slice line;
    bool vectors = false;
    rung_status status = RUNG_OK;
    for (unsigned n = 1; status == RUNG_OK && rung_slice_split(&text, '\n', &line); n++) {
        if (line.length > 0 && line.at[line.length - 1] == '\r')
            line.length--;
        status = ini_line(c, path, n, line, &vectors, error);
    }
    return status == RUNG_OK ? check_scale(c, path, skilled, error) : status;
}

rung_status rung_catalog_read_ini(rung_catalog *c, const char *dir, bool skilled, rung_error *error)
{
    c->currency = c->source = c->licence = "";
    char *path = rung_path_join(dir, "catalog.ini"), *text = NULL;
    size_t length;
    rung_status status = path ? rung_file_text(path, LONGEST_INI, &text, &length, error)
                              : rung_fail_memory(error, "catalog.ini");
    if (status == RUNG_OK)
        status = read_ini_text(c, path, (rung_slice){text, length}, skilled, error);
    free(path);
    free(text);
    return status;
}
