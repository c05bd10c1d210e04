/* rung.h - match people to roles by skills, exactly and in bulk.
 *
 * Conventions
 *   Handles are opaque; each has one function that ends it, which accepts NULL and must be the last
 *   to use it. Other pointers may be NULL where it says so.
 *   Every function that can fail returns a rung_status and takes a rung_error last, which may be
 *   NULL. On failure the error says where, what was found and what was expected, and out
 *   parameters that create something are set to NULL. RUNG_NO_MEMORY may come from whatever
 *   creates something or reads files, and RUNG_BAD_ARGUMENT names the argument.
 *   Threads: any number may call functions that take a const handle, with the same handle and at
 *   the same time; a handle that is not const is for one thread at a time.
 *   Ownership: memory that a function hands out by a const pointer belongs to the handle that it
 *   was asked of, and lives as long; without a handle it is static. Arguments stay the caller's and
 *   are not kept, but for handles, which must live longer than those that are made of them.
 *   Cost: constant time, and nothing is allocated, where nothing else is said.
 *   Texts are UTF-8 and end with a zero byte. Time is in seconds, or where it is somebody's life in
 *   weeks; money is in the catalog's currency, wages are a year's.
 *   Levels are row-major float arrays, people x skills, in the order of the catalog's skills.
 *   Roles and skills are named by their position in the catalog; RUNG_NONE stands for none.
 *   Option structs start with their own size: use the RUNG_..._INIT macros.
 *   Nothing here prints, exits, reads the locale or keeps global state.
 *   A read or write that a signal handler interrupts ends with RUNG_CANCELLED; a handler set with
 *   SA_RESTART interrupts none.
 *   A child that is forked after the library has used several threads must not call it with more
 *   than one: OpenMP's threads are not there in the child, and it would wait for them.
 */
#ifndef RUNG_H
#define RUNG_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this header; rung_version() is that of the library. */
#define RUNG_VERSION_MAJOR 0
#define RUNG_VERSION_MINOR 1
#define RUNG_VERSION_PATCH 0

/* Marks what the library exports. */
#if defined(__GNUC__)
#define RUNG_API __attribute__((visibility("default")))
#else
#define RUNG_API
#endif

/* No role, no skill. */
#define RUNG_NONE UINT32_MAX

/* ---------------------------------------------------------------- status and errors */

/* Every status and what it means, X(NAME, "text") each. */
#define RUNG_STATUS_MAP(X)                                                                         \
    X(OK, "success")                                                                               \
    X(NO_MEMORY, "out of memory")                                                                  \
    X(BAD_ARGUMENT, "bad argument")                                                                \
    X(BAD_DATA, "malformed data")                                                                  \
    X(IO, "input or output failed")                                                                \
    X(CANCELLED, "cancelled")

/* How a call ended. */
typedef enum rung_status {
#define RUNG_STATUS_ENUM(name, text) RUNG_##name,
    RUNG_STATUS_MAP(RUNG_STATUS_ENUM)
#undef RUNG_STATUS_ENUM
} rung_status;

/* What went wrong, for a person: UTF-8, no line break at the end, cut when too long. */
typedef struct rung_error {
    rung_status status; /* as the function returned it */
    char message[1020]; /* where, what was found and what was expected */
} rung_error;

/* The library's version, "major.minor.patch". Static memory. */
RUNG_API const char *rung_version(void);

/* A few words for a status. Static memory; "unknown status" for any other number. */
RUNG_API const char *rung_status_text(rung_status status);

/* ---------------------------------------------------------------- catalog */

/* Skills, roles and programs, and how they relate. Never changes after it is opened, so any
 * number of threads may read it. */
typedef struct rung_catalog rung_catalog;

/* What sort of skill it is, as skills.csv says. */
typedef enum rung_skill_kind {
    RUNG_SKILL_TECHNICAL, /* technical */
    RUNG_SKILL_SOFT,      /* soft */
    RUNG_SKILL_KNOWLEDGE, /* knowledge */
    RUNG_SKILL_ABILITY,   /* ability */
    RUNG_SKILL_OTHER      /* other */
} rung_skill_kind;

/* The kind's name as skills.csv writes it. Static memory; "" for any other number. */
RUNG_API const char *rung_skill_kind_name(rung_skill_kind kind);

/* Figures of a role. NAN where the catalog has none; job_zone 0 where it has none. Text is the
 * catalog's and lives as long as it. */
typedef struct rung_role {
    const char *id;         /* as roles.csv has it */
    const char *title;      /* for a person */
    const char *family;     /* "" where there is none */
    const char *group;      /* within the family; "" where there is none */
    double education;       /* that it usually asks for, on any scale that rises with it */
    double wage;            /* a year, in the catalog's currency */
    double employment;      /* people */
    double growth;          /* ten years, as a fraction: 0.05 is 5 % */
    double openings;        /* people a year */
    double automation_risk; /* 0..1 */
    int job_zone;           /* 1..5 */
    bool rated;             /* it has skill rows; an unrated role is never proposed */
} rung_role;

/* A skill. Text is the catalog's and lives as long as it. */
typedef struct rung_skill {
    const char *id;       /* as skills.csv has it */
    const char *name;     /* for a person */
    const char *group;    /* "" where there is none */
    rung_skill_kind kind; /* RUNG_SKILL_... */
} rung_skill;

/* What role asks of skill; all zero where it asks for nothing. */
typedef struct rung_requirement {
    float level;      /* 0..rung_catalog_scale().levels */
    float importance; /* 0..1 */
    bool essential;   /* no move without a share of it (MODEL, section 5) */
} rung_requirement;

/* How much there is in a catalog. */
typedef struct rung_catalog_counts {
    size_t skills, roles, rated_roles, requirements, programs, role_relations, skill_relations,
        role_features;        /* how many */
    size_t skills_of_kind[5]; /* by rung_skill_kind */
    size_t without_wage, without_employment, without_growth, without_openings, without_zone,
        without_education, without_risk, without_family, without_group; /* roles */
    size_t idle_programs; /* that teach nothing and open no zone: no path takes one */
} rung_catalog_counts;

/* The scale of levels, which begins at 0. */
typedef struct rung_scale {
    double levels; /* the highest level, L */
    double grid;   /* the step h of the grid that levels usually lie on; L/h is whole */
} rung_scale;

/* Open the catalog in folder dir (docs/formats.md describes the files).
 * Success: *catalog is new; end it with rung_catalog_free().
 * Failure: RUNG_BAD_DATA with file, line, column, the value found and what was expected;
 * RUNG_IO; RUNG_NO_MEMORY. Cost: one pass over the files. */
RUNG_API rung_status rung_catalog_open(rung_catalog **catalog, const char *dir, rung_error *error);
/* End a catalog, after all that was made of it. */
RUNG_API void rung_catalog_free(rung_catalog *catalog);

/* The texts of catalog.ini; "" where it has none. */
RUNG_API const char *rung_catalog_name(const rung_catalog *catalog);
RUNG_API const char *rung_catalog_currency(const rung_catalog *catalog);
RUNG_API const char *rung_catalog_source(const rung_catalog *catalog);
/* The scale of its levels. */
RUNG_API rung_scale rung_catalog_scale(const rung_catalog *catalog);
/* Count all that is in the catalog. Cost: a look at each skill, role and program. */
RUNG_API rung_catalog_counts rung_catalog_count(const rung_catalog *catalog);
/* How many skills and roles there are: the floats of a person's levels, and what positions are
 * below. */
RUNG_API size_t rung_catalog_skills(const rung_catalog *catalog);
RUNG_API size_t rung_catalog_roles(const rung_catalog *catalog);

/* The position of an id, or RUNG_NONE. Constant time. */
RUNG_API uint32_t rung_catalog_find_skill(const rung_catalog *catalog, const char *id);
RUNG_API uint32_t rung_catalog_find_role(const rung_catalog *catalog, const char *id);

/* A skill, a role, and what the one asks of the other. Positions must be below the count; anything
 * else gives an all-zero value with "" texts. Constant time; a requirement is searched for among
 * those of the role. */
RUNG_API rung_skill rung_catalog_skill(const rung_catalog *catalog, uint32_t skill);
RUNG_API rung_role rung_catalog_role(const rung_catalog *catalog, uint32_t role);
RUNG_API rung_requirement rung_catalog_requirement(const rung_catalog *catalog, uint32_t role,
                                                   uint32_t skill);

/* One condition of an audience: this column of a person, or "role" or "family" of the current
 * role, has this value. */
typedef struct rung_condition {
    const char *column, *value; /* both exactly so */
} rung_condition;

/* What teaches skills or opens job zones. Text is the catalog's and lives as long as it. */
typedef struct rung_program {
    const char *id, *name;          /* as programs.csv has them */
    double cost, weeks;             /* a head, in the catalog's currency */
    double seats;                   /* NAN: as many as wanted */
    int opens_zone;                 /* the highest job zone that it opens; 0: none */
    const rung_condition *audience; /* all must hold */
    size_t conditions;              /* of the audience */
} rung_program;

/* How many programs there are, the position of an id or RUNG_NONE, and one of them: all zero with
 * "" texts beyond the last. */
RUNG_API size_t rung_catalog_programs(const rung_catalog *catalog);
RUNG_API uint32_t rung_catalog_find_program(const rung_catalog *catalog, const char *id);
RUNG_API rung_program rung_catalog_program(const rung_catalog *catalog, uint32_t program);

/* Write the levels that a program brings a learner to into teaches[skills], and those that it asks
 * for first into asks[skills]; either may be NULL. Zeros where it says nothing, and beyond the last
 * program. Cost: skills. */
RUNG_API void rung_catalog_program_levels(const rung_catalog *catalog, uint32_t program,
                                          float *teaches, float *asks);

/* Write the levels that role asks for into levels[skills]; zeros for RUNG_NONE. Cost: skills. */
RUNG_API void rung_catalog_levels(const rung_catalog *catalog, uint32_t role, float *levels);

/* ---------------------------------------------------------------- vectors

 * A catalog may have a vector for each role, from somebody's model; people then have vectors of as
 * many dimensions, whose entries are finite. */

/* What the signal embedding is made of: the cosine of two vectors, or their inner product. */
typedef enum rung_likeness {
    RUNG_COSINE, /* 0 where one of them is all zeros */
    RUNG_PRODUCT /* the sum of products */
} rung_likeness;

/* Floats of a vector; 0 where the catalog has none. */
RUNG_API size_t rung_catalog_dimensions(const rung_catalog *catalog);
/* What catalog.ini says of its vectors. */
RUNG_API rung_likeness rung_catalog_likeness(const rung_catalog *catalog);
/* A role's vector, so many floats, the catalog's; NULL where there is none. */
RUNG_API const float *rung_catalog_vector(const rung_catalog *catalog, uint32_t role);

