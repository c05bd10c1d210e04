/* test_adjacency.c - skills stand in for related ones, wherever a matcher looks at levels. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "failures.h"
#include "kernel/kernel.h"
#include "match/adjacency.h"
#include "oracle.h"
#include "support.h"

/* ---------------------------------------------------------------- a case worked out by hand */

/* C stands in for half of R, R for a quarter of C; java for C in a way that does not count here. */
static const test_file desk[] = {
    {"catalog.ini", "name = Desk\nlevels = 4\n"},
    {"skills.csv", "skill_id,name,kind\nc,C,technical\nr,R,technical\njava,Java,technical\n"},
    {"roles.csv", "role_id,title\nlinker,Linker\nplotter,Plotter\nbrewer,Brewer\nreader,Reader\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance,essential\nlinker,c,4,1,0\n"
                        "plotter,r,3,1,1\nplotter,c,1,1,0\nbrewer,java,4,1,0\nreader,r,1,0.5,0\n"},
    {"skill_relations.csv",
     "from_skill,to_skill,kind,weight\nc,r,stands_in,0.5\nr,c,,0.25\njava,c,essential,1\n"
     "c,c,stands_in,1\njava,r,stands_in,0\n"},
    {NULL, NULL},
};
static const test_file staff[] = {
    {"people.csv", "person_id,role_id\nann,linker\nbob,brewer\n"},
    {"people_skills.csv", "person_id,skill_id,level\nann,c,4\nbob,r,2\nbob,java,4\n"},
    {NULL, NULL},
};

static cli_result run_desk(const char *const *more)
{
    const char *words[20] = {"match",
                             "--catalog",
                             test_write_files(desk, NULL),
                             "--people",
                             test_write_files(staff, NULL),
                             "--profile",
                             "readiness",
                             "--gaps",
                             "2"};
    size_t count = 9;
    while (*more)
        words[count++] = *more++;
    return cli_run_with((cli_setup){0}, words);
}

/* ann has c 4, in effect r 2: plotter (2 + 1) / 4, reader 1. bob has r 2, in effect c 0.5: plotter
 * (2 + 0.5) / 4, linker 0.5 / 4. */
Test(adjacency, counts_what_stands_in_as_worked_out_by_hand)
{
    cli_result r = run_desk((const char *[]){"--adjacency", "catalog", NULL});
    cli_check_code(&r, 0);
    cli_check_out(&r, "ann,1,reader,1,1,");
    cli_check_out(&r, "ann,2,plotter,0.75,0.75,");
    cli_check_out(&r, ",r:2>3\n");
    cli_check_out(&r, "bob,2,plotter,0.625,0.625,");
    cli_check_out(&r, ",r:2>3;c:0.5>1\n");
    cli_check_out(&r, "bob,3,linker,0.125,0.125,");
}

Test(adjacency, is_times_the_factor)
{
    cli_result half =
        run_desk((const char *[]){"--adjacency", "catalog", "--adjacency-factor", "0.5", NULL});
    cli_check_out(&half, "ann,2,plotter,0.5,0.5,");
    cli_result none =
        run_desk((const char *[]){"--adjacency", "catalog", "--adjacency-factor", "0", NULL});
    cli_result off = run_desk((const char *[]){NULL});
    cr_assert_str_eq(none.out, off.out);
    cli_check_out(&off, "ann,1,plotter,0.25,0.25,");
}

/* An essential skill may be met by what stands in for it: r 2 of 3 is enough at 0.6. */
Test(adjacency, counts_for_the_rules_of_a_move)
{
    const char *rules[] = {"--viable", "--theta",     "0.7",     "--essential",
                           "0.6",      "--adjacency", "catalog", NULL};
    cli_result with = run_desk(rules);
    cli_check_out(&with, "ann,2,plotter,0.75,");
    rules[5] = NULL;
    cli_result without = run_desk(rules);
    cr_assert_null(strstr(without.out, "plotter"));
}

