/* fuzz_path.c - any files as a catalog and its people: every path found keeps the rules, and the
 * answer is the same whichever way it is asked for. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "data/catalog.h"
#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Small enough for the worst search to end soon. */
enum { MOST_SKILLS = 40, MOST_ROLES = 10, MOST_PROGRAMS = 10, MOST_PEOPLE = 2, EFFORT = 2000 };

typedef struct career {
    rung_catalog *catalog;
    rung_matcher *matcher;
    rung_planner *planner;
    rung_matcher_options matching;
    rung_planner_options planning;
    rung_impute impute;
    rung_format format;
    rung_column columns[2];
    size_t column_count;
} career;

/* ---------------------------------------------------------------- options from the last bytes */

typedef struct bytes {
    const uint8_t *data;
    size_t left;
} bytes;

/* In 0..below-1. Letters and digits reach every value that is asked for here. */
static unsigned take(bytes *from, unsigned below)
{
    return from->left > 0 ? from->data[--from->left] % below : 0;
}

static void take_options(career *c, bytes *from)
{
    static const char *const profiles[] = {"upskill", "readiness", "similarity"};
    static const double thetas[] = {0.8, 0, 0.3, 0.5, 0.75, 1}, years[] = {5, 0, 0.5, 2.7, 100};
    static const double discounts[] = {0.05, 0, 1}, falls[] = {0, 0.1, 0.5, 1};
    static const double dwells[] = {26, 0, 13, 52.25, 5200};
    c->matching = (rung_matcher_options)RUNG_MATCHER_OPTIONS_INIT;
    c->matching.profile = profiles[take(from, 3)];
    c->matching.kernel = "scalar";
    c->matching.threads = 1;
    c->matching.theta = thetas[take(from, 6)];
    c->matching.essential = thetas[take(from, 6)];
    c->matching.zone_step = (int)take(from, 5);
    c->planning = (rung_planner_options)RUNG_PLANNER_OPTIONS_INIT;
    c->planning.prefer = (rung_prefer)take(from, 4);
    c->planning.order = (rung_target_order)take(from, 2);
    c->planning.top = 1 + take(from, MOST_ROLES);
    c->planning.paths = 1 + take(from, 5);
    c->planning.steps = 1 + take(from, 4);
    c->planning.years = years[take(from, 5)];
    c->planning.discount = discounts[take(from, 3)];
    c->planning.wage_fall = falls[take(from, 4)];
    for (size_t z = 0; z < 6; z++)
        c->planning.dwell[z] = dwells[take(from, 5)];
    c->planning.effort = EFFORT;
    c->impute = (rung_impute)take(from, 3);
    c->format = (rung_format)take(from, 3);
    if (take(from, 2))
        c->columns[c->column_count++] = (rung_column){"site", "east"};
    if (take(from, 2))
        c->columns[c->column_count++] = (rung_column){"employment", "hourly"};
}

/* ---------------------------------------------------------------- what a path promises */

static void check_step(const career *c, const rung_path *path, size_t s, uint64_t *roles,
                       uint64_t *programs)
{
    const rung_path_step *step = &path->step[s];
    double before = s > 0 ? path->step[s - 1].enters : 0, cost = 0;
    if (step->role >= rung_catalog_roles(c->catalog) || *roles >> step->role & 1)
        fuzz_broken("a path enters a role of the catalog, each once");
    *roles |= 1ULL << step->role;
    for (size_t p = 0; p < step->programs; p++) {
        if (step->program[p] >= c->catalog->programs || *programs >> step->program[p] & 1)
            fuzz_broken("a path takes a program of the catalog, each once");
        *programs |= 1ULL << step->program[p];
        cost += c->catalog->program[step->program[p]].cost;
    }
    if (!(fabs(step->cost - cost) <= 1e-6 * (1 + cost)))
        fuzz_broken("a step costs what its programs cost");
    if (!(step->starts >= before && step->enters >= step->starts))
        fuzz_broken("weeks go on");
    if (!(step->readiness_before >= 0 && step->readiness >= step->readiness_before &&
          step->readiness <= 1))
        fuzz_broken("programs lower no readiness");
}

