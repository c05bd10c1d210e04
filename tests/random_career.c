/* random_career.c - small catalogs and people by chance, in which there are many ways up. */
#include "random_career.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

/* What is drawn before a file is written, so that a role or program can repeat the one before. */
typedef struct drawn_role {
    size_t height; /* 0..3: how far up */
    size_t level[CAREER_SKILLS], importance[CAREER_SKILLS];
    bool essential[CAREER_SKILLS], rated;
    size_t wage, zone, family; /* 0: none */
} drawn_role;

typedef struct drawn_program {
    size_t level[CAREER_SKILLS], asked[CAREER_SKILLS]; /* tenths */
    size_t cost, weeks;                                /* hundredths */
    size_t zone, audience, role;
} drawn_program;

/* One in so many. */
static bool one_in(uint64_t *seed, size_t many)
{
    return test_below(seed, many) == 0;
}

static FILE *begin(const char *folder, const char *name, const char *header)
{
    char path[600];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file, "%s", path);
    fprintf(file, "%s\n", header);
    return file;
}

/* ---------------------------------------------------------------- roles */

/* Levels around the role's height, most of them whole. */
static size_t draw_level(size_t height, uint64_t *seed)
{
    size_t level = 10 * height + 5 + 5 * test_below(seed, 4);
    if (one_in(seed, 5))
        level = 1 + test_below(seed, 40);
    return level > 40 ? 40 : level;
}

static drawn_role draw_role(size_t skills, uint64_t *seed)
{
    drawn_role role = {.height = test_below(seed, 4), .rated = !one_in(seed, 14)};
    size_t sure = test_below(seed, skills); /* asked for in any case */
    for (size_t d = 0; d < skills; d++) {
        if (d != sure && one_in(seed, 3))
            continue;
        role.level[d] = draw_level(role.height, seed);
        role.importance[d] = 1 + test_below(seed, 10);
        role.essential[d] = one_in(seed, 7);
    }
    if (!one_in(seed, 5))
        role.wage = 20000 + 7000 * role.height + 1000 * test_below(seed, 8);
    if (!one_in(seed, 5))
        role.zone = 1 + role.height + test_below(seed, 2);
    role.family = test_below(seed, 3);
    return role;
}

static void write_roles(const char *folder, size_t roles, size_t skills,
                        const char *family[CAREER_ROLES], uint64_t *seed)
{
    static const char *const families[] = {"", "north", "south"};
    FILE *names = begin(folder, "roles.csv", "role_id,title,family,job_zone,wage");
    FILE *rows = begin(folder, "role_skills.csv", "role_id,skill_id,level,importance,essential");
    drawn_role role = {0};
    for (size_t r = 0; r < roles; r++) {
        if (r == 0 || !one_in(seed, 6))
            role = draw_role(skills, seed);
        char wage[32] = "", zone[32] = "";
        family[r] = families[role.family];
        if (role.wage)
            snprintf(wage, sizeof wage, "%zu", role.wage);
        if (role.zone)
            snprintf(zone, sizeof zone, "%zu", role.zone);
        fprintf(names, "r%zu,Role %zu,%s,%s,%s\n", r, r, family[r], zone, wage);
        for (size_t d = 0; d < skills && (role.rated || r == 0); d++)
            if (role.importance[d])
                fprintf(rows, "r%zu,s%zu,%.1f,%.1f,%d\n", r, d, (double)role.level[d] / 10,
                        (double)role.importance[d] / 10, role.essential[d]);
    }
    fclose(names);
    fclose(rows);
}

/* ---------------------------------------------------------------- programs */

/* Of `conditions` programs one has an audience, and one asks for levels. */
static drawn_program draw_program(size_t skills, size_t roles, size_t conditions, uint64_t *seed)
{
    drawn_program program = {.cost = 100 * test_below(seed, 60) * 100,
                             .weeks = 100 * test_below(seed, 30)};
    for (size_t taught = 1 + test_below(seed, 3); taught > 0; taught--)
        program.level[test_below(seed, skills)] = 10 + 5 * test_below(seed, 7);
    if (one_in(seed, conditions))
        program.asked[test_below(seed, skills)] = 10 + 5 * test_below(seed, 5);
    if (one_in(seed, 4))
        program.cost += 1 + test_below(seed, 99);
    if (one_in(seed, 3))
        program.weeks += 1 + test_below(seed, 99);
    if (one_in(seed, 5))
        program.cost = program.weeks = 0;
    if (one_in(seed, 5)) { /* next to nothing */
        memset(program.level, 0, sizeof program.level);
        program.level[test_below(seed, skills)] = 5;
    }
    if (one_in(seed, 3))
        program.zone = 2 + test_below(seed, 4);
    program.audience = one_in(seed, conditions) ? 1 + test_below(seed, 5) : 0;
    program.role = test_below(seed, roles);
    return program;
}

/* Whom a program admits; a family is that of a role, so that there is one. */
static void put_audience(FILE *names, const drawn_program *program, const char *const *family)
{
    static const char *const columns[] = {"", "employment=hourly", "site=east;employment=salaried"};
    const char *own = family[program->role];
    if (program->audience < 3)
        fprintf(names, "%s", columns[program->audience]);
    else if (program->audience == 3)
        fprintf(names, "role=r%zu", program->role);
    else if (*own)
        fprintf(names, "%sfamily=%s", program->audience == 4 ? "" : "site=east; ", own);
}

