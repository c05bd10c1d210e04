/* test_audience.c - programs admit the people whom their audience names. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "data/audience.h"
#include "data/people.h"
#include "failures.h"
#include "support.h"

#define PROGRAMS "program_id,name,cost,weeks,audience\n"

/* The small catalog with other programs; NULL: without any. */
static const char *catalog_folder(const char *programs)
{
    const test_file instead[] = {
        {"programs.csv", programs}, {"program_skills.csv", NULL}, {NULL, NULL}};
    return test_write_files(test_small_catalog, instead);
}

static rung_catalog *open_catalog(const char *programs)
{
    rung_catalog *catalog;
    rung_error error;
    cr_assert_eq(rung_catalog_open(&catalog, catalog_folder(programs), &error), RUNG_OK, "%s",
                 error.message);
    return catalog;
}

/* A folder with this people.csv, and nobody's levels. */
static const char *people_folder(const char *people)
{
    const test_file files[] = {
        {"people.csv", people}, {"people_skills.csv", "person_id,skill_id,level\n"}, {NULL, NULL}};
    return test_write_files(files, NULL);
}

/* ---------------------------------------------------------------- rows of people.csv */

static void put_bits(rung_buffer *out, const uint64_t *bits, size_t programs)
{
    for (size_t p = 0; p < programs; p++)
        rung_put_char(out, bits[p / 64] >> p % 64 & 1 ? '1' : '0');
    rung_put_char(out, '\n');
}

/* A line "id bits" for everybody, as text to be freed; a 1 for each program that admits. */
static char *admits_of(const rung_catalog *catalog, const char *folder, size_t most, size_t *closed)
{
    rung_buffer out = {0};
    rung_people *people;
    rung_batch batch;
    rung_error error = {.message = ""};
    size_t programs = rung_catalog_programs(catalog);
    cr_assert_eq(rung_people_open(&people, catalog, folder, RUNG_IMPUTE_EMPTY, &error), RUNG_OK,
                 "%s", error.message);
    do {
        cr_assert_eq(rung_people_next(people, most, &batch, &error), RUNG_OK, "%s", error.message);
        cr_assert_eq(batch.admit_words, (programs + 63) / 64);
        for (size_t i = 0; i < batch.people; i++) {
            rung_put_text(&out, batch.id[i]);
            rung_put_char(&out, ' ');
            put_bits(&out, batch.admits + i * batch.admit_words, programs);
        }
    } while (batch.people > 0);
    rung_put_char(&out, '\0');
    *closed = rung_people_total(people).closed;
    rung_people_free(people);
    cr_assert_not(out.failed);
    return out.at;
}

static const struct {
    const char *programs, *people, *admits;
    size_t closed;
} readings[] = {
    /* without an audience everybody, with one exactly the text */
    {PROGRAMS "all,All,1,1,\nparis,In Paris,1,1,site=Paris\n",
     "person_id,site\na,Paris\nb,paris\nc,Paris \nd,\ne,Parisian\nf,Par\n",
     "a 11\nb 10\nc 10\nd 10\ne 10\nf 10\n", 0},
    /* columns and values in quotes */
    {PROGRAMS "q,Q,1,1,\"a, b=x, y\"\nr,R,1,1,\"say \"\"so\"\"=1\"\n",
     "\"say \"\"so\"\"\",person_id,\"a, b\"\n\"1\",a,\"x, y\"\n2,b,\"x, y\"\n1,\"c\",\"x,y\"\n",
     "a 11\nb 10\nc 01\n", 0},
    /* several conditions must all hold */
    {PROGRAMS "both,B,1,1,site=Paris;pay=hourly\nnobody,N,1,1,site=Paris;pay=none\n",
     "person_id,pay,site\na,hourly,Paris\nb,salaried,Paris\nc,hourly,Rome\nd,,\n",
     "a 10\nb 00\nc 00\nd 00\n", 0},
    /* a missing column closes a program, once, and no other */
    {PROGRAMS "x,X,1,1,site=Paris;pay=hourly;shift=night\ny,Y,1,1,site=Paris\nz,Z,1,1,pay=hourly\n",
     "person_id,site\na,Paris\nb,Rome\n", "a 010\nb 000\n", 2},
    /* role and family are left aside, even where columns are called so */
    {PROGRAMS "r,R,1,1,role=clerk\nf,F,1,1,family=tech\nrs,RS,1,1,role=boss;site=Paris\n",
     "person_id,role_id,role,family,site\na,coder,boss,none,Paris\nb,clerk,,,Rome\nc,,,,Paris\n",
     "a 111\nb 110\nc 111\n", 0},
    {PROGRAMS "r,R,1,1,role=clerk\nf,F,1,1,family=tech\n", "person_id\na\n", "a 11\n", 0},
    /* the columns that Rung knows itself are columns too */
    {PROGRAMS "i,I,1,1,person_id=a\nj,J,1,1,role_id=clerk\n",
     "person_id,role_id\na,clerk\nb,coder\n", "a 11\nb 00\n", 0},
    /* no programs, nothing to say */
    {NULL, "person_id,site\na,Paris\n", "a \n", 0},
    {PROGRAMS "p,P,1,1,site=Paris\n", "person_id,site\n", "", 0},
};

