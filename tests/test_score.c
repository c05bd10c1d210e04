/* test_score.c - the scoring rule, the encoding and the explanation, against the definition. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/matcher.h"
#include "oracle.h"
#include "random_catalog.h"
#include "support.h"

static rung_matcher *make(const rung_catalog *catalog, const char *profile, bool viable)
{
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    rung_matcher *matcher;
    rung_error error;
    options.profile = profile;
    options.viable_only = viable;
    cr_assert_eq(rung_matcher_new(&matcher, catalog, &options, &error), RUNG_OK, "%s",
                 error.message);
    return matcher;
}

/* Two skills asked for at 4 (weight 1) and 2 (weight 0.5): 4 + 1 = 5 in all. */
static const test_file two_roles[] = {
    {"catalog.ini", "name = two\nlevels = 4\n"},
    {"skills.csv", "skill_id,name,kind\na,A,other\nb,B,soft\n"},
    {"roles.csv", "role_id,title,job_zone,wage\nnow,Now,2,40000\nnext,Next,3,80000\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance,essential\n"
                        "now,a,2,1,\nnow,b,2,1,\n"
                        "next,a,4,1,1\nnext,b,2,0.5,\n"},
    {NULL, NULL}};

static rung_catalog *open_two(void)
{
    rung_catalog *catalog;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(two_roles, NULL), NULL), RUNG_OK);
    return catalog;
}

Test(score, of_a_small_pair_is_what_pencil_and_paper_give)
{
    rung_catalog *catalog = open_two();
    rung_matcher *matcher =
        make(catalog,
             test_write_text(test_folder(), "mine",
                             "readiness = 1\ntransfer = 0.5\nsimilarity = 0.5\nwage = 0.25\n"),
             false);
    float levels[] = {3, 1};
    rung_explanation e;
    rung_gap gaps[2];
    size_t count;
    cr_assert_eq(rung_explain(matcher, levels, 0, 1, &e, gaps, &count, NULL), RUNG_OK);
    /* (1*3 + 0.5*1) / (1*4 + 0.5*2) */
    cr_assert_float_eq(e.value[RUNG_SIGNAL_READINESS], 3.5 / 5, 1e-15);
    /* what the next role uses of 3 + 1 by the weights of today: min(3,4) + min(1,2) */
    cr_assert_float_eq(e.value[RUNG_SIGNAL_TRANSFER], 1, 1e-15);
    /* a has mean 3 and deviation 1; b does not differ between roles: z = (0, 0), so 0 */
    cr_assert_eq(e.value[RUNG_SIGNAL_SIMILARITY], 0);
    cr_assert_float_eq(e.value[RUNG_SIGNAL_WAGE], log(2), 1e-15);
    cr_assert_eq(e.value[RUNG_SIGNAL_ZONE], 1);
    cr_assert_float_eq(e.score, 0.7 + 0.5 * 1 + 0.25 * log(2), 1e-15);
    /* a: 1*(4-3)/5, b: 0.5*(2-1)/5 */
    cr_assert_eq(count, 2);
    cr_assert_eq(gaps[0].skill, 0);
    cr_assert_float_eq(gaps[0].gap, 0.2, 1e-15);
    cr_assert_eq(gaps[1].skill, 1);
    cr_assert_float_eq(gaps[1].gap, 0.1, 1e-15);
    cr_assert_not(e.viable, "0.7 is not 0.8, and 3 is less than 0.8 * 4");
    cr_assert_eq(e.essentials_short, 1);
    cr_assert(e.zone_in_reach);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
}

Test(score, of_every_pair_is_the_definition_to_the_last_bit)
{
    uint64_t seed = 11;
    for (size_t round = 0; round < test_rounds(60); round++) {
        rung_catalog *catalog = random_catalog(&seed);
        rung_matcher *matcher = make(catalog, "upskill", false);
        oracle o = oracle_make(catalog);
        float *levels = random_levels(catalog, 20, round % 2, &seed);
        uint32_t *role = random_roles(catalog, 20, &seed);
        for (size_t i = 0; i < 20; i++)
            for (uint32_t r = 0; r < o.roles; r++) {
                rung_explanation e;
                const float *mine = levels + i * o.skills;
                if (!rung_catalog_role(catalog, r).rated)
                    continue;
                cr_assert_eq(rung_explain(matcher, mine, role[i], r, &e, NULL, NULL, NULL),
                             RUNG_OK);
                cr_assert_eq(e.value[RUNG_SIGNAL_READINESS], oracle_readiness(&o, mine, r));
                cr_assert_eq(e.value[RUNG_SIGNAL_TRANSFER], oracle_transfer(&o, mine, role[i], r));
                cr_assert_float_eq(e.value[RUNG_SIGNAL_SIMILARITY], oracle_similarity(&o, mine, r),
                                   1e-14);
            }
        free(levels);
        free(role);
        oracle_free(&o);
        rung_matcher_free(matcher);
        rung_catalog_free(catalog);
    }
}

