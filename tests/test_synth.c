/* test_synth.c - populations that are made up. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "data/csv.h"
#include "failures.h"
#include "support.h"

/* ---------------------------------------------------------------- catalogs */

static rung_catalog *open_catalog(const char *ini, const char *skills, const char *roles,
                                  const char *rows)
{
    const test_file files[] = {{"catalog.ini", ini},
                               {"skills.csv", skills},
                               {"roles.csv", roles},
                               {"role_skills.csv", rows},
                               {NULL, NULL}};
    rung_catalog *catalog;
    rung_error error;
    cr_assert_eq(rung_catalog_open(&catalog, test_write_files(files, NULL), &error), RUNG_OK, "%s",
                 error.message);
    return catalog;
}

/* Ids that need quotes; a role without employment, one without zone, one without ratings. */
static rung_catalog *shop_catalog(void)
{
    return open_catalog("name = shop\nlevels = 7\ngrid = 0.5\n",
                        "skill_id,name,kind\n"
                        "cook,Cooking,technical\n"
                        "\"sell, well\",Selling,soft\n"
                        "count,Counting,knowledge\n"
                        "lift,Lifting,ability\n"
                        "\"say \"\"no\"\"\",Refusing,soft\n"
                        "idle,Idling,other\n",
                        "role_id,title,job_zone,employment\n"
                        "clerk,Clerk,2,600\n"
                        "\"cook, head\",Head cook,4,100\n"
                        "ghost,Unrated,3,1000000\n"
                        "porter,Porter,1,\n"
                        "buyer,Buyer,,300\n",
                        "role_id,skill_id,level,importance\n"
                        "clerk,count,3.5,1\n"
                        "clerk,\"sell, well\",3.12,0.75\n"
                        "clerk,lift,1,0.25\n"
                        "\"cook, head\",cook,6.5,1\n"
                        "\"cook, head\",count,2.75,0.5\n"
                        "\"cook, head\",lift,3,0.5\n"
                        "porter,lift,4.25,1\n"
                        "porter,idle,0,0\n"
                        "buyer,count,4,0.75\n"
                        "buyer,\"say \"\"no\"\"\",3.3,1\n");
}

/* Two roles that have nothing in common, equally frequent for want of employment. */
static rung_catalog *pair_catalog(const char *ini)
{
    return open_catalog(ini, "skill_id,name,kind\nleft,Left,other\nright,Right,other\n",
                        "role_id,title,job_zone\nl,L,1\nr,R,5\n",
                        "role_id,skill_id,level,importance\nl,left,4,1\nr,right,4,1\n");
}

/* A job whose output is the folder "people" in a new one. */
static rung_synth_job job_for(uint64_t people, uint64_t seed)
{
    rung_synth_job job = RUNG_SYNTH_JOB_INIT;
    job.output = test_path(test_folder(), "people");
    job.people = people;
    job.seed = seed;
    job.threads = 2;
    return job;
}

static rung_synth_summary make(const rung_catalog *catalog, const rung_synth_job *job)
{
    rung_error error;
    rung_synth_summary summary;
    cr_assert_eq(rung_synth(catalog, job, &summary, &error), RUNG_OK, "%s", error.message);
    cr_assert_eq(summary.people, job->people);
    return summary;
}

/* ---------------------------------------------------------------- reading back */

/* A population as its files tell it. */
typedef struct crowd {
    size_t people, skills, room;
    uint32_t *role;
    double *tenure;
    char (*columns)[64]; /* site,employment,gender,age_band */
    float *levels;       /* people x skills; NAN without a row */
    bool *rows;          /* has at least one */
} crowd;

static void crowd_free(crowd *c)
{
    free(c->role);
    free(c->tenure);
    free(c->columns);
    free(c->levels);
    free(c->rows);
}

static crowd crowd_make(size_t people, size_t skills)
{
    crowd c = {.skills = skills,
               .room = people,
               .role = rung_array(people, sizeof *c.role),
               .tenure = rung_array(people, sizeof *c.tenure),
               .columns = rung_array(people, sizeof *c.columns),
               .levels = rung_array(people * skills, sizeof *c.levels),
               .rows = rung_array(people, sizeof *c.rows)};
    cr_assert(c.role && c.tenure && c.columns && c.levels && c.rows);
    for (size_t i = 0; i < people * skills; i++)
        c.levels[i] = NAN;
    return c;
}

