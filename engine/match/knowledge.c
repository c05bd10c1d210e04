/* knowledge.c - how alike two roles are in what has to be known, apart from what has to be done. */
#include "match/knowledge.h"

#include <math.h>
#include <stdlib.h>

/* Beyond this many areas a taxonomy has no short list of them, but thousands of items, each asked
 * for by few: what roles have in common is then told by features and by similarity. */
enum { MOST_AREAS = 256 };

static void take_levels(rung_knowledge *k, const rung_catalog *catalog, const uint32_t *area)
{
    const rung_links *links = &catalog->requirements;
    for (size_t i = 0; i < links->count; i++)
        if (area[links->link[i].to] != RUNG_NONE)
            k->row[links->link[i].from * k->areas + area[links->link[i].to]] =
                (double)links->link[i].value;
}

static void standardise_area(rung_knowledge *k, const rung_catalog *catalog, size_t area)
{
    double sum = 0, squares = 0, rated = 0;
    for (size_t r = 0; r < k->roles; r++)
        if (catalog->role[r].rated) {
            sum += k->row[r * k->areas + area];
            rated++;
        }
    double mean = rated > 0 ? sum / rated : 0;
    for (size_t r = 0; r < k->roles; r++)
        if (catalog->role[r].rated) {
            double *level = &k->row[r * k->areas + area];
            *level -= mean;
            squares += *level * *level;
        }
    double deviation = rated > 0 ? sqrt(squares / rated) : 0;
    for (size_t r = 0; r < k->roles; r++)
        k->row[r * k->areas + area] =
            deviation > 0 && catalog->role[r].rated ? k->row[r * k->areas + area] / deviation : 0;
}

static void shorten(rung_knowledge *k, size_t role)
{
    double *row = k->row + role * k->areas, squares = 0;
    for (size_t a = 0; a < k->areas; a++)
        squares += row[a] * row[a];
    for (size_t a = 0; a < k->areas && squares > 0; a++)
        row[a] /= sqrt(squares);
}

rung_status rung_knowledge_make(rung_knowledge *knowledge, const rung_catalog *catalog,
                                rung_error *error)
{
    rung_knowledge k = {.roles = catalog->roles};
    uint32_t *area = rung_array(catalog->skills, sizeof *area);
    for (size_t s = 0; area && s < catalog->skills; s++)
        area[s] = catalog->skill[s].kind == RUNG_SKILL_KNOWLEDGE ? (uint32_t)k.areas++ : RUNG_NONE;
    if (k.areas > MOST_AREAS)
        k.areas = 0;
    size_t cells;
    bool fits = !__builtin_mul_overflow(k.roles, k.areas, &cells);
    k.row = fits && area ? rung_array(cells, sizeof *k.row) : NULL;
    *knowledge = k;
    if (k.row && k.areas > 0) {
        take_levels(&k, catalog, area);
        for (size_t a = 0; a < k.areas; a++)
            standardise_area(&k, catalog, a);
        for (size_t r = 0; r < k.roles; r++)
            shorten(&k, r);
    }
    free(area);
    return k.row ? RUNG_OK : rung_fail_memory(error, "the knowledge of roles");
}

void rung_knowledge_free(rung_knowledge *knowledge)
{
    free(knowledge->row);
    *knowledge = (rung_knowledge){0};
}

double rung_knowledge_cosine(const rung_knowledge *k, uint32_t a, uint32_t b)
{
    double sum = 0;
    for (size_t i = 0; i < k->areas; i++)
        sum += k->row[a * k->areas + i] * k->row[b * k->areas + i];
    return sum;
}
