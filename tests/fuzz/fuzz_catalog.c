/* fuzz_catalog.c - any files as a catalog: opened and asked for everything, or refused. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "data/catalog.h"
#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_skills(const rung_catalog *catalog)
{
    for (uint32_t d = 0; d <= rung_catalog_skills(catalog); d++) {
        rung_skill skill = rung_catalog_skill(catalog, d);
        uint32_t expected = d < rung_catalog_skills(catalog) ? d : RUNG_NONE;
        if (rung_catalog_find_skill(catalog, skill.id) != expected)
            fuzz_broken("a skill is found by its id");
        if (!skill.name || !skill.group || skill.kind > RUNG_SKILL_OTHER)
            fuzz_broken("a skill has a name, a group and a kind");
    }
}

static double asked(const rung_catalog *catalog, uint32_t role, const float *levels)
{
    double sum = 0, highest = (double)(float)rung_catalog_scale(catalog).levels;
    for (uint32_t d = 0; d < rung_catalog_skills(catalog); d++) {
        rung_requirement need = rung_catalog_requirement(catalog, role, d);
        if (need.level != levels[d])
            fuzz_broken("a requirement and the row of its role agree");
        if (!(need.level >= 0 && (double)need.level <= highest))
            fuzz_broken("levels are in 0..L");
        if (!(need.importance >= 0 && need.importance <= 1))
            fuzz_broken("importances are in 0..1");
        sum += (double)need.level * (double)need.importance;
    }
    return sum;
}

static void check_roles(const rung_catalog *catalog)
{
    float *levels = calloc(rung_catalog_skills(catalog) + 1, sizeof *levels);
    if (!levels)
        fuzz_broken("there is memory for a row");
    for (uint32_t r = 0; r <= rung_catalog_roles(catalog); r++) {
        rung_role role = rung_catalog_role(catalog, r);
        uint32_t expected = r < rung_catalog_roles(catalog) ? r : RUNG_NONE;
        if (rung_catalog_find_role(catalog, role.id) != expected)
            fuzz_broken("a role is found by its id");
        if (role.job_zone < 0 || role.job_zone > 5 || isinf(role.wage) || role.growth < -1)
            fuzz_broken("figures are within their limits");
        for (size_t k = 0; r < rung_catalog_roles(catalog) && k < rung_catalog_dimensions(catalog);
             k++)
            if (!isfinite(rung_catalog_vector(catalog, r)[k]))
                fuzz_broken("vectors are finite");
        rung_catalog_levels(catalog, r, levels);
        if ((asked(catalog, r, levels) > 0) != role.rated)
            fuzz_broken("a role is rated where it asks for something");
    }
    free(levels);
}

static void check_programs(const rung_catalog *catalog)
{
    for (size_t p = 0; p < catalog->programs; p++) {
        const rung_program *program = &catalog->program[p];
        if (!(program->cost >= 0) || !(program->weeks >= 0) || program->opens_zone > 5)
            fuzz_broken("a program's figures are within their limits");
        for (size_t i = 0; i < program->conditions; i++)
            if (!*program->audience[i].column || !*program->audience[i].value)
                fuzz_broken("a condition has a column and a value");
    }
    const rung_links *all[] = {&catalog->requirements, &catalog->role_relations,
                               &catalog->skill_relations, &catalog->program_skills,
                               &catalog->features};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (size_t k = 0; k < all[i]->count; k++) {
            const rung_link *link = &all[i]->link[k];
            if (rung_links_find(all[i], link->from, link->to, link->kind) != link)
                fuzz_broken("every row is found");
        }
}

static void check_catalog(const rung_catalog *catalog)
{
    rung_scale scale = rung_catalog_scale(catalog);
    rung_catalog_counts counts = rung_catalog_count(catalog);
    if (!(scale.grid > 0 && scale.levels >= scale.grid))
        fuzz_broken("the grid divides the levels");
    if (!*rung_catalog_name(catalog) || !rung_catalog_currency(catalog) ||
        !rung_catalog_source(catalog))
        fuzz_broken("a catalog has its texts");
    bool vectors = rung_catalog_dimensions(catalog) > 0;
    if ((counts.rated_roles == 0 && !vectors) ||
        (counts.rated_roles > 0) != (counts.requirements > 0) || counts.roles == 0 ||
        counts.roles < counts.without_wage)
        fuzz_broken("the counts hold together");
    check_skills(catalog);
    check_roles(catalog);
    check_programs(catalog);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rung_error error = {.message = ""};
    rung_catalog *catalog;
    fuzz_split(data, size);
    rung_status status = rung_catalog_open(&catalog, fuzz_folder(), &error);
    if ((catalog != NULL) != (status == RUNG_OK))
        fuzz_broken("a catalog or a failure");
    if (catalog)
        check_catalog(catalog);
    else if (error.status != status || *error.message == '\0')
        fuzz_broken("a failure has a message");
    if (rung_utf8_check(error.message, strlen(error.message)) < strlen(error.message))
        fuzz_broken("a message is UTF-8");
    rung_catalog_free(catalog);
    return 0;
}