Test(score, gaps_of_a_pair_add_up_to_what_readiness_lacks)
{
    uint64_t seed = 12;
    for (size_t round = 0; round < test_rounds(60); round++) {
        rung_catalog *catalog = random_catalog(&seed);
        rung_matcher *matcher = make(catalog, "readiness", false);
        size_t skills = rung_catalog_skills(catalog);
        float *levels = random_levels(catalog, 10, false, &seed);
        rung_gap *gaps = calloc(skills, sizeof *gaps);
        for (size_t i = 0; i < 10; i++)
            for (uint32_t r = 0; r < rung_catalog_roles(catalog); r++) {
                rung_explanation e;
                size_t count;
                double sum = 0;
                if (!rung_catalog_role(catalog, r).rated)
                    continue;
                cr_assert_eq(rung_explain(matcher, levels + i * skills, RUNG_NONE, r, &e, gaps,
                                          &count, NULL),
                             RUNG_OK);
                for (size_t g = 0; g < count; g++) {
                    sum += gaps[g].gap;
                    cr_assert(g == 0 || gaps[g].gap <= gaps[g - 1].gap, "largest first");
                    cr_assert(g == 0 || gaps[g].gap < gaps[g - 1].gap ||
                                  gaps[g].skill > gaps[g - 1].skill,
                              "equal ones in catalog order");
                }
                cr_assert_float_eq(sum, 1 - e.value[RUNG_SIGNAL_READINESS], 1e-12);
            }
        free(levels);
        free(gaps);
        rung_matcher_free(matcher);
        rung_catalog_free(catalog);
    }
}

/* The product of the vectors, and the score's part that depends on levels. */
Test(encode, product_is_within_the_slack_it_states_and_exact_on_the_grid)
{
    uint64_t seed = 13;
    const char *text = "readiness = 1\ntransfer = -0.7\nsimilarity = 0.4\n";
    const char *profile = test_write_text(test_folder(), "mixed.profile", text);
    for (size_t round = 0; round < test_rounds(80); round++) {
        rung_catalog *catalog = random_catalog(&seed);
        rung_matcher *m = make(catalog, profile, false);
        size_t skills = rung_catalog_skills(catalog), stride = m->demand.stride;
        bool on_grid = round % 2;
        float *levels = random_levels(catalog, 6, on_grid, &seed);
        uint32_t *role = random_roles(catalog, 6, &seed);
        float *row = calloc(m->encoder.dimensions, sizeof *row);
        float *level = calloc(stride, sizeof *level);
        double *standard = calloc(stride, sizeof *standard);
        for (size_t i = 0; i < 6; i++) {
            rung_subject subject;
            float slack, blur;
            double low = INFINITY, high = -INFINITY, widest = 0;
            rung_matcher_subject(m, &subject, levels + i * skills, role[i], level, standard);
            rung_encode(&m->encoder, &subject, row, &slack, &blur);
            /* 0.1 and 3.5 halve to floats that are off by rounding, so blur may be set */
            for (uint32_t r = 0; r < m->demand.roles; r++) {
                if (!rung_catalog_role(catalog, r).rated)
                    continue;
                double product = 0, score = rung_score(&m->scorer, &subject, r);
                for (size_t k = 0; k < m->encoder.dimensions; k++)
                    product +=
                        (double)row[k] * (double)m->encoder.rows[r * m->encoder.dimensions + k];
                double allowed = (double)blur * (double)m->encoder.slack[r];
                low = fmin(low, score - product + allowed);
                high = fmax(high, score - product - allowed);
                widest = fmax(widest, fabs(score - product));
            }
            /* some constant lies within slack of every difference */
            cr_assert(isinf(low) || high - low <= 2 * (double)slack + 1e-5,
                      "differences spread by %g, slack is %g", high - low, (double)slack);
            if (slack == 0 && blur == 0)
                cr_assert_leq(widest, 1e-5);
        }
        free(levels);
        free(role);
        free(row);
        free(level);
        free(standard);
        rung_matcher_free(m);
        rung_catalog_free(catalog);
    }
}

Test(encode, people_on_the_grid_need_no_slack)
{
    rung_catalog *catalog = open_two();
    rung_matcher *m = make(catalog, "upskill", false);
    float levels[] = {3, 1}, level[RUNG_LANES] = {0}, slack, blur;
    double standard[RUNG_LANES];
    float *row = calloc(m->encoder.dimensions, sizeof *row);
    rung_subject subject;
    rung_matcher_subject(m, &subject, levels, 0, level, standard);
    rung_encode(&m->encoder, &subject, row, &slack, &blur);
    cr_assert_eq(blur, 0);
    cr_assert_lt(slack, 1e-30f);
    levels[1] = 1.25f;
    rung_matcher_subject(m, &subject, levels, 0, level, standard);
    rung_encode(&m->encoder, &subject, row, &slack, &blur);
    cr_assert_eq(blur, 1);
    free(row);
    rung_matcher_free(m);
    rung_catalog_free(catalog);
}

