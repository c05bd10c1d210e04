/* profile.c - which signals make the score, and how much each counts. */
#include "match/profile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/number.h"
#include "base/text.h"

enum { LONGEST_PROFILE = 1 << 16 };

/* Betas are kept in a range in which single precision cannot overflow. */
static const double largest_beta = 1e6;

/* The profiles that ship. mobility is what rung fit finds on observed moves between United States
 * occupations (docs/quality.md says which, and how well it ranks origins that it has not seen),
 * rounded to four digits; no moves come with it. */
static const rung_profile shipped[] = {
    {.name = "mobility",
     .has_without_flows = true,
     .beta = {[RUNG_SIGNAL_READINESS] = 3.957,        [RUNG_SIGNAL_TRANSFER] = 2.197,
              [RUNG_SIGNAL_SIMILARITY] = -0.5794,     [RUNG_SIGNAL_WAGE] = 0.4806,
              [RUNG_SIGNAL_WAGE_STEP] = -0.3867,      [RUNG_SIGNAL_ZONE] = -0.06389,
              [RUNG_SIGNAL_ZONE_STEP] = 0.02312,      [RUNG_SIGNAL_EDUCATION] = 0.03614,
              [RUNG_SIGNAL_EDUCATION_STEP] = -0.1308, [RUNG_SIGNAL_FAMILY] = -0.09009,
              [RUNG_SIGNAL_GROUP] = 0.5503,           [RUNG_SIGNAL_RELATED] = 0.03892,
              [RUNG_SIGNAL_RELATED_FROM] = 0.5006,    [RUNG_SIGNAL_RELATED_TWICE] = 0.2427,
              [RUNG_SIGNAL_KNOWLEDGE] = 0.5927,       [RUNG_SIGNAL_ACTIVITIES] = -0.6441,
              [RUNG_SIGNAL_TECHNOLOGY] = 0.8875,      [RUNG_SIGNAL_TOOLS] = 0.5007,
              [RUNG_SIGNAL_TITLES] = 4.287,           [RUNG_SIGNAL_INFLOW] = 0.6187,
              [RUNG_SIGNAL_FAMILY_INFLOW] = 0.2098,   [RUNG_SIGNAL_EMPLOYMENT] = 0.02053,
              [RUNG_SIGNAL_OPENINGS] = 0.2382,        [RUNG_SIGNAL_GROWTH] = 0.02934},
     .without_flows = {[RUNG_SIGNAL_READINESS] = 4.583,        [RUNG_SIGNAL_TRANSFER] = 2.428,
                       [RUNG_SIGNAL_SIMILARITY] = -0.5492,     [RUNG_SIGNAL_WAGE] = 0.8022,
                       [RUNG_SIGNAL_WAGE_STEP] = -0.3067,      [RUNG_SIGNAL_ZONE] = -0.1753,
                       [RUNG_SIGNAL_ZONE_STEP] = 0.004742,     [RUNG_SIGNAL_EDUCATION] = 0.09992,
                       [RUNG_SIGNAL_EDUCATION_STEP] = -0.1382, [RUNG_SIGNAL_FAMILY] = -0.03935,
                       [RUNG_SIGNAL_GROUP] = 0.5921,           [RUNG_SIGNAL_RELATED] = -0.06597,
                       [RUNG_SIGNAL_RELATED_FROM] = 0.4647,    [RUNG_SIGNAL_RELATED_TWICE] = 0.285,
                       [RUNG_SIGNAL_KNOWLEDGE] = 0.5906,       [RUNG_SIGNAL_ACTIVITIES] = -0.4204,
                       [RUNG_SIGNAL_TECHNOLOGY] = 0.4628,      [RUNG_SIGNAL_TOOLS] = 0.5886,
                       [RUNG_SIGNAL_TITLES] = 4.444,           [RUNG_SIGNAL_EMPLOYMENT] = 0.02316,
                       [RUNG_SIGNAL_OPENINGS] = 0.7296,        [RUNG_SIGNAL_GROWTH] = -2.28}},
    {.name = "readiness", .beta = {[RUNG_SIGNAL_READINESS] = 1}},
    {.name = "similarity", .beta = {[RUNG_SIGNAL_SIMILARITY] = 1}},
    {.name = "embedding", .beta = {[RUNG_SIGNAL_EMBEDDING] = 1}},
};