/* ---------------------------------------------------------------- people */

/* What becomes of levels that the files do not give (MODEL, section 1). */
typedef enum rung_impute {
    RUNG_IMPUTE_EMPTY, /* a person without any skill row gets the current role's levels */
    RUNG_IMPUTE_FILL,  /* every skill without a row gets the current role's level */
    RUNG_IMPUTE_NONE   /* a missing level is 0 */
} rung_impute;

/* Reads people of a folder in order, a batch at a time. One thread at a time. */
typedef struct rung_people rung_people;

/* Levels of people who have few of the skills that there are, a row for each level: those of
 * person i are the rows first[i] .. first[i + 1] - 1, skills in the order of the catalog, each once
 * at most; what has no row is 0. */
typedef struct rung_level_rows {
    const size_t *first;   /* people + 1 */
    const uint32_t *skill; /* rows */
    const float *level;    /* rows; 0..L */
} rung_level_rows;

/* People read together. Everything belongs to the reader and lives until its next call. */
typedef struct rung_batch {
    size_t people;                /* how many; 0 at the end */
    const char *const *id;        /* people */
    const uint32_t *current_role; /* people; RUNG_NONE where there is none */
    const float *levels;          /* people x skills; NULL after rung_people_take_rows() */
    const float *vectors;         /* people x dimensions; NULL where there are none */
    const uint64_t *admits;       /* people x admit_words: bit p (of word p / 64) is set when the
                                     person's columns meet the audience of program p, its
                                     conditions on role and family left aside */
    size_t admit_words;           /* 64 programs each */
    rung_level_rows rows; /* of levels above 0, after rung_people_take_rows(); else first is NULL */
} rung_batch;

/* What has been read so far. */
typedef struct rung_people_totals {
    uint64_t people;           /* so far */
    uint64_t imputed;          /* people who got at least one level from their role */
    uint64_t without_levels;   /* people for whom no file gives a level */
    uint64_t without_role;     /* people without a current role */
    size_t closed;             /* programs whose audience names a column that people.csv lacks: */
    uint32_t closed_program;   /* the first of them, */
    const char *closed_column; /* and that column, as long as the catalog lives; or NULL */
    double fraction;           /* share of the input read so far, 0..1 */
} rung_people_totals;

/* Open the people in folder dir: people.csv, with levels in people_skills.csv, in its own
 * level:SKILL_ID columns, or in people.npy; where the catalog has vectors, people's are read from
 * people_vectors.npy, if it is there. The catalog must outlive the reader.
 * Success: *people is new; end it with rung_people_free().
 * Failure: RUNG_BAD_DATA with file, line and column; RUNG_IO. Cost: the first lines of files. */
RUNG_API rung_status rung_people_open(rung_people **people, const rung_catalog *catalog,
                                      const char *dir, rung_impute impute, rung_error *error);
/* End a reader, and with it what its last batch holds. */
RUNG_API void rung_people_free(rung_people *people);

/* Have levels come as rows instead of dense ones: where skills are many, people have few of them.
 * To be called before the first batch is read; RUNG_BAD_ARGUMENT afterwards. */
RUNG_API rung_status rung_people_take_rows(rung_people *people, rung_error *error);

/* Read up to most people, fewer where their levels or vectors would take more than 64 MiB;
 * batch->people is 0 at the end, and every row of every file has then been checked. After a failure
 * every later call fails alike. Memory: most x (skills + dimensions) floats, or 8 bytes a row in
 * the place of skills, less where fewer people come, and some 16 bytes for each person read so far,
 * by which a second person of the same id is noticed.
 * Failure: RUNG_BAD_DATA with file, line and column; RUNG_IO. */
RUNG_API rung_status rung_people_next(rung_people *people, size_t most, rung_batch *batch,
                                      rung_error *error);
/* What has been read so far, by all calls. */
RUNG_API rung_people_totals rung_people_total(const rung_people *people);
/* Floats of a person's vector; 0 where batches have none. */
RUNG_API size_t rung_people_dimensions(const rung_people *people);
/* Whether the person at this place of the batch read last got at least one level from the role. */
RUNG_API bool rung_people_imputed(const rung_people *people, size_t place);

/* ---------------------------------------------------------------- signals and matching */

/* Signals of a person and a role (MODEL, section 2), in the order in which scores add them up. */
#define RUNG_SIGNAL_MAP(X)                                                                         \
    X(READINESS, "readiness")             /* share of what the role asks that is there, 0..1 */    \
    X(TRANSFER, "transfer")               /* share of what is there that the role uses, 0..1 */    \
    X(SIMILARITY, "similarity")           /* cosine of standardised levels, -1..1 */               \
    X(EMBEDDING, "embedding")             /* cosine or product of vectors */                       \
    X(WAGE, "wage")                       /* ln(wage of target / wage of current role) */          \
    X(WAGE_STEP, "wage_step")             /* its size, up or down */                               \
    X(ZONE, "zone")                       /* job zone of target - job zone of current role */      \
    X(ZONE_STEP, "zone_step")             /* its size */                                           \
    X(EDUCATION, "education")             /* education of target - of current role */              \
    X(EDUCATION_STEP, "education_step")   /* its size */                                           \
    X(FAMILY, "family")                   /* 1 in the same family */                               \
    X(GROUP, "group")                     /* 1 in the same group of a family */                    \
    X(RELATED, "related")                 /* weight of the relation, 0 without one */              \
    X(RELATED_FROM, "related_from")       /* the same from the target to the current role */       \
    X(RELATED_TWICE, "related_twice")     /* ln(1 + roles related to both) */                      \
    X(KNOWLEDGE, "knowledge")             /* cosine of standardised knowledge of both roles */     \
    X(ACTIVITIES, "activities")           /* work activities in common: cosine by IDF, 0..1 */     \
    X(TECHNOLOGY, "technology")           /* the same of software and equipment, by product */     \
    X(TOOLS, "tools")                     /* the same of them by class */                          \
    X(TITLES, "titles")                   /* the same of words of their titles */                  \
    X(FLOW, "flow")                       /* observed flow from the current role to the target */  \
    X(INFLOW, "inflow")                   /* share of others' moves into target, logarithm */      \
    X(FAMILY_INFLOW, "family_inflow")     /* the same of moves from the current family */          \
    X(EMPLOYMENT, "employment")           /* ln(employment of target / geometric mean) */          \
    X(OPENINGS, "openings")               /* the same of yearly openings */                        \
    X(GROWTH, "growth")                   /* growth of target */                                   \
    X(AUTOMATION_RISK, "automation_risk") /* automation risk of target */

/* A signal: RUNG_SIGNAL_... with the names of the list above. */
typedef enum rung_signal {
#define RUNG_SIGNAL_ENUM(name, text) RUNG_SIGNAL_##name,
    RUNG_SIGNAL_MAP(RUNG_SIGNAL_ENUM)
#undef RUNG_SIGNAL_ENUM
        RUNG_SIGNAL_COUNT /* how many there are */
} rung_signal;

/* The name of a signal as profiles write it. Static memory; "" for any other number. */
RUNG_API const char *rung_signal_name(rung_signal signal);
/* What a signal says, in a few words for people, such as "job zones up". likeness is that of the
 * catalog, of which the words for embedding tell. Static memory; "" for any other number. */
RUNG_API const char *rung_signal_meaning(rung_signal signal, rung_likeness likeness);

/* Which kernel, how many threads and which sizes are fastest for a catalog and a profile on one
 * machine: what rung_tune() measures. Any of them gives the same answer. 0 and "" where it says
 * nothing. */
typedef struct rung_tuning {
    char kernel[16];          /* its name */
    unsigned threads;         /* how many */
    size_t window, batch;     /* people looked at together, and given in one call */
    double people_per_second; /* with these */
    char measured[24];        /* when: 2026-11-23T09:53:58Z */
} rung_tuning;

/* Which skills stand in for related ones, so that a level of the one counts towards the other
 * (docs/model.md). Levels in effect take the place of people's own wherever a matcher looks at
 * them; explanations and gaps, too, tell those. */
typedef enum rung_adjacency {
    RUNG_ADJACENCY_OFF,     /* none */
    RUNG_ADJACENCY_CATALOG, /* those that skill_relations.csv says, kind stands_in */
    RUNG_ADJACENCY_LEARNED  /* those that roles ask for together */
} rung_adjacency;

/* How a matcher scores, what it proposes and by what means. */
typedef struct rung_matcher_options {
    size_t size;         /* sizeof(rung_matcher_options) */
    const char *profile; /* a shipped profile's name or a file; NULL: "upskill", or where no role
                            has skills "embedding" */
    const char *kernel;  /* NULL: the environment's RUNG_KERNEL, else the fastest that runs */
    unsigned threads;    /* 0: as many as the scheduler and the control group allow */
    size_t window;       /* people looked at together, 1..65536; 0: 4096 */
    bool viable_only;    /* propose viable moves alone (MODEL, section 5) */
    bool desirable_only; /* and among them those whose wage is high enough; implies viable */
    double theta;        /* least readiness of a viable move; 0.80 */
    double essential;    /* least share of an essential skill's level; 0.80 */
    int zone_step;       /* most job zones above the current one; 1 */
    double wage_growth;  /* g: a desirable wage is at least (1 + g) times today's; 0 */
    bool no_similarity; /* hits do not tell similarity (0 stands there) unless the profile needs it:
                           among many skills finding it takes longer than all else */
    const rung_tuning *tuning; /* takes the place of kernel, threads and window where nobody names
                                  them, and is left aside where its kernel does not run; or NULL */
    rung_adjacency adjacency;  /* RUNG_ADJACENCY_...; off */
    double adjacency_factor;   /* times what a skill stands in for, 0..1; 1 */
} rung_matcher_options;

/* The options as they are for nobody who says otherwise. */
#define RUNG_MATCHER_OPTIONS_INIT                                                                  \
    {                                                                                              \
        sizeof(rung_matcher_options), NULL, NULL, 0, 0, false, false, 0.80, 0.80, 1, 0.0, false,   \
            NULL, RUNG_ADJACENCY_OFF, 1.0                                                          \
    }

/* Roles, encoded for a profile and packed for a kernel. Never changes after it is built: any
 * number of threads may use one at once. */
typedef struct rung_matcher rung_matcher;

