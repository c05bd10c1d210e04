/* options.c - what everybody of a population could do. */
#include "plan/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* ---------------------------------------------------------------- what no plan would take */

/* Whether every program of a is one of b, too. */
static bool within(const rung_way *a, const rung_way *b, const uint32_t *token, uint32_t roles)
{
    for (size_t i = 0; i < a->length; i++) {
        uint32_t t = token[a->token + i];
        bool there = t < roles;
        for (size_t k = 0; k < b->length && !there; k++)
            there = token[b->token + k] == t;
        if (!there)
            return false;
    }
    return true;
}

static bool beats(const rung_way *a, const rung_way *b, const uint32_t *token, uint32_t roles)
{
    return a->value >= b->value && a->cost <= b->cost &&
           token[a->token + a->length - 1] == token[b->token + b->length - 1] &&
           within(a, b, token, roles);
}

/* Leave the ways that count, in their order; of equal ones the first. */
static size_t prune(rung_way *way, size_t ways, const uint32_t *token, uint32_t roles)
{
    size_t kept = 0;
    for (size_t i = 0; i < ways; i++) {
        bool beaten = way[i].value <= 0;
        for (size_t k = 0; k < ways && !beaten; k++)
            beaten = k != i && way[k].value > 0 && beats(&way[k], &way[i], token, roles) &&
                     (k < i || !beats(&way[i], &way[k], token, roles));
        if (!beaten)
            way[kept++] = way[i]; /* those after i are compared with what stood before it, too */
    }
    return kept;
}

/* ---------------------------------------------------------------- lists */

static bool same_list(const rung_options *o, uint32_t list, const uint32_t *way,
                      const int64_t *value, const int64_t *gain, size_t count)
{
    size_t first = o->first[list];
    return o->first[list + 1] - first == count &&
           memcmp(o->way + first, way, count * sizeof *way) == 0 &&
           memcmp(o->value + first, value, count * sizeof *value) == 0 &&
           memcmp(o->gain + first, gain, count * sizeof *gain) == 0;
}

static uint64_t hash_of(const uint32_t *way, const int64_t *value, const int64_t *gain,
                        size_t count)
{
    uint64_t hash = rung_hash(way, count * sizeof *way, count);
    hash = rung_hash(value, count * sizeof *value, hash);
    return rung_hash(gain, count * sizeof *gain, hash);
}

static size_t slot_of(const rung_options *o, size_t first, size_t count)
{
    const uint32_t *way = o->way + first;
    const int64_t *value = o->value + first, *gain = o->gain + first;
    size_t at = hash_of(way, value, gain, count) & (o->slots - 1);
    while (o->slot[at] != 0 && !same_list(o, o->slot[at] - 1, way, value, gain, count))
        at = (at + 1) & (o->slots - 1);
    return at;
}

static bool widen(rung_options *o)
{
    enum { LEAST = 1024 };
    size_t slots = o->slots ? 2 * o->slots : LEAST;
    if (2 * (o->lists + 1) <= o->slots)
        return true;
    uint32_t *before = o->slot;
    uint32_t *after = rung_array(slots, sizeof *after);
    if (!after)
        return false;
    o->slot = after;
    o->slots = slots;
    for (uint32_t i = 0; i < o->lists; i++)
        o->slot[slot_of(o, o->first[i], o->first[i + 1] - o->first[i])] = i + 1;
    free(before);
    return true;
}

/* The list of the options that stand behind the last one. */
static bool find_list(rung_options *o, size_t count, uint32_t *list)
{
    if (!widen(o) || o->lists + 1 >= RUNG_NONE ||
        !rung_grow((void **)&o->first, &o->first_room, o->lists + 2, sizeof *o->first) ||
        !rung_grow((void **)&o->people, &o->people_room, o->lists + 1, sizeof *o->people))
        return false;
    if (o->lists == 0)
        o->first[0] = 0;
    size_t first = o->first[o->lists], at = slot_of(o, first, count);
    if (o->slot[at] == 0) {
        o->first[o->lists + 1] = first + count;
        o->people[o->lists++] = 0;
        o->slot[at] = (uint32_t)o->lists;
    }
    *list = o->slot[at] - 1;
    return true;
}

/* ---------------------------------------------------------------- people */

static bool add_person(rung_options *o, const char *id, uint32_t list)
{
    if (!rung_grow((void **)&o->id, &o->id_room, o->count + 1, sizeof *o->id) ||
        !rung_grow((void **)&o->list, &o->list_room, o->count + 1, sizeof *o->list) ||
        !rung_grow((void **)&o->readiness_first, &o->readiness_first_room, o->count + 1,
                   sizeof *o->readiness_first))
        return false;
    o->id[o->count] = rung_arena_text(&o->text, id, strlen(id));
    o->list[o->count] = list;
    o->readiness_first[o->count] = o->readiness_count;
    return o->id[o->count++] != NULL;
}

bool rung_options_add_fixed(rung_options *o, const char *id)
{
    return add_person(o, id, RUNG_NONE);
}

bool rung_options_add(rung_options *o, const char *id, rung_way *way, size_t ways,
                      const uint32_t *token, uint32_t roles)
{
    size_t first = o->lists > 0 ? o->first[o->lists] : 0, count = prune(way, ways, token, roles);
    uint32_t list;
    if (!rung_grow((void **)&o->way, &o->way_room, first + count + 1, sizeof *o->way) ||
        !rung_grow((void **)&o->value, &o->value_room, first + count + 1, sizeof *o->value) ||
        !rung_grow((void **)&o->gain, &o->gain_room, first + count + 1, sizeof *o->gain) ||
        !rung_grow((void **)&o->readiness, &o->readiness_room, o->readiness_count + count + 1,
                   sizeof *o->readiness))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!rung_routes_add(&o->routes, token + way[i].token, way[i].length, way[i].cost,
                             way[i].weeks, &o->way[first + i]))
            return false;
        o->value[first + i] = way[i].value;
        o->gain[first + i] = way[i].gain;
        o->readiness[o->readiness_count + i] = way[i].readiness;
    }
    if (!find_list(o, count, &list) || !add_person(o, id, list))
        return false;
    o->people[list]++;
    o->readiness_count += count;
    return true;
}

void rung_options_free(rung_options *o)
{
    rung_routes_free(&o->routes);
    free(o->first);
    free(o->people);
    free(o->way);
    free(o->value);
    free(o->gain);
    free(o->slot);
    rung_arena_free(&o->text);
    free(o->id);
    free(o->list);
    free(o->readiness_first);
    free(o->readiness);
    *o = (rung_options){0};
}
