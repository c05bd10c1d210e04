/* test_moves.c - observed moves are read, left out for a reason that is counted, and normalised. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "failures.h"
#include "data/moves.h"
#include "support.h"

enum { CLERK, CODER, BOSS, IDLE };

static rung_catalog *small_catalog(void)
{
    rung_error error = {.message = ""};
    rung_catalog *catalog;
    rung_status status =
        rung_catalog_open(&catalog, test_write_files(test_small_catalog, NULL), &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    return catalog;
}

static const char *written(const char *text)
{
    return text ? test_write_text(test_folder(), "moves.csv", text) : NULL;
}

static rung_mobility read_with(const char *moves, const char *exclude, bool upward)
{
    rung_catalog *catalog = small_catalog();
    rung_error error = {.message = ""};
    rung_mobility mobility;
    rung_status status =
        rung_mobility_open(&mobility, catalog, written(moves), written(exclude), upward, &error);
    cr_assert_eq(status, RUNG_OK, "%s", error.message);
    rung_catalog_free(catalog);
    return mobility;
}

Test(moves, are_normalised_by_origin_in_catalog_order_whatever_the_order_of_rows_and_columns)
{
    rung_mobility m = read_with("weight,note,to_role,from_role\n"
                                "1,a,boss,coder\n3,b,clerk,coder\n5,,coder,clerk\n",
                                NULL, false);
    cr_assert_eq(m.origins, 2u);
    cr_assert_eq(memcmp(m.origin, (uint32_t[]){CLERK, CODER}, 2 * sizeof *m.origin), 0);
    cr_assert_eq(memcmp(m.first, (size_t[]){0, 1, 3}, 3 * sizeof *m.first), 0);
    cr_assert_eq(memcmp(m.to, (uint32_t[]){CODER, CLERK, BOSS}, 3 * sizeof *m.to), 0);
    cr_assert_eq(memcmp(m.share, (double[]){1, 0.75, 0.25}, 3 * sizeof *m.share), 0);
    cr_assert_eq(m.moves, 3u);
    rung_mobility_free(&m);
}

Test(moves, that_do_not_count_are_counted_by_the_first_reason)
{
    rung_mobility m = read_with("from_role,to_role,weight\n"
                                "clerk,pilot,1\npilot,pilot,0\npilot,clerk,2\n"
                                "clerk,clerk,1\nclerk,coder,0\nclerk,boss,2\n"
                                "clerk,idle,2\nidle,clerk,2\ncoder,boss,4\n",
                                "role_a,role_b\nclerk,boss\nboss,pilot\npilot,boss\n", false);
    const rung_moves_totals expected = {.rows = 9,
                                        .used = 1,
                                        .outside = 3,
                                        .to_self = 1,
                                        .weightless = 1,
                                        .excluded = 1,
                                        .unrated = 2,
                                        .pairs = 3,
                                        .emptied = 2};
    cr_assert_eq(memcmp(&m.counts, &expected, sizeof expected), 0);
    cr_assert_eq(m.origins, 1u);
    cr_assert_eq(m.origin[0], CODER);
    rung_mobility_free(&m);
}

Test(moves, upward_are_those_to_a_strictly_higher_known_wage)
{
    rung_mobility m = read_with("from_role,to_role,weight\n"
                                "clerk,coder,1\nclerk,boss,1\ncoder,clerk,5\ncoder,boss,2\n"
                                "boss,clerk,1\n",
                                NULL, true);
    cr_assert_eq(m.origins, 2u);
    cr_assert_eq(m.moves, 3u);
    cr_assert_eq(m.share[2], 1.0, "what is left is normalised anew");
    cr_assert_eq(m.counts.not_upward, 2u);
    cr_assert_eq(m.counts.emptied, 1u);
    rung_mobility_free(&m);
}

/* All rated roles but the one that is left and those aside, by looking at each. */
static void check_ranked(const rung_mobility *m)
{
    rung_catalog *catalog = small_catalog();
    for (uint32_t from = 0; from < 4; from++) {
        uint32_t roles[4];
        size_t count = rung_mobility_ranked(m, catalog, from, roles), seen = 0;
        for (uint32_t to = 0; to < 4; to++)
            if (to != from && to != IDLE && !rung_mobility_excluded(m, from, to))
                cr_assert(seen < count && roles[seen++] == to);
        cr_assert_eq(seen, count);
    }
    rung_catalog_free(catalog);
}