/* One proposed role. Hits beyond the last proposable role have role RUNG_NONE and zeros. */
typedef struct rung_hit {
    double score;      /* the sum of signals by the profile's weights */
    double readiness;  /* 0..1 */
    double similarity; /* -1..1; 0 with no_similarity */
    uint32_t role;     /* its position in the catalog, or RUNG_NONE */
} rung_hit;

/* Build a matcher. options may be NULL. The catalog must outlive the matcher.
 * Success: *matcher is new; end it with rung_matcher_free().
 * Failure: RUNG_BAD_ARGUMENT for an unknown profile or kernel or an option out of range,
 * or adjacency that the catalog says nothing of, RUNG_BAD_DATA for a malformed profile file. Cost:
 * roles x encoded dimensions, in time and memory, and a workspace for each thread; what is learned
 * takes the sum of squares of the roles' numbers of rows. */
RUNG_API rung_status rung_matcher_new(rung_matcher **matcher, const rung_catalog *catalog,
                                      const rung_matcher_options *options, rung_error *error);
/* End a matcher, after all planners that were made of it. */
RUNG_API void rung_matcher_free(rung_matcher *matcher);

/* Who chose a kernel, threads or a size. */
typedef enum rung_chosen_by {
    RUNG_BY_USUAL,  /* nobody: what is usual, such as the first kernel of the table that runs */
    RUNG_BY_TUNING, /* a measurement */
    RUNG_BY_CALLER  /* the options; the kernel RUNG_KERNEL, too */
} rung_chosen_by;

/* What a matcher is made of. Text lives as long as the matcher. */
typedef struct rung_matcher_facts {
    const char *kernel;                              /* the kernel used */
    const char *profile;                             /* the profile's name */
    unsigned threads;                                /* how many may work for a call */
    size_t window;                                   /* people looked at together */
    rung_chosen_by kernel_by, threads_by, window_by; /* who chose them */
    size_t dimensions;                               /* of the encoding */
    size_t roles;   /* that can be proposed: the rated ones, or all where vectors alone count */
    bool sparse;    /* roles and people are matched as sparse rows, else as dense ones */
    double density; /* share of all roles x skills that roles ask for */
    double dense_estimate, sparse_estimate; /* seconds a person may take on one thread */
    double weight[RUNG_SIGNAL_COUNT];       /* the profile's */
    double wage_floor; /* the profile's: roles that pay less than this share of today's wage are
                          never proposed; 0: any may be */
    size_t missing[RUNG_SIGNAL_COUNT]; /* of those roles, without the figure that a prior needs */
    size_t stand_ins; /* pairs of skills of which the first stands in for the second */
} rung_matcher_facts;

/* Tell what a matcher is made of. Cost: signals x roles. */
RUNG_API rung_matcher_facts rung_matcher_describe(const rung_matcher *matcher);

/* Write the top roles of each person, best first: higher score first, and among equals the role
 * that stands first in the catalog. Never the current role, nor an unrated one, unless the profile
 * uses embedding and no signal of skills.
 * levels: people x skills, row-major, each in 0..L. current_role: people, or NULL for none.
 * hits: people x top, the caller's. Failure: RUNG_BAD_ARGUMENT names the person and the skill.
 * Threads may share a matcher; more callers than its threads wait for each other. Allocates
 * nothing. The answer does not depend on kernel, threads or window. Cost: people x roles x encoded
 * dimensions by the kernel, divided among threads; people alike are looked at once. */
RUNG_API rung_status rung_match(const rung_matcher *matcher, const float *levels, size_t people,
                                const uint32_t *current_role, rung_hit *hits, size_t top,
                                rung_error *error);

/* The same for people read together: with levels as dense rows or as sparse ones, batch->levels or
 * batch->rows, one of them; the answer is the same to the last bit, and faster by sparse rows where
 * skills are many. Both may be left out where the catalog has no skills. batch->vectors count where
 * the profile uses embedding: then they are needed. batch->id and admits are not looked at.
 * Failure: also for rows that are not in order, and for an entry of a vector that is not finite.
 * Hits, threads and cost as with rung_match(); with sparse rows the cost follows their number. */
RUNG_API rung_status rung_match_batch(const rung_matcher *matcher, const rung_batch *batch,
                                      rung_hit *hits, size_t top, rung_error *error);
/* rung_match_batch() of people with rows and without vectors; current_role may be NULL. */
RUNG_API rung_status rung_match_rows(const rung_matcher *matcher, const rung_level_rows *rows,
                                     size_t people, const uint32_t *current_role, rung_hit *hits,
                                     size_t top, rung_error *error);

/* ---------------------------------------------------------------- tuning */

/* Called now and then during a job, always by the thread that started it. people is what is done,
 * fraction (0..1) the share of the input. Return true to end the job with RUNG_CANCELLED. */
typedef bool (*rung_progress)(void *context, uint64_t people, double fraction);

/* What to measure with. */
typedef struct rung_tune_job {
    size_t size;            /* sizeof(rung_tune_job) */
    const char *people;     /* the folder whose first people it is measured with; NULL: made up */
    double seconds;         /* that it may take, 1..3600; 30. Building matchers comes on top */
    size_t top;             /* roles a person; 10 */
    rung_progress progress; /* or NULL */
    void *context;          /* for progress */
} rung_tune_job;

/* A job of 30 seconds for ten roles a person. */
#define RUNG_TUNE_JOB_INIT                                                                         \
    {                                                                                              \
        sizeof(rung_tune_job), NULL, 30, 10, NULL, NULL                                            \
    }

/* One combination that was measured. */
typedef struct rung_trial {
    const char *kernel;                         /* of the table */
    unsigned threads;                           /* how many */
    size_t window, batch;                       /* people */
    double people_per_second, slowest, fastest; /* the median of the rounds, and the ends; of
                                                   kernels by processor time */
    size_t rounds; /* 1: a glance, as it was less than a quarter as fast as another */
    bool chosen;   /* among those it took turns with */
} rung_trial;

/* What was measured. It is one piece of memory. */
typedef struct rung_tune_result {
    rung_tuning tuning;      /* what to keep, or to give to a matcher */
    const rung_trial *trial; /* kernels first, then threads, windows and batches */
    size_t trials;           /* how many */
    size_t people;           /* in a round of one trial */
    double seconds;          /* that it took */
} rung_tune_result;

/* Measure which kernel, how many threads, and which window and batch make rung_match_batch()
 * fastest for this catalog and profile, here and now. Trials take turns on the same people, round
 * by round; one takes the place of those before it only when it is more than 2 % faster in three of
 * four rounds. What options name is not tried; options->tuning is not looked at. options may be
 * NULL, as may job.
 * Success: *result is new; end it with rung_tune_free().
 * Failure: RUNG_BAD_ARGUMENT, RUNG_BAD_DATA for malformed people, RUNG_NO_MEMORY, RUNG_CANCELLED.
 * Memory: the matchers that take turns, some four, and 64 MiB of people. */
RUNG_API rung_status rung_tune(rung_tune_result **result, const rung_catalog *catalog,
                               const rung_matcher_options *options, const rung_tune_job *job,
                               rung_error *error);
/* End a result of rung_tune(). */
RUNG_API void rung_tune_free(rung_tune_result *result);

/* Keep a tuning for this machine, this shape of catalog and this profile (as in the matcher's
 * options) in a small file of folder (docs/formats.md), which is made where it is missing; NULL:
 * $XDG_CACHE_HOME/rung, or else ~/.cache/rung. It appears whole or not at all.
 * Success: *path is its name, to be ended with rung_free(), or NULL where folder is NULL and
 * neither XDG_CACHE_HOME nor HOME is set: then nothing is kept. path may be NULL.
 * Failure: RUNG_BAD_ARGUMENT, RUNG_IO, RUNG_NO_MEMORY; for a profile RUNG_BAD_DATA. */
RUNG_API rung_status rung_tuning_keep(const rung_catalog *catalog, const char *profile,
                                      const char *folder, const rung_tuning *tuning, char **path,
                                      rung_error *error);

/* Find the tuning that was kept so: all zero where there is none, or only one that was measured
 * with another version of Rung or OpenBLAS, or where the profile cannot be read, of which a matcher
 * will tell.
 * Failure, too, leaves it all zero, and a matcher can do without: RUNG_BAD_DATA for a file that
 * rung_tuning_keep() does not write, RUNG_IO for one that cannot be read. */
RUNG_API rung_status rung_tuning_find(const rung_catalog *catalog, const char *profile,
                                      const char *folder, rung_tuning *tuning, rung_error *error);

/* One skill of an explanation. gap is a share of all that the role asks for; the gaps of a pair
 * add up to 1 - readiness. */
typedef struct rung_gap {
    uint32_t skill;               /* its position in the catalog */
    float have, need, importance; /* two levels; 0..1 */
    double gap;                   /* 0..1; 0 where the person has what is needed */
    bool essential;               /* as rung_requirement tells */
} rung_gap;

/* Why a role scores as it does for a person. */
typedef struct rung_explanation {
    double score;                     /* as a hit has it */
    double value[RUNG_SIGNAL_COUNT];  /* the signal itself */
    double weight[RUNG_SIGNAL_COUNT]; /* the profile's beta; the score is the sum of products */
    bool known[RUNG_SIGNAL_COUNT];    /* false where a figure is missing: the value is then 0 */
    bool viable;                      /* MODEL, section 5, with the matcher's options */
    bool desirable;                   /* viable, and the wage is high enough */
    size_t essentials_short;          /* essential skills below their share */
    bool ready_enough;                /* readiness reaches theta */
    bool zone_in_reach;               /* true too where a zone is not known */
    bool wage_high_enough;            /* true too where a wage is not known */
    bool above_wage_floor;            /* false: it pays less than the least share of today's wage
                                         that the profile allows, and is never proposed */
} rung_explanation;

/* Every signal of one person and one role, and the role's skills by gap, largest first, equal
 * ones in catalog order. levels: skills floats. gaps: room for all skills of the catalog, the
 * caller's, or NULL; with them, *count tells how many the role asks for, else it may be NULL.
 * Allocates nothing. Failure: RUNG_BAD_ARGUMENT for a role that cannot be proposed or a level out
 * of range. Cost: skills. */
RUNG_API rung_status rung_explain(const rung_matcher *matcher, const float *levels,
                                  uint32_t current_role, uint32_t role,
                                  rung_explanation *explanation, rung_gap *gaps, size_t *count,
                                  rung_error *error);

/* A column of a person, such as employment = hourly, that audiences may ask for. */
typedef struct rung_column {
    const char *name, *value; /* both exactly as audiences have them */
} rung_column;

