/* model.h - a release of ESCO in memory, on its way to becoming a catalog. */
#ifndef RUNG_DATA_ESCO_H
#define RUNG_DATA_ESCO_H

#include "base/folder.h"
#include "base/hash.h"
#include "base/memory.h"
#include "data/csv.h"
#include "data/emit.h"
#include "data/links.h"

/* Digits of an ISCO-08 unit group. */
enum { RUNG_ESCO_ISCO = 4 };

/* Kinds of a link, as relationType says. */
enum { RUNG_ESCO_ESSENTIAL, RUNG_ESCO_OPTIONAL };

/* Kinds of what stands above a skill. */
enum { RUNG_ESCO_GROUP, RUNG_ESCO_SKILL };

/* Kinds of a link between occupations: a row as it is read, and its way back. */
enum { RUNG_ESCO_READ, RUNG_ESCO_BACK };

typedef struct rung_esco_occupation {
    const char *id, *title;
    char isco[RUNG_ESCO_ISCO + 1];
    const char *family;
} rung_esco_occupation;

typedef struct rung_esco_skill {
    const char *id, *name, *description;
    rung_skill_kind kind;
    uint32_t group;   /* of the groups; RUNG_NONE where none is named */
    uint32_t broader; /* a skill; RUNG_NONE where none is named */
} rung_esco_skill;

/* Names of the concepts that others are sorted by: ISCO groups, groups of skills. */
typedef struct rung_esco_names {
    const char **name;
    size_t count, room;
    rung_index index; /* by code or id */
} rung_esco_names;

typedef struct rung_esco {
    const rung_esco_job *job;
    rung_error *error;
    rung_arena text;
    uint64_t rows; /* read so far */
    double done;   /* share of the work, 0..1 */

    rung_esco_occupation *occupation;
    size_t occupations, occupation_room;
    rung_index occupation_index;

    rung_esco_skill *skill;
    size_t skills, skill_room;
    rung_index skill_index;

    rung_esco_names isco, groups;
    rung_links asked;    /* occupation, skill: kind is the link's, which is no part of the key */
    rung_links broader;  /* occupation, occupation: both directions */
    rung_links adjacent; /* skill, skill, kind */
    rung_links above;    /* skill, group or skill: RUNG_ESCO_GROUP or RUNG_ESCO_SKILL */
    uint32_t *asked_by;  /* skills: by how many occupations, links that count */
    size_t askers;       /* occupations with one at least */
    size_t links, strangers, selves;            /* rows: of links, and those that are left out */
    size_t unlisted, unlisted_groups, repeated; /* of what stands above what, left out */
    unsigned missing;                           /* optional tables that are not there */
} rung_esco;

/* A table of the release. Columns end in NULL. */
typedef struct rung_esco_table {
    const char *name;  /* "occupations_*.csv": the star stands for the language */
    unsigned optional; /* the bit of rung_esco_missing, 0 where it is needed */
    const char *columns[8];
    rung_status (*row)(rung_esco *esco, rung_csv *csv, const size_t *column);
} rung_esco_table;

/* Read tables one after another, up to one without a name. */
rung_status rung_esco_read(rung_esco *esco, const rung_esco_table *tables);
/* Tell the job's progress; an error when it wants to end. */
rung_status rung_esco_go_on(rung_esco *esco);
/* A copy that lives as long as esco, without blanks at its ends; NULL when memory is short. */
const char *rung_esco_keep(rung_esco *esco, rung_slice text);
rung_status rung_esco_no_memory(rung_esco *esco);
void rung_esco_free(rung_esco *esco);

/* The name of a concept, kept: not empty, without control characters. */
rung_status rung_esco_label(rung_esco *esco, const rung_csv *csv, size_t column,
                            const char **label);
/* The error about a field with a URI: it shows what tells concepts apart. */
rung_status rung_esco_uri_fail(rung_esco *esco, const rung_csv *csv, size_t column,
                               const char *expected);
/* The id in a field with the URI of a concept: what follows "http://data.europa.eu/esco/" and
 * what. */
rung_status rung_esco_id(rung_esco *esco, const rung_csv *csv, size_t column, const char *what,
                         rung_slice *id);
/* Give id position in an index; a duplicate is an error at column. */
rung_status rung_esco_index(rung_esco *esco, const rung_csv *csv, size_t column, rung_index *index,
                            const char *id, size_t position);

/* The steps of an import, in order. */
rung_status rung_esco_read_concepts(rung_esco *esco);  /* concepts.c */
rung_status rung_esco_read_relations(rung_esco *esco); /* relations.c */
/* The names of all files that an import writes; ends in NULL (write.c). */
extern const char *const rung_esco_files[];
rung_status rung_esco_emit(rung_esco *esco, const rung_folder *folder,
                           rung_esco_summary *summary); /* write.c */
/* Write rows of skills that stand in for each other, and add how many to *rows (hierarchy.c). */
rung_status rung_esco_emit_hierarchy(rung_esco *esco, rung_emit *out, size_t *rows);

#endif
