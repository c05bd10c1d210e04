/* random_catalog.c - catalogs and people by chance, with what is difficult about them. */
#include "random_catalog.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

static void append(char **text, size_t *length, const char *line)
{
    size_t more = strlen(line);
    *text = realloc(*text, *length + more + 1);
    cr_assert_not_null(*text);
    memcpy(*text + *length, line, more + 1);
    *length += more;
}

/* "" one time in four, as a figure that is not known. */
static const char *maybe(char out[32], double figure, uint64_t *seed)
{
    if (test_below(seed, 4) == 0)
        return "";
    snprintf(out, 32, "%.6g", figure);
    return out;
}

static char *make_roles(size_t roles, uint64_t *seed)
{
    char *text = NULL, line[300], w[32], e[32], g[32], n[32], d[32];
    size_t length = 0;
    append(&text, &length,
           "role_id,title,family,job_zone,wage,employment,growth,openings,group,education\n");
    for (size_t r = 0; r < roles; r++) {
        const char *families[] = {"", "north", "south"};
        const char *zones[] = {"", "1", "2", "3", "4", "5"};
        const char *groups[] = {"", "one", "two", "three"};
        snprintf(line, sizeof line, "r%zu,Role %zu,%s,%s,%s,%s,%s,%s,%s,%s\n", r, r,
                 families[test_below(seed, 3)], zones[test_below(seed, 6)],
                 maybe(w, 20000 + 500 * (double)test_below(seed, 300), seed),
                 maybe(e, (double)test_below(seed, 100000), seed),
                 maybe(g, (double)test_below(seed, 100) / 100 - 0.5, seed),
                 maybe(n, (double)test_below(seed, 9000), seed), groups[test_below(seed, 4)],
                 maybe(d, (double)test_below(seed, 120) / 10, seed));
        append(&text, &length, line);
    }
    return text;
}

/* Flows and relations, some of a pair both ways, some both kinds of one pair. */
static char *make_relations(size_t roles, uint64_t *seed)
{
    char *text = NULL, line[100];
    size_t length = 0;
    append(&text, &length, "from_role,to_role,kind,weight\n");
    for (size_t from = 0; from < roles; from++)
        for (size_t to = 0; to < roles; to++)
            for (int kind = 0; kind < 2; kind++) {
                if (from == to || test_below(seed, roles) > 2)
                    continue;
                snprintf(line, sizeof line, "r%zu,r%zu,%s,%.3g\n", from, to,
                         kind ? "related" : "flow", (double)test_below(seed, 10) / 10);
                append(&text, &length, line);
            }
    return text;
}

/* A few features that many roles have, and names that two kinds share. */
static char *make_features(size_t roles, uint64_t *seed)
{
    const char *kinds[] = {"activity", "technology", "tool", "title"};
    char *text = NULL, line[100], weight[32];
    size_t length = 0;
    append(&text, &length, "role_id,kind,feature,weight\n");
    for (size_t r = 0; r < roles; r++)
        for (size_t k = 0; k < 4; k++)
            for (size_t f = 0; f < 6; f++) {
                if (test_below(seed, 3) > 0)
                    continue;
                const char *quoted = f % 2 ? "\"a, \"\"b\"\" " : "plain ";
                snprintf(line, sizeof line, "r%zu,%s,%s%zu%s,%s\n", r, kinds[k], quoted, f,
                         f % 2 ? "\"" : "", maybe(weight, (double)test_below(seed, 30) / 10, seed));
                append(&text, &length, line);
            }
    return text;
}

