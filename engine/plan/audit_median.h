/* audit_median.h - the figures of people, and who lies above their median. */
#ifndef RUNG_PLAN_AUDIT_MEDIAN_H
#define RUNG_PLAN_AUDIT_MEDIAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Figures with the cells of those who have them, 12 bytes each. Start from all zeros. */
typedef struct rung_figures {
    double *figure;
    uint32_t *cell;
    size_t count, figure_room, cell_room;
} rung_figures;

/* False without memory. */
bool rung_figures_add(rung_figures *figures, double figure, uint32_t cell);
void rung_figures_free(rung_figures *figures);

/* The figure at this place of their order, from 0. */
double rung_figures_at(const rung_figures *figures, size_t place);
/* The median: the middle one, or the mean of the two; NAN without any. A figure is above it when
 * and only when it is above *lower, the first of the two: no figure lies between them. */
double rung_figures_median(const rung_figures *figures, double *lower);

#endif
