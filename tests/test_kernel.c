/* test_kernel.c - every kernel of the table proposes whatever the scorer could keep. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <float.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "kernel/kernel.h"
#include "support.h"

#if defined(__x86_64__)
enum { ROWS = 6, KERNELS = ROWS + 1 };
extern const rung_kernel rung_kernel_amx_in_c;
#else
enum { ROWS = 3, KERNELS = ROWS };
#endif
enum { SHAPES = 20, MOST_ROLES = 2500, MOST_DIMENSIONS = 1024 };

/* The table's rows, and behind them, for machines without AMX, its kernel with tiles in C. */
static const rung_kernel *kernel_of(size_t row)
{
#if defined(__x86_64__)
    if (row == ROWS)
        return &rung_kernel_amx_in_c;
#endif
    return rung_kernels[row];
}

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
    case 9: /* near ties that eight bits cannot tell apart, and one entry to set the scale */
        return column == 0 ? 1.0f : 0.3f + (float)test_below(seed, 3) * 1e-3f;
    case 10: /* full scale with both signs: the largest sums of digits */
        return test_below(seed, 2) ? 1.0f : -1.0f;
    case 11: /* far from zero, little in between */
        return (float)(100 + 1e-2 * u);
    case 17: /* little beside the biases, in two parts of different size */
        return (float)(u * (column < 32 ? 4e-4 : 4e-2));
    case 18: /* products near the end of floats */
        return (float)(u * 1e17);
    case 12: /* parts of different size, some of them empty */
        return column / 40 % 4 == 3 ? 0 : (float)(u * pow(100, (double)(column / 40 % 3) - 1));
    default:
        return (float)u;
    }
}

/* Rows as the encoder makes them: thermometers of 7 steps with a weight for each, and behind them
 * entries with signs. */
static void put_thermometers(float *row, size_t dimensions, bool weighted, uint64_t *seed)
{
    enum { STEPS = 7 };
    double level = 0, weight = 1;
    for (size_t k = 0; k < dimensions; k++) {
        if (k % STEPS == 0) {
            level =
                test_below(seed, 3) ? (double)test_below(seed, STEPS + 1) : uniform(seed) * STEPS;
            weight = weighted ? uniform(seed) / (double)dimensions : 1;
        }
        double part = level - (double)(k % STEPS);
        row[k] = (float)(weight * (part < 0 ? 0 : part > 1 ? 1 : part));
        if (k > dimensions * 3 / 4)
            row[k] = (float)(0.2 * (2 * uniform(seed) - 1));
    }
}

/* The worst that digits can do: every entry of a row is off in the same direction. Signs by chance
 * keep a centre or an error carried on from helping. */
static void put_worst(trial *t, int shape, uint64_t *seed)
{
    size_t n = t->dimensions;
    for (size_t r = 0; r < t->roles; r++) {
        double off = r % 2 ? 0.45 : -0.45, level = 0.3 + 0.6 * uniform(seed);
        for (size_t k = 0; k < n; k++) {
            double sign = test_below(seed, 2) ? 1 : -1;
            t->role[r * n + k] = (float)(shape == 14   ? k == 0 ? sign : (sign * 100 + off) / 126.5
                                         : shape == 15 ? (off > 0 ? 1 : -1)
                                                       : (k == 0 ? 1 : level));
        }
    }
    for (size_t i = 0; i < t->people; i++) {
        size_t step = 1 + test_below(seed, n);
        double off = (100 + 0.45) / (i % 2 ? 255 : 127);
        for (size_t k = 0; k < n; k++)
            t->person[i * n + k] = (float)(shape == 14   ? 1
                                           : shape == 15 ? k == 0 ? 1 : off
                                           : k < step    ? 1
                                                         : 0);
    }
}

/* Biases that make all scores equal but for a hair: what is best is up to the error. */
static void level_out(const trial *t, uint64_t *seed)
{
    for (size_t i = 0; i < t->people; i++)
        for (size_t r = 0; r < t->roles; r++) {
            double v = 0;
            for (size_t k = 0; k < t->dimensions; k++)
                v += (double)t->person[i * t->dimensions + k] *
                     (double)t->role[r * t->dimensions + k];
            t->bias[i * t->roles + r] = (float)(1e-5 * uniform(seed) - v);
        }
}