Test(moves, pairs_are_left_aside_in_the_direction_of_the_file_alone)
{
    static const char *const exclude[] = {"role_a,role_b\ncoder,clerk\nclerk,boss\n",
                                          "to_role,x,from_role\nclerk,1,coder\nboss,,clerk\n"};
    for (size_t i = 0; i < 2; i++) {
        rung_mobility m =
            read_with("from_role,to_role,weight\ncoder,boss,1\ncoder,clerk,1\n", exclude[i], false);
        for (uint32_t from = 0; from < 4; from++)
            for (uint32_t to = 0; to < 4; to++)
                cr_assert_eq(rung_mobility_excluded(&m, from, to),
                             (from == CODER && to == CLERK) || (from == CLERK && to == BOSS));
        cr_assert_eq(m.moves, 1u);
        cr_assert_eq(m.share[0], 1.0);
        check_ranked(&m);
        rung_mobility_free(&m);
    }
}

Test(moves, of_any_scale_have_shares_that_add_up_to_1)
{
    rung_mobility m = read_with("from_role,to_role,weight\n"
                                "clerk,coder,1e15\nclerk,boss,1e15\n"
                                "coder,clerk,4.9406564584124654e-324\n",
                                NULL, false);
    cr_assert(m.share[0] == 0.5 && m.share[1] == 0.5 && m.share[2] == 1);
    rung_mobility_free(&m);
}

/* ---------------------------------------------------------------- bad ones */

static const struct {
    const char *moves, *exclude, *message;
} bad[] = {
    {"from_role,to_role\n", NULL, "'weight'"},
    {"from,to_role,weight\n", NULL, "'from_role'"},
    {"from_role,to_role,weight\nclerk,coder,-1\n", NULL, ":2: column 'weight': found '-1'"},
    {"from_role,to_role,weight\nclerk,coder,nan\n", NULL, ":2: column 'weight': found 'nan'"},
    {"from_role,to_role,weight\nclerk,coder,1e999\n", NULL, ":2: column 'weight': found '1e999'"},
    {"from_role,to_role,weight\nclerk,coder,1e16\n", NULL, ":2: column 'weight': found '1e16'"},
    {"from_role,to_role,weight\nclerk,coder,\n", NULL, ":2: column 'weight'"},
    {"from_role,to_role,weight\nclerk,,1\n", NULL, ":2: column 'to_role': found ''"},
    {"from_role,to_role,weight\nclerk,coder,1\ncoder,boss,1\nclerk,coder,1\n", NULL,
     ":4: columns 'from_role' and 'to_role': found the two roles of line 2"},
    {"from_role,to_role,weight\na,b,1\na,c,1\na,c,0\na,b,1\n", NULL,
     ":4: columns 'from_role' and 'to_role': found the two roles of line 3"},
    {"from_role,to_role,weight\n", NULL, "found no move that counts in 0 rows"},
    {"from_role,to_role,weight\na,b,1\n", NULL, "found no move that counts in 1 rows"},
    {"from_role,to_role,weight\nclerk,coder,1\n", "role_a\n", "'role_b'"},
    {"from_role,to_role,weight\nclerk,coder,1\n", "from_role\n", "'to_role'"},
    {"from_role,to_role,weight\nclerk,coder,1\n", "a,b\n", "'role_a'"},
    {"from_role,to_role,weight\nclerk,coder,1\n", "role_a,role_b\na,b\na,b\n",
     ":3: columns 'role_a' and 'role_b': found the two roles of line 2"},
};

TEST_EACH(moves, that_are_malformed_are_refused_with_their_place, sizeof bad / sizeof *bad)
{
    rung_catalog *catalog = small_catalog();
    rung_error error = {.message = ""};
    rung_mobility m;
    rung_status status = rung_mobility_open(&m, catalog, written(bad[*row].moves),
                                            written(bad[*row].exclude), false, &error);
    cr_assert_eq(status, RUNG_BAD_DATA);
    cr_assert(strstr(error.message, bad[*row].message), "%s", error.message);
    cr_assert(!m.origin && !m.first && !m.to && !m.share && !m.aside && !m.aside_first);
    rung_catalog_free(catalog);
}

Test(moves, survive_each_failing_allocation)
{
    rung_catalog *catalog = small_catalog();
    const char *moves = written("from_role,to_role,weight\nclerk,coder,1\npilot,boss,1\n");
    const char *exclude = written("role_a,role_b\nclerk,boss\n");
    rung_status status = RUNG_NO_MEMORY;
    for (long n = 1; status != RUNG_OK; n++) {
        rung_error error = {.message = ""};
        rung_mobility m;
        failures_arm(FAIL_MEMORY, n, 0);
        status = rung_mobility_open(&m, catalog, moves, exclude, false, &error);
        long failed = failures_disarm();
        cr_assert_eq(status, failed ? RUNG_NO_MEMORY : RUNG_OK, "allocation %ld: %s", n,
                     error.message);
        cr_assert_eq(m.origin != NULL, status == RUNG_OK);
        rung_mobility_free(&m);
    }
    rung_catalog_free(catalog);
}
