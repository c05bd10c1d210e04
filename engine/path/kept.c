/* kept.c - the sets of programs for a move, found when they are asked for. Those for first stops
 * are the same whatever the target: they are kept as long as the search is about the same person.
 */
#include "path/place.h"

/* Sets are kept unless finding all of them took more tries. */
enum { MOST_TRIES = 4096 };

/* Sets stand in one stack: what is not kept goes when it has been used. */
static rung_kept_sets mark(const rung_search *s)
{
    return (rung_kept_sets){
        .person = s->person, .first = s->set_count, .first_token = s->set_token_count};
}

static void drop(rung_search *s, const rung_kept_sets *sets)
{
    s->set_count = sets->first;
    s->set_token_count = sets->first_token;
}

rung_kept_sets rung_sets_open(rung_search *s, const rung_place *at, uint32_t role)
{
    bool first = at->steps == 0 && !s->aim && s->quest.aside == 0 &&
                 s->quest.theta == s->terrain->moves.theta;
    rung_kept_sets *kept = first ? &s->kept_sets[role] : NULL, sets;
    if (kept && kept->person != s->person) {
        *kept = mark(s);
        kept->stays = rung_choose_sets(s, at, role, MOST_TRIES);
        if (kept->stays)
            kept->count = s->set_count - kept->first;
        else
            drop(s, kept);
    }
    if (kept && kept->stays)
        return *kept;
    sets = mark(s);
    rung_choose_sets(s, at, role, 0);
    sets.count = s->set_count - sets.first;
    return sets;
}

void rung_sets_close(rung_search *s, const rung_kept_sets *sets)
{
    if (!sets->stays)
        drop(s, sets);
}
