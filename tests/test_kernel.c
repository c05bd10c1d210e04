/* test_kernel.c - every kernel of the table proposes whatever the scorer could keep. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "kernel/kernel.h"
#include "support.h"

enum { KERNELS = 2, SHAPES = 9, MOST_ROLES = 2500, MOST_DIMENSIONS = 300 };

/* People, roles and biases of one trial. */
typedef struct trial {
    size_t roles, dimensions, people, top;
    float *role, *person, *bias, *slack;
    float person_slack[RUNG_BLOCK], blur[RUNG_BLOCK];
    uint32_t key[RUNG_BLOCK];
} trial;

static double uniform(uint64_t *seed)
{
    return (double)(test_random(seed) >> 11) * 0x1p-53;
}

/* One entry of a vector; shape says what is difficult about it. */
static float entry(int shape, size_t column, uint64_t *seed)
{
    double u = uniform(seed) * 2 - 1;
    switch (shape) {
    case 1: /* huge */
        return (float)(u * 1e15);
    case 2: /* tiny */
        return (float)(u * 1e-18);
    case 3: /* denormal */
        return (float)(u * 1e-40);
    case 4: /* one dominant entry */
        return (float)(column == 0 ? 1e4 * u : 1e-3 * u);
    case 5: /* all alike */
        return 0.5f;
    case 6: /* near ties: alike but for the last bits */
        return 0.3f + (float)test_below(seed, 3) * FLT_EPSILON;
    case 7: /* a range of sizes that cancel */
        return (float)(u * pow(10, (double)(column % 13) - 6));
    case 8: /* few distinct vectors */
        return (float)(test_below(seed, 2));
    default:
        return (float)u;
    }
}

static trial make_trial(int shape, uint64_t *seed)
{
    static float role[MOST_ROLES * MOST_DIMENSIONS], person[RUNG_BLOCK * MOST_DIMENSIONS];
    static float bias[MOST_ROLES * RUNG_BLOCK], slack[MOST_ROLES];
    static const size_t odd[] = {1, 2, 15, 16, 17, 127, 128, 129, 1023, 1024, 1025, 2047, 2048};
    trial t = {.role = role, .person = person, .bias = bias, .slack = slack};
    t.roles = test_below(seed, 2) ? odd[test_below(seed, sizeof odd / sizeof *odd)]
                                  : 1 + test_below(seed, MOST_ROLES);
    t.dimensions = 1 + test_below(seed, test_below(seed, 2) ? 20 : MOST_DIMENSIONS);
    t.people = 1 + test_below(seed, RUNG_BLOCK);
    size_t tops[] = {1, 10, 1 + test_below(seed, 60), t.roles};
    t.top = tops[test_below(seed, 4)];
    double scale = shape == 1 ? 1e25 : shape == 2 ? 1e-30 : 1;
    for (size_t i = 0; i < t.roles * t.dimensions; i++)
        role[i] = entry(shape, i % t.dimensions, seed);
    for (size_t i = 0; i < t.people * t.dimensions; i++)
        person[i] = entry(shape, i % t.dimensions, seed);
    for (size_t i = 0; i < t.people * t.roles; i++)
        bias[i] =
            test_below(seed, 9) == 0 ? -INFINITY : (float)(scale * (double)test_below(seed, 3));
    bool exact = test_below(seed, 2);
    for (size_t r = 0; r < t.roles; r++)
        slack[r] = exact ? 0 : (float)(scale * 0.02 * uniform(seed));
    for (size_t i = 0; i < t.people; i++) {
        t.person_slack[i] = exact ? 0 : (float)(scale * 0.01 * uniform(seed));
        t.blur[i] = (float)test_below(seed, 2);
        t.key[i] = (uint32_t)i;
    }
    return t;
}

static void trial_bias(const void *context, uint32_t key, size_t from, size_t count, float *out)
{
    const trial *t = context;
    memcpy(out, t->bias + key * t->roles + from, count * sizeof *out);
}

typedef struct ranked {
    long double score;
    uint32_t role;
} ranked;

static int best_first(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return x->score != y->score ? (x->score < y->score ? 1 : -1)
                                : (x->role > y->role) - (x->role < y->role);
}

