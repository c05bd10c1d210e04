/* workspace.h - the scratch of one thread that matches. */
#ifndef RUNG_MATCH_WORKSPACE_H
#define RUNG_MATCH_WORKSPACE_H

#include "kernel/kernel.h"
#include "match/adjacency.h"
#include "match/unique.h"

/* What the sizes follow from. */
typedef struct rung_workspace_shape {
    size_t window;       /* people looked at together */
    size_t stride;       /* of levels */
    size_t vector;       /* stride of vectors; 0 without */
    size_t dimensions;   /* of encoded people */
    size_t room;         /* roles that a kernel may list for a person */
    size_t kernel_bytes; /* that the kernel needs */
    size_t entries;      /* of an encoded person where rows are sparse, else 0 */
    size_t raised;       /* skills, where rows are sparse and skills stand in for others, else 0 */
} rung_workspace_shape;

/* What a match was made of. */
typedef struct rung_match_counts {
    uint64_t distinct, proposed;
    double proposing, scoring; /* seconds, over all threads */
} rung_match_counts;

/* Laid out in one piece of memory; arrays in the order in which they are used. Where rows are
 * sparse, people are looked at one after another, and BLOCK is 1 but for what kernels write. */
typedef struct rung_workspace {
    rung_unique unique;
    rung_match_counts counts; /* of the window at hand */
    float *level;             /* BLOCK x stride */
    double *standard;         /* BLOCK x stride */
    float *vector;            /* BLOCK x stride of vectors */
    float *rows;              /* BLOCK x dimensions; not where rows are sparse */
    float *weight;            /* stride; this and what follows only where rows are sparse */
    uint32_t *row_skill;      /* stride + 1: of a person who came as a dense row */
    float *row_level;         /* stride + 1 */
    uint32_t *raised_skill;   /* raised + 1: of a person's levels in effect */
    float *raised_level;      /* raised + 1 */
    uint64_t *mark;           /* rung_mark_words() of raised */
    rung_entry *entry;        /* entries */
    uint32_t *roles;          /* RUNG_BLOCK x room */
    double *score;            /* room */
    void *kernel;
    rung_subject subject[RUNG_BLOCK];
    float slack[RUNG_BLOCK], blur[RUNG_BLOCK];
    uint32_t key[RUNG_BLOCK], count[RUNG_BLOCK];
} rung_workspace;

/* Bytes of a workspace, and the workspace in so many bytes, aligned to a cache line. */
size_t rung_workspace_bytes(const rung_workspace_shape *shape);
rung_workspace *rung_workspace_lay(const rung_workspace_shape *shape, void *bytes);

#endif
