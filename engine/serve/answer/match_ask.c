/* match_ask.c - read asks to match, and answer those that wait together in shared products. */
#include "serve/answer/match_ask.h"

#include <stdlib.h>

#include "base/status.h"
#include "serve/answer/crowd.h"
#include "serve/answer/match_text.h"
#include "serve/answer/settings.h"

struct rung_match_ask {
    rung_crowd crowd;
    const rung_ranker *ranker;
    size_t top, gaps;
};

static const char *const settings[] = {"top", "gaps", "profile", NULL};

void rung_match_ask_free(rung_match_ask *match)
{
    if (match)
        rung_crowd_free(&match->crowd);
    free(match);
}

size_t rung_match_ask_people(const rung_match_ask *match)
{
    return match->crowd.people;
}

/* ---------------------------------------------------------------- reading */

static bool read_settings(rung_match_ask *m, const rung_service *service, const rung_json *whole,
                          rung_answer *answer)
{
    uint64_t top = 10, gaps = 0;
    if (!rung_read_profile(answer, service, whole, &m->ranker) ||
        !rung_read_whole(answer, whole, "top", 1, RUNG_MOST_TOP, &top) ||
        !rung_read_whole(answer, whole, "gaps", 0, RUNG_MOST_TOP, &gaps))
        return false;
    m->top = top;
    m->gaps = gaps;
    return true;
}

static bool check_size(const rung_match_ask *m, rung_answer *answer)
{
    rung_at all = {0}, at = {.up = &all, .key = "top"};
    size_t people = m->crowd.people, most = RUNG_MOST_HITS / people / (1 + m->gaps);
    size_t roles = m->crowd.service->roles, top = m->top < roles ? m->top : roles;
    return top <= most ||
           rung_refuse(answer, 400, &at,
                       "too much for one answer, expected people x top x (1 + gaps) of %d at most",
                       RUNG_MOST_HITS);
}

static bool read_match(rung_match_ask *m, const rung_service *service, const rung_json *whole,
                       rung_answer *answer)
{
    if (!read_settings(m, service, whole, answer))
        return false;
    rung_crowd_wants wants = {.rows = m->ranker->facts.sparse, .vectors = m->ranker->embeds};
    return rung_crowd_read(&m->crowd, service, whole, wants, service->most_people, settings,
                           answer) &&
           check_size(m, answer);
}

bool rung_match_ask_read(rung_match_ask **match, const rung_service *service, const rung_ask *ask,
                         rung_answer *answer)
{
    *match = NULL;
    const rung_json *whole = rung_read_object(service, ask, answer);
    if (!whole)
        return false;
    rung_match_ask *m = calloc(1, sizeof *m);
    bool read = m ? read_match(m, service, whole, answer) : rung_refuse_memory(answer);
    rung_json_free(whole);
    if (read) {
        *match = m;
        m = NULL; /* the caller's now */
    }
    rung_match_ask_free(m);
    return read;
}

/* ---------------------------------------------------------------- together */

/* Asks that share a product. */
typedef struct group {
    const rung_service *service;
    rung_match_ask *const *ask;
    size_t *member; /* places of asks */
    size_t members, people, top;
    rung_crowd all; /* of several asks; arrays of its own */
    rung_hit *hits; /* people x top */
} group;

/* More roles than wanted change no answer, the first ones are the same: asks for similar numbers
 * share a product, and nobody waits for much more than asked for. */
static size_t class_of(size_t top)
{
    size_t class = 16;
    while (class < top)
        class *= 2;
    return class;
}

static void find_members(group *g, size_t count, size_t first, bool *taken)
{
    const rung_match_ask *model = g->ask[first];
    g->members = g->people = g->top = 0;
    for (size_t i = first; i < count; i++) {
        const rung_match_ask *m = g->ask[i];
        if (taken[i] || m->ranker != model->ranker || class_of(m->top) != class_of(model->top))
            continue;
        taken[i] = true;
        g->member[g->members++] = i;
        g->people += m->crowd.people;
        g->top = m->top > g->top ? m->top : g->top;
    }
}

