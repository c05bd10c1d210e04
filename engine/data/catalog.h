/* catalog.h - skills, roles, programs and how they relate, in memory. */
#ifndef RUNG_DATA_CATALOG_H
#define RUNG_DATA_CATALOG_H

#include "base/hash.h"
#include "base/memory.h"
#include "data/links.h"

/* Kinds of a role relation. */
enum { RUNG_RELATED, RUNG_FLOW };

/* Kinds of a role's features. */
enum { RUNG_ACTIVITY, RUNG_TECHNOLOGY, RUNG_TOOL, RUNG_TITLE_WORD, RUNG_FEATURE_KINDS };

/* Kinds of a skill relation: the first stands in for so much of the second; the second is essential
 * to the first, or of use. */
enum { RUNG_STANDS_IN, RUNG_ADJACENT_ESSENTIAL, RUNG_ADJACENT_OPTIONAL };

/* Most that a figure may be that counts money or people, and a growth: far beyond any that there
 * is, and so small that no score nor sum of them leaves the numbers. */
#define RUNG_MOST_FIGURE 1e15
#define RUNG_MOST_GROWTH 1e6

/* The same for a program: costs and weeks are added as whole parts of ten thousand and of a
 * million (path/value.h), which leaves room for the sums of hundreds. */
#define RUNG_MOST_COST  1e12
#define RUNG_MOST_WEEKS 5200

/* Kinds of a program's skill row: what it brings a learner to, what it asks for first. */
enum { RUNG_TEACHES, RUNG_REQUIRES };

struct rung_catalog {
    rung_arena text;
    const char *name, *currency, *source, *licence;
    const char *folder; /* that it was read from */
    rung_scale scale;

    size_t skills, roles, programs;
    rung_skill *skill;
    rung_role *role;
    uint32_t *family; /* of a role, numbered from 0; RUNG_NONE without one */
    uint32_t *group;  /* likewise, of a role's group within its family */
    rung_program *program;
    rung_index skill_index, role_index, program_index, family_index, group_index;
    rung_index feature_index; /* of all kinds */
    const char **feature;     /* their names */
    size_t feature_count;

    float *vector; /* roles x vector_stride, what is beyond dimensions is 0; NULL without vectors */
    size_t dimensions;    /* of a vector; 0 without vectors */
    size_t vector_stride; /* dimensions rounded up to whole cache lines */
    rung_likeness likeness;

    rung_links requirements;    /* role, skill: value is the level, weight the importance, flag
                                   essential */
    rung_links role_relations;  /* role, role, RUNG_RELATED or RUNG_FLOW: weight */
    rung_links features;        /* role, feature, RUNG_ACTIVITY ...: weight */
    rung_links skill_relations; /* skill, skill, RUNG_STANDS_IN ...: weight */
    rung_links program_skills;  /* program, skill, RUNG_TEACHES or RUNG_REQUIRES: value */
};

/* Read dir's catalog.ini into a new catalog (catalog_ini.c). Without skills it need not say how
 * high levels go. */
rung_status rung_catalog_read_ini(rung_catalog *catalog, const char *dir, bool skilled,
                                  rung_error *error);

/* Read dir's role_vectors.npy, where there is one, for the roles of a catalog (catalog_vectors.c).
 */
rung_status rung_catalog_read_vectors(rung_catalog *catalog, const char *dir, rung_error *error);

/* Write what a role asks for as rows of skills floats; zeros for what it does not ask for. */
void rung_catalog_row(const rung_catalog *catalog, uint32_t role, float *levels, float *importance);

#endif