TEST_EACH(audience, says_of_each_person_which_programs_admit, sizeof readings / sizeof *readings)
{
    rung_catalog *catalog = open_catalog(readings[*row].programs);
    const char *folder = people_folder(readings[*row].people);
    for (size_t most = 1; most <= 7; most += 3) {
        size_t closed;
        char *admits = admits_of(catalog, folder, most, &closed);
        cr_assert_str_eq(admits, readings[*row].admits, "found:\n%s\nexpected:\n%s", admits,
                         readings[*row].admits);
        cr_assert_eq(closed, readings[*row].closed);
        free(admits);
    }
    rung_catalog_free(catalog);
}

Test(audience, of_no_program_takes_no_words)
{
    rung_catalog *catalog = open_catalog(NULL);
    cr_assert_eq(rung_audience_words(catalog), 0);
    uint64_t bits = 42;
    rung_audience_admit(catalog, NULL, 0, &bits);
    cr_assert_eq(bits, 42);
    rung_catalog_free(catalog);
}

static const size_t many[] = {63, 64, 65, 128, 200};

/* Program p asks for column x to be p modulo 7. */
TEST_EACH(audience, has_a_bit_for_each_of_many_programs, sizeof many / sizeof *many)
{
    rung_buffer programs = {0}, people = {0}, expected = {0};
    rung_put_text(&programs, PROGRAMS);
    rung_put_text(&people, "person_id,x\n");
    char line[60];
    for (size_t p = 0; p < many[*row]; p++) {
        snprintf(line, sizeof line, "p%zu,P,1,1,x=%zu\n", p, p % 7);
        rung_put_text(&programs, line);
    }
    for (size_t i = 0; i < 9; i++) {
        snprintf(line, sizeof line, "%zu,%zu\n", i, i);
        rung_put_text(&people, line);
        snprintf(line, sizeof line, "%zu ", i);
        rung_put_text(&expected, line);
        for (size_t p = 0; p < many[*row]; p++)
            rung_put_char(&expected, p % 7 == i ? '1' : '0');
        rung_put_char(&expected, '\n');
    }
    rung_put_char(&programs, '\0');
    rung_put_char(&people, '\0');
    rung_put_char(&expected, '\0');
    rung_catalog *catalog = open_catalog(programs.at);
    const char *folder = people_folder(people.at);
    size_t closed;
    char *admits = admits_of(catalog, folder, 4, &closed);
    cr_assert_str_eq(admits, expected.at, "found:\n%s\nexpected:\n%s", admits, expected.at);
    free(admits);
    rung_buffer_free(&programs);
    rung_buffer_free(&people);
    rung_buffer_free(&expected);
    rung_catalog_free(catalog);
}

