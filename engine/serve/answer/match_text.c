/* match_text.c - the hits of an ask to match as JSON. */
#include "serve/answer/match_text.h"

#include <stdlib.h>

#include "serve/answer/members.h"

/* Room for gaps, where they are wanted. */
typedef struct scratch {
    float *levels;  /* skills */
    rung_gap *gaps; /* skills */
} scratch;

/* The largest gaps of a hit: those that `rung match --gaps` lists. */
static rung_status put_gaps(rung_buffer *out, const rung_match_text *t, const rung_person *person,
                            uint32_t role, const scratch *room, rung_error *error)
{
    const rung_catalog *catalog = t->crowd->service->catalog;
    rung_explanation why;
    size_t count;
    rung_status status =
        rung_explain_person(t->ranker->matcher, person, role, &why, room->gaps, &count, error);
    if (status != RUNG_OK)
        return status;
    rung_put_key(out, ',', "gaps");
    rung_put_char(out, '[');
    for (size_t i = 0; i < count && i < t->gaps && room->gaps[i].gap > 0; i++) {
        const rung_gap *g = &room->gaps[i];
        if (i > 0)
            rung_put_char(out, ',');
        rung_put_key_text(out, '{', "skill", rung_catalog_skill(catalog, g->skill).id);
        rung_put_key_level(out, ',', "have", g->have);
        rung_put_key_level(out, ',', "need", g->need);
        rung_put_key_number(out, ',', "gap", g->gap);
        rung_put_char(out, '}');
    }
    rung_put_char(out, ']');
    return RUNG_OK;
}

static void put_hit(rung_buffer *out, const rung_service *s, size_t rank, const rung_hit *hit)
{
    const size_t *at = s->role_text_at + hit->role;
    rung_put_key_whole(out, '{', "rank", rank);
    rung_put(out, s->role_text.at + at[0], at[1] - at[0]);
    rung_put_key_number(out, ',', "score", hit->score);
    rung_put_key_number(out, ',', "readiness", hit->readiness);
    rung_put_key_number(out, ',', "similarity", hit->similarity);
}

static rung_status put_person(rung_buffer *out, const rung_match_text *t, size_t p,
                              const scratch *room, rung_error *error)
{
    const rung_crowd *c = t->crowd;
    const rung_hit *hits = t->hits + p * t->stride;
    rung_status status = RUNG_OK;
    rung_person person = {0};
    if (t->gaps > 0)
        person = rung_crowd_person(c, p, room->levels);
    rung_put_key(out, '{', "id");
    if (c->id[p])
        rung_put_json(out, c->id[p]);
    else
        rung_put_text(out, "null");
    rung_put_key_flag(out, ',', "imputed", c->imputed[p]);
    rung_put_key(out, ',', "hits");
    rung_put_char(out, '[');
    for (size_t i = 0; i < t->top && hits[i].role != RUNG_NONE && status == RUNG_OK; i++) {
        if (i > 0)
            rung_put_char(out, ',');
        put_hit(out, c->service, i + 1, &hits[i]);
        if (t->gaps > 0)
            status = put_gaps(out, t, &person, hits[i].role, room, error);
        rung_put_char(out, '}');
    }
    rung_put_text(out, "]}");
    return status;
}

static rung_status put_people(rung_buffer *out, const rung_match_text *t, const scratch *room,
                              rung_error *error)
{
    rung_status status = RUNG_OK;
    rung_put_key_text(out, '{', "catalog", rung_catalog_name(t->crowd->service->catalog));
    rung_put_key_text(out, ',', "profile", t->ranker->facts.profile);
    rung_put_key(out, ',', "people");
    for (size_t p = 0; p < t->crowd->people && status == RUNG_OK; p++) {
        rung_put_char(out, p == 0 ? '[' : ',');
        status = put_person(out, t, p, room, error);
    }
    rung_put_text(out, "]}\n");
    return status;
}

void rung_match_text_answer(const rung_match_text *text, rung_answer *answer)
{
    size_t skills = text->crowd->service->skills;
    rung_buffer out = {0};
    rung_error error;
    scratch room = {0};
    if (text->gaps > 0) {
        room.levels = rung_array(skills, sizeof *room.levels);
        room.gaps = rung_array(skills, sizeof *room.gaps);
        out.failed = !room.levels || !room.gaps;
    }
    if (out.failed || put_people(&out, text, &room, &error) == RUNG_OK)
        rung_answer_take(answer, 200, &out);
    else
        rung_refuse_status(answer, &error);
    rung_buffer_free(&out);
    free(room.levels);
    free(room.gaps);
}