static rung_csv *open_table(const char *dir, const char *name)
{
    rung_csv *csv;
    rung_error error;
    cr_assert_eq(rung_csv_open(&csv, test_path(dir, name), RUNG_CSV, &error), RUNG_OK, "%s",
                 error.message);
    return csv;
}

static bool next_row(rung_csv *csv)
{
    bool more;
    rung_error error;
    cr_assert_eq(rung_csv_next(csv, &more, &error), RUNG_OK, "%s", error.message);
    return more;
}

static double number_in(const rung_csv *csv, size_t column, double high)
{
    double number;
    rung_error error;
    cr_assert_eq(rung_csv_number(csv, column, 0, high, true, &number, &error), RUNG_OK, "%s",
                 error.message);
    return number;
}

/* A field as text; lives until the next call. */
static const char *field(const rung_csv *csv, size_t column)
{
    static char text[64];
    rung_slice slice = rung_csv_field(csv, column);
    cr_assert_lt(slice.length, sizeof text);
    memcpy(text, slice.at, slice.length);
    text[slice.length] = '\0';
    return text;
}

static void read_person(crowd *c, const rung_catalog *catalog, const rung_csv *csv)
{
    char id[24];
    size_t i = c->people++;
    cr_assert_lt(i, c->room, "more people than asked for");
    snprintf(id, sizeof id, "p%09zu", i + 1);
    cr_assert_str_eq(field(csv, 0), id);
    c->role[i] = rung_catalog_find_role(catalog, field(csv, 1));
    cr_assert_neq(c->role[i], RUNG_NONE, "%s", field(csv, 1));
    c->tenure[i] = number_in(csv, 2, 40);
    size_t length = 0;
    for (size_t column = 3; column < 7; column++)
        length += (size_t)snprintf(c->columns[i] + length, sizeof c->columns[i] - length, "%s%s",
                                   column > 3 ? "," : "", field(csv, column));
    double highest = rung_catalog_scale(catalog).levels;
    for (size_t d = 0; d + 7 < rung_csv_columns(csv); d++) {
        double level = number_in(csv, d + 7, highest);
        c->levels[i * c->skills + d] = (float)level;
        c->rows[i] |= !isnan(level);
    }
}

static void read_skill_rows(crowd *c, const rung_catalog *catalog, const char *dir)
{
    rung_csv *csv = open_table(dir, "people_skills.csv");
    double highest = rung_catalog_scale(catalog).levels;
    size_t before = 0;
    cr_assert_eq(rung_csv_columns(csv), 3);
    while (next_row(csv)) {
        size_t person = strtoul(field(csv, 0) + 1, NULL, 10) - 1;
        uint32_t skill = rung_catalog_find_skill(catalog, field(csv, 1));
        cr_assert(person < c->people && skill != RUNG_NONE);
        size_t at = person * c->skills + skill;
        cr_assert(at >= before, "rows are not in the order of people and skills");
        cr_assert(isnan(c->levels[at]), "a second row for the same skill");
        c->levels[at] = (float)number_in(csv, 2, highest);
        cr_assert_gt(c->levels[at], 0);
        c->rows[person] = true;
        before = at;
    }
    rung_csv_close(csv);
}

static void read_npy(crowd *c, const char *dir)
{
    size_t length, people, skills;
    char *bytes = test_read(test_path(dir, "people.npy"), &length);
    cr_assert_gt(length, 128);
    cr_assert_eq(memcmp(bytes, "\x93NUMPY\x01\x00", 8), 0);
    size_t header = (size_t)(unsigned char)bytes[8] + 256 * (size_t)(unsigned char)bytes[9];
    cr_assert_eq((10 + header) % 64, 0);
    cr_assert_eq(bytes[10 + header - 1], '\n');
    cr_assert_eq(sscanf(bytes + 10,
                        "{'descr': '<f4', 'fortran_order': False, 'shape': (%zu, %zu), }", &people,
                        &skills),
                 2);
    cr_assert(people == c->people && skills == c->skills);
    cr_assert_eq(length, 10 + header + people * skills * sizeof(float));
    memcpy(c->levels, bytes + 10 + header, people * skills * sizeof(float));
    free(bytes);
}