/* Scores anywhere within what the encoder promises; the top of them must have been proposed. */
static void check_person(const trial *t, const rung_proposals *p, size_t i, uint64_t *seed)
{
    static ranked all[MOST_ROLES];
    static char proposed[MOST_ROLES];
    size_t count = 0;
    for (size_t r = 0; r < t->roles; r++) {
        long double v = (long double)t->bias[i * t->roles + r];
        if (isinf((double)v))
            continue;
        for (size_t k = 0; k < t->dimensions; k++)
            v += (long double)t->person[i * t->dimensions + k] *
                 (long double)t->role[r * t->dimensions + k];
        double slack = (double)t->person_slack[i] + (double)t->blur[i] * (double)t->slack[r];
        double where = test_below(seed, 2) ? 1 : -1; /* the far ends are the hardest */
        all[count++] = (ranked){v + (long double)(where * slack), (uint32_t)r};
    }
    qsort(all, count, sizeof *all, best_first);
    memset(proposed, p->count[i] == RUNG_EVERYTHING, sizeof proposed);
    for (uint32_t k = 0; p->count[i] != RUNG_EVERYTHING && k < p->count[i]; k++) {
        uint32_t role = p->roles[i * p->room + k];
        cr_assert_lt(role, t->roles);
        cr_assert(!isinf((double)t->bias[i * t->roles + role]), "role %u is ruled out", role);
        cr_assert(!proposed[role], "role %u is proposed twice", role);
        proposed[role] = 1;
    }
    for (size_t k = 0; k < t->top && k < count; k++)
        cr_assert(proposed[all[k].role],
                  "place %zu of %zu, role %u of %zu (score %Lg) is not among the %u proposed", k,
                  t->top, all[k].role, t->roles, all[k].score, p->count[i]);
}

static void propose(const rung_kernel *kernel, const trial *t, rung_proposals *p)
{
    rung_error error;
    void *packed;
    double size = 0;
    for (size_t i = 0; i < t->people * t->roles; i++)
        if (!isinf((double)t->bias[i]))
            size = fmax(size, fabs((double)t->bias[i]));
    rung_targets targets = {t->roles, t->dimensions, t->role, t->slack, size};
    rung_query query = {t->people,  t->person, t->person_slack, t->blur, t->key,
                        trial_bias, t,         t->top};
    cr_assert_eq(kernel->pack(&packed, &targets, &error), RUNG_OK);
    void *scratch = rung_array(kernel->scratch(packed, p->room), 1);
    cr_assert_not_null(scratch);
    kernel->propose(packed, &query, scratch, p);
    free(scratch);
    kernel->unpack(packed);
}

TEST_EACH(kernel, proposes_every_role_that_the_scorer_could_keep, KERNELS *SHAPES)
{
    static uint32_t roles[RUNG_BLOCK * (4 * MOST_ROLES + 64)], count[RUNG_BLOCK];
    const rung_kernel *kernel = rung_kernels[*row / SHAPES];
    cr_assert_not_null(kernel, "the table has fewer rows than KERNELS");
    cr_assert(*row / SHAPES + 1 < KERNELS || !rung_kernels[KERNELS], "the table has more rows");
    if (!kernel->runs())
        cr_skip_test("this machine does not run %s", kernel->name);
    uint64_t seed = 77 + *row;
    for (size_t round = 0; round < test_rounds(6); round++) {
        trial t = make_trial((int)(*row % SHAPES), &seed);
        size_t room = test_below(&seed, 2) ? t.roles + 1 : 4 * t.top + 64;
        rung_proposals p = {room, roles, count};
        propose(kernel, &t, &p);
        for (size_t i = 0; i < t.people; i++)
            check_person(&t, &p, i, &seed);
    }
}

TEST_EACH(kernel, proposes_few_roles_where_scores_are_spread, KERNELS)
{
    static uint32_t roles[RUNG_BLOCK * 512], count[RUNG_BLOCK];
    const rung_kernel *kernel = rung_kernels[*row];
    if (!kernel->runs())
        cr_skip_test("this machine does not run %s", kernel->name);
    uint64_t seed = 3;
    trial t;
    do
        t = make_trial(0, &seed);
    while (t.roles < 500 || t.top > 60);
    memset(t.slack, 0, t.roles * sizeof *t.slack);
    memset(t.person_slack, 0, sizeof t.person_slack);
    memset(t.bias, 0, t.people * t.roles * sizeof *t.bias);
    rung_proposals p = {512, roles, count};
    propose(kernel, &t, &p);
    for (size_t i = 0; i < t.people; i++)
        cr_assert_leq(count[i], t.top + 2, "%u proposed where %zu are wanted", count[i], t.top);
}

Test(kernel, table_names_are_found_and_others_refused)
{
    rung_error error;
    const rung_kernel *kernel;
    size_t rows = 0;
    for (; rung_kernels[rows]; rows++) {
        rung_kernel_facts facts;
        cr_assert(rung_kernel_list(rows, &facts));
        cr_assert_str_eq(facts.name, rung_kernels[rows]->name);
        if (facts.runs) {
            cr_assert_eq(rung_kernel_choose(&kernel, facts.name, &error), RUNG_OK);
            cr_assert_eq(kernel, rung_kernels[rows]);
        }
    }
    cr_assert_not(rung_kernel_list(rows, &(rung_kernel_facts){0}));
    cr_assert_str_eq(rung_kernels[rows - 1]->name, "scalar");
    cr_assert_eq(rung_kernel_choose(&kernel, "abacus", &error), RUNG_BAD_ARGUMENT);
    cr_assert_not_null(strstr(error.message, "abacus"));
}