/* One person, all of it the caller's. */
typedef struct rung_person {
    const float *levels;        /* skills, each in 0..L */
    uint32_t current_role;      /* or RUNG_NONE */
    const rung_column *columns; /* or NULL */
    size_t column_count;        /* how many columns */
    const float *vector;        /* dimensions; NULL: none. Paths do not look at it */
} rung_person;

/* rung_explain() of a person with a vector, which is needed where the profile uses embedding.
 * Columns are not looked at. */
RUNG_API rung_status rung_explain_person(const rung_matcher *matcher, const rung_person *person,
                                         uint32_t role, rung_explanation *explanation,
                                         rung_gap *gaps, size_t *count, rung_error *error);

/* ---------------------------------------------------------------- upskilling paths */

/* What ranks the paths to one target (MODEL, section 6). */
typedef enum rung_prefer {
    RUNG_PREFER_GAIN,     /* highest gain */
    RUNG_PREFER_FASTEST,  /* fewest weeks, then least cost */
    RUNG_PREFER_CHEAPEST, /* least cost, then fewest weeks */
    RUNG_PREFER_FEWEST    /* fewest steps, then fewest weeks */
} rung_prefer;

/* What ranks targets. */
typedef enum rung_target_order {
    RUNG_ORDER_FIGURE, /* the best path's figure, as prefer says */
    RUNG_ORDER_SCORE   /* the matcher's score of the pair */
} rung_target_order;

/* Which paths a planner finds. */
typedef struct rung_planner_options {
    size_t size;             /* sizeof(rung_planner_options) */
    rung_prefer prefer;      /* the best path; RUNG_PREFER_GAIN */
    rung_target_order order; /* the best target; RUNG_ORDER_FIGURE */
    size_t top;              /* targets that are found where none are given; 3 */
    size_t paths;            /* paths to a target; 3 */
    size_t steps;            /* most roles entered, the target included, 1..8; 3 */
    double years;            /* Y: over which a gain counts, 0..100; 5 */
    double discount;         /* i: a year, 0..1; 0.05 */
    double wage_fall;        /* f: no step's wage is below (1 - f) of the wage before it, 0..1; 0 */
    double dwell[6];         /* weeks worked in a role before the next step starts, by its job zone;
                                dwell[0] where the zone is not known */
    uint64_t effort;         /* most moves tried for one target of one person; 0: no limit */
} rung_planner_options;

/* The options as they are for nobody who says otherwise. */
#define RUNG_PLANNER_OPTIONS_INIT                                                                  \
    {                                                                                              \
        sizeof(rung_planner_options), RUNG_PREFER_GAIN, RUNG_ORDER_FIGURE, 3, 3, 3, 5, 0.05, 0,    \
            {26, 13, 26, 52, 104, 104}, 1000000                                                    \
    }

/* Finds paths. Never changes after it is built: any number of threads may use one at once. */
typedef struct rung_planner rung_planner;

/* Build a planner for a matcher's catalog, with the matcher's theta, essential and zone_step as
 * the rules of a viable move, its profile for RUNG_ORDER_SCORE and its threads. options may be
 * NULL. The matcher must outlive the planner, and be without adjacency: ways are made of levels
 * that people have.
 * Success: *planner is new; end it with rung_planner_free().
 * Failure: RUNG_BAD_ARGUMENT for an option out of range; RUNG_NO_MEMORY.
 * Cost: roles x roles x skills; memory: roles x (roles + skills). */
RUNG_API rung_status rung_planner_new(rung_planner **planner, const rung_matcher *matcher,
                                      const rung_planner_options *options, rung_error *error);
/* End a planner. */
RUNG_API void rung_planner_free(rung_planner *planner);

/* One step of a path: programs taken one after another, then a move into a role. */
typedef struct rung_path_step {
    uint32_t role;           /* that is entered */
    const uint32_t *program; /* programs, in the order in which they are taken */
    size_t programs;         /* how many */
    double starts, enters;   /* weeks from now until the step starts, and the role is entered */
    double cost;             /* of its programs */
    double wage;             /* of the role; NAN where it is not known */
    double readiness_before; /* for the role, when the step starts */
    double readiness;        /* and when the role is entered */
} rung_path_step;

/* A way to a role. */
typedef struct rung_path {
    uint32_t target;            /* the role that the last step enters */
    uint32_t target_rank, rank; /* from 1 */
    double weeks;               /* until the target is entered */
    double cost;                /* of all programs */
    double gain;                /* present value over the planner's years, less the cost */
    double readiness;           /* for the target, when it is entered */
    const rung_path_step *step; /* in their order */
    size_t steps;               /* how many */
    bool proven; /* no admissible path is better; false where effort ended the search */
} rung_path;

/* What stops the way to a target. */
typedef enum rung_rule {
    RUNG_RULE_READINESS = 1, /* a move needs a readiness of theta */
    RUNG_RULE_ESSENTIAL = 2, /* and its share of every essential skill */
    RUNG_RULE_ZONE = 4,      /* and a job zone in reach */
    RUNG_RULE_WAGE = 8,      /* no step may lower the wage */
    RUNG_RULE_AUDIENCE = 16, /* a program admits its audience alone */
    RUNG_RULE_STEPS = 32,    /* so many steps at most */
    RUNG_RULE_CURRENT = 64,  /* the target is the current role */
    RUNG_RULE_UNRATED = 128, /* the target has no skill rows */
    RUNG_RULE_EFFORT = 256   /* effort ended the search before a path was found */
} rung_rule;

/* The name of one rule: "readiness", "essential", ... Static memory; "" for any other number. */
RUNG_API const char *rung_rule_name(rung_rule rule);

/* Why there is no path to a target: the nearest miss. */
typedef struct rung_miss {
    uint32_t target;  /* the role */
    unsigned rules;   /* the rung_rules that would have to be put aside for path; as few as do */
    rung_path path;   /* the best one without them, by prefer; steps is 0 where there is none */
    double theta;     /* with RUNG_RULE_READINESS: the highest theta that lets a path through;
                         path is the best at it */
    double wage_fall; /* with RUNG_RULE_WAGE: the least wage_fall that lets a path through, at that
                         theta where there is one, in whole millionths; path is the best at it */
    const char *reason; /* what stops it and what would have to be different, for a person; what
                           rung_path_people() writes also tells what is in the columns that fail */
} rung_miss;

/* What was found for one person. All of it is one piece of memory. */
typedef struct rung_paths {
    const rung_path *path; /* by target_rank, then rank */
    size_t count;          /* of paths */
    const rung_miss *miss; /* given targets without a path, in the order given */
    size_t misses;         /* how many */
} rung_paths;

/* Find the best paths of one person to the targets given (targets of them, each once), or, where
 * targets is 0, to the planner's top targets. Threads may share a planner.
 * Success: *paths is new; end it with rung_paths_free().
 * Failure: RUNG_BAD_ARGUMENT names what was found; RUNG_NO_MEMORY.
 * Cost: some microseconds where few moves are viable, up to effort moves a target. */
RUNG_API rung_status rung_find_paths(const rung_planner *planner, const rung_person *person,
                                     const uint32_t *target, size_t targets, rung_paths **paths,
                                     rung_error *error);
/* End what rung_find_paths() found. */
RUNG_API void rung_paths_free(rung_paths *paths);

/* ---------------------------------------------------------------- plans for many people

 * Of the options that each person has, choose at most one, so that the sum of values is highest
 * and every limit holds (docs/plan.md). */

/* No limit. */
#define RUNG_UNLIMITED INT64_MAX

/* People, their options and the limits. A way is what an option takes of the limits: its cost, a
 * place where it has programs, a seat of each of them, and an opening of its target. Values, costs
 * and limits are whole numbers of whatever unit the caller likes. All of it is the caller's. */
typedef struct rung_plan_problem {
    size_t size;                 /* sizeof(rung_plan_problem) */
    size_t groups;               /* of people who have the same options; each takes one, or stays */
    const uint32_t *people;      /* groups: how many; NULL: one each */
    const size_t *first;         /* groups + 1: options of g are first[g] .. first[g + 1] - 1 */
    const uint32_t *way;         /* options */
    const int64_t *value;        /* options: -1e15..1e15; to stay is worth 0 */
    size_t ways;                 /* how many */
    const int64_t *cost;         /* ways: 0..1e15 */
    const uint32_t *target;      /* ways: a role, or RUNG_NONE */
    const size_t *first_program; /* ways + 1: where those of each start in program */
    const uint32_t *program;     /* each once in a way */
    size_t programs, roles;      /* how many there are to be named */
    int64_t budget, places;      /* 0 or more, or RUNG_UNLIMITED */
    const int64_t *seats;        /* programs; NULL: no limits */
    const int64_t *openings;     /* roles; NULL: no limits */
    double gap;             /* a plan so close to the bound is good enough: 0..1, a share of it */
    double seconds;         /* after which it takes the best plan so far; 0: no limit. With one, the
                               answer depends on the speed of the machine */
    unsigned threads;       /* 0: as many as the scheduler allows */
    rung_progress progress; /* or NULL */
    void *context;          /* for progress */
} rung_plan_problem;

/* Nobody, without limits; a gap of 0.01 %. */
#define RUNG_PLAN_PROBLEM_INIT                                                                     \
    {                                                                                              \
        .size = sizeof(rung_plan_problem), .budget = RUNG_UNLIMITED, .places = RUNG_UNLIMITED,     \
        .gap = 0.0001                                                                              \
    }

/* Who takes what. All of it is one piece of memory. */
typedef struct rung_plan {
    const uint32_t *taken;       /* options: by so many of the group */
    int64_t value;               /* the sum */
    int64_t bound;               /* no plan of these options within these limits is worth more */
    double gap;                  /* by which bound is above value, as a share of bound */
    double budget_price;         /* what one more unit of the budget would bring, at most, */
    double place_price;          /* one more place, */
    const double *seat_price;    /* programs: one more seat */
    const double *opening_price; /* roles: and one more opening */
    bool ended;                  /* seconds were over before gap was reached */
} rung_plan;

/* Choose. Prices are those of the Lagrangian dual, found by the simplex method with generalized
 * upper bounds; the plan is made from them in whole people and improved by branch and bound. With
 * seconds at 0, the same bytes for every number of threads.
 * Success: *plan is new; end it with rung_plan_free().
 * Failure: RUNG_BAD_ARGUMENT names what was found; RUNG_NO_MEMORY, RUNG_CANCELLED.
 * Cost: some ten looks at every option; memory: 4 bytes an option, 60 a group, and 8 x limits x
 * limits. */
RUNG_API rung_status rung_plan_choose(const rung_plan_problem *problem, rung_plan **plan,
                                      rung_error *error);
/* End a plan. */
RUNG_API void rung_plan_free(rung_plan *plan);

