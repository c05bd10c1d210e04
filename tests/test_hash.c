/* test_hash.c - names to positions, and the set of fingerprints. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "support.h"

Test(hash, is_that_of_xxh3)
{
    /* XXH3_64bits of nothing and of "abc", from the xxHash project's xxhsum -H3. */
    cr_assert_eq(rung_hash("", 0, 0), 0x2D06800538D394C2u);
    cr_assert_eq(rung_hash("abc", 3, 0), 0x78AF5F94892F3950u);
    cr_assert_neq(rung_hash("abc", 3, 1), rung_hash("abc", 3, 0));
    cr_assert_neq(rung_hash("abc", 2, 0), rung_hash("abc", 3, 0));
}

Test(hash, finds_nothing_in_an_empty_index)
{
    rung_index index = {0};
    cr_assert_eq(rung_index_find(&index, "a", 1), UINT32_MAX);
    cr_assert_eq(rung_index_find(&index, "", 0), UINT32_MAX);
    rung_index_free(&index);
}

Test(hash, finds_every_name_at_its_position_and_no_other)
{
    enum { NAMES = 20000 };
    static char names[NAMES][16];
    rung_index index = {0};
    for (uint32_t i = 0; i < NAMES; i++) {
        snprintf(names[i], sizeof names[i], "name-%u", i);
        if (rung_index_add(&index, names[i], 3 * i) != RUNG_INDEX_ADDED)
            cr_assert_fail("name %u was not added", i);
    }
    for (uint32_t i = 0; i < NAMES; i++) {
        char other[20];
        snprintf(other, sizeof other, "name-%u.", i);
        if (rung_index_find(&index, names[i], strlen(names[i])) != 3 * i)
            cr_assert_fail("name %u was not found", i);
        if (rung_index_find(&index, other, strlen(other)) != UINT32_MAX)
            cr_assert_fail("%s was found", other);
    }
    cr_assert_eq(index.used, (size_t)NAMES);
    rung_index_free(&index);
    cr_assert(index.slots == NULL && index.used == 0);
}

Test(hash, keeps_the_first_of_two_equal_names)
{
    rung_index index = {0};
    char copy[] = "twice";
    cr_assert_eq(rung_index_add(&index, "twice", 1), RUNG_INDEX_ADDED);
    cr_assert_eq(rung_index_add(&index, copy, 2), RUNG_INDEX_PRESENT);
    cr_assert_eq(rung_index_find(&index, "twice", 5), 1u);
    cr_assert_eq(index.used, 1u);
    rung_index_free(&index);
}

Test(hash, looks_for_the_given_length_alone)
{
    rung_index index = {0};
    rung_index_add(&index, "ab", 7);
    rung_index_add(&index, "", 8);
    cr_assert_eq(rung_index_find(&index, "abc", 2), 7u);
    cr_assert_eq(rung_index_find(&index, "abc", 3), UINT32_MAX);
    cr_assert_eq(rung_index_find(&index, "abc", 1), UINT32_MAX);
    cr_assert_eq(rung_index_find(&index, "abc", 0), 8u);
    rung_index_free(&index);
}

/* Every tenth ends in the same bits as the others of its kind, so that slots collide. */
static uint64_t fingerprint(uint64_t i)
{
    uint64_t state = i;
    return i % 10 == 0 ? i << 40 | 5 : test_random(&state);
}

Test(hash, remembers_every_fingerprint_of_a_set)
{
    enum { COUNT = 20000 };
    rung_set set = {0};
    for (uint64_t i = 0; i < COUNT; i++)
        if (rung_set_add(&set, fingerprint(i)) != RUNG_INDEX_ADDED)
            cr_assert_fail("fingerprint %zu was not added", (size_t)i);
    for (uint64_t i = 0; i < COUNT; i++)
        if (rung_set_add(&set, fingerprint(i)) != RUNG_INDEX_PRESENT)
            cr_assert_fail("fingerprint %zu was forgotten", (size_t)i);
    cr_assert_eq(set.used, (size_t)COUNT);
    cr_assert(2 * set.used <= set.capacity);
    rung_set_free(&set);
    cr_assert(set.slots == NULL && set.used == 0);
}

Test(hash, remembers_a_fingerprint_of_zero)
{
    rung_set set = {0};
    cr_assert_eq(rung_set_add(&set, 0), RUNG_INDEX_ADDED);
    cr_assert_eq(rung_set_add(&set, 0), RUNG_INDEX_PRESENT);
    cr_assert_eq(rung_set_add(&set, UINT64_MAX), RUNG_INDEX_ADDED);
    rung_set_free(&set);
}