/* Sizes of a trial; entries come later. */
static trial size_trial(uint64_t *seed)
{
    static float role[MOST_ROLES * MOST_DIMENSIONS], person[RUNG_BLOCK * MOST_DIMENSIONS];
    static float bias[MOST_ROLES * RUNG_BLOCK], slack[MOST_ROLES];
    static const size_t odd[] = {1, 2, 15, 16, 17, 127, 128, 129, 1023, 1024, 1025, 2047, 2048};
    trial t = {.role = role, .person = person, .bias = bias, .slack = slack};
    t.roles = test_below(seed, 2) ? odd[test_below(seed, sizeof odd / sizeof *odd)]
                                  : 1 + test_below(seed, MOST_ROLES);
    t.dimensions = 1 + test_below(seed, test_below(seed, 2) ? 20 : 600);
    t.people = 1 + test_below(seed, RUNG_BLOCK);
    size_t tops[] = {1, 10, 1 + test_below(seed, 60), t.roles};
    t.top = tops[test_below(seed, 4)];
    return t;
}

static void fill_trial(trial *t, int shape, uint64_t *seed)
{
    size_t n = t->dimensions;
    double scale = shape == 1    ? 1e25
                   : shape == 2  ? 1e-30
                   : shape == 13 ? 0.01
                   : shape == 17 ? 1e4
                   : shape == 18 ? 1e33
                                 : 1;
    for (size_t i = 0; i < t->roles * n; i++)
        t->role[i] = entry(shape, i % n, seed);
    for (size_t i = 0; i < t->people * n; i++)
        t->person[i] = entry(shape, i % n, seed);
    for (size_t i = 0; shape == 17 && i < t->people * n; i++)
        t->person[i] *= i % n < 32 ? 1e4f : 1;
    for (size_t r = 0; shape == 13 && r < t->roles; r++)
        put_thermometers(t->role + r * n, n, true, seed);
    for (size_t i = 0; shape == 13 && i < t->people; i++)
        put_thermometers(t->person + i * n, n, false, seed);
    for (size_t r = 1; shape == 19 && r < t->roles; r++) /* duplicates of any role before */
        if (test_below(seed, 4))
            memcpy(t->role + r * n, t->role + test_below(seed, r) * n, n * sizeof *t->role);
    for (size_t i = 0; i < t->people * t->roles; i++)
        t->bias[i] = test_below(seed, 9) == 0 || i / t->roles % 11 == 10 /* one for no role */
                         ? -INFINITY
                         : (float)(scale * (double)test_below(seed, shape == 19 ? 1 : 3));
    if (shape >= 14 && shape <= 16) {
        put_worst(t, shape, seed);
        level_out(t, seed);
    }
    bool exact = shape >= 14 || test_below(seed, 2);
    for (size_t r = 0; r < t->roles; r++)
        t->slack[r] = exact ? 0 : (float)(scale * 0.02 * uniform(seed));
    for (size_t i = 0; i < t->people; i++) {
        t->person_slack[i] = exact ? 0 : (float)(scale * 0.01 * uniform(seed));
        t->blur[i] = (float)test_below(seed, 2);
        t->key[i] = (uint32_t)i;
    }
}

static trial make_trial(int shape, uint64_t *seed)
{
    trial t = size_trial(seed);
    fill_trial(&t, shape, seed);
    return t;
}