/* ---------------------------------------------------------------- kernels */

/* One row of the kernel table, fastest first. */
typedef struct rung_kernel_facts {
    const char *name;  /* as options and RUNG_KERNEL name it */
    const char *needs; /* what it asks of the machine, for a person */
    bool runs;         /* on this machine */
} rung_kernel_facts;

/* Tell of kernel number index; false beyond the last. Texts are static. */
RUNG_API bool rung_kernel_list(size_t index, rung_kernel_facts *facts);

/* ---------------------------------------------------------------- reports */

/* A page with pictures of what a job found: one HTML file without script that asks for nothing
 * else. For one job; not const, and one thread at a time, but for the job's own. */
typedef struct rung_report rung_report;

/* What a report is to hold. */
typedef struct rung_report_options {
    size_t size;         /* sizeof(rung_report_options) */
    const char *output;  /* the file, which appears whole or not at all */
    const char *title;   /* its heading; NULL: one that says what the job was */
    const char *command; /* shown with the settings, as somebody typed it; NULL: nothing */
    size_t sample;       /* people shown one by one, with their ids: 0..1000; 12 */
} rung_report_options;

/* A report of twelve people. */
#define RUNG_REPORT_OPTIONS_INIT                                                                   \
    {                                                                                              \
        sizeof(rung_report_options), NULL, NULL, NULL, 12                                          \
    }

/* Make a report to be given to one job, which writes it when all its people are done, before its
 * own output takes its place. The same input gives the same page, whatever the threads.
 * Success: *report is new; end it with rung_report_free(), after the job. Options are copied.
 * Failure: RUNG_BAD_ARGUMENT, RUNG_NO_MEMORY. Memory: the catalog, the sample, and some 100 bytes
 * for each different amount or pair of roles that comes up. */
RUNG_API rung_status rung_report_new(rung_report **report, const rung_report_options *options,
                                     rung_error *error);
/* End a report; what was written stays. */
RUNG_API void rung_report_free(rung_report *report);

/* ---------------------------------------------------------------- whole jobs */

/* How rows are written. */
typedef enum rung_format {
    RUNG_FORMAT_CSV,   /* a header and a row for each hit */
    RUNG_FORMAT_JSONL, /* an object for each hit, one a line */
    RUNG_FORMAT_TEXT,  /* for people to read; its layout may change */
    RUNG_FORMAT_JSON   /* one document; of gaps and audits alone */
} rung_format;

/* A file that is written but not at its place yet. */
typedef struct rung_output {
    const char *place;   /* as the job names it */
    const char *written; /* a file that holds all of its bytes */
} rung_output;

/* Room for a name that stands for a person's id, with its zero byte. */
#define RUNG_NAME_ROOM 65

/* How rows leave. Functions may be NULL. */
typedef struct rung_delivery {
    bool spreadsheet_safe; /* texts in CSV that a spreadsheet would take for a formula get a ' */
    /* Write what stands for a person's id in all that is written. Any thread may call it. */
    void (*rename)(void *context, const char *id, char name[RUNG_NAME_ROOM]);
    /* Called once, when all is written and before files that appear whole take their places; not
     * where there are none, but rows on a descriptor or a device. Another status than RUNG_OK ends
     * the job with it, and no file is made. Where the output is a folder, its files stand in the
     * one that takes its place: run.json, put beside them, goes with them. */
    rung_status (*before)(void *context, const rung_output *output, size_t outputs,
                          rung_error *error);
    void *context; /* of both */
} rung_delivery;

/* As rows leave for nobody who says otherwise. */
#define RUNG_DELIVERY_INIT                                                                         \
    {                                                                                              \
        false, NULL, NULL, NULL                                                                    \
    }

/* What rung_match_people() does. Texts are the caller's and live until it returns. */
typedef struct rung_match_job {
    size_t size;            /* sizeof(rung_match_job) */
    const char *people;     /* the folder */
    const char *output;     /* a file that appears whole or not at all; NULL: write to descriptor */
    int descriptor;         /* where to write without output */
    rung_format format;     /* RUNG_FORMAT_... */
    rung_impute impute;     /* RUNG_IMPUTE_... */
    size_t top;             /* roles a person; 10 */
    size_t gaps;            /* gaps listed with each role, 0: none */
    bool why;               /* tell what each signal adds to a score */
    size_t batch;           /* people read at a time; 0: 16384 */
    rung_progress progress; /* or NULL */
    void *context;          /* for progress */
    rung_delivery delivery; /* how rows leave */
    rung_report *report;    /* also shows what is found, on a page; or NULL */
} rung_match_job;

/* A job of ten roles a person, as CSV to stdout. */
#define RUNG_MATCH_JOB_INIT                                                                        \
    {                                                                                              \
        sizeof(rung_match_job), NULL, NULL, 1, RUNG_FORMAT_CSV, RUNG_IMPUTE_EMPTY, 10, 0, false,   \
            0, NULL, NULL, RUNG_DELIVERY_INIT, NULL                                                \
    }

/* What rung_match_people() did. */
typedef struct rung_match_summary {
    rung_people_totals people; /* that were read */
    uint64_t pairs;            /* people x rated roles */
    uint64_t rows;             /* written */
    uint64_t distinct;         /* people who were looked at; others are like one of them */
    uint64_t proposed;         /* roles that kernels proposed for these, and the scorer looked at */
    uint64_t without_hits;     /* people without a row, since no role was left to propose */
    double seconds, seconds_reading, seconds_matching, seconds_writing; /* in all, and of them */
    double share_proposing; /* of the time of matching, encoding included; scoring had the rest */
} rung_match_summary;

/* Match everybody in a folder and write person_id,rank,role_id,score,readiness,similarity and, as
 * the job wants them, gaps and why, in the order of the people. What signals add, in their order,
 * is the score's sum. summary may be NULL.
 * Failure: as rung_people_next(); RUNG_BAD_ARGUMENT for a job out of range; RUNG_CANCELLED.
 * Memory: the matcher and the batch, and some 16 bytes for each person. */
RUNG_API rung_status rung_match_people(const rung_matcher *matcher, const rung_match_job *job,
                                       rung_match_summary *summary, rung_error *error);

/* What rung_path_people() does. Texts are the caller's and live until it returns. */
typedef struct rung_path_job {
    size_t size;            /* sizeof(rung_path_job) */
    const char *people;     /* the folder */
    const char *person;     /* only the person of this id; NULL: everybody */
    const uint32_t *target; /* the targets, each once; NULL: the best that are found */
    size_t targets;         /* how many are given */
    const char *output;     /* a file that appears whole or not at all; NULL: write to descriptor */
    int descriptor;         /* where to write without output */
    const char *misses;     /* also write why a given target has no path: a CSV file
                               person_id,target_role,rules,theta,wage_fall,reason; NULL: nowhere */
    rung_format format;     /* RUNG_FORMAT_... */
    rung_impute impute;     /* RUNG_IMPUTE_... */
    size_t batch;           /* people read at a time; 0: 16384 */
    rung_progress progress; /* or NULL */
    void *context;          /* for progress */
    rung_delivery delivery; /* how rows leave, misses too */
    rung_report *report;    /* also shows what is found, on a page; or NULL */
} rung_path_job;

/* A job for everybody, as CSV to stdout. */
#define RUNG_PATH_JOB_INIT                                                                         \
    {                                                                                              \
        sizeof(rung_path_job), NULL, NULL, NULL, 0, NULL, 1, NULL, RUNG_FORMAT_CSV,                \
            RUNG_IMPUTE_EMPTY, 0, NULL, NULL, RUNG_DELIVERY_INIT, NULL                             \
    }

/* What rung_path_people() did. */
typedef struct rung_path_summary {
    rung_people_totals people; /* that were read */
    uint64_t searched;         /* of them: all, or the one that the job names */
    unsigned threads;          /* that searched */
    uint64_t with_path;        /* people with at least one */
    uint64_t rows;             /* paths written */
    uint64_t unproven;         /* of them */
    uint64_t misses;           /* given targets without a path, over all people */
    uint64_t ended; /* of them, those where effort ended the search; where no targets are given,
                       people without a path whose last search it ended */
    double seconds, seconds_reading, seconds_searching, seconds_writing; /* in all, and of them */
} rung_path_summary;

/* Find paths for everybody in a folder, or one person of it, and write them in the order of the
 * people: person_id,target_rank,target_role,path_rank,weeks,cost,gain,steps,readiness,proven,route
 * with the route as +program and >role joined by spaces; JSON lines hold each step's figures too.
 * summary may be NULL.
 * Failure: as rung_people_next(); RUNG_BAD_ARGUMENT for a job out of range; RUNG_CANCELLED.
 * Memory: the planner and the batch, and some 16 bytes for each person. */
RUNG_API rung_status rung_path_people(const rung_planner *planner, const rung_path_job *job,
                                      rung_path_summary *summary, rung_error *error);

/* ---------------------------------------------------------------- evaluation */

/* How well a ranking foretells observed moves (MODEL, section 9); more is better. */
#define RUNG_MEASURE_MAP(X)                                                                        \
    X(H1, "h@1")         /* share of moves that lead to the first role */                          \
    X(H5, "h@5")         /* ... to one of the first 5 */                                           \
    X(H10, "h@10")       /* ... of the first 10 */                                                 \
    X(H20, "h@20")       /* ... of the first 20 */                                                 \
    X(MRR, "mrr")        /* mean of 1 / rank of the roles that moves lead to */                    \
    X(NDCG10, "ndcg@10") /* discounted gain of the first 10, of the most that there could be */    \
    X(AUC, "auc")        /* chance that a role with a move outranks one without; ties half */

/* A measure: RUNG_MEASURE_... with the names of the list above. */
typedef enum rung_measure {
#define RUNG_MEASURE_ENUM(name, text) RUNG_MEASURE_##name,
    RUNG_MEASURE_MAP(RUNG_MEASURE_ENUM)
#undef RUNG_MEASURE_ENUM
        RUNG_MEASURE_COUNT /* how many there are */
} rung_measure;

/* The name of a measure as rung evaluate writes it. Static memory; "" for any other number. */
RUNG_API const char *rung_measure_name(rung_measure measure);

/* The name of a ranking that needs no profile: "size" (employment), "cosine" and "euclid" (of
 * levels as they are), "coverage" (share of the skills asked for whose level is reached), "related"
 * (what the source calls related). Static memory; NULL beyond the last. */
RUNG_API const char *rung_baseline_name(size_t index);

/* What origins are divided by. */
typedef enum rung_grouping {
    RUNG_GROUP_NONE,   /* not at all */
    RUNG_GROUP_FAMILY, /* family */
    RUNG_GROUP_ZONE    /* job zone */
} rung_grouping;