static void write_program(FILE *names, FILE *rows, size_t p, const drawn_program *program,
                          const char *const *family, size_t skills)
{
    char zone[32] = "";
    if (program->zone)
        snprintf(zone, sizeof zone, "%zu", program->zone);
    fprintf(names, "p%zu,Program %zu,%.2f,%.2f,%s,", p, p, (double)program->cost / 100,
            (double)program->weeks / 100, zone);
    put_audience(names, program, family);
    fprintf(names, "\n");
    for (size_t d = 0; d < skills; d++) {
        if (program->level[d])
            fprintf(rows, "p%zu,s%zu,%.1f,0\n", p, d, (double)program->level[d] / 10);
        if (program->asked[d])
            fprintf(rows, "p%zu,s%zu,%.1f,1\n", p, d, (double)program->asked[d] / 10);
    }
}

static void write_programs(const char *folder, size_t programs, bool shorter, size_t roles,
                           size_t skills, const char *const *family, uint64_t *seed)
{
    FILE *names = begin(folder, "programs.csv", "program_id,name,cost,weeks,opens_zone,audience");
    FILE *rows = begin(folder, "program_skills.csv", "program_id,skill_id,level,requires");
    drawn_program program = {0};
    size_t conditions = 1 + test_below(seed, 4);
    for (size_t p = 0; p < programs; p++) {
        if (p == 0 || !one_in(seed, 5))
            program = draw_program(skills, roles, conditions, seed);
        if (!shorter || p + 1 < programs)
            write_program(names, rows, p, &program, family, skills);
    }
    fclose(names);
    fclose(rows);
}

rung_catalog *random_career(const char *folder, bool shorter, uint64_t *seed)
{
    size_t skills = 2 + test_below(seed, CAREER_SKILLS - 1);
    size_t roles = 2 + test_below(seed, CAREER_ROLES - 1);
    size_t programs = test_below(seed, CAREER_PROGRAMS + 1);
    FILE *ini = begin(folder, "catalog.ini", "name = by chance\nlevels = 4");
    fprintf(ini, "grid = %s\n", one_in(seed, 2) ? "1" : "0.5");
    fclose(ini);
    FILE *names = begin(folder, "skills.csv", "skill_id,name,kind");
    for (size_t d = 0; d < skills; d++)
        fprintf(names, "s%zu,Skill %zu,other\n", d, d);
    fclose(names);
    const char *family[CAREER_ROLES];
    write_roles(folder, roles, skills, family, seed);
    write_programs(folder, programs, shorter, roles, skills, family, seed);
    rung_catalog *catalog;
    rung_error error;
    cr_assert_eq(rung_catalog_open(&catalog, folder, &error), RUNG_OK, "%s", error.message);
    return catalog;
}

/* ---------------------------------------------------------------- options and people */

void random_career_options(rung_matcher_options *matcher, rung_planner_options *planner,
                           uint64_t *seed)
{
    static const char *const profiles[] = {"upskill", "readiness", "similarity"};
    static const double thetas[] = {0.3, 0.5, 0.6, 0.7, 0.8, 1}, years[] = {0, 0.5, 2.7, 5, 10};
    static const double discounts[] = {0, 0.05, 0.3}, falls[] = {0, 0, 0.1, 0.5, 1};
    *matcher = (rung_matcher_options)RUNG_MATCHER_OPTIONS_INIT;
    *planner = (rung_planner_options)RUNG_PLANNER_OPTIONS_INIT;
    matcher->profile = profiles[test_below(seed, 3)];
    matcher->threads = 1;
    matcher->theta = thetas[test_below(seed, 6)];
    matcher->essential = (double)test_below(seed, 6) / 5;
    matcher->zone_step = (int)test_below(seed, 3);
    planner->prefer = (rung_prefer)test_below(seed, 4);
    planner->order = (rung_target_order)test_below(seed, 2);
    planner->top = 1 + test_below(seed, CAREER_ROLES);
    planner->paths = one_in(seed, 4) ? 300 : one_in(seed, 3) ? 1 + test_below(seed, 12) : 3;
    planner->steps = one_in(seed, 2) ? 3 : 1 + test_below(seed, 3);
    planner->years = years[test_below(seed, 5)];
    planner->discount = discounts[test_below(seed, 3)];
    planner->wage_fall = falls[test_below(seed, 5)];
    planner->effort = 0;
    size_t kind = test_below(seed, 3);
    for (size_t z = 0; z < 6 && kind > 0; z++)
        planner->dwell[z] = kind == 1 ? 0 : (double)test_below(seed, 9000) / 100;
}

void random_worker(const rung_catalog *catalog, rung_person *person, float levels[CAREER_SKILLS],
                   rung_column columns[2], uint64_t *seed)
{
    static const char *const employments[] = {"hourly", "salaried"};
    size_t skills = rung_catalog_skills(catalog);
    *person = (rung_person){.levels = levels, .columns = columns, .current_role = RUNG_NONE};
    if (!one_in(seed, 6))
        person->current_role = (uint32_t)test_below(seed, rung_catalog_roles(catalog));
    rung_catalog_levels(catalog, person->current_role, levels);
    size_t kind = test_below(seed, 6);
    for (size_t d = 0; d < skills; d++) {
        double level = (double)levels[d];
        if (kind == 0) /* no skill at all */
            level = 0;
        else if (kind < 4) /* around the role's */
            level += (double)test_below(seed, 5) / 2 - 1;
        else if (kind == 4 || person->current_role == RUNG_NONE)
            level = (double)test_below(seed, 250) / 100;
        levels[d] = (float)(level < 0 ? 0 : level > 4 ? 4 : level);
    }
    if (!one_in(seed, 4))
        columns[person->column_count++] =
            (rung_column){"employment", employments[test_below(seed, 2)]};
    if (one_in(seed, 2))
        columns[person->column_count++] = (rung_column){"site", one_in(seed, 3) ? "west" : "east"};
}