/* upskill is mobility with a preference for what is within reach, pays more and grows: readiness
 * counts 3 more, a wage that is e times as high 0.5 more, a role that doubles in ten years 1, and
 * how many work or move there half as much. */
static void prefer(double *beta)
{
    static const rung_signal sizes[] = {RUNG_SIGNAL_INFLOW, RUNG_SIGNAL_FAMILY_INFLOW,
                                        RUNG_SIGNAL_EMPLOYMENT, RUNG_SIGNAL_OPENINGS};
    beta[RUNG_SIGNAL_READINESS] += 3;
    beta[RUNG_SIGNAL_WAGE] += 0.5;
    beta[RUNG_SIGNAL_GROWTH] = 1;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        beta[sizes[i]] /= 2;
}

/* Nothing that pays less than today is proposed by it. */
static void make_upskill(rung_profile *profile)
{
    *profile = shipped[0];
    snprintf(profile->name, sizeof profile->name, "upskill");
    profile->wage_floor = 1;
    prefer(profile->beta);
    prefer(profile->without_flows);
}

const char *rung_signal_name(rung_signal signal)
{
    static const char *const names[] = {
#define RUNG_SIGNAL_TEXT(name, text) text,
        RUNG_SIGNAL_MAP(RUNG_SIGNAL_TEXT)
#undef RUNG_SIGNAL_TEXT
    };
    return (unsigned)signal < RUNG_SIGNAL_COUNT ? names[signal] : "";
}

static rung_status line_fail(const char *path, unsigned line, rung_slice found,
                             const char *expected, rung_error *error)
{
    char shown[64];
    return rung_fail(error, RUNG_BAD_DATA, "%s:%u: found '%s', expected %s", path, line,
                     rung_quote(shown, found.at, found.length), expected);
}

/* A file being read: which of its weights are set, and which it is setting. */
typedef struct reading {
    rung_profile *profile;
    const char *path;
    rung_error *error;
    double *beta;
    bool seen[RUNG_SIGNAL_COUNT], seen_floor;
} reading;

static rung_status read_number(const reading *in, unsigned line, rung_slice value, double low,
                               double high, const char *expected, double *number)
{
    if (!rung_parse_number(value.at, value.length, number) || *number < low || *number > high)
        return line_fail(in->path, line, value, expected, in->error);
    return RUNG_OK;
}

/* A file beside the profile, so that both can be moved together. */
static rung_status read_flows(reading *in, unsigned line, rung_slice value)
{
    if (value.length == 0 || memchr(value.at, '/', value.length))
        return line_fail(in->path, line, value, "a file in the profile's folder", in->error);
    if (in->profile->flows)
        return line_fail(in->path, line, value, "flows once", in->error);
    const char *name = rung_path_name(in->path);
    if (asprintf(&in->profile->flows, "%.*s%.*s", (int)(name - in->path), in->path,
                 (int)value.length, value.at) < 0) {
        in->profile->flows = NULL;
        return rung_fail_memory(in->error, "a profile");
    }
    return RUNG_OK;
}

static rung_status read_signal(reading *in, unsigned line, rung_slice key, rung_slice value)
{
    size_t signal = 0;
    while (signal < RUNG_SIGNAL_COUNT && !rung_slice_is(key, rung_signal_name((rung_signal)signal)))
        signal++;
    if (signal == RUNG_SIGNAL_COUNT)
        return line_fail(in->path, line, key,
                         "a signal, such as readiness, transfer or wage, wage_floor or flows",
                         in->error);
    if (in->seen[signal])
        return line_fail(in->path, line, key, "each signal once", in->error);
    in->seen[signal] = true;
    return read_number(in, line, value, -largest_beta, largest_beta,
                       "a number in -1000000..1000000", &in->beta[signal]);
}