/* What rung_evaluate() does. Texts are the caller's and live until it returns. */
typedef struct rung_evaluate_job {
    size_t size;               /* sizeof(rung_evaluate_job) */
    const char *moves;         /* CSV from_role,to_role,weight */
    const char *exclude;       /* CSV role_a,role_b: pairs left aside; or NULL */
    const char *const *ranker; /* profiles, by name or file, and baselines by name, of which
                                  a name is rather taken; a file is ./NAME then */
    size_t rankers;            /* how many; 0: the usual profile */
    const rung_matcher_options *matcher; /* rules of a move, adjacency, threads; its profile is not
                                            looked at; or NULL */
    bool upward;            /* moves to a strictly higher wage alone count, both wages known */
    rung_grouping by;       /* RUNG_GROUP_... */
    size_t resamples;       /* 100..100000 */
    uint64_t seed;          /* of the resamples */
    rung_progress progress; /* or NULL; people is the rankings made */
    void *context;          /* for progress */
} rung_evaluate_job;

/* A job with 10,000 resamples of seed 1. */
#define RUNG_EVALUATE_JOB_INIT                                                                     \
    {                                                                                              \
        sizeof(rung_evaluate_job), NULL, NULL, NULL, 0, NULL, false, RUNG_GROUP_NONE, 10000, 1,    \
            NULL, NULL                                                                             \
    }

/* Rows of a file of moves, each counted once, by the first of these that holds. */
typedef struct rung_moves_totals {
    size_t rows;       /* in all */
    size_t used;       /* moves that count */
    size_t outside;    /* from or to a role that the catalog lacks */
    size_t to_self;    /* to where they started */
    size_t weightless; /* of weight 0 */
    size_t excluded;   /* of a pair that is left aside */
    size_t unrated;    /* from or to a role that has no skills and is never proposed */
    size_t not_upward; /* not to a higher wage, or one of the two is not known */
    size_t pairs;      /* left aside, those with roles that the catalog lacks among them */
    size_t emptied;    /* origins of the catalog of whose rows none is left */
} rung_moves_totals;

/* A mean over origins and the interval that holds 95 % of the means of resampled origins. NAN where
 * no origin has the measure. */
typedef struct rung_estimate {
    double mean; /* over origins that have the measure */
    double low;  /* the interval's ends */
    double high; /* the other one */
} rung_estimate;

/* Wages of the first 10 roles of each origin, where both wages are known. */
typedef struct rung_wage_rise {
    double median; /* of wage of the role / wage of the origin - 1; NAN without a pair */
    size_t pairs;  /* origins and roles */
    size_t below;  /* of them, roles that pay less */
} rung_wage_rise;

/* Some of the origins: all, a family, a job zone. */
typedef struct rung_origin_group {
    const char *name; /* "all"; of the family, or the zone's number; "" where it is not known */
    size_t origins;   /* how many */
} rung_origin_group;

/* What was found. Everything belongs to it but the texts of groups and roles, which are the
 * catalog's. */
typedef struct rung_evaluation {
    rung_moves_totals moves;        /* what was read */
    size_t origins, rankers;        /* how many */
    size_t groups;                  /* 1 and those that origins are divided into */
    const uint32_t *origin;         /* origins: roles, in catalog order */
    const size_t *group_of;         /* origins: its group; 0 without a division */
    const char *const *ranker;      /* rankers: as the job names them */
    const rung_origin_group *group; /* groups: all, then families in catalog order, or zones; what
                                       is not known comes last */
    const double *value; /* rankers x origins x RUNG_MEASURE_COUNT; AUC is NAN where every role that
                            is ranked has a move */
    const rung_estimate *estimate; /* rankers x groups x RUNG_MEASURE_COUNT */
    const rung_wage_rise *rise;    /* rankers */
    size_t ruled_out; /* roles that rules kept out of rankings, over all origins and profiles */
    size_t resamples; /* as the job says, and so is seed */
    uint64_t seed;    /* of the resamples */
} rung_evaluation;

/* Judge rankings by observed moves: each origin is somebody in that role, with its levels and
 * vector. All rated roles are ranked (any, where the catalog has no skills) but the origin and
 * those left aside with it: higher score first, and among equals the role that stands first in the
 * catalog. A role that the rules exclude is in no first k and adds nothing to MRR; for AUC it
 * stands behind all others, tied with its like. With upward, the same roles are ranked. job needs
 * moves.
 * Success: *evaluation is new; end it with rung_evaluation_free(), before the catalog.
 * Failure: RUNG_BAD_ARGUMENT; RUNG_BAD_DATA with file, line and column, also where no move counts;
 * RUNG_IO, RUNG_CANCELLED. The same bits for every kernel and any number of threads. Cost: rankers
 * x origins x roles x skills, and resamples x origins x rankers; memory: a matcher, and 56 bytes
 * for each resample and ranker. */
RUNG_API rung_status rung_evaluate(rung_evaluation **evaluation, const rung_catalog *catalog,
                                   const rung_evaluate_job *job, rung_error *error);
/* End an evaluation. */
RUNG_API void rung_evaluation_free(rung_evaluation *evaluation);

/* How much better one ranker is than another. */
typedef struct rung_difference {
    rung_estimate estimate; /* of the first's measure less the second's, origin by origin */
    double p; /* share of random signs of the origins' differences whose mean is as far from 0, with
                 the signs that there are counted in; NAN where no origin has the measure */
    bool more_than_chance; /* p < 0.05 */
} rung_difference;

/* Compare the rankers first and second of an evaluation, over all origins, with its resamples and
 * as many random signs. differences: RUNG_MEASURE_COUNT, the caller's. Failure:
 * RUNG_BAD_ARGUMENT, RUNG_NO_MEMORY. Cost: resamples x origins. */
RUNG_API rung_status rung_evaluation_compare(const rung_evaluation *evaluation, size_t first,
                                             size_t second, rung_difference *differences,
                                             rung_error *error);

/* What rung_fit() does. Texts are the caller's and live until it returns. */
typedef struct rung_fit_job {
    size_t size;               /* sizeof(rung_fit_job) */
    const char *moves;         /* CSV from_role,to_role,weight */
    const char *exclude;       /* CSV role_a,role_b: pairs left aside; or NULL */
    const char *output;        /* the profile's file; its moves are written beside it, to the same
                                  name with .moves.csv. NULL: nothing is written */
    const rung_signal *signal; /* those to fit, each once; what does not vary gets weight 0 */
    size_t signals;            /* how many; 0: all but flow, which foretells only what it saw, and
                                  embedding where the catalog has no vectors */
    unsigned folds;            /* of cross-validation, 2..100 */
    unsigned threads;          /* 0: as many as allowed */
    rung_progress progress;    /* or NULL; people is the fits made */
    void *context;             /* for progress */
} rung_fit_job;

/* A job with 10 folds and all signals. */
#define RUNG_FIT_JOB_INIT                                                                          \
    {                                                                                              \
        sizeof(rung_fit_job), NULL, NULL, NULL, NULL, 0, 10, 0, NULL, NULL                         \
    }

/* A profile as it was fitted, and how it ranks origins that it has not seen. */
typedef struct rung_fitted {
    double beta[RUNG_SIGNAL_COUNT];      /* 0: not fitted, or it does not vary */
    double deviation[RUNG_SIGNAL_COUNT]; /* of the signal over all pairs; beta times it tells how
                                            much the signal moves a score */
    double penalty;                      /* the one of those tried that ranks unseen origins best */
    double likelihood;                   /* mean over origins of ln p of their moves, unseen */
    double measure[RUNG_MEASURE_COUNT];  /* means over origins, each ranked by weights that its
                                            fold had no part in */
    double error[RUNG_MEASURE_COUNT];    /* their standard errors */
} rung_fitted;

/* What was found. */
typedef struct rung_fit_summary {
    rung_moves_totals moves; /* what was read */
    size_t origins;          /* with moves */
    rung_fitted with_flows;  /* with inflow and family_inflow, learned from the moves of others */
    rung_fitted without;     /* for catalogs of which no moves are known */
} rung_fit_summary;

/* Fit the weights of a profile to observed moves, by conditional logit (D. McFadden 1974): maximise
 * the mean over origins of sum(p(t|s) * ln softmax(score(s,t))) less an L2 penalty on standardised
 * signals, by L-BFGS; the penalty is chosen by cross-validation over origins. Nothing is learned
 * of an origin as such, and no moves of an origin reach its own ranking: inflow leaves them out,
 * and in cross-validation those of its whole fold. The same bytes for any number of threads.
 * Failure: RUNG_BAD_ARGUMENT, RUNG_BAD_DATA with file, line and column, RUNG_IO, RUNG_NO_MEMORY,
 * RUNG_CANCELLED; then nothing is written.
 * Cost: some 100 fits, each some 50 walks over origins x roles x signals; memory: that many
 * doubles. */
RUNG_API rung_status rung_fit(const rung_catalog *catalog, const rung_fit_job *job,
                              rung_fit_summary *summary, rung_error *error);

/* ---------------------------------------------------------------- gaps of a workforce */

/* What rung_gaps_people() does. Texts are the caller's and live until it returns. */
typedef struct rung_gaps_job {
    size_t size;            /* sizeof(rung_gaps_job) */
    const char *people;     /* the folder */
    size_t rank;            /* the role of this rank of each person is looked at; 1 */
    const char *matches;    /* rows of rung_match_people() that have it; NULL: match here */
    const char *demand;     /* or a CSV file role_id,headcount: what is needed at once; or NULL */
    const char *const *by;  /* columns of people.csv: also a table for each value of each; none with
                               demand */
    size_t columns;         /* how many, up to 64 */
    size_t top;             /* the largest gaps of a table that are written; 0: all; 20 */
    const char *output;     /* a file that appears whole or not at all; NULL: write to descriptor */
    int descriptor;         /* where to write without output */
    rung_format format;     /* CSV, TEXT or JSON */
    rung_impute impute;     /* RUNG_IMPUTE_... */
    size_t batch;           /* people read at a time; 0: 16384 */
    rung_progress progress; /* or NULL */
    void *context;          /* for progress */
    rung_delivery delivery; /* rename turns the ids of people.csv into those of matches */
    rung_report *report;    /* also shows what is found, on a page; or NULL */
} rung_gaps_job;

