/* kept.c - the sets of programs for first moves, which are the same whatever the target: kept as
 * long as the search is about the same person. */
#include <string.h>

#include "path/place.h"

/* Sets are kept unless finding all of them took more tries. */
enum { MOST_TRIES = 4096 };

/* Keep the programs behind the route. */
static void keep(rung_search *s, const rung_place *at, const rung_place *next, uint32_t role)
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
    s->kept_sets[role].count++;
}

const rung_kept_sets *rung_sets_kept(rung_search *s, const rung_place *at, uint32_t role)
{
    rung_kept_sets *kept = &s->kept_sets[role];
    if (at->steps > 0 || s->aim || s->quest.aside != 0 || s->quest.theta != s->terrain->moves.theta)
        return NULL;
    if (kept->person != s->person) {
        size_t tokens = s->set_token_count;
        *kept = (rung_kept_sets){.person = s->person, .first = s->set_count};
        kept->complete = rung_choose_sets(s, at, role, MOST_TRIES, keep);
        if (!kept->complete) {
            s->set_count = kept->first;
            s->set_token_count = tokens;
        }
    }
    return kept->complete ? kept : NULL;
}