static rung_status read_line(reading *in, unsigned line, rung_slice text)
{
    text = rung_slice_trim(text);
    if (text.length == 0 || *text.at == '#')
        return RUNG_OK;
    if (rung_slice_is(text, "[without flows]")) {
        if (in->profile->has_without_flows)
            return line_fail(in->path, line, text, "this section once", in->error);
        in->profile->has_without_flows = true;
        in->beta = in->profile->without_flows;
        memset(in->seen, 0, sizeof in->seen);
        return RUNG_OK;
    }
    rung_slice whole = text, key;
    if (!rung_slice_split(&text, '=', &key) || !text.at)
        return line_fail(in->path, line, whole, "signal = weight", in->error);
    key = rung_slice_trim(key);
    rung_slice value = rung_slice_trim(text);
    if (rung_slice_is(key, "flows"))
        return read_flows(in, line, value);
    if (!rung_slice_is(key, "wage_floor"))
        return read_signal(in, line, key, value);
    if (in->seen_floor)
        return line_fail(in->path, line, key, "wage_floor once", in->error);
    in->seen_floor = true;
    return read_number(in, line, value, 0, 100, "a share of today's wage in 0..100",
                       &in->profile->wage_floor);
}

static rung_status read_lines(rung_profile *profile, const char *path, rung_slice text,
                              rung_error *error)
{
    reading in = {.profile = profile, .path = path, .error = error, .beta = profile->beta};
    rung_slice line;
    rung_status status = RUNG_OK;
    for (unsigned n = 1; status == RUNG_OK && rung_slice_split(&text, '\n', &line); n++) {
        if (line.length > 0 && line.at[line.length - 1] == '\r')
            line.length--;
        status = read_line(&in, n, line);
    }
    return status;
}

static rung_status read_profile(rung_profile *profile, const char *path, rung_error *error)
{
    char *text;
    size_t length;
    rung_status status = rung_file_text(path, LONGEST_PROFILE, &text, &length, error);
    if (status == RUNG_OK && memchr(text, '\0', length))
        status = rung_fail(error, RUNG_BAD_DATA,
                           "%s: found a zero byte, expected lines signal = "
                           "weight",
                           path);
    if (status == RUNG_OK)
        status = read_lines(profile, path, (rung_slice){text, length}, error);
    free(text);
    return status;
}

static bool counts_nothing(const double *beta)
{
    for (size_t s = 0; s < RUNG_SIGNAL_COUNT; s++)
        if (beta[s] != 0)
            return false;
    return true;
}

static rung_status check_weights(const rung_profile *profile, rung_error *error)
{
    if (!counts_nothing(profile->beta) &&
        !(profile->has_without_flows && counts_nothing(profile->without_flows)))
        return RUNG_OK;
    return rung_fail(error, RUNG_BAD_DATA,
                     "%s: every weight is 0, expected one signal at least that counts",
                     profile->name);
}

rung_status rung_profile_open(rung_profile *profile, const char *name_or_path, rung_error *error)
{
    char shown[64];
    const char *name = name_or_path ? name_or_path : "upskill";
    if (strcmp(name, "upskill") == 0) {
        make_upskill(profile);
        return RUNG_OK;
    }
    for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++)
        if (strcmp(name, shipped[i].name) == 0) {
            *profile = shipped[i];
            return RUNG_OK;
        }
    if (!strchr(name, '/') && !rung_path_exists(name))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "profile: found '%s', expected upskill, mobility, readiness, similarity, "
                         "embedding or a file",
                         rung_quote(shown, name, strlen(name)));
    *profile = (rung_profile){.from_file = true};
    snprintf(profile->name, sizeof profile->name, "%s", rung_path_name(name));
    rung_status status = read_profile(profile, name, error);
    if (status == RUNG_OK)
        status = check_weights(profile, error);
    if (status != RUNG_OK)
        rung_profile_close(profile);
    return status;
}

void rung_profile_close(rung_profile *profile)
{
    free(profile->flows);
    *profile = (rung_profile){0};
}
