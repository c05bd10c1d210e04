/* catalog_read.c - read a catalog's folder, and refuse one that does not hold together. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "data/catalog_rows.h"

/* ---------------------------------------------------------------- a file */

static rung_status find_columns(rung_catalog_table *in, const char *const *names, size_t *column)
{
    for (size_t i = 0; i < RUNG_CATALOG_COLUMNS && names[i]; i++) {
        rung_status status = names[i][0] == '?'
                                 ? rung_csv_may(in->csv, names[i] + 1, &column[i], in->error)
                                 : rung_csv_need(in->csv, names[i], &column[i], in->error);
        if (status != RUNG_OK)
            return status;
    }
    return RUNG_OK;
}

static rung_status read_file(rung_catalog *catalog, const char *dir, const rung_catalog_file *kind,
                             bool optional, rung_error *error)
{
    rung_catalog_table in = {.catalog = catalog, .error = error};
    char *path = rung_path_join(dir, kind->name);
    if (!path)
        return rung_fail_memory(error, "a path");
    rung_status status = RUNG_OK;
    if (!optional || rung_path_exists(path)) {
        size_t column[RUNG_CATALOG_COLUMNS];
        status = rung_csv_open(&in.csv, path, RUNG_CSV, error);
        if (status == RUNG_OK)
            status = find_columns(&in, kind->columns, column);
        bool more = true;
        while (status == RUNG_OK && more) {
            status = rung_csv_next(in.csv, &more, error);
            if (status == RUNG_OK && more)
                status = kind->row(&in, column);
        }
        rung_csv_close(in.csv);
    }
    free(path);
    return status;
}

/* ---------------------------------------------------------------- the folder */

static const char *role_id(const rung_catalog *c, uint32_t role)
{
    return c->role[role].id;
}

static const char *skill_id(const rung_catalog *c, uint32_t skill)
{
    return c->skill[skill].id;
}

static const char *feature_name(const rung_catalog *c, uint32_t feature)
{
    return c->feature[feature];
}

static const char *program_id(const rung_catalog *c, uint32_t program)
{
    return c->program[program].id;
}

/* A file whose rows join two things: its links, its first two columns and what they name. */
typedef struct joining {
    const char *file, *from, *to;
    rung_links *links;
    size_t froms, tos;
    const char *(*from_id)(const rung_catalog *c, uint32_t position);
    const char *(*to_id)(const rung_catalog *c, uint32_t position);
} joining;

static rung_status group(const rung_catalog *c, const char *dir, const joining *j,
                         rung_error *error)
{
    const rung_link *again;
    uint32_t earlier;
    rung_status status = rung_links_group(j->links, j->froms, j->tos, &again, &earlier, error);
    if (status != RUNG_OK || !again)
        return status;
    char from[64], to[64];
    const char *from_id = j->from_id(c, again->from), *to_id = j->to_id(c, again->to);
    return rung_fail(error, RUNG_BAD_DATA,
                     "%s/%s:%u: columns '%s' and '%s': found '%s' and '%s', which line %u has too, "
                     "expected each such row once",
                     dir, j->file, again->line, j->from, j->to,
                     rung_quote(from, from_id, strlen(from_id)),
                     rung_quote(to, to_id, strlen(to_id)), earlier);
}

static rung_status group_all(rung_catalog *c, const char *dir, rung_error *error)
{
    const joining joinings[] = {
        {"role_skills.csv", "role_id", "skill_id", &c->requirements, c->roles, c->skills, role_id,
         skill_id},
        {"role_relations.csv", "from_role", "to_role", &c->role_relations, c->roles, c->roles,
         role_id, role_id},
        {"role_features.csv", "role_id", "feature", &c->features, c->roles, c->feature_count,
         role_id, feature_name},
        {"skill_relations.csv", "from_skill", "to_skill", &c->skill_relations, c->skills, c->skills,
         skill_id, skill_id},
        {"program_skills.csv", "program_id", "skill_id", &c->program_skills, c->programs, c->skills,
         program_id, skill_id},
    };
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < sizeof joinings / sizeof *joinings && status == RUNG_OK; i++)
        status = group(c, dir, &joinings[i], error);
    return status;
}

/* A role that has rows but asks for nothing could never be measured. */
static rung_status check_roles(rung_catalog *c, const char *dir, rung_error *error)
{
    for (size_t r = 0; r < c->roles; r++) {
        size_t from = c->requirements.first[r], to = c->requirements.first[r + 1];
        double asked = 0;
        for (size_t i = from; i < to; i++)
            asked += (double)c->requirements.link[i].value * (double)c->requirements.link[i].weight;
        c->role[r].rated = to > from;
        char shown[64];
        if (to > from && !(asked > 0))
            return rung_fail(error, RUNG_BAD_DATA,
                             "%s/role_skills.csv:%u: role '%s' asks for nothing, expected a level "
                             "and an importance above 0 in one of its rows",
                             dir, c->requirements.link[from].line,
                             rung_quote(shown, c->role[r].id, strlen(c->role[r].id)));
    }
    if (c->roles == 0 && c->vector)
        return rung_fail(error, RUNG_BAD_DATA, "%s/roles.csv: no role, expected one row at least",
                         dir);
    if (c->requirements.count == 0 && !c->vector)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s/role_skills.csv: no role is rated, expected one "
                         "row at least",
                         dir);
    return RUNG_OK;
}

static rung_status has_file(const char *dir, const char *name, bool *has, rung_error *error)
{
    char *path = rung_path_join(dir, name);
    if (!path)
        return rung_fail_memory(error, "a path");
    *has = rung_path_exists(path);
    free(path);
    return RUNG_OK;
}

static rung_status read_catalog(rung_catalog *c, const char *dir, rung_error *error)
{
    bool vectors = false, skills = false;
    rung_status status = has_file(dir, "role_vectors.npy", &vectors, error);
    if (status == RUNG_OK)
        status = has_file(dir, "skills.csv", &skills, error);
    if (status == RUNG_OK)
        status = rung_catalog_read_ini(c, dir, skills || !vectors, error);
    for (size_t i = 0; rung_catalog_files[i].name && status == RUNG_OK; i++)
        status = read_file(
            c, dir, &rung_catalog_files[i],
            rung_catalog_files[i].optional || (vectors && rung_catalog_files[i].skills), error);
    if (status == RUNG_OK)
        status = rung_catalog_read_vectors(c, dir, error);
    if (status == RUNG_OK)
        status = group_all(c, dir, error);
    return status == RUNG_OK ? check_roles(c, dir, error) : status;
}

rung_status rung_catalog_open(rung_catalog **catalog, const char *dir, rung_error *error)
{
    if (catalog)
        *catalog = NULL;
    if (!catalog || !dir || !*dir)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_catalog_open: catalog and the name of a folder are needed");
    rung_catalog *c = rung_array(1, sizeof *c);
    if (!c)
        return rung_fail_memory(error, "a catalog");
    c->folder = rung_arena_text(&c->text, dir, strlen(dir));
    rung_status status =
        c->folder ? read_catalog(c, dir, error) : rung_fail_memory(error, "a catalog");
    if (status != RUNG_OK) {
        rung_catalog_free(c);
        return status;
    }
    *catalog = c;
    return RUNG_OK;
}
