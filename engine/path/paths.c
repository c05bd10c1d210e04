/* paths.c - the answer about one person, in one piece of memory. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "path/miss.h"
#include "path/route.h"

void rung_paths_free(rung_paths *paths)
{
    free(paths);
}

const char *rung_rule_name(rung_rule rule)
{
    static const char *const names[] = {"readiness", "essential", "zone",    "wage",  "audience",
                                        "steps",     "current",   "unrated", "effort"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (rule == 1u << i)
            return names[i];
    return "";
}

bool rung_searcher_keep(rung_searcher *s, const rung_found *found, bool proven)
{
    if (!rung_grow((void **)&s->kept, &s->kept_room, s->kept_count + 1, sizeof *s->kept) ||
        !rung_grow((void **)&s->routes, &s->routes_room, s->routes_length + found->length,
                   sizeof *s->routes))
        return false;
    memcpy(s->routes + s->routes_length, found->route, found->length * sizeof *s->routes);
    s->kept[s->kept_count++] =
        (rung_kept){found->key, found->figures, s->routes_length, found->length, proven};
    s->routes_length += found->length;
    return true;
}

/* The arrays behind the head of the piece, and how much of each is used. */
typedef struct piece {
    rung_path *path;
    rung_miss *miss;
    rung_path_step *step;
    uint32_t *program;
    char *text;
} piece;

static size_t aligned(size_t bytes)
{
    return (bytes + 15) / 16 * 16;
}

/* Make the piece large enough and lay its arrays out. */
static bool lay(rung_searcher *s, size_t paths, piece *p)
{
    size_t steps = 0, roles = s->planner->matcher->demand.roles;
    for (size_t i = 0; i < s->routes_length; i++)
        steps += s->routes[i] < roles;
    size_t programs = s->routes_length - steps;
    size_t at_path = aligned(sizeof *s->paths),
           at_miss = at_path + aligned(paths * sizeof *p->path);
    size_t at_step = at_miss + aligned(s->missed_count * sizeof *p->miss);
    size_t at_program = at_step + aligned(steps * sizeof *p->step);
    size_t at_text = at_program + aligned(programs * sizeof *p->program);
    size_t bytes = at_text + s->text.length + 1;
    if (!s->paths || s->paths_bytes < bytes) {
        free(s->paths);
        s->paths_bytes = 2 * bytes;
        s->paths = rung_array(1, s->paths_bytes);
        if (!s->paths)
            return false;
    }
    char *memory = (char *)s->paths;
    *p = (piece){(rung_path *)(memory + at_path), (rung_miss *)(memory + at_miss),
                 (rung_path_step *)(memory + at_step), (uint32_t *)(memory + at_program),
                 memory + at_text};
    *s->paths = (rung_paths){p->path, paths, p->miss, s->missed_count};
    if (s->text.length > 0)
        memcpy(p->text, s->text.at, s->text.length);
    return true;
}

static double weeks_of(int64_t ticks)
{
    return (double)ticks / RUNG_TICKS_PER_WEEK;
}

static double coins_of(int64_t ticks)
{
    return (double)ticks / RUNG_TICKS_PER_COIN;
}

rung_found rung_kept_path(const rung_searcher *s, const rung_kept *kept)
{
    return (rung_found){kept->key, kept->figures, s->routes + kept->route, kept->length};
}

/* Write a kept path's figures; its steps and programs go to where the piece's next ones stand. */
static void put_path(rung_searcher *s, piece *p, const rung_kept *kept, uint32_t target,
                     rung_path *path)
{
    size_t roles = s->planner->matcher->demand.roles;
    rung_found found = rung_kept_path(s, kept);
    rung_walk walk = rung_walk_begin(&s->search, &found, s->walk);
    rung_leg leg;
    *path = (rung_path){.target = target,
                        .weeks = weeks_of(kept->figures.weeks),
                        .cost = coins_of(kept->figures.cost),
                        .gain = (double)rung_cents(kept->figures.gain) / 100,
                        .step = p->step,
                        .proven = kept->proven};
    while (rung_walk_next(&walk, &leg)) {
        *p->step++ = (rung_path_step){.role = leg.role,
                                      .program = p->program,
                                      .programs = leg.programs,
                                      .starts = weeks_of(leg.starts),
                                      .enters = weeks_of(leg.enters),
                                      .cost = coins_of(leg.cost),
                                      .wage = s->planner->matcher->catalog->role[leg.role].wage,
                                      .readiness_before = leg.readiness_before,
                                      .readiness = leg.readiness};
        for (size_t i = 0; i < leg.programs; i++)
            *p->program++ = leg.program[i] - (uint32_t)roles;
        path->readiness = leg.readiness;
        path->steps++;
    }
}

rung_status rung_searcher_pack(rung_searcher *s, rung_error *error)
{
    size_t paths = 0;
    piece p;
    for (size_t i = 0; i < s->reached_count; i++)
        paths += s->reached[i].count;
    if (s->text.failed || !lay(s, paths, &p))
        return rung_fail_memory(error, "the paths of a person");
    for (size_t i = 0; i < s->reached_count; i++)
        for (size_t k = 0; k < s->reached[i].count; k++) {
            put_path(s, &p, &s->kept[s->reached[i].first + k], s->reached[i].target, p.path);
            p.path->target_rank = (uint32_t)i + 1;
            p.path->rank = (uint32_t)k + 1;
            p.path++;
        }
    for (size_t i = 0; i < s->missed_count; i++, p.miss++) {
        const rung_missed *m = &s->missed[i];
        *p.miss = (rung_miss){.target = m->target,
                              .rules = m->rules,
                              .path = {.target = m->target},
                              .theta = m->theta,
                              .wage_fall = m->wage_fall,
                              .reason = p.text + m->reason};
        if (m->path == SIZE_MAX)
            continue;
        put_path(s, &p, &s->kept[m->path], m->target, &p.miss->path);
    }
    return RUNG_OK;
}