Test(adjacency, is_seen_in_explanations_and_told_in_text)
{
    cli_result e = CLI_RUN("explain", "--catalog", test_write_files(desk, NULL), "--people",
                           test_write_files(staff, NULL), "--person", "ann", "--role", "plotter",
                           "--adjacency", "catalog", "--profile", "readiness", "--format", "json");
    cli_check_code(&e, 0);
    cli_check_out(&e, "\"score\":0.75");
    cli_result t = run_desk((const char *[]){"--adjacency", "catalog", "--format", "text", NULL});
    cli_check_out(&t, "Levels run from 0 to 4; skills stand in for related ones.\n");
}

Test(adjacency, that_the_catalog_says_nothing_of_is_a_mistake)
{
    static const test_file without[] = {{"skill_relations.csv", NULL}, {NULL, NULL}};
    const char *folder = test_write_files(desk, without);
    cli_result r = CLI_RUN("match", "--catalog", folder, "--people", test_write_files(staff, NULL),
                           "--adjacency", "catalog");
    cli_check_code(&r, 2);
    cli_check_err(&r, "adjacency: no row of kind stands_in in ");
}

Test(adjacency, out_of_range_is_refused_and_no_ways_are_made_with_it)
{
    rung_catalog *catalog;
    rung_matcher *matcher;
    rung_planner *planner;
    rung_error error;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(desk, NULL), NULL), RUNG_OK);
    static const double factors[] = {-0.1, 1.1, NAN};
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    for (size_t i = 0; i < 3; i++) {
        options.adjacency_factor = factors[i];
        cr_assert_eq(rung_matcher_new(&matcher, catalog, &options, &error), RUNG_BAD_ARGUMENT);
        cr_assert(strstr(error.message, "adjacency_factor: found"), "%s", error.message);
    }
    options.adjacency_factor = 1;
    options.adjacency = (rung_adjacency)3;
    cr_assert_eq(rung_matcher_new(&matcher, catalog, &options, &error), RUNG_BAD_ARGUMENT);
    options.adjacency = RUNG_ADJACENCY_CATALOG;
    cr_assert_eq(rung_matcher_new(&matcher, catalog, &options, &error), RUNG_OK);
    cr_assert_eq(rung_matcher_describe(matcher).stand_ins, 2u);
    cr_assert_eq(rung_planner_new(&planner, matcher, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert(strstr(error.message, "a matcher with adjacency"), "%s", error.message);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- by chance */

enum { MOST_SKILLS = 150 };

/* A catalog whose relations the test knows: weight[from][to], 0 without one. */
typedef struct drawn {
    rung_catalog *catalog;
    size_t skills, roles;
    double (*weight)[MOST_SKILLS];
} drawn;

static FILE *create(const char *folder, const char *name)
{
    FILE *file = fopen(test_path(folder, name), "w");
    cr_assert_not_null(file);
    return file;
}

static void write_roles(const char *folder, size_t roles, size_t skills, uint64_t *seed)
{
    FILE *list = create(folder, "roles.csv"), *rows = create(folder, "role_skills.csv");
    size_t rare = 1 + test_below(seed, 12);
    fprintf(list, "role_id,title,job_zone,wage\n");
    fprintf(rows, "role_id,skill_id,level,importance,essential\n");
    for (size_t r = 0; r < roles; r++) {
        fprintf(list, "r%zu,R,%zu,%zu\n", r, 1 + test_below(seed, 5),
                20000 + test_below(seed, 60000));
        if (r > 0 && test_below(seed, 12) == 0)
            continue;
        for (size_t s = 0; s < skills; s++)
            if (s == r % skills || test_below(seed, rare) == 0)
                fprintf(rows, "r%zu,s%zu,%.3g,%.2g,%zu\n", r, s,
                        0.25 * (double)(1 + test_below(seed, 16)) +
                            (test_below(seed, 4) ? 0 : -0.13),
                        0.1 * (double)(1 + test_below(seed, 10)), (size_t)!test_below(seed, 6));
    }
    fclose(list);
    fclose(rows);
}

static drawn draw(uint64_t *seed)
{
    static const size_t sizes[] = {2, 5, 9, 40, 64, MOST_SKILLS};
    drawn d = {.skills = sizes[test_below(seed, 6)], .roles = 2 + test_below(seed, 40)};
    const char *folder = test_folder();
    rung_error error;
    d.weight = calloc(MOST_SKILLS, sizeof *d.weight);
    FILE *ini = create(folder, "catalog.ini"), *skills = create(folder, "skills.csv");
    fprintf(ini, "name = drawn\nlevels = 4\ngrid = %s\n", test_below(seed, 2) ? "0.25" : "1");
    fprintf(skills, "skill_id,name,kind\n");
    for (size_t s = 0; s < d.skills; s++)
        fprintf(skills, "s%zu,S,other\n", s);
    fclose(ini);
    fclose(skills);
    write_roles(folder, d.roles, d.skills, seed);
    FILE *relations = create(folder, "skill_relations.csv");
    fprintf(relations, "from_skill,to_skill,weight,kind\ns0,s1,0.75,\n");
    d.weight[0][1] = 0.75;
    for (size_t k = 0; k < 4 * d.skills; k++) {
        size_t from = test_below(seed, d.skills), to = test_below(seed, d.skills);
        if (d.weight[from][to] > 0)
            continue;
        size_t kind = test_below(seed, 4);
        double weight = (double)(1 + test_below(seed, 20)) / 20;
        fprintf(relations, "s%zu,s%zu,%.9g,%s\n", from, to, weight,
                kind == 3 ? "optional" : "stands_in");
        d.weight[from][to] = kind == 3 ? 1e-300 : weight; /* taken, and nothing */
    }
    fclose(relations);
    cr_assert_eq(rung_catalog_open(&d.catalog, folder, &error), RUNG_OK, "%s", error.message);
    return d;
}

static void free_drawn(drawn *d)
{
    rung_catalog_free(d->catalog);
    free(d->weight);
}

/* The definition: x'[to] = max(x[to], max over from of weight * factor * x[from]). */
static void in_effect(const drawn *d, double factor, const float *own, float *level)
{
    for (size_t to = 0; to < d->skills; to++) {
        level[to] = own[to];
        for (size_t from = 0; from < d->skills; from++) {
            float share = (float)((double)(float)d->weight[from][to] * factor);
            level[to] = fmaxf(level[to], own[from] * share);
        }
    }
}

/* People, some with few skills and some with all, as dense levels and as rows. */
typedef struct crowd {
    size_t people;
    float *own, *level; /* people x skills; in effect */
    uint32_t *role;
    size_t *first;
    uint32_t *row_skill;
    float *row_level;
} crowd;

static crowd draw_crowd(const drawn *d, double factor, uint64_t *seed)
{
    crowd c = {.people = 1 + test_below(seed, 30)};
    size_t cells = c.people * d->skills, count = 0;
    c.own = calloc(cells, sizeof *c.own);
    c.level = calloc(cells, sizeof *c.level);
    c.role = calloc(c.people, sizeof *c.role);
    c.first = calloc(c.people + 1, sizeof *c.first);
    c.row_skill = calloc(cells, sizeof *c.row_skill);
    c.row_level = calloc(cells, sizeof *c.row_level);
    for (size_t i = 0; i < c.people; i++) {
        float *own = c.own + i * d->skills;
        size_t rare = 1 + test_below(seed, 20);
        for (size_t s = 0; s < d->skills; s++) {
            if (test_below(seed, rare) == 0)
                own[s] = test_below(seed, 3) ? 0.25F * (float)test_below(seed, 17)
                                             : 0.01F * (float)test_below(seed, 401);
            if (own[s] == 0 && test_below(seed, 3)) /* a row may say 0 */
                continue;
            c.row_skill[count] = (uint32_t)s;
            c.row_level[count++] = own[s];
        }
        c.first[i + 1] = count;
        c.role[i] = test_below(seed, 5) ? (uint32_t)test_below(seed, d->roles) : RUNG_NONE;
        in_effect(d, factor, own, c.level + i * d->skills);
    }
    return c;
}

static void free_crowd(crowd *c)
{
    free(c->own);
    free(c->level);
    free(c->role);
    free(c->first);
    free(c->row_skill);
    free(c->row_level);
}

static rung_matcher *make(const drawn *d, const rung_matcher_options *options)
{
    rung_matcher *matcher;
    rung_error error;
    cr_assert_eq(rung_matcher_new(&matcher, d->catalog, options, &error), RUNG_OK, "%s",
                 error.message);
    return matcher;
}

static void same_bytes(const rung_hit *got, const rung_hit *want, size_t count, const char *kernel,
                       const char *form)
{
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(got[i].role, want[i].role, "%s, %s: hit %zu", kernel, form, i);
        cr_assert_eq(memcmp(&got[i].score, &want[i].score, 3 * sizeof(double)), 0,
                     "%s, %s: hit %zu: %.17g, not %.17g", kernel, form, i, got[i].score,
                     want[i].score);
    }
}

/* Levels in effect, given as somebody's own to a matcher without adjacency, are the same people. */
static void check_kernel(const drawn *d, const crowd *c, rung_matcher_options options, size_t top)
{
    size_t hits = c->people * top;
    rung_hit *want = calloc(hits, sizeof *want), *got = calloc(hits, sizeof *got);
    rung_batch batch = {.people = c->people,
                        .current_role = c->role,
                        .rows = {c->first, c->row_skill, c->row_level}};
    rung_matcher *with = make(d, &options);
    options.adjacency = RUNG_ADJACENCY_OFF;
    rung_matcher *without = make(d, &options);
    cr_assert_eq(rung_match(without, c->level, c->people, c->role, want, top, NULL), RUNG_OK);
    cr_assert_eq(rung_match(with, c->own, c->people, c->role, got, top, NULL), RUNG_OK);
    same_bytes(got, want, hits, options.kernel, "dense");
    memset(got, 0xA5, hits * sizeof *got);
    cr_assert_eq(rung_match_batch(with, &batch, got, top, NULL), RUNG_OK);
    same_bytes(got, want, hits, options.kernel, "rows");
    rung_matcher_free(with);
    rung_matcher_free(without);
    free(want);
    free(got);
}

Test(adjacency, gives_every_kernel_the_levels_of_the_definition)
{
    static const double factors[] = {1, 0.5, 0.3};
    static const char *const profiles[] = {"upskill", "readiness", "similarity"};
    uint64_t seed = 7;
    for (size_t round = 0; round < test_rounds(60); round++) {
        drawn d = draw(&seed);
        rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
        options.adjacency = RUNG_ADJACENCY_CATALOG;
        options.adjacency_factor = factors[round % 3];
        options.profile = profiles[test_below(&seed, 3)];
        options.viable_only = test_below(&seed, 3) == 0;
        options.theta = 0.4;
        options.window = 1 + test_below(&seed, 40);
        crowd c = draw_crowd(&d, options.adjacency_factor, &seed);
        for (size_t k = 0; rung_kernels[k]; k++) {
            if (!rung_kernels[k]->runs())
                continue;
            options.kernel = rung_kernels[k]->name;
            check_kernel(&d, &c, options, 1 + test_below(&seed, d.roles));
        }
        free_crowd(&c);
        free_drawn(&d);
    }
}

/* Explanations by the definition: values, and gaps whose have is what is there in effect. */
Test(adjacency, explains_levels_in_effect)
{
    uint64_t seed = 11;
    for (size_t round = 0; round < test_rounds(40); round++) {
        drawn d = draw(&seed);
        crowd c = draw_crowd(&d, 1, &seed);
        oracle o = oracle_make(d.catalog);
        rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
        options.adjacency = RUNG_ADJACENCY_CATALOG;
        options.kernel = round % 2 ? "sparse" : NULL;
        rung_matcher *m = make(&d, &options);
        rung_gap gaps[MOST_SKILLS];
        size_t count;
        for (size_t i = 0; i < c.people; i++) {
            uint32_t role = (uint32_t)test_below(&seed, d.roles);
            const float *level = c.level + i * d.skills;
            rung_explanation e;
            if (!rung_catalog_role(d.catalog, role).rated)
                continue;
            cr_assert_eq(
                rung_explain(m, c.own + i * d.skills, c.role[i], role, &e, gaps, &count, NULL),
                RUNG_OK);
            cr_assert_eq(e.value[RUNG_SIGNAL_READINESS], oracle_readiness(&o, level, role));
            cr_assert_eq(e.value[RUNG_SIGNAL_TRANSFER],
                         oracle_transfer(&o, level, c.role[i], role));
            double sum = 0;
            for (size_t g = 0; g < count; g++) {
                cr_assert_eq(gaps[g].have, level[gaps[g].skill]);
                sum += gaps[g].gap;
            }
            cr_assert_float_eq(sum, 1 - e.value[RUNG_SIGNAL_READINESS], 1e-12);
        }
        rung_matcher_free(m);
        oracle_free(&o);
        free_crowd(&c);
        free_drawn(&d);
    }
}

Test(adjacency, more_of_it_never_lowers_readiness)
{
    static const double factors[] = {0, 0.1, 0.5, 0.9, 1};
    uint64_t seed = 13;
    size_t risen = 0;
    for (size_t round = 0; round < test_rounds(30); round++) {
        drawn d = draw(&seed);
        crowd c = draw_crowd(&d, 1, &seed);
        double *before = calloc(c.people * d.roles, sizeof *before);
        for (size_t f = 0; f < 5; f++) {
            rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
            options.adjacency = round % 2 ? RUNG_ADJACENCY_LEARNED : RUNG_ADJACENCY_CATALOG;
            options.adjacency_factor = factors[f];
            rung_matcher *m = make(&d, &options);
            for (size_t i = 0; i < c.people * d.roles; i++) {
                rung_explanation e;
                uint32_t role = (uint32_t)(i % d.roles);
                if (!rung_catalog_role(d.catalog, role).rated)
                    continue;
                cr_assert_eq(rung_explain(m, c.own + i / d.roles * d.skills, RUNG_NONE, role, &e,
                                          NULL, NULL, NULL),
                             RUNG_OK);
                double ready = e.value[RUNG_SIGNAL_READINESS];
                cr_assert(ready >= before[i] - 1e-15 && ready <= 1 + 1e-15, "%.17g after %.17g",
                          ready, before[i]);
                risen += f > 0 && ready > before[i];
                before[i] = ready;
            }
            rung_matcher_free(m);
        }
        free(before);
        free_crowd(&c);
        free_drawn(&d);
    }
    cr_assert_gt(risen, 1000u);
}

/* ---------------------------------------------------------------- what is learned */

/* The rule in plain loops over the rated roles: what first stands in for of second. */
static double learned_share(const oracle *o, size_t first, size_t second)
{
    double n = 0, sums[2] = {0}, squares[2] = {0}, product = 0, askers[2] = {0};
    for (uint32_t r = 0; r < o->roles; r++) {
        double a = (double)o->asked[r * o->skills + first].level;
        double b = (double)o->asked[r * o->skills + second].level;
        if (!rung_catalog_role(o->catalog, r).rated)
            continue;
        n++;
        sums[0] += a;
        sums[1] += b;
        squares[0] += a * a;
        squares[1] += b * b;
        product += a * b;
        askers[0] += a > 0;
        askers[1] += b > 0;
    }
    double spread[2] = {squares[0] - sums[0] * sums[0] / n, squares[1] - sums[1] * sums[1] / n};
    if (first == second || askers[0] < 4 || askers[1] < 4 || spread[0] < 1e-9 || spread[1] < 1e-9)
        return 0;
    double correlation = (product - sums[0] * sums[1] / n) / sqrt(spread[0] * spread[1]);
    return correlation * fmin(1, sums[1] / sums[0]);
}

static int descending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

Test(adjacency, learns_the_eight_strongest_by_the_definition)
{
    enum { KEPT = 8 };
    uint64_t seed = 17;
    size_t pairs = 0, full = 0;
    for (size_t round = 0; round < test_rounds(40); round++) {
        drawn d = draw(&seed);
        oracle o = oracle_make(d.catalog);
        rung_demand demand;
        rung_stand_ins ins;
        double share[MOST_SKILLS], got[MOST_SKILLS];
        cr_assert_eq(rung_demand_make(&demand, d.catalog, NULL), RUNG_OK);
        cr_assert_eq(rung_stand_ins_make(&ins, d.catalog, &demand, RUNG_ADJACENCY_LEARNED, 1, NULL),
                     RUNG_OK);
        for (size_t to = 0; to < d.skills; to++) {
            size_t count = 0, sure = 0, maybe = 0;
            for (size_t from = 0; from < d.skills; from++) {
                share[from] = learned_share(&o, from, to);
                for (size_t i = ins.first ? ins.first[from] : 0;
                     ins.first && i < ins.first[from + 1]; i++)
                    if (ins.to[i].skill == to) {
                        cr_assert_float_eq((double)ins.to[i].share, share[from], 1e-6);
                        got[count++] = share[from];
                    }
            }
            qsort(share, d.skills, sizeof *share, descending);
            qsort(got, count, sizeof *got, descending);
            for (size_t i = 0; i < d.skills && i < KEPT; i++) {
                sure += share[i] > 0.1 + 1e-9;
                maybe += share[i] > 0.1 - 1e-9;
            }
            cr_assert(count >= sure && count <= maybe, "skill %zu: %zu of %zu", to, count, sure);
            for (size_t i = 0; i < count; i++)
                cr_assert_float_eq(got[i], share[i], 1e-9);
            pairs += count;
            full += count == KEPT;
        }
        rung_stand_ins_free(&ins);
        rung_demand_free(&demand);
        oracle_free(&o);
        free_drawn(&d);
    }
    cr_assert(pairs > 1000 && full > 20, "%zu pairs, %zu skills with all", pairs, full);
}

/* ---------------------------------------------------------------- jobs */

/* Rows of a whole job, why and gaps with them, are those of somebody with the levels in effect. */
Test(adjacency, tells_the_same_in_whole_jobs)
{
    static const char *const kernels[] = {"scalar", "sparse"};
    const char *catalog = test_write_files(desk, NULL), *people = test_write_files(staff, NULL);
    static const test_file raised[] = {
        {"people_skills.csv", "person_id,skill_id,level\nann,c,4\nann,r,2\nbob,c,0.5\nbob,r,2\n"
                              "bob,java,4\n"},
        {NULL, NULL},
    };
    const char *in_effect_people = test_write_files(staff, raised);
    for (size_t i = 0; i < 2; i++) {
        cli_result with = CLI_RUN("match", "--catalog", catalog, "--people", people, "--kernel",
                                  kernels[i], "--why", "--gaps", "3", "--adjacency", "catalog");
        cli_result want = CLI_RUN("match", "--catalog", catalog, "--people", in_effect_people,
                                  "--kernel", kernels[i], "--why", "--gaps", "3");
        cli_check_code(&with, 0);
        cr_assert_str_eq(with.out, want.out);
    }
}

/* A reader asks for R alone, which a linker has in effect only: plotter, which asks for C, too,
 * goes first without it. */
Test(adjacency, is_judged_by_observed_moves)
{
    const char *catalog = test_write_files(desk, NULL);
    const char *moves =
        test_write_text(test_folder(), "moves.csv", "from_role,to_role,weight\nlinker,reader,1\n");
    cli_result with = CLI_RUN("evaluate", "--catalog", catalog, "--moves", moves, "--profile",
                              "readiness", "--format", "csv", "--adjacency", "catalog");
    cli_check_code(&with, 0);
    cli_check_out(&with, "readiness,all,,1,h@1,1,");
    cli_result without = CLI_RUN("evaluate", "--catalog", catalog, "--moves", moves, "--profile",
                                 "readiness", "--format", "csv");
    cli_check_out(&without, "readiness,all,,1,h@1,0,");
}

Test(adjacency, survives_every_failure_of_memory)
{
    uint64_t seed = 21;
    size_t refused = 0;
    drawn d = draw(&seed);
    for (int source = RUNG_ADJACENCY_CATALOG; source <= RUNG_ADJACENCY_LEARNED; source++)
        for (long n = 1;; n++) {
            rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
            rung_matcher *matcher;
            rung_error error;
            options.adjacency = (rung_adjacency)source;
            options.kernel = "sparse";
            options.threads = 1;
            failures_arm(FAIL_MEMORY, n, 0);
            rung_status status = rung_matcher_new(&matcher, d.catalog, &options, &error);
            bool failed = failures_disarm() > 0;
            /* the table of biases may be left out */
            cr_assert(status == RUNG_OK || (failed && status == RUNG_NO_MEMORY), "call %ld: %d", n,
                      (int)status);
            refused += status == RUNG_NO_MEMORY;
            rung_matcher_free(matcher);
            if (!failed)
                break;
        }
    cr_assert_gt(refused, 40u);
    free_drawn(&d);
}
