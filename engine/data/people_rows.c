/* people_rows.c - the levels of a batch of people as rows. */
#include "data/people_rows.h"

#include <stdlib.h>

#include "base/memory.h"

rung_status rung_people_rows_make(rung_people_rows *rows, const rung_catalog *catalog,
                                  rung_error *error)
{
    *rows = (rung_people_rows){.catalog = catalog,
                               .level = rung_array(catalog->skills, sizeof *rows->level),
                               .given = rung_array(catalog->skills, sizeof *rows->given)};
    if (!rows->level || !rows->given) {
        rung_people_rows_free(rows);
        return rung_fail_memory(error, "a batch of people");
    }
    for (size_t s = 0; s < catalog->skills; s++)
        rows->level[s] = RUNG_MISSING;
    return RUNG_OK;
}

void rung_people_rows_free(rung_people_rows *rows)
{
    free(rows->level);
    free(rows->given);
    free(rows->first);
    free(rows->row_skill);
    free(rows->row_level);
    *rows = (rung_people_rows){0};
}

static int by_skill(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Room for one more person and more rows; count[0] is their number before the first person. */
static bool make_room(rung_people_rows *r, size_t people, size_t more)
{
    size_t skills = r->room, levels = r->room;
    if (!rung_grow((void **)&r->first, &r->people_room, people + 1, sizeof *r->first) ||
        !rung_grow((void **)&r->row_skill, &skills, r->rows + more, sizeof *r->row_skill) ||
        !rung_grow((void **)&r->row_level, &levels, r->rows + more, sizeof *r->row_level))
        return false;
    r->room = skills < levels ? skills : levels;
    return true;
}

static void put(rung_people_rows *r, uint32_t skill, float level)
{
    if (!(level > 0))
        return;
    r->row_skill[r->rows] = skill;
    r->row_level[r->rows++] = level;
}

/* Given levels and those of a role, by skill; what is given goes first. */
static bool merge(rung_people_rows *r, const uint32_t *given, size_t count, const rung_link *role,
                  const rung_link *end)
{
    bool imputed = false;
    for (size_t i = 0; i < count || role < end;) {
        if (i < count && (role == end || given[i] <= role->to)) {
            role += role < end && given[i] == role->to;
            put(r, given[i], r->level[given[i]]);
            i++;
        } else {
            put(r, role->to, role->value);
            imputed = true;
            role++;
        }
    }
    return imputed;
}

rung_status rung_people_rows_take(rung_people_rows *r, size_t i, bool given, size_t count,
                                  uint32_t role, rung_impute how, bool *imputed, rung_error *error)
{
    const rung_catalog *c = r->catalog;
    const rung_links *asked = &c->requirements;
    bool rated = role != RUNG_NONE && c->role[role].rated;
    bool from_role = rated && (how == RUNG_IMPUTE_FILL || (how == RUNG_IMPUTE_EMPTY && count == 0));
    size_t begin = from_role ? asked->first[role] : 0, end = from_role ? asked->first[role + 1] : 0;
    if (i == 0)
        r->rows = 0;
    if (!make_room(r, i + 1, count + end - begin))
        return rung_fail_memory(error, "a batch of people");
    r->first[i] = r->rows;
    *imputed = from_role;
    if (!given) { /* every skill has a level */
        for (size_t s = 0; s < c->skills; s++)
            put(r, (uint32_t)s, r->level[s]);
        *imputed = false;
    } else {
        qsort(r->given, count, sizeof *r->given, by_skill);
        bool filled = merge(r, r->given, count, asked->link + begin, asked->link + end);
        *imputed = how == RUNG_IMPUTE_FILL ? filled : from_role;
        for (size_t k = 0; k < count; k++)
            r->level[r->given[k]] = RUNG_MISSING;
    }
    r->first[i + 1] = r->rows;
    return RUNG_OK;
}