/* What breaks a rule stands in a miss. */
static void check_path(const career *c, uint32_t current, const rung_path *path, bool kept)
{
    uint64_t roles = current == RUNG_NONE ? 0 : 1ULL << current, programs = 0;
    double cost = 0;
    if (path->steps == 0 || path->steps > c->planning.steps + !kept)
        fuzz_broken("a path has steps, and no more than are allowed");
    for (size_t s = 0; s < path->steps; s++) {
        check_step(c, path, s, &roles, &programs);
        if (kept && !(path->step[s].readiness >= c->matching.theta))
            fuzz_broken("each role is entered with readiness enough");
        cost += path->step[s].cost;
    }
    const rung_path_step *last = &path->step[path->steps - 1];
    if (last->role != path->target || last->enters != path->weeks ||
        last->readiness != path->readiness || !(fabs(path->cost - cost) <= 1e-6 * (1 + cost)))
        fuzz_broken("a path's figures are those of its steps");
    if (!isfinite(path->gain) || !isfinite(path->weeks) || !isfinite(path->cost))
        fuzz_broken("a path's figures are numbers");
}

static void check_miss(const career *c, uint32_t current, const rung_miss *miss)
{
    size_t length = strlen(miss->reason);
    if (miss->rules == 0 || length == 0 || rung_utf8_check(miss->reason, length) < length)
        fuzz_broken("a miss has its rules and a reason");
    if (miss->path.steps > 0)
        check_path(c, current, &miss->path, false);
}

/* Targets are ranked from 1, and so are the paths to each. */
static void check_paths(const career *c, uint32_t current, const rung_paths *found)
{
    for (size_t i = 0; i < found->count; i++) {
        const rung_path *path = &found->path[i], *before = i > 0 ? path - 1 : NULL;
        bool next = !before || path->target != before->target;
        if (path->target_rank != (before ? before->target_rank : 0) + next ||
            path->rank != (next ? 1 : before->rank + 1) || path->rank > c->planning.paths)
            fuzz_broken("paths are in the order of their ranks");
        check_path(c, current, path, true);
    }
    for (size_t i = 0; i < found->misses; i++)
        check_miss(c, current, &found->miss[i]);
}

/* ---------------------------------------------------------------- one person */

static rung_paths *find(const career *c, const rung_person *person, const uint32_t *target,
                        size_t targets)
{
    rung_paths *found;
    rung_error error = {.message = ""};
    if (rung_find_paths(c->planner, person, target, targets, &found, &error) != RUNG_OK)
        fuzz_broken("paths are looked for with success");
    check_paths(c, person->current_role, found);
    return found;
}

static bool all_proven(const rung_paths *found)
{
    bool proven = true;
    for (size_t i = 0; i < found->count; i++)
        proven &= found->path[i].proven;
    for (size_t i = 0; i < found->misses; i++)
        proven &= !(found->miss[i].rules & RUNG_RULE_EFFORT);
    return proven;
}

static bool same_path(const rung_path *a, const rung_path *b)
{
    bool same = a->target == b->target && a->rank == b->rank && a->weeks == b->weeks &&
                a->cost == b->cost && a->gain == b->gain && a->steps == b->steps;
    for (size_t s = 0; same && s < a->steps; s++)
        same = a->step[s].role == b->step[s].role && a->step[s].programs == b->step[s].programs &&
               (a->step[s].programs == 0 || memcmp(a->step[s].program, b->step[s].program,
                                                   a->step[s].programs * sizeof(uint32_t)) == 0);
    return same;
}

/* All that can be found: by gain, nobody can say what a role without a wage would bring. */
static size_t list_targets(const career *c, uint32_t current, uint32_t target[MOST_ROLES])
{
    const rung_role *role = c->catalog->role;
    bool by_gain = c->planning.prefer == RUNG_PREFER_GAIN &&
                   c->planning.order == RUNG_ORDER_FIGURE && current != RUNG_NONE &&
                   !isnan(role[current].wage);
    size_t count = 0;
    for (uint32_t r = 0; r < rung_catalog_roles(c->catalog); r++)
        if (!by_gain || !isnan(role[r].wage))
            target[count++] = r;
    return count;
}

/* The best targets that are found are the first of all, where no search ended early. */
static void check_person(const career *c, const rung_person *person)
{
    uint32_t target[MOST_ROLES];
    size_t targets = list_targets(c, person->current_role, target), reached = 0;
    rung_paths *best = find(c, person, NULL, 0), *all = find(c, person, target, targets);
    for (size_t i = 0; i < all->count; i++)
        reached += all->path[i].rank == 1;
    if (reached + all->misses != targets || best->misses > 0)
        fuzz_broken("a target given has paths or is a miss");
    size_t count = 0;
    while (count < all->count && all->path[count].target_rank <= c->planning.top)
        count++;
    if (all_proven(all) && all_proven(best)) {
        if (best->count != count)
            fuzz_broken("as many paths are found as there are to the best targets");
        for (size_t i = 0; i < count; i++)
            if (!same_path(&best->path[i], &all->path[i]))
                fuzz_broken("the paths found are those to the best targets");
    }
    rung_paths_free(best);
    rung_paths_free(all);
}