Test(profile, files_are_read_and_mistakes_named)
{
    static const struct {
        const char *text, *message;
    } bad[] = {
        {"readiness\n", ":1: found 'readiness', expected signal = weight"},
        {"readiness = 1\nhope = 2\n", ":2: found 'hope', expected a signal"},
        {"wage = much\n", ":1: found 'much', expected a number"},
        {"wage = 1e9\n", ":1: found '1e9', expected a number in -1000000..1000000"},
        {"wage = 1\n# again\nwage = 2\n", ":3: found 'wage', expected each signal once"},
        {"wage = 0\n", "every weight is 0"},
        {"wage = 1\n[without flows]\nwage = 0\n", "every weight is 0"},
        {"wage = 1\n[without flows]\nzone = 1\n[without flows]\n",
         ":4: found '[without flows]', expected this section once"},
        {"wage_floor = -1\n", ":1: found '-1', expected a share of today's wage in 0..100"},
        {"wage_floor = 1\nwage_floor = 1\n", ":2: found 'wage_floor', expected wage_floor once"},
        {"flows = a/b.csv\n", ":1: found 'a/b.csv', expected a file in the profile's folder"},
        {"flows =\n", ":1: found '', expected a file in the profile's folder"},
        {"flows = a\nflows = b\n", ":2: found 'b', expected flows once"},
        {"", "every weight is 0"}};
    const char *folder = test_folder();
    rung_profile profile;
    rung_error error;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *path = test_write_text(folder, "p", bad[i].text);
        cr_assert_eq(rung_profile_open(&profile, path, &error), RUNG_BAD_DATA);
        cr_assert_not_null(strstr(error.message, bad[i].message), "%s", error.message);
    }
    const char *good = test_write_text(folder, "mine", "# mine\r\n\r\n wage = -0.5 \r\nflow=2e-1");
    cr_assert_eq(rung_profile_open(&profile, good, &error), RUNG_OK);
    cr_assert_str_eq(profile.name, "mine");
    cr_assert_eq(profile.beta[RUNG_SIGNAL_WAGE], -0.5);
    cr_assert_eq(profile.beta[RUNG_SIGNAL_FLOW], 0.2);
    cr_assert_not(profile.has_without_flows);
    const char *whole = test_write_text(
        folder, "whole",
        "flows = seen.csv\nwage = 1\nwage_floor = 0.9\n[without flows]\nwage = 2\n");
    cr_assert_eq(rung_profile_open(&profile, whole, &error), RUNG_OK);
    cr_assert_str_eq(profile.flows, test_path(folder, "seen.csv"));
    cr_assert_eq(profile.wage_floor, 0.9);
    cr_assert_eq(profile.beta[RUNG_SIGNAL_WAGE], 1);
    cr_assert_eq(profile.without_flows[RUNG_SIGNAL_WAGE], 2);
    rung_profile_close(&profile);
    cr_assert_eq(rung_profile_open(&profile, "bogus", &error), RUNG_BAD_ARGUMENT);
    cr_assert_eq(rung_profile_open(&profile, test_path(folder, "none"), &error), RUNG_IO);
}

/* Kernels allow for rounding by it. */
Test(score, no_signal_of_roles_is_beyond_its_bound)
{
    uint64_t seed = 90;
    for (size_t round = 0; round < test_rounds(40); round++) {
        rung_catalog *catalog = random_catalog(&seed);
        uint32_t roles = (uint32_t)rung_catalog_roles(catalog);
        rung_flows flows;
        rung_role_signals signals;
        cr_assert_eq(rung_flows_of_catalog(&flows, catalog, NULL), RUNG_OK);
        cr_assert_eq(rung_role_signals_make(&signals, catalog, &flows, NULL), RUNG_OK);
        double *value = calloc(roles, sizeof *value);
        for (int s = RUNG_SIGNAL_WAGE; s < RUNG_SIGNAL_COUNT; s++) {
            double bound = rung_role_signal_bound(&signals, (rung_signal)s);
            for (uint32_t c = 0; c <= roles; c++) {
                uint32_t current = c < roles ? c : RUNG_NONE;
                rung_role_signal_all(&signals, (rung_signal)s, current, value);
                for (uint32_t r = 0; r < roles; r++) {
                    cr_assert_leq(fabs(value[r]), bound, "%s: %g, bound %g",
                                  rung_signal_name((rung_signal)s), value[r], bound);
                    cr_assert_eq(value[r], rung_role_signal(&signals, (rung_signal)s, current, r));
                }
            }
        }
        free(value);
        rung_role_signals_free(&signals);
        rung_flows_free(&flows);
        rung_catalog_free(catalog);
    }
}