/* Every third person's biases are kept where they are, and so are some of the others'. */
static const float *trial_kept(const void *context, uint32_t key, size_t from, size_t count)
{
    const trial *t = context;
    return (key + from + count) % 3 ? NULL : t->bias + key * t->roles + from;
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
    rung_targets targets = {.roles = t->roles,
                            .dimensions = t->dimensions,
                            .rows = t->role,
                            .slack = t->slack,
                            .bias_size = size};
    rung_query query = {.people = t->people,
                        .rows = t->person,
                        .slack = t->person_slack,
                        .blur = t->blur,
                        .key = t->key,
                        .bias = trial_bias,
                        .context = t,
                        .top = t->top,
                        .kept = trial_kept};
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
    const rung_kernel *kernel = kernel_of(*row / SHAPES);
    cr_assert_not_null(kernel, "the table has fewer rows than ROWS");
    cr_assert(*row / SHAPES + 1 < ROWS || !rung_kernels[ROWS], "the table has more rows");
    if (!kernel->runs())
        cr_skip_test("this machine has no %s, which %s needs", kernel->needs, kernel->name);
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

/* The ends of every size, and one beyond what tiles, strips and panels hold. */
TEST_EACH(kernel, keeps_its_promise_at_the_ends_of_every_size, KERNELS *SHAPES)
{
    static uint32_t roles[RUNG_BLOCK * (MOST_ROLES + 1)], count[RUNG_BLOCK];
    static const size_t sizes[][4] = {
        /* roles, dimensions, people, top */
        {1, 1, 1, 1},       {1, 1024, 64, 1},  {2, 1, 64, 2},     {1100, 1, 33, 1},
        {31, 64, 31, 31},   {33, 65, 32, 7},   {63, 63, 63, 63},  {65, 17, 6, 64},
        {1024, 128, 5, 10}, {1089, 3, 9, 100}, {400, 1024, 7, 1}, {2305, 20, 3, 2305},
    };
    const rung_kernel *kernel = kernel_of(*row / SHAPES);
    if (!kernel->runs())
        cr_skip_test("this machine has no %s, which %s needs", kernel->needs, kernel->name);
    uint64_t seed = 5000 + *row;
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        trial t = size_trial(&seed);
        t.roles = sizes[s][0];
        t.dimensions = sizes[s][1];
        t.people = sizes[s][2];
        t.top = sizes[s][3];
        fill_trial(&t, (int)(*row % SHAPES), &seed);
        rung_proposals p = {t.roles + 1, roles, count};
        propose(kernel, &t, &p);
        for (size_t i = 0; i < t.people; i++)
            check_person(&t, &p, i, &seed);
    }
}

TEST_EACH(kernel, proposes_few_roles_where_scores_are_spread, KERNELS)
{
    static uint32_t roles[RUNG_BLOCK * 512], count[RUNG_BLOCK];
    const rung_kernel *kernel = kernel_of(*row);
    if (!kernel->runs())
        cr_skip_test("this machine has no %s, which %s needs", kernel->needs, kernel->name);
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
    /* Digits of eight bits leave some more to tell apart than floats do. */
    bool floats = strcmp(kernel->name, "blas") == 0 || strcmp(kernel->name, "scalar") == 0;
    size_t most = floats ? t.top + 2 : 2 * t.top + 30;
    for (size_t i = 0; i < t.people; i++)
        cr_assert_leq(count[i], most, "%u proposed where %zu are wanted", count[i], t.top);
}

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* A library behind it could start a team, whose threads also wait at full speed. */
TEST_EACH(kernel, stays_on_the_thread_that_asks_and_leaves_its_settings_alone, KERNELS)
{
    enum { WOULD_START = 3 };
    static uint32_t roles[RUNG_BLOCK * 512], count[RUNG_BLOCK];
    const rung_kernel *kernel = kernel_of(*row);
    if (!kernel->runs())
        cr_skip_test("this machine has no %s, which %s needs", kernel->needs, kernel->name);
    uint64_t seed = 4;
    trial t = size_trial(&seed);
    t.roles = MOST_ROLES;
    t.dimensions = 200;
    t.people = RUNG_BLOCK;
    t.top = 10;
    fill_trial(&t, 0, &seed);
    omp_set_num_threads(WOULD_START);
    double all = -seconds(CLOCK_PROCESS_CPUTIME_ID), own = -seconds(CLOCK_THREAD_CPUTIME_ID);
    rung_proposals p = {512, roles, count};
    for (int i = 0; i < 20; i++)
        propose(kernel, &t, &p);
    own += seconds(CLOCK_THREAD_CPUTIME_ID);
    all += seconds(CLOCK_PROCESS_CPUTIME_ID);
    cr_assert_lt(all, 1.1 * own + 1e-3, "others worked for %.3g s beside %.3g s", all - own, own);
    cr_assert_eq(omp_get_max_threads(), WOULD_START);
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
