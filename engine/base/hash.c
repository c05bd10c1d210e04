/* hash.c - XXH3, and what is built on it: names to positions, and a set of fingerprints. */
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define XXH_STATIC_LINKING_ONLY /* the state's size */
#include <xxhash.h>

#include "base/memory.h"

uint64_t rung_hash(const void *bytes, size_t length, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes, length, seed);
}

struct rung_hasher {
    XXH3_state_t state;
};

rung_hasher *rung_hasher_new(void)
{
    rung_hasher *hasher = rung_array(1, sizeof *hasher); /* the state wants a cache line's place */
    if (hasher)
        XXH3_64bits_reset(&hasher->state);
    return hasher;
}

void rung_hasher_add(rung_hasher *hasher, const void *bytes, size_t length)
{
    XXH3_64bits_update(&hasher->state, bytes, length);
}

uint64_t rung_hasher_value(const rung_hasher *hasher)
{
    return XXH3_64bits_digest(&hasher->state);
}

void rung_hasher_free(rung_hasher *hasher)
{
    free(hasher);
}

struct rung_index_slot {
    const char *name; /* NULL: free */
    uint32_t length, position;
};

/* The slot that holds the name, or the free one where it belongs. */
static struct rung_index_slot *seek(const rung_index *index, const char *name, size_t length)
{
    size_t mask = index->capacity - 1;
    for (size_t i = rung_hash(name, length, 0) & mask;; i = (i + 1) & mask) {
        struct rung_index_slot *slot = &index->slots[i];
        if (!slot->name || (slot->length == length && memcmp(slot->name, name, length) == 0))
            return slot;
    }
}

static bool index_room(rung_index *index)
{
    if (2 * (index->used + 1) <= index->capacity)
        return true;
    rung_index larger = {.capacity = index->capacity ? 2 * index->capacity : 64};
    larger.slots = rung_array(larger.capacity, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < index->capacity; i++)
        if (index->slots[i].name)
            *seek(&larger, index->slots[i].name, index->slots[i].length) = index->slots[i];
    free(index->slots);
    index->slots = larger.slots;
    index->capacity = larger.capacity;
    return true;
}

int rung_index_add(rung_index *index, const char *name, uint32_t position)
{
    if (!index_room(index))
        return RUNG_INDEX_NO_MEMORY;
    size_t length = strlen(name);
    struct rung_index_slot *slot = seek(index, name, length);
    if (slot->name)
        return RUNG_INDEX_PRESENT;
    *slot = (struct rung_index_slot){name, (uint32_t)length, position};
    index->used++;
    return RUNG_INDEX_ADDED;
}

uint32_t rung_index_find(const rung_index *index, const char *name, size_t length)
{
    if (index->used == 0)
        return UINT32_MAX;
    struct rung_index_slot *slot = seek(index, name, length);
    return slot->name ? slot->position : UINT32_MAX;
}

void rung_index_free(rung_index *index)
{
    free(index->slots);
    *index = (rung_index){0};
}

static uint64_t *set_seek(const rung_set *set, uint64_t fingerprint)
{
    size_t mask = set->capacity - 1;
    size_t i = fingerprint & mask;
    while (set->slots[i] != 0 && set->slots[i] != fingerprint)
        i = (i + 1) & mask;
    return &set->slots[i];
}

static bool set_room(rung_set *set)
{
    if (2 * (set->used + 1) <= set->capacity)
        return true;
    rung_set larger = {.capacity = set->capacity ? 2 * set->capacity : 1024};
    larger.slots = rung_array(larger.capacity, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < set->capacity; i++)
        if (set->slots[i] != 0)
            *set_seek(&larger, set->slots[i]) = set->slots[i];
    free(set->slots);
    set->slots = larger.slots;
    set->capacity = larger.capacity;
    return true;
}

int rung_set_add(rung_set *set, uint64_t fingerprint)
{
    if (fingerprint == 0) /* 0 marks a free slot */
        fingerprint = 1;
    if (!set_room(set))
        return RUNG_INDEX_NO_MEMORY;
    uint64_t *slot = set_seek(set, fingerprint);
    if (*slot != 0)
        return RUNG_INDEX_PRESENT;
    *slot = fingerprint;
    set->used++;
    return RUNG_INDEX_ADDED;
}

void rung_set_free(rung_set *set)
{
    free(set->slots);
    *set = (rung_set){0};
}