/* A job that matches everybody, as CSV to stdout. */
#define RUNG_GAPS_JOB_INIT                                                                         \
    {                                                                                              \
        sizeof(rung_gaps_job), NULL, 1, NULL, NULL, NULL, 0, 20, NULL, 1, RUNG_FORMAT_CSV,         \
            RUNG_IMPUTE_EMPTY, 0, NULL, NULL, RUNG_DELIVERY_INIT, NULL                             \
    }

/* What rung_gaps_people() found. */
typedef struct rung_gaps_summary {
    rung_people_totals people; /* that were read */
    uint64_t matched;          /* people with a role that asks for something; or positions */
    double gap;                /* mean over these of 1 - readiness; of a demand, what stays open */
    size_t short_skills;       /* skills with a gap */
    size_t listed, soft;       /* the largest gaps that are written, and the soft ones of them */
    double soft_share;         /* of soft skills in all gaps */
    double seconds;            /* that it took */
} rung_gaps_summary;

/* Add up the gaps of people to the roles that they are matched to, or of the workforce to a demand,
 * by skill and by kind (docs/audit.md defines the figures), and write them, largest first. matcher
 * may be NULL with matches or demand; else it is of this catalog. summary may be NULL.
 * Failure: as rung_people_next(); RUNG_BAD_DATA for rows of matches that are nobody's or of unknown
 * roles, for a malformed demand, and for a missing column; RUNG_BAD_ARGUMENT for a job out of
 * range; RUNG_CANCELLED. Memory: the batch, the values of columns times skills, and some 16 bytes
 * for each person. The same bytes for any threads and batch. */
RUNG_API rung_status rung_gaps_people(const rung_catalog *catalog, const rung_matcher *matcher,
                                      const rung_gaps_job *job, rung_gaps_summary *summary,
                                      rung_error *error);

/* ---------------------------------------------------------------- audits */

/* People of a group, and how many of them were selected. */
typedef struct rung_group {
    uint64_t people, selected; /* selected <= people */
    bool known;                /* false: people of whom it is not known where they belong */
} rung_group;

/* What an audit says of a group. NAN where there is no such figure. */
typedef struct rung_impact {
    double rate;                  /* selected / people; NAN without people */
    double low, high;             /* its 95 % interval (Wilson) */
    double ratio;                 /* rate / highest rate of the groups that count */
    double ratio_low, ratio_high; /* its 95 % interval (Katz); NAN for the highest itself */
    bool small;                   /* under 2 % of the people */
    bool counts;                  /* known and not small: it may be the highest, or the least */
} rung_impact;

/* Work out rates and impact ratios of groups (docs/audit.md) into impact[groups], and the least
 * ratio of those that count, NAN where none has one; least may be NULL. Allocates nothing.
 * Failure: RUNG_BAD_ARGUMENT for more selected than people. Cost: groups. */
RUNG_API rung_status rung_audit_groups(const rung_group *group, size_t groups, rung_impact *impact,
                                       double *least, rung_error *error);

/* Whose rows an audit looks at. */
typedef enum rung_results {
    RUNG_RESULTS_MATCHES,    /* of rung_match_people() */
    RUNG_RESULTS_PATHS,      /* of rung_path_people() */
    RUNG_RESULTS_ASSIGNMENTS /* of a plan: its assignments.csv */
} rung_results;

/* What rung_audit_people() does. Texts are the caller's and live until it returns. */
typedef struct rung_audit_job {
    size_t size;             /* sizeof(rung_audit_job) */
    const char *people;      /* the folder: people.csv alone is read */
    const char *results;     /* a file of rows, CSV or JSON lines, in the order of the people */
    rung_results kind;       /* RUNG_RESULTS_... */
    const char *const *by;   /* columns of people.csv, or two joined by a comma: their crossing */
    size_t tables;           /* how many of them, 1..64 */
    size_t rank;             /* selected is who has a row of this rank or a better one; 1 */
    const double *threshold; /* with a figure of at least this; NULL: any */
    const char *figure;      /* the column with the figure; NULL: score of matches, else gain */
    const char *output;     /* a file that appears whole or not at all; NULL: write to descriptor */
    int descriptor;         /* where to write without output */
    rung_format format;     /* CSV, TEXT or JSON */
    rung_progress progress; /* or NULL */
    void *context;          /* for progress */
    rung_delivery delivery; /* rename turns the ids of people.csv into those of the results */
    rung_report *report;    /* also shows what is found, on a page; or NULL */
} rung_audit_job;

/* A job over matches, as CSV to stdout. */
#define RUNG_AUDIT_JOB_INIT                                                                        \
    {                                                                                              \
        sizeof(rung_audit_job), NULL, NULL, RUNG_RESULTS_MATCHES, NULL, 0, 1, NULL, NULL, NULL, 1, \
            RUNG_FORMAT_CSV, NULL, NULL, RUNG_DELIVERY_INIT, NULL                                  \
    }

/* What rung_audit_people() found. */
typedef struct rung_audit_summary {
    uint64_t people, selected; /* in all */
    uint64_t scored;           /* people with a figure */
    double median;             /* of their figures; NAN without any */
    size_t groups;             /* rows written */
    double seconds;            /* that it took */
} rung_audit_summary;

/* Count people, selection rates, scoring rates and impact ratios by groups (docs/audit.md).
 * summary may be NULL.
 * Failure: RUNG_BAD_DATA with file, line and column, also for rows of somebody who is not in
 * people.csv or not in its order, and for a missing column; RUNG_BAD_ARGUMENT for a job out of
 * range; RUNG_IO, RUNG_CANCELLED. Cost: a pass over both files; memory: the groups, and some 28
 * bytes for each person. */
RUNG_API rung_status rung_audit_people(const rung_audit_job *job, rung_audit_summary *summary,
                                       rung_error *error);

/* What a plan is for: what the sum of is highest. */
typedef enum rung_plan_value {
    RUNG_PLAN_GAIN,      /* the gain of everybody's path */
    RUNG_PLAN_READINESS, /* readiness for the target when it is entered, less that of today */
    RUNG_PLAN_PEOPLE     /* people who get a path */
} rung_plan_value;

/* Where seats and openings come from. */
typedef enum rung_limits_from {
    RUNG_LIMITS_CATALOG, /* programs.csv and roles.csv of the catalog */
    RUNG_LIMITS_NONE,    /* there are as many as wanted */
    RUNG_LIMITS_FILE     /* a file: program_id,seats or role_id,openings; what it does not list, or
                            lists without a number, has as many as wanted */
} rung_limits_from;

/* Another budget and number of places for the same people, and what they would bring. */
typedef struct rung_plan_point {
    double budget, places;            /* given; INFINITY: no limit */
    double value, bound, gap;         /* of the plan within them, as in rung_plan_summary */
    double cost;                      /* of its programs */
    double budget_price, place_price; /* what one more of either would bring, at most */
    uint64_t placed, trained;         /* people with a path; of them, those with programs */
} rung_plan_point;

/* What rung_plan_people() does. Texts are the caller's and live until it returns. */
typedef struct rung_plan_job {
    size_t size;                    /* sizeof(rung_plan_job) */
    const char *people;             /* the folder */
    const char *output;             /* a folder: new, or replaced where replace is set */
    bool replace;                   /* the folder where it exists */
    rung_plan_value value;          /* RUNG_PLAN_... */
    double budget;                  /* of all programs; 0 or more, rounded down to 1/10000;
                                       INFINITY: no limit */
    double places;                  /* people who take programs; whole; INFINITY: no limit */
    rung_limits_from seats_from;    /* RUNG_LIMITS_... */
    const char *seats;              /* the file */
    rung_limits_from openings_from; /* RUNG_LIMITS_... */
    const char *openings;           /* the file */
    double openings_years;          /* by which openings of the catalog, a year's, are multiplied,
                                       0..100; 1 */
    const char *fix;                /* CSV person_id,route, such as the assignments.csv of a plan:
                                       these people go that way, without a route they stay; NULL */
    double gap;                     /* as in rung_plan_problem; 0.0001 */
    double seconds;                 /* for choosing, as in rung_plan_problem; 0: no limit */
    rung_plan_point *point;         /* other budgets and places to try: filled in; or NULL */
    size_t points;                  /* how many */
    rung_impute impute;             /* RUNG_IMPUTE_... */
    size_t batch;                   /* people read at a time; 0: 16384 */
    rung_progress progress;         /* or NULL */
    void *context;                  /* for progress */
    rung_delivery delivery;         /* how rows leave; rename also turns the ids of people.csv into
                                       those of fix */
    rung_report *report;            /* also shows the plan, on a page; or NULL */
} rung_plan_job;

/* A job by gain with the catalog's seats and openings, and neither budget nor places. */
#define RUNG_PLAN_JOB_INIT                                                                         \
    {                                                                                              \
        .size = sizeof(rung_plan_job), .budget = RUNG_NO_LIMIT, .places = RUNG_NO_LIMIT,           \
        .openings_years = 1, .gap = 0.0001                                                         \
    }
/* A budget, or places, without limit. */
#define RUNG_NO_LIMIT ((double)INFINITY)

/* What rung_plan_people() did. Values are in the catalog's currency by gain, and in whole
 * readinesses or people by those. */
typedef struct rung_plan_summary {
    rung_people_totals people;        /* that were read */
    uint64_t with_options;            /* people with a path that is worth something */
    uint64_t placed, trained, fixed;  /* with a path in the plan; of them, with programs; fixed */
    uint64_t waiting;                 /* with options, but without a path */
    uint64_t options, lists, routes;  /* ways of all people; different lists of them; and routes */
    uint64_t unproven;                /* options that may not be the best paths: effort ended */
    double value, bound, gap;         /* (bound - value) / bound */
    double cost;                      /* of all programs of the plan */
    double least_cost;                /* of a path with programs that cost; INFINITY: none */
    double budget_price, place_price; /* what one more of either would bring, at most */
    size_t seats_bind, openings_bind; /* programs and roles whose limits do */
    size_t seatless;                  /* programs without a single seat: */
    uint32_t seatless_program;        /* the first */
    bool ended;                       /* job->seconds were over before the gap was reached */
    unsigned threads;                 /* that worked */
    double seconds, seconds_reading, seconds_searching, seconds_choosing,
        seconds_writing; /* in all, and of them */
} rung_plan_summary;

/* Plan for everybody in a folder: one of the paths that planner finds (its top targets, so many
 * paths each), or to stay, so that the sum of values is highest within all limits. Writes
 * assignments.csv, programs.csv, roles.csv, plan.json, and with points what_if.csv into a folder
 * (docs/formats.md). The bound holds for these paths and limits. With seconds at 0, the same bytes
 * for every number of threads. summary may be NULL.
 * Failure: as rung_people_next(), also for the files of limits and of fixed people;
 * RUNG_BAD_ARGUMENT for a job out of range, or fixed people beyond a limit; RUNG_CANCELLED.
 * Memory: some 24 bytes for each option of different lists, 4 for each of all, 60 a person. */
