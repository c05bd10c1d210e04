/* catalog.c - what can be asked of a catalog once it is open. */
#include "data/catalog.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void rung_catalog_free(rung_catalog *catalog)
{
    if (!catalog)
        return;
    for (size_t p = 0; catalog->program && p < catalog->programs; p++)
        free((void *)catalog->program[p].audience);
    free(catalog->skill);
    free(catalog->role);
    free(catalog->family);
    free(catalog->group);
    free(catalog->feature);
    free(catalog->program);
    free(catalog->vector);
    rung_index_free(&catalog->skill_index);
    rung_index_free(&catalog->role_index);
    rung_index_free(&catalog->program_index);
    rung_index_free(&catalog->family_index);
    rung_index_free(&catalog->group_index);
    rung_index_free(&catalog->feature_index);
    rung_links_free(&catalog->requirements);
    rung_links_free(&catalog->role_relations);
    rung_links_free(&catalog->features);
    rung_links_free(&catalog->skill_relations);
    rung_links_free(&catalog->program_skills);
    rung_arena_free(&catalog->text);
    free(catalog);
}

const char *rung_skill_kind_name(rung_skill_kind kind)
{
    static const char *const names[] = {"technical", "soft", "knowledge", "ability", "other"};
    return (unsigned)kind < sizeof names / sizeof *names ? names[kind] : "";
}

const char *rung_catalog_name(const rung_catalog *catalog)
{
    return catalog->name;
}

const char *rung_catalog_currency(const rung_catalog *catalog)
{
    return catalog->currency;
}

const char *rung_catalog_source(const rung_catalog *catalog)
{
    return catalog->source;
}

rung_scale rung_catalog_scale(const rung_catalog *catalog)
{
    return catalog->scale;
}

size_t rung_catalog_skills(const rung_catalog *catalog)
{
    return catalog->skills;
}

size_t rung_catalog_roles(const rung_catalog *catalog)
{
    return catalog->roles;
}

size_t rung_catalog_dimensions(const rung_catalog *catalog)
{
    return catalog->dimensions;
}

rung_likeness rung_catalog_likeness(const rung_catalog *catalog)
{
    return catalog->likeness;
}

const float *rung_catalog_vector(const rung_catalog *catalog, uint32_t role)
{
    return catalog->vector && role < catalog->roles
               ? catalog->vector + role * catalog->vector_stride
               : NULL;
}

size_t rung_catalog_programs(const rung_catalog *catalog)
{
    return catalog->programs;
}

static bool is_idle(const rung_catalog *catalog, size_t program)
{
    const rung_links *rows = &catalog->program_skills;
    for (size_t i = rows->first[program]; i < rows->first[program + 1]; i++)
        if (rows->link[i].kind == RUNG_TEACHES && rows->link[i].value > 0)
            return false;
    return catalog->program[program].opens_zone == 0;
}

rung_catalog_counts rung_catalog_count(const rung_catalog *catalog)
{
    rung_catalog_counts counts = {.skills = catalog->skills,
                                  .roles = catalog->roles,
                                  .requirements = catalog->requirements.count,
                                  .programs = catalog->programs,
                                  .role_relations = catalog->role_relations.count,
                                  .skill_relations = catalog->skill_relations.count,
                                  .role_features = catalog->features.count};
    for (size_t d = 0; d < catalog->skills; d++)
        counts.skills_of_kind[catalog->skill[d].kind]++;
    for (size_t r = 0; r < catalog->roles; r++) {
        const rung_role *role = &catalog->role[r];
        counts.rated_roles += role->rated;
        counts.without_wage += isnan(role->wage) != 0;
        counts.without_employment += isnan(role->employment) != 0;
        counts.without_growth += isnan(role->growth) != 0;
        counts.without_openings += isnan(role->openings) != 0;
        counts.without_risk += isnan(role->automation_risk) != 0;
        counts.without_zone += role->job_zone == 0;
        counts.without_education += isnan(role->education) != 0;
        counts.without_family += *role->family == '\0';
        counts.without_group += *role->group == '\0';
    }
    for (size_t p = 0; p < catalog->programs; p++)
        counts.idle_programs += is_idle(catalog, p);
    return counts;
}

uint32_t rung_catalog_find_skill(const rung_catalog *catalog, const char *id)
{
    return rung_index_find(&catalog->skill_index, id, strlen(id));
}

uint32_t rung_catalog_find_role(const rung_catalog *catalog, const char *id)
{
    return rung_index_find(&catalog->role_index, id, strlen(id));
}

uint32_t rung_catalog_find_program(const rung_catalog *catalog, const char *id)
{
    return rung_index_find(&catalog->program_index, id, strlen(id));
}

rung_skill rung_catalog_skill(const rung_catalog *catalog, uint32_t skill)
{
    return skill < catalog->skills ? catalog->skill[skill]
                                   : (rung_skill){.id = "", .name = "", .group = ""};
}

rung_role rung_catalog_role(const rung_catalog *catalog, uint32_t role)
{
    return role < catalog->roles ? catalog->role[role]
                                 : (rung_role){.id = "", .title = "", .family = "", .group = ""};
}

rung_program rung_catalog_program(const rung_catalog *catalog, uint32_t program)
{
    return program < catalog->programs ? catalog->program[program]
                                       : (rung_program){.id = "", .name = ""};
}

rung_requirement rung_catalog_requirement(const rung_catalog *catalog, uint32_t role,
                                          uint32_t skill)
{
    const rung_link *row = role < catalog->roles && skill < catalog->skills
                               ? rung_links_find(&catalog->requirements, role, skill, 0)
                               : NULL;
    return row ? (rung_requirement){row->value, row->weight, row->flag} : (rung_requirement){0};
}

void rung_catalog_row(const rung_catalog *catalog, uint32_t role, float *levels, float *importance)
{
    memset(levels, 0, catalog->skills * sizeof *levels);
    if (importance)
        memset(importance, 0, catalog->skills * sizeof *importance);
    if (role >= catalog->roles)
        return;
    const rung_links *rows = &catalog->requirements;
    for (size_t i = rows->first[role]; i < rows->first[role + 1]; i++) {
        levels[rows->link[i].to] = rows->link[i].value;
        if (importance)
            importance[rows->link[i].to] = rows->link[i].weight;
    }
}

void rung_catalog_levels(const rung_catalog *catalog, uint32_t role, float *levels)
{
    rung_catalog_row(catalog, role, levels, NULL);
}

void rung_catalog_program_levels(const rung_catalog *catalog, uint32_t program, float *teaches,
                                 float *asks)
{
    if (teaches)
        memset(teaches, 0, catalog->skills * sizeof *teaches);
    if (asks)
        memset(asks, 0, catalog->skills * sizeof *asks);
    if (program >= catalog->programs)
        return;
    const rung_links *rows = &catalog->program_skills;
    for (size_t i = rows->first[program]; i < rows->first[program + 1]; i++) {
        float *levels = rows->link[i].kind == RUNG_REQUIRES ? asks : teaches;
        if (levels)
            levels[rows->link[i].to] = rows->link[i].value;
    }
}
