/* courses.c - programs as a search takes them. */
#include "path/courses.h"

#include <math.h>
#include <stdlib.h>

#include "data/audience.h"
#include "path/value.h"

static bool allocate(rung_courses *c)
{
    size_t cells;
    if (__builtin_mul_overflow(c->count, c->stride, &cells))
        return false;
    c->teaches = rung_array(cells, sizeof *c->teaches);
    c->requires = rung_array(cells, sizeof *c->requires);
    c->taught = rung_array(c->catalog->program_skills.count, sizeof *c->taught);
    c->asked = rung_array(c->catalog->program_skills.count, sizeof *c->asked);
    c->first_taught = rung_array(c->count + 1, sizeof *c->first_taught);
    c->first_asked = rung_array(c->count + 1, sizeof *c->first_asked);
    c->role_weeks = rung_array(cells, sizeof *c->role_weeks);
    c->weeks = rung_array(c->count, sizeof *c->weeks);
    c->cost = rung_array(c->count, sizeof *c->cost);
    c->everyone = rung_array(c->words, sizeof *c->everyone);
    c->feeds = rung_array(c->count, sizeof *c->feeds);
    c->conditional = rung_array(c->count, sizeof *c->conditional);
    c->by_role = rung_array(c->catalog->roles + 1, c->words * sizeof *c->by_role);
    return c->teaches && c->requires && c->taught && c->asked && c->first_taught &&
           c->first_asked && c->role_weeks && c->weeks && c->cost && c->everyone && c->feeds &&
           c->conditional && c->by_role;
}

/* The entries of a program's row that are not 0, behind those of the programs before it. */
static void gather(size_t program, const float *row, size_t stride, size_t *first,
                   rung_course_level *levels)
{
    first[program + 1] = first[program];
    for (uint32_t s = 0; s < stride; s++)
        if (row[s] > 0)
            levels[first[program + 1]++] = (rung_course_level){s, row[s]};
}

static void admit_roles(rung_courses *c, size_t program)
{
    for (size_t r = 0; r <= c->catalog->roles; r++) {
        uint32_t role = r < c->catalog->roles ? (uint32_t)r : RUNG_NONE;
        if (rung_audience_role_allows(c->catalog, (uint32_t)program, role))
            c->by_role[r * c->words + program / 64] |= 1ULL << (program % 64);
        else
            c->conditional[program] = true;
    }
}

static bool feeds_another(const rung_courses *c, size_t program)
{
    for (size_t other = 0; other < c->count; other++)
        for (size_t s = 0; other != program && s < c->stride; s++)
            if (c->requires[other * c->stride + s] > 0 && c->teaches[program * c->stride + s] > 0)
                return true;
    return false;
}

/* Where else than in a program levels come from that a program requires. */
static void find_roles(rung_courses *c, const rung_moves *m, size_t program)
{
    for (size_t s = 0; s < c->stride; s++) {
        float asked = c->requires[program * c->stride + s];
        int64_t *weeks = &c->role_weeks[program * c->stride + s];
        *weeks = INT64_MAX;
        for (size_t i = 0; asked > 0 && i < m->enterable; i++)
            if (m->demand->level[m->order[i] * c->stride + s] >= asked &&
                m->dwell[m->order[i]] < *weeks)
                *weeks = m->dwell[m->order[i]];
    }
}

rung_status rung_courses_make(rung_courses *courses, const rung_moves *moves, rung_error *error)
{
    const rung_catalog *catalog = moves->catalog;
    size_t stride = moves->demand->stride;
    *courses = (rung_courses){.catalog = catalog,
                              .count = catalog->programs,
                              .stride = stride,
                              .words = (catalog->programs + 63) / 64};
    if (!allocate(courses)) {
        rung_courses_free(courses);
        return rung_fail_memory(error, "the programs of a planner");
    }
    for (size_t p = 0; p < courses->count; p++) {
        const rung_program *program = &catalog->program[p];
        courses->weeks[p] = (int64_t)floor(program->weeks * RUNG_TICKS_PER_WEEK + 0.5);
        courses->cost[p] = (int64_t)floor(program->cost * RUNG_TICKS_PER_COIN + 0.5);
        courses->everyone[p / 64] |= 1ULL << (p % 64);
        admit_roles(courses, p);
        rung_catalog_program_levels(catalog, (uint32_t)p, courses->teaches + p * stride,
                                    courses->requires + p * stride);
        gather(p, courses->teaches + p * stride, stride, courses->first_taught, courses->taught);
        gather(p, courses->requires + p * stride, stride, courses->first_asked, courses->asked);
        find_roles(courses, moves, p);
    }
    for (size_t p = 0; p < courses->count; p++)
        courses->feeds[p] = feeds_another(courses, p);
    return RUNG_OK;
}

void rung_courses_free(rung_courses *courses)
{
    free(courses->teaches);
    free(courses->requires);
    free(courses->taught);
    free(courses->asked);
    free(courses->first_taught);
    free(courses->first_asked);
    free(courses->role_weeks);
    free(courses->weeks);
    free(courses->cost);
    free(courses->everyone);
    free(courses->feeds);
    free(courses->conditional);
    free(courses->by_role);
    *courses = (rung_courses){0};
}

double rung_course_adds(const rung_courses *courses, const rung_demand *demand, size_t program,
                        const float *levels, uint32_t role)
{
    const float *need = demand->level + role * demand->stride;
    const float *weight = demand->importance + role * demand->stride;
    double sum = 0;
    for (size_t i = courses->first_taught[program]; i < courses->first_taught[program + 1]; i++) {
        uint32_t d = courses->taught[i].skill;
        float after = courses->taught[i].level < need[d] ? courses->taught[i].level : need[d];
        if (after > levels[d])
            sum += (double)weight[d] * ((double)after - (double)levels[d]);
    }
    return sum / demand->asked[role] * (1 + 1e-9);
}

bool rung_course_essential(const rung_courses *courses, const rung_moves *moves, size_t program,
                           const float *levels, uint32_t role)
{
    const float *taught = courses->teaches + program * courses->stride;
    for (uint32_t i = moves->first_essential[role]; i < moves->first_essential[role + 1]; i++) {
        uint32_t skill = moves->essential_skill[i];
        if (levels[skill] < moves->essential_level[i] && levels[skill] < taught[skill])
            return true;
    }
    return false;
}