static crowd read_crowd(const rung_catalog *catalog, const rung_synth_job *job)
{
    crowd c = crowd_make(job->people, rung_catalog_skills(catalog));
    rung_csv *csv = open_table(job->output, "people.csv");
    cr_assert_eq(rung_csv_columns(csv),
                 7 + (job->format == RUNG_PEOPLE_WIDE ? rung_catalog_skills(catalog) : 0));
    while (next_row(csv))
        read_person(&c, catalog, csv);
    cr_assert_eq(c.people, job->people);
    rung_csv_close(csv);
    if (job->format == RUNG_PEOPLE_LONG)
        read_skill_rows(&c, catalog, job->output);
    if (job->format == RUNG_PEOPLE_NPY)
        read_npy(&c, job->output);
    return c;
}

static bool has(const crowd *c, size_t person, const char *word)
{
    char *at = strstr(c->columns[person], word);
    return at && (at == c->columns[person] || at[-1] == ',') &&
           (at[strlen(word)] == ',' || at[strlen(word)] == '\0');
}

/* The second file of a format, "" where there is none. */
static const char *second_file(rung_people_format format)
{
    return format == RUNG_PEOPLE_LONG  ? "people_skills.csv"
           : format == RUNG_PEOPLE_NPY ? "people.npy"
                                       : "";
}

/* A fingerprint of all that a job made. */
static uint64_t print_of(const rung_synth_job *job)
{
    uint64_t print = 0;
    const char *const names[] = {"people.csv", second_file(job->format)};
    for (size_t i = 0; i < 2 && *names[i]; i++) {
        size_t length;
        char *bytes = test_read(test_path(job->output, names[i]), &length);
        print = rung_hash(bytes, length, print);
        free(bytes);
    }
    return print;
}

/* ---------------------------------------------------------------- bytes */

static const rung_people_format formats[] = {RUNG_PEOPLE_LONG, RUNG_PEOPLE_WIDE, RUNG_PEOPLE_NPY};

Test(synth, makes_the_bytes_that_it_always_made)
{
    static const uint64_t known[] = {0x437AC06F77D54700, 0x6E5800E9681DD60B, 0x3B8BFB1B0130CE16};
    rung_catalog *catalog = shop_catalog();
    for (size_t f = 0; f < 3; f++) {
        rung_synth_job job = job_for(500, 42);
        job.format = formats[f];
        job.on_grid = 0.75;
        make(catalog, &job);
        cr_expect_eq(print_of(&job), known[f], "format %zu: found 0x%016llX", f,
                     (unsigned long long)print_of(&job));
    }
    rung_catalog_free(catalog);
}

Test(synth, makes_the_same_bytes_with_any_number_of_threads)
{
    static const unsigned threads[] = {1, 2, 3, 8};
    rung_catalog *catalog = shop_catalog();
    for (size_t f = 0; f < 3; f++) {
        uint64_t first = 0;
        for (size_t t = 0; t < 4; t++) {
            rung_synth_job job = job_for(70001, 7);
            job.format = formats[f];
            job.on_grid = 0.5;
            job.threads = threads[t];
            make(catalog, &job);
            if (t == 0)
                first = print_of(&job);
            cr_assert_eq(print_of(&job), first, "%u threads", threads[t]);
        }
    }
    rung_catalog_free(catalog);
}

Test(synth, makes_others_from_another_seed)
{
    rung_catalog *catalog = shop_catalog();
    rung_synth_job one = job_for(300, 1), two = job_for(300, 2);
    rung_synth_job again = job_for(300, 1);
    make(catalog, &one);
    make(catalog, &two);
    make(catalog, &again);
    cr_assert_neq(print_of(&one), print_of(&two));
    cr_assert_eq(print_of(&one), print_of(&again));
    rung_catalog_free(catalog);
}

/* Files of the smaller population, behind the header's bytes, start those of the larger. */
static void check_start(const char *small, const char *large, const char *name, size_t header)
{
    size_t few, many;
    char *a = test_read(test_path(small, name), &few),
         *b = test_read(test_path(large, name), &many);
    cr_assert_lt(few, many);
    cr_assert_eq(memcmp(a + header, b + header, few - header), 0, "%s", name);
    free(a);
    free(b);
}