/* Rows of one role; a role in six repeats the one before it, and one in ten has none. */
static void make_requirements(char **text, size_t *length, size_t role, size_t skills,
                              uint64_t *seed)
{
    static uint64_t before;
    static size_t row_of_before;
    char line[200];
    bool repeat = role > 0 && test_below(seed, 6) == 0;
    uint64_t own = repeat ? before : test_random(seed);
    size_t odd = repeat ? row_of_before : role;
    before = own;
    row_of_before = odd;
    if (role > 0 && test_below(&own, 10) == 0)
        return;
    size_t sure = test_below(&own, skills); /* this skill is asked for in any case */
    for (size_t d = 0; d < skills; d++) {
        bool off = test_below(&own, 3) == 0;
        double level = off ? (double)(1 + test_below(&own, 700)) / 100
                           : (double)(1 + test_below(&own, 14)) / 2;
        double importance = (double)(1 + test_below(&own, 100)) / 100;
        bool essential = test_below(&own, 8) == 0;
        if (d != sure && test_below(&own, 3) == 0)
            continue;
        if (d != sure && test_below(&own, 12) == 0)
            level = 0;
        snprintf(line, sizeof line, "r%zu,s%zu,%.9g,%.9g,%d\n", role, d, level, importance,
                 essential);
        append(text, length, line);
    }
}

rung_catalog *random_catalog(uint64_t *seed)
{
    static const size_t sizes[] = {1, 2, 3, 7, 8, 9, 16, 40};
    size_t roles = test_below(seed, 5) ? 1 + test_below(seed, 60) : 1;
    size_t skills = sizes[test_below(seed, sizeof sizes / sizeof *sizes)];
    const char *grids[] = {"0.5", "1", "3.5", "7", "0.1"};
    char ini[100], line[100];
    char *names = NULL, *rows = NULL;
    size_t a = 0, b = 0;
    snprintf(ini, sizeof ini, "name = by chance\nlevels = 7\ngrid = %s\n",
             grids[test_below(seed, 5)]);
    append(&names, &a, "skill_id,name,kind\n");
    for (size_t d = 0; d < skills; d++) {
        const char *kinds[] = {"other", "knowledge", "soft"};
        snprintf(line, sizeof line, "s%zu,Skill %zu,%s\n", d, d, kinds[test_below(seed, 3)]);
        append(&names, &a, line);
    }
    append(&rows, &b, "role_id,skill_id,level,importance,essential\n");
    for (size_t r = 0; r < roles; r++)
        make_requirements(&rows, &b, r, skills, seed);
    char *relations = make_relations(roles, seed), *features = make_features(roles, seed);
    char *figures = make_roles(roles, seed);
    const test_file files[] = {{"catalog.ini", ini},
                               {"skills.csv", names},
                               {"roles.csv", figures},
                               {"role_skills.csv", rows},
                               {"role_relations.csv", relations},
                               {"role_features.csv", features},
                               {NULL, NULL}};
    rung_catalog *catalog;
    rung_error error;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(files, NULL), &error), RUNG_OK, "%s",
                 error.message);
    free(names);
    free(rows);
    free(relations);
    free(features);
    free(figures);
    return catalog;
}

float *random_levels(const rung_catalog *catalog, size_t people, bool on_grid, uint64_t *seed)
{
    size_t skills = rung_catalog_skills(catalog);
    rung_scale scale = rung_catalog_scale(catalog);
    size_t steps = (size_t)(scale.levels / scale.grid + 0.5);
    float *levels = calloc(people * skills, sizeof *levels);
    cr_assert_not_null(levels);
    for (size_t i = 0; i < people; i++) {
        float *mine = levels + i * skills;
        size_t kind = test_below(seed, 8);
        if (kind == 0) /* no skill at all */
            continue;
        if (kind == 1 && i > 0) { /* alike */
            memcpy(mine, levels + test_below(seed, i) * skills, skills * sizeof *mine);
            continue;
        }
        for (size_t d = 0; d < skills; d++) {
            double step = (double)test_below(seed, steps + 1);
            if (!on_grid && kind > 4)
                step = step > 0 ? step - (double)test_below(seed, 1000) / 1000 : 0;
            double level = step * scale.grid;
            mine[d] = (float)(level > scale.levels ? scale.levels : level);
        }
    }
    return levels;
}

uint32_t *random_roles(const rung_catalog *catalog, size_t people, uint64_t *seed)
{
    uint32_t *roles = calloc(people, sizeof *roles);
    cr_assert_not_null(roles);
    for (size_t i = 0; i < people; i++)
        roles[i] = test_below(seed, 6) ? (uint32_t)test_below(seed, rung_catalog_roles(catalog))
                                       : RUNG_NONE;
    return roles;
}
