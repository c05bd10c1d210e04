/* catalog.h - skills, roles, programs and how they relate, in memory. */
#ifndef RUNG_DATA_CATALOG_H
#define RUNG_DATA_CATALOG_H

#include "base/hash.h"
#include "base/memory.h"
#include "data/links.h"

/* Kinds of a role relation. */
enum { RUNG_RELATED, RUNG_FLOW };

/* Kinds of a program's skill row: what it brings a learner to, what it asks for first. */
enum { RUNG_TEACHES, RUNG_REQUIRES };

/* One condition of an audience: a person's column, or "role" or "family", has this value. */
typedef struct rung_condition {
    const char *column, *value;
} rung_condition;

typedef struct rung_program {
    const char *id, *name;
    double cost, weeks;
    double seats;   /* NAN: as many as wanted */
    int opens_zone; /* 0: none */
    rung_condition *audience;
    size_t conditions;
} rung_program;

struct rung_catalog {
    rung_arena text;
    const char *name, *currency, *source, *licence;
    rung_scale scale;

    size_t skills, roles, programs;
    rung_skill *skill;
    rung_role *role;
    uint32_t *family; /* of a role, numbered from 0; RUNG_NONE without one */
    rung_program *program;
    rung_index skill_index, role_index, program_index, family_index;

    rung_links requirements;    /* role, skill: value is the level, weight the importance, flag
                                   essential */
    rung_links role_relations;  /* role, role, RUNG_RELATED or RUNG_FLOW: weight */
    rung_links skill_relations; /* skill, skill: weight */
    rung_links program_skills;  /* program, skill, RUNG_TEACHES or RUNG_REQUIRES: value */
};

/* Read dir's catalog.ini into a new catalog (catalog_ini.c). */
rung_status rung_catalog_read_ini(rung_catalog *catalog, const char *dir, rung_error *error);

/* Write what a role asks for as rows of skills floats; zeros for what it does not ask for. */
void rung_catalog_row(const rung_catalog *catalog, uint32_t role, float *levels, float *importance);

#endif
