/* inputs.c - a job must find all that it needs, and must not write over what it reads. */
#include "match/inputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "data/catalog_rows.h"

static rung_status spare(const char *input, const char *what, const char *output, rung_error *error)
{
    if (!rung_path_same(input, output))
        return RUNG_OK;
    return rung_fail(error, RUNG_BAD_ARGUMENT,
                     "%s: found '%s', which is read as %s, expected another file", what, output,
                     input);
}

static rung_status spare_in(const char *folder, const char *name, const char *what,
                            const char *output, rung_error *error)
{
    char *input = rung_path_join(folder, name);
    if (!input)
        return rung_fail_memory(error, "a path");
    rung_status status = spare(input, what, output, error);
    free(input);
    return status;
}

rung_status rung_catalog_spare(const rung_catalog *catalog, const char *people, const char *what,
                               const char *output, rung_error *error)
{
    static const char *const of_people[] = {"people.csv", "people_skills.csv", "people.npy",
                                            "people_vectors.npy"};
    if (!output)
        return RUNG_OK;
    const char *folder = catalog->folder;
    rung_status status = spare_in(folder, "catalog.ini", what, output, error);
    if (status == RUNG_OK)
        status = spare_in(folder, "role_vectors.npy", what, output, error);
    for (size_t i = 0; rung_catalog_files[i].name && status == RUNG_OK; i++)
        status = spare_in(folder, rung_catalog_files[i].name, what, output, error);
    for (size_t i = 0; people && i < sizeof of_people / sizeof *of_people && status == RUNG_OK; i++)
        status = spare_in(people, of_people[i], what, output, error);
    return status;
}

rung_status rung_inputs_spare(const rung_matcher *matcher, const char *people, const char *what,
                              const char *output, rung_error *error)
{
    rung_status status = rung_catalog_spare(matcher->catalog, people, what, output, error);
    if (output && status == RUNG_OK && matcher->profile_path)
        status = spare(matcher->profile_path, what, output, error);
    if (output && status == RUNG_OK && matcher->profile.flows)
        status = spare(matcher->profile.flows, what, output, error);
    return status;
}

rung_status rung_inputs_suffice(const rung_matcher *matcher, const rung_people *people,
                                const char *folder, rung_error *error)
{
    if (!rung_matcher_embeds(matcher) || rung_people_dimensions(people) > 0)
        return RUNG_OK;
    return rung_fail(
        error, RUNG_BAD_DATA,
        "%s: no people_vectors.npy, expected one: profile %s uses the signal embedding", folder,
        matcher->profile.name);
}

/* Whether both lead to the same file, there or still to be made. What is no file, such as a
 * terminal, may be both. */
static rung_status find_same(const char *one, const char *other, bool *same, rung_error *error)
{
    *same = rung_path_is_file(one) && rung_path_same(one, other);
    if (*same || rung_path_exists(one) || strcmp(rung_path_name(one), rung_path_name(other)) != 0)
        return RUNG_OK;
    char *a = rung_path_folder(one), *b = rung_path_folder(other);
    rung_status status = a && b ? RUNG_OK : rung_fail_memory(error, "a path");
    *same = status == RUNG_OK && rung_path_same(a, b);
    free(a);
    free(b);
    return status;
}

rung_status rung_outputs_differ(const char *what, const char *path, const char *output,
                                int descriptor, rung_error *error)
{
    char place[32];
    bool same = false;
    snprintf(place, sizeof place, "/dev/fd/%d", descriptor);
    rung_status status = find_same(output ? output : place, path, &same, error);
    if (same)
        status = rung_fail(error, RUNG_BAD_ARGUMENT,
                           "%s: found '%s', expected another file than the output's", what, path);
    return status;
}