Test(audience, leaves_the_bits_beyond_the_last_program_clear)
{
    rung_catalog *catalog = open_catalog(PROGRAMS "a,A,1,1,\nb,B,1,1,\nc,C,1,1,x=1\n");
    uint64_t bits = UINT64_MAX;
    rung_audience_admit(catalog, NULL, 0, &bits);
    cr_assert_eq(bits, 3);
    const char *path = test_write_text(test_folder(), "people.csv", "person_id,x\na,1\n");
    rung_csv *csv;
    rung_audience audience;
    bool more;
    cr_assert_eq(rung_csv_open(&csv, path, RUNG_CSV, NULL), RUNG_OK);
    cr_assert_eq(rung_audience_open(&audience, catalog, csv, NULL), RUNG_OK);
    cr_assert_eq(rung_csv_next(csv, &more, NULL), RUNG_OK);
    bits = UINT64_MAX;
    rung_audience_row(&audience, csv, &bits);
    cr_assert_eq(bits, 7);
    rung_audience_close(&audience);
    rung_csv_close(csv);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- columns by name */

static void check_admit(const rung_catalog *catalog, const rung_column *columns, size_t count,
                        uint64_t expected)
{
    uint64_t bits;
    rung_audience_admit(catalog, columns, count, &bits);
    cr_assert_eq(bits, expected, "found %llx", (unsigned long long)bits);
}

Test(audience, is_met_by_columns_given_by_name)
{
    rung_catalog *catalog = open_catalog(
        PROGRAMS "all,A,1,1,\nsite,S,1,1,site=Paris\nboth,B,1,1,pay=hourly;site=Paris\n"
                 "role,R,1,1,role=clerk;pay=hourly\n");
    const rung_column columns[] = {{"site", "Paris"}, {"pay", "hourly"}, {"site", "Rome"}};
    check_admit(catalog, NULL, 0, 1);
    check_admit(catalog, columns, 1, 1 | 2);
    check_admit(catalog, columns, 2, 1 | 2 | 4 | 8);
    check_admit(catalog, columns, 3, 1 | 2 | 4 | 8); /* the first of a name counts */
    check_admit(catalog, columns + 1, 1, 1 | 8);
    check_admit(catalog, columns + 1, 2, 1 | 8);
    rung_catalog_free(catalog);
}

/* A random table over two columns of three values, and some seventy programs. */
static rung_catalog *random_catalog(uint64_t *seed)
{
    rung_buffer programs = {0};
    rung_put_text(&programs, PROGRAMS);
    for (size_t p = 0, count = 60 + test_below(seed, 80); p < count; p++) {
        char line[80];
        snprintf(line, sizeof line, "p%zu,P,1,1,", p);
        rung_put_text(&programs, line);
        unsigned asked = 0; /* columns, each of which has one value */
        for (size_t c = 0, conditions = test_below(seed, 4); c < conditions; c++) {
            static const char *const names[] = {"x", "y", "missing", "role"};
            size_t name = test_below(seed, 10);
            name = name < 8 ? name % 2 : name - 6;
            if (asked >> name & 1)
                continue;
            snprintf(line, sizeof line, "%s%s=%s", asked ? ";" : "", names[name],
                     name == 3 ? "clerk" : &"a\0b\0c"[2 * test_below(seed, 3)]);
            rung_put_text(&programs, line);
            asked |= 1u << name;
        }
        rung_put_char(&programs, '\n');
    }
    rung_put_char(&programs, '\0');
    rung_catalog *catalog = open_catalog(programs.at);
    rung_buffer_free(&programs);
    return catalog;
}

Test(audience, is_the_same_by_name_and_from_a_file)
{
    static const char *const values[] = {"a", "b", "c", ""};
    uint64_t seed = 8;
    for (size_t round = test_rounds(20); round > 0; round--) {
        rung_catalog *catalog = random_catalog(&seed);
        rung_buffer people = {0}, expected = {0};
        rung_put_text(&people, "y,person_id,x\n");
        for (size_t i = 0; i < 16; i++) {
            uint64_t bits[3];
            const rung_column columns[] = {{"x", values[i % 4]}, {"y", values[i / 4]}};
            char line[60];
            snprintf(line, sizeof line, "%s,p%zu,%s\n", values[i / 4], i, values[i % 4]);
            rung_put_text(&people, line);
            rung_audience_admit(catalog, columns, 2, bits);
            snprintf(line, sizeof line, "p%zu ", i);
            rung_put_text(&expected, line);
            put_bits(&expected, bits, rung_catalog_programs(catalog));
        }
        rung_put_char(&people, '\0');
        rung_put_char(&expected, '\0');
        const char *folder = people_folder(people.at);
        size_t closed;
        char *admits = admits_of(catalog, folder, 5, &closed);
        cr_assert_str_eq(admits, expected.at, "found:\n%s\nexpected:\n%s", admits, expected.at);
        cr_assert(strchr(admits, '1') && strchr(admits, '0'));
        free(admits);
        rung_buffer_free(&people);
        rung_buffer_free(&expected);
        rung_catalog_free(catalog);
    }
}

/* ---------------------------------------------------------------- role and family */

Test(audience, of_a_role_or_a_family_is_who_holds_it_now)
{
    rung_catalog *catalog =
        open_catalog(PROGRAMS "all,A,1,1,\nrole,R,1,1,role=clerk\nfamily,F,1,1,family=office\n"
                              "both,B,1,1,site=Paris;family=office;role=boss\n"
                              "column,C,1,1,site=Paris\n");
    static const struct {
        const char *role;
        const char *allows;
    } roles[] = {{"clerk", "11101"},
                 {"coder", "10001"},
                 {"boss", "10111"},
                 {"idle", "10001"}, /* of no family */
                 {"", "10001"}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        uint32_t role = rung_catalog_find_role(catalog, roles[i].role);
        cr_assert_eq(role == RUNG_NONE, *roles[i].role == '\0');
        for (uint32_t p = 0; p < rung_catalog_programs(catalog); p++)
            cr_assert_eq(rung_audience_role_allows(catalog, p, role), roles[i].allows[p] == '1',
                         "role '%s', program %u", roles[i].role, p);
    }
    rung_catalog_free(catalog);
}

static const struct {
    const char *audience, *message;
} mistakes[] = {
    {"role=cook", "/programs.csv:3: column 'audience': found 'role=cook', expected role= to name "
                  "an id of roles.csv"},
    {"site=x;role=Clerk", "expected role= to name an id of roles.csv"},
    {"family=Office", "/programs.csv:3: column 'audience': found 'family=Office', expected family= "
                      "to name a family of roles.csv"},
    {"role=clerk;family=clerk", "expected family= to name a family of roles.csv"},
};

TEST_EACH(audience, names_roles_and_families_that_there_are, sizeof mistakes / sizeof *mistakes)
{
    char programs[200];
    rung_catalog *catalog;
    rung_error error;
    snprintf(programs, sizeof programs, PROGRAMS "a,A,1,1,family=office\nb,B,1,1,%s\n",
             mistakes[*row].audience);
    cr_assert_eq(rung_catalog_open(&catalog, catalog_folder(programs), &error), RUNG_BAD_DATA);
    cr_assert_null(catalog);
    cr_assert(strstr(error.message, mistakes[*row].message), "%s", error.message);
}

static const struct {
    const char *audience, *message; /* NULL: somebody can meet it */
} together[] = {
    {"site=Paris;pay=hourly;site=Rome",
     "/programs.csv:2: column 'audience': found 'site=Paris;pay=hourly;site=Rome', expected one "
     "value of site, since nobody has two"},
    {"role=clerk;role=boss", "expected one value of role, since nobody has two"},
    {"family=tech;family=office", "expected one value of family, since nobody has two"},
    {"role=coder;site=Paris;family=office",
     "found 'role=coder;site=Paris;family=office', expected role= to name a role of that family, "
     "since nobody else has both"},
    {"family=office;role=idle", "expected role= to name a role of that family"},
    {"family=office;role=clerk;site=Paris;site=Paris;role=clerk", NULL},
    {"site=Paris;place=Rome", NULL},
};

TEST_EACH(audience, that_nobody_can_meet_is_refused, sizeof together / sizeof *together)
{
    char programs[200];
    rung_catalog *catalog;
    rung_error error = {.message = ""};
    const char *message = together[*row].message;
    snprintf(programs, sizeof programs, PROGRAMS "a,A,1,1,%s\n", together[*row].audience);
    rung_status status = rung_catalog_open(&catalog, catalog_folder(programs), &error);
    cr_assert_eq(status, message ? RUNG_BAD_DATA : RUNG_OK, "%s", error.message);
    cr_assert(!message || strstr(error.message, message), "%s", error.message);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- columns that are kept */

Test(audience, columns_of_people_are_kept_by_name)
{
    rung_catalog *catalog = open_catalog(
        PROGRAMS "p,P,1,1,site=Paris\nq,Q,1,1,pay=hourly;site=Rome;role=clerk\nr,R,1,1,none=x\n");
    const char *folder =
        people_folder("person_id,role,site,other,pay\na,1,Rome,2,hourly\nb,1,,2,\"x, y\"\n");
    static const char *const expected[][2] = {{"Rome", "hourly"}, {"", "x, y"}};
    rung_people *people;
    rung_batch batch;
    cr_assert_eq(rung_people_open(&people, catalog, folder, RUNG_IMPUTE_EMPTY, NULL), RUNG_OK);
    cr_assert_eq(rung_people_keep_columns(people, NULL), RUNG_OK);
    cr_assert_eq(rung_people_next(people, 5, &batch, NULL), RUNG_OK);
    cr_assert_eq(batch.people, 2u);
    for (size_t i = 0; i < 2; i++) {
        const rung_column *columns;
        cr_assert_eq(rung_people_columns(people, i, &columns), 2u);
        cr_assert_str_eq(columns[0].name, "site");
        cr_assert_str_eq(columns[1].name, "pay");
        cr_assert_str_eq(columns[0].value, expected[i][0]);
        cr_assert_str_eq(columns[1].value, expected[i][1]);
    }
    rung_people_free(people);
    rung_catalog_free(catalog);
}

/* ---------------------------------------------------------------- failing memory */

static rung_status read_all(const rung_catalog *catalog, const char *folder, rung_error *error)
{
    rung_people *people;
    rung_batch batch = {0};
    rung_status status = rung_people_open(&people, catalog, folder, RUNG_IMPUTE_EMPTY, error);
    if ((people != NULL) != (status == RUNG_OK))
        cr_assert_fail("people %p with status %d", (void *)people, (int)status);
    if (status == RUNG_OK)
        status = rung_people_keep_columns(people, error);
    for (size_t most = 1; status == RUNG_OK; most++) { /* room has to grow each time */
        status = rung_people_next(people, most, &batch, error);
        if (status == RUNG_OK && batch.people == 0)
            break;
    }
    rung_people_free(people);
    return status;
}

Test(audience, survives_each_failing_allocation)
{
    rung_catalog *catalog = open_catalog(PROGRAMS "a,A,1,1,x=1;y=2;z=3\nb,B,1,1,x=1\n");
    const char *folder = people_folder("person_id,x,y\na,1,2\nb,1,2\nc,1,2\nd,1,2\n");
    long n = 1;
    bool told = false;
    for (;; n++) {
        rung_error error = {.message = ""};
        failures_arm(FAIL_MEMORY, n, 0);
        rung_status status = read_all(catalog, folder, &error);
        if (failures_disarm() == 0) {
            cr_assert_eq(status, RUNG_OK, "%s", error.message);
            break;
        }
        cr_assert_eq(status, RUNG_NO_MEMORY, "allocation %ld: %s", n, error.message);
        told |= strstr(error.message, "audience") != NULL;
    }
    cr_assert(told, "no allocation of %ld was an audience's", n);
    rung_catalog_free(catalog);
}

Test(audience, of_many_conditions_survives_each_failing_allocation_at_opening)
{
    const char *folder =
        catalog_folder(PROGRAMS "a,A,1,1,x=1;y=2;z=3;role=clerk;family=office\nb,B,1,1,x=1\n");
    long n = 1;
    for (;; n++) {
        rung_catalog *catalog;
        rung_error error = {.message = ""};
        failures_arm(FAIL_MEMORY, n, 0);
        rung_status status = rung_catalog_open(&catalog, folder, &error);
        bool failed = failures_disarm() > 0;
        cr_assert_eq(status, failed ? RUNG_NO_MEMORY : RUNG_OK, "allocation %ld: %s", n,
                     error.message);
        rung_catalog_free(catalog);
        if (!failed)
            break;
    }
    cr_assert_gt(n, 10);
}
