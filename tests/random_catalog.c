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
    char *text = NULL, line[300], w[32], e[32], g[32];
    size_t length = 0;
    append(&text, &length, "role_id,title,family,job_zone,wage,employment,growth\n");
    for (size_t r = 0; r < roles; r++) {
        const char *families[] = {"", "north", "south"};
        const char *zones[] = {"", "1", "2", "3", "4", "5"};
        snprintf(line, sizeof line, "r%zu,Role %zu,%s,%s,%s,%s,%s\n", r, r,
                 families[test_below(seed, 3)], zones[test_below(seed, 6)],
                 maybe(w, 20000 + 500 * (double)test_below(seed, 300), seed),
                 maybe(e, (double)test_below(seed, 100000), seed),
                 maybe(g, (double)test_below(seed, 100) / 100 - 0.5, seed));
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
    char *names = NULL, *rows = NULL, *relations = NULL;
    size_t a = 0, b = 0, c = 0;
    snprintf(ini, sizeof ini, "name = by chance\nlevels = 7\ngrid = %s\n",
             grids[test_below(seed, 5)]);
    append(&names, &a, "skill_id,name,kind\n");
    for (size_t d = 0; d < skills; d++) {
        snprintf(line, sizeof line, "s%zu,Skill %zu,other\n", d, d);
        append(&names, &a, line);
    }
    append(&rows, &b, "role_id,skill_id,level,importance,essential\n");
    for (size_t r = 0; r < roles; r++)
        make_requirements(&rows, &b, r, skills, seed);
    append(&relations, &c, "from_role,to_role,kind,weight\n");
    for (size_t r = 1; r < roles; r++) {
        snprintf(line, sizeof line, "r%zu,r%zu,%s,%.3g\n", r, r - 1, r % 2 ? "related" : "flow",
                 (double)(1 + test_below(seed, 9)) / 10);
        append(&relations, &c, line);
    }
    char *figures = make_roles(roles, seed);
    const test_file files[] = {{"catalog.ini", ini},
                               {"skills.csv", names},
                               {"roles.csv", figures},
                               {"role_skills.csv", rows},
                               {"role_relations.csv", relations},
                               {NULL, NULL}};
    rung_catalog *catalog;
    rung_error error;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(files, NULL), &error), RUNG_OK, "%s",
                 error.message);
    free(names);
    free(rows);
    free(relations);
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
