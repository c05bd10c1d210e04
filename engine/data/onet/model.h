/* model.h - a release of O*NET in memory, on its way to becoming a catalog. */
#ifndef RUNG_DATA_ONET_H
#define RUNG_DATA_ONET_H

#include "base/folder.h"
#include "base/hash.h"
#include "base/memory.h"
#include "data/csv.h"
#include "data/links.h"

/* The highest level of O*NET's scale LV. */
enum { RUNG_ONET_LEVELS = 7 };

/* What the labour statistics say of an occupation, a role or a row of theirs; NAN: nothing. */
enum {
    RUNG_ONET_WAGE,       /* US dollars a year, the median */
    RUNG_ONET_EMPLOYMENT, /* people */
    RUNG_ONET_GROWTH,     /* ten years, as a fraction */
    RUNG_ONET_OPENINGS,   /* people a year */
    RUNG_ONET_FIGURES
};

typedef struct rung_onet_occupation {
    const char *id, *title;
    const char *group; /* the id of the role that it goes into, NULL when it is left out */
    uint32_t role;     /* that role's position, RUNG_NONE when it is left out */
    int zone;          /* 0: not known */
    bool rated;        /* by O*NET itself */
    bool imputed;
    double figure[RUNG_ONET_FIGURES];
} rung_onet_occupation;

/* A skill, a knowledge area, an ability or a work activity. */
typedef struct rung_onet_element {
    const char *id, *name, *group, *description;
    const char *file;           /* where it was first rated */
    double *level, *importance; /* of every occupation, importance in 0..1; NAN: no rating */
    double *asks, *asks_by;     /* the same of every role */
} rung_onet_element;

typedef struct rung_onet_role {
    const char *id, *title, *family;
    int zone;
    bool rated, imputed; /* never both */
    char group[8];       /* "11-1000", the minor group of its first occupation, as the family is */
    double education;    /* the mean category 1..12; NAN: not known */
    double figure[RUNG_ONET_FIGURES];
} rung_onet_role;

/* A row of a labour statistic. */
typedef struct rung_onet_row {
    const char *code, *title;
    bool broad;     /* it sums up a broad group, whose detailed rows may stand beside it */
    bool ambiguous; /* as a stand-in (labour.c) */
    size_t takers;  /* occupations that take their figures from here */
    double figure[RUNG_ONET_FIGURES];
} rung_onet_row;

typedef struct rung_onet_labour {
    rung_onet_row *row;
    size_t rows, room;
    rung_index detailed, broad; /* by code */
    rung_index stand_in;        /* by the code of the broad group */
} rung_onet_labour;

typedef struct rung_onet {
    const rung_onet_job *job;
    rung_error *error;
    rung_arena text;
    const char *release; /* "O*NET 29.0" */
    uint64_t rows;       /* read so far */
    double done;         /* share of the work, 0..1 */

    rung_onet_occupation *occupation;
    size_t occupations, occupation_room;
    rung_index occupation_index;

    rung_onet_element *element; /* in the order of the files, and in them of first appearance */
    size_t elements, element_room;
    rung_index element_index;

    rung_links related; /* occupation, occupation: weight by tier */

    rung_onet_labour wages, projections;

    rung_onet_role *role; /* in the order of their first occupations */
    size_t roles;
    rung_index role_index;
    uint32_t *member; /* occupations by role; those of role r are first_member[r] .. [r + 1] */
    size_t *first_member;
    rung_links relations; /* role, role: weight; the same pair may be there several times */

    rung_index feature_index; /* what roles have beside ratings (features.c) */
    const char **feature;
    size_t feature_count, feature_room;
    rung_links features; /* role, feature, kind: weight */

    rung_catalog *programs; /* the catalog that programs come from, or NULL */
    bool *program_skill;    /* of that catalog's skills: it is added to this one's */
} rung_onet;

/* A table to read. Columns end in NULL; a leading '?' marks one that may be missing, a '*' at the
 * end that only the leading words of the name are given. */
typedef struct rung_onet_table {
    const char *folder, *name; /* folder NULL: name is a whole path */
    rung_dialect dialect;
    const char *const *columns;
    rung_status (*row)(rung_onet *onet, rung_csv *csv, const size_t *column, void *context);
} rung_onet_table;

rung_status rung_onet_read(rung_onet *onet, const rung_onet_table *table, void *context);
/* Does code look like shape, where 0 stands for any digit? */
bool rung_onet_is_code(rung_slice code, const char *shape);
/* A copy that lives as long as onet; NULL when memory is short. */
const char *rung_onet_keep(rung_onet *onet, rung_slice text);
rung_status rung_onet_no_memory(rung_onet *onet);
void rung_onet_free(rung_onet *onet);
/* The occupation that a field names, or an error. */
rung_status rung_onet_find(rung_onet *onet, const rung_csv *csv, size_t column,
                           uint32_t *occupation);

/* The steps of an import, in order. */
rung_status rung_onet_read_occupations(rung_onet *onet); /* release.c */
rung_status rung_onet_read_ratings(rung_onet *onet);     /* ratings.c */
rung_status rung_onet_read_elements(rung_onet *onet);    /* release.c */
rung_status rung_onet_impute(rung_onet *onet);           /* ratings.c */
rung_status rung_onet_read_labour(rung_onet *onet);      /* labour.c */
rung_status rung_onet_make_roles(rung_onet *onet);       /* roles.c */
rung_status rung_onet_read_features(rung_onet *onet);    /* features.c */
rung_status rung_onet_read_programs(rung_onet *onet);    /* programs.c */
/* Tell the job's progress; an error when it wants to end. */
rung_status rung_onet_go_on(rung_onet *onet);
/* The names of all files that an import may write; ends in NULL (write.c). */
extern const char *const rung_onet_files[];
/* Write the catalog's files into folder. */
rung_status rung_onet_emit(rung_onet *onet, const rung_folder *folder,
                           rung_onet_summary *summary); /* write.c */

/* The title that the wage table has for a SOC code, or NULL. */
const char *rung_onet_wage_title(const rung_onet *onet, const char *code);

/* The SOC broad group of an O*NET-SOC or SOC code: "15-1250" of "15-1252.00". */
void rung_onet_broad(const char *code, char out[8]);

/* Rows of skills.csv for what the programs teach beyond O*NET's elements; the number of rows. */
size_t rung_onet_put_program_skills(const rung_onet *onet, rung_buffer *buffer);
/* Write programs.csv and program_skills.csv. */
rung_status rung_onet_emit_programs(rung_onet *onet, const rung_folder *folder);
#endif
