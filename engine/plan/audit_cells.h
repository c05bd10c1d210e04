/* audit_cells.h - count people by what they have in some columns. */
#ifndef RUNG_PLAN_AUDIT_CELLS_H
#define RUNG_PLAN_AUDIT_CELLS_H

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "rung.h"

/* What is counted of the people of a cell or a group. */
typedef struct rung_tally {
    uint64_t people, selected, scored, above;
} rung_tally;

/* People who have the same in all columns. */
typedef struct rung_cell {
    const char *const *value; /* columns; "" for nothing */
    rung_tally tally;
} rung_cell;

/* All cells. Start from all zeros but for columns. */
typedef struct rung_cells {
    size_t columns;
    rung_cell *cell;
    size_t count, room;
    rung_index index;
    rung_arena text;
    rung_buffer key; /* scratch */
} rung_cells;

/* The cell of these values, made where there is none yet. Fails without memory, and with
 * BAD_DATA beyond a million cells. */
rung_status rung_cells_find(rung_cells *cells, const rung_slice *values, uint32_t *cell,
                            rung_error *error);
void rung_cells_free(rung_cells *cells);

/* People who have the same in one column, or in two. */
typedef struct rung_audit_group {
    const char *value[2]; /* the second is NULL where there is one column */
    bool known;           /* neither is "" */
    rung_tally tally;
} rung_audit_group;

/* The groups of one column or two (the second RUNG_NONE where there is one), sorted by the bytes of
 * their values, in memory to be freed. */
rung_status rung_cells_groups(const rung_cells *cells, const uint32_t column[2],
                              rung_audit_group **groups, size_t *count, rung_error *error);

#endif