RUNG_API rung_status rung_plan_people(const rung_planner *planner, const rung_plan_job *job,
                                      rung_plan_summary *summary, rung_error *error);

/* How O*NET occupations become roles. */
typedef enum rung_soc {
    RUNG_SOC_ONET,     /* 15-1252.00, each its own role */
    RUNG_SOC_DETAILED, /* 15-1252, averaged over its occupations */
    RUNG_SOC_BROAD     /* 15-1250 */
} rung_soc;

/* What rung_import_onet() does. Texts are the caller's and live until it returns. */
typedef struct rung_onet_job {
    size_t size;             /* sizeof(rung_onet_job) */
    const char *source;      /* the folder with O*NET's text files */
    const char *output;      /* the catalog's folder: new, or replaced where replace is set */
    const char *elements;    /* comma list of skills, knowledge, abilities, activities; NULL:
                                skills,knowledge */
    const char *wages;       /* BLS OEWS table, or NULL */
    const char *projections; /* BLS employment projections, or NULL */
    const char *groups;      /* CSV source_role,role_id that makes roles of occupations, or NULL */
    const char *programs;    /* a catalog folder whose programs come along, or NULL; its file
                                program_roles.csv (role_id,source_role) says what the roles that
                                audiences name are called here */
    rung_soc soc;            /* RUNG_SOC_... */
    double grid;             /* of the catalog; 0: 1 */
    bool impute_related;     /* fill unrated occupations from their rated related ones */
    bool replace;            /* the folder where it exists */
    rung_progress progress;  /* or NULL; people is the rows read */
    void *context;           /* for progress */
} rung_onet_job;

/* A job of skills and knowledge, a role for each occupation. */
#define RUNG_ONET_JOB_INIT                                                                         \
    {                                                                                              \
        sizeof(rung_onet_job), NULL, NULL, NULL, NULL, NULL, NULL, NULL, RUNG_SOC_ONET, 0, false,  \
            false, NULL, NULL                                                                      \
    }

/* What rung_import_onet() made. */
typedef struct rung_onet_summary {
    size_t occupations;   /* that O*NET lists */
    size_t left_out;      /* of them, those that groups does not name */
    size_t roles;         /* of the catalog */
    size_t rated_roles;   /* by O*NET */
    size_t imputed_roles; /* filled from related ones; not among the rated */
    size_t skills, requirements, with_wage, with_projection, relations, features,
        programs;  /* of the catalog */
    char *unrated; /* a line "id<TAB>title" each role that O*NET does not rate, imputed ones too;
                      end it with rung_free() */
} rung_onet_summary;

/* Make a catalog from a release of O*NET (text files, https://www.onetcenter.org/database.html).
 * Failure: RUNG_BAD_DATA with file, line and column; RUNG_IO, RUNG_CANCELLED.
 * Memory: the ratings, some 10 MB. The folder appears whole or not at all. */
RUNG_API rung_status rung_import_onet(const rung_onet_job *job, rung_onet_summary *summary,
                                      rung_error *error);

/* What makes a skill important to an occupation that asks for it. */
typedef enum rung_esco_weights {
    RUNG_ESCO_IDF,  /* how few ask for it: ln((n + 1) / asking) / ln(n + 1) of n occupations */
    RUNG_ESCO_PLAIN /* nothing: 1 */
} rung_esco_weights;

/* What rung_import_esco() does. Texts are the caller's and live until it returns. */
typedef struct rung_esco_job {
    size_t size;               /* sizeof(rung_esco_job) */
    const char *source;        /* the folder with ESCO's CSV files */
    const char *output;        /* the catalog's folder: new, or replaced where replace is set */
    const char *language;      /* of the files, as their names end: occupations_en.csv; NULL: en */
    rung_esco_weights weights; /* RUNG_ESCO_...; idf */
    double optional;  /* importance of an optional skill, where an essential one has 1, 0..1; 0
                         leaves them out; 0.5 */
    double hierarchy; /* how much skills below the same group, or one below the other, stand in for
                         each other, 0..1; 0 */
    unsigned isco_digits;   /* of the ISCO group that makes the family, 1..4; 0: 2 */
    bool replace;           /* the folder where it exists */
    rung_progress progress; /* or NULL; people is the rows read */
    void *context;          /* for progress */
} rung_esco_job;

/* A job in English, with optional skills half as important. */
#define RUNG_ESCO_JOB_INIT                                                                         \
    {                                                                                              \
        sizeof(rung_esco_job), NULL, NULL, NULL, RUNG_ESCO_IDF, 0.5, 0, 0, false, NULL, NULL       \
    }

/* What rung_import_esco() made. */
typedef struct rung_esco_summary {
    size_t occupations, skills; /* of the catalog */
    size_t links;               /* between them, as the release has them */
    size_t strangers; /* of the links, those of occupations that it does not list: left out */
    size_t requirements, essential;         /* links taken, and those of them that are essential */
    size_t rated_roles;                     /* that ask for something */
    size_t role_relations, skill_relations; /* rows */
    size_t selves;                          /* relations of a skill to itself: left out */
    size_t unlisted;        /* rows of broaderRelations*.csv with a concept not listed: left out */
    size_t unlisted_groups; /* rows with a group of skills that skillGroups_en.csv lacks */
    size_t repeated;        /* rows of broaderRelations*.csv that an earlier one said: left out */
    unsigned missing;       /* optional files that are not there: rung_esco_missing's bits */
} rung_esco_summary;

/* What a release may lack. */
typedef enum rung_esco_missing {
    RUNG_ESCO_NO_SKILL_GROUPS = 1,    /* skillGroups_en.csv */
    RUNG_ESCO_NO_BROADER_ROLES = 2,   /* broaderRelationsOccPillar.csv */
    RUNG_ESCO_NO_BROADER_SKILLS = 4,  /* broaderRelationsSkillPillar.csv */
    RUNG_ESCO_NO_SKILL_RELATIONS = 8, /* skillSkillRelations.csv */
} rung_esco_missing;

/* Make a catalog from a release of ESCO (CSV files, https://esco.ec.europa.eu). summary may be
 * NULL.
 * Failure: RUNG_BAD_DATA with file, line and column; RUNG_IO, RUNG_CANCELLED.
 * Memory: the texts and links, some 20 MB. The folder appears whole or not at all. */
RUNG_API rung_status rung_import_esco(const rung_esco_job *job, rung_esco_summary *summary,
                                      rung_error *error);

/* End memory that this library handed to the caller; NULL does nothing. Any thread may. */
RUNG_API void rung_free(void *memory);

/* How rung_synth() keeps levels. */
typedef enum rung_people_format {
    RUNG_PEOPLE_LONG, /* people_skills.csv */
    RUNG_PEOPLE_WIDE, /* level:SKILL_ID columns in people.csv */
    RUNG_PEOPLE_NPY   /* people.npy */
} rung_people_format;

/* Most people that a population can have: ids are "p" and nine digits. */
#define RUNG_SYNTH_MOST_PEOPLE 999999999u

/* What rung_synth() makes. Texts are the caller's and live until it returns. */
typedef struct rung_synth_job {
    size_t size;               /* sizeof(rung_synth_job) */
    const char *output;        /* the folder: new, or replaced where replace is set */
    uint64_t people;           /* 1..RUNG_SYNTH_MOST_PEOPLE */
    uint64_t seed;             /* any number */
    rung_people_format format; /* RUNG_PEOPLE_... */
    double on_grid;   /* share of people whose levels lie on the catalog's grid, the others' have
                         two decimals; 1 */
    unsigned threads; /* 0: as many as the scheduler allows */
    bool replace;     /* the folder where it exists */
    rung_progress progress; /* or NULL */
    void *context;          /* for progress */
} rung_synth_job;

/* A job with seed 1 and levels on the grid. */
#define RUNG_SYNTH_JOB_INIT                                                                        \
    {                                                                                              \
        sizeof(rung_synth_job), NULL, 0, 1, RUNG_PEOPLE_LONG, 1.0, 0, false, NULL, NULL            \
    }

/* What rung_synth_vectors() makes. Texts are the caller's and live until it returns. */
typedef struct rung_vectors_job {
    size_t size;        /* sizeof(rung_vectors_job) */
    const char *output; /* the folder: new, or replaced where replace is set */
    uint64_t roles;     /* 1..RUNG_SYNTH_MOST_PEOPLE, where no catalog is given */
    size_t dimensions;  /* 1..4096 */
    uint64_t seed;      /* any number */
    bool replace;       /* the folder where it exists */
} rung_vectors_job;

/* A job with seed 1. */
#define RUNG_VECTORS_JOB_INIT                                                                      \
    {                                                                                              \
        sizeof(rung_vectors_job), NULL, 0, 0, 1, false                                             \
    }

/* Make a catalog with a vector for each role, of nearly normal entries and of length 1: a copy of
 * catalog, or for NULL one of so many roles without anything else. The same bytes for the same
 * seed, and the first roles are those of a smaller catalog.
 * Failure: RUNG_BAD_ARGUMENT, RUNG_IO or RUNG_NO_MEMORY, and no folder is made. Cost: roles x
 * dimensions; memory: some roles. */
RUNG_API rung_status rung_synth_vectors(const rung_catalog *catalog, const rung_vectors_job *job,
                                        rung_error *error);

/* What rung_synth() made. */
typedef struct rung_synth_summary {
    uint64_t people;         /* as many as the job says */
    uint64_t levels;         /* above 0: in the long format the rows of people_skills.csv */
    uint64_t without_levels; /* people without a skill row */
    double seconds;          /* that it took */
} rung_synth_summary;

/* Make a population for a catalog: the same bytes for the same seed on every machine and with any
 * number of threads, and its first people are those of a smaller population with that seed. Roles
 * by employment; levels around the role's, with a spread that grows with tenure; some people with
 * a second, past role; some without a skill row, for whom people.npy, which has no empty cells,
 * holds the levels of their role. Where the catalog has vectors, people_vectors.npy holds vectors
 * of length 1 made up of nearly normal entries. summary may be NULL. Failure: RUNG_BAD_ARGUMENT,
 * RUNG_IO, RUNG_NO_MEMORY or RUNG_CANCELLED, and no folder is made. Memory: some hundred people a
 * thread. */
RUNG_API rung_status rung_synth(const rung_catalog *catalog, const rung_synth_job *job,
                                rung_synth_summary *summary, rung_error *error);

#ifdef __cplusplus
}
#endif

#endif
