/* quant.h - what kernels that multiply small integers share: roles and people as 8-bit digits, the
 * bound on what that costs, and the selection. A kernel adds the integer product.
 *
 * Columns fall into groups of similar size. In group g a role's row is
 *     centre + scale * digits + error,    digits -127..127,
 * and a person's is
 *     scale * (digits - zero) + error,    digits 0..most, zero 0..most.
 * The centre, the same for every role, adds the same to all scores of a person: it is left out. */
#ifndef RUNG_KERNEL_QUANT_H
#define RUNG_KERNEL_QUANT_H

#include "kernel/kernel.h"
#include "kernel/select.h"

/* Columns multiplied in one step. */
enum { RUNG_QUANT_STEP = 4 };

/* What an instruction set asks for. */
typedef struct rung_quant_shape {
    int most;     /* people's largest digit */
    size_t width; /* roles in a strip; divides RUNG_PANEL */
    size_t align; /* steps of every group are a multiple of this */
} rung_quant_shape;

/* Some columns, which take so many steps, digits 0 behind them; and the most that any role has of
 * each figure. */
typedef struct rung_quant_group {
    size_t column, columns;
    size_t step, steps; /* 1 or more */
    double length;      /* of the row as it was given */
    double product;     /* length of scale * digits */
    double error;       /* length of the error */
    double drift;       /* size of the sum of the error's first entries, however many */
} rung_quant_group;

typedef struct rung_quant {
    rung_targets targets;
    rung_quant_shape shape; /* the last strip is filled up with zeros */
    size_t groups, steps;
    rung_quant_group *group;
    int8_t *digits; /* strips x steps x width x 4 */
    float *scale;   /* strips x groups x width */
    int32_t *sum;   /* strips x groups x width: of the digits */
    float *share;   /* roles: of the groups' largest figures, 0..1 */
    double widest_slack;
} rung_quant;

/* People of a query in digits. */
typedef struct rung_quant_people {
    size_t people;
    uint8_t *digits; /* people x steps x 4 */
    float *scale;    /* people x groups */
    int32_t *zero;   /* people x groups */
} rung_quant_people;

/* Roles whose scores are computed together, by strips. */
typedef struct rung_quant_panel {
    size_t first, strips;
    const float *bias[RUNG_BLOCK]; /* a person's biases of the panel's roles */
    const float *last[RUNG_BLOCK]; /* and of its last strip, which may be filled up */
    float *scores;       /* NULL, or RUNG_BLOCK x RUNG_PANEL: all scores, to take first cuts from */
    rung_select *select; /* get what reaches a person's cut */
} rung_quant_panel;

/* Computes the scores of the people and a panel's roles. The integer sums must be exact:
 * |sum of (digit - zero) * digit| < 2^31 over a group, wherever it starts. */
typedef void (*rung_quant_product)(const rung_quant *quant, const rung_quant_people *people,
                                   const rung_quant_panel *panel);

rung_status rung_quant_pack(void **packed, const rung_targets *targets,
                            const rung_quant_shape *shape, rung_error *error);
void rung_quant_unpack(void *packed);
size_t rung_quant_scratch(const void *packed, size_t room);
void rung_quant_propose(const rung_quant *quant, const rung_query *query, void *scratch,
                        rung_proposals *proposals, rung_quant_product product);

#endif
