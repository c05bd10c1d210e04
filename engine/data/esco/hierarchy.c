/* hierarchy.c - skills that stand in for others since both stand below the same group, or one below
 * the other. */
#include "data/esco/model.h"

#include <stdlib.h>

/* A group of more skills than this says little of how close they are. */
enum { LARGEST_GROUP = 100 };

typedef struct hierarchy {
    rung_esco *esco;
    rung_emit *out;
    size_t *first;       /* groups + 1: the skills below each are member[first[g]] .. */
    uint32_t *member;    /* in catalog order, each once */
    size_t *first_below; /* skills + 1: and below each skill */
    uint32_t *below;
    uint32_t *written; /* skills: 1 + the skill whose row to this one was written last */
    size_t rows;
} hierarchy;

static bool repeats(const rung_links *above, size_t i)
{
    const rung_link *a = &above->link[i], *b = a - 1;
    return i > 0 && a->from == b->from && a->to == b->to && a->kind == b->kind;
}

/* Turn the links of one kind around: who stands below each of so many. */
static void turn_around(const rung_links *above, uint8_t kind, size_t count, size_t *first,
                        uint32_t *below)
{
    for (size_t i = 0; i < above->count; i++)
        if (above->link[i].kind == kind && !repeats(above, i))
            first[above->link[i].to + 1]++;
    for (size_t k = 0; k < count; k++)
        first[k + 1] += first[k];
    for (size_t i = 0; i < above->count; i++)
        if (above->link[i].kind == kind && !repeats(above, i))
            below[first[above->link[i].to]++] = above->link[i].from;
    for (size_t k = count; k > 0; k--)
        first[k] = first[k - 1];
    first[0] = 0;
}

/* A skill that no role asks for needs nobody to stand in. */
static void put(hierarchy *h, uint32_t from, uint32_t to)
{
    rung_esco *esco = h->esco;
    rung_buffer *b = &h->out->buffer;
    if (from == to || h->written[to] == from + 1 || esco->asked_by[to] == 0)
        return;
    h->written[to] = from + 1;
    h->rows++;
    rung_put_text(b, esco->skill[from].id);
    rung_put_char(b, ',');
    rung_put_text(b, esco->skill[to].id);
    rung_put_text(b, ",stands_in,");
    rung_put_number(b, esco->job->hierarchy);
    rung_put_char(b, '\n');
}

static void put_skill(hierarchy *h, uint32_t skill)
{
    const rung_links *above = &h->esco->above;
    for (size_t i = above->first[skill]; i < above->first[skill + 1]; i++) {
        uint32_t to = above->link[i].to;
        if (above->link[i].kind == RUNG_ESCO_SKILL)
            put(h, skill, to);
        else if (h->first[to + 1] - h->first[to] <= LARGEST_GROUP)
            for (size_t k = h->first[to]; k < h->first[to + 1]; k++)
                put(h, skill, h->member[k]);
    }
    for (size_t k = h->first_below[skill]; k < h->first_below[skill + 1]; k++)
        put(h, skill, h->below[k]);
}

rung_status rung_esco_emit_hierarchy(rung_esco *esco, rung_emit *out, size_t *rows)
{
    size_t groups = esco->groups.count, skills = esco->skills, links = esco->above.count;
    hierarchy h = {.esco = esco, .out = out};
    h.first = rung_array(groups + 1, sizeof *h.first);
    h.member = rung_array(links, sizeof *h.member);
    h.first_below = rung_array(skills + 1, sizeof *h.first_below);
    h.below = rung_array(links, sizeof *h.below);
    h.written = rung_array(skills, sizeof *h.written);
    rung_status status = RUNG_OK;
    if (!h.first || !h.member || !h.first_below || !h.below || !h.written) {
        status = rung_esco_no_memory(esco);
    } else {
        turn_around(&esco->above, RUNG_ESCO_GROUP, groups, h.first, h.member);
        turn_around(&esco->above, RUNG_ESCO_SKILL, skills, h.first_below, h.below);
    }
    for (size_t s = 0; s < skills && status == RUNG_OK; s++) {
        put_skill(&h, (uint32_t)s);
        status = rung_emit_flush(out, esco->error);
    }
    *rows += h.rows;
    free(h.first);
    free(h.member);
    free(h.first_below);
    free(h.below);
    free(h.written);
    return status;
}