static void check_people(const career *c)
{
    rung_people *people;
    rung_batch batch = {0};
    if (rung_people_open(&people, c->catalog, fuzz_folder(), c->impute, NULL) != RUNG_OK)
        return;
    size_t skills = rung_catalog_skills(c->catalog);
    if (rung_people_next(people, MOST_PEOPLE, &batch, NULL) == RUNG_OK)
        for (size_t i = 0; i < batch.people; i++) {
            rung_person person = {.levels = batch.levels + i * skills,
                                  .current_role = batch.current_role[i],
                                  .columns = c->columns,
                                  .column_count = c->column_count};
            check_person(c, &person);
        }
    rung_people_free(people);
}

/* ---------------------------------------------------------------- all of them, written */

/* What a job writes; a handle of its own, to be closed. */
static int write_all(const career *c, size_t batch, rung_status *status, rung_path_summary *summary)
{
    static const uint32_t target[] = {0, 1};
    rung_path_job job = RUNG_PATH_JOB_INIT;
    size_t roles = rung_catalog_roles(c->catalog);
    job.people = fuzz_folder();
    job.descriptor = memfd_create("paths", MFD_CLOEXEC);
    job.format = c->format;
    job.impute = c->impute;
    job.batch = batch;
    if (c->column_count > 0) {
        job.target = target;
        job.targets = roles < 2 ? roles : 2;
        job.misses = "/dev/null";
    }
    if (job.descriptor < 0)
        fuzz_broken("there is memory for a file");
    *status = rung_path_people(c->planner, &job, summary, NULL);
    return job.descriptor;
}

static void check_output(const career *c)
{
    rung_status status, again;
    rung_path_summary first, other;
    int a = write_all(c, 1, &status, &first), b = write_all(c, 1000, &again, &other);
    off_t length = lseek(a, 0, SEEK_END);
    if (status != again)
        fuzz_broken("a job fails with any batch or with none");
    if (status == RUNG_OK && length > 0) {
        char *one = mmap(NULL, (size_t)length, PROT_READ, MAP_SHARED, a, 0);
        char *two = mmap(NULL, (size_t)length, PROT_READ, MAP_SHARED, b, 0);
        if (one == MAP_FAILED || two == MAP_FAILED)
            fuzz_broken("there is memory for a file");
        if (lseek(b, 0, SEEK_END) != length || memcmp(one, two, (size_t)length) != 0)
            fuzz_broken("what is written does not depend on the batch");
        if (rung_utf8_check(one, (size_t)length) < (size_t)length)
            fuzz_broken("what is written is UTF-8");
        munmap(one, (size_t)length);
        munmap(two, (size_t)length);
    }
    if (status == RUNG_OK && (first.people.people != other.people.people ||
                              first.rows != other.rows || first.misses != other.misses))
        fuzz_broken("counts do not depend on the batch");
    close(a);
    close(b);
}

/* Few enough people for a job. */
static bool is_short(const career *c)
{
    rung_people *people;
    rung_batch batch = {0};
    if (rung_people_open(&people, c->catalog, fuzz_folder(), c->impute, NULL) != RUNG_OK)
        return true;
    rung_people_next(people, MOST_PEOPLE + 1, &batch, NULL);
    bool short_enough = batch.people <= MOST_PEOPLE;
    rung_people_free(people);
    return short_enough;
}

static void try_career(career *c)
{
    if (rung_catalog_skills(c->catalog) > MOST_SKILLS ||
        rung_catalog_roles(c->catalog) > MOST_ROLES || c->catalog->programs > MOST_PROGRAMS)
        return;
    if (rung_matcher_new(&c->matcher, c->catalog, &c->matching, NULL) == RUNG_OK &&
        rung_planner_new(&c->planner, c->matcher, &c->planning, NULL) == RUNG_OK) {
        check_people(c);
        if (is_short(c))
            check_output(c);
    }
    if (!c->planner)
        fuzz_broken("a planner is made for every catalog");
    rung_planner_free(c->planner);
    rung_matcher_free(c->matcher);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    career c = {0};
    bytes last = {data, size};
    take_options(&c, &last);
    fuzz_split(data, size);
    if (rung_catalog_open(&c.catalog, fuzz_folder(), NULL) == RUNG_OK)
        try_career(&c);
    rung_catalog_free(c.catalog);
    return 0;
}