Test(synth, starts_a_larger_population_with_the_smaller_one)
{
    rung_catalog *catalog = shop_catalog();
    for (size_t f = 0; f < 3; f++) {
        rung_synth_job small = job_for(1100, 3);
        rung_synth_job large = job_for(4000, 3);
        small.format = large.format = formats[f];
        small.on_grid = large.on_grid = 0.5;
        make(catalog, &small);
        make(catalog, &large);
        check_start(small.output, large.output, "people.csv", 0);
        if (formats[f] != RUNG_PEOPLE_WIDE)
            check_start(small.output, large.output, second_file(formats[f]),
                        formats[f] == RUNG_PEOPLE_NPY ? 128 : 0);
    }
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- formats */

/* Levels of a person in people.npy: those in the other files, or the role's where there are none.
 */
static void check_npy_person(const rung_catalog *catalog, const crowd *file, const crowd *npy,
                             size_t person)
{
    float role[8];
    rung_catalog_levels(catalog, file->role[person], role);
    for (size_t d = 0; d < file->skills; d++) {
        float level = file->levels[person * file->skills + d];
        float expected = !file->rows[person] ? role[d] : isnan(level) ? 0 : level;
        cr_assert_eq(npy->levels[person * file->skills + d], expected, "person %zu, skill %zu",
                     person, d);
    }
}

Test(synth, describes_the_same_people_in_every_format)
{
    rung_catalog *catalog = shop_catalog();
    crowd c[3];
    rung_synth_summary summary[3];
    for (size_t f = 0; f < 3; f++) {
        rung_synth_job job = job_for(3000, 5);
        job.format = formats[f];
        job.on_grid = 0.5;
        summary[f] = make(catalog, &job);
        c[f] = read_crowd(catalog, &job);
    }
    size_t levels = 0, without = 0;
    for (size_t i = 0; i < 3000; i++) {
        for (size_t f = 1; f < 3; f++) {
            cr_assert_eq(c[f].role[i], c[0].role[i]);
            cr_assert_eq(c[f].tenure[i], c[0].tenure[i]);
            cr_assert_str_eq(c[f].columns[i], c[0].columns[i]);
        }
        size_t row = i * c[0].skills;
        cr_assert_eq(memcmp(&c[0].levels[row], &c[1].levels[row], c[0].skills * sizeof(float)), 0);
        check_npy_person(catalog, &c[0], &c[2], i);
        without += !c[0].rows[i];
        for (size_t d = 0; d < c[0].skills; d++)
            levels += isnan(c[0].levels[row + d]) ? 0 : 1;
    }
    for (size_t f = 0; f < 3; f++) {
        cr_assert_eq(summary[f].levels, levels);
        cr_assert_eq(summary[f].without_levels, without);
        crowd_free(&c[f]);
    }
    rung_catalog_free(catalog);
}

Test(synth, quotes_ids_and_names_columns)
{
    rung_catalog *catalog = shop_catalog();
    rung_synth_job job = job_for(10, 5);
    job.format = RUNG_PEOPLE_WIDE;
    make(catalog, &job);
    size_t length;
    char *bytes = test_read(test_path(job.output, "people.csv"), &length);
    static const char header[] =
        "person_id,role_id,tenure,site,employment,gender,age_band,level:cook,\"level:sell, well\","
        "level:count,level:lift,\"level:say \"\"no\"\"\",level:idle\n";
    cr_assert_eq(strncmp(bytes, header, strlen(header)), 0, "%.300s", bytes);
    free(bytes);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- levels */

static bool is_multiple(float level, double step)
{
    double steps = (double)level / step;
    return fabs(steps - round(steps)) < 1e-3;
}

Test(synth, keeps_levels_on_the_grid_for_the_share_asked_for)
{
    static const double shares[] = {1, 0.25, 0};
    rung_catalog *catalog = shop_catalog();
    for (size_t s = 0; s < 3; s++) {
        rung_synth_job job = job_for(5000, 11);
        job.on_grid = shares[s];
        make(catalog, &job);
        crowd c = read_crowd(catalog, &job);
        double people = 0, on_grid = 0;
        for (size_t i = 0; i < c.people; i++) {
            bool all = true;
            for (size_t d = 0; d < c.skills; d++) {
                float level = c.levels[i * c.skills + d];
                all &= isnan(level) || is_multiple(level, 0.5);
                cr_assert(isnan(level) || is_multiple(level, 0.01));
            }
            people += c.rows[i];
            on_grid += c.rows[i] && all;
        }
        /* A few off the grid fall on it by chance: one level of fifty. */
        cr_assert_geq(on_grid / people, shares[s] - (shares[s] < 1 ? 0.02 : 0));
        cr_assert_leq(on_grid / people, shares[s] + 0.04);
        crowd_free(&c);
    }
    rung_catalog_free(catalog);
}

Test(synth, never_writes_a_level_above_the_highest)
{
    static const char *const scales[] = {
        "name = x\nlevels = 4\ngrid = 4\n",
        "name = x\nlevels = 4.66666666667\ngrid = 0.33333333333357\n",
        "name = x\nlevels = 1000000\n", "name = x\nlevels = 4.57\n"};
    for (size_t s = 0; s < 4; s++) {
        rung_catalog *catalog = pair_catalog(scales[s]);
        rung_synth_job job = job_for(2000, 13);
        job.on_grid = 0.5;
        make(catalog, &job);
        crowd c = read_crowd(catalog, &job); /* refuses a level above the highest */
        crowd_free(&c);
        rung_catalog_free(catalog);
    }
}

typedef struct spread {
    double count, sum, squares;
} spread;

static void spread_add(spread *s, double value)
{
    s->count++;
    s->sum += value;
    s->squares += value * value;
}

static double spread_mean(const spread *s)
{
    return s->sum / s->count;
}

static double spread_width(const spread *s)
{
    return sqrt(s->squares / s->count - spread_mean(s) * spread_mean(s));
}

Test(synth, spreads_levels_more_and_lifts_them_with_tenure)
{
    rung_catalog *catalog = pair_catalog("name = x\nlevels = 7\n");
    rung_synth_job job = job_for(20000, 17);
    job.on_grid = 0;
    make(catalog, &job);
    crowd c = read_crowd(catalog, &job);
    spread fresh = {0}, settled = {0};
    for (size_t i = 0; i < c.people; i++) {
        double level = (double)c.levels[i * 2 + c.role[i]];
        if (c.rows[i] && c.tenure[i] < 1)
            spread_add(&fresh, level);
        if (c.rows[i] && c.tenure[i] > 15)
            spread_add(&settled, level);
    }
    cr_assert_gt(fresh.count, 1000);
    cr_assert_gt(settled.count, 1000);
    cr_assert_lt(spread_mean(&fresh), 3.9);
    cr_assert_gt(spread_mean(&settled), 4.1);
    cr_assert_gt(spread_width(&settled), 1.5 * spread_width(&fresh));
    crowd_free(&c);
    rung_catalog_free(catalog);
}

Test(synth, gives_some_people_a_past_role_and_some_no_levels)
{
    rung_catalog *catalog = pair_catalog("name = x\nlevels = 7\n");
    rung_synth_job job = job_for(20000, 19);
    job.on_grid = 0;
    rung_synth_summary summary = make(catalog, &job);
    crowd c = read_crowd(catalog, &job);
    double without = 0, with_past = 0;
    spread past = {0};
    for (size_t i = 0; i < c.people; i++) {
        float other = c.levels[i * 2 + 1 - c.role[i]];
        without += !c.rows[i];
        if (isnan(other))
            continue;
        with_past++;
        spread_add(&past, (double)other);
    }
    cr_assert_float_eq(without / 20000, 0.08, 0.008);
    cr_assert_eq(summary.without_levels, (uint64_t)without);
    /* 15 % of those with levels, half of whose past roles are the other one. */
    cr_assert_float_eq(with_past / (20000 - without), 0.075, 0.008);
    cr_assert_float_eq(spread_mean(&past), 0.85 * 4, 0.2);
    crowd_free(&c);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- columns */

/* Pearson's chi-square of counts against shares. */
static double chi_square(const double *count, const double *share, size_t kinds, double total)
{
    double sum = 0;
    for (size_t i = 0; i < kinds; i++) {
        double expected = share[i] * total;
        sum += expected > 0 ? (count[i] - expected) * (count[i] - expected) / expected
                            : (count[i] > 0 ? INFINITY : 0);
    }
    return sum;
}

Test(synth, fills_roles_by_employment_and_unknown_ones_by_the_median)
{
    static const double share[] = {600 / 1300.0, 100 / 1300.0, 0, 300 / 1300.0, 300 / 1300.0};
    rung_catalog *catalog = shop_catalog();
    rung_synth_job job = job_for(20000, 23);
    make(catalog, &job);
    crowd c = read_crowd(catalog, &job);
    double count[5] = {0};
    for (size_t i = 0; i < c.people; i++)
        count[c.role[i]]++;
    cr_assert_lt(chi_square(count, share, 5, 20000), 16.27); /* 3 degrees, one in a thousand */
    crowd_free(&c);
    rung_catalog_free(catalog);
}

Test(synth, fills_roles_evenly_where_no_employment_is_known)
{
    static const double share[] = {0.5, 0.5};
    rung_catalog *catalog = pair_catalog("name = x\nlevels = 7\n");
    rung_synth_job job = job_for(20000, 29);
    make(catalog, &job);
    crowd c = read_crowd(catalog, &job);
    double count[2] = {0}, hourly[2] = {0};
    for (size_t i = 0; i < c.people; i++) {
        count[c.role[i]]++;
        hourly[c.role[i]] += has(&c, i, "hourly");
        cr_assert(has(&c, i, "hourly") != has(&c, i, "salaried"));
    }
    cr_assert_lt(chi_square(count, share, 2, 20000), 10.83);
    cr_assert_gt(hourly[0] / count[0], 0.7); /* zone 1 */
    cr_assert_lt(hourly[1] / count[1], 0.3); /* zone 5 */
    crowd_free(&c);
    rung_catalog_free(catalog);
}

Test(synth, keeps_gender_and_age_out_of_roles_and_levels)
{
    rung_catalog *catalog = pair_catalog("name = x\nlevels = 7\n");
    rung_synth_job job = job_for(40000, 31);
    job.on_grid = 0;
    make(catalog, &job);
    crowd c = read_crowd(catalog, &job);
    static const char *const genders[] = {"female", "male"};
    spread level[2] = {{0}}, role[2] = {{0}}, young = {0}, old = {0};
    double others = 0;
    for (size_t i = 0; i < c.people; i++) {
        size_t g = 0;
        while (g < 2 && !has(&c, i, genders[g]))
            g++;
        others += g == 2;
        if (g < 2)
            spread_add(&role[g], c.role[i]);
        if (g < 2 && c.rows[i])
            spread_add(&level[g], (double)c.levels[i * 2 + c.role[i]]);
        if (has(&c, i, "18-24"))
            spread_add(&young, c.tenure[i]);
        if (has(&c, i, "55+"))
            spread_add(&old, c.tenure[i]);
    }
    cr_assert(others > 0.04 * 40000 && others < 0.08 * 40000);
    cr_assert_float_eq(spread_mean(&level[0]), spread_mean(&level[1]), 0.02);
    cr_assert_float_eq(spread_mean(&role[0]), spread_mean(&role[1]), 0.02);
    cr_assert_gt(young.count, 500);
    cr_assert_gt(spread_mean(&old), 5 * spread_mean(&young));
    crowd_free(&c);
    rung_catalog_free(catalog);
}

Test(synth, has_twelve_sites_of_unequal_size_and_mostly_short_tenures)
{
    rung_catalog *catalog = shop_catalog();
    rung_synth_job job = job_for(20000, 37);
    make(catalog, &job);
    crowd c = read_crowd(catalog, &job);
    double count[13] = {0}, below_five = 0;
    for (size_t i = 0; i < c.people; i++) {
        cr_assert(c.columns[i][0] == 'S' && c.columns[i][3] == ',', "%s", c.columns[i]);
        unsigned long site = strtoul(c.columns[i] + 1, NULL, 10);
        cr_assert(site >= 1 && site <= 12);
        count[site]++;
        below_five += c.tenure[i] < 5;
    }
    cr_assert_float_eq(below_five / 20000, 0.5, 0.02);
    cr_assert_gt(count[1], 20 * count[12]);
    for (size_t site = 1; site <= 12; site++)
        cr_assert_gt(count[site], 100);
    crowd_free(&c);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- failures */

typedef struct watcher {
    uint64_t people;
    double fraction;
    unsigned calls, stop_at;
} watcher;

static bool watch(void *context, uint64_t people, double fraction)
{
    watcher *w = context;
    cr_assert(people > w->people && fraction > w->fraction && fraction <= 1);
    w->people = people;
    w->fraction = fraction;
    return ++w->calls == w->stop_at;
}

Test(synth, tells_its_progress)
{
    rung_catalog *catalog = shop_catalog();
    rung_synth_job job = job_for(100000, 1);
    watcher w = {0};
    job.threads = 1;
    job.progress = watch;
    job.context = &w;
    make(catalog, &job);
    cr_assert_gt(w.calls, 2);
    cr_assert(w.people == 100000 && w.fraction == 1);
    rung_catalog_free(catalog);
}

/* What is beside the output: its parent's entries. */
static void check_parent(const rung_synth_job *job, const char *expected)
{
    char parent[256];
    snprintf(parent, sizeof parent, "%.*s", (int)(strlen(job->output) - strlen("/people")),
             job->output);
    char *list = test_list(parent);
    cr_assert_str_eq(list, expected);
    free(list);
}

static void check_files(const rung_synth_job *job, const char *expected)
{
    char *list = test_list(job->output);
    cr_assert_str_eq(list, expected);
    free(list);
}

Test(synth, leaves_nothing_behind_when_cancelled)
{
    rung_catalog *catalog = shop_catalog();
    for (unsigned stop_at = 1; stop_at <= 3; stop_at++) {
        rung_synth_job job = job_for(90000, 1);
        watcher w = {.stop_at = stop_at};
        rung_error error;
        job.threads = 1;
        job.progress = watch;
        job.context = &w;
        cr_assert_eq(rung_synth(catalog, &job, NULL, &error), RUNG_CANCELLED);
        cr_assert_eq(error.status, RUNG_CANCELLED);
        cr_assert_eq(w.calls, stop_at);
        check_parent(&job, "");
    }
    rung_catalog_free(catalog);
}

/* Either nothing is there, or all that a job without failures makes: what fails last is to make a
 * finished folder's name outlive a power cut. */
static void check_all_or_nothing(const rung_synth_job *job, uint64_t print)
{
    char parent[256];
    snprintf(parent, sizeof parent, "%.*s", (int)(strlen(job->output) - strlen("/people")),
             job->output);
    char *list = test_list(parent);
    if (*list) {
        cr_assert_str_eq(list, "people");
        cr_assert_eq(print_of(job), print);
    }
    free(list);
}

/* Let the n-th call fail for n = 1, 2, ... until none does. */
static void check_every_failure(const rung_catalog *catalog, rung_synth_job job, failure what,
                                int code)
{
    make(catalog, &job);
    uint64_t print = print_of(&job);
    job.output = test_path(test_folder(), "people");
    job.replace = true;
    long failed = 1, n = 0;
    while (failed > 0) {
        rung_error error;
        failures_arm(what, ++n, code);
        rung_status status = rung_synth(catalog, &job, NULL, &error);
        failed = failures_disarm();
        if (failed > 0) {
            /* A path that memory was short for is told as a file that cannot be made. */
            cr_assert(status == RUNG_IO || (code == ENOMEM && status == RUNG_NO_MEMORY),
                      "call %ld: %s", n, rung_status_text(status));
            cr_assert_eq(error.status, status);
            check_all_or_nothing(&job, print);
        } else {
            cr_assert_eq(status, RUNG_OK);
            cr_assert_eq(print_of(&job), print);
        }
    }
    cr_assert_gt(n, 1, "nothing failed");
    check_parent(&job, "people");
}

static const struct {
    failure what;
    int code;
} failures[] = {{FAIL_MEMORY, ENOMEM}, {FAIL_WRITE, ENOSPC}, {FAIL_FSYNC, EIO}, {FAIL_RENAME, EIO}};

TEST_EACH(synth, makes_all_or_nothing_whatever_fails, sizeof failures / sizeof *failures)
{
    rung_catalog *catalog = shop_catalog();
    for (size_t f = 0; f < 3; f++) {
        rung_synth_job job = job_for(3000, 1);
        job.format = formats[f];
        job.on_grid = 0.5;
        check_every_failure(catalog, job, failures[*row].what, failures[*row].code);
    }
    rung_catalog_free(catalog);
}

Test(synth, leaves_nothing_behind_when_the_disk_is_full)
{
    rung_catalog *catalog = shop_catalog();
    for (long n = 1; n <= 4; n++) { /* two headers, then people */
        rung_synth_job job = job_for(3000, 1);
        rung_error error;
        failures_arm(FAIL_WRITE, n, ENOSPC);
        cr_assert_eq(rung_synth(catalog, &job, NULL, &error), RUNG_IO);
        cr_assert_gt(failures_disarm(), 0);
        cr_assert_not_null(strstr(error.message, "people"), "%s", error.message);
        check_parent(&job, "");
    }
    rung_catalog_free(catalog);
}

Test(synth, replaces_a_folder_only_when_told_to)
{
    rung_catalog *catalog = shop_catalog();
    rung_synth_job job = job_for(100, 1);
    rung_error error;
    make(catalog, &job);
    uint64_t before = print_of(&job);
    job.seed = 2;
    cr_assert_eq(rung_synth(catalog, &job, NULL, &error), RUNG_IO);
    cr_assert_eq(print_of(&job), before);
    job.replace = true;
    job.format = RUNG_PEOPLE_WIDE;
    make(catalog, &job);
    check_files(&job, "people.csv");
    check_parent(&job, "people");
    rung_catalog_free(catalog);
}

static void expect_refusal(const rung_catalog *catalog, rung_synth_job job, const char *word)
{
    rung_error error = {0};
    cr_assert_eq(rung_synth(catalog, &job, NULL, &error), RUNG_BAD_ARGUMENT);
    cr_assert_not_null(strstr(error.message, word), "found '%s', expected '%s' in it",
                       error.message, word);
    cr_assert_eq(rung_synth(catalog, &job, NULL, NULL), RUNG_BAD_ARGUMENT);
}

Test(synth, refuses_a_job_that_makes_no_sense)
{
    rung_catalog *catalog = shop_catalog();
    const rung_synth_job good = job_for(100, 1);
    rung_synth_job job = good;
    job.people = 0;
    expect_refusal(catalog, job, "people is 0");
    job.people = (uint64_t)RUNG_SYNTH_MOST_PEOPLE + 1;
    expect_refusal(catalog, job, "people is 1000000000");
    job = good;
    job.on_grid = NAN;
    expect_refusal(catalog, job, "on_grid");
    job.on_grid = 1.5;
    expect_refusal(catalog, job, "on_grid is 1.5");
    job = good;
    job.format = (rung_people_format)3;
    expect_refusal(catalog, job, "format is 3");
    job = good;
    job.output = NULL;
    expect_refusal(catalog, job, "output");
    job = good;
    job.size = 0;
    expect_refusal(catalog, job, "RUNG_SYNTH_JOB_INIT");
    expect_refusal(NULL, good, "catalog");
    rung_error error;
    job = good;
    job.output = test_path(test_folder(), "missing/people");
    cr_assert_eq(rung_synth(catalog, &job, NULL, &error), RUNG_IO);
    check_parent(&good, "");
    rung_catalog_free(catalog);
}

Test(synth, refuses_two_decimals_where_levels_are_too_small_for_them)
{
    rung_catalog *catalog =
        open_catalog("name = x\nlevels = 0.5\ngrid = 0.125\n", "skill_id,name,kind\na,A,other\n",
                     "role_id,title\nr,R\n", "role_id,skill_id,level,importance\nr,a,0.25,1\n");
    rung_synth_job job = job_for(100, 1);
    job.on_grid = 0.5;
    expect_refusal(catalog, job, "two decimals");
    job.on_grid = 1;
    make(catalog, &job);
    rung_catalog_free(catalog);
}
