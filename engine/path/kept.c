/* kept.c - the sets of programs for first stops: the same whatever the target, they are found once
 * for a person. */
#include <stdlib.h>
#include <string.h>

#include "path/place.h"

/* Where it takes more, nothing is kept. */
enum { MOST_TRIES = 4096 };

/* Keep the set of programs behind the route from where the step began. */
void rung_keep_set(rung_search *s, const rung_place *at, const rung_place *next)
{
    size_t count = s->length - at->begin;
    if (!rung_grow((void **)&s->sets, &s->sets_room, s->set_count + 1, sizeof *s->sets) ||
        !rung_grow((void **)&s->set_tokens, &s->set_tokens_room, s->set_token_count + count,
                   sizeof *s->set_tokens)) {
        s->memory_short = s->stopped = true;
        return;
    }
    if (count > 0)
        memcpy(s->set_tokens + s->set_token_count, s->route + at->begin,
               count * sizeof *s->set_tokens);
    s->sets[s->set_count++] = (rung_program_set){.first = s->set_token_count,
                                                 .count = count,
                                                 .weeks = next->weeks,
                                                 .cost = next->cost,
                                                 .opened = next->opened,
                                                 .ahead = next->ahead};
    s->set_token_count += count;
}

/* Levels after a set. */
static void levels_after(const rung_search *s, const rung_place *at, const rung_program_set *set,
                         float *levels)
{
    const rung_courses *c = &s->terrain->courses;
    memcpy(levels, rung_levels_at(s, at), c->stride * sizeof *levels);
    for (size_t t = 0; t < set->count; t++)
        rung_course_take(c, s->set_tokens[set->first + t] - s->terrain->moves.demand->roles,
                         levels);
}

/* ---------------------------------------------------------------- using them */

static void use_kept(rung_search *s, const rung_place *at, uint32_t role, const rung_kept_sets *k)
{
    const rung_courses *c = &s->terrain->courses;
    for (size_t i = k->first; i < k->first + k->count && !s->stopped; i++) {
        const rung_program_set *set = &s->sets[i];
        const uint32_t *token = s->set_tokens + set->first;
        rung_place next = *at;
        next.row++;
        next.plain = set->count == 0;
        next.ahead = set->ahead;
        next.weeks = set->weeks;
        next.cost = set->cost;
        next.opened = set->opened;
        rung_place after = rung_after_stop(s, &next, role);
        rung_count_effort(s);
        if (!rung_promising(s, &after))
            continue;
        levels_after(s, at, set, s->rows + next.row * c->stride);
        for (size_t t = 0; t < set->count; t++) {
            size_t p = token[t] - s->terrain->moves.demand->roles;
            s->taken[p / 64] |= 1ULL << (p % 64);
            s->route[s->length++] = token[t];
        }
        rung_enter(s, &next, role);
        s->length = at->begin;
        memset(s->taken, 0, c->words * sizeof *s->taken);
    }
}

void rung_try_sets(rung_search *s, const rung_place *at, uint32_t role)
{
    bool first = at->steps == 0 && !s->aim && s->quest.aside == 0 &&
                 s->quest.theta == s->terrain->moves.theta;
    rung_kept_sets *kept = first ? &s->kept_sets[role] : NULL;
    if (kept && kept->person != s->person) {
        *kept = (rung_kept_sets){.person = s->person, .first = s->set_count};
        kept->failed = !rung_choose_sets(s, at, role, MOST_TRIES);
        kept->count = s->set_count - kept->first;
    }
    if (kept && !kept->failed)
        use_kept(s, at, role, kept);
    else
        rung_choose_sets(s, at, role, 0);
}
