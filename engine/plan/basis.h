/* basis.h - the working basis of a linear program with generalized upper bounds: as many columns
 * as there are limits, however many people there are (Dantzig and Van Slyke, Generalized upper
 * bounding techniques, 1967). */
#ifndef RUNG_PLAN_BASIS_H
#define RUNG_PLAN_BASIS_H

#include "plan/knapsack.h"

/* A row or a group that is none. */
#define RUNG_SLACK RUNG_NONE

/* A basic variable: so many of a group take an option beside its key, or what is left of a row. */
typedef struct rung_basic {
    uint32_t group;  /* RUNG_SLACK: option is a row */
    uint32_t option; /* of the group; RUNG_NONE: they stay */
} rung_basic;

/* A column of the program, sparse: what one more takes of each row. */
typedef struct rung_column_entry {
    uint32_t row;
    double amount;
} rung_column_entry;

typedef struct rung_basis {
    size_t rows;
    rung_basic *basic; /* rows: by position */
    double *value;     /* rows: of each */
    double *inverse;   /* rows x rows: by column, so that a column's positions are side by side */
    double *price;     /* rows */
    double *change;    /* rows: how much each basic one shrinks as the entering one grows */
    double *pivot_row; /* rows: scratch */
} rung_basis;

rung_status rung_basis_make(rung_basis *basis, size_t rows, rung_error *error);
void rung_basis_free(rung_basis *basis);

/* Every row has its own slack, no price is above 0. */
void rung_basis_reset(rung_basis *basis);
/* change = inverse x column. */
void rung_basis_change(rung_basis *basis, const rung_column_entry *column, size_t entries);
/* The column whose change was worked out takes a position; profit is its reduced one. Values are
 * the caller's. */
void rung_basis_pivot(rung_basis *basis, size_t position, double profit);
/* The basic one at a position trades places with its group's key; same: the positions of the others
 * of that group. */
void rung_basis_swap(rung_basis *basis, size_t position, const size_t *same, size_t count);

#endif
