/* baselines.c - rankings that need no profile, to compare others with. */
#include "learn/baselines.h"

#include <math.h>
#include <string.h>

/* Sums over a role's rows, in catalog order: of products with the worker's levels, of squares. */
static double product(const rung_worker *w, uint32_t role, double *squares)
{
    const rung_links *rows = &w->catalog->requirements;
    double sum = 0;
    *squares = 0;
    for (size_t i = rows->first[role]; i < rows->first[role + 1]; i++) {
        double level = (double)rows->link[i].value;
        sum += (double)w->level[rows->link[i].to] * level;
        *squares += level * level;
    }
    return sum;
}

static double size(const rung_worker *w, uint32_t role)
{
    double employment = w->catalog->role[role].employment;
    return isnan(employment) ? 0 : employment;
}

static double cosine(const rung_worker *w, uint32_t role)
{
    double squares, sum = product(w, role, &squares);
    double lengths = w->length * sqrt(squares);
    return lengths > 0 ? sum / lengths : 0;
}

/* The square of the distance, less that of the worker's length, which all roles have in common. */
static double euclid(const rung_worker *w, uint32_t role)
{
    double squares, sum = product(w, role, &squares);
    return 2 * sum - squares;
}

static double coverage(const rung_worker *w, uint32_t role)
{
    const rung_links *rows = &w->catalog->requirements;
    size_t asked = 0, reached = 0;
    for (size_t i = rows->first[role]; i < rows->first[role + 1]; i++) {
        const rung_link *row = &rows->link[i];
        bool asks = row->value > 0 && row->weight > 0;
        asked += asks;
        reached += asks && w->level[row->to] >= row->value;
    }
    return asked > 0 ? (double)reached / (double)asked : 0;
}

static double related(const rung_worker *w, uint32_t role)
{
    const rung_link *link =
        rung_links_find(&w->catalog->role_relations, w->origin, role, RUNG_RELATED);
    return link ? (double)link->weight : 0;
}

static const struct {
    const char *name;
    rung_baseline score;
} baselines[] = {{"size", size},
                 {"cosine", cosine},
                 {"euclid", euclid},
                 {"coverage", coverage},
                 {"related", related}};

enum { BASELINES = sizeof baselines / sizeof *baselines };

const char *rung_baseline_name(size_t index)
{
    return index < BASELINES ? baselines[index].name : NULL;
}

rung_baseline rung_baseline_find(const char *name)
{
    for (size_t i = 0; i < BASELINES; i++)
        if (strcmp(name, baselines[i].name) == 0)
            return baselines[i].score;
    return NULL;
}

rung_worker rung_worker_make(const rung_catalog *catalog, uint32_t origin, float *level)
{
    rung_worker worker = {.catalog = catalog, .origin = origin, .level = level};
    double squares;
    rung_catalog_levels(catalog, origin, level);
    product(&worker, origin, &squares);
    worker.length = sqrt(squares);
    return worker;
}