static bool make_room(group *g)
{
    const rung_match_ask *model = g->ask[g->member[0]];
    const rung_service *s = g->service;
    size_t rows = 0, roles = s->roles > 0 ? s->roles : 1;
    rung_crowd *all = &g->all;
    g->top = g->top < roles ? g->top : roles;
    g->hits = rung_array(g->people, g->top * sizeof *g->hits);
    if (g->members == 1 || !g->hits)
        return g->hits != NULL;
    for (size_t i = 0; i < g->members; i++)
        rows += g->ask[g->member[i]]->crowd.rows;
    *all = (rung_crowd){.service = s, .wants = model->crowd.wants, .people = g->people};
    all->role = rung_array(g->people, sizeof *all->role);
    if (all->wants.rows) {
        all->first = rung_array(g->people + 1, sizeof *all->first);
        all->skill = rung_array(rows, sizeof *all->skill);
        all->level = rung_array(rows, sizeof *all->level);
    } else {
        all->dense = rung_array(g->people, s->skills * sizeof *all->dense);
    }
    if (all->wants.vectors)
        all->vector = rung_array(g->people, s->dimensions * sizeof *all->vector);
    return all->role && (all->wants.rows ? all->first && all->skill && all->level : !!all->dense) &&
           (!all->wants.vectors || all->vector);
}

static void copy(void *to, size_t place, const void *from, size_t count, size_t size)
{
    if (count > 0)
        memcpy((char *)to + place * size, from, count * size);
}

/* Behind the people who are there already. */
static void append(rung_crowd *all, const rung_crowd *c, size_t place)
{
    size_t skills = c->service->skills, dimensions = c->service->dimensions;
    copy(all->role, place, c->role, c->people, sizeof *c->role);
    if (c->dense)
        copy(all->dense, place * skills, c->dense, c->people * skills, sizeof *c->dense);
    if (c->vector)
        copy(all->vector, place * dimensions, c->vector, c->people * dimensions, sizeof *c->vector);
    if (!c->first)
        return;
    copy(all->skill, all->rows, c->skill, c->rows, sizeof *c->skill);
    copy(all->level, all->rows, c->level, c->rows, sizeof *c->level);
    for (size_t i = 0; i < c->people; i++)
        all->first[place + i + 1] = all->rows + c->first[i + 1];
    all->rows += c->rows;
}

static rung_status match_group(group *g, rung_error *error)
{
    if (!make_room(g))
        return rung_fail_memory(error, "an ask");
    size_t place = 0;
    for (size_t i = 0; g->members > 1 && i < g->members; i++) {
        const rung_crowd *c = &g->ask[g->member[i]]->crowd;
        append(&g->all, c, place);
        place += c->people;
    }
    const rung_match_ask *model = g->ask[g->member[0]];
    rung_batch batch = rung_crowd_batch(g->members > 1 ? &g->all : &model->crowd);
    return rung_match_batch(model->ranker->matcher, &batch, g->hits, g->top, error);
}

static void answer_group(group *g, rung_answer *answers)
{
    rung_error error = {.status = RUNG_OK};
    size_t place = 0;
    rung_status status = match_group(g, &error);
    for (size_t i = 0; i < g->members; i++) {
        const rung_match_ask *m = g->ask[g->member[i]];
        rung_answer *answer = &answers[g->member[i]];
        rung_match_text text = {.crowd = &m->crowd,
                                .ranker = m->ranker,
                                .hits = g->hits + place * g->top,
                                .stride = g->top,
                                .top = m->top < g->top ? m->top : g->top,
                                .gaps = m->gaps};
        if (status == RUNG_OK)
            rung_match_text_answer(&text, answer);
        else
            rung_refuse_status(answer, &error);
        place += m->crowd.people;
    }
    free(g->hits);
    rung_crowd_free(&g->all);
}

void rung_match_asks_answer(const rung_service *service, rung_match_ask *const *asks, size_t count,
                            rung_answer *answers)
{
    bool *taken = rung_array(count, sizeof *taken);
    size_t *member = rung_array(count, sizeof *member);
    for (size_t i = 0; i < count; i++) {
        if (!taken || !member) {
            rung_refuse_memory(&answers[i]);
        } else if (!taken[i]) {
            group g = {.service = service, .ask = asks, .member = member};
            find_members(&g, count, i, taken);
            answer_group(&g, answers);
        }
    }
    free(taken);
    free(member);
}
