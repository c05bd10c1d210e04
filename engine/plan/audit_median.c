/* audit_median.c - the figures of people, and who lies above their median. */
#include "plan/audit_median.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

bool rung_figures_add(rung_figures *f, double figure, uint32_t cell)
{
    if (!rung_grow((void **)&f->figure, &f->figure_room, f->count + 1, sizeof *f->figure) ||
        !rung_grow((void **)&f->cell, &f->cell_room, f->count + 1, sizeof *f->cell))
        return false;
    f->figure[f->count] = figure + 0.0; /* -0 is 0 */
    f->cell[f->count++] = cell;
    return true;
}

void rung_figures_free(rung_figures *figures)
{
    free(figures->figure);
    free(figures->cell);
    *figures = (rung_figures){0};
}

/* A whole number that is in the order of the figures. */
static uint64_t key_of(double figure)
{
    uint64_t bits;
    memcpy(&bits, &figure, sizeof bits);
    return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static double figure_of(uint64_t key)
{
    uint64_t bits = key >> 63 ? key & ~((uint64_t)1 << 63) : ~key;
    double figure;
    memcpy(&figure, &bits, sizeof figure);
    return figure;
}

/* Eight bits of the key after eight: how many figures share what is known and have which next. */
double rung_figures_at(const rung_figures *figures, size_t place)
{
    uint64_t key = 0, known = 0;
    for (int shift = 56; shift >= 0; shift -= 8) {
        size_t count[256] = {0}, next = 0;
        for (size_t i = 0; i < figures->count; i++) {
            uint64_t k = key_of(figures->figure[i]);
            count[k >> shift & 0xFF] += (k & known) == key;
        }
        while (place >= count[next])
            place -= count[next++];
        key |= (uint64_t)next << shift;
        known |= (uint64_t)0xFF << shift;
    }
    return figure_of(key);
}

double rung_figures_median(const rung_figures *figures, double *lower)
{
    *lower = NAN;
    if (figures->count == 0)
        return NAN;
    *lower = rung_figures_at(figures, (figures->count - 1) / 2);
    double upper = rung_figures_at(figures, figures->count / 2);
    return *lower == upper ? upper : (*lower + upper) / 2;
}
