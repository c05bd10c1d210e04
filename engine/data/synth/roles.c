/* roles.c - pick roles as often as they have people, by whole numbers alone. */
#include "data/synth/roles.h"
#include "data/synth/draws.h"

#include <math.h>
#include <stdlib.h>

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Employment for roles that have none: the median of the others, 0 where there are no others. */
static double median(double *known, size_t count)
{
    if (count == 0)
        return 0;
    qsort(known, count, sizeof *known, by_size);
    return known[(count - 1) / 2] / 2 + known[count / 2] / 2;
}

/* The power of two that brings every employment to whole numbers as fine as 64 bits hold without
 * their sum running over. */
static int fineness(double most, size_t roles)
{
    int exponent, bits = 62;
    frexp(most, &exponent); /* most < 2^exponent */
    while (roles > 0) {
        roles >>= 1;
        bits--;
    }
    return bits - exponent;
}

static void fill_reach(rung_employed *employed, const double *employment, double most)
{
    uint64_t reach = 0;
    int scale = most > 0 ? fineness(most, employed->count) : 0;
    for (size_t i = 0; i < employed->count; i++) {
        reach += most > 0 ? (uint64_t)ldexp(employment[i], scale) : 1;
        employed->reach[i] = reach;
    }
}

bool rung_employed_make(rung_employed *employed, const rung_catalog *catalog)
{
    *employed = (rung_employed){.role = rung_array(catalog->roles, sizeof *employed->role),
                                .reach = rung_array(catalog->roles, sizeof *employed->reach)};
    double *employment = rung_array(catalog->roles, sizeof *employment);
    double *known = rung_array(catalog->roles, sizeof *known);
    bool made = employed->role && employed->reach && employment && known;
    size_t known_count = 0;
    bool rated = catalog->requirements.count > 0; /* else all are alike in that */
    for (uint32_t r = 0; made && r < catalog->roles; r++) {
        if (rated && !catalog->role[r].rated)
            continue;
        double people = catalog->role[r].employment;
        if (!isnan(people))
            known[known_count++] = people;
        employment[employed->count] = people;
        employed->role[employed->count++] = r;
    }
    if (made) {
        double typical = median(known, known_count), most = 0;
        for (size_t i = 0; i < employed->count; i++) {
            if (isnan(employment[i]))
                employment[i] = typical;
            if (employment[i] > most)
                most = employment[i];
        }
        fill_reach(employed, employment, most);
    }
    free(employment);
    free(known);
    return made;
}

uint32_t rung_employed_pick(const rung_employed *employed, uint64_t draw)
{
    uint64_t place = rung_below(draw, employed->reach[employed->count - 1]);
    size_t low = 0, high = employed->count - 1;
    while (low < high) { /* the first stretch that ends behind place */
        size_t middle = low + (high - low) / 2;
        if (employed->reach[middle] > place)
            high = middle;
        else
            low = middle + 1;
    }
    return employed->role[low];
}

void rung_employed_free(rung_employed *employed)
{
    free(employed->role);
    free(employed->reach);
    *employed = (rung_employed){0};
}
